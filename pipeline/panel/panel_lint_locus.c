#include <stdlib.h>
#include <string.h>

#include "panel/panel_lint.h"

/* The row that introduces the locus of a gene, by its id in `hgnc=HGNC:1,HGNC:2` of the setting. */
static const gnbs_locus_row_t *locus_of(const gnbs_bundle_t *b, const char *hgnc_id) {
    size_t n = strlen(hgnc_id);
    for (size_t i = 0; i < b->n_locus; i++) {
        if (strcmp(b->locus[i].kind, "locus") != 0) continue;
        for (const char *s = b->locus[i].setting; (s = strstr(s, hgnc_id)) != NULL; s += n)
            if (s[n] < '0' || s[n] > '9') return &b->locus[i];
    }
    return NULL;
}

/* PARALOGUE, or the copy number of a gene by name (SMN1-CN). */
static bool asks_for_copies(const gnbs_panel_cells_t *cells) {
    const char *list = gnbs_panel_cell(cells, GNBS_PANEL_CLASSES), *cn = list;
    while ((cn = strstr(cn, "-CN")) != NULL && cn[3] != ';' && cn[3] != '\0') cn += 3;
    return cn != NULL || gnbs_panel_lists_word(list, "PARALOGUE");
}

/* "chrX:38284500-38287500" over the gene? */
static bool lies_over(const gnbs_bundle_t *b, const char *place, const gnbs_gene_t *gene) {
    size_t n = strcspn(place, ":");
    char name[64], *end;
    if (place[n] != ':' || n >= sizeof name) return false;
    memcpy(name, place, n);
    name[n] = '\0';
    long long beg1 = strtoll(place + n + 1, &end, 10),
              last1 = *end == '-' ? strtoll(end + 1, NULL, 10) : beg1;
    return gnbs_contig_find(&b->contigs, name) == gene->tid && beg1 - 1 < gene->end &&
           last1 > gene->beg;
}

/* Can the gene be judged at all, by which method, and does the row ask for that? */
void gnbs_panel_lint_locus(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells,
                           const gnbs_gene_t *gene) {
    const gnbs_bundle_t *b = lint->bundle;
    const gnbs_locus_row_t *locus = locus_of(b, gene->hgnc_id);
    bool is_screened = strcmp(gnbs_panel_cell(cells, GNBS_PANEL_STATUS), "green") == 0;
    if (locus != NULL && gnbs_panel_cell(cells, GNBS_PANEL_CLASSES)[0] != '\0' &&
        !asks_for_copies(cells))
        gnbs_panel_add_problem(
            lint, GNBS_PANEL_WARNING, gnbs_panel_place(cells, GNBS_PANEL_CLASSES),
            gnbs_panel_text(lint,
                            "copies of %.32s are counted together with those of its twin "
                            "(locus %.32s), and the row does not ask for that",
                            gene->symbol, locus->locus),
            "PARALOGUE among the classes", "add it, or note why not");
    if (locus == NULL && gene->difficulty == GNBS_DIFFICULT_NEEDS_METHOD && is_screened)
        gnbs_panel_add_problem(
            lint, GNBS_PANEL_WARNING, gnbs_panel_place(cells, GNBS_PANEL_STATUS),
            gnbs_panel_text(lint,
                            "%.32s cannot be judged in this build: %.200s Every newborn "
                            "would come out not assessed",
                            gene->symbol, gene->difficult),
            "", "do not screen for it, or use a reference where it can be judged");
    if (locus == NULL && asks_for_copies(cells) && is_screened)
        gnbs_panel_add_problem(
            lint, GNBS_PANEL_WARNING, gnbs_panel_place(cells, GNBS_PANEL_CLASSES),
            gnbs_panel_text(lint,
                            "the row asks for PARALOGUE, and no locus table has %.32s: its "
                            "copies are not counted",
                            gene->symbol),
            "", "take the class out, or leave the row unscreened until there is a table");
    for (size_t i = 0; i < b->n_locus; i++)
        if (strcmp(b->locus[i].kind, "unseen") == 0 &&
            lies_over(b, b->locus[i].place, gene))
            gnbs_panel_add_problem(lint, GNBS_PANEL_INFO,
                                   gnbs_panel_place(cells, GNBS_PANEL_GENE),
                                   gnbs_panel_text(lint, "%.60s cannot be seen: %.200s",
                                                   b->locus[i].name, b->locus[i].text),
                                   "", "");
}
