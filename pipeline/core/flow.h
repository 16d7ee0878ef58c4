/* core/flow.h -- the ordered flow: many workers, one order.
 *
 * next() makes items, one thread, in order; work() runs on n_workers threads; emit() takes
 * the results, one thread, in input order. Errors leave in input order too: the flow stops
 * at the first failing item in input order, so the message is the same for 1 thread and for
 * 64.
 *
 *     item s uses slot s % depth:   EMPTY -> READY -> BUSY -> DONE -> EMPTY
 *
 * Memory   depth * item_bytes for slots, zeroed once; an item is reused after drop()
 * Threads  n_workers threads are made and joined inside gnbs_flow_run; next and emit run on
 *          the calling thread. With n_workers == 1 no thread is made.
 */
#ifndef GNBS_CORE_FLOW_H
#define GNBS_CORE_FLOW_H

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"

typedef struct gnbs_flow {
    void *ctx;         /* passed to every callback; shared, so read-only in work() */
    size_t item_bytes; /* size of one item                                         */
    int depth;         /* items in flight, >= 1: this bounds memory                */
    int n_workers;     /* threads running work(), >= 1                             */
    /* *more = false: no item, the end */
    gnbs_code_t (*next)(void *ctx, void *item, bool *more, gnbs_err_t *err);
    /* i_worker in [0, n_workers) */
    gnbs_code_t (*work)(void *ctx, int i_worker, void *item, gnbs_err_t *err);
    gnbs_code_t (*emit)(void *ctx, void *item, gnbs_err_t *err);
    /* once for each item made, whatever became of it; may be NULL */
    void (*drop)(void *ctx, void *item);
} gnbs_flow_t;

gnbs_code_t gnbs_flow_run(const gnbs_flow_t *flow, gnbs_err_t *err);

#endif
