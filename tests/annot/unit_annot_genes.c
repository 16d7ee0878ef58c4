/* Pathogenic alleles of panel genes by the names under which ClinVar and OMIM know them, on
 * real GRCh38 sequence and MANE models (shared world and transcripts). */
#include "annot_world.h"

static const char *const GENES[] = {"CFTR",    "GJB2", "ACADM", "COL1A1", "SLC52A3",
                                    "HBB",     "SMN1", "PAH",   "ACADVL", "GALT",
                                    "SELENON", NULL};

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
    {"chr7", 117587738, "G", "A", "CFTR", "splice_acceptor_variant", "NM_000492.4:c.1585-1G>A",
     NULL}, /* 43571: 1717-1G>A */
    {"chr13", 20189546, "AC", "A", "GJB2", "frameshift_variant", "NM_004004.6:c.35del",
     "p.(Gly12ValfsTer2)"}, /* 17004: 35delG */
    {"chr1", 75761161, "A", "G", "ACADM", "missense_variant", "NM_000016.6:c.985A>G",
     "p.(Lys329Glu)"}, /* 3586 */
    {"chr17", 50188765, "G", "A", "COL1A1", "stop_gained", "NM_000088.4:c.3076C>T",
     "p.(Arg1026Ter)"}, /* 17270 */
    {"chr11", 5227002, "T", "A", "HBB", "missense_variant", "NM_000518.5:c.20A>T",
     "p.(Glu7Val)"}, /* 15333: HbS */
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
        gnbs_variant_t v = {gnbs_contig_find(&bundle.contigs, k->contig), k->pos1 - 1, k->ref,
                            k->alt};
        size_t n;
        gnbs_consequence_t *c;
        assert_ok(gnbs_annot_variant(&bundle, &v, NULL, &arena, &n, &c, &err), &err);
        assert_true(n >= 1);
        char terms[256];
        print_terms(c[0].terms, terms, sizeof terms);
        print_message("%s %s %s %s %s\n", c[0].tx->symbol, terms, c[0].hgvs_c,
                      c[0].hgvs_p != NULL ? c[0].hgvs_p : "-",
                      gnbs_annot_hgvs_g(&bundle, &v, &arena));
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_alleles_get_their_known_names),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
