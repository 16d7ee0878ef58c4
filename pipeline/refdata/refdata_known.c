#include "refdata/refdata_state.h"

#include <stdlib.h>
#include <string.h>

static bool in_regions(const gnbs_refdata_regions_t *set, int32_t tid, gnbs_pos_t beg,
                       gnbs_pos_t end) {
    size_t i = gnbs_region_lower(set->n, set->at, tid, beg);
    return i < set->n && gnbs_region_overlaps(set->at[i], (gnbs_region_t){tid, beg, end});
}

static gnbs_code_t copy_texts(gnbs_refdata_t *data, const gnbs_refdata_known_t *from,
                              gnbs_known_t *to, gnbs_err_t *err) {
    to->clinvar_id = gnbs_arena_strdup(&data->arena, from->id);
    to->clnsig_text = gnbs_arena_strdup(&data->arena, from->clnsig);
    to->clnrevstat = gnbs_arena_strdup(&data->arena, from->clnrevstat);
    to->clndn = gnbs_arena_strdup(&data->arena, from->clndn);
    to->clnsigconf = gnbs_arena_strdup(&data->arena, from->clnsigconf);
    /* GENEINFO is SYMBOL:GeneID|SYMBOL:GeneID; the first is the one ClinVar puts first */
    to->symbol =
        gnbs_arena_strndup(&data->arena, from->geneinfo, strcspn(from->geneinfo, ":|"));
    bool has_all = to->clinvar_id != NULL && to->clnsig_text != NULL &&
                   to->clnrevstat != NULL && to->clndn != NULL && to->clnsigconf != NULL &&
                   to->symbol != NULL;
    return has_all ? GNBS_OK : gnbs_refdata_no_memory(err);
}

gnbs_code_t gnbs_refdata_add_known(gnbs_refdata_t *data, const gnbs_refdata_known_t *allele,
                                   gnbs_err_t *err) {
    struct gnbs_refdata_allele_counts *counts = &data->counts.known;
    gnbs_refdata_allele_t a = {allele->tid, allele->chrom, allele->pos, allele->ref,
                               allele->alt};
    gnbs_refdata_fit_t fit;
    bool is_usable;
    counts->n_allele++;
    /* every allele is held against the reference, wanted or not: a wrong build shows at once */
    GNBS_TRY(gnbs_refdata_check_allele(data, &a, counts, &data->known_mismatch, &fit,
                                       &is_usable, err));
    if (!is_usable) return GNBS_OK;
    if (!in_regions(&data->span, a.tid, a.pos, a.pos + (gnbs_pos_t)strlen(a.ref))) {
        counts->n_outside++;
        return GNBS_OK;
    }
    gnbs_known_t known = {.sig = gnbs_clnsig_parse(allele->clnsig),
                          .stars = (int8_t)gnbs_clnrevstat_stars(allele->clnrevstat)};
    GNBS_TRY(gnbs_refdata_normal_form(data, &a, fit, counts, &known.variant, err));
    GNBS_TRY(copy_texts(data, allele, &known, err));
    return GNBS_PUSH(&data->known, known) ? GNBS_OK : gnbs_refdata_no_memory(err);
}

/* Of two records of one allele the better reviewed comes first; then the pathogenic one, because
 * what is kept must not hide it; then the lower VariationID. */
static int compare_known(const void *a, const void *b) {
    const gnbs_known_t *x = a, *y = b;
    int c = gnbs_variant_compare(&x->variant, &y->variant);
    if (c != 0) return c;
    if (x->stars != y->stars) return x->stars > y->stars ? -1 : 1;
    bool x_bad = gnbs_known_is_pathogenic(x), y_bad = gnbs_known_is_pathogenic(y);
    if (x_bad != y_bad) return x_bad ? -1 : 1;
    size_t n_x = strlen(x->clinvar_id), n_y = strlen(y->clinvar_id);
    if (n_x != n_y) return n_x < n_y ? -1 : 1;
    c = strcmp(x->clinvar_id, y->clinvar_id);
    if (c == 0) c = strcmp(x->clnsig_text, y->clnsig_text);
    return c != 0 ? c : strcmp(x->clndn, y->clndn);
}

gnbs_code_t gnbs_refdata_end_known(gnbs_refdata_t *data, const char *source,
                                   gnbs_err_t *err) {
    struct gnbs_refdata_allele_counts *counts = &data->counts.known;
    GNBS_TRY(gnbs_refdata_judge_mismatches(data, source, "known", counts,
                                           &data->known_mismatch, err));
    size_t n = 0;
    if (data->known.n > 0)
        qsort(data->known.at, data->known.n, sizeof *data->known.at, compare_known);
    for (size_t i = 0; i < data->known.n; i++) {
        const gnbs_known_t *k = &data->known.at[i];
        if (n > 0 &&
            gnbs_variant_compare(&data->known.at[n - 1].variant, &k->variant) == 0) {
            counts->n_duplicate++;
            continue;
        }
        data->counts.n_pathogenic += gnbs_known_is_pathogenic(k);
        data->known.at[n++] = *k;
    }
    data->known.n = n;
    counts->n_kept = (int64_t)n;
    return GNBS_OK;
}
