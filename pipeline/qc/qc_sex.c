#include "qc/qc_sex.h"

gnbs_qc_sex_opt_t gnbs_qc_sex_opt_default(void) {
    return (gnbs_qc_sex_opt_t){.one_x_max = 0.65,
                               .two_x_min = 0.80,
                               .two_x_max = 1.25,
                               .no_y_max = 0.15,
                               .one_y_min = 0.25,
                               .two_y_min = 0.75,
                               .min_bp = 1000,
                               .min_markers = 10,
                               .min_het = 0.4};
}

static int count_x(const gnbs_qc_sex_opt_t *opt, const gnbs_qc_sex_facts_t *f) {
    if (!f->has_x) return -1;
    int n = f->x_ratio <= opt->one_x_max   ? 1
            : f->x_ratio < opt->two_x_min  ? -1
            : f->x_ratio <= opt->two_x_max ? 2
                                           : 3;
    /* one X cannot be heterozygous: a mixture, or a mosaic */
    return n == 1 && f->has_het && f->het >= opt->min_het ? -1 : n;
}

static int count_y(const gnbs_qc_sex_opt_t *opt, const gnbs_qc_sex_facts_t *f) {
    if (!f->has_y) return -1;
    if (f->y_ratio >= opt->two_y_min) return 2;
    if (f->y_ratio >= opt->one_y_min) return 1;
    return f->y_ratio <= opt->no_y_max && !f->y_may_be_missing ? 0 : -1;
}

gnbs_qc_sex_t gnbs_qc_tell_sex(const gnbs_qc_sex_opt_t *opt, const gnbs_qc_sex_facts_t *f) {
    static const char *const KARYOTYPE[4][3] = {
        {"", "", ""}, {"X0", "XY", "XYY"}, {"XX", "XXY", ""}, {"XXX", "", ""}};
    gnbs_qc_sex_t s = {.n_x = count_x(opt, f), .n_y = count_y(opt, f), .karyotype = ""};
    if (s.n_x >= 1 && s.n_y >= 0) s.karyotype = KARYOTYPE[s.n_x][s.n_y];
    if (s.n_y >= 0)
        s.sex = s.n_y > 0 ? GNBS_SEX_MALE : GNBS_SEX_FEMALE;
    else if (s.n_x >= 1)
        s.sex = s.n_x == 1 ? GNBS_SEX_MALE : GNBS_SEX_FEMALE;
    return s;
}
