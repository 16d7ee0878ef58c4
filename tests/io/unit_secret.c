#include "io/secret.h"
#include "support/testing.h"

static const gnbs_secret_cost_t CHEAP = {1, 8192}; /* the least that libsodium takes */

static void passwords_are_argon2id_and_only_the_right_one_opens(void **state) {
    (void)state;
    gnbs_err_t err;
    char hash[GNBS_SECRET_HASH], again[GNBS_SECRET_HASH];
    assert_ok(gnbs_secret_hash_password("correct horse", CHEAP, hash, &err), &err);
    assert_memory_equal(hash, "$argon2id$v=19$m=8,t=1,p=1$", 27);
    assert_true(gnbs_secret_is_password(hash, "correct horse"));
    assert_false(gnbs_secret_is_password(hash, "correct horsf"));
    assert_false(gnbs_secret_is_password(hash, ""));
    assert_ok(gnbs_secret_hash_password("correct horse", CHEAP, again, &err), &err);
    assert_string_not_equal(hash, again); /* another salt */
    hash[strlen(hash) - 1] ^= 1;
    assert_false(gnbs_secret_is_password(hash, "correct horse"));
}

static void other_hashes_and_nonsense_open_nothing(void **state) {
    (void)state;
    assert_false(gnbs_secret_is_password("", ""));
    assert_false(gnbs_secret_is_password("correct horse", "correct horse"));
    assert_false(gnbs_secret_is_password("$argon2i$v=19$m=8,t=1,p=1$AAAA$AAAA", "x"));
    assert_false(gnbs_secret_is_password("$argon2id$v=19$m=8,t=1,p=1$", "x"));
}

static void the_default_cost_is_64_mib_in_two_passes(void **state) {
    (void)state;
    assert_int_equal(gnbs_secret_cost_default().memory_bytes, 64 << 20);
    assert_int_equal(gnbs_secret_cost_default().passes, 2);
}

static void tokens_differ_and_need_no_escape(void **state) {
    (void)state;
    gnbs_err_t err;
    char a[GNBS_SECRET_TOKEN], b[GNBS_SECRET_TOKEN];
    assert_ok(gnbs_secret_token(a, &err), &err);
    assert_ok(gnbs_secret_token(b, &err), &err);
    assert_int_equal(strlen(a), 43); /* 32 bytes, six bits a letter */
    assert_int_equal(strspn(a, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
                               "6789-_"),
                     43);
    assert_string_not_equal(a, b);
    assert_true(gnbs_secret_is_same(a, a));
    assert_false(gnbs_secret_is_same(a, b));
    assert_false(gnbs_secret_is_same(a, ""));
}

/* RFC 7693's function by Python's hashlib:
 *     hashlib.blake2b(b"abc", key=b"k"*43, digest_size=32).hexdigest() */
static void a_mac_is_keyed_blake2b(void **state) {
    (void)state;
    char key[GNBS_SECRET_TOKEN], mac[GNBS_SECRET_MAC];
    memset(key, 'k', sizeof key - 1);
    key[sizeof key - 1] = '\0';
    gnbs_secret_mac(key, "abc", mac);
    assert_string_equal(mac,
                        "f6cc7deb54cabe5b9ad0b6e9de24b551f278a3228285b07a03a98c982b1e1c10");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passwords_are_argon2id_and_only_the_right_one_opens),
        cmocka_unit_test(other_hashes_and_nonsense_open_nothing),
        cmocka_unit_test(the_default_cost_is_64_mib_in_two_passes),
        cmocka_unit_test(tokens_differ_and_need_no_escape),
        cmocka_unit_test(a_mac_is_keyed_blake2b),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
