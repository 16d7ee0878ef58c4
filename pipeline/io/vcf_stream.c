#include "io/vcf_stream.h"

#include <errno.h>
#include <string.h>

#include <htslib/hts.h>
#include <htslib/kstring.h>
#include <htslib/vcf.h>

#include "core/mem.h"
#include "io/out.h"
#include "io/path.h"

/* ---- reading ------------------------------------------------------------------------- */

struct gnbs_vcf_in {
    const char *path;
    htsFile *file;
    bcf_hdr_t *hdr; /* of a BCF; NULL for text */
    bcf1_t *rec;
    kstring_t line;
    gnbs_str_t header;
    int64_t n_line;
    int n_column;
};

void gnbs_vcf_in_close(gnbs_vcf_in_t *in) {
    if (in == NULL) return;
    if (in->rec != NULL) bcf_destroy(in->rec);
    if (in->hdr != NULL) bcf_hdr_destroy(in->hdr);
    if (in->file != NULL) hts_close(in->file);
    ks_free(&in->line);
    gnbs_str_clear(&in->header);
    gnbs_mem_free(in);
}

static gnbs_code_t open_file(gnbs_vcf_in_t *in, gnbs_err_t *err) {
    if (strcmp(in->path, "-") != 0) GNBS_TRY(gnbs_path_check_input(in->path, err));
    hts_set_log_level(HTS_LOG_OFF); /* its faults reach the user as ours, with what to do */
    in->file = hts_open(in->path, "r");
    if (in->file == NULL && errno != ENOEXEC)
        return gnbs_err_set(err, GNBS_E_IO, "%s: cannot open: %s", in->path,
                            strerror(errno));
    enum htsExactFormat format =
        in->file != NULL ? in->file->format.format : unknown_format;
    if (format != vcf && format != bcf)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: is neither VCF nor BCF; expected a first line like "
                            "##fileformat=VCFv4.2",
                            in->path);
    if (hts_check_EOF(in->file) == 0)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: truncated: bgzip's end marker is missing; copy or make "
                            "the file again",
                            in->path);
    if (format == vcf) return GNBS_OK;
    in->hdr = bcf_hdr_read(in->file);
    in->rec = bcf_init();
    if (in->hdr == NULL)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: the BCF header cannot be read",
                            in->path);
    return in->rec != NULL ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "%s", in->path);
}

static gnbs_code_t read_line(gnbs_vcf_in_t *in, bool *more, gnbs_err_t *err) {
    int got;
    in->line.l = 0;
    if (in->hdr == NULL) {
        got = hts_getline(in->file, '\n', &in->line);
    } else {
        got = bcf_read(in->file, in->hdr, in->rec);
        if (got >= 0 && vcf_format(in->hdr, in->rec, &in->line) != 0) got = -2;
        while (in->line.l > 0 && in->line.s[in->line.l - 1] == '\n')
            in->line.s[--in->line.l] = '\0';
    }
    *more = got >= 0;
    if (got < -1)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: line %lld: cannot be read: the file is damaged or cut "
                            "short",
                            in->path, (long long)in->n_line + 1);
    if (!*more) return GNBS_OK;
    in->n_line++;
    if (in->line.l > 0 && in->line.s[in->line.l - 1] == '\r')
        in->line.s[--in->line.l] = '\0';
    return GNBS_OK;
}

static gnbs_code_t take_header_line(gnbs_vcf_in_t *in, const char *line, bool *is_last,
                                    gnbs_err_t *err) {
    if (in->n_line == 1 && strncmp(line, "##fileformat=VCF", 16) != 0)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: line 1: expected ##fileformat=VCFv4.x, found '%.40s'",
                            in->path, line);
    *is_last = strncmp(line, "##", 2) != 0;
    if (*is_last && strncmp(line, "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO", 38) != 0)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: line %lld: expected the #CHROM line with its eight "
                            "columns, found '%.40s'",
                            in->path, (long long)in->n_line, line);
    gnbs_str_printf(&in->header, "%s\n", line);
    for (const char *s = line; *is_last && s != NULL; s = strchr(s + 1, '\t'))
        in->n_column++;
    return in->header.failed ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", in->path) : GNBS_OK;
}

static gnbs_code_t read_header(gnbs_vcf_in_t *in, gnbs_err_t *err) {
    bool is_last = false;
    if (in->hdr != NULL) {
        kstring_t text = KS_INITIALIZE;
        gnbs_code_t code = GNBS_OK;
        if (bcf_hdr_format(in->hdr, 0, &text) != 0)
            code = gnbs_err_set(err, GNBS_E_FORMAT, "%s: the BCF header cannot be read",
                                in->path);
        for (char *s = text.s, *end; code == GNBS_OK && s != NULL && *s != '\0'; s = end) {
            end = strchr(s, '\n');
            if (end != NULL) *end++ = '\0';
            in->n_line++;
            code = take_header_line(in, s, &is_last, err);
        }
        ks_free(&text);
        return code;
    }
    while (!is_last) {
        bool more;
        GNBS_TRY(read_line(in, &more, err));
        if (!more)
            return gnbs_err_set(err, GNBS_E_FORMAT, "%s: has no #CHROM line", in->path);
        if (in->line.l > 0) GNBS_TRY(take_header_line(in, in->line.s, &is_last, err));
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_vcf_in_open(const char *path, gnbs_vcf_in_t **in, gnbs_err_t *err) {
    *in = gnbs_mem_alloc(1, sizeof **in);
    if (*in == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    **in = (gnbs_vcf_in_t){.path = path};
    gnbs_code_t code = open_file(*in, err);
    if (code == GNBS_OK) code = read_header(*in, err);
    if (code != GNBS_OK) {
        gnbs_vcf_in_close(*in);
        *in = NULL;
    }
    return code;
}

const char *gnbs_vcf_in_header(const gnbs_vcf_in_t *in) {
    return gnbs_str_text(&in->header);
}

int gnbs_vcf_in_n_column(const gnbs_vcf_in_t *in) { return in->n_column; }

int64_t gnbs_vcf_in_line(const gnbs_vcf_in_t *in) { return in->n_line; }

gnbs_code_t gnbs_vcf_in_next(gnbs_vcf_in_t *in, bool *more, char **line, size_t *n,
                             gnbs_err_t *err) {
    do {
        GNBS_TRY(read_line(in, more, err));
    } while (*more &&
             in->line.l == 0); /* an empty line at the end, as some editors leave */
    *line = in->line.s;
    *n = in->line.l;
    return GNBS_OK;
}

/* ---- writing ------------------------------------------------------------------------- */

struct gnbs_vcf_out {
    const char *path;
    gnbs_out_t *out;
    htsFile *file;
    bcf_hdr_t *hdr; /* of a BCF */
    bcf1_t *rec;
    kstring_t line;
    int64_t n_line;
};

void gnbs_vcf_out_discard(gnbs_vcf_out_t *out) {
    if (out == NULL) return;
    if (out->rec != NULL) bcf_destroy(out->rec);
    if (out->hdr != NULL) bcf_hdr_destroy(out->hdr);
    if (out->file != NULL) hts_close(out->file);
    ks_free(&out->line);
    gnbs_out_discard(out->out);
    gnbs_mem_free(out);
}

static bool ends_with(const char *s, const char *end) {
    size_t n = strlen(s), n_end = strlen(end);
    return n >= n_end && strcmp(s + n - n_end, end) == 0;
}

static const char *mode_of(const char *path, gnbs_vcf_form_t form) {
    if (form == GNBS_VCF_BY_NAME)
        form = ends_with(path, ".bcf")  ? GNBS_VCF_BCF
               : ends_with(path, ".gz") ? GNBS_VCF_BGZIP
                                        : GNBS_VCF_PLAIN;
    return form == GNBS_VCF_BCF         ? "wb"
           : form == GNBS_VCF_BCF_PLAIN ? "wbu"
           : form == GNBS_VCF_BGZIP     ? "wz"
                                        : "w";
}

static gnbs_code_t write_failed(const gnbs_vcf_out_t *o, gnbs_err_t *err) {
    return gnbs_err_set(err, GNBS_E_IO, "%s: write failed: %s", o->path, strerror(errno));
}

static gnbs_code_t write_text(gnbs_vcf_out_t *o, const char *text, size_t n,
                              gnbs_err_t *err) {
    o->line.l = 0;
    if (kputsn(text, n, &o->line) < 0)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s", o->path);
    return vcf_write_line(o->file, &o->line) == 0 ? GNBS_OK : write_failed(o, err);
}

static gnbs_code_t write_header(gnbs_vcf_out_t *o, bool is_bcf, const char *header,
                                gnbs_err_t *err) {
    if (is_bcf) {
        o->hdr = bcf_hdr_init("r");
        o->rec = bcf_init();
        char *copy = gnbs_mem_strdup(header);
        if (o->hdr == NULL || o->rec == NULL || copy == NULL) {
            gnbs_mem_free(copy);
            return gnbs_err_set(err, GNBS_E_NOMEM, "%s", o->path);
        }
        int parsed = bcf_hdr_parse(o->hdr, copy);
        gnbs_mem_free(copy);
        if (parsed != 0)
            return gnbs_err_set(err, GNBS_E_FORMAT,
                                "%s: the header cannot be written as BCF; write VCF, or "
                                "correct its ## lines",
                                o->path);
        return bcf_hdr_write(o->file, o->hdr) == 0 ? GNBS_OK : write_failed(o, err);
    }
    for (const char *s = header, *end; *s != '\0'; s = end + 1) {
        end = strchr(s, '\n');
        GNBS_TRY(write_text(o, s, (size_t)(end - s), err));
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_vcf_out_open(const char *path, gnbs_vcf_form_t form, const char *header,
                              gnbs_vcf_out_t **out, gnbs_err_t *err) {
    gnbs_vcf_out_t *o = *out = gnbs_mem_alloc(1, sizeof *o);
    if (o == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    *o = (gnbs_vcf_out_t){.path = path};
    const char *mode = mode_of(path, form);
    gnbs_code_t code = gnbs_out_open(path, &o->out, err);
    if (code == GNBS_OK) {
        o->file = hts_open(gnbs_out_temp_path(o->out), mode);
        code = o->file == NULL ? gnbs_err_set(err, GNBS_E_IO, "%s: cannot open: %s", path,
                                              strerror(errno))
                               : write_header(o, mode[1] == 'b', header, err);
    }
    if (code != GNBS_OK) {
        gnbs_vcf_out_discard(o);
        *out = NULL;
    }
    return code;
}

gnbs_code_t gnbs_vcf_out_line(gnbs_vcf_out_t *o, const gnbs_str_t *line, gnbs_err_t *err) {
    if (o->hdr == NULL) return write_text(o, line->s, line->n, err);
    o->n_line++;
    o->line.l = 0;
    if (kputsn(line->s, line->n, &o->line) < 0)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s", o->path);
    if (vcf_parse(&o->line, o->hdr, o->rec) != 0 || o->rec->errcode != 0)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: record %lld ('%.60s') cannot be written as BCF: its "
                            "contig, filter or fields are not in the header; add them, or "
                            "write VCF",
                            o->path, (long long)o->n_line, line->s);
    return bcf_write(o->file, o->hdr, o->rec) == 0 ? GNBS_OK : write_failed(o, err);
}

gnbs_code_t gnbs_vcf_out_commit(gnbs_vcf_out_t *o, gnbs_err_t *err) {
    htsFile *file = o->file;
    gnbs_out_t *out = o->out;
    o->file = NULL;
    gnbs_code_t code = hts_close(file) == 0 ? GNBS_OK : write_failed(o, err);
    if (code == GNBS_OK) {
        o->out = NULL;
        code = gnbs_out_commit(out, err);
    }
    gnbs_vcf_out_discard(o);
    return code;
}
