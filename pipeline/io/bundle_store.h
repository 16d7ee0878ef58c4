/* io/bundle_store.h -- the reference bundle as one SQLite file.
 *
 *     meta key value          source           contig        gene         transcript     exon
 *     known (ClinVar)         frequency        target        block (reference sequence, letters)
 *     locus                   rule (ACMG/AMP)  score (asked allele by allele: io/bundle_score.h)
 *
 * Intervals in the file are 0-based half-open as in BED (columns beg, stop); alleles stand at pos1,
 * the POS of VCF. Anyone may read it with sqlite3; the schema must be exactly ours, so that what is
 * read is a table and not a query. application_id is GNBS_BUNDLE_APPLICATION_ID, user_version the
 * version of the schema.
 * Identity  BLAKE2b-256 over every row of every table in order, as text; no times, no paths: the same
 *           inputs give the same identity on every machine
 * Errors    GNBS_E_FORMAT names what is not a bundle, or of another version; GNBS_E_DATA an altered one
 * Memory    gnbs_bundle_load gives a bundle that gnbs_bundle_clear ends
 */
#ifndef GNBS_IO_BUNDLE_STORE_H
#define GNBS_IO_BUNDLE_STORE_H

#include "core/err.h"
#include "genome/bundle.h"

#define GNBS_BUNDLE_APPLICATION_ID 0x474E4253 /* "GNBS" */
#define GNBS_BUNDLE_VERSION        5

/* Complete or absent. bundle->identity and bundle->path are not read: the identity is computed, and
 * can be had of gnbs_bundle_load. */
gnbs_code_t gnbs_bundle_save(const char *path, const gnbs_bundle_t *bundle,
                             gnbs_err_t *err);
/* Opened read-only and immutable. Checks that everything lies where it must (contigs, exons, order,
 * sequence lengths), so that readers need not, and that the rows give the identity: a bundle that was
 * altered is not used. */
gnbs_code_t gnbs_bundle_load(const char *path, gnbs_bundle_t *bundle, gnbs_err_t *err);
void gnbs_bundle_clear(gnbs_bundle_t *bundle);
/* All that load checks, and SQLite's own pages and references. identity is filled when all is well. */
gnbs_code_t gnbs_bundle_verify(const char *path, char identity[65], gnbs_err_t *err);

#endif
