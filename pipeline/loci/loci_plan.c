#include <string.h>

#include "core/vec.h"
#include "genome/seq.h"
#include "loci/loci.h"

/* Tiles are about this wide; GC is taken over the tile and GC_FLANK_BP beside it: a read's neighbours decide how well its
 * fragment was amplified. */
enum { GC_FLANK_BP = 150, MIN_TILE_BP = 80, SITE_PAD_BP = 60 };

typedef GNBS_VEC(gnbs_loci_tile_t) tiles_t;
typedef GNBS_VEC(struct gnbs_loci_tiles) lists_t;

typedef struct planner {
    const gnbs_loci_t *loci;
    const gnbs_bundle_t *bundle;
    gnbs_arena_t *arena;
    tiles_t tiles;
    lists_t lists;
} planner_t;

gnbs_code_t gnbs_loci_regions(const gnbs_loci_t *loci, gnbs_arena_t *arena, size_t *n,
                              gnbs_region_t **region, gnbs_err_t *err) {
    size_t n_all = loci->n_control;
    for (size_t i = 0; i < loci->n_locus; i++) {
        const gnbs_loci_locus_t *l = &loci->locus[i];
        for (size_t k = 0; k < l->n_region; k++) n_all += l->region[k].n_place;
        for (size_t k = 0; k < l->n_site; k++) n_all += l->site[k].n_place;
    }
    *region = GNBS_NEW(arena, gnbs_region_t, n_all);
    if (*region == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "loci");
    *n = 0;
    for (size_t i = 0; i < loci->n_control; i++) (*region)[(*n)++] = loci->control[i];
    for (size_t i = 0; i < loci->n_locus; i++) {
        const gnbs_loci_locus_t *l = &loci->locus[i];
        for (size_t k = 0; k < l->n_region; k++)
            for (size_t p = 0; p < l->region[k].n_place; p++)
                (*region)[(*n)++] = l->region[k].place[p].at;
        for (size_t k = 0; k < l->n_site; k++)
            for (size_t p = 0; p < l->site[k].n_place; p++) {
                gnbs_region_t r = l->site[k].place[p].at;
                r.beg = r.beg > SITE_PAD_BP ? r.beg - SITE_PAD_BP : 0;
                r.end += SITE_PAD_BP;
                (*region)[(*n)++] = r;
            }
    }
    *n = gnbs_region_merge(*n, *region, 0);
    return GNBS_OK;
}

static gnbs_code_t measure_tile(planner_t *p, gnbs_loci_tile_t *t, gnbs_err_t *err) {
    gnbs_region_t wide = t->at;
    wide.beg = wide.beg > GC_FLANK_BP ? wide.beg - GC_FLANK_BP : 0;
    wide.end += GC_FLANK_BP;
    uint8_t codes[GNBS_LOCI_TILE_BP * 2 + 2 * GC_FLANK_BP];
    if ((size_t)gnbs_region_len(wide) > sizeof codes)
        return gnbs_err_set(err, GNBS_E_INTERNAL, "a tile of %lld bases",
                            (long long)gnbs_region_len(t->at));
    gnbs_bundle_sequence(p->bundle, wide, codes);
    int n_gc = 0, n_known = 0;
    t->is_known = true;
    for (gnbs_pos_t i = wide.beg; i < wide.end; i++) {
        uint8_t c = codes[i - wide.beg];
        n_gc += c == GNBS_BASE_C || c == GNBS_BASE_G;
        n_known += c < 4;
        t->is_known = t->is_known && (c < 4 || i < t->at.beg || i >= t->at.end);
    }
    t->gc = n_known > 0 ? (float)n_gc / (float)n_known : 0;
    return GNBS_OK;
}

/* A stretch in tiles of like length. */
static gnbs_code_t add_tiles(planner_t *p, gnbs_region_t r, gnbs_err_t *err) {
    gnbs_pos_t len = gnbs_region_len(r),
               n = (len + GNBS_LOCI_TILE_BP / 2) / GNBS_LOCI_TILE_BP;
    if (n < 1) n = 1;
    for (gnbs_pos_t i = 0; i < n; i++) {
        gnbs_loci_tile_t t = {
            .at = {r.tid, r.beg + len * i / n, r.beg + len * (i + 1) / n}};
        GNBS_TRY(measure_tile(p, &t, err));
        if (!GNBS_PUSH(&p->tiles, t)) return gnbs_err_set(err, GNBS_E_NOMEM, "tiles");
    }
    return GNBS_OK;
}

static gnbs_code_t add_list(planner_t *p, int32_t i_locus, int32_t i_region,
                            int32_t i_place, gnbs_region_t at, gnbs_err_t *err) {
    struct gnbs_loci_tiles list = {i_locus, i_region, i_place, at, p->tiles.n, 0};
    GNBS_TRY(add_tiles(p, at, err));
    list.n = p->tiles.n - list.first;
    return GNBS_PUSH(&p->lists, list) ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "tiles");
}

static bool is_control_contig(const planner_t *p, int32_t tid) {
    return gnbs_contig_kind(p->bundle->contigs.contig[tid].name) == GNBS_CONTIG_AUTOSOME;
}

/* Does the stretch touch a gene whose reads may come from elsewhere, or a locus? */
static bool is_troubled(const planner_t *p, size_t n_own, const gnbs_region_t own[],
                        gnbs_region_t r) {
    for (size_t g = 0; g < p->bundle->n_gene; g++) {
        const gnbs_gene_t *gene = &p->bundle->gene[g];
        if (gene->difficulty != GNBS_DIFFICULT_NONE &&
            gnbs_region_overlaps(r, (gnbs_region_t){gene->tid, gene->beg, gene->end}))
            return true;
    }
    return gnbs_region_covered(n_own, own, r) > 0;
}

/* Targets of the panel are read anyway and cost little; the stated windows help where a panel is small. */
static gnbs_code_t choose_controls(planner_t *p, gnbs_region_t control[], size_t *n,
                                   gnbs_err_t *err) {
    gnbs_loci_t without = *p->loci;
    without.n_control = 0;
    size_t n_own, n_good = 0;
    gnbs_region_t *own;
    GNBS_TRY(gnbs_loci_regions(&without, p->arena, &n_own, &own, err));
    size_t n_stated = p->loci->n_control;
    for (size_t i = 0; i < n_stated; i++) control[i] = p->loci->control[i];
    gnbs_region_t *good = control + n_stated;
    for (size_t i = 0; i < p->bundle->n_target; i++) {
        gnbs_region_t r = p->bundle->target[i];
        if (gnbs_region_len(r) >= MIN_TILE_BP && is_control_contig(p, r.tid) &&
            !is_troubled(p, n_own, own, r))
            good[n_good++] = r;
    }
    size_t n_kept =
        n_good < GNBS_LOCI_MAX_TARGET_CONTROLS ? n_good : GNBS_LOCI_MAX_TARGET_CONTROLS;
    for (size_t i = 0; i < n_kept; i++) good[i] = good[i * n_good / n_kept];
    *n = gnbs_region_merge(n_stated + n_kept, control, 0);
    return GNBS_OK;
}

static gnbs_code_t add_controls(planner_t *p, gnbs_err_t *err) {
    size_t n = 0;
    gnbs_region_t *control =
        GNBS_NEW(p->arena, gnbs_region_t, p->bundle->n_target + p->loci->n_control);
    if (control == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "control windows");
    GNBS_TRY(choose_controls(p, control, &n, err));
    for (size_t i = 0; i < n; i++) GNBS_TRY(add_tiles(p, control[i], err));
    return GNBS_OK;
}

gnbs_code_t gnbs_loci_plan_regions(const gnbs_loci_plan_t *plan, gnbs_arena_t *arena,
                                   size_t *n, gnbs_region_t **region, gnbs_err_t *err) {
    size_t n_named;
    gnbs_region_t *named;
    GNBS_TRY(gnbs_loci_regions(plan->loci, arena, &n_named, &named, err));
    *region = GNBS_NEW(arena, gnbs_region_t, n_named + plan->n_control);
    if (*region == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "loci");
    if (n_named > 0) memcpy(*region, named, n_named * sizeof *named);
    for (size_t i = 0; i < plan->n_control; i++) (*region)[n_named + i] = plan->tile[i].at;
    *n = gnbs_region_merge(n_named + plan->n_control, *region, 0);
    return GNBS_OK;
}

gnbs_code_t gnbs_loci_plan(const gnbs_loci_t *loci, const gnbs_bundle_t *bundle,
                           gnbs_arena_t *arena, gnbs_loci_plan_t *plan, gnbs_err_t *err) {
    planner_t p = {.loci = loci, .bundle = bundle, .arena = arena};
    gnbs_code_t code = add_controls(&p, err);
    size_t n_control = p.tiles.n;
    for (size_t i = 0; code == GNBS_OK && i < loci->n_locus; i++)
        for (size_t k = 0; code == GNBS_OK && k < loci->locus[i].n_region; k++)
            for (size_t g = 0; code == GNBS_OK && g < loci->locus[i].region[k].n_place; g++)
                code = add_list(&p, (int32_t)i, (int32_t)k, (int32_t)g,
                                loci->locus[i].region[k].place[g].at, err);
    gnbs_loci_tile_t *tile = GNBS_NEW(arena, gnbs_loci_tile_t, p.tiles.n);
    struct gnbs_loci_tiles *list = GNBS_NEW(arena, struct gnbs_loci_tiles, p.lists.n);
    if (code == GNBS_OK && (tile == NULL || list == NULL))
        code = gnbs_err_set(err, GNBS_E_NOMEM, "tiles");
    if (code == GNBS_OK) {
        if (p.tiles.n > 0) memcpy(tile, p.tiles.at, p.tiles.n * sizeof *tile);
        if (p.lists.n > 0) memcpy(list, p.lists.at, p.lists.n * sizeof *list);
        *plan = (gnbs_loci_plan_t){loci, p.tiles.n, n_control, tile, p.lists.n, list};
    }
    GNBS_VEC_CLEAR(&p.tiles);
    GNBS_VEC_CLEAR(&p.lists);
    return code;
}
