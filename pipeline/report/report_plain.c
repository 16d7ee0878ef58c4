/* report/report_plain.c -- report.txt: the report for a terminal or a text field, 78 columns, no control characters.
 *
 *     [suspected] Cystic fibrosis (CFTR)
 *       Two reportable variants; ...
 *
 * Every condition has one line that begins with its outcome in brackets, so `grep '^\[suspected\]'` finds what matters.
 */
#include <inttypes.h>
#include <string.h>

#include "report/report.h"
#include "report/report_check.h"
#include "report/report_html.h"
#include "report/report_limits.h"
#include "report/report_text.h"
#include "report/report_words.h"

enum { WIDTH = 78, LABEL = 16, DEEP = 4 };

/* ---- laying out ------------------------------------------------------------------------------------------- */

static void pad(gnbs_str_t *out, int n) {
    for (int i = 0; i < n; i++) gnbs_str_add_char(out, ' ');
}

/* Columns of the word at s, one per character, and its bytes. */
static int word_columns(const char *s, size_t *n_byte) {
    int columns = 0;
    size_t n = 0;
    for (; s[n] != '\0' && s[n] != ' '; n++)
        columns += ((unsigned char)s[n] & 0xC0) != 0x80;
    *n_byte = n;
    return columns;
}

/* A word longer than a line goes on below, cut between characters. */
static int put_long_word(gnbs_str_t *out, const char *s, size_t n, int column, int indent) {
    for (size_t i = 0; i < n; i++) {
        bool begins = ((unsigned char)s[i] & 0xC0) != 0x80;
        if (begins && column >= WIDTH) {
            gnbs_str_add_char(out, '\n');
            pad(out, indent);
            column = indent;
        }
        column += begins;
        gnbs_str_add_char(out, s[i]);
    }
    return column;
}

/* `text` after `column` columns are used, further lines `indent` deep; ends the line. */
static void put_wrapped(gnbs_str_t *out, const char *text, int column, int indent) {
    bool is_first = true;
    while (*text != '\0') {
        size_t n;
        while (*text == ' ') text++;
        int columns = word_columns(text, &n);
        if (n == 0) break;
        if (!is_first && column + 1 + columns > WIDTH) {
            gnbs_str_add_char(out, '\n');
            pad(out, indent);
            column = indent;
        } else if (!is_first) {
            gnbs_str_add_char(out, ' ');
            column++;
        }
        column = put_long_word(out, text, n, column, indent);
        is_first = false;
        text += n;
    }
    gnbs_str_add_char(out, '\n');
}

/* Anybody's text as a paragraph. */
static void paragraph(gnbs_str_t *out, int indent, const char *text) {
    gnbs_str_t fit;
    gnbs_str_init(&fit);
    gnbs_report_clean(&fit, text);
    pad(out, indent);
    put_wrapped(out, gnbs_str_text(&fit), indent, indent);
    if (fit.failed) out->failed = true;
    gnbs_str_clear(&fit);
}

static void paragraph_of(gnbs_str_t *out, int indent, gnbs_str_t *text) {
    paragraph(out, indent, gnbs_str_text(text));
    if (text->failed) out->failed = true;
    gnbs_str_reset(text);
}

/* "Label           text" */
static void fact(gnbs_str_t *out, int indent, const char *label, const char *text) {
    gnbs_str_t fit;
    gnbs_str_init(&fit);
    gnbs_report_clean(&fit, gnbs_report_or(text, "not stated"));
    pad(out, indent);
    gnbs_str_printf(out, "%-*s", LABEL, label);
    put_wrapped(out, gnbs_str_text(&fit), indent + LABEL, indent + LABEL);
    if (fit.failed) out->failed = true;
    gnbs_str_clear(&fit);
}

static void fact_of(gnbs_str_t *out, int indent, const char *label, gnbs_str_t *text) {
    fact(out, indent, label, gnbs_str_text(text));
    if (text->failed) out->failed = true;
    gnbs_str_reset(text);
}

static void heading(gnbs_str_t *out, const char *words) {
    gnbs_str_printf(out, "\n%s\n", words);
    for (size_t i = 0; words[i] != '\0'; i++) gnbs_str_add_char(out, '-');
    gnbs_str_add_char(out, '\n');
}

static void list(gnbs_str_t *out, int indent, const char *label, const gnbs_tree_t *texts) {
    if (texts == NULL || texts->kind != GNBS_TREE_ARRAY || texts->n == 0) return;
    paragraph(out, indent, label);
    for (size_t i = 0; i < texts->n; i++) {
        gnbs_str_t item;
        gnbs_str_init(&item);
        gnbs_str_printf(&item, "- %s", gnbs_tree_as_text(gnbs_tree_at(texts, i)));
        paragraph_of(out, indent + 2, &item);
        gnbs_str_clear(&item);
    }
}

/* ---- the head ---------------------------------------------------------------------------------------------- */

static void write_head(gnbs_str_t *out, gnbs_str_t *s, const gnbs_tree_t *f) {
    gnbs_str_add(out, "NEWBORN GENOMIC SCREENING REPORT\n");
    if (gnbs_tree_is(f, "synthetic"))
        gnbs_str_add(out, GNBS_REPORT_SYNTHETIC ": no baby stands behind this report\n");
    if (gnbs_tree_is(f, "report.draft")) {
        gnbs_str_printf(s, "%s. %s", GNBS_REPORT_DRAFT,
                        gnbs_tree_text(f, "report.draft_reason"));
        paragraph_of(out, 0, s);
    }
    gnbs_str_add_char(out, '\n');
    gnbs_str_printf(s, "*** %s ***", gnbs_tree_text(f, "summary.result_text"));
    paragraph_of(out, 0, s);
    paragraph(out, 0, gnbs_tree_text(f, "summary.counts_text"));
    paragraph(out, 0, gnbs_tree_text(f, "summary.meaning"));
    const gnbs_tree_t *passes = gnbs_tree_get(f, "quality.passes");
    if (passes != NULL && passes->kind == GNBS_TREE_BOOL && !passes->truth) {
        gnbs_str_printf(
            s, "The sample failed a quality gate: %s",
            gnbs_report_or(gnbs_tree_text(f, "quality.fail_reason"), "reason not stated"));
        paragraph_of(out, 0, s);
    }
}

static void write_replaces(gnbs_str_t *out, gnbs_str_t *s, const gnbs_tree_t *f) {
    const gnbs_tree_t *r = gnbs_tree_get(f, "report.replaces"),
                      *changes = gnbs_tree_get(r, "changes");
    if (!gnbs_tree_has(r, "id")) return;
    gnbs_str_printf(s, "report %s, version %" PRId64 ". Reason: %s",
                    gnbs_tree_text(r, "id"), gnbs_tree_int(r, "version", 1),
                    gnbs_report_or(gnbs_tree_text(r, "reason"), "not stated"));
    fact_of(out, 0, "Replaces", s);
    for (size_t i = 0; changes != NULL && i < changes->n; i++) {
        const gnbs_tree_t *c = gnbs_tree_at(changes, i);
        gnbs_str_printf(s, "%s (%s): was %s, is %s", gnbs_tree_text(c, "condition"),
                        gnbs_tree_text(c, "gene"),
                        gnbs_report_change_words(gnbs_tree_text(c, "was")),
                        gnbs_report_change_words(gnbs_tree_text(c, "is")));
        fact_of(out, 0, "Changed", s);
    }
}

static void write_consent(gnbs_str_t *out, gnbs_str_t *s, const gnbs_tree_t *f) {
    const gnbs_tree_t *groups = gnbs_tree_get(f, "consent.groups");
    if (groups == NULL || groups->kind != GNBS_TREE_ARRAY) return;
    gnbs_str_add(s, "beside the core: ");
    for (size_t i = 0; i < groups->n; i++)
        gnbs_str_printf(s, "%s%s", i > 0 ? ", " : "",
                        gnbs_tree_as_text(gnbs_tree_at(groups, i)));
    gnbs_str_add(s, groups->n == 0 ? "nothing." : ".");
    gnbs_str_add(s, " Conditions for which the family did not consent were not looked at.");
    fact_of(out, 0, "Agreed to", s);
}

static void write_identity(gnbs_str_t *out, gnbs_str_t *s, const gnbs_tree_t *f) {
    gnbs_str_add_char(out, '\n');
    fact(out, 0, "Sample", gnbs_tree_text(f, "sample"));
    gnbs_str_printf(s, "declared %s; seen in the reads: %s",
                    gnbs_report_or(gnbs_tree_text(f, "sex.declared"), "unknown"),
                    gnbs_report_or(gnbs_tree_text(f, "sex.inferred"), "unknown"));
    fact_of(out, 0, "Sex", s);
    gnbs_str_printf(s, "%s, version %" PRId64, gnbs_tree_text(f, "report.id"),
                    gnbs_tree_int(f, "report.version", 1));
    fact_of(out, 0, "Report", s);
    write_replaces(out, s, f);
    gnbs_str_printf(s, "%s, version %s, dated %s (%s)",
                    gnbs_report_or(gnbs_tree_text(f, "panel.name"), "not named"),
                    gnbs_report_or(gnbs_tree_text(f, "panel.version"), "not stated"),
                    gnbs_report_or(gnbs_tree_text(f, "panel.date"), "not stated"),
                    gnbs_tree_is(f, "panel.signed") ? "signature valid"
                                                    : "no valid signature");
    fact_of(out, 0, "Panel", s);
    fact(out, 0, "Genome build", gnbs_tree_text(f, "reference_bundle.build"));
    write_consent(out, s, f);
}

/* ---- findings ---------------------------------------------------------------------------------------------- */

/* The bracket is never parted from the name it judges. */
static void outcome_line(gnbs_str_t *out, gnbs_str_t *s, const char *outcome,
                         const gnbs_tree_t *o) {
    gnbs_str_t fit;
    gnbs_str_init(&fit);
    gnbs_str_printf(s, "%s (%s)", gnbs_tree_text(o, "condition"),
                    gnbs_tree_text(o, "gene"));
    gnbs_report_clean(&fit, gnbs_str_text(s));
    gnbs_str_printf(out, "[%s] ", outcome);
    put_wrapped(out, gnbs_str_text(&fit), (int)strlen(outcome) + 3, 4);
    if (fit.failed || s->failed) out->failed = true;
    gnbs_str_clear(&fit);
    gnbs_str_reset(s);
}

static void write_clinvar(gnbs_str_t *out, gnbs_str_t *s, const gnbs_tree_t *v) {
    if (gnbs_tree_has(v, "clinvar.id"))
        gnbs_str_printf(s, "%s, %" PRId64 " of 4 stars, VariationID %s",
                        gnbs_tree_text(v, "clinvar.classification"),
                        gnbs_tree_int(v, "clinvar.stars", 0),
                        gnbs_tree_text(v, "clinvar.id"));
    else
        gnbs_str_add(s, "not listed in the release of the bundle");
    fact_of(out, DEEP, "ClinVar", s);
}

static void write_class(gnbs_str_t *out, gnbs_str_t *s, const gnbs_tree_t *v) {
    const gnbs_tree_t *c = gnbs_tree_get(v, "classification"),
                      *criteria = gnbs_tree_get(c, "criteria");
    gnbs_str_printf(s, "%s, %" PRId64 " points (ACMG/AMP)",
                    gnbs_report_or(gnbs_tree_text(c, "class"), "not classified"),
                    gnbs_tree_int(c, "points", 0));
    fact_of(out, DEEP, "Class", s);
    for (size_t i = 0; criteria != NULL && i < criteria->n; i++) {
        const gnbs_tree_t *k = gnbs_tree_at(criteria, i);
        if (gnbs_tree_has(k, "state") && !gnbs_tree_says(k, "state", "met")) continue;
        gnbs_str_printf(s, "%s %+" PRId64 ": %s", gnbs_tree_text(k, "code"),
                        gnbs_tree_int(k, "points", 0), gnbs_tree_text(k, "why"));
        fact_of(out, DEEP, "", s);
    }
}

static void write_frequency(gnbs_str_t *out, gnbs_str_t *s, const gnbs_tree_t *v) {
    const gnbs_tree_t *q = gnbs_tree_get(v, "frequency");
    if (!gnbs_tree_has(v, "frequency")) {
        gnbs_str_add(
            s, "no frequency source lists this allele; that is not a frequency of zero");
        if (gnbs_tree_is(v, "frequency_absent.looked"))
            gnbs_str_printf(s, "; %" PRId64 " chromosomes were judged at the place",
                            gnbs_tree_int(v, "frequency_absent.an", 0));
        else if (gnbs_tree_has(v, "frequency_absent"))
            gnbs_str_add(s, "; whether one looked there is unknown");
        fact_of(out, DEEP, "How common", s);
        return;
    }
    gnbs_str_printf(s, "%.3g", gnbs_tree_real(q, "af", 0));
    if (gnbs_tree_has(q, "grpmax_af"))
        gnbs_str_printf(s, ", highest by ancestry %.3g (%s)",
                        gnbs_tree_real(q, "grpmax_af", 0),
                        gnbs_report_or(gnbs_tree_text(q, "grpmax"), "not named"));
    if (gnbs_tree_has(q, "an"))
        gnbs_str_printf(s, ", %" PRId64 " chromosomes counted", gnbs_tree_int(q, "an", 0));
    gnbs_str_printf(s, "; %s", gnbs_report_or(gnbs_tree_text(q, "source"), "no source"));
    if (gnbs_tree_has(q, "filter"))
        gnbs_str_printf(s, "; the allele did not pass its filters (%s)",
                        gnbs_tree_text(q, "filter"));
    fact_of(out, DEEP, "How common", s);
}

static void write_scores(gnbs_str_t *out, gnbs_str_t *s, const gnbs_tree_t *v) {
    const gnbs_tree_t *list = gnbs_tree_get(v, "scores");
    if (list == NULL || list->n == 0) return;
    for (size_t i = 0; i < list->n; i++)
        gnbs_str_printf(s, "%s%s %.3g", i > 0 ? "; " : "",
                        gnbs_tree_text(gnbs_tree_at(list, i), "name"),
                        gnbs_tree_real(gnbs_tree_at(list, i), "value", 0));
    fact_of(out, DEEP, "Scores", s);
}

static void write_reads(gnbs_str_t *out, gnbs_str_t *s, const gnbs_tree_t *v) {
    int64_t n_ref = gnbs_tree_int(v, "allele_depths.ref", -1),
            n_alt = gnbs_tree_int(v, "allele_depths.alt", -1);
    const gnbs_tree_t *h = gnbs_tree_get(v, "heteroplasmy");
    if (n_ref < 0 || n_alt < 0 || n_ref + n_alt == 0)
        gnbs_str_add(s, "the input does not say how many show each allele");
    else
        gnbs_str_printf(s, "%" PRId64 " of %" PRId64 " show the variant", n_alt,
                        n_ref + n_alt);
    if (gnbs_tree_has(v, "genotype_quality"))
        gnbs_str_printf(s, "; genotype quality Phred %" PRId64,
                        gnbs_tree_int(v, "genotype_quality", 0));
    fact_of(out, DEEP, "Reads", s);
    if (!gnbs_tree_has(h, "fraction")) return;
    gnbs_report_fraction(s, gnbs_tree_real(h, "fraction", 0), gnbs_tree_real(h, "low", 0),
                         gnbs_tree_real(h, "high", 0));
    gnbs_str_add(s, " of the mitochondrial copies");
    fact_of(out, DEEP, "Fraction", s);
}

static void write_variant(gnbs_str_t *out, gnbs_str_t *s, const gnbs_tree_t *v) {
    if (gnbs_tree_has(v, "hgvs_c"))
        gnbs_str_printf(s, "%s %s", gnbs_tree_text(v, "hgvs_c"),
                        gnbs_tree_text(v, "hgvs_p"));
    else
        gnbs_str_printf(s, "%s:%" PRId64, gnbs_tree_text(v, "chrom"),
                        gnbs_tree_int(v, "pos", 0));
    fact_of(out, 2, "Variant", s);
    gnbs_str_printf(s, "%s:%" PRId64 " ", gnbs_tree_text(v, "chrom"),
                    gnbs_tree_int(v, "pos", 0));
    gnbs_report_add_allele(s, gnbs_tree_text(v, "ref"));
    gnbs_str_add(s, " > ");
    gnbs_report_add_allele(s, gnbs_tree_text(v, "alt"));
    fact_of(out, DEEP, "Place", s);
    fact(out, DEEP, "Zygosity", gnbs_tree_text(v, "zygosity"));
    if (gnbs_tree_has(v, "consequence"))
        fact(out, DEEP, "Effect", gnbs_tree_text(v, "consequence"));
    fact(out, DEEP, "Reported by", gnbs_tree_text(v, "rule"));
    write_clinvar(out, s, v);
    write_frequency(out, s, v);
    write_scores(out, s, v);
    write_reads(out, s, v);
    list(out, DEEP, "Doubts about the call:", gnbs_tree_get(v, "filters"));
    write_class(out, s, v);
}

/* Findings of one condition lie side by side: its line is written with the first. */
static void write_finding(gnbs_str_t *out, gnbs_str_t *s, const gnbs_tree_t *f,
                          const gnbs_tree_t *x, size_t *last_owner) {
    const gnbs_tree_t *variants = gnbs_tree_get(x, "variants");
    size_t owner = gnbs_report_owner(f, gnbs_tree_text(x, "id"));
    gnbs_str_add_char(out, '\n');
    if (owner != *last_owner) outcome_line(out, s, "suspected", x);
    *last_owner = owner;
    gnbs_str_printf(s, "%s.", gnbs_tree_text(x, "reason_text"));
    paragraph_of(out, 2, s);
    const char *detail =
        gnbs_tree_text(gnbs_tree_at(gnbs_tree_get(f, "outcomes"), owner), "detail");
    if (detail[0] != '\0') paragraph(out, 2, detail);
    fact(out, 2, "Urgency", gnbs_tree_text(x, "urgency"));
    fact(out, 2, "Action", gnbs_tree_text(x, "action"));
    fact(out, 2, "Confirm by", gnbs_tree_text(x, "confirmatory_test"));
    gnbs_str_printf(s, "%s (%s)", gnbs_tree_text(x, "inheritance.name"),
                    gnbs_tree_text(x, "inheritance.short"));
    fact_of(out, 2, "Inheritance", s);
    fact(out, 2, "Phase", gnbs_tree_text(x, "phase_text"));
    if (gnbs_tree_has(x, "fragments")) {
        gnbs_report_link_sentence(s, x);
        fact_of(out, 2, "Fragments", s);
    }
    if (gnbs_tree_has(x, "locus.genotype"))
        fact(out, 2, "Copies", gnbs_tree_text(x, "locus.genotype"));
    for (size_t i = 0; variants != NULL && i < variants->n; i++)
        write_variant(out, s, gnbs_tree_at(variants, i));
    list(out, 2, "Limits of what was looked for in this gene:",
         gnbs_tree_get(gnbs_tree_at(gnbs_tree_get(f, "outcomes"), owner), "limits"));
}

static void write_findings(gnbs_str_t *out, gnbs_str_t *s, const gnbs_tree_t *f) {
    const gnbs_tree_t *findings = gnbs_tree_get(f, "findings");
    if (findings->n == 0) return;
    heading(out, "What is suspected, and what to do");
    paragraph(out, 0, GNBS_REPORT_CONFIRM);
    size_t last_owner = SIZE_MAX;
    for (size_t i = 0; i < findings->n; i++)
        write_finding(out, s, f, gnbs_tree_at(findings, i), &last_owner);
}

/* ---- the others --------------------------------------------------------------------------------------------- */

static void write_gaps(gnbs_str_t *out, const gnbs_tree_t *o) {
    list(out, 2, "Gaps:", gnbs_tree_get(o, "gaps"));
    list(out, 2, "Listed disease alleles that could not be looked for:",
         gnbs_tree_get(o, "known_alleles.not_callable"));
}

static void write_not_assessed(gnbs_str_t *out, gnbs_str_t *s, const gnbs_tree_t *f) {
    const gnbs_tree_t *outcomes = gnbs_tree_get(f, "outcomes");
    heading(out, "Conditions that could not be assessed");
    if (gnbs_tree_int(f, "summary.n_not_assessed", 0) == 0) {
        paragraph(out, 0,
                  "None: every condition of the panel was assessed, within the limits "
                  "stated.");
        return;
    }
    paragraph(out, 0, "Nothing may be concluded about these, one way or the other.");
    for (size_t i = 0; i < outcomes->n; i++) {
        const gnbs_tree_t *o = gnbs_tree_at(outcomes, i);
        if (!gnbs_tree_says(o, "outcome", "not_assessed")) continue;
        outcome_line(out, s, "not assessed", o);
        gnbs_str_printf(s, "%s.", gnbs_tree_text(o, "reason_text"));
        paragraph_of(out, 2, s);
        if (gnbs_tree_text(o, "detail")[0] != '\0')
            paragraph(out, 2, gnbs_tree_text(o, "detail"));
        write_gaps(out, o);
    }
}

static void write_own_limits(gnbs_str_t *out, const gnbs_report_common_t *common,
                             const gnbs_tree_t *o) {
    const gnbs_tree_t *limits = gnbs_tree_get(o, "limits");
    for (size_t i = 0; limits != NULL && i < limits->n; i++) {
        const char *limit = gnbs_tree_as_text(gnbs_tree_at(limits, i));
        if (!gnbs_report_is_common(common, limit)) fact(out, 2, "Not looked for", limit);
    }
}

static void write_clear(gnbs_str_t *out, gnbs_str_t *s, const gnbs_report_common_t *common,
                        const gnbs_tree_t *o) {
    int64_t target = gnbs_tree_int(o, "target_bp", 0);
    outcome_line(out, s, "not suspected", o);
    if (!gnbs_tree_says(o, "reason", "no_reportable_finding"))
        paragraph(out, 2, gnbs_tree_text(o, "reason_text"));
    if (gnbs_tree_text(o, "detail")[0] != '\0')
        paragraph(out, 2, gnbs_tree_text(o, "detail"));
    if (target > 0) {
        gnbs_report_percent(s, gnbs_tree_int(o, "callable_bp", 0), target);
        gnbs_str_printf(s,
                        " of the gene's target bases; %" PRId64 " of %" PRId64
                        " listed disease alleles",
                        gnbs_tree_int(o, "known_alleles.n_callable", 0),
                        gnbs_tree_int(o, "known_alleles.n", 0));
        fact_of(out, 2, "Read well", s);
    }
    fact(out, 2, "Risk remains", gnbs_tree_text(o, "residual_risk.text"));
    write_own_limits(out, common, o);
    write_gaps(out, o);
}

static void write_not_suspected(gnbs_str_t *out, gnbs_str_t *s, const gnbs_tree_t *f) {
    const gnbs_tree_t *outcomes = gnbs_tree_get(f, "outcomes");
    gnbs_report_common_t common = gnbs_report_find_common(f);
    if (gnbs_tree_int(f, "summary.n_not_suspected", 0) == 0) return;
    heading(out, "Conditions not suspected, within stated limits");
    for (size_t i = 0; i < common.n; i++) {
        gnbs_str_printf(s, "For none of these was looked for: %s", common.limit[i]);
        paragraph_of(out, 0, s);
    }
    for (size_t i = 0; i < outcomes->n; i++)
        if (gnbs_tree_says(gnbs_tree_at(outcomes, i), "outcome", "not_suspected"))
            write_clear(out, s, &common, gnbs_tree_at(outcomes, i));
}

/* ---- the end ------------------------------------------------------------------------------------------------ */

static void write_quality(gnbs_str_t *out, gnbs_str_t *s, const gnbs_tree_t *f) {
    const gnbs_tree_t *q = gnbs_tree_get(f, "quality");
    heading(out, "Quality of the data");
    fact(out, 0, "Input", gnbs_tree_text(f, "input"));
    if (!gnbs_tree_is(q, "from_reads")) {
        paragraph(out, 0,
                  "The input holds no reads: depth, sex and the sample's quality "
                  "could not be measured here.");
        return;
    }
    gnbs_str_printf(
        s, "%s%s", gnbs_tree_is(q, "passes") ? "all passed" : "failed: ",
        gnbs_tree_is(q, "passes")
            ? ""
            : gnbs_report_or(gnbs_tree_text(q, "fail_reason"), "reason not stated"));
    fact_of(out, 0, "Quality gates", s);
    gnbs_str_printf(s, "%.1f fragments over autosomal targets",
                    gnbs_tree_real(q, "depth_mean", 0));
    fact_of(out, 0, "Mean depth", s);
}

static void write_policy(gnbs_str_t *out, gnbs_str_t *s, const gnbs_tree_t *f) {
    const gnbs_tree_t *rules = gnbs_tree_get(f, "policy");
    if (rules == NULL || rules->n == 0) return;
    heading(out, "Rules of screening that were in force");
    for (size_t i = 0; i < rules->n; i++) {
        const gnbs_tree_t *p = gnbs_tree_at(rules, i);
        const char *standard = gnbs_tree_text(p, "default");
        gnbs_str_printf(s, "%s = %s", gnbs_tree_text(p, "key"), gnbs_tree_text(p, "value"));
        if (!gnbs_tree_says(p, "value", standard))
            gnbs_str_printf(s, " (changed; default %s)", standard);
        gnbs_str_printf(s, ": %s. Source: %s", gnbs_tree_text(p, "meaning"),
                        gnbs_report_or(gnbs_tree_text(p, "source"), "not stated"));
        paragraph_of(out, 0, s);
    }
}

static void write_back(gnbs_str_t *out, gnbs_str_t *s, const gnbs_tree_t *f) {
    heading(out, "Limitations");
    for (size_t i = 0; i < gnbs_report_n_limitation; i++)
        paragraph(out, 0, gnbs_report_limitations[i]);
    heading(out, "Versions");
    gnbs_str_printf(s, "gnbs %s", gnbs_tree_text(f, "generated_by.version"));
    fact_of(out, 0, "Program", s);
    fact(out, 0, "Panel SHA-256", gnbs_tree_text(f, "panel.sha256"));
    fact(out, 0, "Bundle", gnbs_tree_text(f, "reference_bundle.identity"));
    gnbs_str_printf(s, "End of report %s", gnbs_tree_text(f, "report.id"));
    gnbs_str_add_char(out, '\n');
    paragraph_of(out, 0, s);
}

gnbs_code_t gnbs_report_plain(const gnbs_tree_t *f, gnbs_str_t *out, gnbs_err_t *err) {
    GNBS_TRY(gnbs_report_check_tree(f, err));
    gnbs_str_t s;
    gnbs_str_init(&s);
    write_head(out, &s, f);
    write_identity(out, &s, f);
    write_findings(out, &s, f);
    write_not_assessed(out, &s, f);
    write_not_suspected(out, &s, f);
    write_quality(out, &s, f);
    write_policy(out, &s, f);
    write_back(out, &s, f);
    gnbs_str_clear(&s);
    return out->failed ? gnbs_err_set(err, GNBS_E_NOMEM, "report.txt") : GNBS_OK;
}
