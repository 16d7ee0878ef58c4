#include <stdlib.h>
#include <string.h>

#include "core/flow.h"
#include "core/mem.h"
#include "core/vec.h"
#include "evidence/evidence.h"

enum { MAX_OBSERVERS = 16 };

typedef struct pass {
    const gnbs_evidence_opt_t *opt;
    const gnbs_schedule_t *schedule;
    gnbs_build_t build;
    const gnbs_read_source_t *reads;
    const gnbs_ref_source_t *ref;
    size_t n_observer;
    const gnbs_observer_t *observer;
    gnbs_log_t *log;
    void **handle; /* one per worker, opened by that worker when it first works */
    size_t next_chunk;
    gnbs_read_counts_t totals;
} pass_t;

typedef struct item {
    size_t i_chunk;
    gnbs_arena_t arena;
    gnbs_chunk_t chunk;
    gnbs_chunk_t view[MAX_OBSERVERS]; /* n_target 0: not shown to this observer */
    void *result[MAX_OBSERVERS];
} item_t;

typedef GNBS_VEC(gnbs_read_t) reads_t;

static gnbs_code_t next_chunk(void *ctx, void *item, bool *more, gnbs_err_t *err) {
    (void)err;
    pass_t *pass = ctx;
    item_t *it = item;
    *more = pass->next_chunk < pass->schedule->n_chunk;
    if (*more) it->i_chunk = pass->next_chunk++;
    return GNBS_OK;
}

static void count_unused(gnbs_read_counts_t *c, uint16_t flag) {
    if (flag & GNBS_READ_UNMAPPED)
        c->n_unmapped++;
    else if (flag & GNBS_READ_SECONDARY)
        c->n_secondary++;
    else if (flag & GNBS_READ_SUPPLEMENTARY)
        c->n_supplementary++;
    else if (flag & GNBS_READ_QC_FAIL)
        c->n_qc_fail++;
    else
        c->n_duplicate++;
}

/* Where a read must lie to be shown: over the chunk's targets with their pads, or over its points. */
typedef struct catch {
    size_t n, i; /* i moves forward with the reads, which come sorted */
    gnbs_region_t *at;
}
catch_t;

static size_t add_parts(size_t n, const gnbs_region_t sorted[], gnbs_region_t within,
                        gnbs_pos_t pad, catch_t *to) {
    size_t i = gnbs_region_lower(n, sorted, within.tid, within.beg), first = i;
    for (; i < n && gnbs_region_overlaps(sorted[i], within); i++) {
        if (to->at == NULL) continue;
        gnbs_pos_t beg = sorted[i].beg > within.beg ? sorted[i].beg : within.beg,
                   end = sorted[i].end < within.end ? sorted[i].end : within.end;
        to->at[to->n++] = (gnbs_region_t){within.tid, beg - pad, end + pad};
    }
    return i - first;
}

static gnbs_code_t make_catch(const pass_t *pass, item_t *it, catch_t *to,
                              gnbs_err_t *err) {
    const gnbs_schedule_t *s = pass->schedule;
    gnbs_region_t c = it->chunk.region;
    gnbs_pos_t pad = pass->opt->pad_bp;
    *to = (catch_t){0};
    size_t n = add_parts(s->n_full, s->full, c, pad, to) +
               add_parts(s->n_point, s->point, c, 0, to);
    if ((to->at = GNBS_NEW(&it->arena, gnbs_region_t, n)) == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "targets");
    add_parts(s->n_full, s->full, c, pad, to);
    add_parts(s->n_point, s->point, c, 0, to);
    to->n = gnbs_region_merge(to->n, to->at, 0);
    return GNBS_OK;
}

static bool catches(catch_t *c, gnbs_pos_t beg, gnbs_pos_t end) {
    while (c->i < c->n && c->at[c->i].end <= beg) c->i++;
    return c->i < c->n && c->at[c->i].beg < end;
}

/* Points alone are no gene: nothing is counted beside them. */
static bool is_all_points(const gnbs_schedule_t *s, gnbs_region_t c) {
    size_t i = gnbs_region_lower(s->n_full, s->full, c.tid, c.beg);
    return i == s->n_full || !gnbs_region_overlaps(s->full[i], c);
}

/* What lies nearest to this chunk, as far as reach_bp: the gap to a near neighbour is halved. */
static gnbs_region_t reach_of(const pass_t *pass, size_t i_chunk) {
    const gnbs_schedule_t *s = pass->schedule;
    gnbs_region_t c = s->chunk[i_chunk], r = c;
    gnbs_pos_t reach_bp = is_all_points(s, c) ? 0 : pass->opt->reach_bp;
    r.beg = c.beg > reach_bp ? c.beg - reach_bp : 0;
    r.end = c.end + reach_bp;
    if (i_chunk > 0 && s->chunk[i_chunk - 1].tid == c.tid) {
        gnbs_pos_t before = s->chunk[i_chunk - 1].end, half = before + (c.beg - before) / 2;
        if (half > r.beg) r.beg = half;
    }
    if (i_chunk + 1 < s->n_chunk && s->chunk[i_chunk + 1].tid == c.tid) {
        gnbs_pos_t half = c.end + (s->chunk[i_chunk + 1].beg - c.end) / 2;
        if (half < r.end) r.end = half;
    }
    return r;
}

/* A read that touches no target: its outline, and all of it when a clip may tell of a junction. */
static gnbs_code_t gather_other(const pass_t *pass, void *handle, item_t *it,
                                gnbs_read_t *read, reads_t *other, gnbs_err_t *err) {
    bool is_clipped = read->clip_head >= pass->opt->min_clip_bp ||
                      read->clip_tail >= pass->opt->min_clip_bp;
    if (is_clipped) GNBS_TRY(pass->reads->body(handle, &it->arena, read, err));
    read->is_home = false;
    return GNBS_PUSH(other, *read) ? GNBS_OK
                                   : gnbs_err_set(err, GNBS_E_NOMEM, "%zu reads", other->n);
}

typedef struct starts { /* alignments that start at one position; they come sorted */
    gnbs_pos_t beg;
    int32_t n;
} starts_t;

static bool is_excess(const pass_t *pass, starts_t *s, gnbs_pos_t beg) {
    s->n = beg == s->beg ? s->n + 1 : 1;
    s->beg = beg;
    return s->n > pass->opt->max_starts;
}

/* Bodies are decoded only of what is kept. */
static gnbs_code_t keep_read(const pass_t *pass, void *handle, item_t *it, reads_t *reads,
                             gnbs_read_t *read, gnbs_err_t *err) {
    GNBS_TRY(pass->reads->body(handle, &it->arena, read, err));
    return GNBS_PUSH(reads, *read) ? GNBS_OK
                                   : gnbs_err_set(err, GNBS_E_NOMEM, "%zu reads", reads->n);
}

static gnbs_code_t settle(gnbs_arena_t *arena, const reads_t *reads, size_t *n,
                          const gnbs_read_t **to, gnbs_err_t *err) {
    gnbs_read_t *kept = GNBS_NEW(arena, gnbs_read_t, reads->n);
    if (kept == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu reads", reads->n);
    if (reads->n > 0) memcpy(kept, reads->at, reads->n * sizeof *kept);
    *n = reads->n;
    *to = kept;
    return GNBS_OK;
}

static gnbs_code_t gather_reads(const pass_t *pass, void *handle, item_t *it,
                                gnbs_err_t *err) {
    gnbs_chunk_t *c = &it->chunk;
    gnbs_pos_t pad = pass->opt->pad_bp, prev_end = -1;
    if (it->i_chunk > 0 && pass->schedule->chunk[it->i_chunk - 1].tid == c->region.tid)
        prev_end = pass->schedule->chunk[it->i_chunk - 1].end;
    gnbs_region_t wide = pass->opt->reach_bp > 0 ? c->reach : c->region;
    gnbs_region_t query = {wide.tid, wide.beg > pad ? wide.beg - pad : 0, wide.end + pad};
    if (query.end < c->region.end + pad) query.end = c->region.end + pad;
    catch_t wanted;
    GNBS_TRY(make_catch(pass, it, &wanted, err));
    GNBS_TRY(pass->reads->seek(handle, query, err));
    reads_t reads = {0}, rest = {0}, other = {0};
    gnbs_code_t code = GNBS_OK;
    starts_t starts = {.beg = -1}, rest_starts = {.beg = -1};
    for (bool more = true; code == GNBS_OK;) {
        gnbs_read_t read;
        code = pass->reads->next(handle, NULL, &read, &more, err);
        if (code != GNBS_OK || !more) break;
        if (!catches(&wanted, read.beg, read.end)) {
            if (pass->opt->reach_bp > 0 && !gnbs_read_is_unused(read.flag))
                code = gather_other(pass, handle, it, &read, &other, err);
            continue;
        }
        read.is_home =
            read.beg >= prev_end && read.beg < c->region.end && read.end > c->region.beg;
        if (gnbs_read_is_unused(read.flag)) {
            if (read.is_home) count_unused(&c->counts, read.flag);
            if (gnbs_read_is_rest(read.flag) && !is_excess(pass, &rest_starts, read.beg))
                code = keep_read(pass, handle, it, &rest, &read, err);
            continue;
        }
        if (is_excess(pass, &starts, read.beg)) {
            c->counts.n_excess += read.is_home;
            continue;
        }
        c->counts.n_used += read.is_home;
        code = keep_read(pass, handle, it, &reads, &read, err);
    }
    if (code == GNBS_OK) code = settle(&it->arena, &reads, &c->n_read, &c->read, err);
    if (code == GNBS_OK) code = settle(&it->arena, &rest, &c->n_rest, &c->rest, err);
    if (code == GNBS_OK) code = settle(&it->arena, &other, &c->n_other, &c->other, err);
    GNBS_VEC_CLEAR(&reads);
    GNBS_VEC_CLEAR(&rest);
    GNBS_VEC_CLEAR(&other);
    return code;
}

typedef struct name_key {
    uint64_t hash;
    size_t i_read;
} name_key_t;

static int compare_key(const void *a, const void *b) {
    const name_key_t *x = a, *y = b;
    if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
    return x->i_read < y->i_read ? -1 : x->i_read > y->i_read;
}

/* Mates get one fragment number; numbers follow the order in which fragments first appear. */
static gnbs_code_t pair_mates(item_t *it, gnbs_err_t *err) {
    gnbs_chunk_t *c = &it->chunk;
    gnbs_read_t *read = (gnbs_read_t *)c->read; /* ours until the observers see it */
    name_key_t *key = GNBS_NEW(&it->arena, name_key_t, c->n_read);
    if (key == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu reads", c->n_read);
    for (size_t i = 0; i < c->n_read; i++) key[i] = (name_key_t){read[i].name_hash, i};
    qsort(key, c->n_read, sizeof *key, compare_key);
    for (size_t i = 0; i + 1 < c->n_read; i++) {
        gnbs_read_t *a = &read[key[i].i_read], *b = &read[key[i + 1].i_read];
        bool are_mates = key[i].hash == key[i + 1].hash && a->fragment < 0 &&
                         (a->flag & GNBS_READ_PAIRED) && (b->flag & GNBS_READ_PAIRED) &&
                         (a->flag & GNBS_READ_FIRST) != (b->flag & GNBS_READ_FIRST);
        if (!are_mates) continue;
        b->fragment = a->fragment =
            (int32_t)key[i].i_read; /* the first of the pair, renumbered below */
        a->overlaps_mate = b->overlaps_mate = a->beg < b->end && b->beg < a->end;
    }
    int32_t *number = GNBS_NEW(&it->arena, int32_t, c->n_read);
    if (number == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu reads", c->n_read);
    for (size_t i = 0; i < c->n_read; i++) {
        bool is_second = read[i].fragment >= 0 && read[i].fragment != (int32_t)i;
        number[i] = is_second ? number[read[i].fragment] : c->n_fragment++;
    }
    for (size_t i = 0; i < c->n_read; i++) read[i].fragment = number[i];
    return GNBS_OK;
}

static gnbs_code_t fetch_reference(const pass_t *pass, item_t *it, gnbs_err_t *err) {
    gnbs_chunk_t *c = &it->chunk;
    gnbs_pos_t pad = 2 * pass->opt->pad_bp;
    c->ref_region = (gnbs_region_t){
        c->region.tid, c->region.beg > pad ? c->region.beg - pad : 0, c->region.end + pad};
    uint8_t *ref = GNBS_NEW(&it->arena, uint8_t, gnbs_region_len(c->ref_region));
    if (ref == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "reference window");
    c->ref = ref;
    return pass->ref->fetch(pass->ref->ctx, c->ref_region, ref, err);
}

/* Of the chunk's reads those over the view's own targets with their pads: as if nobody else looked here. */
static gnbs_code_t keep_own_reads(item_t *it, gnbs_chunk_t *view, gnbs_err_t *err) {
    const gnbs_chunk_t *c = &it->chunk;
    catch_t own = {.at = GNBS_NEW(&it->arena, gnbs_region_t, view->n_target)};
    if (own.at == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "targets");
    add_parts(view->n_target, view->target, c->region, c->pad_bp, &own);
    own.n = gnbs_region_merge(own.n, own.at, 0);
    size_t n = 0;
    for (size_t i = 0; i < c->n_read; i++)
        n += catches(&own, c->read[i].beg, c->read[i].end);
    if (n == c->n_read) return GNBS_OK;
    gnbs_read_t *read = GNBS_NEW(&it->arena, gnbs_read_t, n);
    int32_t *n_mate = GNBS_NEW(&it->arena, int32_t, c->n_fragment);
    if (read == NULL || n_mate == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu reads", n);
    own.i = n = 0;
    for (size_t i = 0; i < c->n_read; i++) {
        if (!catches(&own, c->read[i].beg, c->read[i].end)) continue;
        read[n++] = c->read[i];
        n_mate[c->read[i].fragment]++;
    }
    for (size_t i = 0; i < n; i++)
        read[i].overlaps_mate = read[i].overlaps_mate && n_mate[read[i].fragment] > 1;
    view->n_read = n;
    view->read = read;
    return GNBS_OK;
}

/* The chunk as the observer sees it: its own regions for targets; none when it has no business here. */
static gnbs_code_t view_of(const gnbs_observer_t *o, item_t *it, gnbs_chunk_t *view,
                           gnbs_err_t *err) {
    *view = it->chunk;
    if (o->region == NULL) return GNBS_OK;
    gnbs_region_t c = it->chunk.region;
    size_t first = gnbs_region_lower(o->n_region, o->region, c.tid, c.beg), last = first;
    while (last < o->n_region && gnbs_region_overlaps(o->region[last], c)) last++;
    gnbs_region_t *own = GNBS_NEW(&it->arena, gnbs_region_t, last - first);
    if (own == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", o->name);
    for (size_t i = first; i < last; i++) {
        gnbs_region_t r = o->region[i];
        own[i - first] = (gnbs_region_t){r.tid, r.beg > c.beg ? r.beg : c.beg,
                                         r.end < c.end ? r.end : c.end};
    }
    view->n_target = last - first;
    view->target = own;
    return o->sees_all_reads || last == first ? GNBS_OK : keep_own_reads(it, view, err);
}

static gnbs_code_t show_to_observers(const pass_t *pass, item_t *it, gnbs_err_t *err) {
    for (size_t i = 0; i < pass->n_observer; i++) {
        const gnbs_observer_t *o = &pass->observer[i];
        GNBS_TRY(view_of(o, it, &it->view[i], err));
        if (it->view[i].n_target == 0) continue;
        gnbs_code_t code =
            o->observe(o->ctx, &it->view[i], &it->arena, &it->result[i], err);
        if (code != GNBS_OK) return gnbs_err_ctx(err, "%s", o->name);
    }
    return GNBS_OK;
}

static gnbs_code_t work_chunk(void *ctx, int i_worker, void *item, gnbs_err_t *err) {
    const pass_t *pass = ctx;
    item_t *it = item;
    const gnbs_schedule_t *s = pass->schedule;
    if (pass->handle[i_worker] == NULL)
        GNBS_TRY(pass->reads->open(pass->reads->ctx, &pass->handle[i_worker], err));
    gnbs_arena_init(&it->arena);
    it->chunk = (gnbs_chunk_t){.i_chunk = (int64_t)it->i_chunk,
                               .contigs = pass->reads->contigs,
                               .build = pass->build,
                               .region = s->chunk[it->i_chunk],
                               .pad_bp = pass->opt->pad_bp,
                               .reach = reach_of(pass, it->i_chunk),
                               .n_target = s->first_target[it->i_chunk + 1] -
                                           s->first_target[it->i_chunk],
                               .target = s->target + s->first_target[it->i_chunk]};
    gnbs_code_t code = fetch_reference(pass, it, err);
    if (code == GNBS_OK) code = gather_reads(pass, pass->handle[i_worker], it, err);
    if (code == GNBS_OK) code = pair_mates(it, err);
    if (code == GNBS_OK) code = show_to_observers(pass, it, err);
    if (code != GNBS_OK) {
        gnbs_str_t where;
        gnbs_str_init(&where);
        gnbs_contig_print_region(&where, it->chunk.contigs, it->chunk.region);
        gnbs_err_ctx(err, "%s", gnbs_str_text(&where));
        gnbs_str_clear(&where);
    }
    return code;
}

static gnbs_code_t emit_chunk(void *ctx, void *item, gnbs_err_t *err) {
    pass_t *pass = ctx;
    item_t *it = item;
    for (size_t i = 0; i < pass->n_observer; i++)
        if (it->view[i].n_target > 0)
            GNBS_TRY(pass->observer[i].collect(pass->observer[i].ctx, &it->view[i],
                                               it->result[i], err));
    gnbs_read_counts_t *t = &pass->totals;
    const gnbs_read_counts_t *c = &it->chunk.counts;
    t->n_used += c->n_used, t->n_secondary += c->n_secondary,
        t->n_supplementary += c->n_supplementary;
    t->n_duplicate += c->n_duplicate, t->n_qc_fail += c->n_qc_fail,
        t->n_unmapped += c->n_unmapped, t->n_excess += c->n_excess;
    if (pass->log != NULL)
        gnbs_log_progress(pass->log, (int64_t)it->i_chunk + 1,
                          (int64_t)pass->schedule->n_chunk);
    return GNBS_OK;
}

static void drop_chunk(void *ctx, void *item) {
    (void)ctx;
    item_t *it = item;
    gnbs_arena_clear(&it->arena);
    memset(it, 0, sizeof *it);
}

gnbs_code_t gnbs_evidence_pass(const gnbs_evidence_opt_t *opt,
                               const gnbs_schedule_t *schedule, gnbs_build_t build,
                               const gnbs_read_source_t *reads,
                               const gnbs_ref_source_t *ref, size_t n_observer,
                               const gnbs_observer_t observer[], gnbs_log_t *log,
                               gnbs_read_counts_t *totals, gnbs_err_t *err) {
    if (n_observer > MAX_OBSERVERS)
        return gnbs_err_set(err, GNBS_E_INTERNAL, "%zu observers, at most %d", n_observer,
                            MAX_OBSERVERS);
    pass_t pass = {.opt = opt,
                   .schedule = schedule,
                   .build = build,
                   .reads = reads,
                   .ref = ref,
                   .n_observer = n_observer,
                   .observer = observer,
                   .log = log};
    pass.handle = gnbs_mem_alloc((size_t)opt->n_threads, sizeof *pass.handle);
    if (pass.handle == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%d threads", opt->n_threads);
    gnbs_flow_t flow = {.ctx = &pass,
                        .item_bytes = sizeof(item_t),
                        .depth = 4 * opt->n_threads,
                        .n_workers = opt->n_threads,
                        .next = next_chunk,
                        .work = work_chunk,
                        .emit = emit_chunk,
                        .drop = drop_chunk};
    gnbs_code_t code = gnbs_flow_run(&flow, err);
    for (int i = 0; i < opt->n_threads; i++) reads->close(pass.handle[i]);
    gnbs_mem_free(pass.handle);
    if (totals != NULL) *totals = pass.totals;
    return code;
}
