/* One process at a time for one newborn's results; what dead ones left is cleared away. And words found in files of any kind. */
#include "support/testing.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include "core/str.h"
#include "io/claim.h"
#include "io/grep.h"
#include "io/out.h"
#include "io/path.h"

static char dir[64], buf[160];

static int make_dir(void **state) {
    (void)state;
    snprintf(dir, sizeof dir, "/tmp/gnbs-claim-XXXXXX");
    return mkdtemp(dir) != NULL ? 0 : -1;
}

static int drop_dir(void **state) {
    (void)state;
    gnbs_out_dir_discard(dir);
    return 0;
}

static const char *in(const char *name) {
    snprintf(buf, sizeof buf, "%s/%s", dir, name);
    return buf;
}

static void put(const char *name) {
    FILE *f = fopen(in(name), "w");
    assert_non_null(f);
    fclose(f);
}

static void a_second_process_is_refused_until_the_first_ends(void **state) {
    (void)state;
    gnbs_err_t err;
    gnbs_claim_t *mine, *other;
    int pipe_to[2];
    assert_int_equal(pipe(pipe_to), 0);
    pid_t pid = fork();
    if (pid == 0) {
        bool got = gnbs_claim_take(dir, "NB1", false, &mine, &err) == GNBS_OK;
        (void)!write(pipe_to[1], got ? "1" : "0", 1);
        pause();
        _exit(0);
    }
    char got;
    assert_int_equal(read(pipe_to[0], &got, 1), 1);
    assert_int_equal(got, '1');
    assert_true(gnbs_claim_is_held(dir, "NB1"));
    assert_false(gnbs_claim_is_held(dir, "NB2"));
    assert_fails(gnbs_claim_take(dir, "NB1", false, &other, &err), GNBS_E_IO, &err,
                 "another run of this newborn is at work");
    assert_ok(gnbs_claim_take(dir, "NB2", false, &other, &err), &err);
    gnbs_claim_end(other);
    kill(pid, SIGKILL); /* however it ends */
    waitpid(pid, NULL, 0);
    assert_ok(gnbs_claim_take(dir, "NB1", false, &other, &err), &err);
    gnbs_claim_end(other);
    close(pipe_to[0]);
    close(pipe_to[1]);
}

static void leftovers_of_this_newborn_alone_are_cleared_away(void **state) {
    (void)state;
    gnbs_err_t err;
    gnbs_claim_t *claim;
    static const char *const FOLDERS[] = {"NB1.tmp-123", "NB12.tmp-9", "NB1.tmp", "NB1"};
    for (int i = 0; i < 4; i++) assert_int_equal(mkdir(in(FOLDERS[i]), 0700), 0);
    put("NB1.tmp-123/findings.json");
    put("NB1.tmp-7");
    assert_ok(gnbs_claim_take(dir, "NB1", false, &claim, &err), &err);
    gnbs_claim_tidy(claim);
    gnbs_claim_end(claim);
    assert_true(gnbs_path_is_absent(in("NB1.tmp-123")));
    assert_true(gnbs_path_is_absent(in("NB1.tmp-7")));
    assert_true(gnbs_path_is_dir(in("NB12.tmp-9")));
    assert_true(gnbs_path_is_dir(in("NB1.tmp")));
    assert_true(gnbs_path_is_dir(in("NB1")));
}

/* Died between the two renames of a file system without an exchange: the earlier result comes back. */
static void an_earlier_result_that_stood_aside_comes_back(void **state) {
    (void)state;
    gnbs_err_t err;
    gnbs_claim_t *claim;
    assert_int_equal(mkdir(in("NB1.tmp-123.old"), 0700), 0);
    assert_int_equal(mkdir(in("NB1.tmp-123"), 0700), 0);
    put("NB1.tmp-123.old/findings.json");
    assert_ok(gnbs_claim_take(dir, "NB1", false, &claim, &err), &err);
    gnbs_claim_tidy(claim);
    gnbs_claim_end(claim);
    assert_false(gnbs_path_is_absent(in("NB1/findings.json")));
    assert_true(gnbs_path_is_absent(in("NB1.tmp-123")));
    assert_true(gnbs_path_is_absent(in("NB1.tmp-123.old")));
}

static bool is_in_file(size_t before, const char *text, bool is_packed) {
    gnbs_err_t err;
    gnbs_str_t s;
    bool is_there;
    gnbs_str_init(&s);
    for (size_t i = 0; i < before; i++) gnbs_str_add_char(&s, i % 80 == 79 ? '\n' : 'x');
    gnbs_str_add(&s, text);
    if (is_packed) {
        gzFile f = gzopen(in("f"), "wb");
        gzwrite(f, s.s, (unsigned)s.n);
        gzclose(f);
    } else {
        FILE *f = fopen(in("f"), "wb");
        fwrite(s.s, 1, s.n, f);
        fclose(f);
    }
    gnbs_str_clear(&s);
    assert_ok(gnbs_grep_file(in("f"), "NB1", &is_there, &err), &err);
    return is_there;
}

static void a_word_is_found_wherever_blocks_are_cut(void **state) {
    (void)state;
    for (size_t before = (1 << 16) - 8; before < (1 << 16) + 8; before++)
        for (int packed = 0; packed < 2; packed++) {
            assert_true(is_in_file(before, " NB1", packed));
            assert_true(is_in_file(before, "\tNB1.bam\n", packed));
            assert_false(is_in_file(before, " NB12", packed));
            assert_false(is_in_file(before, " XNB1 ", packed));
            assert_false(is_in_file(before, " NB1-2 NB1_ ", packed));
        }
    assert_false(is_in_file(0, "", false));
    assert_true(is_in_file(0, "NB1", false));
}

int main(void) {
#define IN_DIR(f) cmocka_unit_test_setup_teardown(f, make_dir, drop_dir)
    const struct CMUnitTest tests[] = {
        IN_DIR(a_second_process_is_refused_until_the_first_ends),
        IN_DIR(leftovers_of_this_newborn_alone_are_cleared_away),
        IN_DIR(an_earlier_result_that_stood_aside_comes_back),
        IN_DIR(a_word_is_found_wherever_blocks_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
