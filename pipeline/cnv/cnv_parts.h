/* cnv/cnv_parts.h -- the steps behind cnv.h, joined in cnv.c. Inside the room only. */
#ifndef GNBS_CNV_PARTS_H
#define GNBS_CNV_PARTS_H

#include "cnv/cnv.h"

/* ---- expectation (cnv_expect.c, cnv_normals.c) ----------------------------------------- */

/* What tile i is compared with: `reads` reads of samples that together have `mass` times the reads per copy of this one.
 * P(a read of both is the sample's | its copies) = copies / (copies + mass). */
typedef struct gnbs_cnv_reference {
    double reads, mass;
} gnbs_cnv_reference_t;

typedef struct gnbs_cnv_noise {
    double rho;               /* beta-binomial, single tiles */
    double spread;            /* robust sd of ratios of single tiles */
    double poisson, relative; /* Var(reads of a run) = poisson * mean + relative * mean^2 */
} gnbs_cnv_noise_t;

/* Copies of each tile by contig and sex. */
void gnbs_cnv_set_copies(const gnbs_cnv_request_t *rq, size_t n, gnbs_tile_t tile[]);
/* is_usable, n_expected and the reference of each tile, from the sample's own tiles of like GC. */
gnbs_code_t gnbs_cnv_expect_own(const gnbs_cnv_opt_t *opt, size_t n, gnbs_tile_t tile[],
                                gnbs_cnv_reference_t ref[], gnbs_arena_t *arena,
                                gnbs_err_t *err);
/* The same from normals; *n_used is 0 when too few fit. */
gnbs_code_t gnbs_cnv_expect_normals(const gnbs_cnv_request_t *rq, size_t n,
                                    gnbs_tile_t tile[], gnbs_cnv_reference_t ref[],
                                    size_t *n_used, gnbs_arena_t *arena, gnbs_err_t *err);
/* Depth beside exons over depth on them; 1 when nothing lies beside. */
double gnbs_cnv_flank_ratio(size_t n, const gnbs_tile_t tile[], double scratch[]);
/* On usable autosomal tiles with the expected copies, as far as tile[].copies says (below 0: not yet known). */
gnbs_code_t gnbs_cnv_measure_noise(size_t n, const gnbs_tile_t tile[],
                                   const gnbs_cnv_reference_t ref[], gnbs_arena_t *arena,
                                   gnbs_cnv_noise_t *noise, gnbs_err_t *err);
double gnbs_cnv_median(size_t n, double v[]); /* sorts v; 0 for none */

/* ---- path through the tiles (cnv_hmm.c) ------------------------------------------------ */

/* ln P(x of x + n_ref are the sample's), beta-binomial with mean p and correlation rho. */
double gnbs_cnv_betabinom_ln(double x, double n_ref, double p, double rho);
/* The same up to what p and rho do not change: to compare values of these. */
double gnbs_cnv_betabinom_rel_ln(double x, double n_ref, double p, double rho);
/* The share that `copies` copies give; none at all leaves reads that were misplaced. */
double gnbs_cnv_share(double copies, double mass);
/* Fills tile[].copies with the most probable path; -1 where a tile is not usable. */
gnbs_code_t gnbs_cnv_segment(const gnbs_cnv_opt_t *opt, const gnbs_cnv_noise_t *noise,
                             size_t n, gnbs_tile_t tile[], const gnbs_cnv_reference_t ref[],
                             gnbs_arena_t *arena, gnbs_err_t *err);
/* ln of a gamma-Poisson with that mean and the noise of a run of tiles. */
double gnbs_cnv_run_ln(double x, double mean, const gnbs_cnv_noise_t *noise);

/* ---- junctions (cnv_junction.c, cnv_look.c) -------------------------------------------- */

typedef struct gnbs_cnv_junction {
    gnbs_dosage_kind_t kind;
    gnbs_region_t region; /* leftmost place */
    gnbs_region_t ci_beg, ci_end;
    bool is_exact;
    int32_t homology_bp, inserted_bp;
    int32_t n_split, n_pair, n_spanning; /* fragments */
    int32_t n_inside; /* reads whose middle lies inside; -1: not counted (long) */
} gnbs_cnv_junction_t;

typedef GNBS_VEC(gnbs_cnv_junction_t) gnbs_cnv_junctions_t;
typedef GNBS_VEC(gnbs_cnv_hint_t) gnbs_cnv_hints_t;

/* The hint that a split alignment gives, if it is one of a deletion or tandem duplication. */
bool gnbs_cnv_split_hint(const gnbs_read_t *read, gnbs_cnv_hint_t *hint);
/* The hint that a pair gives, read from its leftmost mate. */
bool gnbs_cnv_pair_hint(const gnbs_read_t *read, int32_t min_insert_bp,
                        gnbs_cnv_hint_t *hint);
/* Hints that agree, joined; pairs only where `with_pairs` (their ends are wide). Sorted by region. Sorts hint[]. */
gnbs_code_t gnbs_cnv_join_hints(const gnbs_cnv_request_t *rq, size_t n,
                                gnbs_cnv_hint_t hint[], bool with_pairs,
                                gnbs_cnv_junctions_t *out, gnbs_err_t *err);

/* The second look: reads of a place, through one handle. */
typedef struct gnbs_cnv_looker {
    const gnbs_cnv_request_t *rq;
    void *handle;       /* opened when first needed */
    gnbs_arena_t arena; /* of one look */
    size_t n_look;
} gnbs_cnv_looker_t;

/* Counts for a junction what its surroundings show: fragments across it, around it, through its ends, inside. */
gnbs_code_t gnbs_cnv_look_at(gnbs_cnv_looker_t *looker, gnbs_cnv_junction_t *junction,
                             gnbs_err_t *err);
/* Junctions of that kind that begin in `left` and end in `right`. */
gnbs_code_t gnbs_cnv_look_for(gnbs_cnv_looker_t *looker, gnbs_dosage_kind_t kind,
                              gnbs_region_t left, gnbs_region_t right,
                              gnbs_cnv_junctions_t *out, gnbs_err_t *err);

/* ---- events (cnv_event.c) --------------------------------------------------------------- */

typedef struct gnbs_cnv_bench { /* what the judgement of events stands on */
    const gnbs_cnv_request_t *rq;
    const gnbs_cnv_noise_t *noise;
    size_t n_tile;
    gnbs_tile_t *tile;
    gnbs_cnv_looker_t *looker;
    gnbs_arena_t *arena;
    int32_t n_unexplained; /* stretches of other copies without a junction */
} gnbs_cnv_bench_t;

typedef GNBS_VEC(gnbs_dosage_t) gnbs_cnv_events_t;
gnbs_code_t gnbs_cnv_find_events(gnbs_cnv_bench_t *bench, gnbs_cnv_events_t *out,
                                 gnbs_err_t *err);

#endif
