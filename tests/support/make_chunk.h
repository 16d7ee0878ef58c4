/* tests/support/make_chunk.h -- reads written as text over a reference written as text, made into a chunk. */
#ifndef GNBS_TESTS_MAKE_CHUNK_H
#define GNBS_TESTS_MAKE_CHUNK_H

#include "genome/chunk.h"
#include "genome/seq.h"
#include "support/testing.h"

enum { MADE_READS = 512, MADE_CIGAR = 16, MADE_BASES = 400, MADE_REF = 4000 };

typedef struct made_chunk {
    gnbs_contig_t contig[1];
    gnbs_contigs_t contigs;
    uint8_t ref[MADE_REF];
    gnbs_region_t target[4];
    gnbs_read_t read[MADE_READS];
    uint32_t cigar[MADE_READS][MADE_CIGAR];
    uint8_t base[MADE_READS][MADE_BASES], qual[MADE_READS][MADE_BASES];
    gnbs_chunk_t chunk;
} made_chunk_t;

/* n letters without repeats worth the name (no base follows itself), the same for a seed, and a NUL. */
static inline void make_letters(char *letters, int n, uint64_t seed) {
    for (int i = 0; i < n; i++) {
        do letters[i] = "ACGT"[random_below(&seed, 4)];
        while (i > 0 && letters[i] == letters[i - 1]);
    }
    letters[n] = '\0';
}

/* The base a transition makes of it. */
static inline char other_base(char c) {
    return c == 'A' ? 'G' : c == 'G' ? 'A' : c == 'C' ? 'T' : 'C';
}

/* The whole of `letters` is the reference window, the chunk is [beg, end) of it with one target of the same extent. */
static inline void make_chunk(made_chunk_t *m, const char *contig, const char *letters,
                              gnbs_pos_t beg, gnbs_pos_t end) {
    memset(m, 0, sizeof *m);
    size_t n = strlen(letters);
    m->contig[0] = (gnbs_contig_t){.name = contig, .length_bp = (int64_t)n};
    m->contigs = (gnbs_contigs_t){1, m->contig, "made"};
    for (size_t i = 0; i < n && i < MADE_REF; i++) m->ref[i] = gnbs_seq_code(letters[i]);
    m->target[0] = (gnbs_region_t){0, beg, end};
    m->chunk = (gnbs_chunk_t){.contigs = &m->contigs,
                              .build = GNBS_BUILD_CUSTOM,
                              .region = {0, beg, end},
                              .n_target = 1,
                              .target = m->target,
                              .pad_bp = 200,
                              .ref_region = {0, 0, (gnbs_pos_t)n},
                              .ref = m->ref,
                              .read = m->read};
}

/* Reads must be added in order of beg. cigar as in SAM ("50M2D50M"); the same fragment number makes mates. */
static inline gnbs_read_t *add_read(made_chunk_t *m, gnbs_pos_t beg, const char *cigar,
                                    const char *bases, uint8_t qual, int32_t fragment) {
    size_t k = m->chunk.n_read++;
    gnbs_read_t *r = &m->read[k];
    *r = (gnbs_read_t){.beg = beg,
                       .mate_tid = -1,
                       .mapq = 60,
                       .cigar = m->cigar[k],
                       .base = m->base[k],
                       .qual = m->qual[k],
                       .fragment = fragment,
                       .is_home = true,
                       .split_tid = -1};
    r->len = (int32_t)strlen(bases);
    for (int32_t i = 0; i < r->len; i++) {
        m->base[k][i] = gnbs_seq_code(bases[i]);
        m->qual[k][i] = qual;
    }
    r->end = beg;
    for (const char *s = cigar; *s != '\0';) {
        char *rest;
        uint32_t n = (uint32_t)strtoul(s, &rest, 10);
        uint32_t op = (uint32_t)(strchr("MIDNSHP=X", *rest) - "MIDNSHP=X");
        m->cigar[k][r->n_cigar++] = n << 4 | op;
        if (gnbs_cigar_eats_ref((int)op)) r->end += n;
        s = rest + 1;
    }
    if (fragment >= m->chunk.n_fragment) m->chunk.n_fragment = fragment + 1;
    for (size_t i = 0; i < k; i++)
        if (m->read[i].fragment == fragment && m->read[i].end > r->beg)
            m->read[i].overlaps_mate = r->overlaps_mate = true;
    return r;
}

#endif
