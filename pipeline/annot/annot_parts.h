/* annot/annot_parts.h -- the steps behind annot.h, joined in annot.c. Inside the room only. */
#ifndef GNBS_ANNOT_PARTS_H
#define GNBS_ANNOT_PARTS_H

#include "annot/annot.h"
#include "annot/annot_cds.h"
#include "annot/annot_norm.h"
#include "genome/seq.h"

/* ---- reference bases, one by one: the block last used is looked at first ---------------- */
typedef struct gnbs_annot_seq {
    const gnbs_bundle_t *b;
    int32_t tid;
    gnbs_pos_t beg, end; /* of the block at hand */
    const uint8_t *codes;
} gnbs_annot_seq_t;

void gnbs_annot_seq_init(gnbs_annot_seq_t *seq, const gnbs_bundle_t *b, int32_t tid);
uint8_t gnbs_annot_seq_find(gnbs_annot_seq_t *seq, gnbs_pos_t pos);
static inline uint8_t gnbs_annot_seq_at(gnbs_annot_seq_t *seq, gnbs_pos_t pos) {
    if (pos >= seq->beg && pos < seq->end) return seq->codes[pos - seq->beg];
    return gnbs_annot_seq_find(seq, pos);
}
/* Is there nothing there at all: before or behind the contig? */
bool gnbs_annot_seq_is_end(const gnbs_annot_seq_t *seq, gnbs_pos_t pos);

/* What one variant needs while it is judged, and no longer; one for each thread. */
typedef struct gnbs_annot_work {
    gnbs_arena_t arena;
    gnbs_annot_seq_t seq;
    gnbs_str_t text;
} gnbs_annot_work_t;
void gnbs_annot_work_init(gnbs_annot_work_t *work, const gnbs_bundle_t *b);
void gnbs_annot_work_clear(gnbs_annot_work_t *work);
void gnbs_annot_work_reset(gnbs_annot_work_t *work, int32_t tid); /* for the next variant */

gnbs_norm_t gnbs_annot_normalise_on(gnbs_annot_seq_t *seq, const gnbs_variant_t *v,
                                    gnbs_arena_t *arena, gnbs_variant_t *normal);

/* ---- one change on one transcript ------------------------------------------------------- */
/* effect is NULL when no codon was read. */
typedef struct gnbs_annot_view {
    const gnbs_bundle_t *bundle;
    const gnbs_annot_map_t *map;
    const gnbs_annot_change_t *change; /* alt_strand is of the transcript's strand */
    gnbs_annot_span_t span;
    const gnbs_annot_effect_t *effect;
    gnbs_annot_work_t *work;
} gnbs_annot_view_t;

gnbs_annot_view_t gnbs_annot_view_make(const gnbs_bundle_t *b, const gnbs_annot_map_t *map,
                                       const gnbs_annot_change_t *change,
                                       gnbs_annot_work_t *work);

#define GNBS_ANNOT_BIT(csq) (UINT64_C(1) << (csq))

/* Is the variant inside the transcript at all? */
bool gnbs_annot_touches(const gnbs_transcript_t *tx, const gnbs_annot_change_t *c);
/* Does it need codons: is it, with both ends, in exons and at the CDS? */
bool gnbs_annot_needs_codons(const gnbs_annot_view_t *view);
uint64_t gnbs_annot_terms(const gnbs_annot_view_t *view, gnbs_pos_t flank_bp);
/* What the codons alone say; delta: bases gained; crosses_end: reaches behind the CDS. */
uint64_t gnbs_annot_codon_terms(const gnbs_annot_effect_t *effect, int32_t delta,
                                bool crosses_end);
/* exon and intron numbers, positions, VEP's amino acids and codons, decay; false: no memory */
bool gnbs_annot_fill(const gnbs_annot_view_t *view, int32_t nmd_bp, gnbs_arena_t *arena,
                     gnbs_consequence_t *csq);
/* VEP's amino acids and codons of a change at `beg` (codon coordinates); false: no memory */
bool gnbs_annot_fill_codons(const gnbs_annot_effect_t *e, int32_t beg, int32_t n_ref,
                            int32_t n_alt, gnbs_arena_t *arena, gnbs_consequence_t *csq);
bool gnbs_annot_escapes_nmd(const gnbs_annot_effect_t *e, int32_t span_beg, int32_t delta,
                            int32_t nmd_bp);

/* ---- names ------------------------------------------------------------------------------ */
/* The change moved to its 3'-most place on a strand, within the sequence that is held. */
typedef struct gnbs_annot_shifted {
    gnbs_annot_change_t change;
    bool is_moved;
    bool is_open; /* a base that decides how far it moves is not held */
    bool is_dup;  /* ALT repeats the bases just before it (on that strand) */
    bool is_inv;  /* ALT is the reverse complement of the bases replaced */
    uint8_t ref0; /* first base replaced, + strand; N when none */
    /* moved along a transcript's own sequence: by how much, and its first base replaced */
    int32_t cdna_shift;
    uint8_t ref0_strand;
    bool is_name_in_cds; /* both ends of the c. name are coding; set by gnbs_annot_name_c */
} gnbs_annot_shifted_t;

bool gnbs_annot_shift_3prime(gnbs_annot_seq_t *seq, const gnbs_annot_change_t *c,
                             int8_t strand, gnbs_arena_t *arena,
                             gnbs_annot_shifted_t *shifted);
/* The name of the contig in g. names: its NC_ accession where the build has one. */
void gnbs_annot_print_contig(gnbs_str_t *out, const gnbs_bundle_t *b, int32_t tid);
/* "1521", "-7", "*12", "76+3": a place on the transcript as HGVS counts */
void gnbs_annot_print_place(gnbs_str_t *out, const gnbs_annot_map_t *map,
                            gnbs_annot_place_t p);
/* What follows the position: ">G", "del", "dup", "insAC", "inv", "delinsAC". */
void gnbs_annot_print_event(gnbs_str_t *out, const gnbs_annot_shifted_t *s, bool is_dup,
                            int8_t strand);
/* The RefSeq name of the transcript where there is one, with its version. */
const char *gnbs_annot_accession(const gnbs_transcript_t *tx);
/* "NM_000492.4:c.1521_1523del" into csq->hgvs_c, and cds_pos1; false: out of memory */
bool gnbs_annot_name_c(const gnbs_annot_view_t *view, gnbs_annot_shifted_t *shifted,
                       const gnbs_variant_t *v, gnbs_arena_t *arena,
                       gnbs_consequence_t *csq);
/* "p.(Phe508del)" into csq->hgvs_p, and protein_pos1; false: out of memory */
bool gnbs_annot_name_p(const gnbs_annot_effect_t *effect, gnbs_str_t *text,
                       gnbs_arena_t *arena, gnbs_consequence_t *csq);
/* Everything about one transcript; `keep` holds what csq points to. */
bool gnbs_annot_one(const gnbs_bundle_t *b, const gnbs_annot_map_t *map,
                    const gnbs_variant_t *v, const gnbs_annot_change_t *change,
                    const gnbs_annot_opt_t *opt, gnbs_annot_work_t *work,
                    gnbs_arena_t *keep, gnbs_consequence_t *csq);
/* A name that is made in work->text, into the arena; NULL when memory is exhausted. */
const char *gnbs_annot_keep(gnbs_str_t *text, gnbs_arena_t *arena);
/* What every entry of a transcript says, in VEP's escapes: from SYMBOL to BIOTYPE, and from STRAND
 * to ENSP. Each with its bars. */
typedef struct gnbs_annot_label {
    const char *head, *protein, *tail; /* protein: "ENSP...:", or "" */
    size_t n_head, n_protein, n_tail;
} gnbs_annot_label_t;
bool gnbs_annot_label_make(const gnbs_transcript_t *tx, gnbs_str_t *text,
                           gnbs_arena_t *arena, gnbs_annot_label_t *label);
/* ClinVar ids of other pathogenic alleles of the residue: into the same amino acid, into another; joined by "," */
typedef struct gnbs_annot_same {
    const char *aa, *codon;
} gnbs_annot_same_t;
/* joint: NULL, or what the copy at hand says of `alone`; same: NULL, or of this transcript */
void gnbs_annot_print_entry(gnbs_str_t *out, const gnbs_bundle_t *b,
                            const gnbs_variant_t *v, const char *allele,
                            const gnbs_consequence_t *alone, const gnbs_joint_t *joint,
                            const gnbs_annot_label_t *label, const char *hgvs_g,
                            const char *facts_part, const gnbs_annot_same_t *same);
/* AF to SCORES, with their bars. */
void gnbs_annot_print_facts(gnbs_str_t *out, const gnbs_annot_facts_t *facts);
/* For qsort of gnbs_consequence_t: near ones last, then MANE, then names. */
int gnbs_annot_compare_preference(const void *a, const void *b);
/* REF against the sequence that is held. */
gnbs_code_t gnbs_annot_check_ref(gnbs_annot_seq_t *seq, const gnbs_variant_t *v,
                                 gnbs_err_t *err);
/* "NC_000007.14:g.117559593_117559595del" into text; false when it cannot be said */
bool gnbs_annot_print_g(gnbs_str_t *text, const gnbs_bundle_t *b, const gnbs_variant_t *v,
                        const gnbs_annot_change_t *c, gnbs_annot_work_t *work);

#endif
