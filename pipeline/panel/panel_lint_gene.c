#include "panel/panel_lint.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "genome/contig.h"

enum { COLUMN_GENE = 0, COLUMN_HGNC_ID = 1 }; /* the same in every table of a panel */

static bool lint_id(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells,
                    const char *id) {
    if (gnbs_panel_is_hgnc_id(id)) return true;
    const char *cure = "take it from the gene's page at genenames.org", *digits = id;
    while (strncasecmp(digits, "HGNC:", 5) == 0) digits += 5;
    const char *fixed = gnbs_panel_text(lint, "HGNC:%.20s", digits);
    if (gnbs_panel_is_hgnc_id(fixed)) cure = gnbs_panel_text(lint, "write %s", fixed);
    gnbs_panel_add_problem(lint, GNBS_PANEL_ERROR, gnbs_panel_place(cells, COLUMN_HGNC_ID),
                           id[0] == '\0'
                               ? "the HGNC id is missing; it is the key of the row"
                               : gnbs_panel_text(lint, "'%.60s' is not an HGNC id", id),
                           "HGNC: and a number", cure);
    return false;
}

static bool lint_symbol_form(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells,
                             const char *symbol) {
    gnbs_panel_place_t at = gnbs_panel_place(cells, COLUMN_GENE);
    bool is_date = gnbs_panel_is_spreadsheet_date(symbol);
    if (!is_date && gnbs_panel_is_symbol(symbol)) return true;
    gnbs_panel_add_problem(
        lint, GNBS_PANEL_ERROR, at,
        symbol[0] == '\0' ? "the gene symbol is missing"
        : is_date
            ? gnbs_panel_text(
                  lint,
                  "'%.60s' looks like a date that a spreadsheet made of a gene symbol",
                  symbol)
            : gnbs_panel_text(lint, "'%.60s' is not a gene symbol", symbol),
        "the approved symbol of the HGNC id",
        is_date ? "write the symbol (SEPTIN2, MARCHF1, ...) and format the column as text"
                : "write it without blanks or marks");
    return false;
}

/* Every other gene that answers to the name; "" when none does. */
static const char *other_owners(gnbs_panel_linter_t *lint, const char *name,
                                const char *but_id, const gnbs_panel_gene_t **first) {
    const char *text =
        gnbs_panel_genes_owners(&lint->genes, name, but_id, lint->arena, first);
    if (text == NULL) lint->has_failed = true;
    return text != NULL ? gnbs_panel_text(lint, "%s", text) : "";
}

/* The id is in the table, the symbol is not its approved one. */
static void lint_wrong_symbol(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells,
                              const char *symbol, const gnbs_panel_gene_t *gene) {
    const gnbs_panel_gene_t *other;
    const char *owners = other_owners(lint, symbol, gene->hgnc_id, &other);
    gnbs_panel_name_kind_t kind = gnbs_panel_gene_knows(gene, symbol);
    const char *what;
    if (kind != GNBS_NAME_NONE && owners[0] != '\0')
        what =
            gnbs_panel_text(lint, "%.60s is %s of %s; it is also %s, a different gene",
                            symbol, gnbs_panel_name_kind_text(kind), gene->hgnc_id, owners);
    else if (kind != GNBS_NAME_NONE)
        what = gnbs_panel_text(lint, "%.60s is %s of %s", symbol,
                               gnbs_panel_name_kind_text(kind), gene->hgnc_id);
    else if (owners[0] != '\0')
        what = gnbs_panel_text(lint, "%.60s is %s, not a name of %s", symbol, owners,
                               gene->hgnc_id);
    else
        what = gnbs_panel_text(lint, "%.60s is not a name of %s%s", symbol, gene->hgnc_id,
                               strcasecmp(symbol, gene->symbol) == 0 ? " in this spelling"
                                                                     : "");
    const char *cure =
        gnbs_panel_text(lint, "write %s if %s is meant", gene->symbol, gene->hgnc_id);
    if (other != NULL)
        cure = gnbs_panel_text(lint, "%s, or %s and %s if that gene is", cure,
                               other->symbol, other->hgnc_id);
    gnbs_panel_add_problem(
        lint, GNBS_PANEL_ERROR, gnbs_panel_place(cells, COLUMN_GENE), what,
        gnbs_panel_text(lint, "%s, the approved symbol of %s", gene->symbol, gene->hgnc_id),
        cure);
}

/* The id is not in the table: the symbol may still belong to someone else. */
static void lint_unknown_id(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells,
                            const char *symbol, const char *id) {
    const gnbs_panel_gene_t *other;
    const char *owners = other_owners(lint, symbol, id, &other);
    gnbs_panel_place_t at = gnbs_panel_place(cells, COLUMN_HGNC_ID);
    if (other == NULL) {
        gnbs_panel_add_problem(
            lint, GNBS_PANEL_WARNING, at,
            gnbs_panel_text(
                lint, "%.60s is not in the gene table %.200s: the symbol was not checked",
                id, lint->tables->genes->path),
            "", "add the gene to that table");
        return;
    }
    bool is_approved = gnbs_panel_gene_knows(other, symbol) == GNBS_NAME_APPROVED;
    gnbs_panel_add_problem(
        lint, is_approved ? GNBS_PANEL_ERROR : GNBS_PANEL_WARNING, at,
        gnbs_panel_text(lint, "%.60s is not in the gene table, and %.60s is %s", id, symbol,
                        owners),
        gnbs_panel_text(lint, "%s beside %s", other->hgnc_id, other->symbol),
        gnbs_panel_text(lint,
                        "write %s and %s if that gene is meant; else correct the symbol",
                        other->symbol, other->hgnc_id));
}

void gnbs_panel_lint_gene(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells) {
    const char *symbol = gnbs_panel_cell(cells, COLUMN_GENE),
               *id = gnbs_panel_cell(cells, COLUMN_HGNC_ID);
    bool is_id = cells->index[COLUMN_HGNC_ID] >= 0 && lint_id(lint, cells, id);
    bool is_symbol =
        cells->index[COLUMN_GENE] >= 0 && lint_symbol_form(lint, cells, symbol);
    if (!is_id || !is_symbol || !lint->has_genes) return;
    const gnbs_panel_gene_t *gene = gnbs_panel_genes_find(&lint->genes, id);
    if (gene == NULL)
        lint_unknown_id(lint, cells, symbol, id);
    else if (strcmp(gene->symbol, symbol) != 0)
        lint_wrong_symbol(lint, cells, symbol, gene);
}

/* The bundle's transcript with the same accession but for its version, or NULL. */
static const gnbs_transcript_t *other_version(const gnbs_bundle_t *b, const char *id,
                                              size_t n) {
    size_t n_stem = 0;
    while (n_stem < n && id[n_stem] != '.') n_stem++;
    for (size_t i = 0; i < b->n_transcript; i++) {
        const char *const name[2] = {b->transcript[i].id, b->transcript[i].other_id};
        for (int k = 0; k < 2; k++)
            if (strncmp(name[k], id, n_stem) == 0 &&
                (name[k][n_stem] == '.' || name[k][n_stem] == '\0'))
                return &b->transcript[i];
    }
    return NULL;
}

static void lint_in_bundle(gnbs_panel_linter_t *lint, gnbs_panel_place_t at,
                           const gnbs_gene_t *gene, const char *id, size_t n) {
    const char *accession = gnbs_panel_text(lint, "%.*s", (int)(n > 60 ? 60 : n), id);
    if (gnbs_bundle_transcript(lint->bundle, accession) != NULL) return;
    const gnbs_transcript_t *tx = other_version(lint->bundle, id, n);
    if (tx == NULL && gene->n_transcript > 0) {
        tx = &lint->bundle->transcript[gene->transcript[0]];
        gnbs_panel_add_problem(
            lint, GNBS_PANEL_ERROR, at,
            gnbs_panel_text(lint, "%s is not in the bundle", accession),
            gnbs_panel_text(lint, "a transcript of %s that the bundle holds: %s",
                            gene->symbol, tx->id),
            gnbs_panel_text(lint,
                            "write %s, or build the bundle from gene models that hold %s",
                            tx->id, accession));
    } else if (tx == NULL) {
        gnbs_panel_add_problem(
            lint, GNBS_PANEL_ERROR, at,
            gnbs_panel_text(lint, "%s is not in the bundle, nor any other transcript of %s",
                            accession, gene->symbol),
            "", "build the bundle from gene models that hold it");
    } else {
        bool is_partner = strncmp(tx->id, id, 3) != 0;
        const char *there = is_partner ? tx->other_id : tx->id;
        gnbs_panel_add_problem(
            lint, GNBS_PANEL_ERROR, at,
            gnbs_panel_text(lint, "the bundle has another version than %s", accession),
            gnbs_panel_text(lint, "%s, which is the one that is there", there),
            gnbs_panel_text(lint,
                            "review the row on %s and write it, or build the bundle from "
                            "the older gene models",
                            there));
    }
}

static void lint_gene_in_bundle(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells,
                                const gnbs_gene_t *gene) {
    gnbs_panel_place_t at = gnbs_panel_place(cells, GNBS_PANEL_GENE);
    gnbs_panel_lint_locus(lint, cells, gene);
    if (gene->target_n_bp > 0)
        gnbs_panel_add_problem(lint, GNBS_PANEL_WARNING, at,
                               gnbs_panel_text(lint,
                                               "%s has no reference sequence for %lld of "
                                               "its %lld target bases in the bundle",
                                               gene->symbol, (long long)gene->target_n_bp,
                                               (long long)gene->target_bp),
                               "",
                               "build the bundle from a FASTA that holds them; until then "
                               "they are not assessed");
    gnbs_inheritance_t inh =
        gnbs_inheritance_parse(gnbs_panel_cell(cells, GNBS_PANEL_INHERITANCE));
    bool is_x_row = inh == GNBS_INH_XLR || inh == GNBS_INH_XLD || inh == GNBS_INH_XL;
    const char *contig = lint->bundle->contigs.contig[gene->tid].name;
    bool is_x_gene = gnbs_contig_kind(contig) == GNBS_CONTIG_X;
    bool is_par =
        is_x_gene && gnbs_contig_is_par(lint->bundle->build, GNBS_CONTIG_X, gene->beg);
    if (inh != GNBS_INH_UNKNOWN && is_x_row != (is_x_gene && !is_par))
        gnbs_panel_add_problem(
            lint, GNBS_PANEL_WARNING, gnbs_panel_place(cells, GNBS_PANEL_INHERITANCE),
            gnbs_panel_text(lint, "inheritance is %s, and %s lies on %s",
                            gnbs_inheritance_short(inh), gene->symbol, contig),
            "", "correct one of the two");
}

void gnbs_panel_lint_transcript(gnbs_panel_linter_t *lint,
                                const gnbs_panel_cells_t *cells) {
    const char *text = gnbs_panel_cell(cells, GNBS_PANEL_TRANSCRIPT),
               *id = gnbs_panel_cell(cells, GNBS_PANEL_HGNC_ID);
    gnbs_panel_place_t at = gnbs_panel_place(cells, GNBS_PANEL_TRANSCRIPT);
    if (at.i_column < 0) return;
    const gnbs_gene_t *gene =
        lint->bundle != NULL ? gnbs_bundle_gene(lint->bundle, id) : NULL;
    if (lint->bundle != NULL && gene == NULL && gnbs_panel_is_hgnc_id(id))
        gnbs_panel_add_problem(
            lint, GNBS_PANEL_WARNING, gnbs_panel_place(cells, GNBS_PANEL_GENE),
            gnbs_panel_text(
                lint, "%s is not in the bundle: the condition cannot be assessed with it",
                id),
            "", "build the bundle for this panel");
    if (gene != NULL) lint_gene_in_bundle(lint, cells, gene);
    if (text[0] == '\0')
        gnbs_panel_add_problem(
            lint, GNBS_PANEL_WARNING, at,
            "no transcript is named: variants of the gene cannot be read",
            "the versioned MANE Select transcript", "write it, or note why there is none");
    for (const char *s = text; *s != '\0';) {
        size_t n = strcspn(s, ";");
        if (!gnbs_panel_is_transcript(s, n))
            gnbs_panel_add_problem(lint, GNBS_PANEL_ERROR, at,
                                   gnbs_panel_text(lint,
                                                   "'%.*s' is not a versioned transcript",
                                                   (int)(n > 60 ? 60 : n), s),
                                   "ENST00000003084.11 or NM_000492.4 in form",
                                   gnbs_panel_guess_transcript(lint, s, n));
        else if (gene != NULL)
            lint_in_bundle(lint, at, gene, s, n);
        s += n;
        if (*s == ';') s++;
    }
    if (strchr(text, ';') != NULL)
        gnbs_panel_add_problem(lint, GNBS_PANEL_INFO, at,
                               "several transcripts: variants are named on the first", "",
                               "");
}
