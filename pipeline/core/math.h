/* core/math.h -- probabilities in natural log inside, Phred at the doors.
 *
 * Threads  pure
 */
#ifndef GNBS_CORE_MATH_H
#define GNBS_CORE_MATH_H

#include <stddef.h>

/* ln of the sum of exp(ln_p); -inf for n = 0 */
double gnbs_math_ln_sum(size_t n, const double ln_p[]);
double gnbs_math_ln_add(double a_ln, double b_ln);
double gnbs_math_phred_to_ln(double phred); /* ln of an error probability, <= 0 */
double gnbs_math_ln_to_phred(double ln_p);  /* >= 0; never -0 */
double gnbs_math_ln_gamma(double x);        /* ln of the gamma function, x > 0 */
double gnbs_math_ln_choose(int n, int k);
double gnbs_math_ln_binom(int k, int n, double p); /* ln P(K = k), K ~ Binomial(n, p) */

#endif
