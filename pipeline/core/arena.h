/* core/arena.h -- memory that lives and dies together.
 *
 * All that is computed for one piece of work (a region, a file, a case) comes from one
 * arena and goes with one reset. Blocks never move: pointers stay good until reset or free.
 * Memory   gnbs_arena_init in place, gnbs_arena_clear ends it; reset keeps the largest
 *          block
 * Errors   NULL when memory is exhausted
 * Threads  one arena per thread
 */
#ifndef GNBS_CORE_ARENA_H
#define GNBS_CORE_ARENA_H

#include <stddef.h>

typedef struct gnbs_arena_block gnbs_arena_block_t;

typedef struct gnbs_arena {
    gnbs_arena_block_t *head;
    size_t used_bytes; /* handed out since the last reset */
} gnbs_arena_t;

void gnbs_arena_init(gnbs_arena_t *arena);
void gnbs_arena_clear(gnbs_arena_t *arena);
void gnbs_arena_reset(gnbs_arena_t *arena);
/* Zeroed, aligned for any type. */
void *gnbs_arena_alloc(gnbs_arena_t *arena, size_t n, size_t item_bytes)
    __attribute__((warn_unused_result));
char *gnbs_arena_strdup(gnbs_arena_t *arena, const char *s)
    __attribute__((warn_unused_result));
char *gnbs_arena_strndup(gnbs_arena_t *arena, const char *s, size_t n)
    __attribute__((warn_unused_result));
char *gnbs_arena_printf(gnbs_arena_t *arena, const char *fmt, ...)
    __attribute__((warn_unused_result, format(printf, 2, 3)));

#define GNBS_NEW(arena, type, n)                                                           \
    ((type *)gnbs_arena_alloc((arena), (size_t)(n), sizeof(type)))

#endif
