/* tests/simulate/world.h -- a scenario text to a world and a newborn, for the tests of this room. */
#ifndef GNBS_TESTS_SIMULATE_WORLD_H
#define GNBS_TESTS_SIMULATE_WORLD_H

#include "support/testing.h"

#include "core/vec.h"
#include "io/table_read.h"
#include "simulate/simulate.h"

#define COLUMNS                                                                            \
    "item\tgene\thgnc_"                                                                    \
    "id\ttranscript\tcontig\tstrand\texons\tcondition\texon\teffect\tzygosity"             \
    "\thaplotype\tclnsig\tstars\taf\n"
#define META(sex, contigs)                                                                 \
    "##name=test\n##sample=S1\n##sex=" sex                                                 \
    "\n##genome_seed=7\n##seed=3\n##contigs=" contigs                                      \
    "\n##coverage=10\n##site_snv_per_kb=2\n##site_indel_per_kb=1\n##private_snv_per_kb=0." \
    "2\n"                                                                                  \
    "##private_indel_per_kb=0.2\n"
#define GENE(symbol, number, contig, strand, exons)                                        \
    "gene\t" symbol "\tHGNC:900000" number "\tENST9900000000" number ".1\t" contig         \
    "\t" strand "\t" exons "\tDisorder\t.\t.\t.\t.\t.\t.\t.\n"
#define ALLELE(symbol, exon, effect, zygosity, haplotype)                                  \
    "allele\t" symbol "\t.\t.\t.\t.\t.\t.\t" exon "\t" effect "\t" zygosity "\t" haplotype \
    "\tPathogenic\t2\t0.001\n"
#define HOLE(symbol, exon)                                                                 \
    "hole\t" symbol "\t.\t.\t.\t.\t.\t.\t" exon "\t.\t.\t.\t.\t.\t.\n"

typedef struct world {
    gnbs_arena_t arena;
    gnbs_simulate_scenario_t s;
    gnbs_simulate_world_t world;
    gnbs_simulate_newborn_t newborn;
} world_t;

static inline gnbs_code_t parse_scenario(const char *text, gnbs_arena_t *arena,
                                         gnbs_simulate_scenario_t *s, gnbs_err_t *err) {
    gnbs_table_t table;
    GNBS_TRY(gnbs_table_parse("test.tsv", text, strlen(text), '\t', arena, &table, err));
    return gnbs_simulate_scenario_parse(&table, arena, s, err);
}

static inline void make_world_of(world_t *w) {
    gnbs_err_t err = {0};
    assert_ok(gnbs_simulate_world_make(&w->s, &w->arena, &w->world, &err), &err);
    assert_ok(gnbs_simulate_newborn_make(&w->s, &w->world, &w->arena, &w->newborn, &err),
              &err);
}

static inline void make_world(world_t *w, const char *text) {
    gnbs_err_t err = {0};
    gnbs_arena_init(&w->arena);
    assert_ok(parse_scenario(text, &w->arena, &w->s, &err), &err);
    make_world_of(w);
}

static inline void make_demo(world_t *w) {
    gnbs_err_t err = {0};
    gnbs_table_t table;
    gnbs_arena_init(&w->arena);
    assert_ok(gnbs_table_read("refdata/demo/scenario.tsv", 0, &w->arena, &table, &err),
              &err);
    assert_ok(gnbs_simulate_scenario_parse(&table, &w->arena, &w->s, &err), &err);
    make_world_of(w);
}

static inline void clear_world(world_t *w) { gnbs_arena_clear(&w->arena); }

/* ---- reads, kept ---- */
typedef struct kept {
    gnbs_arena_t arena;
    GNBS_VEC(gnbs_simulate_read_t) read;
    gnbs_simulate_counts_t counts;
} kept_t;

static inline void *copy_of(gnbs_arena_t *arena, const void *from, size_t n, size_t bytes) {
    void *to = gnbs_arena_alloc(arena, n, bytes);
    assert_non_null(to);
    return memcpy(to, from, n * bytes);
}

static inline gnbs_code_t keep_read(void *ctx, const gnbs_simulate_read_t *read,
                                    gnbs_err_t *err) {
    (void)err;
    kept_t *k = ctx;
    gnbs_simulate_read_t r = *read;
    r.name = gnbs_arena_strdup(&k->arena, read->name);
    r.read.base = copy_of(&k->arena, read->read.base, (size_t)read->read.len, 1);
    r.read.qual = copy_of(&k->arena, read->read.qual, (size_t)read->read.len, 1);
    r.read.cigar = copy_of(&k->arena, read->read.cigar, (size_t)read->read.n_cigar, 4);
    r.mate_cigar = copy_of(&k->arena, read->mate_cigar, (size_t)read->n_mate_cigar, 4);
    assert_true(GNBS_PUSH(&k->read, r));
    return GNBS_OK;
}

static inline void make_reads(const world_t *w, kept_t *k) {
    gnbs_err_t err = {0};
    memset(k, 0, sizeof *k);
    gnbs_arena_init(&k->arena);
    gnbs_simulate_sink_t sink = {k, keep_read};
    assert_ok(gnbs_simulate_reads(&w->s, &w->world, &w->newborn, &sink, &k->counts, &err),
              &err);
}

static inline void clear_reads(kept_t *k) {
    GNBS_VEC_CLEAR(&k->read);
    gnbs_arena_clear(&k->arena);
}

#endif
