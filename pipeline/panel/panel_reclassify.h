/* panel/panel_reclassify.h -- what a new release of ClinVar changes for a panel: the monthly job of every laboratory.
 *
 * Two bundles of one build, made for one panel from two releases, are walked side by side over the genes that the panel
 * screens; every allele whose class moved between benign, uncertain and pathogenic, or that came or went as pathogenic, is
 * one change. An allele that was benign and is now (likely) pathogenic is an alert: babies were told nothing was found.
 *
 * Only what ClinVar asserts is compared; which stored newborns carry an allele is looked up by run/run_release.h.
 * Memory   borrows panel and bundles; the list lies in the arena
 * Errors   GNBS_E_DATA: the bundles are not of one build; GNBS_E_NOMEM
 */
#ifndef GNBS_PANEL_PANEL_RECLASSIFY_H
#define GNBS_PANEL_PANEL_RECLASSIFY_H

#include "core/arena.h"
#include "core/err.h"
#include "core/json.h"
#include "core/str.h"
#include "genome/bundle.h"
#include "genome/condition.h"

typedef enum gnbs_reclassified {
    GNBS_RECLASSIFIED_ALERT, /* (likely) benign before, (likely) pathogenic now       */
    GNBS_RECLASSIFIED_UP,    /* pathogenic now; uncertain or conflicting before       */
    GNBS_RECLASSIFIED_NEW,   /* pathogenic now; not listed before                     */
    GNBS_RECLASSIFIED_DOWN,  /* pathogenic before; benign, uncertain or conflicting now */
    GNBS_RECLASSIFIED_WITHDRAWN, /* pathogenic before; not listed now                     */
    GNBS_RECLASSIFIED_OTHER, /* between benign and uncertain, either way: not reported before or after */
    GNBS_RECLASSIFIED_N
} gnbs_reclassified_t;
const char *gnbs_reclassified_name(gnbs_reclassified_t kind);  /* "alert", ... */
const char *gnbs_reclassified_title(gnbs_reclassified_t kind); /* a sentence */

typedef struct gnbs_panel_moved { /* one allele of one screened gene */
    gnbs_reclassified_t kind;
    const gnbs_gene_t *gene;       /* of the new bundle */
    const gnbs_known_t *from, *to; /* NULL: not listed there */
    const gnbs_condition_t *row;   /* the first screened row of the gene */
    bool is_excluded,
        is_named; /* by the panel's lists: then the change does not decide alone */
} gnbs_panel_moved_t;

typedef struct gnbs_panel_reclassified {
    const gnbs_panel_t *panel;
    const gnbs_bundle_t *from, *to;
    size_t n_moved, n[GNBS_RECLASSIFIED_N];
    const gnbs_panel_moved_t *moved; /* alerts first, then by kind, gene and place */
    size_t n_gene;                   /* screened genes that both bundles have */
    size_t n_gene_missing; /* screened genes that one of them lacks: not compared */
} gnbs_panel_reclassified_t;

gnbs_code_t gnbs_panel_reclassify(const gnbs_panel_t *panel, const gnbs_bundle_t *from,
                                  const gnbs_bundle_t *to, gnbs_arena_t *arena,
                                  gnbs_panel_reclassified_t *out, gnbs_err_t *err);
void gnbs_panel_reclassified_print_text(gnbs_str_t *out,
                                        const gnbs_panel_reclassified_t *found);
void gnbs_panel_reclassified_print_json(gnbs_str_t *out,
                                        const gnbs_panel_reclassified_t *found);
/* Its members, into an object that the caller opened and closes. */
void gnbs_panel_reclassified_add_json(gnbs_json_t *j,
                                      const gnbs_panel_reclassified_t *found);

#endif
