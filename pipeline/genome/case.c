#include "genome/case.h"

#include <string.h>

const char *gnbs_callable_name(gnbs_callable_t c) {
    static const char *const NAMES[GNBS_CALLABLE_N] = {
        [GNBS_CALLABLE] = "CALLABLE",
        [GNBS_CALLABLE_REF_N] = "REF_N",
        [GNBS_CALLABLE_NO_COVERAGE] = "NO_COVERAGE",
        [GNBS_CALLABLE_LOW_DEPTH] = "LOW_COVERAGE",
        [GNBS_CALLABLE_LOW_MAPQ] = "POOR_MAPPING_QUALITY",
        [GNBS_CALLABLE_LOW_GQ] = "LOW_GENOTYPE_QUALITY",
        [GNBS_CALLABLE_EXCESS] = "EXCESSIVE_COVERAGE"};
    return NAMES[c];
}

const char *gnbs_outcome_name(gnbs_outcome_kind_t kind) {
    switch (kind) {
    case GNBS_OUTCOME_NOT_ASSESSED: return "not_assessed";
    case GNBS_OUTCOME_NOT_SUSPECTED: return "not_suspected";
    case GNBS_OUTCOME_SUSPECTED: return "suspected";
    }
    return "not_assessed";
}

/* clang-format off */
static const struct {
    const char *code, *text;
} REASONS[GNBS_REASON_N] = {
    [GNBS_REASON_NOT_JUDGED] = {
        "not_judged",
        "No rule reached this condition; this is a fault of the program, please report it",
    },
    [GNBS_REASON_QUALITY_GATE] = {
        "quality_gate",
        "The sample failed a quality gate; nothing may be concluded from it",
    },
    [GNBS_REASON_SEX_MISMATCH] = {
        "sex_mismatch",
        "The sex seen in the reads is not the sex declared; the sample may be another baby's",
    },
    [GNBS_REASON_SEX_UNKNOWN] = {
        "sex_unknown",
        "The sex is neither declared nor clear from the reads, and this condition is X-linked",
    },
    [GNBS_REASON_NOT_CONSENTED] = {
        "not_consented",
        "The family's consent does not cover this condition",
    },
    [GNBS_REASON_NOT_IN_BUNDLE] = {
        "not_in_bundle",
        "The reference bundle does not hold this gene or its transcript",
    },
    [GNBS_REASON_NO_REFERENCE] = {
        "no_reference_sequence",
        "The reference genome has no sequence for part of this gene",
    },
    [GNBS_REASON_NO_METHOD_PARALOGUE] = {
        "needs_paralogue_method",
        "A near-identical copy of this gene misleads ordinary analysis; the method for it did not run",
    },
    [GNBS_REASON_NO_METHOD_MT] = {
        "needs_mitochondrial_method",
        "Mitochondrial DNA needs its own method, which did not run",
    },
    [GNBS_REASON_NO_METHOD_DOSAGE] = {
        "needs_dosage_method",
        "This condition is caused by gained or lost gene copies; the method for it did not run",
    },
    [GNBS_REASON_NO_METHOD_SV] = {
        "needs_structural_method",
        "This condition is caused by large rearrangements; the method for them did not run",
    },
    [GNBS_REASON_DOSAGE_SIGN] = {
        "possible_deletion_or_duplication",
        "Reads suggest a deletion or duplication that touches an exon; it has not been resolved",
    },
    [GNBS_REASON_LOW_CALLABILITY] = {
        "low_callability",
        "Part of the gene could not be read well enough to judge",
    },
    [GNBS_REASON_NO_REFERENCE_CONFIDENCE] = {
        "no_reference_confidence",
        "The input lists variants only; it does not say where the baby is like the reference",
    },
    [GNBS_REASON_UNCERTAIN_CALL] = {
        "uncertain_call",
        "A reportable variant may be present, but the evidence for it is not good enough to say",
    },
    [GNBS_REASON_NO_NAMED_ALLELE] = {"no_named_allele", "The panel reports only named variants for this condition, and names none yet"},
    [GNBS_REASON_NO_FINDING] = {
        "no_reportable_finding",
        "No reportable variant was found in what could be read",
    },
    [GNBS_REASON_HOMOZYGOUS] = {
        "homozygous",
        "Both copies of the gene carry the same reportable variant",
    },
    [GNBS_REASON_HEMIZYGOUS] = {
        "hemizygous",
        "The only copy of the gene carries a reportable variant",
    },
    [GNBS_REASON_HETEROZYGOUS_DOMINANT] = {
        "heterozygous_dominant",
        "One reportable variant is enough to cause this condition",
    },
    [GNBS_REASON_COMPOUND_TRANS] = {
        "compound_heterozygous_trans",
        "Each copy of the gene carries a different reportable variant",
    },
    [GNBS_REASON_COMPOUND_PHASE_UNKNOWN] = {
        "compound_heterozygous_phase_unknown",
        "Two reportable variants; whether they lie on different copies of the gene is not known",
    },
    [GNBS_REASON_HOMOPLASMIC] = {
        "homoplasmic",
        "Every copy of the mitochondrial DNA is taken to carry the reportable variant",
    },
    [GNBS_REASON_HETEROPLASMIC] = {
        "heteroplasmic",
        "Enough copies of the mitochondrial DNA carry the reportable variant",
    },
    [GNBS_REASON_LOCUS_INCONCLUSIVE] = {
        "copies_inconclusive",
        "The gene has a near-identical copy, and the reads do not decide how many copies of it work",
    },
    [GNBS_REASON_LOCUS_NOT_ASSESSED] = {
        "copies_not_counted",
        "The gene has a near-identical copy, and its copies could not be counted in this sample",
    },
    [GNBS_REASON_NO_FUNCTIONAL_COPY] = {
        "no_functional_copy",
        "Too few functional copies of the gene were found",
    },
    [GNBS_REASON_COPIES_PHASE_UNKNOWN] = {
        "copies_phase_unknown",
        "Two changes, each on one copy of the gene; whether they lie on different chromosomes is not known",
    },
};
/* clang-format on */

const char *gnbs_reason_code(gnbs_reason_t r) { return REASONS[r].code; }
const char *gnbs_reason_text(gnbs_reason_t r) { return REASONS[r].text; }

const char *gnbs_phase_name(gnbs_phase_t p) {
    switch (p) {
    case GNBS_PHASE_NOT_APPLICABLE: return "not applicable";
    case GNBS_PHASE_TRANS: return "in trans";
    case GNBS_PHASE_CIS: return "in cis";
    case GNBS_PHASE_UNKNOWN: return "phase unknown";
    }
    return "phase unknown";
}
