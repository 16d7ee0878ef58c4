#include <stdlib.h>
#include <string.h>

#include "annot/annot_index.h"
#include "core/mem.h"

static bool fill_index(gnbs_annot_index_t *index) {
    const gnbs_bundle_t *b = index->bundle;
    size_t n = b->n_transcript, n_contig = (size_t)b->contigs.n, at = 0;
    gnbs_arena_t *arena = &index->arena;
    index->map = GNBS_NEW(arena, gnbs_annot_map_t, n);
    index->label = GNBS_NEW(arena, gnbs_annot_label_t, n);
    index->reach = GNBS_NEW(arena, gnbs_pos_t, n);
    index->first = GNBS_NEW(arena, size_t, n_contig + 1);
    if (index->map == NULL || index->label == NULL || index->reach == NULL ||
        index->first == NULL)
        return false;
    gnbs_str_t text;
    gnbs_str_init(&text);
    bool is_done = true;
    for (size_t i = 0; i < n && is_done; i++) {
        const gnbs_transcript_t *tx = &b->transcript[i];
        is_done = gnbs_annot_map_make(b, tx, arena, &index->map[i]) &&
                  gnbs_annot_label_make(tx, &text, arena, &index->label[i]);
        bool is_same = i > 0 && b->transcript[i - 1].tid == tx->tid;
        gnbs_pos_t before = is_same ? index->reach[i - 1] : 0;
        index->reach[i] = tx->end > before ? tx->end : before;
    }
    gnbs_str_clear(&text);
    for (size_t t = 0; t <= n_contig; t++) {
        while (at < n && b->transcript[at].tid < (int32_t)t) at++;
        index->first[t] = at;
    }
    return is_done;
}

gnbs_code_t gnbs_annot_index_new(const gnbs_bundle_t *bundle, const gnbs_annot_opt_t *opt,
                                 gnbs_annot_index_t **index, gnbs_err_t *err) {
    gnbs_annot_index_t *new = gnbs_mem_alloc(1, sizeof *new);
    *index = NULL;
    if (new == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "index of transcripts");
    *new = (gnbs_annot_index_t){.bundle = bundle,
                                .opt = opt != NULL ? *opt : gnbs_annot_opt_default()};
    gnbs_arena_init(&new->arena);
    gnbs_annot_scratch_t *scratch = fill_index(new) ? gnbs_annot_scratch_new(new) : NULL;
    bool is_done = scratch != NULL && gnbs_annot_exchanges_make(new, scratch, err);
    gnbs_annot_scratch_free(scratch);
    if (!is_done) {
        gnbs_annot_index_free(new);
        return gnbs_err_set(err, GNBS_E_NOMEM, "index of %zu transcripts",
                            bundle->n_transcript);
    }
    *index = new;
    return GNBS_OK;
}

void gnbs_annot_index_free(gnbs_annot_index_t *index) {
    if (index == NULL) return;
    gnbs_arena_clear(&index->arena);
    gnbs_mem_free(index);
}

gnbs_annot_scratch_t *gnbs_annot_scratch_new(const gnbs_annot_index_t *index) {
    gnbs_annot_scratch_t *scratch = gnbs_mem_alloc(1, sizeof *scratch);
    if (scratch == NULL) return NULL;
    memset(scratch, 0, sizeof *scratch);
    gnbs_annot_work_init(&scratch->work, index->bundle);
    gnbs_arena_init(&scratch->keep);
    gnbs_arena_init(&scratch->carry);
    gnbs_str_init(&scratch->facts);
    gnbs_str_init(&scratch->aa);
    gnbs_str_init(&scratch->codon);
    gnbs_str_init(&scratch->hgvs_g);
    return scratch;
}

void gnbs_annot_scratch_scores(gnbs_annot_scratch_t *scratch, gnbs_score_source_t scores) {
    scratch->scores = scores;
}

void gnbs_annot_scratch_free(gnbs_annot_scratch_t *scratch) {
    if (scratch == NULL) return;
    gnbs_annot_work_clear(&scratch->work);
    gnbs_arena_clear(&scratch->keep);
    gnbs_arena_clear(&scratch->carry);
    GNBS_VEC_CLEAR(&scratch->context);
    GNBS_VEC_CLEAR(&scratch->list);
    gnbs_str_clear(&scratch->facts);
    gnbs_str_clear(&scratch->aa);
    gnbs_str_clear(&scratch->codon);
    gnbs_str_clear(&scratch->hgvs_g);
    gnbs_mem_free(scratch);
}

static gnbs_code_t no_memory(gnbs_err_t *err) {
    return gnbs_err_set(err, GNBS_E_NOMEM, "annotating a variant");
}

size_t gnbs_annot_index_upper(const gnbs_bundle_t *b, size_t lo, size_t hi,
                              gnbs_pos_t pos) {
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (b->transcript[mid].beg < pos)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

void gnbs_annot_sort(gnbs_consequence_t *list, size_t n) {
    if (n > 16) {
        qsort(list, n, sizeof *list, gnbs_annot_compare_preference);
        return;
    }
    for (size_t i = 1; i < n; i++) { /* a handful, as a rule in order already */
        if (gnbs_annot_compare_preference(&list[i - 1], &list[i]) <= 0) continue;
        gnbs_consequence_t moved = list[i];
        size_t k = i;
        for (; k > 0 && gnbs_annot_compare_preference(&list[k - 1], &moved) > 0; k--)
            list[k] = list[k - 1];
        list[k] = moved;
    }
}

static gnbs_code_t judge(const gnbs_annot_index_t *index, gnbs_annot_scratch_t *s,
                         const gnbs_variant_t *v, gnbs_annot_change_t *change,
                         gnbs_err_t *err) {
    const gnbs_bundle_t *b = index->bundle;
    gnbs_pos_t flank = index->opt.flank_bp, n_ref = (gnbs_pos_t)strlen(v->ref);
    s->list.n = 0;
    gnbs_annot_work_reset(&s->work, v->tid);
    gnbs_arena_reset(&s->keep);
    if (gnbs_variant_is_symbolic(v) || v->tid < 0 || v->tid >= b->contigs.n) return GNBS_OK;
    size_t lo = index->first[v->tid],
           hi = gnbs_annot_index_upper(b, lo, index->first[v->tid + 1],
                                       v->pos + n_ref + 1 + flank);
    bool is_first = true;
    for (size_t i = hi; i > lo && index->reach[i - 1] + flank > v->pos; i--) {
        const gnbs_transcript_t *tx = &b->transcript[i - 1];
        if (tx->end + flank <= v->pos) continue;
        if (is_first) {
            GNBS_TRY(gnbs_annot_check_ref(&s->work.seq, v, err));
            if (!gnbs_annot_change_make(v, &s->work.arena, change)) return no_memory(err);
        }
        is_first = false;
        gnbs_consequence_t csq;
        if (!gnbs_annot_one(b, &index->map[i - 1], v, change, &index->opt, &s->work,
                            &s->keep, &csq) ||
            (csq.terms != 0 && !GNBS_PUSH(&s->list, csq)))
            return no_memory(err);
    }
    gnbs_annot_sort(s->list.at, s->list.n);
    return GNBS_OK;
}

gnbs_code_t gnbs_annot_index_variant(const gnbs_annot_index_t *index,
                                     gnbs_annot_scratch_t *scratch, const gnbs_variant_t *v,
                                     size_t *n, const gnbs_consequence_t **consequence,
                                     gnbs_err_t *err) {
    gnbs_annot_change_t change;
    GNBS_TRY(judge(index, scratch, v, &change, err));
    *n = scratch->list.n;
    *consequence = scratch->list.at;
    return GNBS_OK;
}

static gnbs_code_t state_facts(const gnbs_bundle_t *b, gnbs_annot_scratch_t *s,
                               const gnbs_variant_t *key, gnbs_err_t *err) {
    gnbs_annot_facts_t facts = {.known = gnbs_bundle_known(b, key),
                                .frequency = gnbs_bundle_frequency_any(b, key)};
    gnbs_score_t *score = NULL;
    if (s->scores.of != NULL)
        GNBS_TRY(
            s->scores.of(s->scores.ctx, key, &s->work.arena, &facts.n_score, &score, err));
    facts.score = score;
    gnbs_str_reset(&s->facts);
    gnbs_annot_print_facts(&s->facts, &facts);
    return GNBS_OK;
}

/* One entry, or one for each way in which copies read the variant. */
static size_t print_readings(const gnbs_annot_index_t *index, gnbs_annot_scratch_t *s,
                             const gnbs_variant_t *v, const gnbs_variant_t *key,
                             int32_t i_variant, const char *allele,
                             const gnbs_consequence_t *c, gnbs_str_t *out) {
    const gnbs_bundle_t *b = index->bundle;
    const gnbs_annot_context_t *context = NULL;
    size_t n = 0;
    if (i_variant >= 0 && s->context.n > 0)
        context = gnbs_annot_contexts(s, i_variant, c->tx, &n);
    gnbs_annot_same_t same = gnbs_annot_same_residue(index, s, c, key);
    for (size_t k = 0; k < (n > 0 ? n : 1); k++) {
        if (k > 0) gnbs_str_add_char(out, ',');
        gnbs_annot_print_entry(out, b, v, allele, c, n > 0 ? context[k].joint : NULL,
                               &index->label[c->tx - b->transcript],
                               gnbs_str_text(&s->hgvs_g), gnbs_str_text(&s->facts), &same);
    }
    return n > 0 ? n : 1;
}

gnbs_code_t gnbs_annot_index_print(const gnbs_annot_index_t *index, gnbs_annot_scratch_t *s,
                                   const gnbs_variant_t *v, int32_t i_variant,
                                   const char *allele, gnbs_str_t *out, size_t *n,
                                   gnbs_err_t *err) {
    const gnbs_bundle_t *b = index->bundle;
    gnbs_annot_change_t change;
    GNBS_TRY(judge(index, s, v, &change, err));
    *n = s->list.n;
    if (*n == 0) return GNBS_OK;
    gnbs_variant_t key;
    if (gnbs_annot_normalise_on(&s->work.seq, v, &s->work.arena, &key) ==
        GNBS_NORM_NO_MEMORY)
        return no_memory(err);
    GNBS_TRY(state_facts(b, s, &key, err));
    gnbs_str_reset(&s->hgvs_g);
    if (!gnbs_annot_print_g(&s->hgvs_g, b, v, &change, &s->work))
        gnbs_str_reset(&s->hgvs_g);
    size_t n_list = *n;
    *n = 0;
    for (size_t i = 0; i < n_list; i++) {
        if (i > 0) gnbs_str_add_char(out, ',');
        *n += print_readings(index, s, v, &key, i_variant, allele, &s->list.at[i], out);
    }
    return s->facts.failed || s->hgvs_g.failed || s->aa.failed || s->codon.failed
               ? no_memory(err)
               : GNBS_OK;
}
