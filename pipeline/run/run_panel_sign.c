#include "run/run_panel_sign.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/vec.h"
#include "io/digest.h"
#include "io/out.h"
#include "io/path.h"
#include "io/table_read.h"
#include "io/text.h"
#include "panel/panel_history.h"
#include "panel/panel_terms.h"
#include "run/run_panel.h"

enum { MAX_FILE_BYTES = 1 << 20 };
static const char SUMS[] = "SHA256SUMS", HISTORY[] = "HISTORY.tsv", SUFFIX[] = ".minisig";

typedef struct trusted_key {
    const char *name; /* of the file, without .pub */
    gnbs_sign_public_t key;
} trusted_key_t;

typedef struct desk { /* one panel's signatures while they are looked at */
    gnbs_arena_t *arena;
    const char *dir; /* the panel's folder, "" or with a slash at its end */
    char *sums;      /* the text that is signed */
    size_t n_sums;
    size_t n_key;
    trusted_key_t *key;
    gnbs_panel_history_t history;
    gnbs_err_t *err;
} desk_t;

static gnbs_code_t no_memory(desk_t *d) {
    return gnbs_err_set(d->err, GNBS_E_NOMEM, "signatures");
}

static gnbs_code_t read_file(desk_t *d, const char *path, char **text, size_t *n) {
    char *bytes;
    GNBS_TRY(gnbs_text_read(path, MAX_FILE_BYTES, &bytes, n, d->err));
    *text = gnbs_arena_strndup(d->arena, bytes, *n);
    gnbs_mem_free(bytes);
    return *text != NULL ? GNBS_OK : no_memory(d);
}

static const char *beside(desk_t *d, const char *name) {
    return gnbs_arena_printf(d->arena, "%s%s", d->dir, name);
}

static gnbs_code_t open_desk(desk_t *d, const char *panel_tsv) {
    const char *slash = strrchr(panel_tsv, '/');
    d->dir = gnbs_arena_strndup(d->arena, panel_tsv,
                                slash != NULL ? (size_t)(slash - panel_tsv) + 1 : 0);
    if (d->dir == NULL) return no_memory(d);
    return gnbs_run_print_panel_sums(panel_tsv, d->arena, &d->sums, &d->n_sums, d->err);
}

/* ---- names of a folder, sorted ------------------------------------------------------------------------------------ */

typedef GNBS_VEC(const char *) names_t;

static int by_name(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool has_ends(const char *name, const char *prefix, const char *suffix) {
    size_t n = strlen(name), n_suffix = strlen(suffix);
    return strncmp(name, prefix, strlen(prefix)) == 0 && n > strlen(prefix) + n_suffix &&
           strcmp(name + n - n_suffix, suffix) == 0;
}

static gnbs_code_t list_names(desk_t *d, const char *dir, const char *prefix,
                              const char *suffix, names_t *names) {
    DIR *open = opendir(dir[0] != '\0' ? dir : ".");
    gnbs_code_t code = GNBS_OK;
    if (open == NULL)
        return gnbs_err_set(d->err, GNBS_E_IO, "%s: %s", dir, strerror(errno));
    for (struct dirent *e; code == GNBS_OK && (e = readdir(open)) != NULL;) {
        if (e->d_name[0] == '.' || !has_ends(e->d_name, prefix, suffix)) continue;
        const char *name = gnbs_arena_strdup(d->arena, e->d_name);
        if (name == NULL || !GNBS_PUSH(names, name)) code = no_memory(d);
    }
    closedir(open);
    if (names->n > 1) qsort(names->at, names->n, sizeof *names->at, by_name);
    return code;
}

/* ---- trusted keys --------------------------------------------------------------------------------------------------- */

static gnbs_code_t read_key(desk_t *d, const char *dir, const char *file) {
    trusted_key_t *key = &d->key[d->n_key];
    const char *path = gnbs_arena_printf(d->arena, "%s/%s", dir, file);
    char *text;
    size_t n;
    if (path == NULL) return no_memory(d);
    GNBS_TRY(read_file(d, path, &text, &n));
    GNBS_TRY(gnbs_sign_parse_public(path, text, &key->key, d->err));
    key->name = gnbs_arena_strndup(d->arena, file, strlen(file) - strlen(".pub"));
    if (key->name == NULL) return no_memory(d);
    for (size_t i = 0; i < d->n_key; i++)
        if (memcmp(d->key[i].key.key, key->key.key, sizeof key->key.key) == 0)
            return gnbs_err_set(
                d->err, GNBS_E_DATA,
                "%s: the key of %s under another name: one key is one person", path,
                d->key[i].name);
    d->n_key++;
    return GNBS_OK;
}

static gnbs_code_t read_keys(desk_t *d, const char *dir) {
    names_t names = {0};
    if (dir == NULL || dir[0] == '\0') return GNBS_OK;
    gnbs_code_t code = list_names(d, dir, "", ".pub", &names);
    if (code != GNBS_OK) {
        gnbs_err_ctx(d->err, "trusted keys");
    } else {
        d->key = GNBS_NEW(d->arena, trusted_key_t, names.n);
        if (d->key == NULL) code = no_memory(d);
    }
    for (size_t i = 0; i < names.n && code == GNBS_OK; i++)
        code = read_key(d, dir, names.at[i]);
    GNBS_VEC_CLEAR(&names);
    return code;
}

static const trusted_key_t *find_key(const desk_t *d, const uint8_t id[8]) {
    for (size_t i = 0; i < d->n_key; i++)
        if (memcmp(d->key[i].key.id, id, 8) == 0) return &d->key[i];
    return NULL;
}

/* ---- the history ------------------------------------------------------------------------------------------------------ */

/* No file is an empty history; one that is broken is a verdict, in *fault. */
static gnbs_code_t read_history(desk_t *d, const char **fault) {
    const char *path = beside(d, HISTORY);
    gnbs_table_t *table = GNBS_NEW(d->arena, gnbs_table_t, 1);
    gnbs_err_t why = {0};
    *fault = "";
    if (path == NULL || table == NULL) return no_memory(d);
    if (gnbs_path_is_absent(path)) return GNBS_OK;
    gnbs_code_t code = gnbs_table_read(path, '\t', d->arena, table, &why);
    if (code == GNBS_OK)
        code =
            gnbs_panel_history_read(table, gnbs_digest_bytes, d->arena, &d->history, &why);
    if (code == GNBS_OK) return GNBS_OK;
    *fault = gnbs_arena_strdup(d->arena, why.msg);
    return *fault != NULL ? GNBS_OK : no_memory(d);
}

/* The word behind "history=" in a trusted comment is the chain of the signature's own line. */
static const gnbs_panel_entry_t *entry_of(const desk_t *d, const char *key_id,
                                          const char *trusted, const char *panel_sha256) {
    static const char MARK[] = " history=";
    const char *at = strstr(trusted, MARK);
    if (at == NULL) return NULL;
    at += sizeof MARK - 1;
    for (size_t i = 0; i < d->history.n; i++) {
        const gnbs_panel_entry_t *e = &d->history.entry[i];
        if (strncmp(e->chain, at, 64) == 0 && strcmp(e->key, key_id) == 0 &&
            strcmp(e->panel_sha256, panel_sha256) == 0)
            return e;
    }
    return NULL;
}

/* ---- verdicts ----------------------------------------------------------------------------------------------------------- */

static gnbs_code_t judge(desk_t *d, const char *file, const char *panel_sha256,
                         const char *history_fault, gnbs_run_signature_t *s) {
    gnbs_signature_t signature;
    gnbs_err_t why = {0};
    char *text, id[GNBS_SIGN_ID_TEXT];
    size_t n;
    const char *path = beside(d, file);
    *s = (gnbs_run_signature_t){
        .file = file, .key_id = "", .who = "", .said = "", .why = ""};
    if (path == NULL) return no_memory(d);
    GNBS_TRY(read_file(d, path, &text, &n));
    if (gnbs_sign_parse_signature(file, text, &signature, &why) != GNBS_OK) {
        s->why = gnbs_arena_strdup(d->arena, why.msg);
        return s->why != NULL ? GNBS_OK : no_memory(d);
    }
    gnbs_sign_print_id(signature.id, id);
    s->key_id = gnbs_arena_strdup(d->arena, id);
    const trusted_key_t *key = find_key(d, signature.id);
    if (s->key_id == NULL) return no_memory(d);
    if (key == NULL) {
        s->why =
            d->n_key == 0 ? "no trusted keys were given" : "the key is not a trusted one";
        return GNBS_OK;
    }
    s->who = key->name;
    if (gnbs_sign_check(&signature, &key->key, d->sums, d->n_sums, &why) != GNBS_OK) {
        s->why = gnbs_arena_strdup(d->arena, why.msg);
        return s->why != NULL ? GNBS_OK : no_memory(d);
    }
    s->said = gnbs_arena_strdup(d->arena, signature.trusted);
    if (s->said == NULL) return no_memory(d);
    if (history_fault[0] != '\0')
        s->why = history_fault;
    else if (entry_of(d, s->key_id, s->said, panel_sha256) == NULL)
        s->why = "HISTORY.tsv has no line of this signature";
    s->is_good = s->why[0] == '\0';
    return GNBS_OK;
}

/* What is missing before the panel is signed off. */
static const char *what_is_missing(const desk_t *d, const gnbs_panel_t *panel,
                                   const gnbs_run_signatures_t *found) {
    if (strcmp(panel->status, "signed-off") != 0) return "the panel says ##status=draft";
    if (found->n == 0) return "nobody has signed it";
    if (d->n_key == 0) return "no trusted keys were given, so that no signature counts";
    if (found->n_good == 0) return "none of its signatures counts";
    if (found->n_good < GNBS_SIGNATURES_NEEDED)
        return "one signature counts, and two people must sign";
    return "";
}

static gnbs_code_t judge_all(desk_t *d, const gnbs_panel_t *panel, const names_t *files,
                             gnbs_run_signatures_t *found) {
    const char *fault;
    gnbs_run_signature_t *s = GNBS_NEW(d->arena, gnbs_run_signature_t, files->n);
    if (s == NULL) return no_memory(d);
    GNBS_TRY(read_history(d, &fault));
    for (size_t i = 0; i < files->n; i++) {
        GNBS_TRY(judge(d, files->at[i], panel->sha256, fault, &s[i]));
        for (size_t k = 0; k < i; k++) /* a key counts once, under whatever file name */
            if (s[i].is_good && s[k].is_good && strcmp(s[k].key_id, s[i].key_id) == 0) {
                s[i].is_good = false;
                s[i].why = "the same key has signed already";
            }
        found->n_good += s[i].is_good;
    }
    found->n = files->n;
    found->signature = s;
    found->why = what_is_missing(d, panel, found);
    found->is_signed_off = found->why[0] == '\0';
    return GNBS_OK;
}

gnbs_code_t gnbs_run_check_signatures(const char *keys, gnbs_arena_t *arena,
                                      gnbs_panel_t *panel, gnbs_run_signatures_t *found,
                                      gnbs_err_t *err) {
    desk_t d = {.arena = arena, .err = err};
    names_t files = {0};
    *found = (gnbs_run_signatures_t){.why = ""};
    panel->is_signed = false;
    GNBS_TRY(open_desk(&d, panel->path));
    GNBS_TRY(read_keys(&d, keys));
    gnbs_code_t code = list_names(&d, d.dir, "SHA256SUMS.", SUFFIX, &files);
    if (code == GNBS_OK) code = judge_all(&d, panel, &files, found);
    GNBS_VEC_CLEAR(&files);
    panel->is_signed = code == GNBS_OK && found->is_signed_off;
    return code;
}

/* ---- signing --------------------------------------------------------------------------------------------------------------- */

static gnbs_code_t write_text(desk_t *d, const char *name, const gnbs_str_t *text) {
    const char *path = beside(d, name);
    if (path == NULL || text->failed) return no_memory(d);
    return gnbs_out_write_text(path, text, d->err);
}

static gnbs_code_t check_request(const gnbs_run_sign_t *job, gnbs_err_t *err) {
    if (!gnbs_panel_is_date(job->date))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "panel sign: --date '%s': expected YYYY-MM-DD", job->date);
    if (job->by[0] == '\0' || strpbrk(job->by, "\t\r\n=") != NULL)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "panel sign: --by '%s': expected a name, without TAB, line end "
                            "or =",
                            job->by);
    return GNBS_OK;
}

/* Its file is there, and is its signature of these very bytes. */
static gnbs_code_t refuse_second(desk_t *d, const gnbs_sign_secret_t *secret,
                                 const char *key_id) {
    const char *path =
        gnbs_arena_printf(d->arena, "%s%s.%s%s", d->dir, SUMS, key_id, SUFFIX);
    gnbs_signature_t signature;
    gnbs_sign_public_t key;
    char *text;
    size_t n;
    if (path == NULL) return no_memory(d);
    if (gnbs_path_is_absent(path)) return GNBS_OK;
    GNBS_TRY(read_file(d, path, &text, &n));
    gnbs_sign_public_of(secret, &key);
    if (gnbs_sign_parse_signature(path, text, &signature, NULL) != GNBS_OK ||
        gnbs_sign_check(&signature, &key, d->sums, d->n_sums, NULL) != GNBS_OK)
        return GNBS_OK; /* of an earlier state of the panel */
    return gnbs_err_set(d->err, GNBS_E_DATA,
                        "%s: this key has signed the panel as it is already", path);
}

static gnbs_code_t check_name(const gnbs_panel_t *panel, gnbs_err_t *err) {
    const char *slash = strrchr(panel->path, '/');
    if (strcmp(slash != NULL ? slash + 1 : panel->path, "panel.tsv") == 0) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_USAGE,
                        "%s: a signed panel is a folder whose table is called panel.tsv",
                        panel->path);
}

/* The history first: a signature without its line does not count, a line without its signature harms nothing. */
static gnbs_code_t write_signature(desk_t *d, const gnbs_run_sign_t *job,
                                   const gnbs_panel_t *panel, const char *key_id,
                                   gnbs_err_t *err) {
    gnbs_panel_entry_t entry = {.date = job->date,
                                .version = panel->version,
                                .panel_sha256 = panel->sha256,
                                .by = job->by,
                                .key = key_id,
                                .note = job->note};
    gnbs_str_t history, sums, signature;
    char chain[65];
    gnbs_str_init(&history);
    gnbs_str_init(&sums);
    gnbs_str_init(&signature);
    gnbs_str_add_n(&sums, d->sums, d->n_sums);
    gnbs_code_t code = gnbs_panel_history_append(&d->history, &entry, gnbs_digest_bytes,
                                                 &history, chain, err);
    const char *name = gnbs_arena_printf(d->arena, "%s.%s%s", SUMS, key_id, SUFFIX);
    const char *trusted =
        code != GNBS_OK
            ? NULL
            : gnbs_arena_printf(d->arena,
                                "gnbs panel=%s version=%s sha256=%s date=%s by=%s "
                                "history=%s",
                                panel->name, panel->version, panel->sha256, job->date,
                                job->by, chain);
    if (code == GNBS_OK && (name == NULL || trusted == NULL)) code = no_memory(d);
    if (code == GNBS_OK)
        code = gnbs_sign_make(&signature, job->secret, d->sums, d->n_sums,
                              "signature of a gnbs panel (minisign)", trusted, false, err);
    if (code == GNBS_OK) code = write_text(d, SUMS, &sums);
    if (code == GNBS_OK) code = write_text(d, HISTORY, &history);
    if (code == GNBS_OK) code = write_text(d, name, &signature);
    gnbs_str_clear(&history);
    gnbs_str_clear(&sums);
    gnbs_str_clear(&signature);
    return code;
}

static gnbs_code_t sign_panel(const gnbs_run_sign_t *job, gnbs_arena_t *arena,
                              gnbs_str_t *say, gnbs_err_t *err) {
    desk_t d = {.arena = arena, .err = err};
    gnbs_panel_t panel;
    const char *fault;
    char key_id[GNBS_SIGN_ID_TEXT];
    GNBS_TRY(check_request(job, err));
    GNBS_TRY(gnbs_run_load_panel(job->path, arena, &panel, err));
    GNBS_TRY(check_name(&panel, err));
    GNBS_TRY(open_desk(&d, panel.path));
    GNBS_TRY(read_history(&d, &fault));
    if (fault[0] != '\0') return gnbs_err_set(err, GNBS_E_DATA, "%s", fault);
    gnbs_sign_print_id(job->secret->id, key_id);
    GNBS_TRY(refuse_second(&d, job->secret, key_id));
    GNBS_TRY(write_signature(&d, job, &panel, key_id, err));
    gnbs_str_printf(say, "%s %s, sha256 %s: signed by %s with key %s\n", panel.name,
                    panel.version, panel.sha256, job->by, key_id);
    if (strcmp(panel.status, "signed-off") != 0)
        gnbs_str_add(say,
                     "the panel says ##status=draft: it stays a draft however many sign\n");
    return GNBS_OK;
}

gnbs_code_t gnbs_run_sign_panel(const gnbs_run_sign_t *job, gnbs_str_t *say,
                                gnbs_err_t *err) {
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_code_t code = sign_panel(job, &arena, say, err);
    gnbs_arena_clear(&arena);
    return code;
}
