#include "genome/quality.h"

#include <string.h>

const char *gnbs_sex_name(gnbs_sex_t sex) {
    switch (sex) {
    case GNBS_SEX_FEMALE: return "female";
    case GNBS_SEX_MALE: return "male";
    case GNBS_SEX_UNKNOWN: break;
    }
    return "unknown";
}

gnbs_sex_t gnbs_sex_parse(const char *text) {
    static const struct {
        const char *word;
        gnbs_sex_t sex;
    } WORDS[] = {{"F", GNBS_SEX_FEMALE},  {"female", GNBS_SEX_FEMALE},
                 {"2", GNBS_SEX_FEMALE},  {"M", GNBS_SEX_MALE},
                 {"male", GNBS_SEX_MALE}, {"1", GNBS_SEX_MALE}};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
        if (strcmp(WORDS[i].word, text) == 0) return WORDS[i].sex;
    return GNBS_SEX_UNKNOWN;
}

static const char *const ASSAYS[] = {"unknown", "genome", "exome", "panel"};
const char *gnbs_assay_name(gnbs_assay_t assay) { return ASSAYS[assay]; }
gnbs_assay_t gnbs_assay_parse(const char *text) {
    for (int i = 1; i < 4; i++)
        if (strcmp(text, ASSAYS[i]) == 0) return (gnbs_assay_t)i;
    return GNBS_ASSAY_UNKNOWN;
}

const char *gnbs_gate_state_name(gnbs_gate_state_t s) {
    static const char *const NAMES[] = {"unknown", "pass", "warn", "fail"};
    return NAMES[s];
}

/* Peers: mosdepth's summary; Picard's CollectHsMetrics, CollectAlignmentSummaryMetrics, MarkDuplicates,
 * CollectInsertSizeMetrics, CollectGcBiasMetrics; VerifyBamID2's selfSM. */
/* clang-format off */
static const gnbs_metric_kind_t KINDS[GNBS_METRIC_N] = {
    [GNBS_METRIC_DEPTH_MEAN] = {"depth_mean", "Mean depth", "Mean depth of the targets", "mosdepth mean; Picard MEAN_TARGET_COVERAGE", "x", 1, 1, false},
    [GNBS_METRIC_DEPTH_MEDIAN] = {"depth_median", "Median depth", "Median depth of the targets", "mosdepth; Picard MEDIAN_TARGET_COVERAGE", "x", 1, 0, false},
    [GNBS_METRIC_DEPTH_MAD] = {"depth_mad", "MAD depth", "Median absolute deviation of depth", "Picard MAD_COVERAGE", "x", 1, 0, false},
    [GNBS_METRIC_FOLD_80] = {"fold_80", "Fold-80", "Fold-80 penalty", "Picard FOLD_80_BASE_PENALTY", "", 1, 2, false},
    [GNBS_METRIC_TARGET_1X] = {"target_1x", "\xE2\x89\xA5 1X", "Share of target bases at 1x", "mosdepth; Picard PCT_TARGET_BASES_1X", "%", 100, 1, false},
    [GNBS_METRIC_TARGET_10X] = {"target_10x", "\xE2\x89\xA5 10X", "Share of target bases at 10x", "mosdepth; Picard PCT_TARGET_BASES_10X", "%", 100, 1, false},
    [GNBS_METRIC_TARGET_15X] = {"target_15x", "\xE2\x89\xA5 15X", "Share of target bases at 15x", "mosdepth; Picard PCT_15X", "%", 100, 1, false},
    [GNBS_METRIC_TARGET_20X] = {"target_20x", "\xE2\x89\xA5 20X", "Share of target bases at 20x", "mosdepth; Picard PCT_TARGET_BASES_20X", "%", 100, 1, false},
    [GNBS_METRIC_TARGET_30X] = {"target_30x", "\xE2\x89\xA5 30X", "Share of target bases at 30x", "mosdepth; Picard PCT_TARGET_BASES_30X", "%", 100, 1, false},
    [GNBS_METRIC_DUPLICATE] = {"duplicates", "Dups", "Share of duplicate reads", "Picard PERCENT_DUPLICATION", "%", 100, 1, false},
    [GNBS_METRIC_MAPQ0] = {"mapq0", "MAPQ 0", "Share of reads that could lie elsewhere as well", "samtools stats: reads MQ0", "%", 100, 1, false},
    [GNBS_METRIC_SOFT_CLIP] = {"soft_clipped", "Soft-clipped", "Share of bases that are clipped", "Picard PCT_SOFTCLIP", "%", 100, 2, false},
    [GNBS_METRIC_MISMATCH] = {"mismatches", "Mismatches", "Share of bases unlike the reference", "Picard PF_MISMATCH_RATE", "%", 100, 2, false},
    [GNBS_METRIC_CHIMERIC] = {"chimeric", "Chimeric", "Share of pairs whose mates lie far apart", "Picard PCT_CHIMERAS", "%", 100, 2, false},
    [GNBS_METRIC_INSERT_MEDIAN] = {"insert_median", "Insert size", "Median insert size", "Picard MEDIAN_INSERT_SIZE", "bp", 1, 0, false},
    [GNBS_METRIC_INSERT_MAD] = {"insert_mad", "Insert MAD", "Median absolute deviation of the insert size", "Picard MEDIAN_ABSOLUTE_DEVIATION", "bp", 1, 0, false},
    [GNBS_METRIC_AT_DROPOUT] = {"at_dropout", "AT dropout", "Depth lost where GC is up to 50 %", "Picard AT_DROPOUT", "%", 100, 1, false},
    [GNBS_METRIC_GC_DROPOUT] = {"gc_dropout", "GC dropout", "Depth lost where GC is above 50 %", "Picard GC_DROPOUT", "%", 100, 1, false},
    [GNBS_METRIC_CONTAMINATION] = {"contamination", "Contamination", "Share of DNA of another person", "VerifyBamID2 FREEMIX", "%", 100, 2, false},
    [GNBS_METRIC_CHARR] = {"charr", "CHARR", "Reads of the other allele where the baby is homozygous", "CHARR", "%", 100, 2, false},
    [GNBS_METRIC_MARKERS] = {"markers", "Markers", "Markers that the contamination estimate rests on", "VerifyBamID2 #SNPS", "", 1, 0, false},
    [GNBS_METRIC_X_RATIO] = {"x_ratio", "X ratio", "Depth of X over that of the autosomes", "", "", 1, 2, true},
    [GNBS_METRIC_Y_RATIO] = {"y_ratio", "Y ratio", "Depth of Y over that of the autosomes", "", "", 1, 2, true},
    [GNBS_METRIC_X_HET] = {"x_het", "X het", "Heterozygous markers on X over those expected of two X", "", "", 1, 2, true},
    [GNBS_METRIC_CALLABLE] = {"callable", "Callable", "Share of target bases that could be judged", "", "%", 100, 2, false},
    [GNBS_METRIC_SEX_MISMATCH] = {"sex_mismatch", "Sex mismatch", "Sex seen against sex declared", "Picard, somalier: sex check", "", 1, 0, false},
    [GNBS_METRIC_MOTHER_MISMATCH] = {"mother_mismatch", "Mother mismatch", "Declared mother against the baby's markers", "somalier: relatedness", "", 1, 0, false},
    [GNBS_METRIC_FATHER_MISMATCH] = {"father_mismatch", "Father mismatch", "Declared father against the baby's markers", "somalier: relatedness", "", 1, 0, false},
};
/* clang-format on */

const gnbs_metric_kind_t *gnbs_metric_kind(gnbs_metric_id_t id) { return &KINDS[id]; }

gnbs_metric_id_t gnbs_metric_find(const char *name) {
    int i = 0;
    while (i < GNBS_METRIC_N && strcmp(name, KINDS[i].name) != 0) i++;
    return (gnbs_metric_id_t)i;
}
