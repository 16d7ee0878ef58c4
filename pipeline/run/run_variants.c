#include "run/run_variants.h"

#include <string.h>

#include "annot/annot.h"
#include "io/vcf.h"

/* Where consequence[0] is of several variants: the variant alone, and beside it what they do together. */
static bool state_copy(gnbs_run_state_t *s, const gnbs_case_variant_t *v,
                       const gnbs_consequence_t **consequence, const gnbs_joint_t **joint) {
    if (v->same_copy == NULL || !v->same_copy->is_joined) return true;
    gnbs_consequence_t *alone = GNBS_NEW(&s->arena, gnbs_consequence_t, v->n_consequence);
    gnbs_joint_t *j = GNBS_NEW(&s->arena, gnbs_joint_t, v->n_consequence);
    if (alone == NULL || j == NULL) return false;
    memcpy(alone, v->consequence, v->n_consequence * sizeof *alone);
    alone[0] = v->same_copy->alone;
    j[0] = v->same_copy->joint;
    *consequence = alone;
    *joint = j;
    return true;
}

static const char *csq_of(gnbs_run_state_t *s, const gnbs_case_variant_t *v) {
    const char *alleles[2] = {v->call.variant.ref, v->call.variant.alt};
    const char *allele = v->dosage != NULL /* VEP's words for symbolic alleles */
                             ? gnbs_dosage_kind_word(v->dosage->kind)
                             : gnbs_annot_csq_allele(2, alleles, 1, &s->arena);
    gnbs_str_t text;
    gnbs_str_init(&text);
    const gnbs_consequence_t *consequence = v->consequence;
    const gnbs_joint_t *joint = NULL;
    bool ok = allele != NULL && state_copy(s, v, &consequence, &joint);
    if (ok)
        gnbs_annot_print_csq(&text, &s->bundle, &v->call.variant, allele, v->n_consequence,
                             consequence, joint,
                             &(gnbs_annot_facts_t){.known = v->known,
                                                   .frequency = v->frequency,
                                                   .same_protein = v->known_same_protein});
    const char *kept =
        text.failed || !ok ? NULL : gnbs_arena_strdup(&s->arena, gnbs_str_text(&text));
    gnbs_str_clear(&text);
    return kept;
}

/* Is it a variant of a finding? Whatever else was seen, a carrier's allele for one, is nobody's result. */
static bool is_of_finding(const gnbs_case_t *c, const gnbs_case_variant_t *v) {
    for (size_t i = 0; i < c->n_finding; i++)
        for (size_t k = 0; k < c->finding[i].n_variant; k++)
            if (c->finding[i].variant[k] == v) return true;
    return false;
}

/* One line per call; a call in two genes has an entry for each in GNBS_CSQ. */
static gnbs_code_t make_lines(gnbs_run_state_t *s, bool wants_all, gnbs_vcf_line_t line[],
                              size_t *n_line, gnbs_err_t *err) {
    const gnbs_case_t *c = &s->newborn;
    size_t n = 0;
    for (size_t i = 0; i < c->n_variant; i++) {
        const gnbs_case_variant_t *v = &c->variant[i];
        if (!wants_all && !is_of_finding(c, v)) continue;
        const char *csq = csq_of(s, v);
        if (csq == NULL)
            return gnbs_err_set(err, GNBS_E_NOMEM, "%zu variants", c->n_variant);
        bool is_again =
            n > 0 && line[n - 1].dosage == v->dosage &&
            gnbs_variant_compare(&line[n - 1].call->variant, &v->call.variant) == 0;
        if (!is_again) {
            line[n++] = (gnbs_vcf_line_t){
                .call = &v->call,
                .csq = csq,
                .dosage = v->dosage,
                .clinvar_id = v->known != NULL ? v->known->clinvar_id : NULL};
        } else if (csq[0] != '\0') {
            line[n - 1].csq =
                line[n - 1].csq[0] == '\0'
                    ? csq
                    : gnbs_arena_printf(&s->arena, "%s,%s", line[n - 1].csq, csq);
            if (line[n - 1].csq == NULL)
                return gnbs_err_set(err, GNBS_E_NOMEM, "%zu variants", c->n_variant);
        }
    }
    *n_line = n;
    return GNBS_OK;
}

static gnbs_code_t write_file(gnbs_run_state_t *s, const char *dir, const char *name,
                              bool wants_all, gnbs_err_t *err) {
    const gnbs_case_t *c = &s->newborn;
    gnbs_vcf_line_t *line = GNBS_NEW(&s->arena, gnbs_vcf_line_t, c->n_variant);
    const char *path = gnbs_arena_printf(&s->arena, "%s/%s", dir, name);
    const char *program = gnbs_arena_printf(&s->arena, "gnbs %s", s->opt->program_version);
    const char *reference =
        gnbs_arena_printf(&s->arena, "%s bundle %s",
                          gnbs_contig_build_name(s->bundle.build), s->bundle.identity);
    if (line == NULL || path == NULL || program == NULL || reference == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu variants", c->n_variant);
    size_t n = 0;
    GNBS_TRY(make_lines(s, wants_all, line, &n, err));
    const gnbs_vcf_meta_t meta = {.sample = c->sample,
                                  .program_line = program,
                                  .reference_line = reference,
                                  .csq_format = gnbs_annot_csq_format(),
                                  .has_dosage = (s->methods & GNBS_METHOD_DOSAGE) != 0,
                                  .consent_line =
                                      s->opt->consent == NULL ? "not checked" : NULL,
                                  .is_reportable_only = !wants_all,
                                  .is_synthetic = c->is_synthetic};
    return gnbs_vcf_write(path, &s->bundle.contigs, &meta, n, line, err);
}

gnbs_code_t gnbs_run_write_variants(gnbs_run_state_t *s, const char *dir, gnbs_err_t *err) {
    GNBS_TRY(write_file(s, dir, GNBS_RUN_VARIANTS, false, err));
    if (!s->opt->keeps_all_variants) return GNBS_OK;
    return write_file(s, dir, GNBS_RUN_LAB_VARIANTS, true, err);
}
