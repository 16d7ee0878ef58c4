#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cnv/cnv_parts.h"
#include "genome/seq.h"

enum {
    MIN_EXON_TILE_BP = 200, /* shorter exons take of their surroundings */
    TILE_BP = 300,          /* about so long; */
    MAX_TILE_BP = 400, /* never longer: chunks show reads 200 bases beyond their reach */
    MIN_TILE_BP = 120, /* what is left over and shorter is not counted */
    GC_FLANK_BP = 100, /* fragments that cover a tile reach beyond it */
    N_FLANK_BP = 250,  /* beside a gap of the reference depth falls off */
};

typedef struct core { /* coding bases and what widens them; one or more tiles */
    gnbs_region_t region;
    int32_t i_gene, exon_number;
} core_t;
typedef GNBS_VEC(core_t) cores_t;
typedef GNBS_VEC(gnbs_tile_t) tiles_t;

static int compare_core(const void *a, const void *b) {
    const core_t *x = a, *y = b;
    int c = gnbs_region_compare(&x->region, &y->region);
    if (c != 0) return c;
    return x->i_gene != y->i_gene ? x->i_gene - y->i_gene : x->exon_number - y->exon_number;
}

/* Genes whose depth speaks of another copy too, and the mitochondrion, are for other methods. */
static bool is_counted(const gnbs_bundle_t *b, const gnbs_gene_t *g) {
    return g->n_transcript > 0 && g->difficulty != GNBS_DIFFICULT_NEEDS_METHOD &&
           gnbs_contig_kind(b->contigs.contig[g->tid].name) != GNBS_CONTIG_MT;
}

static gnbs_code_t gather_exons(const gnbs_bundle_t *b, cores_t *core, gnbs_err_t *err) {
    for (size_t g = 0; g < b->n_gene; g++) {
        if (!is_counted(b, &b->gene[g])) continue;
        const gnbs_transcript_t *tx = &b->transcript[b->gene[g].transcript[0]];
        bool is_coding = gnbs_transcript_is_coding(tx);
        for (int i = 0; i < tx->n_exon; i++) {
            gnbs_exon_t e = is_coding ? gnbs_transcript_cds_part(tx, i) : tx->exon[i];
            core_t c = {
                {tx->tid, e.beg, e.end}, (int32_t)g, gnbs_transcript_exon_number(tx, i)};
            if (e.end > e.beg && !GNBS_PUSH(core, c))
                return gnbs_err_set(err, GNBS_E_NOMEM, "exons");
        }
    }
    if (core->n > 0) qsort(core->at, core->n, sizeof *core->at, compare_core);
    return GNBS_OK;
}

/* Exons of genes that overlap share a core, which goes by the name of the first. */
static void merge_cores(cores_t *core) {
    size_t n = 0;
    for (size_t i = 0; i < core->n; i++) {
        gnbs_region_t r = core->at[i].region,
                      *last = n > 0 ? &core->at[n - 1].region : NULL;
        if (last != NULL && last->tid == r.tid && r.beg <= last->end)
            last->end = r.end > last->end ? r.end : last->end;
        else
            core->at[n++] = core->at[i];
    }
    core->n = n;
}

/* Short cores take up to what is missing, half on each side, and no more than half of the gap to a neighbour. */
static void widen_cores(const gnbs_contigs_t *contigs, cores_t *core) {
    gnbs_pos_t before = 0; /* end of the core before, as it was */
    for (size_t i = 0; i < core->n; i++) {
        gnbs_region_t *r = &core->at[i].region;
        if (i == 0 || core->at[i - 1].region.tid != r->tid) before = 0;
        gnbs_pos_t end = r->end, missing = MIN_EXON_TILE_BP - gnbs_region_len(*r);
        bool has_next = i + 1 < core->n && core->at[i + 1].region.tid == r->tid;
        gnbs_pos_t length = contigs->contig[r->tid].length_bp;
        gnbs_pos_t after = has_next       ? core->at[i + 1].region.beg
                           : length > end ? length
                                          : end;
        if (missing > 0) {
            gnbs_pos_t left = (missing + 1) / 2, right = (missing + 1) / 2;
            if (left > (r->beg - before) / 2) left = (r->beg - before) / 2;
            if (right > (after - end) / 2) right = (after - end) / 2;
            r->beg -= left;
            r->end += right;
        }
        before = end;
    }
}

/* [beg, end) in equal pieces of at most MAX_TILE_BP. */
static bool cut(tiles_t *out, gnbs_region_t r, int32_t i_gene, int32_t exon_number) {
    gnbs_pos_t n = (gnbs_region_len(r) + TILE_BP / 2) / TILE_BP;
    if (n < 1) n = 1;
    while (gnbs_region_len(r) > n * MAX_TILE_BP) n++;
    for (gnbs_pos_t k = 0; k < n; k++) {
        gnbs_tile_t t = {.region = {r.tid, r.beg + gnbs_region_len(r) * k / n,
                                    r.beg + gnbs_region_len(r) * (k + 1) / n},
                         .i_gene = i_gene,
                         .exon_number = exon_number,
                         .copies = -1};
        if (!GNBS_PUSH(out, t)) return false;
    }
    return true;
}

/* What lies between a core and the next, as far as the reach of each. */
static bool cut_gap(tiles_t *out, const core_t *left, const core_t *right, gnbs_pos_t beg,
                    gnbs_pos_t end) {
    const core_t *owner = left != NULL ? left : right;
    if (owner == NULL) return true; /* between nothing and nothing */
    gnbs_region_t r = {owner->region.tid, beg, end};
    if (left != NULL && right != NULL && end - beg > 2 * GNBS_CNV_REACH_BP) {
        gnbs_region_t l = {r.tid, beg, beg + GNBS_CNV_REACH_BP},
                      h = {r.tid, end - GNBS_CNV_REACH_BP, end};
        return cut(out, l, left->i_gene, 0) && cut(out, h, right->i_gene, 0);
    }
    if (left == NULL && end - beg > GNBS_CNV_REACH_BP) r.beg = end - GNBS_CNV_REACH_BP;
    if (right == NULL && end - beg > GNBS_CNV_REACH_BP) r.end = beg + GNBS_CNV_REACH_BP;
    if (gnbs_region_len(r) < MIN_TILE_BP) return true;
    return cut(out, r, owner->i_gene, 0);
}

static bool lay_tiles(const gnbs_contigs_t *contigs, const cores_t *core, tiles_t *out) {
    for (size_t i = 0; i < core->n; i++) {
        const core_t *c = &core->at[i],
                     *before = i > 0 && c[-1].region.tid == c->region.tid ? c - 1 : NULL,
                     *after =
                         i + 1 < core->n && c[1].region.tid == c->region.tid ? c + 1 : NULL;
        gnbs_pos_t length = contigs->contig[c->region.tid].length_bp;
        if (before == NULL && !cut_gap(out, NULL, c, 0, c->region.beg)) return false;
        if (!cut(out, c->region, c->i_gene, c->exon_number)) return false;
        gnbs_pos_t end = after != NULL ? after->region.beg
                         : length > 0  ? length
                                       : c->region.end + GNBS_CNV_REACH_BP;
        if (end > c->region.end && !cut_gap(out, c, after, c->region.end, end))
            return false;
    }
    return true;
}

/* GC of the tile and its surroundings; below 0 where a base of the wider surroundings is unknown. */
static void read_sequence(const gnbs_bundle_t *b, gnbs_tile_t *t) {
    uint8_t code[MAX_TILE_BP + 2 * N_FLANK_BP];
    gnbs_region_t wide = {t->region.tid, t->region.beg - N_FLANK_BP,
                          t->region.end + N_FLANK_BP};
    t->gc_frac = -1;
    if (wide.beg < 0) return;
    gnbs_bundle_sequence(b, wide, code);
    gnbs_pos_t n = gnbs_region_len(wide), n_gc = 0, n_known = 0;
    for (gnbs_pos_t i = 0; i < n; i++) {
        if (code[i] == GNBS_BASE_N) return;
        bool is_near = i >= N_FLANK_BP - GC_FLANK_BP && i < n - N_FLANK_BP + GC_FLANK_BP;
        n_known += is_near;
        n_gc += is_near && (code[i] == GNBS_BASE_G || code[i] == GNBS_BASE_C);
    }
    t->gc_frac = (double)n_gc / (double)n_known;
}

gnbs_code_t gnbs_cnv_plan(const gnbs_bundle_t *bundle, gnbs_arena_t *arena, size_t *n,
                          gnbs_tile_t **tile, gnbs_err_t *err) {
    cores_t core = {0};
    tiles_t tiles = {0};
    *n = 0;
    gnbs_code_t code = gather_exons(bundle, &core, err);
    if (code == GNBS_OK) {
        merge_cores(&core);
        widen_cores(&bundle->contigs, &core);
        if (!lay_tiles(&bundle->contigs, &core, &tiles) ||
            (*tile = GNBS_NEW(arena, gnbs_tile_t, tiles.n)) == NULL)
            code = gnbs_err_set(err, GNBS_E_NOMEM, "%zu tiles", tiles.n);
    }
    if (code == GNBS_OK && tiles.n > 0) {
        *n = tiles.n;
        memcpy(*tile, tiles.at, tiles.n * sizeof **tile);
        for (size_t i = 0; i < *n; i++) read_sequence(bundle, &(*tile)[i]);
    }
    GNBS_VEC_CLEAR(&core);
    GNBS_VEC_CLEAR(&tiles);
    return code;
}

/* FNV-1a (Fowler, Noll and Vo) over contig lengths and places: names may be chr1 or 1. */
static uint64_t add_hash(uint64_t h, int64_t v) {
    for (int i = 0; i < 8; i++)
        h = (h ^ (uint64_t)((v >> (8 * i)) & 0xFF)) * UINT64_C(0x100000001b3);
    return h;
}

uint64_t gnbs_cnv_plan_hash(const gnbs_contigs_t *contigs, size_t n,
                            const gnbs_tile_t tile[]) {
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < n; i++) {
        gnbs_region_t r = tile[i].region;
        h = add_hash(h, contigs->contig[r.tid].length_bp);
        h = add_hash(h, r.beg);
        h = add_hash(h, r.end);
    }
    return h;
}
