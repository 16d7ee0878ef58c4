/* Genotypes and phase sets out of the text of a VCF line. */
#include "io/vcf_genotype.h"

#include "support/testing.h"

typedef struct expected {
    const char *format; /* FORMAT and one sample */
    int n_allele, first, second;
    bool is_phased;
    int64_t set;
} expected_t;

static void every_way_to_state_phase_is_read(void **state) {
    (void)state;
    const expected_t e[] = {
        {"GT\t0|1", 2, 0, 1, true, 0},
        {"GT:PS\t1|0:7395", 2, 1, 0, true, 7395},
        {"GT:PS\t0|1:.", 2, 0, 1, true, 0},
        {"GT:PS\t0|1", 2, 0, 1, true, 0},
        {"GT:PS\t0/1:7395", 2, 0, 1, false, 0},
        {"PS:DP:GT\t12:30:0|2", 2, 0, 2, true, 12},
        {"GT:AD:PGT:PID\t0/1:3,4:1|0:117_A_T", 2, 1, 0, true, 117},
        {"GT:AD:PGT:PID\t0/1:3,4:.:.", 2, 0, 1, false, 0},
        {"GT:PGT:PID:PS\t0|1:0|1:117_A_T:117", 2, 0, 1, true, 117},
        {"GT\t1/1", 2, 1, 1, false, 0},
        {"GT\t1", 1, 1, -9, true, 0},
        {"GT\t|1", 1, 1, -9, true, 0},
        {"GT\t./1", 2, -1, 1, false, 0},
        {"GT\t.", 1, -1, -9, true, 0},
        {"GT\t10|123", 2, 10, 123, true, 0},
        {"DP\t12", 0, -9, -9, false, 0},
        {"GT\t0|x", 0, -9, -9, false, 0},
        {"GT\t0||1", 0, -9, -9, false, 0},
        {"GT\t0/1/2/3/4/5/6/7/8", 0, -9, -9, false, 0},
        {"GT\t1234567", 0, -9, -9, false, 0},
    };
    for (size_t i = 0; i < sizeof e / sizeof e[0]; i++) {
        gnbs_vcf_genotypes_t walk = gnbs_vcf_genotypes_begin(e[i].format);
        gnbs_vcf_genotype_t g;
        assert_true(gnbs_vcf_genotypes_next(&walk, &g));
        if (g.n_allele != e[i].n_allele ||
            (e[i].n_allele > 0 && g.allele[0] != e[i].first) ||
            (e[i].n_allele > 1 && g.allele[1] != e[i].second) ||
            (e[i].n_allele > 0 && (g.is_phased != e[i].is_phased || g.set != e[i].set)))
            fail_msg("%s: ploidy %d, phased %d, set %lld", e[i].format, g.n_allele,
                     g.is_phased, (long long)g.set);
        assert_false(gnbs_vcf_genotypes_next(&walk, &g));
    }
}

static void samples_come_one_by_one(void **state) {
    (void)state;
    gnbs_vcf_genotypes_t walk = gnbs_vcf_genotypes_begin("GT:PS\t0|1:5\t.\t1/1:.");
    gnbs_vcf_genotype_t g;
    assert_true(gnbs_vcf_genotypes_next(&walk, &g));
    assert_int_equal(g.set, 5);
    assert_true(gnbs_vcf_genotypes_next(&walk, &g));
    assert_int_equal(g.allele[0], -1);
    assert_true(gnbs_vcf_genotypes_next(&walk, &g));
    assert_int_equal(g.allele[1], 1);
    assert_false(gnbs_vcf_genotypes_next(&walk, &g));
    walk = gnbs_vcf_genotypes_begin(NULL);
    assert_false(gnbs_vcf_genotypes_next(&walk, &g));
    walk = gnbs_vcf_genotypes_begin("GT");
    assert_false(gnbs_vcf_genotypes_next(&walk, &g));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_way_to_state_phase_is_read),
        cmocka_unit_test(samples_come_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
