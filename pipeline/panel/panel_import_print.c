#include "panel/panel_import.h"

#include <stdlib.h>
#include <string.h>

#include "core/escape.h"
#include "panel/panel_draft.h"

enum { N_NAMED = 6 };

static bool said_before(const gnbs_table_t *listed, size_t i) {
    const char *reason = listed->row[i].cell[GNBS_LISTING_REASON];
    for (size_t k = 0; k < i; k++)
        if (strcmp(listed->row[k].cell[GNBS_LISTING_REASON], reason) == 0) return true;
    return false;
}

/* "   3  a repeat expansion, which is not screened for: DMPK_CTG, FMR1_CGG, ATXN10_ATTCT" */
static void print_reason(gnbs_str_t *out, const gnbs_table_t *listed, size_t first) {
    const char *reason = listed->row[first].cell[GNBS_LISTING_REASON];
    size_t n = 0;
    for (size_t i = first; i < listed->n_row; i++)
        n += strcmp(listed->row[i].cell[GNBS_LISTING_REASON], reason) == 0;
    gnbs_str_printf(out, "  %5zu  ", n);
    gnbs_escape_term(out, reason);
    size_t n_named = 0;
    for (size_t i = first; i < listed->n_row && n_named < N_NAMED; i++) {
        if (strcmp(listed->row[i].cell[GNBS_LISTING_REASON], reason) != 0) continue;
        gnbs_str_add(out, n_named++ == 0 ? ": " : ", ");
        const char *name = listed->row[i].cell[1];
        gnbs_escape_term(out, name[0] != '\0' ? name : "(no name)");
    }
    gnbs_str_add(out, n > n_named ? ", ...\n" : "\n");
}

void gnbs_panel_print_import(gnbs_str_t *out, const gnbs_panel_import_t *im) {
    gnbs_str_printf(out, "in: %zu, kept: %zu (as %zu rows), listed: %zu\n", im->n_in,
                    im->n_kept, im->rows.n_row, im->n_listed);
    if (im->listed.n_row > 0) gnbs_str_add(out, "listed, and why (listed.tsv)\n");
    for (size_t i = 0; i < im->listed.n_row; i++)
        if (!said_before(&im->listed, i)) print_reason(out, &im->listed, i);
    if (im->notes.n > 0) gnbs_str_add(out, "notes\n");
    for (size_t i = 0; i < im->notes.n; i++) {
        gnbs_str_add(out, "  ");
        gnbs_escape_term(out, im->notes.at[i]);
        gnbs_str_add_char(out, '\n');
    }
}
