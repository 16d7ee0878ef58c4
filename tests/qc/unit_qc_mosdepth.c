/* Real reads, against mosdepth 0.3.3 on the same file:
 *
 *     mosdepth -n -c 20 --by r.bed -T 1,15,20 out HG002_NIST_150bp_downsampled_30x.chr20.10_10p1mb.bam
 *
 * with r.bed = 20:10,000,001-10,100,000: total_region 3,032,250 bases; 15x 99,574; 20x 95,826. scripts/check_qc.sh compares
 * every base of this and other files with the mosdepth that is installed. */
#include "support/testing.h"

#include "evidence/evidence.h"
#include "io/reads.h"
#include "qc/qc.h"

static gnbs_code_t fetch_all_a(void *ctx, gnbs_region_t region, uint8_t *codes,
                               gnbs_err_t *err) {
    (void)ctx, (void)err;
    memset(codes, 0,
           (size_t)gnbs_region_len(region)); /* depth asks only that it is not N */
    return GNBS_OK;
}
static gnbs_code_t observe(const void *ctx, const gnbs_chunk_t *c, gnbs_arena_t *arena,
                           void **result, gnbs_err_t *err) {
    (void)ctx;
    gnbs_qc_part_t *part = GNBS_NEW(arena, gnbs_qc_part_t, 1);
    const gnbs_qc_opt_t opt = gnbs_qc_opt_default();
    const gnbs_qc_request_t rq = {.opt = &opt};
    *result = part;
    return gnbs_qc_observe(&rq, c, arena, part, err);
}
static gnbs_code_t collect(void *ctx, const gnbs_chunk_t *c, void *result,
                           gnbs_err_t *err) {
    (void)c, (void)err;
    gnbs_qc_add(ctx, result);
    return GNBS_OK;
}

static void depth_of_real_reads_is_mosdepths(void **state) {
    (void)state;
    char path[600];
    if (shared_file(path, sizeof path,
                    "reads/HG002_NIST_150bp_downsampled_30x.chr20.10_10p1mb.bam") == NULL)
        return;
    const gnbs_contig_t contig[] = {{"chr20", 63025520, ""}};
    const gnbs_contigs_t contigs = {1, contig, "b37"};
    const gnbs_reads_opt_t opt = {0};
    gnbs_reads_t *reads;
    gnbs_err_t err;
    assert_ok(gnbs_reads_open(path, &contigs, &opt, &reads, &err), &err);
    assert_string_equal(gnbs_reads_sample(reads), "HG002");
    gnbs_read_source_t source = gnbs_reads_source(reads);
    gnbs_ref_source_t ref = {NULL, &contigs, fetch_all_a};
    gnbs_evidence_opt_t how = gnbs_evidence_opt_default();
    how.n_threads = 2;
    const gnbs_region_t target = {0, 10000000, 10100000};
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_schedule_t schedule;
    static gnbs_qc_sum_t sum;
    const gnbs_observer_t observer = {"quality", &sum, observe, collect};
    assert_ok(gnbs_evidence_plan(&how, 1, &target, &arena, &schedule, &err), &err);
    assert_ok(gnbs_evidence_pass(&how, &schedule, GNBS_BUILD_GRCH37, &source, &ref, 1,
                                 &observer, NULL, NULL, &err),
              &err);
    assert_int_equal(sum.count.auto_bp, 100000);
    assert_int_equal(sum.count.auto_depth, 3032250);
    int64_t n15 = 0, n20 = 0;
    for (int d = 15; d < GNBS_QC_DEPTHS; d++) n15 += sum.hist[d];
    for (int d = 20; d < GNBS_QC_DEPTHS; d++) n20 += sum.hist[d];
    assert_int_equal(n15, 99574);
    assert_int_equal(n20, 95826);
    gnbs_arena_clear(&arena);
    gnbs_reads_close(reads);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(depth_of_real_reads_is_mosdepths)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
