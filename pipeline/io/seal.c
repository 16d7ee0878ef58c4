#include "io/seal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "core/mem.h"
#include "io/out.h"
#include "io/path.h"

enum {
    PIECE = 1 << 16,
    MORE = crypto_secretstream_xchacha20poly1305_ABYTES,
    KEY = crypto_secretstream_xchacha20poly1305_KEYBYTES,
    HEADER = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
    BOX = KEY + crypto_box_SEALBYTES
};
static const char MAGIC[] = "gnbs-sealed-1\n";

typedef crypto_secretstream_xchacha20poly1305_state stream_t;

typedef struct job {
    const char *from;
    FILE *in, *out;
    unsigned char plain[PIECE], sealed[PIECE + MORE];
} job_t;

/* A whole piece, or what is left; *is_last looks one byte ahead. */
static gnbs_code_t read_piece(job_t *j, unsigned char *bytes, size_t cap, size_t *n,
                              bool *is_last, gnbs_err_t *err) {
    *n = fread(bytes, 1, cap, j->in);
    int next = *n == cap ? getc(j->in) : EOF;
    if (next != EOF) ungetc(next, j->in);
    *is_last = next == EOF;
    return ferror(j->in) ? gnbs_err_set(err, GNBS_E_IO, "%s: %s", j->from, strerror(errno))
                         : GNBS_OK;
}

static gnbs_code_t put_front(job_t *j, const gnbs_sign_public_t *to, stream_t *stream,
                             gnbs_err_t *err) {
    unsigned char key[KEY], box[BOX], header[HEADER], curve[crypto_box_PUBLICKEYBYTES];
    crypto_secretstream_xchacha20poly1305_keygen(key);
    bool is_good =
        crypto_sign_ed25519_pk_to_curve25519(curve, to->key) == 0 &&
        crypto_box_seal(box, key, KEY, curve) == 0 &&
        crypto_secretstream_xchacha20poly1305_init_push(stream, header, key) == 0;
    sodium_memzero(key, sizeof key);
    if (!is_good)
        return gnbs_err_set(err, GNBS_E_DATA,
                            "the key cannot seal: it is no point of the curve");
    fwrite(MAGIC, 1, sizeof MAGIC - 1, j->out);
    fwrite(box, 1, sizeof box, j->out);
    fwrite(header, 1, sizeof header, j->out); /* a short write is found by commit */
    return GNBS_OK;
}

static gnbs_code_t seal(job_t *j, const gnbs_sign_public_t *to, gnbs_err_t *err) {
    stream_t stream;
    GNBS_TRY(put_front(j, to, &stream, err));
    gnbs_code_t code = GNBS_OK;
    for (bool is_last = false; code == GNBS_OK && !is_last;) {
        size_t n;
        code = read_piece(j, j->plain, PIECE, &n, &is_last, err);
        if (code != GNBS_OK) break;
        crypto_secretstream_xchacha20poly1305_push(
            &stream, j->sealed, NULL, j->plain, n, NULL, 0,
            is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
        fwrite(j->sealed, 1, n + MORE, j->out);
    }
    sodium_memzero(&stream, sizeof stream);
    return code;
}

static gnbs_code_t open_front(job_t *j, const gnbs_sign_secret_t *with, stream_t *stream,
                              gnbs_err_t *err) {
    unsigned char front[sizeof MAGIC - 1 + BOX + HEADER], key[KEY];
    unsigned char secret[crypto_box_SECRETKEYBYTES], curve[crypto_box_PUBLICKEYBYTES];
    if (fread(front, 1, sizeof front, j->in) != sizeof front ||
        memcmp(front, MAGIC, sizeof MAGIC - 1) != 0)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: is no file that gnbs sealed", j->from);
    const unsigned char *box = front + sizeof MAGIC - 1;
    bool is_good =
        crypto_sign_ed25519_pk_to_curve25519(curve, with->key + 32) == 0 &&
        crypto_sign_ed25519_sk_to_curve25519(secret, with->key) == 0 &&
        crypto_box_seal_open(key, box, BOX, curve, secret) == 0 &&
        crypto_secretstream_xchacha20poly1305_init_pull(stream, box + BOX, key) == 0;
    sodium_memzero(key, sizeof key);
    sodium_memzero(secret, sizeof secret);
    return is_good
               ? GNBS_OK
               : gnbs_err_set(err, GNBS_E_DATA,
                              "%s: was not sealed to this key, or was changed", j->from);
}

static gnbs_code_t unseal(job_t *j, const gnbs_sign_secret_t *with, gnbs_err_t *err) {
    stream_t stream;
    GNBS_TRY(open_front(j, with, &stream, err));
    gnbs_code_t code = GNBS_OK;
    for (bool is_last = false; code == GNBS_OK && !is_last;) {
        size_t n;
        unsigned char tag;
        unsigned long long n_plain;
        code = read_piece(j, j->sealed, PIECE + MORE, &n, &is_last, err);
        if (code != GNBS_OK) break;
        bool is_good =
            n >= MORE && crypto_secretstream_xchacha20poly1305_pull(
                             &stream, j->plain, &n_plain, &tag, j->sealed, n, NULL, 0) == 0;
        if (!is_good)
            code = gnbs_err_set(err, GNBS_E_DATA, "%s: was changed or cut", j->from);
        else if (is_last != (tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL))
            code = gnbs_err_set(err, GNBS_E_DATA, "%s: its end is missing", j->from);
        else
            fwrite(j->plain, 1, (size_t)n_plain, j->out);
    }
    sodium_memzero(&stream, sizeof stream);
    return code;
}

/* One of the keys is given. */
static gnbs_code_t convert(const char *from, const char *to, const gnbs_sign_public_t *pub,
                           const gnbs_sign_secret_t *secret, gnbs_err_t *err) {
    gnbs_out_t *out;
    GNBS_TRY(gnbs_path_check_input(from, err));
    if (sodium_init() < 0)
        return gnbs_err_set(err, GNBS_E_INTERNAL, "libsodium did not start");
    job_t *j = gnbs_mem_alloc(1, sizeof *j);
    if (j == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", from);
    j->from = from;
    j->in = fopen(from, "rb");
    gnbs_code_t code = j->in == NULL
                           ? gnbs_err_set(err, GNBS_E_IO, "%s: %s", from, strerror(errno))
                           : gnbs_out_open(to, &out, err);
    if (code == GNBS_OK) {
        j->out = gnbs_out_file(out);
        code = pub != NULL ? seal(j, pub, err) : unseal(j, secret, err);
        if (code == GNBS_OK)
            code = gnbs_out_commit(out, err);
        else
            gnbs_out_discard(out);
    }
    if (j->in != NULL) fclose(j->in);
    sodium_memzero(j->plain, sizeof j->plain);
    gnbs_mem_free(j);
    return code;
}

gnbs_code_t gnbs_seal_file(const char *from, const char *to, const gnbs_sign_public_t *key,
                           gnbs_err_t *err) {
    return convert(from, to, key, NULL, err);
}

gnbs_code_t gnbs_unseal_file(const char *from, const char *to,
                             const gnbs_sign_secret_t *key, gnbs_err_t *err) {
    return convert(from, to, NULL, key, err);
}
