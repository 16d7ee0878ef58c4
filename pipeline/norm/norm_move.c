#include <stdlib.h>
#include <string.h>

#include "norm/norm_parts.h"

/* The alleles of a record while they move: k bases of the reference were put before each, d
 * bases were taken from the end of each.
 *
 *     reference    ...CACA | REF......            k = 4, d = 4: the same change,
 *     allele i         CACA | text[i] without the last d letters    four bases further left
 */
typedef struct move {
    const gnbs_norm_ref_t *ref;
    const char *chrom;
    gnbs_pos_t pos; /* of the record as it was */
    int n;
    const char **text;
    size_t *n_text, least; /* lengths; the smallest */
    size_t k, d;
    char *left; /* letters of the reference before pos, the nearest first */
    size_t n_left, cap_left;
    gnbs_arena_t *arena;
} move_t;

enum { STEP_BP = 64, STEP_MAX_BP = 1 << 16 };

/* left[i], i < n letters: fetched in growing steps. */
static bool reach_left(move_t *m, size_t n) {
    if (n <= m->n_left) return true;
    size_t want = m->n_left + (m->n_left < STEP_BP       ? STEP_BP
                               : m->n_left < STEP_MAX_BP ? m->n_left
                                                         : STEP_MAX_BP);
    if (want < n) want = n;
    if ((gnbs_pos_t)want > m->pos) want = (size_t)m->pos;
    char *text = GNBS_NEW(m->arena, char, want);
    char *piece = GNBS_NEW(m->arena, char, want - m->n_left + 1);
    if (text == NULL || piece == NULL) return false;
    if (m->n_left > 0) memcpy(text, m->left, m->n_left);
    gnbs_pos_t end = m->pos - (gnbs_pos_t)m->n_left, beg = m->pos - (gnbs_pos_t)want;
    if (!m->ref->fetch(m->ref->ctx, m->chrom, beg, end, piece)) return false;
    for (size_t i = m->n_left; i < want; i++) text[i] = piece[want - 1 - i];
    m->left = text;
    m->n_left = want;
    return true;
}

/* Letter j of allele i as it stands now. */
static char letter(const move_t *m, int i, size_t j) {
    return j < m->k ? m->left[m->k - 1 - j] : m->text[i][j - m->k];
}

static size_t length(const move_t *m, int i) { return m->n_text[i] + m->k - m->d; }

static bool is_shared(const move_t *m, size_t from_end, size_t from_start) {
    char first = '\0';
    for (int i = 0; i < m->n; i++) {
        char c = gnbs_norm_upper(
            letter(m, i, from_end > 0 ? length(m, i) - from_end : from_start));
        if (i == 0) first = c;
        if (c != first) return false;
    }
    return true;
}

/* Ends are compared and shortened until they differ; an allele that would vanish takes the base
 * before it. False: no memory, or no such contig. */
static bool shift(move_t *m, size_t *head) {
    for (;;) {
        if (!is_shared(m, 1, 0)) break;
        if (m->least + m->k - m->d == 1) {
            if ((gnbs_pos_t)m->k >= m->pos) break;
            if (!reach_left(m, m->k + 1)) return false;
            m->k++;
        }
        m->d++;
    }
    size_t least = m->least + m->k - m->d;
    for (*head = 0; *head + 1 < least && is_shared(m, 0, *head); (*head)++) continue;
    return true;
}

/* ---- symbolic alleles: <DEL> of known end, <DUP> of known length ------------------------- */

enum { SYMBOLIC_MAX_BP = 1 << 20 };

/* Bases that go or come behind POS; 0 when they are not stated, or too many to be moved. */
static gnbs_pos_t symbolic_length(const gnbs_norm_record_t *r, bool is_deletion) {
    const char *end = is_deletion ? gnbs_norm_info_text(r, "END") : NULL;
    const char *len = gnbs_norm_info_text(r, "SVLEN");
    long long n = 0;
    if (end != NULL)
        n = strtoll(end, NULL, 10) - (long long)r->pos - 1;
    else if (len != NULL)
        n = llabs(strtoll(len, NULL, 10));
    return n > 0 && n <= SYMBOLIC_MAX_BP ? (gnbs_pos_t)n : 0;
}

/* REF and the bases that follow, of [pos, pos + 1 + n). */
static char *spell(const gnbs_norm_ref_t *ref, const gnbs_norm_record_t *r, gnbs_pos_t n,
                   gnbs_arena_t *arena) {
    char *text = GNBS_NEW(arena, char, n + 2);
    if (text == NULL || !ref->fetch(ref->ctx, r->chrom, r->pos, r->pos + n + 1, text))
        return NULL;
    return text;
}

/* The alleles in letters; false when one cannot be spelled and the record stays as it is. */
static bool spell_alleles(const gnbs_norm_ref_t *ref, const gnbs_norm_record_t *r,
                          gnbs_arena_t *arena, const char **text, bool *is_symbolic) {
    *is_symbolic = false;
    for (int i = 0; i < r->n_allele; i++) text[i] = r->allele[i];
    if (!gnbs_norm_is_bases(text[0])) return false;
    for (int i = 1; i < r->n_allele; i++) {
        bool is_del = strcmp(text[i], "<DEL>") == 0, is_dup = strcmp(text[i], "<DUP>") == 0;
        if (gnbs_norm_is_bases(text[i])) continue;
        if (!is_del && !(is_dup && r->n_allele == 2 && r->allele[0][1] == '\0'))
            return false;
        gnbs_pos_t n = symbolic_length(r, is_del);
        char *whole = n > 0 ? spell(ref, r, n, arena) : NULL;
        if (whole == NULL) return false;
        bool is_covered = (gnbs_pos_t)strlen(r->allele[0]) == n + 1;
        if (is_del && !is_covered && r->n_allele > 2) return false;
        char *first = gnbs_arena_strndup(arena, whole, 1);
        if (first == NULL) return false;
        text[0] = is_del ? whole : first;
        text[i] = is_del ? first : whole;
        *is_symbolic = true;
    }
    return true;
}

/* ---- the record ------------------------------------------------------------------------ */

static bool set_end(gnbs_norm_record_t *r, gnbs_pos_t by, bool is_symbolic,
                    gnbs_arena_t *arena) {
    const char *end = gnbs_norm_info_text(r, "END");
    if (end == NULL) return true;
    long long to = is_symbolic ? strtoll(end, NULL, 10) + (long long)by
                               : (long long)r->pos + (long long)strlen(r->allele[0]);
    return gnbs_norm_info_set(r, "END", to, arena);
}

static bool write_alleles(const move_t *m, size_t head, bool is_symbolic,
                          gnbs_norm_record_t *r, gnbs_arena_t *arena) {
    const char **allele = GNBS_NEW(arena, const char *, r->n_allele);
    if (allele == NULL) return false;
    bool is_short = is_symbolic && r->allele[0][1] == '\0'; /* REF stays one base */
    for (int i = 0; i < r->n_allele; i++) {
        allele[i] = r->allele[i];
        if (i > 0 && r->allele[i][0] == '<') continue;
        size_t n = length(m, i) - head;
        char *text = GNBS_NEW(arena, char, n + 1);
        if (text == NULL) return false;
        for (size_t j = 0; j < n; j++) text[j] = letter(m, i, j + head);
        if (is_short) text[1] = '\0';
        allele[i] = text;
    }
    r->allele = allele;
    return true;
}

gnbs_code_t gnbs_norm_move(const gnbs_norm_ref_t *ref, gnbs_norm_record_t *r,
                           gnbs_arena_t *arena, gnbs_norm_counts_t *counts,
                           gnbs_err_t *err) {
    move_t m = {.ref = ref,
                .chrom = r->chrom,
                .pos = r->pos,
                .n = r->n_allele,
                .text = GNBS_NEW(arena, const char *, r->n_allele),
                .n_text = GNBS_NEW(arena, size_t, r->n_allele),
                .arena = arena};
    bool is_symbolic;
    if (m.text == NULL || m.n_text == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    if (r->n_allele == 1) { /* no change: one base says it */
        if (gnbs_norm_is_bases(r->allele[0]) && r->allele[0][1] != '\0')
            r->allele[0] = gnbs_arena_strndup(arena, r->allele[0], 1);
        return r->allele[0] != NULL ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    }
    if (!spell_alleles(ref, r, arena, m.text, &is_symbolic)) return GNBS_OK;
    bool is_one = true, is_same = true;
    for (int i = 0; i < m.n; i++) {
        m.n_text[i] = strlen(m.text[i]);
        if (i == 0 || m.n_text[i] < m.least) m.least = m.n_text[i];
        is_one &= m.n_text[i] == 1;
        is_same &= gnbs_norm_is_same_text(m.text[i], m.text[0]);
    }
    if (is_one || is_same) return GNBS_OK; /* an ALT that is REF could move for ever */
    size_t head;
    if (!shift(&m, &head)) return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    if (m.k == 0 && m.d == 0 && head == 0) return GNBS_OK;
    gnbs_pos_t by = (gnbs_pos_t)head - (gnbs_pos_t)m.k;
    if (!write_alleles(&m, head, is_symbolic, r, arena))
        return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    r->pos += by;
    r->is_changed = true;
    if (by < 0)
        counts->n_moved++;
    else
        counts->n_trimmed++;
    return set_end(r, by, is_symbolic, arena) ? GNBS_OK
                                              : gnbs_err_set(err, GNBS_E_NOMEM, "norm");
}
