/* What the files say. Coordinates become 1-based here. */
#include "simulate/simulate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "simulate/simulate_world.h"

static const char FIRST_LINES[] = "##fileformat=VCFv4.2\n"
                                  "##gnbs_synthetic=true\n";
enum { FIRST_CLINVAR_ID = 90000001 }; /* beyond any VariationID in use */

static void print_contigs(const gnbs_contigs_t *contigs, gnbs_str_t *out) {
    for (int i = 0; i < contigs->n; i++)
        gnbs_str_printf(out, "##contig=<ID=%s,length=%lld>\n", contigs->contig[i].name,
                        (long long)contigs->contig[i].length_bp);
}

static void print_variant(const gnbs_contigs_t *contigs, const gnbs_variant_t *v,
                          const char *id, gnbs_str_t *out) {
    gnbs_str_printf(out, "%s\t%lld\t%s\t%s\t%s", contigs->contig[v->tid].name,
                    (long long)v->pos + 1, id, v->ref, v->alt);
}

/* ---- gene models ---- */
static void print_part(const char *contig, const gnbs_transcript_t *tx, const char *feature,
                       gnbs_exon_t at, int phase, int number, gnbs_str_t *out) {
    char phase_text[2] = {phase < 0 ? '.' : (char)('0' + phase), '\0'};
    gnbs_str_printf(out, "%s\tsynthetic\t%s\t%lld\t%lld\t.\t%c\t%s\tID=%s:%s:%d;Parent=%s;",
                    contig, feature, (long long)at.beg + 1, (long long)at.end,
                    tx->strand > 0 ? '+' : '-', phase_text, feature, tx->id, number,
                    tx->id);
    gnbs_str_printf(out, "transcript_id=%s;exon_number=%d", tx->id, number);
    if (phase >= 0) gnbs_str_printf(out, ";protein_id=%s", tx->protein_id);
    gnbs_str_add_char(out, '\n');
}

/* Exons along the transcript, each followed by its coding part; phase: bases to the next codon. */
static void print_exons(const char *contig, const gnbs_transcript_t *tx, gnbs_str_t *out) {
    gnbs_pos_t done = 0;
    for (int32_t k = 0; k < tx->n_exon; k++) {
        int32_t i = tx->strand > 0 ? k : tx->n_exon - 1 - k;
        gnbs_exon_t part = gnbs_transcript_cds_part(tx, i);
        print_part(contig, tx, "exon", tx->exon[i], -1, k + 1, out);
        if (part.end > part.beg)
            print_part(contig, tx, "CDS", part, (int)((3 - done % 3) % 3), k + 1, out);
        done += part.end - part.beg;
    }
}

void gnbs_simulate_print_gff(const gnbs_simulate_scenario_t *s,
                             const gnbs_simulate_world_t *world, gnbs_str_t *out) {
    gnbs_str_printf(out, "##gff-version 3\n#!genome-build synthetic-%s\n", s->name);
    gnbs_str_add(out, "#!note SYNTHETIC genes: no species has them\n");
    for (size_t i = 0; i < world->n_transcript; i++) {
        const gnbs_transcript_t *tx = &world->transcript[i];
        const char *contig = world->contigs.contig[tx->tid].name;
        char strand = tx->strand > 0 ? '+' : '-';
        gnbs_str_printf(out, "%s\tsynthetic\tgene\t%lld\t%lld\t.\t%c\t.\tID=%s;gene_id=%s;",
                        contig, (long long)tx->beg + 1, (long long)tx->end, strand,
                        tx->symbol, tx->symbol);
        gnbs_str_printf(out, "gene_type=protein_coding;gene_name=%s;hgnc_id=%s\n",
                        tx->symbol, tx->hgnc_id);
        gnbs_str_printf(
            out, "%s\tsynthetic\ttranscript\t%lld\t%lld\t.\t%c\t.\tID=%s;Parent=%s;",
            contig, (long long)tx->beg + 1, (long long)tx->end, strand, tx->id, tx->symbol);
        gnbs_str_printf(out, "gene_id=%s;gene_type=protein_coding;gene_name=%s;hgnc_id=%s;",
                        tx->symbol, tx->symbol, tx->hgnc_id);
        gnbs_str_printf(out,
                        "transcript_id=%s;transcript_type=protein_coding;tag=MANE_Select;",
                        tx->id);
        gnbs_str_printf(out, "protein_id=%s\n", tx->protein_id);
        print_exons(contig, tx, out);
    }
}

/* ---- alleles, sorted ---- */
typedef struct row {
    gnbs_variant_t variant;
    double af;
    int32_t i_allele;
} row_t;

static int compare_rows(const void *a, const void *b) {
    const row_t *x = a, *y = b;
    return gnbs_variant_compare(&x->variant, &y->variant);
}

/* Alleles with a classification, or (is_frequency) with a frequency, and then the population's sites too. */
static gnbs_code_t gather(const gnbs_simulate_scenario_t *s,
                          const gnbs_simulate_world_t *world, bool is_frequency,
                          gnbs_arena_t *arena, size_t *n, row_t **row, gnbs_err_t *err) {
    row_t *r = GNBS_NEW(arena, row_t, s->n_allele + world->n_site);
    if (r == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", s->path);
    size_t k = 0;
    for (size_t i = 0; i < s->n_allele; i++) {
        const gnbs_simulate_allele_t *a = &s->allele[i];
        if (is_frequency ? a->af > 0 : a->clnsig[0] != '\0')
            r[k++] = (row_t){world->allele[i], a->af, (int32_t)i};
    }
    for (size_t i = 0; is_frequency && i < world->n_site; i++)
        r[k++] = (row_t){world->site[i].variant, world->site[i].af, -1};
    if (k > 0) qsort(r, k, sizeof *r, compare_rows);
    *n = k;
    *row = r;
    return GNBS_OK;
}

static const char *variant_type(const gnbs_variant_t *v) {
    size_t n_ref = strlen(v->ref), n_alt = strlen(v->alt);
    return n_ref == n_alt  ? "single_nucleotide_variant"
           : n_ref > n_alt ? "Deletion"
                           : "Insertion";
}

static const char *review_status(int32_t stars) {
    static const char *const STATUS[5] = {
        "no_assertion_criteria_provided", "criteria_provided,_single_submitter",
        "criteria_provided,_multiple_submitters,_no_conflicts", "reviewed_by_expert_panel",
        "practice_guideline"};
    return STATUS[stars];
}

gnbs_code_t gnbs_simulate_print_clinvar(const gnbs_simulate_scenario_t *s,
                                        const gnbs_simulate_world_t *world, gnbs_str_t *out,
                                        gnbs_err_t *err) {
    gnbs_arena_t arena;
    size_t n;
    row_t *row;
    gnbs_arena_init(&arena);
    gnbs_code_t code = gather(s, world, false, &arena, &n, &row, err);
    if (code == GNBS_OK) {
        gnbs_str_add(out, FIRST_LINES);
        gnbs_str_add(
            out,
            "##fileDate=2026-01-01\n##source=ClinVar (synthetic, in its manner)\n"
            "##INFO=<ID=ALLELEID,Number=1,Type=Integer,Description=\"allele ID\">\n"
            "##INFO=<ID=CLNDN,Number=.,Type=String,Description=\"disease name\">\n"
            "##INFO=<ID=CLNREVSTAT,Number=.,Type=String,Description=\"review status\">\n"
            "##INFO=<ID=CLNSIG,Number=.,Type=String,Description=\"germline "
            "classification\">\n"
            "##INFO=<ID=CLNVC,Number=1,Type=String,Description=\"variant type\">\n"
            "##INFO=<ID=GENEINFO,Number=1,Type=String,Description=\"gene symbol:gene "
            "id\">\n");
        print_contigs(&world->contigs, out);
        gnbs_str_add(out, "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n");
    }
    for (size_t i = 0; code == GNBS_OK && i < n; i++) {
        const gnbs_simulate_allele_t *a = &s->allele[row[i].i_allele];
        const gnbs_simulate_gene_t *g = &s->gene[a->i_gene];
        char id[16];
        snprintf(id, sizeof id, "%d", FIRST_CLINVAR_ID + row[i].i_allele);
        print_variant(&world->contigs, &row[i].variant, id, out);
        gnbs_str_printf(out, "\t.\t.\tALLELEID=%s;CLNDN=%s;CLNREVSTAT=%s;CLNSIG=%s;", id,
                        g->condition, review_status(a->stars), a->clnsig);
        gnbs_str_printf(out, "CLNVC=%s;GENEINFO=%s:%d\n", variant_type(&row[i].variant),
                        g->symbol, FIRST_CLINVAR_ID + a->i_gene);
    }
    gnbs_arena_clear(&arena);
    return code;
}

gnbs_code_t gnbs_simulate_print_frequencies(const gnbs_simulate_scenario_t *s,
                                            const gnbs_simulate_world_t *world,
                                            gnbs_str_t *out, gnbs_err_t *err) {
    gnbs_arena_t arena;
    size_t n;
    row_t *row;
    gnbs_arena_init(&arena);
    gnbs_code_t code = gather(s, world, true, &arena, &n, &row, err);
    if (code == GNBS_OK) {
        gnbs_str_add(out, FIRST_LINES);
        gnbs_str_add(
            out, "##source=synthetic population\n"
                 "##INFO=<ID=AC,Number=A,Type=Integer,Description=\"alternate alleles\">\n"
                 "##INFO=<ID=AN,Number=1,Type=Integer,Description=\"alleles typed\">\n"
                 "##INFO=<ID=AF,Number=A,Type=Float,Description=\"frequency\">\n"
                 "##INFO=<ID=nhomalt,Number=A,Type=Integer,Description=\"homozygotes, by "
                 "Hardy-Weinberg\">\n");
        print_contigs(&world->contigs, out);
        gnbs_str_add(out, "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n");
    }
    for (size_t i = 0; code == GNBS_OK && i < n; i++) {
        int ac = (int)(row[i].af * GNBS_SIMULATE_TYPED + 0.5);
        print_variant(&world->contigs, &row[i].variant, ".", out);
        gnbs_str_printf(out, "\t.\tPASS\tAC=%d;AN=%d;AF=%.6g;nhomalt=%d\n", ac,
                        GNBS_SIMULATE_TYPED, row[i].af,
                        (int)(row[i].af * row[i].af * GNBS_SIMULATE_TYPED / 2));
    }
    gnbs_arena_clear(&arena);
    return code;
}

/* ---- truth ---- */
void gnbs_simulate_print_truth(const gnbs_simulate_scenario_t *s,
                               const gnbs_simulate_world_t *world,
                               const gnbs_simulate_newborn_t *newborn, gnbs_str_t *out) {
    gnbs_str_add(out, FIRST_LINES);
    gnbs_str_printf(out, "##source=gnbs simulate, scenario %s, seed %llu\n", s->name,
                    (unsigned long long)s->seed);
    gnbs_str_add(
        out, "##INFO=<ID=ORIGIN,Number=1,Type=String,Description=\"scenario, population "
             "or private\">\n"
             "##INFO=<ID=GENE,Number=1,Type=String,Description=\"gene of a scenario "
             "allele\">\n"
             "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n");
    print_contigs(&world->contigs, out);
    gnbs_str_printf(out, "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t%s\n",
                    s->sample);
    for (size_t i = 0; i < newborn->n_truth; i++) {
        const gnbs_simulate_truth_t *t = &newborn->truth[i];
        print_variant(&world->contigs, &t->variant, ".", out);
        gnbs_str_printf(out, "\t.\tPASS\tORIGIN=%s", t->origin);
        if (t->i_allele >= 0)
            gnbs_str_printf(out, ";GENE=%s", s->gene[s->allele[t->i_allele].i_gene].symbol);
        if (t->ploidy == 1)
            gnbs_str_add(out, "\tGT\t1\n");
        else
            gnbs_str_printf(out, "\tGT\t%d|%d\n", t->on[0], t->on[1]);
    }
}

void gnbs_simulate_print_holes(const gnbs_simulate_world_t *world,
                               const gnbs_simulate_newborn_t *newborn, gnbs_str_t *out) {
    for (size_t i = 0; i < newborn->n_hole; i++)
        gnbs_str_printf(out, "%s\t%lld\t%lld\n",
                        world->contigs.contig[newborn->hole[i].tid].name,
                        (long long)newborn->hole[i].beg, (long long)newborn->hole[i].end);
}

void gnbs_simulate_print_readme(const gnbs_simulate_scenario_t *s, gnbs_str_t *out) {
    gnbs_str_add(out, "SYNTHETIC DATA: no person.\n\n");
    gnbs_str_printf(
        out,
        "Made by `gnbs simulate`: scenario %s, sample %s, seed %llu, genome seed "
        "%llu.\nGenes, conditions, identifiers and frequencies are invented. Never "
        "for a medical purpose.\n\n",
        s->name, s->sample, (unsigned long long)s->seed,
        (unsigned long long)s->genome_seed);
    gnbs_str_add(out, "reference.fa (.fai)          the genome\n"
                      "genes.gff3                   its genes, one transcript each\n"
                      "clinvar.vcf.gz (.tbi)        alleles with a known classification\n"
                      "frequencies.vcf.gz (.tbi)    what the population carries\n"
                      "reads.bam (.bai)             the newborn's reads\n"
                      "truth.vcf.gz (.tbi)          every variant of the newborn, phased\n"
                      "uncovered.bed                exons that no read was left on\n");
}
