/* panel/panel_lint.h -- what the parts of lint share. Not for use outside the room.
 *
 * A problem is added at a place; the words come in three parts (what is wrong, what was expected, how to cure it).
 * Memory   all text lies in the arena; a failed allocation is remembered and returned once, by gnbs_panel_lint
 */
#ifndef GNBS_PANEL_PANEL_LINT_H
#define GNBS_PANEL_PANEL_LINT_H

#include "core/vec.h"
#include "panel/panel.h"
#include "panel/panel_genes.h"
#include "panel/panel_terms.h"
#include "panel/panel_validity.h"

typedef struct gnbs_panel_linter {
    const gnbs_panel_tables_t *tables;
    const gnbs_bundle_t *bundle;    /* or NULL */
    gnbs_panel_genes_t genes;       /* n == 0 without a gene table */
    gnbs_panel_validity_t validity; /* n == 0 without ClinGen's table */
    bool has_genes, is_signed_off, has_failed;
    gnbs_arena_t *arena;
    GNBS_VEC(gnbs_panel_problem_t) found;
} gnbs_panel_linter_t;

typedef struct gnbs_panel_place {
    const gnbs_table_t *table;
    int line;
    int i_column; /* index into table->column; -1: the whole line */
} gnbs_panel_place_t;

typedef struct gnbs_panel_cells { /* a row, its cells by the number of a known column */
    const gnbs_table_t *table;
    const gnbs_table_row_t *row;
    const int
        *index; /* known column -> index into table->column, -1 when the table has none */
} gnbs_panel_cells_t;

/* "" when the table has no such column. */
const char *gnbs_panel_cell(const gnbs_panel_cells_t *cells, int column);
gnbs_panel_place_t gnbs_panel_place(const gnbs_panel_cells_t *cells, int column);
/* Where each known column is. */
void gnbs_panel_map_columns(const gnbs_table_t *table, int n,
                            const gnbs_panel_column_spec_t spec[], int index[]);

/* printf for parts of a problem; never NULL. */
const char *gnbs_panel_text(gnbs_panel_linter_t *lint, const char *fmt, ...)
    GNBS_PRINTF(2, 3);
void gnbs_panel_add_problem(gnbs_panel_linter_t *lint, gnbs_panel_severity_t severity,
                            gnbs_panel_place_t place, const char *what,
                            const char *expected, const char *cure);

/* The parts, by file of the same name. */
void gnbs_panel_lint_header(gnbs_panel_linter_t *lint);
void gnbs_panel_lint_columns(gnbs_panel_linter_t *lint, const gnbs_table_t *table, int n,
                             const gnbs_panel_column_spec_t spec[], const int index[]);
void gnbs_panel_lint_row(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells);
void gnbs_panel_lint_rows_together(gnbs_panel_linter_t *lint, const int index[]);
/* gene and hgnc_id of a row, in columns 0 and 1 of every table of a panel. */
void gnbs_panel_lint_gene(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells);
void gnbs_panel_lint_transcript(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells);
/* Letters that are not what they seem, white space that cannot be seen, what spreadsheets make of cells. */
void gnbs_panel_lint_cells(gnbs_panel_linter_t *lint, const gnbs_table_t *table);
/* Against the gene models of MANE; against ClinGen; counts over the whole panel. */
void gnbs_panel_lint_model(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells);
void gnbs_panel_lint_validity(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells);
void gnbs_panel_lint_whole(gnbs_panel_linter_t *lint, const int index[]);

typedef struct gnbs_panel_site { /* an allele whose cells could be read */
    const char *hgnc_id, *chrom, *ref, *alt, *hgvs;
    int64_t pos;
} gnbs_panel_site_t;
/* Against the reference of the bundle: place, letters, strand, normal form. */
void gnbs_panel_lint_site(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells,
                          const gnbs_panel_site_t *site);
/* The name of an allele, against its place; a row that has only the name. */
void gnbs_panel_lint_name(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells,
                          const gnbs_panel_site_t *site);
bool gnbs_panel_lint_name_only(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells);
/* Whether and how the gene can be judged: locus tables, difficult genes. */
void gnbs_panel_lint_locus(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells,
                           const gnbs_gene_t *gene);
/* What was probably meant by a cell that is no position, contig or allele; a cure. */
const char *gnbs_panel_guess_pos(gnbs_panel_linter_t *lint, const char *text);
const char *gnbs_panel_guess_chrom(gnbs_panel_linter_t *lint, const char *text);
const char *gnbs_panel_guess_letters(gnbs_panel_linter_t *lint, const char *text);
const char *gnbs_panel_guess_date(gnbs_panel_linter_t *lint, const char *text);
const char *gnbs_panel_guess_mondo(gnbs_panel_linter_t *lint, const char *text);
const char *gnbs_panel_guess_prevalence(gnbs_panel_linter_t *lint, const char *text);
const char *gnbs_panel_guess_transcript(gnbs_panel_linter_t *lint, const char *text,
                                        size_t n);
const char *gnbs_panel_guess_status(const char *text);
const char *gnbs_panel_guess_mechanism(const char *text);
void gnbs_panel_lint_alleles(gnbs_panel_linter_t *lint, const int panel_index[]);

#endif
