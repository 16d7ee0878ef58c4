#include <string.h>

#include "io/claim.h"
#include "io/out.h"
#include "run/run_audit.h"
#include "run/run_consent.h"
#include "run/run_withdraw.h"

typedef struct deed { /* what was done, for the certificate */
    char digest[GNBS_AUDIT_CASE_TEXT], today[GNBS_RUN_DATE_TEXT];
    long n_removed, n_searched;
} deed_t;

static void print_certificate(gnbs_str_t *out, const gnbs_run_withdraw_t *job,
                              const deed_t *d, const char *name) {
    gnbs_str_printf(out,
                    "Certificate of withdrawal\n\n"
                    "Newborn:    %s\n"
                    "Record:     %s\n"
                    "Date:       %s\n"
                    "Done by:    %s\n"
                    "Program:    gnbs %s\n\n",
                    name, d->digest, d->today, job->by, job->version);
    gnbs_str_printf(out,
                    "%ld files of this newborn were removed, and its rows in batch and "
                    "cohort tables.\n"
                    "Afterwards all %ld files of the results folder were searched for the "
                    "pseudonym: it is in none.\n"
                    "What remains is a mark that this newborn is not to be analysed "
                    "again; it holds no name and no result.\n"
                    "Not covered: reads and variants outside the results folder, backups, "
                    "and reports that were handed on.\n",
                    d->n_removed, d->n_searched);
}

static gnbs_code_t clear_away(const gnbs_run_withdraw_t *job, deed_t *d, gnbs_err_t *err) {
    gnbs_claim_t *claim;
    GNBS_TRY(gnbs_claim_take(job->dir, job->sample, false, &claim, err));
    gnbs_code_t code =
        gnbs_run_bury(job->dir, job->sample, job->by, job->version, d->digest, err);
    if (code == GNBS_OK)
        code = gnbs_run_remove_results(job->dir, job->sample, &d->n_removed, err);
    if (code == GNBS_OK && job->forget != NULL)
        code = job->forget(job->dir, job->sample, err);
    if (code == GNBS_OK) gnbs_claim_remove(claim);
    gnbs_claim_end(claim);
    return code;
}

static gnbs_code_t search(const gnbs_run_withdraw_t *job, deed_t *d, gnbs_err_t *err) {
    gnbs_str_t where;
    long n_hit;
    gnbs_str_init(&where);
    gnbs_code_t code =
        gnbs_run_search(job->dir, job->sample, &d->n_searched, &n_hit, &where, err);
    if (code == GNBS_OK && n_hit > 0)
        code = gnbs_err_set(err, GNBS_E_DATA,
                            "the pseudonym is still in %ld places that gnbs does not keep; "
                            "remove them and ask again: %s",
                            n_hit, gnbs_str_text(&where));
    gnbs_str_clear(&where);
    return code;
}

static gnbs_code_t keep_certificate(const gnbs_run_withdraw_t *job, const deed_t *d,
                                    gnbs_err_t *err) {
    gnbs_str_t path, text;
    gnbs_str_init(&path);
    gnbs_str_init(&text);
    gnbs_str_printf(&path, "%s/.gnbs/withdrawn/%s.txt", job->dir, d->digest);
    print_certificate(&text, job, d, "(not named here)");
    gnbs_code_t code = path.failed ? gnbs_err_set(err, GNBS_E_NOMEM, "certificate")
                                   : gnbs_out_write_text(path.s, &text, err);
    gnbs_str_clear(&text);
    gnbs_str_clear(&path);
    return code;
}

static gnbs_code_t note(const gnbs_run_withdraw_t *job, gnbs_err_t *err) {
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    const char *path = job->audit != NULL
                           ? job->audit
                           : gnbs_arena_printf(&arena, "%s/.gnbs/audit.jsonl", job->dir);
    const gnbs_run_audit_entry_t entry = {
        .who = job->by, .what = "withdraw", .sample = job->sample, .version = job->version};
    gnbs_code_t code = path == NULL ? gnbs_err_set(err, GNBS_E_NOMEM, "log of accesses")
                                    : gnbs_run_audit_append(path, &entry, err);
    gnbs_arena_clear(&arena);
    return code;
}

gnbs_code_t gnbs_run_withdraw(const gnbs_run_withdraw_t *job, gnbs_str_t *certificate,
                              gnbs_err_t *err) {
    deed_t deed = {.n_removed = 0};
    gnbs_run_today(deed.today);
    GNBS_TRY(clear_away(job, &deed, err));
    GNBS_TRY(note(job, err));
    GNBS_TRY(search(job, &deed, err));
    GNBS_TRY(keep_certificate(job, &deed, err));
    print_certificate(certificate, job, &deed, job->sample);
    return certificate->failed ? gnbs_err_set(err, GNBS_E_NOMEM, "certificate") : GNBS_OK;
}
