#include "io/bed.h"

#include <stdlib.h>
#include <string.h>

#include "core/escape.h"
#include "core/mem.h"
#include "core/vec.h"
#include "io/text.h"

enum { MAX_FILE_BYTES = 256 << 20, MAX_LINE_BYTES = 1 << 20, MAX_NAME = 256 };

typedef struct parser {
    const char *path;
    int line;
    const gnbs_contigs_t *contigs;
    char last_name[MAX_NAME]; /* lines of one contig follow one another */
    int32_t last_tid;
    GNBS_VEC(gnbs_region_t) regions;
    GNBS_VEC(const char *) names;
    gnbs_arena_t *arena;
    gnbs_err_t *err;
} parser_t;

typedef struct cell {
    const char *s;
    size_t n;
} cell_t;

static gnbs_code_t no_memory(parser_t *p) {
    return gnbs_err_set(p->err, GNBS_E_NOMEM, "%s:%d: out of memory", p->path, p->line);
}

static gnbs_code_t bad_line(parser_t *p, gnbs_code_t code, const char *what, cell_t cell) {
    char text[81];
    size_t n = cell.n < sizeof text ? cell.n : sizeof text - 1;
    memcpy(text, cell.s, n);
    text[n] = '\0';
    gnbs_str_t safe;
    gnbs_str_init(&safe);
    gnbs_escape_term(&safe, text);
    gnbs_err_set(p->err, code, "%s:%d: %s '%s'", p->path, p->line, what,
                 gnbs_str_text(&safe));
    gnbs_str_clear(&safe);
    return code;
}

/* The next cell, ended by a TAB, or in a line without TABs by blanks (UCSC allows both); false at the end. */
static bool next_cell(const char **at, const char *end, bool has_tab, cell_t *cell) {
    const char *s = *at;
    while (!has_tab && s < end && *s == ' ') s++;
    if (s > end || (s == end && !has_tab)) return false;
    const char *stop = memchr(s, has_tab ? '\t' : ' ', (size_t)(end - s));
    *cell = (cell_t){s, (size_t)((stop != NULL ? stop : end) - s)};
    *at = stop != NULL ? stop + 1 : end + 1; /* past the end: there is no further cell */
    return true;
}

static bool read_position(cell_t cell, gnbs_pos_t *pos) {
    if (cell.n == 0 || cell.n > 12) return false;
    *pos = 0;
    for (size_t i = 0; i < cell.n; i++) {
        if (cell.s[i] < '0' || cell.s[i] > '9') return false;
        *pos = *pos * 10 + (cell.s[i] - '0');
    }
    return true;
}

static gnbs_code_t find_contig(parser_t *p, cell_t cell, int32_t *tid) {
    if (cell.n >= MAX_NAME)
        return bad_line(p, GNBS_E_FORMAT, "column 1: not a name of a contig:", cell);
    if (strlen(p->last_name) != cell.n || memcmp(p->last_name, cell.s, cell.n) != 0) {
        memcpy(p->last_name, cell.s, cell.n);
        p->last_name[cell.n] = '\0';
        p->last_tid = gnbs_contig_find(p->contigs, p->last_name);
    }
    *tid = p->last_tid;
    if (*tid >= 0) return GNBS_OK;
    return bad_line(p, GNBS_E_DATA, "column 1: the genome has no contig", cell);
}

static gnbs_code_t read_region(parser_t *p, const cell_t cell[3], gnbs_region_t *r) {
    GNBS_TRY(find_contig(p, cell[0], &r->tid));
    if (!read_position(cell[1], &r->beg))
        return bad_line(p, GNBS_E_FORMAT,
                        "column 2 (begin): expected a position from 0, found", cell[1]);
    if (!read_position(cell[2], &r->end))
        return bad_line(p, GNBS_E_FORMAT, "column 3 (end): expected a position, found",
                        cell[2]);
    if (r->end < r->beg)
        return bad_line(p, GNBS_E_FORMAT, "column 3 (end) lies before the begin: end",
                        cell[2]);
    int64_t length = p->contigs->contig[r->tid].length_bp;
    if (length > 0 && r->end > length)
        return bad_line(p, GNBS_E_DATA,
                        "column 3 (end) lies beyond the contig; is this file of another "
                        "genome build? end",
                        cell[2]);
    return GNBS_OK;
}

static bool is_word(const char *s, size_t n, const char *word) {
    size_t k = strlen(word);
    return n >= k && memcmp(s, word, k) == 0 && (n == k || s[k] == ' ' || s[k] == '\t');
}

static gnbs_code_t read_line(parser_t *p, const char *s, size_t n) {
    p->line++;
    if (n > MAX_LINE_BYTES)
        return bad_line(p, GNBS_E_FORMAT, "the line is longer than 1 MiB; it begins",
                        (cell_t){s, 40});
    if (n > 0 && s[n - 1] == '\r') n--;
    if (n == 0 || s[0] == '#' || is_word(s, n, "track") || is_word(s, n, "browser"))
        return GNBS_OK;
    const char *at = s;
    bool has_tab = memchr(s, '\t', n) != NULL;
    cell_t cell[4];
    int n_cell = 0;
    while (n_cell < 4 && next_cell(&at, s + n, has_tab, &cell[n_cell])) n_cell++;
    if (n_cell < 3)
        return bad_line(p, GNBS_E_FORMAT,
                        "expected at least 3 columns (contig, begin, end), found",
                        (cell_t){s, n});
    gnbs_region_t region;
    GNBS_TRY(read_region(p, cell, &region));
    const char *name = n_cell > 3 ? gnbs_arena_strndup(p->arena, cell[3].s, cell[3].n) : "";
    if (name == NULL || !GNBS_PUSH(&p->regions, region) || !GNBS_PUSH(&p->names, name))
        return no_memory(p);
    return GNBS_OK;
}

static gnbs_code_t keep_regions(parser_t *p, gnbs_bed_t *bed) {
    size_t n = p->regions.n;
    bed->region = GNBS_NEW(p->arena, gnbs_region_t, n);
    bed->name = GNBS_NEW(p->arena, const char *, n);
    if (bed->region == NULL || bed->name == NULL) return no_memory(p);
    if (n > 0) memcpy(bed->region, p->regions.at, n * sizeof *bed->region);
    if (n > 0) memcpy(bed->name, p->names.at, n * sizeof *bed->name);
    bed->n = n;
    return GNBS_OK;
}

gnbs_code_t gnbs_bed_parse(const char *path, const char *bytes, size_t n_bytes,
                           const gnbs_contigs_t *contigs, gnbs_arena_t *arena,
                           gnbs_bed_t *bed, gnbs_err_t *err) {
    memset(bed, 0, sizeof *bed);
    parser_t p = {
        .path = path, .contigs = contigs, .last_tid = -1, .arena = arena, .err = err};
    if (n_bytes > 0 && memchr(bytes, '\0', n_bytes) != NULL)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: holds a NUL byte; expected BED text",
                            path);
    const char *s = bytes, *end = bytes + n_bytes;
    if (n_bytes >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0) s += 3;
    gnbs_code_t code = GNBS_OK;
    while (code == GNBS_OK && s < end) {
        const char *newline = memchr(s, '\n', (size_t)(end - s));
        const char *line_end = newline != NULL ? newline : end;
        code = read_line(&p, s, (size_t)(line_end - s));
        s = line_end + 1;
    }
    if (code == GNBS_OK) code = keep_regions(&p, bed);
    GNBS_VEC_CLEAR(&p.regions);
    GNBS_VEC_CLEAR(&p.names);
    return code;
}

gnbs_code_t gnbs_bed_read(const char *path, const gnbs_contigs_t *contigs,
                          gnbs_arena_t *arena, gnbs_bed_t *bed, gnbs_err_t *err) {
    char *bytes;
    size_t n_bytes;
    GNBS_TRY(gnbs_text_read(path, MAX_FILE_BYTES, &bytes, &n_bytes, err));
    gnbs_code_t code = gnbs_bed_parse(path, bytes, n_bytes, contigs, arena, bed, err);
    gnbs_mem_free(bytes);
    return code;
}
