#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/vcf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char path[300];
static void remove_file(void) { unlink(path); }

static void look_at(gnbs_vcf_t *vcf, const gnbs_vcf_record_t *r) {
    static const char *const KEYS[] = {"END", "AF", "DP", "GQ", "AD", "PS", "PL"};
    double x;
    int32_t n;
    bool is_phased;
    if (r->pos < 0 || r->end <= r->pos || r->n_allele < 1 || r->allele[0][0] == '\0')
        abort();
    if (strlen(r->chrom) == 0 || r->filter_text == NULL || r->id == NULL || r->tid < -1 ||
        r->tid > 1)
        abort();
    if (r->tid == 0 && r->end > 10000 && gnbs_vcf_contigs(vcf)->n == 0) abort();
    for (size_t k = 0; k < sizeof KEYS / sizeof KEYS[0]; k++) {
        gnbs_vcf_info_text(vcf, KEYS[k]);
        gnbs_vcf_info_flag(vcf, KEYS[k]);
        for (int i = 0; i < 3; i++) gnbs_vcf_info_real(vcf, KEYS[k], i, &x);
        for (int s = 0; s < gnbs_vcf_n_sample(vcf) && s < 4; s++)
            for (int i = 0; i < 4; i++) gnbs_vcf_format_int(vcf, KEYS[k], s, i, &n);
    }
    for (int s = 0; s < gnbs_vcf_n_sample(vcf) && s < 4; s++) {
        int allele[2], ploidy = gnbs_vcf_genotype(vcf, s, allele, &is_phased);
        for (int i = 0; i < 2; i++)
            if (allele[i] < -1 || allele[i] >= r->n_allele ||
                (i >= ploidy && allele[i] != -1))
                abort();
    }
}

/* Any bytes as a file (text, gzip, bgzip, BCF): records that make sense, then the end or an error with words. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const gnbs_contig_t CONTIG[] = {{"chr1", 10000, ""}, {"chr2", 0, ""}};
    static const gnbs_contigs_t CONTIGS = {2, CONTIG, "g"};
    if (path[0] == '\0') {
        const char *base = getenv("TMPDIR");
        snprintf(path, sizeof path, "%s/gnbs-fuzz-vcf-%ld",
                 base != NULL && base[0] != '\0' ? base : "/tmp", (long)getpid());
        atexit(remove_file);
    }
    FILE *f = fopen(path, "wb");
    if (f == NULL || fwrite(data, 1, size, f) != size || fclose(f) != 0) abort();
    gnbs_vcf_t *vcf;
    gnbs_vcf_record_t record;
    gnbs_err_t err = {0};
    gnbs_code_t code = gnbs_vcf_open(path, &CONTIGS, &vcf, &err);
    for (bool more = true; code == GNBS_OK && more;) {
        code = gnbs_vcf_next(vcf, &record, &more, &err);
        if (code == GNBS_OK && more) look_at(vcf, &record);
    }
    if (code != GNBS_OK && err.msg[0] == '\0') abort();
    gnbs_vcf_close(vcf);
    return 0;
}
