#include "support/testing.h"

#include <unistd.h>

#include "genome/seq.h"
#include "io/bundle_store.h"
#include "refdata/refdata.h"
#include "refdata/refdata_bundle.h"
#include "refdata/refdata_genome.h"

/* Random genes, known alleles and frequencies on a small genome with gaps, told in random order. */

enum { N_ROUND = 25, N_TX = 12, N_KNOWN = 60, N_FREQUENCY = 60, MAX_EXON = 5 };

typedef struct told {
    small_genome_t genome;
    gnbs_exon_t exon[N_TX][MAX_EXON];
    gnbs_transcript_t tx[N_TX];
    char id[N_TX][16], symbol[N_TX][16];
    gnbs_refdata_known_t known[N_KNOWN];
    gnbs_refdata_frequency_t frequency[N_FREQUENCY];
    char allele[2 * (N_KNOWN + N_FREQUENCY)][8];
    char clinvar_id[N_KNOWN][12];
} told_t;

static told_t T;

static void make_transcripts(uint64_t *state) {
    for (int i = 0; i < N_TX; i++) {
        int n_exon = 1 + random_below(state, MAX_EXON);
        gnbs_pos_t p = random_below(state, 8000);
        for (int e = 0; e < n_exon; e++) {
            T.exon[i][e].beg = p;
            T.exon[i][e].end = p + 10 + random_below(state, 150);
            p = T.exon[i][e].end + 5 + random_below(state, 200);
        }
        snprintf(T.id[i], sizeof T.id[i], "T%d.1", i);
        snprintf(T.symbol[i], sizeof T.symbol[i], "G%d",
                 i / 2); /* two transcripts a gene */
        gnbs_pos_t beg = T.exon[i][0].beg, end = T.exon[i][n_exon - 1].end;
        bool is_coding = random_below(state, 4) > 0;
        T.tx[i] = small_transcript(T.id[i], T.symbol[i], i / 2 % 2, n_exon, T.exon[i],
                                   is_coding ? beg + 3 : 0, is_coding ? end - 3 : 0);
        T.tx[i].mane = i % 2 ? GNBS_MANE_SELECT : GNBS_MANE_PLUS_CLINICAL;
    }
}

/* A variant of the genome: REF is true (the alleles of gaps are as good as any). */
static gnbs_variant_t make_variant(uint64_t *state, char ref[8], char alt[8]) {
    int32_t tid = random_below(state, 2);
    gnbs_pos_t pos = random_below(state, 9900);
    int n_ref = 1 + random_below(state, 4), n_alt = 1 + random_below(state, 4);
    memcpy(ref, T.genome.letters[tid] + pos, (size_t)n_ref);
    ref[n_ref] = '\0';
    for (int k = 0; k < n_alt; k++) alt[k] = "ACGT"[random_below(state, 4)];
    alt[n_alt] = '\0';
    return (gnbs_variant_t){tid, pos, ref, alt};
}

static void make_alleles(uint64_t *state) {
    static const char *const SIG[] = {"Pathogenic", "Benign", "Uncertain_significance"};
    for (int i = 0; i < N_KNOWN; i++) {
        gnbs_variant_t v = make_variant(state, T.allele[2 * i], T.allele[2 * i + 1]);
        snprintf(T.clinvar_id[i], sizeof T.clinvar_id[i], "%d", i);
        T.known[i] = (gnbs_refdata_known_t){.tid = v.tid,
                                            .chrom = "",
                                            .pos = v.pos,
                                            .ref = v.ref,
                                            .alt = v.alt,
                                            .id = T.clinvar_id[i],
                                            .clnsig = SIG[random_below(state, 3)],
                                            .clnrevstat = "",
                                            .clndn = "",
                                            .clnsigconf = "",
                                            .geneinfo = ""};
    }
    for (int i = 0; i < N_FREQUENCY; i++) {
        int k = 2 * (N_KNOWN + i);
        gnbs_variant_t v = make_variant(state, T.allele[k], T.allele[k + 1]);
        T.frequency[i] =
            (gnbs_refdata_frequency_t){.tid = v.tid,
                                       .chrom = "",
                                       .is_usable = true,
                                       .value = {.variant = v,
                                                 .af = random_below(state, 100) / 100.0,
                                                 .faf95 = -1,
                                                 .af_grpmax = -1,
                                                 .an = random_below(state, 1000),
                                                 .ac = -1,
                                                 .n_hom = -1,
                                                 .n_hemi = -1,
                                                 .af_male = -1,
                                                 .grpmax = "",
                                                 .groups = "",
                                                 .filter = "",
                                                 .source = "f"}};
    }
}

static void shuffle(uint64_t *state, int n, int order[]) {
    for (int i = 0; i < n; i++) order[i] = i;
    for (int i = n - 1; i > 0; i--) {
        int k = random_below(state, i + 1), keep = order[i];
        order[i] = order[k];
        order[k] = keep;
    }
}

static void build(uint64_t *state, gnbs_bundle_t *bundle) {
    gnbs_refdata_t *data;
    gnbs_err_t err;
    gnbs_refdata_opt_t opt = gnbs_refdata_opt_default();
    opt.gene_margin_bp = 200;
    opt.pad_bp = 120;
    int order[N_KNOWN > N_FREQUENCY ? N_KNOWN : N_FREQUENCY];
    gnbs_transcript_t tx[N_TX];
    shuffle(state, N_TX, order);
    for (int i = 0; i < N_TX; i++) tx[i] = T.tx[order[i]];
    assert_ok(gnbs_refdata_new(&T.genome.ref, GNBS_BUILD_CUSTOM, &opt, &data, &err), &err);
    assert_ok(gnbs_refdata_add_transcripts(data, N_TX, tx, &err), &err);
    assert_ok(gnbs_refdata_select(data, NULL, true, NULL, NULL, &err), &err);
    shuffle(state, N_KNOWN, order);
    for (int i = 0; i < N_KNOWN; i++)
        assert_ok(gnbs_refdata_add_known(data, &T.known[order[i]], &err), &err);
    assert_ok(gnbs_refdata_end_known(data, "known", &err), &err);
    assert_ok(gnbs_refdata_fix_targets(data, NULL, &err), &err);
    shuffle(state, N_FREQUENCY, order);
    for (int i = 0; i < N_FREQUENCY; i++)
        assert_ok(gnbs_refdata_add_frequency(data, &T.frequency[order[i]], &err), &err);
    assert_ok(gnbs_refdata_end_frequency(data, "frequency", &err), &err);
    const struct gnbs_refdata_allele_counts *c = &gnbs_refdata_counts(data)->known;
    assert_int_equal(c->n_kept + c->n_duplicate + c->n_outside + c->n_symbolic +
                         c->n_ref_mismatch,
                     c->n_allele); /* every allele is somewhere */
    assert_ok(gnbs_refdata_finish(data, NULL, bundle, &err), &err);
    gnbs_refdata_free(data);
}

static void make_world(uint64_t *state) {
    memset(&T, 0, sizeof T);
    small_genome_init(&T.genome, random_u64(state));
    for (int i = 0; i < 3; i++) {
        gnbs_pos_t beg = random_below(state, 9000);
        small_genome_mask(&T.genome, random_below(state, 2), beg,
                          beg + random_below(state, 900));
    }
    make_transcripts(state);
    make_alleles(state);
}

static bool is_target(const gnbs_bundle_t *b, int32_t tid, gnbs_pos_t p) {
    for (size_t i = 0; i < b->n_target; i++)
        if (b->target[i].tid == tid && p >= b->target[i].beg && p < b->target[i].end)
            return true;
    return false;
}

/* Base by base: what must be a target, by the definition in refdata.h. */
static void targets_hold_each_coding_base_and_each_pathogenic_allele(void **state) {
    uint64_t seed = *(uint64_t *)*state;
    for (int round = 0; round < N_ROUND; round++) {
        gnbs_bundle_t b;
        make_world(&seed);
        build(&seed, &b);
        for (size_t i = 1; i < b.n_target;
             i++) /* sorted, merged: a base lies between two */
            assert_true(b.target[i - 1].tid < b.target[i].tid ||
                        b.target[i - 1].end < b.target[i].beg);
        for (size_t t = 0; t < b.n_transcript; t++) {
            const gnbs_transcript_t *tx = &b.transcript[t];
            for (int32_t e = 0; e < tx->n_exon; e++) {
                gnbs_exon_t part = gnbs_transcript_cds_part(tx, e);
                if (part.beg == part.end) continue;
                for (gnbs_pos_t p = part.beg - 20; p < part.end + 20; p++)
                    if (p >= 0) assert_true(is_target(&b, tx->tid, p));
            }
        }
        for (size_t i = 0; i < b.n_known; i++) {
            const gnbs_variant_t *v = &b.known[i].variant;
            if (!gnbs_known_is_pathogenic(&b.known[i])) continue;
            gnbs_pos_t end = v->pos + (gnbs_pos_t)strlen(v->ref) + 1;
            for (gnbs_pos_t p = v->pos > 0 ? v->pos - 1 : 0; p < end; p++)
                assert_true(is_target(&b, v->tid, p));
        }
        gnbs_bundle_clear(&b);
    }
}

static void held_sequence_is_the_genomes(void **state) {
    uint64_t seed = *(uint64_t *)*state;
    for (int round = 0; round < N_ROUND; round++) {
        gnbs_bundle_t b;
        make_world(&seed);
        build(&seed, &b);
        for (size_t i = 0; i < b.n_target;
             i++) { /* whatever is a target is held, or is N */
            gnbs_region_t r = b.target[i];
            uint8_t *codes = malloc((size_t)gnbs_region_len(r));
            gnbs_bundle_sequence(&b, r, codes);
            for (gnbs_pos_t p = r.beg; p < r.end; p++)
                assert_int_equal(codes[p - r.beg],
                                 gnbs_seq_code(T.genome.letters[r.tid][p]));
            free(codes);
        }
        for (size_t g = 0; g < b.n_gene;
             g++) /* N of the gene's own targets, counted again */
            assert_true(b.gene[g].target_n_bp <= b.gene[g].target_bp &&
                        b.gene[g].target_bp > 0);
        gnbs_bundle_clear(&b);
    }
}

/* Replaces REF by ALT in a copy of the contig: two spellings of one allele give one sequence. */
static void apply(const small_genome_t *g, const gnbs_variant_t *v, char out[20100]) {
    const char *s = g->letters[v->tid];
    size_t pos = (size_t)v->pos, n_ref = strlen(v->ref);
    snprintf(out, 20100, "%.*s%s%s", (int)pos, s, v->alt, s + pos + n_ref);
}

static void normal_form_means_the_same_sequence(void **state) {
    uint64_t seed = *(uint64_t *)*state;
    static char told[20100], kept[20100];
    for (int round = 0; round < N_ROUND; round++) {
        gnbs_bundle_t b;
        make_world(&seed);
        build(&seed, &b);
        for (size_t i = 0; i < b.n_known; i++) {
            const gnbs_refdata_known_t *k = &T.known[atoi(b.known[i].clinvar_id)];
            const gnbs_variant_t v = {k->tid, k->pos, k->ref, k->alt};
            apply(&T.genome, &v, told);
            apply(&T.genome, &b.known[i].variant, kept);
            assert_string_equal(told, kept);
            if (i > 0)
                assert_true(
                    gnbs_variant_compare(&b.known[i - 1].variant, &b.known[i].variant) < 0);
        }
        gnbs_bundle_clear(&b);
    }
}

static void the_order_of_records_leaves_no_trace(void **state) {
    uint64_t seed = *(uint64_t *)*state;
    char path[256];
    gnbs_err_t err;
    for (int round = 0; round < N_ROUND; round++) {
        char identity[3][65];
        make_world(&seed);
        for (int i = 0; i < 3; i++) {
            gnbs_bundle_t b;
            build(&seed, &b);
            assert_ok(gnbs_bundle_save(temp_name(path, "order"), &b, &err), &err);
            gnbs_bundle_clear(&b);
            assert_ok(gnbs_bundle_verify(path, identity[i], &err), &err);
            unlink(path);
        }
        assert_string_equal(identity[0], identity[1]);
        assert_string_equal(identity[0], identity[2]);
    }
}

static void any_bundle_comes_back_as_it_was(void **state) {
    uint64_t seed = *(uint64_t *)*state;
    char path[256];
    gnbs_err_t err;
    for (int round = 0; round < 100; round++) {
        gnbs_bundle_t a, b;
        random_bundle(&seed, &a);
        assert_ok(gnbs_bundle_save(temp_name(path, "random"), &a, &err), &err);
        assert_ok(gnbs_bundle_load(path, &b, &err), &err);
        assert_same_bundle(&a, &b);
        gnbs_bundle_clear(&a);
        gnbs_bundle_clear(&b);
        unlink(path);
    }
}

int main(void) {
    static uint64_t seed;
    static void *state = &seed;
    seed = test_seed();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(targets_hold_each_coding_base_and_each_pathogenic_allele,
                                  state),
        cmocka_unit_test_prestate(held_sequence_is_the_genomes, state),
        cmocka_unit_test_prestate(normal_form_means_the_same_sequence, state),
        cmocka_unit_test_prestate(the_order_of_records_leaves_no_trace, state),
        cmocka_unit_test_prestate(any_bundle_comes_back_as_it_was, state),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
