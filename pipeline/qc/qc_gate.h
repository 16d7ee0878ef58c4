/* qc/qc_gate.h -- what a laboratory asks of a sample, and whether this one has it.
 *
 * The rows come from one file that the laboratory may edit (refdata/gates.tsv): metric, kind, direction, warn, fail,
 * unknown, action, source. Limits are written in the metric's unit (per cent, x, bp).
 * A row for one kind of library replaces the row for any kind of the same metric.
 * A failed gate holds the sample: every condition is then not_assessed.
 */
#ifndef GNBS_QC_QC_GATE_H
#define GNBS_QC_QC_GATE_H

#include "core/arena.h"
#include "core/err.h"
#include "core/table.h"
#include "genome/quality.h"

/* GNBS_E_FORMAT names the file, the line and what was expected. */
gnbs_code_t gnbs_qc_read_gates(const gnbs_table_t *table, gnbs_arena_t *arena, size_t *n,
                               gnbs_gate_t **gate, gnbs_err_t *err);
/* Fills q->verdict, passes, fail_reason and fail_action from q->metric and q->assay. */
gnbs_code_t gnbs_qc_judge_gates(size_t n, const gnbs_gate_t gate[], gnbs_arena_t *arena,
                                gnbs_quality_t *q, gnbs_err_t *err);

#endif
