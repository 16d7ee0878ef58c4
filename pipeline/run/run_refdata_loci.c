#include "run/run_refdata_loci.h"

#include <string.h>

#include "core/vec.h"
#include "io/table_read.h"
#include "loci/loci.h"
#include "run/run_data.h"
#include "run/run_refdata_read.h"

enum { HOLD_PAD_BP = 250 };

typedef struct loci_job {
    gnbs_refdata_t *data;
    const gnbs_ref_source_t *ref;
    gnbs_build_t build;
    gnbs_arena_t *arena;
    gnbs_log_t *log;
    size_t n_locus;
    GNBS_VEC(gnbs_locus_row_t) row;
} loci_job_t;

static gnbs_code_t read_shipped(loci_job_t *j, const char *name, gnbs_table_t *table,
                                gnbs_err_t *err) {
    const char *relative = gnbs_arena_printf(j->arena, "refdata/loci/%s.tsv", name);
    const char *path = relative != NULL ? gnbs_run_data_path(j->arena, relative) : NULL;
    if (path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "locus tables");
    GNBS_TRY(gnbs_table_read(path, '\t', j->arena, table, err));
    return gnbs_run_refdata_source(j->data, "locus table", path, err);
}

static gnbs_code_t add_table(loci_job_t *j, const char *name, bool tells_notes,
                             gnbs_err_t *err) {
    gnbs_table_t table;
    gnbs_loci_rows_t rows;
    GNBS_TRY(read_shipped(j, name, &table, err));
    GNBS_TRY(gnbs_loci_prepare(&table, j->ref, j->build, j->arena, &rows, err));
    for (size_t i = 0; i < rows.n; i++)
        if (!GNBS_PUSH(&j->row, rows.row[i]))
            return gnbs_err_set(err, GNBS_E_NOMEM, "locus tables");
    for (size_t i = 0; i < rows.n_note && tells_notes; i++)
        gnbs_log_note(j->log, "note: %s", rows.note[i]);
    return GNBS_OK;
}

static bool is_wanted(const loci_job_t *j, const char *ids) {
    char id[32];
    for (const char *at = ids; *at != '\0';) {
        size_t n = strcspn(at, ",");
        if (n < sizeof id) {
            memcpy(id, at, n);
            id[n] = '\0';
            if (gnbs_refdata_has_gene(j->data, id)) return true;
        }
        at += n + (at[n] == ',');
    }
    return false;
}

static gnbs_code_t add_tables(loci_job_t *j, gnbs_err_t *err) {
    gnbs_table_t index;
    GNBS_TRY(read_shipped(j, "index", &index, err));
    int locus = gnbs_table_column(&index, "locus"),
        hgnc = gnbs_table_column(&index, "hgnc");
    if (locus < 0 || hgnc < 0)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: no column 'locus' or 'hgnc'",
                            index.path);
    for (size_t i = 0; i < index.n_row; i++) {
        if (!is_wanted(j, index.row[i].cell[hgnc])) continue;
        GNBS_TRY(add_table(j, index.row[i].cell[locus], true, err));
        j->n_locus++;
    }
    GNBS_TRY(add_table(j, "unseen", true, err));
    return j->n_locus > 0 ? add_table(j, "controls", false, err) : GNBS_OK;
}

/* What the rows name must be in the bundle, with some room for reads that hang over. */
static gnbs_code_t hold_sequence(loci_job_t *j, gnbs_err_t *err) {
    gnbs_loci_t loci;
    size_t n;
    gnbs_region_t *region;
    GNBS_TRY(gnbs_loci_read(j->row.n, j->row.at, j->ref->contigs, j->build, j->arena, &loci,
                            err));
    GNBS_TRY(gnbs_loci_regions(&loci, j->arena, &n, &region, err));
    for (size_t i = 0; i < n; i++) {
        region[i].beg = region[i].beg > HOLD_PAD_BP ? region[i].beg - HOLD_PAD_BP : 0;
        region[i].end += HOLD_PAD_BP;
    }
    GNBS_TRY(gnbs_refdata_hold(j->data, n, region, err));
    return gnbs_refdata_add_loci(j->data, j->row.n, j->row.at, err);
}

gnbs_code_t gnbs_run_refdata_loci(gnbs_refdata_t *data, const gnbs_ref_source_t *ref,
                                  gnbs_build_t build, gnbs_arena_t *arena, gnbs_log_t *log,
                                  gnbs_err_t *err) {
    loci_job_t j = {.data = data, .ref = ref, .build = build, .arena = arena, .log = log};
    if (build != GNBS_BUILD_GRCH37 && build != GNBS_BUILD_GRCH38) return GNBS_OK;
    gnbs_log_step(log, "loci");
    gnbs_code_t code = add_tables(&j, err);
    if (code == GNBS_OK && j.row.n > 0) code = hold_sequence(&j, err);
    if (code == GNBS_OK) gnbs_log_done(log, "%zu locus tables", j.n_locus);
    GNBS_VEC_CLEAR(&j.row);
    return code;
}
