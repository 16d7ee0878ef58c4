/* Families bred by Mendel's rules: whatever genotypes are then lost, the true model is never refused, and losing one never
 * turns a yes or a maybe into a no. */
#include "support/testing.h"

#include "screen/screen_family.h"

enum { MAX_PERSON = 12, N_VARIANT = 2, TRIES = 20000 };

typedef struct bred {
    gnbs_person_t person[MAX_PERSON];
    size_t n;
    bool has[MAX_PERSON][2][N_VARIANT]; /* person, side (0 the father's), variant */
    uint8_t copies[N_VARIANT][MAX_PERSON];
    int8_t side[N_VARIANT][MAX_PERSON];
    int64_t set[N_VARIANT][MAX_PERSON];
    gnbs_family_variant_t variant[N_VARIANT];
} bred_t;

static void transmit(bred_t *b, size_t child, int side, int parent, uint64_t *rng) {
    int from = random_below(rng, 2);
    for (int v = 0; v < N_VARIANT; v++)
        b->has[child][side][v] = parent >= 0 && b->has[parent][from][v];
}

/* Founders first; a child has parents among those before. On X a man's father's side is empty. */
static void breed(bred_t *b, bool is_x, uint64_t *rng) {
    memset(b, 0, sizeof *b);
    b->n = 3 + (size_t)random_below(rng, MAX_PERSON - 3);
    size_t n_founder = 2 + (size_t)random_below(rng, 3);
    for (size_t i = 0; i < b->n; i++) {
        gnbs_person_t *who = &b->person[i];
        *who = (gnbs_person_t){"F", "", -1, -1, GNBS_SEX_UNKNOWN, GNBS_UNAFFECTED};
        who->sex = i == 0                 ? GNBS_SEX_MALE
                   : i == 1               ? GNBS_SEX_FEMALE
                   : random_below(rng, 2) ? GNBS_SEX_MALE
                                          : GNBS_SEX_FEMALE;
        if (i < n_founder) {
            for (int s = 0; s < 2; s++) {
                int which = random_below(rng, 4);
                for (int v = 0; v < N_VARIANT; v++) b->has[i][s][v] = which == v;
            }
        } else {
            do who->father = random_below(rng, (int)i);
            while (b->person[who->father].sex != GNBS_SEX_MALE);
            do who->mother = random_below(rng, (int)i);
            while (b->person[who->mother].sex != GNBS_SEX_FEMALE);
            transmit(b, i, 0, who->father, rng);
            transmit(b, i, 1, who->mother, rng);
        }
        if (is_x && who->sex == GNBS_SEX_MALE) memset(b->has[i][0], 0, sizeof b->has[i][0]);
        /* a man gives his daughters his only X */
        if (is_x && i >= n_founder && who->sex == GNBS_SEX_FEMALE)
            memcpy(b->has[i][0], b->has[who->father][1], sizeof b->has[i][0]);
    }
}

static void genotype(bred_t *b, bool is_x, gnbs_family_site_t site) {
    for (int v = 0; v < N_VARIANT; v++) {
        for (size_t i = 0; i < b->n; i++) {
            int n = b->has[i][0][v] + b->has[i][1][v];
            bool is_single = is_x && b->person[i].sex == GNBS_SEX_MALE;
            b->copies[v][i] = n == 0                ? GNBS_COPIES_NONE
                              : n == 2 || is_single ? GNBS_COPIES_ALL
                                                    : GNBS_COPIES_ONE;
            if (n == 1 && !is_single) b->side[v][i] = b->has[i][0][v] ? 1 : 2;
        }
        b->variant[v] = (gnbs_family_variant_t){.variant = {0, 1000 + v, "A", "C"},
                                                .site = site,
                                                .copies = b->copies[v],
                                                .side = b->side[v],
                                                .phase_set = b->set[v]};
    }
}

/* Illness as the model causes it; false when the family does not show the model (nobody ill, or ill otherwise). */
static bool fall_ill(bred_t *b, gnbs_family_model_t model) {
    bool is_any = false, is_pure = true;
    for (size_t i = 0; i < b->n; i++) {
        uint8_t v = b->copies[0][i], w = b->copies[1][i];
        bool is_man = b->person[i].sex == GNBS_SEX_MALE, is_ill = false;
        switch (model) {
        case GNBS_MODEL_AD:
            is_ill = v != GNBS_COPIES_NONE;
            is_pure &= v != GNBS_COPIES_ALL;
            break;
        case GNBS_MODEL_AR_HOM: is_ill = v == GNBS_COPIES_ALL; break;
        case GNBS_MODEL_XR:
            is_ill = v == GNBS_COPIES_ALL;
            break; /* a man's only copy is all */
        case GNBS_MODEL_XD:
            is_ill = v != GNBS_COPIES_NONE;
            is_pure &= is_man || v != GNBS_COPIES_ALL;
            break;
        case GNBS_MODEL_AR_COMP:
            is_ill = v != GNBS_COPIES_NONE && w != GNBS_COPIES_NONE;
            is_pure &= v != GNBS_COPIES_ALL && w != GNBS_COPIES_ALL;
            break;
        default: break;
        }
        b->person[i].illness = is_ill ? GNBS_AFFECTED : GNBS_UNAFFECTED;
        is_any |= is_ill;
    }
    return is_any && is_pure;
}

static int fit_of(const bred_t *b, gnbs_family_model_t model) {
    static const gnbs_family_opt_t OPT = {0};
    gnbs_family_result_t r[N_VARIANT];
    gnbs_pedigree_t p = {b->n, b->person};
    gnbs_arena_t arena;
    gnbs_err_t err;
    gnbs_arena_init(&arena);
    assert_ok(gnbs_screen_family(&OPT, &p, N_VARIANT, b->variant, &arena, r, &err), &err);
    gnbs_arena_clear(&arena);
    return r[0].fit[model];
}

static void a_true_model_is_never_refused(void **state) {
    (void)state;
    static const gnbs_family_model_t MODEL[] = {
        GNBS_MODEL_AD, GNBS_MODEL_AR_HOM, GNBS_MODEL_AR_COMP, GNBS_MODEL_XD, GNBS_MODEL_XR};
    uint64_t rng = test_seed();
    int n_shown[5] = {0};
    for (int t = 0; t < TRIES; t++) {
        int k = random_below(&rng, 5);
        bool is_x = MODEL[k] == GNBS_MODEL_XD || MODEL[k] == GNBS_MODEL_XR;
        bred_t b;
        breed(&b, is_x, &rng);
        genotype(&b, is_x, is_x ? GNBS_SITE_X : GNBS_SITE_AUTOSOME);
        if (!fall_ill(&b, MODEL[k])) continue;
        n_shown[k]++;
        assert_int_equal(fit_of(&b, MODEL[k]), GNBS_FIT_YES);
        for (size_t i = 0; i < b.n; i++) { /* now genotypes get lost, one by one */
            int v = random_below(&rng, N_VARIANT);
            b.copies[v][i] = GNBS_COPIES_ANY;
            b.side[v][i] = 0;
            assert_int_not_equal(fit_of(&b, MODEL[k]), GNBS_FIT_NO);
        }
    }
    for (int k = 0; k < 5; k++) assert_true(n_shown[k] > 200); /* every model was met */
}

/* Any genotypes, not only bred ones. */
static void a_lost_genotype_never_makes_a_no(void **state) {
    (void)state;
    uint64_t rng = test_seed();
    for (int t = 0; t < TRIES; t++) {
        bred_t b;
        breed(&b, false, &rng);
        genotype(&b, false, (gnbs_family_site_t)random_below(&rng, 3));
        for (size_t i = 0; i < b.n; i++) {
            b.person[i].illness = (gnbs_illness_t)random_below(&rng, 3);
            for (int v = 0; v < N_VARIANT; v++) {
                b.copies[v][i] = (uint8_t)(1 << random_below(&rng, 3));
                b.side[v][i] = 0;
            }
        }
        gnbs_family_model_t model = (gnbs_family_model_t)random_below(&rng, GNBS_MODEL_N);
        int before = fit_of(&b, model);
        b.copies[random_below(&rng, N_VARIANT)][random_below(&rng, (int)b.n)] =
            GNBS_COPIES_ANY;
        if (before != GNBS_FIT_NO) assert_int_not_equal(fit_of(&b, model), GNBS_FIT_NO);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_true_model_is_never_refused),
        cmocka_unit_test(a_lost_genotype_never_makes_a_no),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
