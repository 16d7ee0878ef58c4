#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cli/cli.h"
#include "core/escape.h"
#include "run/run.h"
#include "run/run_stop.h"

/* The command as a shell would take it again. */
static void spell_command(int argc, char **argv, gnbs_str_t *out) {
    gnbs_str_add(out, "gnbs");
    for (int i = 0; i < argc; i++) {
        gnbs_str_add_char(out, ' ');
        gnbs_escape_shell(out, argv[i]);
    }
}

static gnbs_code_t run_typed(gnbs_run_opt_t *opt, int argc, char **argv, gnbs_err_t *err) {
    gnbs_str_t typed;
    gnbs_str_init(&typed);
    spell_command(argc, argv, &typed);
    opt->command_line = gnbs_str_text(&typed);
    umask(S_IRWXG | S_IRWXO); /* a newborn's results are their owner's alone */
    gnbs_run_stop_watch();
    gnbs_code_t code = gnbs_run(opt, err);
    gnbs_str_clear(&typed);
    return code;
}

static const char NOTES[] =
    "DIR/SAMPLE/ holds findings.json, report.html, report.parents.html, report.txt, "
    "findings.tsv, findings.fhir.json, phenopacket.json, variants.vcf.gz, "
    "callable.bed.gz, dosage.bed.gz, qc_mqc.json (for MultiQC), provenance.json and "
    "log.jsonl.\n"
    "Exit status 5: a quality gate held the sample; results are written, every "
    "condition is not assessed.";

gnbs_code_t gnbs_cli_run(int argc, char **argv, gnbs_err_t *err) {
    gnbs_run_opt_t opt = gnbs_run_opt_default();
    opt.program_version = GNBS_VERSION;
    opt.panel_keys = getenv("GNBS_PANEL_KEYS");
    opt.consent_keys = getenv("GNBS_CONSENT_KEYS");
    const char *sex = NULL;
    const gnbs_cli_option_t options[] = {
        {"reads", 'i', GNBS_CLI_TEXT, &opt.reads, "FILE",
         "BAM, CRAM or bgzip SAM, sorted and indexed"},
        {"vcf", 'v', GNBS_CLI_TEXT, &opt.vcf, "FILE",
         "or calls of another program: VCF, BCF or gVCF, one sample"},
        {"callable", 0, GNBS_CLI_TEXT, &opt.callable, "BED",
         "with --vcf: where it looked, if it has no reference blocks"},
        {"mother", 0, GNBS_CLI_TEXT, &opt.mother, "FILE", "her reads, VCF or gVCF"},
        {"father", 0, GNBS_CLI_TEXT, &opt.father, "FILE", "his reads, VCF or gVCF"},
        {"panel", 'p', GNBS_CLI_TEXT, &opt.panel, "DIR", "panel folder, or its panel.tsv",
         .is_required = true},
        {"panel-keys", 0, GNBS_CLI_TEXT, &opt.panel_keys, "DIR",
         "trusted public keys: a panel that two of them signed is no draft; else "
         "$GNBS_PANEL_KEYS",
         false},
        {"refdata", 'r', GNBS_CLI_TEXT, &opt.refdata, "FILE",
         "reference bundle (gnbs refdata build)", .is_required = true},
        {"out", 'o', GNBS_CLI_TEXT, &opt.out_dir, "DIR", "results go to DIR/SAMPLE/",
         .is_required = true},
        {"sex", 0, GNBS_CLI_TEXT, &sex, "F|M",
         "as declared at birth (default: not declared)"},
        {"reference", 'f', GNBS_CLI_TEXT, &opt.reference, "FASTA", "needed for CRAM only"},
        {"consent", 'c', GNBS_CLI_TEXT, &opt.consent, "JSON", "the family's decision"},
        {"consent-keys", 0, GNBS_CLI_TEXT, &opt.consent_keys, "DIR",
         "trusted public keys: one of them must have signed the consent; else "
         "$GNBS_CONSENT_KEYS",
         false},
        {"no-consent-check", 0, GNBS_CLI_FLAG, &opt.skips_consent, NULL,
         "for tests and validation samples"},
        {"sample", 's', GNBS_CLI_TEXT, &opt.sample, "NAME",
         "whose the reads or calls must be; others are refused"},
        {"seal", 0, GNBS_CLI_TEXT, &opt.seal, "KEY.pub",
         "results that only the laboratory's key opens (gnbs unseal)"},
        {"audit", 0, GNBS_CLI_TEXT, &opt.audit, "LOG",
         "log of accesses (default: DIR/.gnbs/audit.jsonl)"},
        {"targeted", 0, GNBS_CLI_TEXT, &opt.targeted, "FILE",
         "copies of SMN1, CYP21A2, ... counted elsewhere: DRAGEN's targeted.json, or a TSV "
         "(locus, status, made_by, genotype, reason)"},
        {"curated", 0, GNBS_CLI_TEXT, &opt.curated, "TSV",
         "ACMG/AMP criteria that people judged, with references"},
        {"policy", 0, GNBS_CLI_TEXT, &opt.policy, "TSV",
         "the laboratory's rules (default: those of refdata/policy.tsv)"},
        {"amends", 0, GNBS_CLI_TEXT, &opt.amends, "JSON",
         "findings.json of the report that this one replaces"},
        {"reason", 0, GNBS_CLI_TEXT, &opt.amend_reason, "TEXT", "why it is replaced"},
        {"pdf", 0, GNBS_CLI_FLAG, &opt.wants_pdf, NULL,
         "report.pdf too, where there is a Chromium"},
        {"keep-all-variants", 0, GNBS_CLI_FLAG, &opt.keeps_all_variants, NULL,
         "all calls in variants.lab-only.vcf.gz too, carriers among them: for asking "
         "stored newborns again, never to be handed on"},
        {"threads", 't', GNBS_CLI_INT, &opt.n_threads, "N",
         "threads; results do not depend on it"},
        {"gates", 0, GNBS_CLI_TEXT, &opt.gates, "TSV",
         "quality gates (default: refdata/gates.tsv as shipped)"},
        {"min-depth-mean", 0, GNBS_CLI_TEXT, &opt.min_depth_mean, "X",
         "quality gate of this run: mean depth of targets"},
        {"min-15x", 0, GNBS_CLI_TEXT, &opt.min_15x, "FRAC",
         "quality gate of this run: share of target bases at 15x"},
        {"normals", 0, GNBS_CLI_TEXT, &opt.normals, "FILE",
         "earlier samples that copies are compared with (gnbs cnv normals)"},
        {"min-callable", 0, GNBS_CLI_REAL, &opt.screen.min_callable_frac, "FRAC",
         "share of a gene that must be judged"},
        {"trust-cram", 0, GNBS_CLI_FLAG, &opt.trusts_cram, NULL,
         "read CRAM with an htslib whose decoder has known holes"},
        {"progress", 0, GNBS_CLI_TEXT, &opt.progress, "MODE",
         "auto, bar, plain, json or none"},
        {0}};
    const gnbs_cli_command_t command = {
        "run",
        "",
        "Screens one newborn: reads or calls in, one outcome per condition and a report "
        "out.",
        options,
        0,
        0,
        NOTES};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    if (sex != NULL && (opt.sex = gnbs_sex_parse(sex)) == GNBS_SEX_UNKNOWN)
        return gnbs_err_set(err, GNBS_E_USAGE, "run: --sex %s: expected F or M", sex);
    return run_typed(&opt, argc, argv, err);
}
