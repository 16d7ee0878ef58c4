#include "genome/condition.h"

#include <string.h>

static const struct {
    const char *short_name, *name, *hpo;
} INHERITANCE[] = {
    [GNBS_INH_UNKNOWN] = {"unknown", "Inheritance unknown", "HP:0000005"},
    [GNBS_INH_AR] = {"AR", "Autosomal recessive inheritance", "HP:0000007"},
    [GNBS_INH_AD] = {"AD", "Autosomal dominant inheritance", "HP:0000006"},
    [GNBS_INH_XLR] = {"XLR", "X-linked recessive inheritance", "HP:0001419"},
    [GNBS_INH_XLD] = {"XLD", "X-linked dominant inheritance", "HP:0001423"},
    [GNBS_INH_XL] = {"XL", "X-linked inheritance", "HP:0001417"},
    [GNBS_INH_MT] = {"MT", "Mitochondrial inheritance", "HP:0001427"},
};

gnbs_inheritance_t gnbs_inheritance_parse(const char *text) {
    for (int i = GNBS_INH_AR; i <= GNBS_INH_MT; i++)
        if (strcmp(INHERITANCE[i].short_name, text) == 0) return (gnbs_inheritance_t)i;
    return GNBS_INH_UNKNOWN;
}

const char *gnbs_inheritance_short(gnbs_inheritance_t inh) {
    return INHERITANCE[inh].short_name;
}
const char *gnbs_inheritance_name(gnbs_inheritance_t inh) { return INHERITANCE[inh].name; }
const char *gnbs_inheritance_hpo(gnbs_inheritance_t inh) { return INHERITANCE[inh].hpo; }

const char *gnbs_policy_name(gnbs_report_policy_t policy) {
    switch (policy) {
    case GNBS_POLICY_KNOWN: return "known";
    case GNBS_POLICY_KNOWN_LOF: return "known+lof";
    case GNBS_POLICY_NAMED: return "named";
    }
    return "known";
}
