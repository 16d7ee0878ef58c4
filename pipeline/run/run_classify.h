/* run/run_classify.h -- `gnbs classify`: criteria to a class, from codes, from a VCF, or from a list of names and events.
 *
 * The list is a table with a header; a row is an allele (chrom pos ref alt), a name (hgvs_c, and hgvs_p where the bundle has no
 * sequence), or an event (chrom start end type, type DEL or DUP, 1-based inclusive; tandem: proven, presumed, elsewhere):
 *
 *     chrom  pos  ref  alt  |  hgvs_c  hgvs_p  |  start  end  type  tandem  |  gene (optional, to choose one)
 */
#ifndef GNBS_RUN_CLASSIFY_H
#define GNBS_RUN_CLASSIFY_H

#include <stdbool.h>

#include "core/err.h"
#include "core/log.h"
#include "core/str.h"

/* Given criteria: points, class, posterior. `lists` holds one set of codes each ("PVS1,PM2_Supporting");
 * a file one set per line, its first column when there are TABs, lines with # left out. */
typedef struct gnbs_run_codes_opt {
    int n_list;
    const char *const *list;
    const char *file; /* NULL: none */
    bool is_json;
} gnbs_run_codes_opt_t;

/* Appends one row (or JSON object) per set. An unreadable set is GNBS_E_FORMAT with its line. */
gnbs_code_t gnbs_run_classify_codes(const gnbs_run_codes_opt_t *opt, gnbs_str_t *out,
                                    gnbs_err_t *err);

typedef enum gnbs_classify_form {
    GNBS_CLASSIFY_TABLE,    /* a row per variant and gene                       */
    GNBS_CLASSIFY_CRITERIA, /* a row per criterion                              */
    GNBS_CLASSIFY_JSON,
} gnbs_classify_form_t;

typedef struct gnbs_run_classify_opt {
    const char *vcf, *list; /* one of them */
    const char *refdata, *out;
    const char *panel;   /* mechanism, inheritance, transcript; NULL: none is stated */
    const char *curated; /* NULL: none */
    const char
        *inheritance; /* of every variant instead of the panel's: "AR"; NULL: the panel's */
    bool is_affected; /* PM3 counts */
    bool skips_bad;   /* records that cannot be used are counted, not an error */
    gnbs_classify_form_t form;
} gnbs_run_classify_opt_t;

gnbs_code_t gnbs_run_classify(const gnbs_run_classify_opt_t *opt, gnbs_log_t *log,
                              gnbs_err_t *err);

#endif
