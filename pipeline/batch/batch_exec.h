/* batch/batch_exec.h -- another program and what it says, without a shell between. */
#ifndef GNBS_BATCH_BATCH_EXEC_H
#define GNBS_BATCH_BATCH_EXEC_H

#include "core/err.h"
#include "core/str.h"

/* Appends what it prints to `out`. GNBS_E_IO when it cannot be started or fails; its own words
 * are then in the message. */
gnbs_code_t gnbs_batch_exec(char *const argv[], gnbs_str_t *out, gnbs_err_t *err);

#endif
