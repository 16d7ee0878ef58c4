#include "panel/panel_validity.h"

#include <stdlib.h>
#include <string.h>

enum { ID, SYMBOL, DISEASE, MONDO, MOI, CLASSIFICATION, DATE, N_NAME };
static const char *const NAME[N_NAME] = {
    "GENE ID (HGNC)", "GENE SYMBOL",        "DISEASE LABEL", "DISEASE ID (MONDO)", "MOI",
    "CLASSIFICATION", "CLASSIFICATION DATE"};

static int by_id(const void *a, const void *b) {
    const gnbs_panel_assertion_t *x = a, *y = b;
    int c = strcmp(x->hgnc_id, y->hgnc_id);
    if (c == 0) c = strcmp(x->mondo_id, y->mondo_id);
    return c != 0 ? c : strcmp(x->moi, y->moi);
}

/* The names stand in the table's first line, or below a banner. Index of the first row behind them; n_row + 1: none. */
static size_t find_names(const gnbs_table_t *t, int column[N_NAME]) {
    for (size_t i = 0; i <= t->n_row; i++) {
        const char **cell = i == 0 ? t->column : t->row[i - 1].cell;
        int n_found = 0;
        for (int k = 0; k < N_NAME; k++)
            for (int c = 0; c < t->n_column; c++)
                if (strcmp(cell[c], NAME[k]) == 0) {
                    column[k] = c;
                    n_found++;
                    break;
                }
        if (n_found == N_NAME) return i;
    }
    return t->n_row + 1;
}

static const char *find_date(const gnbs_table_t *t, size_t n_banner) {
    static const char WORDS[] = "FILE CREATED: ";
    for (size_t i = 0; i < n_banner && i < t->n_row; i++)
        if (strncmp(t->row[i].cell[0], WORDS, sizeof WORDS - 1) == 0)
            return t->row[i].cell[0] + sizeof WORDS - 1;
    return "";
}

gnbs_code_t gnbs_panel_validity_index(const gnbs_table_t *t, gnbs_arena_t *arena,
                                      gnbs_panel_validity_t *validity, gnbs_err_t *err) {
    int column[N_NAME];
    size_t first = find_names(t, column);
    *validity = (gnbs_panel_validity_t){.created = ""};
    if (first > t->n_row)
        return gnbs_err_set(err, GNBS_E_DATA,
                            "%s: no line with the columns '%s', '%s', '%s', ...; expected "
                            "ClinGen's gene-disease validity table (CSV)",
                            t->path, NAME[SYMBOL], NAME[ID], NAME[MONDO]);
    gnbs_panel_assertion_t *a = GNBS_NEW(arena, gnbs_panel_assertion_t, t->n_row);
    if (a == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s: assertions", t->path);
    size_t n = 0;
    for (size_t i = first; i < t->n_row; i++) {
        const char **cell = t->row[i].cell;
        if (strncmp(cell[column[ID]], "HGNC:", 5) != 0)
            continue; /* the line of plus signs */
        a[n++] = (gnbs_panel_assertion_t){
            cell[column[ID]],    cell[column[SYMBOL]], cell[column[DISEASE]],
            cell[column[MONDO]], cell[column[MOI]],    cell[column[CLASSIFICATION]],
            cell[column[DATE]]};
    }
    if (n > 0) qsort(a, n, sizeof *a, by_id);
    *validity = (gnbs_panel_validity_t){n, a, find_date(t, first)};
    return GNBS_OK;
}

size_t gnbs_panel_validity_find(const gnbs_panel_validity_t *validity, const char *hgnc_id,
                                const gnbs_panel_assertion_t **first) {
    size_t lo = 0, hi = validity->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (strcmp(validity->assertion[mid].hgnc_id, hgnc_id) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    *first = validity->n > 0 ? &validity->assertion[lo] : NULL;
    size_t n = 0;
    while (lo + n < validity->n &&
           strcmp(validity->assertion[lo + n].hgnc_id, hgnc_id) == 0)
        n++;
    return n;
}

bool gnbs_panel_assertion_is_supportive(const gnbs_panel_assertion_t *a) {
    return strcmp(a->classification, "Definitive") == 0 ||
           strcmp(a->classification, "Strong") == 0 ||
           strcmp(a->classification, "Moderate") == 0;
}

bool gnbs_panel_moi_agrees(const char *moi, gnbs_inheritance_t inheritance) {
    if (strcmp(moi, "UD") == 0) return true;
    switch (inheritance) {
    case GNBS_INH_AR: return strcmp(moi, "AR") == 0 || strcmp(moi, "SD") == 0;
    case GNBS_INH_AD: return strcmp(moi, "AD") == 0 || strcmp(moi, "SD") == 0;
    case GNBS_INH_XLR:
    case GNBS_INH_XLD:
    case GNBS_INH_XL: return strcmp(moi, "XL") == 0;
    case GNBS_INH_MT: return strcmp(moi, "MT") == 0;
    case GNBS_INH_UNKNOWN: break;
    }
    return false;
}
