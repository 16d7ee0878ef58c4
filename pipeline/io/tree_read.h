/* io/tree_read.h -- JSON bytes to core/tree.h, with the limits and refusals of io/json_read.h. */
#ifndef GNBS_IO_TREE_READ_H
#define GNBS_IO_TREE_READ_H

#include "core/arena.h"
#include "core/err.h"
#include "core/tree.h"

/* The tree lies in `arena`; `path` is for messages. */
gnbs_code_t gnbs_tree_parse(const char *path, const char *bytes, size_t n_bytes,
                            gnbs_arena_t *arena, const gnbs_tree_t **tree, gnbs_err_t *err);
gnbs_code_t gnbs_tree_read(const char *path, gnbs_arena_t *arena, const gnbs_tree_t **tree,
                           gnbs_err_t *err);

#endif
