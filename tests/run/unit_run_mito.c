/* A whole run on a synthetic newborn whose mitochondrion is known (data/world/bams/dev01.truth.vcf.gz: m.750A>G and five others in every
 * copy, nothing else), with a panel of two rows and a genome that is the mitochondrion alone: what is nuclear has tests of its own. */
#include <sys/stat.h>
#include <unistd.h>

#include <jansson.h>

#include "core/log.h"
#include "run/run.h"
#include "run/run_refdata.h"
#include "support/testing.h"

static const char PANEL[] =
    "##name=made\n##version=1\n##status=draft\n##date=2026-01-01\n##genome_build=custom\n"
    "gene\thgnc_id\tcondition\tcondition_"
    "id\tinheritance\tmechanism\ttranscript\treport\tclasses\t"
    "onset\turgency\taction\tconfirmatory_"
    "test\tprevalence\tprogrammes\tevidence\tstatus\tcurator\t"
    "reviewed\tnote\n"
    "MT-RNR1\tHGNC:7470\tcarried\t\tMT\tunknown\tENST00000389680."
    "2\tnamed\tMT\t\tweeks\t\t\t\t\t\tgreen\t\t\t\n"
    "MT-RNR1\tHGNC:7470\tnot "
    "carried\t\tMT\tunknown\tENST00000389680."
    "2\tnamed\tMT\t\tweeks\t\t\t\t\t\tgreen\t\t\t\n";
static const char INCLUDE[] =
    "##name=made\n##version=1\n##genome_build=custom\n"
    "gene\thgnc_id\tchrom\tpos\tref\talt\thgvs\tcondition\treason\tsource\tdate\tcurator\n"
    "MT-RNR1\tHGNC:7470\tchrM\t750\tA\tG\t\tcarried\tmade\tmade\t2026-01-01\t\n"
    "MT-RNR1\tHGNC:7470\tchrM\t1555\tA\tG\t\tnot carried\tmade\tmade\t2026-01-01\t\n";

/* No gate: the sample has no autosome here. */
static const char GATES[] = "metric\tkind\tdirection\twarn\tfail\tunknown\taction\tsource\n"
                            "depth_mean\tany\tmin\t0\t0\twarn\tnone\tmade\n";

static char dir[64];
static bool is_here;

static const char *in_dir(char buf[256], const char *name) {
    snprintf(buf, 256, "%s/%s", dir, name);
    return buf;
}

static void write_text(const char *name, const char *text) {
    char path[256];
    FILE *f = fopen(in_dir(path, name), "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    fclose(f);
}

static void build_bundle(const char *out, gnbs_err_t *err) {
    static char reference[512];
    char panel[256];
    is_here = shared_file(reference, sizeof reference,
                          "mito/gatk_Homo_sapiens_assembly38.mt_only.fasta") != NULL;
    if (!is_here) return;
    const char *const transcripts[] = {"refdata/transcripts/extra.GRCh38.gff3"};
    gnbs_log_t log;
    gnbs_log_init(&log, stderr, "none");
    const gnbs_run_refdata_t job = {.build = "custom",
                                    .reference = reference,
                                    .n_transcripts = 1,
                                    .transcripts = transcripts,
                                    .panel = in_dir(panel, "panel"),
                                    .opt = gnbs_refdata_opt_default(),
                                    .out = out};
    assert_ok(gnbs_run_build_refdata(&job, &log, err), err);
}

static json_t *run(int n_threads, char vcf[512]) {
    char reads[512], panel[256], bundle[256], out[256], gates[256], name[32], json[512];
    gnbs_err_t err = {0};
    if (shared_file(reads, sizeof reads, "world/bams/dev01.bam") == NULL) return NULL;
    snprintf(name, sizeof name, "out%d", n_threads);
    gnbs_run_opt_t opt = gnbs_run_opt_default();
    opt.reads = reads;
    opt.panel = in_dir(panel, "panel");
    opt.refdata = in_dir(bundle, "bundle.db");
    opt.out_dir = in_dir(out, name);
    opt.progress = "none";
    opt.program_version = "test";
    opt.command_line = "test";
    opt.gates = in_dir(gates, "gates.tsv");
    opt.skips_consent = opt.keeps_all_variants = true;
    opt.n_threads = n_threads;
    gnbs_code_t code = gnbs_run(&opt, &err);
    if (code != GNBS_OK) fail_msg("%s", err.msg);
    snprintf(vcf, 512, "%s/dev01/variants.lab-only.vcf.gz", out);
    snprintf(json, sizeof json, "%s/dev01/findings.json", out);
    json_t *doc = json_load_file(json, 0, NULL);
    assert_non_null(doc);
    return doc;
}

static const char *text(const json_t *of, const char *key) {
    return json_string_value(json_object_get(of, key));
}

static void a_mitochondrial_row_has_an_outcome_like_any_other(void **state) {
    (void)state;
    char vcf[512];
    json_t *doc = is_here ? run(1, vcf) : NULL;
    if (doc == NULL) return;
    const json_t *rows = json_object_get(doc, "outcomes"),
                 *carried = json_array_get(rows, 0), *absent = json_array_get(rows, 1);
    assert_string_equal(text(carried, "outcome"), "suspected");
    assert_string_equal(text(carried, "reason"), "homoplasmic");
    const json_t *seen = json_array_get(json_object_get(carried, "mitochondrial"), 0);
    assert_int_equal(json_integer_value(json_object_get(seen, "pos")), 750);
    const json_t *h = json_object_get(seen, "heteroplasmy");
    assert_near(json_number_value(json_object_get(h, "fraction")), 1, 0.01);
    assert_string_equal(text(absent, "outcome"), "not_suspected");
    assert_int_equal(json_array_size(json_object_get(absent, "mitochondrial")), 0);
    const json_t *known = json_object_get(absent, "known_alleles");
    assert_int_equal(json_integer_value(json_object_get(known, "n")), 1);
    assert_int_equal(json_integer_value(json_object_get(known, "n_callable")), 1);
    assert_near(json_number_value(json_object_get(absent, "callable_fraction")), 1, 0);
    const json_t *finding = json_array_get(json_object_get(doc, "findings"), 0);
    const json_t *v = json_array_get(json_object_get(finding, "variants"), 0);
    assert_string_equal(text(v, "zygosity"), "homoplasmic");
    json_decref(doc);
}

static void the_bytes_do_not_depend_on_threads(void **state) {
    (void)state;
    char vcf[2][512];
    json_t *doc[2] = {NULL, NULL};
    for (int i = 0; i < 2 && is_here; i++) doc[i] = run(1 + 3 * i, vcf[i]);
    if (doc[0] == NULL) return;
    assert_true(json_equal(doc[0], doc[1]));
    FILE *f[2] = {fopen(vcf[0], "rb"), fopen(vcf[1], "rb")};
    assert_true(f[0] != NULL && f[1] != NULL);
    int a, b;
    do a = fgetc(f[0]), b = fgetc(f[1]), assert_int_equal(a, b);
    while (a != EOF);
    for (int i = 0; i < 2; i++) fclose(f[i]), json_decref(doc[i]);
}

static int begin(void **state) {
    (void)state;
    char path[256];
    gnbs_err_t err = {0};
    snprintf(dir, sizeof dir, "/tmp/gnbs-run-mito-%ld", (long)getpid());
    if (mkdir(dir, 0700) != 0 || mkdir(in_dir(path, "panel"), 0700) != 0) return -1;
    write_text("panel/panel.tsv", PANEL);
    write_text("panel/include.tsv", INCLUDE);
    write_text("gates.tsv", GATES);
    build_bundle(in_dir(path, "bundle.db"), &err);
    return 0;
}

static int end(void **state) {
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", dir);
    return system(command);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mitochondrial_row_has_an_outcome_like_any_other),
        cmocka_unit_test(the_bytes_do_not_depend_on_threads),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
