#include <inttypes.h>

#include "io/vcf_text.h"

static const char *const NAME[GNBS_PARENTS] = {"FATHER", "MOTHER"};

void gnbs_vcf_add_trio_header(gnbs_str_t *out) {
    gnbs_str_add(out,
                 "##gnbs_phase=with parents, the allele left of | is the father's; one "
                 "phase set per contig (PS 1) for what the parents tell\n");
    for (int p = GNBS_PARENTS - 1; p >= 0; p--)
        gnbs_str_printf(
            out,
            "##INFO=<ID=%s_GT,Number=1,Type=String,Description=\"Genotype at this allele "
            "by the reads of the %s; ./. and . could not be told, which is never "
            "reference\">\n"
            "##INFO=<ID=%s_AD,Number=2,Type=Integer,Description=\"Fragments of the %s for "
            "REF and for ALT\">\n",
            NAME[p], p == GNBS_FATHER ? "father" : "mother", NAME[p],
            p == GNBS_FATHER ? "father" : "mother");
    gnbs_str_add(
        out,
        "##INFO=<ID=ORIGIN,Number=1,Type=String,Description=\"Which parent gave ALT: "
        "paternal, maternal, both (two copies), de_novo, or unknown\">\n"
        "##INFO=<ID=DENOVO,Number=0,Type=Flag,Description=\"ALT is new in the child more "
        "likely than not; see DNP\">\n"
        "##INFO=<ID=MENDEL,Number=0,Type=Flag,Description=\"The genotype does not follow "
        "from the parents': a deletion on the other copy, uniparental inheritance, or an "
        "error in one of the three\">\n"
        "##FORMAT=<ID=DNP,Number=1,Type=Integer,Description=\"Phred-scaled probability "
        "that ALT is not new in the child\">\n");
}

static const char *genotype_text(const gnbs_parent_call_t *p) {
    static const char *const DIPLOID[] = {"./.", "0/0", "0/1", "1/1"}, *const HAPLOID[] = {
                                                                           ".", "0", "1"};
    return p->ploidy == 1 ? HAPLOID[p->n_alt + 1] : DIPLOID[p->n_alt + 1];
}

void gnbs_vcf_add_trio_info(gnbs_str_t *out, size_t beg, const gnbs_trio_call_t *trio) {
    for (int i = GNBS_PARENTS - 1; i >= 0; i--) {
        const gnbs_parent_call_t *p = &trio->parent[i];
        if (!p->is_given || p->ploidy == 0) continue;
        gnbs_vcf_begin_info(out, beg);
        gnbs_str_printf(out, "%s_GT=%s;%s_AD=%" PRId32 ",%" PRId32, NAME[i],
                        genotype_text(p), NAME[i], p->ad_ref, p->ad_alt);
    }
    if (!trio->is_judged) return;
    gnbs_vcf_begin_info(out, beg);
    gnbs_str_printf(out, "ORIGIN=%s", gnbs_origin_name(trio->origin));
    if (trio->origin == GNBS_ORIGIN_DENOVO) gnbs_str_add(out, ";DENOVO");
    if (trio->is_violation) gnbs_str_add(out, ";MENDEL");
}
