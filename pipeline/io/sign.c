#include "io/sign.h"

#include <string.h>

#include <sodium.h>

enum { ALG_BYTES = 2, ID_BYTES = 8, HASH_BYTES = 64, CHECK_BYTES = 32, SALT_BYTES = 32 };
static const char UNTRUSTED[] = "untrusted comment: ", TRUSTED[] = "trusted comment: ";

/* minisign's structures, byte for byte; numbers are little-endian. */
typedef struct public_file {
    uint8_t alg[ALG_BYTES], id[ID_BYTES], key[32];
} public_file_t;
typedef struct secret_file {
    uint8_t alg[ALG_BYTES], kdf[ALG_BYTES], check_alg[ALG_BYTES], salt[SALT_BYTES], ops[8],
        memory[8];
    struct secret_part { /* what the password covers */
        uint8_t id[ID_BYTES], key[64], check[CHECK_BYTES];
    } part;
} secret_file_t;
typedef struct signature_file {
    uint8_t alg[ALG_BYTES], id[ID_BYTES], signature[64];
} signature_file_t;
_Static_assert(sizeof(public_file_t) == 42 && sizeof(secret_file_t) == 158 &&
                   sizeof(signature_file_t) == 74,
               "minisign's structures have no padding");

gnbs_sign_cost_t gnbs_sign_cost_default(void) {
    return (gnbs_sign_cost_t){crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE,
                              crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE};
}

static gnbs_code_t begin(gnbs_err_t *err) {
    if (sodium_init() >= 0) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_INTERNAL, "libsodium cannot be used on this machine");
}

static uint64_t read_le64(const uint8_t b[8]) {
    uint64_t x = 0;
    for (int i = 7; i >= 0; i--) x = x << 8 | b[i];
    return x;
}

static void write_le64(uint8_t b[8], uint64_t x) {
    for (int i = 0; i < 8; i++, x >>= 8) b[i] = (uint8_t)x;
}

void gnbs_sign_print_id(const uint8_t id[8], char text[GNBS_SIGN_ID_TEXT]) {
    static const char DIGIT[] = "0123456789ABCDEF";
    for (int i = 0; i < 8;
         i++) { /* a little-endian number, printed with its highest byte first */
        text[2 * i] = DIGIT[id[7 - i] >> 4];
        text[2 * i + 1] = DIGIT[id[7 - i] & 15];
    }
    text[16] = '\0';
}

/* ---- lines --------------------------------------------------------------------------------------------------------- */

static size_t line_len(const char *s) { return strcspn(s, "\r\n"); }

static const char *next_line(const char *s) {
    s += line_len(s);
    if (*s == '\r') s++;
    return *s == '\n' ? s + 1 : s;
}

/* The base64 of one line, of exactly so many bytes. */
static bool decode(const char *line, void *out, size_t n_out) {
    size_t n = 0;
    return sodium_base642bin(out, n_out, line, line_len(line), NULL, &n, NULL,
                             sodium_base64_VARIANT_ORIGINAL) == 0 &&
           n == n_out;
}

static void encode(gnbs_str_t *out, const void *bytes, size_t n) {
    char text[512]; /* 4 characters for 3 bytes; the longest has 158 */
    sodium_bin2base64(text, sizeof text, bytes, n, sodium_base64_VARIANT_ORIGINAL);
    gnbs_str_add(out, text);
    gnbs_str_add_char(out, '\n');
    sodium_memzero(text, sizeof text);
}

/* The line below an untrusted comment; the text itself where it has none. */
static const char *skip_untrusted(const char *text) {
    return strncmp(text, UNTRUSTED, sizeof UNTRUSTED - 1) == 0 ? next_line(text) : text;
}

/* ---- keys ---------------------------------------------------------------------------------------------------------- */

gnbs_code_t gnbs_sign_new_key(gnbs_sign_secret_t *secret, gnbs_err_t *err) {
    uint8_t public_key[crypto_sign_PUBLICKEYBYTES];
    GNBS_TRY(begin(err));
    randombytes_buf(secret->id, sizeof secret->id);
    crypto_sign_keypair(public_key, secret->key);
    return GNBS_OK;
}

void gnbs_sign_public_of(const gnbs_sign_secret_t *secret, gnbs_sign_public_t *public_key) {
    memcpy(public_key->id, secret->id, ID_BYTES);
    memcpy(public_key->key, secret->key + 32, 32); /* the second half is the public key */
}

void gnbs_sign_wipe(void *bytes, size_t n) { sodium_memzero(bytes, n); }
void gnbs_sign_forget(gnbs_sign_secret_t *secret) {
    sodium_memzero(secret, sizeof *secret);
}

gnbs_code_t gnbs_sign_print_public(gnbs_str_t *out, const gnbs_sign_public_t *key) {
    public_file_t file = {.alg = {'E', 'd'}};
    char id[GNBS_SIGN_ID_TEXT];
    memcpy(file.id, key->id, ID_BYTES);
    memcpy(file.key, key->key, 32);
    gnbs_sign_print_id(key->id, id);
    gnbs_str_printf(out, "%sminisign public key %s\n", UNTRUSTED, id);
    encode(out, &file, sizeof file);
    return out->failed ? GNBS_E_NOMEM : GNBS_OK;
}

gnbs_code_t gnbs_sign_parse_public(const char *path, const char *text,
                                   gnbs_sign_public_t *key, gnbs_err_t *err) {
    public_file_t file;
    GNBS_TRY(begin(err));
    if (!decode(skip_untrusted(text), &file, sizeof file) || memcmp(file.alg, "Ed", 2) != 0)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: not a public key of minisign (an untrusted comment, then "
                            "56 characters that begin with RW)",
                            path);
    memcpy(key->id, file.id, ID_BYTES);
    memcpy(key->key, file.key, 32);
    return GNBS_OK;
}

/* BLAKE2b-256 over algorithm, id and key: tells a wrong password from a right one. */
static void sum_secret(const secret_file_t *file, uint8_t check[CHECK_BYTES]) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, CHECK_BYTES);
    crypto_generichash_update(&state, file->alg, ALG_BYTES);
    crypto_generichash_update(&state, file->part.id, ID_BYTES);
    crypto_generichash_update(&state, file->part.key, 64);
    crypto_generichash_final(&state, check, CHECK_BYTES);
}

/* Covers, or uncovers, the secret part with a stream made of the password. */
static gnbs_code_t cover(secret_file_t *file, const char *password, gnbs_err_t *err) {
    uint64_t ops = read_le64(file->ops), memory = read_le64(file->memory);
    gnbs_sign_cost_t most = gnbs_sign_cost_default();
    uint8_t stream[sizeof file->part];
    if (ops > most.ops || memory > most.memory_bytes)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "the key asks for more work than minisign ever does");
    if (crypto_pwhash_scryptsalsa208sha256(stream, sizeof stream, password,
                                           strlen(password), file->salt, ops,
                                           (size_t)memory) != 0)
        return gnbs_err_set(err, GNBS_E_NOMEM, "no memory to open a protected key");
    uint8_t *part = (uint8_t *)&file->part;
    for (size_t i = 0; i < sizeof stream; i++) part[i] ^= stream[i];
    sodium_memzero(stream, sizeof stream);
    return GNBS_OK;
}

gnbs_code_t gnbs_sign_print_secret(gnbs_str_t *out, const gnbs_sign_secret_t *secret,
                                   const char *password, gnbs_sign_cost_t cost,
                                   gnbs_err_t *err) {
    secret_file_t file = {.alg = {'E', 'd'}, .check_alg = {'B', '2'}};
    GNBS_TRY(begin(err));
    memcpy(file.part.id, secret->id, ID_BYTES);
    memcpy(file.part.key, secret->key, 64);
    gnbs_code_t code = GNBS_OK;
    if (password != NULL) {
        memcpy(file.kdf, "Sc", 2);
        randombytes_buf(file.salt, sizeof file.salt);
        write_le64(file.ops, cost.ops);
        write_le64(file.memory, cost.memory_bytes);
        sum_secret(&file, file.part.check);
        code = cover(&file, password, err);
    }
    if (code == GNBS_OK) {
        gnbs_str_printf(out, "%sminisign %ssecret key\n", UNTRUSTED,
                        password != NULL ? "encrypted " : "");
        encode(out, &file, sizeof file);
        if (out->failed) code = gnbs_err_set(err, GNBS_E_NOMEM, "a secret key");
    }
    sodium_memzero(&file, sizeof file);
    return code;
}

bool gnbs_sign_is_protected(const char *text) {
    secret_file_t file;
    bool is_protected = sodium_init() >= 0 &&
                        decode(skip_untrusted(text), &file, sizeof file) &&
                        memcmp(file.kdf, "Sc", 2) == 0;
    sodium_memzero(&file, sizeof file);
    return is_protected;
}

static gnbs_code_t open_secret(const char *path, secret_file_t *file, const char *password,
                               gnbs_err_t *err) {
    uint8_t check[CHECK_BYTES];
    if (memcmp(file->kdf, "\0\0", 2) == 0)
        return GNBS_OK; /* in the clear: its sum is not set */
    if (memcmp(file->kdf, "Sc", 2) != 0)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: a way of protecting keys that is unknown", path);
    if (password == NULL)
        return gnbs_err_set(err, GNBS_E_DATA, "%s: the key is protected by a password",
                            path);
    if (cover(file, password, err) != GNBS_OK) return gnbs_err_ctx(err, "%s", path);
    sum_secret(file, check);
    if (sodium_memcmp(check, file->part.check, CHECK_BYTES) != 0)
        return gnbs_err_set(err, GNBS_E_DATA, "%s: wrong password for this key", path);
    return GNBS_OK;
}

gnbs_code_t gnbs_sign_parse_secret(const char *path, const char *text, const char *password,
                                   gnbs_sign_secret_t *secret, gnbs_err_t *err) {
    secret_file_t file;
    GNBS_TRY(begin(err));
    gnbs_code_t code = GNBS_OK;
    if (!decode(skip_untrusted(text), &file, sizeof file) ||
        memcmp(file.alg, "Ed", 2) != 0 || memcmp(file.check_alg, "B2", 2) != 0)
        code = gnbs_err_set(err, GNBS_E_FORMAT, "%s: not a secret key of minisign", path);
    else
        code = open_secret(path, &file, password, err);
    if (code == GNBS_OK) {
        memcpy(secret->id, file.part.id, ID_BYTES);
        memcpy(secret->key, file.part.key, 64);
    }
    sodium_memzero(&file, sizeof file);
    return code;
}

/* ---- signatures ------------------------------------------------------------------------------------------------------ */

static void prehash(const void *bytes, size_t n_bytes, uint8_t hash[HASH_BYTES]) {
    crypto_generichash(hash, HASH_BYTES, bytes, n_bytes, NULL, 0);
}

static bool is_one_line(const char *text) {
    return strpbrk(text, "\r\n") == NULL && strlen(text) <= GNBS_SIGN_COMMENT_MAX;
}

gnbs_code_t gnbs_sign_make(gnbs_str_t *out, const gnbs_sign_secret_t *secret,
                           const void *bytes, size_t n_bytes, const char *untrusted,
                           const char *trusted, bool is_legacy, gnbs_err_t *err) {
    signature_file_t file = {.alg = {'E', is_legacy ? 'd' : 'D'}};
    uint8_t hash[HASH_BYTES], global[64], covered[64 + GNBS_SIGN_COMMENT_MAX];
    GNBS_TRY(begin(err));
    if (!is_one_line(untrusted) || !is_one_line(trusted))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "a signature's comment is one line of at most %d characters",
                            GNBS_SIGN_COMMENT_MAX);
    memcpy(file.id, secret->id, ID_BYTES);
    prehash(bytes, n_bytes, hash);
    crypto_sign_detached(file.signature, NULL, is_legacy ? bytes : hash,
                         is_legacy ? n_bytes : HASH_BYTES, secret->key);
    memcpy(covered, file.signature, 64);
    memcpy(covered + 64, trusted, strlen(trusted));
    crypto_sign_detached(global, NULL, covered, 64 + strlen(trusted), secret->key);
    gnbs_str_printf(out, "%s%s\n", UNTRUSTED, untrusted);
    encode(out, &file, sizeof file);
    gnbs_str_printf(out, "%s%s\n", TRUSTED, trusted);
    encode(out, global, sizeof global);
    return out->failed ? gnbs_err_set(err, GNBS_E_NOMEM, "a signature") : GNBS_OK;
}

gnbs_code_t gnbs_sign_parse_signature(const char *path, const char *text,
                                      gnbs_signature_t *s, gnbs_err_t *err) {
    signature_file_t file;
    GNBS_TRY(begin(err));
    memset(s, 0, sizeof *s);
    const char *trusted = next_line(skip_untrusted(text)), *global = next_line(trusted);
    size_t n = sizeof TRUSTED - 1;
    if (strncmp(text, UNTRUSTED, sizeof UNTRUSTED - 1) != 0 ||
        !decode(skip_untrusted(text), &file, sizeof file) ||
        strncmp(trusted, TRUSTED, n) != 0 ||
        line_len(trusted) - n > GNBS_SIGN_COMMENT_MAX ||
        !decode(global, s->global, sizeof s->global) ||
        (memcmp(file.alg, "ED", 2) != 0 && memcmp(file.alg, "Ed", 2) != 0))
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: not a signature of minisign (two comments, a signature "
                            "below each)",
                            path);
    s->is_prehashed = file.alg[1] == 'D';
    memcpy(s->id, file.id, ID_BYTES);
    memcpy(s->signature, file.signature, 64);
    memcpy(s->trusted, trusted + n, line_len(trusted) - n);
    return GNBS_OK;
}

gnbs_code_t gnbs_sign_check(const gnbs_signature_t *s, const gnbs_sign_public_t *key,
                            const void *bytes, size_t n_bytes, gnbs_err_t *err) {
    uint8_t hash[HASH_BYTES], covered[64 + GNBS_SIGN_COMMENT_MAX];
    char own[GNBS_SIGN_ID_TEXT], other[GNBS_SIGN_ID_TEXT];
    GNBS_TRY(begin(err));
    gnbs_sign_print_id(s->id, own);
    gnbs_sign_print_id(key->id, other);
    if (memcmp(s->id, key->id, ID_BYTES) != 0)
        return gnbs_err_set(err, GNBS_E_DATA, "made with key %s, not with %s", own, other);
    prehash(bytes, n_bytes, hash);
    if (crypto_sign_verify_detached(s->signature, s->is_prehashed ? hash : bytes,
                                    s->is_prehashed ? HASH_BYTES : n_bytes, key->key) != 0)
        return gnbs_err_set(
            err, GNBS_E_DATA,
            "key %s did not sign this: the file was changed, or it is another", own);
    size_t n = strlen(s->trusted);
    memcpy(covered, s->signature, 64);
    memcpy(covered + 64, s->trusted, n);
    if (crypto_sign_verify_detached(s->global, covered, 64 + n, key->key) != 0)
        return gnbs_err_set(err, GNBS_E_DATA, "key %s did not sign the trusted comment",
                            own);
    return GNBS_OK;
}
