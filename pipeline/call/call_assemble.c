#include "call/call_assemble.h"

#include <stdlib.h>
#include <string.h>

#include "call/call_graph.h"
#include "core/vec.h"
#include "genome/seq.h"

enum {
    MIN_CLIP_BP = 6,   /* a shorter clip is often a mismatch near the end */
    CLIP_NEAR_BP = 12, /* clips this near speak of one place */
    FLANK_BP =
        100, /* of the neighbourhood, each side of the place: must hold the largest k */
    MAX_REGION_BP = 600,
    MAX_PATHS = 32,
    MAX_PATH_BP = 1200,
    MAX_KMERS = 60000,
    MAX_DIFFERENCES =
        24, /* of one haplotype: with more it is another place of the genome */
};
static const int K[] = {21, 31, 45, 61, 81};

typedef GNBS_VEC(gnbs_region_t) regions_t;
typedef GNBS_VEC(gnbs_variant_t) variants_t;
typedef GNBS_VEC(gnbs_pos_t) positions_t;

/* ---- where to look ------------------------------------------------------------------------------------------ */

static int compare_pos(const void *a, const void *b) {
    gnbs_pos_t x = *(const gnbs_pos_t *)a, y = *(const gnbs_pos_t *)b;
    return x < y ? -1 : x > y;
}

/* Reference positions at which a judged read turns into a clip of some length and quality. */
static bool note_clips(const gnbs_pileup_t *p, size_t i, positions_t *clips) {
    const gnbs_read_t *r = &p->chunk->read[i];
    if (p->qual[i] == NULL || r->n_cigar < 2) return true;
    for (int end = 0; end < 2; end++) {
        uint32_t c = r->cigar[end == 0 ? 0 : r->n_cigar - 1];
        int32_t n = gnbs_cigar_len(c), first = end == 0 ? 0 : r->len - n, n_good = 0;
        if (gnbs_cigar_op(c) != GNBS_CIGAR_SOFT || n < MIN_CLIP_BP) continue;
        for (int32_t k = first; k < first + n; k++) n_good += p->qual[i][k] >= 20;
        if (2 * n_good > n && !GNBS_PUSH(clips, end == 0 ? r->beg : r->end)) return false;
    }
    return true;
}

static int32_t depth_at(const gnbs_pileup_t *p, gnbs_pos_t pos) {
    int32_t n = 0;
    for (size_t i = gnbs_pileup_first_read(p, pos);
         i < p->chunk->n_read && p->chunk->read[i].beg <= pos; i++)
        n += p->qual[i] != NULL && p->chunk->read[i].end > pos;
    return n;
}

static bool is_near_target(const gnbs_chunk_t *c, gnbs_region_t r) {
    size_t t = gnbs_region_lower(c->n_target, c->target, r.tid, r.beg);
    return t < c->n_target && c->target[t].tid == r.tid && c->target[t].beg < r.end;
}

static gnbs_code_t find_places(const gnbs_pileup_t *p, regions_t *out, gnbs_err_t *err) {
    const gnbs_chunk_t *c = p->chunk;
    positions_t clips = {0};
    bool ok = true;
    for (size_t i = 0; i < c->n_read && ok; i++) ok = note_clips(p, i, &clips);
    if (clips.n > 0) qsort(clips.at, clips.n, sizeof *clips.at, compare_pos);
    for (size_t i = 0, j; i < clips.n && ok; i = j) {
        for (j = i + 1; j < clips.n && clips.at[j] - clips.at[j - 1] <= CLIP_NEAR_BP; j++) {
        }
        size_t n = j - i;
        gnbs_region_t r = {c->region.tid, clips.at[i] - CLIP_NEAR_BP,
                           clips.at[j - 1] + CLIP_NEAR_BP};
        bool is_enough = n >= (size_t)p->opt->min_alt_fragments &&
                         (double)n >= p->opt->min_alt_frac * depth_at(p, clips.at[i]);
        if (is_enough && is_near_target(c, r)) ok = GNBS_PUSH(out, r);
    }
    GNBS_VEC_CLEAR(&clips);
    if (!ok) return gnbs_err_set(err, GNBS_E_NOMEM, "clips");
    out->n = gnbs_region_merge(out->n, out->at, CLIP_NEAR_BP);
    return GNBS_OK;
}

/* ---- a haplotype against the reference ---------------------------------------------------------------------- */

typedef struct gotoh {
    int w;
    int32_t *m, *x,
        *y; /* scores of the last row; x: gap in the haplotype (deletion), y: insertion */
    uint8_t *trace; /* [n_ref + 1][n_hap + 1]: 2 bits each for m, x, y */
} gotoh_t;

enum { MATCH = 2, MISMATCH = -5, GAP_OPEN = -8, GAP_EXTEND = -1, MINUS = -1000000 };
enum { FROM_M = 0, FROM_X = 1, FROM_Y = 2 };

static int best_of(int32_t m, int32_t x, int32_t y, int32_t *score) {
    int from = FROM_M;
    *score = m;
    if (x > *score) *score = x, from = FROM_X;
    if (y > *score) *score = y, from = FROM_Y;
    return from;
}

static bool fill(gotoh_t *g, int n_ref, const uint8_t ref[], int n_hap, const uint8_t hap[],
                 gnbs_arena_t *arena) {
    g->w = n_hap + 1;
    g->trace = GNBS_NEW(arena, uint8_t, (size_t)(n_ref + 1) * (size_t)g->w);
    int32_t *row = GNBS_NEW(arena, int32_t, 3 * (size_t)g->w);
    if (g->trace == NULL || row == NULL) return false;
    g->m = row, g->x = row + g->w, g->y = row + 2 * g->w;
    for (int j = 0; j <= n_hap; j++) {
        g->m[j] = j == 0 ? 0 : MINUS;
        g->x[j] = MINUS;
        g->y[j] = j == 0 ? MINUS : GAP_OPEN + (j - 1) * GAP_EXTEND;
        g->trace[j] = (uint8_t)(FROM_Y << 4);
    }
    for (int i = 1; i <= n_ref; i++) {
        int32_t dm = g->m[0], dx = g->x[0], dy = g->y[0]; /* diagonal */
        uint8_t *t = g->trace + (size_t)i * (size_t)g->w;
        g->m[0] = MINUS, g->y[0] = MINUS;
        g->x[0] = GAP_OPEN + (i - 1) * GAP_EXTEND;
        t[0] = FROM_X << 2;
        for (int j = 1; j <= n_hap; j++) {
            int32_t up_m = g->m[j], up_x = g->x[j], up_y = g->y[j], s;
            int from_m = best_of(dm, dx, dy, &s);
            g->m[j] = s + (ref[i - 1] == hap[j - 1] ? MATCH : MISMATCH);
            int from_x =
                best_of(up_m + GAP_OPEN, up_x + GAP_EXTEND, up_y + GAP_OPEN, &g->x[j]);
            int from_y = best_of(g->m[j - 1] + GAP_OPEN, g->x[j - 1] + GAP_OPEN,
                                 g->y[j - 1] + GAP_EXTEND, &g->y[j]);
            t[j] = (uint8_t)(from_m | from_x << 2 | from_y << 4);
            dm = up_m, dx = up_x, dy = up_y;
        }
    }
    return true;
}

static bool spell(const gnbs_chunk_t *c, gnbs_pos_t pos, int n_del, int n_ins,
                  const uint8_t *inserted, gnbs_arena_t *arena, gnbs_variant_t *v) {
    size_t cap = (size_t)(n_del > n_ins ? n_del : n_ins) + 512;
    char *ref = gnbs_arena_alloc(arena, cap, 1), *alt = gnbs_arena_alloc(arena, cap, 1);
    if (ref == NULL || alt == NULL || pos <= c->ref_region.beg) return false;
    bool is_snv = n_del == 1 && n_ins == 1;
    gnbs_pos_t at = is_snv ? pos : pos - 1;
    size_t nr = 0, na = 0;
    if (!is_snv) ref[nr++] = alt[na++] = gnbs_seq_letter(gnbs_chunk_ref(c, at));
    for (int i = 0; i < n_del; i++) ref[nr++] = gnbs_seq_letter(gnbs_chunk_ref(c, pos + i));
    for (int i = 0; i < n_ins; i++) alt[na++] = gnbs_seq_letter(inserted[i]);
    if (strchr(ref, 'N') != NULL ||
        !gnbs_variant_normalise(&at, ref, alt, cap, c->ref_region.beg, c->ref_region.end,
                                c->ref))
        return false;
    *v = (gnbs_variant_t){c->region.tid, at, ref, alt};
    return true;
}

size_t gnbs_call_align_haplotype(const gnbs_chunk_t *c, gnbs_pos_t beg, int n_ref,
                                 int n_hap, const uint8_t hap[], gnbs_arena_t *arena,
                                 size_t cap, gnbs_variant_t out[]) {
    gotoh_t g;
    const uint8_t *ref = c->ref + (beg - c->ref_region.beg);
    int32_t score;
    if (!fill(&g, n_ref, ref, n_hap, hap, arena)) return 0;
    int i = n_ref, j = n_hap, state = best_of(g.m[n_hap], g.x[n_hap], g.y[n_hap], &score);
    size_t n = 0;
    while (i > 0 || j > 0) {
        uint8_t t = g.trace[(size_t)i * (size_t)g.w + (size_t)j];
        if (state == FROM_M) {
            if (ref[i - 1] != hap[j - 1] && n < cap &&
                spell(c, beg + i - 1, 1, 1, hap + j - 1, arena, &out[n]))
                n++;
            state = t & 3;
            i--, j--;
            continue;
        }
        int i_end = i, j_end = j, run = state;
        while ((i > 0 || j > 0) && state == run) {
            t = g.trace[(size_t)i * (size_t)g.w + (size_t)j];
            state = run == FROM_X ? t >> 2 & 3 : t >> 4 & 3;
            if (run == FROM_X)
                i--;
            else
                j--;
        }
        bool is_inner = i > 0 && i_end < n_ref;
        if (is_inner && n < cap &&
            spell(c, beg + i, i_end - i, j_end - j, hap + j, arena, &out[n]))
            n++;
    }
    return n;
}

/* ---- one neighbourhood -------------------------------------------------------------------------------------- */

static bool add_reads(const gnbs_pileup_t *p, gnbs_region_t r, gnbs_graph_t *g) {
    const gnbs_chunk_t *c = p->chunk;
    for (size_t i = gnbs_pileup_first_read(p, r.beg);
         i < c->n_read && c->read[i].beg < r.end; i++)
        if (p->qual[i] != NULL && c->read[i].end > r.beg &&
            !gnbs_graph_add(g, c->read[i].len, c->read[i].base, p->qual[i]))
            return false;
    return true;
}

/* Haplotypes at the smallest k that has no cycle; 0 when none does. */
static int assemble(const gnbs_pileup_t *p, gnbs_region_t r, gnbs_arena_t *arena,
                    uint8_t *path[], int n_path[]) {
    const gnbs_chunk_t *c = p->chunk;
    const uint8_t *ref = c->ref + (r.beg - c->ref_region.beg);
    int n_ref = (int)gnbs_region_len(r);
    for (size_t i = 0; i < sizeof K / sizeof *K; i++) {
        gnbs_graph_t *g = gnbs_graph_new(arena, K[i], MAX_KMERS);
        if (g == NULL) return 0;
        if (!gnbs_graph_add(g, n_ref, ref, NULL) || !add_reads(p, r, g)) continue;
        int n = gnbs_graph_paths(g, n_ref, ref, p->opt->min_alt_fragments, MAX_PATHS,
                                 MAX_PATH_BP, path, n_path);
        if (n > 0) return n;
    }
    return 0;
}

static gnbs_code_t resolve(const gnbs_pileup_t *p, gnbs_region_t place, gnbs_arena_t *arena,
                           variants_t *found, regions_t *crowded, gnbs_err_t *err) {
    const gnbs_chunk_t *c = p->chunk;
    gnbs_region_t r = {place.tid, place.beg - FLANK_BP, place.end + FLANK_BP};
    if (r.beg < c->ref_region.beg) r.beg = c->ref_region.beg;
    if (r.end > c->ref_region.end) r.end = c->ref_region.end;
    uint8_t *path[MAX_PATHS];
    int n_path[MAX_PATHS];
    gnbs_arena_t scratch;
    gnbs_arena_init(&scratch);
    int n = gnbs_region_len(r) > MAX_REGION_BP ? 0 : assemble(p, r, &scratch, path, n_path);
    bool ok = true;
    if (n == 0) ok = GNBS_PUSH(crowded, place);
    for (int i = 0; i < n && ok; i++) {
        gnbs_variant_t v[MAX_DIFFERENCES];
        size_t n_v = gnbs_call_align_haplotype(c, r.beg, (int)gnbs_region_len(r), n_path[i],
                                               path[i], &scratch, MAX_DIFFERENCES, v);
        for (size_t k = 0; k < n_v && n_v < MAX_DIFFERENCES && ok; k++) {
            v[k].ref = gnbs_arena_strdup(arena, v[k].ref);
            v[k].alt = gnbs_arena_strdup(arena, v[k].alt);
            ok = v[k].ref != NULL && v[k].alt != NULL && GNBS_PUSH(found, v[k]);
        }
    }
    gnbs_arena_clear(&scratch);
    return ok ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "assembly");
}

static gnbs_code_t hand_over(const variants_t *found, const regions_t *crowded,
                             gnbs_arena_t *arena, gnbs_assembled_t *out, gnbs_err_t *err) {
    out->variant = GNBS_NEW(arena, gnbs_variant_t, found->n);
    out->crowded = GNBS_NEW(arena, gnbs_region_t, crowded->n);
    if (out->variant == NULL || out->crowded == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "assembly");
    if (found->n > 0) qsort(found->at, found->n, sizeof *found->at, gnbs_variant_compare);
    for (size_t i = 0; i < found->n; i++)
        if (i == 0 || gnbs_variant_compare(&found->at[i], &found->at[i - 1]) != 0)
            out->variant[out->n_variant++] = found->at[i];
    if (crowded->n > 0) memcpy(out->crowded, crowded->at, crowded->n * sizeof *crowded->at);
    out->n_crowded = crowded->n;
    return GNBS_OK;
}

gnbs_code_t gnbs_call_assemble(const gnbs_pileup_t *p, gnbs_arena_t *arena,
                               gnbs_assembled_t *out, gnbs_err_t *err) {
    *out = (gnbs_assembled_t){0};
    regions_t places = {0}, crowded = {0};
    variants_t found = {0};
    gnbs_code_t code = find_places(p, &places, err);
    out->n_region = places.n;
    for (size_t i = 0; i < places.n && code == GNBS_OK; i++)
        code = resolve(p, places.at[i], arena, &found, &crowded, err);
    if (code == GNBS_OK) code = hand_over(&found, &crowded, arena, out, err);
    GNBS_VEC_CLEAR(&places);
    GNBS_VEC_CLEAR(&crowded);
    GNBS_VEC_CLEAR(&found);
    return code;
}
