/* tests/annot/annot_world.h -- small bundles for the tests of this room: from a drawing, or
 * from a FASTA and a GFF3 of the shared data. */
#ifndef GNBS_TESTS_ANNOT_WORLD_H
#define GNBS_TESTS_ANNOT_WORLD_H

#include "annot/annot.h"
#include "genome/seq.h"
#include "io/fasta.h"
#include "core/mem.h"
#include "io/gff.h"
#include "io/text.h"
#include "support/testing.h"

/* ---- drawn ---------------------------------------------------------------------------
 *
 *     seq    TTACCATGAAAGTAAGTCCTTTTCAGGAATAGCC
 *     model  ..55EEEEEEE-----------------EEEEEE33     . outside  5 3 UTR  E coding  - intron
 */
static inline gnbs_transcript_t drawn_transcript(gnbs_arena_t *arena, const char *id,
                                                 const char *model, int8_t strand) {
    gnbs_transcript_t tx = {.id = id,
                            .other_id = "",
                            .protein_id = "",
                            .gene_id = "G1",
                            .symbol = "GENE",
                            .hgnc_id = "HGNC:1",
                            .biotype = "protein_coding",
                            .strand = strand,
                            .i_gene = 0};
    gnbs_pos_t n = (gnbs_pos_t)strlen(model);
    gnbs_exon_t *exon = GNBS_NEW(arena, gnbs_exon_t, n);
    tx.cds_beg = tx.cds_end = -1;
    for (gnbs_pos_t i = 0; i < n; i++) {
        bool is_exonic = strchr("5E3", model[i]) != NULL;
        if (is_exonic && (i == 0 || strchr("5E3", model[i - 1]) == NULL))
            exon[tx.n_exon++] = (gnbs_exon_t){i, i};
        if (is_exonic) exon[tx.n_exon - 1].end = i + 1;
        if (model[i] == 'E' && tx.cds_beg < 0) tx.cds_beg = i;
        if (model[i] == 'E') tx.cds_end = i + 1;
    }
    if (tx.cds_beg < 0) tx.cds_beg = tx.cds_end = 0;
    tx.exon = exon;
    tx.beg = exon[0].beg;
    tx.end = exon[tx.n_exon - 1].end;
    return tx;
}

static inline gnbs_bundle_t drawn_bundle(gnbs_arena_t *arena, const char *contig,
                                         const char *seq, size_t n_tx,
                                         const gnbs_transcript_t *tx) {
    gnbs_pos_t n = (gnbs_pos_t)strlen(seq);
    gnbs_contig_t *c = GNBS_NEW(arena, gnbs_contig_t, 1);
    gnbs_seq_block_t *block = GNBS_NEW(arena, gnbs_seq_block_t, 1);
    uint8_t *codes = GNBS_NEW(arena, uint8_t, n + 1);
    for (gnbs_pos_t i = 0; i < n; i++) codes[i] = gnbs_seq_code(seq[i]);
    *c = (gnbs_contig_t){.name = contig, .length_bp = n};
    *block = (gnbs_seq_block_t){{0, 0, n}, codes};
    return (gnbs_bundle_t){.path = "drawn",
                           .build_name = "custom",
                           .contigs = {1, c, "drawn"},
                           .build = GNBS_BUILD_CUSTOM,
                           .n_transcript = n_tx,
                           .transcript = tx,
                           .n_block = 1,
                           .block = block};
}

/* ---- from files ---------------------------------------------------------------------- */

static inline int world_compare_transcript(const void *a, const void *b) {
    const gnbs_transcript_t *x = a, *y = b;
    if (x->tid != y->tid) return x->tid < y->tid ? -1 : 1;
    if (x->beg != y->beg) return x->beg < y->beg ? -1 : 1;
    return strcmp(x->id, y->id);
}

/* One file of the set holds exons whose transcript line was left out: these lines are
 * blanked, in place, since the reader rightly refuses them. */
static inline void world_drop_orphans(char *text) {
    char id[128];
    for (char *line = text; *line != '\0';) {
        size_t n = strcspn(line, "\n");
        char *parent = strstr(line, "Parent=transcript:");
        if (parent != NULL && parent < line + n) {
            char *name = parent + strlen("Parent=");
            snprintf(id, sizeof id, "ID=%.*s;", (int)strcspn(name, ";\n"), name);
            if (strstr(text, id) == NULL) line[0] = '#';
        }
        line += n + (line[n] == '\n');
    }
}

/* `symbols` NULL: every transcript; otherwise those of the genes named. */
static inline void world_load(gnbs_bundle_t *bundle, const char *fasta_path,
                              const char *gff_path, const char *const symbols[],
                              gnbs_pos_t pad_bp) {
    gnbs_err_t err = {GNBS_OK, ""};
    gnbs_fasta_t *fasta;
    *bundle = (gnbs_bundle_t){.path = fasta_path, .build_name = "test"};
    gnbs_arena_init(&bundle->arena);
    gnbs_arena_t *arena = &bundle->arena;
    assert_ok(gnbs_fasta_open(fasta_path, &fasta, &err), &err);
    const gnbs_contigs_t *contigs = gnbs_fasta_contigs(fasta);
    gnbs_contig_t *own = GNBS_NEW(arena, gnbs_contig_t, contigs->n);
    for (int i = 0; i < contigs->n; i++) {
        own[i] = contigs->contig[i];
        own[i].name = gnbs_arena_strdup(arena, contigs->contig[i].name);
    }
    bundle->contigs = (gnbs_contigs_t){contigs->n, own, "test"};
    bundle->build = gnbs_contig_build(&bundle->contigs);
    gnbs_gff_t gff;
    char *text;
    size_t n_text;
    assert_ok(gnbs_text_read(gff_path, (size_t)1 << 30, &text, &n_text, &err), &err);
    if (symbols == NULL) world_drop_orphans(text);
    assert_ok(gnbs_gff_parse(gff_path, text, n_text, &bundle->contigs, arena, &gff, &err),
              &err);
    gnbs_mem_free(text);
    size_t n = 0;
    for (size_t i = 0; i < gff.n_transcript; i++) {
        bool is_wanted = symbols == NULL;
        for (size_t k = 0; symbols != NULL && symbols[k] != NULL; k++)
            is_wanted |= strcmp(gff.transcript[i].symbol, symbols[k]) == 0;
        if (is_wanted) gff.transcript[n++] = gff.transcript[i];
    }
    qsort(gff.transcript, n, sizeof gff.transcript[0], world_compare_transcript);
    bundle->n_transcript = n;
    bundle->transcript = gff.transcript;
    gnbs_region_t *region = GNBS_NEW(arena, gnbs_region_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        const gnbs_transcript_t *tx = &gff.transcript[i];
        int64_t length = own[tx->tid].length_bp;
        region[i] = (gnbs_region_t){tx->tid, tx->beg - pad_bp, tx->end + pad_bp};
        if (region[i].beg < 0) region[i].beg = 0;
        if (region[i].end > length) region[i].end = length;
    }
    bundle->n_block = gnbs_region_merge(n, region, 0);
    gnbs_seq_block_t *block = GNBS_NEW(arena, gnbs_seq_block_t, bundle->n_block + 1);
    for (size_t i = 0; i < bundle->n_block; i++) {
        uint8_t *codes = GNBS_NEW(arena, uint8_t, gnbs_region_len(region[i]));
        assert_ok(gnbs_fasta_fetch(fasta, region[i], codes, &err), &err);
        block[i] = (gnbs_seq_block_t){region[i], codes};
    }
    bundle->block = block;
    gnbs_fasta_close(fasta);
}

#endif
