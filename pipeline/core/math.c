#include "core/math.h"

#include <math.h>

double gnbs_math_ln_sum(size_t n, const double ln_p[]) {
    double max = -INFINITY, sum = 0;
    for (size_t i = 0; i < n; i++) max = fmax(max, ln_p[i]);
    if (max == -INFINITY) return max; /* all impossible; without this, inf - inf = NaN */
    for (size_t i = 0; i < n; i++) sum += exp(ln_p[i] - max);
    return max + log(sum);
}

double gnbs_math_ln_add(double a_ln, double b_ln) {
    double max = fmax(a_ln, b_ln), min = fmin(a_ln, b_ln);
    return max == -INFINITY ? max : max + log1p(exp(min - max));
}

double gnbs_math_phred_to_ln(double phred) { return -phred * (log(10.0) / 10.0); }

double gnbs_math_ln_to_phred(double ln_p) {
    double phred = -ln_p * (10.0 / log(10.0));
    return phred > 0 ? phred : 0.0;
}

/* ln n!, without lgamma, which writes the global signgam and so is no function for threads. Exact factorials up to 20, then
 * Stirling's series (NIST DLMF 5.11.1), whose next term is below 1e-12 from there on. */
/* clang-format off */
static const double FACTORIAL[] = {
    1.0, 1.0, 2.0, 6.0,
    24.0, 120.0, 720.0, 5040.0,
    40320.0, 362880.0, 3628800.0, 39916800.0,
    479001600.0, 6227020800.0, 87178291200.0, 1307674368000.0,
    20922789888000.0, 355687428096000.0, 6402373705728000.0, 121645100408832000.0,
    2432902008176640000.0,
};
/* clang-format on */

static double ln_factorial(int n) {
    static const double HALF_LN_2PI = 0.91893853320467274178;
    if (n <= 20) return n < 0 ? INFINITY : log(FACTORIAL[n]);
    double x = n, x2 = x * x;
    return (x + 0.5) * log(x) - x + HALF_LN_2PI +
           (1 / 12.0 - (1 / 360.0 - 1 / (1260.0 * x2)) / x2) / x;
}

/* Small arguments are first moved up by ln G(x) = ln G(x + 1) - ln x. */
double gnbs_math_ln_gamma(double x) {
    static const double HALF_LN_2PI = 0.91893853320467274178;
    double moved = 1;
    for (; x < 16; x++) moved *= x;
    double x2 = x * x;
    return (x - 0.5) * log(x) - x + HALF_LN_2PI +
           (1 / 12.0 - (1 / 360.0 - (1 / 1260.0 - 1 / (1680.0 * x2)) / x2) / x2) / x -
           log(moved);
}

double gnbs_math_ln_choose(int n, int k) {
    return ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k);
}

double gnbs_math_ln_binom(int k, int n, double p) {
    if (p <= 0) return k == 0 ? 0 : -INFINITY;
    if (p >= 1) return k == n ? 0 : -INFINITY;
    return gnbs_math_ln_choose(n, k) + k * log(p) + (n - k) * log1p(-p);
}
