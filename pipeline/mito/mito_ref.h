/* mito/mito_ref.h -- the mitochondrial reference as the circle it is.
 *
 *     linear contig        0 ........................... n      reads over the end come in two pieces
 *     unwrapped position   -75 ..... 0 ..... n ..... n + 75     one molecule, one row: position p is base p mod n
 *
 * Positions in this room are unwrapped int64_t until they are counted; gnbs_mito_wrap brings them home.
 * Source   rCRS: NC_012920.1, 16,569 bases with N at 3107, which keeps the numbering of 1981 (Andrews et al. 1999, Nature
 *          Genetics 23:147). The older chrM of hg19 is NC_001807, another person's genome of 16,571 bases.
 */
#ifndef GNBS_MITO_REF_H
#define GNBS_MITO_REF_H

#include <stdint.h>

#include "genome/region.h"
#include "genome/seq.h"

typedef struct gnbs_mito_ref {
    int32_t tid;
    int32_t n;           /* bases of the circle */
    const uint8_t *code; /* code[n], 0..4 */
} gnbs_mito_ref_t;

typedef enum gnbs_mito_kind {
    GNBS_MITO_RCRS,
    GNBS_MITO_YORUBA, /* hg19's chrM, by its length */
    GNBS_MITO_OTHER
} gnbs_mito_kind_t;

/* Which mitochondrial reference is this? By length, the N at 3107 and bases that only rCRS has. */
gnbs_mito_kind_t gnbs_mito_recognise(const gnbs_mito_ref_t *ref);
/* Why a reference that is not rCRS is refused, and what to do; "" for rCRS. */
const char *gnbs_mito_refusal(gnbs_mito_kind_t kind);

static inline int32_t gnbs_mito_wrap(const gnbs_mito_ref_t *ref, int64_t p) {
    while (p < 0)
        p += ref->n; /* seldom, and then once: a remainder would cost more at every base */
    while (p >= ref->n) p -= ref->n;
    return (int32_t)p;
}
static inline uint8_t gnbs_mito_base(const gnbs_mito_ref_t *ref, int64_t p) {
    return ref->code[gnbs_mito_wrap(ref, p)];
}

#endif
