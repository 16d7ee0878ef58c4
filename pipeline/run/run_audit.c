#include "run/run_audit.h"

#include <dirent.h>
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/escape.h"
#include "core/mem.h"
#include "io/digest.h"
#include "io/ledger.h"
#include "io/out.h"
#include "io/path.h"
#include "io/text.h"
#include "io/tree_read.h"

enum { HEAD_MAX_BYTES = 4096 };

const char *gnbs_run_audit_path(gnbs_arena_t *arena, const char *path) {
    return gnbs_path_is_dir(path) ? gnbs_arena_printf(arena, "%s/.gnbs/audit.jsonl", path)
                                  : gnbs_arena_strdup(arena, path);
}

/* ---- head ----------------------------------------------------------------------------------------------------------- */

static gnbs_code_t head_path(const char *path, gnbs_str_t *name, gnbs_err_t *err) {
    gnbs_str_init(name);
    gnbs_str_printf(name, "%s.head", path);
    return name->failed ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", path) : GNBS_OK;
}

static gnbs_code_t parse_head_file(const char *name, gnbs_audit_head_t *head,
                                   gnbs_err_t *err) {
    char *text;
    size_t n;
    GNBS_TRY(gnbs_text_read(name, HEAD_MAX_BYTES, &text, &n, err));
    bool is_good = gnbs_audit_parse_head(text, n, head);
    gnbs_mem_free(text);
    return is_good ? GNBS_OK
                   : gnbs_err_set(err, GNBS_E_DATA,
                                  "%s: was changed: it is no head of a log", name);
}

static gnbs_code_t read_head(const char *path, gnbs_audit_head_t *head, bool *is_there,
                             gnbs_err_t *err) {
    gnbs_str_t name;
    gnbs_code_t code = head_path(path, &name, err);
    *is_there = code == GNBS_OK && !gnbs_path_is_absent(name.s);
    if (*is_there) code = parse_head_file(name.s, head, err);
    gnbs_str_clear(&name);
    return code;
}

static gnbs_code_t write_head(const char *path, const gnbs_audit_head_t *head,
                              gnbs_err_t *err) {
    gnbs_str_t name, text;
    gnbs_code_t code = head_path(path, &name, err);
    gnbs_str_init(&text);
    gnbs_audit_print_head(&text, head);
    if (code == GNBS_OK) code = gnbs_out_write_text(name.s, &text, err);
    gnbs_str_clear(&text);
    gnbs_str_clear(&name);
    return code;
}

/* ---- reading line by line ----------------------------------------------------------------------------------------------- */

typedef struct reader {
    gnbs_ledger_t *ledger;
    int64_t at;
    char *buf; /* GNBS_AUDIT_LINE_MAX bytes */
} reader_t;

/* The next line with its newline; *n is 0 at the end. The last may lack the newline; one that is too long is cut there. */
static gnbs_code_t next_line(reader_t *r, size_t *n, gnbs_err_t *err) {
    size_t got;
    GNBS_TRY(gnbs_ledger_read(r->ledger, r->at, r->buf, GNBS_AUDIT_LINE_MAX, &got, err));
    const char *newline = memchr(r->buf, '\n', got);
    *n = newline != NULL ? (size_t)(newline - r->buf) + 1 : got;
    r->at += (int64_t)*n;
    return GNBS_OK;
}

static gnbs_code_t bad_log(const char *path, const gnbs_audit_check_t *c, gnbs_err_t *err) {
    return gnbs_err_set(err, GNBS_E_DATA, "%s: line %lld %s", path, (long long)c->bad_line,
                        c->why);
}

/* ---- append --------------------------------------------------------------------------------------------------------------- */

/* Heads that dead writers were making: PATH.head.tmp-PID. The lock is ours, so nobody alive is making one. */
static void drop_torn_heads(const char *path) {
    const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
    gnbs_str_t prefix, dir, one;
    gnbs_str_init(&prefix);
    gnbs_str_init(&dir);
    gnbs_str_init(&one);
    gnbs_str_printf(&prefix, "%s.head.tmp-", name);
    gnbs_str_printf(&dir, "%.*s", slash != NULL ? (int)(slash - path) + 1 : 2,
                    slash != NULL ? path : "./");
    DIR *open = prefix.failed || dir.failed ? NULL : opendir(dir.s);
    for (struct dirent *e; open != NULL && (e = readdir(open)) != NULL;) {
        if (strncmp(e->d_name, prefix.s, prefix.n) != 0) continue;
        gnbs_str_reset(&one);
        gnbs_str_printf(&one, "%s%s", dir.s, e->d_name);
        if (!one.failed) unlink(one.s);
    }
    if (open != NULL) closedir(open);
    gnbs_str_clear(&one);
    gnbs_str_clear(&dir);
    gnbs_str_clear(&prefix);
}

static gnbs_code_t make_folder(const char *path, gnbs_err_t *err) {
    char *dir = gnbs_mem_strdup(path);
    if (dir == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    char *slash = strrchr(dir, '/');
    gnbs_code_t code = GNBS_OK;
    if (slash != NULL && slash != dir) {
        *slash = '\0';
        if (mkdir(dir, 0700) != 0 && !gnbs_path_is_dir(dir))
            code =
                gnbs_err_set(err, GNBS_E_IO, "%s: cannot create: %s", dir, strerror(errno));
    }
    gnbs_mem_free(dir);
    return code;
}

/* Lines past the head are taken when they are sound, and a torn one is cut off: a writer died between log and head. */
static gnbs_code_t catch_up(const char *path, gnbs_ledger_t *l, gnbs_audit_head_t *head,
                            bool *is_repaired, gnbs_err_t *err) {
    gnbs_audit_check_t check;
    gnbs_audit_check_init(&check, gnbs_digest_content_bytes);
    check.at = *head;
    reader_t r = {l, head->bytes, gnbs_mem_alloc(GNBS_AUDIT_LINE_MAX, 1)};
    if (r.buf == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    gnbs_code_t code = GNBS_OK;
    for (size_t n; (code = next_line(&r, &n, err)) == GNBS_OK && n > 0;) {
        if (r.buf[n - 1] != '\n') {
            code = gnbs_ledger_cut(l, check.at.bytes, err);
            *is_repaired = true;
            break;
        }
        if (!gnbs_audit_check_line(&check, r.buf, n)) {
            code = bad_log(path, &check, err);
            break;
        }
        *is_repaired = true;
    }
    gnbs_mem_free(r.buf);
    *head = check.at;
    if (code == GNBS_OK && *is_repaired) drop_torn_heads(path);
    return code;
}

/* The last line's hash stands before its last three bytes. */
static gnbs_code_t check_tail(const char *path, gnbs_ledger_t *l,
                              const gnbs_audit_head_t *head, gnbs_err_t *err) {
    char tail[GNBS_AUDIT_HASH_TEXT - 1];
    size_t got;
    if (head->lines == 0) return GNBS_OK;
    GNBS_TRY(gnbs_ledger_read(l, head->bytes - (int64_t)sizeof tail - 3, tail, sizeof tail,
                              &got, err));
    if (got == sizeof tail && memcmp(tail, head->hash, sizeof tail) == 0) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_DATA,
                        "%s: line %lld is not the one that the head file names; nothing is "
                        "added to a log that was changed: gnbs audit verify says more",
                        path, (long long)head->lines);
}

static gnbs_code_t find_end(const char *path, gnbs_ledger_t *l, gnbs_audit_head_t *head,
                            bool *is_repaired, gnbs_err_t *err) {
    bool has_head;
    *is_repaired = false;
    GNBS_TRY(read_head(path, head, &has_head, err));
    if (!has_head && gnbs_ledger_size(l) > 0)
        return gnbs_err_set(err, GNBS_E_DATA,
                            "%s: its head file is missing; nothing is added to a log that "
                            "cannot be vouched for",
                            path);
    if (!has_head) { /* the head first: from here on a log without one was tampered with */
        *head = (gnbs_audit_head_t){0};
        GNBS_TRY(gnbs_digest_random(head->hash, err));
        drop_torn_heads(path);
        return write_head(path, head, err);
    }
    if (gnbs_ledger_size(l) < head->bytes)
        return gnbs_err_set(err, GNBS_E_DATA,
                            "%s: was cut: %lld bytes where the head file counts %lld", path,
                            (long long)gnbs_ledger_size(l), (long long)head->bytes);
    GNBS_TRY(check_tail(path, l, head, err));
    return catch_up(path, l, head, is_repaired, err);
}

static gnbs_code_t read_salt(const char *path, gnbs_ledger_t *l,
                             const gnbs_audit_head_t *head, char salt[GNBS_AUDIT_HASH_TEXT],
                             gnbs_err_t *err) {
    static const char FRONT[] = "{\"n\":1,\"prev\":\"";
    char bytes[sizeof FRONT - 1 + GNBS_AUDIT_HASH_TEXT - 1];
    size_t got;
    memcpy(salt, head->hash, GNBS_AUDIT_HASH_TEXT);
    if (head->lines == 0) return GNBS_OK;
    GNBS_TRY(gnbs_ledger_read(l, 0, bytes, sizeof bytes, &got, err));
    if (got != sizeof bytes || memcmp(bytes, FRONT, sizeof FRONT - 1) != 0)
        return gnbs_err_set(err, GNBS_E_DATA, "%s: line 1 was changed", path);
    memcpy(salt, bytes + sizeof FRONT - 1, GNBS_AUDIT_HASH_TEXT - 1);
    return GNBS_OK;
}

/* Words without the pseudonym. */
static void add_without(gnbs_str_t *out, const char *text, const char *pseudonym) {
    size_t n = pseudonym != NULL ? strlen(pseudonym) : 0;
    for (const char *at; n > 0 && (at = strstr(text, pseudonym)) != NULL; text = at + n) {
        gnbs_str_add_n(out, text, (size_t)(at - text));
        gnbs_str_add_char(out, '*');
    }
    gnbs_str_add(out, text);
}

static const char *account(char buf[64]) {
    const char *name = getenv("GNBS_USER");
    if (name != NULL && name[0] != '\0') return name;
    struct passwd pw, *found = NULL;
    char text[1024];
    if (getpwuid_r(geteuid(), &pw, text, sizeof text, &found) == 0 && found != NULL)
        snprintf(buf, 64, "%.60s", pw.pw_name);
    else
        snprintf(buf, 64, "uid %ld", (long)geteuid());
    return buf;
}

/* One event's line, and before it one that says that the log was put in order. */
static void print_lines(gnbs_str_t *out, const gnbs_run_audit_entry_t *e, const char *salt,
                        bool is_repaired, gnbs_audit_head_t *head) {
    char when[40] = "", who[64], case_id[GNBS_AUDIT_CASE_TEXT] = "";
    time_t now = time(NULL);
    struct tm utc;
    gnbs_str_t detail;
    gnbs_str_init(&detail);
    add_without(&detail, e->detail != NULL ? e->detail : "", e->sample);
    if (gmtime_r(&now, &utc) != NULL)
        strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &utc);
    if (e->sample != NULL)
        gnbs_audit_case(gnbs_digest_content_bytes, salt, e->sample, case_id);
    gnbs_audit_event_t event = {.time = when,
                                .who = e->who != NULL ? e->who : account(who),
                                .what = "recover",
                                .case_id = "",
                                .version = e->version,
                                .detail = ""};
    if (is_repaired) gnbs_audit_print(out, gnbs_digest_content_bytes, &event, head);
    event.what = e->what;
    event.case_id = case_id;
    event.detail = gnbs_str_text(&detail);
    gnbs_audit_print(out, gnbs_digest_content_bytes, &event, head);
    if (detail.failed) out->failed = true;
    gnbs_str_clear(&detail);
}

/* The lines of all entries; GNBS_E_USAGE when one is too long. */
static gnbs_code_t print_all(const char *path, size_t n, const gnbs_run_audit_entry_t e[],
                             const char *salt, bool is_repaired, gnbs_audit_head_t *head,
                             gnbs_str_t *text, gnbs_err_t *err) {
    for (size_t i = 0; i < n; i++) {
        size_t before = text->n;
        print_lines(text, &e[i], salt, is_repaired && i == 0, head);
        if (text->failed) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
        if (text->n - before >= GNBS_AUDIT_LINE_MAX)
            return gnbs_err_set(err, GNBS_E_USAGE, "%s: a line has at most %d bytes", path,
                                GNBS_AUDIT_LINE_MAX - 1);
    }
    return GNBS_OK;
}

static gnbs_code_t append(const char *path, gnbs_ledger_t *l, size_t n,
                          const gnbs_run_audit_entry_t e[], gnbs_err_t *err) {
    gnbs_audit_head_t head;
    bool is_repaired;
    char salt[GNBS_AUDIT_HASH_TEXT];
    GNBS_TRY(find_end(path, l, &head, &is_repaired, err));
    GNBS_TRY(read_salt(path, l, &head, salt, err));
    gnbs_str_t text;
    gnbs_str_init(&text);
    int64_t before = head.bytes;
    gnbs_code_t code = print_all(path, n, e, salt, is_repaired, &head, &text, err);
    if (code == GNBS_OK) code = gnbs_ledger_append(l, text.s, text.n, err);
    if (code == GNBS_OK) {
        code = write_head(path, &head, err);
        if (code != GNBS_OK) { /* a call that failed has written nothing */
            gnbs_err_t other;
            if (gnbs_ledger_cut(l, before, &other) != GNBS_OK)
                gnbs_err_ctx(err, "%s", other.msg);
        }
    }
    gnbs_str_clear(&text);
    return code;
}

gnbs_code_t gnbs_run_audit_append(const char *path, const gnbs_run_audit_entry_t *entry,
                                  gnbs_err_t *err) {
    return gnbs_run_audit_append_all(path, 1, entry, err);
}

gnbs_code_t gnbs_run_audit_append_all(const char *path, size_t n,
                                      const gnbs_run_audit_entry_t entry[],
                                      gnbs_err_t *err) {
    gnbs_ledger_t *l;
    if (n == 0) return GNBS_OK;
    GNBS_TRY(make_folder(path, err));
    GNBS_TRY(gnbs_ledger_open(path, true, &l, err));
    gnbs_code_t code = append(path, l, n, entry, err);
    gnbs_ledger_close(l);
    return code == GNBS_OK ? code : gnbs_err_ctx(err, "log of accesses");
}

/* ---- verify and show -------------------------------------------------------------------------------------------------------- */

typedef struct walk {
    const char *path, *sample;
    bool is_json;
    gnbs_str_t *out; /* NULL: verify only */
    gnbs_audit_check_t check;
    gnbs_audit_head_t head, kept;
    bool has_head, has_kept, was_at_kept;
    gnbs_run_audit_state_t state;
    char case_id[GNBS_AUDIT_CASE_TEXT], last_time[40];
    int64_t n_shown;
} walk_t;

static const char *MONTH[] = {"January",   "February", "March",    "April",
                              "May",       "June",     "July",     "August",
                              "September", "October",  "November", "December"};

static void say_time(gnbs_str_t *out, const char *time) {
    int y, m, d, h, min;
    if (sscanf(time, "%4d-%2d-%2dT%2d:%2d", &y, &m, &d, &h, &min) == 5 && m >= 1 && m <= 12)
        gnbs_str_printf(out, "%d %s %d, %02d:%02d UTC", d, MONTH[m - 1], y, h, min);
    else
        gnbs_escape_term(out, time);
}

static void say(gnbs_str_t *out, const gnbs_tree_t *t) {
    say_time(out, gnbs_tree_text(t, "time"));
    gnbs_str_add(out, "\n    ");
    gnbs_escape_term(out, gnbs_audit_words(gnbs_tree_text(t, "what")));
    gnbs_str_add(out, "\n    By: ");
    gnbs_escape_term(out, gnbs_tree_text(t, "who"));
    gnbs_str_add(out, " (with gnbs ");
    gnbs_escape_term(out, gnbs_tree_text(t, "version"));
    gnbs_str_add(out, ")\n");
    if (gnbs_tree_text(t, "detail")[0] != '\0') {
        gnbs_str_add(out, "    Note: ");
        gnbs_escape_term(out, gnbs_tree_text(t, "detail"));
        gnbs_str_add_char(out, '\n');
    }
}

static gnbs_code_t look_at(walk_t *w, const char *line, size_t n, gnbs_err_t *err) {
    gnbs_arena_t arena;
    const gnbs_tree_t *t;
    gnbs_arena_init(&arena);
    gnbs_code_t code = gnbs_tree_parse(w->path, line, n, &arena, &t, err);
    if (code == GNBS_OK) {
        const char *time = gnbs_tree_text(t, "time");
        if (strcmp(time, w->last_time) < 0) w->state.clock_back++;
        snprintf(w->last_time, sizeof w->last_time, "%.39s", time);
        bool is_shown =
            w->out != NULL && (w->sample == NULL || gnbs_tree_says(t, "case", w->case_id));
        if (is_shown && w->is_json)
            gnbs_str_add_n(w->out, line, n);
        else if (is_shown)
            say(w->out, t);
        w->n_shown += is_shown;
    }
    gnbs_arena_clear(&arena);
    return code;
}

static gnbs_code_t walk_lines(walk_t *w, reader_t *r, gnbs_err_t *err) {
    for (size_t n;;) {
        GNBS_TRY(next_line(r, &n, err));
        if (n == 0) break;
        if (!gnbs_audit_check_line(&w->check, r->buf, n))
            return bad_log(w->path, &w->check, err);
        if (w->check.at.lines == 1 && w->sample != NULL)
            gnbs_audit_case(gnbs_digest_content_bytes, w->check.salt, w->sample,
                            w->case_id);
        if (w->has_kept && gnbs_audit_is_at(&w->check, &w->kept)) w->was_at_kept = true;
        if (w->has_head && w->check.at.lines == w->head.lines &&
            !gnbs_audit_is_at(&w->check, &w->head))
            return gnbs_err_set(err, GNBS_E_DATA,
                                "%s: line %lld is not the line that the head file names",
                                w->path, (long long)w->head.lines);
        GNBS_TRY(look_at(w, r->buf, n, err));
    }
    if (!gnbs_audit_check_end(&w->check, w->has_head ? &w->head : NULL))
        return bad_log(w->path, &w->check, err);
    if (w->has_kept && !w->was_at_kept && w->kept.lines > 0)
        return gnbs_err_set(
            err, GNBS_E_DATA,
            "%s: line %lld is not the one that the head kept elsewhere names: "
            "log and head were rewritten together",
            w->path, (long long)w->kept.lines);
    return GNBS_OK;
}

static gnbs_code_t walk(walk_t *w, gnbs_err_t *err) {
    reader_t r = {0};
    gnbs_audit_check_init(&w->check, gnbs_digest_content_bytes);
    GNBS_TRY(gnbs_ledger_open(w->path, false, &r.ledger, err));
    gnbs_code_t code = read_head(w->path, &w->head, &w->has_head, err);
    r.buf = gnbs_mem_alloc(GNBS_AUDIT_LINE_MAX, 1);
    if (code == GNBS_OK && r.buf == NULL)
        code = gnbs_err_set(err, GNBS_E_NOMEM, "%s", w->path);
    if (code == GNBS_OK) code = walk_lines(w, &r, err);
    gnbs_mem_free(r.buf);
    gnbs_ledger_close(r.ledger);
    w->state.head = w->check.at;
    w->state.ahead = w->check.at.lines - w->head.lines;
    return code;
}

gnbs_code_t gnbs_run_audit_verify(const char *path, const char *kept,
                                  gnbs_run_audit_state_t *state, gnbs_err_t *err) {
    walk_t w = {.path = path};
    if (kept != NULL) {
        GNBS_TRY(parse_head_file(kept, &w.kept, err));
        w.has_kept = true;
    }
    gnbs_code_t code = walk(&w, err);
    *state = w.state;
    return code;
}

gnbs_code_t gnbs_run_audit_show(const char *path, const char *sample, bool is_json,
                                gnbs_str_t *out, gnbs_err_t *err) {
    walk_t w = {.path = path, .sample = sample, .is_json = is_json, .out = out};
    GNBS_TRY(walk(&w, err));
    if (w.n_shown == 0 && !is_json)
        gnbs_str_add(out, "Nothing was done with this newborn's data, as far as this log "
                          "goes.\n");
    return out->failed ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", path) : GNBS_OK;
}
