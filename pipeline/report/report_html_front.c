/* report/report_html_front.c -- page one: the outcome, whose it is, what to do, what was and was not looked at, signatures. */
#include <inttypes.h>
#include <string.h>

#include "report/report_html.h"
#include "report/report_text.h"
#include "report/report_words.h"

/* Three shapes, so that the result is told by words, shape and colour, in this order. */
static const struct {
    const char *result, *icon;
} ICONS[] = {
    {"screen_not_completed",
     "<circle cx=\"24\" cy=\"24\" r=\"21\" fill=\"none\" stroke=\"currentColor\" "
     "stroke-width=\"4\" stroke-dasharray=\"7 5\"/><path d=\"M15 24h18\" fill=\"none\" "
     "stroke=\"currentColor\" stroke-width=\"5\"/>"},
    {"no_condition_suspected",
     "<circle cx=\"24\" cy=\"24\" r=\"21\" fill=\"none\" stroke=\"currentColor\" "
     "stroke-width=\"4\"/><circle cx=\"24\" cy=\"24\" r=\"6\" fill=\"currentColor\"/>"},
    {"condition_suspected",
     "<path d=\"M24 3 45 24 24 45 3 24Z\" fill=\"currentColor\"/><path d=\"M24 13v14\" "
     "stroke=\"#fff\" stroke-width=\"5\"/><circle cx=\"24\" cy=\"34\" r=\"3\" "
     "fill=\"#fff\"/>"},
};

static size_t result_index(const gnbs_tree_t *f) {
    for (size_t i = 0; i < sizeof ICONS / sizeof ICONS[0]; i++)
        if (gnbs_tree_says(f, "summary.result", ICONS[i].result)) return i;
    return 0;
}

static void write_nav(gnbs_str_t *out, const gnbs_tree_t *f) {
    bool has_findings = gnbs_tree_size(f, "findings") > 0;
    const struct {
        bool is_there;
        const char *id, *words;
    } LINKS[] = {{has_findings, "evidence", "Evidence"},
                 {true, "not-assessed", "Not assessed"},
                 {gnbs_tree_int(f, "summary.n_not_suspected", 0) > 0, "not-suspected",
                  "Not suspected"},
                 {gnbs_tree_size(f, "loci") > 0, "loci", "Copies"},
                 {true, "quality", "Quality"},
                 {true, "methods", "Rules and methods"},
                 {true, "limitations", "Limitations"},
                 {true, "glossary", "Words used"}};
    gnbs_str_add(out, "<nav class=\"sections\" aria-label=\"Sections of the report\">\n");
    for (size_t i = 0; i < sizeof LINKS / sizeof LINKS[0]; i++)
        if (LINKS[i].is_there)
            gnbs_str_printf(out, "<a href=\"#%s\">%s</a>\n", LINKS[i].id, LINKS[i].words);
    gnbs_str_add(out, "</nav>\n");
}

void gnbs_report_html_banner(gnbs_str_t *out, const gnbs_tree_t *f) {
    size_t i = result_index(f);
    gnbs_str_printf(out,
                    "<section id=\"result\" class=\"banner %s\" tabindex=\"-1\" "
                    "aria-labelledby=\"result-title\">\n",
                    ICONS[i].result);
    gnbs_str_printf(out,
                    "<svg class=\"icon\" viewBox=\"0 0 48 48\" aria-hidden=\"true\" "
                    "focusable=\"false\">%s</svg>\n<div>\n",
                    ICONS[i].icon);
    if (gnbs_tree_is(f, "synthetic"))
        gnbs_str_add(out, "<p class=\"label synthetic\">" GNBS_REPORT_SYNTHETIC
                          ": no baby stands behind this page</p>\n");
    if (!gnbs_tree_is(f, "consent.checked"))
        gnbs_str_add(out, "<p class=\"label draft\">" GNBS_REPORT_NO_CONSENT "</p>\n");
    gnbs_str_add(out, "<h2 id=\"result-title\">");
    gnbs_report_put_at(out, f, "summary.result_text");
    gnbs_str_add(out, "</h2>\n<p class=\"counts\">");
    gnbs_report_put_at(out, f, "summary.counts_text");
    gnbs_str_add(out, "</p>\n<p class=\"meaning\">");
    gnbs_report_put_at(out, f, "summary.meaning");
    gnbs_str_add(out, "</p>\n");
    const gnbs_tree_t *passes = gnbs_tree_get(f, "quality.passes");
    if (passes != NULL && passes->kind == GNBS_TREE_BOOL && !passes->truth) {
        gnbs_str_add(out, "<p class=\"meaning\">The sample failed a quality gate: ");
        gnbs_report_put(out, gnbs_report_or(gnbs_tree_text(f, "quality.fail_reason"),
                                            "reason not stated"));
        gnbs_str_add(out, "</p>\n");
        if (gnbs_tree_text(f, "quality.fail_action")[0] != '\0') {
            gnbs_str_add(out, "<p class=\"meaning\"><strong>What to do:</strong> ");
            gnbs_report_put_at(out, f, "quality.fail_action");
            gnbs_str_add(out, "</p>\n");
        }
    }
    gnbs_str_add(out, "</div>\n</section>\n");
}

/* ---- whose report, which report --------------------------------------------------------------------------- */

static void write_sex(gnbs_str_t *out, const gnbs_tree_t *f) {
    const char *declared = gnbs_tree_text(f, "sex.declared"),
               *seen = gnbs_tree_text(f, "sex.inferred");
    bool is_seen = strcmp(seen, "unknown") != 0 && seen[0] != '\0',
         is_declared = strcmp(declared, "unknown") != 0 && declared[0] != '\0';
    gnbs_report_fact_begin(out, "Sex");
    gnbs_str_add(out, "declared ");
    gnbs_report_put(out, gnbs_report_or(declared, "unknown"));
    gnbs_str_add(out, is_seen ? "; seen in the reads: " : "; not told from the input");
    if (is_seen) gnbs_report_put(out, seen);
    if (is_seen && is_declared && strcmp(seen, declared) != 0)
        gnbs_str_add(out, " <strong>- these differ</strong>");
    gnbs_report_fact_end(out);
}

static void write_panel(gnbs_str_t *out, const gnbs_tree_t *f) {
    gnbs_report_fact_begin(out, "Panel");
    gnbs_report_put(out, gnbs_report_or(gnbs_tree_text(f, "panel.name"), "not named"));
    gnbs_str_add(out, ", version ");
    gnbs_report_put(out, gnbs_report_or(gnbs_tree_text(f, "panel.version"), "not stated"));
    gnbs_str_add(out, ", dated ");
    gnbs_report_put(out, gnbs_report_or(gnbs_tree_text(f, "panel.date"), "not stated"));
    gnbs_str_printf(out, " (%s)",
                    gnbs_tree_is(f, "panel.signed") ? "signature valid"
                                                    : "no valid signature");
    int64_t n_review = gnbs_tree_int(f, "panel.rows_needing_review", 0);
    if (n_review > 0)
        gnbs_str_printf(out,
                        "; %" PRId64 " screened condition%s hold%s facts that await a "
                        "curator's review",
                        n_review, n_review == 1 ? "" : "s", n_review == 1 ? "s" : "");
    gnbs_report_fact_end(out);
}

static void write_status(gnbs_str_t *out, const gnbs_tree_t *f) {
    gnbs_report_fact_begin(out, "Status");
    if (gnbs_tree_is(f, "report.draft")) {
        gnbs_str_add(out, "<strong>" GNBS_REPORT_DRAFT ".</strong> ");
        gnbs_report_put_at(out, f, "report.draft_reason");
    } else {
        gnbs_str_add(out, "Panel and report are signed.");
    }
    gnbs_report_fact_end(out);
}

static void write_changes(gnbs_str_t *out, const gnbs_tree_t *r) {
    const gnbs_tree_t *changes = gnbs_tree_get(r, "changes");
    int64_t n_gone = gnbs_tree_int(r, "n_no_longer_screened", 0);
    if (changes == NULL || changes->kind != GNBS_TREE_ARRAY) return;
    if (changes->n == 0)
        gnbs_str_add(out, "<p>No outcome differs from the report it replaces.</p>");
    else
        gnbs_str_add(out, "<p>Outcomes that differ from the report it replaces:</p><ul>");
    for (size_t i = 0; i < changes->n; i++) {
        const gnbs_tree_t *c = gnbs_tree_at(changes, i);
        gnbs_str_add(out, "<li>");
        gnbs_report_put_at(out, c, "condition");
        gnbs_str_add(out, " (<em>");
        gnbs_report_put_at(out, c, "gene");
        gnbs_str_printf(out, "</em>): was %s, is <strong>%s</strong></li>",
                        gnbs_report_change_words(gnbs_tree_text(c, "was")),
                        gnbs_report_change_words(gnbs_tree_text(c, "is")));
    }
    if (changes->n > 0) gnbs_str_add(out, "</ul>");
    if (n_gone > 0)
        gnbs_str_printf(out,
                        "<p>%" PRId64 " condition%s of that report %s screened no "
                        "more.</p>",
                        n_gone, n_gone == 1 ? "" : "s", n_gone == 1 ? "is" : "are");
}

static void write_replaces(gnbs_str_t *out, const gnbs_tree_t *f) {
    const gnbs_tree_t *r = gnbs_tree_get(f, "report.replaces");
    if (!gnbs_tree_has(r, "id")) return;
    gnbs_report_fact_begin(out, "Amends and replaces");
    gnbs_str_add(out, "<strong>Report ");
    gnbs_report_put_at(out, r, "id");
    gnbs_str_printf(
        out, ", version %" PRId64 ".</strong> Reason: ", gnbs_tree_int(r, "version", 1));
    gnbs_report_put(out, gnbs_report_or(gnbs_tree_text(r, "reason"), "not stated"));
    write_changes(out, r);
    gnbs_report_fact_end(out);
}

static void write_identity(gnbs_str_t *out, const gnbs_tree_t *f) {
    gnbs_report_section_begin(out, "identity", "Sample and report");
    gnbs_str_add(out, "<dl class=\"facts\">\n");
    gnbs_report_fact(out, "Sample", gnbs_tree_text(f, "sample"));
    write_sex(out, f);
    gnbs_report_fact_begin(out, "Report");
    gnbs_report_put_at(out, f, "report.id");
    gnbs_str_printf(out, ", version %" PRId64, gnbs_tree_int(f, "report.version", 1));
    gnbs_report_fact_end(out);
    gnbs_report_fact(out, "Genome build", gnbs_tree_text(f, "reference_bundle.build"));
    write_panel(out, f);
    write_status(out, f);
    write_replaces(out, f);
    gnbs_str_add(out, "</dl>\n");
    gnbs_report_section_end(out);
}

/* ---- findings in short ------------------------------------------------------------------------------------ */

static void write_short_variant(gnbs_str_t *out, const gnbs_tree_t *v) {
    gnbs_str_add(out, "<li>");
    gnbs_report_put_variant_name(out, v);
    gnbs_str_add(out, " <span class=\"quiet\">");
    gnbs_report_put_at(out, v, "zygosity");
    if (gnbs_tree_has(v, "clinvar.id")) {
        gnbs_str_add(out, "; ClinVar ");
        gnbs_report_put_at(out, v, "clinvar.id");
        gnbs_str_printf(out, ", %" PRId64 " of 4 stars",
                        gnbs_tree_int(v, "clinvar.stars", 0));
    } else {
        gnbs_str_add(out, "; not listed in ClinVar");
    }
    gnbs_str_add(out, "</span></li>");
}

static void write_card(gnbs_str_t *out, const gnbs_tree_t *f, const gnbs_tree_t *x) {
    size_t owner = gnbs_report_owner(f, gnbs_tree_text(x, "id"));
    const gnbs_tree_t *variants = gnbs_tree_get(x, "variants");
    gnbs_str_printf(out, "<article class=\"card\" aria-labelledby=\"card-%zu\">\n",
                    owner + 1);
    gnbs_str_printf(out, "<p class=\"mark\">Suspected</p>\n<h3 id=\"card-%zu\">",
                    owner + 1);
    gnbs_report_put_at(out, x, "condition");
    gnbs_str_add(out, "</h3>\n<p><em>");
    gnbs_report_put_at(out, x, "gene");
    gnbs_str_add(out, "</em> <span class=\"quiet\">");
    gnbs_report_put_at(out, x, "hgnc_id");
    gnbs_str_add(out, "</span>, ");
    gnbs_report_put_at(out, x, "inheritance.name");
    if (gnbs_report_or(gnbs_tree_text(x, "condition_id"), NULL) != NULL) {
        gnbs_str_add(out, " <span class=\"quiet\">");
        gnbs_report_put_at(out, x, "condition_id");
        gnbs_str_add(out, "</span>");
    }
    gnbs_str_add(out, "</p>\n<dl class=\"facts action\">\n");
    gnbs_report_fact(out, "Urgency", gnbs_tree_text(x, "urgency"));
    gnbs_report_fact(out, "Action", gnbs_tree_text(x, "action"));
    gnbs_report_fact(out, "Confirm by", gnbs_tree_text(x, "confirmatory_test"));
    gnbs_str_add(out, "</dl>\n<p class=\"why\"><strong>");
    gnbs_report_put_at(out, x, "reason_text");
    gnbs_str_add(out, ".</strong></p>\n<ul class=\"plain\">");
    if (gnbs_tree_has(x, "locus.genotype")) {
        gnbs_str_add(out, "<li>Copies: ");
        gnbs_report_put_at(out, x, "locus.genotype");
        gnbs_str_add(out, "</li>\n");
    }
    for (size_t i = 0; variants != NULL && i < variants->n; i++)
        write_short_variant(out, gnbs_tree_at(variants, i));
    gnbs_str_printf(out,
                    "</ul>\n<p><a href=\"#outcome-%zu\">Evidence</a></p>\n</article>\n",
                    owner + 1);
}

static void write_cards(gnbs_str_t *out, const gnbs_tree_t *f) {
    const gnbs_tree_t *findings = gnbs_tree_get(f, "findings");
    if (findings->n == 0) return;
    gnbs_report_section_begin(out, "findings", "What is suspected, and what to do");
    gnbs_str_add(out, "<p class=\"notice\"><strong>" GNBS_REPORT_CONFIRM "</strong></p>\n");
    for (size_t i = 0; i < findings->n; i++) write_card(out, f, gnbs_tree_at(findings, i));
    gnbs_report_section_end(out);
}

/* ---- what was and was not looked at ----------------------------------------------------------------------- */

static void write_scope(gnbs_str_t *out, const gnbs_tree_t *f) {
    int64_t n_no = gnbs_tree_int(f, "summary.n_not_assessed", 0);
    const gnbs_tree_t *groups = gnbs_tree_get(f, "consent.groups");
    gnbs_report_section_begin(out, "scope", "What was and was not looked at");
    gnbs_str_add(out, "<dl class=\"facts\">\n");
    gnbs_report_fact_begin(out, "Conditions screened");
    gnbs_report_put_count(out, (int64_t)gnbs_tree_size(f, "outcomes"));
    gnbs_str_add(out, " of panel ");
    gnbs_report_put_at(out, f, "panel.name");
    gnbs_str_add(out, " ");
    gnbs_report_put_at(out, f, "panel.version");
    gnbs_report_fact_end(out);
    gnbs_report_fact_begin(out, "Could not be assessed");
    if (n_no == 0) {
        gnbs_str_add(out, "none");
    } else {
        gnbs_report_put_count(out, n_no);
        gnbs_str_printf(out, " condition%s: <a href=\"#not-assessed\">which, and why</a>",
                        n_no == 1 ? "" : "s");
    }
    gnbs_report_fact_end(out);
    if (groups != NULL && groups->kind == GNBS_TREE_ARRAY) {
        gnbs_report_fact_begin(out, "By the family&rsquo;s choice");
        gnbs_str_add(out, "Conditions for which the family did not consent were not looked "
                          "at and are not in this report. Agreed to beside the core: ");
        for (size_t i = 0; i < groups->n; i++) {
            gnbs_str_add(out, i > 0 ? ", " : "");
            gnbs_report_put(out, gnbs_tree_as_text(gnbs_tree_at(groups, i)));
        }
        gnbs_str_add(out, groups->n == 0 ? "nothing." : ".");
        gnbs_report_fact_end(out);
    }
    gnbs_report_fact(out, "Never looked for",
                     "carrier states, variants of uncertain significance alone, conditions "
                     "outside the panel");
    gnbs_str_add(out, "</dl>\n");
    gnbs_report_section_end(out);
}

/* Of a report that was signed at the review desk. */
static void write_signed(gnbs_str_t *out, const gnbs_tree_t *signatures) {
    gnbs_report_section_begin(out, "signatures", "Signatures");
    gnbs_str_add(out, "<dl class=\"facts\">\n");
    for (size_t i = 0; i < signatures->n; i++) {
        const gnbs_tree_t *x = gnbs_tree_at(signatures, i);
        gnbs_str_add(out, "<div><dt>");
        gnbs_report_put_at(out, x, "role");
        gnbs_str_add(out, "</dt><dd><strong>");
        gnbs_report_put_at(out, x, "name");
        gnbs_str_add(out, "</strong>, signed at the review desk ");
        gnbs_report_put_at(out, x, "at");
        gnbs_str_add(out, "</dd></div>\n");
    }
    gnbs_str_add(out, "</dl>\n");
    gnbs_report_section_end(out);
}

static void write_signatures(gnbs_str_t *out, const gnbs_tree_t *f) {
    static const char *const LINES[] = {"Name and role", "Signature", "Date"};
    if (gnbs_tree_size(f, "report.signatures") > 0) {
        write_signed(out, gnbs_tree_get(f, "report.signatures"));
        return;
    }
    gnbs_report_section_begin(out, "signatures", "Signatures");
    gnbs_str_add(out,
                 "<p>Two different people review and sign.</p>\n<div class=\"sign\">\n");
    for (int who = 1; who <= 2; who++) {
        gnbs_str_printf(out, "<div><h3>Reviewer %d</h3>\n", who);
        for (size_t i = 0; i < sizeof LINES / sizeof LINES[0]; i++)
            gnbs_str_printf(out, "<p class=\"line\"><span>%s</span></p>\n", LINES[i]);
        gnbs_str_add(out, "</div>\n");
    }
    gnbs_str_add(out, "</div>\n");
    gnbs_report_section_end(out);
}

void gnbs_report_html_front(gnbs_str_t *out, const gnbs_tree_t *f) {
    gnbs_report_html_banner(out, f);
    write_nav(out, f);
    write_identity(out, f);
    write_cards(out, f);
    write_scope(out, f);
    write_signatures(out, f);
}
