/* screen/screen_rules.c -- the rules of screening as a table: key, default, range, what it means, who states it. */
#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "screen/screen.h"

#define GEL "Generation Study pipeline guide (Genomics England, pipeline-nb-help)"

typedef enum kind { SHARE, COUNT, BASES, YES_NO, FEMALES, OWN } kind_t;

typedef struct rule {
    const char *key;
    kind_t kind;
    size_t at; /* offset in gnbs_screen_opt_t */
    double standard, max;
    const char *what, *source;
} rule_t;

#define AT(field) offsetof(gnbs_screen_opt_t, field)
#define LOF(inh)  (AT(max_af_lof) + (size_t)(inh) * sizeof(double))
#define ANC(i)    (AT(max_af_lof_ancestry) + (size_t)(i) * sizeof(double))
#define ONE_COPY  "gnbs: as AD, because one copy is enough in boys; the guide states none"

static const rule_t RULES[GNBS_SCREEN_N_RULE] = {
    {"max_af.known", SHARE, AT(max_af_known), 0.05, 1,
     "Frequency above which a variant is not reported, whatever is asserted of it",
     GEL ": ClinVar rule"},
    {"max_af.lof.AR", SHARE, LOF(GNBS_INH_AR), 0.01, 1,
     "The same for loss of function that nobody has asserted, recessive conditions",
     GEL ": LoF rule, biallelic, every population"},
    {"max_af.lof.AD", SHARE, LOF(GNBS_INH_AD), 0.001, 1, "The same, dominant conditions",
     GEL ": LoF rule, monoallelic, internal frequency"},
    {"max_af.lof.XLR", SHARE, LOF(GNBS_INH_XLR), 0.001, 1,
     "The same, X-linked recessive conditions", ONE_COPY},
    {"max_af.lof.XLD", SHARE, LOF(GNBS_INH_XLD), 0.001, 1,
     "The same, X-linked dominant conditions", ONE_COPY},
    {"max_af.lof.XL", SHARE, LOF(GNBS_INH_XL), 0.001, 1,
     "The same, X-linked conditions that girls may have", ONE_COPY},
    {"max_af.lof.MT", SHARE, LOF(GNBS_INH_MT), 0.001, 1,
     "The same, mitochondrial conditions",
     "gnbs: as AD; the guide does not assess the mitochondrion"},
    {"max_af.lof.AD.afr", SHARE, ANC(0), 0.0005, 1,
     "The same, dominant, where the allele is most frequent in African ancestry",
     GEL ": LoF rule, gnomAD AFR"},
    {"max_af.lof.AD.amr", SHARE, ANC(1), 0.001, 1,
     "The same, dominant, most frequent in Admixed American ancestry",
     GEL ": LoF rule, gnomAD AMR"},
    {"max_af.lof.AD.asj", SHARE, ANC(2), 0.003, 1,
     "The same, dominant, most frequent in Ashkenazi Jewish ancestry",
     GEL ": LoF rule, gnomAD ASJ"},
    {"max_af.lof.AD.eas", SHARE, ANC(3), 0.002, 1,
     "The same, dominant, most frequent in East Asian ancestry",
     GEL ": LoF rule, gnomAD EAS"},
    {"max_af.lof.AD.fin", SHARE, ANC(4), 0.001, 1,
     "The same, dominant, most frequent in Finnish ancestry", GEL ": LoF rule, gnomAD FIN"},
    {"clinvar.min_stars", COUNT, AT(min_stars), 0, 4,
     "Review stars that a pathogenic assertion must have",
     GEL ": one pathogenic submission is enough"},
    {"clinvar.conflict.min_pathogenic", COUNT, AT(min_conflict_pathogenic), 1, 1000,
     "Conflicting assertions: (likely) pathogenic submissions needed",
     GEL ": ClinVar rule, at least one P/LP"},
    {"clinvar.conflict.max_benign", COUNT, AT(max_conflict_benign), 1, 1000,
     "Conflicting assertions: (likely) benign submissions allowed",
     GEL ": ClinVar rule, at most one B/LB"},
    {"lof.min_benign_stars", COUNT, AT(min_benign_stars), 1, 4,
     "Review stars with which a (likely) benign assertion stops the loss-of-function rule",
     "gnbs: an assertion without criteria stops nothing"},
    {"lof.stop_lost", YES_NO, AT(stop_lost_is_lof), 1, 1,
     "A lost stop codon counts as loss of function", GEL ": LoF rule"},
    {"lof.own_benign_stops", YES_NO, AT(own_benign_stops_lof), 1, 1,
     "Our own classification as (likely) benign stops the loss-of-function rule",
     "gnbs: the report may not show a benign class for a reason to suspect"},
    {"own_class.reports", OWN, AT(own_reports), GNBS_OWN_NEVER, 2,
     "Our own classification alone reports a variant: never, from pathogenic, or from "
     "likely_pathogenic on",
     "gnbs: the guide has no such rule"},
    {"x.females", FEMALES, AT(xl_females_need_two), 0, 1,
     "Copies with which a girl is suspected of a condition with inheritance XL: one or two",
     "gnbs: girls with one copy may be ill; missing them costs more than a confirmation"},
    {"callable.gene", SHARE, AT(min_callable_frac), 0.95, 1,
     "Share of the coding bases that must have been judged",
     "gnbs: as the guide's share of the genome at 15x"},
    {"callable.exon", SHARE, AT(min_exon_callable_frac), 0.5, 1,
     "Share of each coding exon that must have been judged",
     "gnbs: a missing exon is not made up for by the others"},
    {"splice_bp", BASES, AT(splice_bp), 2, 20,
     "Bases of intron beside a coding exon that count as its own",
     "the splice sites of VEP's splice_donor and splice_acceptor"},
};

static double value_of(const gnbs_screen_opt_t *o, const rule_t *r) {
    const char *at = (const char *)o + r->at;
    switch (r->kind) {
    case SHARE: {
        double v;
        memcpy(&v, at, sizeof v);
        return v;
    }
    case COUNT: {
        int v;
        memcpy(&v, at, sizeof v);
        return v;
    }
    case BASES: {
        int32_t v;
        memcpy(&v, at, sizeof v);
        return v;
    }
    case YES_NO:
    case FEMALES: {
        bool v;
        memcpy(&v, at, sizeof v);
        return v;
    }
    case OWN: break;
    }
    gnbs_screen_own_t v;
    memcpy(&v, at, sizeof v);
    return v;
}

static void set_value(gnbs_screen_opt_t *o, const rule_t *r, double value) {
    char *at = (char *)o + r->at;
    int count = (int)value;
    int32_t bases = (int32_t)value;
    bool flag = value != 0;
    gnbs_screen_own_t own = (gnbs_screen_own_t)count;
    switch (r->kind) {
    case SHARE: memcpy(at, &value, sizeof value); break;
    case COUNT: memcpy(at, &count, sizeof count); break;
    case BASES: memcpy(at, &bases, sizeof bases); break;
    case YES_NO:
    case FEMALES: memcpy(at, &flag, sizeof flag); break;
    case OWN: memcpy(at, &own, sizeof own); break;
    }
}

/* The words of a kind, by value; NULL where a number is written. */
static const char *const *words_of(kind_t kind, int *n) {
    static const char *const BOOLEAN[] = {"no", "yes"};
    static const char *const COPIES[] = {"one", "two"};
    static const char *const CLASSES[] = {"never", "pathogenic", "likely_pathogenic"};
    *n = kind == OWN ? 3 : 2;
    switch (kind) {
    case YES_NO: return BOOLEAN;
    case FEMALES: return COPIES;
    case OWN: return CLASSES;
    case SHARE:
    case COUNT:
    case BASES: break;
    }
    return NULL;
}

gnbs_screen_opt_t gnbs_screen_opt_default(void) {
    gnbs_screen_opt_t o = {0};
    for (size_t i = 0; i < GNBS_SCREEN_N_RULE; i++)
        set_value(&o, &RULES[i], RULES[i].standard);
    return o;
}

static bool is_in_range(const rule_t *r, double v) {
    return v >= 0 && v <= r->max && (r->kind == SHARE || v == floor(v));
}

gnbs_code_t gnbs_screen_opt_validate(const gnbs_screen_opt_t *o, gnbs_err_t *err) {
    for (size_t i = 0; i < GNBS_SCREEN_N_RULE; i++) {
        double v = value_of(o, &RULES[i]);
        if (!is_in_range(&RULES[i], v))
            return gnbs_err_set(err, GNBS_E_USAGE,
                                "screening policy: %s %g: expected 0 to %g", RULES[i].key,
                                v, RULES[i].max);
    }
    return GNBS_OK;
}

/* ---- a laboratory's file ---------------------------------------------------------------------------------- */

static bool parse_value(const rule_t *r, const char *text, double *value) {
    int n;
    const char *const *word = words_of(r->kind, &n);
    for (int i = 0; word != NULL && i < n; i++)
        if (strcmp(word[i], text) == 0) {
            *value = i;
            return true;
        }
    if (word != NULL) return false;
    char *end;
    errno = 0;
    *value = strtod(text, &end);
    return errno == 0 && end != text && *end == '\0' && is_in_range(r, *value);
}

static void expected(gnbs_str_t *out, const rule_t *r) {
    int n;
    const char *const *word = words_of(r->kind, &n);
    if (word == NULL)
        gnbs_str_printf(out, "a %s from 0 to %g",
                        r->kind == SHARE ? "number" : "whole number", r->max);
    for (int i = 0; word != NULL && i < n; i++)
        gnbs_str_printf(out, "%s%s", i > 0 ? ", " : "", word[i]);
}

static gnbs_code_t apply_row(const gnbs_table_t *t, const gnbs_table_row_t *row,
                             const int column[3], bool seen[], gnbs_arena_t *arena,
                             gnbs_screen_opt_t *o, gnbs_err_t *err) {
    const char *key = row->cell[column[0]], *text = row->cell[column[1]],
               *source = row->cell[column[2]];
    size_t i = 0;
    while (i < GNBS_SCREEN_N_RULE && strcmp(RULES[i].key, key) != 0) i++;
    if (i == GNBS_SCREEN_N_RULE)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s:%d: '%s' is no rule; refdata/policy.tsv lists them all",
                            t->path, row->line, key);
    if (seen[i])
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s:%d: '%s' a second time", t->path,
                            row->line, key);
    double value;
    if (!parse_value(&RULES[i], text, &value)) {
        gnbs_str_t what;
        gnbs_str_init(&what);
        expected(&what, &RULES[i]);
        gnbs_code_t code =
            gnbs_err_set(err, GNBS_E_FORMAT, "%s:%d: %s '%s': expected %s", t->path,
                         row->line, key, text, gnbs_str_text(&what));
        gnbs_str_clear(&what);
        return code;
    }
    if (value != RULES[i].standard && source[0] == '\0')
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s:%d: %s differs from the default without a source: say who "
                            "decided, and why",
                            t->path, row->line, key);
    seen[i] = true;
    set_value(o, &RULES[i], value);
    o->source[i] = source[0] != '\0' ? gnbs_arena_strdup(arena, source) : NULL;
    return source[0] != '\0' && o->source[i] == NULL
               ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", t->path)
               : GNBS_OK;
}

gnbs_code_t gnbs_screen_policy_read(const gnbs_table_t *table, gnbs_arena_t *arena,
                                    gnbs_screen_opt_t *opt, gnbs_err_t *err) {
    static const char *const NAMES[] = {"key", "value", "source"};
    int column[3];
    bool seen[GNBS_SCREEN_N_RULE] = {false};
    for (int i = 0; i < 3; i++)
        if ((column[i] = gnbs_table_column(table, NAMES[i])) < 0)
            return gnbs_err_set(err, GNBS_E_FORMAT, "%s:%d: no column '%s'", table->path,
                                table->header_line, NAMES[i]);
    for (size_t i = 0; i < table->n_row; i++)
        GNBS_TRY(apply_row(table, &table->row[i], column, seen, arena, opt, err));
    return GNBS_OK;
}

/* ---- for the report --------------------------------------------------------------------------------------- */

static const char *print_value(const rule_t *r, double value, gnbs_arena_t *arena) {
    int n;
    const char *const *word = words_of(r->kind, &n);
    int i = (int)value;
    if (word != NULL) return i >= 0 && i < n ? word[i] : "";
    return gnbs_arena_printf(arena, "%g", value);
}

gnbs_code_t gnbs_screen_policy_list(const gnbs_screen_opt_t *opt, gnbs_arena_t *arena,
                                    size_t *n, const gnbs_policy_item_t **item,
                                    gnbs_err_t *err) {
    gnbs_policy_item_t *list = GNBS_NEW(arena, gnbs_policy_item_t, GNBS_SCREEN_N_RULE);
    if (list == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "policy");
    *n = 0;
    for (size_t i = 0; i < GNBS_SCREEN_N_RULE; i++) {
        const rule_t *r = &RULES[i];
        double value = value_of(opt, r);
        gnbs_policy_item_t *p = &list[(*n)++];
        *p = (gnbs_policy_item_t){.key = r->key,
                                  .value = print_value(r, value, arena),
                                  .standard = print_value(r, r->standard, arena),
                                  .what = r->what,
                                  .source = r->source};
        if (opt->source[i] != NULL)
            p->source = opt->source[i];
        else if (value != r->standard)
            p->source = "set on the command line";
        if (p->value == NULL || p->standard == NULL)
            return gnbs_err_set(err, GNBS_E_NOMEM, "policy");
    }
    *item = list;
    return GNBS_OK;
}
