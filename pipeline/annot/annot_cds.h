/* annot/annot_cds.h -- transcript coordinates, transcript sequence, and codons before and
 * after a change. Inside the room only.
 *
 *     genome     ----[ exon 0 ]------[ exon 1 ]------[ exon 2 ]----     beg, end
 *     + strand       0......a-1      a......b-1      b......n-1         cDNA
 *     - strand       n-1.....c       c-1.....d       d-1.....0          cDNA
 *     coding                |cds_beg............cds_end)                in cDNA
 *     codons                |pad N, then from cds_beg into the 3' UTR   frame
 *
 * cDNA positions are int32_t, 0-based and half-open; genomic ones gnbs_pos_t.
 * Memory   everything lies in the arena given; a map is made once for each transcript and then
 *          only read
 */
#ifndef GNBS_ANNOT_CDS_H
#define GNBS_ANNOT_CDS_H

#include "core/arena.h"
#include "genome/bundle.h"
#include "genome/transcript.h"
#include "genome/variant.h"

/* Where the transcript is its exons, a block is an exon; else see genome/transcript.h. */
typedef struct gnbs_annot_block {
    gnbs_pos_t beg, end;
    int32_t cdna, i_exon; /* genomic index of the exon it lies in */
} gnbs_annot_block_t;

typedef struct gnbs_annot_map {
    const gnbs_transcript_t *tx;
    int32_t n_block;
    const gnbs_annot_block_t *block;  /* in genomic order */
    int32_t n_cdna, cds_beg, cds_end; /* cds_beg == cds_end: not coding */
    int32_t pad; /* bases missing from the first codon; counted in codon coordinates */
    int table;   /* NCBI translation table: 2 on the mitochondrion, else 1 */
    bool is_own; /* the transcript's sequence is not the genome's everywhere */
    bool is_nmd_biotype;    /* nonsense_mediated_decay */
    const uint8_t *cdna;    /* codes, transcript order */
    const uint8_t *frame;   /* codon coordinates: pad N, CDS, 3' UTR */
    int32_t n_frame, n_cds; /* bases: of frame, and of its CDS with the pad */
    int32_t n_aa;           /* the protein up to and with its stop; a TGA inside is Sec */
    const char *aa;
} gnbs_annot_map_t;

/* A variant without the bases REF and ALT share, in genomic and in transcript terms. */
typedef struct gnbs_annot_change {
    gnbs_pos_t beg, end; /* replaced bases; beg == end: an insertion before beg */
    int32_t n_alt;
    const uint8_t *alt;        /* codes on the + strand; behind them, those on the other */
    const uint8_t *alt_strand; /* codes on the transcript's strand */
    const char *ref_letter; /* REF as the record gives it, from beg on; NULL: not given */
    bool has_n;             /* ALT holds a base other than A C G T */
    /* by how much bases gained or lost may stand further left within the record itself: "CCC>CC" takes the third
     * or the second C */
    int32_t slack;
} gnbs_annot_change_t;

typedef struct gnbs_annot_place { /* where a genomic base lies on a transcript */
    bool is_inside;
    bool is_gap;  /* in an exon, where the transcript has no such base: cdna is upstream */
    int i_exon;   /* genomic index of the exon, or of the nearer one */
    int32_t cdna; /* of the base, or of the nearest exonic base */
    int32_t offset; /* 0 exonic; > 0 downstream of cdna, < 0 upstream of it */
} gnbs_annot_place_t;

typedef struct gnbs_annot_span { /* cDNA bases that a change replaces */
    bool has_beg, has_end;       /* is that end of the change exonic? */
    int32_t beg, end;
} gnbs_annot_span_t;

/* Both NULL or false when memory is exhausted. */
bool gnbs_annot_map_make(const gnbs_bundle_t *b, const gnbs_transcript_t *tx,
                         gnbs_arena_t *arena, gnbs_annot_map_t *map);
/* Coordinates only: no sequence, no protein. */
bool gnbs_annot_map_places(const gnbs_bundle_t *b, const gnbs_transcript_t *tx,
                           gnbs_arena_t *arena, gnbs_annot_map_t *map);
bool gnbs_annot_change_make(const gnbs_variant_t *v, gnbs_arena_t *arena,
                            gnbs_annot_change_t *change);
/* The same seen from a strand: behind the codes of alt lie those of its reverse complement. */
static inline gnbs_annot_change_t gnbs_annot_change_on(const gnbs_annot_change_t *change,
                                                       int8_t strand) {
    gnbs_annot_change_t c = *change;
    c.alt_strand = strand > 0 ? c.alt : c.alt + c.n_alt;
    return c;
}
gnbs_annot_place_t gnbs_annot_map_place(const gnbs_annot_map_t *map, gnbs_pos_t pos);
/* An insertion at the border of an exon counts as exonic, as VEP has it. */
gnbs_annot_span_t gnbs_annot_map_span(const gnbs_annot_map_t *map,
                                      const gnbs_annot_change_t *change);
/* Genomic position of a cDNA position; -1 when the genome has no such base. */
gnbs_pos_t gnbs_annot_map_genomic(const gnbs_annot_map_t *map, int32_t cdna);
static inline bool gnbs_annot_map_is_coding(const gnbs_annot_map_t *map) {
    return map->cds_end > map->cds_beg;
}

/* The protein before and after a change, and the codons it touches.
 *
 *         p0        p1                      aa_ref  M A K L E *
 *     ---|---|---|---|---                   aa_alt  M A T L E *      head, mid, tail
 *         [  touched  )                     first   2
 */
typedef struct gnbs_annot_effect {
    const gnbs_annot_map_t *map;
    bool is_readable; /* false: bases or alleles are unknown, the rest means nothing */
    bool is_frame_kept;
    bool is_partial_codon;            /* starts in an incomplete last codon */
    bool has_stop_alt;                /* the new protein ends with a stop */
    int32_t p0, p1;                   /* codons touched */
    int32_t n_ref_codon, n_alt_codon; /* bases */
    const uint8_t *ref_codon, *alt_codon;
    const char *ref_pep, *alt_pep; /* of those codons; X for what is incomplete or N */
    /* the new protein: aa[0, p0), mid, aa[tail, n_aa) */
    int32_t n_mid, tail;
    const char *mid;
    int32_t n_aa_alt;
    int32_t first; /* first residue that differs; -1: the same protein */
    int32_t
        stop_cdna; /* first base of the stop of the new protein in the changed cDNA, or -1 */
    /* late: the whole CDS is there, behind more or fewer bases; moved: only so */
    bool is_start_touched, is_start_lost, is_start_kept_late, is_start_moved;
    bool is_cds_gone; /* nothing of the CDS is left */
} gnbs_annot_effect_t;

/* Residue i of the new protein, i in [0, n_aa_alt). */
static inline char gnbs_annot_aa_alt(const gnbs_annot_effect_t *e, int32_t i) {
    if (i < e->p0) return e->map->aa[i];
    if (i < e->p0 + e->n_mid) return e->mid[i - e->p0];
    return e->map->aa[i - e->p0 - e->n_mid + e->tail];
}

/* False when memory is exhausted. `span` has both ends; it overlaps the CDS or stands at its
 * inner side; alt[n_alt] are codes on the transcript's strand. */
bool gnbs_annot_effect_make(const gnbs_annot_map_t *map, gnbs_annot_span_t span,
                            int32_t n_alt, const uint8_t *alt, gnbs_arena_t *arena,
                            gnbs_annot_effect_t *effect);

#endif
