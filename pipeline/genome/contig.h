/* genome/contig.h -- the contigs of one genome, their naming and their build.
 *
 * chr1 and 1 (chrM, M and MT) are the same contig. Builds are told apart by the lengths of
 * the primary contigs, confirmed by M5 where both sides have it; never by names.
 * Shapes   contig[n]; `tid` everywhere in gnbs is an index into it (of the case's contigs)
 * Threads  read-only after it is made
 */
#ifndef GNBS_GENOME_CONTIG_H
#define GNBS_GENOME_CONTIG_H

#include <stdint.h>

#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"
#include "genome/region.h"

typedef enum gnbs_build {
    GNBS_BUILD_UNKNOWN,
    GNBS_BUILD_GRCH37,
    GNBS_BUILD_GRCH38,
    GNBS_BUILD_CUSTOM
} gnbs_build_t;
typedef enum gnbs_contig_kind {
    GNBS_CONTIG_OTHER,
    GNBS_CONTIG_AUTOSOME,
    GNBS_CONTIG_X,
    GNBS_CONTIG_Y,
    GNBS_CONTIG_MT
} gnbs_contig_kind_t;

typedef struct gnbs_contig {
    const char *name;
    int64_t length_bp; /* 0 when the source does not say */
    char m5[33];       /* "" when the source does not say */
} gnbs_contig_t;

typedef struct gnbs_contigs {
    int n;
    const gnbs_contig_t *contig;
    const char *source; /* file that said so, for messages */
} gnbs_contigs_t;

/* Index of the contig by that name, chr1 and 1 reconciled; -1 when there is none. O(n). */
int32_t gnbs_contig_find(const gnbs_contigs_t *contigs, const char *name);
/* Are these two spellings of one contig name? */
int gnbs_contig_same_name(const char *a, const char *b);
/* Autosome, X, Y, MT by name; anything else is OTHER (alts, decoys, contigs of a custom
 * genome). */
gnbs_contig_kind_t gnbs_contig_kind(const char *name);
/* CUSTOM when no primary length matches */
gnbs_build_t gnbs_contig_build(const gnbs_contigs_t *contigs);
const char *gnbs_contig_build_name(gnbs_build_t build); /* "GRCh38", ... */
/* UNKNOWN when not a name we know */
gnbs_build_t gnbs_contig_build_parse(const char *name);
/* hg19's old chrM (16,571 bases) beside rCRS (16,569): another mitochondrion, not another genome. Who maps contigs by name must
 * leave these two apart. */
int gnbs_contig_is_other_mito(const gnbs_contig_t *a, const gnbs_contig_t *b);
/* Every contig of `part` that `whole` also has must agree in length (and M5 where both
 * state it; two mitochondrial references are passed over), and at least one must be shared; otherwise GNBS_E_DATA with both files,
 * both builds and the first contig named. */
gnbs_code_t gnbs_contig_check(const gnbs_contigs_t *whole, const gnbs_contigs_t *part,
                              gnbs_err_t *err);
/* Is the region in a pseudo-autosomal region of X or Y of that build? (Both builds' PAR1
 * and PAR2.) */
int gnbs_contig_is_par(gnbs_build_t build, gnbs_contig_kind_t kind, gnbs_pos_t pos);
/* chr1:11-20 */
void gnbs_contig_print_region(gnbs_str_t *out, const gnbs_contigs_t *contigs,
                              gnbs_region_t r);
/* Reads chr1, chr1:100, chr1:1,000-2,000 (1-based, inclusive). */
gnbs_code_t gnbs_contig_parse_region(const gnbs_contigs_t *contigs, const char *text,
                                     gnbs_region_t *r, gnbs_err_t *err);

#endif
