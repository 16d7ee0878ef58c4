/* tests/io/io_files.h -- a folder of this test program's own, files in it, and a small genome. */
#ifndef GNBS_TESTS_IO_FILES_H
#define GNBS_TESTS_IO_FILES_H

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zlib.h>

#include "support/testing.h"

#include "genome/contig.h"

/* The folder, made at the first call and removed when the program ends. */
static inline const char *test_folder(void);

static inline void remove_test_folder(void) {
    char path[600];
    DIR *dir = opendir(test_folder());
    for (struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;) {
        snprintf(path, sizeof path, "%s/%s", test_folder(), e->d_name);
        if (e->d_name[0] != '.') remove(path);
    }
    if (dir != NULL) closedir(dir);
    rmdir(test_folder());
}

static inline const char *test_folder(void) {
    static char path[256];
    if (path[0] == '\0') {
        const char *base = getenv("TMPDIR");
        snprintf(path, sizeof path, "%s/gnbs-io-XXXXXX",
                 base != NULL && base[0] != '\0' ? base : "/tmp");
        if (mkdtemp(path) == NULL) {
            perror(path);
            exit(1);
        }
        atexit(remove_test_folder);
    }
    return path;
}

/* The path of a file in the folder; one of a few buffers, good until some calls later. */
static inline const char *test_path(const char *name) {
    static char path[8][400];
    static int i;
    i = (i + 1) % 8;
    snprintf(path[i], sizeof path[i], "%s/%s", test_folder(), name);
    return path[i];
}

static inline const char *write_bytes(const char *name, const void *bytes, size_t n) {
    const char *path = test_path(name);
    FILE *f = fopen(path, "wb");
    if (f == NULL || fwrite(bytes, 1, n, f) != n || fclose(f) != 0) {
        perror(path);
        exit(1);
    }
    return path;
}

static inline const char *write_file(const char *name, const char *text) {
    return write_bytes(name, text, strlen(text));
}

static inline const char *write_gzip(const char *name, const char *text) {
    const char *path = test_path(name);
    gzFile f = gzopen(path, "wb");
    if (f == NULL || gzwrite(f, text, (unsigned)strlen(text)) != (int)strlen(text) ||
        gzclose(f) != Z_OK)
        exit(1);
    return path;
}

/* The bytes of a file, to be freed; NUL-terminated. */
static inline char *read_bytes(const char *path, size_t *n) {
    FILE *f = fopen(path, "rb");
    if (f == NULL) return NULL;
    char *bytes = malloc(1 << 24);
    *n = bytes != NULL ? fread(bytes, 1, (1 << 24) - 1, f) : 0;
    if (bytes != NULL) bytes[*n] = '\0';
    fclose(f);
    return bytes;
}

/* Cuts the last bytes off a file. */
static inline void cut_file(const char *path, size_t n_less) {
    struct stat st;
    if (stat(path, &st) != 0 || truncate(path, st.st_size - (off_t)n_less) != 0) exit(1);
}

/* chr1 of 10,000 bases, chr2 of 5,000, chrM of 16,569. */
static inline const gnbs_contigs_t *small_genome(void) {
    static const gnbs_contig_t CONTIG[] = {
        {"chr1", 10000, ""}, {"chr2", 5000, ""}, {"chrM", 16569, ""}};
    static const gnbs_contigs_t CONTIGS = {3, CONTIG, "small.fa"};
    return &CONTIGS;
}

#endif
