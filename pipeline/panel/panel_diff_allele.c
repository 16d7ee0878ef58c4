#include "panel/panel_diff_parts.h"

#include <inttypes.h>
#include <string.h>

enum { N_NAMED = 5, GENE_MARGIN_BP = 2000 /* as a run looks for known alleles */ };

static bool is_for(const gnbs_panel_allele_t *a, const gnbs_condition_t *row) {
    bool is_for_all = a->condition == NULL || a->condition[0] == '\0';
    return row != NULL && strcmp(a->hgnc_id, row->hgnc_id) == 0 &&
           (is_for_all || strcmp(a->condition, row->condition) == 0);
}

static bool is_same_allele(const gnbs_panel_allele_t *a, const gnbs_panel_allele_t *b) {
    return a->pos == b->pos && strcmp(a->ref, b->ref) == 0 && strcmp(a->alt, b->alt) == 0 &&
           gnbs_contig_same_name(a->chrom, b->chrom);
}

/* The same allele in a list of the row, or NULL. */
static const gnbs_panel_allele_t *find_allele(size_t n, const gnbs_panel_allele_t list[],
                                              const gnbs_condition_t *row,
                                              const gnbs_panel_allele_t *a) {
    for (size_t i = 0; i < n; i++)
        if (is_for(&list[i], row) && is_same_allele(&list[i], a)) return &list[i];
    return NULL;
}

/* ", to ClinVar Pathogenic with 3 of 4 stars" */
static const char *asserted(gnbs_panel_lines_t *out, const gnbs_bundle_t *b,
                            const gnbs_panel_allele_t *a) {
    int32_t tid = b != NULL ? gnbs_contig_find(&b->contigs, a->chrom) : -1;
    if (tid < 0) return "";
    const gnbs_variant_t v = {tid, a->pos, a->ref, a->alt};
    const gnbs_known_t *k = gnbs_bundle_known(b, &v);
    if (k == NULL) return "";
    const char *text = gnbs_arena_printf(out->arena, ", to ClinVar %s with %d of 4 stars",
                                         gnbs_clnsig_name(k->sig), k->stars);
    if (text == NULL) out->has_failed = true;
    return text != NULL ? text : "";
}

static void say_allele(gnbs_panel_lines_t *out, const gnbs_bundle_t *bundle,
                       const char *what, const gnbs_panel_allele_t *a) {
    int64_t pos1 = a->pos + 1;
    bool has_name = a->hgvs != NULL && a->hgvs[0] != '\0';
    gnbs_panel_say(out, "%s: %s:%" PRId64 " %s>%s%s%s (%s)%s", what, a->chrom, pos1, a->ref,
                   a->alt, has_name ? " " : "", has_name ? a->hgvs : "",
                   a->reason[0] != '\0' ? a->reason : "no reason given",
                   asserted(out, bundle, a));
}

/* Alleles of one list of `of` that the same list of the other panel does not have. */
static bool say_list(gnbs_panel_lines_t *out, const gnbs_bundle_t *bundle, const char *what,
                     size_t n, const gnbs_panel_allele_t list[],
                     const gnbs_condition_t *row, size_t n_other,
                     const gnbs_panel_allele_t other[], const gnbs_condition_t *other_row) {
    bool is_said = false;
    for (size_t i = 0; i < n; i++) {
        if (!is_for(&list[i], row) ||
            find_allele(n_other, other, other_row, &list[i]) != NULL)
            continue;
        say_allele(out, bundle, what, &list[i]);
        is_said = true;
    }
    return is_said;
}

bool gnbs_panel_say_alleles(gnbs_panel_lines_t *out, const gnbs_panel_diff_t *diff,
                            const gnbs_bundle_t *bundle, const gnbs_condition_t *from,
                            const gnbs_condition_t *to) {
    const gnbs_panel_t *a = diff->from, *b = diff->to;
    bool is_said = false;
    is_said |= say_list(out, bundle, "always considered from now on", b->n_include,
                        b->include, to, a->n_include, a->include, from);
    is_said |= say_list(out, bundle, "no longer considered by name", a->n_include,
                        a->include, from, b->n_include, b->include, to);
    is_said |= say_list(out, bundle, "never reported from now on", b->n_exclude, b->exclude,
                        to, a->n_exclude, a->exclude, from);
    is_said |= say_list(out, bundle, "may be reported again", a->n_exclude, a->exclude,
                        from, b->n_exclude, b->exclude, to);
    return is_said;
}

/* ---- known alleles -------------------------------------------------------------------------------------------- */

/* By policy and lists alone: is the allele reportable for the row? */
static bool is_reportable(const gnbs_panel_t *p, const gnbs_condition_t *row,
                          const gnbs_panel_allele_t *a) {
    if (row == NULL || row->status != GNBS_STATUS_GREEN) return false;
    if (find_allele(p->n_exclude, p->exclude, row, a) != NULL) return false;
    return row->policy != GNBS_POLICY_NAMED ||
           find_allele(p->n_include, p->include, row, a) != NULL;
}

static void name_known(gnbs_panel_lines_t *out, const gnbs_bundle_t *b,
                       const gnbs_known_t *k, int32_t n_before, const char **names) {
    int64_t pos1 = k->variant.pos + 1;
    if (n_before > N_NAMED) return;
    const char *text = n_before == N_NAMED
                           ? gnbs_arena_printf(out->arena, "%s, ...", *names)
                           : gnbs_arena_printf(out->arena, "%s%s%s:%" PRId64 " %.20s>%.20s",
                                               *names, n_before > 0 ? ", " : "",
                                               b->contigs.contig[k->variant.tid].name, pos1,
                                               k->variant.ref, k->variant.alt);
    if (text == NULL)
        out->has_failed = true;
    else
        *names = text;
}

void gnbs_panel_count_known(gnbs_panel_lines_t *out, const gnbs_panel_diff_t *diff,
                            const gnbs_bundle_t *b, gnbs_panel_change_t *change) {
    const char *id = change->to != NULL ? change->to->hgnc_id : change->from->hgnc_id;
    const gnbs_gene_t *gene = gnbs_bundle_gene(b, id);
    if (gene == NULL) return;
    change->n_gained = change->n_lost = 0;
    for (size_t i = gnbs_bundle_known_lower(b, gene->tid, gene->beg - GENE_MARGIN_BP);
         i < b->n_known; i++) {
        const gnbs_known_t *k = &b->known[i];
        if (k->variant.tid != gene->tid || k->variant.pos >= gene->end + GENE_MARGIN_BP)
            break;
        if (!gnbs_known_is_pathogenic(k)) continue;
        const gnbs_panel_allele_t a = {.chrom = b->contigs.contig[k->variant.tid].name,
                                       .pos = k->variant.pos,
                                       .ref = k->variant.ref,
                                       .alt = k->variant.alt};
        bool was = is_reportable(diff->from, change->from, &a),
             is = is_reportable(diff->to, change->to, &a);
        if (is && !was) name_known(out, b, k, change->n_gained++, &change->gained);
        if (was && !is) name_known(out, b, k, change->n_lost++, &change->lost);
    }
}
