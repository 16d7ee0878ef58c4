#include "io/lines.h"

#include <string.h>

#include <zlib.h>

#include "core/mem.h"
#include "io/path.h"

enum { MAX_LINE_BYTES = 1 << 20, MAX_CELLS = 4096 };

struct gnbs_lines {
    const char *path;
    gzFile file;
    char sep;
    int64_t number;
    char *line, *cell[MAX_CELLS];
};

gnbs_code_t gnbs_lines_open(const char *path, char sep, gnbs_lines_t **lines,
                            gnbs_err_t *err) {
    *lines = NULL;
    GNBS_TRY(gnbs_path_check_input(path, err));
    gnbs_lines_t *l = gnbs_mem_alloc(1, sizeof *l);
    char *line = gnbs_mem_alloc(MAX_LINE_BYTES, 1);
    gzFile file = l != NULL && line != NULL ? gzopen(path, "rb") : NULL;
    if (file == NULL) {
        gnbs_code_t code = l == NULL || line == NULL
                               ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", path)
                               : gnbs_err_set(err, GNBS_E_IO, "%s: cannot open", path);
        gnbs_mem_free(l);
        gnbs_mem_free(line);
        return code;
    }
    gzbuffer(file, 1 << 17);
    l->path = path;
    l->file = file;
    l->sep = sep;
    l->line = line;
    *lines = l;
    return GNBS_OK;
}

void gnbs_lines_close(gnbs_lines_t *lines) {
    if (lines == NULL) return;
    gzclose(lines->file);
    gnbs_mem_free(lines->line);
    gnbs_mem_free(lines);
}

/* One line without its end; *more is false at the end of the file. */
static gnbs_code_t read_line(gnbs_lines_t *l, bool *more, gnbs_err_t *err) {
    *more = gzgets(l->file, l->line, MAX_LINE_BYTES) != NULL;
    int why = Z_OK;
    const char *text = gzerror(l->file, &why);
    if (why != Z_OK && why != Z_STREAM_END && !(why == Z_BUF_ERROR && *more))
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: line %lld: truncated: %s", l->path,
                            (long long)l->number + 1, text);
    if (!*more) return GNBS_OK;
    l->number++;
    size_t n = strlen(l->line);
    bool has_end = n > 0 && l->line[n - 1] == '\n';
    if (!has_end && !gzeof(l->file))
        return gnbs_err_set(
            err, GNBS_E_FORMAT,
            "%s: line %lld: longer than 1 MiB, or holds a NUL byte; this is "
            "not a table",
            l->path, (long long)l->number);
    while (n > 0 && (l->line[n - 1] == '\n' || l->line[n - 1] == '\r')) l->line[--n] = '\0';
    return GNBS_OK;
}

static char guess_sep(const char *line) {
    int n_tab = 0, n_comma = 0;
    for (; *line != '\0'; line++) {
        n_tab += *line == '\t';
        n_comma += *line == ',';
    }
    return n_comma > n_tab ? ',' : '\t';
}

gnbs_code_t gnbs_lines_next(gnbs_lines_t *l, bool *more, int *n, char ***cell,
                            gnbs_err_t *err) {
    *n = 0;
    *cell = l->cell;
    do GNBS_TRY(read_line(l, more, err));
    while (*more && (l->line[0] == '\0' || strncmp(l->line, "##", 2) == 0));
    if (!*more) return GNBS_OK;
    if (l->sep == 0) l->sep = guess_sep(l->line);
    for (char *s = l->line;; s++) {
        if (*n == MAX_CELLS)
            return gnbs_err_set(err, GNBS_E_FORMAT, "%s: line %lld: more than %d cells",
                                l->path, (long long)l->number, (int)MAX_CELLS);
        l->cell[(*n)++] = s;
        s = strchr(s, l->sep);
        if (s == NULL) return GNBS_OK;
        *s = '\0';
    }
}

int64_t gnbs_lines_number(const gnbs_lines_t *lines) { return lines->number; }
