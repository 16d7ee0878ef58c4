#include "review/review_scan.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "core/arena.h"
#include "core/mem.h"
#include "core/tree.h"
#include "core/vec.h"
#include "io/digest.h"
#include "io/path.h"
#include "io/text.h"
#include "io/tree_read.h"
#include "report/report_check.h"
#include "report/report_text.h"
#include "review/review_case.h"
#include "review/review_evidence.h"
#include "review/review_keep.h"

enum { MAX_FINDINGS_BYTES = 64 << 20, MAX_TROUBLE_BYTES = 16 << 10 };

typedef struct known { /* a case that stands for its folder */
    int64_t id;
    const char *dir, *stamp;
    bool is_gone, is_here;
} known_t;

typedef struct walk {
    gnbs_review_desk_t *desk;
    gnbs_arena_t arena;
    GNBS_VEC(known_t) known; /* sorted by dir */
    gnbs_str_t trouble;
    gnbs_review_scan_t *counts;
} walk_t;

/* ---- what the desk knows ------------------------------------------------------------------------------------------ */

static int by_dir(const void *a, const void *b) {
    return strcmp(((const known_t *)a)->dir, ((const known_t *)b)->dir);
}

static gnbs_code_t read_known(walk_t *w, gnbs_err_t *err) {
    gnbs_sql_rows_t *rows;
    bool failed = false;
    GNBS_TRY(gnbs_sql_ask(gnbs_review_sql(w->desk), &rows, err,
                          "SELECT id, dir, stamp, is_gone FROM newborn_case WHERE "
                          "replaced_by IS NULL ORDER BY dir, id",
                          ""));
    while (!failed && gnbs_sql_next(rows)) {
        known_t k = {.id = gnbs_sql_int(rows, 0),
                     .dir = gnbs_arena_strdup(&w->arena, gnbs_sql_text(rows, 1)),
                     .stamp = gnbs_arena_strdup(&w->arena, gnbs_sql_text(rows, 2)),
                     .is_gone = gnbs_sql_int(rows, 3) != 0};
        failed = k.dir == NULL || k.stamp == NULL || !GNBS_PUSH(&w->known, k);
    }
    GNBS_TRY(gnbs_sql_end(rows, err));
    if (failed) return gnbs_err_set(err, GNBS_E_NOMEM, "cases of the desk");
    if (w->known.n > 0) qsort(w->known.at, w->known.n, sizeof *w->known.at, by_dir);
    return GNBS_OK;
}

static known_t *find_known(const walk_t *w, const char *dir) {
    known_t key = {.dir = dir};
    if (w->known.n == 0) return NULL;
    return bsearch(&key, w->known.at, w->known.n, sizeof key, by_dir);
}

/* ---- one result --------------------------------------------------------------------------------------------------- */

gnbs_code_t gnbs_review_read_findings(const gnbs_review_desk_t *desk, const char *dir,
                                      char **bytes, size_t *n, char sha256[65],
                                      gnbs_err_t *err) {
    gnbs_str_t path;
    gnbs_str_init(&path);
    gnbs_str_printf(&path, "%s/%s/findings.json", gnbs_review_results(desk), dir);
    gnbs_code_t code = path.failed
                           ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", dir)
                           : gnbs_text_read(path.s, MAX_FINDINGS_BYTES, bytes, n, err);
    gnbs_str_clear(&path);
    if (code == GNBS_OK) gnbs_digest_bytes(*bytes, *n, sha256);
    return code;
}

/* A result as it becomes a case. */
typedef struct found {
    const char *dir, *stamp, *sample, *report_id, *replaces, *made_at;
    char sha256[65];
    const gnbs_tree_t *tree;
} found_t;

static const char *clean(gnbs_arena_t *arena, const char *text) {
    gnbs_str_t out;
    gnbs_str_init(&out);
    gnbs_report_clean(&out, text);
    const char *copy = out.failed ? NULL : gnbs_arena_strdup(arena, gnbs_str_text(&out));
    gnbs_str_clear(&out);
    return copy != NULL ? copy : "";
}

static bool is_finding_id(const char *id) {
    size_t n = strspn(id + (id[0] == 'F'), "0123456789");
    return id[0] == 'F' && n > 0 && n < 6 && id[1 + n] == '\0';
}

static gnbs_code_t check(const found_t *f, gnbs_err_t *err) {
    const gnbs_tree_t *findings = gnbs_tree_get(f->tree, "findings");
    GNBS_TRY(gnbs_report_check_tree(f->tree, err));
    if (f->sample[0] == '\0') return gnbs_err_set(err, GNBS_E_FORMAT, "it names no sample");
    if (findings->n > GNBS_REVIEW_N_ITEM_MAX)
        return gnbs_err_set(err, GNBS_E_FORMAT, "it has more than %d findings",
                            (int)GNBS_REVIEW_N_ITEM_MAX);
    for (size_t i = 0; i < findings->n; i++)
        if (!is_finding_id(gnbs_tree_text(gnbs_tree_at(findings, i), "id")))
            return gnbs_err_set(err, GNBS_E_FORMAT, "a finding's id is not as F1");
    return GNBS_OK;
}

/* When the result was made, by its own account; else when the file was written. */
static const char *made_at(walk_t *w, const char *dir, const struct stat *st) {
    char now[32] = "unknown";
    gnbs_err_t err;
    const gnbs_tree_t *tree;
    const char *path = gnbs_arena_printf(&w->arena, "%s/%s/provenance.json",
                                         gnbs_review_results(w->desk), dir);
    if (path != NULL && !gnbs_path_is_absent(path) &&
        gnbs_tree_read(path, &w->arena, &tree, &err) == GNBS_OK) {
        const char *ended = gnbs_tree_text(tree, "ended");
        if (strlen(ended) == 20 && ended[10] == 'T' && ended[19] == 'Z')
            return clean(&w->arena, ended);
    }
    struct tm tm;
    if (gmtime_r(&st->st_mtime, &tm) != NULL)
        strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%SZ", &tm);
    return clean(&w->arena, now);
}

static gnbs_code_t put_items(walk_t *w, int64_t id, const gnbs_tree_t *tree,
                             gnbs_err_t *err) {
    static const char SQL[] = "INSERT INTO item(newborn_case, item, place, title, gene, "
                              "urgency) VALUES(?, ?, ?, ?, ?, ?)";
    const gnbs_tree_t *findings = gnbs_tree_get(tree, "findings");
    gnbs_sql_t *db = gnbs_review_sql(w->desk);
    if (findings->n == 0)
        return gnbs_sql_run(db, err, SQL, "itittt", id, "R", (int64_t)0,
                            "The result as a whole", "", "");
    for (size_t i = 0; i < findings->n; i++) {
        const gnbs_tree_t *x = gnbs_tree_at(findings, i);
        GNBS_TRY(gnbs_sql_run(db, err, SQL, "itittt", id, gnbs_tree_text(x, "id"),
                              (int64_t)i, clean(&w->arena, gnbs_tree_text(x, "condition")),
                              clean(&w->arena, gnbs_tree_text(x, "gene")),
                              clean(&w->arena, gnbs_tree_text(x, "urgency"))));
    }
    return GNBS_OK;
}

static int urgency_of(const gnbs_tree_t *tree) {
    const gnbs_tree_t *findings = gnbs_tree_get(tree, "findings");
    int most = GNBS_REVIEW_URGENT_NONE;
    for (size_t i = 0; i < findings->n; i++) {
        int u =
            gnbs_review_urgency_of(gnbs_tree_text(gnbs_tree_at(findings, i), "urgency"));
        if (u < most) most = u;
    }
    return most;
}

static gnbs_code_t insert(walk_t *w, const found_t *f, int64_t *id, gnbs_err_t *err) {
    char now[32];
    gnbs_review_clock(now);
    GNBS_TRY(gnbs_sql_run(
        gnbs_review_sql(w->desk), err,
        "INSERT INTO newborn_case(sha256, sample, report_id, dir, stamp, result, "
        "result_text, urgency, n_finding, made_at, seen_at, state) VALUES(?, ?, ?, ?, ?, "
        "?, "
        "?, ?, ?, ?, ?, 0)",
        "tttttttiitt", f->sha256, f->sample, f->report_id, f->dir, f->stamp,
        clean(&w->arena, gnbs_tree_text(f->tree, "summary.result")),
        clean(&w->arena, gnbs_tree_text(f->tree, "summary.result_text")),
        (int64_t)urgency_of(f->tree), (int64_t)gnbs_tree_size(f->tree, "findings"),
        f->made_at, now));
    *id = gnbs_sql_last_id(gnbs_review_sql(w->desk));
    w->counts->n_new++;
    GNBS_TRY(put_items(w, *id, f->tree, err));
    return gnbs_review_keep_pieces(w->desk, *id, f->tree, err);
}

/* Other cases of the folder, and the report that this one amends, stand no more. */
static gnbs_code_t replace_others(walk_t *w, const found_t *f, int64_t id,
                                  gnbs_err_t *err) {
    gnbs_sql_rows_t *rows;
    GNBS_VEC(int64_t) old = {0};
    gnbs_sql_t *db = gnbs_review_sql(w->desk);
    GNBS_TRY(
        gnbs_sql_ask(db, &rows, err,
                     "SELECT id FROM newborn_case WHERE replaced_by IS NULL AND id <> ? "
                     "AND (dir = ? OR (sample = ? AND report_id = ?))",
                     "ittt", id, f->dir, f->sample, f->replaces));
    bool failed = false;
    while (!failed && gnbs_sql_next(rows)) failed = !GNBS_PUSH(&old, gnbs_sql_int(rows, 0));
    gnbs_code_t code = gnbs_sql_end(rows, err);
    if (failed) code = gnbs_err_set(err, GNBS_E_NOMEM, "%s", f->dir);
    for (size_t i = 0; code == GNBS_OK && i < old.n; i++) {
        char detail[80];
        snprintf(detail, sizeof detail, "case %" PRId64 " replaced by case %" PRId64,
                 old.at[i], id);
        code = gnbs_sql_run(db, err, "UPDATE newborn_case SET replaced_by = ? WHERE id = ?",
                            "ii", id, old.at[i]);
        if (code == GNBS_OK) code = gnbs_review_settle(w->desk, old.at[i], err);
        const gnbs_review_event_t event = {"desk", "desk", f->sample, detail};
        if (code == GNBS_OK) code = gnbs_review_note(w->desk, &event, err);
    }
    GNBS_VEC_CLEAR(&old);
    return code;
}

static gnbs_code_t put(walk_t *w, const found_t *f, gnbs_err_t *err) {
    gnbs_sql_t *db = gnbs_review_sql(w->desk);
    int64_t id;
    char detail[80];
    GNBS_TRY(gnbs_sql_number(
        db, &id, 0, err, "SELECT id FROM newborn_case WHERE sha256 = ?", "t", f->sha256));
    bool is_new = id == 0;
    if (is_new)
        GNBS_TRY(insert(w, f, &id, err));
    else
        GNBS_TRY(gnbs_sql_run(db, err,
                              "UPDATE newborn_case SET dir = ?, stamp = ?, is_gone = 0, "
                              "replaced_by = NULL WHERE id = ?",
                              "tti", f->dir, f->stamp, id));
    GNBS_TRY(replace_others(w, f, id, err));
    if (is_new) return GNBS_OK; /* that it was made, gnbs run has logged */
    GNBS_TRY(gnbs_review_settle(w->desk, id, err));
    snprintf(detail, sizeof detail, "case %" PRId64 " is on the desk again", id);
    const gnbs_review_event_t event = {"desk", "desk", f->sample, detail};
    return gnbs_review_note(w->desk, &event, err);
}

static gnbs_code_t take_result(walk_t *w, const char *dir, const char *stamp,
                               const struct stat *st, gnbs_err_t *err) {
    found_t f = {.dir = dir, .stamp = stamp};
    char *bytes;
    size_t n;
    GNBS_TRY(gnbs_review_read_findings(w->desk, dir, &bytes, &n, f.sha256, err));
    gnbs_arena_t parsed; /* of one result; what is kept of it goes to the walk's arena */
    gnbs_arena_init(&parsed);
    gnbs_code_t code = gnbs_tree_parse("findings.json", bytes, n, &parsed, &f.tree, err);
    gnbs_mem_free(bytes);
    if (code == GNBS_OK) {
        f.sample = clean(&w->arena, gnbs_tree_text(f.tree, "sample"));
        f.report_id = clean(&w->arena, gnbs_tree_text(f.tree, "report.id"));
        f.replaces = clean(&w->arena, gnbs_tree_text(f.tree, "report.replaces.id"));
        code = check(&f, err);
    }
    if (code == GNBS_OK) {
        f.made_at = made_at(w, dir, st);
        gnbs_review_lock(w->desk);
        code = gnbs_sql_begin(gnbs_review_sql(w->desk), err);
        if (code == GNBS_OK) code = put(w, &f, err);
        code = gnbs_review_finish(w->desk, code, err);
        gnbs_review_unlock(w->desk);
    }
    gnbs_arena_clear(&parsed);
    return code;
}

/* ---- the folder --------------------------------------------------------------------------------------------------- */

static void add_trouble(walk_t *w, const char *dir, const char *why) {
    w->counts->n_bad++;
    if (w->trouble.n > MAX_TROUBLE_BYTES) return; /* counted, if not named */
    gnbs_report_clean(&w->trouble, dir);
    gnbs_str_add(&w->trouble, ": ");
    gnbs_report_clean(&w->trouble, why);
    gnbs_str_add_char(&w->trouble, '\n');
}

static const char *stamp_of(const struct stat *st, gnbs_arena_t *arena) {
    return gnbs_arena_printf(arena, "%lld-%lld.%09ld-%llu", (long long)st->st_size,
                             (long long)st->st_mtim.tv_sec, st->st_mtim.tv_nsec,
                             (unsigned long long)st->st_ino);
}

bool gnbs_review_stamp(const gnbs_review_desk_t *desk, const char *dir, gnbs_arena_t *arena,
                       const char **stamp) {
    struct stat st;
    const char *path =
        gnbs_arena_printf(arena, "%s/%s/findings.json", gnbs_review_results(desk), dir);
    if (path == NULL || stat(path, &st) != 0) return false;
    *stamp = stamp_of(&st, arena);
    return *stamp != NULL;
}

static gnbs_code_t take_folder(walk_t *w, const char *dir, gnbs_err_t *err) {
    struct stat st;
    const char *path = gnbs_arena_printf(&w->arena, "%s/%s/findings.json",
                                         gnbs_review_results(w->desk), dir);
    if (path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", dir);
    if (stat(path, &st) != 0) return GNBS_OK; /* no result, or taken away as we look */
    w->counts->n_folder++;
    const char *stamp = stamp_of(&st, &w->arena);
    if (stamp == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", dir);
    known_t *k = find_known(w, dir);
    if (k != NULL) k->is_here = true;
    if (k != NULL && !k->is_gone && strcmp(k->stamp, stamp) == 0) return GNBS_OK;
    gnbs_err_t why;
    gnbs_code_t code = take_result(w, dir, stamp, &st, &why);
    if (code == GNBS_E_FORMAT || code == GNBS_E_DATA || code == GNBS_E_IO) {
        add_trouble(w, dir, why.msg);
        return GNBS_OK;
    }
    if (code != GNBS_OK && err != NULL) *err = why;
    return code;
}

static gnbs_code_t take_folders(walk_t *w, gnbs_err_t *err) {
    const char *results = gnbs_review_results(w->desk);
    DIR *d = opendir(results);
    if (d == NULL) return gnbs_err_set(err, GNBS_E_IO, "%s: %s", results, strerror(errno));
    gnbs_code_t code = GNBS_OK;
    for (struct dirent *e; code == GNBS_OK && (e = readdir(d)) != NULL;) {
        if (e->d_name[0] == '.') continue; /* our own folder, and results half made */
        const char *dir = gnbs_arena_strdup(&w->arena, e->d_name);
        code = dir == NULL ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", results)
                           : take_folder(w, dir, err);
    }
    closedir(d);
    return code;
}

static gnbs_code_t take_away(walk_t *w, const known_t *k, gnbs_err_t *err) {
    gnbs_sql_t *db = gnbs_review_sql(w->desk);
    char detail[80];
    GNBS_TRY(gnbs_sql_begin(db, err));
    gnbs_code_t code = gnbs_sql_run(
        db, err, "UPDATE newborn_case SET is_gone = 1 WHERE id = ?", "i", k->id);
    if (code == GNBS_OK) code = gnbs_review_settle(w->desk, k->id, err);
    snprintf(detail, sizeof detail, "case %" PRId64 ": its result was taken away", k->id);
    const gnbs_review_event_t event = {"desk", "desk", NULL, detail};
    if (code == GNBS_OK) code = gnbs_review_note(w->desk, &event, err);
    w->counts->n_gone++;
    return gnbs_review_finish(w->desk, code, err);
}

static gnbs_code_t end_walk(walk_t *w, gnbs_err_t *err) {
    gnbs_code_t code = GNBS_OK;
    for (size_t i = 0; code == GNBS_OK && i < w->known.n; i++)
        if (!w->known.at[i].is_here && !w->known.at[i].is_gone)
            code = take_away(w, &w->known.at[i], err);
    if (code != GNBS_OK) return code;
    return gnbs_sql_run(
        gnbs_review_sql(w->desk), err,
        "INSERT INTO meta(key, value) VALUES('trouble', ?1) ON CONFLICT(key) "
        "DO UPDATE SET value = ?1 WHERE value <> ?1",
        "t", gnbs_str_text(&w->trouble));
}

gnbs_code_t gnbs_review_scan(gnbs_review_desk_t *desk, gnbs_review_scan_t *scan,
                             gnbs_err_t *err) {
    walk_t w = {.desk = desk, .counts = scan};
    memset(scan, 0, sizeof *scan);
    gnbs_arena_init(&w.arena);
    gnbs_str_init(&w.trouble);
    gnbs_review_lock(desk);
    gnbs_code_t code = read_known(&w, err);
    gnbs_review_unlock(desk);
    if (code == GNBS_OK) code = take_folders(&w, err);
    if (code == GNBS_OK) {
        gnbs_review_lock(desk);
        code = end_walk(&w, err);
        if (code == GNBS_OK) code = gnbs_review_keep_all(desk, err);
        gnbs_review_unlock(desk);
    }
    GNBS_VEC_CLEAR(&w.known);
    gnbs_str_clear(&w.trouble);
    gnbs_arena_clear(&w.arena);
    return code;
}

gnbs_code_t gnbs_review_trouble(gnbs_review_desk_t *desk, gnbs_str_t *out,
                                gnbs_err_t *err) {
    gnbs_sql_rows_t *rows;
    GNBS_TRY(gnbs_sql_ask(gnbs_review_sql(desk), &rows, err,
                          "SELECT value FROM meta WHERE key = 'trouble'", ""));
    if (gnbs_sql_next(rows)) gnbs_str_add(out, gnbs_sql_text(rows, 0));
    return gnbs_sql_end(rows, err);
}
