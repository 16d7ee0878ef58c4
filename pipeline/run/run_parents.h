/* run/run_parents.h -- the page for parents, in every language that refdata/parents has a table of.
 *
 * English is first where it is there (report.parents.html), then the others by their code (report.parents.cy.html).
 * Errors   a table that is not whole, or two of one language: GNBS_E_FORMAT; no table: GNBS_E_IO
 */
#ifndef GNBS_RUN_RUN_PARENTS_H
#define GNBS_RUN_RUN_PARENTS_H

#include "core/arena.h"
#include "report/report_parents.h"

/* Tables of a folder; NULL: refdata/parents. Words live in the arena. */
gnbs_code_t gnbs_run_read_languages(const char *dir, gnbs_arena_t *arena, size_t *n,
                                    const gnbs_parents_words_t **words, gnbs_err_t *err);
/* A page per language into the folder `out`. */
gnbs_code_t gnbs_run_write_parents(const gnbs_tree_t *findings, const char *out,
                                   gnbs_arena_t *arena, gnbs_err_t *err);
/* The page of the first language. */
gnbs_code_t gnbs_run_render_parents(const gnbs_tree_t *findings, gnbs_arena_t *arena,
                                    gnbs_str_t *out, gnbs_err_t *err);

#endif
