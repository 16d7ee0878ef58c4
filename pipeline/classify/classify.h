/* classify/classify.h -- evidence to a class, criterion by criterion.
 *
 * Method   ACMG/AMP 2015 (Richards et al., Genet Med 17:405) on the point scale of Tavtigian et al. 2020 (Hum Mutat
 *          41:1734): supporting 1, moderate 2, strong 4, very strong 8, benign points below 0; pathogenic from 10, likely
 *          pathogenic from 6, likely benign to -1, benign to -7; BA1 stands alone. PM2 is supporting (ClinGen SVI 2020),
 *          PVS1 follows Abou Tayoun et al. 2018 as far as consequence and NMD tell.
 * Judged   PVS1, PS1, PM2, PM4, BA1, BS1, BP7. The others need data that this version does not hold; they are not
 *          counted, and the report says which were judged.
 * Threads  pure
 */
#ifndef GNBS_CLASSIFY_CLASSIFY_H
#define GNBS_CLASSIFY_CLASSIFY_H

#include "classify/classify_points.h"
#include "core/arena.h"
#include "core/err.h"
#include "genome/case.h"

typedef struct gnbs_classify_opt {
    double ba1_af,
        bs1_af; /* filtering allele frequency above which BA1 and BS1 hold: 0.05, 0.015 */
    double
        pm2_af_recessive; /* at most this, or absent, is PM2: 1e-4 for recessive, absent for dominant */
} gnbs_classify_opt_t;

gnbs_classify_opt_t gnbs_classify_opt_default(void);

typedef struct gnbs_classify_input {
    const gnbs_consequence_t
        *consequence; /* on the panel's transcript; NULL when it touches none */
    const gnbs_known_t *known_same_protein;
    const gnbs_frequency_t *frequency; /* NULL: no source has the allele */
    bool has_frequency_source;         /* false: absence says nothing */
    bool is_lof_gene;                  /* loss of function is the mechanism, by the panel */
    gnbs_inheritance_t inheritance;
} gnbs_classify_input_t;

gnbs_code_t gnbs_classify_variant(const gnbs_classify_opt_t *opt,
                                  const gnbs_classify_input_t *in, gnbs_arena_t *arena,
                                  gnbs_classification_t *out, gnbs_err_t *err);

#endif
