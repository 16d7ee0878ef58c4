/* io/ped.h -- a PED file to genome/pedigree.h.
 *
 *     #family  person  father  mother  sex  phenotype      TAB or spaces; six columns, more are ignored
 *     F1       baby    dad     mum     1    2              sex 1 male 2 female; phenotype 2 ill, 1 well, other: not known
 *
 * Refused  with the line: fewer than six columns, a person twice, a parent without a line of his own, a father who is female, a
 *          mother who is male, a person who is his own ancestor
 */
#ifndef GNBS_IO_PED_H
#define GNBS_IO_PED_H

#include "core/arena.h"
#include "core/err.h"
#include "genome/pedigree.h"

/* Everything lies in `arena`. Only the persons of `family`; NULL: the file must hold one family. */
gnbs_code_t gnbs_ped_read(const char *path, const char *family, gnbs_arena_t *arena,
                          gnbs_pedigree_t *pedigree, gnbs_err_t *err);
/* The same over bytes in memory; `path` is for messages. */
gnbs_code_t gnbs_ped_parse(const char *path, const char *bytes, size_t n_bytes,
                           const char *family, gnbs_arena_t *arena,
                           gnbs_pedigree_t *pedigree, gnbs_err_t *err);

#endif
