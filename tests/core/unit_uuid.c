#include "support/testing.h"

#include "core/uuid.h"

static void expect_sha1(const char *text, size_t n, const char *hex) {
    uint8_t d[20];
    char got[41];
    gnbs_uuid_sha1((const uint8_t *)text, n, d);
    for (int i = 0; i < 20; i++) snprintf(got + 2 * i, 3, "%02x", d[i]);
    assert_string_equal(got, hex);
}

/* FIPS 180-2, appendix A; 119 and 120 bytes stand where the padding needs a block more (Python's hashlib). */
static void sha1_is_that_of_the_standard(void **state) {
    (void)state;
    expect_sha1("abc", 3, "a9993e364706816aba3e25717850c26c9cd0d89d");
    expect_sha1("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
                "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
    expect_sha1("", 0, "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    char a[120];
    memset(a, 'a', sizeof a);
    expect_sha1(a, 119, "ee971065aaa017e0632a8ca6c77bb3bf8b1dfc56");
    expect_sha1(a, 120, "f34c1488385346a55709ba056ddd08280dd4c6d6");
}

/* uuid.uuid5(uuid.NAMESPACE_URL, name) of Python. */
static void a_name_has_one_uuid(void **state) {
    (void)state;
    char text[GNBS_UUID_TEXT];
    gnbs_uuid_of_name("http://python.org/", text);
    assert_string_equal(text, "4c565f0d-3f5a-5890-b41b-20cf47701c5e");
    gnbs_uuid_of_name("", text);
    assert_string_equal(text, "1b4db7eb-4057-5ddf-91e0-36dec72071f5");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(sha1_is_that_of_the_standard),
                                       cmocka_unit_test(a_name_has_one_uuid)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
