#include "core/table.h"

#include <string.h>

int gnbs_table_column(const gnbs_table_t *table, const char *name) {
    for (int i = 0; i < table->n_column; i++)
        if (strcmp(table->column[i], name) == 0) return i;
    return -1;
}

const char *gnbs_table_meta_value(const gnbs_table_t *table, const char *key) {
    for (size_t i = 0; i < table->n_meta; i++)
        if (strcmp(table->meta[i].key, key) == 0) return table->meta[i].value;
    return NULL;
}
