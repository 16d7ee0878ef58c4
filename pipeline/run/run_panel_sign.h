/* run/run_panel_sign.h -- signed panels: who has signed the files as they are now, and is that enough?
 *
 * In the panel's folder, beside panel.tsv, include.tsv and exclude.tsv:
 *
 *     SHA256SUMS                     what `sha256sum panel.tsv include.tsv exclude.tsv` prints; its own SHA-256 is the
 *                                    panel's identity
 *     SHA256SUMS.<KEY ID>.minisig    one per signature; its trusted comment names panel, version, date, person and the
 *                                    chain of HISTORY.tsv at that moment
 *     HISTORY.tsv                    panel/panel_history.h
 *
 * Anybody can check without gnbs: sha256sum -c SHA256SUMS; minisign -Vm SHA256SUMS -x SHA256SUMS.<ID>.minisig -p KEY.pub
 *
 * Signed off   two keys of the laboratory's folder of public keys have signed these very bytes, the panel says
 *              ##status=signed-off, and the history holds both. Everything else is a DRAFT, and `why` says what is missing
 * Keys         a folder of NAME.pub, kept apart from the panel: whoever may write the panel may not choose who is trusted
 */
#ifndef GNBS_RUN_RUN_PANEL_SIGN_H
#define GNBS_RUN_RUN_PANEL_SIGN_H

#include "core/arena.h"
#include "core/err.h"
#include "genome/condition.h"
#include "io/sign.h"

enum { GNBS_SIGNATURES_NEEDED = 2 };

typedef struct gnbs_run_signature {
    const char *file, *key_id;
    const char *who;  /* the name of the trusted key; "" for a key that is not trusted */
    const char *said; /* its trusted comment; "" when the signature is bad */
    bool is_good;
    const char *why; /* why it does not count; "" when it does */
} gnbs_run_signature_t;

typedef struct gnbs_run_signatures {
    size_t n, n_good;
    const gnbs_run_signature_t *signature; /* by file name */
    bool is_signed_off;
    const char *why; /* what is missing, in a sentence; "" when signed off */
} gnbs_run_signatures_t;

/* `keys` is a folder of public keys; NULL: none is trusted. panel->is_signed becomes the verdict. Only what cannot be read
 * at all is an error: a bad signature is a verdict. */
gnbs_code_t gnbs_run_check_signatures(const char *keys, gnbs_arena_t *arena,
                                      gnbs_panel_t *panel, gnbs_run_signatures_t *found,
                                      gnbs_err_t *err);

typedef struct gnbs_run_sign {
    const char *path;             /* the panel */
    const char *by, *note, *date; /* name of the person; date YYYY-MM-DD */
    const gnbs_sign_secret_t *secret;
} gnbs_run_sign_t;

/* Signs the panel as it is. A panel with errors is refused; so is a second signature of the same key. Writes SHA256SUMS,
 * the signature and HISTORY.tsv; what came of it is appended to `say`. */
gnbs_code_t gnbs_run_sign_panel(const gnbs_run_sign_t *job, gnbs_str_t *say,
                                gnbs_err_t *err);

#endif
