#include "classify/classify_world.h"

#include "genome/seq.h"
#include "io/table_read.h"
#include "refdata/refdata.h"
#include "run/run_data.h"

static const gnbs_exon_t EXONS[] = {{1000, 1100}, {1300, 1400}, {1600, 1711}, {1900, 2100}};
enum { CDS_BEG = 1050, CDS_END = 1990, N_EXON = 4 };

gnbs_pos_t world_place(int c) {
    int left = c - 1;
    for (int i = 0; i < N_EXON; i++) {
        gnbs_pos_t beg = EXONS[i].beg < CDS_BEG ? CDS_BEG : EXONS[i].beg;
        if (left < EXONS[i].end - beg) return beg + left;
        left -= (int)(EXONS[i].end - beg);
    }
    return CDS_END;
}

static void write_gene(small_genome_t *g) {
    static const char UNIT[] = "GCTGAACTAAGC";
    for (int c = 1; c <= 351; c++) {
        char letter = c <= 3 ? "ATG"[c - 1] : c > 348 ? "TAA"[c - 349] : UNIT[(c - 4) % 12];
        const char text[2] = {letter, '\0'};
        small_genome_write(g, 0, world_place(c), text);
    }
    for (int i = 0; i < N_EXON; i++) { /* canonical splice sites */
        if (i + 1 < N_EXON) small_genome_write(g, 0, EXONS[i].end, "GTAAGT");
        if (i > 0) small_genome_write(g, 0, EXONS[i].beg - 4, "TCAG");
    }
}

static void add_rules(world_t *w, gnbs_refdata_t *data, gnbs_err_t *err) {
    static const char *const TABLES[] = {"refdata/acmg/defaults.tsv",
                                         "refdata/acmg/vcep.tsv", "refdata/acmg/null.tsv",
                                         "refdata/acmg/regions.tsv"};
    for (size_t i = 0; i < sizeof TABLES / sizeof TABLES[0]; i++) {
        gnbs_table_t table;
        assert_ok(gnbs_table_read(gnbs_run_data_path(&w->arena, TABLES[i]), '\t', &w->arena,
                                  &table, err),
                  err);
        assert_ok(gnbs_refdata_add_rules(data, &table, false, err), err);
    }
}

void world_make(world_t *w, const char *symbol, const char *hgnc_id, bool masked) {
    gnbs_err_t err;
    gnbs_refdata_t *data;
    gnbs_refdata_opt_t opt = gnbs_refdata_opt_default();
    memset(w, 0, sizeof *w);
    gnbs_arena_init(&w->arena);
    small_genome_init(&w->genome, 7);
    write_gene(&w->genome);
    if (masked) small_genome_mask(&w->genome, 0, 0, 10000);
    gnbs_transcript_t tx =
        small_transcript("ENST99.1", symbol, 0, N_EXON, EXONS, CDS_BEG, CDS_END);
    tx.other_id = "NM_999.1";
    tx.hgnc_id = hgnc_id;
    tx.mane = GNBS_MANE_SELECT;
    assert_ok(gnbs_refdata_new(&w->genome.ref, GNBS_BUILD_CUSTOM, &opt, &data, &err), &err);
    assert_ok(gnbs_refdata_add_transcripts(data, 1, &tx, &err), &err);
    assert_ok(gnbs_refdata_select(data, NULL, true, NULL, NULL, &err), &err);
    add_rules(w, data, &err);
    const gnbs_bundle_source_t clinvar = {"clinvar", "clinvar.vcf", "",
                                          "ClinVar 2026-01-04", ""};
    assert_ok(gnbs_refdata_add_source(data, &clinvar, &err), &err);
    assert_ok(gnbs_refdata_end_known(data, "", &err), &err);
    assert_ok(gnbs_refdata_fix_targets(data, NULL, &err), &err);
    assert_ok(gnbs_refdata_end_frequency(data, "", &err), &err);
    assert_ok(gnbs_refdata_finish(data, NULL, &w->bundle, &err), &err);
    gnbs_refdata_free(data);
    w->opt = gnbs_classify_opt_default();
    w->frequency = (gnbs_frequency_t){.faf95 = -1,
                                      .af_grpmax = -1,
                                      .af_male = -1,
                                      .an = -1,
                                      .ac = -1,
                                      .n_hom = -1,
                                      .n_hemi = -1,
                                      .grpmax = "",
                                      .groups = "",
                                      .filter = "",
                                      .source = "gnomAD 9"};
    w->in = (gnbs_classify_input_t){
        .bundle = &w->bundle, .i_gene = 0, .mechanism = "LoF", .inheritance = GNBS_INH_AR};
}

void world_clear(world_t *w) {
    gnbs_arena_clear(&w->bundle.arena);
    gnbs_arena_clear(&w->arena);
}

static void effect_of(world_t *w, const gnbs_variant_t *v, gnbs_consequence_t *c) {
    gnbs_err_t err;
    assert_ok(gnbs_annot_on_transcript(&w->bundle, &w->bundle.transcript[0], v, NULL,
                                       &w->arena, c, &err),
              &err);
}

void world_known(world_t *w, int c, const char *ref, const char *alt, gnbs_clnsig_t sig,
                 int stars) {
    size_t i = w->n_known++;
    assert_true(i < WORLD_MAX);
    w->known[i] =
        (gnbs_known_t){.variant = {0, world_place(c), ref, alt},
                       .clinvar_id = gnbs_arena_printf(&w->arena, "%d", 1000 + (int)i),
                       .sig = sig,
                       .stars = (int8_t)stars};
    w->neighbour[i] =
        (gnbs_classify_neighbour_t){.known = &w->known[i], .splice_score = -1};
    effect_of(w, &w->known[i].variant, &w->neighbour[i].consequence);
}

void world_common(world_t *w, int c, const char *ref, const char *alt, double af) {
    size_t i = w->n_common++;
    assert_true(i < WORLD_MAX);
    w->common_frequency[i] = w->frequency;
    w->common_frequency[i].variant = (gnbs_variant_t){0, world_place(c), ref, alt};
    w->common_frequency[i].af = af;
    w->common[i].frequency = &w->common_frequency[i];
    effect_of(w, &w->common_frequency[i].variant, &w->common[i].consequence);
}

void world_judge_input(world_t *w) {
    gnbs_err_t err;
    w->in.n_neighbour = w->n_known;
    w->in.neighbour = w->neighbour;
    w->in.n_common = w->n_common;
    w->in.common = w->common;
    assert_ok(gnbs_classify_variant(&w->opt, &w->in, &w->arena, &w->out, &err), &err);
    int points = 0;
    assert_int_equal(w->out.n_criterion, GNBS_ACMG_N); /* none is missing, each says why */
    for (size_t i = 0; i < w->out.n_criterion; i++) {
        const gnbs_criterion_t *k = &w->out.criterion[i];
        points += k->points;
        assert_true(strlen(k->why) > 10);
        assert_true((k->state == GNBS_CRITERION_MET) == (k->strength[0] != '\0'));
        assert_true(k->state == GNBS_CRITERION_MET || k->points == 0);
    }
    assert_int_equal(w->out.points, points);
}

void world_judge_at(world_t *w, gnbs_pos_t pos, const char *ref, const char *alt) {
    w->variant = (gnbs_variant_t){0, pos, ref, alt};
    effect_of(w, &w->variant, &w->consequence);
    w->in.variant = &w->variant;
    w->in.n_consequence = 1;
    w->in.consequence = &w->consequence;
    world_judge_input(w);
}

void world_judge(world_t *w, int c, const char *ref, const char *alt) {
    world_judge_at(w, world_place(c), ref, alt);
}

void world_judge_event(world_t *w, bool is_deletion, gnbs_pos_t beg, gnbs_pos_t end,
                       gnbs_tandem_t tandem) {
    gnbs_err_t err;
    const gnbs_classify_dosage_t event = {
        is_deletion, {0, beg, end}, tandem, &w->bundle.transcript[0]};
    w->in.n_neighbour = w->n_known;
    w->in.neighbour = w->neighbour;
    assert_ok(gnbs_classify_dosage(&w->opt, &w->in, &event, &w->arena, &w->out, &err),
              &err);
    assert_int_equal(w->out.n_criterion, GNBS_ACMG_N);
}

const gnbs_criterion_t *world_find(const world_t *w, const char *code) {
    for (size_t i = 0; i < w->out.n_criterion; i++)
        if (strcmp(w->out.criterion[i].code, code) == 0) return &w->out.criterion[i];
    fail_msg("no line for %s", code);
    return NULL;
}

void world_expect(const world_t *w, const char *code, const char *strength) {
    const gnbs_criterion_t *k = world_find(w, code);
    gnbs_criterion_state_t want = strength == NULL ? GNBS_CRITERION_NOT_MET
                                  : strcmp(strength, "?") == 0
                                      ? GNBS_CRITERION_NOT_ASSESSABLE
                                      : GNBS_CRITERION_MET;
    if (k->state != want ||
        (want == GNBS_CRITERION_MET && strcmp(k->strength, strength) != 0))
        fail_msg("%s: %s %s (%s), want %s", code, gnbs_criterion_state_name(k->state),
                 k->strength, k->why, strength != NULL ? strength : "not met");
}

void world_expect_says(const world_t *w, const char *code, const char *words) {
    const char *why = world_find(w, code)->why;
    if (strstr(why, words) == NULL) fail_msg("%s: '%s' lacks '%s'", code, why, words);
}

void world_expect_path(const world_t *w, const char *path) {
    if (strcmp(w->out.null_path, path) != 0)
        fail_msg("path %s (%s), want %s", w->out.null_path, world_find(w, "PVS1")->why,
                 path);
}
