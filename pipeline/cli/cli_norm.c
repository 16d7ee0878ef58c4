#include <string.h>

#include "cli/cli.h"
#include "run/run_norm.h"

typedef struct word {
    const char *text;
    int value;
} word_t;

/* The value of a word, or a usage error that lists them. */
static gnbs_code_t read_word(const char *option, const char *text, const word_t *word,
                             int *value, gnbs_err_t *err) {
    gnbs_str_t known;
    gnbs_str_init(&known);
    for (const word_t *w = word; w->text != NULL; w++) {
        if (strcmp(w->text, text) == 0) {
            *value = w->value;
            gnbs_str_clear(&known);
            return GNBS_OK;
        }
        gnbs_str_printf(&known, "%s%s", w > word ? ", " : "", w->text);
    }
    gnbs_code_t code =
        gnbs_err_set(err, GNBS_E_USAGE, "norm: --%s '%s': expected one of %s", option, text,
                     gnbs_str_text(&known));
    gnbs_str_clear(&known);
    return code;
}

static const word_t CHECK[] = {{"e", GNBS_NORM_STOP},
                               {"w", GNBS_NORM_KEEP},
                               {"x", GNBS_NORM_DROP},
                               {"s", GNBS_NORM_SET},
                               {"ws", GNBS_NORM_SET},
                               {"wx", GNBS_NORM_DROP},
                               {NULL, 0}};
static const word_t SPLIT[] = {{"-", GNBS_NORM_SNP | GNBS_NORM_INDEL | GNBS_NORM_OTHER},
                               {"-any", GNBS_NORM_SNP | GNBS_NORM_INDEL | GNBS_NORM_OTHER},
                               {"-both", GNBS_NORM_SNP | GNBS_NORM_INDEL | GNBS_NORM_OTHER},
                               {"-snps", GNBS_NORM_SNP},
                               {"-indels", GNBS_NORM_INDEL},
                               {NULL, 0}};
static const word_t SAME[] = {
    {"none", GNBS_NORM_SAME_ALLELES}, {"exact", GNBS_NORM_SAME_ALLELES},
    {"snps", GNBS_NORM_SAME_SNP},     {"indels", GNBS_NORM_SAME_INDEL},
    {"both", GNBS_NORM_SAME_KIND},    {"all", GNBS_NORM_SAME_POS},
    {"any", GNBS_NORM_SAME_POS},      {NULL, 0}};
static const word_t FORM[] = {{"v", GNBS_VCF_PLAIN},         {"z", GNBS_VCF_BGZIP},
                              {"b", GNBS_VCF_BCF},           {"u", GNBS_VCF_BCF_PLAIN},
                              {"by name", GNBS_VCF_BY_NAME}, {NULL, 0}};
static const word_t OTHER[] = {{"0", '0'}, {".", '.'}, {NULL, 0}};
static const word_t OVERLAP[] = {{"*", '*'}, {".", '.'}, {NULL, 0}};
static const word_t ORDER[] = {{"pos", 0}, {"lex", 1}, {NULL, 0}};

typedef struct words {
    const char *check, *split, *same, *form, *other, *overlap, *order;
} words_t;

static gnbs_code_t read_words(const words_t *w, gnbs_run_norm_opt_t *opt, gnbs_err_t *err) {
    int check, split = 0, same = GNBS_NORM_KEEP_ALL, form, other, overlap, order;
    if (w->split != NULL && w->split[0] == '+')
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "norm: --multiallelics '%s': lines are split (-), never joined",
                            w->split);
    GNBS_TRY(read_word("check-ref", w->check, CHECK, &check, err));
    if (w->split != NULL)
        GNBS_TRY(read_word("multiallelics", w->split, SPLIT, &split, err));
    if (w->same != NULL) GNBS_TRY(read_word("rm-dup", w->same, SAME, &same, err));
    GNBS_TRY(read_word("output-type", w->form, FORM, &form, err));
    GNBS_TRY(read_word("multi-overlaps", w->other, OTHER, &other, err));
    GNBS_TRY(read_word("atom-overlaps", w->overlap, OVERLAP, &overlap, err));
    GNBS_TRY(read_word("sort", w->order, ORDER, &order, err));
    opt->norm.check = (gnbs_norm_check_t)check;
    opt->norm.split = split;
    opt->norm.same = (gnbs_norm_same_t)same;
    opt->norm.other_allele = (char)other;
    opt->norm.overlap = (char)overlap;
    opt->norm.is_lexical = order != 0;
    opt->form = (gnbs_vcf_form_t)form;
    return GNBS_OK;
}

static bool is_key(const char *s) {
    if (s == NULL) return true;
    size_t n =
        strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.");
    return n > 0 && s[n] == '\0' && (s[0] < '0' || s[0] > '9') && s[0] != '.';
}

static const char NOTES[] = "Reads standard input when no file is named. "
                            "Options and results are those of bcftools "
                            "norm; lines are\nnever joined, and other columns "
                            "and values stay as they are written. "
                            "Spanning deletions (*), symbolic\nalleles without "
                            "a known length and breakends are "
                            "not moved, and counted.";

gnbs_code_t gnbs_cli_norm(int argc, char **argv, gnbs_err_t *err) {
    gnbs_run_norm_opt_t opt = {.vcf = "-",
                               .out = "-",
                               .program_line = "gnbs " GNBS_VERSION,
                               .norm = GNBS_NORM_DEFAULTS};
    words_t w = {
        .check = "e", .form = "by name", .other = "0", .overlap = "*", .order = "pos"};
    const char *progress = "auto";
    bool is_kept_in_place = false;
    int window = (int)opt.norm.window_bp;
    const gnbs_cli_option_t options[] = {
        {"fasta-ref", 'f', GNBS_CLI_TEXT, &opt.reference, "FASTA",
         "the reference, with .fai; without it nothing is checked or moved"},
        {"check-ref", 'c', GNBS_CLI_TEXT, &w.check, "WHAT",
         "a REF that is not the reference: e ends the run, w keeps it, x leaves the record "
         "out, s sets it (an ALT that is the reference changes places with REF)"},
        {"multiallelics", 'm', GNBS_CLI_TEXT, &w.split, "-KIND",
         "split lines of several ALTs: - (all), -snps, -indels"},
        {"multi-overlaps", 0, GNBS_CLI_TEXT, &w.other, "0|.",
         "in GT of a split line, another ALT is 0 or ."},
        {"keep-sum", 0, GNBS_CLI_TEXT, &opt.norm.keep_sum, "KEY",
         "REF of this Number=R field takes the values of ALTs split away"},
        {"atomize", 'a', GNBS_CLI_FLAG, &opt.norm.is_atomized, "",
         "take blocks apart into single changes"},
        {"atom-overlaps", 0, GNBS_CLI_TEXT, &w.overlap, "*|.",
         "in GT of a single change, a change that overlaps it is * or ."},
        {"rm-dup", 'd', GNBS_CLI_TEXT, &w.same, "KIND",
         "leave out repeats at one position: exact, snps, indels, both, all"},
        {"do-not-normalize", 'N', GNBS_CLI_FLAG, &is_kept_in_place, "",
         "check, but do not move or trim"},
        {"force", 0, GNBS_CLI_FLAG, &opt.norm.is_force, "",
         "leave out fields with a wrong number of values, instead of stopping"},
        {"old-rec-tag", 0, GNBS_CLI_TEXT, &opt.norm.old_tag, "KEY",
         "INFO key that keeps what a changed record was"},
        {"sort", 'S', GNBS_CLI_TEXT, &w.order, "ORDER",
         "lines of one position: pos (as they came) or lex (by alleles)"},
        {"site-win", 'w', GNBS_CLI_INT, &window, "BASES",
         "how far a record may move and still come out in order"},
        {"output", 'o', GNBS_CLI_TEXT, &opt.out, "FILE", "- is standard output"},
        {"output-type", 'O', GNBS_CLI_TEXT, &w.form, "FORM",
         "v VCF, z bgzip, b BCF, u BCF not compressed; else by the name of the output"},
        {"skip-bad", 0, GNBS_CLI_FLAG, &opt.skips_bad, "",
         "leave out malformed records and count them, instead of stopping"},
        {"progress", 0, GNBS_CLI_TEXT, &progress, "MODE", "auto, bar, plain, json or none"},
        {0}};
    const gnbs_cli_command_t command = {"norm",
                                        "[VCF]",
                                        "Brings a VCF or BCF into normal form: REF "
                                        "checked, alleles left-aligned, trimmed and "
                                        "split.",
                                        options,
                                        0,
                                        1,
                                        NOTES};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    if (args.n == 1) opt.vcf = args.at[0];
    GNBS_TRY(read_words(&w, &opt, err));
    if (window < 0)
        return gnbs_err_set(err, GNBS_E_USAGE, "norm: --site-win %d: expected 0 or more",
                            window);
    if (!is_key(opt.norm.old_tag) || !is_key(opt.norm.keep_sum))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "norm: --old-rec-tag and --keep-sum expect a key of letters, "
                            "digits, _ and .");
    if (opt.reference == NULL && strcmp(w.check, "e") != 0)
        return gnbs_err_set(err, GNBS_E_USAGE, "norm: --check-ref needs --fasta-ref");
    opt.norm.window_bp = window;
    opt.norm.is_moved = !is_kept_in_place;
    gnbs_log_t log;
    if (!gnbs_log_init(&log, stderr, progress))
        return gnbs_err_set(
            err, GNBS_E_USAGE,
            "norm: --progress '%s': expected auto, bar, plain, json or none", progress);
    return gnbs_run_norm(&opt, &log, err);
}
