#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "core/escape.h"
#include "core/mem.h"
#include "io/reads.h"

static const struct {
    const char *name;
    gnbs_code_t (*main)(int argc, char **argv, gnbs_err_t *err);
    const char *what;
} COMMANDS[] = {
    {"run", gnbs_cli_run, "one newborn: reads or VCF in, outcomes and reports out"},
    {"call", gnbs_cli_call, "small variants from reads"},
    {"mito", gnbs_cli_mito, "mitochondrial variants from reads, with their fractions"},
    {"qc", gnbs_cli_qc, "coverage, library and sex of a sample"},
    {"cnv", gnbs_cli_cnv, "deletions and duplications of exons and genes from reads"},
    {"loci", gnbs_cli_loci, "copies of genes with a near-identical twin, from reads"},
    {"annotate", gnbs_cli_annotate, "what each variant of a VCF does (INFO/GNBS_CSQ)"},
    {"norm", gnbs_cli_norm, "a VCF in normal form: checked, left-aligned, split"},
    {"hgvs", gnbs_cli_hgvs, "HGVS names to the variants they mean"},
    {"classify", gnbs_cli_classify, "ACMG/AMP criteria to a class, with reasons"},
    {"evaluate", gnbs_cli_evaluate, "calls against truth, by haplotype"},
    {"report", gnbs_cli_report, "renders a findings.json again, in any format"},
    {"review", gnbs_cli_review, "the desk: findings decided and reports signed by people"},
    {"panel", gnbs_cli_panel,
     "lint, show, diff, impact, sign and more: the list of genes and conditions"},
    {"refdata", gnbs_cli_refdata, "build, verify, info, query: the reference bundle"},
    {"screen", gnbs_cli_screen, "which ways of inheritance fit a family's genotypes"},
    {"batch", gnbs_cli_batch,
     "run, status, resume, cancel, cohort: many newborns, here or on Slurm"},
    {"consent", gnbs_cli_consent, "new, sign, verify, withdraw: a family's decision"},
    {"unseal", gnbs_cli_unseal, "opens results that were sealed to the laboratory's key"},
    {"audit", gnbs_cli_audit, "verify, show: the log of what was done with whose data"},
    {"simulate", gnbs_cli_simulate, "a synthetic newborn with known truth"},
};

static void print_help(FILE *to) {
    fprintf(to, "gnbs " GNBS_VERSION
                " - genomic newborn screening\n\nusage: gnbs COMMAND [options]\n\n");
    for (size_t i = 0; i < sizeof COMMANDS / sizeof *COMMANDS; i++)
        fprintf(to, "  %-10s %s\n", COMMANDS[i].name, COMMANDS[i].what);
    fprintf(to, "\ngnbs COMMAND --help prints every option with its default.\n"
                "Exit status: 0 done, 2 usage, 3 bad input, 4 our fault, 5 sample failed "
                "quality gates, 6 refused by consent.\n");
}

int main(int argc, char **argv) {
    gnbs_mem_keep_pages();
    if (argc < 2) {
        print_help(stderr);
        return 2;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return 0;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("gnbs " GNBS_VERSION "\nhtslib %s\n", gnbs_reads_htslib_version());
        return 0;
    }
    for (size_t i = 0; i < sizeof COMMANDS / sizeof *COMMANDS; i++) {
        if (strcmp(COMMANDS[i].name, argv[1]) != 0) continue;
        gnbs_err_t err = {.code = GNBS_OK};
        gnbs_code_t code = COMMANDS[i].main(argc - 1, argv + 1, &err);
        if (code == GNBS_OK && (fflush(stdout) != 0 || ferror(stdout)))
            code = gnbs_err_set(&err, GNBS_E_IO, "standard output: write failed");
        if (code != GNBS_OK) {
            gnbs_str_t line;
            gnbs_str_init(&line);
            gnbs_escape_term(&line, err.msg);
            fprintf(stderr, "gnbs: %s\n", gnbs_str_text(&line));
            gnbs_str_clear(&line);
        }
        return gnbs_err_exit_status(code);
    }
    fprintf(stderr, "gnbs: no command '%s'; see gnbs --help\n", argv[1]);
    return 2;
}
