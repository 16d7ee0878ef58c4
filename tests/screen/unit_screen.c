#include "support/testing.h"

#include "support/make_case.h"

static gnbs_outcome_t judge(made_case_t *m, gnbs_arena_t *arena) {
    gnbs_err_t err;
    gnbs_screen_opt_t opt = gnbs_screen_opt_default();
    assert_ok(gnbs_screen_case(&opt, GNBS_METHOD_SMALL_VARIANT, &m->c, arena, &err), &err);
    return m->c.outcome[0];
}

/* The lines of a test between making the case and letting it go; variadic, because bodies hold commas. */
#define CASE(...)                                                                          \
    made_case_t m;                                                                         \
    gnbs_arena_t arena;                                                                    \
    gnbs_arena_init(&arena);                                                               \
    make_case(&m);                                                                         \
    __VA_ARGS__                                                                            \
    gnbs_arena_clear(&arena);                                                              \
    (void)state

static void expect(made_case_t *m, gnbs_arena_t *arena, gnbs_outcome_kind_t kind,
                   gnbs_reason_t reason) {
    gnbs_outcome_t o = judge(m, arena);
    assert_string_equal(gnbs_reason_code(o.reason), gnbs_reason_code(reason));
    assert_int_equal(o.outcome, kind);
}

static void a_gene_read_in_full_without_variants_is_not_suspected(void **state) {
    CASE({ expect(&m, &arena, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING); });
}
static void disease_alleles_that_could_not_be_judged_are_named(void **state) {
    CASE({
        gnbs_known_t known[3] = {{.variant = {0, 1010, "A", "G"}, .clinvar_id = "11"},
                                 {.variant = {0, 2010, "CT", "C"}, .clinvar_id = "12"},
                                 {.variant = {1, 1010, "A", "G"}, .clinvar_id = "13"}};
        const gnbs_known_state_t seen[3] = {{&known[0], GNBS_KNOWN_ABSENT, 30, 60},
                                            {&known[1], GNBS_KNOWN_NOT_CALLABLE, 2, 0},
                                            {&known[2], GNBS_KNOWN_NOT_CALLABLE, 0, 0}};
        m.c.n_known_state = 3;
        m.c.known_state = seen;
        gnbs_outcome_t o = judge(&m, &arena);
        assert_int_equal(o.n_known, 2); /* the third is another gene's */
        assert_int_equal(o.n_known_callable, 1);
        assert_string_equal(o.known_missed[0], "chr1:2011 CT>C (ClinVar 12)");
    });
}
static void a_carrier_of_a_recessive_condition_is_not_suspected_and_not_a_finding(
    void **state) {
    CASE({
        add_variant(&m, 0, 1010, 1, 2);
        expect(&m, &arena, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
        assert_int_equal(m.c.n_finding, 0);
    });
}
static void a_homozygous_known_variant_is_suspected(void **state) {
    CASE({
        add_variant(&m, 0, 1010, 2, 2);
        expect(&m, &arena, GNBS_OUTCOME_SUSPECTED, GNBS_REASON_HOMOZYGOUS);
        assert_int_equal(m.c.n_finding, 1);
        assert_non_null(strstr(m.c.finding[0].rule[0], "ClinVar 1: pathogenic"));
    });
}
static void two_variants_without_phase_are_suspected_and_say_so(void **state) {
    CASE({
        add_variant(&m, 0, 1010, 1, 2);
        add_variant(&m, 0, 2010, 1, 2);
        expect(&m, &arena, GNBS_OUTCOME_SUSPECTED, GNBS_REASON_COMPOUND_PHASE_UNKNOWN);
        assert_int_equal(m.c.finding[0].phase, GNBS_PHASE_UNKNOWN);
    });
}
static void two_variants_on_one_copy_are_a_carrier(void **state) {
    CASE({
        for (int i = 0; i < 2; i++) {
            gnbs_case_variant_t *v = add_variant(&m, 0, 1010 + 20 * i, 1, 2);
            v->call.is_phased = true, v->call.haplotype = 1, v->call.phase_set = 1010;
        }
        expect(&m, &arena, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
        m.variant[1].call.haplotype = 2;
        expect(&m, &arena, GNBS_OUTCOME_SUSPECTED, GNBS_REASON_COMPOUND_TRANS);
    });
}
static void one_variant_is_enough_for_a_dominant_condition(void **state) {
    CASE({
        m.row[0].inheritance = GNBS_INH_AD;
        add_variant(&m, 0, 1010, 1, 2);
        expect(&m, &arena, GNBS_OUTCOME_SUSPECTED, GNBS_REASON_HETEROZYGOUS_DOMINANT);
    });
}
static void x_linked_recessive_depends_on_sex(void **state) {
    CASE({
        m.row[0] = make_row("SYX1", "HGNC:9000002", GNBS_INH_XLR);
        add_variant(&m, 1, 1010, 1, 2);
        expect(&m, &arena, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
        m.c.sex_declared = GNBS_SEX_MALE;
        m.variant[0].call.ploidy = 1;
        expect(&m, &arena, GNBS_OUTCOME_SUSPECTED, GNBS_REASON_HEMIZYGOUS);
        m.c.sex_declared = GNBS_SEX_UNKNOWN;
        m.c.n_variant = 0;
        expect(&m, &arena, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_SEX_UNKNOWN);
    });
}
static void an_exon_without_reads_is_not_assessed_and_named(void **state) {
    CASE({
        m.span[0] = (gnbs_callable_span_t){{0, 900, 1990}, GNBS_CALLABLE, 30};
        m.span[1] = (gnbs_callable_span_t){{0, 1990, 2300}, GNBS_CALLABLE_NO_COVERAGE, 0};
        expect(&m, &arena, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_LOW_CALLABILITY);
        /* exon 2: 200 coding bases and 2 of the splice acceptor; exon 1: 100 and 2 of the donor */
        assert_string_equal(m.c.outcome[0].gap[0], "exon 2: 202 of 202 bases, NO_COVERAGE");
        assert_int_equal(m.c.outcome[0].target_bp, 304);
        assert_int_equal(m.c.outcome[0].callable_bp, 102);
    });
}
static void bases_nobody_looked_at_count_as_unread(void **state) {
    CASE({
        m.c.n_callable = 1;
        m.span[0].region.end = 1500;
        expect(&m, &arena, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_LOW_CALLABILITY);
    });
}
static void a_gap_does_not_hide_a_finding(void **state) {
    CASE({
        m.span[0].region.end = 1500;
        add_variant(&m, 0, 1010, 2, 2);
        expect(&m, &arena, GNBS_OUTCOME_SUSPECTED, GNBS_REASON_HOMOZYGOUS);
    });
}
static void a_list_of_variants_alone_reassures_nobody(void **state) {
    CASE({
        m.c.n_callable = 0;
        expect(&m, &arena, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_NO_REFERENCE_CONFIDENCE);
    });
}
static void a_doubtful_call_that_would_matter_is_not_assessed(void **state) {
    CASE({
        add_variant(&m, 0, 1010, 2, 2)->call.filter = GNBS_FILTER_STRAND;
        expect(&m, &arena, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_UNCERTAIN_CALL);
        m.variant[0].call.n_alt = 1; /* at most a carrier: the doubt changes nothing */
        expect(&m, &arena, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
    });
}
/* Exon 2 (2000-2200) of gene i in one copy less, or in none. */
typedef struct made_deletion {
    gnbs_dosage_t event;
    gnbs_dosage_effect_t effect;
} made_deletion_t;

static gnbs_case_variant_t *add_deletion(made_case_t *m, made_deletion_t *d, int i_gene,
                                         int copies, int expected) {
    *d = (made_deletion_t){.event = {.region = {i_gene, 1800, 2400},
                                     .expected = (int8_t)expected,
                                     .copies = (int8_t)copies,
                                     .ratio = (double)copies / expected,
                                     .log10_bf = 20,
                                     .log10_bf_depth = 20},
                           .effect = {.tx = &m->tx[i_gene],
                                      .first_exon = 2,
                                      .last_exon = 2,
                                      .is_lof = true,
                                      .effect_why = "Exon 2 is lost"}};
    gnbs_case_variant_t *v = add_variant(m, i_gene, 1799, expected - copies, expected);
    v->call.variant.alt = "<DEL>";
    v->known = NULL;
    v->dosage = &d->event;
    v->dosage_effect = &d->effect;
    m->row[0].classes |= GNBS_CLASS_CNV;
    return v;
}

static void a_deletion_is_a_hit_like_another(void **state) {
    CASE({
        made_deletion_t d;
        add_deletion(&m, &d, 0, 1, 2);
        expect(&m, &arena, GNBS_OUTCOME_NOT_SUSPECTED,
               GNBS_REASON_NO_FINDING); /* a carrier */
        add_variant(&m, 0, 1010, 1, 2);
        expect(&m, &arena, GNBS_OUTCOME_SUSPECTED, GNBS_REASON_COMPOUND_PHASE_UNKNOWN);
        assert_non_null(strstr(m.c.finding[0].rule[0], "Exon 2 is lost"));
        m.row[0].classes = GNBS_CLASS_SNV; /* the row does not ask for such variants */
        expect(&m, &arena, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
    });
}
static void a_variant_on_the_copy_that_is_left_lies_in_trans(void **state) {
    CASE({
        made_deletion_t d;
        add_deletion(&m, &d, 0, 1, 2);
        add_variant(&m, 0, 2010, 2, 2); /* looks homozygous: the other copy is not there */
        expect(&m, &arena, GNBS_OUTCOME_SUSPECTED, GNBS_REASON_COMPOUND_TRANS);
        assert_int_equal(m.c.finding[0].n_variant, 2);
        m.variant[1].call.variant.pos = 1010; /* outside: homozygous in its own right */
        expect(&m, &arena, GNBS_OUTCOME_SUSPECTED, GNBS_REASON_HOMOZYGOUS);
        assert_int_equal(m.c.finding[0].n_variant, 1);
    });
}
static void two_deletions_of_the_same_bases_lie_in_trans(void **state) {
    CASE({
        made_deletion_t d[2];
        add_deletion(&m, &d[0], 0, 1, 2);
        add_deletion(&m, &d[1], 0, 1, 2);
        d[1].event.region.beg = 2100, d[1].event.region.end = 5000;
        expect(&m, &arena, GNBS_OUTCOME_SUSPECTED, GNBS_REASON_COMPOUND_TRANS);
        d[1].event.region.beg = 2400; /* apart: nobody knows */
        expect(&m, &arena, GNBS_OUTCOME_SUSPECTED, GNBS_REASON_COMPOUND_PHASE_UNKNOWN);
    });
}
static void both_copies_lost_and_the_only_copy_lost_are_suspected(void **state) {
    CASE({
        made_deletion_t d;
        add_deletion(&m, &d, 0, 0, 2);
        expect(&m, &arena, GNBS_OUTCOME_SUSPECTED, GNBS_REASON_HOMOZYGOUS);
        m.c.n_variant = 0;
        m.row[0] = make_row("SYX1", "HGNC:9000002", GNBS_INH_XLR);
        m.c.sex_declared = GNBS_SEX_MALE;
        add_deletion(&m, &d, 1, 0, 1);
        expect(&m, &arena, GNBS_OUTCOME_SUSPECTED, GNBS_REASON_HEMIZYGOUS);
    });
}
static void a_doubtful_deletion_stops_a_reassurance_only_where_it_would_matter(
    void **state) {
    CASE({
        made_deletion_t d;
        add_deletion(&m, &d, 0, 1, 2);
        d.event.filter = GNBS_DOSAGE_NO_JUNCTION;
        expect(&m, &arena, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
        add_variant(&m, 0, 1010, 1, 2);
        expect(&m, &arena, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_DOSAGE_SIGN);
        assert_non_null(strstr(m.c.outcome[0].detail, "chr1:1801-2400: possible deletion"));
        m.c.n_variant = 1;
        m.row[0].inheritance = GNBS_INH_AD; /* one is enough: it must be clear */
        expect(&m, &arena, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_DOSAGE_SIGN);
        d.event.log10_bf_depth = 4;
        expect(&m, &arena, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
        d.event.log10_bf_depth = 20;
        m.row[0].mechanism = "GoF";
        expect(&m, &arena, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
    });
}
static void a_deletion_of_unknown_effect_in_a_boys_only_copy_is_not_passed_over(
    void **state) {
    CASE({
        made_deletion_t d;
        m.row[0] = make_row("SYX1", "HGNC:9000002", GNBS_INH_XLR);
        m.c.sex_declared = GNBS_SEX_MALE;
        add_deletion(&m, &d, 1, 0, 1);
        d.effect.is_lof = false, d.effect.is_unclear = true; /* in frame */
        expect(&m, &arena, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_DOSAGE_SIGN);
        d.effect.is_unclear = false;
        expect(&m, &arena, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
    });
}
static void whether_copies_were_counted_is_a_limit_with_its_reason(void **state) {
    CASE({
        gnbs_tile_t tile[] = {{.region = {0, 1000, 1100}, .is_usable = true},
                              {.region = {0, 2000, 2200}}};
        m.c.dosage_why_not = "Too few reads to count copies";
        gnbs_outcome_t o = judge(&m, &arena);
        assert_non_null(strstr(o.limit[0], "were not looked for (Too few reads"));
        m.c.dosage_why_not = NULL;
        m.c.n_tile = 2, m.c.tile = tile;
        gnbs_screen_opt_t opt = gnbs_screen_opt_default();
        gnbs_err_t err;
        assert_ok(gnbs_screen_case(&opt, GNBS_METHOD_SMALL_VARIANT | GNBS_METHOD_DOSAGE,
                                   &m.c, &arena, &err),
                  &err);
        assert_string_equal(m.c.outcome[0].limit[0],
                            "Deletions and duplications could not be judged in 1 of 2 "
                            "coding exons");
    });
}
static void methods_that_did_not_run_are_named(void **state) {
    CASE({
        m.row[0].inheritance = GNBS_INH_MT;
        expect(&m, &arena, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_NO_METHOD_MT);
        m.row[0].inheritance = GNBS_INH_AR;
        m.row[0].classes = GNBS_CLASS_CNV;
        expect(&m, &arena, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_NO_METHOD_DOSAGE);
        m.row[0].classes = GNBS_CLASS_SNV;
        m.gene[0].difficulty = GNBS_DIFFICULT_NEEDS_METHOD;
        add_variant(&m, 0, 1010, 2,
                    2); /* calls in a gene that its copy misleads are not believed */
        expect(&m, &arena, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_NO_METHOD_PARALOGUE);
    });
}
static void a_gene_without_reference_or_model_is_not_assessed(void **state) {
    CASE({
        m.gene[0].target_n_bp = 1;
        expect(&m, &arena, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_NO_REFERENCE);
        m.row[0].hgnc_id = "HGNC:1";
        expect(&m, &arena, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_NOT_IN_BUNDLE);
    });
}
static void a_closed_gate_holds_every_condition(void **state) {
    CASE({
        add_variant(&m, 0, 1010, 2, 2);
        m.c.quality.passes = false;
        m.c.quality.fail_reason = "Mean depth is 12.0x";
        expect(&m, &arena, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_QUALITY_GATE);
        assert_int_equal(m.c.n_finding, 0);
        m.c.quality.sex_inferred = GNBS_SEX_MALE;
        expect(&m, &arena, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_SEX_MISMATCH);
    });
}
static void only_green_rows_are_screened(void **state) {
    CASE({
        m.row[1] = make_row("SYX1", "HGNC:9000002", GNBS_INH_XLR);
        m.row[1].status = GNBS_STATUS_AMBER;
        m.panel.n_condition = 2;
        judge(&m, &arena);
        assert_int_equal(m.c.n_outcome, 1);
    });
}
static void inclusion_and_exclusion_lists_rule(void **state) {
    CASE({
        gnbs_panel_allele_t allele = {.gene = "SYN1",
                                      .hgnc_id = "HGNC:9000001",
                                      .chrom = "1",
                                      .ref = "A",
                                      .alt = "G",
                                      .pos = 1010,
                                      .hgvs = "",
                                      .condition = "",
                                      .reason = "mild allele",
                                      .source = "a paper",
                                      .date = "",
                                      .curator = ""};
        add_variant(&m, 0, 1010, 2, 2);
        m.panel.n_exclude = 1, m.panel.exclude = &allele;
        expect(&m, &arena, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
        m.panel.n_exclude = 0, m.panel.n_include = 1, m.panel.include = &allele;
        m.known[0].sig = GNBS_CLNSIG_UNCERTAIN;
        m.row[0].policy = GNBS_POLICY_NAMED;
        expect(&m, &arena, GNBS_OUTCOME_SUSPECTED, GNBS_REASON_HOMOZYGOUS);
        allele.condition = "another condition"; /* of the same gene: not this row's */
        expect(&m, &arena, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_NO_NAMED_ALLELE);
    });
}
static void most_of_the_named_variants_must_be_judged_and_the_rest_is_said(void **state) {
    CASE({
        enum { N = 40 };
        gnbs_panel_allele_t allele[N];
        for (int i = 0; i < N; i++)
            allele[i] = (gnbs_panel_allele_t){.gene = "SYN1",
                                              .hgnc_id = "HGNC:9000001",
                                              .chrom = "chr1",
                                              .ref = "A",
                                              .alt = "G",
                                              .pos = 1000 + i,
                                              .hgvs = "",
                                              .condition = "",
                                              .reason = "",
                                              .source = "",
                                              .date = "",
                                              .curator = ""};
        allele[N - 1].pos = 50000; /* nobody looked there */
        m.row[0].policy = GNBS_POLICY_NAMED;
        m.panel.include = allele;
        m.panel.n_include = N; /* 39 of 40: above the 95 % that a gene needs too */
        gnbs_outcome_t o = judge(&m, &arena);
        assert_int_equal(o.outcome, GNBS_OUTCOME_NOT_SUSPECTED);
        assert_int_equal(o.n_known, 40);
        assert_int_equal(o.n_known_callable, 39);
        assert_string_equal(o.limit[o.n_limit - 1],
                            "1 of 40 named variants could not be judged");
        m.panel.include = allele + N - 2;
        m.panel.n_include = 2; /* one of two */
        expect(&m, &arena, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_LOW_CALLABILITY);
    });
}
static void loss_of_function_is_reported_where_the_panel_says_so(void **state) {
    CASE({
        add_variant(&m, 0, 1010, 2, 2)->known = NULL;
        m.consequence[0].terms = UINT64_C(1) << GNBS_CSQ_STOP_GAINED;
        expect(&m, &arena, GNBS_OUTCOME_SUSPECTED, GNBS_REASON_HOMOZYGOUS);
        m.row[0].policy = GNBS_POLICY_KNOWN;
        expect(&m, &arena, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
        m.row[0].policy = GNBS_POLICY_KNOWN_LOF;
        const gnbs_frequency_t common = {.variant = m.variant[0].call.variant,
                                         .af = 0.02,
                                         .faf95 = -1,
                                         .af_grpmax = -1,
                                         .grpmax = "",
                                         .source = "x"};
        m.variant[0].frequency = &common; /* above 1 %: not a rare disease */
        expect(&m, &arena, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
    });
}
static void conflicting_and_uncertain_assertions_are_not_reported(void **state) {
    CASE({
        add_variant(&m, 0, 1010, 2, 2);
        m.known[0].sig = GNBS_CLNSIG_CONFLICTING;
        expect(&m, &arena, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
        m.known[0].sig = GNBS_CLNSIG_UNCERTAIN;
        expect(&m, &arena, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
    });
}
static void two_conditions_of_one_gene_are_judged_each_by_its_own_inheritance(
    void **state) {
    CASE({
        m.row[1] = make_row("SYN1", "HGNC:9000001", GNBS_INH_AD);
        m.row[1].condition = "its dominant form";
        m.panel.n_condition = 2;
        add_variant(&m, 0, 1010, 1, 2);
        judge(&m, &arena);
        assert_int_equal(m.c.n_outcome, 2);
        assert_int_equal(m.c.outcome[0].outcome, GNBS_OUTCOME_NOT_SUSPECTED);
        assert_int_equal(m.c.outcome[1].outcome, GNBS_OUTCOME_SUSPECTED);
        assert_int_equal(m.c.n_finding, 1);
    });
}
static void two_alleles_of_one_base_are_in_trans_however_they_were_split(void **state) {
    CASE({
        /* 1/2 split into two records: neither says that the other copy is the reference */
        add_variant(&m, 0, 1010, 1, 2);
        add_variant(&m, 0, 1010, 1, 2)->call.variant.alt = "T";
        expect(&m, &arena, GNBS_OUTCOME_SUSPECTED, GNBS_REASON_COMPOUND_TRANS);
        m.variant[1].call.variant.pos = 1011; /* neighbours may share a copy */
        expect(&m, &arena, GNBS_OUTCOME_SUSPECTED, GNBS_REASON_COMPOUND_PHASE_UNKNOWN);
    });
}
static void on_the_pseudo_autosomal_region_a_boy_is_judged_as_on_an_autosome(void **state) {
    CASE({
        /* GRCh38 PAR1 is X:10,001-2,781,479: a place at 1,000 is before it, one at 20,000 in it */
        m.row[0] = make_row("SYX1", "HGNC:9000002", GNBS_INH_AR);
        m.bundle.build = GNBS_BUILD_GRCH38;
        m.c.sex_declared = GNBS_SEX_MALE;
        m.exon[0] = (gnbs_exon_t){20000, 20100};
        m.exon[1] = (gnbs_exon_t){21000, 21200};
        m.tx[1].beg = m.tx[1].cds_beg = m.gene[1].beg = 20000;
        m.tx[1].end = m.tx[1].cds_end = m.gene[1].end = 21200;
        m.span[1].region = (gnbs_region_t){1, 19000, 22000};
        add_variant(&m, 1, 20010, 1, 2);
        expect(&m, &arena, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
        m.variant[0].call.n_alt = 2;
        expect(&m, &arena, GNBS_OUTCOME_SUSPECTED, GNBS_REASON_HOMOZYGOUS);
    });
}
static void findings_come_certain_first_then_strong_then_urgent(void **state) {
    CASE({
        m.row[1] = make_row("SYX1", "HGNC:9000002", GNBS_INH_XLD);
        m.row[1].line = 3;
        m.panel.n_condition = 2;
        add_variant(&m, 0, 1010, 1, 2);
        add_variant(&m, 0, 2010, 1, 2); /* phase unknown */
        add_variant(&m, 1, 1010, 1, 2); /* certain */
        judge(&m, &arena);
        assert_int_equal(m.c.n_finding, 2);
        assert_ptr_equal(m.c.finding[0].condition, &m.row[1]);
        assert_int_equal(m.c.outcome[0].first_finding, 1);
        assert_int_equal(m.c.outcome[1].first_finding, 0);
    });
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_gene_read_in_full_without_variants_is_not_suspected),
        cmocka_unit_test(disease_alleles_that_could_not_be_judged_are_named),
        cmocka_unit_test(
            a_carrier_of_a_recessive_condition_is_not_suspected_and_not_a_finding),
        cmocka_unit_test(a_homozygous_known_variant_is_suspected),
        cmocka_unit_test(two_variants_without_phase_are_suspected_and_say_so),
        cmocka_unit_test(two_variants_on_one_copy_are_a_carrier),
        cmocka_unit_test(one_variant_is_enough_for_a_dominant_condition),
        cmocka_unit_test(x_linked_recessive_depends_on_sex),
        cmocka_unit_test(an_exon_without_reads_is_not_assessed_and_named),
        cmocka_unit_test(bases_nobody_looked_at_count_as_unread),
        cmocka_unit_test(a_gap_does_not_hide_a_finding),
        cmocka_unit_test(a_list_of_variants_alone_reassures_nobody),
        cmocka_unit_test(a_doubtful_call_that_would_matter_is_not_assessed),
        cmocka_unit_test(a_deletion_is_a_hit_like_another),
        cmocka_unit_test(a_variant_on_the_copy_that_is_left_lies_in_trans),
        cmocka_unit_test(two_deletions_of_the_same_bases_lie_in_trans),
        cmocka_unit_test(both_copies_lost_and_the_only_copy_lost_are_suspected),
        cmocka_unit_test(
            a_doubtful_deletion_stops_a_reassurance_only_where_it_would_matter),
        cmocka_unit_test(
            a_deletion_of_unknown_effect_in_a_boys_only_copy_is_not_passed_over),
        cmocka_unit_test(whether_copies_were_counted_is_a_limit_with_its_reason),
        cmocka_unit_test(methods_that_did_not_run_are_named),
        cmocka_unit_test(a_gene_without_reference_or_model_is_not_assessed),
        cmocka_unit_test(a_closed_gate_holds_every_condition),
        cmocka_unit_test(only_green_rows_are_screened),
        cmocka_unit_test(inclusion_and_exclusion_lists_rule),
        cmocka_unit_test(most_of_the_named_variants_must_be_judged_and_the_rest_is_said),
        cmocka_unit_test(loss_of_function_is_reported_where_the_panel_says_so),
        cmocka_unit_test(conflicting_and_uncertain_assertions_are_not_reported),
        cmocka_unit_test(two_conditions_of_one_gene_are_judged_each_by_its_own_inheritance),
        cmocka_unit_test(two_alleles_of_one_base_are_in_trans_however_they_were_split),
        cmocka_unit_test(on_the_pseudo_autosomal_region_a_boy_is_judged_as_on_an_autosome),
        cmocka_unit_test(findings_come_certain_first_then_strong_then_urgent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
