#include "run/run_parents.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "io/out.h"
#include "io/table_read.h"
#include "run/run_data.h"

enum { MAX_LANGUAGES = 64 };

static int by_language(const void *a, const void *b) {
    const gnbs_parents_words_t *x = a, *y = b;
    bool is_en_x = strcmp(x->language, "en") == 0, is_en_y = strcmp(y->language, "en") == 0;
    if (is_en_x != is_en_y) return is_en_x ? -1 : 1;
    return strcmp(x->language, y->language);
}

static bool is_table(const char *name) {
    size_t n = strlen(name);
    return name[0] != '.' && n > 4 && strcmp(name + n - 4, ".tsv") == 0;
}

static gnbs_code_t read_all(DIR *open, const char *dir, gnbs_arena_t *arena, size_t *n,
                            gnbs_parents_words_t words[], gnbs_err_t *err) {
    for (const struct dirent *e = readdir(open); e != NULL; e = readdir(open)) {
        gnbs_table_t table;
        if (!is_table(e->d_name)) continue;
        if (*n == MAX_LANGUAGES)
            return gnbs_err_set(err, GNBS_E_DATA, "%s: more than %d languages", dir,
                                MAX_LANGUAGES);
        const char *path = gnbs_arena_printf(arena, "%s/%s", dir, e->d_name);
        if (path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", dir);
        GNBS_TRY(gnbs_table_read(path, '\t', arena, &table, err));
        GNBS_TRY(gnbs_parents_words(&table, &words[(*n)++], err));
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_run_read_languages(const char *dir, gnbs_arena_t *arena, size_t *n,
                                    const gnbs_parents_words_t **words, gnbs_err_t *err) {
    if (dir == NULL) dir = gnbs_run_data_path(arena, "refdata/parents");
    gnbs_parents_words_t *list = GNBS_NEW(arena, gnbs_parents_words_t, MAX_LANGUAGES);
    if (dir == NULL || list == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "languages");
    DIR *open = opendir(dir);
    if (open == NULL) return gnbs_err_set(err, GNBS_E_IO, "%s: %s", dir, strerror(errno));
    *n = 0;
    gnbs_code_t code = read_all(open, dir, arena, n, list, err);
    closedir(open);
    if (code != GNBS_OK) return code;
    if (*n == 0)
        return gnbs_err_set(err, GNBS_E_IO, "%s: holds no table of words (*.tsv)", dir);
    qsort(list, *n, sizeof *list, by_language);
    for (size_t i = 1; i < *n; i++)
        if (strcmp(list[i - 1].language, list[i].language) == 0)
            return gnbs_err_set(err, GNBS_E_FORMAT, "%s: two tables of language '%s'", dir,
                                list[i].language);
    *words = list;
    return GNBS_OK;
}

static gnbs_code_t write_language(const gnbs_tree_t *findings, const char *out, size_t n,
                                  const gnbs_parents_words_t words[], size_t i,
                                  gnbs_err_t *err) {
    gnbs_str_t page, path;
    gnbs_str_init(&page);
    gnbs_str_init(&path);
    gnbs_str_printf(&path, "%s/", out);
    gnbs_parents_file_name(&path, &words[i], i == 0);
    gnbs_code_t code = path.failed ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", out)
                                   : gnbs_report_parents(findings, n, words, i, &page, err);
    if (code == GNBS_OK) code = gnbs_out_write_text(gnbs_str_text(&path), &page, err);
    gnbs_str_clear(&page);
    gnbs_str_clear(&path);
    return code;
}

gnbs_code_t gnbs_run_write_parents(const gnbs_tree_t *findings, const char *out,
                                   gnbs_arena_t *arena, gnbs_err_t *err) {
    size_t n;
    const gnbs_parents_words_t *words;
    GNBS_TRY(gnbs_run_read_languages(NULL, arena, &n, &words, err));
    for (size_t i = 0; i < n; i++)
        GNBS_TRY(write_language(findings, out, n, words, i, err));
    return GNBS_OK;
}

gnbs_code_t gnbs_run_render_parents(const gnbs_tree_t *findings, gnbs_arena_t *arena,
                                    gnbs_str_t *out, gnbs_err_t *err) {
    size_t n;
    const gnbs_parents_words_t *words;
    GNBS_TRY(gnbs_run_read_languages(NULL, arena, &n, &words, err));
    return gnbs_report_parents(findings, n, words, 0, out, err);
}
