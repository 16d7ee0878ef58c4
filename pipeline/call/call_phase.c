#include "call/call_phase.h"

#include <stdlib.h>
#include <string.h>

#include "call/call_stats.h"

enum { MIN_FRAGMENTS = 3, MAX_REACH = 12 /* earlier calls that a call is compared with */ };
static const double MIN_AGREEMENT = 0.9;

typedef struct site { /* one heterozygous call and what each fragment shows there */
    gnbs_call_t *call;
    size_t n;
    struct seen {
        int32_t fragment;
        int8_t side; /* +1 ALT, -1 REF */
    } * seen;        /* by fragment */
} site_t;

static int compare_seen(const void *a, const void *b) {
    const struct seen *x = a, *y = b;
    if (x->fragment != y->fragment) return x->fragment < y->fragment ? -1 : 1;
    return x->side - y->side;
}

/* Reads at the site; a fragment whose mates disagree says nothing. */
static gnbs_code_t look(const gnbs_pileup_t *p, site_t *s, gnbs_arena_t *arena,
                        gnbs_err_t *err) {
    const gnbs_variant_t *v = &s->call->variant;
    size_t lo = gnbs_pileup_first_read(p, v->pos), hi = lo;
    while (hi < p->chunk->n_read && p->chunk->read[hi].beg <= v->pos) hi++;
    s->seen = GNBS_NEW(arena, struct seen, hi - lo);
    if (s->seen == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu reads", hi - lo);
    for (size_t i = lo; i < hi; i++) {
        if (p->qual[i] == NULL || p->chunk->read[i].end <= v->pos) continue;
        int side = gnbs_call_side_of_read(p, i, v);
        if (side != 0)
            s->seen[s->n++] = (struct seen){p->chunk->read[i].fragment, (int8_t)side};
    }
    qsort(s->seen, s->n, sizeof *s->seen, compare_seen);
    size_t n_kept = 0;
    for (size_t i = 0, j; i < s->n; i = j) {
        bool agree = true;
        for (j = i; j < s->n && s->seen[j].fragment == s->seen[i].fragment; j++)
            agree &= s->seen[j].side == s->seen[i].side;
        if (agree) s->seen[n_kept++] = s->seen[i];
    }
    s->n = n_kept;
    return GNBS_OK;
}

/* +1 same copy, -1 different copies, 0 cannot be told. */
static int join(const site_t *a, const site_t *b) {
    int n_cis = 0, n_trans = 0, n_alt = 0;
    for (size_t i = 0, j = 0; i < a->n && j < b->n;) {
        if (a->seen[i].fragment < b->seen[j].fragment)
            i++;
        else if (a->seen[i].fragment > b->seen[j].fragment)
            j++;
        else {
            bool is_cis = a->seen[i].side == b->seen[j].side;
            n_cis += is_cis;
            n_trans += !is_cis;
            n_alt += a->seen[i].side > 0 || b->seen[j].side > 0;
            i++, j++;
        }
    }
    int n = n_cis + n_trans;
    if (n < MIN_FRAGMENTS || n_alt < 2)
        return 0; /* two references together say nothing of where the ALTs are */
    if (n_cis >= MIN_AGREEMENT * n) return 1;
    return n_trans >= MIN_AGREEMENT * n ? -1 : 0;
}

gnbs_code_t gnbs_call_phase(const gnbs_pileup_t *p, size_t n, gnbs_call_t call[],
                            gnbs_arena_t *arena, gnbs_err_t *err) {
    site_t *site = GNBS_NEW(arena, site_t, n);
    if (site == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu calls", n);
    size_t n_site = 0;
    for (size_t i = 0; i < n; i++) {
        if (call[i].ploidy != 2 || call[i].n_alt != 1 || call[i].n_other_alt != 0 ||
            call[i].filter != 0)
            continue;
        site[n_site].call = &call[i];
        GNBS_TRY(look(p, &site[n_site++], arena, err));
    }
    for (size_t i = 0; i < n_site; i++) {
        gnbs_call_t *c = site[i].call;
        c->is_phased = false;
        for (size_t k = 1; k <= MAX_REACH && k <= i; k++) {
            gnbs_call_t *before = site[i - k].call;
            int relation = join(&site[i - k], &site[i]);
            if (relation == 0) continue;
            if (!before->is_phased) {
                before->is_phased = true;
                before->haplotype = 1;
                before->phase_set = before->variant.pos;
            }
            c->is_phased = true;
            c->phase_set = before->phase_set;
            c->haplotype =
                relation > 0 ? before->haplotype : (int8_t)(3 - before->haplotype);
            break;
        }
    }
    return GNBS_OK;
}
