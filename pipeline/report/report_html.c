#include "report/report_html.h"

#include <inttypes.h>

#include "report/report_check.h"
#include "report/report_text.h"
#include "report/report_words.h"

static void write_title(gnbs_str_t *out, const gnbs_tree_t *f) {
    gnbs_str_add(out, "<title>");
    if (gnbs_tree_is(f, "synthetic")) gnbs_str_add(out, GNBS_REPORT_SYNTHETIC " - ");
    if (gnbs_tree_is(f, "report.draft")) gnbs_str_add(out, GNBS_REPORT_DRAFT " - ");
    gnbs_str_add(out, "Newborn genomic screening report - ");
    gnbs_report_put_at(out, f, "sample");
    gnbs_str_add(out, "</title>\n");
}

static void write_head(gnbs_str_t *out, const gnbs_tree_t *f) {
    /* The policy makes a browser refuse whatever a hostile name might smuggle in; only the page's own script is let in. */
    gnbs_str_add(
        out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
             "style-src 'unsafe-inline'; script-src '" GNBS_REPORT_SCRIPT_HASH
             "'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"referrer\" content=\"no-referrer\">\n"
             "<meta name=\"robots\" content=\"noindex, nofollow\">\n");
    gnbs_str_add(out, "<meta name=\"generator\" content=\"gnbs ");
    gnbs_report_put_at(out, f, "generated_by.version");
    gnbs_str_add(out, "\">\n");
    write_title(out, f);
    gnbs_str_add(out, "<style>\n");
    gnbs_report_put_style(out);
    gnbs_str_add(out, "</style>\n</head>\n");
}

static void write_labels(gnbs_str_t *out, const gnbs_tree_t *f) {
    if (gnbs_tree_is(f, "synthetic"))
        gnbs_str_add(out, "<strong class=\"label synthetic\">" GNBS_REPORT_SYNTHETIC
                          "</strong>");
    if (gnbs_tree_is(f, "report.draft"))
        gnbs_str_add(out, "<strong class=\"label draft\">" GNBS_REPORT_DRAFT "</strong>");
}

/* Fixed on screen it would hide what has focus; it is shown in print only, where it repeats on
 * every sheet, so that a loose page still says whose it is and what it is worth. */
static void write_running_line(gnbs_str_t *out, const gnbs_tree_t *f) {
    gnbs_str_add(out, "<div class=\"running\" aria-hidden=\"true\"><span>");
    gnbs_report_put_at(out, f, "sample");
    gnbs_str_add(out, "</span><span>");
    write_labels(out, f);
    gnbs_str_add(out, "</span><span>Report ");
    gnbs_report_put_at(out, f, "report.id");
    gnbs_str_add(out, ", panel ");
    gnbs_report_put_at(out, f, "panel.version");
    gnbs_str_add(out, "</span></div>\n");
}

static void write_top(gnbs_str_t *out, const gnbs_tree_t *f) {
    gnbs_str_add(out,
                 "<body>\n<a class=\"skip\" href=\"#result\">Skip to the result</a>\n");
    write_running_line(out, f);
    gnbs_str_add(out, "<header class=\"top\">\n<h1>Newborn genomic screening report</h1>\n"
                      "<p class=\"labels\">");
    write_labels(out, f);
    gnbs_str_add(out, "</p>\n</header>\n<main>\n");
}

static void write_end(gnbs_str_t *out, const gnbs_tree_t *f) {
    gnbs_str_add(out, "</main>\n<footer class=\"end\"><p>End of report ");
    gnbs_report_put_at(out, f, "report.id");
    gnbs_str_add(out, ", made by gnbs ");
    gnbs_report_put_at(out, f, "generated_by.version");
    gnbs_str_add(out, "</p><p class=\"labels\">");
    write_labels(out, f);
    gnbs_str_add(out, "</p></footer>\n<script>");
    gnbs_str_add(out, gnbs_report_script);
    gnbs_str_add(out, "</script>\n</body>\n</html>\n");
}

gnbs_code_t gnbs_report_html(const gnbs_tree_t *f, gnbs_str_t *out, gnbs_err_t *err) {
    GNBS_TRY(gnbs_report_check_tree(f, err));
    write_head(out, f);
    write_top(out, f);
    gnbs_report_html_front(out, f);
    gnbs_report_html_findings(out, f);
    gnbs_report_html_not_assessed(out, f);
    gnbs_report_html_not_suspected(out, f);
    gnbs_report_html_loci(out, f);
    gnbs_report_html_quality(out, f);
    gnbs_report_html_methods(out, f);
    gnbs_report_html_back(out);
    write_end(out, f);
    if (out->failed) return gnbs_err_set(err, GNBS_E_NOMEM, "report.html");
    return GNBS_OK;
}
