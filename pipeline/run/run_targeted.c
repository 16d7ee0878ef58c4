#include "run/run_targeted.h"

#include <stdio.h>
#include <string.h>

#include "core/vec.h"
#include "io/json_read.h"
#include "io/table_read.h"

enum { MAX_ROWS = 64 };

typedef struct reader {
    const char *path, *sample;
    gnbs_arena_t *arena;
    const char *made_by;
    size_t n;
    gnbs_run_targeted_row_t row[MAX_ROWS];
} reader_t;

static gnbs_code_t add_row(reader_t *r, const char *locus, gnbs_locus_status_t status,
                           const char *genotype, const char *reason, gnbs_err_t *err) {
    for (size_t i = 0; i < r->n; i++)
        if (strcmp(r->row[i].locus, locus) == 0)
            return gnbs_err_set(err, GNBS_E_FORMAT, "%s: %s stands twice", r->path, locus);
    if (r->n == MAX_ROWS)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: more than %d loci", r->path, MAX_ROWS);
    gnbs_run_targeted_row_t row = {
        gnbs_arena_strdup(r->arena, locus), status, gnbs_arena_strdup(r->arena, genotype),
        gnbs_arena_strdup(r->arena, r->made_by), gnbs_arena_strdup(r->arena, reason)};
    if (row.locus == NULL || row.genotype == NULL || row.made_by == NULL ||
        row.reason == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s", r->path);
    r->row[r->n++] = row;
    return GNBS_OK;
}

static gnbs_code_t check_sample(const reader_t *r, const char *sample, gnbs_err_t *err) {
    if (strcmp(sample, r->sample) == 0) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_DATA, "%s: is of sample '%s', the newborn is '%s'",
                        r->path, sample, r->sample);
}

/* ---- DRAGEN -------------------------------------------------------------------------------------------------- */

static gnbs_code_t read_smn(reader_t *r, const gnbs_json_value_t *v, gnbs_err_t *err) {
    double smn1, smn2;
    char genotype[64] = "";
    if (!gnbs_json_as_real(gnbs_json_get(v, "smn1CopyNumber"), &smn1) || smn1 < 0)
        return add_row(r, "SMN1", GNBS_LOCUS_INCONCLUSIVE, "",
                       "the number of copies of SMN1 was not told", err);
    if (gnbs_json_as_real(gnbs_json_get(v, "smn2CopyNumber"), &smn2) && smn2 >= 0)
        snprintf(genotype, sizeof genotype, "SMN1 %.0f, SMN2 %.0f", smn1, smn2);
    else
        snprintf(genotype, sizeof genotype, "SMN1 %.0f", smn1);
    return smn1 < 0.5 ? add_row(r, "SMN1", GNBS_LOCUS_AFFECTED, genotype,
                                "no copy of SMN1 with an intact exon 7", err)
                      : add_row(r, "SMN1", GNBS_LOCUS_CLEAR, genotype,
                                "a copy of SMN1 with an intact exon 7 is there", err);
}

/* Functional genes of one chromosome: "aa", "-a3.7", "--SEA", "aaa4.2"; -1: not understood. */
static int functional_genes(const char *text, size_t n) {
    int n_gene = 0;
    if (n >= 2 && text[0] == '-' && text[1] == '-') return 0;
    for (size_t i = 0; i < n && (text[i] == '-' || text[i] == 'a'); i++)
        n_gene += text[i] == 'a';
    return n_gene > 0 ? n_gene : -1;
}

static gnbs_code_t read_hba(reader_t *r, const gnbs_json_value_t *v, gnbs_err_t *err) {
    const char *genotype, *filter = "PASS";
    if (!gnbs_json_as_text(gnbs_json_get(v, "genotype"), &genotype)) genotype = "";
    gnbs_json_as_text(gnbs_json_get(v, "genotypeFilter"), &filter);
    const char *slash = strchr(genotype, '/');
    int first = slash != NULL ? functional_genes(genotype, (size_t)(slash - genotype)) : -1,
        second = slash != NULL ? functional_genes(slash + 1, strlen(slash + 1)) : -1;
    if (first < 0 || second < 0 || strcmp(filter, "PASS") != 0)
        return add_row(r, "HBA", GNBS_LOCUS_INCONCLUSIVE, genotype,
                       "the genotype of the alpha genes was not told with confidence", err);
    return first + second <= 1
               ? add_row(r, "HBA", GNBS_LOCUS_AFFECTED, genotype,
                         "one or no functional alpha-globin gene of four", err)
               : add_row(r, "HBA", GNBS_LOCUS_CLEAR, genotype,
                         "more than one functional alpha-globin gene", err);
}

static bool has_items(const gnbs_json_value_t *v, const char *key) {
    const gnbs_json_value_t *x = gnbs_json_get(v, key);
    const char *text;
    return gnbs_json_size(x) > 0 ||
           (gnbs_json_as_text(x, &text) && text[0] != '\0' && strcmp(text, "None") != 0);
}

static gnbs_code_t read_cyp21(reader_t *r, const gnbs_json_value_t *v, gnbs_err_t *err) {
    double total;
    bool breaks = false;
    gnbs_json_as_bool(gnbs_json_get(v, "deletionBreakpointInGene"), &breaks);
    if (!gnbs_json_as_real(gnbs_json_get(v, "totalCopyNumber"), &total))
        return add_row(r, "CYP21A2", GNBS_LOCUS_INCONCLUSIVE, "",
                       "the number of copies was not told", err);
    /* fewer than two copies in all: whatever they are, a chromosome has none */
    if (total < 1.5 || breaks || has_items(v, "variants") ||
        has_items(v, "recombinantHaplotypes"))
        return add_row(r, "CYP21A2", GNBS_LOCUS_INCONCLUSIVE, "",
                       "changes were found and not whether they lie on one chromosome: a "
                       "person must read the supplied result",
                       err);
    return add_row(r, "CYP21A2", GNBS_LOCUS_CLEAR, "", "no change was found", err);
}

static gnbs_code_t read_gba(reader_t *r, const gnbs_json_value_t *v, gnbs_err_t *err) {
    bool is_biallelic;
    const gnbs_json_value_t *said = gnbs_json_get(v, "isBiallelic");
    if (said == NULL) said = gnbs_json_get(v, "is_biallelic");
    if (!gnbs_json_as_bool(said, &is_biallelic))
        return add_row(r, "GBA1", GNBS_LOCUS_INCONCLUSIVE, "",
                       "whether both copies are changed was not told", err);
    return is_biallelic ? add_row(r, "GBA1", GNBS_LOCUS_AFFECTED, "",
                                  "changes in both copies of GBA1", err)
                        : add_row(r, "GBA1", GNBS_LOCUS_CLEAR, "",
                                  "no changes in both copies of GBA1", err);
}

static gnbs_code_t read_dragen(reader_t *r, const gnbs_json_value_t *root,
                               gnbs_err_t *err) {
    static const struct {
        const char *key;
        gnbs_code_t (*read)(reader_t *, const gnbs_json_value_t *, gnbs_err_t *);
    } CALLER[] = {
        {"smn", read_smn}, {"hba", read_hba}, {"cyp21a2", read_cyp21}, {"gba", read_gba}};
    const char *sample = "", *version = "";
    if (!gnbs_json_as_text(gnbs_json_get(root, "sample"), &sample))
        gnbs_json_as_text(gnbs_json_get(root, "sampleId"), &sample);
    if (sample[0] == '\0')
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: $.sample: expected a text", r->path);
    GNBS_TRY(check_sample(r, sample, err));
    if (!gnbs_json_as_text(gnbs_json_get(root, "dragenVersion"), &version))
        gnbs_json_as_text(gnbs_json_get(root, "softwareVersion"), &version);
    r->made_by = version[0] != '\0' ? gnbs_arena_printf(r->arena, "DRAGEN %s", version)
                                    : "DRAGEN, version not told";
    if (r->made_by == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", r->path);
    for (size_t i = 0; i < sizeof CALLER / sizeof *CALLER; i++) {
        const gnbs_json_value_t *v = gnbs_json_get(root, CALLER[i].key);
        if (gnbs_json_kind(v) == GNBS_JSON_OBJECT) GNBS_TRY(CALLER[i].read(r, v, err));
    }
    return r->n > 0 ? GNBS_OK
                    : gnbs_err_set(err, GNBS_E_FORMAT,
                                   "%s: holds none of smn, hba, cyp21a2, gba", r->path);
}

/* ---- a table ------------------------------------------------------------------------------------------------- */

static bool read_status(const char *text, gnbs_locus_status_t *status) {
    for (int s = GNBS_LOCUS_NOT_ASSESSED; s <= GNBS_LOCUS_AFFECTED; s++)
        if (strcmp(text, gnbs_locus_status_name((gnbs_locus_status_t)s)) == 0) {
            *status = (gnbs_locus_status_t)s;
            return true;
        }
    return false;
}

static const char *cell_of(const gnbs_table_t *t, size_t row, const char *name) {
    int column = gnbs_table_column(t, name);
    return column >= 0 ? t->row[row].cell[column] : "";
}

static gnbs_code_t read_row(reader_t *r, const gnbs_table_t *t, size_t i, gnbs_err_t *err) {
    gnbs_locus_status_t status;
    const char *locus = cell_of(t, i, "locus"), *sample = cell_of(t, i, "sample");
    r->made_by = cell_of(t, i, "made_by");
    if (sample[0] != '\0') GNBS_TRY(check_sample(r, sample, err));
    if (locus[0] == '\0' || r->made_by[0] == '\0')
        return gnbs_err_set(err, GNBS_E_FORMAT, "a row needs locus and made_by");
    if (!read_status(cell_of(t, i, "status"), &status))
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "status '%s': expected affected, possible, clear, inconclusive "
                            "or not_assessed",
                            cell_of(t, i, "status"));
    return add_row(r, locus, status, cell_of(t, i, "genotype"), cell_of(t, i, "reason"),
                   err);
}

static gnbs_code_t read_table(reader_t *r, gnbs_err_t *err) {
    static const char *const NEEDED[] = {"locus", "status", "made_by"};
    gnbs_table_t t;
    GNBS_TRY(gnbs_table_read(r->path, 0, r->arena, &t, err));
    for (size_t i = 0; i < sizeof NEEDED / sizeof *NEEDED; i++)
        if (gnbs_table_column(&t, NEEDED[i]) < 0)
            return gnbs_err_set(err, GNBS_E_FORMAT, "%s: line %d: no column '%s'", r->path,
                                t.header_line, NEEDED[i]);
    for (size_t i = 0; i < t.n_row; i++)
        if (read_row(r, &t, i, err) != GNBS_OK)
            return gnbs_err_ctx(err, "%s: line %d", r->path, t.row[i].line);
    return GNBS_OK;
}

static gnbs_code_t is_json(const char *path, bool *answer, gnbs_err_t *err) {
    FILE *f = fopen(path, "rb");
    int c = ' ';
    if (f == NULL) return gnbs_err_set(err, GNBS_E_IO, "%s: cannot be opened", path);
    while (c == ' ' || c == '\t' || c == '\r' || c == '\n') c = fgetc(f);
    fclose(f);
    *answer = c == '{' || c == '[';
    return GNBS_OK;
}

gnbs_code_t gnbs_run_targeted_read(const char *path, const char *sample,
                                   gnbs_arena_t *arena, gnbs_run_targeted_t *out,
                                   gnbs_err_t *err) {
    reader_t *r = GNBS_NEW(arena, reader_t, 1);
    bool has_json = false;
    if (r == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    *r = (reader_t){.path = path, .sample = sample, .arena = arena, .made_by = ""};
    GNBS_TRY(is_json(path, &has_json, err));
    gnbs_json_doc_t *doc = NULL;
    gnbs_code_t code = has_json ? gnbs_json_read(path, &doc, err) : read_table(r, err);
    if (code == GNBS_OK && has_json) code = read_dragen(r, gnbs_json_root(doc), err);
    gnbs_json_doc_close(doc);
    *out = (gnbs_run_targeted_t){r->n, r->row};
    return code;
}

gnbs_code_t gnbs_run_targeted_apply(const gnbs_run_targeted_row_t *row, gnbs_arena_t *arena,
                                    gnbs_locus_result_t *l, gnbs_err_t *err) {
    bool is_against =
        row->status == GNBS_LOCUS_CLEAR &&
        (l->status == GNBS_LOCUS_AFFECTED || l->status == GNBS_LOCUS_POSSIBLE);
    const char *sentence = row->reason[0] != '\0'     ? row->reason
                           : row->genotype[0] != '\0' ? "copies as stated"
                                                      : "no reason was given";
    const char **limit = GNBS_NEW(arena, const char *, l->n_limit + 1);
    gnbs_locus_result_t r = *l;
    r.status = is_against ? GNBS_LOCUS_INCONCLUSIVE : row->status;
    r.method = row->made_by;
    r.reason =
        is_against
            ? gnbs_arena_printf(arena,
                                "The supplied result (%s) says that nothing is wrong, "
                                "these reads say otherwise: %s",
                                row->made_by, l->reason)
            : gnbs_arena_printf(arena, "Supplied result, made by %s: %s", row->made_by,
                                sentence);
    if (limit == NULL || r.reason == NULL ||
        (limit[0] = gnbs_arena_printf(arena,
                                      "Copies are those of a supplied result (%s), which "
                                      "was not made or checked here",
                                      row->made_by)) == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "supplied results");
    if (l->n_limit > 0) memcpy(limit + 1, l->limit, l->n_limit * sizeof *limit);
    r.limit = limit;
    r.n_limit = l->n_limit + 1;
    r.genotype = row->genotype;
    r.note = "";
    r.total_copies = r.gene_copies = r.other_copies = -1;
    r.n_lost = 0;
    r.is_depth_used = false;
    r.n_region = r.n_site = r.n_event = 0;
    *l = r;
    return GNBS_OK;
}
