/* review/review_rules.c -- where a case stands and who may move it: no file, no clock. */
#include <stdio.h>
#include <string.h>

#include "core/escape.h"
#include "review/review_case.h"

static const struct {
    const char *name, *words;
} STATES[GNBS_REVIEW_N_STATE] = {
    [GNBS_REVIEW_WAITING] = {"waiting", "Waits for the first reviewer"},
    [GNBS_REVIEW_HALF] = {"half", "Waits for the second reviewer"},
    [GNBS_REVIEW_DIFFER] = {"differ", "The two reviewers differ"},
    [GNBS_REVIEW_MORE] = {"more", "A reviewer needs more"},
    [GNBS_REVIEW_AGREED] = {"agreed", "Waits for authorisation"},
    [GNBS_REVIEW_SIGNED] = {"signed", "Signed, waits for a second sample"},
    [GNBS_REVIEW_CLOSED] = {"closed", "Signed and closed"},
    [GNBS_REVIEW_REPLACED] = {"replaced", "Replaced by another result"},
    [GNBS_REVIEW_GONE] = {"gone", "The result was taken away"},
};

static const struct {
    const char *name, *words;
} CHOICES[GNBS_REVIEW_N_CHOICE] =
    {
        [GNBS_REVIEW_UNDECIDED] = {"", "Not decided"},
        [GNBS_REVIEW_REPORT] = {"report", "Report"},
        [GNBS_REVIEW_DO_NOT_REPORT] = {"do-not-report", "Do not report"},
        [GNBS_REVIEW_NEEDS_MORE] = {"needs-more", "Needs more"},
},
  RESULTS[GNBS_REVIEW_N_RESULT] = {
      [GNBS_REVIEW_PENDING] = {"", "Not back yet"},
      [GNBS_REVIEW_CONFIRMED] = {"confirmed", "Confirmed"},
      [GNBS_REVIEW_REFUTED] = {"refuted", "Refuted"},
};

const char *gnbs_review_state_name(gnbs_review_state_t state) { return STATES[state].name; }
const char *gnbs_review_state_words(gnbs_review_state_t state) {
    return STATES[state].words;
}
const char *gnbs_review_choice_name(gnbs_review_choice_t choice) {
    return CHOICES[choice].name;
}
const char *gnbs_review_choice_words(gnbs_review_choice_t choice) {
    return CHOICES[choice].words;
}
const char *gnbs_review_result_name(gnbs_review_result_t result) {
    return RESULTS[result].name;
}
const char *gnbs_review_result_words(gnbs_review_result_t result) {
    return RESULTS[result].words;
}

gnbs_review_choice_t gnbs_review_choice_of(const char *name) {
    for (int i = GNBS_REVIEW_REPORT; i < GNBS_REVIEW_N_CHOICE; i++)
        if (strcmp(CHOICES[i].name, name) == 0) return (gnbs_review_choice_t)i;
    return GNBS_REVIEW_UNDECIDED;
}

gnbs_review_result_t gnbs_review_result_of(const char *name) {
    for (int i = GNBS_REVIEW_CONFIRMED; i < GNBS_REVIEW_N_RESULT; i++)
        if (strcmp(RESULTS[i].name, name) == 0) return (gnbs_review_result_t)i;
    return GNBS_REVIEW_PENDING;
}

/* A panel's urgency is "hours", "days" or "weeks"; what says anything else is put with the most urgent, where it is read first. */
int gnbs_review_urgency_of(const char *text) {
    if (strcmp(text, "days") == 0) return GNBS_REVIEW_URGENT_DAYS;
    if (strcmp(text, "weeks") == 0) return GNBS_REVIEW_URGENT_WEEKS;
    return GNBS_REVIEW_URGENT_HOURS;
}

const char *gnbs_review_urgency_words(int urgency) {
    switch (urgency) {
    case GNBS_REVIEW_URGENT_HOURS: return "Within hours";
    case GNBS_REVIEW_URGENT_DAYS: return "Within days";
    case GNBS_REVIEW_URGENT_WEEKS: return "Within weeks";
    default: return "No finding";
    }
}

const char *gnbs_review_check_comment(const char *comment) {
    if (comment == NULL || comment[strspn(comment, " \t\r\n")] == '\0')
        return "A comment is missing: say why, in a few words.";
    if (strlen(comment) > GNBS_REVIEW_COMMENT_MAX)
        return "The comment is longer than 10,000 characters.";
    if (!gnbs_escape_is_utf8(comment)) return "The comment is not valid UTF-8 text.";
    return NULL;
}

/* ---- states ------------------------------------------------------------------------------------------------------- */

/* A finding that both reviewers want reported; then a second sample must say whether it is true. */
static bool is_reported(const gnbs_review_item_t *item) {
    return item->id[0] == 'F' && item->decision[0].choice == GNBS_REVIEW_REPORT &&
           item->decision[1].choice == GNBS_REVIEW_REPORT;
}

static gnbs_review_state_t state_of_two(const gnbs_review_case_t *c) {
    bool differ = false;
    for (int i = 0; i < c->n_item; i++) {
        const gnbs_review_decision_t *d = c->item[i].decision;
        if (d[0].choice == GNBS_REVIEW_NEEDS_MORE || d[1].choice == GNBS_REVIEW_NEEDS_MORE)
            return GNBS_REVIEW_MORE;
        differ = differ || d[0].choice != d[1].choice;
    }
    return differ ? GNBS_REVIEW_DIFFER : GNBS_REVIEW_AGREED;
}

gnbs_review_state_t gnbs_review_state_of(const gnbs_review_case_t *c) {
    if (c->is_replaced) return GNBS_REVIEW_REPLACED;
    if (c->is_signed) {
        for (int i = 0; i < c->n_item; i++)
            if (is_reported(&c->item[i]) && c->item[i].result == GNBS_REVIEW_PENDING)
                return GNBS_REVIEW_SIGNED;
        return GNBS_REVIEW_CLOSED;
    }
    if (c->is_gone) return GNBS_REVIEW_GONE;
    if (c->n_reviewer < 2)
        return c->n_reviewer == 0 ? GNBS_REVIEW_WAITING : GNBS_REVIEW_HALF;
    return state_of_two(c);
}

int gnbs_review_which(const gnbs_review_case_t *c, int64_t account) {
    for (int i = 0; i < c->n_reviewer; i++)
        if (c->reviewer[i].account == account) return i;
    return -1;
}

bool gnbs_review_may_see(const gnbs_review_case_t *c, int64_t account, int i) {
    return c->n_reviewer == 2 || gnbs_review_which(c, account) == i;
}

static const char *why_still(const gnbs_review_case_t *c) {
    if (c->is_replaced) return "Another result has replaced this one.";
    if (c->is_signed) return "The report is signed. What changes now is an amended report.";
    if (c->is_gone) return "The result's folder was taken away.";
    return NULL;
}

const char *gnbs_review_may_decide(const gnbs_review_case_t *c,
                                   const gnbs_review_account_t *who) {
    const char *why = why_still(c);
    if (who->is_closed || (who->roles & GNBS_REVIEW_REVIEWER) == 0)
        return "Only reviewers decide on findings.";
    if (why != NULL) return why;
    if (c->n_reviewer == 2 && gnbs_review_which(c, who->id) < 0)
        return "Two people have decided already.";
    return NULL;
}

const char *gnbs_review_may_sign(const gnbs_review_case_t *c,
                                 const gnbs_review_account_t *who) {
    const char *why = why_still(c);
    if (who->is_closed || (who->roles & GNBS_REVIEW_AUTHORISER) == 0)
        return "Only authorisers sign.";
    if (why != NULL) return why;
    if (gnbs_review_state_of(c) != GNBS_REVIEW_AGREED)
        return "Two reviewers have not agreed yet.";
    return NULL;
}

const char *gnbs_review_may_confirm(const gnbs_review_case_t *c,
                                    const gnbs_review_account_t *who) {
    gnbs_review_state_t state = gnbs_review_state_of(c);
    if (who->is_closed ||
        (who->roles & (GNBS_REVIEW_REVIEWER | GNBS_REVIEW_AUTHORISER)) == 0)
        return "Only reviewers and authorisers record results of a second sample.";
    if (state != GNBS_REVIEW_SIGNED && state != GNBS_REVIEW_CLOSED)
        return "A second sample is waited for once the report is signed.";
    for (int i = 0; i < c->n_item; i++)
        if (is_reported(&c->item[i])) return NULL;
    return "No finding was reported: there is nothing to confirm.";
}

void gnbs_review_seen(const gnbs_review_case_t *c, int64_t account, bool is_decision,
                      char seen[48]) {
    int n_own = 0;
    if (!is_decision || c->n_reviewer == 2) {
        snprintf(seen, 48, "v%lld", (long long)c->version);
        return;
    }
    for (int i = 0; i < c->n_past; i++)
        n_own += c->past[i].is_decision && c->past[i].round == c->round &&
                 c->past[i].account == account;
    snprintf(seen, 48, "r%d-%d", c->round, n_own);
}
