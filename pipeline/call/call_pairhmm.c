#include "call/call_pairhmm.h"

#include <math.h>
#include <string.h>

/* Phred of a gap anywhere in a repeat, by the copies of its unit. PCR-free short reads slip about once in 10^4.5 per base
 * outside repeats and in one read of twenty over a homopolymer of twenty (the shape of Ross et al. 2013 and of GATK's
 * DRAGEN-STR tables; rounded). The forward sum adds up every place where the gap may stand, so each base gets its share. */
static const double HOMOPOLYMER_PHRED[] = {45, 45, 42, 39, 37, 35, 33, 31, 29, 27, 25,
                                           23, 21, 20, 19, 18, 17, 16, 15, 14, 13};
static const double REPEAT_PHRED[] = {45, 45, 40, 36, 33, 30, 27, 25,
                                      23, 21, 20, 19, 18, 17, 16, 15};

static double open_prob(int unit, int copies, int n_base) {
    int n_hp = (int)(sizeof HOMOPOLYMER_PHRED / sizeof *HOMOPOLYMER_PHRED),
        n_rep = (int)(sizeof REPEAT_PHRED / sizeof *REPEAT_PHRED);
    double q = unit == 1 ? HOMOPOLYMER_PHRED[copies < n_hp ? copies : n_hp - 1]
                         : REPEAT_PHRED[copies < n_rep ? copies : n_rep - 1];
    double p = pow(10, -q / 10) / n_base, least = pow(10, -4.5);
    return p > least ? p : least;
}

void gnbs_call_gap_open(int n_hap, const uint8_t hap[], double open[]) {
    for (int i = 0; i < n_hap; i++) open[i] = open_prob(1, 1, 1);
    for (int unit = 1; unit <= 4; unit++) {
        for (int beg = 0; beg < n_hap;) {
            int end = beg + unit; /* [beg, end) repeats with this period */
            while (end < n_hap && hap[end] == hap[end - unit] && hap[end] < 4) end++;
            int copies = (end - beg) / unit;
            if (copies >= (unit == 1 ? 3 : 2) && end <= n_hap) {
                double p = open_prob(unit, copies, end - beg);
                for (int i = beg; i < end; i++)
                    if (p > open[i]) open[i] = p;
                beg = end - unit + 1;
            } else {
                beg++;
            }
        }
    }
}

typedef struct emission {
    double right[64], wrong[64];
} emission_t;

static void fill_emission(emission_t *e) {
    for (int q = 0; q < 64; q++) {
        double p = q == 0 ? 0.75 : fmin(0.75, pow(10, -q / 10.0));
        e->right[q] = 1 - p;
        e->wrong[q] = p / 3;
    }
}

/* One row: M, I (read base without haplotype base), D (haplotype base without read base) for columns lo..hi.
 * Row arrays have one column more than the haplotype; column j stands after hap[j - 1]. */
double gnbs_call_pairhmm_ln(int n_read, const uint8_t read[], const uint8_t qual[],
                            int n_hap, const uint8_t hap[], const double open[], int offset,
                            int half_band, double work[]) {
    static const double INSERT_BASE = 0.25;
    const double scale = ldexp(1.0, 1000), stay = GNBS_PAIRHMM_EXTEND,
                 leave = 1 - GNBS_PAIRHMM_EXTEND;
    int w = n_hap + 1;
    double *m = work, *ins = work + w, *del = work + 2 * w, *m2 = work + 3 * w,
           *ins2 = work + 4 * w, *del2 = work + 5 * w;
    memset(work, 0, 6 * (size_t)w * sizeof *work);
    emission_t e;
    fill_emission(&e);
    int lo0 = offset - half_band, hi0 = offset + half_band;
    lo0 = lo0 < 0 ? 0 : lo0;
    hi0 = hi0 > n_hap ? n_hap : hi0;
    if (lo0 > hi0) return GNBS_PAIRHMM_FLOOR_LN;
    for (int j = lo0; j <= hi0; j++)
        m[j] = scale / (hi0 - lo0 + 1); /* the read may begin anywhere in the band */
    for (int i = 0; i < n_read; i++) {
        int lo = offset + i + 1 - half_band, hi = offset + i + 1 + half_band;
        lo = lo < 1 ? 1 : lo;
        hi = hi > n_hap ? n_hap : hi;
        if (lo > hi) return GNBS_PAIRHMM_FLOOR_LN;
        m2[lo - 1] = ins2[lo - 1] = del2[lo - 1] = 0;
        for (int j = lo; j <= hi; j++) {
            double emit = read[i] == hap[j - 1] ? e.right[qual[i]] : e.wrong[qual[i]];
            double gap = open[j - 1];
            m2[j] = emit * ((1 - 2 * gap) * m[j - 1] + leave * (ins[j - 1] + del[j - 1]));
            ins2[j] = INSERT_BASE * (gap * m[j] + stay * ins[j]);
            del2[j] = gap * m2[j - 1] + stay * del2[j - 1];
        }
        if (hi < n_hap)
            m2[hi + 1] = ins2[hi + 1] = del2[hi + 1] =
                0; /* the next row looks one past the band */
        double *t;
        t = m, m = m2, m2 = t;
        t = ins, ins = ins2, ins2 = t;
        t = del, del = del2, del2 = t;
    }
    double sum = 0;
    int lo = offset + n_read - half_band, hi = offset + n_read + half_band;
    for (int j = lo < 0 ? 0 : lo; j <= hi && j <= n_hap; j++) sum += m[j] + ins[j];
    if (!(sum > 0)) return GNBS_PAIRHMM_FLOOR_LN;
    double ln = log(sum) - 1000 * log(2.0);
    return ln > GNBS_PAIRHMM_FLOOR_LN ? ln : GNBS_PAIRHMM_FLOOR_LN;
}
