#include "core/flow.h"

#include <pthread.h>
#include <stdint.h>
#include <string.h>

#include "core/mem.h"

typedef enum slot_state { SLOT_EMPTY, SLOT_READY, SLOT_BUSY, SLOT_DONE } slot_state_t;

typedef struct slot {
    slot_state_t state;
    gnbs_code_t code;
    gnbs_err_t err;
    void *item;
} slot_t;

typedef struct ring {
    const gnbs_flow_t *flow;
    slot_t *slot;
    uint64_t n_made;  /* items given to the ring by next()  */
    uint64_t n_taken; /* items taken by workers             */
    bool is_closing;  /* workers leave when nothing is READY */
    pthread_mutex_t lock;
    pthread_cond_t work_ready, item_done;
} ring_t;

typedef struct worker {
    ring_t *ring;
    int i_worker;
    pthread_t thread;
} worker_t;

static slot_t *slot_of(ring_t *ring, uint64_t s) {
    return &ring->slot[s % (uint64_t)ring->flow->depth];
}

static void run_item(ring_t *ring, slot_t *slot, int i_worker) {
    slot->err.code = GNBS_OK;
    slot->err.msg[0] = '\0';
    slot->code = ring->flow->work(ring->flow->ctx, i_worker, slot->item, &slot->err);
}

static void *worker_main(void *arg) {
    worker_t *me = arg;
    ring_t *ring = me->ring;
    pthread_mutex_lock(&ring->lock);
    for (;;) {
        while (ring->n_taken == ring->n_made && !ring->is_closing)
            pthread_cond_wait(&ring->work_ready, &ring->lock);
        if (ring->n_taken == ring->n_made) break;
        slot_t *slot = slot_of(ring, ring->n_taken++);
        slot->state = SLOT_BUSY;
        pthread_mutex_unlock(&ring->lock);
        run_item(ring, slot, me->i_worker);
        pthread_mutex_lock(&ring->lock);
        slot->state = SLOT_DONE;
        pthread_cond_signal(&ring->item_done);
    }
    pthread_mutex_unlock(&ring->lock);
    return NULL;
}

static void drop_item(const gnbs_flow_t *flow, slot_t *slot) {
    if (flow->drop != NULL) flow->drop(flow->ctx, slot->item);
    slot->state = SLOT_EMPTY;
}

/* Results of the slot at the head of the order: emit it, or stop at its error. */
static gnbs_code_t settle(const gnbs_flow_t *flow, slot_t *slot, gnbs_err_t *err) {
    gnbs_code_t code = slot->code;
    if (code != GNBS_OK) {
        if (err != NULL) *err = slot->err;
    } else {
        code = flow->emit(flow->ctx, slot->item, err);
    }
    drop_item(flow, slot);
    return code;
}

static gnbs_code_t run_serial(const gnbs_flow_t *flow, ring_t *ring, gnbs_err_t *err) {
    for (;;) {
        slot_t *slot = &ring->slot[0];
        bool more = false;
        GNBS_TRY(flow->next(flow->ctx, slot->item, &more, err));
        if (!more) return GNBS_OK;
        run_item(ring, slot, 0);
        GNBS_TRY(settle(flow, slot, err));
    }
}

static gnbs_code_t run_threads(const gnbs_flow_t *flow, ring_t *ring, gnbs_err_t *err) {
    worker_t *worker = gnbs_mem_alloc((size_t)flow->n_workers, sizeof *worker);
    if (worker == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%d workers", flow->n_workers);
    gnbs_code_t code = GNBS_OK, made_code = GNBS_OK;
    gnbs_err_t made_err = {0};
    int n_started = 0;
    for (; n_started < flow->n_workers; n_started++) {
        worker[n_started] = (worker_t){.ring = ring, .i_worker = n_started};
        if (pthread_create(&worker[n_started].thread, NULL, worker_main,
                           &worker[n_started]) != 0)
            break;
    }
    if (n_started == 0) code = gnbs_err_set(err, GNBS_E_NOMEM, "cannot start a thread");

    uint64_t n_settled = 0;
    bool more = code == GNBS_OK;
    while (code == GNBS_OK) {
        pthread_mutex_lock(&ring->lock);
        uint64_t n_made = ring->n_made;
        slot_t *head = slot_of(ring, n_settled);
        bool is_done = n_settled < n_made && head->state == SLOT_DONE;
        bool has_room = more && n_made - n_settled < (uint64_t)flow->depth;
        if (!is_done && !has_room && n_settled < n_made) {
            pthread_cond_wait(&ring->item_done, &ring->lock);
            pthread_mutex_unlock(&ring->lock);
            continue;
        }
        pthread_mutex_unlock(&ring->lock);
        if (has_room) { /* feed the workers first, then settle */
            slot_t *slot = slot_of(ring, n_made);
            made_code = flow->next(flow->ctx, slot->item, &more, &made_err);
            /* an error of next() comes after all items before it */
            if (made_code != GNBS_OK) more = false;
            if (more) {
                pthread_mutex_lock(&ring->lock);
                slot->state = SLOT_READY;
                ring->n_made++;
                pthread_cond_signal(&ring->work_ready);
                pthread_mutex_unlock(&ring->lock);
            }
        } else if (is_done) {
            code = settle(flow, head, err);
            n_settled++;
        } else {
            break; /* nothing in flight, nothing more to come */
        }
    }
    pthread_mutex_lock(&ring->lock);
    uint64_t n_made = ring->n_made;
    if (code != GNBS_OK) /* what no worker has taken yet is not worked on */
        ring->n_taken = n_made;
    ring->is_closing = true;
    pthread_cond_broadcast(&ring->work_ready);
    pthread_mutex_unlock(&ring->lock);
    for (int i = 0; i < n_started; i++) pthread_join(worker[i].thread, NULL);
    for (; n_settled < n_made; n_settled++) drop_item(flow, slot_of(ring, n_settled));
    gnbs_mem_free(worker);
    if (code == GNBS_OK && made_code != GNBS_OK) {
        code = made_code;
        if (err != NULL) *err = made_err;
    }
    return code;
}

gnbs_code_t gnbs_flow_run(const gnbs_flow_t *flow, gnbs_err_t *err) {
    if (flow->depth < 1 || flow->n_workers < 1 || flow->item_bytes == 0)
        return gnbs_err_set(err, GNBS_E_INTERNAL,
                            "flow: depth %d, workers %d, item of %zu bytes", flow->depth,
                            flow->n_workers, flow->item_bytes);
    ring_t ring = {.flow = flow};
    ring.slot = gnbs_mem_alloc((size_t)flow->depth, sizeof *ring.slot);
    char *items = gnbs_mem_alloc((size_t)flow->depth, flow->item_bytes);
    if (ring.slot == NULL || items == NULL) {
        gnbs_mem_free(ring.slot);
        gnbs_mem_free(items);
        return gnbs_err_set(err, GNBS_E_NOMEM, "flow: %d items of %zu bytes", flow->depth,
                            flow->item_bytes);
    }
    for (int i = 0; i < flow->depth; i++)
        ring.slot[i].item = items + (size_t)i * flow->item_bytes;
    pthread_mutex_init(&ring.lock, NULL);
    pthread_cond_init(&ring.work_ready, NULL);
    pthread_cond_init(&ring.item_done, NULL);
    gnbs_code_t code =
        flow->n_workers == 1 ? run_serial(flow, &ring, err) : run_threads(flow, &ring, err);
    pthread_cond_destroy(&ring.item_done);
    pthread_cond_destroy(&ring.work_ready);
    pthread_mutex_destroy(&ring.lock);
    gnbs_mem_free(items);
    gnbs_mem_free(ring.slot);
    return code;
}
