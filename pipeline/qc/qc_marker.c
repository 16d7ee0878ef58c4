#include "qc/qc_marker.h"

#include <string.h>

enum { MAX_QUAL = 64, NO_BASE = 4 };

typedef struct seen { /* of one fragment at one marker */
    size_t i_marker;  /* + 1; 0: never seen */
    uint8_t base, qual;
} seen_t;

typedef struct job {
    const gnbs_qc_marker_opt_t *opt;
    const gnbs_chunk_t *chunk;
    seen_t *seen;       /* [n_fragment] */
    gnbs_pos_t longest; /* reference span of a read */
    int32_t *fragment;  /* of the marker at hand: those seen, in order */
    size_t n_fragment;
} job_t;

static bool is_wanted(const gnbs_chunk_t *c, gnbs_pos_t pos) {
    size_t t = gnbs_region_lower(c->n_target, c->target, c->region.tid, pos);
    return t < c->n_target && c->target[t].beg <= pos;
}

static size_t first_read(const job_t *j, gnbs_pos_t pos) {
    size_t lo = 0, hi = j->chunk->n_read;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (j->chunk->read[mid].beg + j->longest <= pos)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static void see(job_t *j, size_t i_marker, const gnbs_read_t *r, gnbs_pos_t pos) {
    int32_t at = r->mapq >= j->opt->min_mapq ? gnbs_read_index_at(r, pos) : -1;
    if (at < 0 || r->base[at] > 3 || r->qual[at] < j->opt->min_base_qual) return;
    uint8_t base = r->base[at], qual = r->qual[at];
    if (qual > j->opt->max_base_qual) qual = (uint8_t)j->opt->max_base_qual;
    seen_t *s = &j->seen[r->fragment];
    if (s->i_marker != i_marker + 1) {
        *s = (seen_t){i_marker + 1, base, qual};
        j->fragment[j->n_fragment++] = r->fragment;
    } else if (s->base != base) {
        s->base = NO_BASE;
    } else if (qual > s->qual) {
        s->qual = qual;
    }
}

static gnbs_code_t count(const job_t *j, const gnbs_marker_t *m, gnbs_arena_t *arena,
                         gnbs_marker_pile_t *pile, gnbs_err_t *err) {
    uint16_t n[2][MAX_QUAL] = {{0}};
    size_t n_kind = 0;
    for (size_t i = 0; i < j->n_fragment; i++) {
        const seen_t *s = &j->seen[j->fragment[i]];
        if (s->base == NO_BASE) continue;
        int allele = s->base == m->ref ? 0 : s->base == m->alt ? 1 : -1;
        if (allele < 0) {
            pile->n_other++;
            continue;
        }
        *(allele == 0 ? &pile->n_ref : &pile->n_alt) += 1;
        uint16_t *k = &n[allele][s->qual];
        n_kind += *k == 0;
        if (*k < UINT16_MAX) ++*k;
    }
    gnbs_marker_obs_t *obs = GNBS_NEW(arena, gnbs_marker_obs_t, n_kind);
    if (obs == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "markers");
    for (int allele = 0; allele < 2; allele++)
        for (int q = 0; q < MAX_QUAL; q++)
            if (n[allele][q] > 0)
                obs[pile->n_obs++] =
                    (gnbs_marker_obs_t){(uint8_t)allele, (uint8_t)q, n[allele][q]};
    pile->obs = obs;
    return GNBS_OK;
}

gnbs_code_t gnbs_qc_pile_markers(const gnbs_qc_marker_opt_t *opt, const gnbs_chunk_t *c,
                                 size_t n_marker, const gnbs_marker_t marker[],
                                 gnbs_arena_t *arena, size_t *n_pile,
                                 gnbs_marker_pile_t **pile, gnbs_err_t *err) {
    size_t first = gnbs_marker_lower(n_marker, marker, c->region.tid, c->region.beg),
           last = gnbs_marker_lower(n_marker, marker, c->region.tid, c->region.end);
    *n_pile = 0;
    *pile = NULL;
    if (first == last) return GNBS_OK;
    job_t j = {.opt = opt,
               .chunk = c,
               .seen = GNBS_NEW(arena, seen_t, c->n_fragment),
               .fragment = GNBS_NEW(arena, int32_t, c->n_fragment)};
    *pile = GNBS_NEW(arena, gnbs_marker_pile_t, last - first);
    if (j.seen == NULL || j.fragment == NULL || *pile == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "markers");
    for (size_t i = 0; i < c->n_read; i++)
        if (c->read[i].end - c->read[i].beg > j.longest)
            j.longest = c->read[i].end - c->read[i].beg;
    for (size_t m = first; m < last; m++) {
        if (!is_wanted(c, marker[m].pos)) continue;
        j.n_fragment = 0;
        for (size_t i = first_read(&j, marker[m].pos);
             i < c->n_read && c->read[i].beg <= marker[m].pos; i++)
            see(&j, m, &c->read[i], marker[m].pos);
        gnbs_marker_pile_t *p = &(*pile)[(*n_pile)++];
        *p = (gnbs_marker_pile_t){.i_marker = (int32_t)m};
        GNBS_TRY(count(&j, &marker[m], arena, p, err));
    }
    return GNBS_OK;
}
