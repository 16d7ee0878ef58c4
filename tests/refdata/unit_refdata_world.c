/* The shipped panel on real files: GRCh38 windows, MANE, ClinVar of 2016-11, through the same door as the command. */
#include "support/testing.h"

#include <unistd.h>

#include "genome/seq.h"
#include "io/bed.h"
#include "io/bundle_store.h"
#include "refdata/refdata_bundle.h"
#include "run/run_data.h"
#include "run/run_refdata.h"

static struct {
    bool is_here;
    char reference[512], mane[512], clinvar[512], clinvar_37[512], frequencies[512],
        cds[512];
    char path[256];
    gnbs_arena_t arena;
    gnbs_bundle_t bundle;
} W;

static gnbs_code_t build(const char *clinvar, const char *out, gnbs_err_t *err) {
    const char *const transcripts[] = {W.mane}, *const frequencies[] = {W.frequencies};
    gnbs_log_t log;
    gnbs_log_init(&log, stderr, "none");
    const gnbs_run_refdata_t job = {.build = "GRCh38",
                                    .reference = W.reference,
                                    .n_transcripts = 1,
                                    .transcripts = transcripts,
                                    .clinvar = clinvar,
                                    .n_frequencies = 1,
                                    .frequencies = frequencies,
                                    .panel = gnbs_run_data_path(&W.arena, "panels/newborn"),
                                    .has_extra = true,
                                    .opt = gnbs_refdata_opt_default(),
                                    .out = out};
    return gnbs_run_build_refdata(&job, &log, err);
}

static bool find(char buf[512], const char *relative) {
    return shared_file(buf, 512, relative) != NULL;
}

static int setup(void **state) {
    (void)state;
    gnbs_err_t err;
    gnbs_arena_init(&W.arena);
    W.is_here = find(W.reference, "data/world/GRCh38.windows.fa.gz") &&
                find(W.mane, "data/transcripts/MANE.GRCh38.gff3.gz") &&
                find(W.clinvar, "data/clinvar/clinvar_2016-11-02.GRCh38.vcf.gz") &&
                find(W.clinvar_37, "data/clinvar/clinvar_2016-11-02.GRCh37.vcf.gz") &&
                find(W.frequencies, "data/world/population.sites.vcf.gz") &&
                find(W.cds, "data/panel/panel_cds_grch38.bed");
    if (!W.is_here) return 0;
    if (build(W.clinvar, temp_name(W.path, "world"), &err) != GNBS_OK ||
        gnbs_bundle_load(W.path, &W.bundle, &err) != GNBS_OK) {
        print_error("%s\n", err.msg);
        return -1;
    }
    return 0;
}

static int teardown(void **state) {
    (void)state;
    gnbs_bundle_clear(&W.bundle);
    gnbs_arena_clear(&W.arena);
    if (W.path[0] != '\0') unlink(W.path);
    return 0;
}

static const char *fact(const char *key) {
    for (size_t i = 0; i < W.bundle.n_fact; i++)
        if (strcmp(W.bundle.fact[i].key, key) == 0) return W.bundle.fact[i].value;
    fail_msg("no fact %s", key);
    return "";
}

/* data/world/README.md counts 26,910 of 26,918 agreeing REF alleles, and ref_mismatches.tsv lists the eight. */
static void finds_the_disagreements_that_are_known(void **state) {
    (void)state;
    static const char *const KNOWN[] = {
        "chrM:957 A>AC ",  "chrM:957 A>ACCC ", "chrM:957 AC>A ",  "chrM:4315 TA>T ",
        "chrM:5536 C>CT ", "chrM:5885 AT>A ",  "chrM:9532 A>AC ", "chrM:14244 G>GC "};
    if (!W.is_here) return;
    assert_string_equal(fact("known.ref_agrees"), "26910");
    assert_string_equal(fact("known.ref_disagrees"), "8");
    for (int i = 0; i < 8; i++) {
        char key[32];
        snprintf(key, sizeof key, "known.ref_disagrees.%02d", i + 1);
        assert_int_equal(strncmp(fact(key), KNOWN[i], strlen(KNOWN[i])), 0);
    }
}

/* The BED was made from MANE by other means, for the same genes. */
static void every_coding_base_of_the_panel_is_a_target(void **state) {
    (void)state;
    if (!W.is_here) return;
    gnbs_bed_t bed;
    gnbs_err_t err;
    assert_ok(gnbs_bed_read(W.cds, &W.bundle.contigs, &W.arena, &bed, &err), &err);
    assert_true(bed.n > 5000);
    for (size_t i = 0; i < bed.n; i++) {
        gnbs_region_t with_splice_sites = {bed.region[i].tid, bed.region[i].beg - 20,
                                           bed.region[i].end + 20};
        assert_int_equal(
            gnbs_region_covered(W.bundle.n_target, W.bundle.target, with_splice_sites),
            gnbs_region_len(with_splice_sites));
    }
}

static void letters_of(int32_t tid, gnbs_pos_t beg, gnbs_pos_t end, int strand,
                       char out[64]) {
    uint8_t codes[64];
    gnbs_bundle_sequence(&W.bundle, (gnbs_region_t){tid, beg, end}, codes);
    if (strand < 0) gnbs_seq_reverse_complement(end - beg, codes);
    for (gnbs_pos_t i = 0; i < end - beg; i++) out[i] = gnbs_seq_letter(codes[i]);
    out[end - beg] = '\0';
}

/* RMRP: NR_003051.4 has 268 bases and begins GGTTCGTGCTGAAGGCC; the Finnish founder allele is n.71A>G,
 * ClinVar 14208 at chr9:35657948. MT-RNR1: m.648 to m.1601 of rCRS, 954 bases; m.1555 is A. */
static void gene_models_that_ship_with_gnbs_lie_where_they_should(void **state) {
    (void)state;
    if (!W.is_here) return;
    char letters[64];
    const gnbs_transcript_t *rmrp = gnbs_bundle_transcript(&W.bundle, "NR_003051.4");
    assert_non_null(rmrp);
    assert_int_equal(rmrp->end - rmrp->beg, 268);
    assert_int_equal(rmrp->strand, -1);
    assert_false(gnbs_transcript_is_coding(rmrp));
    letters_of(rmrp->tid, rmrp->end - 17, rmrp->end, -1, letters);
    assert_string_equal(letters, "GGTTCGTGCTGAAGGCC");
    letters_of(rmrp->tid, rmrp->end - 71, rmrp->end - 70, -1, letters);
    assert_string_equal(letters, "A");
    const gnbs_variant_t founder = {rmrp->tid, rmrp->end - 71, "T", "C"};
    assert_string_equal(gnbs_bundle_known(&W.bundle, &founder)->clinvar_id, "14208");
    const gnbs_transcript_t *rnr1 = gnbs_bundle_transcript(&W.bundle, "ENST00000389680.2");
    assert_non_null(rnr1);
    assert_int_equal(rnr1->end - rnr1->beg, 954);
    letters_of(rnr1->tid, 1554, 1555, 1, letters);
    assert_string_equal(letters, "A");
    assert_string_equal(gnbs_bundle_gene(&W.bundle, "HGNC:7470")->symbol, "MT-RNR1");
    /* all of the circle is held, its ends too: rCRS begins GATCACAGG and ends CACGATG */
    letters_of(rnr1->tid, 0, 9, 1, letters);
    assert_string_equal(letters, "GATCACAGG");
    letters_of(rnr1->tid, 16562, 16569, 1, letters);
    assert_string_equal(letters, "CACGATG");
}

static void genes_that_need_a_method_say_so(void **state) {
    (void)state;
    static const char *const NEED[] = {"HGNC:11117", "HGNC:2600", "HGNC:4177",
                                       "HGNC:4823",  "HGNC:4824", "HGNC:16035",
                                       "HGNC:7660",  "HGNC:1550"};
    if (!W.is_here) return;
    /* CBS (HGNC:1550): these windows hold its false copy on chr21:6.4 Mb unmasked */
    for (size_t i = 0; i < sizeof NEED / sizeof NEED[0]; i++)
        assert_int_equal(gnbs_bundle_gene(&W.bundle, NEED[i])->difficulty,
                         GNBS_DIFFICULT_NEEDS_METHOD);
    assert_int_equal(gnbs_bundle_gene(&W.bundle, "HGNC:19440")->difficulty,
                     GNBS_DIFFICULT_LIMITED);
    assert_int_equal(gnbs_bundle_gene(&W.bundle, "HGNC:1884")->difficulty,
                     GNBS_DIFFICULT_NONE);
    assert_null(
        gnbs_bundle_gene(&W.bundle, "HGNC:4061")); /* SLC37A4: aligns to a fix patch only */
    const gnbs_gene_t *pah =
        gnbs_bundle_gene(&W.bundle, "HGNC:8582"); /* not among the windows */
    assert_int_equal(pah->target_bp, pah->target_n_bp);
}

static void f508del_is_known_by_its_normal_form(void **state) {
    (void)state;
    if (!W.is_here) return;
    const gnbs_variant_t v = {gnbs_contig_find(&W.bundle.contigs, "7"), 117559590 - 1,
                              "ATCT", "A"};
    const gnbs_known_t *k = gnbs_bundle_known(&W.bundle, &v);
    assert_non_null(k);
    assert_string_equal(k->clinvar_id, "7105");
    assert_true(gnbs_known_is_pathogenic(k));
    assert_int_equal(k->stars, 4); /* practice guideline */
}

static void clinvar_of_grch37_is_refused(void **state) {
    (void)state;
    if (!W.is_here) return;
    gnbs_err_t err;
    char path[256];
    assert_fails(build(W.clinvar_37, temp_name(path, "wrong"), &err), GNBS_E_DATA, &err,
                 "GRCh37");
    assert_int_equal(access(path, F_OK), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_disagreements_that_are_known),
        cmocka_unit_test(every_coding_base_of_the_panel_is_a_target),
        cmocka_unit_test(gene_models_that_ship_with_gnbs_lie_where_they_should),
        cmocka_unit_test(genes_that_need_a_method_say_so),
        cmocka_unit_test(f508del_is_known_by_its_normal_form),
        cmocka_unit_test(clinvar_of_grch37_is_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
