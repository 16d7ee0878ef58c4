#include "refdata/refdata_state.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool gnbs_refdata_in_blocks(const gnbs_refdata_t *data, int32_t tid, gnbs_pos_t beg,
                            gnbs_pos_t end) {
    size_t lo = 0, hi = data->n_block;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const gnbs_region_t *r = &data->block[mid].region;
        if (r->tid < tid || (r->tid == tid && r->end <= beg))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < data->n_block &&
           gnbs_region_overlaps(data->block[lo].region, (gnbs_region_t){tid, beg, end});
}

/* P(X < ac), X ~ Poisson(mean). */
static double poisson_below(int64_t ac, double mean) {
    double term_ln = -mean, sum = exp(term_ln);
    for (int64_t k = 1; k < ac; k++) {
        term_ln += log(mean / (double)k);
        sum += exp(term_ln);
    }
    return sum;
}

double gnbs_refdata_faf95(int64_t ac, int64_t an) {
    enum { MANY = 2000 };
    static const double Z95 = 1.6448536269514722;
    if (ac < 0 || an <= 0) return -1;
    if (ac <= 1) return 0; /* one carrier bounds nothing from below: gnomAD gives 0 too */
    double lo = 0, hi = (double)ac;
    if (ac > MANY) { /* Wilson and Hilferty 1931: exact to 1e-6 here */
        double n = (double)ac, root = 1 - 1 / (9 * n) - Z95 / (3 * sqrt(n));
        return fmin(1, n * root * root * root / (double)an);
    }
    for (int i = 0; i < 60; i++) {
        double mid = (lo + hi) / 2;
        if (poisson_below(ac, mid) >= 0.95)
            lo = mid;
        else
            hi = mid;
    }
    return fmin(1, lo / (double)an);
}

gnbs_code_t gnbs_refdata_add_frequency(gnbs_refdata_t *data,
                                       const gnbs_refdata_frequency_t *allele,
                                       gnbs_err_t *err) {
    struct gnbs_refdata_allele_counts *counts = &data->counts.frequency;
    const gnbs_variant_t *v = &allele->value.variant;
    counts->n_allele++;
    GNBS_TRY(gnbs_refdata_offer_marker(data, allele, err));
    if (allele->tid < 0) {
        counts->n_no_contig++;
        return GNBS_OK;
    }
    if (!gnbs_refdata_in_blocks(data, allele->tid, v->pos,
                                v->pos + (gnbs_pos_t)strlen(v->ref))) {
        counts->n_outside++; /* most of a genome-wide file: nothing more is asked of it */
        return GNBS_OK;
    }
    if (!allele->is_usable) {
        counts->n_unusable++;
        return GNBS_OK;
    }
    gnbs_refdata_allele_t a = {allele->tid, allele->chrom, v->pos, v->ref, v->alt};
    gnbs_refdata_fit_t fit;
    bool is_usable;
    GNBS_TRY(gnbs_refdata_check_allele(data, &a, counts, &data->frequency_mismatch, &fit,
                                       &is_usable, err));
    if (!is_usable) return GNBS_OK;
    gnbs_frequency_t f = allele->value;
    GNBS_TRY(gnbs_refdata_normal_form(data, &a, fit, counts, &f.variant, err));
    const char **const TEXTS[] = {&f.grpmax, &f.groups, &f.filter, &f.source};
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
        if ((*TEXTS[i] = gnbs_arena_strdup(&data->arena, *TEXTS[i])) == NULL)
            return gnbs_refdata_no_memory(err);
    return GNBS_PUSH(&data->frequency, f) ? GNBS_OK : gnbs_refdata_no_memory(err);
}

static int compare_reals(double a, double b) { return (a > b) - (a < b); }

/* Of several records of one allele one that passed its filters comes first, then the one that looked
 * at most chromosomes: its frequency is the best known. Ties go to the higher frequency, then by name, so that the order of
 * files decides nothing. */
static int compare_frequencies(const void *a, const void *b) {
    const gnbs_frequency_t *x = a, *y = b;
    int c = gnbs_variant_compare(&x->variant, &y->variant);
    if (c != 0) return c;
    bool x_passed = x->filter[0] == '\0', y_passed = y->filter[0] == '\0';
    if (x_passed != y_passed) return x_passed ? -1 : 1;
    if (x->an != y->an) return x->an > y->an ? -1 : 1;
    c = compare_reals(y->faf95, x->faf95);
    if (c == 0) c = compare_reals(y->af, x->af);
    if (c == 0) c = compare_reals(y->af_grpmax, x->af_grpmax);
    if (c == 0) c = strcmp(x->source, y->source);
    if (c == 0) c = strcmp(x->grpmax, y->grpmax);
    if (c == 0) c = strcmp(x->filter, y->filter);
    return c != 0 ? c : strcmp(x->groups, y->groups);
}

gnbs_code_t gnbs_refdata_end_frequency(gnbs_refdata_t *data, const char *source,
                                       gnbs_err_t *err) {
    struct gnbs_refdata_allele_counts *counts = &data->counts.frequency;
    GNBS_TRY(gnbs_refdata_judge_mismatches(data, source, "frequency", counts,
                                           &data->frequency_mismatch, err));
    size_t n = 0;
    if (data->frequency.n > 0)
        qsort(data->frequency.at, data->frequency.n, sizeof *data->frequency.at,
              compare_frequencies);
    for (size_t i = 0; i < data->frequency.n; i++) {
        const gnbs_frequency_t *f = &data->frequency.at[i];
        if (n > 0 &&
            gnbs_variant_compare(&data->frequency.at[n - 1].variant, &f->variant) == 0)
            counts->n_duplicate++;
        else
            data->frequency.at[n++] = *f;
    }
    for (size_t i = 0; i < n; i++)
        counts->n_filtered += data->frequency.at[i].filter[0] != '\0';
    data->frequency.n = n;
    counts->n_kept = (int64_t)n;
    return GNBS_OK;
}
