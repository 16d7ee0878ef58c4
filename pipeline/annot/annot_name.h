/* annot/annot_name.h -- an HGVS name of DNA as it is typed: its parts, not yet its meaning.
 *
 *     NG_012337.1(NM_003002.2):c.[274G>T;278_279insATC]
 *     reference   selector     system  edits
 *
 * Grammar  HGVS Nomenclature 21 for g. m. c. n. names of one allele: substitution, deletion,
 *          insertion, deletion-insertion, duplication, inversion, repeats, "=", positions alone,
 *          lists in [ ], uncertain places (a_b) and ?, pter and qter; inserted pieces may be
 *          letters, places, places on other references, each inverted or repeated. Also what
 *          laboratories write beside it: NM_1.2(GENE):c..., a p. name in parentheses behind, bases
 *          or counts after del and dup, lower-case letters.
 * Memory   everything lies in the arena
 * Errors   GNBS_E_FORMAT: a sentence with the column and what was expected there
 */
#ifndef GNBS_ANNOT_NAME_H
#define GNBS_ANNOT_NAME_H

#include <stdbool.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/err.h"

typedef struct gnbs_name_point {
    char zone; /* 0, '-' before and '*' behind the CDS, 'p' pter, 'q' qter */
    bool is_unknown, is_offset_unknown; /* "?" */
    char offset_sign;                   /* 0, '+', '-' */
    int64_t number, offset;             /* as written, without signs */
} gnbs_name_point_t;

typedef struct gnbs_name_place { /* a point, or somewhere between two: (a_b) */
    bool is_uncertain;
    gnbs_name_point_t a, b;
} gnbs_name_place_t;

typedef struct gnbs_name_range {
    bool is_range;
    gnbs_name_place_t beg, end; /* end is beg for a single place */
} gnbs_name_range_t;

typedef enum gnbs_name_piece_kind {
    GNBS_PIECE_LETTERS,
    GNBS_PIECE_RANGE, /* of the name's own reference, or of `reference` when that is set */
    GNBS_PIECE_COUNT, /* only how many bases */
} gnbs_name_piece_kind_t;

typedef struct gnbs_name_piece {
    gnbs_name_piece_kind_t kind;
    const char *letters; /* upper case */
    gnbs_name_range_t range;
    int64_t count;
    const char *reference, *selector; /* NULL: the name's own */
    char system;                      /* 0: the name's own, or the reference's */
    bool is_inverted, is_repeated, is_repeat_unknown;
    int64_t n_repeat; /* 1 when not repeated */
} gnbs_name_piece_t;

typedef enum gnbs_edit_kind {
    GNBS_EDIT_NONE, /* a position, nothing said of it */
    GNBS_EDIT_EQUAL,
    GNBS_EDIT_SUBSTITUTION,
    GNBS_EDIT_DELETION,
    GNBS_EDIT_DUPLICATION,
    GNBS_EDIT_INSERTION,
    GNBS_EDIT_DELINS,
    GNBS_EDIT_INVERSION,
    GNBS_EDIT_REPEAT,
} gnbs_edit_kind_t;

typedef struct gnbs_name_edit {
    gnbs_edit_kind_t kind;
    bool has_range; /* false for "c.=" */
    gnbs_name_range_t range;
    size_t n_stated,
        n_inserted; /* stated: the bases or the count after del, dup, inv, before > */
    const gnbs_name_piece_t *stated, *inserted;
} gnbs_name_edit_t;

typedef struct gnbs_name {
    const char *reference, *selector; /* selector NULL when none */
    char system;                      /* g m c n, or 0 when not stated */
    size_t n_edit;
    const gnbs_name_edit_t *edit;
    const char *protein; /* "p.Phe508del" that stood behind, or NULL; not read */
} gnbs_name_t;

gnbs_code_t gnbs_name_parse(const char *text, gnbs_arena_t *arena, gnbs_name_t *name,
                            gnbs_err_t *err);

#endif
