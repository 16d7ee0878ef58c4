/* annot/annot_index.h -- what the index of transcripts and its scratch hold. Inside the room only. */
#ifndef GNBS_ANNOT_INDEX_H
#define GNBS_ANNOT_INDEX_H

#include "annot/annot_copy.h"
#include "core/vec.h"

/* Transcripts lie in order of their begin; reach[i] is the furthest end of transcripts 0..i of the
 * contig, so that a walk back from the last one that may touch a variant knows when to stop. */
struct gnbs_annot_index {
    const gnbs_bundle_t *bundle;
    gnbs_annot_opt_t opt;
    gnbs_arena_t arena;
    gnbs_annot_map_t *map; /* one for each transcript of the bundle */
    gnbs_annot_label_t *label;
    gnbs_pos_t *reach; /* the largest end of the contig's transcripts so far */
    size_t *first;     /* of each contig; n_contig + 1 */
    size_t n_exchange;
    struct gnbs_annot_exchange *exchange; /* annot_same.c */
};

typedef struct gnbs_annot_context { /* a variant as one copy of a transcript reads it */
    int32_t i_variant, i_order;
    const gnbs_transcript_t *tx;
    const gnbs_joint_t *joint;
} gnbs_annot_context_t;

struct gnbs_annot_scratch {
    gnbs_annot_work_t work;
    gnbs_arena_t keep; /* of the variant at hand */
    GNBS_VEC(gnbs_consequence_t) list;
    gnbs_str_t facts, hgvs_g, aa, codon;
    gnbs_score_source_t scores;
    /* of gnbs_annot_index_carry */
    gnbs_arena_t carry;
    GNBS_VEC(gnbs_annot_context_t) context; /* sorted: variant, transcript, order */
};

/* The contexts of a variant on a transcript; none when n is 0. */
const gnbs_annot_context_t *gnbs_annot_contexts(const gnbs_annot_scratch_t *scratch,
                                                int32_t i_variant,
                                                const gnbs_transcript_t *tx, size_t *n);
/* By gnbs_annot_compare_preference. */
void gnbs_annot_sort(gnbs_consequence_t *list, size_t n);
/* Pathogenic exchanges of one residue, by transcript and residue; false: no memory. */
bool gnbs_annot_exchanges_make(gnbs_annot_index_t *index, gnbs_annot_scratch_t *scratch,
                               gnbs_err_t *err);
/* The other ones that stand at c's residue, v left out; texts lie in the scratch. */
gnbs_annot_same_t gnbs_annot_same_residue(const gnbs_annot_index_t *index,
                                          gnbs_annot_scratch_t *scratch,
                                          const gnbs_consequence_t *c,
                                          const gnbs_variant_t *v);
/* Index behind the last transcript of [lo, hi) that begins before pos. */
size_t gnbs_annot_index_upper(const gnbs_bundle_t *b, size_t lo, size_t hi, gnbs_pos_t pos);

#endif
