/* For any newborn: every condition once in every output, the same words in all, the page well formed. */
#include "support/testing.h"

#include "report/report_aid.h"

/* Random bytes with, here and there, what has broken other people's reports. */
static size_t random_bytes(uint64_t *seed, uint8_t *data, size_t cap) {
    static const char *const HOSTILE[] = {"<script>alert(1)</script>",
                                          "</style><img src=x>",
                                          "\" onload=\"x",
                                          "'><svg/onload=x>",
                                          "<DEL>",
                                          "&lt;&amp;",
                                          "=cmd|' /C calc'!A0",
                                          "%3Cscript%3E",
                                          "\xE2\x80\xAE",
                                          "\xFF\xFE\xC0\x80",
                                          "\r\n\t\"",
                                          "]]>-->",
                                          "\x1B[31m"};
    size_t n = (size_t)random_below(seed, (int)cap);
    for (size_t i = 0; i < n; i++) {
        data[i] = random_below(seed, 3) ? (uint8_t)(32 + random_below(seed, 95))
                                        : (uint8_t)random_below(seed, 256);
        if (random_below(seed, 60) != 0) continue;
        const char *piece =
            HOSTILE[random_below(seed, (int)(sizeof HOSTILE / sizeof HOSTILE[0]))];
        for (; *piece != '\0' && i + 1 < n; piece++) data[i++] = (uint8_t)*piece;
    }
    return n;
}

static void every_condition_once_in_every_output_with_the_same_words(void **state) {
    (void)state;
    uint64_t seed = test_seed();
    json_t *schema = json_load_file(AID_SCHEMA, 0, NULL);
    assert_non_null(schema);
    static made_t m;
    static uint8_t data[3000];
    for (int i = 0; i < 400; i++) {
        gnbs_arena_t arena;
        gnbs_arena_init(&arena);
        make_case(&m);
        scramble_case(&m, &arena, data, random_bytes(&seed, data, sizeof data));
        const char *wrong = outputs_problem(&m, schema);
        if (wrong[0] != '\0') fail_msg("case %d: %s", i, wrong);
        gnbs_arena_clear(&arena);
    }
    json_decref(schema);
}

static void the_same_case_gives_the_same_bytes(void **state) {
    (void)state;
    uint64_t seed = test_seed();
    static made_t m[2];
    static uint8_t data[3000];
    for (int i = 0; i < 50; i++) {
        gnbs_arena_t arena;
        gnbs_arena_init(&arena);
        size_t n = random_bytes(&seed, data, sizeof data);
        outputs_t out[2];
        gnbs_err_t err = {0};
        for (int k = 0; k < 2; k++) {
            make_case(&m[k]);
            scramble_case(&m[k], &arena, data, n);
            assert_ok(outputs_make(&m[k], &out[k], &err), &err);
        }
        assert_string_equal(out[0].html.s, out[1].html.s);
        assert_string_equal(out[0].json.s, out[1].json.s);
        assert_string_equal(out[0].tsv.s, out[1].tsv.s);
        assert_string_equal(out[0].txt.s, out[1].txt.s);
        assert_string_equal(out[0].fhir.s, out[1].fhir.s);
        assert_string_equal(out[0].phenopacket.s, out[1].phenopacket.s);
        assert_string_equal(out[0].parents.s, out[1].parents.s);
        for (int k = 0; k < 2; k++) outputs_clear(&out[k]);
        gnbs_arena_clear(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_condition_once_in_every_output_with_the_same_words),
        cmocka_unit_test(the_same_case_gives_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
