#include "refdata/refdata_state.h"

#include <stdlib.h>
#include <string.h>

#include "core/mem.h"

static int compare_genes(const void *a, const void *b) {
    const gnbs_gene_t *x = a, *y = b;
    if (x->tid != y->tid) return x->tid < y->tid ? -1 : 1;
    if (x->beg != y->beg) return x->beg < y->beg ? -1 : 1;
    if (x->end != y->end) return x->end < y->end ? -1 : 1;
    int c = strcmp(x->symbol, y->symbol);
    return c != 0 ? c : strcmp(x->gene_id, y->gene_id);
}

static int compare_transcripts(const void *a, const void *b) {
    const gnbs_transcript_t *x = a, *y = b;
    if (x->tid != y->tid) return x->tid < y->tid ? -1 : 1;
    if (x->beg != y->beg) return x->beg < y->beg ? -1 : 1;
    if (x->end != y->end) return x->end < y->end ? -1 : 1;
    return strcmp(x->id, y->id);
}

static gnbs_code_t note_spans(gnbs_refdata_t *data, gnbs_err_t *err) {
    for (size_t g = 0; g < data->n_gene; g++) {
        const gnbs_gene_t *gene = &data->gene[g];
        gnbs_pos_t beg = gene->beg - data->opt.gene_margin_bp;
        gnbs_region_t span = {gene->tid, beg < 0 ? 0 : beg,
                              gene->end + data->opt.gene_margin_bp};
        if (!GNBS_PUSH(&data->span, span)) return gnbs_refdata_no_memory(err);
    }
    data->span.n = gnbs_region_merge(data->span.n, data->span.at, 0);
    return GNBS_OK;
}

/* Of a gene's transcripts without a MANE tag the one that would stand for the gene comes first. */
static void rank_untagged(const gnbs_refdata_t *data, int32_t n, int32_t index[]) {
    for (int32_t k = 1; k < n; k++) {
        int32_t t = index[k], i = k;
        for (; i > 0 && gnbs_refdata_is_better(&data->transcript[t],
                                               &data->transcript[index[i - 1]]);
             i--)
            index[i] = index[i - 1];
        index[i] = t;
    }
}

/* Genes and transcripts into genome order, with each other's indices right again. */
gnbs_code_t gnbs_refdata_put_in_order(gnbs_refdata_t *data, gnbs_err_t *err) {
    int32_t *new_index = gnbs_mem_alloc(data->n_gene, sizeof *new_index);
    if (new_index == NULL) return gnbs_refdata_no_memory(err);
    for (size_t g = 0; g < data->n_gene; g++) data->gene[g].n_transcript = (int32_t)g;
    qsort(data->gene, data->n_gene, sizeof *data->gene, compare_genes);
    for (size_t g = 0; g < data->n_gene; g++) {
        new_index[data->gene[g].n_transcript] = (int32_t)g;
        data->gene[g].n_transcript = 0;
    }
    qsort(data->transcript, data->n_transcript, sizeof *data->transcript,
          compare_transcripts);
    for (size_t t = 0; t < data->n_transcript; t++) {
        data->transcript[t].i_gene = new_index[data->transcript[t].i_gene];
        data->gene[data->transcript[t].i_gene].n_transcript++;
    }
    gnbs_mem_free(new_index);
    int32_t *index = GNBS_NEW(&data->arena, int32_t, data->n_transcript);
    if (index == NULL) return gnbs_refdata_no_memory(err);
    for (size_t g = 0; g < data->n_gene; g++) {
        data->gene[g].transcript = index;
        index += data->gene[g].n_transcript;
        data->gene[g].n_transcript = 0;
    }
    static const gnbs_mane_t RANK[] = {GNBS_MANE_SELECT, GNBS_MANE_PLUS_CLINICAL,
                                       GNBS_MANE_NONE};
    for (size_t r = 0; r < sizeof RANK / sizeof RANK[0]; r++)
        for (size_t t = 0; t < data->n_transcript; t++) {
            gnbs_gene_t *gene = &data->gene[data->transcript[t].i_gene];
            if (data->transcript[t].mane == RANK[r]) /* the list lies in our own arena */
                ((int32_t *)(uintptr_t)gene->transcript)[gene->n_transcript++] = (int32_t)t;
        }
    for (size_t g = 0; g < data->n_gene; g++) {
        int32_t *list = (int32_t *)(uintptr_t)data->gene[g].transcript, n_tagged = 0;
        while (n_tagged < data->gene[g].n_transcript &&
               data->transcript[list[n_tagged]].mane != GNBS_MANE_NONE)
            n_tagged++;
        rank_untagged(data, data->gene[g].n_transcript - n_tagged, list + n_tagged);
    }
    return note_spans(data, err);
}
