#include "annot/annot_name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/escape.h"
#include "core/str.h"
#include "core/vec.h"

typedef struct parser {
    const char *text, *s; /* whole, and where we are */
    gnbs_arena_t *arena;
    gnbs_err_t *err;
    int depth; /* pieces inside pieces */
} parser_t;

enum { DEPTH_MAX = 4, TEXT_MAX = 100000, DIGITS_MAX = 12, CONTEXT = 24 };
static const char LETTERS[] = "ACGTURYKMSWBDHVNacgturykmswbdhvn";

static gnbs_code_t fail(const parser_t *p, const char *expected) {
    char near[CONTEXT + 1];
    snprintf(near, sizeof near, "%s", p->s);
    gnbs_str_t safe;
    gnbs_str_init(&safe);
    gnbs_escape_term(&safe, near);
    gnbs_code_t code = gnbs_err_set(
        p->err, GNBS_E_FORMAT, "not a name of DNA at column %zu%s%s%s: expected %s",
        (size_t)(p->s - p->text) + 1, near[0] != '\0' ? ", '" : " (its end)",
        near[0] != '\0' ? gnbs_str_text(&safe) : "", near[0] != '\0' ? "'" : "", expected);
    gnbs_str_clear(&safe);
    return code;
}

static gnbs_code_t no_memory(const parser_t *p) {
    return gnbs_err_set(p->err, GNBS_E_NOMEM, "reading a name");
}

static bool take(parser_t *p, const char *word) {
    size_t n = strlen(word);
    if (strncmp(p->s, word, n) != 0) return false;
    p->s += n;
    return true;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_id(char c) {
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
           c == '_' || c == '-';
}

/* ---- numbers and places --------------------------------------------------------------- */

static gnbs_code_t read_number(parser_t *p, int64_t *number) {
    size_t n = strspn(p->s, "0123456789");
    if (n == 0) return fail(p, "a number");
    if (n > DIGITS_MAX) return fail(p, "a number of at most 12 digits");
    *number = strtoll(p->s, NULL, 10);
    p->s += n;
    return GNBS_OK;
}

static gnbs_code_t read_point(parser_t *p, gnbs_name_point_t *point) {
    *point = (gnbs_name_point_t){0};
    if (take(p, "pter") || take(p, "qter")) {
        point->zone = p->s[-4];
        return GNBS_OK;
    }
    if (p->s[0] == '-' || p->s[0] == '*') point->zone = *p->s++;
    if (take(p, "?"))
        point->is_unknown = true;
    else
        GNBS_TRY(read_number(p, &point->number));
    if ((p->s[0] != '+' && p->s[0] != '-') || (!is_digit(p->s[1]) && p->s[1] != '?'))
        return GNBS_OK;
    point->offset_sign = *p->s++;
    if (take(p, "?")) {
        point->is_offset_unknown = true;
        return GNBS_OK;
    }
    return read_number(p, &point->offset);
}

static gnbs_code_t read_place(parser_t *p, gnbs_name_place_t *place) {
    *place = (gnbs_name_place_t){0};
    if (!take(p, "(")) {
        GNBS_TRY(read_point(p, &place->a));
        place->b = place->a;
        return GNBS_OK;
    }
    place->is_uncertain = true;
    GNBS_TRY(read_point(p, &place->a));
    if (!take(p, "_")) return fail(p, "_ between two positions in parentheses");
    GNBS_TRY(read_point(p, &place->b));
    return take(p, ")") ? GNBS_OK : fail(p, ")");
}

static bool starts_place(const char *s) {
    return is_digit(s[0]) || s[0] == '?' || s[0] == '(' ||
           ((s[0] == '-' || s[0] == '*') && (is_digit(s[1]) || s[1] == '?')) ||
           strncmp(s, "pter", 4) == 0 || strncmp(s, "qter", 4) == 0;
}

static gnbs_code_t read_range(parser_t *p, gnbs_name_range_t *range) {
    *range = (gnbs_name_range_t){0};
    GNBS_TRY(read_place(p, &range->beg));
    range->end = range->beg;
    if (!take(p, "_")) return GNBS_OK;
    range->is_range = true;
    return read_place(p, &range->end);
}

/* ---- references ----------------------------------------------------------------------- */

/* Does a reference begin here: ID then ( or : ? */
static bool starts_reference(const char *s) {
    size_t n = 0;
    while (is_id(s[n])) n++;
    return n > 0 && (s[n] == ':' || (s[n] == '(' && strchr(s + n, ':') != NULL));
}

static gnbs_code_t read_id(parser_t *p, const char **id) {
    size_t n = 0;
    while (is_id(p->s[n])) n++;
    if (n == 0) return fail(p, "an accession, for example NM_000492.4");
    *id = gnbs_arena_strndup(p->arena, p->s, n);
    p->s += n;
    return *id != NULL ? GNBS_OK : no_memory(p);
}

/* "NG_1.2(NM_3.4):c." up to its variants. */
static gnbs_code_t read_reference(parser_t *p, const char **reference,
                                  const char **selector, char *system) {
    *selector = NULL;
    *system = '\0';
    GNBS_TRY(read_id(p, reference));
    if (take(p, "(")) {
        GNBS_TRY(read_id(p, selector));
        if (!take(p, ")")) return fail(p, ")");
    }
    if (!take(p, ":")) return fail(p, "a colon behind the accession");
    if (p->s[0] != '\0' && p->s[1] == '.' && strchr("gmcnorp", p->s[0]) != NULL) {
        *system = p->s[0];
        p->s += 2;
    }
    if (*system == 'p' || *system == 'r')
        return gnbs_err_set(p->err, GNBS_E_FORMAT,
                            "%c. names %s: several changes of DNA may lead to it; give the "
                            "g., m., c. or n. name",
                            *system, *system == 'p' ? "a protein" : "RNA");
    if (*system == 'o') *system = 'g';
    return GNBS_OK;
}

/* ---- pieces --------------------------------------------------------------------------- */

typedef GNBS_VEC(gnbs_name_piece_t) pieces_t;

static gnbs_code_t read_letters(parser_t *p, gnbs_name_piece_t *piece) {
    size_t n = strspn(p->s, LETTERS);
    if (strncmp(p->s, "inv", 3) == 0) return fail(p, "bases, a place, or a count");
    char *letters = gnbs_arena_strndup(p->arena, p->s, n);
    if (letters == NULL) return no_memory(p);
    for (size_t i = 0; i < n; i++) {
        if (letters[i] >= 'a') letters[i] = (char)(letters[i] - 'a' + 'A');
        if (letters[i] == 'U')
            return gnbs_err_set(p->err, GNBS_E_FORMAT,
                                "not a name of DNA at column %zu: u is a base of RNA",
                                (size_t)(p->s - p->text) + i + 1);
    }
    piece->letters = letters;
    p->s += n;
    return GNBS_OK;
}

static gnbs_code_t read_repeat(parser_t *p, gnbs_name_piece_t *piece) {
    piece->is_repeated = true;
    if (take(p, "?")) {
        piece->is_repeat_unknown = true;
    } else {
        GNBS_TRY(read_number(p, &piece->n_repeat));
        if (take(p, "_")) { /* somewhere between two counts */
            int64_t other;
            piece->is_repeat_unknown = true;
            if (!take(p, "?")) GNBS_TRY(read_number(p, &other));
        }
    }
    return take(p, "]") ? GNBS_OK : fail(p, "] behind the number of repeats");
}

/* One piece with what is said of it. counts: a bare number is a count, not a place. */
static gnbs_code_t read_piece(parser_t *p, bool counts, gnbs_name_piece_t *piece) {
    *piece = (gnbs_name_piece_t){.n_repeat = 1};
    if (++p->depth > DEPTH_MAX) return fail(p, "no further nesting");
    if (starts_reference(p->s)) {
        piece->kind = GNBS_PIECE_RANGE;
        GNBS_TRY(read_reference(p, &piece->reference, &piece->selector, &piece->system));
        GNBS_TRY(read_range(p, &piece->range));
    } else if (strchr(LETTERS, p->s[0]) != NULL && p->s[0] != '\0' &&
               strncmp(p->s, "inv", 3) != 0) {
        piece->kind = GNBS_PIECE_LETTERS;
        GNBS_TRY(read_letters(p, piece));
    } else if (counts && (is_digit(p->s[0]) || p->s[0] == '?' || p->s[0] == '(')) {
        piece->kind = GNBS_PIECE_COUNT;
        bool in_brackets = take(p, "(");
        piece->count = -1;
        if (!take(p, "?")) GNBS_TRY(read_number(p, &piece->count));
        if (in_brackets && !take(p, ")")) return fail(p, ")");
    } else if (starts_place(p->s)) {
        piece->kind = GNBS_PIECE_RANGE;
        GNBS_TRY(read_range(p, &piece->range));
        bool is_bare = !piece->range.is_range && !piece->range.beg.is_uncertain &&
                       piece->range.beg.a.zone == '\0' &&
                       piece->range.beg.a.offset_sign == '\0';
        if (is_bare && !counts && p->s[0] == '\0' && p->depth == 1 &&
            piece->range.beg.a.is_unknown)
            return fail(p, "the bases that are put in");
    } else {
        return fail(p, "bases (A C G T N), a place, or another reference");
    }
    for (int i = 0; i < 2; i++) { /* "inv" and "[n]" in either order */
        if (take(p, "inv")) piece->is_inverted = !piece->is_inverted;
        if (p->s[0] == '[' && (is_digit(p->s[1]) || p->s[1] == '?') &&
            !piece->is_repeated) {
            p->s++;
            GNBS_TRY(read_repeat(p, piece));
        }
    }
    p->depth--;
    return GNBS_OK;
}

static gnbs_code_t keep_pieces(parser_t *p, const pieces_t *pieces, size_t *n,
                               const gnbs_name_piece_t **list) {
    gnbs_name_piece_t *copy = GNBS_NEW(p->arena, gnbs_name_piece_t, pieces->n + 1);
    if (copy == NULL) return no_memory(p);
    if (pieces->n > 0) memcpy(copy, pieces->at, pieces->n * sizeof *copy);
    *n = pieces->n;
    *list = copy;
    return GNBS_OK;
}

static gnbs_code_t push_piece(parser_t *p, bool counts, pieces_t *pieces) {
    gnbs_name_piece_t piece;
    GNBS_TRY(read_piece(p, counts, &piece));
    return GNBS_PUSH(pieces, piece) ? GNBS_OK : no_memory(p);
}

/* "[a;b;c]", "a", or repeated units in a row "CAG[2]CAA[1]". */
static gnbs_code_t read_pieces(parser_t *p, bool counts, size_t *n,
                               const gnbs_name_piece_t **list) {
    pieces_t pieces = {0};
    gnbs_code_t code = GNBS_OK;
    if (take(p, "[")) {
        do code = push_piece(p, counts, &pieces);
        while (code == GNBS_OK && take(p, ";"));
        if (code == GNBS_OK && !take(p, "]")) code = fail(p, "; or ]");
    } else {
        do code = push_piece(p, counts, &pieces);
        while (code == GNBS_OK && pieces.at[pieces.n - 1].is_repeated &&
               strchr(LETTERS, p->s[0]) != NULL && p->s[0] != '\0');
    }
    if (code == GNBS_OK) code = keep_pieces(p, &pieces, n, list);
    GNBS_VEC_CLEAR(&pieces);
    return code;
}

/* ---- edits ---------------------------------------------------------------------------- */

static bool ends_edit(const char *s) {
    return s[0] == '\0' || s[0] == ';' || s[0] == ']' || s[0] == ')' || s[0] == ' ';
}

static gnbs_code_t read_deletion(parser_t *p, gnbs_name_edit_t *e) {
    e->kind = GNBS_EDIT_DELETION;
    if (!ends_edit(p->s) && strncmp(p->s, "ins", 3) != 0)
        GNBS_TRY(read_pieces(p, true, &e->n_stated, &e->stated));
    if (!take(p, "ins")) return GNBS_OK;
    e->kind = GNBS_EDIT_DELINS;
    return read_pieces(p, false, &e->n_inserted, &e->inserted);
}

static gnbs_code_t read_doubled(parser_t *p, gnbs_edit_kind_t kind, gnbs_name_edit_t *e) {
    e->kind = kind;
    return ends_edit(p->s) ? GNBS_OK : read_pieces(p, true, &e->n_stated, &e->stated);
}

/* "G>T", ">CA", or a repeat "GT[5]". */
static gnbs_code_t read_letters_edit(parser_t *p, gnbs_name_edit_t *e) {
    size_t n = strspn(p->s, LETTERS);
    if (p->s[n] != '>') {
        e->kind = GNBS_EDIT_REPEAT;
        return read_pieces(p, false, &e->n_inserted, &e->inserted);
    }
    e->kind = GNBS_EDIT_SUBSTITUTION;
    if (n > 0) GNBS_TRY(read_pieces(p, true, &e->n_stated, &e->stated));
    p->s++;
    return read_pieces(p, false, &e->n_inserted, &e->inserted);
}

static gnbs_code_t read_edit(parser_t *p, gnbs_name_edit_t *e) {
    *e = (gnbs_name_edit_t){0};
    if (take(p, "=")) {
        e->kind = GNBS_EDIT_EQUAL;
        return GNBS_OK;
    }
    if (!starts_place(p->s)) return fail(p, "a position");
    e->has_range = true;
    GNBS_TRY(read_range(p, &e->range));
    if (ends_edit(p->s)) return GNBS_OK;
    if (take(p, "=")) {
        e->kind = GNBS_EDIT_EQUAL;
        return GNBS_OK;
    }
    if (take(p, "del")) return read_deletion(p, e);
    if (take(p, "dup")) return read_doubled(p, GNBS_EDIT_DUPLICATION, e);
    if (take(p, "inv")) return read_doubled(p, GNBS_EDIT_INVERSION, e);
    if (take(p, "ins") || take(p, "con")) {
        bool is_con =
            p->s[-1] == 'n'; /* a conversion is a replacement by what stands there */
        e->kind = is_con ? GNBS_EDIT_DELINS : GNBS_EDIT_INSERTION;
        return read_pieces(p, false, &e->n_inserted, &e->inserted);
    }
    if (p->s[0] == '>' || (p->s[0] != '\0' && strchr(LETTERS, p->s[0]) != NULL))
        return read_letters_edit(p, e);
    if (starts_reference(p->s)) { /* a repeat of what stands elsewhere */
        e->kind = GNBS_EDIT_REPEAT;
        return read_pieces(p, false, &e->n_inserted, &e->inserted);
    }
    if (p->s[0] == '[') { /* a repeat of what stands there */
        e->kind = GNBS_EDIT_REPEAT;
        gnbs_name_piece_t *piece = GNBS_NEW(p->arena, gnbs_name_piece_t, 1);
        if (piece == NULL) return no_memory(p);
        *piece = (gnbs_name_piece_t){.kind = GNBS_PIECE_RANGE, .range = e->range};
        p->s++;
        GNBS_TRY(read_repeat(p, piece));
        e->n_inserted = 1;
        e->inserted = piece;
        return GNBS_OK;
    }
    return fail(p, "del, ins, delins, dup, inv, =, a repeat, or bases with >");
}

static gnbs_code_t read_edits(parser_t *p, gnbs_name_t *name) {
    GNBS_VEC(gnbs_name_edit_t) edits = {0};
    gnbs_code_t code = GNBS_OK;
    bool is_list = take(p, "[");
    do {
        gnbs_name_edit_t e;
        code = read_edit(p, &e);
        if (code == GNBS_OK && !GNBS_PUSH(&edits, e)) code = no_memory(p);
    } while (code == GNBS_OK && is_list && take(p, ";"));
    if (code == GNBS_OK && is_list && !take(p, "]")) code = fail(p, "; or ]");
    if (code == GNBS_OK && is_list && (p->s[0] == ';' || p->s[0] == '('))
        code = gnbs_err_set(p->err, GNBS_E_FORMAT,
                            "two alleles in one name; give each by itself");
    if (code == GNBS_OK) {
        gnbs_name_edit_t *copy = GNBS_NEW(p->arena, gnbs_name_edit_t, edits.n);
        if (copy == NULL) code = no_memory(p);
        if (copy != NULL) memcpy(copy, edits.at, edits.n * sizeof *copy);
        name->n_edit = edits.n;
        name->edit = copy;
    }
    GNBS_VEC_CLEAR(&edits);
    return code;
}

/* " (p.Phe508del)" as ClinVar and reports write it. */
static gnbs_code_t read_protein(parser_t *p, gnbs_name_t *name) {
    p->s += strspn(p->s, " \t");
    if (p->s[0] == '\0') return GNBS_OK;
    bool in_brackets = take(p, "(");
    if (strncmp(p->s, "p.", 2) != 0) return fail(p, "the end of the name");
    size_t n = strlen(p->s);
    while (n > 0 && strchr(" \t\r\n", p->s[n - 1]) != NULL) n--;
    if (in_brackets) {
        if (n == 0 || p->s[n - 1] != ')') return fail(p, ") behind the p. name");
        n--;
    }
    name->protein = gnbs_arena_strndup(p->arena, p->s, n);
    return name->protein != NULL ? GNBS_OK : no_memory(p);
}

gnbs_code_t gnbs_name_parse(const char *text, gnbs_arena_t *arena, gnbs_name_t *name,
                            gnbs_err_t *err) {
    *name = (gnbs_name_t){0};
    parser_t p = {.text = text, .s = text, .arena = arena, .err = err};
    if (strlen(text) > TEXT_MAX)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "a name of %zu letters; expected at most %d", strlen(text),
                            TEXT_MAX);
    p.s += strspn(p.s, " \t");
    GNBS_TRY(read_reference(&p, &name->reference, &name->selector, &name->system));
    GNBS_TRY(read_edits(&p, name));
    if (p.s[0] != '\0' && p.s[0] != ' ' && p.s[0] != '\t' && p.s[0] != '\r' &&
        p.s[0] != '(')
        return fail(&p, "the end of the name");
    return read_protein(&p, name);
}
