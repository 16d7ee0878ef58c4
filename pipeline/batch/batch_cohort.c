#include "batch/batch_cohort.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch/batch.h"
#include "core/mem.h"
#include "io/out.h"
#include "io/path.h"
#include "io/sql.h"
#include "io/tiles.h"
#include "io/tree_read.h"
#include "run/run_audit.h"
#include "run/run_withdraw.h"

static const gnbs_sql_kind_t KIND = {
    "cohort", 0x676e6263 /* "gnbc" */, 1,
    "CREATE TABLE newborn (id INTEGER PRIMARY KEY, sample TEXT UNIQUE NOT NULL, began "
    "TEXT, sex TEXT, input TEXT, "
    "panel TEXT, panel_version TEXT, bundle TEXT, version TEXT, passes INTEGER);"
    "CREATE TABLE outcome (newborn INTEGER REFERENCES newborn, gene TEXT, condition TEXT, "
    "outcome TEXT, reason TEXT);"
    "CREATE TABLE metric (newborn INTEGER REFERENCES newborn, name TEXT, value REAL);"
    "CREATE TABLE allele (contig TEXT, pos INTEGER, ref TEXT, alt TEXT, ac INTEGER, an "
    "INTEGER, het INTEGER, "
    "hom INTEGER, newborns INTEGER);"
    "CREATE INDEX outcome_by_condition ON outcome (condition, outcome);"
    "CREATE INDEX metric_by_name ON metric (name);"};

/* ---- reading the folders ---------------------------------------------------------------------------------------------- */

static gnbs_code_t keep(gnbs_cohort_t *c, const char **text, gnbs_err_t *err) {
    *text = gnbs_arena_strdup(c->arena, *text);
    return *text != NULL ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "cohort");
}

static bool is_number(const gnbs_tree_t *t) {
    return t->kind == GNBS_TREE_INT || t->kind == GNBS_TREE_REAL;
}

/* Every number of `quality`, and of the objects in it ("reads.duplicate"). */
static gnbs_code_t take_metrics(gnbs_cohort_t *c, const gnbs_tree_t *quality,
                                gnbs_cohort_newborn_t *nb, gnbs_err_t *err) {
    size_t n = 0;
    for (size_t i = 0; quality != NULL && i < quality->n; i++) n += 1 + quality->child[i].n;
    gnbs_cohort_metric_t *metric = GNBS_NEW(c->arena, gnbs_cohort_metric_t, n + 1);
    if (metric == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "cohort");
    for (size_t i = 0; quality != NULL && i < quality->n; i++) {
        const gnbs_tree_t *t = &quality->child[i];
        if (is_number(t)) {
            metric[nb->n_metric].value = t->real;
            metric[nb->n_metric++].name = gnbs_arena_strdup(c->arena, t->key);
        }
        for (size_t k = 0; t->kind == GNBS_TREE_OBJECT && k < t->n; k++)
            if (is_number(&t->child[k])) {
                metric[nb->n_metric].value = t->child[k].real;
                metric[nb->n_metric++].name =
                    gnbs_arena_printf(c->arena, "%s.%s", t->key, t->child[k].key);
            }
    }
    for (size_t i = 0; i < nb->n_metric; i++)
        if (metric[i].name == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "cohort");
    nb->metric = metric;
    return GNBS_OK;
}

static gnbs_code_t take_outcomes(gnbs_cohort_t *c, const gnbs_tree_t *list,
                                 gnbs_cohort_newborn_t *nb, gnbs_err_t *err) {
    size_t n = list != NULL ? list->n : 0;
    gnbs_cohort_outcome_t *outcome = GNBS_NEW(c->arena, gnbs_cohort_outcome_t, n + 1);
    if (outcome == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "cohort");
    for (size_t i = 0; i < n; i++) {
        const gnbs_tree_t *t = gnbs_tree_at(list, i);
        outcome[i] = (gnbs_cohort_outcome_t){
            gnbs_tree_text(t, "gene"), gnbs_tree_text(t, "condition"),
            gnbs_tree_text(t, "outcome"), gnbs_tree_text(t, "reason")};
        GNBS_TRY(keep(c, &outcome[i].gene, err));
        GNBS_TRY(keep(c, &outcome[i].condition, err));
        GNBS_TRY(keep(c, &outcome[i].outcome, err));
        GNBS_TRY(keep(c, &outcome[i].reason, err));
    }
    nb->n_outcome = n;
    nb->outcome = outcome;
    return GNBS_OK;
}

static gnbs_code_t take_newborn(gnbs_cohort_t *c, const char *sample,
                                const gnbs_tree_t *findings, const gnbs_tree_t *provenance,
                                gnbs_err_t *err) {
    gnbs_cohort_newborn_t nb = {.sample = sample,
                                .began = gnbs_tree_text(provenance, "began"),
                                .sex = gnbs_tree_text(findings, "sex.declared"),
                                .input = gnbs_tree_text(findings, "input"),
                                .panel = gnbs_tree_text(findings, "panel.name"),
                                .panel_version = gnbs_tree_text(findings, "panel.version"),
                                .version = gnbs_tree_text(provenance, "version"),
                                .bundle =
                                    gnbs_tree_text(provenance, "reference_bundle.identity"),
                                .passes = !gnbs_tree_has(findings, "quality.passes") ||
                                          gnbs_tree_is(findings, "quality.passes")};
    if (nb.sex[0] == '\0' || strcmp(nb.sex, "unknown") == 0)
        nb.sex = gnbs_tree_text(findings, "sex.inferred");
    const char **text[] = {&nb.sample, &nb.began,         &nb.sex,     &nb.input,
                           &nb.panel,  &nb.panel_version, &nb.version, &nb.bundle};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) GNBS_TRY(keep(c, text[i], err));
    GNBS_TRY(take_metrics(c, gnbs_tree_get(findings, "quality"), &nb, err));
    GNBS_TRY(take_outcomes(c, gnbs_tree_get(findings, "outcomes"), &nb, err));
    return GNBS_PUSH(&c->newborn, nb) ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "cohort");
}

/* A folder that cannot be read is named and left out; the numbers say over how many they are. */
static gnbs_code_t read_folder(gnbs_cohort_t *c, const char *sample, gnbs_err_t *err) {
    gnbs_arena_t arena;
    const gnbs_tree_t *findings, *provenance;
    gnbs_err_t why;
    bool is_withdrawn;
    gnbs_arena_init(&arena);
    const char *p = gnbs_arena_printf(&arena, "%s/%s/provenance.json", c->out, sample);
    const char *f = gnbs_arena_printf(&arena, "%s/%s/findings.json", c->out, sample);
    gnbs_code_t code = GNBS_OK;
    if (p == NULL || f == NULL) {
        code = gnbs_err_set(err, GNBS_E_NOMEM, "cohort");
    } else if (gnbs_path_is_absent(p)) {
        /* no result of a run */
    } else if ((code = gnbs_run_is_withdrawn(c->out, sample, &is_withdrawn, err)) !=
                   GNBS_OK ||
               is_withdrawn) {
        if (code == GNBS_OK)
            code =
                gnbs_err_set(err, GNBS_E_CONSENT,
                             "%s/%s: its family withdrew, and the folder is there again; "
                             "gnbs consent withdraw removes it",
                             c->out, sample);
    } else if (gnbs_tree_read(p, &arena, &provenance, &why) != GNBS_OK ||
               gnbs_tree_read(f, &arena, &findings, &why) != GNBS_OK) {
        c->n_unreadable++;
        fprintf(stderr, "gnbs: left out: %s\n", why.msg);
    } else if (gnbs_tree_has(provenance, "counted_in_cohort") &&
               !gnbs_tree_is(provenance, "counted_in_cohort")) {
        c->n_opted_out++;
    } else {
        code = take_newborn(c, sample, findings, provenance, err);
    }
    gnbs_arena_clear(&arena);
    return code;
}

static int by_date(const void *a, const void *b) {
    const gnbs_cohort_newborn_t *x = a, *y = b;
    int order = strcmp(x->began, y->began);
    return order != 0 ? order : strcmp(x->sample, y->sample);
}

static gnbs_code_t read_folders(gnbs_cohort_t *c, gnbs_err_t *err) {
    DIR *dir = opendir(c->out);
    gnbs_code_t code = GNBS_OK;
    if (dir == NULL) return gnbs_err_set(err, GNBS_E_IO, "%s: %s", c->out, strerror(errno));
    for (struct dirent *e; code == GNBS_OK && (e = readdir(dir)) != NULL;)
        if (e->d_name[0] != '.' && strcmp(e->d_name, "cohort") != 0 &&
            strstr(e->d_name, ".tmp-") == NULL)
            code = read_folder(c, e->d_name, err);
    closedir(dir);
    if (c->newborn.n > 1)
        qsort(c->newborn.at, c->newborn.n, sizeof *c->newborn.at, by_date);
    return code;
}

/* ---- the database ------------------------------------------------------------------------------------------------------- */

static gnbs_code_t insert_newborn(gnbs_sql_t *db, const gnbs_cohort_newborn_t *nb,
                                  gnbs_err_t *err) {
    GNBS_TRY(gnbs_sql_run(
        db, err,
        "INSERT INTO newborn (sample, began, sex, input, panel, panel_version, "
        "bundle, version, passes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "tttttttti", nb->sample, nb->began, nb->sex, nb->input, nb->panel,
        nb->panel_version, nb->bundle, nb->version, (int64_t)nb->passes));
    int64_t id = gnbs_sql_last_id(db);
    for (size_t i = 0; i < nb->n_outcome; i++) {
        const gnbs_cohort_outcome_t *o = &nb->outcome[i];
        GNBS_TRY(gnbs_sql_run(db, err, "INSERT INTO outcome VALUES (?, ?, ?, ?, ?)",
                              "itttt", id, o->gene, o->condition, o->outcome, o->reason));
    }
    for (size_t i = 0; i < nb->n_metric; i++) {
        char value[40];
        snprintf(value, sizeof value, "%.10g", nb->metric[i].value);
        GNBS_TRY(gnbs_sql_run(db, err, "INSERT INTO metric VALUES (?, ?, CAST(? AS REAL))",
                              "itt", id, nb->metric[i].name, value));
    }
    return GNBS_OK;
}

static gnbs_code_t fill(gnbs_sql_t *db, const gnbs_cohort_t *c,
                        const gnbs_cohort_alleles_t *alleles, gnbs_err_t *err) {
    for (size_t i = 0; i < c->newborn.n; i++)
        GNBS_TRY(insert_newborn(db, &c->newborn.at[i], err));
    for (size_t i = 0; i < alleles->n; i++) {
        const gnbs_cohort_allele_t *a = &alleles->at[i];
        GNBS_TRY(gnbs_sql_run(db, err,
                              "INSERT INTO allele VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                              "tittiiiii", a->contig, a->pos, a->ref, a->alt, a->ac, a->an,
                              a->n_het, a->n_hom, a->n_carrier));
    }
    return GNBS_OK;
}

static gnbs_code_t write_database(const gnbs_cohort_t *c,
                                  const gnbs_cohort_alleles_t *alleles, const char *dir,
                                  gnbs_err_t *err) {
    gnbs_sql_t *db;
    const char *path = gnbs_arena_printf(c->arena, "%s/cohort.sqlite", dir);
    if (path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "cohort");
    GNBS_TRY(gnbs_sql_open(path, &KIND, &db, err));
    gnbs_code_t code = gnbs_sql_begin(db, err);
    if (code == GNBS_OK) code = gnbs_sql_finish(db, fill(db, c, alleles, err), err);
    gnbs_sql_close(db);
    return code;
}

/* ---- normals ------------------------------------------------------------------------------------------------------------ */

/* Counts of samples with other tiles do not join: then there are none, and README.txt says why. */
static gnbs_code_t write_normals(gnbs_cohort_t *c, const char *dir, gnbs_err_t *err) {
    const char **path = GNBS_NEW(c->arena, const char *, c->newborn.n + 1);
    const char *to = gnbs_arena_printf(c->arena, "%s/normals.bed.gz", dir);
    size_t n = 0;
    gnbs_err_t why;
    if (path == NULL || to == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "cohort");
    for (size_t i = 0; i < c->newborn.n; i++) {
        path[n] = gnbs_arena_printf(c->arena, "%s/%s/dosage.bed.gz", c->out,
                                    c->newborn.at[i].sample);
        if (path[n] == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "cohort");
        if (c->newborn.at[i].passes && !gnbs_path_is_absent(path[n])) n++;
    }
    if (n < GNBS_COHORT_SMALL) {
        gnbs_str_printf(&c->notes,
                        "normals.bed.gz: not made: fewer than %d newborns with "
                        "counts of reads\n",
                        GNBS_COHORT_SMALL);
    } else if (gnbs_tiles_join(path, n, to, &why) != GNBS_OK) {
        gnbs_str_printf(&c->notes, "normals.bed.gz: not made: %s\n", why.msg);
    } else {
        gnbs_str_printf(&c->notes, "normals.bed.gz: %zu newborns\n", n);
    }
    return GNBS_OK;
}

/* ---- all of it ------------------------------------------------------------------------------------------------------------ */

static gnbs_code_t write_notes(gnbs_cohort_t *c, const char *dir, gnbs_err_t *err) {
    gnbs_str_t text;
    const char *path = gnbs_arena_printf(c->arena, "%s/README.txt", dir);
    gnbs_str_init(&text);
    gnbs_str_printf(
        &text,
        "Counted: %zu newborns. Left out by the family's choice: %zu. Could not be "
        "read: %zu.\n"
        "Fewer than %d newborns are never counted out in positives.tsv and "
        "frequencies.vcf.gz.\n%s",
        c->newborn.n, c->n_opted_out, c->n_unreadable, GNBS_COHORT_SMALL,
        gnbs_str_text(&c->notes));
    gnbs_code_t code = path == NULL ? gnbs_err_set(err, GNBS_E_NOMEM, "cohort")
                                    : gnbs_out_write_text(path, &text, err);
    gnbs_str_clear(&text);
    return code;
}

static gnbs_code_t write_all(gnbs_cohort_t *c, const gnbs_cohort_alleles_t *alleles,
                             const char *dir, gnbs_err_t *err) {
    GNBS_TRY(write_database(c, alleles, dir, err));
    GNBS_TRY(gnbs_cohort_write_quality(c, dir, err));
    GNBS_TRY(gnbs_cohort_write_positives(c, dir, err));
    GNBS_TRY(gnbs_cohort_write_alleles(c, alleles, dir, err));
    GNBS_TRY(write_normals(c, dir, err));
    return write_notes(c, dir, err);
}

static gnbs_code_t build(gnbs_cohort_t *c, gnbs_err_t *err) {
    gnbs_cohort_alleles_t alleles = {0};
    char *temp;
    const char *final = gnbs_arena_printf(c->arena, "%s/cohort", c->out);
    if (final == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "cohort");
    GNBS_TRY(read_folders(c, err));
    GNBS_TRY(gnbs_out_dir_begin(final, &temp, err));
    gnbs_code_t code = gnbs_cohort_count_alleles(c, &alleles, err);
    if (code == GNBS_OK) code = write_all(c, &alleles, temp, err);
    if (code == GNBS_OK) code = gnbs_out_dir_commit(temp, final, err);
    if (code != GNBS_OK) gnbs_out_dir_discard(temp);
    gnbs_mem_free(temp);
    GNBS_VEC_CLEAR(&alleles);
    return code;
}

gnbs_code_t gnbs_batch_cohort(const char *out, gnbs_str_t *say, gnbs_err_t *err) {
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_cohort_t c = {.out = out, .arena = &arena};
    gnbs_str_init(&c.notes);
    gnbs_code_t code = build(&c, err);
    if (code == GNBS_OK)
        gnbs_str_printf(say,
                        "%s/cohort: %zu newborns, %zu left out by the family's choice\n%s",
                        out, c.newborn.n, c.n_opted_out, gnbs_str_text(&c.notes));
    gnbs_str_clear(&c.notes);
    GNBS_VEC_CLEAR(&c.newborn);
    gnbs_arena_clear(&arena);
    return code;
}
