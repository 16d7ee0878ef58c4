#include "refdata/refdata_bundle.h"

#include <stdlib.h>
#include <unistd.h>

#include "support/testing.h"

#include "genome/seq.h"

const char *temp_name(char buf[256], const char *word) {
    const char *dir = getenv("TMPDIR");
    snprintf(buf, 256, "%s/gnbs-test-%ld-%s", dir != NULL && dir[0] != '\0' ? dir : "/tmp",
             (long)getpid(), word);
    unlink(buf);
    return buf;
}

/* Texts that tables must carry unharmed: quotes, percent signs, letters beyond ASCII, nothing at all. */
static const char *random_text(uint64_t *state) {
    static const char *const TEXTS[] = {
        "",     "plain", "it's \"quoted\"",        "100% | a;b=c", "Sjögren", "a\tb", "\\N",
        "NULL", "0",     "'); DROP TABLE known;--"};
    return TEXTS[random_below(state, (int)(sizeof TEXTS / sizeof TEXTS[0]))];
}

static double random_frequency(uint64_t *state) {
    return (double)(random_u64(state) >> 11) / 9007199254740992.0; /* all 53 bits */
}

/* The first exon in two blocks: 20 bases, 2 more in the genome or 3 more in the transcript, the rest. */
static void add_alignment(uint64_t *state, gnbs_bundle_t *b, gnbs_transcript_t *tx) {
    bool is_gap = random_below(state, 2), has_own = random_below(state, 2);
    int32_t n_more = is_gap ? 2 : 0, left = 20, right = 40 - n_more;
    gnbs_tx_block_t *block = GNBS_NEW(&b->arena, gnbs_tx_block_t, 2);
    block[0] = (gnbs_tx_block_t){tx->beg, tx->beg + left, 0};
    block[1] = (gnbs_tx_block_t){tx->beg + left + n_more, tx->beg + 60, left + 3 - n_more};
    if (tx->strand < 0) {
        block[1].cdna = 0;
        block[0].cdna = right + 3 - n_more;
    }
    tx->n_block = 2;
    tx->block = block;
    tx->n_cdna = left + right + 3;
    if (!has_own) return;
    uint8_t *cdna = GNBS_NEW(&b->arena, uint8_t, tx->n_cdna);
    for (int32_t i = 0; i < tx->n_cdna; i++) cdna[i] = (uint8_t)random_below(state, 5);
    tx->cdna = cdna;
}

static void add_models(uint64_t *state, gnbs_bundle_t *b) {
    int n = 1 + random_below(state, 4);
    gnbs_gene_t *gene = GNBS_NEW(&b->arena, gnbs_gene_t, n);
    gnbs_transcript_t *tx = GNBS_NEW(&b->arena, gnbs_transcript_t, 2 * n);
    for (int g = 0; g < n; g++) {
        gnbs_pos_t beg = 1000 * g + random_below(state, 100);
        int32_t *index = GNBS_NEW(&b->arena, int32_t, 2);
        index[0] = 2 * g + 1; /* the second in place is the first in rank */
        index[1] = 2 * g;
        gene[g] = (gnbs_gene_t){.symbol = random_text(state),
                                .hgnc_id = random_text(state),
                                .gene_id = random_text(state),
                                .tid = 0,
                                .strand = (int8_t)(random_below(state, 2) ? 1 : -1),
                                .beg = beg,
                                .end = beg + 500,
                                .n_transcript = 2,
                                .transcript = index,
                                .target_bp = 100,
                                .target_n_bp = random_below(state, 101),
                                .difficulty = (gnbs_difficulty_t)random_below(state, 3),
                                .difficult = random_text(state),
                                .difficult_source = random_text(state)};
        for (int k = 0; k < 2; k++) {
            int n_exon = 1 + random_below(state, 3);
            gnbs_exon_t *exon = GNBS_NEW(&b->arena, gnbs_exon_t, n_exon);
            for (int e = 0; e < n_exon; e++)
                exon[e] = (gnbs_exon_t){beg + 100 * e, beg + 100 * e + 60};
            bool is_coding = random_below(state, 2);
            tx[2 * g + k] =
                (gnbs_transcript_t){.id = random_text(state),
                                    .other_id = random_text(state),
                                    .protein_id = random_text(state),
                                    .gene_id = random_text(state),
                                    .symbol = random_text(state),
                                    .hgnc_id = random_text(state),
                                    .biotype = random_text(state),
                                    .mane = (gnbs_mane_t)random_below(state, 3),
                                    .tid = 0,
                                    .strand = gene[g].strand,
                                    .beg = beg,
                                    .end = beg + 500,
                                    .cds_beg = is_coding ? beg + 5 : 0,
                                    .cds_end = is_coding ? beg + 40 : 0,
                                    .n_exon = n_exon,
                                    .exon = exon,
                                    .cds_start_phase = (int8_t)random_below(state, 3),
                                    .i_gene = g};
            if (random_below(state, 2)) add_alignment(state, b, &tx[2 * g + k]);
        }
    }
    b->gene = gene;
    b->n_gene = (size_t)n;
    b->transcript = tx;
    b->n_transcript = (size_t)(2 * n);
}

static gnbs_variant_t random_variant(uint64_t *state, gnbs_arena_t *arena, gnbs_pos_t pos) {
    char *al[2];
    for (int i = 0; i < 2; i++) {
        int n = 1 + random_below(state, 5);
        al[i] = GNBS_NEW(arena, char, n + 1);
        for (int k = 0; k < n; k++) al[i][k] = "ACGTN"[random_below(state, 5)];
    }
    return (gnbs_variant_t){random_below(state, 2) ? 1 : 0, pos, al[0], al[1]};
}

static int32_t count_or_none(uint64_t *state) { return random_below(state, 1000) - 1; }

static void add_alleles(uint64_t *state, gnbs_bundle_t *b) {
    int n = random_below(state, 20);
    gnbs_known_t *known = GNBS_NEW(&b->arena, gnbs_known_t, n);
    gnbs_frequency_t *f = GNBS_NEW(&b->arena, gnbs_frequency_t, n);
    for (int i = 0; i < n; i++) {
        gnbs_variant_t v =
            random_variant(state, &b->arena, 10 * i); /* in order, each once */
        v.tid = i >= n / 2;
        known[i] =
            (gnbs_known_t){.variant = v,
                           .clinvar_id = random_text(state),
                           .clnsig_text = random_text(state),
                           .clnrevstat = random_text(state),
                           .clndn = random_text(state),
                           .clnsigconf = random_text(state),
                           .symbol = random_text(state),
                           .sig = (gnbs_clnsig_t)random_below(state, GNBS_CLNSIG_OTHER + 1),
                           .stars = (int8_t)random_below(state, 5)};
        f[i] = (gnbs_frequency_t){
            .variant = v,
            .af = random_frequency(state),
            .faf95 = random_below(state, 2) ? random_frequency(state) : -1,
            .af_grpmax = random_below(state, 2) ? random_frequency(state) : -1,
            .an = count_or_none(state),
            .ac = count_or_none(state),
            .n_hom = count_or_none(state),
            .n_hemi = count_or_none(state),
            .af_male = random_below(state, 2) ? random_frequency(state) : -1,
            .grpmax = random_text(state),
            .groups = random_text(state),
            .filter = random_text(state),
            .source = random_text(state)};
    }
    b->known = known;
    b->frequency = f;
    b->n_known = b->n_frequency = (size_t)n;
}

static void add_sequence(uint64_t *state, gnbs_bundle_t *b) {
    int n = random_below(state, 6);
    gnbs_region_t *target = GNBS_NEW(&b->arena, gnbs_region_t, n);
    gnbs_seq_block_t *block = GNBS_NEW(&b->arena, gnbs_seq_block_t, n);
    for (int i = 0; i < n; i++) {
        gnbs_pos_t beg = 200 * i + random_below(state, 50),
                   len = 1 + random_below(state, 100);
        uint8_t *codes = GNBS_NEW(&b->arena, uint8_t, len);
        for (gnbs_pos_t k = 0; k < len; k++) codes[k] = (uint8_t)random_below(state, 5);
        target[i] = (gnbs_region_t){i >= n / 2, beg, beg + len};
        block[i] = (gnbs_seq_block_t){target[i], codes};
    }
    b->target = target;
    b->block = block;
    b->n_target = b->n_block = (size_t)n;
}

static void add_loci(uint64_t *state, gnbs_bundle_t *b) {
    int n = random_below(state, 4);
    gnbs_locus_row_t *row = GNBS_NEW(&b->arena, gnbs_locus_row_t, n);
    for (int i = 0; i < n; i++)
        row[i] = (gnbs_locus_row_t){
            random_text(state), random_text(state), random_text(state), random_text(state),
            random_text(state), random_text(state), random_text(state), random_text(state)};
    b->locus = row;
    b->n_locus = (size_t)n;
}

/* One found, one given with loadings; the places are apart. */
static void add_markers(uint64_t *state, gnbs_bundle_t *b) {
    gnbs_marker_t *m = GNBS_NEW(&b->arena, gnbs_marker_t, 2);
    m[0] = (gnbs_marker_t){
        .tid = 0, .pos = random_below(state, 9000), .ref = 0, .alt = 3, .af = 0.25};
    m[1] = (gnbs_marker_t){.tid = 1,
                           .pos = random_below(state, 9000),
                           .ref = 1,
                           .alt = 2,
                           .af = 0.5 + random_below(state, 100) / 256.0,
                           .is_given = true,
                           .has_pc = true,
                           .pc = {-10.5678, 0.25, 3, -0.0078125}};
    b->marker = m;
    b->n_marker = 2;
}

/* A gene's rows, then those of every gene, as gnbs_rule_compare has them; scores of the known alleles. */
static void add_rules(uint64_t *state, gnbs_bundle_t *b) {
    static const gnbs_rule_t ROWS[] = {
        {-1, GNBS_INH_UNKNOWN, GNBS_ACMG_PVS1, GNBS_ACMG_STRONG, false, GNBS_MEASURE_PATH,
         "", GNBS_RELATION_TEXT, 0, "NF3", "a", ""},
        {-1, GNBS_INH_AR, GNBS_ACMG_BA1, GNBS_ACMG_STAND_ALONE, false, GNBS_MEASURE_FAF95,
         "", GNBS_RELATION_ABOVE, 0.05, ">0.05", "b", "c"},
        {0, GNBS_INH_XL, GNBS_ACMG_PM2, GNBS_ACMG_SUPPORTING, false, GNBS_MEASURE_GRPMAX,
         "", GNBS_RELATION_AT_MOST, 1e-4, "<=0.0001", "d", ""},
        {0, GNBS_INH_XL, GNBS_ACMG_PM2, GNBS_ACMG_SUPPORTING, true,
         GNBS_MEASURE_HEMIZYGOTES, "", GNBS_RELATION_BELOW, 1, "<1", "d", ""},
        {0, GNBS_INH_UNKNOWN, GNBS_ACMG_PP3, GNBS_ACMG_NO_STRENGTH, false,
         GNBS_MEASURE_SCORE, "REVEL", GNBS_RELATION_AT_LEAST, 0.7, ">=0.7", "e", "f"}};
    enum { N = sizeof ROWS / sizeof ROWS[0] };
    gnbs_rule_t *rule = GNBS_NEW(&b->arena, gnbs_rule_t, N);
    memcpy(rule, ROWS, sizeof ROWS);
    b->rule = rule;
    b->n_rule = b->n_gene > 0 ? N : 2;
    gnbs_scored_t *scored = GNBS_NEW(&b->arena, gnbs_scored_t, 2 * b->n_known);
    for (size_t i = 0; i < b->n_known; i++) {
        scored[2 * i] = (gnbs_scored_t){b->known[i].variant, "A", random_text(state),
                                        random_frequency(state) - 0.5, 0};
        scored[2 * i + 1] = (gnbs_scored_t){b->known[i].variant, "B", "", 1, 0};
    }
    b->scored = scored;
    b->n_scored = 2 * b->n_known;
}

void random_bundle(uint64_t *state, gnbs_bundle_t *b) {
    *b = (gnbs_bundle_t){.path = ""};
    gnbs_arena_init(&b->arena);
    gnbs_contig_t *contig = GNBS_NEW(&b->arena, gnbs_contig_t, 2);
    contig[0] = (gnbs_contig_t){.name = "chr1", .length_bp = 10000};
    contig[1] =
        (gnbs_contig_t){.name = "chr2", .length_bp = random_below(state, 2) ? 0 : 10000};
    snprintf(contig[0].m5, sizeof contig[0].m5, "%s", "0123456789abcdef0123456789abcdef");
    b->contigs = (gnbs_contigs_t){2, contig, "small.fa"};
    b->build = (gnbs_build_t)(1 + random_below(state, 3));
    b->build_name = gnbs_contig_build_name(b->build);
    b->panel_name = random_text(state);
    b->panel_version = random_text(state);
    gnbs_bundle_source_t *source = GNBS_NEW(&b->arena, gnbs_bundle_source_t, 1);
    source[0] =
        (gnbs_bundle_source_t){random_text(state), random_text(state), random_text(state),
                               random_text(state), random_text(state)};
    gnbs_bundle_fact_t *fact = GNBS_NEW(&b->arena, gnbs_bundle_fact_t, 2);
    fact[0] = (gnbs_bundle_fact_t){"a.key", random_text(state)};
    fact[1] = (gnbs_bundle_fact_t){"z.key", random_text(state)};
    b->source = source;
    b->n_source = 1;
    b->fact = fact;
    b->n_fact = 2;
    add_models(state, b);
    add_alleles(state, b);
    add_sequence(state, b);
    add_loci(state, b);
    add_rules(state, b);
    add_markers(state, b);
}
