#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/escape_rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = malloc(size + 1);
    if (text == NULL) return 0;
    memcpy(text, data, size);
    text[size] = '\0'; /* what lies behind a NUL byte does not belong to the text */
    const char *broken = escape_rules_broken(text);
    free(text);
    if (broken != NULL) {
        fprintf(stderr, "%s\n", broken);
        abort();
    }
    return 0;
}
