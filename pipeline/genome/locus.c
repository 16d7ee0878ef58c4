#include "genome/locus.h"

const char *gnbs_locus_status_name(gnbs_locus_status_t status) {
    static const char *const NAME[] = {[GNBS_LOCUS_NOT_ASSESSED] = "not_assessed",
                                       [GNBS_LOCUS_INCONCLUSIVE] = "inconclusive",
                                       [GNBS_LOCUS_CLEAR] = "clear",
                                       [GNBS_LOCUS_POSSIBLE] = "possible",
                                       [GNBS_LOCUS_AFFECTED] = "affected"};
    return NAME[status];
}
