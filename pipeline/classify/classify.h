/* classify/classify.h -- evidence to a class, criterion by criterion.
 *
 *     facts (what was measured)  x  rules of the gene (genome/rule.h)  ->  28 criteria, each met / not met / not assessable
 *                                                                      ->  points, class, posterior
 *
 * Method   ACMG/AMP 2015 (Richards et al., Genet Med 17:405) with the refinements of ClinGen's SVI group: points of
 *          Tavtigian et al. 2020, PVS1 by the tree of Abou Tayoun et al. 2018, PM2 as supporting, calibrated scores (Pejaver
 *          et al. 2022, Walker et al. 2023), BA1 with exceptions (Ghosh et al. 2018); thresholds of expert panels for the
 *          inheritance they speak of. PP5 and BP6 are not used (Biesecker and Harrison 2018)
 * People   PS2, PS3, PS4, PM6, PP1, PP4, BS3, BS4, BP5 come from a curator's table, or are not assessable; a curator's row for
 *          any other criterion stands instead of what was judged, and says what that was
 * Authority a practice guideline's or an expert panel's class in ClinVar (4 or 3 stars) outranks the points; where the two
 *          differ the difference is told
 * Affected PM3 counts patients: the genotype of a newborn of whom nothing is known but the genotype proves nothing. It is
 *          met only for an affected one (is_affected); for others the points it would give are told
 * Errors   GNBS_E_NOMEM
 * Threads  pure
 */
#ifndef GNBS_CLASSIFY_CLASSIFY_H
#define GNBS_CLASSIFY_CLASSIFY_H

#include "classify/classify_points.h"
#include "core/arena.h"
#include "core/err.h"
#include "genome/case.h"

typedef struct gnbs_classify_opt {
    int32_t
        min_chromosomes;  /* fewer say nothing of a frequency: 2000 (Ghosh et al. 2018) */
    double common_lof_af; /* loss of function is frequent in an exon above this: 0.001  */
    double
        critical_lost_frac; /* of the protein: strong from here, moderate below: 0.1      */
    int min_known_null;    /* known null alleles that show loss of function: 3            */
    int hot_spot_residues; /* each side: 8                                               */
} gnbs_classify_opt_t;

gnbs_classify_opt_t gnbs_classify_opt_default(void);
gnbs_code_t gnbs_classify_opt_validate(const gnbs_classify_opt_t *opt, gnbs_err_t *err);

/* A known allele of the gene, and what it does on the same transcript. */
typedef struct gnbs_classify_neighbour {
    const gnbs_known_t *known;
    gnbs_consequence_t consequence;
    double splice_score; /* SpliceAI's, < 0: none */
} gnbs_classify_neighbour_t;

/* A null allele that is common in the population. */
typedef struct gnbs_classify_common {
    const gnbs_frequency_t *frequency;
    gnbs_consequence_t consequence;
} gnbs_classify_common_t;

/* Another variant of the same newborn in the same gene. */
typedef struct gnbs_classify_partner {
    const char *name;             /* "NM_000277.3:c.1222C>T" */
    gnbs_acmg_class_t acmg_class; /* without PM3 */
    gnbs_phase_t phase;
} gnbs_classify_partner_t;

/* A row of a curator's table. */
typedef struct gnbs_classify_curated {
    gnbs_acmg_code_t code;
    gnbs_criterion_state_t state;
    gnbs_acmg_strength_t strength; /* when met */
    const char *text, *reference, *curator, *date;
} gnbs_classify_curated_t;

typedef struct gnbs_classify_input {
    const gnbs_bundle_t *bundle;   /* rules, releases, sequence */
    int32_t i_gene;                /* -1: of no gene of the bundle */
    const gnbs_variant_t *variant; /* NULL: known by name only */
    size_t n_consequence;
    const gnbs_consequence_t *consequence; /* [0] on the panel's transcript */
    /* residue of the new stop where only a name says it, 0: to be read from the sequence */
    int32_t stop_residue;
    /* consequence is of several changes of one copy ("NM_000492.4:c.[76del;90dup]"): frequencies and scores, which speak of
     * the allele alone, are not given and not assessable; NULL: of the variant */
    const char *together;
    const gnbs_known_t *known; /* the exact allele: authority, never a criterion */
    /* known alleles on the same transcript: for a missense those near it, benign ones too; for a null variant all
     * pathogenic ones of the gene */
    size_t n_neighbour;
    const gnbs_classify_neighbour_t *neighbour;
    size_t n_common;
    const gnbs_classify_common_t *common;
    bool has_frequency_source;
    const gnbs_frequency_t
        *frequency; /* also one that did not pass its filters; NULL: no source has it */
    size_t n_score;
    const gnbs_score_t *score;
    const char *mechanism; /* of the panel's row: "LoF", "GoF" ...; "" when there is none */
    gnbs_inheritance_t inheritance;
    double prevalence; /* of the condition, 0: not stated */
    bool is_affected, is_homozygous;
    size_t n_partner;
    const gnbs_classify_partner_t *partner;
    size_t n_curated;
    const gnbs_classify_curated_t *curated;
} gnbs_classify_input_t;

gnbs_code_t gnbs_classify_variant(const gnbs_classify_opt_t *opt,
                                  const gnbs_classify_input_t *in, gnbs_arena_t *arena,
                                  gnbs_classification_t *out, gnbs_err_t *err);

/* A deletion or duplication of exons, by PVS1 alone (and what a curator adds). */
typedef enum gnbs_tandem {
    GNBS_TANDEM_PRESUMED, /* nothing is known of where the copy lies */
    GNBS_TANDEM_PROVEN,
    GNBS_TANDEM_ELSEWHERE,
} gnbs_tandem_t;
typedef struct gnbs_classify_dosage {
    bool is_deletion; /* else a duplication */
    gnbs_region_t region;
    gnbs_tandem_t tandem;
    const gnbs_transcript_t *tx;
} gnbs_classify_dosage_t;
/* Of `in` everything but variant and consequences is read. */
gnbs_code_t gnbs_classify_dosage(const gnbs_classify_opt_t *opt,
                                 const gnbs_classify_input_t *in,
                                 const gnbs_classify_dosage_t *event, gnbs_arena_t *arena,
                                 gnbs_classification_t *out, gnbs_err_t *err);

#endif
