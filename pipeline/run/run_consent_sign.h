/* run/run_consent_sign.h -- which trusted key signed these bytes of a consent? */
#ifndef GNBS_RUN_CONSENT_SIGN_H
#define GNBS_RUN_CONSENT_SIGN_H

#include <stddef.h>

#include "core/arena.h"
#include "core/err.h"

/* Reads PATH.minisig and the folder's NAME.pub files; *name is NAME. GNBS_E_CONSENT when there is no signature, or none of a
 * trusted key over these bytes. */
gnbs_code_t gnbs_run_consent_signer(const char *path, const void *bytes, size_t n_bytes,
                                    const char *keys, gnbs_arena_t *arena,
                                    const char **name, gnbs_err_t *err);

#endif
