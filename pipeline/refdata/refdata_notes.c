#include "refdata/refdata_state.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

static gnbs_code_t print_into(gnbs_refdata_t *data, char **text, const char *fmt,
                              va_list ap, gnbs_err_t *err) {
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    *text = n < 0 ? NULL : GNBS_NEW(&data->arena, char, n + 1);
    if (*text != NULL) vsnprintf(*text, (size_t)n + 1, fmt, again);
    va_end(again);
    return *text != NULL ? GNBS_OK : gnbs_refdata_no_memory(err);
}

gnbs_code_t gnbs_refdata_add_note(gnbs_refdata_t *data, gnbs_err_t *err, const char *fmt,
                                  ...) {
    char *text;
    va_list ap;
    va_start(ap, fmt);
    gnbs_code_t code = print_into(data, &text, fmt, ap, err);
    va_end(ap);
    GNBS_TRY(code);
    return GNBS_PUSH(&data->note, text) ? GNBS_OK : gnbs_refdata_no_memory(err);
}

gnbs_code_t gnbs_refdata_add_fact(gnbs_refdata_t *data, gnbs_err_t *err, const char *key,
                                  const char *fmt, ...) {
    gnbs_bundle_fact_t fact = {.key = gnbs_arena_strdup(&data->arena, key)};
    if (fact.key == NULL) return gnbs_refdata_no_memory(err);
    char *text;
    va_list ap;
    va_start(ap, fmt);
    gnbs_code_t code = print_into(data, &text, fmt, ap, err);
    va_end(ap);
    GNBS_TRY(code);
    fact.value = text;
    return GNBS_PUSH(&data->fact, fact) ? GNBS_OK : gnbs_refdata_no_memory(err);
}

size_t gnbs_refdata_n_note(const gnbs_refdata_t *data) { return data->note.n; }
const char *gnbs_refdata_note(const gnbs_refdata_t *data, size_t i) {
    return data->note.at[i];
}
const gnbs_refdata_counts_t *gnbs_refdata_counts(const gnbs_refdata_t *data) {
    return &data->counts;
}

static gnbs_code_t state_alleles(gnbs_refdata_t *data, const char *prefix,
                                 const struct gnbs_refdata_allele_counts *c,
                                 gnbs_err_t *err) {
    const struct {
        const char *name;
        int64_t n;
    } ROWS[] = {{"alleles", c->n_allele},
                {"contig_not_in_reference", c->n_no_contig},
                {"symbolic_or_no_alt", c->n_symbolic},
                {"too_long", c->n_long},
                {"ref_agrees", c->n_ref_agree},
                {"ref_disagrees", c->n_ref_mismatch},
                {"no_reference_sequence", c->n_no_reference},
                {"outside", c->n_outside},
                {"not_left_aligned", c->n_unaligned},
                {"without_value", c->n_unusable},
                {"filtered", c->n_filtered},
                {"duplicate", c->n_duplicate},
                {"kept", c->n_kept}};
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        char key[64];
        snprintf(key, sizeof key, "%s.%s", prefix, ROWS[i].name);
        GNBS_TRY(gnbs_refdata_add_fact(data, err, key, "%" PRId64, ROWS[i].n));
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_refdata_state_facts(gnbs_refdata_t *data, gnbs_err_t *err) {
    const gnbs_refdata_counts_t *c = &data->counts;
    const struct {
        const char *key;
        int64_t n;
    } ROWS[] = {{"option.flank_bp", data->opt.flank_bp},
                {"option.pad_bp", data->opt.pad_bp},
                {"option.gene_margin_bp", data->opt.gene_margin_bp},
                {"option.max_allele_bp", data->opt.max_allele_bp},
                {"transcripts.read", c->n_transcript_read},
                {"transcripts.duplicate", c->n_transcript_duplicate},
                {"genes.coding", c->n_coding_gene},
                {"genes.without_reference_sequence", c->n_gene_without_reference},
                {"panel.genes", c->n_panel_gene},
                {"panel.genes_without_transcript", c->n_panel_gene_missing},
                {"panel.include_used", c->n_include_used},
                {"panel.include_not_placed", c->n_include_unplaced},
                {"known.pathogenic", c->n_pathogenic}};
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
        GNBS_TRY(gnbs_refdata_add_fact(data, err, ROWS[i].key, "%" PRId64, ROWS[i].n));
    GNBS_TRY(gnbs_refdata_add_fact(data, err, "option.max_ref_mismatch", "%g",
                                   data->opt.max_ref_mismatch_frac));
    GNBS_TRY(state_alleles(data, "known", &c->known, err));
    GNBS_TRY(state_alleles(data, "frequency", &c->frequency, err));
    GNBS_TRY(state_alleles(data, "score", &c->score, err));
    GNBS_TRY(gnbs_refdata_add_fact(data, err, "rules.kept", "%zu", data->rule.n));
    for (size_t i = 0; i < data->note.n; i++) {
        char key[32];
        snprintf(key, sizeof key, "note.%05zu", i + 1);
        GNBS_TRY(gnbs_refdata_add_fact(data, err, key, "%s", data->note.at[i]));
    }
    return GNBS_OK;
}
