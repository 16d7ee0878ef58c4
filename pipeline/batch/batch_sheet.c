/* realpath is of X/Open, not of POSIX alone */
#define _XOPEN_SOURCE 700
#include "batch/batch_sheet.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "core/escape.h"
#include "core/mem.h"
#include "core/vec.h"
#include "io/path.h"
#include "io/table_read.h"
#include "run/run_consent.h"
#include "run/run_withdraw.h"

enum { SAMPLE, SEX, READS, VCF, MOTHER, FATHER, CONSENT, CASE_ID, NOTE, N_FIELD };

static const struct {
    const char *name;
    int field;
} NAMES[] = {
    {"sample", SAMPLE},      {"sample_id", SAMPLE},
    {"id", SAMPLE},          {"sex", SEX},
    {"gender", SEX},         {"reads", READS},
    {"bam", READS},          {"cram", READS},
    {"alignment", READS},    {"vcf", VCF},
    {"gvcf", VCF},           {"mother", MOTHER},
    {"maternal_id", MOTHER}, {"father", FATHER},
    {"paternal_id", FATHER}, {"consent", CONSENT},
    {"case_id", CASE_ID},    {"case", CASE_ID},
    {"family", CASE_ID},     {"note", NOTE},
    {"notes", NOTE},         {"comment", NOTE},
};

typedef struct sheet {
    const char *path, *dir;
    const gnbs_batch_sheet_opt_t *opt;
    gnbs_arena_t *arena;
    gnbs_str_t *problems;
    size_t n_problem;
    gnbs_err_t *err;
} sheet_t;

static void problem(sheet_t *s, int line, const char *fmt, ...) GNBS_PRINTF(3, 4);
static void problem(sheet_t *s, int line, const char *fmt, ...) {
    char text[1024];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    gnbs_escape_term(s->problems, s->path);
    gnbs_str_printf(s->problems, ":%d: ", line);
    gnbs_escape_term(s->problems, text);
    gnbs_str_add_char(s->problems, '\n');
    s->n_problem++;
}

/* ---- columns ------------------------------------------------------------------------------------------------------------ */

static int field_of(const char *column) {
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (strcasecmp(NAMES[i].name, column) == 0) return NAMES[i].field;
    return -1;
}

static void map_columns(sheet_t *s, const gnbs_table_t *t, int *field /* [n_column] */) {
    int seen[N_FIELD] = {0};
    for (int i = 0; i < t->n_column; i++) {
        field[i] = field_of(t->column[i]);
        if (field[i] < 0 && strncasecmp(t->column[i], "fastq", 5) == 0)
            problem(s, t->header_line,
                    "column '%s': gnbs begins at aligned reads (BAM, CRAM) or calls (VCF)",
                    t->column[i]);
        else if (field[i] < 0)
            problem(s, t->header_line,
                    "column '%s' is not known; expected sample, sex, reads, vcf, mother, "
                    "father, consent, case_id, note",
                    t->column[i]);
        else if ((field[i] == READS || field[i] == VCF) && seen[field[i]])
            continue; /* bam and cram side by side: the one that is filled counts */
        else if (seen[field[i]]++)
            problem(s, t->header_line, "column '%s' says again what another says",
                    t->column[i]);
        if (field[i] >= 0) seen[field[i]] = 1;
    }
    if (!seen[SAMPLE]) problem(s, t->header_line, "there is no column 'sample'");
    if (!seen[READS] && !seen[VCF])
        problem(s, t->header_line, "there is neither a column 'reads' nor 'vcf'");
}

/* ---- cells -------------------------------------------------------------------------------------------------------------- */

static const char *sex_of(const char *text) {
    static const char *const F[] = {"F", "female", "2", "XX"},
                             *const M[] = {"M", "male", "1", "XY"},
                             *const NONE[] = {"", "unknown", "0", "NA", "U"};
    for (int i = 0; i < 4; i++) {
        if (strcasecmp(text, F[i]) == 0) return "F";
        if (strcasecmp(text, M[i]) == 0) return "M";
    }
    for (int i = 0; i < 5; i++)
        if (strcasecmp(text, NONE[i]) == 0) return "";
    return NULL;
}

static bool ends_with(const char *text, const char *end) {
    size_t n = strlen(text), k = strlen(end);
    return n >= k && strcasecmp(text + n - k, end) == 0;
}

/* From the sheet's folder on; "" stays "". */
static const char *resolve(sheet_t *s, const char *path) {
    if (path[0] == '\0' || path[0] == '/') return path;
    return gnbs_arena_printf(s->arena, "%s%s", s->dir, path);
}

static bool check_file(sheet_t *s, int line, const char *what, const char *typed,
                       const char **path) {
    gnbs_err_t err;
    if (typed[0] == '\0') return false;
    /* as typed first: a scheme or a trick must not be hidden behind the folder's name */
    const char *full = resolve(s, typed);
    if (full == NULL) return false;
    if (gnbs_path_check_input(typed, &err) == GNBS_E_USAGE ||
        gnbs_path_check_input(full, &err) != GNBS_OK) {
        problem(s, line, "%s: %s", what, err.msg);
        return false;
    }
    char *real = realpath(full, NULL);
    *path = real != NULL ? gnbs_arena_strdup(s->arena, real) : full;
    free(real);
    return *path != NULL;
}

static void check_index(sheet_t *s, int line, const char *reads) {
    static const char *const SUFFIX[] = {".bai", ".csi", ".crai", ".tbi"};
    size_t n = strlen(reads);
    for (size_t i = 0; i < sizeof SUFFIX / sizeof *SUFFIX; i++) {
        const char *beside = gnbs_arena_printf(s->arena, "%s%s", reads, SUFFIX[i]);
        const char *instead = gnbs_arena_printf(s->arena, "%.*s%s",
                                                (int)(n > 4 ? n - 4 : n), reads, SUFFIX[i]);
        if ((beside != NULL && !gnbs_path_is_absent(beside)) ||
            (n > 4 && ends_with(reads, ".bam") && instead != NULL &&
             !gnbs_path_is_absent(instead)))
            return;
    }
    problem(s, line, "reads: %s has no index beside it (samtools index)", reads);
}

static void check_consent(sheet_t *s, const gnbs_batch_row_t *r) {
    gnbs_err_t err;
    gnbs_consent_t consent;
    const char *signed_by;
    if (r->consent[0] == '\0') {
        if (!s->opt->skips_consent)
            problem(s, r->line,
                    "no consent; name its file, or state --no-consent-check for all");
        return;
    }
    /* what it decides is the run's to obey (status 6); that it is one, and this newborn's, is ours to see */
    if (gnbs_run_read_consent(r->consent, NULL, s->arena, &consent, &signed_by, &err) !=
        GNBS_OK)
        problem(s, r->line, "consent: %s", err.msg);
    else if (strcmp(consent.sample, r->sample) != 0)
        problem(s, r->line, "consent: %s is of '%s', not of '%s'", r->consent,
                consent.sample, r->sample);
}

static void check_row(sheet_t *s, gnbs_batch_row_t *r) {
    gnbs_err_t err;
    bool is_withdrawn = false;
    const char *sex = sex_of(r->sex);
    if (!gnbs_escape_is_file_name(r->sample))
        problem(
            s, r->line,
            "sample '%s' cannot be a folder: expected letters, digits, '.', '_', '-', at "
            "most 64",
            r->sample);
    else if (strcmp(r->sample, "cohort") == 0)
        problem(s, r->line,
                "sample 'cohort': the cohort's tables lie in a folder of this name");
    else if (gnbs_run_is_withdrawn(s->opt->out, r->sample, &is_withdrawn, &err) != GNBS_OK)
        problem(s, r->line, "%s", err.msg);
    if (is_withdrawn)
        problem(s, r->line, "sample '%s': the family withdrew; take the row out",
                r->sample);
    if (sex == NULL) problem(s, r->line, "sex '%s': expected F, M or nothing", r->sex);
    r->sex = sex != NULL ? sex : "";
    if ((r->reads[0] == '\0') == (r->vcf[0] == '\0'))
        problem(s, r->line, "give one of reads and vcf");
    if (check_file(s, r->line, "reads", r->reads, &r->reads))
        check_index(s, r->line, r->reads);
    check_file(s, r->line, "vcf", r->vcf, &r->vcf);
    if (r->consent[0] == '\0' || check_file(s, r->line, "consent", r->consent, &r->consent))
        check_consent(s, r);
}

static void read_row(const gnbs_table_t *t, size_t i, const int *field,
                     gnbs_batch_row_t *r) {
    const char **to[N_FIELD] = {&r->sample, &r->sex,     &r->reads,   &r->vcf, &r->mother,
                                &r->father, &r->consent, &r->case_id, &r->note};
    *r = (gnbs_batch_row_t){.line = t->row[i].line};
    for (int k = 0; k < N_FIELD; k++) *to[k] = "";
    for (int k = 0; k < t->n_column; k++)
        if (field[k] >= 0 && t->row[i].cell[k][0] != '\0')
            *to[field[k]] = t->row[i].cell[k];
}

/* ---- rows beside one another --------------------------------------------------------------------------------------------- */

static int by_sample(const void *a, const void *b) {
    const gnbs_batch_row_t *x = *(gnbs_batch_row_t *const *)a,
                           *y = *(gnbs_batch_row_t *const *)b;
    int order = strcasecmp(x->sample, y->sample);
    return order != 0 ? order : x->line - y->line;
}

static const char *input_of(const gnbs_batch_row_t *r) {
    return r->reads[0] != '\0' ? r->reads : r->vcf;
}

static int by_input(const void *a, const void *b) {
    const gnbs_batch_row_t *x = *(gnbs_batch_row_t *const *)a,
                           *y = *(gnbs_batch_row_t *const *)b;
    int order = strcmp(input_of(x), input_of(y));
    return order != 0 ? order : x->line - y->line;
}

static gnbs_code_t check_pairs(sheet_t *s, size_t n, gnbs_batch_row_t *row) {
    gnbs_batch_row_t **order = GNBS_NEW(s->arena, gnbs_batch_row_t *, n + 1);
    if (order == NULL) return gnbs_err_set(s->err, GNBS_E_NOMEM, "%s", s->path);
    for (size_t i = 0; i < n; i++) order[i] = &row[i];
    qsort(order, n, sizeof *order, by_sample);
    for (size_t i = 1; i < n; i++)
        if (strcasecmp(order[i]->sample, order[i - 1]->sample) == 0)
            problem(s, order[i]->line, "sample '%s' writes the folder of line %d",
                    order[i]->sample, order[i - 1]->line);
    qsort(order, n, sizeof *order, by_input);
    for (size_t i = 1; i < n; i++)
        if (input_of(order[i])[0] != '\0' &&
            strcmp(input_of(order[i]), input_of(order[i - 1])) == 0)
            problem(s, order[i]->line, "%s is the file of line %d too", input_of(order[i]),
                    order[i - 1]->line);
    return GNBS_OK;
}

/* A parent is a sample of the sheet or a file; either way it becomes the file that is read. */
static void check_parents(sheet_t *s, size_t n, gnbs_batch_row_t *row) {
    for (size_t i = 0; i < n; i++) {
        const char **parent[2] = {&row[i].mother, &row[i].father};
        for (int k = 0; k < 2; k++) {
            const char *named = *parent[k];
            if (strcmp(named, "0") == 0) *parent[k] = "";
            if (named[0] == '\0' || strcmp(named, "0") == 0) continue;
            const gnbs_batch_row_t *found = NULL;
            for (size_t j = 0; j < n && found == NULL; j++)
                if (strcmp(row[j].sample, named) == 0) found = &row[j];
            if (found == &row[i])
                problem(s, row[i].line, "%s is its own parent", row[i].sample);
            else if (found != NULL)
                *parent[k] = input_of(found);
            else
                check_file(s, row[i].line, k == 0 ? "mother" : "father", named, parent[k]);
        }
    }
}

gnbs_code_t gnbs_batch_read_sheet(const char *path, const gnbs_batch_sheet_opt_t *opt,
                                  gnbs_arena_t *arena, size_t *n, gnbs_batch_row_t **row,
                                  gnbs_str_t *problems, gnbs_err_t *err) {
    gnbs_table_t t;
    const char *slash = strrchr(path, '/');
    sheet_t s = {
        .path = path, .opt = opt, .arena = arena, .problems = problems, .err = err};
    s.dir = gnbs_arena_strndup(arena, path, slash != NULL ? (size_t)(slash - path) + 1 : 0);
    GNBS_TRY(gnbs_table_read(path, ends_with(path, ".csv") ? ',' : 0, arena, &t, err));
    int *field = GNBS_NEW(arena, int, (size_t)t.n_column + 1);
    *row = GNBS_NEW(arena, gnbs_batch_row_t, t.n_row + 1);
    if (field == NULL || *row == NULL || s.dir == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    map_columns(&s, &t, field);
    *n = t.n_row;
    if (s.n_problem == 0) { /* with the columns unknown, every row would be wrong */
        for (size_t i = 0; i < t.n_row; i++) {
            read_row(&t, i, field, &(*row)[i]);
            check_row(&s, &(*row)[i]);
        }
        GNBS_TRY(check_pairs(&s, t.n_row, *row));
        check_parents(&s, t.n_row, *row);
        if (t.n_row == 0) problem(&s, t.header_line, "there is no row");
    }
    if (problems->failed) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    if (s.n_problem == 0) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_DATA, "%s: %zu problem%s; nothing was started", path,
                        s.n_problem, s.n_problem == 1 ? "" : "s");
}
