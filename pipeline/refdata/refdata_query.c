#include "refdata/refdata.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "genome/seq.h"

/* Lines of TAB-separated words, the first of which says what the line is. */

static const char *mane_word(gnbs_mane_t mane) {
    return mane == GNBS_MANE_SELECT          ? "MANE Select"
           : mane == GNBS_MANE_PLUS_CLINICAL ? "MANE Plus Clinical"
                                             : "-";
}

static const char *or_dash(const char *text) { return text[0] != '\0' ? text : "-"; }

static void print_gene(const gnbs_bundle_t *b, const gnbs_gene_t *g, gnbs_str_t *out) {
    gnbs_str_printf(out, "gene\t%s\t%s\t", g->symbol, or_dash(g->hgnc_id));
    gnbs_contig_print_region(out, &b->contigs, (gnbs_region_t){g->tid, g->beg, g->end});
    gnbs_str_printf(out, "\t%c\t%" PRId64 " target bases, %" PRId64 " without reference\n",
                    g->strand > 0 ? '+' : '-', g->target_bp, g->target_n_bp);
    if (g->difficulty != GNBS_DIFFICULT_NONE)
        gnbs_str_printf(out, "difficult\t%s\t%s\t%s\n",
                        g->difficulty == GNBS_DIFFICULT_LIMITED ? "limited"
                                                                : "needs_method",
                        g->difficult, or_dash(g->difficult_source));
}

static void print_transcript(const gnbs_bundle_t *b, const gnbs_transcript_t *tx,
                             gnbs_str_t *out) {
    int64_t cds_bp = 0;
    for (int32_t e = 0; e < tx->n_exon; e++) {
        gnbs_exon_t part = gnbs_transcript_cds_part(tx, e);
        cds_bp += part.end - part.beg;
    }
    gnbs_str_printf(out, "transcript\t%s\t%s\t%s\t%s\t", tx->symbol, tx->id,
                    or_dash(tx->other_id), mane_word(tx->mane));
    gnbs_contig_print_region(out, &b->contigs, (gnbs_region_t){tx->tid, tx->beg, tx->end});
    gnbs_str_printf(out, "\t%c\t%d exons\t%" PRId64 " coding bases\n",
                    tx->strand > 0 ? '+' : '-', tx->n_exon, cds_bp);
}

static void print_variant(const gnbs_bundle_t *b, const gnbs_variant_t *v,
                          gnbs_str_t *out) {
    gnbs_str_printf(out, "%s:%" PRId64 ":%s:%s", b->contigs.contig[v->tid].name, v->pos + 1,
                    v->ref, v->alt);
}

static void print_known(const gnbs_bundle_t *b, const gnbs_known_t *k, gnbs_str_t *out) {
    gnbs_str_add(out, "known\t");
    print_variant(b, &k->variant, out);
    gnbs_str_printf(out, "\tClinVar %s\t%s\t%s\t%d stars\t%s\t%s\n", or_dash(k->clinvar_id),
                    gnbs_clnsig_name(k->sig), or_dash(k->clnsig_text), k->stars,
                    or_dash(k->symbol), or_dash(k->clndn));
}

static void print_number(gnbs_str_t *out, const char *name, double value) {
    if (value < 0)
        gnbs_str_printf(out, "\t%s -", name);
    else
        gnbs_str_printf(out, "\t%s %.6g", name, value);
}

static void print_frequency(const gnbs_bundle_t *b, const gnbs_frequency_t *f,
                            gnbs_str_t *out) {
    gnbs_str_add(out, "frequency\t");
    print_variant(b, &f->variant, out);
    print_number(out, "AF", f->af);
    print_number(out, "FAF95", f->faf95);
    print_number(out, "AF_grpmax", f->af_grpmax);
    gnbs_str_printf(out, "\t%s", or_dash(f->grpmax));
    print_number(out, "AC", f->ac);
    print_number(out, "AN", f->an);
    print_number(out, "homozygous", f->n_hom);
    print_number(out, "hemizygous", f->n_hemi);
    gnbs_str_printf(out, "\t%s\t%s%s\t%s\n", or_dash(f->groups),
                    f->filter[0] != '\0' ? "filtered: " : "passed", f->filter,
                    or_dash(f->source));
}

void gnbs_refdata_print_rules(const gnbs_bundle_t *b, int32_t i_gene, gnbs_str_t *out) {
    for (size_t i = 0; i < b->n_rule; i++) {
        const gnbs_rule_t *r = &b->rule[i];
        if (r->i_gene != i_gene) continue;
        gnbs_str_printf(
            out, "rule\t%s\t%s\t%s\t%s\t%s%s%s%s\t%s\t%s\n",
            i_gene >= 0 ? b->gene[i_gene].symbol : "every gene",
            r->inheritance != GNBS_INH_UNKNOWN ? gnbs_inheritance_short(r->inheritance)
                                               : "any",
            gnbs_acmg_code_name(r->code), or_dash(gnbs_acmg_strength_name(r->strength)),
            r->is_joined ? "and " : "", gnbs_measure_name(r->measure),
            r->score[0] != '\0' ? ":" : "", r->score, r->limit, r->source);
    }
}

static gnbs_code_t print_scores(const gnbs_score_source_t *scores, const gnbs_variant_t *v,
                                gnbs_str_t *out, gnbs_err_t *err) {
    gnbs_arena_t arena;
    size_t n;
    gnbs_score_t *score;
    gnbs_arena_init(&arena);
    gnbs_code_t code = scores->of(scores->ctx, v, &arena, &n, &score, err);
    for (size_t i = 0; code == GNBS_OK && i < n; i++)
        gnbs_str_printf(out, "score\t%s\t%.6g\t%s\t%s\n", score[i].name, score[i].value,
                        or_dash(score[i].detail), score[i].source);
    gnbs_arena_clear(&arena);
    return code;
}

static void print_held(const gnbs_bundle_t *b, gnbs_region_t q, gnbs_str_t *out) {
    gnbs_pos_t n_block = 0;
    for (size_t i = 0; i < b->n_block; i++)
        if (gnbs_region_overlaps(b->block[i].region, q))
            n_block += gnbs_region_covered(1, &b->block[i].region, q);
    gnbs_str_add(out, "region\t");
    gnbs_contig_print_region(out, &b->contigs, q);
    gnbs_str_printf(
        out, "\t%" PRId64 " bases\t%" PRId64 " in targets\t%" PRId64 " with sequence\n",
        gnbs_region_len(q), gnbs_region_covered(b->n_target, b->target, q), n_block);
}

static gnbs_region_t place_of(const gnbs_variant_t *v) {
    return (gnbs_region_t){v->tid, v->pos, v->pos + (gnbs_pos_t)strlen(v->ref)};
}

static void print_models(const gnbs_bundle_t *b, gnbs_region_t q, gnbs_str_t *out) {
    for (size_t g = 0; g < b->n_gene; g++) {
        const gnbs_gene_t *gene = &b->gene[g];
        if (!gnbs_region_overlaps((gnbs_region_t){gene->tid, gene->beg, gene->end}, q))
            continue;
        print_gene(b, gene, out);
        for (int32_t k = 0; k < gene->n_transcript; k++)
            print_transcript(b, &b->transcript[gene->transcript[k]], out);
    }
}

static void print_region(const gnbs_bundle_t *b, gnbs_region_t q, gnbs_str_t *out) {
    print_held(b, q, out);
    print_models(b, q, out);
    for (size_t i = 0; i < b->n_known; i++)
        if (gnbs_region_overlaps(place_of(&b->known[i].variant), q))
            print_known(b, &b->known[i], out);
    for (size_t i = 0; i < b->n_frequency; i++)
        if (gnbs_region_overlaps(place_of(&b->frequency[i].variant), q))
            print_frequency(b, &b->frequency[i], out);
}

enum { ALLELE_CAP = 2048, SHIFT_BP = 2000 };

/* Into normal form, as far as the held sequence says; false when REF is not what it holds. */
static bool normalise(const gnbs_bundle_t *b, gnbs_variant_t *v, char ref[ALLELE_CAP],
                      char alt[ALLELE_CAP], uint8_t *codes) {
    gnbs_region_t w = {v->tid, v->pos > SHIFT_BP ? v->pos - SHIFT_BP : 0,
                       v->pos + (gnbs_pos_t)strlen(ref)};
    gnbs_bundle_sequence(b, w, codes);
    for (size_t i = 0; ref[i] != '\0'; i++) {
        uint8_t code = codes[v->pos - w.beg + (gnbs_pos_t)i];
        if (code != GNBS_BASE_N && gnbs_seq_letter(code) != ref[i]) return false;
    }
    gnbs_variant_normalise(&v->pos, ref, alt, ALLELE_CAP, w.beg, w.end, codes);
    return true;
}

/* chrom:pos:ref:alt; contig names may hold colons themselves (HLA alleles), so it is read from the end. */
static bool split_allele(char *text, char *part[4]) {
    for (int i = 3; i >= 1; i--) {
        char *colon = strrchr(text, ':');
        if (colon == NULL || colon[1] == '\0') return false;
        *colon = '\0';
        part[i] = colon + 1;
    }
    part[0] = text;
    for (int i = 2; i <= 3; i++) {
        for (char *p = part[i]; *p != '\0'; p++) *p = (char)toupper((unsigned char)*p);
        size_t n = strlen(part[i]);
        if (strspn(part[i], "ACGTN") != n || n > 1000) return false;
    }
    return true;
}

/* Absent is not zero: was the place looked at? */
static void print_absence(const gnbs_bundle_t *b, const gnbs_variant_t *v,
                          gnbs_str_t *out) {
    const char *source;
    int32_t an = gnbs_bundle_covered(b, v->tid, v->pos, &source);
    if (an > 0)
        gnbs_str_printf(out,
                        "frequency\tnot in the bundle; %s judged up to %" PRId32
                        " chromosomes within %d bases\n",
                        source, an, (int)GNBS_COVERED_NEAR_BP);
    else
        gnbs_str_add(out,
                     "frequency\tnot in the bundle: says nothing of how common it is\n");
}

static gnbs_code_t query_allele(const gnbs_bundle_t *b, const gnbs_score_source_t *scores,
                                const char *text, char *part[4], gnbs_str_t *out,
                                gnbs_err_t *err) {
    char ref[ALLELE_CAP], alt[ALLELE_CAP];
    char *rest;
    int32_t tid = gnbs_contig_find(&b->contigs, part[0]);
    long long pos1 = strtoll(part[1], &rest, 10);
    if (tid < 0 || *rest != '\0' || pos1 < 1 ||
        pos1 > (b->contigs.contig[tid].length_bp > 0 ? b->contigs.contig[tid].length_bp
                                                     : INT32_MAX))
        return gnbs_err_set(
            err, GNBS_E_USAGE, "allele '%s': %s is not a place of the bundle's genome (%s)",
            text, tid < 0 ? part[0] : part[1], gnbs_contig_build_name(b->build));
    strcpy(ref, part[2]);
    strcpy(alt, part[3]);
    gnbs_variant_t v = {tid, pos1 - 1, ref, alt};
    uint8_t *codes = gnbs_mem_alloc(SHIFT_BP + ALLELE_CAP, 1);
    if (codes == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "allele '%s'", text);
    bool agrees = normalise(b, &v, ref, alt, codes);
    gnbs_mem_free(codes);
    if (!agrees)
        return gnbs_err_set(err, GNBS_E_DATA,
                            "allele '%s': the reference (%s) does not have %.20s there",
                            text, gnbs_contig_build_name(b->build), part[2]);
    gnbs_str_add(out, "allele\t");
    print_variant(b, &v, out);
    gnbs_str_add(out, "\n");
    print_models(b, place_of(&v), out);
    const gnbs_known_t *known = gnbs_bundle_known(b, &v);
    const gnbs_frequency_t *frequency = gnbs_bundle_frequency_any(b, &v);
    if (known != NULL)
        print_known(b, known, out);
    else
        gnbs_str_add(out, "known\tnot in the bundle\n");
    if (frequency != NULL)
        print_frequency(b, frequency, out);
    else
        print_absence(b, &v, out);
    return scores != NULL ? print_scores(scores, &v, out, err) : GNBS_OK;
}

gnbs_code_t gnbs_refdata_query(const gnbs_bundle_t *b, const gnbs_score_source_t *scores,
                               const char *text, gnbs_str_t *out, gnbs_err_t *err) {
    for (size_t g = 0; g < b->n_gene; g++) {
        const gnbs_gene_t *gene = &b->gene[g];
        if (text[0] == '\0' ||
            (strcmp(gene->symbol, text) != 0 && strcmp(gene->hgnc_id, text) != 0))
            continue;
        print_region(b, (gnbs_region_t){gene->tid, gene->beg, gene->end}, out);
        return GNBS_OK;
    }
    char *copy = gnbs_mem_strdup(text), *part[4];
    if (copy == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "query");
    bool is_allele = split_allele(copy, part);
    gnbs_code_t code = is_allele ? query_allele(b, scores, text, part, out, err) : GNBS_OK;
    gnbs_mem_free(copy);
    if (is_allele) return code;
    gnbs_region_t region;
    if (gnbs_contig_parse_region(&b->contigs, text, &region, err) != GNBS_OK)
        return gnbs_err_set(
            err, GNBS_E_USAGE,
            "'%s' is no gene of the bundle, no region (chr7:117480025-117668665) "
            "and no allele (chr7:117559590:ATCT:A)",
            text);
    print_region(b, region, out);
    return GNBS_OK;
}
