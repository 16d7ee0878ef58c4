#include "io/tree_read.h"

#include "io/json_read.h"

static gnbs_code_t copy(const gnbs_json_value_t *from, gnbs_arena_t *arena, gnbs_tree_t *to,
                        gnbs_err_t *err);

static gnbs_code_t copy_children(const gnbs_json_value_t *from, gnbs_arena_t *arena,
                                 gnbs_tree_t *to, gnbs_err_t *err) {
    to->n = gnbs_json_size(from);
    gnbs_tree_t *child = GNBS_NEW(arena, gnbs_tree_t, to->n);
    if (child == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu values", to->n);
    for (size_t i = 0; i < to->n; i++)
        GNBS_TRY(copy(gnbs_json_item(from, i), arena, &child[i], err));
    to->child = child;
    return GNBS_OK;
}

static gnbs_code_t copy(const gnbs_json_value_t *from, gnbs_arena_t *arena, gnbs_tree_t *to,
                        gnbs_err_t *err) {
    static const gnbs_tree_kind_t KIND[] = {
        [GNBS_JSON_NULL] = GNBS_TREE_NULL,    [GNBS_JSON_BOOL] = GNBS_TREE_BOOL,
        [GNBS_JSON_INT] = GNBS_TREE_INT,      [GNBS_JSON_REAL] = GNBS_TREE_REAL,
        [GNBS_JSON_TEXT] = GNBS_TREE_TEXT,    [GNBS_JSON_ARRAY] = GNBS_TREE_ARRAY,
        [GNBS_JSON_OBJECT] = GNBS_TREE_OBJECT};
    const char *key = gnbs_json_key(from), *text;
    *to = (gnbs_tree_t){.kind = KIND[gnbs_json_kind(from)]};
    gnbs_json_as_bool(from, &to->truth);
    gnbs_json_as_int(from, &to->whole);
    gnbs_json_as_real(from, &to->real);
    if (key != NULL && (to->key = gnbs_arena_strdup(arena, key)) == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "a key");
    if (gnbs_json_as_text(from, &text) &&
        (to->text = gnbs_arena_strdup(arena, text)) == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "a text");
    bool is_list = to->kind == GNBS_TREE_ARRAY || to->kind == GNBS_TREE_OBJECT;
    return is_list ? copy_children(from, arena, to, err) : GNBS_OK;
}

static gnbs_code_t finish(gnbs_json_doc_t *doc, gnbs_arena_t *arena,
                          const gnbs_tree_t **tree, gnbs_err_t *err) {
    gnbs_tree_t *root = GNBS_NEW(arena, gnbs_tree_t, 1);
    gnbs_code_t code = root == NULL ? gnbs_err_set(err, GNBS_E_NOMEM, "a document")
                                    : copy(gnbs_json_root(doc), arena, root, err);
    gnbs_json_doc_close(doc);
    *tree = root;
    return code;
}

gnbs_code_t gnbs_tree_parse(const char *path, const char *bytes, size_t n_bytes,
                            gnbs_arena_t *arena, const gnbs_tree_t **tree,
                            gnbs_err_t *err) {
    gnbs_json_doc_t *doc;
    GNBS_TRY(gnbs_json_parse(path, bytes, n_bytes, &doc, err));
    return finish(doc, arena, tree, err);
}

gnbs_code_t gnbs_tree_read(const char *path, gnbs_arena_t *arena, const gnbs_tree_t **tree,
                           gnbs_err_t *err) {
    gnbs_json_doc_t *doc;
    GNBS_TRY(gnbs_json_read(path, &doc, err));
    return finish(doc, arena, tree, err);
}
