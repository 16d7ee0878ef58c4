#include "loci/paper_genome.h"

#include "genome/seq.h"
#include "io/table_read.h"

void paper_init(paper_genome_t *g, gnbs_build_t build) {
    static const char *const EXTRA[] = {"chr5_KI270897v1_alt", "chr5_GL339449v2_alt"};
    memset(g, 0, sizeof *g);
    gnbs_arena_init(&g->arena);
    const char *prefix = build == GNBS_BUILD_GRCH37 ? "" : "chr";
    int n = 0;
    for (int i = 1; i <= 24; i++) {
        char name[16];
        if (i <= 22)
            snprintf(name, sizeof name, "%s%d", prefix, i);
        else
            snprintf(name, sizeof name, "%s%s", prefix, i == 23 ? "X" : "Y");
        g->contig[n++] = (gnbs_contig_t){.name = gnbs_arena_strdup(&g->arena, name),
                                         .length_bp = 250000000};
    }
    for (int i = 0; i < 2 && build == GNBS_BUILD_GRCH38; i++)
        g->contig[n++] = (gnbs_contig_t){.name = EXTRA[i], .length_bp = 2000000};
    g->contigs = (gnbs_contigs_t){n, g->contig, "paper"};
}

void paper_clear(paper_genome_t *g) { gnbs_arena_clear(&g->arena); }

static char made_letter(int32_t tid, gnbs_pos_t pos) {
    uint64_t state = (uint64_t)tid << 40 ^ (uint64_t)pos;
    return "ACGT"[random_u64(&state) >> 62];
}

static char turned(char c) {
    return gnbs_seq_letter(gnbs_seq_complement(gnbs_seq_code(c)));
}

static gnbs_pos_t distance(const paper_site_t *s, gnbs_pos_t pos) {
    return pos < s->beg ? s->beg - pos : pos >= s->end ? pos - s->end + 1 : 0;
}

static char letter_at(const paper_genome_t *g, int32_t tid, gnbs_pos_t pos) {
    const paper_site_t *near = NULL;
    gnbs_pos_t best = PAPER_IMAGE_BP + 1;
    for (size_t i = 0; i < g->n_site; i++) {
        const paper_site_t *s = &g->site[i];
        gnbs_pos_t d = distance(s, pos);
        if (d >= best || (s->is_gene && d > 0) ||
            gnbs_contig_find(&g->contigs, s->contig) != tid)
            continue;
        best = d;
        near = s;
    }
    if (near == NULL) return made_letter(tid, pos);
    if (best == 0) return near->letters[pos - near->beg];
    int32_t gene_tid = gnbs_contig_find(&g->contigs, near->gene_contig);
    gnbs_pos_t before = near->beg - pos, behind = pos - near->end; /* one of them >= 0 */
    if (!near->is_reverse)
        return letter_at(g, gene_tid,
                         before > 0 ? near->gene_beg - before : near->gene_end + behind);
    return turned(
        letter_at(g, gene_tid,
                  before > 0 ? near->gene_end + before - 1 : near->gene_beg - behind - 1));
}

static gnbs_code_t fetch(void *ctx, gnbs_region_t r, uint8_t *codes, gnbs_err_t *err) {
    const paper_genome_t *g = ctx;
    (void)err;
    for (gnbs_pos_t p = r.beg; p < r.end; p++) {
        bool is_hole = g->hole.tid == r.tid && p >= g->hole.beg && p < g->hole.end;
        codes[p - r.beg] = is_hole ? 4 : gnbs_seq_code(letter_at(g, r.tid, p));
    }
    return GNBS_OK;
}

gnbs_ref_source_t paper_source(paper_genome_t *g) {
    return (gnbs_ref_source_t){g, &g->contigs, fetch};
}

void paper_add_site(paper_genome_t *g, const char *contig, gnbs_pos_t pos1, bool is_reverse,
                    const char *allele, const paper_site_t *gene) {
    assert_true(g->n_site < PAPER_SITES);
    paper_site_t *s = &g->site[g->n_site++];
    size_t n = strlen(allele);
    *s = (paper_site_t){.is_reverse = is_reverse, .is_gene = gene == NULL};
    snprintf(s->contig, sizeof s->contig, "%s", contig);
    /* a turned place is named by the forward position of its last letter, which is the allele's first */
    s->beg = is_reverse ? pos1 - (gnbs_pos_t)n : pos1 - 1;
    s->end = s->beg + (gnbs_pos_t)n;
    for (size_t i = 0; i < n; i++)
        s->letters[i] = is_reverse ? turned(allele[n - 1 - i]) : allele[i];
    if (gene == NULL) return;
    snprintf(s->gene_contig, sizeof s->gene_contig, "%s", gene->contig);
    s->gene_beg = gene->beg;
    s->gene_end = gene->end;
}

/* "chr5:70951946;chr5:70076526;~chr7:1-2": every place of one row. What is to be searched for stands in the middle. */
static void add_places(paper_genome_t *g, const char *place, const char *allele) {
    char text[512], gene[128], other[128];
    snprintf(text, sizeof text, "%s", place);
    const char *bracket = strchr(allele, '>');
    snprintf(gene, sizeof gene, "%.*s", (int)strcspn(allele, "|>"), allele);
    snprintf(other, sizeof other, "%s", bracket + 1);
    const paper_site_t *first = NULL;
    char *rest;
    for (char *p = strtok_r(text, ";,", &rest); p != NULL;
         p = strtok_r(NULL, ";,", &rest)) {
        bool is_search = *p == '~', is_reverse = *p == '-';
        p += is_search || is_reverse;
        char *colon = strrchr(p, ':'), *end;
        *colon = '\0';
        gnbs_pos_t pos1 = strtoll(colon + 1, &end, 10);
        if (is_search) pos1 = (pos1 + strtoll(end + 1, NULL, 10)) / 2;
        if (gnbs_contig_find(&g->contigs, p) < 0) continue;
        paper_add_site(g, p, pos1, is_reverse || is_search, first == NULL ? gene : other,
                       first);
        if (first == NULL) first = &g->site[g->n_site - 1];
    }
}

gnbs_table_t paper_table(paper_genome_t *g, const char *name, gnbs_build_t build) {
    gnbs_table_t table;
    gnbs_err_t err;
    const char *path = gnbs_arena_printf(&g->arena, "refdata/loci/%s.tsv", name);
    assert_ok(gnbs_table_read(path, '\t', &g->arena, &table, &err), &err);
    int kind = gnbs_table_column(&table, "kind"),
        allele = gnbs_table_column(&table, "allele"),
        place = gnbs_table_column(&table, build == GNBS_BUILD_GRCH37 ? "GRCh37" : "GRCh38");
    assert_true(kind >= 0 && allele >= 0 && place >= 0);
    for (size_t i = 0; i < table.n_row; i++) {
        const char *const *cell = table.row[i].cell;
        if (strcmp(cell[kind], "site") == 0 && cell[place][0] != '\0')
            add_places(g, cell[place], cell[allele]);
    }
    return table;
}

gnbs_loci_t paper_loci(paper_genome_t *g, gnbs_build_t build, size_t n,
                       const char *const name[]) {
    gnbs_loci_t loci;
    gnbs_err_t err;
    size_t n_row = 0;
    gnbs_locus_row_t *row = GNBS_NEW(&g->arena, gnbs_locus_row_t, 4000);
    gnbs_ref_source_t ref = paper_source(g);
    for (size_t i = 0; i < n; i++) {
        gnbs_table_t table = paper_table(g, name[i], build);
        gnbs_loci_rows_t rows;
        assert_ok(gnbs_loci_prepare(&table, &ref, build, &g->arena, &rows, &err), &err);
        memcpy(row + n_row, rows.row, rows.n * sizeof *row);
        n_row += rows.n;
    }
    assert_ok(gnbs_loci_read(n_row, row, &g->contigs, build, &g->arena, &loci, &err), &err);
    return loci;
}

gnbs_loci_t paper_read(paper_genome_t *g, const char *text, gnbs_err_t *err,
                       gnbs_code_t *code) {
    gnbs_loci_t loci = {0};
    gnbs_locus_row_t *row = GNBS_NEW(&g->arena, gnbs_locus_row_t, 100);
    size_t n = 0;
    for (const char *line = text; *line != '\0';) {
        size_t len = strcspn(line, "\n");
        const char *cell[5] = {"", "", "", "", ""};
        const char *at = line;
        for (int i = 0; i < 5 && at <= line + len; i++) {
            size_t k = strcspn(at, "|\n");
            cell[i] = gnbs_arena_strndup(&g->arena, at, k);
            at += k + 1;
        }
        row[n++] =
            (gnbs_locus_row_t){"X", cell[0], cell[1], cell[2], cell[3], cell[4], "", ""};
        line += len + (line[len] == '\n');
    }
    *code = gnbs_loci_read(n, row, &g->contigs, GNBS_BUILD_GRCH38, &g->arena, &loci, err);
    return loci;
}
