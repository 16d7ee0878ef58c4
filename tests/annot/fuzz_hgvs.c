/* Any bytes as an HGVS name on a small gene: a variant of the reference, or an error with words. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "annot/annot_resolve.h"
#include "genome/seq.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char SEQ[] = "TTACCATGAAAGTAAGTCCTTTTCAGGAATAGCC";
enum { N_SEQ = sizeof SEQ - 1, SIZE_MAX_BYTES = 400 };
static const gnbs_exon_t EXONS[] = {{2, 11}, {26, 34}};

/* byte 0: strand; then the name */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1 || size > SIZE_MAX_BYTES) return 0;
    uint8_t codes[N_SEQ];
    for (int i = 0; i < N_SEQ; i++) codes[i] = gnbs_seq_code(SEQ[i]);
    const gnbs_transcript_t tx = {.id = "N.1",
                                  .other_id = "",
                                  .protein_id = "",
                                  .gene_id = "G",
                                  .symbol = "G",
                                  .hgnc_id = "",
                                  .biotype = "protein_coding",
                                  .strand = data[0] & 1 ? -1 : 1,
                                  .beg = 2,
                                  .end = 34,
                                  .cds_beg = 5,
                                  .cds_end = 32,
                                  .n_exon = 2,
                                  .exon = EXONS};
    const gnbs_contig_t contig = {.name = "C", .length_bp = N_SEQ};
    const gnbs_seq_block_t block = {{0, 0, N_SEQ}, codes};
    const gnbs_bundle_t bundle = {.contigs = {1, &contig, "fuzz"},
                                  .n_transcript = 1,
                                  .transcript = &tx,
                                  .n_block = 1,
                                  .block = &block};
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    char *text = gnbs_arena_strndup(&arena, (const char *)data + 1, size - 1);
    gnbs_err_t err = {GNBS_OK, ""};
    gnbs_name_t name;
    gnbs_code_t code = gnbs_name_parse(text, &arena, &name, &err);
    for (size_t i = 0; i < name.n_edit && code == GNBS_OK; i++) {
        const gnbs_transcript_t *named;
        gnbs_variant_t v;
        code = gnbs_annot_resolve(&bundle, &name, i, &arena, &named, &v, &err);
        if (code != GNBS_OK) break;
        size_t n_ref = strlen(v.ref);
        if (v.pos < 0 || n_ref == 0 || v.alt[0] == '\0' ||
            v.pos + (gnbs_pos_t)n_ref > N_SEQ)
            abort();
        if (strncmp(SEQ + v.pos, v.ref, n_ref) != 0 || strcmp(v.ref, v.alt) == 0) abort();
    }
    if (code != GNBS_OK && err.msg[0] == '\0') abort();
    gnbs_arena_clear(&arena);
    return 0;
}
