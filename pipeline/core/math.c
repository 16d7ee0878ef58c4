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

double gnbs_math_ln_choose(int n, int k) {
    return lgamma(n + 1.0) - lgamma(k + 1.0) - lgamma(n - k + 1.0);
}

double gnbs_math_ln_binom(int k, int n, double p) {
    if (p <= 0) return k == 0 ? 0 : -INFINITY;
    if (p >= 1) return k == n ? 0 : -INFINITY;
    return gnbs_math_ln_choose(n, k) + k * log(p) + (n - k) * log1p(-p);
}
