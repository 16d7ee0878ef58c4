/* call/call_pairhmm_lanes.h -- the forward algorithm over LANES pairs at once; included once per width by call_pairhmm.c,
 * which defines LANES, LANES_NAME(x) and LANES_TARGET before.
 *
 * Banded layout: in row i (after i read bases), band place k is column j = i + offset - half + k of the haplotype, so
 *
 *     place          k-1     k     k+1
 *     row i-1               diag    up          diag: one base of each;  up: a read base alone (insertion)
 *     row i          left   (i,k)               left: a haplotype base alone (deletion)
 *
 * and one array is updated in place, k ascending. The haplotype base of (i, k) has index x = i - 1 + k in each lane's
 * haplotype shifted by its offset, the same x in all lanes.
 */

typedef double LANES_NAME(real_t) __attribute__((vector_size(LANES * 8)));
typedef int64_t LANES_NAME(word_t) __attribute__((vector_size(LANES * 8)));

typedef struct LANES_NAME(cell) {
    LANES_NAME(real_t) m, ins, del;
} LANES_NAME(cell_t);

static LANES_TARGET void LANES_NAME(set_lane)(LANES_NAME(real_t) * v, int lane,
                                              double value) {
    ((double *)v)[lane] = value;
}
static LANES_TARGET void LANES_NAME(set_word)(LANES_NAME(word_t) * v, int lane,
                                              int64_t value) {
    ((int64_t *)v)[lane] = value;
}

static LANES_TARGET void LANES_NAME(finish)(gnbs_pairhmm_job_t *job, int lane, int n_band,
                                            const LANES_NAME(cell_t) * cell) {
    double sum = 0;
    for (int k = 0; k < n_band; k++)
        sum += ((const double *)&cell[k].m)[lane] + ((const double *)&cell[k].ins)[lane];
    job->ln = to_ln(sum);
}

/* Up to LANES jobs; lanes past n_job are idle. */
static LANES_TARGET bool LANES_NAME(score)(const emission_t *e, size_t n_job,
                                           gnbs_pairhmm_job_t *const job[], int half,
                                           gnbs_arena_t *arena) {
    int n_band = 2 * half + 1, n_row = 0;
    for (size_t l = 0; l < n_job; l++)
        n_row = job[l]->n_read > n_row ? job[l]->n_read : n_row;
    int n_x = n_row + n_band;
    /* the arena aligns to 16 bytes: room to move up to the width of a vector */
    size_t bytes = ((size_t)n_x * 3 + (size_t)n_row * 3 + ((size_t)n_band + 1) * 3) *
                       sizeof(LANES_NAME(real_t)) +
                   64;
    char *raw = gnbs_arena_alloc(arena, bytes, 1);
    if (raw == NULL) return false;
    LANES_NAME(real_t) *open = (void *)(((uintptr_t)raw + 63) & ~(uintptr_t)63),
                       *valid = open + n_x, *right = valid + n_x, *wrong = right + n_row;
    LANES_NAME(word_t) *hap = (LANES_NAME(word_t) *)(wrong + n_row), *read = hap + n_x;
    LANES_NAME(cell_t) *cell = (LANES_NAME(cell_t) *)(read + n_row);
    for (size_t l = 0; l < n_job; l++) {
        const gnbs_pairhmm_job_t *b = job[l];
        int lane = (int)l, shift = b->offset - half, n_start = 0;
        for (int x = 0; x < n_x; x++) {
            int h = x + shift;
            bool inside = h >= 0 && h < b->n_hap;
            LANES_NAME(set_word)(&hap[x], lane, inside ? b->hap[h] : 255);
            LANES_NAME(set_lane)(&open[x], lane, inside ? b->open[h] : 0);
            ((int64_t *)&valid[x])[lane] = inside ? -1 : 0;
        }
        for (int i = 0; i < b->n_read; i++) {
            LANES_NAME(set_word)(&read[i], lane, b->read[i]);
            LANES_NAME(set_lane)(&right[i], lane, e->right[b->qual[i]]);
            LANES_NAME(set_lane)(&wrong[i], lane, e->wrong[b->qual[i]]);
        }
        for (int k = 0; k < n_band; k++) n_start += k + shift >= 0 && k + shift <= b->n_hap;
        for (int k = 0; k < n_band; k++) /* the read may begin anywhere in the band */
            if (k + shift >= 0 && k + shift <= b->n_hap)
                LANES_NAME(set_lane)(&cell[k].m, lane, SCALE / n_start);
    }
    for (int i = 0; i < n_row; i++) {
        LANES_NAME(real_t) left_m = {0}, left_del = {0};
        LANES_NAME(word_t)
        base = read[i], r_bits = (LANES_NAME(word_t))right[i],
        w_bits = (LANES_NAME(word_t))wrong[i];
        for (int k = 0; k < n_band; k++) {
            int x = i + k;
            LANES_NAME(word_t) same = hap[x] == base, in = (LANES_NAME(word_t))valid[x];
            LANES_NAME(real_t)
            emit = (LANES_NAME(real_t))((same & r_bits) | (~same & w_bits)), gap = open[x];
            LANES_NAME(real_t)
            m = emit * ((1 - 2 * gap) * cell[k].m + LEAVE * (cell[k].ins + cell[k].del));
            LANES_NAME(real_t)
            ins = INSERT_BASE * (gap * cell[k + 1].m + STAY * cell[k + 1].ins);
            LANES_NAME(real_t) del = gap * left_m + STAY * left_del;
            cell[k].m = left_m = (LANES_NAME(real_t))((LANES_NAME(word_t))m & in);
            cell[k].ins = (LANES_NAME(real_t))((LANES_NAME(word_t))ins & in);
            cell[k].del = left_del = (LANES_NAME(real_t))((LANES_NAME(word_t))del & in);
        }
        for (size_t l = 0; l < n_job; l++)
            if (job[l]->n_read == i + 1) LANES_NAME(finish)(job[l], (int)l, n_band, cell);
    }
    return true;
}

#undef LANES
#undef LANES_NAME
#undef LANES_TARGET
