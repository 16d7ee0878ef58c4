/* What must hold for any baby: nobody without a copy is clear, nobody with one is affected, and the copies are counted right. */
#include "loci/paper_baby.h"

enum { N_BABY = 150 };

static gnbs_arena_t arena;

typedef struct score {
    int n, n_exact, n_told, n_inconclusive;
} score_t;

static void judge(paper_genome_t *g, const gnbs_loci_t *loci, int gene, int other,
                  double depth, uint64_t seed, score_t *score) {
    gnbs_loci_plan_t plan = paper_plan(loci, &arena);
    paper_baby_t b;
    gnbs_locus_result_t *r;
    gnbs_err_t err;
    gnbs_loci_opt_t opt = gnbs_loci_opt_default();
    baby_begin(&b, &plan, depth, seed, &arena);
    paper_truth_t t = truth_of(&loci->locus[0], gene, gene + other);
    baby_add(&b, 0, &t);
    assert_ok(gnbs_loci_judge(&plan, &opt, b.tile, b.n_vote, b.vote, GNBS_SEX_FEMALE,
                              &arena, &r, &err),
              &err);
    (void)g;
    if ((r->status == GNBS_LOCUS_CLEAR && gene == 0) ||
        (r->status == GNBS_LOCUS_AFFECTED && gene > 0))
        fail_msg("seed %llu: SMN1 %d SMN2 %d at %.0fx: %s: %s", (unsigned long long)seed,
                 gene, other, depth, gnbs_locus_status_name(r->status), r->reason);
    score->n++;
    score->n_inconclusive += r->status == GNBS_LOCUS_INCONCLUSIVE;
    if (r->gene_copies < 0 || r->other_copies < 0) return;
    score->n_told++;
    score->n_exact += r->gene_copies == gene && r->other_copies == other;
}

/* 20x and 30x; SMN1 0 to 4, SMN2 0 to 4, at least one copy of them. */
static void copies_of_smn_are_told_right_or_not_at_all(void **state) {
    (void)state;
    paper_genome_t g;
    static const char *const NAME[] = {"SMN1"};
    uint64_t seed = test_seed();
    paper_init(&g, GNBS_BUILD_GRCH38);
    gnbs_loci_t loci = paper_loci(&g, GNBS_BUILD_GRCH38, 1, NAME);
    score_t score = {0, 0, 0, 0};
    for (int i = 0; i < N_BABY; i++) {
        gnbs_arena_init(&arena);
        int gene = i % 5, other = (i / 5) % 5 + (gene == 0);
        judge(&g, &loci, gene, other, i % 2 ? 20 : 30, random_u64(&seed), &score);
        gnbs_arena_clear(&arena);
    }
    print_message("%d babies: %d told, %d exact, %d inconclusive\n", score.n, score.n_told,
                  score.n_exact, score.n_inconclusive);
    assert_true(score.n_told >= score.n * 9 / 10);
    assert_true(score.n_exact * 100 >= score.n_told * 98);
    assert_true(score.n_inconclusive * 50 <= score.n);
    paper_clear(&g);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_of_smn_are_told_right_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
