#include "io/secret.h"

#include <string.h>

#include <sodium.h>

_Static_assert((int)GNBS_SECRET_HASH >= (int)crypto_pwhash_STRBYTES, "room for a hash");

gnbs_secret_cost_t gnbs_secret_cost_default(void) {
    return (gnbs_secret_cost_t){crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                crypto_pwhash_MEMLIMIT_INTERACTIVE};
}

static gnbs_code_t start(gnbs_err_t *err) {
    if (sodium_init() >= 0) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_INTERNAL, "libsodium cannot start: no randomness");
}

gnbs_code_t gnbs_secret_hash_password(const char *password, gnbs_secret_cost_t cost,
                                      char hash[GNBS_SECRET_HASH], gnbs_err_t *err) {
    GNBS_TRY(start(err));
    if (crypto_pwhash_str_alg(hash, password, strlen(password), cost.passes,
                              cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return gnbs_err_set(err, GNBS_E_NOMEM, "Argon2id: %zu bytes are not to be had",
                            cost.memory_bytes);
    return GNBS_OK;
}

bool gnbs_secret_is_password(const char *hash, const char *password) {
    gnbs_err_t ignored;
    if (start(&ignored) != GNBS_OK || strncmp(hash, "$argon2id$", 10) != 0) return false;
    return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}

gnbs_code_t gnbs_secret_token(char token[GNBS_SECRET_TOKEN], gnbs_err_t *err) {
    unsigned char bytes[32];
    GNBS_TRY(start(err));
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2base64(token, GNBS_SECRET_TOKEN, bytes, sizeof bytes,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bytes, sizeof bytes);
    return GNBS_OK;
}

void gnbs_secret_mac(const char key[GNBS_SECRET_TOKEN], const char *text,
                     char mac[GNBS_SECRET_MAC]) {
    unsigned char sum[32];
    crypto_generichash(sum, sizeof sum, (const unsigned char *)text, strlen(text),
                       (const unsigned char *)key, GNBS_SECRET_TOKEN - 1);
    sodium_bin2hex(mac, GNBS_SECRET_MAC, sum, sizeof sum);
}

bool gnbs_secret_is_same(const char *a, const char *b) {
    size_t n = strlen(a);
    return n == strlen(b) && sodium_memcmp(a, b, n) == 0;
}
