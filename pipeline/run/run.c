#include "run/run.h"

#include <stdlib.h>
#include <time.h>

#include "run/run_case.h"
#include "run/run_stop.h"

gnbs_run_opt_t gnbs_run_opt_default(void) {
    return (gnbs_run_opt_t){.progress = "auto",
                            .n_threads = 1,
                            .call = gnbs_call_opt_default(),
                            .cnv = gnbs_cnv_opt_default(),
                            .qc = gnbs_qc_opt_default(),
                            .loci = gnbs_loci_opt_default(),
                            .screen = gnbs_screen_opt_default()};
}

static gnbs_code_t judge(gnbs_run_state_t *s, gnbs_err_t *err) {
    gnbs_case_t *c = &s->newborn;
    GNBS_TRY(s->opt->reads != NULL ? gnbs_run_read_reads(s, err)
                                   : gnbs_run_read_vcf(s, err));
    gnbs_log_step(&s->log, "annotate");
    GNBS_TRY(gnbs_run_annotate(s, err));
    gnbs_log_done(&s->log, "%zu variants on the panel's genes", c->n_variant);
    gnbs_log_step(&s->log, "screen");
    GNBS_TRY(gnbs_screen_case(&s->screen, s->methods, c, &s->arena, err));
    GNBS_TRY(gnbs_run_draw_pileups(s, err));
    GNBS_TRY(gnbs_run_count_links(s, err));
    size_t n[3] = {0};
    for (size_t i = 0; i < c->n_outcome; i++) n[c->outcome[i].outcome]++;
    gnbs_log_done(&s->log,
                  "%zu conditions: %zu suspected, %zu not suspected, %zu not assessed",
                  c->n_outcome, n[GNBS_OUTCOME_SUSPECTED], n[GNBS_OUTCOME_NOT_SUSPECTED],
                  n[GNBS_OUTCOME_NOT_ASSESSED]);
    return GNBS_OK;
}

static gnbs_code_t run_all(gnbs_run_state_t *s, gnbs_err_t *err) {
    GNBS_TRY(gnbs_run_open(s, err));
    GNBS_TRY(judge(s, err));
    gnbs_log_step(&s->log, "write");
    gnbs_run_stop_hold();
    gnbs_code_t code = gnbs_run_write(s, err);
    gnbs_run_stop_release();
    GNBS_TRY(code);
    gnbs_log_done(&s->log, "%s/%s/report.html", s->opt->out_dir, s->newborn.sample);
    if (gnbs_quality_is_held(&s->newborn.quality))
        return gnbs_err_set(
            err, GNBS_E_QC,
            "%s: held by a quality gate: %s; every condition is not assessed",
            s->newborn.sample, s->newborn.quality.fail_reason);
    return GNBS_OK;
}

gnbs_code_t gnbs_run(const gnbs_run_opt_t *opt, gnbs_err_t *err) {
    GNBS_TRY(gnbs_call_opt_validate(&opt->call, err));
    GNBS_TRY(gnbs_cnv_opt_validate(&opt->cnv, err));
    GNBS_TRY(gnbs_screen_opt_validate(&opt->screen, err));
    gnbs_run_state_t s = {.opt = opt, .began_s = gnbs_log_clock_s()};
    if (!gnbs_log_init(&s.log, stderr, opt->progress))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "run: --progress %s: expected auto, bar, plain, json or none",
                            opt->progress);
    time_t now = time(NULL);
    struct tm utc;
    if (gmtime_r(&now, &utc) != NULL)
        strftime(s.began, sizeof s.began, "%Y-%m-%dT%H:%M:%SZ", &utc);
    s.log.copy = open_memstream(&s.log_text, &s.log_bytes);
    if (s.log.copy == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "log");
    gnbs_arena_init(&s.arena);
    gnbs_code_t code = run_all(&s, err);
    gnbs_run_close(&s);
    fclose(s.log.copy);
    free(s.log_text); /* made by open_memstream */
    return code;
}
