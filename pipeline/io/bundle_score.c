#include "io/bundle_score.h"

#include <string.h>

#include "core/mem.h"
#include "io/bundle_db.h"

enum { MAX_SCORES = 64 }; /* of one allele; more is a damaged table */

struct gnbs_bundle_scores {
    const gnbs_bundle_t *bundle;
    sqlite3 *db;
    sqlite3_stmt *rows;
};

gnbs_code_t gnbs_bundle_scores_open(const gnbs_bundle_t *bundle,
                                    gnbs_bundle_scores_t **scores, gnbs_err_t *err) {
    *scores = NULL;
    gnbs_bundle_scores_t *s = gnbs_mem_alloc(1, sizeof *s);
    if (s == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s: scores", bundle->path);
    s->bundle = bundle;
    gnbs_code_t code = gnbs_bundle_db_open(bundle->path, &s->db, err);
    if (code == GNBS_OK)
        code = gnbs_bundle_db_prepare(
            s->db, bundle->path,
            "SELECT name, value, detail, source FROM score WHERE contig=? AND pos1=? AND "
            "ref=? AND alt=? ORDER BY name",
            &s->rows, err);
    if (code != GNBS_OK) {
        gnbs_bundle_scores_close(s);
        return code;
    }
    *scores = s;
    return GNBS_OK;
}

void gnbs_bundle_scores_close(gnbs_bundle_scores_t *scores) {
    if (scores == NULL) return;
    sqlite3_finalize(scores->rows);
    sqlite3_close(scores->db);
    gnbs_mem_free(scores);
}

static const char *copy_text(const gnbs_bundle_scores_t *s, int i, gnbs_arena_t *arena) {
    const char *text = (const char *)sqlite3_column_text(s->rows, i);
    return gnbs_arena_strdup(arena, text != NULL ? text : "");
}

static gnbs_code_t take_row(const gnbs_bundle_scores_t *s, gnbs_arena_t *arena,
                            gnbs_score_t *to, gnbs_err_t *err) {
    int64_t i_source = sqlite3_column_int64(s->rows, 3);
    if (i_source < 0 || (size_t)i_source >= s->bundle->n_source)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: damaged reference bundle: a score of no source; make it "
                            "again with: gnbs refdata build",
                            s->bundle->path);
    *to = (gnbs_score_t){.name = copy_text(s, 0, arena),
                         .value = sqlite3_column_double(s->rows, 1),
                         .detail = copy_text(s, 2, arena),
                         .source = s->bundle->source[i_source].name};
    return to->name != NULL && to->detail != NULL
               ? GNBS_OK
               : gnbs_err_set(err, GNBS_E_NOMEM, "%s: scores", s->bundle->path);
}

gnbs_code_t gnbs_bundle_scores_of(gnbs_bundle_scores_t *s, const gnbs_variant_t *v,
                                  gnbs_arena_t *arena, size_t *n, gnbs_score_t **score,
                                  gnbs_err_t *err) {
    gnbs_score_t found[MAX_SCORES];
    *n = 0;
    *score = NULL;
    sqlite3_reset(s->rows);
    sqlite3_bind_int64(s->rows, 1, v->tid);
    sqlite3_bind_int64(s->rows, 2, v->pos + 1);
    sqlite3_bind_text(s->rows, 3, v->ref, -1, SQLITE_STATIC);
    sqlite3_bind_text(s->rows, 4, v->alt, -1, SQLITE_STATIC);
    int rc;
    while ((rc = sqlite3_step(s->rows)) == SQLITE_ROW && *n < MAX_SCORES)
        GNBS_TRY(take_row(s, arena, &found[(*n)++], err));
    if (rc != SQLITE_DONE && rc != SQLITE_ROW)
        return gnbs_bundle_db_error(s->db, s->bundle->path, err);
    sqlite3_reset(s->rows);
    if (*n == 0) return GNBS_OK;
    *score = GNBS_NEW(arena, gnbs_score_t, *n);
    if (*score == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s: scores", s->bundle->path);
    memcpy(*score, found, *n * sizeof *found);
    return GNBS_OK;
}

static gnbs_code_t scores_of(void *ctx, const gnbs_variant_t *v, gnbs_arena_t *arena,
                             size_t *n, gnbs_score_t **score, gnbs_err_t *err) {
    return gnbs_bundle_scores_of(ctx, v, arena, n, score, err);
}

gnbs_score_source_t gnbs_bundle_scores_source(gnbs_bundle_scores_t *scores) {
    return (gnbs_score_source_t){scores, scores_of};
}
