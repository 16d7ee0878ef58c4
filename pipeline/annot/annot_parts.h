/* annot/annot_parts.h -- the steps behind annot.h, joined in annot.c. Inside the room only. */
#ifndef GNBS_ANNOT_PARTS_H
#define GNBS_ANNOT_PARTS_H

#include "annot/annot.h"
#include "annot/annot_cds.h"

/* What is known of one change on one transcript; effect is NULL when no codon was read. */
typedef struct gnbs_annot_view {
    const gnbs_bundle_t *bundle;
    const gnbs_annot_map_t *map;
    const gnbs_annot_change_t *change;
    gnbs_annot_span_t span;
    const gnbs_annot_effect_t *effect;
} gnbs_annot_view_t;

gnbs_annot_view_t gnbs_annot_view_make(const gnbs_bundle_t *b, const gnbs_annot_map_t *map,
                                       const gnbs_annot_change_t *change);

#define GNBS_ANNOT_BIT(csq) (UINT64_C(1) << (csq))

/* Is the variant inside the transcript at all? */
bool gnbs_annot_touches(const gnbs_transcript_t *tx, const gnbs_annot_change_t *c);
/* Does it need codons: is it, with both ends, in exons and at the CDS? */
bool gnbs_annot_needs_codons(const gnbs_annot_view_t *view);
uint64_t gnbs_annot_terms(const gnbs_annot_view_t *view, gnbs_pos_t flank_bp);
/* exon and intron numbers, VEP's amino acids and codons, decay; false: out of memory */
bool gnbs_annot_fill(const gnbs_annot_view_t *view, int32_t nmd_bp, gnbs_arena_t *arena,
                     gnbs_consequence_t *csq);

/* The change moved to its 3'-most place on a strand, within the sequence that is held. */
typedef struct gnbs_annot_shifted {
    gnbs_annot_change_t change;
    bool is_moved;
    bool is_dup;         /* ALT repeats the bases just before it (on that strand) */
    bool is_inv;         /* ALT is the reverse complement of the bases replaced */
    uint8_t ref0;        /* first base replaced, + strand; N when none */
    bool is_name_in_cds; /* both ends of the c. name are coding; set by gnbs_annot_name_c */
} gnbs_annot_shifted_t;

bool gnbs_annot_shift_3prime(const gnbs_bundle_t *b, int32_t tid,
                             const gnbs_annot_change_t *c, int8_t strand,
                             gnbs_arena_t *arena, gnbs_annot_shifted_t *shifted);
/* "NM_000492.4:c.1521_1523del" into csq->hgvs_c, and cds_pos1; false: out of memory */
bool gnbs_annot_name_c(const gnbs_annot_view_t *view, gnbs_annot_shifted_t *shifted,
                       const gnbs_variant_t *v, gnbs_arena_t *arena,
                       gnbs_consequence_t *csq);
/* "p.(Phe508del)" into csq->hgvs_p, and protein_pos1; false: out of memory */
bool gnbs_annot_name_p(const gnbs_annot_effect_t *effect, gnbs_arena_t *arena,
                       gnbs_consequence_t *csq);

/* "123", "-5", "*7", "123+4": a place as c. (or n.) writes it, without its prefix */
void gnbs_annot_print_place(gnbs_str_t *out, const gnbs_annot_map_t *map,
                            gnbs_annot_place_t p);
/* "NC_000007.14", or the contig's own name */
void gnbs_annot_print_contig(gnbs_str_t *out, const gnbs_bundle_t *b, int32_t tid);
/* The RefSeq name of the transcript where there is one, with its version. */
const char *gnbs_annot_accession(const gnbs_transcript_t *tx);

#endif
