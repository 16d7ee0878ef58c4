#include "io/bundle_store.h"

#include <string.h>

#include "genome/seq.h"
#include "io/bundle_read.h"

static void fill_meta(gnbs_bundle_reader_t *r, gnbs_bundle_fact_t *item,
                      const gnbs_bundle_fact_t *before) {
    item->key = gnbs_bundle_read_text(r);
    item->value = gnbs_bundle_read_text(r);
    if (before != NULL && strcmp(before->key, item->key) >= 0)
        gnbs_bundle_read_fault(r, "keys in order");
}

static gnbs_code_t load_meta_rows(gnbs_bundle_reader_t *r, gnbs_err_t *err) {
    GNBS_BUNDLE_READ_TABLE(r, GNBS_BUNDLE_META, gnbs_bundle_fact_t, r->bundle->n_fact,
                           r->bundle->fact, fill_meta(r, &item, before));
}

static const char *take_meta(const gnbs_bundle_t *b, const char *key) {
    for (size_t i = 0; i < b->n_fact; i++)
        if (strcmp(b->fact[i].key, key) == 0) return b->fact[i].value;
    return NULL;
}

/* meta's "bundle." rows are fields of the bundle; the others are facts, and stay. */
static gnbs_code_t load_meta(gnbs_bundle_reader_t *r, gnbs_err_t *err) {
    gnbs_bundle_t *b = r->bundle;
    GNBS_TRY(load_meta_rows(r, err));
    const char *build = take_meta(b, "bundle.build"),
               *identity = take_meta(b, "bundle.identity");
    b->build_name = take_meta(b, "bundle.build_name");
    b->panel_name = take_meta(b, "bundle.panel_name");
    b->panel_version = take_meta(b, "bundle.panel_version");
    if (build == NULL || identity == NULL || strlen(identity) != 64 ||
        b->build_name == NULL || b->panel_name == NULL || b->panel_version == NULL)
        return gnbs_err_set(
            err, GNBS_E_FORMAT,
            "%s: damaged reference bundle: table meta lacks build, panel or "
            "identity; make it again with: gnbs refdata build",
            r->path);
    b->build = gnbs_contig_build_parse(build);
    memcpy(b->identity, identity, 65);
    size_t first = 0; /* rows are in order of key: those of the bundle stand together */
    while (first < b->n_fact && strncmp(b->fact[first].key, "bundle.", 7) != 0) first++;
    size_t last = first;
    while (last < b->n_fact && strncmp(b->fact[last].key, "bundle.", 7) == 0) last++;
    gnbs_bundle_fact_t *fact = GNBS_NEW(&b->arena, gnbs_bundle_fact_t, b->n_fact);
    if (fact == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s: out of memory", r->path);
    memcpy(fact, b->fact, first * sizeof *fact);
    memcpy(fact + first, b->fact + last, (b->n_fact - last) * sizeof *fact);
    b->fact = fact;
    b->n_fact -= last - first;
    return GNBS_OK;
}

static void fill_source(gnbs_bundle_reader_t *r, gnbs_bundle_source_t *item) {
    gnbs_bundle_read_id(r);
    item->role = gnbs_bundle_read_text(r);
    item->name = gnbs_bundle_read_text(r);
    item->sha256 = gnbs_bundle_read_text(r);
    item->version = gnbs_bundle_read_text(r);
    item->licence = gnbs_bundle_read_text(r);
}

static gnbs_code_t load_sources(gnbs_bundle_reader_t *r, gnbs_err_t *err) {
    GNBS_BUNDLE_READ_TABLE(r, GNBS_BUNDLE_SOURCE, gnbs_bundle_source_t, r->bundle->n_source,
                           r->bundle->source, fill_source(r, &item));
}

static void fill_contig(gnbs_bundle_reader_t *r, gnbs_contig_t *item) {
    gnbs_bundle_read_id(r);
    item->name = gnbs_bundle_read_text(r);
    item->length_bp = gnbs_bundle_read_int(r, 0, INT64_C(1) << 40, "a length");
    const char *m5 = gnbs_bundle_read_text(r);
    if (strlen(m5) >= sizeof item->m5)
        gnbs_bundle_read_fault(r, "an MD5 or nothing");
    else
        memcpy(item->m5, m5, strlen(m5) + 1);
}

static gnbs_code_t load_contig_rows(gnbs_bundle_reader_t *r, size_t *n,
                                    const gnbs_contig_t **contig, gnbs_err_t *err) {
    GNBS_BUNDLE_READ_TABLE(r, GNBS_BUNDLE_CONTIG, gnbs_contig_t, *n, *contig,
                           fill_contig(r, &item));
}

static gnbs_code_t load_contigs(gnbs_bundle_reader_t *r, gnbs_err_t *err) {
    size_t n = 0;
    const gnbs_contig_t *contig = NULL;
    GNBS_TRY(load_contig_rows(r, &n, &contig, err));
    if (n > INT32_MAX / 2)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: %zu contigs", r->path, n);
    r->bundle->contigs = (gnbs_contigs_t){(int)n, contig, r->bundle->path};
    return GNBS_OK;
}

#define LIKE_BEFORE(field)                                                                 \
    gnbs_bundle_read_text_like(r, before != NULL ? before->field : NULL)

static void fill_known(gnbs_bundle_reader_t *r, gnbs_known_t *item,
                       const gnbs_known_t *before) {
    const char *words[GNBS_CLNSIG_OTHER + 1];
    for (int i = 0; i <= GNBS_CLNSIG_OTHER; i++)
        words[i] = gnbs_clnsig_name((gnbs_clnsig_t)i);
    gnbs_bundle_read_id(r);
    item->variant = gnbs_bundle_read_variant(r);
    item->clinvar_id = gnbs_bundle_read_text(r);
    item->sig = (gnbs_clnsig_t)gnbs_bundle_read_word(r, GNBS_CLNSIG_OTHER + 1, words);
    item->stars = (int8_t)gnbs_bundle_read_int(r, 0, 4, "0 to 4 stars");
    item->clnsig_text = LIKE_BEFORE(clnsig_text);
    item->clnrevstat = LIKE_BEFORE(clnrevstat);
    item->clndn = LIKE_BEFORE(clndn);
    item->clnsigconf = LIKE_BEFORE(clnsigconf);
    item->symbol = LIKE_BEFORE(symbol);
    if (r->fault == NULL && before != NULL &&
        gnbs_variant_compare(&before->variant, &item->variant) >= 0)
        gnbs_bundle_read_fault(r, "alleles in order, each once");
}

static gnbs_code_t load_known(gnbs_bundle_reader_t *r, gnbs_err_t *err) {
    GNBS_BUNDLE_READ_TABLE(r, GNBS_BUNDLE_KNOWN, gnbs_known_t, r->bundle->n_known,
                           r->bundle->known, fill_known(r, &item, before));
}

static void fill_frequency(gnbs_bundle_reader_t *r, gnbs_frequency_t *item,
                           const gnbs_frequency_t *before) {
    gnbs_bundle_read_id(r);
    item->variant = gnbs_bundle_read_variant(r);
    item->af = gnbs_bundle_read_real_or(r, -1, false);
    item->faf95 = gnbs_bundle_read_real_or(r, -1, true);
    item->af_grpmax = gnbs_bundle_read_real_or(r, -1, true);
    item->grpmax = LIKE_BEFORE(grpmax);
    item->af_male = gnbs_bundle_read_real_or(r, -1, true);
    item->an = (int32_t)gnbs_bundle_read_int_or(r, INT32_MAX, -1);
    item->ac = (int32_t)gnbs_bundle_read_int_or(r, INT32_MAX, -1);
    item->n_hom = (int32_t)gnbs_bundle_read_int_or(r, INT32_MAX, -1);
    item->n_hemi = (int32_t)gnbs_bundle_read_int_or(r, INT32_MAX, -1);
    item->groups = gnbs_bundle_read_text(r);
    item->filter = LIKE_BEFORE(filter);
    item->source = LIKE_BEFORE(source);
    if (r->fault == NULL && before != NULL &&
        gnbs_variant_compare(&before->variant, &item->variant) >= 0)
        gnbs_bundle_read_fault(r, "alleles in order, each once");
}

static gnbs_code_t load_frequencies(gnbs_bundle_reader_t *r, gnbs_err_t *err) {
    GNBS_BUNDLE_READ_TABLE(r, GNBS_BUNDLE_FREQUENCY, gnbs_frequency_t,
                           r->bundle->n_frequency, r->bundle->frequency,
                           fill_frequency(r, &item, before));
}

static bool is_after(const gnbs_region_t *before, const gnbs_region_t *r) {
    return before == NULL || before->tid < r->tid ||
           (before->tid == r->tid && before->end <= r->beg);
}

static void fill_target(gnbs_bundle_reader_t *r, gnbs_region_t *item,
                        const gnbs_region_t *before) {
    gnbs_bundle_read_id(r);
    *item = gnbs_bundle_read_interval(r);
    if (!is_after(before, item))
        gnbs_bundle_read_fault(r, "targets in order, not overlapping");
}

static gnbs_code_t load_targets(gnbs_bundle_reader_t *r, gnbs_err_t *err) {
    GNBS_BUNDLE_READ_TABLE(r, GNBS_BUNDLE_TARGET, gnbs_region_t, r->bundle->n_target,
                           r->bundle->target, fill_target(r, &item, before));
}

static void fill_block(gnbs_bundle_reader_t *r, gnbs_seq_block_t *item,
                       const gnbs_seq_block_t *before) {
    gnbs_bundle_read_id(r);
    item->region = gnbs_bundle_read_interval(r);
    if (!is_after(before != NULL ? &before->region : NULL, &item->region))
        gnbs_bundle_read_fault(r, "blocks in order, not overlapping");
    if (r->fault != NULL) return;
    size_t n = (size_t)gnbs_region_len(item->region);
    int i = r->i_column++;
    const unsigned char *letters = sqlite3_column_type(r->rows, i) == SQLITE_TEXT
                                       ? sqlite3_column_text(r->rows, i)
                                       : NULL;
    if (letters == NULL || (size_t)sqlite3_column_bytes(r->rows, i) != n) {
        gnbs_bundle_read_fault(r, "as many letters as the interval has bases");
        return;
    }
    uint8_t *codes = GNBS_NEW(&r->bundle->arena, uint8_t, n);
    if (codes == NULL) {
        r->is_out_of_memory = true;
        return;
    }
    for (size_t k = 0; k < n; k++) codes[k] = gnbs_seq_code((char)letters[k]);
    item->codes = codes;
}

static gnbs_code_t load_blocks(gnbs_bundle_reader_t *r, gnbs_err_t *err) {
    GNBS_BUNDLE_READ_TABLE(r, GNBS_BUNDLE_BLOCK, gnbs_seq_block_t, r->bundle->n_block,
                           r->bundle->block, fill_block(r, &item, before));
}

static void fill_locus(gnbs_bundle_reader_t *r, gnbs_locus_row_t *item) {
    gnbs_bundle_read_id(r);
    item->locus = gnbs_bundle_read_text(r);
    item->kind = gnbs_bundle_read_text(r);
    item->name = gnbs_bundle_read_text(r);
    item->place = gnbs_bundle_read_text(r);
    item->allele = gnbs_bundle_read_text(r);
    item->setting = gnbs_bundle_read_text(r);
    item->text = gnbs_bundle_read_text(r);
    item->source = gnbs_bundle_read_text(r);
}

static gnbs_code_t load_loci(gnbs_bundle_reader_t *r, gnbs_err_t *err) {
    GNBS_BUNDLE_READ_TABLE(r, GNBS_BUNDLE_LOCUS, gnbs_locus_row_t, r->bundle->n_locus,
                           r->bundle->locus, fill_locus(r, &item));
}

static void fill_rule(gnbs_bundle_reader_t *r, gnbs_rule_t *item,
                      const gnbs_rule_t *before) {
    gnbs_bundle_read_id(r);
    item->i_gene = (int32_t)gnbs_bundle_read_int_or(r, (int64_t)r->bundle->n_gene - 1, -1);
    const char *inheritance = gnbs_bundle_read_text(r);
    item->inheritance = gnbs_inheritance_parse(inheritance);
    if (inheritance[0] != '\0' && item->inheritance == GNBS_INH_UNKNOWN)
        gnbs_bundle_read_fault(r, "an inheritance or nothing");
    const char *code = gnbs_bundle_read_text(r);
    item->code = gnbs_acmg_code_parse(code, strlen(code));
    if (item->code == GNBS_ACMG_N) gnbs_bundle_read_fault(r, "an ACMG/AMP criterion");
    const char *strength = gnbs_bundle_read_text(r);
    item->strength = gnbs_acmg_strength_parse(strength, strlen(strength));
    if (strength[0] != '\0' && item->strength == GNBS_ACMG_NO_STRENGTH)
        gnbs_bundle_read_fault(r, "a strength or nothing");
    if (!gnbs_rule_parse_measure(gnbs_bundle_read_text(r), item))
        gnbs_bundle_read_fault(r, "a measure");
    if (!gnbs_rule_parse_limit(gnbs_bundle_read_text(r), item))
        gnbs_bundle_read_fault(r, "a limit that fits the measure");
    item->source = LIKE_BEFORE(source);
    item->note = LIKE_BEFORE(note);
    if (r->fault == NULL && before != NULL && gnbs_rule_compare(before, item) > 0)
        gnbs_bundle_read_fault(r, "rules in order");
}

static gnbs_code_t load_rules(gnbs_bundle_reader_t *r, gnbs_err_t *err) {
    GNBS_BUNDLE_READ_TABLE(r, GNBS_BUNDLE_RULE, gnbs_rule_t, r->bundle->n_rule,
                           r->bundle->rule, fill_rule(r, &item, before));
}

static uint8_t read_base(gnbs_bundle_reader_t *r, const char *letters) {
    uint8_t code = r->fault == NULL && letters[0] != '\0' && letters[1] == '\0'
                       ? gnbs_seq_code(letters[0])
                       : GNBS_BASE_N;
    if (code > 3) gnbs_bundle_read_fault(r, "one of A, C, G, T");
    return code;
}

static void fill_marker(gnbs_bundle_reader_t *r, gnbs_marker_t *item,
                        const gnbs_marker_t *before) {
    static const char *const ORIGINS[] = {"frequency", "given"};
    gnbs_bundle_read_id(r);
    gnbs_variant_t v = gnbs_bundle_read_variant(r);
    item->tid = v.tid, item->pos = v.pos;
    item->ref = read_base(r, v.ref), item->alt = read_base(r, v.alt);
    item->af = gnbs_bundle_read_real_or(r, -1, false);
    if (!(item->af > 0 && item->af < 1)) gnbs_bundle_read_fault(r, "a frequency in (0, 1)");
    item->is_given = gnbs_bundle_read_word(r, 2, ORIGINS) == 1;
    item->has_pc = true;
    for (int k = 0; k < GNBS_MARKER_PCS; k++) {
        bool is_missing;
        item->pc[k] = gnbs_bundle_read_number(r, &is_missing);
        item->has_pc = item->has_pc && !is_missing;
    }
    if (r->fault == NULL && before != NULL && gnbs_marker_compare(before, item) >= 0)
        gnbs_bundle_read_fault(r, "markers in order, each place once");
}

static gnbs_code_t load_markers(gnbs_bundle_reader_t *r, gnbs_err_t *err) {
    GNBS_BUNDLE_READ_TABLE(r, GNBS_BUNDLE_MARKER, gnbs_marker_t, r->bundle->n_marker,
                           r->bundle->marker, fill_marker(r, &item, before));
}

static gnbs_code_t load_all(gnbs_bundle_reader_t *r, gnbs_err_t *err) {
    static gnbs_code_t (*const STEPS[])(gnbs_bundle_reader_t *, gnbs_err_t *) = {
        load_meta,  load_sources,     load_contigs, gnbs_bundle_read_models,
        load_known, load_frequencies, load_targets, load_blocks,
        load_loci,  load_rules,       load_markers, gnbs_bundle_read_alignments};
    for (size_t i = 0; i < sizeof STEPS / sizeof STEPS[0]; i++) GNBS_TRY(STEPS[i](r, err));
    return GNBS_OK;
}

/* SQLite finds no changed letter in a page: the identity does. */
static gnbs_code_t check_identity(gnbs_bundle_reader_t *r, gnbs_err_t *err) {
    char computed[65];
    gnbs_digest_end(r->digest, computed);
    r->digest = NULL;
    if (r->is_out_of_memory)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s: identity", r->path);
    if (strcmp(computed, r->bundle->identity) == 0) return GNBS_OK;
    return gnbs_err_set(
        err, GNBS_E_DATA,
        "%s: altered since it was made: its rows give identity %.16s..., it says "
        "%.16s...; make it again with: gnbs refdata build",
        r->path, computed, r->bundle->identity);
}

gnbs_code_t gnbs_bundle_load(const char *path, gnbs_bundle_t *bundle, gnbs_err_t *err) {
    *bundle = (gnbs_bundle_t){0};
    gnbs_bundle_reader_t r = {.path = path, .bundle = bundle};
    GNBS_TRY(gnbs_bundle_db_open(path, &r.db, err));
    gnbs_arena_init(&bundle->arena);
    gnbs_str_init(&r.digested);
    bundle->path = gnbs_arena_strdup(&bundle->arena, path);
    r.digest = gnbs_digest_new_content();
    gnbs_code_t code = bundle->path != NULL && r.digest != NULL
                           ? load_all(&r, err)
                           : gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    if (code == GNBS_OK) code = check_identity(&r, err);
    gnbs_digest_end(r.digest, NULL);
    gnbs_str_clear(&r.digested);
    sqlite3_finalize(r.rows);
    sqlite3_close(r.db);
    if (code != GNBS_OK) gnbs_bundle_clear(bundle);
    return code;
}

void gnbs_bundle_clear(gnbs_bundle_t *bundle) {
    gnbs_arena_clear(&bundle->arena);
    *bundle = (gnbs_bundle_t){0};
}
