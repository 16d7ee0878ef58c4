#include "io/table_read.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "core/mem.h"
#include "core/vec.h"
#include "io/text.h"

/* Ceilings far above any table of genes or variants, so that a wrong file ends in a message. */
enum {
    MAX_FILE_BYTES = 256 << 20,
    MAX_LINE_BYTES = 1 << 20,
    MAX_COLUMNS = 4096,
    MAX_CELLS = 1 << 26
};

typedef GNBS_VEC(const char *) cells_t;
typedef GNBS_VEC(gnbs_table_row_t) rows_t;
typedef GNBS_VEC(gnbs_table_meta_t) metas_t;

typedef struct parser {
    const char *path;
    char sep;
    char *at, *end; /* a writable copy in the arena: cells are cut and unquoted in place */
    int line;
    cells_t cells; /* of the row being read */
    rows_t rows;
    metas_t metas;
    gnbs_arena_t *arena;
    gnbs_table_t *table;
    gnbs_err_t *err;
} parser_t;

static gnbs_code_t no_memory(parser_t *p) {
    return gnbs_err_set(p->err, GNBS_E_NOMEM, "%s:%d: out of memory", p->path, p->line);
}

static gnbs_code_t bad_cell(parser_t *p, int line, const char *what) {
    return gnbs_err_set(p->err, GNBS_E_FORMAT, "%s:%d: column %zu: %s", p->path, line,
                        p->cells.n + 1, what);
}

/* Ends a line at *at: LF, CRLF or the end of the bytes. A lone CR is not an end. */
static bool is_line_end(const parser_t *p, const char *s) {
    return s == p->end || *s == '\n' || (*s == '\r' && s + 1 < p->end && s[1] == '\n');
}

static char *skip_line_end(parser_t *p, char *s) {
    if (s == p->end) return s;
    p->line++;
    return s + (*s == '\r' ? 2 : 1);
}

/* A cell that begins with a quote: the text between the quotes, "" standing for one quote. TSV is read the
 * same way, because spreadsheets write both so. */
static gnbs_code_t read_quoted(parser_t *p, char **cell_end) {
    int line_beg = p->line;
    const char *limit = p->at + MAX_LINE_BYTES;
    char *from = p->at + 1, *to = p->at;
    for (;; from++) {
        if (from == p->end || from > limit)
            return bad_cell(p, line_beg,
                            "the quote that begins this cell has no end; write \"\" for a "
                            "quote that is part of the text");
        if (*from == '"') {
            if (from + 1 == p->end || from[1] != '"') break;
            from++;
        } else if (*from == '\n') {
            p->line++;
        }
        *to++ = *from;
    }
    from++;
    if (!is_line_end(p, from) && *from != p->sep)
        return bad_cell(
            p, line_beg,
            "text follows the closing quote; quote the whole cell, with \"\" for "
            "each quote inside it");
    *cell_end = from;
    *to = '\0'; /* to < from: what is overwritten has been read, but for a quote */
    return GNBS_OK;
}

static gnbs_code_t read_bare(parser_t *p, char **cell_end) {
    char *s = p->at;
    while (!is_line_end(p, s) && *s != p->sep) {
        if (*s == '\r')
            return bad_cell(
                p, p->line,
                "a carriage return without a line feed; save the file with Unix or "
                "Windows line ends");
        s++;
    }
    *cell_end = s;
    return GNBS_OK;
}

/* The cells of one row, into p->cells; p->at moves past its line end. */
static gnbs_code_t read_row(parser_t *p) {
    const char *beg = p->at;
    int line_beg = p->line;
    p->cells.n = 0;
    for (bool is_last = false; !is_last;) {
        char *cell = p->at, *cell_end = cell;
        bool is_quoted = cell < p->end && *cell == '"';
        GNBS_TRY(is_quoted ? read_quoted(p, &cell_end) : read_bare(p, &cell_end));
        is_last = is_line_end(p, cell_end);
        p->at = is_last ? skip_line_end(p, cell_end) : cell_end + 1;
        *cell_end = '\0';
        if (!GNBS_PUSH(&p->cells, cell)) return no_memory(p);
        if (p->at - beg > MAX_LINE_BYTES)
            return gnbs_err_set(
                p->err, GNBS_E_FORMAT,
                "%s:%d: column %zu: the line is longer than %d bytes; this is "
                "not a table, or a quote is missing",
                p->path, line_beg, p->cells.n, MAX_LINE_BYTES);
    }
    return GNBS_OK;
}

static char *trim(char *s) {
    while (*s == ' ') s++;
    for (size_t n = strlen(s); n > 0 && s[n - 1] == ' '; n--) s[n - 1] = '\0';
    return s;
}

static gnbs_code_t add_meta(parser_t *p, int line, char *text) {
    text += 2;
    char *equals = strchr(text, '=');
    if (equals != NULL) *equals = '\0';
    gnbs_table_meta_t meta = {line, trim(text), equals != NULL ? trim(equals + 1) : ""};
    return GNBS_PUSH(&p->metas, meta) ? GNBS_OK : no_memory(p);
}

/* "##key=value" as it stands: the value may hold separators. A spreadsheet fills such a line up with separators
 * to the width of the table, or quotes it; neither belongs to the value. */
static gnbs_code_t read_meta(parser_t *p) {
    int line = p->line;
    if (*p->at == '"') {
        GNBS_TRY(read_row(p));
        return add_meta(p, line, (char *)p->cells.at[0]);
    }
    char *beg = p->at, *s = beg;
    while (!is_line_end(p, s)) s++;
    p->at = skip_line_end(p, s);
    while (s > beg && s[-1] == p->sep) s--;
    *s = '\0';
    if (s - beg > MAX_LINE_BYTES)
        return gnbs_err_set(p->err, GNBS_E_FORMAT,
                            "%s:%d: column 1: the line is longer than %d bytes", p->path,
                            line, MAX_LINE_BYTES);
    return add_meta(p, line, beg);
}

static bool begins_meta(const parser_t *p) {
    size_t n = (size_t)(p->end - p->at);
    return (n >= 2 && memcmp(p->at, "##", 2) == 0) ||
           (n >= 3 && memcmp(p->at, "\"##", 3) == 0);
}

static gnbs_code_t check_names(parser_t *p, int line) {
    const gnbs_table_t *t = p->table;
    for (int i = 0; i < t->n_column; i++)
        for (int j = i + 1; t->column[i][0] != '\0' && j < t->n_column; j++)
            if (strcmp(t->column[i], t->column[j]) == 0)
                return gnbs_err_set(
                    p->err, GNBS_E_FORMAT,
                    "%s:%d: column %d: '%s' is also the name of column %d; each "
                    "column needs its own name",
                    p->path, line, j + 1, t->column[j], i + 1);
    return GNBS_OK;
}

/* The cells as an array of the arena, filled up with "" to the width of the table. */
static const char **keep_cells(parser_t *p, int n_at_least) {
    size_t n = p->cells.n > (size_t)n_at_least ? p->cells.n : (size_t)n_at_least;
    const char **cell = GNBS_NEW(p->arena, const char *, n);
    for (size_t i = 0; cell != NULL && i < n; i++)
        cell[i] = i < p->cells.n ? p->cells.at[i] : "";
    return cell;
}

static gnbs_code_t read_header(parser_t *p) {
    gnbs_table_t *t = p->table;
    while (p->at < p->end) {
        if (begins_meta(p)) {
            GNBS_TRY(read_meta(p));
        } else if (is_line_end(p, p->at)) {
            p->at = skip_line_end(p, p->at);
        } else {
            break;
        }
    }
    if (p->at == p->end)
        return gnbs_err_set(p->err, GNBS_E_FORMAT,
                            "%s:%d: no header line; expected the names of the columns",
                            p->path, p->line);
    t->header_line = p->line;
    GNBS_TRY(read_row(p));
    if (p->cells.at[0][0] == '#') p->cells.at[0]++;
    if (p->cells.n > MAX_COLUMNS)
        return gnbs_err_set(p->err, GNBS_E_FORMAT,
                            "%s:%d: column %d: more than %d columns; this is not a table",
                            p->path, t->header_line, MAX_COLUMNS + 1, MAX_COLUMNS);
    t->n_column = (int)p->cells.n;
    t->column = keep_cells(p, 0);
    if (t->column == NULL) return no_memory(p);
    return check_names(p, t->header_line);
}

static gnbs_code_t read_rows(parser_t *p) {
    while (p->at < p->end) {
        if (is_line_end(p, p->at)) { /* an empty line holds nothing to be lost */
            p->at = skip_line_end(p, p->at);
            continue;
        }
        gnbs_table_row_t row = {.line = p->line};
        GNBS_TRY(read_row(p));
        row.n_cell = (int)p->cells.n;
        if (row.n_cell > p->table->n_column)
            return gnbs_err_set(
                p->err, GNBS_E_FORMAT,
                "%s:%d: column %d: the row has %d cells, the header %d; a separator too "
                "many, or a cell with a separator that is not quoted",
                p->path, row.line, p->table->n_column + 1, row.n_cell, p->table->n_column);
        if (p->rows.n >= (size_t)(MAX_CELLS / p->table->n_column))
            return gnbs_err_set(p->err, GNBS_E_FORMAT,
                                "%s:%d: column 1: the table has more than %d cells",
                                p->path, row.line, MAX_CELLS);
        row.cell = keep_cells(p, p->table->n_column);
        if (row.cell == NULL || !GNBS_PUSH(&p->rows, row)) return no_memory(p);
    }
    return GNBS_OK;
}

static gnbs_code_t keep_table(parser_t *p) {
    gnbs_table_t *t = p->table;
    gnbs_table_row_t *row = GNBS_NEW(p->arena, gnbs_table_row_t, p->rows.n);
    gnbs_table_meta_t *meta = GNBS_NEW(p->arena, gnbs_table_meta_t, p->metas.n);
    if (row == NULL || meta == NULL) return no_memory(p);
    if (p->rows.n > 0) memcpy(row, p->rows.at, p->rows.n * sizeof *row);
    if (p->metas.n > 0) memcpy(meta, p->metas.at, p->metas.n * sizeof *meta);
    t->n_row = p->rows.n;
    t->row = row;
    t->n_meta = p->metas.n;
    t->meta = meta;
    return GNBS_OK;
}

static gnbs_code_t check_bytes(const char *path, const char *bytes, size_t n_bytes,
                               gnbs_err_t *err) {
    if (n_bytes >= 2 &&
        (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0))
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s:1: column 1: the file is UTF-16; save it as UTF-8 text",
                            path);
    if (n_bytes > 0 && memchr(bytes, '\r', n_bytes) != NULL &&
        memchr(bytes, '\n', n_bytes) == NULL)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s:1: column 1: the lines end in carriage returns alone (old "
                            "Mac); save the file with Unix or Windows line ends",
                            path);
    const char *nul = n_bytes > 0 ? memchr(bytes, '\0', n_bytes) : NULL;
    if (nul == NULL) return GNBS_OK;
    const char *line_beg = bytes;
    int line = 1;
    for (const char *s = bytes; s < nul; s++) {
        if (*s != '\n') continue;
        line_beg = s + 1;
        line++;
    }
    return gnbs_err_set(
        err, GNBS_E_FORMAT,
        "%s:%d: byte %zu of the line is NUL; this is not UTF-8 text (UTF-16?)", path, line,
        (size_t)(nul - line_beg) + 1);
}

static bool ends_with(const char *path, const char *suffix) {
    size_t n = strlen(path), k = strlen(suffix);
    return n >= k && strcasecmp(path + n - k, suffix) == 0;
}

gnbs_code_t gnbs_table_parse(const char *path, const char *bytes, size_t n_bytes, char sep,
                             gnbs_arena_t *arena, gnbs_table_t *table, gnbs_err_t *err) {
    memset(table, 0, sizeof *table);
    GNBS_TRY(check_bytes(path, bytes, n_bytes, err));
    if (n_bytes >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        n_bytes -= 3;
    }
    if (sep == 0) sep = ends_with(path, ".csv") || ends_with(path, ".csv.gz") ? ',' : '\t';
    char *copy = gnbs_arena_strndup(arena, n_bytes > 0 ? bytes : "", n_bytes);
    table->path = gnbs_arena_strdup(arena, path);
    if (copy == NULL || table->path == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s: out of memory", path);
    parser_t p = {.path = table->path,
                  .sep = sep,
                  .at = copy,
                  .end = copy + n_bytes,
                  .line = 1,
                  .arena = arena,
                  .table = table,
                  .err = err};
    gnbs_code_t code = read_header(&p);
    if (code == GNBS_OK) code = read_rows(&p);
    if (code == GNBS_OK) code = keep_table(&p);
    GNBS_VEC_CLEAR(&p.cells);
    GNBS_VEC_CLEAR(&p.rows);
    GNBS_VEC_CLEAR(&p.metas);
    return code;
}

gnbs_code_t gnbs_table_read(const char *path, char sep, gnbs_arena_t *arena,
                            gnbs_table_t *table, gnbs_err_t *err) {
    char *bytes;
    size_t n_bytes;
    GNBS_TRY(gnbs_text_read(path, MAX_FILE_BYTES, &bytes, &n_bytes, err));
    gnbs_code_t code = gnbs_table_parse(path, bytes, n_bytes, sep, arena, table, err);
    gnbs_mem_free(bytes);
    return code;
}
