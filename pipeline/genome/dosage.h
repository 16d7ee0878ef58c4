/* genome/dosage.h -- a stretch of genome in more or fewer copies than expected, and what that does to a gene.
 *
 *     reference   ---[exon 1]----[exon 2]----[exon 3]----[exon 4]---
 *     DEL            region   [==================)           copies < expected
 *                    ci_beg [--)               [--) ci_end    the ends lie somewhere in these
 *     DUP            the same bases are there once more; is_tandem: reads show the copy behind the original
 *
 * region is 0-based, half-open: the bases lost or doubled. Ends that reads show to the base are exact (is_exact; ci_beg and
 * ci_end then hold them alone, or the bases by which microhomology lets the junction slide; region is its leftmost place).
 * Memory   borrowed from the arena of whoever made it
 */
#ifndef GNBS_GENOME_DOSAGE_H
#define GNBS_GENOME_DOSAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "genome/quality.h"
#include "genome/region.h"
#include "genome/transcript.h"

typedef enum gnbs_dosage_kind { GNBS_DOSAGE_DEL, GNBS_DOSAGE_DUP } gnbs_dosage_kind_t;
const char *gnbs_dosage_kind_name(gnbs_dosage_kind_t kind); /* "DEL", "DUP" */
const char *gnbs_dosage_kind_word(gnbs_dosage_kind_t kind); /* "deletion", "duplication" */

/* Why an event is a sign and no call: bits; 0 is PASS. */
enum {
    GNBS_DOSAGE_NO_JUNCTION = 1
                              << 0, /* narrow, and no read shows where it begins and ends */
    GNBS_DOSAGE_DEPTH_DISAGREES =
        1 << 1,                /* reads show a junction, their number is as expected */
    GNBS_DOSAGE_WEAK = 1 << 2, /* the evidence is short of what a call needs */
    GNBS_DOSAGE_HET_INSIDE =
        1 << 3, /* heterozygous variants where one copy, or none, should be */
    GNBS_DOSAGE_FILTER_N = 4,
};
const char *gnbs_dosage_filter_name(int bit_index);
const char *gnbs_dosage_filter_reason(int bit_index); /* a sentence without its full stop */

typedef struct gnbs_dosage {
    gnbs_dosage_kind_t kind;
    gnbs_region_t region;
    bool is_exact, is_tandem;
    gnbs_region_t ci_beg,
        ci_end; /* where region.beg and region.end may lie, inclusive of end */
    int32_t homology_bp, inserted_bp; /* at the junction, when is_exact */
    int8_t expected;                  /* copies a healthy newborn of this sex has here */
    int8_t copies;                    /* copies that were found */
    double ratio, ratio_lo,
        ratio_hi;          /* reads over what `expected` copies would give; 95% */
    double log10_bf;       /* all evidence: these copies against the expected ones */
    double log10_bf_depth; /* the number of reads alone */
    int32_t n_tile;        /* windows counted inside */
    int32_t n_read;        /* reads counted inside */
    int32_t
        n_split; /* fragments with a read aligned across the junction, or clipped at it alike */
    int32_t n_pair; /* fragments whose mates stand on both sides of it */
    int32_t
        n_spanning; /* fragments that run through an end as the reference does; mean of both */
    uint32_t filter;
} gnbs_dosage_t;

/* What an event does to one transcript. Exons are numbered along the transcript, all its exons, 1 first. */
typedef struct gnbs_dosage_effect {
    const gnbs_transcript_t *tx;
    int32_t first_exon, last_exon; /* coding exons touched; 0 when none is */
    bool is_whole;                 /* every coding base */
    bool has_start, has_stop;      /* the start or stop codon lies in it */
    bool
        cuts_exon; /* an end lies inside an exon: its splice site or part of its code is lost */
    bool is_inside_exon; /* both ends lie in one exon */
    int32_t coding_bp;   /* coding bases lost or doubled */
    double coding_frac;  /* of the coding sequence */
    bool is_in_frame;    /* coding_bp is whole codons: the exons left read on in phase */
    bool
        is_unclear; /* part of the gene is lost or doubled, and whether it still works is not known */
    uint64_t terms; /* 1 << gnbs_csq_t: what comes nearest among the Sequence Ontology's */
    bool is_lof;    /* loss of function by the rule of effect_why */
    const char
        *effect_why; /* a sentence: what the event does, and by which rule it is read so */
} gnbs_dosage_effect_t;

/* Copies of this allele in the newborn: lost ones of a deletion, extra ones of a duplication. */
static inline int gnbs_dosage_n_alt(const gnbs_dosage_t *d) {
    int n = d->kind == GNBS_DOSAGE_DEL ? d->expected - d->copies : d->copies - d->expected;
    return n < 0 ? 0 : n > d->expected ? d->expected : n;
}

/* ---- counts behind it: one window of the genome --------------------------------------- */

typedef struct gnbs_tile {
    gnbs_region_t region;
    int32_t i_gene;      /* of the bundle: whose exon this is or lies beside */
    int32_t exon_number; /* of its first transcript; 0: not coding */
    double gc_frac; /* of the tile and 100 bases on each side; < 0: sequence is not known */
    int32_t n_read; /* reads whose middle lies in it, mapping quality 20 or more */
    int32_t n_low;  /* those of less */
    int8_t
        expected; /* copies expected here; 0: not judged (Y of a girl, X of an unknown sex) */
    bool is_usable;    /* sequence, mapping and expectation allow to judge it */
    double n_expected; /* reads that `expected` copies give */
    int8_t copies;     /* most probable path through all tiles; < 0: not judged */
} gnbs_tile_t;

/* Counts of earlier samples over the same tiles: count[i_sample * n_tile + i_tile]; below 0 where a sample has no such tile. */
typedef struct gnbs_tile_normals {
    size_t n_sample, n_tile;
    const int32_t *count;
    const gnbs_sex_t *sex; /* [n_sample] */
} gnbs_tile_normals_t;

/* First tile that ends past (tid, pos), of sorted ones that do not overlap. */
size_t gnbs_tile_lower(size_t n, const gnbs_tile_t tile[], int32_t tid, gnbs_pos_t pos);

#endif
