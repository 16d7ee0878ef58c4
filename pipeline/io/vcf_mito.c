#include <inttypes.h>

#include "io/vcf_text.h"

void gnbs_vcf_add_mito_header(gnbs_str_t *out) {
    gnbs_str_add(
        out,
        "##gnbs_mito=on the mitochondrial contig GT is 1 where every copy is taken to have "
        "ALT, 0/1 where some have it; how many, AF says\n"
        "##INFO=<ID=CONFIRM,Number=0,Type=Flag,Description=\"Fraction so small that a "
        "second "
        "method must show it\">\n"
        "##FORMAT=<ID=AF,Number=A,Type=Float,Description=\"Fraction of the mitochondrial "
        "copies with ALT\">\n"
        "##FORMAT=<ID=AF95,Number=2,Type=Float,Description=\"95 % interval of AF, of "
        "counting\">\n"
        "##FORMAT=<ID=SB,Number=4,Type=Integer,Description=\"Molecules for REF forward and "
        "reverse, for ALT forward and reverse\">\n");
}

bool gnbs_vcf_has_mito(size_t n, const gnbs_vcf_line_t line[]) {
    for (size_t i = 0; i < n; i++)
        if (line[i].call->heteroplasmy.is_stated) return true;
    return false;
}

void gnbs_vcf_add_mito_info(gnbs_str_t *out, size_t beg, const gnbs_call_t *call) {
    if (!call->heteroplasmy.is_stated || !call->heteroplasmy.needs_confirmation) return;
    gnbs_vcf_begin_info(out, beg);
    gnbs_str_add(out, "CONFIRM");
}

void gnbs_vcf_add_mito_sample(gnbs_str_t *out, const gnbs_call_t *c) {
    const gnbs_heteroplasmy_t *h = &c->heteroplasmy;
    const char *gt = c->n_alt <= 0 ? "0" : c->ploidy == 1 ? "1" : "0/1";
    gnbs_str_printf(out,
                    "\tGT:DP:AD:GQ:AF:AF95:SB\t%s:%" PRId32 ":%" PRId32 ",%" PRId32
                    ":%" PRId32 ":%.4f:%.4f,%.4f",
                    gt, c->dp, c->ad_ref, c->ad_alt, c->gq_phred, h->fraction, h->low,
                    h->high);
    gnbs_str_printf(out, ":%" PRId32 ",%" PRId32 ",%" PRId32 ",%" PRId32, c->ref_forward,
                    c->ref_reverse, c->alt_forward, c->alt_reverse);
}
