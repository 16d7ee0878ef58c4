/* review/review_evidence.h -- the pictures and tables of a case, by the functions that make its report.
 *
 * What is shown is what the case is: the file must still have the SHA-256 that names the case, or nothing is shown (GNBS_E_DATA).
 * Front and evidence are rendered once, when a result comes to the desk, and kept in its database; whole reports are rendered when
 * they are asked for. What was used lately is kept in memory, the least used goes first. A file that was touched since (size, time,
 * inode) is read again, and a piece whose file was taken away is not shown any more.
 * Threads  safe
 */
#ifndef GNBS_REVIEW_EVIDENCE_H
#define GNBS_REVIEW_EVIDENCE_H

#include "core/str.h"
#include "core/tree.h"
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

/* Of a case that comes to the desk; inside the transaction that brings it. */
gnbs_code_t gnbs_review_keep_pieces(gnbs_review_desk_t *desk, int64_t id,
                                    const gnbs_tree_t *findings, gnbs_err_t *err);

/* The piece, copied into the arena. Takes the desk's lock for a moment. */
gnbs_code_t gnbs_review_get_evidence(gnbs_review_cache_t *cache, gnbs_review_desk_t *desk,
                                     const gnbs_review_case_t *c, gnbs_review_piece_t piece,
                                     gnbs_arena_t *arena, gnbs_review_evidence_t *evidence,
                                     gnbs_err_t *err);
/* Does the folder still hold the result that the case is? GNBS_E_DATA when it does not. */
gnbs_code_t gnbs_review_check_result(const gnbs_review_desk_t *desk,
                                     const gnbs_review_case_t *c, gnbs_err_t *err);

#endif
