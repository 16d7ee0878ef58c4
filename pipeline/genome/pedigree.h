/* genome/pedigree.h -- a family: who is whose parent, who is ill; and what each carries of an allele.
 *
 * Shapes   person[n]; father and mother are indices into it, or -1 when not in the family
 * Copies   how many copies of one allele a person may have, as a set: what is known leaves one bit, a missing genotype
 *          leaves all three. A missing genotype is never "none".
 * Memory   borrowed from whoever read the family
 */
#ifndef GNBS_GENOME_PEDIGREE_H
#define GNBS_GENOME_PEDIGREE_H

#include "genome/case.h"

typedef enum gnbs_illness {
    GNBS_ILLNESS_UNKNOWN,
    GNBS_UNAFFECTED,
    GNBS_AFFECTED
} gnbs_illness_t;

typedef struct gnbs_person {
    const char *family, *id;
    int father, mother;
    gnbs_sex_t sex;
    gnbs_illness_t illness;
} gnbs_person_t;

typedef struct gnbs_pedigree {
    size_t n;
    const gnbs_person_t *person;
} gnbs_pedigree_t;

/* Index of a person by id, or -1. */
int gnbs_pedigree_find(const gnbs_pedigree_t *p, const char *id);

enum { /* a set of possible numbers of copies */
       GNBS_COPIES_NONE = 1 << 0,
       GNBS_COPIES_ONE = 1 << 1, /* of two */
       GNBS_COPIES_ALL = 1 << 2, /* both, or the only one */
       GNBS_COPIES_ANY = 7
};

/* Copies of allele i in a genotype of `ploidy` alleles (-1: missing). Another ALT is not this one, a missing allele may be. */
uint8_t gnbs_copies_of(int ploidy, const int allele[2], int i);

#endif
