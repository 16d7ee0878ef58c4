#include "run/run_norm.h"

#include <string.h>

#include "core/mem.h"
#include "io/fasta.h"
#include "io/vcf_line.h"

enum { CACHE_BP = 1 << 16, WHY_BYTES = 320, BAD_TOLD_MAX = 5 };

/* Letters around the last question; most questions are about the same place. */
typedef struct letters {
    gnbs_fasta_t *fasta;
    char chrom[256]; /* of tid */
    int32_t tid;
    gnbs_region_t held;
    char *text;
    gnbs_err_t err; /* of a fetch that failed */
} letters_t;

typedef struct job {
    const gnbs_run_norm_opt_t *opt;
    gnbs_log_t *log;
    letters_t letters;
    gnbs_norm_header_t header;
    gnbs_norm_window_t *window;
    gnbs_norm_counts_t counts;
    gnbs_norm_list_t list;
    gnbs_arena_t arena; /* of one record */
    gnbs_vcf_in_t *in;
    gnbs_vcf_out_t *out;
} job_t;

static bool fetch(void *ctx, const char *chrom, gnbs_pos_t beg, gnbs_pos_t end,
                  char *text) {
    letters_t *l = ctx;
    if (strcmp(chrom, l->chrom) != 0) {
        size_t n = strlen(chrom);
        if (n >= sizeof l->chrom) return false;
        memcpy(l->chrom, chrom, n + 1);
        l->tid = gnbs_contig_find(gnbs_fasta_contigs(l->fasta), chrom);
    }
    if (l->tid < 0) return false;
    if (l->held.tid != l->tid || beg < l->held.beg || end > l->held.end) {
        gnbs_pos_t first = beg > CACHE_BP / 4 ? beg - CACHE_BP / 4 : 0;
        gnbs_region_t want = {l->tid, first,
                              first + CACHE_BP > end ? first + CACHE_BP : end};
        if (end - first > CACHE_BP) { /* longer than what is kept */
            want = (gnbs_region_t){l->tid, beg, end};
            return gnbs_fasta_letters(l->fasta, want, text, &l->err) == GNBS_OK;
        }
        l->held.tid = -1;
        if (gnbs_fasta_letters(l->fasta, want, l->text, &l->err) != GNBS_OK) return false;
        l->held = want;
    }
    memcpy(text, l->text + (beg - l->held.beg), (size_t)(end - beg));
    return true;
}

static gnbs_code_t emit(void *ctx, const gnbs_str_t *line, gnbs_err_t *err) {
    job_t *j = ctx;
    return gnbs_vcf_out_line(j->out, line, err);
}

/* ---- header -------------------------------------------------------------------------- */

static gnbs_code_t open_output(job_t *j, gnbs_err_t *err) {
    const char *header = gnbs_vcf_in_header(j->in), *chrom = strstr(header, "\n#CHROM");
    const char *tag = j->opt->norm.old_tag;
    for (const char *s = header; *s != '\0'; s = strchr(s, '\n') + 1)
        if (!gnbs_norm_header_add(&j->header, s))
            return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    gnbs_str_t text;
    gnbs_str_init(&text);
    gnbs_str_add_n(&text, header, (size_t)(chrom + 1 - header));
    if (tag != NULL)
        gnbs_str_printf(&text,
                        "##INFO=<ID=%s,Number=1,Type=String,Description=\"The record as it "
                        "was. Format: CHROM|POS|REF|ALT|USED_ALT\">\n",
                        tag);
    gnbs_str_printf(&text, "##gnbs_norm=%s\n%s", j->opt->program_line, chrom + 1);
    gnbs_code_t code = text.failed ? gnbs_err_set(err, GNBS_E_NOMEM, "norm")
                                   : gnbs_vcf_out_open(j->opt->out, j->opt->form,
                                                       gnbs_str_text(&text), &j->out, err);
    gnbs_str_clear(&text);
    return code;
}

/* ---- records ------------------------------------------------------------------------- */

static gnbs_code_t read_record(job_t *j, const gnbs_vcf_line_text_t *t,
                               gnbs_norm_record_t *record, gnbs_err_t *err) {
    const char *column[GNBS_VCF_FIXED];
    for (int i = 0; i < GNBS_VCF_FIXED; i++) {
        column[i] = gnbs_arena_strndup(&j->arena, t->column[i], t->n[i]);
        if (column[i] == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    }
    return gnbs_norm_record_read(column, t->rest, &j->arena, record, err);
}

static gnbs_code_t do_record(job_t *j, const gnbs_vcf_line_text_t *t, gnbs_err_t *err) {
    const gnbs_norm_ref_t ref = {&j->letters, fetch};
    gnbs_norm_record_t record;
    GNBS_TRY(read_record(j, t, &record, err));
    GNBS_TRY(gnbs_norm_window_flush(j->window, record.chrom, record.pos, emit, j, err));
    GNBS_TRY(gnbs_norm_apply(&j->opt->norm, &j->header,
                             j->letters.fasta != NULL ? &ref : NULL, &record, &j->arena,
                             &j->list, &j->counts, err));
    for (size_t i = 0; i < j->list.record.n; i++)
        GNBS_TRY(gnbs_norm_window_add(j->window, &j->list.record.at[i], err));
    return GNBS_OK;
}

/* A malformed record ends the run with its line, or is left out and counted. */
static gnbs_code_t refuse(job_t *j, gnbs_code_t code, const char *why, gnbs_err_t *err) {
    bool is_left_out = j->opt->skips_bad || j->opt->norm.check == GNBS_NORM_DROP;
    if (code == GNBS_E_NOMEM || code == GNBS_E_IO ||
        (code == GNBS_E_DATA && !is_left_out) || !is_left_out)
        return gnbs_err_set(err, code, "%s: line %lld: %s%s", j->opt->vcf,
                            (long long)gnbs_vcf_in_line(j->in), why,
                            code == GNBS_E_FORMAT
                                ? "; correct the record, or leave such records out and "
                                  "have them counted with --skip-bad"
                                : "");
    if (j->counts.n_bad++ < BAD_TOLD_MAX)
        gnbs_log_note(j->log, "left out: line %lld: %s", (long long)gnbs_vcf_in_line(j->in),
                      why);
    return GNBS_OK;
}

/* REF "." stands for a base that was not known: N, which --check-ref s settles. */
static void name_missing_ref(char *line) {
    for (int i = 0; i < 3; i++) {
        line = strchr(line, '\t');
        if (line == NULL) return;
        line++;
    }
    if (line[0] == '.' && line[1] == '\t') line[0] = 'N';
}

static gnbs_code_t do_records(job_t *j, gnbs_err_t *err) {
    int n_column = gnbs_vcf_in_n_column(j->in);
    for (;;) {
        bool more;
        char *line, why[WHY_BYTES];
        size_t n;
        gnbs_vcf_line_text_t t;
        GNBS_TRY(gnbs_vcf_in_next(j->in, &more, &line, &n, err));
        if (!more) break;
        j->counts.n_read++;
        gnbs_arena_reset(&j->arena);
        if (j->opt->norm.check == GNBS_NORM_SET) name_missing_ref(line);
        gnbs_err_t fault = {.code = GNBS_OK};
        gnbs_code_t code = GNBS_OK;
        if (!gnbs_vcf_line_cut(line, n, n_column, &t, why, sizeof why))
            code = gnbs_err_set(&fault, GNBS_E_FORMAT, "%s", why);
        else
            code = do_record(j, &t, &fault);
        if (j->letters.err.code != GNBS_OK)
            return gnbs_err_set(err, j->letters.err.code, "%s", j->letters.err.msg);
        if (code != GNBS_OK) GNBS_TRY(refuse(j, code, fault.msg, err));
    }
    return gnbs_norm_window_flush(j->window, NULL, 0, emit, j, err);
}

static void tell_counts(const job_t *j) {
    const gnbs_norm_counts_t *c = &j->counts;
    gnbs_log_done(
        j->log,
        "%lld records read, %lld written: %lld split, %lld moved left, %lld "
        "trimmed, %lld taken apart, %lld repeats left out; REF against the "
        "reference: %lld differ, %lld left out, %lld set, %lld changed places with "
        "ALT; %lld malformed records left out, %lld fields left out; ALTs not "
        "spelled: %lld spanning deletions (*), %lld symbolic, %lld breakends; %lld "
        "records without ALT",
        (long long)c->n_read, (long long)c->n_written, (long long)c->n_split,
        (long long)c->n_moved, (long long)c->n_trimmed, (long long)c->n_atomized,
        (long long)c->n_repeat, (long long)c->n_mismatch, (long long)c->n_dropped,
        (long long)c->n_set, (long long)c->n_swapped, (long long)c->n_bad,
        (long long)c->n_field, (long long)c->n_spanning, (long long)c->n_symbolic,
        (long long)c->n_breakend, (long long)c->n_ref_only);
    if (c->n_late > 0)
        gnbs_log_note(
            j->log,
            "%lld records moved further than --site-win and are out of order; sort "
            "the output, or give a larger --site-win",
            (long long)c->n_late);
}

static gnbs_code_t run(job_t *j, gnbs_err_t *err) {
    gnbs_log_step(j->log, "norm");
    if (j->opt->reference != NULL) {
        GNBS_TRY(gnbs_fasta_open(j->opt->reference, &j->letters.fasta, err));
        j->letters.text = gnbs_mem_alloc(CACHE_BP, 1);
        if (j->letters.text == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    }
    j->window = gnbs_norm_window_new(&j->opt->norm, &j->counts);
    if (j->window == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    GNBS_TRY(gnbs_vcf_in_open(j->opt->vcf, &j->in, err));
    GNBS_TRY(open_output(j, err));
    GNBS_TRY(do_records(j, err));
    gnbs_vcf_out_t *out = j->out;
    j->out = NULL;
    GNBS_TRY(gnbs_vcf_out_commit(out, err));
    tell_counts(j);
    return GNBS_OK;
}

gnbs_code_t gnbs_run_norm(const gnbs_run_norm_opt_t *opt, gnbs_log_t *log,
                          gnbs_err_t *err) {
    job_t j = {.opt = opt, .log = log, .letters = {.held = {-1, 0, 0}}};
    gnbs_arena_init(&j.arena);
    gnbs_norm_header_init(&j.header);
    gnbs_code_t code = run(&j, err);
    gnbs_vcf_out_discard(j.out);
    gnbs_vcf_in_close(j.in);
    gnbs_norm_window_free(j.window);
    gnbs_norm_header_clear(&j.header);
    GNBS_VEC_CLEAR(&j.list.record);
    gnbs_fasta_close(j.letters.fasta);
    gnbs_mem_free(j.letters.text);
    gnbs_arena_clear(&j.arena);
    return code;
}
