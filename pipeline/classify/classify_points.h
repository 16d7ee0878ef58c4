/* classify/classify_points.h -- criteria to points, points to a class and a probability.
 *
 * Points     Tavtigian et al. 2020 (genome/acmg.h): pathogenic from 10, likely pathogenic from 6, likely
 *            benign from -1, benign from -7; BA1 alone is benign
 * Posterior  Tavtigian et al. 2018, Genet Med 20:1054: prior 0.1, odds 350^(points / 8)
 * Table      Richards et al. 2015, table 5, word for word; contradictory evidence is uncertain
 * Threads    pure
 */
#ifndef GNBS_CLASSIFY_CLASSIFY_POINTS_H
#define GNBS_CLASSIFY_CLASSIFY_POINTS_H

#include "core/err.h"
#include "genome/acmg.h"

typedef struct gnbs_acmg_evidence { /* a criterion that holds */
    gnbs_acmg_code_t code;
    gnbs_acmg_strength_t strength;
} gnbs_acmg_evidence_t;

typedef struct gnbs_acmg_sum {
    int points;
    bool stands_alone; /* BA1 is among them */
    gnbs_acmg_class_t points_class, table_class;
    double posterior;
} gnbs_acmg_sum_t;

/* "PVS1, PM2_Supporting PS2_Very Strong": codes separated by comma, semicolon, bar or white space, each
 * with _strength where it is not that of 2015. *n is what was written to evidence[cap]. A code given twice
 * counts twice only in a careless hand: GNBS_E_FORMAT says so, as for an unknown word. */
gnbs_code_t gnbs_acmg_parse_codes(const char *text, size_t cap, size_t *n,
                                  gnbs_acmg_evidence_t evidence[], gnbs_err_t *err);
gnbs_acmg_sum_t gnbs_acmg_sum(size_t n, const gnbs_acmg_evidence_t evidence[]);

gnbs_acmg_class_t gnbs_classify_points(int points);
double gnbs_classify_posterior(int points);
/* "hot" (5 points) "warm" "tepid" "cool" "cold" "ice cold" (0) for uncertain ones; "" for others:
 * Association for Clinical Genomic Science 2020, after Ellard et al. */
const char *gnbs_classify_temperature(int points);

#endif
