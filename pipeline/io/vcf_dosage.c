#include <inttypes.h>
#include <math.h>

#include "io/vcf_text.h"

/* Keys of VCF 4.3, section 3 and 5, where it has them: SVTYPE, END, SVLEN, IMPRECISE, CIPOS, CIEND, HOMLEN, CN. */
void gnbs_vcf_add_dosage_header(gnbs_str_t *out, bool has_end) {
    gnbs_str_add(out, "##ALT=<ID=DEL,Description=\"Deletion\">\n"
                      "##ALT=<ID=DUP,Description=\"Duplication\">\n");
    for (int i = 0; i < GNBS_DOSAGE_FILTER_N; i++)
        gnbs_str_printf(out, "##FILTER=<ID=%s,Description=\"%s\">\n",
                        gnbs_dosage_filter_name(i), gnbs_dosage_filter_reason(i));
    if (!has_end)
        gnbs_str_add(out, "##INFO=<ID=END,Number=1,Type=Integer,Description=\"Last base "
                          "of the record\">\n");
    gnbs_str_add(
        out,
        "##INFO=<ID=SVTYPE,Number=1,Type=String,Description=\"DEL or DUP\">\n"
        "##INFO=<ID=SVLEN,Number=1,Type=Integer,Description=\"Bases lost (below zero) "
        "or doubled\">\n"
        "##INFO=<ID=IMPRECISE,Number=0,Type=Flag,Description=\"No read shows the ends to "
        "the base\">\n"
        "##INFO=<ID=CIPOS,Number=2,Type=Integer,Description=\"Where POS may lie, relative "
        "to it\">\n"
        "##INFO=<ID=CIEND,Number=2,Type=Integer,Description=\"Where END may lie, relative "
        "to it\">\n"
        "##INFO=<ID=HOMLEN,Number=1,Type=Integer,Description=\"Bases of microhomology at "
        "the junction: POS is the leftmost place\">\n"
        "##INFO=<ID=INSLEN,Number=1,Type=Integer,Description=\"Bases inserted at the "
        "junction\">\n"
        "##INFO=<ID=TANDEM,Number=0,Type=Flag,Description=\"Reads show the second copy "
        "behind the first\">\n"
        "##INFO=<ID=EXPECTED,Number=1,Type=Integer,Description=\"Copies expected of this "
        "sex\">\n"
        "##INFO=<ID=RATIO,Number=3,Type=Float,Description=\"Reads inside over what the "
        "expected copies give; 95% interval\">\n"
        "##INFO=<ID=TILES,Number=1,Type=Integer,Description=\"Windows counted\">\n"
        "##INFO=<ID=BF,Number=2,Type=Float,Description=\"log10 Bayes factor of CN against "
        "the expected copies: all evidence, depth alone\">\n"
        "##FORMAT=<ID=CN,Number=1,Type=Integer,Description=\"Copies found\">\n"
        "##FORMAT=<ID=RC,Number=1,Type=Integer,Description=\"Reads counted inside\">\n"
        "##FORMAT=<ID=SR,Number=R,Type=Integer,Description=\"Fragments at the junction: "
        "running through as the reference does, split across it\">\n"
        "##FORMAT=<ID=PE,Number=1,Type=Integer,Description=\"Pairs around the "
        "junction\">\n");
}

void gnbs_vcf_add_dosage_filter(gnbs_str_t *out, uint32_t filter) {
    const char *sep = "";
    for (int i = 0; i < GNBS_DOSAGE_FILTER_N; i++) {
        if ((filter & (UINT32_C(1) << i)) == 0) continue;
        gnbs_str_printf(out, "%s%s", sep, gnbs_dosage_filter_name(i));
        sep = ";";
    }
    if (sep[0] == '\0') gnbs_str_add(out, "PASS");
}

void gnbs_vcf_add_dosage_info(gnbs_str_t *out, const gnbs_dosage_t *d) {
    int64_t len = gnbs_region_len(d->region);
    gnbs_str_printf(out, "SVTYPE=%s;END=%" PRId64 ";SVLEN=%" PRId64,
                    gnbs_dosage_kind_name(d->kind), d->region.end,
                    d->kind == GNBS_DOSAGE_DEL ? -len : len);
    if (!d->is_exact) gnbs_str_add(out, ";IMPRECISE");
    gnbs_str_printf(out, ";CIPOS=%" PRId64 ",%" PRId64 ";CIEND=%" PRId64 ",%" PRId64,
                    d->ci_beg.beg - d->region.beg, d->ci_beg.end - d->region.beg,
                    d->ci_end.beg - d->region.end, d->ci_end.end - d->region.end);
    if (d->is_exact) gnbs_str_printf(out, ";HOMLEN=%" PRId32, d->homology_bp);
    if (d->inserted_bp > 0) gnbs_str_printf(out, ";INSLEN=%" PRId32, d->inserted_bp);
    if (d->is_tandem) gnbs_str_add(out, ";TANDEM");
    gnbs_str_printf(out, ";EXPECTED=%d;RATIO=%.3f,%.3f,%.3f;TILES=%" PRId32 ";BF=%.1f,%.1f",
                    d->expected, d->ratio, d->ratio_lo, d->ratio_hi, d->n_tile, d->log10_bf,
                    d->log10_bf_depth);
}

void gnbs_vcf_add_dosage_sample(gnbs_str_t *out, const gnbs_call_t *c,
                                const gnbs_dosage_t *d) {
    const char *gt = c->ploidy == 1 ? "1" : c->n_alt == 2 ? "1/1" : "0/1";
    gnbs_str_printf(out, "\tGT:CN:GQ:RC:SR:PE\t%s:%d:%" PRId32 ":%" PRId32, gt, d->copies,
                    c->gq_phred, d->n_read);
    if (d->is_exact)
        gnbs_str_printf(out, ":%" PRId32 ",%" PRId32, d->n_spanning, d->n_split);
    else
        gnbs_str_add(out, ":.,.");
    gnbs_str_printf(out, ":%" PRId32, d->n_pair);
}
