/* Any bytes as a circle, a read and its CIGAR; and as the tables of the policy. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/table_read.h"
#include "mito/mito.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CIRCLE_BP = 200, READ_BP = 60, MAX_OPS = 8 };

static void try_row(const uint8_t *data, size_t size, gnbs_arena_t *arena) {
    uint8_t code[CIRCLE_BP], base[READ_BP] = {0}, qual[READ_BP] = {0};
    uint32_t cigar[MAX_OPS];
    for (size_t i = 0; i < CIRCLE_BP; i++) code[i] = (uint8_t)(data[i % size] % 5);
    for (size_t i = 0; i < READ_BP; i++) {
        base[i] = (uint8_t)(data[(i + 7) % size] / 5 % 5);
        qual[i] = (uint8_t)(data[(i + 11) % size] % 50);
    }
    const gnbs_mito_ref_t ref = {0, CIRCLE_BP, code};
    gnbs_read_t r = {
        .beg = data[0] % CIRCLE_BP, .cigar = cigar, .base = base, .qual = qual};
    r.end = r.beg;
    for (size_t i = 1; i < size && r.n_cigar < MAX_OPS; i++) {
        int op = data[i] % 9;
        int32_t n = 1 + data[i] / 9;
        if (gnbs_cigar_eats_read(op) && r.len + n > READ_BP) break;
        if (gnbs_cigar_eats_ref(op) && r.end + n > CIRCLE_BP) break;
        cigar[r.n_cigar++] = (uint32_t)n << 4 | (uint32_t)op;
        if (gnbs_cigar_eats_read(op)) r.len += n;
        if (gnbs_cigar_eats_ref(op)) r.end += n;
    }
    if (r.end == r.beg || r.len == 0) return; /* a mapped read has an aligned base */
    gnbs_mito_row_t row = {0};
    gnbs_mito_align_work_t work = {0};
    if (gnbs_mito_row_fill(&row, &ref, &r, 20, &work, arena))
        for (int64_t p = row.beg; p < row.end; p++)
            if (row.base[p - row.beg] > GNBS_MITO_DELETED) abort();
}

static void try_tables(const uint8_t *data, size_t size, gnbs_arena_t *arena) {
    gnbs_err_t err = {0};
    gnbs_table_t t;
    gnbs_mito_policy_t policy;
    if (gnbs_table_parse("fuzz", (const char *)data, size, '\t', arena, &t, &err) ==
        GNBS_OK)
        (void)gnbs_mito_read_policy(&t, &t, NULL, arena, &policy, &err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    try_row(data, size, &arena);
    try_tables(data, size, &arena);
    gnbs_arena_clear(&arena);
    return 0;
}
