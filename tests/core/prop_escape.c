#include "support/testing.h"

#include "core/escape_rules.h"

/* Pieces that matter to one door or another; random bytes alone would seldom meet them. */
static const char *const PIECES[] = {"<",
                                     ">",
                                     "&",
                                     "\"",
                                     "'",
                                     "\\",
                                     "=",
                                     "+",
                                     "-",
                                     "@",
                                     ",",
                                     "\t",
                                     "\r",
                                     "\n",
                                     "\033[2J",
                                     "\x7F",
                                     "</script>",
                                     "&lt;",
                                     "\\u003c",
                                     "$(x)",
                                     "`x`",
                                     "..",
                                     "/",
                                     "\xC3\xAB",
                                     "\xC3",
                                     "\x80",
                                     "\xED\xA0\x80",
                                     "\xE0\x80\xBC",
                                     "\xC0\xBC",
                                     "\xF4\x90\x80\x80",
                                     "\xF0\x80\x80\xBC",
                                     "\xF0\x9F\x91\xB6",
                                     "\xC2\x9B",
                                     "\xEF\xBF\xBD",
                                     "CFTR",
                                     "c.1521_1523del",
                                     "0",
                                     " "};

static void every_door_holds_for_any_text(void **state) {
    (void)state;
    uint64_t rng = test_seed();
    for (int i_case = 0; i_case < 20000; i_case++) {
        char text[200] = {0};
        int n_pieces = random_below(&rng, 12);
        for (int i = 0; i < n_pieces; i++) {
            size_t at = strlen(text);
            if (random_below(&rng, 4) == 0)
                text[at] = (char)(1 + random_below(&rng, 255));
            else
                snprintf(
                    text + at, sizeof text - at, "%s",
                    PIECES[random_below(&rng, (int)(sizeof PIECES / sizeof PIECES[0]))]);
        }
        const char *broken = escape_rules_broken(text);
        if (broken != NULL) fail_msg("%s: '%s' (case %d)", broken, text, i_case);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_door_holds_for_any_text)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
