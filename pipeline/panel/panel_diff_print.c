#include "panel/panel_diff.h"

#include <inttypes.h>

#include "core/escape.h"
#include "core/json.h"

static const gnbs_condition_t *row_of(const gnbs_panel_change_t *c) {
    return c->to != NULL ? c->to : c->from;
}

static void print_change(gnbs_str_t *out, const gnbs_panel_change_t *c) {
    const gnbs_condition_t *row = row_of(c);
    gnbs_str_add(out, "  ");
    gnbs_escape_term(out, row->gene);
    gnbs_str_printf(out, " (%s) ", row->hgnc_id);
    gnbs_escape_term(out, row->condition);
    gnbs_str_printf(out, ", %s\n", gnbs_inheritance_short(row->inheritance));
    for (size_t i = 0; i < c->n_line; i++) {
        gnbs_str_add(out, "      ");
        gnbs_escape_term(out, c->line[i]);
        gnbs_str_add_char(out, '\n');
    }
    if (c->n_gained > 0)
        gnbs_str_printf(out, "      known pathogenic alleles gained: %" PRId32 " (%s)\n",
                        c->n_gained, c->gained);
    if (c->n_lost > 0)
        gnbs_str_printf(out, "      known pathogenic alleles lost: %" PRId32 " (%s)\n",
                        c->n_lost, c->lost);
}

static void print_identity(gnbs_str_t *out, const char *word, const gnbs_panel_t *p) {
    gnbs_str_printf(out, "%-5s", word);
    gnbs_escape_term(out, p->name);
    gnbs_str_add_char(out, ' ');
    gnbs_escape_term(out, p->version);
    gnbs_str_printf(out, ", sha256 %.12s%s\n", p->sha256,
                    p->is_signed ? ", signed" : ", DRAFT: not signed");
}

void gnbs_panel_diff_print_text(gnbs_str_t *out, const gnbs_panel_diff_t *d) {
    print_identity(out, "from", d->from);
    print_identity(out, "to", d->to);
    for (size_t i = 0; i < d->n_head; i++) {
        gnbs_str_add(out, "     ");
        gnbs_escape_term(out, d->head[i]);
        gnbs_str_add_char(out, '\n');
    }
    gnbs_str_add_char(out, '\n');
    for (int k = 0; k < GNBS_CHANGE_N; k++)
        gnbs_str_printf(out, "%5zu  %s\n", d->n[k],
                        gnbs_panel_change_title((gnbs_panel_change_kind_t)k));
    if (d->has_bundle)
        gnbs_str_printf(out,
                        "known pathogenic alleles: %" PRId64 " gained, %" PRId64 " lost\n",
                        d->n_gained, d->n_lost);
    gnbs_panel_change_kind_t kind = GNBS_CHANGE_NONE;
    for (size_t i = 0; i < d->n_change; i++) {
        if (d->change[i].kind != kind) {
            kind = d->change[i].kind;
            gnbs_str_printf(out, "\n%s\n", gnbs_panel_change_title(kind));
        }
        print_change(out, &d->change[i]);
    }
}

static void add_identity(gnbs_json_t *j, const char *key, const gnbs_panel_t *p) {
    gnbs_json_object(j, key);
    gnbs_json_text(j, "name", p->name);
    gnbs_json_text(j, "version", p->version);
    gnbs_json_text(j, "sha256", p->sha256);
    gnbs_json_bool(j, "signed", p->is_signed);
    gnbs_json_end(j);
}

static void add_count(gnbs_json_t *j, const char *key, int32_t n) {
    if (n < 0)
        gnbs_json_null(j, key);
    else
        gnbs_json_int(j, key, n);
}

static void add_change(gnbs_json_t *j, const gnbs_panel_change_t *c) {
    const gnbs_condition_t *row = row_of(c);
    gnbs_json_object(j, NULL);
    gnbs_json_text(j, "change", gnbs_panel_change_name(c->kind));
    gnbs_json_text(j, "gene", row->gene);
    gnbs_json_text(j, "hgnc_id", row->hgnc_id);
    gnbs_json_text(j, "condition", row->condition);
    gnbs_json_text(j, "condition_id", row->condition_id);
    gnbs_json_text(j, "inheritance", gnbs_inheritance_short(row->inheritance));
    if (c->from != NULL)
        gnbs_json_int(j, "line_from", c->from->line);
    else
        gnbs_json_null(j, "line_from");
    if (c->to != NULL)
        gnbs_json_int(j, "line_to", c->to->line);
    else
        gnbs_json_null(j, "line_to");
    gnbs_json_array(j, "what");
    for (size_t i = 0; i < c->n_line; i++) gnbs_json_text(j, NULL, c->line[i]);
    gnbs_json_end(j);
    add_count(j, "known_alleles_gained", c->n_gained);
    add_count(j, "known_alleles_lost", c->n_lost);
    gnbs_json_end(j);
}

void gnbs_panel_diff_print_json(gnbs_str_t *out, const gnbs_panel_diff_t *d) {
    gnbs_json_t j;
    gnbs_json_init(&j, out);
    gnbs_json_object(&j, NULL);
    add_identity(&j, "from", d->from);
    add_identity(&j, "to", d->to);
    gnbs_json_array(&j, "head");
    for (size_t i = 0; i < d->n_head; i++) gnbs_json_text(&j, NULL, d->head[i]);
    gnbs_json_end(&j);
    gnbs_json_object(&j, "counts");
    for (int k = 0; k < GNBS_CHANGE_N; k++)
        gnbs_json_int(&j, gnbs_panel_change_name((gnbs_panel_change_kind_t)k),
                      (int64_t)d->n[k]);
    gnbs_json_end(&j);
    if (d->has_bundle) {
        gnbs_json_int(&j, "known_alleles_gained", d->n_gained);
        gnbs_json_int(&j, "known_alleles_lost", d->n_lost);
    } else {
        gnbs_json_null(&j, "known_alleles_gained");
        gnbs_json_null(&j, "known_alleles_lost");
    }
    gnbs_json_array(&j, "changes");
    for (size_t i = 0; i < d->n_change; i++) add_change(&j, &d->change[i]);
    gnbs_json_end(&j);
    gnbs_json_end(&j);
}
