#include "loci/paper_baby.h"

#include <math.h>

enum { N_CONTROL = 400, TILE_BP = 500, READ_BP = 150 };

gnbs_loci_plan_t paper_plan(const gnbs_loci_t *loci, gnbs_arena_t *arena) {
    gnbs_loci_tile_t *tile = GNBS_NEW(arena, gnbs_loci_tile_t, 20000);
    struct gnbs_loci_tiles *list = GNBS_NEW(arena, struct gnbs_loci_tiles, 500);
    size_t n = 0, n_list = 0;
    for (int i = 0; i < N_CONTROL; i++)
        tile[n++] = (gnbs_loci_tile_t){.at = {0, 1000 * i, 1000 * i + TILE_BP},
                                       .gc = (float)(0.30 + 0.4 * i / N_CONTROL),
                                       .is_known = true};
    for (size_t l = 0; l < loci->n_locus; l++)
        for (size_t r = 0; r < loci->locus[l].n_region; r++)
            for (size_t p = 0; p < loci->locus[l].region[r].n_place; p++) {
                gnbs_region_t at = loci->locus[l].region[r].place[p].at;
                gnbs_pos_t len = gnbs_region_len(at), k = (len + TILE_BP - 1) / TILE_BP;
                list[n_list++] = (struct gnbs_loci_tiles){
                    (int32_t)l, (int32_t)r, (int32_t)p, at, n, (size_t)k};
                for (gnbs_pos_t i = 0; i < k; i++)
                    tile[n++] = (gnbs_loci_tile_t){
                        .at = {at.tid, at.beg + len * i / k, at.beg + len * (i + 1) / k},
                        .gc = 0.55F,
                        .is_known = true};
            }
    return (gnbs_loci_plan_t){loci, n, N_CONTROL, tile, n_list, list};
}

static double uniform(uint64_t *state) {
    return ((double)(random_u64(state) >> 11) + 0.5) / 9007199254740992.0;
}
static double normal(uint64_t *state) {
    double u = uniform(state), v = uniform(state);
    return sqrt(-2 * log(u)) * cos(6.283185307179586 * v);
}
/* Poisson; above 50 as a normal, rounded. */
static int poisson(uint64_t *state, double mean) {
    if (mean > 50) {
        double x = mean + sqrt(mean) * normal(state);
        return x < 0 ? 0 : (int)(x + 0.5);
    }
    double p = exp(-mean), u = uniform(state), sum = p;
    int k = 0;
    while (u > sum && k < 500) sum += p *= mean / ++k;
    return k;
}

/* Mates come together: pairs are drawn. */
static void fill_tile(paper_baby_t *b, gnbs_loci_tile_t *t, double copies) {
    double bias = 1 - b->gc_slope * (t->gc - 0.5),
           noise = 1 + b->scatter * normal(&b->state);
    double mean = b->depth / 2 / READ_BP * (double)gnbs_region_len(t->at) * copies * bias *
                  (noise > 0.05 ? noise : 0.05);
    t->n_read += 2 * poisson(&b->state, mean / 2);
}

void baby_begin(paper_baby_t *b, const gnbs_loci_plan_t *plan, double depth, uint64_t seed,
                gnbs_arena_t *arena) {
    *b = (paper_baby_t){.plan = plan, .depth = depth, .gc_slope = 0.5, .scatter = 0.03};
    b->state = seed;
    b->tile = GNBS_NEW(arena, gnbs_loci_tile_t, plan->n_tile);
    b->vote = GNBS_NEW(arena, gnbs_loci_vote_t, BABY_VOTES);
    assert_non_null(b->tile);
    assert_non_null(b->vote);
    memcpy(b->tile, plan->tile, plan->n_tile * sizeof *b->tile);
    for (size_t i = 0; i < plan->n_control; i++) fill_tile(b, &b->tile[i], 2);
}

static void add_vote(paper_baby_t *b, int i_locus, int i_site, int vote,
                     uint64_t fragment) {
    assert_true(b->n_vote < BABY_VOTES);
    b->vote[b->n_vote++] = (gnbs_loci_vote_t){.fragment = fragment,
                                              .i_locus = i_locus,
                                              .i_site = (int16_t)i_site,
                                              .vote = (int8_t)vote};
}

void baby_add(paper_baby_t *b, int i_locus, const paper_truth_t *t) {
    const gnbs_loci_locus_t *l = &b->plan->loci->locus[i_locus];
    for (size_t i = 0; i < b->plan->n_place; i++) {
        const struct gnbs_loci_tiles *list = &b->plan->place[i];
        if (list->i_locus != i_locus) continue;
        const gnbs_loci_region_t *r = &l->region[list->i_region];
        double regional = 1 + 0.02 * normal(&b->state);
        for (size_t k = 0; k < list->n; k++)
            fill_tile(b, &b->tile[list->first + k],
                      regional * t->region[list->i_region] / r->n_group);
    }
    for (size_t i = 0; i < l->n_site; i++) {
        int n = poisson(&b->state, b->depth / 2 * t->total[i]);
        for (int k = 0; k < n; k++) {
            bool is_gene = uniform(&b->state) * t->total[i] < t->gene[i],
                 is_wrong = uniform(&b->state) < 0.001;
            add_vote(b, i_locus, (int)i, is_gene != is_wrong ? 0 : 1, ++b->n_fragment);
        }
    }
}

void baby_link(paper_baby_t *b, int i_locus, int site_a, int vote_a, int site_b, int vote_b,
               int n) {
    for (int i = 0; i < n; i++) {
        b->n_fragment++;
        add_vote(b, i_locus, site_a, vote_a, b->n_fragment);
        add_vote(b, i_locus, site_b, vote_b, b->n_fragment);
    }
}

paper_truth_t truth_of(const gnbs_loci_locus_t *locus, int gene, int total) {
    paper_truth_t t = {{0}, {0}, {0}};
    for (size_t i = 0; i < locus->n_region; i++)
        t.region[i] = locus->region[i].role == GNBS_LOCI_GENE ? gene
                      : locus->region[i].role == GNBS_LOCI_CHECK
                          ? 2
                          : total - locus->region[i].adds;
    for (size_t i = 0; i < locus->n_site; i++) {
        t.total[i] = total;
        t.gene[i] = locus->site[i].is_variant ? total : gene;
    }
    return t;
}

int site_of(const gnbs_loci_locus_t *locus, const char *name) {
    for (size_t i = 0; i < locus->n_site; i++)
        if (strcmp(locus->site[i].name, name) == 0) return (int)i;
    fail_msg("no site %s in %s", name, locus->name);
    return -1;
}
