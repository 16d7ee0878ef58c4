#include "review/review_keep.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "core/mem.h"
#include "core/vec.h"
#include "io/out.h"
#include "io/path.h"
#include "io/tree_read.h"
#include "report/report.h"
#include "review/review_scan.h"
#include "run/run_report.h"

const char *gnbs_review_signed_folder(const gnbs_review_desk_t *desk, int64_t id,
                                      gnbs_arena_t *arena) {
    return gnbs_arena_printf(arena, "%s/signed/case-%" PRId64, gnbs_review_folder(desk),
                             id);
}

/* ---- the signed findings.json --------------------------------------------------------------------------------------- */

static gnbs_code_t sign_tree(const gnbs_review_case_t *c, const gnbs_tree_t *tree,
                             gnbs_arena_t *arena, gnbs_str_t *out, gnbs_err_t *err) {
    const char *dropped[GNBS_REVIEW_N_ITEM_MAX];
    const gnbs_report_signature_t signature[] = {
        {"Reviewer 1", c->reviewer[0].full_name, c->reviewer[0].at},
        {"Reviewer 2", c->reviewer[1].full_name, c->reviewer[1].at},
        {"Authoriser", c->authoriser.full_name, c->authoriser.at}};
    gnbs_report_review_t review = {.report_id =
                                       gnbs_arena_printf(arena, "%s-signed", c->report_id),
                                   .n_signature = 3,
                                   .signature = signature,
                                   .dropped = dropped};
    for (int i = 0; i < c->n_item; i++)
        if (c->item[i].decision[0].choice == GNBS_REVIEW_DO_NOT_REPORT)
            dropped[review.n_dropped++] = c->item[i].id;
    if (review.report_id == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "signed report");
    return gnbs_report_sign(tree, &review, out, err);
}

static gnbs_code_t make_findings(const gnbs_review_desk_t *desk,
                                 const gnbs_review_case_t *c, gnbs_arena_t *arena,
                                 gnbs_str_t *out, gnbs_err_t *err) {
    char *bytes, sha256[65];
    const gnbs_tree_t *tree;
    size_t n;
    GNBS_TRY(gnbs_review_read_findings(desk, c->dir, &bytes, &n, sha256, err));
    gnbs_code_t code = GNBS_OK;
    if (strcmp(sha256, c->sha256) != 0)
        code = gnbs_err_set(err, GNBS_E_DATA,
                            "%s: the folder holds another result than the "
                            "one that was signed",
                            c->dir);
    if (code == GNBS_OK)
        code = gnbs_tree_parse("findings.json", bytes, n, arena, &tree, err);
    gnbs_mem_free(bytes);
    return code == GNBS_OK ? sign_tree(c, tree, arena, out, err) : code;
}

/* ---- files ---------------------------------------------------------------------------------------------------------- */

static gnbs_code_t make_parent(const gnbs_review_desk_t *desk, gnbs_arena_t *arena,
                               gnbs_err_t *err) {
    const char *path = gnbs_arena_printf(arena, "%s/signed", gnbs_review_folder(desk));
    if (path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "signed report");
    if (mkdir(path, 0700) == 0 || errno == EEXIST) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_IO, "%s: %s", path, strerror(errno));
}

static gnbs_code_t fill(const char *dir, const gnbs_str_t *findings, gnbs_arena_t *arena,
                        gnbs_err_t *err) {
    const char *path = gnbs_arena_printf(arena, "%s/findings.json", dir);
    if (path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "signed report");
    const gnbs_run_report_opt_t opt = {.findings = path};
    GNBS_TRY(gnbs_out_write_text(path, findings, err));
    return gnbs_run_report(&opt, NULL, err);
}

static gnbs_code_t write_folder(gnbs_review_desk_t *desk, const gnbs_review_case_t *c,
                                gnbs_arena_t *arena, gnbs_err_t *err) {
    const char *path = gnbs_review_signed_folder(desk, c->id, arena);
    char *temp = NULL;
    gnbs_str_t findings;
    if (path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "signed report");
    gnbs_str_init(&findings);
    gnbs_code_t code = make_findings(desk, c, arena, &findings, err);
    if (code == GNBS_OK) code = make_parent(desk, arena, err);
    if (code == GNBS_OK) code = gnbs_out_dir_begin(path, &temp, err);
    if (code == GNBS_OK) {
        code = fill(temp, &findings, arena, err);
        if (code == GNBS_OK) code = gnbs_out_dir_commit(temp, path, err);
        if (code != GNBS_OK) gnbs_out_dir_discard(temp);
        gnbs_mem_free(temp);
    }
    gnbs_str_clear(&findings);
    return code;
}

gnbs_code_t gnbs_review_keep(gnbs_review_desk_t *desk, int64_t id, gnbs_err_t *err) {
    gnbs_review_case_t c;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_code_t code = gnbs_review_load(desk, id, &arena, &c, err);
    if (code == GNBS_OK && !c.is_signed)
        code = gnbs_err_set(err, GNBS_E_DATA, "case %" PRId64 " is not signed", id);
    if (code == GNBS_OK) code = write_folder(desk, &c, &arena, err);
    if (code == GNBS_OK)
        code = gnbs_sql_run(gnbs_review_sql(desk), err,
                            "UPDATE newborn_case SET is_kept = 1 WHERE id = ?", "i", id);
    gnbs_arena_clear(&arena);
    return code;
}

typedef GNBS_VEC(int64_t) ids_t;

static gnbs_code_t read_ids(gnbs_sql_rows_t *rows, ids_t *ids, gnbs_err_t *err) {
    bool failed = false;
    while (!failed && gnbs_sql_next(rows)) failed = !GNBS_PUSH(ids, gnbs_sql_int(rows, 0));
    GNBS_TRY(gnbs_sql_end(rows, err));
    return failed ? gnbs_err_set(err, GNBS_E_NOMEM, "cases") : GNBS_OK;
}

gnbs_code_t gnbs_review_keep_all(gnbs_review_desk_t *desk, gnbs_err_t *err) {
    gnbs_sql_rows_t *rows;
    ids_t ids = {0};
    GNBS_TRY(gnbs_sql_ask(gnbs_review_sql(desk), &rows, err,
                          "SELECT id FROM newborn_case WHERE is_signed = 1 AND is_kept = 0 "
                          "AND is_gone = 0 AND replaced_by IS NULL",
                          ""));
    gnbs_code_t code = read_ids(rows, &ids, err);
    for (size_t i = 0; i < ids.n; i++) {
        gnbs_code_t one = gnbs_review_keep(desk, ids.at[i], err);
        if (one != GNBS_OK) code = one;
    }
    GNBS_VEC_CLEAR(&ids);
    return code;
}

/* ---- forgetting ------------------------------------------------------------------------------------------------------ */

static gnbs_code_t forget_case(gnbs_review_desk_t *desk, int64_t id, gnbs_err_t *err) {
    static const char *const SQL[] = {
        "UPDATE newborn_case SET replaced_by = id WHERE replaced_by = ?",
        "DELETE FROM decision WHERE newborn_case = ?",
        "DELETE FROM second_sample WHERE newborn_case = ?",
        "DELETE FROM ruling WHERE newborn_case = ?",
        "DELETE FROM piece WHERE newborn_case = ?",
        "DELETE FROM item WHERE newborn_case = ?",
        "DELETE FROM newborn_case WHERE id = ?"};
    for (size_t i = 0; i < sizeof SQL / sizeof *SQL; i++)
        GNBS_TRY(gnbs_sql_run(gnbs_review_sql(desk), err, SQL[i], "i", id));
    return GNBS_OK;
}

static gnbs_code_t forget_rows(gnbs_review_desk_t *desk, const char *sample, ids_t *ids,
                               gnbs_err_t *err) {
    gnbs_sql_rows_t *rows;
    gnbs_sql_t *db = gnbs_review_sql(desk);
    GNBS_TRY(gnbs_sql_ask(db, &rows, err,
                          "SELECT id FROM newborn_case WHERE sample = ?1 OR dir = ?1", "t",
                          sample));
    GNBS_TRY(read_ids(rows, ids, err));
    for (size_t i = 0; i < ids->n; i++) GNBS_TRY(forget_case(desk, ids->at[i], err));
    GNBS_TRY(gnbs_sql_run(db, err, "DELETE FROM event WHERE sample = ?", "t", sample));
    return gnbs_sql_run(db, err, "DELETE FROM meta WHERE key = 'trouble'", "");
}

static gnbs_code_t forget(gnbs_review_desk_t *desk, const char *sample, gnbs_err_t *err) {
    gnbs_arena_t arena;
    ids_t ids = {0};
    GNBS_TRY(gnbs_sql_begin(gnbs_review_sql(desk), err));
    gnbs_code_t code = forget_rows(desk, sample, &ids, err);
    code = gnbs_sql_finish(gnbs_review_sql(desk), code, err);
    gnbs_arena_init(&arena);
    for (size_t i = 0; code == GNBS_OK && i < ids.n; i++) {
        const char *path = gnbs_review_signed_folder(desk, ids.at[i], &arena);
        if (path == NULL)
            code = gnbs_err_set(err, GNBS_E_NOMEM, "signed report");
        else
            gnbs_out_dir_discard(path);
        if (code == GNBS_OK && !gnbs_path_is_absent(path))
            code = gnbs_err_set(err, GNBS_E_IO, "%s: could not be removed", path);
    }
    gnbs_arena_clear(&arena);
    GNBS_VEC_CLEAR(&ids);
    return code == GNBS_OK ? gnbs_sql_shred(gnbs_review_sql(desk), err) : code;
}

gnbs_code_t gnbs_review_forget(const char *results, const char *sample, const char *version,
                               gnbs_err_t *err) {
    gnbs_review_desk_t *desk;
    gnbs_str_t path;
    gnbs_str_init(&path);
    gnbs_str_printf(&path, "%s/.gnbs/desk.sqlite3", results);
    bool is_there = !path.failed && !gnbs_path_is_absent(path.s);
    bool failed = path.failed;
    gnbs_str_clear(&path);
    if (failed) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", results);
    if (!is_there) return GNBS_OK;
    const gnbs_review_desk_opt_t opt = {.results = results, .version = version};
    GNBS_TRY(gnbs_review_open(&opt, &desk, err));
    gnbs_code_t code = forget(desk, sample, err);
    gnbs_review_close(desk);
    return code;
}
