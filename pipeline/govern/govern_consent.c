#include <string.h>

#include "govern/govern.h"

gnbs_code_t gnbs_govern_check_consent(const gnbs_consent_t *c, const char *sample,
                                      gnbs_err_t *err) {
    if (strcmp(c->sample, sample) != 0)
        return gnbs_err_set(err, GNBS_E_CONSENT, "%s: is the consent of '%s', not of '%s'",
                            c->path, c->sample, sample);
    if (strcmp(c->decision, "granted") == 0) return GNBS_OK;
    if (strcmp(c->decision, "refused") == 0 || strcmp(c->decision, "withdrawn") == 0)
        return gnbs_err_set(err, GNBS_E_CONSENT,
                            "%s: consent for '%s' is %s; nothing was analysed", c->path,
                            sample, c->decision);
    return gnbs_err_set(err, GNBS_E_DATA,
                        "%s: decision '%s': expected granted, refused or withdrawn",
                        c->path, c->decision);
}

bool gnbs_govern_covers(const gnbs_consent_t *c, const char *group) {
    if (!c->has_groups || group[0] == '\0') return true;
    for (size_t i = 0; i < c->n_group; i++)
        if (strcmp(c->group[i], group) == 0) return true;
    return false;
}

gnbs_code_t gnbs_govern_check_groups(const gnbs_consent_t *c, const gnbs_panel_t *panel,
                                     gnbs_err_t *err) {
    for (size_t i = 0; i < c->n_group; i++) {
        bool is_known = false;
        for (size_t k = 0; k < panel->n_condition && !is_known; k++)
            is_known = c->group[i][0] != '\0' &&
                       strcmp(panel->condition[k].group, c->group[i]) == 0;
        if (!is_known)
            return gnbs_err_set(err, GNBS_E_DATA,
                                "%s: no condition of panel %s %s is of the group '%s'",
                                c->path, panel->name, panel->version, c->group[i]);
    }
    return GNBS_OK;
}
