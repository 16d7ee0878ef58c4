#include <string.h>

#include "cli/cli.h"
#include "io/tiles.h"
#include "run/run_cnv.h"

static gnbs_code_t make_normals(int argc, char **argv, gnbs_err_t *err) {
    const char *out = NULL;
    const gnbs_cli_option_t options[] = {{"out", 'o', GNBS_CLI_TEXT, &out, "FILE",
                                          "normals, bgzip-compressed, with .tbi",
                                          .is_required = true},
                                         {0}};
    const gnbs_cli_command_t command = {
        "cnv normals",
        "TILES...",
        "Joins the tile counts of earlier samples to normals that later ones are compared "
        "with.",
        options,
        1,
        1 << 20,
        "TILES are the dosage.bed.gz that gnbs run leaves, or gnbs cnv --tiles, all of one "
        "bundle and library kind. Ten or more; no names are kept."};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    return gnbs_tiles_join((const char *const *)args.at, (size_t)args.n, out, err);
}

gnbs_code_t gnbs_cli_cnv(int argc, char **argv, gnbs_err_t *err) {
    if (argc > 1 && strcmp(argv[1], "normals") == 0)
        return make_normals(argc - 1, argv + 1, err);
    gnbs_run_cnv_opt_t opt = {.n_threads = 1,
                              .cnv = gnbs_cnv_opt_default(),
                              .program_line = "gnbs " GNBS_VERSION};
    const char *sex = NULL, *progress = "auto";
    const gnbs_cli_option_t options[] = {
        {"reads", 'i', GNBS_CLI_TEXT, &opt.reads, "FILE",
         "BAM, CRAM or bgzip SAM, sorted and indexed", .is_required = true},
        {"refdata", 'r', GNBS_CLI_TEXT, &opt.refdata, "FILE",
         "reference bundle (gnbs refdata build): its genes are looked at",
         .is_required = true},
        {"out", 'o', GNBS_CLI_TEXT, &opt.out, "VCF.GZ",
         "deletions and duplications, bgzip-compressed, with .tbi", .is_required = true},
        {"normals", 0, GNBS_CLI_TEXT, &opt.normals, "FILE",
         "earlier samples to compare with (gnbs cnv normals); capture libraries need them"},
        {"tiles", 0, GNBS_CLI_TEXT, &opt.tiles, "BED.GZ", "also write the counts"},
        {"sex", 0, GNBS_CLI_TEXT, &sex, "F|M",
         "copies of X and Y (default: as the reads tell)"},
        {"reference", 'f', GNBS_CLI_TEXT, &opt.reference, "FASTA", "needed for CRAM only"},
        {"threads", 't', GNBS_CLI_INT, &opt.n_threads, "N",
         "threads; the bytes do not depend on it"},
        {"min-split", 0, GNBS_CLI_INT, &opt.cnv.min_split, "N",
         "fragments across a junction"},
        {"min-bf", 0, GNBS_CLI_REAL, &opt.cnv.min_bf_depth, "X",
         "log10 Bayes factor of depth, where no read shows a junction"},
        {"trust-cram", 0, GNBS_CLI_FLAG, &opt.trusts_cram, NULL,
         "read CRAM with an htslib whose decoder has known holes"},
        {"progress", 0, GNBS_CLI_TEXT, &progress, "MODE", "auto, bar, plain, json or none"},
        {0}};
    const gnbs_cli_command_t command = {
        "cnv",
        "",
        "Finds deletions and duplications of exons and genes in one newborn.",
        options,
        0,
        0,
        "gnbs cnv normals TILES... -o FILE makes normals of earlier samples' counts.\n"
        "FILTER PASS is a call; anything else is a sign, with its reason. Only events that "
        "touch coding exons are written."};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    if (sex != NULL && (opt.sex = gnbs_sex_parse(sex)) == GNBS_SEX_UNKNOWN)
        return gnbs_err_set(err, GNBS_E_USAGE, "cnv: --sex %s: expected F or M", sex);
    if (opt.n_threads < 1 || opt.n_threads > 256)
        return gnbs_err_set(err, GNBS_E_USAGE, "cnv: --threads %d: expected 1-256",
                            opt.n_threads);
    gnbs_log_t log;
    if (!gnbs_log_init(&log, stderr, progress))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "cnv: --progress %s: expected auto, bar, plain, json or none",
                            progress);
    return gnbs_run_cnv(&opt, &log, err);
}
