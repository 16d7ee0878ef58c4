#include "io/vcf.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/escape.h"
#include "io/vcf_handle.h"

enum {
    CHROM,
    POS,
    ID,
    REF,
    ALT,
    QUAL,
    FILTER,
    INFO,
    FORMAT,
    MAX_LINE_BYTES = 64 << 20, /* a cohort of 100,000 samples takes a few MB a line */
    TID_NOT_ASKED = -2,
};

/* Column of the text line, up to its TAB; htslib writes NULs over TABs but leaves CHROM and POS as they were. */
static int column_len(const gnbs_vcf_t *v, int column) {
    return (int)strcspn(v->line.s + v->column[column], "\t\n");
}

static gnbs_code_t bad_record(gnbs_vcf_t *v, gnbs_err_t *err, const char *fmt, ...)
    GNBS_PRINTF(3, 4);
static gnbs_code_t bad_record(gnbs_vcf_t *v, gnbs_err_t *err, const char *fmt, ...) {
    char what[512], place[96] = "";
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(what, sizeof what, fmt, ap);
    va_end(ap);
    if (v->column[ID] > 0)
        snprintf(place, sizeof place, " (%.*s:%.*s)",
                 column_len(v, CHROM) < 60 ? column_len(v, CHROM) : 60, v->line.s,
                 column_len(v, POS) < 24 ? column_len(v, POS) : 24,
                 v->line.s + v->column[POS]);
    gnbs_str_t safe;
    gnbs_str_init(&safe);
    gnbs_escape_term(&safe, place);
    gnbs_str_add(&safe, ": ");
    gnbs_escape_term(&safe, what);
    gnbs_code_t code = gnbs_err_set(err, GNBS_E_FORMAT, "%s: record %" PRId64 "%s", v->path,
                                    v->n_record, gnbs_str_text(&safe));
    gnbs_str_clear(&safe);
    return code;
}

static gnbs_code_t cut_off(gnbs_vcf_t *v, gnbs_err_t *err) {
    return gnbs_err_set(err, GNBS_E_FORMAT,
                        "%s: damaged or truncated after record %" PRId64
                        "; copy or make the file again",
                        v->path, v->n_record);
}

static gnbs_code_t read_bcf(gnbs_vcf_t *v, bool *has, gnbs_err_t *err) {
    int got = bcf_read(v->file, v->hdr, v->rec);
    if (got < -1) return cut_off(v, err);
    *has = got == 0;
    v->line.l = 0;
    if (!*has) return GNBS_OK;
    if (v->rec->errcode != 0 || vcf_format(v->hdr, v->rec, &v->line) < 0) {
        v->n_record++;
        return bad_record(v, err, "not a valid BCF record");
    }
    if (v->line.l > 0 && v->line.s[v->line.l - 1] == '\n') v->line.s[--v->line.l] = '\0';
    return GNBS_OK;
}

/* The next line with something on it; empty lines may stand at the end of the file only. */
static gnbs_code_t read_text(gnbs_vcf_t *v, bool *has, gnbs_err_t *err) {
    for (bool is_after_empty = false;; is_after_empty = true) {
        int got = hts_getline(v->file, '\n', &v->line);
        if (got < -1) return cut_off(v, err);
        *has = got >= 0;
        if (!*has) return GNBS_OK;
        if (v->line.l == 0) continue;
        if (!is_after_empty) return GNBS_OK;
        v->n_record++;
        return bad_record(v, err, "follows an empty line");
    }
}

/* What htslib would take for a value without a word: an empty column, a QUAL that is no number. */
static gnbs_code_t check_columns(gnbs_vcf_t *v, int n_column, gnbs_err_t *err) {
    static const char *const NAME[] = {"CHROM", "POS",    "ID",   "REF",   "ALT",
                                       "QUAL",  "FILTER", "INFO", "FORMAT"};
    for (int i = 0; i < n_column && i <= FORMAT; i++)
        if (column_len(v, i) == 0)
            return bad_record(v, err, "%s is empty; a missing value is written as a dot",
                              NAME[i]);
    const char *qual = v->line.s + v->column[QUAL];
    v->qual_phred = -1;
    if (strncmp(qual, ".\t", 2) == 0) return GNBS_OK;
    if (!gnbs_vcf_read_real(qual, (size_t)column_len(v, QUAL), &v->qual_phred) ||
        v->qual_phred < 0)
        return bad_record(v, err, "QUAL is '%.*s', expected a number from 0 or a dot",
                          column_len(v, QUAL) < 40 ? column_len(v, QUAL) : 40, qual);
    return GNBS_OK;
}

/* Finds the fixed columns and keeps INFO before htslib cuts the line up. */
static gnbs_code_t split_line(gnbs_vcf_t *v, gnbs_err_t *err) {
    memset(v->column, 0, sizeof v->column);
    v->n_record++;
    if (v->line.l > MAX_LINE_BYTES)
        return bad_record(v, err, "is longer than %d bytes", MAX_LINE_BYTES);
    if (memchr(v->line.s, '\0', v->line.l) != NULL)
        return bad_record(v, err, "holds a NUL byte; this is not a text file");
    int n_column = 1;
    for (const char *s = v->line.s; (s = strchr(s, '\t')) != NULL; n_column++) {
        s++;
        if (n_column <= FORMAT) v->column[n_column] = (size_t)(s - v->line.s);
    }
    int n_expected = v->n_sample > 0 ? FORMAT + 1 + v->n_sample : FORMAT;
    if (n_column != n_expected && !(v->n_sample == 0 && n_column == FORMAT + 1)) {
        if (n_column <= ID) v->column[ID] = 0;
        return bad_record(v, err,
                          "has %d column(s) separated by TAB, expected %d for %d sample(s)",
                          n_column, n_expected, v->n_sample);
    }
    GNBS_TRY(check_columns(v, n_column, err));
    const char *pos = v->line.s + v->column[POS];
    size_t n_pos = strspn(pos, "0123456789");
    if (n_pos == 0 || n_pos > 12 || pos[n_pos] != '\t')
        return bad_record(v, err, "POS is not a number, expected a position from 1");
    const char *info = v->line.s + v->column[INFO];
    if (!gnbs_vcf_set_info(v, info, strcspn(info, "\t")))
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s", v->path);
    return GNBS_OK;
}

/* VCF 4.4 may write the phase of the first allele too ("|0|1"); htslib before 1.18 does not know that form, and the
 * mark adds nothing to a genotype of two alleles. */
static void drop_leading_phase(gnbs_vcf_t *v) {
    if (v->n_sample == 0 || strncmp(v->line.s + v->column[FORMAT], "GT", 2) != 0) return;
    char *from = strchr(v->line.s + v->column[FORMAT], '\t'), *to = from;
    while (from != NULL && *from != '\0') {
        *to++ = *from++;
        if (from[-1] == '\t' && (*from == '|' || *from == '/')) from++;
    }
    if (to == NULL) return;
    *to = '\0';
    v->line.l = (size_t)(to - v->line.s);
}

static gnbs_code_t parse_text(gnbs_vcf_t *v, gnbs_err_t *err) {
    bcf_clear(v->rec);
    if (v->is_4_4) drop_leading_phase(v);
    int got = vcf_parse(&v->line, v->hdr, v->rec);
    int fatal = v->rec->errcode & ~(BCF_ERR_CTG_UNDEF | BCF_ERR_TAG_UNDEF);
    if (got >= 0 && fatal == 0) return GNBS_OK;
    if ((fatal & BCF_ERR_NCOLS) != 0)
        return bad_record(v, err,
                          "has a sample without values, or with more than FORMAT names");
    if ((fatal & BCF_ERR_CTG_INVALID) != 0)
        return bad_record(v, err, "CHROM is not a name of a contig");
    return bad_record(v, err,
                      "is not a valid VCF line; check QUAL, INFO, FORMAT and the "
                      "sample columns");
}

/* Folds sequence to upper case. */
static bool is_allele(char *a, bool is_ref) {
    size_t n = 0;
    for (; a[n] != '\0'; n++) {
        char up = (char)(a[n] >= 'a' && a[n] <= 'z' ? a[n] - 'a' + 'A' : a[n]);
        if (strchr("ACGTNRYSWKMBDHV", up) == NULL) break;
    }
    if (a[n] == '\0' && n > 0) {
        for (char *s = a; *s != '\0'; s++)
            if (*s >= 'a') *s = (char)(*s - 'a' + 'A');
        return true;
    }
    if (is_ref || a[0] == '\0') return false;
    bool is_symbolic = a[0] == '<' && a[strlen(a) - 1] == '>';
    bool is_breakend =
        strpbrk(a, "[]") != NULL || (strlen(a) > 1 && strchr(a, '.') != NULL);
    return is_symbolic || is_breakend ||
           strcmp(a, "*") == 0; /* a lone dot is not among ALTs */
}

static bool is_no_variant(const char *alt) {
    return strcmp(alt, "<NON_REF>") == 0 || strcmp(alt, "<*>") == 0;
}

static bool has_format(gnbs_vcf_t *v, const char *key) {
    return v->n_sample > 0 && bcf_get_fmt(v->hdr, v->rec, key) != NULL;
}

/* A stretch (or a base) that the caller of the gVCF judged to be like the reference. GATK writes <NON_REF>,
 * DeepVariant and bcftools <*>, Strelka and GATK's all-sites files no ALT; GQX and RGQ are the GQ of the last two. */
static bool is_ref_block(gnbs_vcf_t *v) {
    static const char *const SIGNS[] = {"MIN_DP", "GQ", "GQX", "RGQ"};
    if (v->rec->n_allele > 2) return false;
    if (v->rec->n_allele == 2 && !is_no_variant(v->rec->d.allele[1])) return false;
    if (gnbs_vcf_info_text(v, "END") != NULL || gnbs_vcf_info_text(v, "MIN_DP") != NULL ||
        gnbs_vcf_info_text(v, "MinDP") != NULL)
        return true;
    for (size_t i = 0; i < sizeof SIGNS / sizeof SIGNS[0]; i++)
        if (has_format(v, SIGNS[i])) return true;
    return false;
}

static bool is_all_symbolic(const bcf1_t *rec) {
    for (int i = 1; i < (int)rec->n_allele; i++)
        if (rec->d.allele[i][0] != '<') return false;
    return true;
}

/* The end as INFO/END says it, for records without a sequence of their own; the end of REF otherwise. */
static gnbs_code_t find_end(gnbs_vcf_t *v, gnbs_vcf_record_t *r, gnbs_err_t *err) {
    r->end = r->pos + (gnbs_pos_t)strlen(r->allele[0]);
    const char *text = is_all_symbolic(v->rec) ? gnbs_vcf_info_text(v, "END") : NULL;
    if (text == NULL) return GNBS_OK;
    size_t n = strspn(text, "0123456789");
    gnbs_pos_t end1 =
        n > 0 && n <= 12 && text[n] == '\0' ? (gnbs_pos_t)strtoll(text, NULL, 10) : -1;
    if (end1 > r->pos) {
        r->end = end1;
    } else if (r->is_ref_block) {
        return bad_record(v, err, "END is '%.40s', expected a position from POS on", text);
    } /* else a translocation, whose END lies on another contig: REF is what is known of it */
    return GNBS_OK;
}

static gnbs_code_t find_contig(gnbs_vcf_t *v, gnbs_vcf_record_t *r, gnbs_err_t *err) {
    size_t rid = (size_t)v->rec->rid;
    r->chrom = bcf_hdr_id2name(v->hdr, v->rec->rid);
    if (r->chrom == NULL) return bad_record(v, err, "its contig is not in the header");
    while (v->tid_of_rid.n <= rid)
        if (!GNBS_PUSH(&v->tid_of_rid, TID_NOT_ASKED))
            return gnbs_err_set(err, GNBS_E_NOMEM, "%s", v->path);
    if (v->tid_of_rid.at[rid] == TID_NOT_ASKED)
        v->tid_of_rid.at[rid] =
            v->wanted != NULL ? gnbs_contig_find(v->wanted, r->chrom) : -1;
    r->tid = v->tid_of_rid.at[rid];
    return GNBS_OK;
}

static gnbs_code_t check_place(gnbs_vcf_t *v, const gnbs_vcf_record_t *r, gnbs_err_t *err) {
    int64_t length = (int64_t)v->hdr->id[BCF_DT_CTG][v->rec->rid].val->info[0];
    if (length <= 0 && r->tid >= 0) length = v->wanted->contig[r->tid].length_bp;
    if (r->pos < 0) return bad_record(v, err, "POS is 0, expected a position from 1");
    if (length > 0 && r->end > length)
        return bad_record(v, err,
                          "ends at %" PRId64 ", but the contig has %" PRId64
                          " bases; is this file of another genome build?",
                          r->end, length);
    return GNBS_OK;
}

static gnbs_code_t read_filter(gnbs_vcf_t *v, gnbs_vcf_record_t *r, gnbs_err_t *err) {
    const bcf_dec_t *d = &v->rec->d;
    r->is_pass = d->n_flt == 0;
    r->filter_text = ".";
    if (d->n_flt == 1) {
        r->filter_text = bcf_hdr_int2id(v->hdr, BCF_DT_ID, d->flt[0]);
        r->is_pass = strcmp(r->filter_text, "PASS") == 0;
    } else if (d->n_flt > 1) {
        gnbs_str_reset(&v->filter);
        for (int i = 0; i < d->n_flt; i++)
            gnbs_str_printf(&v->filter, "%s%s", i > 0 ? ";" : "",
                            bcf_hdr_int2id(v->hdr, BCF_DT_ID, d->flt[i]));
        if (v->filter.failed) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", v->path);
        r->filter_text = v->filter.s;
    }
    return GNBS_OK;
}

static gnbs_code_t fill_record(gnbs_vcf_t *v, gnbs_vcf_record_t *r, gnbs_err_t *err) {
    bcf1_t *rec = v->rec;
    if (bcf_unpack(rec, rec->max_unpack != 0 ? BCF_UN_STR | BCF_UN_FLT : BCF_UN_ALL) < 0)
        return bad_record(v, err, "cannot be unpacked");
    if (rec->n_allele < 1) return bad_record(v, err, "has no REF");
    *r = (gnbs_vcf_record_t){.n_line = v->n_record, .pos = rec->pos, .id = rec->d.id};
    GNBS_TRY(find_contig(v, r, err));
    if (!is_allele(rec->d.allele[0], true))
        return bad_record(v, err, "REF is '%.40s', expected bases (A C G T N)",
                          rec->d.allele[0]);
    for (int i = 1; i < (int)rec->n_allele; i++)
        if (!is_allele(rec->d.allele[i], false))
            return bad_record(v, err,
                              "ALT is '%.40s', expected bases, '*', <...> or a breakend",
                              rec->d.allele[i]);
    r->n_allele = (int)rec->n_allele;
    r->allele = (const char *const *)rec->d.allele;
    r->qual_phred = v->qual_phred;
    r->is_ref_block = is_ref_block(v);
    GNBS_TRY(find_end(v, r, err));
    GNBS_TRY(check_place(v, r, err));
    const char *fault = gnbs_vcf_genotype_fault(v);
    if (fault != NULL) return bad_record(v, err, "%s", fault);
    return read_filter(v, r, err);
}

gnbs_code_t gnbs_vcf_next(gnbs_vcf_t *v, gnbs_vcf_record_t *record, bool *more,
                          gnbs_err_t *err) {
    *more = false;
    bool has = false;
    GNBS_TRY(v->is_bcf ? read_bcf(v, &has, err) : read_text(v, &has, err));
    if (!has) return GNBS_OK;
    GNBS_TRY(split_line(v, err));
    if (!v->is_bcf) GNBS_TRY(parse_text(v, err));
    GNBS_TRY(fill_record(v, record, err));
    *more = true;
    return GNBS_OK;
}
