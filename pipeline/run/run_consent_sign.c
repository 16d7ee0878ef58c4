#include "run/run_consent_sign.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "core/json.h"
#include "core/mem.h"
#include "io/out.h"
#include "io/path.h"
#include "io/sign.h"
#include "io/text.h"
#include "run/run_consent.h"

enum { MAX_KEY_BYTES = 1 << 16, MAX_CONSENT_BYTES = 1 << 20 };
static const char SUFFIX[] = ".pub";

static gnbs_code_t read_signature(const char *path, gnbs_signature_t *signature,
                                  gnbs_err_t *err) {
    char *text;
    size_t n;
    if (gnbs_path_is_absent(path))
        return gnbs_err_set(err, GNBS_E_CONSENT,
                            "%s: is not there; a consent must be signed where "
                            "--consent-keys names trusted keys",
                            path);
    GNBS_TRY(gnbs_text_read(path, MAX_KEY_BYTES, &text, &n, err));
    gnbs_code_t code = gnbs_sign_parse_signature(path, text, signature, err);
    gnbs_mem_free(text);
    return code;
}

/* Does the key in that file bear the signature's number? */
static gnbs_code_t read_key(const char *path, const gnbs_signature_t *signature,
                            gnbs_sign_public_t *key, bool *is_it, gnbs_err_t *err) {
    char *text;
    size_t n;
    GNBS_TRY(gnbs_text_read(path, MAX_KEY_BYTES, &text, &n, err));
    gnbs_code_t code = gnbs_sign_parse_public(path, text, key, err);
    gnbs_mem_free(text);
    *is_it = code == GNBS_OK && memcmp(key->id, signature->id, sizeof key->id) == 0;
    return code;
}

static gnbs_code_t find_key(const char *keys, const gnbs_signature_t *signature,
                            gnbs_arena_t *arena, gnbs_sign_public_t *key, const char **name,
                            gnbs_err_t *err) {
    gnbs_code_t code = GNBS_OK;
    DIR *dir = opendir(keys);
    *name = NULL;
    if (dir == NULL) return gnbs_err_set(err, GNBS_E_IO, "%s: %s", keys, strerror(errno));
    for (struct dirent *e;
         code == GNBS_OK && *name == NULL && (e = readdir(dir)) != NULL;) {
        size_t n = strlen(e->d_name), n_suffix = sizeof SUFFIX - 1;
        bool is_it = false;
        if (n <= n_suffix || strcmp(e->d_name + n - n_suffix, SUFFIX) != 0) continue;
        const char *path = gnbs_arena_printf(arena, "%s/%s", keys, e->d_name);
        const char *bare = gnbs_arena_strndup(arena, e->d_name, n - n_suffix);
        code = path == NULL || bare == NULL ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", keys)
                                            : read_key(path, signature, key, &is_it, err);
        if (code == GNBS_OK && is_it) *name = bare;
    }
    closedir(dir);
    return code;
}

gnbs_code_t gnbs_run_consent_signer(const char *path, const void *bytes, size_t n_bytes,
                                    const char *keys, gnbs_arena_t *arena,
                                    const char **name, gnbs_err_t *err) {
    gnbs_signature_t signature;
    gnbs_sign_public_t key;
    char id[GNBS_SIGN_ID_TEXT];
    const char *beside = gnbs_arena_printf(arena, "%s.minisig", path);
    if (beside == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    GNBS_TRY(read_signature(beside, &signature, err));
    GNBS_TRY(find_key(keys, &signature, arena, &key, name, err));
    gnbs_sign_print_id(signature.id, id);
    if (*name == NULL)
        return gnbs_err_set(err, GNBS_E_CONSENT, "%s: is of key %s, which is not among %s",
                            beside, id, keys);
    if (gnbs_sign_check(&signature, &key, bytes, n_bytes, err) != GNBS_OK) {
        *name = NULL;
        return gnbs_err_set(err, GNBS_E_CONSENT,
                            "%s: was changed after it was signed: the signature of key %s "
                            "does not fit it",
                            path, id);
    }
    return GNBS_OK;
}

void gnbs_run_print_consent(gnbs_str_t *out, const gnbs_consent_t *c) {
    gnbs_json_t j;
    gnbs_json_init(&j, out);
    gnbs_json_object(&j, NULL);
    gnbs_json_text(&j, "schema", "gnbs-consent-1");
    gnbs_json_text(&j, "sample", c->sample);
    gnbs_json_text(&j, "decision", c->decision);
    gnbs_json_text(&j, "date", c->date);
    if (c->by[0] != '\0') gnbs_json_text(&j, "by", c->by);
    if (c->text[0] != '\0') gnbs_json_text(&j, "text", c->text);
    if (c->has_groups) {
        gnbs_json_array(&j, "groups");
        for (size_t i = 0; i < c->n_group; i++) gnbs_json_text(&j, NULL, c->group[i]);
        gnbs_json_end(&j);
    }
    gnbs_json_bool(&j, "research", c->allows_research);
    gnbs_json_bool(&j, "cohort", !c->leaves_cohort);
    if (c->expires[0] != '\0') gnbs_json_text(&j, "expires", c->expires);
    gnbs_json_end(&j);
}

gnbs_code_t gnbs_run_sign_consent(const char *path, const gnbs_sign_secret_t *secret,
                                  const char *by, gnbs_arena_t *arena, gnbs_err_t *err) {
    char *text, today[GNBS_RUN_DATE_TEXT];
    const char *signed_by, *beside = gnbs_arena_printf(arena, "%s.minisig", path);
    size_t n;
    gnbs_consent_t consent; /* what cannot be read as a consent is not signed as one */
    GNBS_TRY(gnbs_run_read_consent(path, NULL, arena, &consent, &signed_by, err));
    gnbs_run_today(today);
    const char *comment = gnbs_arena_printf(arena, "consent of %s, %s, signed by %s on %s",
                                            consent.sample, consent.decision, by, today);
    if (beside == NULL || comment == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    gnbs_str_t out;
    gnbs_str_init(&out);
    GNBS_TRY(gnbs_text_read(path, MAX_CONSENT_BYTES, &text, &n, err));
    gnbs_code_t code = gnbs_sign_make(&out, secret, text, n, "signature of a gnbs consent",
                                      comment, false, err);
    if (code == GNBS_OK) code = gnbs_out_write_text(beside, &out, err);
    gnbs_mem_free(text);
    gnbs_str_clear(&out);
    return code;
}
