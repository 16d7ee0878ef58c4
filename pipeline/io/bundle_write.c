#include "io/bundle_store.h"

#include <stdio.h>
#include <string.h>

#include "core/mem.h"
#include "genome/seq.h"
#include "io/bundle_db.h"
#include "io/out.h"

typedef struct writer {
    sqlite3 *db;
    sqlite3_stmt *insert;
    const char *path;
    int i_column; /* next to bind, from 1 */
    int rc;       /* first failure of a bind */
} writer_t;

static const char *const DIFFICULTY_WORDS[] = {"none", "limited", "needs_method"};
static const char *const MANE_WORDS[] = {"none", "plus_clinical", "select"};

static gnbs_code_t begin_table(writer_t *w, int i_table, gnbs_err_t *err) {
    const gnbs_bundle_table_t *t = &GNBS_BUNDLE_TABLES[i_table];
    char sql[160];
    int n = snprintf(sql, sizeof sql, "INSERT INTO %s VALUES(?", t->name);
    for (int i = 1; i < t->n_column; i++)
        n += snprintf(sql + n, sizeof sql - (size_t)n, ",?");
    snprintf(sql + n, sizeof sql - (size_t)n, ")");
    sqlite3_finalize(w->insert);
    w->insert = NULL;
    w->i_column = 1;
    w->rc = SQLITE_OK;
    GNBS_TRY(gnbs_bundle_db_run(w->db, w->path, t->create, err));
    return gnbs_bundle_db_prepare(w->db, w->path, sql, &w->insert, err);
}

static void note_rc(writer_t *w, int rc) {
    if (w->rc == SQLITE_OK) w->rc = rc;
}
static void put_int(writer_t *w, int64_t value) {
    note_rc(w, sqlite3_bind_int64(w->insert, w->i_column++, value));
}
static void put_text(writer_t *w, const char *text) {
    note_rc(w, sqlite3_bind_text(w->insert, w->i_column++, text != NULL ? text : "", -1,
                                 SQLITE_STATIC));
}
/* What a source does not state is NULL in the file, below zero in memory. */
static void put_real_or_null(writer_t *w, double value) {
    note_rc(w, value < 0 ? sqlite3_bind_null(w->insert, w->i_column)
                         : sqlite3_bind_double(w->insert, w->i_column, value));
    w->i_column++;
}
static void put_int_or_null(writer_t *w, int64_t value) {
    note_rc(w, value < 0 ? sqlite3_bind_null(w->insert, w->i_column)
                         : sqlite3_bind_int64(w->insert, w->i_column, value));
    w->i_column++;
}
static void put_interval(writer_t *w, int32_t tid, gnbs_pos_t beg, gnbs_pos_t end) {
    put_int(w, tid);
    put_int(w, beg);
    put_int(w, end);
}
static void put_variant(writer_t *w, const gnbs_variant_t *v) {
    put_int(w, v->tid);
    put_int(w, v->pos + 1); /* pos1 */
    put_text(w, v->ref);
    put_text(w, v->alt);
}

static gnbs_code_t end_row(writer_t *w, gnbs_err_t *err) {
    bool is_done = w->rc == SQLITE_OK && sqlite3_step(w->insert) == SQLITE_DONE;
    w->i_column = 1;
    w->rc = SQLITE_OK;
    if (!is_done) return gnbs_bundle_db_error(w->db, w->path, err);
    sqlite3_reset(w->insert);
    return GNBS_OK;
}

static gnbs_code_t write_pair(writer_t *w, const char *key, const char *value,
                              gnbs_err_t *err) {
    put_text(w, key);
    put_text(w, value);
    return end_row(w, err);
}

static gnbs_code_t write_meta(writer_t *w, const gnbs_bundle_t *b, gnbs_err_t *err) {
    GNBS_TRY(begin_table(w, GNBS_BUNDLE_META, err));
    GNBS_TRY(write_pair(w, "bundle.build", gnbs_contig_build_name(b->build), err));
    GNBS_TRY(write_pair(w, "bundle.build_name", b->build_name, err));
    GNBS_TRY(write_pair(w, "bundle.panel_name", b->panel_name, err));
    GNBS_TRY(write_pair(w, "bundle.panel_version", b->panel_version, err));
    GNBS_TRY(write_pair(w, "bundle.coordinates",
                        "beg and stop: 0-based, half-open (BED); pos1: 1-based (VCF POS)",
                        err));
    for (size_t i = 0; i < b->n_fact; i++)
        GNBS_TRY(write_pair(w, b->fact[i].key, b->fact[i].value, err));
    return GNBS_OK;
}

static gnbs_code_t write_sources(writer_t *w, const gnbs_bundle_t *b, gnbs_err_t *err) {
    GNBS_TRY(begin_table(w, GNBS_BUNDLE_SOURCE, err));
    for (size_t i = 0; i < b->n_source; i++) {
        const gnbs_bundle_source_t *s = &b->source[i];
        put_int(w, (int64_t)i);
        put_text(w, s->role);
        put_text(w, s->name);
        put_text(w, s->sha256);
        put_text(w, s->version);
        put_text(w, s->licence);
        GNBS_TRY(end_row(w, err));
    }
    return GNBS_OK;
}

static gnbs_code_t write_contigs(writer_t *w, const gnbs_bundle_t *b, gnbs_err_t *err) {
    GNBS_TRY(begin_table(w, GNBS_BUNDLE_CONTIG, err));
    for (int i = 0; i < b->contigs.n; i++) {
        put_int(w, i);
        put_text(w, b->contigs.contig[i].name);
        put_int(w, b->contigs.contig[i].length_bp);
        put_text(w, b->contigs.contig[i].m5);
        GNBS_TRY(end_row(w, err));
    }
    return GNBS_OK;
}

static gnbs_code_t write_genes(writer_t *w, const gnbs_bundle_t *b, gnbs_err_t *err) {
    GNBS_TRY(begin_table(w, GNBS_BUNDLE_GENE, err));
    for (size_t i = 0; i < b->n_gene; i++) {
        const gnbs_gene_t *g = &b->gene[i];
        put_int(w, (int64_t)i);
        put_text(w, g->symbol);
        put_text(w, g->hgnc_id);
        put_text(w, g->gene_id);
        put_int(w, g->tid);
        put_int(w, g->strand);
        put_int(w, g->beg);
        put_int(w, g->end);
        put_int(w, g->target_bp);
        put_int(w, g->target_n_bp);
        put_text(w, DIFFICULTY_WORDS[g->difficulty]);
        put_text(w, g->difficult);
        put_text(w, g->difficult_source);
        GNBS_TRY(end_row(w, err));
    }
    return GNBS_OK;
}

static int64_t rank_in_gene(const gnbs_bundle_t *b, size_t i) {
    const gnbs_gene_t *g = &b->gene[b->transcript[i].i_gene];
    for (int32_t k = 0; k < g->n_transcript; k++)
        if (g->transcript[k] == (int32_t)i) return k;
    return -1;
}

static gnbs_code_t write_transcripts(writer_t *w, const gnbs_bundle_t *b, gnbs_err_t *err) {
    GNBS_TRY(begin_table(w, GNBS_BUNDLE_TRANSCRIPT, err));
    for (size_t i = 0; i < b->n_transcript; i++) {
        const gnbs_transcript_t *t = &b->transcript[i];
        if (t->i_gene < 0 || (size_t)t->i_gene >= b->n_gene)
            return gnbs_err_set(err, GNBS_E_INTERNAL,
                                "%s: transcript %s belongs to no gene", w->path, t->id);
        const char *const TEXTS[] = {t->id,      t->other_id,        t->protein_id,
                                     t->gene_id, t->symbol,          t->hgnc_id,
                                     t->biotype, MANE_WORDS[t->mane]};
        put_int(w, (int64_t)i);
        for (size_t k = 0; k < sizeof TEXTS / sizeof TEXTS[0]; k++) put_text(w, TEXTS[k]);
        put_int(w, t->tid);
        put_int(w, t->strand);
        put_int(w, t->beg);
        put_int(w, t->end);
        put_int(w, t->cds_beg);
        put_int(w, t->cds_end);
        put_int(w, t->cds_start_phase);
        put_int(w, t->i_gene);
        put_int(w, rank_in_gene(b, i));
        GNBS_TRY(end_row(w, err));
    }
    return GNBS_OK;
}

static gnbs_code_t write_exons(writer_t *w, const gnbs_bundle_t *b, gnbs_err_t *err) {
    GNBS_TRY(begin_table(w, GNBS_BUNDLE_EXON, err));
    for (size_t i = 0; i < b->n_transcript; i++)
        for (int32_t e = 0; e < b->transcript[i].n_exon; e++) {
            put_int(w, (int64_t)i);
            put_int(w, e);
            put_int(w, b->transcript[i].exon[e].beg);
            put_int(w, b->transcript[i].exon[e].end);
            GNBS_TRY(end_row(w, err));
        }
    return GNBS_OK;
}

static gnbs_code_t write_known(writer_t *w, const gnbs_bundle_t *b, gnbs_err_t *err) {
    GNBS_TRY(begin_table(w, GNBS_BUNDLE_KNOWN, err));
    for (size_t i = 0; i < b->n_known; i++) {
        const gnbs_known_t *k = &b->known[i];
        put_int(w, (int64_t)i);
        put_variant(w, &k->variant);
        put_text(w, k->clinvar_id);
        put_text(w, gnbs_clnsig_name(k->sig));
        put_int(w, k->stars);
        put_text(w, k->clnsig_text);
        put_text(w, k->clnrevstat);
        put_text(w, k->clndn);
        put_text(w, k->clnsigconf);
        put_text(w, k->symbol);
        GNBS_TRY(end_row(w, err));
    }
    return GNBS_OK;
}

static gnbs_code_t write_frequencies(writer_t *w, const gnbs_bundle_t *b, gnbs_err_t *err) {
    GNBS_TRY(begin_table(w, GNBS_BUNDLE_FREQUENCY, err));
    for (size_t i = 0; i < b->n_frequency; i++) {
        const gnbs_frequency_t *f = &b->frequency[i];
        put_int(w, (int64_t)i);
        put_variant(w, &f->variant);
        note_rc(w, sqlite3_bind_double(w->insert, w->i_column++, f->af));
        put_real_or_null(w, f->faf95);
        put_real_or_null(w, f->af_grpmax);
        put_text(w, f->grpmax);
        put_real_or_null(w, f->af_male);
        put_int_or_null(w, f->an);
        put_int_or_null(w, f->ac);
        put_int_or_null(w, f->n_hom);
        put_int_or_null(w, f->n_hemi);
        put_text(w, f->groups);
        put_text(w, f->filter);
        put_text(w, f->source);
        GNBS_TRY(end_row(w, err));
    }
    return GNBS_OK;
}

static gnbs_code_t write_targets(writer_t *w, const gnbs_bundle_t *b, gnbs_err_t *err) {
    GNBS_TRY(begin_table(w, GNBS_BUNDLE_TARGET, err));
    for (size_t i = 0; i < b->n_target; i++) {
        put_int(w, (int64_t)i);
        put_interval(w, b->target[i].tid, b->target[i].beg, b->target[i].end);
        GNBS_TRY(end_row(w, err));
    }
    return GNBS_OK;
}

static gnbs_code_t write_blocks(writer_t *w, const gnbs_bundle_t *b, gnbs_err_t *err) {
    GNBS_TRY(begin_table(w, GNBS_BUNDLE_BLOCK, err));
    char *letters = NULL;
    size_t cap = 0;
    gnbs_code_t code = GNBS_OK;
    for (size_t i = 0; code == GNBS_OK && i < b->n_block; i++) {
        gnbs_region_t r = b->block[i].region;
        size_t n = (size_t)gnbs_region_len(r);
        if (n > cap) {
            char *wider = gnbs_mem_resize(letters, n, 1);
            if (wider == NULL) {
                code = gnbs_err_set(err, GNBS_E_NOMEM, "%s: %zu bases", w->path, n);
                break;
            }
            letters = wider;
            cap = n;
        }
        for (size_t k = 0; k < n; k++) letters[k] = gnbs_seq_letter(b->block[i].codes[k]);
        put_int(w, (int64_t)i);
        put_interval(w, r.tid, r.beg, r.end);
        note_rc(w, sqlite3_bind_text64(w->insert, w->i_column++, n > 0 ? letters : "", n,
                                       SQLITE_STATIC, SQLITE_UTF8));
        code = end_row(w, err);
    }
    gnbs_mem_free(letters);
    return code;
}

static gnbs_code_t write_loci(writer_t *w, const gnbs_bundle_t *b, gnbs_err_t *err) {
    GNBS_TRY(begin_table(w, GNBS_BUNDLE_LOCUS, err));
    for (size_t i = 0; i < b->n_locus; i++) {
        const gnbs_locus_row_t *r = &b->locus[i];
        put_int(w, (int64_t)i);
        put_text(w, r->locus);
        put_text(w, r->kind);
        put_text(w, r->name);
        put_text(w, r->place);
        put_text(w, r->allele);
        put_text(w, r->setting);
        put_text(w, r->text);
        put_text(w, r->source);
        GNBS_TRY(end_row(w, err));
    }
    return GNBS_OK;
}

static gnbs_code_t write_rules(writer_t *w, const gnbs_bundle_t *b, gnbs_err_t *err) {
    GNBS_TRY(begin_table(w, GNBS_BUNDLE_RULE, err));
    for (size_t i = 0; i < b->n_rule; i++) {
        const gnbs_rule_t *r = &b->rule[i];
        char measure[96];
        snprintf(measure, sizeof measure, "%s%s%s%s", r->is_joined ? "+" : "",
                 gnbs_measure_name(r->measure), r->measure == GNBS_MEASURE_SCORE ? ":" : "",
                 r->score);
        put_int(w, (int64_t)i);
        put_int_or_null(w, r->i_gene);
        put_text(w, r->inheritance != GNBS_INH_UNKNOWN
                        ? gnbs_inheritance_short(r->inheritance)
                        : "");
        put_text(w, gnbs_acmg_code_name(r->code));
        put_text(w, gnbs_acmg_strength_name(r->strength));
        note_rc(w,
                sqlite3_bind_text(w->insert, w->i_column++, measure, -1, SQLITE_TRANSIENT));
        put_text(w, r->limit);
        put_text(w, r->source);
        put_text(w, r->note);
        GNBS_TRY(end_row(w, err));
    }
    return GNBS_OK;
}

static gnbs_code_t write_scores(writer_t *w, const gnbs_bundle_t *b, gnbs_err_t *err) {
    GNBS_TRY(begin_table(w, GNBS_BUNDLE_SCORE, err));
    for (size_t i = 0; i < b->n_scored; i++) {
        const gnbs_scored_t *s = &b->scored[i];
        put_variant(w, &s->variant);
        put_text(w, s->name);
        note_rc(w, sqlite3_bind_double(w->insert, w->i_column++, s->value));
        put_text(w, s->detail);
        put_int(w, s->i_source);
        GNBS_TRY(end_row(w, err));
    }
    return GNBS_OK;
}

static gnbs_code_t write_markers(writer_t *w, const gnbs_bundle_t *b, gnbs_err_t *err) {
    GNBS_TRY(begin_table(w, GNBS_BUNDLE_MARKER, err));
    for (size_t i = 0; i < b->n_marker; i++) {
        const gnbs_marker_t *m = &b->marker[i];
        const char ref[2] = {gnbs_seq_letter(m->ref)}, alt[2] = {gnbs_seq_letter(m->alt)};
        put_int(w, (int64_t)i);
        put_variant(w, &(gnbs_variant_t){m->tid, m->pos, ref, alt});
        note_rc(w, sqlite3_bind_double(w->insert, w->i_column++, m->af));
        put_text(w, m->is_given ? "given" : "frequency");
        for (int k = 0; k < GNBS_MARKER_PCS; k++) {
            note_rc(w, m->has_pc ? sqlite3_bind_double(w->insert, w->i_column, m->pc[k])
                                 : sqlite3_bind_null(w->insert, w->i_column));
            w->i_column++;
        }
        GNBS_TRY(end_row(w, err));
    }
    return GNBS_OK;
}

/* "beg-end@cdna", as genome/transcript.h has them, joined by spaces */
static void put_blocks(writer_t *w, const gnbs_transcript_t *t, gnbs_str_t *text) {
    gnbs_str_reset(text);
    for (int32_t i = 0; i < t->n_block; i++)
        gnbs_str_printf(text, "%s%lld-%lld@%d", i > 0 ? " " : "",
                        (long long)t->block[i].beg, (long long)t->block[i].end,
                        t->block[i].cdna);
    put_text(w, gnbs_str_text(text));
}

static gnbs_code_t write_alignments(writer_t *w, const gnbs_bundle_t *b, gnbs_err_t *err) {
    gnbs_str_t blocks, sequence;
    gnbs_str_init(&blocks);
    gnbs_str_init(&sequence);
    gnbs_code_t code = begin_table(w, GNBS_BUNDLE_ALIGNMENT, err);
    for (size_t i = 0; i < b->n_transcript && code == GNBS_OK; i++) {
        const gnbs_transcript_t *t = &b->transcript[i];
        if (t->n_block == 0 && t->cdna == NULL) continue;
        put_int(w, (int64_t)i);
        put_blocks(w, t, &blocks);
        put_int(w, t->n_cdna);
        gnbs_str_reset(&sequence);
        for (int32_t k = 0; k < t->n_cdna && t->cdna != NULL; k++)
            gnbs_str_add_char(&sequence, gnbs_seq_letter(t->cdna[k]));
        put_text(w, gnbs_str_text(&sequence));
        code = blocks.failed || sequence.failed
                   ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", w->path)
                   : end_row(w, err);
    }
    gnbs_str_clear(&blocks);
    gnbs_str_clear(&sequence);
    return code;
}

static gnbs_code_t write_identity(writer_t *w, gnbs_err_t *err) {
    char identity[65], scores[65];
    sqlite3_finalize(w->insert);
    w->insert = NULL;
    GNBS_TRY(gnbs_bundle_db_score_digest(w->db, w->path, scores, err));
    GNBS_TRY(gnbs_bundle_db_prepare(w->db, w->path, "INSERT INTO meta VALUES(?,?)",
                                    &w->insert, err));
    GNBS_TRY(write_pair(w, "bundle.scores", scores, err));
    GNBS_TRY(gnbs_bundle_db_identity(w->db, w->path, identity, err));
    return write_pair(w, "bundle.identity", identity, err);
}

static gnbs_code_t write_all(writer_t *w, const gnbs_bundle_t *b, gnbs_err_t *err) {
    static gnbs_code_t (*const STEPS[])(writer_t *, const gnbs_bundle_t *, gnbs_err_t *) = {
        write_meta,  write_sources, write_contigs,     write_genes,      write_transcripts,
        write_exons, write_known,   write_frequencies, write_targets,    write_blocks,
        write_loci,  write_rules,   write_markers,     write_alignments, write_scores};
    char sql[256];
    /* the file is not in its place before it is whole: no journal, one sync at the end (io/out.h) */
    snprintf(
        sql, sizeof sql,
        "PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; "
        "PRAGMA foreign_keys=OFF; PRAGMA application_id=%d; PRAGMA user_version=%d; BEGIN",
        GNBS_BUNDLE_APPLICATION_ID, GNBS_BUNDLE_VERSION);
    GNBS_TRY(gnbs_bundle_db_run(w->db, w->path, sql, err));
    for (size_t i = 0; i < sizeof STEPS / sizeof STEPS[0]; i++)
        GNBS_TRY(STEPS[i](w, b, err));
    GNBS_TRY(write_identity(w, err));
    sqlite3_finalize(w->insert);
    w->insert = NULL;
    return gnbs_bundle_db_run(w->db, w->path, "COMMIT", err);
}

gnbs_code_t gnbs_bundle_save(const char *path, const gnbs_bundle_t *bundle,
                             gnbs_err_t *err) {
    gnbs_out_t *out;
    if (strcmp(path, "-") == 0)
        return gnbs_err_set(err, GNBS_E_USAGE, "a reference bundle is a file: give a name");
    GNBS_TRY(gnbs_out_open(path, &out, err));
    writer_t w = {.path = path};
    gnbs_code_t code = GNBS_OK;
    int rc = sqlite3_open_v2(gnbs_out_temp_path(out), &w.db, SQLITE_OPEN_READWRITE, NULL);
    if (rc != SQLITE_OK)
        code =
            gnbs_err_set(err, GNBS_E_IO, "%s: cannot write: %s", path, sqlite3_errstr(rc));
    else
        code = write_all(&w, bundle, err);
    sqlite3_finalize(w.insert);
    if (sqlite3_close(w.db) != SQLITE_OK && code == GNBS_OK)
        code = gnbs_err_set(err, GNBS_E_IO, "%s: cannot be closed", path);
    if (code ==
        GNBS_OK) { /* what we cannot read ourselves must not take the place of a good file */
        gnbs_bundle_t again;
        code = gnbs_bundle_load(gnbs_out_temp_path(out), &again, err);
        if (code == GNBS_OK) gnbs_bundle_clear(&again);
    }
    if (code != GNBS_OK) {
        gnbs_out_discard(out);
        return code;
    }
    return gnbs_out_commit(out, err);
}
