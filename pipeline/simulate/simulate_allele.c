/* Finds, for each allele of the scenario, a change that has the effect asked for. */
#include "simulate/simulate_world.h"

#include <string.h>

#include "genome/seq.h"

enum {
    EXON_EDGE_BP =
        4, /* of exon that stays clear of the splice site, so that one effect is meant */
    INTRON_EDGE_BP = 60, /* the same for "intron": beyond any splice-region term */
    MAX_TRIES = 200,
};

typedef struct search {
    const gnbs_simulate_world_t *world;
    const gnbs_simulate_allele_t *allele;
    const gnbs_transcript_t *tx;
    gnbs_arena_t *arena;
    gnbs_simulate_random_t r;
    gnbs_exon_t exon; /* the one asked for                          */
    int32_t i_exon;   /* its genomic index                          */
    int32_t n_cds;
    const gnbs_pos_t *cds;
} search_t;

static bool try_change(search_t *q, gnbs_pos_t pos, const char *ref, const char *alt,
                       gnbs_variant_t *v) {
    return gnbs_simulate_normalise(q->world, q->arena, q->tx->tid, pos, ref, alt, v) &&
           !gnbs_simulate_is_taken(q->world, q->world->taken, v);
}

static bool try_snv(search_t *q, gnbs_pos_t pos, uint8_t alt_code, gnbs_variant_t *v) {
    char ref[2] = {gnbs_seq_letter(q->world->seq[q->tx->tid][pos]), '\0'};
    char alt[2] = {gnbs_seq_letter(alt_code), '\0'};
    return try_change(q, pos, ref, alt, v);
}

/* A codon inside the exon, but for the first and the last of the frame: index of its first base. */
static bool draw_codon(search_t *q, int32_t *i_codon) {
    int32_t i = 3 * gnbs_simulate_between(&q->r, 1, q->n_cds / 3 - 2);
    gnbs_pos_t a = q->cds[i], b = q->cds[i + 2];
    gnbs_pos_t low = a < b ? a : b, high = a < b ? b : a;
    *i_codon = i;
    return low >= q->exon.beg + EXON_EDGE_BP && high < q->exon.end - EXON_EDGE_BP;
}

static bool has_effect(gnbs_simulate_effect_t effect, char was, char is) {
    switch (effect) {
    case GNBS_SIMULATE_STOP_GAINED: return is == '*';
    case GNBS_SIMULATE_SYNONYMOUS: return is == was;
    case GNBS_SIMULATE_MISSENSE: return is != was && is != '*';
    default: return false;
    }
}

static bool find_coding_snv(search_t *q, int32_t i, gnbs_variant_t *v) {
    uint8_t codon[3];
    gnbs_simulate_codon(q->tx, q->world->seq[q->tx->tid], q->cds + i, codon);
    char was = gnbs_seq_translate(codon, 1);
    int first = gnbs_simulate_below(&q->r, 9);
    for (int step = 0; step < 9; step++) {
        int k = (first + step) % 9;
        uint8_t changed[3] = {codon[0], codon[1], codon[2]};
        uint8_t base = (uint8_t)((codon[k / 3] + 1 + k % 3) % 4);
        changed[k / 3] = base;
        if (!has_effect(q->allele->effect, was, gnbs_seq_translate(changed, 1))) continue;
        if (q->tx->strand < 0) base = gnbs_seq_complement(base);
        if (try_snv(q, q->cds[i + k / 3], base, v)) return true;
    }
    return false;
}

/* Deletes n_del reference bases from pos, or inserts n_ins random ones before it, with the anchor of VCF. */
static bool find_indel(search_t *q, gnbs_pos_t pos, int32_t n_del, int32_t n_ins,
                       gnbs_variant_t *v) {
    const uint8_t *seq = q->world->seq[q->tx->tid];
    char ref[16] = {0}, alt[16] = {0};
    for (int32_t i = 0; i <= n_del; i++) ref[i] = gnbs_seq_letter(seq[pos - 1 + i]);
    alt[0] = ref[0];
    for (int32_t i = 0; i < n_ins; i++)
        alt[1 + i] = gnbs_seq_letter(gnbs_simulate_base(&q->r, GNBS_BASE_N));
    if (!try_change(q, pos - 1, ref, alt, v)) return false;
    return v->pos >= q->exon.beg + EXON_EDGE_BP &&
           v->pos + n_del + 1 < q->exon.end - EXON_EDGE_BP;
}

/* The bases of an in-frame deletion must not make a stop at the seam: a whole codon goes. */
static bool find_coding(search_t *q, gnbs_variant_t *v) {
    static const int8_t FRAMESHIFT[][2] = {{1, 0}, {2, 0}, {4, 0}, {5, 0}, {0, 1}, {0, 2}};
    int32_t i;
    if (!draw_codon(q, &i)) return false;
    gnbs_pos_t low = q->cds[i] < q->cds[i + 2] ? q->cds[i] : q->cds[i + 2];
    switch (q->allele->effect) {
    case GNBS_SIMULATE_FRAMESHIFT: {
        const int8_t *f = FRAMESHIFT[gnbs_simulate_below(&q->r, 6)];
        return find_indel(q, low, f[0], f[1], v);
    }
    case GNBS_SIMULATE_INFRAME_DELETION: return find_indel(q, low, 3, 0, v);
    default: return find_coding_snv(q, i, v);
    }
}

/* The intron after (donor) or before (acceptor) the exon along the transcript; false when there is none. */
static bool intron_beside(const search_t *q, bool is_after, gnbs_exon_t *intron) {
    bool is_right = is_after == (q->tx->strand > 0);
    if (is_right ? q->i_exon + 1 == q->tx->n_exon : q->i_exon == 0) return false;
    const gnbs_exon_t *left = &q->tx->exon[is_right ? q->i_exon : q->i_exon - 1];
    *intron = (gnbs_exon_t){left[0].end, left[1].beg};
    return true;
}

static bool find_intronic(search_t *q, gnbs_variant_t *v) {
    gnbs_exon_t intron;
    bool is_plus = q->tx->strand > 0;
    bool is_donor = q->allele->effect == GNBS_SIMULATE_SPLICE_DONOR;
    bool is_acceptor = q->allele->effect == GNBS_SIMULATE_SPLICE_ACCEPTOR;
    if (!intron_beside(q, !is_acceptor, &intron)) return false;
    gnbs_pos_t pos;
    if (is_donor) /* the G of GT */
        pos = is_plus ? intron.beg : intron.end - 1;
    else if (is_acceptor) /* the G of AG */
        pos = is_plus ? intron.end - 1 : intron.beg;
    else
        pos = intron.beg + INTRON_EDGE_BP +
              gnbs_simulate_below(&q->r,
                                  (int32_t)(intron.end - intron.beg) - 2 * INTRON_EDGE_BP);
    uint8_t base = q->world->seq[q->tx->tid][pos];
    if (is_donor || is_acceptor) /* transitions: G>A along the transcript */
        return try_snv(q, pos, is_plus ? GNBS_BASE_A : GNBS_BASE_T, v);
    return try_snv(q, pos, gnbs_simulate_base(&q->r, base), v);
}

static bool is_splice(gnbs_simulate_effect_t effect) {
    return effect == GNBS_SIMULATE_SPLICE_DONOR || effect == GNBS_SIMULATE_SPLICE_ACCEPTOR;
}

static bool is_intronic(gnbs_simulate_effect_t effect) {
    return is_splice(effect) || effect == GNBS_SIMULATE_INTRON;
}

static gnbs_code_t find_allele(const gnbs_simulate_scenario_t *s,
                               gnbs_simulate_world_t *world, size_t i_allele,
                               gnbs_arena_t *arena, gnbs_variant_t *v, gnbs_err_t *err) {
    const gnbs_simulate_allele_t *a = &s->allele[i_allele];
    const gnbs_transcript_t *tx = &world->transcript[a->i_gene];
    search_t q = {.world = world, .allele = a, .tx = tx, .arena = arena};
    q.r = gnbs_simulate_random(s->genome_seed, GNBS_SIMULATE_STREAM_ALLELE, i_allele);
    q.i_exon = tx->strand > 0 ? a->exon_number - 1 : tx->n_exon - a->exon_number;
    q.exon = gnbs_transcript_cds_part(tx, q.i_exon);
    q.n_cds = world->n_cds[a->i_gene];
    q.cds = world->cds[a->i_gene];
    int32_t n_tries = MAX_TRIES + 20 * q.n_cds; /* a codon of one exon among all */
    for (int32_t t = 0; t < n_tries; t++)
        if (is_intronic(a->effect) ? find_intronic(&q, v) : find_coding(&q, v))
            return GNBS_OK;
    return gnbs_err_set(
        err, GNBS_E_DATA,
        "%s:%d: gene %s, exon %d: no place for such a change (the last exon has "
        "no donor, the first no acceptor; alleles keep %d bases apart); choose "
        "another exon",
        s->path, a->line, tx->symbol, a->exon_number, GNBS_SIMULATE_CLEAR_BP);
}

gnbs_code_t gnbs_simulate_alleles_find(const gnbs_simulate_scenario_t *s,
                                       gnbs_simulate_world_t *world, gnbs_arena_t *arena,
                                       gnbs_err_t *err) {
    gnbs_variant_t *v = GNBS_NEW(arena, gnbs_variant_t, s->n_allele);
    if (v == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", s->path);
    for (int pass = 0; pass < 2; pass++) /* first those that can lie in one place only */
        for (size_t i = 0; i < s->n_allele; i++) {
            if (is_splice(s->allele[i].effect) != (pass == 0)) continue;
            GNBS_TRY(find_allele(s, world, i, arena, &v[i], err));
            gnbs_simulate_take(world, world->taken, &v[i]);
        }
    world->allele = v;
    return GNBS_OK;
}
