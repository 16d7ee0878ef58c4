/* Read pairs of a shotgun library: fragments uniform over each haplotype, both ends read. */
#include "simulate/simulate.h"

#include <stdlib.h>
#include <string.h>

#include "core/vec.h"
#include "simulate/simulate_align.h"
#include "simulate/simulate_random.h"

enum { MAPQ = 60 };

/* Binned qualities as sequencers write them; error_p is 10^(-Q/10). start_p and slope_p: share of bases at the
 * first cycle, and what is added by the last. The mean error rate is 0.005. */
static const struct {
    uint8_t qual;
    double error_p, start_p, slope_p;
} QUALITY[] = {
    {2, 0.6310, 0.001, 0.004},
    {12, 0.0631, 0.010, 0.030},
    {23, 0.0050, 0.040, 0.060},
    {37, 0.0002, 1, 0}, /* the rest */
};
static const double SECOND_READ_WORSE = 1.4;

typedef struct read_list {
    const gnbs_simulate_read_t *read;
    int64_t i; /* order of making: settles equal positions */
} read_list_t;

typedef struct library {
    const gnbs_simulate_scenario_t *s;
    const gnbs_simulate_world_t *world;
    const gnbs_simulate_newborn_t *newborn;
    gnbs_simulate_counts_t *counts;
    gnbs_arena_t arena; /* reads of one contig */
    GNBS_VEC(read_list_t) list;
    int64_t n_name;
} library_t;

typedef struct fragment {
    int32_t i_haplotype;
    gnbs_pos_t hap_beg;
    int32_t len;
    bool is_turned; /* the second read is the left one */
    bool is_duplicate;
} fragment_t;

static size_t draw_quality(gnbs_simulate_random_t *r, double progress, bool is_second) {
    double u = gnbs_simulate_real(r), p = 0;
    for (size_t k = 0; k < 3; k++) {
        p += (QUALITY[k].start_p + QUALITY[k].slope_p * progress) *
             (is_second ? SECOND_READ_WORSE : 1);
        if (u < p) return k;
    }
    return 3;
}

/* Bases and qualities in reference order; cycles run the other way on a reverse read. */
static int32_t sequence(gnbs_simulate_random_t *r, const uint8_t *truth, int32_t n,
                        bool is_reverse, bool is_second, uint8_t base[], uint8_t qual[]) {
    int32_t n_error = 0;
    for (int32_t cycle = 0; cycle < n; cycle++) {
        int32_t i = is_reverse ? n - 1 - cycle : cycle;
        size_t q = draw_quality(r, (double)cycle / n, is_second);
        bool is_error = gnbs_simulate_chance(r, QUALITY[q].error_p);
        base[i] = is_error ? gnbs_simulate_base(r, truth[i]) : truth[i];
        qual[i] = QUALITY[q].qual;
        n_error += is_error;
    }
    return n_error;
}

/* side 0 is the left end of the fragment, read forward; side 1 the right, read in reverse. */
static gnbs_code_t make_read(library_t *lib, const fragment_t *f, int side,
                             gnbs_simulate_random_t *r, const char *name,
                             gnbs_simulate_read_t *out, gnbs_err_t *err) {
    const gnbs_simulate_haplotype_t *hap = &lib->newborn->haplotype[f->i_haplotype];
    int32_t n = lib->s->read_bp;
    bool is_second = (side == 1) != f->is_turned;
    uint8_t *base = GNBS_NEW(&lib->arena, uint8_t, n),
            *qual = GNBS_NEW(&lib->arena, uint8_t, n);
    if (base == NULL || qual == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "a read");
    gnbs_pos_t hap_beg = side == 0 ? f->hap_beg : f->hap_beg + f->len - n;
    int32_t n_error = sequence(r, hap->seq + hap_beg, n, side == 1, is_second, base, qual);
    gnbs_simulate_alignment_t a;
    gnbs_simulate_align(hap, lib->world->seq[hap->tid], hap_beg, n, base, &a);
    uint32_t *cigar = GNBS_NEW(&lib->arena, uint32_t, a.n_cigar);
    if (cigar == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "a read");
    memcpy(cigar, a.cigar, (size_t)a.n_cigar * sizeof *cigar);
    int flag = GNBS_READ_PAIRED | GNBS_READ_PROPER |
               (side == 1 ? GNBS_READ_REVERSE : GNBS_READ_MATE_REVERSE) |
               (is_second ? GNBS_READ_SECOND : GNBS_READ_FIRST) |
               (f->is_duplicate ? GNBS_READ_DUPLICATE : 0);
    *out = (gnbs_simulate_read_t){
        .read = {.tid = hap->tid,
                 .beg = a.beg,
                 .end = a.end,
                 .mate_tid = hap->tid,
                 .flag = (uint16_t)flag,
                 .mapq = MAPQ,
                 .n_cigar = a.n_cigar,
                 .len = n,
                 .cigar = cigar,
                 .base = base,
                 .qual = qual},
        .name = name,
        .edit_distance = a.edit_distance,
        .i_haplotype = f->i_haplotype,
        .hap_beg = hap_beg,
        .n_error = n_error,
    };
    return GNBS_OK;
}

static void join_mates(gnbs_simulate_read_t *a, gnbs_simulate_read_t *b) {
    gnbs_pos_t beg = a->read.beg < b->read.beg ? a->read.beg : b->read.beg;
    gnbs_pos_t end = a->read.end > b->read.end ? a->read.end : b->read.end;
    bool a_is_left =
        a->read.beg <= b->read.beg; /* equal starts: the forward read is the left one */
    a->read.insert_bp = a_is_left ? end - beg : beg - end;
    b->read.insert_bp = -a->read.insert_bp;
    a->read.mate_beg = b->read.beg;
    b->read.mate_beg = a->read.beg;
    a->n_mate_cigar = b->read.n_cigar;
    a->mate_cigar = b->read.cigar;
    b->n_mate_cigar = a->read.n_cigar;
    b->mate_cigar = a->read.cigar;
}

static bool is_in_hole(const library_t *lib, const gnbs_read_t *read) {
    gnbs_region_t at = {read->tid, read->beg, read->end};
    return gnbs_region_covered(lib->newborn->n_hole, lib->newborn->hole, at) > 0;
}

static gnbs_code_t add_pair(library_t *lib, const fragment_t *f, gnbs_simulate_random_t *r,
                            gnbs_err_t *err) {
    gnbs_simulate_read_t *pair = GNBS_NEW(&lib->arena, gnbs_simulate_read_t, 2);
    char *name =
        gnbs_arena_printf(&lib->arena, "synthetic:%09lld", (long long)++lib->n_name);
    if (pair == NULL || name == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "a read pair");
    for (int side = 0; side < 2; side++)
        GNBS_TRY(make_read(lib, f, side, r, name, &pair[side], err));
    join_mates(&pair[0], &pair[1]);
    if (is_in_hole(lib, &pair[0].read) || is_in_hole(lib, &pair[1].read)) {
        lib->counts->n_removed += 2;
        return GNBS_OK;
    }
    for (int side = 0; side < 2; side++) {
        read_list_t item = {&pair[side], (int64_t)lib->list.n};
        if (!GNBS_PUSH(&lib->list, item)) return gnbs_err_set(err, GNBS_E_NOMEM, "reads");
        lib->counts->n_read++;
        lib->counts->n_duplicate += f->is_duplicate;
        lib->counts->n_base += pair[side].read.len;
        lib->counts->n_error += pair[side].n_error;
    }
    return GNBS_OK;
}

static int32_t draw_length(const library_t *lib, gnbs_simulate_random_t *r,
                           gnbs_pos_t longest) {
    double bp = lib->s->insert_mean_bp + lib->s->insert_sd_bp * gnbs_simulate_normal(r);
    if (bp < lib->s->read_bp) return lib->s->read_bp; /* no read runs into the adapter */
    return bp > (double)longest ? (int32_t)longest : (int32_t)bp;
}

static gnbs_code_t sample_haplotype(library_t *lib, int32_t i_haplotype, gnbs_err_t *err) {
    const gnbs_simulate_haplotype_t *hap = &lib->newborn->haplotype[i_haplotype];
    gnbs_simulate_random_t r = gnbs_simulate_random(
        lib->s->seed, GNBS_SIMULATE_STREAM_FRAGMENT, (uint64_t)i_haplotype);
    /* coverage is of two copies: each haplotype has half of it, whatever the ploidy */
    int64_t n_pair =
        (int64_t)((double)hap->length_bp * lib->s->coverage / 2 / (2.0 * lib->s->read_bp));
    for (int64_t i = 0; i < n_pair; i++) {
        fragment_t f = {.i_haplotype = i_haplotype};
        f.len = draw_length(lib, &r, hap->length_bp);
        f.hap_beg = gnbs_simulate_below(&r, (int32_t)(hap->length_bp - f.len + 1));
        f.is_turned = gnbs_simulate_below(&r, 2) == 1;
        GNBS_TRY(add_pair(lib, &f, &r, err));
        f.is_duplicate = gnbs_simulate_chance(&r, lib->s->duplicate_frac);
        if (f.is_duplicate) GNBS_TRY(add_pair(lib, &f, &r, err));
    }
    return GNBS_OK;
}

static int compare_reads(const void *a, const void *b) {
    const read_list_t *x = a, *y = b;
    if (x->read->read.beg != y->read->read.beg)
        return x->read->read.beg < y->read->read.beg ? -1 : 1;
    return x->i < y->i ? -1 : 1;
}

static gnbs_code_t make_contig(library_t *lib, int32_t tid,
                               const gnbs_simulate_sink_t *sink, gnbs_err_t *err) {
    gnbs_arena_reset(&lib->arena);
    lib->list.n = 0;
    for (size_t i = 0; i < lib->newborn->n_haplotype; i++)
        if (lib->newborn->haplotype[i].tid == tid)
            GNBS_TRY(sample_haplotype(lib, (int32_t)i, err));
    if (lib->list.n > 0)
        qsort(lib->list.at, lib->list.n, sizeof *lib->list.at, compare_reads);
    for (size_t i = 0; i < lib->list.n; i++)
        GNBS_TRY(sink->put(sink->ctx, lib->list.at[i].read, err));
    return GNBS_OK;
}

gnbs_code_t gnbs_simulate_reads(const gnbs_simulate_scenario_t *scenario,
                                const gnbs_simulate_world_t *world,
                                const gnbs_simulate_newborn_t *newborn,
                                const gnbs_simulate_sink_t *sink,
                                gnbs_simulate_counts_t *counts, gnbs_err_t *err) {
    *counts = (gnbs_simulate_counts_t){0};
    library_t lib = {.s = scenario, .world = world, .newborn = newborn, .counts = counts};
    gnbs_arena_init(&lib.arena);
    gnbs_code_t code = GNBS_OK;
    for (int32_t tid = 0; code == GNBS_OK && tid < world->contigs.n; tid++)
        code = make_contig(&lib, tid, sink, err);
    gnbs_arena_clear(&lib.arena);
    GNBS_VEC_CLEAR(&lib.list);
    return code;
}
