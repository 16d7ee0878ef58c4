#include <inttypes.h>

#include "cnv/cnv.h"
#include "genome/consequence.h"

/* How a deletion or duplication of exons is read: the deletion and duplication branches of the PVS1 tree of Abou Tayoun et
 * al. 2018 (whole gene; frame; start; a tenth of the protein), the frame by Monaco et al. 1988. What they leave open is left
 * open: is_lof is false, and effect_why says what is not known. */

enum { SPLICE_BP = 2 };
static const double LARGE_FRAC = 0.10; /* of the coding sequence: Abou Tayoun et al. 2018 */

/* The exon as it counts: its coding part, all of it when the transcript codes no protein. */
static gnbs_exon_t part_of(const gnbs_transcript_t *tx, int i) {
    return gnbs_transcript_is_coding(tx) ? gnbs_transcript_cds_part(tx, i) : tx->exon[i];
}

/* With the splice bases on the sides that are spliced. */
static gnbs_exon_t spliced_part(const gnbs_transcript_t *tx, int i) {
    gnbs_exon_t p = part_of(tx, i);
    if (p.beg == tx->exon[i].beg && i > 0) p.beg -= SPLICE_BP;
    if (p.end == tx->exon[i].end && i + 1 < tx->n_exon) p.end += SPLICE_BP;
    return p;
}

static bool touches(const gnbs_transcript_t *tx, int i, gnbs_region_t r) {
    gnbs_exon_t p = part_of(tx, i), s = spliced_part(tx, i);
    return p.end > p.beg && s.beg < r.end && r.beg < s.end;
}

/* Ends that are not known to the base are not taken to split an exon. */
static gnbs_region_t judged_region(const gnbs_dosage_t *d, const gnbs_transcript_t *tx) {
    gnbs_region_t r = d->region;
    for (int i = 0; i < tx->n_exon && !d->is_exact; i++) {
        if (!touches(tx, i, d->region)) continue;
        gnbs_exon_t p = spliced_part(tx, i);
        r.beg = p.beg < r.beg ? p.beg : r.beg;
        r.end = p.end > r.end ? p.end : r.end;
    }
    return r;
}

static void measure(const gnbs_dosage_t *d, const gnbs_transcript_t *tx,
                    gnbs_dosage_effect_t *e) {
    gnbs_region_t r = judged_region(d, tx);
    int64_t all = 0, lost = 0;
    for (int i = 0; i < tx->n_exon; i++) {
        gnbs_exon_t p = part_of(tx, i), s = spliced_part(tx, i);
        all += p.end - p.beg;
        if (!touches(tx, i, r)) continue;
        int number = gnbs_transcript_exon_number(tx, i);
        if (e->first_exon == 0 || number < e->first_exon) e->first_exon = number;
        if (number > e->last_exon) e->last_exon = number;
        gnbs_pos_t beg = p.beg > r.beg ? p.beg : r.beg, end = p.end < r.end ? p.end : r.end;
        if (end > beg) lost += end - beg;
        e->cuts_exon |= r.beg > s.beg || r.end < s.end;
        e->is_inside_exon |= r.beg >= p.beg && r.end <= p.end;
    }
    bool has_left = false, has_right = false; /* the outermost codons, in genome terms */
    if (gnbs_transcript_is_coding(tx)) {
        has_left = r.beg < tx->cds_beg + 3 && r.end > tx->cds_beg;
        has_right = r.end > tx->cds_end - 3 && r.beg < tx->cds_end;
    }
    e->has_start = tx->strand > 0 ? has_left : has_right;
    e->has_stop = tx->strand > 0 ? has_right : has_left;
    e->coding_bp = (int32_t)lost;
    e->coding_frac = all > 0 ? (double)lost / (double)all : 0;
    e->is_whole = lost == all;
    e->is_in_frame = lost % 3 == 0;
}

static const char *exons_of(const gnbs_dosage_effect_t *e, gnbs_arena_t *arena) {
    if (e->first_exon == e->last_exon)
        return gnbs_arena_printf(arena, "Exon %" PRId32 " of %" PRId32, e->first_exon,
                                 e->tx->n_exon);
    return gnbs_arena_printf(arena, "Exons %" PRId32 " to %" PRId32 " of %" PRId32,
                             e->first_exon, e->last_exon, e->tx->n_exon);
}

static uint64_t bit(gnbs_csq_t csq) { return UINT64_C(1) << csq; }

/* The side of an exon that a deletion takes: upstream of it is the acceptor. */
static uint64_t lost_splice(const gnbs_dosage_t *d, const gnbs_transcript_t *tx) {
    gnbs_region_t r = judged_region(d, tx);
    uint64_t terms = 0;
    for (int i = 0; i < tx->n_exon; i++) {
        gnbs_exon_t p = part_of(tx, i), s = spliced_part(tx, i);
        if (!touches(tx, i, r) || (r.beg <= s.beg && r.end >= s.end)) continue;
        bool left = s.beg < p.beg && r.beg<p.beg, right = s.end> p.end && r.end > p.end;
        bool acceptor = tx->strand > 0 ? left : right,
             donor = tx->strand > 0 ? right : left;
        if (acceptor) terms |= bit(GNBS_CSQ_SPLICE_ACCEPTOR);
        if (donor) terms |= bit(GNBS_CSQ_SPLICE_DONOR);
    }
    return terms;
}

typedef struct words {
    const char *exons, *is; /* "Exons 3 to 5 of 12", "are" */
} words_t;

static const char *judge_part(const gnbs_dosage_t *d, gnbs_dosage_effect_t *e, words_t w,
                              gnbs_arena_t *arena) {
    uint64_t splice = lost_splice(d, e->tx);
    if (splice != 0) {
        e->is_lof = true;
        e->terms = splice;
        return gnbs_arena_printf(
            arena, "%s %s lost in part, with a splice site; %" PRId32 " coding bases",
            w.exons, w.is, e->coding_bp);
    }
    e->is_lof = !e->is_in_frame;
    e->is_unclear = e->is_in_frame;
    e->terms = bit(e->is_in_frame ? GNBS_CSQ_INFRAME_DELETION : GNBS_CSQ_FRAMESHIFT);
    const char *frame = e->is_in_frame ? "whole codons: what remains reads on in frame, "
                                         "and a shorter protein may work "
                                         "(reading-frame rule)"
                                       : "not whole codons: the reading frame is lost "
                                         "behind them (reading-frame rule)";
    return gnbs_arena_printf(arena, "%s %s lost%s: %" PRId32 " coding bases, %s", w.exons,
                             w.is, e->cuts_exon ? " in part" : "", e->coding_bp, frame);
}

static const char *judge_deletion(const gnbs_dosage_t *d, gnbs_dosage_effect_t *e,
                                  words_t w, gnbs_arena_t *arena) {
    bool is_coding = gnbs_transcript_is_coding(e->tx);
    e->is_lof = true;
    if (e->is_whole) {
        e->terms = bit(GNBS_CSQ_TRANSCRIPT_ABLATION);
        return gnbs_arena_printf(arena, "The whole gene is lost: all %" PRId32 " %s bases",
                                 e->coding_bp, is_coding ? "coding" : "exonic");
    }
    if (!is_coding) {
        e->terms = bit(GNBS_CSQ_NON_CODING_EXON);
        return gnbs_arena_printf(arena, "%s %s lost in a gene that works as RNA", w.exons,
                                 w.is);
    }
    if (e->has_start) {
        e->terms = bit(GNBS_CSQ_START_LOST);
        return gnbs_arena_printf(arena, "%s %s lost with the start codon", w.exons, w.is);
    }
    if (!e->has_stop) return judge_part(d, e, w, arena);
    e->is_lof = e->coding_frac > LARGE_FRAC;
    e->is_unclear = !e->is_lof;
    e->terms = bit(GNBS_CSQ_STOP_LOST);
    return gnbs_arena_printf(arena,
                             "%s %s lost with the stop codon: %.0f %% of the protein (more "
                             "than 10 %% is read as loss of function)",
                             w.exons, w.is, 100 * e->coding_frac);
}

static const char *judge_duplication(const gnbs_dosage_t *d, gnbs_dosage_effect_t *e,
                                     words_t w, gnbs_arena_t *arena) {
    e->terms = bit(GNBS_CSQ_CODING_SEQUENCE);
    if (e->is_whole) {
        e->terms = bit(GNBS_CSQ_TRANSCRIPT_AMPLIFICATION);
        return gnbs_arena_printf(arena, "The whole gene is there once more: no loss");
    }
    if (!d->is_tandem) {
        e->is_unclear = true;
        return gnbs_arena_printf(arena,
                                 "%s %s there once more; where the second copy lies is not "
                                 "shown, so its effect is not known",
                                 w.exons, w.is);
    }
    if (!gnbs_transcript_is_coding(e->tx) || e->has_start || e->has_stop)
        return gnbs_arena_printf(arena,
                                 "%s %s there once more, up to an end of the gene: a whole "
                                 "copy of the gene remains",
                                 w.exons, w.is);
    if (e->cuts_exon && !e->is_inside_exon) {
        e->is_unclear = true;
        return gnbs_arena_printf(
            arena, "%s %s there once more, in part: how it is spliced is not known",
            w.exons, w.is);
    }
    e->is_lof = !e->is_in_frame;
    e->is_unclear = e->is_in_frame;
    e->terms = bit(e->is_in_frame ? GNBS_CSQ_INFRAME_INSERTION : GNBS_CSQ_FRAMESHIFT);
    return gnbs_arena_printf(
        arena, "%s %s there twice in a row: %" PRId32 " coding bases, %s", w.exons, w.is,
        e->coding_bp,
        e->is_in_frame ? "whole codons: the reading frame is kept"
                       : "not whole codons: the reading frame is lost behind them");
}

bool gnbs_cnv_affect(const gnbs_dosage_t *event, const gnbs_transcript_t *tx,
                     gnbs_arena_t *arena, gnbs_dosage_effect_t *effect) {
    *effect = (gnbs_dosage_effect_t){.tx = tx};
    if (event->region.tid != tx->tid) return false;
    measure(event, tx, effect);
    if (effect->first_exon == 0) return false;
    words_t w = {exons_of(effect, arena),
                 effect->first_exon == effect->last_exon ? "is" : "are"};
    if (w.exons == NULL) return true;
    effect->effect_why = event->kind == GNBS_DOSAGE_DEL
                             ? judge_deletion(event, effect, w, arena)
                             : judge_duplication(event, effect, w, arena);
    return true;
}
