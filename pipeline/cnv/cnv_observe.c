#include <string.h>

#include "cnv/cnv_parts.h"

enum {
    MIN_MAPQ_PHRED = 20,
    MIN_CLIP_BP = 20, /* a shorter rest of a read is not placed for certain */
    MIN_INSERT_BP =
        600, /* what the library's own spread does not explain is sorted out later */
    MAX_JUNCTION_BP =
        5000000, /* farther apart: another kind of rearrangement, or an error */
};

static gnbs_pos_t middle(gnbs_region_t r) { return r.beg + (r.end - r.beg) / 2; }

/* First tile whose middle is at or past (tid, pos). */
static size_t first_middle(size_t n, const gnbs_tile_t tile[], int32_t tid,
                           gnbs_pos_t pos) {
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        gnbs_region_t r = tile[mid].region;
        if (r.tid < tid || (r.tid == tid && middle(r) < pos))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static void count_reads(size_t n_read, const gnbs_read_t read[], const gnbs_tile_t tile[],
                        gnbs_cnv_part_t *part) {
    for (size_t i = 0; i < n_read; i++) {
        gnbs_pos_t at = middle((gnbs_region_t){read[i].tid, read[i].beg, read[i].end});
        size_t lo = 0, hi = part->n; /* the one tile that may hold it */
        while (lo < hi) {
            size_t mid = lo + (hi - lo) / 2;
            if (tile[part->first + mid].region.end <= at)
                lo = mid + 1;
            else
                hi = mid;
        }
        if (lo == part->n || tile[part->first + lo].region.beg > at) continue;
        if (read[i].mapq >= MIN_MAPQ_PHRED)
            part->n_read[lo]++;
        else
            part->n_low[lo]++;
    }
}

/*     TAIL clipped   =====A>>>     the rest of the read lies at B      deletion [A, B)      B > A
 *     HEAD clipped   <<<B=====     the rest ends at A                  duplication [B, A)   B < A
 * The right part keeps all its bases; what both parts align (homology) is taken off the left one: leftmost place. */
bool gnbs_cnv_split_hint(const gnbs_read_t *r, gnbs_cnv_hint_t *hint) {
    bool is_tail = r->clip_tail >= r->clip_head;
    int32_t clip = is_tail ? r->clip_tail : r->clip_head;
    if (!r->has_split || r->split_tid != r->tid || clip < MIN_CLIP_BP ||
        r->mapq < MIN_MAPQ_PHRED || r->split_end <= r->split_beg ||
        r->split_reverse != ((r->flag & GNBS_READ_REVERSE) != 0))
        return false;
    int64_t overlap = is_tail
                          ? (r->len - r->clip_tail) - r->split_head
                          : r->split_head + (r->split_end - r->split_beg) - r->clip_head;
    if (overlap > r->len / 2 || overlap < -r->len / 2) return false;
    gnbs_pos_t shift = overlap > 0 ? overlap : 0;
    gnbs_pos_t left = (is_tail ? r->end : r->split_end) - shift,
               right = is_tail ? r->split_beg : r->beg;
    *hint = (gnbs_cnv_hint_t){
        .kind = right >= left ? GNBS_DOSAGE_DEL : GNBS_DOSAGE_DUP,
        .is_split = true,
        .region = {r->tid, left < right ? left : right, left < right ? right : left},
        .homology_bp = (int32_t)overlap,
        .name_hash = r->name_hash};
    gnbs_pos_t len = gnbs_region_len(hint->region);
    return len > 0 && len <= MAX_JUNCTION_BP;
}

/*     deletion      -->  . . . . . .  <--      apart by more than the library allows; lost is what lies between
 *     duplication   <--  . . . . . .  -->      everted: doubled is all of it                                   */
bool gnbs_cnv_pair_hint(const gnbs_read_t *r, int32_t min_insert_bp,
                        gnbs_cnv_hint_t *hint) {
    if (!(r->flag & GNBS_READ_PAIRED) || r->mate_tid != r->tid ||
        r->mapq < MIN_MAPQ_PHRED || r->mate_beg <= r->beg)
        return false;
    bool is_reverse = (r->flag & GNBS_READ_REVERSE) != 0,
         mate_is_reverse = (r->flag & GNBS_READ_MATE_REVERSE) != 0;
    if (is_reverse == mate_is_reverse) return false;
    gnbs_pos_t read_bp = r->end - r->beg, mate_end = r->mate_beg + read_bp,
               insert = mate_end - r->beg;
    if (insert > MAX_JUNCTION_BP || (!is_reverse && insert < min_insert_bp)) return false;
    /* mates of a short fragment may stand a few bases past each other */
    if (is_reverse && r->mate_beg < r->end) return false;
    gnbs_region_t between = {r->tid, r->end, r->mate_beg},
                  around = {r->tid, r->beg, mate_end};
    *hint = (gnbs_cnv_hint_t){.kind = is_reverse ? GNBS_DOSAGE_DUP : GNBS_DOSAGE_DEL,
                              .region = is_reverse ? around : between,
                              .insert_bp = (int32_t)insert};
    return gnbs_region_len(hint->region) > 0;
}

static gnbs_code_t gather_hints(const gnbs_chunk_t *c, size_t n_read,
                                const gnbs_read_t read[], gnbs_cnv_hints_t *hints,
                                gnbs_err_t *err) {
    for (size_t i = 0; i < n_read; i++) {
        const gnbs_read_t *r = &read[i];
        gnbs_cnv_hint_t hint;
        if (r->beg < c->reach.beg || r->beg >= c->reach.end) continue;
        if (gnbs_cnv_split_hint(r, &hint) && !GNBS_PUSH(hints, hint))
            return gnbs_err_set(err, GNBS_E_NOMEM, "split reads");
        if (gnbs_cnv_pair_hint(r, MIN_INSERT_BP, &hint) && !GNBS_PUSH(hints, hint))
            return gnbs_err_set(err, GNBS_E_NOMEM, "pairs");
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_cnv_observe(const gnbs_chunk_t *c, size_t n_tile, const gnbs_tile_t tile[],
                             gnbs_arena_t *arena, gnbs_cnv_part_t *part, gnbs_err_t *err) {
    size_t first = first_middle(n_tile, tile, c->reach.tid, c->reach.beg),
           last = first_middle(n_tile, tile, c->reach.tid, c->reach.end);
    *part = (gnbs_cnv_part_t){.first = first,
                              .n = last - first,
                              .n_read = GNBS_NEW(arena, int32_t, last - first),
                              .n_low = GNBS_NEW(arena, int32_t, last - first)};
    if (part->n_read == NULL || part->n_low == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu tiles", part->n);
    count_reads(c->n_read, c->read, tile, part);
    count_reads(c->n_other, c->other, tile, part);
    gnbs_cnv_hints_t hints = {0};
    gnbs_code_t code = gather_hints(c, c->n_read, c->read, &hints, err);
    if (code == GNBS_OK) code = gather_hints(c, c->n_other, c->other, &hints, err);
    part->hint = code == GNBS_OK ? GNBS_NEW(arena, gnbs_cnv_hint_t, hints.n) : NULL;
    if (code == GNBS_OK && part->hint == NULL)
        code = gnbs_err_set(err, GNBS_E_NOMEM, "%zu hints", hints.n);
    if (code == GNBS_OK && hints.n > 0)
        memcpy(part->hint, hints.at, hints.n * sizeof *part->hint);
    part->n_hint = hints.n;
    GNBS_VEC_CLEAR(&hints);
    return code;
}
