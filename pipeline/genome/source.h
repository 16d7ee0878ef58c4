/* genome/source.h -- bytes on demand, without seeing a file.
 *
 * A stage that needs reads or reference takes one of these; io implements them.
 * Threads  one handle per worker: handle functions are not called twice at once on one
 *          handle
 */
#ifndef GNBS_GENOME_SOURCE_H
#define GNBS_GENOME_SOURCE_H

#include "core/arena.h"
#include "core/err.h"
#include "genome/contig.h"
#include "genome/known.h"
#include "genome/read.h"

typedef struct gnbs_read_source {
    void *ctx;
    /* of the alignment file; regions and reads use its tid */
    const gnbs_contigs_t *contigs;
    const char *sample; /* the one SM of the header */
    gnbs_code_t (*open)(void *ctx, void **handle, gnbs_err_t *err);
    /* all alignments overlapping it follow */
    gnbs_code_t (*seek)(void *handle, gnbs_region_t region, gnbs_err_t *err);
    /* The next alignment, whatever its flags: place, flags, mapping quality, mate. With an arena its body too, as body() gives;
     * without one (NULL) a reader decides by what it sees whether to ask for it. */
    gnbs_code_t (*next)(void *handle, gnbs_arena_t *arena, gnbs_read_t *read, bool *more,
                        gnbs_err_t *err);
    /* Name, CIGAR, bases and qualities of the alignment that next gave last; unmapped, secondary, duplicate and QC-fail
     * alignments have none (cigar NULL). */
    gnbs_code_t (*body)(void *handle, gnbs_arena_t *arena, gnbs_read_t *read,
                        gnbs_err_t *err);
    void (*close)(void *handle); /* accepts NULL */
} gnbs_read_source_t;

typedef struct
    gnbs_score_source { /* scores of one normalised allele, by name; none is no error */
    void *ctx;
    gnbs_code_t (*of)(void *ctx, const gnbs_variant_t *v, gnbs_arena_t *arena, size_t *n,
                      gnbs_score_t **score, gnbs_err_t *err);
} gnbs_score_source_t;

typedef struct gnbs_ref_source {
    void *ctx;
    const gnbs_contigs_t *contigs;
    /* Codes of [beg, end) into `codes`; what the source does not hold is 4 (N). Safe
     * from several threads. */
    gnbs_code_t (*fetch)(void *ctx, gnbs_region_t region, uint8_t *codes, gnbs_err_t *err);
} gnbs_ref_source_t;

#endif
