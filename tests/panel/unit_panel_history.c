#include "support/testing.h"

#include "io/digest.h"
#include "io/table_read.h"
#include "panel/panel_history.h"

/* Two lines, their chains by sha256sum: SHA-256 of 64 zeros, newline and the first seven cells joined by TABs is the
 * first; of that, newline and the second line's cells the second. */
#define HEAD    "n\tdate\tversion\tpanel_sha256\tby\tkey\tnote\tchain\n"
#define LINE_1  "1\t2026-11-22\t1.0.0\taa\tAnn\tK1\tfirst\t"
#define LINE_2  "2\t2026-11-23\t1.0.0\taa\tBob\tK2\t\t"
#define CHAIN_1 "3cc8bfa57d72aa2249d62b908a1396ef7b5b0581773d7a119ba4327b7903b853"
#define CHAIN_2 "29951eedbe6e5028858ea2c5f88273204eb089ff3540891598f51c150fa0c85b"
static const char GOOD[] = HEAD LINE_1 CHAIN_1 "\n" LINE_2 CHAIN_2 "\n";

static gnbs_arena_t arena;
static gnbs_err_t err;

static gnbs_code_t read_text(const char *text, gnbs_panel_history_t *h) {
    gnbs_table_t *t = GNBS_NEW(&arena, gnbs_table_t, 1);
    assert_ok(gnbs_table_parse("HISTORY.tsv", text, strlen(text), '\t', &arena, t, &err),
              &err);
    return gnbs_panel_history_read(t, gnbs_digest_bytes, &arena, h, &err);
}

static void a_history_that_holds_together_is_read(void **state) {
    (void)state;
    gnbs_panel_history_t h;
    assert_ok(read_text(GOOD, &h), &err);
    assert_int_equal(h.n, 2);
    assert_string_equal(h.entry[1].by, "Bob");
    assert_string_equal(h.entry[0].note, "first");
}

static void appending_gives_what_can_be_read_again(void **state) {
    (void)state;
    gnbs_panel_history_t h = {0};
    gnbs_panel_entry_t ann = {.date = "2026-11-22",
                              .version = "1.0.0",
                              .panel_sha256 = "aa",
                              .by = "Ann",
                              .key = "K1",
                              .note = "first"},
                       bob = {.date = "2026-11-23",
                              .version = "1.0.0",
                              .panel_sha256 = "aa",
                              .by = "Bob",
                              .key = "K2",
                              .note = ""};
    gnbs_str_t text;
    char chain[65];
    gnbs_str_init(&text);
    assert_ok(gnbs_panel_history_append(&h, &ann, gnbs_digest_bytes, &text, chain, &err),
              &err);
    assert_string_equal(chain, CHAIN_1);
    assert_ok(read_text(text.s, &h), &err);
    gnbs_str_reset(&text);
    assert_ok(gnbs_panel_history_append(&h, &bob, gnbs_digest_bytes, &text, chain, &err),
              &err);
    assert_string_equal(text.s, GOOD);
    bob.note = "a\tb";
    assert_fails(gnbs_panel_history_append(&h, &bob, gnbs_digest_bytes, &text, chain, &err),
                 GNBS_E_USAGE, &err, "note: 'a\tb' holds a TAB");
    gnbs_str_clear(&text);
}

static void a_history_that_was_altered_is_found_at_its_first_wrong_line(void **state) {
    (void)state;
    static const struct {
        const char *text, *words;
    } BAD[] = {{HEAD "1\t2026-11-22\t1.0.0\taa\tEve\tK1\tfirst\t" CHAIN_1
                     "\n" LINE_2 CHAIN_2 "\n",
                "HISTORY.tsv:2: the history was altered"},
               {HEAD LINE_2 CHAIN_2 "\n", "HISTORY.tsv:2: the history was altered"},
               {HEAD LINE_1 CHAIN_1 "\n" LINE_1 CHAIN_1 "\n", "HISTORY.tsv:3: the history"},
               {HEAD LINE_1 CHAIN_1 "\n" LINE_2 CHAIN_1 "\n", "HISTORY.tsv:3: the history"},
               {"n\tdate\n1\t2\n", "not a history"}};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        gnbs_panel_history_t h;
        assert_fails(read_text(BAD[i].text, &h), GNBS_E_DATA, &err, BAD[i].words);
    }
}

static int begin(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    return 0;
}
static int end(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_history_that_holds_together_is_read),
        cmocka_unit_test(appending_gives_what_can_be_read_again),
        cmocka_unit_test(a_history_that_was_altered_is_found_at_its_first_wrong_line),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
