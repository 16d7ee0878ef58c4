#include <stdlib.h>
#include <string.h>

#include "core/vec.h"
#include "io/lines.h"
#include "io/path.h"
#include "io/vcf.h"
#include "run/run_stored_parts.h"
#include "run/run_variants.h"

/* Fields of GNBS_CSQ that are asked for, by the names of its header line. */
enum { CSQ_TERMS = 1, CSQ_FEATURE = 6, CSQ_HGVSC = 10, CSQ_HGVSP = 11, CSQ_HGNC = 18 };
enum { CSQ_SELECT = 19, CSQ_CLINICAL = 20, CSQ_AF = 23, CSQ_MAX_AF = 24, CSQ_POPS = 25 };
enum { CSQ_SIG = 26, CSQ_ID = 27, CSQ_REVIEW = 28, CSQ_N = 30, MAX_EFFECTS = 256 };

typedef GNBS_VEC(gnbs_stored_variant_t) variants_t;

/* Cuts text at every `sep`; at most n pieces, the rest stays in the last one. */
static size_t cut(char *text, char sep, size_t n, char *piece[]) {
    size_t k = 0;
    for (char *s = text; k < n; k++) {
        piece[k] = s;
        s = strchr(s, sep);
        if (s == NULL || k + 1 == n) return k + 1;
        *s++ = '\0';
    }
    return k;
}

static uint64_t terms_of(char *text) {
    char *word[GNBS_CSQ_N];
    uint64_t terms = 0;
    size_t n = cut(text, '&', GNBS_CSQ_N, word);
    for (size_t i = 0; i < n; i++)
        for (int t = 0; t < GNBS_CSQ_N; t++)
            if (strcmp(word[i], gnbs_csq_so_term((gnbs_csq_t)t)) == 0)
                terms |= UINT64_C(1) << t;
    return terms;
}

/* "pathogenic&likely_pathogenic" back to ClinVar's own spelling, "Pathogenic|Likely_pathogenic". */
static void respell(char *text) {
    static const char *const PLAIN[] = {"not_provided", "no_classification",
                                        "drug_response", "other", "association"};
    bool begins = true;
    for (char *s = text; *s != '\0'; s++) {
        bool is_plain = false;
        for (size_t i = 0; begins && i < sizeof PLAIN / sizeof *PLAIN; i++)
            is_plain |= strncmp(s, PLAIN[i], strlen(PLAIN[i])) == 0;
        if (begins && !is_plain && *s >= 'a' && *s <= 'z') *s = (char)(*s - 'a' + 'A');
        begins = *s == '&';
        if (begins) *s = '|';
    }
}

static gnbs_code_t take_assertion(char *const f[], gnbs_stored_variant_t *v,
                                  gnbs_arena_t *arena, gnbs_err_t *err) {
    gnbs_known_t *k = GNBS_NEW(arena, gnbs_known_t, 1);
    gnbs_frequency_t *q = GNBS_NEW(arena, gnbs_frequency_t, 1);
    if (k == NULL || q == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "assertions");
    if (f[CSQ_ID][0] != '\0') {
        respell(f[CSQ_SIG]);
        for (char *s = f[CSQ_REVIEW]; *s != '\0'; s++)
            if (*s == '&') *s = ',';
        *k = (gnbs_known_t){.variant = v->call.variant,
                            .clinvar_id = f[CSQ_ID],
                            .clnsig_text = f[CSQ_SIG],
                            .clnrevstat = f[CSQ_REVIEW],
                            .clndn = "",
                            .clnsigconf = "",
                            .symbol = "",
                            .sig = gnbs_clnsig_parse(f[CSQ_SIG]),
                            .stars = (int8_t)gnbs_clnrevstat_stars(f[CSQ_REVIEW])};
        v->known = k;
    }
    if (f[CSQ_AF][0] != '\0') {
        double grpmax = f[CSQ_MAX_AF][0] != '\0' ? strtod(f[CSQ_MAX_AF], NULL) : -1;
        *q = (gnbs_frequency_t){.variant = v->call.variant,
                                .af = strtod(f[CSQ_AF], NULL),
                                .faf95 = -1,
                                .af_grpmax = grpmax,
                                .af_male = -1,
                                .an = -1,
                                .ac = -1,
                                .n_hom = -1,
                                .n_hemi = -1,
                                .grpmax = f[CSQ_POPS],
                                .groups = "",
                                .filter = "",
                                .source = ""};
        v->frequency = q;
    }
    return GNBS_OK;
}

static gnbs_code_t take_effects(const char *csq, gnbs_stored_variant_t *v,
                                gnbs_arena_t *arena, gnbs_err_t *err) {
    char *text = gnbs_arena_strdup(arena, csq), *entry[MAX_EFFECTS], *f[CSQ_N];
    if (text == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "effects");
    size_t n = cut(text, ',', MAX_EFFECTS, entry);
    gnbs_stored_effect_t *effect = GNBS_NEW(arena, gnbs_stored_effect_t, n);
    if (effect == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "effects");
    for (size_t i = 0; i < n; i++) {
        if (cut(entry[i], '|', CSQ_N, f) != CSQ_N)
            return gnbs_err_set(err, GNBS_E_FORMAT,
                                "GNBS_CSQ has another number of fields than %d", CSQ_N);
        bool is_silent = strstr(f[CSQ_HGVSP], "%3D") != NULL;
        effect[v->n_effect++] = (gnbs_stored_effect_t){
            .hgnc_id = f[CSQ_HGNC],
            .transcript = f[CSQ_FEATURE],
            .transcript_other = f[CSQ_SELECT][0] != '\0' ? f[CSQ_SELECT] : f[CSQ_CLINICAL],
            .hgvs_c = f[CSQ_HGVSC],
            .changes_protein = f[CSQ_HGVSP][0] != '\0' && !is_silent,
            .terms = terms_of(f[CSQ_TERMS])};
        if (i == 0) GNBS_TRY(take_assertion(f, v, arena, err));
    }
    v->effect = effect;
    return GNBS_OK;
}

static void take_genotype(gnbs_vcf_t *vcf, const gnbs_vcf_record_t *r, gnbs_call_t *call) {
    int allele[2] = {-1, -1};
    bool is_phased = false;
    int32_t value;
    int ploidy = gnbs_vcf_genotype(vcf, 0, allele, &is_phased);
    call->ploidy = (int8_t)(ploidy > 2 ? 2 : ploidy);
    for (int k = 0; k < call->ploidy; k++)
        call->n_alt = (int8_t)(call->n_alt + (allele[k] == 1));
    if (ploidy == 2 && (allele[0] < 0) != (allele[1] < 0))
        call->n_other_alt = 1; /* ./1 is 1/2, its other ALT on a line of its own */
    call->zygosity = call->n_alt == 0    ? GNBS_ZYG_NO_CALL
                     : call->ploidy == 1 ? GNBS_ZYG_HEMI_ALT
                     : call->n_alt == 2  ? GNBS_ZYG_HOM_ALT
                                         : GNBS_ZYG_HET;
    if (!r->is_pass) call->filter = GNBS_FILTER_EXTERNAL;
    if (gnbs_vcf_format_int(vcf, "GQ", 0, 0, &value)) call->gq_phred = value;
    if (is_phased && call->n_alt == 1 && ploidy == 2 &&
        gnbs_vcf_format_int(vcf, "PS", 0, 0, &value)) {
        call->is_phased = true;
        call->haplotype = allele[0] == 1 ? 1 : 2;
        call->phase_set = value - 1;
    }
}

static void add_judgement(const gnbs_stored_case_t *c, size_t n,
                          const gnbs_stored_judged_t judged[], gnbs_arena_t *arena,
                          gnbs_stored_variant_t *v) {
    const gnbs_variant_t *at = &v->call.variant;
    for (size_t i = 0; i < n; i++) {
        const gnbs_stored_judged_t *j = &judged[i];
        if (j->pos != at->pos || strcmp(j->ref, at->ref) != 0 ||
            strcmp(j->alt, at->alt) != 0 ||
            !gnbs_contig_same_name(j->chrom, c->contigs.contig[at->tid].name))
            continue;
        v->is_of_finding = true;
        v->acmg_class = j->acmg_class;
        v->known_same_protein = j->known_same_protein;
        gnbs_frequency_t *q = GNBS_NEW(arena, gnbs_frequency_t, 1);
        if (v->frequency == NULL || q == NULL) return;
        *q = *v->frequency;
        q->faf95 = j->faf95;
        v->frequency = q;
        return;
    }
}

static gnbs_code_t take_record(gnbs_vcf_t *vcf, const gnbs_vcf_record_t *r,
                               gnbs_stored_case_t *c, size_t n_judged,
                               const gnbs_stored_judged_t judged[], gnbs_arena_t *arena,
                               variants_t *out, gnbs_err_t *err) {
    if (r->n_allele < 2 || r->tid < 0) return GNBS_OK;
    gnbs_stored_variant_t v = {0};
    v.call.variant =
        (gnbs_variant_t){r->tid, r->pos, gnbs_arena_strdup(arena, r->allele[0]),
                         gnbs_arena_strdup(arena, r->allele[1])};
    if (v.call.variant.ref == NULL || v.call.variant.alt == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "alleles");
    take_genotype(vcf, r, &v.call);
    const char *csq = gnbs_vcf_info_text(vcf, "GNBS_CSQ");
    if (csq != NULL && csq[0] != '\0') GNBS_TRY(take_effects(csq, &v, arena, err));
    add_judgement(c, n_judged, judged, arena, &v);
    return GNBS_PUSH(out, v) ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "variants");
}

static gnbs_code_t keep_contigs(const gnbs_contigs_t *from, gnbs_arena_t *arena,
                                gnbs_contigs_t *to, gnbs_err_t *err) {
    gnbs_contig_t *contig = GNBS_NEW(arena, gnbs_contig_t, from->n);
    if (contig == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "contigs");
    for (int i = 0; i < from->n; i++) {
        contig[i] = from->contig[i];
        contig[i].name = gnbs_arena_strdup(arena, from->contig[i].name);
        if (contig[i].name == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "contigs");
    }
    *to = (gnbs_contigs_t){.n = from->n, .contig = contig, .source = ""};
    return GNBS_OK;
}

gnbs_code_t gnbs_run_stored_variants(gnbs_stored_case_t *c, size_t n_judged,
                                     const gnbs_stored_judged_t judged[],
                                     gnbs_arena_t *arena, gnbs_err_t *err) {
    gnbs_vcf_t *vcf;
    variants_t found = {0};
    const char *path = gnbs_arena_printf(arena, "%s/" GNBS_RUN_LAB_VARIANTS, c->dir);
    if (path != NULL && gnbs_path_is_absent(path)) /* then what the report holds */
        path = gnbs_arena_printf(arena, "%s/" GNBS_RUN_VARIANTS, c->dir);
    if (path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", c->dir);
    GNBS_TRY(gnbs_vcf_open(path, NULL, &vcf, err));
    gnbs_code_t code = keep_contigs(gnbs_vcf_contigs(vcf), arena, &c->contigs, err);
    c->holds_all_calls = !gnbs_vcf_is_reportable_only(vcf);
    for (bool more = true; code == GNBS_OK;) {
        gnbs_vcf_record_t r;
        code = gnbs_vcf_next(vcf, &r, &more, err);
        if (code != GNBS_OK || !more) break;
        r.tid = gnbs_contig_find(&c->contigs, r.chrom);
        code = take_record(vcf, &r, c, n_judged, judged, arena, &found, err);
        if (code != GNBS_OK)
            gnbs_err_ctx(err, "%s: record %lld", path, (long long)r.n_line);
    }
    gnbs_vcf_close(vcf);
    c->variant = GNBS_NEW(arena, gnbs_stored_variant_t, found.n);
    if (code == GNBS_OK && c->variant == NULL)
        code = gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    c->n_variant = code == GNBS_OK ? found.n : 0;
    if (c->n_variant > 0) memcpy(c->variant, found.at, found.n * sizeof *found.at);
    GNBS_VEC_CLEAR(&found);
    return code;
}

/* ---- callability ------------------------------------------------------------------------------------------ */

typedef GNBS_VEC(gnbs_region_t) regions_t;

/* Lines with the word CALLABLE; neighbours in the file follow one another, so that the contig is mostly the last one. */
static gnbs_code_t take_span(const gnbs_stored_case_t *c, int n_cell, char **cell,
                             int32_t *tid, regions_t *out, gnbs_err_t *err) {
    if (n_cell < 4 || strcmp(cell[3], gnbs_callable_name(GNBS_CALLABLE)) != 0)
        return GNBS_OK;
    if (*tid < 0 || strcmp(c->contigs.contig[*tid].name, cell[0]) != 0)
        *tid = gnbs_contig_find(&c->contigs, cell[0]);
    gnbs_region_t r = {*tid, strtoll(cell[1], NULL, 10), strtoll(cell[2], NULL, 10)};
    return *tid < 0 || GNBS_PUSH(out, r) ? GNBS_OK
                                         : gnbs_err_set(err, GNBS_E_NOMEM, "spans");
}

static gnbs_code_t read_spans(gnbs_stored_case_t *c, gnbs_arena_t *arena, gnbs_err_t *err) {
    gnbs_lines_t *lines;
    regions_t found = {0};
    int32_t tid = -1;
    const char *path = gnbs_arena_printf(arena, "%s/callable.bed.gz", c->dir);
    if (path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", c->dir);
    GNBS_TRY(gnbs_lines_open(path, '\t', &lines, err));
    gnbs_code_t code = GNBS_OK;
    for (bool more = true; code == GNBS_OK;) {
        int n_cell = 0;
        char **cell = NULL;
        code = gnbs_lines_next(lines, &more, &n_cell, &cell, err);
        if (code != GNBS_OK || !more) break;
        code = take_span(c, n_cell, cell, &tid, &found, err);
    }
    gnbs_lines_close(lines);
    gnbs_region_t *span = GNBS_NEW(arena, gnbs_region_t, found.n);
    if (code == GNBS_OK && span == NULL) code = gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    if (found.n > 0) qsort(found.at, found.n, sizeof *found.at, gnbs_region_compare);
    if (code == GNBS_OK && found.n > 0) memcpy(span, found.at, found.n * sizeof *span);
    c->n_span = code == GNBS_OK ? found.n : 0;
    c->span = span;
    c->has_spans = code == GNBS_OK;
    GNBS_VEC_CLEAR(&found);
    return code;
}

gnbs_code_t gnbs_run_stored_callable(gnbs_stored_case_t *c, size_t n,
                                     const gnbs_region_t region[], gnbs_arena_t *arena,
                                     bool callable[], gnbs_err_t *err) {
    if (!c->has_spans) GNBS_TRY(read_spans(c, arena, err));
    for (size_t i = 0; i < n; i++)
        callable[i] =
            region[i].tid >= 0 && gnbs_region_covered(c->n_span, c->span, region[i]) ==
                                      gnbs_region_len(region[i]);
    return GNBS_OK;
}
