#include "call/call_trio.h"

#include <math.h>
#include <string.h>

#include "call/call_stats.h"
#include "core/math.h"

static const double SNV_NEW = 1.2e-8, INDEL_NEW = 1.5e-9;
static const double SURE = 0.99; /* of the parent of origin */
enum { ROOM_PHRED = 30, MAX_PHRED = 99, MAX_QUAL = 9999 };

bool gnbs_call_trio_copies(const gnbs_contigs_t *contigs, gnbs_build_t build,
                           gnbs_sex_t child_sex, int32_t tid, gnbs_pos_t pos,
                           int8_t copies[GNBS_PARENTS]) {
    gnbs_contig_kind_t kind = gnbs_contig_kind(contigs->contig[tid].name);
    copies[GNBS_FATHER] = copies[GNBS_MOTHER] = 2;
    if (kind == GNBS_CONTIG_MT) return false;
    bool is_sexual = (kind == GNBS_CONTIG_X || kind == GNBS_CONTIG_Y) &&
                     !gnbs_contig_is_par(build, kind, pos);
    if (!is_sexual) return true;
    bool is_son = child_sex == GNBS_SEX_MALE;
    copies[GNBS_FATHER] = kind == GNBS_CONTIG_X ? !is_son : is_son;
    copies[GNBS_MOTHER] = kind == GNBS_CONTIG_X ? 2 : 0;
    return child_sex != GNBS_SEX_UNKNOWN;
}

/* ln P(genotype of the father, of the mother) before any read: Hardy-Weinberg at q, over frequencies with density
 * theta/q (equal weights on a log scale; expected heterozygosity is then theta), and none at all with the rest. */
static void fill_prior(double theta, int n_father, int n_mother, double ln[3][3]) {
    enum { N_POINT = 32 };
    const double decades = 4, weight = theta * decades * log(10.0) / N_POINT;
    for (int kf = 0; kf <= n_father; kf++)
        for (int km = 0; km <= n_mother; km++) {
            double p = kf == 0 && km == 0 ? 1 - N_POINT * weight : 0;
            for (int i = 0; i < N_POINT; i++) {
                double q = pow(10, -decades * (i + 0.5) / N_POINT);
                p += weight * exp(gnbs_math_ln_binom(kf, n_father, q) +
                                  gnbs_math_ln_binom(km, n_mother, q));
            }
            ln[kf][km] = log(p);
        }
}

/* What one parent may hand on: ln likelihood per genotype; ln P of giving REF (as it was, or in any way), and ALT (as it
 * was, or new). */
typedef struct giver {
    int n_copy; /* 0: hands nothing on */
    double read_ln[3], kept_ln[3], ref_ln[3], old_ln[3], new_ln[3];
} giver_t;

static giver_t giver_of(const gnbs_parent_call_t *p, double rate) {
    giver_t g = {.n_copy = p->ploidy};
    for (int k = 0; k <= p->ploidy && p->ploidy > 0; k++) {
        double frac = (double)k / p->ploidy; /* of ALT among what is handed on */
        g.read_ln[k] = p->is_given ? gnbs_math_phred_to_ln(p->pl[k]) : 0;
        g.old_ln[k] = log(frac * (1 - rate));
        g.new_ln[k] = log((1 - frac) * rate);
        g.kept_ln[k] = log((1 - frac) * (1 - rate));
        g.ref_ln[k] = log((1 - frac) * (1 - rate) + frac * rate);
    }
    return g;
}

/* ln posteriors, not normalised: of 0, 1, 2 copies in the child; of one copy by who gave it; of copies none of which
 * is new, of copies one of which is; of nothing new at all, be it ALT or REF. */
typedef struct sums {
    double copies_ln[3], paternal_ln, maternal_ln, old_ln, new_ln, mendel_ln;
} sums_t;

static void add(double *sum, double ln) { *sum = gnbs_math_ln_add(*sum, ln); }

/* A child with one copy, from one parent. */
static void add_single(const giver_t *g, int k, double w, const double child_ln[3],
                       double *by_parent_ln, sums_t *s) {
    double old = w + g->old_ln[k] + child_ln[1], fresh = w + g->new_ln[k] + child_ln[1];
    add(&s->copies_ln[0], w + g->ref_ln[k] + child_ln[0]);
    add(&s->copies_ln[1], gnbs_math_ln_add(old, fresh));
    add(by_parent_ln, old);
    add(&s->old_ln, old);
    add(&s->new_ln, fresh);
    add(&s->mendel_ln, gnbs_math_ln_add(old, w + g->kept_ln[k] + child_ln[0]));
}

static void add_double(const giver_t *f, int kf, const giver_t *m, int km, double w,
                       const double child_ln[3], sums_t *s) {
    double f_alt = gnbs_math_ln_add(f->old_ln[kf], f->new_ln[kf]),
           m_alt = gnbs_math_ln_add(m->old_ln[km], m->new_ln[km]);
    add(&s->copies_ln[0], w + f->ref_ln[kf] + m->ref_ln[km] + child_ln[0]);
    double one = w + child_ln[1], two = w + child_ln[2];
    add(&s->mendel_ln, w + f->kept_ln[kf] + m->kept_ln[km] + child_ln[0]);
    add(&s->mendel_ln, one + gnbs_math_ln_add(f->old_ln[kf] + m->kept_ln[km],
                                              f->kept_ln[kf] + m->old_ln[km]));
    add(&s->mendel_ln, two + f->old_ln[kf] + m->old_ln[km]);
    add(&s->paternal_ln, one + f_alt + m->ref_ln[km]);
    add(&s->maternal_ln, one + f->ref_ln[kf] + m_alt);
    add(&s->copies_ln[1],
        one + gnbs_math_ln_add(f_alt + m->ref_ln[km], f->ref_ln[kf] + m_alt));
    add(&s->old_ln, one + gnbs_math_ln_add(f->old_ln[kf] + m->ref_ln[km],
                                           f->ref_ln[kf] + m->old_ln[km]));
    add(&s->new_ln, one + gnbs_math_ln_add(f->new_ln[kf] + m->ref_ln[km],
                                           f->ref_ln[kf] + m->new_ln[km]));
    add(&s->copies_ln[2], two + f_alt + m_alt);
    add(&s->old_ln, two + f->old_ln[kf] + m->old_ln[km]);
    add(&s->new_ln,
        two + gnbs_math_ln_add(f->new_ln[kf] + m_alt, f->old_ln[kf] + m->new_ln[km]));
}

static sums_t sum_up(const gnbs_call_opt_t *opt, const gnbs_call_t *call,
                     const gnbs_trio_call_t *trio, const double child_ln[3]) {
    bool is_indel = strlen(call->variant.ref) != strlen(call->variant.alt);
    double rate = is_indel ? INDEL_NEW : SNV_NEW, prior_ln[3][3];
    giver_t f = giver_of(&trio->parent[GNBS_FATHER], rate),
            m = giver_of(&trio->parent[GNBS_MOTHER], rate);
    fill_prior(is_indel ? opt->indel_prior : opt->snv_prior, f.n_copy, m.n_copy, prior_ln);
    const double none = -INFINITY;
    sums_t s = {{none, none, none}, none, none, none, none, none};
    for (int kf = 0; kf <= f.n_copy; kf++)
        for (int km = 0; km <= m.n_copy; km++) {
            double w = prior_ln[kf][km] + f.read_ln[kf] + m.read_ln[km];
            if (f.n_copy == 0)
                add_single(&m, km, w, child_ln, &s.maternal_ln, &s);
            else if (m.n_copy == 0)
                add_single(&f, kf, w, child_ln, &s.paternal_ln, &s);
            else
                add_double(&f, kf, &m, km, w, child_ln, &s);
        }
    return s;
}

/* Likelihoods of 0, 1, 2 copies; at a site with two ALTs (1/2) there is one of each. */
static void read_likelihood(const gnbs_call_t *c, int32_t pl[3]) {
    memcpy(pl, c->pl, 3 * sizeof *pl);
    if (c->ploidy == 1) pl[2] = MAX_QUAL;
    if (c->n_other_alt == 0) return;
    pl[0] = c->pl[0] > c->pl[1] ? c->pl[0] - c->pl[1] : 0;
    pl[1] = 0;
    pl[2] = MAX_QUAL;
}

static int32_t to_phred(double ln) {
    return (int32_t)fmin(MAX_PHRED, gnbs_math_ln_to_phred(ln));
}

/* Phred of all but k copies. */
static int32_t genotype_quality(const sums_t *s, int k, double total_ln) {
    double wrong = -INFINITY;
    for (int i = 0; i < 3; i++)
        if (i != k) add(&wrong, s->copies_ln[i] - total_ln);
    return to_phred(wrong);
}

static void set_copies(gnbs_call_t *c, int n_alt) {
    c->n_alt = (int8_t)n_alt;
    c->zygosity = n_alt == 2 ? GNBS_ZYG_HOM_ALT : GNBS_ZYG_HET;
    c->is_phased = c->is_phased && n_alt == 1;
}

static gnbs_origin_t origin_of(const gnbs_call_t *c, const sums_t *s, bool is_new) {
    if (c->n_alt == 2) return GNBS_ORIGIN_BOTH;
    if (is_new) return GNBS_ORIGIN_DENOVO;
    if (s->paternal_ln - s->copies_ln[1] >= log(SURE)) return GNBS_ORIGIN_PATERNAL;
    if (s->maternal_ln - s->copies_ln[1] >= log(SURE)) return GNBS_ORIGIN_MATERNAL;
    return GNBS_ORIGIN_UNKNOWN;
}

void gnbs_call_trio_judge(const gnbs_call_opt_t *opt, gnbs_call_t *c,
                          gnbs_trio_call_t *trio) {
    int32_t pl[3];
    double child_ln[3];
    read_likelihood(c, pl);
    for (int k = 0; k < 3; k++)
        child_ln[k] = k <= c->ploidy ? gnbs_math_phred_to_ln(pl[k]) : -INFINITY;
    sums_t s = sum_up(opt, c, trio, child_ln);
    double total = gnbs_math_ln_sum(3, s.copies_ln);
    int best = 0;
    for (int k = 1; k <= c->ploidy; k++)
        if (s.copies_ln[k] > s.copies_ln[best]) best = k;
    bool is_new = s.new_ln - total > log(0.5);
    bool has_room = best > 0 && pl[best] < ROOM_PHRED;
    trio->is_judged = true;
    if (best != c->n_alt && has_room) set_copies(c, best);
    bool is_mendel = s.mendel_ln - total > log(0.5);
    trio->is_violation =
        best > 0 && (best != c->n_alt || (!is_mendel && (c->n_alt == 2 || !is_new)));
    c->qual_phred = fmin(MAX_QUAL, gnbs_math_ln_to_phred(s.copies_ln[0] - total));
    if (!trio->is_violation)
        c->gq_phred =
            gnbs_call_honest_gq(genotype_quality(&s, c->n_alt, total), c->rival_frac);
    trio->dnp_phred = to_phred(gnbs_math_ln_add(s.copies_ln[0], s.old_ln) - total);
    trio->origin = trio->is_violation ? GNBS_ORIGIN_UNKNOWN : origin_of(c, &s, is_new);
    c->filter = 0;
    gnbs_call_set_filters(opt, c);
}

/* ---- phase -------------------------------------------------------------------------------------------------- */

/* Haplotype by parent of origin; 0 when it is not told. */
static int8_t side_of(const gnbs_call_t *c, const gnbs_trio_call_t *t) {
    if (!t->is_judged || c->ploidy != 2 || c->n_alt != 1 || c->filter != 0) return 0;
    return (int8_t)(t->origin == GNBS_ORIGIN_PATERNAL   ? 1
                    : t->origin == GNBS_ORIGIN_MATERNAL ? 2
                                                        : 0);
}

static bool is_member(const gnbs_call_t *c, const gnbs_call_t *first) {
    return c->is_phased && c->variant.tid == first->variant.tid &&
           c->phase_set == first->variant.pos;
}

/* The read-backed set that call[0] begins: turned as its members with a known parent say, when they agree. */
static void join_set(size_t n, gnbs_call_t call[], const gnbs_trio_call_t trio[]) {
    enum { MAX_GAP = 256 }; /* calls between two members; beyond, the set ends for us */
    const gnbs_call_t first = call[0];
    int n_same = 0, n_turned = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0, last = 0; i < n && i <= last + MAX_GAP; i++) {
            if (!is_member(&call[i], &first)) continue;
            last = i;
            int8_t side = side_of(&call[i], &trio[i]);
            if (pass == 0 && side != 0)
                *(side == call[i].haplotype ? &n_same : &n_turned) += 1;
            if (pass == 0 || side != 0 || (n_same > 0) == (n_turned > 0)) continue;
            if (n_turned > 0) call[i].haplotype = (int8_t)(3 - call[i].haplotype);
            call[i].phase_set = 0;
        }
}

void gnbs_call_trio_phase(size_t n, gnbs_call_t call[], const gnbs_trio_call_t trio[]) {
    for (size_t i = 0; i < n; i++)
        if (is_member(&call[i], &call[i])) join_set(n - i, call + i, trio + i);
    for (size_t i = 0; i < n; i++) {
        int8_t side = side_of(&call[i], &trio[i]);
        if (side == 0) continue;
        call[i].is_phased = true;
        call[i].haplotype = side;
        call[i].phase_set = 0;
    }
}
