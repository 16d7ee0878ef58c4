/* Pathogenic alleles of panel genes by the names under which ClinVar and OMIM know them, on
 * real GRCh38 sequence and MANE models (shared world and transcripts). */
#include "annot_world.h"

static const char *const GENES[] = {"CFTR",    "GJB2", "ACADM", "COL1A1",
                                    "SLC52A3", "HBB",  NULL};

typedef struct allele_case {
    const char *contig;
    int64_t pos1;
    const char *ref, *alt, *gene, *terms, *hgvs_c, *hgvs_p;
} allele_case_t;

/* Names: ClinVar (VariationID in the comment) and OMIM. */
static const allele_case_t CASES[] = {
    {"chr7", 117559590, "ATCT", "A", "CFTR", "inframe_deletion",
     "NM_000492.4:c.1521_1523del", "p.(Phe508del)"}, /* 7105 */
    {"chr7", 117559548, "C", "T", "CFTR", "stop_gained", "NM_000492.4:c.1477C>T",
     "p.(Gln493Ter)"}, /* 7113 */
    {"chr7", 117587806, "G", "A", "CFTR", "missense_variant", "NM_000492.4:c.1652G>A",
     "p.(Gly551Asp)"}, /* 7129 */
    {"chr7", 117587738, "G", "A", "CFTR", "splice_acceptor_variant",
     "NM_000492.4:c.1585-1G>A", NULL}, /* 43571: 1717-1G>A */
    {"chr13", 20189546, "AC", "A", "GJB2", "frameshift_variant", "NM_004004.6:c.35del",
     "p.(Gly12ValfsTer2)"}, /* 17004: 35delG */
    {"chr1", 75761161, "A", "G", "ACADM", "missense_variant", "NM_000016.6:c.985A>G",
     "p.(Lys329Glu)"}, /* 3586 */
    {"chr17", 50188765, "G", "A", "COL1A1", "stop_gained", "NM_000088.4:c.3076C>T",
     "p.(Arg1026Ter)"}, /* 17270 */
    {"chr11", 5227002, "T", "A", "HBB", "missense_variant", "NM_000518.5:c.20A>T",
     "p.(Glu7Val)"}, /* 15333: HbS */
    /* minus strand: TCTC on the genome is GAGA, coding bases 867-870 are GGAG;
     * ...GAG GAG AAA G -> GAG AAA G...: Glu290 becomes Lys, the next stop is codon 381 */
    {"chr20", 763700, "TCTCC", "T", "SLC52A3", "frameshift_variant",
     "NM_033409.4:c.867_870del", "p.(Glu290LysfsTer92)"},
};

static gnbs_bundle_t bundle;
static bool has_bundle;

static int load(void **state) {
    (void)state;
    char fasta[512], gff[512];
    if (shared_file(fasta, sizeof fasta, "world/GRCh38.windows.fa.gz") == NULL ||
        shared_file(gff, sizeof gff, "transcripts/MANE.GRCh38.gff3.gz") == NULL)
        return 0;
    world_load(&bundle, fasta, gff, GENES, 6000);
    has_bundle = true;
    return 0;
}

static int unload(void **state) {
    (void)state;
    if (has_bundle) gnbs_arena_clear(&bundle.arena);
    return 0;
}

static void print_terms(uint64_t terms, char *out, size_t cap) {
    gnbs_str_t s;
    gnbs_str_init(&s);
    gnbs_consequence_print_terms(&s, terms);
    snprintf(out, cap, "%s", gnbs_str_text(&s));
    gnbs_str_clear(&s);
}

static void known_alleles_get_their_known_names(void **state) {
    (void)state;
    if (!has_bundle) return;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const allele_case_t *k = &CASES[i];
        gnbs_arena_t arena;
        gnbs_arena_init(&arena);
        gnbs_err_t err = {GNBS_OK, ""};
        gnbs_variant_t v = {gnbs_contig_find(&bundle.contigs, k->contig), k->pos1 - 1,
                            k->ref, k->alt};
        size_t n;
        gnbs_consequence_t *c;
        assert_ok(gnbs_annot_variant(&bundle, &v, NULL, &arena, &n, &c, &err), &err);
        assert_true(n >= 1);
        char terms[256];
        print_terms(c[0].terms, terms, sizeof terms);
        assert_string_equal(c[0].tx->symbol, k->gene);
        assert_string_equal(terms, k->terms);
        assert_string_equal(c[0].hgvs_c, k->hgvs_c);
        if (k->hgvs_p == NULL)
            assert_null(c[0].hgvs_p);
        else
            assert_string_equal(c[0].hgvs_p, k->hgvs_p);
        gnbs_arena_clear(&arena);
    }
}

/* Every SNV of the coding sequence of CFTR, against a translation of its own: the c. name
 * counts from ATG, the residue is the codon's, the class is the codon table's. */
static void every_coding_snv_of_cftr_is_named_by_counting(void **state) {
    (void)state;
    if (!has_bundle) return;
    const gnbs_transcript_t *tx = gnbs_bundle_transcript(&bundle, "NM_000492.4");
    assert_non_null(tx);
    int32_t n = 0;
    static int64_t at[8192];
    static uint8_t cds[8192];
    for (int i = 0; i < tx->n_exon; i++) { /* CFTR reads along the + strand */
        gnbs_exon_t part = gnbs_transcript_cds_part(tx, i);
        for (gnbs_pos_t p = part.beg; p < part.end; p++) {
            gnbs_bundle_sequence(&bundle, (gnbs_region_t){tx->tid, p, p + 1}, &cds[n]);
            at[n++] = p;
        }
    }
    assert_int_equal(n, 3 * 1481); /* 1480 residues and the stop (UniProt P13569) */
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    for (int32_t k = 3; k < n - 3; k++) {
        uint8_t codon[3];
        memcpy(codon, cds + k - k % 3, 3);
        char from = gnbs_seq_translate(codon, 1), name[64], p[64];
        uint8_t base = (uint8_t)((cds[k] + 1 + k % 3) % 4);
        codon[k % 3] = base;
        char to = gnbs_seq_translate(codon, 1);
        char ref[2] = {gnbs_seq_letter(cds[k]), '\0'},
             alt[2] = {gnbs_seq_letter(base), '\0'};
        gnbs_variant_t v = {tx->tid, at[k], ref, alt};
        gnbs_consequence_t c;
        gnbs_err_t err = {GNBS_OK, ""};
        assert_ok(gnbs_annot_on_transcript(&bundle, tx, &v, NULL, &arena, &c, &err), &err);
        snprintf(name, sizeof name, "NM_000492.4:c.%d%s>%s", k + 1, ref, alt);
        snprintf(p, sizeof p, "p.(%s%d%s)", gnbs_seq_aa3(from), k / 3 + 1,
                 from == to ? "=" : gnbs_seq_aa3(to));
        assert_string_equal(c.hgvs_c, name);
        assert_string_equal(c.hgvs_p, p);
        gnbs_csq_t worst = from == to  ? GNBS_CSQ_SYNONYMOUS
                           : to == '*' ? GNBS_CSQ_STOP_GAINED
                                       : GNBS_CSQ_MISSENSE;
        assert_true(c.terms & (UINT64_C(1) << worst));
        gnbs_arena_reset(&arena);
    }
    gnbs_arena_clear(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_alleles_get_their_known_names),
        cmocka_unit_test(every_coding_snv_of_cftr_is_named_by_counting),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
