#include "mito/mito.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static gnbs_code_t find_columns(const gnbs_table_t *t, size_t n, const char *const name[],
                                int at[], gnbs_err_t *err) {
    for (size_t i = 0; i < n; i++)
        if ((at[i] = gnbs_table_column(t, name[i])) < 0)
            return gnbs_err_set(err, GNBS_E_FORMAT, "%s: no column '%s'", t->path, name[i]);
    return GNBS_OK;
}

static gnbs_code_t read_fraction(const char *path, int line, const char *what,
                                 const char *text, double *value, gnbs_err_t *err) {
    char *rest;
    errno = 0;
    *value = strtod(text, &rest);
    if (errno == 0 && rest != text && *rest == '\0' && *value > 0 && *value <= 1)
        return GNBS_OK;
    return gnbs_err_set(
        err, GNBS_E_FORMAT,
        "%s, line %d: %s '%.40s': expected a fraction above 0 and at most 1", path, line,
        what, text);
}

static gnbs_code_t read_pos(const char *path, int line, const char *text, gnbs_pos_t *pos,
                            gnbs_err_t *err) {
    char *rest;
    errno = 0;
    long long pos1 = strtoll(text, &rest, 10);
    if (errno != 0 || rest == text || *rest != '\0' || pos1 < 1 || pos1 > 20000)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s, line %d: position '%.40s'", path, line,
                            text);
    *pos = pos1 - 1;
    return GNBS_OK;
}

static gnbs_code_t read_thresholds(const gnbs_table_t *t, gnbs_mito_policy_t *policy,
                                   gnbs_err_t *err) {
    const struct {
        const char *key;
        double *to;
    } KEYS[] = {{"call_from", &policy->call_from},
                {"confirm_below", &policy->confirm_below},
                {"homoplasmic_from", &policy->homoplasmic_from},
                {"report_from", &policy->report_from}};
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++) {
        const char *text = gnbs_table_meta_value(t, KEYS[i].key);
        if (text == NULL)
            return gnbs_err_set(err, GNBS_E_FORMAT, "%s: no ##%s= line", t->path,
                                KEYS[i].key);
        GNBS_TRY(
            read_fraction(t->path, t->header_line, KEYS[i].key, text, KEYS[i].to, err));
    }
    if (policy->call_from <= policy->homoplasmic_from) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_DATA, "%s: call_from %g lies above homoplasmic_from %g",
                        t->path, policy->call_from, policy->homoplasmic_from);
}

static bool is_allele(const char *text) {
    return text[0] != '\0' && strspn(text, "ACGT") == strlen(text);
}

static gnbs_code_t check_ref(const gnbs_table_t *t, const gnbs_mito_rule_t *rule,
                             const gnbs_mito_ref_t *ref, gnbs_err_t *err) {
    if (!is_allele(rule->ref) || !is_allele(rule->alt))
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s, line %d: alleles '%.40s' and '%.40s'",
                            t->path, rule->line, rule->ref, rule->alt);
    for (int64_t i = 0; ref != NULL && rule->ref[i] != '\0'; i++)
        if (gnbs_seq_letter(gnbs_mito_base(ref, rule->pos + i)) != rule->ref[i])
            return gnbs_err_set(err, GNBS_E_DATA, "%s, line %d: %s: REF is not rCRS's base",
                                t->path, rule->line, rule->name);
    return GNBS_OK;
}

static int compare_rules(const void *a, const void *b) {
    const gnbs_mito_rule_t *x = a, *y = b;
    if (x->pos != y->pos) return x->pos < y->pos ? -1 : 1;
    int c = strcmp(x->ref, y->ref);
    return c != 0 ? c : strcmp(x->alt, y->alt);
}

static gnbs_code_t read_rules(const gnbs_table_t *t, const gnbs_mito_ref_t *ref,
                              gnbs_arena_t *arena, gnbs_mito_policy_t *policy,
                              gnbs_err_t *err) {
    enum { GENE, POS, REF, ALT, NAME, CONDITION, REPORT_FROM, SOURCE, N };
    static const char *const COLUMN[N] = {"gene", "pos",       "ref",         "alt",
                                          "name", "condition", "report_from", "source"};
    int at[N];
    GNBS_TRY(find_columns(t, N, COLUMN, at, err));
    gnbs_mito_rule_t *rule = GNBS_NEW(arena, gnbs_mito_rule_t, t->n_row);
    if (rule == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", t->path);
    for (size_t i = 0; i < t->n_row; i++) {
        const gnbs_table_row_t *row = &t->row[i];
        rule[i] = (gnbs_mito_rule_t){.gene = row->cell[at[GENE]],
                                     .name = row->cell[at[NAME]],
                                     .condition = row->cell[at[CONDITION]],
                                     .source = row->cell[at[SOURCE]],
                                     .ref = row->cell[at[REF]],
                                     .alt = row->cell[at[ALT]],
                                     .line = row->line};
        GNBS_TRY(read_pos(t->path, row->line, row->cell[at[POS]], &rule[i].pos, err));
        GNBS_TRY(read_fraction(t->path, row->line, "report_from",
                               row->cell[at[REPORT_FROM]], &rule[i].report_from, err));
        GNBS_TRY(check_ref(t, &rule[i], ref, err));
    }
    if (t->n_row > 0) qsort(rule, t->n_row, sizeof *rule, compare_rules);
    for (size_t i = 1; i < t->n_row; i++)
        if (compare_rules(&rule[i - 1], &rule[i]) == 0)
            return gnbs_err_set(err, GNBS_E_DATA, "%s, lines %d and %d: %s twice", t->path,
                                rule[i - 1].line, rule[i].line, rule[i].name);
    policy->rule = rule;
    policy->n_rule = t->n_row;
    return GNBS_OK;
}

static int compare_sites(const void *a, const void *b) {
    const gnbs_mito_site_t *x = a, *y = b;
    if (x->beg != y->beg) return x->beg < y->beg ? -1 : 1;
    return (x->end > y->end) - (x->end < y->end);
}

static gnbs_code_t read_sites(const gnbs_table_t *t, gnbs_arena_t *arena,
                              gnbs_mito_policy_t *policy, gnbs_err_t *err) {
    enum { BEG, END, WHY, SOURCE, N };
    static const char *const COLUMN[N] = {"first", "last", "why", "source"};
    int at[N];
    GNBS_TRY(find_columns(t, N, COLUMN, at, err));
    gnbs_mito_site_t *site = GNBS_NEW(arena, gnbs_mito_site_t, t->n_row);
    if (site == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", t->path);
    for (size_t i = 0; i < t->n_row; i++) {
        const gnbs_table_row_t *row = &t->row[i];
        gnbs_pos_t last;
        site[i].why = row->cell[at[WHY]];
        site[i].source = row->cell[at[SOURCE]];
        GNBS_TRY(read_pos(t->path, row->line, row->cell[at[BEG]], &site[i].beg, err));
        GNBS_TRY(read_pos(t->path, row->line, row->cell[at[END]], &last, err));
        site[i].end = last + 1; /* the table counts from 1, both ends inside */
        if (site[i].end <= site[i].beg)
            return gnbs_err_set(err, GNBS_E_FORMAT, "%s, line %d: last before first",
                                t->path, row->line);
    }
    if (t->n_row > 0) qsort(site, t->n_row, sizeof *site, compare_sites);
    policy->site = site;
    policy->n_site = t->n_row;
    return GNBS_OK;
}

gnbs_code_t gnbs_mito_read_policy(const gnbs_table_t *variants, const gnbs_table_t *sites,
                                  const gnbs_mito_ref_t *ref, gnbs_arena_t *arena,
                                  gnbs_mito_policy_t *policy, gnbs_err_t *err) {
    *policy = (gnbs_mito_policy_t){0};
    GNBS_TRY(read_thresholds(variants, policy, err));
    GNBS_TRY(read_rules(variants, ref, arena, policy, err));
    return read_sites(sites, arena, policy, err);
}
