/* io/panelapp_read.h -- PanelApp JSON (UK, Australia, and our own export) to genome/panelapp.h.
 *
 *     a panel          {"id", "name", "version", "genes": [..], "strs": [..], "regions": [..]}
 *     a list page      {"count", "next", "results": [ panels or entities ]}
 *     loose entities   [ {"entity_type", "entity_name", "gene_data"}, .. ]
 *     JSON lines       one of the above per line
 *
 * Missing members are missing facts, not faults: what an entity lacks, panel's import says. What cannot be a
 * PanelApp file at all (no entity and no panel anywhere) is GNBS_E_FORMAT.
 */
#ifndef GNBS_IO_PANELAPP_READ_H
#define GNBS_IO_PANELAPP_READ_H

#include "core/arena.h"
#include "core/err.h"
#include "genome/panelapp.h"

gnbs_code_t gnbs_panelapp_read(const char *path, gnbs_arena_t *arena, gnbs_panelapp_t *out,
                               gnbs_err_t *err);
/* The same over bytes in memory, for tests and fuzzing; `path` is for messages. */
gnbs_code_t gnbs_panelapp_parse(const char *path, const char *bytes, size_t n_bytes,
                                gnbs_arena_t *arena, gnbs_panelapp_t *out, gnbs_err_t *err);

#endif
