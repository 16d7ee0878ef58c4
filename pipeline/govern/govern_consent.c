#include <stdio.h>
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

bool gnbs_govern_is_date(const char *text) {
    static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int y, m, d;
    if (strlen(text) != 10 || strspn(text, "0123456789-") != 10) return false;
    if (text[4] != '-' || text[7] != '-' || strspn(text, "0123456789") != 4) return false;
    if (sscanf(text, "%4d-%2d-%2d", &y, &m, &d) != 3 || m < 1 || m > 12) return false;
    bool is_leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    return d >= 1 && d <= DAYS[m - 1] + (m == 2 && is_leap);
}

gnbs_code_t gnbs_govern_check_term(const gnbs_consent_t *c, const char *today,
                                   gnbs_err_t *err) {
    const char *const date[] = {c->date, c->expires};
    for (int i = 0; i < 2; i++)
        if (date[i][0] != '\0' && !gnbs_govern_is_date(date[i]))
            return gnbs_err_set(err, GNBS_E_DATA, "%s: %s '%s': expected YYYY-MM-DD",
                                c->path, i == 0 ? "date" : "expires", date[i]);
    if (c->date[0] != '\0' && strcmp(c->date, today) > 0)
        return gnbs_err_set(err, GNBS_E_DATA,
                            "%s: is dated %s, and today is %s; is the clock right?",
                            c->path, c->date, today);
    if (c->expires[0] != '\0' && strcmp(today, c->expires) > 0)
        return gnbs_err_set(err, GNBS_E_CONSENT,
                            "%s: consent for '%s' ended on %s; nothing was analysed",
                            c->path, c->sample, c->expires);
    return GNBS_OK;
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
