#include "run/run_classify.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "annot/annot.h"
#include "core/json.h"
#include "genome/seq.h"
#include "io/bundle_store.h"
#include "io/out.h"
#include "io/table_read.h"
#include "io/vcf.h"
#include "run/run_classify_name.h"
#include "run/run_evidence.h"
#include "run/run_panel.h"

enum { GENE_MARGIN_BP = 2000, MAX_ALLELE_BP = 1000 };

typedef struct work {
    const gnbs_run_classify_opt_t *opt;
    gnbs_arena_t arena, item; /* of the whole; of one variant */
    gnbs_bundle_t bundle;
    bool has_bundle, has_panel;
    gnbs_panel_t panel;
    gnbs_condition_t stated; /* a row for --inheritance */
    gnbs_run_evidence_t evidence;
    gnbs_run_curated_t curated;
    gnbs_out_t *out;
    gnbs_str_t text;
    gnbs_json_t json;
    int64_t n_row, n_record, n_outside, n_symbolic, n_bad;
} work_t;

/* What is printed of one judgement. */
typedef struct judged {
    const char *chrom;
    int64_t pos1, end1; /* 0: by name; end1: of an event */
    const char *ref, *alt;
    const gnbs_gene_t *gene;
    const gnbs_transcript_t *tx;
    const gnbs_consequence_t *consequence; /* NULL: an event, or in no transcript */
    const gnbs_classification_t *c;
} judged_t;

/* ---- printing ----------------------------------------------------------------------------------- */

static const char *or_dash(const char *text) {
    return text != NULL && text[0] != '\0' ? text : "-";
}

static const char *symbol_of(const judged_t *j) {
    return j->gene != NULL ? j->gene->symbol : "-";
}

static const char *tx_name(const gnbs_transcript_t *tx) {
    return tx == NULL ? "-" : tx->other_id[0] != '\0' ? tx->other_id : tx->id;
}

static void add_codes(gnbs_str_t *out, const gnbs_classification_t *c,
                      gnbs_criterion_state_t state) {
    bool is_first = true;
    for (size_t i = 0; i < c->n_criterion; i++) {
        const gnbs_criterion_t *k = &c->criterion[i];
        if (k->state != state) continue;
        gnbs_str_printf(out, "%s%s", is_first ? "" : ",", k->code);
        is_first = false;
        gnbs_acmg_code_t code = gnbs_acmg_code_parse(k->code, strlen(k->code));
        if (state != GNBS_CRITERION_MET ||
            gnbs_acmg_strength_parse(k->strength, strlen(k->strength)) ==
                gnbs_acmg_code_strength(code))
            continue;
        gnbs_str_add(out, "_");
        for (const char *s = k->strength; *s != '\0'; s++)
            if (*s != ' ')
                gnbs_str_add_char(
                    out, s > k->strength && s[-1] == ' ' ? (char)(*s - 'a' + 'A') : *s);
    }
    if (is_first) gnbs_str_add(out, "-");
}

static void add_terms(gnbs_str_t *out, const gnbs_consequence_t *c) {
    if (c == NULL || c->terms == 0)
        gnbs_str_add(out, "-");
    else
        gnbs_consequence_print_terms(out, c->terms);
}

static void print_place(gnbs_str_t *out, const judged_t *j) {
    const gnbs_consequence_t *c = j->consequence;
    gnbs_str_printf(out, "%s\t", or_dash(j->chrom));
    if (j->pos1 > 0 && j->end1 > 0)
        gnbs_str_printf(out, "%" PRId64 "-%" PRId64 "\t", j->pos1, j->end1);
    else if (j->pos1 > 0)
        gnbs_str_printf(out, "%" PRId64 "\t", j->pos1);
    else
        gnbs_str_add(out, "-\t");
    gnbs_str_printf(out, "%s\t%s\t%s\t%s\t%s\t%s\t", or_dash(j->ref), or_dash(j->alt),
                    symbol_of(j), tx_name(j->tx), or_dash(c != NULL ? c->hgvs_c : NULL),
                    or_dash(c != NULL ? c->hgvs_p : NULL));
}

static void print_table_row(work_t *w, const judged_t *j) {
    gnbs_str_t *out = &w->text;
    const gnbs_classification_t *c = j->c;
    print_place(out, j);
    add_terms(out, j->consequence);
    gnbs_str_printf(out, "\t%s\t%d\t%.3f\t%s\t%s\t", gnbs_acmg_class_short(c->acmg_class),
                    c->points, c->posterior, gnbs_acmg_class_short(c->points_class),
                    gnbs_acmg_class_short(c->table_class));
    add_codes(out, c, GNBS_CRITERION_MET);
    gnbs_str_printf(out, "\t%s\t", or_dash(c->null_path));
    add_codes(out, c, GNBS_CRITERION_NOT_ASSESSABLE);
    gnbs_str_printf(out, "\t%s\t%s\n", or_dash(c->authority), or_dash(c->difference));
}

static void print_criteria_rows(work_t *w, const judged_t *j) {
    for (size_t i = 0; i < j->c->n_criterion; i++) {
        const gnbs_criterion_t *k = &j->c->criterion[i];
        print_place(&w->text, j);
        gnbs_str_printf(&w->text, "%s\t%s\t%s\t%d\t%s\n", k->code,
                        gnbs_criterion_state_name(k->state), or_dash(k->strength),
                        k->points, k->why);
    }
}

static void print_json_place(gnbs_json_t *json, const judged_t *j) {
    const gnbs_consequence_t *c = j->consequence;
    gnbs_json_text(json, "chrom", j->chrom);
    if (j->pos1 > 0)
        gnbs_json_int(json, "pos", j->pos1);
    else
        gnbs_json_null(json, "pos");
    if (j->end1 > 0) gnbs_json_int(json, "end", j->end1);
    gnbs_json_text(json, "ref", j->ref);
    gnbs_json_text(json, "alt", j->alt);
    gnbs_json_text(json, "gene", j->gene != NULL ? j->gene->symbol : NULL);
    gnbs_json_text(json, "hgnc_id", j->gene != NULL ? j->gene->hgnc_id : NULL);
    gnbs_json_text(json, "transcript", j->tx != NULL ? tx_name(j->tx) : NULL);
    gnbs_json_text(json, "hgvs_c", c != NULL ? c->hgvs_c : NULL);
    gnbs_json_text(json, "hgvs_p", c != NULL ? c->hgvs_p : NULL);
}

static void print_json_item(work_t *w, const judged_t *j) {
    gnbs_json_t *json = &w->json;
    const gnbs_classification_t *c = j->c;
    gnbs_json_object(json, NULL);
    print_json_place(json, j);
    gnbs_json_array(json, "consequence_terms");
    for (int i = 0; j->consequence != NULL && i < GNBS_CSQ_N; i++)
        if (j->consequence->terms & (UINT64_C(1) << i))
            gnbs_json_text(json, NULL, gnbs_csq_so_term((gnbs_csq_t)i));
    gnbs_json_end(json);
    gnbs_json_text(json, "class", gnbs_acmg_class_name(c->acmg_class));
    gnbs_json_int(json, "points", c->points);
    gnbs_json_real(json, "posterior", c->posterior, 4);
    gnbs_json_text(json, "class_by_points", gnbs_acmg_class_name(c->points_class));
    gnbs_json_text(json, "class_by_2015_table", gnbs_acmg_class_name(c->table_class));
    gnbs_json_text(json, "pvs1_path", c->null_path[0] != '\0' ? c->null_path : NULL);
    gnbs_json_text(json, "authority", c->authority[0] != '\0' ? c->authority : NULL);
    gnbs_json_text(json, "difference", c->difference[0] != '\0' ? c->difference : NULL);
    gnbs_json_array(json, "criteria");
    for (size_t i = 0; i < c->n_criterion; i++) {
        const gnbs_criterion_t *k = &c->criterion[i];
        gnbs_json_object(json, NULL);
        gnbs_json_text(json, "code", k->code);
        gnbs_json_text(json, "state", gnbs_criterion_state_name(k->state));
        gnbs_json_text(json, "strength", k->strength);
        gnbs_json_int(json, "points", k->points);
        gnbs_json_text(json, "why", k->why);
        gnbs_json_end(json);
    }
    gnbs_json_end(json);
    gnbs_json_end(json);
}

static gnbs_code_t flush(work_t *w, gnbs_err_t *err) {
    FILE *f = gnbs_out_file(w->out);
    if (w->text.failed) return gnbs_err_set(err, GNBS_E_NOMEM, "classify: output");
    if (f != NULL) fwrite(gnbs_str_text(&w->text), 1, w->text.n, f); /* errors: at commit */
    gnbs_str_reset(&w->text);
    return GNBS_OK;
}

static gnbs_code_t print_item(work_t *w, const judged_t *j, gnbs_err_t *err) {
    w->n_row++;
    if (w->opt->form == GNBS_CLASSIFY_TABLE)
        print_table_row(w, j);
    else if (w->opt->form == GNBS_CLASSIFY_CRITERIA)
        print_criteria_rows(w, j);
    else
        print_json_item(w, j);
    return w->text.n > 1 << 16 ? flush(w, err) : GNBS_OK;
}

static void print_head(work_t *w) {
    static const char PLACE[] = "#chrom\tpos\tref\talt\tgene\ttranscript\thgvs_c\thgvs_p\t";
    if (w->opt->form == GNBS_CLASSIFY_JSON) {
        gnbs_json_init(&w->json, &w->text);
        gnbs_json_object(&w->json, NULL);
        gnbs_json_text(&w->json, "bundle", w->bundle.identity);
        gnbs_json_array(&w->json, "variants");
        return;
    }
    gnbs_str_add(&w->text, PLACE);
    gnbs_str_add(
        &w->text,
        w->opt->form == GNBS_CLASSIFY_TABLE
            ? "consequence\tclass\tpoints\tposterior\tclass_by_points\t"
              "class_by_2015_table\tcriteria\tpvs1_path\tnot_assessable\tauthority\t"
              "difference\n"
            : "criterion\tstate\tstrength\tpoints\twhy\n");
}

/* ---- judging ------------------------------------------------------------------------------------- */

static const gnbs_condition_t *row_of(const work_t *w, const gnbs_gene_t *gene) {
    const gnbs_condition_t *row =
        w->has_panel && gene != NULL ? gnbs_run_row_of_gene(&w->panel, gene) : NULL;
    if (w->opt->inheritance == NULL) return row;
    return &w->stated;
}

static const gnbs_gene_t *gene_of(const gnbs_bundle_t *b, const gnbs_transcript_t *tx) {
    return tx->i_gene >= 0 ? &b->gene[tx->i_gene] : NULL;
}

static gnbs_code_t judge_in_gene(work_t *w, const gnbs_variant_t *v,
                                 const gnbs_gene_t *gene, bool is_homozygous,
                                 gnbs_err_t *err) {
    size_t n;
    gnbs_consequence_t *c;
    gnbs_classification_t out;
    const gnbs_condition_t *row = row_of(w, gene);
    GNBS_TRY(gnbs_annot_variant(&w->bundle, v, NULL, &w->item, &n, &c, err));
    n = gnbs_run_keep_of_gene(&w->bundle, gene,
                              row != NULL && row->transcript != NULL ? row->transcript : "",
                              n, c);
    const gnbs_run_question_t q = {.variant = v,
                                   .gene = gene,
                                   .n_consequence = n,
                                   .consequence = c,
                                   .row = row,
                                   .is_homozygous = is_homozygous};
    GNBS_TRY(gnbs_run_classify_one(&w->evidence, &q, &w->item, &out, err));
    const judged_t j = {.chrom = w->bundle.contigs.contig[v->tid].name,
                        .pos1 = v->pos + 1,
                        .ref = v->ref,
                        .alt = v->alt,
                        .gene = gene,
                        .tx = n > 0 ? c[0].tx : NULL,
                        .consequence = n > 0 ? &c[0] : NULL,
                        .c = &out};
    return print_item(w, &j, err);
}

/* An allele is judged for every gene it lies in; `wanted` chooses one. */
static gnbs_code_t judge_allele(work_t *w, const gnbs_variant_t *as_written,
                                bool is_homozygous, const char *wanted, gnbs_err_t *err) {
    gnbs_variant_t v;
    GNBS_TRY(gnbs_run_normal_form(&w->bundle, as_written, &w->item, &v, err));
    gnbs_pos_t end = v.pos + (gnbs_pos_t)strlen(v.ref);
    bool is_in_gene = false;
    for (size_t g = 0; g < w->bundle.n_gene; g++) {
        const gnbs_gene_t *gene = &w->bundle.gene[g];
        if (gene->tid != v.tid || end < gene->beg - GENE_MARGIN_BP ||
            v.pos >= gene->end + GENE_MARGIN_BP ||
            (wanted[0] != '\0' && strcmp(wanted, gene->symbol) != 0))
            continue;
        is_in_gene = true;
        GNBS_TRY(judge_in_gene(w, &v, gene, is_homozygous, err));
    }
    w->n_outside += !is_in_gene;
    return GNBS_OK;
}

static gnbs_code_t judge_event(work_t *w, gnbs_region_t region, bool is_deletion,
                               gnbs_tandem_t tandem, const char *wanted, gnbs_err_t *err) {
    bool is_in_gene = false;
    for (size_t g = 0; g < w->bundle.n_gene; g++) {
        const gnbs_gene_t *gene = &w->bundle.gene[g];
        if (gene->tid != region.tid || region.end <= gene->beg || region.beg >= gene->end ||
            gene->n_transcript == 0 ||
            (wanted[0] != '\0' && strcmp(wanted, gene->symbol) != 0))
            continue;
        is_in_gene = true;
        gnbs_classification_t out;
        const gnbs_run_question_t q = {.gene = gene, .row = row_of(w, gene)};
        const gnbs_classify_dosage_t event = {
            .is_deletion = is_deletion,
            .region = region,
            .tandem = tandem,
            .tx = &w->bundle.transcript[gene->transcript[0]]};
        GNBS_TRY(gnbs_run_classify_event(&w->evidence, &q, &event, &w->item, &out, err));
        const judged_t j = {.chrom = w->bundle.contigs.contig[region.tid].name,
                            .pos1 = region.beg + 1,
                            .end1 = region.end,
                            .ref = "-",
                            .alt = is_deletion ? "<DEL>" : "<DUP>",
                            .gene = gene,
                            .tx = event.tx,
                            .c = &out};
        GNBS_TRY(print_item(w, &j, err));
    }
    w->n_outside += !is_in_gene;
    return GNBS_OK;
}

static gnbs_code_t judge_name(work_t *w, const char *hgvs_c, const char *hgvs_p,
                              gnbs_err_t *err) {
    gnbs_consequence_t c;
    gnbs_classification_t out;
    int32_t stop;
    GNBS_TRY(gnbs_run_read_name(&w->bundle, hgvs_c, hgvs_p, &w->item, &c, &stop, err));
    const gnbs_gene_t *gene = gene_of(&w->bundle, c.tx);
    const gnbs_run_question_t q = {.gene = gene,
                                   .n_consequence = 1,
                                   .consequence = &c,
                                   .stop_residue = stop,
                                   .row = row_of(w, gene)};
    GNBS_TRY(gnbs_run_classify_one(&w->evidence, &q, &w->item, &out, err));
    const judged_t j = {.gene = gene, .tx = c.tx, .consequence = &c, .c = &out};
    return print_item(w, &j, err);
}

/* ---- a VCF ---------------------------------------------------------------------------------------- */

static bool is_homozygous(gnbs_vcf_t *vcf, int i_alt) {
    int allele[2];
    bool is_phased;
    if (gnbs_vcf_n_sample(vcf) != 1) return false;
    int ploidy = gnbs_vcf_genotype(vcf, 0, allele, &is_phased);
    return ploidy == 2 && allele[0] == i_alt && allele[1] == i_alt;
}

static gnbs_code_t judge_record(work_t *w, gnbs_vcf_t *vcf, const gnbs_vcf_record_t *r,
                                gnbs_err_t *err) {
    for (int i = 1; i < r->n_allele; i++) {
        const gnbs_variant_t v = {r->tid, r->pos, r->allele[0], r->allele[i]};
        gnbs_arena_reset(&w->item);
        bool is_del = strcmp(v.alt, "<DEL>") == 0, is_dup = strncmp(v.alt, "<DUP", 4) == 0;
        if (r->tid < 0) {
            w->n_outside++;
            continue;
        }
        if (is_del || is_dup) {
            const gnbs_region_t region = {r->tid, r->pos + 1, r->end};
            GNBS_TRY(judge_event(w, region, is_del,
                                 strcmp(v.alt, "<DUP:TANDEM>") == 0 ? GNBS_TANDEM_PROVEN
                                                                    : GNBS_TANDEM_PRESUMED,
                                 "", err));
            continue;
        }
        if (gnbs_variant_is_symbolic(&v) || strlen(v.ref) > MAX_ALLELE_BP ||
            strlen(v.alt) > MAX_ALLELE_BP) {
            w->n_symbolic++;
            continue;
        }
        GNBS_TRY(judge_allele(w, &v, is_homozygous(vcf, i), "", err));
    }
    return GNBS_OK;
}

static gnbs_code_t judge_vcf(work_t *w, gnbs_err_t *err) {
    gnbs_vcf_t *vcf;
    gnbs_vcf_record_t r;
    bool more = true;
    GNBS_TRY(gnbs_vcf_open(w->opt->vcf, &w->bundle.contigs, &vcf, err));
    gnbs_code_t code = gnbs_contig_check(&w->bundle.contigs, gnbs_vcf_contigs(vcf), err);
    while (code == GNBS_OK) {
        code = gnbs_vcf_next(vcf, &r, &more, err);
        if (code != GNBS_OK || !more) break;
        w->n_record++;
        code = judge_record(w, vcf, &r, err);
        if (code == GNBS_E_DATA && w->opt->skips_bad) {
            w->n_bad++;
            code = GNBS_OK;
        }
        if (code != GNBS_OK)
            gnbs_err_ctx(err, "%s: record %" PRId64 " (--skip-bad leaves such out)",
                         w->opt->vcf, r.n_line);
    }
    gnbs_vcf_close(vcf);
    return code;
}

/* ---- a list ---------------------------------------------------------------------------------------- */

enum { CHROM, POS, REF, ALT, START, END, TYPE, TANDEM, HGVS_C, HGVS_P, GENE, N_COLUMN };

static gnbs_code_t bad_cell(const gnbs_table_t *t, const gnbs_table_row_t *row,
                            const char *what, const char *text, const char *expected,
                            gnbs_err_t *err) {
    return gnbs_err_set(err, GNBS_E_FORMAT, "%s: line %d: %s '%.60s'; expected %s", t->path,
                        row->line, what, text, expected);
}

static gnbs_code_t read_position(const gnbs_table_t *t, const gnbs_table_row_t *row,
                                 const char *what, const char *text, int64_t *pos1,
                                 gnbs_err_t *err) {
    char *rest;
    *pos1 = strtoll(text, &rest, 10);
    if (rest != text && *rest == '\0' && *pos1 > 0) return GNBS_OK;
    return bad_cell(t, row, what, text, "a position, counted from 1", err);
}

static gnbs_code_t list_event(work_t *w, const gnbs_table_t *t, const gnbs_table_row_t *row,
                              const char *const cell[N_COLUMN], int32_t tid,
                              gnbs_err_t *err) {
    int64_t beg1, end1;
    bool is_del = strcmp(cell[TYPE], "DEL") == 0;
    if (!is_del && strcmp(cell[TYPE], "DUP") != 0)
        return bad_cell(t, row, "type", cell[TYPE], "DEL or DUP", err);
    GNBS_TRY(read_position(t, row, "start", cell[START], &beg1, err));
    GNBS_TRY(read_position(t, row, "end", cell[END], &end1, err));
    if (end1 < beg1) return bad_cell(t, row, "end", cell[END], "no less than start", err);
    static const char *const WORDS[] = {"presumed", "proven", "elsewhere"};
    int tandem = 0;
    while (tandem < 3 && cell[TANDEM][0] != '\0' &&
           strcmp(cell[TANDEM], WORDS[tandem]) != 0)
        tandem++;
    if (tandem == 3)
        return bad_cell(t, row, "tandem", cell[TANDEM], "proven, presumed or elsewhere",
                        err);
    return judge_event(w, (gnbs_region_t){tid, beg1 - 1, end1}, is_del,
                       (gnbs_tandem_t)tandem, cell[GENE], err);
}

static gnbs_code_t list_row(work_t *w, const gnbs_table_t *t, const gnbs_table_row_t *row,
                            const char *const cell[N_COLUMN], gnbs_err_t *err) {
    if (cell[CHROM][0] == '\0') return judge_name(w, cell[HGVS_C], cell[HGVS_P], err);
    int32_t tid = gnbs_contig_find(&w->bundle.contigs, cell[CHROM]);
    int64_t pos1;
    if (tid < 0)
        return bad_cell(t, row, "chrom", cell[CHROM], "a contig of the bundle", err);
    if (cell[TYPE][0] != '\0') return list_event(w, t, row, cell, tid, err);
    GNBS_TRY(read_position(t, row, "pos", cell[POS], &pos1, err));
    for (int i = REF; i <= ALT; i++) {
        size_t n = strlen(cell[i]);
        if (n == 0 || n > MAX_ALLELE_BP || strspn(cell[i], "ACGTNacgtn") != n)
            return bad_cell(t, row, i == REF ? "ref" : "alt", cell[i], "letters A C G T",
                            err);
    }
    const gnbs_variant_t v = {tid, pos1 - 1, cell[REF], cell[ALT]};
    return judge_allele(w, &v, false, cell[GENE], err);
}

static gnbs_code_t judge_list(work_t *w, gnbs_err_t *err) {
    static const char *const NAMES[N_COLUMN] = {"chrom",  "pos",    "ref",  "alt",
                                                "start",  "end",    "type", "tandem",
                                                "hgvs_c", "hgvs_p", "gene"};
    gnbs_table_t t;
    int column[N_COLUMN];
    GNBS_TRY(gnbs_table_read(w->opt->list, 0, &w->arena, &t, err));
    for (int i = 0; i < N_COLUMN; i++) column[i] = gnbs_table_column(&t, NAMES[i]);
    if (column[CHROM] < 0 && column[HGVS_C] < 0)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: line %d: expected a column chrom or hgvs_c", t.path,
                            t.header_line);
    for (size_t i = 0; i < t.n_row; i++) {
        const char *cell[N_COLUMN];
        for (int k = 0; k < N_COLUMN; k++)
            cell[k] = column[k] >= 0 ? t.row[i].cell[column[k]] : "";
        gnbs_arena_reset(&w->item);
        w->n_record++;
        gnbs_code_t code = list_row(w, &t, &t.row[i], cell, err);
        bool is_bad = code == GNBS_E_DATA || code == GNBS_E_FORMAT;
        if (is_bad && w->opt->skips_bad) {
            w->n_bad++;
            continue;
        }
        if (code != GNBS_OK && strstr(err->msg, t.path) == NULL)
            gnbs_err_ctx(err, "%s: line %d", t.path, t.row[i].line);
        if (code != GNBS_OK) return code;
    }
    return GNBS_OK;
}

/* ---- the whole ------------------------------------------------------------------------------------- */

static gnbs_code_t open_all(work_t *w, gnbs_err_t *err) {
    const gnbs_run_classify_opt_t *o = w->opt;
    GNBS_TRY(gnbs_bundle_load(o->refdata, &w->bundle, err));
    w->has_bundle = true;
    if (o->panel != NULL) {
        GNBS_TRY(gnbs_run_load_panel(o->panel, &w->arena, &w->panel, err));
        w->has_panel = true;
    }
    if (o->inheritance != NULL) {
        w->stated = (gnbs_condition_t){.mechanism = "", .transcript = ""};
        w->stated.inheritance = gnbs_inheritance_parse(o->inheritance);
        if (w->stated.inheritance == GNBS_INH_UNKNOWN)
            return gnbs_err_set(err, GNBS_E_USAGE,
                                "--inheritance '%s': expected AR, AD, XLR, XLD, XL or MT",
                                o->inheritance);
    }
    GNBS_TRY(gnbs_run_evidence_open(&w->bundle, &w->evidence, err));
    w->evidence.is_affected = o->is_affected;
    if (o->curated != NULL) {
        GNBS_TRY(
            gnbs_run_curated_read(o->curated, &w->bundle, &w->arena, &w->curated, err));
        w->evidence.curated = &w->curated;
    }
    return gnbs_out_open(o->out, &w->out, err);
}

static gnbs_code_t judge_all(work_t *w, gnbs_err_t *err) {
    GNBS_TRY(open_all(w, err));
    print_head(w);
    GNBS_TRY(w->opt->vcf != NULL ? judge_vcf(w, err) : judge_list(w, err));
    if (w->opt->form == GNBS_CLASSIFY_JSON) {
        gnbs_json_end(&w->json);
        gnbs_json_end(&w->json);
    }
    GNBS_TRY(flush(w, err));
    gnbs_out_t *out = w->out;
    w->out = NULL;
    return gnbs_out_commit(out, err);
}

gnbs_code_t gnbs_run_classify(const gnbs_run_classify_opt_t *opt, gnbs_log_t *log,
                              gnbs_err_t *err) {
    work_t w = {.opt = opt};
    gnbs_arena_init(&w.arena);
    gnbs_arena_init(&w.item);
    gnbs_str_init(&w.text);
    gnbs_log_step(log, "classify");
    gnbs_code_t code = judge_all(&w, err);
    if (code == GNBS_OK)
        gnbs_log_done(log,
                      "%" PRId64 " records: %" PRId64 " judgements; %" PRId64
                      " alleles in no gene of the bundle, %" PRId64
                      " symbolic or too long, %" PRId64 " records left out as bad",
                      w.n_record, w.n_row, w.n_outside, w.n_symbolic, w.n_bad);
    gnbs_out_discard(w.out);
    gnbs_run_evidence_close(&w.evidence);
    if (w.has_bundle) gnbs_bundle_clear(&w.bundle);
    gnbs_str_clear(&w.text);
    gnbs_arena_clear(&w.item);
    gnbs_arena_clear(&w.arena);
    return code;
}
