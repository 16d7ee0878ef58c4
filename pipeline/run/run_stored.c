#include "run/run_stored.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/vec.h"
#include "core/mem.h"
#include "io/json_slice.h"
#include "io/path.h"
#include "io/text.h"
#include "io/tree_read.h"
#include "run/run_stored_parts.h"

/* ---- folders ---------------------------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

gnbs_code_t gnbs_run_stored_list(const char *dir, gnbs_arena_t *arena, size_t *n,
                                 const char ***folder, gnbs_err_t *err) {
    GNBS_VEC(const char *) found = {0};
    gnbs_code_t code = GNBS_OK;
    DIR *open = opendir(dir);
    if (open == NULL) return gnbs_err_set(err, GNBS_E_IO, "%s: %s", dir, strerror(errno));
    for (const struct dirent *e; code == GNBS_OK && (e = readdir(open)) != NULL;) {
        if (e->d_name[0] == '.') continue;
        const char *path = gnbs_arena_printf(arena, "%s/%s", dir, e->d_name);
        if (path == NULL || (gnbs_path_is_dir(path) && !GNBS_PUSH(&found, path)))
            code = gnbs_err_set(err, GNBS_E_NOMEM, "%s: its folders", dir);
    }
    closedir(open);
    *folder = GNBS_NEW(arena, const char *, found.n);
    if (*folder == NULL) code = gnbs_err_set(err, GNBS_E_NOMEM, "%s: its folders", dir);
    *n = code == GNBS_OK ? found.n : 0;
    if (*n > 0) {
        qsort(found.at, found.n, sizeof *found.at, by_text);
        memcpy(*folder, found.at, found.n * sizeof *found.at);
    }
    GNBS_VEC_CLEAR(&found);
    return code;
}

/* ---- findings.json ---------------------------------------------------------------------------------------- */

static gnbs_reason_t reason_named(const char *word) {
    int r = 0;
    while (r < GNBS_REASON_N && strcmp(gnbs_reason_code((gnbs_reason_t)r), word) != 0) r++;
    return (gnbs_reason_t)r;
}

static bool outcome_named(const char *word, gnbs_outcome_kind_t *kind) {
    for (int k = GNBS_OUTCOME_NOT_ASSESSED; k <= GNBS_OUTCOME_SUSPECTED; k++)
        if (strcmp(gnbs_outcome_name((gnbs_outcome_kind_t)k), word) == 0) {
            *kind = (gnbs_outcome_kind_t)k;
            return true;
        }
    return false;
}

/* "exon 14: 724 of 764 bases, NO_COVERAGE": what could not be judged, of how many. */
static void take_gap(const char *text, gnbs_stored_outcome_t *o) {
    const char *colon = strchr(text, ':');
    char *end;
    long long missing = colon != NULL ? strtoll(colon + 1, &end, 10) : 0;
    if (colon == NULL || strncmp(end, " of ", 4) != 0) return;
    long long whole = strtoll(end + 4, NULL, 10);
    if (whole <= 0 || missing < 0 || missing > whole) return;
    double frac = (double)(whole - missing) / (double)whole;
    if (frac < o->worst_exon_frac) o->worst_exon_frac = frac;
    o->has_no_sequence |= strstr(text, "REF_N") != NULL;
}

static gnbs_code_t take_outcome(const gnbs_tree_t *t, gnbs_stored_outcome_t *o,
                                const char *path, gnbs_err_t *err) {
    *o = (gnbs_stored_outcome_t){.gene = gnbs_tree_text(t, "gene"),
                                 .hgnc_id = gnbs_tree_text(t, "hgnc_id"),
                                 .condition = gnbs_tree_text(t, "condition"),
                                 .reason = reason_named(gnbs_tree_text(t, "reason")),
                                 .detail = gnbs_tree_text(t, "detail"),
                                 .target_bp = gnbs_tree_int(t, "target_bp", 0),
                                 .callable_bp = gnbs_tree_int(t, "callable_bp", 0),
                                 .worst_exon_frac = 1};
    const gnbs_tree_t *gaps = gnbs_tree_get(t, "gaps");
    for (size_t i = 0; gaps != NULL && i < gaps->n; i++)
        take_gap(gnbs_tree_as_text(&gaps->child[i]), o);
    if (!outcome_named(gnbs_tree_text(t, "outcome"), &o->outcome) || o->hgnc_id[0] == '\0')
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: the outcome of '%s' is '%s': expected suspected, "
                            "not_suspected or not_assessed",
                            path, o->gene, gnbs_tree_text(t, "outcome"));
    return GNBS_OK;
}

static gnbs_code_t take_outcomes(const gnbs_tree_t *root, const char *path,
                                 gnbs_arena_t *arena, gnbs_stored_case_t *c,
                                 gnbs_err_t *err) {
    const gnbs_tree_t *list = gnbs_tree_get(root, "outcomes");
    if (list == NULL || list->kind != GNBS_TREE_ARRAY)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: there are no outcomes", path);
    gnbs_stored_outcome_t *outcome = GNBS_NEW(arena, gnbs_stored_outcome_t, list->n);
    if (outcome == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    for (size_t i = 0; i < list->n; i++)
        GNBS_TRY(take_outcome(&list->child[i], &outcome[i], path, err));
    c->n_outcome = list->n;
    c->outcome = outcome;
    const gnbs_tree_t *findings = gnbs_tree_get(root, "findings");
    for (size_t f = 0; findings != NULL && f < findings->n; f++)
        for (size_t i = 0; i < c->n_outcome && gnbs_tree_has(&findings->child[f], "locus");
             i++)
            outcome[i].has_locus |=
                gnbs_tree_says(&findings->child[f], "hgnc_id", outcome[i].hgnc_id) &&
                gnbs_tree_says(&findings->child[f], "condition", outcome[i].condition);
    return GNBS_OK;
}

static gnbs_acmg_class_t class_named(const char *word) {
    for (int k = GNBS_ACMG_BENIGN; k <= GNBS_ACMG_PATHOGENIC; k++)
        if (strcmp(gnbs_acmg_class_name((gnbs_acmg_class_t)k), word) == 0)
            return (gnbs_acmg_class_t)k;
    return GNBS_ACMG_NOT_CLASSIFIED;
}

static const gnbs_known_t *take_known(const gnbs_tree_t *t, gnbs_arena_t *arena) {
    if (t == NULL || t->kind != GNBS_TREE_OBJECT) return NULL;
    gnbs_known_t *k = GNBS_NEW(arena, gnbs_known_t, 1);
    if (k == NULL) return NULL;
    k->clinvar_id = gnbs_tree_text(t, "id");
    k->stars = (int8_t)gnbs_tree_int(t, "stars", 0);
    char *text = gnbs_arena_strdup(arena, gnbs_tree_text(t, "classification"));
    for (char *s = text; s != NULL && *s != '\0'; s++)
        if (*s == ' ') *s = '_';
    k->clnsig_text = text != NULL ? text : "";
    k->sig = gnbs_clnsig_parse(text);
    k->clnrevstat = k->clndn = k->clnsigconf = k->symbol = "";
    return k;
}

static gnbs_code_t take_judged(const gnbs_tree_t *root, gnbs_arena_t *arena, size_t *n,
                               gnbs_stored_judged_t **out, gnbs_err_t *err) {
    const gnbs_tree_t *findings = gnbs_tree_get(root, "findings");
    size_t n_finding = findings != NULL ? findings->n : 0;
    *n = 0;
    *out = GNBS_NEW(arena, gnbs_stored_judged_t, 2 * n_finding);
    if (*out == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "findings");
    for (size_t f = 0; f < n_finding; f++) {
        const gnbs_tree_t *list = gnbs_tree_get(&findings->child[f], "variants");
        for (size_t i = 0; list != NULL && i < list->n && i < 2; i++) {
            const gnbs_tree_t *v = &list->child[i];
            (*out)[(*n)++] = (gnbs_stored_judged_t){
                .chrom = gnbs_tree_text(v, "chrom"),
                .ref = gnbs_tree_text(v, "ref"),
                .alt = gnbs_tree_text(v, "alt"),
                .pos = gnbs_tree_int(v, "pos", 0) - 1,
                .acmg_class = class_named(gnbs_tree_text(v, "classification.class")),
                .known_same_protein =
                    take_known(gnbs_tree_get(v, "clinvar_same_protein"), arena),
                .faf95 = gnbs_tree_real(v, "frequency.faf95", -1)};
        }
    }
    return GNBS_OK;
}

static gnbs_code_t take_texts(const gnbs_tree_t *list, gnbs_arena_t *arena, size_t *n,
                              const char *const **out, gnbs_err_t *err) {
    *n = list != NULL && list->kind == GNBS_TREE_ARRAY ? list->n : 0;
    const char **text = GNBS_NEW(arena, const char *, *n);
    if (text == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "texts");
    for (size_t i = 0; i < *n; i++) text[i] = gnbs_tree_as_text(&list->child[i]);
    *out = text;
    return GNBS_OK;
}

static gnbs_code_t take_loci(const gnbs_tree_t *root, gnbs_arena_t *arena,
                             gnbs_stored_case_t *c, gnbs_err_t *err) {
    const gnbs_tree_t *loci = gnbs_tree_get(root, "loci");
    size_t n_locus = loci != NULL ? loci->n : 0, n_gene = 0, n = 0;
    for (size_t i = 0; i < n_locus; i++) n_gene += gnbs_tree_size(&loci->child[i], "genes");
    const char **gene = GNBS_NEW(arena, const char *, n_gene);
    if (gene == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "loci");
    for (size_t i = 0; i < n_locus; i++) {
        const gnbs_tree_t *list = gnbs_tree_get(&loci->child[i], "genes");
        for (size_t k = 0; list != NULL && k < list->n; k++)
            gene[n++] = gnbs_tree_as_text(&list->child[k]);
    }
    c->n_locus_gene = n;
    c->locus_gene = gene;
    return GNBS_OK;
}

/* The rules in force, as the case states them, back through the reader of a laboratory's file. */
static gnbs_code_t take_policy(const gnbs_tree_t *root, const char *path,
                               gnbs_arena_t *arena, gnbs_stored_case_t *c,
                               gnbs_err_t *err) {
    static const char *COLUMN[] = {"key", "value", "source"};
    const gnbs_tree_t *list = gnbs_tree_get(root, "policy");
    size_t n = list != NULL ? list->n : 0;
    c->screen = gnbs_screen_opt_default();
    gnbs_table_row_t *row = GNBS_NEW(arena, gnbs_table_row_t, n);
    const char **cell = GNBS_NEW(arena, const char *, 3 * n);
    if (row == NULL || cell == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    for (size_t i = 0; i < n; i++) {
        row[i] = (gnbs_table_row_t){.line = (int)i + 1, .n_cell = 3, .cell = &cell[3 * i]};
        for (int k = 0; k < 3; k++)
            cell[3 * i + (size_t)k] = gnbs_tree_text(&list->child[i], COLUMN[k]);
    }
    const gnbs_table_t table = {
        .path = path, .n_column = 3, .column = COLUMN, .n_row = n, .row = row};
    return gnbs_screen_policy_read(&table, arena, &c->screen, err);
}

static void take_head(const gnbs_tree_t *root, gnbs_stored_case_t *c) {
    gnbs_sex_t declared = gnbs_sex_parse(gnbs_tree_text(root, "sex.declared"));
    c->sample = gnbs_tree_text(root, "sample");
    c->panel_name = gnbs_tree_text(root, "panel.name");
    c->panel_version = gnbs_tree_text(root, "panel.version");
    c->panel_sha256 = gnbs_tree_text(root, "panel.sha256");
    c->bundle_identity = gnbs_tree_text(root, "reference_bundle.identity");
    c->build = gnbs_contig_build_parse(gnbs_tree_text(root, "reference_bundle.build"));
    c->input_kind = gnbs_tree_text(root, "input");
    c->sex = declared != GNBS_SEX_UNKNOWN
                 ? declared
                 : gnbs_sex_parse(gnbs_tree_text(root, "sex.inferred"));
    c->is_held =
        gnbs_tree_has(root, "quality.passes") && !gnbs_tree_is(root, "quality.passes");
    c->depth_mean = gnbs_tree_real(root, "quality.depth_mean", -1);
    c->has_reference_confidence = strcmp(c->input_kind, "vcf") != 0;
    c->has_consent_groups = gnbs_tree_has(root, "consent.groups");
}

/* ---- reading, no more than is asked ------------------------------------------------------------------------------- */

static bool is_wanted(const gnbs_json_slice_t *outcome, size_t n_wanted,
                      const char *const wanted[]) {
    bool is = wanted == NULL;
    for (size_t i = 0; i < n_wanted && !is; i++)
        is = gnbs_json_slice_says(outcome, "hgnc_id", wanted[i]);
    return is;
}

/* The text with fewer outcomes: an object of its other members, and the wanted rows. */
static gnbs_code_t reduce(const char *path, const char *text, size_t n, size_t n_wanted,
                          const char *const wanted[], gnbs_arena_t *arena, gnbs_str_t *out,
                          gnbs_err_t *err) {
    size_t n_member, n_row;
    gnbs_json_slice_t *member, *row;
    GNBS_TRY(gnbs_json_cut(path, text, n, arena, &n_member, &member, err));
    gnbs_str_add_char(out, '{');
    for (size_t i = 0; i < n_member; i++) {
        if (member[i].key == NULL) continue; /* an array: the reader of the tree says so */
        gnbs_str_printf(out, "%s\"%.*s\":", i > 0 ? "," : "", (int)member[i].n_key,
                        member[i].key);
        if (!gnbs_json_slice_is(&member[i], "outcomes") || member[i].at[0] != '[') {
            gnbs_str_add_n(out, member[i].at, member[i].n);
            continue;
        }
        GNBS_TRY(gnbs_json_cut(path, member[i].at, member[i].n, arena, &n_row, &row, err));
        for (size_t k = 0; k < n_row; k++) {
            if (k > 0 && !is_wanted(&row[k], n_wanted, wanted)) continue;
            gnbs_str_add_char(out, k == 0 ? '[' : ',');
            gnbs_str_add_n(out, row[k].at, row[k].n);
        }
        gnbs_str_add(out, n_row > 0 ? "]" : "[]");
    }
    gnbs_str_add_char(out, '}');
    return out->failed ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", path) : GNBS_OK;
}

static gnbs_code_t read_findings(const char *path, size_t n_wanted,
                                 const char *const wanted[], gnbs_arena_t *arena,
                                 const gnbs_tree_t **root, gnbs_err_t *err) {
    static const size_t MAX_BYTES = (size_t)64 << 20; /* as io/json_read.h */
    char *bytes;
    size_t n;
    gnbs_str_t text;
    GNBS_TRY(gnbs_text_read(path, MAX_BYTES, &bytes, &n, err));
    gnbs_str_init(&text);
    gnbs_code_t code = reduce(path, bytes, n, n_wanted, wanted, arena, &text, err);
    gnbs_mem_free(bytes);
    if (code == GNBS_OK)
        code = gnbs_tree_parse(path, gnbs_str_text(&text), text.n, arena, root, err);
    gnbs_str_clear(&text);
    return code;
}

static gnbs_code_t read_case(const char *dir, size_t n_wanted, const char *const wanted[],
                             gnbs_arena_t *arena, gnbs_stored_case_t *c,
                             const gnbs_tree_t **root, gnbs_err_t *err) {
    *c = (gnbs_stored_case_t){.dir = dir};
    const char *path = gnbs_arena_printf(arena, "%s/findings.json", dir);
    if (path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", dir);
    GNBS_TRY(read_findings(path, n_wanted, wanted, arena, root, err));
    take_head(*root, c);
    if (c->sample[0] == '\0' || c->panel_sha256[0] == '\0')
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: names no sample or no panel: not what gnbs run leaves",
                            path);
    GNBS_TRY(take_policy(*root, path, arena, c, err));
    GNBS_TRY(take_outcomes(*root, path, arena, c, err));
    GNBS_TRY(take_loci(*root, arena, c, err));
    return take_texts(gnbs_tree_get(*root, "consent.groups"), arena, &c->n_consent_group,
                      &c->consent_group, err);
}

gnbs_code_t gnbs_run_stored_outcomes(const char *dir, size_t n_wanted,
                                     const char *const wanted[], gnbs_arena_t *arena,
                                     gnbs_stored_case_t *out, gnbs_err_t *err) {
    const gnbs_tree_t *root;
    return read_case(dir, n_wanted, wanted, arena, out, &root, err);
}

gnbs_code_t gnbs_run_stored_read(const char *dir, size_t n_wanted,
                                 const char *const wanted[], gnbs_arena_t *arena,
                                 gnbs_stored_case_t *c, gnbs_err_t *err) {
    const gnbs_tree_t *root;
    size_t n_judged;
    gnbs_stored_judged_t *judged;
    GNBS_TRY(read_case(dir, n_wanted, wanted, arena, c, &root, err));
    GNBS_TRY(take_judged(root, arena, &n_judged, &judged, err));
    return gnbs_run_stored_variants(c, n_judged, judged, arena, err);
}

const gnbs_stored_outcome_t *gnbs_run_stored_outcome(const gnbs_stored_case_t *c,
                                                     const char *hgnc_id,
                                                     const char *condition) {
    for (size_t i = 0; i < c->n_outcome; i++)
        if (strcmp(c->outcome[i].hgnc_id, hgnc_id) == 0 &&
            (condition == NULL || strcmp(c->outcome[i].condition, condition) == 0))
            return &c->outcome[i];
    return NULL;
}

gnbs_code_t gnbs_run_stored_other_panel(const gnbs_stored_case_t *c, const char *sha256,
                                        gnbs_arena_t *arena, const char **why_not,
                                        gnbs_err_t *err) {
    *why_not = NULL;
    if (strcmp(c->panel_sha256, sha256) == 0) return GNBS_OK;
    *why_not = gnbs_arena_printf(arena, "was screened under another panel: %s %s, %.12s",
                                 c->panel_name, c->panel_version, c->panel_sha256);
    return *why_not != NULL ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "stored case");
}
