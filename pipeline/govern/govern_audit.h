/* govern/govern_audit.h -- the log that shows when it was touched: one line per thing done with a newborn's data.
 *
 *     {"n":7,"prev":"<hash of line 6>","time":"2026-11-01T14:03:05Z","who":"lee","what":"view","case":"<digest>",
 *      "version":"0.1.0","detail":"findings.json","hash":"<hash of all before this comma>"}          (one line)
 *
 * Chain     hash is BLAKE2b-256 (RFC 7693) of the line up to `,"hash"`; as `prev` is inside, each line vouches for all before
 *           it. A line that was edited no longer fits its own hash; one taken out, put in or moved no longer fits its neighbour.
 * Head      lines, bytes and last hash are kept beside the log: a log cut at its end is shorter than its head says. Whoever can
 *           rewrite log and head together is found by a head kept elsewhere (gnbs audit verify --head).
 * Case      never the pseudonym, but its digest under the log's salt (`prev` of line 1 is random): the log outlives a withdrawal.
 * Errors    none while printing but memory (out->failed); a check keeps the first bad line and why
 * Threads   pure; locks and durability are run/run_audit.h's
 */
#ifndef GNBS_GOVERN_GOVERN_AUDIT_H
#define GNBS_GOVERN_GOVERN_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/str.h"

enum {
    GNBS_AUDIT_HASH_TEXT = 65,
    GNBS_AUDIT_CASE_TEXT = 33,
    GNBS_AUDIT_LINE_MAX = 1 << 16
};

/* BLAKE2b-256 as 64 lower-case digits: io/digest.h has it. */
typedef void (*gnbs_audit_hash_t)(const void *bytes, size_t n,
                                  char hex[GNBS_AUDIT_HASH_TEXT]);

typedef struct gnbs_audit_head {
    int64_t lines, bytes;
    char hash[GNBS_AUDIT_HASH_TEXT]; /* of the last line; of an empty log: its salt */
} gnbs_audit_head_t;

typedef struct gnbs_audit_event {
    const char *time;    /* UTC, "2026-11-01T14:03:05Z" */
    const char *who;     /* a person or a program's account */
    const char *what;    /* one word: gnbs_audit_words */
    const char *case_id; /* gnbs_audit_case(), or "" when it is about no newborn */
    const char *version; /* of gnbs */
    const char *detail;  /* a few words, without the pseudonym, or "" */
} gnbs_audit_event_t;

/* How the log names a newborn: 32 digits of the hash of salt and pseudonym. */
void gnbs_audit_case(gnbs_audit_hash_t hash, const char *salt, const char *pseudonym,
                     char out[GNBS_AUDIT_CASE_TEXT]);
/* Appends the event's line to `out` and moves `head` past it. */
void gnbs_audit_print(gnbs_str_t *out, gnbs_audit_hash_t hash,
                      const gnbs_audit_event_t *event, gnbs_audit_head_t *head);

/* ---- the head, as it stands in its file (one line) ------------------------------------------------------------------ */
void gnbs_audit_print_head(gnbs_str_t *out, const gnbs_audit_head_t *head);
/* Only what gnbs_audit_print_head would print; false otherwise. */
bool gnbs_audit_parse_head(const char *text, size_t n, gnbs_audit_head_t *head);

/* ---- checking ---------------------------------------------------------------------------------------------------------- */
typedef struct gnbs_audit_check {
    gnbs_audit_hash_t hash;
    gnbs_audit_head_t at; /* after the last good line */
    char salt[GNBS_AUDIT_HASH_TEXT];
    int64_t bad_line; /* 0: none so far */
    char why[256];
} gnbs_audit_check_t;

void gnbs_audit_check_init(gnbs_audit_check_t *check, gnbs_audit_hash_t hash);
/* The next line with its newline (the last of a broken log may lack it). False from the first bad line on. */
bool gnbs_audit_check_line(gnbs_audit_check_t *check, const char *line, size_t n);
/* After the last line. `head` NULL: there is none beside the log. A log that goes on soundly past its head is whole: the writer
 * died between the two. */
bool gnbs_audit_check_end(gnbs_audit_check_t *check, const gnbs_audit_head_t *head);
/* Was the log at `head` when it had head->lines lines? For a head kept elsewhere: call after the line of that number. */
bool gnbs_audit_is_at(const gnbs_audit_check_t *check, const gnbs_audit_head_t *head);

/* ---- words -------------------------------------------------------------------------------------------------------------- */
/* What an event's word means to the family, "The report was opened."; the word itself when it is none of ours. */
const char *gnbs_audit_words(const char *what);

#endif
