#include "run/run_withdraw.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/escape.h"
#include "core/json.h"
#include "core/mem.h"
#include "io/digest.h"
#include "io/grep.h"
#include "io/out.h"
#include "io/path.h"
#include "io/text.h"

enum { SALT_MAX_BYTES = 256 };

/* ---- tombstones ----------------------------------------------------------------------------------------------------- */

static gnbs_code_t place(gnbs_str_t *out, const char *dir, const char *name,
                         gnbs_err_t *err) {
    gnbs_str_reset(out);
    gnbs_str_printf(out, "%s/.gnbs/withdrawn/%s", dir, name);
    return out->failed ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", dir) : GNBS_OK;
}

static gnbs_code_t read_salt(const char *path, char salt[GNBS_DIGEST_HEX],
                             gnbs_err_t *err) {
    char *text;
    size_t n;
    GNBS_TRY(gnbs_text_read(path, SALT_MAX_BYTES, &text, &n, err));
    bool is_good = n == GNBS_DIGEST_HEX && text[n - 1] == '\n' &&
                   strspn(text, "0123456789abcdef") == n - 1;
    if (is_good) {
        memcpy(salt, text, n - 1);
        salt[n - 1] = '\0';
    }
    gnbs_mem_free(text);
    return is_good ? GNBS_OK
                   : gnbs_err_set(err, GNBS_E_DATA,
                                  "%s: was changed: withdrawals cannot be looked up", path);
}

/* The salt lost and tombstones left: who withdrew is not known any more, and nobody may be analysed. */
static gnbs_code_t find_digest(const char *dir, const char *sample,
                               char digest[GNBS_AUDIT_CASE_TEXT], gnbs_err_t *err) {
    char salt[GNBS_DIGEST_HEX];
    gnbs_str_t path;
    gnbs_str_init(&path);
    digest[0] = '\0';
    gnbs_code_t code = place(&path, dir, "", err);
    if (code == GNBS_OK && gnbs_path_is_dir(path.s)) {
        code = place(&path, dir, "salt", err);
        if (code == GNBS_OK) code = read_salt(path.s, salt, err);
        if (code == GNBS_OK)
            gnbs_audit_case(gnbs_digest_content_bytes, salt, sample, digest);
    }
    gnbs_str_clear(&path);
    return code;
}

gnbs_code_t gnbs_run_is_withdrawn(const char *dir, const char *sample, bool *is_withdrawn,
                                  gnbs_err_t *err) {
    char digest[GNBS_AUDIT_CASE_TEXT], name[GNBS_AUDIT_CASE_TEXT + 8];
    gnbs_str_t path;
    *is_withdrawn = false;
    GNBS_TRY(find_digest(dir, sample, digest, err));
    if (digest[0] == '\0') return GNBS_OK;
    gnbs_str_init(&path);
    snprintf(name, sizeof name, "%s.json", digest);
    gnbs_code_t code = place(&path, dir, name, err);
    if (code == GNBS_OK) *is_withdrawn = !gnbs_path_is_absent(path.s);
    gnbs_str_clear(&path);
    return code;
}

gnbs_code_t gnbs_run_refuse_withdrawn(const char *dir, const char *sample,
                                      gnbs_err_t *err) {
    bool is_withdrawn;
    GNBS_TRY(gnbs_run_is_withdrawn(dir, sample, &is_withdrawn, err));
    if (!is_withdrawn) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_CONSENT,
                        "the family of '%s' withdrew; nothing was analysed", sample);
}

static gnbs_code_t make_salt(const char *dir, gnbs_str_t *path, gnbs_err_t *err) {
    char salt[GNBS_DIGEST_HEX];
    gnbs_str_t text;
    GNBS_TRY(place(path, dir, "salt", err));
    if (!gnbs_path_is_absent(path->s)) return GNBS_OK;
    GNBS_TRY(gnbs_digest_random(salt, err));
    gnbs_str_init(&text);
    gnbs_str_printf(&text, "%s\n", salt);
    gnbs_code_t code = gnbs_out_write_text(path->s, &text, err);
    gnbs_str_clear(&text);
    return code;
}

static gnbs_code_t make_folders(const char *dir, gnbs_str_t *path, gnbs_err_t *err) {
    gnbs_str_reset(path);
    gnbs_str_printf(path, "%s/.gnbs", dir);
    if (!path->failed && mkdir(path->s, 0700) != 0 && errno != EEXIST)
        return gnbs_err_set(err, GNBS_E_IO, "%s: %s", path->s, strerror(errno));
    GNBS_TRY(place(path, dir, "", err));
    if (mkdir(path->s, 0700) != 0 && errno != EEXIST)
        return gnbs_err_set(err, GNBS_E_IO, "%s: %s", path->s, strerror(errno));
    return make_salt(dir, path, err);
}

static void print_tombstone(gnbs_str_t *out, const char *digest, const char *by,
                            const char *version) {
    char when[40] = "";
    time_t now = time(NULL);
    struct tm utc;
    gnbs_json_t j;
    if (gmtime_r(&now, &utc) != NULL)
        strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &utc);
    gnbs_json_init(&j, out);
    gnbs_json_object(&j, NULL);
    gnbs_json_text(&j, "schema", "gnbs-withdrawal-1");
    gnbs_json_text(&j, "case", digest);
    gnbs_json_text(&j, "withdrawn", when);
    gnbs_json_text(&j, "by", by);
    gnbs_json_text(&j, "version", version);
    gnbs_json_end(&j);
}

gnbs_code_t gnbs_run_bury(const char *dir, const char *sample, const char *by,
                          const char *version, char digest[GNBS_AUDIT_CASE_TEXT],
                          gnbs_err_t *err) {
    char name[GNBS_AUDIT_CASE_TEXT + 8];
    gnbs_str_t path, text;
    gnbs_str_init(&path);
    gnbs_str_init(&text);
    gnbs_code_t code = make_folders(dir, &path, err);
    if (code == GNBS_OK) code = find_digest(dir, sample, digest, err);
    snprintf(name, sizeof name, "%s.json", digest);
    if (code == GNBS_OK) code = place(&path, dir, name, err);
    if (code == GNBS_OK && gnbs_path_is_absent(path.s)) {
        print_tombstone(&text, digest, by, version);
        code = gnbs_out_write_text(path.s, &text, err);
    }
    gnbs_str_clear(&text);
    gnbs_str_clear(&path);
    return code;
}

/* ---- removal ---------------------------------------------------------------------------------------------------------- */

/* "NB1", "NB1.tmp-33", "NB1.json" and the like, but neither "NB10" nor "NB1-2". */
static bool is_of(const char *name, const char *sample) {
    size_t n = strlen(sample);
    return strncmp(name, sample, n) == 0 && (name[n] == '\0' || name[n] == '.');
}

static long count_files(const char *path) {
    struct stat st;
    if (lstat(path, &st) != 0) return 0;
    if (!S_ISDIR(st.st_mode)) return 1;
    DIR *dir = opendir(path);
    long n = 0;
    if (dir == NULL) return 0;
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        gnbs_str_t inner;
        gnbs_str_init(&inner);
        gnbs_str_printf(&inner, "%s/%s", path, e->d_name);
        if (!inner.failed) n += count_files(inner.s);
        gnbs_str_clear(&inner);
    }
    closedir(dir);
    return n;
}

/* A sample named NB1 may not take NB1.2's folder: what has its own mark of a result is another newborn's. */
static bool is_another_result(const char *path, const char *name, const char *sample) {
    gnbs_str_t mark;
    if (strcmp(name, sample) == 0 || strncmp(name + strlen(sample), ".tmp-", 5) == 0)
        return false;
    gnbs_str_init(&mark);
    gnbs_str_printf(&mark, "%s/provenance.json", path);
    bool is_one = mark.failed || !gnbs_path_is_absent(mark.s);
    gnbs_str_clear(&mark);
    return is_one;
}

static gnbs_code_t remove_in(const char *dir, const char *below, const char *sample,
                             long *n_removed, gnbs_err_t *err) {
    gnbs_str_t folder, path;
    gnbs_str_init(&folder);
    gnbs_str_init(&path);
    gnbs_str_printf(&folder, "%s%s", dir, below);
    DIR *open = folder.failed ? NULL : opendir(folder.s);
    gnbs_code_t code = GNBS_OK;
    for (struct dirent *e; open != NULL && (e = readdir(open)) != NULL;) {
        if (!is_of(e->d_name, sample)) continue;
        gnbs_str_reset(&path);
        gnbs_str_printf(&path, "%s/%s", folder.s, e->d_name);
        if (path.failed || is_another_result(path.s, e->d_name, sample)) continue;
        *n_removed += count_files(path.s);
        gnbs_out_dir_discard(path.s);
        if (!gnbs_path_is_absent(path.s) && code == GNBS_OK)
            code = gnbs_err_set(err, GNBS_E_IO, "%s: cannot be removed: %s", path.s,
                                strerror(errno));
    }
    if (open != NULL && fsync(dirfd(open)) != 0 && errno != EINVAL && code == GNBS_OK)
        code = gnbs_err_set(err, GNBS_E_IO, "%s: cannot be made durable: %s", folder.s,
                            strerror(errno));
    if (open != NULL) closedir(open);
    gnbs_str_clear(&path);
    gnbs_str_clear(&folder);
    return code;
}

gnbs_code_t gnbs_run_remove_results(const char *dir, const char *sample, long *n_removed,
                                    gnbs_err_t *err) {
    *n_removed = 0;
    GNBS_TRY(remove_in(dir, "", sample, n_removed, err));
    return remove_in(dir, "/.gnbs/batch", sample, n_removed, err);
}

/* ---- search -------------------------------------------------------------------------------------------------------------- */

static gnbs_code_t search_in(const char *path, const char *sample, long *n_file,
                             long *n_hit, gnbs_str_t *where, gnbs_err_t *err);

static gnbs_code_t search_one(const char *path, const char *name, const char *sample,
                              long *n_file, long *n_hit, gnbs_str_t *where,
                              gnbs_err_t *err) {
    struct stat st;
    if (lstat(path, &st) != 0) return GNBS_OK; /* gone since */
    bool is_hit = gnbs_grep_bytes(name, strlen(name), sample);
    if (S_ISREG(st.st_mode)) {
        bool is_inside;
        ++*n_file;
        GNBS_TRY(gnbs_grep_file(path, sample, &is_inside, err));
        is_hit = is_hit || is_inside;
    }
    if (is_hit) {
        ++*n_hit;
        gnbs_escape_term(where, path);
        gnbs_str_add_char(where, '\n');
    }
    return S_ISDIR(st.st_mode) ? search_in(path, sample, n_file, n_hit, where, err)
                               : GNBS_OK;
}

static gnbs_code_t search_in(const char *path, const char *sample, long *n_file,
                             long *n_hit, gnbs_str_t *where, gnbs_err_t *err) {
    DIR *dir = opendir(path);
    gnbs_code_t code = GNBS_OK;
    if (dir == NULL) return gnbs_err_set(err, GNBS_E_IO, "%s: %s", path, strerror(errno));
    for (struct dirent *e; code == GNBS_OK && (e = readdir(dir)) != NULL;) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        gnbs_str_t inner;
        gnbs_str_init(&inner);
        gnbs_str_printf(&inner, "%s/%s", path, e->d_name);
        code = inner.failed
                   ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", path)
                   : search_one(inner.s, e->d_name, sample, n_file, n_hit, where, err);
        gnbs_str_clear(&inner);
    }
    closedir(dir);
    return code;
}

gnbs_code_t gnbs_run_search(const char *dir, const char *sample, long *n_file, long *n_hit,
                            gnbs_str_t *where, gnbs_err_t *err) {
    *n_file = *n_hit = 0;
    return search_in(dir, sample, n_file, n_hit, where, err);
}
