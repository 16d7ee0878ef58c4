#include "panel/panel_reclassify.h"

#include <stdlib.h>
#include <string.h>

#include "core/vec.h"

enum { GENE_MARGIN_BP = 2000 /* as a run looks for known alleles */ };

const char *gnbs_reclassified_name(gnbs_reclassified_t kind) {
    static const char *const NAME[GNBS_RECLASSIFIED_N] = {"alert", "up",        "new",
                                                          "down",  "withdrawn", "other"};
    return kind < GNBS_RECLASSIFIED_N ? NAME[kind] : "other";
}

const char *gnbs_reclassified_title(gnbs_reclassified_t kind) {
    static const char *const TITLE[GNBS_RECLASSIFIED_N] = {
        "ALERT: benign before, pathogenic now",
        "Pathogenic now, uncertain or conflicting before",
        "Pathogenic now, not listed before",
        "No longer pathogenic",
        "Pathogenic before, not listed now",
        "Moved without being pathogenic before or now"};
    return kind < GNBS_RECLASSIFIED_N ? TITLE[kind] : TITLE[GNBS_RECLASSIFIED_OTHER];
}

/* ---- what a pair of assertions means -------------------------------------------------------------------------- */

typedef enum level {
    LEVEL_NOT_LISTED,
    LEVEL_BENIGN,
    LEVEL_UNCERTAIN,
    LEVEL_PATHOGENIC
} level_t;

static level_t level_of(const gnbs_known_t *k) {
    if (k == NULL) return LEVEL_NOT_LISTED;
    switch (k->sig) {
    case GNBS_CLNSIG_BENIGN:
    case GNBS_CLNSIG_LIKELY_BENIGN: return LEVEL_BENIGN;
    case GNBS_CLNSIG_UNCERTAIN:
    case GNBS_CLNSIG_CONFLICTING: return LEVEL_UNCERTAIN;
    case GNBS_CLNSIG_LIKELY_PATHOGENIC:
    case GNBS_CLNSIG_PATHOGENIC: return LEVEL_PATHOGENIC;
    case GNBS_CLNSIG_NONE:
    case GNBS_CLNSIG_OTHER: break;
    }
    return LEVEL_NOT_LISTED; /* no class: nothing that could move */
}

/* False when nothing moved that matters. */
static bool judge(const gnbs_known_t *from, const gnbs_known_t *to,
                  gnbs_reclassified_t *kind) {
    level_t was = level_of(from), is = level_of(to);
    if (was == is) return false;
    if (is == LEVEL_PATHOGENIC)
        *kind = was == LEVEL_BENIGN       ? GNBS_RECLASSIFIED_ALERT
                : was == LEVEL_NOT_LISTED ? GNBS_RECLASSIFIED_NEW
                                          : GNBS_RECLASSIFIED_UP;
    else if (was == LEVEL_PATHOGENIC)
        *kind =
            is == LEVEL_NOT_LISTED ? GNBS_RECLASSIFIED_WITHDRAWN : GNBS_RECLASSIFIED_DOWN;
    else if (was == LEVEL_NOT_LISTED || is == LEVEL_NOT_LISTED)
        return false; /* a benign or uncertain allele came or went */
    else
        *kind = GNBS_RECLASSIFIED_OTHER;
    return true;
}

/* ---- genes and alleles ------------------------------------------------------------------------------------------ */

typedef struct walk {
    const gnbs_panel_t *panel;
    const gnbs_bundle_t *from, *to;
    GNBS_VEC(gnbs_panel_moved_t) moved;
    gnbs_panel_reclassified_t *out;
    bool has_failed;
} walk_t;

static bool lists(size_t n, const gnbs_panel_allele_t list[], const gnbs_bundle_t *b,
                  const char *hgnc_id, const gnbs_variant_t *v) {
    for (size_t i = 0; i < n; i++)
        if (list[i].pos == v->pos && strcmp(list[i].hgnc_id, hgnc_id) == 0 &&
            strcmp(list[i].ref, v->ref) == 0 && strcmp(list[i].alt, v->alt) == 0 &&
            gnbs_contig_same_name(list[i].chrom, b->contigs.contig[v->tid].name))
            return true;
    return false;
}

static void add(walk_t *w, const gnbs_condition_t *row, const gnbs_gene_t *gene,
                const gnbs_known_t *from, const gnbs_known_t *to) {
    gnbs_panel_moved_t m = {.gene = gene, .from = from, .to = to, .row = row};
    if (!judge(from, to, &m.kind)) return;
    const gnbs_bundle_t *b = to != NULL ? w->to : w->from;
    const gnbs_variant_t *v = to != NULL ? &to->variant : &from->variant;
    m.is_excluded = lists(w->panel->n_exclude, w->panel->exclude, b, row->hgnc_id, v);
    m.is_named = lists(w->panel->n_include, w->panel->include, b, row->hgnc_id, v);
    w->out->n[m.kind]++;
    if (!GNBS_PUSH(&w->moved, m)) w->has_failed = true;
}

/* The allele of `k`, a record of bundle `a`, in bundle `b`; contigs may be numbered otherwise there. */
static const gnbs_known_t *find_in(const gnbs_bundle_t *a, const gnbs_known_t *k,
                                   const gnbs_bundle_t *b) {
    gnbs_variant_t v = k->variant;
    v.tid = gnbs_contig_find(&b->contigs, a->contigs.contig[v.tid].name);
    return v.tid < 0 ? NULL : gnbs_bundle_known(b, &v);
}

/* Both directions: what the new release lists, and what only the old one did. */
static void walk_gene(walk_t *w, const gnbs_condition_t *row) {
    const gnbs_gene_t *gene[2] = {gnbs_bundle_gene(w->from, row->hgnc_id),
                                  gnbs_bundle_gene(w->to, row->hgnc_id)};
    if (gene[0] == NULL || gene[1] == NULL) {
        w->out->n_gene_missing++;
        return;
    }
    w->out->n_gene++;
    for (int side = 1; side >= 0; side--) {
        const gnbs_bundle_t *b = side == 1 ? w->to : w->from,
                            *other = side == 1 ? w->from : w->to;
        const gnbs_gene_t *g = gene[side];
        for (size_t i = gnbs_bundle_known_lower(b, g->tid, g->beg - GENE_MARGIN_BP);
             i < b->n_known; i++) {
            const gnbs_known_t *k = &b->known[i];
            if (k->variant.tid != g->tid || k->variant.pos >= g->end + GENE_MARGIN_BP)
                break;
            const gnbs_known_t *there = find_in(b, k, other);
            if (side == 1)
                add(w, row, gene[1], there, k);
            else if (there == NULL)
                add(w, row, gene[1], k, NULL);
        }
    }
}

static bool is_first_of_gene(const gnbs_panel_t *p, size_t i) {
    for (size_t k = 0; k < i; k++)
        if (p->condition[k].status == GNBS_STATUS_GREEN &&
            strcmp(p->condition[k].hgnc_id, p->condition[i].hgnc_id) == 0)
            return false;
    return p->condition[i].status == GNBS_STATUS_GREEN;
}

static int64_t pos_of(const gnbs_panel_moved_t *m) {
    return m->to != NULL ? m->to->variant.pos : m->from->variant.pos;
}

static int by_kind(const void *a, const void *b) {
    const gnbs_panel_moved_t *x = a, *y = b;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    if (x->row->line != y->row->line) return x->row->line < y->row->line ? -1 : 1;
    if (pos_of(x) != pos_of(y)) return pos_of(x) < pos_of(y) ? -1 : 1;
    const gnbs_known_t *p = x->to != NULL ? x->to : x->from,
                       *q = y->to != NULL ? y->to : y->from;
    int c = strcmp(p->variant.ref, q->variant.ref);
    return c != 0 ? c : strcmp(p->variant.alt, q->variant.alt);
}

gnbs_code_t gnbs_panel_reclassify(const gnbs_panel_t *panel, const gnbs_bundle_t *from,
                                  const gnbs_bundle_t *to, gnbs_arena_t *arena,
                                  gnbs_panel_reclassified_t *out, gnbs_err_t *err) {
    walk_t w = {.panel = panel, .from = from, .to = to, .out = out};
    *out = (gnbs_panel_reclassified_t){.panel = panel, .from = from, .to = to};
    if (from->build != to->build)
        return gnbs_err_set(err, GNBS_E_DATA,
                            "%s is %s and %s is %s; compare two bundles of "
                            "one build",
                            from->path, gnbs_contig_build_name(from->build), to->path,
                            gnbs_contig_build_name(to->build));
    for (size_t i = 0; i < panel->n_condition; i++)
        if (is_first_of_gene(panel, i)) walk_gene(&w, &panel->condition[i]);
    gnbs_panel_moved_t *moved = GNBS_NEW(arena, gnbs_panel_moved_t, w.moved.n);
    bool has_failed = w.has_failed || moved == NULL;
    if (!has_failed && w.moved.n > 0) {
        memcpy(moved, w.moved.at, w.moved.n * sizeof *moved);
        qsort(moved, w.moved.n, sizeof *moved, by_kind);
    }
    out->n_moved = w.moved.n;
    out->moved = moved;
    GNBS_VEC_CLEAR(&w.moved);
    return has_failed ? gnbs_err_set(err, GNBS_E_NOMEM, "comparing releases") : GNBS_OK;
}
