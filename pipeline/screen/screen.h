/* screen/screen.h -- class, inheritance, phase, policy and callability to one outcome per condition.
 *
 * Rules decide, people sign. Every green row of the panel leaves with exactly one of suspected, not_suspected,
 * not_assessed, and its reason. The order of rules, first match wins:
 *
 *     sample held (quality gate, sex mismatch)              -> not_assessed
 *     method the condition needs did not run                -> not_assessed
 *     gene or transcript not in the bundle                  -> not_assessed
 *     copies of the gene were counted, and too few work     -> suspected
 *     reportable variants fit the inheritance               -> suspected
 *     one copy lost, and a reportable variant               -> suspected, phase unknown
 *     copies of the gene not counted, or not decided        -> not_assessed
 *     part of the gene has no reference sequence            -> not_assessed
 *     a reportable variant of doubtful quality would matter -> not_assessed
 *     exons lost or doubled, effect not known, would matter -> not_assessed
 *     too little of the gene could be read                  -> not_assessed
 *     signs of exons lost or doubled that would matter      -> not_assessed
 *     otherwise                                             -> not_suspected, with its limits
 *
 * Findings are ordered by certainty of the genotype, strength of the evidence, urgency of action, panel row; never by cost.
 * Threads  pure
 */
#ifndef GNBS_SCREEN_SCREEN_H
#define GNBS_SCREEN_SCREEN_H

#include "core/arena.h"
#include "core/err.h"
#include "core/table.h"
#include "genome/case.h"

enum { GNBS_SCREEN_N_INHERITANCE = GNBS_INH_MT + 1, GNBS_SCREEN_N_ANCESTRY = 5 };
enum { GNBS_SCREEN_N_RULE = 23 };

typedef enum gnbs_screen_own { /* what our own classification alone may report */
                               GNBS_OWN_NEVER,
                               GNBS_OWN_PATHOGENIC,
                               GNBS_OWN_LIKELY_PATHOGENIC
} gnbs_screen_own_t;

/* What may be reported, and how much must have been seen. Every field is a rule with a key, a default and its source:
 * gnbs_screen_policy_list. A laboratory changes them in one file: gnbs_screen_policy_read. */
typedef struct gnbs_screen_opt {
    double max_af_known; /* above: not reportable, whatever is asserted */
    double max_af_lof
        [GNBS_SCREEN_N_INHERITANCE]; /* loss of function not asserted by anybody */
    double max_af_lof_ancestry[GNBS_SCREEN_N_ANCESTRY]; /* AD: afr amr asj eas fin */
    int min_stars;                                      /* of a pathogenic assertion */
    int min_conflict_pathogenic; /* submissions of a conflicting assertion: at least ... */
    int max_conflict_benign;     /* ... and at most */
    int min_benign_stars; /* a benign assertion so well reviewed stops the LoF rule */
    bool stop_lost_is_lof;
    gnbs_screen_own_t own_reports;
    bool own_benign_stops_lof;
    bool xl_females_need_two; /* rows XL: a girl is suspected with two copies only */
    double
        min_callable_frac; /* of the coding bases of the transcript: less is not assessed */
    double min_exon_callable_frac; /* of each coding exon */
    int32_t splice_bp; /* intronic bases beside each coding exon that count as its own */
    const char *source[GNBS_SCREEN_N_RULE]; /* a laboratory's reason; NULL: none given */
} gnbs_screen_opt_t;

gnbs_screen_opt_t gnbs_screen_opt_default(void);
gnbs_code_t gnbs_screen_opt_validate(const gnbs_screen_opt_t *opt, gnbs_err_t *err);
/* Rows of a policy file (columns key, value, source) into opt; keys that it does not name keep their value. GNBS_E_FORMAT with
 * line for a key that is no rule, one twice, or a value out of its range. Texts lie in `arena`. */
gnbs_code_t gnbs_screen_policy_read(const gnbs_table_t *table, gnbs_arena_t *arena,
                                    gnbs_screen_opt_t *opt, gnbs_err_t *err);
/* Every rule as it is in force, in a fixed order, for the report. */
gnbs_code_t gnbs_screen_policy_list(const gnbs_screen_opt_t *opt, gnbs_arena_t *arena,
                                    size_t *n, const gnbs_policy_item_t **item,
                                    gnbs_err_t *err);

enum { /* methods that ran: bits */
       GNBS_METHOD_SMALL_VARIANT = 1 << 0,
       GNBS_METHOD_DOSAGE = 1 << 1,
       GNBS_METHOD_PARALOGUE = 1 << 2,
       GNBS_METHOD_MT = 1 << 3,
       GNBS_METHOD_SV = 1 << 4,
};

/* Fills c->outcome (one per green row, in panel order) and c->finding. c->variant must be annotated and classified. */
gnbs_code_t gnbs_screen_case(const gnbs_screen_opt_t *opt, uint32_t methods, gnbs_case_t *c,
                             gnbs_arena_t *arena, gnbs_err_t *err);

/* The rule by which this variant may be reported for this condition, in words with its source; NULL when none does.
 * Quality of the call is not asked here. */
const char *gnbs_screen_reportable(const gnbs_screen_opt_t *opt, const gnbs_case_t *c,
                                   const gnbs_condition_t *row,
                                   const gnbs_case_variant_t *v, gnbs_arena_t *arena);

#endif
