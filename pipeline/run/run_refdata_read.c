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
        {"extra.GRCh", "public domain (facts of NCBI RefSeq and EMBL-EBI Ensembl)"},
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

/* The part of a list that belongs to one ALT of an old record, in buf; alleles are separated by commas, several
 * assertions of one by |. Numbers and words of old files become the words of today's, joined by /. */
static const char *of_2016(const char *text, int i, const char *(*translate)(const char *),
                           char buf[256]) {
    for (; i > 0 && text != NULL; i--) {
        text = strchr(text, ',');
        if (text != NULL) text++;
    }
    size_t n = 0;
    buf[0] = '\0';
    while (text != NULL && *text != '\0' && *text != ',') {
        size_t n_word = strcspn(text, "|,");
        char word[32];
        const char *today = NULL;
        if (n_word > 0 && n_word < sizeof word) {
            memcpy(word, text, n_word);
            word[n_word] = '\0';
            today = translate(word);
        }
        if (today != NULL && strstr(buf, today) == NULL && n + strlen(today) + 2 < 256)
            n += (size_t)snprintf(buf + n, 256 - n, "%s%s", n > 0 ? "/" : "", today);
        text += n_word + (text[n_word] == '|');
    }
    return buf;
}

static bool is_2016(const char *clnsig) {
    return clnsig[0] != '\0' && strspn(clnsig, "0123456789|,") == strlen(clnsig);
}

/* Of the review of several assertions the best counts, as ClinVar counted. */
static const char *best_review(const char *text, int i, char buf[256]) {
    char list[256];
    of_2016(text, i, gnbs_clnrevstat_of_2016, list);
    buf[0] = '\0';
    int best = -1;
    for (char *save, *s = strtok_r(list, "/", &save); s != NULL;
         s = strtok_r(NULL, "/", &save)) {
        int stars = gnbs_clnrevstat_stars(s);
        if (stars <= best) continue;
        best = stars;
        snprintf(buf, 256, "%s", s);
    }
    return buf;
}

static const char *list_part(const char *text, int i, size_t cap, char buf[]) {
    for (; i > 0 && *text != '\0'; i--) {
        text += strcspn(text, ",");
        text += *text == ',';
    }
    size_t n = strcspn(text, ",");
    if (n >= cap) n = cap - 1;
    memcpy(buf, text, n);
    buf[n] = '\0';
    return buf;
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
    const char *old_sig = is_2016(allele.clnsig) ? allele.clnsig : NULL,
               *old_review = allele.clnrevstat, *old_name = info_or_empty(vcf, "CLNDBN");
    char sig[256], review[256], name[1024];
    for (int i = 1; i < record->n_allele || i == 1; i++) {
        allele.alt = i < record->n_allele ? record->allele[i] : "";
        if (old_sig != NULL) {
            allele.clnsig = of_2016(old_sig, i - 1, gnbs_clnsig_of_number, sig);
            allele.clnrevstat = best_review(old_review, i - 1, review);
            if (gnbs_clnsig_parse(allele.clnsig) == GNBS_CLNSIG_CONFLICTING &&
                gnbs_clnrevstat_stars(allele.clnrevstat) == 2)
                allele.clnrevstat = "criteria_provided,_conflicting_classifications";
            allele.clndn = list_part(old_name, i - 1, sizeof name, name);
        }
        GNBS_TRY(gnbs_refdata_add_known(data, &allele, err));
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_run_refdata_open_vcf(const char *path, const gnbs_contigs_t *contigs,
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
    GNBS_TRY(gnbs_run_refdata_open_vcf(path, contigs, &vcf, err));
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
