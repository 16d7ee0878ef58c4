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
