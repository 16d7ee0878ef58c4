#include "run/run_pass.h"

#include "core/vec.h"

/* In the order in which each chunk is shown to them. Quality is last: it looks at markers where others look anyway. */
static const gnbs_pass_observer_t *const OBSERVERS[] = {
    &gnbs_pass_calls,
    &gnbs_pass_dosage,
    &gnbs_pass_loci,
    &gnbs_pass_quality,
};
enum { N_OBSERVERS = sizeof OBSERVERS / sizeof *OBSERVERS };

typedef GNBS_VEC(gnbs_region_t) regions_t;

typedef struct table {
    gnbs_pass_t pass[N_OBSERVERS];
    size_t n; /* of those that take part */
    gnbs_observer_t observer[N_OBSERVERS];
    regions_t wanted, points; /* of all of them */
} table_t;

/* Asks an observer what it wants to see; sorted and merged, that is what it will be shown. */
static gnbs_code_t plan_observer(table_t *t, size_t i, gnbs_err_t *err) {
    const gnbs_pass_observer_t *o = OBSERVERS[i];
    gnbs_pass_t *pass = &t->pass[i];
    size_t n = 0;
    const gnbs_region_t *region = NULL;
    t->wanted.n = gnbs_region_merge(t->wanted.n, t->wanted.at, 0);
    pass->n_wanted = t->wanted.n, pass->wanted = t->wanted.at;
    GNBS_TRY(o->plan(pass, &n, &region, err));
    if (n + pass->n_point == 0) return GNBS_OK;
    gnbs_region_t *own = GNBS_NEW(pass->arena, gnbs_region_t, n + pass->n_point);
    bool ok = own != NULL && GNBS_RESERVE(&t->wanted, t->wanted.n + n) &&
              GNBS_RESERVE(&t->points, t->points.n + pass->n_point);
    if (!ok) return gnbs_err_set(err, GNBS_E_NOMEM, "%s: %zu regions", o->name, n);
    for (size_t k = 0; k < n; k++) own[k] = t->wanted.at[t->wanted.n++] = region[k];
    for (size_t k = 0; k < pass->n_point; k++)
        own[n + k] = t->points.at[t->points.n++] = pass->point[k];
    n += pass->n_point;
    t->observer[t->n++] = (gnbs_observer_t){.name = o->name,
                                            .ctx = pass,
                                            .observe = o->observe,
                                            .collect = o->collect,
                                            .sees_all_reads = o->sees_all_reads,
                                            .n_region = gnbs_region_merge(n, own, 0),
                                            .region = o->sees_all ? NULL : own};
    return GNBS_OK;
}

static gnbs_code_t run_table(table_t *t, const gnbs_pass_request_t *rq, gnbs_arena_t *arena,
                             gnbs_pass_result_t *result, gnbs_err_t *err) {
    for (size_t i = 0; i < N_OBSERVERS; i++) {
        t->pass[i] = (gnbs_pass_t){.rq = rq, .arena = arena, .result = result};
        GNBS_TRY(plan_observer(t, i, err));
    }
    gnbs_schedule_t schedule;
    GNBS_TRY(gnbs_evidence_plan_points(rq->evidence, t->wanted.n, t->wanted.at, t->points.n,
                                       t->points.at, arena, &schedule, err));
    GNBS_TRY(gnbs_evidence_pass(rq->evidence, &schedule, rq->build, rq->reads, rq->ref,
                                t->n, t->observer, rq->log, &result->counts, err));
    for (size_t i = 0; i < N_OBSERVERS; i++)
        if (OBSERVERS[i]->finish != NULL) GNBS_TRY(OBSERVERS[i]->finish(&t->pass[i], err));
    return GNBS_OK;
}

gnbs_code_t gnbs_run_pass(const gnbs_pass_request_t *rq, gnbs_arena_t *arena,
                          gnbs_pass_result_t *result, gnbs_err_t *err) {
    *result = (gnbs_pass_result_t){0};
    table_t t = {0};
    gnbs_code_t code = run_table(&t, rq, arena, result, err);
    for (size_t i = 0; i < N_OBSERVERS; i++)
        if (OBSERVERS[i]->clear != NULL && t.pass[i].rq != NULL)
            OBSERVERS[i]->clear(&t.pass[i]);
    GNBS_VEC_CLEAR(&t.wanted);
    GNBS_VEC_CLEAR(&t.points);
    return code;
}
