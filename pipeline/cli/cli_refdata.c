#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

#include "core/log.h"
#include "io/bundle_score.h"
#include "io/bundle_store.h"
#include "refdata/refdata.h"
#include "run/run_refdata.h"

static const char BUILD_NOTES[] =
    "Targets are coding exons with their flanks, known pathogenic alleles of the "
    "genes, and the\n"
    "panel's inclusion list. Every allele is normalised; every record that is left out "
    "is counted\n"
    "(gnbs refdata info). The same inputs give the same identity.";

static gnbs_code_t build(int argc, char **argv, gnbs_err_t *err) {
    gnbs_refdata_opt_t opt = gnbs_refdata_opt_default();
    gnbs_cli_list_t transcripts = {0}, frequencies = {0}, markers = {0}, scores = {0},
                    rules = {0};
    const char *progress = "auto";
    bool no_extra = false;
    gnbs_run_refdata_t job = {0};
    const gnbs_cli_option_t options[] = {
        {"build", 'b', GNBS_CLI_TEXT, &job.build, "NAME", "GRCh38, GRCh37 or custom",
         .is_required = true},
        {"reference", 'f', GNBS_CLI_TEXT, &job.reference, "FASTA",
         "the genome, with its .fai (and .gzi)", .is_required = true},
        {"transcripts", 'g', GNBS_CLI_LIST, &transcripts, "GFF3",
         "gene models: MANE, GENCODE, Ensembl or RefSeq", .is_required = true},
        {"transcript-sequences", 0, GNBS_CLI_TEXT, &job.transcript_sequences, "FASTA",
         "sequences of transcripts by accession, with .fai: kept where they differ from "
         "the "
         "genome (RefSeq)",
         false},
        {"panel", 'p', GNBS_CLI_TEXT, &job.panel, "PANEL",
         "a panel, or 'all' genes of the models with all their transcripts",
         .is_required = true},
        {"out", 'o', GNBS_CLI_TEXT, &job.out, "FILE", "the bundle to write",
         .is_required = true},
        {"clinvar", 'c', GNBS_CLI_TEXT, &job.clinvar, "VCF", "ClinVar of the same build",
         false},
        {"frequencies", 'a', GNBS_CLI_LIST, &frequencies, "VCF",
         "gnomAD sites, or any VCF with INFO/AF or AC and AN", false},
        {"scores", 's', GNBS_CLI_LIST, &scores, "VCF|TSV|CSV",
         "SpliceAI VCF, REVEL table, or any VCF or table the score map names", false},
        {"score-map", 0, GNBS_CLI_TEXT, &job.score_map, "TSV",
         "where scores stand in a VCF, instead of the table that ships with gnbs", false},
        {"rules", 0, GNBS_CLI_LIST, &rules, "TSV",
         "rows for ACMG/AMP criteria, instead of those of the same gene that ship with "
         "gnbs",
         false},
        {"markers", 0, GNBS_CLI_LIST, &markers, "VCF|PREFIX",
         "SNVs with INFO/AF, or a VerifyBamID2 panel (PREFIX.UD .mu .bed), for "
         "contamination and identity",
         false},
        {"difficult", 0, GNBS_CLI_TEXT, &job.difficult, "TSV",
         "difficult genes, instead of the table that ships with gnbs", false},
        {"no-extra-transcripts", 0, GNBS_CLI_FLAG, &no_extra, NULL,
         "leave out the gene models that ship with gnbs (RMRP and the 37 of the "
         "mitochondrion)",
         false},
        {"flank-bp", 0, GNBS_CLI_INT, &opt.flank_bp, "N",
         "bases beside coding exons in targets", false},
        {"pad-bp", 0, GNBS_CLI_INT, &opt.pad_bp, "N",
         "bases of sequence beside targets and transcripts", false},
        {"max-ref-mismatch", 0, GNBS_CLI_REAL, &opt.max_ref_mismatch_frac, "FRACTION",
         "REF alleles that may disagree with the reference before the build stops", false},
        {"progress", 0, GNBS_CLI_TEXT, &progress, "MODE", "auto, plain, bar, json or none",
         false},
        {0}};
    const gnbs_cli_command_t command = {
        "refdata build",
        "",
        "makes a reference bundle: one SQLite file with what a panel needs",
        options,
        0,
        0,
        BUILD_NOTES};
    gnbs_cli_args_t args;
    gnbs_log_t log;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    if (!gnbs_log_init(&log, stderr, progress))
        return gnbs_err_set(
            err, GNBS_E_USAGE,
            "refdata build: --progress '%s': expected auto, plain, bar, json or none",
            progress);
    job.n_transcripts = transcripts.n;
    job.transcripts = transcripts.at;
    job.n_markers = markers.n;
    job.markers = markers.at;
    job.n_frequencies = frequencies.n;
    job.frequencies = frequencies.at;
    job.n_scores = scores.n;
    job.scores = scores.at;
    job.n_rules = rules.n;
    job.rules = rules.at;
    job.has_extra = !no_extra;
    job.opt = opt;
    return gnbs_run_build_refdata(&job, &log, err);
}

static gnbs_code_t verify(int argc, char **argv, gnbs_err_t *err) {
    const gnbs_cli_option_t options[] = {{0}};
    const gnbs_cli_command_t command = {"refdata verify",
                                        "BUNDLE",
                                        "checks that a bundle is whole and unaltered",
                                        options,
                                        1,
                                        1,
                                        "Exit status 3 when it is not."};
    gnbs_cli_args_t args;
    char identity[65];
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_code_t code = gnbs_bundle_verify(args.at[0], identity, err);
    if (code == GNBS_OK) printf("ok\t%s\t%s\n", args.at[0], identity);
    return code;
}

static gnbs_code_t print_text(const gnbs_str_t *text, gnbs_err_t *err) {
    if (text->failed) return gnbs_err_set(err, GNBS_E_NOMEM, "refdata: output");
    fputs(gnbs_str_text(text), stdout);
    if (fflush(stdout) != 0 || ferror(stdout))
        return gnbs_err_set(err, GNBS_E_IO, "standard output: writing failed");
    return GNBS_OK;
}

static gnbs_code_t info(int argc, char **argv, gnbs_err_t *err) {
    bool is_json = false;
    const gnbs_cli_option_t options[] = {
        {"json", 0, GNBS_CLI_FLAG, &is_json, NULL, "JSON instead of text", false}, {0}};
    const gnbs_cli_command_t command = {"refdata info",
                                        "BUNDLE",
                                        "what a bundle was made from, what it holds, what "
                                        "was left out and which genes are difficult",
                                        options,
                                        1,
                                        1,
                                        NULL};
    gnbs_cli_args_t args;
    gnbs_bundle_t bundle;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    GNBS_TRY(gnbs_bundle_load(args.at[0], &bundle, err));
    gnbs_str_t text;
    gnbs_str_init(&text);
    (is_json ? gnbs_refdata_print_info_json : gnbs_refdata_print_info)(&bundle, &text);
    gnbs_code_t code = print_text(&text, err);
    gnbs_str_clear(&text);
    gnbs_bundle_clear(&bundle);
    return code;
}

static gnbs_code_t ask(const gnbs_bundle_t *bundle, const char *what, gnbs_str_t *text,
                       gnbs_err_t *err) {
    gnbs_bundle_scores_t *scores;
    GNBS_TRY(gnbs_bundle_scores_open(bundle, &scores, err));
    gnbs_score_source_t source = gnbs_bundle_scores_source(scores);
    gnbs_code_t code = gnbs_refdata_query(bundle, &source, what, text, err);
    gnbs_bundle_scores_close(scores);
    return code;
}

static gnbs_code_t print_rules(const gnbs_bundle_t *bundle, const char *gene,
                               gnbs_str_t *text, gnbs_err_t *err) {
    if (strcmp(gene, "*") == 0) {
        gnbs_refdata_print_rules(bundle, -1, text);
        return GNBS_OK;
    }
    for (size_t i = 0; i < bundle->n_gene; i++)
        if (strcmp(bundle->gene[i].symbol, gene) == 0 ||
            strcmp(bundle->gene[i].hgnc_id, gene) == 0) {
            gnbs_refdata_print_rules(bundle, (int32_t)i, text);
            return GNBS_OK;
        }
    return gnbs_err_set(err, GNBS_E_USAGE, "refdata query: no gene '%s' in %s", gene,
                        bundle->path);
}

static gnbs_code_t query(int argc, char **argv, gnbs_err_t *err) {
    bool wants_rules = false;
    const gnbs_cli_option_t options[] = {
        {"rules", 0, GNBS_CLI_FLAG, &wants_rules, NULL,
         "what ACMG/AMP criteria ask of a gene (* : of every gene)", false},
        {0}};
    const gnbs_cli_command_t command = {
        "refdata query",
        "BUNDLE REGION|GENE|ALLELE",
        "transcripts, known alleles and frequencies at a place, of a gene, or of one "
        "allele",
        options,
        2,
        2,
        "REGION  chr7:117559500-117559700, 1-based     GENE  CFTR or HGNC:1884\n"
        "ALLELE  chr7:117559590:ATCT:A, as in a VCF; it need not be normalised"};
    gnbs_cli_args_t args;
    gnbs_bundle_t bundle;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    GNBS_TRY(gnbs_bundle_load(args.at[0], &bundle, err));
    gnbs_str_t text;
    gnbs_str_init(&text);
    gnbs_code_t code = wants_rules ? print_rules(&bundle, args.at[1], &text, err)
                                   : ask(&bundle, args.at[1], &text, err);
    if (code == GNBS_OK) code = print_text(&text, err);
    gnbs_str_clear(&text);
    gnbs_bundle_clear(&bundle);
    return code;
}

static const gnbs_cli_word_t VERBS[] = {
    {"build", "makes a reference bundle", build},
    {"verify", "checks that a bundle is whole and unaltered", verify},
    {"info", "what a bundle was made from and holds", info},
    {"query", "asks a bundle about a place, a gene or an allele", query}};

gnbs_code_t gnbs_cli_refdata(int argc, char **argv, gnbs_err_t *err) {
    return gnbs_cli_group("refdata", "...", (int)(sizeof VERBS / sizeof *VERBS), VERBS,
                          argc, argv, err);
}
