#include "io/gff_build.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "io/gff_attr.h"

/* ---- nodes by ID ---------------------------------------------------------------------- */

static uint64_t hash_text(const char *s) { /* FNV-1a, 64 bits (Fowler, Noll and Vo) */
    uint64_t h = UINT64_C(0xCBF29CE484222325);
    for (; *s != '\0'; s++) h = (h ^ (uint8_t)*s) * UINT64_C(0x100000001B3);
    return h;
}

static size_t find_slot(const gnbs_gff_builder_t *b, const char *id) {
    size_t mask = b->slots.n - 1, i = (size_t)hash_text(id) & mask;
    while (b->slots.at[i] != 0 && strcmp(b->nodes.at[b->slots.at[i] - 1].id, id) != 0)
        i = (i + 1) & mask;
    return i;
}

static bool grow_slots(gnbs_gff_builder_t *b) {
    size_t n = b->slots.n == 0 ? 1 << 12 : b->slots.n * 2;
    if (n < 2 * b->nodes.n || !GNBS_RESERVE(&b->slots, n)) return false;
    b->slots.n = n;
    memset(b->slots.at, 0, n * sizeof *b->slots.at);
    for (size_t i = 0; i < b->nodes.n; i++)
        b->slots.at[find_slot(b, b->nodes.at[i].id)] = (int32_t)i + 1;
    return true;
}

int32_t gnbs_gff_find_node(gnbs_gff_builder_t *b, const char *id) {
    if (b->last_node >= 0 && strcmp(b->nodes.at[b->last_node].id, id) == 0)
        return b->last_node;
    if (2 * b->nodes.n >= b->slots.n && !grow_slots(b)) return -1;
    size_t slot = find_slot(b, id);
    if (b->slots.at[slot] == 0) {
        gnbs_gff_node_t node = {.parent = -1, .id = gnbs_arena_strdup(&b->scratch, id)};
        if (node.id == NULL || b->nodes.n >= INT32_MAX / 4 || !GNBS_PUSH(&b->nodes, node))
            return -1;
        b->slots.at[slot] = (int32_t)b->nodes.n;
    }
    return b->last_node = b->slots.at[slot] - 1;
}

/* ---- parts of one transcript ---------------------------------------------------------- */

typedef struct maker {
    gnbs_gff_builder_t *b;
    gnbs_arena_t *arena;
    const gnbs_gff_node_t *node;
    size_t n_part;
    gnbs_gff_part_t *part; /* of the node: exons, CDS, stop codon; each kind sorted */
    size_t n_exon, n_cds, n_stop;
} maker_t;

static gnbs_code_t bad_part(const maker_t *m, const gnbs_gff_part_t *part,
                            const char *what) {
    const char *kind = part->kind == GNBS_GFF_EXON  ? "exon"
                       : part->kind == GNBS_GFF_CDS ? "CDS"
                                                    : "stop_codon";
    return gnbs_err_set(m->b->err, GNBS_E_FORMAT,
                        "%s:%" PRId64 ": %s %" PRId64 "-%" PRId64 " of %s %s", m->b->path,
                        part->line, kind, part->region.beg + 1, part->region.end,
                        m->node->id, what);
}

static int compare_parts(const void *a, const void *b) {
    const gnbs_gff_part_t *x = a, *y = b;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    int c = gnbs_region_compare(&x->region, &y->region);
    if (c != 0) return c;
    return x->line < y->line ? -1 : x->line > y->line;
}

static gnbs_code_t check_parts(maker_t *m) {
    const gnbs_gff_node_t *node = m->node;
    for (size_t i = 0; i < m->n_part; i++) {
        const gnbs_gff_part_t *p = &m->part[i];
        if (p->region.tid != node->region.tid || p->strand != node->strand)
            return bad_part(m, p, "is not on the contig and strand of its transcript");
        if (p->region.beg < node->region.beg || p->region.end > node->region.end)
            return bad_part(m, p, "reaches beyond its transcript");
        if (i > 0 && p->kind == GNBS_GFF_EXON && p[-1].region.end > p->region.beg)
            return bad_part(m, p, "overlaps another exon");
        m->n_exon += p->kind == GNBS_GFF_EXON;
        m->n_cds += p->kind == GNBS_GFF_CDS;
        m->n_stop += p->kind == GNBS_GFF_STOP_CODON;
    }
    return GNBS_OK;
}

/* Exons as given; of a transcript that has none, the coding parts, joined where they touch. */
static gnbs_code_t make_exons(maker_t *m, gnbs_transcript_t *tx) {
    size_t n = m->n_exon > 0 ? m->n_exon : m->n_part;
    gnbs_region_t *region = GNBS_NEW(&m->b->scratch, gnbs_region_t, n);
    gnbs_exon_t *exon = GNBS_NEW(m->arena, gnbs_exon_t, n);
    if (region == NULL || exon == NULL)
        return gnbs_err_set(m->b->err, GNBS_E_NOMEM, "%s", m->b->path);
    for (size_t i = 0; i < n; i++) region[i] = m->part[i].region;
    if (m->n_exon == 0) n = gnbs_region_merge(n, region, 0);
    for (size_t i = 0; i < n; i++) exon[i] = (gnbs_exon_t){region[i].beg, region[i].end};
    tx->n_exon = (int32_t)n;
    tx->exon = exon;
    return GNBS_OK;
}

static bool is_in_exon(const gnbs_transcript_t *tx, gnbs_region_t r) {
    int32_t low = 0, high = tx->n_exon; /* the last exon that begins at or before r */
    while (high - low > 1) {
        int32_t middle = low + (high - low) / 2;
        if (tx->exon[middle].beg <= r.beg)
            low = middle;
        else
            high = middle;
    }
    return tx->exon[low].beg <= r.beg && r.end <= tx->exon[low].end;
}

static gnbs_code_t make_cds(maker_t *m, gnbs_transcript_t *tx) {
    if (m->n_cds == 0) return GNBS_OK;
    const gnbs_gff_part_t *cds = m->part + m->n_exon;
    tx->cds_beg = cds[0].region.beg;
    for (size_t i = 0; i < m->n_cds + m->n_stop; i++) {
        if (!is_in_exon(tx, cds[i].region))
            return bad_part(m, &cds[i], "is not inside one exon");
        if (cds[i].region.beg < tx->cds_beg) tx->cds_beg = cds[i].region.beg;
        if (cds[i].region.end > tx->cds_end) tx->cds_end = cds[i].region.end;
    }
    tx->cds_start_phase = tx->strand > 0 ? cds[0].phase : cds[m->n_cds - 1].phase;
    return GNBS_OK;
}

/* ---- transcripts ---------------------------------------------------------------------- */

/* The gene above a transcript; a bound, because a file may name two features as each other's parent. */
static const gnbs_gff_node_t *find_gene(const gnbs_gff_builder_t *b,
                                        const gnbs_gff_node_t *node) {
    for (int i = 0; i < 8; i++) {
        if (node->kind == GNBS_GFF_GENE || node->kind == GNBS_GFF_UNDECLARED) return node;
        if (node->parent < 0) return NULL;
        node = &b->nodes.at[node->parent];
    }
    return NULL;
}

static const char *first_of(gnbs_arena_t *arena, const char *a, const char *b) {
    return gnbs_arena_strdup(arena, a != NULL ? a : b != NULL ? b : "");
}

static gnbs_code_t name_transcript(maker_t *m, gnbs_transcript_t *tx) {
    static const gnbs_gff_node_t NO_GENE = {.id = ""};
    const gnbs_gff_node_t *node = m->node, *gene = find_gene(m->b, node);
    if (gene == NULL) gene = &NO_GENE;
    const char *gene_id = node->gene_id != NULL ? node->gene_id : gene->gene_id;
    tx->id = gnbs_gff_accession(
        m->arena, node->transcript_id != NULL ? node->transcript_id : node->id,
        node->version);
    tx->gene_id =
        gnbs_gff_accession(m->arena, gene_id != NULL ? gene_id : gene->id, gene->version);
    tx->other_id = first_of(m->arena, node->partner_id, NULL);
    tx->protein_id = first_of(m->arena, node->protein_id, NULL);
    tx->symbol = first_of(m->arena, node->symbol, gene->symbol);
    tx->hgnc_id = first_of(m->arena, node->hgnc_id, gene->hgnc_id);
    tx->biotype = first_of(m->arena, node->biotype, NULL);
    if (tx->id == NULL || tx->gene_id == NULL || tx->other_id == NULL ||
        tx->protein_id == NULL || tx->symbol == NULL || tx->hgnc_id == NULL ||
        tx->biotype == NULL)
        return gnbs_err_set(m->b->err, GNBS_E_NOMEM, "%s: out of memory", m->b->path);
    return GNBS_OK;
}

/* A gene is itself a transcript when CDS hang on it directly, as RefSeq writes the mitochondrial genes. */
static bool is_transcript(const maker_t *m) {
    if (m->n_exon + m->n_cds == 0) return false;
    return m->node->kind != GNBS_GFF_GENE || m->n_cds > 0;
}

/* Exons that hang on a gene without CDS (RefSeqGene) are of no transcript, and may overlap. */
static bool is_loose_gene(const maker_t *m) {
    bool has_cds = false;
    for (size_t i = 0; i < m->n_part; i++) has_cds |= m->part[i].kind == GNBS_GFF_CDS;
    return m->node->kind == GNBS_GFF_GENE && m->n_part > 0 && !has_cds;
}

static gnbs_code_t make_transcript(maker_t *m, gnbs_gff_t *gff) {
    if (m->node->kind == GNBS_GFF_UNDECLARED) {
        gff->n_orphan += (int64_t)m->n_part;
        return GNBS_OK;
    }
    qsort(m->part, m->n_part, sizeof *m->part, compare_parts);
    if (is_loose_gene(m)) return GNBS_OK;
    GNBS_TRY(check_parts(m));
    if (!is_transcript(m)) {
        gff->n_no_exon += m->node->kind == GNBS_GFF_TRANSCRIPT;
        return GNBS_OK;
    }
    const gnbs_gff_node_t *node = m->node;
    gnbs_transcript_t tx = {.tid = node->region.tid,
                            .strand = node->strand,
                            .beg = node->region.beg,
                            .end = node->region.end,
                            .mane = node->mane,
                            .i_gene = -1};
    GNBS_TRY(make_exons(m, &tx));
    GNBS_TRY(make_cds(m, &tx));
    GNBS_TRY(name_transcript(m, &tx));
    GNBS_TRY(gnbs_gff_align(m->b, m->arena, &tx));
    gff->transcript[gff->n_transcript++] = tx;
    return GNBS_OK;
}

/* Parts in the order of their nodes (a counting sort): first[i] .. first[i + 1] belong to node i. */
static gnbs_gff_part_t *group_parts(gnbs_gff_builder_t *b, size_t *first) {
    gnbs_gff_part_t *part = GNBS_NEW(&b->scratch, gnbs_gff_part_t, b->parts.n);
    if (part == NULL) return NULL;
    for (size_t i = 0; i < b->parts.n; i++) first[b->parts.at[i].node + 1]++;
    for (size_t i = 0; i < b->nodes.n; i++) first[i + 1] += first[i];
    for (size_t i = b->parts.n;
         i-- > 0;) { /* fills each group from its end, so that first[i + 1] is put right */
        size_t node = (size_t)b->parts.at[i].node;
        part[--first[node + 1]] = b->parts.at[i];
    }
    for (size_t i = 0; i < b->nodes.n; i++) first[i] = first[i + 1];
    first[b->nodes.n] = b->parts.n;
    return part;
}

/* File order is the order of lines; a node may have been named before its line. */
static int compare_lines(const void *a, const void *b) {
    const gnbs_gff_node_t *x = *(const gnbs_gff_node_t *const *)a,
                          *y = *(const gnbs_gff_node_t *const *)b;
    if (x->line != y->line) return x->line < y->line ? -1 : 1;
    return x < y ? -1 : x > y; /* undeclared: in the order they were named */
}

gnbs_code_t gnbs_gff_build(gnbs_gff_builder_t *b, gnbs_arena_t *arena, gnbs_gff_t *gff) {
    size_t n = b->nodes.n;
    size_t *first = GNBS_NEW(&b->scratch, size_t, n + 1);
    const gnbs_gff_node_t **order = GNBS_NEW(&b->scratch, const gnbs_gff_node_t *, n);
    gff->transcript = GNBS_NEW(arena, gnbs_transcript_t, n);
    gnbs_gff_part_t *part = first != NULL ? group_parts(b, first) : NULL;
    if (part == NULL || order == NULL || gff->transcript == NULL)
        return gnbs_err_set(b->err, GNBS_E_NOMEM, "%s: out of memory", b->path);
    gff->n_line = b->n_line;
    gff->n_skipped_contig = b->n_skipped_contig;
    gff->n_no_phase = b->n_no_phase;
    for (size_t i = 0; i < n; i++) order[i] = &b->nodes.at[i];
    gnbs_gff_sort_matches(b);
    qsort(order, n, sizeof *order, compare_lines);
    for (size_t k = 0; k < n; k++) {
        size_t i = (size_t)(order[k] - b->nodes.at);
        maker_t m = {.b = b,
                     .arena = arena,
                     .node = order[k],
                     .n_part = first[i + 1] - first[i],
                     .part = part + first[i]};
        GNBS_TRY(make_transcript(&m, gff));
    }
    return GNBS_OK;
}
