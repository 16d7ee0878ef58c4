#include "io/text.h"

#include <stdbool.h>
#include <string.h>

#include <zlib.h>

#include "core/mem.h"
#include "io/path.h"

gnbs_code_t gnbs_text_read(const char *path, size_t max_bytes, char **bytes,
                           size_t *n_bytes, gnbs_err_t *err) {
    *bytes = NULL;
    *n_bytes = 0;
    GNBS_TRY(gnbs_path_check_input(path, err));
    /* reads plain files as they are, and concatenated gzip members (bgzip) */
    gzFile f = gzopen(path, "rb");
    if (f == NULL) return gnbs_err_set(err, GNBS_E_IO, "%s: cannot open", path);
    gnbs_code_t code = GNBS_OK;
    size_t n = 0, cap = 1 << 16;
    char *buf = gnbs_mem_alloc(cap, 1);
    while (code == GNBS_OK) {
        if (buf == NULL) {
            code = gnbs_err_set(err, GNBS_E_NOMEM, "%s: %zu bytes", path, cap);
            break;
        }
        size_t room = cap - n - 1;
        if (room > 1 << 24) room = 1 << 24;
        int got = gzread(f, buf + n, (unsigned)room);
        if (got < 0) {
            int why;
            code = gnbs_err_set(err, GNBS_E_FORMAT, "%s: %s", path, gzerror(f, &why));
        } else if (got == 0) {
            int why = Z_OK;
            const char *text = gzerror(f, &why);
            if (why != Z_OK && why != Z_STREAM_END)
                code = gnbs_err_set(err, GNBS_E_FORMAT, "%s: truncated: %s", path, text);
            break;
        } else {
            n += (size_t)got;
            if (n > max_bytes)
                code = gnbs_err_set(err, GNBS_E_FORMAT,
                                    "%s: more than %zu bytes of text; this cannot be the "
                                    "file that was meant",
                                    path, max_bytes);
            if (cap - n < 2) buf = gnbs_mem_resize(buf, cap *= 2, 1);
        }
    }
    if (gzclose(f) != Z_OK && code == GNBS_OK)
        code = gnbs_err_set(err, GNBS_E_FORMAT, "%s: truncated gzip", path);
    if (code == GNBS_OK && n >= 2 &&
        ((unsigned char)buf[0] == 0xFF || (unsigned char)buf[0] == 0xFE) &&
        ((unsigned char)buf[1] | 1) == 0xFF)
        code =
            gnbs_err_set(err, GNBS_E_FORMAT, "%s: is UTF-16; save it as UTF-8 text", path);
    if (code == GNBS_OK && memchr(buf, '\0', n) != NULL)
        code = gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: holds a NUL byte at offset %zu; this is not a text file",
                            path, (size_t)((char *)memchr(buf, '\0', n) - buf));
    if (code != GNBS_OK) {
        gnbs_mem_free(buf);
        return code;
    }
    buf[n] = '\0';
    *bytes = buf;
    *n_bytes = n;
    return GNBS_OK;
}
