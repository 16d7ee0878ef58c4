#include "batch/batch_plan.h"

#include <stdio.h>
#include <string.h>

#include "core/json.h"
#include "io/out.h"
#include "io/tree_read.h"

static const char SCHEMA[] = "gnbs-batch-1";

const char *gnbs_batch_path(gnbs_arena_t *arena, const char *out, const char *name) {
    return gnbs_arena_printf(arena, "%s/.gnbs/batch/%s", out, name);
}

static gnbs_code_t write_beside(const char *out, const char *name, const gnbs_str_t *text,
                                gnbs_err_t *err) {
    gnbs_str_t path;
    gnbs_str_init(&path);
    gnbs_str_printf(&path, "%s/.gnbs/batch/%s", out, name);
    gnbs_code_t code = path.failed ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", name)
                                   : gnbs_out_write_text(path.s, text, err);
    gnbs_str_clear(&path);
    return code;
}

/* ---- batch.json ------------------------------------------------------------------------------------------------------- */

static void print_row(gnbs_json_t *j, const gnbs_batch_row_t *r) {
    gnbs_json_object(j, NULL);
    gnbs_json_int(j, "line", r->line);
    gnbs_json_text(j, "sample", r->sample);
    gnbs_json_text(j, "sex", r->sex);
    gnbs_json_text(j, "reads", r->reads);
    gnbs_json_text(j, "vcf", r->vcf);
    gnbs_json_text(j, "mother", r->mother);
    gnbs_json_text(j, "father", r->father);
    gnbs_json_text(j, "consent", r->consent);
    gnbs_json_text(j, "case_id", r->case_id);
    gnbs_json_text(j, "note", r->note);
    gnbs_json_end(j);
}

gnbs_code_t gnbs_batch_write_plan(const gnbs_batch_t *b, gnbs_err_t *err) {
    gnbs_str_t text;
    gnbs_json_t j;
    gnbs_str_init(&text);
    gnbs_json_init(&j, &text);
    gnbs_json_object(&j, NULL);
    gnbs_json_text(&j, "schema", SCHEMA);
    gnbs_json_text(&j, "panel", b->panel);
    gnbs_json_text(&j, "refdata", b->refdata);
    gnbs_json_text(&j, "reference", b->reference);
    gnbs_json_text(&j, "panel_keys", b->panel_keys);
    gnbs_json_text(&j, "consent_keys", b->consent_keys);
    gnbs_json_bool(&j, "no_consent_check", b->skips_consent);
    gnbs_json_int(&j, "threads", b->n_threads);
    gnbs_json_array(&j, "run_options");
    for (size_t i = 0; i < b->n_extra; i++) gnbs_json_text(&j, NULL, b->extra[i]);
    gnbs_json_end(&j);
    gnbs_json_array(&j, "rows");
    for (size_t i = 0; i < b->n_row; i++) print_row(&j, &b->row[i]);
    gnbs_json_end(&j);
    gnbs_json_end(&j);
    gnbs_code_t code = write_beside(b->out, "batch.json", &text, err);
    gnbs_str_clear(&text);
    return code;
}

static void read_row(const gnbs_tree_t *t, gnbs_batch_row_t *r) {
    *r = (gnbs_batch_row_t){.line = (int)gnbs_tree_int(t, "line", 0),
                            .sample = gnbs_tree_text(t, "sample"),
                            .sex = gnbs_tree_text(t, "sex"),
                            .reads = gnbs_tree_text(t, "reads"),
                            .vcf = gnbs_tree_text(t, "vcf"),
                            .mother = gnbs_tree_text(t, "mother"),
                            .father = gnbs_tree_text(t, "father"),
                            .consent = gnbs_tree_text(t, "consent"),
                            .case_id = gnbs_tree_text(t, "case_id"),
                            .note = gnbs_tree_text(t, "note")};
}

static gnbs_code_t take_lists(const gnbs_tree_t *root, gnbs_arena_t *arena, gnbs_batch_t *b,
                              gnbs_err_t *err) {
    b->n_row = gnbs_tree_size(root, "rows");
    b->n_extra = gnbs_tree_size(root, "run_options");
    b->row = GNBS_NEW(arena, gnbs_batch_row_t, b->n_row + 1);
    const char **extra = GNBS_NEW(arena, const char *, b->n_extra + 1);
    if (b->row == NULL || extra == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu rows", b->n_row);
    for (size_t i = 0; i < b->n_row; i++)
        read_row(gnbs_tree_at(gnbs_tree_get(root, "rows"), i), &b->row[i]);
    for (size_t i = 0; i < b->n_extra; i++)
        extra[i] = gnbs_tree_as_text(gnbs_tree_at(gnbs_tree_get(root, "run_options"), i));
    b->extra = extra;
    return GNBS_OK;
}

gnbs_code_t gnbs_batch_read_plan(const char *out, gnbs_arena_t *arena, gnbs_batch_t *b,
                                 gnbs_err_t *err) {
    const gnbs_tree_t *root;
    const char *path = gnbs_batch_path(arena, out, "batch.json");
    if (path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", out);
    if (gnbs_tree_read(path, arena, &root, err) != GNBS_OK)
        return gnbs_err_ctx(err, "%s: is no folder of a batch", out);
    if (!gnbs_tree_says(root, "schema", SCHEMA))
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: is not of the schema %s", path,
                            SCHEMA);
    *b = (gnbs_batch_t){.out = out,
                        .panel = gnbs_tree_text(root, "panel"),
                        .refdata = gnbs_tree_text(root, "refdata"),
                        .reference = gnbs_tree_text(root, "reference"),
                        .panel_keys = gnbs_tree_text(root, "panel_keys"),
                        .consent_keys = gnbs_tree_text(root, "consent_keys"),
                        .skips_consent = gnbs_tree_is(root, "no_consent_check"),
                        .n_threads = (int)gnbs_tree_int(root, "threads", 1)};
    return take_lists(root, arena, b, err);
}

const gnbs_batch_row_t *gnbs_batch_find(const gnbs_batch_t *b, const char *sample) {
    for (size_t i = 0; i < b->n_row; i++)
        if (strcmp(b->row[i].sample, sample) == 0) return &b->row[i];
    return NULL;
}

/* ---- the command ---------------------------------------------------------------------------------------------------- */

gnbs_code_t gnbs_batch_command(const gnbs_batch_t *b, const gnbs_batch_row_t *r,
                               const char *program, gnbs_arena_t *arena, char ***argv,
                               gnbs_err_t *err) {
    const char **v = GNBS_NEW(arena, const char *, b->n_extra + 32);
    const char *threads = gnbs_arena_printf(arena, "%d", b->n_threads);
    if (v == NULL || threads == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s", r->sample);
    size_t n = 0;
    v[n++] = program, v[n++] = "run";
    const char *const pair[][2] = {
        {"--sample", r->sample},
        {"--reads", r->reads},
        {"--vcf", r->vcf},
        {"--mother", r->mother},
        {"--father", r->father},
        {"--sex", r->sex},
        {"--panel", b->panel},
        {"--refdata", b->refdata},
        {"--reference", b->reference},
        {"--panel-keys", b->panel_keys},
        {"--consent", r->consent},
        {"--consent-keys", r->consent[0] != '\0' ? b->consent_keys : ""}};
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++)
        if (pair[i][1][0] != '\0') v[n++] = pair[i][0], v[n++] = pair[i][1];
    if (r->consent[0] == '\0') v[n++] = "--no-consent-check";
    for (size_t i = 0; i < b->n_extra; i++) v[n++] = b->extra[i];
    v[n++] = "--progress", v[n++] = "none";
    v[n++] = "--out", v[n++] = b->out;
    v[n++] = "--threads", v[n++] = threads;
    v[n] = NULL;
    *argv = (char **)v; /* exec takes them so and does not change them */
    return GNBS_OK;
}

/* ---- state -------------------------------------------------------------------------------------------------------------- */

gnbs_code_t gnbs_batch_write_state(const gnbs_batch_t *b, const gnbs_batch_state_t *s,
                                   gnbs_err_t *err) {
    gnbs_str_t text;
    gnbs_json_t j;
    char name[128];
    gnbs_str_init(&text);
    gnbs_json_init(&j, &text);
    gnbs_json_object(&j, NULL);
    gnbs_json_text(&j, "sample", s->sample);
    gnbs_json_text(&j, "state", s->state);
    gnbs_json_text(&j, "reason", s->reason);
    gnbs_json_int(&j, "status", s->status);
    gnbs_json_int(&j, "attempt", s->attempt);
    gnbs_json_text(&j, "began", s->began);
    gnbs_json_text(&j, "ended", s->ended);
    gnbs_json_real(&j, "seconds", s->seconds, 3);
    gnbs_json_int(&j, "memory_kb", s->memory_kb);
    gnbs_json_text(&j, "job", s->job);
    gnbs_json_end(&j);
    snprintf(name, sizeof name, "%s.json", s->sample);
    gnbs_code_t code = write_beside(b->out, name, &text, err);
    gnbs_str_clear(&text);
    return code;
}

void gnbs_batch_read_state(const char *out, const char *sample, gnbs_arena_t *arena,
                           gnbs_batch_state_t *s) {
    const gnbs_tree_t *t = NULL;
    gnbs_err_t err;
    const char *path = gnbs_arena_printf(arena, "%s/.gnbs/batch/%s.json", out, sample);
    if (path == NULL || gnbs_tree_read(path, arena, &t, &err) != GNBS_OK) t = NULL;
    *s = (gnbs_batch_state_t){.sample = sample,
                              .state = gnbs_tree_text(t, "state"),
                              .reason = gnbs_tree_text(t, "reason"),
                              .began = gnbs_tree_text(t, "began"),
                              .ended = gnbs_tree_text(t, "ended"),
                              .job = gnbs_tree_text(t, "job"),
                              .status = (int)gnbs_tree_int(t, "status", 0),
                              .attempt = (int)gnbs_tree_int(t, "attempt", 0),
                              .seconds = gnbs_tree_real(t, "seconds", 0),
                              .memory_kb = (long)gnbs_tree_int(t, "memory_kb", 0)};
    if (s->state[0] == '\0') s->state = "waiting";
}
