/* refdata/refdata_marker.c -- common SNVs that tell one person from another, from the frequency files.
 *
 * Where a sample is read anyway (in targets, beside them) a marker costs nothing: these come first, up to MAX_NEAR. The
 * rest of the genome gives up to MAX_FAR more, the most telling of each stretch, for panels that have few.
 * Left out  genes with a near-identical copy and the stretches of the locus tables: reads there may be of the copy;
 *           places with two common ALT; REF that the reference does not have
 * Telling   an ALT of frequency p is seen in another person, and not in the baby, the more often the nearer p is to 1/2
 */
#include "refdata/refdata_state.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "genome/seq.h"

enum {
    NEAR_BP = 1000,
    STRETCH_BP = 8192, /* of the rest of the genome: as evidence joins neighbours */
    PER_STRETCH = 6,   /* of each stretch */
    MAX_NEAR = 4000,   /* on autosomes; on X a quarter of it */
    MAX_FAR = 3000,
    MAX_HELD =
        1 << 19,    /* candidates beside the targets that are held while files are read */
    COPY_BP = 5000, /* beside a gene with a copy */
};
static const double MIN_AF = 0.05;

static int compare_candidates(const void *a, const void *b) {
    const gnbs_refdata_candidate_t *x = a, *y = b;
    int c = gnbs_marker_compare(&x->marker, &y->marker);
    if (c != 0) return c;
    if (x->marker.alt != y->marker.alt) return x->marker.alt < y->marker.alt ? -1 : 1;
    if (x->an != y->an) return x->an > y->an ? -1 : 1;
    return (x->marker.af < y->marker.af) - (x->marker.af > y->marker.af);
}

static double telling(const gnbs_marker_t *m) { return m->af * (1 - m->af); }

static int compare_telling(const void *a, const void *b) {
    const gnbs_refdata_candidate_t *x = a, *y = b;
    double d = telling(&y->marker) - telling(&x->marker);
    return d != 0 ? (d > 0) - (d < 0) : compare_candidates(a, b);
}

static bool is_x(const gnbs_refdata_t *data, const gnbs_marker_t *m) {
    return gnbs_contig_kind(data->ref->contigs->contig[m->tid].name) == GNBS_CONTIG_X;
}

static bool is_near(const gnbs_refdata_regions_t *set, int32_t tid, gnbs_pos_t pos,
                    gnbs_pos_t margin) {
    size_t t = gnbs_region_lower(set->n, set->at, tid, pos - margin);
    return t < set->n && set->at[t].tid == tid && set->at[t].beg <= pos + margin;
}

gnbs_code_t gnbs_refdata_offer_marker(gnbs_refdata_t *data,
                                      const gnbs_refdata_frequency_t *allele,
                                      gnbs_err_t *err) {
    const gnbs_frequency_t *f = &allele->value;
    const gnbs_variant_t *v = &f->variant;
    if (allele->tid < 0 || !allele->is_usable ||
        !(f->af >= MIN_AF && f->af <= 1 - MIN_AF) || f->filter[0] != '\0' ||
        v->ref[0] == '\0' || v->ref[1] != '\0' || v->alt[0] == '\0' || v->alt[1] != '\0')
        return GNBS_OK;
    gnbs_contig_kind_t kind =
        gnbs_contig_kind(data->ref->contigs->contig[allele->tid].name);
    gnbs_refdata_candidate_t c = {.marker = {.tid = allele->tid,
                                             .pos = v->pos,
                                             .ref = gnbs_seq_code(v->ref[0]),
                                             .alt = gnbs_seq_code(v->alt[0]),
                                             .af = f->af},
                                  .an = f->an};
    if (c.marker.ref > 3 || c.marker.alt > 3 || c.marker.ref == c.marker.alt ||
        kind == GNBS_CONTIG_Y || kind == GNBS_CONTIG_MT)
        return GNBS_OK;
    c.is_near = is_near(&data->target, allele->tid, v->pos, NEAR_BP);
    if (!c.is_near && data->candidate.n >= MAX_HELD) { /* the less telling half goes */
        qsort(data->candidate.at, data->candidate.n, sizeof *data->candidate.at,
              compare_telling);
        size_t n = 0;
        for (size_t i = 0; i < data->candidate.n; i++)
            if (data->candidate.at[i].is_near || i < MAX_HELD / 2)
                data->candidate.at[n++] = data->candidate.at[i];
        data->candidate.n = n;
    }
    return GNBS_PUSH(&data->candidate, c) ? GNBS_OK : gnbs_refdata_no_memory(err);
}

gnbs_code_t gnbs_refdata_add_markers(gnbs_refdata_t *data, size_t n,
                                     const gnbs_marker_t marker[], gnbs_err_t *err) {
    for (size_t i = 0; i < n; i++) {
        gnbs_refdata_candidate_t c = {
            .marker = marker[i], .an = INT32_MAX, .is_given = true};
        c.marker.is_given = true;
        c.is_near = is_near(&data->target, marker[i].tid, marker[i].pos, NEAR_BP);
        if (!GNBS_PUSH(&data->candidate, c)) return gnbs_refdata_no_memory(err);
    }
    return GNBS_OK;
}

/* ---- choosing ----------------------------------------------------------------------------------------------- */

/* One ALT a place, of the record that looked at most chromosomes; places with two common ones go. */
static void drop_repeats(gnbs_refdata_t *data) {
    size_t n = 0, i = 0;
    gnbs_refdata_candidate_t *c = data->candidate.at;
    if (data->candidate.n > 0) qsort(c, data->candidate.n, sizeof *c, compare_candidates);
    while (i < data->candidate.n) {
        size_t k = i + 1, best = i;
        bool has_other = false;
        for (;
             k < data->candidate.n && gnbs_marker_compare(&c[i].marker, &c[k].marker) == 0;
             k++) {
            has_other = has_other || c[k].marker.alt != c[i].marker.alt;
            if (c[k].is_given && !c[best].is_given) best = k;
        }
        if (!has_other) c[n++] = c[best];
        i = k;
    }
    data->candidate.n = n;
}

static gnbs_code_t list_copies(const gnbs_refdata_t *data, gnbs_refdata_regions_t *copies,
                               gnbs_err_t *err) {
    for (size_t i = 0; i < data->n_gene; i++) {
        const gnbs_gene_t *g = &data->gene[i];
        if (g->difficulty != GNBS_DIFFICULT_NEEDS_METHOD) continue;
        gnbs_region_t r = {g->tid, g->beg > COPY_BP ? g->beg - COPY_BP : 0,
                           g->end + COPY_BP};
        if (!GNBS_PUSH(copies, r)) return gnbs_refdata_no_memory(err);
    }
    for (size_t i = 0; i < data->held.n; i++)
        if (!GNBS_PUSH(copies, data->held.at[i])) return gnbs_refdata_no_memory(err);
    if (copies->n > 0) copies->n = gnbs_region_merge(copies->n, copies->at, 0);
    return GNBS_OK;
}

/* Candidates that the reference bears out, away from copies. */
static gnbs_code_t check_candidates(gnbs_refdata_t *data,
                                    const gnbs_refdata_regions_t *copies, gnbs_err_t *err) {
    size_t n = 0;
    for (size_t i = 0; i < data->candidate.n; i++) {
        gnbs_refdata_candidate_t *c = &data->candidate.at[i];
        gnbs_region_t at = {c->marker.tid, c->marker.pos, c->marker.pos + 1};
        if (is_near(copies, at.tid, at.beg, 0)) continue;
        GNBS_TRY(gnbs_refdata_window_hold(&data->window, at, err));
        if (gnbs_refdata_window_at(&data->window, at.beg) != c->marker.ref) continue;
        data->candidate.at[n++] = *c;
    }
    data->candidate.n = n;
    return GNBS_OK;
}

/* Marks the `most` most telling of those that are (or are not) near, on X or not; sorted by place on entry and exit. */
static void choose(gnbs_refdata_t *data, bool near, bool x, size_t most) {
    gnbs_refdata_candidate_t *c = data->candidate.at;
    size_t n_taken = 0;
    qsort(c, data->candidate.n, sizeof *c, compare_telling);
    for (size_t i = 0; i < data->candidate.n; i++)
        c[i].is_taken = c[i].is_taken || c[i].is_given;
    for (size_t i = 0; i < data->candidate.n && n_taken < most; i++) {
        if (c[i].is_given || c[i].is_thin || c[i].is_near != near ||
            is_x(data, &c[i].marker) != x)
            continue;
        c[i].is_taken = true;
        n_taken++;
    }
    qsort(c, data->candidate.n, sizeof *c, compare_candidates);
}

/* Of a stretch far from targets only the PER_STRETCH most telling stay. */
static void thin_stretches(gnbs_refdata_t *data) {
    gnbs_refdata_candidate_t *c = data->candidate.at;
    for (size_t i = 0; i < data->candidate.n;) {
        size_t end = i;
        while (end < data->candidate.n && c[end].marker.tid == c[i].marker.tid &&
               c[end].marker.pos / STRETCH_BP == c[i].marker.pos / STRETCH_BP)
            end++;
        for (size_t k = i; k < end; k++) {
            size_t n_better = 0;
            for (size_t o = i; o < end && !c[k].is_near; o++)
                n_better += !c[o].is_near && compare_telling(&c[o], &c[k]) < 0;
            c[k].is_thin = n_better >= PER_STRETCH;
        }
        i = end;
    }
}

gnbs_code_t gnbs_refdata_pick_markers(gnbs_refdata_t *data, gnbs_err_t *err) {
    gnbs_refdata_regions_t copies = {0};
    drop_repeats(data);
    gnbs_code_t code = list_copies(data, &copies, err);
    if (code == GNBS_OK) code = check_candidates(data, &copies, err);
    GNBS_VEC_CLEAR(&copies);
    GNBS_TRY(code);
    int64_t n_near = 0, n_given = 0;
    if (data->candidate.n > 0) {
        thin_stretches(data);
        choose(data, true, false, MAX_NEAR);
        choose(data, true, true, MAX_NEAR / 4);
        choose(data, false, false, MAX_FAR);
        choose(data, false, true, MAX_FAR / 4);
    }
    for (size_t i = 0; i < data->candidate.n; i++) {
        const gnbs_refdata_candidate_t *c = &data->candidate.at[i];
        if (!c->is_taken) continue;
        n_near += c->is_near, n_given += c->is_given;
        if (!GNBS_PUSH(&data->marker, c->marker)) return gnbs_refdata_no_memory(err);
    }
    GNBS_TRY(gnbs_refdata_add_fact(data, err, "marker.n", "%zu", data->marker.n));
    GNBS_TRY(gnbs_refdata_add_fact(data, err, "marker.n_near", "%" PRId64, n_near));
    return gnbs_refdata_add_fact(data, err, "marker.n_given", "%" PRId64, n_given);
}
