#include "panel/panel_page.h"

#include "core/escape.h"

static const char STYLE[] =
    "body{font:15px/1.5 system-ui,sans-serif;margin:2em auto;max-width:60em;padding:0 1em;"
    "color:#1a1a1a;background:#fff}"
    "h1{font-size:1.5em}h2{font-size:1.2em;margin-top:2em;border-bottom:1px solid #999}"
    "h3{font-size:1em;margin:1.2em 0 .2em}ul{margin:.2em 0 .2em 1.2em;padding:0}"
    "table{border-collapse:collapse;margin:1em 0}td,th{text-align:left;padding:.2em "
    ".8em .2em 0;vertical-align:top;border-bottom:1px solid #ddd}"
    ".n{text-align:right}.small{color:#555;font-size:.9em}"
    ".draft{border:3px solid #8a1c00;color:#8a1c00;font-weight:bold;padding:.4em 1em;"
    "text-align:center}"
    ".gain::before{content:\"+ \"}.loss::before{content:\"\\2212 \"}"
    "svg{max-width:100%;height:auto}"
    "@media print{body{margin:0;max-width:none}h2{break-after:avoid}h3{break-after:avoid}"
    ".stamp{position:fixed;top:0;right:0;color:#8a1c00;font-weight:bold}}"
    "@media screen{.stamp{display:none}}";

void gnbs_panel_page_begin(gnbs_str_t *out, const char *title, bool is_draft) {
    gnbs_str_add(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta "
                      "charset=\"utf-8\">\n<meta name=\"viewport\" "
                      "content=\"width=device-width\">\n<title>");
    if (is_draft) gnbs_str_add(out, "DRAFT: ");
    gnbs_escape_html(out, title);
    gnbs_str_printf(out, "</title>\n<style>%s</style>\n</head>\n<body>\n", STYLE);
    if (is_draft)
        gnbs_str_add(out, "<p class=\"draft\">DRAFT: the panel is not signed</p>\n"
                          "<p class=\"stamp\" aria-hidden=\"true\">DRAFT</p>\n");
    gnbs_str_add(out, "<h1>");
    gnbs_escape_html(out, title);
    gnbs_str_add(out, "</h1>\n");
}

void gnbs_panel_page_end(gnbs_str_t *out) { gnbs_str_add(out, "</body>\n</html>\n"); }
