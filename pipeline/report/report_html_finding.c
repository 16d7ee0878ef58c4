/* report/report_html_finding.c -- suspected conditions, each with all of its evidence. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "report/report_html.h"
#include "report/report_text.h"
#include "report/report_words.h"

/* How much the frequency rests on: alleles counted, and whether an ancestry was seen at all. */
static void write_thin(gnbs_str_t *out, const gnbs_tree_t *q) {
    int64_t an = gnbs_tree_int(q, "an", -1), ac = gnbs_tree_int(q, "ac", -1);
    if (an >= 0 && ac >= 0) {
        gnbs_str_add(out, "; seen ");
        gnbs_report_put_count(out, ac);
        gnbs_str_add(out, " times among ");
        gnbs_report_put_count(out, an);
        gnbs_str_add(out, " chromosomes");
    } else {
        gnbs_str_add(out, "; the source does not say how many chromosomes were counted");
    }
    if (gnbs_tree_int(q, "n_homozygotes", -1) >= 0)
        gnbs_str_printf(out, "; %" PRId64 " homozygotes",
                        gnbs_tree_int(q, "n_homozygotes", 0));
    if (gnbs_tree_int(q, "n_hemizygotes", -1) >= 0)
        gnbs_str_printf(out, "; %" PRId64 " hemizygotes",
                        gnbs_tree_int(q, "n_hemizygotes", 0));
    if (an >= 0 && an < 2000)
        gnbs_str_add(out, ". <strong>Few chromosomes were counted: a rare allele may not "
                          "have been met.</strong>");
}

/* gnomAD's groups in words; of another source, its own word. */
static void add_group(gnbs_str_t *out, const char *group) {
    static const struct {
        const char *code, *words;
    } GROUPS[] = {{"afr", "African"},
                  {"ami", "Amish"},
                  {"amr", "Admixed American"},
                  {"asj", "Ashkenazi Jewish"},
                  {"eas", "East Asian"},
                  {"fin", "Finnish"},
                  {"mid", "Middle Eastern"},
                  {"nfe", "European, not Finnish"},
                  {"oth", "Other"},
                  {"remaining", "Other"},
                  {"sas", "South Asian"}};
    gnbs_str_add(out, gnbs_report_or(group, "not named"));
    for (size_t i = 0; i < sizeof GROUPS / sizeof GROUPS[0]; i++)
        if (strcmp(GROUPS[i].code, group) == 0)
            gnbs_str_printf(out, " (%s)", GROUPS[i].words);
}

/* "1 in 86": the number of chromosomes that one such allele is met in, cut. */
static void write_one_in(gnbs_str_t *out, double af) {
    if (af < 0) {
        gnbs_str_add(out, "not stated");
    } else if (af < 1e-9) {
        gnbs_str_add(out, "not seen");
    } else {
        gnbs_str_add(out, "1 in ");
        gnbs_report_put_count(out, af < 1 ? (int64_t)(1 / af + 1e-6) : 1);
    }
}

static void write_ancestries(gnbs_str_t *out, const gnbs_tree_t *q) {
    static const char *const HEAD[] = {"Ancestry", "Frequency", "One chromosome in"};
    const gnbs_tree_t *list = gnbs_tree_get(q, "ancestries");
    if (list == NULL || list->n == 0) return;
    gnbs_str_t group;
    gnbs_str_init(&group);
    gnbs_report_table_begin(out, "Frequency by ancestry", 3, HEAD);
    for (size_t i = 0; i < list->n; i++) {
        const gnbs_tree_t *a = gnbs_tree_at(list, i);
        gnbs_report_row_begin(out);
        add_group(&group, gnbs_tree_text(a, "group"));
        gnbs_report_head_cell(out, HEAD[0], gnbs_str_text(&group));
        gnbs_str_reset(&group);
        gnbs_report_number_cell(out, HEAD[1], a, "af", "g", "not stated");
        gnbs_report_cell_begin(out, HEAD[2]);
        write_one_in(out, gnbs_tree_real(a, "af", -1));
        gnbs_report_cell_end(out);
        gnbs_report_row_end(out);
    }
    gnbs_report_table_end(out);
    if (group.failed) out->failed = true;
    gnbs_str_clear(&group);
    gnbs_str_add(out, "<p class=\"quiet\">How many chromosomes of each ancestry were "
                      "counted is not in the bundle; of all together: ");
    gnbs_report_put_number(out, q, "an", "count", "not stated");
    gnbs_str_add(out, ". A group of few is thin evidence: not seen is not zero.</p>\n");
}

/* No source lists the allele: whether one looked there at all. */
static void write_absence(gnbs_str_t *out, const gnbs_tree_t *v) {
    gnbs_str_add(out, "No frequency source of the bundle lists this allele. That is not a "
                      "frequency of zero.");
    if (!gnbs_tree_has(v, "frequency_absent")) return;
    const gnbs_tree_t *a = gnbs_tree_get(v, "frequency_absent");
    if (!gnbs_tree_is(a, "looked")) {
        gnbs_str_add(out, " <strong>Whether a source looked there is unknown: its absence "
                          "says nothing.</strong>");
        return;
    }
    gnbs_str_add(out, " The place was looked at: ");
    gnbs_report_put_number(out, a, "an", "count", "some");
    gnbs_str_add(out, " chromosomes were judged within 10 bases. Source: ");
    gnbs_report_put(out, gnbs_report_or(gnbs_tree_text(a, "source"), "not stated"));
}

static void write_frequency(gnbs_str_t *out, const gnbs_tree_t *v) {
    const gnbs_tree_t *q = gnbs_tree_get(v, "frequency");
    gnbs_report_fact_begin(out, "How common");
    if (!gnbs_tree_has(v, "frequency")) {
        write_absence(out, v);
        gnbs_report_fact_end(out);
        return;
    }
    gnbs_str_add(out, "Allele frequency ");
    gnbs_report_put_number(out, q, "af", "g", "not stated");
    if (gnbs_tree_has(q, "faf95")) {
        gnbs_str_add(out, ", filtering frequency (95%) ");
        gnbs_report_put_number(out, q, "faf95", "g", "");
    }
    if (gnbs_tree_has(q, "grpmax_af")) {
        gnbs_str_add(out, ", highest by ancestry ");
        gnbs_report_put_number(out, q, "grpmax_af", "g", "");
        if (gnbs_tree_has(q, "grpmax")) {
            gnbs_str_add(out, " (");
            gnbs_report_put_at(out, q, "grpmax");
            gnbs_str_add(out, ")");
        }
    }
    write_thin(out, q);
    gnbs_str_add(out, ". Source: ");
    gnbs_report_put(out, gnbs_report_or(gnbs_tree_text(q, "source"), "not stated"));
    if (gnbs_tree_has(q, "filter")) {
        gnbs_str_add(out, "<br><strong>The allele did not pass its source's filters (");
        gnbs_report_put_at(out, q, "filter");
        gnbs_str_add(out,
                     "): its frequency is not to be relied on.</strong> The criteria say "
                     "what was made of it.");
    }
    write_ancestries(out, q);
    gnbs_report_fact_end(out);
}

static void write_scores(gnbs_str_t *out, const gnbs_tree_t *v) {
    static const char *const HEAD[] = {"Score", "Value", "Detail", "Source"};
    const gnbs_tree_t *list = gnbs_tree_get(v, "scores");
    if (list == NULL) return; /* of a program that did not write them */
    gnbs_report_fact_begin(out, "Scores");
    if (list->n == 0) {
        gnbs_str_add(out, "The bundle holds no predictor's score of this allele.");
        gnbs_report_fact_end(out);
        return;
    }
    gnbs_report_table_begin(out, "Scores of predictors", 4, HEAD);
    for (size_t i = 0; i < list->n; i++) {
        const gnbs_tree_t *s = gnbs_tree_at(list, i);
        gnbs_report_row_begin(out);
        gnbs_report_head_cell(out, HEAD[0], gnbs_tree_text(s, "name"));
        gnbs_report_number_cell(out, HEAD[1], s, "value", "g", "not stated");
        gnbs_report_cell(out, HEAD[2], gnbs_tree_text(s, "detail"));
        gnbs_report_cell(out, HEAD[3], gnbs_tree_text(s, "source"));
        gnbs_report_row_end(out);
    }
    gnbs_report_table_end(out);
    gnbs_report_fact_end(out);
}

static void put_stars(gnbs_str_t *out, int64_t n) {
    gnbs_str_add(out, "<span class=\"stars\" aria-hidden=\"true\">");
    for (int i = 0; i < 4; i++)
        gnbs_str_add(out, i < n ? "\xE2\x98\x85" : "\xE2\x98\x86"); /* black, white star */
    gnbs_str_printf(out, "</span> %" PRId64 " of 4 stars", n);
}

/* "<br>Submissions disagree: 3 pathogenic, 1 uncertain significance" */
static void write_submissions(gnbs_str_t *out, const gnbs_tree_t *k) {
    static const struct {
        const char *key, *words;
    } CLASSES[] = {{"pathogenic", "pathogenic"},
                   {"likely_pathogenic", "likely pathogenic"},
                   {"uncertain", "uncertain significance"},
                   {"likely_benign", "likely benign"},
                   {"benign", "benign"},
                   {"other", "other"}};
    const gnbs_tree_t *s = gnbs_tree_get(k, "submissions");
    bool is_first = true;
    if (!gnbs_tree_has(k, "submissions")) return;
    gnbs_str_add(out, "<br>Submissions disagree: ");
    for (size_t i = 0; i < sizeof CLASSES / sizeof CLASSES[0]; i++) {
        int64_t n = gnbs_tree_int(s, CLASSES[i].key, 0);
        if (n <= 0) continue;
        gnbs_str_printf(out, "%s%" PRId64 " %s", is_first ? "" : ", ", n, CLASSES[i].words);
        is_first = false;
    }
}

static void write_known(gnbs_str_t *out, const char *term, const gnbs_tree_t *k,
                        const char *otherwise) {
    const gnbs_tree_t *conditions = gnbs_tree_get(k, "conditions");
    gnbs_report_fact_begin(out, term);
    if (!gnbs_tree_has(k, "id")) {
        gnbs_str_add(out, otherwise);
        gnbs_report_fact_end(out);
        return;
    }
    gnbs_str_add(out, "<strong>");
    gnbs_report_put(out, gnbs_report_or(gnbs_tree_text(k, "classification"), "not stated"));
    gnbs_str_add(out, "</strong>, ");
    put_stars(out, gnbs_tree_int(k, "stars", 0));
    gnbs_str_add(out, " (");
    gnbs_report_put(out, gnbs_report_or(gnbs_tree_text(k, "review_status"),
                                        "review status not stated"));
    gnbs_str_add(out, "), VariationID ");
    gnbs_report_put(out, gnbs_report_or(gnbs_tree_text(k, "id"), "not stated"));
    if (gnbs_tree_has(k, "release")) {
        gnbs_str_add(out, ", release ");
        gnbs_report_put_at(out, k, "release");
    }
    write_submissions(out, k);
    if (conditions != NULL && conditions->n > 0) gnbs_str_add(out, "<br>Listed for: ");
    for (size_t i = 0; conditions != NULL && i < conditions->n; i++) {
        gnbs_str_add(out, i > 0 ? "; " : "");
        gnbs_report_put(out, gnbs_tree_as_text(gnbs_tree_at(conditions, i)));
    }
    gnbs_report_fact_end(out);
}

static void write_heteroplasmy(gnbs_str_t *out, const gnbs_tree_t *v) {
    const gnbs_tree_t *h = gnbs_tree_get(v, "heteroplasmy");
    if (!gnbs_tree_has(h, "fraction")) return;
    gnbs_report_fact_begin(out, "Mitochondrial copies");
    gnbs_report_fraction(out, gnbs_tree_real(h, "fraction", 0), gnbs_tree_real(h, "low", 0),
                         gnbs_tree_real(h, "high", 0));
    gnbs_str_add(out, " have the variant <span class=\"quiet\">(95 % interval, of counting "
                      "molecules in this sample; another tissue may differ)</span>");
    if (gnbs_tree_is(h, "needs_confirmation"))
        gnbs_str_add(out,
                     "<br><strong>So small a fraction is nothing until a second method "
                     "shows it.</strong>");
    gnbs_report_draw_fraction(out, h);
    gnbs_report_fact_end(out);
}

static void write_strands(gnbs_str_t *out, const gnbs_tree_t *v) {
    const gnbs_tree_t *s = gnbs_tree_get(v, "strands");
    if (gnbs_tree_int(s, "alt_forward", 0) + gnbs_tree_int(s, "alt_reverse", 0) <= 0)
        return;
    gnbs_report_fact_begin(out, "Strands");
    gnbs_str_printf(out,
                    "variant: %" PRId64 " forward, %" PRId64 " reverse; reference: %" PRId64
                    " forward, %" PRId64 " reverse",
                    gnbs_tree_int(s, "alt_forward", 0), gnbs_tree_int(s, "alt_reverse", 0),
                    gnbs_tree_int(s, "ref_forward", 0), gnbs_tree_int(s, "ref_reverse", 0));
    gnbs_report_fact_end(out);
}

static void write_reads(gnbs_str_t *out, const gnbs_tree_t *v) {
    int64_t n_ref = gnbs_tree_int(v, "allele_depths.ref", -1),
            n_alt = gnbs_tree_int(v, "allele_depths.alt", -1);
    gnbs_report_fact_begin(out, "Reads");
    if (n_ref < 0 || n_alt < 0 || n_ref + n_alt == 0) {
        gnbs_str_add(out, "The input does not say how many reads show each allele.");
    } else {
        gnbs_str_printf(out, "%" PRId64 " of %" PRId64 " show the variant (", n_alt,
                        n_ref + n_alt);
        gnbs_report_percent(out, n_alt, n_ref + n_alt);
        gnbs_str_printf(out, "), %" PRId64 " the reference", n_ref);
        if (gnbs_tree_has(v, "depth"))
            gnbs_str_printf(out, "; depth %" PRId64, gnbs_tree_int(v, "depth", 0));
        gnbs_report_svg_balance(out, n_ref, n_alt);
    }
    gnbs_report_fact_end(out);
    write_strands(out, v);
    gnbs_report_fact_begin(out, "Genotype quality");
    if (gnbs_tree_has(v, "genotype_quality")) gnbs_str_add(out, "Phred ");
    gnbs_report_put_number(out, v, "genotype_quality", "count", "not stated");
    gnbs_report_fact_end(out);
}

/* Criteria judged: those that were met; then, folded, those that were not and those nobody could judge. */
static bool is_met(const gnbs_tree_t *c) {
    return !gnbs_tree_has(c, "state") || gnbs_tree_says(c, "state", "met");
}

static void write_met(gnbs_str_t *out, const gnbs_tree_t *list) {
    static const char *const HEAD[] = {"Criterion", "Strength", "Points", "Why"};
    gnbs_report_table_begin(out, "Criteria behind the classification", 4, HEAD);
    for (size_t i = 0; i < list->n; i++) {
        const gnbs_tree_t *k = gnbs_tree_at(list, i);
        if (!is_met(k)) continue;
        gnbs_report_row_begin(out);
        gnbs_report_head_cell(out, HEAD[0], gnbs_tree_text(k, "code"));
        gnbs_report_cell(out, HEAD[1], gnbs_tree_text(k, "strength"));
        gnbs_report_cell_begin(out, HEAD[2]);
        gnbs_str_printf(out, "%+" PRId64, gnbs_tree_int(k, "points", 0));
        gnbs_report_cell_end(out);
        gnbs_report_cell(out, HEAD[3], gnbs_tree_text(k, "why"));
        gnbs_report_row_end(out);
    }
    gnbs_report_table_end(out);
}

static void write_rest(gnbs_str_t *out, const gnbs_tree_t *list, size_t n) {
    static const char *const HEAD[] = {"Criterion", "State", "Why"};
    gnbs_str_printf(
        out, "<details><summary>%zu criteria not met or not assessable</summary>\n", n);
    gnbs_report_table_begin(out, "Criteria not met, or not assessable", 3, HEAD);
    for (size_t i = 0; i < list->n; i++) {
        const gnbs_tree_t *k = gnbs_tree_at(list, i);
        if (is_met(k)) continue;
        gnbs_report_row_begin(out);
        gnbs_report_head_cell(out, HEAD[0], gnbs_tree_text(k, "code"));
        gnbs_report_cell(out, HEAD[1], gnbs_tree_text(k, "state"));
        gnbs_report_cell(out, HEAD[2], gnbs_tree_text(k, "why"));
        gnbs_report_row_end(out);
    }
    gnbs_report_table_end(out);
    gnbs_str_add(out, "</details>\n");
}

static void write_criteria(gnbs_str_t *out, const gnbs_tree_t *c) {
    const gnbs_tree_t *list = gnbs_tree_get(c, "criteria");
    int64_t points = gnbs_tree_int(c, "points", 0);
    size_t n_met = 0;
    gnbs_str_add(out, "<p class=\"class\"><span>Classification (ACMG/AMP)</span> <strong>");
    gnbs_report_put(out, gnbs_report_or(gnbs_tree_text(c, "class"), "Not classified"));
    gnbs_str_printf(out, "</strong>, %" PRId64 " point%s</p>\n", points,
                    points == 1 || points == -1 ? "" : "s");
    static const char *const NOTES[] = {"authority", "difference"};
    for (size_t i = 0; i < 2; i++)
        if (gnbs_tree_text(c, NOTES[i])[0] != '\0') {
            gnbs_str_add(out, "<p>");
            gnbs_report_put_at(out, c, NOTES[i]);
            gnbs_str_add(out, "</p>\n");
        }
    for (size_t i = 0; list != NULL && i < list->n; i++)
        n_met += is_met(gnbs_tree_at(list, i));
    if (n_met > 0)
        write_met(out, list);
    else
        gnbs_str_add(out, "<p class=\"quiet\">No criterion was met.</p>\n");
    if (list != NULL && list->n > n_met) write_rest(out, list, list->n - n_met);
}

static void write_effect(gnbs_str_t *out, const gnbs_tree_t *v) {
    const gnbs_tree_t *terms = gnbs_tree_get(v, "consequence_terms");
    if (gnbs_tree_has(v, "consequence")) {
        gnbs_report_fact_begin(out, "Effect");
        gnbs_report_put_at(out, v, "consequence");
        gnbs_str_add(out, " <span class=\"quiet\">(");
        for (size_t i = 0; terms != NULL && i < terms->n; i++) {
            gnbs_str_add(out, i > 0 ? "&amp;" : "");
            gnbs_report_put(out, gnbs_tree_as_text(gnbs_tree_at(terms, i)));
        }
        gnbs_str_add(out, ")</span>");
        gnbs_report_fact_end(out);
    }
    if (!gnbs_tree_has(v, "transcript")) return;
    int64_t n = gnbs_tree_int(v, "n_exons", 0);
    gnbs_report_fact_begin(out, "Transcript");
    gnbs_report_put_at(out, v, "transcript");
    if (gnbs_tree_has(v, "exon"))
        gnbs_str_printf(out, ", exon %" PRId64 " of %" PRId64, gnbs_tree_int(v, "exon", 0),
                        n);
    if (gnbs_tree_has(v, "intron"))
        gnbs_str_printf(out, ", intron %" PRId64 " of %" PRId64,
                        gnbs_tree_int(v, "intron", 0), n - 1);
    gnbs_report_fact_end(out);
}

static void write_place(gnbs_str_t *out, const gnbs_tree_t *v) {
    gnbs_report_fact_begin(out, "Place");
    gnbs_str_add(out, "<code>");
    gnbs_report_put_at(out, v, "chrom");
    gnbs_str_printf(out, ":%" PRId64 " ", gnbs_tree_int(v, "pos", 0));
    gnbs_report_put_allele(out, gnbs_tree_text(v, "ref"));
    gnbs_str_add(out, " &rarr; ");
    gnbs_report_put_allele(out, gnbs_tree_text(v, "alt"));
    gnbs_str_add(out, "</code>");
    if (gnbs_tree_has(v, "hgvs_g")) {
        gnbs_str_add(out, "<br><code>");
        gnbs_report_put_at(out, v, "hgvs_g");
        gnbs_str_add(out, "</code>");
    }
    gnbs_report_fact_end(out);
}

static void write_filters(gnbs_str_t *out, const gnbs_tree_t *v) {
    const gnbs_tree_t *filters = gnbs_tree_get(v, "filters");
    if (filters == NULL || filters->n == 0) return;
    gnbs_report_fact_begin(out, "Doubts about the call");
    gnbs_report_put_list(out, filters);
    gnbs_report_fact_end(out);
}

static void write_variant(gnbs_str_t *out, const gnbs_tree_t *v, size_t i, size_t n,
                          const char *id) {
    gnbs_str_add(out, "<div class=\"variant\">\n<h4>");
    if (n > 1)
        gnbs_str_printf(out, "<span class=\"quiet\">Variant %zu of %zu</span> ", i + 1, n);
    gnbs_report_put_variant_name(out, v);
    gnbs_str_add(out, "</h4>\n<dl class=\"facts\">\n");
    gnbs_report_fact(out, "Zygosity", gnbs_tree_text(v, "zygosity"));
    write_heteroplasmy(out, v);
    gnbs_report_put_dosage(out, v);
    write_effect(out, v);
    if (gnbs_tree_has(v, "same_copy"))
        gnbs_report_fact(out, "On the same copy", gnbs_tree_text(v, "same_copy.text"));
    write_place(out, v);
    gnbs_report_fact(out, "Why it is reported", gnbs_tree_text(v, "rule"));
    write_known(out, "ClinVar", gnbs_tree_get(v, "clinvar"),
                "Not listed in the ClinVar release of the bundle.");
    if (gnbs_tree_has(v, "clinvar_same_protein"))
        write_known(out, "Same change of protein", gnbs_tree_get(v, "clinvar_same_protein"),
                    "");
    write_frequency(out, v);
    write_scores(out, v);
    write_reads(out, v);
    write_filters(out, v);
    gnbs_str_add(out, "</dl>\n");
    write_criteria(out, gnbs_tree_get(v, "classification"));
    gnbs_report_svg_pileup(out, v, id);
    gnbs_str_add(out, "</div>\n");
}

static void write_inheritance(gnbs_str_t *out, const gnbs_tree_t *x) {
    gnbs_report_fact_begin(out, "Inheritance");
    gnbs_report_put_at(out, x, "inheritance.name");
    gnbs_str_add(out, " <span class=\"quiet\">(");
    gnbs_report_put_at(out, x, "inheritance.short");
    gnbs_str_add(out, ", ");
    gnbs_report_put_at(out, x, "inheritance.hpo");
    gnbs_str_add(out, ")</span>");
    gnbs_report_fact_end(out);
}

typedef struct after {
    gnbs_report_after_t write;
    void *ctx;
} after_t;

static void write_finding(gnbs_str_t *out, const gnbs_tree_t *x, size_t i_finding,
                          after_t after) {
    const gnbs_tree_t *variants = gnbs_tree_get(x, "variants");
    gnbs_str_add(out, "<div class=\"finding\">\n<p class=\"why\"><span class=\"id\">");
    gnbs_report_put_at(out, x, "id");
    gnbs_str_add(out, "</span> <strong>");
    gnbs_report_put_at(out, x, "reason_text");
    gnbs_str_add(out, ".</strong></p>\n<dl class=\"facts\">\n");
    gnbs_report_fact(out, "Phase", gnbs_tree_text(x, "phase_text"));
    gnbs_str_add(out, "</dl>\n");
    gnbs_report_html_locus(out, gnbs_tree_get(x, "locus"));
    size_t n = variants != NULL ? variants->n : 0;
    for (size_t i = 0; i < n; i++) {
        char id[48];
        snprintf(id, sizeof id, "%zu-%zu", i_finding + 1, i + 1);
        write_variant(out, gnbs_tree_at(variants, i), i, n, id);
    }
    char id[48];
    snprintf(id, sizeof id, "%zu", i_finding + 1);
    gnbs_report_draw_dosage(out, x, id);
    gnbs_report_svg_link(out, x, id);
    gnbs_report_svg_coverage(out, x, id);
    if (after.write != NULL) after.write(after.ctx, out, gnbs_tree_text(x, "id"));
    gnbs_str_add(out, "</div>\n");
}

static void write_limits(gnbs_str_t *out, const gnbs_tree_t *o) {
    if (gnbs_tree_size(o, "limits") == 0) return;
    gnbs_str_add(out, "<p class=\"quiet not-looked\">Limits of what was looked for in this "
                      "gene:</p>\n");
    gnbs_report_put_list(out, gnbs_tree_get(o, "limits"));
    gnbs_str_add(out, "\n");
}

static void write_condition(gnbs_str_t *out, const gnbs_tree_t *f, size_t i_outcome,
                            size_t i_finding, after_t after) {
    const gnbs_tree_t *o = gnbs_tree_at(gnbs_tree_get(f, "outcomes"), i_outcome);
    const gnbs_tree_t *x = gnbs_tree_at(gnbs_tree_get(f, "findings"), i_finding);
    gnbs_str_printf(out, "<article id=\"outcome-%zu\" data-outcome=\"", i_outcome + 1);
    gnbs_report_put_at(out, o, "outcome");
    gnbs_str_add(out, "\" data-reason=\"");
    gnbs_report_put_at(out, o, "reason");
    gnbs_str_printf(out,
                    "\" aria-labelledby=\"outcome-%zu-title\">\n<p class=\"mark\">Suspected"
                    "</p>\n<h3 id=\"outcome-%zu-title\">",
                    i_outcome + 1, i_outcome + 1);
    gnbs_report_put_at(out, o, "condition");
    gnbs_str_add(out, "</h3>\n<dl class=\"facts\">\n");
    gnbs_report_fact_begin(out, "Gene");
    gnbs_str_add(out, "<em>");
    gnbs_report_put_at(out, o, "gene");
    gnbs_str_add(out, "</em> <span class=\"quiet\">");
    gnbs_report_put_at(out, o, "hgnc_id");
    gnbs_str_add(out, "</span>");
    gnbs_report_fact_end(out);
    gnbs_report_fact(out, "Condition id", gnbs_tree_text(o, "condition_id"));
    write_inheritance(out, o);
    gnbs_report_fact(out, "Usual onset", gnbs_tree_text(x, "onset"));
    if (gnbs_tree_text(o, "detail")[0] != '\0')
        gnbs_report_fact(out, "In this baby", gnbs_tree_text(o, "detail"));
    gnbs_str_add(out, "</dl>\n");
    for (size_t i = 0; i < gnbs_tree_size(o, "findings"); i++) {
        const char *id = gnbs_tree_as_text(gnbs_tree_at(gnbs_tree_get(o, "findings"), i));
        for (size_t k = 0; k < gnbs_tree_size(f, "findings"); k++) {
            const gnbs_tree_t *y = gnbs_tree_at(gnbs_tree_get(f, "findings"), k);
            if (gnbs_tree_says(y, "id", id)) write_finding(out, y, k, after);
        }
    }
    write_limits(out, o);
    gnbs_str_add(out, "</article>\n");
}

void gnbs_report_html_findings(gnbs_str_t *out, const gnbs_tree_t *f) {
    gnbs_report_html_findings_with(out, f, NULL, NULL);
}

void gnbs_report_html_findings_with(gnbs_str_t *out, const gnbs_tree_t *f,
                                    gnbs_report_after_t write, void *ctx) {
    const after_t after = {write, ctx};
    const gnbs_tree_t *findings = gnbs_tree_get(f, "findings");
    size_t last = SIZE_MAX;
    if (findings->n == 0) return;
    gnbs_report_section_begin(out, "evidence", "Evidence");
    for (size_t i = 0; i < findings->n;
         i++) { /* in the order of the findings, not the panel */
        size_t owner =
            gnbs_report_owner(f, gnbs_tree_text(gnbs_tree_at(findings, i), "id"));
        if (owner != last && owner != SIZE_MAX) write_condition(out, f, owner, i, after);
        last = owner;
    }
    gnbs_report_section_end(out);
}
