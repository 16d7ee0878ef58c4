#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "classify/classify_sheet.h"
#include "genome/seq.h"

static const char *stars(const gnbs_known_t *k) {
    static const char *const WORDS[] = {"no star", "1 star", "2 stars", "3 stars",
                                        "4 stars"};
    return WORDS[k->stars >= 0 && k->stars <= 4 ? k->stars : 0];
}

/* "R/W" of one residue exchanged for another. */
static bool is_exchange(const gnbs_consequence_t *c) {
    return (c->terms & (UINT64_C(1) << GNBS_CSQ_MISSENSE)) != 0 && c->amino_acids != NULL &&
           strlen(c->amino_acids) == 3;
}

static gnbs_acmg_strength_t at_most(gnbs_acmg_strength_t strength, size_t n,
                                    const gnbs_rule_t r[]) {
    const gnbs_rule_t *most = gnbs_sheet_row(n, r, GNBS_MEASURE_MOST);
    return most != NULL && most->strength < strength ? most->strength : strength;
}

/* ---- PS1: the same change ------------------------------------------------------------------- */

/* Pathogenic at full strength with two stars, one level less for likely pathogenic and for one star. */
static gnbs_acmg_strength_t strength_of_same(const gnbs_known_t *k) {
    int level = (int)GNBS_ACMG_STRONG;
    if (k->stars < 1 || !gnbs_known_is_pathogenic(k)) return GNBS_ACMG_NO_STRENGTH;
    if (k->sig == GNBS_CLNSIG_LIKELY_PATHOGENIC) level--;
    if (k->stars < 2) level--;
    return (gnbs_acmg_strength_t)level;
}

static const gnbs_known_t *same_exchange(const gnbs_sheet_t *s) {
    const gnbs_consequence_t *c = &s->in->consequence[0];
    const gnbs_known_t *best = NULL;
    for (size_t i = 0; i < s->in->n_neighbour; i++) {
        const gnbs_classify_neighbour_t *k = &s->in->neighbour[i];
        if (k->known == s->in->known || !gnbs_known_is_pathogenic(k->known) ||
            !is_exchange(&k->consequence) ||
            k->consequence.protein_pos1 != c->protein_pos1 ||
            strcmp(k->consequence.amino_acids, c->amino_acids) != 0)
            continue;
        if (best == NULL || strength_of_same(k->known) > strength_of_same(best))
            best = k->known;
    }
    return best;
}

/* Walker et al. 2023: another base exchanged at the same place of a splice region, with a prediction that is no graver
 * than here; in the canonical two bases, beside PVS1, as supporting. */
static void judge_same_splice(gnbs_sheet_t *s, size_t n, const gnbs_rule_t r[]) {
    const gnbs_consequence_t *c = &s->in->consequence[0];
    const gnbs_variant_t *v = s->in->variant;
    bool is_canonical =
        s->worst == GNBS_CSQ_SPLICE_ACCEPTOR || s->worst == GNBS_CSQ_SPLICE_DONOR;
    const gnbs_score_t *own = gnbs_sheet_score(s, "SpliceAI");
    const gnbs_classify_neighbour_t *found = NULL;
    for (size_t i = 0; v != NULL && i < s->in->n_neighbour; i++) {
        const gnbs_classify_neighbour_t *k = &s->in->neighbour[i];
        gnbs_csq_t csq = gnbs_consequence_worst(&k->consequence);
        bool is_site = is_canonical && csq == s->worst &&
                       k->consequence.intron_number == c->intron_number;
        bool is_place = !is_canonical && k->known->variant.pos == v->pos &&
                        gnbs_variant_is_snv(&k->known->variant) && gnbs_variant_is_snv(v);
        if (k->known == s->in->known || !gnbs_known_is_pathogenic(k->known) ||
            k->known->stars < 1 || (!is_site && !is_place))
            continue;
        if (found == NULL || k->known->stars > found->known->stars) found = k;
    }
    if (found == NULL) {
        gnbs_sheet_not_met(
            s, GNBS_ACMG_PS1,
            "%s has no reviewed pathogenic variant at this place of the splice "
            "site",
            s->clinvar);
        return;
    }
    if (is_canonical) {
        gnbs_sheet_met(
            s, GNBS_ACMG_PS1, at_most(GNBS_ACMG_SUPPORTING, n, r),
            "%s %s (%s, %s) is in the same canonical splice site; beside PVS1 as "
            "supporting (Walker et al. 2023)",
            s->clinvar, found->known->clinvar_id, gnbs_clnsig_name(found->known->sig),
            stars(found->known));
        return;
    }
    if (own == NULL || found->splice_score < 0) {
        gnbs_sheet_open(s, GNBS_ACMG_PS1,
                        "%s %s (%s) changes the same base of a splice region, but without "
                        "splicing scores of both the two cannot be compared",
                        s->clinvar, found->known->clinvar_id,
                        gnbs_clnsig_name(found->known->sig));
        return;
    }
    bool is_no_less = own->value >= found->splice_score;
    gnbs_acmg_strength_t strength =
        found->known->sig == GNBS_CLNSIG_PATHOGENIC ? GNBS_ACMG_STRONG : GNBS_ACMG_MODERATE;
    if (is_no_less)
        gnbs_sheet_met(
            s, GNBS_ACMG_PS1, at_most(strength, n, r),
            "%s %s (%s, %s) changes the same base, and splicing is predicted to "
            "suffer no less here (SpliceAI %.2f, there %.2f; Walker et al. 2023)",
            s->clinvar, found->known->clinvar_id, gnbs_clnsig_name(found->known->sig),
            stars(found->known), own->value, found->splice_score);
    else
        gnbs_sheet_not_met(
            s, GNBS_ACMG_PS1,
            "%s %s changes the same base, but splicing is predicted to suffer "
            "less here (SpliceAI %.2f, there %.2f)",
            s->clinvar, found->known->clinvar_id, own->value, found->splice_score);
}

static void judge_same(gnbs_sheet_t *s) {
    size_t n;
    const gnbs_rule_t *r = gnbs_sheet_rules(s, GNBS_ACMG_PS1, &n);
    if (r == NULL && s->line[GNBS_ACMG_PS1].why != NULL) return;
    bool is_splice = gnbs_sheet_has(s, GNBS_CSQ_SPLICE_REGION) ||
                     gnbs_sheet_has(s, GNBS_CSQ_SPLICE_DONOR_5TH) ||
                     gnbs_sheet_has(s, GNBS_CSQ_SPLICE_DONOR_REGION) ||
                     gnbs_sheet_has(s, GNBS_CSQ_SPLICE_POLYPYRIMIDINE) ||
                     s->worst == GNBS_CSQ_SPLICE_ACCEPTOR ||
                     s->worst == GNBS_CSQ_SPLICE_DONOR;
    if (!is_exchange(&s->in->consequence[0])) {
        if (is_splice)
            judge_same_splice(s, n, r);
        else
            gnbs_sheet_not_met(s, GNBS_ACMG_PS1,
                               "no exchange of one amino acid, and no splice site");
        return;
    }
    const gnbs_known_t *k = same_exchange(s);
    gnbs_acmg_strength_t strength =
        k != NULL ? at_most(strength_of_same(k), n, r) : GNBS_ACMG_NO_STRENGTH;
    if (k == NULL)
        gnbs_sheet_not_met(s, GNBS_ACMG_PS1,
                           "%s has no pathogenic variant with the same change of protein",
                           s->clinvar);
    else if (strength == GNBS_ACMG_NO_STRENGTH)
        gnbs_sheet_not_met(
            s, GNBS_ACMG_PS1,
            "same change of protein as %s %s (%s), which nobody has reviewed", s->clinvar,
            k->clinvar_id, gnbs_clnsig_name(k->sig));
    else
        gnbs_sheet_met(s, GNBS_ACMG_PS1, strength,
                       "same change of protein as %s %s (%s, %s)", s->clinvar,
                       k->clinvar_id, gnbs_clnsig_name(k->sig), stars(k));
}

/* ---- PM5: another change of the same residue --------------------------------------------------- */

typedef struct residue_count {
    int n_pathogenic, n_likely; /* different changes, reviewed */
    bool has_reviewed_likely;   /* by two stars */
    const gnbs_known_t *one;
    char seen[24];
} residue_count_t;

static bool is_far_enough(const gnbs_rule_t *distance, const char *own, const char *other) {
    if (distance == NULL || distance->limit[0] != 'g') return true;
    int a = gnbs_grantham(own[0], own[2]), b = gnbs_grantham(other[0], other[2]);
    return strcmp(distance->limit, "gt") == 0 ? a > b : a >= b;
}

static residue_count_t count_residue(const gnbs_sheet_t *s, size_t n,
                                     const gnbs_rule_t r[]) {
    residue_count_t c = {0};
    const gnbs_consequence_t *own = &s->in->consequence[0];
    const gnbs_rule_t *likely = gnbs_sheet_row(n, r, GNBS_MEASURE_LIKELY),
                      *distance = gnbs_sheet_row(n, r, GNBS_MEASURE_DISTANCE);
    bool takes_likely = likely == NULL || likely->limit[0] == 'y';
    /* pathogenic ones first: a change that both call counts as the graver */
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < s->in->n_neighbour; i++) {
            const gnbs_classify_neighbour_t *k = &s->in->neighbour[i];
            bool is_pathogenic = k->known->sig == GNBS_CLNSIG_PATHOGENIC;
            if (!gnbs_known_is_pathogenic(k->known) || k->known->stars < 1 ||
                is_pathogenic != (pass == 0) || !is_exchange(&k->consequence) ||
                k->consequence.protein_pos1 != own->protein_pos1)
                continue;
            char aa = k->consequence.amino_acids[2];
            if (aa == own->amino_acids[2] || strchr(c.seen, aa) != NULL ||
                !is_far_enough(distance, own->amino_acids, k->consequence.amino_acids) ||
                (!is_pathogenic && !takes_likely))
                continue;
            c.seen[strlen(c.seen)] = aa;
            c.n_pathogenic += is_pathogenic;
            c.n_likely += !is_pathogenic;
            c.has_reviewed_likely |= !is_pathogenic && k->known->stars >= 2;
            if (c.one == NULL) c.one = k->known;
        }
    return c;
}

static bool is_excluded(gnbs_sheet_t *s, gnbs_acmg_code_t code, size_t n,
                        const gnbs_rule_t r[]) {
    const gnbs_rule_t *without = gnbs_sheet_row(n, r, GNBS_MEASURE_WITHOUT);
    for (const char *p = without != NULL ? without->limit : ""; *p != '\0';) {
        size_t k = strcspn(p, " ");
        gnbs_acmg_code_t other = gnbs_acmg_code_parse(p, k);
        if (other != GNBS_ACMG_N && gnbs_sheet_holds(s, other)) {
            gnbs_sheet_not_met(s, code, "%s holds, and %s does not give both",
                               gnbs_acmg_code_name(other), without->source);
            return true;
        }
        p += k + (p[k] == ' ');
    }
    return false;
}

static void judge_same_residue(gnbs_sheet_t *s) {
    size_t n;
    const gnbs_rule_t *r = gnbs_sheet_rules(s, GNBS_ACMG_PM5, &n);
    if (r == NULL && s->line[GNBS_ACMG_PM5].why != NULL) return;
    if (!is_exchange(&s->in->consequence[0])) {
        gnbs_sheet_not_met(s, GNBS_ACMG_PM5, "no exchange of one amino acid");
        return;
    }
    const gnbs_rule_t *distance = gnbs_sheet_row(n, r, GNBS_MEASURE_DISTANCE),
                      *least = gnbs_sheet_row(n, r, GNBS_MEASURE_KNOWN);
    residue_count_t c = count_residue(s, n, r);
    int n_all = c.n_pathogenic + c.n_likely;
    if (n_all == 0 || (least != NULL && !gnbs_rule_holds(least, n_all))) {
        gnbs_sheet_not_met(s, GNBS_ACMG_PM5,
                           "%s has %s other reviewed pathogenic change of residue %" PRId32
                           "%s%s",
                           s->clinvar, n_all == 0 ? "no" : "too few", s->residue,
                           distance != NULL || least != NULL ? " that counts by " : "",
                           distance != NULL ? distance->source
                           : least != NULL  ? least->source
                                            : "");
        return;
    }
    if (gnbs_sheet_holds(s, GNBS_ACMG_PS1)) {
        gnbs_sheet_not_met(s, GNBS_ACMG_PM5,
                           "counted once: PS1 holds for the same residue");
        return;
    }
    if (is_excluded(s, GNBS_ACMG_PM5, n, r)) return;
    if (distance != NULL && distance->limit[0] == 'b') {
        gnbs_sheet_open(s, GNBS_ACMG_PM5,
                        "%s compares by BLOSUM62, which is left to a person",
                        distance->source);
        return;
    }
    gnbs_acmg_strength_t strength = c.n_pathogenic >= 2     ? GNBS_ACMG_STRONG
                                    : c.n_pathogenic == 1   ? GNBS_ACMG_MODERATE
                                    : c.has_reviewed_likely ? GNBS_ACMG_MODERATE
                                                            : GNBS_ACMG_SUPPORTING;
    gnbs_sheet_met(s, GNBS_ACMG_PM5, at_most(strength, n, r),
                   "residue %" PRId32
                   " is changed otherwise by %d pathogenic and %d likely "
                   "pathogenic variant%s of %s (such as %s, %s)",
                   s->residue, c.n_pathogenic, c.n_likely, n_all > 1 ? "s" : "", s->clinvar,
                   c.one->clinvar_id, stars(c.one));
}

/* ---- PM1 ----------------------------------------------------------------------------------------- */

static void judge_hot_spot(gnbs_sheet_t *s, const gnbs_rule_t *rule) {
    int n_bad = 0, n_good = 0;
    for (size_t i = 0; i < s->in->n_neighbour; i++) {
        const gnbs_classify_neighbour_t *k = &s->in->neighbour[i];
        int32_t away = k->consequence.protein_pos1 - s->residue;
        bool is_near =
            away <= s->opt->hot_spot_residues && -away <= s->opt->hot_spot_residues;
        if (!is_near || !is_exchange(&k->consequence) || k->known->stars < 1 || away == 0)
            continue; /* the residue itself is PM5's */
        n_bad += gnbs_known_is_pathogenic(k->known);
        n_good += k->known->sig == GNBS_CLNSIG_BENIGN ||
                  k->known->sig == GNBS_CLNSIG_LIKELY_BENIGN;
    }
    if (gnbs_rule_holds(rule, n_bad) && n_good == 0)
        gnbs_sheet_met(
            s, GNBS_ACMG_PM1, rule->strength,
            "hot spot: %d reviewed pathogenic and no benign missense variants of %s "
            "within %d residues; %s",
            n_bad, s->clinvar, s->opt->hot_spot_residues, rule->source);
    else
        gnbs_sheet_not_met(
            s, GNBS_ACMG_PM1,
            "no hot spot: %d reviewed pathogenic and %d benign missense variants "
            "of %s within %d residues (limit %s and none)",
            n_bad, n_good, s->clinvar, s->opt->hot_spot_residues, rule->limit);
}

static void judge_region(gnbs_sheet_t *s) {
    size_t n;
    const gnbs_rule_t *r = gnbs_sheet_rules(s, GNBS_ACMG_PM1, &n);
    if (r == NULL && s->line[GNBS_ACMG_PM1].why != NULL) return;
    bool is_asked = gnbs_sheet_has(s, GNBS_CSQ_MISSENSE) ||
                    gnbs_sheet_has(s, GNBS_CSQ_INFRAME_DELETION) ||
                    gnbs_sheet_has(s, GNBS_CSQ_INFRAME_INSERTION);
    if (!is_asked || s->residue <= 0) {
        gnbs_sheet_not_met(s, GNBS_ACMG_PM1, "asked of missense and in-frame changes only");
        return;
    }
    const gnbs_rule_t *best = NULL;
    for (size_t i = 0; i < n; i++)
        if (r[i].measure == GNBS_MEASURE_RESIDUE &&
            gnbs_rule_touches(r[i].limit, s->residue, s->residue_last) &&
            (best == NULL || r[i].strength > best->strength))
            best = &r[i];
    const gnbs_rule_t *known = gnbs_sheet_row(n, r, GNBS_MEASURE_KNOWN),
                      *table = gnbs_sheet_row(n, r, GNBS_MEASURE_RESIDUE);
    if (best != NULL)
        gnbs_sheet_met(s, GNBS_ACMG_PM1, best->strength,
                       "residue %" PRId32 " is in a hot spot or critical domain; %s",
                       s->residue, best->source);
    else if (table != NULL)
        gnbs_sheet_not_met(s, GNBS_ACMG_PM1,
                           "residue %" PRId32 " is in none of the regions of %s",
                           s->residue, table->source);
    else if (known != NULL)
        judge_hot_spot(s, known);
    else
        gnbs_sheet_open(s, GNBS_ACMG_PM1, "no table of regions, and no rule for hot spots");
}

/* ---- PM4 and BP3: the length of the protein ------------------------------------------------------ */

/* Does an in-frame insertion or deletion change the number of copies of a tandem repeat: at least four copies of its
 * unit, and twelve bases, stand there? */
static bool is_in_repeat(const gnbs_sheet_t *s) {
    enum { REACH = 300, MIN_COPIES = 4, MIN_BP = 12, MAX_UNIT = 60 };
    const gnbs_variant_t *v = s->in->variant;
    if (v == NULL) return false;
    size_t n_ref = strlen(v->ref), n_alt = strlen(v->alt);
    bool is_deletion = n_ref > n_alt;
    const char *longer = is_deletion ? v->ref : v->alt;
    size_t kept = is_deletion ? n_alt : n_ref,
           n_unit = (is_deletion ? n_ref : n_alt) - kept;
    if (n_unit == 0 || n_unit > MAX_UNIT) return false;
    const char *unit = longer + kept;
    size_t period = n_unit; /* the smallest that the changed bases have */
    for (size_t p = 1; p < n_unit && period == n_unit; p++) {
        bool is_period = n_unit % p == 0;
        for (size_t i = p; is_period && i < n_unit; i++) is_period = unit[i] == unit[i - p];
        if (is_period) period = p;
    }
    gnbs_pos_t at =
        v->pos + (gnbs_pos_t)kept; /* the unit begins here, or is inserted here */
    gnbs_region_t around = {v->tid, at - REACH, at + REACH};
    if (around.beg < 0) around.beg = 0;
    uint8_t codes[2 * REACH];
    gnbs_bundle_sequence(s->in->bundle, around, codes);
    int64_t n = gnbs_region_len(around), mid = at - around.beg, right = mid, left = mid;
    while (right < n && codes[right] == gnbs_seq_code(unit[(size_t)(right - mid) % period]))
        right++;
    while (left > 0 && codes[left - 1] ==
                           gnbs_seq_code(unit[period - 1 - (size_t)(mid - left) % period]))
        left--;
    int64_t tract = right - left;
    return tract >= MIN_BP && tract >= (int64_t)(MIN_COPIES * period);
}

static void judge_length(gnbs_sheet_t *s) {
    size_t n, n_bp3;
    bool is_inframe = gnbs_sheet_has(s, GNBS_CSQ_INFRAME_DELETION) ||
                      gnbs_sheet_has(s, GNBS_CSQ_INFRAME_INSERTION),
         is_stop_lost = gnbs_sheet_has(s, GNBS_CSQ_STOP_LOST);
    const gnbs_rule_t *r = gnbs_sheet_rules(s, GNBS_ACMG_PM4, &n),
                      *bp3 = gnbs_sheet_rules(s, GNBS_ACMG_BP3, &n_bp3);
    bool takes_pm4 = s->line[GNBS_ACMG_PM4].why == NULL,
         takes_bp3 = s->line[GNBS_ACMG_BP3].why == NULL;
    bool is_null = gnbs_consequence_is_lof(&s->in->consequence[0]);
    if ((!is_inframe && !is_stop_lost) || is_null) {
        if (takes_pm4)
            gnbs_sheet_not_met(s, GNBS_ACMG_PM4,
                               "no in-frame change of length, no lost stop");
        if (takes_bp3) gnbs_sheet_not_met(s, GNBS_ACMG_BP3, "no in-frame change of length");
        return;
    }
    bool is_repeat = is_inframe && is_in_repeat(s);
    if (takes_bp3) {
        const gnbs_rule_t *where = gnbs_sheet_row(n_bp3, bp3, GNBS_MEASURE_RESIDUE);
        bool is_there =
            where == NULL || gnbs_rule_touches(where->limit, s->residue, s->residue_last);
        if (is_repeat && is_there && !gnbs_sheet_holds(s, GNBS_ACMG_PM1))
            gnbs_sheet_met(s, GNBS_ACMG_BP3, GNBS_ACMG_SUPPORTING,
                           "in-frame change of a tandem repeat outside of known functional "
                           "regions");
        else
            gnbs_sheet_not_met(s, GNBS_ACMG_BP3,
                               is_repeat ? "a repeat, but in a region with a known function"
                                         : "not in a tandem repeat");
    }
    if (!takes_pm4) return;
    if (is_repeat) {
        gnbs_sheet_not_met(s, GNBS_ACMG_PM4, "the length changes within a tandem repeat");
        return;
    }
    gnbs_acmg_strength_t strength = GNBS_ACMG_MODERATE;
    const char *source = "Richards et al. 2015";
    for (size_t i = 0; is_inframe && s->n_changed > 0 && i < n; i++)
        if (r[i].measure == GNBS_MEASURE_CHANGED && gnbs_rule_holds(&r[i], s->n_changed)) {
            strength = r[i].strength;
            source = r[i].source;
        }
    if (is_stop_lost)
        gnbs_sheet_met(s, GNBS_ACMG_PM4, strength, "the stop is lost: a longer protein; %s",
                       source);
    else
        gnbs_sheet_met(s, GNBS_ACMG_PM4, strength,
                       "%" PRId32
                       " residue%s inserted or deleted in frame, not in a repeat; %s",
                       s->n_changed, s->n_changed == 1 ? "" : "s", source);
}

/* ---- PP2 and BP1: what kind of variant the gene suffers --------------------------------------------- */

static void judge_missense_gene(gnbs_sheet_t *s) {
    size_t n;
    const gnbs_rule_t *r = gnbs_sheet_rules(s, GNBS_ACMG_PP2, &n);
    if (r == NULL) {
        if (s->line[GNBS_ACMG_PP2].why == NULL)
            gnbs_sheet_open(
                s, GNBS_ACMG_PP2,
                "no expert panel says that benign missense is rare in this gene");
        return;
    }
    if (!gnbs_sheet_has(s, GNBS_CSQ_MISSENSE)) {
        gnbs_sheet_not_met(s, GNBS_ACMG_PP2, "not a missense variant");
        return;
    }
    gnbs_sheet_met(s, GNBS_ACMG_PP2, GNBS_ACMG_SUPPORTING,
                   "missense in a gene for which %s "
                   "applies it",
                   r->source);
}

static bool is_variant_kind(const gnbs_sheet_t *s, const char *kind) {
    if (strcmp(kind, "any") == 0)
        return gnbs_sheet_has(s, GNBS_CSQ_MISSENSE) ||
               gnbs_sheet_has(s, GNBS_CSQ_SYNONYMOUS) ||
               gnbs_sheet_has(s, GNBS_CSQ_INFRAME_DELETION) ||
               gnbs_sheet_has(s, GNBS_CSQ_INFRAME_INSERTION);
    if (strcmp(kind, "missense") == 0) return gnbs_sheet_has(s, GNBS_CSQ_MISSENSE);
    return s->worst == GNBS_CSQ_STOP_GAINED || s->worst == GNBS_CSQ_FRAMESHIFT ||
           s->worst == GNBS_CSQ_SPLICE_DONOR || s->worst == GNBS_CSQ_SPLICE_ACCEPTOR;
}

static void judge_wrong_kind(gnbs_sheet_t *s) {
    size_t n;
    const gnbs_rule_t *r = gnbs_sheet_rules(s, GNBS_ACMG_BP1, &n);
    const gnbs_rule_t *kind = gnbs_sheet_row(n, r, GNBS_MEASURE_VARIANT),
                      *outside = gnbs_sheet_row(n, r, GNBS_MEASURE_RESIDUE_NOT),
                      *splice = gnbs_sheet_row(n, r, GNBS_MEASURE_SCORE);
    if (kind == NULL) {
        if (s->line[GNBS_ACMG_BP1].why == NULL)
            gnbs_sheet_open(
                s, GNBS_ACMG_BP1,
                "no expert panel says which kind of variant is harmless in this "
                "gene");
        return;
    }
    if (!is_variant_kind(s, kind->limit)) {
        gnbs_sheet_not_met(s, GNBS_ACMG_BP1, "asked of %s variants only; %s", kind->limit,
                           kind->source);
        return;
    }
    if (outside != NULL && gnbs_rule_touches(outside->limit, s->residue, s->residue_last)) {
        gnbs_sheet_not_met(s, GNBS_ACMG_BP1,
                           "residue %" PRId32 " is in a domain that it leaves out (%s); %s",
                           s->residue, outside->limit, outside->source);
        return;
    }
    const gnbs_score_t *score = splice != NULL ? gnbs_sheet_score(s, splice->score) : NULL;
    if (splice != NULL && score == NULL)
        gnbs_sheet_open(s, GNBS_ACMG_BP1,
                        "%s asks for a splicing score, which is not given", splice->source);
    else if (splice != NULL && !gnbs_rule_holds(splice, score->value))
        gnbs_sheet_not_met(s, GNBS_ACMG_BP1, "%s is %.2f (limit %s)", splice->score,
                           score->value, splice->limit);
    else
        gnbs_sheet_met(s, GNBS_ACMG_BP1, kind->strength,
                       "%s variants are not how this gene causes the condition; %s",
                       kind->limit, kind->source);
}

void gnbs_judge_protein(gnbs_sheet_t *s) {
    static const gnbs_acmg_code_t CODES[] = {GNBS_ACMG_PS1, GNBS_ACMG_PM1, GNBS_ACMG_PM4,
                                             GNBS_ACMG_PM5, GNBS_ACMG_PP2, GNBS_ACMG_BP1,
                                             GNBS_ACMG_BP3};
    if (s->in->n_consequence == 0) {
        for (size_t i = 0; i < sizeof CODES / sizeof CODES[0]; i++)
            gnbs_sheet_not_met(s, CODES[i],
                               "the variant lies in no transcript of the gene");
        return;
    }
    judge_region(s);
    judge_same(s);
    judge_same_residue(s);
    judge_length(s);
    judge_missense_gene(s);
    judge_wrong_kind(s);
}
