/* What must hold for any transcript and any variant. */
#include "annot_world.h"

#include "annot/annot_norm.h"

enum { N_SEQ = 240, N_ROUND = 3000 };

typedef struct world {
    char seq[N_SEQ + 1], mirror[N_SEQ + 1];
    gnbs_transcript_t tx, mirror_tx;
    gnbs_bundle_t bundle, mirror_bundle;
} world_t;

static void reverse_complement(const char *in, size_t n, char *out) {
    for (size_t i = 0; i < n; i++)
        out[i] = gnbs_seq_letter(gnbs_seq_complement(gnbs_seq_code(in[n - 1 - i])));
    out[n] = '\0';
}

/* Makes the CDS a protein: whole codons, ATG first, a stop last and nowhere before. */
static void make_protein(world_t *w) {
    int at[N_SEQ], n = 0;
    for (int i = 0; i < w->tx.n_exon; i++) {
        gnbs_exon_t part = gnbs_transcript_cds_part(&w->tx, i);
        for (gnbs_pos_t p = part.beg; p < part.end; p++) at[n++] = (int)p;
    }
    while (n % 3 != 0) n--;
    w->tx.cds_end = at[n - 1] + 1;
    for (int i = 0; i + 3 <= n; i += 3) {
        char *a = &w->seq[at[i]], *b = &w->seq[at[i + 1]], *c = &w->seq[at[i + 2]];
        bool is_stop = *a == 'T' && ((*b == 'A' && (*c == 'A' || *c == 'G')) ||
                                     (*b == 'G' && *c == 'A'));
        if (is_stop) *a = 'C';
        if (i == 0) *a = 'A', *b = 'T', *c = 'G';
        if (i + 3 == n) *a = 'T', *b = 'A', *c = 'A';
    }
}

/* One to four exons with introns of 20 to 28 bases; a CDS somewhere inside. Few letters in a
 * row differ, so that indels find repeats to move in. */
static void make_world(gnbs_arena_t *arena, uint64_t *rng, world_t *w) {
    for (int i = 0; i < N_SEQ; i++)
        w->seq[i] = i > 0 && random_below(rng, 3) == 0 ? w->seq[i - 1]
                                                       : "ACGT"[random_below(rng, 4)];
    w->seq[N_SEQ] = '\0';
    int n_exon = 1 + random_below(rng, 4), at = 5 + random_below(rng, 10);
    gnbs_exon_t *exon = GNBS_NEW(arena, gnbs_exon_t, n_exon);
    gnbs_exon_t *mirror = GNBS_NEW(arena, gnbs_exon_t, n_exon);
    for (int i = 0; i < n_exon; i++) {
        int end = at + 17 + random_below(rng, 14);
        exon[i] = (gnbs_exon_t){at, end};
        mirror[n_exon - 1 - i] = (gnbs_exon_t){N_SEQ - end, N_SEQ - at};
        at = end + 20 + random_below(rng, 8);
    }
    w->tx = (gnbs_transcript_t){.id = "T.1",
                                .other_id = "",
                                .protein_id = "",
                                .gene_id = "G",
                                .symbol = "G",
                                .hgnc_id = "",
                                .biotype = "protein_coding",
                                .strand = 1,
                                .n_exon = n_exon,
                                .exon = exon,
                                .beg = exon[0].beg,
                                .end = exon[n_exon - 1].end};
    w->tx.cds_beg = exon[0].beg + random_below(rng, 5);
    w->tx.cds_end = w->tx.end - random_below(rng, 7);
    if (random_below(rng, 8) == 0)
        w->tx.cds_beg = w->tx.cds_end = 0;
    else
        make_protein(w);
    w->mirror_tx = w->tx;
    w->mirror_tx.strand = -1;
    w->mirror_tx.exon = mirror;
    w->mirror_tx.beg = N_SEQ - w->tx.end;
    w->mirror_tx.end = N_SEQ - w->tx.beg;
    if (w->tx.cds_end > 0) {
        w->mirror_tx.cds_beg = N_SEQ - w->tx.cds_end;
        w->mirror_tx.cds_end = N_SEQ - w->tx.cds_beg;
    }
    reverse_complement(w->seq, N_SEQ, w->mirror);
    w->bundle = drawn_bundle(arena, "chr1", w->seq, 1, &w->tx);
    w->mirror_bundle = drawn_bundle(arena, "chr1", w->mirror, 1, &w->mirror_tx);
}

static gnbs_variant_t random_variant(gnbs_arena_t *arena, uint64_t *rng, const char *seq) {
    int n_ref = random_below(rng, 5), n_alt = random_below(rng, 5), pos;
    char *ref = GNBS_NEW(arena, char, 16), *alt = GNBS_NEW(arena, char, 16);
    pos = 1 + random_below(rng, N_SEQ - 12);
    memcpy(ref, seq + pos, (size_t)n_ref + 1);
    alt[0] = seq[pos];
    for (int i = 1; i <= n_alt; i++) alt[i] = "ACGT"[random_below(rng, 4)];
    if (random_below(rng, 2)) alt[0] = "ACGT"[random_below(rng, 4)];
    return (gnbs_variant_t){0, pos, ref, alt};
}

static gnbs_consequence_t judge(const gnbs_bundle_t *b, const gnbs_transcript_t *tx,
                                const gnbs_variant_t *v, gnbs_arena_t *arena) {
    gnbs_err_t err = {GNBS_OK, ""};
    gnbs_consequence_t c;
    assert_ok(gnbs_annot_on_transcript(b, tx, v, NULL, arena, &c, &err), &err);
    return c;
}

static void same_text(const char *a, const char *b, const char *what, int round) {
    if ((a == NULL) != (b == NULL) || (a != NULL && strcmp(a, b) != 0))
        fail_msg("round %d: %s: '%s' and '%s'", round, what, a != NULL ? a : "-",
                 b != NULL ? b : "-");
}

/* Read from the other strand, a gene is the same gene. */
static void a_mirrored_transcript_gives_the_same_answer(void **state) {
    (void)state;
    uint64_t rng = test_seed();
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    for (int round = 0; round < N_ROUND; round++) {
        world_t w;
        make_world(&arena, &rng, &w);
        gnbs_variant_t v = random_variant(&arena, &rng, w.seq);
        size_t n_ref = strlen(v.ref), n_alt = strlen(v.alt);
        char *ref = GNBS_NEW(&arena, char, n_ref + 1),
             *alt = GNBS_NEW(&arena, char, n_alt + 1);
        reverse_complement(v.ref, n_ref, ref);
        reverse_complement(v.alt, n_alt, alt);
        /* trimmed from its left end, a repeat stands elsewhere: compare what is trimmed
         * alike from both ends */
        size_t head = 0, tail = 0;
        while (head < n_ref && head < n_alt && v.ref[head] == v.alt[head]) head++;
        while (tail < n_ref && tail < n_alt && ref[tail] == alt[tail]) tail++;
        size_t n_min = n_ref < n_alt ? n_ref : n_alt;
        gnbs_variant_t m = {0, N_SEQ - v.pos - (int64_t)n_ref, ref, alt};
        gnbs_consequence_t a = judge(&w.bundle, &w.tx, &v, &arena),
                           b = judge(&w.mirror_bundle, &w.mirror_tx, &m, &arena);
        if (a.hgvs_c != NULL && b.hgvs_c != NULL)
            same_text(a.hgvs_c, b.hgvs_c, "c.", round);
        if (head + tail <= n_min) {
            same_text(a.hgvs_p, b.hgvs_p, "p.", round);
            same_text(a.amino_acids, b.amino_acids, "amino acids", round);
            same_text(a.codons, b.codons, "codons", round);
            assert_true(a.terms == b.terms);
            assert_int_equal(a.exon_number, b.exon_number);
            assert_int_equal(a.intron_number, b.intron_number);
            assert_int_equal(a.cds_pos1, b.cds_pos1);
            assert_int_equal(a.protein_pos1, b.protein_pos1);
            assert_int_equal(a.escapes_nmd, b.escapes_nmd);
        }
        gnbs_arena_reset(&arena);
    }
    gnbs_arena_clear(&arena);
}

/* However an allele is written (more flank on either side, moved along a repeat), it has one
 * name on the transcript and one on the genome. */
static void equivalent_representations_have_one_name(void **state) {
    (void)state;
    uint64_t rng = test_seed();
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    for (int round = 0; round < N_ROUND; round++) {
        world_t w;
        make_world(&arena, &rng, &w);
        gnbs_variant_t v = random_variant(&arena, &rng, w.seq);
        size_t n_ref = strlen(v.ref), n_alt = strlen(v.alt), left, right;
        left = (size_t)random_below(&rng, v.pos > 12 ? 12 : (int)v.pos);
        right = (size_t)random_below(&rng, 12);
        if (v.pos + (int64_t)(n_ref + right) > N_SEQ) right = 0;
        gnbs_variant_t wide = {
            0, v.pos - (int64_t)left,
            gnbs_arena_printf(&arena, "%.*s%s%.*s", (int)left, w.seq + v.pos - left, v.ref,
                              (int)right, w.seq + v.pos + n_ref),
            gnbs_arena_printf(&arena, "%.*s%s%.*s", (int)left, w.seq + v.pos - left, v.alt,
                              (int)right, w.seq + v.pos + n_ref)};
        char ref[64], alt[64];
        memcpy(ref, v.ref, n_ref + 1);
        memcpy(alt, v.alt, n_alt + 1);
        gnbs_variant_t normal = {0, v.pos, ref, alt};
        if (!gnbs_variant_normalise(&normal.pos, ref, alt, sizeof ref, 0, N_SEQ,
                                    w.bundle.block[0].codes))
            normal = v;
        gnbs_consequence_t a = judge(&w.bundle, &w.tx, &v, &arena),
                           b = judge(&w.bundle, &w.tx, &wide, &arena),
                           c = judge(&w.bundle, &w.tx, &normal, &arena);
        same_text(gnbs_annot_hgvs_g(&w.bundle, &v, &arena),
                  gnbs_annot_hgvs_g(&w.bundle, &wide, &arena), "g. of a wider REF", round);
        same_text(gnbs_annot_hgvs_g(&w.bundle, &v, &arena),
                  gnbs_annot_hgvs_g(&w.bundle, &normal, &arena), "g. normalised", round);
        if (a.hgvs_c != NULL && b.hgvs_c != NULL)
            same_text(a.hgvs_c, b.hgvs_c, "c.", round);
        if (a.hgvs_c != NULL && c.hgvs_c != NULL)
            same_text(a.hgvs_c, c.hgvs_c, "c. normalised", round);
        bool is_coding_name =
            a.hgvs_c != NULL && c.hgvs_c != NULL && strpbrk(a.hgvs_c + 6, "+-*") == NULL;
        if (is_coding_name) same_text(a.hgvs_p, c.hgvs_p, "p. normalised", round);
        gnbs_arena_reset(&arena);
    }
    gnbs_arena_clear(&arena);
}

/* Terms of a coding substitution, against a translation written here from scratch. */
static char aa_of(const char *codon) {
    static const char *const AA = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAA"
                                  "DDEEGGGG"; /* in the order T C A G */
    int index = 0;
    for (int i = 0; i < 3; i++)
        index = 4 * index + (int)(strchr("TCAG", codon[i]) - "TCAG");
    return AA[index];
}

static void substitutions_agree_with_the_codon_table(void **state) {
    (void)state;
    uint64_t rng = test_seed();
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    for (int round = 0; round < 200; round++) {
        char seq[N_SEQ + 1], model[N_SEQ + 1];
        for (int i = 0; i < N_SEQ; i++) seq[i] = "ACGT"[random_below(&rng, 4)];
        memset(model, 'E', N_SEQ);
        seq[N_SEQ] = model[N_SEQ] = '\0';
        memcpy(seq, "ATG", 3);
        memcpy(seq + N_SEQ - 3, "TAA", 3);
        gnbs_transcript_t tx = drawn_transcript(&arena, "T.1", model, 1);
        gnbs_bundle_t bundle = drawn_bundle(&arena, "chr1", seq, 1, &tx);
        for (int k = 0; k < 20; k++) {
            int pos = 3 + random_below(&rng, N_SEQ - 6), first = pos - pos % 3;
            char ref[2] = {seq[pos], '\0'}, alt[2] = {"ACGT"[random_below(&rng, 4)], '\0'};
            if (ref[0] == alt[0]) continue;
            char codon[4] = {seq[first], seq[first + 1], seq[first + 2], '\0'};
            char from = aa_of(codon);
            codon[pos - first] = alt[0];
            char to = aa_of(codon);
            if (from == '*') continue; /* an internal stop: not a real protein */
            gnbs_csq_t expected = from == to  ? GNBS_CSQ_SYNONYMOUS
                                  : to == '*' ? GNBS_CSQ_STOP_GAINED
                                              : GNBS_CSQ_MISSENSE;
            gnbs_variant_t v = {0, pos, ref, alt};
            gnbs_consequence_t c = judge(&bundle, &tx, &v, &arena);
            assert_true(c.terms == UINT64_C(1) << expected);
            char name[32];
            snprintf(name, sizeof name, "p.(%s%d%s)", gnbs_seq_aa3(from), first / 3 + 1,
                     from == to ? "=" : gnbs_seq_aa3(to));
            same_text(c.hgvs_p, name, "p.", round);
        }
        gnbs_arena_reset(&arena);
    }
    gnbs_arena_clear(&arena);
}

/* Near and far: every base within the flank of a transcript has exactly one answer, and
 * splice, intron and exon terms follow the exon map. */
static void every_base_has_its_place(void **state) {
    (void)state;
    uint64_t rng = test_seed();
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    for (int round = 0; round < 100; round++) {
        world_t w;
        make_world(&arena, &rng, &w);
        for (int pos = 0; pos < N_SEQ; pos++) {
            char ref[2] = {w.seq[pos], '\0'},
                 alt[2] = {w.seq[pos] == 'A' ? 'C' : 'A', '\0'};
            gnbs_variant_t v = {0, pos, ref, alt};
            gnbs_consequence_t c = judge(&w.bundle, &w.tx, &v, &arena);
            bool is_in = pos >= w.tx.beg && pos < w.tx.end, is_exonic = false;
            for (int i = 0; i < w.tx.n_exon; i++)
                is_exonic |= pos >= w.tx.exon[i].beg && pos < w.tx.exon[i].end;
            assert_true(c.terms != 0);
            assert_int_equal(c.exon_number > 0, is_exonic);
            assert_int_equal(c.intron_number > 0, is_in && !is_exonic);
            assert_int_equal(c.hgvs_c != NULL, is_in);
        }
        gnbs_arena_reset(&arena);
    }
    gnbs_arena_clear(&arena);
}

/* The index walks back from the last transcript that may touch; the plain list asks each. */
static void an_index_gives_what_the_list_gives(void **state) {
    (void)state;
    enum { N_TX = 12 };
    uint64_t rng = test_seed();
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    for (int round = 0; round < 200; round++) {
        world_t w;
        make_world(&arena, &rng, &w);
        gnbs_transcript_t tx[N_TX];
        for (int i = 0; i < N_TX; i++) {
            tx[i] = w.tx; /* the same gene cut after a random number of exons */
            tx[i].id = gnbs_arena_printf(&arena, "T%d.1", (i * 7 + round) % N_TX + 10);
            int first = random_below(&rng, w.tx.n_exon);
            tx[i].exon = w.tx.exon + first;
            tx[i].n_exon = 1 + random_below(&rng, w.tx.n_exon - first);
            tx[i].beg = tx[i].exon[0].beg;
            tx[i].end = tx[i].exon[tx[i].n_exon - 1].end;
            tx[i].cds_beg = tx[i].cds_end = 0;
            tx[i].strand = random_below(&rng, 2) ? 1 : -1;
        }
        qsort(tx, N_TX, sizeof *tx, world_compare_transcript);
        gnbs_bundle_t bundle = drawn_bundle(&arena, "chr1", w.seq, N_TX, tx);
        const gnbs_annot_opt_t opt = {.flank_bp = random_below(&rng, 40), .nmd_bp = 50};
        gnbs_annot_index_t *index;
        gnbs_err_t err = {GNBS_OK, ""};
        assert_ok(gnbs_annot_index_new(&bundle, &opt, &index, &err), &err);
        gnbs_annot_scratch_t *scratch = gnbs_annot_scratch_new(index);
        for (int k = 0; k < 20; k++) {
            gnbs_variant_t v = random_variant(&arena, &rng, w.seq);
            gnbs_consequence_t *list;
            const gnbs_consequence_t *fast;
            size_t n, n_fast;
            assert_ok(gnbs_annot_variant(&bundle, &v, &opt, &arena, &n, &list, &err), &err);
            assert_ok(gnbs_annot_index_variant(index, scratch, &v, &n_fast, &fast, &err),
                      &err);
            assert_int_equal(n, n_fast);
            for (size_t i = 0; i < n; i++) {
                assert_string_equal(list[i].tx->id, fast[i].tx->id);
                assert_true(list[i].terms == fast[i].terms);
                same_text(list[i].hgvs_c, fast[i].hgvs_c, "c.", round);
            }
        }
        gnbs_annot_scratch_free(scratch);
        gnbs_annot_index_free(index);
        gnbs_arena_reset(&arena);
    }
    gnbs_arena_clear(&arena);
}

/* The normal form against the published algorithm step by step (genome/variant.c), and twice is
 * once. */
static void the_normal_form_is_that_of_the_slow_twin(void **state) {
    (void)state;
    uint64_t rng = test_seed();
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    for (int round = 0; round < N_ROUND; round++) {
        world_t w;
        make_world(&arena, &rng, &w);
        gnbs_variant_t v = random_variant(&arena, &rng, w.seq), a, again;
        if (round % 7 == 0) v.pos = 0, v.ref = gnbs_arena_strndup(&arena, w.seq, 3);
        char ref[N_SEQ + 16], alt[N_SEQ + 16];
        snprintf(ref, sizeof ref, "%s", v.ref);
        snprintf(alt, sizeof alt, "%s", v.alt);
        gnbs_variant_t b = {0, v.pos, ref, alt};
        if (!gnbs_variant_normalise(&b.pos, ref, alt, sizeof ref, 0, N_SEQ,
                                    w.bundle.block[0].codes) ||
            strcmp(v.ref, v.alt) == 0)
            continue;
        assert_int_equal(gnbs_annot_normalise(&w.bundle, &v, &arena, &a), GNBS_NORM_DONE);
        if (b.pos > 0 ||
            a.pos > 0) { /* at the start of a contig there are two ways to write it */
            assert_int_equal(a.pos, b.pos);
            same_text(a.ref, b.ref, "REF", round);
            same_text(a.alt, b.alt, "ALT", round);
        }
        assert_int_equal(gnbs_annot_normalise(&w.bundle, &a, &arena, &again),
                         GNBS_NORM_DONE);
        assert_int_equal(gnbs_variant_compare(&a, &again), 0);
        gnbs_arena_reset(&arena);
    }
    gnbs_arena_clear(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_index_gives_what_the_list_gives),
        cmocka_unit_test(the_normal_form_is_that_of_the_slow_twin),
        cmocka_unit_test(a_mirrored_transcript_gives_the_same_answer),
        cmocka_unit_test(equivalent_representations_have_one_name),
        cmocka_unit_test(substitutions_agree_with_the_codon_table),
        cmocka_unit_test(every_base_has_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
