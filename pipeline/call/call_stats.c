#include "call/call_stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/math.h"
#include "genome/seq.h"

double gnbs_call_fisher(int a, int b, int c, int d) {
    int row = a + b, col = a + c, n = a + b + c + d;
    double total_ln = gnbs_math_ln_choose(n, col);
    double seen_ln = gnbs_math_ln_choose(row, a) + gnbs_math_ln_choose(n - row, c), p = 0;
    int lo = col - (n - row) > 0 ? col - (n - row) : 0, hi = row < col ? row : col;
    for (int x = lo; x <= hi; x++) {
        double ln = gnbs_math_ln_choose(row, x) + gnbs_math_ln_choose(n - row, col - x);
        if (ln <= seen_ln + 1e-7) p += exp(ln - total_ln);
    }
    return fmin(p, 1.0);
}

typedef enum side { SIDE_NONE, SIDE_REF, SIDE_ALT, SIDE_OTHER } side_t;

static side_t side_of_snv(const gnbs_pileup_t *p, size_t i_read, const gnbs_variant_t *v,
                          int32_t *at) {
    const gnbs_read_t *r = &p->chunk->read[i_read];
    *at = gnbs_read_index_at(r, v->pos);
    if (*at < 0 || p->qual[i_read][*at] == 0) return SIDE_NONE;
    char base = gnbs_seq_letter(r->base[*at]);
    return base == v->alt[0] ? SIDE_ALT : base == v->ref[0] ? SIDE_REF : SIDE_OTHER;
}

/* By CIGAR: does the read have an indel of this length within the span of the allele? */
static side_t side_of_indel(const gnbs_pileup_t *p, size_t i_read, const gnbs_variant_t *v,
                            int32_t *at) {
    const gnbs_read_t *r = &p->chunk->read[i_read];
    int32_t change = (int32_t)strlen(v->alt) - (int32_t)strlen(v->ref);
    gnbs_pos_t pos = r->beg;
    int32_t i = 0;
    if (r->beg > v->pos || r->end <= v->pos + (gnbs_pos_t)strlen(v->ref))
        return SIDE_NONE; /* does not span it */
    *at = gnbs_read_index_at(r, v->pos);
    for (int32_t k = 0; k < r->n_cigar; k++) {
        int op = gnbs_cigar_op(r->cigar[k]);
        int32_t n = gnbs_cigar_len(r->cigar[k]);
        int32_t here = op == GNBS_CIGAR_INS ? n : op == GNBS_CIGAR_DEL ? -n : 0;
        if (here != 0 && here == change && pos >= v->pos && pos <= v->pos + 200) {
            *at = i;
            return SIDE_ALT;
        }
        if (gnbs_cigar_eats_ref(op)) pos += n;
        if (gnbs_cigar_eats_read(op)) i += n;
    }
    return SIDE_REF;
}

int gnbs_call_side_of_read(const gnbs_pileup_t *p, size_t i_read, const gnbs_variant_t *v) {
    int32_t at = -1;
    side_t side = gnbs_variant_is_snv(v) ? side_of_snv(p, i_read, v, &at)
                                         : side_of_indel(p, i_read, v, &at);
    return side == SIDE_ALT ? 1 : side == SIDE_REF ? -1 : 0;
}

void gnbs_call_count_reads(const gnbs_pileup_t *p, int32_t n_ref, int32_t n_alt,
                           gnbs_call_t *call) {
    const gnbs_variant_t *v = &call->variant;
    bool is_snv = gnbs_variant_is_snv(v);
    int32_t n_seen = 0, n_over = 0, n_sure = 0, n_side[4] = {0};
    double mapq = 0, qual = 0, read_pos = 0;
    for (size_t i = gnbs_pileup_first_read(p, v->pos);
         i < p->chunk->n_read && p->chunk->read[i].beg <= v->pos; i++) {
        const gnbs_read_t *r = &p->chunk->read[i];
        int32_t at = -1;
        if (r->end <= v->pos) continue;
        n_over++;
        n_sure += p->is_sure[i];
        if (p->qual[i] == NULL) continue;
        side_t side = is_snv ? side_of_snv(p, i, v, &at) : side_of_indel(p, i, v, &at);
        if (side == SIDE_NONE) continue;
        n_side[side]++;
        bool is_reverse = (r->flag & GNBS_READ_REVERSE) != 0;
        if (side == SIDE_REF) *(is_reverse ? &call->ref_reverse : &call->ref_forward) += 1;
        if (side != SIDE_ALT) continue;
        *(is_reverse ? &call->alt_reverse : &call->alt_forward) += 1;
        n_seen++;
        mapq += r->mapq;
        qual += r->qual[at < r->len ? at : r->len - 1];
        int32_t from_end = r->len - 1 - at;
        read_pos += at < from_end ? at : from_end;
    }
    call->rival_frac = n_over > 0 ? (double)(n_over - n_sure) / n_over : 0;
    call->ad_ref = n_ref >= 0 ? n_ref : n_side[SIDE_REF];
    call->ad_alt = n_alt >= 0 ? n_alt : n_side[SIDE_ALT];
    call->dp = n_ref >= 0 ? n_ref + n_alt
                          : n_side[SIDE_REF] + n_side[SIDE_ALT] + n_side[SIDE_OTHER];
    if (n_seen == 0) return;
    call->alt_mapq_mean = mapq / n_seen;
    call->alt_base_qual_mean = qual / n_seen;
    call->alt_read_pos_mean = read_pos / n_seen;
}

int32_t gnbs_call_honest_gq(int32_t gq_phred, double rival_frac) {
    /* 4 of 30,816 calls were wrong where no read has a rival, 5 of 352 below 0.3, 11 of 296 above (S15, S35, S60) */
    static const struct {
        double below, phred;
    } CEILING[] = {{0.02, 40}, {0.3, 20}, {2, 15}};
    int i = 0;
    while (rival_frac >= CEILING[i].below) i++;
    return (
        int32_t)(-10 * log10(pow(10, -gq_phred / 10.0) + pow(10, -CEILING[i].phred / 10)) +
                 0.5);
}

/* ln P(K <= k) for K ~ Binomial(n, 1/2): how odd so few ALT fragments are in a heterozygote. */
static double few_alt_ln(int k, int n) {
    double ln = -INFINITY;
    for (int i = 0; i <= k; i++) ln = gnbs_math_ln_add(ln, gnbs_math_ln_binom(i, n, 0.5));
    return ln;
}

/* Reads of a copy elsewhere in the genome map worse, and are fewer than a heterozygote's: either alone is common in good calls. */
static bool looks_misplaced(const gnbs_call_opt_t *opt, const gnbs_call_t *c) {
    if (c->n_alt < c->ploidy && c->rival_frac > opt->max_rival_frac) return true;
    if (c->alt_mapq_mean >= opt->min_alt_mapq_phred) return false;
    return c->n_alt == c->ploidy ||
           c->ad_alt < opt->min_misplaced_balance * (c->ad_ref + c->ad_alt);
}

void gnbs_call_set_filters(const gnbs_call_opt_t *opt, gnbs_call_t *c) {
    int32_t both = c->ad_ref + c->ad_alt;
    if (c->qual_phred < opt->min_qual_phred || c->gq_phred < opt->min_call_gq_phred)
        c->filter |= GNBS_FILTER_LOW_QUAL;
    if (c->dp < opt->min_call_depth) c->filter |= GNBS_FILTER_LOW_DEPTH;
    bool is_het = c->n_alt == 1 && c->ploidy == 2 && c->n_other_alt == 0;
    if (is_het && both > 0 && few_alt_ln(c->ad_alt, both) < opt->max_balance_ln)
        c->filter |= GNBS_FILTER_ALLELE_BALANCE;
    if (c->n_alt == c->ploidy && both > 0 && c->ad_alt < 0.7 * both)
        c->filter |= GNBS_FILTER_ALLELE_BALANCE;
    int n_alt_reads = c->alt_forward + c->alt_reverse;
    bool is_one_sided = n_alt_reads >= 4 && (c->alt_forward == 0 || c->alt_reverse == 0);
    if (is_one_sided && gnbs_call_fisher(c->ref_forward, c->ref_reverse, c->alt_forward,
                                         c->alt_reverse) < 1e-4)
        c->filter |= GNBS_FILTER_STRAND;
    if (n_alt_reads >= 2 && c->alt_read_pos_mean < 6) c->filter |= GNBS_FILTER_READ_POS;
    if (n_alt_reads >= 2 && looks_misplaced(opt, c)) c->filter |= GNBS_FILTER_LOW_MAPQ;
}
