#include "simulate/simulate_world.h"

#include <stdlib.h>
#include <string.h>

#include "core/vec.h"
#include "genome/seq.h"

typedef struct maker {
    const gnbs_simulate_scenario_t *s;
    const gnbs_simulate_world_t *world;
    gnbs_arena_t *arena;
    GNBS_VEC(gnbs_simulate_truth_t) truth;
} maker_t;

static int ploidy_of(const gnbs_simulate_scenario_t *s, int32_t tid) {
    bool is_x = gnbs_contig_kind(s->contigs.contig[tid].name) == GNBS_CONTIG_X;
    return is_x && s->sex == GNBS_SEX_MALE ? 1 : 2;
}

static gnbs_code_t add(maker_t *m, const gnbs_simulate_truth_t *truth, gnbs_err_t *err) {
    gnbs_simulate_truth_t t = *truth;
    t.ploidy = (int8_t)ploidy_of(m->s, t.variant.tid);
    if (t.ploidy == 1) t.on[1] = false;
    if (!t.on[0] && !t.on[1]) return GNBS_OK;
    if (GNBS_PUSH(&m->truth, t)) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_NOMEM, "%s: the newborn's variants", m->s->path);
}

static gnbs_code_t add_alleles(maker_t *m, gnbs_err_t *err) {
    for (size_t i = 0; i < m->s->n_allele; i++) {
        const gnbs_simulate_allele_t *a = &m->s->allele[i];
        if (a->zygosity == GNBS_ZYG_HOM_REF) continue;
        bool is_het = a->zygosity == GNBS_ZYG_HET;
        gnbs_simulate_truth_t t = {
            .variant = m->world->allele[i],
            .on = {!is_het || a->haplotype == 1, !is_het || a->haplotype == 2},
            .origin = "scenario",
            .i_allele = (int32_t)i};
        GNBS_TRY(add(m, &t, err));
    }
    return GNBS_OK;
}

/* One of the two alleles that a person of this seed has at the site; a father has one X to give. */
static bool draw_given(gnbs_simulate_random_t *person, gnbs_simulate_random_t *child,
                       double af, bool is_father_x) {
    bool on[2];
    for (int h = 0; h < 2; h++) on[h] = gnbs_simulate_chance(person, af);
    return on[gnbs_simulate_below(child, 2) && !is_father_x ? 1 : 0];
}

/* Each haplotype takes each site by its frequency: Hardy-Weinberg, no linkage. With parents, haplotype 1 is the father's
 * gift and 2 the mother's; the one X of a boy is the mother's. */
static gnbs_code_t add_sites(maker_t *m, gnbs_err_t *err) {
    const gnbs_simulate_scenario_t *s = m->s;
    const gnbs_simulate_stream_t stream = GNBS_SIMULATE_STREAM_GENOTYPE;
    gnbs_simulate_random_t r = gnbs_simulate_random(s->seed, stream, 0),
                           father = gnbs_simulate_random(s->father_seed, stream, 0),
                           mother = gnbs_simulate_random(s->mother_seed, stream, 0);
    for (size_t i = 0; i < m->world->n_site; i++) {
        const gnbs_simulate_site_t *site = &m->world->site[i];
        gnbs_simulate_truth_t t = {
            .variant = site->variant, .origin = "population", .i_allele = -1};
        bool is_x =
            gnbs_contig_kind(s->contigs.contig[site->variant.tid].name) == GNBS_CONTIG_X;
        for (int h = 0; h < 2 && !s->has_parents; h++)
            t.on[h] = gnbs_simulate_chance(&r, site->af);
        if (s->has_parents) {
            t.on[0] = draw_given(&father, &r, site->af, is_x);
            t.on[1] = draw_given(&mother, &r, site->af, false);
            if (is_x && s->sex == GNBS_SEX_MALE) t.on[0] = t.on[1];
        }
        GNBS_TRY(add(m, &t, err));
    }
    return GNBS_OK;
}

static gnbs_code_t copy_taken(const maker_t *m, uint8_t ***taken, gnbs_err_t *err) {
    int n = m->world->contigs.n;
    uint8_t **copy = GNBS_NEW(m->arena, uint8_t *, n);
    for (int i = 0; copy != NULL && i < n; i++) {
        size_t length_bp = (size_t)m->world->contigs.contig[i].length_bp;
        copy[i] = GNBS_NEW(m->arena, uint8_t, length_bp);
        if (copy[i] == NULL) copy = NULL;
        if (copy != NULL) memcpy(copy[i], m->world->taken[i], length_bp);
    }
    *taken = copy;
    return copy != NULL ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "%s", m->s->path);
}

/* Rare variants of this newborn alone; never coding, so that the scenario alone decides the outcome. */
static gnbs_code_t add_private(maker_t *m, gnbs_err_t *err) {
    gnbs_simulate_draw_t draw = {.world = m->world, .arena = m->arena};
    GNBS_TRY(copy_taken(m, &draw.taken, err));
    GNBS_TRY(gnbs_simulate_zones(m->world, m->arena, &draw.zone, err));
    for (int32_t tid = 0; tid < m->world->contigs.n; tid++) {
        double kb = (double)m->world->contigs.contig[tid].length_bp / 1000;
        int64_t n_snv = (int64_t)(kb * m->s->private_snv_per_kb);
        int64_t n_all = n_snv + (int64_t)(kb * m->s->private_indel_per_kb);
        gnbs_simulate_random_t r =
            gnbs_simulate_random(m->s->seed, GNBS_SIMULATE_STREAM_PRIVATE, (uint64_t)tid);
        for (int64_t i = 0; i < n_all; i++) {
            gnbs_simulate_truth_t t = {.origin = "private", .i_allele = -1};
            if (!gnbs_simulate_draw_variant(&draw, &r, tid, i >= n_snv, &t.variant))
                continue;
            t.on[gnbs_simulate_below(&r, ploidy_of(m->s, tid))] = true;
            GNBS_TRY(add(m, &t, err));
        }
    }
    return GNBS_OK;
}

static int compare_truth(const void *a, const void *b) {
    const gnbs_simulate_truth_t *x = a, *y = b;
    return gnbs_variant_compare(&x->variant, &y->variant);
}

static gnbs_code_t keep_truth(maker_t *m, gnbs_simulate_newborn_t *newborn,
                              gnbs_err_t *err) {
    size_t n = m->truth.n;
    gnbs_simulate_truth_t *truth = GNBS_NEW(m->arena, gnbs_simulate_truth_t, n);
    if (truth == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", m->s->path);
    if (n > 0) {
        memcpy(truth, m->truth.at, n * sizeof *truth);
        qsort(truth, n, sizeof *truth, compare_truth);
    }
    newborn->n_truth = n;
    newborn->truth = truth;
    return GNBS_OK;
}

/* The variant without the anchor base of VCF. */
static gnbs_code_t make_edit(const gnbs_variant_t *v, gnbs_arena_t *arena,
                             gnbs_simulate_edit_t *e, gnbs_err_t *err) {
    size_t n_ref = strlen(v->ref), n_alt = strlen(v->alt), skip = n_ref != n_alt ? 1 : 0;
    uint8_t *alt = GNBS_NEW(arena, uint8_t, n_alt);
    if (alt == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "an allele");
    for (size_t i = skip; i < n_alt; i++) alt[i - skip] = gnbs_seq_code(v->alt[i]);
    *e = (gnbs_simulate_edit_t){.ref_beg = v->pos + (gnbs_pos_t)skip,
                                .n_ref = (int32_t)(n_ref - skip),
                                .n_alt = (int32_t)(n_alt - skip),
                                .alt = alt};
    return GNBS_OK;
}

/*  ref  ====A======CAT======      edits keep their place on both: a read's bases are found on the
 *  hap  ====G======C==[TT]====    haplotype, its alignment on the reference                        */
static gnbs_code_t build_haplotype(const gnbs_simulate_world_t *world,
                                   const gnbs_simulate_newborn_t *newborn, int32_t tid,
                                   int h, gnbs_arena_t *arena,
                                   gnbs_simulate_haplotype_t *hap, gnbs_err_t *err) {
    gnbs_pos_t ref_bp = world->contigs.contig[tid].length_bp, longest = ref_bp, at = 0;
    size_t n = 0;
    for (size_t i = 0; i < newborn->n_truth; i++) {
        const gnbs_simulate_truth_t *t = &newborn->truth[i];
        if (t->variant.tid != tid || !t->on[h]) continue;
        longest += (gnbs_pos_t)strlen(t->variant.alt);
        n++;
    }
    uint8_t *seq = GNBS_NEW(arena, uint8_t, longest);
    gnbs_simulate_edit_t *edit = GNBS_NEW(arena, gnbs_simulate_edit_t, n);
    if (seq == NULL || edit == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "a haplotype");
    *hap = (gnbs_simulate_haplotype_t){
        .tid = tid, .ref_length_bp = ref_bp, .seq = seq, .edit = edit};
    for (size_t i = 0; i < newborn->n_truth; i++) {
        const gnbs_simulate_truth_t *t = &newborn->truth[i];
        if (t->variant.tid != tid || !t->on[h]) continue;
        gnbs_simulate_edit_t *e = &edit[hap->n_edit++];
        GNBS_TRY(make_edit(&t->variant, arena, e, err));
        memcpy(seq + hap->length_bp, world->seq[tid] + at, (size_t)(e->ref_beg - at));
        e->hap_beg = hap->length_bp + e->ref_beg - at;
        memcpy(seq + e->hap_beg, e->alt, (size_t)e->n_alt);
        hap->length_bp = e->hap_beg + e->n_alt;
        at = e->ref_beg + e->n_ref;
    }
    memcpy(seq + hap->length_bp, world->seq[tid] + at, (size_t)(ref_bp - at));
    hap->length_bp += ref_bp - at;
    return GNBS_OK;
}

static gnbs_code_t build_haplotypes(const maker_t *m, gnbs_simulate_newborn_t *newborn,
                                    gnbs_err_t *err) {
    gnbs_simulate_haplotype_t *hap =
        GNBS_NEW(m->arena, gnbs_simulate_haplotype_t, 2 * m->world->contigs.n);
    if (hap == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", m->s->path);
    for (int32_t tid = 0; tid < m->world->contigs.n; tid++)
        for (int h = 0; h < ploidy_of(m->s, tid); h++)
            GNBS_TRY(build_haplotype(m->world, newborn, tid, h, m->arena,
                                     &hap[newborn->n_haplotype++], err));
    newborn->haplotype = hap;
    return GNBS_OK;
}

static gnbs_code_t build_holes(const maker_t *m, gnbs_simulate_newborn_t *newborn,
                               gnbs_err_t *err) {
    gnbs_region_t *hole = GNBS_NEW(m->arena, gnbs_region_t, m->s->n_hole);
    if (hole == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", m->s->path);
    for (size_t i = 0; i < m->s->n_hole; i++) {
        const gnbs_transcript_t *tx = &m->world->transcript[m->s->hole[i].i_gene];
        int32_t number = m->s->hole[i].exon_number;
        gnbs_exon_t x = tx->exon[tx->strand > 0 ? number - 1 : tx->n_exon - number];
        hole[i] = (gnbs_region_t){tx->tid, x.beg, x.end};
    }
    newborn->n_hole = gnbs_region_merge(m->s->n_hole, hole, 0);
    newborn->hole = hole;
    return GNBS_OK;
}

gnbs_code_t gnbs_simulate_newborn_make(const gnbs_simulate_scenario_t *scenario,
                                       const gnbs_simulate_world_t *world,
                                       gnbs_arena_t *arena,
                                       gnbs_simulate_newborn_t *newborn, gnbs_err_t *err) {
    *newborn = (gnbs_simulate_newborn_t){0};
    maker_t m = {.s = scenario, .world = world, .arena = arena};
    gnbs_code_t code = add_alleles(&m, err);
    if (code == GNBS_OK) code = add_sites(&m, err);
    if (code == GNBS_OK) code = add_private(&m, err);
    if (code == GNBS_OK) code = keep_truth(&m, newborn, err);
    GNBS_VEC_CLEAR(&m.truth);
    GNBS_TRY(code);
    GNBS_TRY(build_haplotypes(&m, newborn, err));
    return build_holes(&m, newborn, err);
}
