/* io/sign.h -- Ed25519 keys and signatures in the files of minisign, so that people can check with a tool that they have.
 *
 *     public key    untrusted comment: ...            secret key    the same, with the key under a password (scrypt)
 *                   base64 of "Ed", id, key                         or in the clear
 *     signature     untrusted comment: ...
 *                   base64 of "ED" (the BLAKE2b-512 of the file is signed) or "Ed" (the file itself: legacy), id, signature
 *                   trusted comment: ...
 *                   base64 of the signature over signature and trusted comment
 *
 *     minisign -Vm FILE -x FILE.minisig -p KEY.pub          verifies what gnbs_sign_make made
 *
 * Method   minisign's file formats (jedisct1.github.io/minisign), libsodium for all arithmetic
 * Errors   GNBS_E_FORMAT: not such a file; GNBS_E_DATA: well formed and wrong (another key, a bad signature, a password)
 * Memory   plain values; secrets are wiped by gnbs_sign_forget
 */
#ifndef GNBS_IO_SIGN_H
#define GNBS_IO_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/str.h"

enum { GNBS_SIGN_COMMENT_MAX = 1024, GNBS_SIGN_ID_TEXT = 17 };

typedef struct gnbs_sign_public {
    uint8_t id[8], key[32];
} gnbs_sign_public_t;

typedef struct gnbs_sign_secret {
    uint8_t id[8], key[64]; /* seed and public key, as libsodium keeps them */
} gnbs_sign_secret_t;

typedef struct gnbs_signature {
    bool is_prehashed;
    uint8_t id[8], signature[64], global[64];
    char trusted[GNBS_SIGN_COMMENT_MAX + 1];
} gnbs_signature_t;

/* The cost of opening a protected key: scrypt's limits. The default is minisign's own (a gigabyte, seconds). */
typedef struct gnbs_sign_cost {
    uint64_t ops, memory_bytes;
} gnbs_sign_cost_t;
gnbs_sign_cost_t gnbs_sign_cost_default(void);

gnbs_code_t gnbs_sign_new_key(gnbs_sign_secret_t *secret, gnbs_err_t *err);
void gnbs_sign_public_of(const gnbs_sign_secret_t *secret, gnbs_sign_public_t *public_key);
void gnbs_sign_forget(gnbs_sign_secret_t *secret);
void gnbs_sign_wipe(void *bytes,
                    size_t n); /* of text that held a secret; no compiler leaves it out */
/* "4A318E0AD824600E", as minisign prints it. */
void gnbs_sign_print_id(const uint8_t id[8], char text[GNBS_SIGN_ID_TEXT]);

/* Files as text. password NULL: in the clear. */
gnbs_code_t gnbs_sign_print_public(gnbs_str_t *out, const gnbs_sign_public_t *key);
gnbs_code_t gnbs_sign_print_secret(gnbs_str_t *out, const gnbs_sign_secret_t *secret,
                                   const char *password, gnbs_sign_cost_t cost,
                                   gnbs_err_t *err);
/* `path` is for messages. A file's two lines, or the base64 alone. */
gnbs_code_t gnbs_sign_parse_public(const char *path, const char *text,
                                   gnbs_sign_public_t *key, gnbs_err_t *err);
/* Does the secret key ask for a password? False also for what is no key. */
bool gnbs_sign_is_protected(const char *text);
gnbs_code_t gnbs_sign_parse_secret(const char *path, const char *text, const char *password,
                                   gnbs_sign_secret_t *secret, gnbs_err_t *err);
gnbs_code_t gnbs_sign_parse_signature(const char *path, const char *text,
                                      gnbs_signature_t *signature, gnbs_err_t *err);

/* The signature file over `bytes`. Comments are one line each. */
gnbs_code_t gnbs_sign_make(gnbs_str_t *out, const gnbs_sign_secret_t *secret,
                           const void *bytes, size_t n_bytes, const char *untrusted,
                           const char *trusted, bool is_legacy, gnbs_err_t *err);
/* GNBS_OK only when the key made both signatures, over these bytes and over the trusted comment. */
gnbs_code_t gnbs_sign_check(const gnbs_signature_t *signature,
                            const gnbs_sign_public_t *key, const void *bytes,
                            size_t n_bytes, gnbs_err_t *err);

#endif
