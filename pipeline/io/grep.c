#include "io/grep.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <zlib.h>

#include "core/mem.h"

enum { BLOCK = 1 << 16, KEPT = 256 };

static bool is_word(char c) {
    return isalnum((unsigned char)c) != 0 || c == '_' || c == '-';
}

/* From `from` on; what lies before is a neighbour only. is_end: nothing follows the last byte. */
static bool find(const char *bytes, size_t from, size_t n, bool is_end, const char *word) {
    size_t k = strlen(word);
    const char *end = bytes + n;
    if (k == 0) return false;
    for (const char *at = bytes + from; (size_t)(end - at) >= k; at++) {
        at = memchr(at, word[0], (size_t)(end - at) - k + 1);
        if (at == NULL) return false;
        if (memcmp(at, word, k) != 0 || (at > bytes && is_word(at[-1]))) continue;
        if (at + k < end ? !is_word(at[k]) : is_end) return true;
    }
    return false;
}

bool gnbs_grep_bytes(const char *bytes, size_t n, const char *word) {
    return find(bytes, 0, n, true, word);
}

/* A block is judged together with the end of the one before; a word at its own end waits for what follows. */
static bool find_in(gzFile f, char *buf, const char *word) {
    size_t n = 0, from = 0;
    for (int got; (got = gzread(f, buf + n, BLOCK)) > 0;) {
        n += (size_t)got;
        if (find(buf, from, n, false, word)) return true;
        size_t keep = n < KEPT ? n : KEPT;
        if (n > keep) from = 1; /* the first byte kept has a neighbour that is gone */
        memmove(buf, buf + n - keep, keep);
        n = keep;
    }
    return find(buf, from < n ? from : 0, n, true, word);
}

gnbs_code_t gnbs_grep_file(const char *path, const char *word, bool *is_there,
                           gnbs_err_t *err) {
    *is_there = false;
    if (strlen(word) + 2 > KEPT)
        return gnbs_err_set(err, GNBS_E_USAGE, "a word to search has at most %d bytes",
                            KEPT - 2);
    gzFile f = gzopen(path, "rb");
    char *buf = gnbs_mem_alloc(BLOCK + KEPT, 1);
    gnbs_code_t code = GNBS_OK;
    if (f == NULL)
        code = gnbs_err_set(err, GNBS_E_IO, "%s: %s", path, strerror(errno));
    else if (buf == NULL)
        code = gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    else
        *is_there = find_in(f, buf, word);
    if (f != NULL) gzclose(f);
    gnbs_mem_free(buf);
    return code;
}
