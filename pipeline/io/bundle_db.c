#include "io/bundle_db.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "io/bundle_store.h"
#include "io/digest.h"
#include "io/path.h"

/* `id` counts from 0 in the order of the arrays in genome/bundle.h. Rows are read back in that order
 * without sorting, and a file whose ids do not count is refused: a damaged tree cannot make us read
 * for ever. */
const gnbs_bundle_table_t GNBS_BUNDLE_TABLES[GNBS_BUNDLE_N_TABLE] = {
    {"meta",
     "CREATE TABLE meta(key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID",
     2, "key"},
    {"source",
     "CREATE TABLE source(id INTEGER PRIMARY KEY, role TEXT NOT NULL, name TEXT NOT NULL, "
     "sha256 TEXT NOT NULL, version TEXT NOT NULL, licence TEXT NOT NULL)",
     6, "id"},
    {"contig",
     "CREATE TABLE contig(id INTEGER PRIMARY KEY, name TEXT NOT NULL, length_bp INTEGER "
     "NOT NULL, "
     "m5 TEXT NOT NULL)",
     4, "id"},
    {"gene",
     "CREATE TABLE gene(id INTEGER PRIMARY KEY, symbol TEXT NOT NULL, hgnc_id TEXT NOT "
     "NULL, "
     "gene_id TEXT NOT NULL, contig INTEGER NOT NULL REFERENCES contig(id), "
     "strand INTEGER NOT NULL, beg INTEGER NOT NULL, stop INTEGER NOT NULL, "
     "target_bp INTEGER NOT NULL, target_n_bp INTEGER NOT NULL, difficulty TEXT NOT NULL, "
     "difficult TEXT NOT NULL, difficult_source TEXT NOT NULL)",
     13, "id"},
    {"transcript",
     "CREATE TABLE transcript(id INTEGER PRIMARY KEY, accession TEXT NOT NULL, "
     "other_accession TEXT NOT NULL, protein TEXT NOT NULL, gene_id TEXT NOT NULL, "
     "symbol TEXT NOT NULL, hgnc_id TEXT NOT NULL, biotype TEXT NOT NULL, mane TEXT NOT "
     "NULL, "
     "contig INTEGER NOT NULL REFERENCES contig(id), strand INTEGER NOT NULL, "
     "beg INTEGER NOT NULL, stop INTEGER NOT NULL, cds_beg INTEGER NOT NULL, "
     "cds_stop INTEGER NOT NULL, cds_start_phase INTEGER NOT NULL, "
     "gene INTEGER NOT NULL REFERENCES gene(id), rank_in_gene INTEGER NOT NULL)",
     18, "id"},
    {"exon",
     "CREATE TABLE exon(transcript INTEGER NOT NULL REFERENCES transcript(id), "
     "number INTEGER NOT NULL, beg INTEGER NOT NULL, stop INTEGER NOT NULL, "
     "PRIMARY KEY(transcript, number)) WITHOUT ROWID",
     4, "transcript, number"},
    {"known",
     "CREATE TABLE known(id INTEGER PRIMARY KEY, contig INTEGER NOT NULL REFERENCES "
     "contig(id), "
     "pos1 INTEGER NOT NULL, ref TEXT NOT NULL, alt TEXT NOT NULL, clinvar_id TEXT NOT "
     "NULL, "
     "significance TEXT NOT NULL, stars INTEGER NOT NULL, clnsig TEXT NOT NULL, "
     "clnrevstat TEXT NOT NULL, clndn TEXT NOT NULL, clnsigconf TEXT NOT NULL, "
     "symbol TEXT NOT NULL)",
     13, "id"},
    {"frequency",
     "CREATE TABLE frequency(id INTEGER PRIMARY KEY, "
     "contig INTEGER NOT NULL REFERENCES contig(id), pos1 INTEGER NOT NULL, ref TEXT NOT "
     "NULL, "
     "alt TEXT NOT NULL, af REAL NOT NULL, faf95 REAL, af_grpmax REAL, grpmax TEXT NOT "
     "NULL, "
     "af_male REAL, an INTEGER, ac INTEGER, n_hom INTEGER, n_hemi INTEGER, "
     "groups TEXT NOT NULL, filter TEXT NOT NULL, source TEXT NOT NULL)",
     17, "id"},
    {"target",
     "CREATE TABLE target(id INTEGER PRIMARY KEY, contig INTEGER NOT NULL REFERENCES "
     "contig(id), "
     "beg INTEGER NOT NULL, stop INTEGER NOT NULL)",
     4, "id"},
    {"block",
     "CREATE TABLE block(id INTEGER PRIMARY KEY, contig INTEGER NOT NULL REFERENCES "
     "contig(id), "
     "beg INTEGER NOT NULL, stop INTEGER NOT NULL, sequence TEXT NOT NULL)",
     5, "id"},
    {"locus",
     "CREATE TABLE locus(id INTEGER PRIMARY KEY, locus TEXT NOT NULL, kind TEXT NOT NULL, "
     "name TEXT NOT NULL, place TEXT NOT NULL, allele TEXT NOT NULL, setting TEXT NOT "
     "NULL, "
     "text TEXT NOT NULL, source TEXT NOT NULL)",
     9, "id"},
    {"rule",
     "CREATE TABLE rule(id INTEGER PRIMARY KEY, gene INTEGER REFERENCES gene(id), "
     "inheritance TEXT NOT NULL, criterion TEXT NOT NULL, strength TEXT NOT NULL, "
     "measure TEXT NOT NULL, limit_text TEXT NOT NULL, source TEXT NOT NULL, note TEXT "
     "NOT NULL)",
     9, "id"},
    {"marker",
     "CREATE TABLE marker(id INTEGER PRIMARY KEY, contig INTEGER NOT NULL REFERENCES "
     "contig(id), "
     "pos1 INTEGER NOT NULL, ref TEXT NOT NULL, alt TEXT NOT NULL, af REAL NOT NULL, "
     "origin TEXT NOT NULL, pc1 REAL, pc2 REAL, pc3 REAL, pc4 REAL)",
     11, "id"},
    {"alignment", /* of transcripts that are not their exons base by base */
     "CREATE TABLE alignment(transcript INTEGER PRIMARY KEY REFERENCES transcript(id), "
     "blocks TEXT NOT NULL, n_base INTEGER NOT NULL, sequence TEXT NOT NULL)",
     4, "transcript"},
    {"score",
     "CREATE TABLE score(contig INTEGER NOT NULL REFERENCES contig(id), "
     "pos1 INTEGER NOT NULL, ref TEXT NOT NULL, alt TEXT NOT NULL, name TEXT NOT NULL, "
     "value REAL NOT NULL, detail TEXT NOT NULL, source INTEGER NOT NULL REFERENCES "
     "source(id), PRIMARY KEY(contig, pos1, ref, alt, name)) WITHOUT ROWID",
     8, "contig, pos1, ref, alt, name"},
};

gnbs_code_t gnbs_bundle_db_error(sqlite3 *db, const char *path, gnbs_err_t *err) {
    int rc = sqlite3_errcode(db) & 0xff;
    gnbs_code_t code = rc == SQLITE_NOMEM ? GNBS_E_NOMEM
                       : rc == SQLITE_CANTOPEN || rc == SQLITE_IOERR || rc == SQLITE_FULL
                           ? GNBS_E_IO
                           : GNBS_E_FORMAT;
    return gnbs_err_set(err, code, "%s: reference bundle: %s", path, sqlite3_errmsg(db));
}

gnbs_code_t gnbs_bundle_db_run(sqlite3 *db, const char *path, const char *sql,
                               gnbs_err_t *err) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK) return GNBS_OK;
    return gnbs_bundle_db_error(db, path, err);
}

gnbs_code_t gnbs_bundle_db_prepare(sqlite3 *db, const char *path, const char *sql,
                                   sqlite3_stmt **stmt, gnbs_err_t *err) {
    if (sqlite3_prepare_v2(db, sql, -1, stmt, NULL) == SQLITE_OK) return GNBS_OK;
    return gnbs_bundle_db_error(db, path, err);
}

/* One number of a PRAGMA, or -1. */
static int64_t read_pragma(sqlite3 *db, const char *sql) {
    sqlite3_stmt *stmt = NULL;
    int64_t value = -1;
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_ROW)
        value = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return value;
}

static bool is_our_table(const char *name, const char *sql) {
    for (int i = 0; i < GNBS_BUNDLE_N_TABLE; i++)
        if (strcmp(name, GNBS_BUNDLE_TABLES[i].name) == 0)
            return strcmp(sql, GNBS_BUNDLE_TABLES[i].create) == 0;
    return false;
}

/* Exactly our tables: no view, no trigger, no column that computes something. */
static gnbs_code_t check_schema(sqlite3 *db, const char *path, gnbs_err_t *err) {
    sqlite3_stmt *stmt = NULL;
    int n = 0, rc;
    GNBS_TRY(gnbs_bundle_db_prepare(db, path, "SELECT name, sql FROM sqlite_master", &stmt,
                                    err));
    gnbs_code_t code = GNBS_OK;
    while (code == GNBS_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(stmt, 0);
        const char *sql = (const char *)sqlite3_column_text(stmt, 1);
        if (name == NULL || sql == NULL || !is_our_table(name, sql) ||
            ++n > GNBS_BUNDLE_N_TABLE)
            code = gnbs_err_set(
                err, GNBS_E_FORMAT,
                "%s: not a reference bundle as gnbs makes it: '%.40s' has another "
                "definition; make it again with: gnbs refdata build",
                path, name != NULL ? name : "?");
    }
    if (code == GNBS_OK && rc != SQLITE_DONE) code = gnbs_bundle_db_error(db, path, err);
    if (code == GNBS_OK && n != GNBS_BUNDLE_N_TABLE)
        code = gnbs_err_set(
            err, GNBS_E_FORMAT,
            "%s: %d of %d tables of a reference bundle; make it again with: gnbs "
            "refdata build",
            path, n, (int)GNBS_BUNDLE_N_TABLE);
    sqlite3_finalize(stmt);
    return code;
}

static gnbs_code_t check_header(sqlite3 *db, const char *path, gnbs_err_t *err) {
    int64_t id = read_pragma(db, "PRAGMA application_id");
    if (id != GNBS_BUNDLE_APPLICATION_ID) {
        if ((sqlite3_errcode(db) & 0xff) == SQLITE_IOERR)
            return gnbs_bundle_db_error(db, path, err);
        return gnbs_err_set(
            err, GNBS_E_FORMAT,
            "%s: not a reference bundle (%s); make one with: gnbs refdata build", path,
            id < 0 ? sqlite3_errmsg(db) : "a database of something else");
    }
    int64_t version = read_pragma(db, "PRAGMA user_version");
    if (version != GNBS_BUNDLE_VERSION)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: reference bundle of version %" PRId64
                            ", this gnbs reads version "
                            "%d; make it again with: gnbs refdata build",
                            path, version, GNBS_BUNDLE_VERSION);
    return check_schema(db, path, err);
}

/* SQLite takes a URI; every byte of the path that could mean something there is written as %XX. */
static void print_uri(gnbs_str_t *uri, const char *path) {
    gnbs_str_add(uri, "file:");
    for (const char *p = path; *p != '\0'; p++) {
        bool is_plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
                        (*p >= '0' && *p <= '9') || strchr("/._-", *p) != NULL;
        if (is_plain)
            gnbs_str_add_char(uri, *p);
        else
            gnbs_str_printf(uri, "%%%02X", (unsigned)(unsigned char)*p);
    }
    gnbs_str_add(uri, "?immutable=1");
}

gnbs_code_t gnbs_bundle_db_open(const char *path, sqlite3 **db, gnbs_err_t *err) {
    *db = NULL;
    GNBS_TRY(gnbs_path_check_input(path, err));
    gnbs_str_t uri;
    gnbs_str_init(&uri);
    print_uri(&uri, path);
    int rc = uri.failed
                 ? SQLITE_NOMEM
                 : sqlite3_open_v2(gnbs_str_text(&uri), db,
                                   SQLITE_OPEN_READONLY | SQLITE_OPEN_URI |
                                       SQLITE_OPEN_NOMUTEX, /* one thread per handle */
                                   NULL);
    gnbs_str_clear(&uri);
    gnbs_code_t code = GNBS_OK;
    if (rc != SQLITE_OK) {
        code =
            gnbs_err_set(err, GNBS_E_IO, "%s: cannot open: %s", path, sqlite3_errstr(rc));
    } else { /* the file may come from anywhere: it may hold tables, not behaviour */
        sqlite3_db_config(*db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        sqlite3_db_config(*db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
        code = gnbs_bundle_db_run(*db, path, "PRAGMA cell_size_check=ON", err);
        if (code != GNBS_E_NOMEM) code = check_header(*db, path, err);
    }
    if (code != GNBS_OK) {
        sqlite3_close(*db);
        *db = NULL;
    }
    return code;
}

static char *print_int(char *to, char tag, int64_t value) {
    char text[24], *p = text + sizeof text;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do *--p = (char)('0' + rest % 10);
    while ((rest /= 10) != 0);
    if (value < 0) *--p = '-';
    *to++ = tag;
    size_t n = (size_t)(text + sizeof text - p);
    memcpy(to, p, n);
    return to + n;
}

/* A text with its length, so that no two different rows read the same. */
static void print_text(gnbs_str_t *row, sqlite3_stmt *stmt, int i) {
    char head[32];
    const char *bytes = sqlite3_column_blob(stmt, i);
    int n = sqlite3_column_bytes(stmt, i);
    char *end = print_int(head, 't', n);
    *end++ = ':';
    gnbs_str_add_n(row, head, (size_t)(end - head));
    if (n > 0) gnbs_str_add_n(row, bytes, (size_t)n);
    gnbs_str_add_n(row, "\t", 1);
}

static void print_value(gnbs_str_t *row, sqlite3_stmt *stmt, int i) {
    char text[40], *end = text;
    switch (sqlite3_column_type(stmt, i)) {
    case SQLITE_INTEGER: end = print_int(text, 'i', sqlite3_column_int64(stmt, i)); break;
    case SQLITE_FLOAT:
        end += snprintf(text, sizeof text - 1, "r%.17g", sqlite3_column_double(stmt, i));
        break;
    case SQLITE_NULL: *end++ = 'n'; break;
    default: print_text(row, stmt, i); return;
    }
    *end++ = '\t';
    gnbs_str_add_n(row, text, (size_t)(end - text));
}

void gnbs_bundle_db_print_row(gnbs_str_t *row, sqlite3_stmt *stmt, int n_column) {
    for (int i = 0; i < n_column; i++) print_value(row, stmt, i);
    gnbs_str_add_char(row, '\n');
}

static gnbs_code_t hash_table(sqlite3 *db, const char *path,
                              const gnbs_bundle_table_t *table, gnbs_digest_t *digest,
                              gnbs_err_t *err) {
    char sql[160];
    bool is_meta = strcmp(table->name, "meta") == 0;
    snprintf(sql, sizeof sql, "SELECT * FROM %s%s ORDER BY %s", table->name,
             is_meta ? " WHERE key <> 'bundle.identity'" : "", table->order);
    sqlite3_stmt *stmt = NULL;
    GNBS_TRY(gnbs_bundle_db_prepare(db, path, sql, &stmt, err));
    gnbs_str_t row;
    gnbs_str_init(&row);
    gnbs_str_printf(&row, "%s\n", table->create);
    int rc;
    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW && !row.failed) {
        gnbs_bundle_db_print_row(&row, stmt, table->n_column);
        if (row.n < 1 << 16) continue; /* in large pieces: rows are short */
        gnbs_digest_add(digest, row.s, row.n);
        gnbs_str_reset(&row);
    }
    gnbs_digest_add(digest, gnbs_str_text(&row), row.n);
    gnbs_code_t code = row.failed ? gnbs_err_set(err, GNBS_E_NOMEM, "%s: identity", path)
                       : rc == SQLITE_DONE ? GNBS_OK
                                           : gnbs_bundle_db_error(db, path, err);
    gnbs_str_clear(&row);
    sqlite3_finalize(stmt);
    return code;
}

static gnbs_code_t hash_tables(sqlite3 *db, const char *path, int first, int last,
                               char out[65], gnbs_err_t *err) {
    gnbs_digest_t *digest = gnbs_digest_new_content();
    if (digest == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s: identity", path);
    gnbs_code_t code = GNBS_OK;
    for (int i = first; code == GNBS_OK && i < last; i++)
        code = hash_table(db, path, &GNBS_BUNDLE_TABLES[i], digest, err);
    gnbs_digest_end(digest, code == GNBS_OK ? out : NULL);
    return code;
}

gnbs_code_t gnbs_bundle_db_identity(sqlite3 *db, const char *path, char identity[65],
                                    gnbs_err_t *err) {
    return hash_tables(db, path, 0, GNBS_BUNDLE_SCORE, identity, err);
}

gnbs_code_t gnbs_bundle_db_score_digest(sqlite3 *db, const char *path, char digest[65],
                                        gnbs_err_t *err) {
    return hash_tables(db, path, GNBS_BUNDLE_SCORE, GNBS_BUNDLE_N_TABLE, digest, err);
}
