/* panel/panel_history.h -- HISTORY.tsv: who signed which panel, when, as a chain of hashes.
 *
 *     n  date        version  panel_sha256  by   key               note     chain
 *     1  2026-11-22  1.0.0    e5eee7...     Ann  4A318E0AD824600E  yearly   SHA-256 of: the chain before it (64 zeros for
 *                                                                           the first), newline, the cells joined by TABs
 *
 * A line that is changed, left out or moved breaks the chain from there on; the last line's chain stands in the
 * signature's trusted comment, so that the chain cannot be made anew without a key. A person can repeat a step:
 * { printf '%064d\n' 0; head -2 HISTORY.tsv | tail -1 | cut -f1-7 | tr -d '\n'; } | sha256sum
 *
 * Memory   lines borrow the table's cells
 * Threads  pure; the hash is the caller's (io/digest.h)
 */
#ifndef GNBS_PANEL_PANEL_HISTORY_H
#define GNBS_PANEL_PANEL_HISTORY_H

#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"
#include "core/table.h"

typedef void gnbs_panel_hash_t(const void *bytes, size_t n, char hex[65]);

typedef struct gnbs_panel_entry {
    int line; /* of the file */
    const char *date, *version, *panel_sha256, *by, *key, *note, *chain;
} gnbs_panel_entry_t;

typedef struct gnbs_panel_history {
    size_t n;
    const gnbs_panel_entry_t *entry;
} gnbs_panel_history_t;

/* GNBS_E_DATA names the first line whose chain does not follow from those before it. */
gnbs_code_t gnbs_panel_history_read(const gnbs_table_t *table, gnbs_panel_hash_t *hash,
                                    gnbs_arena_t *arena, gnbs_panel_history_t *history,
                                    gnbs_err_t *err);
/* The whole file with one more entry (its chain is made here, into `chain`). */
gnbs_code_t gnbs_panel_history_append(const gnbs_panel_history_t *history,
                                      const gnbs_panel_entry_t *entry,
                                      gnbs_panel_hash_t *hash, gnbs_str_t *out,
                                      char chain[65], gnbs_err_t *err);

#endif
