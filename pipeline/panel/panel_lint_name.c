#include <inttypes.h>
#include <string.h>

#include "panel/panel_lint.h"

static gnbs_panel_place_t at(const gnbs_panel_cells_t *cells) {
    return gnbs_panel_place(cells, GNBS_ALLELE_HGVS);
}

/* Does the name mean the allele of the row? What a caller writes decides: place and letters in normal form. A name that can be
 * read and has no place on the transcript (alleles of promoters are often named so) cannot be checked, and lint says so. */
void gnbs_panel_lint_name(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells,
                          const gnbs_panel_site_t *site) {
    const gnbs_panel_namer_t *namer = lint->tables->namer;
    gnbs_panel_named_t n;
    if (namer == NULL || site->hgvs[0] == '\0') return;
    namer->resolve(namer->ctx, site->hgvs, lint->arena, &n);
    if (n.fault != NULL) {
        gnbs_panel_add_problem(
            lint, n.is_unreadable ? GNBS_PANEL_WARNING : GNBS_PANEL_INFO, at(cells),
            gnbs_panel_text(lint, "the name '%.60s' does not mean one variant here: %.200s",
                            site->hgvs, n.fault),
            "an HGVS name of one allele, as NM_000492.4:c.1521_1523del",
            "correct it, or leave the cell empty: a run goes by chrom, pos, ref and alt");
        return;
    }
    bool is_same = n.pos == site->pos && strcmp(n.ref, site->ref) == 0 &&
                   strcmp(n.alt, site->alt) == 0 &&
                   gnbs_contig_same_name(n.chrom, site->chrom);
    int64_t pos1 = n.pos + 1;
    if (!is_same)
        gnbs_panel_add_problem(
            lint, GNBS_PANEL_ERROR, at(cells),
            gnbs_panel_text(lint, "'%.60s' is another allele than the row's", site->hgvs),
            gnbs_panel_text(lint,
                            "%.20s, %" PRId64 ", %.60s, %.60s in chrom, pos, ref, alt",
                            n.chrom, pos1, n.ref, n.alt),
            "look it up in the source of the row, and correct the one that is wrong");
    if (n.hgnc_id != NULL && n.hgnc_id[0] != '\0' && strcmp(n.hgnc_id, site->hgnc_id) != 0)
        gnbs_panel_add_problem(
            lint, GNBS_PANEL_WARNING, at(cells),
            gnbs_panel_text(lint, "the transcript of '%.60s' is of another gene, %.32s",
                            site->hgvs, n.hgnc_id),
            site->hgnc_id, "name the allele on a transcript of the row's gene");
}

/* A row that has only the name: a run could never match it. True when that was the case. */
bool gnbs_panel_lint_name_only(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells) {
    static const int PLACE[] = {GNBS_ALLELE_CHROM, GNBS_ALLELE_POS, GNBS_ALLELE_REF,
                                GNBS_ALLELE_ALT};
    const gnbs_panel_namer_t *namer = lint->tables->namer;
    const char *hgvs = gnbs_panel_cell(cells, GNBS_ALLELE_HGVS), *cure;
    gnbs_panel_named_t n = {0};
    for (size_t i = 0; i < sizeof PLACE / sizeof *PLACE; i++)
        if (gnbs_panel_cell(cells, PLACE[i])[0] != '\0') return false;
    if (hgvs[0] == '\0') return false;
    if (namer != NULL) namer->resolve(namer->ctx, hgvs, lint->arena, &n);
    int64_t pos1 = n.pos + 1;
    if (namer == NULL)
        cure = "lint with --refdata, or gnbs hgvs, says which they are";
    else if (n.fault != NULL)
        cure = gnbs_panel_text(lint, "the name does not mean one variant: %.200s", n.fault);
    else
        cure = gnbs_panel_text(lint, "write %.20s, %" PRId64 ", %.60s, %.60s", n.chrom,
                               pos1, n.ref, n.alt);
    gnbs_panel_add_problem(lint, GNBS_PANEL_ERROR, at(cells),
                           gnbs_panel_text(lint,
                                           "'%.60s' stands alone: alleles are matched "
                                           "by place and letters, not by name",
                                           hgvs),
                           "chrom, pos, ref and alt as VCF writes them", cure);
    return true;
}
