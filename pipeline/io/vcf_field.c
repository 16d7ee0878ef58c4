#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <htslib/hts_endian.h>

#include "io/vcf_handle.h"

/* ---- INFO ----------------------------------------------------------------------------- */

bool gnbs_vcf_set_info(gnbs_vcf_t *v, const char *text, size_t n) {
    gnbs_str_reset(&v->info_text);
    gnbs_str_add_n(&v->info_text, text, n);
    v->is_info_split = false;
    v->info.n = 0;
    size_t n_item = 1;
    for (size_t i = 0; i < n; i++) n_item += text[i] == ';';
    return !v->info_text.failed && GNBS_RESERVE(&v->info, n_item);
}

/* Cuts the text at ; and = when the first key of a record is asked for: a gnomAD line has a thousand keys, and is
 * asked for twenty. There is room: gnbs_vcf_set_info counted. */
static void split_info(gnbs_vcf_t *v) {
    v->is_info_split = true;
    char *s = v->info_text.s;
    if (s == NULL || strcmp(s, ".") == 0) return;
    for (char *next; s != NULL; s = next) {
        next = strchr(s, ';');
        if (next != NULL) *next++ = '\0';
        char *equals = strchr(s, '=');
        if (equals != NULL) *equals = '\0';
        v->info.at[v->info.n++] =
            (gnbs_vcf_info_t){s, equals != NULL ? equals + 1 : "", strlen(s)};
    }
}

const char *gnbs_vcf_info_text(gnbs_vcf_t *v, const char *key) {
    if (!v->is_info_split) split_info(v);
    size_t n = strlen(key);
    for (size_t i = 0; i < v->info.n; i++)
        if (v->info.at[i].n_key == n && memcmp(v->info.at[i].key, key, n) == 0)
            return v->info.at[i].value;
    return NULL;
}

bool gnbs_vcf_read_real(const char *s, size_t n, double *value) {
    char buf[64];
    if (n == 0 || n >= sizeof buf) return false;
    memcpy(buf, s, n);
    buf[n] = '\0';
    if (strspn(buf, "0123456789+-.eE") != n) return false;
    char *rest;
    double x = strtod(buf, &rest);
    if (*rest != '\0' || rest == buf || !isfinite(x)) return false;
    *value = x;
    return true;
}

bool gnbs_vcf_info_real(gnbs_vcf_t *v, const char *key, int i, double *value) {
    const char *s = gnbs_vcf_info_text(v, key);
    for (; s != NULL && i > 0; i--) {
        s = strchr(s, ',');
        if (s != NULL) s++;
    }
    return s != NULL && i == 0 && gnbs_vcf_read_real(s, strcspn(s, ","), value);
}

bool gnbs_vcf_info_flag(gnbs_vcf_t *v, const char *key) {
    const char *text = gnbs_vcf_info_text(v, key);
    return text != NULL && strcmp(text, "0") != 0;
}

/* ---- FORMAT --------------------------------------------------------------------------- */

typedef enum stored { STORED_VALUE, STORED_MISSING, STORED_END } stored_t;

/* Integer k of a typed array (VCF specification, BCF2 6.3.3): the smallest value of each width is missing, the next
 * one ends a vector that is shorter than the others. */
static stored_t read_stored(const uint8_t *p, int type, int k, int32_t *value) {
    int32_t x, missing;
    switch (type) {
    case BCF_BT_INT8:
        x = (int8_t)p[k];
        missing = bcf_int8_missing;
        break;
    case BCF_BT_INT16:
        x = le_to_i16(p + 2 * k);
        missing = bcf_int16_missing;
        break;
    default:
        x = le_to_i32(p + 4 * k);
        missing = bcf_int32_missing;
        break;
    }
    *value = x;
    return x == missing ? STORED_MISSING : x == missing + 1 ? STORED_END : STORED_VALUE;
}

static bool is_int(int type) {
    return type == BCF_BT_INT8 || type == BCF_BT_INT16 || type == BCF_BT_INT32;
}

/* NULL when the record has no such FORMAT key or no bytes for this sample. */
static const bcf_fmt_t *find_format(gnbs_vcf_t *v, const char *key, int i_sample) {
    if (i_sample < 0 || i_sample >= v->n_sample || i_sample >= (int)v->rec->n_sample)
        return NULL;
    const bcf_fmt_t *f = bcf_get_fmt(v->hdr, v->rec, key);
    return f != NULL && f->p != NULL && f->n > 0 ? f : NULL;
}

const char *gnbs_vcf_genotype_fault(gnbs_vcf_t *v) {
    const bcf_fmt_t *gt = find_format(v, "GT", 0);
    if (gt == NULL) return NULL;
    if (!is_int(gt->type)) return "GT is not a genotype";
    for (int i = 0; i < v->n_sample; i++)
        for (int k = 0; k < gt->n; k++) {
            int32_t x;
            if (read_stored(gt->p + (size_t)i * (size_t)gt->size, gt->type, k, &x) !=
                STORED_VALUE)
                continue;
            if (x < 0 || bcf_gt_allele(x) >= (int)v->rec->n_allele)
                return "GT names an allele that the record does not have";
        }
    return NULL;
}

int gnbs_vcf_genotype(gnbs_vcf_t *v, int i_sample, int allele[2], bool *is_phased) {
    allele[0] = allele[1] = -1;
    *is_phased = false;
    const bcf_fmt_t *gt = find_format(v, "GT", i_sample);
    if (gt == NULL) return 0;
    const uint8_t *p = gt->p + (size_t)i_sample * (size_t)gt->size;
    int ploidy = 0;
    for (; ploidy < gt->n; ploidy++) {
        int32_t x;
        stored_t is = read_stored(p, gt->type, ploidy, &x);
        if (is == STORED_END) break;
        if (ploidy < 2) allele[ploidy] = is == STORED_MISSING ? -1 : bcf_gt_allele(x);
        if (ploidy == 1) *is_phased = bcf_gt_is_phased(x);
    }
    if (ploidy > 2) { /* 0/1/2 of a mitochondrial caller: no pair of alleles says that */
        allele[0] = allele[1] = -1;
        *is_phased = false;
    }
    return ploidy;
}

/* Element k of a list written as text. */
static bool read_listed(const char *s, size_t n, int k, double *value) {
    const char *end = s + n;
    for (; k > 0; k--) {
        s = memchr(s, ',', (size_t)(end - s));
        if (s == NULL) return false;
        s++;
    }
    const char *comma = memchr(s, ',', (size_t)(end - s));
    return gnbs_vcf_read_real(s, (size_t)((comma != NULL ? comma : end) - s), value);
}

/* Some callers write GQ as a decimal number, some files declare PS as text: both are read as the integer nearest. */
bool gnbs_vcf_format_int(gnbs_vcf_t *v, const char *key, int i_sample, int k,
                         int32_t *value) {
    const bcf_fmt_t *f = find_format(v, key, i_sample);
    if (f == NULL || k < 0) return false;
    const uint8_t *p = f->p + (size_t)i_sample * (size_t)f->size;
    double x;
    if (f->type == BCF_BT_CHAR) {
        const char *text = (const char *)p;
        size_t n = strnlen(text, (size_t)f->n);
        if (!read_listed(text, n, k, &x)) return false;
    } else if (k >= f->n) {
        return false;
    } else if (f->type == BCF_BT_FLOAT) {
        for (int i = 0; i <= k; i++) {
            float y = le_to_float(p + 4 * i);
            if (bcf_float_is_vector_end(y) || (i == k && bcf_float_is_missing(y)))
                return false;
            x = (double)y;
        }
        if (!isfinite(x)) return false;
    } else if (is_int(f->type)) {
        for (int i = 0; i < k; i++) {
            int32_t before;
            if (read_stored(p, f->type, i, &before) == STORED_END) return false;
        }
        int32_t stored;
        if (read_stored(p, f->type, k, &stored) != STORED_VALUE) return false;
        *value = stored;
        return true;
    } else {
        return false;
    }
    if (x < INT32_MIN + 0.5 || x > INT32_MAX - 0.5) return false;
    *value = (int32_t)lround(x);
    return true;
}
