#include "support/testing.h"

#include <unistd.h>

#include "io/digest.h"

/* Expected values: FIPS 180-2, appendix B (one block, two blocks, a million letters a), and of the empty message. */
static const char ABC[] =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
static const char TWO_BLOCKS[] =
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
static const char MILLION[] =
    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
static const char EMPTY[] =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

static void bytes_have_the_digests_of_the_standard(void **state) {
    (void)state;
    char hex[GNBS_DIGEST_HEX];
    gnbs_digest_bytes("abc", 3, hex);
    assert_string_equal(hex, ABC);
    gnbs_digest_bytes("", 0, hex);
    assert_string_equal(hex, EMPTY);
    gnbs_digest_bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, hex);
    assert_string_equal(hex, TWO_BLOCKS);
}

static void pieces_have_the_digest_of_the_whole(void **state) {
    (void)state;
    char hex[GNBS_DIGEST_HEX];
    gnbs_digest_t *digest = gnbs_digest_new();
    assert_non_null(digest);
    for (int i = 0; i < 1000000 / 64; i++)
        gnbs_digest_add(
            digest, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 64);
    gnbs_digest_end(digest, hex);
    assert_string_equal(hex, MILLION); /* 15625 pieces of 64 are a million */
    gnbs_digest_end(NULL, NULL);
}

static void a_file_is_hashed_as_it_lies_on_disk(void **state) {
    (void)state;
    char path[] = "/tmp/gnbs_digest_XXXXXX", hex[GNBS_DIGEST_HEX];
    gnbs_err_t err = {0};
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    char *a = malloc(1000000);
    assert_non_null(a);
    memset(a, 'a', 1000000);
    assert_int_equal(write(fd, a, 1000000), 1000000);
    free(a);
    assert_ok(gnbs_digest_file(path, hex, &err), &err);
    assert_string_equal(hex, MILLION);
    assert_int_equal(ftruncate(fd, 0), 0);
    assert_ok(gnbs_digest_file(path, hex, &err), &err);
    assert_string_equal(hex, EMPTY);
    close(fd);
    unlink(path);
    assert_fails(gnbs_digest_file(path, hex, &err), GNBS_E_IO, &err, path);
    assert_fails(gnbs_digest_file("/tmp", hex, &err), GNBS_E_IO, &err, "is a folder");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_have_the_digests_of_the_standard),
        cmocka_unit_test(pieces_have_the_digest_of_the_whole),
        cmocka_unit_test(a_file_is_hashed_as_it_lies_on_disk),
    };
    return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
