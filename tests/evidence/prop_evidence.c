/* Any targets and any reads: the schedule covers the targets and nothing else; every read over a target is counted once;
 * the chunks show what a slow search over all reads says they must; one thread and eight tell the same. */
#include "support/testing.h"

#include "evidence/made_reads.h"

enum { CONTIG_BP = 20000, MAX_TARGETS = 40 };

typedef struct world {
    fake_file_t file;
    gnbs_evidence_opt_t opt;
    size_t n_target;
    gnbs_region_t target[MAX_TARGETS], last_reach;
} world_t;

static int compare_read(const void *a, const void *b) {
    const gnbs_read_t *x = a, *y = b;
    if (x->tid != y->tid) return x->tid - y->tid;
    if (x->beg != y->beg) return x->beg < y->beg ? -1 : 1;
    return x->name_hash < y->name_hash ? -1 : x->name_hash > y->name_hash;
}

static void make_world(world_t *w, uint64_t *rng) {
    fake_init(&w->file);
    w->opt = gnbs_evidence_opt_default();
    w->opt.join_bp = random_below(rng, 800);
    w->opt.chunk_bp = 1000 + random_below(rng, 4000);
    w->opt.pad_bp = random_below(rng, 300);
    w->opt.reach_bp = random_below(rng, 2) * random_below(rng, 2500);
    w->n_target = (size_t)random_below(rng, MAX_TARGETS);
    for (size_t i = 0; i < w->n_target; i++) {
        int len = 1 + random_below(rng, random_below(rng, 5) == 0 ? 7000 : 400);
        int beg = random_below(rng, CONTIG_BP - len);
        w->target[i] = (gnbs_region_t){random_below(rng, 2), beg, beg + len};
    }
    static const uint16_t UNUSED[] = {GNBS_READ_UNMAPPED, GNBS_READ_SECONDARY,
                                      GNBS_READ_SUPPLEMENTARY, GNBS_READ_QC_FAIL,
                                      GNBS_READ_DUPLICATE};
    int n = random_below(rng, 700);
    for (int i = 0; i < n; i++) {
        int beg = random_below(rng, CONTIG_BP - 200), tid = random_below(rng, 2);
        int len = 50 + random_below(rng, 100);
        uint16_t flag = random_below(rng, 5) == 0 ? UNUSED[random_below(rng, 5)] : 0;
        fake_add(&w->file, tid, beg, beg + len, flag | GNBS_READ_PAIRED | GNBS_READ_FIRST,
                 (uint64_t)i);
        if (random_below(rng, 3) == 0) continue; /* its mate lies elsewhere */
        int mate = beg + random_below(rng, 300);
        if (mate + len > CONTIG_BP) continue;
        fake_add(&w->file, tid, mate, mate + len, GNBS_READ_PAIRED | GNBS_READ_SECOND,
                 (uint64_t)i);
    }
    qsort(w->file.read, w->file.n, sizeof *w->file.read, compare_read);
}

/* ---- the schedule, base by base --------------------------------------------------------------------------- */

static void check_schedule(const world_t *w, const gnbs_schedule_t *s) {
    static uint8_t wanted[2][CONTIG_BP];
    memset(wanted, 0, sizeof wanted);
    for (size_t i = 0; i < w->n_target; i++)
        for (gnbs_pos_t p = w->target[i].beg; p < w->target[i].end; p++)
            wanted[w->target[i].tid][p] = 1;
    assert_int_equal(s->first_target[0], 0);
    assert_int_equal(s->first_target[s->n_chunk], s->n_target);
    for (size_t c = 0; c < s->n_chunk; c++) {
        gnbs_region_t chunk = s->chunk[c];
        assert_true(gnbs_region_len(chunk) <= w->opt.chunk_bp);
        assert_true(s->first_target[c] < s->first_target[c + 1]);
        assert_int_equal(s->target[s->first_target[c]].beg, chunk.beg);
        assert_int_equal(s->target[s->first_target[c + 1] - 1].end, chunk.end);
        if (c > 0 && s->chunk[c - 1].tid == chunk.tid)
            assert_true(s->chunk[c - 1].end <= chunk.beg);
        for (size_t t = s->first_target[c]; t < s->first_target[c + 1]; t++)
            for (gnbs_pos_t p = s->target[t].beg; p < s->target[t].end; p++) {
                assert_int_equal(wanted[chunk.tid][p], 1); /* wanted, and not seen yet */
                wanted[chunk.tid][p] = 2;
            }
    }
    for (int tid = 0; tid < 2; tid++)
        for (int p = 0; p < CONTIG_BP; p++) assert_int_not_equal(wanted[tid][p], 1);
    for (size_t t = 0; t + 1 < s->n_target; t++) { /* a cut: only in what is too long */
        if (s->target[t].tid != s->target[t + 1].tid ||
            s->target[t].end != s->target[t + 1].beg)
            continue;
        size_t a = t, b = t + 1;
        while (a > 0 && s->target[a - 1].tid == s->target[a].tid &&
               s->target[a - 1].end == s->target[a].beg)
            a--;
        while (b + 1 < s->n_target && s->target[b + 1].tid == s->target[b].tid &&
               s->target[b].end == s->target[b + 1].beg)
            b++;
        assert_true(s->target[b].end - s->target[a].beg > w->opt.chunk_bp);
    }
}

/* ---- the pass, by slow search ----------------------------------------------------------------------------- */

static bool touches(const world_t *w, const gnbs_schedule_t *s, size_t c,
                    const gnbs_read_t *r) {
    for (size_t t = s->first_target[c]; t < s->first_target[c + 1]; t++)
        if (s->target[t].tid == r->tid && s->target[t].beg - w->opt.pad_bp < r->end &&
            r->beg < s->target[t].end + w->opt.pad_bp)
            return true;
    return false;
}

/* The first chunk that the read overlaps, or n_chunk. */
static size_t first_overlapped(const gnbs_schedule_t *s, const gnbs_read_t *r) {
    size_t c = 0;
    while (c < s->n_chunk &&
           !gnbs_region_overlaps(s->chunk[c], (gnbs_region_t){r->tid, r->beg, r->end}))
        c++;
    return c;
}

static bool overlaps_a_target(const world_t *w, const gnbs_read_t *r) {
    for (size_t i = 0; i < w->n_target; i++)
        if (gnbs_region_overlaps(w->target[i], (gnbs_region_t){r->tid, r->beg, r->end}))
            return true;
    return false;
}

static void describe_slowly(const world_t *w, const gnbs_schedule_t *s, gnbs_str_t *out) {
    static const gnbs_read_t *shown[FAKE_READS];
    for (size_t c = 0; c < s->n_chunk; c++) {
        gnbs_str_t lines;
        gnbs_str_init(&lines);
        size_t n = 0;
        int n_fragment = 0, fragment[FAKE_READS];
        for (size_t i = 0; i < w->file.n; i++)
            if (!gnbs_read_is_unused(w->file.read[i].flag) &&
                touches(w, s, c, &w->file.read[i]))
                shown[n++] = &w->file.read[i];
        for (size_t i = 0; i < n; i++) {
            const gnbs_read_t *r = shown[i], *mate = NULL;
            fragment[i] = -1;
            for (size_t k = 0; k < n; k++) {
                if (k == i || shown[k]->name_hash != r->name_hash) continue;
                mate = shown[k];
                if (k < i) fragment[i] = fragment[k];
            }
            if (fragment[i] < 0) fragment[i] = n_fragment++;
            bool overlaps = mate != NULL && mate->beg < r->end && r->beg < mate->end;
            gnbs_str_printf(&lines, " read %llu at %lld %s fragment %d%s\n",
                            (unsigned long long)r->name_hash, (long long)r->beg,
                            first_overlapped(s, r) == c ? "home" : "guest", fragment[i],
                            overlaps ? " overlapping" : "");
        }
        for (size_t i = 0; i < w->file.n; i++)
            if (gnbs_read_is_rest(w->file.read[i].flag) &&
                touches(w, s, c, &w->file.read[i]))
                gnbs_str_printf(&lines, " rest %llu at %lld whole\n",
                                (unsigned long long)w->file.read[i].name_hash,
                                (long long)w->file.read[i].beg);
        gnbs_str_printf(
            out, "chunk %zu %d:%lld-%lld targets %zu fragments %d\n%s", c, s->chunk[c].tid,
            (long long)s->chunk[c].beg, (long long)s->chunk[c].end,
            s->first_target[c + 1] - s->first_target[c], n_fragment, gnbs_str_text(&lines));
        gnbs_str_clear(&lines);
    }
}

static gnbs_read_counts_t count_slowly(const world_t *w, const gnbs_schedule_t *s) {
    gnbs_read_counts_t n = {0};
    for (size_t i = 0; i < w->file.n; i++) {
        const gnbs_read_t *r = &w->file.read[i];
        size_t home = first_overlapped(s, r);
        bool is_counted = home < s->n_chunk && touches(w, s, home, r);
        if (overlaps_a_target(w, r)) assert_true(is_counted); /* whatever the chunks */
        if (!is_counted) continue;
        n.n_used += !gnbs_read_is_unused(r->flag);
        n.n_unmapped += (r->flag & GNBS_READ_UNMAPPED) != 0;
        n.n_secondary += (r->flag & GNBS_READ_SECONDARY) != 0;
        n.n_supplementary += (r->flag & GNBS_READ_SUPPLEMENTARY) != 0;
        n.n_qc_fail += (r->flag & GNBS_READ_QC_FAIL) != 0;
        n.n_duplicate += (r->flag & GNBS_READ_DUPLICATE) != 0;
    }
    return n;
}

/* Whatever lies over the reach is shown there, once: as a read or as an other. Reaches are apart, and hold their chunk. */
static gnbs_code_t observe_reach(const void *ctx, const gnbs_chunk_t *c, gnbs_arena_t *a,
                                 void **result, gnbs_err_t *err) {
    (void)a, (void)err;
    const world_t *w = ctx;
    *result = NULL;
    assert_true(c->reach.beg <= c->region.beg && c->reach.end >= c->region.end);
    if (w->opt.reach_bp == 0) {
        assert_int_equal(c->n_other, 0);
        return GNBS_OK;
    }
    for (size_t i = 0; i < w->file.n; i++) {
        const gnbs_read_t *r = &w->file.read[i];
        int n_shown = 0;
        if (gnbs_read_is_unused(r->flag) ||
            !gnbs_region_overlaps(c->reach, (gnbs_region_t){r->tid, r->beg, r->end}))
            continue;
        for (size_t k = 0; k < c->n_read; k++)
            n_shown += c->read[k].name_hash == r->name_hash && c->read[k].flag == r->flag;
        for (size_t k = 0; k < c->n_other; k++) /* without a body there is no name */
            n_shown += c->other[k].beg == r->beg && c->other[k].end == r->end &&
                       c->other[k].flag == r->flag;
        assert_true(n_shown >= 1);
    }
    for (size_t k = 1; k < c->n_other; k++)
        assert_true(c->other[k - 1].beg <= c->other[k].beg);
    return GNBS_OK;
}
static gnbs_code_t collect_reach(void *ctx, const gnbs_chunk_t *c, void *result,
                                 gnbs_err_t *err) {
    (void)result, (void)err;
    gnbs_region_t *last = &((world_t *)ctx)->last_reach;
    assert_true(last->tid != c->reach.tid || last->end <= c->reach.beg);
    *last = c->reach;
    return GNBS_OK;
}

static void check_pass(world_t *w, const gnbs_schedule_t *s, int threads, const char *want,
                       const gnbs_read_counts_t *want_counts) {
    gnbs_read_source_t reads = fake_source(&w->file);
    gnbs_ref_source_t ref = fake_reference(&w->file);
    gnbs_evidence_opt_t opt = w->opt;
    opt.n_threads = threads;
    opt.max_starts = FAKE_READS;
    scribe_t scribe;
    gnbs_observer_t o[] = {scribe_observer(&scribe, "scribe"),
                           {"reach", w, observe_reach, collect_reach}};
    w->last_reach = (gnbs_region_t){-1, 0, 0};
    gnbs_read_counts_t counts;
    gnbs_err_t err;
    assert_ok(gnbs_evidence_pass(&opt, s, GNBS_BUILD_CUSTOM, &reads, &ref, 2, o, NULL,
                                 &counts, &err),
              &err);
    if (strcmp(gnbs_str_text(&scribe.text), want) != 0)
        fail_msg("with %d threads\n%s\nis not\n%s", threads, gnbs_str_text(&scribe.text),
                 want);
    assert_memory_equal(&counts, want_counts, sizeof counts);
    gnbs_str_clear(&scribe.text);
}

static void chunks_show_and_count_what_a_slow_search_finds(void **state) {
    (void)state;
    static world_t w;
    uint64_t rng = test_seed();
    for (int round = 0; round < 150; round++) {
        make_world(&w, &rng);
        gnbs_arena_t arena;
        gnbs_arena_init(&arena);
        gnbs_schedule_t s;
        gnbs_err_t err;
        gnbs_str_t want;
        gnbs_str_init(&want);
        assert_ok(gnbs_evidence_plan(&w.opt, w.n_target, w.target, &arena, &s, &err), &err);
        check_schedule(&w, &s);
        describe_slowly(&w, &s, &want);
        gnbs_read_counts_t counts = count_slowly(&w, &s);
        check_pass(&w, &s, 1, gnbs_str_text(&want), &counts);
        check_pass(&w, &s, 8, gnbs_str_text(&want), &counts);
        gnbs_str_clear(&want);
        gnbs_arena_clear(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chunks_show_and_count_what_a_slow_search_finds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
