#include "run/run_curated.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "genome/seq.h"
#include "io/digest.h"
#include "io/table_read.h"

enum { SHIFT_BP = 1024, MAX_ALLELE = 1000 };

gnbs_code_t gnbs_run_normal_form(const gnbs_bundle_t *bundle, const gnbs_variant_t *v,
                                 gnbs_arena_t *arena, gnbs_variant_t *out,
                                 gnbs_err_t *err) {
    size_t n_ref = strlen(v->ref), n_alt = strlen(v->alt);
    size_t cap = (n_ref > n_alt ? n_ref : n_alt) + SHIFT_BP + 2;
    gnbs_region_t w = {v->tid, v->pos > SHIFT_BP ? v->pos - SHIFT_BP : 0,
                       v->pos + (gnbs_pos_t)n_ref};
    char *ref = GNBS_NEW(arena, char, cap), *alt = GNBS_NEW(arena, char, cap);
    uint8_t *codes = GNBS_NEW(arena, uint8_t, gnbs_region_len(w));
    if (ref == NULL || alt == NULL || codes == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "normal form");
    gnbs_bundle_sequence(bundle, w, codes);
    for (size_t i = 0; i < n_ref; i++) {
        uint8_t held = codes[v->pos - w.beg + (gnbs_pos_t)i],
                given = gnbs_seq_code(v->ref[i]);
        if (held < GNBS_BASE_N && given < GNBS_BASE_N && held != given)
            return gnbs_err_set(
                err, GNBS_E_DATA,
                "%s:%lld: REF is %.20s, but the bundle (%s) has another base "
                "there",
                bundle->contigs.contig[v->tid].name, (long long)v->pos + 1, v->ref,
                bundle->build_name);
        ref[i] = (char)toupper((unsigned char)v->ref[i]);
    }
    for (size_t i = 0; i < n_alt; i++) alt[i] = (char)toupper((unsigned char)v->alt[i]);
    *out = (gnbs_variant_t){v->tid, v->pos, ref, alt};
    (void)gnbs_variant_normalise(&out->pos, ref, alt, cap, w.beg, w.end, codes);
    return GNBS_OK;
}

enum {
    CHROM,
    POS,
    REF,
    ALT,
    HGVS,
    CRITERION,
    STATE,
    STRENGTH,
    TEXT,
    REFERENCE,
    CURATOR,
    DATE,
    N_COLUMN
};

static gnbs_code_t find_columns(const gnbs_table_t *t, int column[N_COLUMN],
                                gnbs_err_t *err) {
    static const char *const NAMES[N_COLUMN] = {
        "chrom", "pos",      "ref",  "alt",       "hgvs_c",  "criterion",
        "state", "strength", "text", "reference", "curator", "date"};
    for (int i = 0; i < N_COLUMN; i++) {
        column[i] = gnbs_table_column(t, NAMES[i]);
        if (column[i] < 0 && i >= CRITERION)
            return gnbs_err_set(err, GNBS_E_FORMAT, "%s: line %d: no column '%s'", t->path,
                                t->header_line, NAMES[i]);
    }
    if (column[HGVS] < 0 &&
        (column[CHROM] < 0 || column[POS] < 0 || column[REF] < 0 || column[ALT] < 0))
        return gnbs_err_set(
            err, GNBS_E_FORMAT,
            "%s: line %d: expected columns chrom, pos, ref and alt, or hgvs_c", t->path,
            t->header_line);
    return GNBS_OK;
}

static gnbs_code_t bad(const gnbs_table_t *t, const gnbs_table_row_t *row, const char *what,
                       const char *text, const char *expected, gnbs_err_t *err) {
    return gnbs_err_set(err, GNBS_E_FORMAT, "%s: line %d: %s '%.60s'; expected %s", t->path,
                        row->line, what, text, expected);
}

static gnbs_code_t read_place(const gnbs_table_t *t, const gnbs_table_row_t *row,
                              const char *const cell[N_COLUMN], const gnbs_bundle_t *bundle,
                              gnbs_arena_t *arena, gnbs_run_curated_row_t *out,
                              gnbs_err_t *err) {
    out->variant.tid = -1;
    out->hgvs_c = cell[HGVS];
    if (cell[CHROM][0] == '\0') {
        if (strstr(cell[HGVS], ":c.") == NULL && strstr(cell[HGVS], ":n.") == NULL)
            return bad(
                t, row, "hgvs_c", cell[HGVS],
                "an accession and a c. name (NM_000277.3:c.1222C>T), or chrom, pos, ref, "
                "alt",
                err);
        return GNBS_OK;
    }
    int32_t tid = gnbs_contig_find(&bundle->contigs, cell[CHROM]);
    if (tid < 0) return bad(t, row, "chrom", cell[CHROM], "a contig of the bundle", err);
    char *rest;
    long long pos1 = strtoll(cell[POS], &rest, 10);
    if (rest == cell[POS] || *rest != '\0' || pos1 < 1)
        return bad(t, row, "pos", cell[POS], "a position as in a VCF", err);
    for (int i = REF; i <= ALT; i++) {
        size_t n = strlen(cell[i]);
        if (n == 0 || n > MAX_ALLELE || strspn(cell[i], "ACGTNacgtn") != n)
            return bad(t, row, i == REF ? "ref" : "alt", cell[i], "letters A C G T", err);
    }
    const gnbs_variant_t v = {tid, pos1 - 1, cell[REF], cell[ALT]};
    if (gnbs_run_normal_form(bundle, &v, arena, &out->variant, err) != GNBS_OK)
        return gnbs_err_ctx(err, "%s: line %d", t->path, row->line);
    return GNBS_OK;
}

static gnbs_code_t read_judgement(const gnbs_table_t *t, const gnbs_table_row_t *row,
                                  const char *const cell[N_COLUMN],
                                  gnbs_classify_curated_t *j, gnbs_err_t *err) {
    static const char *const STATES[] = {"not assessable", "not met", "met"};
    j->code = gnbs_acmg_code_parse(cell[CRITERION], strlen(cell[CRITERION]));
    if (j->code == GNBS_ACMG_N)
        return bad(t, row, "criterion", cell[CRITERION], "one of PVS1 to BP7", err);
    if (j->code == GNBS_ACMG_PP5 || j->code == GNBS_ACMG_BP6)
        return bad(t, row, "criterion", cell[CRITERION],
                   "a criterion that is in use: PP5 and BP6 are retired", err);
    const char *state = cell[STATE][0] != '\0' ? cell[STATE] : "met";
    int i = 0;
    while (i < 3 && strcmp(STATES[i], state) != 0) i++;
    if (i == 3) return bad(t, row, "state", state, "met, not met or not assessable", err);
    j->state = (gnbs_criterion_state_t)i;
    j->strength = cell[STRENGTH][0] == '\0'
                      ? gnbs_acmg_code_strength(j->code)
                      : gnbs_acmg_strength_parse(cell[STRENGTH], strlen(cell[STRENGTH]));
    bool is_alone =
        j->strength == GNBS_ACMG_STAND_ALONE && !gnbs_acmg_code_is_benign(j->code);
    if (j->strength == GNBS_ACMG_NO_STRENGTH || is_alone)
        return bad(t, row, "strength", cell[STRENGTH],
                   "Supporting, Moderate, Strong or Very strong", err);
    static const char *const NEEDED[] = {"text", "reference", "curator", "date"};
    for (int k = 0; k < 4; k++)
        if (cell[TEXT + k][0] == '\0')
            return bad(
                t, row, NEEDED[k], "",
                "something: a judgement has a reason, a reference, a person and a day",
                err);
    j->text = cell[TEXT];
    j->reference = cell[REFERENCE];
    j->curator = cell[CURATOR];
    j->date = cell[DATE];
    return GNBS_OK;
}

gnbs_code_t gnbs_run_curated_read(const char *path, const gnbs_bundle_t *bundle,
                                  gnbs_arena_t *arena, gnbs_run_curated_t *out,
                                  gnbs_err_t *err) {
    gnbs_table_t t;
    int column[N_COLUMN];
    *out = (gnbs_run_curated_t){.path = path};
    GNBS_TRY(gnbs_digest_file(path, out->sha256, err));
    GNBS_TRY(gnbs_table_read(path, 0, arena, &t, err));
    GNBS_TRY(find_columns(&t, column, err));
    const char *build = gnbs_table_meta_value(&t, "genome_build");
    if (build != NULL && gnbs_contig_build_parse(build) != bundle->build)
        return gnbs_err_set(err, GNBS_E_DATA, "%s is of %s, the bundle of %s", path, build,
                            gnbs_contig_build_name(bundle->build));
    gnbs_run_curated_row_t *row = GNBS_NEW(arena, gnbs_run_curated_row_t, t.n_row);
    if (row == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    for (size_t i = 0; i < t.n_row; i++) {
        const char *cell[N_COLUMN];
        for (int k = 0; k < N_COLUMN; k++)
            cell[k] = column[k] >= 0 ? t.row[i].cell[column[k]] : "";
        GNBS_TRY(read_place(&t, &t.row[i], cell, bundle, arena, &row[i], err));
        GNBS_TRY(read_judgement(&t, &t.row[i], cell, &row[i].judgement, err));
    }
    out->n = t.n_row;
    out->row = row;
    return GNBS_OK;
}

gnbs_code_t gnbs_run_curated_of(const gnbs_run_curated_t *table, const gnbs_variant_t *v,
                                const char *hgvs_c, gnbs_arena_t *arena, size_t *n,
                                gnbs_classify_curated_t **out, gnbs_err_t *err) {
    *n = 0;
    *out = NULL;
    if (table == NULL || table->n == 0) return GNBS_OK;
    *out = GNBS_NEW(arena, gnbs_classify_curated_t, table->n);
    if (*out == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "curated criteria");
    for (size_t i = 0; i < table->n; i++) {
        const gnbs_run_curated_row_t *r = &table->row[i];
        bool is_here = r->variant.tid >= 0
                           ? v != NULL && gnbs_variant_compare(&r->variant, v) == 0
                           : hgvs_c != NULL && strcmp(r->hgvs_c, hgvs_c) == 0;
        if (is_here) (*out)[(*n)++] = r->judgement;
    }
    return GNBS_OK;
}
