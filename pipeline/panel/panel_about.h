/* panel/panel_about.h -- one page on a gene for a curator: what the panel says, and what the reference bundle knows of it.
 *
 * Exons     judged parts: coding bases (all bases of a transcript that codes no protein); numbers as the transcript counts
 * Expected  share of the judged bases that a genome at 30x lets us judge, by calculation: bases that have reference sequence,
 *           times the chance that a Poisson depth of mean 30 reaches min_depth. It knows nothing of places where reads do not
 *           map uniquely or where GC is extreme; those are listed in words beside it. Where stored newborns are given, what was
 *           measured in them stands beside it, with their number and depths
 * Memory    borrows panel and bundle; facts lie in the arena
 * Threads   pure
 */
#ifndef GNBS_PANEL_PANEL_ABOUT_H
#define GNBS_PANEL_PANEL_ABOUT_H

#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"
#include "genome/bundle.h"
#include "genome/condition.h"

enum { GNBS_PANEL_ABOUT_DEPTH = 30 }; /* the mean depth that is asked about */
/* known alleles by class and review stars */
enum { GNBS_PANEL_ABOUT_STARS = 5 };

typedef struct gnbs_panel_exon {
    int32_t number;
    gnbs_region_t region;        /* the whole exon */
    int64_t coding, no_sequence; /* judged bases, and N among them */
    double gc_frac;              /* of the judged bases with sequence; < 0: none has */
    int32_t n_known; /* (likely) pathogenic alleles in it and its splice sites */
} gnbs_panel_exon_t;

typedef struct
    gnbs_panel_measured { /* the gene's callable share in stored newborns; n 0: none was asked */
    size_t n;             /* cases read as genomes of 25x to 35x */
    size_t n_other;       /* cases of another depth, or that do not have the gene */
    double lowest, median, highest; /* callable share */
} gnbs_panel_measured_t;

typedef struct gnbs_panel_about {
    const gnbs_panel_t *panel;
    const char *symbol, *hgnc_id;
    size_t n_row;
    const gnbs_condition_t **row;
    const gnbs_bundle_t *bundle; /* NULL: the rest is empty */
    const gnbs_gene_t *gene;     /* NULL: not in the bundle */
    const gnbs_transcript_t *tx; /* the panel's, else the bundle's first */
    size_t n_exon;
    const gnbs_panel_exon_t *exon; /* in the order of the transcript */
    int64_t coding, no_sequence;
    size_t n_class[GNBS_CLNSIG_OTHER + 1][GNBS_PANEL_ABOUT_STARS];
    size_t n_allele,
        n_outside; /* known alleles; (likely) pathogenic ones outside exons and splice sites */
    size_t
        n_place; /* rows of the locus tables on the gene's stretch, without their sites */
    const gnbs_locus_row_t **place;
    const gnbs_locus_row_t *locus; /* the row that introduces its locus, or NULL */
    int min_depth;
    double expected; /* < 0: not calculated */
    gnbs_panel_measured_t measured;
} gnbs_panel_about_t;

/* GNBS_E_DATA when the panel has no row for the symbol or id. bundle may be NULL. min_depth: fewer fragments are no call. */
gnbs_code_t gnbs_panel_about(const gnbs_panel_t *panel, const gnbs_bundle_t *bundle,
                             const char *gene, int min_depth, gnbs_arena_t *arena,
                             gnbs_panel_about_t *out, gnbs_err_t *err);
void gnbs_panel_about_print_text(gnbs_str_t *out, const gnbs_panel_about_t *g);
void gnbs_panel_about_print_html(gnbs_str_t *out, const gnbs_panel_about_t *g);

/* Programmes whose published lists the panel knows, by the word of the column; NULL past the end. */
typedef struct gnbs_panel_programme {
    const char *word, *name;
} gnbs_panel_programme_t;
const gnbs_panel_programme_t *gnbs_panel_programme(size_t i);
/* Is the word one of the list joined by ; ? */
bool gnbs_panel_lists_word(const char *list, const char *word);
/* Sentences on what makes the gene hard to read, each appended with gnbs_panel_about_say. */
typedef void gnbs_panel_about_say_t(gnbs_str_t *out, const char *sentence);
void gnbs_panel_about_tell(gnbs_str_t *out, const gnbs_panel_about_t *g,
                           gnbs_panel_about_say_t *say);

#endif
