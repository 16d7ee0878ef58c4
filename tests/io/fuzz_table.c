#include <stdint.h>
#include <stdlib.h>

#include "io/table_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any bytes: a table whose cells can all be looked at, or an error with words. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    for (int i = 0; i < 2; i++) {
        gnbs_table_t table;
        gnbs_err_t err = {0};
        size_t n_bytes = 0;
        if (gnbs_table_parse("t", (const char *)data, size, i == 0 ? '\t' : ',', &arena,
                             &table, &err) != GNBS_OK) {
            if (err.msg[0] == '\0') abort();
            continue;
        }
        for (size_t r = 0; r < table.n_row; r++)
            for (int k = 0; k < table.n_column; k++)
                for (const char *s = table.row[r].cell[k]; *s != '\0'; s++) n_bytes++;
        if (n_bytes > size) abort(); /* unquoting only takes bytes away */
    }
    gnbs_arena_clear(&arena);
    return 0;
}
