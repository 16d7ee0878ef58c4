/* review/review_act.c -- the four changes of a case, each one transaction with its log entries. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "io/digest.h"
#include "review/review_case.h"
#include "review/review_evidence.h"
#include "review/review_keep.h"

/* What a change works on: the case as it is inside the transaction. */
typedef struct act {
    gnbs_review_desk_t *desk;
    gnbs_sql_t *db;
    const gnbs_review_account_t *who;
    gnbs_arena_t arena;
    gnbs_review_case_t c;
    char now[32];
} act_t;

/* Holds the right to write until end(); the account is read anew: it may have been closed a moment ago. */
static gnbs_code_t begin(act_t *a, gnbs_review_desk_t *desk,
                         const gnbs_review_account_t *who, int64_t id, gnbs_err_t *err) {
    gnbs_review_account_t now;
    bool is_found;
    a->desk = desk;
    a->db = gnbs_review_sql(desk);
    a->who = who;
    gnbs_arena_init(&a->arena);
    gnbs_review_clock(a->now);
    GNBS_TRY(gnbs_sql_begin(a->db, err));
    GNBS_TRY(gnbs_review_account_by_id(desk, who->id, &now, &is_found, err));
    if (!is_found || now.is_closed || now.era != who->era)
        return gnbs_err_set(err, GNBS_E_CONSENT, "the account was closed or changed");
    return gnbs_review_load(desk, id, &a->arena, &a->c, err);
}

/* Without the role it is not his or hers to do; with it, the case may not stand where it can be done. */
static gnbs_code_t check(act_t *a, unsigned roles, const char *why_not, const char *seen,
                         bool is_decision, gnbs_err_t *err) {
    char is[48];
    bool has_role = !a->who->is_closed && (a->who->roles & roles) != 0;
    if (why_not != NULL)
        return gnbs_err_set(err, has_role ? GNBS_E_DATA : GNBS_E_CONSENT, "%s", why_not);
    gnbs_review_seen(&a->c, a->who->id, is_decision, is);
    if (strcmp(is, seen) != 0)
        return gnbs_err_set(err, GNBS_E_DATA,
                            "the case has changed since you opened it; nothing was saved");
    return GNBS_OK;
}

/* Where the case stands now; then commit and log, or undo. */
static gnbs_code_t end(act_t *a, gnbs_code_t code, gnbs_err_t *err) {
    if (code == GNBS_OK) code = gnbs_review_settle(a->desk, a->c.id, err);
    code = gnbs_review_finish(a->desk, code, err);
    gnbs_arena_clear(&a->arena);
    return code;
}

/* The log outlives a withdrawal: of a comment it keeps the digest. */
static gnbs_code_t note(act_t *a, const char *what, const char *item, const char *words,
                        const char *comment, gnbs_err_t *err) {
    char detail[240], hex[GNBS_DIGEST_HEX];
    gnbs_digest_bytes(comment, strlen(comment), hex);
    snprintf(detail, sizeof detail,
             "case %" PRId64 ", round %d%s%s: %s; comment sha256 %.16s", a->c.id,
             a->c.round, item[0] != '\0' ? ", " : "", item, words, hex);
    const gnbs_review_event_t event = {a->who->name, what, a->c.sample, detail};
    return gnbs_review_note(a->desk, &event, err);
}

/* ---- deciding ----------------------------------------------------------------------------------------------------- */

static gnbs_code_t check_ballots(const gnbs_review_case_t *c, int n,
                                 const gnbs_review_ballot_t ballot[], gnbs_err_t *err) {
    for (int i = 0; i < c->n_item; i++) {
        const gnbs_review_ballot_t *found = NULL;
        int n_found = 0;
        for (int k = 0; k < n; k++) {
            if (strcmp(ballot[k].item, c->item[i].id) != 0) continue;
            found = &ballot[k];
            n_found++;
        }
        const char *label = c->item[i].id[0] == 'R' ? "the result" : c->item[i].id;
        if (n_found != 1 || found->choice == GNBS_REVIEW_UNDECIDED)
            return gnbs_err_set(err, GNBS_E_USAGE, "%s: choose one of the three", label);
        const char *why = gnbs_review_check_comment(found->comment);
        if (why != NULL) return gnbs_err_set(err, GNBS_E_USAGE, "%s: %s", label, why);
    }
    if (n != c->n_item)
        return gnbs_err_set(err, GNBS_E_USAGE, "decisions on what the case does not have");
    return GNBS_OK;
}

static gnbs_code_t put_ballots(act_t *a, int n, const gnbs_review_ballot_t ballot[],
                               gnbs_err_t *err) {
    for (int i = 0; i < n; i++) {
        const gnbs_review_ballot_t *b = &ballot[i];
        GNBS_TRY(gnbs_sql_run(a->db, err,
                              "INSERT INTO decision(newborn_case, item, round, account, "
                              "choice, comment, at) VALUES(?, ?, ?, ?, ?, ?, ?)",
                              "itiiitt", a->c.id, b->item, (int64_t)a->c.round, a->who->id,
                              (int64_t)b->choice, b->comment, a->now));
        GNBS_TRY(note(a, "comment", b->item, gnbs_review_choice_words(b->choice),
                      b->comment, err));
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_review_decide(gnbs_review_desk_t *desk, const gnbs_review_account_t *who,
                               int64_t id, const char *seen, int n,
                               const gnbs_review_ballot_t ballot[], gnbs_err_t *err) {
    act_t a;
    gnbs_code_t code = begin(&a, desk, who, id, err);
    if (code == GNBS_OK)
        code = check(&a, GNBS_REVIEW_REVIEWER, gnbs_review_may_decide(&a.c, who), seen,
                     true, err);
    if (code == GNBS_OK) code = check_ballots(&a.c, n, ballot, err);
    if (code == GNBS_OK) code = put_ballots(&a, n, ballot, err);
    return end(&a, code, err);
}

/* ---- signing ------------------------------------------------------------------------------------------------------ */

static gnbs_code_t check_words(const char *comment, gnbs_err_t *err) {
    const char *why = gnbs_review_check_comment(comment);
    return why == NULL ? GNBS_OK : gnbs_err_set(err, GNBS_E_USAGE, "%s", why);
}

static gnbs_code_t put_ruling(act_t *a, bool is_signed, const char *comment,
                              gnbs_err_t *err) {
    GNBS_TRY(gnbs_sql_run(a->db, err,
                          "INSERT INTO ruling(newborn_case, round, account, is_signed, "
                          "comment, at) VALUES(?, ?, ?, ?, ?, ?)",
                          "iiiitt", a->c.id, (int64_t)a->c.round, a->who->id,
                          (int64_t)is_signed, comment, a->now));
    return gnbs_sql_run(a->db, err,
                        is_signed
                            ? "UPDATE newborn_case SET is_signed = 1 WHERE id = ?"
                            : "UPDATE newborn_case SET round = round + 1 WHERE id = ?",
                        "i", a->c.id);
}

static gnbs_code_t rule(gnbs_review_desk_t *desk, const gnbs_review_account_t *who,
                        int64_t id, const char *seen, const char *comment, bool is_signed,
                        gnbs_err_t *err) {
    act_t a;
    gnbs_code_t code = begin(&a, desk, who, id, err);
    if (code == GNBS_OK)
        code = check(&a, GNBS_REVIEW_AUTHORISER, gnbs_review_may_sign(&a.c, who), seen,
                     false, err);
    if (code == GNBS_OK) code = check_words(comment, err);
    if (code == GNBS_OK && is_signed) code = gnbs_review_check_result(desk, &a.c, err);
    if (code == GNBS_OK) code = put_ruling(&a, is_signed, comment, err);
    if (code == GNBS_OK)
        code =
            note(&a, is_signed ? "sign" : "hold", "",
                 is_signed ? "report authorised" : "sent back to reviewers", comment, err);
    return end(&a, code, err);
}

gnbs_code_t gnbs_review_sign(gnbs_review_desk_t *desk, const gnbs_review_account_t *who,
                             int64_t id, const char *seen, const char *comment,
                             gnbs_err_t *err) {
    GNBS_TRY(rule(desk, who, id, seen, comment, true, err));
    gnbs_err_t
        later; /* signed it is; what cannot be written now is written at the next look */
    gnbs_review_keep(desk, id, &later);
    return GNBS_OK;
}

gnbs_code_t gnbs_review_send_back(gnbs_review_desk_t *desk,
                                  const gnbs_review_account_t *who, int64_t id,
                                  const char *seen, const char *comment, gnbs_err_t *err) {
    return rule(desk, who, id, seen, comment, false, err);
}

/* ---- second samples ------------------------------------------------------------------------------------------------ */

static gnbs_code_t check_item(const gnbs_review_case_t *c, const char *item,
                              gnbs_review_result_t result, gnbs_err_t *err) {
    if (result == GNBS_REVIEW_PENDING)
        return gnbs_err_set(err, GNBS_E_USAGE, "choose: confirmed, or refuted");
    for (int i = 0; i < c->n_item; i++)
        if (strcmp(c->item[i].id, item) == 0 && item[0] == 'F' &&
            c->item[i].decision[0].choice == GNBS_REVIEW_REPORT)
            return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_USAGE, "the report has no finding '%.20s'", item);
}

gnbs_code_t gnbs_review_confirm(gnbs_review_desk_t *desk, const gnbs_review_account_t *who,
                                int64_t id, const char *seen, const char *item,
                                gnbs_review_result_t result, const char *comment,
                                gnbs_err_t *err) {
    act_t a;
    gnbs_code_t code = begin(&a, desk, who, id, err);
    if (code == GNBS_OK)
        code = check(&a, GNBS_REVIEW_REVIEWER | GNBS_REVIEW_AUTHORISER,
                     gnbs_review_may_confirm(&a.c, who), seen, false, err);
    if (code == GNBS_OK) code = check_item(&a.c, item, result, err);
    if (code == GNBS_OK) code = check_words(comment, err);
    if (code == GNBS_OK)
        code = gnbs_sql_run(a.db, err,
                            "INSERT INTO second_sample(newborn_case, item, account, "
                            "result, comment, at) VALUES(?, ?, ?, ?, ?, ?)",
                            "itiitt", id, item, who->id, (int64_t)result, comment, a.now);
    if (code == GNBS_OK)
        code = note(&a, "confirm", item, gnbs_review_result_words(result), comment, err);
    return end(&a, code, err);
}
