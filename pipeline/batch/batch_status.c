#include <string.h>

#include "batch/batch_plan.h"
#include "core/escape.h"
#include "core/json.h"
#include "io/claim.h"

/* What files, claims and the queue say of each newborn. Files are the truth of what ended; a "running" that no process answers for
 * was cut off; the queue knows what waits. */

enum { N_STATE = 8 };
static const char *const STATE[N_STATE] = {"waiting", "queued",  "running", "done",
                                           "held",    "refused", "failed",  "interrupted"};

static bool is(const char *a, const char *b) { return strcmp(a, b) == 0; }

static const char *final_state(const gnbs_batch_t *b, const gnbs_batch_state_t *s,
                               const char *queue) {
    bool is_pending =
        queue != NULL && (is(queue, "PENDING") || is(queue, "REQUEUED") ||
                          is(queue, "REQUEUE_HOLD") || is(queue, "SUSPENDED"));
    bool is_open =
        is(s->state, "running") || is(s->state, "waiting") || is(s->state, "interrupted");
    if (is(s->state, "running") && gnbs_claim_is_held(b->out, s->sample)) return "running";
    if (is_open && is_pending) return "queued";
    if (is(s->state, "running")) {
        bool is_alive = queue != NULL && (is(queue, "RUNNING") || is(queue, "COMPLETING"));
        return is_alive ? "running" : "interrupted";
    }
    return s->state;
}

static void print_row(gnbs_str_t *out, const gnbs_batch_state_t *s, size_t width) {
    gnbs_str_printf(out, "%-*s  %-11s", (int)width, s->sample, s->state);
    if (s->seconds > 0)
        gnbs_str_printf(out, " %8.1f s %6ld MB", s->seconds, s->memory_kb / 1024);
    else
        gnbs_str_printf(out, " %10s %9s", "", "");
    if (s->attempt > 1) gnbs_str_printf(out, "  attempt %d", s->attempt);
    if (s->reason[0] != '\0') gnbs_str_add(out, "  ");
    gnbs_escape_term(out, s->reason);
    gnbs_str_add_char(out, '\n');
}

static void print_table(gnbs_str_t *out, const gnbs_batch_t *b,
                        const gnbs_batch_state_t *state, const size_t n[N_STATE]) {
    size_t width = 6;
    for (size_t i = 0; i < b->n_row; i++)
        if (strlen(b->row[i].sample) > width) width = strlen(b->row[i].sample);
    for (size_t i = 0; i < b->n_row; i++) print_row(out, &state[i], width);
    gnbs_str_printf(out, "%zu newborns:", b->n_row);
    const char *sep = " ";
    for (int k = 0; k < N_STATE; k++) {
        if (n[k] == 0) continue;
        gnbs_str_printf(out, "%s%zu %s", sep, n[k], STATE[k]);
        sep = ", ";
    }
    gnbs_str_add_char(out, '\n');
}

static void print_json(gnbs_str_t *out, const gnbs_batch_t *b,
                       const gnbs_batch_state_t *state, const size_t n[N_STATE]) {
    gnbs_json_t j;
    gnbs_json_init(&j, out);
    gnbs_json_object(&j, NULL);
    gnbs_json_int(&j, "newborns", (int64_t)b->n_row);
    gnbs_json_object(&j, "states");
    for (int k = 0; k < N_STATE; k++) gnbs_json_int(&j, STATE[k], (int64_t)n[k]);
    gnbs_json_end(&j);
    gnbs_json_array(&j, "samples");
    for (size_t i = 0; i < b->n_row; i++) {
        gnbs_json_object(&j, NULL);
        gnbs_json_text(&j, "sample", state[i].sample);
        gnbs_json_text(&j, "state", state[i].state);
        gnbs_json_text(&j, "reason", state[i].reason);
        gnbs_json_int(&j, "status", state[i].status);
        gnbs_json_int(&j, "attempt", state[i].attempt);
        gnbs_json_real(&j, "seconds", state[i].seconds, 3);
        gnbs_json_int(&j, "memory_kb", state[i].memory_kb);
        gnbs_json_text(&j, "began", state[i].began);
        gnbs_json_text(&j, "ended", state[i].ended);
        gnbs_json_text(&j, "job", state[i].job);
        gnbs_json_end(&j);
    }
    gnbs_json_end(&j);
    gnbs_json_end(&j);
}

static gnbs_code_t status(const char *out, bool is_json, gnbs_arena_t *arena,
                          gnbs_str_t *say, gnbs_err_t *err) {
    gnbs_batch_t b;
    GNBS_TRY(gnbs_batch_read_plan(out, arena, &b, err));
    gnbs_batch_state_t *state = GNBS_NEW(arena, gnbs_batch_state_t, b.n_row + 1);
    const char **queue = GNBS_NEW(arena, const char *, b.n_row + 1);
    size_t n[N_STATE] = {0};
    if (state == NULL || queue == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu newborns", b.n_row);
    gnbs_err_t no_queue; /* a machine that cannot ask the queue still sees the files */
    bool has_queue = gnbs_batch_slurm_states(&b, arena, queue, &no_queue) == GNBS_OK;
    for (size_t i = 0; i < b.n_row; i++) {
        gnbs_batch_read_state(out, b.row[i].sample, arena, &state[i]);
        state[i].state = final_state(&b, &state[i], has_queue ? queue[i] : NULL);
        for (int k = 0; k < N_STATE; k++) n[k] += is(state[i].state, STATE[k]);
    }
    if (is_json)
        print_json(say, &b, state, n);
    else
        print_table(say, &b, state, n);
    if (!has_queue && !is_json) {
        gnbs_str_add(say, "the queue could not be asked: ");
        gnbs_escape_term(say, no_queue.msg);
        gnbs_str_add_char(say, '\n');
    }
    return say->failed ? gnbs_err_set(err, GNBS_E_NOMEM, "status") : GNBS_OK;
}

gnbs_code_t gnbs_batch_status(const char *out, bool is_json, gnbs_str_t *say,
                              gnbs_err_t *err) {
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_code_t code = status(out, is_json, &arena, say, err);
    gnbs_arena_clear(&arena);
    return code;
}
