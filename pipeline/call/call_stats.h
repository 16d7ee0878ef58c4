/* call/call_stats.h -- the reads behind one call, counted, and the filters they raise. */
#ifndef GNBS_CALL_STATS_H
#define GNBS_CALL_STATS_H

#include "call/call_pileup.h"

/* Fills dp, ad, strands, mapping quality, base quality and read position of call from the judged reads. For indels the
 * fragments counted by the haplotypes (n_ref, n_alt) replace the CIGAR's; pass -1 for SNVs. */
void gnbs_call_count_reads(const gnbs_pileup_t *pileup, int32_t n_ref, int32_t n_alt,
                           gnbs_call_t *call);
/* What a judged read shows at a variant: +1 ALT, -1 REF, 0 neither or not over it. Indels by CIGAR. */
int gnbs_call_side_of_read(const gnbs_pileup_t *pileup, size_t i_read,
                           const gnbs_variant_t *v);
/* GQ as it may be stated: the model's own error, and that of what no model of the bases sees, whether the reads are of this
 * place. Ceilings by the share of reads that fit elsewhere: Phred of wrong calls counted by scripts/calibrate_gq. */
int32_t gnbs_call_honest_gq(int32_t gq_phred, double rival_frac);
void gnbs_call_set_filters(const gnbs_call_opt_t *opt, gnbs_call_t *call);
/* Two-sided probability of a 2x2 table at least as uneven, margins given (Fisher's exact test). */
double gnbs_call_fisher(int a, int b, int c, int d);

#endif
