#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "io/path.h"
#include "io/vcf_handle.h"

static gnbs_code_t check_version(gnbs_vcf_t *v, gnbs_err_t *err) {
    static const char *const KNOWN[] = {"VCFv4.1", "VCFv4.2", "VCFv4.3", "VCFv4.4"};
    const char *version = bcf_hdr_get_version(v->hdr);
    for (size_t i = 0; version != NULL && i < sizeof KNOWN / sizeof KNOWN[0]; i++)
        if (strcmp(version, KNOWN[i]) == 0) {
            v->is_4_4 = i == 3;
            return GNBS_OK;
        }
    return gnbs_err_set(err, GNBS_E_FORMAT,
                        "%s: fileformat is '%.20s', expected VCFv4.1 to VCFv4.4", v->path,
                        version != NULL ? version : "");
}

static const char *header_value(bcf_hrec_t *hrec, const char *key) {
    int i = hrec != NULL ? bcf_hrec_find_key(hrec, key) : -1;
    return i >= 0 ? hrec->vals[i] : NULL;
}

static gnbs_code_t read_contig(gnbs_vcf_t *v, const bcf_idpair_t *pair,
                               gnbs_contig_t *contig, gnbs_err_t *err) {
    contig->name = gnbs_arena_strdup(&v->arena, pair->key);
    if (contig->name == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", v->path);
    const char *md5 = header_value(pair->val->hrec[0], "md5");
    if (md5 != NULL && strlen(md5) == 32) memcpy(contig->m5, md5, sizeof contig->m5);
    const char *length = header_value(pair->val->hrec[0], "length");
    if (length == NULL) return GNBS_OK;
    char *rest;
    errno = 0;
    contig->length_bp = strtoll(length, &rest, 10);
    if (errno != 0 || rest == length || *rest != '\0' || contig->length_bp < 0)
        return gnbs_err_set(
            err, GNBS_E_FORMAT,
            "%s: header: contig %.60s has length '%.40s', expected a number "
            "of bases",
            v->path, pair->key, length);
    return GNBS_OK;
}

static gnbs_code_t keep_contigs(gnbs_vcf_t *v, gnbs_err_t *err) {
    int n = v->hdr->n[BCF_DT_CTG], k = 0;
    gnbs_contig_t *contig = GNBS_NEW(&v->arena, gnbs_contig_t, n);
    if (contig == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", v->path);
    for (int i = 0; i < n; i++) {
        const bcf_idpair_t *pair = &v->hdr->id[BCF_DT_CTG][i];
        if (pair->key == NULL || pair->val == NULL) continue; /* a gap in BCF's numbering */
        GNBS_TRY(read_contig(v, pair, &contig[k++], err));
    }
    v->contigs = (gnbs_contigs_t){.n = k, .contig = contig, .source = v->path};
    return GNBS_OK;
}

static gnbs_code_t open_file(gnbs_vcf_t *v, gnbs_err_t *err) {
    v->file = hts_open(v->path, "r");
    if (v->file == NULL &&
        errno != ENOEXEC) /* ENOEXEC: htslib's word for an unknown format */
        return gnbs_err_set(err, GNBS_E_IO, "%s: cannot open: %s", v->path,
                            strerror(errno));
    enum htsExactFormat format = v->file != NULL ? v->file->format.format : unknown_format;
    if (format != vcf && format != bcf)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: is neither VCF nor BCF; expected a first line like "
                            "##fileformat=VCFv4.2",
                            v->path);
    v->is_bcf = format == bcf;
    if (hts_check_EOF(v->file) == 0)
        return gnbs_err_set(
            err, GNBS_E_FORMAT,
            "%s: truncated: bgzip's end marker is missing; copy or make the "
            "file again",
            v->path);
    return GNBS_OK;
}

static gnbs_code_t open_header(gnbs_vcf_t *v, gnbs_err_t *err) {
    v->hdr = bcf_hdr_read(v->file);
    if (v->hdr == NULL)
        return gnbs_err_set(
            err, GNBS_E_FORMAT,
            "%s: the header cannot be read; expected ## lines, then #CHROM with "
            "8 columns, or 9 and sample names that all differ",
            v->path);
    v->n_sample = bcf_hdr_nsamples(v->hdr);
    v->rec = bcf_init();
    if (v->rec == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", v->path);
    /* INFO is read from the text (vcf_handle.h): without samples htslib may stop before it. */
    if (!v->is_bcf && v->n_sample == 0) v->rec->max_unpack = BCF_UN_STR | BCF_UN_FLT;
    GNBS_TRY(check_version(v, err));
    return keep_contigs(v, err);
}

gnbs_code_t gnbs_vcf_open(const char *path, const gnbs_contigs_t *contigs, gnbs_vcf_t **out,
                          gnbs_err_t *err) {
    *out = NULL;
    GNBS_TRY(gnbs_path_check_input(path, err));
    hts_set_log_level(HTS_LOG_OFF); /* its faults reach the user as ours, with what to do */
    gnbs_vcf_t *v = gnbs_mem_alloc(1, sizeof *v);
    if (v == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    gnbs_arena_init(&v->arena);
    gnbs_str_init(&v->info_text);
    gnbs_str_init(&v->filter);
    v->wanted = contigs;
    v->path = gnbs_mem_strdup(path);
    gnbs_code_t code =
        v->path == NULL ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", path) : GNBS_OK;
    if (code == GNBS_OK) code = open_file(v, err);
    if (code == GNBS_OK) code = open_header(v, err);
    if (code != GNBS_OK) {
        gnbs_vcf_close(v);
        return code;
    }
    *out = v;
    return GNBS_OK;
}

void gnbs_vcf_close(gnbs_vcf_t *v) {
    if (v == NULL) return;
    if (v->rec != NULL) bcf_destroy(v->rec);
    if (v->hdr != NULL) bcf_hdr_destroy(v->hdr);
    if (v->file != NULL) hts_close(v->file);
    ks_free(&v->line);
    gnbs_str_clear(&v->info_text);
    gnbs_str_clear(&v->filter);
    GNBS_VEC_CLEAR(&v->info);
    GNBS_VEC_CLEAR(&v->tid_of_rid);
    gnbs_arena_clear(&v->arena);
    gnbs_mem_free(v->path);
    gnbs_mem_free(v);
}

const gnbs_contigs_t *gnbs_vcf_contigs(const gnbs_vcf_t *v) { return &v->contigs; }
int gnbs_vcf_n_sample(const gnbs_vcf_t *v) { return v->n_sample; }
bool gnbs_vcf_is_synthetic(const gnbs_vcf_t *v) {
    for (int i = 0; i < v->hdr->nhrec; i++)
        if (v->hdr->hrec[i]->type == BCF_HL_GEN &&
            strcmp(v->hdr->hrec[i]->key, "gnbs_synthetic") == 0)
            return true;
    return false;
}

bool gnbs_vcf_is_reportable_only(const gnbs_vcf_t *v) {
    for (int i = 0; i < v->hdr->nhrec; i++) {
        const bcf_hrec_t *line = v->hdr->hrec[i];
        if (line->type == BCF_HL_GEN && strncmp(line->key, "gnbs", 4) == 0 &&
            line->value != NULL && strstr(line->value, "reportable") != NULL)
            return true;
    }
    return false;
}

const char *gnbs_vcf_sample(const gnbs_vcf_t *v, int i) {
    return i >= 0 && i < v->n_sample ? v->hdr->samples[i] : NULL;
}
