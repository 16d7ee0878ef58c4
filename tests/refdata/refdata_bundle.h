/* tests/refdata/refdata_bundle.h -- bundles made by chance, valid in every particular, and temporary files. */
#ifndef GNBS_TESTS_REFDATA_BUNDLE_H
#define GNBS_TESTS_REFDATA_BUNDLE_H

#include <stdint.h>

#include "genome/bundle.h"

/* Ended by gnbs_bundle_clear. The same state, the same bundle. */
void random_bundle(uint64_t *state, gnbs_bundle_t *bundle);
/* A new name in the temporary folder; the file is not there. */
const char *temp_name(char buf[256], const char *word);

#endif
