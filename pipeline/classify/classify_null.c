#include <string.h>

#include "classify/classify_null.h"

/* PVS1: Abou Tayoun et al. 2018, Hum Mutat 39:1517. An event becomes the transcript it would leave behind; where its
 * frame ends says whether decay is expected; the leaf of the tree gives the strength. Leaves are rows of the bundle. */

/* ---- strength -------------------------------------------------------------------------------- */

/* The leaf's strength; a row of the gene for exactly this stands instead. */
static gnbs_acmg_strength_t strength_of(gnbs_sheet_t *s, gnbs_null_t *n,
                                        const gnbs_rule_t **whose) {
    size_t k;
    const gnbs_rule_t *r = gnbs_rule_all(s->in->bundle, -1, GNBS_ACMG_PVS1, &k);
    *whose = NULL;
    for (size_t i = 0; i < k; i++)
        if (r[i].measure == GNBS_MEASURE_PATH && strcmp(r[i].limit, n->path) == 0)
            *whose = &r[i];
    gnbs_acmg_strength_t strength =
        *whose != NULL ? (*whose)->strength : GNBS_ACMG_NO_STRENGTH;
    if (s->in->i_gene < 0) return strength;
    r = gnbs_rule_all(s->in->bundle, s->in->i_gene, GNBS_ACMG_PVS1, &k);
    bool is_splice = n->path[0] == 'S', is_start = n->path[0] == 'I',
         is_deletion = strncmp(n->path, "DEL", 3) == 0;
    for (size_t i = 0; i < k; i++) {
        bool is_about =
            (r[i].measure == GNBS_MEASURE_START_LOST && is_start) ||
            (r[i].measure == GNBS_MEASURE_TRUNCATION && n->path[0] == 'N' &&
             gnbs_rule_lists(r[i].limit, s->residue)) ||
            (r[i].measure == GNBS_MEASURE_EXON && n->exon_first == n->exon_last &&
             (is_splice || is_deletion) && gnbs_rule_lists(r[i].limit, n->exon_first + 1));
        if (!is_about) continue;
        *whose = &r[i];
        const char *path = strstr(r[i].note, "path=");
        if (path != NULL) n->path = path + 5;
        return r[i].strength;
    }
    return strength;
}

static int count_known_null(const gnbs_sheet_t *s) {
    int n = 0;
    for (size_t i = 0; i < s->in->n_neighbour; i++) {
        const gnbs_classify_neighbour_t *k = &s->in->neighbour[i];
        n += k->known != s->in->known && gnbs_null_is_reviewed_pathogenic(k->known) &&
             gnbs_null_is_one(gnbs_consequence_worst(&k->consequence));
    }
    return n;
}

/* Is loss of function how the gene causes the condition? Steps to take from the strength; 9: not applied, and the line
 * says why (NULL: not known). */
enum { NOT_APPLIED = 9 };
static int doubt(const gnbs_sheet_t *s, const char **why) {
    size_t n = 0;
    const gnbs_rule_t *r =
        s->in->i_gene >= 0 ? gnbs_rule_all(s->in->bundle, s->in->i_gene, GNBS_ACMG_PVS1, &n)
                           : NULL;
    const char *mechanism = s->in->mechanism;
    bool is_stated = mechanism[0] != '\0' && strcmp(mechanism, "unknown") != 0,
         is_lof = strcmp(mechanism, "LoF") == 0;
    if (is_stated && !is_lof) {
        *why = gnbs_arena_printf(s->arena,
                                 "the panel gives %s as the mechanism, not loss of "
                                 "function",
                                 mechanism);
        return NOT_APPLIED;
    }
    for (size_t i = 0; i < n; i++)
        if (r[i].measure == GNBS_MEASURE_USE && gnbs_rule_fits(&r[i], s->in->inheritance)) {
            bool is_used = r[i].limit[0] == 'y';
            *why = gnbs_arena_printf(s->arena,
                                     is_used ? "loss of function is the mechanism: %s"
                                             : "%s does not apply PVS1 to this gene",
                                     r[i].source);
            return is_used ? 0 : NOT_APPLIED;
        }
    const gnbs_rule_t *level = gnbs_sheet_row(n, r, GNBS_MEASURE_LOF_LEVEL);
    int step = level != NULL ? level->limit[1] - '0' : -1, n_null = count_known_null(s);
    bool is_curated = level != NULL && level->limit[2] == '\0';
    if (step == 0 || (step > 0 && is_curated)) {
        *why = gnbs_arena_printf(s->arena, "evidence for loss of function %s: %s",
                                 level->limit, level->source);
        return step == 3 ? NOT_APPLIED : step;
    }
    if (n_null >= s->opt->min_known_null) {
        *why = gnbs_arena_printf(
            s->arena,
            "loss of function is the mechanism: %s has %d other pathogenic "
            "null variants of the gene",
            s->clinvar, n_null);
        return 0;
    }
    if (is_lof) {
        *why = gnbs_arena_printf(
            s->arena,
            "the panel gives loss of function as the mechanism, but only %d "
            "other null variant%s known to be pathogenic: one level less",
            n_null, n_null == 1 ? " is" : "s are");
        return 1;
    }
    *why = step > 0 ? gnbs_arena_printf(s->arena, "evidence for loss of function %s: %s",
                                        level->limit, level->source)
                    : NULL;
    return step > 0 && step < 3 ? step : NOT_APPLIED;
}

static void write_line(gnbs_sheet_t *s, gnbs_null_t *n) {
    const char *why = "";
    const gnbs_rule_t *whose;
    if (n->text.failed) s->failed = true;
    if (n->path == NULL) {
        gnbs_sheet_open(s, GNBS_ACMG_PVS1, "%s%s", gnbs_str_text(&n->text),
                        n->open != NULL ? n->open : "the tree could not be followed");
        return;
    }
    if (n->path[0] == '\0') {
        gnbs_sheet_not_met(s, GNBS_ACMG_PVS1, "%s", gnbs_str_text(&n->text));
        return;
    }
    int strength = (int)strength_of(s, n, &whose), step = doubt(s, &why);
    if (s->failed || whose == NULL) {
        gnbs_sheet_open(s, GNBS_ACMG_PVS1, "%s; the bundle has no row for path %s",
                        gnbs_str_text(&n->text), n->path);
        return;
    }
    s->null_path = n->path;
    int given = step == NOT_APPLIED ? 0 : strength - step;
    const char *source = whose->source;
    if (given > 0)
        gnbs_sheet_met(s, GNBS_ACMG_PVS1, (gnbs_acmg_strength_t)given,
                       "%s; path %s (%s); %s", gnbs_str_text(&n->text), n->path, source,
                       why);
    else if (step == NOT_APPLIED && why == NULL)
        gnbs_sheet_open(
            s, GNBS_ACMG_PVS1,
            "%s; path %s (%s), but it is not known whether loss of function causes "
            "the condition",
            gnbs_str_text(&n->text), n->path, source);
    else
        gnbs_sheet_not_met(s, GNBS_ACMG_PVS1, "%s; path %s (%s); %s",
                           gnbs_str_text(&n->text), n->path, source,
                           why != NULL ? why : "");
}

/* ---- the two doors ----------------------------------------------------------------------------- */

static bool begin(gnbs_sheet_t *s, const gnbs_transcript_t *tx, gnbs_null_t *n,
                  gnbs_mrna_t *normal) {
    *n = (gnbs_null_t){.tx = tx};
    gnbs_str_init(&n->text);
    if (!gnbs_mrna_make(s->in->bundle, tx, s->arena, normal)) {
        s->failed = true;
        return false;
    }
    if (normal->start >= 0 && normal->normal_end > normal->start)
        n->residues = (normal->normal_end - normal->start) / 3 - 1;
    return true;
}

void gnbs_judge_null(gnbs_sheet_t *s) {
    if (s->in->n_consequence == 0) {
        gnbs_sheet_not_met(s, GNBS_ACMG_PVS1,
                           "the variant lies in no transcript of the gene");
        return;
    }
    const gnbs_consequence_t *c = &s->in->consequence[0];
    if (!gnbs_consequence_is_lof(c)) {
        gnbs_sheet_not_met(s, GNBS_ACMG_PVS1, "%s on %s is no null variant",
                           gnbs_csq_so_term(s->worst), gnbs_null_name(c->tx));
        return;
    }
    gnbs_null_t n;
    gnbs_mrna_t normal;
    if (begin(s, c->tx, &n, &normal)) {
        switch (s->worst) {
        case GNBS_CSQ_TRANSCRIPT_ABLATION:
            n.path = "DEL1";
            gnbs_str_printf(&n.text, "%s is deleted as a whole", gnbs_null_name(c->tx));
            break;
        case GNBS_CSQ_SPLICE_ACCEPTOR:
        case GNBS_CSQ_SPLICE_DONOR: gnbs_null_follow_splice(s, &n, &normal); break;
        case GNBS_CSQ_START_LOST: gnbs_null_follow_start(s, &n, &normal); break;
        default: gnbs_null_follow_nonsense(s, &n, &normal); break;
        }
        write_line(s, &n);
    }
    gnbs_str_clear(&n.text);
}

/* Exons that a region touches, from 0 along the transcript; false when it touches none. */
static bool find_exons(const gnbs_transcript_t *tx, gnbs_region_t region, int *first,
                       int *last) {
    *first = -1;
    for (int i = 0; i < tx->n_exon; i++) {
        gnbs_exon_t e = tx->exon[tx->strand > 0 ? i : tx->n_exon - 1 - i];
        if (region.tid != tx->tid || e.beg >= region.end || region.beg >= e.end) continue;
        if (*first < 0) *first = i;
        *last = i;
    }
    return *first >= 0;
}

void gnbs_judge_dosage(gnbs_sheet_t *s, const gnbs_classify_dosage_t *event) {
    gnbs_null_t n;
    gnbs_mrna_t normal;
    const gnbs_transcript_t *tx = event->tx;
    if (!begin(s, tx, &n, &normal)) return;
    bool is_whole = event->region.tid == tx->tid && event->region.beg <= tx->beg &&
                    event->region.end >= tx->end;
    if (!find_exons(tx, event->region, &n.exon_first, &n.exon_last)) {
        gnbs_sheet_not_met(s, GNBS_ACMG_PVS1, "the %s touches no exon of %s",
                           event->is_deletion ? "deletion" : "duplication",
                           gnbs_null_name(tx));
    } else if (event->is_deletion && is_whole) {
        n.path = "DEL1";
        gnbs_str_printf(&n.text, "all of %s is deleted", gnbs_null_name(tx));
        write_line(s, &n);
    } else if (event->is_deletion) {
        gnbs_str_printf(&n.text, "exons %d-%d of %d of %s are deleted; ", n.exon_first + 1,
                        n.exon_last + 1, normal.n_exon, gnbs_null_name(tx));
        gnbs_null_follow_without(s, &n, &normal, GNBS_NULL_DELETION);
        write_line(s, &n);
    } else {
        gnbs_null_follow_double(s, &n, &normal, event);
        write_line(s, &n);
    }
    gnbs_str_clear(&n.text);
}
