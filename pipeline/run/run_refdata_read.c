#include "run/run_refdata_read.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "io/digest.h"
#include "io/head.h"
#include "io/vcf.h"

static const char *file_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* ---- what a file says of itself ---------------------------------------------------------------- */

/* Appends the value of the line that begins with `key`. */
static void add_value(gnbs_str_t *out, const char *lines, const char *key) {
    size_t n_key = strlen(key);
    for (const char *line = lines; *line != '\0';) {
        size_t n = strcspn(line, "\r\n");
        if (n > n_key && strncmp(line, key, n_key) == 0) {
            if (out->n > 0) gnbs_str_add(out, " ");
            gnbs_str_add_n(out, line + n_key, n - n_key < 80 ? n - n_key : 80);
            return;
        }
        line += n;
        line += strspn(line, "\r\n");
    }
}

/* Terms as their makers publish them; of others nothing is claimed. */
static const char *licence_of(const char *name, const char *version) {
    static const struct {
        const char *word, *licence;
    } KNOWN[] = {
        {"ClinVar", "public domain (NCBI)"},
        {"MANE", "public domain (NCBI, EMBL-EBI)"},
        {"noncoding.GRCh", "public domain (facts of NCBI RefSeq and EMBL-EBI Ensembl)"},
        {"gnomad", "CC0 1.0 (gnomAD)"}};
    for (size_t i = 0; i < sizeof KNOWN / sizeof KNOWN[0]; i++)
        if (strstr(name, KNOWN[i].word) != NULL || strstr(version, KNOWN[i].word) != NULL)
            return KNOWN[i].licence;
    return "";
}

gnbs_code_t gnbs_run_refdata_source(gnbs_refdata_t *data, const char *role,
                                    const char *path, gnbs_err_t *err) {
    static const char *const KEYS[] = {
        "##source=",      "##fileDate=",          "##version=",
        "##reference=",   "#!annotation-source ", "#!genome-build ",
        "##hailversion=", "##gnomad_version="};
    char sha256[GNBS_DIGEST_HEX];
    GNBS_TRY(gnbs_digest_file(path, sha256, err));
    gnbs_str_t lines, version;
    gnbs_str_init(&lines);
    gnbs_str_init(&version);
    gnbs_code_t code = gnbs_head_read(path, &lines, err);
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++)
        add_value(&version, gnbs_str_text(&lines), KEYS[i]);
    if (code == GNBS_OK) {
        const char *name = file_name(path);
        const gnbs_bundle_source_t source = {.role = role,
                                             .name = name,
                                             .sha256 = sha256,
                                             .version = gnbs_str_text(&version),
                                             .licence =
                                                 licence_of(name, gnbs_str_text(&version))};
        code = gnbs_refdata_add_source(data, &source, err);
    }
    gnbs_str_clear(&lines);
    gnbs_str_clear(&version);
    return code;
}

/* ---- ClinVar ------------------------------------------------------------------------------------ */

static const char *info_or_empty(gnbs_vcf_t *vcf, const char *key) {
    const char *text = gnbs_vcf_info_text(vcf, key);
    return text != NULL && strcmp(text, ".") != 0 ? text : "";
}

static gnbs_code_t tell_known(gnbs_refdata_t *data, gnbs_vcf_t *vcf,
                              const gnbs_vcf_record_t *record, gnbs_err_t *err) {
    gnbs_refdata_known_t allele = {.tid = record->tid,
                                   .chrom = record->chrom,
                                   .pos = record->pos,
                                   .ref = record->allele[0],
                                   .alt = "",
                                   .id = strcmp(record->id, ".") != 0 ? record->id : "",
                                   .clnsig = info_or_empty(vcf, "CLNSIG"),
                                   .clnrevstat = info_or_empty(vcf, "CLNREVSTAT"),
                                   .clndn = info_or_empty(vcf, "CLNDN"),
                                   .clnsigconf = info_or_empty(vcf, "CLNSIGCONF"),
                                   .geneinfo = info_or_empty(vcf, "GENEINFO")};
    for (int i = 1; i < record->n_allele || i == 1; i++) {
        allele.alt = i < record->n_allele ? record->allele[i] : "";
        GNBS_TRY(gnbs_refdata_add_known(data, &allele, err));
    }
    return GNBS_OK;
}

static gnbs_code_t open_checked(const char *path, const gnbs_contigs_t *contigs,
                                gnbs_vcf_t **vcf, gnbs_err_t *err) {
    GNBS_TRY(gnbs_vcf_open(path, contigs, vcf, err));
    gnbs_code_t code = gnbs_contig_check(contigs, gnbs_vcf_contigs(*vcf), err);
    if (code != GNBS_OK) {
        gnbs_vcf_close(*vcf);
        *vcf = NULL;
    }
    return code;
}

gnbs_code_t gnbs_run_refdata_clinvar(gnbs_refdata_t *data, const char *path,
                                     const gnbs_contigs_t *contigs, gnbs_err_t *err) {
    gnbs_vcf_t *vcf;
    gnbs_vcf_record_t record;
    bool more = true;
    bool has_clnsig = false;
    GNBS_TRY(open_checked(path, contigs, &vcf, err));
    gnbs_code_t code = GNBS_OK;
    int64_t n = 0;
    while (code == GNBS_OK) {
        code = gnbs_vcf_next(vcf, &record, &more, err);
        if (code != GNBS_OK || !more) break;
        n++;
        has_clnsig = has_clnsig || gnbs_vcf_info_text(vcf, "CLNSIG") != NULL;
        code = tell_known(data, vcf, &record, err);
    }
    if (code == GNBS_OK && n > 0 && !has_clnsig)
        code = gnbs_err_set(
            err, GNBS_E_FORMAT,
            "%s: none of %" PRId64 " records has INFO/CLNSIG; give ClinVar's VCF", path, n);
    gnbs_vcf_close(vcf);
    return code;
}

/* ---- frequencies -------------------------------------------------------------------------------- */

/* First of the keys that the record has, as a fraction; else -1. */
static double read_fraction(gnbs_vcf_t *vcf, int i, int n, const char *const keys[]) {
    double value;
    for (int k = 0; k < n; k++)
        if (gnbs_vcf_info_real(vcf, keys[k], i, &value) && value >= 0 && value <= 1)
            return value;
    return -1;
}

static int32_t read_count(gnbs_vcf_t *vcf, const char *key, int i) {
    double value;
    bool is_there =
        gnbs_vcf_info_real(vcf, key, i, &value) && value >= 0 && value < 2147483647.0;
    return is_there ? (int32_t)value : -1;
}

/* Ancestry groups of gnomAD's grpmax: those left out there (asj, fin, ami, remaining) are founder
 * populations or no population. */
static void read_groups(gnbs_vcf_t *vcf, int i, gnbs_frequency_t *f) {
    static const char *const GROUPS[] = {"afr", "amr", "eas", "mid", "nfe", "sas"};
    for (size_t g = 0; g < sizeof GROUPS / sizeof GROUPS[0]; g++) {
        char key[16];
        double value;
        snprintf(key, sizeof key, "AF_%s", GROUPS[g]);
        if (!gnbs_vcf_info_real(vcf, key, i, &value) || value < 0 || value > 1) continue;
        if (value > f->af_grpmax) {
            f->af_grpmax = value;
            f->grpmax = value > 0 ? GROUPS[g] : "";
        }
    }
}

/* The i-th of a list of words, in buf; "" when missing. */
static const char *read_word(gnbs_vcf_t *vcf, const char *key, int i, char buf[32]) {
    const char *text = gnbs_vcf_info_text(vcf, key);
    if (text == NULL) return "";
    for (; i > 0 && text != NULL; i--) {
        text = strchr(text, ',');
        if (text != NULL) text++;
    }
    if (text == NULL) return "";
    size_t n = strcspn(text, ",");
    if (n == 0 || n >= 32 || (n == 1 && text[0] == '.')) return "";
    memcpy(buf, text, n);
    buf[n] = '\0';
    return buf;
}

static gnbs_code_t tell_frequency(gnbs_refdata_t *data, gnbs_vcf_t *vcf,
                                  const gnbs_vcf_record_t *record, int i_alt,
                                  const char *source, gnbs_err_t *err) {
    static const char *const AF[] = {"AF",
                                     "AF_hom"}; /* AF_hom: gnomAD's mitochondrial file */
    static const char *const FAF[] = {"fafmax_faf95_max", "faf95_popmax", "faf95"};
    static const char *const MAX[] = {"AF_grpmax", "AF_popmax"};
    char word[32];
    int i = i_alt - 1;
    gnbs_refdata_frequency_t allele = {.tid = record->tid, .chrom = record->chrom};
    gnbs_frequency_t *f = &allele.value;
    *f = (gnbs_frequency_t){
        .variant = {record->tid, record->pos, record->allele[0], record->allele[i_alt]},
        .af = read_fraction(vcf, i, 2, AF),
        .faf95 = read_fraction(vcf, i, 3, FAF),
        .af_grpmax = read_fraction(vcf, i, 2, MAX),
        .an = read_count(vcf, "AN", 0),
        .ac = read_count(vcf, "AC", i),
        .n_hom = read_count(vcf, "nhomalt", i),
        .source = source};
    if (f->ac < 0) f->ac = read_count(vcf, "AC_hom", i);
    f->grpmax = read_word(vcf, "grpmax", i, word);
    if (f->grpmax[0] == '\0') f->grpmax = read_word(vcf, "popmax", i, word);
    if (f->af_grpmax < 0) read_groups(vcf, i, f);
    allele.is_usable = record->is_pass && f->af >= 0;
    return gnbs_refdata_add_frequency(data, &allele, err);
}

gnbs_code_t gnbs_run_refdata_frequencies(gnbs_refdata_t *data, const char *path,
                                         const gnbs_contigs_t *contigs, gnbs_err_t *err) {
    gnbs_vcf_t *vcf;
    gnbs_vcf_record_t record;
    bool more = true;
    GNBS_TRY(open_checked(path, contigs, &vcf, err));
    gnbs_code_t code = GNBS_OK;
    while (code == GNBS_OK) {
        code = gnbs_vcf_next(vcf, &record, &more, err);
        if (code != GNBS_OK || !more) break;
        for (int i = 1; code == GNBS_OK && i < record.n_allele; i++)
            code = tell_frequency(data, vcf, &record, i, file_name(path), err);
    }
    gnbs_vcf_close(vcf);
    return code;
}
