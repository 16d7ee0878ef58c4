#include "call/call.h"

gnbs_call_opt_t gnbs_call_opt_default(void) {
    return (gnbs_call_opt_t){
        .min_mapq_phred = 20,
        .min_base_qual_phred = 10,
        .max_base_qual_phred = 40,
        .snv_prior = 1e-3,
        .indel_prior = 1.25e-4,
        .min_qual_phred = 12,
        .min_gq_phred = 20,
        .min_depth = 8,
        .min_call_depth = 4,
        .min_call_gq_phred = 10,
        .min_alt_fragments = 2,
        .min_alt_frac = 0.08,
        .max_balance_ln = -9.2, /* one in ten thousand heterozygotes */
        .min_alt_mapq_phred = 30,
        .min_misplaced_balance = 0.38,
        .max_rival_frac = 0.95,
        .max_candidates = 5,
    };
}

gnbs_code_t gnbs_call_opt_validate(const gnbs_call_opt_t *o, gnbs_err_t *err) {
    if (o->min_mapq_phred < 0 || o->min_mapq_phred > 254)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "call: minimum mapping quality %d: expected 0-254",
                            o->min_mapq_phred);
    if (o->min_base_qual_phred < 1 || o->max_base_qual_phred > 60 ||
        o->min_base_qual_phred > o->max_base_qual_phred)
        return gnbs_err_set(
            err, GNBS_E_USAGE,
            "call: base qualities %d to %d: expected 1 <= minimum <= maximum <= 60",
            o->min_base_qual_phred, o->max_base_qual_phred);
    if (!(o->snv_prior > 0 && o->snv_prior < 0.1 && o->indel_prior > 0 &&
          o->indel_prior < 0.1))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "call: priors %g and %g: expected above 0, below 0.1",
                            o->snv_prior, o->indel_prior);
    if (!(o->contamination_frac >= 0 && o->contamination_frac <= 0.5))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "call: contamination %g: expected a share from 0 to 0.5",
                            o->contamination_frac);
    if (o->min_depth < 1 || o->min_alt_fragments < 1 || o->min_gq_phred < 0)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "call: depth %d, fragments %d, GQ %d: out of range",
                            o->min_depth, o->min_alt_fragments, o->min_gq_phred);
    if (o->max_candidates < 1 || o->max_candidates > 8)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "call: %d candidates per window: expected 1-8",
                            o->max_candidates);
    return GNBS_OK;
}

int gnbs_call_ploidy(const gnbs_contigs_t *contigs, gnbs_build_t build, gnbs_sex_t sex,
                     int32_t tid, gnbs_pos_t pos) {
    return gnbs_call_ploidy_of(gnbs_contig_kind(contigs->contig[tid].name), build, sex,
                               pos);
}

int gnbs_call_ploidy_of(gnbs_contig_kind_t kind, gnbs_build_t build, gnbs_sex_t sex,
                        gnbs_pos_t pos) {
    if (kind != GNBS_CONTIG_X && kind != GNBS_CONTIG_Y) return 2;
    if (gnbs_contig_is_par(build, kind, pos)) return 2;
    if (sex == GNBS_SEX_MALE) return 1;
    return kind == GNBS_CONTIG_Y && sex == GNBS_SEX_FEMALE ? 0 : 2;
}
