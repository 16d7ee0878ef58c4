#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/sign.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any text as each kind of file: what is read is printed and read again alike; nothing signed passes for another text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    gnbs_sign_public_t key, again;
    gnbs_sign_secret_t secret;
    gnbs_signature_t signature;
    gnbs_err_t err = {0};
    char *text = malloc(size + 1);
    if (text == NULL) return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    if (gnbs_sign_parse_public("k", text, &key, &err) == GNBS_OK) {
        gnbs_str_t out;
        gnbs_str_init(&out);
        if (gnbs_sign_print_public(&out, &key) != GNBS_OK ||
            gnbs_sign_parse_public("k", gnbs_str_text(&out), &again, &err) != GNBS_OK ||
            memcmp(&key, &again, sizeof key) != 0)
            abort();
        gnbs_str_clear(&out);
    }
    (void)gnbs_sign_is_protected(text);
    if (gnbs_sign_parse_secret("s", text, NULL, &secret, &err) != GNBS_OK &&
        err.msg[0] == '\0')
        abort();
    if (gnbs_sign_parse_signature("m", text, &signature, &err) == GNBS_OK) {
        memset(&key, 7, sizeof key);
        memcpy(key.id, signature.id, sizeof key.id);
        if (gnbs_sign_check(&signature, &key, data, size, &err) == GNBS_OK) abort();
    }
    free(text);
    return 0;
}
