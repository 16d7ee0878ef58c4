#include <stdlib.h>
#include <string.h>

#include "norm/norm_parts.h"

/* ---- header ---------------------------------------------------------------------------- */

void gnbs_norm_header_init(gnbs_norm_header_t *header) {
    *header = (gnbs_norm_header_t){0};
    gnbs_arena_init(&header->arena);
}

void gnbs_norm_header_clear(gnbs_norm_header_t *header) {
    GNBS_VEC_CLEAR(&header->field);
    gnbs_arena_clear(&header->arena);
}

/* What stands in the line, which ends at its newline: behind it are other lines. */
static const char *find_in_line(const char *line, const char *what) {
    const char *at = strstr(line, what);
    return at != NULL && at < line + strcspn(line, "\n") ? at : NULL;
}

static gnbs_norm_number_t number_of(const char *line) {
    const char *number = find_in_line(line, ",Number=");
    if (number == NULL || number[9] != ',') return GNBS_NORM_WHOLE;
    switch (number[8]) {
    case 'A': return GNBS_NORM_PER_ALT;
    case 'R': return GNBS_NORM_PER_ALLELE;
    case 'G': return GNBS_NORM_PER_GENOTYPE;
    default: return GNBS_NORM_WHOLE;
    }
}

bool gnbs_norm_header_add(gnbs_norm_header_t *header, const char *line) {
    bool is_format = strncmp(line, "##FORMAT=<ID=", 13) == 0;
    if (!is_format && strncmp(line, "##INFO=<ID=", 11) != 0) return true;
    const char *key = line + (is_format ? 13 : 11);
    const gnbs_norm_field_t field = {
        gnbs_arena_strndup(&header->arena, key, strcspn(key, ",>")), number_of(line),
        is_format,
        find_in_line(line, ",Type=String") != NULL ||
            find_in_line(line, ",Type=Character") != NULL};
    return field.key != NULL && GNBS_PUSH(&header->field, field);
}

const gnbs_norm_field_t *gnbs_norm_field_find(const gnbs_norm_header_t *header,
                                              bool is_format, const char *key) {
    for (size_t i = 0; i < header->field.n; i++)
        if (header->field.at[i].is_format == is_format &&
            strcmp(header->field.at[i].key, key) == 0)
            return &header->field.at[i];
    return NULL;
}

/* ---- reading --------------------------------------------------------------------------- */

static size_t count(const char *s, char separator) {
    size_t n = 1;
    for (; *s != '\0'; s++) n += *s == separator;
    return n;
}

/* The pieces of a text that is overwritten. */
static void cut(char *s, char separator, const char **piece) {
    for (size_t i = 0;; i++) {
        piece[i] = s;
        char *end = strchr(s, separator);
        if (end == NULL) return;
        *end = '\0';
        s = end + 1;
    }
}

const char **gnbs_norm_values(const char *text, gnbs_arena_t *arena, size_t *n) {
    char *copy = gnbs_arena_strdup(arena, text);
    *n = count(text, ',');
    const char **value = GNBS_NEW(arena, const char *, *n);
    if (copy == NULL || value == NULL) return NULL;
    cut(copy, ',', value);
    return value;
}

static bool read_info(const char *text, gnbs_arena_t *arena, gnbs_norm_record_t *r) {
    if (strcmp(text, ".") == 0 || text[0] == '\0') return true;
    char *copy = gnbs_arena_strdup(arena, text);
    r->info = GNBS_NEW(arena, gnbs_norm_info_t, count(text, ';'));
    if (copy == NULL || r->info == NULL) return false;
    for (char *s = copy; s != NULL;) {
        char *end = strchr(s, ';'), *equal;
        if (end != NULL) *end++ = '\0';
        equal = strchr(s, '=');
        if (equal != NULL) *equal++ = '\0';
        if (s[0] != '\0')
            r->info[r->n_info++] = (gnbs_norm_info_t){s, equal == NULL      ? NULL
                                                         : equal[0] == '\0' ? "."
                                                                            : equal};
        s = end;
    }
    return true;
}

/* "\tFORMAT\tsample..." */
static gnbs_code_t read_samples(const char *rest, gnbs_arena_t *arena,
                                gnbs_norm_record_t *r, gnbs_err_t *err) {
    if (rest[0] == '\0') return GNBS_OK;
    char *copy = gnbs_arena_strdup(arena, rest + 1);
    size_t n_column = count(rest + 1, '\t');
    const char **column = GNBS_NEW(arena, const char *, n_column);
    if (copy == NULL || column == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    cut(copy, '\t', column);
    r->n_sample = n_column - 1;
    r->n_key = count(column[0], ':');
    r->key = GNBS_NEW(arena, const char *, r->n_key);
    r->value = GNBS_NEW(arena, const char *, r->n_key * r->n_sample);
    if (r->key == NULL || r->value == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    cut((char *)column[0], ':', r->key); /* column[] points into copy */
    for (size_t i = 0; i < r->n_sample; i++) {
        size_t n = count(column[i + 1], ':');
        if (n > r->n_key)
            return gnbs_err_set(err, GNBS_E_FORMAT,
                                "sample %zu: %zu values, expected at most %zu as FORMAT "
                                "names",
                                i + 1, n, r->n_key);
        cut((char *)column[i + 1], ':', r->value + i * r->n_key);
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_norm_record_read(const char *const column[8], const char *rest,
                                  gnbs_arena_t *arena, gnbs_norm_record_t *r,
                                  gnbs_err_t *err) {
    bool has_alt = strcmp(column[4], ".") != 0;
    *r = (gnbs_norm_record_t){.chrom = gnbs_arena_strdup(arena, column[0]),
                              .pos = (gnbs_pos_t)strtoll(column[1], NULL, 10) - 1,
                              .id = gnbs_arena_strdup(arena, column[2]),
                              .qual = gnbs_arena_strdup(arena, column[5]),
                              .filter = gnbs_arena_strdup(arena, column[6]),
                              .n_allele = has_alt ? 1 + (int)count(column[4], ',') : 1,
                              .before = gnbs_arena_printf(arena, "%s|%s|%s|%s", column[0],
                                                          column[1], column[3], column[4])};
    r->allele = GNBS_NEW(arena, const char *, r->n_allele);
    char *alts = gnbs_arena_strdup(arena, column[4]);
    if (r->chrom == NULL || r->id == NULL || r->qual == NULL || r->filter == NULL ||
        r->before == NULL || r->allele == NULL || alts == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    r->allele[0] = gnbs_arena_strdup(arena, column[3]);
    if (has_alt) cut(alts, ',', r->allele + 1);
    if (r->allele[0] == NULL || !read_info(column[7], arena, r))
        return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    return read_samples(rest, arena, r, err);
}

/* ---- writing --------------------------------------------------------------------------- */

static void print_info(const gnbs_norm_record_t *r, const char *old_tag, gnbs_str_t *out) {
    size_t begin = out->n;
    for (size_t i = 0; i < r->n_info; i++) {
        if (out->n > begin) gnbs_str_add_char(out, ';');
        gnbs_str_add(out, r->info[i].key);
        if (r->info[i].value == NULL) continue;
        gnbs_str_add_char(out, '=');
        gnbs_str_add(out, r->info[i].value);
    }
    if (old_tag != NULL && r->is_changed &&
        gnbs_norm_info_text(r, old_tag) == NULL) { /* an older one stays */
        if (out->n > begin) gnbs_str_add_char(out, ';');
        gnbs_str_printf(out, "%s=%s", old_tag, r->before);
        if (r->used != NULL) gnbs_str_printf(out, "|%s", r->used);
    }
    if (out->n == begin) gnbs_str_add_char(out, '.');
}

static void print_samples(const gnbs_norm_record_t *r, gnbs_str_t *out) {
    if (r->n_sample == 0 && r->n_key == 0) return;
    gnbs_str_add_char(out, '\t');
    for (size_t k = 0; k < r->n_key; k++) {
        if (k > 0) gnbs_str_add_char(out, ':');
        gnbs_str_add(out, r->key[k]);
    }
    if (r->n_key == 0) gnbs_str_add_char(out, '.');
    for (size_t i = 0; i < r->n_sample; i++) {
        const char **value = r->value + i * r->n_key;
        gnbs_str_add_char(out, '\t');
        for (size_t k = 0; k < r->n_key && value[k] != NULL; k++) {
            if (k > 0) gnbs_str_add_char(out, ':');
            gnbs_str_add(out, value[k]);
        }
        if (r->n_key == 0 || value[0] == NULL) gnbs_str_add_char(out, '.');
    }
}

void gnbs_norm_record_print(const gnbs_norm_record_t *r, const char *old_tag,
                            gnbs_str_t *out) {
    gnbs_str_add(out, r->chrom);
    gnbs_str_add_char(out, '\t');
    gnbs_str_add_int(out, (long long)r->pos + 1);
    gnbs_str_add_char(out, '\t');
    gnbs_str_add(out, r->id);
    gnbs_str_add_char(out, '\t');
    gnbs_str_add(out, r->allele[0]);
    gnbs_str_add_char(out, '\t');
    for (int i = 1; i < r->n_allele; i++) {
        if (i > 1) gnbs_str_add_char(out, ',');
        gnbs_str_add(out, r->allele[i]);
    }
    if (r->n_allele < 2) gnbs_str_add_char(out, '.');
    gnbs_str_add_char(out, '\t');
    gnbs_str_add(out, r->qual);
    gnbs_str_add_char(out, '\t');
    gnbs_str_add(out, r->filter);
    gnbs_str_add_char(out, '\t');
    print_info(r, old_tag, out);
    print_samples(r, out);
}

/* ---- small questions ------------------------------------------------------------------- */

const char *gnbs_norm_info_text(const gnbs_norm_record_t *r, const char *key) {
    for (size_t i = 0; i < r->n_info; i++)
        if (strcmp(r->info[i].key, key) == 0)
            return r->info[i].value != NULL ? r->info[i].value : "";
    return NULL;
}

bool gnbs_norm_info_set(gnbs_norm_record_t *r, const char *key, long long number,
                        gnbs_arena_t *arena) {
    for (size_t i = 0; i < r->n_info; i++) {
        if (strcmp(r->info[i].key, key) != 0) continue;
        /* records that were split share their INFO: the list is copied before it changes */
        gnbs_norm_info_t *info = GNBS_NEW(arena, gnbs_norm_info_t, r->n_info);
        char *text = gnbs_arena_printf(arena, "%lld", number);
        if (info == NULL || text == NULL) return false;
        memcpy(info, r->info, r->n_info * sizeof *info);
        info[i].value = text;
        r->info = info;
    }
    return true;
}

bool gnbs_norm_is_bases(const char *s) {
    const char *c = s;
    while (gnbs_norm_is_base(*c)) c++;
    return c > s && *c == '\0';
}

bool gnbs_norm_is_breakend(const char *alt) {
    return strchr(alt, '[') != NULL || strchr(alt, ']') != NULL || alt[0] == '.' ||
           (alt[0] != '\0' && alt[strlen(alt) - 1] == '.');
}

bool gnbs_norm_is_same_text(const char *a, const char *b) {
    for (; *a != '\0' && gnbs_norm_upper(*a) == gnbs_norm_upper(*b); a++, b++) continue;
    return *a == *b;
}

int gnbs_norm_kind_of(const char *ref, const char *alt) {
    if (!gnbs_norm_is_bases(ref) || !gnbs_norm_is_bases(alt)) return GNBS_NORM_OTHER;
    size_t n_ref = strlen(ref), n_alt = strlen(alt), head = 0;
    if (n_ref == n_alt) return GNBS_NORM_SNP;
    size_t least = n_ref < n_alt ? n_ref : n_alt, tail = 0;
    while (head < least && gnbs_norm_upper(ref[head]) == gnbs_norm_upper(alt[head])) head++;
    while (tail < least - head &&
           gnbs_norm_upper(ref[n_ref - 1 - tail]) == gnbs_norm_upper(alt[n_alt - 1 - tail]))
        tail++;
    return head + tail == least ? GNBS_NORM_INDEL : GNBS_NORM_OTHER;
}
