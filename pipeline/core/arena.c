#include "core/arena.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/mem.h"

enum { FIRST_BLOCK_BYTES = 1 << 14, ALIGN_BYTES = _Alignof(max_align_t) };

struct gnbs_arena_block {
    gnbs_arena_block_t *next;
    size_t size, used;
    max_align_t data[];
};

void gnbs_arena_init(gnbs_arena_t *arena) {
    arena->head = NULL;
    arena->used_bytes = 0;
}

void gnbs_arena_clear(gnbs_arena_t *arena) {
    for (gnbs_arena_block_t *b = arena->head, *next; b != NULL; b = next) {
        next = b->next;
        gnbs_mem_free(b);
    }
    gnbs_arena_init(arena);
}

void gnbs_arena_reset(gnbs_arena_t *arena) {
    /* the newest block is the largest: sizes double */
    gnbs_arena_block_t *keep = arena->head;
    if (keep == NULL) return;
    gnbs_arena_block_t *rest = keep->next;
    keep->next = NULL;
    keep->used = 0;
    for (gnbs_arena_block_t *next; rest != NULL; rest = next) {
        next = rest->next;
        gnbs_mem_free(rest);
    }
    arena->used_bytes = 0;
}

static gnbs_arena_block_t *add_block(gnbs_arena_t *arena, size_t bytes) {
    size_t size = arena->head != NULL ? arena->head->size * 2 : FIRST_BLOCK_BYTES;
    if (size < bytes) size = bytes;
    if (size > SIZE_MAX - sizeof(gnbs_arena_block_t)) return NULL;
    gnbs_arena_block_t *b = gnbs_mem_resize(NULL, sizeof *b + size, 1);
    if (b == NULL) return NULL;
    b->next = arena->head;
    b->size = size;
    b->used = 0;
    arena->head = b;
    return b;
}

void *gnbs_arena_alloc(gnbs_arena_t *arena, size_t n, size_t item_bytes) {
    if (item_bytes != 0 && n > (SIZE_MAX - ALIGN_BYTES) / item_bytes) return NULL;
    size_t bytes = (n * item_bytes + ALIGN_BYTES - 1) / ALIGN_BYTES * ALIGN_BYTES;
    gnbs_arena_block_t *b = arena->head;
    if (b == NULL || b->size - b->used < bytes) b = add_block(arena, bytes);
    if (b == NULL) return NULL;
    void *p = (char *)b->data + b->used;
    b->used += bytes;
    arena->used_bytes += bytes;
    return memset(p, 0, bytes);
}

char *gnbs_arena_strndup(gnbs_arena_t *arena, const char *s, size_t n) {
    char *copy = gnbs_arena_alloc(arena, n + 1, 1);
    if (copy != NULL) memcpy(copy, s, n);
    return copy;
}

char *gnbs_arena_strdup(gnbs_arena_t *arena, const char *s) {
    return gnbs_arena_strndup(arena, s, strlen(s));
}

char *gnbs_arena_printf(gnbs_arena_t *arena, const char *fmt, ...) {
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    char *s = n < 0 ? NULL : gnbs_arena_alloc(arena, (size_t)n + 1, 1);
    if (s != NULL) vsnprintf(s, (size_t)n + 1, fmt, again);
    va_end(again);
    return s;
}
