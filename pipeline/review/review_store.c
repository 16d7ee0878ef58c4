#include "review/review_store.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "core/arena.h"
#include "core/mem.h"
#include "core/str.h"
#include "core/vec.h"
#include "io/ledger.h"
#include "io/path.h"
#include "run/run_audit.h"

enum { TAIL_BYTES = 4 << 20, TAG_TEXT = 9 };

static const char SCHEMA[] =
    "CREATE TABLE meta(key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE account(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, full_name "
    "TEXT "
    "NOT NULL, roles INTEGER NOT NULL, hash TEXT NOT NULL, closed INTEGER NOT NULL DEFAULT "
    "0, era INTEGER NOT NULL DEFAULT 1, made_at TEXT NOT NULL);"
    "CREATE TABLE newborn_case(id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, sample "
    "TEXT NOT NULL, report_id TEXT NOT NULL, dir TEXT NOT NULL, stamp TEXT NOT NULL, "
    "result "
    "TEXT NOT NULL, result_text TEXT NOT NULL, urgency INTEGER NOT NULL, n_finding INTEGER "
    "NOT NULL, made_at TEXT NOT NULL, seen_at TEXT NOT NULL, state INTEGER NOT NULL, "
    "version "
    "INTEGER NOT NULL DEFAULT 1, round INTEGER NOT NULL DEFAULT 1, is_signed INTEGER NOT "
    "NULL DEFAULT 0, replaced_by INTEGER REFERENCES newborn_case(id), is_gone INTEGER NOT "
    "NULL DEFAULT 0, is_kept INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX case_queue ON newborn_case(state, urgency, made_at, id);"
    "CREATE INDEX case_sample ON newborn_case(sample);"
    "CREATE INDEX case_dir ON newborn_case(dir);"
    "CREATE TABLE item(newborn_case INTEGER NOT NULL REFERENCES newborn_case(id), item "
    "TEXT "
    "NOT NULL, place INTEGER NOT NULL, title TEXT NOT NULL, gene TEXT NOT NULL, urgency "
    "TEXT "
    "NOT NULL, PRIMARY KEY(newborn_case, item)) WITHOUT ROWID;"
    "CREATE TABLE piece(newborn_case INTEGER NOT NULL REFERENCES newborn_case(id), kind "
    "INTEGER "
    "NOT NULL, version TEXT NOT NULL, marks TEXT NOT NULL, html TEXT NOT NULL, PRIMARY "
    "KEY(newborn_case, kind));"
    "CREATE TABLE decision(id INTEGER PRIMARY KEY, newborn_case INTEGER NOT NULL, item "
    "TEXT "
    "NOT NULL, round INTEGER NOT NULL, account INTEGER NOT NULL REFERENCES account(id), "
    "choice INTEGER NOT NULL, comment TEXT NOT NULL, at TEXT NOT NULL, FOREIGN "
    "KEY(newborn_case, item) REFERENCES item(newborn_case, item));"
    "CREATE INDEX decision_case ON decision(newborn_case, id);"
    "CREATE TABLE ruling(id INTEGER PRIMARY KEY, newborn_case INTEGER NOT NULL REFERENCES "
    "newborn_case(id), round INTEGER NOT NULL, account INTEGER NOT NULL REFERENCES "
    "account(id), is_signed INTEGER NOT NULL, comment TEXT NOT NULL, at TEXT NOT NULL);"
    "CREATE INDEX ruling_case ON ruling(newborn_case, id);"
    "CREATE TABLE second_sample(id INTEGER PRIMARY KEY, newborn_case INTEGER NOT NULL, "
    "item "
    "TEXT NOT NULL, account INTEGER NOT NULL REFERENCES account(id), result INTEGER NOT "
    "NULL, comment TEXT NOT NULL, at TEXT NOT NULL, FOREIGN KEY(newborn_case, item) "
    "REFERENCES item(newborn_case, item));"
    "CREATE INDEX second_sample_case ON second_sample(newborn_case, id);"
    "CREATE TABLE event(id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT "
    "NOT "
    "NULL, what TEXT NOT NULL, sample TEXT, detail TEXT NOT NULL, is_logged INTEGER NOT "
    "NULL "
    "DEFAULT 0);"
    "CREATE INDEX event_unlogged ON event(id) WHERE is_logged = 0;";

static const gnbs_sql_kind_t KIND = {"review desk", 0x474E4244 /* "GNBD" */, 1, SCHEMA};

/* A look that waits for its line in the log. */
typedef struct look {
    gnbs_run_audit_entry_t entry;
    gnbs_code_t code;
    gnbs_err_t *err;
    bool is_done;
    struct look *next;
} look_t;

struct gnbs_review_desk {
    pthread_mutex_t lock;
    pthread_mutex_t look_lock;
    pthread_cond_t looks_done;
    look_t *looks; /* not taken yet, the newest first */
    bool is_writing_looks;
    gnbs_arena_t arena; /* of the names below */
    gnbs_sql_t *db;
    const char *results, *folder, *log, *version;
    char tag[TAG_TEXT]; /* tells this desk's entries from those of another, made anew */
    gnbs_secret_cost_t cost;
    bool must_look; /* an entry may be in the log though the desk does not know */
};

gnbs_sql_t *gnbs_review_sql(gnbs_review_desk_t *desk) { return desk->db; }
const char *gnbs_review_results(const gnbs_review_desk_t *desk) { return desk->results; }
const char *gnbs_review_folder(const gnbs_review_desk_t *desk) { return desk->folder; }
const char *gnbs_review_program_version(const gnbs_review_desk_t *desk) {
    return desk->version;
}
gnbs_secret_cost_t gnbs_review_cost(const gnbs_review_desk_t *desk) { return desk->cost; }
void gnbs_review_lock(gnbs_review_desk_t *desk) { pthread_mutex_lock(&desk->lock); }
void gnbs_review_unlock(gnbs_review_desk_t *desk) { pthread_mutex_unlock(&desk->lock); }

void gnbs_review_clock(char now[32]) {
    time_t t = time(NULL);
    struct tm tm;
    if (gmtime_r(&t, &tm) == NULL || strftime(now, 32, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
        strcpy(now, "unknown");
}

/* ---- opening ------------------------------------------------------------------------------------------------------ */

static gnbs_code_t read_tag(gnbs_review_desk_t *desk, gnbs_err_t *err) {
    char token[GNBS_SECRET_TOKEN], mac[GNBS_SECRET_MAC];
    gnbs_sql_rows_t *rows;
    GNBS_TRY(gnbs_secret_token(token, err));
    gnbs_secret_mac(token, "desk", mac); /* a token has signs that a log's word has not */
    mac[TAG_TEXT - 1] = '\0';
    GNBS_TRY(gnbs_sql_run(desk->db, err,
                          "INSERT OR IGNORE INTO meta(key, value) VALUES('tag', ?)", "t",
                          mac));
    GNBS_TRY(
        gnbs_sql_ask(desk->db, &rows, err, "SELECT value FROM meta WHERE key = 'tag'", ""));
    if (gnbs_sql_next(rows))
        snprintf(desk->tag, sizeof desk->tag, "%s", gnbs_sql_text(rows, 0));
    return gnbs_sql_end(rows, err);
}

static gnbs_code_t open_files(gnbs_review_desk_t *desk, gnbs_err_t *err) {
    gnbs_arena_t *arena = &desk->arena;
    if (!gnbs_path_is_dir(desk->results))
        return gnbs_err_set(err, GNBS_E_IO, "%s: is no folder of results", desk->results);
    desk->folder = gnbs_arena_printf(arena, "%s/.gnbs", desk->results);
    const char *path = gnbs_arena_printf(arena, "%s/.gnbs/desk.sqlite3", desk->results);
    desk->log = gnbs_run_audit_path(arena, desk->results);
    if (desk->folder == NULL || path == NULL || desk->log == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s", desk->results);
    if (mkdir(desk->folder, 0700) != 0 && errno != EEXIST)
        return gnbs_err_set(err, GNBS_E_IO, "%s: %s", desk->folder, strerror(errno));
    GNBS_TRY(gnbs_sql_open(path, &KIND, &desk->db, err));
    GNBS_TRY(read_tag(desk, err));
    return gnbs_review_flush(desk, err);
}

gnbs_code_t gnbs_review_open(const gnbs_review_desk_opt_t *opt, gnbs_review_desk_t **out,
                             gnbs_err_t *err) {
    *out = NULL;
    gnbs_review_desk_t *desk = gnbs_mem_alloc(1, sizeof *desk);
    if (desk == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", opt->results);
    pthread_mutex_init(&desk->lock, NULL);
    pthread_mutex_init(&desk->look_lock, NULL);
    pthread_cond_init(&desk->looks_done, NULL);
    gnbs_arena_init(&desk->arena);
    desk->must_look = true;
    desk->cost = opt->cost.passes > 0 ? opt->cost : gnbs_secret_cost_default();
    desk->results = gnbs_arena_strdup(&desk->arena, opt->results);
    desk->version = gnbs_arena_strdup(&desk->arena, opt->version);
    gnbs_code_t code = desk->results == NULL || desk->version == NULL
                           ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", opt->results)
                           : open_files(desk, err);
    if (code == GNBS_OK)
        *out = desk;
    else
        gnbs_review_close(desk);
    return code;
}

void gnbs_review_close(gnbs_review_desk_t *desk) {
    if (desk == NULL) return;
    gnbs_sql_close(desk->db);
    gnbs_arena_clear(&desk->arena);
    pthread_cond_destroy(&desk->looks_done);
    pthread_mutex_destroy(&desk->look_lock);
    pthread_mutex_destroy(&desk->lock);
    gnbs_mem_free(desk);
}

/* ---- the log ------------------------------------------------------------------------------------------------------ */

gnbs_code_t gnbs_review_note(gnbs_review_desk_t *desk, const gnbs_review_event_t *event,
                             gnbs_err_t *err) {
    char now[32];
    gnbs_review_clock(now);
    return gnbs_sql_run(
        desk->db, err,
        "INSERT INTO event(at, who, what, sample, detail) VALUES(?, ?, ?, ?, ?)", "ttttt",
        now, event->who, event->what, event->sample, event->detail);
}

/* The end of the log as text: an entry that a desk wrote and then died is there. */
static gnbs_code_t read_tail(gnbs_review_desk_t *desk, gnbs_str_t *tail, gnbs_err_t *err) {
    gnbs_ledger_t *l;
    if (gnbs_path_is_absent(desk->log)) return GNBS_OK;
    GNBS_TRY(gnbs_ledger_open(desk->log, false, &l, err));
    int64_t size = gnbs_ledger_size(l), at = size > TAIL_BYTES ? size - TAIL_BYTES : 0;
    char *bytes = gnbs_mem_alloc((size_t)(size - at) + 1, 1);
    size_t got = 0;
    gnbs_code_t code = bytes == NULL
                           ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", desk->log)
                           : gnbs_ledger_read(l, at, bytes, (size_t)(size - at), &got, err);
    if (code == GNBS_OK) gnbs_str_add_n(tail, bytes, got);
    gnbs_mem_free(bytes);
    gnbs_ledger_close(l);
    return code;
}

/* Of one row: its entry, kept in the arena, unless the log has it already. */
static bool take_row(gnbs_review_desk_t *desk, gnbs_sql_rows_t *rows, const char *tail,
                     gnbs_arena_t *arena, gnbs_run_audit_entry_t *entry, bool *failed) {
    const char *mark =
        gnbs_arena_printf(arena, "desk %s/%" PRId64 ": ", desk->tag, gnbs_sql_int(rows, 0));
    *entry = (gnbs_run_audit_entry_t){.version = desk->version};
    if (mark != NULL && strstr(tail, mark) != NULL) return false;
    entry->who = gnbs_arena_strdup(arena, gnbs_sql_text(rows, 1));
    entry->what = gnbs_arena_strdup(arena, gnbs_sql_text(rows, 2));
    entry->sample =
        gnbs_sql_is_null(rows, 3) ? NULL : gnbs_arena_strdup(arena, gnbs_sql_text(rows, 3));
    entry->detail =
        gnbs_arena_printf(arena, "%s%s", mark != NULL ? mark : "", gnbs_sql_text(rows, 4));
    if (mark == NULL || entry->who == NULL || entry->what == NULL || entry->detail == NULL)
        *failed = true;
    return true;
}

static gnbs_code_t write_all(gnbs_review_desk_t *desk, const char *tail,
                             gnbs_arena_t *arena, gnbs_err_t *err) {
    gnbs_sql_rows_t *rows;
    GNBS_VEC(gnbs_run_audit_entry_t) entries = {0};
    int64_t last = 0;
    bool failed = false;
    GNBS_TRY(gnbs_sql_ask(desk->db, &rows, err,
                          "SELECT id, who, what, sample, detail FROM event WHERE is_logged "
                          "= 0 ORDER BY id",
                          ""));
    while (!failed && gnbs_sql_next(rows)) {
        gnbs_run_audit_entry_t entry;
        last = gnbs_sql_int(rows, 0);
        if (take_row(desk, rows, tail, arena, &entry, &failed) &&
            !GNBS_PUSH(&entries, entry))
            failed = true;
    }
    gnbs_code_t code = gnbs_sql_end(rows, err);
    if (code == GNBS_OK && failed) code = gnbs_err_set(err, GNBS_E_NOMEM, "%s", desk->log);
    if (code == GNBS_OK)
        code = gnbs_run_audit_append_all(desk->log, entries.n, entries.at, err);
    if (code == GNBS_OK && last > 0)
        code = gnbs_sql_run(
            desk->db, err, "UPDATE event SET is_logged = 1 WHERE is_logged = 0 AND id <= ?",
            "i", last);
    GNBS_VEC_CLEAR(&entries);
    return code;
}

gnbs_code_t gnbs_review_flush(gnbs_review_desk_t *desk, gnbs_err_t *err) {
    int64_t n;
    gnbs_str_t tail;
    gnbs_arena_t arena;
    GNBS_TRY(gnbs_sql_number(desk->db, &n, 0, err,
                             "SELECT count(*) FROM event WHERE is_logged = 0", ""));
    if (n == 0) {
        desk->must_look = false;
        return GNBS_OK;
    }
    /* The right to write keeps another process from writing the same entries. */
    GNBS_TRY(gnbs_sql_begin(desk->db, err));
    gnbs_str_init(&tail);
    gnbs_arena_init(&arena);
    gnbs_code_t code = desk->must_look ? read_tail(desk, &tail, err) : GNBS_OK;
    if (code == GNBS_OK) code = write_all(desk, gnbs_str_text(&tail), &arena, err);
    code = gnbs_sql_finish(desk->db, code, err);
    gnbs_str_clear(&tail);
    gnbs_arena_clear(&arena);
    desk->must_look = code != GNBS_OK;
    return code == GNBS_OK ? code : gnbs_err_ctx(err, "the log");
}

gnbs_code_t gnbs_review_finish(gnbs_review_desk_t *desk, gnbs_code_t code,
                               gnbs_err_t *err) {
    GNBS_TRY(gnbs_sql_finish(desk->db, code, err));
    return gnbs_review_flush(desk, err);
}

/* Writes all that wait, in the order they came, as one piece of the log; then wakes them. With look_lock, given up meanwhile. */
static void write_looks(gnbs_review_desk_t *desk) {
    GNBS_VEC(gnbs_run_audit_entry_t) entries = {0};
    look_t *taken = desk->looks, *oldest = NULL;
    gnbs_err_t err = {.code = GNBS_OK};
    desk->looks = NULL;
    while (taken != NULL) { /* turned round: the oldest first */
        look_t *next = taken->next;
        taken->next = oldest;
        oldest = taken;
        taken = next;
    }
    pthread_mutex_unlock(&desk->look_lock);
    gnbs_code_t code = GNBS_OK;
    for (look_t *l = oldest; l != NULL; l = l->next)
        if (!GNBS_PUSH(&entries, l->entry))
            code = gnbs_err_set(&err, GNBS_E_NOMEM, "%s", desk->log);
    if (code == GNBS_OK)
        code = gnbs_run_audit_append_all(desk->log, entries.n, entries.at, &err);
    GNBS_VEC_CLEAR(&entries);
    pthread_mutex_lock(&desk->look_lock);
    for (look_t *l = oldest, *next; l != NULL; l = next) {
        next = l->next; /* it is its owner's again once it is done */
        l->code = code;
        if (l->err != NULL && code != GNBS_OK) *l->err = err;
        l->is_done = true;
    }
    pthread_cond_broadcast(&desk->looks_done);
}

/* The disk is waited for once by all who look at the same time: the first to come writes for those who came while it could not. */
gnbs_code_t gnbs_review_log_view(gnbs_review_desk_t *desk, const gnbs_review_event_t *event,
                                 gnbs_err_t *err) {
    look_t look = {.err = err};
    look.entry = (gnbs_run_audit_entry_t){
        .who = event->who,
        .what = event->what,
        .sample = event->sample != NULL && event->sample[0] != '\0' ? event->sample : NULL,
        .version = desk->version,
        .detail = event->detail};
    pthread_mutex_lock(&desk->look_lock);
    look.next = desk->looks;
    /* Taken out again before we return. */
    /* cppcheck-suppress autoVariables */
    desk->looks = &look;
    while (!look.is_done) {
        if (desk->is_writing_looks) {
            pthread_cond_wait(&desk->looks_done, &desk->look_lock);
            continue;
        }
        desk->is_writing_looks = true;
        write_looks(desk);
        desk->is_writing_looks = false;
    }
    pthread_mutex_unlock(&desk->look_lock);
    return look.code;
}
