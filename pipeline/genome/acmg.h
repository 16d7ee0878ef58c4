/* genome/acmg.h -- the 28 criteria of ACMG/AMP 2015, their strengths, and what a judgement of one says.
 *
 * Criteria   Richards et al. 2015, Genet Med 17:405, tables 3 and 4
 * Points     Tavtigian et al. 2020, Hum Mutat 41:1734: supporting 1, moderate 2, strong 4, very strong 8;
 *            benign ones count below zero. BA1 stands alone: -8 in the sum, and benign whatever the sum
 * Memory     texts are borrowed from whoever made the judgement
 */
#ifndef GNBS_GENOME_ACMG_H
#define GNBS_GENOME_ACMG_H

#include <stdbool.h>
#include <stddef.h>

typedef enum gnbs_acmg_code {
    GNBS_ACMG_PVS1,
    GNBS_ACMG_PS1,
    GNBS_ACMG_PS2,
    GNBS_ACMG_PS3,
    GNBS_ACMG_PS4,
    GNBS_ACMG_PM1,
    GNBS_ACMG_PM2,
    GNBS_ACMG_PM3,
    GNBS_ACMG_PM4,
    GNBS_ACMG_PM5,
    GNBS_ACMG_PM6,
    GNBS_ACMG_PP1,
    GNBS_ACMG_PP2,
    GNBS_ACMG_PP3,
    GNBS_ACMG_PP4,
    GNBS_ACMG_PP5,
    GNBS_ACMG_BA1,
    GNBS_ACMG_BS1,
    GNBS_ACMG_BS2,
    GNBS_ACMG_BS3,
    GNBS_ACMG_BS4,
    GNBS_ACMG_BP1,
    GNBS_ACMG_BP2,
    GNBS_ACMG_BP3,
    GNBS_ACMG_BP4,
    GNBS_ACMG_BP5,
    GNBS_ACMG_BP6,
    GNBS_ACMG_BP7,
    GNBS_ACMG_N
} gnbs_acmg_code_t;

typedef enum gnbs_acmg_strength {
    GNBS_ACMG_NO_STRENGTH,
    GNBS_ACMG_SUPPORTING,
    GNBS_ACMG_MODERATE,
    GNBS_ACMG_STRONG,
    GNBS_ACMG_VERY_STRONG,
    GNBS_ACMG_STAND_ALONE,
} gnbs_acmg_strength_t;

const char *gnbs_acmg_code_name(gnbs_acmg_code_t code);     /* "PVS1" */
const char *gnbs_acmg_code_question(gnbs_acmg_code_t code); /* what it asks, in words */
bool gnbs_acmg_code_is_benign(gnbs_acmg_code_t code);
gnbs_acmg_strength_t gnbs_acmg_code_strength(gnbs_acmg_code_t code); /* of 2015 */
/* "PVS1"; GNBS_ACMG_N for any other word of n letters. */
gnbs_acmg_code_t gnbs_acmg_code_parse(const char *text, size_t n);

const char *gnbs_acmg_strength_name(gnbs_acmg_strength_t s); /* "Very strong" */
/* "Very strong", "VeryStrong", "very_strong", "Very" and so on, in any case; NO_STRENGTH for others. */
gnbs_acmg_strength_t gnbs_acmg_strength_parse(const char *text, size_t n);
int gnbs_acmg_points(gnbs_acmg_code_t code, gnbs_acmg_strength_t strength);

/* The zero value reassures nobody: it could not be judged. */
typedef enum gnbs_criterion_state {
    GNBS_CRITERION_NOT_ASSESSABLE,
    GNBS_CRITERION_NOT_MET,
    GNBS_CRITERION_MET,
} gnbs_criterion_state_t;
const char *gnbs_criterion_state_name(gnbs_criterion_state_t s); /* "not assessable" */

typedef struct gnbs_criterion { /* one criterion as judged */
    const char *code;           /* "PVS1", "PM2" ...                                     */
    gnbs_criterion_state_t state;
    const char *strength; /* "Very strong" ... "Stand alone"; "" unless met               */
    int points;           /* 0 unless met                                                */
    const char *why;      /* the datum, in one sentence, with its source and version     */
} gnbs_criterion_t;

typedef enum gnbs_acmg_class {
    GNBS_ACMG_NOT_CLASSIFIED,
    GNBS_ACMG_BENIGN,
    GNBS_ACMG_LIKELY_BENIGN,
    GNBS_ACMG_UNCERTAIN,
    GNBS_ACMG_LIKELY_PATHOGENIC,
    GNBS_ACMG_PATHOGENIC
} gnbs_acmg_class_t;
const char *gnbs_acmg_class_name(gnbs_acmg_class_t c);  /* "Likely pathogenic" */
const char *gnbs_acmg_class_short(gnbs_acmg_class_t c); /* "LP" */

typedef struct gnbs_classification {
    gnbs_acmg_class_t acmg_class;   /* what holds: the expert panel's where there is one */
    gnbs_acmg_class_t points_class; /* by our own points                            */
    gnbs_acmg_class_t table_class;  /* by table 5 of 2015, with the same criteria     */
    int points;
    double posterior;       /* probability of pathogenic, prior 0.1                  */
    const char *null_path;  /* leaf of the PVS1 tree, "NF1", or ""                     */
    const char *authority;  /* who decided instead of the points, a sentence, or ""   */
    const char *difference; /* where the two disagree, a sentence, or ""              */
    size_t n_criterion;     /* met ones first, then not met, then not assessable          */
    const gnbs_criterion_t *criterion;
} gnbs_classification_t;

#endif
