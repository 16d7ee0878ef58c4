#include "screen/screen_scope.h"

#include <inttypes.h>
#include <string.h>

enum { KNOWN_MARGIN_BP = 2000 };

static size_t first_span(const gnbs_case_t *c, gnbs_region_t r) {
    size_t lo = 0, hi = c->n_callable;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const gnbs_region_t *s = &c->callable[mid].region;
        if (s->tid < r.tid || (s->tid == r.tid && s->end <= r.beg))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* n[status] += bases; what no span covers was never looked at and counts as no coverage. */
static void count_statuses(const gnbs_case_t *c, gnbs_region_t r,
                           int64_t n[GNBS_CALLABLE_N]) {
    int64_t seen = 0;
    for (size_t i = first_span(c, r);
         i < c->n_callable && gnbs_region_overlaps(c->callable[i].region, r); i++) {
        gnbs_region_t s = c->callable[i].region;
        int64_t bp = (s.end < r.end ? s.end : r.end) - (s.beg > r.beg ? s.beg : r.beg);
        n[c->callable[i].status] += bp;
        seen += bp;
    }
    n[GNBS_CALLABLE_NO_COVERAGE] += gnbs_region_len(r) - seen;
}

/* Mean depth of the bases that spans cover; without reads nothing was measured. */
static double depth_over(const gnbs_case_t *c, gnbs_region_t r) {
    double sum = 0;
    if (!c->quality.has_reads) return -1;
    for (size_t i = first_span(c, r);
         i < c->n_callable && gnbs_region_overlaps(c->callable[i].region, r); i++) {
        gnbs_region_t s = c->callable[i].region;
        gnbs_pos_t beg = s.beg > r.beg ? s.beg : r.beg, end = s.end < r.end ? s.end : r.end;
        sum += c->callable[i].depth_mean * (double)(end - beg);
    }
    return sum / (double)gnbs_region_len(r);
}

int64_t gnbs_screen_count_status(const gnbs_case_t *c, gnbs_region_t region,
                                 gnbs_callable_t status) {
    int64_t n[GNBS_CALLABLE_N] = {0};
    count_statuses(c, region, n);
    return n[status];
}

static const char *describe_gap(const gnbs_transcript_t *tx, int i_exon, gnbs_region_t r,
                                const int64_t n[GNBS_CALLABLE_N], gnbs_arena_t *arena) {
    int worst = GNBS_CALLABLE_REF_N;
    for (int s = GNBS_CALLABLE_REF_N; s < GNBS_CALLABLE_N; s++)
        if (n[s] > n[worst]) worst = s;
    return gnbs_arena_printf(arena, "exon %d: %" PRId64 " of %" PRId64 " bases, %s",
                             gnbs_transcript_exon_number(tx, i_exon),
                             gnbs_region_len(r) - n[GNBS_CALLABLE], gnbs_region_len(r),
                             gnbs_callable_name((gnbs_callable_t)worst));
}

/* The exon as it is judged: coding part and splice bases; empty when nothing of it codes. */
static gnbs_region_t judged_part(const gnbs_screen_opt_t *opt, const gnbs_transcript_t *tx,
                                 int i) {
    gnbs_exon_t e =
        gnbs_transcript_is_coding(tx) ? gnbs_transcript_cds_part(tx, i) : tx->exon[i];
    gnbs_region_t r = {tx->tid, e.beg, e.end};
    if (e.end == e.beg) return r;
    if (e.beg == tx->exon[i].beg && i > 0) r.beg -= opt->splice_bp;
    if (e.end == tx->exon[i].end && i + 1 < tx->n_exon) r.end += opt->splice_bp;
    return r;
}

const char *gnbs_screen_name_allele(const gnbs_case_t *c, const gnbs_variant_t *v,
                                    const char *clinvar_id, gnbs_arena_t *arena) {
    bool has_id = clinvar_id != NULL && clinvar_id[0] != '\0';
    return gnbs_arena_printf(arena, "%s:%" PRId64 " %s>%s%s%s%s",
                             c->bundle->contigs.contig[v->tid].name, v->pos + 1, v->ref,
                             v->alt, has_id ? " (ClinVar " : "", has_id ? clinvar_id : "",
                             has_id ? ")" : "");
}

static bool is_of_gene(const gnbs_known_state_t *k, const gnbs_gene_t *gene) {
    const gnbs_variant_t *v = &k->known->variant;
    return v->tid == gene->tid && v->pos >= gene->beg - KNOWN_MARGIN_BP &&
           v->pos < gene->end + KNOWN_MARGIN_BP;
}

/* Known alleles are sorted: the first that could be the gene's. */
static size_t first_known(const gnbs_case_t *c, const gnbs_gene_t *gene) {
    size_t lo = 0, hi = c->n_known_state;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const gnbs_variant_t *v = &c->known_state[mid].known->variant;
        if (v->tid < gene->tid ||
            (v->tid == gene->tid && v->pos < gene->beg - KNOWN_MARGIN_BP))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static gnbs_code_t count_known(const gnbs_case_t *c, const gnbs_gene_t *gene,
                               gnbs_arena_t *arena, gnbs_screen_scope_t *scope,
                               gnbs_err_t *err) {
    size_t first = first_known(c, gene), last = first;
    for (; last < c->n_known_state && is_of_gene(&c->known_state[last], gene); last++) {
        size_t i = last;
        scope->n_known++;
        scope->n_known_callable += c->known_state[i].state != GNBS_KNOWN_NOT_CALLABLE;
    }
    scope->missed = GNBS_NEW(arena, const char *, scope->n_known - scope->n_known_callable);
    if (scope->missed == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "known alleles");
    int32_t n = 0;
    for (size_t i = first; i < last; i++) {
        const gnbs_known_state_t *k = &c->known_state[i];
        if (k->state != GNBS_KNOWN_NOT_CALLABLE) continue;
        scope->missed[n] =
            gnbs_screen_name_allele(c, &k->known->variant, k->known->clinvar_id, arena);
        if (scope->missed[n++] == NULL)
            return gnbs_err_set(err, GNBS_E_NOMEM, "known alleles");
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_screen_measure(const gnbs_screen_opt_t *opt, const gnbs_case_t *c,
                                const gnbs_gene_t *gene, const gnbs_transcript_t *tx,
                                gnbs_arena_t *arena, gnbs_screen_scope_t *scope,
                                gnbs_err_t *err) {
    *scope = (gnbs_screen_scope_t){.worst_exon_frac = 1,
                                   .gap = GNBS_NEW(arena, const char *, tx->n_exon),
                                   .exon = GNBS_NEW(arena, gnbs_exon_scope_t, tx->n_exon)};
    if (scope->gap == NULL || scope->exon == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%d exons", tx->n_exon);
    int64_t widest = 0;
    for (int k = 0; k < tx->n_exon; k++) {
        int i = tx->strand > 0
                    ? k
                    : tx->n_exon - 1 - k; /* gaps are listed in the transcript's order */
        gnbs_region_t r = judged_part(opt, tx, i);
        if (gnbs_region_len(r) == 0) continue;
        int64_t n[GNBS_CALLABLE_N] = {0};
        count_statuses(c, r, n);
        scope->exon[scope->n_exon++] =
            (gnbs_exon_scope_t){gnbs_transcript_exon_number(tx, i), gnbs_region_len(r),
                                n[GNBS_CALLABLE], depth_over(c, r)};
        scope->target_bp += gnbs_region_len(r);
        scope->callable_bp += n[GNBS_CALLABLE];
        double frac = (double)n[GNBS_CALLABLE] / (double)gnbs_region_len(r);
        if (frac < scope->worst_exon_frac) scope->worst_exon_frac = frac;
        if (n[GNBS_CALLABLE] == gnbs_region_len(r)) continue;
        const char *text = describe_gap(tx, i, r, n, arena);
        if (text == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "gaps");
        int64_t bp = gnbs_region_len(r) - n[GNBS_CALLABLE];
        if (bp > widest) {
            widest = bp;
            scope->widest_gap = scope->n_gap;
        }
        scope->gap[scope->n_gap++] = text;
    }
    return count_known(c, gene, arena, scope, err);
}
