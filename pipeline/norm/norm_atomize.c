#include <stdlib.h>
#include <string.h>

#include "norm/norm_parts.h"

/* An ALT is read beside REF from the left: each base that differs is an atom, and so is what one of
 * them has more at the end, behind the last base they share.
 *
 *     REF  G C G T      atoms  101 G>C           REF  C C          atoms  201 C>G
 *     ALT  C C G T                               ALT  G G G G             201 C>CGG
 */
typedef struct atom {
    int alt; /* from 1 */
    gnbs_pos_t at, n_ref;
    const char *ref, *to;
} atom_t;

typedef GNBS_VEC(atom_t) atoms_t;

static bool add_atom(atoms_t *atoms, int alt, size_t at, const char *ref, size_t n_ref,
                     const char *to, size_t n_to, gnbs_arena_t *arena) {
    const atom_t atom = {alt, (gnbs_pos_t)at, (gnbs_pos_t)n_ref,
                         gnbs_arena_strndup(arena, ref, n_ref),
                         gnbs_arena_strndup(arena, to, n_to)};
    return atom.ref != NULL && atom.to != NULL && GNBS_PUSH(atoms, atom);
}

static bool take_apart(const char *ref, const char *alt, int i_alt, gnbs_arena_t *arena,
                       atoms_t *atoms) {
    size_t n_ref = strlen(ref), n_alt = strlen(alt);
    while (n_ref > 1 && n_alt > 1 && n_ref != n_alt &&
           gnbs_norm_upper(ref[n_ref - 1]) == gnbs_norm_upper(alt[n_alt - 1]))
        n_ref--, n_alt--;
    size_t n = n_ref < n_alt ? n_ref : n_alt;
    for (size_t i = 0; i < n; i++)
        if (gnbs_norm_upper(ref[i]) != gnbs_norm_upper(alt[i]) &&
            !add_atom(atoms, i_alt, i, ref + i, 1, alt + i, 1, arena))
            return false;
    if (n_ref == n_alt) return true;
    size_t last = n - 1; /* the anchor is a base of REF */
    char *to = gnbs_arena_strndup(arena, alt + last, n_alt - last);
    if (to == NULL) return false;
    to[0] = ref[last];
    return add_atom(atoms, i_alt, last, ref + last, n_ref - last, to, n_alt - last, arena);
}

static bool is_equal(const atom_t *a, const atom_t *b) {
    return a->at == b->at && gnbs_norm_is_same_text(a->ref, b->ref) &&
           gnbs_norm_is_same_text(a->to, b->to);
}

static bool overlaps(const atom_t *a, const atom_t *b) {
    return a->at < b->at + b->n_ref && b->at < a->at + a->n_ref;
}

/* By place; at one place single bases first, then by their letters; the same atom by its ALT. */
static int compare(const void *a, const void *b) {
    const atom_t *x = a, *y = b;
    if (x->at != y->at) return x->at < y->at ? -1 : 1;
    if (x->n_ref != y->n_ref) return x->n_ref < y->n_ref ? -1 : 1;
    int by = strcmp(x->to, y->to);
    return by != 0 ? by : x->alt - y->alt;
}

/* The ALTs that have the atom, as text, and what each old allele is in its GT. */
static bool describe(const gnbs_norm_options_t *options, const gnbs_norm_record_t *r,
                     const atoms_t *atoms, size_t i_atom, gnbs_arena_t *arena,
                     gnbs_norm_pick_t *pick, const char **used) {
    const atom_t *atom = &atoms->at[i_atom];
    char *to = GNBS_NEW(arena, char, r->n_allele);
    int *alt = GNBS_NEW(arena, int, r->n_allele);
    if (to == NULL || alt == NULL) return false;
    memset(to, '0', (size_t)r->n_allele);
    *pick = (gnbs_norm_pick_t){
        .n_old = r->n_allele, .alt = alt, .is_summed = true, .to = to, .is_atom = true};
    gnbs_str_t text;
    gnbs_str_init(&text);
    for (size_t i = 0; i < atoms->n; i++) {
        const atom_t *other = &atoms->at[i];
        if (i != i_atom && overlaps(other, atom)) {
            if (options->overlap == '*') pick->has_star = true;
            if (to[other->alt] == '0') to[other->alt] = options->overlap == '*' ? '2' : '.';
        }
    }
    for (size_t i = i_atom; i < atoms->n && is_equal(&atoms->at[i], atom); i++) {
        to[atoms->at[i].alt] = '1';
        alt[pick->n_alt++] = atoms->at[i].alt;
        gnbs_str_printf(&text, i > i_atom ? ",%d" : "%d", atoms->at[i].alt);
    }
    *used = text.failed ? NULL : gnbs_arena_strdup(arena, gnbs_str_text(&text));
    gnbs_str_clear(&text);
    return *used != NULL;
}

static gnbs_code_t write_atom(const gnbs_norm_options_t *options,
                              const gnbs_norm_header_t *header, const gnbs_norm_record_t *r,
                              const atoms_t *atoms, size_t i_atom, gnbs_arena_t *arena,
                              gnbs_norm_list_t *list, gnbs_norm_counts_t *counts,
                              gnbs_err_t *err) {
    const atom_t *atom = &atoms->at[i_atom];
    gnbs_norm_pick_t pick;
    gnbs_norm_record_t one = *r;
    const char *used;
    if (!describe(options, r, atoms, i_atom, arena, &pick, &used))
        return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    GNBS_TRY(gnbs_norm_pick_fields(options, header, r, &pick, arena, &one, counts, err));
    one.n_allele = pick.has_star ? 3 : 2;
    one.allele = GNBS_NEW(arena, const char *, one.n_allele);
    if (one.allele == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    one.allele[0] = atom->ref;
    one.allele[1] = atom->to;
    if (pick.has_star) one.allele[2] = "*";
    one.pos += atom->at;
    if (one.used == NULL) one.used = used;
    one.is_changed = true;
    if (gnbs_norm_info_text(&one, "END") != NULL &&
        !gnbs_norm_info_set(&one, "END", (long long)one.pos + (long long)atom->n_ref,
                            arena))
        return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    return GNBS_PUSH(&list->record, one) ? GNBS_OK
                                         : gnbs_err_set(err, GNBS_E_NOMEM, "norm");
}

/* One ALT whose only atom is itself, or several that are atoms already and never overlap. */
static bool is_atomic(const gnbs_norm_record_t *r, const atoms_t *atoms) {
    if (atoms->n != 1 || r->n_allele != 2) return false;
    return gnbs_norm_is_same_text(atoms->at[0].ref, r->allele[0]) &&
           gnbs_norm_is_same_text(atoms->at[0].to, r->allele[1]);
}

gnbs_code_t gnbs_norm_atomize(const gnbs_norm_options_t *options,
                              const gnbs_norm_header_t *header, const gnbs_norm_record_t *r,
                              gnbs_arena_t *arena, gnbs_norm_list_t *list,
                              gnbs_norm_counts_t *counts, gnbs_err_t *err) {
    atoms_t atoms = {0};
    bool is_spelled = gnbs_norm_is_bases(r->allele[0]), has_memory = true;
    for (int i = 1; i < r->n_allele && is_spelled; i++)
        is_spelled = gnbs_norm_is_bases(r->allele[i]);
    for (int i = 1; i < r->n_allele && is_spelled && has_memory; i++)
        has_memory = take_apart(r->allele[0], r->allele[i], i, arena, &atoms);
    gnbs_code_t code = has_memory ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    if (code == GNBS_OK && (!is_spelled || atoms.n == 0 || is_atomic(r, &atoms))) {
        if (!GNBS_PUSH(&list->record, *r)) code = gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    } else if (code == GNBS_OK) {
        counts->n_atomized++;
        qsort(atoms.at, atoms.n, sizeof *atoms.at, compare);
        for (size_t i = 0; i < atoms.n && code == GNBS_OK; i++)
            if (i == 0 || !is_equal(&atoms.at[i], &atoms.at[i - 1]))
                code = write_atom(options, header, r, &atoms, i, arena, list, counts, err);
    }
    GNBS_VEC_CLEAR(&atoms);
    return code;
}
