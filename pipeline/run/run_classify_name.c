#include "run/run_classify_name.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "classify/classify_mrna.h"
#include "genome/seq.h"

typedef struct place { /* c.123+4: base 123, offset 4; is_behind: of c.*123 */
    int64_t base;
    long offset;
    bool is_before, is_behind; /* c.-12, c.*12: outside the coding sequence */
} place_t;

typedef struct name {
    place_t beg, end;
    char ref, alt; /* of a substitution */
    int64_t
        n_inserted; /* bases that come in, -1: not stated (a length is not a sequence) */
    bool is_substitution, is_deletion, is_duplication;
} name_t;

static bool read_place(const char **p, place_t *at) {
    char *rest;
    *at = (place_t){0};
    if (**p == '-') {
        at->is_before = true;
        (*p)++;
    } else if (**p == '*') {
        at->is_behind = true;
        (*p)++;
    }
    if (!isdigit((unsigned char)**p)) return false;
    at->base = strtoll(*p, &rest, 10);
    *p = rest;
    if ((**p == '+' || **p == '-') && isdigit((unsigned char)(*p)[1])) {
        at->offset = strtol(*p, &rest, 10);
        *p = rest;
    }
    return at->base > 0;
}

static size_t letters(const char *p) { return strspn(p, "ACGTNacgtn"); }

/* What follows the places: T>C, del, delT, dup, dupA, insAC, delinsAC, inv. */
static bool read_change(const char *p, name_t *n) {
    if (letters(p) == 1 && p[1] == '>' && letters(p + 2) == 1 && p[3] == '\0') {
        n->is_substitution = true;
        n->ref = (char)toupper((unsigned char)p[0]);
        n->alt = (char)toupper((unsigned char)p[2]);
        n->n_inserted = 1;
        return true;
    }
    if (strncmp(p, "del", 3) == 0) {
        p += 3;
        p += letters(p) + strspn(p + letters(p), "0123456789");
        n->is_deletion = true;
        if (strncmp(p, "ins", 3) == 0) {
            n->n_inserted = (int64_t)letters(p + 3);
            return n->n_inserted > 0 && p[3 + n->n_inserted] == '\0';
        }
        return *p == '\0';
    }
    if (strncmp(p, "dup", 3) == 0) {
        p += 3;
        p += letters(p) + strspn(p + letters(p), "0123456789");
        n->is_duplication = true;
        return *p == '\0';
    }
    if (strncmp(p, "ins", 3) == 0) {
        n->n_inserted = (int64_t)letters(p + 3);
        return n->n_inserted > 0 && p[3 + n->n_inserted] == '\0';
    }
    return strcmp(p, "inv") == 0;
}

static bool read_c(const char *p, name_t *n) {
    *n = (name_t){0};
    if (!read_place(&p, &n->beg)) return false;
    n->end = n->beg;
    if (*p == '_') {
        p++;
        if (!read_place(&p, &n->end)) return false;
    }
    return read_change(p, n);
}

static const gnbs_transcript_t *find_transcript(const gnbs_bundle_t *b, const char *text,
                                                size_t n) {
    const char *dot = memchr(text, '.', n);
    size_t n_bare = dot != NULL ? (size_t)(dot - text) : n;
    const gnbs_transcript_t *found = NULL;
    for (size_t i = 0; i < b->n_transcript; i++) {
        const char *const IDS[2] = {b->transcript[i].id, b->transcript[i].other_id};
        for (int k = 0; k < 2; k++) {
            if (strlen(IDS[k]) == n && strncmp(IDS[k], text, n) == 0)
                return &b->transcript[i];
            if (found == NULL && strncmp(IDS[k], text, n_bare) == 0 &&
                (IDS[k][n_bare] == '.' || IDS[k][n_bare] == '\0') && IDS[k][0] != '\0')
                found = &b->transcript[i];
        }
    }
    return found;
}

/* ---- p. names ------------------------------------------------------------------------------------ */

static char one_letter(const char *three) {
    static const char AA[] = "ARNDCQEGHILKMFPSTWYV*U";
    for (size_t i = 0; i < sizeof AA - 1; i++)
        if (strncmp(gnbs_seq_aa3(AA[i]), three, 3) == 0) return AA[i];
    return '\0';
}

typedef struct protein {
    bool is_given, is_frameshift, is_stop, is_start, is_silent, is_extension;
    int32_t residue, stop;
    char ref, alt;
} protein_t;

/* p.(Glu176ArgfsTer45), p.Arg408Trp, p.Arg243*, p.Met1?, p.Leu4=, p.(Ter453ArgextTer10) */
static protein_t read_p(const char *text) {
    protein_t p = {0};
    char bare[128];
    size_t n = 0;
    for (const char *s = text; *s != '\0' && n + 1 < sizeof bare; s++)
        if (*s != '(' && *s != ')') bare[n++] = *s;
    bare[n] = '\0';
    const char *s = strstr(bare, "p.");
    s = s != NULL ? s + 2 : bare;
    p.ref = one_letter(s);
    if (p.ref == '\0') return p;
    char *rest;
    p.residue = (int32_t)strtol(s + 3, &rest, 10);
    if (p.residue <= 0) return p;
    p.is_given = true;
    s = rest;
    const char *fs = strstr(s, "fs");
    p.is_frameshift = fs != NULL;
    p.is_extension = strstr(s, "ext") != NULL;
    p.is_start = p.residue == 1 && p.ref == 'M' && *s != '=';
    p.is_silent = *s == '=' && s[1] == '\0';
    p.alt = *s == '*' ? '*' : one_letter(s);
    if (p.is_frameshift) {
        const char *ter = fs + 2;
        ter += strncmp(ter, "Ter", 3) == 0 ? 3 : *ter == '*' ? 1 : 0;
        int32_t behind = (int32_t)strtol(ter, NULL, 10);
        if (behind > 0) p.stop = p.residue + behind - 1;
    } else if (p.alt == '*' && p.ref != '*') {
        p.is_stop = true;
        p.stop = p.residue;
    }
    return p;
}

/* ---- to a consequence ------------------------------------------------------------------------------ */

static uint64_t bit(gnbs_csq_t csq) { return UINT64_C(1) << csq; }

/* Of a substitution in the coding sequence, by its codon; INTERGENIC when the bundle does not know it. */
static gnbs_csq_t read_codon(const gnbs_mrna_t *m, const name_t *n, gnbs_arena_t *arena,
                             gnbs_consequence_t *c) {
    int32_t at = m->start + (int32_t)n->beg.base - 1, codon = at - (at - m->start) % 3;
    if (m->start < 0 || codon + 3 > m->n) return GNBS_CSQ_INTERGENIC;
    uint8_t after[3];
    memcpy(after, m->codes + codon, 3);
    if (m->codes[at] != gnbs_seq_code(n->ref)) return GNBS_CSQ_INTERGENIC;
    after[at - codon] = gnbs_seq_code(n->alt);
    char ref = gnbs_seq_translate(m->codes + codon, m->table),
         alt = gnbs_seq_translate(after, m->table);
    if (ref == 'X' || alt == 'X') return GNBS_CSQ_INTERGENIC;
    c->amino_acids = gnbs_arena_printf(arena, "%c/%c", ref, alt);
    return ref == alt   ? GNBS_CSQ_SYNONYMOUS
           : alt == '*' ? GNBS_CSQ_STOP_GAINED
           : ref == '*' ? GNBS_CSQ_STOP_LOST
                        : GNBS_CSQ_MISSENSE;
}

static gnbs_csq_t of_protein(const protein_t *p, gnbs_arena_t *arena,
                             gnbs_consequence_t *c) {
    if (p->is_start) return GNBS_CSQ_START_LOST;
    if (p->is_frameshift) return GNBS_CSQ_FRAMESHIFT;
    if (p->is_stop) return GNBS_CSQ_STOP_GAINED;
    if (p->is_extension) return GNBS_CSQ_STOP_LOST;
    if (p->is_silent) return GNBS_CSQ_SYNONYMOUS;
    if (p->ref != '\0' && p->alt != '\0') {
        c->amino_acids = gnbs_arena_printf(arena, "%c/%c", p->ref, p->alt);
        return GNBS_CSQ_MISSENSE;
    }
    return GNBS_CSQ_INTERGENIC;
}

static void set_coding(const gnbs_mrna_t *m, const name_t *n, const protein_t *p,
                       gnbs_arena_t *arena, gnbs_consequence_t *c) {
    int64_t removed =
        n->is_duplication || (!n->is_deletion && !n->is_substitution && n->n_inserted > 0)
            ? 0
            : n->end.base - n->beg.base + 1;
    int64_t added = n->is_duplication ? n->end.base - n->beg.base + 1 : n->n_inserted;
    bool is_length = !n->is_substitution && (n->is_deletion || added > 0);
    gnbs_csq_t csq = p->is_given ? of_protein(p, arena, c) : GNBS_CSQ_INTERGENIC;
    bool touches_start = n->beg.base <= 3 && !n->beg.is_before && !p->is_given;
    if (csq == GNBS_CSQ_INTERGENIC && n->is_substitution)
        csq = touches_start ? GNBS_CSQ_START_LOST : read_codon(m, n, arena, c);
    bool is_known = csq != GNBS_CSQ_INTERGENIC && csq != GNBS_CSQ_MISSENSE;
    if (is_length && !is_known)
        csq = (added - removed) % 3 != 0 ? GNBS_CSQ_FRAMESHIFT
              : added > removed          ? GNBS_CSQ_INFRAME_INSERTION
              : added < removed          ? GNBS_CSQ_INFRAME_DELETION
                                         : GNBS_CSQ_PROTEIN_ALTERING;
    if (csq == GNBS_CSQ_INTERGENIC) csq = GNBS_CSQ_CODING_SEQUENCE;
    c->terms = bit(csq);
    c->cds_pos1 = (int32_t)n->beg.base;
    c->protein_pos1 = p->is_given ? p->residue : (int32_t)((n->beg.base - 1) / 3 + 1);
    if (m->start >= 0)
        c->exon_number = gnbs_mrna_exon_of(m, m->start + (int32_t)n->beg.base - 1) + 1;
}

/* The two bases at the border of an intron, the region around, or deeper. */
static void set_intron(const gnbs_mrna_t *m, const name_t *n, gnbs_consequence_t *c) {
    long near = n->beg.offset;
    if (labs(n->end.offset) < labs(near) && n->end.offset != 0) near = n->end.offset;
    int32_t cdna = n->beg.is_before   ? m->start - (int32_t)n->beg.base
                   : n->beg.is_behind ? m->normal_end + (int32_t)n->beg.base - 1
                                      : m->start + (int32_t)n->beg.base - 1;
    int exon = gnbs_mrna_exon_of(m, cdna);
    c->intron_number = near > 0 ? exon + 1 : exon;
    c->terms =
        labs(near) <= 2
            ? bit(near > 0 ? GNBS_CSQ_SPLICE_DONOR : GNBS_CSQ_SPLICE_ACCEPTOR)
            : bit(GNBS_CSQ_INTRON) | (labs(near) <= 8 ? bit(GNBS_CSQ_SPLICE_REGION) : 0);
}

gnbs_code_t gnbs_run_read_name(const gnbs_bundle_t *bundle, const char *hgvs_c,
                               const char *hgvs_p, gnbs_arena_t *arena,
                               gnbs_consequence_t *out, int32_t *stop_residue,
                               gnbs_err_t *err) {
    const char *colon = strstr(hgvs_c, ":c.");
    name_t n;
    *stop_residue = 0;
    if (colon == NULL || !read_c(colon + 3, &n))
        return gnbs_err_set(
            err, GNBS_E_FORMAT,
            "'%.80s' is not read: expected an accession and a c. name of a "
            "substitution, del, dup, ins, delins or inv (NM_000277.3:c.1222C>T)",
            hgvs_c);
    size_t n_accession = strcspn(hgvs_c, ":(");
    const gnbs_transcript_t *tx = find_transcript(bundle, hgvs_c, n_accession);
    if (tx == NULL || !gnbs_transcript_is_coding(tx))
        return gnbs_err_set(err, GNBS_E_DATA,
                            "'%.80s': the bundle has no coding transcript "
                            "%.*s",
                            hgvs_c, (int)n_accession, hgvs_c);
    gnbs_mrna_t m;
    if (!gnbs_mrna_make(bundle, tx, arena, &m))
        return gnbs_err_set(err, GNBS_E_NOMEM, "'%.80s'", hgvs_c);
    int32_t n_coding = m.normal_end - m.start;
    if (m.start < 0 || (!n.beg.is_before && !n.beg.is_behind && n.beg.base > n_coding))
        return gnbs_err_set(err, GNBS_E_DATA,
                            "'%.80s': the coding sequence of %s has %d bases", hgvs_c,
                            tx->other_id[0] != '\0' ? tx->other_id : tx->id, (int)n_coding);
    protein_t p = read_p(hgvs_p);
    *out = (gnbs_consequence_t){.tx = tx};
    out->hgvs_c = gnbs_arena_strdup(arena, hgvs_c);
    out->hgvs_p = hgvs_p[0] != '\0' ? gnbs_arena_strdup(arena, hgvs_p) : NULL;
    if (out->hgvs_c == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "'%.80s'", hgvs_c);
    bool is_outside = (n.beg.is_before && n.end.is_before) || n.beg.is_behind;
    if (n.beg.offset != 0 || n.end.offset != 0)
        set_intron(&m, &n, out);
    else if (is_outside)
        out->terms = bit(n.beg.is_behind ? GNBS_CSQ_3_PRIME_UTR : GNBS_CSQ_5_PRIME_UTR);
    else
        set_coding(&m, &n, &p, arena, out);
    if (p.is_given && (p.is_frameshift || p.is_stop)) *stop_residue = p.stop;
    return GNBS_OK;
}
