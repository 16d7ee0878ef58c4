#include "call/call_pileup.h"

#include <math.h>
#include <string.h>

enum { MAX_QUAL = 64 };

typedef struct qual_table {
    double right_ln[MAX_QUAL], half_ln[MAX_QUAL], wrong_ln[MAX_QUAL];
} qual_table_t;

/* A base that no copy of the baby has is an error, or of somebody else: at a site that differs, one of two copies (the
 * mixture of Jun et al. 2012, AJHG 91:839, with the other person heterozygous). */
static void fill_table(qual_table_t *t, double contamination) {
    for (int q = 0; q < MAX_QUAL; q++) {
        double e = q == 0 ? 0.75 : fmin(0.75, pow(10, -q / 10.0));
        t->right_ln[q] = log(1 - e);
        t->half_ln[q] = log(0.5 * (1 - e) + 0.5 * e / 3);
        t->wrong_ln[q] = log((1 - contamination) * e / 3 + contamination / 2);
    }
}

/* Base qualities as they will be believed: never above the cap, never above the surety of the place. */
static uint8_t *believed_quals(const gnbs_read_t *read, int place_phred,
                               const gnbs_call_opt_t *opt, gnbs_arena_t *arena) {
    uint8_t *q = gnbs_arena_alloc(arena, (size_t)read->len + 1, 1);
    if (q == NULL) return NULL;
    int cap =
        place_phred < opt->max_base_qual_phred ? place_phred : opt->max_base_qual_phred;
    for (int32_t i = 0; i < read->len; i++) {
        int v = read->qual[i] < cap ? read->qual[i] : cap;
        q[i] = (uint8_t)(v >= opt->min_base_qual_phred && read->base[i] < 4 ? v : 0);
    }
    return q;
}

/* index[p - beg] = base of the read aligned to p, or -1; over [beg, end). */
static void map_bases(const gnbs_read_t *read, gnbs_pos_t beg, gnbs_pos_t end,
                      int32_t index[]) {
    for (gnbs_pos_t p = beg; p < end; p++) index[p - beg] = -1;
    gnbs_pos_t p = read->beg;
    int32_t i = 0;
    for (int32_t k = 0; k < read->n_cigar && p < end; k++) {
        int op = gnbs_cigar_op(read->cigar[k]);
        int32_t n = gnbs_cigar_len(read->cigar[k]);
        if (gnbs_cigar_is_aligned(op))
            for (int32_t j = 0; j < n; j++)
                if (p + j >= beg && p + j < end) index[p + j - beg] = i + j;
        if (gnbs_cigar_eats_ref(op)) p += n;
        if (gnbs_cigar_eats_read(op)) i += n;
    }
}

static gnbs_code_t settle_overlap(const gnbs_read_t *a, const gnbs_read_t *b, uint8_t *qa,
                                  uint8_t *qb, int min_qual, gnbs_arena_t *arena,
                                  gnbs_err_t *err) {
    gnbs_pos_t beg = a->beg > b->beg ? a->beg : b->beg,
               end = a->end < b->end ? a->end : b->end;
    int32_t *ia = GNBS_NEW(arena, int32_t, end - beg),
            *ib = GNBS_NEW(arena, int32_t, end - beg);
    if (ia == NULL || ib == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "overlapping mates");
    map_bases(a, beg, end, ia);
    map_bases(b, beg, end, ib);
    for (gnbs_pos_t k = 0; k < end - beg; k++) {
        if (ia[k] < 0 || ib[k] < 0) continue;
        uint8_t *x = &qa[ia[k]], *y = &qb[ib[k]];
        bool agree = a->base[ia[k]] == b->base[ib[k]];
        uint8_t *better = *x >= *y ? x : y, *worse = better == x ? y : x;
        int left = agree ? *better : *better - *worse;
        *better = (uint8_t)(left >= min_qual ? left : 0);
        *worse = 0;
    }
    return GNBS_OK;
}

/* How much better the fragments fit here than at their next best places, both mates together: a mate that is sure of its
 * place holds the other, a pair that fits as well elsewhere may come from there whatever its mapping quality says. */
typedef struct margin {
    int32_t score, n_read;
} margin_t;

static margin_t *sum_margins(const gnbs_chunk_t *c, gnbs_arena_t *arena) {
    margin_t *m = GNBS_NEW(arena, margin_t, c->n_fragment);
    for (size_t i = 0; m != NULL && i < c->n_read; i++) {
        const gnbs_read_t *r = &c->read[i];
        if (!r->has_rival || r->fragment < 0) continue;
        m[r->fragment].score += r->score - r->rival_score;
        m[r->fragment].n_read++;
    }
    return m;
}

static bool knows_margin(const gnbs_read_t *r, const margin_t *m) {
    return m->n_read >= ((r->flag & GNBS_READ_PAIRED) != 0 ? 2 : 1);
}

/* Phred of the read being from elsewhere. One mismatch is 5 points of margin: it is as sure as the difference between two
 * copies is, which variants and conversions undo more often than sequencers err. */
static int place_phred(const gnbs_read_t *r, const margin_t *m) {
    enum { TIE_PHRED = 12, BASE_PHRED = 15, PER_POINT_PHRED = 2 };
    if (!knows_margin(r, m)) return r->mapq;
    int64_t phred =
        m->score <= 0 ? TIE_PHRED : BASE_PHRED + PER_POINT_PHRED * (int64_t)m->score;
    return phred < r->mapq ? (int)phred : r->mapq;
}

/* Is its place proven: more than two mismatches better than any other, or, where the aligner does not tell, by its word? */
static bool is_sure(const gnbs_read_t *r, const margin_t *m, int min_mapq_phred) {
    enum { SURE_POINTS = 10, SURE_PHRED = 30 };
    if (r->mapq < min_mapq_phred) return false;
    return knows_margin(r, m) ? m->score > SURE_POINTS : r->mapq >= SURE_PHRED;
}

static gnbs_code_t believe(gnbs_pileup_t *p, gnbs_arena_t *arena, gnbs_err_t *err) {
    const gnbs_chunk_t *c = p->chunk;
    uint8_t **qual = GNBS_NEW(arena, uint8_t *, c->n_read);
    int32_t *mate =
        GNBS_NEW(arena, int32_t, c->n_fragment); /* first read of the fragment + 1 */
    const margin_t *margin = sum_margins(c, arena);
    p->is_sure = GNBS_NEW(arena, uint8_t, c->n_read);
    if (qual == NULL || mate == NULL || margin == NULL || p->is_sure == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu reads", c->n_read);
    for (size_t i = 0; i < c->n_read; i++) {
        const gnbs_read_t *r = &c->read[i];
        if (r->end - r->beg > p->max_span_bp) p->max_span_bp = r->end - r->beg;
        const margin_t *m = &margin[r->fragment];
        p->is_sure[i] = is_sure(r, m, p->opt->min_mapq_phred);
        if (r->mapq < p->opt->min_mapq_phred) continue;
        if ((qual[i] = believed_quals(r, place_phred(r, m), p->opt, arena)) == NULL)
            return gnbs_err_set(err, GNBS_E_NOMEM, "%zu reads", c->n_read);
        int32_t *first = &mate[r->fragment];
        if (*first == 0)
            *first = (int32_t)i + 1;
        else if (r->overlaps_mate)
            GNBS_TRY(settle_overlap(&c->read[*first - 1], r, qual[*first - 1], qual[i],
                                    p->opt->min_base_qual_phred, arena, err));
    }
    p->qual = (const uint8_t **)qual;
    return GNBS_OK;
}

static void add_base(gnbs_pile_t *pile, const qual_table_t *t, uint8_t ref, uint8_t base,
                     uint8_t q) {
    if (q == 0) return;
    if (base == ref) {
        pile->match_ref_ln += t->right_ln[q];
        pile->match_het_ln += t->half_ln[q];
        pile->match_err_ln += t->wrong_ln[q];
        pile->n_ref++;
    } else {
        pile->alt_ref_ln[base] += t->right_ln[q];
        pile->alt_het_ln[base] += t->half_ln[q];
        pile->alt_err_ln[base] += t->wrong_ln[q];
        pile->n_alt[base]++;
    }
}

static void add_unjudged(gnbs_pile_t *pile, uint8_t ref, uint8_t base) {
    pile->n_low_mapq++;
    pile->n_low_mapq_alt += base < 4 && base != ref;
}

/* The part of the read over one target. */
static void add_read(const gnbs_pileup_t *p, size_t i_read, size_t i_target,
                     const qual_table_t *t) {
    const gnbs_chunk_t *c = p->chunk;
    const gnbs_read_t *r = &c->read[i_read];
    gnbs_region_t target = c->target[i_target];
    gnbs_pile_t *pile = p->target[i_target];
    const uint8_t *qual = p->qual[i_read];
    gnbs_pos_t pos = r->beg;
    int32_t i = 0;
    for (int32_t k = 0; k < r->n_cigar && pos < target.end; k++) {
        int op = gnbs_cigar_op(r->cigar[k]);
        int32_t n = gnbs_cigar_len(r->cigar[k]);
        gnbs_pos_t beg = pos > target.beg ? pos : target.beg,
                   end = pos + n < target.end ? pos + n : target.end;
        if (gnbs_cigar_is_aligned(op)) {
            for (gnbs_pos_t q = beg; q < end; q++) {
                int32_t at = i + (int32_t)(q - pos);
                if (qual == NULL)
                    add_unjudged(&pile[q - target.beg], gnbs_chunk_ref(c, q), r->base[at]);
                else
                    add_base(&pile[q - target.beg], t, gnbs_chunk_ref(c, q), r->base[at],
                             qual[at]);
            }
        } else if (op == GNBS_CIGAR_DEL && qual != NULL) {
            for (gnbs_pos_t q = beg; q < end; q++) pile[q - target.beg].n_gap++;
        }
        if (gnbs_cigar_eats_ref(op)) pos += n;
        if (gnbs_cigar_eats_read(op)) i += n;
    }
}

gnbs_code_t gnbs_call_pile_up(const gnbs_chunk_t *chunk, const gnbs_call_opt_t *opt,
                              gnbs_arena_t *arena, gnbs_pileup_t *pileup, gnbs_err_t *err) {
    *pileup = (gnbs_pileup_t){.chunk = chunk, .opt = opt};
    pileup->target = GNBS_NEW(arena, gnbs_pile_t *, chunk->n_target);
    qual_table_t *table = GNBS_NEW(arena, qual_table_t, 1);
    if (pileup->target == NULL || table == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "pile-up");
    fill_table(table, opt->contamination_frac);
    for (size_t i = 0; i < chunk->n_target; i++) {
        pileup->target[i] = GNBS_NEW(arena, gnbs_pile_t, gnbs_region_len(chunk->target[i]));
        if (pileup->target[i] == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "pile-up");
    }
    GNBS_TRY(believe(pileup, arena, err));
    size_t first = 0;
    for (size_t i = 0; i < chunk->n_read; i++) {
        const gnbs_read_t *r = &chunk->read[i];
        while (first < chunk->n_target && chunk->target[first].end <= r->beg)
            first++; /* reads come sorted */
        for (size_t j = first; j < chunk->n_target && chunk->target[j].beg < r->end; j++)
            add_read(pileup, i, j, table);
    }
    return GNBS_OK;
}

void gnbs_pile_likelihood(const gnbs_pile_t *p, int b, double ln[3]) {
    double others = 0;
    for (int c = 0; c < 4; c++)
        if (c != b) others += p->alt_err_ln[c];
    ln[0] = p->match_ref_ln + p->alt_err_ln[b] + others;
    ln[1] = p->match_het_ln + p->alt_het_ln[b] + others;
    ln[2] = p->match_err_ln + p->alt_ref_ln[b] + others;
}

int gnbs_pile_best_alt(const gnbs_pile_t *p) {
    int best = -1;
    double most = 0; /* evidence: how much better ALT explains the bases than error does */
    for (int b = 0; b < 4; b++) {
        double evidence = p->alt_ref_ln[b] - p->alt_err_ln[b];
        if (p->n_alt[b] > 0 && (best < 0 || evidence > most)) {
            best = b;
            most = evidence;
        }
    }
    return best;
}

size_t gnbs_pileup_first_read(const gnbs_pileup_t *p, gnbs_pos_t pos) {
    size_t lo = 0, hi = p->chunk->n_read;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (p->chunk->read[mid].beg + p->max_span_bp <= pos)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}
