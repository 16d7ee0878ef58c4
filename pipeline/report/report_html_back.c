/* report/report_html_back.c -- methods, versions and sources; limitations, glossary, signatures. */
#include "report/report_html.h"

#include "report/report_text.h"

static void write_texts(gnbs_str_t *out, const char *title, size_t n,
                        const gnbs_report_text_t text[]) {
    if (n == 0) return;
    gnbs_str_printf(out, "<h3>%s</h3>\n<dl class=\"facts\">\n", title);
    for (size_t i = 0; i < n; i++) {
        gnbs_str_add(out, "<div><dt>");
        gnbs_report_put(out, text[i].name);
        gnbs_str_add(out, "</dt><dd>");
        gnbs_report_put(out, text[i].text);
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

static void write_identities(gnbs_str_t *out, const gnbs_case_t *newborn,
                             const gnbs_report_info_t *info) {
    const gnbs_panel_t *p = newborn->panel;
    gnbs_str_add(out,
                 "<h3>Program, panel and reference bundle</h3>\n<dl class=\"facts\">\n");
    gnbs_report_fact_begin(out, "Program");
    gnbs_str_add(out, "gnbs ");
    gnbs_report_put(out, info->program_version);
    gnbs_report_fact_end(out);
    if (gnbs_report_or(info->command_line, NULL) != NULL)
        hash_fact(out, "Command", info->command_line);
    gnbs_report_fact_begin(out, "Panel");
    gnbs_report_put(out, gnbs_report_or(p->name, "not named"));
    gnbs_str_add(out, ", version ");
    gnbs_report_put(out, gnbs_report_or(p->version, "not stated"));
    gnbs_str_add(out, ", dated ");
    gnbs_report_put(out, gnbs_report_or(p->date, "not stated"));
    gnbs_str_add(out, "; curators: ");
    gnbs_report_put(out, gnbs_report_or(p->curators, "not stated"));
    gnbs_report_fact_end(out);
    hash_fact(out, "Panel checksum (SHA-256)", p->sha256);
    hash_fact(out, "Bundle identity (SHA-256)", newborn->bundle->identity);
    gnbs_str_add(out, "</dl>\n");
}

static void write_sources(gnbs_str_t *out, const gnbs_bundle_t *b) {
    static const char *const HEAD[] = {"Role", "File", "Version", "Licence", "SHA-256"};
    if (b->n_source == 0) return;
    gnbs_report_table_begin(out, "Sources of the reference bundle", 5, HEAD);
    for (size_t i = 0; i < b->n_source; i++) {
        const gnbs_bundle_source_t *s = &b->source[i];
        gnbs_report_row_begin(out);
        gnbs_report_head_cell(out, HEAD[0], s->role);
        gnbs_report_cell(out, HEAD[1], s->name);
        gnbs_report_cell(out, HEAD[2], gnbs_report_or(s->version, "not stated"));
        gnbs_report_cell(out, HEAD[3], gnbs_report_or(s->licence, "not stated"));
        gnbs_report_cell_begin(out, HEAD[4]);
        gnbs_str_add(out, "<code class=\"hash\">");
        gnbs_report_put(out, s->sha256);
        gnbs_str_add(out, "</code>");
        gnbs_report_cell_end(out);
        gnbs_report_row_end(out);
    }
    gnbs_report_table_end(out);
}

void gnbs_report_html_methods(gnbs_str_t *out, const gnbs_case_t *newborn,
                              const gnbs_report_info_t *info) {
    gnbs_report_section_begin(out, "methods", "Methods, versions and sources");
    write_texts(out, "Methods", info->n_method, info->method);
    write_identities(out, newborn, info);
    write_texts(out, "Libraries", info->n_library, info->library);
    write_sources(out, newborn->bundle);
    gnbs_report_section_end(out);
}

static const char *const LIMITATIONS[] = {
    "Only the conditions of the panel are looked for, and for each only the kinds of "
    "variant its "
    "row names. What was left out for a condition is listed with that condition.",
    "A condition that is not suspected can still be present: through a variant that is not "
    "yet "
    "known to cause disease, one outside the sequence read, or one of a kind not looked "
    "for.",
    "Variants of uncertain significance and carrier states are not reported.",
    "Findings outside the panel are not looked for.",
    "A suspected condition can turn out not to be present. Nothing here replaces "
    "confirmation on a "
    "new sample by another method.",
    "An allele that no frequency source lists is not thereby known to be rare: sources "
    "cover some "
    "ancestries better than others.",
    "Classifications change with evidence; this report speaks of the versions it names.",
};

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
    for (size_t i = 0; i < sizeof LIMITATIONS / sizeof LIMITATIONS[0]; i++)
        gnbs_str_printf(out, "<li>%s</li>\n", LIMITATIONS[i]);
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

static void write_signatures(gnbs_str_t *out) {
    static const char *const LINES[] = {"Name and role", "Signature", "Date"};
    gnbs_report_section_begin(out, "signatures", "Signatures");
    gnbs_str_add(out,
                 "<p>Two different people review and sign.</p>\n<div class=\"sign\">\n");
    for (int who = 1; who <= 2; who++) {
        gnbs_str_printf(out, "<div><h3>Reviewer %d</h3>\n", who);
        for (size_t i = 0; i < sizeof LINES / sizeof LINES[0]; i++)
            gnbs_str_printf(out, "<p class=\"line\"><span>%s</span></p>\n", LINES[i]);
        gnbs_str_add(out, "</div>\n");
    }
    gnbs_str_add(out, "</div>\n");
    gnbs_report_section_end(out);
}

void gnbs_report_html_back(gnbs_str_t *out) {
    write_limitations(out);
    write_glossary(out);
    write_signatures(out);
}
