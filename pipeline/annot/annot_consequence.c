#include "annot/annot_parts.h"

#include <string.h>

#include "genome/seq.h"

#define BIT GNBS_ANNOT_BIT

/* ---- geometry ------------------------------------------------------------------------
 * Intervals are half-open; an insertion (beg == end) overlaps what strictly contains it. */

static bool overlaps(gnbs_pos_t beg, gnbs_pos_t end, gnbs_pos_t a, gnbs_pos_t b) {
    return end > a && beg < b;
}

bool gnbs_annot_touches(const gnbs_transcript_t *tx, const gnbs_annot_change_t *c) {
    return overlaps(c->beg, c->end, tx->beg, tx->end);
}

static uint64_t far_terms(const gnbs_transcript_t *tx, const gnbs_annot_change_t *c,
                          gnbs_pos_t flank) {
    bool is_left = c->end <= tx->beg && c->end > tx->beg - flank;
    bool is_right = c->beg >= tx->end && c->beg < tx->end + flank;
    if (!is_left && !is_right) return 0;
    return BIT(is_left == (tx->strand > 0) ? GNBS_CSQ_UPSTREAM : GNBS_CSQ_DOWNSTREAM);
}

/* Introns this short are frameshift corrections of the gene model, not spliced (Ensembl). */
enum { TINY_INTRON_BP = 13 };

typedef struct splice {
    bool donor, acceptor, fifth, donor_region, tract, region, intron, tiny;
} splice_t;

/* One intron, seen from one stretch of changed bases.
 *
 *   exon ...x x x | G T r a g u . . .        . . . y y y n c A G | x x x ... exon
 *           3 2 1   1 2 3 4 5 6 7 8            17 ... 4 3 2 1       1 2 3
 *           region  donor  <--region-->        <-- tract  -->acceptor region
 */
static void judge_intron(gnbs_pos_t beg, gnbs_pos_t end, gnbs_pos_t i_beg, gnbs_pos_t i_end,
                         int8_t strand, splice_t *s) {
    bool is_insertion = beg == end;
    if (i_end - i_beg <= TINY_INTRON_BP && overlaps(beg, end, i_beg, i_end)) {
        s->tiny = true;
        return;
    }
    bool left = overlaps(beg, end, i_beg, i_beg + 2);
    bool right = overlaps(beg, end, i_end - 2, i_end);
    s->donor |= strand > 0 ? left : right;
    s->acceptor |= strand > 0 ? right : left;
    s->fifth |= strand > 0 ? overlaps(beg, end, i_beg + 4, i_beg + 5)
                           : overlaps(beg, end, i_end - 5, i_end - 4);
    s->donor_region |= strand > 0 ? overlaps(beg, end, i_beg + 2, i_beg + 6)
                                  : overlaps(beg, end, i_end - 6, i_end - 2);
    gnbs_pos_t inner = strand > 0 ? i_end - 2 : i_beg + 2; /* between tract and AG */
    s->tract |= (strand > 0 ? overlaps(beg, end, i_end - 17, i_end - 2)
                            : overlaps(beg, end, i_beg + 2, i_beg + 17)) ||
                (is_insertion && beg == inner);
    s->region |= overlaps(beg, end, i_beg + 2, i_beg + 8) ||
                 overlaps(beg, end, i_end - 8, i_end - 2) ||
                 overlaps(beg, end, i_beg - 3, i_beg) ||
                 overlaps(beg, end, i_end, i_end + 3) ||
                 (is_insertion &&
                  (beg == i_beg || beg == i_end || beg == i_beg + 2 || beg == i_end - 2));
    s->intron |= overlaps(beg, end, i_beg + 2, i_end - 2) ||
                 (is_insertion && (beg == i_beg + 2 || beg == i_end - 2));
}

/* Genomic index of the first exon that ends at or after pos; n_exon when there is none. */
static int exon_lower(const gnbs_transcript_t *tx, gnbs_pos_t pos) {
    int lo = 0, hi = tx->n_exon;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (tx->exon[mid].end < pos)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static void judge_introns(const gnbs_transcript_t *tx, gnbs_pos_t beg, gnbs_pos_t end,
                          splice_t *s) {
    int i = exon_lower(tx, beg - 3);
    for (i = i > 0 ? i - 1 : 0; i + 1 < tx->n_exon; i++) {
        gnbs_pos_t i_beg = tx->exon[i].end, i_end = tx->exon[i + 1].beg;
        if (end < i_beg - 3) break;
        if (i_end <= i_beg || beg > i_end + 3) continue;
        judge_intron(beg, end, i_beg, i_end, tx->strand, s);
    }
}

/* 3: the site itself; 2: near it; 1: the tract; 0: nothing of it */
static int severity(const splice_t *s) {
    if (s->donor || s->acceptor) return 3;
    if (s->fifth || s->donor_region || s->region) return 2;
    return s->tract ? 1 : 0;
}

/* Bases gained or lost in a record that is not parsimonious can stand in more than one place of it, and the sequence is the
 * same: a site that is whole in one of them is whole.
 * Bases that stay the same inside a block substitution change no splice site: each run of
 * differing bases is judged by itself. */
static splice_t judge_splice(const gnbs_annot_view_t *view) {
    const gnbs_annot_change_t *c = view->change;
    const gnbs_transcript_t *tx = view->map->tx;
    splice_t s = {false};
    gnbs_pos_t n = c->end - c->beg;
    if (n < 2 || n != c->n_alt) {
        judge_introns(tx, c->beg, c->end, &s);
        if (c->slack == 0) return s;
        splice_t other = {false};
        judge_introns(tx, c->beg - c->slack, c->end - c->slack, &other);
        return severity(&other) < severity(&s) ? other : s;
    }
    for (gnbs_pos_t i = 0; i < n; i++) {
        if (gnbs_annot_seq_at(&view->work->seq, c->beg + i) != c->alt[i])
            judge_introns(tx, c->beg + i, c->beg + i + 1, &s);
    }
    return s;
}

static bool overlaps_exon(const gnbs_transcript_t *tx, const gnbs_annot_change_t *c) {
    for (int i = exon_lower(tx, c->beg); i < tx->n_exon && tx->exon[i].beg <= c->end; i++)
        if (overlaps(c->beg, c->end, tx->exon[i].beg, tx->exon[i].end)) return true;
    return false;
}

/* A change that reaches the exon is said by the acceptor and the exon: no tract (VEP). */
static uint64_t splice_terms(const splice_t *s, bool is_exonic) {
    uint64_t t = 0;
    if (s->donor) t |= BIT(GNBS_CSQ_SPLICE_DONOR);
    if (s->acceptor) t |= BIT(GNBS_CSQ_SPLICE_ACCEPTOR);
    if (s->fifth) t |= BIT(GNBS_CSQ_SPLICE_DONOR_5TH);
    if (s->donor_region && !s->fifth) t |= BIT(GNBS_CSQ_SPLICE_DONOR_REGION);
    if (s->tract && !is_exonic) t |= BIT(GNBS_CSQ_SPLICE_POLYPYRIMIDINE);
    if (s->region && !s->donor && !s->acceptor && !s->fifth && !s->donor_region)
        t |= BIT(GNBS_CSQ_SPLICE_REGION);
    if (s->intron) t |= BIT(GNBS_CSQ_INTRON);
    return t;
}

/* Coding bases overlapped, or an insertion at an inner border of a coding exon. */
static bool overlaps_cds(const gnbs_annot_view_t *view) {
    const gnbs_transcript_t *tx = view->map->tx;
    const gnbs_annot_change_t *c = view->change;
    if (!gnbs_transcript_is_coding(tx)) return false;
    if (c->beg == c->end)
        return view->span.has_beg && view->span.beg > view->map->cds_beg &&
               view->span.beg < view->map->cds_end;
    for (int i = exon_lower(tx, c->beg); i < tx->n_exon && tx->exon[i].beg <= c->end; i++) {
        gnbs_exon_t part = gnbs_transcript_cds_part(tx, i);
        if (part.end > part.beg && overlaps(c->beg, c->end, part.beg, part.end))
            return true;
    }
    return false;
}

static uint64_t utr_terms(const gnbs_annot_view_t *view) {
    const gnbs_transcript_t *tx = view->map->tx;
    const gnbs_annot_change_t *c = view->change;
    if (!overlaps_exon(tx, c) && !view->span.has_beg) return 0;
    bool is_insertion = c->beg == c->end;
    bool left = overlaps(c->beg, c->end, tx->beg, tx->cds_beg) ||
                (is_insertion && c->beg == tx->cds_beg);
    bool right = overlaps(c->beg, c->end, tx->cds_end, tx->end) ||
                 (is_insertion && c->beg == tx->cds_end);
    uint64_t t = 0;
    if (tx->strand > 0 ? left : right) t |= BIT(GNBS_CSQ_5_PRIME_UTR);
    if (tx->strand > 0 ? right : left) t |= BIT(GNBS_CSQ_3_PRIME_UTR);
    return t;
}

/* ---- codons -------------------------------------------------------------------------- */

static bool begins(const char *s, const char *head) {
    return strncmp(s, head, strlen(head)) == 0;
}

static bool ends(const char *s, const char *tail, size_t n) {
    size_t m = strlen(tail);
    return n >= m && memcmp(s + n - m, tail, m) == 0;
}

/* Is what remains of the codons a piece of them: the rest of a whole-codon deletion? */
static bool is_clean_deletion(const gnbs_annot_effect_t *e) {
    int32_t head = 0, tail = 0;
    while (head < e->n_alt_codon && e->ref_codon[head] == e->alt_codon[head]) head++;
    while (tail < e->n_alt_codon - head && e->ref_codon[e->n_ref_codon - 1 - tail] ==
                                               e->alt_codon[e->n_alt_codon - 1 - tail])
        tail++;
    return head + tail == e->n_alt_codon;
}

/* Residues are gained and those that were there stay, up to a new stop. */
static bool is_clean_insertion(const gnbs_annot_effect_t *e) {
    const char *stop = strchr(e->alt_pep, '*');
    size_t n = stop != NULL ? (size_t)(stop - e->alt_pep) + 1 : strlen(e->alt_pep);
    return begins(e->alt_pep, e->ref_pep) || ends(e->alt_pep, e->ref_pep, n);
}

static uint64_t stop_terms(const gnbs_annot_effect_t *e) {
    bool had_stop = strchr(e->ref_pep, '*') != NULL;
    bool has_stop = strchr(e->alt_pep, '*') != NULL;
    if (e->first < 0) /* the same protein: whatever happened, its stop is where it was */
        return had_stop || has_stop || !e->is_frame_kept ? BIT(GNBS_CSQ_STOP_RETAINED) : 0;
    if (has_stop && !had_stop) return BIT(GNBS_CSQ_STOP_GAINED);
    bool loses = had_stop && !has_stop;
    /* a frame shifted just before the stop codon: its reading is lost, though not its bases */
    loses |= !e->is_frame_kept && e->first < e->map->n_aa && e->map->aa[e->first] == '*';
    if (loses) return BIT(GNBS_CSQ_STOP_LOST);
    /* residues are put in just before the stop, which stays (VEP says so too) */
    bool is_before_stop = e->n_ref_codon == 0 && e->p0 + 1 == e->map->n_aa &&
                          e->map->aa[e->p0] == '*' && e->is_frame_kept && !has_stop;
    if (is_before_stop) return BIT(GNBS_CSQ_STOP_RETAINED);
    /* a block over the last residue and the stop: both can be said */
    bool is_block = e->n_ref_codon == e->n_alt_codon;
    return had_stop && has_stop && is_block ? BIT(GNBS_CSQ_STOP_RETAINED) : 0;
}

static uint64_t frame_kept_terms(const gnbs_annot_effect_t *e, uint64_t t, int32_t delta) {
    size_t n_ref = strlen(e->ref_pep), n_alt = strlen(e->alt_pep);
    bool is_lost = (t & BIT(GNBS_CSQ_START_LOST)) != 0;
    if (delta == 0) {
        if (strcmp(e->ref_pep, e->alt_pep) == 0)
            return t & BIT(GNBS_CSQ_STOP_RETAINED) ? 0 : BIT(GNBS_CSQ_SYNONYMOUS);
        if (t & (BIT(GNBS_CSQ_STOP_GAINED) | BIT(GNBS_CSQ_STOP_LOST)) || is_lost) return 0;
        return e->first >= 0 ? BIT(GNBS_CSQ_MISSENSE) : 0;
    }
    if (delta < 0 && is_clean_deletion(e)) return BIT(GNBS_CSQ_INFRAME_DELETION);
    if (is_lost) return 0;
    if (delta > 0 && is_clean_insertion(e)) return BIT(GNBS_CSQ_INFRAME_INSERTION);
    if (begins(e->alt_pep, e->ref_pep) || ends(e->alt_pep, e->ref_pep, n_alt)) return 0;
    if (n_ref != n_alt && e->ref_pep[0] != '*' && e->alt_pep[0] != '*')
        return BIT(GNBS_CSQ_PROTEIN_ALTERING);
    return 0;
}

uint64_t gnbs_annot_codon_terms(const gnbs_annot_effect_t *e, int32_t delta,
                                bool crosses_end) {
    const gnbs_annot_map_t *map = e->map;
    uint64_t t = 0;
    if (e->is_start_lost) t |= BIT(GNBS_CSQ_START_LOST);
    if (e->is_start_touched && !e->is_start_lost && delta != 0)
        t |= BIT(GNBS_CSQ_START_RETAINED);
    /* An insertion into the start codon that leaves one, whole, behind it: VEP, SnpEff and csq say lost, the reading is
     * kept. Both are said, and gnbs_consequence_is_lof weighs the second. */
    if (e->is_start_moved && e->ref_pep != NULL && delta > 0) t |= BIT(GNBS_CSQ_START_LOST);
    if (e->is_start_kept_late) return t;
    if (e->ref_pep ==
        NULL) /* from the 5' UTR into the CDS: the start is all that is judged */
        return e->is_start_touched ? t : t | BIT(GNBS_CSQ_CODING_SEQUENCE);
    if (e->is_partial_codon && e->n_ref_codon == 0 && e->is_frame_kept && e->is_readable)
        return t | BIT(GNBS_CSQ_INFRAME_INSERTION) |
               BIT(GNBS_CSQ_INCOMPLETE_TERMINAL_CODON);
    if (e->is_partial_codon)
        return t | BIT(GNBS_CSQ_INCOMPLETE_TERMINAL_CODON) | BIT(GNBS_CSQ_CODING_SEQUENCE);
    if (crosses_end) {
        if (!e->is_readable) return t | BIT(GNBS_CSQ_CODING_SEQUENCE);
        if (map->n_aa == 0 || map->aa[map->n_aa - 1] != '*')
            return t | BIT(GNBS_CSQ_CODING_SEQUENCE);
        return t | BIT(e->first < 0 ? GNBS_CSQ_STOP_RETAINED : GNBS_CSQ_STOP_LOST);
    }
    if (!e->is_readable && e->is_frame_kept)
        return t & BIT(GNBS_CSQ_START_LOST) ? t : t | BIT(GNBS_CSQ_CODING_SEQUENCE);
    if (e->is_readable && !e->is_start_lost) t |= stop_terms(e);
    if (!e->is_frame_kept)
        return e->is_readable && e->first < 0 ? t : t | BIT(GNBS_CSQ_FRAMESHIFT);
    return t | frame_kept_terms(e, t, delta);
}

bool gnbs_annot_needs_codons(const gnbs_annot_view_t *view) {
    return view->span.has_beg && view->span.has_end && overlaps_cds(view);
}

uint64_t gnbs_annot_terms(const gnbs_annot_view_t *view, gnbs_pos_t flank_bp) {
    const gnbs_transcript_t *tx = view->map->tx;
    const gnbs_annot_change_t *c = view->change;
    if (!gnbs_annot_touches(tx, c)) return far_terms(tx, c, flank_bp);
    if (c->beg <= tx->beg && c->end >= tx->end && c->n_alt < c->end - c->beg)
        return BIT(GNBS_CSQ_TRANSCRIPT_ABLATION);
    splice_t s = judge_splice(view);
    uint64_t t = splice_terms(&s, overlaps_exon(tx, c));
    if (view->map->is_nmd_biotype) t |= BIT(GNBS_CSQ_NMD_TRANSCRIPT);
    if (!gnbs_transcript_is_coding(tx))
        return t | BIT(overlaps_exon(tx, c) ? GNBS_CSQ_NON_CODING_EXON
                                            : GNBS_CSQ_NON_CODING_TRANSCRIPT);
    t |= utr_terms(view);
    if (view->effect != NULL)
        return t | gnbs_annot_codon_terms(view->effect,
                                          c->n_alt - (view->span.end - view->span.beg),
                                          view->span.end > view->map->cds_end);
    bool in_tiny_cds = s.tiny && overlaps(c->beg, c->end, tx->cds_beg, tx->cds_end);
    /* one end in an intron: which codons remain cannot be read off the transcript */
    if (overlaps_cds(view) || in_tiny_cds) t |= BIT(GNBS_CSQ_CODING_SEQUENCE);
    return t;
}

/* ---- numbers and VEP's display forms ------------------------------------------------- */
