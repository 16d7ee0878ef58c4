#include "panel/panel_draft.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "core/escape.h"

typedef struct importer {
    const gnbs_table_t *from;
    const gnbs_panel_mapping_t *map;
    const gnbs_panel_import_opt_t *opt;
    const char *file;                /* its name without folders */
    int source[GNBS_PANEL_N_COLUMN]; /* their column for each of ours, -1 */
    int n_extra;
    const int *extra; /* their columns that are none of ours */
    gnbs_panel_draft_t draft;
    gnbs_panel_import_t *out;
    size_t n_unchecked, n_bare_id, n_empty, n_moved[GNBS_PANEL_N_COLUMN];
    GNBS_VEC(const char *) readings; /* "'recessive' is read as AR": each said once */
    gnbs_err_t *err;
} importer_t;

/* ---- columns ------------------------------------------------------------------------------------------------ */

static int known_column(const char *name, size_t n) {
    for (int i = 0; i < GNBS_PANEL_N_COLUMN; i++)
        if (strlen(gnbs_panel_columns[i].name) == n &&
            strncmp(gnbs_panel_columns[i].name, name, n) == 0)
            return i;
    return -1;
}

gnbs_code_t gnbs_panel_mapping_add(gnbs_panel_mapping_t *map, bool is_fixed,
                                   const char *text, gnbs_arena_t *arena, gnbs_err_t *err) {
    const char *equals = strchr(text, '=');
    int i = equals != NULL ? known_column(text, (size_t)(equals - text)) : -1;
    if (equals == NULL)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "'%s': expected COLUMN=%s, COLUMN being one of a panel's", text,
                            is_fixed ? "VALUE" : "THEIR COLUMN");
    if (i < 0)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "'%s': a panel has no column '%.*s'; its columns are gene, "
                            "hgnc_id, condition, inheritance, ... (panel/README)",
                            text, (int)(equals - text), text);
    const char **to = is_fixed ? &map->fixed[i] : &map->theirs[i];
    if ((*to = gnbs_arena_strdup(arena, equals + 1)) == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "a mapping");
    return GNBS_OK;
}

/* Names under which others keep what we ask for; to propose, never to assume. */
static bool may_be(int column, const char *theirs) {
    static const struct {
        int column;
        const char *word;
    } WORDS[] = {
        {GNBS_PANEL_GENE, "symbol"},          {GNBS_PANEL_GENE, "gene"},
        {GNBS_PANEL_HGNC_ID, "hgnc"},         {GNBS_PANEL_CONDITION, "condition"},
        {GNBS_PANEL_CONDITION, "disease"},    {GNBS_PANEL_CONDITION, "disorder"},
        {GNBS_PANEL_CONDITION, "phenotype"},  {GNBS_PANEL_INHERITANCE, "inherit"},
        {GNBS_PANEL_INHERITANCE, "moi"},      {GNBS_PANEL_INHERITANCE, "model"},
        {GNBS_PANEL_CONDITION_ID, "mondo"},   {GNBS_PANEL_EVIDENCE, "pmid"},
        {GNBS_PANEL_EVIDENCE, "publication"}, {GNBS_PANEL_TRANSCRIPT, "transcript"}};
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        for (const char *s = theirs; WORDS[i].column == column && *s != '\0'; s++)
            if (strncasecmp(s, WORDS[i].word, strlen(WORDS[i].word)) == 0) return true;
    return false;
}

static gnbs_code_t lacks_column(importer_t *im, int column, const char *named) {
    gnbs_str_t all, alike;
    gnbs_str_init(&all);
    gnbs_str_init(&alike);
    for (int i = 0; i < im->from->n_column; i++) {
        const char *name = im->from->column[i];
        gnbs_str_printf(&all, "%s'%.40s'", i > 0 ? ", " : "", name);
        if (alike.n == 0 && may_be(column, name))
            gnbs_str_printf(&alike, "; if '%.40s' is meant: --map '%s=%.40s'", name,
                            gnbs_panel_columns[column].name, name);
    }
    gnbs_str_t safe;
    gnbs_str_init(&safe);
    gnbs_escape_term(&safe, gnbs_str_text(&all));
    gnbs_escape_term(&safe, gnbs_str_text(&alike));
    if (named != NULL)
        gnbs_err_set(im->err, GNBS_E_DATA, "%s:%d: no column '%s' for %s; there are %s",
                     im->from->path, im->from->header_line, named,
                     gnbs_panel_columns[column].name, gnbs_str_text(&safe));
    else
        gnbs_err_set(im->err, GNBS_E_DATA,
                     "%s:%d: nothing says which column is %s; there "
                     "are %s",
                     im->from->path, im->from->header_line, gnbs_panel_columns[column].name,
                     gnbs_str_text(&safe));
    gnbs_str_clear(&all);
    gnbs_str_clear(&alike);
    gnbs_str_clear(&safe);
    return GNBS_E_DATA;
}

static gnbs_code_t map_columns(importer_t *im) {
    for (int i = 0; i < GNBS_PANEL_N_COLUMN; i++) {
        const char *named = im->map->theirs[i];
        im->source[i] =
            gnbs_table_column(im->from, named != NULL ? named : gnbs_panel_columns[i].name);
        if (named != NULL && im->source[i] < 0) return lacks_column(im, i, named);
        if (im->map->fixed[i] != NULL && named == NULL) im->source[i] = -1;
    }
    if (im->source[GNBS_PANEL_GENE] < 0 && im->source[GNBS_PANEL_HGNC_ID] < 0)
        return lacks_column(im, GNBS_PANEL_GENE, NULL);
    static const int MUST[] = {GNBS_PANEL_CONDITION, GNBS_PANEL_INHERITANCE};
    for (size_t i = 0; i < sizeof MUST / sizeof *MUST; i++)
        if (im->source[MUST[i]] < 0 && im->map->fixed[MUST[i]] == NULL)
            return lacks_column(im, MUST[i], NULL);
    return GNBS_OK;
}

/* Their other columns stay, under their own names; one that is called like one of ours is called "their NAME". */
static gnbs_code_t keep_other_columns(importer_t *im, gnbs_arena_t *arena) {
    int *extra = GNBS_NEW(arena, int, im->from->n_column);
    const char **name = GNBS_NEW(arena, const char *, im->from->n_column);
    if (extra == NULL || name == NULL)
        return gnbs_err_set(im->err, GNBS_E_NOMEM, "%s: columns", im->from->path);
    for (int i = 0; i < im->from->n_column; i++) {
        bool is_mapped = false;
        for (int k = 0; k < GNBS_PANEL_N_COLUMN; k++) is_mapped |= im->source[k] == i;
        const char *theirs = im->from->column[i];
        if (is_mapped || theirs[0] == '\0') continue;
        name[im->n_extra] = known_column(theirs, strlen(theirs)) >= 0
                                ? gnbs_arena_printf(arena, "their %s", theirs)
                                : theirs;
        if (name[im->n_extra] == NULL)
            return gnbs_err_set(im->err, GNBS_E_NOMEM, "%s: columns", im->from->path);
        extra[im->n_extra++] = i;
    }
    im->extra = extra;
    gnbs_panel_draft_begin(&im->draft, arena, im->n_extra, name);
    return GNBS_OK;
}

/* ---- cells --------------------------------------------------------------------------------------------------- */

static const char *cell_of(importer_t *im, const gnbs_table_row_t *row, int column) {
    int i = im->source[column];
    const char *text = i >= 0                           ? row->cell[i]
                       : im->map->fixed[column] != NULL ? im->map->fixed[column]
                                                        : "";
    return gnbs_panel_draft_clean(&im->draft, text);
}

/* "1884" and "HGNC:HGNC:1884" are ids that lost or doubled their prefix. */
static const char *read_id(importer_t *im, const char *text) {
    const char *digits = text;
    while (strncasecmp(digits, "HGNC:", 5) == 0) digits += 5;
    if (gnbs_panel_is_hgnc_id(text) || text[0] == '\0' ||
        digits[strspn(digits, "0123456789")] != '\0')
        return text;
    im->n_bare_id++;
    return gnbs_panel_draft_text(&im->draft, "HGNC:%s", digits);
}

static void say_reading(importer_t *im, const char *column, const char *from,
                        const char *to) {
    const char *text =
        gnbs_panel_draft_text(&im->draft, "%s '%.60s' is read as %s", column, from, to);
    for (size_t i = 0; i < im->readings.n; i++)
        if (strcmp(im->readings.at[i], text) == 0) return;
    if (!GNBS_PUSH(&im->readings, text)) im->draft.has_failed = true;
}

/* One term, or two joined by / ; , + & (a gene with two ways of inheritance is two rows). 0 when it cannot be read. */
static size_t read_inheritance(importer_t *im, const char *text,
                               gnbs_inheritance_t inheritance[2]) {
    const char *why;
    size_t n = 0;
    inheritance[0] = gnbs_inheritance_parse(text);
    if (inheritance[0] != GNBS_INH_UNKNOWN) return 1;
    for (const char *s = text; *s != '\0';) {
        s += strspn(s, " /;,+&");
        size_t len = strcspn(s, " /;,+&");
        if (len == 0) break;
        char term[8] = "";
        if (len < sizeof term) memcpy(term, s, len);
        gnbs_inheritance_t one = gnbs_inheritance_parse(term);
        if (one == GNBS_INH_UNKNOWN || n == 2) {
            n = 0;
            break;
        }
        inheritance[n++] = one;
        s += len;
    }
    if (n == 2 && inheritance[0] != inheritance[1]) return 2;
    n = gnbs_panel_read_moi(text, inheritance, &why);
    if (n == 0) {
        inheritance[0] = gnbs_inheritance_parse(gnbs_panel_guess_inheritance(text));
        n = inheritance[0] != GNBS_INH_UNKNOWN;
    }
    if (n > 0)
        say_reading(im, "inheritance", text,
                    n == 1 ? gnbs_inheritance_short(inheritance[0]) : "AD and AR");
    return n;
}

static const char *read_word(importer_t *im, int column, const char *text,
                             const char *otherwise) {
    static const struct {
        int column;
        const char *from, *to;
    } WORD[] = {{GNBS_PANEL_STATUS, "3", "green"},
                {GNBS_PANEL_STATUS, "2", "amber"},
                {GNBS_PANEL_STATUS, "1", "red"},
                {GNBS_PANEL_MECHANISM, "loss of function", "LoF"},
                {GNBS_PANEL_MECHANISM, "loss-of-function", "LoF"},
                {GNBS_PANEL_MECHANISM, "gain of function", "GoF"},
                {GNBS_PANEL_MECHANISM, "gain-of-function", "GoF"},
                {GNBS_PANEL_MECHANISM, "dominant negative", "DN"},
                {GNBS_PANEL_MECHANISM, "dominant-negative", "DN"}};
    static const struct {
        int column;
        const char *word;
    } OURS[] = {{GNBS_PANEL_STATUS, "green"},      {GNBS_PANEL_STATUS, "amber"},
                {GNBS_PANEL_STATUS, "red"},        {GNBS_PANEL_MECHANISM, "LoF"},
                {GNBS_PANEL_MECHANISM, "GoF"},     {GNBS_PANEL_MECHANISM, "DN"},
                {GNBS_PANEL_MECHANISM, "unknown"}, {GNBS_PANEL_REPORT, "known"},
                {GNBS_PANEL_REPORT, "known+lof"},  {GNBS_PANEL_REPORT, "named"},
                {GNBS_PANEL_URGENCY, "hours"},     {GNBS_PANEL_URGENCY, "days"},
                {GNBS_PANEL_URGENCY, "weeks"}};
    const char *found = NULL;
    for (size_t i = 0; i < sizeof OURS / sizeof *OURS && found == NULL; i++)
        if (OURS[i].column == column && strcasecmp(text, OURS[i].word) == 0)
            found = OURS[i].word;
    for (size_t i = 0; i < sizeof WORD / sizeof *WORD && found == NULL; i++)
        if (WORD[i].column == column && strcasecmp(text, WORD[i].from) == 0)
            found = WORD[i].to;
    if (found == NULL && text[0] == '\0') return otherwise;
    if (found == NULL || strcasecmp(found, text) != 0)
        say_reading(im, gnbs_panel_columns[column].name, text,
                    found != NULL          ? found
                    : otherwise[0] != '\0' ? otherwise
                                           : "nothing");
    return found != NULL ? found : otherwise;
}

/* A fact in a form that a panel does not take stays readable: it moves to the note. */
static void move_to_note(importer_t *im, const char **cell, int column) {
    cell[GNBS_PANEL_NOTE] =
        gnbs_panel_draft_text(&im->draft, "%s%s%s: %s", cell[GNBS_PANEL_NOTE],
                              cell[GNBS_PANEL_NOTE][0] != '\0' ? "; " : "",
                              gnbs_panel_columns[column].name, cell[column]);
    cell[column] = "";
    im->n_moved[column]++;
}

static void check_forms(importer_t *im, const char **cell) {
    double prevalence;
    uint32_t classes;
    const char *bad;
    size_t n_bad;
    if (!gnbs_panel_parse_prevalence(cell[GNBS_PANEL_PREVALENCE], &prevalence))
        move_to_note(im, cell, GNBS_PANEL_PREVALENCE);
    if (cell[GNBS_PANEL_CONDITION_ID][0] != '\0' &&
        !gnbs_panel_is_mondo(cell[GNBS_PANEL_CONDITION_ID]))
        move_to_note(im, cell, GNBS_PANEL_CONDITION_ID);
    if (cell[GNBS_PANEL_REVIEWED][0] != '\0' &&
        !gnbs_panel_is_date(cell[GNBS_PANEL_REVIEWED]))
        move_to_note(im, cell, GNBS_PANEL_REVIEWED);
    if (!gnbs_panel_parse_classes(cell[GNBS_PANEL_CLASSES], &classes, &bad, &n_bad)) {
        if (cell[GNBS_PANEL_CLASSES][0] != '\0') move_to_note(im, cell, GNBS_PANEL_CLASSES);
        cell[GNBS_PANEL_CLASSES] = im->opt->classes;
    }
    const char *tx = cell[GNBS_PANEL_TRANSCRIPT];
    bool is_good = true;
    for (const char *s = tx; *s != '\0';) {
        size_t n = strcspn(s, ";");
        is_good = is_good && gnbs_panel_is_transcript(s, n);
        s += n + (s[n] != '\0');
    }
    if (!is_good) move_to_note(im, cell, GNBS_PANEL_TRANSCRIPT);
    if (cell[GNBS_PANEL_TRANSCRIPT][0] == '\0')
        cell[GNBS_PANEL_TRANSCRIPT] =
            gnbs_panel_mane_of(im->opt, cell[GNBS_PANEL_GENE], cell[GNBS_PANEL_HGNC_ID]);
}

/* ---- rows ---------------------------------------------------------------------------------------------------- */

static const char *row_as_json(importer_t *im, const gnbs_table_row_t *row) {
    gnbs_str_t s;
    gnbs_str_init(&s);
    for (int i = 0; i < im->from->n_column; i++) {
        gnbs_str_add_char(&s, i == 0 ? '{' : ',');
        gnbs_escape_json(&s, im->from->column[i]);
        gnbs_str_add_char(&s, ':');
        gnbs_escape_json(&s, row->cell[i]);
    }
    gnbs_str_add_char(&s, '}');
    const char *text = gnbs_panel_draft_text(&im->draft, "%s", gnbs_str_text(&s));
    if (s.failed) im->draft.has_failed = true;
    gnbs_str_clear(&s);
    return text;
}

static void list_row(importer_t *im, const gnbs_table_row_t *row, const char *reason) {
    const gnbs_panel_listing_t what = {
        "row",
        cell_of(im, row, GNBS_PANEL_GENE),
        cell_of(im, row, GNBS_PANEL_GENE),
        cell_of(im, row, GNBS_PANEL_HGNC_ID),
        cell_of(im, row, GNBS_PANEL_STATUS),
        cell_of(im, row, GNBS_PANEL_INHERITANCE),
        "",
        reason,
        gnbs_panel_draft_text(&im->draft, "%s:%d", im->file, row->line),
        row_as_json(im, row)};
    gnbs_panel_draft_list(&im->draft, &what);
    im->out->n_listed++;
}

static void fill_cells(importer_t *im, const gnbs_table_row_t *row,
                       const gnbs_panel_naming_t *name, const char **cell) {
    for (int i = 0; i < GNBS_PANEL_N_COLUMN; i++) cell[i] = cell_of(im, row, i);
    cell[GNBS_PANEL_GENE] = name->symbol;
    cell[GNBS_PANEL_HGNC_ID] = name->hgnc_id;
    cell[GNBS_PANEL_MECHANISM] =
        read_word(im, GNBS_PANEL_MECHANISM, cell[GNBS_PANEL_MECHANISM], "unknown");
    cell[GNBS_PANEL_REPORT] =
        read_word(im, GNBS_PANEL_REPORT, cell[GNBS_PANEL_REPORT], im->opt->policy);
    cell[GNBS_PANEL_STATUS] =
        read_word(im, GNBS_PANEL_STATUS, cell[GNBS_PANEL_STATUS], "amber");
    cell[GNBS_PANEL_URGENCY] =
        read_word(im, GNBS_PANEL_URGENCY, cell[GNBS_PANEL_URGENCY], "");
    check_forms(im, cell);
    if (cell[GNBS_PANEL_ORIGIN][0] == '\0')
        cell[GNBS_PANEL_ORIGIN] =
            gnbs_panel_draft_text(&im->draft, "%s:%d", im->file, row->line);
    for (int i = 0; i < im->n_extra; i++)
        cell[GNBS_PANEL_N_COLUMN + i] =
            gnbs_panel_draft_clean(&im->draft, row->cell[im->extra[i]]);
}

static bool is_empty(const gnbs_table_t *t, const gnbs_table_row_t *row) {
    for (int i = 0; i < t->n_column; i++)
        if (row->cell[i][strspn(row->cell[i], " \t")] != '\0') return false;
    return true;
}

static void keep_row(importer_t *im, const gnbs_table_row_t *row,
                     const gnbs_panel_naming_t *name, size_t n,
                     const gnbs_inheritance_t inheritance[]) {
    size_t n_new = 0, before = 0;
    for (size_t i = 0; i < n; i++) {
        const char **cell = gnbs_panel_draft_row(&im->draft);
        if (cell == NULL) return;
        fill_cells(im, row, name, cell);
        cell[GNBS_PANEL_INHERITANCE] = gnbs_inheritance_short(inheritance[i]);
        if (inheritance[i] == GNBS_INH_MT && im->source[GNBS_PANEL_CLASSES] < 0)
            cell[GNBS_PANEL_CLASSES] = "MT";
        n_new += gnbs_panel_draft_keep(&im->draft, cell, &before);
    }
    if (n_new == 0) {
        list_row(im, row,
                 gnbs_panel_draft_text(
                     &im->draft, "the same gene, condition and inheritance as row %zu (%s)",
                     before, im->draft.rows.at[before - 1].cell[GNBS_PANEL_ORIGIN]));
        return;
    }
    im->out->n_kept++;
    im->n_unchecked += name->is_unchecked;
    if (name->why[0] != '\0')
        gnbs_panel_draft_note(&im->draft, "line %d: %s", row->line, name->why);
}

static gnbs_code_t take_row(importer_t *im, const gnbs_table_row_t *row) {
    gnbs_panel_naming_t name;
    gnbs_inheritance_t inheritance[2];
    if (is_empty(im->from, row)) {
        im->n_empty++;
        return GNBS_OK;
    }
    im->out->n_in++;
    const char *symbol = cell_of(im, row, GNBS_PANEL_GENE),
               *id = read_id(im, cell_of(im, row, GNBS_PANEL_HGNC_ID));
    if (symbol[0] == '\0' && id[0] == '\0') {
        list_row(im, row,
                 "neither symbol nor HGNC id: a merged cell of a spreadsheet "
                 "leaves the rows below it empty");
        return GNBS_OK;
    }
    GNBS_TRY(gnbs_panel_name_gene(&im->draft, im->opt, symbol, id, &name, im->err));
    if (!name.is_kept) {
        list_row(im, row, name.why);
        return GNBS_OK;
    }
    const char *moi = cell_of(im, row, GNBS_PANEL_INHERITANCE);
    size_t n = read_inheritance(im, moi, inheritance);
    if (cell_of(im, row, GNBS_PANEL_CONDITION)[0] == '\0')
        list_row(im, row, "no condition: a row is a gene and a condition");
    else if (n == 0)
        list_row(im, row,
                 moi[0] == '\0'
                     ? "its inheritance is not stated"
                     : gnbs_panel_draft_text(&im->draft,
                                             "inheritance '%.60s' is none of AR, AD, "
                                             "XLR, XLD, XL, MT",
                                             moi));
    else
        keep_row(im, row, &name, n, inheritance);
    return GNBS_OK;
}

/* ---- head and notes ------------------------------------------------------------------------------------------ */

static void write_head(importer_t *im) {
    const gnbs_panel_import_opt_t *o = im->opt;
    const struct {
        const char *key, *chosen, *otherwise;
    } META[] = {
        {"name", o->name,
         gnbs_panel_draft_text(&im->draft, "%.*s", (int)strcspn(im->file, "."), im->file)},
        {"version", o->version, "1"},
        {"status", "draft", ""},
        {"date", o->date, ""},
        {"curators", NULL, ""},
        {"previous", NULL, ""},
        {"genome_build", NULL, o->genome_build}};
    for (size_t i = 0; i < sizeof META / sizeof *META; i++) {
        const char *theirs = gnbs_table_meta_value(im->from, META[i].key);
        gnbs_panel_draft_meta(&im->draft, META[i].key,
                              META[i].chosen != NULL                ? META[i].chosen
                              : theirs != NULL && theirs[0] != '\0' ? theirs
                                                                    : META[i].otherwise);
    }
    gnbs_panel_draft_meta(&im->draft, "source", im->file);
    for (size_t i = 0; i < im->from->n_meta; i++) {
        bool is_ours = false;
        for (size_t k = 0; k < sizeof META / sizeof *META; k++)
            is_ours |= strcmp(im->from->meta[i].key, META[k].key) == 0;
        if (!is_ours && im->from->meta[i].key[0] != '\0')
            gnbs_panel_draft_meta(&im->draft, im->from->meta[i].key,
                                  im->from->meta[i].value);
    }
}

static void write_notes(importer_t *im) {
    gnbs_panel_draft_t *d = &im->draft;
    for (size_t i = 0; i < im->readings.n; i++)
        gnbs_panel_draft_note(d, "%s", im->readings.at[i]);
    for (int i = 0; i < GNBS_PANEL_N_COLUMN; i++)
        if (im->n_moved[i] > 0)
            gnbs_panel_draft_note(d,
                                  "%s: %zu cells are not in the form of a panel and "
                                  "moved to the note",
                                  gnbs_panel_columns[i].name, im->n_moved[i]);
    if (im->source[GNBS_PANEL_STATUS] < 0 && im->map->fixed[GNBS_PANEL_STATUS] == NULL)
        gnbs_panel_draft_note(d, "no column says the status: every row is amber, which is "
                                 "not screened, until a person makes it green");
    if (im->n_bare_id > 0)
        gnbs_panel_draft_note(d, "%zu HGNC ids were written without their prefix",
                              im->n_bare_id);
    if (im->n_empty > 0) gnbs_panel_draft_note(d, "%zu rows were empty", im->n_empty);
    if (im->n_unchecked > 0)
        gnbs_panel_draft_note(d,
                              "%zu symbols were not checked: their ids are not in the "
                              "gene table (a complete one is HGNC's complete set)",
                              im->n_unchecked);
}

gnbs_code_t gnbs_panel_import_table(const gnbs_table_t *from,
                                    const gnbs_panel_mapping_t *map,
                                    const gnbs_panel_import_opt_t *opt, gnbs_arena_t *arena,
                                    gnbs_panel_import_t *out, gnbs_err_t *err) {
    importer_t im = {.from = from, .map = map, .opt = opt, .out = out, .err = err};
    const char *slash = strrchr(from->path, '/');
    im.file = slash != NULL ? slash + 1 : from->path;
    *out = (gnbs_panel_import_t){0};
    GNBS_TRY(map_columns(&im));
    GNBS_TRY(keep_other_columns(&im, arena));
    write_head(&im);
    gnbs_code_t code = GNBS_OK;
    for (size_t i = 0; i < from->n_row && code == GNBS_OK; i++)
        code = take_row(&im, &from->row[i]);
    write_notes(&im);
    if (code == GNBS_OK) code = gnbs_panel_draft_finish(&im.draft, from->path, out, err);
    gnbs_panel_draft_clear(&im.draft);
    GNBS_VEC_CLEAR(&im.readings);
    return code;
}
