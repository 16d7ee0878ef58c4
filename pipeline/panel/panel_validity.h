/* panel/panel_validity.h -- what ClinGen's expert panels say of genes and diseases.
 *
 * From the gene-disease validity table as ClinGen gives it (CSV, CC0): a banner, a line of names, a line of plus
 * signs, then one row per gene, disease and mode of inheritance.
 * Memory   borrows the table's cells
 * Source   Strande et al. 2017, Am J Hum Genet 100:895; search.clinicalgenome.org/kb/gene-validity
 */
#ifndef GNBS_PANEL_PANEL_VALIDITY_H
#define GNBS_PANEL_PANEL_VALIDITY_H

#include <stdbool.h>

#include "core/arena.h"
#include "core/err.h"
#include "core/table.h"
#include "genome/condition.h"

typedef struct gnbs_panel_assertion {
    const char *hgnc_id, *symbol, *disease, *mondo_id, *moi, *classification, *date;
} gnbs_panel_assertion_t;

typedef struct gnbs_panel_validity {
    size_t n;
    const gnbs_panel_assertion_t *assertion; /* by hgnc_id */
    const char *created; /* "2026-02-09"; "" when the file does not say */
} gnbs_panel_validity_t;

/* GNBS_E_DATA when the table is not ClinGen's. */
gnbs_code_t gnbs_panel_validity_index(const gnbs_table_t *table, gnbs_arena_t *arena,
                                      gnbs_panel_validity_t *validity, gnbs_err_t *err);
/* Assertions of one gene: *first and their number. */
size_t gnbs_panel_validity_find(const gnbs_panel_validity_t *validity, const char *hgnc_id,
                                const gnbs_panel_assertion_t **first);
/* Definitive, Strong or Moderate. */
bool gnbs_panel_assertion_is_supportive(const gnbs_panel_assertion_t *a);
/* Is a mode of inheritance in ClinGen's letters (AD AR XL SD MT UD) the row's? UD agrees with all, SD with AD and AR. */
bool gnbs_panel_moi_agrees(const char *moi, gnbs_inheritance_t inheritance);

#endif
