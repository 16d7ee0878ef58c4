/* run/run_qc.h -- `gnbs qc`: reads and regions in; coverage, library, sex, contamination out.
 *
 *     out          qc.json
 *     depth        BED.gz: contig, begin, end, mean depth, name -- one line per region, in genome order
 *     thresholds   BED.gz as mosdepth's thresholds.bed.gz: bases of each region at 1, 10, 15, 20, 30x and more
 *     per_base     BED.gz: runs of bases of one depth, over the union of the regions
 */
#ifndef GNBS_RUN_QC_H
#define GNBS_RUN_QC_H

#include "core/log.h"
#include "qc/qc.h"

typedef struct gnbs_run_qc_opt {
    const char *reads, *regions, *out, *depth, *thresholds,
        *per_base;         /* the last three: or NULL */
    const char *reference; /* FASTA: for CRAM, GC and mismatches; or NULL */
    const char *program_version;
    int n_threads;
    bool trusts_cram;
    gnbs_qc_opt_t qc;
} gnbs_run_qc_opt_t;

gnbs_code_t gnbs_run_qc(const gnbs_run_qc_opt_t *opt, gnbs_log_t *log, gnbs_err_t *err);

#endif
