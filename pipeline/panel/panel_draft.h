/* panel/panel_draft.h -- the two tables of an import while they grow. Not for use outside the room.
 *
 * A row is the known columns of a panel, in their order, then extra ones. A failed allocation is remembered and
 * returned once, by gnbs_panel_draft_finish; until then adding does nothing.
 */
#ifndef GNBS_PANEL_PANEL_DRAFT_H
#define GNBS_PANEL_PANEL_DRAFT_H

#include "core/vec.h"
#include "panel/panel_import.h"

typedef struct gnbs_panel_listing { /* one thing that does not become a row */
    const char *kind, *name, *gene, *hgnc_id, *confidence, *inheritance, *place, *reason,
        *origin, *entity;
} gnbs_panel_listing_t;
enum { GNBS_LISTING_COLUMNS = 10, GNBS_LISTING_REASON = 7 };

typedef struct gnbs_panel_draft {
    gnbs_arena_t *arena;
    int n_column;
    const char **column;
    GNBS_VEC(gnbs_table_row_t) rows;
    GNBS_VEC(gnbs_table_row_t) listed;
    GNBS_VEC(gnbs_table_meta_t) meta;
    GNBS_VEC(const char *) notes;
    size_t n_cleaned; /* cells that held other white space or a formula */
    bool has_failed;
} gnbs_panel_draft_t;

void gnbs_panel_draft_begin(gnbs_panel_draft_t *draft, gnbs_arena_t *arena, int n_extra,
                            const char *const extra[]);
/* Cells of a new row, all ""; NULL once memory is exhausted. They count when gnbs_panel_draft_keep says so. */
const char **gnbs_panel_draft_row(gnbs_panel_draft_t *draft);
/* False when a row of the same gene, condition and inheritance is there: then *before is its number (1, 2, ..). */
bool gnbs_panel_draft_keep(gnbs_panel_draft_t *draft, const char **cell, size_t *before);
void gnbs_panel_draft_list(gnbs_panel_draft_t *draft, const gnbs_panel_listing_t *what);
void gnbs_panel_draft_meta(gnbs_panel_draft_t *draft, const char *key, const char *value);
void gnbs_panel_draft_note(gnbs_panel_draft_t *draft, const char *fmt, ...)
    GNBS_PRINTF(2, 3);
/* printf into the arena; "" once memory is exhausted. */
const char *gnbs_panel_draft_text(gnbs_panel_draft_t *draft, const char *fmt, ...)
    GNBS_PRINTF(2, 3);
/* The text as a cell: white space of any kind as single blanks, none at the ends; what a spreadsheet would run as a
 * formula gets a ' before it. */
const char *gnbs_panel_draft_clean(gnbs_panel_draft_t *draft, const char *text);
gnbs_code_t gnbs_panel_draft_finish(gnbs_panel_draft_t *draft, const char *path,
                                    gnbs_panel_import_t *out, gnbs_err_t *err);
void gnbs_panel_draft_clear(gnbs_panel_draft_t *draft);

/* What is to become of a pair of symbol and id under the options. */
typedef struct gnbs_panel_naming {
    bool is_kept, is_unchecked; /* the id is not in the gene table */
    const char *symbol, *hgnc_id;
    const char *why; /* not kept: the reason; kept: a note, or "" */
} gnbs_panel_naming_t;
gnbs_code_t gnbs_panel_name_gene(gnbs_panel_draft_t *draft,
                                 const gnbs_panel_import_opt_t *opt, const char *symbol,
                                 const char *hgnc_id, gnbs_panel_naming_t *out,
                                 gnbs_err_t *err);
/* The MANE Select transcript among the option's gene models; "" when they have none. */
const char *gnbs_panel_mane_of(const gnbs_panel_import_opt_t *opt, const char *symbol,
                               const char *hgnc_id);

/* panel_import_own.c: a file that our own export wrote. */
gnbs_code_t gnbs_panel_import_own(const gnbs_panelapp_t *from, gnbs_arena_t *arena,
                                  gnbs_panel_import_t *out, gnbs_err_t *err);

#endif
