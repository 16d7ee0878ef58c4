/* Any bytes as names, alleles, sentences and outcomes: the page stays well formed and without script,
 * the JSON parses and keeps to its schema, and all outputs say the same. */
#include <stdio.h>
#include <stdlib.h>

#include "report/report_aid.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static json_t *schema; /* read once: a fuzzer runs millions of inputs in one process */
    if (schema == NULL) schema = json_load_file(AID_SCHEMA, 0, NULL);
    if (schema == NULL) {
        fprintf(stderr, "run from the top folder: %s was not found\n", AID_SCHEMA);
        abort();
    }
    static made_t m;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    make_case(&m);
    scramble_case(&m, &arena, data, size);
    const char *wrong = outputs_problem(&m, schema);
    if (wrong[0] != '\0') {
        fprintf(stderr, "%s\n", wrong);
        abort();
    }
    gnbs_arena_clear(&arena);
    return 0;
}
