/* A gene model does not depend on the order of its lines. */
#include "io_files.h"

#include "io/gff.h"

enum { MAX_EXON = 12, MAX_LINES = 2 * MAX_EXON + 2 };

typedef struct model {
    int n_exon, strand, beg[MAX_EXON], end[MAX_EXON], cds_beg, cds_end, phase;
} model_t;

static void random_model(uint64_t *seed, model_t *m) {
    m->n_exon = 1 + random_below(seed, MAX_EXON);
    m->strand = random_below(seed, 2) == 0 ? 1 : -1;
    m->phase = random_below(seed, 3);
    int at = random_below(seed, 100);
    for (int i = 0; i < m->n_exon; i++) {
        m->beg[i] = at += random_below(seed, 50); /* may touch the exon before */
        m->end[i] = at += 3 + random_below(seed, 100);
    }
    int first = random_below(seed, m->n_exon),
        last = first + random_below(seed, m->n_exon - first);
    m->cds_beg = m->beg[first] + random_below(seed, 2);
    m->cds_end = m->end[last] - random_below(seed, 2);
}

static int write_lines(const model_t *m, char line[][120]) {
    char strand = m->strand > 0 ? '+' : '-';
    int n = 0;
    snprintf(line[n++], 120, "chr1\tx\tgene\t%d\t%d\t.\t%c\t.\tID=g;Name=S\n",
             m->beg[0] + 1, m->end[m->n_exon - 1], strand);
    snprintf(line[n++], 120, "chr1\tx\tmRNA\t%d\t%d\t.\t%c\t.\tID=t;Parent=g\n",
             m->beg[0] + 1, m->end[m->n_exon - 1], strand);
    for (int i = 0; i < m->n_exon; i++) {
        int beg = m->beg[i] > m->cds_beg ? m->beg[i] : m->cds_beg,
            end = m->end[i] < m->cds_end ? m->end[i] : m->cds_end;
        bool is_first = m->strand > 0
                            ? beg == m->cds_beg
                            : end == m->cds_end; /* the CDS that begins the protein */
        snprintf(line[n++], 120, "chr1\tx\texon\t%d\t%d\t.\t%c\t.\tParent=t\n",
                 m->beg[i] + 1, m->end[i], strand);
        if (beg < end)
            snprintf(line[n++], 120, "chr1\tx\tCDS\t%d\t%d\t.\t%c\t%d\tParent=t\n", beg + 1,
                     end, strand, is_first ? m->phase : 0);
    }
    return n;
}

static void shuffled_lines_give_the_same_transcript(void **state) {
    (void)state;
    uint64_t seed = test_seed();
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    for (int round = 0; round < 2000; round++) {
        static char line[MAX_LINES][120], text[MAX_LINES * 120];
        model_t m;
        random_model(&seed, &m);
        int n = write_lines(&m, line);
        text[0] = '\0';
        for (int i = n; i > 0; i--) {
            int k = random_below(&seed, i);
            strcat(text, line[k]);
            memmove(line[k], line[i - 1], sizeof line[0]);
        }
        gnbs_gff_t gff;
        gnbs_err_t err;
        assert_ok(gnbs_gff_parse("t.gff3", text, strlen(text), small_genome(), &arena, &gff,
                                 &err),
                  &err);
        assert_int_equal(gff.n_transcript, 1);
        const gnbs_transcript_t *tx = &gff.transcript[0];
        assert_int_equal(tx->strand, m.strand);
        assert_int_equal(tx->n_exon, m.n_exon);
        for (int i = 0; i < m.n_exon; i++) {
            assert_int_equal(tx->exon[i].beg, m.beg[i]);
            assert_int_equal(tx->exon[i].end, m.end[i]);
        }
        assert_int_equal(tx->cds_beg, m.cds_beg);
        assert_int_equal(tx->cds_end, m.cds_end);
        assert_int_equal(tx->cds_start_phase, m.phase);
        assert_string_equal(tx->symbol, "S");
        gnbs_arena_reset(&arena);
    }
    gnbs_arena_clear(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shuffled_lines_give_the_same_transcript)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
