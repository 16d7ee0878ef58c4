/* io/bundle_read.h -- rows of a bundle's tables, checked as they are read. Private to io/bundle_*.c.
 *
 * The first thing that is wrong with a row is kept in the reader; later gets do nothing, and the row
 * ends with an error that names table, row and what was expected. Rows go into the digest of the identity as they
 * are read, so that a bundle is walked once.
 */
#ifndef GNBS_IO_BUNDLE_READ_H
#define GNBS_IO_BUNDLE_READ_H

#include <stdbool.h>
#include <stdint.h>

#include "core/vec.h"
#include "genome/bundle.h"
#include "io/bundle_db.h"
#include "io/digest.h"

typedef struct gnbs_bundle_reader {
    sqlite3 *db;
    sqlite3_stmt *rows;
    const char *path;
    const gnbs_bundle_table_t *table;
    gnbs_bundle_t *bundle;
    int64_t i_row;
    int i_column;
    const char *fault; /* NULL, or what was expected of the column before i_column */
    bool is_out_of_memory;
    gnbs_digest_t *digest;
    gnbs_str_t digested; /* rows on their way into it */
} gnbs_bundle_reader_t;

gnbs_code_t gnbs_bundle_read_begin(gnbs_bundle_reader_t *r, int i_table, gnbs_err_t *err);
/* *more is false after the last row. */
gnbs_code_t gnbs_bundle_read_next(gnbs_bundle_reader_t *r, bool *more, gnbs_err_t *err);
/* Ends a row: GNBS_E_FORMAT when one of its columns was not what it must be. */
gnbs_code_t gnbs_bundle_read_end_row(gnbs_bundle_reader_t *r, gnbs_err_t *err);

void gnbs_bundle_read_fault(gnbs_bundle_reader_t *r, const char *expected);
int64_t gnbs_bundle_read_int(gnbs_bundle_reader_t *r, int64_t min, int64_t max,
                             const char *expected);
int64_t gnbs_bundle_read_int_or(gnbs_bundle_reader_t *r, int64_t max, int64_t missing);
double gnbs_bundle_read_real_or(gnbs_bundle_reader_t *r, double missing,
                                bool may_be_missing);
/* Any finite number, or 0 where it is missing. */
double gnbs_bundle_read_number(gnbs_bundle_reader_t *r, bool *is_missing);
const char *gnbs_bundle_read_text(gnbs_bundle_reader_t *r); /* in the bundle's arena */
/* The same; a text that the row before has too (or NULL) is not kept twice. */
const char *gnbs_bundle_read_text_like(gnbs_bundle_reader_t *r, const char *before);
/* Rows of a table whose ids count from 0, found without walking it; 0 when it has no ids. */
size_t gnbs_bundle_read_count(gnbs_bundle_reader_t *r);
/* Index of the word in words[n]. */
int gnbs_bundle_read_word(gnbs_bundle_reader_t *r, int n, const char *const words[]);
void gnbs_bundle_read_id(gnbs_bundle_reader_t *r); /* counts from 0 */
gnbs_region_t gnbs_bundle_read_interval(gnbs_bundle_reader_t *r);
gnbs_variant_t gnbs_bundle_read_variant(gnbs_bundle_reader_t *r);

/* bundle_models.c: genes, transcripts and exons, which refer to one another. */
gnbs_code_t gnbs_bundle_read_models(gnbs_bundle_reader_t *r, gnbs_err_t *err);
gnbs_code_t gnbs_bundle_read_alignments(gnbs_bundle_reader_t *r, gnbs_err_t *err);

/* Copies n items into the bundle's arena. */
gnbs_code_t gnbs_bundle_read_settle(gnbs_bundle_reader_t *r, size_t n, size_t item_bytes,
                                    const void *from, const void **to, gnbs_err_t *err);

/* A table becomes one array: gathered in a growing vector, settled in the bundle's arena. The whole
 * body of a function; `fill` reads one row into `item`, and may look at the row `before` (or NULL). */
#define GNBS_BUNDLE_READ_TABLE(r, i_table, type, n_to, array_to, fill)                     \
    do {                                                                                   \
        GNBS_VEC(type) all_ = {0};                                                         \
        bool more_ = false;                                                                \
        gnbs_code_t code_ = gnbs_bundle_read_begin((r), (i_table), err);                   \
        if (code_ == GNBS_OK && !GNBS_RESERVE(&all_, gnbs_bundle_read_count(r)))           \
            code_ = gnbs_err_set(err, GNBS_E_NOMEM, "%s: out of memory", (r)->path);       \
        while (code_ == GNBS_OK) {                                                         \
            code_ = gnbs_bundle_read_next((r), &more_, err);                               \
            if (code_ != GNBS_OK || !more_) break;                                         \
            type item = {0};                                                               \
            const type *before = all_.n > 0 ? &all_.at[all_.n - 1] : NULL;                 \
            fill;                                                                          \
            (void)before;                                                                  \
            code_ = gnbs_bundle_read_end_row((r), err);                                    \
            if (code_ == GNBS_OK && !GNBS_PUSH(&all_, item))                               \
                code_ = gnbs_err_set(err, GNBS_E_NOMEM, "%s: out of memory", (r)->path);   \
        }                                                                                  \
        const void *settled_ = NULL;                                                       \
        if (code_ == GNBS_OK)                                                              \
            code_ = gnbs_bundle_read_settle((r), all_.n, sizeof(type), all_.at, &settled_, \
                                            err);                                          \
        if (code_ == GNBS_OK) {                                                            \
            (n_to) = all_.n;                                                               \
            (array_to) = settled_;                                                         \
        }                                                                                  \
        GNBS_VEC_CLEAR(&all_);                                                             \
        return code_;                                                                      \
    } while (0)

#endif
