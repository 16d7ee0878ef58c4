#include "refdata/refdata_genome.h"

#include "support/testing.h"

#include "genome/seq.h"

static gnbs_code_t fetch(void *ctx, gnbs_region_t region, uint8_t *codes, gnbs_err_t *err) {
    const small_genome_t *g = ctx;
    (void)err;
    for (gnbs_pos_t p = region.beg; p < region.end; p++)
        codes[p - region.beg] = p >= 0 && p < g->contig[region.tid].length_bp
                                    ? gnbs_seq_code(g->letters[region.tid][p])
                                    : GNBS_BASE_N;
    return GNBS_OK;
}

void small_genome_init(small_genome_t *g, uint64_t seed) {
    static const char *const NAMES[SMALL_N_CONTIG] = {"chr1", "chr2", "chr21", "chrM"};
    static const int LENGTHS[SMALL_N_CONTIG] = {10000, 10000, 10000, 16569};
    memset(g, 0, sizeof *g);
    for (int i = 0; i < SMALL_N_CONTIG; i++) {
        for (int p = 0; p < LENGTHS[i]; p++)
            g->letters[i][p] = "ACGT"[random_below(&seed, 4)];
        g->contig[i] = (gnbs_contig_t){.name = NAMES[i], .length_bp = LENGTHS[i]};
    }
    g->contigs = (gnbs_contigs_t){SMALL_N_CONTIG, g->contig, "small.fa"};
    g->ref = (gnbs_ref_source_t){.ctx = g, .contigs = &g->contigs, .fetch = fetch};
}

void small_genome_write(small_genome_t *g, int tid, gnbs_pos_t pos, const char *letters) {
    memcpy(g->letters[tid] + pos, letters, strlen(letters));
}

void small_genome_mask(small_genome_t *g, int tid, gnbs_pos_t beg, gnbs_pos_t end) {
    memset(g->letters[tid] + beg, 'N', (size_t)(end - beg));
}

gnbs_transcript_t small_transcript(const char *id, const char *symbol, int32_t tid,
                                   int n_exon, const gnbs_exon_t exon[], gnbs_pos_t cds_beg,
                                   gnbs_pos_t cds_end) {
    return (gnbs_transcript_t){.id = id,
                               .other_id = "",
                               .protein_id = "",
                               .gene_id = symbol,
                               .symbol = symbol,
                               .hgnc_id = "",
                               .biotype = "",
                               .tid = tid,
                               .strand = 1,
                               .beg = exon[0].beg,
                               .end = exon[n_exon - 1].end,
                               .cds_beg = cds_beg,
                               .cds_end = cds_end,
                               .n_exon = n_exon,
                               .exon = exon,
                               .i_gene = -1};
}

gnbs_condition_t small_row(const char *gene, const char *hgnc_id, const char *transcript) {
    return (gnbs_condition_t){.gene = gene,
                              .hgnc_id = hgnc_id,
                              .condition = "",
                              .condition_id = "",
                              .transcript = transcript,
                              .status = GNBS_STATUS_GREEN,
                              .line = 1};
}

static void assert_same_variant(const gnbs_variant_t *a, const gnbs_variant_t *b) {
    assert_int_equal(a->tid, b->tid);
    assert_int_equal(a->pos, b->pos);
    assert_string_equal(a->ref, b->ref);
    assert_string_equal(a->alt, b->alt);
}

static void assert_same_region(gnbs_region_t a, gnbs_region_t b) {
    assert_int_equal(a.tid, b.tid);
    assert_int_equal(a.beg, b.beg);
    assert_int_equal(a.end, b.end);
}

static void assert_same_genes(const gnbs_bundle_t *a, const gnbs_bundle_t *b) {
    assert_int_equal(a->n_gene, b->n_gene);
    for (size_t i = 0; i < a->n_gene; i++) {
        const gnbs_gene_t *x = &a->gene[i], *y = &b->gene[i];
        assert_string_equal(x->symbol, y->symbol);
        assert_string_equal(x->hgnc_id, y->hgnc_id);
        assert_string_equal(x->gene_id, y->gene_id);
        assert_same_region((gnbs_region_t){x->tid, x->beg, x->end},
                           (gnbs_region_t){y->tid, y->beg, y->end});
        assert_int_equal(x->strand, y->strand);
        assert_int_equal(x->target_bp, y->target_bp);
        assert_int_equal(x->target_n_bp, y->target_n_bp);
        assert_int_equal(x->difficulty, y->difficulty);
        assert_string_equal(x->difficult, y->difficult);
        assert_string_equal(x->difficult_source, y->difficult_source);
        assert_int_equal(x->n_transcript, y->n_transcript);
        for (int32_t k = 0; k < x->n_transcript; k++)
            assert_int_equal(x->transcript[k], y->transcript[k]);
    }
}

static void assert_same_transcripts(const gnbs_bundle_t *a, const gnbs_bundle_t *b) {
    assert_int_equal(a->n_transcript, b->n_transcript);
    for (size_t i = 0; i < a->n_transcript; i++) {
        const gnbs_transcript_t *x = &a->transcript[i], *y = &b->transcript[i];
        assert_string_equal(x->id, y->id);
        assert_string_equal(x->other_id, y->other_id);
        assert_string_equal(x->protein_id, y->protein_id);
        assert_string_equal(x->gene_id, y->gene_id);
        assert_string_equal(x->symbol, y->symbol);
        assert_string_equal(x->hgnc_id, y->hgnc_id);
        assert_string_equal(x->biotype, y->biotype);
        assert_int_equal(x->mane, y->mane);
        assert_same_region((gnbs_region_t){x->tid, x->beg, x->end},
                           (gnbs_region_t){y->tid, y->beg, y->end});
        assert_same_region((gnbs_region_t){x->strand, x->cds_beg, x->cds_end},
                           (gnbs_region_t){y->strand, y->cds_beg, y->cds_end});
        assert_int_equal(x->cds_start_phase, y->cds_start_phase);
        assert_int_equal(x->n_block, y->n_block);
        assert_int_equal(x->n_cdna, y->n_cdna);
        for (int32_t k = 0; k < x->n_block; k++) {
            assert_int_equal(x->block[k].beg, y->block[k].beg);
            assert_int_equal(x->block[k].end, y->block[k].end);
            assert_int_equal(x->block[k].cdna, y->block[k].cdna);
        }
        assert_int_equal(x->cdna != NULL, y->cdna != NULL);
        if (x->cdna != NULL) assert_memory_equal(x->cdna, y->cdna, (size_t)x->n_cdna);
        assert_int_equal(x->i_gene, y->i_gene);
        assert_int_equal(x->n_exon, y->n_exon);
        for (int32_t e = 0; e < x->n_exon; e++) {
            assert_int_equal(x->exon[e].beg, y->exon[e].beg);
            assert_int_equal(x->exon[e].end, y->exon[e].end);
        }
    }
}

static void assert_same_alleles(const gnbs_bundle_t *a, const gnbs_bundle_t *b) {
    assert_int_equal(a->n_known, b->n_known);
    for (size_t i = 0; i < a->n_known; i++) {
        const gnbs_known_t *x = &a->known[i], *y = &b->known[i];
        assert_same_variant(&x->variant, &y->variant);
        assert_string_equal(x->clinvar_id, y->clinvar_id);
        assert_string_equal(x->clnsig_text, y->clnsig_text);
        assert_string_equal(x->clnrevstat, y->clnrevstat);
        assert_string_equal(x->clndn, y->clndn);
        assert_string_equal(x->clnsigconf, y->clnsigconf);
        assert_string_equal(x->symbol, y->symbol);
        assert_int_equal(x->sig, y->sig);
        assert_int_equal(x->stars, y->stars);
    }
    assert_int_equal(a->n_frequency, b->n_frequency);
    for (size_t i = 0; i < a->n_frequency; i++) {
        const gnbs_frequency_t *x = &a->frequency[i], *y = &b->frequency[i];
        assert_same_variant(&x->variant, &y->variant);
        assert_true(x->af == y->af && x->faf95 == y->faf95 && x->af_grpmax == y->af_grpmax);
        assert_int_equal(x->an, y->an);
        assert_int_equal(x->ac, y->ac);
        assert_int_equal(x->n_hom, y->n_hom);
        assert_int_equal(x->n_hemi, y->n_hemi);
        assert_true(x->af_male == y->af_male);
        assert_string_equal(x->groups, y->groups);
        assert_string_equal(x->filter, y->filter);
        assert_string_equal(x->grpmax, y->grpmax);
        assert_string_equal(x->source, y->source);
    }
}

static void assert_same_rules(const gnbs_bundle_t *a, const gnbs_bundle_t *b) {
    assert_int_equal(a->n_rule, b->n_rule);
    for (size_t i = 0; i < a->n_rule; i++) {
        const gnbs_rule_t *x = &a->rule[i], *y = &b->rule[i];
        assert_int_equal(gnbs_rule_compare(x, y), 0);
        assert_int_equal(x->strength, y->strength);
        assert_int_equal(x->is_joined, y->is_joined);
        assert_int_equal(x->measure, y->measure);
        assert_string_equal(x->score, y->score);
        assert_int_equal(x->relation, y->relation);
        assert_true(x->value == y->value);
        assert_string_equal(x->limit, y->limit);
        assert_string_equal(x->source, y->source);
        assert_string_equal(x->note, y->note);
    }
}

static void assert_same_markers(const gnbs_bundle_t *a, const gnbs_bundle_t *b) {
    assert_int_equal(a->n_marker, b->n_marker);
    for (size_t i = 0; i < a->n_marker; i++) {
        const gnbs_marker_t *x = &a->marker[i], *y = &b->marker[i];
        assert_int_equal(gnbs_marker_compare(x, y), 0);
        assert_int_equal(x->ref, y->ref);
        assert_int_equal(x->alt, y->alt);
        assert_near(x->af, y->af, 0);
        assert_int_equal(x->is_given, y->is_given);
        assert_int_equal(x->has_pc, y->has_pc);
        for (int k = 0; k < GNBS_MARKER_PCS; k++) assert_near(x->pc[k], y->pc[k], 0);
    }
}

void assert_same_bundle(const gnbs_bundle_t *a, const gnbs_bundle_t *b) {
    assert_int_equal(a->build, b->build);
    assert_string_equal(a->build_name, b->build_name);
    assert_string_equal(a->panel_name, b->panel_name);
    assert_string_equal(a->panel_version, b->panel_version);
    assert_int_equal(a->contigs.n, b->contigs.n);
    for (int i = 0; i < a->contigs.n; i++) {
        assert_string_equal(a->contigs.contig[i].name, b->contigs.contig[i].name);
        assert_string_equal(a->contigs.contig[i].m5, b->contigs.contig[i].m5);
        assert_int_equal(a->contigs.contig[i].length_bp, b->contigs.contig[i].length_bp);
    }
    assert_same_genes(a, b);
    assert_same_transcripts(a, b);
    assert_same_alleles(a, b);
    assert_int_equal(a->n_target, b->n_target);
    for (size_t i = 0; i < a->n_target; i++) assert_same_region(a->target[i], b->target[i]);
    assert_int_equal(a->n_block, b->n_block);
    for (size_t i = 0; i < a->n_block; i++) {
        assert_same_region(a->block[i].region, b->block[i].region);
        assert_memory_equal(a->block[i].codes, b->block[i].codes,
                            (size_t)gnbs_region_len(a->block[i].region));
    }
    assert_int_equal(a->n_source, b->n_source);
    for (size_t i = 0; i < a->n_source; i++) {
        assert_string_equal(a->source[i].role, b->source[i].role);
        assert_string_equal(a->source[i].name, b->source[i].name);
        assert_string_equal(a->source[i].sha256, b->source[i].sha256);
        assert_string_equal(a->source[i].version, b->source[i].version);
        assert_string_equal(a->source[i].licence, b->source[i].licence);
    }
    assert_int_equal(a->n_fact, b->n_fact);
    for (size_t i = 0; i < a->n_fact; i++) {
        assert_string_equal(a->fact[i].key, b->fact[i].key);
        assert_string_equal(a->fact[i].value, b->fact[i].value);
    }
    assert_int_equal(a->n_locus, b->n_locus);
    for (size_t i = 0; i < a->n_locus; i++) {
        assert_string_equal(a->locus[i].locus, b->locus[i].locus);
        assert_string_equal(a->locus[i].kind, b->locus[i].kind);
        assert_string_equal(a->locus[i].name, b->locus[i].name);
        assert_string_equal(a->locus[i].place, b->locus[i].place);
        assert_string_equal(a->locus[i].allele, b->locus[i].allele);
        assert_string_equal(a->locus[i].setting, b->locus[i].setting);
        assert_string_equal(a->locus[i].text, b->locus[i].text);
        assert_string_equal(a->locus[i].source, b->locus[i].source);
    }
    assert_same_rules(a, b);
    assert_same_markers(a, b);
}
