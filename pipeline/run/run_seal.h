/* run/run_seal.h -- a newborn's results sealed to the laboratory's key before anybody can see them. */
#ifndef GNBS_RUN_RUN_SEAL_H
#define GNBS_RUN_RUN_SEAL_H

#include "core/err.h"
#include "io/sign.h"

/* Reads a public key (NAME.pub of gnbs panel keygen, or minisign's). */
gnbs_code_t gnbs_run_read_seal_key(const char *path, gnbs_sign_public_t *key,
                                   gnbs_err_t *err);
/* Every file of `dir` but provenance.json, which says nothing of what was found, becomes FILE.sealed. */
gnbs_code_t gnbs_run_seal_folder(const char *dir, const gnbs_sign_public_t *key,
                                 gnbs_err_t *err);
/* FILE.sealed to FILE beside it or in `to` (NULL: beside). In a folder of results the log of accesses says so first. */
gnbs_code_t gnbs_run_unseal(const char *path, const char *to, const gnbs_sign_secret_t *key,
                            const char *version, gnbs_err_t *err);

#endif
