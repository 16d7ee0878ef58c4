#include "classify/classify.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "classify/classify_sheet.h"

gnbs_classify_opt_t gnbs_classify_opt_default(void) {
    return (gnbs_classify_opt_t){.min_chromosomes = 2000,
                                 .common_lof_af = 0.001,
                                 .critical_lost_frac = 0.1,
                                 .min_known_null = 3,
                                 .hot_spot_residues = 8};
}

gnbs_code_t gnbs_classify_opt_validate(const gnbs_classify_opt_t *o, gnbs_err_t *err) {
    if (o->min_chromosomes < 0 || o->min_known_null < 0 || o->hot_spot_residues < 0 ||
        !(o->common_lof_af >= 0 && o->common_lof_af <= 1) ||
        !(o->critical_lost_frac >= 0 && o->critical_lost_frac <= 1))
        return gnbs_err_set(
            err, GNBS_E_USAGE,
            "classification: counts are at least 0, shares between 0 and 1");
    return GNBS_OK;
}

/* ---- the sheet ---------------------------------------------------------------------------------- */

static void write_line(gnbs_sheet_t *s, gnbs_acmg_code_t code, gnbs_criterion_state_t state,
                       gnbs_acmg_strength_t strength, const char *fmt, va_list args) {
    char buf[2048];
    int n = vsnprintf(buf, sizeof buf, fmt, args);
    if (n >= (int)sizeof buf) memcpy(buf + sizeof buf - 4, "...", 4);
    const char *why = gnbs_arena_strdup(s->arena, buf);
    if (why == NULL) s->failed = true;
    s->line[code] = (gnbs_sheet_line_t){state, strength, why != NULL ? why : ""};
}

void gnbs_sheet_met(gnbs_sheet_t *s, gnbs_acmg_code_t code, gnbs_acmg_strength_t strength,
                    const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    write_line(s, code, GNBS_CRITERION_MET, strength, fmt, args);
    va_end(args);
}

void gnbs_sheet_not_met(gnbs_sheet_t *s, gnbs_acmg_code_t code, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    write_line(s, code, GNBS_CRITERION_NOT_MET, GNBS_ACMG_NO_STRENGTH, fmt, args);
    va_end(args);
}

void gnbs_sheet_open(gnbs_sheet_t *s, gnbs_acmg_code_t code, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    write_line(s, code, GNBS_CRITERION_NOT_ASSESSABLE, GNBS_ACMG_NO_STRENGTH, fmt, args);
    va_end(args);
}

const gnbs_rule_t *gnbs_sheet_row(size_t n, const gnbs_rule_t rule[], gnbs_measure_t m) {
    for (size_t i = 0; i < n; i++)
        if (rule[i].measure == m) return &rule[i];
    return NULL;
}

const gnbs_rule_t *gnbs_sheet_rules(gnbs_sheet_t *s, gnbs_acmg_code_t code, size_t *n) {
    const gnbs_rule_t *r =
        gnbs_rule_find(s->in->bundle, s->in->i_gene, s->in->inheritance, code, n);
    const gnbs_rule_t *use = gnbs_sheet_row(*n, r, GNBS_MEASURE_USE);
    if (use == NULL || use->limit[0] == 'y') return r;
    gnbs_sheet_not_met(s, code, "%s does not apply it to this gene", use->source);
    *n = 0;
    return NULL;
}

const gnbs_score_t *gnbs_sheet_score(const gnbs_sheet_t *s, const char *name) {
    for (size_t i = 0; i < s->in->n_score; i++)
        if (strcmp(s->in->score[i].name, name) == 0) return &s->in->score[i];
    return NULL;
}

/* "ClinVar 2016-11-02" of the source that the bundle was made from. */
static const char *clinvar_of(const gnbs_bundle_t *b, gnbs_arena_t *arena) {
    for (size_t i = 0; i < b->n_source; i++) {
        if (strcmp(b->source[i].role, "clinvar") != 0) continue;
        const char *version = b->source[i].version;
        if (strncmp(version, "ClinVar", 7) == 0) return version;
        return version[0] != '\0' ? gnbs_arena_printf(arena, "ClinVar %s", version)
                                  : "ClinVar";
    }
    return "ClinVar";
}

static void state_facts(gnbs_sheet_t *s) {
    const gnbs_classify_input_t *in = s->in;
    const gnbs_variant_t *v = in->variant;
    s->worst = GNBS_CSQ_INTERGENIC;
    s->null_path = "";
    s->clinvar = clinvar_of(in->bundle, s->arena);
    if (s->clinvar == NULL) s->failed = true;
    if (in->n_consequence > 0) {
        s->worst = gnbs_consequence_worst(&in->consequence[0]);
        s->residue = s->residue_last = in->consequence[0].protein_pos1;
    }
    if (v == NULL) return;
    int64_t n_ref = (int64_t)strlen(v->ref), n_alt = (int64_t)strlen(v->alt);
    int64_t change = n_ref > n_alt ? n_ref - n_alt : n_alt - n_ref;
    if (change % 3 == 0) s->n_changed = (int32_t)(change / 3);
    if (n_ref > n_alt && s->residue > 0) s->residue_last = s->residue + s->n_changed - 1;
    if (s->residue_last < s->residue) s->residue_last = s->residue;
    const gnbs_contigs_t *contigs = &in->bundle->contigs;
    if (v->tid < 0 || v->tid >= contigs->n) return;
    gnbs_contig_kind_t kind = gnbs_contig_kind(contigs->contig[v->tid].name);
    s->is_mt = kind == GNBS_CONTIG_MT;
    s->is_x = kind == GNBS_CONTIG_X &&
              !gnbs_contig_is_par(in->bundle->build, GNBS_CONTIG_X, v->pos);
}

/* ---- what criteria do to one another ---------------------------------------------------------- */

/* A row "+with PM2 PP3": they must hold too. */
static void apply_with(gnbs_sheet_t *s) {
    for (int code = 0; code < GNBS_ACMG_N; code++) {
        if (!gnbs_sheet_holds(s, (gnbs_acmg_code_t)code)) continue;
        size_t n;
        const gnbs_rule_t *r = gnbs_rule_find(
            s->in->bundle, s->in->i_gene, s->in->inheritance, (gnbs_acmg_code_t)code, &n);
        const gnbs_rule_t *with = gnbs_sheet_row(n, r, GNBS_MEASURE_WITH);
        for (const char *p = with != NULL ? with->limit : ""; *p != '\0';) {
            size_t k = strcspn(p, " ");
            gnbs_acmg_code_t other = gnbs_acmg_code_parse(p, k);
            if (other != GNBS_ACMG_N && !gnbs_sheet_holds(s, other)) {
                gnbs_sheet_not_met(s, (gnbs_acmg_code_t)code,
                                   "%s asks for %s too, which does "
                                   "not hold",
                                   with->source, gnbs_acmg_code_name(other));
                break;
            }
            p += k + (p[k] == ' ');
        }
    }
}

/* Pejaver et al. 2022: a hot spot and a score say in part the same; together at most 4 points. */
static void cap_hot_spot_and_score(gnbs_sheet_t *s) {
    enum { MOST = 4 };
    gnbs_sheet_line_t *pm1 = &s->line[GNBS_ACMG_PM1], *pp3 = &s->line[GNBS_ACMG_PP3];
    if (pm1->state != GNBS_CRITERION_MET || pp3->state != GNBS_CRITERION_MET) return;
    gnbs_acmg_strength_t before = pp3->strength;
    while (pp3->strength > GNBS_ACMG_NO_STRENGTH &&
           gnbs_acmg_points(GNBS_ACMG_PM1, pm1->strength) +
                   gnbs_acmg_points(GNBS_ACMG_PP3, pp3->strength) >
               MOST)
        pp3->strength--;
    if (pp3->strength == before) return;
    const char *why = pp3->why;
    if (pp3->strength > GNBS_ACMG_NO_STRENGTH)
        gnbs_sheet_met(s, GNBS_ACMG_PP3, pp3->strength,
                       "%s; lowered from %s, because PM1 and PP3 give at most 4 points "
                       "together (Pejaver et al. 2022)",
                       why, gnbs_acmg_strength_name(before));
    else
        gnbs_sheet_not_met(
            s, GNBS_ACMG_PP3,
            "%s; not counted beside PM1 (at most 4 points together, Pejaver et "
            "al. 2022)",
            why);
}

/* ---- the result ----------------------------------------------------------------------------------- */

static gnbs_acmg_class_t class_of(gnbs_clnsig_t sig) {
    switch (sig) {
    case GNBS_CLNSIG_BENIGN: return GNBS_ACMG_BENIGN;
    case GNBS_CLNSIG_LIKELY_BENIGN: return GNBS_ACMG_LIKELY_BENIGN;
    case GNBS_CLNSIG_UNCERTAIN: return GNBS_ACMG_UNCERTAIN;
    case GNBS_CLNSIG_LIKELY_PATHOGENIC: return GNBS_ACMG_LIKELY_PATHOGENIC;
    case GNBS_CLNSIG_PATHOGENIC: return GNBS_ACMG_PATHOGENIC;
    default: return GNBS_ACMG_NOT_CLASSIFIED;
    }
}

/* -1 benign side, 0 uncertain, 1 pathogenic side */
static int side(gnbs_acmg_class_t c) {
    return c >= GNBS_ACMG_LIKELY_PATHOGENIC ? 1 : c == GNBS_ACMG_UNCERTAIN ? 0 : -1;
}

static void consult_authority(gnbs_sheet_t *s, gnbs_classification_t *out) {
    const gnbs_known_t *k = s->in->known;
    gnbs_acmg_class_t theirs = k != NULL ? class_of(k->sig) : GNBS_ACMG_NOT_CLASSIFIED;
    if (k == NULL || theirs == GNBS_ACMG_NOT_CLASSIFIED) return;
    if (k->stars >= 3) {
        out->acmg_class = theirs;
        out->authority = gnbs_arena_printf(
            s->arena,
            "%s in %s (VariationID %s) says %s, which outranks the points counted here",
            k->stars == 4 ? "A practice guideline" : "An expert panel", s->clinvar,
            k->clinvar_id, gnbs_acmg_class_name(theirs));
    }
    if (theirs != out->points_class)
        out->difference = gnbs_arena_printf(
            s->arena, "%s %s says %s (%d of 4 stars); the points counted here say %s%s",
            s->clinvar, k->clinvar_id, gnbs_acmg_class_name(theirs), k->stars,
            gnbs_acmg_class_name(out->points_class),
            side(theirs) * side(out->points_class) < 0
                ? ": the two contradict each other, and a person decides"
                : "");
    if (out->authority == NULL || out->difference == NULL) s->failed = true;
}

static gnbs_code_t finish(gnbs_sheet_t *s, gnbs_classification_t *out, gnbs_err_t *err) {
    gnbs_acmg_evidence_t met[GNBS_ACMG_N];
    gnbs_criterion_t *list = GNBS_NEW(s->arena, gnbs_criterion_t, GNBS_ACMG_N);
    size_t n_met = 0, n = 0;
    static const gnbs_criterion_state_t ORDER[] = {
        GNBS_CRITERION_MET, GNBS_CRITERION_NOT_MET, GNBS_CRITERION_NOT_ASSESSABLE};
    if (list == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "criteria");
    for (int k = 0; k < 3; k++)
        for (int i = 0; i < GNBS_ACMG_N; i++) {
            const gnbs_sheet_line_t *l = &s->line[i];
            bool is_met = l->state == GNBS_CRITERION_MET;
            if (l->state != ORDER[k]) continue;
            if (is_met)
                met[n_met++] = (gnbs_acmg_evidence_t){(gnbs_acmg_code_t)i, l->strength};
            list[n++] = (gnbs_criterion_t){
                .code = gnbs_acmg_code_name((gnbs_acmg_code_t)i),
                .state = l->state,
                .strength = is_met ? gnbs_acmg_strength_name(l->strength) : "",
                .points = is_met ? gnbs_acmg_points((gnbs_acmg_code_t)i, l->strength) : 0,
                .why = l->why != NULL ? l->why : "not judged"};
        }
    gnbs_acmg_sum_t sum = gnbs_acmg_sum(n_met, met);
    *out = (gnbs_classification_t){.acmg_class = sum.points_class,
                                   .points_class = sum.points_class,
                                   .table_class = sum.table_class,
                                   .points = sum.points,
                                   .posterior = sum.posterior,
                                   .null_path = s->null_path,
                                   .authority = "",
                                   .difference = "",
                                   .n_criterion = n,
                                   .criterion = list};
    consult_authority(s, out);
    return s->failed ? gnbs_err_set(err, GNBS_E_NOMEM, "criteria") : GNBS_OK;
}

static void settle(gnbs_sheet_t *s) {
    cap_hot_spot_and_score(s);
    apply_with(s);
    gnbs_judge_curated(s);
}

gnbs_code_t gnbs_classify_variant(const gnbs_classify_opt_t *opt,
                                  const gnbs_classify_input_t *in, gnbs_arena_t *arena,
                                  gnbs_classification_t *out, gnbs_err_t *err) {
    gnbs_sheet_t s = {.opt = opt, .in = in, .arena = arena};
    state_facts(&s);
    gnbs_judge_people(&s);
    gnbs_judge_null(&s);
    gnbs_judge_frequency(&s);
    gnbs_judge_protein(&s);
    gnbs_judge_scores(&s);
    gnbs_judge_partners(&s);
    settle(&s);
    return finish(&s, out, err);
}

gnbs_code_t gnbs_classify_dosage(const gnbs_classify_opt_t *opt,
                                 const gnbs_classify_input_t *in,
                                 const gnbs_classify_dosage_t *event, gnbs_arena_t *arena,
                                 gnbs_classification_t *out, gnbs_err_t *err) {
    gnbs_classify_input_t bare = *in;
    bare.variant = NULL;
    bare.n_consequence = 0;
    gnbs_sheet_t s = {.opt = opt, .in = &bare, .arena = arena};
    state_facts(&s);
    gnbs_judge_people(&s);
    for (int i = 0; i < GNBS_ACMG_N; i++)
        if (s.line[i].why == NULL)
            gnbs_sheet_open(&s, (gnbs_acmg_code_t)i,
                            "not asked of a %s of exons, which PVS1 judges",
                            event->is_deletion ? "deletion" : "duplication");
    gnbs_judge_dosage(&s, event);
    gnbs_judge_partners(&s);
    settle(&s);
    return finish(&s, out, err);
}
