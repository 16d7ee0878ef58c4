/* genome/locus.h -- loci where two or more near-identical copies lie in the genome: what is known of them, and what
 * a sample shows.
 *
 * Reads of such copies cannot be placed one by one; the number of copies can be counted over all of them. What is known
 * of a locus is a table (refdata/loci); its rows for one build live in the bundle as text and are read by the loci room.
 *
 *     row.kind    locus | region | site | event | haplotype | text    (refdata/loci/README.md says what each holds)
 *     row.place   chr5:70951946,chr5:70076526      1-based, inclusive, as samtools writes; '-' before one: reverse strand
 *
 * Memory   results live in the run's arena, rows in the bundle's
 */
#ifndef GNBS_GENOME_LOCUS_H
#define GNBS_GENOME_LOCUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "genome/region.h"

typedef struct gnbs_locus_row { /* of one build; "" where a cell is empty */
    const char *locus, *kind, *name, *place, *allele, *setting, *text, *source;
} gnbs_locus_row_t;

/* The zero value is "not assessed": what some bug forgets does not reassure. */
typedef enum gnbs_locus_status {
    GNBS_LOCUS_NOT_ASSESSED,
    GNBS_LOCUS_INCONCLUSIVE, /* looked at, and could not be told: reason says why */
    GNBS_LOCUS_CLEAR, /* within the limits that the locus states; carriers are not told apart */
    GNBS_LOCUS_POSSIBLE, /* two events, each on one copy, and not known whether on one chromosome */
    GNBS_LOCUS_AFFECTED, /* no functional copy, or two events shown to lie in trans */
} gnbs_locus_status_t;
/* "not_assessed" "inconclusive" "clear" "possible" "affected" */
const char *gnbs_locus_status_name(gnbs_locus_status_t status);

typedef struct gnbs_locus_region { /* copies counted by depth */
    const char *name;
    double measured; /* copies, not rounded; < 0: could not be measured */
    double sd;
    int32_t copies; /* -1: not known */
    double posterior;
    int64_t n_read;
} gnbs_locus_region_t;

typedef struct gnbs_locus_site { /* a base that differs between the copies */
    const char *name;
    int32_t n_gene, n_other,
        n_neither;  /* fragments with the base of the gene, of its copy, with another */
    int32_t copies; /* copies with the gene's base; -1: not known */
    double posterior;
} gnbs_locus_site_t;

typedef struct gnbs_locus_event { /* something that takes the function of one gene copy */
    const char *name, *text;
    int32_t functional; /* gene copies without it; -1: not known */
    double posterior;   /* of that number */
    double
        zero_log10_lr; /* log10 of P(reads | no copy) over P(reads | the best number of copies) */
} gnbs_locus_event_t;

typedef struct gnbs_locus_result {
    const char *locus, *title,
        *method; /* method: "" when made here, else the program that made it */
    size_t n_gene;
    const char *const *gene; /* HGNC ids that the result speaks for */
    gnbs_locus_status_t status;
    const char *reason; /* a sentence: why this status */
    const char *
        genotype; /* "SMN1 0, SMN2 3"; for the laboratory, printed in a report only with a finding */
    const char *gene_name,
        *other_name; /* what the two copy numbers count; "" when there are none */
    int32_t total_copies, gene_copies, other_copies; /* -1: not known */
    double total_posterior;
    /* Gene copies that events have taken, as far as a second variant could matter: 1 when exactly one copy is known to be
     * lost. Never printed in a report. */
    int32_t n_lost;
    bool is_depth_used;
    /* variants that the ordinary caller reports inside the locus may be reported for its genes */
    bool allows_variants;
    bool
        needs_variants; /* and the gene is clear only if its coding bases could be judged */
    size_t n_region, n_site, n_event, n_limit;
    const gnbs_locus_region_t *region;
    const gnbs_locus_site_t *site;
    const gnbs_locus_event_t *event;
    const char *const *limit;
    size_t
        n_own; /* places of the gene that are judged here: what the ordinary caller sees there does not count */
    const gnbs_region_t *own;
    const char *note; /* of interest beside the status ("a hybrid gene"), or "" */
    const char *source;
} gnbs_locus_result_t;

#endif
