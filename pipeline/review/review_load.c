/* review/review_load.c -- cases out of the desk's database. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/vec.h"
#include "review/review_case.h"

/* A text of a row, kept. Memory that is not there is told once, at the end of a load. */
static const char *keep(gnbs_arena_t *arena, const char *text, bool *failed) {
    char *copy = gnbs_arena_strdup(arena, text);
    if (copy == NULL) *failed = true;
    return copy != NULL ? copy : "";
}

static gnbs_code_t load_row(gnbs_review_desk_t *desk, int64_t id, gnbs_arena_t *arena,
                            gnbs_review_case_t *c, bool *failed, gnbs_err_t *err) {
    gnbs_sql_rows_t *rows;
    GNBS_TRY(gnbs_sql_ask(
        gnbs_review_sql(desk), &rows, err,
        "SELECT version, round, urgency, sample, report_id, dir, sha256, result, "
        "result_text, made_at, seen_at, is_signed, replaced_by, is_gone, is_kept, stamp "
        "FROM "
        "newborn_case "
        "WHERE id = ?",
        "i", id));
    bool is_found = gnbs_sql_next(rows);
    memset(c, 0, sizeof *c);
    if (is_found) {
        c->id = id;
        c->version = gnbs_sql_int(rows, 0);
        c->round = (int)gnbs_sql_int(rows, 1);
        c->urgency = (int)gnbs_sql_int(rows, 2);
        const char **text[] = {&c->sample, &c->report_id,   &c->dir,     &c->sha256,
                               &c->result, &c->result_text, &c->made_at, &c->seen_at};
        for (int i = 0; i < 8; i++)
            *text[i] = keep(arena, gnbs_sql_text(rows, 3 + i), failed);
        c->is_signed = gnbs_sql_int(rows, 11) != 0;
        c->replaced_by = gnbs_sql_int(rows, 12);
        c->is_replaced = c->replaced_by != 0;
        c->is_gone = gnbs_sql_int(rows, 13) != 0;
        c->is_kept = gnbs_sql_int(rows, 14) != 0;
        c->stamp = keep(arena, gnbs_sql_text(rows, 15), failed);
    }
    GNBS_TRY(gnbs_sql_end(rows, err));
    return is_found ? GNBS_OK
                    : gnbs_err_set(err, GNBS_E_USAGE, "there is no case %" PRId64, id);
}

static gnbs_code_t load_items(gnbs_review_desk_t *desk, gnbs_arena_t *arena,
                              gnbs_review_case_t *c, bool *failed, gnbs_err_t *err) {
    gnbs_sql_rows_t *rows;
    c->item = GNBS_NEW(arena, gnbs_review_item_t, GNBS_REVIEW_N_ITEM_MAX);
    if (c->item == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "case %" PRId64, c->id);
    GNBS_TRY(gnbs_sql_ask(gnbs_review_sql(desk), &rows, err,
                          "SELECT item, title, gene, urgency FROM item WHERE newborn_case "
                          "= ? ORDER BY place",
                          "i", c->id));
    while (c->n_item < GNBS_REVIEW_N_ITEM_MAX && gnbs_sql_next(rows)) {
        gnbs_review_item_t *item = &c->item[c->n_item++];
        const char **text[] = {&item->id, &item->title, &item->gene, &item->urgency};
        for (int i = 0; i < 4; i++) *text[i] = keep(arena, gnbs_sql_text(rows, i), failed);
        item->result_comment = item->result_by = item->result_at = "";
        for (int k = 0; k < 2; k++) item->decision[k].comment = item->decision[k].at = "";
    }
    return gnbs_sql_end(rows, err);
}

static gnbs_review_item_t *item_of(gnbs_review_case_t *c, const char *id) {
    for (int i = 0; i < c->n_item; i++)
        if (strcmp(c->item[i].id, id) == 0) return &c->item[i];
    return NULL;
}

/* Everything that happened to the case, in the order it happened: kind 0 is a decision, 1 a ruling, 2 a result. */
static const char HISTORY[] =
    "SELECT h.kind, h.item, h.round, h.value, h.comment, h.at, a.id, a.name, a.full_name "
    "FROM (SELECT 0 AS kind, id, item, round, account, choice AS value, comment, at FROM "
    "decision WHERE newborn_case = ?1 UNION ALL SELECT 1, id, '', round, account, "
    "is_signed, "
    "comment, at FROM ruling WHERE newborn_case = ?1 UNION ALL SELECT 2, id, item, 0, "
    "account, result, comment, at FROM second_sample WHERE newborn_case = ?1) AS h JOIN "
    "account AS a ON a.id = h.account ORDER BY h.at, h.kind, h.id";

static gnbs_review_person_t *person_of(gnbs_review_case_t *c, int64_t account) {
    int i = gnbs_review_which(c, account);
    if (i < 0 && c->n_reviewer < 2) i = c->n_reviewer++;
    return i < 0 ? NULL : &c->reviewer[i];
}

static void take_decision(gnbs_review_case_t *c, const gnbs_review_past_t *p,
                          const gnbs_review_person_t *by, const char *item, int choice) {
    gnbs_review_person_t *reviewer = person_of(c, by->account);
    gnbs_review_item_t *x = item_of(c, item);
    if (reviewer == NULL || x == NULL) return;
    if (reviewer->account == 0) *reviewer = *by;
    gnbs_review_decision_t *d = &x->decision[reviewer - c->reviewer];
    d->choice = (gnbs_review_choice_t)choice;
    d->comment = p->comment;
    d->at = p->at;
}

static const char *words_of(gnbs_arena_t *arena, int kind, const char *item, int value,
                            bool *failed) {
    const char *text =
        kind == 0 ? gnbs_arena_printf(arena, "%s: %s", item[0] == 'R' ? "Result" : item,
                                      gnbs_review_choice_words((gnbs_review_choice_t)value))
        : kind == 1
            ? (value ? "Signed the report" : "Sent the case back")
            : gnbs_arena_printf(arena, "%s: second sample: %s", item,
                                gnbs_review_result_words((gnbs_review_result_t)value));
    if (text == NULL) *failed = true;
    return text != NULL ? text : "";
}

static void take_past(gnbs_review_case_t *c, gnbs_sql_rows_t *rows, gnbs_arena_t *arena,
                      gnbs_review_past_t *p, bool *failed) {
    int kind = (int)gnbs_sql_int(rows, 0), value = (int)gnbs_sql_int(rows, 3);
    const char *item = keep(arena, gnbs_sql_text(rows, 1), failed);
    p->round = (int)gnbs_sql_int(rows, 2);
    p->comment = keep(arena, gnbs_sql_text(rows, 4), failed);
    p->at = keep(arena, gnbs_sql_text(rows, 5), failed);
    p->account = gnbs_sql_int(rows, 6);
    p->by = keep(arena, gnbs_sql_text(rows, 8), failed);
    p->is_decision = kind == 0;
    p->what = words_of(arena, kind, item, value, failed);
    const gnbs_review_person_t by = {
        p->account, keep(arena, gnbs_sql_text(rows, 7), failed), p->by, p->at};
    gnbs_review_item_t *x = item_of(c, item);
    if (kind == 0 && p->round == c->round) take_decision(c, p, &by, item, value);
    if (kind == 1 && value != 0) {
        c->authoriser = by;
        c->signed_comment = p->comment;
    }
    if (kind == 2 && x != NULL) {
        x->result = (gnbs_review_result_t)value;
        x->result_comment = p->comment;
        x->result_by = p->by;
        x->result_at = p->at;
    }
}

static gnbs_code_t load_past(gnbs_review_desk_t *desk, gnbs_arena_t *arena,
                             gnbs_review_case_t *c, bool *failed, gnbs_err_t *err) {
    gnbs_sql_rows_t *rows;
    GNBS_VEC(gnbs_review_past_t) past = {0};
    GNBS_TRY(gnbs_sql_ask(gnbs_review_sql(desk), &rows, err, HISTORY, "i", c->id));
    while (!*failed && gnbs_sql_next(rows)) {
        gnbs_review_past_t p = {0};
        take_past(c, rows, arena, &p, failed);
        if (!GNBS_PUSH(&past, p)) *failed = true;
    }
    gnbs_code_t code = gnbs_sql_end(rows, err);
    c->past = GNBS_NEW(arena, gnbs_review_past_t, past.n);
    if (c->past == NULL) *failed = true;
    if (c->past != NULL && past.n > 0) memcpy(c->past, past.at, past.n * sizeof *past.at);
    c->n_past = c->past != NULL ? (int)past.n : 0;
    GNBS_VEC_CLEAR(&past);
    return code;
}

gnbs_code_t gnbs_review_load(gnbs_review_desk_t *desk, int64_t id, gnbs_arena_t *arena,
                             gnbs_review_case_t *c, gnbs_err_t *err) {
    bool failed = false;
    GNBS_TRY(load_row(desk, id, arena, c, &failed, err));
    c->signed_comment = "";
    GNBS_TRY(load_items(desk, arena, c, &failed, err));
    GNBS_TRY(load_past(desk, arena, c, &failed, err));
    if (failed) return gnbs_err_set(err, GNBS_E_NOMEM, "case %" PRId64, id);
    c->state = gnbs_review_state_of(c);
    return GNBS_OK;
}

gnbs_code_t gnbs_review_settle(gnbs_review_desk_t *desk, int64_t id, gnbs_err_t *err) {
    gnbs_review_case_t c;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_code_t code = gnbs_review_load(desk, id, &arena, &c, err);
    if (code == GNBS_OK)
        code = gnbs_sql_run(gnbs_review_sql(desk), err,
                            "UPDATE newborn_case SET state = ?, version = version + 1 "
                            "WHERE id = ?",
                            "ii", (int64_t)c.state, id);
    gnbs_arena_clear(&arena);
    return code;
}

gnbs_code_t gnbs_review_find(gnbs_review_desk_t *desk, const char *name, int64_t *id,
                             gnbs_err_t *err) {
    char *end;
    long long number = strtoll(name, &end, 10);
    *id = 0;
    if (*end == '\0' && number > 0)
        GNBS_TRY(gnbs_sql_number(gnbs_review_sql(desk), id, 0, err,
                                 "SELECT id FROM newborn_case WHERE id = ?", "i",
                                 (int64_t)number));
    if (*id != 0) return GNBS_OK;
    return gnbs_sql_number(gnbs_review_sql(desk), id, 0, err,
                           "SELECT id FROM newborn_case WHERE sample = ? ORDER BY "
                           "replaced_by IS NULL DESC, id DESC LIMIT 1",
                           "t", name);
}

/* ---- the queue ---------------------------------------------------------------------------------------------------- */

static gnbs_code_t count_states(gnbs_review_desk_t *desk, gnbs_review_queue_t *q,
                                gnbs_err_t *err) {
    gnbs_sql_rows_t *rows;
    GNBS_TRY(gnbs_sql_ask(gnbs_review_sql(desk), &rows, err,
                          "SELECT state, count(*) FROM newborn_case GROUP BY state", ""));
    while (gnbs_sql_next(rows)) {
        int64_t state = gnbs_sql_int(rows, 0);
        if (state >= 0 && state < GNBS_REVIEW_N_STATE)
            q->n_by_state[state] = gnbs_sql_int(rows, 1);
    }
    return gnbs_sql_end(rows, err);
}

/* Cases that somebody must act on are those up to SIGNED. One statement for every question: the ? that do not matter match all. */
#define WHERE                                                                              \
    " FROM newborn_case WHERE state BETWEEN ?1 AND ?2 AND (?3 = '' OR sample = ?3)"

gnbs_code_t gnbs_review_ask_queue(gnbs_review_desk_t *desk, gnbs_review_state_t state,
                                  const char *sample, int64_t page, gnbs_arena_t *arena,
                                  gnbs_review_queue_t *q, gnbs_err_t *err) {
    gnbs_sql_rows_t *rows;
    bool failed = false;
    bool is_open = state == GNBS_REVIEW_N_STATE;
    int64_t low = is_open ? 0 : (int64_t)state,
            high = is_open ? (int64_t)GNBS_REVIEW_SIGNED : (int64_t)state;
    if (sample[0] != '\0') low = 0, high = GNBS_REVIEW_N_STATE; /* a name finds all */
    memset(q, 0, sizeof *q);
    q->row = GNBS_NEW(arena, gnbs_review_row_t, GNBS_REVIEW_PAGE_ROWS);
    if (q->row == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "the queue");
    GNBS_TRY(count_states(desk, q, err));
    GNBS_TRY(gnbs_sql_number(gnbs_review_sql(desk), &q->n, 0, err, "SELECT count(*)" WHERE,
                             "iit", low, high, sample));
    GNBS_TRY(gnbs_sql_ask(
        gnbs_review_sql(desk), &rows, err,
        "SELECT id, sample, result_text, made_at, state, urgency, n_finding" WHERE
        " ORDER BY urgency, made_at, id LIMIT ?4 OFFSET ?5",
        "iitii", low, high, sample, (int64_t)GNBS_REVIEW_PAGE_ROWS,
        page * GNBS_REVIEW_PAGE_ROWS));
    while (q->n_row < GNBS_REVIEW_PAGE_ROWS && gnbs_sql_next(rows)) {
        gnbs_review_row_t *r = &q->row[q->n_row++];
        r->id = gnbs_sql_int(rows, 0);
        r->sample = keep(arena, gnbs_sql_text(rows, 1), &failed);
        r->result_text = keep(arena, gnbs_sql_text(rows, 2), &failed);
        r->made_at = keep(arena, gnbs_sql_text(rows, 3), &failed);
        r->state = (gnbs_review_state_t)gnbs_sql_int(rows, 4);
        r->urgency = (int)gnbs_sql_int(rows, 5);
        r->n_finding = (int)gnbs_sql_int(rows, 6);
    }
    GNBS_TRY(gnbs_sql_end(rows, err));
    return failed ? gnbs_err_set(err, GNBS_E_NOMEM, "the queue") : GNBS_OK;
}
