#include "io/ped.h"

#include <string.h>

#include "core/mem.h"
#include "core/vec.h"
#include "io/text.h"

enum { MAX_BYTES = 16 << 20, N_COLUMN = 6, MAX_PERSONS = 10000 };
enum { FAMILY, PERSON, FATHER, MOTHER, SEX, PHENOTYPE };

typedef struct line {
    const char *cell[N_COLUMN];
    int number;
} line_t;

typedef struct parser {
    const char *path;
    gnbs_arena_t *arena;
    GNBS_VEC(line_t) lines;
} parser_t;

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

static gnbs_code_t take_line(parser_t *p, const char *s, const char *end, int number,
                             gnbs_err_t *err) {
    line_t line = {.number = number};
    int n = 0;
    while (n < N_COLUMN) {
        while (s < end && is_blank(*s)) s++;
        if (s == end || (n == 0 && *s == '#')) break;
        const char *word = s;
        while (s < end && !is_blank(*s)) s++;
        line.cell[n] = gnbs_arena_strndup(p->arena, word, (size_t)(s - word));
        if (line.cell[n++] == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", p->path);
    }
    if (n == 0) return GNBS_OK;
    if (n < N_COLUMN)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s:%d: %d columns, expected family, person, father, mother, "
                            "sex, phenotype",
                            p->path, number, n);
    if (p->lines.n == MAX_PERSONS)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s:%d: more than %d persons", p->path,
                            number, MAX_PERSONS);
    return GNBS_PUSH(&p->lines, line) ? GNBS_OK
                                      : gnbs_err_set(err, GNBS_E_NOMEM, "%s", p->path);
}

static gnbs_code_t split_lines(parser_t *p, const char *bytes, size_t n, gnbs_err_t *err) {
    const char *s = bytes, *end = bytes + n;
    for (int number = 1; s < end; number++) {
        const char *stop = memchr(s, '\n', (size_t)(end - s));
        if (stop == NULL) stop = end;
        GNBS_TRY(take_line(p, s, stop, number, err));
        s = stop + (stop < end);
    }
    return GNBS_OK;
}

/* Lines of the family asked for, moved to the front. */
static gnbs_code_t keep_family(parser_t *p, const char *family, gnbs_err_t *err) {
    size_t n = 0;
    for (size_t i = 0; i < p->lines.n; i++) {
        const char *name = p->lines.at[i].cell[FAMILY];
        if (family == NULL) family = name;
        if (strcmp(name, family) == 0) p->lines.at[n++] = p->lines.at[i];
    }
    p->lines.n = n;
    if (n > 0) return GNBS_OK;
    return family == NULL
               ? gnbs_err_set(err, GNBS_E_DATA, "%s: nobody in it", p->path)
               : gnbs_err_set(err, GNBS_E_DATA, "%s: no family '%s'", p->path, family);
}

static gnbs_code_t only_family(const parser_t *p, gnbs_err_t *err) {
    for (size_t i = 1; i < p->lines.n; i++)
        if (strcmp(p->lines.at[i].cell[FAMILY], p->lines.at[0].cell[FAMILY]) != 0)
            return gnbs_err_set(
                err, GNBS_E_DATA, "%s:%d: a second family, '%s'; name the one to be judged",
                p->path, p->lines.at[i].number, p->lines.at[i].cell[FAMILY]);
    return GNBS_OK;
}

static gnbs_illness_t illness_of(const char *text) {
    if (strcmp(text, "2") == 0) return GNBS_AFFECTED;
    return strcmp(text, "1") == 0 ? GNBS_UNAFFECTED : GNBS_ILLNESS_UNKNOWN;
}

static gnbs_code_t find_parent(const parser_t *p, const gnbs_pedigree_t *ped, size_t i,
                               int column, gnbs_sex_t wrong, int *parent, gnbs_err_t *err) {
    const line_t *l = &p->lines.at[i];
    const char *id = l->cell[column], *role = column == FATHER ? "father" : "mother";
    *parent = -1;
    if (strcmp(id, "0") == 0 || strcmp(id, "-9") == 0 || strcmp(id, ".") == 0)
        return GNBS_OK;
    *parent = gnbs_pedigree_find(ped, id);
    if (*parent < 0)
        return gnbs_err_set(err, GNBS_E_DATA,
                            "%s:%d: the %s '%s' has no line; write 0 for a parent who is "
                            "not in the family",
                            p->path, l->number, role, id);
    if (ped->person[*parent].sex == wrong)
        return gnbs_err_set(err, GNBS_E_DATA, "%s:%d: the %s '%s' is %s", p->path,
                            l->number, role, id, gnbs_sex_name(wrong));
    return GNBS_OK;
}

static gnbs_code_t join(const parser_t *p, gnbs_pedigree_t *ped, gnbs_err_t *err) {
    size_t n = p->lines.n;
    gnbs_person_t *person = GNBS_NEW(p->arena, gnbs_person_t, n);
    if (person == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", p->path);
    *ped = (gnbs_pedigree_t){0, person};
    for (size_t i = 0; i < n; i++) {
        const line_t *l = &p->lines.at[i];
        if (gnbs_pedigree_find(ped, l->cell[PERSON]) >= 0)
            return gnbs_err_set(err, GNBS_E_DATA, "%s:%d: '%s' a second time", p->path,
                                l->number, l->cell[PERSON]);
        person[i] = (gnbs_person_t){.family = l->cell[FAMILY],
                                    .id = l->cell[PERSON],
                                    .sex = gnbs_sex_parse(l->cell[SEX]),
                                    .illness = illness_of(l->cell[PHENOTYPE])};
        ped->n = i + 1;
    }
    for (size_t i = 0; i < n; i++) {
        GNBS_TRY(find_parent(p, ped, i, FATHER, GNBS_SEX_FEMALE, &person[i].father, err));
        GNBS_TRY(find_parent(p, ped, i, MOTHER, GNBS_SEX_MALE, &person[i].mother, err));
    }
    return GNBS_OK;
}

/* A circle shows as an order of birth that cannot be: whoever has no parent left to be placed is placed, until none is. */
static gnbs_code_t check_ancestry(const parser_t *p, const gnbs_pedigree_t *ped,
                                  gnbs_err_t *err) {
    bool *is_placed = gnbs_mem_alloc(ped->n, sizeof *is_placed);
    if (is_placed == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", p->path);
    size_t n_placed = 0, last;
    do {
        last = n_placed;
        for (size_t i = 0; i < ped->n; i++) {
            const gnbs_person_t *who = &ped->person[i];
            if (is_placed[i] || (who->father >= 0 && !is_placed[who->father]) ||
                (who->mother >= 0 && !is_placed[who->mother]))
                continue;
            is_placed[i] = true;
            n_placed++;
        }
    } while (n_placed > last);
    gnbs_code_t code = GNBS_OK;
    for (size_t i = 0; i < ped->n && code == GNBS_OK; i++)
        if (!is_placed[i])
            code = gnbs_err_set(err, GNBS_E_DATA,
                                "%s:%d: '%s' is, or descends from, his own ancestor",
                                p->path, p->lines.at[i].number, ped->person[i].id);
    gnbs_mem_free(is_placed);
    return code;
}

gnbs_code_t gnbs_ped_parse(const char *path, const char *bytes, size_t n_bytes,
                           const char *family, gnbs_arena_t *arena,
                           gnbs_pedigree_t *pedigree, gnbs_err_t *err) {
    parser_t p = {.path = path, .arena = arena};
    gnbs_code_t code = split_lines(&p, bytes, n_bytes, err);
    if (code == GNBS_OK && family == NULL) code = only_family(&p, err);
    if (code == GNBS_OK) code = keep_family(&p, family, err);
    if (code == GNBS_OK) code = join(&p, pedigree, err);
    if (code == GNBS_OK) code = check_ancestry(&p, pedigree, err);
    GNBS_VEC_CLEAR(&p.lines);
    return code;
}

gnbs_code_t gnbs_ped_read(const char *path, const char *family, gnbs_arena_t *arena,
                          gnbs_pedigree_t *pedigree, gnbs_err_t *err) {
    char *bytes;
    size_t n;
    GNBS_TRY(gnbs_text_read(path, MAX_BYTES, &bytes, &n, err));
    gnbs_code_t code = gnbs_ped_parse(path, bytes, n, family, arena, pedigree, err);
    gnbs_mem_free(bytes);
    return code;
}
