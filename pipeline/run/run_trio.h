/* run/run_trio.h -- a child's calls in the light of its parents' reads, for `gnbs call --mother --father`.
 *
 * Method   the child is called first; each parent's reads are then walked once, around the child's calls only, and genotyped
 *          there by force (call/call_force.h); the three are judged together (call/call_trio.h)
 * Memory   the verdicts live in the arena; calls and spans of `pass` are changed in place (spans: copied and split)
 */
#ifndef GNBS_RUN_RUN_TRIO_H
#define GNBS_RUN_RUN_TRIO_H

#include "run/run_pass.h"

typedef struct gnbs_trio_request {
    const gnbs_evidence_opt_t *evidence;
    const gnbs_call_opt_t *call;
    const gnbs_read_source_t *parent[GNBS_PARENTS]; /* NULL: not given */
    /* of a parent of whom there are calls, not reads: parallel to the child's; or NULL */
    const gnbs_parent_call_t *given[GNBS_PARENTS];
    const gnbs_ref_source_t *ref;
    const gnbs_contigs_t *contigs;
    gnbs_build_t build;
    gnbs_sex_t child_sex;
    gnbs_log_t *log;
} gnbs_trio_request_t;

/* trio[pass->n_call], parallel to pass->call. */
gnbs_code_t gnbs_run_trio(const gnbs_trio_request_t *request, gnbs_arena_t *arena,
                          gnbs_pass_result_t *pass, gnbs_trio_call_t **trio,
                          gnbs_err_t *err);

#endif
