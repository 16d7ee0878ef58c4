#include "io/fasta.h"
#include "io/table_read.h"
#include "mito/mito.h"
#include "run/run_mito.h"
#include "support/testing.h"

static const char VARIANTS[] =
    "##call_from=0.03\n##confirm_below=0.1\n##homoplasmic_from=0.95\n##report_from=0.1\n"
    "gene\tpos\tref\talt\tname\tcondition\treport_from\tsource\n"
    "MT-B\t20\tC\tT\tm.20C>T\tb\t0.2\tmade\n"
    "MT-A\t10\tA\tG\tm.10A>G\ta\t0.95\tmade\n";
static const char SITES[] = "first\tlast\twhy\tsource\n30\t32\tmade\tmade\n";

static gnbs_code_t read_text(const char *variants, const char *sites, gnbs_arena_t *arena,
                             gnbs_mito_policy_t *policy, gnbs_err_t *err) {
    gnbs_table_t t[2];
    GNBS_TRY(
        gnbs_table_parse("variants", variants, strlen(variants), '\t', arena, &t[0], err));
    GNBS_TRY(gnbs_table_parse("sites", sites, strlen(sites), '\t', arena, &t[1], err));
    return gnbs_mito_read_policy(&t[0], &t[1], NULL, arena, policy, err);
}

static void a_row_says_from_which_fraction(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_err_t err = {0};
    gnbs_mito_policy_t p;
    assert_ok(read_text(VARIANTS, SITES, &arena, &p, &err), &err);
    const gnbs_variant_t listed = {0, 9, "A", "G"}, other = {0, 9, "A", "C"};
    assert_string_equal(gnbs_mito_find_rule(&p, &listed)->name, "m.10A>G");
    assert_null(gnbs_mito_find_rule(&p, &other));
    assert_near(gnbs_mito_report_from(&p, &listed), 0.95, 0);
    assert_near(gnbs_mito_report_from(&p, &other), 0.1, 0);
    assert_non_null(gnbs_mito_find_site(&p, 31, 32)); /* position 32, counted from 1 */
    assert_null(gnbs_mito_find_site(&p, 32, 40));
    assert_null(gnbs_mito_find_site(&p, 20, 29));
    gnbs_arena_clear(&arena);
}

static void a_broken_table_is_named(void **state) {
    (void)state;
    static const struct {
        const char *from, *to, *words;
    } CASES[] = {{"##report_from=0.1\n", "", "no ##report_from= line"},
                 {"call_from=0.03", "call_from=3", "call_from '3'"},
                 {"call_from=0.03", "call_from=0.99", "above homoplasmic_from"},
                 {"\t0.95\t", "\tnan\t", "line 7: report_from 'nan'"},
                 {"\t10\t", "\t0\t", "line 7: position '0'"},
                 {"\tA\tG\t", "\tA\t<DEL>\t", "line 7: alleles"},
                 {"20\tC\tT", "10\tA\tG", "twice"},
                 {"condition", "disease", "no column 'condition'"}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        gnbs_arena_t arena;
        gnbs_arena_init(&arena);
        gnbs_err_t err = {0};
        gnbs_mito_policy_t p;
        char text[1024];
        const char *at = strstr(VARIANTS, CASES[i].from);
        assert_non_null(at);
        snprintf(text, sizeof text, "%.*s%s%s", (int)(at - VARIANTS), VARIANTS, CASES[i].to,
                 at + strlen(CASES[i].from));
        gnbs_code_t code = read_text(text, SITES, &arena, &p, &err);
        assert_true(code == GNBS_E_FORMAT || code == GNBS_E_DATA);
        if (strstr(err.msg, CASES[i].words) == NULL)
            fail_msg("'%s' lacks '%s'", err.msg, CASES[i].words);
        gnbs_arena_clear(&arena);
    }
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_err_t err = {0};
    gnbs_mito_policy_t p;
    assert_fails(
        read_text(VARIANTS, "first\tlast\twhy\tsource\n32\t30\tx\tx\n", &arena, &p, &err),
        GNBS_E_FORMAT, &err, "last before first");
    gnbs_arena_clear(&arena);
}

/* The tables as shipped, against the reference: every REF is rCRS's base. */
static void shipped_tables_agree_with_the_reference(void **state) {
    (void)state;
    char path[512];
    if (shared_file(path, sizeof path, "mito/gatk_Homo_sapiens_assembly38.mt_only.fasta") ==
        NULL)
        return;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_err_t err = {0};
    gnbs_fasta_t *fasta;
    assert_ok(gnbs_fasta_open(path, &fasta, &err), &err);
    gnbs_ref_source_t source = gnbs_fasta_source(fasta);
    gnbs_mito_ref_t ref;
    const char *refusal;
    assert_ok(gnbs_run_mito_reference(gnbs_fasta_contigs(fasta), &source, &arena, &ref,
                                      &refusal, &err),
              &err);
    assert_string_equal(refusal, "");
    gnbs_mito_policy_t p;
    assert_ok(gnbs_run_mito_policy(&ref, &arena, &p, &err), &err);
    const gnbs_variant_t m1555 = {0, 1554, "A", "G"}, m1494 = {0, 1493, "C", "T"};
    assert_near(gnbs_mito_report_from(&p, &m1555), 0.95, 0);
    assert_near(gnbs_mito_report_from(&p, &m1494), 0.95, 0);
    assert_near(p.confirm_below, 0.10, 0);
    gnbs_fasta_close(fasta);
    gnbs_arena_clear(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_says_from_which_fraction),
        cmocka_unit_test(a_broken_table_is_named),
        cmocka_unit_test(shipped_tables_agree_with_the_reference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
