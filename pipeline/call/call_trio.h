/* call/call_trio.h -- a child's genotype in the light of its parents' reads: Mendel's rules as the prior, and the phase they give.
 *
 *     P(gF, gM, gC | reads)  ~  P(gF) P(reads F | gF)  P(gM) P(reads M | gM)  P(gC | gF, gM)  P(reads C | gC)
 *
 * Method   The joint posterior over the genotypes of three (as in Cartwright 2012, Stat Appl Genet Mol Biol 11:2). The parents
 *          share the population: P(gF, gM) is Hardy-Weinberg at a frequency q, summed over q with density theta/q (neutral
 *          spectrum), so that one parent's allele makes it likelier in the other. The child has no prior of its own: each parent
 *          hands on one allele, which is new with probability 1.2e-8 (SNV; Kong 2012, Nature 488:471) or 1.5e-9 (indel;
 *          Besenbacher 2015, Nat Commun 6:5969). A parent who is not given, or has no reads here, is summed over: such a parent
 *          is never taken for reference, so what the other lacks is then not new
 * Phase    an allele that one parent gave with probability 0.99 lies on haplotype 1 (paternal) or 2 (maternal), phase set 0 of its
 *          contig; read-backed sets that hold such calls are turned and joined to it
 * Safety   parents decide the number of copies only where the child's reads leave room (PL below 30): an apparent homozygote with one
 *          carrier parent keeps its genotype and is_violation is set (a deletion on the other copy looks like this)
 * Limit    judges what was called from the child's reads; nothing is called on the parents' word alone
 * Threads  pure
 */
#ifndef GNBS_CALL_CALL_TRIO_H
#define GNBS_CALL_CALL_TRIO_H

#include "call/call.h"

/* Copies that each parent has at a place, 0 for one who hands none on to this child (X of a father to his son). False where
 * that is not known: X and Y of a child whose sex is not, and the mitochondrion. */
bool gnbs_call_trio_copies(const gnbs_contigs_t *contigs, gnbs_build_t build,
                           gnbs_sex_t child_sex, int32_t tid, gnbs_pos_t pos,
                           int8_t copies[GNBS_PARENTS]);
/* Settles one call: genotype, qualities and filters of `call`, the verdict of `trio`, whose parents are filled. */
void gnbs_call_trio_judge(const gnbs_call_opt_t *opt, gnbs_call_t *call,
                          gnbs_trio_call_t *trio);
/* After all are judged; calls sorted. */
void gnbs_call_trio_phase(size_t n, gnbs_call_t call[], const gnbs_trio_call_t trio[]);

#endif
