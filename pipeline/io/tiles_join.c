#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/table.h"
#include "core/vec.h"
#include "io/bgzip.h"
#include "io/table_read.h"
#include "io/tiles.h"

enum { MAX_COUNT = 1000000000 };

/* ---- samples to normals ----------------------------------------------------------------- */

typedef struct column {
    const int32_t *count;
    const char *sex; /* "F", "M", "." */
    uint64_t hash;   /* of the counts: the order of the columns tells nothing */
} column_t;

typedef struct join {
    gnbs_arena_t arena; /* of what is kept */
    const char *first;  /* path, build and plan of the first file: the others must agree */
    const char *build, *plan;
    gnbs_table_t places; /* the first file */
    GNBS_VEC(column_t) column;
} join_t;

static int compare_column(const void *a, const void *b) {
    const column_t *x = a, *y = b;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static gnbs_code_t read_int(const gnbs_table_t *t, const gnbs_table_row_t *row, int column,
                            int64_t max, int64_t *value, gnbs_err_t *err) {
    char *rest;
    const char *text = row->cell[column];
    long long v = strtoll(text, &rest, 10);
    if (text[0] == '\0' || *rest != '\0' || v < 0 || v > max)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s:%d: column %s: '%.40s' is not a number of 0 to %" PRId64,
                            t->path, row->line, t->column[column], text, max);
    *value = v;
    return GNBS_OK;
}

static gnbs_code_t check_sample(join_t *j, const gnbs_table_t *t, gnbs_err_t *err) {
    const char *mark = gnbs_table_meta_value(t, "gnbs_tiles"),
               *build = gnbs_table_meta_value(t, "build"),
               *plan = gnbs_table_meta_value(t, "plan");
    if (mark == NULL || strcmp(mark, "1") != 0 || build == NULL || plan == NULL ||
        gnbs_table_column(t, "reads") < 0)
        return gnbs_err_set(
            err, GNBS_E_FORMAT,
            "%s: not a file of tile counts (dosage.bed.gz of gnbs run, or gnbs "
            "cnv --tiles)",
            t->path);
    if (j->first == NULL) return GNBS_OK;
    if (strcmp(build, j->build) != 0 || strcmp(plan, j->plan) != 0)
        return gnbs_err_set(
            err, GNBS_E_DATA,
            "%s: counts of other places than %s (%s, plan %s; %s, plan %s): "
            "normals are made of one panel, build and bundle",
            t->path, j->first, build, plan, j->build, j->plan);
    return GNBS_OK;
}

static gnbs_code_t take_column(join_t *j, const gnbs_table_t *t, gnbs_err_t *err) {
    int reads = gnbs_table_column(t, "reads");
    const char *sex = gnbs_table_meta_value(t, "sex");
    int32_t *count = GNBS_NEW(&j->arena, int32_t, t->n_row);
    if (count == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", t->path);
    uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
    for (size_t i = 0; i < t->n_row; i++) {
        int64_t v;
        GNBS_TRY(read_int(t, &t->row[i], reads, MAX_COUNT, &v, err));
        count[i] = (int32_t)v;
        hash = (hash ^ (uint64_t)v) * UINT64_C(0x100000001b3);
    }
    column_t c = {.count = count, .hash = hash};
    switch (gnbs_sex_parse(sex != NULL ? sex : "")) {
    case GNBS_SEX_FEMALE: c.sex = "F"; break;
    case GNBS_SEX_MALE: c.sex = "M"; break;
    case GNBS_SEX_UNKNOWN: c.sex = "."; break;
    }
    return GNBS_PUSH(&j->column, c) ? GNBS_OK
                                    : gnbs_err_set(err, GNBS_E_NOMEM, "%s", t->path);
}

static gnbs_code_t take_sample(join_t *j, const char *path, gnbs_err_t *err) {
    bool is_first = j->first == NULL;
    gnbs_arena_t scratch;
    gnbs_arena_init(&scratch);
    gnbs_table_t t;
    gnbs_code_t code =
        gnbs_table_read(path, '\t', is_first ? &j->arena : &scratch, &t, err);
    if (code == GNBS_OK) code = check_sample(j, &t, err);
    if (code == GNBS_OK && is_first) {
        j->first = path;
        j->build = gnbs_table_meta_value(&t, "build");
        j->plan = gnbs_table_meta_value(&t, "plan");
        j->places = t;
    }
    if (code == GNBS_OK && t.n_row != j->places.n_row)
        code = gnbs_err_set(err, GNBS_E_DATA, "%s: %zu tiles, %s has %zu", path, t.n_row,
                            j->first, j->places.n_row);
    if (code == GNBS_OK) code = take_column(j, &t, err);
    gnbs_arena_clear(&scratch);
    return code;
}

static gnbs_code_t write_normals(join_t *j, const char *path, gnbs_err_t *err) {
    int place[3] = {gnbs_table_column(&j->places, "contig"),
                    gnbs_table_column(&j->places, "begin"),
                    gnbs_table_column(&j->places, "end")};
    if (place[0] < 0 || place[1] < 0 || place[2] < 0)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: no columns contig, begin, end",
                            j->first);
    qsort(j->column.at, j->column.n, sizeof *j->column.at, compare_column);
    gnbs_str_t out;
    gnbs_str_init(&out);
    gnbs_str_printf(&out, "##gnbs_normals=1\n##build=%s\n##plan=%s\n##sex=", j->build,
                    j->plan);
    for (size_t k = 0; k < j->column.n; k++)
        gnbs_str_printf(&out, "%s%s", k > 0 ? "," : "", j->column.at[k].sex);
    gnbs_str_add(&out, "\n#contig\tbegin\tend");
    for (size_t k = 0; k < j->column.n; k++) gnbs_str_printf(&out, "\t%zu", k + 1);
    gnbs_str_add_char(&out, '\n');
    for (size_t i = 0; i < j->places.n_row; i++) {
        const char **cell = j->places.row[i].cell;
        gnbs_str_printf(&out, "%s\t%s\t%s", cell[place[0]], cell[place[1]], cell[place[2]]);
        for (size_t k = 0; k < j->column.n; k++)
            gnbs_str_printf(&out, "\t%" PRId32, j->column.at[k].count[i]);
        gnbs_str_add_char(&out, '\n');
    }
    gnbs_code_t code = gnbs_bgzip_write_text(path, &out, GNBS_BGZIP_TBI_BED, err);
    gnbs_str_clear(&out);
    return code;
}

gnbs_code_t gnbs_tiles_join(const char *const path[], size_t n_path, const char *out,
                            gnbs_err_t *err) {
    join_t j = {.first = NULL};
    gnbs_arena_init(&j.arena);
    gnbs_code_t code = GNBS_OK;
    for (size_t i = 0; i < n_path && code == GNBS_OK; i++)
        code = take_sample(&j, path[i], err);
    if (code == GNBS_OK && j.column.n == 0)
        code = gnbs_err_set(err, GNBS_E_USAGE, "no files of tile counts");
    if (code == GNBS_OK) code = write_normals(&j, out, err);
    GNBS_VEC_CLEAR(&j.column);
    gnbs_arena_clear(&j.arena);
    return code;
}

/* ---- normals to counts ------------------------------------------------------------------ */

typedef struct normals_table {
    gnbs_table_t t;
    int place[3], first; /* columns: contig, begin, end; the first sample */
} normals_table_t;

static gnbs_code_t read_sexes(const gnbs_table_t *t, const char *text, size_t n,
                              gnbs_sex_t sex[], gnbs_err_t *err) {
    size_t k = 0;
    for (const char *s = text; s != NULL && *s != '\0' && k < n; k++) {
        sex[k] = s[0] == 'F'   ? GNBS_SEX_FEMALE
                 : s[0] == 'M' ? GNBS_SEX_MALE
                               : GNBS_SEX_UNKNOWN;
        s = strchr(s, ',');
        if (s != NULL) s++;
    }
    return k == n ? GNBS_OK
                  : gnbs_err_set(err, GNBS_E_FORMAT, "%s: ##sex names %zu samples of %zu",
                                 t->path, k, n);
}

static gnbs_code_t open_normals(const char *path, gnbs_arena_t *arena, normals_table_t *n,
                                gnbs_err_t *err) {
    static const char *const NAME[3] = {"contig", "begin", "end"};
    GNBS_TRY(gnbs_table_read(path, '\t', arena, &n->t, err));
    const char *mark = gnbs_table_meta_value(&n->t, "gnbs_normals");
    for (int i = 0; i < 3; i++) n->place[i] = gnbs_table_column(&n->t, NAME[i]);
    n->first = n->place[2] + 1;
    if (mark == NULL || strcmp(mark, "1") != 0 || n->place[0] != 0 || n->place[1] != 1 ||
        n->place[2] != 2 || n->t.n_column <= n->first)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: not a file of normals (gnbs cnv normals)", path);
    return GNBS_OK;
}

/* The tile of the plan that is this very place, or n. */
static size_t find_tile(size_t n, const gnbs_tile_t tile[], gnbs_region_t r) {
    size_t i = gnbs_tile_lower(n, tile, r.tid, r.beg);
    return i < n && gnbs_region_compare(&tile[i].region, &r) == 0 ? i : n;
}

static gnbs_code_t take_rows(const normals_table_t *in, const gnbs_contigs_t *contigs,
                             size_t n, const gnbs_tile_t tile[], size_t n_sample,
                             int32_t *count, size_t *n_found, gnbs_err_t *err) {
    int32_t tid = -1;
    const char *name = NULL;
    for (size_t i = 0; i < in->t.n_row; i++) {
        const gnbs_table_row_t *row = &in->t.row[i];
        gnbs_region_t r;
        if (name == NULL || strcmp(name, row->cell[0]) != 0)
            tid = gnbs_contig_find(contigs, row->cell[0]);
        name = row->cell[0];
        GNBS_TRY(read_int(&in->t, row, 1, INT64_C(1) << 40, &r.beg, err));
        GNBS_TRY(read_int(&in->t, row, 2, INT64_C(1) << 40, &r.end, err));
        r.tid = tid;
        size_t at = tid >= 0 ? find_tile(n, tile, r) : n;
        for (size_t k = 0; k < n_sample; k++) {
            int64_t v;
            GNBS_TRY(read_int(&in->t, row, in->first + (int)k, MAX_COUNT, &v, err));
            if (at < n) count[k * n + at] = (int32_t)v;
        }
        *n_found += at < n;
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_normals_read(const char *path, const gnbs_contigs_t *contigs, size_t n,
                              const gnbs_tile_t tile[], gnbs_arena_t *arena,
                              gnbs_tile_normals_t *normals, gnbs_err_t *err) {
    gnbs_arena_t scratch;
    gnbs_arena_init(&scratch);
    normals_table_t in;
    size_t n_sample = 0, n_found = 0;
    int32_t *count = NULL;
    gnbs_sex_t *sex = NULL;
    gnbs_code_t code = open_normals(path, &scratch, &in, err);
    if (code == GNBS_OK) {
        n_sample = (size_t)(in.t.n_column - in.first);
        count = GNBS_NEW(arena, int32_t, n_sample * n);
        sex = GNBS_NEW(arena, gnbs_sex_t, n_sample);
        if (count == NULL || sex == NULL)
            code = gnbs_err_set(err, GNBS_E_NOMEM, "%s: %zu samples", path, n_sample);
    }
    if (code == GNBS_OK) {
        for (size_t i = 0; i < n_sample * n; i++) count[i] = -1;
        code = read_sexes(&in.t, gnbs_table_meta_value(&in.t, "sex"), n_sample, sex, err);
    }
    if (code == GNBS_OK)
        code = take_rows(&in, contigs, n, tile, n_sample, count, &n_found, err);
    if (code == GNBS_OK && 5 * n_found < 4 * n)
        code =
            gnbs_err_set(err, GNBS_E_DATA,
                         "%s: has %zu of the %zu tiles of this panel: normals of another "
                         "panel or build; make them again with: gnbs cnv normals",
                         path, n_found, n);
    *normals = (gnbs_tile_normals_t){n_sample, n, count, sex};
    gnbs_arena_clear(&scratch);
    return code;
}
