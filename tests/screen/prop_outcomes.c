/* No condition can be lost: whatever the case, every green row has exactly one outcome with a reason, a suspected row has a
 * finding, and nothing is "not suspected" whose bases were not read. */
#include "support/testing.h"

#include "support/make_case.h"

static const gnbs_mito_policy_t FRACTIONS = {.call_from = 0.03,
                                             .confirm_below = 0.10,
                                             .homoplasmic_from = 0.95,
                                             .report_from = 0.10};
static const gnbs_mito_summary_t MITO = {.refusal = "", .policy = &FRACTIONS};

/* Copies of SYN1 or SYX1 that were counted, with any status; every part consistent with itself. */
static gnbs_locus_result_t any_locus(uint64_t *rng) {
    static const char *const GENES[2][1] = {{"HGNC:9000001"}, {"HGNC:9000002"}};
    static const char *const LIMIT[] = {"A limit of the table"};
    static const gnbs_region_t OWN[] = {{0, 1010, 1011}};
    int status = random_below(rng, GNBS_LOCUS_AFFECTED + 1);
    return (gnbs_locus_result_t){.locus = "SYN1",
                                 .title = "Copies of SYN1",
                                 .method = "",
                                 .n_gene = 1,
                                 .gene = GENES[random_below(rng, 2)],
                                 .status = (gnbs_locus_status_t)status,
                                 .reason = "said by the locus",
                                 .genotype = "SYN1 0, SYN2 2",
                                 .n_lost = random_below(rng, 3),
                                 .allows_variants = random_below(rng, 2) != 0,
                                 .needs_variants = random_below(rng, 2) != 0,
                                 .n_limit = (size_t)random_below(rng, 2),
                                 .limit = LIMIT,
                                 .n_own = (size_t)random_below(rng, 2),
                                 .own = OWN,
                                 .note = "",
                                 .source = ""};
}

/* Makes the last variant an event of exons: lost or doubled, to the base or not. */
static void make_event(made_case_t *m, gnbs_dosage_t *event, gnbs_dosage_effect_t *effect,
                       uint64_t *rng) {
    gnbs_case_variant_t *v = &m->variant[m->c.n_variant - 1];
    bool is_loss = random_below(rng, 3) != 0;
    int expected = 1 + random_below(rng, 2);
    int copies = is_loss ? random_below(rng, expected) : expected + 1;
    *event = (gnbs_dosage_t){.region = {v->call.variant.tid, 900 + random_below(rng, 1000),
                                        2000 + random_below(rng, 1000)},
                             .kind = is_loss ? GNBS_DOSAGE_DEL : GNBS_DOSAGE_DUP,
                             .expected = (int8_t)expected,
                             .copies = (int8_t)copies,
                             .ratio = (double)copies / expected,
                             .is_exact = random_below(rng, 2) != 0,
                             .log10_bf = 20,
                             .log10_bf_depth = 20};
    *effect = (gnbs_dosage_effect_t){.tx = &m->tx[v->call.variant.tid],
                                     .first_exon = 1,
                                     .last_exon = 2,
                                     .is_lof = random_below(rng, 2) != 0,
                                     .effect_why = "Exons are lost or doubled"};
    v->call.variant.pos = event->region.beg - 1;
    v->call.variant.alt = is_loss ? "<DEL>" : "<DUP>";
    v->dosage = event;
    v->dosage_effect = effect;
    v->known = NULL;
}

typedef struct extras { /* what the case points at */
    gnbs_locus_result_t locus;
    gnbs_dosage_t event;
    gnbs_dosage_effect_t effect;
} extras_t;

static void scramble_extras(made_case_t *m, extras_t *e, uint64_t *rng) {
    bool is_mito = strcmp(m->contig[0].name, "chrM") == 0; /* has no near-identical copy */
    if (!is_mito && random_below(rng, 3) == 0) {
        e->locus = any_locus(rng);
        m->c.n_locus = 1;
        m->c.locus = &e->locus;
    }
    if (m->c.n_variant > 0 && random_below(rng, 3) != 0)
        make_event(m, &e->event, &e->effect, rng);
    if (random_below(rng, 4) == 0) m->c.dosage_why_not = "Copies were not counted";
}

static void scramble(made_case_t *m, uint64_t *rng) {
    static const gnbs_inheritance_t INH[] = {GNBS_INH_AR,     GNBS_INH_AD, GNBS_INH_XLR,
                                             GNBS_INH_XLD,    GNBS_INH_XL, GNBS_INH_MT,
                                             GNBS_INH_UNKNOWN};
    make_case(m);
    m->panel.n_condition = (size_t)(1 + random_below(rng, 8));
    for (size_t i = 0; i < m->panel.n_condition; i++) {
        int g = random_below(rng, 3);
        m->row[i] = make_row(g == 1 ? "SYX1" : "SYN1",
                             g == 0   ? "HGNC:9000001"
                             : g == 1 ? "HGNC:9000002"
                                      : "HGNC:7",
                             INH[random_below(rng, 7)]);
        m->row[i].policy = (gnbs_report_policy_t)random_below(rng, 3);
        m->row[i].status = (gnbs_panel_status_t)random_below(rng, 3);
        m->row[i].classes = (uint32_t)random_below(rng, 64);
        m->row[i].line = (int)i + 2;
    }
    int n = random_below(rng, 5);
    for (int k = 0; k < n; k++) {
        gnbs_case_variant_t *v =
            add_variant(m, random_below(rng, 2), 1000 + random_below(rng, 1200),
                        1 + random_below(rng, 2), 2);
        v->call.filter =
            random_below(rng, 3) == 0 ? 1u << random_below(rng, GNBS_FILTER_N) : 0;
        m->known[k].sig = (gnbs_clnsig_t)random_below(rng, 8);
        m->consequence[k].terms = UINT64_C(1) << random_below(rng, GNBS_CSQ_N);
        m->known[k].clnsigconf = random_below(rng, 2) ? "Pathogenic(1)|Benign(2)" : "";
        v->classification.acmg_class = (gnbs_acmg_class_t)random_below(rng, 6);
        v->call.is_phased = random_below(rng, 2);
        v->call.haplotype = (int8_t)(1 + random_below(rng, 2));
        if (random_below(rng, 4) == 0) v->known = NULL;
        if (random_below(rng, 6) == 0) v->n_consequence = 0;
    }
    m->c.n_callable = (size_t)random_below(rng, 3);
    if (random_below(rng, 2)) m->span[0].region.end = 1000 + random_below(rng, 1300);
    m->c.sex_declared = (gnbs_sex_t)random_below(rng, 3);
    m->c.quality.has_reads = random_below(rng, 4) != 0;
    m->c.quality.passes = random_below(rng, 4) != 0;
    m->c.mito = random_below(rng, 4) ? &MITO : NULL;
    if (random_below(rng, 4) == 0) { /* SYN1 is a gene of the mitochondrion */
        m->contig[0].name = "chrM";
        for (size_t k = 0; k < m->c.n_variant; k++) {
            double f = random_below(rng, 101) / 100.0;
            m->variant[k].call.zygosity =
                f >= 0.95 ? GNBS_ZYG_HOMOPLASMIC : GNBS_ZYG_HETEROPLASMIC;
            m->variant[k].call.heteroplasmy =
                (gnbs_heteroplasmy_t){true, f, f / 2, (1 + f) / 2, f < 0.10};
        }
    }
    m->gene[0].difficulty =
        (gnbs_difficulty_t)(random_below(rng, 6) == 0 ? random_below(rng, 3) : 0);
    m->gene[1].target_n_bp = random_below(rng, 6) == 0;
}

/* Any policy that passes validation. */
static gnbs_screen_opt_t any_policy(uint64_t *rng) {
    gnbs_screen_opt_t o = gnbs_screen_opt_default();
    if (random_below(rng, 2)) return o;
    o.max_af_known = random_below(rng, 101) / 100.0;
    for (int i = 0; i < GNBS_SCREEN_N_INHERITANCE; i++)
        o.max_af_lof[i] = random_below(rng, 101) / 100.0;
    o.min_stars = random_below(rng, 5);
    o.min_benign_stars = random_below(rng, 5);
    o.min_conflict_pathogenic = random_below(rng, 3);
    o.max_conflict_benign = random_below(rng, 3);
    o.own_reports = (gnbs_screen_own_t)random_below(rng, 3);
    o.xl_females_need_two = random_below(rng, 2);
    o.min_callable_frac = random_below(rng, 101) / 100.0;
    o.min_exon_callable_frac = random_below(rng, 101) / 100.0;
    o.splice_bp = random_below(rng, 21);
    return o;
}

/* Do counted copies alone clear the row? Only a result that says so and asks for no bases besides. */
static bool is_cleared_by_copies(const made_case_t *m, const gnbs_condition_t *row) {
    const gnbs_locus_result_t *l = m->c.locus;
    return m->c.n_locus > 0 && strcmp(l->gene[0], row->hgnc_id) == 0 &&
           l->status == GNBS_LOCUS_CLEAR && !l->needs_variants;
}

/* Copies that could not be counted, or decided, leave the row open whatever the bases say. */
static bool is_left_open_by_copies(const made_case_t *m, const gnbs_condition_t *row) {
    const gnbs_locus_result_t *l = m->c.locus;
    return m->c.n_locus > 0 && strcmp(l->gene[0], row->hgnc_id) == 0 &&
           l->status != GNBS_LOCUS_CLEAR;
}

static int n_event, n_locus; /* findings that rest on them */

static void check(const made_case_t *m, const gnbs_screen_opt_t *opt) {
    size_t n_green = 0;
    for (size_t i = 0; i < m->panel.n_condition; i++) {
        if (m->row[i].status != GNBS_STATUS_GREEN) continue;
        const gnbs_outcome_t *o = &m->c.outcome[n_green++];
        assert_ptr_equal(o->condition, &m->row[i]);
        assert_int_not_equal(o->reason, GNBS_REASON_NOT_JUDGED);
        assert_true(o->n_finding == (o->outcome == GNBS_OUTCOME_SUSPECTED));
        if (o->outcome == GNBS_OUTCOME_SUSPECTED)
            assert_ptr_equal(m->c.finding[o->first_finding].condition, o->condition);
        if (o->outcome == GNBS_OUTCOME_NOT_SUSPECTED) {
            bool is_by_copies = is_cleared_by_copies(m, o->condition);
            assert_true(m->c.n_callable > 0 || is_by_copies);
            assert_false(is_left_open_by_copies(m, o->condition));
            assert_true(m->c.quality.passes || !m->c.quality.has_reads);
            if (o->condition->policy != GNBS_POLICY_NAMED && !is_by_copies)
                assert_true((double)o->callable_bp >=
                            opt->min_callable_frac * (double)o->target_bp);
        }
    }
    assert_int_equal(m->c.n_outcome, n_green);
    for (size_t i = 0; i < m->c.n_finding; i++) {
        const gnbs_finding_t *f = &m->c.finding[i];
        assert_int_not_equal(f->phase, GNBS_PHASE_CIS);
        for (size_t k = 0; k < f->n_variant; k++) {
            assert_int_equal(f->variant[k]->call.filter, 0);
            assert_non_null(f->rule[k]);
            n_event += f->variant[k]->dosage != NULL;
        }
        n_locus += f->locus != NULL;
        assert_true(f->n_variant > 0 || f->locus != NULL);
    }
}

static void every_green_row_ends_in_one_reasoned_outcome(void **state) {
    (void)state;
    uint64_t rng = test_seed();
    int seen[3] = {0};
    for (int i = 0; i < 20000; i++) {
        made_case_t m;
        extras_t extras;
        gnbs_arena_t arena;
        gnbs_err_t err;
        gnbs_arena_init(&arena);
        scramble(&m, &rng);
        scramble_extras(&m, &extras, &rng);
        gnbs_screen_opt_t opt = any_policy(&rng);
        assert_ok(gnbs_screen_opt_validate(&opt, &err), &err);
        assert_ok(
            gnbs_screen_case(&opt, (uint32_t)random_below(&rng, 32), &m.c, &arena, &err),
            &err);
        check(&m, &opt);
        for (size_t k = 0; k < m.c.n_outcome; k++) seen[m.c.outcome[k].outcome]++;
        gnbs_arena_clear(&arena);
    }
    for (int k = 0; k < 3; k++)
        assert_true(seen[k] > 500); /* the cases reach every outcome */
    assert_true(n_event > 20 && n_locus > 200);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_green_row_ends_in_one_reasoned_outcome)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
