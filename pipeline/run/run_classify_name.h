/* run/run_classify_name.h -- what a c. name (and a p. name) says by itself, where sequence or place are not at hand.
 *
 *     NM_000152.4:c.525delT p.Glu176ArgfsTer45   ->  frameshift, residue 176, stop at residue 220
 *     NM_000441.2:c.919-2A>G                     ->  splice acceptor of the intron before base 919
 *
 * The accession is looked up without regard to its version, because coordinates of the coding sequence rarely change between
 * versions; the version that was judged is in the consequence's transcript. Read are substitutions, del, dup, ins, delins
 * and inv, with intronic offsets; of a substitution without p. name the codon is read from the bundle's sequence.
 */
#ifndef GNBS_RUN_CLASSIFY_NAME_H
#define GNBS_RUN_CLASSIFY_NAME_H

#include "core/arena.h"
#include "core/err.h"
#include "genome/bundle.h"
#include "genome/consequence.h"

/* GNBS_E_DATA when the transcript is not in the bundle, GNBS_E_FORMAT for a name that cannot be read; `hgvs_p` may be "". */
gnbs_code_t gnbs_run_read_name(const gnbs_bundle_t *bundle, const char *hgvs_c,
                               const char *hgvs_p, gnbs_arena_t *arena,
                               gnbs_consequence_t *out, int32_t *stop_residue,
                               gnbs_err_t *err);

#endif
