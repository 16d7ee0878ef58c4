#include "core/tree.h"

#include <string.h>

static const gnbs_tree_t *member(const gnbs_tree_t *t, const char *key, size_t n) {
    if (t == NULL || t->kind != GNBS_TREE_OBJECT) return NULL;
    for (size_t i = 0; i < t->n; i++)
        if (strncmp(t->child[i].key, key, n) == 0 && t->child[i].key[n] == '\0')
            return &t->child[i];
    return NULL;
}

const gnbs_tree_t *gnbs_tree_get(const gnbs_tree_t *t, const char *path) {
    while (t != NULL && *path != '\0') {
        size_t n = strcspn(path, ".");
        t = member(t, path, n);
        path += n + (path[n] == '.');
    }
    return t;
}

const gnbs_tree_t *gnbs_tree_at(const gnbs_tree_t *t, size_t i) {
    bool is_list = t != NULL && (t->kind == GNBS_TREE_ARRAY || t->kind == GNBS_TREE_OBJECT);
    return is_list && i < t->n ? &t->child[i] : NULL;
}

size_t gnbs_tree_size(const gnbs_tree_t *t, const char *path) {
    t = gnbs_tree_get(t, path);
    return t != NULL && t->kind == GNBS_TREE_ARRAY ? t->n : 0;
}

bool gnbs_tree_has(const gnbs_tree_t *t, const char *path) {
    t = gnbs_tree_get(t, path);
    return t != NULL && t->kind != GNBS_TREE_NULL;
}

const char *gnbs_tree_as_text(const gnbs_tree_t *t) {
    return t != NULL && t->kind == GNBS_TREE_TEXT ? t->text : "";
}

const char *gnbs_tree_text(const gnbs_tree_t *t, const char *path) {
    return gnbs_tree_as_text(gnbs_tree_get(t, path));
}

int64_t gnbs_tree_int(const gnbs_tree_t *t, const char *path, int64_t otherwise) {
    t = gnbs_tree_get(t, path);
    return t != NULL && t->kind == GNBS_TREE_INT ? t->whole : otherwise;
}

double gnbs_tree_real(const gnbs_tree_t *t, const char *path, double otherwise) {
    t = gnbs_tree_get(t, path);
    bool is_number = t != NULL && (t->kind == GNBS_TREE_INT || t->kind == GNBS_TREE_REAL);
    return is_number ? t->real : otherwise;
}

bool gnbs_tree_is(const gnbs_tree_t *t, const char *path) {
    t = gnbs_tree_get(t, path);
    return t != NULL && t->kind == GNBS_TREE_BOOL && t->truth;
}

bool gnbs_tree_says(const gnbs_tree_t *t, const char *path, const char *text) {
    return strcmp(gnbs_tree_text(t, path), text) == 0 && gnbs_tree_has(t, path);
}
