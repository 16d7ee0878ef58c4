#include "run/run_screen_read.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/vec.h"
#include "io/table_read.h"
#include "io/vcf.h"

typedef GNBS_VEC(gnbs_screen_row_t) rows_t;

static gnbs_family_site_t site_of(gnbs_build_t build, const char *chrom, gnbs_pos_t pos) {
    gnbs_contig_kind_t kind = gnbs_contig_kind(chrom);
    if (gnbs_contig_is_par(build, kind, pos)) return GNBS_SITE_AUTOSOME;
    switch (kind) {
    case GNBS_CONTIG_AUTOSOME: return GNBS_SITE_AUTOSOME;
    case GNBS_CONTIG_X: return GNBS_SITE_X;
    case GNBS_CONTIG_MT: return GNBS_SITE_MT;
    case GNBS_CONTIG_Y:
    case GNBS_CONTIG_OTHER: break;
    }
    return GNBS_SITE_OTHER;
}

typedef struct genotype {
    uint8_t *copies;
    int8_t *side;
    int64_t *phase_set;
} genotype_t;

static gnbs_code_t new_genotypes(size_t n, gnbs_arena_t *arena, genotype_t *g,
                                 gnbs_err_t *err) {
    g->copies = GNBS_NEW(arena, uint8_t, n);
    g->side = GNBS_NEW(arena, int8_t, n);
    g->phase_set = GNBS_NEW(arena, int64_t, n);
    if (g->copies == NULL || g->side == NULL || g->phase_set == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "genotypes");
    memset(g->copies, GNBS_COPIES_ANY, n); /* a person without a column was not tested */
    return GNBS_OK;
}

static int by_name(const void *a, const void *b) {
    const gnbs_screen_row_t *x = a, *y = b;
    int c = strcmp(x->gene, y->gene);
    return c != 0 ? c : x->order < y->order ? -1 : x->order > y->order;
}

static int by_rank(const void *a, const void *b) {
    const gnbs_screen_row_t *x = a, *y = b;
    if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static gnbs_code_t push_row(rows_t *rows, const char *gene, gnbs_screen_row_t row,
                            gnbs_err_t *err) {
    row.gene = gene;
    row.order = rows->n;
    return GNBS_PUSH(rows, row) ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "variants");
}

/* Genes together, in the order of their first rows; a row without a gene stays where it stands. */
static gnbs_code_t keep_rows(rows_t *rows, gnbs_arena_t *arena, gnbs_screen_input_t *in,
                             gnbs_err_t *err) {
    in->row = GNBS_NEW(arena, gnbs_screen_row_t, rows->n);
    if (in->row == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "variants");
    in->n_row = rows->n;
    if (rows->n == 0) return GNBS_OK;
    memcpy(in->row, rows->at, rows->n * sizeof *in->row);
    qsort(in->row, in->n_row, sizeof *in->row, by_name);
    for (size_t i = 0; i < in->n_row; i++) {
        gnbs_screen_row_t *r = &in->row[i];
        bool is_same = i > 0 && r->gene[0] != '\0' && strcmp(r->gene, r[-1].gene) == 0;
        r->rank = is_same ? r[-1].rank : r->order;
    }
    qsort(in->row, in->n_row, sizeof *in->row, by_rank);
    return GNBS_OK;
}

/* ---- table ------------------------------------------------------------------------------------------------ */

static bool parse_allele(const char **s, int *allele) {
    if (**s == '.') {
        *allele = -1;
        ++*s;
        return true;
    }
    if (!isdigit((unsigned char)**s)) return false;
    char *end;
    *allele = (int)strtol(*s, &end, 10);
    bool is_fine = end - *s < 4;
    *s = end;
    return is_fine;
}

/* "0/1", "1|0", "1|0:1200" (with its phase set), "1", "./."; or REF, HET, ALT, UKN. */
static bool parse_genotype(const char *text, genotype_t *g, size_t i) {
    static const struct {
        const char *word;
        uint8_t copies;
    } WORDS[] = {{"REF", GNBS_COPIES_NONE}, {"HET", GNBS_COPIES_ONE},
                 {"ALT", GNBS_COPIES_ALL},  {"UKN", GNBS_COPIES_ANY},
                 {"", GNBS_COPIES_ANY},     {".", GNBS_COPIES_ANY}};
    for (size_t k = 0; k < sizeof WORDS / sizeof WORDS[0]; k++)
        if (strcmp(WORDS[k].word, text) == 0) {
            g->copies[i] = WORDS[k].copies;
            return true;
        }
    int allele[2], ploidy = 1;
    if (!parse_allele(&text, &allele[0])) return false;
    bool is_phased = *text == '|';
    if (*text == '/' || *text == '|') {
        text++;
        ploidy = 2;
        if (!parse_allele(&text, &allele[1])) return false;
    }
    g->copies[i] = gnbs_copies_of(ploidy, allele, 1);
    if (*text == ':' && is_phased && isdigit((unsigned char)text[1])) {
        char *end;
        g->phase_set[i] = strtoll(text + 1, &end, 10);
        text = end;
        if (g->copies[i] == GNBS_COPIES_ONE) g->side[i] = allele[0] == 1 ? 1 : 2;
    }
    return *text == '\0';
}

enum { GENE, CHROM, POS, REF, ALT, N_FIXED };
static const char *const FIXED[N_FIXED] = {"gene", "chrom", "pos", "ref", "alt"};

static bool is_allele(const char *s) {
    return s[0] != '\0' && strspn(s, "ACGTNacgtn") == strlen(s);
}

static gnbs_code_t row_variant(const gnbs_table_t *t, const gnbs_table_row_t *row,
                               const int column[N_FIXED], gnbs_screen_input_t *in,
                               gnbs_screen_row_t *out, gnbs_err_t *err) {
    char *end;
    const char *pos = row->cell[column[POS]], *ref = row->cell[column[REF]],
               *alt = row->cell[column[ALT]];
    errno = 0;
    long long pos1 = strtoll(pos, &end, 10);
    if (errno != 0 || end == pos || *end != '\0' || pos1 < 1)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s:%d: pos '%s': expected 1 or more",
                            t->path, row->line, pos);
    if (!is_allele(ref) || (!is_allele(alt) && alt[0] != '<'))
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s:%d: ref '%s', alt '%s': expected letters of DNA", t->path,
                            row->line, ref, alt);
    out->chrom = row->cell[column[CHROM]];
    out->v.variant = (gnbs_variant_t){0, pos1 - 1, ref, alt};
    out->v.site = site_of(in->build, out->chrom, pos1 - 1);
    return GNBS_OK;
}

static gnbs_code_t find_columns(const gnbs_table_t *t, const gnbs_screen_input_t *in,
                                int column[N_FIXED], gnbs_err_t *err) {
    for (int k = 0; k < N_FIXED; k++) {
        column[k] = gnbs_table_column(t, FIXED[k]);
        if (column[k] < 0)
            return gnbs_err_set(err, GNBS_E_FORMAT, "%s:%d: no column '%s'", t->path,
                                t->header_line, FIXED[k]);
    }
    size_t n_found = 0;
    for (size_t i = 0; i < in->pedigree.n; i++)
        n_found += gnbs_table_column(t, in->pedigree.person[i].id) >= 0;
    return n_found > 0 ? GNBS_OK
                       : gnbs_err_set(err, GNBS_E_DATA,
                                      "%s: no column is named for a person of the pedigree",
                                      t->path);
}

static gnbs_code_t take_row(const gnbs_table_t *t, const gnbs_table_row_t *row,
                            const int column[N_FIXED], gnbs_arena_t *arena,
                            gnbs_screen_input_t *in, gnbs_screen_row_t *out,
                            gnbs_err_t *err) {
    genotype_t g;
    GNBS_TRY(row_variant(t, row, column, in, out, err));
    GNBS_TRY(new_genotypes(in->pedigree.n, arena, &g, err));
    for (size_t i = 0; i < in->pedigree.n; i++) {
        int k = gnbs_table_column(t, in->pedigree.person[i].id);
        if (k >= 0 && !parse_genotype(row->cell[k], &g, i))
            return gnbs_err_set(err, GNBS_E_FORMAT,
                                "%s:%d: genotype '%s' of %s: expected 0/1, 1|0:PHASESET, "
                                "1, ./. or REF, HET, ALT, UKN",
                                t->path, row->line, row->cell[k],
                                in->pedigree.person[i].id);
    }
    out->v.copies = g.copies;
    out->v.side = g.side;
    out->v.phase_set = g.phase_set;
    return GNBS_OK;
}

gnbs_code_t gnbs_screen_read_table(const char *path, gnbs_arena_t *arena,
                                   gnbs_screen_input_t *in, gnbs_err_t *err) {
    gnbs_table_t t;
    int column[N_FIXED];
    GNBS_TRY(gnbs_table_read(path, 0, arena, &t, err));
    GNBS_TRY(find_columns(&t, in, column, err));
    rows_t rows = {0};
    gnbs_code_t code = GNBS_OK;
    for (size_t i = 0; i < t.n_row && code == GNBS_OK; i++) {
        gnbs_screen_row_t row = {0};
        const char *gene = t.row[i].cell[column[GENE]];
        code = take_row(&t, &t.row[i], column, arena, in, &row, err);
        if (code == GNBS_OK)
            code = push_row(&rows, strcmp(gene, ".") == 0 ? "" : gene, row, err);
    }
    if (code == GNBS_OK) code = keep_rows(&rows, arena, in, err);
    GNBS_VEC_CLEAR(&rows);
    return code;
}

/* ---- VCF -------------------------------------------------------------------------------------------------- */

typedef struct vcf_reader {
    gnbs_vcf_t *vcf;
    const int *sample; /* [n person]: the column, or -1 */
    const char *gene_info;
    gnbs_arena_t *arena;
    gnbs_screen_input_t *in;
    rows_t rows;
} vcf_reader_t;

static gnbs_code_t read_genotypes(vcf_reader_t *r, int i_allele, gnbs_family_variant_t *v,
                                  gnbs_err_t *err) {
    genotype_t g;
    GNBS_TRY(new_genotypes(r->in->pedigree.n, r->arena, &g, err));
    for (size_t i = 0; i < r->in->pedigree.n; i++) {
        int allele[2];
        bool is_phased;
        int32_t set;
        if (r->sample[i] < 0) continue;
        int ploidy = gnbs_vcf_genotype(r->vcf, r->sample[i], allele, &is_phased);
        g.copies[i] = gnbs_copies_of(ploidy, allele, i_allele);
        if (!is_phased || ploidy != 2 || g.copies[i] != GNBS_COPIES_ONE ||
            !gnbs_vcf_format_int(r->vcf, "PS", r->sample[i], 0, &set))
            continue;
        g.phase_set[i] = set;
        g.side[i] = allele[0] == i_allele ? 1 : 2;
    }
    v->copies = g.copies;
    v->side = g.side;
    v->phase_set = g.phase_set;
    return GNBS_OK;
}

/* A row for every gene that the INFO key names; one without a gene when it names none. */
static gnbs_code_t push_genes(vcf_reader_t *r, const gnbs_screen_row_t *row,
                              gnbs_err_t *err) {
    const char *list =
        r->gene_info != NULL ? gnbs_vcf_info_text(r->vcf, r->gene_info) : NULL;
    size_t n_pushed = 0;
    while (list != NULL && *list != '\0') {
        size_t n = strcspn(list, ",|&");
        if (n > 0) {
            const char *gene = gnbs_arena_strndup(r->arena, list, n);
            if (gene == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "genes");
            GNBS_TRY(push_row(&r->rows, gene, *row, err));
            n_pushed++;
        }
        list += n + (list[n] != '\0');
    }
    return n_pushed > 0 ? GNBS_OK : push_row(&r->rows, "", *row, err);
}

static gnbs_code_t take_record(vcf_reader_t *r, const gnbs_vcf_record_t *rec,
                               gnbs_err_t *err) {
    if (rec->is_ref_block) return GNBS_OK;
    for (int k = 1; k < rec->n_allele; k++) {
        const gnbs_variant_t at = {0, rec->pos, rec->allele[0], rec->allele[k]};
        if (strcmp(at.alt, "*") == 0 || strcmp(at.alt, "<*>") == 0 ||
            strcmp(at.alt, "<NON_REF>") == 0)
            continue;
        gnbs_screen_row_t row = {.chrom = gnbs_arena_strdup(r->arena, rec->chrom)};
        row.v.variant = (gnbs_variant_t){0, rec->pos, gnbs_arena_strdup(r->arena, at.ref),
                                         gnbs_arena_strdup(r->arena, at.alt)};
        row.v.site = site_of(r->in->build, rec->chrom, rec->pos);
        if (row.chrom == NULL || row.v.variant.ref == NULL || row.v.variant.alt == NULL)
            return gnbs_err_set(err, GNBS_E_NOMEM, "variants");
        GNBS_TRY(read_genotypes(r, k, &row.v, err));
        GNBS_TRY(push_genes(r, &row, err));
    }
    return GNBS_OK;
}

static gnbs_code_t find_samples(vcf_reader_t *r, const char *path, gnbs_err_t *err) {
    const gnbs_pedigree_t *p = &r->in->pedigree;
    int *sample = GNBS_NEW(r->arena, int, p->n);
    if (sample == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "samples");
    size_t n_found = 0;
    for (size_t i = 0; i < p->n; i++) {
        sample[i] = -1;
        for (int k = 0; k < gnbs_vcf_n_sample(r->vcf) && sample[i] < 0; k++)
            if (strcmp(gnbs_vcf_sample(r->vcf, k), p->person[i].id) == 0) sample[i] = k;
        n_found += sample[i] >= 0;
    }
    r->sample = sample;
    return n_found > 0 ? GNBS_OK
                       : gnbs_err_set(err, GNBS_E_DATA,
                                      "%s: no sample is a person of the pedigree", path);
}

gnbs_code_t gnbs_screen_read_vcf(const char *path, const char *gene_info,
                                 gnbs_arena_t *arena, gnbs_screen_input_t *in,
                                 gnbs_err_t *err) {
    static const gnbs_contigs_t NO_CONTIGS = {0, NULL, "none"};
    vcf_reader_t r = {.gene_info = gene_info, .arena = arena, .in = in};
    GNBS_TRY(gnbs_vcf_open(path, &NO_CONTIGS, &r.vcf, err));
    gnbs_code_t code = find_samples(&r, path, err);
    for (bool more = code == GNBS_OK; more && code == GNBS_OK;) {
        gnbs_vcf_record_t rec;
        code = gnbs_vcf_next(r.vcf, &rec, &more, err);
        if (code == GNBS_OK && more) code = take_record(&r, &rec, err);
    }
    if (code == GNBS_OK) code = keep_rows(&r.rows, arena, in, err);
    gnbs_vcf_close(r.vcf);
    GNBS_VEC_CLEAR(&r.rows);
    return code;
}
