#include <math.h>

#include "call/call_pairhmm.h"

/* Phred of a gap anywhere in a repeat, by the copies of its unit. PCR-free short reads slip about once in 10^4.5 per base
 * outside repeats and in one read of twenty over a homopolymer of twenty (the shape of Ross et al. 2013 and of GATK's
 * DRAGEN-STR tables; rounded). The forward sum adds up every place where the gap may stand, so each base gets its share. */
static const double HOMOPOLYMER_PHRED[] = {45, 45, 42, 39, 37, 35, 33, 31, 29, 27, 25,
                                           23, 21, 20, 19, 18, 17, 16, 15, 14, 13};
static const double REPEAT_PHRED[] = {45, 45, 40, 36, 33, 30, 27, 25,
                                      23, 21, 20, 19, 18, 17, 16, 15};

static const double LEAST_EXPONENT = -4.5; /* of a gap before any one base */

static double tract_phred(int unit, int copies) {
    int n_hp = (int)(sizeof HOMOPOLYMER_PHRED / sizeof *HOMOPOLYMER_PHRED),
        n_rep = (int)(sizeof REPEAT_PHRED / sizeof *REPEAT_PHRED);
    return unit == 1 ? HOMOPOLYMER_PHRED[copies < n_hp ? copies : n_hp - 1]
                     : REPEAT_PHRED[copies < n_rep ? copies : n_rep - 1];
}

double gnbs_call_slip_expected(int unit_bp, int copies) {
    double whole = pow(10, -tract_phred(unit_bp, copies) / 10),
           least = pow(10, LEAST_EXPONENT) * unit_bp * copies;
    return 2 * fmax(whole, least) * pow(GNBS_PAIRHMM_EXTEND, unit_bp - 1);
}

static double open_prob(int unit, int copies, int n_base, const double shift_phred[2]) {
    double q = tract_phred(unit, copies) + shift_phred[unit > 1],
           p = pow(10, -q / 10) / n_base, least = pow(10, LEAST_EXPONENT);
    return p > least ? p : least;
}

static bool is_one_base(int n, const uint8_t base[]) {
    for (int i = 1; i < n; i++)
        if (base[i] != base[0]) return false;
    return true;
}

void gnbs_call_gap_open(int n_hap, const uint8_t hap[], const double shift_phred[2],
                        double open[]) {
    for (int i = 0; i < n_hap; i++) open[i] = open_prob(1, 1, 1, (const double[2]){0, 0});
    for (int unit = 1; unit <= 4; unit++) {
        for (int beg = 0; beg < n_hap;) {
            int end = beg + unit; /* [beg, end) repeats with this period */
            while (end < n_hap && hap[end] == hap[end - unit] && hap[end] < 4) end++;
            int copies = (end - beg) / unit;
            /* a run of one base is done by unit 1 */
            if (end <= n_hap && copies >= (unit == 1 ? 3 : 2) &&
                (unit == 1 || !is_one_base(unit, hap + beg))) {
                double p = open_prob(unit, copies, end - beg, shift_phred);
                for (int i = beg; i < end; i++)
                    if (p > open[i]) open[i] = p;
                beg = end - unit + 1;
            } else {
                beg++;
            }
        }
    }
}

/* Repeats mutate as polymerases slip: heterozygosity of short repeats rises by about half for each copy from the sixth
 * (homopolymers) or the fourth (longer units) on, and levels off near 2 % (Willems et al. 2014; Montgomery et al. 2013). */
double gnbs_call_indel_prior_ln(double base_ln, int unit_bp, int copies) {
    static const double PER_COPY_PHRED = 2.0, MOST_PHRED = 17;
    int first = unit_bp == 1 ? 5 : 3;
    if (unit_bp == 0 || copies <= first) return base_ln;
    double ln = base_ln + (copies - first) * PER_COPY_PHRED * log(10.0) / 10,
           most = -MOST_PHRED * log(10.0) / 10;
    return ln < most ? ln : most;
}
