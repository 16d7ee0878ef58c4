#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "loci/loci_judge.h"

/* Two copies of a gene work in a healthy baby. An event leaves some copies functional: none of them, and the baby is
 * affected; one, and it is one of two that may lie in trans. */

enum {
    N = GNBS_LOCI_N_COPIES,
    WHOLE = 2,
    MIN_LINKS = 3,
    FEW_FRAGMENTS =
        5, /* enough where depth tells how many copies there are in all: the likelihood ratio knows the rest */
};

static const double MAX_NEITHER_FRAC =
    0.25; /* a third base at the site: what it stands for is not known */
static const double SURE = 0.99;
/* Of a pair of events that may lie in trans: probabilities that both took a copy. */
static const double SURE_PAIR = 0.9, LIKELY_PAIR = 0.5, MAY_MATTER = 0.05;

typedef enum verdict { UNCLEAR, NONE_LEFT, SOME_LEFT } verdict_t;

typedef struct judged {
    verdict_t verdict;
    const char *why; /* UNCLEAR: a clause */
    double lost;     /* SOME_LEFT: probability that no more than one copy is */
    int first, last; /* sites of the run of lost copies it belongs to; first -1: no run */
} judged_t;

static int best_of(const double post[N]) { return gnbs_loci_best(N, post); }

/* Posterior of the gene copies that an event leaves: one site's own, or along the chain over several. */
static void event_post(const gnbs_loci_bench_t *b, const gnbs_loci_event_t *e,
                       double post[N]) {
    memset(post, 0, N * sizeof *post);
    for (size_t i = 0; i < e->n_site; i++)
        for (int k = 0; k < N; k++)
            post[k] +=
                (e->n_site == 1 ? b->chain.site_post : b->chain.chain_post)[e->site[i]][k] /
                (double)e->n_site;
}

static int compare_double(const void *x, const void *y) {
    double a = *(const double *)x, b = *(const double *)y;
    return a < b ? -1 : a > b;
}

/* Of the middle site, by its strength. */
static double event_lr(const gnbs_loci_bench_t *b, const gnbs_loci_event_t *e,
                       double lr[]) {
    for (size_t i = 0; i < e->n_site; i++)
        lr[i] = gnbs_loci_zero_log10_lr(b->opt, &b->tally[e->site[i]], b->chain.total_post);
    qsort(lr, e->n_site, sizeof *lr, compare_double);
    return lr[e->n_site / 2];
}

static int32_t fragments_at(const gnbs_loci_bench_t *b, const gnbs_loci_event_t *e,
                            int32_t *n_neither) {
    int32_t most = 0;
    *n_neither = 0;
    for (size_t i = 0; i < e->n_site; i++) {
        const gnbs_loci_tally_t *t = &b->tally[e->site[i]];
        if (t->n_gene + t->n_other <= most) continue;
        most = t->n_gene + t->n_other;
        *n_neither = t->n_neither;
    }
    return most;
}

/* The stretch of sites around this one at which fewer than two copies have the gene's base. */
static void find_run(const gnbs_loci_bench_t *b, int site, judged_t *j) {
    const gnbs_loci_site_t *s = b->locus->site;
    j->first = j->last = site;
    for (int i = site - 1; i >= 0; i--) {
        if (s[i].is_variant) continue;
        if (best_of(b->chain.site_post[i]) >= WHOLE) break;
        j->first = i;
    }
    for (int i = site + 1; i < (int)b->locus->n_site; i++) {
        if (s[i].is_variant) continue;
        if (best_of(b->chain.site_post[i]) >= WHOLE) break;
        j->last = i;
    }
}

static int run_length(const gnbs_loci_bench_t *b, const judged_t *j) {
    int n = 0;
    for (int i = j->first; i <= j->last; i++) n += !b->locus->site[i].is_variant;
    return n;
}

/* A site's own reads decide; where they are few and its neighbours say the same, together they do. */
static verdict_t weigh(const gnbs_loci_bench_t *b, const gnbs_loci_event_t *e,
                       const double post[N], double lr) {
    double around = 0;
    for (size_t i = 0; i < e->n_site; i++)
        around += b->chain.chain_post[e->site[i]][0] / (double)e->n_site;
    bool is_none = lr >= b->opt->zero_log10_lr && post[0] >= 0.9,
         is_none_together =
             lr >= b->opt->zero_log10_lr / 2 && post[0] >= 0.999 && around >= 1 - 1e-6;
    if (is_none || is_none_together) return NONE_LEFT;
    bool is_some = lr <= 1 - b->opt->zero_log10_lr,
         is_some_together = lr <= -1 && around <= 1e-6;
    return post[0] <= 1e-3 && (is_some || is_some_together) ? SOME_LEFT : UNCLEAR;
}

static gnbs_code_t judge_sites(gnbs_loci_bench_t *b, const gnbs_loci_event_t *e,
                               gnbs_locus_event_t *out, judged_t *j, gnbs_err_t *err) {
    double post[N], *lr = GNBS_NEW(b->arena, double, e->n_site);
    int32_t n_neither, n = fragments_at(b, e, &n_neither);
    if (lr == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "events");
    event_post(b, e, post);
    int best = best_of(post);
    out->zero_log10_lr = event_lr(b, e, lr);
    out->posterior = post[best];
    if (post[best] >= b->opt->min_posterior) out->functional = best;
    /* no copies at all leave no reads to count */
    bool is_empty = b->result->is_depth_used && b->chain.total_post[0] >= SURE;
    j->verdict = is_empty ? NONE_LEFT : weigh(b, e, post, out->zero_log10_lr);
    int32_t needed = b->result->is_depth_used && e->min_fragments > FEW_FRAGMENTS
                         ? FEW_FRAGMENTS
                         : e->min_fragments;
    if (!is_empty && n < needed) {
        j->verdict = UNCLEAR;
        j->why = gnbs_arena_printf(b->arena, "%d fragments, %d are needed", n, needed);
    } else if (!is_empty && n_neither > MAX_NEITHER_FRAC * (n + n_neither)) {
        j->verdict = UNCLEAR;
        j->why = gnbs_arena_printf(b->arena, "%d of %d fragments have another base there",
                                   n_neither, n + n_neither);
    } else if (j->verdict == UNCLEAR) {
        j->why = gnbs_arena_printf(
            b->arena, "%d of %d fragments have the gene's base: no copy, or one of several",
            b->tally[e->site[e->n_site / 2]].n_gene, n);
    }
    if (j->verdict == UNCLEAR && j->why == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "events");
    j->lost = j->verdict == SOME_LEFT ? post[0] + post[1] : 0;
    if (j->verdict == NONE_LEFT || j->lost > MAY_MATTER)
        find_run(b, e->site[e->n_site / 2], j);
    if (j->first >= 0 && run_length(b, j) < e->tract) {
        /* a lone base that differs is as often an error of the reference or of placing: reported by nobody alone */
        j->why = "its neighbours do not change with it";
        j->verdict = j->verdict == NONE_LEFT ? UNCLEAR : SOME_LEFT;
        j->lost = 0;
    }
    return GNBS_OK;
}

static void judge_region(gnbs_loci_bench_t *b, const gnbs_loci_event_t *e,
                         gnbs_locus_event_t *out, judged_t *j) {
    const gnbs_loci_region_t *g = &b->locus->region[e->i_region];
    double post[N];
    if (!b->depth[e->i_region].is_known) {
        j->why = "its reads could not be counted";
        return;
    }
    gnbs_loci_region_post(&b->depth[e->i_region], post);
    int best = best_of(post);
    out->posterior = post[best];
    if (post[best] >= b->opt->min_posterior) out->functional = best;
    if (e->is_unplaced) {
        int per_group = !g->is_x || b->sex == GNBS_SEX_FEMALE ? 2 : 1;
        double fewer = 0;
        for (int k = 0; k < per_group * g->n_group && k < N; k++) fewer += post[k];
        bool is_open = g->is_x && b->sex == GNBS_SEX_UNKNOWN;
        j->verdict = !is_open && fewer <= 1 - b->opt->min_posterior ? SOME_LEFT : UNCLEAR;
        j->why = is_open ? "the sex is not known" : e->text;
        return;
    }
    j->verdict = post[0] >= SURE ? NONE_LEFT : post[0] > 1e-3 ? UNCLEAR : SOME_LEFT;
    j->why = "its depth lies between no copy and one";
    j->lost = j->verdict == SOME_LEFT ? post[0] + post[1] : 0;
    /* the whole gene: one with whatever else is lost */
    j->first = 0, j->last = (int)b->locus->n_site - 1;
}

/* ---- two events, one copy left of each ----------------------------------------------------------------------- */

typedef enum phase { APART_UNKNOWN, TOGETHER, IN_TRANS } phase_t;

/* Fragments over both sites: none whole and both halves seen, the two lie on different copies; whole ones and no halves,
 * on one. Elsewhere a run of lost copies without a whole site inside is one stretch of the other copy. */
static phase_t phase_of(const gnbs_loci_bench_t *b, const gnbs_loci_event_t *x,
                        const judged_t *jx, const gnbs_loci_event_t *y,
                        const judged_t *jy) {
    if (x->n_site == 1 && y->n_site == 1) {
        gnbs_loci_link_t l = gnbs_loci_link(b->n_vote, b->vote, x->site[0], y->site[0]);
        int32_t whole = l.n[0][0], halves = l.n[0][1] + l.n[1][0];
        if (l.n[0][1] >= MIN_LINKS && l.n[1][0] >= MIN_LINKS && whole * 10 <= halves)
            return IN_TRANS;
        if (whole >= MIN_LINKS && halves * 10 <= whole) return TOGETHER;
    }
    return jx->first <= jy->last && jy->first <= jx->last ? TOGETHER : APART_UNKNOWN;
}

typedef struct
    pairing { /* the two events that most likely each left one copy, on different stretches */
    int a, b;    /* -1: none */
    double both; /* probability */
    bool is_trans;
} pairing_t;

static pairing_t pair_up(const gnbs_loci_bench_t *b, const judged_t j[]) {
    const gnbs_loci_event_t *e = b->locus->event;
    pairing_t best = {-1, -1, 0, false};
    for (int i = 1; i < (int)b->locus->n_event; i++)
        for (int k = 0; k < i; k++) {
            double both = j[i].lost * j[k].lost;
            if (both <= MAY_MATTER || both <= best.both) continue;
            phase_t phase = phase_of(b, &e[k], &j[k], &e[i], &j[i]);
            if (phase != TOGETHER) best = (pairing_t){k, i, both, phase == IN_TRANS};
        }
    return best;
}

/* ---- the status ---------------------------------------------------------------------------------------------- */

static const char *name_of(const gnbs_loci_bench_t *b, int i) {
    return b->locus->event[i].text;
}

static bool has_other_bases(const gnbs_loci_bench_t *b, const gnbs_loci_event_t *e) {
    double post[N] = {0};
    if (e->n_site != 1) return false;
    int n = 0;
    for (size_t i = 0; i < b->locus->n_site; i++) {
        if (b->locus->site[i].is_variant || (int)i == e->site[0]) continue;
        for (int k = 0; k < N; k++) post[k] += b->chain.chain_post[i][k];
        n++;
    }
    return n > 0 && best_of(post) > 0;
}

static gnbs_code_t conclude_affected(gnbs_loci_bench_t *b, int i, gnbs_err_t *err) {
    const gnbs_loci_event_t *e = &b->locus->event[i];
    if (has_other_bases(b, e)) b->result->note = b->locus->hybrid;
    if (e->n_site == 0)
        return gnbs_loci_conclude(b, GNBS_LOCUS_AFFECTED, err, "%s. %s", b->locus->affected,
                                  e->text);
    const gnbs_loci_tally_t *t = &b->tally[e->site[e->n_site / 2]];
    return gnbs_loci_conclude(
        b, GNBS_LOCUS_AFFECTED, err, "%s. %s: %d of %d fragments have the gene's base",
        b->locus->affected, e->text, t->n_gene, t->n_gene + t->n_other);
}

static bool is_depth_doubtful(const gnbs_loci_bench_t *b) {
    for (size_t i = 0; i < b->locus->n_region; i++) {
        gnbs_loci_role_t role = b->locus->region[i].role;
        if (!b->depth[i].is_known || (role != GNBS_LOCI_TOTAL && role != GNBS_LOCI_GENE))
            continue;
        double nearest = INFINITY;
        for (int k = 0; k < N; k++) {
            double z;
            gnbs_loci_depth_ln(&b->depth[i], k, &z);
            nearest = fmin(nearest, fabs(z));
        }
        if (nearest > b->opt->max_depth_z) return true;
    }
    return false;
}

static gnbs_code_t conclude_pairs(gnbs_loci_bench_t *b, const judged_t j[],
                                  gnbs_err_t *err) {
    pairing_t p = pair_up(b, j);
    if (p.is_trans && p.both >= SURE_PAIR)
        return gnbs_loci_conclude(b, GNBS_LOCUS_AFFECTED, err,
                                  "Two changes on different chromosomes, shown by "
                                  "fragments that span both: %s; %s",
                                  name_of(b, p.a), name_of(b, p.b));
    if (p.both >= LIKELY_PAIR)
        return gnbs_loci_conclude(b, GNBS_LOCUS_POSSIBLE, err, "%s: %s; %s",
                                  b->locus->possible, name_of(b, p.a), name_of(b, p.b));
    if (p.both > MAY_MATTER)
        return gnbs_loci_conclude(b, GNBS_LOCUS_INCONCLUSIVE, err,
                                  "Two changes may each have taken one copy, which the "
                                  "reads do not decide: %s; %s",
                                  name_of(b, p.a), name_of(b, p.b));
    if (b->locus->needs_depth && is_depth_doubtful(b))
        return gnbs_loci_conclude(b, GNBS_LOCUS_INCONCLUSIVE, err,
                                  "The depth of the locus fits no whole number of copies");
    for (size_t i = 0; i < b->locus->n_event; i++)
        if (j[i].lost >= 0.5) b->result->n_lost = 1;
    return gnbs_loci_conclude(
        b, GNBS_LOCUS_CLEAR, err, "%s",
        b->locus->clear[0] != '\0'
            ? b->locus->clear
            : "Functional copies were found at every place looked at");
}

/* A loss that only depth shows, at a locus that says it can do without depth (its limits name it): a capture library. */
static bool is_out_of_scope(const gnbs_loci_bench_t *b, const gnbs_loci_event_t *e) {
    return e->i_region >= 0 && !b->locus->needs_depth && !b->depth[e->i_region].is_known;
}

gnbs_code_t gnbs_loci_judge_events(gnbs_loci_bench_t *b, gnbs_err_t *err) {
    size_t n = b->locus->n_event, n_seen = 0;
    judged_t *j = GNBS_NEW(b->arena, judged_t, n);
    if (j == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "events");
    for (size_t i = 0; i < n; i++) {
        const gnbs_loci_event_t *e = &b->locus->event[i];
        b->event[i] =
            (gnbs_locus_event_t){.name = e->name, .text = e->text, .functional = -1};
        j[i] = (judged_t){.verdict = UNCLEAR, .first = -1, .last = -1};
        if (e->n_site > 0)
            GNBS_TRY(judge_sites(b, e, &b->event[i], &j[i], err));
        else if (e->i_region >= 0)
            judge_region(b, e, &b->event[i], &j[i]);
        else
            j[i].why = "this reference does not tell gene and copy apart there";
    }
    for (size_t i = 0; i < b->locus->n_site; i++)
        n_seen += (size_t)(b->tally[i].n_gene + b->tally[i].n_other);
    for (size_t i = 0; i < n; i++)
        if (j[i].verdict == NONE_LEFT) return conclude_affected(b, (int)i, err);
    if (b->locus->n_site > 0 && n_seen == 0)
        return gnbs_loci_conclude(b, GNBS_LOCUS_NOT_ASSESSED, err,
                                  "No reads at the bases that tell gene and copy apart");
    if (b->locus->needs_depth && !b->result->is_depth_used)
        return gnbs_loci_conclude(b, GNBS_LOCUS_NOT_ASSESSED, err, "%s",
                                  b->curve->is_usable
                                      ? "Copies could not be counted: too few reads, or no "
                                        "reference sequence"
                                      : b->curve->why);
    for (size_t i = 0; i < n; i++)
        if (j[i].verdict == UNCLEAR && !is_out_of_scope(b, &b->locus->event[i]))
            return gnbs_loci_conclude(b, GNBS_LOCUS_INCONCLUSIVE, err, "%s: %s",
                                      b->locus->event[i].text, j[i].why);
    return conclude_pairs(b, j, err);
}
