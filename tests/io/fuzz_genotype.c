#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "io/vcf_genotype.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any text as FORMAT and samples, its first byte the number of ALTs: the check and the walk see the same samples, and what
 * the check lets pass has no allele that is not there. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1 || memchr(data + 1, 0, size - 1) != NULL) return 0;
    char *text = gnbs_mem_alloc(size, 1);
    if (text == NULL) return 0;
    memcpy(text, data + 1, size - 1);
    text[size - 1] = '\0';
    text[strcspn(text, "\n")] = '\0';
    int n_alt = data[0] % 8, i_sample = -1, n_sample = 0;
    const char *at = NULL;
    size_t n = 0;
    bool is_fit = gnbs_vcf_genotypes_check(text, n_alt, &i_sample, &at, &n);
    if (!is_fit && (i_sample < 0 || at < text || at + n > text + strlen(text))) abort();
    gnbs_vcf_genotypes_t walk = gnbs_vcf_genotypes_begin(text);
    gnbs_vcf_genotype_t g;
    for (; gnbs_vcf_genotypes_next(&walk, &g); n_sample++) {
        if (g.n_allele < 0 || g.n_allele > GNBS_VCF_PLOIDY_MAX || g.set < 0) abort();
        for (int k = 0; k < g.n_allele && is_fit && walk.i_pgt < 0; k++)
            if (g.allele[k] > n_alt) abort();
    }
    if (!is_fit && i_sample >= n_sample) abort();
    gnbs_mem_free(text);
    return 0;
}
