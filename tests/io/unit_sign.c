#include "support/testing.h"

#include <unistd.h>

#include "core/mem.h"
#include "io/out.h"
#include "io/sign.h"
#include "io/text.h"

/* minisign is the peer: what it signs we verify, what we sign it verifies, its keys are ours and ours are its. */

static char dir[] = "/tmp/gnbs-sign-XXXXXX";
static const gnbs_sign_cost_t CHEAP = {524288,
                                       16 << 20}; /* scrypt's limits for interactive use */
static const char MESSAGE[] = "0123  panel.tsv\n";

static const char *in_dir(const char *name) {
    static char path[8][256];
    static int i;
    i = (i + 1) % 8;
    snprintf(path[i], sizeof path[i], "%s/%s", dir, name);
    return path[i];
}

static void write_file(const char *name, const char *text, size_t n) {
    FILE *f = fopen(in_dir(name), "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static char *read_file(const char *path) {
    char *text;
    size_t n;
    gnbs_err_t err;
    assert_ok(gnbs_text_read(path, 1 << 20, &text, &n, &err), &err);
    return text;
}

static bool has_minisign(void) {
    if (system("minisign -v >/dev/null 2>&1") == 0) return true;
    if (getenv("CI") != NULL) fail_msg("minisign is missing; run scripts/setup check");
    print_message("skipped: no minisign\n");
    return false;
}

/* "minisign ARGS" inside the folder, the password on its standard input; its exit status. */
static int minisign(const char *args) {
    char command[600];
    snprintf(command, sizeof command,
             "cd %s && echo correct horse | minisign %s >said 2>&1", dir, args);
    return system(command);
}

static gnbs_sign_secret_t new_key(void) {
    gnbs_sign_secret_t secret;
    gnbs_err_t err;
    assert_ok(gnbs_sign_new_key(&secret, &err), &err);
    return secret;
}

static void write_keys(const gnbs_sign_secret_t *secret, const char *password) {
    gnbs_sign_public_t key;
    gnbs_str_t text;
    gnbs_err_t err;
    gnbs_str_init(&text);
    gnbs_sign_public_of(secret, &key);
    assert_ok(gnbs_sign_print_public(&text, &key), &err);
    write_file("our.pub", text.s, text.n);
    gnbs_str_reset(&text);
    assert_ok(gnbs_sign_print_secret(&text, secret, password, CHEAP, &err), &err);
    write_file("our.key", text.s, text.n);
    gnbs_str_clear(&text);
}

static gnbs_code_t check_file(const char *signature_name, const char *key_name,
                              const char *message, size_t n, gnbs_signature_t *signature,
                              gnbs_err_t *err) {
    gnbs_sign_public_t key;
    char *text = read_file(in_dir(signature_name)), *key_text = read_file(in_dir(key_name));
    gnbs_code_t code = gnbs_sign_parse_signature("s", text, signature, err);
    if (code == GNBS_OK) code = gnbs_sign_parse_public("k", key_text, &key, err);
    if (code == GNBS_OK) code = gnbs_sign_check(signature, &key, message, n, err);
    gnbs_mem_free(text);
    gnbs_mem_free(key_text);
    return code;
}

/* ---- with the peer -------------------------------------------------------------------------------------------------- */

static void minisign_verifies_what_we_sign(void **state) {
    (void)state;
    if (!has_minisign()) return;
    gnbs_sign_secret_t secret = new_key();
    gnbs_err_t err;
    write_keys(&secret, NULL);
    write_file("m", MESSAGE, sizeof MESSAGE - 1);
    for (int is_legacy = 0; is_legacy < 2; is_legacy++) {
        gnbs_str_t text;
        gnbs_str_init(&text);
        assert_ok(gnbs_sign_make(&text, &secret, MESSAGE, sizeof MESSAGE - 1, "u",
                                 "trusted words", is_legacy, &err),
                  &err);
        write_file("m.minisig", text.s, text.n);
        gnbs_str_clear(&text);
        assert_int_equal(minisign("-Vm m -p our.pub"), 0);
        /* -H refuses what was not prehashed: the two forms are really two */
        assert_int_equal(minisign("-H -Vm m -p our.pub") == 0, !is_legacy);
    }
    write_file("m", "0124  panel.tsv\n", sizeof MESSAGE - 1);
    assert_int_not_equal(minisign("-Vm m -p our.pub"), 0);
}

static void we_verify_what_minisign_signs(void **state) {
    (void)state;
    static const struct {
        const char *flag;
        bool is_prehashed;
    } FORM[] = {{"", true}, {"-l", false}};
    if (!has_minisign()) return;
    write_file("m", MESSAGE, sizeof MESSAGE - 1);
    assert_int_equal(minisign("-G -f -W -p their.pub -s their.key"), 0);
    for (int i = 0; i < 2; i++) {
        char args[200];
        gnbs_signature_t s;
        gnbs_err_t err;
        snprintf(args, sizeof args,
                 "-S %s -W -m m -s their.key -x m.sig -t 'words of them'", FORM[i].flag);
        assert_int_equal(minisign(args), 0);
        assert_ok(check_file("m.sig", "their.pub", MESSAGE, sizeof MESSAGE - 1, &s, &err),
                  &err);
        assert_int_equal(s.is_prehashed, FORM[i].is_prehashed);
        assert_string_equal(s.trusted, "words of them");
        assert_fails(check_file("m.sig", "their.pub", "0124  panel.tsv\n",
                                sizeof MESSAGE - 1, &s, &err),
                     GNBS_E_DATA, &err, "did not sign this");
    }
}

static void keys_go_both_ways_with_and_without_a_password(void **state) {
    (void)state;
    gnbs_sign_secret_t ours = new_key(), back;
    gnbs_err_t err;
    if (!has_minisign()) return;
    write_file("m", MESSAGE, sizeof MESSAGE - 1);
    write_keys(&ours, NULL); /* our key in the clear signs with minisign */
    assert_int_equal(minisign("-S -W -m m -s our.key -x m.sig"), 0);
    assert_int_equal(minisign("-Vm m -p our.pub -x m.sig"), 0);
    write_keys(&ours,
               "correct horse"); /* ours under a password, too: it reads it from stdin */
    assert_int_equal(minisign("-S -m m -s our.key -x m2.sig"), 0);
    assert_int_equal(minisign("-Vm m -p our.pub -x m2.sig"), 0);
    assert_int_equal(minisign("-G -f -W -p their.pub -s their.key"), 0);
    char *text = read_file(in_dir("their.key"));
    assert_false(gnbs_sign_is_protected(text));
    assert_ok(gnbs_sign_parse_secret("their.key", text, NULL, &back, &err), &err);
    gnbs_mem_free(text);
    gnbs_str_t made;
    gnbs_str_init(&made);
    assert_ok(
        gnbs_sign_make(&made, &back, MESSAGE, sizeof MESSAGE - 1, "u", "t", false, &err),
        &err);
    write_file("m3.sig", made.s, made.n);
    gnbs_str_clear(&made);
    assert_int_equal(minisign("-Vm m -p their.pub -x m3.sig"), 0);
}

/* A real signature of a panel, made by minisign; its trusted comment says panel=522. */
static void a_signature_made_elsewhere_is_good_for_its_file_alone(void **state) {
    (void)state;
    char path[512];
    gnbs_sign_public_t key;
    gnbs_signature_t s;
    gnbs_err_t err;
    if (shared_file(path, sizeof path, "formats/sign/k.pub") == NULL) return;
    char *text = read_file(path);
    assert_ok(gnbs_sign_parse_public(path, text, &key, &err), &err);
    gnbs_mem_free(text);
    char id[GNBS_SIGN_ID_TEXT];
    gnbs_sign_print_id(key.id, id);
    assert_string_equal(id, "4A318E0AD824600E"); /* as its comment says */
    text = read_file(shared_file(path, sizeof path, "formats/sign/panel.json.minisig"));
    assert_ok(gnbs_sign_parse_signature(path, text, &s, &err), &err);
    gnbs_mem_free(text);
    assert_true(s.is_prehashed);
    assert_string_equal(s.trusted, "panel=522 version=2.5 signed-off 2026-01-23");
    text = read_file(shared_file(path, sizeof path, "formats/panelapp/panel-small.json"));
    assert_ok(gnbs_sign_check(&s, &key, text, strlen(text), &err), &err);
    text[10] ^= 1;
    assert_fails(gnbs_sign_check(&s, &key, text, strlen(text), &err), GNBS_E_DATA, &err,
                 "did not sign this");
    gnbs_mem_free(text);
}

/* ---- alone ------------------------------------------------------------------------------------------------------------- */

static void a_password_opens_its_key_and_no_other_does(void **state) {
    (void)state;
    gnbs_sign_secret_t secret = new_key(), back;
    gnbs_err_t err;
    gnbs_str_t text;
    gnbs_str_init(&text);
    assert_ok(gnbs_sign_print_secret(&text, &secret, "pässword", CHEAP, &err), &err);
    assert_true(gnbs_sign_is_protected(text.s));
    assert_ok(gnbs_sign_parse_secret("k", text.s, "pässword", &back, &err), &err);
    assert_memory_equal(&secret, &back, sizeof back);
    assert_fails(gnbs_sign_parse_secret("k", text.s, "password", &back, &err), GNBS_E_DATA,
                 &err, "wrong password");
    assert_fails(gnbs_sign_parse_secret("k", text.s, NULL, &back, &err), GNBS_E_DATA, &err,
                 "protected by a password");
    gnbs_str_clear(&text);
}

static void nothing_of_a_signature_can_be_changed(void **state) {
    (void)state;
    gnbs_sign_secret_t secret = new_key(), other = new_key();
    gnbs_sign_public_t key, other_key;
    gnbs_signature_t s, bad;
    gnbs_err_t err;
    gnbs_str_t text;
    gnbs_str_init(&text);
    gnbs_sign_public_of(&secret, &key);
    gnbs_sign_public_of(&other, &other_key);
    assert_ok(gnbs_sign_make(&text, &secret, MESSAGE, sizeof MESSAGE - 1, "u", "t=1", false,
                             &err),
              &err);
    assert_ok(gnbs_sign_parse_signature("s", text.s, &s, &err), &err);
    assert_ok(gnbs_sign_check(&s, &key, MESSAGE, sizeof MESSAGE - 1, &err), &err);
    bad = s;
    strcpy(bad.trusted, "t=2");
    assert_fails(gnbs_sign_check(&bad, &key, MESSAGE, sizeof MESSAGE - 1, &err),
                 GNBS_E_DATA, &err, "did not sign the trusted comment");
    bad = s;
    bad.signature[0] ^= 1;
    assert_fails(gnbs_sign_check(&bad, &key, MESSAGE, sizeof MESSAGE - 1, &err),
                 GNBS_E_DATA, &err, "did not sign this");
    bad = s;
    bad.global[63] ^= 1;
    assert_fails(gnbs_sign_check(&bad, &key, MESSAGE, sizeof MESSAGE - 1, &err),
                 GNBS_E_DATA, &err, "trusted comment");
    bad = s;
    bad.is_prehashed = false;
    assert_fails(gnbs_sign_check(&bad, &key, MESSAGE, sizeof MESSAGE - 1, &err),
                 GNBS_E_DATA, &err, "did not sign this");
    assert_fails(gnbs_sign_check(&s, &other_key, MESSAGE, sizeof MESSAGE - 1, &err),
                 GNBS_E_DATA, &err, "made with key");
    gnbs_str_clear(&text);
}

static void a_comment_of_two_lines_is_refused(void **state) {
    (void)state;
    gnbs_sign_secret_t secret = new_key();
    gnbs_err_t err;
    gnbs_str_t text;
    gnbs_str_init(&text);
    assert_fails(gnbs_sign_make(&text, &secret, "", 0, "u", "a\nb", false, &err),
                 GNBS_E_USAGE, &err, "one line");
    gnbs_str_clear(&text);
}

static void files_that_are_none_are_refused(void **state) {
    (void)state;
    static const char *const BAD[] = {
        "", "untrusted comment: x\n", "RW", "RWQ=\n",
        "untrusted comment: a\nRWQ!\ntrusted comment: b\nx\n"};
    gnbs_sign_public_t key;
    gnbs_sign_secret_t secret;
    gnbs_signature_t s;
    gnbs_err_t err;
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        assert_int_equal(gnbs_sign_parse_public("p", BAD[i], &key, &err), GNBS_E_FORMAT);
        assert_int_equal(gnbs_sign_parse_secret("p", BAD[i], NULL, &secret, &err),
                         GNBS_E_FORMAT);
        assert_int_equal(gnbs_sign_parse_signature("p", BAD[i], &s, &err), GNBS_E_FORMAT);
    }
}

static int make_dir(void **state) {
    (void)state;
    return mkdtemp(dir) == NULL;
}

static int remove_dir(void **state) {
    (void)state;
    char command[100];
    snprintf(command, sizeof command, "rm -rf %s", dir);
    return system(command);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(minisign_verifies_what_we_sign),
        cmocka_unit_test(we_verify_what_minisign_signs),
        cmocka_unit_test(keys_go_both_ways_with_and_without_a_password),
        cmocka_unit_test(a_signature_made_elsewhere_is_good_for_its_file_alone),
        cmocka_unit_test(a_password_opens_its_key_and_no_other_does),
        cmocka_unit_test(nothing_of_a_signature_can_be_changed),
        cmocka_unit_test(a_comment_of_two_lines_is_refused),
        cmocka_unit_test(files_that_are_none_are_refused),
    };
    return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
