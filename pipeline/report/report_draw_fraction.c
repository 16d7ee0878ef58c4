/* report/report_draw_fraction.c -- a fraction of mitochondrial copies with its interval, on a line from none to all. */
#include "report/report_html.h"

enum { WIDTH = 300, LEFT = 14, LINE_Y = 12 };

static double share(const gnbs_tree_t *h, const char *key, double otherwise) {
    double x = gnbs_tree_real(h, key, otherwise);
    return x > 0 ? (x < 1 ? x : 1) : 0; /* nothing a file says draws outside the picture */
}

static int x_of(double fraction) { return LEFT + (int)(fraction * WIDTH + 0.5); }

/*     |-----[===o====]--------------------|
 *     0 %      28 %         50 %       100 %      */
void gnbs_report_draw_fraction(gnbs_str_t *out, const gnbs_tree_t *h) {
    if (!gnbs_tree_has(h, "fraction")) return;
    double at = share(h, "fraction", 0), low = share(h, "low", at),
           high = share(h, "high", at);
    if (high < low) high = low;
    int x_low = x_of(low), wide = x_of(high) - x_low;
    gnbs_str_printf(out,
                    "<div><svg role=\"img\" viewBox=\"0 0 %d 38\" "
                    "width=\"%d\" height=\"38\"><title>The fraction and its 95 %% interval "
                    "on a line from none to all of the copies</title><path d=\"M%d %dh%d\" "
                    "stroke=\"#7c93a8\"/>",
                    WIDTH + 2 * LEFT, WIDTH + 2 * LEFT, LEFT, LINE_Y, WIDTH);
    for (int percent = 0; percent <= 100; percent += 25)
        gnbs_str_printf(out, "<path d=\"M%d %dv6\" stroke=\"#7c93a8\"/>",
                        x_of(percent / 100.0), LINE_Y - 3);
    for (int percent = 0; percent <= 100; percent += 50)
        gnbs_str_printf(out,
                        "<text x=\"%d\" y=\"34\" font-size=\"11\" "
                        "text-anchor=\"middle\">%d %%</text>",
                        x_of(percent / 100.0), percent);
    gnbs_str_printf(out,
                    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"8\" fill=\"#9bb4d3\"/>"
                    "<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"#1c4f9c\"/></svg></div>",
                    x_low, LINE_Y - 4, wide > 1 ? wide : 1, x_of(at), LINE_Y);
}
