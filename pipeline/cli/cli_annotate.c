#include <stdlib.h>
#include <string.h>

#include "annot/annot_joint.h"
#include "cli/cli.h"
#include "core/log.h"
#include "core/mem.h"
#include "core/vec.h"
#include "io/bundle_score.h"
#include "io/bundle_store.h"
#include "io/vcf_annotate.h"
#include "io/vcf_genotype.h"

typedef struct worker {
    gnbs_annot_scratch_t *scratch;
    gnbs_bundle_scores_t *scores; /* NULL: the bundle has none */
    gnbs_arena_t arena;           /* of one ALT */
    /* of the chunk at hand: its alleles, who carries them, and each site's first allele */
    const gnbs_vcf_site_t *site;
    GNBS_VEC(gnbs_variant_t) variant;
    GNBS_VEC(int32_t) first;
    GNBS_VEC(gnbs_annot_carried_t) carried;
    int64_t n_consequence, n_alt, n_symbolic, n_spanning, n_no_contig, n_far;
} worker_t;

typedef struct annotate {
    const gnbs_bundle_t *bundle;
    gnbs_annot_index_t *index;
    gnbs_log_t *log;
    int n_worker;
    worker_t *worker;
    int64_t n_bad_told;
    int n_sample;
    bool is_all_in_phase; /* --phase all */
} annotate_t;

enum { BAD_TOLD_MAX = 5 }; /* records left out that are named one by one */

/* ---- copies --------------------------------------------------------------------------- */

static gnbs_code_t begin_samples(void *ctx, int n_sample, const char *const sample[],
                                 gnbs_err_t *err) {
    annotate_t *a = ctx;
    (void)sample;
    (void)err;
    a->n_sample = n_sample;
    return GNBS_OK;
}

static bool reads_copies(const annotate_t *a) {
    return a->n_sample > 0 || a->is_all_in_phase;
}

static bool may_cut(void *ctx, const char *chrom, int64_t pos) {
    const annotate_t *a = ctx;
    return !reads_copies(a) ||
           gnbs_annot_index_may_cut(a->index, gnbs_contig_find(&a->bundle->contigs, chrom),
                                    pos);
}

/* Which copies carry allele i_alt? Every one, one that is known by its place, or one of them. */
static bool carries(const annotate_t *a, const gnbs_vcf_genotype_t *g, int i_alt,
                    gnbs_annot_carried_t *e) {
    int n = 0;
    uint8_t sides = 0;
    for (int k = 0; k < g->n_allele; k++) {
        if (g->allele[k] != i_alt) continue;
        n++;
        if (k < 2) sides |= (uint8_t)(GNBS_ANNOT_SIDE_1 << k);
    }
    if (n == 0) return false;
    bool is_phased = g->is_phased || a->is_all_in_phase;
    e->sides = n == g->n_allele ? GNBS_ANNOT_SIDE_ALL : sides;
    e->is_placed = n == g->n_allele || (is_phased && g->n_allele == 2);
    e->set = g->is_phased ? g->set : 0;
    return true;
}

static bool add_site(annotate_t *a, worker_t *w, const gnbs_vcf_site_t *site, int32_t tid) {
    int32_t first = (int32_t)w->variant.n;
    if (!GNBS_PUSH(&w->first, first)) return false;
    for (int k = 1; k < site->n_allele; k++) {
        const gnbs_variant_t v = {tid, site->pos, site->allele[0], site->allele[k]};
        if (!GNBS_PUSH(&w->variant, v)) return false;
    }
    gnbs_vcf_genotypes_t walk = gnbs_vcf_genotypes_begin(site->format);
    gnbs_vcf_genotype_t g = {.n_allele = 1};
    for (int32_t i = 0; i < (a->n_sample > 0 ? a->n_sample : 1); i++) {
        if (a->n_sample > 0 && !gnbs_vcf_genotypes_next(&walk, &g)) break;
        for (int k = 1; k < site->n_allele; k++) {
            gnbs_annot_carried_t e = {.i_variant = first + k - 1, .i_sample = i};
            if (a->n_sample == 0) g.allele[0] = k; /* --phase all: one copy has them all */
            if (carries(a, &g, k, &e) && !GNBS_PUSH(&w->carried, e)) return false;
        }
    }
    return true;
}

static int compare_carried(const void *x, const void *y) {
    const gnbs_annot_carried_t *a = x, *b = y;
    if (a->i_sample != b->i_sample) return a->i_sample < b->i_sample ? -1 : 1;
    return (a->i_variant > b->i_variant) - (a->i_variant < b->i_variant);
}

static gnbs_code_t open_chunk(void *ctx, int i_worker, size_t n,
                              const gnbs_vcf_site_t site[], gnbs_err_t *err) {
    annotate_t *a = ctx;
    worker_t *w = &a->worker[i_worker];
    w->site = NULL;
    if (!reads_copies(a)) return GNBS_OK;
    w->variant.n = w->first.n = w->carried.n = 0;
    int32_t tid = -1;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || strcmp(site[i].chrom, site[i - 1].chrom) != 0)
            tid = gnbs_contig_find(&a->bundle->contigs, site[i].chrom);
        if (!add_site(a, w, &site[i], tid))
            return gnbs_err_set(err, GNBS_E_NOMEM, "annotate");
    }
    if (a->n_sample > 1 && w->carried.n > 1)
        qsort(w->carried.at, w->carried.n, sizeof *w->carried.at, compare_carried);
    w->site = site;
    return gnbs_annot_index_carry(a->index, w->scratch, w->variant.n, w->variant.at,
                                  w->carried.n, w->carried.at, err);
}

/* INFO's END, else POS and the length of SVLEN, else the end of REF: 0-based, behind the last base. */
static int64_t sv_end(const gnbs_vcf_site_t *site) {
    int64_t length = 0;
    for (const char *s = site->info; s != NULL && *s != '\0' && *s != '\t';) {
        if (strncmp(s, "END=", 4) == 0) return strtoll(s + 4, NULL, 10);
        if (strncmp(s, "SVLEN=", 6) == 0) length = llabs(strtoll(s + 6, NULL, 10));
        s += strcspn(s, ";\t");
        s += *s == ';';
    }
    int64_t n_ref = (int64_t)strlen(site->allele[0]);
    return length > 0 ? site->pos + 1 + length : site->pos + n_ref;
}

static gnbs_code_t annotate_sv(annotate_t *a, worker_t *w, const gnbs_vcf_site_t *site,
                               const gnbs_variant_t *v, gnbs_annot_sv_t kind,
                               gnbs_str_t *value, gnbs_err_t *err) {
    gnbs_region_t region = {v->tid, v->pos + 1,
                            sv_end(site)}; /* POS is the base before it */
    if (kind == GNBS_ANNOT_SV_INS || region.end < region.beg) region.end = region.beg;
    if (region.end == region.beg && kind != GNBS_ANNOT_SV_INS) { /* its end is not told */
        w->n_symbolic++;
        return GNBS_OK;
    }
    size_t n;
    GNBS_TRY(gnbs_annot_index_print_sv(a->index, w->scratch, kind, region, value, &n, err));
    w->n_consequence += (int64_t)n;
    w->n_far += n == 0;
    return GNBS_OK;
}

static gnbs_code_t check_end(const annotate_t *a, const gnbs_variant_t *v,
                             gnbs_err_t *err) {
    const gnbs_contig_t *contig = &a->bundle->contigs.contig[v->tid];
    if (contig->length_bp <= 0 || v->pos < contig->length_bp) return GNBS_OK;
    return gnbs_err_set(
        err, GNBS_E_DATA,
        "POS is %lld, expected at most %lld, where %s of the bundle ends; give "
        "variants of the bundle's build",
        (long long)v->pos + 1, (long long)contig->length_bp, contig->name);
}

/* ---- one ALT ---------------------------------------------------------------------------- */

static gnbs_code_t annotate_alt(void *ctx, int i_worker, const gnbs_vcf_site_t *site,
                                int i_alt, gnbs_str_t *value, gnbs_err_t *err) {
    annotate_t *a = ctx;
    worker_t *w = &a->worker[i_worker];
    int32_t tid = gnbs_contig_find(&a->bundle->contigs, site->chrom);
    gnbs_variant_t v = {tid, site->pos, site->allele[0], site->allele[i_alt]};
    w->n_alt++;
    gnbs_annot_sv_t kind = gnbs_annot_sv_of(v.alt);
    if (kind != GNBS_ANNOT_SV_NONE && tid >= 0)
        return annotate_sv(a, w, site, &v, kind, value, err);
    if (gnbs_variant_is_symbolic(&v)) {
        bool is_spanning = strcmp(v.alt, "*") == 0;
        w->n_spanning += is_spanning;
        w->n_symbolic += !is_spanning;
        return GNBS_OK;
    }
    w->n_no_contig += tid < 0;
    if (tid < 0 || site->pos < 0) return GNBS_OK;
    GNBS_TRY(check_end(a, &v, err));
    gnbs_arena_reset(&w->arena);
    const char *name =
        gnbs_annot_csq_allele(site->n_allele, site->allele, i_alt, &w->arena);
    if (name == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "annotate");
    size_t n;
    int32_t i_variant = w->site != NULL ? w->first.at[site - w->site] + i_alt - 1 : -1;
    GNBS_TRY(
        gnbs_annot_index_print(a->index, w->scratch, &v, i_variant, name, value, &n, err));
    w->n_consequence += (int64_t)n;
    w->n_far += n == 0;
    return GNBS_OK;
}

static void tell_bad(void *ctx, const gnbs_vcf_bad_t *bad) {
    annotate_t *a = ctx;
    if (a->n_bad_told++ < BAD_TOLD_MAX)
        gnbs_log_note(a->log, "left out: line %lld: %s", (long long)bad->n_line, bad->why);
}

static gnbs_code_t open_scores(const gnbs_bundle_t *bundle, worker_t *w, gnbs_err_t *err) {
    bool has_scores = false;
    for (size_t i = 0; i < bundle->n_source; i++)
        has_scores |= strcmp(bundle->source[i].role, "scores") == 0;
    if (!has_scores) return GNBS_OK;
    GNBS_TRY(gnbs_bundle_scores_open(bundle, &w->scores, err));
    gnbs_annot_scratch_scores(w->scratch, gnbs_bundle_scores_source(w->scores));
    return GNBS_OK;
}

static gnbs_code_t open_workers(annotate_t *a, int n_threads, gnbs_err_t *err) {
    GNBS_TRY(gnbs_annot_index_new(a->bundle, NULL, &a->index, err));
    a->worker = gnbs_mem_alloc((size_t)n_threads, sizeof *a->worker);
    if (a->worker == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "annotate");
    memset(a->worker, 0, (size_t)n_threads * sizeof *a->worker);
    for (a->n_worker = 0; a->n_worker < n_threads; a->n_worker++) {
        worker_t *w = &a->worker[a->n_worker];
        gnbs_arena_init(&w->arena);
        w->scratch = gnbs_annot_scratch_new(a->index);
        if (w->scratch == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "annotate");
        GNBS_TRY(open_scores(a->bundle, w, err));
    }
    return GNBS_OK;
}

static void close_workers(annotate_t *a) {
    for (int i = 0; i < a->n_worker; i++) {
        gnbs_annot_scratch_free(a->worker[i].scratch);
        gnbs_bundle_scores_close(a->worker[i].scores);
        gnbs_arena_clear(&a->worker[i].arena);
        GNBS_VEC_CLEAR(&a->worker[i].variant);
        GNBS_VEC_CLEAR(&a->worker[i].first);
        GNBS_VEC_CLEAR(&a->worker[i].carried);
    }
    gnbs_mem_free(a->worker);
    gnbs_annot_index_free(a->index);
}

static void tell_counts(const annotate_t *a, const gnbs_vcf_annotate_counts_t *counts) {
    worker_t sum = {0};
    for (int i = 0; i < a->n_worker; i++) {
        const worker_t *w = &a->worker[i];
        sum.n_consequence += w->n_consequence;
        sum.n_alt += w->n_alt;
        sum.n_symbolic += w->n_symbolic;
        sum.n_spanning += w->n_spanning;
        sum.n_no_contig += w->n_no_contig;
        sum.n_far += w->n_far;
    }
    gnbs_log_done(
        a->log,
        "%lld records, %lld alleles, %lld consequences; without one: %lld far from "
        "every transcript, %lld symbolic or breakend, %lld spanning deletion (*), "
        "%lld on contigs the bundle lacks; %lld malformed records left out",
        (long long)counts->n_record, (long long)sum.n_alt, (long long)sum.n_consequence,
        (long long)sum.n_far, (long long)sum.n_symbolic, (long long)sum.n_spanning,
        (long long)sum.n_no_contig, (long long)counts->n_bad);
}

static gnbs_code_t annotate_file(annotate_t *a, const char *vcf, const char *out,
                                 int n_threads, bool skips_bad, gnbs_err_t *err) {
    gnbs_str_t description, identity;
    gnbs_str_init(&description);
    gnbs_str_init(&identity);
    gnbs_str_printf(&description, "Consequence annotations from gnbs. Format: %s",
                    gnbs_annot_csq_format());
    gnbs_str_printf(&identity, "##gnbs_bundle=%s", a->bundle->identity);
    const char *const meta[] = {"##gnbs_annotate=gnbs " GNBS_VERSION,
                                gnbs_str_text(&identity)};
    const gnbs_vcf_annotate_t how = {.key = "GNBS_CSQ",
                                     .description = gnbs_str_text(&description),
                                     .n_meta = 2,
                                     .meta = meta,
                                     .ctx = a,
                                     .n_threads = n_threads,
                                     .skips_bad = skips_bad,
                                     .begin = begin_samples,
                                     .may_cut = may_cut,
                                     .open = open_chunk,
                                     .annotate = annotate_alt,
                                     .bad = tell_bad};
    gnbs_vcf_annotate_counts_t counts = {0};
    gnbs_code_t code = description.failed || identity.failed
                           ? gnbs_err_set(err, GNBS_E_NOMEM, "annotate")
                           : open_workers(a, n_threads, err);
    if (code == GNBS_OK) code = gnbs_vcf_annotate_file(vcf, out, &how, &counts, err);
    if (code == GNBS_OK) tell_counts(a, &counts);
    close_workers(a);
    gnbs_str_clear(&description);
    gnbs_str_clear(&identity);
    return code;
}

gnbs_code_t gnbs_cli_annotate(int argc, char **argv, gnbs_err_t *err) {
    const char *vcf = NULL, *refdata = NULL, *out = NULL, *progress = "auto";
    const char *phase = "stated";
    int n_threads = 1;
    bool skips_bad = false;
    const gnbs_cli_option_t options[] = {
        {"vcf", 'i', GNBS_CLI_TEXT, &vcf, "FILE", "VCF or BCF; - is standard input",
         .is_required = true},
        {"refdata", 'r', GNBS_CLI_TEXT, &refdata, "FILE", "the reference bundle",
         .is_required = true},
        {"out", 'o', GNBS_CLI_TEXT, &out, "VCF.GZ",
         "bgzip-compressed, with .tbi; - is standard output", .is_required = true},
        {"skip-bad", 0, GNBS_CLI_FLAG, &skips_bad, "",
         "leave out malformed records and count them, instead of stopping"},
        {"phase", 0, GNBS_CLI_TEXT, &phase, "MODE",
         "stated: as | with PS, PGT with PID and homozygous genotypes say; all: every "
         "genotype is read as phased, and without samples one copy carries all"},
        {"threads", 't', GNBS_CLI_INT, &n_threads, "N", "threads"},
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
        "written as they were. <DEL>, <DUP>,\n<INV> (with END or SVLEN) and <INS> are told "
        "by "
        "their place; other symbolic alleles, and variants far from every\ntranscript of "
        "the "
        "bundle, get no value and are counted. Changes on one copy of a gene are read\n"
        "together: IN_CIS names the others, Consequence and HGVSp are of all of them,\n"
        "ALONE_Consequence and ALONE_HGVSp of the record by itself."};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    if (n_threads < 1 || n_threads > 256)
        return gnbs_err_set(err, GNBS_E_USAGE, "annotate: --threads %d: expected 1 to 256",
                            n_threads);
    bool is_all = strcmp(phase, "all") == 0;
    if (!is_all && strcmp(phase, "stated") != 0)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "annotate: --phase %s: expected stated or all", phase);
    gnbs_log_t log;
    if (!gnbs_log_init(&log, stderr, progress))
        return gnbs_err_set(
            err, GNBS_E_USAGE,
            "annotate: --progress %s: expected auto, bar, plain, json or none", progress);
    gnbs_bundle_t bundle;
    GNBS_TRY(gnbs_bundle_load(refdata, &bundle, err));
    gnbs_log_step(&log, "annotate");
    annotate_t a = {.bundle = &bundle, .log = &log, .is_all_in_phase = is_all};
    gnbs_code_t code = annotate_file(&a, vcf, out, n_threads, skips_bad, err);
    gnbs_bundle_clear(&bundle);
    return code;
}
