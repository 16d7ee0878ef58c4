#include "run/run_joint.h"

#include <string.h>

#include "annot/annot_joint.h"
#include "core/vec.h"

typedef struct joint_work {
    const gnbs_bundle_t *bundle;
    gnbs_arena_t *arena;
    size_t n; /* variants of one gene that may be read together */
    gnbs_case_variant_t **v;
    const gnbs_variant_t **list; /* of the copy at hand: room for n */
    gnbs_joint_t *joint;
} joint_work_t;

typedef enum on_copy { ALONE, DIFFERS, EVERYWHERE } on_copy_t;

/* Both ends in codons of the panel's transcript, carried, not filtered; a share of copies is no copy. */
static bool is_candidate(const gnbs_case_variant_t *v) {
    return v->call.n_alt > 0 && v->call.filter == 0 && v->n_consequence > 0 &&
           v->dosage == NULL && !v->call.heteroplasmy.is_stated &&
           v->consequence[0].cds_first1 > 0 && v->consequence[0].cds_last1 > 0;
}

static bool is_everywhere(const gnbs_call_t *c) { return c->n_alt == c->ploidy; }

static bool is_same_set(const gnbs_call_t *a, const gnbs_call_t *b) {
    return a->is_phased && b->is_phased && a->phase_set == b->phase_set;
}

/* Is `c` on the copy of `of` (side 0), or on the other one (side 1)? What is not in phase with it is on neither. */
static bool is_on(const gnbs_call_t *c, const gnbs_call_t *of, int side) {
    if (is_everywhere(c)) return true;
    if (c == of) return side == 0;
    return of != NULL && is_same_set(c, of) &&
           (c->haplotype == of->haplotype) == (side == 0);
}

/* Reads the copy; joint of v[i] into *out. `takes_all`: also what is not in phase, but not what is on the other copy. */
static gnbs_code_t read_copy(joint_work_t *w, size_t i, const gnbs_call_t *of, int side,
                             bool takes_all, gnbs_joint_t *out, gnbs_err_t *err) {
    size_t n = 0, own = 0;
    for (size_t k = 0; k < w->n; k++) {
        const gnbs_call_t *c = &w->v[k]->call;
        bool is_open = takes_all && !is_everywhere(c) && !is_same_set(c, of);
        if (k != i && !is_on(c, of, side) && !is_open) continue;
        if (k == i) own = n;
        w->list[n++] = &c->variant;
    }
    GNBS_TRY(gnbs_annot_joint(w->bundle, w->v[i]->consequence[0].tx, n, w->list, NULL,
                              w->arena, w->joint, err));
    *out = w->joint[own];
    return GNBS_OK;
}

static bool is_same_list(size_t n, const gnbs_variant_t *const a[], size_t m,
                         const gnbs_variant_t *const b[]) {
    return n == m && (n == 0 || memcmp(a, b, n * sizeof *a) == 0);
}

static void note(const gnbs_joint_t *j, gnbs_joint_t *best, size_t *n_copy,
                 size_t *n_alike) {
    bool says = j->n_member > 0 || j->n_stop > 0;
    bool is_first = best->n_member == 0 && best->n_stop == 0;
    (*n_copy)++;
    if (!says) return;
    if (is_first) *best = *j;
    *n_alike += is_same_list(best->n_member, best->member, j->n_member, j->member) &&
                is_same_list(best->n_stop, best->stop, j->n_stop, j->stop);
}

/* Every copy that carries v[i], by what else stands on it. */
static gnbs_code_t look_at_copies(joint_work_t *w, size_t i, gnbs_joint_t *best,
                                  on_copy_t *how, gnbs_err_t *err) {
    const gnbs_call_t *own = &w->v[i]->call;
    size_t n_copy = 0, n_alike = 0;
    gnbs_joint_t j;
    *best = (gnbs_joint_t){0};
    if (!is_everywhere(own)) {
        GNBS_TRY(read_copy(w, i, own, 0, false, &j, err));
        note(&j, best, &n_copy, &n_alike);
    } else {
        for (size_t k = 0; k < w->n; k++) {
            if (is_everywhere(&w->v[k]->call)) continue;
            for (int side = 0; side < 2; side++) {
                GNBS_TRY(read_copy(w, i, &w->v[k]->call, side, false, &j, err));
                note(&j, best, &n_copy, &n_alike);
            }
        }
        if (n_copy == 0) {
            GNBS_TRY(read_copy(w, i, own, 0, false, &j, err));
            note(&j, best, &n_copy, &n_alike);
        }
    }
    *how = n_alike == 0 ? ALONE : n_alike == n_copy ? EVERYWHERE : DIFFERS;
    return GNBS_OK;
}

/* ---- words ----------------------------------------------------------------------------- */

static const char *name_of(const joint_work_t *w, const gnbs_variant_t *v) {
    for (size_t k = 0; k < w->n; k++)
        if (&w->v[k]->call.variant == v && w->v[k]->consequence[0].hgvs_c != NULL)
            return w->v[k]->consequence[0].hgvs_c;
    return gnbs_arena_printf(w->arena, "%s:%lld %s>%s",
                             w->bundle->contigs.contig[v->tid].name, (long long)v->pos + 1,
                             v->ref, v->alt);
}

static bool name_others(const joint_work_t *w, size_t n, const gnbs_variant_t *const list[],
                        const gnbs_variant_t *own, gnbs_same_copy_t *s) {
    const char **with = GNBS_NEW(w->arena, const char *, n + 1);
    for (size_t k = 0; with != NULL && k < n; k++) {
        if (list[k] == own) continue;
        with[s->n_with] = name_of(w, list[k]);
        if (with[s->n_with++] == NULL) return false;
    }
    s->with = with;
    return with != NULL;
}

static const char *or_dash(const char *text) { return text != NULL ? text : "-"; }

static const char *join_words(const joint_work_t *w, const gnbs_same_copy_t *s) {
    const char *text = s->n_with > 0 ? s->with[0] : "";
    for (size_t k = 1; k < s->n_with && text != NULL; k++)
        text = gnbs_arena_printf(w->arena, "%s, %s", text, s->with[k]);
    return or_dash(text);
}

static const char *describe(const joint_work_t *w, const gnbs_joint_t *j, on_copy_t how,
                            const gnbs_same_copy_t *s) {
    const char *with = join_words(w, s);
    if (j->n_member == 0)
        return gnbs_arena_printf(
            w->arena,
            "%s on the same copy of the gene ends the protein before this variant is "
            "reached%s.",
            with, how == DIFFERS ? "; another copy carries this variant without it" : "");
    const gnbs_consequence_t *c = j->consequence;
    const char *together = gnbs_csq_so_term(gnbs_consequence_worst(c));
    const char *alone = gnbs_csq_so_term(gnbs_consequence_worst(&s->alone));
    if (how == ALONE)
        return gnbs_arena_printf(
            w->arena,
            "Whether %s stands on the same copy of the gene is not known. On one copy they "
            "would read %s %s (%s); each is judged by itself here, and the phase decides.",
            with, or_dash(c->hgvs_c), or_dash(c->hgvs_p), together);
    return gnbs_arena_printf(
        w->arena,
        "On the same copy of the gene stands %s. Together they read %s %s (%s); by itself "
        "this variant would be %s (%s). %s",
        with, or_dash(c->hgvs_c), or_dash(c->hgvs_p), together, or_dash(s->alone.hgvs_p),
        alone,
        how == DIFFERS
            ? "Another copy carries it without the other, so it is judged by itself."
        : s->undoes_null
            ? "It is judged by what they do together, which is not loss of function; that "
              "rests on both being on one copy."
        : s->makes_null
            ? "It is judged by what they do together: loss of function, which neither need "
              "be alone."
            : "It is judged by what they do together.");
}

/* ---- one variant ----------------------------------------------------------------------- */

static bool replace_first(const joint_work_t *w, gnbs_case_variant_t *v,
                          const gnbs_joint_t *j) {
    gnbs_consequence_t *c = GNBS_NEW(w->arena, gnbs_consequence_t, v->n_consequence);
    if (c == NULL) return false;
    memcpy(c, v->consequence, v->n_consequence * sizeof *c);
    c[0] = gnbs_annot_with_joint(&v->consequence[0], j);
    v->consequence = c;
    return true;
}

static bool keep_list(const joint_work_t *w, size_t n, const gnbs_variant_t *const from[],
                      const gnbs_variant_t *const **to) {
    const gnbs_variant_t **list = GNBS_NEW(w->arena, const gnbs_variant_t *, n + 1);
    gnbs_variant_t *copy = GNBS_NEW(w->arena, gnbs_variant_t, n + 1);
    if (list == NULL || copy == NULL) return false;
    for (size_t k = 0; k < n; k++) {
        copy[k] = *from[k];
        list[k] = &copy[k];
    }
    *to = list;
    return true;
}

/* The case's variants move when they are sorted. */
static bool keep_joint(const joint_work_t *w, const gnbs_joint_t *j, gnbs_joint_t *kept) {
    *kept = *j;
    return keep_list(w, j->n_member, j->member, &kept->member) &&
           keep_list(w, j->n_stop, j->stop, &kept->stop);
}

static gnbs_code_t tell(joint_work_t *w, size_t i, const gnbs_joint_t *j, on_copy_t how,
                        const gnbs_same_copy_t **out, gnbs_err_t *err) {
    const gnbs_variant_t *own = &w->v[i]->call.variant;
    gnbs_same_copy_t *s = GNBS_NEW(w->arena, gnbs_same_copy_t, 1);
    if (s == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "variants of one copy");
    s->alone = w->v[i]->consequence[0];
    bool ok = j->n_member > 0 ? name_others(w, j->n_member, j->member, own, s)
                              : name_others(w, j->n_stop, j->stop, own, s);
    if (j->consequence != NULL) {
        bool was = gnbs_consequence_is_lof(&s->alone);
        gnbs_consequence_t with = gnbs_annot_with_joint(&s->alone, j);
        bool is = gnbs_consequence_is_lof(&with);
        s->hgvs_c = j->consequence->hgvs_c;
        s->hgvs_p = j->consequence->hgvs_p;
        s->is_joined = how == EVERYWHERE;
        s->undoes_null = s->is_joined && was && !is;
        s->makes_null = s->is_joined && !was && is;
    }
    ok = ok && keep_joint(w, j, &s->joint);
    s->text = ok ? describe(w, j, how, s) : NULL;
    if (s->text == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "variants of one copy");
    *out = s;
    return GNBS_OK;
}

/* Names and readings are of the variants as they stand alone: replaced when all have been read. */
static gnbs_code_t join_gene(joint_work_t *w, gnbs_err_t *err) {
    gnbs_joint_t *joint = GNBS_NEW(w->arena, gnbs_joint_t, w->n);
    const gnbs_same_copy_t **said = GNBS_NEW(w->arena, const gnbs_same_copy_t *, w->n);
    if (joint == NULL || said == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "variants of one copy");
    for (size_t i = 0; i < w->n; i++) {
        on_copy_t how;
        GNBS_TRY(look_at_copies(w, i, &joint[i], &how, err));
        if (how == ALONE &&
            !is_everywhere(&w->v[i]->call)) /* what if they were in phase? */
            GNBS_TRY(read_copy(w, i, &w->v[i]->call, 0, true, &joint[i], err));
        bool says = how != ALONE ? joint[i].n_member > 0 || joint[i].n_stop > 0
                                 : joint[i].n_member > 0;
        if (says) GNBS_TRY(tell(w, i, &joint[i], how, &said[i], err));
    }
    for (size_t i = 0; i < w->n; i++) {
        w->v[i]->same_copy = said[i];
        if (said[i] != NULL && said[i]->is_joined && !replace_first(w, w->v[i], &joint[i]))
            return gnbs_err_set(err, GNBS_E_NOMEM, "variants of one copy");
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_run_join(const gnbs_bundle_t *bundle, size_t n, gnbs_case_variant_t v[],
                          gnbs_arena_t *arena, gnbs_err_t *err) {
    joint_work_t w = {.bundle = bundle, .arena = arena};
    bool *is_done = GNBS_NEW(arena, bool, n + 1);
    w.v = GNBS_NEW(arena, gnbs_case_variant_t *, n + 1);
    w.list = GNBS_NEW(arena, const gnbs_variant_t *, n + 1);
    w.joint = GNBS_NEW(arena, gnbs_joint_t, n + 1);
    if (is_done == NULL || w.v == NULL || w.list == NULL || w.joint == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "variants of one copy");
    for (size_t i = 0; i < n; i++) {
        if (is_done[i] || !is_candidate(&v[i])) continue;
        w.n = 0;
        for (size_t k = i; k < n; k++) {
            if (is_done[k] || v[k].gene != v[i].gene || !is_candidate(&v[k]) ||
                v[k].consequence[0].tx != v[i].consequence[0].tx)
                continue;
            is_done[k] = true;
            w.v[w.n++] = &v[k];
        }
        if (w.n > 1) GNBS_TRY(join_gene(&w, err));
    }
    return GNBS_OK;
}
