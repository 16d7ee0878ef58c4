/* run/run_panel.h -- a panel from its files: PATH is a folder holding panel.tsv, or that file itself.
 *
 * include.tsv and exclude.tsv are read when they lie beside panel.tsv; symbols are checked against the shipped
 * refdata/genes/hgnc.tsv, and a run without that table is refused rather than left unchecked.
 * sha256 is over the lines that `sha256sum panel.tsv include.tsv exclude.tsv` prints (of those that are there), so
 * that a person can repeat it: `sha256sum ... | sha256sum` in the folder.
 * Memory   everything lies in `arena`
 */
#ifndef GNBS_RUN_RUN_PANEL_H
#define GNBS_RUN_RUN_PANEL_H

#include "core/arena.h"
#include "core/err.h"
#include "panel/panel.h"

/* The tables as text, for lint. */
gnbs_code_t gnbs_run_read_panel(const char *path, gnbs_arena_t *arena,
                                gnbs_panel_tables_t *tables, char sha256[65],
                                gnbs_err_t *err);
/* The lines that sha256sum prints of the panel's files, which the identity is over. */
gnbs_code_t gnbs_run_print_panel_sums(const char *path, gnbs_arena_t *arena, char **text,
                                      size_t *n, gnbs_err_t *err);
/* The panel, or its first error. It is signed when $GNBS_PANEL_KEYS names a folder of keys and its signatures are enough
 * (run/run_panel_sign.h); otherwise a draft. */
gnbs_code_t gnbs_run_load_panel(const char *path, gnbs_arena_t *arena, gnbs_panel_t *panel,
                                gnbs_err_t *err);

/* What a panel is held against beside its own rules; NULL: not given. */
typedef struct gnbs_run_lint {
    const char *refdata;     /* a reference bundle                    */
    const char *genes;       /* HGNC, instead of the table that ships */
    const char *transcripts; /* gene models of MANE, a GFF3           */
    const char *validity;    /* ClinGen's gene-disease validity, CSV  */
} gnbs_run_lint_t;

/* Every problem of the panel. */
gnbs_code_t gnbs_run_lint_panel(const char *path, const gnbs_run_lint_t *against,
                                gnbs_arena_t *arena, gnbs_panel_problems_t *problems,
                                gnbs_err_t *err);
/* The gene table at `path`, or the one that ships with gnbs when it is NULL. */
gnbs_code_t gnbs_run_read_genes(const char *path, gnbs_arena_t *arena,
                                const gnbs_table_t **out, gnbs_err_t *err);

#endif
