/* Any bytes: a variant beside, in, or across a small gene. An answer or an error with words;
 * and what is printed keeps its number of fields. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "annot/annot.h"
#include "genome/seq.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*   UTR  M  K  G |intron of 25 bases      | L  P  G  * UTR    and a gene that codes RNA */
static const char SEQ[] = "TTGGCACATGAAAGGTGTAAGTCTCTTTTTCCTTTTTTCAGTTACCCGGATAACGCAC";
enum { N_SEQ = sizeof SEQ - 1 };

static const gnbs_exon_t EXONS[] = {{2, 16}, {41, 56}};

static gnbs_transcript_t transcript(const char *id, int8_t strand, bool is_coding,
                                    int8_t phase) {
    return (gnbs_transcript_t){.id = id,
                               .other_id = "",
                               .protein_id = "P.1",
                               .gene_id = "G",
                               .symbol = "G",
                               .hgnc_id = "",
                               .biotype = "protein_coding",
                               .strand = strand,
                               .beg = 2,
                               .end = 56,
                               .cds_beg = is_coding ? 7 : 0,
                               .cds_end = is_coding ? 53 : 0,
                               .n_exon = 2,
                               .exon = EXONS,
                               .cds_start_phase = phase};
}

static void check_entry(const char *text, size_t n) {
    size_t n_bar = 0, expected = 0;
    for (const char *s = gnbs_annot_csq_format(); *s != '\0'; s++) expected += *s == '|';
    for (const char *s = text; *s != '\0'; s++) {
        n_bar += *s == '|';
        if (*s == ' ' || *s == ';' || *s == '=' || *s == '\t' || *s == '\n') abort();
    }
    if (n_bar != n * expected) abort();
}

/* byte 0: position; byte 1: length of REF, taken from the sequence unless its top bit is set;
 * byte 2: contig name; then ALT (and REF) as they come, cut at NUL */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 3) return 0;
    uint8_t codes[N_SEQ];
    for (int i = 0; i < N_SEQ; i++) codes[i] = gnbs_seq_code(SEQ[i]);
    const gnbs_transcript_t tx[] = {
        transcript("A.1", 1, true, 0), transcript("B.1", -1, true, 0),
        transcript("C.1", 1, false, 0), transcript("D.1", -1, true, 2)};
    const gnbs_contig_t contig = {.name = data[2] & 1 ? "chrM" : "chr1",
                                  .length_bp = N_SEQ};
    const gnbs_seq_block_t block = {{0, data[2] & 2 ? 9 : 0, N_SEQ},
                                    data[2] & 2 ? codes + 9 : codes};
    const gnbs_bundle_t bundle = {.contigs = {1, &contig, "fuzz"},
                                  .n_transcript = 4,
                                  .transcript = tx,
                                  .n_block = 1,
                                  .block = &block};
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    char *rest = gnbs_arena_strndup(&arena, (const char *)data + 3, size - 3);
    size_t pos = data[0] % (N_SEQ + 8), n_ref = data[1] & 63;
    if (pos < N_SEQ && n_ref > N_SEQ - pos) n_ref = N_SEQ - pos;
    const char *ref = pos < N_SEQ ? gnbs_arena_strndup(&arena, SEQ + pos, n_ref) : "";
    const char *alt = rest;
    if (rest != NULL && data[1] & 128) { /* "REF,ALT" */
        char *comma = strchr(rest, ',');
        if (comma != NULL) {
            *comma = '\0';
            ref = rest;
            alt = comma + 1;
        }
    }
    gnbs_variant_t v = {0, (gnbs_pos_t)pos, ref, alt};
    gnbs_consequence_t *c;
    size_t n;
    gnbs_err_t err = {GNBS_OK, ""};
    if (ref != NULL && alt != NULL) {
        gnbs_code_t code = gnbs_annot_variant(&bundle, &v, NULL, &arena, &n, &c, &err);
        if (code != GNBS_OK && err.msg[0] == '\0') abort();
        if (code == GNBS_OK) {
            gnbs_str_t out;
            gnbs_str_init(&out);
            gnbs_annot_print_csq(&out, &bundle, &v, "A", n, c, NULL,
                                 &(gnbs_annot_facts_t){0});
            check_entry(gnbs_str_text(&out), n);
            for (size_t i = 0; i < n; i++)
                if (gnbs_annot_same_protein(&bundle, &c[i], &v, &arena) != NULL) abort();
            gnbs_str_clear(&out);
        }
    }
    gnbs_arena_clear(&arena);
    return 0;
}
