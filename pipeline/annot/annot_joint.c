#include "annot/annot_joint.h"

#include <stdlib.h>
#include <string.h>

#include "annot/annot_copy.h"
#include "genome/seq.h"

/* ---- members --------------------------------------------------------------------------- */

static int32_t gain(const gnbs_annot_member_t *m) {
    return m->change.n_alt - (m->end - m->beg);
}

bool gnbs_annot_member_make(const gnbs_bundle_t *b, const gnbs_annot_map_t *map,
                            const gnbs_variant_t *v, int32_t i, gnbs_annot_work_t *work,
                            gnbs_annot_member_t *m, bool *is_member) {
    *is_member = false;
    if (!gnbs_annot_map_is_coding(map) || gnbs_variant_is_symbolic(v) ||
        v->tid != map->tx->tid)
        return true;
    gnbs_annot_change_t change;
    if (!gnbs_annot_change_make(v, &work->arena, &change)) return false;
    change = gnbs_annot_change_on(&change, map->tx->strand);
    if (change.has_n || (change.beg == change.end && change.n_alt == 0) ||
        !gnbs_annot_touches(map->tx, &change))
        return true;
    const gnbs_annot_view_t view = gnbs_annot_view_make(b, map, &change, work);
    gnbs_annot_span_t s = view.span;
    if (!gnbs_annot_needs_codons(&view) || s.beg < map->cds_beg || s.end > map->cds_end)
        return true;
    int32_t to_codons = map->pad - map->cds_beg;
    *m = (gnbs_annot_member_t){v, change, s.beg + to_codons, s.end + to_codons, i};
    /* bases come or go in the start codon: whether and where it still starts is told alone */
    *is_member = gain(m) == 0 || m->beg >= 3;
    return true;
}

int gnbs_annot_member_compare(const void *a, const void *b) {
    const gnbs_annot_member_t *x = a, *y = b;
    if (x->beg != y->beg) return x->beg < y->beg ? -1 : 1;
    if (x->end != y->end) return x->end < y->end ? -1 : 1;
    return (x->i > y->i) - (x->i < y->i);
}

static bool is_substitution(const gnbs_annot_member_t *m) {
    return m->end > m->beg && gain(m) == 0;
}

/* ---- groups ---------------------------------------------------------------------------- */

typedef struct group {
    size_t n;
    const gnbs_annot_member_t *const *m; /* as many as n, in order */
    int32_t beg, end, delta, last_codon;
    gnbs_annot_effect_t effect;
    /* as one change: alt[n_alt] for the bases [from, to) */
    int32_t from, to, n_alt;
    uint8_t *alt;
} group_t;

typedef struct reading {
    const gnbs_bundle_t *b;
    const gnbs_annot_map_t *map;
    const gnbs_annot_opt_t *opt;
    gnbs_annot_work_t *work;
    gnbs_arena_t *keep;
} reading_t;

/* Without bases that come back to what they were, unless all do. */
static void trim(group_t *g, const uint8_t *frame) {
    int32_t head = 0, tail = 0, n_ref = g->end - g->beg,
            n = n_ref < g->n_alt ? n_ref : g->n_alt;
    g->from = g->beg;
    g->to = g->end;
    while (head < n && frame[g->beg + head] == g->alt[head]) head++;
    while (tail < n - head && frame[g->end - 1 - tail] == g->alt[g->n_alt - 1 - tail])
        tail++;
    if (head + tail == n_ref && n_ref == g->n_alt) return;
    g->from += head;
    g->to -= tail;
    g->alt += head;
    g->n_alt -= head + tail;
}

/* The members as one change: their new bases, and what stands between them. */
static bool make_effect(const reading_t *r, group_t *g) {
    const gnbs_annot_map_t *map = r->map;
    g->n_alt = g->end - g->beg + g->delta;
    g->alt = GNBS_NEW(&r->work->arena, uint8_t, g->n_alt + 1);
    if (g->alt == NULL) return false;
    uint8_t *to = g->alt;
    for (size_t k = 0; k < g->n; k++) {
        const gnbs_annot_member_t *m = g->m[k];
        for (int32_t i = k > 0 ? g->m[k - 1]->end : m->beg; i < m->beg; i++)
            *to++ = map->frame[i];
        memcpy(to, m->change.alt_strand, (size_t)m->change.n_alt);
        to += m->change.n_alt;
    }
    trim(g, map->frame);
    int32_t to_cdna = map->cds_beg - map->pad;
    const gnbs_annot_span_t span = {true, true, g->from + to_cdna, g->to + to_cdna};
    return gnbs_annot_effect_make(map, span, g->n_alt, g->alt, &r->work->arena, &g->effect);
}

/* Is the stop of the changed copy read before base `at` of the unchanged one is reached? */
static bool stops_before(const reading_t *r, const group_t *g, int32_t at) {
    if (!g->effect.has_stop_alt || g->effect.stop_cdna < 0) return false;
    int32_t stop_end = g->effect.stop_cdna - r->map->cds_beg + r->map->pad + 3;
    return stop_end <= at + g->delta;
}

/* Codons that a change touches; an insertion, those of both its neighbours. */
static int32_t first_codon(const gnbs_annot_member_t *m) {
    return m->end > m->beg || m->beg == 0 ? m->beg / 3 : (m->beg - 1) / 3;
}
static int32_t last_codon(const gnbs_annot_member_t *m) {
    return m->end > m->beg ? (m->end - 1) / 3 : m->beg / 3;
}

static void take(group_t *g, const gnbs_annot_member_t *m) {
    if (g->n == 0) g->beg = m->beg;
    g->n++;
    g->end = m->end;
    g->delta += gain(m);
    if (g->n == 1 || last_codon(m) > g->last_codon) g->last_codon = last_codon(m);
}

static bool overlaps_last(const group_t *g, const gnbs_annot_member_t *m) {
    const gnbs_annot_member_t *last = g->m[g->n - 1];
    return m->beg < last->end || (m->beg == last->beg && m->end == last->end);
}

/* Does m belong to what the group does? The frame open: unless a stop comes first. */
static bool joins(const reading_t *r, group_t *g, const gnbs_annot_member_t *m, bool *ok) {
    if (first_codon(m) <= g->last_codon) return true;
    if (g->delta % 3 == 0) return false;
    *ok = make_effect(r, g);
    return *ok && !stops_before(r, g, m->beg);
}

/* ---- what a group does ----------------------------------------------------------------- */

static bool is_one_block(const group_t *g) {
    for (size_t k = 0; k < g->n; k++) {
        if (!is_substitution(g->m[k])) return false;
        if (k == 0) continue;
        int32_t gap = g->m[k]->beg - g->m[k - 1]->end;
        bool shares_codon = g->m[k]->beg / 3 == (g->m[k - 1]->end - 1) / 3;
        if (gap > 1 || (gap == 1 && !shares_codon)) return false;
    }
    return true;
}

static void name_block(const reading_t *r, const group_t *g, gnbs_str_t *out) {
    const gnbs_annot_map_t *map = r->map;
    int32_t to_cdna = map->cds_beg - map->pad, n = g->to - g->from;
    gnbs_str_add(out, gnbs_annot_accession(map->tx));
    gnbs_str_add(out, ":c.");
    gnbs_annot_print_place(out, map, (gnbs_annot_place_t){.cdna = g->from + to_cdna});
    gnbs_str_add_char(out, '_');
    gnbs_annot_print_place(out, map, (gnbs_annot_place_t){.cdna = g->to - 1 + to_cdna});
    bool is_inv = true;
    for (int32_t i = 0; i < n && is_inv; i++)
        is_inv = gnbs_seq_complement(map->frame[g->to - 1 - i]) == g->alt[i];
    gnbs_str_add(out, is_inv ? "inv" : "delins");
    for (int32_t i = 0; i < n && !is_inv; i++)
        gnbs_str_add_char(out, gnbs_seq_letter(g->alt[i]));
}

/* "NM_1.1:c.[76del;90dup]"; NULL in *name when one of them has no name. */
static bool name_list(const reading_t *r, const group_t *g, const char **name) {
    *name = NULL;
    gnbs_str_t out;
    gnbs_str_init(&out);
    bool ok = true, is_named = true;
    for (size_t k = 0; k < g->n && ok && is_named; k++) {
        gnbs_consequence_t alone;
        gnbs_annot_change_t change = g->m[k]->change;
        change.alt_strand = NULL; /* gnbs_annot_one turns it itself */
        ok = gnbs_annot_one(r->b, r->map, g->m[k]->v, &change, r->opt, r->work, r->keep,
                            &alone);
        const char *colon = ok && alone.hgvs_c != NULL ? strchr(alone.hgvs_c, ':') : NULL;
        is_named = colon != NULL && colon[1] != '\0' && colon[2] == '.';
        if (!is_named) break;
        if (k == 0) gnbs_str_add_n(&out, alone.hgvs_c, (size_t)(colon + 3 - alone.hgvs_c));
        gnbs_str_add_char(&out, k == 0 ? '[' : ';');
        gnbs_str_add(&out, colon + 3);
    }
    gnbs_str_add_char(&out, ']');
    if (ok && is_named) {
        *name = gnbs_annot_keep(&out, r->keep);
        ok = *name != NULL;
    }
    gnbs_str_clear(&out);
    return ok;
}

static uint64_t joint_terms(const group_t *g) {
    uint64_t t = gnbs_annot_codon_terms(&g->effect, g->delta, false);
    uint64_t in_frame = GNBS_ANNOT_BIT(GNBS_CSQ_INFRAME_INSERTION) |
                        GNBS_ANNOT_BIT(GNBS_CSQ_INFRAME_DELETION) |
                        GNBS_ANNOT_BIT(GNBS_CSQ_PROTEIN_ALTERING);
    uint64_t other = t & ~in_frame & gnbs_consequence_coding_terms();
    if (g->effect.is_frame_kept && g->delta != 0 &&
        (other & ~GNBS_ANNOT_BIT(GNBS_CSQ_STOP_GAINED)) == 0)
        t = other | GNBS_ANNOT_BIT(g->delta > 0 ? GNBS_CSQ_INFRAME_INSERTION
                                                : GNBS_CSQ_INFRAME_DELETION);
    return t != 0 ? t : GNBS_ANNOT_BIT(GNBS_CSQ_CODING_SEQUENCE);
}

static bool describe(const reading_t *r, const group_t *g, gnbs_consequence_t *c) {
    const gnbs_annot_effect_t *e = &g->effect;
    const gnbs_annot_map_t *map = r->map;
    *c = (gnbs_consequence_t){.tx = map->tx, .terms = joint_terms(g)};
    c->cds_pos1 = g->from - map->pad + 1;
    c->cds_first1 = g->from + 1;
    c->cds_last1 = g->to;
    c->aa_first1 = g->from / 3 + 1;
    c->aa_last1 = g->to > g->from ? (g->to - 1) / 3 + 1 : g->to / 3 + 1;
    uint64_t cut =
        GNBS_ANNOT_BIT(GNBS_CSQ_STOP_GAINED) | GNBS_ANNOT_BIT(GNBS_CSQ_FRAMESHIFT);
    int32_t cdna = g->from + map->cds_beg - map->pad;
    if (c->terms & cut)
        c->escapes_nmd = gnbs_annot_escapes_nmd(e, cdna, g->delta, r->opt->nmd_bp);
    if (map->table != 2 && is_one_block(g)) {
        gnbs_str_reset(&r->work->text);
        name_block(r, g, &r->work->text);
        c->hgvs_c = gnbs_annot_keep(&r->work->text, r->keep);
        if (c->hgvs_c == NULL) return false;
    } else if (!name_list(r, g, &c->hgvs_c)) {
        return false;
    }
    return (e->ref_pep == NULL ||
            gnbs_annot_fill_codons(e, g->from, g->to - g->from, g->n_alt, r->keep, c)) &&
           gnbs_annot_name_p(e, &r->work->text, r->keep, c);
}

typedef const gnbs_variant_t *const *variants_t;

static variants_t members_of(const group_t *g, gnbs_arena_t *keep) {
    const gnbs_variant_t **list = GNBS_NEW(keep, const gnbs_variant_t *, g->n);
    for (size_t k = 0; list != NULL && k < g->n; k++) list[k] = g->m[k]->v;
    return list;
}

typedef struct stop { /* the first group that ends the protein early */
    size_t n;
    variants_t list;
} stop_t;

/* The group is complete: what do its members do, and is what follows still read? */
static bool close_group(const reading_t *r, group_t *g, const size_t at[],
                        const gnbs_annot_member_t *next, stop_t *stop,
                        gnbs_joint_t joint[]) {
    bool asks_stop = next != NULL && stop->list == NULL;
    if (g->n < 2 && !asks_stop) return true;
    if (!make_effect(r, g)) return false;
    variants_t list = NULL;
    if (g->n > 1) {
        gnbs_consequence_t *c = GNBS_NEW(r->keep, gnbs_consequence_t, 1);
        list = members_of(g, r->keep);
        if (c == NULL || list == NULL || !describe(r, g, c)) return false;
        for (size_t k = 0; k < g->n; k++) {
            joint[at[k]].n_member = g->n;
            joint[at[k]].member = list;
            joint[at[k]].consequence = c;
            joint[at[k]].stop_residue = g->effect.has_stop_alt ? g->effect.n_aa_alt : 0;
        }
    }
    if (!asks_stop || !stops_before(r, g, next->beg)) return true;
    if (list == NULL) list = members_of(g, r->keep);
    stop->n = g->n;
    stop->list = list;
    return list != NULL;
}

bool gnbs_annot_copy_read(const gnbs_bundle_t *b, const gnbs_annot_map_t *map, size_t n,
                          const gnbs_annot_member_t m[], const gnbs_annot_opt_t *opt,
                          gnbs_annot_work_t *work, gnbs_arena_t *keep,
                          gnbs_joint_t joint[]) {
    const reading_t r = {b, map, opt, work, keep};
    const gnbs_annot_member_t **list =
        GNBS_NEW(&work->arena, const gnbs_annot_member_t *, n + 1);
    size_t *at = GNBS_NEW(&work->arena, size_t, n + 1);
    if (list == NULL || at == NULL) return false;
    stop_t stop = {0};
    group_t g = {.m = list};
    for (size_t k = 0; k < n; k++) {
        joint[k] = (gnbs_joint_t){0};
        bool ok = true;
        if (g.n > 0 && overlaps_last(&g, &m[k])) continue; /* no copy carries both */
        if (g.n > 0 && !joins(&r, &g, &m[k], &ok)) {
            if (!ok || !close_group(&r, &g, at, &m[k], &stop, joint)) return false;
            g = (group_t){.m = list};
        }
        list[g.n] = &m[k];
        at[g.n] = k;
        take(&g, &m[k]);
        joint[k].n_stop = stop.n;
        joint[k].stop = stop.list;
    }
    return g.n == 0 || close_group(&r, &g, at, NULL, &stop, joint);
}

/* ---- for one transcript ----------------------------------------------------------------- */

static bool read_one(const gnbs_bundle_t *b, const gnbs_annot_map_t *map, size_t n,
                     const gnbs_variant_t *const v[], const gnbs_annot_opt_t *opt,
                     gnbs_annot_work_t *work, gnbs_arena_t *arena, gnbs_joint_t joint[]) {
    gnbs_annot_member_t *m = GNBS_NEW(&work->arena, gnbs_annot_member_t, n + 1);
    gnbs_joint_t *of_member = GNBS_NEW(&work->arena, gnbs_joint_t, n + 1);
    size_t n_member = 0;
    if (m == NULL || of_member == NULL) return false;
    for (size_t i = 0; i < n; i++) {
        bool is_member;
        if (!gnbs_annot_member_make(b, map, v[i], (int32_t)i, work, &m[n_member],
                                    &is_member))
            return false;
        n_member += is_member;
    }
    qsort(m, n_member, sizeof *m, gnbs_annot_member_compare);
    if (!gnbs_annot_copy_read(b, map, n_member, m, opt, work, arena, of_member))
        return false;
    for (size_t k = 0; k < n_member; k++) joint[m[k].i] = of_member[k];
    return true;
}

gnbs_code_t gnbs_annot_joint(const gnbs_bundle_t *b, const gnbs_transcript_t *tx, size_t n,
                             const gnbs_variant_t *const v[], const gnbs_annot_opt_t *opt,
                             gnbs_arena_t *arena, gnbs_joint_t joint[], gnbs_err_t *err) {
    gnbs_annot_opt_t standard = gnbs_annot_opt_default();
    gnbs_annot_work_t work;
    gnbs_annot_map_t map;
    gnbs_code_t code = GNBS_OK;
    gnbs_annot_work_init(&work, b);
    gnbs_annot_work_reset(&work, tx->tid);
    for (size_t i = 0; i < n; i++) {
        joint[i] = (gnbs_joint_t){0};
        if (code == GNBS_OK && v[i]->tid == tx->tid && !gnbs_variant_is_symbolic(v[i]))
            code = gnbs_annot_check_ref(&work.seq, v[i], err);
    }
    if (code == GNBS_OK && n > 1 &&
        (!gnbs_annot_map_make(b, tx, &work.arena, &map) ||
         !read_one(b, &map, n, v, opt != NULL ? opt : &standard, &work, arena, joint)))
        code = gnbs_err_set(err, GNBS_E_NOMEM, "reading %zu variants of %s together", n,
                            tx->id);
    gnbs_annot_work_clear(&work);
    return code;
}

gnbs_consequence_t gnbs_annot_with_joint(const gnbs_consequence_t *alone,
                                         const gnbs_joint_t *joint) {
    gnbs_consequence_t c = *alone;
    const gnbs_consequence_t *j = joint->consequence;
    if (j == NULL) return c;
    c.terms = (alone->terms & ~gnbs_consequence_coding_terms()) | j->terms;
    c.hgvs_p = j->hgvs_p;
    c.protein_pos1 = j->protein_pos1;
    c.amino_acids = j->amino_acids;
    c.codons = j->codons;
    c.aa_first1 = j->aa_first1;
    c.aa_last1 = j->aa_last1;
    c.escapes_nmd = j->escapes_nmd;
    return c;
}
