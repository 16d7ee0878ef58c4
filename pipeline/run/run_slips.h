/* run/run_slips.h -- a look at a share of the sample before the pass: how often do its reads slip in repeats?
 *
 * Stretches of the targets, spread evenly and the same for every run over them, about a sixteenth of all bases, 100,000 at
 * least and a million at most, are read once more than the rest. Fewer targets say less, and the tables hold (see call/call_slip.h).
 */
#ifndef GNBS_RUN_SLIPS_H
#define GNBS_RUN_SLIPS_H

#include "run/run_pass.h"

gnbs_code_t gnbs_run_learn_slips(const gnbs_pass_request_t *request, gnbs_arena_t *arena,
                                 double shift_phred[GNBS_SLIP_CLASSES], gnbs_err_t *err);

#endif
