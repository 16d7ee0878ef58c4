/* core/table.h -- a table of text as read from TSV or CSV, with line numbers for messages.
 *
 * Shapes   row[n_row].cell[n_column]; short rows are padded with "" and keep n_cell as read
 * Memory   everything lies in the arena that the reader was given
 */
#ifndef GNBS_CORE_TABLE_H
#define GNBS_CORE_TABLE_H

#include <stddef.h>

typedef struct gnbs_table_row {
    int line;          /* 1-based line of the file where the row starts */
    int n_cell;        /* cells as read, before padding                 */
    const char **cell; /* at least n_column of them                     */
} gnbs_table_row_t;

typedef struct gnbs_table_meta {
    int line;
    const char *key, *value; /* of a "##key=value" line above the header */
} gnbs_table_meta_t;

typedef struct gnbs_table {
    const char *path; /* for messages */
    size_t n_meta;
    const gnbs_table_meta_t *meta;
    int header_line;
    int n_column;
    const char **column; /* a leading '#' of the first name is dropped */
    size_t n_row;
    const gnbs_table_row_t *row;
} gnbs_table_t;

/* Index of a column, or -1. Names match exactly. */
int gnbs_table_column(const gnbs_table_t *table, const char *name);
/* Value of a meta key, or NULL. */
const char *gnbs_table_meta_value(const gnbs_table_t *table, const char *key);

#endif
