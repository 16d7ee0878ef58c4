/* qc/qc_simplex.h -- a minimum of a function of a few numbers (Nelder and Mead 1965, Computer Journal 7:308).
 *
 * Starts at x with a simplex of the given steps and ends in x; stops when values differ by less than `tolerance`, or
 * after max_calls. Deterministic. Returns the value there.
 */
#ifndef GNBS_QC_QC_SIMPLEX_H
#define GNBS_QC_QC_SIMPLEX_H

enum { GNBS_QC_SIMPLEX_MAX = 8 };

double gnbs_qc_simplex(int n, double x[], const double step[], double tolerance,
                       int max_calls, double (*value)(void *ctx, const double x[]),
                       void *ctx);

#endif
