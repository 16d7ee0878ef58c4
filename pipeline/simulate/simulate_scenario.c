/* The scenario file: a table that opens in a spreadsheet, `##key=value` lines above it.
 *
 *     item   gene hgnc_id transcript contig strand exons condition exon effect zygosity haplotype clnsig stars af
 *     gene   x    x       x          x      x      x     x
 *     allele x                                                     x    x      x        (het)     x or . x     x or .
 *     hole   x                                                     x
 */
#include "simulate/simulate.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/escape.h"

enum { /* what keeps one newborn's reads in memory: 3 Mb at 100x is about 1 GB */
       MAX_CONTIG_BP = 1000000,
       MAX_TOTAL_BP = 3000000,
       MIN_CONTIG_BP = 10000,
       MAX_CONTIG = 64,
       MAX_EXON = 60,
       MAX_ROW = 10000,
};

static const char *const EFFECT[GNBS_SIMULATE_EFFECT_N] = {
    [GNBS_SIMULATE_STOP_GAINED] = "stop_gained",
    [GNBS_SIMULATE_FRAMESHIFT] = "frameshift",
    [GNBS_SIMULATE_INFRAME_DELETION] = "inframe_deletion",
    [GNBS_SIMULATE_MISSENSE] = "missense",
    [GNBS_SIMULATE_SYNONYMOUS] = "synonymous",
    [GNBS_SIMULATE_SPLICE_DONOR] = "splice_donor",
    [GNBS_SIMULATE_SPLICE_ACCEPTOR] = "splice_acceptor",
    [GNBS_SIMULATE_INTRON] = "intron",
};

static const struct {
    const char *word;
    gnbs_zygosity_t zygosity;
} ZYGOSITY[] = {
    {"none", GNBS_ZYG_HOM_REF},
    {"het", GNBS_ZYG_HET},
    {"hom", GNBS_ZYG_HOM_ALT},
    {"hemi", GNBS_ZYG_HEMI_ALT},
};

typedef struct parser {
    const gnbs_table_t *table;
    gnbs_arena_t *arena;
    gnbs_simulate_scenario_t *s;
    gnbs_simulate_gene_t *gene;
    gnbs_simulate_allele_t *allele;
    gnbs_simulate_hole_t *hole;
    const gnbs_table_row_t *row;
} parser_t;

/* ---- numbers ---- */
static bool read_int(const char *text, int64_t low, int64_t high, int64_t *value) {
    char *rest;
    errno = 0;
    long long v = strtoll(text, &rest, 10);
    if (errno != 0 || rest == text || *rest != '\0' || v < low || v > high) return false;
    *value = v;
    return true;
}

static bool read_real(const char *text, double low, double high, double *value) {
    char *rest;
    errno = 0;
    double v = strtod(text, &rest);
    if (errno != 0 || rest == text || *rest != '\0' || !(v >= low && v <= high))
        return false;
    *value = v;
    return true;
}

static int meta_line(const gnbs_table_t *table, const char *key) {
    for (size_t i = 0; i < table->n_meta; i++)
        if (strcmp(table->meta[i].key, key) == 0) return table->meta[i].line;
    return 1;
}

static gnbs_code_t meta_text(const gnbs_table_t *table, const char *key, const char **value,
                             gnbs_err_t *err) {
    *value = gnbs_table_meta_value(table, key);
    if (*value != NULL && (*value)[0] != '\0') return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_FORMAT, "%s: no line ##%s=...: a scenario needs it",
                        table->path, key);
}

static gnbs_code_t meta_real(const gnbs_table_t *table, const char *key, double low,
                             double high, double *value, gnbs_err_t *err) {
    const char *text = gnbs_table_meta_value(table, key);
    if (text == NULL || read_real(text, low, high, value)) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_FORMAT,
                        "%s:%d: ##%s='%s': expected a number from %g to %g", table->path,
                        meta_line(table, key), key, text, low, high);
}

static gnbs_code_t meta_int(const gnbs_table_t *table, const char *key, int64_t low,
                            int64_t high, int64_t *value, gnbs_err_t *err) {
    const char *text = gnbs_table_meta_value(table, key);
    if (text == NULL || read_int(text, low, high, value)) return GNBS_OK;
    return gnbs_err_set(
        err, GNBS_E_FORMAT, "%s:%d: ##%s='%s': expected a whole number from %lld to %lld",
        table->path, meta_line(table, key), key, text, (long long)low, (long long)high);
}

/* ---- the ## lines ---- */
/* chr1:120000,chr2:90000 */
static gnbs_code_t read_contigs(parser_t *p, gnbs_err_t *err) {
    const gnbs_table_t *table = p->table;
    const char *text;
    GNBS_TRY(meta_text(table, "contigs", &text, err));
    gnbs_contig_t *contig = GNBS_NEW(p->arena, gnbs_contig_t, MAX_CONTIG);
    if (contig == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", table->path);
    int64_t total_bp = 0;
    int n = 0;
    for (const char *at = text; *at != '\0';) {
        size_t n_word = strcspn(at, ","), n_name = strcspn(at, ":,");
        char *word = gnbs_arena_strndup(p->arena, at, n_word);
        if (word == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", table->path);
        if (n == MAX_CONTIG || n_name == n_word ||
            !read_int(word + n_name + 1, MIN_CONTIG_BP, MAX_CONTIG_BP,
                      &contig[n].length_bp))
            return gnbs_err_set(
                err, GNBS_E_FORMAT,
                "%s:%d: ##contigs: '%s': expected NAME:LENGTH with %d to %d "
                "bases, at most %d contigs",
                table->path, meta_line(table, "contigs"), word, MIN_CONTIG_BP,
                MAX_CONTIG_BP, MAX_CONTIG);
        word[n_name] = '\0';
        gnbs_contigs_t before = {.n = n, .contig = contig};
        if (!gnbs_escape_is_file_name(word) || gnbs_contig_find(&before, word) >= 0)
            return gnbs_err_set(err, GNBS_E_FORMAT,
                                "%s:%d: ##contigs: '%s': expected a new name of letters, "
                                "digits, '.', '_' or '-'",
                                table->path, meta_line(table, "contigs"), word);
        contig[n].name = word;
        gnbs_contig_kind_t kind = gnbs_contig_kind(word);
        if (kind == GNBS_CONTIG_Y || kind == GNBS_CONTIG_MT)
            return gnbs_err_set(err, GNBS_E_FORMAT,
                                "%s:%d: ##contigs: '%s': a synthetic newborn has autosomes "
                                "and X",
                                table->path, meta_line(table, "contigs"), word);
        total_bp += contig[n++].length_bp;
        at += n_word;
        if (*at == ',') at++;
    }
    if (total_bp > MAX_TOTAL_BP)
        return gnbs_err_set(
            err, GNBS_E_FORMAT, "%s:%d: ##contigs: %lld bases together, at most %d",
            table->path, meta_line(table, "contigs"), (long long)total_bp, MAX_TOTAL_BP);
    p->s->contigs = (gnbs_contigs_t){.n = n, .contig = contig, .source = table->path};
    return GNBS_OK;
}

static gnbs_code_t read_numbers(parser_t *p, gnbs_err_t *err) {
    const gnbs_table_t *t = p->table;
    gnbs_simulate_scenario_t *s = p->s;
    int64_t genome_seed = 1, seed = 1, read_bp = 150, insert_bp = 420, sd_bp = 90;
    int64_t mother = -1, father = -1;
    GNBS_TRY(meta_int(t, "genome_seed", 0, INT64_MAX, &genome_seed, err));
    GNBS_TRY(meta_int(t, "seed", 0, INT64_MAX, &seed, err));
    GNBS_TRY(meta_int(t, "mother_seed", 0, INT64_MAX, &mother, err));
    GNBS_TRY(meta_int(t, "father_seed", 0, INT64_MAX, &father, err));
    if ((mother < 0) != (father < 0))
        return gnbs_err_set(
            err, GNBS_E_FORMAT, "%s:%d: ##mother_seed and ##father_seed: give both or none",
            t->path, meta_line(t, mother < 0 ? "father_seed" : "mother_seed"));
    GNBS_TRY(meta_int(t, "read_length", 50, 300, &read_bp, err));
    GNBS_TRY(meta_int(t, "insert_mean", 100, 1000, &insert_bp, err));
    GNBS_TRY(meta_int(t, "insert_sd", 0, 200, &sd_bp, err));
    GNBS_TRY(meta_real(t, "coverage", 1, 100, &s->coverage, err));
    GNBS_TRY(meta_real(t, "duplicate_fraction", 0, 0.5, &s->duplicate_frac, err));
    GNBS_TRY(meta_real(t, "site_snv_per_kb", 0, 10, &s->site_snv_per_kb, err));
    GNBS_TRY(meta_real(t, "site_indel_per_kb", 0, 5, &s->site_indel_per_kb, err));
    GNBS_TRY(meta_real(t, "private_snv_per_kb", 0, 10, &s->private_snv_per_kb, err));
    GNBS_TRY(meta_real(t, "private_indel_per_kb", 0, 5, &s->private_indel_per_kb, err));
    s->genome_seed = (uint64_t)genome_seed;
    s->seed = (uint64_t)seed;
    s->has_parents = mother >= 0;
    s->mother_seed = s->has_parents ? (uint64_t)mother : 0;
    s->father_seed = s->has_parents ? (uint64_t)father : 0;
    s->read_bp = (int32_t)read_bp;
    s->insert_mean_bp = (int32_t)insert_bp;
    s->insert_sd_bp = (int32_t)sd_bp;
    return GNBS_OK;
}

static gnbs_code_t read_meta(parser_t *p, gnbs_err_t *err) {
    static const char *const KNOWN[] = {"name",
                                        "sample",
                                        "sex",
                                        "genome_seed",
                                        "seed",
                                        "mother_seed",
                                        "father_seed",
                                        "contigs",
                                        "coverage",
                                        "read_length",
                                        "insert_mean",
                                        "insert_sd",
                                        "duplicate_fraction",
                                        "site_snv_per_kb",
                                        "site_indel_per_kb",
                                        "private_snv_per_kb",
                                        "private_indel_per_kb",
                                        "note"};
    const gnbs_table_t *t = p->table;
    for (size_t i = 0; i < t->n_meta;
         i++) { /* a misspelt key would be a default in silence */
        size_t k = 0, n = sizeof KNOWN / sizeof KNOWN[0];
        while (k < n && strcmp(KNOWN[k], t->meta[i].key) != 0) k++;
        if (k == n)
            return gnbs_err_set(err, GNBS_E_FORMAT, "%s:%d: ##%s: no such setting", t->path,
                                t->meta[i].line, t->meta[i].key);
    }
    const char *sex;
    GNBS_TRY(meta_text(t, "name", &p->s->name, err));
    GNBS_TRY(meta_text(t, "sample", &p->s->sample, err));
    GNBS_TRY(meta_text(t, "sex", &sex, err));
    p->s->sex = gnbs_sex_parse(sex);
    if (p->s->sex == GNBS_SEX_UNKNOWN)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s:%d: ##sex='%s': expected F or M",
                            t->path, meta_line(t, "sex"), sex);
    if (!gnbs_escape_is_file_name(p->s->sample) || !gnbs_escape_is_file_name(p->s->name))
        return gnbs_err_set(
            err, GNBS_E_FORMAT,
            "%s:%d: ##name and ##sample: expected up to 64 letters, digits, "
            "'.', '_' or '-'",
            t->path, meta_line(t, "sample"));
    GNBS_TRY(read_contigs(p, err));
    return read_numbers(p, err);
}

/* ---- cells ---- */
static const char *cell(const parser_t *p, const char *column) {
    int i = gnbs_table_column(p->table, column);
    const char *text = i < 0 || i >= p->row->n_cell ? "" : p->row->cell[i];
    return strcmp(text, ".") == 0 ? "" : text;
}

static gnbs_code_t bad_cell(const parser_t *p, const char *column, const char *expected,
                            gnbs_err_t *err) {
    return gnbs_err_set(err, GNBS_E_FORMAT, "%s:%d: column %s: '%s': expected %s",
                        p->table->path, p->row->line, column, cell(p, column), expected);
}

/* A word that may stand in GFF3 and VCF without escaping. */
static bool is_plain(const char *text) {
    return text[0] != '\0' && strlen(text) <= 64 &&
           strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                        "_-.:/") == strlen(text);
}

static gnbs_code_t plain_cell(const parser_t *p, const char *column, const char **value,
                              gnbs_err_t *err) {
    *value = cell(p, column);
    if (is_plain(*value)) return GNBS_OK;
    return bad_cell(p, column, "1 to 64 letters, digits or _ - . : /", err);
}

static gnbs_code_t int_cell(const parser_t *p, const char *column, int64_t low,
                            int64_t high, int32_t *value, gnbs_err_t *err) {
    int64_t v;
    if (!read_int(cell(p, column), low, high, &v)) {
        char expected[64];
        snprintf(expected, sizeof expected, "a whole number from %lld to %lld",
                 (long long)low, (long long)high);
        return bad_cell(p, column, expected, err);
    }
    *value = (int32_t)v;
    return GNBS_OK;
}

/* ---- rows ---- */
static gnbs_code_t read_gene(parser_t *p, gnbs_err_t *err) {
    gnbs_simulate_gene_t g = {.line = p->row->line};
    GNBS_TRY(plain_cell(p, "gene", &g.symbol, err));
    GNBS_TRY(plain_cell(p, "hgnc_id", &g.hgnc_id, err));
    GNBS_TRY(plain_cell(p, "transcript", &g.transcript, err));
    GNBS_TRY(plain_cell(p, "condition", &g.condition, err));
    GNBS_TRY(int_cell(p, "exons", 1, MAX_EXON, &g.n_exon, err));
    const char *strand = cell(p, "strand");
    if (strcmp(strand, "+") != 0 && strcmp(strand, "-") != 0)
        return bad_cell(p, "strand", "+ or -", err);
    g.strand = strand[0] == '+' ? 1 : -1;
    g.tid = gnbs_contig_find(&p->s->contigs, cell(p, "contig"));
    if (g.tid < 0) return bad_cell(p, "contig", "a name of ##contigs", err);
    for (size_t i = 0; i < p->s->n_gene; i++)
        if (strcmp(p->gene[i].symbol, g.symbol) == 0 ||
            strcmp(p->gene[i].hgnc_id, g.hgnc_id) == 0 ||
            strcmp(p->gene[i].transcript, g.transcript) == 0)
            return gnbs_err_set(err, GNBS_E_FORMAT,
                                "%s:%d: gene %s: symbol, hgnc_id or transcript is that of "
                                "line %d; each is one gene's own",
                                p->table->path, g.line, g.symbol, p->gene[i].line);
    p->gene[p->s->n_gene++] = g;
    return GNBS_OK;
}

/* Gene and exon of an allele or a hole; genes are stated above them. */
static gnbs_code_t read_place(const parser_t *p, int32_t *i_gene, int32_t *exon,
                              gnbs_err_t *err) {
    const char *symbol = cell(p, "gene");
    for (size_t i = 0; i < p->s->n_gene; i++)
        if (strcmp(p->gene[i].symbol, symbol) == 0) {
            *i_gene = (int32_t)i;
            return int_cell(p, "exon", 1, p->gene[i].n_exon, exon, err);
        }
    return bad_cell(p, "gene", "the symbol of a gene row above", err);
}

static gnbs_code_t check_zygosity(const parser_t *p, const gnbs_simulate_allele_t *a,
                                  gnbs_err_t *err) {
    const gnbs_contig_t *c = &p->s->contigs.contig[p->gene[a->i_gene].tid];
    bool is_haploid =
        p->s->sex == GNBS_SEX_MALE && gnbs_contig_kind(c->name) == GNBS_CONTIG_X;
    if (a->zygosity == GNBS_ZYG_HOM_REF) return GNBS_OK;
    if (is_haploid != (a->zygosity == GNBS_ZYG_HEMI_ALT))
        return bad_cell(p, "zygosity",
                        is_haploid ? "none or hemi: X of a male is one copy"
                                   : "none, het or hom: this newborn has two copies",
                        err);
    return GNBS_OK;
}

static gnbs_code_t read_allele(parser_t *p, gnbs_err_t *err) {
    gnbs_simulate_allele_t a = {.line = p->row->line, .haplotype = 1};
    GNBS_TRY(read_place(p, &a.i_gene, &a.exon_number, err));
    int e = 0, z = 0;
    while (e < GNBS_SIMULATE_EFFECT_N && strcmp(EFFECT[e], cell(p, "effect")) != 0) e++;
    if (e == GNBS_SIMULATE_EFFECT_N)
        return bad_cell(p, "effect",
                        "stop_gained, frameshift, inframe_deletion, missense, synonymous, "
                        "splice_donor, splice_acceptor or intron",
                        err);
    a.effect = (gnbs_simulate_effect_t)e;
    while (z < 4 && strcmp(ZYGOSITY[z].word, cell(p, "zygosity")) != 0) z++;
    if (z == 4) return bad_cell(p, "zygosity", "none, het, hom or hemi", err);
    a.zygosity = ZYGOSITY[z].zygosity;
    GNBS_TRY(check_zygosity(p, &a, err));
    if (a.zygosity == GNBS_ZYG_HET) {
        int32_t haplotype;
        GNBS_TRY(int_cell(p, "haplotype", 1, 2, &haplotype, err));
        a.haplotype = (int8_t)haplotype;
    }
    a.clnsig = cell(p, "clnsig");
    if (a.clnsig[0] != '\0') {
        if (!is_plain(a.clnsig) || gnbs_clnsig_parse(a.clnsig) == GNBS_CLNSIG_NONE)
            return bad_cell(p, "clnsig", "a classification as ClinVar writes it, or '.'",
                            err);
        GNBS_TRY(int_cell(p, "stars", 0, 4, &a.stars, err));
    }
    const char *af = cell(p, "af");
    if (af[0] != '\0' && !read_real(af, 0, 1, &a.af))
        return bad_cell(p, "af", "a frequency from 0 to 1, or '.'", err);
    p->allele[p->s->n_allele++] = a;
    return GNBS_OK;
}

static gnbs_code_t read_hole(parser_t *p, gnbs_err_t *err) {
    gnbs_simulate_hole_t h = {.line = p->row->line};
    GNBS_TRY(read_place(p, &h.i_gene, &h.exon_number, err));
    p->hole[p->s->n_hole++] = h;
    return GNBS_OK;
}

static gnbs_code_t read_rows(parser_t *p, gnbs_err_t *err) {
    static const char *const NEEDED[] = {"item",   "gene",   "hgnc_id",  "transcript",
                                         "contig", "strand", "exons",    "condition",
                                         "exon",   "effect", "zygosity", "haplotype",
                                         "clnsig", "stars",  "af"};
    for (size_t i = 0; i < sizeof NEEDED / sizeof NEEDED[0]; i++)
        if (gnbs_table_column(p->table, NEEDED[i]) < 0)
            return gnbs_err_set(err, GNBS_E_FORMAT,
                                "%s:%d: no column '%s'; a scenario needs it",
                                p->table->path, p->table->header_line, NEEDED[i]);
    for (size_t i = 0; i < p->table->n_row; i++) {
        p->row = &p->table->row[i];
        const char *item = cell(p, "item");
        if (strcmp(item, "gene") == 0)
            GNBS_TRY(read_gene(p, err));
        else if (strcmp(item, "allele") == 0)
            GNBS_TRY(read_allele(p, err));
        else if (strcmp(item, "hole") == 0)
            GNBS_TRY(read_hole(p, err));
        else
            return bad_cell(p, "item", "gene, allele or hole", err);
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_simulate_scenario_check(const gnbs_simulate_scenario_t *s,
                                         gnbs_err_t *err) {
    if (!(s->coverage >= 1 && s->coverage <= 100))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "coverage %g: a synthetic newborn is made at 1 to 100 fold",
                            s->coverage);
    if (s->insert_mean_bp < s->read_bp)
        return gnbs_err_set(err, GNBS_E_DATA,
                            "%s: insert_mean %d is shorter than read_length %d", s->path,
                            s->insert_mean_bp, s->read_bp);
    return GNBS_OK;
}

gnbs_code_t gnbs_simulate_scenario_parse(const gnbs_table_t *table, gnbs_arena_t *arena,
                                         gnbs_simulate_scenario_t *scenario,
                                         gnbs_err_t *err) {
    *scenario = (gnbs_simulate_scenario_t){
        .path = table->path, .coverage = 30, .duplicate_frac = 0.03};
    if (table->n_row > MAX_ROW)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: %zu rows, at most %d", table->path,
                            table->n_row, MAX_ROW);
    parser_t p = {.table = table, .arena = arena, .s = scenario};
    p.gene = GNBS_NEW(arena, gnbs_simulate_gene_t, table->n_row);
    p.allele = GNBS_NEW(arena, gnbs_simulate_allele_t, table->n_row);
    p.hole = GNBS_NEW(arena, gnbs_simulate_hole_t, table->n_row);
    if (p.gene == NULL || p.allele == NULL || p.hole == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s", table->path);
    GNBS_TRY(read_meta(&p, err));
    GNBS_TRY(read_rows(&p, err));
    scenario->gene = p.gene;
    scenario->allele = p.allele;
    scenario->hole = p.hole;
    return gnbs_simulate_scenario_check(scenario, err);
}
