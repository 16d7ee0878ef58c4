#include <stdlib.h>
#include <string.h>

#include "annot/annot_index.h"

/* A known pathogenic exchange of one residue; sorted by transcript, residue, new residue, then as
 * gnbs_annot_same_protein prefers them. */
typedef struct gnbs_annot_exchange {
    int32_t i_tx, residue;
    char ref, alt;
    const gnbs_known_t *known;
} exchange_t;

static bool is_exchange(const gnbs_consequence_t *c) {
    return (c->terms & GNBS_ANNOT_BIT(GNBS_CSQ_MISSENSE)) && c->amino_acids != NULL &&
           strlen(c->amino_acids) == 3 && c->protein_pos1 > 0;
}

static int compare(const void *a, const void *b) {
    const exchange_t *x = a, *y = b;
    if (x->i_tx != y->i_tx) return x->i_tx < y->i_tx ? -1 : 1;
    if (x->residue != y->residue) return x->residue < y->residue ? -1 : 1;
    if (x->alt != y->alt) return x->alt < y->alt ? -1 : 1;
    if (x->known->sig != y->known->sig)
        return x->known->sig == GNBS_CLNSIG_PATHOGENIC ? -1 : 1;
    if (x->known->stars != y->known->stars)
        return x->known->stars > y->known->stars ? -1 : 1;
    return (x->known > y->known) - (x->known < y->known);
}

typedef GNBS_VEC(exchange_t) exchanges_t;

/* What the allele exchanges on each transcript. One whose REF is not the reference's says nothing. */
static bool add_known(const gnbs_annot_index_t *index, gnbs_annot_scratch_t *scratch,
                      const gnbs_known_t *k, exchanges_t *list, gnbs_err_t *err) {
    size_t n, n_ref = strlen(k->variant.ref);
    const gnbs_consequence_t *c;
    if (!gnbs_known_is_pathogenic(k) || gnbs_variant_is_symbolic(&k->variant) ||
        n_ref != strlen(k->variant.alt) || n_ref > 3)
        return true;
    gnbs_code_t code = gnbs_annot_index_variant(index, scratch, &k->variant, &n, &c, err);
    if (code != GNBS_OK) return code != GNBS_E_NOMEM;
    for (size_t j = 0; j < n; j++) {
        if (!is_exchange(&c[j])) continue;
        const exchange_t e = {(int32_t)(c[j].tx - index->bundle->transcript),
                              c[j].protein_pos1, c[j].amino_acids[0], c[j].amino_acids[2],
                              k};
        if (!GNBS_PUSH(list, e)) return false;
    }
    return true;
}

bool gnbs_annot_exchanges_make(gnbs_annot_index_t *index, gnbs_annot_scratch_t *scratch,
                               gnbs_err_t *err) {
    const gnbs_bundle_t *b = index->bundle;
    exchanges_t list = {0};
    bool ok = true;
    for (size_t i = 0; i < b->n_known && ok; i++)
        ok = add_known(index, scratch, &b->known[i], &list, err);
    index->exchange = ok ? GNBS_NEW(&index->arena, exchange_t, list.n + 1) : NULL;
    ok = index->exchange != NULL;
    if (ok && list.n > 0) {
        memcpy(index->exchange, list.at, list.n * sizeof *list.at);
        index->n_exchange = list.n;
        qsort(index->exchange, list.n, sizeof *list.at, compare);
    }
    GNBS_VEC_CLEAR(&list);
    return ok;
}

static void add_id(gnbs_str_t *out, const char *id) {
    if (out->n > 0) gnbs_str_add_char(out, ',');
    gnbs_str_add(out, id);
}

gnbs_annot_same_t gnbs_annot_same_residue(const gnbs_annot_index_t *index,
                                          gnbs_annot_scratch_t *s,
                                          const gnbs_consequence_t *c,
                                          const gnbs_variant_t *v) {
    gnbs_annot_same_t same = {"", ""};
    if (index->n_exchange == 0 || !is_exchange(c)) return same;
    int32_t i_tx = (int32_t)(c->tx - index->bundle->transcript);
    size_t lo = 0, hi = index->n_exchange;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const exchange_t *e = &index->exchange[mid];
        if (e->i_tx < i_tx || (e->i_tx == i_tx && e->residue < c->protein_pos1))
            lo = mid + 1;
        else
            hi = mid;
    }
    gnbs_str_reset(&s->aa);
    gnbs_str_reset(&s->codon);
    for (; lo < index->n_exchange; lo++) {
        const exchange_t *e = &index->exchange[lo];
        if (e->i_tx != i_tx || e->residue != c->protein_pos1) break;
        if (e->ref != c->amino_acids[0] || gnbs_variant_compare(&e->known->variant, v) == 0)
            continue;
        add_id(e->alt == c->amino_acids[2] ? &s->aa : &s->codon, e->known->clinvar_id);
    }
    same.aa = gnbs_str_text(&s->aa);
    same.codon = gnbs_str_text(&s->codon);
    return same;
}
