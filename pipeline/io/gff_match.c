#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/gff_build.h"

/* RefSeq's alignments of its transcripts (GFF3, cDNA_match):
 *
 *     Target=NM_005247.4 1 641 +;Gap=M452 I3 M189      bases 1 to 641 of the transcript, in its direction:
 *                                                      452 beside the genome, 3 that only it has, 189
 *
 * I: bases of the transcript that the genome lacks. D: bases of the genome that it lacks. */

gnbs_code_t gnbs_gff_add_match(gnbs_gff_builder_t *b, gnbs_gff_match_t match,
                               const char *id, const char *target, const char *gap) {
    if (target == NULL) return GNBS_OK; /* aligned, but to what is not said */
    char name[256], strand = '+';
    long long beg1, end1;
    int n = sscanf(target, "%255s %lld %lld %c", name, &beg1, &end1, &strand);
    if (n < 3 || beg1 < 1 || end1 < beg1 || end1 > INT32_MAX / 2)
        return gnbs_err_set(b->err, GNBS_E_FORMAT,
                            "%s:%" PRId64
                            ": Target=%.80s: expected an accession, its first "
                            "and its last base",
                            b->path, b->n_line, target);
    match.t_beg = (int32_t)beg1 - 1;
    match.t_end = (int32_t)end1;
    match.line = b->n_line;
    if (strand == '-') match.strand = (int8_t)-match.strand;
    match.id = gnbs_arena_strdup(&b->scratch, id != NULL ? id : "");
    match.target = gnbs_arena_strdup(&b->scratch, name);
    match.gap = gap != NULL ? gnbs_arena_strdup(&b->scratch, gap) : NULL;
    if (match.id == NULL || match.target == NULL || (gap != NULL && match.gap == NULL) ||
        !GNBS_PUSH(&b->matches, match))
        return gnbs_err_set(b->err, GNBS_E_NOMEM, "%s: out of memory", b->path);
    return GNBS_OK;
}

/* By accession, place on the genome's contig, alignment, then as on the transcript. */
static int compare_matches(const void *a, const void *b) {
    const gnbs_gff_match_t *x = a, *y = b;
    int c = strcmp(x->target, y->target);
    if (c != 0) return c;
    if (x->region.tid != y->region.tid) return x->region.tid < y->region.tid ? -1 : 1;
    if ((c = strcmp(x->id, y->id)) != 0) return c;
    if (x->t_beg != y->t_beg) return x->t_beg < y->t_beg ? -1 : 1;
    return x->line < y->line ? -1 : x->line > y->line;
}

void gnbs_gff_sort_matches(gnbs_gff_builder_t *b) {
    if (b->matches.n > 0)
        qsort(b->matches.at, b->matches.n, sizeof *b->matches.at, compare_matches);
}

static size_t first_match(const gnbs_gff_builder_t *b, const char *target) {
    size_t low = 0, high = b->matches.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(b->matches.at[middle].target, target) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_of(const gnbs_gff_match_t *m, const gnbs_transcript_t *tx) {
    return strcmp(m->target, tx->id) == 0 && m->region.tid == tx->tid &&
           m->strand == tx->strand && m->region.beg >= tx->beg && m->region.end <= tx->end;
}

typedef GNBS_VEC(gnbs_tx_block_t) blocks_t;

/* The blocks of one match in transcript order; false when Gap does not fill both sides. */
static bool walk(const gnbs_gff_match_t *m, blocks_t *blocks) {
    gnbs_pos_t done = 0, length = gnbs_region_len(m->region);
    int32_t cdna = m->t_beg;
    char whole[32];
    snprintf(whole, sizeof whole, "M%lld", (long long)length);
    for (const char *s = m->gap != NULL ? m->gap : whole; *s != '\0';) {
        char op = *s, *end;
        long long n = strtoll(s + 1, &end, 10);
        if (end == s + 1 || n < 1 || n > INT32_MAX / 2) return false;
        for (s = end; *s == ' ' || *s == '+'; s++) continue;
        if (op == 'M') {
            gnbs_pos_t beg =
                m->strand > 0 ? m->region.beg + done : m->region.end - done - (gnbs_pos_t)n;
            const gnbs_tx_block_t block = {beg, beg + (gnbs_pos_t)n, cdna};
            if (!GNBS_PUSH(blocks, block)) return false;
        } else if (op != 'I' && op != 'D') {
            return false;
        }
        if (op != 'I') done += (gnbs_pos_t)n;
        if (op != 'D') cdna += (int32_t)n;
        if (done > length || cdna > m->t_end) return false;
    }
    return done == length && cdna == m->t_end;
}

/* Are the blocks the exons, one after the other? Then there is nothing to keep. */
static bool is_plain(const blocks_t *blocks, const gnbs_transcript_t *tx) {
    if (blocks->n != (size_t)tx->n_exon) return false;
    int32_t cdna = 0;
    for (int32_t i = 0; i < tx->n_exon; i++) { /* in transcript order */
        const gnbs_tx_block_t *k = &blocks->at[i];
        const gnbs_exon_t *e = &tx->exon[tx->strand > 0 ? i : tx->n_exon - 1 - i];
        if (k->beg != e->beg || k->end != e->end || k->cdna != cdna) return false;
        cdna += (int32_t)(k->end - k->beg);
    }
    return true;
}

static bool is_in_order(const blocks_t *blocks, const gnbs_transcript_t *tx) {
    for (size_t i = 1; i < blocks->n; i++) {
        const gnbs_tx_block_t *a = &blocks->at[i - 1], *k = &blocks->at[i];
        if (k->cdna < a->cdna + (int32_t)(a->end - a->beg)) return false;
        if (tx->strand > 0 ? k->beg < a->end : k->end > a->beg) return false;
    }
    return blocks->n > 0;
}

static gnbs_code_t keep_blocks(gnbs_gff_builder_t *b, const blocks_t *blocks,
                               int32_t n_cdna, gnbs_arena_t *arena, gnbs_transcript_t *tx) {
    gnbs_tx_block_t *block = GNBS_NEW(arena, gnbs_tx_block_t, blocks->n);
    if (block == NULL) return gnbs_err_set(b->err, GNBS_E_NOMEM, "%s", b->path);
    for (size_t i = 0; i < blocks->n; i++)
        block[tx->strand > 0 ? i : blocks->n - 1 - i] = blocks->at[i];
    tx->n_block = (int32_t)blocks->n;
    tx->block = block;
    tx->n_cdna = n_cdna;
    return GNBS_OK;
}

gnbs_code_t gnbs_gff_align(gnbs_gff_builder_t *b, gnbs_arena_t *arena,
                           gnbs_transcript_t *tx) {
    blocks_t blocks = {0};
    const gnbs_gff_match_t *first = NULL, *last = NULL;
    gnbs_code_t code = GNBS_OK;
    for (size_t i = first_match(b, tx->id);
         i < b->matches.n && strcmp(b->matches.at[i].target, tx->id) == 0; i++) {
        const gnbs_gff_match_t *m = &b->matches.at[i];
        if (!is_of(m, tx) || (first != NULL && strcmp(first->id, m->id) != 0)) continue;
        if (first == NULL) first = m;
        last = m;
        if (!walk(m, &blocks)) {
            code = gnbs_err_set(b->err, GNBS_E_FORMAT,
                                "%s:%" PRId64 ": Gap=%.80s does not fill the genome's and "
                                "the transcript's bases of %s",
                                b->path, m->line, m->gap != NULL ? m->gap : "", m->target);
            break;
        }
    }
    if (code == GNBS_OK && first != NULL && !is_plain(&blocks, tx)) {
        if (is_in_order(&blocks, tx))
            code = keep_blocks(b, &blocks, last->t_end, arena, tx);
        else
            code = gnbs_err_set(b->err, GNBS_E_FORMAT,
                                "%s:%" PRId64 ": the alignment of %s is not in order",
                                b->path, first->line, first->target);
    }
    GNBS_VEC_CLEAR(&blocks);
    return code;
}
