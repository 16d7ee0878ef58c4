#include <string.h>

#include "core/vec.h"
#include "genome/seq.h"
#include "loci/loci_pool.h"
#include "loci/loci_text.h"

/* A table states places on paper; a reference may lack a copy (N), carry the gene's base in the copy, or have the copy at a
 * place that nobody has written down. What is left is written out with exact places, so that a run need not look again. */

enum {
    KIND,
    NAME,
    PLACE,
    ALLELE,
    SETTING,
    TEXT,
    SOURCE,
    N_COLUMN,
    FLANK_BP = 25,    /* of a site, to find it again in the other copy */
    MAX_MISMATCH = 5, /* of the two flanks */
    MAX_SEARCH_BP = 200000,
    MAX_POOL_BP = 500000,
};

typedef struct preparer {
    const gnbs_table_t *table;
    const gnbs_ref_source_t *ref;
    gnbs_build_t build;
    gnbs_arena_t *arena;
    const char *locus;
    bool lacks_pool; /* the false copy is masked, or cannot be laid against the gene */
    GNBS_VEC(gnbs_locus_row_t) row;
    GNBS_VEC(const char *) note;
} preparer_t;

static gnbs_code_t no_memory(gnbs_err_t *err) {
    return gnbs_err_set(err, GNBS_E_NOMEM, "locus tables");
}

static gnbs_code_t add_note(preparer_t *p, const gnbs_locus_row_t *row, const char *what,
                            gnbs_err_t *err) {
    const char *text = gnbs_arena_printf(p->arena, "locus %s: %s %s: %s", p->locus,
                                         row->kind, row->name, what);
    return text != NULL && GNBS_PUSH(&p->note, text) ? GNBS_OK : no_memory(err);
}

static gnbs_code_t find_columns(const preparer_t *p, int column[N_COLUMN],
                                gnbs_err_t *err) {
    const char *const name[N_COLUMN] = {
        "kind",   "name",    p->build == GNBS_BUILD_GRCH37 ? "GRCh37" : "GRCh38",
        "allele", "setting", "text",
        "source"};
    for (int i = 0; i < N_COLUMN; i++)
        if ((column[i] = gnbs_table_column(p->table, name[i])) < 0)
            return gnbs_err_set(err, GNBS_E_FORMAT, "%s: line %d: no column '%s'",
                                p->table->path, p->table->header_line, name[i]);
    return GNBS_OK;
}

/* Codes of a stretch on the strand asked for. */
static gnbs_code_t fetch(const preparer_t *p, gnbs_region_t r, bool is_reverse,
                         uint8_t **codes, gnbs_err_t *err) {
    *codes = GNBS_NEW(p->arena, uint8_t, gnbs_region_len(r));
    if (*codes == NULL) return no_memory(err);
    GNBS_TRY(p->ref->fetch(p->ref->ctx, r, *codes, err));
    if (is_reverse) gnbs_seq_reverse_complement(gnbs_region_len(r), *codes);
    return GNBS_OK;
}

static bool spells(const uint8_t codes[], const char *letters) {
    for (size_t i = 0; letters[i] != '\0'; i++)
        if (codes[i] != gnbs_seq_code(letters[i])) return false;
    return true;
}

static bool write_place(const preparer_t *p, gnbs_str_t *out, gnbs_loci_place_t place) {
    if (out->n > 0) gnbs_str_add_char(out, ';');
    if (place.is_reverse) gnbs_str_add_char(out, '-');
    gnbs_contig_print_region(out, p->ref->contigs, place.at);
    return !out->failed;
}

/* ---- sites --------------------------------------------------------------------------------------------------- */

typedef struct alleles {
    size_t n_gene;
    const char *const *gene;
    const char *other;
} alleles_t;

static gnbs_code_t read_alleles(const preparer_t *p, const gnbs_locus_row_t *row,
                                alleles_t *a, gnbs_err_t *err) {
    size_t n;
    const char *const *side;
    GNBS_TRY(gnbs_loci_split(row->allele, '>', p->arena, &n, &side, err));
    if (n != 2) return gnbs_loci_row_error(row, err, "alleles as C>T");
    a->other = side[1];
    return gnbs_loci_split(side[0], '|', p->arena, &a->n_gene, &a->gene, err);
}

static size_t longest(const alleles_t *a) {
    size_t n = strlen(a->other);
    for (size_t i = 0; i < a->n_gene; i++)
        if (strlen(a->gene[i]) > n) n = strlen(a->gene[i]);
    return n;
}

/* What follows the alleles in the gene: an allele may begin another (G and GT before a T), and what comes behind it tells
 * which one is there. */
static gnbs_code_t fetch_behind(const preparer_t *p, const gnbs_locus_row_t *row,
                                const alleles_t *a, gnbs_loci_place_t gene,
                                const char **found, uint8_t **behind, gnbs_err_t *err) {
    gnbs_pos_t n = (gnbs_pos_t)longest(a) + FLANK_BP;
    uint8_t *codes;
    *found = NULL;
    if (gene.is_reverse) return gnbs_loci_row_error(row, err, "the gene's strand forward");
    GNBS_TRY(fetch(p, (gnbs_region_t){gene.at.tid, gene.at.beg, gene.at.beg + n}, false,
                   &codes, err));
    for (size_t i = 0; i < a->n_gene && *found == NULL; i++)
        if (spells(codes, a->gene[i])) {
            *found = a->gene[i];
            *behind = codes + strlen(a->gene[i]);
        }
    return GNBS_OK;
}

static int count_behind(const uint8_t codes[], const char *allele, const uint8_t behind[]) {
    int n = 0;
    if (!spells(codes, allele)) return FLANK_BP + 1;
    for (size_t i = 0; i < FLANK_BP; i++) n += codes[strlen(allele) + i] != behind[i];
    return n;
}

/* Which allele does the reference have, read from the place's first base in its direction? The one behind which the copy
 * goes on like the gene. The place becomes the stretch of that allele; NULL: none. */
static gnbs_code_t look_up(const preparer_t *p, const alleles_t *a, const uint8_t behind[],
                           gnbs_loci_place_t *place, const char **found, gnbs_err_t *err) {
    gnbs_pos_t n = (gnbs_pos_t)longest(a) + FLANK_BP,
               first = place->is_reverse ? place->at.end - n : place->at.beg;
    *found = NULL;
    if (first < 0) return GNBS_OK;
    uint8_t *codes;
    GNBS_TRY(fetch(p, (gnbs_region_t){place->at.tid, first, first + n}, place->is_reverse,
                   &codes, err));
    int least = count_behind(codes, a->other, behind);
    if (least <= FLANK_BP) *found = a->other;
    for (size_t i = 0; i < a->n_gene; i++) {
        int k = count_behind(codes, a->gene[i], behind);
        if (k >= least) continue;
        least = k;
        *found = a->gene[i];
    }
    if (*found == NULL) return GNBS_OK;
    gnbs_pos_t len = (gnbs_pos_t)strlen(*found);
    if (place->is_reverse)
        place->at.beg = place->at.end - len;
    else
        place->at.end = place->at.beg + len;
    return GNBS_OK;
}

typedef struct best {
    int n_mismatch, n_equal; /* and how many places are as good */
    gnbs_loci_place_t place;
} best_t;

/* Left flank, allele, right flank against every offset of one strand of the searched stretch. */
static void search_strand(const uint8_t left[], const char *allele, const uint8_t right[],
                          gnbs_region_t where, bool is_reverse, const uint8_t codes[],
                          best_t *best) {
    gnbs_pos_t n = gnbs_region_len(where), n_allele = (gnbs_pos_t)strlen(allele);
    for (gnbs_pos_t at = FLANK_BP; at + n_allele + FLANK_BP <= n; at++) {
        if (!spells(codes + at, allele)) continue;
        int n_mismatch = 0;
        for (gnbs_pos_t i = 0; i < FLANK_BP && n_mismatch <= MAX_MISMATCH; i++)
            n_mismatch += (codes[at - FLANK_BP + i] != left[i]) +
                          (codes[at + n_allele + i] != right[i]);
        if (n_mismatch > MAX_MISMATCH || n_mismatch > best->n_mismatch) continue;
        best->n_equal = n_mismatch < best->n_mismatch ? 1 : best->n_equal + 1;
        best->n_mismatch = n_mismatch;
        gnbs_pos_t beg = is_reverse ? where.end - at - n_allele : where.beg + at;
        best->place.at = (gnbs_region_t){where.tid, beg, beg + n_allele};
        best->place.is_reverse = is_reverse;
    }
}

/* The one place in `where` with the flanks of the gene's site; false when there is none, or two. */
static gnbs_code_t find_place(const preparer_t *p, const alleles_t *a,
                              gnbs_loci_place_t gene, gnbs_region_t where,
                              gnbs_loci_place_t *place, bool *is_found, gnbs_err_t *err) {
    uint8_t *left, *right, *codes;
    best_t best = {.n_mismatch = MAX_MISMATCH + 1};
    *is_found = false;
    if (gnbs_region_len(where) > MAX_SEARCH_BP || gene.at.beg < FLANK_BP) return GNBS_OK;
    GNBS_TRY(fetch(p, (gnbs_region_t){gene.at.tid, gene.at.beg - FLANK_BP, gene.at.beg},
                   false, &left, err));
    GNBS_TRY(fetch(p, (gnbs_region_t){gene.at.tid, gene.at.end, gene.at.end + FLANK_BP},
                   false, &right, err));
    for (int reverse = 0; reverse < 2; reverse++) {
        GNBS_TRY(fetch(p, where, reverse == 1, &codes, err));
        search_strand(left, a->other, right, where, reverse == 1, codes, &best);
        for (size_t i = 0; i < a->n_gene; i++)
            search_strand(left, a->gene[i], right, where, reverse == 1, codes, &best);
    }
    *is_found = best.n_equal == 1;
    if (*is_found) {
        place->at = best.place.at;
        place->is_reverse = best.place.is_reverse;
    }
    return GNBS_OK;
}

/* One place of a site: found when it has to be, with the allele that is there. */
static gnbs_code_t resolve_place(const preparer_t *p, const alleles_t *a,
                                 const uint8_t behind[], gnbs_loci_place_t gene,
                                 bool is_search, gnbs_loci_place_t *place,
                                 const char **found, gnbs_err_t *err) {
    bool is_found = true;
    *found = NULL;
    if (is_search) GNBS_TRY(find_place(p, a, gene, place->at, place, &is_found, err));
    return is_found ? look_up(p, a, behind, place, found, err) : GNBS_OK;
}

/* Gene first, then the copies. A copy without sequence, or where the site cannot be found, is left out. */
static gnbs_code_t resolve_copies(preparer_t *p, const gnbs_locus_row_t *row,
                                  const alleles_t *a, size_t n, gnbs_loci_place_t place[],
                                  const bool is_search[], gnbs_str_t *out, bool *differs,
                                  gnbs_err_t *err) {
    const char *found;
    uint8_t *behind = NULL;
    *differs = false;
    GNBS_TRY(fetch_behind(p, row, a, place[0], &found, &behind, err));
    if (found == NULL) return GNBS_OK;
    place[0].at.end = place[0].at.beg + (gnbs_pos_t)strlen(found);
    if (!write_place(p, out, place[0])) return no_memory(err);
    for (size_t i = 1; i < n; i++) {
        GNBS_TRY(
            resolve_place(p, a, behind, place[0], is_search[i], &place[i], &found, err));
        *differs = *differs || found == a->other;
        if (found == NULL)
            GNBS_TRY(add_note(p, row, "a copy is not in this reference, or cannot be found",
                              err));
        else if (!write_place(p, out, place[i]))
            return no_memory(err);
    }
    return GNBS_OK;
}

static gnbs_code_t resolve_site(preparer_t *p, gnbs_locus_row_t *row, bool *is_kept,
                                gnbs_err_t *err) {
    gnbs_loci_place_t *place;
    bool *is_search, differs;
    int n_absent;
    size_t n;
    alleles_t a;
    gnbs_str_t out;
    const char *use = gnbs_loci_setting(row->setting, "use", p->arena);
    bool is_variant = use != NULL && strcmp(use, "variant") == 0;
    *is_kept = false;
    GNBS_TRY(gnbs_loci_places(row, p->ref->contigs, true, p->arena, &n, &place, &is_search,
                              &n_absent, err));
    GNBS_TRY(read_alleles(p, row, &a, err));
    if (n == 0) return add_note(p, row, "left out: this reference lacks the contig", err);
    gnbs_str_init(&out);
    gnbs_code_t code = resolve_copies(p, row, &a, n, place, is_search, &out, &differs, err);
    bool has_gene = out.n > 0;
    row->place = gnbs_arena_strdup(p->arena, gnbs_str_text(&out));
    gnbs_str_clear(&out);
    if (code == GNBS_OK && row->place == NULL) code = no_memory(err);
    *is_kept = has_gene;
    if (code != GNBS_OK || (has_gene && (differs || is_variant))) return code;
    /* the gene's place stays known: what the ordinary caller sees there may still come from the copy */
    row->kind = "unused";
    return add_note(p, row,
                    has_gene ? "not used: gene and copy do not differ in this reference"
                             : "left out: this reference has another base in the gene",
                    err);
}

/* ---- regions ------------------------------------------------------------------------------------------------- */

static gnbs_code_t has_sequence(const preparer_t *p, gnbs_region_t r, bool *answer,
                                gnbs_err_t *err) {
    uint8_t *codes;
    gnbs_pos_t n_known = 0;
    GNBS_TRY(fetch(p, r, false, &codes, err));
    for (gnbs_pos_t i = 0; i < gnbs_region_len(r); i++) n_known += codes[i] < 4;
    *answer = 2 * n_known >= gnbs_region_len(r);
    return GNBS_OK;
}

/* Places that are half N or more are left out; groups keep their order and close up. */
static gnbs_code_t resolve_region(preparer_t *p, gnbs_locus_row_t *row, bool *is_kept,
                                  gnbs_err_t *err) {
    gnbs_loci_place_t *place;
    bool *is_search;
    int n_absent;
    size_t n, n_kept = 0;
    int32_t group = -1;
    gnbs_str_t out;
    GNBS_TRY(gnbs_loci_places(row, p->ref->contigs, true, p->arena, &n, &place, &is_search,
                              &n_absent, err));
    gnbs_str_init(&out);
    gnbs_code_t code = GNBS_OK;
    for (size_t i = 0; code == GNBS_OK && i < n; i++) {
        bool is_known;
        code = has_sequence(p, place[i].at, &is_known, err);
        if (code != GNBS_OK || !is_known) continue;
        if (n_kept++ > 0) gnbs_str_add_char(&out, place[i].group == group ? ',' : ';');
        group = place[i].group;
        gnbs_contig_print_region(&out, p->ref->contigs, place[i].at);
    }
    row->place = gnbs_arena_strdup(p->arena, gnbs_str_text(&out));
    bool failed = out.failed || row->place == NULL;
    gnbs_str_clear(&out);
    if (code == GNBS_OK && failed) code = no_memory(err);
    *is_kept = n_kept > 0;
    if (code == GNBS_OK && n_kept < n)
        code = add_note(p, row,
                        *is_kept ? "a copy of it has no sequence in this reference"
                                 : "left out: no sequence in this reference",
                        err);
    return code;
}

/* ---- false second copies ------------------------------------------------------------------------------------- */

static gnbs_code_t write_blocks(preparer_t *p, gnbs_locus_row_t *row, size_t n,
                                const gnbs_pool_block_t block[], gnbs_err_t *err) {
    gnbs_str_t out;
    gnbs_str_init(&out);
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < n; i++) {
            if (i > 0 || side > 0) gnbs_str_add_char(&out, i > 0 ? ',' : ';');
            gnbs_contig_print_region(&out, p->ref->contigs,
                                     side == 0 ? block[i].to : block[i].from);
        }
    row->place = out.failed ? NULL : gnbs_arena_strdup(p->arena, gnbs_str_text(&out));
    gnbs_str_clear(&out);
    return row->place != NULL ? GNBS_OK : no_memory(err);
}

/* "true;false" becomes the pieces of each that are the same. A copy that is masked or not there needs no method. */
static gnbs_code_t resolve_pool(preparer_t *p, gnbs_locus_row_t *row, bool *is_kept,
                                gnbs_err_t *err) {
    gnbs_loci_place_t *place;
    bool *is_search, is_known = true;
    int n_absent;
    size_t n, n_block;
    uint8_t *to, *from;
    gnbs_pool_block_t *block;
    *is_kept = false;
    GNBS_TRY(gnbs_loci_places(row, p->ref->contigs, true, p->arena, &n, &place, &is_search,
                              &n_absent, err));
    if (n + (size_t)n_absent != 2 || (n == 2 && place[1].group != 1))
        return gnbs_loci_row_error(row, err, "two places, the true one and its false copy");
    for (size_t i = 0; i < n; i++)
        if (gnbs_region_len(place[i].at) > MAX_POOL_BP)
            return gnbs_loci_row_error(row, err, "places of 500,000 bases or less");
    if (n == 2) GNBS_TRY(has_sequence(p, place[1].at, &is_known, err));
    if (n < 2 || !is_known)
        return add_note(p, row, "no second copy in this reference: no method is needed",
                        err);
    GNBS_TRY(fetch(p, place[0].at, false, &to, err));
    GNBS_TRY(fetch(p, place[1].at, false, &from, err));
    GNBS_TRY(
        gnbs_loci_lay(place[0].at, to, place[1].at, from, p->arena, &n_block, &block, err));
    gnbs_pos_t n_same = 0;
    for (size_t i = 0; i < n_block; i++) n_same += gnbs_region_len(block[i].to);
    if (2 * n_same < gnbs_region_len(place[0].at))
        return add_note(p, row, "left out: its second copy is not at the stated place",
                        err);
    *is_kept = true;
    return write_blocks(p, row, n_block, block, err);
}

/* ---- the table ----------------------------------------------------------------------------------------------- */

static gnbs_code_t resolve(preparer_t *p, gnbs_locus_row_t *row, bool *is_kept,
                           gnbs_err_t *err) {
    bool is_site = strcmp(row->kind, "site") == 0, is_pool = strcmp(row->kind, "pool") == 0;
    bool has_place = is_site || is_pool || strcmp(row->kind, "region") == 0 ||
                     strcmp(row->kind, "control") == 0;
    *is_kept = true;
    if (!has_place) return GNBS_OK;
    if (row->place[0] == '\0' && is_pool) {
        *is_kept = false;
        return GNBS_OK;
    }
    if (row->place[0] == '\0') {
        *is_kept = false;
        return add_note(p, row, "left out: no place on this build", err);
    }
    return is_site   ? resolve_site(p, row, is_kept, err)
           : is_pool ? resolve_pool(p, row, is_kept, err)
                     : resolve_region(p, row, is_kept, err);
}

static gnbs_code_t prepare_rows(preparer_t *p, gnbs_err_t *err) {
    int column[N_COLUMN];
    GNBS_TRY(find_columns(p, column, err));
    for (size_t i = 0; i < p->table->n_row; i++) {
        const char *const *cell = p->table->row[i].cell;
        gnbs_locus_row_t row = {.locus = p->locus,
                                .kind = cell[column[KIND]],
                                .name = cell[column[NAME]],
                                .place = cell[column[PLACE]],
                                .allele = cell[column[ALLELE]],
                                .setting = cell[column[SETTING]],
                                .text = cell[column[TEXT]],
                                .source = cell[column[SOURCE]]};
        bool is_kept;
        if (resolve(p, &row, &is_kept, err) != GNBS_OK)
            return gnbs_err_ctx(err, "%s: line %d", p->table->path, p->table->row[i].line);
        if (!is_kept && strcmp(row.kind, "control") == 0) continue;
        if (!is_kept && strcmp(row.kind, "pool") == 0) p->lacks_pool = true;
        if (!is_kept) { /* an event may still name it */
            row.kind = "unused";
            row.place = "";
        }
        if (!GNBS_PUSH(&p->row, row)) return no_memory(err);
    }
    if (p->lacks_pool) p->row.n = 0; /* an ordinary gene, or one that stays not assessed */
    return GNBS_OK;
}

static gnbs_code_t hand_over(preparer_t *p, gnbs_loci_rows_t *rows, gnbs_err_t *err) {
    gnbs_locus_row_t *row = GNBS_NEW(p->arena, gnbs_locus_row_t, p->row.n);
    const char **note = GNBS_NEW(p->arena, const char *, p->note.n);
    if (row == NULL || note == NULL) return no_memory(err);
    if (p->row.n > 0) memcpy(row, p->row.at, p->row.n * sizeof *row);
    if (p->note.n > 0) memcpy(note, p->note.at, p->note.n * sizeof *note);
    *rows = (gnbs_loci_rows_t){p->row.n, p->note.n, row, note};
    return GNBS_OK;
}

gnbs_code_t gnbs_loci_prepare(const gnbs_table_t *table, const gnbs_ref_source_t *ref,
                              gnbs_build_t build, gnbs_arena_t *arena,
                              gnbs_loci_rows_t *rows, gnbs_err_t *err) {
    preparer_t p = {.table = table, .ref = ref, .build = build, .arena = arena};
    p.locus = gnbs_table_meta_value(table, "name");
    if (p.locus == NULL)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: expected ##name=LOCUS", table->path);
    gnbs_code_t code = prepare_rows(&p, err);
    if (code == GNBS_OK) code = hand_over(&p, rows, err);
    GNBS_VEC_CLEAR(&p.row);
    GNBS_VEC_CLEAR(&p.note);
    return code;
}
