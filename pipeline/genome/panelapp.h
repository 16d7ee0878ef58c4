/* genome/panelapp.h -- a gene panel as PanelApp (Genomics England, PanelApp Australia) states it.
 *
 * Plain data between io, which reads the JSON, and panel, which decides what becomes a row and
 * what is only listed. Every entity of the file is here, also those of kinds that nobody knew
 * when this was written: an entity is kept or listed, never lost.
 *
 * Texts are "" where the file has null or nothing; `raw` is the whole entity as compact JSON.
 * Memory   everything lies in the arena that the reader was given
 */
#ifndef GNBS_GENOME_PANELAPP_H
#define GNBS_GENOME_PANELAPP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum gnbs_panelapp_kind {
    GNBS_PANELAPP_GENE,
    GNBS_PANELAPP_STR,    /* a short tandem repeat */
    GNBS_PANELAPP_REGION, /* a copy number region */
    GNBS_PANELAPP_PANEL,  /* a panel that the file names without its content */
    GNBS_PANELAPP_OTHER
} gnbs_panelapp_kind_t;

typedef struct gnbs_panelapp_panel {
    const char *id, *name, *version, *version_created, *status;
    const char *signed_off; /* a date; "" when the file does not say */
    const char *disorders;  /* relevant_disorders, joined by "; " */
    const char *types;      /* slugs, joined by ";" */
    bool is_signed_off, is_super;
    size_t n_child; /* child_panel_ids */
    /* what the file's own statistics say; -1 when they say nothing */
    int64_t n_gene_stated, n_str_stated, n_region_stated;
    size_t n_gene, n_str, n_region; /* what it holds */
} gnbs_panelapp_panel_t;

typedef struct gnbs_panelapp_texts {
    size_t n;
    const char *const *at;
} gnbs_panelapp_texts_t;

/* A row of a panel of ours that an export of ours carries along. */
typedef struct gnbs_panelapp_row {
    int64_t order; /* of the rows of the whole panel */
    gnbs_panelapp_texts_t cell;
} gnbs_panelapp_row_t;

typedef struct gnbs_panelapp_entity {
    gnbs_panelapp_kind_t kind;
    const char *kind_text; /* entity_type as written */
    const char *name;      /* entity_name; a panel's name */
    const char *hgnc_id;   /* of gene_data */
    const char *symbol;    /* the gene's symbol by gene_data, else entity_name */
    const char *confidence, *moi, *pathogenicity, *penetrance;
    gnbs_panelapp_texts_t phenotype, publication, transcript, tag;
    const char *place; /* of repeats and regions: "GRCh38 5:37695-11347150"; "" otherwise */
    const char *raw;
    const char *where; /* "$.genes[3]", for messages */
    size_t i_panel;
    size_t n_row;
    const gnbs_panelapp_row_t *row;
} gnbs_panelapp_entity_t;

/* The tables that our own export carries along, verbatim: the panel's (its rows stand with their genes), what had
 * been listed, and the alleles. */
typedef enum gnbs_panelapp_own {
    GNBS_PANELAPP_OWN_PANEL,
    GNBS_PANELAPP_OWN_LISTED,
    GNBS_PANELAPP_OWN_INCLUDE,
    GNBS_PANELAPP_OWN_EXCLUDE,
    GNBS_PANELAPP_N_OWN
} gnbs_panelapp_own_t;

typedef struct gnbs_panelapp_table {
    gnbs_panelapp_texts_t meta_key, meta_value,
        column; /* no column: the table is not there */
    size_t n_row;
    const gnbs_panelapp_row_t *row;
} gnbs_panelapp_table_t;

typedef struct gnbs_panelapp {
    const char *path;
    size_t n_panel, n_entity;
    const gnbs_panelapp_panel_t
        *panel; /* at least one: a file of loose entities has a nameless one */
    const gnbs_panelapp_entity_t *entity; /* in file order */
    int64_t n_stated;                     /* `count` of a list page; -1 */
    bool has_next;                        /* the list goes on on another page */
    gnbs_panelapp_table_t own[GNBS_PANELAPP_N_OWN];
} gnbs_panelapp_t;

#endif
