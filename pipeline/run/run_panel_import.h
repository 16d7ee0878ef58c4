/* run/run_panel_import.h -- `gnbs panel import` and `export`: files to the panel room and back.
 *
 * A file that begins with { or [ is PanelApp's JSON, anything else a table; its separator is the one of TAB, comma
 * and semicolon that its header line has most of.
 * Import leaves OUT/panel.tsv and OUT/listed.tsv, complete or absent, in a folder that is new or empty.
 */
#ifndef GNBS_RUN_RUN_PANEL_IMPORT_H
#define GNBS_RUN_RUN_PANEL_IMPORT_H

#include "core/err.h"
#include "core/str.h"
#include "panel/panel_import.h"

typedef struct gnbs_run_import {
    const char *path, *out_dir; /* out_dir NULL: nothing is written, only said          */
    const char *genes;          /* a gene table (HGNC); NULL: the one that ships         */
    const char *transcripts;    /* gene models (MANE GFF3), or NULL                      */
    gnbs_panel_import_opt_t opt;
    gnbs_panel_mapping_t map;
} gnbs_run_import_t;

/* What came of it is appended to `say`. */
gnbs_code_t gnbs_run_import_panel(const gnbs_run_import_t *job, gnbs_str_t *say,
                                  gnbs_err_t *err);

typedef struct gnbs_run_export {
    const char *path, *format; /* "tsv", "json", "bed", "md"                              */
    const char *refdata,
        *transcripts; /* gene models for BED: a bundle or a GFF3                 */
    int flank_bp;
    bool has_amber;
} gnbs_run_export_t;

/* The file's text is appended to `out`, a line for people to `say`. */
gnbs_code_t gnbs_run_export_panel(const gnbs_run_export_t *job, gnbs_str_t *out,
                                  gnbs_str_t *say, gnbs_err_t *err);

#endif
