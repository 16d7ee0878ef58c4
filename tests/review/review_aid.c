#include "review_aid.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/mem.h"

/* The fuzz target has no cmocka: what a test cannot go on without ends the program. */
static void must(bool is_so, const char *what) {
    if (is_so) return;
    fprintf(stderr, "review_aid: %s\n", what);
    abort();
}
static void must_do(gnbs_code_t code, const gnbs_err_t *err) {
    must(code == GNBS_OK, err->msg);
}

/* ---- folders ------------------------------------------------------------------------------------------------------ */

void aid_make_folder(char *dir) {
    strcpy(
        dir,
        "/dev/shm/gnbs_review_XXXXXX"); /* in memory where there is such a place: quick */
    if (mkdtemp(dir) != NULL) return;
    strcpy(dir, "/tmp/gnbs_review_XXXXXX");
    must(mkdtemp(dir) != NULL, "no folder");
}

void aid_drop_folder(const char *dir) {
    char command[200];
    must(strstr(dir, "/gnbs_review_") != NULL, "not ours");
    snprintf(command, sizeof command, "rm -rf '%s'", dir);
    must(system(command) == 0, command);
}

char *aid_read(const char *path) {
    FILE *f = fopen(path, "rb");
    must(f != NULL, path);
    gnbs_str_t text;
    gnbs_str_init(&text);
    char piece[4096];
    for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
        gnbs_str_add_n(&text, piece, n);
    fclose(f);
    must(!text.failed, "memory");
    gnbs_str_add(&text, "");
    return text.s;
}

int aid_count(const char *text, const char *piece) {
    int n = 0;
    for (const char *p = text; (p = strstr(p, piece)) != NULL; p += strlen(piece)) n++;
    return n;
}

void aid_put_result(const char *dir, const char *as, const char *name, const char *sample) {
    char from[200], to[300];
    snprintf(from, sizeof from, "tests/report/findings/%s.json", name);
    char *text = aid_read(from);
    snprintf(to, sizeof to, "%s/%s", dir, as);
    mkdir(to, 0700);
    snprintf(to, sizeof to, "%s/%s/findings.json.new", dir, as);
    FILE *f = fopen(to, "wb");
    must(f != NULL, to);
    char *signed_off =
        strstr(text, "\"draft\": false"); /* as gnbs run writes it: a draft */
    if (signed_off != NULL) memcpy(signed_off, "\"draft\": true ", 14);
    static const char KEY[] = "\"sample\": \"NB-0001\"";
    const char *at = sample != NULL ? strstr(text, KEY) : NULL;
    if (at != NULL)
        fprintf(f, "%.*s\"sample\": \"%s\"%s", (int)(at - text), text, sample,
                at + sizeof KEY - 1);
    else
        fputs(text, f);
    must(fclose(f) == 0, to);
    char final[300];
    snprintf(final, sizeof final, "%s/%s/findings.json", dir, as);
    must(rename(to, final) == 0, final);
    gnbs_mem_free(text);
}

/* ---- desks -------------------------------------------------------------------------------------------------------- */

gnbs_review_desk_t *aid_open_desk(const char *dir, bool with_accounts) {
    static const struct {
        const char *name, *full_name;
        unsigned roles;
    } PEOPLE[] = {{"ann", "Dr Ann One", GNBS_REVIEW_REVIEWER},
                  {"bob", "Dr Bob Two", GNBS_REVIEW_REVIEWER},
                  {"cat", "Dr Cat Three", GNBS_REVIEW_AUTHORISER},
                  {"dee", "Dee Four", GNBS_REVIEW_CURATOR},
                  {"eve", "Eve Five", GNBS_REVIEW_AUDITOR},
                  {"fay", "Dr Fay Six", GNBS_REVIEW_REVIEWER | GNBS_REVIEW_AUTHORISER},
                  {"zed", "Zed Seven", GNBS_REVIEW_ANYBODY}};
    const gnbs_review_desk_opt_t opt = {dir, "0.0", {1, 8192}};
    gnbs_review_desk_t *desk;
    gnbs_err_t err;
    must_do(gnbs_review_open(&opt, &desk, &err), &err);
    for (size_t i = 0; with_accounts && i < sizeof PEOPLE / sizeof *PEOPLE; i++)
        must_do(gnbs_review_add_account(desk, "tester", PEOPLE[i].name, PEOPLE[i].full_name,
                                        PEOPLE[i].roles, AID_PASSWORD, &err),
                &err);
    if (with_accounts)
        must_do(gnbs_review_set_closed(desk, "tester", "zed", true, &err), &err);
    return desk;
}

gnbs_review_account_t aid_account(gnbs_review_desk_t *desk, const char *name) {
    gnbs_review_account_t account;
    gnbs_err_t err;
    bool is_found;
    must_do(gnbs_review_find_account(desk, name, &account, &is_found, &err), &err);
    must(is_found, name);
    return account;
}

gnbs_code_t aid_decide(gnbs_review_desk_t *desk, const char *name, int64_t id,
                       gnbs_review_choice_t choice, gnbs_err_t *err) {
    gnbs_review_account_t who = aid_account(desk, name);
    gnbs_review_ballot_t ballot[GNBS_REVIEW_N_ITEM_MAX];
    gnbs_review_case_t c;
    gnbs_arena_t arena;
    char seen[48];
    gnbs_arena_init(&arena);
    gnbs_code_t code = gnbs_review_load(desk, id, &arena, &c, err);
    if (code == GNBS_OK) {
        gnbs_review_seen(&c, who.id, true, seen);
        for (int i = 0; i < c.n_item; i++)
            ballot[i] = (gnbs_review_ballot_t){c.item[i].id, choice, "because"};
        code = gnbs_review_decide(desk, &who, id, seen, c.n_item, ballot, err);
    }
    gnbs_arena_clear(&arena);
    return code;
}

gnbs_code_t aid_rule(gnbs_review_desk_t *desk, const char *name, int64_t id,
                     bool is_signing, gnbs_err_t *err) {
    gnbs_review_account_t who = aid_account(desk, name);
    gnbs_review_case_t c;
    gnbs_arena_t arena;
    char seen[48];
    gnbs_arena_init(&arena);
    gnbs_code_t code = gnbs_review_load(desk, id, &arena, &c, err);
    if (code == GNBS_OK) {
        gnbs_review_seen(&c, who.id, false, seen);
        code = is_signing ? gnbs_review_sign(desk, &who, id, seen, "agreed", err)
                          : gnbs_review_send_back(desk, &who, id, seen, "not yet", err);
    }
    gnbs_arena_clear(&arena);
    return code;
}

gnbs_review_state_t aid_state(gnbs_review_desk_t *desk, int64_t id) {
    gnbs_review_case_t c;
    gnbs_arena_t arena;
    gnbs_err_t err;
    gnbs_arena_init(&arena);
    must_do(gnbs_review_load(desk, id, &arena, &c, &err), &err);
    gnbs_review_state_t state = c.state;
    gnbs_arena_clear(&arena);
    return state;
}

/* ---- a browser ---------------------------------------------------------------------------------------------------- */

void aid_clear(aid_browser_t *b) {
    gnbs_mem_free(b->body);
    gnbs_mem_free(b->head);
    b->body = b->head = NULL;
}

/* "name=value; Path=..." joins the cookies, or takes one away when it has no value. */
static void keep_cookie(aid_browser_t *b, const char *set) {
    char name[64], kept[512] = "", pair[200];
    size_t n = strcspn(set, "=");
    must(n < sizeof name, set);
    memcpy(name, set, n);
    name[n] = '\0';
    for (const char *p = b->cookies; *p != '\0';) {
        p += strspn(p, "; ");
        size_t k = strcspn(p, ";");
        bool is_same = strncmp(p, name, n) == 0 && p[n] == '=';
        if (k > 0 && !is_same)
            snprintf(kept + strlen(kept), sizeof kept - strlen(kept), "%s%.*s",
                     kept[0] != '\0' ? "; " : "", (int)k, p);
        p += k;
    }
    snprintf(pair, sizeof pair, "%.*s", (int)strcspn(set, ";"), set);
    if (pair[strlen(pair) - 1] != '=')
        snprintf(kept + strlen(kept), sizeof kept - strlen(kept), "%s%s",
                 kept[0] != '\0' ? "; " : "", pair);
    strcpy(b->cookies, kept);
}

static void take_page(aid_browser_t *b) {
    static const char FIELD[] = "name=\"csrf\" value=\"";
    for (const char *p = b->head; (p = strstr(p, "Set-Cookie: ")) != NULL; p++)
        keep_cookie(b, p + 12);
    const char *to = strstr(b->head, "Location: ");
    b->location[0] = '\0';
    if (to != NULL)
        snprintf(b->location, sizeof b->location, "%.*s", (int)strcspn(to + 10, "\r\n"),
                 to + 10);
    const char *csrf = strstr(b->body, FIELD);
    if (csrf != NULL)
        snprintf(b->csrf, sizeof b->csrf, "%.*s",
                 (int)strcspn(csrf + sizeof FIELD - 1, "\""), csrf + sizeof FIELD - 1);
}

static void ask_here(aid_browser_t *b, const char *method, const char *path,
                     const char *query, const char *type, const char *body) {
    const gnbs_http_request_t request = {.method = method,
                                         .path = path,
                                         .query = query,
                                         .host = "127.0.0.1:1",
                                         .cookie = b->cookies,
                                         .content_type = type,
                                         .fetch_site = "",
                                         .forwarded_for = "",
                                         .address = "127.0.0.1",
                                         .body = body,
                                         .n_body = strlen(body)};
    gnbs_http_answer_t answer = {.status = 500};
    gnbs_str_t head;
    gnbs_str_init(&answer.body);
    gnbs_str_init(&head);
    gnbs_review_answer(b->web, &request, &answer);
    for (int i = 0; i < answer.n_header; i++)
        gnbs_str_printf(&head, "%s: %s\r\n", answer.header[i].name, answer.header[i].value);
    gnbs_str_add(&head, "\r\n");
    gnbs_str_add(&answer.body, "");
    b->status = answer.status;
    b->head = head.s;
    b->body = answer.body.s;
}

/* One request on a connection of its own. Status 0: the server hung up before it answered. */
static void ask_server(aid_browser_t *b, const char *method, const char *path,
                       const char *type, const char *body) {
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)b->port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    gnbs_str_t ask, got;
    gnbs_str_init(&ask);
    gnbs_str_init(&got);
    gnbs_str_printf(&ask,
                    "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\nCookie: "
                    "%s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n%s",
                    method, path, b->port, b->cookies, type, strlen(body), body);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    b->status = 0;
    if (connect(fd, (struct sockaddr *)(void *)&at, sizeof at) == 0) {
        for (size_t sent = 0; sent < ask.n;) {
            ssize_t k = send(fd, ask.s + sent, ask.n - sent, MSG_NOSIGNAL);
            if (k <= 0) break;
            sent += (size_t)k;
        }
        char piece[4096];
        for (ssize_t k; (k = recv(fd, piece, sizeof piece, 0)) > 0;)
            gnbs_str_add_n(&got, piece, (size_t)k);
    }
    close(fd);
    gnbs_str_clear(&ask);
    gnbs_str_add(&got, "");
    char *end = strstr(got.s, "\r\n\r\n");
    if (end != NULL) b->status = atoi(got.s + 9);
    b->body = gnbs_mem_strdup(end != NULL ? end + 4 : "");
    if (end != NULL) end[2] = '\0';
    b->head = got.s;
}

static int ask(aid_browser_t *b, const char *method, const char *target, const char *type,
               const char *body) {
    char path[400];
    const char *question = strchr(target, '?');
    aid_clear(b);
    snprintf(path, sizeof path, "%.*s",
             (int)(question != NULL ? (size_t)(question - target) : strlen(target)),
             target);
    if (b->web != NULL)
        ask_here(b, method, path, question != NULL ? question + 1 : "", type, body);
    else
        ask_server(b, method, target, type, body);
    take_page(b);
    return b->status;
}

int aid_get(aid_browser_t *b, const char *path) { return ask(b, "GET", path, "", ""); }

int aid_post_raw(aid_browser_t *b, const char *path, const char *type, const char *body) {
    return ask(b, "POST", path, type, body);
}

static void put_field(gnbs_str_t *body, const char *name, const char *value) {
    gnbs_str_printf(body, "%s%s=", body->n > 0 ? "&" : "", name);
    for (const char *p = value; *p != '\0'; p++)
        gnbs_str_printf(body, "%%%02X", (unsigned)(unsigned char)*p);
}

int aid_post(aid_browser_t *b, const char *path, const char *const fields[]) {
    gnbs_str_t body;
    bool has_csrf = false;
    gnbs_str_init(&body);
    for (int i = 0; fields[i] != NULL; i += 2) {
        put_field(&body, fields[i], fields[i + 1]);
        has_csrf = has_csrf || strcmp(fields[i], "csrf") == 0;
    }
    if (!has_csrf) put_field(&body, "csrf", b->csrf);
    int status =
        aid_post_raw(b, path, "application/x-www-form-urlencoded", gnbs_str_text(&body));
    gnbs_str_clear(&body);
    return status;
}

int aid_sign_in(aid_browser_t *b, const char *name, const char *password) {
    aid_get(b, "/sign-in");
    const char *const FIELDS[] = {"name", name, "password", password, NULL};
    int status = aid_post(b, "/sign-in", FIELDS);
    if (status == 303) aid_get(b, "/account"); /* for the session's own token */
    return status;
}

bool aid_hidden(const aid_browser_t *b, const char *form, const char *name, char *value,
                size_t cap) {
    char mark[80], field[80];
    snprintf(mark, sizeof mark, "<form id=\"%s\"", form);
    snprintf(field, sizeof field, "name=\"%s\" value=\"", name);
    const char *at = strstr(b->body, mark);
    const char *end = at != NULL ? strstr(at, "</form>") : NULL;
    const char *found = at != NULL ? strstr(at, field) : NULL;
    if (found == NULL || end == NULL || found > end) return false;
    found += strlen(field);
    snprintf(value, cap, "%.*s", (int)strcspn(found, "\""), found);
    return true;
}

int aid_decide_page(aid_browser_t *b, int64_t id, const char *choice, const char *comment) {
    char path[64], seen[48] = "";
    snprintf(path, sizeof path, "/case/%" PRId64, id);
    if (aid_get(b, path) != 200) return b->status;
    bool has_findings = strstr(b->body, "choice-F1") != NULL;
    aid_hidden(b, "decide", "seen", seen, sizeof seen);
    snprintf(path, sizeof path, "/case/%" PRId64 "/decide", id);
    const char *const TWO[] = {"seen",       seen,    "choice-F1", choice,
                               "comment-F1", comment, "choice-F2", choice,
                               "comment-F2", comment, NULL};
    const char *const WHOLE[] = {"seen",      seen,    "choice-R", choice,
                                 "comment-R", comment, NULL};
    return aid_post(b, path, has_findings ? TWO : WHOLE);
}
