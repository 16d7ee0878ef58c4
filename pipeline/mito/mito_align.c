#include "mito/mito_align.h"

#include "genome/read.h"

enum { MATCH = 1, MISMATCH = -4, UNKNOWN = -1, GAP_OPEN = 4, GAP_EXTEND = 1, CLIP = 5 };
enum { BAND = 2 * GNBS_MITO_ALIGN_BAND_BP + 1, LOW = -100000 };

/* States of the alignment, and where the best path into M came from. */
enum { FROM_START, FROM_M, FROM_INS, FROM_DEL };

/* Cell (i, d): i bases of the read are used, and i + d of the window. */
typedef struct cell {
    int32_t m, ins, del;
    uint8_t m_from;                   /* FROM_ */
    uint8_t ins_extends, del_extends; /* the gap was open before */
} cell_t;

static int score_of(uint8_t read, uint8_t ref) {
    if (read > 3 || ref > 3) return UNKNOWN;
    return read == ref ? MATCH : MISMATCH;
}

static void fill_match(cell_t *to, const cell_t *from, int32_t i, int score) {
    int32_t start = i > 1 ? -CLIP : 0, best = start;
    to->m_from = FROM_START;
    if (from->m >= best) best = from->m, to->m_from = FROM_M;
    if (from->ins > best) best = from->ins, to->m_from = FROM_INS;
    if (from->del > best) best = from->del, to->m_from = FROM_DEL;
    to->m = best + score;
}

static void fill(const gnbs_mito_ref_t *ref, int32_t n_read, const uint8_t base[],
                 int64_t window_beg, cell_t cell[]) {
    for (int d = 0; d < BAND; d++) cell[d] = (cell_t){LOW, LOW, LOW, FROM_START, 0, 0};
    for (int32_t i = 1; i <= n_read; i++) {
        cell_t *row = cell + (size_t)i * BAND, *above = row - BAND;
        for (int d = 0; d < BAND; d++) {
            cell_t *c = &row[d];
            *c = (cell_t){LOW, LOW, LOW, FROM_START, 0, 0};
            fill_match(c, &above[d], i,
                       score_of(base[i - 1], gnbs_mito_base(ref, window_beg + i - 1 + d)));
            if (d + 1 < BAND) {
                int32_t open = above[d + 1].m - GAP_OPEN - GAP_EXTEND,
                        extend = above[d + 1].ins - GAP_EXTEND;
                c->ins_extends = extend > open;
                c->ins = c->ins_extends ? extend : open;
            }
            if (d > 0) {
                int32_t open = row[d - 1].m - GAP_OPEN - GAP_EXTEND,
                        extend = row[d - 1].del - GAP_EXTEND;
                c->del_extends = extend > open;
                c->del = c->del_extends ? extend : open;
            }
        }
    }
}

typedef struct path {
    int32_t n;
    uint32_t *cigar; /* from the end of the read backwards */
} path_t;

static void put(path_t *p, int op, int32_t n) {
    if (n == 0) return;
    if (p->n > 0 && gnbs_cigar_op(p->cigar[p->n - 1]) == op)
        p->cigar[p->n - 1] += (uint32_t)n << 4;
    else
        p->cigar[p->n++] = (uint32_t)n << 4 | (uint32_t)op;
}

/* Walks back from the best end; returns the window position of the first aligned base. */
static int32_t walk_back(const cell_t cell[], int32_t n_read, int32_t i, int d, path_t *p) {
    int state = FROM_M;
    put(p, GNBS_CIGAR_SOFT, n_read - i);
    for (;;) {
        const cell_t *c = &cell[(size_t)i * BAND + (size_t)d];
        if (state == FROM_M) {
            put(p, GNBS_CIGAR_MATCH, 1);
            state = c->m_from;
            i--;
            if (state == FROM_START) break;
        } else if (state == FROM_INS) {
            put(p, GNBS_CIGAR_INS, 1);
            state = c->ins_extends ? FROM_INS : FROM_M;
            i--, d++;
        } else {
            put(p, GNBS_CIGAR_DEL, 1);
            state = c->del_extends ? FROM_DEL : FROM_M;
            d--;
        }
    }
    put(p, GNBS_CIGAR_SOFT, i);
    return i + d;
}

static bool make_room(gnbs_mito_align_work_t *work, int32_t n_read, gnbs_arena_t *arena) {
    if (n_read <= work->cap) return true;
    int32_t cap = n_read > 2 * work->cap ? n_read : 2 * work->cap;
    work->cell = GNBS_NEW(arena, cell_t, (size_t)(cap + 1) * BAND);
    work->cigar = GNBS_NEW(arena, uint32_t, 2 * (size_t)(cap + BAND));
    work->cap = work->cell != NULL && work->cigar != NULL ? cap : 0;
    return work->cap > 0;
}

bool gnbs_mito_align(const gnbs_mito_ref_t *ref, int32_t n_read, const uint8_t base[],
                     int64_t expected, gnbs_mito_align_work_t *work, gnbs_arena_t *arena,
                     gnbs_mito_alignment_t *out) {
    if (!make_room(work, n_read, arena)) return false;
    int64_t window_beg = expected - GNBS_MITO_ALIGN_BAND_BP;
    cell_t *cell = work->cell;
    path_t path = {.cigar = work->cigar};
    fill(ref, n_read, base, window_beg, cell);
    int32_t best = LOW, best_i = 1;
    int best_d = GNBS_MITO_ALIGN_BAND_BP;
    for (int32_t i = 1; i <= n_read; i++)
        for (int d = 0; d < BAND; d++) {
            int32_t s = cell[(size_t)i * BAND + (size_t)d].m - (i < n_read ? CLIP : 0);
            if (s <= best) continue;
            best = s, best_i = i, best_d = d;
        }
    int32_t first = walk_back(cell, n_read, best_i, best_d, &path);
    for (int32_t a = 0, b = path.n - 1; a < b; a++, b--) {
        uint32_t swap = path.cigar[a];
        path.cigar[a] = path.cigar[b];
        path.cigar[b] = swap;
    }
    *out = (gnbs_mito_alignment_t){window_beg + first, path.n, path.cigar};
    return true;
}
