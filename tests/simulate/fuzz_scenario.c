/* Any bytes as a scenario: an error, or a world, a newborn and reads. Worlds over 60 kb or 10x are read, not made. */
#include <stdint.h>
#include <stdlib.h>

#include "core/str.h"
#include "io/table_read.h"
#include "simulate/simulate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static gnbs_code_t drop_read(void *ctx, const gnbs_simulate_read_t *read, gnbs_err_t *err) {
    (void)err;
    *(int64_t *)ctx += read->read.len;
    return GNBS_OK;
}

static void make(const gnbs_simulate_scenario_t *s, gnbs_arena_t *arena) {
    gnbs_simulate_world_t world;
    gnbs_simulate_newborn_t newborn;
    gnbs_simulate_counts_t counts;
    gnbs_err_t err;
    gnbs_str_t text;
    int64_t n_base = 0, total_bp = 0;
    gnbs_simulate_sink_t sink = {&n_base, drop_read};
    for (int i = 0; i < s->contigs.n; i++) total_bp += s->contigs.contig[i].length_bp;
    if (total_bp > 60000 || s->coverage > 10) return;
    if (gnbs_simulate_world_make(s, arena, &world, &err) != GNBS_OK) return;
    if (gnbs_simulate_newborn_make(s, &world, arena, &newborn, &err) != GNBS_OK) abort();
    if (gnbs_simulate_reads(s, &world, &newborn, &sink, &counts, &err) != GNBS_OK) abort();
    if (counts.n_base != n_base) abort();
    gnbs_str_init(&text);
    gnbs_simulate_print_gff(s, &world, &text);
    gnbs_simulate_print_truth(s, &world, &newborn, &text);
    if (gnbs_simulate_print_clinvar(s, &world, &text, &err) != GNBS_OK) abort();
    if (gnbs_simulate_print_frequencies(s, &world, &text, &err) != GNBS_OK) abort();
    gnbs_str_clear(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    gnbs_arena_t arena;
    gnbs_table_t table;
    gnbs_simulate_scenario_t s;
    gnbs_err_t err;
    gnbs_arena_init(&arena);
    if (gnbs_table_parse("fuzz.tsv", (const char *)data, size, '\t', &arena, &table,
                         &err) == GNBS_OK &&
        gnbs_simulate_scenario_parse(&table, &arena, &s, &err) == GNBS_OK)
        make(&s, &arena);
    gnbs_arena_clear(&arena);
    return 0;
}
