#include <stdlib.h>
#include <string.h>

#include "annot/annot.h"
#include "core/vec.h"
#include "run/run_case.h"
#include "run/run_dosage.h"
#include "run/run_joint.h"
#include "screen/screen_inherit.h"

enum { GENE_MARGIN_BP = 2000 }; /* as the bundle's known alleles reach */

typedef GNBS_VEC(gnbs_case_variant_t) variants_t;

static gnbs_code_t classify(gnbs_run_state_t *s, gnbs_case_variant_t *v,
                            const gnbs_condition_t *row, size_t n_partner,
                            const gnbs_classify_partner_t partner[], gnbs_err_t *err) {
    const gnbs_same_copy_t *copy =
        v->same_copy != NULL && v->same_copy->is_joined ? v->same_copy : NULL;
    const gnbs_run_question_t q = {.variant = &v->call.variant,
                                   .gene = v->gene,
                                   .n_consequence = v->n_consequence,
                                   .consequence = v->consequence,
                                   .row = row,
                                   .together = copy == NULL           ? NULL
                                               : copy->hgvs_c != NULL ? copy->hgvs_c
                                                                      : "this copy",
                                   .stop_residue =
                                       copy != NULL ? copy->joint.stop_residue : 0,
                                   .is_homozygous = v->call.zygosity == GNBS_ZYG_HOM_ALT,
                                   .n_partner = n_partner,
                                   .partner = partner};
    return gnbs_run_classify_one(&s->evidence, &q, &s->arena, &v->classification, err);
}

static gnbs_code_t describe(gnbs_run_state_t *s, const gnbs_call_t *call,
                            const gnbs_gene_t *gene, gnbs_case_variant_t *v,
                            gnbs_err_t *err) {
    *v = (gnbs_case_variant_t){.call = *call, .gene = gene};
    const gnbs_condition_t *row = gnbs_run_row_of_gene(&s->panel, gene);
    gnbs_consequence_t *c = NULL;
    size_t n = 0;
    GNBS_TRY(gnbs_annot_variant(&s->bundle, &call->variant, NULL, &s->arena, &n, &c, err));
    v->n_consequence =
        gnbs_run_keep_of_gene(&s->bundle, gene, row != NULL ? row->transcript : "", n, c);
    v->consequence = c;
    v->known = gnbs_bundle_known(&s->bundle, &call->variant);
    v->frequency = gnbs_bundle_frequency(&s->bundle, &call->variant);
    gnbs_score_t *score;
    GNBS_TRY(gnbs_bundle_scores_of(s->evidence.scores, &call->variant, &s->arena,
                                   &v->n_score, &score, err));
    v->score = score;
    return GNBS_OK;
}

/* A call that lies in two genes of the panel is judged for each of them. */
static gnbs_code_t describe_calls(gnbs_run_state_t *s, variants_t *out, gnbs_err_t *err) {
    for (size_t i = 0; i < s->pass.n_call; i++) {
        const gnbs_variant_t *v = &s->pass.call[i].variant;
        for (size_t g = 0; g < s->bundle.n_gene; g++) {
            const gnbs_gene_t *gene = &s->bundle.gene[g];
            if (gene->tid != v->tid ||
                v->pos + (gnbs_pos_t)strlen(v->ref) < gene->beg - GENE_MARGIN_BP ||
                v->pos >= gene->end + GENE_MARGIN_BP)
                continue;
            gnbs_case_variant_t cv;
            gnbs_code_t code = describe(s, &s->pass.call[i], gene, &cv, err);
            if (code != GNBS_OK)
                return gnbs_err_ctx(err, "annotating %s:%lld %s>%s",
                                    s->bundle.contigs.contig[v->tid].name,
                                    (long long)v->pos + 1, v->ref, v->alt);
            if (!GNBS_PUSH(out, cv)) return gnbs_err_set(err, GNBS_E_NOMEM, "variants");
        }
    }
    return GNBS_OK;
}

static bool is_carried(const gnbs_case_variant_t *v) {
    return v->call.n_alt > 0 && v->call.filter == 0;
}

static bool is_near_gene(const gnbs_case_variant_t *v, const gnbs_gene_t *gene) {
    const gnbs_variant_t *at = &v->call.variant;
    return at->tid == gene->tid &&
           at->pos + (gnbs_pos_t)strlen(at->ref) >= gene->beg - GENE_MARGIN_BP &&
           at->pos < gene->end + GENE_MARGIN_BP;
}

static bool is_joined_with(const gnbs_case_variant_t *v, const char *name) {
    const gnbs_same_copy_t *copy = v->same_copy;
    bool is_one = false;
    for (size_t i = 0; copy != NULL && copy->is_joined && name != NULL && i < copy->n_with;
         i++)
        is_one |= strcmp(copy->with[i], name) == 0;
    return is_one;
}

/* By what its copy makes of it; the allele that changes the same residue is looked for again where that is another. */
static gnbs_code_t judge_each(gnbs_run_state_t *s, size_t n, gnbs_case_variant_t v[],
                              gnbs_err_t *err) {
    for (size_t i = 0; i < n; i++) {
        if (v[i].n_consequence > 0)
            v[i].known_same_protein = gnbs_annot_same_protein(
                &s->bundle, &v[i].consequence[0], &v[i].call.variant, &s->arena);
        GNBS_TRY(
            classify(s, &v[i], gnbs_run_row_of_gene(&s->panel, v[i].gene), 0, NULL, err));
    }
    return GNBS_OK;
}

/* Variants of one gene see each other: a partner of weight (uncertain or graver) may count for PM3, or against. The
 * classes are those of the first pass, so that the order of variants decides nothing. */
static gnbs_code_t judge_partners(gnbs_run_state_t *s, size_t n, gnbs_case_variant_t v[],
                                  gnbs_err_t *err) {
    gnbs_acmg_class_t *first = GNBS_NEW(&s->arena, gnbs_acmg_class_t, n);
    gnbs_classify_partner_t *partner = GNBS_NEW(&s->arena, gnbs_classify_partner_t, n);
    if (first == NULL || partner == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "variants of one gene");
    for (size_t i = 0; i < n; i++) first[i] = v[i].classification.acmg_class;
    for (size_t i = 0; i < n; i++) {
        size_t n_partner = 0, beg = i, end = i + 1; /* all that may lie in its gene */
        while (beg > 0 && is_near_gene(&v[beg - 1], v[i].gene)) beg--;
        while (end < n && is_near_gene(&v[end], v[i].gene)) end++;
        for (size_t k = beg; k < end; k++) {
            if (k == i || v[k].gene != v[i].gene || !is_carried(&v[k]) ||
                !is_carried(&v[i]) || first[k] < GNBS_ACMG_UNCERTAIN)
                continue;
            const char *name = v[k].n_consequence > 0 ? v[k].consequence[0].hgvs_c : NULL;
            if (is_joined_with(&v[i], name)) continue; /* one change, not two */
            partner[n_partner++] = (gnbs_classify_partner_t){
                .name = name != NULL ? name : "another variant",
                .acmg_class = first[k],
                .phase = gnbs_screen_phase(&v[i].call, &v[k].call)};
        }
        if (n_partner > 0)
            GNBS_TRY(classify(s, &v[i], gnbs_run_row_of_gene(&s->panel, v[i].gene),
                              n_partner, partner, err));
    }
    return GNBS_OK;
}

/* The transcript that the panel names for the gene, else its first. */
static const gnbs_transcript_t *transcript_of(const gnbs_run_state_t *s,
                                              const gnbs_gene_t *gene) {
    const gnbs_condition_t *row = gnbs_run_row_of_gene(&s->panel, gene);
    const gnbs_transcript_t *named =
        row != NULL && row->transcript[0] != '\0'
            ? gnbs_bundle_transcript(&s->bundle, row->transcript)
            : NULL;
    return named != NULL ? named : &s->bundle.transcript[gene->transcript[0]];
}

/* By the exons it takes or doubles on the transcript it was described on: PVS1's own branches. */
static gnbs_code_t classify_dosage(gnbs_run_state_t *s, const gnbs_dosage_t *d,
                                   gnbs_case_variant_t *v, gnbs_err_t *err) {
    const gnbs_run_question_t q = {.gene = v->gene,
                                   .row = gnbs_run_row_of_gene(&s->panel, v->gene)};
    const gnbs_classify_dosage_t event = {.is_deletion = d->kind == GNBS_DOSAGE_DEL,
                                          .region = d->region,
                                          .tandem = d->is_tandem ? GNBS_TANDEM_PROVEN
                                                                 : GNBS_TANDEM_PRESUMED,
                                          .tx = v->consequence[0].tx};
    return gnbs_run_classify_event(&s->evidence, &q, &event, &s->arena, &v->classification,
                                   err);
}

/* Deletions and duplications, for each gene whose exons they touch. No source of the bundle says how common they are. */
static gnbs_code_t describe_dosage(gnbs_run_state_t *s, variants_t *out, gnbs_err_t *err) {
    for (size_t i = 0; i < s->dosage.n_event; i++) {
        const gnbs_dosage_t *d = &s->dosage.event[i];
        for (size_t g = 0; g < s->bundle.n_gene; g++) {
            const gnbs_gene_t *gene = &s->bundle.gene[g];
            gnbs_case_variant_t v;
            bool touches;
            if (gene->tid != d->region.tid || gene->n_transcript == 0 ||
                gene->beg >= d->region.end || d->region.beg >= gene->end)
                continue;
            GNBS_TRY(gnbs_run_dosage_variant(&s->bundle, d, gene, transcript_of(s, gene),
                                             &s->arena, &v, &touches, err));
            if (!touches) continue;
            GNBS_TRY(classify_dosage(s, d, &v, err));
            if (!GNBS_PUSH(out, v)) return gnbs_err_set(err, GNBS_E_NOMEM, "variants");
        }
    }
    return GNBS_OK;
}

static int compare_variant(const void *a, const void *b) {
    const gnbs_case_variant_t *x = a, *y = b;
    int c = gnbs_variant_compare(&x->call.variant, &y->call.variant);
    if (c != 0) return c;
    if (x->dosage != y->dosage && x->dosage != NULL && y->dosage != NULL)
        return x->dosage->region.end < y->dosage->region.end ? -1 : 1;
    return x->gene < y->gene ? -1 : x->gene > y->gene;
}

static gnbs_code_t state_known(gnbs_run_state_t *s, gnbs_err_t *err) {
    gnbs_known_state_t *state = GNBS_NEW(&s->arena, gnbs_known_state_t, s->n_known);
    if (state == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu known alleles", s->n_known);
    for (size_t i = 0; i < s->n_known; i++) {
        state[i].known = s->known[i];
        state[i].state = s->pass.known[i].state == GNBS_KNOWN_PRESENT ? GNBS_KNOWN_PRESENT
                         : s->pass.known[i].state == GNBS_KNOWN_ABSENT
                             ? GNBS_KNOWN_ABSENT
                             : GNBS_KNOWN_NOT_CALLABLE;
        state[i].dp = s->pass.known[i].dp;
        state[i].gq_phred = s->pass.known[i].gq_phred;
    }
    s->newborn.n_known_state = s->n_known;
    s->newborn.known_state = state;
    return GNBS_OK;
}

gnbs_code_t gnbs_run_annotate(gnbs_run_state_t *s, gnbs_err_t *err) {
    GNBS_TRY(state_known(s, err));
    variants_t found = {0};
    gnbs_code_t code = describe_calls(s, &found, err);
    if (code == GNBS_OK)
        code = gnbs_run_join(&s->bundle, found.n, found.at, &s->arena, err);
    if (code == GNBS_OK) code = judge_each(s, found.n, found.at, err);
    if (code == GNBS_OK) code = judge_partners(s, found.n, found.at, err);
    if (code == GNBS_OK) code = describe_dosage(s, &found, err);
    if (code == GNBS_OK && found.n > 0)
        qsort(found.at, found.n, sizeof *found.at, compare_variant);
    if (code == GNBS_OK) {
        s->newborn.n_variant = found.n;
        s->newborn.variant = GNBS_NEW(&s->arena, gnbs_case_variant_t, found.n);
        if (s->newborn.variant == NULL)
            code = gnbs_err_set(err, GNBS_E_NOMEM, "variants");
        else if (found.n > 0)
            memcpy(s->newborn.variant, found.at, found.n * sizeof *found.at);
    }
    GNBS_VEC_CLEAR(&found);
    return code;
}
