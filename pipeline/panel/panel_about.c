#include "panel/panel_about.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SPLICE_BP = 2, MARGIN_BP = 2000 /* as a run looks for known alleles */ };

const gnbs_panel_programme_t *gnbs_panel_programme(size_t i) {
    static const gnbs_panel_programme_t LIST[] = {
        {"GEL", "Generation Study (Genomics England)"},
        {"BeginNGS", "BeginNGS (Rady Children's, United States)"},
        {"BabyScreen+", "BabyScreen+ (Victoria, Australia)"},
        {"BabyDetect", "BabyDetect (Liege, Belgium)"},
        {"GUARDIAN-G1", "GUARDIAN group 1 (New York)"},
        {"GUARDIAN-G2", "GUARDIAN group 2: neurodevelopmental, optional (New York)"},
        {"RUSP-core", "Recommended Uniform Screening Panel, core (United States)"}};
    return i < sizeof LIST / sizeof *LIST ? &LIST[i] : NULL;
}

bool gnbs_panel_lists_word(const char *list, const char *word) {
    size_t n = strlen(word);
    while (*list != '\0') {
        size_t k = strcspn(list, ";");
        if (k == n && strncmp(list, word, n) == 0) return true;
        list += k + (list[k] != '\0');
    }
    return false;
}

/* ---- known alleles ------------------------------------------------------------------------------------------------ */

static gnbs_panel_exon_t *exon_at(gnbs_panel_exon_t *exon, size_t n, gnbs_pos_t pos) {
    for (size_t i = 0; i < n; i++)
        if (pos >= exon[i].region.beg - SPLICE_BP && pos < exon[i].region.end + SPLICE_BP)
            return &exon[i];
    return NULL;
}

static void count_known(gnbs_panel_about_t *g, gnbs_panel_exon_t *exon) {
    const gnbs_bundle_t *b = g->bundle;
    for (size_t i = gnbs_bundle_known_lower(b, g->gene->tid, g->gene->beg - MARGIN_BP);
         i < b->n_known; i++) {
        const gnbs_known_t *k = &b->known[i];
        if (k->variant.tid != g->gene->tid || k->variant.pos >= g->gene->end + MARGIN_BP)
            break;
        int stars = k->stars < 0 ? 0 : k->stars >= GNBS_PANEL_ABOUT_STARS ? 4 : k->stars;
        g->n_class[k->sig][stars]++;
        g->n_allele++;
        if (!gnbs_known_is_pathogenic(k)) continue;
        gnbs_panel_exon_t *e = exon_at(exon, g->n_exon, k->variant.pos);
        if (e != NULL)
            e->n_known++;
        else
            g->n_outside++;
    }
}

/* ---- exons -------------------------------------------------------------------------------------------------------- */

static gnbs_code_t measure_exon(gnbs_panel_about_t *g, int i, gnbs_arena_t *arena,
                                gnbs_panel_exon_t *e, gnbs_err_t *err) {
    const gnbs_transcript_t *tx = g->tx;
    gnbs_exon_t part =
        gnbs_transcript_is_coding(tx) ? gnbs_transcript_cds_part(tx, i) : tx->exon[i];
    int64_t n = part.end - part.beg, gc = 0;
    *e = (gnbs_panel_exon_t){.number = gnbs_transcript_exon_number(tx, i),
                             .region = {tx->tid, tx->exon[i].beg, tx->exon[i].end},
                             .coding = n,
                             .gc_frac = -1};
    uint8_t *codes = gnbs_arena_alloc(arena, (size_t)n + 1, 1);
    if (codes == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "exon %d", i + 1);
    gnbs_bundle_sequence(g->bundle, (gnbs_region_t){tx->tid, part.beg, part.end}, codes);
    for (int64_t k = 0; k < n; k++) {
        e->no_sequence += codes[k] > 3;
        gc += codes[k] == 1 || codes[k] == 2; /* C, G */
    }
    if (n > e->no_sequence) e->gc_frac = (double)gc / (double)(n - e->no_sequence);
    g->coding += n;
    g->no_sequence += e->no_sequence;
    return GNBS_OK;
}

static gnbs_code_t measure_exons(gnbs_panel_about_t *g, gnbs_arena_t *arena,
                                 gnbs_err_t *err) {
    const gnbs_transcript_t *tx = g->tx;
    gnbs_panel_exon_t *exon = GNBS_NEW(arena, gnbs_panel_exon_t, tx->n_exon);
    if (exon == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%d exons", tx->n_exon);
    for (int k = 0; k < tx->n_exon; k++)
        GNBS_TRY(
            measure_exon(g, tx->strand > 0 ? k : tx->n_exon - 1 - k, arena, &exon[k], err));
    g->n_exon = (size_t)tx->n_exon;
    g->exon = exon;
    count_known(g, exon);
    return GNBS_OK;
}

/* P(depth >= min) of a Poisson depth. */
static double chance_of_depth(double mean, int min_depth) {
    double term = exp(-mean), below = 0;
    for (int k = 0; k < min_depth; k++) {
        below += term;
        term *= mean / (k + 1);
    }
    return 1 - below;
}

/* ---- difficult places --------------------------------------------------------------------------------------------- */

/* "chr1:155235203": where the first place of a row lies; false when it has none that can be read. */
static bool first_place(const gnbs_bundle_t *b, const char *text, gnbs_region_t *r) {
    if (*text == '-') text++;
    size_t n_name = strcspn(text, ":");
    char name[64], *end;
    if (text[n_name] != ':' || n_name >= sizeof name) return false;
    memcpy(name, text, n_name);
    name[n_name] = '\0';
    long long beg1 = strtoll(text + n_name + 1, &end, 10), last1 = beg1;
    if (*end == '-') last1 = strtoll(end + 1, NULL, 10);
    *r = (gnbs_region_t){gnbs_contig_find(&b->contigs, name), beg1 - 1, last1};
    return r->tid >= 0 && beg1 > 0 && last1 >= beg1;
}

static gnbs_code_t find_places(gnbs_panel_about_t *g, gnbs_arena_t *arena,
                               gnbs_err_t *err) {
    const gnbs_bundle_t *b = g->bundle;
    gnbs_region_t whole = {g->gene->tid, g->gene->beg, g->gene->end};
    g->place = GNBS_NEW(arena, const gnbs_locus_row_t *, b->n_locus);
    if (g->place == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "places");
    for (size_t i = 0; i < b->n_locus; i++) {
        const gnbs_locus_row_t *row = &b->locus[i];
        gnbs_region_t r;
        if (strcmp(row->kind, "locus") == 0) {
            if (strstr(row->setting, g->hgnc_id) != NULL) {
                const char *behind = strstr(row->setting, g->hgnc_id) + strlen(g->hgnc_id);
                if (*behind < '0' || *behind > '9') g->locus = row;
            }
        } else if ((strcmp(row->kind, "region") == 0 || strcmp(row->kind, "unseen") == 0) &&
                   first_place(b, row->place, &r) && gnbs_region_overlaps(r, whole)) {
            g->place[g->n_place++] = row;
        }
    }
    return GNBS_OK;
}

/* ---- the whole ---------------------------------------------------------------------------------------------------- */

static gnbs_code_t add_bundle(gnbs_panel_about_t *g, gnbs_arena_t *arena, gnbs_err_t *err) {
    g->gene = gnbs_bundle_gene(g->bundle, g->hgnc_id);
    if (g->gene == NULL) return GNBS_OK;
    for (size_t i = 0; i < g->n_row && g->tx == NULL; i++)
        if (g->row[i]->transcript[0] != '\0')
            g->tx = gnbs_bundle_transcript(g->bundle, g->row[i]->transcript);
    if (g->tx == NULL && g->gene->n_transcript > 0)
        g->tx = &g->bundle->transcript[g->gene->transcript[0]];
    GNBS_TRY(find_places(g, arena, err));
    if (g->tx == NULL) return GNBS_OK;
    GNBS_TRY(measure_exons(g, arena, err));
    if (g->coding > 0)
        g->expected = (double)(g->coding - g->no_sequence) / (double)g->coding *
                      chance_of_depth(GNBS_PANEL_ABOUT_DEPTH, g->min_depth);
    return GNBS_OK;
}

gnbs_code_t gnbs_panel_about(const gnbs_panel_t *panel, const gnbs_bundle_t *bundle,
                             const char *gene, int min_depth, gnbs_arena_t *arena,
                             gnbs_panel_about_t *g, gnbs_err_t *err) {
    *g = (gnbs_panel_about_t){
        .panel = panel, .bundle = bundle, .min_depth = min_depth, .expected = -1};
    g->row = GNBS_NEW(arena, const gnbs_condition_t *, panel->n_condition);
    if (g->row == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", panel->path);
    for (size_t i = 0; i < panel->n_condition && g->hgnc_id == NULL; i++)
        if (strcmp(panel->condition[i].hgnc_id, gene) == 0 ||
            strcmp(panel->condition[i].gene, gene) == 0)
            g->hgnc_id = panel->condition[i].hgnc_id;
    if (g->hgnc_id == NULL)
        return gnbs_err_set(
            err, GNBS_E_DATA,
            "%s: no row for '%s'; give an approved symbol or an HGNC id of the panel",
            panel->path, gene);
    for (size_t i = 0; i < panel->n_condition; i++)
        if (strcmp(panel->condition[i].hgnc_id, g->hgnc_id) == 0)
            g->row[g->n_row++] = &panel->condition[i];
    g->symbol = g->row[0]->gene;
    return bundle != NULL ? add_bundle(g, arena, err) : GNBS_OK;
}

/* ---- in words, for both pages ------------------------------------------------------------------------------------- */

static void say_exons(gnbs_str_t *out, const gnbs_panel_about_t *g,
                      gnbs_panel_about_say_t *say) {
    static const double HIGH_GC = 0.70, LOW_GC = 0.30;
    gnbs_str_t gc, blind;
    gnbs_str_init(&gc);
    gnbs_str_init(&blind);
    for (size_t i = 0; i < g->n_exon; i++) {
        const gnbs_panel_exon_t *e = &g->exon[i];
        if (e->no_sequence > 0)
            gnbs_str_printf(&blind, "%s%d (%lld of %lld bases)", blind.n > 0 ? ", " : "",
                            e->number, (long long)e->no_sequence, (long long)e->coding);
        if (e->coding > 0 && e->gc_frac >= 0 &&
            (e->gc_frac > HIGH_GC || e->gc_frac < LOW_GC))
            gnbs_str_printf(&gc, "%s%d (%.0f %%)", gc.n > 0 ? ", " : "", e->number,
                            100 * e->gc_frac);
    }
    gnbs_str_t text;
    gnbs_str_init(&text);
    if (blind.n > 0) {
        gnbs_str_printf(
            &text, "No reference sequence in the bundle: exons %s. They cannot be judged",
            gnbs_str_text(&blind));
        say(out, gnbs_str_text(&text));
        gnbs_str_reset(&text);
    }
    if (gc.n > 0) {
        gnbs_str_printf(
            &text, "GC below 30 or above 70 %%, where many libraries are thin: exons %s",
            gnbs_str_text(&gc));
        say(out, gnbs_str_text(&text));
    }
    out->failed = out->failed || text.failed || gc.failed || blind.failed;
    gnbs_str_clear(&text);
    gnbs_str_clear(&gc);
    gnbs_str_clear(&blind);
}

static void say_expected(gnbs_str_t *out, const gnbs_panel_about_t *g,
                         gnbs_panel_about_say_t *say) {
    gnbs_str_t text;
    gnbs_str_init(&text);
    if (g->gene->difficulty == GNBS_DIFFICULT_NEEDS_METHOD)
        gnbs_str_printf(
            &text, "Expected at %dx: not by ordinary calling; %s", GNBS_PANEL_ABOUT_DEPTH,
            g->locus != NULL ? "its copies are counted together with those of "
                               "its twin (see gnbs loci)"
                             : "no method for it is at hand, and its conditions "
                               "are not assessed");
    else if (g->expected >= 0)
        gnbs_str_printf(&text,
                        "Expected at %dx: %.2f %% of %lld coding bases. By calculation, "
                        "not measured: bases "
                        "with reference sequence, and Poisson depth of at least %d "
                        "fragments; uneven or "
                        "doubtful mapping is not in it",
                        GNBS_PANEL_ABOUT_DEPTH, 100 * g->expected, (long long)g->coding,
                        g->min_depth);
    if (text.n > 0) say(out, gnbs_str_text(&text));
    gnbs_str_reset(&text);
    const gnbs_panel_measured_t *m = &g->measured;
    if (m->n > 0)
        gnbs_str_printf(
            &text,
            "Measured in %zu stored newborns of 25x to 35x: %.2f %% of the coding "
            "bases could be judged in the median (%.2f to %.2f %%)",
            m->n, 100 * m->median, 100 * m->lowest, 100 * m->highest);
    else if (m->n_other > 0)
        gnbs_str_printf(
            &text,
            "Measured: in none of %zu stored cases, as none is of 25x to 35x and "
            "has the gene",
            m->n_other);
    if (text.n > 0) say(out, gnbs_str_text(&text));
    out->failed = out->failed || text.failed;
    gnbs_str_clear(&text);
}

void gnbs_panel_about_tell(gnbs_str_t *out, const gnbs_panel_about_t *g,
                           gnbs_panel_about_say_t *say) {
    gnbs_str_t text;
    gnbs_str_init(&text);
    if (g->gene->difficult[0] != '\0') {
        gnbs_str_printf(&text, "%s (%s)", g->gene->difficult, g->gene->difficult_source);
        say(out, gnbs_str_text(&text));
    }
    if (g->locus != NULL) say(out, g->locus->text);
    for (size_t i = 0; i < g->n_place; i++) {
        gnbs_str_reset(&text);
        gnbs_str_printf(&text, "%s, %s: %s", g->place[i]->place,
                        strcmp(g->place[i]->kind, "unseen") == 0 ? g->place[i]->name
                                                                 : "counted by depth",
                        g->place[i]->text[0] != '\0' ? g->place[i]->text
                                                     : g->place[i]->name);
        say(out, gnbs_str_text(&text));
    }
    out->failed = out->failed || text.failed;
    gnbs_str_clear(&text);
    say_exons(out, g, say);
    say_expected(out, g, say);
}
