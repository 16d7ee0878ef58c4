/* Agreement with Ensembl VEP 115.2 on boundary-focused variants over real gene models:
 * shared annotation/csq_cases. The rows say chrom pos ref alt transcript, and VEP's terms,
 * HGVS names, amino acids and codons.
 *
 * GNBS_ANNOT_SHOW=1 prints every row that differs. */
#include "annot_world.h"

typedef struct tally {
    int n_row, n_terms, n_c, n_c_same, n_p, n_p_same, n_aa, n_aa_same;
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
    t->n_aa += strcmp(cell[15], "-") != 0;
    t->n_aa_same += strcmp(cell[15], "-") != 0 && same_aa;
    if (shows && !(same_terms && same_c && same_p && same_aa))
        print_message("%s%s%s%s\t%s:%s %s>%s %s\t%s | %s\t%s | %s\t%s | %s\t%s %s | %s %s\n",
                      same_terms ? "" : "T", same_c ? "" : "C", same_p ? "" : "P",
                      same_aa ? "" : "A", cell[0], cell[1], cell[3], cell[4], cell[5],
                      cell[6], terms, cell[10], after_colon(c.hgvs_c), cell[11], p, cell[15],
                      cell[16], aa, codons);
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
    print_message("%s: %d rows; terms %d; c. %d of %d; p. %d of %d; amino acids and codons "
                  "%d of %d\n",
                  folder, t->n_row, t->n_terms, t->n_c_same, t->n_c, t->n_p_same, t->n_p,
                  t->n_aa_same, t->n_aa);
    gnbs_arena_clear(&bundle.arena);
    return true;
}

static void chromosome_21_slices_agree_with_vep(void **state) {
    (void)state;
    tally_t t = {0};
    if (!compare_folder("vep_chr21", "chr21.fa.gz", "chr21.gff3.gz", &t)) return;
}

static void ensembl_genes_agree_with_vep(void **state) {
    (void)state;
    tally_t t = {0};
    if (!compare_folder("ens_genes", "genes.fa", "genes.gff3.gz", &t)) return;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chromosome_21_slices_agree_with_vep),
        cmocka_unit_test(ensembl_genes_agree_with_vep),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
