#include "call/call_slip.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "call/call_pairhmm.h"
#include "core/math.h"

enum {
    ANCHOR_BP = 10,
    MAX_TRACT_BP = 80,
    MAX_SPAN_BP = 800, /* of an alignment that is asked */
    MAX_CHANGE_BP = 40,
    MIN_READS = 6,
    LEAST_HOMOPOLYMER = 8,
    LEAST_COPIES = 5,
    MAX_UNIT_BP = 4
};
static const double HET[GNBS_SLIP_CLASSES] = {0.1, 0.25}, PRIOR_SD_PHRED = 6;

static double shift_of(int i_grid) { return 0.5 * (i_grid - GNBS_SLIP_GRID_ZERO); }

typedef struct tract {
    gnbs_pos_t beg, end;
    int unit_bp, copies;
} tract_t;

/* The tract that begins at p, of the shortest unit; copies 0: none. */
static tract_t tract_at(const gnbs_chunk_t *c, gnbs_pos_t p) {
    for (int unit = 1; unit <= MAX_UNIT_BP; unit++) {
        if (gnbs_chunk_ref(c, p - 1) == gnbs_chunk_ref(c, p - 1 + unit)) continue;
        gnbs_pos_t end = p + unit;
        while (end < c->ref_region.end && gnbs_chunk_ref(c, end) < 4 &&
               gnbs_chunk_ref(c, end) == gnbs_chunk_ref(c, end - unit))
            end++;
        int copies = (int)((end - p) / unit);
        if (copies >= (unit == 1 ? LEAST_HOMOPOLYMER : LEAST_COPIES))
            return (tract_t){p, end, unit, copies};
    }
    return (tract_t){0};
}

/* Bases gained (above 0) or lost over the tract; false when the read does not cover it with its anchors. */
static bool change_over(const gnbs_read_t *r, const tract_t *t, int *change) {
    if (r->beg > t->beg - ANCHOR_BP || r->end < t->end + ANCHOR_BP) return false;
    gnbs_pos_t p = r->beg;
    *change = 0;
    for (int32_t k = 0; k < r->n_cigar; k++) {
        int op = gnbs_cigar_op(r->cigar[k]), n = gnbs_cigar_len(r->cigar[k]);
        bool is_here = p >= t->beg - 1 && p <= t->end;
        if (op == GNBS_CIGAR_INS && is_here) *change += n;
        if (op == GNBS_CIGAR_DEL && is_here) *change -= n;
        if (gnbs_cigar_eats_ref(op)) p += n;
    }
    return abs(*change) <= MAX_CHANGE_BP;
}

/* Reads of one allele of a heterozygous repeat cover it less often, if it is the longer: its share is 0.2 to 0.5. */
static double het_ln(int n, int k) {
    double sum = 0;
    for (int i = 2; i <= 5; i++) sum += pow(0.1 * i, k) * pow(1 - 0.1 * i, n - k) / 4;
    return log(sum);
}

static void count_tract(const gnbs_chunk_t *c, const gnbs_call_opt_t *opt, const tract_t *t,
                        size_t first, gnbs_slip_count_t *count) {
    int32_t n_of[2 * MAX_CHANGE_BP + 1] = {0}, n = 0, n_major = 0;
    for (size_t i = first; i < c->n_read && c->read[i].beg < t->beg; i++) {
        int change;
        if (c->read[i].mapq < opt->min_mapq_phred || !change_over(&c->read[i], t, &change))
            continue;
        int32_t now = ++n_of[change + MAX_CHANGE_BP];
        if (now > n_major) n_major = now;
        n++;
    }
    if (n < MIN_READS) return;
    int class = t->unit_bp == 1 ? GNBS_SLIP_HOMOPOLYMER : GNBS_SLIP_REPEAT, k = n - n_major;
    double expected = gnbs_call_slip_expected(t->unit_bp, t->copies),
           if_het = log(2 * HET[class]) + het_ln(n, k);
    count->n_tract[class]++;
    for (int i = 0; i < GNBS_SLIP_GRID; i++) {
        double slip = fmin(0.5, expected * pow(10, -shift_of(i) / 10)),
               if_hom = log(1 - HET[class]) + k * log(slip) + n_major * log1p(-slip);
        count->likelihood[class][i] += llround(1e6 * gnbs_math_ln_add(if_hom, if_het));
    }
}

void gnbs_call_count_slips(const gnbs_chunk_t *c, const gnbs_call_opt_t *opt,
                           gnbs_slip_count_t *count) {
    size_t first = 0; /* reads before it lie too far left */
    for (size_t i = 0; i < c->n_target; i++)
        for (gnbs_pos_t p = c->target[i].beg; p < c->target[i].end; p++) {
            tract_t t = tract_at(c, p);
            if (t.copies == 0) continue;
            while (first < c->n_read && c->read[first].beg + MAX_SPAN_BP < p) first++;
            if (t.end - t.beg <= MAX_TRACT_BP) count_tract(c, opt, &t, first, count);
            p = t.end - 1;
        }
}

void gnbs_call_add_slips(gnbs_slip_count_t *sum, const gnbs_slip_count_t *part) {
    for (int k = 0; k < GNBS_SLIP_CLASSES; k++) {
        sum->n_tract[k] += part->n_tract[k];
        for (int i = 0; i < GNBS_SLIP_GRID; i++)
            sum->likelihood[k][i] += part->likelihood[k][i];
    }
}

void gnbs_call_slip_shift(const gnbs_slip_count_t *count,
                          double shift_phred[GNBS_SLIP_CLASSES]) {
    for (int k = 0; k < GNBS_SLIP_CLASSES; k++) {
        int best = GNBS_SLIP_GRID_ZERO;
        double best_ln = -INFINITY;
        for (int i = 0; i < GNBS_SLIP_GRID; i++) {
            double z = shift_of(i) / PRIOR_SD_PHRED,
                   ln = (double)count->likelihood[k][i] / 1e6 - z * z / 2;
            if (ln > best_ln) {
                best_ln = ln;
                best = i;
            }
        }
        shift_phred[k] = shift_of(best);
    }
}
