#include "qc/qc_depth.h"

/* Depth is kept as its changes until all reads are in: a read costs its CIGAR, not its bases. */
typedef struct steps {
    gnbs_region_t region;
    int32_t *at; /* [length + 1] */
} steps_t;

static void add(const steps_t *s, gnbs_pos_t beg, gnbs_pos_t end, int32_t by) {
    if (beg < s->region.beg) beg = s->region.beg;
    if (end > s->region.end) end = s->region.end;
    if (beg >= end) return;
    s->at[beg - s->region.beg] += by;
    s->at[end - s->region.beg] -= by;
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
static gnbs_code_t take_mates(const gnbs_qc_depth_opt_t *opt, const steps_t *s,
                              const gnbs_chunk_t *c, gnbs_arena_t *arena, gnbs_err_t *err) {
    const gnbs_read_t **waiting = GNBS_NEW(arena, const gnbs_read_t *, c->n_fragment);
    if (waiting == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "depth");
    for (size_t i = 0; i < c->n_read; i++) {
        const gnbs_read_t *r = &c->read[i];
        if (!r->overlaps_mate || !(r->flag & GNBS_READ_PROPER) || r->mapq < opt->min_mapq)
            continue;
        if (waiting[r->fragment] != NULL)
            take_shared(s, waiting[r->fragment], r);
        else if (awaits_mate(r))
            waiting[r->fragment] = r;
    }
    return GNBS_OK;
}

static void add_reads(const gnbs_qc_depth_opt_t *opt, const steps_t *s, size_t n,
                      const gnbs_read_t read[]) {
    for (size_t i = 0; i < n; i++) {
        if (read[i].mapq < opt->min_mapq) continue;
        if (opt->is_fast)
            add(s, read[i].beg, read[i].end, 1);
        else
            add_read(s, &read[i]);
    }
}

gnbs_code_t gnbs_qc_depth(const gnbs_qc_depth_opt_t *opt, const gnbs_chunk_t *c,
                          gnbs_region_t where, gnbs_arena_t *arena, int32_t **depth,
                          gnbs_err_t *err) {
    gnbs_pos_t n = gnbs_region_len(where);
    const steps_t s = {where, GNBS_NEW(arena, int32_t, n + 1)};
    if (s.at == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "depth of %lld bases", (long long)n);
    add_reads(opt, &s, c->n_read, c->read);
    add_reads(opt, &s, c->n_rest, c->rest);
    if (!opt->is_fast) GNBS_TRY(take_mates(opt, &s, c, arena, err));
    for (gnbs_pos_t p = 1; p < n; p++) s.at[p] += s.at[p - 1];
    *depth = s.at;
    return GNBS_OK;
}
