#include <dirent.h>
#include <string.h>
#include <unistd.h>

#include "batch/batch_plan.h"
#include "core/mem.h"
#include "io/out.h"
#include "io/path.h"
#include "io/text.h"

enum { LIST_MAX_BYTES = 1 << 26 };

static gnbs_code_t forget_row(const char *out, const char *sample, gnbs_arena_t *arena,
                              gnbs_err_t *err) {
    gnbs_batch_t b;
    size_t n = 0;
    GNBS_TRY(gnbs_batch_read_plan(out, arena, &b, err));
    const gnbs_batch_row_t *gone = gnbs_batch_find(&b, sample);
    const char *input = gone == NULL             ? ""
                        : gone->reads[0] != '\0' ? gone->reads
                                                 : gone->vcf;
    for (size_t i = 0; i < b.n_row; i++) {
        gnbs_batch_row_t r = b.row[i];
        if (strcmp(r.sample, sample) == 0) continue;
        if (input[0] != '\0' && strcmp(r.mother, input) == 0) r.mother = "";
        if (input[0] != '\0' && strcmp(r.father, input) == 0) r.father = "";
        b.row[n++] = r;
    }
    b.n_row = n;
    return gnbs_batch_write_plan(&b, err);
}

/* A line stays a line: arrays count them. */
static gnbs_code_t forget_line(const char *path, const char *sample, gnbs_err_t *err) {
    char *text;
    size_t n;
    gnbs_str_t again;
    GNBS_TRY(gnbs_text_read(path, LIST_MAX_BYTES, &text, &n, err));
    gnbs_str_init(&again);
    for (const char *at = text; *at != '\0';) {
        size_t len = strcspn(at, "\n");
        bool is_it = len == strlen(sample) && strncmp(at, sample, len) == 0;
        gnbs_str_add_n(&again, is_it ? "-" : at, is_it ? 1 : len);
        gnbs_str_add_char(&again, '\n');
        at += len + (at[len] == '\n');
    }
    gnbs_code_t code = gnbs_out_write_text(path, &again, err);
    gnbs_str_clear(&again);
    gnbs_mem_free(text);
    return code;
}

static gnbs_code_t forget_lists(const char *out, const char *sample, gnbs_arena_t *arena,
                                gnbs_err_t *err) {
    const char *folder = gnbs_batch_path(arena, out, "");
    DIR *dir = folder != NULL ? opendir(folder) : NULL;
    gnbs_code_t code = GNBS_OK;
    for (struct dirent *e; dir != NULL && code == GNBS_OK && (e = readdir(dir)) != NULL;) {
        size_t n = strlen(e->d_name);
        const char *path = gnbs_batch_path(arena, out, e->d_name);
        if (path == NULL)
            code = gnbs_err_set(err, GNBS_E_NOMEM, "%s", out);
        else if (strncmp(e->d_name, "todo-", 5) == 0 &&
                 strcmp(e->d_name + n - 4, ".txt") == 0)
            code = forget_line(path, sample, err);
        else if (strncmp(e->d_name, "slurm-", 6) == 0 &&
                 strcmp(e->d_name + n - 4, ".out") == 0)
            unlink(path); /* a queue's copy of what a run said; it may name the newborn */
    }
    if (dir != NULL) closedir(dir);
    return code;
}

/* The newborn's folder is gone by now: the tables are made anew without it. */
static gnbs_code_t forget_cohort(const char *out, gnbs_arena_t *arena, gnbs_err_t *err) {
    gnbs_str_t say;
    const char *path = gnbs_arena_printf(arena, "%s/cohort", out);
    if (path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", out);
    if (!gnbs_path_is_dir(path)) return GNBS_OK;
    gnbs_str_init(&say);
    gnbs_code_t code = gnbs_batch_cohort(out, &say, err);
    gnbs_str_clear(&say);
    return code;
}

static gnbs_code_t forget(const char *out, const char *sample, gnbs_arena_t *arena,
                          gnbs_err_t *err) {
    const char *plan = gnbs_batch_path(arena, out, "batch.json");
    const char *claim =
        gnbs_arena_printf(arena, "%s/.gnbs/batch/.gnbs/claim-%s", out, sample);
    if (plan == NULL || claim == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", out);
    if (!gnbs_path_is_absent(plan)) {
        GNBS_TRY(forget_row(out, sample, arena, err));
        GNBS_TRY(forget_lists(out, sample, arena, err));
        unlink(claim);
    }
    return forget_cohort(out, arena, err);
}

gnbs_code_t gnbs_batch_forget(const char *out, const char *sample, gnbs_err_t *err) {
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_code_t code = forget(out, sample, &arena, err);
    gnbs_arena_clear(&arena);
    return code;
}
