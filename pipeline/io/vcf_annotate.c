#include "io/vcf_annotate.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <htslib/hts.h>
#include <htslib/kstring.h>
#include <htslib/vcf.h>

#include "core/flow.h"
#include "core/mem.h"
#include "core/vec.h"
#include "io/bgzip.h"
#include "io/out.h"
#include "io/path.h"
#include "io/vcf_line.h"
#include "io/vcf_pack.h"

/* A chunk ends at the first place where it may, once it is this long; and anywhere when it is
 * sixteen times as long, so that memory stays bounded. */
enum { CHUNK_RECORDS = 2048, CHUNK_BYTES = 1 << 20, CHUNK_PATIENCE = 16, WHY_BYTES = 320 };

typedef struct copy {
    const gnbs_vcf_annotate_t *how;
    const char *in_path, *out_path;
    htsFile *in;
    bcf_hdr_t *hdr; /* of a BCF; NULL for text */
    bcf1_t *rec;
    kstring_t line;
    bool has_line; /* read, and kept for the next chunk */
    int64_t n_line;
    int n_column;
    gnbs_str_t head, samples; /* the header as it will be written; names of samples */
    gnbs_vcf_packer_t *packer;
    gnbs_vcf_annotate_counts_t counts;
    GNBS_VEC(struct chunk *) idle; /* chunks whose memory waits for the next lines */
} copy_t;

typedef struct entry { /* one line of a chunk */
    size_t at, n;      /* in the chunk's text */
    int64_t n_line;
} entry_t;

typedef struct chunk {
    gnbs_str_t in, alleles,
        value; /* lines; alleles, each with its NUL; a value in the making */
    GNBS_VEC(entry_t) entry;
    GNBS_VEC(gnbs_vcf_line_text_t) cut;
    GNBS_VEC(gnbs_vcf_site_t) site;
    GNBS_VEC(const char *) allele;
    GNBS_VEC(gnbs_vcf_bad_t) bad;
    gnbs_str_t why; /* the sentences of bad, each with its NUL */
    gnbs_vcf_pack_t pack;
} chunk_t;

/* ---- reading ------------------------------------------------------------------------- */

static gnbs_code_t open_input(copy_t *c, gnbs_err_t *err) {
    if (strcmp(c->in_path, "-") != 0) GNBS_TRY(gnbs_path_check_input(c->in_path, err));
    hts_set_log_level(HTS_LOG_OFF);
    c->in = hts_open(c->in_path, "r");
    if (c->in == NULL && errno != ENOEXEC)
        return gnbs_err_set(err, GNBS_E_IO, "%s: cannot open: %s", c->in_path,
                            strerror(errno));
    enum htsExactFormat format = c->in != NULL ? c->in->format.format : unknown_format;
    if (format != vcf && format != bcf)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: is neither VCF nor BCF; expected a first line like "
                            "##fileformat=VCFv4.2",
                            c->in_path);
    if (hts_check_EOF(c->in) == 0)
        return gnbs_err_set(
            err, GNBS_E_FORMAT,
            "%s: truncated: bgzip's end marker is missing; copy or make the "
            "file again",
            c->in_path);
    if (format == vcf) return GNBS_OK;
    c->hdr = bcf_hdr_read(c->in);
    c->rec = bcf_init();
    if (c->hdr == NULL)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: the BCF header cannot be read",
                            c->in_path);
    return c->rec != NULL ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "%s", c->in_path);
}

static gnbs_code_t read_line(copy_t *c, bool *more, gnbs_err_t *err) {
    c->line.l = 0;
    int got;
    if (c->hdr == NULL) {
        got = hts_getline(c->in, '\n', &c->line);
    } else {
        got = bcf_read(c->in, c->hdr, c->rec);
        if (got >= 0 && vcf_format(c->hdr, c->rec, &c->line) != 0) got = -2;
        while (c->line.l > 0 && c->line.s[c->line.l - 1] == '\n')
            c->line.s[--c->line.l] = '\0';
    }
    *more = got >= 0;
    if (got < -1)
        return gnbs_err_set(
            err, GNBS_E_FORMAT,
            "%s: line %lld: cannot be read: the file is damaged or cut short", c->in_path,
            (long long)c->n_line + 1);
    if (!*more) return GNBS_OK;
    c->n_line++;
    if (c->line.l > 0 && c->line.s[c->line.l - 1] == '\r') c->line.s[--c->line.l] = '\0';
    return GNBS_OK;
}

/* ---- header --------------------------------------------------------------------------- */

static bool is_own_header(const copy_t *c, const char *line) {
    size_t n = strlen(c->how->key);
    return strncmp(line, "##INFO=<ID=", 11) == 0 &&
           strncmp(line + 11, c->how->key, n) == 0 && line[11 + n] == ',';
}

/* The names behind FORMAT, each with its NUL; and the number of columns. */
static void take_columns(copy_t *c, const char *line) {
    c->n_column = 1;
    for (const char *s = line; (s = strchr(s, '\t')) != NULL;) {
        s++;
        c->n_column++;
        if (c->n_column <= GNBS_VCF_FIXED + 1) continue;
        gnbs_str_add_n(&c->samples, s, strcspn(s, "\t"));
        gnbs_str_add_char(&c->samples, '\0');
    }
}

static gnbs_code_t take_header_line(copy_t *c, const char *line, bool *is_last,
                                    gnbs_err_t *err) {
    *is_last = false;
    if (c->n_line == 1 && strncmp(line, "##fileformat=VCF", 16) != 0)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: line 1: expected ##fileformat=VCFv4.x, found '%.40s'",
                            c->in_path, line);
    if (strncmp(line, "##", 2) == 0) {
        if (!is_own_header(c, line)) {
            gnbs_str_add(&c->head, line);
            gnbs_str_add_char(&c->head, '\n');
        }
        return GNBS_OK;
    }
    if (strncmp(line, "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO", 38) != 0)
        return gnbs_err_set(
            err, GNBS_E_FORMAT,
            "%s: line %lld: expected the #CHROM line with its eight columns, "
            "found '%.40s'",
            c->in_path, (long long)c->n_line, line);
    gnbs_str_printf(&c->head, "##INFO=<ID=%s,Number=.,Type=String,Description=\"%s\">\n",
                    c->how->key, c->how->description);
    for (size_t i = 0; i < c->how->n_meta; i++)
        gnbs_str_printf(&c->head, "%s\n", c->how->meta[i]);
    gnbs_str_printf(&c->head, "%s\n", line);
    take_columns(c, line);
    *is_last = true;
    return GNBS_OK;
}

static gnbs_code_t read_bcf_header(copy_t *c, gnbs_err_t *err) {
    kstring_t text = KS_INITIALIZE;
    gnbs_code_t code = GNBS_OK;
    bool is_last = false;
    if (bcf_hdr_format(c->hdr, 0, &text) != 0)
        code =
            gnbs_err_set(err, GNBS_E_FORMAT, "%s: BCF header cannot be read", c->in_path);
    for (char *s = text.s; code == GNBS_OK && s != NULL && *s != '\0';) {
        char *end = strchr(s, '\n');
        if (end != NULL) *end++ = '\0';
        c->n_line++;
        code = take_header_line(c, s, &is_last, err);
        s = end;
    }
    ks_free(&text);
    return code;
}

static gnbs_code_t read_header(copy_t *c, gnbs_err_t *err) {
    if (c->hdr != NULL) return read_bcf_header(c, err);
    for (bool is_last = false; !is_last;) {
        bool more;
        GNBS_TRY(read_line(c, &more, err));
        if (!more)
            return gnbs_err_set(err, GNBS_E_FORMAT, "%s: has no #CHROM line", c->in_path);
        if (c->line.l > 0) GNBS_TRY(take_header_line(c, c->line.s, &is_last, err));
    }
    return GNBS_OK;
}

static gnbs_code_t tell_samples(copy_t *c, gnbs_err_t *err) {
    if (c->how->begin == NULL) return GNBS_OK;
    int n = c->n_column > GNBS_VCF_FIXED + 1 ? c->n_column - GNBS_VCF_FIXED - 1 : 0;
    const char **name = gnbs_mem_alloc((size_t)n + 1, sizeof *name);
    if (name == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", c->in_path);
    const char *s = gnbs_str_text(&c->samples);
    for (int i = 0; i < n; i++, s += strlen(s) + 1) name[i] = s;
    gnbs_code_t code = c->how->begin(c->how->ctx, n, name, err);
    gnbs_mem_free(name);
    return code;
}

/* ---- a chunk: lines in --------------------------------------------------------------- */

static void reset_chunk(chunk_t *k) {
    gnbs_str_reset(&k->in);
    gnbs_str_reset(&k->alleles);
    gnbs_str_reset(&k->value);
    gnbs_str_reset(&k->why);
    k->entry.n = k->cut.n = k->site.n = k->allele.n = k->bad.n = 0;
    gnbs_vcf_pack_reset(&k->pack);
}

/* Is the chunk long enough, and may it end before the line at hand? */
static bool ends_here(const copy_t *c, const chunk_t *k) {
    if (k->entry.n < CHUNK_RECORDS && k->in.n < CHUNK_BYTES) return false;
    if (c->how->may_cut == NULL || k->entry.n >= CHUNK_PATIENCE * CHUNK_RECORDS ||
        k->in.n >= CHUNK_PATIENCE * CHUNK_BYTES)
        return true;
    char chrom[256];
    const char *s = c->line.s, *tab = memchr(s, '\t', c->line.l);
    if (tab == NULL || (size_t)(tab - s) >= sizeof chrom) return true;
    memcpy(chrom, s, (size_t)(tab - s));
    chrom[tab - s] = '\0';
    return c->how->may_cut(c->how->ctx, chrom, strtoll(tab + 1, NULL, 10) - 1);
}

static void free_chunk(chunk_t *k) {
    gnbs_str_clear(&k->in);
    gnbs_str_clear(&k->alleles);
    gnbs_str_clear(&k->value);
    gnbs_str_clear(&k->why);
    GNBS_VEC_CLEAR(&k->entry);
    GNBS_VEC_CLEAR(&k->cut);
    GNBS_VEC_CLEAR(&k->site);
    GNBS_VEC_CLEAR(&k->allele);
    GNBS_VEC_CLEAR(&k->bad);
    gnbs_vcf_pack_clear(&k->pack);
    gnbs_mem_free(k);
}

static chunk_t *take_chunk(copy_t *c) {
    if (c->idle.n > 0) return c->idle.at[--c->idle.n];
    chunk_t *k = gnbs_mem_alloc(1, sizeof *k);
    if (k != NULL) memset(k, 0, sizeof *k);
    return k;
}

static void drop_chunk(void *ctx, void *item) {
    copy_t *c = ctx;
    chunk_t **slot = item;
    if (*slot != NULL && !GNBS_PUSH(&c->idle, *slot)) free_chunk(*slot);
    *slot = NULL;
}

static gnbs_code_t next_chunk(void *ctx, void *item, bool *more, gnbs_err_t *err) {
    copy_t *c = ctx;
    chunk_t *k = *(chunk_t **)item = take_chunk(c);
    if (k == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", c->in_path);
    reset_chunk(k);
    for (;;) {
        bool has_line = c->has_line;
        if (!has_line) GNBS_TRY(read_line(c, &has_line, err));
        c->has_line = has_line;
        if (!has_line || (k->entry.n > 0 && ends_here(c, k))) break;
        c->has_line = false;
        if (c->line.l == 0) continue; /* an empty line at the end, as some editors leave */
        const entry_t entry = {k->in.n, c->line.l, c->n_line};
        gnbs_str_add_n(&k->in, c->line.s, c->line.l);
        gnbs_str_add_char(&k->in, '\0');
        if (!GNBS_PUSH(&k->entry, entry) || k->in.failed)
            return gnbs_err_set(err, GNBS_E_NOMEM, "%s: line %lld", c->in_path,
                                (long long)c->n_line);
    }
    *more = k->entry.n > 0;
    if (!*more) drop_chunk(c, item);
    return GNBS_OK;
}

/* ---- a chunk: judged ----------------------------------------------------------------- */

static gnbs_code_t no_memory(const copy_t *c, int64_t n_line, gnbs_err_t *err) {
    return gnbs_err_set(err, GNBS_E_NOMEM, "%s: line %lld", c->in_path, (long long)n_line);
}

/* Ends the run with the sentence, or leaves the record out when that was asked for. */
static gnbs_code_t refuse(const copy_t *c, chunk_t *k, int64_t n_line, const char *why,
                          gnbs_err_t *err) {
    if (!c->how->skips_bad)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: line %lld: %s; correct the record, or leave such records "
                            "out and have them counted with --skip-bad",
                            c->in_path, (long long)n_line, why);
    const gnbs_vcf_bad_t bad = {n_line, NULL};
    gnbs_str_add_n(&k->why, why, strlen(why) + 1);
    return GNBS_PUSH(&k->bad, bad) && !k->why.failed ? GNBS_OK : no_memory(c, n_line, err);
}

static void add_upper(gnbs_str_t *out, const char *s, size_t n) {
    size_t at = out->n;
    gnbs_str_add_n(out, s, n);
    gnbs_str_add_char(out, '\0');
    if (out->failed || s[0] == '<') return;
    for (size_t i = at; i < at + n; i++)
        if (out->s[i] >= 'a' && out->s[i] <= 'z') out->s[i] = (char)(out->s[i] - 'a' + 'A');
}

/* CHROM, REF and ALTs as texts of their own; pointers follow when all are there. */
static void add_texts(chunk_t *k, const gnbs_vcf_line_text_t *t) {
    gnbs_str_add_n(&k->alleles, t->column[0], t->n[0]);
    gnbs_str_add_char(&k->alleles, '\0');
    add_upper(&k->alleles, t->column[3], t->n[3]);
    const char *s = t->column[4], *end = s + t->n[4];
    for (int i = 0; i < t->n_alt; i++) {
        const char *comma = memchr(s, ',', (size_t)(end - s));
        size_t n = (size_t)((comma != NULL ? comma : end) - s);
        add_upper(&k->alleles, s, n);
        s += n + 1;
    }
}

static gnbs_code_t cut_lines(const copy_t *c, chunk_t *k, gnbs_err_t *err) {
    char why[WHY_BYTES];
    size_t n_allele = 0;
    for (size_t i = 0; i < k->entry.n; i++) {
        const entry_t *e = &k->entry.at[i];
        gnbs_vcf_line_text_t t;
        if (!gnbs_vcf_line_cut(k->in.s + e->at, e->n, c->n_column, &t, why, sizeof why)) {
            GNBS_TRY(refuse(c, k, e->n_line, why, err));
            continue;
        }
        const gnbs_vcf_site_t site = {.n_line = e->n_line,
                                      .pos = t.pos,
                                      .n_allele = t.n_alt + 1,
                                      .info = t.column[7],
                                      .format = t.n_rest > 0 ? t.rest + 1 : NULL};
        add_texts(k, &t);
        n_allele += (size_t)t.n_alt + 1;
        if (!GNBS_PUSH(&k->cut, t) || !GNBS_PUSH(&k->site, site) || k->alleles.failed)
            return no_memory(c, e->n_line, err);
    }
    if (!GNBS_RESERVE(&k->allele, n_allele)) return no_memory(c, c->n_line, err);
    const char *s = gnbs_str_text(&k->alleles);
    for (size_t i = 0; i < k->site.n; i++) {
        gnbs_vcf_site_t *site = &k->site.at[i];
        site->chrom = s;
        s += strlen(s) + 1;
        site->allele = k->allele.at + k->allele.n;
        for (int a = 0; a < site->n_allele; a++, s += strlen(s) + 1)
            k->allele.at[k->allele.n++] = s;
    }
    return GNBS_OK;
}

/* INFO without an older value of the key; "." when nothing else is there. */
static void add_info(const copy_t *c, gnbs_str_t *out, const char *info, size_t n_info,
                     const gnbs_str_t *value) {
    size_t n_key = strlen(c->how->key), before = out->n;
    for (size_t at = 0; at < n_info;) {
        const char *entry = info + at, *end = memchr(entry, ';', n_info - at);
        size_t n = end != NULL ? (size_t)(end - entry) : n_info - at;
        bool is_own = n >= n_key && memcmp(entry, c->how->key, n_key) == 0 &&
                      (n == n_key || entry[n_key] == '=');
        bool is_missing = n == 1 && entry[0] == '.';
        if (!is_own && !is_missing && n > 0) {
            if (out->n > before) gnbs_str_add_char(out, ';');
            gnbs_str_add_n(out, entry, n);
        }
        at += n + 1;
    }
    if (value->n > 0) {
        if (out->n > before) gnbs_str_add_char(out, ';');
        gnbs_str_add_n(out, c->how->key, n_key);
        gnbs_str_add_char(out, '=');
        gnbs_str_add_n(out, value->s, value->n);
    }
    if (out->n == before) gnbs_str_add_char(out, '.');
}

/* The end of the record as tabix takes it: REF, or INFO/END where there is one. */
static int64_t record_end(const gnbs_vcf_line_text_t *t) {
    int64_t end = t->pos + (int64_t)t->n[3];
    const char *s = t->column[7], *stop = s + t->n[7];
    while (s < stop) {
        if (stop - s > 4 && memcmp(s, "END=", 4) == 0) {
            int64_t given = strtoll(s + 4, NULL, 10);
            return given > t->pos ? given : end;
        }
        const char *next = memchr(s, ';', (size_t)(stop - s));
        if (next == NULL) break;
        s = next + 1;
    }
    return end;
}

static gnbs_code_t judge_site(const copy_t *c, int i_worker, chunk_t *k,
                              const gnbs_vcf_site_t *site, bool *is_bad, gnbs_err_t *err) {
    gnbs_str_reset(&k->value);
    *is_bad = false;
    for (int a = 1; a < site->n_allele; a++) {
        size_t before = k->value.n;
        if (before > 0) gnbs_str_add_char(&k->value, ',');
        size_t from = k->value.n;
        gnbs_code_t code = c->how->annotate(c->how->ctx, i_worker, site, a, &k->value, err);
        if (code == GNBS_E_DATA && c->how->skips_bad) {
            *is_bad = true;
            return refuse(c, k, site->n_line, err->msg, err);
        }
        if (code != GNBS_OK)
            return gnbs_err_ctx(err, "%s: line %lld", c->in_path, (long long)site->n_line);
        if (k->value.n == from && before > 0) k->value.s[k->value.n = before] = '\0';
    }
    return k->value.failed ? no_memory(c, site->n_line, err) : GNBS_OK;
}

static gnbs_code_t write_site(const copy_t *c, chunk_t *k, size_t i, gnbs_err_t *err) {
    const gnbs_vcf_line_text_t *t = &k->cut.at[i];
    gnbs_str_t *out = &k->pack.text;
    gnbs_str_add_n(out, t->column[0], (size_t)(t->column[7] - t->column[0]));
    add_info(c, out, t->column[7], t->n[7], &k->value);
    gnbs_str_add_n(out, t->rest, t->n_rest);
    gnbs_str_add_char(out, '\n');
    const gnbs_vcf_pack_record_t record = {out->n, k->site.at[i].chrom,
                                           t->pos < 0 ? 0 : t->pos, record_end(t)};
    return GNBS_PUSH(&k->pack.record, record) ? GNBS_OK
                                              : no_memory(c, k->site.at[i].n_line, err);
}

static int compare_bad(const void *a, const void *b) {
    const gnbs_vcf_bad_t *x = a, *y = b;
    return (x->n_line > y->n_line) - (x->n_line < y->n_line);
}

static gnbs_code_t work_chunk(void *ctx, int i_worker, void *item, gnbs_err_t *err) {
    const copy_t *c = ctx;
    chunk_t *k = *(chunk_t **)item;
    GNBS_TRY(cut_lines(c, k, err));
    if (c->how->open != NULL)
        GNBS_TRY(c->how->open(c->how->ctx, i_worker, k->site.n, k->site.at, err));
    for (size_t i = 0; i < k->site.n; i++) {
        bool is_bad;
        GNBS_TRY(judge_site(c, i_worker, k, &k->site.at[i], &is_bad, err));
        if (!is_bad) GNBS_TRY(write_site(c, k, i, err));
    }
    const char *why = gnbs_str_text(&k->why);
    for (size_t i = 0; i < k->bad.n; i++, why += strlen(why) + 1) k->bad.at[i].why = why;
    if (k->bad.n > 1) qsort(k->bad.at, k->bad.n, sizeof *k->bad.at, compare_bad);
    return gnbs_vcf_pack_close(&k->pack, err);
}

static gnbs_code_t emit_chunk(void *ctx, void *item, gnbs_err_t *err) {
    copy_t *c = ctx;
    const chunk_t *k = *(chunk_t **)item;
    for (size_t i = 0; i < k->bad.n && c->how->bad != NULL; i++)
        c->how->bad(c->how->ctx, &k->bad.at[i]);
    c->counts.n_bad += (int64_t)k->bad.n;
    c->counts.n_record += (int64_t)k->pack.record.n;
    return gnbs_vcf_pack_write(c->packer, &k->pack, err);
}

/* ---- files --------------------------------------------------------------------------- */

static gnbs_code_t write_header(copy_t *c, gnbs_err_t *err) {
    gnbs_vcf_pack_t pack = {0};
    pack.text = c->head;
    gnbs_code_t code = gnbs_vcf_pack_close(&pack, err);
    if (code == GNBS_OK) code = gnbs_vcf_pack_write(c->packer, &pack, err);
    pack.text = (gnbs_str_t){0}; /* the header's */
    gnbs_vcf_pack_clear(&pack);
    return code;
}

enum { DEPTH_PER_WORKER = 3 };

static gnbs_code_t copy_records(copy_t *c, gnbs_err_t *err) {
    int n_workers = c->how->n_threads > 0 ? c->how->n_threads : 1;
    const gnbs_flow_t flow = {.ctx = c,
                              .item_bytes = sizeof(chunk_t *),
                              .depth = n_workers == 1 ? 1 : DEPTH_PER_WORKER * n_workers,
                              .n_workers = n_workers,
                              .next = next_chunk,
                              .work = work_chunk,
                              .emit = emit_chunk,
                              .drop = drop_chunk};
    return gnbs_flow_run(&flow, err);
}

static gnbs_code_t write_data(copy_t *c, FILE *file, bool has_index, const char *index_path,
                              gnbs_err_t *err) {
    GNBS_TRY(read_header(c, err));
    GNBS_TRY(tell_samples(c, err));
    GNBS_TRY(gnbs_vcf_packer_new(file, c->out_path, has_index, &c->packer, err));
    gnbs_code_t code = write_header(c, err);
    if (code == GNBS_OK) code = copy_records(c, err);
    if (code == GNBS_OK) code = gnbs_vcf_packer_end(c->packer, index_path, err);
    gnbs_vcf_packer_free(c->packer);
    return code;
}

/* An index of other data is worse than none: it goes first, and comes last. */
static gnbs_code_t commit_both(const char *path, const char *tbi, gnbs_out_t **data,
                               gnbs_out_t **idx, gnbs_err_t *err) {
    if (unlink(tbi) != 0 && errno != ENOENT)
        return gnbs_err_set(err, GNBS_E_IO, "%s: cannot replace: %s", tbi, strerror(errno));
    gnbs_out_t *d = *data, *i = *idx;
    *data = NULL;
    GNBS_TRY(gnbs_out_commit(d, err));
    *idx = NULL;
    gnbs_code_t code = gnbs_out_commit(i, err);
    if (code != GNBS_OK) unlink(path);
    return code;
}

static gnbs_code_t write_files(copy_t *c, gnbs_err_t *err) {
    gnbs_out_t *data = NULL, *idx = NULL;
    if (strcmp(c->out_path, "-") == 0) {
        GNBS_TRY(gnbs_out_open("-", &data, err));
        gnbs_code_t code = write_data(c, gnbs_out_file(data), false, NULL, err);
        if (code == GNBS_OK) return gnbs_out_commit(data, err);
        gnbs_out_discard(data);
        return code;
    }
    char *path;
    GNBS_TRY(gnbs_bgzip_plain_path(c->out_path, &path, err));
    gnbs_str_t tbi;
    gnbs_str_init(&tbi);
    gnbs_str_printf(&tbi, "%s.tbi", path);
    gnbs_code_t code = tbi.failed ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", path) : GNBS_OK;
    if (code == GNBS_OK) code = gnbs_out_open(path, &data, err);
    if (code == GNBS_OK) code = gnbs_out_open(tbi.s, &idx, err);
    FILE *file = code == GNBS_OK ? gnbs_out_file(data) : NULL;
    if (code == GNBS_OK && file == NULL)
        code = gnbs_err_set(err, GNBS_E_IO, "%s: cannot create: %s", path, strerror(errno));
    if (code == GNBS_OK) code = write_data(c, file, true, gnbs_out_temp_path(idx), err);
    if (code == GNBS_OK) code = commit_both(path, tbi.s, &data, &idx, err);
    gnbs_out_discard(data);
    gnbs_out_discard(idx);
    gnbs_str_clear(&tbi);
    gnbs_mem_free(path);
    return code;
}

gnbs_code_t gnbs_vcf_annotate_file(const char *in_path, const char *out_path,
                                   const gnbs_vcf_annotate_t *how,
                                   gnbs_vcf_annotate_counts_t *counts, gnbs_err_t *err) {
    copy_t c = {.how = how, .in_path = in_path, .out_path = out_path};
    gnbs_str_init(&c.head);
    gnbs_str_init(&c.samples);
    gnbs_code_t code = open_input(&c, err);
    if (code == GNBS_OK) code = write_files(&c, err);
    if (counts != NULL) *counts = c.counts;
    if (c.rec != NULL) bcf_destroy(c.rec);
    if (c.hdr != NULL) bcf_hdr_destroy(c.hdr);
    if (c.in != NULL) hts_close(c.in);
    ks_free(&c.line);
    gnbs_str_clear(&c.head);
    gnbs_str_clear(&c.samples);
    for (size_t i = 0; i < c.idle.n; i++) free_chunk(c.idle.at[i]);
    GNBS_VEC_CLEAR(&c.idle);
    return code;
}
