#include "run/run_release.h"

#include <stdlib.h>
#include <string.h>

#include "core/flow.h"
#include "core/vec.h"
#include "io/bundle_store.h"
#include "run/run_panel.h"
#include "run/run_release_parts.h"

typedef GNBS_VEC(gnbs_release_item_t) items_t;

typedef struct ctx {
    const gnbs_panel_t *panel;
    const gnbs_panel_reclassified_t *found;
    size_t n_gene;
    const char **gene; /* HGNC ids with an allele that moved */
    size_t n_folder, at;
    const char **folder;
    gnbs_arena_t *arena; /* of the answer; emit only */
    gnbs_release_list_t *list;
    items_t items;
    GNBS_VEC(gnbs_release_blind_t) blinds;
    GNBS_VEC(gnbs_impact_other_t) others;
} ctx_t;

typedef struct work {
    gnbs_arena_t arena;
    const char *folder;
    items_t items;
    gnbs_release_blind_t blind;
    const char *why_not; /* NULL: judged */
    bool is_unreadable;
    gnbs_err_t err;
} work_t;

static const gnbs_variant_t *variant_of(const gnbs_panel_moved_t *m) {
    return m->to != NULL ? &m->to->variant : &m->from->variant;
}

static const gnbs_bundle_t *bundle_of(const ctx_t *x, const gnbs_panel_moved_t *m) {
    return m->to != NULL ? x->found->to : x->found->from;
}

static bool is_up(const gnbs_panel_moved_t *m) {
    return m->kind == GNBS_RECLASSIFIED_ALERT || m->kind == GNBS_RECLASSIFIED_UP ||
           m->kind == GNBS_RECLASSIFIED_NEW;
}

/* ---- one case ----------------------------------------------------------------------------------------------------- */

static const gnbs_stored_variant_t *find_carried(const ctx_t *x,
                                                 const gnbs_stored_case_t *c,
                                                 const gnbs_panel_moved_t *m) {
    const gnbs_variant_t *v = variant_of(m);
    const char *contig = bundle_of(x, m)->contigs.contig[v->tid].name;
    for (size_t i = 0; i < c->n_variant; i++) {
        const gnbs_variant_t *at = &c->variant[i].call.variant;
        if (at->pos == v->pos && c->variant[i].call.n_alt > 0 &&
            strcmp(at->ref, v->ref) == 0 && strcmp(at->alt, v->alt) == 0 &&
            gnbs_contig_same_name(contig, c->contigs.contig[at->tid].name))
            return &c->variant[i];
    }
    return NULL;
}

/* Why an allele that is pathogenic now moves nothing for this newborn: the first of the rules that stop it; "" when none of these
 * does. */
static const char *why_nothing_moves(const ctx_t *x, const gnbs_stored_case_t *c,
                                     const gnbs_release_item_t *it,
                                     const gnbs_stored_variant_t *v, gnbs_arena_t *arena) {
    const gnbs_panel_moved_t *m = it->moved;
    const gnbs_frequency_t *f =
        m->to != NULL ? gnbs_bundle_frequency(x->found->to, &m->to->variant) : NULL;
    double af = f == NULL           ? 0
                : f->faf95 >= 0     ? f->faf95
                : f->af_grpmax >= 0 ? f->af_grpmax
                                    : f->af;
    const char *text = "";
    if (!is_up(m)) return text;
    if (it->impact.before.outcome == GNBS_OUTCOME_SUSPECTED)
        text = "it was suspected already";
    else if (c->is_held)
        text = "the case was held by a quality gate";
    else if (m->is_excluded)
        text = "the panel excludes the allele";
    else if (it->row->policy == GNBS_POLICY_NAMED && !m->is_named)
        text = "only alleles that the panel names are reported for it";
    else if (!m->is_named && af > c->screen.max_af_known)
        text = gnbs_arena_printf(arena,
                                 "the allele is too common to be reported: frequency %.2g, "
                                 "ceiling %.2g",
                                 af, c->screen.max_af_known);
    else if (!m->is_named && m->to->stars < c->screen.min_stars)
        text = gnbs_arena_printf(arena, "%d review stars, %d are asked for", m->to->stars,
                                 c->screen.min_stars);
    else if (!it->passes)
        text = "the call did not pass its filters";
    else if (v->call.ploidy == 2 && v->call.n_alt == 1 &&
             (it->row->inheritance == GNBS_INH_AR || it->row->inheritance == GNBS_INH_XLR))
        text = "one copy, and no second reportable variant";
    return text != NULL ? text : "";
}

/* Every screened row of the gene that was told in this case. */
static gnbs_code_t judge_carrier(const ctx_t *x, gnbs_stored_case_t *c,
                                 const gnbs_panel_moved_t *m,
                                 const gnbs_stored_variant_t *v, work_t *w,
                                 gnbs_err_t *err) {
    for (size_t i = 0; i < x->panel->n_condition; i++) {
        const gnbs_condition_t *row = &x->panel->condition[i];
        if (row->status != GNBS_STATUS_GREEN ||
            strcmp(row->hgnc_id, m->row->hgnc_id) != 0 ||
            gnbs_run_stored_outcome(c, row->hgnc_id, row->condition) == NULL)
            continue;
        gnbs_release_item_t it = {.moved = m,
                                  .row = row,
                                  .zygosity = v->call.zygosity,
                                  .passes = v->call.filter == 0};
        GNBS_TRY(gnbs_run_impact_release(x->panel, row, x->found->to, c, &w->arena,
                                         &it.impact, err));
        if (it.impact.kind == GNBS_IMPACT_N)
            it.impact.why = why_nothing_moves(x, c, &it, v, &w->arena);
        if (!GNBS_PUSH(&w->items, it)) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", c->dir);
    }
    return GNBS_OK;
}

static gnbs_code_t judge_case(const ctx_t *x, gnbs_stored_case_t *c, work_t *w,
                              gnbs_err_t *err) {
    size_t n = 0;
    gnbs_region_t *at = GNBS_NEW(&w->arena, gnbs_region_t, x->found->n_moved);
    bool *callable = GNBS_NEW(&w->arena, bool, x->found->n_moved);
    if (at == NULL || callable == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s", c->dir);
    for (size_t i = 0; i < x->found->n_moved; i++) {
        const gnbs_panel_moved_t *m = &x->found->moved[i];
        const gnbs_stored_outcome_t *told =
            gnbs_run_stored_outcome(c, m->row->hgnc_id, NULL);
        if (told == NULL) continue; /* the family's consent does not cover the gene */
        const gnbs_stored_variant_t *v = find_carried(x, c, m);
        if (v != NULL) {
            GNBS_TRY(judge_carrier(x, c, m, v, w, err));
        } else if (is_up(m)) {
            const gnbs_variant_t *where = variant_of(m);
            const char *contig = bundle_of(x, m)->contigs.contig[where->tid].name;
            at[n++] = (gnbs_region_t){gnbs_contig_find(&c->contigs, contig), where->pos,
                                      where->pos + (gnbs_pos_t)strlen(where->ref)};
        }
    }
    if (n > 0) GNBS_TRY(gnbs_run_stored_callable(c, n, at, &w->arena, callable, err));
    for (size_t i = 0; i < n; i++) w->blind.n_unjudged += !callable[i];
    w->blind.sample = c->sample;
    w->blind.is_partial = !c->holds_all_calls && n > 0;
    return GNBS_OK;
}

/* ---- the flow ----------------------------------------------------------------------------------------------------- */

static gnbs_code_t next_case(void *ctx, void *item, bool *more, gnbs_err_t *err) {
    ctx_t *x = ctx;
    work_t *w = item;
    (void)err;
    *more = x->at < x->n_folder;
    if (!*more) return GNBS_OK;
    *w = (work_t){.folder = x->folder[x->at++]};
    gnbs_arena_init(&w->arena);
    return GNBS_OK;
}

static gnbs_code_t work_case(void *ctx, int i_worker, void *item, gnbs_err_t *err) {
    const ctx_t *x = ctx;
    work_t *w = item;
    gnbs_stored_case_t c;
    (void)i_worker;
    gnbs_code_t code =
        gnbs_run_stored_read(w->folder, x->n_gene, x->gene, &w->arena, &c, &w->err);
    if (code == GNBS_OK)
        code = gnbs_run_stored_other_panel(&c, x->panel->sha256, &w->arena, &w->why_not,
                                           &w->err);
    if (code == GNBS_OK && w->why_not == NULL) code = judge_case(x, &c, w, &w->err);
    if (code == GNBS_E_NOMEM) {
        *err = w->err;
        return code;
    }
    if (code != GNBS_OK) { /* the other cases are still judged */
        w->is_unreadable = true;
        w->why_not = w->err.msg;
    }
    return GNBS_OK;
}

static const char *keep(ctx_t *x, const char *text, bool *failed) {
    const char *kept = gnbs_arena_strdup(x->arena, text);
    if (kept == NULL) *failed = true;
    return kept != NULL ? kept : "";
}

static gnbs_code_t emit_case(void *ctx, void *item, gnbs_err_t *err) {
    ctx_t *x = ctx;
    work_t *w = item;
    bool failed = false;
    if (w->why_not != NULL) {
        const gnbs_impact_other_t o = {w->folder, keep(x, w->why_not, &failed),
                                       w->is_unreadable};
        failed |= !GNBS_PUSH(&x->others, o);
        x->list->n_unreadable += w->is_unreadable;
        return failed ? gnbs_err_set(err, GNBS_E_NOMEM, "cases") : GNBS_OK;
    }
    for (size_t i = 0; i < w->items.n; i++) {
        gnbs_release_item_t it = w->items.at[i];
        it.impact.sample = keep(x, it.impact.sample, &failed);
        it.impact.why = keep(x, it.impact.why, &failed);
        failed |= !GNBS_PUSH(&x->items, it);
        x->list->n[it.moved->kind]++;
    }
    if (w->blind.n_unjudged > 0 || w->blind.is_partial) {
        gnbs_release_blind_t blind = w->blind;
        blind.sample = keep(x, blind.sample, &failed);
        failed |= !GNBS_PUSH(&x->blinds, blind);
    }
    x->list->n_judged++;
    x->list->n_carrier += w->items.n > 0;
    return failed ? gnbs_err_set(err, GNBS_E_NOMEM, "cases") : GNBS_OK;
}

static void drop_case(void *ctx, void *item) {
    work_t *w = item;
    (void)ctx;
    GNBS_VEC_CLEAR(&w->items);
    gnbs_arena_clear(&w->arena);
}

static int by_allele(const void *a, const void *b) {
    const gnbs_release_item_t *x = a, *y = b;
    if (x->moved != y->moved) return x->moved < y->moved ? -1 : 1;
    if (x->row != y->row) return x->row < y->row ? -1 : 1;
    return strcmp(x->impact.sample, y->impact.sample);
}

static gnbs_code_t judge_all(ctx_t *x, int n_threads, gnbs_err_t *err) {
    const gnbs_flow_t flow = {.ctx = x,
                              .item_bytes = sizeof(work_t),
                              .depth = 4 * n_threads,
                              .n_workers = n_threads,
                              .next = next_case,
                              .work = work_case,
                              .emit = emit_case,
                              .drop = drop_case};
    GNBS_TRY(gnbs_flow_run(&flow, err));
    if (x->items.n > 0) qsort(x->items.at, x->items.n, sizeof *x->items.at, by_allele);
    x->list->n_item = x->items.n;
    x->list->item = x->items.at;
    x->list->n_blind = x->blinds.n;
    x->list->blind = x->blinds.at;
    x->list->n_other = x->others.n;
    x->list->other = x->others.at;
    return GNBS_OK;
}

/* ---- the command -------------------------------------------------------------------------------------------------- */

static gnbs_code_t list_genes(ctx_t *x, gnbs_err_t *err) {
    x->gene = GNBS_NEW(x->arena, const char *, x->found->n_moved + 1);
    if (x->gene == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "genes");
    for (size_t i = 0; i < x->found->n_moved; i++) {
        const gnbs_panel_moved_t *m = &x->found->moved[i];
        bool is_there = false;
        for (size_t k = 0; k < x->n_gene && !is_there; k++)
            is_there = strcmp(x->gene[k], m->row->hgnc_id) == 0;
        if (!is_there) x->gene[x->n_gene++] = m->row->hgnc_id;
        x->list->n_up += is_up(m);
    }
    return GNBS_OK;
}

static void print(const gnbs_run_release_opt_t *opt, const gnbs_release_list_t *list,
                  gnbs_str_t *out) {
    if (!opt->is_json) {
        gnbs_panel_reclassified_print_text(out, list->found);
        if (opt->cases != NULL) gnbs_run_release_print_text(out, list);
        return;
    }
    gnbs_json_t j;
    gnbs_json_init(&j, out);
    gnbs_json_object(&j, NULL);
    gnbs_panel_reclassified_add_json(&j, list->found);
    if (opt->cases != NULL) gnbs_run_release_add_json(&j, list);
    gnbs_json_end(&j);
}

static gnbs_code_t with_bundles(const gnbs_run_release_opt_t *opt,
                                const gnbs_panel_t *panel, const gnbs_bundle_t bundle[2],
                                gnbs_arena_t *arena, gnbs_str_t *out, gnbs_err_t *err) {
    gnbs_panel_reclassified_t found;
    gnbs_release_list_t list = {.found = &found};
    ctx_t x = {.panel = panel, .found = &found, .arena = arena, .list = &list};
    GNBS_TRY(gnbs_panel_reclassify(panel, &bundle[0], &bundle[1], arena, &found, err));
    GNBS_TRY(list_genes(&x, err));
    if (opt->cases != NULL)
        GNBS_TRY(gnbs_run_stored_list(opt->cases, arena, &x.n_folder, &x.folder, err));
    list.n_folder = x.n_folder;
    gnbs_code_t code = judge_all(&x, opt->n_threads, err);
    if (code == GNBS_OK) print(opt, &list, out);
    if (code == GNBS_OK && list.n_unreadable > 0)
        code = gnbs_err_set(err, GNBS_E_DATA,
                            "%s: %zu of %zu cases could not be read; the answer lists them",
                            opt->cases, list.n_unreadable, list.n_folder);
    GNBS_VEC_CLEAR(&x.items);
    GNBS_VEC_CLEAR(&x.blinds);
    GNBS_VEC_CLEAR(&x.others);
    return code;
}

static gnbs_code_t run_release(const gnbs_run_release_opt_t *opt, gnbs_arena_t *arena,
                               gnbs_str_t *out, gnbs_err_t *err) {
    gnbs_panel_t panel;
    gnbs_bundle_t bundle[2];
    GNBS_TRY(gnbs_run_load_panel(opt->panel, arena, &panel, err));
    GNBS_TRY(gnbs_bundle_load(opt->from, &bundle[0], err));
    gnbs_code_t code = gnbs_bundle_load(opt->to, &bundle[1], err);
    if (code == GNBS_OK) {
        code = with_bundles(opt, &panel, bundle, arena, out, err);
        gnbs_bundle_clear(&bundle[1]);
    }
    gnbs_bundle_clear(&bundle[0]);
    return code;
}

gnbs_code_t gnbs_run_release(const gnbs_run_release_opt_t *opt, gnbs_str_t *out,
                             gnbs_err_t *err) {
    gnbs_arena_t arena;
    if (opt->n_threads < 1 || opt->n_threads > 256)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "panel reclassify: --threads %d: expected 1-256",
                            opt->n_threads);
    gnbs_arena_init(&arena);
    gnbs_code_t code = run_release(opt, &arena, out, err);
    gnbs_arena_clear(&arena);
    return code;
}
