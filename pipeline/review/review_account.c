#include "review/review_account.h"

#include <stdio.h>
#include <string.h>

#include "core/escape.h"
#include "core/vec.h"

static const struct {
    unsigned role;
    const char *name;
} ROLES[] = {{GNBS_REVIEW_REVIEWER, "reviewer"},
             {GNBS_REVIEW_AUTHORISER, "authoriser"},
             {GNBS_REVIEW_CURATOR, "curator"},
             {GNBS_REVIEW_AUDITOR, "auditor"}};
enum { N_ROLE = sizeof ROLES / sizeof *ROLES };

/* What a password is held against when there is no such account: the same work, and never right. */
static const char NOBODYS_HASH[] = "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
                                   "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

unsigned gnbs_review_roles_of(const char *text) {
    unsigned roles = 0;
    while (*text != '\0') {
        size_t n = strcspn(text, ","), i = 0;
        while (i < N_ROLE &&
               !(strlen(ROLES[i].name) == n && strncmp(ROLES[i].name, text, n) == 0))
            i++;
        if (i == N_ROLE) return 0;
        roles |= ROLES[i].role;
        text += n;
        if (*text == ',' && *++text == '\0') return 0;
    }
    return roles;
}

void gnbs_review_print_roles(gnbs_str_t *out, unsigned roles) {
    const char *between = "";
    for (size_t i = 0; i < N_ROLE; i++) {
        if ((roles & ROLES[i].role) == 0) continue;
        gnbs_str_printf(out, "%s%s", between, ROLES[i].name);
        between = ", ";
    }
}

/* ---- reading ------------------------------------------------------------------------------------------------------ */

#define COLUMNS "id, name, full_name, roles, closed, era, hash"

static void fill(gnbs_sql_rows_t *rows, gnbs_review_account_t *a) {
    memset(a, 0, sizeof *a);
    a->id = gnbs_sql_int(rows, 0);
    snprintf(a->name, sizeof a->name, "%s", gnbs_sql_text(rows, 1));
    snprintf(a->full_name, sizeof a->full_name, "%s", gnbs_sql_text(rows, 2));
    a->roles = (unsigned)gnbs_sql_int(rows, 3);
    a->is_closed = gnbs_sql_int(rows, 4) != 0;
    a->era = gnbs_sql_int(rows, 5);
}

static gnbs_code_t take(gnbs_sql_rows_t *rows, gnbs_review_account_t *account,
                        char hash[GNBS_SECRET_HASH], bool *is_found, gnbs_err_t *err) {
    *is_found = gnbs_sql_next(rows);
    if (*is_found) fill(rows, account);
    if (*is_found && hash != NULL)
        snprintf(hash, GNBS_SECRET_HASH, "%s", gnbs_sql_text(rows, 6));
    return gnbs_sql_end(rows, err);
}

static gnbs_code_t find(gnbs_review_desk_t *desk, const char *name,
                        gnbs_review_account_t *account, char hash[GNBS_SECRET_HASH],
                        bool *is_found, gnbs_err_t *err) {
    gnbs_sql_rows_t *rows;
    GNBS_TRY(gnbs_sql_ask(gnbs_review_sql(desk), &rows, err,
                          "SELECT " COLUMNS " FROM account WHERE name = ?", "t", name));
    return take(rows, account, hash, is_found, err);
}

gnbs_code_t gnbs_review_find_account(gnbs_review_desk_t *desk, const char *name,
                                     gnbs_review_account_t *account, bool *is_found,
                                     gnbs_err_t *err) {
    return find(desk, name, account, NULL, is_found, err);
}

gnbs_code_t gnbs_review_account_by_id(gnbs_review_desk_t *desk, int64_t id,
                                      gnbs_review_account_t *account, bool *is_found,
                                      gnbs_err_t *err) {
    gnbs_sql_rows_t *rows;
    GNBS_TRY(gnbs_sql_ask(gnbs_review_sql(desk), &rows, err,
                          "SELECT " COLUMNS " FROM account WHERE id = ?", "i", id));
    return take(rows, account, NULL, is_found, err);
}

gnbs_code_t gnbs_review_list_accounts(gnbs_review_desk_t *desk, gnbs_arena_t *arena, int *n,
                                      gnbs_review_account_t **accounts, gnbs_err_t *err) {
    int64_t n_all;
    gnbs_sql_rows_t *rows;
    GNBS_TRY(gnbs_sql_number(gnbs_review_sql(desk), &n_all, 0, err,
                             "SELECT count(*) FROM account", ""));
    *n = 0;
    *accounts = GNBS_NEW(arena, gnbs_review_account_t, n_all);
    if (*accounts == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "accounts");
    GNBS_TRY(gnbs_sql_ask(gnbs_review_sql(desk), &rows, err,
                          "SELECT " COLUMNS " FROM account ORDER BY name", ""));
    while (*n < n_all && gnbs_sql_next(rows)) fill(rows, &(*accounts)[(*n)++]);
    return gnbs_sql_end(rows, err);
}

gnbs_code_t gnbs_review_check_password(gnbs_review_desk_t *desk, const char *name,
                                       const char *password, gnbs_review_account_t *account,
                                       gnbs_err_t *err) {
    char hash[GNBS_SECRET_HASH];
    bool is_found = false;
    gnbs_review_lock(desk);
    gnbs_code_t code = find(desk, name, account, hash, &is_found, err);
    gnbs_review_unlock(desk);
    if (code != GNBS_OK) return code;
    bool is_right = strlen(password) <= GNBS_REVIEW_PASSWORD_MAX &&
                    gnbs_secret_is_password(is_found ? hash : NOBODYS_HASH, password);
    if (is_found && is_right && !account->is_closed) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_CONSENT, "the name or the password is not right");
}

/* ---- changing ----------------------------------------------------------------------------------------------------- */

static gnbs_code_t check_new(const char *name, const char *full_name, unsigned roles,
                             gnbs_err_t *err) {
    if (!gnbs_escape_is_file_name(name))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "'%s': an account's name has 1 to 64 letters, digits, '.', "
                            "'_' or '-', the first a letter or digit",
                            name);
    if (full_name[0] == '\0' || strlen(full_name) > 128 ||
        !gnbs_escape_is_utf8(full_name) || strpbrk(full_name, "\r\n\t") != NULL)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "the full name, as it stands beside a signature, has 1 to 128 "
                            "bytes on one line");
    if (roles == 0)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "roles are reviewer, authoriser, curator, auditor; several "
                            "with commas between");
    return GNBS_OK;
}

static gnbs_code_t hash_new(gnbs_review_desk_t *desk, const char *name,
                            const char *password, char hash[GNBS_SECRET_HASH],
                            gnbs_err_t *err) {
    size_t n = strlen(password);
    if (n < GNBS_REVIEW_PASSWORD_MIN || n > GNBS_REVIEW_PASSWORD_MAX)
        return gnbs_err_set(err, GNBS_E_USAGE, "a password has %d to %d bytes",
                            (int)GNBS_REVIEW_PASSWORD_MIN, (int)GNBS_REVIEW_PASSWORD_MAX);
    if (strstr(password, name) != NULL)
        return gnbs_err_set(err, GNBS_E_USAGE, "the password holds the account's name");
    return gnbs_secret_hash_password(password, gnbs_review_cost(desk), hash, err);
}

static gnbs_code_t note(gnbs_review_desk_t *desk, const char *by, const char *words,
                        const char *name, gnbs_err_t *err) {
    char detail[200];
    snprintf(detail, sizeof detail, "%s: %s", words, name);
    return gnbs_review_note(
        desk, &(gnbs_review_event_t){.who = by, .what = "desk", .detail = detail}, err);
}

gnbs_code_t gnbs_review_add_account(gnbs_review_desk_t *desk, const char *by,
                                    const char *name, const char *full_name, unsigned roles,
                                    const char *password, gnbs_err_t *err) {
    char hash[GNBS_SECRET_HASH], now[32];
    gnbs_review_account_t there;
    bool is_found;
    GNBS_TRY(check_new(name, full_name, roles, err));
    GNBS_TRY(hash_new(desk, name, password, hash, err));
    gnbs_review_clock(now);
    gnbs_sql_t *db = gnbs_review_sql(desk);
    GNBS_TRY(gnbs_sql_begin(db, err));
    gnbs_code_t code = find(desk, name, &there, NULL, &is_found, err);
    if (code == GNBS_OK && is_found)
        code = gnbs_err_set(err, GNBS_E_USAGE, "%s: there is such an account", name);
    if (code == GNBS_OK)
        code = gnbs_sql_run(db, err,
                            "INSERT INTO account(name, full_name, roles, hash, made_at) "
                            "VALUES(?, ?, ?, ?, ?)",
                            "ttitt", name, full_name, (int64_t)roles, hash, now);
    if (code == GNBS_OK) {
        gnbs_str_t words;
        gnbs_str_init(&words);
        gnbs_str_add(&words, "account made, ");
        gnbs_review_print_roles(&words, roles);
        code = note(desk, by, gnbs_str_text(&words), name, err);
        gnbs_str_clear(&words);
    }
    return gnbs_review_finish(desk, code, err);
}

/* One change of one account; sessions of before end. */
static gnbs_code_t change(gnbs_review_desk_t *desk, const char *by, const char *name,
                          const char *sql, const char *text, int64_t number,
                          const char *words, gnbs_err_t *err) {
    gnbs_review_account_t there;
    bool is_found;
    gnbs_sql_t *db = gnbs_review_sql(desk);
    GNBS_TRY(gnbs_sql_begin(db, err));
    gnbs_code_t code = find(desk, name, &there, NULL, &is_found, err);
    if (code == GNBS_OK && !is_found)
        code = gnbs_err_set(err, GNBS_E_USAGE, "%s: there is no such account", name);
    if (code == GNBS_OK)
        code = text != NULL ? gnbs_sql_run(db, err, sql, "tt", text, name)
                            : gnbs_sql_run(db, err, sql, "it", number, name);
    if (code == GNBS_OK) code = note(desk, by, words, name, err);
    return gnbs_review_finish(desk, code, err);
}

gnbs_code_t gnbs_review_set_password(gnbs_review_desk_t *desk, const char *by,
                                     const char *name, const char *password,
                                     gnbs_err_t *err) {
    char hash[GNBS_SECRET_HASH];
    GNBS_TRY(hash_new(desk, name, password, hash, err));
    return change(desk, by, name,
                  "UPDATE account SET hash = ?, era = era + 1 WHERE name = ?", hash, 0,
                  "password changed", err);
}

gnbs_code_t gnbs_review_set_roles(gnbs_review_desk_t *desk, const char *by,
                                  const char *name, unsigned roles, gnbs_err_t *err) {
    GNBS_TRY(check_new(name, "-", roles, err));
    gnbs_str_t words;
    gnbs_str_init(&words);
    gnbs_str_add(&words, "roles changed to ");
    gnbs_review_print_roles(&words, roles);
    gnbs_code_t code =
        change(desk, by, name, "UPDATE account SET roles = ?, era = era + 1 WHERE name = ?",
               NULL, (int64_t)roles, gnbs_str_text(&words), err);
    gnbs_str_clear(&words);
    return code;
}

gnbs_code_t gnbs_review_set_closed(gnbs_review_desk_t *desk, const char *by,
                                   const char *name, bool is_closed, gnbs_err_t *err) {
    return change(desk, by, name,
                  "UPDATE account SET closed = ?, era = era + 1 WHERE name = ?", NULL,
                  is_closed, is_closed ? "account closed" : "account opened again", err);
}
