#include "simulate/simulate_world.h"

#include <string.h>

#include "genome/seq.h"

enum {
    GENE_MARGIN_BP =
        1000, /* between a gene and its slot's edges: promoters, mates, no overlap */
    REPEAT_EVERY_BP = 1500,
    REPEAT_MAX_BP = 36, /* a read spans it: every alignment stays unique */
};
static const double GC_FRAC = 0.41; /* of the human genome (Lander et al. 2001) */

static gnbs_code_t no_memory(const gnbs_simulate_scenario_t *s, gnbs_err_t *err) {
    return gnbs_err_set(err, GNBS_E_NOMEM, "%s: the synthetic genome", s->path);
}

static void fill_bases(uint64_t seed, int32_t tid, gnbs_pos_t n, uint8_t seq[]) {
    gnbs_simulate_random_t r =
        gnbs_simulate_random(seed, GNBS_SIMULATE_STREAM_GENOME, (uint64_t)tid);
    for (gnbs_pos_t i = 0; i < n; i++) {
        bool is_gc = gnbs_simulate_chance(&r, GC_FRAC),
             is_high = gnbs_simulate_below(&r, 2) == 1;
        seq[i] = is_gc ? (is_high ? GNBS_BASE_G : GNBS_BASE_C)
                       : (is_high ? GNBS_BASE_T : GNBS_BASE_A);
    }
}

/* Homopolymers and microsatellites: units of 1 to 4 bases, half of them single bases. */
static void fill_repeats(uint64_t seed, int32_t tid, gnbs_pos_t n, uint8_t seq[]) {
    gnbs_simulate_random_t r =
        gnbs_simulate_random(seed, GNBS_SIMULATE_STREAM_REPEAT, (uint64_t)tid);
    for (int64_t k = 0; k < n / REPEAT_EVERY_BP; k++) {
        uint8_t unit[4] = {0};
        int32_t n_unit =
            gnbs_simulate_chance(&r, 0.5) ? 1 : gnbs_simulate_between(&r, 2, 4);
        int32_t n_bp = gnbs_simulate_between(&r, 8, n_unit == 1 ? 18 : REPEAT_MAX_BP);
        gnbs_pos_t at = gnbs_simulate_below(&r, (int32_t)n - REPEAT_MAX_BP);
        for (int i = 0; i < n_unit; i++) unit[i] = gnbs_simulate_base(&r, GNBS_BASE_N);
        for (int32_t i = 0; i < n_bp; i++) seq[at + i] = unit[i % n_unit];
    }
}

/* Genes of a contig lie in equal slots, in the order of the scenario, each at a random place of its slot. */
static gnbs_code_t place_genes(const gnbs_simulate_scenario_t *s, int32_t tid, uint8_t *seq,
                               gnbs_arena_t *arena, gnbs_transcript_t *tx,
                               gnbs_err_t *err) {
    int32_t n = 0, i_slot = 0;
    for (size_t i = 0; i < s->n_gene; i++) n += s->gene[i].tid == tid;
    if (n == 0) return GNBS_OK;
    gnbs_pos_t slot_bp = s->contigs.contig[tid].length_bp / n;
    for (size_t i = 0; i < s->n_gene; i++) {
        const gnbs_simulate_gene_t *g = &s->gene[i];
        if (g->tid != tid) continue;
        gnbs_simulate_random_t r =
            gnbs_simulate_random(s->genome_seed, GNBS_SIMULATE_STREAM_GENE, i);
        gnbs_simulate_plan_t plan;
        GNBS_TRY(gnbs_simulate_gene_plan(g, &r, arena, &plan, err));
        gnbs_pos_t room = slot_bp - plan.length_bp - 2 * GENE_MARGIN_BP;
        if (room < 1)
            return gnbs_err_set(
                err, GNBS_E_DATA,
                "%s:%d: gene %s of %d bases does not fit: %s has %lld bases "
                "for each of its %d genes; lengthen it in ##contigs",
                s->path, g->line, g->symbol, plan.length_bp, s->contigs.contig[tid].name,
                (long long)slot_bp, n);
        gnbs_pos_t beg =
            i_slot++ * slot_bp + GENE_MARGIN_BP + gnbs_simulate_below(&r, (int32_t)room);
        GNBS_TRY(gnbs_simulate_gene_write(g, &plan, &r, beg, seq, arena, &tx[i], err));
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_simulate_world_make(const gnbs_simulate_scenario_t *s, gnbs_arena_t *arena,
                                     gnbs_simulate_world_t *world, gnbs_err_t *err) {
    *world = (gnbs_simulate_world_t){.contigs = s->contigs, .n_transcript = s->n_gene};
    int n = s->contigs.n;
    world->seq = GNBS_NEW(arena, uint8_t *, n);
    world->taken = GNBS_NEW(arena, uint8_t *, n);
    gnbs_transcript_t *tx = GNBS_NEW(arena, gnbs_transcript_t, s->n_gene);
    world->n_cds = GNBS_NEW(arena, int32_t, s->n_gene);
    world->cds = GNBS_NEW(arena, gnbs_pos_t *, s->n_gene);
    if (world->seq == NULL || world->taken == NULL || tx == NULL || world->n_cds == NULL ||
        world->cds == NULL)
        return no_memory(s, err);
    world->transcript = tx;
    for (int32_t tid = 0; tid < n; tid++) {
        gnbs_pos_t length_bp = s->contigs.contig[tid].length_bp;
        uint8_t *seq = world->seq[tid] = GNBS_NEW(arena, uint8_t, length_bp);
        world->taken[tid] = GNBS_NEW(arena, uint8_t, length_bp);
        if (seq == NULL || world->taken[tid] == NULL) return no_memory(s, err);
        fill_bases(s->genome_seed, tid, length_bp, seq);
        fill_repeats(s->genome_seed, tid, length_bp, seq);
        GNBS_TRY(place_genes(s, tid, seq, arena, tx, err));
    }
    for (size_t i = 0; i < s->n_gene; i++)
        GNBS_TRY(gnbs_simulate_cds(&tx[i], arena, &world->n_cds[i], &world->cds[i], err));
    GNBS_TRY(gnbs_simulate_alleles_find(s, world, arena, err));
    return gnbs_simulate_sites_draw(s, world, arena, err);
}

bool gnbs_simulate_normalise(const gnbs_simulate_world_t *world, gnbs_arena_t *arena,
                             int32_t tid, gnbs_pos_t pos, const char *ref, const char *alt,
                             gnbs_variant_t *v) {
    size_t n_ref = strlen(ref), n_alt = strlen(alt),
           cap = (n_ref > n_alt ? n_ref : n_alt) + 3;
    char *r = GNBS_NEW(arena, char, cap), *a = GNBS_NEW(arena, char, cap);
    if (r == NULL || a == NULL) return false;
    memcpy(r, ref, n_ref + 1);
    memcpy(a, alt, n_alt + 1);
    if (!gnbs_variant_normalise(&pos, r, a, cap, 0, world->contigs.contig[tid].length_bp,
                                world->seq[tid]))
        return false;
    *v = (gnbs_variant_t){.tid = tid, .pos = pos, .ref = r, .alt = a};
    return true;
}

/* How far right the indel could be written instead: the length of its repeat. */
static gnbs_pos_t shift_bp(const gnbs_simulate_world_t *world, const gnbs_variant_t *v) {
    const uint8_t *seq = world->seq[v->tid];
    gnbs_pos_t end = world->contigs.contig[v->tid].length_bp;
    size_t n_ref = strlen(v->ref), n_alt = strlen(v->alt);
    if (n_ref == n_alt) return 0;
    const char *unit = n_ref > n_alt ? v->ref + 1 : v->alt + 1;
    gnbs_pos_t n_unit = (gnbs_pos_t)(n_ref > n_alt ? n_ref : n_alt) - 1, n = 0;
    gnbs_pos_t at = v->pos + (gnbs_pos_t)n_ref; /* first base past the indel */
    while (at + n < end && gnbs_seq_letter(seq[at + n]) == unit[n % n_unit]) n++;
    return n;
}

static gnbs_region_t reach(const gnbs_simulate_world_t *world, const gnbs_variant_t *v) {
    gnbs_pos_t end = v->pos + (gnbs_pos_t)strlen(v->ref) + shift_bp(world, v);
    return (gnbs_region_t){v->tid, v->pos, end};
}

void gnbs_simulate_take(const gnbs_simulate_world_t *world, uint8_t **taken,
                        const gnbs_variant_t *v) {
    gnbs_region_t at = reach(world, v);
    gnbs_pos_t length_bp = world->contigs.contig[v->tid].length_bp;
    at.beg = at.beg < GNBS_SIMULATE_CLEAR_BP ? 0 : at.beg - GNBS_SIMULATE_CLEAR_BP;
    at.end = at.end + GNBS_SIMULATE_CLEAR_BP > length_bp ? length_bp
                                                         : at.end + GNBS_SIMULATE_CLEAR_BP;
    memset(taken[v->tid] + at.beg, 1, (size_t)gnbs_region_len(at));
}

bool gnbs_simulate_is_taken(const gnbs_simulate_world_t *world, uint8_t **taken,
                            const gnbs_variant_t *v) {
    gnbs_region_t at = reach(world, v);
    return memchr(taken[v->tid] + at.beg, 1, (size_t)gnbs_region_len(at)) != NULL;
}
