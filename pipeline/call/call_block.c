#include "call/call_block.h"

#include <math.h>
#include <string.h>

#include "core/vec.h"
#include "genome/seq.h"

typedef GNBS_VEC(gnbs_ref_block_t) blocks_t;

int32_t gnbs_call_reference_gq(const gnbs_pile_t *pile, uint8_t ref, int ploidy) {
    double worst = 99;
    for (int b = 0; b < 4; b++) {
        if (b == ref) continue;
        double ln[3];
        gnbs_pile_likelihood(pile, b, ln);
        double other = ploidy == 1 ? ln[2] : fmax(ln[1], ln[2]);
        worst = fmin(worst, (ln[0] - other) * (10 / log(10.0)));
    }
    return worst < 0 ? 0 : (int32_t)worst;
}

bool gnbs_call_join_blocks(gnbs_ref_block_t *last, const gnbs_ref_block_t *next) {
    bool is_one =
        last->region.tid == next->region.tid && last->region.end == next->region.beg &&
        last->status == next->status && last->ploidy == next->ploidy &&
        (last->status != GNBS_CALLABLE ||
         gnbs_ref_block_band(last->gq_phred) == gnbs_ref_block_band(next->gq_phred));
    if (!is_one) return false;
    last->region.end = next->region.end;
    if (next->gq_phred < last->gq_phred) last->gq_phred = next->gq_phred;
    if (next->min_dp < last->min_dp) last->min_dp = next->min_dp;
    return true;
}

/* 1 where REF of a call lies, over [target.beg, target.end). */
static uint8_t *mark_covered(gnbs_region_t target, size_t n_call, const gnbs_call_t call[],
                             gnbs_arena_t *arena) {
    uint8_t *covered = GNBS_NEW(arena, uint8_t, gnbs_region_len(target));
    for (size_t i = 0; covered != NULL && i < n_call; i++) {
        const gnbs_variant_t *v = &call[i].variant;
        gnbs_pos_t end = v->pos + (gnbs_pos_t)strlen(v->ref);
        for (gnbs_pos_t p = v->pos > target.beg ? v->pos : target.beg;
             p < end && p < target.end; p++)
            covered[p - target.beg] = 1;
    }
    return covered;
}

static gnbs_ref_block_t judge_base(const gnbs_pileup_t *p, size_t t, gnbs_pos_t pos,
                                   gnbs_callable_t status, int ploidy) {
    const gnbs_chunk_t *c = p->chunk;
    const gnbs_pile_t *pile = &p->target[t][pos - c->target[t].beg];
    uint8_t ref = gnbs_chunk_ref(c, pos);
    gnbs_ref_block_t b = {.region = {c->region.tid, pos, pos + 1},
                          .status = status,
                          .ref = gnbs_seq_letter(ref),
                          .min_dp = gnbs_pile_depth(pile) + pile->n_gap};
    b.ploidy = (int8_t)ploidy;
    if (ref < 4) b.gq_phred = gnbs_call_reference_gq(pile, ref, b.ploidy == 1 ? 1 : 2);
    /* where a window has refused a deletion, its answer is the base's, and it was at least this sure */
    if (status == GNBS_CALLABLE && b.gq_phred < p->opt->min_gq_phred)
        b.gq_phred = p->opt->min_gq_phred;
    return b;
}

gnbs_code_t gnbs_call_find_blocks(const gnbs_pileup_t *p, gnbs_sex_t sex, size_t n_call,
                                  const gnbs_call_t call[], size_t n_span,
                                  const gnbs_callable_span_t span[], gnbs_arena_t *arena,
                                  size_t *n, gnbs_ref_block_t **block, gnbs_err_t *err) {
    const gnbs_chunk_t *c = p->chunk;
    gnbs_contig_kind_t kind = gnbs_contig_kind(c->contigs->contig[c->region.tid].name);
    blocks_t out = {0};
    bool ok = true;
    size_t s = 0;
    for (size_t t = 0; t < c->n_target && ok; t++) {
        const uint8_t *covered = mark_covered(c->target[t], n_call, call, arena);
        ok = covered != NULL;
        for (gnbs_pos_t pos = c->target[t].beg; ok && pos < c->target[t].end; pos++) {
            while (s + 1 < n_span && span[s].region.end <= pos) s++;
            if (covered[pos - c->target[t].beg]) continue;
            int ploidy = gnbs_call_ploidy_of(kind, c->build, sex, pos);
            gnbs_ref_block_t b = judge_base(p, t, pos, span[s].status, ploidy);
            if (out.n == 0 || !gnbs_call_join_blocks(&out.at[out.n - 1], &b))
                ok = GNBS_PUSH(&out, b);
        }
    }
    *n = out.n;
    *block = ok ? GNBS_NEW(arena, gnbs_ref_block_t, out.n) : NULL;
    if (*block != NULL && out.n > 0) memcpy(*block, out.at, out.n * sizeof **block);
    GNBS_VEC_CLEAR(&out);
    return *block != NULL ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "reference blocks");
}
