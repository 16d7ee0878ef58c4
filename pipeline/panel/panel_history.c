#include "panel/panel_history.h"

#include <stdio.h>
#include <string.h>

static const char *const COLUMN[] = {"n",  "date", "version", "panel_sha256",
                                     "by", "key",  "note",    "chain"};
enum { N, DATE, VERSION, SHA256, BY, KEY, NOTE, CHAIN, N_COLUMN };
static const char FIRST[] =
    "0000000000000000000000000000000000000000000000000000000000000000";

static gnbs_code_t make_chain(const char *before, const char *const cell[CHAIN],
                              gnbs_panel_hash_t *hash, char chain[65], gnbs_err_t *err) {
    gnbs_str_t s;
    gnbs_str_init(&s);
    gnbs_str_printf(&s, "%s\n", before);
    for (int i = 0; i < CHAIN; i++) gnbs_str_printf(&s, "%s%s", i > 0 ? "\t" : "", cell[i]);
    bool has_failed = s.failed;
    if (!has_failed) hash(gnbs_str_text(&s), s.n, chain);
    gnbs_str_clear(&s);
    return has_failed ? gnbs_err_set(err, GNBS_E_NOMEM, "a history") : GNBS_OK;
}

static gnbs_code_t check_columns(const gnbs_table_t *t, gnbs_err_t *err) {
    bool is_good = t->n_column == N_COLUMN;
    for (int i = 0; is_good && i < N_COLUMN; i++)
        is_good = strcmp(t->column[i], COLUMN[i]) == 0;
    return is_good ? GNBS_OK
                   : gnbs_err_set(err, GNBS_E_DATA,
                                  "%s:%d: not a history: expected the columns n, date, "
                                  "version, panel_sha256, by, key, note, chain",
                                  t->path, t->header_line);
}

gnbs_code_t gnbs_panel_history_read(const gnbs_table_t *t, gnbs_panel_hash_t *hash,
                                    gnbs_arena_t *arena, gnbs_panel_history_t *history,
                                    gnbs_err_t *err) {
    const char *before = FIRST;
    *history = (gnbs_panel_history_t){0};
    GNBS_TRY(check_columns(t, err));
    gnbs_panel_entry_t *entry = GNBS_NEW(arena, gnbs_panel_entry_t, t->n_row);
    if (entry == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s: lines", t->path);
    for (size_t i = 0; i < t->n_row; i++) {
        const char *const *cell = t->row[i].cell;
        char chain[65], number[24];
        snprintf(number, sizeof number, "%zu", i + 1);
        GNBS_TRY(make_chain(before, cell, hash, chain, err));
        if (strcmp(cell[N], number) != 0 || strcmp(cell[CHAIN], chain) != 0)
            return gnbs_err_set(err, GNBS_E_DATA,
                                "%s:%d: the history was altered: this line does not follow "
                                "from those before it",
                                t->path, t->row[i].line);
        entry[i] =
            (gnbs_panel_entry_t){t->row[i].line, cell[DATE], cell[VERSION], cell[SHA256],
                                 cell[BY],       cell[KEY],  cell[NOTE],    cell[CHAIN]};
        before = cell[CHAIN];
    }
    *history = (gnbs_panel_history_t){t->n_row, entry};
    return GNBS_OK;
}

static void print_entry(gnbs_str_t *out, size_t n, const gnbs_panel_entry_t *e) {
    gnbs_str_printf(out, "%zu\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", n, e->date, e->version,
                    e->panel_sha256, e->by, e->key, e->note, e->chain);
}

static bool is_plain(
    const char *cell) { /* no cell may end a cell, a line, or begin a quote */
    return strpbrk(cell, "\t\r\n") == NULL && cell[0] != '"';
}

gnbs_code_t gnbs_panel_history_append(const gnbs_panel_history_t *history,
                                      const gnbs_panel_entry_t *entry,
                                      gnbs_panel_hash_t *hash, gnbs_str_t *out,
                                      char chain[65], gnbs_err_t *err) {
    char number[24];
    snprintf(number, sizeof number, "%zu", history->n + 1);
    const char *const cell[CHAIN] = {
        number,    entry->date, entry->version, entry->panel_sha256,
        entry->by, entry->key,  entry->note};
    for (int i = 0; i < CHAIN; i++)
        if (!is_plain(cell[i]))
            return gnbs_err_set(
                err, GNBS_E_USAGE,
                "%s: '%s' holds a TAB or a line end, or begins with a quote", COLUMN[i],
                cell[i]);
    GNBS_TRY(make_chain(history->n > 0 ? history->entry[history->n - 1].chain : FIRST, cell,
                        hash, chain, err));
    for (int i = 0; i < N_COLUMN; i++)
        gnbs_str_printf(out, "%s%s", COLUMN[i], i + 1 < N_COLUMN ? "\t" : "\n");
    for (size_t i = 0; i < history->n; i++) print_entry(out, i + 1, &history->entry[i]);
    gnbs_panel_entry_t made = *entry;
    made.chain = chain;
    print_entry(out, history->n + 1, &made);
    return out->failed ? gnbs_err_set(err, GNBS_E_NOMEM, "a history") : GNBS_OK;
}
