/* genome/variant.h -- a change of sequence, and what a sample shows of it.
 *
 * Alleles are letters (A C G T N), upper case, NUL-terminated: an allele is a name that is
 * compared with VCF and ClinVar, and may be symbolic (<DEL>). This is the one exception to
 * base codes. Normal form: parsimonious and left-aligned (Tan, Abecasis and Kang 2015), one
 * ALT per variant, VCF anchoring for indels. pos is 0-based: VCF POS - 1.
 */
#ifndef GNBS_GENOME_VARIANT_H
#define GNBS_GENOME_VARIANT_H

#include <stdbool.h>
#include <stdint.h>

#include "genome/region.h"

typedef struct gnbs_variant {
    int32_t tid;
    gnbs_pos_t pos;
    const char *ref, *alt;
} gnbs_variant_t;

/* tid, pos, ref, alt: for qsort and bsearch */
int gnbs_variant_compare(const void *a, const void *b);
bool gnbs_variant_is_snv(const gnbs_variant_t *v);
bool gnbs_variant_is_symbolic(const gnbs_variant_t *v); /* <DEL>, *, breakends, missing */

/* Trims and left-aligns in place against codes of a window (ref[0] is at window_beg).
 * The buffers ref_al and alt_al hold letters with room for cap bytes each. False when it
 * stopped at the window's edge or REF disagrees with the window. */
bool gnbs_variant_normalise(gnbs_pos_t *pos, char *ref_al, char *alt_al, size_t cap,
                            gnbs_pos_t window_beg, gnbs_pos_t window_end,
                            const uint8_t *window);

typedef enum gnbs_zygosity {
    GNBS_ZYG_NO_CALL,
    GNBS_ZYG_HOM_REF,
    GNBS_ZYG_HET,
    GNBS_ZYG_HOM_ALT,
    GNBS_ZYG_HEMI_ALT,
    GNBS_ZYG_HOMOPLASMIC,
    GNBS_ZYG_HETEROPLASMIC
} gnbs_zygosity_t;
const char *gnbs_zygosity_name(gnbs_zygosity_t z); /* "heterozygous", ... */

/* Filters of the small-variant caller: a bit each; the names and reasons are in
 * variant.c and go to the VCF header. */
enum {
    GNBS_FILTER_LOW_QUAL = 1 << 0,
    GNBS_FILTER_LOW_DEPTH = 1 << 1,
    GNBS_FILTER_STRAND = 1 << 2,
    GNBS_FILTER_READ_POS = 1 << 3,
    GNBS_FILTER_ALLELE_BALANCE = 1 << 4,
    GNBS_FILTER_LOW_MAPQ = 1 << 5,
    GNBS_FILTER_REPEAT = 1 << 6,
    GNBS_FILTER_EXTERNAL = 1 << 7,
    GNBS_FILTER_ARTEFACT_SITE = 1 << 8,
    GNBS_FILTER_NUMT = 1 << 9,
    GNBS_FILTER_N = 10,
};
const char *gnbs_filter_name(int bit_index);
const char *gnbs_filter_reason(int bit_index);

/* Share of the mitochondrial copies that carry the allele. */
typedef struct gnbs_heteroplasmy {
    bool is_stated;             /* false for nuclear variants */
    double fraction, low, high; /* 95 % interval, of counting */
    bool needs_confirmation;    /* so small that a second method must show it */
} gnbs_heteroplasmy_t;

typedef struct gnbs_call {
    gnbs_variant_t variant;
    gnbs_zygosity_t zygosity;
    int8_t ploidy;      /* 1 or 2 */
    int8_t n_alt;       /* copies of ALT in the genotype, -1 when no call */
    int8_t n_other_alt; /* copies of another ALT at the site (1/2 genotypes) */
    bool is_phased;
    int8_t haplotype;       /* 1 or 2 when phased: which side carries ALT */
    gnbs_pos_t phase_set;   /* first position of the phase set, 0-based; valid if phased */
    double qual_phred;      /* of the variant: P(no ALT here) */
    int32_t gq_phred;       /* of the genotype */
    int32_t pl[3];          /* normalised genotype likelihoods: RR RA AA (haploid: R, A) */
    int32_t dp;             /* fragments judged */
    int32_t ad_ref, ad_alt; /* fragments for each */
    int32_t alt_forward, alt_reverse, ref_forward, ref_reverse;
    /* read_pos: bases to the nearer read end */
    double alt_mapq_mean, alt_base_qual_mean, alt_read_pos_mean;
    double
        rival_frac;  /* of the reads over it, those that fit another place nearly as well */
    uint32_t filter; /* GNBS_FILTER_ bits; 0 is PASS */
    bool is_forced;  /* genotyped because it is a known allele */
    gnbs_heteroplasmy_t heteroplasmy;
} gnbs_call_t;

/* What the parents' reads say of a call of their child. */
enum { GNBS_FATHER, GNBS_MOTHER, GNBS_PARENTS };
typedef enum gnbs_origin {
    GNBS_ORIGIN_UNKNOWN, /* not judged, or either parent may have given it */
    GNBS_ORIGIN_PATERNAL,
    GNBS_ORIGIN_MATERNAL,
    GNBS_ORIGIN_BOTH, /* two copies, one from each */
    GNBS_ORIGIN_DENOVO,
} gnbs_origin_t;
const char *gnbs_origin_name(gnbs_origin_t origin); /* "paternal", ... */

typedef struct gnbs_parent_call {
    bool is_given;          /* there are reads of this parent */
    int8_t ploidy;          /* copies of this contig; 0: none to hand on to this child */
    int8_t n_alt;           /* -1: could not be told, which is never reference */
    int32_t pl[3];          /* as gnbs_call.pl */
    int32_t ad_ref, ad_alt; /* fragments */
} gnbs_parent_call_t;

typedef struct gnbs_trio_call {
    gnbs_parent_call_t parent[GNBS_PARENTS];
    bool
        is_judged; /* inheritance at this place is known and a parent handed something on */
    /* the genotype does not follow from the parents': a deletion on the other copy,
     * uniparental inheritance, or an error in one of the three */
    bool is_violation;
    gnbs_origin_t origin;
    int32_t dnp_phred; /* -10 log10 of 1 - P(ALT is new in the child) */
} gnbs_trio_call_t;

static inline bool gnbs_call_has_alt(const gnbs_call_t *c) { return c->n_alt > 0; }

#endif
