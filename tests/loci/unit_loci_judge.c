/* Genotypes by the shipped tables: counts and votes as sequencing gives them, the status that must come out. */
#include "loci/paper_baby.h"

static paper_genome_t G;
static gnbs_loci_t L;
static gnbs_loci_plan_t P;
static paper_baby_t B;
static gnbs_locus_result_t *R;
static uint64_t seed = 1;

static const char *const NAME[] = {"SMN1", "CYP21A2", "HBA",  "GBA1",  "STRC",
                                   "NCF1", "SBDS",    "OTOA", "IKBKG", "CYP11B1"};
enum { SMN, RCCX, HBA, GBA, STRC, NCF, SBDS, OTOA, IKBKG, CYP11B1, N_LOCI };

static int set_up(void **state) {
    (void)state;
    paper_init(&G, GNBS_BUILD_GRCH38);
    L = paper_loci(&G, GNBS_BUILD_GRCH38, N_LOCI, NAME);
    P = paper_plan(&L, &G.arena);
    baby_begin(&B, &P, 30, seed++, &G.arena);
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    paper_clear(&G);
    return 0;
}

static const gnbs_locus_result_t *judge(int i_locus, gnbs_sex_t sex) {
    gnbs_err_t err;
    gnbs_loci_opt_t opt = gnbs_loci_opt_default();
    assert_ok(gnbs_loci_judge(&P, &opt, B.tile, B.n_vote, B.vote, sex, &G.arena, &R, &err),
              &err);
    return &R[i_locus];
}

static const gnbs_locus_result_t *judge_as(int i_locus, const paper_truth_t *t) {
    baby_add(&B, i_locus, t);
    return judge(i_locus, GNBS_SEX_FEMALE);
}

static void expect(const gnbs_locus_result_t *r, gnbs_locus_status_t status) {
    if (r->status != status)
        fail_msg("%s: %s, expected %s: %s (%s)", r->locus,
                 gnbs_locus_status_name(r->status), gnbs_locus_status_name(status),
                 r->reason, r->genotype);
}

static paper_truth_t plain(int i_locus, int gene, int total) {
    return truth_of(&L.locus[i_locus], gene, total);
}

/* Sets the gene copies at one site, or at all of a stretch of sites. */
static void put(paper_truth_t *t, int i_locus, const char *from, const char *to, int gene) {
    for (int i = site_of(&L.locus[i_locus], from); i <= site_of(&L.locus[i_locus], to); i++)
        t->gene[i] = gene;
}

/* ---- SMN ------------------------------------------------------------------------------------------------- */

static void no_smn1_is_affected_and_its_smn2_is_counted(void **state) {
    (void)state;
    paper_truth_t t = plain(SMN, 0, 3);
    const gnbs_locus_result_t *r = judge_as(SMN, &t);
    expect(r, GNBS_LOCUS_AFFECTED);
    assert_string_equal(r->genotype, "SMN1 0, SMN2 3");
    assert_string_equal(r->note, "");
}

static void one_smn1_is_clear_and_told_to_the_laboratory_only(void **state) {
    (void)state;
    paper_truth_t t = plain(SMN, 1, 3);
    const gnbs_locus_result_t *r = judge_as(SMN, &t);
    expect(r, GNBS_LOCUS_CLEAR);
    assert_string_equal(r->genotype, "SMN1 1, SMN2 2");
    assert_int_equal(r->n_lost, 1);
    assert_null(strstr(r->reason, "1"));
}

/* Two genes, one of which has exon 7 of SMN2: the base that keeps the exon is there once, whatever the neighbours say. */
static void copies_of_a_gene_are_those_of_its_exon(void **state) {
    (void)state;
    baby_begin(&B, &P, 60, seed++, &G.arena);
    paper_truth_t t = plain(SMN, 2, 3);
    put(&t, SMN, "c.835-44", "c.840", 1);
    const gnbs_locus_result_t *r = judge_as(SMN, &t);
    expect(r, GNBS_LOCUS_CLEAR);
    assert_string_equal(r->genotype, "SMN1 1, SMN2 2");
}

static void a_gene_with_the_exon_of_its_copy_is_affected_and_named_a_hybrid(void **state) {
    (void)state;
    paper_truth_t t = plain(SMN, 2, 4);
    put(&t, SMN, "c.840", "c.840", 0);
    const gnbs_locus_result_t *r = judge_as(SMN, &t);
    expect(r, GNBS_LOCUS_AFFECTED);
    assert_non_null(strstr(r->note, "hybrid"));
    assert_int_equal(r->gene_copies, 0);
}

/* Chen et al. 2020: SMN2 without exons 7 and 8 counts in exons 1 to 6 only */
static void smn2_without_exons_7_and_8_is_not_taken_for_smn1(void **state) {
    (void)state;
    paper_truth_t t = plain(SMN, 0, 2);
    t.region[0] = 3;
    const gnbs_locus_result_t *r = judge_as(SMN, &t);
    expect(r, GNBS_LOCUS_AFFECTED);
    assert_int_equal(r->total_copies, 3);
    assert_int_equal(r->other_copies, 2);
}

static void neither_gene_is_affected_too(void **state) {
    (void)state;
    paper_truth_t t = plain(SMN, 0, 0);
    expect(judge_as(SMN, &t), GNBS_LOCUS_AFFECTED);
}

static void without_reads_nothing_is_clear(void **state) {
    (void)state;
    const gnbs_locus_result_t *r = judge(SMN, GNBS_SEX_FEMALE);
    for (int i = 0; i < N_LOCI; i++)
        if (R[i].status == GNBS_LOCUS_CLEAR || R[i].status == GNBS_LOCUS_POSSIBLE)
            fail_msg("%s: %s without a read", R[i].locus,
                     gnbs_locus_status_name(R[i].status));
    (void)r;
}

/* A capture library: depth says nothing. SMN1 can be judged by its one base; what needs depth is not assessed. */
static void in_a_capture_library_only_what_needs_no_depth_is_judged(void **state) {
    (void)state;
    B.scatter = 0.4;
    for (size_t i = 0; i < P.n_control; i++)
        B.tile[i].n_read = 10 + (int)random_below(&B.state, 200);
    paper_truth_t none = plain(SMN, 0, 3), rccx = plain(RCCX, 2, 4), hba = plain(HBA, 4, 4);
    baby_add(&B, SMN, &none);
    baby_add(&B, RCCX, &rccx);
    baby_add(&B, HBA, &hba);
    judge(SMN, GNBS_SEX_FEMALE);
    expect(&R[SMN], GNBS_LOCUS_AFFECTED);
    assert_false(R[SMN].is_depth_used);
    expect(&R[RCCX], GNBS_LOCUS_NOT_ASSESSED);
    expect(&R[HBA], GNBS_LOCUS_NOT_ASSESSED);
    assert_non_null(strstr(R[HBA].reason, "capture library"));
}

static void few_fragments_decide_nothing(void **state) {
    (void)state;
    baby_begin(&B, &P, 1.5, 5, &G.arena);
    paper_truth_t t = plain(SMN, 0, 3);
    const gnbs_locus_result_t *r = judge_as(SMN, &t);
    expect(r, GNBS_LOCUS_INCONCLUSIVE);
    assert_non_null(strstr(r->reason, "5 are needed"));
    /* without depth, when five copies are as likely as two, it takes more */
    baby_begin(&B, &P, 7, 6, &G.arena);
    for (size_t i = 0; i < P.n_control; i++) B.tile[i].n_read = 0;
    r = judge_as(SMN, &t);
    expect(r, GNBS_LOCUS_INCONCLUSIVE);
    assert_non_null(strstr(r->reason, "14 are needed"));
}

/* ---- RCCX ------------------------------------------------------------------------------------------------ */

static const gnbs_locus_result_t *rccx(int gene, int total, const char *from,
                                       const char *to, int at) {
    paper_truth_t t = plain(RCCX, gene, total);
    if (from != NULL) put(&t, RCCX, from, to, at);
    return judge_as(RCCX, &t);
}

static void a_severe_site_without_a_functional_copy_is_affected(void **state) {
    (void)state;
    expect(rccx(2, 4, "I2G", "I2G", 0), GNBS_LOCUS_AFFECTED); /* both genes carry it */
    assert_non_null(strstr(R[RCCX].reason, "c.293-13C>G"));
}
static void a_chimera_and_a_point_change_on_the_other_gene_are_affected(void **state) {
    (void)state;
    /* three modules; one gene lost from its start to I173N, the other has I2G */
    paper_truth_t t = plain(RCCX, 2, 3);
    put(&t, RCCX, "32038213", "I173N", 1);
    put(&t, RCCX, "I2G", "I2G", 0);
    expect(judge_as(RCCX, &t), GNBS_LOCUS_AFFECTED);
}
static void a_chimera_alone_is_one_loss(void **state) {
    (void)state;
    const gnbs_locus_result_t *r = rccx(2, 3, "32038213", "I173N", 1);
    expect(r, GNBS_LOCUS_CLEAR);
    assert_int_equal(r->n_lost, 1);
}
static void a_conversion_of_neighbouring_sites_is_one_loss(void **state) {
    (void)state;
    expect(rccx(2, 4, "I2G", "32039143", 1),
           GNBS_LOCUS_CLEAR); /* I2G and the 8 bases, one tract */
}
static void two_changes_far_apart_may_lie_in_trans(void **state) {
    (void)state;
    paper_truth_t t = plain(RCCX, 2, 4);
    put(&t, RCCX, "I2G", "I2G", 1);
    put(&t, RCCX, "Q319*", "Q319*", 1);
    B.depth = 45; /* one copy of four against two at 30x is not always decided */
    const gnbs_locus_result_t *r;
    baby_begin(&B, &P, 45, 77, &G.arena);
    r = judge_as(RCCX, &t);
    expect(r, GNBS_LOCUS_POSSIBLE);
    assert_non_null(strstr(r->reason, "c.955C>T"));
}
/* The same two sites, 52 bases apart, seen by single fragments: they tell cis from trans. */
static void fragments_over_two_changes_tell_trans_from_cis(void **state) {
    (void)state;
    paper_truth_t t = plain(RCCX, 2, 4);
    int a = site_of(&L.locus[RCCX], "I2G"), b = site_of(&L.locus[RCCX], "8-bp-deletion");
    t.total[a] = t.total[b] = 0; /* drawn as linked fragments instead */
    baby_link(&B, RCCX, a, 0, b, 1, 14);
    baby_link(&B, RCCX, a, 1, b, 0, 15);
    baby_link(&B, RCCX, a, 1, b, 1, 31);
    expect(judge_as(RCCX, &t), GNBS_LOCUS_AFFECTED);
    assert_non_null(strstr(R[RCCX].reason, "different chromosomes"));

    baby_begin(&B, &P, 30, 99, &G.arena);
    baby_link(&B, RCCX, a, 0, b, 0, 15);
    baby_link(&B, RCCX, a, 1, b, 1, 45);
    expect(judge_as(RCCX, &t), GNBS_LOCUS_CLEAR);
}
/* Three modules on one chromosome, the middle one Q319*: two of three genes work, benign */
static void a_third_gene_with_a_stop_beside_two_that_work_is_clear(void **state) {
    (void)state;
    const gnbs_locus_result_t *r = rccx(3, 5, "Q319*", "Q319*", 2);
    expect(r, GNBS_LOCUS_CLEAR);
    assert_int_equal(r->n_lost, 0);
}
static void a_lost_pseudogene_is_clear(void **state) {
    (void)state;
    const gnbs_locus_result_t *r = rccx(2, 3, NULL, NULL, 0);
    expect(r, GNBS_LOCUS_CLEAR);
    assert_int_equal(r->n_lost, 0);
    assert_int_equal(r->total_copies, 3);
}
static void a_non_classic_allele_on_both_is_not_reported(void **state) {
    (void)state;
    expect(rccx(2, 4, "V282L", "V282L", 0), GNBS_LOCUS_CLEAR);
}

/* ---- alpha globin: the table of genotypes ------------------------------------------------------------------ */

static const struct {
    const char *name;
    int copies[5], functional; /* A B U1 U2 F */
} HAPLOTYPE[] = {{"aa", {2, 2, 1, 1, 1}, 2},     {"-a3.7", {1, 1, 1, 0, 1}, 1},
                 {"-a4.2", {1, 1, 0, 1, 1}, 1},  {"--", {0, 0, 0, 0, 0}, 0},
                 {"aaa3.7", {3, 3, 1, 2, 1}, 3}, {"aaa4.2", {3, 3, 2, 1, 1}, 3}};
enum { N_HAPLOTYPE = 6 };

static paper_truth_t alpha(int x, int y, int constant_spring) {
    paper_truth_t t = {{0}, {0}, {0}};
    for (int i = 0; i < 5; i++)
        t.region[i] = HAPLOTYPE[x].copies[i] + HAPLOTYPE[y].copies[i];
    t.total[0] = t.region[1];
    t.gene[0] = t.total[0] - constant_spring;
    return t;
}

static void every_pair_of_alpha_haplotypes_has_its_status(void **state) {
    (void)state;
    for (int x = 0; x < N_HAPLOTYPE; x++)
        for (int y = x; y < N_HAPLOTYPE; y++) {
            baby_begin(&B, &P, 30, (uint64_t)(100 * x + y), &G.arena);
            paper_truth_t t = alpha(x, y, 0);
            int functional = HAPLOTYPE[x].functional + HAPLOTYPE[y].functional;
            expect(judge_as(HBA, &t),
                   functional <= 1 ? GNBS_LOCUS_AFFECTED : GNBS_LOCUS_CLEAR);
        }
}

static void constant_spring_beside_a_chromosome_without_genes_is_affected(void **state) {
    (void)state;
    paper_truth_t t = alpha(0, 3, 1); /* aa with one of its two, and -- */
    expect(judge_as(HBA, &t), GNBS_LOCUS_AFFECTED);
    baby_begin(&B, &P, 30, 8, &G.arena);
    t = alpha(0, 0, 1); /* a carrier */
    expect(judge_as(HBA, &t), GNBS_LOCUS_CLEAR);
}

/* ---- the others -------------------------------------------------------------------------------------------- */

static void recombinant_gba1_on_both_is_affected_a_fusion_on_one_is_clear(void **state) {
    (void)state;
    paper_truth_t t = plain(GBA, 2, 4);
    put(&t, GBA, "L483P", "L483P", 0);
    expect(judge_as(GBA, &t), GNBS_LOCUS_AFFECTED);
    baby_begin(&B, &P, 30, 12, &G.arena);
    t = plain(GBA, 2, 3);
    put(&t, GBA, "rs708606", "c.1263del55", 1);
    const gnbs_locus_result_t *r = judge_as(GBA, &t);
    expect(r, GNBS_LOCUS_CLEAR);
    assert_int_equal(r->n_lost, 1);
}

static void strc_lost_on_both_is_affected_strcp1_lost_is_clear(void **state) {
    (void)state;
    paper_truth_t t = plain(STRC, 0, 2);
    expect(judge_as(STRC, &t), GNBS_LOCUS_AFFECTED);
    baby_begin(&B, &P, 30, 14, &G.arena);
    t = plain(STRC, 2, 2);
    expect(judge_as(STRC, &t), GNBS_LOCUS_CLEAR);
    assert_int_equal(R[STRC].n_lost, 0);
}

static void ncf1_is_judged_among_three_loci(void **state) {
    (void)state;
    paper_truth_t t = plain(NCF, 0, 6);
    expect(judge_as(NCF, &t), GNBS_LOCUS_AFFECTED);
    for (int gene = 1; gene <= 4; gene++) {
        baby_begin(&B, &P, 30, (uint64_t)gene, &G.arena);
        t = plain(NCF, gene, 6);
        expect(judge_as(NCF, &t), GNBS_LOCUS_CLEAR);
    }
}

static void the_two_sbds_changes_are_phased_by_fragments(void **state) {
    (void)state;
    paper_truth_t t = plain(SBDS, 2, 4);
    int a = site_of(&L.locus[SBDS], "c.258+2"), b = site_of(&L.locus[SBDS], "c.183_184");
    t.total[a] = t.total[b] = 0;
    baby_link(&B, SBDS, a, 0, b, 1, 14);
    baby_link(&B, SBDS, a, 1, b, 0, 15);
    baby_link(&B, SBDS, a, 1, b, 1, 31);
    expect(judge_as(SBDS, &t), GNBS_LOCUS_AFFECTED);
    baby_begin(&B, &P, 30, 16, &G.arena);
    baby_link(&B, SBDS, a, 0, b, 0, 15); /* both on one chromosome: a carrier */
    baby_link(&B, SBDS, a, 1, b, 1, 45);
    expect(judge_as(SBDS, &t), GNBS_LOCUS_CLEAR);
}

static void a_stop_in_otoa_without_its_neighbours_is_not_believed(void **state) {
    (void)state;
    paper_truth_t t = plain(OTOA, 2, 4);
    put(&t, OTOA, "E787*", "E787*", 0);
    expect(judge_as(OTOA, &t), GNBS_LOCUS_INCONCLUSIVE);
    baby_begin(&B, &P, 30, 18, &G.arena);
    put(&t, OTOA, "21735684", "21736714", 0);
    expect(judge_as(OTOA, &t), GNBS_LOCUS_AFFECTED);
    baby_begin(&B, &P, 30, 19, &G.arena);
    t = plain(OTOA, 0, 2); /* the whole gene, its own part too */
    expect(judge_as(OTOA, &t), GNBS_LOCUS_AFFECTED);
}

static void a_lost_part_of_ikbkg_is_seen_and_not_placed(void **state) {
    (void)state;
    static const struct {
        int copies;
        gnbs_sex_t sex;
        gnbs_locus_status_t status;
    } CASES[] = {{4, GNBS_SEX_FEMALE, GNBS_LOCUS_CLEAR},
                 {3, GNBS_SEX_FEMALE, GNBS_LOCUS_INCONCLUSIVE},
                 {2, GNBS_SEX_MALE, GNBS_LOCUS_CLEAR},
                 {1, GNBS_SEX_MALE, GNBS_LOCUS_INCONCLUSIVE},
                 {2, GNBS_SEX_UNKNOWN, GNBS_LOCUS_INCONCLUSIVE}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        baby_begin(&B, &P, 30, 30 + i, &G.arena);
        paper_truth_t t = plain(IKBKG, CASES[i].copies, CASES[i].copies);
        baby_add(&B, IKBKG, &t);
        expect(judge(IKBKG, CASES[i].sex), CASES[i].status);
    }
}

static void a_cyp11b_fusion_on_both_is_affected(void **state) {
    (void)state;
    paper_truth_t t = plain(CYP11B1, 2, 2);
    put(&t, CYP11B1, "142876970", "142879627",
        0); /* the first exons, on the minus strand, are those of CYP11B2 */
    expect(judge_as(CYP11B1, &t), GNBS_LOCUS_AFFECTED);
    baby_begin(&B, &P, 30, 21, &G.arena);
    t = plain(CYP11B1, 2, 4);
    expect(judge_as(CYP11B1, &t), GNBS_LOCUS_CLEAR);
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(no_smn1_is_affected_and_its_smn2_is_counted),
        CASE(one_smn1_is_clear_and_told_to_the_laboratory_only),
        CASE(copies_of_a_gene_are_those_of_its_exon),
        CASE(a_gene_with_the_exon_of_its_copy_is_affected_and_named_a_hybrid),
        CASE(smn2_without_exons_7_and_8_is_not_taken_for_smn1),
        CASE(neither_gene_is_affected_too),
        CASE(without_reads_nothing_is_clear),
        CASE(in_a_capture_library_only_what_needs_no_depth_is_judged),
        CASE(few_fragments_decide_nothing),
        CASE(a_severe_site_without_a_functional_copy_is_affected),
        CASE(a_chimera_and_a_point_change_on_the_other_gene_are_affected),
        CASE(a_chimera_alone_is_one_loss),
        CASE(a_conversion_of_neighbouring_sites_is_one_loss),
        CASE(two_changes_far_apart_may_lie_in_trans),
        CASE(fragments_over_two_changes_tell_trans_from_cis),
        CASE(a_third_gene_with_a_stop_beside_two_that_work_is_clear),
        CASE(a_lost_pseudogene_is_clear),
        CASE(a_non_classic_allele_on_both_is_not_reported),
        CASE(every_pair_of_alpha_haplotypes_has_its_status),
        CASE(constant_spring_beside_a_chromosome_without_genes_is_affected),
        CASE(recombinant_gba1_on_both_is_affected_a_fusion_on_one_is_clear),
        CASE(strc_lost_on_both_is_affected_strcp1_lost_is_clear),
        CASE(ncf1_is_judged_among_three_loci),
        CASE(the_two_sbds_changes_are_phased_by_fragments),
        CASE(a_stop_in_otoa_without_its_neighbours_is_not_believed),
        CASE(a_lost_part_of_ikbkg_is_seen_and_not_placed),
        CASE(a_cyp11b_fusion_on_both_is_affected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
