/* panel/panel_export.h -- a panel for others: PanelApp-like JSON, BED, Markdown.
 *
 *     JSON   PanelApp's members, as far as a panel has them, for tools that read PanelApp. The tables themselves go
 *            along under "gnbs" (of the file and of each gene), so that importing the file again gives the same panel
 *     BED    coding exons and their flanks of the panel's transcripts, and the alleles of include.tsv with one base
 *            each side: what a capture design must cover. Sorted, not merged: every line says what it is for
 *     MD     a page for people
 *
 * Memory  text is appended to `out`
 */
#ifndef GNBS_PANEL_PANEL_EXPORT_H
#define GNBS_PANEL_PANEL_EXPORT_H

#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"
#include "core/table.h"
#include "genome/condition.h"
#include "genome/contig.h"
#include "genome/transcript.h"

/* `listed` (listed.tsv), `include` and `exclude` may be NULL. is_json[i] says of each listed row whether its cell
 * `entity` is valid JSON: only then it may stand among PanelApp's entities. */
typedef struct gnbs_panel_json {
    const gnbs_table_t *rows, *listed, *include, *exclude;
    const bool *is_json;
} gnbs_panel_json_t;
gnbs_code_t gnbs_panel_export_json(const gnbs_panel_json_t *what, gnbs_arena_t *arena,
                                   gnbs_str_t *out, gnbs_err_t *err);
void gnbs_panel_export_markdown(const gnbs_panel_t *panel, gnbs_str_t *out);

typedef struct gnbs_panel_models { /* gene models, of a bundle or of a GFF3 */
    const gnbs_contigs_t *contigs;
    size_t n_transcript;
    const gnbs_transcript_t *transcript;
} gnbs_panel_models_t;

typedef struct gnbs_panel_bed_opt {
    int flank_bp;                     /* each side of an exon */
    gnbs_panel_status_t least_status; /* AMBER: green and amber rows */
} gnbs_panel_bed_opt_t;

typedef struct gnbs_panel_bed_counts {
    size_t n_gene, n_region, n_allele;
    size_t n_without_model; /* genes that no line stands for; named in comment lines */
} gnbs_panel_bed_counts_t;

gnbs_code_t gnbs_panel_export_bed(const gnbs_panel_t *panel,
                                  const gnbs_panel_models_t *models,
                                  const gnbs_panel_bed_opt_t *opt, gnbs_arena_t *arena,
                                  gnbs_str_t *out, gnbs_panel_bed_counts_t *counts,
                                  gnbs_err_t *err);

#endif
