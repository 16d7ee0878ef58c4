/* io/bundle_db.h -- what writing, loading and verifying a bundle share. Private to io/bundle_*.c. */
#ifndef GNBS_IO_BUNDLE_DB_H
#define GNBS_IO_BUNDLE_DB_H

#include <sqlite3.h>

#include "core/err.h"
#include "core/str.h"

enum {
    GNBS_BUNDLE_META,
    GNBS_BUNDLE_SOURCE,
    GNBS_BUNDLE_CONTIG,
    GNBS_BUNDLE_GENE,
    GNBS_BUNDLE_TRANSCRIPT,
    GNBS_BUNDLE_EXON,
    GNBS_BUNDLE_KNOWN,
    GNBS_BUNDLE_FREQUENCY,
    GNBS_BUNDLE_TARGET,
    GNBS_BUNDLE_BLOCK,
    GNBS_BUNDLE_LOCUS,
    GNBS_BUNDLE_RULE,
    GNBS_BUNDLE_MARKER,
    GNBS_BUNDLE_ALIGNMENT,
    GNBS_BUNDLE_SCORE, /* last: looked up on demand, and digested by itself */
    GNBS_BUNDLE_N_TABLE
};

typedef struct gnbs_bundle_table {
    const char *name, *create; /* the whole CREATE TABLE, as sqlite_master shows it */
    int n_column;
    const char *order; /* of rows, for loading and identity */
} gnbs_bundle_table_t;

extern const gnbs_bundle_table_t GNBS_BUNDLE_TABLES[GNBS_BUNDLE_N_TABLE];

/* GNBS_E_FORMAT or GNBS_E_IO with what SQLite says; returns the code. */
gnbs_code_t gnbs_bundle_db_error(sqlite3 *db, const char *path, gnbs_err_t *err);
gnbs_code_t gnbs_bundle_db_run(sqlite3 *db, const char *path, const char *sql,
                               gnbs_err_t *err);
gnbs_code_t gnbs_bundle_db_prepare(sqlite3 *db, const char *path, const char *sql,
                                   sqlite3_stmt **stmt, gnbs_err_t *err);
/* Opens an existing file, read-only, immutable, and checks id, version and schema. */
gnbs_code_t gnbs_bundle_db_open(const char *path, sqlite3 **db, gnbs_err_t *err);
/* Appends a row's values, each with type and length, so that no two different rows read the same. */
void gnbs_bundle_db_print_row(gnbs_str_t *row, sqlite3_stmt *stmt, int n_column);
/* BLAKE2b-256 over all rows except meta's "identity" and the scores, whose own digest is in meta. */
gnbs_code_t gnbs_bundle_db_identity(sqlite3 *db, const char *path, char identity[65],
                                    gnbs_err_t *err);
/* BLAKE2b-256 over the rows of the scores. */
gnbs_code_t gnbs_bundle_db_score_digest(sqlite3 *db, const char *path, char digest[65],
                                        gnbs_err_t *err);

#endif
