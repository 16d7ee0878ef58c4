/* io/seal.h -- a file that only the laboratory's key opens.
 *
 *     "gnbs-sealed-1\n", a fresh key sealed to the laboratory's (80 bytes), secretstream header (24), then the file in pieces of
 *     64 KiB, each 17 bytes longer, the last one marked
 *
 * Method   libsodium: crypto_box_seal to the X25519 form of an Ed25519 key (io/sign.h: the files of minisign), then
 *          crypto_secretstream_xchacha20poly1305. The same file sealed twice gives other bytes.
 * Errors   GNBS_E_DATA: not for this key, or a byte was changed, or the end is missing: then nothing is written
 */
#ifndef GNBS_IO_SEAL_H
#define GNBS_IO_SEAL_H

#include "core/err.h"
#include "io/sign.h"

/* Reads `from`, writes `to` (complete or absent). */
gnbs_code_t gnbs_seal_file(const char *from, const char *to, const gnbs_sign_public_t *key,
                           gnbs_err_t *err);
gnbs_code_t gnbs_unseal_file(const char *from, const char *to,
                             const gnbs_sign_secret_t *key, gnbs_err_t *err);

#endif
