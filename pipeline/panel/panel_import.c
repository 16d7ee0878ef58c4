#include "panel/panel_import.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "panel/panel_draft.h"

typedef struct importer {
    const gnbs_panelapp_t *from;
    const gnbs_panel_import_opt_t *opt;
    gnbs_panel_draft_t draft;
    gnbs_panel_import_t *out;
    size_t n_unchecked, n_split;
    const char *split; /* "CAV3, CPT2": genes that became two rows */
    gnbs_err_t *err;
} importer_t;

static const char *origin_of(importer_t *im, const gnbs_panelapp_entity_t *e) {
    const gnbs_panelapp_panel_t *p = &im->from->panel[e->i_panel];
    if (p->id[0] == '\0')
        return gnbs_panel_draft_text(&im->draft, "PanelApp entity %s", e->name);
    return gnbs_panel_draft_text(&im->draft, "PanelApp %s v%s %s", p->id, p->version,
                                 e->name);
}

static void list_entity(importer_t *im, const gnbs_panelapp_entity_t *e,
                        const char *reason) {
    const gnbs_panel_listing_t what = {
        e->kind_text[0] != '\0' ? e->kind_text : "gene",
        e->name,
        e->kind == GNBS_PANELAPP_GENE || e->hgnc_id[0] != '\0' ? e->symbol : "",
        e->hgnc_id,
        e->confidence,
        e->moi,
        e->place,
        reason,
        origin_of(im, e),
        e->raw};
    gnbs_panel_draft_list(&im->draft, &what);
    im->out->n_listed++;
}

/* ---- what a gene says, as cells ---------------------------------------------------------------------------- */

static const char *status_of(const char *confidence) {
    static const struct {
        const char *level, *status;
    } LEVEL[] = {{"4", "green"}, {"3", "green"}, {"2", "amber"}, {"1", "red"}};
    for (size_t i = 0; i < sizeof LEVEL / sizeof *LEVEL; i++)
        if (strcmp(LEVEL[i].level, confidence) == 0) return LEVEL[i].status;
    return NULL;
}

/* The MONDO id in a phenotype ("Triple-A syndrome, MONDO:0009279"), or NULL. */
static const char *mondo_in(const char *text) {
    for (const char *s = text; (s = strstr(s, "MONDO:")) != NULL; s++)
        if (strspn(s + 6, "0123456789") == 7) return s;
    return NULL;
}

/* Bytes of the name in a phenotype: what stands before its identifiers. */
static size_t name_len(const char *text) {
    static const char *const MARK[] = {"MONDO:", "OMIM",   "MIM#", "MIM #",
                                       "MIM:",   "ORPHA:", "HP:",  "PMID"};
    size_t n = strlen(text);
    for (size_t i = 0; i < sizeof MARK / sizeof *MARK; i++) {
        const char *at = strstr(text, MARK[i]);
        if (at != NULL && (size_t)(at - text) < n) n = (size_t)(at - text);
    }
    while (n > 0 && strchr(" ,;:({[", text[n - 1]) != NULL) n--;
    return strspn(text, "0123456789 ") >= n ? 0 : n; /* a bare number is no name */
}

/* The first phenotype with a MONDO id, else the first with a name; else one of our making. */
static bool choose_condition(importer_t *im, const gnbs_panelapp_entity_t *e,
                             const char *symbol, const char **cell) {
    gnbs_panel_draft_t *d = &im->draft;
    const char *best = NULL;
    for (size_t i = 0; i < e->phenotype.n && best == NULL; i++)
        if (mondo_in(e->phenotype.at[i]) != NULL && name_len(e->phenotype.at[i]) > 0)
            best = e->phenotype.at[i];
    if (best != NULL)
        cell[GNBS_PANEL_CONDITION_ID] = gnbs_panel_draft_text(d, "%.13s", mondo_in(best));
    for (size_t i = 0; i < e->phenotype.n && best == NULL; i++)
        if (name_len(e->phenotype.at[i]) > 0) best = e->phenotype.at[i];
    bool is_found = best != NULL;
    cell[GNBS_PANEL_CONDITION] = gnbs_panel_draft_clean(
        d, is_found ? gnbs_panel_draft_text(d, "%.*s", (int)name_len(best), best)
                    : gnbs_panel_draft_text(d, "%s-related condition", symbol));
    return is_found;
}

static const char *join(importer_t *im, const gnbs_panelapp_texts_t *texts,
                        const char *between) {
    gnbs_str_t s;
    gnbs_str_init(&s);
    for (size_t i = 0; i < texts->n; i++) {
        if (s.n > 0 && texts->at[i][0] != '\0') gnbs_str_add(&s, between);
        gnbs_str_add(&s, texts->at[i]);
    }
    if (s.failed) im->draft.has_failed = true;
    const char *joined = gnbs_panel_draft_clean(&im->draft, gnbs_str_text(&s));
    gnbs_str_clear(&s);
    return joined;
}

/* Digits of a publication that is a PubMed number ("20931227", "PMID: 20931227"); 0 for anything else. */
static size_t pmid_of(const char *text, const char **beg) {
    while (*text == ' ') text++;
    if (strncmp(text, "PMID", 4) == 0) text += 4 + strspn(text + 4, ": ");
    size_t n = strspn(text, "0123456789");
    *beg = text;
    return n >= 1 && n <= 9 && text[n + strspn(text + n, " .;")] == '\0' ? n : 0;
}

static void fill_evidence(importer_t *im, const gnbs_panelapp_entity_t *e,
                          const char **cell, gnbs_str_t *note) {
    gnbs_str_t s;
    gnbs_str_init(&s);
    for (size_t i = 0; i < e->publication.n; i++) {
        const char *beg, *text = e->publication.at[i];
        size_t n = pmid_of(text, &beg);
        if (n > 0)
            gnbs_str_printf(&s, "%s%.*s", s.n > 0 ? ";" : "", (int)n, beg);
        else if (text[0] != '\0')
            gnbs_str_printf(note, "%spublication: %s", note->n > 0 ? "; " : "", text);
    }
    if (s.failed) im->draft.has_failed = true;
    cell[GNBS_PANEL_EVIDENCE] = gnbs_panel_draft_clean(&im->draft, gnbs_str_text(&s));
    gnbs_str_clear(&s);
}

/* MANE Select where gene models were given; else the first versioned accession that PanelApp names. */
static void fill_transcript(importer_t *im, const gnbs_panelapp_entity_t *e,
                            const char **cell, gnbs_str_t *note) {
    const char *mane =
        gnbs_panel_mane_of(im->opt, cell[GNBS_PANEL_GENE], cell[GNBS_PANEL_HGNC_ID]);
    const char *named = "";
    for (size_t i = 0; i < e->transcript.n; i++) {
        const char *id = e->transcript.at[i];
        if (!gnbs_panel_is_transcript(id, strlen(id))) continue;
        if (named[0] == '\0' || (id[0] == 'E' && named[0] != 'E')) named = id;
    }
    cell[GNBS_PANEL_TRANSCRIPT] = mane[0] != '\0' ? mane : named;
    if (e->transcript.n > 0)
        gnbs_str_printf(note, "%stranscript of origin: %s", note->n > 0 ? "; " : "",
                        join(im, &e->transcript, " "));
}

static void fill_cells(importer_t *im, const gnbs_panelapp_entity_t *e,
                       const gnbs_panel_naming_t *name, const char **cell) {
    gnbs_panel_draft_t *d = &im->draft;
    gnbs_str_t note;
    gnbs_str_init(&note);
    cell[GNBS_PANEL_GENE] = name->symbol;
    cell[GNBS_PANEL_HGNC_ID] = name->hgnc_id;
    bool has_name = choose_condition(im, e, name->symbol, cell);
    cell[GNBS_PANEL_MECHANISM] = "unknown";
    cell[GNBS_PANEL_REPORT] = im->opt->policy;
    cell[GNBS_PANEL_STATUS] = status_of(e->confidence);
    if (name->why[0] != '\0') gnbs_str_add(&note, name->why);
    if (e->penetrance[0] != '\0')
        gnbs_str_printf(&note, "%spenetrance: %s", note.n > 0 ? "; " : "", e->penetrance);
    if (e->pathogenicity[0] != '\0')
        gnbs_str_printf(&note, "%spathogenicity: %s", note.n > 0 ? "; " : "",
                        e->pathogenicity);
    fill_transcript(im, e, cell, &note);
    fill_evidence(im, e, cell, &note);
    cell[GNBS_PANEL_NEEDS_REVIEW] =
        has_name ? "mechanism;report;classes" : "condition;mechanism;report;classes";
    cell[GNBS_PANEL_ORIGIN] = gnbs_panel_draft_clean(d, origin_of(im, e));
    cell[GNBS_PANEL_MOI] = gnbs_panel_draft_clean(d, e->moi);
    cell[GNBS_PANEL_PHENOTYPES] = join(im, &e->phenotype, " | ");
    cell[GNBS_PANEL_TAGS] = join(im, &e->tag, ";");
    cell[GNBS_PANEL_NOTE] = gnbs_panel_draft_clean(d, gnbs_str_text(&note));
    if (note.failed) d->has_failed = true;
    gnbs_str_clear(&note);
}

/* ---- entities ---------------------------------------------------------------------------------------------- */

/* One row per way of inheritance; the entity is kept when one of them is new. */
static void keep_gene(importer_t *im, const gnbs_panelapp_entity_t *e,
                      const gnbs_panel_naming_t *name, size_t n,
                      const gnbs_inheritance_t inheritance[]) {
    gnbs_panel_draft_t *d = &im->draft;
    size_t n_new = 0, before = 0;
    for (size_t i = 0; i < n; i++) {
        const char **cell = gnbs_panel_draft_row(d);
        if (cell == NULL) return;
        fill_cells(im, e, name, cell);
        cell[GNBS_PANEL_INHERITANCE] = gnbs_inheritance_short(inheritance[i]);
        cell[GNBS_PANEL_CLASSES] = inheritance[i] == GNBS_INH_MT ? "MT" : im->opt->classes;
        n_new += gnbs_panel_draft_keep(d, cell, &before);
    }
    if (n_new == 0) {
        list_entity(im, e,
                    gnbs_panel_draft_text(
                        d, "the same gene, condition and inheritance as row %zu (%s)",
                        before, d->rows.at[before - 1].cell[GNBS_PANEL_ORIGIN]));
        return;
    }
    im->out->n_kept++;
    im->n_unchecked += name->is_unchecked;
    if (name->why[0] != '\0') gnbs_panel_draft_note(d, "%s: %s", e->name, name->why);
    if (n < 2) return;
    im->split =
        im->n_split > 0 ? gnbs_panel_draft_text(d, "%s, %s", im->split, e->name) : e->name;
    im->n_split++;
}

static gnbs_code_t take_gene(importer_t *im, const gnbs_panelapp_entity_t *e) {
    gnbs_panel_naming_t name;
    gnbs_inheritance_t inheritance[2];
    const char *why;
    GNBS_TRY(
        gnbs_panel_name_gene(&im->draft, im->opt, e->symbol, e->hgnc_id, &name, im->err));
    size_t n = gnbs_panel_read_moi(e->moi, inheritance, &why);
    if (!name.is_kept)
        list_entity(im, e, name.why);
    else if (status_of(e->confidence) == NULL)
        list_entity(im, e, "PanelApp has not rated it green, amber or red");
    else if (n == 0)
        list_entity(im, e, why);
    else
        keep_gene(im, e, &name, n, inheritance);
    return GNBS_OK;
}

static gnbs_code_t take_entity(importer_t *im, const gnbs_panelapp_entity_t *e) {
    im->out->n_in++;
    switch (e->kind) {
    case GNBS_PANELAPP_GENE: return take_gene(im, e);
    case GNBS_PANELAPP_STR:
        list_entity(im, e, "a repeat expansion, which is not screened for");
        return GNBS_OK;
    case GNBS_PANELAPP_REGION:
        list_entity(im, e, "a copy number region, which is not screened for");
        return GNBS_OK;
    case GNBS_PANELAPP_PANEL:
        list_entity(im, e, "a panel by name only: import its own file");
        return GNBS_OK;
    case GNBS_PANELAPP_OTHER: break;
    }
    list_entity(im, e,
                gnbs_panel_draft_text(&im->draft, "an entity of unknown kind '%.40s'",
                                      e->kind_text));
    return GNBS_OK;
}

/* ---- the head of the panel ---------------------------------------------------------------------------------- */

static void note_count(importer_t *im, const gnbs_panelapp_panel_t *p, const char *what,
                       int64_t n_stated, size_t n) {
    if (n_stated < 0 || n_stated == (int64_t)n) return;
    gnbs_panel_draft_note(&im->draft,
                          "panel %s (%s): it says %" PRId64 " %s and holds %zu; the file "
                          "may be cut, or its statistics may count otherwise",
                          p->id, p->name, n_stated, what, n);
}

static void note_completeness(importer_t *im) {
    const gnbs_panelapp_t *from = im->from;
    for (size_t i = 0; i < from->n_panel; i++) {
        const gnbs_panelapp_panel_t *p = &from->panel[i];
        if (p->n_gene + p->n_str + p->n_region == 0)
            continue; /* named only: it is listed */
        note_count(im, p, "genes", p->n_gene_stated, p->n_gene);
        note_count(im, p, "repeats", p->n_str_stated, p->n_str);
        note_count(im, p, "regions", p->n_region_stated, p->n_region);
        if (p->is_super)
            gnbs_panel_draft_note(&im->draft,
                                  "panel %s (%s) is a super-panel: its genes are those of "
                                  "its component panels at the time it was fetched",
                                  p->id, p->name);
    }
    if (from->has_next || (from->n_stated >= 0 && from->n_stated > (int64_t)from->n_entity))
        gnbs_panel_draft_note(&im->draft,
                              "the list goes on: it says %" PRId64
                              " and this file holds %zu; fetch its other pages too",
                              from->n_stated, from->n_entity);
}

static const char *describe_panel(importer_t *im, const gnbs_panelapp_panel_t *p) {
    return gnbs_panel_draft_text(&im->draft, "PanelApp %s %s v%s of %s%s%s%s", p->id,
                                 p->name, p->version, p->version_created,
                                 p->is_signed_off ? ", signed off" : "",
                                 p->signed_off[0] != '\0' ? " " : "", p->signed_off);
}

static bool is_named_before(const gnbs_panelapp_t *from, size_t i) {
    for (size_t k = 0; k < i; k++)
        if (strcmp(from->panel[k].id, from->panel[i].id) == 0 &&
            strcmp(from->panel[k].version, from->panel[i].version) == 0)
            return true;
    return false;
}

static void write_head(importer_t *im) {
    const gnbs_panelapp_panel_t *p = &im->from->panel[0];
    const gnbs_panel_import_opt_t *o = im->opt;
    gnbs_panel_draft_t *d = &im->draft;
    bool is_one = im->from->n_panel == 1 && p->name[0] != '\0';
    const char *date = is_one && strlen(p->version_created) >= 10
                           ? gnbs_panel_draft_text(d, "%.10s", p->version_created)
                           : "";
    if (!gnbs_panel_is_date(date)) date = "";
    gnbs_panel_draft_meta(d, "name",
                          o->name != NULL ? o->name
                          : is_one        ? p->name
                                          : "imported panel");
    gnbs_panel_draft_meta(d, "version",
                          o->version != NULL                ? o->version
                          : is_one && p->version[0] != '\0' ? p->version
                                                            : "1");
    gnbs_panel_draft_meta(d, "status", "draft");
    gnbs_panel_draft_meta(d, "date", o->date != NULL ? o->date : date);
    gnbs_panel_draft_meta(d, "curators", "");
    gnbs_panel_draft_meta(d, "previous", "");
    gnbs_panel_draft_meta(d, "genome_build", o->genome_build);
    for (size_t i = 0; i < im->from->n_panel; i++)
        if (im->from->panel[i].name[0] != '\0' && !is_named_before(im->from, i))
            gnbs_panel_draft_meta(d, "source", describe_panel(im, &im->from->panel[i]));
    if (is_one && p->disorders[0] != '\0')
        gnbs_panel_draft_meta(d, "disorders", p->disorders);
}

gnbs_code_t gnbs_panel_import_panelapp(const gnbs_panelapp_t *from,
                                       const gnbs_panel_import_opt_t *opt,
                                       gnbs_arena_t *arena, gnbs_panel_import_t *out,
                                       gnbs_err_t *err) {
    importer_t im = {.from = from, .opt = opt, .out = out, .err = err};
    *out = (gnbs_panel_import_t){0};
    if (from->own[GNBS_PANELAPP_OWN_PANEL].column.n > 0)
        return gnbs_panel_import_own(from, arena, out, err);
    gnbs_panel_draft_begin(&im.draft, arena, 0, NULL);
    write_head(&im);
    gnbs_code_t code = GNBS_OK;
    for (size_t i = 0; i < from->n_entity && code == GNBS_OK; i++)
        code = take_entity(&im, &from->entity[i]);
    note_completeness(&im);
    if (im.n_split > 0)
        gnbs_panel_draft_note(
            &im.draft, "%zu genes are both dominant and recessive, two rows each: %s",
            im.n_split, im.split);
    if (im.n_unchecked > 0)
        gnbs_panel_draft_note(&im.draft,
                              "%zu symbols were not checked: their ids are not in the gene "
                              "table (a complete one is HGNC's complete set)",
                              im.n_unchecked);
    if (code == GNBS_OK) code = gnbs_panel_draft_finish(&im.draft, from->path, out, err);
    gnbs_panel_draft_clear(&im.draft);
    return code;
}
