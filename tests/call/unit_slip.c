#include "support/testing.h"

#include <math.h>

#include "call/call_pairhmm.h"
#include "call/call_slip.h"
#include "support/make_chunk.h"

/* Ten A at 195..204 in 400 bases without other repeats. */
static char REF[401];
static made_chunk_t m;

static int set_up(void **state) {
    (void)state;
    make_letters(REF, 400, 7);
    memcpy(REF + 194, "CAAAAAAAAAAG", 12);
    make_chunk(&m, "chr1", REF, 100, 300);
    return 0;
}

/* n reads over the tract, the first n_slip of them one A short. */
static gnbs_slip_count_t count(int n, int n_slip) {
    set_up(NULL);
    for (int i = 0; i < n; i++) {
        char bases[100];
        bool has_slipped = i < n_slip;
        memcpy(bases, REF + 150, 99);
        if (has_slipped) memcpy(bases + 45, REF + 196, 54);
        bases[99] = '\0';
        add_read(&m, 150, has_slipped ? "45M1D54M" : "99M", bases, 37, i);
    }
    gnbs_call_opt_t opt = gnbs_call_opt_default();
    gnbs_slip_count_t c = {0};
    gnbs_call_count_slips(&m.chunk, &opt, &c);
    return c;
}

static void a_tract_without_slips_says_what_the_formula_says(void **state) {
    (void)state;
    gnbs_slip_count_t c = count(20, 0);
    assert_int_equal(c.n_tract[GNBS_SLIP_HOMOPOLYMER], 1);
    assert_int_equal(c.n_tract[GNBS_SLIP_REPEAT], 0);
    /* ten copies: Phred 25, one base more or less: s = 2 * 10^-2.5 = 0.0063246
     * 0.9 (1 - s)^20 = 0.792750;  0.2 * (0.8^20 + 0.7^20 + 0.6^20 + 0.5^20) / 4 = 0.000618;  ln of the sum = -0.23147 */
    assert_near(gnbs_call_slip_expected(1, 10), 0.0063246, 1e-7);
    assert_near((double)c.likelihood[0][GNBS_SLIP_GRID_ZERO] / 1e6, -0.23147, 2e-5);
}

static void reads_that_end_in_the_tract_say_nothing(void **state) {
    (void)state;
    gnbs_slip_count_t c = count(5, 0);
    assert_int_equal(c.n_tract[GNBS_SLIP_HOMOPOLYMER], 0); /* too few to tell */
    for (int i = 0; i < 20; i++) /* these end nine bases behind it */
        add_read(&m, 194, "20M", "CAAAAAAAAAAGACGTACGT", 37, 100 + i);
    gnbs_call_opt_t opt = gnbs_call_opt_default();
    gnbs_call_count_slips(&m.chunk, &opt, &c);
    assert_int_equal(c.n_tract[GNBS_SLIP_HOMOPOLYMER], 0);
}

static void shift_after(int n_tract, int n, int n_slip, double shift[GNBS_SLIP_CLASSES]) {
    gnbs_slip_count_t one = count(n, n_slip), sum = {0};
    for (int i = 0; i < n_tract; i++) gnbs_call_add_slips(&sum, &one);
    gnbs_call_slip_shift(&sum, shift);
}

static void clean_samples_slip_less_and_amplified_ones_more(void **state) {
    (void)state;
    double shift[GNBS_SLIP_CLASSES];
    gnbs_call_slip_shift(&(gnbs_slip_count_t){0}, shift);
    assert_near(shift[GNBS_SLIP_HOMOPOLYMER], 0, 0); /* nothing seen: the tables hold */
    shift_after(1, 20, 0, shift);                    /* one tract moves little */
    assert_in_range(shift[GNBS_SLIP_HOMOPOLYMER] * 2, 0, 4);
    shift_after(400, 20, 0, shift);
    assert_near(shift[GNBS_SLIP_HOMOPOLYMER], 14, 0);
    assert_near(shift[GNBS_SLIP_REPEAT], 0, 0); /* of which nothing was seen */
    /* one read of forty, 0.025 = four times the expected 0.0063: 6 Phred worse */
    shift_after(400, 40, 1, shift);
    assert_near(shift[GNBS_SLIP_HOMOPOLYMER], -6, 0.5);
}

static void heterozygous_tracts_are_no_slips(void **state) {
    (void)state;
    double shift[GNBS_SLIP_CLASSES];
    shift_after(40, 20, 8, shift);
    assert_true(shift[GNBS_SLIP_HOMOPOLYMER] >= -0.5);
}

static void rare_slips_are_believed_when_the_sample_is_clean(void **state) {
    (void)state;
    uint8_t hap[20];
    double open[2][20];
    for (int i = 0; i < 20; i++)
        hap[i] = (uint8_t)(i < 10 ? GNBS_BASE_A : (i * 7 + i / 3) % 4);
    gnbs_call_gap_open(20, hap, (double[2]){0, 0}, open[0]);
    gnbs_call_gap_open(20, hap, (double[2]){10, 0}, open[1]);
    assert_near(open[1][4], open[0][4] / 10, 1e-12);
    assert_near(open[1][19], open[0][19], 1e-12); /* outside repeats nothing changes */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tract_without_slips_says_what_the_formula_says),
        cmocka_unit_test(reads_that_end_in_the_tract_say_nothing),
        cmocka_unit_test(clean_samples_slip_less_and_amplified_ones_more),
        cmocka_unit_test(heterozygous_tracts_are_no_slips),
        cmocka_unit_test(rare_slips_are_believed_when_the_sample_is_clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
