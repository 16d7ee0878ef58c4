/* io/secret.h -- passwords, tokens and their comparison, by libsodium.
 *
 * Passwords  Argon2id (RFC 9106) in its usual text form, "$argon2id$v=19$m=65536,t=2,p=1$...": salt and cost travel with it, so that a
 *            dearer cost later leaves old hashes good. The default is libsodium's "interactive": 64 MiB, two passes
 * Tokens     256 bits of the system's randomness, as base64url
 * Threads    safe
 */
#ifndef GNBS_IO_SECRET_H
#define GNBS_IO_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"

enum { GNBS_SECRET_HASH = 128, GNBS_SECRET_TOKEN = 44, GNBS_SECRET_MAC = 65 };

typedef struct gnbs_secret_cost {
    uint64_t passes;
    size_t memory_bytes;
} gnbs_secret_cost_t;
gnbs_secret_cost_t gnbs_secret_cost_default(void);

/* GNBS_E_NOMEM when the memory that the cost asks for is not there. */
gnbs_code_t gnbs_secret_hash_password(const char *password, gnbs_secret_cost_t cost,
                                      char hash[GNBS_SECRET_HASH], gnbs_err_t *err);
/* False also for a hash that is none. Takes the same time whatever the password. */
bool gnbs_secret_is_password(const char *hash, const char *password);

gnbs_code_t gnbs_secret_token(char token[GNBS_SECRET_TOKEN], gnbs_err_t *err);
/* BLAKE2b-256 of `text` under a key, as 64 hex digits: a token that need not be kept to be known again. */
void gnbs_secret_mac(const char key[GNBS_SECRET_TOKEN], const char *text,
                     char mac[GNBS_SECRET_MAC]);
/* The same text? In a time that depends on the lengths alone. */
bool gnbs_secret_is_same(const char *a, const char *b);

#endif
