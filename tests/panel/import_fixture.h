/* tests/panel/import_fixture.h -- what the tests of import and export share: a small gene table, importing from a text, what to
 * expect of the answer. Every import here also checks that nothing was lost: in = kept + listed.
 */
#ifndef GNBS_TESTS_PANEL_IMPORT_FIXTURE_H
#define GNBS_TESTS_PANEL_IMPORT_FIXTURE_H

#include "support/testing.h"

#include "io/panelapp_read.h"
#include "io/table_read.h"
#include "panel/panel.h"
#include "panel/panel_import.h"

/* Names of the genes whose old names are known to have led tools to another gene. */
static const char IMPORT_GENES[] = "hgnc_id\tsymbol\tprev_symbols\talias_symbols\n"
                                   "HGNC:1884\tCFTR\tCF\tABC35|MRP7\n"
                                   "HGNC:4177\tGBA1\tGBA|GLUC\tGCB\n"
                                   "HGNC:11577\tTAFAZZIN\tTAZ|EFE2\tBTHS\n"
                                   "HGNC:24042\tWWTR1\t\tTAZ\n"
                                   "HGNC:28672\tCYBC1\tC17orf62\t\n"
                                   "HGNC:20\tAARS1\tAARS\tCMT2N\n"
                                   "HGNC:3603\tFBN1\tFBN|MFS1|WMS\tMASS|OCTD|SGS\n"
                                   "HGNC:1674\tCD3G\t\tT3G\n"
                                   "HGNC:1663\tCD36\tGP3B\tFAT\n";

typedef struct fixture {
    gnbs_arena_t arena;
    gnbs_err_t err;
    gnbs_table_t table;
    gnbs_panel_genes_t genes;
    gnbs_panel_import_opt_t opt;
} fixture_t;

static inline void open_fixture(fixture_t *f) {
    memset(f, 0, sizeof *f);
    gnbs_arena_init(&f->arena);
    assert_ok(gnbs_table_parse("hgnc.tsv", IMPORT_GENES, strlen(IMPORT_GENES), '\t',
                               &f->arena, &f->table, &f->err),
              &f->err);
    assert_ok(gnbs_panel_genes_index(&f->table, &f->arena, &f->genes, &f->err), &f->err);
    f->opt = gnbs_panel_import_opt_default();
    f->opt.genes = &f->genes;
}

static inline void close_fixture(fixture_t *f) { gnbs_arena_clear(&f->arena); }

static inline void import_json(fixture_t *f, const char *text, size_t n,
                               gnbs_panel_import_t *out) {
    gnbs_panelapp_t from;
    assert_ok(gnbs_panelapp_parse("x.json", text, n, &f->arena, &from, &f->err), &f->err);
    assert_ok(gnbs_panel_import_panelapp(&from, &f->opt, &f->arena, out, &f->err), &f->err);
    assert_int_equal(out->n_in, out->n_kept + out->n_listed);
    assert_int_equal(out->n_listed, out->listed.n_row);
}

static inline void import_text(fixture_t *f, const char *text, gnbs_panel_import_t *out) {
    import_json(f, text, strlen(text), out);
}

static inline void import_csv(fixture_t *f, const char *text,
                              const gnbs_panel_mapping_t *map, gnbs_panel_import_t *out) {
    gnbs_table_t *from = GNBS_NEW(&f->arena, gnbs_table_t, 1);
    assert_ok(
        gnbs_table_parse("dir/x.csv", text, strlen(text), ',', &f->arena, from, &f->err),
        &f->err);
    assert_ok(gnbs_panel_import_table(from, map, &f->opt, &f->arena, out, &f->err),
              &f->err);
    assert_int_equal(out->n_in, out->n_kept + out->n_listed);
    assert_int_equal(out->n_listed, out->listed.n_row);
}

static inline const char *cell(const gnbs_table_t *t, size_t i, const char *column) {
    int k = gnbs_table_column(t, column);
    if (k < 0) return "";
    assert_true(i < t->n_row);
    return t->row[i].cell[k];
}

static inline void assert_has(const char *text, const char *part) {
    if (strstr(text, part) == NULL) fail_msg("'%s' lacks '%s'", text, part);
}

static inline void assert_noted(const gnbs_panel_import_t *im, const char *part) {
    for (size_t i = 0; i < im->notes.n; i++)
        if (strstr(im->notes.at[i], part) != NULL) return;
    fail_msg("no note says '%s'", part);
}

#define GENE(symbol, id, moi, level)                                                       \
    "{\"gene_data\": {\"hgnc_id\": \"" id "\", \"hgnc_symbol\": \"" symbol                 \
    "\"}, \"entity_type\": \"gene\", \"entity_name\": \"" symbol                           \
    "\", \"confidence_level\": \"" level "\", \"mode_of_inheritance\": \"" moi             \
    "\", \"phenotypes\": [\"" symbol " disease, OMIM:1\"], \"publications\": []}"
#define PANEL(genes)                                                                       \
    "{\"id\": 1, \"name\": \"P\", \"version\": \"1.0\", \"version_created\": "             \
    "\"2026-01-02T03:04:05Z\", \"genes\": [" genes "], \"strs\": [], \"regions\": []}"
#define BIALLELIC "BIALLELIC, autosomal or pseudoautosomal"

#endif
