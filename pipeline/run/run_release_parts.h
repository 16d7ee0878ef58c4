/* run/run_release_parts.h -- what the files of run_release share. */
#ifndef GNBS_RUN_RUN_RELEASE_PARTS_H
#define GNBS_RUN_RUN_RELEASE_PARTS_H

#include "run/run_impact_parts.h"
#include "run/run_release.h"

typedef struct
    gnbs_release_item { /* a newborn who carries an allele that moved, for one row of its gene */
    const gnbs_panel_moved_t *moved;
    const gnbs_condition_t *row;
    gnbs_zygosity_t zygosity;
    bool passes; /* every filter of the call */
    gnbs_impact_item_t impact;
} gnbs_release_item_t;

typedef struct gnbs_release_blind { /* what a case cannot say */
    const char *sample;
    size_t
        n_unjudged;  /* alleles pathogenic now, not seen, at a place that was not judged */
    bool is_partial; /* only reportable variants are kept */
} gnbs_release_blind_t;

typedef struct gnbs_release_list {
    const gnbs_panel_reclassified_t *found;
    size_t n_folder, n_judged, n_carrier; /* carriers: cases with at least one item */
    size_t n_up;                          /* alleles that are pathogenic now and were not */
    size_t n_item, n[GNBS_RECLASSIFIED_N];
    const gnbs_release_item_t
        *item; /* by allele as the panel's list has them, then by case */
    size_t n_blind;
    const gnbs_release_blind_t *blind;
    size_t n_other, n_unreadable;
    const gnbs_impact_other_t *other;
} gnbs_release_list_t;

void gnbs_run_release_print_text(gnbs_str_t *out, const gnbs_release_list_t *list);
void gnbs_run_release_add_json(gnbs_json_t *j, const gnbs_release_list_t *list);

#endif
