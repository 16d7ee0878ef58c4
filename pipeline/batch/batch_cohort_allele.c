#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch/batch_cohort.h"
#include "core/mem.h"
#include "io/bgzip.h"
#include "io/lines.h"
#include "io/path.h"

/* Copies are counted in two passes: alleles out of every newborn's variants, then, place by place, how many copies could be judged
 * there at all. A place that was not callable in a newborn adds nothing: absence is not a reference allele. */

static int by_place(const void *a, const void *b) {
    const gnbs_cohort_allele_t *x = a, *y = b;
    int order = strcmp(x->contig, y->contig);
    if (order != 0) return order;
    if (x->pos != y->pos) return x->pos < y->pos ? -1 : 1;
    order = strcmp(x->ref, y->ref);
    return order != 0 ? order : strcmp(x->alt, y->alt);
}

/* Copies of the alternate in a genotype; -1 when it has none of its own to tell. */
static int count_alt(const char *gt, int *ploidy) {
    int n = 0;
    *ploidy = 0;
    for (const char *s = gt; *s != '\0' && *s != ':'; s++) {
        if (*s == '.') return -1;
        if (*s < '0' || *s > '9') continue;
        ++*ploidy;
        n += *s == '1';
    }
    return *ploidy > 0 ? n : -1;
}

static gnbs_code_t add_variant(gnbs_cohort_t *c, char **cell,
                               gnbs_cohort_alleles_t *alleles, gnbs_err_t *err) {
    int ploidy, n = count_alt(cell[9], &ploidy);
    bool passes = strcmp(cell[6], "PASS") == 0 || strcmp(cell[6], ".") == 0;
    if (!passes || n <= 0 || cell[4][0] == '<') return GNBS_OK;
    gnbs_cohort_allele_t a = {.contig = gnbs_arena_strdup(c->arena, cell[0]),
                              .ref = gnbs_arena_strdup(c->arena, cell[3]),
                              .alt = gnbs_arena_strdup(c->arena, cell[4]),
                              .pos = strtoll(cell[1], NULL, 10),
                              .ac = n,
                              .n_het = n == 1 && ploidy == 2,
                              .n_hom = n == ploidy,
                              .n_carrier = 1};
    if (a.contig == NULL || a.ref == NULL || a.alt == NULL || !GNBS_PUSH(alleles, a))
        return gnbs_err_set(err, GNBS_E_NOMEM, "alleles");
    return GNBS_OK;
}

static gnbs_code_t read_variants(gnbs_cohort_t *c, const char *path,
                                 gnbs_cohort_alleles_t *alleles, gnbs_err_t *err) {
    gnbs_lines_t *lines;
    bool more = true;
    GNBS_TRY(gnbs_lines_open(path, '\t', &lines, err));
    gnbs_code_t code = GNBS_OK;
    while (code == GNBS_OK && more) {
        int n;
        char **cell;
        code = gnbs_lines_next(lines, &more, &n, &cell, err);
        if (code == GNBS_OK && more && cell[0][0] != '#' && n >= 10)
            code = add_variant(c, cell, alleles, err);
    }
    gnbs_lines_close(lines);
    return code;
}

/* The same allele of many newborns to one row. */
static void merge(gnbs_cohort_alleles_t *alleles) {
    size_t n = 0;
    if (alleles->n > 1) qsort(alleles->at, alleles->n, sizeof *alleles->at, by_place);
    for (size_t i = 0; i < alleles->n; i++) {
        gnbs_cohort_allele_t *a = &alleles->at[i];
        if (n > 0 && by_place(&alleles->at[n - 1], a) == 0) {
            gnbs_cohort_allele_t *to = &alleles->at[n - 1];
            to->ac += a->ac, to->n_het += a->n_het, to->n_hom += a->n_hom;
            to->n_carrier += a->n_carrier;
        } else {
            alleles->at[n++] = *a;
        }
    }
    alleles->n = n;
}

/* First row at or after a place. */
static size_t first_at(const gnbs_cohort_alleles_t *alleles, const char *contig,
                       int64_t pos) {
    size_t lo = 0, hi = alleles->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const gnbs_cohort_allele_t *a = &alleles->at[mid];
        int order = strcmp(a->contig, contig);
        if (order < 0 || (order == 0 && a->pos < pos))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* A boy has one copy of X and Y, whatever the pseudoautosomal stretches say: their alleles count too few there, not too many. */
static int copies_of(const char *contig, const char *sex) {
    const char *bare = strncmp(contig, "chr", 3) == 0 ? contig + 3 : contig;
    if (strcmp(bare, "Y") == 0) return strcmp(sex, "female") == 0 ? 0 : 1;
    if (strcmp(bare, "X") == 0) return strcmp(sex, "male") == 0 ? 1 : 2;
    if (strcmp(bare, "M") == 0 || strcmp(bare, "MT") == 0) return 1;
    return 2;
}

static gnbs_code_t read_callable(const char *path, const char *sex,
                                 gnbs_cohort_alleles_t *alleles, gnbs_err_t *err) {
    gnbs_lines_t *lines;
    bool more = true;
    GNBS_TRY(gnbs_lines_open(path, '\t', &lines, err));
    gnbs_code_t code = GNBS_OK;
    while (code == GNBS_OK && more) {
        int n;
        char **cell;
        code = gnbs_lines_next(lines, &more, &n, &cell, err);
        if (code != GNBS_OK || !more || n < 4 || strcmp(cell[3], "CALLABLE") != 0) continue;
        int64_t beg = strtoll(cell[1], NULL, 10), end = strtoll(cell[2], NULL, 10);
        for (size_t i = first_at(alleles, cell[0], beg + 1); /* BED to VCF */
             i < alleles->n && alleles->at[i].pos <= end &&
             strcmp(alleles->at[i].contig, cell[0]) == 0;
             i++)
            alleles->at[i].an += copies_of(cell[0], sex);
    }
    gnbs_lines_close(lines);
    return code;
}

/* A plain VCF does not say where nothing was to be seen, and a sample that a gate held may be mixed with another. */
static bool says_frequencies(const gnbs_cohort_newborn_t *nb) {
    return nb->passes && strcmp(nb->input, "vcf") != 0;
}

gnbs_code_t gnbs_cohort_count_alleles(gnbs_cohort_t *c, gnbs_cohort_alleles_t *alleles,
                                      gnbs_err_t *err) {
    for (size_t i = 0; i < c->newborn.n; i++) {
        if (!says_frequencies(&c->newborn.at[i])) continue;
        const char *path = gnbs_arena_printf(c->arena, "%s/%s/variants.lab-only.vcf.gz",
                                             c->out, c->newborn.at[i].sample);
        if (path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "alleles");
        c->newborn.at[i].has_alleles = !gnbs_path_is_absent(path);
        if (!c->newborn.at[i].has_alleles) continue;
        GNBS_TRY(read_variants(c, path, alleles, err));
        c->n_frequency++;
    }
    merge(alleles);
    gnbs_str_printf(&c->notes,
                    "frequencies.vcf.gz: %zu newborns (counted are those run "
                    "with --keep-all-variants, from "
                    "reads or gVCF, that no gate held)\n",
                    c->n_frequency);
    for (size_t i = 0; i < c->newborn.n; i++) {
        if (!says_frequencies(&c->newborn.at[i])) continue;
        const char *path = gnbs_arena_printf(c->arena, "%s/%s/callable.bed.gz", c->out,
                                             c->newborn.at[i].sample);
        if (path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "alleles");
        if (c->newborn.at[i].has_alleles && !gnbs_path_is_absent(path))
            GNBS_TRY(read_callable(path, c->newborn.at[i].sex, alleles, err));
    }
    return GNBS_OK;
}

static void print_header(gnbs_str_t *out, const gnbs_cohort_t *c,
                         const gnbs_cohort_alleles_t *alleles) {
    gnbs_str_add(out, "##fileformat=VCFv4.3\n##source=gnbs batch cohort\n");
    gnbs_str_printf(out,
                    "##gnbs_cohort=%zu newborns; alleles of fewer than %d are not listed\n",
                    c->n_frequency, GNBS_COHORT_SMALL);
    const char *last = "";
    for (size_t i = 0; i < alleles->n; i++) {
        if (strcmp(alleles->at[i].contig, last) == 0) continue;
        last = alleles->at[i].contig;
        gnbs_str_printf(out, "##contig=<ID=%s>\n", last);
    }
    gnbs_str_add(
        out,
        "##FILTER=<ID=PASS,Description=\"All filters passed\">\n"
        "##INFO=<ID=AC,Number=A,Type=Integer,Description=\"Copies of the allele\">\n"
        "##INFO=<ID=AN,Number=1,Type=Integer,Description=\"Copies of the place that "
        "could be judged\">\n"
        "##INFO=<ID=AF,Number=A,Type=Float,Description=\"AC / AN\">\n"
        "##INFO=<ID=nhomalt,Number=A,Type=Integer,Description=\"Newborns with no other "
        "allele; fewer than five are written as 0\">\n"
        "##INFO=<ID=COMMON,Number=0,Type=Flag,Description=\"In at least 5 % of the "
        "newborns: an artefact or harmless, whatever else is said of it\">\n"
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n");
}

/* An allele that cannot have all its copies among those judged (not callable where it was called) says nothing of a frequency. */
gnbs_code_t gnbs_cohort_write_alleles(const gnbs_cohort_t *c,
                                      const gnbs_cohort_alleles_t *alleles, const char *dir,
                                      gnbs_err_t *err) {
    gnbs_str_t out;
    gnbs_str_init(&out);
    print_header(&out, c, alleles);
    for (size_t i = 0; i < alleles->n; i++) {
        const gnbs_cohort_allele_t *a = &alleles->at[i];
        if (a->n_carrier < GNBS_COHORT_SMALL || a->an < a->ac) continue;
        bool is_common = a->n_carrier * 20 >= (int64_t)c->n_frequency;
        gnbs_str_printf(
            &out, "%s\t%lld\t.\t%s\t%s\t.\tPASS\tAC=%lld;AN=%lld;AF=%.6g;nhomalt=%lld%s\n",
            a->contig, (long long)a->pos, a->ref, a->alt, (long long)a->ac,
            (long long)a->an, (double)a->ac / (double)a->an,
            (long long)(a->n_hom >= GNBS_COHORT_SMALL ? a->n_hom : 0),
            is_common ? ";COMMON" : "");
    }
    const char *path = gnbs_arena_printf(c->arena, "%s/frequencies.vcf.gz", dir);
    gnbs_code_t code = path == NULL
                           ? gnbs_err_set(err, GNBS_E_NOMEM, "frequencies")
                           : gnbs_bgzip_write_text(path, &out, GNBS_BGZIP_TBI_VCF, err);
    gnbs_str_clear(&out);
    return code;
}
