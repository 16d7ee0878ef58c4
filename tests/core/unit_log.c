#include "support/testing.h"

#include "core/log.h"

typedef struct said {
    FILE *to;
    char text[4096];
} said_t;

static void begin(said_t *s, gnbs_log_t *log, const char *mode) {
    s->to = tmpfile();
    assert_non_null(s->to);
    assert_true(gnbs_log_init(log, s->to, mode));
}

static const char *end(said_t *s) {
    rewind(s->to);
    size_t n = fread(s->text, 1, sizeof s->text - 1, s->to);
    s->text[n] = '\0';
    fclose(s->to);
    return s->text;
}

static void a_step_is_one_line_with_its_seconds(void **state) {
    (void)state;
    said_t s;
    gnbs_log_t log;
    begin(&s, &log, "plain");
    gnbs_log_step(&log, "call");
    gnbs_log_progress(&log, 1, 2); /* a plain log has no room for a bar */
    gnbs_log_done(&log, "%d variants", 3);
    gnbs_log_note(&log, "DRAFT panel");
    double seconds;
    const char *text = end(&s);
    assert_int_equal(sscanf(text, "call %lf s  3 variants", &seconds), 1);
    assert_true(seconds >= 0);
    assert_non_null(strstr(text, "3 variants\nDRAFT panel\n"));
}

static void a_machine_reads_one_object_per_line(void **state) {
    (void)state;
    said_t s;
    gnbs_log_t log;
    begin(&s, &log, "json");
    gnbs_log_step(&log, "qc");
    gnbs_log_done(&log, "a \"quoted\"\nline");
    const char *text = end(&s);
    assert_non_null(
        strstr(text, "{\"event\": \"start\", \"step\": \"qc\", \"seconds\": 0.000}\n"));
    assert_non_null(strstr(text, "\"text\": \"a \\\"quoted\\\"\\nline\"}\n"));
}

static void hostile_text_does_not_steer_the_terminal(void **state) {
    (void)state;
    said_t s;
    gnbs_log_t log;
    begin(&s, &log, "plain");
    gnbs_log_note(&log, "%s", "baby\033[2J");
    assert_string_equal(end(&s), "baby\\x1B[2J\n");
}

static void the_copy_gets_json_whatever_people_see(void **state) {
    (void)state;
    said_t s;
    gnbs_log_t log;
    begin(&s, &log, "none");
    FILE *copy = tmpfile();
    assert_non_null(copy);
    log.copy = copy;
    gnbs_log_step(&log, "run");
    gnbs_log_done(&log, "done");
    assert_string_equal(end(&s), "");
    char line[256];
    rewind(copy);
    assert_non_null(fgets(line, sizeof line, copy));
    assert_non_null(strstr(line, "\"event\": \"start\""));
    fclose(copy);
}

static void a_bar_is_for_terminals_and_unknown_modes_are_refused(void **state) {
    (void)state;
    said_t s;
    gnbs_log_t log;
    begin(&s, &log, "auto");
    assert_int_equal(log.mode, GNBS_LOG_PLAIN); /* a file is not a terminal */
    assert_false(gnbs_log_init(&log, s.to, "fancy"));
    end(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_is_one_line_with_its_seconds),
        cmocka_unit_test(a_machine_reads_one_object_per_line),
        cmocka_unit_test(hostile_text_does_not_steer_the_terminal),
        cmocka_unit_test(the_copy_gets_json_whatever_people_see),
        cmocka_unit_test(a_bar_is_for_terminals_and_unknown_modes_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
