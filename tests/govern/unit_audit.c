/* The log that shows when it was touched: every changed byte, every line moved, taken out, put in or cut off is found, and the
 * first bad line is named. $GNBS_EXHAUSTIVE=1 tries all 255 other values of every byte (a minute); else three of them. */
#include "support/testing.h"

#include "govern/govern_audit.h"
#include "io/digest.h"

enum { LINES = 1000 };

typedef struct book {
    gnbs_str_t text;
    size_t at[LINES + 1]; /* where each line begins */
    gnbs_audit_head_t head;
} book_t;

static void write_book(book_t *b, int n) {
    gnbs_str_init(&b->text);
    b->head = (gnbs_audit_head_t){0};
    memset(b->head.hash, 'a', sizeof b->head.hash - 1);
    for (int i = 0; i < n; i++) {
        char who[32], detail[64], case_id[GNBS_AUDIT_CASE_TEXT];
        snprintf(who, sizeof who, "person %d", i % 7);
        snprintf(detail, sizeof detail, "note \"%d\" \xc3\xa9", i * 37);
        gnbs_audit_case(gnbs_digest_content_bytes, "salt", who, case_id);
        const gnbs_audit_event_t e = {
            "2026-11-01T14:03:05Z", who, "view", case_id, "0.1.0", detail};
        b->at[i] = b->text.n;
        gnbs_audit_print(&b->text, gnbs_digest_content_bytes, &e, &b->head);
    }
    b->at[n] = b->text.n;
    assert_false(b->text.failed);
    assert_int_equal(b->head.bytes, b->text.n);
}

/* Feeds whole lines as a reader of the file would cut them; returns the bad line, 0 when whole. */
static int64_t read_book(const char *text, size_t n, const gnbs_audit_head_t *head,
                         gnbs_audit_check_t *c) {
    gnbs_audit_check_init(c, gnbs_digest_content_bytes);
    for (size_t at = 0; at < n;) {
        const char *newline = memchr(text + at, '\n', n - at);
        size_t len = newline != NULL ? (size_t)(newline - (text + at)) + 1 : n - at;
        if (!gnbs_audit_check_line(c, text + at, len)) return c->bad_line;
        at += len;
    }
    gnbs_audit_check_end(c, head);
    return c->bad_line;
}

static void a_log_as_written_is_whole(void **state) {
    (void)state;
    book_t b;
    gnbs_audit_check_t c;
    write_book(&b, LINES);
    assert_int_equal(read_book(b.text.s, b.text.n, &b.head, &c), 0);
    assert_int_equal(c.at.lines, LINES);
    assert_string_equal(c.at.hash, b.head.hash);
    gnbs_str_clear(&b.text);
}

/* The hash by another program: printf %s "$line_up_to_hash" | b2sum -l 256, and by RFC 7693's own vector. */
static void hashes_are_blake2b_of_256_bits(void **state) {
    (void)state;
    char hex[GNBS_AUDIT_HASH_TEXT];
    gnbs_digest_content_bytes("abc", 3, hex); /* printf abc | b2sum -l 256 */
    assert_string_equal(hex,
                        "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

/* A change of line i is judged at line i, given that all before is sound: only that line is read again. Where the newline goes
 * the next line is joined to it; where one comes in the line ends there. */
static bool is_found(const book_t *b, int i, gnbs_audit_check_t before, size_t at,
                     char value, char *copy) {
    size_t n = b->at[i + 1] - b->at[i],
           n_two = b->at[i + 1 < LINES ? i + 2 : i + 1] - b->at[i];
    memcpy(copy, b->text.s + b->at[i], n_two);
    copy[at] = value;
    if (value == '\n')
        n = at + 1;
    else if (at + 1 == n)
        n = n_two;
    return !gnbs_audit_check_line(&before, copy, n) && before.bad_line == i + 1;
}

static void every_changed_byte_of_a_thousand_lines_is_found(void **state) {
    (void)state;
    static char copy[2 * GNBS_AUDIT_LINE_MAX];
    static const char FEW[] = {0x01, 0x20,
                               0x00}; /* differences; 0: a newline is put there */
    bool is_all = getenv("GNBS_EXHAUSTIVE") != NULL;
    book_t b;
    gnbs_audit_check_t c;
    long n_tried = 0, n_missed = 0;
    write_book(&b, LINES);
    gnbs_audit_check_init(&c, gnbs_digest_content_bytes);
    for (int i = 0; i < LINES; i++) {
        const char *line = b.text.s + b.at[i];
        size_t n = b.at[i + 1] - b.at[i];
        for (size_t at = 0; at < n; at++)
            for (int k = 0; k < (is_all ? 255 : 3); k++) {
                char value = (char)(line[at] ^ (is_all ? k + 1 : FEW[k]));
                if (!is_all && FEW[k] == 0) value = '\n';
                if (value == line[at]) continue;
                n_tried++;
                n_missed += !is_found(&b, i, c, at, value, copy);
            }
        assert_true(gnbs_audit_check_line(&c, line, n));
    }
    print_message("%ld changes of single bytes tried\n", n_tried);
    assert_true(n_tried > 800000);
    assert_int_equal(n_missed, 0);
    gnbs_str_clear(&b.text);
}

static void a_line_taken_out_moved_or_repeated_is_named(void **state) {
    (void)state;
    book_t b;
    gnbs_audit_check_t c;
    write_book(&b, 9);
    size_t n = b.text.n, five = b.at[5] - b.at[4], six = b.at[6] - b.at[5];
    char *copy = malloc(2 * n);
    assert_non_null(copy);
    memcpy(copy, b.text.s, b.at[4]); /* without line 5 */
    memcpy(copy + b.at[4], b.text.s + b.at[5], n - b.at[5]);
    assert_int_equal(read_book(copy, n - five, &b.head, &c), 5);
    assert_string_equal(c.why, "is numbered 6: 1 line is missing before it");
    memcpy(copy, b.text.s, b.at[4]); /* 6 before 5 */
    memcpy(copy + b.at[4], b.text.s + b.at[5], six);
    memcpy(copy + b.at[4] + six, b.text.s + b.at[4], five);
    memcpy(copy + b.at[6], b.text.s + b.at[6], n - b.at[6]);
    assert_int_equal(read_book(copy, n, &b.head, &c), 5);
    memcpy(copy, b.text.s, b.at[5]); /* 5 twice */
    memcpy(copy + b.at[5], b.text.s + b.at[4], n - b.at[4]);
    assert_int_equal(read_book(copy, n + five, &b.head, &c), 6);
    assert_non_null(strstr(c.why, "is numbered 5: it was moved here or repeated"));
    /* the first line gone */
    assert_int_equal(read_book(b.text.s + b.at[1], n - b.at[1], &b.head, &c), 1);
    free(copy);
    gnbs_str_clear(&b.text);
}

/* A forger who hashes anew: his line fits itself, and the next one gives him away. */
static void a_line_written_anew_breaks_at_its_neighbour(void **state) {
    (void)state;
    book_t b;
    gnbs_audit_check_t c;
    gnbs_str_t forged;
    write_book(&b, 9);
    gnbs_audit_head_t at4 = {.lines = 4, .bytes = (int64_t)b.at[4]};
    memcpy(at4.hash, b.text.s + b.at[4] - 67, 64);
    const gnbs_audit_event_t lie = {
        "2026-11-01T14:03:05Z", "nobody", "view", "", "0.1.0", ""};
    gnbs_str_init(&forged);
    gnbs_str_add_n(&forged, b.text.s, b.at[4]);
    gnbs_audit_print(&forged, gnbs_digest_content_bytes, &lie, &at4);
    gnbs_str_add_n(&forged, b.text.s + b.at[5], b.text.n - b.at[5]);
    assert_int_equal(read_book(forged.s, forged.n, &b.head, &c), 6);
    assert_non_null(strstr(c.why, "does not follow the line before it"));
    gnbs_str_clear(&forged);
    gnbs_str_clear(&b.text);
}

static void a_tail_cut_anywhere_is_found_by_the_head(void **state) {
    (void)state;
    book_t b;
    gnbs_audit_check_t c;
    write_book(&b, 5);
    for (size_t n = 0; n < b.text.n; n++) {
        int64_t whole = 0;
        while (b.at[whole + 1] <= n) whole++;
        assert_int_equal(read_book(b.text.s, n, &b.head, &c), whole + 1);
    }
    assert_int_equal(read_book(b.text.s, b.text.n, NULL, &c), 6); /* no head: no promise */
    gnbs_audit_head_t older = {.lines = 3, .bytes = (int64_t)b.at[3]};
    memcpy(older.hash, b.text.s + b.at[3] - 67, 64);
    assert_int_equal(read_book(b.text.s, b.text.n, &older, &c),
                     0); /* sound past its head */
    gnbs_str_clear(&b.text);
}

static void every_changed_byte_of_the_head_is_found(void **state) {
    (void)state;
    book_t b;
    gnbs_str_t text;
    gnbs_audit_head_t back;
    gnbs_audit_check_t c;
    write_book(&b, 5);
    gnbs_str_init(&text);
    gnbs_audit_print_head(&text, &b.head);
    assert_true(gnbs_audit_parse_head(text.s, text.n, &back));
    assert_memory_equal(&back.hash, &b.head.hash, sizeof back.hash);
    for (size_t at = 0; at < text.n; at++)
        for (int k = 1; k < 256; k++) {
            text.s[at] = (char)(text.s[at] ^ k);
            bool is_head = gnbs_audit_parse_head(text.s, text.n, &back);
            /* fewer lines, and a hash that is not that line's: the file's walk compares it there (unit_run_audit) */
            if (is_head && back.lines == b.head.lines)
                assert_int_not_equal(read_book(b.text.s, b.text.n, &back, &c), 0);
            text.s[at] = (char)(text.s[at] ^ k);
        }
    assert_false(gnbs_audit_parse_head(text.s, text.n - 1, &back));
    gnbs_str_clear(&text);
    gnbs_str_clear(&b.text);
}

static void the_log_names_a_newborn_by_salt_and_digest(void **state) {
    (void)state;
    char a[GNBS_AUDIT_CASE_TEXT], other[GNBS_AUDIT_CASE_TEXT];
    gnbs_audit_case(gnbs_digest_content_bytes, "salt", "NB1", a);
    /* printf 'salt\nNB1' | b2sum -l 256 | cut -c 1-32 */
    assert_string_equal(a, "1266534bc21b2d8be715df442507b771");
    gnbs_audit_case(gnbs_digest_content_bytes, "pepper", "NB1", other);
    assert_string_not_equal(a, other);
}

static void hostile_words_stay_inside_their_line(void **state) {
    (void)state;
    gnbs_str_t text;
    gnbs_audit_head_t head = {0};
    gnbs_audit_check_t c;
    memset(head.hash, 'b', 64);
    const gnbs_audit_event_t e = {"", "a\nb\",\"hash\":\"", "x\r\n", "", "", "\xff\x01"};
    gnbs_str_init(&text);
    gnbs_audit_print(&text, gnbs_digest_content_bytes, &e, &head);
    assert_int_equal(strcspn(text.s, "\n"), text.n - 1);
    assert_int_equal(read_book(text.s, text.n, &head, &c), 0);
    gnbs_str_clear(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_log_as_written_is_whole),
        cmocka_unit_test(hashes_are_blake2b_of_256_bits),
        cmocka_unit_test(every_changed_byte_of_a_thousand_lines_is_found),
        cmocka_unit_test(a_line_taken_out_moved_or_repeated_is_named),
        cmocka_unit_test(a_line_written_anew_breaks_at_its_neighbour),
        cmocka_unit_test(a_tail_cut_anywhere_is_found_by_the_head),
        cmocka_unit_test(every_changed_byte_of_the_head_is_found),
        cmocka_unit_test(the_log_names_a_newborn_by_salt_and_digest),
        cmocka_unit_test(hostile_words_stay_inside_their_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
