#include "refdata/refdata.h"

#include <inttypes.h>
#include <string.h>

#include "core/json.h"

static const char *level_word(gnbs_difficulty_t level) {
    return level == GNBS_DIFFICULT_NEEDS_METHOD ? "needs its own method" : "limited";
}

static int64_t target_bases(const gnbs_bundle_t *b) {
    int64_t n = 0;
    for (size_t i = 0; i < b->n_target; i++) n += gnbs_region_len(b->target[i]);
    return n;
}

static int64_t block_bases(const gnbs_bundle_t *b) {
    int64_t n = 0;
    for (size_t i = 0; i < b->n_block; i++) n += gnbs_region_len(b->block[i].region);
    return n;
}

static size_t count_pathogenic(const gnbs_bundle_t *b) {
    size_t n = 0;
    for (size_t i = 0; i < b->n_known; i++) n += gnbs_known_is_pathogenic(&b->known[i]);
    return n;
}

static bool is_without_reference(const gnbs_gene_t *g) {
    return g->target_bp > 0 && g->target_n_bp == g->target_bp;
}

static bool is_partly_without(const gnbs_gene_t *g) {
    return g->target_n_bp > 0 && g->target_n_bp < g->target_bp;
}

static void print_genes(const gnbs_bundle_t *b, const char *title,
                        bool (*is_listed)(const gnbs_gene_t *), gnbs_str_t *out) {
    size_t n = 0;
    for (size_t i = 0; i < b->n_gene; i++) n += is_listed(&b->gene[i]);
    gnbs_str_printf(out, "%s\t%zu\n", title, n);
    for (size_t i = 0; i < b->n_gene; i++) {
        const gnbs_gene_t *g = &b->gene[i];
        if (is_listed(g))
            gnbs_str_printf(out, "\t%s\t%s\t%" PRId64 " of %" PRId64 " target bases\n",
                            g->symbol, g->hgnc_id, g->target_n_bp, g->target_bp);
    }
}

static void print_difficult(const gnbs_bundle_t *b, gnbs_str_t *out) {
    size_t n = 0;
    for (size_t i = 0; i < b->n_gene; i++)
        n += b->gene[i].difficulty != GNBS_DIFFICULT_NONE;
    gnbs_str_printf(out, "difficult genes\t%zu\n", n);
    for (size_t i = 0; i < b->n_gene; i++) {
        const gnbs_gene_t *g = &b->gene[i];
        if (g->difficulty != GNBS_DIFFICULT_NONE)
            gnbs_str_printf(out, "\t%s\t%s\t%s\n", g->symbol, level_word(g->difficulty),
                            g->difficult);
    }
}

void gnbs_refdata_print_info(const gnbs_bundle_t *b, gnbs_str_t *out) {
    gnbs_str_printf(out, "bundle\t%s\nidentity\t%s\nbuild\t%s\npanel\t%s\t%s\n", b->path,
                    b->identity, gnbs_contig_build_name(b->build), b->panel_name,
                    b->panel_version);
    gnbs_str_printf(out,
                    "genes\t%zu\ntranscripts\t%zu\nknown alleles\t%zu\n"
                    "of these pathogenic or likely pathogenic\t%zu\nfrequencies\t%zu\n"
                    "targets\t%zu\t%" PRId64
                    " bases\nreference sequence\t%zu blocks\t%" PRId64 " bases\n",
                    b->n_gene, b->n_transcript, b->n_known, count_pathogenic(b),
                    b->n_frequency, b->n_target, target_bases(b), b->n_block,
                    block_bases(b));
    gnbs_str_printf(out, "sources\t%zu\n", b->n_source);
    for (size_t i = 0; i < b->n_source; i++) {
        const gnbs_bundle_source_t *s = &b->source[i];
        gnbs_str_printf(out, "\t%s\t%s\t%s\t%s\t%s\n", s->role, s->name, s->sha256,
                        s->version, s->licence);
    }
    print_genes(b, "genes without reference sequence", is_without_reference, out);
    print_genes(b, "genes partly without reference sequence", is_partly_without, out);
    print_difficult(b, out);
    gnbs_str_printf(out, "build record\t%zu\n", b->n_fact);
    for (size_t i = 0; i < b->n_fact; i++)
        gnbs_str_printf(out, "\t%s\t%s\n", b->fact[i].key, b->fact[i].value);
}

static void print_gene_json(gnbs_json_t *j, const gnbs_gene_t *g) {
    gnbs_json_object(j, NULL);
    gnbs_json_text(j, "symbol", g->symbol);
    gnbs_json_text(j, "hgnc_id", g->hgnc_id);
    gnbs_json_int(j, "target_bp", g->target_bp);
    gnbs_json_int(j, "target_n_bp", g->target_n_bp);
    if (g->difficulty != GNBS_DIFFICULT_NONE) {
        gnbs_json_text(j, "difficulty",
                       g->difficulty == GNBS_DIFFICULT_LIMITED ? "limited"
                                                               : "needs_method");
        gnbs_json_text(j, "why", g->difficult);
        gnbs_json_text(j, "source", g->difficult_source);
    }
    gnbs_json_end(j);
}

static void print_sources_json(gnbs_json_t *j, const gnbs_bundle_t *b) {
    gnbs_json_array(j, "sources");
    for (size_t i = 0; i < b->n_source; i++) {
        gnbs_json_object(j, NULL);
        gnbs_json_text(j, "role", b->source[i].role);
        gnbs_json_text(j, "name", b->source[i].name);
        gnbs_json_text(j, "sha256", b->source[i].sha256);
        gnbs_json_text(j, "version", b->source[i].version);
        gnbs_json_text(j, "licence", b->source[i].licence);
        gnbs_json_end(j);
    }
    gnbs_json_end(j);
}

void gnbs_refdata_print_info_json(const gnbs_bundle_t *b, gnbs_str_t *out) {
    gnbs_json_t j;
    gnbs_json_init(&j, out);
    gnbs_json_object(&j, NULL);
    gnbs_json_text(&j, "bundle", b->path);
    gnbs_json_text(&j, "identity", b->identity);
    gnbs_json_text(&j, "build", gnbs_contig_build_name(b->build));
    gnbs_json_text(&j, "panel", b->panel_name);
    gnbs_json_text(&j, "panel_version", b->panel_version);
    gnbs_json_int(&j, "n_gene", (int64_t)b->n_gene);
    gnbs_json_int(&j, "n_transcript", (int64_t)b->n_transcript);
    gnbs_json_int(&j, "n_known", (int64_t)b->n_known);
    gnbs_json_int(&j, "n_known_pathogenic", (int64_t)count_pathogenic(b));
    gnbs_json_int(&j, "n_frequency", (int64_t)b->n_frequency);
    gnbs_json_int(&j, "target_bp", target_bases(b));
    gnbs_json_int(&j, "reference_bp", block_bases(b));
    print_sources_json(&j, b);
    gnbs_json_array(&j, "genes");
    for (size_t i = 0; i < b->n_gene; i++) print_gene_json(&j, &b->gene[i]);
    gnbs_json_end(&j);
    gnbs_json_object(&j, "build_record");
    for (size_t i = 0; i < b->n_fact; i++)
        gnbs_json_text(&j, b->fact[i].key, b->fact[i].value);
    gnbs_json_end(&j);
    gnbs_json_end(&j);
}
