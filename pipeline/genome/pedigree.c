#include "genome/pedigree.h"

#include <string.h>

int gnbs_pedigree_find(const gnbs_pedigree_t *p, const char *id) {
    for (size_t i = 0; i < p->n; i++)
        if (strcmp(p->person[i].id, id) == 0) return (int)i;
    return -1;
}

uint8_t gnbs_copies_of(int ploidy, const int allele[2], int i) {
    int n_this = 0, n_missing = 0;
    if (ploidy < 1 || ploidy > 2) return GNBS_COPIES_ANY;
    for (int k = 0; k < ploidy; k++) {
        n_this += allele[k] == i;
        n_missing += allele[k] < 0;
    }
    uint8_t set = 0;
    for (int n = n_this; n <= n_this + n_missing; n++)
        set |= n == 0 ? GNBS_COPIES_NONE : n == ploidy ? GNBS_COPIES_ALL : GNBS_COPIES_ONE;
    return set;
}
