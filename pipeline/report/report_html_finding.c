/* report/report_html_finding.c -- suspected conditions, each with all of its evidence. */
#include "report/report_html.h"

#include <inttypes.h>

#include "report/report_json.h"
#include "report/report_text.h"
#include "report/report_words.h"

static void write_frequency(gnbs_str_t *out, const gnbs_frequency_t *f) {
    gnbs_report_fact_begin(out, "How common");
    if (f == NULL) {
        gnbs_str_add(out,
                     "No frequency source of the bundle lists this allele. That is not a "
                     "frequency of zero.");
    } else {
        gnbs_str_printf(out, "Allele frequency %.3g", f->af);
        if (f->faf95 >= 0)
            gnbs_str_printf(out, ", filtering frequency (95%%) %.3g", f->faf95);
        if (f->af_grpmax >= 0) {
            gnbs_str_printf(out, ", highest by ancestry %.3g", f->af_grpmax);
            if (gnbs_report_or(f->grpmax, NULL) != NULL) {
                gnbs_str_add(out, " (");
                gnbs_report_put(out, f->grpmax);
                gnbs_str_add(out, ")");
            }
        }
        if (f->n_hom >= 0) gnbs_str_printf(out, "; %" PRId32 " homozygotes", f->n_hom);
        gnbs_str_add(out, ". Source: ");
        gnbs_report_put(out, gnbs_report_or(f->source, "not stated"));
    }
    gnbs_report_fact_end(out);
}

static void put_stars(gnbs_str_t *out, int n) {
    gnbs_str_add(out, "<span class=\"stars\" aria-hidden=\"true\">");
    for (int i = 0; i < 4; i++)
        gnbs_str_add(out, i < n ? "\xE2\x98\x85" : "\xE2\x98\x86"); /* black, white star */
    gnbs_str_printf(out, "</span> %d of 4 stars", n);
}

static void write_known(gnbs_str_t *out, const char *term, const gnbs_known_t *k,
                        const char *otherwise) {
    gnbs_report_fact_begin(out, term);
    if (k == NULL) {
        gnbs_str_add(out, otherwise);
        gnbs_report_fact_end(out);
        return;
    }
    gnbs_str_add(out, "<strong>");
    gnbs_report_put_decoded(out, gnbs_report_or(k->clnsig_text, "not stated"));
    gnbs_str_add(out, "</strong>, ");
    put_stars(out, k->stars);
    gnbs_str_add(out, " (");
    gnbs_report_put_decoded(out, gnbs_report_or(k->clnrevstat, "review status not stated"));
    gnbs_str_add(out, "), VariationID ");
    gnbs_report_put(out, gnbs_report_or(k->clinvar_id, "not stated"));
    if (gnbs_report_or(k->clndn, NULL) != NULL) {
        gnbs_str_add(out, "<br>Listed for: ");
        gnbs_report_put_decoded(out, k->clndn);
    }
    gnbs_report_fact_end(out);
}

static void write_heteroplasmy(gnbs_str_t *out, const gnbs_heteroplasmy_t *h) {
    if (!h->is_stated) return;
    gnbs_report_fact_begin(out, "Mitochondrial copies");
    gnbs_report_fraction(out, h);
    gnbs_str_add(out, " have the variant <span class=\"quiet\">(95 % interval, of counting "
                      "molecules in this sample; another tissue may differ)</span>");
    if (h->needs_confirmation)
        gnbs_str_add(out,
                     "<br><strong>So small a fraction is nothing until a second method "
                     "shows it.</strong>");
    gnbs_report_fact_end(out);
}

static void write_reads(gnbs_str_t *out, const gnbs_call_t *c) {
    gnbs_report_fact_begin(out, "Reads");
    if (c->ad_ref < 0 || c->ad_alt < 0 || c->ad_ref + c->ad_alt == 0) {
        gnbs_str_add(out, "The input does not say how many reads show each allele.");
    } else {
        gnbs_str_printf(out, "%" PRId32 " of %" PRId32 " show the variant (", c->ad_alt,
                        c->ad_ref + c->ad_alt);
        gnbs_report_percent(out, c->ad_alt, (int64_t)c->ad_ref + c->ad_alt);
        gnbs_str_add(out, "), ");
        gnbs_str_printf(out, "%" PRId32 " the reference", c->ad_ref);
        if (c->dp >= 0) gnbs_str_printf(out, "; depth %" PRId32, c->dp);
        gnbs_report_svg_balance(out, c->ad_ref, c->ad_alt);
    }
    gnbs_report_fact_end(out);
    if (c->alt_forward + c->alt_reverse > 0) {
        gnbs_report_fact_begin(out, "Strands");
        gnbs_str_printf(out,
                        "variant: %" PRId32 " forward, %" PRId32
                        " reverse; reference: %" PRId32 " forward, %" PRId32 " reverse",
                        c->alt_forward, c->alt_reverse, c->ref_forward, c->ref_reverse);
        gnbs_report_fact_end(out);
    }
    gnbs_report_fact_begin(out, "Genotype quality");
    if (c->gq_phred >= 0)
        gnbs_str_printf(out, "Phred %" PRId32, c->gq_phred);
    else
        gnbs_str_add(out, "not stated");
    gnbs_report_fact_end(out);
}

static void write_filters(gnbs_str_t *out, uint32_t filter) {
    if (filter == 0) return;
    gnbs_report_fact_begin(out, "Doubts about the call");
    for (int i = 0; i < GNBS_FILTER_N; i++)
        if (filter & (UINT32_C(1) << i))
            gnbs_str_printf(out, "<p>%s: %s.</p>", gnbs_filter_name(i),
                            gnbs_filter_reason(i));
    gnbs_report_fact_end(out);
}

static void write_criteria_table(gnbs_str_t *out, const gnbs_classification_t *c,
                                 bool are_met, const char *caption) {
    static const char *const MET[] = {"Criterion", "Strength", "Points", "Why"},
                             *const OTHER[] = {"Criterion", "State", "Why"};
    bool has_table = false;
    for (size_t i = 0; i < c->n_criterion; i++) {
        const gnbs_criterion_t *k = &c->criterion[i];
        if ((k->state == GNBS_CRITERION_MET) != are_met) continue;
        if (!has_table)
            gnbs_report_table_begin(out, caption, are_met ? 4 : 3, are_met ? MET : OTHER);
        has_table = true;
        gnbs_report_row_begin(out);
        gnbs_report_head_cell(out, MET[0], k->code);
        gnbs_report_cell(out, are_met ? MET[1] : OTHER[1],
                         are_met ? k->strength : gnbs_criterion_state_name(k->state));
        if (are_met) {
            gnbs_report_cell_begin(out, MET[2]);
            gnbs_str_printf(out, "%+d", k->points);
            gnbs_report_cell_end(out);
        }
        gnbs_report_cell(out, MET[3], k->why);
        gnbs_report_row_end(out);
    }
    if (has_table) gnbs_report_table_end(out);
}

static void write_criteria(gnbs_str_t *out, const gnbs_classification_t *c) {
    gnbs_str_printf(out,
                    "<p class=\"class\"><span>Classification (ACMG/AMP)</span> <strong>%s"
                    "</strong>, %d point%s</p>\n",
                    gnbs_acmg_class_name(c->acmg_class), c->points,
                    c->points == 1 || c->points == -1 ? "" : "s");
    const char *const SENTENCES[] = {c->authority, c->difference};
    for (size_t i = 0; i < 2; i++) {
        if (gnbs_report_or(SENTENCES[i], NULL) == NULL) continue;
        gnbs_str_add(out, "<p>");
        gnbs_report_put(out, SENTENCES[i]);
        gnbs_str_add(out, "</p>\n");
    }
    if (c->n_criterion == 0) {
        gnbs_str_add(out, "<p class=\"quiet\">No criterion was judged.</p>\n");
        return;
    }
    write_criteria_table(out, c, true, "Criteria behind the classification");
    write_criteria_table(out, c, false, "Criteria not met, or not assessable");
}

static void write_effect(gnbs_str_t *out, const gnbs_consequence_t *c) {
    if (c == NULL || c->terms == 0) return;
    gnbs_report_fact_begin(out, "Effect");
    gnbs_str_printf(out, "%s <span class=\"quiet\">(",
                    gnbs_csq_plain(gnbs_consequence_worst(c)));
    gnbs_str_t terms;
    gnbs_str_init(&terms);
    gnbs_consequence_print_terms(&terms, c->terms);
    gnbs_report_put(out, gnbs_str_text(&terms));
    if (terms.failed) out->failed = true;
    gnbs_str_clear(&terms);
    gnbs_str_add(out, ")</span>");
    gnbs_report_fact_end(out);
    if (c->tx == NULL) return;
    gnbs_report_fact_begin(out, "Transcript");
    gnbs_report_put(out, c->tx->id);
    if (c->exon_number > 0)
        gnbs_str_printf(out, ", exon %" PRId32 " of %" PRId32, c->exon_number,
                        c->tx->n_exon);
    if (c->intron_number > 0)
        gnbs_str_printf(out, ", intron %" PRId32 " of %" PRId32, c->intron_number,
                        c->tx->n_exon - 1);
    gnbs_report_fact_end(out);
}

/* The heading is the HGVS name; a variant that cannot be named is called by its place. */
static void write_variant_name(gnbs_str_t *out, const gnbs_case_t *newborn,
                               const gnbs_case_variant_t *v, size_t i, size_t n) {
    const gnbs_consequence_t *c = v->n_consequence > 0 ? &v->consequence[0] : NULL;
    const gnbs_variant_t *at = &v->call.variant;
    gnbs_str_add(out, "<h4>");
    if (n > 1)
        gnbs_str_printf(out, "<span class=\"quiet\">Variant %zu of %zu</span> ", i + 1, n);
    gnbs_str_add(out, "<code>");
    if (c != NULL && c->hgvs_c != NULL) {
        gnbs_report_put(out, c->hgvs_c);
    } else {
        gnbs_report_put(out, gnbs_report_contig(newborn, at->tid));
        gnbs_str_printf(out, ":%" PRId64, at->pos + 1);
    }
    gnbs_str_add(out, "</code>");
    if (c != NULL && c->hgvs_p != NULL) {
        gnbs_str_add(out, " <code>");
        gnbs_report_put(out, c->hgvs_p);
        gnbs_str_add(out, "</code>");
    }
    gnbs_str_add(out, "</h4>\n");
}

static void write_place(gnbs_str_t *out, const gnbs_case_t *newborn,
                        const gnbs_variant_t *at) {
    gnbs_report_fact_begin(out, "Place");
    gnbs_str_add(out, "<code>");
    gnbs_report_put(out, gnbs_report_contig(newborn, at->tid));
    gnbs_str_printf(out, ":%" PRId64 " ", at->pos + 1);
    gnbs_report_put(out, at->ref);
    gnbs_str_add(out, " &rarr; ");
    gnbs_report_put(out, at->alt);
    gnbs_str_add(out, "</code>");
    gnbs_str_t hgvs_g;
    gnbs_str_init(&hgvs_g);
    if (gnbs_report_hgvs_g(&hgvs_g, newborn, at)) {
        gnbs_str_add(out, "<br><code>");
        gnbs_report_put(out, gnbs_str_text(&hgvs_g));
        gnbs_str_add(out, "</code>");
    }
    gnbs_str_clear(&hgvs_g);
    gnbs_report_fact_end(out);
}

static void write_picture(gnbs_str_t *out, const gnbs_case_t *newborn,
                          const gnbs_report_info_t *info, const gnbs_case_variant_t *v) {
    for (size_t i = 0; i < info->n_pileup; i++)
        if (info->pileup[i].variant == v)
            gnbs_report_svg_pileup(out, newborn, &info->pileup[i], i + 1);
}

static void write_variant(gnbs_str_t *out, const gnbs_case_t *newborn,
                          const gnbs_report_info_t *info, const gnbs_finding_t *f,
                          size_t i) {
    const gnbs_case_variant_t *v = f->variant[i];
    gnbs_str_add(out, "<div class=\"variant\">\n");
    write_variant_name(out, newborn, v, i, f->n_variant);
    gnbs_str_add(out, "<dl class=\"facts\">\n");
    gnbs_report_fact(out, "Zygosity", gnbs_zygosity_name(v->call.zygosity));
    write_heteroplasmy(out, &v->call.heteroplasmy);
    write_effect(out, v->n_consequence > 0 ? &v->consequence[0] : NULL);
    write_place(out, newborn, &v->call.variant);
    gnbs_report_fact(out, "Why it is reported", f->rule[i]);
    write_known(out, "ClinVar", v->known,
                "Not listed in the ClinVar release of the bundle.");
    if (v->known_same_protein != NULL)
        write_known(out, "Same change of protein", v->known_same_protein, "");
    write_frequency(out, v->frequency);
    write_reads(out, &v->call);
    write_filters(out, v->call.filter);
    gnbs_str_add(out, "</dl>\n");
    write_criteria(out, &v->classification);
    write_picture(out, newborn, info, v);
    gnbs_str_add(out, "</div>\n");
}

static void write_inheritance(gnbs_str_t *out, const gnbs_condition_t *c) {
    gnbs_report_fact_begin(out, "Inheritance");
    gnbs_str_printf(out, "%s <span class=\"quiet\">(%s, %s)</span>",
                    gnbs_inheritance_name(c->inheritance),
                    gnbs_inheritance_short(c->inheritance),
                    gnbs_inheritance_hpo(c->inheritance));
    gnbs_report_fact_end(out);
}

static void write_action(gnbs_str_t *out, const gnbs_condition_t *c) {
    gnbs_str_add(out, "<dl class=\"facts action\">\n");
    gnbs_report_fact(out, "Urgency", c->urgency);
    gnbs_report_fact(out, "Action", c->action);
    gnbs_report_fact(out, "Confirm by", c->confirmatory_test);
    gnbs_report_fact(out, "Usual onset", c->onset);
    gnbs_str_add(out, "</dl>\n");
}

static void write_finding(gnbs_str_t *out, const gnbs_case_t *newborn,
                          const gnbs_report_info_t *info, size_t i_finding) {
    const gnbs_finding_t *f = &newborn->finding[i_finding];
    gnbs_str_add(out, "<div class=\"finding\">\n<p class=\"why\"><span class=\"id\">");
    gnbs_report_finding_id(out, i_finding);
    gnbs_str_printf(out, "</span> <strong>%s.</strong></p>\n<dl class=\"facts\">\n",
                    gnbs_reason_text(f->reason));
    gnbs_report_fact(out, "Phase", gnbs_report_phase_sentence(f));
    gnbs_str_add(out, "</dl>\n");
    for (size_t i = 0; i < f->n_variant; i++) write_variant(out, newborn, info, f, i);
    gnbs_str_add(out, "</div>\n");
}

static void write_limits(gnbs_str_t *out, const gnbs_outcome_t *o) {
    if (o->n_limit == 0) return;
    gnbs_str_add(out,
                 "<p class=\"quiet not-looked\">Not looked for in this gene:</p>\n<ul>\n");
    for (size_t i = 0; i < o->n_limit; i++) {
        gnbs_str_add(out, "<li>");
        gnbs_report_put(out, o->limit[i]);
        gnbs_str_add(out, "</li>\n");
    }
    gnbs_str_add(out, "</ul>\n");
}

static void write_condition(gnbs_str_t *out, const gnbs_case_t *newborn,
                            const gnbs_report_info_t *info, size_t i_outcome) {
    const gnbs_outcome_t *o = &newborn->outcome[i_outcome];
    const gnbs_condition_t *c = o->condition;
    gnbs_str_printf(out,
                    "<article id=\"outcome-%zu\" data-outcome=\"%s\" data-reason=\"%s\" "
                    "aria-labelledby=\"outcome-%zu-title\">\n",
                    i_outcome + 1, gnbs_outcome_name(o->outcome),
                    gnbs_reason_code(o->reason), i_outcome + 1);
    gnbs_str_printf(out, "<p class=\"mark\">%s</p>\n<h3 id=\"outcome-%zu-title\">",
                    gnbs_report_outcome_words(o->outcome), i_outcome + 1);
    gnbs_report_put(out, c->condition);
    gnbs_str_add(out, "</h3>\n");
    write_action(out, c);
    gnbs_str_add(out, "<dl class=\"facts\">\n");
    gnbs_report_fact_begin(out, "Gene");
    gnbs_str_add(out, "<em>");
    gnbs_report_put(out, c->gene);
    gnbs_str_add(out, "</em> <span class=\"quiet\">");
    gnbs_report_put(out, c->hgnc_id);
    gnbs_str_add(out, "</span>");
    gnbs_report_fact_end(out);
    gnbs_report_fact(out, "Condition id", c->condition_id);
    write_inheritance(out, c);
    if (gnbs_report_or(o->detail, NULL) != NULL)
        gnbs_report_fact(out, "In this baby", o->detail);
    gnbs_str_add(out, "</dl>\n");
    for (size_t i = 0; i < o->n_finding; i++)
        write_finding(out, newborn, info, o->first_finding + i);
    write_limits(out, o);
    gnbs_str_add(out, "</article>\n");
}

/* The condition whose findings begin at this one; check_case has made sure that there is one. */
static size_t owner_of(const gnbs_case_t *newborn, size_t i_finding) {
    for (size_t i = 0; i < newborn->n_outcome; i++)
        if (newborn->outcome[i].n_finding > 0 &&
            newborn->outcome[i].first_finding == i_finding)
            return i;
    return 0;
}

void gnbs_report_html_findings(gnbs_str_t *out, const gnbs_case_t *newborn,
                               const gnbs_report_info_t *info) {
    if (newborn->n_finding == 0) return;
    gnbs_report_section_begin(out, "findings", "Conditions suspected");
    for (size_t i = 0;
         i < newborn->n_finding;) { /* in the order of the findings, not the panel */
        size_t k = owner_of(newborn, i);
        write_condition(out, newborn, info, k);
        i += newborn->outcome[k].n_finding;
    }
    gnbs_report_section_end(out);
}
