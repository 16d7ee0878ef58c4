/* Any bytes: slices or a refusal. What the reader of whole documents accepts is cut into as many members, and each
 * slice that is an object or array is accepted alone. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/json_slice.h"
#include "io/tree_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    gnbs_arena_t arena;
    gnbs_json_slice_t *slice;
    size_t n = 0;
    gnbs_err_t err = {GNBS_OK, ""}, quiet = {GNBS_OK, ""};
    const gnbs_tree_t *tree, *part;
    gnbs_arena_init(&arena);
    const char *text = (const char *)data;
    gnbs_code_t whole = gnbs_tree_parse("x", text, size, &arena, &tree, &quiet);
    gnbs_code_t cut = gnbs_json_cut("x", text, size, &arena, &n, &slice, &err);
    if (whole == GNBS_OK && (cut != GNBS_OK || n != tree->n)) abort();
    for (size_t i = 0; cut == GNBS_OK && i < n; i++) {
        if (slice[i].at < text || slice[i].at + slice[i].n > text + size) abort();
        (void)gnbs_json_slice_says(&slice[i], "id", "HGNC:1");
        bool is_container = slice[i].at[0] == '{' || slice[i].at[0] == '[';
        if (whole == GNBS_OK && is_container &&
            gnbs_tree_parse("x", slice[i].at, slice[i].n, &arena, &part, &quiet) != GNBS_OK)
            abort();
    }
    gnbs_arena_clear(&arena);
    return 0;
}
