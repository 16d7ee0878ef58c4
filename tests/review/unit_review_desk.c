/* What we promise of cases: who may move them, what is hidden, what is kept, what the log says. */
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/mem.h"
#include "io/out.h"
#include "review/review_keep.h"
#include "review_aid.h"
#include "run/run_audit.h"
#include "support/testing.h"

static char dir[64];
static gnbs_review_desk_t *desk;
static gnbs_err_t err;

/* Case 1: two findings; case 2: none. */
static int set_up(void **state) {
    (void)state;
    gnbs_review_scan_t scan;
    aid_make_folder(dir);
    aid_put_result(dir, "one", "two_suspected", NULL);
    desk = aid_open_desk(dir, true);
    assert_ok(gnbs_review_scan(desk, &scan, &err), &err);
    aid_put_result(dir, "two", "none_suspected", "NB-0002");
    assert_ok(gnbs_review_scan(desk, &scan, &err), &err);
    assert_int_equal(scan.n_new, 1);
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    gnbs_review_close(desk);
    aid_drop_folder(dir);
    return 0;
}

static char *read_log(void) {
    char path[200];
    snprintf(path, sizeof path, "%s/.gnbs/audit.jsonl", dir);
    return aid_read(path);
}

static void a_case_goes_from_two_people_to_signature_to_second_sample(void **state) {
    (void)state;
    assert_int_equal(aid_state(desk, 1), GNBS_REVIEW_WAITING);
    assert_ok(aid_decide(desk, "ann", 1, GNBS_REVIEW_REPORT, &err), &err);
    assert_int_equal(aid_state(desk, 1), GNBS_REVIEW_HALF);
    assert_ok(aid_decide(desk, "bob", 1, GNBS_REVIEW_REPORT, &err), &err);
    assert_int_equal(aid_state(desk, 1), GNBS_REVIEW_AGREED);
    assert_ok(aid_rule(desk, "cat", 1, true, &err), &err);
    assert_int_equal(aid_state(desk, 1), GNBS_REVIEW_SIGNED);
    gnbs_review_account_t ann = aid_account(desk, "ann");
    assert_ok(gnbs_review_confirm(desk, &ann, 1, "v4", "F1", GNBS_REVIEW_CONFIRMED,
                                  "acylcarnitines", &err),
              &err);
    assert_int_equal(aid_state(desk, 1), GNBS_REVIEW_SIGNED); /* F2 is still waited for */
    assert_ok(gnbs_review_confirm(desk, &ann, 1, "v5", "F2", GNBS_REVIEW_REFUTED, "parents",
                                  &err),
              &err);
    assert_int_equal(aid_state(desk, 1), GNBS_REVIEW_CLOSED);
}

static void one_person_is_never_two_reviewers(void **state) {
    (void)state;
    assert_ok(aid_decide(desk, "ann", 1, GNBS_REVIEW_REPORT, &err), &err);
    assert_ok(aid_decide(desk, "ann", 1, GNBS_REVIEW_REPORT, &err), &err);
    assert_int_equal(aid_state(desk, 1), GNBS_REVIEW_HALF);
    assert_fails(aid_rule(desk, "cat", 1, true, &err), GNBS_E_DATA, &err,
                 "have not agreed");
    assert_ok(aid_decide(desk, "bob", 1, GNBS_REVIEW_REPORT, &err), &err);
    assert_fails(aid_decide(desk, "fay", 1, GNBS_REVIEW_REPORT, &err), GNBS_E_DATA, &err,
                 "Two people have decided already");
}

static void roles_and_closed_accounts_are_kept_to(void **state) {
    (void)state;
    static const char *const NOT_REVIEWERS[] = {"cat", "dee", "eve", "zed"};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(aid_decide(desk, NOT_REVIEWERS[i], 1, GNBS_REVIEW_REPORT, &err),
                         GNBS_E_CONSENT);
    assert_ok(aid_decide(desk, "ann", 1, GNBS_REVIEW_REPORT, &err), &err);
    assert_ok(aid_decide(desk, "bob", 1, GNBS_REVIEW_REPORT, &err), &err);
    static const char *const NOT_AUTHORISERS[] = {"ann", "bob", "dee", "eve", "zed"};
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(aid_rule(desk, NOT_AUTHORISERS[i], 1, true, &err), GNBS_E_CONSENT);
    /* An account that was changed between the page and the click. */
    gnbs_review_account_t cat = aid_account(desk, "cat");
    assert_ok(gnbs_review_set_closed(desk, "tester", "cat", true, &err), &err);
    assert_fails(gnbs_review_sign(desk, &cat, 1, "v3", "x", &err), GNBS_E_CONSENT, &err,
                 "closed or changed");
    assert_int_equal(aid_state(desk, 1), GNBS_REVIEW_AGREED);
}

static void what_differs_or_needs_more_is_decided_again_and_all_is_kept(void **state) {
    (void)state;
    gnbs_review_case_t c;
    gnbs_arena_t arena;
    assert_ok(aid_decide(desk, "ann", 1, GNBS_REVIEW_REPORT, &err), &err);
    assert_ok(aid_decide(desk, "bob", 1, GNBS_REVIEW_DO_NOT_REPORT, &err), &err);
    assert_int_equal(aid_state(desk, 1), GNBS_REVIEW_DIFFER);
    assert_ok(aid_decide(desk, "ann", 1, GNBS_REVIEW_NEEDS_MORE, &err), &err);
    assert_int_equal(aid_state(desk, 1), GNBS_REVIEW_MORE);
    assert_ok(aid_decide(desk, "ann", 1, GNBS_REVIEW_DO_NOT_REPORT, &err), &err);
    assert_int_equal(aid_state(desk, 1), GNBS_REVIEW_AGREED);
    assert_ok(aid_rule(desk, "cat", 1, false, &err), &err); /* back */
    assert_int_equal(aid_state(desk, 1), GNBS_REVIEW_WAITING);
    assert_ok(aid_decide(desk, "fay", 1, GNBS_REVIEW_DO_NOT_REPORT, &err), &err);
    assert_ok(aid_decide(desk, "bob", 1, GNBS_REVIEW_DO_NOT_REPORT, &err), &err);
    assert_ok(aid_rule(desk, "fay", 1, true, &err), &err);
    assert_int_equal(aid_state(desk, 1), GNBS_REVIEW_CLOSED); /* nothing to confirm */
    gnbs_arena_init(&arena);
    assert_ok(gnbs_review_load(desk, 1, &arena, &c, &err), &err);
    assert_int_equal(c.n_past, 6 * 2 + 2); /* six decisions on two findings, two rulings */
    assert_string_equal(c.authoriser.full_name, "Dr Fay Six");
    gnbs_arena_clear(&arena);
    assert_fails(aid_decide(desk, "bob", 1, GNBS_REVIEW_REPORT, &err), GNBS_E_DATA, &err,
                 "is signed");
    assert_fails(aid_rule(desk, "cat", 1, false, &err), GNBS_E_DATA, &err, "is signed");
}

static void a_second_reviewer_sees_the_first_only_after_deciding(void **state) {
    (void)state;
    gnbs_review_case_t c;
    gnbs_arena_t arena;
    int64_t ann = aid_account(desk, "ann").id, bob = aid_account(desk, "bob").id,
            cat = aid_account(desk, "cat").id;
    gnbs_arena_init(&arena);
    assert_ok(aid_decide(desk, "ann", 1, GNBS_REVIEW_REPORT, &err), &err);
    assert_ok(gnbs_review_load(desk, 1, &arena, &c, &err), &err);
    assert_true(gnbs_review_may_see(&c, ann, 0));
    assert_false(gnbs_review_may_see(&c, bob, 0));
    assert_false(gnbs_review_may_see(&c, cat, 0));
    assert_ok(aid_decide(desk, "bob", 1, GNBS_REVIEW_REPORT, &err), &err);
    assert_ok(gnbs_review_load(desk, 1, &arena, &c, &err), &err);
    for (int i = 0; i < 2; i++) {
        assert_true(gnbs_review_may_see(&c, ann, i));
        assert_true(gnbs_review_may_see(&c, bob, i));
        assert_true(gnbs_review_may_see(&c, cat, i));
    }
    gnbs_arena_clear(&arena);
}

static void a_decision_without_words_or_on_half_the_findings_is_refused(void **state) {
    (void)state;
    gnbs_review_account_t ann = aid_account(desk, "ann");
    char *long_words = gnbs_mem_alloc(GNBS_REVIEW_COMMENT_MAX + 2, 1);
    memset(long_words, 'x', GNBS_REVIEW_COMMENT_MAX + 1);
    const struct {
        const char *why;
        int n;
        gnbs_review_ballot_t b[3];
    } CASES[] = {
        {"comment is missing",
         2,
         {{"F1", GNBS_REVIEW_REPORT, "x"}, {"F2", GNBS_REVIEW_REPORT, " \n\t"}}},
        {"longer than",
         2,
         {{"F1", GNBS_REVIEW_REPORT, "x"}, {"F2", GNBS_REVIEW_REPORT, long_words}}},
        {"UTF-8", 2, {{"F1", GNBS_REVIEW_REPORT, "x"}, {"F2", GNBS_REVIEW_REPORT, "\xff"}}},
        {"choose one", 1, {{"F1", GNBS_REVIEW_REPORT, "x"}}},
        {"choose one",
         2,
         {{"F1", GNBS_REVIEW_REPORT, "x"}, {"F2", GNBS_REVIEW_UNDECIDED, "x"}}},
        {"choose one",
         2,
         {{"F1", GNBS_REVIEW_REPORT, "x"}, {"F1", GNBS_REVIEW_REPORT, "x"}}},
        {"does not have",
         3,
         {{"F1", GNBS_REVIEW_REPORT, "x"},
          {"F2", GNBS_REVIEW_REPORT, "x"},
          {"F3", GNBS_REVIEW_REPORT, "x"}}},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_fails(
            gnbs_review_decide(desk, &ann, 1, "r1-0", CASES[i].n, CASES[i].b, &err),
            GNBS_E_USAGE, &err, CASES[i].why);
    gnbs_mem_free(long_words);
    assert_int_equal(aid_state(desk, 1), GNBS_REVIEW_WAITING);
}

static void a_signature_rests_on_what_its_maker_saw(void **state) {
    (void)state;
    gnbs_review_account_t cat = aid_account(desk, "cat");
    assert_ok(aid_decide(desk, "ann", 1, GNBS_REVIEW_REPORT, &err), &err);
    assert_ok(aid_decide(desk, "bob", 1, GNBS_REVIEW_REPORT, &err), &err);
    /* Both decide otherwise while the authoriser reads the page of before. */
    assert_ok(aid_decide(desk, "ann", 1, GNBS_REVIEW_DO_NOT_REPORT, &err), &err);
    assert_ok(aid_decide(desk, "bob", 1, GNBS_REVIEW_DO_NOT_REPORT, &err), &err);
    assert_fails(gnbs_review_sign(desk, &cat, 1, "v3", "agreed", &err), GNBS_E_DATA, &err,
                 "has changed since");
    assert_int_equal(aid_state(desk, 1), GNBS_REVIEW_AGREED);
    /* And nobody signs a result that is not there as it was read. */
    aid_put_result(dir, "one", "amended", NULL);
    assert_fails(aid_rule(desk, "cat", 1, true, &err), GNBS_E_DATA, &err, "another result");
}

typedef struct racer {
    const char *name;
    int64_t id;
    pthread_barrier_t *start;
    gnbs_code_t code;
} racer_t;

/* A browser of its own: a desk of its own, as another process would have. */
static void *race_to_decide(void *p) {
    racer_t *r = p;
    gnbs_err_t why;
    const gnbs_review_desk_opt_t opt = {dir, "0.0", {1, 8192}};
    gnbs_review_desk_t *own;
    r->code = gnbs_review_open(&opt, &own, &why);
    gnbs_review_account_t who = aid_account(own, r->name);
    const gnbs_review_ballot_t ballot[] = {{"F1", GNBS_REVIEW_REPORT, r->name},
                                           {"F2", GNBS_REVIEW_REPORT, r->name}};
    pthread_barrier_wait(r->start);
    if (r->code == GNBS_OK)
        r->code = gnbs_review_decide(own, &who, r->id, "r1-0", 2, ballot, &why);
    gnbs_review_close(own);
    return NULL;
}

static void two_who_decide_at_the_same_moment_are_both_heard(void **state) {
    (void)state;
    gnbs_review_scan_t scan;
    enum { N = 8 };
    char name[16];
    for (int i = 0; i < N; i++) {
        snprintf(name, sizeof name, "S%02d", i);
        aid_put_result(dir, name, "two_suspected", name);
    }
    assert_ok(gnbs_review_scan(desk, &scan, &err), &err);
    assert_int_equal(scan.n_new, N);
    for (int i = 0; i < N; i++) {
        pthread_barrier_t start;
        pthread_t thread[2];
        racer_t r[2] = {{"ann", 3 + i, &start, GNBS_OK}, {"bob", 3 + i, &start, GNBS_OK}};
        pthread_barrier_init(&start, NULL, 2);
        for (int k = 0; k < 2; k++)
            assert_int_equal(pthread_create(&thread[k], NULL, race_to_decide, &r[k]), 0);
        for (int k = 0; k < 2; k++) pthread_join(thread[k], NULL);
        pthread_barrier_destroy(&start);
        assert_int_equal(r[0].code, GNBS_OK);
        assert_int_equal(r[1].code, GNBS_OK);
        assert_int_equal(aid_state(desk, 3 + i), GNBS_REVIEW_AGREED);
    }
    char *log = read_log();
    assert_int_equal(aid_count(log, "\"what\":\"comment\""), N * 2 * 2);
    gnbs_mem_free(log);
}

typedef struct ruler {
    bool is_signing;
    pthread_barrier_t *start;
    gnbs_code_t code;
} ruler_t;

static void *race_to_rule(void *p) {
    ruler_t *r = p;
    gnbs_err_t why;
    const gnbs_review_desk_opt_t opt = {dir, "0.0", {1, 8192}};
    gnbs_review_desk_t *own;
    assert_int_equal(gnbs_review_open(&opt, &own, &why), GNBS_OK);
    gnbs_review_account_t who = aid_account(own, r->is_signing ? "cat" : "fay");
    pthread_barrier_wait(r->start);
    r->code = r->is_signing ? gnbs_review_sign(own, &who, 1, "v3", "yes", &why)
                            : gnbs_review_send_back(own, &who, 1, "v3", "no", &why);
    gnbs_review_close(own);
    return NULL;
}

static void of_two_rulings_at_the_same_moment_one_stands_and_one_is_told(void **state) {
    (void)state;
    pthread_barrier_t start;
    pthread_t thread[2];
    ruler_t r[2] = {{true, &start, GNBS_OK}, {false, &start, GNBS_OK}};
    assert_ok(aid_decide(desk, "ann", 1, GNBS_REVIEW_REPORT, &err), &err);
    assert_ok(aid_decide(desk, "bob", 1, GNBS_REVIEW_REPORT, &err), &err);
    pthread_barrier_init(&start, NULL, 2);
    for (int k = 0; k < 2; k++) pthread_create(&thread[k], NULL, race_to_rule, &r[k]);
    for (int k = 0; k < 2; k++) pthread_join(thread[k], NULL);
    pthread_barrier_destroy(&start);
    assert_true((r[0].code == GNBS_OK) != (r[1].code == GNBS_OK));
    assert_int_equal(aid_state(desk, 1),
                     r[0].code == GNBS_OK ? GNBS_REVIEW_SIGNED : GNBS_REVIEW_WAITING);
}

/* ---- the folder ---------------------------------------------------------------------------------------------------- */

static void another_result_in_the_folder_is_another_case(void **state) {
    (void)state;
    gnbs_review_scan_t scan;
    assert_ok(aid_decide(desk, "ann", 1, GNBS_REVIEW_REPORT, &err), &err);
    aid_put_result(dir, "one", "amended", NULL);
    assert_ok(gnbs_review_scan(desk, &scan, &err), &err);
    assert_int_equal(scan.n_new, 1);
    assert_int_equal(aid_state(desk, 1), GNBS_REVIEW_REPLACED);
    assert_int_equal(aid_state(desk, 3), GNBS_REVIEW_WAITING);
    assert_fails(aid_decide(desk, "bob", 1, GNBS_REVIEW_REPORT, &err), GNBS_E_DATA, &err,
                 "replaced");
    /* The earlier bytes again: the earlier case again, with what was decided. */
    aid_put_result(dir, "one", "two_suspected", NULL);
    assert_ok(gnbs_review_scan(desk, &scan, &err), &err);
    assert_int_equal(aid_state(desk, 1), GNBS_REVIEW_HALF);
    assert_int_equal(aid_state(desk, 3), GNBS_REVIEW_REPLACED);
}

static void a_result_that_was_taken_away_is_gone_until_it_comes_back(void **state) {
    (void)state;
    gnbs_review_scan_t scan;
    char path[100];
    snprintf(path, sizeof path, "%s/one/findings.json", dir);
    assert_int_equal(unlink(path), 0);
    assert_ok(gnbs_review_scan(desk, &scan, &err), &err);
    assert_int_equal(scan.n_gone, 1);
    assert_int_equal(aid_state(desk, 1), GNBS_REVIEW_GONE);
    assert_fails(aid_decide(desk, "ann", 1, GNBS_REVIEW_REPORT, &err), GNBS_E_DATA, &err,
                 "taken away");
    aid_put_result(dir, "one", "two_suspected", NULL);
    assert_ok(gnbs_review_scan(desk, &scan, &err), &err);
    assert_int_equal(aid_state(desk, 1), GNBS_REVIEW_WAITING);
}

static void a_folder_that_cannot_be_read_is_told_not_passed_over(void **state) {
    (void)state;
    gnbs_review_scan_t scan;
    gnbs_str_t trouble;
    char path[100];
    aid_put_result(dir, "bad", "two_suspected", NULL);
    snprintf(path, sizeof path, "%s/bad/findings.json", dir);
    assert_int_equal(truncate(path, 1000), 0);
    assert_ok(gnbs_review_scan(desk, &scan, &err), &err);
    assert_int_equal(scan.n_bad, 1);
    assert_int_equal(scan.n_folder, 3);
    gnbs_str_init(&trouble);
    assert_ok(gnbs_review_trouble(desk, &trouble, &err), &err);
    assert_non_null(strstr(gnbs_str_text(&trouble), "bad: findings.json:"));
    aid_put_result(dir, "bad", "not_completed", "NB-0003");
    assert_ok(gnbs_review_scan(desk, &scan, &err), &err);
    gnbs_str_reset(&trouble);
    assert_ok(gnbs_review_trouble(desk, &trouble, &err), &err);
    assert_string_equal(gnbs_str_text(&trouble), "");
    gnbs_str_clear(&trouble);
}

static void the_queue_is_by_urgency_then_age(void **state) {
    (void)state;
    gnbs_review_queue_t q;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    assert_ok(gnbs_review_ask_queue(desk, GNBS_REVIEW_N_STATE, "", 0, &arena, &q, &err),
              &err);
    assert_int_equal(q.n, 2);
    assert_int_equal(q.row[0].id, 1); /* ACADM: hours */
    assert_int_equal(q.row[0].urgency, GNBS_REVIEW_URGENT_HOURS);
    assert_int_equal(q.row[1].urgency, GNBS_REVIEW_URGENT_NONE);
    assert_ok(gnbs_review_ask_queue(desk, GNBS_REVIEW_CLOSED, "", 0, &arena, &q, &err),
              &err);
    assert_int_equal(q.n_row, 0);
    assert_ok(
        gnbs_review_ask_queue(desk, GNBS_REVIEW_N_STATE, "NB-0002", 0, &arena, &q, &err),
        &err);
    assert_int_equal(q.n_row, 1);
    gnbs_arena_clear(&arena);
}

/* ---- the signed report ---------------------------------------------------------------------------------------------- */

static void a_signed_report_lies_in_its_files_with_what_was_decided(void **state) {
    (void)state;
    char path[120];
    gnbs_review_account_t ann = aid_account(desk, "ann"), bob = aid_account(desk, "bob");
    const gnbs_review_ballot_t ballot[] = {
        {"F1", GNBS_REVIEW_REPORT, "yes"},
        {"F2", GNBS_REVIEW_DO_NOT_REPORT, "one copy only"}};
    assert_ok(gnbs_review_decide(desk, &ann, 1, "r1-0", 2, ballot, &err), &err);
    assert_ok(gnbs_review_decide(desk, &bob, 1, "r1-0", 2, ballot, &err), &err);
    snprintf(path, sizeof path, "%s/.gnbs/signed/case-1/report.html", dir);
    assert_int_equal(access(path, F_OK), -1); /* nothing before the signature */
    assert_ok(aid_rule(desk, "cat", 1, true, &err), &err);
    char *page = aid_read(path);
    assert_null(strstr(page, "DRAFT"));
    assert_non_null(strstr(page, "Dr Ann One</strong>, signed at the review desk"));
    assert_non_null(strstr(page, "p.(Lys329Glu)"));
    assert_null(strstr(page, "Phe508del")); /* F2 is not for the family */
    assert_null(strstr(page, "one copy only"));
    gnbs_mem_free(page);
}

static void a_desk_that_died_before_the_files_makes_them_at_the_next_look(void **state) {
    (void)state;
    char path[120];
    gnbs_review_scan_t scan;
    assert_ok(aid_decide(desk, "ann", 1, GNBS_REVIEW_REPORT, &err), &err);
    assert_ok(aid_decide(desk, "bob", 1, GNBS_REVIEW_REPORT, &err), &err);
    assert_ok(aid_rule(desk, "cat", 1, true, &err), &err);
    snprintf(path, sizeof path, "%s/.gnbs/signed/case-1/report.html", dir);
    char *before = aid_read(path);
    gnbs_out_dir_discard(strcat(strcpy(path, dir), "/.gnbs/signed"));
    assert_ok(gnbs_sql_run(gnbs_review_sql(desk), &err,
                           "UPDATE newborn_case SET is_kept = 0", ""),
              &err);
    assert_ok(gnbs_review_scan(desk, &scan, &err), &err);
    snprintf(path, sizeof path, "%s/.gnbs/signed/case-1/report.html", dir);
    char *after = aid_read(path);
    assert_string_equal(before, after); /* the same bytes */
    gnbs_mem_free(before);
    gnbs_mem_free(after);
}

/* Every file below the folder, as bytes: nothing of a newborn whose family withdrew may be left. */
static int n_files_with(const char *word) {
    char command[200];
    int n = -1;
    snprintf(command, sizeof command, "grep -rlaF -- '%s' '%s' | wc -l", word, dir);
    FILE *f = popen(command, "r");
    assert_non_null(f);
    if (fscanf(f, "%d", &n) != 1) n = -1;
    pclose(f);
    return n;
}

static void a_forgotten_newborn_leaves_no_byte_on_the_desk(void **state) {
    (void)state;
    gnbs_review_scan_t scan;
    aid_put_result(dir, "three", "two_suspected", "WITHDRAWN-7");
    assert_ok(gnbs_review_scan(desk, &scan, &err), &err);
    assert_ok(aid_decide(desk, "ann", 3, GNBS_REVIEW_REPORT, &err), &err);
    assert_ok(aid_decide(desk, "bob", 3, GNBS_REVIEW_REPORT, &err), &err);
    assert_ok(aid_rule(desk, "cat", 3, true, &err), &err);
    assert_ok(aid_decide(desk, "ann", 1, GNBS_REVIEW_REPORT, &err), &err);
    assert_true(n_files_with("WITHDRAWN-7") >= 3); /* result, database, signed report */
    char path[120];
    snprintf(path, sizeof path, "%s/three", dir);
    gnbs_out_dir_discard(path);
    assert_ok(gnbs_review_forget(dir, "WITHDRAWN-7", "0.0", &err),
              &err); /* while we are open */
    assert_int_equal(n_files_with("WITHDRAWN-7"), 0);
    assert_int_equal(aid_state(desk, 1), GNBS_REVIEW_HALF); /* others are untouched */
    gnbs_arena_t arena;
    gnbs_review_case_t c;
    gnbs_arena_init(&arena);
    assert_fails(gnbs_review_load(desk, 3, &arena, &c, &err), GNBS_E_USAGE, &err,
                 "no case");
    gnbs_arena_clear(&arena);
    char *log = read_log();
    assert_int_equal(aid_count(log, "\"what\":\"sign\""), 1); /* who signed stays known */
    gnbs_mem_free(log);
    char nowhere[64];
    aid_make_folder(nowhere);
    assert_ok(gnbs_review_forget(nowhere, "X", "0.0", &err),
              &err); /* no desk: nothing to do */
    aid_drop_folder(nowhere);
}

/* ---- the log ------------------------------------------------------------------------------------------------------- */

static void every_change_is_in_the_log_without_name_or_comment(void **state) {
    (void)state;
    gnbs_run_audit_state_t whole;
    gnbs_arena_t arena;
    gnbs_review_account_t ann = aid_account(desk, "ann");
    const gnbs_review_ballot_t ballot[] = {{"F1", GNBS_REVIEW_REPORT, "a secret remark"},
                                           {"F2", GNBS_REVIEW_REPORT, "a secret remark"}};
    assert_ok(gnbs_review_decide(desk, &ann, 1, "r1-0", 2, ballot, &err), &err);
    assert_ok(aid_decide(desk, "bob", 1, GNBS_REVIEW_REPORT, &err), &err);
    assert_ok(aid_rule(desk, "cat", 1, true, &err), &err);
    char *log = read_log();
    assert_int_equal(aid_count(log, "\"who\":\"ann\",\"what\":\"comment\""), 2);
    assert_int_equal(aid_count(log, "\"who\":\"cat\",\"what\":\"sign\""), 1);
    assert_int_equal(aid_count(log, "account made"), 7);
    assert_null(strstr(log, "NB-0001"));
    assert_null(strstr(log, "secret remark"));
    /* sha256sum of "a secret remark" begins so */
    assert_non_null(strstr(log, "comment sha256 7bf3a4e1799cf814"));
    gnbs_mem_free(log);
    gnbs_arena_init(&arena);
    assert_ok(gnbs_run_audit_verify(gnbs_run_audit_path(&arena, dir), NULL, &whole, &err),
              &err);
    gnbs_arena_clear(&arena);
}

/* The two moments at which a desk may die between the database and the log. */
static void what_was_not_logged_is_logged_once_when_the_desk_opens_again(void **state) {
    (void)state;
    gnbs_sql_t *db = gnbs_review_sql(desk);
    const gnbs_review_event_t event = {"ann", "comment", "NB-0001", "a late entry"};
    assert_ok(aid_decide(desk, "ann", 1, GNBS_REVIEW_REPORT, &err), &err);
    /* Before the log: the entry is in the database alone. */
    assert_ok(gnbs_sql_begin(db, &err), &err);
    assert_ok(gnbs_review_note(desk, &event, &err), &err);
    assert_ok(gnbs_sql_commit(db, &err), &err);
    /* After it: the log has the last two entries, and the database does not know. */
    assert_ok(
        gnbs_sql_run(db, &err, "UPDATE event SET is_logged = 0 WHERE what = 'comment'", ""),
        &err);
    gnbs_review_close(desk);
    desk = aid_open_desk(dir, false);
    char *log = read_log();
    assert_int_equal(aid_count(log, "a late entry"), 1);
    assert_int_equal(aid_count(log, "\"what\":\"comment\""), 3);
    gnbs_mem_free(log);
}

static void a_log_that_cannot_be_written_stops_the_desk(void **state) {
    (void)state;
    char path[200];
    snprintf(path, sizeof path, "%s/.gnbs/audit.jsonl", dir);
    char *log = read_log(); /* somebody cuts the last line off */
    size_t n = strlen(log) - 1;
    while (log[n - 1] != '\n') n--;
    gnbs_mem_free(log);
    assert_int_equal(truncate(path, (off_t)n), 0);
    assert_int_equal(aid_decide(desk, "ann", 1, GNBS_REVIEW_REPORT, &err), GNBS_E_DATA);
    const gnbs_review_event_t look = {"ann", "view", "NB-0001", "case page"};
    assert_int_not_equal(gnbs_review_log_view(desk, &look, &err), GNBS_OK);
}

/* ---- accounts ------------------------------------------------------------------------------------------------------ */

static void passwords_open_their_own_account_only(void **state) {
    (void)state;
    gnbs_review_account_t a;
    assert_ok(gnbs_review_check_password(desk, "ann", AID_PASSWORD, &a, &err), &err);
    assert_string_equal(a.full_name, "Dr Ann One");
    static const char *const WRONG[][2] = {
        {"ann", "a long enough secreT"}, {"ann", ""},
        {"nobody", AID_PASSWORD},        {"", AID_PASSWORD},
        {"zed", AID_PASSWORD},           {"ann' OR 1=1 --", AID_PASSWORD}};
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_fails(gnbs_review_check_password(desk, WRONG[i][0], WRONG[i][1], &a, &err),
                     GNBS_E_CONSENT, &err, "name or the password");
}

static void accounts_that_will_not_do_are_refused(void **state) {
    (void)state;
    const struct {
        const char *name, *full, *password, *why;
        unsigned roles;
    } CASES[] = {{"ann", "X", AID_PASSWORD, "there is such", 1},
                 {"", "X", AID_PASSWORD, "has 1 to 64", 1},
                 {"../x", "X", AID_PASSWORD, "has 1 to 64", 1},
                 {"new", "", AID_PASSWORD, "full name", 1},
                 {"new", "X\nY", AID_PASSWORD, "one line", 1},
                 {"new", "X", "short", "12 to 1000", 1},
                 {"new", "X", "my name is new, yes", "holds the account's name", 1},
                 {"new", "X", AID_PASSWORD, "roles are", 0}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_fails(gnbs_review_add_account(desk, "t", CASES[i].name, CASES[i].full,
                                             CASES[i].roles, CASES[i].password, &err),
                     GNBS_E_USAGE, &err, CASES[i].why);
    assert_int_equal(gnbs_review_roles_of("reviewer,auditor"), 9);
    assert_int_equal(gnbs_review_roles_of("reviewer,"), 0);
    assert_int_equal(gnbs_review_roles_of("king"), 0);
    assert_int_equal(gnbs_review_roles_of(""), 0);
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void) {
    const struct CMUnitTest tests[] = {
        T(a_case_goes_from_two_people_to_signature_to_second_sample),
        T(one_person_is_never_two_reviewers),
        T(roles_and_closed_accounts_are_kept_to),
        T(what_differs_or_needs_more_is_decided_again_and_all_is_kept),
        T(a_second_reviewer_sees_the_first_only_after_deciding),
        T(a_decision_without_words_or_on_half_the_findings_is_refused),
        T(a_signature_rests_on_what_its_maker_saw),
        T(two_who_decide_at_the_same_moment_are_both_heard),
        T(of_two_rulings_at_the_same_moment_one_stands_and_one_is_told),
        T(another_result_in_the_folder_is_another_case),
        T(a_result_that_was_taken_away_is_gone_until_it_comes_back),
        T(a_folder_that_cannot_be_read_is_told_not_passed_over),
        T(the_queue_is_by_urgency_then_age),
        T(a_signed_report_lies_in_its_files_with_what_was_decided),
        T(a_desk_that_died_before_the_files_makes_them_at_the_next_look),
        T(a_forgotten_newborn_leaves_no_byte_on_the_desk),
        T(every_change_is_in_the_log_without_name_or_comment),
        T(what_was_not_logged_is_logged_once_when_the_desk_opens_again),
        T(a_log_that_cannot_be_written_stops_the_desk),
        T(passwords_open_their_own_account_only),
        T(accounts_that_will_not_do_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
