/* run/run_audit.h -- the log of govern/govern_audit.h, in its file: append, verify, show.
 *
 * A folder of results keeps it at DIR/.gnbs/audit.jsonl, the head beside it (audit.jsonl.head). Any number of processes may
 * append at once; each line is on disk (fsync) before the call returns. What a killed writer left behind is put in order by the
 * next one, which says so in a line of its own; a log that was tampered with is not written to.
 * Threads   any; processes and threads wait for each other
 */
#ifndef GNBS_RUN_RUN_AUDIT_H
#define GNBS_RUN_RUN_AUDIT_H

#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"
#include "govern/govern_audit.h"

typedef struct gnbs_run_audit_entry {
    const char *who;     /* NULL: $GNBS_USER, else the account's name */
    const char *what;    /* a word of gnbs_audit_words */
    const char *sample;  /* the pseudonym, or NULL; only its digest is written */
    const char *version; /* of gnbs */
    const char
        *detail; /* or NULL; where it holds the pseudonym, a '*' is written instead */
} gnbs_run_audit_entry_t;

/* DIR/.gnbs/audit.jsonl of a folder of results, in `arena`; NULL without memory. A path that is no folder is the log itself. */
const char *gnbs_run_audit_path(gnbs_arena_t *arena, const char *path);

/* The folder of `path` is made where it is missing. GNBS_E_DATA: the log's end does not fit its head. */
gnbs_code_t gnbs_run_audit_append(const char *path, const gnbs_run_audit_entry_t *entry,
                                  gnbs_err_t *err);

/* Several, in one go: all of them or none, for the price of one. */
gnbs_code_t gnbs_run_audit_append_all(const char *path, size_t n,
                                      const gnbs_run_audit_entry_t entry[],
                                      gnbs_err_t *err);

typedef struct gnbs_run_audit_state {
    gnbs_audit_head_t head; /* of the whole log: keep it elsewhere to vouch for today */
    int64_t ahead;          /* lines past the head file: a writer died between the two */
    int64_t clock_back;     /* lines whose clock is before that of the line before */
} gnbs_run_audit_state_t;

/* GNBS_E_DATA names the first bad line. `kept` is a head file kept elsewhere, or NULL. */
gnbs_code_t gnbs_run_audit_verify(const char *path, const char *kept,
                                  gnbs_run_audit_state_t *state, gnbs_err_t *err);
/* Every line about `sample` (NULL: about anybody) in words, verified while it is read. */
gnbs_code_t gnbs_run_audit_show(const char *path, const char *sample, bool is_json,
                                gnbs_str_t *out, gnbs_err_t *err);

#endif
