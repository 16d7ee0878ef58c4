#include "refdata/refdata_state.h"

#include <stdlib.h>
#include <string.h>

#include "genome/seq.h"
#include "core/mem.h"

/* Which transcripts to keep. A gene of the gene models is a group: transcripts with one gene id on
 * one contig. A panel row finds its group by accession with version, by accession without, by HGNC
 * id, by symbol -- in that order; what was not exact is noted. */

enum {
    MT_BP =
        16569 /* rCRS: positions of other mitochondrial references are not its positions */
};

typedef struct accession { /* of a transcript, or of its MANE partner */
    const char *text;
    int32_t i;
} accession_t;

typedef struct group {
    int32_t beg, end; /* in by_gene[] */
    bool is_kept;
    const char *symbol, *hgnc_id;
} group_t;

typedef struct selection {
    gnbs_refdata_t *data;
    const gnbs_transcript_t *tx;
    int32_t n_tx;
    int32_t *by_gene;  /* transcripts, group by group */
    int32_t *group_of; /* transcript -> group         */
    bool *is_required; /* the panel names it          */
    group_t *group;
    int32_t n_group;
    accession_t *accession; /* sorted by base accession, version, file order */
    size_t n_accession;
} selection_t;

static const char *gene_key(const gnbs_transcript_t *tx) {
    return tx->gene_id[0] != '\0' ? tx->gene_id : tx->symbol;
}

static size_t base_length(const char *accession) { return strcspn(accession, "."); }

static int compare_bases(const char *a, const char *b) {
    size_t n_a = base_length(a), n_b = base_length(b);
    int c = strncmp(a, b, n_a < n_b ? n_a : n_b);
    return c != 0 ? c : n_a < n_b ? -1 : n_a > n_b;
}

static int compare_accessions(const void *a, const void *b) {
    const accession_t *x = a, *y = b;
    int c = compare_bases(x->text, y->text);
    if (c == 0) c = strcmp(x->text, y->text);
    return c != 0 ? c : (x->i > y->i) - (x->i < y->i);
}

typedef struct keyed {
    const gnbs_transcript_t *tx;
    int32_t i;
} keyed_t;

static int compare_keyed(const void *a, const void *b) {
    const keyed_t *x = a, *y = b;
    int c = strcmp(gene_key(x->tx), gene_key(y->tx));
    if (c == 0) c = (x->tx->tid > y->tx->tid) - (x->tx->tid < y->tx->tid);
    return c != 0 ? c : (x->i > y->i) - (x->i < y->i);
}

static void end_selection(selection_t *s) {
    gnbs_mem_free(s->by_gene);
    gnbs_mem_free(s->group_of);
    gnbs_mem_free(s->is_required);
    gnbs_mem_free(s->group);
    gnbs_mem_free(s->accession);
}

static gnbs_code_t make_groups(selection_t *s, gnbs_err_t *err) {
    keyed_t *keyed = gnbs_mem_alloc((size_t)s->n_tx, sizeof *keyed);
    if (keyed == NULL) return gnbs_refdata_no_memory(err);
    for (int32_t i = 0; i < s->n_tx; i++) keyed[i] = (keyed_t){&s->tx[i], i};
    qsort(keyed, (size_t)s->n_tx, sizeof *keyed, compare_keyed);
    for (int32_t i = 0; i < s->n_tx; i++) {
        const gnbs_transcript_t *tx = keyed[i].tx;
        bool is_new = i == 0 || strcmp(gene_key(tx), gene_key(keyed[i - 1].tx)) != 0 ||
                      tx->tid != keyed[i - 1].tx->tid;
        if (is_new)
            s->group[s->n_group++] =
                (group_t){.beg = i, .symbol = tx->symbol, .hgnc_id = tx->hgnc_id};
        group_t *g = &s->group[s->n_group - 1];
        g->end = i + 1;
        if (g->hgnc_id[0] == '\0') g->hgnc_id = tx->hgnc_id;
        s->by_gene[i] = keyed[i].i;
        s->group_of[keyed[i].i] = s->n_group - 1;
    }
    gnbs_mem_free(keyed);
    return GNBS_OK;
}

static gnbs_code_t begin_selection(gnbs_refdata_t *data, selection_t *s, gnbs_err_t *err) {
    size_t n = data->read.n;
    *s = (selection_t){.data = data, .tx = data->read.at, .n_tx = (int32_t)n};
    s->by_gene = gnbs_mem_alloc(n, sizeof *s->by_gene);
    s->group_of = gnbs_mem_alloc(n, sizeof *s->group_of);
    s->is_required = gnbs_mem_alloc(n, sizeof *s->is_required);
    s->group = gnbs_mem_alloc(n, sizeof *s->group);
    s->accession = gnbs_mem_alloc(2 * n, sizeof *s->accession);
    if (s->by_gene == NULL || s->group_of == NULL || s->is_required == NULL ||
        s->group == NULL || s->accession == NULL)
        return gnbs_refdata_no_memory(err);
    for (int32_t i = 0; i < s->n_tx; i++) {
        s->accession[s->n_accession++] = (accession_t){s->tx[i].id, i};
        if (s->tx[i].other_id[0] != '\0')
            s->accession[s->n_accession++] = (accession_t){s->tx[i].other_id, i};
    }
    qsort(s->accession, s->n_accession, sizeof *s->accession, compare_accessions);
    return make_groups(s, err);
}

/* -1 when there is none. Without the exact version, the latest (the last in order) is taken. */
static int32_t find_accession(const selection_t *s, const char *accession, bool *is_exact) {
    size_t lo = 0, hi = s->n_accession;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (compare_bases(s->accession[mid].text, accession) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    int32_t found = -1;
    for (*is_exact = false; lo < s->n_accession; lo++) {
        if (compare_bases(s->accession[lo].text, accession) != 0) break;
        if (!*is_exact) found = s->accession[lo].i;
        if (!*is_exact && strcmp(s->accession[lo].text, accession) == 0) *is_exact = true;
    }
    return found;
}

static int32_t find_group(const selection_t *s, const gnbs_condition_t *row,
                          bool *by_symbol) {
    *by_symbol = false;
    for (int32_t g = 0; g < s->n_group; g++)
        if (row->hgnc_id[0] != '\0' && strcmp(s->group[g].hgnc_id, row->hgnc_id) == 0)
            return g;
    *by_symbol = true;
    for (int32_t g = 0; g < s->n_group; g++)
        if (s->group[g].hgnc_id[0] == '\0' && strcmp(s->group[g].symbol, row->gene) == 0)
            return g;
    return -1;
}

static gnbs_code_t name_group(selection_t *s, int32_t g, const gnbs_condition_t *row,
                              gnbs_err_t *err) {
    group_t *group = &s->group[g];
    if (group->hgnc_id[0] != '\0' && strcmp(group->hgnc_id, row->hgnc_id) != 0)
        return gnbs_err_set(
            err, GNBS_E_DATA,
            "panel line %d: %s is %s, but its transcript %s belongs to %s (%s) in "
            "the gene models; correct the transcript or the gene",
            row->line, row->gene, row->hgnc_id, row->transcript, group->symbol,
            group->hgnc_id);
    if (strcmp(group->symbol, row->gene) != 0 && !group->is_kept)
        GNBS_TRY(gnbs_refdata_add_note(s->data, err,
                                       "%s (%s) is called %s in the gene models", row->gene,
                                       row->hgnc_id, group->symbol));
    group->symbol = row->gene;
    group->hgnc_id = row->hgnc_id;
    group->is_kept = true;
    return GNBS_OK;
}

/* A row may name several transcripts, separated by ; , | or space. */
static gnbs_code_t take_accessions(selection_t *s, const gnbs_condition_t *row,
                                   bool *is_found, gnbs_err_t *err) {
    for (const char *p = row->transcript; *p != '\0';) {
        size_t n = strcspn(p, ";,| ");
        char accession[64];
        if (n > 0 && n < sizeof accession) {
            memcpy(accession, p, n);
            accession[n] = '\0';
            bool is_exact;
            int32_t i = find_accession(s, accession, &is_exact);
            if (i >= 0) {
                GNBS_TRY(name_group(s, s->group_of[i], row, err));
                s->is_required[i] = *is_found = true;
            }
            if (i < 0)
                GNBS_TRY(gnbs_refdata_add_note(
                    s->data, err, "%s: transcript %s is not in the gene models", row->gene,
                    accession));
            else if (!is_exact)
                GNBS_TRY(gnbs_refdata_add_note(
                    s->data, err,
                    "%s: transcript %s is not in the gene models; %s%s%s was taken",
                    row->gene, accession, s->tx[i].id, s->tx[i].other_id[0] ? " / " : "",
                    s->tx[i].other_id));
        }
        p += n;
        p += strspn(p, ";,| ");
    }
    return GNBS_OK;
}

/* A gene has a row for each of its conditions, as a rule with the same transcript. */
static void compare_rows_before(const gnbs_panel_t *panel, size_t i, bool *same_gene,
                                bool *same_transcript) {
    *same_gene = *same_transcript = false;
    for (size_t k = 0; k < i; k++) {
        if (strcmp(panel->condition[k].hgnc_id, panel->condition[i].hgnc_id) != 0) continue;
        *same_gene = true;
        if (strcmp(panel->condition[k].transcript, panel->condition[i].transcript) == 0)
            *same_transcript = true;
    }
}

static gnbs_code_t take_panel(selection_t *s, const gnbs_panel_t *panel, gnbs_err_t *err) {
    for (size_t i = 0; i < panel->n_condition; i++) {
        const gnbs_condition_t *row = &panel->condition[i];
        bool same_gene, same_transcript;
        compare_rows_before(panel, i, &same_gene, &same_transcript);
        if (same_transcript) continue;
        s->data->counts.n_panel_gene += !same_gene;
        bool is_found = false, by_symbol;
        GNBS_TRY(take_accessions(s, row, &is_found, err));
        if (is_found) continue;
        int32_t g = find_group(s, row, &by_symbol);
        if (g >= 0) {
            if (by_symbol)
                GNBS_TRY(gnbs_refdata_add_note(
                    s->data, err,
                    "%s (%s) was found by its symbol: the gene models give no id",
                    row->gene, row->hgnc_id));
            GNBS_TRY(name_group(s, g, row, err));
            continue;
        }
        if (same_gene) continue; /* said already, or found by another row's transcript */
        s->data->counts.n_panel_gene_missing++;
        GNBS_TRY(
            gnbs_refdata_add_note(s->data, err,
                                  "%s (%s) has no transcript in the gene models: not in "
                                  "the bundle, and not assessed in any run",
                                  row->gene, row->hgnc_id));
    }
    return GNBS_OK;
}

static int64_t coding_bp(const gnbs_transcript_t *tx, bool exons_instead) {
    int64_t n = 0;
    for (int32_t e = 0; e < tx->n_exon; e++) {
        gnbs_exon_t part = exons_instead ? tx->exon[e] : gnbs_transcript_cds_part(tx, e);
        n += part.end - part.beg;
    }
    return n;
}

bool gnbs_refdata_is_better(const gnbs_transcript_t *a, const gnbs_transcript_t *b) {
    int64_t d = coding_bp(a, false) - coding_bp(b, false);
    if (d == 0) d = coding_bp(a, true) - coding_bp(b, true);
    return d != 0 ? d > 0 : strcmp(a->id, b->id) < 0;
}

static bool is_foreign_mt(const selection_t *s, const gnbs_transcript_t *tx) {
    const gnbs_contig_t *contig = &s->data->ref->contigs->contig[tx->tid];
    return gnbs_contig_kind(contig->name) == GNBS_CONTIG_MT && contig->length_bp != MT_BP &&
           s->data->build != GNBS_BUILD_CUSTOM;
}

/* Marks in keep[] what stays of a group; false when nothing does. */
static bool keep_transcripts(const selection_t *s, const group_t *g, bool keep_all,
                             bool keep[]) {
    int32_t best = -1, n_kept = 0;
    for (int32_t k = g->beg; k < g->end; k++) {
        int32_t i = s->by_gene[k];
        const gnbs_transcript_t *tx = &s->tx[i];
        if (tx->n_exon == 0 || is_foreign_mt(s, tx)) continue;
        keep[i] = keep_all || s->is_required[i] || tx->mane != GNBS_MANE_NONE;
        n_kept += keep[i];
        if (best < 0 || gnbs_refdata_is_better(tx, &s->tx[best])) best = i;
    }
    if (n_kept == 0 && best >= 0) keep[best] = true;
    return best >= 0;
}

static gnbs_code_t copy_text(gnbs_arena_t *arena, const char **text, gnbs_err_t *err) {
    *text = gnbs_arena_strdup(arena, *text);
    return *text != NULL ? GNBS_OK : gnbs_refdata_no_memory(err);
}

void gnbs_refdata_give_sequences(gnbs_refdata_t *data, const gnbs_ref_source_t *own) {
    data->own = own;
}

/* What the genome has at the exons, in transcript order. */
static gnbs_code_t read_exons(gnbs_refdata_t *data, const gnbs_transcript_t *tx,
                              uint8_t *codes, gnbs_err_t *err) {
    gnbs_pos_t n = 0;
    for (int32_t i = 0; i < tx->n_exon; i++) {
        const gnbs_region_t r = {tx->tid, tx->exon[i].beg, tx->exon[i].end};
        GNBS_TRY(data->ref->fetch(data->ref->ctx, r, codes + n, err));
        n += r.end - r.beg;
    }
    if (tx->strand < 0) gnbs_seq_reverse_complement(n, codes);
    return GNBS_OK;
}

/* The transcript's own sequence, where it is not the genome's. */
static gnbs_code_t copy_sequence(gnbs_refdata_t *data, gnbs_transcript_t *tx,
                                 gnbs_err_t *err) {
    int32_t i = data->own != NULL ? gnbs_contig_find(data->own->contigs, tx->id) : -1;
    gnbs_pos_t n_exonic = 0;
    for (int32_t k = 0; k < tx->n_exon; k++) n_exonic += tx->exon[k].end - tx->exon[k].beg;
    if (i < 0) return GNBS_OK;
    gnbs_pos_t n = data->own->contigs->contig[i].length_bp;
    if (n < tx->n_cdna || (tx->n_block == 0 && n < n_exonic) || n > INT32_MAX / 2)
        return gnbs_err_set(err, GNBS_E_DATA,
                            "%s has %lld bases in %s, and %lld in its alignment; give the "
                            "sequence of this version",
                            tx->id, (long long)n, data->own->contigs->source,
                            (long long)(tx->n_block > 0 ? tx->n_cdna : n_exonic));
    uint8_t *codes = GNBS_NEW(&data->arena, uint8_t, n);
    if (codes == NULL) return gnbs_refdata_no_memory(err);
    GNBS_TRY(data->own->fetch(data->own->ctx, (gnbs_region_t){i, 0, n}, codes, err));
    bool is_own = tx->n_block > 0;
    if (!is_own) { /* a tail behind the exons (poly-A) alone is no difference */
        uint8_t *genome = gnbs_mem_alloc((size_t)n_exonic, sizeof *genome);
        if (genome == NULL) return gnbs_refdata_no_memory(err);
        gnbs_code_t code = read_exons(data, tx, genome, err);
        is_own = code == GNBS_OK && memcmp(genome, codes, (size_t)n_exonic) != 0;
        gnbs_mem_free(genome);
        GNBS_TRY(code);
    }
    if (!is_own) return GNBS_OK;
    tx->cdna = codes;
    tx->n_cdna = (int32_t)n;
    return GNBS_OK;
}

static gnbs_code_t copy_transcript(gnbs_refdata_t *data, const gnbs_transcript_t *from,
                                   const gnbs_gene_t *gene, int32_t i_gene,
                                   gnbs_transcript_t *to, gnbs_err_t *err) {
    *to = *from;
    to->i_gene = i_gene;
    to->symbol = gene->symbol;
    to->hgnc_id = gene->hgnc_id;
    const char **const TEXTS[] = {&to->id, &to->other_id, &to->protein_id, &to->gene_id,
                                  &to->biotype};
    for (size_t k = 0; k < sizeof TEXTS / sizeof TEXTS[0]; k++)
        GNBS_TRY(copy_text(&data->arena, TEXTS[k], err));
    gnbs_exon_t *exon = GNBS_NEW(&data->arena, gnbs_exon_t, from->n_exon);
    if (exon == NULL) return gnbs_refdata_no_memory(err);
    memcpy(exon, from->exon, (size_t)from->n_exon * sizeof *exon);
    to->exon = exon;
    if (from->n_block > 0) {
        gnbs_tx_block_t *block = GNBS_NEW(&data->arena, gnbs_tx_block_t, from->n_block);
        if (block == NULL) return gnbs_refdata_no_memory(err);
        memcpy(block, from->block, (size_t)from->n_block * sizeof *block);
        to->block = block;
    }
    return copy_sequence(data, to, err);
}

static gnbs_code_t add_gene(selection_t *s, const group_t *g, const bool keep[],
                            gnbs_err_t *err) {
    gnbs_refdata_t *data = s->data;
    int32_t i_gene = (int32_t)data->n_gene;
    gnbs_gene_t gene = {.symbol = g->symbol,
                        .hgnc_id = g->hgnc_id,
                        .difficult = "",
                        .difficult_source = ""};
    bool is_first = true, is_coding = false;
    GNBS_TRY(copy_text(&data->arena, &gene.symbol, err));
    GNBS_TRY(copy_text(&data->arena, &gene.hgnc_id, err));
    for (int32_t k = g->beg; k < g->end; k++) {
        const gnbs_transcript_t *tx = &s->tx[s->by_gene[k]];
        if (!keep[s->by_gene[k]]) continue;
        if (is_first) {
            gene.gene_id = tx->gene_id;
            gene.tid = tx->tid;
            gene.strand = tx->strand;
            gene.beg = tx->beg;
            gene.end = tx->end;
            GNBS_TRY(copy_text(&data->arena, &gene.gene_id, err));
        }
        if (tx->beg < gene.beg) gene.beg = tx->beg;
        if (tx->end > gene.end) gene.end = tx->end;
        is_first = false;
        is_coding = is_coding || gnbs_transcript_is_coding(tx);
        GNBS_TRY(copy_transcript(data, tx, &gene, i_gene,
                                 &data->transcript[data->n_transcript], err));
        data->n_transcript++;
    }
    data->counts.n_coding_gene += is_coding;
    data->gene[data->n_gene++] = gene;
    return GNBS_OK;
}

static gnbs_code_t keep_groups(selection_t *s, bool keep_all, gnbs_err_t *err) {
    gnbs_refdata_t *data = s->data;
    bool *keep = gnbs_mem_alloc((size_t)s->n_tx, sizeof *keep);
    gnbs_code_t code = GNBS_OK;
    size_t n_gene = 0, n_transcript = 0;
    if (keep == NULL) return gnbs_refdata_no_memory(err);
    for (int32_t g = 0; code == GNBS_OK && g < s->n_group; g++) {
        group_t *group = &s->group[g];
        group->is_kept = group->is_kept || keep_all;
        if (!group->is_kept) continue;
        group->is_kept = keep_transcripts(s, group, keep_all, keep);
        if (!group->is_kept)
            code = gnbs_refdata_add_note(
                data, err,
                "%s was left out: its transcripts have no exons, or lie on a "
                "mitochondrial sequence that is not rCRS (%d bases)",
                group->symbol, MT_BP);
        n_gene += group->is_kept;
    }
    for (int32_t i = 0; i < s->n_tx; i++) n_transcript += keep[i];
    if (code == GNBS_OK) {
        data->gene = GNBS_NEW(&data->arena, gnbs_gene_t, n_gene);
        data->transcript = GNBS_NEW(&data->arena, gnbs_transcript_t, n_transcript);
        if (data->gene == NULL || data->transcript == NULL)
            code = gnbs_refdata_no_memory(err);
    }
    for (int32_t g = 0; code == GNBS_OK && g < s->n_group; g++)
        if (s->group[g].is_kept) code = add_gene(s, &s->group[g], keep, err);
    gnbs_mem_free(keep);
    return code;
}

/* Approved symbols only: former names and aliases have meant other genes. */
static gnbs_code_t take_ids(selection_t *s, const gnbs_table_t *ids, gnbs_err_t *err) {
    int id = gnbs_table_column(ids, "hgnc_id"), symbol = gnbs_table_column(ids, "symbol");
    if (id < 0 || symbol < 0)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: line %d: no column 'hgnc_id' or 'symbol'", ids->path,
                            ids->header_line);
    for (int32_t g = 0; g < s->n_group; g++)
        for (size_t i = 0; s->group[g].hgnc_id[0] == '\0' && i < ids->n_row; i++)
            if (strcmp(ids->row[i].cell[symbol], s->group[g].symbol) == 0)
                s->group[g].hgnc_id = ids->row[i].cell[id];
    return GNBS_OK;
}

gnbs_code_t gnbs_refdata_select(gnbs_refdata_t *data, const gnbs_panel_t *panel,
                                bool keep_all, const gnbs_table_t *ids,
                                const gnbs_table_t *difficult, gnbs_err_t *err) {
    selection_t s;
    gnbs_code_t code = begin_selection(data, &s, err);
    if (code == GNBS_OK && panel != NULL) code = take_panel(&s, panel, err);
    if (code == GNBS_OK && ids != NULL) code = take_ids(&s, ids, err);
    if (code == GNBS_OK) code = keep_groups(&s, keep_all, err);
    end_selection(&s);
    GNBS_TRY(code);
    if (data->n_gene == 0)
        return gnbs_err_set(
            err, GNBS_E_DATA,
            "none of the panel's genes is in the gene models (%zu transcripts); "
            "give transcripts of the reference's build",
            data->read.n);
    data->counts.n_gene = (int64_t)data->n_gene;
    data->counts.n_transcript = (int64_t)data->n_transcript;
    GNBS_TRY(gnbs_refdata_put_in_order(data, err));
    GNBS_VEC_CLEAR(&data->read);
    return difficult != NULL ? gnbs_refdata_mark_difficult(data, difficult, err) : GNBS_OK;
}
