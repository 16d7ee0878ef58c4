/* annot/annot.h -- what a small variant does to each transcript, and what it is called.
 *
 * Method   Sequence Ontology terms by the geometry and codon rules of Ensembl VEP (release
 *          115, standard mode: the variant is judged where it stands, without a shift);
 *          names by HGVS Nomenclature 21 (3' rule on the strand of the transcript,
 *          predicted protein forms in parentheses)
 * Input    one variant in normal form (genome/variant.h); symbolic alleles have no
 *          consequence here
 * Sequence gnbs_bundle_sequence: bases that the bundle does not hold are N, and what would
 *          need them is left unsaid (coding_sequence_variant, no protein name)
 * Memory   results lie in the caller's arena; texts of transcripts stay the bundle's
 * Threads  pure; the bundle is read-only
 */
#ifndef GNBS_ANNOT_ANNOT_H
#define GNBS_ANNOT_ANNOT_H

#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"
#include "genome/bundle.h"
#include "genome/consequence.h"
#include "genome/dosage.h"
#include "genome/source.h"

typedef struct gnbs_annot_opt {
    gnbs_pos_t flank_bp; /* how far from a transcript is still up- or downstream of it */
    int32_t nmd_bp; /* a stop this near the last junction escapes decay (50-55 nt rule) */
} gnbs_annot_opt_t;

/* 5000 bases (VEP's default); 50 bases: Nagy and Maquat 1998, ClinGen SVI on PVS1 2018 */
gnbs_annot_opt_t gnbs_annot_opt_default(void);
gnbs_code_t gnbs_annot_opt_validate(const gnbs_annot_opt_t *opt, gnbs_err_t *err);

/* One consequence for each transcript that the variant touches or lies near: MANE Select
 * first, then MANE Plus Clinical, then the others, each by gene, rank in the gene, and id;
 * transcripts that are only near come after those that are touched. *n is 0 for symbolic alleles and for variants far
 * from every transcript. `opt` NULL is the default.
 * GNBS_E_DATA when REF is not what the bundle's reference holds there. */
gnbs_code_t gnbs_annot_variant(const gnbs_bundle_t *bundle, const gnbs_variant_t *v,
                               const gnbs_annot_opt_t *opt, gnbs_arena_t *arena, size_t *n,
                               gnbs_consequence_t **consequence, gnbs_err_t *err);
/* The same on one transcript, whether near or far (far: terms is 0). */
gnbs_code_t gnbs_annot_on_transcript(const gnbs_bundle_t *bundle,
                                     const gnbs_transcript_t *tx, const gnbs_variant_t *v,
                                     const gnbs_annot_opt_t *opt, gnbs_arena_t *arena,
                                     gnbs_consequence_t *consequence, gnbs_err_t *err);

/* ---- many variants on one bundle: every transcript is prepared once ------------------ */
typedef struct gnbs_annot_index gnbs_annot_index_t;     /* read-only; shared by threads */
typedef struct gnbs_annot_scratch gnbs_annot_scratch_t; /* one for each thread */

/* `opt` NULL is the default. About 1.5 bytes for each base of the transcripts. */
gnbs_code_t gnbs_annot_index_new(const gnbs_bundle_t *bundle, const gnbs_annot_opt_t *opt,
                                 gnbs_annot_index_t **index, gnbs_err_t *err);
void gnbs_annot_index_free(gnbs_annot_index_t *index); /* accepts NULL */
gnbs_annot_scratch_t *gnbs_annot_scratch_new(const gnbs_annot_index_t *index); /* or NULL */
/* Where gnbs_annot_index_print asks for scores from now on; of is NULL: nowhere. */
void gnbs_annot_scratch_scores(gnbs_annot_scratch_t *scratch, gnbs_score_source_t scores);
void gnbs_annot_scratch_free(gnbs_annot_scratch_t *scratch); /* accepts NULL */
/* As gnbs_annot_variant; the list is good until the next call with this scratch. */
gnbs_code_t gnbs_annot_index_variant(const gnbs_annot_index_t *index,
                                     gnbs_annot_scratch_t *scratch, const gnbs_variant_t *v,
                                     size_t *n, const gnbs_consequence_t **consequence,
                                     gnbs_err_t *err);
/* gnbs_annot_index_variant, ClinVar, frequency and scores of its normal form, pathogenic alleles of its codon, and gnbs_annot_print_csq,
 * in one go; *n is the number of entries. i_variant: v's index in the list that gnbs_annot_index_carry took, or -1. */
gnbs_code_t gnbs_annot_index_print(const gnbs_annot_index_t *index,
                                   gnbs_annot_scratch_t *scratch, const gnbs_variant_t *v,
                                   int32_t i_variant, const char *allele, gnbs_str_t *out,
                                   size_t *n, gnbs_err_t *err);

/* ---- symbolic alleles: what their place alone says ------------------------------------- */
typedef enum gnbs_annot_sv {
    GNBS_ANNOT_SV_NONE,
    GNBS_ANNOT_SV_DEL,
    GNBS_ANNOT_SV_INS,
    GNBS_ANNOT_SV_DUP,
    GNBS_ANNOT_SV_INV,
} gnbs_annot_sv_t;
/* "<DEL>", "<INS:ME:ALU>", "<DUP:TANDEM>", "<INV>"; NONE: any other ALT */
gnbs_annot_sv_t gnbs_annot_sv_of(const char *alt);
const char *gnbs_annot_sv_word(gnbs_annot_sv_t kind); /* as VEP writes Allele: "deletion" */
/* Entries of an event over region (of an insertion: empty, before region.beg): places, no codons and no names. */
gnbs_code_t gnbs_annot_index_print_sv(const gnbs_annot_index_t *index,
                                      gnbs_annot_scratch_t *scratch, gnbs_annot_sv_t kind,
                                      gnbs_region_t region, gnbs_str_t *out, size_t *n,
                                      gnbs_err_t *err);

/* "NC_000007.14:g.117559593_117559595del"; m. on the mitochondrion; the contig's own name
 * when the build has no accession for it. NULL: symbolic allele, ALT is REF, or no memory. */
const char *gnbs_annot_hgvs_g(const gnbs_bundle_t *bundle, const gnbs_variant_t *v,
                              gnbs_arena_t *arena);

/* "NM_000532.5:c.655-210_763+382del" of a deletion or duplication, to the base where its ends are known (3' rule by the
 * homology that reads show), else by the stretches in which they lie: "c.(654+1_655-1)_(763+1_764-1)del". Where an end is
 * beyond the transcript it is "?". NULL: both are, or no memory. */
const char *gnbs_annot_name_dosage(const gnbs_bundle_t *bundle, const gnbs_transcript_t *tx,
                                   const gnbs_dosage_t *event, gnbs_arena_t *arena);
/* "NC_000003.12:g.136293500_136294200del"; NULL: no memory */
const char *gnbs_annot_hgvs_g_dosage(const gnbs_bundle_t *bundle,
                                     const gnbs_dosage_t *event, gnbs_arena_t *arena);

/* The best other P/LP allele (pathogenic before likely, then stars, then order) that changes
 * the same residue of the same transcript into the same amino acid, or NULL. */
const gnbs_known_t *gnbs_annot_same_protein(const gnbs_bundle_t *bundle,
                                            const gnbs_consequence_t *consequence,
                                            const gnbs_variant_t *v, gnbs_arena_t *arena);

/* "Allele|Consequence|IMPACT|...": what stands behind "Format: " in the header line of
 * INFO/GNBS_CSQ. Field names and escapes are VEP's, so that bcftools +split-vep reads it. */
const char *gnbs_annot_csq_format(void);
typedef struct gnbs_annot_facts { /* what sources say of an allele; NULL and 0: nothing */
    const gnbs_known_t *known;
    const gnbs_frequency_t *frequency; /* also one that did not pass: FREQ_FILTER says so */
    size_t n_score;
    const gnbs_score_t *score;
    const gnbs_known_t *same_protein; /* of consequence[0]: gnbs_annot_same_protein */
} gnbs_annot_facts_t;
/* Entries for one ALT allele, one per consequence, joined by commas; `joint` (as many as consequence, see
 * annot_joint.h) may be NULL. `allele` is VEP's name of the ALT of the record (gnbs_annot_csq_allele).
 * Nothing is printed for n == 0. */
void gnbs_annot_print_csq(gnbs_str_t *out, const gnbs_bundle_t *bundle,
                          const gnbs_variant_t *v, const char *allele, size_t n,
                          const gnbs_consequence_t consequence[],
                          const gnbs_joint_t joint[], const gnbs_annot_facts_t *facts);
/* The name VEP gives an ALT: without the first base when REF and every ALT share it and one
 * of them is an indel, "-" when nothing is left. */
const char *gnbs_annot_csq_allele(int n_allele, const char *const allele[], int i_alt,
                                  gnbs_arena_t *arena);

#endif
