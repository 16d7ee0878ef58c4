#include "run/run_panel.h"

#include <stdlib.h>
#include <string.h>

#include "io/digest.h"
#include "io/path.h"
#include "io/table_read.h"
#include "run/run_data.h"
#include "run/run_panel_sign.h"

enum { PANEL_FILE, INCLUDE_FILE, EXCLUDE_FILE, N_FILE };
static const char *const FILE_NAME[N_FILE] = {"panel.tsv", "include.tsv", "exclude.tsv"};

/* The three files' paths: inside PATH when it is a folder, else PATH itself and its neighbours. */
static gnbs_code_t name_files(const char *path, gnbs_arena_t *arena,
                              const char *file[N_FILE], gnbs_err_t *err) {
    bool is_dir = gnbs_path_is_dir(path);
    const char *slash = strrchr(path, '/');
    size_t n_dir = is_dir ? strlen(path) : slash != NULL ? (size_t)(slash - path) : 0;
    bool has_dir = is_dir || slash != NULL;
    while (is_dir && n_dir > 1 && path[n_dir - 1] == '/') n_dir--;
    for (int i = 0; i < N_FILE; i++) {
        if (i == PANEL_FILE && !is_dir)
            file[i] = gnbs_arena_strdup(arena, path);
        else
            file[i] = gnbs_arena_printf(arena, "%.*s%s%s", (int)n_dir, path,
                                        has_dir ? "/" : "", FILE_NAME[i]);
        if (file[i] == NULL)
            return gnbs_err_set(err, GNBS_E_NOMEM, "%s: a file name", path);
    }
    if (is_dir && gnbs_path_is_absent(file[PANEL_FILE]))
        return gnbs_err_set(
            err, GNBS_E_IO,
            "%s: the folder holds no panel.tsv; give a panel's folder, or its panel.tsv",
            path);
    return GNBS_OK;
}

static gnbs_code_t read_table(const char *path, gnbs_arena_t *arena,
                              const gnbs_table_t **out, gnbs_err_t *err) {
    gnbs_table_t *table = GNBS_NEW(arena, gnbs_table_t, 1);
    if (table == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s: a table", path);
    GNBS_TRY(gnbs_table_read(path, 0, arena, table, err));
    *out = table;
    return GNBS_OK;
}

gnbs_code_t gnbs_run_read_genes(const char *given, gnbs_arena_t *arena,
                                const gnbs_table_t **out, gnbs_err_t *err) {
    if (given != NULL) return read_table(given, arena, out, err);
    const char *path = gnbs_run_data_path(arena, "refdata/genes/hgnc.tsv");
    if (path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "the name of the gene table");
    if (read_table(path, arena, out, err) != GNBS_OK)
        return gnbs_err_ctx(err, "gene symbols cannot be checked (GNBS_DATADIR names the "
                                 "folder that holds refdata/)");
    return GNBS_OK;
}

static gnbs_code_t print_sums(const char *const file[N_FILE], gnbs_str_t *sums,
                              gnbs_err_t *err) {
    for (int i = 0; i < N_FILE; i++) {
        char hex[GNBS_DIGEST_HEX];
        if (i != PANEL_FILE && gnbs_path_is_absent(file[i])) continue;
        GNBS_TRY(gnbs_digest_file(file[i], hex, err));
        gnbs_str_printf(sums, "%s  %s\n", hex, FILE_NAME[i]);
    }
    return sums->failed ? gnbs_err_set(err, GNBS_E_NOMEM, "%s: checksums", file[PANEL_FILE])
                        : GNBS_OK;
}

gnbs_code_t gnbs_run_print_panel_sums(const char *path, gnbs_arena_t *arena, char **text,
                                      size_t *n, gnbs_err_t *err) {
    const char *file[N_FILE];
    gnbs_str_t sums;
    GNBS_TRY(name_files(path, arena, file, err));
    gnbs_str_init(&sums);
    gnbs_code_t code = print_sums(file, &sums, err);
    if (code == GNBS_OK) {
        *n = sums.n;
        *text = gnbs_arena_strndup(arena, gnbs_str_text(&sums), sums.n);
        if (*text == NULL) code = gnbs_err_set(err, GNBS_E_NOMEM, "%s: checksums", path);
    }
    gnbs_str_clear(&sums);
    return code;
}

gnbs_code_t gnbs_run_read_panel(const char *path, gnbs_arena_t *arena,
                                gnbs_panel_tables_t *tables, char sha256[65],
                                gnbs_err_t *err) {
    const char *file[N_FILE];
    const gnbs_table_t **const table[N_FILE] = {&tables->rows, &tables->include,
                                                &tables->exclude};
    gnbs_str_t sums;
    *tables = (gnbs_panel_tables_t){0};
    GNBS_TRY(name_files(path, arena, file, err));
    GNBS_TRY(gnbs_run_read_genes(NULL, arena, &tables->genes, err));
    for (int i = 0; i < N_FILE; i++)
        if (i == PANEL_FILE || !gnbs_path_is_absent(file[i]))
            GNBS_TRY(read_table(file[i], arena, table[i], err));
    gnbs_str_init(&sums);
    gnbs_code_t code = print_sums(file, &sums, err);
    if (code == GNBS_OK) gnbs_digest_bytes(gnbs_str_text(&sums), sums.n, sha256);
    gnbs_str_clear(&sums);
    return code;
}

gnbs_code_t gnbs_run_load_panel(const char *path, gnbs_arena_t *arena, gnbs_panel_t *panel,
                                gnbs_err_t *err) {
    gnbs_panel_tables_t tables;
    gnbs_run_signatures_t found;
    char sha256[GNBS_DIGEST_HEX];
    const char *keys = getenv("GNBS_PANEL_KEYS");
    GNBS_TRY(gnbs_run_read_panel(path, arena, &tables, sha256, err));
    GNBS_TRY(gnbs_panel_load(&tables, sha256, arena, panel, err));
    if (keys == NULL || keys[0] == '\0') return GNBS_OK;
    return gnbs_run_check_signatures(keys, arena, panel, &found, err);
}
