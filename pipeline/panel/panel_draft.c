#include "panel/panel_draft.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const LISTED_COLUMN[GNBS_LISTING_COLUMNS] = {
    "kind",        "name",  "gene",   "hgnc_id", "confidence",
    "inheritance", "place", "reason", "origin",  "entity"};

gnbs_panel_import_opt_t gnbs_panel_import_opt_default(void) {
    return (gnbs_panel_import_opt_t){
        .genome_build = "GRCh38", .policy = "known", .classes = "SNV;INDEL"};
}

void gnbs_panel_draft_begin(gnbs_panel_draft_t *d, gnbs_arena_t *arena, int n_extra,
                            const char *const extra[]) {
    *d = (gnbs_panel_draft_t){.arena = arena, .n_column = GNBS_PANEL_N_COLUMN + n_extra};
    d->column = GNBS_NEW(arena, const char *, d->n_column);
    d->has_failed = d->column == NULL;
    for (int i = 0; i < d->n_column && !d->has_failed; i++)
        d->column[i] = i < GNBS_PANEL_N_COLUMN ? gnbs_panel_columns[i].name
                                               : extra[i - GNBS_PANEL_N_COLUMN];
}

const char **gnbs_panel_draft_row(gnbs_panel_draft_t *d) {
    const char **cell = GNBS_NEW(d->arena, const char *, d->n_column);
    if (cell == NULL) d->has_failed = true;
    for (int i = 0; cell != NULL && i < d->n_column; i++) cell[i] = "";
    return cell;
}

bool gnbs_panel_draft_keep(gnbs_panel_draft_t *d, const char **cell, size_t *before) {
    static const int KEY[] = {GNBS_PANEL_HGNC_ID, GNBS_PANEL_CONDITION,
                              GNBS_PANEL_INHERITANCE};
    for (size_t i = 0; i < d->rows.n; i++) {
        bool is_same = true;
        for (size_t k = 0; k < sizeof KEY / sizeof *KEY && is_same; k++)
            is_same = strcmp(d->rows.at[i].cell[KEY[k]], cell[KEY[k]]) == 0;
        if (!is_same) continue;
        *before = i + 1;
        return false;
    }
    gnbs_table_row_t row = {(int)d->rows.n + 1, d->n_column, cell};
    if (!GNBS_PUSH(&d->rows, row)) d->has_failed = true;
    return true;
}

void gnbs_panel_draft_list(gnbs_panel_draft_t *d, const gnbs_panel_listing_t *what) {
    const char *const text[GNBS_LISTING_COLUMNS] = {
        what->kind,        what->name,  what->gene,   what->hgnc_id, what->confidence,
        what->inheritance, what->place, what->reason, what->origin,  what->entity};
    const char **cell = GNBS_NEW(d->arena, const char *, GNBS_LISTING_COLUMNS);
    gnbs_table_row_t row = {(int)d->listed.n + 1, GNBS_LISTING_COLUMNS, cell};
    for (int i = 0; cell != NULL && i < GNBS_LISTING_COLUMNS; i++)
        cell[i] =
            i == GNBS_LISTING_COLUMNS - 1 ? text[i] : gnbs_panel_draft_clean(d, text[i]);
    if (cell == NULL || !GNBS_PUSH(&d->listed, row)) d->has_failed = true;
}

void gnbs_panel_draft_meta(gnbs_panel_draft_t *d, const char *key, const char *value) {
    gnbs_table_meta_t meta = {(int)d->meta.n + 1, gnbs_panel_draft_clean(d, key),
                              gnbs_panel_draft_clean(d, value)};
    if (!GNBS_PUSH(&d->meta, meta)) d->has_failed = true;
}

static const char *print(gnbs_panel_draft_t *d, const char *fmt, va_list args) {
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    char *text = n < 0 ? NULL : gnbs_arena_alloc(d->arena, (size_t)n + 1, 1);
    if (text != NULL) vsnprintf(text, (size_t)n + 1, fmt, again);
    va_end(again);
    if (text == NULL) d->has_failed = true;
    return text != NULL ? text : "";
}

const char *gnbs_panel_draft_text(gnbs_panel_draft_t *d, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    const char *text = print(d, fmt, args);
    va_end(args);
    return text;
}

void gnbs_panel_draft_note(gnbs_panel_draft_t *d, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    const char *text = print(d, fmt, args);
    va_end(args);
    if (!GNBS_PUSH(&d->notes, text)) d->has_failed = true;
}

/* Bytes of the white space at s: blank, control, no-break space (U+00A0), the spaces of U+2000..U+200B, U+202F, byte
 * order mark (U+FEFF); 0 for anything else. */
static size_t white_len(const char *s) {
    const unsigned char *u = (const unsigned char *)s;
    if (u[0] != '\0' && (u[0] <= ' ' || u[0] == 0x7F)) return 1;
    if (u[0] == 0xC2 && u[1] == 0xA0) return 2;
    if (u[0] == 0xE2 && u[1] == 0x80 && ((u[2] >= 0x80 && u[2] <= 0x8B) || u[2] == 0xAF))
        return 3;
    return u[0] == 0xEF && u[1] == 0xBB && u[2] == 0xBF ? 3 : 0;
}

const char *gnbs_panel_draft_clean(gnbs_panel_draft_t *d, const char *text) {
    char *clean = gnbs_arena_alloc(d->arena, strlen(text) + 2, 1), *to = clean;
    if (clean == NULL) {
        d->has_failed = true;
        return "";
    }
    bool has_gap = false;
    const char *s = text;
    while (*s != '\0') {
        size_t n = white_len(s);
        if (n > 0) {
            has_gap = to > clean;
            s += n;
            continue;
        }
        if (has_gap) *to++ = ' ';
        has_gap = false;
        if (to == clean && strchr("=+@", *s) != NULL) *to++ = '\'';
        *to++ = *s++;
    }
    *to = '\0';
    d->n_cleaned += strcmp(clean, text) != 0;
    return clean;
}

/* Optional columns that no row uses are left out. */
static void drop_unused(gnbs_panel_draft_t *d) {
    int n = 0;
    for (int i = 0; i < d->n_column; i++) {
        bool is_used =
            i >= GNBS_PANEL_N_COLUMN || gnbs_panel_columns[i].need != GNBS_NEED_OPTIONAL;
        for (size_t k = 0; k < d->rows.n && !is_used; k++)
            is_used = d->rows.at[k].cell[i][0] != '\0';
        if (!is_used) continue;
        for (size_t k = 0; k < d->rows.n; k++)
            d->rows.at[k].cell[n] = d->rows.at[k].cell[i];
        d->column[n++] = d->column[i];
    }
    d->n_column = n;
    for (size_t k = 0; k < d->rows.n; k++) d->rows.at[k].n_cell = n;
}

gnbs_code_t gnbs_panel_draft_finish(gnbs_panel_draft_t *d, const char *path,
                                    gnbs_panel_import_t *out, gnbs_err_t *err) {
    gnbs_table_row_t *rows = GNBS_NEW(d->arena, gnbs_table_row_t, d->rows.n),
                     *listed = GNBS_NEW(d->arena, gnbs_table_row_t, d->listed.n);
    gnbs_table_meta_t *meta = GNBS_NEW(d->arena, gnbs_table_meta_t, d->meta.n);
    const char **notes = GNBS_NEW(d->arena, const char *, d->notes.n);
    const char **listed_column = GNBS_NEW(d->arena, const char *, GNBS_LISTING_COLUMNS);
    if (d->has_failed || rows == NULL || listed == NULL || meta == NULL || notes == NULL ||
        listed_column == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s: out of memory while importing", path);
    if (d->listed.n > 0) memcpy(listed, d->listed.at, d->listed.n * sizeof *listed);
    if (d->meta.n > 0) memcpy(meta, d->meta.at, d->meta.n * sizeof *meta);
    if (d->notes.n > 0) memcpy(notes, d->notes.at, d->notes.n * sizeof *notes);
    memcpy(listed_column, LISTED_COLUMN, sizeof LISTED_COLUMN);
    drop_unused(d);
    if (d->rows.n > 0) memcpy(rows, d->rows.at, d->rows.n * sizeof *rows);
    int n_meta = (int)d->meta.n;
    for (size_t i = 0; i < d->rows.n; i++)
        rows[i].line += n_meta + 1; /* as it is printed */
    out->rows = (gnbs_table_t){.path = "panel.tsv",
                               .n_meta = d->meta.n,
                               .meta = meta,
                               .header_line = n_meta + 1,
                               .n_column = d->n_column,
                               .column = d->column,
                               .n_row = d->rows.n,
                               .row = rows};
    out->listed = (gnbs_table_t){.path = "listed.tsv",
                                 .header_line = 1,
                                 .n_column = GNBS_LISTING_COLUMNS,
                                 .column = listed_column,
                                 .n_row = d->listed.n,
                                 .row = listed};
    out->notes = (gnbs_panel_notes_t){d->notes.n, notes};
    return GNBS_OK;
}

void gnbs_panel_draft_clear(gnbs_panel_draft_t *d) {
    GNBS_VEC_CLEAR(&d->rows);
    GNBS_VEC_CLEAR(&d->listed);
    GNBS_VEC_CLEAR(&d->meta);
    GNBS_VEC_CLEAR(&d->notes);
}

/* ---- genes ------------------------------------------------------------------------------------------------ */

static gnbs_panel_naming_t kept(const char *symbol, const char *hgnc_id, const char *why) {
    return (gnbs_panel_naming_t){
        .is_kept = true, .symbol = symbol, .hgnc_id = hgnc_id, .why = why};
}

static gnbs_panel_naming_t refused(const char *why) {
    return (gnbs_panel_naming_t){.why = why};
}

gnbs_code_t gnbs_panel_name_gene(gnbs_panel_draft_t *d, const gnbs_panel_import_opt_t *opt,
                                 const char *symbol, const char *hgnc_id,
                                 gnbs_panel_naming_t *out, gnbs_err_t *err) {
    gnbs_panel_identified_t found;
    bool is_id = gnbs_panel_is_hgnc_id(hgnc_id);
    if (hgnc_id[0] != '\0' && !is_id) {
        *out = refused(gnbs_panel_draft_text(
            d, "'%.60s' is not an HGNC id (HGNC: and a number)", hgnc_id));
        return GNBS_OK;
    }
    if (symbol[0] != '\0' &&
        (!gnbs_panel_is_symbol(symbol) || gnbs_panel_is_spreadsheet_date(symbol))) {
        *out = refused(gnbs_panel_draft_text(
            d, "'%.60s' %s", symbol,
            gnbs_panel_is_spreadsheet_date(symbol)
                ? "looks like a date that a spreadsheet made of a gene symbol"
                : "is not a gene symbol"));
        return GNBS_OK;
    }
    GNBS_TRY(gnbs_panel_identify(opt->genes, symbol, hgnc_id, d->arena, &found, err));
    switch (found.identity) {
    case GNBS_IDENTITY_AGREES: *out = kept(symbol, hgnc_id, ""); return GNBS_OK;
    case GNBS_IDENTITY_UNCHECKED:
        *out = kept(symbol, hgnc_id, "");
        out->is_unchecked = true;
        return GNBS_OK;
    case GNBS_IDENTITY_NO_SYMBOL:
        *out = kept(found.gene->symbol, hgnc_id, found.why);
        return GNBS_OK;
    case GNBS_IDENTITY_NO_ID:
        *out = opt->is_filling_ids
                   ? kept(symbol, found.gene->hgnc_id,
                          gnbs_panel_draft_text(d, "%s was filled in as %s", symbol,
                                                found.gene->hgnc_id))
                   : refused(gnbs_panel_draft_text(d, "%s; write the id, or fill ids in",
                                                   found.why));
        return GNBS_OK;
    case GNBS_IDENTITY_OLD_NAME:
        *out = opt->is_renaming ? kept(found.gene->symbol, hgnc_id,
                                       gnbs_panel_draft_text(d, "%s; written as %s",
                                                             found.why, found.gene->symbol))
                                : refused(gnbs_panel_draft_text(
                                      d, "%s; write it, or rename by id", found.why));
        return GNBS_OK;
    case GNBS_IDENTITY_DISAGREES:
    case GNBS_IDENTITY_AMBIGUOUS:
    case GNBS_IDENTITY_UNKNOWN: break;
    }
    *out = refused(found.why);
    return GNBS_OK;
}

const char *gnbs_panel_mane_of(const gnbs_panel_import_opt_t *opt, const char *symbol,
                               const char *hgnc_id) {
    for (size_t i = 0; i < opt->n_transcript; i++) {
        const gnbs_transcript_t *tx = &opt->transcript[i];
        if (tx->mane != GNBS_MANE_SELECT) continue;
        bool has_id = tx->hgnc_id != NULL && tx->hgnc_id[0] != '\0';
        if (has_id ? strcmp(tx->hgnc_id, hgnc_id) == 0 : strcmp(tx->symbol, symbol) == 0)
            return tx->id;
    }
    return "";
}
