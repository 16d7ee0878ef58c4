/* Real reads of a family of three: CEU child NA12878 (HG001), mother NA12892, father NA12891, 10 kb of chromosome 20 (b37). The
 * father shares a copy with the child at every marker; father and mother, who are not related, do not. */
#include "support/testing.h"

#include <stdlib.h>

#include "io/reads.h"
#include "qc/qc_kin.h"
#include "run/run_family.h"

/* Single-base variants that bcftools 1.16 calls in the three together: place after 20:10,000,000, REF, ALT. */
static const char SITES[] =
    "117CT 211CT 439TG 598TA 694GA 758TA 1019TG 1298TA 1474CT 1597TC 1617CA 1628GA "
    "1661TC 1670TG 2058TG 2099CT 2138CG 2142GC 2470CT 2625GT 3021CT 3358AC 3651TC "
    "3692AG 3832GA 4094AC 4147AG 4193GT 4351CG 4389TG 4610AC 4725AG 4874AC 4887AG "
    "5010CT 5427CT 5499AG 5587AG 5723AG 6291GA 6404AC 6682TA 7150GC 7175CT 7352CT "
    "7531AG 7771TC 7980AC 8221TC 8458TG 8742GT 8951AC 8953AC 8961AC 9227AG 9246AG "
    "9400TA 9512CG 9719AG 9795AG 9844GA 9871AG 9875AG 9879AG 9883AG ";
enum { N_MAX = 80 };

static gnbs_marker_t marker[N_MAX];
static double af[N_MAX];
static size_t n;

static uint8_t code_of(char base) {
    return base == 'A' ? 0 : base == 'C' ? 1 : base == 'G' ? 2 : 3;
}
static void read_sites(int32_t tid) {
    const char *s = SITES;
    for (n = 0; *s != '\0'; n++) {
        char *rest;
        long at = strtol(s, &rest, 10);
        assert_true(n < N_MAX);
        marker[n] = (gnbs_marker_t){.tid = tid,
                                    .pos = 10000000 + at - 1,
                                    .ref = code_of(rest[0]),
                                    .alt = code_of(rest[1]),
                                    .af = 0.5};
        af[n] = 0.5;
        s = rest + 3;
    }
}

static gnbs_code_t no_reference(void *ctx, gnbs_region_t r, uint8_t *codes,
                                gnbs_err_t *err) {
    (void)ctx, (void)err;
    memset(codes, 4, (size_t)gnbs_region_len(r));
    return GNBS_OK;
}

static void read_person(const char *dir, const char *name, gnbs_arena_t *arena,
                        int8_t genotype[]) {
    char path[600];
    gnbs_err_t err;
    gnbs_reads_t *reads;
    const gnbs_reads_opt_t opt = {0};
    const gnbs_qc_opt_t qc = gnbs_qc_opt_default();
    snprintf(path, sizeof path, "%s/%s.chr20.10_10p1mb_sorted.bam", dir, name);
    assert_ok(gnbs_reads_open(path, NULL, &opt, &reads, &err), &err);
    const gnbs_contigs_t *contigs = gnbs_reads_contigs(reads);
    const gnbs_ref_source_t ref = {NULL, contigs, no_reference};
    gnbs_read_source_t source = gnbs_reads_source(reads);
    read_sites(gnbs_contig_find(contigs, "20"));
    assert_ok(gnbs_run_read_markers_of(&source, &ref, GNBS_BUILD_GRCH37, &qc, 1, 2, n,
                                       marker, NULL, arena, genotype, &err),
              &err);
    gnbs_reads_close(reads);
}

static void a_real_family_is_told_from_a_couple(void **state) {
    (void)state;
    char dir[512];
    if (shared_file(dir, sizeof dir, "reads/NA12891.chr20.10_10p1mb_sorted.bam") == NULL)
        return;
    *strrchr(dir, '/') = '\0';
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    static int8_t child[N_MAX], mother[N_MAX], father[N_MAX];
    read_person(dir, "HG001", &arena, child);
    read_person(dir, "NA12892", &arena, mother);
    read_person(dir, "NA12891", &arena, father);
    const gnbs_qc_kin_opt_t opt = gnbs_qc_kin_opt_default();
    gnbs_qc_kin_t by_father = gnbs_qc_kin(&opt, n, af, child, father),
                  by_mother = gnbs_qc_kin(&opt, n, af, child, mother),
                  couple = gnbs_qc_kin(&opt, n, af, mother, father);
    assert_true(by_father.n >= 40 && by_mother.n >= 40 && couple.n >= 40);
    assert_int_equal(by_father.n_opposite, 0);
    assert_int_equal(by_mother.n_opposite, 0);
    assert_true(couple.n_opposite >= 5);
    assert_int_equal(gnbs_qc_kin_is_parent(&opt, &by_father), 1);
    assert_int_not_equal(gnbs_qc_kin_is_parent(&opt, &by_mother), 0);
    assert_int_equal(gnbs_qc_kin_is_parent(&opt, &couple), 0);
    gnbs_qc_kin_t self = gnbs_qc_kin(&opt, n, af, child, child);
    assert_int_equal(self.best, GNBS_KIN_SAME);
    gnbs_arena_clear(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_real_family_is_told_from_a_couple),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
