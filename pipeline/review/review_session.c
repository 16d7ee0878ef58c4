#include "review/review_session.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"

enum { N_SESSION = 512, N_COUNT = 4096, KEY_TEXT = 300 };

typedef struct slot {
    bool is_used;
    char mac[GNBS_SECRET_MAC];
    double begun_s, seen_s;
    gnbs_review_session_t session;
} slot_t;

typedef struct count {
    double begun_s;
    int n;
} count_t;

struct gnbs_review_sessions {
    pthread_mutex_t lock;
    double idle_s, longest_s;
    char key[GNBS_SECRET_TOKEN];
    slot_t slot[N_SESSION];
    count_t name[N_COUNT], address[N_COUNT];
};

gnbs_code_t gnbs_review_sessions_new(double idle_s, double longest_s,
                                     gnbs_review_sessions_t **sessions, gnbs_err_t *err) {
    gnbs_review_sessions_t *s = gnbs_mem_alloc(1, sizeof *s);
    *sessions = NULL;
    if (s == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "sessions");
    pthread_mutex_init(&s->lock, NULL);
    s->idle_s = idle_s;
    s->longest_s = longest_s;
    gnbs_code_t code = gnbs_secret_token(s->key, err);
    if (code == GNBS_OK)
        *sessions = s;
    else
        gnbs_review_sessions_free(s);
    return code;
}

void gnbs_review_sessions_free(gnbs_review_sessions_t *s) {
    if (s == NULL) return;
    pthread_mutex_destroy(&s->lock);
    gnbs_mem_free(s);
}

static bool is_alive(const gnbs_review_sessions_t *s, const slot_t *slot, double now_s) {
    return slot->is_used && now_s - slot->seen_s <= s->idle_s &&
           now_s - slot->begun_s <= s->longest_s;
}

static slot_t *free_slot(gnbs_review_sessions_t *s, double now_s) {
    slot_t *oldest = &s->slot[0];
    for (int i = 0; i < N_SESSION; i++) {
        if (!is_alive(s, &s->slot[i], now_s)) return &s->slot[i];
        if (s->slot[i].seen_s < oldest->seen_s) oldest = &s->slot[i];
    }
    return oldest;
}

gnbs_code_t gnbs_review_session_begin(gnbs_review_sessions_t *s, int64_t account,
                                      int64_t era, double now_s,
                                      char token[GNBS_SECRET_TOKEN], gnbs_err_t *err) {
    gnbs_review_session_t session = {account, era, ""};
    GNBS_TRY(gnbs_secret_token(token, err));
    GNBS_TRY(gnbs_secret_token(session.csrf, err));
    pthread_mutex_lock(&s->lock);
    slot_t *slot = free_slot(s, now_s);
    *slot =
        (slot_t){.is_used = true, .begun_s = now_s, .seen_s = now_s, .session = session};
    gnbs_secret_mac(s->key, token, slot->mac);
    pthread_mutex_unlock(&s->lock);
    return GNBS_OK;
}

static slot_t *find(gnbs_review_sessions_t *s, const char *token) {
    char mac[GNBS_SECRET_MAC];
    gnbs_secret_mac(s->key, token, mac);
    for (int i = 0; i < N_SESSION; i++)
        if (s->slot[i].is_used && gnbs_secret_is_same(s->slot[i].mac, mac))
            return &s->slot[i];
    return NULL;
}

bool gnbs_review_session_find(gnbs_review_sessions_t *s, const char *token, double now_s,
                              gnbs_review_session_t *session) {
    pthread_mutex_lock(&s->lock);
    slot_t *slot = find(s, token);
    bool is_found = slot != NULL && is_alive(s, slot, now_s);
    if (is_found) {
        slot->seen_s = now_s;
        *session = slot->session;
    } else if (slot != NULL) {
        memset(slot, 0, sizeof *slot);
    }
    pthread_mutex_unlock(&s->lock);
    return is_found;
}

void gnbs_review_session_end(gnbs_review_sessions_t *s, const char *token) {
    pthread_mutex_lock(&s->lock);
    slot_t *slot = find(s, token);
    if (slot != NULL) memset(slot, 0, sizeof *slot);
    pthread_mutex_unlock(&s->lock);
}

/* ---- attempts ----------------------------------------------------------------------------------------------------- */

static count_t *count_of(gnbs_review_sessions_t *s, count_t *table, const char *text) {
    char mac[GNBS_SECRET_MAC];
    gnbs_secret_mac(s->key, text, mac);
    mac[3] = '\0';
    return &table[strtoul(mac, NULL, 16) % N_COUNT]; /* three digits: 4096 places */
}

static bool take(count_t *c, int limit, int window_s, double now_s, int *wait_s) {
    if (c->n == 0 || now_s - c->begun_s > window_s) *c = (count_t){now_s, 0};
    if (c->n >= limit) {
        int wait = window_s - (int)(now_s - c->begun_s) + 1;
        if (wait > *wait_s) *wait_s = wait;
        return false;
    }
    c->n++;
    return true;
}

bool gnbs_review_may_try(gnbs_review_sessions_t *s, const char *name, const char *address,
                         double now_s, int *wait_s) {
    *wait_s = 0;
    pthread_mutex_lock(&s->lock);
    bool may = take(count_of(s, s->address, address), GNBS_REVIEW_ADDRESS_TRIES,
                    GNBS_REVIEW_ADDRESS_WINDOW_S, now_s, wait_s) &&
               take(count_of(s, s->name, name), GNBS_REVIEW_NAME_TRIES,
                    GNBS_REVIEW_NAME_WINDOW_S, now_s, wait_s);
    pthread_mutex_unlock(&s->lock);
    return may;
}

void gnbs_review_tried_well(gnbs_review_sessions_t *s, const char *name) {
    pthread_mutex_lock(&s->lock);
    count_of(s, s->name, name)->n = 0;
    pthread_mutex_unlock(&s->lock);
}

void gnbs_review_form_token(const gnbs_review_sessions_t *s, const char *cookie,
                            char token[GNBS_SECRET_MAC]) {
    gnbs_secret_mac(s->key, cookie, token);
}
