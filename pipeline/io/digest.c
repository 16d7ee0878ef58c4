#include "io/digest.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>

#include <sodium.h>

#include "core/mem.h"
#include "io/path.h"

enum { READ_BYTES = 1 << 16 };

struct gnbs_digest {
    bool is_content; /* BLAKE2b instead of SHA-256 */
    crypto_hash_sha256_state state;
    crypto_generichash_state content;
};

static void print_hex(const unsigned char sum[crypto_hash_sha256_BYTES],
                      char hex[GNBS_DIGEST_HEX]) {
    static const char DIGIT[] = "0123456789abcdef";
    for (int i = 0; i < (int)crypto_hash_sha256_BYTES; i++) {
        hex[2 * i] = DIGIT[sum[i] >> 4];
        hex[2 * i + 1] = DIGIT[sum[i] & 15];
    }
    hex[GNBS_DIGEST_HEX - 1] = '\0';
}

void gnbs_digest_bytes(const void *bytes, size_t n, char hex[GNBS_DIGEST_HEX]) {
    unsigned char sum[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(sum, bytes, n); /* plain hashing needs no sodium_init */
    print_hex(sum, hex);
}

void gnbs_digest_content_bytes(const void *bytes, size_t n, char hex[GNBS_DIGEST_HEX]) {
    unsigned char sum[crypto_hash_sha256_BYTES];
    crypto_generichash(sum, sizeof sum, bytes, n, NULL, 0);
    print_hex(sum, hex);
}

gnbs_code_t gnbs_digest_random(char hex[GNBS_DIGEST_HEX], gnbs_err_t *err) {
    unsigned char bytes[crypto_hash_sha256_BYTES];
    if (sodium_init() < 0)
        return gnbs_err_set(err, GNBS_E_INTERNAL, "no randomness: libsodium did not start");
    randombytes_buf(bytes, sizeof bytes);
    print_hex(bytes, hex);
    return GNBS_OK;
}

gnbs_digest_t *gnbs_digest_new(void) {
    gnbs_digest_t *digest = gnbs_mem_alloc(1, sizeof *digest);
    if (digest != NULL) crypto_hash_sha256_init(&digest->state);
    return digest;
}

gnbs_digest_t *gnbs_digest_new_content(void) {
    gnbs_digest_t *digest = NULL;
    if (sodium_init() >= 0) digest = gnbs_mem_alloc(1, sizeof *digest); /* picks AVX2 */
    if (digest == NULL) return NULL;
    digest->is_content = true;
    crypto_generichash_init(&digest->content, NULL, 0, crypto_hash_sha256_BYTES);
    return digest;
}

void gnbs_digest_add(gnbs_digest_t *digest, const void *bytes, size_t n) {
    if (digest->is_content)
        crypto_generichash_update(&digest->content, bytes, n);
    else
        crypto_hash_sha256_update(&digest->state, bytes, n);
}

void gnbs_digest_end(gnbs_digest_t *digest, char hex[GNBS_DIGEST_HEX]) {
    unsigned char sum[crypto_hash_sha256_BYTES];
    if (digest == NULL) return;
    if (digest->is_content)
        crypto_generichash_final(&digest->content, sum, sizeof sum);
    else
        crypto_hash_sha256_final(&digest->state, sum);
    if (hex != NULL) print_hex(sum, hex);
    gnbs_mem_free(digest);
}

gnbs_code_t gnbs_digest_file(const char *path, char hex[GNBS_DIGEST_HEX], gnbs_err_t *err) {
    GNBS_TRY(gnbs_path_check_input(path, err));
    FILE *f = fopen(path, "rb");
    if (f == NULL) return gnbs_err_set(err, GNBS_E_IO, "%s: %s", path, strerror(errno));
    gnbs_code_t code = GNBS_OK;
    gnbs_digest_t *digest = gnbs_digest_new();
    unsigned char *buf = gnbs_mem_alloc(READ_BYTES, 1);
    if (digest == NULL || buf == NULL) {
        code = gnbs_err_set(err, GNBS_E_NOMEM, "%s: %d bytes", path, READ_BYTES);
        goto out;
    }
    for (size_t n; (n = fread(buf, 1, READ_BYTES, f)) > 0;) gnbs_digest_add(digest, buf, n);
    if (ferror(f)) code = gnbs_err_set(err, GNBS_E_IO, "%s: %s", path, strerror(errno));
out:
    gnbs_digest_end(digest, code == GNBS_OK ? hex : NULL);
    gnbs_mem_free(buf);
    fclose(f);
    return code;
}

static bool add_part(gnbs_digest_t *digest, FILE *f, off_t at, int whence,
                     unsigned char *buf) {
    if (fseeko(f, at, whence) != 0) return false;
    size_t left = GNBS_DIGEST_END_BYTES;
    for (size_t n;
         left > 0 && (n = fread(buf, 1, left < READ_BYTES ? left : READ_BYTES, f)) > 0;
         left -= n)
        gnbs_digest_add(digest, buf, n);
    return !ferror(f);
}

gnbs_code_t gnbs_digest_ends(const char *path, char hex[GNBS_DIGEST_HEX], gnbs_err_t *err) {
    GNBS_TRY(gnbs_path_check_input(path, err));
    FILE *f = fopen(path, "rb");
    if (f == NULL) return gnbs_err_set(err, GNBS_E_IO, "%s: %s", path, strerror(errno));
    gnbs_code_t code = GNBS_OK;
    gnbs_digest_t *digest = gnbs_digest_new();
    unsigned char *buf = gnbs_mem_alloc(READ_BYTES, 1);
    if (digest == NULL || buf == NULL)
        code = gnbs_err_set(err, GNBS_E_NOMEM, "%s: %d bytes", path, READ_BYTES);
    else if (!add_part(digest, f, 0, SEEK_SET, buf) ||
             !add_part(digest, f, -(off_t)GNBS_DIGEST_END_BYTES, SEEK_END, buf))
        code = gnbs_err_set(err, GNBS_E_IO, "%s: %s", path, strerror(errno));
    gnbs_digest_end(digest, code == GNBS_OK ? hex : NULL);
    gnbs_mem_free(buf);
    fclose(f);
    return code;
}
