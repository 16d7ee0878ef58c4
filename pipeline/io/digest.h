/* io/digest.h -- SHA-256 of bytes and files, as sha256sum prints it (FIPS 180-4, by libsodium).
 *
 * hex is 64 lower-case digits and a NUL. Files are hashed as they lie on disk: a gzip file by its compressed bytes.
 * Memory   gnbs_digest_end frees the handle; a file is streamed
 * Threads  one handle per thread
 */
#ifndef GNBS_IO_DIGEST_H
#define GNBS_IO_DIGEST_H

#include <stddef.h>

#include "core/err.h"

#define GNBS_DIGEST_HEX 65

typedef struct gnbs_digest gnbs_digest_t;

void gnbs_digest_bytes(const void *bytes, size_t n, char hex[GNBS_DIGEST_HEX]);
gnbs_code_t gnbs_digest_file(const char *path, char hex[GNBS_DIGEST_HEX], gnbs_err_t *err);

/* Of the first and the last GNBS_DIGEST_END_BYTES, for files so large that hashing the whole would cost more than
 * using it; the file must be at least that long. */
#define GNBS_DIGEST_END_BYTES (1 << 26)
gnbs_code_t gnbs_digest_ends(const char *path, char hex[GNBS_DIGEST_HEX], gnbs_err_t *err);

/* BLAKE2b of 256 bits (RFC 7693) over bytes in memory: the links of a chain. */
void gnbs_digest_content_bytes(const void *bytes, size_t n, char hex[GNBS_DIGEST_HEX]);
/* 256 bits of the system's randomness: a salt. */
gnbs_code_t gnbs_digest_random(char hex[GNBS_DIGEST_HEX], gnbs_err_t *err);

gnbs_digest_t *gnbs_digest_new(void) GNBS_MUST_USE; /* NULL when memory is exhausted */
/* BLAKE2b of 256 bits (RFC 7693) instead: as strong, and several times faster where no processor helps. For what
 * we make ourselves and read often; files of others are named by SHA-256, as everybody does. */
gnbs_digest_t *gnbs_digest_new_content(void) GNBS_MUST_USE;
void gnbs_digest_add(gnbs_digest_t *digest, const void *bytes, size_t n);
/* Ends `digest`; hex may be NULL to drop it. Accepts NULL. */
void gnbs_digest_end(gnbs_digest_t *digest, char hex[GNBS_DIGEST_HEX]);

#endif
