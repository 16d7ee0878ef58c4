#include "panel/panel_lint.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "genome/contig.h"

static void add_cell(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells, int column,
                     gnbs_panel_severity_t severity, const char *what, const char *expected,
                     const char *cure) {
    if (cells->index[column] < 0) return; /* the missing column is a problem of its own */
    gnbs_panel_add_problem(lint, severity, gnbs_panel_place(cells, column), what, expected,
                           cure);
}

static void lint_inheritance(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells) {
    const char *text = gnbs_panel_cell(cells, GNBS_PANEL_INHERITANCE);
    if (gnbs_inheritance_parse(text) != GNBS_INH_UNKNOWN) return;
    const char *likely = gnbs_panel_guess_inheritance(text);
    add_cell(lint, cells, GNBS_PANEL_INHERITANCE, GNBS_PANEL_ERROR,
             gnbs_panel_text(lint, "unknown inheritance '%.60s'", text),
             "AR, AD, XLR, XLD, XL or MT",
             likely[0] != '\0'
                 ? gnbs_panel_text(lint, "write %s if that is meant", likely)
                 : "write one of them; a gene with two ways of inheritance has two rows");
}

static void lint_words(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells) {
    gnbs_report_policy_t policy;
    gnbs_panel_status_t status;
    const char *mechanism = gnbs_panel_cell(cells, GNBS_PANEL_MECHANISM),
               *report = gnbs_panel_cell(cells, GNBS_PANEL_REPORT);
    const char *urgency = gnbs_panel_cell(cells, GNBS_PANEL_URGENCY),
               *colour = gnbs_panel_cell(cells, GNBS_PANEL_STATUS);
    if (!gnbs_panel_is_mechanism(mechanism))
        add_cell(lint, cells, GNBS_PANEL_MECHANISM, GNBS_PANEL_ERROR,
                 gnbs_panel_text(lint, "unknown mechanism '%.60s'", mechanism),
                 "LoF, GoF, DN or unknown", gnbs_panel_guess_mechanism(mechanism));
    if (!gnbs_panel_parse_policy(report, &policy))
        add_cell(lint, cells, GNBS_PANEL_REPORT, GNBS_PANEL_ERROR,
                 gnbs_panel_text(lint, "unknown report policy '%.60s'", report),
                 "known, known+lof or named",
                 "write known for listed pathogenic alleles only, known+lof to add new "
                 "loss-of-function alleles, named for include.tsv only");
    else if (policy == GNBS_POLICY_KNOWN_LOF &&
             (strcmp(mechanism, "GoF") == 0 || strcmp(mechanism, "DN") == 0))
        add_cell(lint, cells, GNBS_PANEL_REPORT, GNBS_PANEL_WARNING,
                 gnbs_panel_text(
                     lint,
                     "known+lof reports loss-of-function alleles, and the mechanism is %s",
                     mechanism),
                 "", "write known, or correct the mechanism");
    if (urgency[0] != '\0' && !gnbs_panel_is_urgency(urgency))
        add_cell(lint, cells, GNBS_PANEL_URGENCY, GNBS_PANEL_ERROR,
                 gnbs_panel_text(lint, "unknown urgency '%.60s'", urgency),
                 "hours, days, weeks or nothing",
                 "write within what time somebody must act");
    if (!gnbs_panel_parse_status(colour, &status))
        add_cell(lint, cells, GNBS_PANEL_STATUS, GNBS_PANEL_ERROR,
                 gnbs_panel_text(lint, "unknown status '%.60s'", colour),
                 "green, amber or red", gnbs_panel_guess_status(colour));
}

static void lint_classes(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells) {
    uint32_t classes;
    const char *bad;
    size_t n_bad;
    const char *text = gnbs_panel_cell(cells, GNBS_PANEL_CLASSES);
    if (!gnbs_panel_parse_classes(text, &classes, &bad, &n_bad)) {
        const char *what = n_bad == 0
                               ? "an empty variant class"
                               : gnbs_panel_text(lint, "unknown variant class '%.*s'",
                                                 (int)(n_bad > 60 ? 60 : n_bad), bad);
        add_cell(lint, cells, GNBS_PANEL_CLASSES, GNBS_PANEL_ERROR, what,
                 "SNV, INDEL, CNV, SV, INV, PARALOGUE, MT, or GENE-CN (SMN1-CN), joined by "
                 "semicolons",
                 strpbrk(text, ",|/") != NULL ? "join them by semicolons"
                                              : "write these words, without blanks");
        return;
    }
    bool is_mt = gnbs_inheritance_parse(gnbs_panel_cell(cells, GNBS_PANEL_INHERITANCE)) ==
                 GNBS_INH_MT;
    if (is_mt != ((classes & GNBS_CLASS_MT) != 0))
        add_cell(lint, cells, GNBS_PANEL_CLASSES, GNBS_PANEL_WARNING,
                 is_mt ? "mitochondrial inheritance without the class MT"
                       : "the class MT without mitochondrial inheritance",
                 "", "let the two agree");
}

static void lint_evidence(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells) {
    const char *text = gnbs_panel_cell(cells, GNBS_PANEL_EVIDENCE);
    for (const char *s = text; *s != '\0';) {
        size_t n = strcspn(s, ";, ");
        const char *digits = n > 5 && strncmp(s, "PMID:", 5) == 0 ? s + 5 : s;
        if (n > 0 && strspn(digits, "0123456789") < n - (size_t)(digits - s)) {
            add_cell(lint, cells, GNBS_PANEL_EVIDENCE, GNBS_PANEL_WARNING,
                     gnbs_panel_text(lint, "'%.*s' is not a PubMed number",
                                     (int)(n > 60 ? 60 : n), s),
                     "PMIDs joined by semicolons", "keep other references in note");
            return;
        }
        s += n + (s[n] != '\0');
    }
}

static void lint_facts(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells) {
    double prevalence;
    const char *id = gnbs_panel_cell(cells, GNBS_PANEL_CONDITION_ID),
               *text = gnbs_panel_cell(cells, GNBS_PANEL_PREVALENCE);
    const char *reviewed = gnbs_panel_cell(cells, GNBS_PANEL_REVIEWED);
    if (gnbs_panel_cell(cells, GNBS_PANEL_CONDITION)[0] == '\0')
        add_cell(lint, cells, GNBS_PANEL_CONDITION, GNBS_PANEL_ERROR,
                 "the condition has no name", "the name a family will read", "write it");
    if (id[0] != '\0' && !gnbs_panel_is_mondo(id)) {
        bool is_mondo = strncmp(id, "MONDO", 5) == 0;
        add_cell(lint, cells, GNBS_PANEL_CONDITION_ID,
                 is_mondo ? GNBS_PANEL_ERROR : GNBS_PANEL_WARNING,
                 gnbs_panel_text(lint, "'%.60s' is not a MONDO id", id),
                 "MONDO: and seven digits", gnbs_panel_guess_mondo(lint, id));
    }
    if (!gnbs_panel_parse_prevalence(text, &prevalence))
        add_cell(lint, cells, GNBS_PANEL_PREVALENCE, GNBS_PANEL_ERROR,
                 gnbs_panel_text(lint, "cannot read the prevalence '%.60s'", text),
                 "births with the condition per birth: 1/3000 or 0.0003, then (population; "
                 "source)",
                 gnbs_panel_guess_prevalence(lint, text));
    if (reviewed[0] != '\0' && !gnbs_panel_is_date(reviewed))
        add_cell(lint, cells, GNBS_PANEL_REVIEWED, GNBS_PANEL_ERROR,
                 gnbs_panel_text(lint, "'%.60s' is not a date", reviewed), "YYYY-MM-DD",
                 gnbs_panel_guess_date(lint, reviewed));
    if (lint->is_signed_off &&
        (reviewed[0] == '\0' || gnbs_panel_cell(cells, GNBS_PANEL_CURATOR)[0] == '\0'))
        add_cell(
            lint, cells, reviewed[0] == '\0' ? GNBS_PANEL_REVIEWED : GNBS_PANEL_CURATOR,
            GNBS_PANEL_ERROR, "the panel says signed-off, and nobody signed this row",
            "a curator and a date of review", "have it reviewed, or write ##status=draft");
    lint_evidence(lint, cells);
}

/* A row of separators, or one that a merged cell above has left without its gene: one message, not ten. */
static bool lint_hollow(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells) {
    bool is_empty = true;
    for (int i = 0; i < cells->table->n_column; i++)
        is_empty = is_empty && cells->row->cell[i][0] == '\0';
    bool has_columns =
        cells->index[GNBS_PANEL_GENE] >= 0 && cells->index[GNBS_PANEL_HGNC_ID] >= 0;
    bool is_merged = !is_empty && has_columns &&
                     gnbs_panel_cell(cells, GNBS_PANEL_GENE)[0] == '\0' &&
                     gnbs_panel_cell(cells, GNBS_PANEL_HGNC_ID)[0] == '\0';
    if (!is_empty && !is_merged) return false;
    gnbs_panel_add_problem(
        lint, GNBS_PANEL_ERROR, (gnbs_panel_place_t){cells->table, cells->row->line, -1},
        is_empty ? "the row is empty"
                 : "the row has neither gene nor HGNC id: a merged cell of a spreadsheet "
                   "leaves the rows below it empty",
        "a gene and a condition in each row",
        is_empty ? "remove it" : "write gene and id in every row");
    return true;
}

void gnbs_panel_lint_row(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells) {
    if (lint_hollow(lint, cells)) return;
    if (cells->row->n_cell < cells->table->n_column)
        gnbs_panel_add_problem(
            lint, GNBS_PANEL_WARNING,
            (gnbs_panel_place_t){cells->table, cells->row->line, -1},
            gnbs_panel_text(lint, "the row has %d cells", cells->row->n_cell),
            gnbs_panel_text(lint, "%d, as the line of column names",
                            cells->table->n_column),
            "the rest is taken as empty; add the missing TABs");
    gnbs_panel_lint_gene(lint, cells);
    lint_inheritance(lint, cells);
    lint_words(lint, cells);
    lint_classes(lint, cells);
    gnbs_panel_lint_transcript(lint, cells);
    gnbs_panel_lint_model(lint, cells);
    lint_facts(lint, cells);
    gnbs_panel_lint_validity(lint, cells);
}

typedef struct row_key {
    const char *hgnc_id, *condition, *inheritance;
    const gnbs_table_row_t *row;
} row_key_t;

static int by_key(const void *a, const void *b) {
    const row_key_t *x = a, *y = b;
    int c = strcmp(x->hgnc_id, y->hgnc_id);
    if (c == 0) c = strcmp(x->condition, y->condition);
    return c != 0 ? c : strcmp(x->inheritance, y->inheritance);
}

static int by_key_and_line(const void *a, const void *b) {
    int c = by_key(a, b);
    const row_key_t *x = a, *y = b;
    return c != 0 ? c : (x->row->line > y->row->line) - (x->row->line < y->row->line);
}

void gnbs_panel_lint_rows_together(gnbs_panel_linter_t *lint, const int index[]) {
    const gnbs_table_t *t = lint->tables->rows;
    if (index[GNBS_PANEL_HGNC_ID] < 0 || index[GNBS_PANEL_CONDITION] < 0)
        return; /* a missing column is said, and makes every row look alike */
    row_key_t *key = GNBS_NEW(lint->arena, row_key_t, t->n_row);
    if (key == NULL) {
        lint->has_failed = true;
        return;
    }
    for (size_t i = 0; i < t->n_row; i++) {
        gnbs_panel_cells_t c = {t, &t->row[i], index};
        key[i] = (row_key_t){gnbs_panel_cell(&c, GNBS_PANEL_HGNC_ID),
                             gnbs_panel_cell(&c, GNBS_PANEL_CONDITION),
                             gnbs_panel_cell(&c, GNBS_PANEL_INHERITANCE), &t->row[i]};
    }
    if (t->n_row > 1) qsort(key, t->n_row, sizeof *key, by_key_and_line);
    for (size_t i = 1, first = 0; i < t->n_row; i++) {
        if (by_key(&key[first], &key[i]) != 0) {
            first = i;
            continue;
        }
        gnbs_panel_add_problem(
            lint, GNBS_PANEL_ERROR, (gnbs_panel_place_t){t, key[i].row->line, -1},
            gnbs_panel_text(lint, "the row repeats line %d: %.60s, '%.60s', %.60s",
                            key[first].row->line, key[i].hgnc_id, key[i].condition,
                            key[i].inheritance),
            "one row per gene, condition and inheritance",
            "remove one of the two, or tell the conditions apart");
    }
}
