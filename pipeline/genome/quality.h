/* genome/quality.h -- what was measured of a sample, and which gates that closes.
 *
 * A metric is a number with a name; gates (refdata/gates.tsv), findings.json and qc_mqc.json know it by that name. What
 * was not measured is not known: it is never zero, and a gate that cannot be judged says so.
 * Sex chromosomes  the number of X and Y is quality (is this the baby it is said to be?), not a result: where it is not
 *                  XX or XY it is told to the laboratory (qc_mqc.json) and withheld from the report
 * Memory           texts are borrowed from the run's arena
 */
#ifndef GNBS_GENOME_QUALITY_H
#define GNBS_GENOME_QUALITY_H

#include "genome/chunk.h"
#include "genome/marker.h"

typedef enum gnbs_sex { GNBS_SEX_UNKNOWN, GNBS_SEX_FEMALE, GNBS_SEX_MALE } gnbs_sex_t;
const char *gnbs_sex_name(gnbs_sex_t sex); /* "female", "male", "unknown" */
/* F M female male 1 2 (PED: 1 male, 2 female) */
gnbs_sex_t gnbs_sex_parse(const char *text);

/* How the library was made: what was captured decides what can be seen. */
typedef enum gnbs_assay {
    GNBS_ASSAY_UNKNOWN,
    GNBS_ASSAY_GENOME, /* beside targets as deep as on them */
    GNBS_ASSAY_EXOME,  /* captured, much of the genome's genes */
    GNBS_ASSAY_PANEL,  /* captured, few genes */
} gnbs_assay_t;
const char *gnbs_assay_name(gnbs_assay_t assay); /* "unknown", "genome", "exome", "panel" */
gnbs_assay_t gnbs_assay_parse(const char *text); /* UNKNOWN for any other word */

typedef enum gnbs_metric_id {
    GNBS_METRIC_DEPTH_MEAN,
    GNBS_METRIC_DEPTH_MEDIAN,
    GNBS_METRIC_DEPTH_MAD,
    GNBS_METRIC_FOLD_80,
    GNBS_METRIC_TARGET_1X,
    GNBS_METRIC_TARGET_10X,
    GNBS_METRIC_TARGET_15X,
    GNBS_METRIC_TARGET_20X,
    GNBS_METRIC_TARGET_30X,
    GNBS_METRIC_DUPLICATE,
    GNBS_METRIC_MAPQ0,
    GNBS_METRIC_SOFT_CLIP,
    GNBS_METRIC_MISMATCH,
    GNBS_METRIC_CHIMERIC,
    GNBS_METRIC_INSERT_MEDIAN,
    GNBS_METRIC_INSERT_MAD,
    GNBS_METRIC_AT_DROPOUT,
    GNBS_METRIC_GC_DROPOUT,
    GNBS_METRIC_CONTAMINATION,
    GNBS_METRIC_CHARR,
    GNBS_METRIC_MARKERS,
    GNBS_METRIC_X_RATIO,
    GNBS_METRIC_Y_RATIO,
    GNBS_METRIC_X_HET,
    GNBS_METRIC_CALLABLE,
    GNBS_METRIC_SEX_MISMATCH,
    GNBS_METRIC_MOTHER_MISMATCH,
    GNBS_METRIC_FATHER_MISMATCH,
    GNBS_METRIC_N
} gnbs_metric_id_t;

typedef struct gnbs_metric_kind {
    const char *name;  /* "depth_mean" */
    const char *title; /* as users of other tools know it: "Mean depth" */
    const char *words; /* for messages: "Mean depth of the targets" */
    const char *
        peer; /* what the number is elsewhere: "mosdepth mean, Picard MEAN_TARGET_COVERAGE" */
    const char *unit; /* "x", "%", "bp", "" */
    double scale;     /* value * scale has that unit: 100 for shares shown in per cent */
    int decimals;
    bool is_withheld; /* of the sex chromosomes: for the laboratory only */
} gnbs_metric_kind_t;

const gnbs_metric_kind_t *gnbs_metric_kind(gnbs_metric_id_t id);
gnbs_metric_id_t gnbs_metric_find(const char *name); /* GNBS_METRIC_N when there is none */

typedef struct gnbs_metric {
    bool is_known;
    double value;
    const char *words; /* a sentence that tells more than the value, or NULL */
} gnbs_metric_t;

/* One row of gates.tsv: what a laboratory asks of a sample. */
typedef struct gnbs_gate {
    gnbs_metric_id_t metric;
    gnbs_assay_t assay; /* UNKNOWN: of any kind */
    bool is_floor;      /* values below the limits are bad; otherwise those above */
    bool has_warn, has_fail;
    double warn, fail;
    bool fails_unknown; /* a value that is not known closes the gate */
    const char *action, *source;
} gnbs_gate_t;

typedef enum gnbs_gate_state {
    GNBS_GATE_UNKNOWN, /* not measured */
    GNBS_GATE_PASS,
    GNBS_GATE_WARN,
    GNBS_GATE_FAIL
} gnbs_gate_state_t;
const char *gnbs_gate_state_name(
    gnbs_gate_state_t s); /* "unknown", "pass", "warn", "fail" */

typedef struct gnbs_gate_verdict {
    const gnbs_gate_t *gate;
    gnbs_gate_state_t state;
    const char *words; /* "Mean depth of the targets is 12.0x; at least 18x is needed" */
} gnbs_gate_verdict_t;

typedef struct gnbs_identity {    /* of the sample: what comparing it with others needs */
    const char *sample, *markers; /* the second: identity of the list they stand on */
    size_t n;
    const gnbs_marker_t *marker;
    const int8_t *genotype; /* copies of ALT, -1 unknown */
} gnbs_identity_t;

typedef struct gnbs_quality {
    bool has_reads; /* false for VCF input: of the reads nothing is known */
    gnbs_read_counts_t counts;
    double depth_mean; /* over autosomal targets, fragments counted once */
    double target_20x_frac, target_15x_frac;
    /* X (outside PAR) over autosomal target depth; < 0 when no X target */
    double x_depth_ratio;
    gnbs_sex_t sex_inferred;
    const char *karyotype; /* "XX", "XY", "X0", "XXY", "XYY", "XXX", or "" */
    gnbs_assay_t assay;
    double insert_mean_bp, insert_sd_bp;
    gnbs_metric_t metric[GNBS_METRIC_N];
    double contamination_low, contamination_high; /* 95 %, where contamination is known */
    size_t n_verdict;
    const gnbs_gate_verdict_t *verdict;
    gnbs_identity_t identity;
    bool passes;             /* every gate */
    const char *fail_reason; /* a sentence, "" when it passes */
    const char *fail_action; /* what to do about it, "" when it passes */
} gnbs_quality_t;
/* A gate failed: nothing of this sample is concluded. False where no gate was asked. */
static inline bool gnbs_quality_is_held(const gnbs_quality_t *q) {
    return !q->passes && (q->has_reads || q->n_verdict > 0);
}

#endif
