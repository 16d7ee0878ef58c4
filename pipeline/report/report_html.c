#include "report/report_html.h"

#include "report/report_text.h"
#include "report/report_words.h"

static void write_title(gnbs_str_t *out, const gnbs_case_t *newborn,
                        const gnbs_report_info_t *info) {
    gnbs_str_add(out, "<title>");
    if (newborn->is_synthetic) gnbs_str_add(out, GNBS_REPORT_SYNTHETIC " - ");
    const char *draft = gnbs_report_draft_words(newborn, info);
    if (draft != NULL) gnbs_str_printf(out, "%s - ", draft);
    gnbs_str_add(out, "Newborn genomic screening report - ");
    gnbs_report_put(out, newborn->sample);
    gnbs_str_add(out, "</title>\n");
}

static void write_head(gnbs_str_t *out, const gnbs_case_t *newborn,
                       const gnbs_report_info_t *info) {
    /* No script at all; the policy makes a browser refuse whatever a hostile name might smuggle in. */
    gnbs_str_add(
        out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
             "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
             "form-action 'none'\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"referrer\" content=\"no-referrer\">\n"
             "<meta name=\"robots\" content=\"noindex, nofollow\">\n");
    gnbs_str_add(out, "<meta name=\"generator\" content=\"gnbs ");
    gnbs_report_put(out, info->program_version);
    gnbs_str_add(out, "\">\n");
    write_title(out, newborn, info);
    gnbs_str_add(out, "<style>\n");
    gnbs_report_put_style(out);
    gnbs_str_add(out, "</style>\n</head>\n");
}

static void write_labels(gnbs_str_t *out, const gnbs_case_t *newborn,
                         const gnbs_report_info_t *info) {
    const char *draft = gnbs_report_draft_words(newborn, info);
    if (newborn->is_synthetic)
        gnbs_str_add(out, "<strong class=\"label synthetic\">" GNBS_REPORT_SYNTHETIC
                          "</strong>");
    if (draft != NULL)
        gnbs_str_printf(out, "<strong class=\"label draft\">%s</strong>", draft);
}

/* Fixed on screen it would hide what has focus; it is shown in print only, where it repeats on
 * every sheet, so that a loose page still says whose it is and what it is worth. */
static void write_running_line(gnbs_str_t *out, const gnbs_case_t *newborn,
                               const gnbs_report_info_t *info) {
    gnbs_str_add(out, "<div class=\"running\" aria-hidden=\"true\"><span>");
    gnbs_report_put(out, newborn->sample);
    gnbs_str_add(out, "</span><span>");
    write_labels(out, newborn, info);
    gnbs_str_add(out, "</span><span>Report ");
    gnbs_report_put(out, info->report_id);
    gnbs_str_add(out, "</span></div>\n");
}

static void write_header(gnbs_str_t *out, const gnbs_case_t *newborn,
                         const gnbs_report_info_t *info) {
    gnbs_str_add(out,
                 "<body>\n<a class=\"skip\" href=\"#result\">Skip to the result</a>\n");
    write_running_line(out, newborn, info);
    gnbs_str_add(out, "<header class=\"top\">\n<h1>Newborn genomic screening report</h1>\n"
                      "<p class=\"labels\">");
    write_labels(out, newborn, info);
    gnbs_str_add(out, "</p>\n</header>\n<main>\n");
}

/* Three shapes, so that the result is told by words, shape and colour, in this order. */
static const char *const BANNER_ICONS[] = {
    [GNBS_REPORT_NOT_COMPLETED] =
        "<circle cx=\"24\" cy=\"24\" r=\"21\" fill=\"none\" stroke=\"currentColor\" "
        "stroke-width=\"4\" stroke-dasharray=\"7 5\"/><path d=\"M15 24h18\" fill=\"none\" "
        "stroke=\"currentColor\" stroke-width=\"5\"/>",
    [GNBS_REPORT_NONE_SUSPECTED] =
        "<circle cx=\"24\" cy=\"24\" r=\"21\" fill=\"none\" stroke=\"currentColor\" "
        "stroke-width=\"4\"/><circle cx=\"24\" cy=\"24\" r=\"6\" fill=\"currentColor\"/>",
    [GNBS_REPORT_SUSPECTED] =
        "<path d=\"M24 3 45 24 24 45 3 24Z\" fill=\"currentColor\"/><path d=\"M24 13v14\" "
        "stroke=\"#fff\" stroke-width=\"5\"/><circle cx=\"24\" cy=\"34\" r=\"3\" "
        "fill=\"#fff\"/>",
};

static void write_nav(gnbs_str_t *out, const gnbs_report_summary_t *s) {
    const struct {
        bool is_there;
        const char *id, *words;
    } LINKS[] = {{s->n_suspected > 0, "findings", "Suspected"},
                 {true, "not-assessed", "Not assessed"},
                 {s->n_not_suspected > 0, "not-suspected", "Not suspected"},
                 {true, "quality", "Quality"},
                 {true, "methods", "Methods"},
                 {true, "limitations", "Limitations"},
                 {true, "glossary", "Words used"},
                 {true, "signatures", "Signatures"}};
    gnbs_str_add(out, "<nav class=\"sections\" aria-label=\"Sections of the report\">\n");
    for (size_t i = 0; i < sizeof LINKS / sizeof LINKS[0]; i++)
        if (LINKS[i].is_there)
            gnbs_str_printf(out, "<a href=\"#%s\">%s</a>\n", LINKS[i].id, LINKS[i].words);
    gnbs_str_add(out, "</nav>\n");
}

static void write_banner(gnbs_str_t *out, const gnbs_case_t *newborn) {
    gnbs_report_summary_t s = gnbs_report_summarise(newborn);
    gnbs_str_printf(out,
                    "<section id=\"result\" class=\"banner %s\" tabindex=\"-1\" "
                    "aria-labelledby=\"result-title\">\n",
                    gnbs_report_banner_code(s.banner));
    gnbs_str_printf(out,
                    "<svg class=\"icon\" viewBox=\"0 0 48 48\" aria-hidden=\"true\" "
                    "focusable=\"false\">%s</svg>\n<div>\n",
                    BANNER_ICONS[s.banner]);
    if (newborn->is_synthetic)
        gnbs_str_add(out, "<p class=\"label synthetic\">" GNBS_REPORT_SYNTHETIC
                          ": no baby stands behind this page</p>\n");
    gnbs_str_printf(out, "<h2 id=\"result-title\">%s</h2>\n<p class=\"counts\">",
                    gnbs_report_banner_words(s.banner));
    gnbs_str_t counts;
    gnbs_str_init(&counts);
    gnbs_report_counts_sentence(&counts, &s);
    gnbs_report_put(out, gnbs_str_text(&counts));
    if (counts.failed) out->failed = true;
    gnbs_str_clear(&counts);
    gnbs_str_printf(out, "</p>\n<p class=\"meaning\">%s</p>\n",
                    gnbs_report_meaning(s.banner));
    if (newborn->quality.has_reads && !newborn->quality.passes) {
        gnbs_str_add(out, "<p class=\"meaning\">The sample failed a quality gate: ");
        gnbs_report_put(out,
                        gnbs_report_or(newborn->quality.fail_reason, "reason not stated"));
        gnbs_str_add(out, "</p>\n");
    }
    gnbs_str_add(out, "</div>\n</section>\n");
    write_nav(out, &s);
}

static void write_sex(gnbs_str_t *out, const gnbs_case_t *newborn) {
    gnbs_sex_t declared = newborn->sex_declared, seen = newborn->quality.sex_inferred;
    gnbs_report_fact_begin(out, "Sex");
    gnbs_str_printf(out, "declared %s; ", gnbs_sex_name(declared));
    if (seen == GNBS_SEX_UNKNOWN)
        gnbs_str_add(out, "not told from the input");
    else
        gnbs_str_printf(out, "seen in the reads: %s", gnbs_sex_name(seen));
    if (seen != GNBS_SEX_UNKNOWN && declared != GNBS_SEX_UNKNOWN && seen != declared)
        gnbs_str_add(out, " <strong>- these differ</strong>");
    gnbs_report_fact_end(out);
}

static void write_panel_fact(gnbs_str_t *out, const gnbs_panel_t *p) {
    gnbs_report_fact_begin(out, "Panel");
    gnbs_report_put(out, gnbs_report_or(p->name, "not named"));
    gnbs_str_add(out, ", version ");
    gnbs_report_put(out, gnbs_report_or(p->version, "not stated"));
    gnbs_str_add(out, " (");
    gnbs_report_put(out, gnbs_report_or(p->status, "status not stated"));
    gnbs_str_printf(out, "; %s)", p->is_signed ? "signature valid" : "no valid signature");
    gnbs_report_fact_end(out);
}

static void write_identity(gnbs_str_t *out, const gnbs_case_t *newborn,
                           const gnbs_report_info_t *info) {
    gnbs_str_add(out, "<section id=\"identity\" aria-labelledby=\"identity-title\">\n"
                      "<h2 id=\"identity-title\">Sample and report</h2>\n"
                      "<dl class=\"facts\">\n");
    gnbs_report_fact(out, "Sample", newborn->sample);
    write_sex(out, newborn);
    gnbs_report_fact(out, "Report", info->report_id);
    if (gnbs_report_or(info->replaces, NULL) != NULL)
        gnbs_report_fact(out, "Amends and replaces", info->replaces);
    write_panel_fact(out, newborn->panel);
    gnbs_report_fact(out, "Genome build", gnbs_contig_build_name(newborn->bundle->build));
    gnbs_report_fact_begin(out, "Conditions");
    gnbs_report_put_count(out, (int64_t)newborn->n_outcome);
    gnbs_report_fact_end(out);
    const char *draft = gnbs_report_draft_words(newborn, info);
    gnbs_report_fact_begin(out, "Status");
    if (draft != NULL) {
        gnbs_str_printf(out, "<strong>%s.</strong> ", draft);
        gnbs_str_add(out, gnbs_report_draft_reason(newborn, info));
    } else {
        gnbs_str_add(out, "Panel and report are signed.");
    }
    gnbs_report_fact_end(out);
    gnbs_str_add(out, "</dl>\n</section>\n");
}

gnbs_code_t gnbs_report_html(const gnbs_case_t *newborn, const gnbs_report_info_t *info,
                             gnbs_str_t *out, gnbs_err_t *err) {
    GNBS_TRY(gnbs_report_check_case(newborn, info, err));
    write_head(out, newborn, info);
    write_header(out, newborn, info);
    write_banner(out, newborn);
    write_identity(out, newborn, info);
    gnbs_report_html_findings(out, newborn, info);
    gnbs_report_html_not_assessed(out, newborn);
    gnbs_report_html_not_suspected(out, newborn);
    gnbs_report_html_quality(out, newborn);
    gnbs_report_html_methods(out, newborn, info);
    gnbs_report_html_back(out);
    gnbs_str_add(out, "</main>\n<footer class=\"end\"><p>End of report ");
    gnbs_report_put(out, info->report_id);
    gnbs_str_add(out, ", made by gnbs ");
    gnbs_report_put(out, info->program_version);
    gnbs_str_add(out, "</p><p class=\"labels\">");
    write_labels(out, newborn, info);
    gnbs_str_add(out, "</p></footer>\n</body>\n</html>\n");
    if (out->failed)
        return gnbs_err_set(err, GNBS_E_NOMEM, "report.html of %s", newborn->sample);
    return GNBS_OK;
}
