#include "core/mem.h"

#include <stdint.h>
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <string.h>

void *gnbs_mem_alloc(size_t n, size_t item_bytes) {
    if (item_bytes != 0 && n > SIZE_MAX / item_bytes) return NULL;
    if (n == 0 || item_bytes == 0) n = item_bytes = 1;
    return calloc(n, item_bytes);
}

void *gnbs_mem_resize(void *p, size_t n, size_t item_bytes) {
    if (item_bytes != 0 && n > SIZE_MAX / item_bytes) return NULL;
    size_t bytes = n * item_bytes;
    return realloc(p, bytes == 0 ? 1 : bytes);
}

char *gnbs_mem_strdup(const char *s) {
    size_t n = strlen(s) + 1;
    char *copy = gnbs_mem_alloc(n, 1);
    if (copy != NULL) memcpy(copy, s, n);
    return copy;
}

void gnbs_mem_free(void *p) { free(p); }

void gnbs_mem_keep_pages(void) {
#ifdef __GLIBC__
    enum { KEPT_BYTES = 1 << 28 };
    mallopt(M_MMAP_THRESHOLD, KEPT_BYTES);
    mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
#endif
}
