#include "panel/panel_export.h"

#include <inttypes.h>
#include <string.h>

#include "core/escape.h"

/* A cell of a Markdown table: no line end, no bar, nothing that a browser would take for markup. */
static void add_cell(gnbs_str_t *out, const char *text) {
    gnbs_str_t safe;
    gnbs_str_init(&safe);
    gnbs_escape_html(&safe, text);
    for (const char *s = gnbs_str_text(&safe); *s != '\0'; s++) {
        if (strchr("|\\*_`[]", *s) != NULL) gnbs_str_add_char(out, '\\');
        gnbs_str_add_char(out, *s == '\n' || *s == '\t' ? ' ' : *s);
    }
    if (safe.failed) out->failed = true;
    gnbs_str_clear(&safe);
}

static void add_row(gnbs_str_t *out, int n, const char *const cell[]) {
    gnbs_str_add_char(out, '|');
    for (int i = 0; i < n; i++) {
        gnbs_str_add_char(out, ' ');
        add_cell(out, cell[i]);
        gnbs_str_add(out, " |");
    }
    gnbs_str_add_char(out, '\n');
}

static size_t count(const gnbs_panel_t *p, gnbs_panel_status_t status) {
    size_t n = 0;
    for (size_t i = 0; i < p->n_condition; i++) n += p->condition[i].status == status;
    return n;
}

static void add_conditions(gnbs_str_t *out, const gnbs_panel_t *p,
                           gnbs_panel_status_t status, const char *title) {
    if (count(p, status) == 0) return;
    gnbs_str_printf(out, "\n## %s (%zu)\n\n", title, count(p, status));
    gnbs_str_add(out, "| gene | condition | id | inheritance | reported | urgency | action "
                      "| confirmed by | prevalence |\n"
                      "|---|---|---|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < p->n_condition; i++) {
        const gnbs_condition_t *c = &p->condition[i];
        if (c->status != status) continue;
        const char *const cell[] = {c->gene,
                                    c->condition,
                                    c->condition_id,
                                    gnbs_inheritance_short(c->inheritance),
                                    gnbs_policy_name(c->policy),
                                    c->urgency,
                                    c->action,
                                    c->confirmatory_test,
                                    c->prevalence_text};
        add_row(out, sizeof cell / sizeof *cell, cell);
    }
}

static void add_alleles(gnbs_str_t *out, const gnbs_panel_t *p, size_t n,
                        const gnbs_panel_allele_t allele[], const char *title) {
    if (n == 0) return;
    gnbs_str_printf(out, "\n## %s (%zu, %s)\n\n", title, n, p->genome_build);
    gnbs_str_add(out, "| gene | allele | name | for | reason | source |\n"
                      "|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < n; i++) {
        const gnbs_panel_allele_t *a = &allele[i];
        gnbs_str_t place;
        gnbs_str_init(&place);
        int64_t pos1 = a->pos + 1;
        gnbs_str_printf(&place, "%s:%" PRId64 " %s>%s", a->chrom, pos1, a->ref, a->alt);
        const char *const cell[] = {
            a->gene, gnbs_str_text(&place), a->hgvs, a->condition, a->reason, a->source};
        add_row(out, sizeof cell / sizeof *cell, cell);
        if (place.failed) out->failed = true;
        gnbs_str_clear(&place);
    }
}

void gnbs_panel_export_markdown(const gnbs_panel_t *p, gnbs_str_t *out) {
    gnbs_str_add(out, "# ");
    add_cell(out, p->name);
    gnbs_str_add_char(out, ' ');
    add_cell(out, p->version);
    gnbs_str_add(out, p->is_signed ? "\n\nSigned off" : "\n\n**DRAFT: not signed**");
    if (p->date[0] != '\0') {
        gnbs_str_add(out, ", ");
        add_cell(out, p->date);
    }
    gnbs_str_printf(out,
                    ". %zu rows: %zu screened, %zu under discussion, %zu not screened. "
                    "sha256 %s\n",
                    p->n_condition, count(p, GNBS_STATUS_GREEN),
                    count(p, GNBS_STATUS_AMBER), count(p, GNBS_STATUS_RED), p->sha256);
    add_conditions(out, p, GNBS_STATUS_GREEN, "Screened");
    add_conditions(out, p, GNBS_STATUS_AMBER, "Under discussion, not screened");
    add_conditions(out, p, GNBS_STATUS_RED, "Not screened");
    add_alleles(out, p, p->n_include, p->include, "Alleles that are always considered");
    add_alleles(out, p, p->n_exclude, p->exclude, "Alleles that are never reported");
}
