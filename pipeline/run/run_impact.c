#include "run/run_impact.h"

#include <stdlib.h>
#include <string.h>

#include "core/flow.h"
#include "core/vec.h"
#include "run/run_impact_parts.h"
#include "run/run_panel.h"

const char *gnbs_impact_name(gnbs_impact_kind_t kind) {
    static const char *const NAME[GNBS_IMPACT_N] = {
        "newly_suspected",    "no_longer_suspected", "suspected_otherwise",
        "newly_not_assessed", "newly_assessed",      "other_reason",
        "newly_screened",     "no_longer_screened",  "cannot_be_told"};
    return kind < GNBS_IMPACT_N ? NAME[kind] : "unchanged";
}

const char *gnbs_impact_title(gnbs_impact_kind_t kind) {
    static const char *const TITLE[GNBS_IMPACT_N] = {
        "Suspected now",
        "Not suspected any more",
        "Suspected as before, for another reason",
        "Not assessed any more",
        "Assessed now: not suspected",
        "Not assessed as before, for another reason",
        "Screened from now on, not suspected",
        "Not screened any more, was not suspected",
        "Cannot be told from what is stored"};
    return kind < GNBS_IMPACT_N ? TITLE[kind] : "Unchanged";
}

/* ---- one case at a time ------------------------------------------------------------------------------------ */

typedef struct ctx {
    const gnbs_impact_plan_t *plan;
    size_t n_folder, at;
    const char **folder;
    gnbs_arena_t *arena; /* of the answer; emit only */
    gnbs_impact_list_t *list;
    GNBS_VEC(gnbs_impact_item_t) items;
    GNBS_VEC(gnbs_impact_other_t) others;
} ctx_t;

typedef struct work {
    gnbs_arena_t arena;
    const char *folder;
    size_t n_item;
    gnbs_impact_item_t *item;
    const char *why_not; /* NULL: judged */
    bool is_unreadable;
    gnbs_err_t err;
} work_t;

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
    w->item = GNBS_NEW(&w->arena, gnbs_impact_item_t, x->plan->n_change + 1);
    if (w->item == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", w->folder);
    gnbs_code_t code = gnbs_run_stored_read(w->folder, x->plan->n_gene, x->plan->gene,
                                            &w->arena, &c, &w->err);
    if (code == GNBS_OK)
        code = gnbs_run_stored_other_panel(&c, x->plan->from->sha256, &w->arena,
                                           &w->why_not, &w->err);
    if (code == GNBS_OK && w->why_not == NULL)
        code = gnbs_run_impact_case(x->plan, &c, &w->arena, &w->n_item, w->item, &w->err);
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
    bool failed = false, is_changed = false, is_open = false;
    if (w->why_not != NULL) {
        const gnbs_impact_other_t o = {w->folder, keep(x, w->why_not, &failed),
                                       w->is_unreadable};
        failed |= !GNBS_PUSH(&x->others, o);
        x->list->n_unreadable += w->is_unreadable;
        return failed ? gnbs_err_set(err, GNBS_E_NOMEM, "cases") : GNBS_OK;
    }
    for (size_t i = 0; i < w->n_item; i++) {
        gnbs_impact_item_t it = w->item[i];
        it.sample = keep(x, it.sample, &failed);
        it.why = it.why[0] != '\0' ? keep(x, it.why, &failed) : "";
        failed |= !GNBS_PUSH(&x->items, it);
        x->list->n[it.kind]++;
        is_open |= it.kind == GNBS_IMPACT_CANNOT_TELL;
        is_changed |= it.kind != GNBS_IMPACT_CANNOT_TELL;
    }
    x->list->n_judged++;
    x->list->n_changed += is_changed;
    x->list->n_open += is_open;
    return failed ? gnbs_err_set(err, GNBS_E_NOMEM, "cases") : GNBS_OK;
}

static void drop_case(void *ctx, void *item) {
    work_t *w = item;
    (void)ctx;
    gnbs_arena_clear(&w->arena);
}

/* ---- the plan and the answer --------------------------------------------------------------------------------- */

static void add_gene(gnbs_impact_plan_t *plan, const gnbs_condition_t *row) {
    for (size_t i = 0; row != NULL && i < plan->n_gene; i++)
        if (strcmp(plan->gene[i], row->hgnc_id) == 0) return;
    if (row != NULL) plan->gene[plan->n_gene++] = row->hgnc_id;
}

static gnbs_code_t make_plan(const gnbs_panel_t *from, const gnbs_panel_t *to,
                             gnbs_arena_t *arena, gnbs_impact_plan_t *plan,
                             gnbs_err_t *err) {
    gnbs_panel_diff_t *diff = GNBS_NEW(arena, gnbs_panel_diff_t, 1);
    if (diff == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "panels");
    GNBS_TRY(gnbs_panel_compare(from, to, NULL, arena, diff, err));
    *plan = (gnbs_impact_plan_t){.from = from, .to = to, .diff = diff};
    plan->change = GNBS_NEW(arena, const gnbs_panel_change_t *, diff->n_change);
    plan->gene = GNBS_NEW(arena, const char *, 2 * diff->n_change + 1);
    if (plan->change == NULL || plan->gene == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "panels");
    for (size_t i = 0; i < diff->n_change; i++) {
        gnbs_panel_change_kind_t kind = diff->change[i].kind;
        if (kind != GNBS_CHANGE_STARTS && kind != GNBS_CHANGE_STOPS &&
            kind != GNBS_CHANGE_REPORTED)
            continue;
        plan->change[plan->n_change++] = &diff->change[i];
        add_gene(plan, diff->change[i].from);
        add_gene(plan, diff->change[i].to);
    }
    return GNBS_OK;
}

static int by_change(const void *a, const void *b) {
    const gnbs_impact_item_t *x = a, *y = b;
    if (x->change != y->change) return x->change < y->change ? -1 : 1;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return strcmp(x->sample, y->sample);
}

static gnbs_code_t judge_all(const gnbs_run_impact_opt_t *opt, ctx_t *x, gnbs_err_t *err) {
    const gnbs_flow_t flow = {.ctx = x,
                              .item_bytes = sizeof(work_t),
                              .depth = 4 * opt->n_threads,
                              .n_workers = opt->n_threads,
                              .next = next_case,
                              .work = work_case,
                              .emit = emit_case,
                              .drop = drop_case};
    GNBS_TRY(gnbs_flow_run(&flow, err));
    if (x->items.n > 0) qsort(x->items.at, x->items.n, sizeof *x->items.at, by_change);
    x->list->n_item = x->items.n;
    x->list->item = x->items.at;
    x->list->n_other = x->others.n;
    x->list->other = x->others.at;
    return GNBS_OK;
}

static gnbs_code_t run_impact(const gnbs_run_impact_opt_t *opt, gnbs_arena_t *arena,
                              gnbs_str_t *out, gnbs_err_t *err) {
    gnbs_panel_t from, to;
    gnbs_impact_plan_t plan;
    gnbs_impact_list_t list = {.plan = &plan};
    ctx_t x = {.plan = &plan, .arena = arena, .list = &list};
    GNBS_TRY(gnbs_run_load_panel(opt->from, arena, &from, err));
    GNBS_TRY(gnbs_run_load_panel(opt->to, arena, &to, err));
    GNBS_TRY(make_plan(&from, &to, arena, &plan, err));
    GNBS_TRY(gnbs_run_stored_list(opt->cases, arena, &x.n_folder, &x.folder, err));
    if (x.n_folder == 0)
        return gnbs_err_set(err, GNBS_E_DATA,
                            "%s: holds no folders; expected the --out of gnbs run, with a "
                            "folder per newborn",
                            opt->cases);
    list.n_folder = x.n_folder;
    gnbs_code_t code = judge_all(opt, &x, err);
    if (code == GNBS_OK && opt->is_json) gnbs_run_impact_print_json(out, &list);
    if (code == GNBS_OK && !opt->is_json) gnbs_run_impact_print_text(out, &list);
    if (code == GNBS_OK && list.n_unreadable > 0)
        code = gnbs_err_set(err, GNBS_E_DATA,
                            "%s: %zu of %zu cases could not be read; the answer lists them",
                            opt->cases, list.n_unreadable, list.n_folder);
    GNBS_VEC_CLEAR(&x.items);
    GNBS_VEC_CLEAR(&x.others);
    return code;
}

gnbs_code_t gnbs_run_impact(const gnbs_run_impact_opt_t *opt, gnbs_str_t *out,
                            gnbs_err_t *err) {
    gnbs_arena_t arena;
    if (opt->n_threads < 1 || opt->n_threads > 256)
        return gnbs_err_set(err, GNBS_E_USAGE, "panel impact: --threads %d: expected 1-256",
                            opt->n_threads);
    gnbs_arena_init(&arena);
    gnbs_code_t code = run_impact(opt, &arena, out, err);
    gnbs_arena_clear(&arena);
    return code;
}
