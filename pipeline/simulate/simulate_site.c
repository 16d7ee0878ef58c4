/* Background variation: what a population carries, and the room it must leave to the scenario. */
#include "simulate/simulate_world.h"

#include <stdlib.h>
#include <string.h>

#include "genome/seq.h"

enum {
    MAX_TRIES = 40,
    CONTIG_EDGE_BP = 200, /* where coverage has not yet risen */
    INDEL_MAX_BP = 12,
    EXON_EDGE_BP = 3,
    REPEAT_REACH =
        40, /* an indel may be written anywhere in its repeat: none of it in an exon */
};
static const double INDEL_LONGER_P = 0.45; /* each further base: mean length 1.8 */
static const double TANDEM_INS_FRAC = 0.6; /* insertions that repeat what follows them */
static const double SITE_AF_MIN = 0.05, SITE_AF_RANGE = 0.85;

static void close_range(uint8_t *zone, gnbs_pos_t n, gnbs_pos_t beg, gnbs_pos_t end,
                        uint8_t value) {
    if (beg < 0) beg = 0;
    if (end > n) end = n;
    if (beg < end) memset(zone + beg, value, (size_t)(end - beg));
}

static void mark_gene(const gnbs_simulate_world_t *world, size_t i, uint8_t *zone) {
    const gnbs_transcript_t *tx = &world->transcript[i];
    gnbs_pos_t n = world->contigs.contig[tx->tid].length_bp;
    for (int32_t e = 0; e < tx->n_exon; e++) {
        gnbs_exon_t x = tx->exon[e], part = gnbs_transcript_cds_part(tx, e);
        close_range(zone, n, x.beg - GNBS_SIMULATE_SPLICE_BP,
                    x.end + GNBS_SIMULATE_SPLICE_BP, GNBS_SIMULATE_ZONE_CLOSED);
        close_range(zone, n, x.beg + EXON_EDGE_BP, x.end - EXON_EDGE_BP,
                    GNBS_SIMULATE_ZONE_FREE);
        close_range(zone, n, part.beg > x.beg ? part.beg : x.beg + EXON_EDGE_BP,
                    part.end < x.end ? part.end : x.end - EXON_EDGE_BP,
                    GNBS_SIMULATE_ZONE_CODING);
    }
    for (int k = 0; k < 3; k++) {
        zone[world->cds[i][k]] = GNBS_SIMULATE_ZONE_CLOSED;
        zone[world->cds[i][world->n_cds[i] - 1 - k]] = GNBS_SIMULATE_ZONE_CLOSED;
    }
}

gnbs_code_t gnbs_simulate_zones(const gnbs_simulate_world_t *world, gnbs_arena_t *arena,
                                uint8_t ***zone, gnbs_err_t *err) {
    uint8_t **z = GNBS_NEW(arena, uint8_t *, world->contigs.n);
    if (z == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", world->contigs.source);
    for (int32_t tid = 0; tid < world->contigs.n; tid++) {
        z[tid] = GNBS_NEW(arena, uint8_t, world->contigs.contig[tid].length_bp);
        if (z[tid] == NULL)
            return gnbs_err_set(err, GNBS_E_NOMEM, "%s", world->contigs.source);
    }
    for (size_t i = 0; i < world->n_transcript; i++)
        mark_gene(world, i, z[world->transcript[i].tid]);
    *zone = z;
    return GNBS_OK;
}

/* Does the SNV leave a coding base's codon a codon for an amino acid? (pos is of zone CODING) */
static bool keeps_frame_open(const gnbs_simulate_world_t *world, int32_t tid,
                             gnbs_pos_t pos, uint8_t base) {
    for (size_t i = 0; i < world->n_transcript; i++) {
        const gnbs_transcript_t *tx = &world->transcript[i];
        if (tx->tid != tid || pos < tx->cds_beg || pos >= tx->cds_end) continue;
        for (int32_t k = 0; k < world->n_cds[i]; k++) {
            if (world->cds[i][k] != pos) continue;
            uint8_t codon[3];
            gnbs_simulate_codon(tx, world->seq[tid], world->cds[i] + k / 3 * 3, codon);
            codon[k % 3] = tx->strand > 0 ? base : gnbs_seq_complement(base);
            return gnbs_seq_translate(codon, 1) != '*';
        }
    }
    return false;
}

static bool draw_snv(const gnbs_simulate_draw_t *d, gnbs_simulate_random_t *r, int32_t tid,
                     gnbs_pos_t pos, gnbs_variant_t *v) {
    uint8_t ref = d->world->seq[tid][pos];
    /* two transitions to one transversion: A<>G and C<>T differ by 2 as codes */
    uint8_t alt = gnbs_simulate_chance(r, 2.0 / 3) ? ref ^ 2 : gnbs_simulate_base(r, ref);
    uint8_t zone = d->zone[tid][pos];
    if (zone == GNBS_SIMULATE_ZONE_CLOSED) return false;
    if (zone == GNBS_SIMULATE_ZONE_CODING &&
        !(d->may_code && keeps_frame_open(d->world, tid, pos, alt)))
        return false;
    char ref_al[2] = {gnbs_seq_letter(ref), '\0'}, alt_al[2] = {gnbs_seq_letter(alt), '\0'};
    return gnbs_simulate_normalise(d->world, d->arena, tid, pos, ref_al, alt_al, v);
}

static bool draw_indel(const gnbs_simulate_draw_t *d, gnbs_simulate_random_t *r,
                       int32_t tid, gnbs_pos_t pos, gnbs_variant_t *v) {
    const uint8_t *seq = d->world->seq[tid];
    char longer[INDEL_MAX_BP + 2] = {0}, shorter[2] = {gnbs_seq_letter(seq[pos]), '\0'};
    int32_t n = 1;
    while (n < INDEL_MAX_BP && gnbs_simulate_chance(r, INDEL_LONGER_P)) n++;
    bool is_ins = gnbs_simulate_chance(r, 0.5);
    bool is_random = is_ins && !gnbs_simulate_chance(r, TANDEM_INS_FRAC);
    longer[0] = shorter[0];
    for (int32_t i = 1; i <= n; i++)
        longer[i] =
            gnbs_seq_letter(is_random ? gnbs_simulate_base(r, GNBS_BASE_N) : seq[pos + i]);
    if (!gnbs_simulate_normalise(d->world, d->arena, tid, pos, is_ins ? shorter : longer,
                                 is_ins ? longer : shorter, v))
        return false;
    for (gnbs_pos_t p = v->pos; p < v->pos + (gnbs_pos_t)strlen(v->ref) + REPEAT_REACH; p++)
        if (d->zone[tid][p] != GNBS_SIMULATE_ZONE_FREE) return false;
    return true;
}

bool gnbs_simulate_draw_variant(const gnbs_simulate_draw_t *d, gnbs_simulate_random_t *r,
                                int32_t tid, bool is_indel, gnbs_variant_t *v) {
    int32_t room = (int32_t)d->world->contigs.contig[tid].length_bp - 2 * CONTIG_EDGE_BP;
    for (int t = 0; t < MAX_TRIES; t++) {
        gnbs_pos_t pos = CONTIG_EDGE_BP + gnbs_simulate_below(r, room);
        bool ok = is_indel ? draw_indel(d, r, tid, pos, v) : draw_snv(d, r, tid, pos, v);
        if (!ok || gnbs_simulate_is_taken(d->world, d->taken, v)) continue;
        gnbs_simulate_take(d->world, d->taken, v);
        return true;
    }
    return false; /* a crowded contig has fewer variants than asked for */
}

static int compare_site(const void *a, const void *b) {
    const gnbs_simulate_site_t *x = a, *y = b;
    return gnbs_variant_compare(&x->variant, &y->variant);
}

gnbs_code_t gnbs_simulate_sites_draw(const gnbs_simulate_scenario_t *s,
                                     gnbs_simulate_world_t *world, gnbs_arena_t *arena,
                                     gnbs_err_t *err) {
    double per_kb = s->site_snv_per_kb + s->site_indel_per_kb, total = 1;
    for (int32_t tid = 0; tid < s->contigs.n; tid++)
        total += per_kb * (double)s->contigs.contig[tid].length_bp / 1000;
    gnbs_simulate_site_t *site = GNBS_NEW(arena, gnbs_simulate_site_t, (size_t)total);
    gnbs_simulate_draw_t draw = {
        .world = world, .arena = arena, .taken = world->taken, .may_code = true};
    if (site == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", s->path);
    GNBS_TRY(gnbs_simulate_zones(world, arena, &draw.zone, err));
    for (int32_t tid = 0; tid < s->contigs.n; tid++) {
        double kb = (double)s->contigs.contig[tid].length_bp / 1000;
        int64_t n_snv = (int64_t)(kb * s->site_snv_per_kb);
        int64_t n_all = n_snv + (int64_t)(kb * s->site_indel_per_kb);
        gnbs_simulate_random_t r =
            gnbs_simulate_random(s->genome_seed, GNBS_SIMULATE_STREAM_SITE, (uint64_t)tid);
        for (int64_t i = 0; i < n_all; i++) {
            gnbs_simulate_site_t *x = &site[world->n_site];
            if (!gnbs_simulate_draw_variant(&draw, &r, tid, i >= n_snv, &x->variant))
                continue;
            double u =
                gnbs_simulate_real(&r); /* squared: most sites are rare, as in life */
            int32_t ac =
                (int32_t)(GNBS_SIMULATE_TYPED * (SITE_AF_MIN + SITE_AF_RANGE * u * u));
            x->af = (double)ac / GNBS_SIMULATE_TYPED;
            x->i_allele = -1;
            world->n_site++;
        }
    }
    if (world->n_site > 0) qsort(site, world->n_site, sizeof *site, compare_site);
    world->site = site;
    return GNBS_OK;
}
