/* genome/consequence.h -- Sequence Ontology terms in VEP's order of severity, and their
 * carrier.
 *
 * Order and IMPACT: Ensembl VEP documentation, "Calculated consequences" (release 115).
 */
#ifndef GNBS_GENOME_CONSEQUENCE_H
#define GNBS_GENOME_CONSEQUENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/str.h"
#include "genome/transcript.h"

/* most severe first; the value is the bit in gnbs_consequence_t.terms */
typedef enum gnbs_csq {
    GNBS_CSQ_TRANSCRIPT_ABLATION,
    GNBS_CSQ_SPLICE_ACCEPTOR,
    GNBS_CSQ_SPLICE_DONOR,
    GNBS_CSQ_STOP_GAINED,
    GNBS_CSQ_FRAMESHIFT,
    GNBS_CSQ_STOP_LOST,
    GNBS_CSQ_START_LOST,
    GNBS_CSQ_TRANSCRIPT_AMPLIFICATION,
    GNBS_CSQ_FEATURE_ELONGATION,
    GNBS_CSQ_FEATURE_TRUNCATION,
    GNBS_CSQ_INFRAME_INSERTION,
    GNBS_CSQ_INFRAME_DELETION,
    GNBS_CSQ_MISSENSE,
    GNBS_CSQ_PROTEIN_ALTERING,
    GNBS_CSQ_SPLICE_DONOR_5TH,
    GNBS_CSQ_SPLICE_REGION,
    GNBS_CSQ_SPLICE_DONOR_REGION,
    GNBS_CSQ_SPLICE_POLYPYRIMIDINE,
    GNBS_CSQ_INCOMPLETE_TERMINAL_CODON,
    GNBS_CSQ_START_RETAINED,
    GNBS_CSQ_STOP_RETAINED,
    GNBS_CSQ_SYNONYMOUS,
    GNBS_CSQ_CODING_SEQUENCE,
    GNBS_CSQ_MATURE_MIRNA,
    GNBS_CSQ_5_PRIME_UTR,
    GNBS_CSQ_3_PRIME_UTR,
    GNBS_CSQ_NON_CODING_EXON,
    GNBS_CSQ_INTRON,
    GNBS_CSQ_NMD_TRANSCRIPT,
    GNBS_CSQ_NON_CODING_TRANSCRIPT,
    GNBS_CSQ_UPSTREAM,
    GNBS_CSQ_DOWNSTREAM,
    GNBS_CSQ_INTERGENIC,
    GNBS_CSQ_N
} gnbs_csq_t;

const char *gnbs_csq_so_term(gnbs_csq_t csq); /* "missense_variant" */
const char *gnbs_csq_so_id(gnbs_csq_t csq);   /* "SO:0001583" */
const char *gnbs_csq_impact(gnbs_csq_t csq);  /* HIGH MODERATE LOW MODIFIER */
const char *gnbs_csq_plain(gnbs_csq_t csq); /* for counsellors: "changes one amino acid" */

typedef struct gnbs_consequence {
    const gnbs_transcript_t *tx;
    uint64_t terms; /* 1 << gnbs_csq_t                                   */
    /* 1-based along the transcript; 0 when not in one */
    int32_t exon_number, intron_number;
    /* first affected, 1-based as HGVS counts; 0 when none */
    int32_t cds_pos1, protein_pos1;
    /* the variant as it stands, 1-based; 0: that end lies elsewhere; an insertion between two
     * bases has first1 == last1 + 1 */
    int32_t cdna_first1, cdna_last1, cds_first1, cds_last1, aa_first1, aa_last1;
    const char *hgvs_c;      /* "NM_000492.4:c.1521_1523del"; NULL when it cannot be said */
    const char *hgvs_p;      /* "p.(Phe508del)"; NULL when not applicable          */
    const char *amino_acids; /* VEP form "F/S", or NULL                            */
    const char *codons;      /* VEP form "tTt/tCt", or NULL                        */
    /* premature stop in the last exon or last 50 coding bases of the one before */
    bool escapes_nmd;
} gnbs_consequence_t;

/* What a change does together with others on the same copy of a transcript (annot/annot_joint.h). Variants are the
 * caller's, by address. All zero: it stands alone. */
typedef struct gnbs_joint {
    size_t n_member; /* 0, or at least 2: changes that make one change of the protein */
    const struct gnbs_variant *const *member; /* in transcript order; it is among them */
    /* of all of them together: coding terms, hgvs_c "NM_000492.4:c.[76del;90dup]", hgvs_p, amino_acids, codons,
     * aa_first1, aa_last1, escapes_nmd; NULL when alone */
    const gnbs_consequence_t *consequence;
    int32_t
        stop_residue; /* where their protein ends: residue of its stop; 0: none is read */
    size_t n_stop;    /* changes that end the protein before this one is reached */
    const struct gnbs_variant *const *stop;
} gnbs_joint_t;

/* Terms that are read off codons; the others (splice, intron, UTR, ...) depend on the place alone. */
uint64_t gnbs_consequence_coding_terms(void);

/* INTERGENIC when terms == 0 */
gnbs_csq_t gnbs_consequence_worst(const gnbs_consequence_t *c);
/* "missense_variant&splice_region_variant", most severe first. */
void gnbs_consequence_print_terms(gnbs_str_t *out, uint64_t terms);
/* Is the worst term a loss-of-function one: ablation, splice donor/acceptor, stop
 * gained, frameshift, start lost (and not kept by a start that stands behind)? */
bool gnbs_consequence_is_lof(const gnbs_consequence_t *c);

#endif
