/* run/run_qc_write.h -- what `gnbs qc` leaves. Private to run/run_qc*.c. */
#ifndef GNBS_RUN_QC_WRITE_H
#define GNBS_RUN_QC_WRITE_H

#include "qc/qc.h"
#include "qc/qc_region.h"

typedef struct gnbs_run_qc_facts {
    const char *program_version, *sample;
    const gnbs_qc_table_t *table;
    const gnbs_quality_t *quality;
    const gnbs_qc_depth_opt_t *depth;
} gnbs_run_qc_facts_t;

gnbs_code_t gnbs_run_qc_write_depth(const char *path, const gnbs_contigs_t *contigs,
                                    const gnbs_qc_table_t *table, gnbs_err_t *err);
gnbs_code_t gnbs_run_qc_write_thresholds(const char *path, const gnbs_contigs_t *contigs,
                                         const gnbs_qc_table_t *table, gnbs_err_t *err);
gnbs_code_t gnbs_run_qc_write_per_base(const char *path, const gnbs_contigs_t *contigs,
                                       const gnbs_qc_table_t *table, gnbs_err_t *err);
gnbs_code_t gnbs_run_qc_write_json(const char *path, const gnbs_run_qc_facts_t *facts,
                                   gnbs_err_t *err);

#endif
