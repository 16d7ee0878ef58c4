/* report/report_case.c -- is the case fit to be printed, and where its variants lie. */
#include "report/report_words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"

static gnbs_code_t fault(gnbs_err_t *err, const char *gene, const char *what) {
    return gnbs_err_set(err, GNBS_E_INTERNAL,
                        "report: %s: %s; nothing was written, please report this fault",
                        gene != NULL ? gene : "(no gene)", what);
}

static gnbs_code_t check_variant(const gnbs_case_t *newborn, const gnbs_finding_t *f,
                                 size_t i, gnbs_err_t *err) {
    const gnbs_case_variant_t *v = f->variant[i];
    if (v == NULL) return fault(err, f->condition->gene, "a finding lacks its variant");
    if (v->call.variant.tid < 0 || v->call.variant.tid >= newborn->bundle->contigs.n)
        return fault(err, f->condition->gene,
                     "a variant lies on a contig the bundle lacks");
    if (v->call.variant.ref == NULL || v->call.variant.alt == NULL)
        return fault(err, f->condition->gene, "a variant lacks its alleles");
    return GNBS_OK;
}

static gnbs_code_t check_outcome(const gnbs_case_t *newborn, const gnbs_outcome_t *o,
                                 bool is_owned[], gnbs_err_t *err) {
    if (o->condition == NULL) return fault(err, NULL, "an outcome has no condition");
    const char *gene = o->condition->gene;
    bool is_suspected = o->outcome == GNBS_OUTCOME_SUSPECTED;
    if (is_suspected != (o->n_finding > 0))
        return fault(err, gene,
                     is_suspected ? "suspected without a finding"
                                  : "a finding under a condition that is not suspected");
    if (o->callable_bp < 0 || o->callable_bp > o->target_bp)
        return fault(err, gene, "more bases judged than the gene has");
    if (o->n_known_callable < 0 || o->n_known_callable > o->n_known)
        return fault(err, gene, "more known alleles judged than there are");
    for (size_t i = 0; i < o->n_finding; i++) {
        size_t k = o->first_finding + i;
        if (o->first_finding > newborn->n_finding || k >= newborn->n_finding)
            return fault(err, gene, "refers to a finding that does not exist");
        if (is_owned[k] || newborn->finding[k].condition != o->condition)
            return fault(err, gene, "refers to a finding of another condition");
        is_owned[k] = true;
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_report_check_case(const gnbs_case_t *newborn,
                                   const gnbs_report_info_t *info, gnbs_err_t *err) {
    if (newborn->panel == NULL || newborn->bundle == NULL || newborn->sample == NULL ||
        info->report_id == NULL || info->program_version == NULL)
        return fault(err, NULL, "the case lacks its sample, panel, bundle or report id");
    bool *is_owned = gnbs_mem_alloc(newborn->n_finding, sizeof *is_owned);
    if (is_owned == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "report: %zu findings", newborn->n_finding);
    gnbs_code_t code = GNBS_OK;
    for (size_t i = 0; code == GNBS_OK && i < newborn->n_outcome; i++)
        code = check_outcome(newborn, &newborn->outcome[i], is_owned, err);
    for (size_t i = 0; code == GNBS_OK && i < newborn->n_finding; i++) {
        const gnbs_finding_t *f = &newborn->finding[i];
        if (!is_owned[i])
            code = fault(err, NULL, "a finding that belongs to no condition screened");
        else if ((f->n_variant < 1 && f->locus == NULL) || f->n_variant > 2)
            code = fault(err, f->condition->gene,
                         "a finding has neither one nor two variants");
        for (size_t k = 0; code == GNBS_OK && k < f->n_variant; k++)
            code = check_variant(newborn, f, k, err);
    }
    gnbs_mem_free(is_owned);
    return code;
}

const char *gnbs_report_contig(const gnbs_case_t *newborn, int32_t tid) {
    return newborn->bundle->contigs.contig[tid].name;
}

/* Versions of NC_000001 to NC_000024 in GRCh38 (NCBI assembly report GCF_000001405.40); GRCh37's
 * (GCF_000001405.25) are one less, for every one of them. */
static const int8_t GRCH38_VERSION[25] = {0,  11, 12, 12, 12, 10, 12, 14, 11,
                                          12, 11, 10, 12, 11, 9,  10, 10, 11,
                                          10, 10, 11, 9,  11, 11, 10};

static int contig_number(const char *name) {
    if (strncmp(name, "chr", 3) == 0) name += 3;
    switch (gnbs_contig_kind(name)) {
    case GNBS_CONTIG_AUTOSOME: return atoi(name);
    case GNBS_CONTIG_X: return 23;
    case GNBS_CONTIG_Y: return 24;
    case GNBS_CONTIG_MT:
    case GNBS_CONTIG_OTHER: break;
    }
    return 0;
}

bool gnbs_report_hgvs_g(gnbs_str_t *out, const gnbs_case_t *newborn,
                        const gnbs_variant_t *v) {
    const gnbs_contig_t *contig = &newborn->bundle->contigs.contig[v->tid];
    gnbs_build_t build = newborn->bundle->build;
    bool is_named = build == GNBS_BUILD_GRCH37 || build == GNBS_BUILD_GRCH38;
    if (!is_named || !gnbs_variant_is_snv(v) || gnbs_variant_is_symbolic(v)) return false;
    gnbs_pos_t pos1 = v->pos + 1;
    if (gnbs_contig_kind(contig->name) == GNBS_CONTIG_MT) {
        if (contig->length_bp != 16569) return false; /* not rCRS: another numbering */
        gnbs_str_printf(out, "NC_012920.1:m.%" PRId64 "%s>%s", pos1, v->ref, v->alt);
        return true;
    }
    int number = contig_number(contig->name);
    if (number < 1 || number > 24) return false;
    int version = GRCH38_VERSION[number] - (build == GNBS_BUILD_GRCH37);
    gnbs_str_printf(out, "NC_%06d.%d:g.%" PRId64 "%s>%s", number, version, pos1, v->ref,
                    v->alt);
    return true;
}
