/* Read together, changes say what one change from the first to the last says. */
#include "annot_world.h"

#include "annot/annot_joint.h"

enum { N_SEQ = 160, N_ROUND = 4000, N_CHANGE = 3 };

typedef struct world {
    char seq[N_SEQ + 1];
    gnbs_transcript_t tx;
    gnbs_exon_t exon[1];
    gnbs_bundle_t bundle;
} world_t;

/* One exon, a CDS of whole codons without a stop before its end, on either strand. */
static void make_world(gnbs_arena_t *arena, uint64_t *rng, world_t *w) {
    char cds[N_SEQ];
    int n_codon = 12 + random_below(rng, 20), beg = 10 + random_below(rng, 8);
    for (int i = 0; i < 3 * n_codon; i++) cds[i] = "ACGT"[random_below(rng, 4)];
    for (int i = 0; i < n_codon; i++)
        if (cds[3 * i] == 'T') cds[3 * i + 1] = random_below(rng, 2) == 0 ? 'C' : 'T';
    memcpy(cds, "ATG", 3);
    memcpy(cds + 3 * (n_codon - 1), "TAA", 3);
    for (int i = 0; i < N_SEQ; i++) w->seq[i] = "ACGT"[random_below(rng, 4)];
    w->seq[N_SEQ] = '\0';
    memcpy(w->seq + beg, cds, (size_t)(3 * n_codon));
    int8_t strand = random_below(rng, 2) == 0 ? 1 : -1;
    int end = beg + 3 * n_codon;
    if (strand < 0) {
        char other[N_SEQ];
        for (int i = 0; i < N_SEQ; i++)
            other[i] =
                gnbs_seq_letter(gnbs_seq_complement(gnbs_seq_code(w->seq[N_SEQ - 1 - i])));
        memcpy(w->seq, other, N_SEQ);
        int turned = N_SEQ - end;
        end = N_SEQ - beg;
        beg = turned;
    }
    w->exon[0] = (gnbs_exon_t){3, N_SEQ - 2};
    w->tx = (gnbs_transcript_t){.id = "T.1",
                                .other_id = "",
                                .protein_id = "",
                                .gene_id = "G",
                                .symbol = "G",
                                .hgnc_id = "",
                                .biotype = "protein_coding",
                                .strand = strand,
                                .n_exon = 1,
                                .exon = w->exon,
                                .beg = 3,
                                .end = N_SEQ - 2,
                                .cds_beg = beg,
                                .cds_end = end};
    w->bundle = drawn_bundle(arena, "chr1", w->seq, 1, &w->tx);
}

/* Anchored by the base before it; the next one begins behind the end of the last. */
static bool make_variant(gnbs_arena_t *arena, uint64_t *rng, const world_t *w,
                         gnbs_pos_t from, gnbs_variant_t *v) {
    gnbs_pos_t pos = from + random_below(rng, 6);
    int n_ref = random_below(rng, 4), n_alt = random_below(rng, 4);
    if (n_ref == 0 && n_alt == 0) n_ref = 1;
    if (pos + 1 + n_ref > w->tx.cds_end) return false;
    char *ref = GNBS_NEW(arena, char, n_ref + 2), *alt = GNBS_NEW(arena, char, n_alt + 2);
    memcpy(ref, w->seq + pos, (size_t)(n_ref + 1));
    alt[0] = ref[0];
    for (int i = 0; i < n_alt; i++) alt[1 + i] = "ACGT"[random_below(rng, 4)];
    *v = (gnbs_variant_t){0, pos, ref, alt};
    return strcmp(ref, alt) != 0;
}

static gnbs_variant_t merge(gnbs_arena_t *arena, const world_t *w, size_t n,
                            const gnbs_variant_t *const list[]) {
    const gnbs_variant_t *first = list[0], *last = list[n - 1];
    gnbs_pos_t end = last->pos + (gnbs_pos_t)strlen(last->ref), at = first->pos;
    char *ref = gnbs_arena_strndup(arena, w->seq + at, (size_t)(end - at));
    char *alt = GNBS_NEW(arena, char, end - at + 8 * (gnbs_pos_t)n), *to = alt;
    for (size_t i = 0; i < n; i++) {
        for (; at < list[i]->pos; at++) *to++ = w->seq[at];
        memcpy(to, list[i]->alt, strlen(list[i]->alt));
        to += strlen(list[i]->alt);
        at = list[i]->pos + (gnbs_pos_t)strlen(list[i]->ref);
    }
    return (gnbs_variant_t){0, first->pos, ref, alt};
}

static int compare_pos(const void *a, const void *b) {
    const gnbs_variant_t *x = *(const gnbs_variant_t *const *)a,
                         *y = *(const gnbs_variant_t *const *)b;
    return (x->pos > y->pos) - (x->pos < y->pos);
}

static void joint_names_are_those_of_the_merged_change(void **state) {
    (void)state;
    uint64_t rng = 20260101;
    int n_joint = 0, n_rescued = 0;
    for (int round = 0; round < N_ROUND; round++) {
        gnbs_arena_t arena;
        world_t w;
        gnbs_variant_t v[N_CHANGE];
        const gnbs_variant_t *list[N_CHANGE], *member[N_CHANGE];
        gnbs_joint_t joint[N_CHANGE];
        gnbs_err_t err = {GNBS_OK, ""};
        size_t n = 0;
        gnbs_arena_init(&arena);
        make_world(&arena, &rng, &w);
        gnbs_pos_t from = w.tx.cds_beg + 3;
        for (int k = 0; k < N_CHANGE; k++) {
            if (!make_variant(&arena, &rng, &w, from, &v[n])) continue;
            list[n] = &v[n];
            from = v[n].pos + (gnbs_pos_t)strlen(v[n].ref);
            n++;
        }
        if (n > 1) {
            assert_ok(
                gnbs_annot_joint(&w.bundle, &w.tx, n, list, NULL, &arena, joint, &err),
                &err);
            const gnbs_joint_t *j = &joint[0];
            for (size_t k = 1; k < n && j->n_member == 0; k++) j = &joint[k];
            if (j->n_member > 0) {
                memcpy(member, j->member, j->n_member * sizeof *member);
                qsort(member, j->n_member, sizeof *member, compare_pos);
                gnbs_variant_t one = merge(&arena, &w, j->n_member, member);
                gnbs_consequence_t c;
                assert_ok(gnbs_annot_on_transcript(&w.bundle, &w.tx, &one, NULL, &arena, &c,
                                                   &err),
                          &err);
                const char *want = c.hgvs_p != NULL ? c.hgvs_p : "-";
                const char *got =
                    j->consequence->hgvs_p != NULL ? j->consequence->hgvs_p : "-";
                if (strcmp(one.ref, one.alt) != 0 && strcmp(want, got) != 0)
                    fail_msg("round %d: %d %s>%s together %s, merged %s (%s, strand %d)",
                             round, (int)one.pos, one.ref, one.alt, got, want, w.seq,
                             w.tx.strand);
                n_joint++;
                n_rescued += !gnbs_consequence_is_lof(j->consequence) &&
                             strlen(v[0].ref) % 3 != strlen(v[0].alt) % 3;
            }
        }
        gnbs_arena_clear(&arena);
    }
    assert_true(n_joint > N_ROUND / 4);
    assert_true(n_rescued > N_ROUND / 40);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(joint_names_are_those_of_the_merged_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
