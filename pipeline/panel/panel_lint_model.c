#include "panel/panel_lint.h"

#include <string.h>

/* The MANE models of a gene: by HGNC id where the models have ids, else by symbol. */
static bool is_of_gene(const gnbs_transcript_t *tx, const char *symbol, const char *id) {
    bool has_id = tx->hgnc_id != NULL && tx->hgnc_id[0] != '\0';
    return has_id ? strcmp(tx->hgnc_id, id) == 0 : strcmp(tx->symbol, symbol) == 0;
}

static size_t stem_len(const char *accession, size_t n) {
    size_t i = 0;
    while (i < n && accession[i] != '.') i++;
    return i;
}

typedef enum fit { FIT_NONE, FIT_OTHER_VERSION, FIT_SAME } fit_t;

static fit_t hold_against(const char *accession, size_t n, const char *name) {
    size_t n_stem = stem_len(accession, n);
    if (name == NULL || name[0] == '\0') return FIT_NONE;
    if (strlen(name) == n && strncmp(name, accession, n) == 0) return FIT_SAME;
    bool is_stem =
        stem_len(name, strlen(name)) == n_stem && strncmp(name, accession, n_stem) == 0;
    return is_stem ? FIT_OTHER_VERSION : FIT_NONE;
}

/* The first transcript of the row, on which variants are named. */
void gnbs_panel_lint_model(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells) {
    const char *symbol = gnbs_panel_cell(cells, GNBS_PANEL_GENE),
               *id = gnbs_panel_cell(cells, GNBS_PANEL_HGNC_ID),
               *accession = gnbs_panel_cell(cells, GNBS_PANEL_TRANSCRIPT);
    size_t n = strcspn(accession, ";");
    const gnbs_transcript_t *select = NULL, *found = NULL;
    fit_t best = FIT_NONE;
    if (lint->tables->n_model == 0 || !gnbs_panel_is_transcript(accession, n)) return;
    for (size_t i = 0; i < lint->tables->n_model; i++) {
        const gnbs_transcript_t *tx = &lint->tables->model[i];
        if (!is_of_gene(tx, symbol, id)) continue;
        if (tx->mane == GNBS_MANE_SELECT) select = tx;
        fit_t fit = hold_against(accession, n, tx->id);
        if (fit < FIT_SAME && hold_against(accession, n, tx->other_id) > fit)
            fit = hold_against(accession, n, tx->other_id);
        if (fit > best) best = fit, found = tx;
    }
    if (select == NULL || best == FIT_SAME) {
        if (select == NULL || found->mane != GNBS_MANE_NONE) return;
    }
    const gnbs_transcript_t *better = best == FIT_OTHER_VERSION ? found : select;
    bool is_refseq = accession[0] == 'N';
    const char *now =
        is_refseq && better->other_id[0] != '\0' ? better->other_id : better->id;
    gnbs_panel_add_problem(
        lint, GNBS_PANEL_WARNING, gnbs_panel_place(cells, GNBS_PANEL_TRANSCRIPT),
        best == FIT_OTHER_VERSION
            ? gnbs_panel_text(lint, "MANE has another version of %.*s",
                              (int)(n > 40 ? 40 : n), accession)
            : gnbs_panel_text(lint, "%.*s is not the MANE Select transcript of %.32s",
                              (int)(n > 40 ? 40 : n), accession, symbol),
        gnbs_panel_text(lint, "%.60s", now),
        best == FIT_OTHER_VERSION
            ? "review the row on it and write it"
            : "write it, or note why the gene is read on another transcript");
}
