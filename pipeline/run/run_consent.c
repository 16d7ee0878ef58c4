#include "run/run_consent.h"

#include <string.h>

#include "govern/govern.h"
#include "io/json_read.h"

static const char SCHEMA[] = "gnbs-consent-1";

static gnbs_code_t judge(const gnbs_json_value_t *root, const char *path,
                         const char *sample, gnbs_err_t *err) {
    gnbs_consent_t c = {.path = path, .date = ""};
    const char *schema;
    GNBS_TRY(gnbs_json_need_text(root, "schema", &schema, err));
    if (strcmp(schema, SCHEMA) != 0)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: schema '%s', expected '%s'", path,
                            schema, SCHEMA);
    GNBS_TRY(gnbs_json_need_text(root, "sample", &c.sample, err));
    GNBS_TRY(gnbs_json_need_text(root, "decision", &c.decision, err));
    gnbs_json_as_text(gnbs_json_get(root, "date"), &c.date);
    return gnbs_govern_check_consent(&c, sample, err);
}

gnbs_code_t gnbs_run_check_consent(const char *path, const char *sample, gnbs_err_t *err) {
    gnbs_json_doc_t *doc;
    GNBS_TRY(gnbs_json_read(path, &doc, err));
    gnbs_code_t code = judge(gnbs_json_root(doc), path, sample, err);
    gnbs_json_doc_close(doc);
    return code;
}
