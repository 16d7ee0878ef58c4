/* run/run_loci_case.c -- loci with near-identical copies, as a part of one newborn's run. */
#include <string.h>

#include "run/run_case.h"
#include "run/run_targeted.h"

/* Only loci of genes that this run may look at (panel and consent). */
static void keep_wanted(const gnbs_run_state_t *s, gnbs_loci_locus_t locus[], size_t *n) {
    size_t n_kept = 0;
    for (size_t i = 0; i < *n; i++) {
        bool is_wanted = false;
        for (size_t k = 0; k < locus[i].n_hgnc; k++)
            is_wanted = is_wanted || gnbs_bundle_gene(&s->bundle, locus[i].hgnc[k]) != NULL;
        if (is_wanted) locus[n_kept++] = locus[i];
    }
    *n = n_kept;
}

static gnbs_code_t read_wanted(gnbs_run_state_t *s, gnbs_err_t *err) {
    gnbs_loci_t *loci = &s->loci;
    GNBS_TRY(gnbs_loci_read(s->bundle.n_locus, s->bundle.locus, &s->bundle.contigs,
                            s->bundle.build, &s->arena, loci, err));
    gnbs_loci_locus_t *locus = GNBS_NEW(&s->arena, gnbs_loci_locus_t, loci->n_locus);
    if (locus == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "loci");
    if (loci->n_locus > 0) memcpy(locus, loci->locus, loci->n_locus * sizeof *locus);
    keep_wanted(s, locus, &loci->n_locus);
    loci->locus = locus;
    return GNBS_OK;
}

gnbs_code_t gnbs_run_plan_loci(gnbs_run_state_t *s, gnbs_err_t *err) {
    GNBS_TRY(read_wanted(s, err));
    return gnbs_loci_plan(&s->loci, &s->bundle, &s->arena, &s->loci_plan, err);
}

/* What no method of gnbs sees is said by name, in every report. */
static gnbs_code_t add_unseen(gnbs_run_state_t *s, size_t n,
                              const gnbs_locus_result_t result[], gnbs_err_t *err) {
    gnbs_case_t *c = &s->newborn;
    gnbs_locus_result_t *all =
        GNBS_NEW(&s->arena, gnbs_locus_result_t, n + s->loci.n_unseen);
    if (all == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "loci");
    if (n > 0) memcpy(all, result, n * sizeof *all);
    for (size_t i = 0; i < s->loci.n_unseen; i++)
        all[n + i] = (gnbs_locus_result_t){.locus = s->loci.unseen[i]->name,
                                           .title = s->loci.unseen[i]->name,
                                           .method = "",
                                           .reason = s->loci.unseen[i]->text,
                                           .genotype = "",
                                           .gene_name = "",
                                           .other_name = "",
                                           .total_copies = -1,
                                           .gene_copies = -1,
                                           .other_copies = -1,
                                           .note = "",
                                           .source = s->loci.unseen[i]->source};
    c->locus = all;
    c->n_locus = n + s->loci.n_unseen;
    return GNBS_OK;
}

/* Results that another program made stand in the place of ours. One that names no locus of this run is refused: its writer
 * believes that it counts. */
static gnbs_code_t take_supplied(gnbs_run_state_t *s, size_t n,
                                 gnbs_locus_result_t result[], gnbs_err_t *err) {
    gnbs_run_targeted_t t;
    if (s->opt->targeted == NULL) return GNBS_OK;
    GNBS_TRY(
        gnbs_run_targeted_read(s->opt->targeted, s->newborn.sample, &s->arena, &t, err));
    size_t n_used = 0;
    for (size_t k = 0; k < t.n; k++)
        for (size_t i = 0; i < n; i++) {
            if (strcmp(result[i].locus, t.row[k].locus) != 0) continue;
            GNBS_TRY(gnbs_run_targeted_apply(&t.row[k], &s->arena, &result[i], err));
            s->methods |= GNBS_METHOD_PARALOGUE;
            n_used++;
        }
    gnbs_log_note(&s->log, "supplied results: %zu of %zu are of loci of this run", n_used,
                  t.n);
    if (n_used > 0) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_DATA,
                        "%s: none of its loci (%s ...) is one of this panel and bundle",
                        s->opt->targeted, t.n > 0 ? t.row[0].locus : "no row");
}

/* Another person's DNA leaves reads of copies that the baby lacks: as much of it as the markers do not exclude. Less than is
 * always allowed for is not taken on trust. */
gnbs_loci_opt_t gnbs_run_loci_opt(const gnbs_loci_opt_t *opt, const gnbs_quality_t *q) {
    gnbs_loci_opt_t with = *opt;
    if (q->metric[GNBS_METRIC_CONTAMINATION].is_known &&
        q->contamination_high > with.contamination_frac)
        with.contamination_frac = q->contamination_high < 0.5 ? q->contamination_high : 0.5;
    return with;
}

/* Is a gene of the locus judged by its small variants alone when there is nothing better? Then the locus is told of beside it,
 * and does not decide. */
static bool is_only_limited(const gnbs_run_state_t *s, const gnbs_locus_result_t *l) {
    for (size_t i = 0; i < l->n_gene; i++) {
        const gnbs_gene_t *g = gnbs_bundle_gene(&s->bundle, l->gene[i]);
        if (g != NULL && g->difficulty == GNBS_DIFFICULT_NEEDS_METHOD) return false;
    }
    return true;
}

/* Copies are told by how many reads lie somewhere; after capture that is the kit's doing. */
static void withhold_captured(const gnbs_run_state_t *s, gnbs_locus_result_t result[]) {
    for (size_t i = 0; i < s->loci.n_locus; i++) {
        result[i] = gnbs_loci_unjudged(&s->loci.locus[i]);
        result[i].reason = "The library was made by capture: its depth does not tell the "
                           "number of copies";
        if (is_only_limited(s, &result[i])) result[i].n_gene = 0;
    }
}

gnbs_code_t gnbs_run_judge_loci(gnbs_run_state_t *s, gnbs_err_t *err) {
    gnbs_locus_result_t *result = NULL;
    const gnbs_pass_result_t *p = &s->pass;
    const gnbs_case_t *c = &s->newborn;
    gnbs_sex_t sex =
        c->sex_declared != GNBS_SEX_UNKNOWN ? c->sex_declared : c->quality.sex_inferred;
    if (s->loci.n_locus > 0) {
        const gnbs_loci_opt_t opt = gnbs_run_loci_opt(&s->opt->loci, &c->quality);
        GNBS_TRY(gnbs_loci_judge(&s->loci_plan, &opt, p->loci_tile, p->n_loci_vote,
                                 p->loci_vote, sex, &s->arena, &result, err));
        if (c->quality.assay == GNBS_ASSAY_EXOME || c->quality.assay == GNBS_ASSAY_PANEL)
            withhold_captured(s, result);
        s->methods |= GNBS_METHOD_PARALOGUE;
    }
    GNBS_TRY(take_supplied(s, s->loci.n_locus, result, err));
    return add_unseen(s, s->loci.n_locus, result, err);
}

gnbs_code_t gnbs_run_name_loci(gnbs_run_state_t *s, gnbs_err_t *err) {
    GNBS_TRY(read_wanted(s, err));
    size_t n = s->loci.n_locus;
    gnbs_locus_result_t *result = GNBS_NEW(&s->arena, gnbs_locus_result_t, n);
    if (result == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "loci");
    for (size_t i = 0; i < n; i++) {
        result[i] = gnbs_loci_unjudged(&s->loci.locus[i]);
        result[i].reason =
            "Copies cannot be counted from a VCF: the reads are needed, or a "
            "result made elsewhere (--targeted)";
    }
    GNBS_TRY(take_supplied(s, n, result, err));
    for (size_t i = 0; i < n; i++)
        if (result[i].method[0] == '\0' && is_only_limited(s, &result[i]))
            result[i].n_gene = 0;
    return add_unseen(s, n, result, err);
}
