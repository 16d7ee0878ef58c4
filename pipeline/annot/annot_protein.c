#include "annot/annot_parts.h"

#include <string.h>

#include "genome/seq.h"

/* Protein names compare two proteins, not two codons: the first residue that differs decides
 * (HGVS: "what would be seen at protein level"), and equal residues on both sides of an
 * in-frame change are not part of it.
 *
 *     ref   M A K K L E *            prefix first, then suffix: the change stands as far
 *     alt   M A K K K L E *          to the C terminus as it can: Lys4dup
 */
typedef struct diff {
    const gnbs_annot_effect_t *e;
    int32_t beg; /* first residue that differs */
    int32_t ref_end, alt_end;
} diff_t;

static char ref_at(const diff_t *d, int32_t i) { return d->e->map->aa[i]; }
static char alt_at(const diff_t *d, int32_t i) { return gnbs_annot_aa_alt(d->e, i); }

static void add_aa3(gnbs_str_t *out, char aa) { gnbs_str_add_n(out, gnbs_seq_aa3(aa), 3); }

static void add_residue(gnbs_str_t *out, const diff_t *d, int32_t i) {
    add_aa3(out, ref_at(d, i));
    gnbs_str_add_int(out, i + 1);
}

static void add_range(gnbs_str_t *out, const diff_t *d, int32_t beg, int32_t end) {
    add_residue(out, d, beg);
    if (end - beg < 2) return;
    gnbs_str_add_char(out, '_');
    add_residue(out, d, end - 1);
}

static void add_new(gnbs_str_t *out, const diff_t *d) {
    for (int32_t i = d->beg; i < d->alt_end; i++) add_aa3(out, alt_at(d, i));
}

static void print_frame_kept(gnbs_str_t *out, const diff_t *d) {
    int32_t n_ref = d->ref_end - d->beg, n_alt = d->alt_end - d->beg;
    if (n_ref == 0) {
        bool is_dup = d->beg >= n_alt;
        for (int32_t i = 0; i < n_alt && is_dup; i++)
            is_dup = ref_at(d, d->beg - n_alt + i) == alt_at(d, d->beg + i);
        if (is_dup) {
            add_range(out, d, d->beg - n_alt, d->beg);
            gnbs_str_add(out, "dup");
            return;
        }
        add_range(out, d, d->beg - 1, d->beg + 1);
        gnbs_str_add(out, "ins");
        add_new(out, d);
        return;
    }
    if (n_ref == 1 && n_alt == 1) {
        add_residue(out, d, d->beg);
        add_new(out, d);
        return;
    }
    add_range(out, d, d->beg, d->ref_end);
    gnbs_str_add(out, n_alt == 0 ? "del" : "delins");
    add_new(out, d);
}

/* A stop turned into a residue: how far the new stop lies behind the old one. */
static void print_extension(gnbs_str_t *out, const gnbs_annot_effect_t *e,
                            const diff_t *d) {
    add_residue(out, d, d->beg);
    add_aa3(out, alt_at(d, d->beg));
    gnbs_str_add(out, "extTer");
    if (e->has_stop_alt)
        gnbs_str_add_int(out, e->n_aa_alt - e->map->n_aa);
    else
        gnbs_str_add_char(out, '?');
}

static void print_frameshift(gnbs_str_t *out, const gnbs_annot_effect_t *e,
                             const diff_t *d) {
    add_residue(out, d, d->beg);
    add_aa3(out, alt_at(d, d->beg));
    gnbs_str_add(out, "fsTer");
    if (e->has_stop_alt)
        gnbs_str_add_int(out, e->n_aa_alt - d->beg);
    else
        gnbs_str_add_char(out, '?');
}

/* The stop and residues before it are gone, the frame is not: what stands in their place. How far the reading runs on has
 * no place in a delins: nomenclature knows ext only behind one changed stop (so do VEP, SnpEff and biocommons/hgvs). */
static void print_stop_spanned(gnbs_str_t *out, const gnbs_annot_effect_t *e, diff_t *d) {
    bool is_near = e->has_stop_alt && e->n_aa_alt <= e->map->n_aa;
    d->ref_end = e->map->n_aa;
    d->alt_end = is_near ? e->n_aa_alt : e->p0 + e->n_alt_codon / 3;
    if (d->alt_end <= d->beg) d->alt_end = d->beg + 1;
    add_range(out, d, d->beg, d->ref_end);
    gnbs_str_add(out, "delins");
    add_new(out, d);
}

/* A stop among the new residues: only the codons touched are described, not the loss of all
 * that follows. */
static diff_t trim_local(const gnbs_annot_effect_t *e) {
    diff_t d = {e, e->first, e->map->n_aa, e->n_aa_alt};
    int32_t head = e->first - e->p0;
    int32_t n_ref = (int32_t)strlen(e->ref_pep), n_alt = (int32_t)strlen(e->alt_pep);
    while (n_ref > head && n_alt > head && e->ref_pep[n_ref - 1] == e->alt_pep[n_alt - 1])
        n_ref--, n_alt--;
    d.ref_end = e->p0 + (n_ref > head ? n_ref : head);
    return d;
}

static diff_t trim_frame_kept(const gnbs_annot_effect_t *e) {
    diff_t d = {e, e->first, e->map->n_aa, e->n_aa_alt};
    while (d.ref_end > d.beg && d.alt_end > d.beg &&
           ref_at(&d, d.ref_end - 1) == alt_at(&d, d.alt_end - 1))
        d.ref_end--, d.alt_end--;
    return d;
}

static bool is_open(const diff_t *d) {
    for (int32_t i = d->beg; i < d->ref_end; i++)
        if (ref_at(d, i) == 'X') return true;
    for (int32_t i = d->beg; i < d->alt_end; i++)
        if (alt_at(d, i) == 'X') return true;
    return false;
}

/* Codons that changed and say the same are named; bases gained or lost beside them are not. */
static void print_unchanged(gnbs_str_t *out, const gnbs_annot_effect_t *e) {
    diff_t d = {e, e->p0, e->map->n_aa, e->n_aa_alt};
    if (e->n_ref_codon == e->n_alt_codon && e->p1 > e->p0 && e->p1 <= e->map->n_aa)
        add_range(out, &d, e->p0, e->p1);
    gnbs_str_add_char(out, '=');
}

/* The frame is kept and a stop is still where the protein ends, or ended. */
static bool print_kept(gnbs_str_t *out, const gnbs_annot_effect_t *e, bool gains_stop) {
    diff_t d = gains_stop ? trim_local(e) : trim_frame_kept(e);
    bool is_at_end = d.ref_end == d.beg && d.beg >= e->map->n_aa;
    if (is_at_end) return false; /* behind the last residue of an incomplete protein */
    print_frame_kept(out, &d);
    return !is_open(&d);
}

/* False when it cannot be said. */
static bool print_change(gnbs_str_t *out, const gnbs_annot_effect_t *e) {
    if (e->first < 0) {
        print_unchanged(out, e);
        return true;
    }
    bool had_stop = strchr(e->ref_pep, '*') != NULL;
    bool has_stop = strchr(e->alt_pep, '*') != NULL;
    bool gains_stop = has_stop && !had_stop, loses_stop = had_stop && !has_stop;
    char ref = e->first < e->map->n_aa ? e->map->aa[e->first] : '\0';
    char alt = e->first < e->n_aa_alt ? gnbs_annot_aa_alt(e, e->first) : '\0';
    diff_t d = {e, e->first, e->first + 1, e->first + 1};
    if (ref == 'X' || alt == 'X') return false;
    if (e->is_frame_kept && !gains_stop && !loses_stop) return print_kept(out, e, false);
    if (ref == '\0') return false;
    if (alt == '\0') { /* the new protein ends, unread, inside the old one */
        if (e->is_frame_kept) return false;
        add_residue(out, &d, d.beg);
        gnbs_str_add(out, "fsTer?");
    } else if (e->is_frame_kept && gains_stop) { /* local: insTer, delinsTer */
        return print_kept(out, e, true);
    } else if (alt == '*') {
        add_residue(out, &d, d.beg);
        gnbs_str_add(out, "Ter");
    } else if (ref == '*' && (!e->is_frame_kept || loses_stop)) {
        print_extension(out, e, &d);
    } else if (!e->is_frame_kept) {
        print_frameshift(out, e, &d);
    } else if (loses_stop) {
        print_stop_spanned(out, e, &d);
    } else {
        return print_kept(out, e, true);
    }
    return true;
}

bool gnbs_annot_name_p(const gnbs_annot_effect_t *e, gnbs_str_t *text, gnbs_arena_t *arena,
                       gnbs_consequence_t *csq) {
    if (e == NULL) return true;
    if (e->is_start_lost) {
        csq->protein_pos1 = 1;
        csq->hgvs_p = e->is_cds_gone ? "p.0?" : "p.(Met1?)";
        return true;
    }
    if (e->is_start_moved) { /* the same protein from a start that stands elsewhere */
        csq->hgvs_p = "p.(=)";
        return true;
    }
    if (e->ref_pep == NULL || e->map->n_aa == 0) return true;
    csq->protein_pos1 = (e->first >= 0 ? e->first : e->p0) + 1;
    if (!e->is_readable || e->is_partial_codon) return true;
    gnbs_str_reset(text);
    gnbs_str_add(text, "p.(");
    bool is_sayable = print_change(text, e);
    gnbs_str_add_char(text, ')');
    if (!is_sayable) return !text->failed;
    csq->hgvs_p = gnbs_annot_keep(text, arena);
    return csq->hgvs_p != NULL;
}
