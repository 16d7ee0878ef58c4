/* From names to variants. The gene is drawn, so that every expected place can be counted by hand:
 *
 *     0         1         2         3
 *     0123456789012345678901234567890123
 *     TTACCATGAAAGTAAGTCCTTTTCAGGAATAGCC
 *     ..555EEEEEE---------------EEEEEE33        c.1 is 5, c.6 is 10, c.7 is 26, c.*1 is 32
 */
#include "annot/annot_resolve.h"
#include "annot_world.h"

static const char SEQ[] = "TTACCATGAAAGTAAGTCCTTTTCAGGAATAGCC";
static const char MODEL[] = "..555EEEEEE---------------EEEEEE33";
enum { N = 34 };

typedef struct world {
    gnbs_arena_t arena;
    gnbs_transcript_t tx;
    gnbs_bundle_t bundle;
} world_t;

static void world_make(world_t *w, int8_t strand) {
    gnbs_arena_init(&w->arena);
    char *seq = gnbs_arena_strndup(&w->arena, SEQ, N);
    char *model = gnbs_arena_strndup(&w->arena, MODEL, N);
    for (int i = 0; i < N && strand < 0; i++) {
        seq[i] = gnbs_seq_letter(gnbs_seq_complement(gnbs_seq_code(SEQ[N - 1 - i])));
        model[i] = MODEL[N - 1 - i];
    }
    w->tx = drawn_transcript(&w->arena, "NM_1.2", model, strand);
    w->bundle = drawn_bundle(&w->arena, "chrT", seq, 1, &w->tx);
}

static void assert_names(world_t *w, const char *text, gnbs_pos_t pos, const char *ref,
                         const char *alt) {
    gnbs_err_t err = {GNBS_OK, ""};
    gnbs_name_t name;
    const gnbs_transcript_t *tx;
    gnbs_variant_t v;
    gnbs_code_t code = gnbs_name_parse(text, &w->arena, &name, &err);
    if (code == GNBS_OK)
        code = gnbs_annot_resolve(&w->bundle, &name, 0, &w->arena, &tx, &v, &err);
    if (code != GNBS_OK) fail_msg("%s: %s", text, err.msg);
    if (v.pos != pos || strcmp(v.ref, ref) != 0 || strcmp(v.alt, alt) != 0)
        fail_msg("%s: %d %s>%s", text, (int)v.pos, v.ref, v.alt);
}

static void assert_refused(world_t *w, const char *text, const char *why) {
    gnbs_err_t err = {GNBS_OK, ""};
    gnbs_name_t name;
    const gnbs_transcript_t *tx;
    gnbs_variant_t v;
    gnbs_code_t code = gnbs_name_parse(text, &w->arena, &name, &err);
    if (code == GNBS_OK)
        code = gnbs_annot_resolve(&w->bundle, &name, 0, &w->arena, &tx, &v, &err);
    if (code == GNBS_OK) fail_msg("%s: accepted", text);
    if (strstr(err.msg, why) == NULL) fail_msg("%s: %s", text, err.msg);
}

static void test_forward(void **state) {
    (void)state;
    world_t w;
    world_make(&w, 1);
    assert_names(&w, "NM_1.2:c.4A>G", 8, "A", "G");
    assert_names(&w, "NM_1:c.4A>G", 8, "A", "G"); /* only one version is there */
    assert_names(&w, "NM_1.2(GENE):c.4A>G (p.Lys2Glu)", 8, "A", "G");
    assert_names(&w, "GENE:c.4A>G", 8, "A", "G");
    assert_names(&w, "chrT(NM_1.2):c.4A>G", 8, "A", "G");
    assert_names(&w, "chrT:g.9A>G", 8, "A", "G");
    assert_names(&w, "NM_1.2:n.7A>G", 8, "A", "G"); /* n.1 is base 2 */
    assert_names(&w, "NM_1.2:c.6+1G>A", 11, "G", "A");
    assert_names(&w, "NM_1.2:c.7-1G>A", 25, "G", "A");
    assert_names(&w, "NM_1.2:c.-1C>T", 4, "C", "T");
    assert_names(&w, "NM_1.2:c.*1C>T", 32, "C", "T");
    assert_names(&w, "NM_1.2:c.5_6insT", 9, "A", "AT");
    /* every A of the run is the same deletion, left-aligned behind the G of ATG */
    assert_names(&w, "NM_1.2:c.4del", 7, "GA", "G");
    assert_names(&w, "NM_1.2:c.6delA", 7, "GA", "G");
    assert_names(&w, "NM_1.2:c.4_6del3", 7, "GAAA", "G");
    assert_names(&w, "NM_1.2:c.4_6dup", 7, "G", "GAAA");
    assert_names(&w, "NM_1.2:c.4A[5]", 7, "G", "GAA");
    assert_names(&w, "NM_1.2:c.4_6A[1]", 7, "GAA", "G");
    assert_names(&w, "NM_1.2:c.2_4inv", 7, "G", "C"); /* TGA becomes TCA */
    assert_names(&w, "NM_1.2:c.6_7delinsCT", 10, "AGTAAGTCCTTTTCAGG", "CT");
    assert_names(&w, "NM_1.2:c.5_6ins1_3inv", 9, "A", "ACAT");
    assert_names(&w, "chrT:g.1del", 0, "TT", "T");
    gnbs_arena_clear(&w.arena);
}

static void test_reverse(void **state) {
    (void)state;
    world_t w;
    world_make(&w, -1); /* base i of the drawing is base 33 - i, in the other letters */
    assert_names(&w, "NM_1.2:c.4A>G", 25, "T", "C");
    assert_names(&w, "NM_1.2:c.6+1G>A", 22, "C", "T");
    assert_names(&w, "NM_1.2:c.-1C>T", 29, "G", "A");
    assert_names(&w, "NM_1.2:c.5_6insC", 23, "T", "TG");
    /* the run TTT of 23..25 moves left to the C of 22 */
    assert_names(&w, "NM_1.2:c.4del", 22, "CT", "C");
    assert_names(&w, "NM_1.2:c.4A[5]", 22, "C", "CTT");
    assert_names(&w, "NM_1.2:c.2_4inv", 26, "C", "G");
    gnbs_arena_clear(&w.arena);
}

static void test_refused(void **state) {
    (void)state;
    world_t w;
    world_make(&w, 1);
    assert_refused(&w, "NM_1.2:c.4C>G", "the bases stated are not those");
    assert_refused(&w, "NM_1.2:c.4_5delAT", "the bases stated are not those");
    assert_refused(&w, "NM_1.2:c.4_6del2", "states 2 bases");
    assert_refused(&w, "NM_1.2:c.3+1G>A", "not the last base of an exon");
    assert_refused(&w, "NM_1.2:c.6-1A>G", "not the first base of an exon");
    assert_refused(&w, "NM_1.2:c.6+16G>A", "beyond the intron");
    assert_refused(&w, "NM_1.2:c.13A>G", "there are 12 such bases");
    assert_refused(&w, "NM_1.2:c.*3A>G", "there are 2 such bases");
    assert_refused(&w, "NM_1.2:c.0A>G", "count from 1");
    assert_refused(&w, "NM_1.2:c.4_6insT", "between two neighbours");
    assert_refused(&w, "NM_1.2:c.6_4del", "wrong way round");
    assert_refused(&w, "NM_1.2:c.4_6AA[2]", "not whole units");
    assert_refused(&w, "NM_1.2:c.(4_5)del", "uncertain");
    assert_refused(&w, "NM_1.2:c.4=", "nothing is changed");
    assert_refused(&w, "NM_1.2:g.9A>G", "use c.");
    assert_refused(&w, "chrT:c.4A>G", "use g.");
    assert_refused(&w, "chrT:g.35A>G", "behind the end");
    assert_refused(&w, "NM_1.3:c.4A>G", "no transcript, gene or contig");
    assert_refused(&w, "NM_1.2(OTHER):c.4A>G", "belongs to gene GENE");
    assert_refused(&w, "NM_1.2:c.4delinsU", "base of RNA");
    assert_refused(&w, "NM_1.2:p.Lys2Glu", "names a protein");
    assert_refused(&w, "NM_1.2:c.4A>", "column 13");
    assert_refused(&w, "NM_1.2:c.4A>G;", "the end of the name");
    assert_refused(&w, "c.4A>G", "colon");
    assert_refused(&w, "", "accession");
    gnbs_arena_clear(&w.arena);
}

static void test_list(void **state) {
    (void)state;
    world_t w;
    world_make(&w, 1);
    gnbs_err_t err = {GNBS_OK, ""};
    gnbs_name_t name;
    const gnbs_transcript_t *tx;
    gnbs_variant_t v;
    assert_int_equal(gnbs_name_parse("NM_1.2:c.[4A>G;6A>T]", &w.arena, &name, &err),
                     GNBS_OK);
    assert_int_equal(name.n_edit, 2);
    assert_int_equal(gnbs_annot_resolve(&w.bundle, &name, 1, &w.arena, &tx, &v, &err),
                     GNBS_OK);
    assert_int_equal(v.pos, 10);
    assert_ptr_equal(tx, &w.tx);
    gnbs_arena_clear(&w.arena);
}

static gnbs_code_t read_list(world_t *w, const char *text, size_t *n, gnbs_variant_t **v,
                             gnbs_err_t *err) {
    gnbs_name_t name;
    const gnbs_transcript_t *tx;
    assert_int_equal(gnbs_name_parse(text, &w->arena, &name, err), GNBS_OK);
    return gnbs_annot_resolve_list(&w->bundle, &name, &w->arena, &tx, n, v, err);
}

static void changes_of_a_list_that_touch_are_one(void **state) {
    (void)state;
    world_t w;
    gnbs_err_t err = {GNBS_OK, ""};
    size_t n;
    gnbs_variant_t *v;
    world_make(&w, 1);
    /* a C before the second A of AAA (9), and that A gone: A to C; c.7 is the G at 26 */
    assert_int_equal(read_list(&w, "NM_1.2:c.[7G>A;5del;4_5insC]", &n, &v, &err), GNBS_OK);
    assert_int_equal(n, 2);
    assert_int_equal(v[0].pos, 9);
    assert_string_equal(v[0].ref, "A");
    assert_string_equal(v[0].alt, "C");
    assert_int_equal(v[1].pos, 26);
    assert_int_equal(read_list(&w, "NM_1.2:c.[4=;6A>T]", &n, &v, &err), GNBS_OK);
    assert_int_equal(n, 2);
    assert_null(v[0].ref); /* nothing is changed there */
    assert_int_equal(v[1].pos, 10);
    assert_int_equal(read_list(&w, "NM_1.2:c.[4_5insC;4_5insT]", &n, &v, &err),
                     GNBS_E_DATA);
    assert_non_null(strstr(err.msg, "overlap"));
    gnbs_arena_clear(&w.arena);
}

/* chrT(NM_1.2): c.12 is the last coding base (31), *2 the last of the transcript and of the contig (33) */
static void a_genomic_reference_counts_on_behind_the_coding_sequence(void **state) {
    (void)state;
    world_t w;
    world_make(&w, 1);
    assert_names(&w, "chrT(NM_1.2):c.13C>T", 32, "C", "T");
    assert_refused(&w, "chrT(NM_1.2):c.*3C>T", "behind the end of chrT");
    assert_names(&w, "chrT(NM_1.2):c.qterdel", 31, "GC", "G"); /* one C of the run 32-33 */
    assert_refused(&w, "NM_1.2:c.qterdel", "the reference that is named");
    gnbs_arena_clear(&w.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forward),
        cmocka_unit_test(test_reverse),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_list),
        cmocka_unit_test(changes_of_a_list_that_touch_are_one),
        cmocka_unit_test(a_genomic_reference_counts_on_behind_the_coding_sequence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
