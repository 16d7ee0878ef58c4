/* run/run_impact_parts.h -- what the files of run_impact share. */
#ifndef GNBS_RUN_RUN_IMPACT_PARTS_H
#define GNBS_RUN_RUN_IMPACT_PARTS_H

#include "run/run_impact.h"
#include "screen/screen_inherit.h"

/* Facts that are not stored are taken for or against reporting; where both give one answer, it holds. */
typedef enum gnbs_impact_side {
    GNBS_IMPACT_AGAINST,
    GNBS_IMPACT_FOR,
    GNBS_IMPACT_SIDES
} gnbs_impact_side_t;

typedef struct gnbs_impact_row { /* a panel's row and the case's variants under it */
    const gnbs_panel_t *panel;
    const gnbs_condition_t *row;
    size_t n; /* variants of the gene */
    gnbs_case_variant_t *variant[GNBS_IMPACT_SIDES];
    const char **rule[GNBS_IMPACT_SIDES]; /* NULL: not reportable */
    const char **name; /* "chr7:117559590 ATCT>A (NM_000492.4:c.1521_1523del)" */
} gnbs_impact_row_t;

typedef struct gnbs_impact_gene { /* the case at one gene */
    const gnbs_stored_case_t *c;
    const gnbs_stored_outcome_t
        *base; /* what was told of the gene's row, or of another row of it */
    size_t n;
    const gnbs_stored_variant_t **variant;
    bool has_dosage; /* exons lost or doubled, seen or suspected */
    /* what the new row is told of alleles: a bundle of another release; NULL: as the case was */
    const gnbs_bundle_t *asserted;
    gnbs_arena_t *arena;
} gnbs_impact_gene_t;

/* Variants of the gene, and which of them the row may report. */
gnbs_code_t gnbs_run_impact_gather(const gnbs_stored_case_t *c, const char *hgnc_id,
                                   gnbs_arena_t *arena, gnbs_impact_gene_t *g,
                                   gnbs_err_t *err);
gnbs_code_t gnbs_run_impact_rules(const gnbs_impact_gene_t *g, const gnbs_panel_t *panel,
                                  const gnbs_condition_t *row,
                                  const gnbs_bundle_t *asserted, gnbs_impact_row_t *r,
                                  gnbs_err_t *err);
/* A stored variant's allele in a bundle: *known, or NULL when it lists none. */
const gnbs_known_t *gnbs_run_impact_lookup(const gnbs_stored_case_t *c,
                                           const gnbs_variant_t *v,
                                           const gnbs_bundle_t *bundle);

typedef struct gnbs_impact_verdict {
    gnbs_impact_state_t state;
    size_t n_variant, variant[2]; /* of the row's, when suspected */
} gnbs_impact_verdict_t;
/* n_callable < 0: named alleles were not counted. */
gnbs_impact_verdict_t gnbs_run_impact_judge(const gnbs_impact_gene_t *g,
                                            const gnbs_impact_row_t *r,
                                            gnbs_impact_side_t side,
                                            const gnbs_condition_t *base_row, int n_named,
                                            int n_callable);

typedef struct gnbs_impact_other { /* a folder whose case was not judged */
    const char *folder, *why;
    bool is_unreadable; /* else it was screened under another panel, or is no case */
} gnbs_impact_other_t;

typedef struct gnbs_impact_list { /* what the command prints */
    const gnbs_impact_plan_t *plan;
    size_t n_folder, n_judged, n_changed,
        n_open; /* cases; changed: at least one item that is told */
    size_t n_item, n[GNBS_IMPACT_N];
    gnbs_impact_item_t *item; /* by change, then by kind, then by case */
    size_t n_other, n_unreadable;
    const gnbs_impact_other_t *other;
} gnbs_impact_list_t;

void gnbs_run_impact_print_text(gnbs_str_t *out, const gnbs_impact_list_t *list);
void gnbs_run_impact_print_json(gnbs_str_t *out, const gnbs_impact_list_t *list);

#endif
