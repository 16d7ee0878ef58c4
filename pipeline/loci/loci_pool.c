#include "loci/loci_pool.h"

#include <stdlib.h>
#include <string.h>

enum { WORD = 24, MIN_BLOCK_BP = 30 };

typedef struct word {
    uint64_t code;
    int32_t at; /* -1: more than once */
} word_t;

typedef struct pair {
    int32_t to, from;
} pair_t;

static int compare_words(const void *a, const void *b) {
    const word_t *x = a, *y = b;
    if (x->code != y->code) return x->code < y->code ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

/* Words that occur once, sorted. */
static size_t list_words(int32_t n, const uint8_t codes[], word_t word[]) {
    const uint64_t mask = ((uint64_t)1 << 2 * WORD) - 1;
    uint64_t code = 0;
    int32_t whole = 0;
    size_t n_word = 0, n_kept = 0;
    for (int32_t i = 0; i < n; i++) {
        whole = codes[i] < 4 ? whole + 1 : 0;
        code = (code << 2 | (codes[i] & 3)) & mask;
        if (whole >= WORD) word[n_word++] = (word_t){code, i - WORD + 1};
    }
    qsort(word, n_word, sizeof *word, compare_words);
    for (size_t i = 0, j; i < n_word; i = j) {
        for (j = i + 1; j < n_word && word[j].code == word[i].code;) j++;
        if (j == i + 1) word[n_kept++] = word[i];
    }
    return n_kept;
}

static int compare_pairs(const void *a, const void *b) {
    const pair_t *x = a, *y = b;
    return (x->to > y->to) - (x->to < y->to);
}

static size_t match_words(size_t n_a, const word_t a[], size_t n_b, const word_t b[],
                          pair_t pair[]) {
    size_t n = 0;
    for (size_t i = 0, j = 0; i < n_a && j < n_b;) {
        if (a[i].code == b[j].code)
            pair[n++] = (pair_t){a[i++].at, b[j++].at};
        else if (a[i].code < b[j].code)
            i++;
        else
            j++;
    }
    qsort(pair, n, sizeof *pair, compare_pairs);
    return n;
}

/* Longest run of pairs that rises in both: patience sorting, with links back. `tail` and `before` have n entries. */
static size_t keep_rising(size_t n, pair_t pair[], int32_t tail[], int32_t before[],
                          pair_t out[]) {
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        size_t low = 0, high = len;
        while (low < high) {
            size_t mid = (low + high) / 2;
            if (pair[tail[mid]].from < pair[i].from)
                low = mid + 1;
            else
                high = mid;
        }
        before[i] = low > 0 ? tail[low - 1] : -1;
        tail[low] = (int32_t)i;
        if (low == len) len++;
    }
    int32_t at = len > 0 ? tail[len - 1] : -1;
    for (size_t k = len; k-- > 0; at = before[at]) out[k] = pair[at];
    return len;
}

typedef struct layer {
    const uint8_t *to, *from;
    int32_t n_to, n_from;
} layer_t;

/* A stretch of one offset, as far as the bases agree beyond its first and last word, up to its neighbours. */
static pair_t grow_left(const layer_t *l, pair_t p, pair_t limit) {
    while (p.to > limit.to && p.from > limit.from && l->to[p.to - 1] < 4 &&
           l->to[p.to - 1] == l->from[p.from - 1]) {
        p.to--;
        p.from--;
    }
    return p;
}

static pair_t grow_right(const layer_t *l, pair_t p, pair_t limit) {
    while (p.to < limit.to && p.from < limit.from && l->to[p.to] < 4 &&
           l->to[p.to] == l->from[p.from]) {
        p.to++;
        p.from++;
    }
    return p;
}

static size_t make_blocks(const layer_t *l, size_t n, const pair_t pair[],
                          gnbs_region_t to_at, gnbs_region_t from_at,
                          gnbs_pool_block_t block[]) {
    size_t n_block = 0;
    pair_t end = {0, 0}; /* of the block before */
    for (size_t i = 0, j; i < n; i = j) {
        int32_t offset = pair[i].to - pair[i].from;
        for (j = i + 1; j < n && pair[j].to - pair[j].from == offset;) j++;
        pair_t first = grow_left(l, pair[i], end);
        /* words overlap: the next block starts behind this one in both */
        pair_t limit = j < n ? pair[j] : (pair_t){l->n_to, l->n_from};
        pair_t last = {pair[j - 1].to + WORD, pair[j - 1].from + WORD};
        last = grow_right(l, last, limit);
        if (first.to < end.to || first.from < end.from) {
            int32_t cut = end.to - first.to > end.from - first.from ? end.to - first.to
                                                                    : end.from - first.from;
            first.to += cut;
            first.from += cut;
        }
        if (last.to - first.to < MIN_BLOCK_BP) continue;
        block[n_block++] = (gnbs_pool_block_t){
            .to = {to_at.tid, to_at.beg + first.to, to_at.beg + last.to},
            .from = {from_at.tid, from_at.beg + first.from, from_at.beg + last.from}};
        end = last;
    }
    return n_block;
}

gnbs_code_t gnbs_loci_lay(gnbs_region_t to_at, const uint8_t to[], gnbs_region_t from_at,
                          const uint8_t from[], gnbs_arena_t *arena, size_t *n_block,
                          gnbs_pool_block_t **block, gnbs_err_t *err) {
    layer_t l = {to, from, (int32_t)gnbs_region_len(to_at),
                 (int32_t)gnbs_region_len(from_at)};
    word_t *a = GNBS_NEW(arena, word_t, l.n_to), *b = GNBS_NEW(arena, word_t, l.n_from);
    pair_t *pair = GNBS_NEW(arena, pair_t, l.n_to),
           *rising = GNBS_NEW(arena, pair_t, l.n_to);
    int32_t *tail = GNBS_NEW(arena, int32_t, l.n_to),
            *before = GNBS_NEW(arena, int32_t, l.n_to);
    if (a == NULL || b == NULL || pair == NULL || rising == NULL || tail == NULL ||
        before == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "second copies");
    size_t n_a = list_words(l.n_to, to, a), n_b = list_words(l.n_from, from, b);
    size_t n = match_words(n_a, a, n_b, b, pair);
    n = keep_rising(n, pair, tail, before, rising);
    *block = GNBS_NEW(arena, gnbs_pool_block_t, n);
    if (*block == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "second copies");
    *n_block = make_blocks(&l, n, rising, to_at, from_at, *block);
    return GNBS_OK;
}
