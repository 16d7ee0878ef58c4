#include <string.h>

#include "report/report_parents.h"

static const struct {
    const char *key;
    bool has_number;
} KEYS[GNBS_PARENTS_N] = {
#define GNBS_PARENTS_KEY(name, key, n) {key, n},
    GNBS_PARENTS_WORDS(GNBS_PARENTS_KEY)
#undef GNBS_PARENTS_KEY
};

static int find_key(const char *key) {
    for (int i = 0; i < GNBS_PARENTS_N; i++)
        if (strcmp(KEYS[i].key, key) == 0) return i;
    return -1;
}

static bool is_one_of(const char *text, const char *a, const char *b) {
    return text != NULL && (strcmp(text, a) == 0 || strcmp(text, b) == 0);
}

/* BCP 47 as far as a file name may carry it: letters, digits and hyphens. */
static bool is_language(const char *text) {
    if (text == NULL || text[0] == '\0' || strlen(text) > 35) return false;
    return strspn(text,
                  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") ==
           strlen(text);
}

static gnbs_code_t read_meta(const gnbs_table_t *t, gnbs_parents_words_t *w,
                             gnbs_err_t *err) {
    const char *direction = gnbs_table_meta_value(t, "direction"),
               *checked = gnbs_table_meta_value(t, "checked");
    w->language = gnbs_table_meta_value(t, "language");
    w->name = gnbs_table_meta_value(t, "name");
    if (!is_language(w->language))
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: ##language= must name one, as en or cy", t->path);
    if (w->name == NULL || w->name[0] == '\0')
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: ##name= is missing", t->path);
    if (!is_one_of(direction, "ltr", "rtl"))
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: ##direction= must be ltr or rtl",
                            t->path);
    if (!is_one_of(checked, "yes", "no"))
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: ##checked= must be yes or no: has a translator looked "
                            "over the words?",
                            t->path);
    w->is_rtl = strcmp(direction, "rtl") == 0;
    w->is_checked = strcmp(checked, "yes") == 0;
    return GNBS_OK;
}

static gnbs_code_t read_row(const gnbs_table_t *t, const gnbs_table_row_t *row, int key,
                            int text, gnbs_parents_words_t *w, gnbs_err_t *err) {
    const char *name = row->cell[key], *words = row->cell[text];
    int i = find_key(name);
    if (i < 0)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s:%d: the page has no place '%s'",
                            t->path, row->line, name);
    if (w->text[i] != NULL)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s:%d: '%s' stands twice", t->path,
                            row->line, name);
    if (words[0] == '\0')
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s:%d: '%s' has no text", t->path,
                            row->line, name);
    if (KEYS[i].has_number != (strstr(words, "{n}") != NULL))
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s:%d: '%s' %s", t->path, row->line, name,
                            KEYS[i].has_number ? "must hold {n}, a number"
                                               : "has a {n} that nothing will fill");
    w->text[i] = words;
    return GNBS_OK;
}

gnbs_code_t gnbs_parents_words(const gnbs_table_t *t, gnbs_parents_words_t *w,
                               gnbs_err_t *err) {
    int key = gnbs_table_column(t, "key"), text = gnbs_table_column(t, "text");
    *w = (gnbs_parents_words_t){0};
    if (key < 0 || text < 0)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: needs the columns key and text",
                            t->path);
    GNBS_TRY(read_meta(t, w, err));
    for (size_t i = 0; i < t->n_row; i++)
        GNBS_TRY(read_row(t, &t->row[i], key, text, w, err));
    for (int i = 0; i < GNBS_PARENTS_N; i++)
        if (w->text[i] == NULL)
            return gnbs_err_set(err, GNBS_E_FORMAT,
                                "%s: lacks '%s'; a language is whole or not used", t->path,
                                KEYS[i].key);
    return GNBS_OK;
}

void gnbs_parents_file_name(gnbs_str_t *out, const gnbs_parents_words_t *w, bool is_first) {
    if (is_first)
        gnbs_str_add(out, "report.parents.html");
    else
        gnbs_str_printf(out, "report.parents.%s.html", w->language);
}
