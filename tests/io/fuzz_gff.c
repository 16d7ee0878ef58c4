#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/gff.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_transcript(const gnbs_transcript_t *tx) {
    if (tx->n_exon < 1 || (tx->strand != 1 && tx->strand != -1) || tx->tid < 0) abort();
    if (tx->cds_start_phase < 0 || tx->cds_start_phase > 2 || tx->cds_end < tx->cds_beg)
        abort();
    for (int i = 0; i < tx->n_exon; i++) {
        if (tx->exon[i].beg >= tx->exon[i].end || tx->exon[i].beg < tx->beg ||
            tx->exon[i].end > tx->end)
            abort();
        if (i > 0 && tx->exon[i].beg < tx->exon[i - 1].end) abort();
    }
    if (strlen(tx->id) + strlen(tx->other_id) + strlen(tx->protein_id) +
            strlen(tx->gene_id) + strlen(tx->symbol) + strlen(tx->hgnc_id) +
            strlen(tx->biotype) >
        1 << 24)
        abort();
}

/* Any bytes: transcripts in order, or an error with words. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const gnbs_contig_t CONTIG[] = {{"chr1", 10000, ""}, {"chr2", 0, ""}};
    static const gnbs_contigs_t CONTIGS = {2, CONTIG, "g"};
    gnbs_arena_t arena;
    gnbs_gff_t gff;
    gnbs_err_t err = {0};
    gnbs_arena_init(&arena);
    if (gnbs_gff_parse("t", (const char *)data, size, &CONTIGS, &arena, &gff, &err) !=
        GNBS_OK) {
        if (err.msg[0] == '\0') abort();
    } else {
        for (size_t i = 0; i < gff.n_transcript; i++) check_transcript(&gff.transcript[i]);
    }
    gnbs_arena_clear(&arena);
    return 0;
}
