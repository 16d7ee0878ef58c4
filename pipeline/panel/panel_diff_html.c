#include "panel/panel_diff.h"

#include <inttypes.h>

#include "core/escape.h"
#include "panel/panel_page.h"

static void add_text(gnbs_str_t *out, const char *before, const char *text,
                     const char *after) {
    gnbs_str_add(out, before);
    gnbs_escape_html(out, text);
    gnbs_str_add(out, after);
}

static void add_panel(gnbs_str_t *out, const char *word, const gnbs_panel_t *p) {
    add_text(out, "<tr><th>", word, "</th>");
    add_text(out, "<td>", p->name, " ");
    add_text(out, "", p->version, "</td>");
    add_text(out, "<td>", p->date, "</td>");
    add_text(out, "<td>", p->is_signed ? "signed" : "not signed", "</td>");
    add_text(out, "<td class=\"small\">", p->sha256, "</td></tr>\n");
}

static void add_counts(gnbs_str_t *out, const gnbs_panel_diff_t *d) {
    gnbs_str_add(out, "<table>\n");
    for (int k = 0; k < GNBS_CHANGE_N; k++) {
        gnbs_str_printf(out, "<tr><td class=\"n\">%zu</td>", d->n[k]);
        add_text(out, "<td>", gnbs_panel_change_title((gnbs_panel_change_kind_t)k),
                 "</td></tr>\n");
    }
    if (d->has_bundle)
        gnbs_str_printf(out,
                        "<tr><td class=\"n\">%" PRId64
                        "</td><td>known pathogenic alleles gained</td></tr>\n<tr><td "
                        "class=\"n\">%" PRId64
                        "</td><td>known pathogenic alleles lost</td></tr>\n",
                        d->n_gained, d->n_lost);
    gnbs_str_add(out, "</table>\n");
}

static void add_change(gnbs_str_t *out, const gnbs_panel_change_t *c) {
    const gnbs_condition_t *row = c->to != NULL ? c->to : c->from;
    add_text(out, "<h3>", row->gene, " <span class=\"small\">(");
    add_text(out, "", row->hgnc_id, ")</span> ");
    add_text(out, "", row->condition, ", ");
    add_text(out, "", gnbs_inheritance_short(row->inheritance), "</h3>\n<ul>\n");
    for (size_t i = 0; i < c->n_line; i++) add_text(out, "<li>", c->line[i], "</li>\n");
    if (c->n_gained > 0) {
        gnbs_str_printf(out,
                        "<li class=\"gain\">%" PRId32 " known pathogenic alleles "
                        "gained: ",
                        c->n_gained);
        add_text(out, "", c->gained, "</li>\n");
    }
    if (c->n_lost > 0) {
        gnbs_str_printf(out,
                        "<li class=\"loss\">%" PRId32 " known pathogenic alleles "
                        "lost: ",
                        c->n_lost);
        add_text(out, "", c->lost, "</li>\n");
    }
    gnbs_str_add(out, "</ul>\n");
}

void gnbs_panel_diff_print_html(gnbs_str_t *out, const gnbs_panel_diff_t *d) {
    gnbs_str_t title;
    gnbs_str_init(&title);
    gnbs_str_printf(&title, "What changes from %s %s to %s %s", d->from->name,
                    d->from->version, d->to->name, d->to->version);
    gnbs_panel_page_begin(out, gnbs_str_text(&title), !d->to->is_signed);
    if (title.failed) out->failed = true;
    gnbs_str_clear(&title);
    gnbs_str_add(out, "<table>\n");
    add_panel(out, "from", d->from);
    add_panel(out, "to", d->to);
    gnbs_str_add(out, "</table>\n<ul>\n");
    for (size_t i = 0; i < d->n_head; i++) add_text(out, "<li>", d->head[i], "</li>\n");
    gnbs_str_add(out, "</ul>\n");
    add_counts(out, d);
    gnbs_panel_change_kind_t kind = GNBS_CHANGE_NONE;
    for (size_t i = 0; i < d->n_change; i++) {
        if (d->change[i].kind != kind) {
            kind = d->change[i].kind;
            add_text(out, "<h2>", gnbs_panel_change_title(kind), "</h2>\n");
        }
        add_change(out, &d->change[i]);
    }
    gnbs_panel_page_end(out);
}
