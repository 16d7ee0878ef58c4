/* Genes are real genes, alleles do what the scenario says. Judged by the definitions, spelled out here once more. */
#include "simulate/world.h"

#include "genome/seq.h"
#include "io/gff.h"

/* The transcript's spliced coding sequence as letters, by walking exons. */
static size_t coding_letters(const world_t *w, const gnbs_transcript_t *tx, char *out) {
    const uint8_t *seq = w->world.seq[tx->tid];
    size_t n = 0;
    for (int i = 0; i < tx->n_exon; i++)
        for (gnbs_pos_t p = tx->exon[i].beg; p < tx->exon[i].end; p++)
            if (p >= tx->cds_beg && p < tx->cds_end) out[n++] = gnbs_seq_letter(seq[p]);
    out[n] = '\0';
    if (tx->strand > 0) return n;
    for (size_t i = 0; i < (n + 1) / 2; i++) {
        char a = out[i], b = out[n - 1 - i];
        out[i] = gnbs_seq_letter(gnbs_seq_complement(gnbs_seq_code(b)));
        out[n - 1 - i] = gnbs_seq_letter(gnbs_seq_complement(gnbs_seq_code(a)));
    }
    return n;
}

static bool is_stop(const char *codon) {
    return strncmp(codon, "TAA", 3) == 0 || strncmp(codon, "TAG", 3) == 0 ||
           strncmp(codon, "TGA", 3) == 0;
}

static void every_coding_sequence_is_an_open_reading_frame(void **state) {
    (void)state;
    world_t w;
    make_demo(&w);
    static char cds[20000];
    for (size_t i = 0; i < w.world.n_transcript; i++) {
        size_t n = coding_letters(&w, &w.world.transcript[i], cds);
        assert_int_equal(n % 3, 0);
        assert_memory_equal(cds, "ATG", 3);
        for (size_t k = 0; k + 3 < n; k += 3) assert_false(is_stop(cds + k));
        assert_true(is_stop(cds + n - 3));
    }
    clear_world(&w);
}

static void every_intron_begins_gt_and_ends_ag(void **state) {
    (void)state;
    world_t w;
    make_demo(&w);
    for (size_t i = 0; i < w.world.n_transcript; i++) {
        const gnbs_transcript_t *tx = &w.world.transcript[i];
        const uint8_t *seq = w.world.seq[tx->tid];
        for (int e = 0; e + 1 < tx->n_exon; e++) {
            gnbs_pos_t a = tx->exon[e].end, b = tx->exon[e + 1].beg;
            char ends[5] = {gnbs_seq_letter(seq[a]), gnbs_seq_letter(seq[a + 1]),
                            gnbs_seq_letter(seq[b - 2]), gnbs_seq_letter(seq[b - 1]), '\0'};
            /* GT..AG reads CT..AC from the other strand */
            assert_string_equal(ends, tx->strand > 0 ? "GTAG" : "CTAC");
        }
    }
    clear_world(&w);
}

static const char ALL_EFFECTS[] =
    META("F", "chr1:40000") COLUMNS GENE("SYNA1", "1", "chr1", "+", "8")
        GENE("SYNB1", "2", "chr1", "-", "8") ALLELE("SYNA1", "2", "stop_gained", "hom", ".")
            ALLELE("SYNA1", "3", "frameshift", "het",
                   "1") ALLELE("SYNA1", "4", "inframe_deletion", "het",
                               "2") ALLELE("SYNA1", "5", "missense", "none", ".")
                ALLELE("SYNA1", "6", "synonymous", "het", "1")
                    ALLELE("SYNA1", "6", "splice_donor", "none", ".")
                        ALLELE("SYNA1", "7", "splice_acceptor", "none", ".")
                            ALLELE("SYNB1", "2", "stop_gained", "hom", ".")
                                ALLELE("SYNB1", "3", "frameshift", "het", "1")
                                    ALLELE("SYNB1", "4", "inframe_deletion", "het", "2")
                                        ALLELE("SYNB1", "5", "missense", "none", ".")
                                            ALLELE("SYNB1", "6", "synonymous", "het", "1")
                                                ALLELE("SYNB1", "6", "splice_donor", "none",
                                                       ".")
                                                    ALLELE("SYNB1", "7", "splice_acceptor",
                                                           "none", ".");

/* Changes the genome itself and reads the gene again. */
static void apply(world_t *w, const gnbs_variant_t *v, uint8_t *saved) {
    uint8_t *seq = w->world.seq[v->tid];
    memcpy(saved, seq, 40000);
    seq[v->pos] = gnbs_seq_code(v->alt[0]);
}

static void check_snv(world_t *w, size_t i) {
    static uint8_t saved[40000];
    static char before[20000], after[20000];
    const gnbs_simulate_allele_t *a = &w->s.allele[i];
    const gnbs_transcript_t *tx = &w->world.transcript[a->i_gene];
    const gnbs_variant_t *v = &w->world.allele[i];
    if (!gnbs_variant_is_snv(v)) return;
    assert_true(v->ref[0] != v->alt[0]);
    size_t n = coding_letters(w, tx, before), k = 0;
    apply(w, v, saved);
    assert_int_equal(coding_letters(w, tx, after), n);
    memcpy(w->world.seq[v->tid], saved, 40000);
    while (k < n && before[k] == after[k]) k++;
    bool is_splice = a->effect == GNBS_SIMULATE_SPLICE_DONOR ||
                     a->effect == GNBS_SIMULATE_SPLICE_ACCEPTOR;
    assert_int_equal(k == n, is_splice);
    if (is_splice) return;
    uint8_t was[3], is[3];
    for (size_t c = 0; c < 3; c++) {
        was[c] = gnbs_seq_code(before[k / 3 * 3 + c]);
        is[c] = gnbs_seq_code(after[k / 3 * 3 + c]);
    }
    char aa = gnbs_seq_translate(was, 1), bb = gnbs_seq_translate(is, 1);
    if (a->effect == GNBS_SIMULATE_STOP_GAINED) assert_true(aa != '*' && bb == '*');
    if (a->effect == GNBS_SIMULATE_MISSENSE) assert_true(aa != bb && bb != '*');
    if (a->effect == GNBS_SIMULATE_SYNONYMOUS) assert_true(aa == bb);
}

enum { N_WORLDS = 60 };

static void an_snv_has_the_effect_it_was_asked_for(void **state) {
    (void)state;
    world_t w;
    make_world(&w, ALL_EFFECTS);
    for (uint64_t seed = 0; seed < N_WORLDS; seed++) {
        w.s.genome_seed = seed;
        make_world_of(&w);
        for (size_t i = 0; i < w.s.n_allele; i++) check_snv(&w, i);
    }
    clear_world(&w);
}

/* One in 23 SNVs of coding sequence makes a stop: 60 genomes show dozens if nothing prevents it. */
static void no_population_site_makes_a_stop(void **state) {
    (void)state;
    world_t w;
    static char before[20000], after[20000];
    static uint8_t saved[40000];
    int n_coding = 0;
    make_world(&w, ALL_EFFECTS);
    w.s.site_snv_per_kb = 8;
    for (uint64_t seed = 0; seed < N_WORLDS; seed++) {
        w.s.genome_seed = seed;
        make_world_of(&w);
        for (size_t i = 0; i < w.world.n_site; i++) {
            const gnbs_variant_t *v = &w.world.site[i].variant;
            for (size_t g = 0; g < w.world.n_transcript && gnbs_variant_is_snv(v); g++) {
                const gnbs_transcript_t *tx = &w.world.transcript[g];
                if (v->pos < tx->beg || v->pos >= tx->end) continue;
                size_t n = coding_letters(&w, tx, before);
                apply(&w, v, saved);
                coding_letters(&w, tx, after);
                memcpy(w.world.seq[v->tid], saved, 40000);
                n_coding += strcmp(before, after) != 0;
                for (size_t k = 0; k + 3 < n; k += 3) assert_false(is_stop(after + k));
                assert_memory_equal(after, "ATG", 3);
                assert_true(is_stop(after + n - 3));
            }
        }
    }
    assert_true(n_coding > 500);
    clear_world(&w);
}

static void an_indel_lies_inside_its_exon_with_the_length_of_its_effect(void **state) {
    (void)state;
    world_t w;
    make_world(&w, ALL_EFFECTS);
    int n_seen = 0;
    for (size_t i = 0; i < w.s.n_allele; i++) {
        const gnbs_simulate_allele_t *a = &w.s.allele[i];
        const gnbs_transcript_t *tx = &w.world.transcript[a->i_gene];
        const gnbs_variant_t *v = &w.world.allele[i];
        if (gnbs_variant_is_snv(v)) continue;
        n_seen++;
        long change = (long)strlen(v->alt) - (long)strlen(v->ref);
        if (a->effect == GNBS_SIMULATE_FRAMESHIFT) assert_true(change % 3 != 0);
        if (a->effect == GNBS_SIMULATE_INFRAME_DELETION) assert_int_equal(change, -3);
        int e = tx->strand > 0 ? a->exon_number - 1 : tx->n_exon - a->exon_number;
        assert_true(v->pos > tx->exon[e].beg);
        assert_true(v->pos + (gnbs_pos_t)strlen(v->ref) < tx->exon[e].end);
    }
    assert_int_equal(n_seen, 4);
    clear_world(&w);
}

static void splice_alleles_break_the_two_bases_of_the_site(void **state) {
    (void)state;
    world_t w;
    make_world(&w, ALL_EFFECTS);
    for (size_t i = 0; i < w.s.n_allele; i++) {
        const gnbs_simulate_allele_t *a = &w.s.allele[i];
        const gnbs_transcript_t *tx = &w.world.transcript[a->i_gene];
        int e = tx->strand > 0 ? a->exon_number - 1 : tx->n_exon - a->exon_number;
        gnbs_exon_t x = tx->exon[e];
        gnbs_pos_t p = w.world.allele[i].pos;
        bool right = p == x.end || p == x.end + 1, left = p == x.beg - 1 || p == x.beg - 2;
        bool is_donor = a->effect == GNBS_SIMULATE_SPLICE_DONOR, is_plus = tx->strand > 0;
        if (!is_donor && a->effect != GNBS_SIMULATE_SPLICE_ACCEPTOR) continue;
        assert_true(is_donor == is_plus ? right : left);
        /* the G of GT or AG becomes A: on the other strand C becomes T */
        assert_string_equal(w.world.allele[i].ref, is_plus ? "G" : "C");
        assert_string_equal(w.world.allele[i].alt, is_plus ? "A" : "T");
    }
    clear_world(&w);
}

/* Tan, Abecasis and Kang 2015: normal when the alleles end differently, and begin differently unless one is a
 * single base. */
static bool is_normal(const gnbs_variant_t *v) {
    size_t n = strlen(v->ref), m = strlen(v->alt);
    return v->ref[n - 1] != v->alt[m - 1] && (n == 1 || m == 1 || v->ref[0] != v->alt[0]);
}

static void every_variant_is_in_normal_form_and_agrees_with_the_reference(void **state) {
    (void)state;
    world_t w;
    make_demo(&w);
    assert_true(w.newborn.n_truth > 100);
    for (size_t i = 0; i < w.newborn.n_truth; i++) {
        const gnbs_variant_t *v = &w.newborn.truth[i].variant;
        assert_true(is_normal(v));
        for (size_t k = 0; v->ref[k] != '\0'; k++)
            assert_int_equal(gnbs_seq_letter(w.world.seq[v->tid][v->pos + (gnbs_pos_t)k]),
                             v->ref[k]);
        if (i > 0)
            assert_true(gnbs_variant_compare(&w.newborn.truth[i - 1].variant, v) < 0);
    }
    clear_world(&w);
}

static void background_never_changes_a_splice_site_or_stops_a_frame(void **state) {
    (void)state;
    world_t w;
    make_demo(&w);
    static char cds[20000];
    for (size_t i = 0; i < w.newborn.n_truth; i++) {
        const gnbs_simulate_truth_t *t = &w.newborn.truth[i];
        gnbs_pos_t beg = t->variant.pos, end = beg + (gnbs_pos_t)strlen(t->variant.ref);
        if (t->i_allele >= 0) continue;
        for (size_t k = 0; k < w.world.n_transcript; k++) {
            const gnbs_transcript_t *tx = &w.world.transcript[k];
            if (tx->tid != t->variant.tid) continue;
            for (int e = 0; e < tx->n_exon; e++) {
                gnbs_exon_t x = tx->exon[e];
                assert_false(beg < x.end + 8 && end > x.end - 3);
                assert_false(beg < x.beg + 3 && end > x.beg - 8);
                bool in_cds =
                    beg < tx->cds_end && end > tx->cds_beg && beg < x.end && end > x.beg;
                if (in_cds) assert_string_equal(t->origin, "population");
                if (in_cds) assert_true(gnbs_variant_is_snv(&t->variant));
            }
        }
    }
    /* all SNVs that the newborn carries at once, scenario alleles aside: every frame stays open */
    for (size_t i = 0; i < w.newborn.n_truth; i++) {
        const gnbs_simulate_truth_t *t = &w.newborn.truth[i];
        if (t->i_allele < 0 && gnbs_variant_is_snv(&t->variant))
            w.world.seq[t->variant.tid][t->variant.pos] = gnbs_seq_code(t->variant.alt[0]);
    }
    for (size_t i = 0; i < w.world.n_transcript; i++) {
        size_t n = coding_letters(&w, &w.world.transcript[i], cds);
        assert_memory_equal(cds, "ATG", 3);
        for (size_t k = 0; k + 3 < n; k += 3) assert_false(is_stop(cds + k));
    }
    clear_world(&w);
}

static void the_seed_of_the_newborn_leaves_the_world_alone(void **state) {
    (void)state;
    world_t a, b;
    make_world(&a, ALL_EFFECTS);
    make_world(&b, ALL_EFFECTS);
    b.s.seed = 99;
    make_world_of(&b);
    assert_memory_equal(a.world.seq[0], b.world.seq[0], 40000);
    assert_int_equal(a.world.n_site, b.world.n_site);
    for (size_t i = 0; i < a.s.n_allele; i++)
        assert_int_equal(gnbs_variant_compare(&a.world.allele[i], &b.world.allele[i]), 0);
    bool differs = a.newborn.n_truth != b.newborn.n_truth;
    for (size_t i = 0; !differs && i < a.newborn.n_truth; i++)
        differs = gnbs_variant_compare(&a.newborn.truth[i].variant,
                                       &b.newborn.truth[i].variant) != 0;
    assert_true(differs);
    clear_world(&a);
    clear_world(&b);
}

static void gene_models_are_read_back_as_they_are(void **state) {
    (void)state;
    world_t w;
    make_demo(&w);
    gnbs_str_t text;
    gnbs_gff_t gff;
    gnbs_err_t err = {0};
    gnbs_str_init(&text);
    gnbs_simulate_print_gff(&w.s, &w.world, &text);
    assert_ok(gnbs_gff_parse("genes.gff3", text.s, text.n, &w.world.contigs, &w.arena, &gff,
                             &err),
              &err);
    assert_int_equal(gff.n_transcript, w.world.n_transcript);
    for (size_t i = 0; i < gff.n_transcript; i++) {
        const gnbs_transcript_t *x = &gff.transcript[i], *y = &w.world.transcript[i];
        assert_string_equal(x->id, y->id);
        assert_string_equal(x->symbol, y->symbol);
        assert_string_equal(x->hgnc_id, y->hgnc_id);
        assert_int_equal(x->mane, GNBS_MANE_SELECT);
        assert_int_equal(x->strand, y->strand);
        assert_true(x->cds_beg == y->cds_beg && x->cds_end == y->cds_end);
        assert_int_equal(x->n_exon, y->n_exon);
        assert_int_equal(x->cds_start_phase, 0);
        for (int e = 0; e < x->n_exon; e++)
            assert_true(x->exon[e].beg == y->exon[e].beg &&
                        x->exon[e].end == y->exon[e].end);
    }
    gnbs_str_clear(&text);
    clear_world(&w);
}

/* GFF3 1.26: phase is the number of bases to remove from the beginning of this feature to reach
 * the first base of the next codon. */
static void cds_lines_state_their_phase(void **state) {
    (void)state;
    world_t w;
    make_demo(&w);
    gnbs_str_t text;
    gnbs_str_init(&text);
    gnbs_simulate_print_gff(&w.s, &w.world, &text);
    long before = 0;
    int n_cds = 0;
    for (const char *line = text.s; *line != '\0'; line = strchr(line, '\n') + 1) {
        char type[16];
        long beg, end;
        int phase;
        if (line[0] == '#') continue;
        assert_int_equal(sscanf(line, "%*s %*s %15s %ld %ld", type, &beg, &end), 3);
        if (strcmp(type, "transcript") == 0) before = 0; /* its CDS lines follow along it */
        if (strcmp(type, "CDS") != 0) continue;
        assert_int_equal(sscanf(line, "%*s %*s %*s %*d %*d . %*c %d", &phase), 1);
        assert_int_equal((before + phase) % 3, 0);
        before += end - beg + 1;
        n_cds++;
    }
    assert_true(n_cds > 50);
    gnbs_str_clear(&text);
    clear_world(&w);
}

static size_t column(const gnbs_table_t *t, const char *name) {
    int i = gnbs_table_column(t, name);
    assert_true(i >= 0);
    return (size_t)i;
}

static void the_demo_panel_speaks_of_the_demo_genes(void **state) {
    (void)state;
    world_t w;
    make_demo(&w);
    gnbs_table_t t;
    gnbs_err_t err = {0};
    assert_ok(gnbs_table_read("refdata/demo/panel/panel.tsv", 0, &w.arena, &t, &err), &err);
    for (size_t i = 0; i < t.n_row; i++) {
        size_t g = 0;
        while (g < w.s.n_gene &&
               strcmp(w.s.gene[g].symbol, t.row[i].cell[column(&t, "gene")]) != 0)
            g++;
        assert_true(g < w.s.n_gene);
        assert_string_equal(w.s.gene[g].hgnc_id, t.row[i].cell[column(&t, "hgnc_id")]);
        assert_string_equal(w.s.gene[g].transcript,
                            t.row[i].cell[column(&t, "transcript")]);
    }
    static const char *const LIST[2] = {"refdata/demo/panel/include.tsv",
                                        "refdata/demo/panel/exclude.tsv"};
    for (int l = 0; l < 2; l++) { /* its alleles are alleles of the scenario */
        assert_ok(gnbs_table_read(LIST[l], 0, &w.arena, &t, &err), &err);
        assert_int_equal(t.n_row, 1);
        const char **cell = t.row[0].cell;
        gnbs_variant_t v = {
            .tid = gnbs_contig_find(&w.world.contigs, cell[column(&t, "chrom")]),
            .pos = atol(cell[column(&t, "pos")]) - 1,
            .ref = cell[column(&t, "ref")],
            .alt = cell[column(&t, "alt")]};
        size_t k = 0;
        while (k < w.s.n_allele && gnbs_variant_compare(&w.world.allele[k], &v) != 0) k++;
        assert_true(k < w.s.n_allele);
        assert_string_equal(w.s.gene[w.s.allele[k].i_gene].symbol,
                            cell[column(&t, "gene")]);
    }
    clear_world(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_coding_sequence_is_an_open_reading_frame),
        cmocka_unit_test(every_intron_begins_gt_and_ends_ag),
        cmocka_unit_test(an_snv_has_the_effect_it_was_asked_for),
        cmocka_unit_test(no_population_site_makes_a_stop),
        cmocka_unit_test(an_indel_lies_inside_its_exon_with_the_length_of_its_effect),
        cmocka_unit_test(splice_alleles_break_the_two_bases_of_the_site),
        cmocka_unit_test(every_variant_is_in_normal_form_and_agrees_with_the_reference),
        cmocka_unit_test(background_never_changes_a_splice_site_or_stops_a_frame),
        cmocka_unit_test(the_seed_of_the_newborn_leaves_the_world_alone),
        cmocka_unit_test(gene_models_are_read_back_as_they_are),
        cmocka_unit_test(cds_lines_state_their_phase),
        cmocka_unit_test(the_demo_panel_speaks_of_the_demo_genes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
