#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/json_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at(const gnbs_json_value_t *v, int depth) {
    const char *text;
    gnbs_str_t place;
    if (depth > 64) abort();
    if (gnbs_json_as_text(v, &text) && strlen(text) > 1 << 26) abort();
    gnbs_str_init(&place);
    gnbs_json_where(v, &place);
    if (place.n == 0) abort();
    gnbs_str_clear(&place);
    for (size_t i = 0; i < gnbs_json_size(v); i++) {
        const gnbs_json_value_t *item = gnbs_json_item(v, i);
        if (gnbs_json_key(item) != NULL && gnbs_json_get(v, gnbs_json_key(item)) != item)
            abort();
        look_at(item, depth + 1);
    }
}

/* Any bytes: a tree whose every value can be found by its key, or an error with words. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    gnbs_json_doc_t *doc;
    gnbs_err_t err = {0};
    if (gnbs_json_parse("t", (const char *)data, size, &doc, &err) != GNBS_OK) {
        if (err.msg[0] == '\0' || doc != NULL) abort();
        return 0;
    }
    look_at(gnbs_json_root(doc), 1);
    gnbs_json_doc_close(doc);
    return 0;
}
