#include <inttypes.h>

#include "io/vcf_text.h"

/* FILTER names of blocks are the words of callable.bed; the last is for contigs of which the sample has no copy. */
static const char NO_COPY[] = "NO_COPY";
static const char *const REASON[GNBS_CALLABLE_N] = {
    [GNBS_CALLABLE_REF_N] = "The reference has no base here",
    [GNBS_CALLABLE_NO_COVERAGE] = "No read covers the base",
    [GNBS_CALLABLE_LOW_DEPTH] = "Too few independent fragments to judge the base",
    [GNBS_CALLABLE_LOW_MAPQ] = "Most reads over the base may belong elsewhere",
    [GNBS_CALLABLE_LOW_GQ] = "The genotype of the base is not sure enough",
    [GNBS_CALLABLE_EXCESS] = "More reads than one place of the genome gives",
};

void gnbs_vcf_add_block_header(gnbs_str_t *out) {
    gnbs_str_add(out, "##ALT=<ID=*,Description=\"Any allele but the reference\">\n");
    for (int i = 0; i < GNBS_CALLABLE_N; i++)
        if (REASON[i] != NULL)
            gnbs_str_printf(out,
                            "##FILTER=<ID=%s,Description=\"%s; a block with this filter is "
                            "no call\">\n",
                            gnbs_callable_name((gnbs_callable_t)i), REASON[i]);
    gnbs_str_printf(out,
                    "##FILTER=<ID=%s,Description=\"The sample's sex has no copy of this "
                    "contig; a block with this filter is no call\">\n",
                    NO_COPY);
    for (int i = 0; i < GNBS_REF_BLOCK_BANDS; i++) {
        int min = i * GNBS_REF_BLOCK_BAND_PHRED,
            max = i + 1 < GNBS_REF_BLOCK_BANDS ? min + GNBS_REF_BLOCK_BAND_PHRED : 100;
        gnbs_str_printf(out, "##GVCFBlock%d-%d=minGQ=%d(inclusive),maxGQ=%d(exclusive)\n",
                        min, max, min, max);
    }
    gnbs_str_add(out,
                 "##INFO=<ID=END,Number=1,Type=Integer,Description=\"Last position of the "
                 "block\">\n"
                 "##INFO=<ID=STATUS,Number=1,Type=String,Description=\"Of a variant line: "
                 "callability of the bases of REF\">\n"
                 "##FORMAT=<ID=MIN_DP,Number=1,Type=Integer,Description=\"Fewest fragments "
                 "over a base of the block, those with a deletion there among them\">\n");
}

void gnbs_vcf_add_block(gnbs_str_t *out, const gnbs_contigs_t *contigs,
                        const gnbs_ref_block_t *b) {
    bool is_called = b->status == GNBS_CALLABLE && b->ploidy > 0;
    const char *filter = b->ploidy == 0               ? NO_COPY
                         : b->status == GNBS_CALLABLE ? "PASS"
                                                      : gnbs_callable_name(b->status);
    gnbs_str_printf(out,
                    "%s\t%" PRId64 "\t.\t%c\t<*>\t.\t%s\tEND=%" PRId64 "\tGT:GQ:MIN_DP\t",
                    contigs->contig[b->region.tid].name, b->region.beg + 1, b->ref, filter,
                    b->region.end);
    if (is_called)
        gnbs_str_printf(out, "%s:%" PRId32, b->ploidy == 1 ? "0" : "0/0", b->gq_phred);
    else /* no genotype, and so no quality of one */
        gnbs_str_add(out, b->ploidy < 2 ? ".:." : "./.:.");
    gnbs_str_printf(out, ":%" PRId32 "\n", b->min_dp);
}

gnbs_code_t gnbs_vcf_check_block(const char *path, const gnbs_contigs_t *contigs,
                                 const gnbs_ref_block_t *block,
                                 const gnbs_ref_block_t *before, gnbs_err_t *err) {
    gnbs_region_t r = block->region;
    bool is_valid = r.tid >= 0 && r.tid < contigs->n && r.beg >= 0 && r.beg < r.end &&
                    (unsigned)block->status < GNBS_CALLABLE_N && block->ref > ' ' &&
                    block->ploidy >= 0 && block->ploidy <= 2;
    if (is_valid && before != NULL)
        is_valid = before->region.tid < r.tid ||
                   (before->region.tid == r.tid && before->region.end <= r.beg);
    if (is_valid) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_INTERNAL,
                        "%s: block of contig %d, %" PRId64 "-%" PRId64
                        ", is empty, out of order or overlaps another",
                        path, r.tid, r.beg, r.end);
}
