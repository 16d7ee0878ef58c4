#include "run/run_consent.h"

#include <string.h>

#include "io/json_read.h"

static const char SCHEMA[] = "gnbs-consent-1";

/* Beside a gene, as far as its variants are judged. */
enum { GENE_MARGIN_BP = 2000, MAX_GROUPS = 1000 };

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

static gnbs_code_t judge(const gnbs_json_value_t *root, const char *path,
                         const char *sample, gnbs_arena_t *arena, gnbs_consent_t *c,
                         gnbs_err_t *err) {
    *c = (gnbs_consent_t){.path = path, .date = ""};
    const char *schema;
    GNBS_TRY(gnbs_json_need_text(root, "schema", &schema, err));
    if (strcmp(schema, SCHEMA) != 0)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: schema '%s', expected '%s'", path,
                            schema, SCHEMA);
    GNBS_TRY(gnbs_json_need_text(root, "sample", &c->sample, err));
    GNBS_TRY(gnbs_json_need_text(root, "decision", &c->decision, err));
    gnbs_json_as_text(gnbs_json_get(root, "date"), &c->date);
    GNBS_TRY(keep_text(arena, &c->sample, err));
    GNBS_TRY(keep_text(arena, &c->decision, err));
    GNBS_TRY(keep_text(arena, &c->date, err));
    GNBS_TRY(read_groups(root, arena, c, err));
    return gnbs_govern_check_consent(c, sample, err);
}

gnbs_code_t gnbs_run_check_consent(const char *path, const char *sample,
                                   gnbs_arena_t *arena, gnbs_consent_t *consent,
                                   gnbs_err_t *err) {
    gnbs_json_doc_t *doc;
    GNBS_TRY(gnbs_json_read(path, &doc, err));
    gnbs_code_t code = judge(gnbs_json_root(doc), path, sample, arena, consent, err);
    gnbs_json_doc_close(doc);
    return code;
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
