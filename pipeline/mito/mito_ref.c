#include "mito/mito_ref.h"

#include <stddef.h>

enum { RCRS_BP = 16569, YORUBA_BP = 16571, RCRS_PLACEHOLDER_POS1 = 3107 };

/* Private bases of rCRS: nearly every other mitochondrial genome, RSRS among them, has the other base of the transition
 * (Andrews et al. 1999; Behar et al. 2012, American Journal of Human Genetics 90:675). */
static const struct {
    int32_t pos1;
    uint8_t code;
} PRIVATE[] = {{263, GNBS_BASE_A},  {750, GNBS_BASE_A},  {1438, GNBS_BASE_A},
               {4769, GNBS_BASE_A}, {8860, GNBS_BASE_A}, {15326, GNBS_BASE_A}};

gnbs_mito_kind_t gnbs_mito_recognise(const gnbs_mito_ref_t *ref) {
    if (ref->n == YORUBA_BP) return GNBS_MITO_YORUBA;
    if (ref->n != RCRS_BP || ref->code[RCRS_PLACEHOLDER_POS1 - 1] != GNBS_BASE_N)
        return GNBS_MITO_OTHER;
    for (size_t i = 0; i < sizeof PRIVATE / sizeof *PRIVATE; i++)
        if (ref->code[PRIVATE[i].pos1 - 1] != PRIVATE[i].code) return GNBS_MITO_OTHER;
    return GNBS_MITO_RCRS;
}

const char *gnbs_mito_refusal(gnbs_mito_kind_t kind) {
    switch (kind) {
    case GNBS_MITO_RCRS: return "";
    case GNBS_MITO_YORUBA:
        return "its mitochondrial contig is hg19's old chrM (NC_001807, 16,571 bases), "
               "whose "
               "positions are not those of rCRS by which variants are named; align to rCRS "
               "(GRCh38's chrM, b37's MT)";
    case GNBS_MITO_OTHER: break;
    }
    return "its mitochondrial contig is not rCRS (NC_012920.1, 16,569 bases, N at 3107), "
           "by "
           "which variants are named; align to rCRS (GRCh38's chrM, b37's MT)";
}
