/* panel/panel_diff.h -- what a change of the panel means for newborns, in clinical words.
 *
 * Rows of the two panels are matched by gene and condition (then by condition id, then by what is left of a gene), and
 * every matched pair, every new row and every row that is gone becomes one change with its sentences: what becomes
 * reportable, what stops, whose transcript moved, which alleles are newly in or out. Only green rows are screened: a row
 * that turns green starts, one that turns amber or red stops.
 *
 * With a bundle, the alleles that it knows as pathogenic or likely pathogenic are counted by the panel's policies and
 * lists alone (named, or known and not excluded): what this change gains and loses. Frequencies are not asked.
 *
 * Memory   borrows both panels and the bundle; sentences lie in the arena
 * Errors   GNBS_E_NOMEM
 */
#ifndef GNBS_PANEL_PANEL_DIFF_H
#define GNBS_PANEL_PANEL_DIFF_H

#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"
#include "genome/bundle.h"
#include "genome/condition.h"

typedef enum gnbs_panel_change_kind {
    GNBS_CHANGE_STARTS,     /* becomes reportable                                    */
    GNBS_CHANGE_STOPS,      /* is not reportable any more                            */
    GNBS_CHANGE_REPORTED,   /* stays reportable, and what is reported or how changes */
    GNBS_CHANGE_WORDS,      /* stays reportable, only its record changes             */
    GNBS_CHANGE_UNSCREENED, /* is screened neither before nor after                  */
    GNBS_CHANGE_NONE,
    GNBS_CHANGE_N
} gnbs_panel_change_kind_t;
const char *gnbs_panel_change_name(gnbs_panel_change_kind_t kind); /* "starts", ... */
const char *gnbs_panel_change_title(
    gnbs_panel_change_kind_t kind); /* "Becomes reportable" */

typedef struct gnbs_panel_change {
    gnbs_panel_change_kind_t kind;
    const gnbs_condition_t *from, *to; /* one of them NULL: a new row, a row that is gone */
    size_t n_line;
    const char *const *line;
    /* Known (likely) pathogenic alleles that become reportable, or stop; -1 without a bundle or without the gene in it. */
    int32_t n_gained, n_lost;
    const char *gained, *lost; /* the first few by name, or "" */
} gnbs_panel_change_t;

typedef struct gnbs_panel_diff {
    const gnbs_panel_t *from, *to;
    bool has_bundle;
    size_t n_change, n[GNBS_CHANGE_N];
    const gnbs_panel_change_t *change; /* by kind, then by row; without GNBS_CHANGE_NONE */
    size_t n_head;
    const char *const *head; /* of the ## lines: "version 1 -> 2" */
    int64_t n_gained, n_lost;
} gnbs_panel_diff_t;

gnbs_code_t gnbs_panel_compare(const gnbs_panel_t *from, const gnbs_panel_t *to,
                               const gnbs_bundle_t *bundle, gnbs_arena_t *arena,
                               gnbs_panel_diff_t *diff, gnbs_err_t *err);

void gnbs_panel_diff_print_text(gnbs_str_t *out, const gnbs_panel_diff_t *diff);
void gnbs_panel_diff_print_json(gnbs_str_t *out, const gnbs_panel_diff_t *diff);
void gnbs_panel_diff_print_html(gnbs_str_t *out, const gnbs_panel_diff_t *diff);

#endif
