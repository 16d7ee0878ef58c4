/* panel/panel_import.h -- a panel out of what others have: PanelApp, a spreadsheet.
 *
 * Everything that comes in leaves in one of two tables: `rows`, a panel.tsv that lint accepts as far as its facts
 * go, or `listed`, what cannot be screened or not be trusted, each with its reason and the whole of it verbatim.
 *
 *     n_in == n_kept + n_listed       (counted in what came in: PanelApp entities, rows of a spreadsheet)
 *
 * A symbol that is not the approved symbol of its id is listed with the right one named; is_renaming takes the
 * approved symbol of the id instead, and says so for each. An id is made of a symbol only with is_filling_ids, only
 * of an approved symbol that no other gene answers to, and is said too. What is imported is a draft.
 *
 * Memory   tables and texts lie in the arena, and borrow from what was given
 * Errors   GNBS_E_NOMEM, GNBS_E_DATA (the spreadsheet has no such column), GNBS_E_FORMAT
 */
#ifndef GNBS_PANEL_PANEL_IMPORT_H
#define GNBS_PANEL_PANEL_IMPORT_H

#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"
#include "core/table.h"
#include "genome/panelapp.h"
#include "genome/transcript.h"
#include "panel/panel_genes.h"
#include "panel/panel_terms.h"

typedef struct gnbs_panel_import_opt {
    const char *name, *version, *date; /* NULL: as the source says                        */
    const char *genome_build;          /* of alleles to come                              */
    const char *policy, *classes; /* `report` and `classes` where the source says nothing */
    bool is_renaming, is_filling_ids;
    const gnbs_panel_genes_t *genes;
    size_t n_transcript; /* gene models, for MANE Select by HGNC id or symbol; or 0 */
    const gnbs_transcript_t *transcript;
} gnbs_panel_import_opt_t;

gnbs_panel_import_opt_t gnbs_panel_import_opt_default(void);

/* Which column of a spreadsheet is which of ours, and what to write where it has none. */
typedef struct gnbs_panel_mapping {
    const char
        *theirs[GNBS_PANEL_N_COLUMN]; /* NULL: by our own name, if it has one so called */
    const char *fixed[GNBS_PANEL_N_COLUMN]; /* NULL, or what every row has */
} gnbs_panel_mapping_t;

/* "gene=Symbol" into theirs (or fixed). GNBS_E_USAGE names what is no column of a panel. */
gnbs_code_t gnbs_panel_mapping_add(gnbs_panel_mapping_t *map, bool is_fixed,
                                   const char *text, gnbs_arena_t *arena, gnbs_err_t *err);

typedef struct gnbs_panel_notes { /* sentences about what was kept or looks incomplete */
    size_t n;
    const char *const *at;
} gnbs_panel_notes_t;

typedef struct gnbs_panel_import {
    gnbs_table_t rows, listed;
    gnbs_table_t include, exclude; /* of our own export; n_column 0: none */
    size_t n_in, n_kept, n_listed;
    gnbs_panel_notes_t notes;
} gnbs_panel_import_t;

gnbs_code_t gnbs_panel_import_panelapp(const gnbs_panelapp_t *from,
                                       const gnbs_panel_import_opt_t *opt,
                                       gnbs_arena_t *arena, gnbs_panel_import_t *out,
                                       gnbs_err_t *err);
/* Columns that are not mapped stay in the panel under their own names. */
gnbs_code_t gnbs_panel_import_table(const gnbs_table_t *from,
                                    const gnbs_panel_mapping_t *map,
                                    const gnbs_panel_import_opt_t *opt, gnbs_arena_t *arena,
                                    gnbs_panel_import_t *out, gnbs_err_t *err);

/* A mode of inheritance in PanelApp's words, as the inheritance of none, one or two rows; *why is the reason for
 * none, else "". */
size_t gnbs_panel_read_moi(const char *text, gnbs_inheritance_t inheritance[2],
                           const char **why);
/* The words of PanelApp for what rows of one gene say. */
const char *gnbs_panel_write_moi(size_t n, const gnbs_inheritance_t inheritance[]);

/* What was kept and listed, for people: counts, then reasons with their numbers, then notes. */
void gnbs_panel_print_import(gnbs_str_t *out, const gnbs_panel_import_t *import);

#endif
