#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/vec.h"
#include "io/lines.h"
#include "io/vcf.h"
#include "run/run_refdata_read.h"

enum { MAX_FIELDS = 8, MAX_ROWS = 64 };

/* A row of refdata/acmg/scores.tsv: where a score stands in a VCF. */
typedef struct where {
    const char *name, *key;
    int n_field, field[MAX_FIELDS]; /* from 0; none: the whole value */
    int allele_field;               /* -1: entries follow the order of ALT */
    bool is_min;
    const char *label[MAX_FIELDS];
} where_t;

typedef struct map {
    size_t n;
    where_t row[MAX_ROWS];
} map_t;

static gnbs_code_t bad_cell(const gnbs_table_t *t, const gnbs_table_row_t *row,
                            const char *column, const char *cell, const char *expected,
                            gnbs_err_t *err) {
    return gnbs_err_set(err, GNBS_E_FORMAT, "%s: line %d: %s '%.40s'; expected %s", t->path,
                        row->line, column, cell, expected);
}

static bool read_fields(char *text, where_t *w) {
    if (strcmp(text, "-") == 0) return true;
    for (char *s = text; *s != '\0';) {
        char *rest;
        long field = strtol(s, &rest, 10);
        if (rest == s || field < 1 || field > 1000 || w->n_field == MAX_FIELDS)
            return false;
        w->field[w->n_field++] = (int)field - 1;
        s = *rest == ';' ? rest + 1 : rest;
        if (*rest != ';' && *rest != '\0') return false;
    }
    return w->n_field > 0;
}

static gnbs_code_t read_where(const gnbs_table_t *t, const gnbs_table_row_t *row,
                              const int column[7], gnbs_arena_t *arena, where_t *w,
                              gnbs_err_t *err) {
    const char *const *cell = row->cell;
    *w = (where_t){.name = cell[column[0]], .key = cell[column[1]], .allele_field = -1};
    char *fields = gnbs_arena_strdup(arena, cell[column[2]]),
         *labels = gnbs_arena_strdup(arena, cell[column[5]]);
    if (fields == NULL || labels == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "scores");
    if (w->name[0] == '\0' || strlen(w->name) > 60)
        return bad_cell(t, row, "name", w->name, "the name of a score", err);
    if (w->key[0] == '\0') return bad_cell(t, row, "key", "", "an INFO key", err);
    if (!read_fields(fields, w))
        return bad_cell(t, row, "fields", cell[column[2]], "3;4;5 or -", err);
    const char *allele = cell[column[3]], *pick = cell[column[4]];
    if (strcmp(allele, "-") != 0) w->allele_field = atoi(allele) - 1;
    if (strcmp(allele, "-") != 0 && w->allele_field < 0)
        return bad_cell(t, row, "allele_field", allele, "a number or -", err);
    w->is_min = strcmp(pick, "min") == 0;
    if (!w->is_min && strcmp(pick, "max") != 0)
        return bad_cell(t, row, "pick", pick, "max or min", err);
    int k = 0;
    for (char *save, *s = strtok_r(labels, ";", &save); s != NULL && k < MAX_FIELDS;
         s = strtok_r(NULL, ";", &save))
        w->label[k++] = s;
    return GNBS_OK;
}

static gnbs_code_t read_map(const gnbs_table_t *t, gnbs_arena_t *arena, map_t *map,
                            gnbs_err_t *err) {
    static const char *const NAMES[7] = {"name", "key",    "fields", "allele_field",
                                         "pick", "labels", "source"};
    int column[7];
    for (int i = 0; i < 7; i++) {
        column[i] = gnbs_table_column(t, NAMES[i]);
        if (column[i] < 0)
            return gnbs_err_set(err, GNBS_E_FORMAT, "%s: line %d: no column '%s'", t->path,
                                t->header_line, NAMES[i]);
    }
    if (t->n_row > MAX_ROWS)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: more than %d rows", t->path,
                            (int)MAX_ROWS);
    for (size_t i = 0; i < t->n_row; i++)
        GNBS_TRY(read_where(t, &t->row[i], column, arena, &map->row[map->n++], err));
    return GNBS_OK;
}

/* ---- VCF ---------------------------------------------------------------------------------- */

/* Field k of an entry that ends at `end`; false when it has none. */
static bool find_field(const char *entry, const char *end, int k, const char **beg,
                       size_t *n) {
    for (; k > 0; k--) {
        entry = memchr(entry, '|', (size_t)(end - entry));
        if (entry++ == NULL) return false;
    }
    const char *bar = memchr(entry, '|', (size_t)(end - entry));
    *beg = entry;
    *n = (size_t)((bar != NULL ? bar : end) - entry);
    return true;
}

static bool read_number(const char *text, size_t n, double *value) {
    char buf[40], *rest;
    if (n == 0 || n >= sizeof buf) return false;
    memcpy(buf, text, n);
    buf[n] = '\0';
    *value = strtod(buf, &rest);
    return rest != buf && *rest == '\0' && *value == *value;
}

typedef struct pick {
    bool has_value;
    double value;
    const char *label;
} pick_t;

static void offer(const where_t *w, double value, const char *label, pick_t *best) {
    if (best->has_value && (w->is_min ? value >= best->value : value <= best->value))
        return;
    *best = (pick_t){true, value, label != NULL ? label : ""};
}

static void read_entry(const where_t *w, const char *entry, const char *end, pick_t *best) {
    const char *text;
    size_t n;
    double value;
    if (w->n_field == 0 && read_number(entry, (size_t)(end - entry), &value))
        offer(w, value, NULL, best);
    for (int i = 0; i < w->n_field; i++)
        if (find_field(entry, end, w->field[i], &text, &n) && read_number(text, n, &value))
            offer(w, value, w->label[i], best);
}

/* Entries are joined by commas: one per ALT, or each naming its allele; one alone is for every ALT. */
static pick_t read_info(const where_t *w, const char *info, const char *alt, int i_alt,
                        int n_alt) {
    pick_t best = {false, 0, ""};
    int n_entry = 1, i = 0;
    for (const char *s = info; *s != '\0'; s++) n_entry += *s == ',';
    bool is_by_order = w->allele_field < 0 && n_alt > 1 && n_entry == n_alt;
    for (const char *s = info;; i++) {
        const char *end = s + strcspn(s, ","), *text;
        size_t n;
        bool is_mine = !is_by_order || i == i_alt;
        if (w->allele_field >= 0)
            is_mine = find_field(s, end, w->allele_field, &text, &n) && strlen(alt) == n &&
                      strncmp(text, alt, n) == 0;
        if (is_mine) read_entry(w, s, end, &best);
        if (*end == '\0') return best;
        s = end + 1;
    }
}

static gnbs_code_t tell_record(gnbs_refdata_t *data, const map_t *map, gnbs_vcf_t *vcf,
                               const gnbs_vcf_record_t *r, int64_t *n_value,
                               gnbs_err_t *err) {
    for (size_t k = 0; k < map->n; k++) {
        const char *info = gnbs_vcf_info_text(vcf, map->row[k].key);
        if (info == NULL || info[0] == '\0' || strcmp(info, ".") == 0) continue;
        for (int i = 1; i < r->n_allele; i++) {
            pick_t best =
                read_info(&map->row[k], info, r->allele[i], i - 1, r->n_allele - 1);
            if (!best.has_value) continue;
            (*n_value)++;
            const gnbs_refdata_score_t score = {.tid = r->tid,
                                                .chrom = r->chrom,
                                                .pos = r->pos,
                                                .ref = r->allele[0],
                                                .alt = r->allele[i],
                                                .name = map->row[k].name,
                                                .value = best.value,
                                                .detail = best.label};
            GNBS_TRY(gnbs_refdata_add_score(data, &score, err));
        }
    }
    return GNBS_OK;
}

static gnbs_code_t read_vcf(gnbs_refdata_t *data, const char *path, const map_t *map,
                            const gnbs_contigs_t *contigs, int64_t *n_value,
                            gnbs_err_t *err) {
    gnbs_vcf_t *vcf;
    gnbs_vcf_record_t record;
    bool more = true;
    GNBS_TRY(gnbs_run_refdata_open_vcf(path, contigs, &vcf, err));
    gnbs_code_t code = GNBS_OK;
    while (code == GNBS_OK) {
        code = gnbs_vcf_next(vcf, &record, &more, err);
        if (code != GNBS_OK || !more) break;
        code = tell_record(data, map, vcf, &record, n_value, err);
    }
    gnbs_vcf_close(vcf);
    return code;
}

/* ---- REVEL's table -------------------------------------------------------------------------- */

/* Also any table with columns chrom, pos, ref, alt and one column per score, named as in the map. */
typedef struct columns {
    int chrom, pos, ref, alt, n_score, score[MAX_FIELDS];
    const char *name[MAX_FIELDS];
} columns_t;

static int find_column(int n, char **cell, const char *name) {
    for (int i = 0; i < n; i++) {
        const char *text = cell[i] + (cell[i][0] == '#');
        if (strcmp(text, name) == 0) return i;
    }
    return -1;
}

static gnbs_code_t read_header(const char *path, gnbs_lines_t *lines, const map_t *map,
                               gnbs_build_t build, columns_t *c, gnbs_err_t *err) {
    bool more;
    int n;
    char **cell;
    GNBS_TRY(gnbs_lines_next(lines, &more, &n, &cell, err));
    *c =
        (columns_t){.ref = find_column(n, cell, "ref"), .alt = find_column(n, cell, "alt")};
    c->chrom = find_column(n, cell, "chr");
    if (c->chrom < 0) c->chrom = find_column(n, cell, "chrom");
    c->pos = find_column(n, cell, build == GNBS_BUILD_GRCH37 ? "hg19_pos" : "grch38_pos");
    if (c->pos < 0) c->pos = find_column(n, cell, "pos");
    for (size_t k = 0; k < map->n && c->n_score < MAX_FIELDS; k++) {
        int i = find_column(n, cell, map->row[k].name);
        bool is_new = i >= 0;
        for (int j = 0; j < c->n_score; j++) is_new = is_new && c->score[j] != i;
        if (!is_new) continue;
        c->name[c->n_score] = map->row[k].name;
        c->score[c->n_score++] = i;
    }
    if (c->chrom >= 0 && c->pos >= 0 && c->ref >= 0 && c->alt >= 0 && c->n_score > 0)
        return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_FORMAT,
                        "%s: neither a VCF nor a table with columns chr, %s (or pos), ref, "
                        "alt and a score of the mapping file (REVEL, ...)",
                        path, build == GNBS_BUILD_GRCH37 ? "hg19_pos" : "grch38_pos");
}

static gnbs_code_t tell_row(gnbs_refdata_t *data, const char *path, gnbs_lines_t *lines,
                            const columns_t *c, const gnbs_contigs_t *contigs, int n,
                            char **cell, int64_t *n_value, gnbs_err_t *err) {
    int need = c->chrom > c->pos ? c->chrom : c->pos;
    if (c->alt > need) need = c->alt;
    if (c->ref > need) need = c->ref;
    for (int k = 0; k < c->n_score; k++)
        if (c->score[k] > need) need = c->score[k];
    if (n <= need)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: line %lld: %d cells, expected %d",
                            path, (long long)gnbs_lines_number(lines), n, need + 1);
    char *rest;
    long long pos1 = strtoll(cell[c->pos], &rest, 10);
    if (strcmp(cell[c->pos], ".") == 0) return GNBS_OK; /* not lifted to this build */
    if (rest == cell[c->pos] || *rest != '\0' || pos1 < 1)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: line %lld: '%.40s' is no position",
                            path, (long long)gnbs_lines_number(lines), cell[c->pos]);
    for (int k = 0; k < c->n_score; k++) {
        double value;
        const char *text = cell[c->score[k]];
        if (!read_number(text, strlen(text), &value)) continue;
        (*n_value)++;
        const gnbs_refdata_score_t score = {.tid =
                                                gnbs_contig_find(contigs, cell[c->chrom]),
                                            .chrom = cell[c->chrom],
                                            .pos = pos1 - 1,
                                            .ref = cell[c->ref],
                                            .alt = cell[c->alt],
                                            .name = c->name[k],
                                            .value = value,
                                            .detail = ""};
        GNBS_TRY(gnbs_refdata_add_score(data, &score, err));
    }
    return GNBS_OK;
}

static gnbs_code_t read_table(gnbs_refdata_t *data, const char *path, const map_t *map,
                              const gnbs_contigs_t *contigs, gnbs_build_t build,
                              int64_t *n_value, gnbs_err_t *err) {
    gnbs_lines_t *lines;
    columns_t c;
    GNBS_TRY(gnbs_lines_open(path, 0, &lines, err));
    gnbs_code_t code = read_header(path, lines, map, build, &c, err);
    bool more = true;
    while (code == GNBS_OK) {
        int n;
        char **cell;
        code = gnbs_lines_next(lines, &more, &n, &cell, err);
        if (code != GNBS_OK || !more) break;
        code = tell_row(data, path, lines, &c, contigs, n, cell, n_value, err);
    }
    gnbs_lines_close(lines);
    return code;
}

gnbs_code_t gnbs_run_refdata_scores(gnbs_refdata_t *data, const char *path,
                                    const gnbs_table_t *where,
                                    const gnbs_contigs_t *contigs, gnbs_build_t build,
                                    gnbs_err_t *err) {
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    map_t *map = GNBS_NEW(&arena, map_t, 1);
    int64_t n_value = 0;
    gnbs_code_t code = map != NULL ? read_map(where, &arena, map, err)
                                   : gnbs_err_set(err, GNBS_E_NOMEM, "scores");
    const char *dot = strstr(path, ".vcf");
    bool is_vcf = dot != NULL || strstr(path, ".bcf") != NULL;
    if (code == GNBS_OK)
        code = is_vcf ? read_vcf(data, path, map, contigs, &n_value, err)
                      : read_table(data, path, map, contigs, build, &n_value, err);
    if (code == GNBS_OK && n_value == 0)
        code =
            gnbs_err_set(err, GNBS_E_FORMAT,
                         "%s: holds no score that the mapping file names (%s); add a row "
                         "to a copy of it and give that with --score-map",
                         path, where->path);
    gnbs_arena_clear(&arena);
    return code;
}
