#include "review/review_evidence.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "core/mem.h"
#include "core/tree.h"
#include "core/vec.h"
#include "io/tree_read.h"
#include "report/report_html.h"
#include "report/report_text.h"
#include "review/review_scan.h"

enum { N_ENTRY = 4096, MAX_BYTES = 96 << 20 };

typedef struct entry {
    char sha256[65];
    gnbs_review_piece_t piece;
    unsigned long long used;
    gnbs_str_t html;
    GNBS_VEC(gnbs_review_mark_t) mark;
} entry_t;

struct gnbs_review_cache {
    pthread_mutex_t lock;
    unsigned long long clock;
    size_t n_bytes;
    int n;
    entry_t *entry[N_ENTRY];
};

static void free_entry(entry_t *e) {
    gnbs_str_clear(&e->html);
    GNBS_VEC_CLEAR(&e->mark);
    gnbs_mem_free(e);
}

gnbs_review_cache_t *gnbs_review_cache_new(void) {
    gnbs_review_cache_t *cache = gnbs_mem_alloc(1, sizeof *cache);
    if (cache != NULL) pthread_mutex_init(&cache->lock, NULL);
    return cache;
}

void gnbs_review_cache_free(gnbs_review_cache_t *cache) {
    if (cache == NULL) return;
    for (int i = 0; i < cache->n; i++) free_entry(cache->entry[i]);
    pthread_mutex_destroy(&cache->lock);
    gnbs_mem_free(cache);
}

/* ---- rendering ---------------------------------------------------------------------------------------------------- */

static void mark(void *ctx, gnbs_str_t *out, const char *finding_id) {
    entry_t *e = ctx;
    gnbs_review_mark_t m = {.at = out->n};
    snprintf(m.id, sizeof m.id, "%s", finding_id);
    if (!GNBS_PUSH(&e->mark, m)) out->failed = true;
}

static void put_quality(gnbs_str_t *out, const gnbs_tree_t *f) {
    gnbs_report_fact_begin(out, "Quality");
    if (!gnbs_tree_has(f, "quality.passes"))
        gnbs_str_add(out, "not measured: the result was made from calls");
    else if (gnbs_tree_is(f, "quality.passes"))
        gnbs_str_printf(out, "passed; mean depth %.1f",
                        gnbs_tree_real(f, "quality.depth_mean", 0));
    else {
        gnbs_str_add(out, "<strong>failed:</strong> ");
        gnbs_report_put(out, gnbs_report_or(gnbs_tree_text(f, "quality.fail_reason"),
                                            "reason not stated"));
    }
    gnbs_report_fact_end(out);
}

/* What a finding asks for, before its evidence. */
static void put_actions(gnbs_str_t *out, const gnbs_tree_t *f) {
    static const char *const HEAD[] = {"Finding", "Condition", "Urgency", "Action",
                                       "Confirmed by"};
    static const char *const FIELD[] = {"id", "condition", "urgency", "action",
                                        "confirmatory_test"};
    const gnbs_tree_t *findings = gnbs_tree_get(f, "findings");
    if (gnbs_tree_size(f, "findings") == 0) return;
    gnbs_report_table_begin(out, "What the findings ask for", 5, HEAD);
    for (size_t i = 0; i < findings->n; i++) {
        const gnbs_tree_t *x = gnbs_tree_at(findings, i);
        gnbs_report_row_begin(out);
        gnbs_report_head_cell(out, HEAD[0], gnbs_tree_text(x, FIELD[0]));
        for (size_t k = 1; k < 5; k++)
            gnbs_report_cell(
                out, HEAD[k],
                gnbs_report_or(gnbs_tree_text(x, FIELD[k]), "the panel does not say"));
        gnbs_report_row_end(out);
    }
    gnbs_report_table_end(out);
}

static void put_front(gnbs_str_t *out, const gnbs_tree_t *f) {
    if (gnbs_tree_is(f, "synthetic"))
        gnbs_str_add(out, "<p class=\"alarm\">Synthetic data: no baby stands behind this "
                          "case.</p>\n");
    gnbs_report_html_banner(out, f);
    gnbs_str_add(out, "<dl class=\"facts\">\n");
    gnbs_report_fact_begin(out, "Sex");
    gnbs_str_add(out, "declared ");
    gnbs_report_put(out, gnbs_report_or(gnbs_tree_text(f, "sex.declared"), "unknown"));
    gnbs_str_add(out, "; seen in the reads: ");
    gnbs_report_put(out, gnbs_report_or(gnbs_tree_text(f, "sex.inferred"), "unknown"));
    gnbs_report_fact_end(out);
    put_quality(out, f);
    gnbs_report_fact_begin(out, "Panel");
    gnbs_report_put(out, gnbs_report_or(gnbs_tree_text(f, "panel.name"), "not named"));
    gnbs_str_add(out, ", version ");
    gnbs_report_put(out, gnbs_tree_text(f, "panel.version"));
    gnbs_str_add(out, gnbs_tree_is(f, "panel.signed")
                          ? " (signature valid)"
                          : " <strong>(no valid signature: the report stays a "
                            "draft)</strong>");
    gnbs_report_fact_end(out);
    gnbs_str_add(out, "</dl>\n");
    put_actions(out, f);
}

static gnbs_code_t render(entry_t *e, const gnbs_tree_t *f, gnbs_err_t *err) {
    switch (e->piece) {
    case GNBS_REVIEW_FRONT: put_front(&e->html, f); break;
    case GNBS_REVIEW_EVIDENCE: gnbs_report_html_findings_with(&e->html, f, mark, e); break;
    default: GNBS_TRY(gnbs_report_html(f, &e->html, err));
    }
    return e->html.failed ? gnbs_err_set(err, GNBS_E_NOMEM, "evidence") : GNBS_OK;
}

static gnbs_code_t differs(gnbs_err_t *err) {
    return gnbs_err_set(err, GNBS_E_DATA,
                        "the folder holds another result than the one of this case");
}

static gnbs_code_t make(const gnbs_review_desk_t *desk, const gnbs_review_case_t *c,
                        entry_t *e, gnbs_err_t *err) {
    char *bytes, sha256[65];
    size_t n;
    GNBS_TRY(gnbs_review_read_findings(desk, c->dir, &bytes, &n, sha256, err));
    gnbs_arena_t arena;
    const gnbs_tree_t *tree;
    gnbs_arena_init(&arena);
    gnbs_code_t code = strcmp(sha256, c->sha256) == 0
                           ? gnbs_tree_parse("findings.json", bytes, n, &arena, &tree, err)
                           : differs(err);
    if (code == GNBS_OK) code = render(e, tree, err);
    gnbs_mem_free(bytes);
    gnbs_arena_clear(&arena);
    return code;
}

gnbs_code_t gnbs_review_check_result(const gnbs_review_desk_t *desk,
                                     const gnbs_review_case_t *c, gnbs_err_t *err) {
    char *bytes, sha256[65];
    size_t n;
    gnbs_code_t code = gnbs_review_read_findings(desk, c->dir, &bytes, &n, sha256, err);
    if (code == GNBS_E_IO) return differs(err);
    if (code != GNBS_OK) return code;
    gnbs_mem_free(bytes);
    return strcmp(sha256, c->sha256) == 0 ? GNBS_OK : differs(err);
}

/* ---- keeping ------------------------------------------------------------------------------------------------------ */

static entry_t *find(gnbs_review_cache_t *cache, const char *sha256,
                     gnbs_review_piece_t piece) {
    for (int i = 0; i < cache->n; i++)
        if (cache->entry[i]->piece == piece &&
            memcmp(cache->entry[i]->sha256, sha256, 64) == 0)
            return cache->entry[i];
    return NULL;
}

static void drop_least_used(gnbs_review_cache_t *cache) {
    int least = 0;
    for (int i = 1; i < cache->n; i++)
        if (cache->entry[i]->used < cache->entry[least]->used) least = i;
    cache->n_bytes -= cache->entry[least]->html.cap;
    free_entry(cache->entry[least]);
    cache->entry[least] = cache->entry[--cache->n];
}

/* Takes `e`. Another thread may have made the same piece meanwhile. */
static void put(gnbs_review_cache_t *cache, entry_t *e) {
    if (find(cache, e->sha256, e->piece) != NULL || e->html.cap > MAX_BYTES / 4) {
        free_entry(e);
        return;
    }
    while (cache->n == N_ENTRY ||
           (cache->n > 0 && cache->n_bytes + e->html.cap > MAX_BYTES))
        drop_least_used(cache);
    cache->n_bytes += e->html.cap;
    cache->entry[cache->n++] = e;
}

static gnbs_code_t copy(const entry_t *e, gnbs_arena_t *arena, gnbs_review_evidence_t *out,
                        gnbs_err_t *err) {
    gnbs_review_mark_t *marks = GNBS_NEW(arena, gnbs_review_mark_t, e->mark.n);
    out->html = gnbs_arena_strndup(arena, gnbs_str_text(&e->html), e->html.n);
    if (marks == NULL || out->html == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "evidence");
    if (e->mark.n > 0) memcpy(marks, e->mark.at, e->mark.n * sizeof *marks);
    out->n = e->html.n;
    out->mark = marks;
    out->n_mark = e->mark.n;
    return GNBS_OK;
}

static entry_t *new_entry(const char *sha256, gnbs_review_piece_t piece) {
    entry_t *e = gnbs_mem_alloc(1, sizeof *e);
    if (e == NULL) return NULL;
    snprintf(e->sha256, sizeof e->sha256, "%s", sha256);
    e->piece = piece;
    return e;
}

/* ---- in the database ------------------------------------------------------------------------------------------------- */

static gnbs_code_t keep_piece(gnbs_review_desk_t *desk, int64_t id, const entry_t *e,
                              gnbs_err_t *err) {
    gnbs_str_t marks;
    gnbs_str_init(&marks);
    for (size_t i = 0; i < e->mark.n; i++)
        gnbs_str_printf(&marks, "%s %zu ", e->mark.at[i].id, e->mark.at[i].at);
    gnbs_code_t code =
        marks.failed
            ? gnbs_err_set(err, GNBS_E_NOMEM, "evidence")
            : gnbs_sql_run(
                  gnbs_review_sql(desk), err,
                  "INSERT OR REPLACE INTO piece(newborn_case, kind, version, marks, "
                  "html) VALUES(?, ?, ?, ?, ?)",
                  "iittt", id, (int64_t)e->piece, gnbs_review_program_version(desk),
                  gnbs_str_text(&marks), gnbs_str_text(&e->html));
    gnbs_str_clear(&marks);
    return code;
}

gnbs_code_t gnbs_review_keep_pieces(gnbs_review_desk_t *desk, int64_t id,
                                    const gnbs_tree_t *findings, gnbs_err_t *err) {
    gnbs_code_t code = GNBS_OK;
    for (int k = 0; code == GNBS_OK && k < (int)GNBS_REVIEW_PAGE; k++) {
        entry_t *e = new_entry("", (gnbs_review_piece_t)k);
        if (e == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "evidence");
        code = render(e, findings, err);
        if (code == GNBS_OK) code = keep_piece(desk, id, e, err);
        free_entry(e);
    }
    return code;
}

static bool take_marks(entry_t *e, const char *text) {
    gnbs_review_mark_t m;
    int n;
    for (; sscanf(text, "%7s %zu %n", m.id, &m.at, &n) == 2; text += n)
        if (m.at > e->html.n || !GNBS_PUSH(&e->mark, m)) return false;
    return *text == '\0';
}

/* Of a file that nobody touched since it was read, by this version of the program. */
static gnbs_code_t read_piece(gnbs_review_desk_t *desk, const gnbs_review_case_t *c,
                              entry_t *e, bool *is_found, gnbs_err_t *err) {
    gnbs_sql_rows_t *rows;
    *is_found = false;
    gnbs_review_lock(desk);
    gnbs_code_t code = gnbs_sql_ask(
        gnbs_review_sql(desk), &rows, err,
        "SELECT html, marks FROM piece WHERE newborn_case = ? AND kind = ? AND version = ?",
        "iit", c->id, (int64_t)e->piece, gnbs_review_program_version(desk));
    if (code == GNBS_OK) {
        if (gnbs_sql_next(rows)) {
            gnbs_str_add(&e->html, gnbs_sql_text(rows, 0));
            *is_found = !e->html.failed && take_marks(e, gnbs_sql_text(rows, 1));
        }
        code = gnbs_sql_end(rows, err);
    }
    gnbs_review_unlock(desk);
    if (!*is_found) {
        gnbs_str_reset(&e->html);
        e->mark.n = 0;
    }
    return code;
}

/* ---- asking ---------------------------------------------------------------------------------------------------------- */

static bool find_copy(gnbs_review_cache_t *cache, const char *sha256,
                      gnbs_review_piece_t piece, gnbs_arena_t *arena,
                      gnbs_review_evidence_t *evidence, gnbs_code_t *code,
                      gnbs_err_t *err) {
    pthread_mutex_lock(&cache->lock);
    entry_t *e = find(cache, sha256, piece);
    bool is_found = e != NULL;
    if (is_found) {
        e->used = ++cache->clock;
        *code = copy(e, arena, evidence, err);
    }
    pthread_mutex_unlock(&cache->lock);
    return is_found;
}

gnbs_code_t gnbs_review_get_evidence(gnbs_review_cache_t *cache, gnbs_review_desk_t *desk,
                                     const gnbs_review_case_t *c, gnbs_review_piece_t piece,
                                     gnbs_arena_t *arena, gnbs_review_evidence_t *evidence,
                                     gnbs_err_t *err) {
    const char *stamp;
    bool is_found = false;
    gnbs_code_t code = GNBS_OK;
    if (!gnbs_review_stamp(desk, c->dir, arena, &stamp))
        return gnbs_err_set(err, GNBS_E_DATA, "the result was taken away");
    if (find_copy(cache, c->sha256, piece, arena, evidence, &code, err)) return code;
    entry_t *e = new_entry(c->sha256, piece);
    if (e == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "evidence");
    if (piece != GNBS_REVIEW_PAGE && strcmp(stamp, c->stamp) == 0)
        code = read_piece(desk, c, e, &is_found, err);
    if (code == GNBS_OK && !is_found) code = make(desk, c, e, err);
    if (code == GNBS_OK) code = copy(e, arena, evidence, err);
    if (code != GNBS_OK) {
        free_entry(e);
        return code;
    }
    pthread_mutex_lock(&cache->lock);
    e->used = ++cache->clock;
    put(cache, e);
    pthread_mutex_unlock(&cache->lock);
    return GNBS_OK;
}
