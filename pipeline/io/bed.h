/* io/bed.h -- BED regions (plain or gzip), sorted and merged on request by the caller.
 *
 * Lines "track", "browser" and # are skipped. Errors name file, line, and what was expected: fewer than three
 * columns, beg > end, negative, beyond the contig, or a contig the genome does not have.
 */
#ifndef GNBS_IO_BED_H
#define GNBS_IO_BED_H

#include "core/arena.h"
#include "core/err.h"
#include "genome/contig.h"

typedef struct gnbs_bed {
    size_t n;
    gnbs_region_t *region; /* in file order */
    const char **name;     /* column 4, "" when absent */
} gnbs_bed_t;

gnbs_code_t gnbs_bed_read(const char *path, const gnbs_contigs_t *contigs,
                          gnbs_arena_t *arena, gnbs_bed_t *bed, gnbs_err_t *err);
gnbs_code_t gnbs_bed_parse(const char *path, const char *bytes, size_t n_bytes,
                           const gnbs_contigs_t *contigs, gnbs_arena_t *arena,
                           gnbs_bed_t *bed, gnbs_err_t *err);

#endif
