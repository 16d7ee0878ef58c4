#include "io/bundle_read.h"

#include <stdlib.h>
#include <string.h>

#include "genome/seq.h"

static int8_t read_strand(gnbs_bundle_reader_t *r) {
    int64_t strand = gnbs_bundle_read_int(r, -1, 1, "strand 1 or -1");
    if (strand == 0) gnbs_bundle_read_fault(r, "strand 1 or -1");
    return (int8_t)strand;
}

static void fill_gene(gnbs_bundle_reader_t *r, gnbs_gene_t *item) {
    static const char *const LEVELS[] = {"none", "limited", "needs_method"};
    gnbs_bundle_read_id(r);
    item->symbol = gnbs_bundle_read_text(r);
    item->hgnc_id = gnbs_bundle_read_text(r);
    item->gene_id = gnbs_bundle_read_text(r);
    item->tid =
        (int32_t)gnbs_bundle_read_int(r, 0, r->bundle->contigs.n - 1, "a contig's id");
    item->strand = read_strand(r);
    item->beg = gnbs_bundle_read_int(r, 0, INT64_C(1) << 40, "a place on the contig");
    item->end =
        gnbs_bundle_read_int(r, item->beg, INT64_C(1) << 40, "an end past its begin");
    item->target_bp = gnbs_bundle_read_int(r, 0, INT64_C(1) << 40, "a count");
    item->target_n_bp =
        gnbs_bundle_read_int(r, 0, item->target_bp, "a count of the targets");
    item->difficulty = (gnbs_difficulty_t)gnbs_bundle_read_word(r, 3, LEVELS);
    item->difficult = gnbs_bundle_read_text(r);
    item->difficult_source = gnbs_bundle_read_text(r);
}

static gnbs_code_t load_genes(gnbs_bundle_reader_t *r, gnbs_err_t *err) {
    GNBS_BUNDLE_READ_TABLE(r, GNBS_BUNDLE_GENE, gnbs_gene_t, r->bundle->n_gene,
                           r->bundle->gene, fill_gene(r, &item));
}

/* n_exon holds the transcript's rank in its gene until the exons are read. */
static void fill_transcript(gnbs_bundle_reader_t *r, gnbs_transcript_t *item,
                            const gnbs_transcript_t *before) {
    static const char *const MANE[] = {"none", "plus_clinical", "select"};
    const char **const TEXTS[] = {&item->id,      &item->other_id, &item->protein_id,
                                  &item->gene_id, &item->symbol,   &item->hgnc_id,
                                  &item->biotype};
    gnbs_bundle_read_id(r);
    for (size_t k = 0; k < sizeof TEXTS / sizeof TEXTS[0]; k++)
        *TEXTS[k] = gnbs_bundle_read_text(r);
    item->mane = (gnbs_mane_t)gnbs_bundle_read_word(r, 3, MANE);
    item->tid =
        (int32_t)gnbs_bundle_read_int(r, 0, r->bundle->contigs.n - 1, "a contig's id");
    item->strand = read_strand(r);
    item->beg = gnbs_bundle_read_int(r, 0, INT64_C(1) << 40, "a place on the contig");
    item->end =
        gnbs_bundle_read_int(r, item->beg, INT64_C(1) << 40, "an end past its begin");
    item->cds_beg = gnbs_bundle_read_int(r, 0, INT64_C(1) << 40, "a place");
    item->cds_end =
        gnbs_bundle_read_int(r, item->cds_beg, INT64_C(1) << 40, "an end past its begin");
    bool is_coding = item->cds_end > item->cds_beg;
    if (is_coding && (item->cds_beg < item->beg || item->cds_end > item->end))
        gnbs_bundle_read_fault(r, "a CDS inside its transcript");
    item->cds_start_phase = (int8_t)gnbs_bundle_read_int(r, 0, 2, "a phase from 0 to 2");
    item->i_gene =
        (int32_t)gnbs_bundle_read_int(r, 0, (int64_t)r->bundle->n_gene - 1, "a gene's id");
    item->n_exon = (int32_t)gnbs_bundle_read_int(r, 0, INT32_MAX, "a rank in its gene");
    if (before != NULL &&
        (before->tid > item->tid || (before->tid == item->tid && before->beg > item->beg)))
        gnbs_bundle_read_fault(r, "transcripts in genome order");
}

static gnbs_code_t load_transcripts(gnbs_bundle_reader_t *r, gnbs_err_t *err) {
    GNBS_BUNDLE_READ_TABLE(r, GNBS_BUNDLE_TRANSCRIPT, gnbs_transcript_t,
                           r->bundle->n_transcript, r->bundle->transcript,
                           fill_transcript(r, &item, before));
}

static gnbs_code_t lost(const gnbs_bundle_reader_t *r, const char *what, const char *name,
                        gnbs_err_t *err) {
    return gnbs_err_set(
        err, GNBS_E_FORMAT,
        "%s: damaged reference bundle: %s of %s; make it again with: gnbs refdata "
        "build",
        r->path, what, name);
}

static gnbs_code_t link_genes(gnbs_bundle_reader_t *r, gnbs_gene_t *gene,
                              gnbs_transcript_t *tx, gnbs_err_t *err) {
    gnbs_bundle_t *b = r->bundle;
    int32_t *index = GNBS_NEW(&b->arena, int32_t, b->n_transcript), *free_part = index;
    if (index == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s: out of memory", r->path);
    for (size_t i = 0; i < b->n_transcript; i++) {
        index[i] = -1;
        gene[tx[i].i_gene].n_transcript++;
    }
    for (size_t g = 0; g < b->n_gene; g++) {
        if (gene[g].n_transcript == 0) return lost(r, "no transcript", gene[g].symbol, err);
        gene[g].transcript = free_part;
        free_part += gene[g].n_transcript;
    }
    for (size_t i = 0; i < b->n_transcript; i++) {
        const gnbs_gene_t *g = &gene[tx[i].i_gene];
        int32_t rank = tx[i].n_exon;
        int32_t *place = index + (g->transcript - index);
        if (rank >= g->n_transcript || place[rank] >= 0)
            return lost(r, "rank among its gene's transcripts", tx[i].id, err);
        place[rank] = (int32_t)i;
        tx[i].rank = rank;
    }
    return GNBS_OK;
}

typedef struct exon_row {
    int32_t i_transcript, number;
    gnbs_exon_t exon;
} exon_row_t;

static void fill_exon(gnbs_bundle_reader_t *r, exon_row_t *item, const exon_row_t *before) {
    item->i_transcript = (int32_t)gnbs_bundle_read_int(
        r, 0, (int64_t)r->bundle->n_transcript - 1, "a transcript's id");
    bool is_next = before != NULL && before->i_transcript == item->i_transcript;
    int32_t expected = is_next ? before->number + 1 : 0;
    item->number =
        (int32_t)gnbs_bundle_read_int(r, expected, expected, "exons that count from 0");
    if (before != NULL && before->i_transcript > item->i_transcript)
        gnbs_bundle_read_fault(r, "exons in order of transcript");
    if (r->fault != NULL) return;
    const gnbs_transcript_t *tx = &r->bundle->transcript[item->i_transcript];
    gnbs_pos_t first = is_next ? before->exon.end : tx->beg;
    item->exon.beg =
        gnbs_bundle_read_int(r, first, tx->end, "exons in order, inside the transcript");
    item->exon.end =
        gnbs_bundle_read_int(r, item->exon.beg, tx->end, "an end in the transcript");
}

static gnbs_code_t load_exon_rows(gnbs_bundle_reader_t *r, size_t *n,
                                  const exon_row_t **row, gnbs_err_t *err) {
    GNBS_BUNDLE_READ_TABLE(r, GNBS_BUNDLE_EXON, exon_row_t, *n, *row,
                           fill_exon(r, &item, before));
}

static gnbs_code_t link_exons(gnbs_bundle_reader_t *r, gnbs_transcript_t *tx,
                              gnbs_err_t *err) {
    gnbs_bundle_t *b = r->bundle;
    size_t n = 0, used = 0;
    const exon_row_t *row = NULL;
    GNBS_TRY(load_exon_rows(r, &n, &row, err));
    gnbs_exon_t *exon = GNBS_NEW(&b->arena, gnbs_exon_t, n);
    if (exon == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s: out of memory", r->path);
    for (size_t i = 0; i < n; i++) exon[i] = row[i].exon;
    for (size_t t = 0; t < b->n_transcript; t++) {
        size_t first = used;
        while (used < n && row[used].i_transcript == (int32_t)t) used++;
        if (used == first) return lost(r, "no exon", tx[t].id, err);
        tx[t].exon = exon + first;
        tx[t].n_exon = (int32_t)(used - first);
    }
    return GNBS_OK;
}

typedef struct alignment_row {
    int32_t i_transcript, n_block, n_cdna;
    const gnbs_tx_block_t *block;
    const uint8_t *cdna;
} alignment_row_t;

/* "beg-end@cdna ..." in genomic order, inside the transcript; false: something else. */
static bool parse_blocks(gnbs_bundle_reader_t *r, const gnbs_transcript_t *tx,
                         const char *text, alignment_row_t *item) {
    int32_t n = text[0] != '\0';
    for (const char *s = text; *s != '\0'; s++) n += *s == ' ';
    gnbs_tx_block_t *block = GNBS_NEW(&r->bundle->arena, gnbs_tx_block_t, n);
    if (block == NULL) {
        r->is_out_of_memory = true;
        return true;
    }
    for (int32_t i = 0; i < n; i++) {
        char *s;
        long long beg = strtoll(text, &s, 10);
        if (*s != '-') return false;
        long long end = strtoll(s + 1, &s, 10);
        if (*s != '@') return false;
        long long cdna = strtoll(s + 1, &s, 10);
        if (*s != (i + 1 < n ? ' ' : '\0')) return false;
        text = s + (i + 1 < n);
        long long first = i > 0 ? (long long)block[i - 1].end : (long long)tx->beg;
        if (beg < first || end <= beg || end > tx->end || cdna < 0 ||
            cdna > INT32_MAX / 2 || cdna + (end - beg) > item->n_cdna)
            return false;
        block[i] = (gnbs_tx_block_t){beg, end, (int32_t)cdna};
        if (i == 0) continue;
        const gnbs_tx_block_t *a = &block[tx->strand > 0 ? i - 1 : i],
                              *b = &block[tx->strand > 0 ? i : i - 1];
        if (b->cdna < a->cdna + (a->end - a->beg)) return false;
    }
    item->n_block = n;
    item->block = block;
    return true;
}

static void fill_alignment(gnbs_bundle_reader_t *r, alignment_row_t *item,
                           const alignment_row_t *before) {
    gnbs_arena_t *arena = &r->bundle->arena;
    int64_t first = before != NULL ? before->i_transcript + 1 : 0;
    item->i_transcript = (int32_t)gnbs_bundle_read_int(
        r, first, (int64_t)r->bundle->n_transcript - 1, "a transcript's id, in order");
    const char *blocks = gnbs_bundle_read_text(r);
    item->n_cdna = (int32_t)gnbs_bundle_read_int(r, 1, INT32_MAX / 2, "a count of bases");
    if (r->fault == NULL &&
        !parse_blocks(r, &r->bundle->transcript[item->i_transcript], blocks, item)) {
        gnbs_bundle_read_fault(r, "blocks in order, inside the transcript");
        return;
    }
    const char *letters = gnbs_bundle_read_text(r);
    if (r->fault != NULL || r->is_out_of_memory || letters[0] == '\0') return;
    if (strlen(letters) != (size_t)item->n_cdna) {
        gnbs_bundle_read_fault(r, "as many letters as bases");
        return;
    }
    uint8_t *cdna = GNBS_NEW(arena, uint8_t, item->n_cdna);
    if (cdna == NULL) {
        r->is_out_of_memory = true;
        return;
    }
    for (int32_t k = 0; k < item->n_cdna; k++) cdna[k] = gnbs_seq_code(letters[k]);
    item->cdna = cdna;
}

static gnbs_code_t load_alignment_rows(gnbs_bundle_reader_t *r, size_t *n,
                                       const alignment_row_t **row, gnbs_err_t *err) {
    GNBS_BUNDLE_READ_TABLE(r, GNBS_BUNDLE_ALIGNMENT, alignment_row_t, *n, *row,
                           fill_alignment(r, &item, before));
}

/* After the other tables, in the order of the identity. */
gnbs_code_t gnbs_bundle_read_alignments(gnbs_bundle_reader_t *r, gnbs_err_t *err) {
    size_t n = 0;
    const alignment_row_t *row = NULL;
    GNBS_TRY(load_alignment_rows(r, &n, &row, err));
    gnbs_transcript_t *tx =
        (gnbs_transcript_t *)r->bundle->transcript; /* ours: see below */
    for (size_t i = 0; i < n; i++) {
        tx[row[i].i_transcript].n_block = row[i].n_block;
        tx[row[i].i_transcript].block = row[i].block;
        tx[row[i].i_transcript].n_cdna = row[i].n_cdna;
        tx[row[i].i_transcript].cdna = row[i].cdna;
    }
    return GNBS_OK;
}

/* Genes, transcripts and exons refer to one another; their arrays are ours until they do. */
gnbs_code_t gnbs_bundle_read_models(gnbs_bundle_reader_t *r, gnbs_err_t *err) {
    gnbs_bundle_t *b = r->bundle;
    GNBS_TRY(load_genes(r, err));
    GNBS_TRY(load_transcripts(r, err));
    gnbs_gene_t *gene = GNBS_NEW(&b->arena, gnbs_gene_t, b->n_gene);
    gnbs_transcript_t *tx = GNBS_NEW(&b->arena, gnbs_transcript_t, b->n_transcript);
    if (gene == NULL || tx == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s: out of memory", r->path);
    memcpy(gene, b->gene, b->n_gene * sizeof *gene);
    memcpy(tx, b->transcript, b->n_transcript * sizeof *tx);
    b->gene = gene;
    b->transcript = tx;
    GNBS_TRY(link_genes(r, gene, tx, err));
    return link_exons(r, tx, err);
}
