#include "panel/panel_lint.h"

#include <stdlib.h>
#include <string.h>

#include "genome/contig.h"
#include "genome/seq.h"

typedef struct allele_key {
    const char *hgnc_id, *chrom, *ref, *alt, *condition;
    int64_t pos;
    const gnbs_table_t *table;
    const gnbs_table_row_t *row;
} allele_key_t;

typedef GNBS_VEC(allele_key_t) allele_keys_t;

static void add_cell(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells, int column,
                     gnbs_panel_severity_t severity, const char *what, const char *expected,
                     const char *cure) {
    if (cells->index[column] < 0) return;
    gnbs_panel_add_problem(lint, severity, gnbs_panel_place(cells, column), what, expected,
                           cure);
}

static const char *bare(const char *chrom) {
    if (strncmp(chrom, "chr", 3) == 0) chrom += 3;
    return strcmp(chrom, "MT") == 0 ? "M" : chrom;
}

/* Is the gene of the allele in the panel, and is its condition (when it names one) a row of that gene? */
static void lint_owner(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells,
                       const int panel_index[]) {
    const char *id = gnbs_panel_cell(cells, GNBS_ALLELE_HGNC_ID),
               *condition = gnbs_panel_cell(cells, GNBS_ALLELE_CONDITION);
    if (panel_index[GNBS_PANEL_HGNC_ID] < 0) return;
    bool has_gene = false, has_condition = condition[0] == '\0';
    for (size_t i = 0; i < lint->tables->rows->n_row; i++) {
        gnbs_panel_cells_t row = {lint->tables->rows, &lint->tables->rows->row[i],
                                  panel_index};
        if (strcmp(gnbs_panel_cell(&row, GNBS_PANEL_HGNC_ID), id) != 0) continue;
        has_gene = true;
        has_condition = has_condition ||
                        strcmp(gnbs_panel_cell(&row, GNBS_PANEL_CONDITION), condition) == 0;
    }
    if (!has_gene)
        add_cell(lint, cells, GNBS_ALLELE_HGNC_ID, GNBS_PANEL_WARNING,
                 gnbs_panel_text(
                     lint, "the panel has no row for %.60s: the allele has no effect", id),
                 "", "remove the allele, or add the gene");
    else if (!has_condition)
        add_cell(
            lint, cells, GNBS_ALLELE_CONDITION, GNBS_PANEL_ERROR,
            gnbs_panel_text(lint, "the panel has no row '%.60s' for this gene", condition),
            "a condition of the gene, as panel.tsv writes it, or nothing for all",
            "copy it from there");
}

static bool lint_letters(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells,
                         const char *ref, const char *alt) {
    const char *const text[2] = {ref, alt};
    bool is_good = true;
    for (int i = 0; i < 2; i++) {
        if (gnbs_panel_is_allele(text[i])) continue;
        is_good = false;
        add_cell(lint, cells, i == 0 ? GNBS_ALLELE_REF : GNBS_ALLELE_ALT, GNBS_PANEL_ERROR,
                 gnbs_panel_text(lint, "'%.60s' is not an allele", text[i]),
                 "letters A, C, G, T or N", gnbs_panel_guess_letters(lint, text[i]));
    }
    if (!is_good) return false;
    if (strcmp(ref, alt) == 0) {
        add_cell(lint, cells, GNBS_ALLELE_ALT, GNBS_PANEL_ERROR, "ref and alt are the same",
                 "two different alleles", "check the allele in its source");
        return false;
    }
    size_t n_ref = strlen(ref), n_alt = strlen(alt);
    bool is_long = n_ref > 1 && n_alt > 1;
    if (is_long && (ref[n_ref - 1] == alt[n_alt - 1] || ref[0] == alt[0]))
        add_cell(lint, cells, GNBS_ALLELE_REF, GNBS_PANEL_WARNING,
                 gnbs_panel_text(lint,
                                 "%.30s>%.30s can be written shorter: a caller will write "
                                 "it so, and it would not match",
                                 ref, alt),
                 "the shortest form",
                 "take off what both begin or end with (bcftools norm)");
    return true;
}

static void lint_allele_words(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells) {
    static const int MUST[] = {GNBS_ALLELE_REASON, GNBS_ALLELE_SOURCE};
    for (size_t i = 0; i < sizeof MUST / sizeof MUST[0]; i++)
        if (gnbs_panel_cell(cells, MUST[i])[0] == '\0')
            add_cell(lint, cells, MUST[i], GNBS_PANEL_WARNING,
                     "a decision without its ground cannot be replayed",
                     "why, and who says so", "write it");
    const char *date = gnbs_panel_cell(cells, GNBS_ALLELE_DATE);
    if (date[0] != '\0' && !gnbs_panel_is_date(date))
        add_cell(lint, cells, GNBS_ALLELE_DATE, GNBS_PANEL_ERROR,
                 gnbs_panel_text(lint, "'%.60s' is not a date", date), "YYYY-MM-DD",
                 gnbs_panel_guess_date(lint, date));
    if (lint->is_signed_off && gnbs_panel_cell(cells, GNBS_ALLELE_CURATOR)[0] == '\0')
        add_cell(lint, cells, GNBS_ALLELE_CURATOR, GNBS_PANEL_ERROR,
                 "the panel says signed-off, and nobody signed this allele", "a curator",
                 "have it reviewed, or write ##status=draft");
}

static void lint_row(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells,
                     const int panel_index[], allele_keys_t *keys) {
    allele_key_t a = {gnbs_panel_cell(cells, GNBS_ALLELE_HGNC_ID),
                      gnbs_panel_cell(cells, GNBS_ALLELE_CHROM),
                      gnbs_panel_cell(cells, GNBS_ALLELE_REF),
                      gnbs_panel_cell(cells, GNBS_ALLELE_ALT),
                      gnbs_panel_cell(cells, GNBS_ALLELE_CONDITION),
                      0,
                      cells->table,
                      cells->row};
    const char *pos1 = gnbs_panel_cell(cells, GNBS_ALLELE_POS);
    gnbs_panel_lint_gene(lint, cells);
    lint_owner(lint, cells, panel_index);
    lint_allele_words(lint, cells);
    if (gnbs_panel_lint_name_only(lint, cells)) return;
    bool is_placed = gnbs_panel_parse_pos1(pos1, &a.pos);
    if (!is_placed)
        add_cell(lint, cells, GNBS_ALLELE_POS, GNBS_PANEL_ERROR,
                 gnbs_panel_text(lint, "'%.60s' is not a position", pos1),
                 "a whole number from 1, without commas", gnbs_panel_guess_pos(lint, pos1));
    if (a.chrom[0] == '\0')
        add_cell(lint, cells, GNBS_ALLELE_CHROM, GNBS_PANEL_ERROR, "the contig is missing",
                 "chr1 to chr22, chrX, chrY or chrM", "write it");
    else if (lint->bundle == NULL && gnbs_contig_kind(a.chrom) == GNBS_CONTIG_OTHER)
        add_cell(lint, cells, GNBS_ALLELE_CHROM, GNBS_PANEL_WARNING,
                 gnbs_panel_text(lint, "'%.60s' is not a chromosome", a.chrom),
                 "chr1 to chr22, chrX, chrY or chrM",
                 gnbs_panel_guess_chrom(lint, a.chrom));
    if (!lint_letters(lint, cells, a.ref, a.alt) || !is_placed || a.chrom[0] == '\0')
        return;
    if (lint->bundle != NULL) {
        const gnbs_panel_site_t site = {
            a.hgnc_id, a.chrom, a.ref, a.alt, gnbs_panel_cell(cells, GNBS_ALLELE_HGVS),
            a.pos};
        gnbs_panel_lint_site(lint, cells, &site);
    }
    if (!GNBS_PUSH(keys, a)) lint->has_failed = true;
}

static int by_allele(const void *a, const void *b) { /* without condition and file */
    const allele_key_t *x = a, *y = b;
    int c = strcmp(x->hgnc_id, y->hgnc_id);
    if (c == 0) c = strcmp(bare(x->chrom), bare(y->chrom));
    if (c == 0) c = (x->pos > y->pos) - (x->pos < y->pos);
    if (c == 0) c = strcmp(x->ref, y->ref);
    return c != 0 ? c : strcmp(x->alt, y->alt);
}

static int by_allele_and_place(const void *a, const void *b) {
    const allele_key_t *x = a, *y = b;
    int c = by_allele(a, b);
    if (c == 0) c = strcmp(x->condition, y->condition);
    if (c == 0 && x->table != y->table) c = strcmp(x->table->path, y->table->path);
    return c != 0 ? c : (x->row->line > y->row->line) - (x->row->line < y->row->line);
}

/* Repeats inside one list, and contradictions between the two. */
static void lint_alleles_together(gnbs_panel_linter_t *lint, allele_keys_t *keys) {
    if (keys->n > 1) qsort(keys->at, keys->n, sizeof *keys->at, by_allele_and_place);
    for (size_t i = 1; i < keys->n; i++) {
        const allele_key_t *x = &keys->at[i - 1], *y = &keys->at[i];
        if (by_allele(x, y) != 0) continue;
        bool is_repeat = x->table == y->table && strcmp(x->condition, y->condition) == 0;
        bool is_contrary =
            x->table != y->table &&
            (strcmp(x->condition, y->condition) == 0 || x->condition[0] == '\0');
        if (is_repeat || is_contrary)
            gnbs_panel_add_problem(
                lint, GNBS_PANEL_ERROR, (gnbs_panel_place_t){y->table, y->row->line, -1},
                gnbs_panel_text(lint,
                                "the allele %.20s:%lld:%.20s>%.20s is also at %.200s:%d",
                                y->chrom, (long long)y->pos + 1, y->ref, y->alt,
                                x->table->path, x->row->line),
                is_repeat ? "each allele once" : "an allele either included or excluded",
                "remove one of the two");
    }
}

/* A row that reports named alleles only, and has none, can find nothing. */
static void lint_named(gnbs_panel_linter_t *lint, const int panel_index[],
                       const allele_keys_t *keys) {
    const gnbs_table_t *t = lint->tables->rows;
    for (size_t i = 0; i < t->n_row; i++) {
        gnbs_panel_cells_t row = {t, &t->row[i], panel_index};
        if (strcmp(gnbs_panel_cell(&row, GNBS_PANEL_REPORT), "named") != 0) continue;
        const char *id = gnbs_panel_cell(&row, GNBS_PANEL_HGNC_ID),
                   *condition = gnbs_panel_cell(&row, GNBS_PANEL_CONDITION);
        bool has_allele = false;
        for (size_t k = 0; k < keys->n && !has_allele; k++)
            has_allele = keys->at[k].table == lint->tables->include &&
                         strcmp(keys->at[k].hgnc_id, id) == 0 &&
                         (keys->at[k].condition[0] == '\0' ||
                          strcmp(keys->at[k].condition, condition) == 0);
        if (!has_allele)
            gnbs_panel_add_problem(lint, GNBS_PANEL_WARNING,
                                   gnbs_panel_place(&row, GNBS_PANEL_REPORT),
                                   "the row reports named alleles, and include.tsv names "
                                   "none for it: nothing can be found",
                                   "", "add its alleles, or do not screen for it");
    }
}

void gnbs_panel_lint_alleles(gnbs_panel_linter_t *lint, const int panel_index[]) {
    allele_keys_t keys = {0};
    const gnbs_table_t *const list[2] = {lint->tables->include, lint->tables->exclude};
    for (int k = 0; k < 2; k++) {
        const gnbs_table_t *t = list[k];
        if (t == NULL) continue;
        int index[GNBS_ALLELE_N_COLUMN];
        gnbs_panel_map_columns(t, GNBS_ALLELE_N_COLUMN, gnbs_panel_allele_columns, index);
        gnbs_panel_lint_columns(lint, t, GNBS_ALLELE_N_COLUMN, gnbs_panel_allele_columns,
                                index);
        for (size_t i = 0; i < t->n_row; i++) {
            gnbs_panel_cells_t cells = {t, &t->row[i], index};
            lint_row(lint, &cells, panel_index, &keys);
        }
    }
    lint_named(lint, panel_index, &keys);
    lint_alleles_together(lint, &keys);
    GNBS_VEC_CLEAR(&keys);
}
