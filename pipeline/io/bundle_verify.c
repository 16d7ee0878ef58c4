#include "io/bundle_store.h"

#include <stdbool.h>
#include <string.h>

#include "io/bundle_db.h"

/* A PRAGMA whose only good answer is `good`, or no row at all when `good` is NULL. */
static gnbs_code_t ask(sqlite3 *db, const char *path, const char *sql, const char *good,
                       gnbs_err_t *err) {
    sqlite3_stmt *stmt = NULL;
    GNBS_TRY(gnbs_bundle_db_prepare(db, path, sql, &stmt, err));
    gnbs_code_t code = GNBS_OK;
    int rc = sqlite3_step(stmt);
    const char *answer =
        rc == SQLITE_ROW ? (const char *)sqlite3_column_text(stmt, 0) : NULL;
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        code = gnbs_bundle_db_error(db, path, err);
    else if (good == NULL ? rc == SQLITE_ROW : answer == NULL || strcmp(answer, good) != 0)
        code = gnbs_err_set(err, GNBS_E_DATA, "%s: %s answers: %.200s", path, sql,
                            answer != NULL ? answer : "nothing");
    sqlite3_finalize(stmt);
    return code;
}

/* Loading leaves the scores alone; here they are read and held against their digest. */
static gnbs_code_t check_scores(sqlite3 *db, const char *path, gnbs_err_t *err) {
    char digest[65];
    sqlite3_stmt *stmt = NULL;
    GNBS_TRY(gnbs_bundle_db_score_digest(db, path, digest, err));
    GNBS_TRY(gnbs_bundle_db_prepare(
        db, path, "SELECT value FROM meta WHERE key='bundle.scores'", &stmt, err));
    const char *stated = sqlite3_step(stmt) == SQLITE_ROW
                             ? (const char *)sqlite3_column_text(stmt, 0)
                             : NULL;
    bool is_same = stated != NULL && strcmp(stated, digest) == 0;
    sqlite3_finalize(stmt);
    if (is_same) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_DATA,
                        "%s: altered since it was made: its scores are not those it was "
                        "made with; make it again with: gnbs refdata build",
                        path);
}

gnbs_code_t gnbs_bundle_verify(const char *path, char identity[65], gnbs_err_t *err) {
    sqlite3 *db;
    GNBS_TRY(gnbs_bundle_db_open(path, &db, err));
    gnbs_code_t code = ask(db, path, "PRAGMA integrity_check(1)", "ok", err);
    if (code == GNBS_OK) code = ask(db, path, "PRAGMA foreign_key_check", NULL, err);
    if (code == GNBS_OK) code = check_scores(db, path, err);
    sqlite3_close(db);
    gnbs_bundle_t bundle;
    if (code == GNBS_OK) code = gnbs_bundle_load(path, &bundle, err);
    if (code != GNBS_OK) return code;
    memcpy(identity, bundle.identity, 65);
    gnbs_bundle_clear(&bundle);
    return GNBS_OK;
}
