#include "report/report_locus.h"

#include <string.h>

static void write_count(gnbs_json_t *j, const char *key, int32_t copies) {
    if (copies >= 0)
        gnbs_json_int(j, key, copies);
    else
        gnbs_json_null(j, key);
}

static void write_genes(gnbs_json_t *j, const gnbs_bundle_t *bundle,
                        const gnbs_locus_result_t *l) {
    gnbs_json_array(j, "genes");
    for (size_t i = 0; i < l->n_gene; i++) {
        const gnbs_gene_t *g = gnbs_bundle_gene(bundle, l->gene[i]);
        gnbs_json_text(j, NULL, g != NULL ? g->symbol : l->gene[i]);
    }
    gnbs_json_end(j);
}

static void write_regions(gnbs_json_t *j, const gnbs_locus_result_t *l) {
    gnbs_json_array(j, "regions");
    for (size_t i = 0; i < l->n_region; i++) {
        const gnbs_locus_region_t *r = &l->region[i];
        gnbs_json_object(j, NULL);
        gnbs_json_text(j, "name", r->name);
        if (r->measured >= 0) {
            gnbs_json_real(j, "measured_copies", r->measured, 3);
            gnbs_json_real(j, "sd", r->sd, 3);
        } else {
            gnbs_json_null(j, "measured_copies");
            gnbs_json_null(j, "sd");
        }
        write_count(j, "copies", r->copies);
        gnbs_json_real(j, "posterior", r->posterior, 4);
        gnbs_json_int(j, "reads", r->n_read);
        gnbs_json_end(j);
    }
    gnbs_json_end(j);
}

static void write_sites(gnbs_json_t *j, const gnbs_locus_result_t *l) {
    gnbs_json_array(j, "sites");
    for (size_t i = 0; i < l->n_site; i++) {
        const gnbs_locus_site_t *s = &l->site[i];
        gnbs_json_object(j, NULL);
        gnbs_json_text(j, "name", s->name);
        gnbs_json_int(j, "gene", s->n_gene);
        gnbs_json_int(j, "other", s->n_other);
        gnbs_json_int(j, "neither", s->n_neither);
        write_count(j, "copies", s->copies);
        gnbs_json_real(j, "posterior", s->posterior, 4);
        gnbs_json_end(j);
    }
    gnbs_json_end(j);
}

static void write_events(gnbs_json_t *j, const gnbs_locus_result_t *l) {
    gnbs_json_array(j, "events");
    for (size_t i = 0; i < l->n_event; i++) {
        const gnbs_locus_event_t *e = &l->event[i];
        gnbs_json_object(j, NULL);
        gnbs_json_text(j, "name", e->name);
        gnbs_json_text(j, "text", e->text);
        write_count(j, "functional_copies", e->functional);
        gnbs_json_real(j, "posterior", e->posterior, 4);
        gnbs_json_real(j, "no_copy_log10_likelihood_ratio", e->zero_log10_lr, 2);
        gnbs_json_end(j);
    }
    gnbs_json_end(j);
}

static const char *status_words(gnbs_locus_status_t status) {
    static const char *const WORDS[] = {[GNBS_LOCUS_NOT_ASSESSED] = "Not assessed",
                                        [GNBS_LOCUS_INCONCLUSIVE] = "Not decided",
                                        [GNBS_LOCUS_CLEAR] = "Not suspected",
                                        [GNBS_LOCUS_POSSIBLE] = "Suspected",
                                        [GNBS_LOCUS_AFFECTED] = "Suspected"};
    return WORDS[status];
}

static void write_measured(gnbs_json_t *j, const gnbs_locus_result_t *l) {
    gnbs_json_text(j, "genotype", l->genotype[0] != '\0' ? l->genotype : NULL);
    gnbs_json_object(j, "copies");
    write_count(j, "total", l->total_copies);
    gnbs_json_real(j, "total_posterior", l->total_posterior, 4);
    if (l->gene_name[0] != '\0') write_count(j, l->gene_name, l->gene_copies);
    if (l->other_name[0] != '\0') write_count(j, l->other_name, l->other_copies);
    gnbs_json_end(j);
    gnbs_json_bool(j, "depth_used", l->is_depth_used);
    gnbs_json_text(j, "note", l->note);
    write_regions(j, l);
    write_sites(j, l);
    write_events(j, l);
}

void gnbs_report_json_locus(gnbs_json_t *j, const char *key, const gnbs_bundle_t *bundle,
                            const gnbs_locus_result_t *l, bool tells_copies) {
    gnbs_json_object(j, key);
    gnbs_json_text(j, "locus", l->locus);
    gnbs_json_text(j, "title", l->title);
    write_genes(j, bundle, l);
    gnbs_json_text(j, "status", gnbs_locus_status_name(l->status));
    gnbs_json_text(j, "status_text", status_words(l->status));
    gnbs_json_text(j, "reason", l->reason);
    gnbs_json_text(j, "made_by", l->method[0] != '\0' ? l->method : "gnbs");
    if (tells_copies) write_measured(j, l);
    gnbs_json_text(j, "source", l->source);
    gnbs_json_array(j, "limits");
    for (size_t i = 0; i < l->n_limit; i++) gnbs_json_text(j, NULL, l->limit[i]);
    gnbs_json_end(j);
    gnbs_json_end(j);
}

bool gnbs_report_tells_locus(const gnbs_case_t *newborn, const gnbs_locus_result_t *l) {
    if (gnbs_quality_is_held(&newborn->quality)) return false;
    if (l->n_gene == 0) return true;
    for (size_t i = 0; i < newborn->n_outcome; i++)
        for (size_t k = 0; k < l->n_gene; k++)
            if (strcmp(newborn->outcome[i].condition->hgnc_id, l->gene[k]) == 0)
                return true;
    return false;
}

void gnbs_report_json_loci(gnbs_json_t *j, const gnbs_case_t *newborn) {
    gnbs_json_array(j, "loci");
    for (size_t i = 0; i < newborn->n_locus; i++)
        if (gnbs_report_tells_locus(newborn, &newborn->locus[i]))
            gnbs_report_json_locus(j, NULL, newborn->bundle, &newborn->locus[i], false);
    gnbs_json_end(j);
}
