#include "classify/classify_null.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "genome/seq.h"

/* Reading a shifted frame for this many codons without a stop has a chance below 1 % (61 of 64 codons are no stop:
 * (61/64)^96 = 0.0099). Where the bases are not known, decay is presumed when it is expected for this long. */
enum { OPEN_CODONS = 96 };

const char *gnbs_null_name(const gnbs_transcript_t *tx) {
    return tx->other_id[0] != '\0' ? tx->other_id : tx->id;
}

/* ---- the questions of the tree -------------------------------------------------------------- */

/* Is an exon part of a transcript that matters: MANE Select or Plus Clinical, where the gene has one? */
static bool is_relevant(const gnbs_sheet_t *s, const gnbs_null_t *n) {
    const gnbs_bundle_t *b = s->in->bundle;
    if (n->tx->mane != GNBS_MANE_NONE || s->in->i_gene < 0) return true;
    const gnbs_gene_t *gene = &b->gene[s->in->i_gene];
    bool has_mane = false;
    for (int k = 0; k < gene->n_transcript; k++) {
        const gnbs_transcript_t *tx = &b->transcript[gene->transcript[k]];
        if (tx->mane == GNBS_MANE_NONE) continue;
        has_mane = true;
        for (int i = n->exon_first; i <= n->exon_last; i++) {
            int at = n->tx->strand > 0 ? i : n->tx->n_exon - 1 - i;
            gnbs_exon_t e = n->tx->exon[at];
            for (int j = 0; j < tx->n_exon; j++)
                if (tx->exon[j].beg < e.end && e.beg < tx->exon[j].end) return true;
        }
    }
    return !has_mane;
}

bool gnbs_null_is_one(gnbs_csq_t csq) {
    return csq <= GNBS_CSQ_FRAMESHIFT || csq == GNBS_CSQ_START_LOST;
}

/* Loss of function frequent in these exons, in the population? The most frequent allele, or NULL. */
static const gnbs_classify_common_t *frequent_null(const gnbs_sheet_t *s,
                                                   const gnbs_null_t *n) {
    const gnbs_classify_common_t *best = NULL;
    for (size_t i = 0; i < s->in->n_common; i++) {
        const gnbs_classify_common_t *c = &s->in->common[i];
        int exon = c->consequence.exon_number - 1;
        if (c->frequency->af <= s->opt->common_lof_af || exon < n->exon_first ||
            exon > n->exon_last ||
            !gnbs_null_is_one(gnbs_consequence_worst(&c->consequence)))
            continue;
        if (best == NULL || c->frequency->af > best->frequency->af) best = c;
    }
    return best;
}

bool gnbs_null_is_reviewed_pathogenic(const gnbs_known_t *k) {
    return gnbs_known_is_pathogenic(k) && k->stars >= 1;
}

/* Is the part from first_lost on (or first..last) known to be critical? By a table, or because alleles in it are
 * pathogenic: one that stops there, or at least three that change it. */
static bool is_critical(const gnbs_sheet_t *s, int32_t first, int32_t last,
                        gnbs_str_t *why) {
    enum { MANY = 3 };
    size_t n_rule;
    const gnbs_rule_t *r =
        gnbs_rule_all(s->in->bundle, s->in->i_gene, GNBS_ACMG_PVS1, &n_rule);
    for (size_t i = 0; s->in->i_gene >= 0 && i < n_rule; i++)
        if (r[i].measure == GNBS_MEASURE_RESIDUE &&
            gnbs_rule_touches(r[i].limit, first, last)) {
            gnbs_str_printf(why, "the part is critical: residues %s, %s", r[i].limit,
                            r[i].source);
            return true;
        }
    int n_stop = 0, n_change = 0;
    const gnbs_known_t *stop = NULL;
    for (size_t i = 0; i < s->in->n_neighbour; i++) {
        const gnbs_classify_neighbour_t *k = &s->in->neighbour[i];
        gnbs_csq_t csq = gnbs_consequence_worst(&k->consequence);
        int32_t residue = k->consequence.protein_pos1;
        if (!gnbs_null_is_reviewed_pathogenic(k->known) || residue < first ||
            residue > last || k->known == s->in->known)
            continue;
        /* the same place is no evidence of its own */
        bool is_same = residue == s->residue && last > first && residue == first;
        if (is_same) continue;
        if (csq == GNBS_CSQ_STOP_GAINED || csq == GNBS_CSQ_FRAMESHIFT) {
            n_stop++;
            stop = k->known;
        } else if (csq == GNBS_CSQ_MISSENSE || csq == GNBS_CSQ_INFRAME_DELETION ||
                   csq == GNBS_CSQ_INFRAME_INSERTION) {
            n_change++;
        }
    }
    if (n_stop >= 1)
        gnbs_str_printf(why,
                        "the part is critical: %s has %d pathogenic truncation%s in it "
                        "(such as %s)",
                        s->clinvar, n_stop, n_stop > 1 ? "s" : "", stop->clinvar_id);
    else if (n_change >= MANY)
        gnbs_str_printf(why,
                        "the part is critical: %s has %d pathogenic changes of amino acids "
                        "in it",
                        s->clinvar, n_change);
    return n_stop >= 1 || n_change >= MANY;
}

/* ---- leaves ---------------------------------------------------------------------------------- */

static const char *const LEAVES[4][8] = {
    /* decay, decay elsewhere | escaped: critical, frequent, much, little | frame kept: ... */
    [GNBS_NULL_NONSENSE] = {"NF1", "NF2", "NF3", "NF4", "NF5", "NF6"},
    [GNBS_NULL_SPLICE] = {"SS1", "SS2", "SS3", "SS4", "SS5", "SS6"},
    [GNBS_NULL_DELETION] = {"DEL2", "DEL3", "DEL4", "DEL5", "DEL6", "DEL7"},
};
static const char *const KEPT[4][4] = {
    [GNBS_NULL_SPLICE] = {"SS10", "SS7", "SS8", "SS9"},
    [GNBS_NULL_DELETION] = {"DEL8", "DEL9", "DEL10", "DEL11"},
};

static void settle_decay(const gnbs_sheet_t *s, gnbs_null_t *n, gnbs_null_family_t family) {
    bool relevant = is_relevant(s, n);
    n->path = LEAVES[family][relevant ? 0 : 1];
    gnbs_str_printf(&n->text, ", so decay of the transcript is expected; the exon is %s",
                    relevant ? "in a relevant transcript" : "in no relevant transcript");
}

/* Residues first..last are lost; `kept` when the frame is. */
static void settle_lost(const gnbs_sheet_t *s, gnbs_null_t *n, gnbs_null_family_t family,
                        bool kept, int32_t first, int32_t last) {
    double frac = n->residues > 0 ? (double)(last - first + 1) / n->residues : 0;
    const char *const *leaf = kept ? KEPT[family] : LEAVES[family] + 2;
    gnbs_str_printf(
        &n->text, "; residues %" PRId32 "-%" PRId32 " of %" PRId32 " are lost (%.1f %%); ",
        first, last, n->residues, 100 * frac);
    if (is_critical(s, first, last, &n->text)) {
        n->path = leaf[0];
        return;
    }
    const gnbs_classify_common_t *common = frequent_null(s, n);
    bool relevant = is_relevant(s, n);
    if (common != NULL || !relevant) {
        n->path = leaf[1];
        if (common != NULL)
            gnbs_str_printf(&n->text,
                            "loss of function is frequent in this exon (allele frequency "
                            "%.4g in %s)",
                            common->frequency->af, common->frequency->source);
        else
            gnbs_str_add(&n->text, "the exon is in no relevant transcript");
        return;
    }
    bool is_much = frac >= s->opt->critical_lost_frac;
    n->path = leaf[is_much ? 2 : 3];
    gnbs_str_printf(&n->text, "its role is not known, and %s than %.0f %% of the protein",
                    is_much ? "it is no less" : "it is less",
                    100 * s->opt->critical_lost_frac);
}

/* Follows the frame of an altered transcript from `from` on; false when it cannot be told whether decay comes. */
static bool follow_frame(const gnbs_mrna_t *m, int32_t from, gnbs_null_t *n, bool *decays) {
    gnbs_stop_t stop = gnbs_mrna_find_stop(m, from);
    int32_t room = gnbs_mrna_decay_room(m, stop.pos);
    switch (stop.state) {
    case GNBS_STOP_FOUND:
        *decays = room > 0;
        gnbs_str_printf(&n->text, "a stop %s in exon %d of %d",
                        m->n_exon < 2 ? "stands" : "comes",
                        gnbs_mrna_exon_of(m, stop.pos) + 1, m->n_exon);
        if (*decays)
            gnbs_str_printf(&n->text,
                            ", %" PRId32 " bases before the last 50 of the last junction",
                            room);
        else
            gnbs_str_add(&n->text, m->n_exon < 2
                                       ? ", which has no junction behind it: no decay"
                                       : ", too near to the end for decay");
        return true;
    case GNBS_STOP_NONE:
        *decays = false;
        gnbs_str_add(&n->text, "no stop comes in the frame that is left: no decay of the "
                               "usual kind");
        return true;
    case GNBS_STOP_UNKNOWN: break;
    }
    if (room >= 3 * OPEN_CODONS) {
        *decays = true;
        gnbs_str_printf(&n->text,
                        "its stop cannot be read (the bundle has no sequence there), but "
                        "%" PRId32
                        " codons remain before decay would be escaped, and a frame "
                        "stays open for %d with a chance below 1 %%",
                        room / 3, (int)OPEN_CODONS);
        return true;
    }
    if (room <= 0) {
        *decays = false;
        gnbs_str_add(&n->text, "whatever its stop, it comes too near to the end for decay");
        return true;
    }
    n->open = "the stop of the new frame cannot be read: the bundle has no sequence there";
    return false;
}

/* ---- events ----------------------------------------------------------------------------------- */

static void set_exons(gnbs_null_t *n, int first, int last) {
    n->exon_first = first;
    n->exon_last = last;
}

/* A stop or a shifted frame: the changed transcript where the change is known, a named stop otherwise. */
void gnbs_null_follow_nonsense(gnbs_sheet_t *s, gnbs_null_t *n, const gnbs_mrna_t *normal) {
    const gnbs_consequence_t *c = &s->in->consequence[0];
    gnbs_mrna_t changed = *normal;
    int32_t from = normal->start + 3 * (c->protein_pos1 > 0 ? c->protein_pos1 - 1 : 0);
    bool decays, is_stop = s->worst == GNBS_CSQ_STOP_GAINED;
    gnbs_str_printf(&n->text, "%s in %s: ", gnbs_csq_so_term(s->worst),
                    gnbs_null_name(n->tx));
    if (normal->start < 0 || c->protein_pos1 <= 0) {
        n->open = "where the coding sequence is changed cannot be told";
        return;
    }
    int exon = gnbs_mrna_exon_of(normal, from);
    set_exons(n, exon, exon);
    if (s->in->stop_residue > 0 || (is_stop && s->in->variant == NULL)) {
        int32_t residue = s->in->stop_residue > 0 ? s->in->stop_residue : c->protein_pos1;
        int32_t pos = normal->start + 3 * (residue - 1),
                room = gnbs_mrna_decay_room(normal, pos);
        decays = room > 0;
        gnbs_str_printf(&n->text, "by its name the stop is residue %" PRId32 ", %s",
                        residue,
                        decays ? "before the last 50 bases of the last junction"
                               : "too near to the end for decay");
    } else {
        const gnbs_variant_t *v = s->in->together == NULL ? s->in->variant : NULL;
        int32_t beg, end;
        uint8_t alt[1024];
        size_t n_alt = v != NULL ? strlen(v->alt) : 0;
        gnbs_pos_t g_beg = v != NULL ? v->pos : 0;
        gnbs_pos_t g_end = g_beg + (v != NULL ? (gnbs_pos_t)strlen(v->ref) : 0);
        if (v == NULL) {
            /* by name only, and no stop stated: the frame is shifted from here on */
            changed.codes = GNBS_NEW(s->arena, uint8_t, changed.n);
            if (changed.codes == NULL) {
                s->failed = true;
                return;
            }
            memset(changed.codes, GNBS_BASE_N, (size_t)changed.n);
        } else if (n_alt > sizeof alt ||
                   !gnbs_mrna_place(n->tx, g_beg, g_end, &beg, &end)) {
            n->open = "the change reaches out of its exon";
            return;
        } else {
            for (size_t i = 0; i < n_alt; i++) alt[i] = gnbs_seq_code(v->alt[i]);
            if (n->tx->strand < 0) gnbs_seq_reverse_complement((int64_t)n_alt, alt);
            if (!gnbs_mrna_change(normal, beg, end, (int32_t)n_alt, alt, s->arena,
                                  &changed)) {
                s->failed = true;
                return;
            }
            if (changed.start < 0) changed.start = normal->start;
            if (beg < from) from = beg;
        }
        if (!follow_frame(&changed, from, n, &decays)) return;
    }
    if (decays)
        settle_decay(s, n, GNBS_NULL_NONSENSE);
    else
        settle_lost(s, n, GNBS_NULL_NONSENSE, false, c->protein_pos1, n->residues);
}

/* Exons first..last are gone from the transcript: by skipping or by deletion. */
void gnbs_null_follow_without(gnbs_sheet_t *s, gnbs_null_t *n, const gnbs_mrna_t *normal,
                              gnbs_null_family_t family) {
    int first = n->exon_first, last = n->exon_last;
    int32_t coding = gnbs_mrna_coding(normal, first, last);
    if (coding == 0) {
        n->open = NULL;
        n->path = "";
        gnbs_str_add(&n->text, "the exon does not code: the protein is not changed");
        return;
    }
    int32_t before = gnbs_mrna_exon_beg(normal, first) - normal->start;
    int32_t lost_first = before > 0 ? before / 3 + 1 : 1;
    int32_t lost_last = lost_first + (coding + 2) / 3 - 1;
    if (lost_last > n->residues) lost_last = n->residues;
    gnbs_mrna_t altered;
    if (!gnbs_mrna_skip(normal, first, last, s->arena, &altered)) {
        s->failed = true;
        return;
    }
    if (altered.start < 0) {
        gnbs_str_add(&n->text, "the start codon goes with it");
        n->path = family == GNBS_NULL_SPLICE ? "SS3" : "DEL4";
        return;
    }
    if (normal->normal_end > gnbs_mrna_exon_beg(normal, last) &&
        normal->normal_end <= normal->exon_end[last]) {
        gnbs_str_add(&n->text,
                     "the end of the coding sequence goes with it, so decay is not "
                     "expected");
        settle_lost(s, n, family, false, lost_first, n->residues);
        return;
    }
    if (coding % 3 == 0) {
        gnbs_str_printf(&n->text, "%" PRId32 " coding bases are lost and the frame is kept",
                        coding);
        settle_lost(s, n, family, true, lost_first, lost_last);
        return;
    }
    bool decays;
    gnbs_str_printf(&n->text, "%" PRId32 " coding bases are lost and the frame is broken; ",
                    coding);
    if (!follow_frame(&altered, normal->start + before, n, &decays)) return;
    if (decays)
        settle_decay(s, n, family);
    else
        settle_lost(s, n, family, false, lost_first, n->residues);
}

void gnbs_null_follow_splice(gnbs_sheet_t *s, gnbs_null_t *n, const gnbs_mrna_t *normal) {
    const gnbs_consequence_t *c = &s->in->consequence[0];
    bool is_donor = gnbs_sheet_has(s, GNBS_CSQ_SPLICE_DONOR);
    int exon = c->intron_number - 1 + (is_donor ? 0 : 1);
    gnbs_str_printf(&n->text, "%s of intron %" PRId32 " of %s: ",
                    is_donor ? "splice donor" : "splice acceptor", c->intron_number,
                    gnbs_null_name(n->tx));
    if (c->intron_number <= 0 || exon >= normal->n_exon) {
        n->open = "the intron could not be told";
        return;
    }
    set_exons(n, exon, exon);
    gnbs_str_printf(&n->text, "exon %d is expected to be skipped; ", exon + 1);
    gnbs_null_follow_without(s, n, normal, GNBS_NULL_SPLICE);
}

static bool starts_elsewhere(const gnbs_sheet_t *s, const gnbs_null_t *n) {
    const gnbs_bundle_t *b = s->in->bundle;
    if (s->in->i_gene < 0) return false;
    const gnbs_gene_t *gene = &b->gene[s->in->i_gene];
    for (int k = 0; k < gene->n_transcript; k++) {
        const gnbs_transcript_t *tx = &b->transcript[gene->transcript[k]];
        bool is_other =
            tx != n->tx && tx->mane != GNBS_MANE_NONE && gnbs_transcript_is_coding(tx);
        if (is_other && (n->tx->strand > 0 ? tx->cds_beg != n->tx->cds_beg
                                           : tx->cds_end != n->tx->cds_end))
            return true;
    }
    return false;
}

void gnbs_null_follow_start(gnbs_sheet_t *s, gnbs_null_t *n, const gnbs_mrna_t *normal) {
    gnbs_str_printf(&n->text, "the start codon of %s is lost; ", gnbs_null_name(n->tx));
    set_exons(n, 0, 0);
    if (starts_elsewhere(s, n)) {
        n->path = "IC3";
        gnbs_str_add(&n->text, "another relevant transcript of the gene begins elsewhere");
        return;
    }
    int32_t next = gnbs_mrna_next_start(normal);
    size_t n_rule;
    const gnbs_rule_t *r =
        gnbs_rule_all(s->in->bundle, s->in->i_gene, GNBS_ACMG_PVS1, &n_rule);
    const gnbs_rule_t *row =
        s->in->i_gene >= 0 ? gnbs_sheet_row(n_rule, r, GNBS_MEASURE_NEXT_START) : NULL;
    if (next < 0 && row != NULL) next = atoi(row->limit);
    if (next < 0) {
        n->path = "IC2";
        gnbs_str_add(&n->text,
                     "the next start in frame cannot be read, so nothing is known of "
                     "pathogenic variants before it");
        return;
    }
    int n_before = 0;
    const gnbs_known_t *one = NULL;
    for (size_t i = 0; i < s->in->n_neighbour; i++) {
        const gnbs_classify_neighbour_t *k = &s->in->neighbour[i];
        int32_t residue = k->consequence.protein_pos1;
        if (!gnbs_null_is_reviewed_pathogenic(k->known) || residue < 2 ||
            (next > 0 && residue >= next))
            continue;
        n_before++;
        one = k->known;
    }
    if (next > 0)
        gnbs_str_printf(&n->text, "the next methionine in frame is residue %" PRId32 "; ",
                        next);
    else
        gnbs_str_add(&n->text, "no other methionine follows in frame; ");
    n->path = n_before > 0 ? "IC1" : "IC2";
    if (n_before > 0)
        gnbs_str_printf(&n->text, "%s has %d pathogenic variant%s before it (such as %s)",
                        s->clinvar, n_before, n_before > 1 ? "s" : "", one->clinvar_id);
    else
        gnbs_str_printf(&n->text, "%s has no pathogenic variant before it", s->clinvar);
}

void gnbs_null_follow_double(gnbs_sheet_t *s, gnbs_null_t *n, const gnbs_mrna_t *normal,
                             const gnbs_classify_dosage_t *event) {
    bool is_inside = event->region.beg > n->tx->beg && event->region.end < n->tx->end;
    bool is_proven = event->tandem == GNBS_TANDEM_PROVEN, decays = false;
    gnbs_str_printf(&n->text, "exons %d-%d of %d of %s are doubled, %s; ",
                    n->exon_first + 1, n->exon_last + 1, normal->n_exon,
                    gnbs_null_name(n->tx),
                    event->tandem == GNBS_TANDEM_ELSEWHERE ? "the copy lies elsewhere"
                    : is_proven                            ? "proven to be in tandem"
                                                           : "presumed to be in tandem");
    if (event->tandem == GNBS_TANDEM_ELSEWHERE || !is_inside) {
        n->path = "DUP5";
        if (!is_inside)
            gnbs_str_add(&n->text, "it reaches out of the gene, so a whole copy remains");
        return;
    }
    n->path = is_proven ? "DUP2" : "DUP4";
    gnbs_mrna_t altered;
    if (!gnbs_mrna_double(normal, n->exon_first, n->exon_last, s->arena, &altered)) {
        s->failed = true;
        return;
    }
    int32_t coding = gnbs_mrna_coding(normal, n->exon_first, n->exon_last);
    if (coding == 0 || coding % 3 == 0 || altered.start < 0) {
        gnbs_str_add(&n->text, coding == 0 ? "they do not code" : "the frame is kept");
        return;
    }
    if (!follow_frame(&altered, normal->exon_end[n->exon_last], n, &decays)) {
        n->open = NULL; /* unknown effect on the frame: the leaf says so */
        gnbs_str_add(&n->text, "what it does to the frame cannot be read");
        return;
    }
    if (decays) n->path = is_proven ? "DUP1" : "DUP3";
}
