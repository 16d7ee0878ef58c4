#include "annot/annot_norm.h"

#include <string.h>

#include "annot/annot_parts.h"

/* The allele without what REF and ALT share at their ends; at least one base stays in each when
 * `keeps_one`. */
static void trim(const gnbs_variant_t *v, size_t *head, size_t *n_ref, size_t *n_alt) {
    *head = 0;
    *n_ref = strlen(v->ref);
    *n_alt = strlen(v->alt);
    while (*n_ref > 0 && *n_alt > 0 && v->ref[*n_ref - 1] == v->alt[*n_alt - 1])
        (*n_ref)--, (*n_alt)--;
    while (*head < *n_ref && *head < *n_alt && v->ref[*head] == v->alt[*head]) (*head)++;
    *n_ref -= *head;
    *n_alt -= *head;
}

/* REF and ALT with the base before (or, at the start of the contig, behind) the bases that come
 * or go. `piece` turned left by k is what comes or goes now. */
static gnbs_norm_t write_indel(gnbs_annot_seq_t *seq, const gnbs_variant_t *v,
                               const char *piece, size_t n, size_t k, gnbs_pos_t pos,
                               bool is_deletion, gnbs_arena_t *arena,
                               gnbs_variant_t *normal) {
    bool is_first = pos == 0;
    gnbs_pos_t at = is_first ? pos + (is_deletion ? (gnbs_pos_t)n : 0) : pos - 1;
    gnbs_pos_t given = at - v->pos;
    char anchor = gnbs_seq_letter(gnbs_annot_seq_at(seq, at));
    if (anchor == 'N' && given >= 0 && (size_t)given < strlen(v->ref))
        anchor = v->ref[given];
    char *text = GNBS_NEW(arena, char, n + 4);
    if (text == NULL) return GNBS_NORM_NO_MEMORY;
    char *whole = text + 2;
    text[0] = anchor;
    for (size_t i = 0; i < n; i++) whole[i + !is_first] = piece[(i + n - k % n) % n];
    whole[is_first ? n : 0] = anchor;
    normal->pos = is_first ? pos : pos - 1;
    normal->ref = is_deletion ? whole : text;
    normal->alt = is_deletion ? text : whole;
    return GNBS_NORM_DONE;
}

gnbs_norm_t gnbs_annot_normalise_on(gnbs_annot_seq_t *seq, const gnbs_variant_t *v,
                                    gnbs_arena_t *arena, gnbs_variant_t *normal) {
    *normal = *v;
    if (gnbs_variant_is_symbolic(v)) return GNBS_NORM_SYMBOLIC;
    if (v->ref[0] != '\0' && v->ref[1] == '\0' && v->alt[1] == '\0') return GNBS_NORM_DONE;
    size_t head, n_ref, n_alt;
    trim(v, &head, &n_ref, &n_alt);
    if (n_ref == 0 && n_alt == 0) return GNBS_NORM_DONE; /* ALT is REF */
    gnbs_pos_t pos = v->pos + (gnbs_pos_t)head;
    if (n_ref > 0 && n_alt > 0) {
        char *ref = gnbs_arena_strndup(arena, v->ref + head, n_ref);
        char *alt = gnbs_arena_strndup(arena, v->alt + head, n_alt);
        if (ref == NULL || alt == NULL) return GNBS_NORM_NO_MEMORY;
        normal->pos = pos;
        normal->ref = ref;
        normal->alt = alt;
        return GNBS_NORM_DONE;
    }
    bool is_deletion = n_ref > 0, is_open = false;
    const char *piece = is_deletion ? v->ref + head : v->alt + head;
    size_t n = is_deletion ? n_ref : n_alt, k = 0;
    for (; pos > 0; k++, pos--) {
        uint8_t before = gnbs_annot_seq_at(seq, pos - 1);
        gnbs_pos_t given = pos - 1 - v->pos; /* inside REF its own letters serve */
        if (before >= GNBS_BASE_N && given >= 0 && (size_t)given < strlen(v->ref))
            before = gnbs_seq_code(v->ref[given]);
        char last = piece[(2 * n - 1 - k % n) % n];
        if (before >= GNBS_BASE_N || gnbs_seq_letter(before) != last) {
            is_open = before >= GNBS_BASE_N;
            break;
        }
    }
    gnbs_norm_t done = write_indel(seq, v, piece, n, k, pos, is_deletion, arena, normal);
    return done == GNBS_NORM_DONE && is_open ? GNBS_NORM_OPEN : done;
}

gnbs_norm_t gnbs_annot_normalise(const gnbs_bundle_t *b, const gnbs_variant_t *v,
                                 gnbs_arena_t *arena, gnbs_variant_t *normal) {
    gnbs_annot_seq_t seq;
    gnbs_annot_seq_init(&seq, b, v->tid);
    return gnbs_annot_normalise_on(&seq, v, arena, normal);
}
