/* Calls written as VCF are the calls read. */
#include "io_files.h"

#include <math.h>

#include "io/vcf.h"

enum { MAX_CALL = 30 };

static void random_allele(uint64_t *seed, char *allele) {
    int n = 1 + random_below(seed, 6);
    for (int i = 0; i < n; i++) allele[i] = "ACGT"[random_below(seed, 4)];
    allele[n] = '\0';
}

static int compare_calls(const void *a, const void *b) {
    return gnbs_variant_compare(&((const gnbs_call_t *)a)->variant,
                                &((const gnbs_call_t *)b)->variant);
}

static int random_calls(uint64_t *seed, gnbs_call_t *c) {
    static char allele[2 * MAX_CALL][8];
    int n = random_below(seed, MAX_CALL + 1);
    for (int i = 0; i < n; i++) {
        random_allele(seed, allele[2 * i]);
        random_allele(seed, allele[2 * i + 1]);
        c[i] = (gnbs_call_t){.variant = {random_below(seed, 3), random_below(seed, 4990),
                                         allele[2 * i], allele[2 * i + 1]}};
        c[i].ploidy = (int8_t)(1 + random_below(seed, 2));
        c[i].n_alt = (int8_t)(random_below(seed, c[i].ploidy + 2) - 1);
        if (c[i].n_alt >= 0)
            c[i].n_other_alt = (int8_t)random_below(seed, c[i].ploidy - c[i].n_alt + 1);
        c[i].is_phased = c[i].ploidy == 2 && c[i].n_alt == 1 && random_below(seed, 2) == 0;
        c[i].haplotype = (int8_t)(1 + random_below(seed, 2));
        c[i].phase_set = random_below(seed, 5000);
        c[i].qual_phred = random_below(seed, 100000) / 100.0;
        c[i].gq_phred = random_below(seed, 400) - 1;
        c[i].dp = random_below(seed, 70000) - 1;
        c[i].ad_ref = random_below(seed, 70000);
        c[i].ad_alt = random_below(seed, 300);
        for (int k = 0; k < 3; k++) c[i].pl[k] = random_below(seed, 3000);
        c[i].filter = random_below(seed, 2) == 0
                          ? 0
                          : (uint32_t)random_below(seed, 1 << GNBS_FILTER_N);
        c[i].is_forced = random_below(seed, 2) == 0;
    }
    qsort(c, (size_t)n, sizeof *c, compare_calls);
    return n;
}

static void expect_int(gnbs_vcf_t *vcf, const char *key, int k, int32_t expected) {
    int32_t value;
    bool is_there = gnbs_vcf_format_int(vcf, key, 0, k, &value);
    assert_int_equal(is_there, expected >= 0);
    if (is_there) assert_int_equal(value, expected);
}

static void expect_genotype(gnbs_vcf_t *vcf, const gnbs_call_t *c) {
    int allele[2], n_alt = 0, n_ref = 0;
    bool is_phased;
    assert_int_equal(gnbs_vcf_genotype(vcf, 0, allele, &is_phased), c->ploidy);
    for (int k = 0; k < c->ploidy; k++) {
        n_alt += allele[k] == 1;
        n_ref += allele[k] == 0;
    }
    assert_int_equal(is_phased, c->is_phased);
    assert_int_equal(n_alt, c->n_alt < 0 ? 0 : c->n_alt);
    assert_int_equal(n_ref, c->n_alt < 0 ? 0 : c->ploidy - c->n_alt - c->n_other_alt);
    if (c->is_phased) assert_int_equal(allele[c->haplotype - 1], 1);
}

static void expect_call(gnbs_vcf_t *vcf, const gnbs_vcf_record_t *r, const gnbs_call_t *c) {
    assert_int_equal(r->tid, c->variant.tid);
    assert_int_equal(r->pos, c->variant.pos);
    assert_int_equal(r->n_allele, 2);
    assert_string_equal(r->allele[0], c->variant.ref);
    assert_string_equal(r->allele[1], c->variant.alt);
    assert_true(fabs(r->qual_phred - c->qual_phred) < 0.0051);
    assert_int_equal(r->is_pass, c->filter == 0);
    for (int i = 0; i < GNBS_FILTER_N; i++)
        assert_int_equal(strstr(r->filter_text, gnbs_filter_name(i)) != NULL,
                         (c->filter >> i) & 1);
    assert_int_equal(gnbs_vcf_info_flag(vcf, "FORCED"), c->is_forced);
    expect_genotype(vcf, c);
    expect_int(vcf, "DP", 0, c->dp);
    expect_int(vcf, "GQ", 0, c->gq_phred);
    expect_int(vcf, "AD", 0, c->ad_ref);
    expect_int(vcf, "AD", 1, c->ad_alt);
    for (int k = 0; k <= c->ploidy; k++) expect_int(vcf, "PL", k, c->pl[k]);
    expect_int(vcf, "PS", 0, c->is_phased ? (int32_t)c->phase_set + 1 : -1);
}

static void written_calls_are_read_back(void **state) {
    (void)state;
    uint64_t seed = test_seed();
    const gnbs_vcf_meta_t meta = {.sample = "baby",
                                  .program_line = "gnbs",
                                  .reference_line = "r",
                                  .csq_format = "A|B"};
    gnbs_err_t err;
    for (int round = 0; round < 150; round++) {
        gnbs_call_t calls[MAX_CALL];
        gnbs_vcf_line_t line[MAX_CALL] = {{0}};
        int n = random_calls(&seed, calls);
        for (int i = 0; i < n; i++)
            line[i] = (gnbs_vcf_line_t){&calls[i], i % 2 == 0 ? "x|y" : NULL,
                                        i % 3 == 0 ? "77" : NULL};
        const char *path = test_path("calls.vcf.gz");
        assert_ok(gnbs_vcf_write(path, small_genome(), &meta, (size_t)n, line, &err), &err);
        gnbs_vcf_t *vcf;
        gnbs_vcf_record_t r;
        bool more;
        assert_ok(gnbs_vcf_open(path, small_genome(), &vcf, &err), &err);
        for (int i = 0; i < n; i++) {
            assert_ok(gnbs_vcf_next(vcf, &r, &more, &err), &err);
            assert_true(more);
            expect_call(vcf, &r, &calls[i]);
            assert_string_equal(r.id, i % 3 == 0 ? "77" : ".");
            const char *csq = gnbs_vcf_info_text(vcf, "GNBS_CSQ");
            assert_int_equal(csq != NULL, i % 2 == 0);
            if (csq != NULL) assert_string_equal(csq, "x|y");
        }
        assert_ok(gnbs_vcf_next(vcf, &r, &more, &err), &err);
        assert_false(more);
        gnbs_vcf_close(vcf);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(written_calls_are_read_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
