#include "govern/govern_audit.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/err.h"
#include "core/escape.h"

static const char HASH_KEY[] = ",\"hash\":\"", END[] = "\"}\n";
enum { HEX = GNBS_AUDIT_HASH_TEXT - 1, TAIL = sizeof HASH_KEY - 1 + HEX + sizeof END - 1 };

void gnbs_audit_case(gnbs_audit_hash_t hash, const char *salt, const char *pseudonym,
                     char out[GNBS_AUDIT_CASE_TEXT]) {
    char hex[GNBS_AUDIT_HASH_TEXT];
    gnbs_str_t text;
    gnbs_str_init(&text);
    gnbs_str_printf(&text, "%s\n%s", salt, pseudonym);
    hash(gnbs_str_text(&text), text.n, hex);
    memcpy(out, hex, GNBS_AUDIT_CASE_TEXT - 1);
    out[text.failed ? 0 : GNBS_AUDIT_CASE_TEXT - 1] = '\0';
    gnbs_str_clear(&text);
}

static void add_member(gnbs_str_t *out, const char *key, const char *value) {
    gnbs_str_printf(out, ",\"%s\":", key);
    gnbs_escape_json(out, value != NULL ? value : "");
}

void gnbs_audit_print(gnbs_str_t *out, gnbs_audit_hash_t hash, const gnbs_audit_event_t *e,
                      gnbs_audit_head_t *head) {
    size_t from = out->n;
    char hex[GNBS_AUDIT_HASH_TEXT];
    gnbs_str_printf(out, "{\"n\":%lld,\"prev\":\"%s\"", (long long)head->lines + 1,
                    head->hash);
    add_member(out, "time", e->time);
    add_member(out, "who", e->who);
    add_member(out, "what", e->what);
    add_member(out, "case", e->case_id);
    add_member(out, "version", e->version);
    add_member(out, "detail", e->detail);
    if (out->failed) return;
    hash(out->s + from, out->n - from, hex);
    gnbs_str_printf(out, "%s%s%s", HASH_KEY, hex, END);
    head->lines++;
    head->bytes += (int64_t)(out->n - from);
    memcpy(head->hash, hex, sizeof hex);
}

/* ---- head ---------------------------------------------------------------------------------------------------------- */

void gnbs_audit_print_head(gnbs_str_t *out, const gnbs_audit_head_t *head) {
    gnbs_str_printf(out, "{\"lines\":%lld,\"bytes\":%lld,\"hash\":\"%s\"}\n",
                    (long long)head->lines, (long long)head->bytes, head->hash);
}

static bool is_hex(const char *s, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!((s[i] >= '0' && s[i] <= '9') || (s[i] >= 'a' && s[i] <= 'f'))) return false;
    return true;
}

bool gnbs_audit_parse_head(const char *text, size_t n, gnbs_audit_head_t *head) {
    long long lines, bytes;
    char hex[GNBS_AUDIT_HASH_TEXT], copy[160];
    if (n >= sizeof copy || memchr(text, '\0', n) != NULL) return false;
    memcpy(copy, text, n);
    copy[n] = '\0';
    if (sscanf(copy, "{\"lines\":%18lld,\"bytes\":%18lld,\"hash\":\"%64[0-9a-f]\"}", &lines,
               &bytes, hex) != 3 ||
        strlen(hex) != HEX || lines < 0 || bytes < 0)
        return false;
    *head = (gnbs_audit_head_t){.lines = lines, .bytes = bytes};
    memcpy(head->hash, hex, sizeof hex);
    gnbs_str_t again; /* one spelling only: a changed byte is a changed head */
    gnbs_str_init(&again);
    gnbs_audit_print_head(&again, head);
    bool is_same = !again.failed && again.n == n && memcmp(again.s, text, n) == 0;
    gnbs_str_clear(&again);
    return is_same;
}

/* ---- checking ------------------------------------------------------------------------------------------------------- */

void gnbs_audit_check_init(gnbs_audit_check_t *c, gnbs_audit_hash_t hash) {
    memset(c, 0, sizeof *c);
    c->hash = hash;
}

static bool bad(gnbs_audit_check_t *c, const char *fmt, ...) GNBS_PRINTF(2, 3);
static bool bad(gnbs_audit_check_t *c, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    vsnprintf(c->why, sizeof c->why, fmt, args);
    va_end(args);
    c->bad_line = c->at.lines + 1;
    return false;
}

/* The number and the earlier line's hash, which stand in fixed places. */
static bool read_front(const char *line, size_t n, long long *number, const char **prev) {
    int used = 0;
    char front[40];
    size_t n_front = n < sizeof front - 1 ? n : sizeof front - 1;
    memcpy(front, line, n_front);
    front[n_front] = '\0';
    if (sscanf(front, "{\"n\":%18lld,\"prev\":\"%n", number, &used) != 1 || used == 0)
        return false;
    *prev = line + used;
    return n > (size_t)used + HEX && is_hex(*prev, HEX) && (*prev)[HEX] == '"';
}

static bool fits_itself(const gnbs_audit_check_t *c, const char *line, size_t n,
                        char hex[GNBS_AUDIT_HASH_TEXT]) {
    const char *tail = line + n - TAIL;
    if (memcmp(tail, HASH_KEY, sizeof HASH_KEY - 1) != 0) return false;
    if (memcmp(tail + TAIL - (sizeof END - 1), END, sizeof END - 1) != 0) return false;
    c->hash(line, n - TAIL, hex);
    return memcmp(tail + sizeof HASH_KEY - 1, hex, HEX) == 0;
}

bool gnbs_audit_check_line(gnbs_audit_check_t *c, const char *line, size_t n) {
    if (c->bad_line != 0) return false;
    long long number, want = c->at.lines + 1;
    const char *prev;
    char hex[GNBS_AUDIT_HASH_TEXT];
    if (n == 0 || line[n - 1] != '\n') return bad(c, "is cut off in its middle");
    if (n <= TAIL || !fits_itself(c, line, n, hex))
        return bad(c, "was changed: it does not fit its own hash");
    if (!read_front(line, n, &number, &prev)) return bad(c, "is no line of such a log");
    if (number > want)
        return bad(c, "is numbered %lld: %lld line%s missing before it", number,
                   number - want, number - want == 1 ? " is" : "s are");
    if (number < want)
        return bad(c, "is numbered %lld: it was moved here or repeated", number);
    if (want > 1 && memcmp(prev, c->at.hash, HEX) != 0)
        return bad(c, "does not follow the line before it: one of the two was replaced");
    if (want == 1) memcpy(c->salt, prev, HEX);
    c->at.lines = want;
    c->at.bytes += (int64_t)n;
    memcpy(c->at.hash, hex, sizeof hex);
    return true;
}

bool gnbs_audit_is_at(const gnbs_audit_check_t *c, const gnbs_audit_head_t *head) {
    if (c->bad_line != 0 || c->at.lines != head->lines) return false;
    const char *hash = head->lines == 0 ? c->salt : c->at.hash;
    return c->at.bytes == head->bytes && memcmp(hash, head->hash, HEX) == 0;
}

bool gnbs_audit_check_end(gnbs_audit_check_t *c, const gnbs_audit_head_t *head) {
    if (c->bad_line != 0) return false;
    if (head == NULL)
        return c->at.lines == 0 ||
               bad(c, "cannot be vouched for: the head file is missing");
    if (head->lines > c->at.lines)
        return bad(c, "is missing, with all after it: the head counts %lld lines",
                   (long long)head->lines);
    if (head->lines == c->at.lines && head->lines > 0 && !gnbs_audit_is_at(c, head)) {
        c->at.lines--;
        return bad(c, "is not the line that the head file names");
    }
    return true;
}

/* ---- words ---------------------------------------------------------------------------------------------------------- */

static const struct {
    const char *what, *words;
} WORDS[] = {
    {"run", "The sample was analysed."},
    {"run-failed", "An analysis was begun and did not end; nothing was kept of it."},
    {"call", "The sample's sequence was read."},
    {"consent", "The family's decision was recorded."},
    {"refused", "An analysis was asked for and refused, because consent did not cover it."},
    {"view", "The result was looked at."},
    {"report", "The report was made."},
    {"sign", "A specialist signed the result."},
    {"unsign", "A specialist took back a signature."},
    {"confirm", "The outcome of a confirmatory test was recorded."},
    {"comment", "A note was added to the result."},
    {"release", "The result was released to the clinical team."},
    {"hold", "The result was held back for a closer look."},
    {"export", "The result was handed to another system."},
    {"seal", "The result was sealed, so that only the laboratory's key opens it."},
    {"unseal", "A sealed result was opened with the laboratory's key."},
    {"cohort", "The result was counted in statistics of many newborns, without a name."},
    {"withdraw", "The family withdrew: every file and row of this newborn was removed."},
    {"batch", "A batch of samples was started."},
    {"recover", "The log was put in order after a writer was cut off."},
};

const char *gnbs_audit_words(const char *what) {
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (strcmp(WORDS[i].what, what) == 0) return WORDS[i].words;
    return what;
}
