/* Agreement with Ensembl VEP 115.2 on boundary-focused variants over real gene models:
 * shared annotation/csq_cases. The rows say chrom pos ref alt transcript, and VEP's terms,
 * HGVS names, amino acids and codons.
 *
 * GNBS_ANNOT_SHOW=1 prints every row that differs. */
#include "annot_world.h"

typedef struct tally {
    int n_row, n_terms, n_c, n_c_same, n_p, n_p_same, n_p_short, n_aa, n_aa_same;
} tally_t;

static int split(char *line, char *cell[], int cap) {
    int n = 0;
    for (char *s = line; n < cap; s++) {
        cell[n++] = s;
        s += strcspn(s, "\t\n");
        if (*s != '\t') {
            *s = '\0';
            break;
        }
        *s = '\0';
    }
    return n;
}

/* VEP writes no parentheses, and '=' as itself in tables. */
static void bare_protein(const char *ours, char *out, size_t cap) {
    size_t n = 0;
    for (const char *s = ours; *s != '\0' && n + 1 < cap; s++)
        if (*s != '(' && *s != ')') out[n++] = *s;
    out[n] = '\0';
}

/* Without the distance to the next stop. */
static bool same_short(const char *a, const char *b) {
    const char *x = strstr(a, "Ter"), *y = strstr(b, "Ter");
    while (x != NULL && x > a + 2 && strncmp(x - 2, "fs", 2) != 0 &&
           strncmp(x - 3, "ext", 3) != 0)
        x = strstr(x + 1, "Ter");
    while (y != NULL && y > b + 2 && strncmp(y - 2, "fs", 2) != 0 &&
           strncmp(y - 3, "ext", 3) != 0)
        y = strstr(y + 1, "Ter");
    if (x == NULL || y == NULL || x - a != y - b) return strcmp(a, b) == 0;
    return strncmp(a, b, (size_t)(x - a)) == 0;
}

static void terms_as_vep(const gnbs_consequence_t *c, char *out, size_t cap) {
    gnbs_str_t s;
    gnbs_str_init(&s);
    gnbs_consequence_print_terms(&s, c->terms);
    snprintf(out, cap, "%s", gnbs_str_text(&s));
    for (char *p = out; *p != '\0'; p++)
        if (*p == '&') *p = ',';
    gnbs_str_clear(&s);
}

static const gnbs_transcript_t *find_transcript(const gnbs_bundle_t *b, const char *id) {
    size_t n = strlen(id);
    for (size_t i = 0; i < b->n_transcript; i++)
        if (strncmp(b->transcript[i].id, id, n) == 0 &&
            (b->transcript[i].id[n] == '\0' || b->transcript[i].id[n] == '.'))
            return &b->transcript[i];
    return NULL;
}

static const char *after_colon(const char *name) {
    const char *colon = name != NULL ? strchr(name, ':') : NULL;
    return colon != NULL ? colon + 1 : "-";
}

static void compare_row(const gnbs_bundle_t *b, char *cell[], tally_t *t, bool shows) {
    const gnbs_transcript_t *tx = find_transcript(b, cell[5]);
    if (tx == NULL) fail_msg("no transcript %s", cell[5]);
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_err_t err = {GNBS_OK, ""};
    gnbs_variant_t v = {tx->tid, atoll(cell[1]) - 1, cell[3], cell[4]};
    gnbs_consequence_t c;
    assert_ok(gnbs_annot_on_transcript(b, tx, &v, NULL, &arena, &c, &err), &err);
    char terms[512], p[512];
    terms_as_vep(&c, terms, sizeof terms);
    bare_protein(c.hgvs_p != NULL ? c.hgvs_p : "-", p, sizeof p);
    const char *aa = c.amino_acids != NULL ? c.amino_acids : "-";
    const char *codons = c.codons != NULL ? c.codons : "-";
    bool same_terms = strcmp(terms, cell[6]) == 0;
    bool same_c = strcmp(after_colon(c.hgvs_c), cell[10]) == 0;
    bool same_p = strcmp(p, cell[11]) == 0;
    bool same_aa = strcmp(aa, cell[15]) == 0 && strcmp(codons, cell[16]) == 0;
    t->n_row++;
    t->n_terms += same_terms;
    t->n_c += strcmp(cell[10], "-") != 0;
    t->n_c_same += strcmp(cell[10], "-") != 0 && same_c;
    t->n_p += strcmp(cell[11], "-") != 0;
    t->n_p_same += strcmp(cell[11], "-") != 0 && same_p;
    t->n_p_short += strcmp(cell[11], "-") != 0 && same_short(p, cell[11]);
    t->n_aa += strcmp(cell[15], "-") != 0;
    t->n_aa_same += strcmp(cell[15], "-") != 0 && same_aa;
    if (shows && !(same_terms && same_c && same_p && same_aa))
        print_message(
            "%s%s%s%s\t%s:%s %s>%s %s\t%s | %s\t%s | %s\t%s | %s\t%s %s | %s %s\n",
            same_terms ? "" : "T", same_c ? "" : "C", same_p ? "" : "P", same_aa ? "" : "A",
            cell[0], cell[1], cell[3], cell[4], cell[5], cell[6], terms, cell[10],
            after_colon(c.hgvs_c), cell[11], p, cell[15], cell[16], aa, codons);
    gnbs_arena_clear(&arena);
}

static bool compare_folder(const char *folder, const char *fasta, const char *gff,
                           tally_t *t) {
    char path[3][512], relative[256], line[8192];
    snprintf(relative, sizeof relative, "annotation/csq_cases/%s/%s", folder, fasta);
    if (shared_file(path[0], sizeof path[0], relative) == NULL) return false;
    snprintf(relative, sizeof relative, "annotation/csq_cases/%s/%s", folder, gff);
    if (shared_file(path[1], sizeof path[1], relative) == NULL) return false;
    snprintf(relative, sizeof relative, "annotation/csq_cases/%s/expected.tsv", folder);
    if (shared_file(path[2], sizeof path[2], relative) == NULL) return false;
    gnbs_bundle_t bundle;
    world_load(&bundle, path[0], path[1], NULL, 2000);
    FILE *f = fopen(path[2], "r");
    assert_non_null(f);
    bool shows = getenv("GNBS_ANNOT_SHOW") != NULL;
    while (fgets(line, sizeof line, f) != NULL) {
        char *cell[32];
        if (line[0] == '#') continue;
        assert_true(split(line, cell, 32) >= 17);
        compare_row(&bundle, cell, t, shows);
    }
    fclose(f);
    print_message("%s: %d rows; terms %d; c. %d of %d; p. %d (%d without "
                  "distances) of %d; amino acids and codons %d of %d\n",
                  folder, t->n_row, t->n_terms, t->n_c_same, t->n_c, t->n_p_same,
                  t->n_p_short, t->n_p, t->n_aa_same, t->n_aa);
    gnbs_arena_clear(&bundle.arena);
    return true;
}

/* Floors: measured agreement, a little below. What remains is in the room's README: VEP's own
 * slips (a stop or start "retained" that is not, "Met1_?2"), the sequence behind the CDS, which
 * VEP takes from the wrong place when it reads GFF3 (hand-checked for ATP5PF below), and
 * protein forms that HGVS writes otherwise. */
static void assert_share(const char *what, int same, int n, double floor) {
    if (same < floor * n) fail_msg("%s: %d of %d, below %.4f", what, same, n, floor);
}

static void chromosome_21_slices_agree_with_vep(void **state) {
    (void)state;
    tally_t t = {0};
    if (!compare_folder("vep_chr21", "chr21.fa.gz", "chr21.gff3.gz", &t)) return;
    assert_share("terms", t.n_terms, t.n_row, 0.987);
    assert_share("c.", t.n_c_same, t.n_c, 0.990);
    assert_share("p.", t.n_p_same, t.n_p, 0.90);
    assert_share("p. without distances", t.n_p_short, t.n_p, 0.95);
    assert_int_equal(t.n_aa_same, t.n_aa);
}

static void ensembl_genes_agree_with_vep(void **state) {
    (void)state;
    tally_t t = {0};
    if (!compare_folder("ens_genes", "genes.fa", "genes.gff3.gz", &t)) return;
    assert_share("terms", t.n_terms, t.n_row, 0.990);
    assert_share("c.", t.n_c_same, t.n_c, 0.994);
    assert_share("p.", t.n_p_same, t.n_p, 0.905);
    assert_share("p. without distances", t.n_p_short, t.n_p, 0.96);
    assert_share("amino acids and codons", t.n_aa_same, t.n_aa, 0.999);
}

/* ---- predicted proteins of biocommons, on synthetic mRNAs ----------------------------- */

typedef struct mrna {
    char id[64], seq[256];
    int cds_beg, cds_end;
} mrna_t;

/* "6_7insGGG" on an mRNA as REF and ALT at a position; false for what this reader skips. */
static bool read_name(const mrna_t *m, const char *name, gnbs_variant_t *v, char ref[256],
                      char alt[256]) {
    int at[2] = {0, 0}, n = 0;
    const char *s = name;
    for (; n < 2; n++) {
        bool is_after = *s == '*', is_before = *s == '-';
        if (is_after || is_before) s++;
        char *rest;
        long k = strtol(s, &rest, 10);
        if (rest == s || *rest == '+' || *rest == '-') return false; /* intronic */
        at[n] = is_after    ? m->cds_end + (int)k - 1
                : is_before ? m->cds_beg - (int)k
                            : m->cds_beg + (int)k - 1;
        s = rest;
        if (*s != '_') {
            if (n == 0) at[1] = at[0];
            break;
        }
        s++;
    }
    int len = at[1] - at[0] + 1;
    const char *bases = m->seq + at[0];
    if (strchr(s, '>') != NULL) {
        snprintf(ref, 256, "%.1s", s);
        snprintf(alt, 256, "%s", strchr(s, '>') + 1);
    } else if (strncmp(s, "delins", 6) == 0) {
        snprintf(ref, 256, "%.*s", len, bases);
        snprintf(alt, 256, "%s", s + 6);
    } else if (strncmp(s, "del", 3) == 0) { /* with the base before, as in VCF */
        at[0]--;
        snprintf(ref, 256, "%.*s", len + 1, bases - 1);
        snprintf(alt, 256, "%.1s", bases - 1);
    } else if (strncmp(s, "dup", 3) == 0) {
        snprintf(ref, 256, "%.1s", bases);
        snprintf(alt, 256, "%.*s%.1s", len, bases, bases);
    } else if (strncmp(s, "ins", 3) == 0) {
        snprintf(ref, 256, "%.1s", bases);
        snprintf(alt, 256, "%.1s%s", bases, s + 3);
    } else {
        return false;
    }
    *v = (gnbs_variant_t){0, at[0], ref, alt};
    return true;
}

static size_t read_mrnas(const char *path, mrna_t out[], size_t cap) {
    char line[1024];
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    size_t n = 0;
    while (fgets(line, sizeof line, f) != NULL) {
        char *cell[8];
        if (split(line, cell, 8) < 4 || strncmp(cell[0], "NM_", 3) != 0 || n == cap)
            continue;
        snprintf(out[n].id, sizeof out[n].id, "%s", cell[0]);
        snprintf(out[n].seq, sizeof out[n].seq, "%s", cell[1]);
        out[n].cds_beg = atoi(cell[2]);
        out[n++].cds_end = atoi(cell[3]);
    }
    fclose(f);
    return n;
}

/* Where the two differ on purpose: theirs, ours. */
static const char *const OTHERWISE[][3] = {
    /* a change outside the CDS says nothing of the protein: no name, not "p.?" */
    {"c.-2A>G", "p.?", "-"},
    {"c.*3G>A", "p.?", "-"},
    {"c.39_*1insA", "p.?", "-"},
    {"c.12_*1dup", "p.?", "-"}, /* doubled bases stand behind the stop */
    /* the stop is gone with residues before it: no frameshift of a residue, all of it is replaced */
    {"c.27_*3del", "p.(Lys9XaafsTer?)", "p.(Lys9fsTer?)"},
    {"c.28_*3del", "p.(Lys10ArgfsTer?)", "p.(Lys10_Ter11delinsArg)"},
    {"c.28_*3delinsGGG", "p.(Lys10GlyfsTer?)", "p.(Lys10_Ter11delinsGly)"},
    {"c.4G>A", "p.?",
     "p.(Gly2Arg)"}, /* a model with a stop inside: read as selenocysteine */
};

static void proteins_are_named_as_biocommons_names_them(void **state) {
    (void)state;
    char path[512], line[512], ref[256], alt[256];
    mrna_t mrna[32];
    if (shared_file(path, sizeof path,
                    "annotation/hgvs_cases/biocommons/cp_sanity_transcripts.tsv") == NULL)
        return;
    size_t n_mrna = read_mrnas(path, mrna, 32);
    if (shared_file(path, sizeof path,
                    "annotation/hgvs_cases/biocommons/cp_sanity_cases.tsv") == NULL)
        return;
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    int n_same = 0, n_otherwise = 0, n_skipped = 0;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    while (fgets(line, sizeof line, f) != NULL) {
        char *cell[4], model[256];
        if (line[0] == '#' || split(line, cell, 4) < 2) continue;
        char *name = strchr(cell[0], ':');
        const char *expected = after_colon(cell[1]);
        const mrna_t *m = NULL;
        for (size_t i = 0; i < n_mrna; i++)
            if (strncmp(mrna[i].id, cell[0], (size_t)(name - cell[0])) == 0) m = &mrna[i];
        assert_non_null(m);
        gnbs_variant_t v;
        if (!read_name(m, name + 3, &v, ref, alt)) {
            n_skipped++; /* intronic: these mRNAs have no introns */
            continue;
        }
        snprintf(model, sizeof model, "%s", m->seq);
        for (int i = 0; model[i] != '\0'; i++)
            model[i] = i < m->cds_beg ? '5' : i < m->cds_end ? 'E' : '3';
        gnbs_transcript_t tx = drawn_transcript(&arena, m->id, model, 1);
        gnbs_bundle_t b = drawn_bundle(&arena, "chr1", m->seq, 1, &tx);
        gnbs_consequence_t c;
        gnbs_err_t err = {GNBS_OK, ""};
        assert_ok(gnbs_annot_on_transcript(&b, &tx, &v, NULL, &arena, &c, &err), &err);
        const char *ours = c.hgvs_p != NULL ? c.hgvs_p : "-";
        char bare[2][256];
        bare_protein(ours, bare[0], 256);
        bare_protein(expected, bare[1], 256);
        bool is_otherwise = false;
        for (size_t i = 0; i < sizeof OTHERWISE / sizeof OTHERWISE[0]; i++)
            is_otherwise |= strcmp(name + 1, OTHERWISE[i][0]) == 0 &&
                            strcmp(expected, OTHERWISE[i][1]) == 0 &&
                            strcmp(ours, OTHERWISE[i][2]) == 0;
        if (strcmp(bare[0], bare[1]) != 0 && !is_otherwise)
            fail_msg("%s: %s, expected %s", cell[0], ours, expected);
        n_same += !is_otherwise;
        n_otherwise += is_otherwise;
    }
    fclose(f);
    print_message("biocommons: %d the same, %d otherwise on purpose, %d intronic\n", n_same,
                  n_otherwise, n_skipped);
    assert_true(n_same >= 29);
    gnbs_arena_clear(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chromosome_21_slices_agree_with_vep),
        cmocka_unit_test(ensembl_genes_agree_with_vep),
        cmocka_unit_test(proteins_are_named_as_biocommons_names_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
