#include "io/head.h"

#include <string.h>

#include <zlib.h>

#include "io/path.h"

enum { MAX_BYTES = 1 << 20, LINE_BYTES = 1 << 14 };

gnbs_code_t gnbs_head_read(const char *path, gnbs_str_t *lines, gnbs_err_t *err) {
    GNBS_TRY(gnbs_path_check_input(path, err));
    gzFile file = gzopen(path, "rb");
    if (file == NULL) return gnbs_err_set(err, GNBS_E_IO, "%s: cannot open", path);
    char line[LINE_BYTES]; /* a longer line comes in pieces, and belongs to its first */
    bool begins = true;
    while (lines->n < MAX_BYTES && gzgets(file, line, sizeof line) != NULL) {
        if (begins && line[0] != '#') break;
        size_t n = strlen(line);
        gnbs_str_add_n(lines, line, n);
        begins = n > 0 && line[n - 1] == '\n';
    }
    gzclose(file);
    return lines->failed ? gnbs_err_set(err, GNBS_E_NOMEM, "%s: its first lines", path)
                         : GNBS_OK;
}
