#include <stdlib.h>
#include <string.h>

#include "norm/norm_parts.h"

/* What becomes of one field: its values in a buffer, or the field goes. */
typedef struct picker {
    const gnbs_norm_options_t *options;
    const gnbs_norm_pick_t *pick;
    gnbs_arena_t *arena;
    gnbs_str_t *out;
    gnbs_norm_counts_t *counts;
} picker_t;

typedef enum picked { PICKED, WRONG_NUMBER, NO_MEMORY } picked_t;

static size_t genotype_index(int a, int b) { return (size_t)(b * (b + 1) / 2 + a); }

static const char *at(const char **value, size_t n, size_t i) {
    return i < n && value[i][0] != '\0' ? value[i] : ".";
}

static bool is_number(const char *s) {
    char *end;
    strtod(s, &end);
    return end > s && *end == '\0';
}

/* The sum of whole numbers, missing ones left out; base as it is when none is there. */
static void add_sum(picker_t *p, const char *base, const char **value, size_t n,
                    const bool *is_added) {
    long long sum = 0;
    bool has_added = false;
    if (is_number(base)) sum = strtoll(base, NULL, 10);
    for (size_t i = 0; i < n; i++) {
        if (!is_added[i] || !is_number(value[i])) continue;
        sum += strtoll(value[i], NULL, 10);
        has_added = true;
    }
    if (has_added)
        gnbs_str_add_int(p->out, sum);
    else
        gnbs_str_add(p->out, base);
}

/* Counts of reads: those of several ALTs that became one are added up. */
static bool is_read_count(const char *key) {
    return strcmp(key, "AD") == 0 || strcmp(key, "ADF") == 0 || strcmp(key, "ADR") == 0 ||
           strcmp(key, "QS") == 0;
}

static picked_t pick_per_allele(picker_t *p, const gnbs_norm_field_t *f, const char **value,
                                size_t n) {
    const gnbs_norm_pick_t *k = p->pick;
    size_t n_old = (size_t)k->n_old, first = f->number == GNBS_NORM_PER_ALLELE ? 0 : 1;
    bool *is_added = GNBS_NEW(p->arena, bool, n_old);
    if (is_added == NULL) return NO_MEMORY;
    if (first == 0) {
        bool is_kept = k->sum_key != NULL && strcmp(k->sum_key, f->key) == 0;
        for (size_t i = 1; i < n_old; i++) is_added[i] = is_kept && i != (size_t)k->alt[0];
        add_sum(p, at(value, n, 0), value, n < n_old ? n : n_old, is_added);
        gnbs_str_add_char(p->out, ',');
    }
    memset(is_added, 0, n_old * sizeof *is_added);
    for (int i = 1; i < k->n_alt; i++) is_added[(size_t)k->alt[i] - first] = true;
    const char *own = at(value, n, (size_t)k->alt[0] - first);
    if (k->is_summed && k->n_alt > 1 && is_read_count(f->key))
        add_sum(p, own, value, n < n_old ? n : n_old, is_added);
    else
        gnbs_str_add(p->out, own);
    if (k->has_star) gnbs_str_add(p->out, ",.");
    return PICKED;
}

static picked_t pick_per_genotype(picker_t *p, const char **value, size_t n) {
    int n_old = p->pick->n_old, alt = p->pick->alt[0];
    bool is_haploid = n == (size_t)n_old, has_star = p->pick->has_star;
    if (!is_haploid && n != genotype_index(0, n_old)) return WRONG_NUMBER;
    if (is_haploid)
        gnbs_str_printf(p->out, "%s,%s%s", at(value, n, 0), at(value, n, (size_t)alt),
                        has_star ? ",." : "");
    else
        gnbs_str_printf(p->out, "%s,%s,%s%s", at(value, n, 0),
                        at(value, n, genotype_index(0, alt)),
                        at(value, n, genotype_index(alt, alt)), has_star ? ",.,.,." : "");
    return PICKED;
}

/* A list of nothing: VCF writes it as one "." or as many, both mean the same. The number of dots is
 * that of bcftools, so that files can be compared. */
static void add_missing(picker_t *p, const gnbs_norm_field_t *f) {
    bool is_allele = f->number == GNBS_NORM_PER_ALLELE;
    bool is_long = p->pick->is_atom ? !is_allele || f->is_text : is_allele && !f->is_text;
    int n = 1 + (is_allele ? 1 : 0) + (p->pick->has_star ? 1 : 0);
    if (f->number == GNBS_NORM_PER_GENOTYPE || !is_long) n = 1;
    for (int i = 0; i < n; i++) gnbs_str_add(p->out, i > 0 ? ",." : ".");
}

/* text NULL: left out at the end of a column. */
static picked_t pick_text(picker_t *p, const gnbs_norm_field_t *f, const char *text) {
    gnbs_str_reset(p->out);
    size_t n;
    const char **value = text != NULL ? gnbs_norm_values(text, p->arena, &n) : NULL;
    if (text != NULL && value == NULL) return NO_MEMORY;
    if (text == NULL || (n == 1 && strcmp(value[0], ".") == 0)) {
        if (f->is_format || f->number != GNBS_NORM_PER_ALLELE || f->is_text)
            add_missing(p, f);
        else
            gnbs_str_add(p->out, ".");
        return PICKED;
    }
    size_t n_want = (size_t)p->pick->n_old - (f->number == GNBS_NORM_PER_ALT);
    if (f->number == GNBS_NORM_PER_GENOTYPE) {
        bool is_loose =
            f->is_text && !f->is_format && n > genotype_index(0, p->pick->n_old);
        return pick_per_genotype(p, value,
                                 is_loose ? genotype_index(0, p->pick->n_old) : n);
    }
    bool is_loose = f->is_text && !f->is_format;
    if (n > n_want && !is_loose) return WRONG_NUMBER;
    if (is_loose && f->number == GNBS_NORM_PER_ALLELE && n < n_want) {
        gnbs_str_add(p->out, "."); /* whose the values are cannot be told */
        return PICKED;
    }
    return pick_per_allele(p, f, value, n);
}

static gnbs_code_t refuse(picked_t picked, const gnbs_norm_record_t *r,
                          const gnbs_norm_field_t *f, gnbs_err_t *err) {
    if (picked == NO_MEMORY) return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    return gnbs_err_set(err, GNBS_E_FORMAT,
                        "%s/%s has a number of values that does not fit %d alleles; "
                        "correct it, or leave such fields out with --force",
                        f->is_format ? "FORMAT" : "INFO", f->key, r->n_allele);
}

static gnbs_code_t pick_info(picker_t *p, const gnbs_norm_header_t *header,
                             const gnbs_norm_record_t *from, gnbs_norm_record_t *to,
                             gnbs_err_t *err) {
    to->info = GNBS_NEW(p->arena, gnbs_norm_info_t, from->n_info);
    to->n_info = 0;
    if (to->info == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    for (size_t i = 0; i < from->n_info; i++) {
        gnbs_norm_info_t info = from->info[i];
        const gnbs_norm_field_t *f = gnbs_norm_field_find(header, false, info.key);
        if (f != NULL && f->number == GNBS_NORM_PER_GENOTYPE && p->pick->is_atom) continue;
        if (f != NULL && f->number != GNBS_NORM_WHOLE && info.value != NULL) {
            picked_t picked = pick_text(p, f, info.value);
            if (picked == WRONG_NUMBER && p->options->is_force) {
                p->counts->n_field++;
                continue;
            }
            if (picked != PICKED) return refuse(picked, from, f, err);
            info.value = gnbs_arena_strdup(p->arena, gnbs_str_text(p->out));
            if (info.value == NULL || p->out->failed)
                return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
        }
        to->info[to->n_info++] = info;
    }
    return GNBS_OK;
}

/* "0/2" with each allele as pick->to has it. */
static char *pick_genotype(picker_t *p, const char *gt) {
    gnbs_str_reset(p->out);
    for (const char *s = gt; *s != '\0';) {
        if (*s < '0' || *s > '9') {
            gnbs_str_add_char(p->out, *s++);
            continue;
        }
        char *end;
        long i = strtol(s, &end, 10);
        gnbs_str_add_char(p->out, i < p->pick->n_old ? p->pick->to[i] : '.');
        s = end;
    }
    return p->out->failed ? NULL : gnbs_arena_strdup(p->arena, gnbs_str_text(p->out));
}

/* One key for all samples; *is_dropped when its numbers do not fit and force says so. */
static gnbs_code_t pick_key(picker_t *p, const gnbs_norm_record_t *from,
                            const gnbs_norm_field_t *f, size_t k, const char **column,
                            bool *is_dropped, gnbs_err_t *err) {
    bool is_gt = strcmp(from->key[k], "GT") == 0;
    for (size_t i = 0; i < from->n_sample; i++) {
        const char *text = from->value[i * from->n_key + k];
        column[i] = text;
        if (is_gt) {
            if (text != NULL && (column[i] = pick_genotype(p, text)) == NULL)
                return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
            continue;
        }
        if (f == NULL || f->number == GNBS_NORM_WHOLE) continue;
        picked_t picked = pick_text(p, f, text);
        if (picked == WRONG_NUMBER && p->options->is_force) {
            *is_dropped = true;
            p->counts->n_field++;
            return GNBS_OK;
        }
        if (picked != PICKED) return refuse(picked, from, f, err);
        column[i] = gnbs_arena_strdup(p->arena, gnbs_str_text(p->out));
        if (column[i] == NULL || p->out->failed)
            return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    }
    return GNBS_OK;
}

static gnbs_code_t pick_samples(picker_t *p, const gnbs_norm_header_t *header,
                                const gnbs_norm_record_t *from, gnbs_norm_record_t *to,
                                gnbs_err_t *err) {
    if (from->n_key == 0) return GNBS_OK;
    size_t n = from->n_sample, n_key = 0;
    const char **column = GNBS_NEW(p->arena, const char *, n * from->n_key);
    to->key = GNBS_NEW(p->arena, const char *, from->n_key);
    if (column == NULL || to->key == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    for (size_t k = 0; k < from->n_key; k++) {
        bool is_dropped = false;
        GNBS_TRY(pick_key(p, from, gnbs_norm_field_find(header, true, from->key[k]), k,
                          column + n_key * n, &is_dropped, err));
        if (!is_dropped) to->key[n_key++] = from->key[k];
    }
    to->n_key = n_key;
    to->value = GNBS_NEW(p->arena, const char *, n *n_key);
    if (to->value == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    for (size_t i = 0; i < n; i++) {
        bool is_end =
            true; /* a column ends at its last value, but one behind it fills gaps */
        for (size_t k = n_key; k-- > 0;) {
            const char *text = column[k * n + i];
            is_end = is_end && text == NULL;
            to->value[i * n_key + k] = text == NULL && !is_end ? "." : text;
        }
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_norm_pick_fields(const gnbs_norm_options_t *options,
                                  const gnbs_norm_header_t *header,
                                  const gnbs_norm_record_t *from,
                                  const gnbs_norm_pick_t *pick, gnbs_arena_t *arena,
                                  gnbs_norm_record_t *to, gnbs_norm_counts_t *counts,
                                  gnbs_err_t *err) {
    gnbs_str_t out;
    gnbs_str_init(&out);
    picker_t p = {options, pick, arena, &out, counts};
    gnbs_code_t code = pick_info(&p, header, from, to, err);
    if (code == GNBS_OK) code = pick_samples(&p, header, from, to, err);
    gnbs_str_clear(&out);
    return code;
}
