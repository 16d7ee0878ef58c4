/* annot/annot_joint.h -- several changes on one copy of a gene, read as the ribosome reads them.
 *
 *     alone      AAA>ATA  Lys>Ile, AAA>TAA  Lys>Ter         two substitutions in one codon
 *     together   AAA>TTA  Lys>Leu
 *     alone      -1 frameshift, +1 frameshift               the frame, lost and found
 *     together   some residues between them
 *
 * Which  Changes whose bases all lie in the CDS; those that cross its ends or an intron's, and bases gained or lost in
 *        the start codon, stay alone. Two join when they touch one codon (an insertion touches both its neighbours'),
 *        or when the frame is open between them and no stop is read before the second (bcftools csq, Danecek and
 *        McCarthy 2017, joins all that follow). A change that is first reached behind a stop which others made is
 *        told so (n_stop). Of two that overlap, the first in the transcript counts: no copy carries both.
 * Terms  of the joint change, by the rules of annot.h; frame kept with bases gained or lost is inframe_insertion or
 *        inframe_deletion, whatever else it changes
 * Names  c.[76A>C;90dup]; substitutions of one codon or side by side are one delins (HGVS Nomenclature 21)
 */
#ifndef GNBS_ANNOT_JOINT_H
#define GNBS_ANNOT_JOINT_H

#include "annot/annot.h"

/* One copy of `tx` carries variants v[0..n): joint[i] says what i does there. Symbolic alleles and those of other
 * contigs stay alone. Results lie in the arena. GNBS_E_DATA when a REF is not the bundle's. */
gnbs_code_t gnbs_annot_joint(const gnbs_bundle_t *bundle, const gnbs_transcript_t *tx,
                             size_t n, const gnbs_variant_t *const v[],
                             const gnbs_annot_opt_t *opt, gnbs_arena_t *arena,
                             gnbs_joint_t joint[], gnbs_err_t *err);

/* `alone` with what is known of the copy it stands on: terms, protein, codons, decay. */
gnbs_consequence_t gnbs_annot_with_joint(const gnbs_consequence_t *alone,
                                         const gnbs_joint_t *joint);

/* ---- many variants on an index ---------------------------------------------------------- */
typedef struct gnbs_annot_carried { /* an ALT as one sample carries it */
    int32_t i_variant, i_sample;
    uint8_t sides;  /* GNBS_ANNOT_SIDE_ bits: copies that carry it */
    bool is_placed; /* false: which of the copies is not known */
    int64_t set;    /* phase set; sides of two sets say nothing of each other */
} gnbs_annot_carried_t;
enum { GNBS_ANNOT_SIDE_1 = 1, GNBS_ANNOT_SIDE_2 = 2, GNBS_ANNOT_SIDE_ALL = 3 };

/* Takes the variants that follow one another on a contig, and who carries them: for each transcript the distinct
 * copies are read. gnbs_annot_index_print of variant i then prints one entry for each different reading. Homozygous and
 * hemizygous ones (SIDE_ALL) are on every copy, also beside one whose phase is not known. carried[] is sorted by sample,
 * then variant; variant[] lives until the last print. */
gnbs_code_t gnbs_annot_index_carry(const gnbs_annot_index_t *index,
                                   gnbs_annot_scratch_t *scratch, size_t n_variant,
                                   const gnbs_variant_t variant[], size_t n_carried,
                                   const gnbs_annot_carried_t carried[], gnbs_err_t *err);
/* May variants be cut here into two lists: is pos outside every CDS? */
bool gnbs_annot_index_may_cut(const gnbs_annot_index_t *index, int32_t tid, gnbs_pos_t pos);

#endif
