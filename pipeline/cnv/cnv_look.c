#include <stdlib.h>
#include <string.h>

#include "cnv/cnv_parts.h"

enum {
    MIN_MAPQ_PHRED = 20,
    MIN_CLIP_BP =
        8, /* at a known place, so many clipped bases that match what others show are enough */
    LONG_CLIP_BP = 20, /* to find a place they must be aligned elsewhere: as in the pass */
    THROUGH_BP =
        15, /* a read runs through an end when it has so many bases on both sides */
    JITTER_BP = 5,
    MAX_CLIP_BP = 256,
    WHOLE_BP =
        1500, /* a junction so short is looked at as one stretch, and the reads inside counted */
};

typedef struct clip {           /* a read clipped where the junction clips */
    bool is_tail, is_confirmed; /* confirmed: its rest is aligned where the junction says */
    uint64_t name_hash;
    int32_t n;
    const uint8_t *base; /* from the junction outwards: base[0] is next to it */
} clip_t;

typedef struct view { /* of one junction */
    const gnbs_cnv_request_t *rq;
    gnbs_cnv_junction_t *j;
    gnbs_pos_t left, right; /* where TAIL clips and HEAD clips stand */
    GNBS_VEC(clip_t) clip;
    int32_t n_through[2];
} view_t;

static gnbs_code_t open_looker(gnbs_cnv_looker_t *k, gnbs_err_t *err) {
    if (k->handle != NULL) return GNBS_OK;
    return k->rq->reads->open(k->rq->reads->ctx, &k->handle, err);
}

static gnbs_pos_t max_insert(const gnbs_cnv_request_t *rq) {
    return (gnbs_pos_t)(rq->insert_mean_bp + 4 * rq->insert_sd_bp);
}

/* ---- a junction that is known -------------------------------------------------------------- */

/* The bases beyond the alignment, turned so that the first is the one next to the junction. */
static const uint8_t *clipped_bases(const gnbs_read_t *r, bool is_tail, gnbs_arena_t *arena,
                                    int32_t *n) {
    *n = is_tail ? r->clip_tail : r->clip_head;
    if (*n > MAX_CLIP_BP) *n = MAX_CLIP_BP;
    if (*n > r->len) *n = r->len; /* hard clips have no bases */
    uint8_t *base = gnbs_arena_alloc(arena, (size_t)*n, 1);
    if (base == NULL) return NULL;
    for (int32_t i = 0; i < *n; i++)
        base[i] =
            is_tail ? r->base[r->len - r->clip_tail + i] : r->base[r->clip_head - 1 - i];
    return base;
}

static bool confirms(const view_t *v, const gnbs_read_t *r) {
    gnbs_cnv_hint_t hint;
    return gnbs_cnv_split_hint(r, &hint) && hint.kind == v->j->kind &&
           llabs((long long)(hint.region.beg - v->j->region.beg)) <= JITTER_BP &&
           llabs((long long)(hint.region.end - v->j->region.end)) <= JITTER_BP;
}

static bool is_at(gnbs_pos_t pos, gnbs_pos_t at, int32_t homology_bp) {
    return pos >= at - JITTER_BP && pos <= at + homology_bp + JITTER_BP;
}

static gnbs_code_t take_clip(gnbs_cnv_looker_t *k, view_t *v, gnbs_read_t *r, bool *is_clip,
                             gnbs_err_t *err) {
    bool is_tail = r->clip_tail >= MIN_CLIP_BP && is_at(r->end, v->left, v->j->homology_bp),
         is_head =
             r->clip_head >= MIN_CLIP_BP && is_at(r->beg, v->right, v->j->homology_bp);
    *is_clip = is_tail || is_head;
    if (!*is_clip) return GNBS_OK;
    GNBS_TRY(k->rq->reads->body(k->handle, &k->arena, r, err));
    clip_t c = {
        .is_tail = is_tail, .is_confirmed = confirms(v, r), .name_hash = r->name_hash};
    c.base = clipped_bases(r, is_tail, &k->arena, &c.n);
    return c.base != NULL && GNBS_PUSH(&v->clip, c)
               ? GNBS_OK
               : gnbs_err_set(err, GNBS_E_NOMEM, "clipped reads");
}

static bool goes_around(const view_t *v, const gnbs_read_t *r) {
    const gnbs_cnv_request_t *rq = v->rq;
    gnbs_region_t j = v->j->region;
    gnbs_pos_t slack = v->j->homology_bp + JITTER_BP, read_bp = r->end - r->beg,
               mate_end = r->mate_beg + read_bp, insert;
    gnbs_cnv_hint_t hint;
    if (!gnbs_cnv_pair_hint(r, 0, &hint) || hint.kind != v->j->kind) return false;
    if (v->j->kind == GNBS_DOSAGE_DEL) {
        if (r->end > j.beg + slack || r->mate_beg < j.end - slack) return false;
        insert = mate_end - r->beg - gnbs_region_len(j);
        /* the reference would do as well for a pair that the library explains */
        if ((double)(mate_end - r->beg) < rq->insert_mean_bp + 3 * rq->insert_sd_bp)
            return false;
    } else {
        if (r->beg < j.beg - slack || mate_end > j.end + slack) return false;
        insert = (j.end - r->mate_beg) + (r->end - j.beg);
    }
    return insert > 0 && insert <= max_insert(rq);
}

static gnbs_code_t see_read(gnbs_cnv_looker_t *k, view_t *v, gnbs_read_t *r,
                            int32_t *n_inside, gnbs_err_t *err) {
    gnbs_region_t j = v->j->region;
    bool is_clip;
    gnbs_pos_t middle = r->beg + (r->end - r->beg) / 2, h = v->j->homology_bp;
    *n_inside += middle >= j.beg && middle < j.end;
    GNBS_TRY(take_clip(k, v, r, &is_clip, err));
    if (goes_around(v, r)) v->j->n_pair++;
    if (is_clip) return GNBS_OK;
    const gnbs_pos_t end[2] = {v->left, v->right};
    for (int i = 0; i < 2; i++)
        v->n_through[i] +=
            r->beg <= end[i] - THROUGH_BP && r->end >= end[i] + h + THROUGH_BP;
    return GNBS_OK;
}

static gnbs_code_t see_region(gnbs_cnv_looker_t *k, view_t *v, gnbs_region_t region,
                              int32_t *n_inside, gnbs_err_t *err) {
    GNBS_TRY(k->rq->reads->seek(k->handle, region, err));
    for (bool more = true;;) {
        gnbs_read_t r;
        GNBS_TRY(k->rq->reads->next(k->handle, NULL, &r, &more, err));
        if (!more) return GNBS_OK;
        if (r.beg < region.beg || gnbs_read_is_unused(r.flag) || r.mapq < MIN_MAPQ_PHRED)
            continue; /* of two regions that share a read, the one it begins in */
        GNBS_TRY(see_read(k, v, &r, n_inside, err));
    }
}

/* Base by base what the confirmed clips of one side say; 4 where they disagree or none reaches. */
static int32_t consensus(const view_t *v, bool is_tail, uint8_t out[MAX_CLIP_BP]) {
    int32_t n = 0;
    for (int32_t i = 0; i < MAX_CLIP_BP; i++) {
        int32_t count[5] = {0}, best = 0, all = 0;
        for (size_t c = 0; c < v->clip.n; c++)
            if (v->clip.at[c].is_tail == is_tail && v->clip.at[c].is_confirmed &&
                i < v->clip.at[c].n)
                count[v->clip.at[c].base[i]]++, all++;
        for (int b = 1; b < 4; b++)
            if (count[b] > count[best]) best = b;
        if (all == 0) break;
        out[i] = (uint8_t)(5 * count[best] >= 4 * all ? best : 4); /* four of five agree */
        n = i + 1;
    }
    return n;
}

static bool matches(const clip_t *c, int32_t n, const uint8_t told[MAX_CLIP_BP]) {
    int32_t common = c->n < n ? c->n : n, n_wrong = 0;
    if (common < MIN_CLIP_BP) return false;
    for (int32_t i = 0; i < common; i++)
        n_wrong += told[i] < 4 && c->base[i] < 4 && told[i] != c->base[i];
    return 10 * n_wrong <= common;
}

/* Each fragment once: confirmed clips, and those that say the same as the confirmed ones of their side. */
static void count_splits(view_t *v) {
    for (int side = 0; side < 2; side++) {
        uint8_t told[MAX_CLIP_BP];
        int32_t n = consensus(v, side == 0, told);
        for (size_t i = 0; i < v->clip.n; i++) {
            clip_t *c = &v->clip.at[i];
            if (c->is_tail == (side == 0) && !c->is_confirmed && matches(c, n, told))
                c->is_confirmed = true;
        }
    }
    v->j->n_split = 0;
    for (size_t i = 0; i < v->clip.n; i++) {
        bool is_first = v->clip.at[i].is_confirmed;
        for (size_t k = 0; k < i && is_first; k++)
            is_first = !v->clip.at[k].is_confirmed ||
                       v->clip.at[k].name_hash != v->clip.at[i].name_hash;
        v->j->n_split += is_first;
    }
}

gnbs_code_t gnbs_cnv_look_at(gnbs_cnv_looker_t *k, gnbs_cnv_junction_t *j,
                             gnbs_err_t *err) {
    GNBS_TRY(open_looker(k, err));
    k->n_look++;
    bool is_del = j->kind == GNBS_DOSAGE_DEL;
    view_t v = {.rq = k->rq,
                .j = j,
                .left = is_del ? j->region.beg : j->region.end,
                .right = is_del ? j->region.end : j->region.beg};
    gnbs_pos_t far = max_insert(k->rq) + MAX_CLIP_BP;
    gnbs_region_t at[2] = {{j->region.tid, j->region.beg - far, j->region.beg + far},
                           {j->region.tid, j->region.end - far, j->region.end + far}};
    bool is_whole = gnbs_region_len(j->region) <= WHOLE_BP || at[0].end >= at[1].beg;
    if (is_whole) at[0].end = at[1].end;
    int32_t n_inside = 0;
    j->n_pair = 0;
    gnbs_code_t code = GNBS_OK;
    for (int i = 0; i < (is_whole ? 1 : 2) && code == GNBS_OK; i++) {
        if (at[i].beg < 0) at[i].beg = 0;
        code = see_region(k, &v, at[i], &n_inside, err);
    }
    if (code == GNBS_OK) {
        count_splits(&v);
        j->n_spanning = (v.n_through[0] + v.n_through[1] + 1) / 2;
        j->n_inside = is_whole ? n_inside : -1;
    }
    GNBS_VEC_CLEAR(&v.clip);
    gnbs_arena_reset(&k->arena);
    return code;
}

/* ---- a junction that must be there --------------------------------------------------------- */

static bool lies_in(gnbs_pos_t pos, gnbs_region_t r) {
    return pos >= r.beg && pos <= r.end;
}

typedef struct search {
    gnbs_dosage_kind_t kind;
    gnbs_region_t left, right;
    gnbs_cnv_hints_t hints;
} search_t;

static gnbs_code_t keep_hint(search_t *s, const gnbs_cnv_hint_t *hint, gnbs_err_t *err) {
    bool is_wanted = hint->kind == s->kind && lies_in(hint->region.beg, s->left) &&
                     lies_in(hint->region.end, s->right);
    return !is_wanted || GNBS_PUSH(&s->hints, *hint)
               ? GNBS_OK
               : gnbs_err_set(err, GNBS_E_NOMEM, "hints");
}

/* Pairs are read from their left mate: only when the left side is looked at. */
static gnbs_code_t gather(gnbs_cnv_looker_t *k, search_t *s, bool is_left,
                          gnbs_err_t *err) {
    int32_t min_insert = (int32_t)max_insert(k->rq);
    GNBS_TRY(k->rq->reads->seek(k->handle, is_left ? s->left : s->right, err));
    for (bool more = true;;) {
        gnbs_read_t r;
        gnbs_cnv_hint_t hint;
        GNBS_TRY(k->rq->reads->next(k->handle, NULL, &r, &more, err));
        if (!more) return GNBS_OK;
        if (gnbs_read_is_unused(r.flag)) continue;
        if (is_left && gnbs_cnv_pair_hint(&r, min_insert, &hint))
            GNBS_TRY(keep_hint(s, &hint, err));
        if (r.clip_head < LONG_CLIP_BP && r.clip_tail < LONG_CLIP_BP) continue;
        GNBS_TRY(k->rq->reads->body(k->handle, &k->arena, &r, err));
        if (gnbs_cnv_split_hint(&r, &hint)) GNBS_TRY(keep_hint(s, &hint, err));
    }
}

gnbs_code_t gnbs_cnv_look_for(gnbs_cnv_looker_t *k, gnbs_dosage_kind_t kind,
                              gnbs_region_t left, gnbs_region_t right,
                              gnbs_cnv_junctions_t *out, gnbs_err_t *err) {
    GNBS_TRY(open_looker(k, err));
    k->n_look++;
    search_t s = {.kind = kind, .left = left, .right = right};
    gnbs_code_t code = gather(k, &s, true, err);
    if (code == GNBS_OK) code = gather(k, &s, false, err);
    if (code == GNBS_OK)
        code = gnbs_cnv_join_hints(k->rq, s.hints.n, s.hints.at, true, out, err);
    GNBS_VEC_CLEAR(&s.hints);
    gnbs_arena_reset(&k->arena);
    return code;
}
