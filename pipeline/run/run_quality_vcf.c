/* The questions of quality that calls can answer: who is it (markers), is it mixed (CHARR), which sex (markers on X). */
#include <string.h>

#include "run/run_case.h"
#include "run/run_family.h"

/* Markers of the bundle that the records tell of. */
static gnbs_code_t identify(gnbs_run_state_t *s, const gnbs_run_records_t *r,
                            gnbs_err_t *err) {
    const gnbs_bundle_t *b = &s->bundle;
    int8_t *genotype = GNBS_NEW(&s->arena, int8_t, b->n_marker);
    gnbs_marker_t *marker = GNBS_NEW(&s->arena, gnbs_marker_t, b->n_marker);
    if (genotype == NULL || marker == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu markers", b->n_marker);
    gnbs_run_records_genotypes(r, b->n_marker, b->marker, genotype);
    size_t n = 0;
    for (size_t i = 0; i < b->n_marker; i++)
        if (genotype[i] >= 0) marker[n] = b->marker[i], genotype[n++] = genotype[i];
    s->newborn.quality.identity = (gnbs_identity_t){.n = n,
                                                    .marker = marker,
                                                    .genotype = genotype,
                                                    .sample = s->newborn.sample,
                                                    .markers = b->identity};
    return GNBS_OK;
}

static gnbs_contig_kind_t kind_of(const gnbs_run_state_t *s, const gnbs_marker_t *m) {
    return gnbs_contig_kind(s->bundle.contigs.contig[m->tid].name);
}

/* Reads of REF where both copies are ALT, over what a mixture with the population would give. */
static void set_charr(gnbs_run_state_t *s, const gnbs_run_records_t *r) {
    gnbs_quality_t *q = &s->newborn.quality;
    gnbs_qc_charr_t charr = {0};
    for (size_t i = 0; i < q->identity.n; i++) {
        const gnbs_marker_t *m = &q->identity.marker[i];
        if (q->identity.genotype[i] != 2 || kind_of(s, m) != GNBS_CONTIG_AUTOSOME) continue;
        const gnbs_call_t *call = gnbs_run_records_at_marker(r, m);
        if (call != NULL) gnbs_qc_charr_add(&charr, call->ad_ref, call->ad_alt, 1 - m->af);
    }
    q->metric[GNBS_METRIC_CHARR].is_known =
        gnbs_qc_charr_is_known(&charr, &q->metric[GNBS_METRIC_CHARR].value);
}

/* Silence must mean reference: only then are heterozygous markers a share of something. */
static void set_sex(gnbs_run_state_t *s, const gnbs_run_records_t *r) {
    gnbs_quality_t *q = &s->newborn.quality;
    double n_het = 0, expected = 0;
    for (size_t i = 0; i < q->identity.n; i++) {
        const gnbs_marker_t *m = &q->identity.marker[i];
        gnbs_contig_kind_t kind = kind_of(s, m);
        if (kind != GNBS_CONTIG_X || gnbs_contig_is_par(s->bundle.build, kind, m->pos))
            continue;
        n_het += q->identity.genotype[i] == 1;
        expected += 2 * m->af * (1 - m->af);
        const gnbs_call_t *call = gnbs_run_records_at_marker(r, m);
        if (call != NULL && call->ploidy == 1) n_het -= q->identity.genotype[i] == 1;
    }
    bool is_known = r->n_span > 0 && expected >= s->opt->qc.sex.min_markers;
    gnbs_metric_t *het = &q->metric[GNBS_METRIC_X_HET];
    *het = (gnbs_metric_t){is_known, is_known ? n_het / expected : 0, NULL};
    if (is_known && het->value >= s->opt->qc.sex.min_het) q->sex_inferred = GNBS_SEX_FEMALE;
    if (is_known && het->value <= s->opt->qc.sex.min_het / 8)
        q->sex_inferred = GNBS_SEX_MALE;
}

/* Gates on what calls cannot tell are not asked: the case is not held for being a VCF. */
static gnbs_code_t judge(gnbs_run_state_t *s, gnbs_err_t *err) {
    gnbs_quality_t *q = &s->newborn.quality;
    gnbs_gate_t *asked = GNBS_NEW(&s->arena, gnbs_gate_t, s->n_gate);
    if (asked == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "gates");
    size_t n = 0;
    for (size_t i = 0; i < s->n_gate; i++) {
        const gnbs_metric_t *m = &q->metric[s->gate[i].metric];
        if (m->is_known || m->words != NULL) asked[n++] = s->gate[i];
    }
    return gnbs_qc_judge_gates(n, asked, &s->arena, q, err);
}

gnbs_code_t gnbs_run_judge_records(gnbs_run_state_t *s, const gnbs_run_records_t *r,
                                   gnbs_err_t *err) {
    const gnbs_ref_source_t ref = gnbs_run_bundle_source(s);
    GNBS_TRY(identify(s, r, err));
    set_charr(s, r);
    set_sex(s, r);
    GNBS_TRY(gnbs_run_compare_sex(s, err));
    GNBS_TRY(gnbs_run_compare_parents(s, &ref, err));
    GNBS_TRY(judge(s, err));
    return gnbs_run_judge_with_parents(s, &ref, err);
}
