#include "evidence/evidence_pool.h"

#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/vec.h"

/* ---- places -------------------------------------------------------------------------------------------------- */

/* Where a base of the false copy belongs; -1: in no block. */
static gnbs_pos_t true_place(size_t n, const gnbs_pool_block_t block[], int32_t tid,
                             gnbs_pos_t p, int32_t *to_tid) {
    for (size_t i = 0; i < n; i++) {
        const gnbs_pool_block_t *b = &block[i];
        if (b->from.tid != tid || p < b->from.beg || p >= b->from.end) continue;
        *to_tid = b->to.tid;
        return b->to.beg + (p - b->from.beg);
    }
    return -1;
}

/* A mate or a split part may start just outside a block. */
static bool move_place(size_t n, const gnbs_pool_block_t block[], int32_t *tid,
                       gnbs_pos_t *beg) {
    enum { NEAR_BP = 150 };
    for (gnbs_pos_t d = 0; d < NEAR_BP; d++) {
        int32_t to_tid;
        gnbs_pos_t p = true_place(n, block, *tid, *beg + d, &to_tid);
        if (p < 0) continue;
        *tid = to_tid;
        *beg = p > d ? p - d : 0;
        return true;
    }
    return false;
}

static bool is_in_true(size_t n, const gnbs_pool_block_t block[], const gnbs_read_t *r) {
    gnbs_region_t span = {r->tid, r->beg, r->end > r->beg ? r->end : r->beg + 1};
    for (size_t i = 0; i < n; i++)
        if (gnbs_region_overlaps(block[i].to, span)) return true;
    return false;
}

/* ---- one read ------------------------------------------------------------------------------------------------ */

typedef struct ops { /* a CIGAR, operation by operation */
    int n;
    uint8_t *op;
    gnbs_pos_t *at; /* of aligned bases: the true place */
} ops_t;

static gnbs_code_t spell(size_t n, const gnbs_pool_block_t block[], const gnbs_read_t *r,
                         gnbs_arena_t *arena, ops_t *o, int32_t *to_tid, gnbs_err_t *err) {
    *o = (ops_t){.op = GNBS_NEW(arena, uint8_t, (size_t)r->len + 1),
                 .at = GNBS_NEW(arena, gnbs_pos_t, (size_t)r->len + 1)};
    if (o->op == NULL || o->at == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "reads");
    gnbs_pos_t p = r->beg;
    for (int i = 0; i < r->n_cigar; i++) {
        int op = gnbs_cigar_op(r->cigar[i]);
        for (int32_t k = 0; k < gnbs_cigar_len(r->cigar[i]); k++) {
            if (gnbs_cigar_eats_read(op) && o->n < r->len) {
                gnbs_pos_t at = gnbs_cigar_is_aligned(op)
                                    ? true_place(n, block, r->tid, p, to_tid)
                                    : -1;
                o->op[o->n] = (uint8_t)(op == GNBS_CIGAR_SOFT ? GNBS_CIGAR_SOFT
                                        : at >= 0             ? GNBS_CIGAR_MATCH
                                                              : GNBS_CIGAR_INS);
                o->at[o->n++] = at;
            }
            p += gnbs_cigar_eats_ref(op);
        }
    }
    return GNBS_OK;
}

/* The stretch of aligned bases without a wide gap that holds most of them. */
static bool choose_part(const ops_t *o, int *first, int *last) {
    int best = 0, n = 0, from = -1, before = -1;
    for (int i = 0; i < o->n; i++) {
        if (o->op[i] != GNBS_CIGAR_MATCH) continue;
        gnbs_pos_t gap = before >= 0 ? o->at[i] - o->at[before] - 1 : 0;
        if (before < 0 || gap < 0 || gap > GNBS_POOL_MAX_GAP_BP ||
            i - before - 1 > GNBS_POOL_MAX_GAP_BP) {
            n = 0;
            from = i;
        }
        before = i;
        if (++n > best) {
            best = n;
            *first = from;
            *last = i;
        }
    }
    return best > 0;
}

typedef GNBS_VEC(uint32_t) cigar_t;

static bool push_op(cigar_t *c, int op, gnbs_pos_t len) {
    if (len <= 0) return true;
    if (c->n > 0 && gnbs_cigar_op(c->at[c->n - 1]) == op) {
        c->at[c->n - 1] += (uint32_t)len << 4;
        return true;
    }
    return GNBS_PUSH(c, (uint32_t)len << 4 | (uint32_t)op);
}

static int32_t hard_clip(const gnbs_read_t *r, bool at_end) {
    if (r->n_cigar == 0) return 0;
    uint32_t c = r->cigar[at_end ? r->n_cigar - 1 : 0];
    return gnbs_cigar_op(c) == GNBS_CIGAR_HARD ? gnbs_cigar_len(c) : 0;
}

static bool write_cigar(const gnbs_read_t *r, const ops_t *o, int first, int last,
                        cigar_t *c) {
    bool ok = push_op(c, GNBS_CIGAR_HARD, hard_clip(r, false)) &&
              push_op(c, GNBS_CIGAR_SOFT, first);
    gnbs_pos_t before = o->at[first] - 1;
    for (int i = first; ok && i <= last; i++) {
        if (o->op[i] == GNBS_CIGAR_MATCH) {
            ok = push_op(c, GNBS_CIGAR_DEL, o->at[i] - before - 1);
            before = o->at[i];
        }
        ok = ok && push_op(c, o->op[i], 1);
    }
    return ok && push_op(c, GNBS_CIGAR_SOFT, o->n - 1 - last) &&
           push_op(c, GNBS_CIGAR_HARD, hard_clip(r, true));
}

static void move_mate(size_t n, const gnbs_pool_block_t block[], gnbs_read_t *r) {
    if (r->has_split && move_place(n, block, &r->split_tid, &r->split_beg)) {
        gnbs_pos_t len = r->split_end - r->split_beg;
        r->split_end = r->split_beg + (len > 0 ? len : 1);
        r->split_mapq = GNBS_POOL_MAPQ;
    }
    if (r->mate_tid >= 0) move_place(n, block, &r->mate_tid, &r->mate_beg);
}

/* Mates that the aligner put into different copies are a pair again. */
static void join_pair(gnbs_read_t *r) {
    enum { FAR_BP = 2000 };
    gnbs_pos_t apart = r->mate_beg - r->beg;
    bool is_reverse = (r->flag & GNBS_READ_REVERSE) != 0,
         mate_is_reverse = (r->flag & GNBS_READ_MATE_REVERSE) != 0;
    if ((r->flag & GNBS_READ_PROPER) || r->mate_tid != r->tid ||
        is_reverse == mate_is_reverse || apart > FAR_BP || apart < -FAR_BP ||
        (apart > 0 && is_reverse) || (apart < 0 && !is_reverse))
        return;
    r->flag |= GNBS_READ_PROPER;
    r->insert_bp = is_reverse ? r->mate_beg - r->end : apart + (r->end - r->beg);
}

static void believe(gnbs_read_t *r) {
    r->mapq = GNBS_POOL_MAPQ;
    r->has_rival = false;
}

gnbs_code_t gnbs_pool_move(size_t n, const gnbs_pool_block_t block[], gnbs_arena_t *arena,
                           gnbs_read_t *r, bool *is_moved, gnbs_err_t *err) {
    int32_t tid = r->tid;
    *is_moved = false;
    if (r->cigar == NULL) {
        gnbs_pos_t beg = r->beg, len = r->end - r->beg;
        if (!(*is_moved = move_place(n, block, &tid, &beg))) return GNBS_OK;
        r->tid = tid;
        r->beg = beg;
        r->end = beg + len;
    } else {
        ops_t o;
        int first, last;
        GNBS_TRY(spell(n, block, r, arena, &o, &tid, err));
        if (!choose_part(&o, &first, &last)) return GNBS_OK;
        cigar_t c = {0};
        bool ok = write_cigar(r, &o, first, last, &c);
        uint32_t *kept = ok ? GNBS_NEW(arena, uint32_t, c.n) : NULL;
        if (kept != NULL) memcpy(kept, c.at, c.n * sizeof *kept);
        r->clip_head =
            hard_clip(r, false) + first; /* of the CIGAR that is replaced below */
        r->clip_tail = hard_clip(r, true) + o.n - 1 - last;
        r->n_cigar = (int32_t)c.n;
        GNBS_VEC_CLEAR(&c);
        if (kept == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "reads");
        r->cigar = kept;
        r->tid = tid;
        r->beg = o.at[first];
        r->end = o.at[last] + 1;
        *is_moved = true;
    }
    move_mate(n, block, r);
    join_pair(r);
    believe(r);
    return GNBS_OK;
}

/* ---- the source ---------------------------------------------------------------------------------------------- */

typedef GNBS_VEC(gnbs_read_t) moved_t;

typedef struct handle {
    const gnbs_pool_source_t *pool;
    void *own, *other;  /* two places in the file at once */
    gnbs_arena_t arena; /* of the moved reads */
    moved_t moved;
    size_t at;       /* the next of them */
    bool has_next;   /* `next` holds the file's next read, body not yet decoded */
    bool is_at_end;  /* the file has no more */
    bool gave_moved; /* what was given last */
    gnbs_read_t next;
} handle_t;

static void close_handle(void *handle) {
    handle_t *h = handle;
    if (h == NULL) return;
    h->pool->reads->close(h->own);
    h->pool->reads->close(h->other);
    GNBS_VEC_CLEAR(&h->moved);
    gnbs_arena_clear(&h->arena);
    gnbs_mem_free(h);
}

static gnbs_code_t open_handle(void *ctx, void **handle, gnbs_err_t *err) {
    const gnbs_pool_source_t *pool = ctx;
    handle_t *h = gnbs_mem_alloc(1, sizeof *h);
    if (h == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "reads");
    h->pool = pool;
    gnbs_arena_init(&h->arena);
    gnbs_code_t code = pool->reads->open(pool->reads->ctx, &h->own, err);
    if (code == GNBS_OK) code = pool->reads->open(pool->reads->ctx, &h->other, err);
    if (code != GNBS_OK) {
        close_handle(h);
        return code;
    }
    *handle = h;
    return GNBS_OK;
}

static gnbs_code_t move_stretch(handle_t *h, gnbs_region_t from, gnbs_region_t asked,
                                gnbs_err_t *err) {
    const gnbs_pool_source_t *p = h->pool;
    GNBS_TRY(p->reads->seek(h->other, from, err));
    for (;;) {
        gnbs_read_t r;
        bool more, is_moved;
        GNBS_TRY(p->reads->next(h->other, &h->arena, &r, &more, err));
        if (!more) return GNBS_OK;
        if (r.flag & GNBS_READ_UNMAPPED) continue;
        GNBS_TRY(gnbs_pool_move(p->n_block, p->block, &h->arena, &r, &is_moved, err));
        if (!is_moved || r.tid != asked.tid || r.end <= asked.beg || r.beg >= asked.end)
            continue;
        if (!GNBS_PUSH(&h->moved, r)) return gnbs_err_set(err, GNBS_E_NOMEM, "reads");
    }
}

static int compare_reads(const void *a, const void *b) {
    const gnbs_read_t *x = a, *y = b;
    if (x->beg != y->beg) return x->beg < y->beg ? -1 : 1;
    if (x->name_hash != y->name_hash) return x->name_hash < y->name_hash ? -1 : 1;
    if (x->flag != y->flag) return x->flag < y->flag ? -1 : 1;
    return (x->end > y->end) - (x->end < y->end);
}

/* Blocks of one copy that touch what is asked for, and all that lies between them in the false copy. */
static gnbs_code_t seek_handle(void *handle, gnbs_region_t region, gnbs_err_t *err) {
    handle_t *h = handle;
    const gnbs_pool_source_t *p = h->pool;
    gnbs_arena_reset(&h->arena);
    h->moved.n = h->at = 0;
    h->has_next = h->is_at_end = h->gave_moved = false;
    GNBS_TRY(p->reads->seek(h->own, region, err));
    gnbs_region_t *from = GNBS_NEW(&h->arena, gnbs_region_t, p->n_block);
    if (from == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "reads");
    size_t n = 0;
    for (size_t i = 0; i < p->n_block; i++) {
        const gnbs_pool_block_t *b = &p->block[i];
        if (!gnbs_region_overlaps(b->to, region)) continue;
        gnbs_region_t r = b->from;
        if (region.beg > b->to.beg) r.beg += region.beg - b->to.beg;
        if (region.end < b->to.end) r.end -= b->to.end - region.end;
        from[n++] = r;
    }
    n = gnbs_region_merge(n, from, 1000);
    for (size_t i = 0; i < n; i++) GNBS_TRY(move_stretch(h, from[i], region, err));
    if (h->moved.n > 1) qsort(h->moved.at, h->moved.n, sizeof *h->moved.at, compare_reads);
    return GNBS_OK;
}

static gnbs_code_t copy_body(const gnbs_read_t *from, gnbs_arena_t *arena, gnbs_read_t *to,
                             gnbs_err_t *err) {
    if (from->cigar == NULL) return GNBS_OK;
    size_t n = (size_t)from->len;
    uint32_t *cigar = GNBS_NEW(arena, uint32_t, (size_t)from->n_cigar);
    uint8_t *base = GNBS_NEW(arena, uint8_t, n + 1),
            *qual = GNBS_NEW(arena, uint8_t, n + 1);
    if (cigar == NULL || base == NULL || qual == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "reads");
    memcpy(cigar, from->cigar, (size_t)from->n_cigar * sizeof *cigar);
    if (n > 0) {
        memcpy(base, from->base, n);
        memcpy(qual, from->qual, n);
    }
    gnbs_read_t with = *from; /* and what the reader has made of the outline stays */
    with.fragment = to->fragment;
    with.is_home = to->is_home;
    with.overlaps_mate = to->overlaps_mate;
    *to = with;
    to->cigar = cigar;
    to->base = base;
    to->qual = qual;
    return GNBS_OK;
}

/* What the aligner made of a read of the true place, seen with the copies as one. */
static void settle_own(const gnbs_pool_source_t *p, gnbs_read_t *r) {
    if ((r->flag & GNBS_READ_UNMAPPED) || !is_in_true(p->n_block, p->block, r)) return;
    move_mate(p->n_block, p->block, r);
    join_pair(r);
    believe(r);
}

static gnbs_code_t body_of(void *handle, gnbs_arena_t *arena, gnbs_read_t *read,
                           gnbs_err_t *err) {
    handle_t *h = handle;
    if (h->gave_moved) return copy_body(&h->moved.at[h->at - 1], arena, read, err);
    GNBS_TRY(h->pool->reads->body(h->own, arena, read, err));
    settle_own(h->pool, read);
    return GNBS_OK;
}

static gnbs_code_t next_of(void *handle, gnbs_arena_t *arena, gnbs_read_t *read, bool *more,
                           gnbs_err_t *err) {
    handle_t *h = handle;
    if (!h->has_next && !h->is_at_end) {
        GNBS_TRY(h->pool->reads->next(h->own, NULL, &h->next, &h->has_next, err));
        h->is_at_end = !h->has_next;
    }
    bool has_moved = h->at < h->moved.n;
    *more = h->has_next || has_moved;
    if (!*more) return GNBS_OK;
    h->gave_moved = has_moved && (!h->has_next || h->moved.at[h->at].beg < h->next.beg);
    if (h->gave_moved) {
        *read = h->moved.at[h->at++];
        read->cigar = NULL;
        read->base = read->qual = NULL;
    } else {
        *read = h->next;
        h->has_next = false;
        settle_own(h->pool, read);
    }
    return arena != NULL ? body_of(handle, arena, read, err) : GNBS_OK;
}

gnbs_read_source_t gnbs_pool_source(gnbs_pool_source_t *pool,
                                    const gnbs_read_source_t *reads, size_t n_block,
                                    const gnbs_pool_block_t block[]) {
    *pool = (gnbs_pool_source_t){reads, n_block, block};
    if (n_block == 0) return *reads;
    return (gnbs_read_source_t){.ctx = pool,
                                .contigs = reads->contigs,
                                .sample = reads->sample,
                                .open = open_handle,
                                .seek = seek_handle,
                                .next = next_of,
                                .body = body_of,
                                .close = close_handle};
}
