#include <stdlib.h>
#include <string.h>

#include "core/vec.h"
#include "genome/seq.h"
#include "loci/loci.h"

enum {
    LOW_MAPQ = 10,
    LEFT_BP = 12,    /* of a window: what stands before the alleles */
    MIN_WINDOW = 28, /* bases compared where alleles differ in length */
    MAX_WINDOW = 80,
    MIN_APART = 4, /* the windows of two alleles differ in so many places */
    MAX_WINDOW_MISMATCH = 3,
    MIN_MORE = 2,  /* the other allele fits worse by so many */
    CLIP_BP = 100, /* alleles may lie in what an aligner clipped */
    GENE = 0,
    OTHER = 1,
    NEITHER = 2,
};

typedef GNBS_VEC(gnbs_loci_vote_t) votes_t;
typedef GNBS_VEC(struct gnbs_loci_count) counts_t;

typedef struct watch {
    const gnbs_loci_plan_t *plan;
    const gnbs_loci_opt_t *opt;
    const gnbs_chunk_t *chunk;
    gnbs_pos_t max_span_bp;
    votes_t votes;
    counts_t counts;
} watch_t;

/* ---- depth: each read counts once, where its middle lies ----------------------------------------------------- */

static size_t first_tile(size_t n, const gnbs_loci_tile_t tile[], int32_t tid,
                         gnbs_pos_t pos) {
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        gnbs_region_t r = tile[mid].at;
        if (r.tid < tid || (r.tid == tid && r.end <= pos))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* Tiles of one list, sorted and apart: counts of the reads whose middle lies in this chunk. */
static gnbs_code_t count_list(watch_t *w, size_t first, size_t n, gnbs_arena_t *arena,
                              gnbs_err_t *err) {
    const gnbs_chunk_t *c = w->chunk;
    const gnbs_loci_tile_t *tile = w->plan->tile + first;
    size_t lo = first_tile(n, tile, c->region.tid, c->region.beg), hi = lo;
    while (hi < n && gnbs_region_overlaps(tile[hi].at, c->region)) hi++;
    if (hi == lo) return GNBS_OK;
    struct gnbs_loci_count *count = GNBS_NEW(arena, struct gnbs_loci_count, hi - lo);
    if (count == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "depth of loci");
    size_t at = lo;
    gnbs_pos_t last = -1;
    for (size_t i = 0; i < c->n_read; i++) {
        const gnbs_read_t *r = &c->read[i];
        gnbs_pos_t middle = r->beg + (r->end - r->beg) / 2;
        if (middle < c->region.beg || middle >= c->region.end) continue;
        if (middle < last) at = lo; /* middles are nearly sorted */
        last = middle;
        while (at < hi && tile[at].at.end <= middle) at++;
        if (at == hi || tile[at].at.beg > middle) continue;
        count[at - lo].n_read++;
        count[at - lo].n_low_mapq += r->mapq < LOW_MAPQ;
    }
    for (size_t i = 0; i < hi - lo; i++) {
        if (count[i].n_read == 0) continue;
        count[i].i_tile = first + lo + i;
        if (!GNBS_PUSH(&w->counts, count[i]))
            return gnbs_err_set(err, GNBS_E_NOMEM, "depth of loci");
    }
    return GNBS_OK;
}

/* ---- sites --------------------------------------------------------------------------------------------------- */

typedef struct
    window { /* what a read shows around the site if it has this allele; as on the read's strand of the file */
    int n;
    uint8_t codes[MAX_WINDOW];
} window_t;

static uint8_t oriented_ref(const gnbs_chunk_t *c, const gnbs_loci_place_t *p,
                            gnbs_pos_t offset) { /* from the place's first base */
    if (!p->is_reverse) return gnbs_chunk_ref(c, p->at.beg + offset);
    return gnbs_seq_complement(gnbs_chunk_ref(c, p->at.end - 1 - offset));
}

/* Left of the place, the allele, what follows the place in the reference: at most MAX_WINDOW bases. */
static void spell_window(const gnbs_chunk_t *c, const gnbs_loci_place_t *p,
                         const char *allele, window_t *w) {
    gnbs_pos_t behind = gnbs_region_len(p->at);
    w->n = 0;
    for (int i = -LEFT_BP; i < 0; i++) w->codes[w->n++] = oriented_ref(c, p, i);
    for (size_t i = 0; allele[i] != '\0' && w->n < MAX_WINDOW; i++)
        w->codes[w->n++] = gnbs_seq_code(allele[i]);
    while (w->n < MAX_WINDOW) w->codes[w->n++] = oriented_ref(c, p, behind++);
}

/* Both windows get one length: long enough to differ in several places, the same for both alleles so that neither is
 * favoured by reads that end early. False where they cannot be told apart. */
static bool fit_windows(window_t *a, window_t *b) {
    int n_apart = 0, n = 0;
    while (n < MAX_WINDOW && (n < MIN_WINDOW || n_apart < MIN_APART)) {
        n_apart += a->codes[n] != b->codes[n];
        n++;
    }
    a->n = b->n = n;
    return n_apart >= MIN_APART;
}

static void turn(window_t *w) { gnbs_seq_reverse_complement(w->n, w->codes); }

/* Fewest mismatches over all places of the read, MAX_WINDOW_MISMATCH + 1 when none fits. */
static int best_mismatch(const gnbs_read_t *r, const window_t *w) {
    int best = MAX_WINDOW_MISMATCH + MIN_MORE;
    for (int32_t at = 0; at + w->n <= r->len; at++) {
        int n = 0;
        for (int i = 0; i < w->n && n < best; i++) n += r->base[at + i] != w->codes[i];
        if (n < best) best = n;
    }
    return best;
}

static int32_t index_at(const gnbs_read_t *r, gnbs_pos_t pos) {
    gnbs_pos_t p = r->beg;
    int32_t i = 0;
    for (int32_t k = 0; k < r->n_cigar && p <= pos; k++) {
        int op = gnbs_cigar_op(r->cigar[k]);
        int32_t n = gnbs_cigar_len(r->cigar[k]);
        if (gnbs_cigar_is_aligned(op) && pos < p + n) return i + (int32_t)(pos - p);
        if (gnbs_cigar_eats_ref(op)) p += n;
        if (gnbs_cigar_eats_read(op)) i += n;
    }
    return -1;
}

/* A base against bases; -1: the read does not say. */
static int vote_base(const watch_t *w, const gnbs_loci_site_t *s,
                     const gnbs_loci_place_t *p, const gnbs_read_t *r) {
    int32_t i = index_at(r, p->at.beg);
    if (i < 0) return NEITHER; /* deleted there */
    if (r->qual[i] < w->opt->min_base_qual_phred || r->base[i] > 3) return -1;
    uint8_t base = p->is_reverse ? gnbs_seq_complement(r->base[i]) : r->base[i];
    if (base == gnbs_seq_code(s->other_allele[0])) return OTHER;
    for (int k = 0; k < s->n_gene_allele; k++)
        if (base == gnbs_seq_code(s->gene_allele[k][0])) return GENE;
    return NEITHER;
}

static gnbs_code_t add_vote(watch_t *w, const gnbs_read_t *r, size_t i_locus, size_t i_site,
                            int vote, gnbs_err_t *err) {
    const gnbs_loci_vote_t v = {.fragment = r->name_hash,
                                .i_locus = (int32_t)i_locus,
                                .i_site = (int16_t)i_site,
                                .vote = (int8_t)vote};
    return GNBS_PUSH(&w->votes, v) ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "votes");
}

static size_t first_read(const watch_t *w, gnbs_pos_t pos) {
    size_t lo = 0, hi = w->chunk->n_read;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (w->chunk->read[mid].beg + w->max_span_bp <= pos)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static gnbs_code_t vote_bases(watch_t *w, size_t i_locus, size_t i_site,
                              const gnbs_loci_place_t *p, gnbs_err_t *err) {
    const gnbs_chunk_t *c = w->chunk;
    const gnbs_loci_site_t *s = &w->plan->loci->locus[i_locus].site[i_site];
    for (size_t i = first_read(w, p->at.beg); i < c->n_read && c->read[i].beg <= p->at.beg;
         i++) {
        if (c->read[i].end <= p->at.beg) continue;
        int vote = vote_base(w, s, p, &c->read[i]);
        if (vote >= 0) GNBS_TRY(add_vote(w, &c->read[i], i_locus, i_site, vote, err));
    }
    return GNBS_OK;
}

/* Alleles of different length: aligners write them in many ways, so the read itself is compared with both. */
static gnbs_code_t vote_windows(watch_t *w, size_t i_locus, size_t i_site,
                                const gnbs_loci_place_t *p, gnbs_err_t *err) {
    const gnbs_chunk_t *c = w->chunk;
    const gnbs_loci_site_t *s = &w->plan->loci->locus[i_locus].site[i_site];
    window_t gene, other;
    spell_window(c, p, s->gene_allele[0], &gene);
    spell_window(c, p, s->other_allele, &other);
    if (!fit_windows(&gene, &other)) return GNBS_OK;
    if (p->is_reverse) turn(&gene), turn(&other);
    gnbs_pos_t beg = p->at.beg - CLIP_BP, end = p->at.end + CLIP_BP;
    for (size_t i = first_read(w, beg); i < c->n_read && c->read[i].beg < end; i++) {
        const gnbs_read_t *r = &c->read[i];
        if (r->end <= beg) continue;
        int g = best_mismatch(r, &gene), o = best_mismatch(r, &other);
        if (g <= MAX_WINDOW_MISMATCH && g + MIN_MORE <= o)
            GNBS_TRY(add_vote(w, r, i_locus, i_site, GENE, err));
        else if (o <= MAX_WINDOW_MISMATCH && o + MIN_MORE <= g)
            GNBS_TRY(add_vote(w, r, i_locus, i_site, OTHER, err));
    }
    return GNBS_OK;
}

/* A place belongs to the chunk that holds its first base. */
static gnbs_code_t vote_sites(watch_t *w, gnbs_err_t *err) {
    const gnbs_loci_t *loci = w->plan->loci;
    gnbs_region_t chunk = w->chunk->region;
    for (size_t l = 0; l < loci->n_locus; l++)
        for (size_t k = 0; k < loci->locus[l].n_site; k++) {
            const gnbs_loci_site_t *s = &loci->locus[l].site[k];
            bool is_base = strlen(s->gene_allele[0]) == 1 && strlen(s->other_allele) == 1;
            for (size_t i = 0; i < s->n_place; i++) {
                const gnbs_loci_place_t *p = &s->place[i];
                if (p->at.tid != chunk.tid || p->at.beg < chunk.beg ||
                    p->at.beg >= chunk.end)
                    continue;
                GNBS_TRY(is_base ? vote_bases(w, l, k, p, err)
                                 : vote_windows(w, l, k, p, err));
            }
        }
    return GNBS_OK;
}

static gnbs_code_t watch(watch_t *w, gnbs_arena_t *arena, gnbs_err_t *err) {
    const gnbs_loci_plan_t *plan = w->plan;
    for (size_t i = 0; i < w->chunk->n_read; i++) {
        const gnbs_read_t *r = &w->chunk->read[i];
        if (r->end - r->beg > w->max_span_bp) w->max_span_bp = r->end - r->beg;
    }
    GNBS_TRY(count_list(w, 0, plan->n_control, arena, err));
    for (size_t i = 0; i < plan->n_place; i++)
        if (gnbs_region_overlaps(plan->place[i].at, w->chunk->region))
            GNBS_TRY(count_list(w, plan->place[i].first, plan->place[i].n, arena, err));
    return vote_sites(w, err);
}

gnbs_code_t gnbs_loci_observe(const gnbs_loci_plan_t *plan, const gnbs_loci_opt_t *opt,
                              const gnbs_chunk_t *chunk, gnbs_arena_t *arena,
                              gnbs_loci_part_t *part, gnbs_err_t *err) {
    watch_t w = {.plan = plan, .opt = opt, .chunk = chunk};
    gnbs_code_t code = watch(&w, arena, err);
    struct gnbs_loci_count *count = GNBS_NEW(arena, struct gnbs_loci_count, w.counts.n);
    gnbs_loci_vote_t *vote = GNBS_NEW(arena, gnbs_loci_vote_t, w.votes.n);
    if (code == GNBS_OK && (count == NULL || vote == NULL))
        code = gnbs_err_set(err, GNBS_E_NOMEM, "loci");
    if (code == GNBS_OK) {
        if (w.counts.n > 0) memcpy(count, w.counts.at, w.counts.n * sizeof *count);
        if (w.votes.n > 0) memcpy(vote, w.votes.at, w.votes.n * sizeof *vote);
        *part = (gnbs_loci_part_t){w.counts.n, w.votes.n, count, vote};
    }
    GNBS_VEC_CLEAR(&w.votes);
    GNBS_VEC_CLEAR(&w.counts);
    return code;
}
