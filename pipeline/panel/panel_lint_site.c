#include "panel/panel_lint.h"

#include <inttypes.h>
#include <string.h>

#include "genome/contig.h"
#include "genome/seq.h"

enum {
    /* Bases beyond a gene where a regulatory allele of it may lie; HBB's promoter and locus control lie within 50 kb. */
    GENE_MARGIN_BP = 100000,
    GENE_NEAR_BP = 2000, /* beyond: said, not refused                              */
    WINDOW_BP = 500      /* each side of an allele, for its normal form             */
};

static void add(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells, int column,
                gnbs_panel_severity_t severity, const char *what, const char *expected,
                const char *cure) {
    if (cells->index[column] < 0) return;
    gnbs_panel_add_problem(lint, severity, gnbs_panel_place(cells, column), what, expected,
                           cure);
}

typedef struct site { /* on the bundle */
    gnbs_panel_linter_t *lint;
    const gnbs_panel_cells_t *cells;
    const gnbs_panel_site_t *a;
    int32_t tid;
    const gnbs_gene_t *gene; /* or NULL */
} site_t;

static bool shows(const site_t *s, gnbs_pos_t pos, const char *letters) {
    size_t n = strlen(letters);
    uint8_t *codes = GNBS_NEW(s->lint->arena, uint8_t, n);
    if (codes == NULL || pos < 0) {
        s->lint->has_failed |= codes == NULL;
        return false;
    }
    gnbs_bundle_sequence(s->lint->bundle, (gnbs_region_t){s->tid, pos, pos + (int64_t)n},
                         codes);
    for (size_t i = 0; i < n; i++)
        if (codes[i] != gnbs_seq_code(letters[i])) return false;
    return true;
}

static const char *complement(const site_t *s, const char *letters) {
    size_t n = strlen(letters);
    char *other = gnbs_arena_strdup(s->lint->arena, letters);
    if (other == NULL) {
        s->lint->has_failed = true;
        return letters;
    }
    for (size_t i = 0; i < n; i++) {
        uint8_t code = gnbs_seq_code(letters[n - 1 - i]);
        other[i] = code == GNBS_BASE_N ? 'N' : gnbs_seq_letter((uint8_t)(3 - code));
    }
    return other;
}

static void lint_near(const site_t *s) {
    const gnbs_gene_t *g = s->gene;
    int64_t pos = s->a->pos;
    if (g == NULL) return;
    bool is_far =
        g->tid != s->tid || pos < g->beg - GENE_MARGIN_BP || pos >= g->end + GENE_MARGIN_BP;
    bool is_beside =
        !is_far && (pos < g->beg - GENE_NEAR_BP || pos >= g->end + GENE_NEAR_BP);
    const char *place = gnbs_panel_text(s->lint, "a place within %s:%" PRId64 "-%" PRId64,
                                        s->lint->bundle->contigs.contig[g->tid].name,
                                        g->beg + 1, (int64_t)g->end);
    if (is_far)
        add(s->lint, s->cells, GNBS_ALLELE_POS, GNBS_PANEL_ERROR,
            gnbs_panel_text(s->lint, "the allele does not lie near %s", g->symbol), place,
            "check gene, position and build");
    else if (is_beside)
        add(s->lint, s->cells, GNBS_ALLELE_POS, GNBS_PANEL_WARNING,
            gnbs_panel_text(s->lint, "the allele lies %" PRId64 " bases outside %s",
                            pos < g->beg ? g->beg - pos : pos - g->end + 1, g->symbol),
            place, "check the position, unless it is a regulatory allele");
}

/* Why might REF not be what the reference has? */
static const char *explain_mismatch(const site_t *s) {
    const gnbs_panel_site_t *a = s->a;
    const char *strand = complement(s, a->ref);
    if (shows(s, a->pos, a->alt) && strlen(a->alt) == strlen(a->ref))
        return "ref and alt seem to be exchanged: the reference has alt there";
    if (shows(s, a->pos, strand))
        return gnbs_panel_text(s->lint,
                               "it is on the other strand: on the forward one it reads "
                               "%.20s>%.20s",
                               strand, complement(s, a->alt));
    if (shows(s, a->pos + 1, a->ref))
        return gnbs_panel_text(
            s->lint, "the position seems to be counted from 0: ref fits at %" PRId64,
            a->pos + 2);
    if (shows(s, a->pos - 1, a->ref))
        return gnbs_panel_text(s->lint, "ref fits one base before, at %" PRId64, a->pos);
    return "check position, strand and build";
}

static bool lint_ref(const site_t *s) {
    const gnbs_panel_site_t *a = s->a;
    size_t n = strlen(a->ref);
    uint8_t *codes = GNBS_NEW(s->lint->arena, uint8_t, n);
    if (codes == NULL) {
        s->lint->has_failed = true;
        return false;
    }
    gnbs_bundle_sequence(s->lint->bundle,
                         (gnbs_region_t){s->tid, a->pos, a->pos + (int64_t)n}, codes);
    for (size_t i = 0; i < n; i++) {
        if (codes[i] == GNBS_BASE_N || codes[i] == gnbs_seq_code(a->ref[i])) continue;
        add(s->lint, s->cells, GNBS_ALLELE_REF, GNBS_PANEL_ERROR,
            gnbs_panel_text(s->lint, "ref has %c where the reference has %c", a->ref[i],
                            gnbs_seq_letter(codes[i])),
            "the letters of the reference, forward strand", explain_mismatch(s));
        return false;
    }
    return codes[0] != GNBS_BASE_N;
}

/* "c.1521C>T" ends in C>T on the strand of the gene: do ref and alt say the same? */
static void lint_strand(const site_t *s) {
    const gnbs_panel_site_t *a = s->a;
    const char *arrow = strrchr(a->hgvs, '>');
    if (arrow == NULL || arrow == a->hgvs || arrow[1] == '\0' || arrow[2] != '\0' ||
        s->gene == NULL || strlen(a->ref) != 1 || strlen(a->alt) != 1 ||
        strstr(a->hgvs, "c.") == NULL)
        return;
    char named[2][2] = {{arrow[-1], '\0'}, {arrow[1], '\0'}};
    bool is_minus = s->gene->strand < 0;
    const char *ref = is_minus ? complement(s, named[0]) : named[0],
               *alt = is_minus ? complement(s, named[1]) : named[1];
    if (strcmp(ref, a->ref) == 0 && strcmp(alt, a->alt) == 0) return;
    add(s->lint, s->cells, GNBS_ALLELE_HGVS, GNBS_PANEL_ERROR,
        gnbs_panel_text(s->lint,
                        "the name says %s>%s on the gene's %s strand, ref and alt say "
                        "%s>%s",
                        named[0], named[1], is_minus ? "reverse" : "forward", a->ref,
                        a->alt),
        gnbs_panel_text(s->lint, "%s>%s in ref and alt", ref, alt),
        "correct the one that is wrong");
}

/* A caller writes alleles in normal form; any other form would never match. */
static void lint_normal_form(const site_t *s) {
    const gnbs_panel_site_t *a = s->a;
    size_t n_ref = strlen(a->ref), n_alt = strlen(a->alt),
           cap = (n_ref > n_alt ? n_ref : n_alt) + WINDOW_BP + 2;
    gnbs_pos_t beg = a->pos > WINDOW_BP ? a->pos - WINDOW_BP : 0, pos = a->pos,
               end = a->pos + (gnbs_pos_t)n_ref + WINDOW_BP;
    char *ref = GNBS_NEW(s->lint->arena, char, cap),
         *alt = GNBS_NEW(s->lint->arena, char, cap);
    uint8_t *window = GNBS_NEW(s->lint->arena, uint8_t, end - beg);
    if (ref == NULL || alt == NULL || window == NULL) {
        s->lint->has_failed = true;
        return;
    }
    memcpy(ref, a->ref, n_ref + 1);
    memcpy(alt, a->alt, n_alt + 1);
    gnbs_bundle_sequence(s->lint->bundle, (gnbs_region_t){s->tid, beg, end}, window);
    if (!gnbs_variant_normalise(&pos, ref, alt, cap, beg, end, window)) return;
    if (pos == a->pos && strcmp(ref, a->ref) == 0 && strcmp(alt, a->alt) == 0) return;
    add(s->lint, s->cells, GNBS_ALLELE_POS, GNBS_PANEL_ERROR,
        gnbs_panel_text(s->lint,
                        "%.30s>%.30s is not in normal form: a call is written "
                        "otherwise and would not match",
                        a->ref, a->alt),
        "the shortest form, as far to the left as it goes",
        gnbs_panel_text(s->lint, "write pos %" PRId64 ", ref %.60s, alt %.60s", pos + 1,
                        ref, alt));
}

void gnbs_panel_lint_site(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells,
                          const gnbs_panel_site_t *a) {
    const gnbs_bundle_t *b = lint->bundle;
    const char *build = gnbs_table_meta_value(lint->tables->rows, "genome_build");
    if (build != NULL && b->build != GNBS_BUILD_UNKNOWN &&
        gnbs_contig_build_parse(build) != b->build)
        return; /* said once, by the run */
    site_t s = {lint, cells, a, gnbs_contig_find(&b->contigs, a->chrom),
                gnbs_bundle_gene(b, a->hgnc_id)};
    if (s.tid < 0) {
        add(lint, cells, GNBS_ALLELE_CHROM, GNBS_PANEL_ERROR,
            gnbs_panel_text(lint, "the bundle has no contig '%.60s'", a->chrom),
            "a contig of the bundle's genome", gnbs_panel_guess_chrom(lint, a->chrom));
        return;
    }
    size_t n_before = lint->found.n;
    lint_near(&s);
    lint_strand(&s);
    bool has_sequence = lint_ref(&s);
    if (has_sequence) lint_normal_form(&s);
    if (has_sequence &&
        lint->found.n == n_before) /* else the place itself is in question */
        gnbs_panel_lint_name(lint, cells, a);
}
