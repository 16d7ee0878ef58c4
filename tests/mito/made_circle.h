/* tests/mito/made_circle.h -- a small circle, molecules of it, and their reads as an aligner of the linear contig gives them. */
#ifndef GNBS_TESTS_MADE_CIRCLE_H
#define GNBS_TESTS_MADE_CIRCLE_H

#include "genome/chunk.h"
#include "mito/mito.h"
#include "support/testing.h"

enum { CIRCLE_MAX_BP = 4000, CIRCLE_READS = 6000, CIRCLE_READ_BP = 100, CIRCLE_OPS = 8 };

typedef struct made_circle {
    int32_t n;
    uint8_t code[CIRCLE_MAX_BP];
    gnbs_mito_ref_t ref;
    gnbs_contig_t contig[1];
    gnbs_contigs_t contigs;
    size_t n_read;
    gnbs_read_t read[CIRCLE_READS];
    uint32_t cigar[CIRCLE_READS][CIRCLE_OPS];
    uint8_t base[CIRCLE_READS][2 * CIRCLE_READ_BP], qual[CIRCLE_READS][2 * CIRCLE_READ_BP];
} made_circle_t;

/* A circle of n letters in which no base follows itself. */
static inline void make_circle(made_circle_t *m, int32_t n, uint64_t seed) {
    memset(m, 0, sizeof *m);
    m->n = n;
    for (int32_t i = 0; i < n; i++) {
        do m->code[i] = (uint8_t)random_below(&seed, 4);
        while ((i > 0 && m->code[i] == m->code[i - 1]) ||
               (i == n - 1 && m->code[i] == m->code[0]));
    }
    m->ref = (gnbs_mito_ref_t){0, n, m->code};
    m->contig[0] = (gnbs_contig_t){.name = "chrM", .length_bp = n};
    m->contigs = (gnbs_contigs_t){1, m->contig, "made"};
}

static inline void write_circle(made_circle_t *m, int32_t pos, const char *letters) {
    for (; *letters != '\0'; letters++) m->code[pos++] = gnbs_seq_code(*letters);
}

/* A molecule: the circle with one change. n_ref bases from pos are replaced by `alt`. */
typedef struct change {
    int64_t pos;
    int n_ref;
    const char *alt;
} change_t;

static inline uint32_t op(int code, int64_t n) { return (uint32_t)n << 4 | (uint32_t)code; }

static inline void add_op(gnbs_read_t *r, uint32_t cigar[], int code, int64_t n) {
    if (n > 0) cigar[r->n_cigar++] = op(code, n);
}

/* The alignment as an aligner of the linear contig would have it: a read over the end keeps its longer part, the rest is
 * clipped. Left of the change n_left bases match, then n_ins inserted or n_del deleted, then the rest matches. */
static inline void lay_read(const made_circle_t *m, gnbs_read_t *r, uint32_t cigar[],
                            int64_t beg, int64_t n_left, int n_ins, int n_del) {
    int64_t n_right = r->len - n_left - n_ins, end = beg + n_left + n_del + n_right;
    int64_t before = 0, after = 0; /* reference bases to clip */
    if (beg < 0 && end > -beg)
        before = -beg;
    else if (beg < 0)
        after = end;
    if (end > m->n && m->n - beg >= end - m->n)
        after = end - m->n;
    else if (end > m->n)
        before = m->n - beg;
    int64_t clip_left = before, clip_right = after;
    bool is_gap_in = n_ins + n_del > 0;
    if (before > n_left || (is_gap_in && before == n_left)) { /* the gap is clipped away */
        clip_left = before - n_del + n_ins;
        n_left = clip_left, n_right = r->len - clip_left, n_ins = n_del = 0;
    } else if (after > n_right || (is_gap_in && after == n_right)) {
        clip_right = after - n_del + n_ins;
        n_left = r->len - clip_right, n_right = clip_right, n_ins = n_del = 0;
    }
    r->n_cigar = 0;
    add_op(r, cigar, GNBS_CIGAR_SOFT, clip_left);
    int64_t left = n_left - clip_left, right = n_right - clip_right;
    if (n_ins + n_del == 0) {
        add_op(r, cigar, GNBS_CIGAR_MATCH, r->len - clip_left - clip_right);
    } else {
        add_op(r, cigar, GNBS_CIGAR_MATCH, left);
        add_op(r, cigar, GNBS_CIGAR_INS, n_ins);
        add_op(r, cigar, GNBS_CIGAR_DEL, n_del);
        add_op(r, cigar, GNBS_CIGAR_MATCH, right);
    }
    add_op(r, cigar, GNBS_CIGAR_SOFT, clip_right);
    int64_t first = beg + before;
    r->beg = (first % m->n + m->n) % m->n;
    r->end = r->beg;
    for (int32_t k = 0; k < r->n_cigar; k++)
        if (gnbs_cigar_eats_ref(gnbs_cigar_op(cigar[k])))
            r->end += gnbs_cigar_len(cigar[k]);
}

/* A read of n_bp bases that begins at unwrapped position beg in [0, n) of a molecule with the change (NULL: none). A change
 * that the read holds only in part, or behind its first base, is a change of letters at its end. */
static inline gnbs_read_t *add_molecule(made_circle_t *m, int64_t beg, int n_bp,
                                        const change_t *c, bool is_reverse, uint8_t qual,
                                        uint64_t name) {
    size_t k = m->n_read++;
    gnbs_read_t *r = &m->read[k];
    *r = (gnbs_read_t){.mate_tid = -1,
                       .mapq = 60,
                       .flag = is_reverse ? GNBS_READ_REVERSE : 0,
                       .fragment = (int32_t)k,
                       .is_home = true,
                       .split_tid = -1,
                       .cigar = m->cigar[k],
                       .base = m->base[k],
                       .qual = m->qual[k],
                       .len = n_bp,
                       .name_hash = name};
    int64_t p = beg, n_left = n_bp;
    int i = 0, n_alt = c != NULL ? (int)strlen(c->alt) : 0, n_ins = 0, n_del = 0;
    int64_t at = c != NULL ? c->pos : -1;
    if (c != NULL && at < beg) at += m->n;
    while (i < n_bp) {
        if (c != NULL && p == at) {
            int n_shown = n_alt < n_bp - i ? n_alt : n_bp - i;
            for (int j = 0; j < n_shown; j++) m->base[k][i + j] = gnbs_seq_code(c->alt[j]);
            if (n_shown == n_alt && i + n_alt < n_bp && n_alt != c->n_ref) {
                n_left = i + (n_alt < c->n_ref ? n_alt : c->n_ref);
                n_ins = n_alt > c->n_ref ? n_alt - c->n_ref : 0;
                n_del = n_alt < c->n_ref ? c->n_ref - n_alt : 0;
            }
            i += n_shown, p += c->n_ref, c = NULL;
            continue;
        }
        m->base[k][i++] = m->code[p++ % m->n];
    }
    memset(m->qual[k], qual, (size_t)n_bp);
    lay_read(m, r, m->cigar[k], beg, n_left, n_ins, n_del);
    return r;
}

static inline int compare_made_reads(const void *a, const void *b) {
    const gnbs_read_t *x = a, *y = b;
    if (x->beg != y->beg) return x->beg < y->beg ? -1 : 1;
    return x->name_hash < y->name_hash ? -1 : x->name_hash > y->name_hash;
}

/* Depth x of reads round the circle; of every `out_of` molecules, `with` have the change. Strands alternate. */
static inline void cover_circle(made_circle_t *m, int depth, const change_t *c, int with,
                                int out_of, uint8_t qual) {
    int n = depth * m->n / CIRCLE_READ_BP;
    for (int i = 0; i < n; i++) {
        int64_t beg = (int64_t)i * m->n / n;
        add_molecule(m, beg, CIRCLE_READ_BP, i % out_of < with ? c : NULL,
                     i / out_of % 2 == 1, qual, 2 * m->n_read);
    }
}

static inline gnbs_chunk_t chunk_of(made_circle_t *m, gnbs_pos_t beg, gnbs_pos_t end) {
    qsort(m->read, m->n_read, sizeof *m->read, compare_made_reads);
    return (gnbs_chunk_t){.contigs = &m->contigs,
                          .region = {0, beg, end},
                          .n_read = m->n_read,
                          .read = m->read,
                          .n_fragment = (int32_t)m->n_read};
}

static inline gnbs_mito_policy_t made_policy(void) {
    return (gnbs_mito_policy_t){.call_from = 0.03,
                                .confirm_below = 0.10,
                                .homoplasmic_from = 0.95,
                                .report_from = 0.10};
}

/* All reads in one chunk, to calls. The result lies in `arena`. */
static inline void call_circle(made_circle_t *m, const gnbs_mito_request_t *rq,
                               gnbs_arena_t *arena, gnbs_mito_result_t *r) {
    gnbs_err_t err = {0};
    gnbs_mito_pile_t pile;
    gnbs_mito_part_t *part;
    gnbs_chunk_t chunk = chunk_of(m, 0, m->n);
    assert_ok(gnbs_mito_pile_init(&pile, &m->ref, &err), &err);
    assert_ok(gnbs_mito_observe(&m->ref, rq->opt->min_base_qual_phred, &chunk, arena, &part,
                                &err),
              &err);
    assert_ok(gnbs_mito_pile_add(&pile, part, &err), &err);
    assert_ok(gnbs_mito_pile_finish(&pile, &err), &err);
    assert_ok(gnbs_mito_conclude(rq, &pile, arena, r, &err), &err);
    gnbs_mito_pile_clear(&pile);
}

#endif
