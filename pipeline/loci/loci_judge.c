#include "loci/loci_judge.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/math.h"

enum { N = GNBS_LOCI_N_COPIES };

static const double FEWER = 0.8; /* of a site's own reads, against its neighbours */

gnbs_code_t gnbs_loci_conclude(gnbs_loci_bench_t *b, gnbs_locus_status_t status,
                               gnbs_err_t *err, const char *fmt, ...) {
    char text[1024];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    b->result->status = status;
    b->result->reason = gnbs_arena_strdup(b->arena, text);
    return b->result->reason != NULL
               ? GNBS_OK
               : gnbs_err_set(err, GNBS_E_NOMEM, "locus %s", b->locus->name);
}

void gnbs_loci_region_post(const gnbs_loci_depth_t *depth, double post[N]) {
    double ln[N];
    for (int k = 0; k < N; k++) ln[k] = gnbs_loci_depth_ln(depth, k, NULL);
    double sum = gnbs_math_ln_sum(N, ln);
    for (int k = 0; k < N; k++) post[k] = exp(ln[k] - sum);
}

static int find_role(const gnbs_loci_locus_t *l, gnbs_loci_role_t role) {
    for (size_t i = 0; i < l->n_region; i++)
        if (l->region[i].role == role) return (int)i;
    return -1;
}

/* ---- what depth says of the copies --------------------------------------------------------------------------- */

typedef struct totals {
    double ln[N][N]; /* [copies in all][copies at the sites] */
    bool is_known;   /* depth of the locus was measured */
} totals_t;

static void weigh_totals(const gnbs_loci_bench_t *b, totals_t *t) {
    const gnbs_loci_locus_t *l = b->locus;
    int all = find_role(l, GNBS_LOCI_TOTAL), sites = find_role(l, GNBS_LOCI_SITES);
    bool has_all = all >= 0 && b->depth[all].is_known,
         has_sites = sites >= 0 && b->depth[sites].is_known;
    t->is_known = has_all || has_sites;
    for (int total = 0; total < N; total++)
        for (int at = 0; at < N; at++) {
            double ln = 0;
            if (sites >= 0)
                ln += l->region[sites].lost_ln[total - at + GNBS_LOCI_MAX_COPIES];
            else if (total != at)
                ln = -INFINITY;
            if (has_sites) ln += gnbs_loci_depth_ln(&b->depth[sites], at, NULL);
            if (has_all) {
                int here = total - l->region[all].adds;
                ln +=
                    here >= 0 ? gnbs_loci_depth_ln(&b->depth[all], here, NULL) : -INFINITY;
            }
            t->ln[total][at] = ln;
        }
}

static void tell_totals(gnbs_loci_bench_t *b, const totals_t *t) {
    double post[N] = {0};
    gnbs_locus_result_t *r = b->result;
    for (int at = 0; at < N; at++) {
        double column[N];
        for (int total = 0; total < N; total++) column[total] = t->ln[total][at];
        double sum = gnbs_math_ln_sum(N, column);
        for (int total = 0; total < N && sum > -INFINITY; total++)
            post[total] += b->chain.total_post[at] * exp(column[total] - sum);
    }
    r->is_depth_used = t->is_known;
    if (!t->is_known) return;
    int best = gnbs_loci_best(N, post);
    r->total_posterior = post[best];
    if (post[best] >= b->opt->min_posterior) r->total_copies = best;
}

static void tell_region(const gnbs_loci_bench_t *b, size_t i) {
    const gnbs_loci_depth_t *d = &b->depth[i];
    gnbs_locus_region_t *r = &b->region[i];
    *r = (gnbs_locus_region_t){.name = b->locus->region[i].name,
                               .measured = -1,
                               .copies = -1,
                               .n_read = (int64_t)d->n_read};
    if (!d->is_known) return;
    double post[N];
    gnbs_loci_region_post(d, post);
    int best = gnbs_loci_best(N, post);
    r->measured = d->copies;
    r->sd = gnbs_loci_depth_sd(d, best);
    r->posterior = post[best];
    if (post[best] >= b->opt->min_posterior) r->copies = best;
}

/* ---- copies of the gene -------------------------------------------------------------------------------------- */

static void tell_site(const gnbs_loci_bench_t *b, size_t i) {
    const gnbs_loci_tally_t *t = &b->tally[i];
    gnbs_locus_site_t *s = &b->site[i];
    *s = (gnbs_locus_site_t){.name = b->locus->site[i].name,
                             .n_gene = t->n_gene,
                             .n_other = t->n_other,
                             .n_neither = t->n_neither,
                             .copies = -1};
    if (t->n_gene + t->n_other == 0 || b->chain.site_post == NULL) return;
    int best = gnbs_loci_best(N, b->chain.site_post[i]);
    s->posterior = b->chain.site_post[i][best];
    if (s->posterior >= b->opt->min_posterior) s->copies = best;
}

/* Copies as the report of an affected baby tells them: the gene's, and what is left of the copies at the sites. */
static void tell_copies(gnbs_loci_bench_t *b) {
    const gnbs_loci_locus_t *l = b->locus;
    gnbs_locus_result_t *r = b->result;
    double post[N] = {0};
    size_t n = 0;
    if (l->i_copies_site >= 0) {
        /* what the whole chain says there, unless the site itself is sure (a gene with its neighbour's exon); nothing when
         * it has fewer, as it seems */
        const double *own = b->chain.site_post[l->i_copies_site],
                     *chain = b->chain.chain_post[l->i_copies_site];
        int best = gnbs_loci_best(N, own);
        bool is_sure = own[best] >= b->opt->min_posterior,
             is_fewer = best < gnbs_loci_best(N, chain) && own[best] >= FEWER;
        memcpy(post, best == 0 || is_sure || is_fewer ? own : chain, sizeof post);
        n = 1;
    } else {
        for (size_t i = 0; i < l->n_site; i++) {
            if (l->site[i].is_variant) continue;
            for (int k = 0; k < N; k++) post[k] += b->chain.chain_post[i][k];
            n++;
        }
        for (int k = 0; k < N && n > 0; k++) post[k] /= (double)n;
    }
    if (n == 0) return;
    /* a chain whose sites differ (a chimera) has no one number */
    int best = gnbs_loci_best(N, post), at = gnbs_loci_best(N, b->chain.total_post);
    if (post[best] >= b->opt->min_posterior) r->gene_copies = best;
    if (r->gene_copies >= 0 && r->is_depth_used && at >= best &&
        b->chain.total_post[at] >= b->opt->min_posterior)
        r->other_copies = at - best;
}

static gnbs_code_t tell_genotype(gnbs_loci_bench_t *b, gnbs_err_t *err) {
    gnbs_locus_result_t *r = b->result;
    if (r->gene_copies < 0) return GNBS_OK;
    if (r->other_copies >= 0)
        r->genotype = gnbs_arena_printf(b->arena, "%s %d, %s %d", r->gene_name,
                                        r->gene_copies, r->other_name, r->other_copies);
    else
        r->genotype = gnbs_arena_printf(b->arena, "%s %d", r->gene_name, r->gene_copies);
    return r->genotype != NULL ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "genotype");
}

static gnbs_code_t judge_by_sites(gnbs_loci_bench_t *b, gnbs_err_t *err) {
    const gnbs_loci_locus_t *l = b->locus;
    totals_t totals;
    double total_ln[N], gene_ln[N], column[N];
    weigh_totals(b, &totals);
    for (int at = 0; at < N; at++) {
        for (int total = 0; total < N; total++) column[total] = totals.ln[total][at];
        total_ln[at] = gnbs_math_ln_sum(N, column);
        gene_ln[at] = l->gene_prior_ln[at];
        for (size_t i = 0; i < l->n_region; i++)
            if (l->region[i].role == GNBS_LOCI_GENE && b->depth[i].is_known)
                gene_ln[at] += gnbs_loci_depth_ln(&b->depth[i], at, NULL);
    }
    GNBS_TRY(gnbs_loci_run_chain(l, b->opt, total_ln, gene_ln, b->tally, b->arena,
                                 &b->chain, err));
    tell_totals(b, &totals);
    for (size_t i = 0; i < l->n_site; i++) tell_site(b, i);
    if (l->n_site > 0) tell_copies(b);
    GNBS_TRY(tell_genotype(b, err));
    return gnbs_loci_judge_events(b, err);
}

/* ---- all of it ----------------------------------------------------------------------------------------------- */

gnbs_locus_result_t gnbs_loci_unjudged(const gnbs_loci_locus_t *l) {
    return (gnbs_locus_result_t){.locus = l->name,
                                 .title = l->title,
                                 .method = "",
                                 .n_gene = l->n_hgnc,
                                 .gene = l->hgnc,
                                 .reason = "",
                                 .genotype = "",
                                 .gene_name = l->gene_name,
                                 .other_name = l->other_name,
                                 .total_copies = -1,
                                 .gene_copies = -1,
                                 .other_copies = -1,
                                 .allows_variants = l->uses_variants,
                                 .needs_variants = l->needs_variants,
                                 .n_limit = l->n_limit,
                                 .limit = l->limit,
                                 .n_own = l->n_own,
                                 .own = l->own,
                                 .note = "",
                                 .source = l->source};
}

static gnbs_code_t make_bench(gnbs_loci_bench_t *b, gnbs_err_t *err) {
    const gnbs_loci_locus_t *l = b->locus;
    b->depth = GNBS_NEW(b->arena, gnbs_loci_depth_t, l->n_region);
    b->region = GNBS_NEW(b->arena, gnbs_locus_region_t, l->n_region);
    b->site = GNBS_NEW(b->arena, gnbs_locus_site_t, l->n_site);
    b->event = GNBS_NEW(b->arena, gnbs_locus_event_t, l->n_event);
    if (b->depth == NULL || b->region == NULL || b->site == NULL || b->event == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "locus %s", l->name);
    gnbs_locus_result_t *r = b->result;
    *r = gnbs_loci_unjudged(l);
    r->n_region = l->n_region;
    r->n_site = l->n_site;
    r->n_event = l->n_event;
    r->region = b->region;
    r->site = b->site;
    r->event = b->event;
    return GNBS_OK;
}

static gnbs_code_t judge_locus(gnbs_loci_bench_t *b, const gnbs_loci_plan_t *plan,
                               const gnbs_loci_tile_t tile[], int i_locus,
                               gnbs_err_t *err) {
    GNBS_TRY(make_bench(b, err));
    for (size_t i = 0; i < b->locus->n_region; i++) {
        b->depth[i] = gnbs_loci_measure(plan, tile, b->curve, i_locus, (int)i);
        tell_region(b, i);
    }
    GNBS_TRY(gnbs_loci_tally(b->locus, b->n_vote, b->vote, b->arena, &b->tally, err));
    return b->locus->affected_functional >= 0 ? gnbs_loci_judge_haplotypes(b, err)
                                              : judge_by_sites(b, err);
}

gnbs_code_t gnbs_loci_judge(const gnbs_loci_plan_t *plan, const gnbs_loci_opt_t *opt,
                            const gnbs_loci_tile_t tile[], size_t n_vote,
                            gnbs_loci_vote_t vote[], gnbs_sex_t sex, gnbs_arena_t *arena,
                            gnbs_locus_result_t **result, gnbs_err_t *err) {
    const gnbs_loci_t *loci = plan->loci;
    gnbs_loci_curve_t curve;
    *result = GNBS_NEW(arena, gnbs_locus_result_t, loci->n_locus);
    if (*result == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "loci");
    GNBS_TRY(gnbs_loci_fit(opt, plan->n_control, tile, arena, &curve, err));
    gnbs_loci_sort_votes(n_vote, vote);
    for (size_t i = 0, first = 0; i < loci->n_locus; i++) {
        size_t last = first;
        while (last < n_vote && vote[last].i_locus == (int32_t)i) last++;
        gnbs_loci_bench_t b = {.locus = &loci->locus[i],
                               .opt = opt,
                               .curve = &curve,
                               .sex = sex,
                               .arena = arena,
                               .n_vote = last - first,
                               .vote = vote + first,
                               .result = &(*result)[i]};
        gnbs_code_t code = judge_locus(&b, plan, tile, (int)i, err);
        if (code != GNBS_OK) return gnbs_err_ctx(err, "locus %s", loci->locus[i].name);
        first = last;
    }
    return GNBS_OK;
}
