/* report/report_html_back.c -- rules, methods, versions and sources; limitations, glossary. */
#include "report/report_html.h"

#include "report/report_limits.h"
#include "report/report_text.h"

static void write_texts(gnbs_str_t *out, const char *title, const gnbs_tree_t *list,
                        const char *text_key) {
    if (list == NULL || list->n == 0) return;
    gnbs_str_printf(out, "<h3>%s</h3>\n<dl class=\"facts\">\n", title);
    for (size_t i = 0; i < list->n; i++) {
        gnbs_str_add(out, "<div><dt>");
        gnbs_report_put_at(out, gnbs_tree_at(list, i), "name");
        gnbs_str_add(out, "</dt><dd>");
        gnbs_report_put_at(out, gnbs_tree_at(list, i), text_key);
        gnbs_str_add(out, "</dd></div>\n");
    }
    gnbs_str_add(out, "</dl>\n");
}

static void hash_fact(gnbs_str_t *out, const char *term, const char *hash) {
    gnbs_report_fact_begin(out, term);
    gnbs_str_add(out, "<code>");
    gnbs_report_put(out, gnbs_report_or(hash, "not stated"));
    gnbs_str_add(out, "</code>");
    gnbs_report_fact_end(out);
}

static void write_policy(gnbs_str_t *out, const gnbs_tree_t *list) {
    static const char *const HEAD[] = {"Rule", "Value", "What it means", "Source"};
    if (list == NULL || list->n == 0) return;
    gnbs_report_table_begin(out, "Rules of screening that were in force", 4, HEAD);
    for (size_t i = 0; i < list->n; i++) {
        const gnbs_tree_t *p = gnbs_tree_at(list, i);
        const char *standard = gnbs_tree_text(p, "default");
        gnbs_report_row_begin(out);
        gnbs_report_head_cell(out, HEAD[0], gnbs_tree_text(p, "key"));
        gnbs_report_cell_begin(out, HEAD[1]);
        gnbs_report_put_at(out, p, "value");
        if (!gnbs_tree_says(p, "value", standard)) {
            gnbs_str_add(out, " <strong>(changed; default ");
            gnbs_report_put(out, standard);
            gnbs_str_add(out, ")</strong>");
        }
        gnbs_report_cell_end(out);
        gnbs_report_cell(out, HEAD[2], gnbs_tree_text(p, "meaning"));
        gnbs_report_cell(out, HEAD[3], gnbs_tree_text(p, "source"));
        gnbs_report_row_end(out);
    }
    gnbs_report_table_end(out);
}

static void write_identities(gnbs_str_t *out, const gnbs_tree_t *f) {
    gnbs_str_add(out,
                 "<h3>Program, panel and reference bundle</h3>\n<dl class=\"facts\">\n");
    gnbs_report_fact_begin(out, "Program");
    gnbs_str_add(out, "gnbs ");
    gnbs_report_put_at(out, f, "generated_by.version");
    gnbs_report_fact_end(out);
    if (gnbs_tree_text(f, "generated_by.command_line")[0] != '\0')
        hash_fact(out, "Command", gnbs_tree_text(f, "generated_by.command_line"));
    gnbs_report_fact_begin(out, "Panel");
    gnbs_report_put(out, gnbs_report_or(gnbs_tree_text(f, "panel.name"), "not named"));
    gnbs_str_add(out, ", version ");
    gnbs_report_put(out, gnbs_report_or(gnbs_tree_text(f, "panel.version"), "not stated"));
    gnbs_str_add(out, ", ");
    gnbs_report_put(out,
                    gnbs_report_or(gnbs_tree_text(f, "panel.status"), "status not stated"));
    gnbs_str_add(out, ", dated ");
    gnbs_report_put(out, gnbs_report_or(gnbs_tree_text(f, "panel.date"), "not stated"));
    gnbs_str_add(out, "; curators: ");
    gnbs_report_put(out, gnbs_report_or(gnbs_tree_text(f, "panel.curators"), "not stated"));
    gnbs_report_fact_end(out);
    hash_fact(out, "Panel checksum (SHA-256)", gnbs_tree_text(f, "panel.sha256"));
    hash_fact(out, "Bundle identity (SHA-256)",
              gnbs_tree_text(f, "reference_bundle.identity"));
    gnbs_str_add(out, "</dl>\n");
}

static void write_sources(gnbs_str_t *out, const gnbs_tree_t *list) {
    static const char *const HEAD[] = {"Role", "File", "Version", "Licence", "SHA-256"};
    if (list == NULL || list->n == 0) return;
    gnbs_report_table_begin(out, "Sources of the reference bundle", 5, HEAD);
    for (size_t i = 0; i < list->n; i++) {
        const gnbs_tree_t *s = gnbs_tree_at(list, i);
        gnbs_report_row_begin(out);
        gnbs_report_head_cell(out, HEAD[0], gnbs_tree_text(s, "role"));
        gnbs_report_cell(out, HEAD[1], gnbs_tree_text(s, "name"));
        gnbs_report_cell(out, HEAD[2],
                         gnbs_report_or(gnbs_tree_text(s, "version"), "not stated"));
        gnbs_report_cell(out, HEAD[3],
                         gnbs_report_or(gnbs_tree_text(s, "licence"), "not stated"));
        gnbs_report_cell_begin(out, HEAD[4]);
        gnbs_str_add(out, "<code class=\"hash\">");
        gnbs_report_put_at(out, s, "sha256");
        gnbs_str_add(out, "</code>");
        gnbs_report_cell_end(out);
        gnbs_report_row_end(out);
    }
    gnbs_report_table_end(out);
}

void gnbs_report_html_methods(gnbs_str_t *out, const gnbs_tree_t *f) {
    gnbs_report_section_begin(out, "methods", "Rules, methods, versions and sources");
    write_policy(out, gnbs_tree_get(f, "policy"));
    write_texts(out, "Methods", gnbs_tree_get(f, "generated_by.methods"), "text");
    write_identities(out, f);
    write_texts(out, "Libraries", gnbs_tree_get(f, "generated_by.libraries"), "version");
    write_sources(out, gnbs_tree_get(f, "reference_bundle.sources"));
    gnbs_report_section_end(out);
}

static const struct {
    const char *term, *text;
} GLOSSARY[] = {
    {"ACMG/AMP classification",
     "The weighing of evidence for and against a variant causing disease, criterion by "
     "criterion, "
     "into five classes from benign to pathogenic. Each criterion adds points."},
    {"Allele",
     "One of the forms a stretch of DNA can take; here, a form that differs from the "
     "reference genome."},
    {"Carrier",
     "A person with one altered copy of a gene whose condition needs two. Carriers are "
     "not reported by this screen."},
    {"ClinVar",
     "A public archive of variants and what laboratories and experts assert of them. "
     "Stars, 0 to 4, say how well an assertion was reviewed."},
    {"Depth", "How many independent DNA fragments were read at a place."},
    {"Gap", "Part of a gene that could not be read well enough to judge."},
    {"Hemizygous",
     "There is only one copy of the gene, as of most of the X chromosome in boys, and "
     "it carries the variant."},
    {"Heterozygous", "One of the two copies of the gene carries the variant."},
    {"HGVS name",
     "The standard name of a variant: c. by the coding sequence of a transcript, p. by "
     "the protein, g. by the chromosome, m. by mitochondrial DNA."},
    {"Homozygous", "Both copies of the gene carry the same variant."},
    {"In trans, in cis",
     "Two variants on different copies of a gene are in trans, on the same copy "
     "in cis. For a recessive condition only in trans matters."},
    {"Listed allele", "An allele that the reference bundle lists as pathogenic or likely "
                      "pathogenic; each is looked for by name."},
    {"Phase",
     "Whether two variants lie on the same copy of a gene. If it is not known, testing the "
     "parents can usually tell."},
    {"Phred",
     "A scale of certainty: 10 is one error in 10, 20 one in 100, 30 one in 1,000."},
    {"Transcript",
     "The form of a gene by which a variant is named. MANE Select is the one agreed "
     "upon for clinical use."},
};

static void write_limitations(gnbs_str_t *out) {
    gnbs_report_section_begin(out, "limitations", "Limitations");
    gnbs_str_add(out, "<ul class=\"prose\">\n");
    for (size_t i = 0; i < gnbs_report_n_limitation; i++)
        gnbs_str_printf(out, "<li>%s</li>\n", gnbs_report_limitations[i]);
    gnbs_str_add(out, "</ul>\n");
    gnbs_report_section_end(out);
}

static void write_glossary(gnbs_str_t *out) {
    gnbs_report_section_begin(out, "glossary", "Words used");
    gnbs_str_add(out, "<dl class=\"facts glossary\">\n");
    for (size_t i = 0; i < sizeof GLOSSARY / sizeof GLOSSARY[0]; i++)
        gnbs_str_printf(out, "<div><dt>%s</dt><dd>%s</dd></div>\n", GLOSSARY[i].term,
                        GLOSSARY[i].text);
    gnbs_str_add(out, "</dl>\n");
    gnbs_report_section_end(out);
}

void gnbs_report_html_back(gnbs_str_t *out) {
    write_limitations(out);
    write_glossary(out);
}
