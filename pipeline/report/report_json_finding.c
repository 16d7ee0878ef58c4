#include "report/report_json.h"

#include <stdlib.h>
#include <string.h>

#include "report/report_locus.h"
#include "report/report_text.h"
#include "report/report_words.h"

void gnbs_report_finding_id(gnbs_str_t *out, size_t i_finding) {
    gnbs_str_printf(out, "F%zu", i_finding + 1);
}

void gnbs_report_json_str(gnbs_json_t *j, const char *key, gnbs_str_t *text) {
    gnbs_json_text(j, key, text->n > 0 ? gnbs_str_text(text) : NULL);
    if (text->failed) j->out->failed = true;
    gnbs_str_clear(text);
}

void gnbs_report_json_inheritance(gnbs_json_t *j, gnbs_inheritance_t inh) {
    gnbs_json_object(j, "inheritance");
    gnbs_json_text(j, "short", gnbs_inheritance_short(inh));
    gnbs_json_text(j, "name", gnbs_inheritance_name(inh));
    gnbs_json_text(j, "hpo", gnbs_inheritance_hpo(inh));
    gnbs_json_end(j);
}

static void write_text(gnbs_json_t *j, const char *key, const char *text) {
    gnbs_json_text(j, key, text != NULL ? text : "");
}

static void write_decoded(gnbs_json_t *j, const char *key, const char *text) {
    gnbs_str_t words;
    gnbs_str_init(&words);
    gnbs_report_decode(&words, text);
    gnbs_json_text(j, key, gnbs_str_text(&words));
    if (words.failed) j->out->failed = true;
    gnbs_str_clear(&words);
}

/* A count or rate that the source may not state: below 0 is null. */
static void write_int_if(gnbs_json_t *j, const char *key, int64_t value) {
    if (value >= 0)
        gnbs_json_int(j, key, value);
    else
        gnbs_json_null(j, key);
}

static void write_real_if(gnbs_json_t *j, const char *key, double value, int decimals) {
    if (value >= 0)
        gnbs_json_real(j, key, value, decimals);
    else
        gnbs_json_null(j, key);
}

/* Submissions by class where they disagree; null where ClinVar counts none. */
static void write_submissions(gnbs_json_t *j, const char *clnsigconf) {
    const gnbs_clnsigconf_t n = gnbs_clnsigconf_parse(clnsigconf);
    if (n.pathogenic + n.likely_pathogenic + n.uncertain + n.likely_benign + n.benign +
            n.other ==
        0) {
        gnbs_json_null(j, "submissions");
        return;
    }
    gnbs_json_object(j, "submissions");
    gnbs_json_int(j, "pathogenic", n.pathogenic);
    gnbs_json_int(j, "likely_pathogenic", n.likely_pathogenic);
    gnbs_json_int(j, "uncertain", n.uncertain);
    gnbs_json_int(j, "likely_benign", n.likely_benign);
    gnbs_json_int(j, "benign", n.benign);
    gnbs_json_int(j, "other", n.other);
    gnbs_json_end(j);
}

/* What the bundle's ClinVar file says of itself; NULL when it says nothing. */
static const char *clinvar_release(const gnbs_bundle_t *b) {
    for (size_t i = 0; i < b->n_source; i++)
        if (strcmp(b->source[i].role, "clinvar") == 0)
            return gnbs_report_or(b->source[i].version, NULL);
    return NULL;
}

static void write_known(gnbs_json_t *j, const char *key, const gnbs_bundle_t *b,
                        const gnbs_known_t *k) {
    if (k == NULL) {
        gnbs_json_null(j, key);
        return;
    }
    gnbs_json_object(j, key);
    write_text(j, "id", k->clinvar_id);
    write_decoded(j, "classification", k->clnsig_text);
    write_decoded(j, "review_status", k->clnrevstat);
    gnbs_json_int(j, "stars", k->stars);
    gnbs_json_array(j, "conditions");
    const char *rest = gnbs_report_or(k->clndn, NULL);
    while (rest != NULL) {
        gnbs_str_t name;
        gnbs_str_init(&name);
        rest = gnbs_report_decode_piece(&name, rest);
        if (name.n > 0) gnbs_json_text(j, NULL, gnbs_str_text(&name));
        if (name.failed) j->out->failed = true;
        gnbs_str_clear(&name);
    }
    gnbs_json_end(j);
    write_submissions(j, k->clnsigconf);
    gnbs_json_text(j, "release", clinvar_release(b));
    gnbs_json_end(j);
}

/* "afr=0.00012;nfe=0.0033" of the source, as a list. */
static void write_ancestries(gnbs_json_t *j, const char *groups) {
    gnbs_json_array(j, "ancestries");
    while (groups != NULL && *groups != '\0') {
        size_t n = strcspn(groups, ";"), k = strcspn(groups, "=");
        char *end;
        double af = k < n ? strtod(groups + k + 1, &end) : -1;
        if (k < n && end == groups + n) {
            gnbs_str_t name;
            gnbs_str_init(&name);
            gnbs_str_add_n(&name, groups, k);
            gnbs_json_object(j, NULL);
            gnbs_report_json_str(j, "group", &name);
            write_real_if(j, "af", af, 10);
            gnbs_json_end(j);
        }
        groups += n + (groups[n] == ';');
    }
    gnbs_json_end(j);
}

static void write_frequency(gnbs_json_t *j, const gnbs_frequency_t *f) {
    if (f == NULL) { /* absent is not zero: see the schema */
        gnbs_json_null(j, "frequency");
        return;
    }
    gnbs_json_object(j, "frequency");
    gnbs_json_real(j, "af", f->af, 10);
    write_real_if(j, "faf95", f->faf95, 10);
    write_real_if(j, "grpmax_af", f->af_grpmax, 10);
    gnbs_json_text(j, "grpmax", gnbs_report_or(f->grpmax, NULL));
    write_int_if(j, "ac", f->ac);
    write_int_if(j, "an", f->an);
    write_int_if(j, "n_homozygotes", f->n_hom);
    write_int_if(j, "n_hemizygotes", f->n_hemi);
    gnbs_json_text(j, "filter", gnbs_report_or(f->filter, NULL));
    write_text(j, "source", f->source);
    write_ancestries(j, f->groups);
    gnbs_json_end(j);
}

/* Of an allele that no source lists: did one look there? */
static void write_absence(gnbs_json_t *j, const gnbs_bundle_t *b, const gnbs_variant_t *v,
                          bool is_listed) {
    if (is_listed || gnbs_variant_is_symbolic(v)) {
        gnbs_json_null(j, "frequency_absent");
        return;
    }
    const char *source;
    int32_t an = gnbs_bundle_covered(b, v->tid, v->pos, &source);
    gnbs_json_object(j, "frequency_absent");
    gnbs_json_bool(j, "looked", an > 0);
    write_int_if(j, "an", an > 0 ? an : -1);
    gnbs_json_text(j, "source", an > 0 ? gnbs_report_or(source, NULL) : NULL);
    gnbs_json_end(j);
}

/* An allele that did not pass its source's filters is shown with them; the criteria say what was made of it. */
static void write_frequencies(gnbs_json_t *j, const gnbs_bundle_t *b,
                              const gnbs_case_variant_t *v) {
    const gnbs_frequency_t *f = v->frequency;
    if (f == NULL) f = gnbs_bundle_frequency_any(b, &v->call.variant);
    write_frequency(j, f);
    write_absence(j, b, &v->call.variant, f != NULL);
}

static void write_scores(gnbs_json_t *j, const gnbs_case_variant_t *v) {
    gnbs_json_array(j, "scores");
    for (size_t i = 0; i < v->n_score; i++) {
        gnbs_json_object(j, NULL);
        write_text(j, "name", v->score[i].name);
        gnbs_json_real(j, "value", v->score[i].value, 6);
        gnbs_json_text(j, "detail", gnbs_report_or(v->score[i].detail, NULL));
        write_text(j, "source", v->score[i].source);
        gnbs_json_end(j);
    }
    gnbs_json_end(j);
}

static void write_classification(gnbs_json_t *j, const gnbs_classification_t *c) {
    gnbs_json_object(j, "classification");
    gnbs_json_text(j, "class", gnbs_acmg_class_name(c->acmg_class));
    gnbs_json_int(j, "points", c->points);
    gnbs_json_text(j, "class_by_points", gnbs_acmg_class_name(c->points_class));
    gnbs_json_text(j, "class_by_2015_table", gnbs_acmg_class_name(c->table_class));
    gnbs_json_real(j, "posterior", c->posterior, 4);
    gnbs_json_text(j, "authority", gnbs_report_or(c->authority, NULL));
    gnbs_json_text(j, "difference", gnbs_report_or(c->difference, NULL));
    gnbs_json_array(j, "criteria");
    for (size_t i = 0; i < c->n_criterion; i++) {
        gnbs_json_object(j, NULL);
        write_text(j, "code", c->criterion[i].code);
        write_text(j, "state", gnbs_criterion_state_name(c->criterion[i].state));
        write_text(j, "strength", c->criterion[i].strength);
        gnbs_json_int(j, "points", c->criterion[i].points);
        write_text(j, "why", c->criterion[i].why);
        gnbs_json_end(j);
    }
    gnbs_json_end(j);
    gnbs_json_end(j);
}

/* On the panel's transcript; every key is there, null when the variant lies on none. */
static void write_consequence(gnbs_json_t *j, const gnbs_consequence_t *c) {
    static const gnbs_consequence_t NONE = {0};
    if (c == NULL) c = &NONE;
    bool is_judged = c->terms != 0;
    gnbs_json_text(j, "transcript", c->tx != NULL ? c->tx->id : NULL);
    gnbs_json_text(j, "transcript_other",
                   c->tx != NULL ? gnbs_report_or(c->tx->other_id, NULL) : NULL);
    gnbs_json_text(j, "hgvs_c", c->hgvs_c);
    gnbs_json_text(j, "hgvs_p", c->hgvs_p);
    write_int_if(j, "exon", c->exon_number > 0 ? c->exon_number : -1);
    write_int_if(j, "intron", c->intron_number > 0 ? c->intron_number : -1);
    write_int_if(j, "n_exons", c->tx != NULL ? c->tx->n_exon : -1);
    gnbs_json_array(j, "consequence_terms");
    for (int i = 0; i < GNBS_CSQ_N; i++)
        if (c->terms & (UINT64_C(1) << i))
            gnbs_json_text(j, NULL, gnbs_csq_so_term((gnbs_csq_t)i));
    gnbs_json_end(j);
    gnbs_csq_t worst = gnbs_consequence_worst(c);
    gnbs_json_text(j, "consequence", is_judged ? gnbs_csq_plain(worst) : NULL);
    gnbs_json_text(j, "impact", is_judged ? gnbs_csq_impact(worst) : NULL);
}

void gnbs_report_json_heteroplasmy(gnbs_json_t *j, const char *key,
                                   const gnbs_heteroplasmy_t *h) {
    if (!h->is_stated) {
        gnbs_json_null(j, key);
        return;
    }
    gnbs_json_object(j, key);
    gnbs_json_real(j, "fraction", h->fraction, 4);
    gnbs_json_real(j, "low", h->low, 4);
    gnbs_json_real(j, "high", h->high, 4);
    gnbs_json_bool(j, "needs_confirmation", h->needs_confirmation);
    gnbs_json_end(j);
}

static void write_evidence(gnbs_json_t *j, const gnbs_call_t *c) {
    gnbs_json_text(j, "zygosity", gnbs_zygosity_name(c->zygosity));
    gnbs_report_json_heteroplasmy(j, "heteroplasmy", &c->heteroplasmy);
    write_int_if(j, "genotype_quality", c->gq_phred);
    write_int_if(j, "depth", c->dp);
    gnbs_json_object(j, "allele_depths");
    write_int_if(j, "ref", c->ad_ref);
    write_int_if(j, "alt", c->ad_alt);
    gnbs_json_end(j);
    gnbs_json_object(j, "strands");
    write_int_if(j, "ref_forward", c->ref_forward);
    write_int_if(j, "ref_reverse", c->ref_reverse);
    write_int_if(j, "alt_forward", c->alt_forward);
    write_int_if(j, "alt_reverse", c->alt_reverse);
    gnbs_json_end(j);
    gnbs_json_array(j, "filters");
    for (int i = 0; i < GNBS_FILTER_N; i++)
        if (c->filter & (UINT32_C(1) << i)) gnbs_json_text(j, NULL, gnbs_filter_name(i));
    gnbs_json_end(j);
}

/* Exons or genes lost or doubled: how sure, and what it does. */
static void write_dosage(gnbs_json_t *j, const gnbs_case_variant_t *v) {
    const gnbs_dosage_t *d = v->dosage;
    if (d == NULL) {
        gnbs_json_null(j, "dosage");
        return;
    }
    gnbs_json_object(j, "dosage");
    gnbs_json_text(j, "kind", gnbs_dosage_kind_word(d->kind));
    gnbs_json_int(j, "begin", d->region.beg + 1);
    gnbs_json_int(j, "end", d->region.end);
    gnbs_json_bool(j, "is_exact", d->is_exact);
    gnbs_json_int(j, "expected_copies", d->expected);
    gnbs_json_int(j, "copies", d->copies);
    gnbs_json_real(j, "ratio", d->ratio, 3);
    gnbs_json_real(j, "ratio_low", d->ratio_lo, 3);
    gnbs_json_real(j, "ratio_high", d->ratio_hi, 3);
    gnbs_json_int(j, "windows", d->n_tile);
    gnbs_json_int(j, "split_reads", d->n_split);
    gnbs_json_int(j, "pairs", d->n_pair);
    gnbs_json_text(j, "effect",
                   v->dosage_effect != NULL ? v->dosage_effect->effect_why : NULL);
    gnbs_json_end(j);
}

/* What stands on the same copy of the gene and changes what the variant does. */
static void write_same_copy(gnbs_json_t *j, const gnbs_same_copy_t *s) {
    if (s == NULL) {
        gnbs_json_null(j, "same_copy");
        return;
    }
    gnbs_json_object(j, "same_copy");
    gnbs_json_array(j, "with");
    for (size_t i = 0; i < s->n_with; i++) gnbs_json_text(j, NULL, s->with[i]);
    gnbs_json_end(j);
    gnbs_json_text(j, "hgvs_c", s->hgvs_c);
    gnbs_json_text(j, "hgvs_p", s->hgvs_p);
    gnbs_json_bool(j, "is_joined", s->is_joined);
    gnbs_json_text(j, "consequence_alone",
                   gnbs_csq_so_term(gnbs_consequence_worst(&s->alone)));
    gnbs_json_text(j, "hgvs_p_alone", s->alone.hgvs_p);
    write_text(j, "text", s->text);
    gnbs_json_end(j);
}

static void write_variant(gnbs_json_t *j, const gnbs_case_t *newborn,
                          const gnbs_report_info_t *info, const gnbs_case_variant_t *v,
                          const char *rule) {
    const gnbs_variant_t *at = &v->call.variant;
    gnbs_str_t hgvs_g;
    gnbs_str_init(&hgvs_g);
    (void)gnbs_report_hgvs_g(&hgvs_g, newborn, at); /* nothing added: null */
    gnbs_json_object(j, NULL);
    gnbs_json_text(j, "chrom", gnbs_report_contig(newborn, at->tid));
    gnbs_json_int(j, "pos", at->pos + 1);
    gnbs_json_text(j, "ref", at->ref);
    gnbs_json_text(j, "alt", at->alt);
    gnbs_report_json_str(j, "hgvs_g", &hgvs_g);
    write_evidence(j, &v->call);
    write_consequence(j, v->n_consequence > 0 ? &v->consequence[0] : NULL);
    write_same_copy(j, v->same_copy);
    write_known(j, "clinvar", newborn->bundle, v->known);
    write_known(j, "clinvar_same_protein", newborn->bundle, v->known_same_protein);
    write_frequencies(j, newborn->bundle, v);
    write_scores(j, v);
    write_classification(j, &v->classification);
    write_text(j, "rule", rule);
    write_dosage(j, v);
    gnbs_report_json_picture(j, newborn, info, v);
    gnbs_json_end(j);
}

/* Windows over the gene and how many copies of each were counted: what the picture of a deletion is drawn from. Only where the
 * finding has an event: copy numbers tell of carriers. */
static void write_copies(gnbs_json_t *j, const gnbs_case_t *newborn,
                         const gnbs_finding_t *f) {
    const gnbs_case_variant_t *event = NULL;
    for (size_t i = 0; i < f->n_variant; i++)
        if (f->variant[i]->dosage != NULL) event = f->variant[i];
    gnbs_json_array(j, "copies");
    for (size_t i = 0; event != NULL && i < newborn->n_tile; i++) {
        const gnbs_tile_t *t = &newborn->tile[i];
        bool is_own = t->i_gene >= 0 && (size_t)t->i_gene < newborn->bundle->n_gene &&
                      &newborn->bundle->gene[t->i_gene] == event->gene;
        if (!is_own) continue;
        gnbs_json_object(j, NULL);
        gnbs_json_int(j, "begin", t->region.beg + 1);
        gnbs_json_int(j, "end", t->region.end);
        gnbs_json_int(j, "exon", t->exon_number);
        gnbs_json_bool(j, "usable", t->is_usable);
        gnbs_json_int(j, "expected_copies", t->expected);
        write_real_if(j, "observed_copies",
                      t->is_usable && t->n_expected > 0
                          ? t->expected * (double)t->n_read / t->n_expected
                          : -1,
                      3);
        gnbs_json_end(j);
    }
    gnbs_json_end(j);
}

/* Exon by exon, how well the gene was read; empty when the outcome does not say. */
static void write_coverage(gnbs_json_t *j, const gnbs_case_t *newborn,
                           const gnbs_condition_t *condition) {
    const gnbs_outcome_t *o = NULL;
    for (size_t i = 0; i < newborn->n_outcome && o == NULL; i++)
        if (newborn->outcome[i].condition == condition) o = &newborn->outcome[i];
    gnbs_json_array(j, "coverage");
    for (size_t i = 0; o != NULL && i < o->n_exon; i++) {
        gnbs_json_object(j, NULL);
        gnbs_json_int(j, "exon", o->exon[i].number);
        gnbs_json_int(j, "bases", o->exon[i].bases);
        gnbs_json_int(j, "callable", o->exon[i].callable);
        write_real_if(j, "depth_mean", o->exon[i].depth_mean, 1);
        gnbs_json_end(j);
    }
    gnbs_json_end(j);
}

void gnbs_report_json_finding(gnbs_json_t *j, const gnbs_case_t *newborn,
                              const gnbs_report_info_t *info, size_t i_finding) {
    const gnbs_finding_t *f = &newborn->finding[i_finding];
    const gnbs_condition_t *c = f->condition;
    gnbs_str_t id;
    gnbs_str_init(&id);
    gnbs_report_finding_id(&id, i_finding);
    gnbs_json_object(j, NULL);
    gnbs_report_json_str(j, "id", &id);
    write_text(j, "gene", c->gene);
    write_text(j, "hgnc_id", c->hgnc_id);
    write_text(j, "condition", c->condition);
    write_text(j, "condition_id", c->condition_id);
    gnbs_report_json_inheritance(j, c->inheritance);
    gnbs_json_text(j, "phase", gnbs_phase_name(f->phase));
    gnbs_json_text(j, "phase_text", gnbs_report_phase_sentence(f));
    gnbs_json_text(j, "reason", gnbs_reason_code(f->reason));
    gnbs_json_text(j, "reason_text", gnbs_reason_text(f->reason));
    write_text(j, "onset", c->onset);
    write_text(j, "urgency", c->urgency);
    write_text(j, "action", c->action);
    write_text(j, "confirmatory_test", c->confirmatory_test);
    gnbs_json_array(j, "variants");
    for (size_t i = 0; i < f->n_variant; i++)
        write_variant(j, newborn, info, f->variant[i], f->rule[i]);
    gnbs_json_end(j);
    write_coverage(j, newborn, c);
    write_copies(j, newborn, f);
    gnbs_report_json_link(j, info, f);
    if (f->locus != NULL)
        gnbs_report_json_locus(j, "locus", newborn->bundle, f->locus, true);
    else
        gnbs_json_null(j, "locus");
    gnbs_json_end(j);
}
