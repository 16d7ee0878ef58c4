#include "io/vcf_genotype.h"

#include <stdlib.h>
#include <string.h>

gnbs_vcf_genotypes_t gnbs_vcf_genotypes_begin(const char *format) {
    gnbs_vcf_genotypes_t walk = {
        .at = NULL, .i_gt = -1, .i_ps = -1, .i_pgt = -1, .i_pid = -1};
    if (format == NULL) return walk;
    const char *s = format;
    for (int i = 0;; i++) {
        size_t n = strcspn(s, ":\t\n");
        if (n == 2 && memcmp(s, "GT", 2) == 0) walk.i_gt = i;
        if (n == 2 && memcmp(s, "PS", 2) == 0) walk.i_ps = i;
        if (n == 3 && memcmp(s, "PGT", 3) == 0) walk.i_pgt = i;
        if (n == 3 && memcmp(s, "PID", 3) == 0) walk.i_pid = i;
        s += n;
        if (*s != ':') break;
        s++;
    }
    walk.at = *s == '\t' ? s + 1 : NULL;
    return walk;
}

/* Alleles of "0|1", "1/1", "|1", "."; false when it is none. */
static bool read_alleles(const char *s, const char *end, gnbs_vcf_genotype_t *g) {
    bool has_slash = false;
    g->n_allele = 0;
    if (s < end && (*s == '|' || *s == '/')) s++; /* VCF 4.4: a leading separator */
    for (; s < end; s++) {
        if (g->n_allele == GNBS_VCF_PLOIDY_MAX) return false;
        int allele = -1;
        if (*s == '.') {
            s++;
        } else {
            int n_digit = 0;
            for (allele = 0; s < end && *s >= '0' && *s <= '9' && n_digit < 6;
                 s++, n_digit++)
                allele = 10 * allele + (*s - '0');
            if (n_digit == 0) return false;
        }
        g->allele[g->n_allele++] = allele;
        if (s == end) break;
        if (*s != '|' && *s != '/') return false;
        has_slash |= *s == '/';
    }
    g->is_phased = !has_slash;
    return g->n_allele > 0;
}

/* "7", "7_A_T"; 0 when there is no number. */
static int64_t read_set(const char *s, const char *end) {
    int64_t set = 0;
    for (int n = 0; s < end && *s >= '0' && *s <= '9' && n < 18; s++, n++)
        set = 10 * set + (*s - '0');
    return set;
}

bool gnbs_vcf_genotypes_next(gnbs_vcf_genotypes_t *walk, gnbs_vcf_genotype_t *g) {
    *g = (gnbs_vcf_genotype_t){0};
    if (walk->at == NULL) return false;
    const char *gt = NULL, *gt_end = NULL, *ps = NULL, *ps_end = NULL;
    const char *pgt = NULL, *pgt_end = NULL, *pid = NULL, *pid_end = NULL;
    const char *s = walk->at;
    for (int i = 0;; i++) {
        const char *end = s + strcspn(s, ":\t\n");
        if (i == walk->i_gt) gt = s, gt_end = end;
        if (i == walk->i_ps) ps = s, ps_end = end;
        if (i == walk->i_pgt) pgt = s, pgt_end = end;
        if (i == walk->i_pid) pid = s, pid_end = end;
        s = end;
        if (*s != ':') break;
        s++;
    }
    walk->at = *s == '\t' ? s + 1 : NULL;
    if (gt == NULL || !read_alleles(gt, gt_end, g)) {
        *g = (gnbs_vcf_genotype_t){0};
        return true;
    }
    if (g->is_phased) {
        g->set = read_set(ps, ps_end);
        return true;
    }
    gnbs_vcf_genotype_t other = {0};
    if (pgt == NULL || pid == NULL || !read_alleles(pgt, pgt_end, &other)) return true;
    int64_t set = read_set(pid, pid_end);
    if (other.is_phased && other.n_allele == g->n_allele && set > 0) {
        other.set = set;
        *g = other;
    }
    return true;
}

static bool is_genotype(const char *s, const char *end, int n_alt) {
    if (s < end && (*s == '|' || *s == '/')) s++;
    for (;; s++) {
        const char *from = s;
        if (s < end && *s == '.') {
            s++;
        } else {
            int allele = 0;
            for (; s < end && *s >= '0' && *s <= '9' && allele <= n_alt; s++)
                allele = 10 * allele + (*s - '0');
            if (s == from || allele > n_alt) return false;
        }
        if (s == end) return true;
        if (*s != '|' && *s != '/') return false;
    }
}

bool gnbs_vcf_genotypes_check(const char *format, int n_alt, int *i_sample, const char **at,
                              size_t *n) {
    gnbs_vcf_genotypes_t walk = gnbs_vcf_genotypes_begin(format);
    if (walk.i_gt < 0) return true;
    const char *s = walk.at;
    for (int i = 0; s != NULL; i++) {
        for (int k = 0; k < walk.i_gt && *s != '\t' && *s != '\0'; k++) {
            s += strcspn(s, ":\t");
            s += *s == ':';
        }
        const char *end = s + strcspn(s, ":\t");
        bool is_left_out =
            end == s && (*s == '\t' || *s == '\0'); /* trailing keys may be */
        if (!is_left_out && !is_genotype(s, end, n_alt)) {
            *i_sample = i;
            *at = s;
            *n = (size_t)(end - s);
            return false;
        }
        s = end + strcspn(end, "\t");
        s = *s == '\t' ? s + 1 : NULL;
    }
    return true;
}
