/* review/review_evidence.h -- the pictures and tables of a case, by the functions that make its report.
 *
 * What is shown is what the case is: the file must still have the SHA-256 that names the case, or nothing is shown (GNBS_E_DATA).
 * Rendered pieces are kept, the least used go first, and a piece whose file was taken away is not shown any more.
 * Threads  safe
 */
#ifndef GNBS_REVIEW_EVIDENCE_H
#define GNBS_REVIEW_EVIDENCE_H

#include "core/str.h"
#include "review/review_case.h"

typedef enum gnbs_review_piece {
    GNBS_REVIEW_FRONT,    /* the result in words, and facts of sample, panel and quality */
    GNBS_REVIEW_EVIDENCE, /* per finding; marks tell where each ends */
    GNBS_REVIEW_PAGE,     /* the whole report.html */
    GNBS_REVIEW_N_PIECE
} gnbs_review_piece_t;

typedef struct gnbs_review_mark {
    char id[8]; /* of the finding whose evidence ends here */
    size_t at;  /* bytes before it */
} gnbs_review_mark_t;

typedef struct gnbs_review_evidence {
    const char *html;
    size_t n;
    size_t n_mark;
    const gnbs_review_mark_t *mark;
} gnbs_review_evidence_t;

typedef struct gnbs_review_cache gnbs_review_cache_t;
gnbs_review_cache_t *gnbs_review_cache_new(void);        /* NULL without memory */
void gnbs_review_cache_free(gnbs_review_cache_t *cache); /* accepts NULL */

/* The piece, copied into the arena. Needs no lock of the desk. */
gnbs_code_t gnbs_review_get_evidence(gnbs_review_cache_t *cache,
                                     const gnbs_review_desk_t *desk,
                                     const gnbs_review_case_t *c, gnbs_review_piece_t piece,
                                     gnbs_arena_t *arena, gnbs_review_evidence_t *evidence,
                                     gnbs_err_t *err);
/* Does the folder still hold the result that the case is? GNBS_E_DATA when it does not. */
gnbs_code_t gnbs_review_check_result(const gnbs_review_desk_t *desk,
                                     const gnbs_review_case_t *c, gnbs_err_t *err);

#endif
