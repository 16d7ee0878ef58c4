/* Any bytes as a locus table: prepared against a small made genome, read again as a bundle's rows. An answer or an error. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/table_read.h"
#include "loci/loci.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CONTIG_BP = 20000, COPY_BEG = 12000, COPY_BP = 4000 };

/* A second copy of 1000 to 5000 stands at 12000, so that sites and false copies are found. */
static gnbs_code_t fetch(void *ctx, gnbs_region_t r, uint8_t *codes, gnbs_err_t *err) {
    (void)ctx, (void)err;
    for (gnbs_pos_t p = r.beg; p < r.end; p++) {
        bool is_copy = p >= COPY_BEG && p < COPY_BEG + COPY_BP;
        uint32_t from = (uint32_t)(is_copy ? p - COPY_BEG + 1000 : p);
        uint32_t h = (from + 1 + (is_copy && from % 100 == 50)) * 2654435761u;
        codes[p - r.beg] = p < CONTIG_BP ? (uint8_t)((h ^ h >> 15) >> 7 & 3) : 4;
    }
    return GNBS_OK;
}

static void try_table(const gnbs_table_t *t, gnbs_build_t build, gnbs_arena_t *arena) {
    static const gnbs_contig_t CONTIG[] = {{.name = "chr1", .length_bp = CONTIG_BP},
                                           {.name = "chrX", .length_bp = CONTIG_BP}};
    const gnbs_contigs_t contigs = {2, CONTIG, "made"};
    const gnbs_ref_source_t ref = {NULL, &contigs, fetch};
    gnbs_err_t err = {0};
    gnbs_loci_rows_t rows;
    gnbs_loci_t loci;
    if (gnbs_loci_prepare(t, &ref, build, arena, &rows, &err) != GNBS_OK) return;
    if (gnbs_loci_read(rows.n, rows.row, &contigs, build, arena, &loci, &err) != GNBS_OK)
        return;
    size_t n;
    gnbs_region_t *region;
    if (gnbs_loci_regions(&loci, arena, &n, &region, &err) != GNBS_OK) return;
    for (size_t i = 0; i < n; i++)
        if (region[i].beg < 0 || region[i].end <= region[i].beg) abort();
    for (size_t i = 0; i < loci.n_pool; i++)
        if (gnbs_region_len(loci.pool[i].to) != gnbs_region_len(loci.pool[i].from)) abort();
    for (size_t i = 0; i < loci.n_locus; i++) {
        const gnbs_loci_locus_t *l = &loci.locus[i];
        for (size_t k = 0; k < l->n_event; k++)
            for (size_t s = 0; s < l->event[k].n_site; s++)
                if (l->event[k].site[s] < 0 || (size_t)l->event[k].site[s] >= l->n_site)
                    abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    gnbs_arena_t arena;
    gnbs_err_t err = {0};
    gnbs_table_t t;
    gnbs_arena_init(&arena);
    if (gnbs_table_parse("fuzz", (const char *)data, size, '\t', &arena, &t, &err) ==
        GNBS_OK) {
        try_table(&t, GNBS_BUILD_GRCH38, &arena);
        try_table(&t, GNBS_BUILD_GRCH37, &arena);
    }
    gnbs_arena_clear(&arena);
    return 0;
}
