/* Random variants in random, repetitive contigs. The twin is the definition, searched by brute force: of all ways to
 * write a variant with non-empty alleles, the shortest, and of these the leftmost (Tan, Abecasis and Kang 2015). */
#include "support/testing.h"

#include "genome/seq.h"
#include "genome/variant.h"

enum { MAX_CONTIG = 40, CAP = 64 };

typedef struct form {
    gnbs_pos_t pos;
    char ref[CAP], alt[CAP];
} form_t;

typedef struct contig {
    int n;
    char letters[MAX_CONTIG + 1];
    uint8_t codes[MAX_CONTIG];
} contig_t;

static contig_t random_contig(uint64_t *rng) {
    contig_t c = {.n = 5 + random_below(rng, MAX_CONTIG - 5)};
    int n_kinds = 1 + random_below(rng, 4), unit = 1 + random_below(rng, 4);
    for (int i = 0; i < c.n; i++) { /* mostly a repeat of `unit`, with slips */
        bool is_copy = i >= unit && random_below(rng, 6) != 0;
        c.codes[i] = is_copy ? c.codes[i - unit] : (uint8_t)random_below(rng, n_kinds);
        c.letters[i] = gnbs_seq_letter(c.codes[i]);
    }
    return c;
}

static form_t random_form(uint64_t *rng, const contig_t *c) {
    form_t v = {.pos = random_below(rng, c->n)};
    int n_ref = 1 + random_below(rng, 6), n_alt = 1 + random_below(rng, 6);
    if (n_ref > c->n - (int)v.pos) n_ref = c->n - (int)v.pos;
    memcpy(v.ref, c->letters + v.pos, (size_t)n_ref);
    for (int i = 0; i < n_alt; i++) /* often the reference's own bases: needless context */
        v.alt[i] = random_below(rng, 3) != 0 && v.pos + i < c->n
                       ? c->letters[v.pos + i]
                       : gnbs_seq_letter((uint8_t)random_below(rng, 4));
    return v;
}

/* The contig with the change made. */
static void haplotype(const contig_t *c, const form_t *v, char out[2 * CAP]) {
    snprintf(out, 2 * CAP, "%.*s%s%s", (int)v->pos, c->letters, v->alt,
             c->letters + v->pos + strlen(v->ref));
}

static form_t brute_force(const contig_t *c, const char *hap) {
    int d = (int)strlen(hap) - c->n;
    for (int n_ref = 1; n_ref <= c->n; n_ref++) {
        int n_alt = n_ref + d;
        if (n_alt < 1) continue;
        for (int p = 0; p + n_ref <= c->n; p++) {
            if (strncmp(hap, c->letters, (size_t)p) != 0) break;
            if (strcmp(hap + p + n_alt, c->letters + p + n_ref) != 0) continue;
            form_t v = {.pos = p};
            memcpy(v.ref, c->letters + p, (size_t)n_ref);
            memcpy(v.alt, hap + p, (size_t)n_alt);
            return v;
        }
    }
    fail_msg("no form for %s in %s", hap, c->letters);
    return (form_t){0};
}

static void same_form(const form_t *a, const form_t *b) {
    assert_int_equal(a->pos, b->pos);
    assert_string_equal(a->ref, b->ref);
    assert_string_equal(a->alt, b->alt);
}

static void the_normal_form_is_the_shortest_then_leftmost_of_all(void **state) {
    (void)state;
    uint64_t rng = test_seed();
    for (int i_case = 0; i_case < 50000; i_case++) {
        contig_t c = random_contig(&rng);
        form_t v = random_form(&rng, &c), normal = v;
        if (strcmp(v.ref, v.alt) == 0) continue;
        char before[2 * CAP], after[2 * CAP];
        haplotype(&c, &v, before);
        assert_true(gnbs_variant_normalise(&normal.pos, normal.ref, normal.alt, CAP, 0, c.n,
                                           c.codes));
        haplotype(&c, &normal, after);
        assert_string_equal(after, before); /* it is still the same change */
        form_t twin = brute_force(&c, before);
        same_form(&normal, &twin);

        form_t again = normal;
        assert_true(
            gnbs_variant_normalise(&again.pos, again.ref, again.alt, CAP, 0, c.n, c.codes));
        same_form(&again, &normal);
    }
}

static void a_window_gives_the_answer_of_the_contig_or_none(void **state) {
    (void)state;
    uint64_t rng = test_seed();
    int n_answered = 0;
    for (int i_case = 0; i_case < 20000; i_case++) {
        contig_t c = random_contig(&rng);
        form_t v = random_form(&rng, &c), whole = v, part = v;
        if (strcmp(v.ref, v.alt) == 0) continue;
        gnbs_pos_t beg = random_below(&rng, c.n),
                   end = beg + random_below(&rng, c.n - (int)beg + 1);
        assert_true(
            gnbs_variant_normalise(&whole.pos, whole.ref, whole.alt, CAP, 0, c.n, c.codes));
        if (!gnbs_variant_normalise(&part.pos, part.ref, part.alt, CAP, beg, end,
                                    c.codes + beg))
            continue;
        same_form(&part, &whole);
        n_answered++;
    }
    assert_true(n_answered > 1000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_normal_form_is_the_shortest_then_leftmost_of_all),
        cmocka_unit_test(a_window_gives_the_answer_of_the_contig_or_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
