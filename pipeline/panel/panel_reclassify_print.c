#include "panel/panel_reclassify.h"

#include <inttypes.h>

#include "core/escape.h"
#include "core/json.h"

static const gnbs_variant_t *variant_of(const gnbs_panel_moved_t *m) {
    return m->to != NULL ? &m->to->variant : &m->from->variant;
}

static const char *contig_of(const gnbs_panel_reclassified_t *f,
                             const gnbs_panel_moved_t *m) {
    const gnbs_bundle_t *b = m->to != NULL ? f->to : f->from;
    return b->contigs.contig[variant_of(m)->tid].name;
}

static void print_assertion(gnbs_str_t *out, const gnbs_known_t *k) {
    if (k == NULL)
        gnbs_str_add(out, "not listed");
    else
        gnbs_str_printf(out, "%s (%d of 4 stars)", gnbs_clnsig_name(k->sig), k->stars);
}

static void print_moved(gnbs_str_t *out, const gnbs_panel_reclassified_t *f,
                        const gnbs_panel_moved_t *m) {
    const gnbs_variant_t *v = variant_of(m);
    const gnbs_known_t *k = m->to != NULL ? m->to : m->from;
    int64_t pos1 = v->pos + 1;
    gnbs_str_add(out, "  ");
    gnbs_escape_term(out, m->row->gene);
    gnbs_str_printf(out, " %s:%" PRId64 " %.40s>%.40s, ClinVar ", contig_of(f, m), pos1,
                    v->ref, v->alt);
    gnbs_escape_term(out, k->clinvar_id);
    gnbs_str_add(out, ": ");
    print_assertion(out, m->from);
    gnbs_str_add(out, " -> ");
    print_assertion(out, m->to);
    if (m->is_excluded) gnbs_str_add(out, "; the panel excludes it");
    if (m->is_named) gnbs_str_add(out, "; the panel names it");
    gnbs_str_add_char(out, '\n');
}

void gnbs_panel_reclassified_print_text(gnbs_str_t *out,
                                        const gnbs_panel_reclassified_t *f) {
    gnbs_str_add(out, "panel ");
    gnbs_escape_term(out, f->panel->name);
    gnbs_str_add_char(out, ' ');
    gnbs_escape_term(out, f->panel->version);
    gnbs_str_printf(out,
                    "%s\nfrom bundle %.12s to bundle %.12s: %zu screened genes compared",
                    f->panel->is_signed ? ", signed" : ", DRAFT: not signed",
                    f->from->identity, f->to->identity, f->n_gene);
    if (f->n_gene_missing > 0)
        gnbs_str_printf(out, ", %zu not: one of the bundles lacks them", f->n_gene_missing);
    gnbs_str_add(out, "\n\n");
    for (int k = 0; k < GNBS_RECLASSIFIED_N; k++)
        gnbs_str_printf(out, "%6zu  %s\n", f->n[k],
                        gnbs_reclassified_title((gnbs_reclassified_t)k));
    gnbs_reclassified_t kind = GNBS_RECLASSIFIED_N;
    for (size_t i = 0; i < f->n_moved; i++) {
        if (f->moved[i].kind != kind) {
            kind = f->moved[i].kind;
            gnbs_str_printf(out, "\n%s\n", gnbs_reclassified_title(kind));
        }
        print_moved(out, f, &f->moved[i]);
    }
}

static void add_assertion(gnbs_json_t *j, const char *key, const gnbs_known_t *k) {
    if (k == NULL) {
        gnbs_json_null(j, key);
        return;
    }
    gnbs_json_object(j, key);
    gnbs_json_text(j, "id", k->clinvar_id);
    gnbs_json_text(j, "classification", gnbs_clnsig_name(k->sig));
    gnbs_json_int(j, "stars", k->stars);
    gnbs_json_end(j);
}

void gnbs_panel_reclassified_add_json(gnbs_json_t *j, const gnbs_panel_reclassified_t *f) {
    gnbs_json_text(j, "panel", f->panel->name);
    gnbs_json_text(j, "panel_version", f->panel->version);
    gnbs_json_text(j, "bundle_from", f->from->identity);
    gnbs_json_text(j, "bundle_to", f->to->identity);
    gnbs_json_int(j, "genes_compared", (int64_t)f->n_gene);
    gnbs_json_int(j, "genes_not_compared", (int64_t)f->n_gene_missing);
    gnbs_json_object(j, "counts");
    for (int k = 0; k < GNBS_RECLASSIFIED_N; k++)
        gnbs_json_int(j, gnbs_reclassified_name((gnbs_reclassified_t)k), (int64_t)f->n[k]);
    gnbs_json_end(j);
    gnbs_json_array(j, "alleles");
    for (size_t i = 0; i < f->n_moved; i++) {
        const gnbs_panel_moved_t *m = &f->moved[i];
        const gnbs_variant_t *v = variant_of(m);
        int64_t pos1 = v->pos + 1;
        gnbs_json_object(j, NULL);
        gnbs_json_text(j, "change", gnbs_reclassified_name(m->kind));
        gnbs_json_text(j, "gene", m->row->gene);
        gnbs_json_text(j, "hgnc_id", m->row->hgnc_id);
        gnbs_json_text(j, "chrom", contig_of(f, m));
        gnbs_json_int(j, "pos", pos1);
        gnbs_json_text(j, "ref", v->ref);
        gnbs_json_text(j, "alt", v->alt);
        add_assertion(j, "from", m->from);
        add_assertion(j, "to", m->to);
        gnbs_json_bool(j, "excluded_by_panel", m->is_excluded);
        gnbs_json_bool(j, "named_by_panel", m->is_named);
        gnbs_json_end(j);
    }
    gnbs_json_end(j);
}

void gnbs_panel_reclassified_print_json(gnbs_str_t *out,
                                        const gnbs_panel_reclassified_t *f) {
    gnbs_json_t j;
    gnbs_json_init(&j, out);
    gnbs_json_object(&j, NULL);
    gnbs_panel_reclassified_add_json(&j, f);
    gnbs_json_end(&j);
}
