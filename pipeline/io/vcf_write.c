#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/escape.h"
#include "io/bgzip.h"
#include "io/vcf_text.h"

/* ---- header --------------------------------------------------------------------------- */

/* Inside Description="...": quotes and backslashes escaped, control bytes made visible. */
static void add_quoted(gnbs_str_t *out, const char *text) {
    gnbs_str_t safe;
    gnbs_str_init(&safe);
    gnbs_escape_term(&safe, text);
    for (const char *s = gnbs_str_text(&safe); *s != '\0'; s++) {
        if (*s == '"' || *s == '\\') gnbs_str_add_char(out, '\\');
        gnbs_str_add_char(out, *s);
    }
    out->failed = out->failed || safe.failed;
    gnbs_str_clear(&safe);
}

static void add_line(gnbs_str_t *out, const char *key, const char *value) {
    if (value == NULL) return;
    gnbs_str_printf(out, "##%s=", key);
    gnbs_escape_term(out, value);
    gnbs_str_add_char(out, '\n');
}

static void add_contigs(gnbs_str_t *out, const gnbs_contigs_t *contigs) {
    for (int i = 0; i < contigs->n; i++) {
        const gnbs_contig_t *c = &contigs->contig[i];
        gnbs_str_printf(out, "##contig=<ID=%s", c->name);
        if (c->length_bp > 0) gnbs_str_printf(out, ",length=%" PRId64, c->length_bp);
        if (c->m5[0] != '\0') gnbs_str_printf(out, ",md5=%s", c->m5);
        gnbs_str_add(out, ">\n");
    }
}

static void add_filters(gnbs_str_t *out) {
    gnbs_str_add(out, "##FILTER=<ID=PASS,Description=\"All filters passed\">\n");
    for (int i = 0; i < GNBS_FILTER_N; i++) {
        gnbs_str_printf(out, "##FILTER=<ID=%s,Description=\"", gnbs_filter_name(i));
        add_quoted(out, gnbs_filter_reason(i));
        gnbs_str_add(out, "\">\n");
    }
}

static const char FORMAT_LINES[] =
    "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype. One ALT is written per "
    "line: "
    "a dot beside a 0 or 1 (./1) is another ALT of the same site, on its own line; ./. and "
    ". "
    "are no call\">\n"
    "##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"Fragments judged\">\n"
    "##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"Fragments for REF and for ALT\">\n"
    "##FORMAT=<ID=GQ,Number=1,Type=Integer,Description=\"Genotype quality (Phred)\">\n"
    "##FORMAT=<ID=PL,Number=G,Type=Integer,Description=\"Genotype likelihoods, normalised "
    "(Phred)\">\n"
    "##FORMAT=<ID=PS,Number=1,Type=Integer,Description=\"Phase set: its first "
    "position\">\n";

static void add_header(gnbs_str_t *out, const gnbs_contigs_t *contigs,
                       const gnbs_vcf_meta_t *meta, bool is_gvcf, bool has_mito) {
    gnbs_str_add(out, "##fileformat=VCFv4.3\n");
    add_filters(out);
    add_line(out, "source", meta->program_line);
    add_line(out, "reference", meta->reference_line);
    if (meta->consent_line != NULL) add_line(out, "gnbs_consent", meta->consent_line);
    if (meta->is_reportable_only)
        gnbs_str_add(out, "##gnbs_calls=reportable only: the variants of findings\n");
    if (meta->is_synthetic)
        gnbs_str_add(out,
                     "##gnbs_synthetic=made by simulation; no person has these data\n");
    add_contigs(out, contigs);
    gnbs_str_add(out,
                 "##INFO=<ID=FORCED,Number=0,Type=Flag,Description=\"Genotyped because it "
                 "is a known allele, whether or not anything was seen there\">\n"
                 "##INFO=<ID=RIVAL,Number=1,Type=Float,Description=\"Share of the reads "
                 "over it that fit another place of the genome nearly as well\">\n");
    if (meta->csq_format != NULL) {
        gnbs_str_add(out,
                     "##INFO=<ID=GNBS_CSQ,Number=.,Type=String,Description=\"Consequence "
                     "annotations from gnbs. Format: ");
        add_quoted(out, meta->csq_format);
        gnbs_str_add(out, "\">\n");
    }
    if (meta->sample != NULL) gnbs_str_add(out, FORMAT_LINES);
    if (is_gvcf) gnbs_vcf_add_block_header(out);
    if (meta->has_parents) gnbs_vcf_add_trio_header(out);
    if (has_mito) gnbs_vcf_add_mito_header(out);
    if (meta->has_dosage) gnbs_vcf_add_dosage_header(out, is_gvcf);
    gnbs_str_add(out, "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO");
    if (meta->sample != NULL) gnbs_str_printf(out, "\tFORMAT\t%s", meta->sample);
    gnbs_str_add_char(out, '\n');
}

/* ---- one line ------------------------------------------------------------------------- */

/* At most two decimals, and none that are zero: the same number is always the same bytes. */
static void add_qual(gnbs_str_t *out, double qual_phred) {
    char text[64];
    if (!isfinite(qual_phred) || qual_phred < 0 || qual_phred > 1e12) {
        gnbs_str_add_char(out, '.');
        return;
    }
    int n = snprintf(text, sizeof text, "%.2f", qual_phred);
    while (n > 0 && text[n - 1] == '0') text[--n] = '\0';
    if (n > 0 && text[n - 1] == '.') text[--n] = '\0';
    gnbs_str_add(out, text);
}

static void add_filter_names(gnbs_str_t *out, uint32_t filter) {
    const char *sep = "";
    for (int i = 0; i < GNBS_FILTER_N; i++) {
        if ((filter & (UINT32_C(1) << i)) == 0) continue;
        gnbs_str_printf(out, "%s%s", sep, gnbs_filter_name(i));
        sep = ";";
    }
    if (sep[0] == '\0') gnbs_str_add(out, "PASS");
}

/* What has a meaning of its own in INFO leaves percent-coded (VCF 4.3, 1.2); commas and bars are the value's own. */
static void add_info_value(gnbs_str_t *out, const char *value) {
    for (const char *s = value; *s != '\0'; s++) {
        unsigned char c = (unsigned char)*s;
        if (c <= ' ' || c == 0x7F || c == ';' || c == '=')
            gnbs_str_printf(out, "%%%02X", c);
        else
            gnbs_str_add_char(out, *s);
    }
}

static void add_info(gnbs_str_t *out, const gnbs_vcf_line_t *line, bool is_gvcf) {
    size_t beg = out->n;
    if (line->call->is_forced) gnbs_str_add(out, "FORCED");
    if (is_gvcf) {
        gnbs_vcf_begin_info(out, beg);
        gnbs_str_printf(out, "STATUS=%s", gnbs_callable_name(line->status));
    }
    if (line->call->rival_frac >= 0.005) { /* two decimals */
        gnbs_vcf_begin_info(out, beg);
        gnbs_str_printf(out, "RIVAL=%.2f", line->call->rival_frac);
    }
    if (line->trio != NULL) gnbs_vcf_add_trio_info(out, beg, line->trio);
    gnbs_vcf_add_mito_info(out, beg, line->call);
    if (line->dosage != NULL) {
        gnbs_vcf_begin_info(out, beg);
        gnbs_vcf_add_dosage_info(out, line->dosage);
    }
    if (line->csq != NULL && line->csq[0] != '\0') {
        gnbs_vcf_begin_info(out, beg);
        gnbs_str_add(out, "GNBS_CSQ=");
        add_info_value(out, line->csq);
    }
    if (out->n == beg) gnbs_str_add_char(out, '.');
}

/* The two sides of the genotype: '0', '1', or '.' for another ALT (see the header's words on GT). */
static void add_genotype(gnbs_str_t *out, const gnbs_call_t *c) {
    if (c->ploidy == 1) {
        gnbs_str_add_char(out, c->n_alt == 1                          ? '1'
                               : c->n_alt == 0 && c->n_other_alt == 0 ? '0'
                                                                      : '.');
        return;
    }
    char side[2] = {'.', '.'};
    if (c->n_alt >= 0) {
        int n_ref = 2 - c->n_alt - c->n_other_alt, k = 0;
        for (int i = 0; i < c->n_other_alt && k < 2; i++) side[k++] = '.';
        for (int i = 0; i < n_ref && k < 2; i++) side[k++] = '0';
        for (int i = 0; i < c->n_alt && k < 2; i++) side[k++] = '1';
    }
    if (c->is_phased && c->n_alt == 1 &&
        c->haplotype == 1) { /* the left side is haplotype 1 */
        side[1] = side[0];
        side[0] = '1';
    }
    gnbs_str_printf(out, "%c%c%c", side[0], c->is_phased ? '|' : '/', side[1]);
}

static void add_int(gnbs_str_t *out, char before, int32_t value) {
    if (value < 0)
        gnbs_str_printf(out, "%c.", before);
    else
        gnbs_str_printf(out, "%c%" PRId32, before, value);
}

static void add_sample(gnbs_str_t *out, const gnbs_vcf_line_t *line) {
    const gnbs_call_t *c = line->call;
    if (c->heteroplasmy.is_stated) {
        gnbs_vcf_add_mito_sample(out, c);
        return;
    }
    bool has_trio = line->trio != NULL && line->trio->is_judged;
    gnbs_str_printf(out, "\tGT:DP:AD:GQ:PL%s%s\t", c->is_phased ? ":PS" : "",
                    has_trio ? ":DNP" : "");
    add_genotype(out, c);
    add_int(out, ':', c->dp);
    add_int(out, ':', c->ad_ref);
    add_int(out, ',', c->ad_alt);
    add_int(out, ':', c->gq_phred);
    for (int i = 0; i <= c->ploidy; i++) add_int(out, i == 0 ? ':' : ',', c->pl[i]);
    if (c->is_phased) gnbs_str_printf(out, ":%" PRId64, c->phase_set + 1);
    if (has_trio) add_int(out, ':', line->trio->dnp_phred);
}

static void add_record(gnbs_str_t *out, const gnbs_contigs_t *contigs,
                       const gnbs_vcf_meta_t *meta, bool is_gvcf,
                       const gnbs_vcf_line_t *line) {
    const gnbs_call_t *c = line->call;
    const char *id =
        line->clinvar_id != NULL && line->clinvar_id[0] != '\0' ? line->clinvar_id : ".";
    gnbs_str_printf(out, "%s\t%" PRId64 "\t%s\t%s\t%s\t",
                    contigs->contig[c->variant.tid].name, c->variant.pos + 1, id,
                    c->variant.ref, c->variant.alt);
    add_qual(out, c->qual_phred);
    gnbs_str_add_char(out, '\t');
    if (line->dosage != NULL)
        gnbs_vcf_add_dosage_filter(out, line->dosage->filter);
    else
        add_filter_names(out, c->filter);
    gnbs_str_add_char(out, '\t');
    add_info(out, line, is_gvcf);
    if (meta->sample != NULL && line->dosage != NULL)
        gnbs_vcf_add_dosage_sample(out, c, line->dosage);
    else if (meta->sample != NULL)
        add_sample(out, line);
    gnbs_str_add_char(out, '\n');
}

/* ---- what must hold before a byte is written ------------------------------------------ */

static bool is_column(const char *text, const char *also_refused) {
    if (text[0] == '\0') return false;
    for (const char *s = text; *s != '\0'; s++)
        if ((unsigned char)*s <= ' ' || *s == 0x7F || strchr(also_refused, *s) != NULL)
            return false;
    return true;
}

static gnbs_code_t check_line(const char *path, const gnbs_contigs_t *contigs,
                              const gnbs_vcf_line_t *line, const gnbs_vcf_line_t *before,
                              gnbs_err_t *err) {
    const gnbs_variant_t *v = &line->call->variant;
    if (v->tid < 0 || v->tid >= contigs->n || v->pos < 0)
        return gnbs_err_set(err, GNBS_E_INTERNAL,
                            "%s: variant at contig %d, position %" PRId64, path, v->tid,
                            v->pos);
    const char *name = contigs->contig[v->tid].name;
    if (!is_column(v->ref, "") || !is_column(v->alt, ""))
        return gnbs_err_set(err, GNBS_E_INTERNAL,
                            "%s: variant at %s:%" PRId64 " has an empty or broken allele",
                            path, name, v->pos + 1);
    if (line->clinvar_id != NULL && line->clinvar_id[0] != '\0' &&
        !is_column(line->clinvar_id, ";"))
        return gnbs_err_set(err, GNBS_E_DATA,
                            "%s: variant at %s:%" PRId64
                            ": its ClinVar id holds a blank, a control character or ;",
                            path, name, v->pos + 1);
    if ((unsigned)line->status >= GNBS_CALLABLE_N)
        return gnbs_err_set(err, GNBS_E_INTERNAL,
                            "%s: variant at %s:%" PRId64 " has callability %d", path, name,
                            v->pos + 1, (int)line->status);
    if (line->call->ploidy != 1 && line->call->ploidy != 2)
        return gnbs_err_set(err, GNBS_E_INTERNAL,
                            "%s: variant at %s:%" PRId64 " has ploidy %d", path, name,
                            v->pos + 1, line->call->ploidy);
    if (before != NULL && gnbs_variant_compare(&before->call->variant, v) > 0)
        return gnbs_err_set(err, GNBS_E_INTERNAL,
                            "%s: variants are not sorted at %s:%" PRId64, path, name,
                            v->pos + 1);
    return GNBS_OK;
}

static bool is_before(const gnbs_ref_block_t *block, const gnbs_variant_t *v) {
    return block->region.tid < v->tid ||
           (block->region.tid == v->tid && block->region.beg < v->pos);
}

static gnbs_code_t write_lines(const char *path, const gnbs_contigs_t *contigs,
                               const gnbs_vcf_meta_t *meta, size_t n,
                               const gnbs_vcf_line_t line[], bool is_gvcf, size_t n_block,
                               const gnbs_ref_block_t block[], gnbs_err_t *err) {
    if (meta->sample != NULL && !is_column(meta->sample, "<>"))
        return gnbs_err_set(err, GNBS_E_DATA,
                            "%s: the sample's name is empty or holds a blank, a control "
                            "character, < or >; expected a "
                            "name like NB-0042",
                            path);
    if (meta->sample == NULL && is_gvcf)
        return gnbs_err_set(err, GNBS_E_INTERNAL,
                            "%s: reference blocks need a sample column", path);
    for (size_t i = 0; i < n; i++)
        GNBS_TRY(check_line(path, contigs, &line[i], i > 0 ? &line[i - 1] : NULL, err));
    for (size_t i = 0; i < n_block; i++)
        GNBS_TRY(gnbs_vcf_check_block(path, contigs, &block[i],
                                      i > 0 ? &block[i - 1] : NULL, err));
    gnbs_str_t out;
    gnbs_str_init(&out);
    add_header(&out, contigs, meta, is_gvcf, gnbs_vcf_has_mito(n, line));
    size_t b = 0;
    for (size_t i = 0; i < n; i++) {
        while (b < n_block && is_before(&block[b], &line[i].call->variant))
            gnbs_vcf_add_block(&out, contigs, &block[b++]);
        add_record(&out, contigs, meta, is_gvcf, &line[i]);
    }
    while (b < n_block) gnbs_vcf_add_block(&out, contigs, &block[b++]);
    gnbs_code_t code = gnbs_bgzip_write_text(path, &out, GNBS_BGZIP_TBI_VCF, err);
    gnbs_str_clear(&out);
    return code;
}

gnbs_code_t gnbs_vcf_write(const char *path, const gnbs_contigs_t *contigs,
                           const gnbs_vcf_meta_t *meta, size_t n,
                           const gnbs_vcf_line_t line[], gnbs_err_t *err) {
    return write_lines(path, contigs, meta, n, line, false, 0, NULL, err);
}

gnbs_code_t gnbs_vcf_write_blocks(const char *path, const gnbs_contigs_t *contigs,
                                  const gnbs_vcf_meta_t *meta, size_t n,
                                  const gnbs_vcf_line_t line[], size_t n_block,
                                  const gnbs_ref_block_t block[], gnbs_err_t *err) {
    return write_lines(path, contigs, meta, n, line, true, n_block, block, err);
}
