/* Consequences and names on transcripts small enough to read with a pencil. */
#include "annot_world.h"

/*            0         1         2         3         4         5
 *            0123456789012345678901234567890123456789012345678901234567
 *              UTR  M  K  G |intron of 25 bases      | L  P  G  * UTR
 * cDNA         -5    1     9 +1                    -1 10      21 *1        */
static const char SEQ[] = "TTGGCACATGAAAGGTGTAAGTCTCTTTTTCCTTTTTTCAGTTACCCGGATAACGCAC";
static const char MODEL[] = "..55555EEEEEEEEE-------------------------EEEEEEEEEEEE333..";

static gnbs_arena_t arena;
static gnbs_transcript_t tx;
static gnbs_bundle_t bundle;

static int set_up(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    tx = drawn_transcript(&arena, "TX.1", MODEL, 1);
    bundle = drawn_bundle(&arena, "chr1", SEQ, 1, &tx);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

static const char *terms_text(uint64_t terms) {
    gnbs_str_t s;
    gnbs_str_init(&s);
    gnbs_consequence_print_terms(&s, terms);
    const char *text = gnbs_arena_strdup(&arena, gnbs_str_text(&s));
    gnbs_str_clear(&s);
    return text;
}

static gnbs_consequence_t consequence_of(int64_t pos, const char *ref, const char *alt) {
    gnbs_err_t err = {GNBS_OK, ""};
    gnbs_variant_t v = {0, pos, ref, alt};
    gnbs_consequence_t c;
    assert_ok(gnbs_annot_on_transcript(&bundle, &tx, &v, NULL, &arena, &c, &err), &err);
    return c;
}

typedef struct expected {
    int64_t pos; /* 0-based, as in the drawing */
    const char *ref, *alt, *terms, *c, *p;
} expected_t;

static void expect(size_t n, const expected_t e[]) {
    for (size_t i = 0; i < n; i++) {
        gnbs_consequence_t c = consequence_of(e[i].pos, e[i].ref, e[i].alt);
        const char *terms = terms_text(c.terms);
        const char *name = c.hgvs_c != NULL ? c.hgvs_c : "TX.1:-";
        const char *p = c.hgvs_p != NULL ? c.hgvs_p : "-";
        if (strcmp(terms, e[i].terms) != 0 || strcmp(name + 5, e[i].c) != 0 ||
            strcmp(p, e[i].p) != 0)
            fail_msg("%d %s>%s: %s %s %s, expected %s %s %s", (int)e[i].pos, e[i].ref,
                     e[i].alt, terms, name + 5, p, e[i].terms, e[i].c, e[i].p);
    }
}
#define EXPECT(table) expect(sizeof(table) / sizeof((table)[0]), table)

static void substitutions_are_read_by_codon(void **state) {
    (void)state;
    const expected_t e[] = {
        {11, "A", "G", "missense_variant", "c.5A>G", "p.(Lys2Arg)"},     /* AAA AGA */
        {12, "A", "G", "synonymous_variant", "c.6A>G", "p.(Lys2=)"},     /* AAA AAG */
        {10, "A", "T", "stop_gained", "c.4A>T", "p.(Lys2Ter)"},          /* AAA TAA */
        {7, "A", "G", "start_lost", "c.1A>G", "p.(Met1?)"},              /* ATG GTG */
        {50, "T", "C", "stop_lost", "c.19T>C", "p.(Ter7GlnextTer?)"},    /* TAA CAA CGC */
        {52, "A", "G", "stop_retained_variant", "c.21A>G", "p.(Ter7=)"}, /* TAA TAG */
        {10, "AAA", "GGC", "missense_variant", "c.4_6delinsGGC", "p.(Lys2Gly)"},
        {44, "CC", "GG", "missense_variant", "c.13_14inv", "p.(Pro5Gly)"}, /* CCC GGC */
        {6, "C", "T", "5_prime_UTR_variant", "c.-1C>T", "-"},
        {53, "C", "A", "3_prime_UTR_variant", "c.*1C>A", "-"},
    };
    EXPECT(e);
}

static void splice_windows_are_those_of_vep(void **state) {
    (void)state;
    const expected_t e[] = {
        {15, "T", "C", "splice_region_variant&synonymous_variant", "c.9T>C", "p.(Gly3=)"},
        {16, "G", "A", "splice_donor_variant", "c.9+1G>A", "-"},
        {17, "T", "A", "splice_donor_variant", "c.9+2T>A", "-"},
        {18, "A", "G", "splice_donor_region_variant&intron_variant", "c.9+3A>G", "-"},
        {20, "G", "A", "splice_donor_5th_base_variant&intron_variant", "c.9+5G>A", "-"},
        {22, "C", "T", "splice_region_variant&intron_variant", "c.9+7C>T", "-"},
        {23, "T", "C", "splice_region_variant&intron_variant", "c.9+8T>C", "-"},
        {24, "C", "T", "splice_polypyrimidine_tract_variant&intron_variant", "c.9+9C>T",
         "-"},
        {28, "T", "C", "splice_polypyrimidine_tract_variant&intron_variant", "c.9+13T>C",
         "-"}, /* the middle base of 25 counts from upstream */
        {29, "T", "C", "splice_polypyrimidine_tract_variant&intron_variant", "c.10-12T>C",
         "-"},
        {38, "C", "T",
         "splice_region_variant&splice_polypyrimidine_tract_variant&intron_variant",
         "c.10-3C>T", "-"},
        {39, "A", "G", "splice_acceptor_variant", "c.10-2A>G", "-"},
        {40, "G", "A", "splice_acceptor_variant", "c.10-1G>A", "-"},
        {41, "T", "C", "splice_region_variant&synonymous_variant", "c.10T>C", "p.(Leu4=)"},
        /* GG[TG]TAAG is GGT[GT]AAG: named in the intron, judged where it stands */
        {14, "GTG", "G", "splice_donor_variant&coding_sequence_variant", "c.9+1_9+2del",
         "-"},
    };
    EXPECT(e);
}

/* TTTTTTCAG|TTA: CAG>CAAAG puts AA between A and G, or between C and A, and is the same sequence, whose AG is whole. */
static void a_splice_site_that_is_whole_is_not_changed(void **state) {
    (void)state;
    gnbs_consequence_t padded = consequence_of(38, "CAG", "CAAAG"),
                       bare = consequence_of(38, "C", "CAA");
    assert_string_equal(terms_text(padded.terms), terms_text(bare.terms));
    assert_string_equal(
        terms_text(bare.terms),
        "splice_region_variant&splice_polypyrimidine_tract_variant&intron_variant");
    /* AG lost in every reading: CAGT>CT */
    assert_true(consequence_of(38, "CAGT", "CT").terms &
                (UINT64_C(1) << GNBS_CSQ_SPLICE_ACCEPTOR));
}

static void indels_stand_as_far_3_prime_as_they_can(void **state) {
    (void)state;
    const expected_t e[] = {
        {9, "GAAA", "G", "inframe_deletion", "c.4_6del", "p.(Lys2del)"},
        /* ATG AAG GTT TAC CCG GAT AAC GC: no stop before the transcript ends */
        {9, "GA", "G", "frameshift_variant", "c.6del", "p.(Gly3ValfsTer?)"},
        /* ATG AAA AGG TTT ... */
        {9, "G", "GA", "frameshift_variant", "c.6dup", "p.(Gly3ArgfsTer?)"},
        {9, "G", "GAAA", "inframe_insertion", "c.4_6dup", "p.(Lys2dup)"},
        {12, "A", "ACCC", "inframe_insertion", "c.6_7insCCC", "p.(Lys2_Gly3insPro)"},
        {12, "A", "ATAG", "stop_gained&inframe_insertion", "c.6_7insTAG",
         "p.(Lys2_Gly3insTer)"},
        /* AAA -> AAC CCA: the residue is replaced by two */
        {11, "A", "ACCC", "protein_altering_variant", "c.5_6insCCC",
         "p.(Lys2delinsAsnPro)"},
        /* G GTT | T CCC -> CCC repeated: CCC at 44..46 */
        {43, "A", "ACCC", "inframe_insertion", "c.13_15dup", "p.(Pro5dup)"},
        /* start: ATG -> AG, read as nothing */
        {7, "AT", "A", "frameshift_variant&start_lost", "c.2del", "p.(Met1?)"},
        /* C[AC]ATG is CA[CA]TG: the start stands two bases nearer to the cap */
        {4, "CAC", "C", "5_prime_UTR_variant", "c.-1_1del", "p.(=)"},
    };
    EXPECT(e);
}

static void a_start_that_comes_back_is_not_lost(void **state) {
    (void)state;
    /* the same allele as above, written at its other end: CA[C|A]TG leaves CATG */
    gnbs_consequence_t c = consequence_of(5, "ACA", "A");
    assert_string_equal(terms_text(c.terms), "start_retained_variant&5_prime_UTR_variant");
    assert_string_equal(c.hgvs_c, "TX.1:c.-1_1del");
    assert_string_equal(c.hgvs_p, "p.(=)");
}

static void display_fields_are_veps(void **state) {
    (void)state;
    gnbs_consequence_t c = consequence_of(11, "A", "G");
    assert_string_equal(c.amino_acids, "K/R");
    assert_string_equal(c.codons, "aAa/aGa");
    assert_int_equal(c.exon_number, 1);
    assert_int_equal(c.intron_number, 0);
    assert_int_equal(c.cds_pos1, 5);
    assert_int_equal(c.protein_pos1, 2);
    c = consequence_of(12, "A", "ACCC");
    assert_string_equal(c.amino_acids, "-/P");
    assert_string_equal(c.codons, "-/CCC");
    c = consequence_of(9, "GA", "G");
    assert_string_equal(c.amino_acids, "K/X");
    assert_string_equal(c.codons, "Aaa/aa");
    assert_int_equal(c.protein_pos1, 3);
    c = consequence_of(20, "G", "A");
    assert_int_equal(c.exon_number, 0);
    assert_int_equal(c.intron_number, 1);
    assert_null(c.amino_acids);
}

static void near_transcripts_are_upstream_or_downstream(void **state) {
    (void)state;
    gnbs_consequence_t c = consequence_of(0, "T", "A");
    assert_string_equal(terms_text(c.terms), "upstream_gene_variant");
    assert_null(c.hgvs_c);
    c = consequence_of(57, "C", "A");
    assert_string_equal(terms_text(c.terms), "downstream_gene_variant");
    gnbs_annot_opt_t opt = gnbs_annot_opt_default();
    opt.flank_bp = 1;
    gnbs_err_t err = {GNBS_OK, ""};
    gnbs_variant_t at_0 = {0, 0, "T", "A"}, at_1 = {0, 1, "T", "A"};
    assert_ok(gnbs_annot_on_transcript(&bundle, &tx, &at_0, &opt, &arena, &c, &err), &err);
    assert_int_equal(c.terms, 0); /* two bases away */
    assert_ok(gnbs_annot_on_transcript(&bundle, &tx, &at_1, &opt, &arena, &c, &err), &err);
    assert_string_equal(terms_text(c.terms), "upstream_gene_variant");
}

static void a_whole_transcript_deleted_is_ablated(void **state) {
    (void)state;
    char ref[64] = "";
    snprintf(ref, sizeof ref, "%.*s", 55, SEQ + 1);
    gnbs_consequence_t c = consequence_of(1, ref, "T");
    assert_string_equal(terms_text(c.terms), "transcript_ablation");
    assert_true(gnbs_consequence_is_lof(&c));
}

/* Bases that the bundle does not hold are N: nothing is said that would need them. */
static void unknown_bases_are_not_guessed(void **state) {
    (void)state;
    char seq[sizeof SEQ];
    memcpy(seq, SEQ, sizeof SEQ);
    seq[10] = seq[12] = 'N'; /* codon 2 is NAN */
    bundle = drawn_bundle(&arena, "chr1", seq, 1, &tx);
    gnbs_consequence_t c = consequence_of(11, "A", "G");
    assert_string_equal(terms_text(c.terms), "coding_sequence_variant");
    assert_string_equal(c.hgvs_c, "TX.1:c.5A>G");
    assert_null(c.hgvs_p);
    c = consequence_of(10, "NA", "N");
    assert_string_equal(terms_text(c.terms), "frameshift_variant");
}

/* c.6del reads ATG AAG GTT TAC CCG GAT AAN: the TAA behind the N may not be the first stop. */
static void a_stop_behind_unknown_bases_is_not_counted(void **state) {
    (void)state;
    static const char HELD[] = "TTGGCACATGAAAGGTGTAAGTCTCTTTTTCCTTTTTTCAGTTACCCGGATAANTAAC";
    bundle = drawn_bundle(&arena, "chr1", HELD, 1, &tx);
    tx = drawn_transcript(&arena, "TX.1",
                          "..55555EEEEEEEEE-------------------------EEEEEEEEEEEE33333", 1);
    gnbs_consequence_t c = consequence_of(9, "GA", "G");
    assert_string_equal(c.hgvs_p, "p.(Gly3ValfsTer?)");
}

static void a_contradicting_ref_stops_the_run(void **state) {
    (void)state;
    gnbs_err_t err = {GNBS_OK, ""};
    gnbs_variant_t v = {0, 11, "C", "G"};
    size_t n;
    gnbs_consequence_t *c;
    assert_fails(gnbs_annot_variant(&bundle, &v, NULL, &arena, &n, &c, &err), GNBS_E_DATA,
                 &err, "chr1:12: REF has C where the reference");
}

static void symbolic_alleles_have_no_consequence_here(void **state) {
    (void)state;
    static const char *const ALTS[] = {"<DEL>", "*", "<NON_REF>", "T[chr2:5[", "."};
    for (size_t i = 0; i < sizeof ALTS / sizeof ALTS[0]; i++) {
        gnbs_err_t err = {GNBS_OK, ""};
        gnbs_variant_t v = {0, 11, "A", ALTS[i]};
        size_t n = 9;
        gnbs_consequence_t *c;
        assert_ok(gnbs_annot_variant(&bundle, &v, NULL, &arena, &n, &c, &err), &err);
        assert_int_equal(n, 0);
        assert_null(gnbs_annot_hgvs_g(&bundle, &v, &arena));
    }
}

static void mane_select_comes_first_and_refseq_gives_the_name(void **state) {
    (void)state;
    gnbs_transcript_t list[3] = {tx, tx, tx};
    list[0].id = "AAA.1";
    list[1].id = "BBB.1";
    list[1].mane = GNBS_MANE_PLUS_CLINICAL;
    list[2].id = "CCC.1";
    list[2].mane = GNBS_MANE_SELECT;
    list[2].other_id = "NM_000001.2";
    bundle = drawn_bundle(&arena, "chr1", SEQ, 3, list);
    gnbs_err_t err = {GNBS_OK, ""};
    gnbs_variant_t v = {0, 11, "A", "G"};
    size_t n;
    gnbs_consequence_t *c;
    assert_ok(gnbs_annot_variant(&bundle, &v, NULL, &arena, &n, &c, &err), &err);
    assert_int_equal(n, 3);
    assert_string_equal(c[0].hgvs_c, "NM_000001.2:c.5A>G");
    assert_string_equal(c[1].tx->id, "BBB.1");
    assert_string_equal(c[2].tx->id, "AAA.1");
}

static void other_models_have_their_own_terms_and_numbers(void **state) {
    (void)state;
    tx.cds_beg = tx.cds_end = 0; /* a gene that codes RNA */
    tx.biotype = "lncRNA";
    gnbs_consequence_t c = consequence_of(11, "A", "G");
    assert_string_equal(terms_text(c.terms), "non_coding_transcript_exon_variant");
    assert_string_equal(c.hgvs_c, "TX.1:n.10A>G");
    c = consequence_of(25, "T", "C");
    assert_string_equal(
        terms_text(c.terms),
        "splice_polypyrimidine_tract_variant&intron_variant&non_coding_transcript_variant");
    tx = drawn_transcript(&arena, "TX.1", MODEL, 1);
    tx.biotype = "nonsense_mediated_decay";
    c = consequence_of(11, "A", "G");
    assert_string_equal(terms_text(c.terms), "missense_variant&NMD_transcript_variant");
}

/* Table 2: TGA is Trp, ATA is Met, AGA and AGG are stops; names are of the genome. */
static void the_mitochondrion_has_its_own_code(void **state) {
    (void)state;
    static const char MT[] = "CCATGTGAATAAAATAACC"; /* M W M K * */
    tx = drawn_transcript(&arena, "MT.1", "..EEEEEEEEEEEEEEE..", 1);
    bundle = drawn_bundle(&arena, "chrM", MT, 1, &tx);
    gnbs_consequence_t c = consequence_of(7, "A", "G"); /* TGA TGG, both Trp */
    assert_string_equal(terms_text(c.terms), "synonymous_variant");
    assert_string_equal(c.hgvs_p, "p.(Trp2=)");
    assert_string_equal(c.hgvs_c, "chrM:m.8A>G");
    c = consequence_of(12, "A", "G"); /* AAA AGA: a stop here */
    assert_string_equal(terms_text(c.terms), "stop_gained");
    ((gnbs_contig_t *)bundle.contigs.contig)[0].length_bp = 16569;
    c = consequence_of(7, "A", "G");
    assert_string_equal(c.hgvs_c, "NC_012920.1:m.8A>G");
}

/*  exon 1: ATG and 9 Lys    exon 2: 40 Lys        exon 3: 10 Lys and the stop
 *  junctions at CDS bases 30 and 150. A stop whose first base is q escapes decay when
 *  150 - q <= 50: codon 35 (q = 102) does, codon 34 (q = 99, 51 bases) does not. */
static void late_stops_escape_decay(void **state) {
    (void)state;
    gnbs_str_t seq, model;
    gnbs_str_init(&seq);
    gnbs_str_init(&model);
    for (int i = 0; i < 183; i++) {
        if (i == 30 || i == 150) {
            gnbs_str_add(&seq, "GTAAGTCCCCCCCCCCCTTTTTTTTTTCAG");
            gnbs_str_add(&model, "------------------------------");
        }
        gnbs_str_add_char(&seq, i < 3 ? "ATG"[i] : i < 180 ? 'A' : "TAA"[i - 180]);
        gnbs_str_add_char(&model, 'E');
    }
    tx = drawn_transcript(&arena, "TX.1", gnbs_str_text(&model), 1);
    bundle = drawn_bundle(&arena, "chr1", gnbs_str_text(&seq), 1, &tx);
    for (int codon = 12; codon <= 60; codon++) { /* A to T: TAA */
        int64_t cds = 3 * (codon - 1), at = cds + 30 + (cds >= 150 ? 30 : 0);
        gnbs_consequence_t c = consequence_of(at, "A", "T");
        assert_true(c.terms & (UINT64_C(1) << GNBS_CSQ_STOP_GAINED));
        assert_int_equal(c.escapes_nmd, codon >= 35);
    }
    gnbs_str_clear(&seq);
    gnbs_str_clear(&model);
}

static void another_pathogenic_allele_of_the_same_change_is_found(void **state) {
    (void)state;
    gnbs_known_t known[3] = {
        {.variant = {0, 11, "A", "T"}, .sig = GNBS_CLNSIG_PATHOGENIC, .stars = 3}, /* K2I */
        {.variant = {0, 11, "AA", "GG"}, .sig = GNBS_CLNSIG_LIKELY_PATHOGENIC, .stars = 1},
        {.variant = {0, 12, "A", "C"},
         .sig = GNBS_CLNSIG_PATHOGENIC,
         .stars = 1}}; /* K2N */
    bundle.known = known;
    bundle.n_known = 3;
    gnbs_variant_t v = {0, 11, "A", "G"}; /* K2R, as AAA to AGG is */
    gnbs_consequence_t c = consequence_of(v.pos, v.ref, v.alt);
    assert_ptr_equal(gnbs_annot_same_protein(&bundle, &c, &v, &arena), &known[1]);
    gnbs_variant_t itself = known[1].variant;
    c = consequence_of(itself.pos, itself.ref, itself.alt);
    assert_null(gnbs_annot_same_protein(&bundle, &c, &itself, &arena));
    known[1].sig = GNBS_CLNSIG_UNCERTAIN;
    c = consequence_of(v.pos, v.ref, v.alt);
    assert_null(gnbs_annot_same_protein(&bundle, &c, &v, &arena));
}

/* The fields CLINVAR_SAME_AA and CLINVAR_SAME_CODON of the first entry, as "aa codon". */
static void the_codon_s_other_pathogenic_alleles_are_named(void **state) {
    (void)state;
    gnbs_known_t known[] = {
        {.variant = {0, 11, "A", "T"},
         .clinvar_id = "7",
         .sig = GNBS_CLNSIG_PATHOGENIC}, /* K2I */
        {.variant = {0, 11, "AA", "GG"},
         .clinvar_id = "8",
         .sig = GNBS_CLNSIG_PATHOGENIC}, /* K2R */
        {.variant = {0, 12, "A", "C"},
         .clinvar_id = "9",
         .sig = GNBS_CLNSIG_PATHOGENIC}, /* K2N */
        {.variant = {0, 13, "G", "T"},
         .clinvar_id = "10",
         .sig = GNBS_CLNSIG_PATHOGENIC}, /* G3C */
        {.variant = {0, 14, "G", "A"}, .clinvar_id = "11", .sig = GNBS_CLNSIG_BENIGN}};
    for (size_t i = 0; i < 5; i++)
        known[i].clnsig_text = known[i].clnrevstat = known[i].clnsigconf = "";
    const struct {
        gnbs_variant_t v;
        const char *fields;
    } cases[] = {{{0, 11, "A", "G"}, "|8|7&9|"}, /* K2R */
                 {{0, 12, "A", "C"}, "||7&8|"},  /* K2N, itself left out */
                 {{0, 12, "A", "G"}, "|||"},     /* silent */
                 {{0, 14, "G", "T"}, "||10|"}};  /* G3V */
    bundle.known = known;
    bundle.n_known = 5;
    gnbs_annot_index_t *index;
    gnbs_err_t err = {GNBS_OK, ""};
    assert_ok(gnbs_annot_index_new(&bundle, NULL, &index, &err), &err);
    gnbs_annot_scratch_t *scratch = gnbs_annot_scratch_new(index);
    gnbs_str_t out;
    gnbs_str_init(&out);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t n;
        gnbs_str_reset(&out);
        assert_ok(
            gnbs_annot_index_print(index, scratch, &cases[i].v, -1, "X", &out, &n, &err),
            &err);
        assert_int_equal(n, 1);
        const char *at = gnbs_str_text(&out); /* the two fields, with their bars */
        int n_bar = 0;
        for (; *at != '\0' && n_bar < 50; at++) n_bar += *at == '|';
        at--;
        if (strncmp(at, cases[i].fields, strlen(cases[i].fields)) != 0)
            fail_msg("case %zu: %s, expected %s in %s", i, at, cases[i].fields,
                     gnbs_str_text(&out));
    }
    gnbs_str_clear(&out);
    gnbs_annot_scratch_free(scratch);
    gnbs_annot_index_free(index);
}

static int count_char(const char *s, char c) {
    int n = 0;
    for (; *s != '\0'; s++) n += *s == c;
    return n;
}

static void csq_has_a_value_for_every_field_and_no_stray_separator(void **state) {
    (void)state;
    gnbs_err_t err = {GNBS_OK, ""};
    gnbs_variant_t v = {0, 12, "A", "G"};
    gnbs_known_t known = {.variant = v,
                          .clinvar_id = "42",
                          .clnsig_text = "Pathogenic/Likely_pathogenic",
                          .clnrevstat = "criteria_provided,_single_submitter",
                          .clnsigconf = "Pathogenic(5)|Uncertain_significance(1)",
                          .stars = 1};
    gnbs_frequency_t frequency = {.variant = v,
                                  .af = 0.00012,
                                  .faf95 = 0.0001,
                                  .af_grpmax = 0.0033,
                                  .ac = 18,
                                  .an = 150000,
                                  .n_hom = 0,
                                  .n_hemi = -1,
                                  .grpmax = "nfe",
                                  .groups = "afr=0;nfe=0.0033;remaining=0.002",
                                  .filter = "AC0"};
    const gnbs_score_t score[] = {{"AlphaMissense", 0.12, "", ""},
                                  {"REVEL", 0.031, "", ""},
                                  {"SpliceAI", 0.91, "donor loss", ""}};
    size_t n;
    gnbs_consequence_t *c;
    assert_ok(gnbs_annot_variant(&bundle, &v, NULL, &arena, &n, &c, &err), &err);
    gnbs_str_t out;
    gnbs_str_init(&out);
    gnbs_annot_print_csq(&out, &bundle, &v, "G", n, c, NULL,
                         &(gnbs_annot_facts_t){.known = &known,
                                               .frequency = &frequency,
                                               .n_score = 3,
                                               .score = score,
                                               .same_protein = &known});
    assert_string_equal(
        gnbs_str_text(&out),
        "G|synonymous_variant|LOW|GENE|G1|Transcript|TX.1|protein_coding|1/2||TX.1:c.6A>G|"
        "p.(Lys2%3D)|11|6|2|K|aaA/aaG|1|HGNC:1||||chr1:g.13A>G|0.00012|0.0033|nfe|"
        "pathogenic&likely_pathogenic|42|criteria_provided&_single_submitter|1|"
        "Pathogenic(5)&Uncertain_significance(1)|0.0001|18|150000|0||AC0|"
        /* AFR AMI AMR ASJ EAS FIN MID NFE OTH SAS */
        "0|||||||0.0033|0.002||0.91|0.031|AlphaMissense:0.12|42|||||||");
    assert_int_equal(count_char(gnbs_str_text(&out), '|'),
                     count_char(gnbs_annot_csq_format(), '|'));
    gnbs_str_clear(&out);
}

static void csq_alleles_are_named_as_vep_names_them(void **state) {
    (void)state;
    const char *const snv[] = {"A", "G"}, *const mixed[] = {"CT", "C", "CTT", "*"};
    const char *const complex[] = {"CT", "GA", "C"};
    assert_string_equal(gnbs_annot_csq_allele(2, snv, 1, &arena), "G");
    assert_string_equal(gnbs_annot_csq_allele(4, mixed, 1, &arena), "-");
    assert_string_equal(gnbs_annot_csq_allele(4, mixed, 2, &arena), "TT");
    assert_string_equal(gnbs_annot_csq_allele(4, mixed, 3, &arena), "*");
    assert_string_equal(gnbs_annot_csq_allele(3, complex, 2, &arena), "C");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(substitutions_are_read_by_codon),
        TEST(splice_windows_are_those_of_vep),
        TEST(indels_stand_as_far_3_prime_as_they_can),
        TEST(a_splice_site_that_is_whole_is_not_changed),
        TEST(a_start_that_comes_back_is_not_lost),
        TEST(display_fields_are_veps),
        TEST(near_transcripts_are_upstream_or_downstream),
        TEST(a_whole_transcript_deleted_is_ablated),
        TEST(unknown_bases_are_not_guessed),
        TEST(a_stop_behind_unknown_bases_is_not_counted),
        TEST(a_contradicting_ref_stops_the_run),
        TEST(symbolic_alleles_have_no_consequence_here),
        TEST(mane_select_comes_first_and_refseq_gives_the_name),
        TEST(other_models_have_their_own_terms_and_numbers),
        TEST(the_mitochondrion_has_its_own_code),
        TEST(late_stops_escape_decay),
        TEST(another_pathogenic_allele_of_the_same_change_is_found),
        TEST(the_codon_s_other_pathogenic_alleles_are_named),
        TEST(csq_has_a_value_for_every_field_and_no_stray_separator),
        TEST(csq_alleles_are_named_as_vep_names_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
