/* refdata/refdata_state.h -- what the builder holds between its steps. Private to the room. */
#ifndef GNBS_REFDATA_REFDATA_STATE_H
#define GNBS_REFDATA_REFDATA_STATE_H

#include "core/vec.h"
#include "refdata/refdata.h"

/* A stretch of reference that stays in memory while sorted records walk over it: reading base by
 * base from a compressed FASTA would unpack the same block thousands of times. */
typedef struct gnbs_refdata_window {
    const gnbs_ref_source_t *ref;
    gnbs_region_t held;
    size_t cap;
    uint8_t *codes; /* codes[p - held.beg] */
} gnbs_refdata_window_t;

typedef enum gnbs_refdata_fit { /* of an allele to the reference */
                                GNBS_REFDATA_AGREES,
                                GNBS_REFDATA_DISAGREES,
                                GNBS_REFDATA_NO_REFERENCE,
} gnbs_refdata_fit_t;

typedef struct gnbs_refdata_disagreement {
    gnbs_variant_t variant;
    const char *chrom;
    char found[24]; /* letters of the reference there, cut */
} gnbs_refdata_disagreement_t;

typedef GNBS_VEC(gnbs_refdata_disagreement_t) gnbs_refdata_disagreements_t;
typedef GNBS_VEC(gnbs_region_t) gnbs_refdata_regions_t;

typedef struct gnbs_refdata_candidate {
    gnbs_marker_t marker;
    int32_t an; /* chromosomes that its source looked at */
    bool is_near, is_given, is_thin, is_taken;
} gnbs_refdata_candidate_t;

struct gnbs_refdata {
    gnbs_refdata_opt_t opt;
    const gnbs_ref_source_t *ref;
    const gnbs_ref_source_t *own; /* sequences of transcripts by accession, or NULL */
    gnbs_build_t build;
    gnbs_arena_t arena; /* becomes the bundle's */
    gnbs_refdata_window_t window;
    gnbs_refdata_counts_t counts;
    char *ref_allele,
        *alt_allele; /* room to normalise in: opt.max_allele_bp + ALLELE_SLACK */

    GNBS_VEC(gnbs_transcript_t) read; /* all that was told; strings borrowed */
    gnbs_gene_t *gene;
    size_t n_gene;
    gnbs_transcript_t *transcript;
    size_t n_transcript;
    gnbs_refdata_regions_t span;   /* kept genes with their margin, merged       */
    gnbs_refdata_regions_t target; /* merged by fix_targets                      */
    gnbs_refdata_regions_t held;   /* sequence that is no target                 */
    GNBS_VEC(gnbs_locus_row_t) locus;
    GNBS_VEC(gnbs_rule_t) rule;
    GNBS_VEC(gnbs_scored_t) scored;
    GNBS_VEC(gnbs_refdata_candidate_t) candidate; /* that may become markers */
    GNBS_VEC(gnbs_marker_t) marker;
    gnbs_seq_block_t *block;
    size_t n_block;
    GNBS_VEC(gnbs_known_t) known;
    GNBS_VEC(gnbs_frequency_t) frequency;
    GNBS_VEC(gnbs_bundle_source_t) source;
    GNBS_VEC(gnbs_bundle_fact_t) fact;
    GNBS_VEC(const char *) note;
    gnbs_refdata_disagreements_t known_mismatch, frequency_mismatch, score_mismatch;
};

enum { GNBS_REFDATA_ALLELE_SLACK = 16 };

/* refdata_marker.c: targets must be fixed before markers are offered */
gnbs_code_t gnbs_refdata_offer_marker(gnbs_refdata_t *data,
                                      const gnbs_refdata_frequency_t *allele,
                                      gnbs_err_t *err);
gnbs_code_t gnbs_refdata_pick_markers(gnbs_refdata_t *data, gnbs_err_t *err);

/* refdata_window.c */
gnbs_code_t gnbs_refdata_window_hold(gnbs_refdata_window_t *window, gnbs_region_t region,
                                     gnbs_err_t *err);
uint8_t gnbs_refdata_window_at(const gnbs_refdata_window_t *window, gnbs_pos_t pos);
/* refdata_allele.c: counts what is wrong with an allele; *keep when it can be normalised or is
 * to be kept as it is (no reference). */
typedef struct gnbs_refdata_allele {
    int32_t tid;
    const char *chrom;
    gnbs_pos_t pos;
    const char *ref, *alt;
} gnbs_refdata_allele_t;
gnbs_code_t gnbs_refdata_check_allele(gnbs_refdata_t *data,
                                      const gnbs_refdata_allele_t *allele,
                                      struct gnbs_refdata_allele_counts *counts,
                                      gnbs_refdata_disagreements_t *disagreements,
                                      gnbs_refdata_fit_t *fit, bool *is_usable,
                                      gnbs_err_t *err);
gnbs_code_t gnbs_refdata_normal_form(gnbs_refdata_t *data,
                                     const gnbs_refdata_allele_t *allele,
                                     gnbs_refdata_fit_t fit,
                                     struct gnbs_refdata_allele_counts *counts,
                                     gnbs_variant_t *variant, gnbs_err_t *err);
gnbs_code_t gnbs_refdata_judge_mismatches(gnbs_refdata_t *data, const char *source,
                                          const char *key,
                                          const struct gnbs_refdata_allele_counts *counts,
                                          gnbs_refdata_disagreements_t *disagreements,
                                          gnbs_err_t *err);
/* refdata_order.c: genes and transcripts into genome order; spans of the genes */
gnbs_code_t gnbs_refdata_put_in_order(gnbs_refdata_t *data, gnbs_err_t *err);
/* refdata_select.c: of two transcripts of a gene without MANE, the one that stands for it: the longer CDS, then the longer
 * transcript, then the first accession */
bool gnbs_refdata_is_better(const gnbs_transcript_t *a, const gnbs_transcript_t *b);
/* refdata_difficult.c */
gnbs_code_t gnbs_refdata_mark_difficult(gnbs_refdata_t *data, const gnbs_table_t *table,
                                        gnbs_err_t *err);
/* refdata_rules.c */
gnbs_code_t gnbs_refdata_sort_rules(gnbs_refdata_t *data, gnbs_err_t *err);
/* refdata_frequency.c: does any sequence that is held lie there? */
bool gnbs_refdata_in_blocks(const gnbs_refdata_t *data, int32_t tid, gnbs_pos_t beg,
                            gnbs_pos_t end);
/* refdata_notes.c */
gnbs_code_t gnbs_refdata_add_note(gnbs_refdata_t *data, gnbs_err_t *err, const char *fmt,
                                  ...) GNBS_PRINTF(3, 4);
gnbs_code_t gnbs_refdata_add_fact(gnbs_refdata_t *data, gnbs_err_t *err, const char *key,
                                  const char *fmt, ...) GNBS_PRINTF(4, 5);
gnbs_code_t gnbs_refdata_state_facts(gnbs_refdata_t *data, gnbs_err_t *err);

static inline gnbs_code_t gnbs_refdata_no_memory(gnbs_err_t *err) {
    return gnbs_err_set(err, GNBS_E_NOMEM, "reference bundle: out of memory");
}

#endif
