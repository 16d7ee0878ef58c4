#include "run/run_seal.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "core/arena.h"
#include "core/mem.h"
#include "core/vec.h"
#include "io/path.h"
#include "io/seal.h"
#include "io/text.h"
#include "run/run_audit.h"

enum { MAX_KEY_BYTES = 1 << 16 };
static const char SUFFIX[] = ".sealed";

gnbs_code_t gnbs_run_read_seal_key(const char *path, gnbs_sign_public_t *key,
                                   gnbs_err_t *err) {
    char *text;
    size_t n;
    GNBS_TRY(gnbs_text_read(path, MAX_KEY_BYTES, &text, &n, err));
    gnbs_code_t code = gnbs_sign_parse_public(path, text, key, err);
    gnbs_mem_free(text);
    return code;
}

static gnbs_code_t seal_one(const char *dir, const char *name,
                            const gnbs_sign_public_t *key, gnbs_arena_t *arena,
                            gnbs_err_t *err) {
    const char *from = gnbs_arena_printf(arena, "%s/%s", dir, name);
    const char *to = gnbs_arena_printf(arena, "%s/%s%s", dir, name, SUFFIX);
    if (from == NULL || to == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", dir);
    GNBS_TRY(gnbs_seal_file(from, to, key, err));
    return unlink(from) == 0 ? GNBS_OK
                             : gnbs_err_set(err, GNBS_E_IO, "%s: cannot be removed: %s",
                                            from, strerror(errno));
}

static gnbs_code_t seal_all(const char *dir, const gnbs_sign_public_t *key,
                            gnbs_arena_t *arena, gnbs_err_t *err) {
    GNBS_VEC(const char *) names = {0};
    gnbs_code_t code = GNBS_OK;
    DIR *open = opendir(dir);
    if (open == NULL) return gnbs_err_set(err, GNBS_E_IO, "%s: %s", dir, strerror(errno));
    for (struct dirent *e; code == GNBS_OK && (e = readdir(open)) != NULL;) {
        if (e->d_name[0] == '.' || strcmp(e->d_name, "provenance.json") == 0) continue;
        const char *name = gnbs_arena_strdup(arena, e->d_name);
        if (name == NULL || !GNBS_PUSH(&names, name))
            code = gnbs_err_set(err, GNBS_E_NOMEM, "%s", dir);
    }
    closedir(open);
    for (size_t i = 0; code == GNBS_OK && i < names.n; i++)
        code = seal_one(dir, names.at[i], key, arena, err);
    GNBS_VEC_CLEAR(&names);
    return code;
}

gnbs_code_t gnbs_run_seal_folder(const char *dir, const gnbs_sign_public_t *key,
                                 gnbs_err_t *err) {
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_code_t code = seal_all(dir, key, &arena, err);
    gnbs_arena_clear(&arena);
    return code;
}

/* OUT/SAMPLE/FILE.sealed with OUT/.gnbs/audit.jsonl: an access to that newborn's result. */
static gnbs_code_t log_access(const char *path, const char *version, gnbs_arena_t *arena,
                              gnbs_err_t *err) {
    char *folder = gnbs_arena_strdup(arena, path);
    if (folder == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash == NULL) return GNBS_OK;
    *slash = '\0';
    const char *file = slash + 1;
    slash = strrchr(folder, '/');
    const char *sample = slash != NULL ? slash + 1 : folder;
    const char *log = gnbs_arena_printf(arena, "%s/../.gnbs/audit.jsonl", folder);
    if (log == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    if (gnbs_path_is_absent(log) || strcmp(sample, ".") == 0 || strcmp(sample, "..") == 0)
        return GNBS_OK;
    const gnbs_run_audit_entry_t e = {
        .what = "unseal", .sample = sample, .version = version, .detail = file};
    return gnbs_run_audit_append(log, &e, err);
}

static gnbs_code_t unseal(const char *path, const char *to, const gnbs_sign_secret_t *key,
                          const char *version, gnbs_arena_t *arena, gnbs_err_t *err) {
    size_t n = strlen(path), k = sizeof SUFFIX - 1;
    if (n <= k || strcmp(path + n - k, SUFFIX) != 0)
        return gnbs_err_set(err, GNBS_E_USAGE, "%s: expected a file named ...%s", path,
                            SUFFIX);
    char *bare = gnbs_arena_strndup(arena, path, n - k);
    if (bare == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    const char *slash = strrchr(bare, '/');
    const char *target = to == NULL ? bare
                                    : gnbs_arena_printf(arena, "%s/%s", to,
                                                        slash != NULL ? slash + 1 : bare);
    if (target == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    GNBS_TRY(log_access(path, version, arena, err));
    return gnbs_unseal_file(path, target, key, err);
}

gnbs_code_t gnbs_run_unseal(const char *path, const char *to, const gnbs_sign_secret_t *key,
                            const char *version, gnbs_err_t *err) {
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_code_t code = unseal(path, to, key, version, &arena, err);
    gnbs_arena_clear(&arena);
    return code;
}
