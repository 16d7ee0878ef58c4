#include "run/run_consent.h"

#include <string.h>
#include <time.h>

#include "core/mem.h"
#include "io/json_read.h"
#include "io/text.h"
#include "run/run_consent_sign.h"

static const char SCHEMA[] = "gnbs-consent-1";

/* Beside a gene, as far as its variants are judged. */
enum { GENE_MARGIN_BP = 2000, MAX_GROUPS = 1000 };

enum { MAX_BYTES = 1 << 20 };

void gnbs_run_today(char text[GNBS_RUN_DATE_TEXT]) {
    time_t now = time(NULL);
    struct tm utc;
    if (gmtime_r(&now, &utc) == NULL ||
        strftime(text, GNBS_RUN_DATE_TEXT, "%Y-%m-%d", &utc) == 0)
        text[0] = '\0';
}

static gnbs_code_t keep_text(gnbs_arena_t *arena, const char **text, gnbs_err_t *err) {
    *text = gnbs_arena_strdup(arena, *text);
    return *text != NULL ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "consent");
}

static gnbs_code_t read_groups(const gnbs_json_value_t *root, gnbs_arena_t *arena,
                               gnbs_consent_t *c, gnbs_err_t *err) {
    const gnbs_json_value_t *list;
    if (gnbs_json_get(root, "groups") == NULL) return GNBS_OK;
    GNBS_TRY(gnbs_json_need_array(root, "groups", &list, err));
    size_t n = gnbs_json_size(list);
    if (n > MAX_GROUPS) return gnbs_json_bad(list, err, "%zu groups", n);
    const char **group = GNBS_NEW(arena, const char *, n);
    if (group == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "consent");
    for (size_t i = 0; i < n; i++) {
        if (!gnbs_json_as_text(gnbs_json_item(list, i), &group[i]))
            return gnbs_json_bad(gnbs_json_item(list, i), err, "expected a group's name");
        GNBS_TRY(keep_text(arena, &group[i], err));
    }
    c->has_groups = true;
    c->n_group = n;
    c->group = group;
    return GNBS_OK;
}

static gnbs_code_t check_members(const gnbs_json_value_t *root, gnbs_err_t *err) {
    static const char *const KNOWN[] = {"schema", "sample", "decision", "date",
                                        "by",     "text",   "groups",   "research",
                                        "cohort", "expires"};
    enum { N_KNOWN = sizeof KNOWN / sizeof *KNOWN };
    for (size_t i = 0; i < gnbs_json_size(root); i++) {
        const gnbs_json_value_t *v = gnbs_json_item(root, i);
        size_t k = 0;
        while (k < N_KNOWN && strcmp(gnbs_json_key(v), KNOWN[k]) != 0) k++;
        if (k == N_KNOWN) return gnbs_json_bad(v, err, "is no member of a consent");
    }
    return GNBS_OK;
}

static gnbs_code_t read_optional(const gnbs_json_value_t *root, const char *key,
                                 gnbs_arena_t *arena, const char **text, gnbs_err_t *err) {
    if (gnbs_json_get(root, key) == NULL) return GNBS_OK;
    GNBS_TRY(gnbs_json_need_text(root, key, text, err));
    return keep_text(arena, text, err);
}

static gnbs_code_t read_members(const gnbs_json_value_t *root, const char *path,
                                gnbs_arena_t *arena, gnbs_consent_t *c, gnbs_err_t *err) {
    *c = (gnbs_consent_t){.path = path, .date = "", .by = "", .text = "", .expires = ""};
    const char *schema;
    bool is_counted = true;
    GNBS_TRY(gnbs_json_need_text(root, "schema", &schema, err));
    if (strcmp(schema, SCHEMA) != 0)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: schema '%s', expected '%s'", path,
                            schema, SCHEMA);
    GNBS_TRY(check_members(root, err));
    GNBS_TRY(gnbs_json_need_text(root, "sample", &c->sample, err));
    GNBS_TRY(gnbs_json_need_text(root, "decision", &c->decision, err));
    GNBS_TRY(keep_text(arena, &c->sample, err));
    GNBS_TRY(keep_text(arena, &c->decision, err));
    GNBS_TRY(read_optional(root, "date", arena, &c->date, err));
    GNBS_TRY(read_optional(root, "by", arena, &c->by, err));
    GNBS_TRY(read_optional(root, "text", arena, &c->text, err));
    GNBS_TRY(read_optional(root, "expires", arena, &c->expires, err));
    if (gnbs_json_get(root, "research") != NULL)
        GNBS_TRY(gnbs_json_need_bool(root, "research", &c->allows_research, err));
    if (gnbs_json_get(root, "cohort") != NULL)
        GNBS_TRY(gnbs_json_need_bool(root, "cohort", &is_counted, err));
    c->leaves_cohort = !is_counted;
    return read_groups(root, arena, c, err);
}

gnbs_code_t gnbs_run_read_consent(const char *path, const char *keys, gnbs_arena_t *arena,
                                  gnbs_consent_t *consent, const char **signed_by,
                                  gnbs_err_t *err) {
    char *text;
    size_t n;
    gnbs_json_doc_t *doc = NULL;
    *signed_by = NULL;
    GNBS_TRY(gnbs_text_read(path, MAX_BYTES, &text, &n, err));
    gnbs_code_t code =
        keys == NULL ? GNBS_OK
                     : gnbs_run_consent_signer(path, text, n, keys, arena, signed_by, err);
    if (code == GNBS_OK) code = gnbs_json_parse(path, text, n, &doc, err);
    if (code == GNBS_OK)
        code = read_members(gnbs_json_root(doc), path, arena, consent, err);
    gnbs_json_doc_close(doc);
    gnbs_mem_free(text);
    return code;
}

gnbs_code_t gnbs_run_check_consent(const char *path, const char *keys, const char *sample,
                                   gnbs_arena_t *arena, gnbs_consent_t *consent,
                                   const char **signed_by, gnbs_err_t *err) {
    char today[GNBS_RUN_DATE_TEXT];
    GNBS_TRY(gnbs_run_read_consent(path, keys, arena, consent, signed_by, err));
    GNBS_TRY(gnbs_govern_check_consent(consent, sample, err));
    gnbs_run_today(today);
    return gnbs_govern_check_term(consent, today, err);
}

static gnbs_code_t limit_panel(const gnbs_consent_t *consent, gnbs_panel_t *panel,
                               gnbs_arena_t *arena, gnbs_err_t *err) {
    gnbs_condition_t *kept = GNBS_NEW(arena, gnbs_condition_t, panel->n_condition);
    if (kept == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "panel");
    size_t n = 0;
    for (size_t i = 0; i < panel->n_condition; i++)
        if (gnbs_govern_covers(consent, panel->condition[i].group))
            kept[n++] = panel->condition[i];
    panel->condition = kept;
    panel->n_condition = n;
    return GNBS_OK;
}

gnbs_code_t gnbs_run_limit(const gnbs_consent_t *consent, gnbs_panel_t *panel,
                           gnbs_bundle_t *bundle, gnbs_arena_t *arena, gnbs_err_t *err) {
    GNBS_TRY(gnbs_govern_check_groups(consent, panel, err));
    GNBS_TRY(limit_panel(consent, panel, arena, err));
    bool *keep = GNBS_NEW(arena, bool, bundle->n_gene);
    if (keep == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "genes");
    for (size_t i = 0; i < bundle->n_gene; i++)
        for (size_t k = 0; k < panel->n_condition && !keep[i]; k++)
            keep[i] = panel->condition[k].status == GNBS_STATUS_GREEN &&
                      strcmp(panel->condition[k].hgnc_id, bundle->gene[i].hgnc_id) == 0;
    return gnbs_bundle_restrict(bundle, keep, GENE_MARGIN_BP, arena, err);
}
