#include "run/run_panel_import.h"

#include <string.h>

#include "core/escape.h"
#include "core/mem.h"
#include "io/gff.h"
#include "io/out.h"
#include "io/panelapp_read.h"
#include "io/path.h"
#include "io/table_read.h"
#include "io/text.h"
#include "panel/panel_write.h"
#include "run/run_models.h"
#include "run/run_panel.h"

enum { MAX_FILE_BYTES = 256 << 20 };

static bool is_json(const char *bytes) {
    if (strncmp(bytes, "\xEF\xBB\xBF", 3) == 0) bytes += 3;
    bytes += strspn(bytes, " \t\r\n");
    return *bytes == '{' || *bytes == '[';
}

/* The separator that the header line has most of; ## lines above it do not count. */
static char find_separator(const char *bytes) {
    static const char SEPARATOR[] = "\t,;";
    if (strncmp(bytes, "\xEF\xBB\xBF", 3) == 0) bytes += 3;
    while (strncmp(bytes, "##", 2) == 0 || strncmp(bytes, "\"##", 3) == 0) {
        bytes += strcspn(bytes, "\n");
        if (*bytes == '\n') bytes++;
    }
    char best = '\t';
    size_t n_best = 0;
    for (const char *sep = SEPARATOR; *sep != '\0'; sep++) {
        size_t n = 0;
        for (const char *s = bytes; *s != '\0' && *s != '\n'; s++) n += *s == *sep;
        if (n > n_best) best = *sep, n_best = n;
    }
    return best;
}

static gnbs_code_t check_text(const gnbs_table_t *t, gnbs_err_t *err) {
    for (size_t i = 0; i < t->n_row; i++)
        for (int k = 0; k < t->n_column; k++)
            if (!gnbs_escape_is_utf8(t->row[i].cell[k]))
                return gnbs_err_set(err, GNBS_E_FORMAT,
                                    "%s:%d:%d: not UTF-8 text: probably an older encoding "
                                    "of a spreadsheet; save it as \"CSV UTF-8\"",
                                    t->path, t->row[i].line, k + 1);
    return GNBS_OK;
}

static gnbs_code_t import_bytes(const gnbs_run_import_t *job, const char *bytes,
                                size_t n_bytes, const gnbs_panel_import_opt_t *opt,
                                gnbs_arena_t *arena, gnbs_panel_import_t *out,
                                gnbs_err_t *err) {
    if (is_json(bytes)) {
        gnbs_panelapp_t from;
        GNBS_TRY(gnbs_panelapp_parse(job->path, bytes, n_bytes, arena, &from, err));
        return gnbs_panel_import_panelapp(&from, opt, arena, out, err);
    }
    gnbs_table_t from;
    GNBS_TRY(gnbs_table_parse(job->path, bytes, n_bytes, find_separator(bytes), arena,
                              &from, err));
    GNBS_TRY(check_text(&from, err));
    return gnbs_panel_import_table(&from, &job->map, opt, arena, out, err);
}

/* A folder that holds something is not replaced: it may be somebody's panel. */
static gnbs_code_t check_target(const char *dir, gnbs_err_t *err) {
    if (gnbs_path_is_absent(dir) || gnbs_out_dir_is_empty(dir)) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_USAGE,
                        "%s: is there and not empty; import into a new folder, and compare "
                        "the two with gnbs panel diff",
                        dir);
}

static gnbs_code_t write_table(const char *dir, const char *name, const gnbs_table_t *table,
                               gnbs_arena_t *arena, gnbs_err_t *err) {
    const char *path = gnbs_arena_printf(arena, "%s/%s", dir, name);
    gnbs_str_t text;
    if (path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", name);
    gnbs_str_init(&text);
    gnbs_panel_print_table(&text, table);
    gnbs_code_t code = text.failed ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", path)
                                   : gnbs_out_write_text(path, &text, err);
    gnbs_str_clear(&text);
    return code;
}

static gnbs_code_t write_panel(const char *dir, const gnbs_panel_import_t *import,
                               gnbs_arena_t *arena, gnbs_err_t *err) {
    char *temp;
    GNBS_TRY(gnbs_out_dir_begin(dir, &temp, err));
    gnbs_code_t code = write_table(temp, "panel.tsv", &import->rows, arena, err);
    if (code == GNBS_OK)
        code = write_table(temp, "listed.tsv", &import->listed, arena, err);
    if (code == GNBS_OK && import->include.n_column > 0)
        code = write_table(temp, "include.tsv", &import->include, arena, err);
    if (code == GNBS_OK && import->exclude.n_column > 0)
        code = write_table(temp, "exclude.tsv", &import->exclude, arena, err);
    if (code == GNBS_OK) code = gnbs_out_dir_commit(temp, dir, err);
    if (code != GNBS_OK) gnbs_out_dir_discard(temp);
    gnbs_mem_free(temp);
    return code;
}

static gnbs_code_t import_panel(const gnbs_run_import_t *job, const char *bytes,
                                size_t n_bytes, gnbs_arena_t *arena, gnbs_str_t *say,
                                gnbs_err_t *err) {
    gnbs_panel_import_opt_t opt = job->opt;
    gnbs_panel_genes_t genes;
    gnbs_panel_import_t import;
    const gnbs_table_t *table;
    gnbs_gff_t models = {0};
    GNBS_TRY(gnbs_run_read_genes(job->genes, arena, &table, err));
    GNBS_TRY(gnbs_panel_genes_index(table, arena, &genes, err));
    opt.genes = &genes;
    if (job->transcripts != NULL)
        GNBS_TRY(gnbs_run_read_models(job->transcripts, arena, &models, err));
    opt.n_transcript = models.n_transcript;
    opt.transcript = models.transcript;
    GNBS_TRY(import_bytes(job, bytes, n_bytes, &opt, arena, &import, err));
    if (job->out_dir != NULL) GNBS_TRY(write_panel(job->out_dir, &import, arena, err));
    gnbs_panel_print_import(say, &import);
    return say->failed ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", job->path) : GNBS_OK;
}

gnbs_code_t gnbs_run_import_panel(const gnbs_run_import_t *job, gnbs_str_t *say,
                                  gnbs_err_t *err) {
    char *bytes;
    size_t n_bytes;
    gnbs_arena_t arena;
    if (job->out_dir != NULL) GNBS_TRY(check_target(job->out_dir, err));
    GNBS_TRY(gnbs_text_read(job->path, MAX_FILE_BYTES, &bytes, &n_bytes, err));
    gnbs_arena_init(&arena);
    gnbs_code_t code = import_panel(job, bytes, n_bytes, &arena, say, err);
    gnbs_arena_clear(&arena);
    gnbs_mem_free(bytes);
    return code;
}
