/* The page for parents: plain words, whole tables of them, and nothing that the family did not ask to know. */
#include "support/testing.h"

#include <ctype.h>

#include "io/table_read.h"
#include "io/tree_read.h"
#include "report/report_aid.h"
#include "report/report_parents.h"
#include "run/run_parents.h"

static made_t m;
static gnbs_arena_t arena;
static gnbs_str_t page;
static gnbs_err_t err;
static size_t n_language;
static const gnbs_parents_words_t *words;

static int begin(void **state) {
    (void)state;
    make_case(&m);
    gnbs_arena_init(&arena);
    gnbs_str_init(&page);
    err = (gnbs_err_t){0};
    return gnbs_run_read_languages("refdata/parents", &arena, &n_language, &words, &err);
}

static int end(void **state) {
    (void)state;
    gnbs_str_clear(&page);
    gnbs_arena_clear(&arena);
    return 0;
}

static void render(size_t language) {
    gnbs_str_t json;
    const gnbs_tree_t *tree;
    gnbs_str_init(&json);
    gnbs_str_reset(&page);
    assert_ok(gnbs_report_json(&m.newborn, &m.info, &json, &err), &err);
    assert_ok(gnbs_tree_parse("findings.json", json.s, json.n, &arena, &tree, &err), &err);
    assert_ok(gnbs_report_parents(tree, n_language, words, language, &page, &err), &err);
    assert_string_equal(html_problem(page.s), "");
    gnbs_str_clear(&json);
}

static bool has(const char *text) { return strstr(page.s, text) != NULL; }

static void english_and_welsh_ship_and_are_whole(void **state) {
    (void)state;
    assert_int_equal(n_language, 2);
    assert_string_equal(words[0].language, "en");
    assert_string_equal(words[1].language, "cy");
    for (size_t i = 0; i < n_language; i++) {
        render(i);
        gnbs_str_t lang;
        gnbs_str_init(&lang);
        gnbs_str_printf(&lang, "<html lang=\"%s\" dir=\"ltr\">", words[i].language);
        assert_true(has(gnbs_str_text(&lang)));
        gnbs_str_clear(&lang);
    }
}

static void words_that_no_translator_checked_are_said_to_be_so(void **state) {
    (void)state;
    render(0);
    assert_false(has(words[0].text[GNBS_PARENTS_UNCHECKED]));
    render(1);
    assert_true(has("wirio gan gyfieithydd"));
}

static void a_suspected_condition_is_named_with_how_soon_and_what_comes_next(void **state) {
    (void)state;
    render(0);
    assert_true(has("A condition is suspected"));
    assert_true(has("It is not a diagnosis."));
    assert_true(has("Medium-chain acyl-CoA dehydrogenase deficiency"));
    assert_true(has("Your baby should be seen today."));
    assert_true(has("Plasma acylcarnitines on a new sample"));
    assert_true(has("Could not be checked: 2"));
    assert_true(has("Not suspected: 2"));
}

static void a_result_without_finding_promises_nothing(void **state) {
    (void)state;
    make_none_suspected(&m, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
    render(0);
    assert_true(has("No condition is suspected"));
    assert_true(has("This does not mean that your baby will never be ill."));
    make_none_suspected(&m, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_QUALITY_GATE);
    render(0);
    assert_true(has("The test could not be finished"));
    assert_false(has("No condition is suspected"));
}

static void no_page_says_what_only_a_professional_can_use_or_nobody_asked(void **state) {
    (void)state;
    for (size_t i = 0; i < n_language; i++) {
        render(i);
        assert_false(has("c.985A")); /* a finding's variant */
        assert_false(has("c.563A")); /* the carrier's */
        assert_false(has("Pathogenic"));
        assert_false(has_word(page.s, "negative"));
        assert_false(has_word(page.s, "negyddol"));
        assert_false(has_word(page.s, "negatif"));
    }
}

static void a_draft_is_not_for_families_and_a_signed_page_says_who_looked(void **state) {
    (void)state;
    m.info.is_draft = true;
    render(0);
    assert_true(has("Please do not give this page to a family."));
    assert_false(has("Two people have checked"));
    m.info.is_draft = false;
    render(0);
    assert_false(has("Draft."));
    assert_true(has("Two people have checked and signed this result."));
}

/* ---- tables -------------------------------------------------------------------------------------------------- */

/* The English table with its line of `key` left out, or changed to `line`. */
static gnbs_code_t read_changed(const char *key, const char *line) {
    static gnbs_parents_words_t w;
    static char text[20000];
    gnbs_table_t table;
    FILE *f = fopen(AID_WORDS, "rb");
    assert_non_null(f);
    size_t n = fread(text, 1, sizeof text - 500, f);
    fclose(f);
    text[n] = '\0';
    gnbs_str_t changed;
    gnbs_str_init(&changed);
    for (char *at = strtok(text, "\n"); at != NULL; at = strtok(NULL, "\n")) {
        bool is_it = strncmp(at, key, strlen(key)) == 0;
        if (!is_it || line != NULL) gnbs_str_printf(&changed, "%s\n", is_it ? line : at);
    }
    assert_ok(gnbs_table_parse("xx.tsv", changed.s, changed.n, '\t', &arena, &table, &err),
              &err);
    gnbs_code_t code = gnbs_parents_words(&table, &w, &err);
    gnbs_str_clear(&changed);
    return code;
}

static void a_table_that_lacks_a_word_is_refused(void **state) {
    (void)state;
    for (int i = 0; i < GNBS_PARENTS_N; i++) {
        static const char *const KEYS[] = {
#define KEY(name, key, n) key "\t",
            GNBS_PARENTS_WORDS(KEY)
#undef KEY
        };
        assert_int_equal(read_changed(KEYS[i], NULL), GNBS_E_FORMAT);
        assert_non_null(strstr(err.msg, "xx.tsv: lacks '"));
    }
    assert_fails(read_changed("title\t", "title\t"), GNBS_E_FORMAT, &err, "has no text");
}

static void a_table_with_a_wrong_word_is_refused_by_its_line(void **state) {
    (void)state;
    assert_fails(read_changed("title\t", "titel\tx"), GNBS_E_FORMAT, &err,
                 "the page has no place 'titel'");
    assert_fails(read_changed("title\t", "skip\tx"), GNBS_E_FORMAT, &err, "stands twice");
    assert_fails(read_changed("checked.many\t", "checked.many\tmany"), GNBS_E_FORMAT, &err,
                 "must hold {n}");
    assert_fails(read_changed("title\t", "title\t{n} x"), GNBS_E_FORMAT, &err,
                 "that nothing will fill");
    assert_fails(read_changed("##direction", "##direction=up"), GNBS_E_FORMAT, &err,
                 "ltr or rtl");
    assert_fails(read_changed("##language", "##language=../en"), GNBS_E_FORMAT, &err,
                 "##language=");
    assert_fails(read_changed("##checked", NULL), GNBS_E_FORMAT, &err, "##checked=");
}

/* ---- how hard it is to read ------------------------------------------------------------------------------------ */

/* Groups of vowels, a silent e at the end not counted: the usual estimate. */
static int syllables(const char *word, size_t n) {
    int count = 0;
    bool was_vowel = false;
    for (size_t i = 0; i < n; i++) {
        bool is_vowel = strchr("aeiouy", tolower((unsigned char)word[i])) != NULL;
        count += is_vowel && !was_vowel;
        was_vowel = is_vowel;
    }
    if (n > 2 && tolower((unsigned char)word[n - 1]) == 'e' && count > 1) count--;
    return count > 0 ? count : 1;
}

/* Flesch (1948): 206.835 - 1.015 words per sentence - 84.6 syllables per word. */
static double reading_ease(const gnbs_parents_words_t *w) {
    double n_word = 0, n_sentence = 0, n_syllable = 0;
    for (int i = 0; i < GNBS_PARENTS_N; i++) {
        const char *s = w->text[i];
        if (strchr(s, '.') == NULL) continue; /* a heading or a label */
        while (*s != '\0') {
            size_t n = 0;
            while (isalpha((unsigned char)s[n]) || s[n] == '\'') n++;
            if (n > 0) n_word++, n_syllable += syllables(s, n);
            n_sentence += s[n] == '.' || s[n] == '?';
            s += n + (s[n] != '\0');
        }
    }
    return 206.835 - 1.015 * n_word / n_sentence - 84.6 * n_syllable / n_word;
}

static void the_english_is_plain(void **state) {
    (void)state;
    double ease = reading_ease(&words[0]);
    print_message("Flesch reading ease %.1f\n", ease);
    assert_true(ease >= 70);
}

#define A_TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
int main(void) {
    const struct CMUnitTest tests[] = {
        A_TEST(english_and_welsh_ship_and_are_whole),
        A_TEST(words_that_no_translator_checked_are_said_to_be_so),
        A_TEST(a_suspected_condition_is_named_with_how_soon_and_what_comes_next),
        A_TEST(a_result_without_finding_promises_nothing),
        A_TEST(no_page_says_what_only_a_professional_can_use_or_nobody_asked),
        A_TEST(a_draft_is_not_for_families_and_a_signed_page_says_who_looked),
        A_TEST(a_table_that_lacks_a_word_is_refused),
        A_TEST(a_table_with_a_wrong_word_is_refused_by_its_line),
        A_TEST(the_english_is_plain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
