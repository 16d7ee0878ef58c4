#include "panel/panel.h"

#include <inttypes.h>
#include <string.h>

#include "core/escape.h"

/* Cells are hostile until escaped: control bytes of a page, but for its newlines, leave as \\xNN. */
static void add_page(gnbs_str_t *out, gnbs_str_t *page) {
    char *s = page->s;
    while (s != NULL && *s != '\0') {
        char *end = strchr(s, '\n');
        if (end != NULL) *end = '\0';
        gnbs_escape_term(out, s);
        if (end != NULL) gnbs_str_add_char(out, '\n');
        s = end != NULL ? end + 1 : NULL;
    }
    if (page->failed) out->failed = true;
    gnbs_str_clear(page);
}

static const char *status_word(gnbs_panel_status_t status) {
    switch (status) {
    case GNBS_STATUS_GREEN: return "green: screened";
    case GNBS_STATUS_AMBER: return "amber: under discussion, not screened";
    case GNBS_STATUS_RED: return "red: not screened";
    }
    return "red: not screened";
}

static const char *policy_sentence(gnbs_report_policy_t policy) {
    switch (policy) {
    case GNBS_POLICY_KNOWN: return "listed pathogenic alleles only";
    case GNBS_POLICY_KNOWN_LOF:
        return "listed pathogenic alleles, and new alleles that abolish the gene's "
               "function";
    case GNBS_POLICY_NAMED: return "only the alleles named in include.tsv";
    }
    return "";
}

static void line(gnbs_str_t *out, const char *label, const char *value) {
    gnbs_str_printf(out, "  %-18s %s\n", label, value[0] != '\0' ? value : "-");
}

static void show_identity(const gnbs_panel_t *panel, gnbs_str_t *out) {
    gnbs_str_printf(out, "panel %s %s%s%s%s\n", panel->name, panel->version,
                    panel->date[0] != '\0' ? " of " : "", panel->date,
                    panel->is_signed ? ", signed" : ", DRAFT: not signed");
    gnbs_str_printf(out, "sha256 %s\n", panel->sha256);
}

static void show_condition(const gnbs_condition_t *c, gnbs_str_t *out) {
    gnbs_str_printf(out, "\n%s\n", c->condition);
    line(out, "condition id", c->condition_id);
    gnbs_str_printf(
        out, "  %-18s %s (%s, %s)\n", "inheritance", gnbs_inheritance_short(c->inheritance),
        gnbs_inheritance_name(c->inheritance), gnbs_inheritance_hpo(c->inheritance));
    line(out, "status", status_word(c->status));
    gnbs_str_printf(out, "  %-18s %s: %s\n", "reported", gnbs_policy_name(c->policy),
                    policy_sentence(c->policy));
    line(out, "mechanism", c->mechanism);
    line(out, "variant classes", c->classes_text);
    line(out, "transcript", c->transcript);
    line(out, "onset", c->onset);
    line(out, "urgency", c->urgency);
    line(out, "action", c->action);
    line(out, "confirmatory test", c->confirmatory_test);
    line(out, "prevalence", c->prevalence_text);
    line(out, "needs review", c->needs_review);
    line(out, "sources", c->sources);
    line(out, "programmes", c->programmes);
    line(out, "evidence", c->evidence);
    line(out, "curator", c->curator);
    line(out, "reviewed", c->reviewed);
    line(out, "note", c->note);
}

static size_t show_alleles(const char *title, const char *hgnc_id, size_t n,
                           const gnbs_panel_allele_t allele[], gnbs_str_t *out) {
    size_t n_shown = 0;
    for (size_t i = 0; i < n; i++) {
        const gnbs_panel_allele_t *a = &allele[i];
        if (strcmp(a->hgnc_id, hgnc_id) != 0) continue;
        if (n_shown++ == 0) gnbs_str_printf(out, "\n%s\n", title);
        int64_t pos1 = a->pos + 1;
        gnbs_str_printf(out, "  %s:%" PRId64 " %s>%s%s%s", a->chrom, pos1, a->ref, a->alt,
                        a->hgvs[0] != '\0' ? "  " : "", a->hgvs);
        if (a->condition[0] != '\0') gnbs_str_printf(out, "  for %s", a->condition);
        gnbs_str_printf(out, "\n      %s (%s)\n",
                        a->reason[0] != '\0' ? a->reason : "no reason given",
                        a->source[0] != '\0' ? a->source : "no source given");
    }
    return n_shown;
}

void gnbs_panel_show_gene(const gnbs_panel_about_t *g, gnbs_str_t *out) {
    const gnbs_panel_t *panel = g->panel;
    gnbs_str_t page;
    gnbs_str_init(&page);
    gnbs_str_printf(&page, "%s (%s)\n", g->symbol, g->hgnc_id);
    show_identity(panel, &page);
    for (size_t i = 0; i < g->n_row; i++) show_condition(g->row[i], &page);
    size_t n = show_alleles("Always considered (include.tsv)", g->hgnc_id, panel->n_include,
                            panel->include, &page);
    n += show_alleles("Never reported (exclude.tsv)", g->hgnc_id, panel->n_exclude,
                      panel->exclude, &page);
    if (n == 0)
        gnbs_str_add(&page, "\nNo allele of the gene is included or excluded by name.\n");
    gnbs_panel_about_print_text(&page, g);
    add_page(out, &page);
}

static void count(gnbs_str_t *out, const char *word, size_t n) {
    gnbs_str_printf(out, "  %-18s %5zu\n", word, n);
}

static void count_urgency(const gnbs_panel_t *panel, gnbs_str_t *out) {
    static const char *const WORD[] = {"hours", "days", "weeks", ""};
    gnbs_str_add(out, "\nurgency (green rows)\n");
    for (size_t k = 0; k < sizeof WORD / sizeof WORD[0]; k++) {
        size_t n = 0;
        for (size_t i = 0; i < panel->n_condition; i++)
            n += panel->condition[i].status == GNBS_STATUS_GREEN &&
                 strcmp(panel->condition[i].urgency, WORD[k]) == 0;
        if (n > 0) count(out, WORD[k][0] != '\0' ? WORD[k] : "not stated", n);
    }
}

void gnbs_panel_show_summary(const gnbs_panel_t *panel, gnbs_str_t *out) {
    size_t n_status[3] = {0}, n_inh[GNBS_INH_MT + 1] = {0}, n_policy[3] = {0}, n_gene = 0,
           n_unsigned = 0, n_review = 0;
    for (size_t i = 0; i < panel->n_condition; i++) {
        const gnbs_condition_t *c = &panel->condition[i];
        size_t k = 0;
        while (strcmp(panel->condition[k].hgnc_id, c->hgnc_id) != 0) k++;
        n_gene += k == i; /* the first row of its gene */
        n_status[c->status]++;
        n_review += c->needs_review[0] != '\0';
        n_unsigned += c->curator[0] == '\0' || c->reviewed[0] == '\0';
        if (c->status != GNBS_STATUS_GREEN) continue;
        n_inh[c->inheritance]++;
        n_policy[c->policy]++;
    }
    gnbs_str_t page;
    gnbs_str_init(&page);
    show_identity(panel, &page);
    gnbs_str_printf(&page,
                    "%zu rows, %zu genes; %zu alleles included, %zu excluded (%s); %zu "
                    "rows await a curator\n",
                    panel->n_condition, n_gene, panel->n_include, panel->n_exclude,
                    panel->genome_build[0] != '\0' ? panel->genome_build : "no build",
                    n_unsigned);
    if (n_review > 0)
        gnbs_str_printf(&page,
                        "%zu rows hold facts that were recalled or chosen and await "
                        "review (needs_review)\n",
                        n_review);
    gnbs_str_add(&page, "\nstatus\n");
    count(&page, "green", n_status[GNBS_STATUS_GREEN]);
    count(&page, "amber", n_status[GNBS_STATUS_AMBER]);
    count(&page, "red", n_status[GNBS_STATUS_RED]);
    gnbs_str_add(&page, "\ninheritance (green rows)\n");
    for (int i = GNBS_INH_AR; i <= GNBS_INH_MT; i++)
        if (n_inh[i] > 0)
            count(&page, gnbs_inheritance_short((gnbs_inheritance_t)i), n_inh[i]);
    gnbs_str_add(&page, "\nreported (green rows)\n");
    for (int i = GNBS_POLICY_KNOWN; i <= GNBS_POLICY_NAMED; i++)
        count(&page, gnbs_policy_name((gnbs_report_policy_t)i), n_policy[i]);
    count_urgency(panel, &page);
    add_page(out, &page);
}
