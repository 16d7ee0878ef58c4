#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "classify/classify_sheet.h"

/* What is known of the allele in the population: a record, or that none has it where somebody looked. */
typedef enum seen { SEEN, SEEN_FILTERED, ABSENT, ABSENT_UNKNOWN, NO_SOURCE } seen_t;

typedef struct population {
    seen_t seen;
    const gnbs_frequency_t *f;
    int32_t covered; /* chromosomes judged near an absent allele */
    const char *source;
} population_t;

static population_t look(const gnbs_sheet_t *s) {
    const gnbs_classify_input_t *in = s->in;
    population_t p = {.f = in->frequency, .source = ""};
    if (p.f != NULL) {
        p.source = p.f->source;
        bool is_filtered = p.f->filter != NULL && p.f->filter[0] != '\0';
        p.seen = is_filtered ? SEEN_FILTERED : SEEN;
        /* gnomAD's AC0: nobody carries it with good quality, though many were judged */
        if (is_filtered && p.f->ac == 0 && p.f->an >= s->opt->min_chromosomes) {
            p.seen = ABSENT;
            p.covered = p.f->an;
        }
        return p;
    }
    if (!in->has_frequency_source || in->together != NULL) {
        p.seen = NO_SOURCE;
        return p;
    }
    if (in->variant != NULL)
        p.covered =
            gnbs_bundle_covered(in->bundle, in->variant->tid, in->variant->pos, &p.source);
    p.seen = p.covered >= s->opt->min_chromosomes ? ABSENT : ABSENT_UNKNOWN;
    return p;
}

static double filtering_af(const gnbs_frequency_t *f) {
    return f->faf95 >= 0 ? f->faf95 : f->af_grpmax >= 0 ? f->af_grpmax : f->af;
}

/* For rarity the largest that is stated: a lower bound of 0 (one allele seen in few) is not rarity. */
static double largest_af(const gnbs_frequency_t *f) {
    return fmax(f->af, fmax(f->af_grpmax, f->faf95));
}

/* A value and its name in words; below 0: not stated. `is_rare` says for what it is asked. */
static double measure(const gnbs_sheet_t *s, const gnbs_rule_t *r, const population_t *p,
                      bool is_rare, const char **name) {
    const gnbs_frequency_t *f = p->f;
    bool is_absent = p->seen == ABSENT;
    double hom, hemi;
    switch (r->measure) {
    case GNBS_MEASURE_FAF95:
        *name = is_absent || f->faf95 >= 0 ? "filtering allele frequency (95 %)"
                : f->af_grpmax >= 0 ? "allele frequency of the largest ancestry group"
                                    : "allele frequency";
        return is_absent ? 0 : filtering_af(f);
    case GNBS_MEASURE_GRPMAX:
        *name = "largest allele frequency by ancestry";
        return is_absent ? 0 : is_rare ? largest_af(f) : fmax(f->af, f->af_grpmax);
    case GNBS_MEASURE_AF_MALE:
        *name = "allele frequency in males";
        if (is_absent) return 0;
        if (f->af_male >= 0) return f->af_male;
        *name = is_rare ? "largest allele frequency (males are not stated)"
                        : "filtering allele frequency (males are not stated)";
        return is_rare ? largest_af(f) : filtering_af(f);
    case GNBS_MEASURE_HOMOZYGOTES: *name = "homozygotes"; return is_absent ? 0 : f->n_hom;
    case GNBS_MEASURE_HEMIZYGOTES:
        *name = "hemizygotes";
        return is_absent || !s->is_x ? 0 : f->n_hemi;
    case GNBS_MEASURE_HOM_OR_HEMI:
        *name = "homozygotes and hemizygotes";
        if (is_absent) return 0;
        hom = f->n_hom;
        hemi = s->is_x ? f->n_hemi : 0;
        return hom < 0 && hemi < 0 ? -1 : fmax(hom, 0) + fmax(hemi, 0);
    default: break;
    }
    return -1;
}

/* Is it an allele that a row names, or a change of protein that it leaves out? */
static bool is_allele(const gnbs_sheet_t *s, const gnbs_rule_t *r) {
    const gnbs_variant_t *v = s->in->variant;
    const gnbs_contigs_t *contigs = &s->in->bundle->contigs;
    if (v == NULL || v->tid < 0 || v->tid >= contigs->n) return false;
    const char *name = contigs->contig[v->tid].name;
    if (strncmp(name, "chr", 3) == 0) name += 3;
    char text[256];
    int n = snprintf(text, sizeof text, "%s:%s-%" PRId64 "-%.60s-%.60s",
                     gnbs_contig_build_name(s->in->bundle->build), name, v->pos + 1, v->ref,
                     v->alt);
    return n > 0 && strcmp(text, r->limit) == 0;
}

static bool is_protein(const gnbs_sheet_t *s, const gnbs_rule_t *r) {
    const char *p = s->in->n_consequence > 0 ? s->in->consequence[0].hgvs_p : NULL;
    char bare[128];
    size_t n = 0;
    for (; p != NULL && *p != '\0' && n + 1 < sizeof bare; p++)
        if (*p != '(' && *p != ')') bare[n++] = *p;
    bare[n] = '\0';
    return n > 0 && strcmp(bare, r->limit) == 0;
}

/* A row with the rows joined to it: 1 holds, 0 does not, -1 when something is not stated. */
static int judge_group(const gnbs_sheet_t *s, size_t n, const gnbs_rule_t r[],
                       const population_t *p, bool is_rare) {
    int answer = 1;
    for (size_t i = 0; i < n; i++) {
        const char *name;
        int holds;
        if (r[i].measure == GNBS_MEASURE_PROTEIN_NOT) {
            holds = !is_protein(s, &r[i]);
        } else {
            double value = measure(s, &r[i], p, is_rare, &name);
            holds = value < 0 ? -1 : gnbs_rule_holds(&r[i], value);
        }
        if (holds == 0) return 0;
        if (holds < 0) answer = -1;
    }
    return answer;
}

static size_t group_size(size_t n, const gnbs_rule_t r[]) {
    size_t k = 1;
    while (k < n && r[k].is_joined) k++;
    return k;
}

static void add_data(const gnbs_sheet_t *s, gnbs_str_t *out, size_t n,
                     const gnbs_rule_t r[], const population_t *p, bool is_rare) {
    for (size_t i = 0; i < n; i++) {
        const char *name = "";
        if (r[i].measure == GNBS_MEASURE_PROTEIN_NOT) continue;
        double value = measure(s, &r[i], p, is_rare, &name);
        gnbs_str_add(out, i > 0 ? " and " : "");
        if (value < 0)
            gnbs_str_printf(out, "%s not stated (limit %s)", name, r[i].limit);
        else
            gnbs_str_printf(out, "%s %.4g (limit %s)", name, value, r[i].limit);
    }
}

typedef struct verdict {
    gnbs_criterion_state_t state;
    gnbs_acmg_strength_t strength;
    size_t first, n; /* rows that decided */
} verdict_t;

/* Of the groups that hold the strongest; when none does, whether one could not be judged. */
static verdict_t judge_rows(const gnbs_sheet_t *s, size_t n, const gnbs_rule_t r[],
                            const population_t *p, bool is_rare) {
    verdict_t v = {GNBS_CRITERION_NOT_MET, GNBS_ACMG_NO_STRENGTH, 0, 0};
    for (size_t i = 0, k; i < n; i += k) {
        k = group_size(n - i, r + i);
        if (r[i].measure == GNBS_MEASURE_ALLELE || r[i].measure == GNBS_MEASURE_USE)
            continue;
        int holds = judge_group(s, k, r + i, p, is_rare);
        bool is_first = v.n == 0, is_stronger = r[i].strength > v.strength;
        if (holds == 1 && is_stronger)
            v = (verdict_t){GNBS_CRITERION_MET, r[i].strength, i, k};
        else if (holds == -1 && v.state == GNBS_CRITERION_NOT_MET)
            v = (verdict_t){GNBS_CRITERION_NOT_ASSESSABLE, GNBS_ACMG_NO_STRENGTH, i, k};
        else if (is_first)
            v = (verdict_t){GNBS_CRITERION_NOT_MET, GNBS_ACMG_NO_STRENGTH, i, k};
    }
    return v;
}

static void write_verdict(gnbs_sheet_t *s, gnbs_acmg_code_t code, const gnbs_rule_t r[],
                          const verdict_t *v, const population_t *p, bool is_rare) {
    gnbs_str_t text;
    gnbs_str_init(&text);
    add_data(s, &text, v->n, r + v->first, p, is_rare);
    const gnbs_rule_t *rule = &r[v->first];
    if (p->seen == ABSENT && p->f == NULL)
        gnbs_str_printf(&text,
                        "; in none of %" PRId32 " chromosomes judged within %d bases",
                        p->covered, (int)GNBS_COVERED_NEAR_BP);
    else if (p->seen == ABSENT)
        gnbs_str_printf(&text, "; listed, but in none of %" PRId32 " chromosomes (%s)",
                        p->covered, p->f->filter);
    else if (p->f != NULL && p->f->ac >= 0 && p->f->an >= 0)
        gnbs_str_printf(&text, "; %" PRId32 " of %" PRId32 " chromosomes", p->f->ac,
                        p->f->an);
    if (p->f != NULL && p->f->grpmax[0] != '\0' && p->seen == SEEN)
        gnbs_str_printf(&text, ", most in %s", p->f->grpmax);
    gnbs_str_printf(&text, "; source %s; limit of %s", p->source, rule->source);
    if (text.failed) s->failed = true;
    if (v->state == GNBS_CRITERION_MET)
        gnbs_sheet_met(s, code, v->strength, "%s", gnbs_str_text(&text));
    else if (v->state == GNBS_CRITERION_NOT_MET)
        gnbs_sheet_not_met(s, code, "%s", gnbs_str_text(&text));
    else
        gnbs_sheet_open(s, code, "%s", gnbs_str_text(&text));
    gnbs_str_clear(&text);
}

/* Says why nothing can be said, for all criteria of frequency; false when something can. */
static bool is_unknown(gnbs_sheet_t *s, const population_t *p, gnbs_acmg_code_t code) {
    switch (p->seen) {
    case NO_SOURCE:
        if (s->in->together != NULL)
            gnbs_sheet_open(
                s, code,
                "how common this allele is says nothing of %s, which one copy carries",
                s->in->together);
        else
            gnbs_sheet_open(s, code, "the bundle has no frequency source");
        return true;
    case ABSENT_UNKNOWN:
        gnbs_sheet_open(
            s, code,
            "no frequency source of the bundle has the allele, and none says that "
            "it looked there: absent is not rare");
        return true;
    case SEEN_FILTERED:
        gnbs_sheet_open(s, code,
                        "%s lists the allele, but it did not pass its filters (%s)",
                        p->source, p->f->filter);
        return true;
    case SEEN:
        if (p->f->an >= 0 && p->f->an < s->opt->min_chromosomes) {
            gnbs_sheet_open(s, code,
                            "%s judged %" PRId32
                            " chromosomes there, fewer than the %" PRId32
                            " that a frequency takes",
                            p->source, p->f->an, s->opt->min_chromosomes);
            return true;
        }
        return false;
    case ABSENT: return false;
    }
    return false;
}

/* Alleles that are common and pathogenic all the same: those of the exception list, and those that ClinVar's reviewed
 * submitters call so; for these a person decides. */
static bool is_exception(gnbs_sheet_t *s, gnbs_acmg_code_t code) {
    size_t n;
    const gnbs_rule_t *r = gnbs_rule_all(s->in->bundle, -1, GNBS_ACMG_BA1, &n);
    for (size_t i = 0; i < n; i++)
        if (r[i].measure == GNBS_MEASURE_ALLELE && is_allele(s, &r[i])) {
            gnbs_sheet_not_met(s, code, "common, but an exception: %s, %s", r[i].note,
                               r[i].source);
            return true;
        }
    const gnbs_known_t *k = s->in->known;
    if (k == NULL || k->stars < 2 || !gnbs_known_is_pathogenic(k)) return false;
    gnbs_sheet_open(
        s, code,
        "common by the rule, but %s %s says %s (%d of 4 stars): a person decides "
        "whether it is an exception",
        s->clinvar, k->clinvar_id, gnbs_clnsig_name(k->sig), k->stars);
    return true;
}

/* Whiffin et al. 2017: the largest frequency that a condition of this prevalence allows, one allele causing all of
 * it; BS1 from there, BA1 from ten times that (at most 5 %). */
static double largest_credible(const gnbs_sheet_t *s) {
    static const double FLOOR = 0.0005;
    double g = s->in->prevalence;
    gnbs_inheritance_t inh = s->in->inheritance;
    if (!(g > 0)) return 0;
    if (inh == GNBS_INH_AR) return fmax(sqrt(g), FLOOR);
    if (inh == GNBS_INH_AD) return fmax(g / 2, FLOOR);
    return 0;
}

static void judge_common(gnbs_sheet_t *s, const population_t *p, gnbs_acmg_code_t code) {
    size_t n;
    const gnbs_rule_t *r = gnbs_sheet_rules(s, code, &n);
    if (r == NULL || is_unknown(s, p, code)) return;
    gnbs_rule_t computed[2];
    double credible = r[0].i_gene < 0 ? largest_credible(s) : 0;
    if (credible > 0) {
        double limit = code == GNBS_ACMG_BS1 ? credible : fmin(0.05, 10 * credible);
        computed[0] = (gnbs_rule_t){
            .code = code,
            .strength = code == GNBS_ACMG_BA1 ? GNBS_ACMG_STAND_ALONE : GNBS_ACMG_STRONG,
            .measure = GNBS_MEASURE_FAF95,
            .relation = GNBS_RELATION_ABOVE,
            .value = limit,
            .source = "the panel's prevalence (Whiffin et al. 2017)"};
        computed[0].limit = gnbs_arena_printf(s->arena, ">%.4g", limit);
        if (computed[0].limit == NULL) {
            s->failed = true;
            return;
        }
        r = computed;
        n = 1;
    }
    verdict_t v = judge_rows(s, n, r, p, false);
    if (v.n == 0) {
        gnbs_sheet_open(s, code, "no limit is set for this gene and inheritance");
        return;
    }
    if (v.state == GNBS_CRITERION_MET && is_exception(s, code)) return;
    write_verdict(s, code, r, &v, p, false);
}

static void judge_healthy(gnbs_sheet_t *s, const population_t *p) {
    size_t n;
    const gnbs_rule_t *r = gnbs_sheet_rules(s, GNBS_ACMG_BS2, &n);
    if (r == NULL) {
        if (s->line[GNBS_ACMG_BS2].why == NULL)
            gnbs_sheet_open(
                s, GNBS_ACMG_BS2,
                "no expert panel sets a number of healthy carriers for this gene%s",
                p->f != NULL && p->f->n_hom > 0
                    ? "; the source has homozygotes, which a person may weigh"
                    : "");
        return;
    }
    if (is_unknown(s, p, GNBS_ACMG_BS2)) return;
    verdict_t v = judge_rows(s, n, r, p, false);
    if (v.state == GNBS_CRITERION_MET && is_exception(s, GNBS_ACMG_BS2)) return;
    if (v.n > 0) write_verdict(s, GNBS_ACMG_BS2, r, &v, p, false);
}

static void judge_rare(gnbs_sheet_t *s, const population_t *p) {
    size_t n;
    const gnbs_rule_t *r = gnbs_sheet_rules(s, GNBS_ACMG_PM2, &n);
    if (r == NULL) return;
    /* few chromosomes that already show it often enough deny rarity all the same */
    if (p->seen != SEEN && is_unknown(s, p, GNBS_ACMG_PM2)) return;
    verdict_t v = judge_rows(s, n, r, p, true);
    if (v.n == 0) return;
    if (v.state == GNBS_CRITERION_MET && is_unknown(s, p, GNBS_ACMG_PM2)) return;
    write_verdict(s, GNBS_ACMG_PM2, r, &v, p, true);
}

/* Frequencies of the mitochondrion are of people in whom all copies have the allele, counted by haplogroup (MITOMAP, HelixMTdb,
 * gnomAD's own file; McCormick et al. 2020). A source of nuclear alleles says nothing there, least of all by silence. */
static bool is_mitochondrial(gnbs_sheet_t *s, const population_t *p) {
    static const gnbs_acmg_code_t CODES[] = {GNBS_ACMG_BA1, GNBS_ACMG_BS1, GNBS_ACMG_BS2,
                                             GNBS_ACMG_PM2};
    if (!s->is_mt) return false;
    if (p->seen == SEEN && s->in->inheritance == GNBS_INH_MT) return false;
    for (size_t i = 0; i < sizeof CODES / sizeof CODES[0]; i++)
        gnbs_sheet_open(
            s, CODES[i],
            "a mitochondrial allele: frequencies of nuclear alleles do not apply, and "
            "no source of mitochondrial ones has it (ClinGen asks MITOMAP, HelixMTdb "
            "and gnomAD; McCormick et al. 2020)");
    return true;
}

void gnbs_judge_frequency(gnbs_sheet_t *s) {
    population_t p = look(s);
    if (is_mitochondrial(s, &p)) return;
    judge_common(s, &p, GNBS_ACMG_BA1);
    judge_common(s, &p, GNBS_ACMG_BS1);
    judge_healthy(s, &p);
    judge_rare(s, &p);
    if (gnbs_sheet_holds(s, GNBS_ACMG_BA1) && gnbs_sheet_holds(s, GNBS_ACMG_BS1))
        gnbs_sheet_not_met(s, GNBS_ACMG_BS1,
                           "counted once: BA1 holds for the same frequency");
}
