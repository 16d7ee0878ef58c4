#include "core/vec.h"

#include <stdint.h>

#include "core/mem.h"

bool gnbs_vec_reserve(void **at, size_t *cap, size_t need, size_t item_bytes) {
    if (need <= *cap) return true;
    size_t grown = *cap < 8 ? 8 : *cap;
    while (grown < need) {
        if (grown > SIZE_MAX / 2) return false;
        grown *= 2;
    }
    void *p = gnbs_mem_resize(*at, grown, item_bytes);
    if (p == NULL) return false;
    *at = p;
    *cap = grown;
    return true;
}

void gnbs_vec_release(void **at) {
    gnbs_mem_free(*at);
    *at = NULL;
}
