/* cnv/cnv.h -- does an exon, or a whole gene, lack a copy or have one too many?
 *
 *     plan      bundle -> tiles: coding exons and what lies beside them, each base in one tile
 *     observe   chunk -> reads per tile; reads that hint at a junction (split, everted, too far apart)     in the one pass
 *     conclude  tiles -> expected reads per tile -> beta-binomial HMM -> stretches of other copies
 *               hints -> junctions; both together, after a second look at the few places that matter -> events
 *     affect    event x transcript -> exons, reading frame, loss of function
 *
 * Expectation  own: the reads per base and copy of this newborn's own autosomal tiles of like GC (whole genomes);
 *              normals: the same tiles of earlier samples, those that fit best (exome and panel libraries need them)
 * Noise        of this sample, measured on its own tiles, alone and in runs, and used for every decision
 * Calls        junction and depth must agree for anything narrow; depth alone makes a call only where it is wide.
 *              What falls short is kept with its reason (filter): a sign, which may stop a reassurance
 * Methods      beta-binomial against a reference set: Plagnol et al. 2012 (ExomeDepth); split reads and pairs: Rausch
 *              et al. 2012 (delly), Layer et al. 2014 (lumpy); reading frame: Monaco et al. 1988
 * Threads      observe is pure; the rest is one thread's
 */
#ifndef GNBS_CNV_CNV_H
#define GNBS_CNV_CNV_H

#include "core/arena.h"
#include "core/err.h"
#include "core/vec.h"
#include "genome/bundle.h"
#include "genome/case.h"
#include "genome/chunk.h"
#include "genome/dosage.h"
#include "genome/source.h"

/* Tiles lie at most so far outside an exon; the pass is asked to show as much. */
enum { GNBS_CNV_REACH_BP = 800 };

typedef struct gnbs_cnv_opt {
    int32_t min_tiles;     /* usable autosomal ones: with fewer there is no expectation */
    double min_tile_reads; /* expected: a tile with fewer is not judged */
    double max_low_mapq_frac; /* of the expected reads: more, and the tile is not judged */
    double
        min_flank_frac; /* depth beside exons over depth on them: less is a capture library */
    int32_t min_normals;      /* fewer samples are no reference */
    double min_normal_corr;   /* a normal that agrees less is not used */
    double start_prob;        /* of leaving the expected copies, per tile */
    double short_bp, long_bp; /* lengths of events, half of them each */
    int32_t min_split;        /* fragments across a junction, or */
    int32_t min_support;      /* fragments across it and pairs around it, together */
    int32_t min_junction_bp;  /* shorter events are the small-variant caller's */
    double
        min_bf_junction;  /* log10 Bayes factor of all evidence of an event with junction */
    double min_bf_depth;  /* of depth alone, for an event without one */
    int32_t min_wide_bp;  /* tiles of an event without junction */
    double sign_bf_depth; /* at least this for a sign */
    int64_t look_bp;   /* how far from a stretch of other copies its ends are looked for */
    int32_t max_looks; /* second looks at most */
    double max_spread; /* of the ratios of single tiles: more is noise that drowns copies */
    int32_t
        max_unexplained; /* stretches of other copies that no read explains: more than a person has */
} gnbs_cnv_opt_t;

gnbs_cnv_opt_t gnbs_cnv_opt_default(void);
gnbs_code_t gnbs_cnv_opt_validate(const gnbs_cnv_opt_t *opt, gnbs_err_t *err);

/* ---- plan and observe ----------------------------------------------------------------- */

/* Tiles of every gene of the bundle that ordinary counting can judge, sorted, none overlapping another. */
gnbs_code_t gnbs_cnv_plan(const gnbs_bundle_t *bundle, gnbs_arena_t *arena, size_t *n,
                          gnbs_tile_t **tile, gnbs_err_t *err);
/* Of the places of the tiles: counts of two plans are comparable only when this agrees. */
uint64_t gnbs_cnv_plan_hash(const gnbs_contigs_t *contigs, size_t n,
                            const gnbs_tile_t tile[]);

typedef struct
    gnbs_cnv_hint { /* one read, or pair, that does not lie as the reference does */
    gnbs_dosage_kind_t kind;
    bool is_split; /* aligned in two parts; otherwise a pair */
    gnbs_region_t
        region; /* split: what lies between the parts. Pair: between its reads (DEL), or around them (DUP) */
    int32_t homology_bp; /* bases that both parts align; negative: that neither does */
    uint64_t name_hash;  /* of the fragment; 0 for a pair */
    int32_t insert_bp;   /* pairs: outer distance */
} gnbs_cnv_hint_t;

typedef struct gnbs_cnv_part { /* what one chunk saw */
    size_t first, n;           /* tiles [first, first + n) */
    int32_t *n_read, *n_low;   /* [n] */
    size_t n_hint;
    gnbs_cnv_hint_t *hint;
} gnbs_cnv_part_t;

/* Tiles whose middle lies in the chunk's reach are this chunk's, hints of reads that begin in it. */
gnbs_code_t gnbs_cnv_observe(const gnbs_chunk_t *chunk, size_t n_tile,
                             const gnbs_tile_t tile[], gnbs_arena_t *arena,
                             gnbs_cnv_part_t *part, gnbs_err_t *err);

/* ---- conclude ------------------------------------------------------------------------- */

typedef enum gnbs_cnv_status {
    GNBS_CNV_DONE,
    GNBS_CNV_FEW_TILES,  /* too few to compare with */
    GNBS_CNV_LOW_DEPTH,  /* too few reads in them */
    GNBS_CNV_NO_NORMALS, /* a capture library, and no normals, or none that fit */
    GNBS_CNV_NOISY,      /* so many stretches of other copies that none can be believed */
} gnbs_cnv_status_t;
const char *gnbs_cnv_status_sentence(gnbs_cnv_status_t status);

typedef struct
    gnbs_cnv_contig { /* of one chromosome: for the laboratory, never for a report */
    int32_t tid, n_tile;
    int8_t expected,
        copies; /* copies differ from expected: aneuploidy, as far as its genes show it */
    double ratio;
} gnbs_cnv_contig_t;

typedef struct gnbs_cnv_result {
    gnbs_cnv_status_t status;
    bool is_capture;
    size_t n_normal;       /* normals used; 0: the sample's own tiles */
    double reads_per_kb;   /* median over usable tiles, of two copies */
    double overdispersion; /* beta-binomial, of single tiles */
    double spread;         /* robust sd of the ratios of single tiles */
    size_t n_event, n_contig, n_look;
    gnbs_dosage_t *event; /* sorted by region; calls and signs */
    gnbs_cnv_contig_t *contig;
} gnbs_cnv_result_t;

typedef struct gnbs_cnv_request {
    const gnbs_cnv_opt_t *opt;
    const gnbs_bundle_t *bundle;
    gnbs_sex_t sex;
    double insert_mean_bp, insert_sd_bp;
    const gnbs_tile_normals_t *normals; /* or NULL */
    size_t n_hint;
    const gnbs_cnv_hint_t *hint;
    const gnbs_read_source_t *reads; /* for the second look */
    size_t n_call;
    const gnbs_call_t
        *call; /* small variants, sorted: heterozygous ones speak against a deletion */
    bool
        is_beside_calls; /* they are told beside the events: what they spell out is not told twice */
} gnbs_cnv_request_t;

/* Fills expectation and copies of the tiles, and the events. */
gnbs_code_t gnbs_cnv_conclude(const gnbs_cnv_request_t *request, size_t n_tile,
                              gnbs_tile_t tile[], gnbs_arena_t *arena,
                              gnbs_cnv_result_t *result, gnbs_err_t *err);

/* ---- affect --------------------------------------------------------------------------- */

/* False when the event touches no coding base and no splice site (two bases) of the transcript. Non-coding genes: exons.
 * NULL effect_why only when memory is exhausted. */
bool gnbs_cnv_affect(const gnbs_dosage_t *event, const gnbs_transcript_t *tx,
                     gnbs_arena_t *arena, gnbs_dosage_effect_t *effect);

#endif
