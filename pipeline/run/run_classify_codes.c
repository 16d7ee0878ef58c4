#include <string.h>

#include "classify/classify_points.h"
#include "core/json.h"
#include "core/mem.h"
#include "io/text.h"
#include "run/run_classify.h"

enum { MAX_TEXT_BYTES = 64 << 20, MAX_CODES = GNBS_ACMG_N };

typedef struct printer {
    bool is_json;
    gnbs_str_t *out;
    gnbs_json_t json;
} printer_t;

/* PP5 and BP6 are counted when a person gives them; that they are retired is said. */
static const char *note_of(size_t n, const gnbs_acmg_evidence_t e[],
                           const gnbs_acmg_sum_t *sum) {
    for (size_t i = 0; i < n; i++)
        if (e[i].code == GNBS_ACMG_PP5 || e[i].code == GNBS_ACMG_BP6)
            return "PP5 and BP6 are retired (Biesecker and Harrison 2018): counted because "
                   "given";
    if (sum->stands_alone && sum->points > -7)
        return "BA1 stands alone: benign whatever the sum";
    return "";
}

static void print_codes(gnbs_str_t *out, size_t n, const gnbs_acmg_evidence_t e[]) {
    for (size_t i = 0; i < n; i++) {
        gnbs_str_printf(out, "%s%s", i > 0 ? "," : "", gnbs_acmg_code_name(e[i].code));
        if (e[i].strength == gnbs_acmg_code_strength(e[i].code)) continue;
        gnbs_str_add(out, "_");
        for (const char *s = gnbs_acmg_strength_name(e[i].strength); *s != '\0'; s++)
            if (*s != ' ')
                gnbs_str_add_char(out,
                                  s > gnbs_acmg_strength_name(e[i].strength) && s[-1] == ' '
                                      ? (char)(*s - 'a' + 'A')
                                      : *s);
    }
}

static void print_set(printer_t *p, size_t n, const gnbs_acmg_evidence_t e[]) {
    gnbs_acmg_sum_t sum = gnbs_acmg_sum(n, e);
    gnbs_str_t codes;
    gnbs_str_init(&codes);
    print_codes(&codes, n, e);
    const char *name = gnbs_acmg_class_name(sum.points_class),
               *brief = gnbs_acmg_class_short(sum.points_class),
               *table = gnbs_acmg_class_short(sum.table_class),
               *warmth = sum.points_class == GNBS_ACMG_UNCERTAIN
                             ? gnbs_classify_temperature(sum.points)
                             : "",
               *note = note_of(n, e, &sum);
    if (p->is_json) {
        gnbs_json_object(&p->json, NULL);
        gnbs_json_text(&p->json, "codes", gnbs_str_text(&codes));
        gnbs_json_int(&p->json, "points", sum.points);
        gnbs_json_text(&p->json, "class", name);
        gnbs_json_text(&p->json, "class_short", brief);
        gnbs_json_real(&p->json, "posterior", sum.posterior, 3);
        gnbs_json_text(&p->json, "class_by_2015_table", table);
        gnbs_json_text(&p->json, "temperature", warmth);
        gnbs_json_text(&p->json, "note", note);
        gnbs_json_end(&p->json);
    } else {
        gnbs_str_printf(p->out, "%s\t%d\t%s\t%s\t%.3f\t%s\t%s\t%s\n",
                        codes.n > 0 ? gnbs_str_text(&codes) : "-", sum.points, brief, name,
                        sum.posterior, table, warmth[0] != '\0' ? warmth : "-",
                        note[0] != '\0' ? note : "-");
    }
    if (codes.failed) p->out->failed = true;
    gnbs_str_clear(&codes);
}

static gnbs_code_t add_set(printer_t *p, const char *text, gnbs_err_t *err) {
    gnbs_acmg_evidence_t evidence[MAX_CODES];
    size_t n;
    GNBS_TRY(gnbs_acmg_parse_codes(text, MAX_CODES, &n, evidence, err));
    print_set(p, n, evidence);
    return GNBS_OK;
}

static gnbs_code_t add_file(printer_t *p, const char *path, gnbs_err_t *err) {
    char *bytes;
    size_t n_bytes;
    GNBS_TRY(gnbs_text_read(path, MAX_TEXT_BYTES, &bytes, &n_bytes, err));
    gnbs_code_t code = GNBS_OK;
    int line = 0;
    for (char *s = bytes; code == GNBS_OK && *s != '\0';) {
        char *end = s + strcspn(s, "\n"), *next = *end != '\0' ? end + 1 : end;
        line++;
        *end = '\0';
        s[strcspn(s, "\t\r")] = '\0';
        if (s[0] != '\0' && s[0] != '#') code = add_set(p, s, err);
        if (code != GNBS_OK) gnbs_err_ctx(err, "%s: line %d", path, line);
        s = next;
    }
    gnbs_mem_free(bytes);
    return code;
}

gnbs_code_t gnbs_run_classify_codes(const gnbs_run_codes_opt_t *opt, gnbs_str_t *out,
                                    gnbs_err_t *err) {
    printer_t p = {.is_json = opt->is_json, .out = out};
    if (opt->is_json) {
        gnbs_json_init(&p.json, out);
        gnbs_json_object(&p.json, NULL);
        gnbs_json_array(&p.json, "sets");
    } else {
        gnbs_str_add(out, "#codes\tpoints\tclass\tclass_name\tposterior\t"
                          "class_by_2015_table\ttemperature\tnote\n");
    }
    for (int i = 0; i < opt->n_list; i++) GNBS_TRY(add_set(&p, opt->list[i], err));
    if (opt->file != NULL) GNBS_TRY(add_file(&p, opt->file, err));
    if (opt->is_json) {
        gnbs_json_end(&p.json);
        gnbs_json_end(&p.json);
    }
    return out->failed ? gnbs_err_set(err, GNBS_E_NOMEM, "classify: output") : GNBS_OK;
}
