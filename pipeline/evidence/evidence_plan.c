#include <string.h>

#include "core/vec.h"
#include "evidence/evidence.h"

gnbs_evidence_opt_t gnbs_evidence_opt_default(void) {
    return (gnbs_evidence_opt_t){.n_threads = 1,
                                 .join_bp = 8192,
                                 .chunk_bp = 65536,
                                 .pad_bp = 200,
                                 .max_starts = 250,
                                 .min_clip_bp = 20};
}

typedef GNBS_VEC(gnbs_region_t) regions_t;

/* A chunk ends where the next target would make it longer than chunk_bp; only a target that is longer itself is cut. */
static bool place(const gnbs_evidence_opt_t *opt, gnbs_region_t t, regions_t *targets,
                  regions_t *chunks) {
    while (t.beg < t.end) {
        gnbs_region_t *last = chunks->n > 0 ? &chunks->at[chunks->n - 1] : NULL;
        bool joins = last != NULL && last->tid == t.tid &&
                     t.beg - last->end <= opt->join_bp &&
                     t.end - last->beg <= opt->chunk_bp;
        if (!joins) {
            if (!GNBS_PUSH(chunks, ((gnbs_region_t){t.tid, t.beg, t.beg}))) return false;
            last = &chunks->at[chunks->n - 1];
        }
        gnbs_pos_t end =
            last->beg + opt->chunk_bp < t.end ? last->beg + opt->chunk_bp : t.end;
        if (!GNBS_PUSH(targets, ((gnbs_region_t){t.tid, t.beg, end}))) return false;
        last->end = end;
        t.beg = end;
    }
    return true;
}

static gnbs_code_t check_options(const gnbs_evidence_opt_t *opt, gnbs_err_t *err) {
    if (opt->n_threads >= 1 && opt->chunk_bp >= 1000 && opt->join_bp >= 0 &&
        opt->pad_bp >= 0 && opt->max_starts >= 1 && opt->reach_bp >= 0)
        return GNBS_OK;
    return gnbs_err_set(
        err, GNBS_E_USAGE,
        "evidence: threads %d, chunk %d bp, join %d bp, pad %d bp: out of range",
        opt->n_threads, opt->chunk_bp, opt->join_bp, opt->pad_bp);
}

/* A merged copy in the arena. */
static gnbs_code_t merge(size_t n, const gnbs_region_t region[], gnbs_arena_t *arena,
                         size_t *n_merged, const gnbs_region_t **merged, gnbs_err_t *err) {
    gnbs_region_t *copy = GNBS_NEW(arena, gnbs_region_t, n);
    if (copy == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu targets", n);
    if (n > 0) memcpy(copy, region, n * sizeof *copy);
    for (size_t i = 0; i < n; i++)
        if (copy[i].beg < 0 || copy[i].end <= copy[i].beg)
            return gnbs_err_set(err, GNBS_E_DATA,
                                "target %zu is empty or starts before its contig", i + 1);
    *n_merged = gnbs_region_merge(n, copy, 0);
    *merged = copy;
    return GNBS_OK;
}

static gnbs_code_t hand_over(const regions_t *targets, const regions_t *chunks,
                             gnbs_arena_t *arena, gnbs_schedule_t *s, gnbs_err_t *err) {
    gnbs_region_t *t = GNBS_NEW(arena, gnbs_region_t, targets->n),
                  *c = GNBS_NEW(arena, gnbs_region_t, chunks->n);
    size_t *first = GNBS_NEW(arena, size_t, chunks->n + 1);
    if (t == NULL || c == NULL || first == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu targets", targets->n);
    if (targets->n > 0) memcpy(t, targets->at, targets->n * sizeof *t);
    if (chunks->n > 0) memcpy(c, chunks->at, chunks->n * sizeof *c);
    for (size_t i = 0, j = 0; i < chunks->n; i++) {
        first[i] = j;
        while (j < targets->n && t[j].tid == c[i].tid && t[j].beg >= c[i].beg &&
               t[j].end <= c[i].end)
            j++;
    }
    first[chunks->n] = targets->n;
    s->n_target = targets->n, s->n_chunk = chunks->n;
    s->target = t, s->chunk = c, s->first_target = first;
    return GNBS_OK;
}

gnbs_code_t gnbs_evidence_plan_points(const gnbs_evidence_opt_t *opt, size_t n,
                                      const gnbs_region_t target[], size_t n_point,
                                      const gnbs_region_t point[], gnbs_arena_t *arena,
                                      gnbs_schedule_t *schedule, gnbs_err_t *err) {
    *schedule = (gnbs_schedule_t){0};
    GNBS_TRY(check_options(opt, err));
    GNBS_TRY(merge(n, target, arena, &schedule->n_full, &schedule->full, err));
    GNBS_TRY(merge(n_point, point, arena, &schedule->n_point, &schedule->point, err));
    size_t n_both = schedule->n_full + schedule->n_point;
    gnbs_region_t *both = GNBS_NEW(arena, gnbs_region_t, n_both);
    if (both == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu targets", n_both);
    for (size_t i = 0; i < schedule->n_full; i++) both[i] = schedule->full[i];
    for (size_t i = 0; i < schedule->n_point; i++)
        both[schedule->n_full + i] = schedule->point[i];
    n_both = gnbs_region_merge(n_both, both, 0);
    regions_t targets = {0}, chunks = {0};
    gnbs_code_t code = GNBS_OK;
    for (size_t i = 0; i < n_both && code == GNBS_OK; i++)
        if (!place(opt, both[i], &targets, &chunks))
            code = gnbs_err_set(err, GNBS_E_NOMEM, "%zu targets", n_both);
    if (code == GNBS_OK) code = hand_over(&targets, &chunks, arena, schedule, err);
    GNBS_VEC_CLEAR(&targets);
    GNBS_VEC_CLEAR(&chunks);
    return code;
}

gnbs_code_t gnbs_evidence_plan(const gnbs_evidence_opt_t *opt, size_t n,
                               const gnbs_region_t target[], gnbs_arena_t *arena,
                               gnbs_schedule_t *schedule, gnbs_err_t *err) {
    return gnbs_evidence_plan_points(opt, n, target, 0, NULL, arena, schedule, err);
}
