/* annot/annot_resolve.h -- from an HGVS name to the variant it means on the bundle's genome.
 *
 *     NM_000492.4:c.1521_1523del  ->  chr7 117559590 ATCT A
 *
 * Reference   a contig (its own name or its NC_ accession: g., m.), a transcript (accession with
 *             its version, ENST or RefSeq; without version only when one transcript has it), a
 *             contig with a transcript in parentheses, or a gene symbol that has a MANE Select
 *             transcript or one transcript alone
 * Refused     positions that are not there, offsets that do not leave from the border of an exon,
 *             stated bases that are not those of the reference, insertions that are not between
 *             neighbours, uncertain places: a name that does not mean one variant is not guessed at
 * Result      normal form (annot/annot_norm.h); texts lie in the arena
 * Threads     pure; the bundle is read-only
 */
#ifndef GNBS_ANNOT_RESOLVE_H
#define GNBS_ANNOT_RESOLVE_H

#include "annot/annot_name.h"
#include "genome/bundle.h"

/* The sentence of the error for a name that says = or gives the bases that are there. */
#define GNBS_ANNOT_UNCHANGED "the name says that nothing is changed"
/* The variant of name->edit[i_edit]; *tx is the transcript named, or NULL. Errors: GNBS_E_DATA. */
gnbs_code_t gnbs_annot_resolve(const gnbs_bundle_t *bundle, const gnbs_name_t *name,
                               size_t i_edit, gnbs_arena_t *arena,
                               const gnbs_transcript_t **tx, gnbs_variant_t *v,
                               gnbs_err_t *err);

/* All changes of a list: those that touch are one variant. ref is NULL where nothing is changed. GNBS_E_DATA too where two of them
 * overlap. */
gnbs_code_t gnbs_annot_resolve_list(const gnbs_bundle_t *bundle, const gnbs_name_t *name,
                                    gnbs_arena_t *arena, const gnbs_transcript_t **tx,
                                    size_t *n, gnbs_variant_t **v, gnbs_err_t *err);

/* The transcript of an accession or gene by the same rules; tid < 0: on any contig. */
gnbs_code_t gnbs_annot_find_transcript(const gnbs_bundle_t *bundle, const char *name,
                                       int32_t tid, const gnbs_transcript_t **tx,
                                       gnbs_err_t *err);

#endif
