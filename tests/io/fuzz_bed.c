#include <stdint.h>
#include <stdlib.h>

#include "io/bed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any bytes: regions that lie on the genome, or an error with words. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const gnbs_contig_t CONTIG[] = {{"chr1", 10000, ""}, {"chr2", 0, ""}};
    static const gnbs_contigs_t CONTIGS = {2, CONTIG, "g"};
    gnbs_arena_t arena;
    gnbs_bed_t bed;
    gnbs_err_t err = {0};
    gnbs_arena_init(&arena);
    if (gnbs_bed_parse("t", (const char *)data, size, &CONTIGS, &arena, &bed, &err) !=
        GNBS_OK) {
        if (err.msg[0] == '\0') abort();
    } else {
        for (size_t i = 0; i < bed.n; i++) {
            gnbs_region_t r = bed.region[i];
            if (r.tid < 0 || r.tid > 1 || r.beg < 0 || r.end < r.beg ||
                (r.tid == 0 && r.end > 10000))
                abort();
            if (bed.name[i] == NULL) abort();
        }
    }
    gnbs_arena_clear(&arena);
    return 0;
}
