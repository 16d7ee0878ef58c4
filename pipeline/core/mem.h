/* core/mem.h -- the one allocator: sizes are checked for overflow here and nowhere else.
 *
 * Memory   gnbs_mem_alloc and gnbs_mem_resize return NULL on overflow or exhaustion; the
 *          caller owns the block and ends it with gnbs_mem_free (NULL is accepted). Blocks
 *          of zero items are valid, non-NULL and must be freed.
 * Threads  safe
 */
#ifndef GNBS_CORE_MEM_H
#define GNBS_CORE_MEM_H

#include <stddef.h>

/* zeroed */
void *gnbs_mem_alloc(size_t n, size_t item_bytes) __attribute__((warn_unused_result));
void *gnbs_mem_resize(void *p, size_t n, size_t item_bytes)
    __attribute__((warn_unused_result));
char *gnbs_mem_strdup(const char *s) __attribute__((warn_unused_result));
void gnbs_mem_free(void *p);
/* Once, before threads start: blocks that end are kept for the next piece of work. Returning them to the system and
 * taking them back cost a fifth of a whole run in page faults. Nothing where the C library has no such knob. */
void gnbs_mem_keep_pages(void);

#endif
