/* report/report_svg_link.c -- fragments that reach both variants of a pair, drawn as what they carry at each place.
 *
 *      first     second
 *        *---------*       7   carry both            on one copy of the gene: in cis
 *        *---------o       0   carry the first only  \ on two copies: in trans
 *        o---------*       0   carry the second only /
 *        o---------o       6   carry neither
 */
#include <inttypes.h>

#include "report/report_html.h"
#include "report/report_text.h"

enum { ROW = 24, TOP = 34, FIRST = 60, SECOND = 220, COUNT = 270, WIDTH = 560, RADIUS = 6 };

static const struct {
    const char *key, *words;
    bool has_first, has_second;
} KINDS[] = {{"fragments.both", "carry both: one copy of the gene (in cis)", true, true},
             {"fragments.first", "carry the first only", true, false},
             {"fragments.second", "carry the second only", false, true},
             {"fragments.neither", "carry neither", false, false}};
enum { N_KIND = sizeof KINDS / sizeof KINDS[0] };

static int64_t count_of(const gnbs_tree_t *x, const char *key) {
    int64_t n = gnbs_tree_int(x, key, 0);
    return n > 0 ? n : 0;
}

static int64_t n_reaching(const gnbs_tree_t *x) {
    int64_t n = 0;
    for (int i = 0; i < N_KIND; i++) n += count_of(x, KINDS[i].key);
    return n;
}

void gnbs_report_link_sentence(gnbs_str_t *out, const gnbs_tree_t *x) {
    int64_t n = n_reaching(x), unclear = count_of(x, "fragments.unclear");
    if (!gnbs_tree_has(x, "fragments")) return;
    if (n == 0) {
        gnbs_str_add(out, "No fragment reaches both places clearly; they lie ");
        gnbs_report_put_count(out, count_of(x, "fragments.distance"));
        gnbs_str_add(out, " bases apart. These reads cannot tell whether the variants lie "
                          "on one copy or on two.");
        return;
    }
    gnbs_report_put_count(out, n);
    gnbs_str_printf(out, " fragment%s both places, ", n == 1 ? " reaches" : "s reach");
    gnbs_report_put_count(out, count_of(x, "fragments.distance"));
    gnbs_str_printf(out,
                    " bases apart: %" PRId64 " with both variants, %" PRId64
                    " with the first only, %" PRId64 " with the second only, %" PRId64
                    " with neither. Both on one fragment speaks for one copy of the gene "
                    "(in cis), one on each for two copies (in trans).",
                    count_of(x, KINDS[0].key), count_of(x, KINDS[1].key),
                    count_of(x, KINDS[2].key), count_of(x, KINDS[3].key));
    if (unclear > 0)
        gnbs_str_printf(out, " %" PRId64 " more could not be read clearly.", unclear);
}

static void draw_mark(gnbs_str_t *out, int x, int y, bool has_variant) {
    gnbs_str_printf(out, "<circle class=\"%s\" cx=\"%d\" cy=\"%d\" r=\"%d\"/>",
                    has_variant ? "with" : "without", x, y, RADIUS);
}

static void draw_kind(gnbs_str_t *out, const gnbs_tree_t *x, int i) {
    int y = TOP + i * ROW + ROW / 2;
    gnbs_str_printf(out, "<path class=\"way\" d=\"M%d %dH%d\"/>", FIRST, y, SECOND);
    draw_mark(out, FIRST, y, KINDS[i].has_first);
    draw_mark(out, SECOND, y, KINDS[i].has_second);
    gnbs_str_printf(out, "<text x=\"%d\" y=\"%d\">%" PRId64 " %s</text>\n", COUNT, y + 4,
                    count_of(x, KINDS[i].key), KINDS[i].words);
}

void gnbs_report_svg_link(gnbs_str_t *out, const gnbs_tree_t *x, const char *id) {
    if (!gnbs_tree_has(x, "fragments")) return;
    int height = TOP + N_KIND * ROW + 6;
    gnbs_str_add(out, "<figure class=\"links\">");
    if (n_reaching(x) > 0) {
        gnbs_str_printf(
            out,
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Fragments "
            "that reach both variants of finding %s\"><svg role=\"img\" "
            "aria-labelledby=\"links-%s\" viewBox=\"0 0 %d %d\" width=\"%d\" "
            "height=\"%d\"><title id=\"links-%s\">What the fragments that reach both "
            "variants carry; said in words below</title>\n",
            id, id, WIDTH, height, WIDTH, height, id);
        gnbs_str_printf(out,
                        "<text class=\"at\" x=\"%d\" y=\"20\">first</text><text "
                        "class=\"at\" x=\"%d\" y=\"20\">second</text>\n",
                        FIRST, SECOND);
        for (int i = 0; i < N_KIND; i++) draw_kind(out, x, i);
        gnbs_str_add(out, "</svg></div>");
    }
    gnbs_str_add(out, "<figcaption>");
    gnbs_report_link_sentence(out, x);
    gnbs_str_add(out, " A filled mark is the variant, an open one the reference."
                      "</figcaption></figure>\n");
}
