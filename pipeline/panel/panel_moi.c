#include "panel/panel_import.h"

#include <string.h>
#include <strings.h>

/* The vocabulary of PanelApp (UK and Australia). Longer prefixes first; matching is without regard to case. */
static const struct {
    const char *prefix, *part; /* the text begins so, and holds this ("" is always there) */
    size_t n;
    gnbs_inheritance_t inheritance[2];
    const char *why;
} MOI[] = {
    {"MONOALLELIC",
     "maternally imprinted",
     0,
     {0},
     "imprinted: it depends on the parent a variant came from, which is not judged"},
    {"MONOALLELIC",
     "paternally imprinted",
     0,
     {0},
     "imprinted: it depends on the parent a variant came from, which is not judged"},
    {"MONOALLELIC", "", 1, {GNBS_INH_AD}, ""},
    {"BIALLELIC", "", 1, {GNBS_INH_AR}, ""},
    {"BOTH", "", 2, {GNBS_INH_AD, GNBS_INH_AR}, ""},
    {"X-LINKED", "biallelic mutations in females", 1, {GNBS_INH_XLR}, ""},
    {"X-LINKED", "", 1, {GNBS_INH_XL}, ""},
    {"MITOCHONDRIAL", "", 1, {GNBS_INH_MT}, ""},
};

static bool holds(const char *text, const char *part) { /* without regard to case */
    size_t n = strlen(part);
    for (; n > 0 && *text != '\0'; text++)
        if (strncasecmp(text, part, n) == 0) return true;
    return n == 0;
}

size_t gnbs_panel_read_moi(const char *text, gnbs_inheritance_t inheritance[2],
                           const char **why) {
    *why = text[0] == '\0' ? "its inheritance is not stated"
                           : "its inheritance is none that is screened for";
    for (size_t i = 0; i < sizeof MOI / sizeof *MOI; i++) {
        if (strncasecmp(text, MOI[i].prefix, strlen(MOI[i].prefix)) != 0 ||
            !holds(text, MOI[i].part))
            continue;
        memcpy(inheritance, MOI[i].inheritance, sizeof MOI[i].inheritance);
        *why = MOI[i].why;
        return MOI[i].n;
    }
    return 0;
}

const char *gnbs_panel_write_moi(size_t n, const gnbs_inheritance_t inheritance[]) {
    bool is_ad = false, is_ar = false;
    for (size_t i = 0; i < n; i++) {
        is_ad |= inheritance[i] == GNBS_INH_AD;
        is_ar |= inheritance[i] == GNBS_INH_AR;
    }
    if (is_ad && is_ar)
        return "BOTH monoallelic and biallelic, autosomal or pseudoautosomal";
    switch (n > 0 ? inheritance[0] : GNBS_INH_UNKNOWN) {
    case GNBS_INH_AD:
        return "MONOALLELIC, autosomal or pseudoautosomal, imprinted status unknown";
    case GNBS_INH_AR: return "BIALLELIC, autosomal or pseudoautosomal";
    case GNBS_INH_XLR:
        return "X-LINKED: hemizygous mutation in males, biallelic mutations in females";
    case GNBS_INH_XLD:
    case GNBS_INH_XL:
        return "X-LINKED: hemizygous mutation in males, monoallelic mutations in females "
               "may cause disease (may be less severe, later onset than males)";
    case GNBS_INH_MT: return "MITOCHONDRIAL";
    case GNBS_INH_UNKNOWN: break;
    }
    return "Unknown";
}
