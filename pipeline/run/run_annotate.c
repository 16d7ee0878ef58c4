#include <stdlib.h>
#include <string.h>

#include "annot/annot.h"
#include "classify/classify.h"
#include "core/vec.h"
#include "run/run_case.h"
#include "run/run_dosage.h"

enum { GENE_MARGIN_BP = 2000 }; /* as the bundle's known alleles reach */

typedef GNBS_VEC(gnbs_case_variant_t) variants_t;

/* The first screened row of the gene says how loss of function and dominance are to be read for the variant's class. */
static const gnbs_condition_t *row_of_gene(const gnbs_panel_t *panel,
                                           const gnbs_gene_t *gene) {
    const gnbs_condition_t *first = NULL;
    for (size_t i = 0; i < panel->n_condition; i++) {
        if (strcmp(panel->condition[i].hgnc_id, gene->hgnc_id) != 0) continue;
        if (panel->condition[i].status == GNBS_STATUS_GREEN) return &panel->condition[i];
        if (first == NULL) first = &panel->condition[i];
    }
    return first;
}

/* The panel's transcript first, then in annot's order; only transcripts of this gene. */
static size_t keep_of_gene(const gnbs_bundle_t *b, const gnbs_gene_t *gene,
                           const char *wanted, size_t n, gnbs_consequence_t c[]) {
    size_t n_kept = 0;
    for (size_t i = 0; i < n; i++) {
        bool is_own = false;
        for (int k = 0; k < gene->n_transcript; k++)
            is_own |= c[i].tx == &b->transcript[gene->transcript[k]];
        if (is_own) c[n_kept++] = c[i];
    }
    for (size_t i = 1; i < n_kept; i++) {
        if (strcmp(c[i].tx->id, wanted) != 0 && strcmp(c[i].tx->other_id, wanted) != 0)
            continue;
        gnbs_consequence_t first = c[i];
        memmove(c + 1, c, i * sizeof *c);
        c[0] = first;
        break;
    }
    return n_kept;
}

static gnbs_code_t describe(gnbs_run_state_t *s, const gnbs_call_t *call,
                            const gnbs_gene_t *gene, gnbs_case_variant_t *v,
                            gnbs_err_t *err) {
    *v = (gnbs_case_variant_t){.call = *call, .gene = gene};
    const gnbs_condition_t *row = row_of_gene(&s->panel, gene);
    gnbs_consequence_t *c = NULL;
    size_t n = 0;
    GNBS_TRY(gnbs_annot_variant(&s->bundle, &call->variant, NULL, &s->arena, &n, &c, err));
    v->n_consequence =
        keep_of_gene(&s->bundle, gene, row != NULL ? row->transcript : "", n, c);
    v->consequence = c;
    v->known = gnbs_bundle_known(&s->bundle, &call->variant);
    v->frequency = gnbs_bundle_frequency(&s->bundle, &call->variant);
    if (v->n_consequence > 0)
        v->known_same_protein =
            gnbs_annot_same_protein(&s->bundle, &c[0], &call->variant, &s->arena);
    gnbs_classify_opt_t opt = gnbs_classify_opt_default();
    const gnbs_classify_input_t in = {
        .consequence = v->n_consequence > 0 ? &c[0] : NULL,
        .known_same_protein = v->known_same_protein,
        .frequency = v->frequency,
        .has_frequency_source = s->bundle.n_frequency > 0,
        .is_lof_gene = row != NULL && strcmp(row->mechanism, "LoF") == 0,
        .inheritance = row != NULL ? row->inheritance : GNBS_INH_UNKNOWN};
    return gnbs_classify_variant(&opt, &in, &s->arena, &v->classification, err);
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

/* The transcript that the panel names for the gene, else its first. */
static const gnbs_transcript_t *transcript_of(const gnbs_run_state_t *s,
                                              const gnbs_gene_t *gene) {
    const gnbs_condition_t *row = row_of_gene(&s->panel, gene);
    const gnbs_transcript_t *named =
        row != NULL && row->transcript[0] != '\0'
            ? gnbs_bundle_transcript(&s->bundle, row->transcript)
            : NULL;
    return named != NULL ? named : &s->bundle.transcript[gene->transcript[0]];
}

/* Deletions and duplications, for each gene whose exons they touch. No source of the bundle says how common they are. */
static gnbs_code_t describe_dosage(gnbs_run_state_t *s, variants_t *out, gnbs_err_t *err) {
    const gnbs_classify_opt_t opt = gnbs_classify_opt_default();
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
            const gnbs_condition_t *row = row_of_gene(&s->panel, gene);
            const gnbs_classify_input_t in = {
                .consequence = v.consequence,
                .is_lof_gene = row != NULL && strcmp(row->mechanism, "LoF") == 0,
                .inheritance = row != NULL ? row->inheritance : GNBS_INH_UNKNOWN};
            GNBS_TRY(gnbs_classify_variant(&opt, &in, &s->arena, &v.classification, err));
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
