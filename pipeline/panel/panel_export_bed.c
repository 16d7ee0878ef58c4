#include "panel/panel_export.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/vec.h"

typedef struct bed_line {
    gnbs_region_t at;
    const char *name;
    int8_t strand; /* 0: none */
} bed_line_t;

typedef struct designer {
    const gnbs_panel_t *panel;
    const gnbs_panel_models_t *models;
    const gnbs_panel_bed_opt_t *opt;
    gnbs_arena_t *arena;
    GNBS_VEC(bed_line_t) lines;
    gnbs_str_t missing;
    gnbs_panel_bed_counts_t *counts;
    bool has_failed;
} designer_t;

static int by_place(const void *a, const void *b) {
    const bed_line_t *x = a, *y = b;
    int c = gnbs_region_compare(&x->at, &y->at);
    return c != 0 ? c : strcmp(x->name, y->name);
}

static void add_line(designer_t *d, gnbs_region_t at, const char *name, int8_t strand) {
    int64_t length_bp = d->models->contigs->contig[at.tid].length_bp;
    if (at.beg < 0) at.beg = 0;
    if (length_bp > 0 && at.end > length_bp) at.end = length_bp;
    bed_line_t line = {at, name, strand};
    if (name == NULL || !GNBS_PUSH(&d->lines, line)) d->has_failed = true;
}

static const gnbs_transcript_t *find_model(const designer_t *d, const gnbs_condition_t *c) {
    for (size_t i = 0; i < d->models->n_transcript && c->transcript[0] != '\0'; i++) {
        const gnbs_transcript_t *tx = &d->models->transcript[i];
        if (strcmp(tx->id, c->transcript) == 0 || strcmp(tx->other_id, c->transcript) == 0)
            return tx;
    }
    return NULL;
}

static void add_exons(designer_t *d, const gnbs_condition_t *c,
                      const gnbs_transcript_t *tx) {
    for (int i = 0; i < tx->n_exon; i++) {
        gnbs_exon_t e =
            gnbs_transcript_is_coding(tx) ? gnbs_transcript_cds_part(tx, i) : tx->exon[i];
        if (e.end == e.beg) continue;
        gnbs_region_t at = {tx->tid, e.beg - d->opt->flank_bp, e.end + d->opt->flank_bp};
        add_line(d, at,
                 gnbs_arena_printf(d->arena, "%s:%s:exon%d", c->gene, tx->id,
                                   gnbs_transcript_exon_number(tx, i)),
                 tx->strand);
        d->counts->n_region++;
    }
}

static bool is_wanted(const designer_t *d, const gnbs_condition_t *c) {
    return c->status >= d->opt->least_status;
}

/* A transcript once, however many conditions rest on it. */
static bool was_done(const designer_t *d, size_t i) {
    const gnbs_condition_t *c = &d->panel->condition[i];
    for (size_t k = 0; k < i; k++) {
        const gnbs_condition_t *b = &d->panel->condition[k];
        if (is_wanted(d, b) && strcmp(b->hgnc_id, c->hgnc_id) == 0 &&
            strcmp(b->transcript, c->transcript) == 0)
            return true;
    }
    return false;
}

static void add_conditions(designer_t *d) {
    for (size_t i = 0; i < d->panel->n_condition; i++) {
        const gnbs_condition_t *c = &d->panel->condition[i];
        if (!is_wanted(d, c) || was_done(d, i)) continue;
        const gnbs_transcript_t *tx = find_model(d, c);
        if (tx != NULL) {
            d->counts->n_gene++;
            add_exons(d, c, tx);
            continue;
        }
        d->counts->n_without_model++;
        gnbs_str_printf(&d->missing, "#not covered: %s (%s): no gene model of %s\n",
                        c->gene, c->hgnc_id,
                        c->transcript[0] != '\0' ? c->transcript
                                                 : "it: no transcript named");
    }
}

static void add_alleles(designer_t *d) {
    for (size_t i = 0; i < d->panel->n_include; i++) {
        const gnbs_panel_allele_t *a = &d->panel->include[i];
        bool is_used = false;
        for (size_t k = 0; k < d->panel->n_condition && !is_used; k++)
            is_used = is_wanted(d, &d->panel->condition[k]) &&
                      strcmp(d->panel->condition[k].hgnc_id, a->hgnc_id) == 0;
        if (!is_used) continue;
        int32_t tid = gnbs_contig_find(d->models->contigs, a->chrom);
        int64_t pos1 = a->pos + 1;
        if (tid < 0) {
            gnbs_str_printf(&d->missing,
                            "#not covered: %s %s:%" PRId64 " %s>%s: no such contig\n",
                            a->gene, a->chrom, pos1, a->ref, a->alt);
            continue;
        }
        add_line(d,
                 (gnbs_region_t){tid, a->pos - 1, a->pos + (gnbs_pos_t)strlen(a->ref) + 1},
                 gnbs_arena_printf(d->arena, "%s:%s:%" PRId64 ":%s>%s", a->gene, a->chrom,
                                   pos1, a->ref, a->alt),
                 0);
        d->counts->n_allele++;
    }
}

gnbs_code_t gnbs_panel_export_bed(const gnbs_panel_t *panel,
                                  const gnbs_panel_models_t *models,
                                  const gnbs_panel_bed_opt_t *opt, gnbs_arena_t *arena,
                                  gnbs_str_t *out, gnbs_panel_bed_counts_t *counts,
                                  gnbs_err_t *err) {
    designer_t d = {
        .panel = panel, .models = models, .opt = opt, .arena = arena, .counts = counts};
    *counts = (gnbs_panel_bed_counts_t){0};
    gnbs_str_init(&d.missing);
    add_conditions(&d);
    add_alleles(&d);
    if (d.lines.n > 1) qsort(d.lines.at, d.lines.n, sizeof *d.lines.at, by_place);
    gnbs_str_printf(out, "#panel %s %s, %s, sha256 %s\n", panel->name, panel->version,
                    panel->genome_build, panel->sha256);
    gnbs_str_printf(out, "#%zu genes: exons with %d bases each side; %zu named alleles\n",
                    counts->n_gene, opt->flank_bp, counts->n_allele);
    gnbs_str_add(out, gnbs_str_text(&d.missing));
    for (size_t i = 0; i < d.lines.n; i++) {
        const bed_line_t *l = &d.lines.at[i];
        gnbs_str_printf(out, "%s\t%" PRId64 "\t%" PRId64 "\t%s\t0\t%c\n",
                        models->contigs->contig[l->at.tid].name, l->at.beg, l->at.end,
                        l->name,
                        l->strand > 0   ? '+'
                        : l->strand < 0 ? '-'
                                        : '.');
    }
    bool has_failed = d.has_failed || d.missing.failed || out->failed;
    gnbs_str_clear(&d.missing);
    GNBS_VEC_CLEAR(&d.lines);
    return has_failed ? gnbs_err_set(err, GNBS_E_NOMEM, "%s: exporting", panel->path)
                      : GNBS_OK;
}
