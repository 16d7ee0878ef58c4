#include "io/bundle_read.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

gnbs_code_t gnbs_bundle_read_settle(gnbs_bundle_reader_t *r, size_t n, size_t item_bytes,
                                    const void *from, const void **to, gnbs_err_t *err) {
    void *copy = gnbs_arena_alloc(&r->bundle->arena, n, item_bytes);
    if (copy == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s: reference bundle: out of memory",
                            r->path);
    if (n > 0) memcpy(copy, from, n * item_bytes);
    *to = copy;
    return GNBS_OK;
}

static void digest_rows(gnbs_bundle_reader_t *r) {
    gnbs_digest_add(r->digest, gnbs_str_text(&r->digested), r->digested.n);
    if (r->digested.failed) r->is_out_of_memory = true;
    gnbs_str_reset(&r->digested);
}

gnbs_code_t gnbs_bundle_read_begin(gnbs_bundle_reader_t *r, int i_table, gnbs_err_t *err) {
    char sql[128];
    r->table = &GNBS_BUNDLE_TABLES[i_table];
    r->i_row = -1;
    sqlite3_finalize(r->rows);
    r->rows = NULL;
    snprintf(sql, sizeof sql, "SELECT * FROM %s ORDER BY %s", r->table->name,
             r->table->order);
    gnbs_str_printf(&r->digested, "%s\n", r->table->create);
    return gnbs_bundle_db_prepare(r->db, r->path, sql, &r->rows, err);
}

/* The identity cannot be part of itself. */
static bool is_digested(const gnbs_bundle_reader_t *r) {
    if (r->table != &GNBS_BUNDLE_TABLES[GNBS_BUNDLE_META]) return true;
    const char *key = (const char *)sqlite3_column_text(r->rows, 0);
    return key == NULL || strcmp(key, "bundle.identity") != 0;
}

gnbs_code_t gnbs_bundle_read_next(gnbs_bundle_reader_t *r, bool *more, gnbs_err_t *err) {
    int rc = sqlite3_step(r->rows);
    r->i_row++;
    r->i_column = 0;
    *more = rc == SQLITE_ROW;
    if (*more && is_digested(r)) {
        gnbs_bundle_db_print_row(&r->digested, r->rows, r->table->n_column);
        if (r->digested.n >= 1 << 16) digest_rows(r);
    }
    if (rc == SQLITE_DONE) digest_rows(r);
    return rc == SQLITE_ROW || rc == SQLITE_DONE
               ? GNBS_OK
               : gnbs_bundle_db_error(r->db, r->path, err);
}

gnbs_code_t gnbs_bundle_read_end_row(gnbs_bundle_reader_t *r, gnbs_err_t *err) {
    if (r->is_out_of_memory)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s: reference bundle: out of memory",
                            r->path);
    if (r->fault == NULL) return GNBS_OK;
    return gnbs_err_set(
        err, GNBS_E_FORMAT,
        "%s: damaged reference bundle: table %s, row %" PRId64 ", column %s: "
        "expected %s; make it again with: gnbs refdata build",
        r->path, r->table->name, r->i_row + 1,
        r->i_column > 0 ? sqlite3_column_name(r->rows, r->i_column - 1) : "?", r->fault);
}

void gnbs_bundle_read_fault(gnbs_bundle_reader_t *r, const char *expected) {
    if (r->fault == NULL) r->fault = expected;
}

int64_t gnbs_bundle_read_int(gnbs_bundle_reader_t *r, int64_t min, int64_t max,
                             const char *expected) {
    if (r->fault != NULL) return min;
    int i = r->i_column++;
    if (sqlite3_column_type(r->rows, i) == SQLITE_INTEGER) {
        int64_t value = sqlite3_column_int64(r->rows, i);
        if (value >= min && value <= max) return value;
    }
    r->fault = expected;
    return min;
}

int64_t gnbs_bundle_read_int_or(gnbs_bundle_reader_t *r, int64_t max, int64_t missing) {
    if (r->fault == NULL && sqlite3_column_type(r->rows, r->i_column) == SQLITE_NULL) {
        r->i_column++;
        return missing;
    }
    return gnbs_bundle_read_int(r, 0, max, "a count or nothing");
}

double gnbs_bundle_read_real_or(gnbs_bundle_reader_t *r, double missing,
                                bool may_be_missing) {
    if (r->fault != NULL) return missing;
    int i = r->i_column++, type = sqlite3_column_type(r->rows, i);
    if (type == SQLITE_NULL && may_be_missing) return missing;
    double value = sqlite3_column_double(r->rows, i);
    if (type == SQLITE_FLOAT && value >= 0 && value <= 1) return value;
    r->fault = "a frequency from 0 to 1";
    return missing;
}

double gnbs_bundle_read_number(gnbs_bundle_reader_t *r, bool *is_missing) {
    *is_missing = true;
    if (r->fault != NULL) return 0;
    int i = r->i_column++, type = sqlite3_column_type(r->rows, i);
    if (type == SQLITE_NULL) return 0;
    *is_missing = false;
    double value = sqlite3_column_double(r->rows, i);
    if (type == SQLITE_FLOAT && isfinite(value)) return value;
    r->fault = "a number";
    return 0;
}

/* Borrowed from SQLite until the next row; NULL and a fault when it is not text. */
static const char *borrow_text(gnbs_bundle_reader_t *r) {
    if (r->fault != NULL) return NULL;
    int i = r->i_column++;
    const char *text = NULL;
    if (sqlite3_column_type(r->rows, i) == SQLITE_TEXT)
        text = (const char *)sqlite3_column_text(r->rows, i);
    if (text == NULL || strlen(text) != (size_t)sqlite3_column_bytes(r->rows, i)) {
        r->fault = "text";
        return NULL;
    }
    return text;
}

const char *gnbs_bundle_read_text(gnbs_bundle_reader_t *r) {
    const char *text = borrow_text(r);
    if (text == NULL) return "";
    if (text[0] == '\0') return "";
    const char *copy = gnbs_arena_strdup(&r->bundle->arena, text);
    if (copy == NULL) r->is_out_of_memory = true;
    return copy != NULL ? copy : "";
}

const char *gnbs_bundle_read_text_like(gnbs_bundle_reader_t *r, const char *before) {
    if (r->fault == NULL && before != NULL) {
        const char *text = (const char *)sqlite3_column_text(r->rows, r->i_column);
        if (text != NULL && strcmp(text, before) == 0 &&
            sqlite3_column_type(r->rows, r->i_column) == SQLITE_TEXT &&
            strlen(text) == (size_t)sqlite3_column_bytes(r->rows, r->i_column)) {
            r->i_column++;
            return before;
        }
    }
    return gnbs_bundle_read_text(r);
}

size_t gnbs_bundle_read_count(gnbs_bundle_reader_t *r) {
    enum { CEILING = 1 << 24 }; /* a damaged id must not ask for all of memory */
    if (strcmp(r->table->order, "id") != 0) return 0;
    char sql[96];
    sqlite3_stmt *stmt = NULL;
    int64_t n = 0;
    snprintf(sql, sizeof sql, "SELECT max(id) + 1 FROM %s", r->table->name);
    if (sqlite3_prepare_v2(r->db, sql, -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_ROW)
        n = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return n > 0 && n <= CEILING ? (size_t)n : 0;
}

int gnbs_bundle_read_word(gnbs_bundle_reader_t *r, int n, const char *const words[]) {
    const char *text = borrow_text(r);
    for (int i = 0; text != NULL && i < n; i++)
        if (strcmp(words[i], text) == 0) return i;
    gnbs_bundle_read_fault(r, "one of the words of this column");
    return 0;
}

void gnbs_bundle_read_id(gnbs_bundle_reader_t *r) {
    gnbs_bundle_read_int(r, r->i_row, r->i_row, "ids that count from 0");
}

static int64_t length_of(const gnbs_bundle_reader_t *r, int32_t tid) {
    int64_t length_bp =
        tid < r->bundle->contigs.n ? r->bundle->contigs.contig[tid].length_bp : 0;
    return length_bp > 0 ? length_bp : INT64_C(1) << 40;
}

gnbs_region_t gnbs_bundle_read_interval(gnbs_bundle_reader_t *r) {
    gnbs_region_t region = {0};
    region.tid =
        (int32_t)gnbs_bundle_read_int(r, 0, r->bundle->contigs.n - 1, "a contig's id");
    region.beg =
        gnbs_bundle_read_int(r, 0, length_of(r, region.tid), "a place on the contig");
    region.end = gnbs_bundle_read_int(r, region.beg, length_of(r, region.tid),
                                      "an end on the contig");
    return region;
}

gnbs_variant_t gnbs_bundle_read_variant(gnbs_bundle_reader_t *r) {
    gnbs_variant_t v = {0};
    v.tid = (int32_t)gnbs_bundle_read_int(r, 0, r->bundle->contigs.n - 1, "a contig's id");
    v.pos = gnbs_bundle_read_int(r, 1, length_of(r, v.tid), "a place on the contig") - 1;
    const char **const ALLELES[2] = {&v.ref, &v.alt};
    for (int i = 0; i < 2; i++) {
        const char *text = *ALLELES[i] = gnbs_bundle_read_text(r);
        if (text[0] == '\0' || strspn(text, "ACGTN") != strlen(text))
            gnbs_bundle_read_fault(r, "an allele of A C G T N");
    }
    return v;
}
