/* annot/annot_copy.h -- the changes on one copy of a transcript, in its order. Inside the room only. */
#ifndef GNBS_ANNOT_COPY_H
#define GNBS_ANNOT_COPY_H

#include "annot/annot_joint.h"
#include "annot/annot_parts.h"

typedef struct gnbs_annot_member {
    const gnbs_variant_t *v;
    gnbs_annot_change_t change; /* on the transcript's strand */
    int32_t beg, end;           /* codon coordinates */
    int32_t i;                  /* index in the caller's list */
} gnbs_annot_member_t;

/* Can it be read together with others on this transcript? The change lies in the arena. */
bool gnbs_annot_member_make(const gnbs_bundle_t *b, const gnbs_annot_map_t *map,
                            const gnbs_variant_t *v, int32_t i, gnbs_annot_work_t *work,
                            gnbs_annot_member_t *member, bool *is_member);
/* For qsort: in transcript order. */
int gnbs_annot_member_compare(const void *a, const void *b);
/* m[n] in transcript order, on one copy; joint[k] is of m[k]. False: out of memory. */
bool gnbs_annot_copy_read(const gnbs_bundle_t *b, const gnbs_annot_map_t *map, size_t n,
                          const gnbs_annot_member_t m[], const gnbs_annot_opt_t *opt,
                          gnbs_annot_work_t *work, gnbs_arena_t *keep,
                          gnbs_joint_t joint[]);

#endif
