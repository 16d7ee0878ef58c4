/* panel/panel.h -- what is screened for, who decided, since when.
 *
 * Tables of text (panel.tsv, include.tsv, exclude.tsv) become a gnbs_panel_t of genome/condition.h, or a list of
 * problems that says for each where it is, what was expected and how to cure it. A symbol that is not the approved
 * symbol of its HGNC id is an error: it is named, never resolved.
 *
 * Memory   a loaded panel borrows the cells of the tables; both may live in one arena
 * Errors   load: GNBS_E_DATA with the first error as file:line:column; lint: only GNBS_E_NOMEM, problems are its result
 * Threads  pure; a loaded panel is read-only
 */
#ifndef GNBS_PANEL_PANEL_H
#define GNBS_PANEL_PANEL_H

#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"
#include "core/table.h"
#include "genome/bundle.h"
#include "genome/condition.h"
#include "panel/panel_about.h"

typedef struct gnbs_panel_named { /* what an HGVS name means, in normal form */
    const char *fault;  /* a sentence: it means no one variant; NULL: the rest holds */
    bool is_unreadable; /* it is no HGVS name at all */
    const char *chrom, *ref, *alt, *hgnc_id; /* hgnc_id: of the transcript named, or NULL */
    int64_t pos;                             /* 0-based */
} gnbs_panel_named_t;

/* Reads HGVS names; the run joins annot to it, which this room does not see. */
typedef struct gnbs_panel_namer {
    void *ctx;
    void (*resolve)(void *ctx, const char *hgvs, gnbs_arena_t *arena,
                    gnbs_panel_named_t *out);
} gnbs_panel_namer_t;

typedef struct gnbs_panel_tables {
    const gnbs_table_t *rows; /* panel.tsv                                            */
    const gnbs_table_t *include,
        *exclude;              /* NULL: the panel has no such list                     */
    const gnbs_table_t *genes; /* refdata/genes/hgnc.tsv; NULL: symbols go unchecked,
                                              and lint says so                                     */
    /* What lint may be given beside; NULL or 0: not held against it. */
    const gnbs_table_t
        *validity;  /* ClinGen's gene-disease validity, as downloaded          */
    size_t n_model; /* gene models of today's MANE                             */
    const gnbs_transcript_t *model;
    const gnbs_panel_namer_t *namer; /* of the bundle's genome */
} gnbs_panel_tables_t;

typedef enum gnbs_panel_severity {
    GNBS_PANEL_ERROR,   /* the panel is refused                           */
    GNBS_PANEL_WARNING, /* it can be used; a person should look           */
    GNBS_PANEL_INFO,    /* what was not checked                           */
} gnbs_panel_severity_t;

typedef struct gnbs_panel_problem {
    gnbs_panel_severity_t severity;
    const char *path;
    int line, column; /* 1-based line and field; column 0: the whole line              */
    const char
        *column_name; /* "" when column is 0                                           */
    const char *what, *expected,
        *cure; /* expected and cure may be ""                        */
} gnbs_panel_problem_t;

typedef struct gnbs_panel_problems { /* by file, line, column */
    size_t n, n_error, n_warning;
    const gnbs_panel_problem_t *problem;
} gnbs_panel_problems_t;

/* The panel, or the first error of lint. `sha256` identifies the files together (run/run_panel.h). */
gnbs_code_t gnbs_panel_load(const gnbs_panel_tables_t *tables, const char sha256[65],
                            gnbs_arena_t *arena, gnbs_panel_t *panel, gnbs_err_t *err);
/* Every problem at once. `bundle` may be NULL: then transcripts, reference sequence and REF letters go unchecked. */
gnbs_code_t gnbs_panel_lint(const gnbs_panel_tables_t *tables, const gnbs_bundle_t *bundle,
                            gnbs_arena_t *arena, gnbs_panel_problems_t *problems,
                            gnbs_err_t *err);

const char *gnbs_panel_severity_name(gnbs_panel_severity_t severity); /* "error", ... */
/* "path:line:column: error: what; expected ...; cure", without a newline. */
void gnbs_panel_print_problem(gnbs_str_t *out, const gnbs_panel_problem_t *problem);
void gnbs_panel_print_problems_json(gnbs_str_t *out,
                                    const gnbs_panel_problems_t *problems); /* an array */

/* Pages for people: one gene (panel/panel_about.h has the page as HTML), or the whole panel. */
void gnbs_panel_show_gene(const gnbs_panel_about_t *gene, gnbs_str_t *out);
void gnbs_panel_show_summary(const gnbs_panel_t *panel, gnbs_str_t *out);

#endif
