/* io/gff_attr.h -- column 9 of GFF3 in the words of three houses; for the gff files only.
 *
 * Values are cut in place and decoded (%2C) when they are used: a list is split at its commas first.
 */
#ifndef GNBS_IO_GFF_ATTR_H
#define GNBS_IO_GFF_ATTR_H

#include "io/gff_build.h"

typedef struct gnbs_gff_attributes { /* not yet decoded; NULL when absent */
    char *id, *parent, *version, *transcript_id, *gene_id, *gene_name, *gene, *name,
        *biotype, *tag, *dbxref, *protein_id, *hgnc_id, *description, *target, *gap;
} gnbs_gff_attributes_t;

void gnbs_gff_cut(char *text, gnbs_gff_attributes_t *a);
/* %2C to a comma, in place; what is no code stays as it is, and %00 too. */
char *gnbs_gff_decode(char *text);
/* Next item of a comma list, decoded; NULL at its end. */
char *gnbs_gff_next_item(char **list);
/* An ID without its house's prefix (transcript: gene: rna-), with the version when it is apart. */
const char *gnbs_gff_accession(gnbs_arena_t *arena, const char *id, const char *version);
/* Names, tags and cross references of a gene or transcript; allocation failures leave NULL. */
void gnbs_gff_describe(gnbs_arena_t *arena, gnbs_gff_attributes_t *a, const char *type,
                       gnbs_gff_node_t *node);

#endif
