#include "io/vcf_annotate.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <htslib/bgzf.h>
#include <htslib/hts.h>
#include <htslib/kstring.h>
#include <htslib/tbx.h>
#include <htslib/vcf.h>

#include "core/mem.h"
#include "core/vec.h"
#include "io/bgzip.h"
#include "io/out.h"
#include "io/path.h"

enum { N_FIXED = 8 }; /* CHROM POS ID REF ALT QUAL FILTER INFO */

typedef struct copy {
    const gnbs_vcf_annotate_t *how;
    const char *in_path, *out_path;
    htsFile *in;
    BGZF *out;
    bcf_hdr_t *hdr; /* of a BCF; NULL for text */
    bcf1_t *rec;
    kstring_t line;
    int64_t n_line, n_record;
    bool is_in_header;
    gnbs_str_t text, alleles, value;
    GNBS_VEC(const char *) allele;
} copy_t;

/* ---- reading ------------------------------------------------------------------------- */

static gnbs_code_t open_input(copy_t *c, gnbs_err_t *err) {
    if (strcmp(c->in_path, "-") != 0) GNBS_TRY(gnbs_path_check_input(c->in_path, err));
    hts_set_log_level(HTS_LOG_OFF);
    c->in = hts_open(c->in_path, "r");
    if (c->in == NULL && errno != ENOEXEC)
        return gnbs_err_set(err, GNBS_E_IO, "%s: cannot open: %s", c->in_path,
                            strerror(errno));
    enum htsExactFormat format = c->in != NULL ? c->in->format.format : unknown_format;
    if (format != vcf && format != bcf)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: is neither VCF nor BCF; expected a first line like "
                            "##fileformat=VCFv4.2",
                            c->in_path);
    if (hts_check_EOF(c->in) == 0)
        return gnbs_err_set(
            err, GNBS_E_FORMAT,
            "%s: truncated: bgzip's end marker is missing; copy or make the "
            "file again",
            c->in_path);
    if (format == vcf) return GNBS_OK;
    c->hdr = bcf_hdr_read(c->in);
    c->rec = bcf_init();
    if (c->hdr == NULL)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: the BCF header cannot be read",
                            c->in_path);
    return c->rec != NULL ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "%s", c->in_path);
}

static gnbs_code_t next_line(copy_t *c, bool *more, gnbs_err_t *err) {
    c->line.l = 0;
    int got;
    if (c->hdr == NULL) {
        got = hts_getline(c->in, '\n', &c->line);
    } else {
        got = bcf_read(c->in, c->hdr, c->rec);
        if (got >= 0 && vcf_format(c->hdr, c->rec, &c->line) != 0) got = -2;
        while (c->line.l > 0 && c->line.s[c->line.l - 1] == '\n')
            c->line.s[--c->line.l] = '\0';
    }
    *more = got >= 0;
    if (got < -1)
        return gnbs_err_set(
            err, GNBS_E_FORMAT,
            "%s: line %lld: cannot be read: the file is damaged or cut short", c->in_path,
            (long long)c->n_line + 1);
    if (!*more) return GNBS_OK;
    c->n_line++;
    if (c->line.l > 0 && c->line.s[c->line.l - 1] == '\r') c->line.s[--c->line.l] = '\0';
    if (strlen(c->line.s != NULL ? c->line.s : "") != c->line.l)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: line %lld: holds a NUL byte",
                            c->in_path, (long long)c->n_line);
    return GNBS_OK;
}

/* ---- writing ------------------------------------------------------------------------- */

static gnbs_code_t flush_text(copy_t *c, gnbs_err_t *err) {
    if (c->text.failed)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s: line %lld", c->in_path,
                            (long long)c->n_line);
    if (c->text.n > 0 && bgzf_write(c->out, c->text.s, c->text.n) != (ssize_t)c->text.n)
        return gnbs_err_set(err, GNBS_E_IO, "%s: writing failed: %s", c->out_path,
                            strerror(errno));
    gnbs_str_reset(&c->text);
    return GNBS_OK;
}

static bool is_own_header(const copy_t *c, const char *line) {
    size_t n = strlen(c->how->key);
    return strncmp(line, "##INFO=<ID=", 11) == 0 &&
           strncmp(line + 11, c->how->key, n) == 0 && line[11 + n] == ',';
}

static gnbs_code_t copy_header_line(copy_t *c, const char *line, gnbs_err_t *err) {
    if (c->n_line == 1 && strncmp(line, "##fileformat=VCF", 16) != 0)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: line 1: expected ##fileformat=VCFv4.x, found '%.40s'",
                            c->in_path, line);
    if (strncmp(line, "##", 2) == 0) {
        if (!is_own_header(c, line)) gnbs_str_printf(&c->text, "%s\n", line);
        return flush_text(c, err);
    }
    if (strncmp(line, "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO", 38) != 0)
        return gnbs_err_set(
            err, GNBS_E_FORMAT,
            "%s: line %lld: expected the #CHROM line with its eight columns, "
            "found '%.40s'",
            c->in_path, (long long)c->n_line, line);
    c->is_in_header = false;
    gnbs_str_printf(&c->text, "##INFO=<ID=%s,Number=.,Type=String,Description=\"%s\">\n",
                    c->how->key, c->how->description);
    for (size_t i = 0; i < c->how->n_meta; i++)
        gnbs_str_printf(&c->text, "%s\n", c->how->meta[i]);
    gnbs_str_printf(&c->text, "%s\n", line);
    return flush_text(c, err);
}

/* ---- records ------------------------------------------------------------------------- */

static gnbs_code_t split_columns(const copy_t *c, const char *column[N_FIXED + 1],
                                 gnbs_err_t *err) {
    const char *s = c->line.s;
    int n = 0;
    for (; n < N_FIXED; n++) {
        column[n] = s;
        s += strcspn(s, "\t");
        if (n + 1 < N_FIXED && *s == '\0')
            return gnbs_err_set(err, GNBS_E_FORMAT,
                                "%s: line %lld: has %d columns, expected at least 8 "
                                "separated by tabs",
                                c->in_path, (long long)c->n_line, n + 1);
        if (n + 1 < N_FIXED) s++;
    }
    column[N_FIXED] = s; /* the tab before FORMAT, or the end */
    return GNBS_OK;
}

/* REF and ALT, upper case unless symbolic, into c->allele. */
static gnbs_code_t split_alleles(copy_t *c, const char *const column[], gnbs_err_t *err) {
    gnbs_str_reset(&c->alleles);
    c->allele.n = 0;
    size_t n_ref = strcspn(column[3], "\t"), n_alt = strcspn(column[4], "\t");
    gnbs_str_add_n(&c->alleles, column[3], n_ref);
    gnbs_str_add_char(&c->alleles, ',');
    gnbs_str_add_n(&c->alleles, column[4], n_alt);
    if (c->alleles.failed || n_ref == 0 || n_alt == 0)
        return gnbs_err_set(err, c->alleles.failed ? GNBS_E_NOMEM : GNBS_E_FORMAT,
                            "%s: line %lld: REF or ALT is empty", c->in_path,
                            (long long)c->n_line);
    for (char *s = c->alleles.s; s != NULL;) {
        char *next = strchr(s, ',');
        if (next != NULL) *next++ = '\0';
        if (strspn(s, "ACGTNacgtn") == strlen(s))
            for (char *p = s; *p != '\0'; p++)
                if (*p >= 'a') *p = (char)(*p - 'a' + 'A');
        if (!GNBS_PUSH(&c->allele, s))
            return gnbs_err_set(err, GNBS_E_NOMEM, "%s", c->in_path);
        s = next;
    }
    return GNBS_OK;
}

/* INFO without an older value of the key; "." when nothing else is there. */
static void add_old_info(copy_t *c, const char *info, size_t n_info) {
    size_t n_key = strlen(c->how->key), before = c->text.n;
    for (size_t at = 0; at < n_info;) {
        const char *entry = info + at;
        size_t n = strcspn(entry, ";\t");
        bool is_own =
            strncmp(entry, c->how->key, n_key) == 0 && (n == n_key || entry[n_key] == '=');
        bool is_missing = n == 1 && entry[0] == '.';
        if (!is_own && !is_missing && n > 0) {
            if (c->text.n > before) gnbs_str_add_char(&c->text, ';');
            gnbs_str_add_n(&c->text, entry, n);
        }
        at += n + 1;
    }
    if (c->value.n > 0) {
        if (c->text.n > before) gnbs_str_add_char(&c->text, ';');
        gnbs_str_printf(&c->text, "%s=%s", c->how->key, c->value.s);
    }
    if (c->text.n == before) gnbs_str_add_char(&c->text, '.');
}

static gnbs_code_t annotate_record(copy_t *c, const char *const column[], gnbs_err_t *err) {
    char chrom[256], *rest;
    size_t n_chrom = strcspn(column[0], "\t");
    if (n_chrom == 0 || n_chrom >= sizeof chrom)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: line %lld: CHROM has %zu bytes, "
                            "expected 1 to 255",
                            c->in_path, (long long)c->n_line, n_chrom);
    memcpy(chrom, column[0], n_chrom);
    chrom[n_chrom] = '\0';
    errno = 0;
    long long pos1 = strtoll(column[1], &rest, 10);
    if (errno != 0 || rest == column[1] || *rest != '\t' || pos1 < 0)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: line %lld: POS is '%.*s', expected a "
                            "number",
                            c->in_path, (long long)c->n_line, (int)strcspn(column[1], "\t"),
                            column[1]);
    GNBS_TRY(split_alleles(c, column, err));
    gnbs_vcf_site_t site = {c->n_line, chrom, pos1 - 1, (int)c->allele.n, c->allele.at};
    gnbs_str_reset(&c->value);
    for (int i = 1; i < site.n_allele; i++) {
        size_t before = c->value.n;
        if (before > 0) gnbs_str_add_char(&c->value, ',');
        size_t from = c->value.n;
        if (c->how->annotate(c->how->ctx, &site, i, &c->value, err) != GNBS_OK)
            return gnbs_err_ctx(err, "%s: line %lld", c->in_path, (long long)c->n_line);
        if (c->value.n == from && before > 0) c->value.s[c->value.n = before] = '\0';
    }
    if (c->value.failed) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", c->in_path);
    return GNBS_OK;
}

static gnbs_code_t copy_record(copy_t *c, gnbs_err_t *err) {
    const char *column[N_FIXED + 1];
    GNBS_TRY(split_columns(c, column, err));
    GNBS_TRY(annotate_record(c, column, err));
    gnbs_str_add_n(&c->text, c->line.s, (size_t)(column[7] - c->line.s));
    add_old_info(c, column[7], (size_t)(column[8] - column[7]));
    gnbs_str_printf(&c->text, "%s\n", column[8]);
    c->n_record++;
    return flush_text(c, err);
}

static gnbs_code_t copy_bcf_header(copy_t *c, gnbs_err_t *err) {
    kstring_t text = KS_INITIALIZE;
    gnbs_code_t code = GNBS_OK;
    if (bcf_hdr_format(c->hdr, 0, &text) != 0)
        code =
            gnbs_err_set(err, GNBS_E_FORMAT, "%s: BCF header cannot be read", c->in_path);
    for (char *s = text.s; code == GNBS_OK && s != NULL && *s != '\0';) {
        char *end = strchr(s, '\n');
        if (end != NULL) *end++ = '\0';
        c->n_line++;
        code = copy_header_line(c, s, err);
        s = end;
    }
    ks_free(&text);
    return code;
}

static gnbs_code_t copy_all(copy_t *c, gnbs_err_t *err) {
    if (c->hdr != NULL) GNBS_TRY(copy_bcf_header(c, err));
    for (;;) {
        bool more;
        GNBS_TRY(next_line(c, &more, err));
        if (!more) break;
        if (c->line.l == 0) continue; /* an empty line at the end, as some editors leave */
        GNBS_TRY(c->is_in_header ? copy_header_line(c, c->line.s, err)
                                 : copy_record(c, err));
    }
    if (!c->is_in_header) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_FORMAT, "%s: has no #CHROM line", c->in_path);
}

/* ---- files --------------------------------------------------------------------------- */

static gnbs_code_t write_data(copy_t *c, const char *temp, gnbs_err_t *err) {
    c->out = bgzf_open(temp, "w");
    if (c->out == NULL)
        return gnbs_err_set(err, GNBS_E_IO, "%s: cannot create: %s", c->out_path,
                            strerror(errno));
    gnbs_code_t code = copy_all(c, err);
    if (bgzf_close(c->out) != 0 && code == GNBS_OK)
        code = gnbs_err_set(err, GNBS_E_IO, "%s: writing failed: %s", c->out_path,
                            strerror(errno));
    return code;
}

static gnbs_code_t write_index(const char *temp, const char *temp_tbi, const char *path,
                               gnbs_err_t *err) {
    if (tbx_index_build3(temp, temp_tbi, 0, 0, &tbx_conf_vcf) == 0) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_FORMAT,
                        "%s: cannot be indexed: the input is expected sorted by contig and "
                        "position; run bcftools sort first",
                        path);
}

/* An index of other data is worse than none: it goes first, and comes last. */
static gnbs_code_t commit_both(const char *path, const char *tbi, gnbs_out_t **data,
                               gnbs_out_t **idx, gnbs_err_t *err) {
    if (unlink(tbi) != 0 && errno != ENOENT)
        return gnbs_err_set(err, GNBS_E_IO, "%s: cannot replace: %s", tbi, strerror(errno));
    gnbs_out_t *d = *data, *i = *idx;
    *data = NULL;
    GNBS_TRY(gnbs_out_commit(d, err));
    *idx = NULL;
    gnbs_code_t code = gnbs_out_commit(i, err);
    if (code != GNBS_OK) unlink(path);
    return code;
}

static gnbs_code_t write_files(copy_t *c, gnbs_err_t *err) {
    if (strcmp(c->out_path, "-") == 0) return write_data(c, "-", err);
    char *path;
    GNBS_TRY(gnbs_bgzip_plain_path(c->out_path, &path, err));
    gnbs_out_t *data = NULL, *idx = NULL;
    gnbs_str_t tbi;
    gnbs_str_init(&tbi);
    gnbs_str_printf(&tbi, "%s.tbi", path);
    gnbs_code_t code = tbi.failed ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", path) : GNBS_OK;
    if (code == GNBS_OK) code = gnbs_out_open(path, &data, err);
    if (code == GNBS_OK) code = gnbs_out_open(tbi.s, &idx, err);
    if (code == GNBS_OK) code = write_data(c, gnbs_out_temp_path(data), err);
    if (code == GNBS_OK)
        code = write_index(gnbs_out_temp_path(data), gnbs_out_temp_path(idx), path, err);
    if (code == GNBS_OK) code = commit_both(path, tbi.s, &data, &idx, err);
    gnbs_out_discard(data);
    gnbs_out_discard(idx);
    gnbs_str_clear(&tbi);
    gnbs_mem_free(path);
    return code;
}

gnbs_code_t gnbs_vcf_annotate_file(const char *in_path, const char *out_path,
                                   const gnbs_vcf_annotate_t *how, int64_t *n_record,
                                   gnbs_err_t *err) {
    copy_t c = {.how = how, .in_path = in_path, .out_path = out_path, .is_in_header = true};
    gnbs_str_init(&c.text);
    gnbs_str_init(&c.alleles);
    gnbs_str_init(&c.value);
    gnbs_code_t code = open_input(&c, err);
    if (code == GNBS_OK) code = write_files(&c, err);
    if (n_record != NULL) *n_record = c.n_record;
    if (c.rec != NULL) bcf_destroy(c.rec);
    if (c.hdr != NULL) bcf_hdr_destroy(c.hdr);
    if (c.in != NULL) hts_close(c.in);
    ks_free(&c.line);
    gnbs_str_clear(&c.text);
    gnbs_str_clear(&c.alleles);
    gnbs_str_clear(&c.value);
    GNBS_VEC_CLEAR(&c.allele);
    return code;
}
