/* refdata/refdata.h -- decides what a reference bundle holds.
 *
 * A builder that is told, in this order, what the files say:
 *
 *     new -> add_transcripts.. -> select -> add_known.. -> end_known -> fix_targets
 *         -> add_frequency.. -> finish  (the bundle now owns everything)
 *
 * Targets   coding exon parts +- flank_bp of the kept transcripts (whole exons of non-coding
 *           genes), every pathogenic or likely pathogenic known allele in or near a kept gene
 *           with one base each side, every allele of the panel's inclusion list; merged
 * Blocks    targets +- pad_bp, merged; blocks that are N throughout are dropped
 * Order     genes and transcripts by (contig, begin), alleles by gnbs_variant_compare: the same
 *           records in another order give the same bundle
 * Counts    nothing is left out without being counted: gnbs_refdata_counts, notes, and facts
 * Memory    records are borrowed during the call, transcripts until select has returned
 * Threads   one builder per thread
 */
#ifndef GNBS_REFDATA_REFDATA_H
#define GNBS_REFDATA_REFDATA_H

#include "core/err.h"
#include "core/str.h"
#include "core/table.h"
#include "genome/bundle.h"
#include "genome/condition.h"
#include "genome/source.h"

typedef struct gnbs_refdata_opt {
    int flank_bp; /* of coding exons: splice sites and their surroundings            */
    int pad_bp;   /* of targets: sequence for alignment and left-shifting             */
    int gene_margin_bp; /* known alleles this near a kept gene belong to it                 */
    int max_allele_bp; /* longer REF or ALT belongs to structural variants                 */
    double
        max_ref_mismatch_frac; /* more REF disagreements than this: another build         */
} gnbs_refdata_opt_t;

gnbs_refdata_opt_t gnbs_refdata_opt_default(void);
gnbs_code_t gnbs_refdata_opt_validate(const gnbs_refdata_opt_t *opt, gnbs_err_t *err);

typedef struct gnbs_refdata_counts {
    int64_t n_transcript_read, n_transcript_duplicate, n_gene, n_transcript, n_coding_gene;
    int64_t n_panel_gene, n_panel_gene_missing, n_gene_without_reference;
    int64_t n_include_used, n_include_unplaced;
    struct gnbs_refdata_allele_counts {
        int64_t n_allele;       /* told                                                  */
        int64_t n_no_contig;    /* on a contig that the reference does not have          */
        int64_t n_symbolic;     /* no ALT, symbolic ALT, letters other than A C G T N    */
        int64_t n_long;         /* longer than max_allele_bp                             */
        int64_t n_ref_agree;    /* REF is what the reference has                         */
        int64_t n_ref_mismatch; /* it is not: left out                                   */
        int64_t n_no_reference; /* the reference is N there                              */
        int64_t n_outside;      /* not in a kept gene, or not in the held sequence       */
        int64_t n_unaligned;    /* left-shifting met the edge of what was looked at      */
        int64_t n_unusable;     /* without a frequency                                   */
        int64_t n_filtered;     /* kept, but it did not pass its source's filters         */
        int64_t n_duplicate;    /* the same allele again: the better record was kept     */
        int64_t n_kept;
    } known, frequency, score;
    int64_t n_pathogenic;
} gnbs_refdata_counts_t;

typedef struct
    gnbs_refdata_known { /* one ALT of a ClinVar record, as written; "" when absent */
    int32_t tid;         /* -1: not a contig of the reference                       */
    const char *chrom;
    gnbs_pos_t pos;
    const char *ref, *alt, *id, *clnsig, *clnrevstat, *clndn, *clnsigconf, *geneinfo;
} gnbs_refdata_known_t;

typedef struct
    gnbs_refdata_frequency { /* one ALT of a frequency file; values as genome/known.h */
    int32_t tid;
    const char *chrom;
    gnbs_frequency_t value; /* its variant.tid is not read */
    bool is_usable;         /* states a frequency; filters are in value.filter */
} gnbs_refdata_frequency_t;

typedef struct gnbs_refdata_score { /* one score of one ALT */
    int32_t tid;
    const char *chrom;
    gnbs_pos_t pos;
    const char *ref, *alt, *name, *detail;
    double value;
} gnbs_refdata_score_t;

typedef struct gnbs_refdata gnbs_refdata_t;

gnbs_code_t gnbs_refdata_new(const gnbs_ref_source_t *ref, gnbs_build_t build,
                             const gnbs_refdata_opt_t *opt, gnbs_refdata_t **data,
                             gnbs_err_t *err);
void gnbs_refdata_free(gnbs_refdata_t *data); /* accepts NULL */

/* Sequences of transcripts, contigs named by accession; borrowed until genes are selected. A selected transcript keeps its own when
 * it has a gap beside the genome or other bases. */
void gnbs_refdata_give_sequences(gnbs_refdata_t *data, const gnbs_ref_source_t *own);
/* A transcript given twice (same accession and place) counts once: the first file wins. */
gnbs_code_t gnbs_refdata_add_transcripts(gnbs_refdata_t *data, size_t n,
                                         const gnbs_transcript_t transcript[],
                                         gnbs_err_t *err);
/* Keeps, for each gene of the panel, the panel's transcript, MANE Select and MANE Plus Clinical.
 * keep_all: every gene of the gene models with every transcript; a panel then only gives its genes their names and ids.
 * `ids` is refdata/genes/hgnc.tsv: a gene without an id gets that of its approved symbol.
 * `difficult` is refdata/difficult/genes.tsv. Each of the three may be NULL. */
gnbs_code_t gnbs_refdata_select(gnbs_refdata_t *data, const gnbs_panel_t *panel,
                                bool keep_all, const gnbs_table_t *ids,
                                const gnbs_table_t *difficult, gnbs_err_t *err);
gnbs_code_t gnbs_refdata_add_known(gnbs_refdata_t *data, const gnbs_refdata_known_t *allele,
                                   gnbs_err_t *err);
/* GNBS_E_DATA when too many REF alleles disagree with the reference; `source` names the file. */
gnbs_code_t gnbs_refdata_end_known(gnbs_refdata_t *data, const char *source,
                                   gnbs_err_t *err);
/* Sequence to hold that is no target: windows of other rooms. Merged; before fix_targets. */
gnbs_code_t gnbs_refdata_hold(gnbs_refdata_t *data, size_t n, const gnbs_region_t region[],
                              gnbs_err_t *err);
/* Rows of locus tables, in their order; copied. */
gnbs_code_t gnbs_refdata_add_loci(gnbs_refdata_t *data, size_t n,
                                  const gnbs_locus_row_t row[], gnbs_err_t *err);
/* Was a gene of this id kept by select? */
bool gnbs_refdata_has_gene(const gnbs_refdata_t *data, const char *hgnc_id);
gnbs_code_t gnbs_refdata_fix_targets(gnbs_refdata_t *data, const gnbs_panel_t *panel,
                                     gnbs_err_t *err);
gnbs_code_t gnbs_refdata_add_frequency(gnbs_refdata_t *data,
                                       const gnbs_refdata_frequency_t *allele,
                                       gnbs_err_t *err);
/* Filtering allele frequency: the largest frequency at which ac or more of an chromosomes would still be seen with a
 * chance of at most 5 % (Whiffin et al. 2017, Genet Med 19:1151); 0 for one carrier, -1 when a count is not known. */
double gnbs_refdata_faf95(int64_t ac, int64_t an);
/* Markers that a laboratory names (contamination, identity); others are found in the frequency files. After fix_targets. */
gnbs_code_t gnbs_refdata_add_markers(gnbs_refdata_t *data, size_t n,
                                     const gnbs_marker_t marker[], gnbs_err_t *err);
gnbs_code_t gnbs_refdata_end_frequency(gnbs_refdata_t *data, const char *source,
                                       gnbs_err_t *err);
/* Scores of the source that was added last. Of two values of one score of one allele the larger stays: a gene's
 * transcripts may differ, and the graver prediction is not to be hidden. */
gnbs_code_t gnbs_refdata_add_score(gnbs_refdata_t *data, const gnbs_refdata_score_t *score,
                                   gnbs_err_t *err);
gnbs_code_t gnbs_refdata_end_scores(gnbs_refdata_t *data, const char *source,
                                    gnbs_err_t *err);
/* A table of refdata/acmg/, after select: rows of kept genes and of every gene. `replaces`: what the table says of
 * a gene, criterion and inheritance stands instead of what earlier tables said, not beside it. */
gnbs_code_t gnbs_refdata_add_rules(gnbs_refdata_t *data, const gnbs_table_t *table,
                                   bool replaces, gnbs_err_t *err);
gnbs_code_t gnbs_refdata_add_source(gnbs_refdata_t *data,
                                    const gnbs_bundle_source_t *source, gnbs_err_t *err);
/* Sorts, removes duplicates, and hands everything to *bundle (cleared by gnbs_arena_clear of its
 * arena). `data` is then empty and only to be freed. */
gnbs_code_t gnbs_refdata_finish(gnbs_refdata_t *data, const gnbs_panel_t *panel,
                                gnbs_bundle_t *bundle, gnbs_err_t *err);

const gnbs_refdata_counts_t *gnbs_refdata_counts(const gnbs_refdata_t *data);
/* What a person should know of the selection: a version that differs, a gene without a model. */
size_t gnbs_refdata_n_note(const gnbs_refdata_t *data);
const char *gnbs_refdata_note(const gnbs_refdata_t *data, size_t i);

/* ---- asking a bundle ------------------------------------------------------------------------ */
void gnbs_refdata_print_info(const gnbs_bundle_t *bundle, gnbs_str_t *out);
void gnbs_refdata_print_info_json(const gnbs_bundle_t *bundle, gnbs_str_t *out);
/* `text` is REGION, GENE (symbol or HGNC id), or chrom:pos:ref:alt with a 1-based position. Of an allele its scores
 * too, when they can be asked (`scores` not NULL). */
gnbs_code_t gnbs_refdata_query(const gnbs_bundle_t *bundle,
                               const gnbs_score_source_t *scores, const char *text,
                               gnbs_str_t *out, gnbs_err_t *err);
/* What criteria ask of a gene, one rule per line. */
void gnbs_refdata_print_rules(const gnbs_bundle_t *bundle, int32_t i_gene, gnbs_str_t *out);

#endif
