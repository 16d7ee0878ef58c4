/* tests/support/replay.c -- runs a fuzz target over files and folders, without
 * libFuzzer: this is how `make check` replays every corpus, so that an input that once
 * crashed stays fixed. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int run_file(const char *path) {
    FILE *f = fopen(path, "rb");
    if (f == NULL) return -1;
    fseek(f, 0, SEEK_END);
    long n = ftell(f);
    rewind(f);
    uint8_t *data = malloc(n > 0 ? (size_t)n : 1);
    size_t got = data != NULL ? fread(data, 1, (size_t)n, f) : 0;
    fclose(f);
    if (data == NULL || got != (size_t)n) return -1;
    LLVMFuzzerTestOneInput(data, got);
    free(data);
    return 0;
}

int main(int argc, char **argv) {
    int n_run = 0, n_failed = 0;
    for (int i = 1; i < argc; i++) {
        DIR *dir = opendir(argv[i]);
        for (struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;) {
            if (e->d_name[0] == '.') continue;
            char path[4096];
            snprintf(path, sizeof path, "%s/%s", argv[i], e->d_name);
            if (run_file(path) == 0)
                n_run++;
            else
                n_failed++;
        }
        if (dir != NULL) closedir(dir);
    }
    LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    printf("%s: %d inputs replayed\n", argv[0], n_run);
    return n_failed != 0 || n_run == 0; /* an empty corpus is a test that cannot fail */
}
