/* io/sql.h -- one SQLite file that people change while programs run: the only door to it.
 *
 *     gnbs_sql_rows_t *rows;
 *     GNBS_TRY(gnbs_sql_ask(db, &rows, err, "SELECT name FROM account WHERE id = ?", "i", id));
 *     while (gnbs_sql_next(rows)) puts(gnbs_sql_text(rows, 0));
 *     GNBS_TRY(gnbs_sql_end(rows, err));
 *
 * Durable  write-ahead log, synchronous=FULL: what gnbs_sql_commit has answered outlives the process and the power. The file must
 *          lie on a disk of this machine (SQLite's locks do not hold on network file systems)
 * Values   `types` says what follows it, a letter per ? of the text: 'i' int64_t, 't' const char * (NULL is NULL)
 * Errors   GNBS_E_IO: cannot be opened, read or written, or others held it for ten seconds; GNBS_E_FORMAT: a file of something
 *          else, or damaged
 * Threads  a handle belongs to one thread at a time; any number of handles and processes share the file
 */
#ifndef GNBS_IO_SQL_H
#define GNBS_IO_SQL_H

#include <stdbool.h>
#include <stdint.h>

#include "core/err.h"

typedef struct gnbs_sql gnbs_sql_t;
typedef struct gnbs_sql_rows gnbs_sql_rows_t;

typedef struct gnbs_sql_kind { /* what makes a file ours */
    const char *what;          /* "review desk", for messages */
    int32_t application_id, version;
    const char *schema; /* run once, when the file is made */
} gnbs_sql_kind_t;

/* Makes the file, its owner's alone, when there is none. ":memory:" is a file that goes with its handle. */
gnbs_code_t gnbs_sql_open(const char *path, const gnbs_sql_kind_t *kind, gnbs_sql_t **db,
                          gnbs_err_t *err);
void gnbs_sql_close(gnbs_sql_t *db); /* accepts NULL */

/* A change, whole or not at all. begin takes the right to write at once, so that what is read inside is what is changed. */
gnbs_code_t gnbs_sql_begin(gnbs_sql_t *db, gnbs_err_t *err);
gnbs_code_t gnbs_sql_commit(gnbs_sql_t *db, gnbs_err_t *err); /* undoes all when it fails */
void gnbs_sql_undo(gnbs_sql_t *db);
/* commit when `code` is GNBS_OK, else undo; returns what came of it. */
gnbs_code_t gnbs_sql_finish(gnbs_sql_t *db, gnbs_code_t code, gnbs_err_t *err);

/* What was deleted is nowhere in the file any more, nor in the log beside it. Outside of a change. GNBS_E_IO when others read for
 * too long. */
gnbs_code_t gnbs_sql_shred(gnbs_sql_t *db, gnbs_err_t *err);

/* One statement that answers nothing. */
gnbs_code_t gnbs_sql_run(gnbs_sql_t *db, gnbs_err_t *err, const char *sql,
                         const char *types, ...);
int64_t gnbs_sql_last_id(const gnbs_sql_t *db); /* of the row just inserted */

/* Rows as they come; every gnbs_sql_ask that succeeded is ended by gnbs_sql_end. */
gnbs_code_t gnbs_sql_ask(gnbs_sql_t *db, gnbs_sql_rows_t **rows, gnbs_err_t *err,
                         const char *sql, const char *types, ...);
bool gnbs_sql_next(gnbs_sql_rows_t *rows); /* false at the end, and when reading failed */
int64_t gnbs_sql_int(gnbs_sql_rows_t *rows, int column);
const char *gnbs_sql_text(gnbs_sql_rows_t *rows,
                          int column); /* never NULL; until the next row */
bool gnbs_sql_is_null(gnbs_sql_rows_t *rows, int column);
gnbs_code_t gnbs_sql_end(gnbs_sql_rows_t *rows, gnbs_err_t *err);
/* The first column of the first row; `otherwise` when there is no row. */
gnbs_code_t gnbs_sql_number(gnbs_sql_t *db, int64_t *number, int64_t otherwise,
                            gnbs_err_t *err, const char *sql, const char *types, ...);

#endif
