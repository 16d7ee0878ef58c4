/* genome/read.h -- one aligned read, as a view.
 *
 * Shapes   base[len] codes 0..4, qual[len] Phred; cigar[n_cigar] packed as in the BAM
 *          format (length << 4 | operation, SAM specification 4.2)
 * Memory   borrowed from the arena of the chunk that holds it
 */
#ifndef GNBS_GENOME_READ_H
#define GNBS_GENOME_READ_H

#include <stdbool.h>
#include <stdint.h>

#include "genome/region.h"

/* CIGAR operations, SAM specification 1.4.6 */
enum {
    GNBS_CIGAR_MATCH = 0,
    GNBS_CIGAR_INS = 1,
    GNBS_CIGAR_DEL = 2,
    GNBS_CIGAR_SKIP = 3,
    GNBS_CIGAR_SOFT = 4,
    GNBS_CIGAR_HARD = 5,
    GNBS_CIGAR_PAD = 6,
    GNBS_CIGAR_EQUAL = 7,
    GNBS_CIGAR_DIFF = 8,
};
static inline int gnbs_cigar_op(uint32_t c) { return (int)(c & 0xF); }
static inline int32_t gnbs_cigar_len(uint32_t c) { return (int32_t)(c >> 4); }
static inline bool gnbs_cigar_eats_ref(int op) {
    return op == 0 || op == 2 || op == 3 || op == 7 || op == 8;
}
static inline bool gnbs_cigar_eats_read(int op) {
    return op == 0 || op == 1 || op == 4 || op == 7 || op == 8;
}
static inline bool gnbs_cigar_is_aligned(int op) { return op == 0 || op == 7 || op == 8; }

/* flags, SAM specification 1.4.2 */
enum {
    GNBS_READ_PAIRED = 0x1,
    GNBS_READ_PROPER = 0x2,
    GNBS_READ_UNMAPPED = 0x4,
    GNBS_READ_MATE_UNMAPPED = 0x8,
    GNBS_READ_REVERSE = 0x10,
    GNBS_READ_MATE_REVERSE = 0x20,
    GNBS_READ_FIRST = 0x40,
    GNBS_READ_SECOND = 0x80,
    GNBS_READ_SECONDARY = 0x100,
    GNBS_READ_QC_FAIL = 0x200,
    GNBS_READ_DUPLICATE = 0x400,
    GNBS_READ_SUPPLEMENTARY = 0x800,
};

/* Alignments that are counted and not used. */
static inline bool gnbs_read_is_unused(uint16_t flag) {
    return (flag & (GNBS_READ_UNMAPPED | GNBS_READ_SECONDARY | GNBS_READ_QC_FAIL |
                    GNBS_READ_DUPLICATE | GNBS_READ_SUPPLEMENTARY)) != 0;
}

/* The rest of a split read, otherwise sound: kept apart from the primary alignments. */
static inline bool gnbs_read_is_rest(uint16_t flag) {
    return (flag & (GNBS_READ_UNMAPPED | GNBS_READ_SECONDARY | GNBS_READ_QC_FAIL |
                    GNBS_READ_DUPLICATE | GNBS_READ_SUPPLEMENTARY)) ==
           GNBS_READ_SUPPLEMENTARY;
}

typedef struct gnbs_read {
    int32_t tid;
    gnbs_pos_t beg, end; /* reference span, [beg, end) */
    int32_t mate_tid;    /* -1: no mate, or unmapped */
    gnbs_pos_t mate_beg;
    gnbs_pos_t insert_bp; /* TLEN, signed; 0 when not stated */
    uint16_t flag;
    uint8_t mapq;
    int32_t n_cigar, len;
    const uint32_t *cigar;
    const uint8_t *base, *qual;
    uint64_t name_hash; /* of QNAME; mates share it */
    int32_t fragment;   /* index within the chunk; mates share it */
    bool overlaps_mate; /* the mate is in this chunk too and their spans overlap */
    bool is_home; /* this chunk is the one that counts the read (see genome/chunk.h) */
    bool
        has_rival; /* the aligner stated how well the read fits here and at its next best place */
    int32_t score,
        rival_score; /* (AS and XS of bwa, BWA-MEM2, DRAGMAP; 1 a match, -4 a mismatch) */
    int32_t clip_head, clip_tail; /* bases clipped (soft or hard) before beg, after end */
    bool has_split;               /* SA tag: part of the read aligns elsewhere */
    int32_t split_tid;            /* where (first SA entry), when has_split */
    gnbs_pos_t split_beg, split_end;
    bool split_reverse;
    uint8_t split_mapq;
    int32_t split_head; /* bases clipped before split_beg */
} gnbs_read_t;

/* Index of the base of `read` aligned to `pos`, or -1 (deleted, clipped, outside). */
int32_t gnbs_read_index_at(const gnbs_read_t *read, gnbs_pos_t pos);

#endif
