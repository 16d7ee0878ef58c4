#include <string.h>

#include "annot/annot.h"
#include "cli/cli.h"
#include "core/log.h"
#include "genome/seq.h"
#include "io/bundle_store.h"
#include "io/vcf_annotate.h"

/* Bases to the left that an indel may be moved over; longer repeats keep their place. */
enum { SHIFT_ROOM_BP = 1024, ALLELE_MAX_BP = 4096 };

typedef struct annotate {
    const gnbs_bundle_t *bundle;
    gnbs_arena_t arena; /* of one ALT */
    int64_t n_consequence;
} annotate_t;

/* ClinVar and frequencies are keyed by the normal form; the record itself stays as it is. */
static gnbs_variant_t normal_form(annotate_t *a, const gnbs_variant_t *v) {
    size_t n_ref = strlen(v->ref), n_alt = strlen(v->alt);
    size_t cap = (n_ref > n_alt ? n_ref : n_alt) + SHIFT_ROOM_BP + 2;
    if (n_ref > ALLELE_MAX_BP || n_alt > ALLELE_MAX_BP) return *v;
    gnbs_region_t window = {v->tid, v->pos - SHIFT_ROOM_BP, v->pos + (gnbs_pos_t)n_ref};
    if (window.beg < 0) window.beg = 0;
    uint8_t *codes = GNBS_NEW(&a->arena, uint8_t, gnbs_region_len(window));
    char *ref = GNBS_NEW(&a->arena, char, cap), *alt = GNBS_NEW(&a->arena, char, cap);
    if (codes == NULL || ref == NULL || alt == NULL) return *v;
    gnbs_bundle_sequence(a->bundle, window, codes);
    memcpy(ref, v->ref, n_ref);
    memcpy(alt, v->alt, n_alt);
    gnbs_variant_t moved = {v->tid, v->pos, ref, alt};
    bool is_normal =
        gnbs_variant_normalise(&moved.pos, ref, alt, cap, window.beg, window.end, codes);
    return is_normal ? moved : *v;
}

static gnbs_code_t annotate_alt(void *ctx, const gnbs_vcf_site_t *site, int i_alt,
                                gnbs_str_t *value, gnbs_err_t *err) {
    annotate_t *a = ctx;
    int32_t tid = gnbs_contig_find(&a->bundle->contigs, site->chrom);
    gnbs_variant_t v = {tid, site->pos, site->allele[0], site->allele[i_alt]};
    if (tid < 0 || site->pos < 0 || gnbs_variant_is_symbolic(&v)) return GNBS_OK;
    gnbs_arena_reset(&a->arena);
    gnbs_variant_t key = normal_form(a, &v);
    size_t n;
    gnbs_consequence_t *c;
    GNBS_TRY(gnbs_annot_variant(a->bundle, &v, NULL, &a->arena, &n, &c, err));
    const char *name =
        gnbs_annot_csq_allele(site->n_allele, site->allele, i_alt, &a->arena);
    if (name == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "annotate");
    gnbs_annot_print_csq(value, a->bundle, &v, name, n, c,
                         gnbs_bundle_known(a->bundle, &key),
                         gnbs_bundle_frequency(a->bundle, &key));
    a->n_consequence += (int64_t)n;
    return GNBS_OK;
}

static gnbs_code_t annotate_file(const gnbs_bundle_t *bundle, const char *vcf,
                                 const char *out, gnbs_log_t *log, gnbs_err_t *err) {
    annotate_t a = {.bundle = bundle};
    gnbs_arena_init(&a.arena);
    gnbs_str_t description, identity;
    gnbs_str_init(&description);
    gnbs_str_init(&identity);
    gnbs_str_printf(&description, "Consequence annotations from gnbs. Format: %s",
                    gnbs_annot_csq_format());
    gnbs_str_printf(&identity, "##gnbs_bundle=%s", bundle->identity);
    const char *const meta[] = {"##gnbs_annotate=gnbs " GNBS_VERSION,
                                gnbs_str_text(&identity)};
    const gnbs_vcf_annotate_t how = {"GNBS_CSQ",  gnbs_str_text(&description), 2, meta, &a,
                                     annotate_alt};
    int64_t n_record = 0;
    gnbs_code_t code = description.failed || identity.failed
                           ? gnbs_err_set(err, GNBS_E_NOMEM, "annotate")
                           : gnbs_vcf_annotate_file(vcf, out, &how, &n_record, err);
    if (code == GNBS_OK)
        gnbs_log_done(log, "%lld records, %lld consequences", (long long)n_record,
                      (long long)a.n_consequence);
    gnbs_str_clear(&description);
    gnbs_str_clear(&identity);
    gnbs_arena_clear(&a.arena);
    return code;
}

gnbs_code_t gnbs_cli_annotate(int argc, char **argv, gnbs_err_t *err) {
    const char *vcf = NULL, *refdata = NULL, *out = NULL, *progress = "auto";
    const gnbs_cli_option_t options[] = {
        {"vcf", 'i', GNBS_CLI_TEXT, &vcf, "FILE", "VCF or BCF; - is standard input",
         .is_required = true},
        {"refdata", 'r', GNBS_CLI_TEXT, &refdata, "FILE", "the reference bundle",
         .is_required = true},
        {"out", 'o', GNBS_CLI_TEXT, &out, "VCF.GZ",
         "bgzip-compressed, with .tbi; - is standard output", .is_required = true},
        {"progress", 0, GNBS_CLI_TEXT, &progress, "MODE", "auto, bar, plain, json or none",
         .is_required = false},
        {0}};
    const gnbs_cli_command_t command = {
        "annotate",
        "",
        "Adds to each variant what it does to the transcripts of the bundle "
        "(INFO/GNBS_CSQ).",
        options,
        0,
        0,
        "Field names are VEP's: bcftools +split-vep -a GNBS_CSQ reads them. Records are "
        "written as they were; symbolic\nalleles, and variants far from every transcript "
        "of "
        "the bundle, get no value."};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_log_t log;
    if (!gnbs_log_init(&log, stderr, progress))
        return gnbs_err_set(
            err, GNBS_E_USAGE,
            "annotate: --progress %s: expected auto, bar, plain, json or none", progress);
    gnbs_bundle_t bundle;
    GNBS_TRY(gnbs_bundle_load(refdata, &bundle, err));
    gnbs_log_step(&log, "annotate");
    gnbs_code_t code = annotate_file(&bundle, vcf, out, &log, err);
    gnbs_bundle_clear(&bundle);
    return code;
}
