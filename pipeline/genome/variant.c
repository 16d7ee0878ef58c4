#include "genome/variant.h"

#include <string.h>

#include "genome/seq.h"

int gnbs_variant_compare(const void *a, const void *b) {
    const gnbs_variant_t *x = a, *y = b;
    if (x->tid != y->tid) return x->tid < y->tid ? -1 : 1;
    if (x->pos != y->pos) return x->pos < y->pos ? -1 : 1;
    int c = strcmp(x->ref, y->ref);
    return c != 0 ? c : strcmp(x->alt, y->alt);
}

bool gnbs_variant_is_snv(const gnbs_variant_t *v) {
    return v->ref[0] != '\0' && v->ref[1] == '\0' && v->alt[0] != '\0' && v->alt[1] == '\0';
}

bool gnbs_variant_is_symbolic(const gnbs_variant_t *v) {
    if (v->alt[0] == '\0') return true;
    return strspn(v->alt, "ACGTN") != strlen(v->alt);
}

static char ref_letter(gnbs_pos_t p, gnbs_pos_t beg, gnbs_pos_t end,
                       const uint8_t *window) {
    return p >= beg && p < end ? gnbs_seq_letter(window[p - beg]) : '\0';
}

/* Adds one base before both alleles; false when there is no room or no reference. */
static bool grow_left(gnbs_pos_t *pos, char *al[2], size_t n[2], size_t cap, gnbs_pos_t beg,
                      gnbs_pos_t end, const uint8_t *window) {
    char base = ref_letter(*pos - 1, beg, end, window);
    if (base == '\0' || n[0] + 2 > cap || n[1] + 2 > cap) return false;
    for (int i = 0; i < 2; i++) {
        memmove(al[i] + 1, al[i], n[i] + 1);
        al[i][0] = base;
        n[i]++;
    }
    (*pos)--;
    return true;
}

bool gnbs_variant_normalise(gnbs_pos_t *pos, char *ref_al, char *alt_al, size_t cap,
                            gnbs_pos_t window_beg, gnbs_pos_t window_end,
                            const uint8_t *window) {
    char *al[2] = {ref_al, alt_al};
    size_t n[2] = {strlen(ref_al), strlen(alt_al)};
    for (size_t i = 0; i < n[0]; i++)
        if (ref_letter(*pos + (gnbs_pos_t)i, window_beg, window_end, window) != ref_al[i])
            return false;
    if (n[0] == n[1] && memcmp(ref_al, alt_al, n[0]) == 0) return true;
    /* Tan et al. 2015, algorithm 1: while the last bases agree, truncate; grow left when
     * an allele is empty. */
    bool is_complete = true;
    for (;;) {
        if (n[0] > 0 && n[1] > 0 && al[0][n[0] - 1] == al[1][n[1] - 1]) {
            if (n[0] == 1 || n[1] == 1) {
                if (!grow_left(pos, al, n, cap, window_beg, window_end, window)) {
                    /* the start of a contig is a true end, the edge of a window is not */
                    is_complete = *pos == 0;
                    break;
                }
            }
            al[0][--n[0]] = '\0';
            al[1][--n[1]] = '\0';
        } else {
            break;
        }
    }
    while (n[0] > 1 && n[1] > 1 && al[0][0] == al[1][0]) {
        for (int i = 0; i < 2; i++) memmove(al[i], al[i] + 1, n[i]--);
        (*pos)++;
    }
    return is_complete;
}

const char *gnbs_zygosity_name(gnbs_zygosity_t z) {
    switch (z) {
    case GNBS_ZYG_NO_CALL: return "no call";
    case GNBS_ZYG_HOM_REF: return "homozygous reference";
    case GNBS_ZYG_HET: return "heterozygous";
    case GNBS_ZYG_HOM_ALT: return "homozygous";
    case GNBS_ZYG_HEMI_ALT: return "hemizygous";
    case GNBS_ZYG_HOMOPLASMIC: return "homoplasmic";
    case GNBS_ZYG_HETEROPLASMIC: return "heteroplasmic";
    }
    return "no call";
}

const char *gnbs_origin_name(gnbs_origin_t origin) {
    switch (origin) {
    case GNBS_ORIGIN_UNKNOWN: return "unknown";
    case GNBS_ORIGIN_PATERNAL: return "paternal";
    case GNBS_ORIGIN_MATERNAL: return "maternal";
    case GNBS_ORIGIN_BOTH: return "both";
    case GNBS_ORIGIN_DENOVO: return "de_novo";
    }
    return "unknown";
}

static const struct {
    const char *name, *reason;
} FILTERS[GNBS_FILTER_N] = {
    {"LowQual", "The probability that no alternate allele is present is not small enough"},
    {"LowDepth", "Too few independent fragments to judge the genotype"},
    {"StrandBias", "The alternate allele is seen on one strand only, against the strands "
                   "of the reference allele"},
    {"ReadEnd", "The alternate allele is seen near the ends of reads only"},
    {"AlleleBalance",
     "The share of fragments with the alternate allele does not fit the genotype"},
    {"LowMapQ", "The alternate allele is carried by reads that may belong elsewhere"},
    {"RepeatArtefact",
     "An indel in a repeat, with a share of reads that repeat errors explain"},
    {"InputFilter", "The input VCF marks this record as filtered"},
    {"ArtefactSite", "A place of the mitochondrial genome where sequencing goes wrong in "
                     "many samples, and the allele is not that of most copies"},
    {"PossibleNUMT", "Reads of a nuclear copy of mitochondrial DNA may explain the allele"},
};

const char *gnbs_filter_name(int bit_index) { return FILTERS[bit_index].name; }
const char *gnbs_filter_reason(int bit_index) { return FILTERS[bit_index].reason; }
