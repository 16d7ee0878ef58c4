/* Any bytes as a file of normals: counts of earlier samples, or an error that says what is wrong. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/tiles.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *write_file(const uint8_t *data, size_t size) {
    static char path[64]; /* one file per process: libFuzzer runs one input at a time */
    if (path[0] == '\0') {
        snprintf(path, sizeof path, "/tmp/gnbs-fuzz-normals-XXXXXX");
        int fd = mkstemp(path);
        if (fd < 0) abort();
        close(fd);
    }
    FILE *f = fopen(path, "wb");
    if (f == NULL || fwrite(data, 1, size, f) != size || fclose(f) != 0) abort();
    return path;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const gnbs_contig_t CONTIG[] = {{.name = "chr1", .length_bp = 1000},
                                           {.name = "chrX", .length_bp = 1000}};
    const gnbs_contigs_t contigs = {2, CONTIG, "made"};
    const gnbs_tile_t tile[] = {{.region = {0, 0, 100}, .expected = 2},
                                {.region = {0, 100, 200}, .expected = 2},
                                {.region = {1, 0, 100}, .expected = 1}};
    gnbs_arena_t arena;
    gnbs_err_t err = {0};
    gnbs_tile_normals_t normals;
    gnbs_arena_init(&arena);
    const char *path = write_file(data, size);
    if (gnbs_normals_read(path, &contigs, 3, tile, &arena, &normals, &err) == GNBS_OK) {
        if (normals.n_tile != 3) abort();
        for (size_t i = 0; i < normals.n_sample * normals.n_tile; i++)
            if (normals.count[i] < -1) abort();
    } else if (err.msg[0] == '\0') {
        abort();
    }
    unlink(path);
    gnbs_arena_clear(&arena);
    return 0;
}
