/* core/tree.h -- a read JSON document as plain values: what every output is rendered from.
 *
 *     const gnbs_tree_t *f = gnbs_tree_at(gnbs_tree_get(root, "findings"), i);
 *     gnbs_tree_text(f, "gene")            "CFTR", and "" when it is not there, null, or no text
 *     gnbs_tree_text(root, "panel.name")   a path of members
 *
 * Asking never fails: a renderer that meets a document of an older program prints what there is. Whether a document is whole is
 * its schema's question. io/tree_read.h makes trees of bytes.
 * Memory   belongs to whoever read it; read-only
 */
#ifndef GNBS_CORE_TREE_H
#define GNBS_CORE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum gnbs_tree_kind {
    GNBS_TREE_NULL,
    GNBS_TREE_BOOL,
    GNBS_TREE_INT,
    GNBS_TREE_REAL,
    GNBS_TREE_TEXT,
    GNBS_TREE_ARRAY,
    GNBS_TREE_OBJECT
} gnbs_tree_kind_t;

typedef struct gnbs_tree {
    gnbs_tree_kind_t kind;
    const char *key; /* of a member; NULL for items and the root */
    bool truth;
    int64_t whole;
    double real; /* of whole numbers too */
    const char *text;
    size_t n; /* items or members, in file order */
    const struct gnbs_tree *child;
} gnbs_tree_t;

/* Member at a path of keys joined by '.'; NULL when there is none. All functions accept NULL. */
const gnbs_tree_t *gnbs_tree_get(const gnbs_tree_t *t, const char *path);
const gnbs_tree_t *gnbs_tree_at(const gnbs_tree_t *t, size_t i); /* item or member i */
size_t gnbs_tree_size(const gnbs_tree_t *t, const char *path);   /* of the array there; 0 */
bool gnbs_tree_has(const gnbs_tree_t *t, const char *path);      /* there, and not null */

const char *gnbs_tree_text(const gnbs_tree_t *t, const char *path); /* "" otherwise */
/* The value itself: for items of an array of texts. */
const char *gnbs_tree_as_text(const gnbs_tree_t *t);
int64_t gnbs_tree_int(const gnbs_tree_t *t, const char *path, int64_t otherwise);
double gnbs_tree_real(const gnbs_tree_t *t, const char *path, double otherwise);
bool gnbs_tree_is(const gnbs_tree_t *t, const char *path); /* true there */
/* Is the text there this one? */
bool gnbs_tree_says(const gnbs_tree_t *t, const char *path, const char *text);

#endif
