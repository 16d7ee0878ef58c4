#include "qc/qc_depth.h"

/* Depth is kept as its changes until all reads are in: a read costs its CIGAR, not its bases. Reads come sorted, so the
 * first piece that matters moves forward with them. */
typedef struct steps {
    const gnbs_qc_depths_t *d; /* depth[i]: [length + 1] */
    size_t first;
} steps_t;

static void add(const steps_t *s, gnbs_pos_t beg, gnbs_pos_t end, int32_t by) {
    for (size_t i = s->first; i < s->d->n && s->d->piece[i].beg < end; i++) {
        gnbs_region_t p = s->d->piece[i];
        gnbs_pos_t b = beg > p.beg ? beg : p.beg, e = end < p.end ? end : p.end;
        if (b >= e) continue;
        s->d->depth[i][b - p.beg] += by;
        s->d->depth[i][e - p.beg] -= by;
    }
}

static void move_to(steps_t *s, gnbs_pos_t beg) {
    while (s->first < s->d->n && s->d->piece[s->first].end <= beg) s->first++;
}

static void add_read(const steps_t *s, const gnbs_read_t *r) {
    gnbs_pos_t pos = r->beg;
    for (int32_t k = 0; k < r->n_cigar; k++) {
        int op = gnbs_cigar_op(r->cigar[k]);
        int32_t n = gnbs_cigar_len(r->cigar[k]);
        if (gnbs_cigar_is_aligned(op)) add(s, pos, pos + n, 1);
        if (gnbs_cigar_eats_ref(op)) pos += n;
    }
}

/* The aligned blocks of a read, one after the other. */
typedef struct blocks {
    const gnbs_read_t *read;
    int32_t k;
    gnbs_pos_t pos, beg, end;
} blocks_t;

static bool next_block(blocks_t *b) {
    for (; b->k < b->read->n_cigar; b->k++) {
        int op = gnbs_cigar_op(b->read->cigar[b->k]);
        int32_t n = gnbs_cigar_len(b->read->cigar[b->k]);
        if (!gnbs_cigar_eats_ref(op)) continue;
        b->beg = b->pos;
        b->pos += n;
        b->end = b->pos;
        if (!gnbs_cigar_is_aligned(op)) continue;
        b->k++;
        return true;
    }
    return false;
}

/* Takes off what both mates cover. */
static void take_shared(const steps_t *s, const gnbs_read_t *x, const gnbs_read_t *y) {
    blocks_t a = {.read = x, .pos = x->beg}, b = {.read = y, .pos = y->beg};
    bool more = next_block(&a) && next_block(&b);
    while (more) {
        gnbs_pos_t beg = a.beg > b.beg ? a.beg : b.beg, end = a.end < b.end ? a.end : b.end;
        add(s, beg, end, -1);
        more = a.end < b.end ? next_block(&a) : next_block(&b);
    }
}

static bool awaits_mate(const gnbs_read_t *r) {
    return (r->flag & GNBS_READ_PROPER) && r->mate_tid == r->tid && r->end > r->mate_beg;
}

/* Mates are told by their fragment; the first one seen waits for the second. */
static gnbs_code_t take_mates(const gnbs_qc_depth_opt_t *opt, steps_t s,
                              const gnbs_chunk_t *c, gnbs_arena_t *arena, gnbs_err_t *err) {
    const gnbs_read_t **waiting = GNBS_NEW(arena, const gnbs_read_t *, c->n_fragment);
    if (waiting == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "depth");
    for (size_t i = 0; i < c->n_read; i++) {
        const gnbs_read_t *r = &c->read[i];
        if (!r->overlaps_mate || !(r->flag & GNBS_READ_PROPER) || r->mapq < opt->min_mapq)
            continue;
        move_to(&s, r->beg); /* what both share begins where the second does */
        if (waiting[r->fragment] != NULL)
            take_shared(&s, waiting[r->fragment], r);
        else if (awaits_mate(r))
            waiting[r->fragment] = r;
    }
    return GNBS_OK;
}

static void add_reads(const gnbs_qc_depth_opt_t *opt, steps_t s, size_t n,
                      const gnbs_read_t read[]) {
    for (size_t i = 0; i < n; i++) {
        if (read[i].mapq < opt->min_mapq) continue;
        move_to(&s, read[i].beg);
        if (opt->is_fast)
            add(&s, read[i].beg, read[i].end, 1);
        else
            add_read(&s, &read[i]);
    }
}

gnbs_code_t gnbs_qc_depth(const gnbs_qc_depth_opt_t *opt, const gnbs_chunk_t *c,
                          gnbs_arena_t *arena, gnbs_qc_depths_t *d, gnbs_err_t *err) {
    gnbs_pos_t n = 0;
    for (size_t i = 0; i < d->n; i++) n += gnbs_region_len(d->piece[i]) + 1;
    d->depth = GNBS_NEW(arena, int32_t *, d->n);
    int32_t *all = GNBS_NEW(arena, int32_t, n);
    if (d->depth == NULL || all == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "depth of %lld bases", (long long)n);
    for (size_t i = 0; i < d->n; i++) {
        d->depth[i] = all;
        all += gnbs_region_len(d->piece[i]) + 1;
    }
    const steps_t s = {d, 0};
    add_reads(opt, s, c->n_read, c->read);
    add_reads(opt, s, c->n_rest, c->rest);
    if (!opt->is_fast) GNBS_TRY(take_mates(opt, s, c, arena, err));
    for (size_t i = 0; i < d->n; i++)
        for (gnbs_pos_t p = 1; p < gnbs_region_len(d->piece[i]); p++)
            d->depth[i][p] += d->depth[i][p - 1];
    return GNBS_OK;
}

const int32_t *gnbs_qc_depth_at(const gnbs_qc_depths_t *d, gnbs_pos_t pos) {
    size_t i = d->n > 0 ? gnbs_region_lower(d->n, d->piece, d->piece[0].tid, pos) : 0;
    return i < d->n && d->piece[i].beg <= pos ? d->depth[i] + (pos - d->piece[i].beg)
                                              : NULL;
}
