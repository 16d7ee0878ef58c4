#include "io/sql.h"

#include <assert.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "core/mem.h"

enum { WAIT_MS = 10000 };

struct gnbs_sql {
    sqlite3 *db;
    const char *what;
    char *path;
};

struct gnbs_sql_rows {
    gnbs_sql_t *db;
    sqlite3_stmt *stmt;
    int status;
};

static gnbs_code_t fail(gnbs_sql_t *db, gnbs_err_t *err) {
    int rc = sqlite3_errcode(db->db) & 0xff;
    gnbs_code_t code =
        rc == SQLITE_NOMEM                            ? GNBS_E_NOMEM
        : rc == SQLITE_NOTADB || rc == SQLITE_CORRUPT ? GNBS_E_FORMAT
        : rc == SQLITE_ERROR || rc == SQLITE_MISUSE || rc == SQLITE_CONSTRAINT
            ? GNBS_E_INTERNAL
            : GNBS_E_IO;
    return gnbs_err_set(err, code, "%s: %s: %s", db->path, db->what,
                        sqlite3_errmsg(db->db));
}

static gnbs_code_t exec(gnbs_sql_t *db, const char *sql, gnbs_err_t *err) {
    return sqlite3_exec(db->db, sql, NULL, NULL, NULL) == SQLITE_OK ? GNBS_OK
                                                                    : fail(db, err);
}

static gnbs_code_t make(gnbs_sql_t *db, const gnbs_sql_kind_t *kind, gnbs_err_t *err) {
    char head[96];
    int64_t n_tables;
    GNBS_TRY(gnbs_sql_begin(db, err));
    gnbs_code_t code =
        gnbs_sql_number(db, &n_tables, 0, err, "SELECT count(*) FROM sqlite_master", "");
    if (code == GNBS_OK && n_tables == 0) { /* else another program was first */
        snprintf(head, sizeof head,
                 "PRAGMA application_id=%" PRId32 ";PRAGMA user_version=%" PRId32 ";",
                 kind->application_id, kind->version);
        code = exec(db, head, err);
        if (code == GNBS_OK) code = exec(db, kind->schema, err);
    }
    return gnbs_sql_finish(db, code, err);
}

static gnbs_code_t check(gnbs_sql_t *db, const gnbs_sql_kind_t *kind, gnbs_err_t *err) {
    int64_t id, version, n_tables;
    GNBS_TRY(
        gnbs_sql_number(db, &n_tables, 0, err, "SELECT count(*) FROM sqlite_master", ""));
    if (n_tables == 0) GNBS_TRY(make(db, kind, err));
    GNBS_TRY(gnbs_sql_number(db, &id, 0, err, "PRAGMA application_id", ""));
    GNBS_TRY(gnbs_sql_number(db, &version, 0, err, "PRAGMA user_version", ""));
    if (id != kind->application_id)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: is no %s, but a database of something else", db->path,
                            kind->what);
    if (version != kind->version)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: %s of version %" PRId64
                            "; this gnbs keeps version %" PRId32,
                            db->path, kind->what, version, kind->version);
    return GNBS_OK;
}

/* Passwords' hashes and people's comments: nobody else's to read. SQLite gives its other files the same mode. */
static gnbs_code_t make_private(const char *path, gnbs_err_t *err) {
    if (strcmp(path, ":memory:") == 0) return GNBS_OK;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return gnbs_err_set(err, GNBS_E_IO, "%s: cannot be opened or made", path);
    close(fd);
    return GNBS_OK;
}

gnbs_code_t gnbs_sql_open(const char *path, const gnbs_sql_kind_t *kind, gnbs_sql_t **out,
                          gnbs_err_t *err) {
    *out = NULL;
    GNBS_TRY(make_private(path, err));
    gnbs_sql_t *db = gnbs_mem_alloc(1, sizeof *db);
    char *copy = gnbs_mem_strdup(path);
    if (db == NULL || copy == NULL) {
        gnbs_mem_free(db);
        gnbs_mem_free(copy);
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    }
    db->path = copy;
    db->what = kind->what;
    gnbs_code_t code = GNBS_OK;
    if (sqlite3_open_v2(path, &db->db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK)
        code = gnbs_err_set(err, GNBS_E_IO, "%s: cannot open: %s", path,
                            sqlite3_errmsg(db->db));
    if (code == GNBS_OK) {
        sqlite3_busy_timeout(db->db, WAIT_MS);
        sqlite3_db_config(db->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        sqlite3_db_config(db->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
        code = exec(db,
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA "
                    "foreign_keys=ON;PRAGMA temp_store=MEMORY;PRAGMA secure_delete=ON",
                    err);
    }
    if (code == GNBS_OK) code = check(db, kind, err);
    if (code != GNBS_OK) gnbs_sql_close(db);
    if (code == GNBS_OK) *out = db;
    return code;
}

void gnbs_sql_close(gnbs_sql_t *db) {
    if (db == NULL) return;
    sqlite3_close(db->db);
    gnbs_mem_free(db->path);
    gnbs_mem_free(db);
}

gnbs_code_t gnbs_sql_begin(gnbs_sql_t *db, gnbs_err_t *err) {
    return exec(db, "BEGIN IMMEDIATE", err);
}

gnbs_code_t gnbs_sql_commit(gnbs_sql_t *db, gnbs_err_t *err) {
    gnbs_code_t code = exec(db, "COMMIT", err);
    if (code != GNBS_OK) gnbs_sql_undo(db);
    return code;
}

void gnbs_sql_undo(gnbs_sql_t *db) {
    if (!sqlite3_get_autocommit(db->db)) sqlite3_exec(db->db, "ROLLBACK", NULL, NULL, NULL);
}

gnbs_code_t gnbs_sql_finish(gnbs_sql_t *db, gnbs_code_t code, gnbs_err_t *err) {
    if (code == GNBS_OK) return gnbs_sql_commit(db, err);
    gnbs_sql_undo(db);
    return code;
}

gnbs_code_t gnbs_sql_shred(gnbs_sql_t *db, gnbs_err_t *err) {
    int64_t is_busy = 0;
    GNBS_TRY(exec(db, "VACUUM", err));
    GNBS_TRY(gnbs_sql_number(db, &is_busy, 0, err, "PRAGMA wal_checkpoint(TRUNCATE)", ""));
    if (is_busy != 0)
        return gnbs_err_set(err, GNBS_E_IO, "%s: %s: others are reading it", db->path,
                            db->what);
    return GNBS_OK;
}

static gnbs_code_t prepare(gnbs_sql_t *db, const char *sql, const char *types, va_list ap,
                           sqlite3_stmt **stmt, gnbs_err_t *err) {
    if (sqlite3_prepare_v2(db->db, sql, -1, stmt, NULL) != SQLITE_OK) return fail(db, err);
    assert((size_t)sqlite3_bind_parameter_count(*stmt) == strlen(types));
    int rc = SQLITE_OK;
    for (int i = 0; types[i] != '\0' && rc == SQLITE_OK; i++) {
        assert(types[i] == 'i' || types[i] == 't');
        if (types[i] == 'i')
            rc = sqlite3_bind_int64(*stmt, i + 1, va_arg(ap, int64_t));
        else
            rc = sqlite3_bind_text(*stmt, i + 1, va_arg(ap, const char *), -1,
                                   SQLITE_TRANSIENT);
    }
    if (rc == SQLITE_OK) return GNBS_OK;
    gnbs_code_t code = fail(db, err);
    sqlite3_finalize(*stmt);
    return code;
}

gnbs_code_t gnbs_sql_run(gnbs_sql_t *db, gnbs_err_t *err, const char *sql,
                         const char *types, ...) {
    sqlite3_stmt *stmt;
    va_list ap;
    va_start(ap, types);
    gnbs_code_t code = prepare(db, sql, types, ap, &stmt, err);
    va_end(ap);
    if (code != GNBS_OK) return code;
    int rc;
    do rc = sqlite3_step(stmt);
    while (rc == SQLITE_ROW);
    if (rc != SQLITE_DONE) code = fail(db, err);
    sqlite3_finalize(stmt);
    return code;
}

int64_t gnbs_sql_last_id(const gnbs_sql_t *db) { return sqlite3_last_insert_rowid(db->db); }

static gnbs_code_t ask(gnbs_sql_t *db, gnbs_sql_rows_t **rows, gnbs_err_t *err,
                       const char *sql, const char *types, va_list ap) {
    gnbs_sql_rows_t *r = gnbs_mem_alloc(1, sizeof *r);
    *rows = NULL;
    if (r == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s: %s", db->path, db->what);
    r->db = db;
    r->status = SQLITE_ROW;
    gnbs_code_t code = prepare(db, sql, types, ap, &r->stmt, err);
    if (code == GNBS_OK)
        *rows = r;
    else
        gnbs_mem_free(r);
    return code;
}

gnbs_code_t gnbs_sql_ask(gnbs_sql_t *db, gnbs_sql_rows_t **rows, gnbs_err_t *err,
                         const char *sql, const char *types, ...) {
    va_list ap;
    va_start(ap, types);
    gnbs_code_t code = ask(db, rows, err, sql, types, ap);
    va_end(ap);
    return code;
}

bool gnbs_sql_next(gnbs_sql_rows_t *rows) {
    if (rows->status == SQLITE_ROW) rows->status = sqlite3_step(rows->stmt);
    return rows->status == SQLITE_ROW;
}

int64_t gnbs_sql_int(gnbs_sql_rows_t *rows, int column) {
    return sqlite3_column_int64(rows->stmt, column);
}

const char *gnbs_sql_text(gnbs_sql_rows_t *rows, int column) {
    const char *text = (const char *)sqlite3_column_text(rows->stmt, column);
    return text != NULL ? text : "";
}

bool gnbs_sql_is_null(gnbs_sql_rows_t *rows, int column) {
    return sqlite3_column_type(rows->stmt, column) == SQLITE_NULL;
}

gnbs_code_t gnbs_sql_end(gnbs_sql_rows_t *rows, gnbs_err_t *err) {
    bool is_well = rows->status == SQLITE_ROW || rows->status == SQLITE_DONE;
    gnbs_code_t code = is_well ? GNBS_OK : fail(rows->db, err);
    sqlite3_finalize(rows->stmt);
    gnbs_mem_free(rows);
    return code;
}

gnbs_code_t gnbs_sql_number(gnbs_sql_t *db, int64_t *number, int64_t otherwise,
                            gnbs_err_t *err, const char *sql, const char *types, ...) {
    gnbs_sql_rows_t *rows;
    va_list ap;
    va_start(ap, types);
    gnbs_code_t code = ask(db, &rows, err, sql, types, ap);
    va_end(ap);
    if (code != GNBS_OK) return code;
    *number = gnbs_sql_next(rows) ? gnbs_sql_int(rows, 0) : otherwise;
    return gnbs_sql_end(rows, err);
}
