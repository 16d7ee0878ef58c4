/* classify/classify_null.h -- one null event on its way through the tree of PVS1. Inside the room only.
 *
 * Method   Abou Tayoun et al. 2018, Hum Mutat 39:1517. An event becomes the transcript it would leave behind; where its frame
 *          ends says whether decay is expected; the leaf of the tree gives the strength
 * Memory   text is the caller's to clear; the rest is borrowed
 */
#ifndef GNBS_CLASSIFY_NULL_H
#define GNBS_CLASSIFY_NULL_H

#include "classify/classify_mrna.h"
#include "classify/classify_sheet.h"

typedef enum gnbs_null_family {
    GNBS_NULL_NONSENSE,
    GNBS_NULL_SPLICE,
    GNBS_NULL_DELETION,
    GNBS_NULL_DUPLICATION
} gnbs_null_family_t;

typedef struct gnbs_null {
    const gnbs_transcript_t *tx;
    const char *path;             /* "NF1", NULL: could not be followed */
    const char *open;             /* then: why */
    gnbs_str_t text;              /* what happens, in words */
    int32_t first_lost, residues; /* first residue that is lost, of how many */
    int exon_first,
        exon_last; /* exons (from 0, along the transcript) that the event is about */
} gnbs_null_t;

const char *gnbs_null_name(const gnbs_transcript_t *tx); /* NM_ where it has one */
bool gnbs_null_is_one(gnbs_csq_t csq);
bool gnbs_null_is_reviewed_pathogenic(const gnbs_known_t *k);

/* classify_null_tree.c: each sets n->path, or n->open with the reason, and writes what happens. */
void gnbs_null_follow_nonsense(gnbs_sheet_t *s, gnbs_null_t *n, const gnbs_mrna_t *normal);
void gnbs_null_follow_splice(gnbs_sheet_t *s, gnbs_null_t *n, const gnbs_mrna_t *normal);
void gnbs_null_follow_start(gnbs_sheet_t *s, gnbs_null_t *n, const gnbs_mrna_t *normal);
/* Exons exon_first..exon_last are gone, by skipping or by deletion. */
void gnbs_null_follow_without(gnbs_sheet_t *s, gnbs_null_t *n, const gnbs_mrna_t *normal,
                              gnbs_null_family_t family);
void gnbs_null_follow_double(gnbs_sheet_t *s, gnbs_null_t *n, const gnbs_mrna_t *normal,
                             const gnbs_classify_dosage_t *event);

#endif
