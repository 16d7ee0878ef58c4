/* review/review_page_queue.c -- what waits, most urgent first. */
#include <inttypes.h>
#include <string.h>

#include "report/report_html.h"
#include "review/review_page.h"
#include "review/review_scan.h"

typedef struct asked {
    gnbs_review_state_t state;
    const char *state_name, *sample;
    int64_t page;
} asked_t;

static asked_t read_question(gnbs_review_ask_t *ask) {
    asked_t q = {GNBS_REVIEW_N_STATE, gnbs_review_field(ask->query, "state"),
                 gnbs_review_field(ask->query, "sample"), 0};
    const char *page = gnbs_review_field(ask->query, "page");
    long long number;
    for (int i = 0; i < GNBS_REVIEW_N_STATE; i++)
        if (strcmp(gnbs_review_state_name((gnbs_review_state_t)i), q.state_name) == 0)
            q.state = (gnbs_review_state_t)i;
    if (q.state == GNBS_REVIEW_N_STATE) q.state_name = "";
    if (gnbs_review_number(page, strlen(page), &number) && number > 0 && number < 1000000)
        q.page = number - 1;
    return q;
}

static void put_filter(gnbs_str_t *out, const char *name, bool is_here, int64_t n) {
    gnbs_str_printf(out, "<li><a href=\"/queue%s%s\"%s>", name[0] != '\0' ? "?state=" : "",
                    name, is_here ? " aria-current=\"true\"" : "");
    if (name[0] == '\0') gnbs_str_add(out, "All that wait");
    for (int i = 0; i < GNBS_REVIEW_N_STATE; i++)
        if (strcmp(gnbs_review_state_name((gnbs_review_state_t)i), name) == 0)
            gnbs_review_put_state(out, (gnbs_review_state_t)i);
    gnbs_str_printf(out, " <strong>%" PRId64 "</strong></a></li>\n", n);
}

static void put_filters(gnbs_str_t *out, const asked_t *q, const gnbs_review_queue_t *all) {
    int64_t n_open = 0;
    for (int i = 0; i <= (int)GNBS_REVIEW_SIGNED; i++) n_open += all->n_by_state[i];
    gnbs_str_add(out, "<nav aria-label=\"States\"><ul class=\"filters\">\n");
    put_filter(out, "", q->state == GNBS_REVIEW_N_STATE && q->sample[0] == '\0', n_open);
    for (int i = 0; i < GNBS_REVIEW_N_STATE; i++)
        if (all->n_by_state[i] > 0 || i == (int)q->state)
            put_filter(out, gnbs_review_state_name((gnbs_review_state_t)i),
                       i == (int)q->state && q->sample[0] == '\0', all->n_by_state[i]);
    gnbs_str_add(out, "</ul></nav>\n<form method=\"get\" action=\"/queue\" "
                      "class=\"search\"><div><label for=\"sample\">Find a sample</label>"
                      "<input type=\"text\" id=\"sample\" name=\"sample\" maxlength=\"64\" "
                      "value=\"");
    gnbs_review_put(out, q->sample);
    gnbs_str_add(out, "\"></div><button type=\"submit\" class=\"go quiet-go\">Find</button>"
                      "</form>\n");
}

static void put_row(gnbs_str_t *out, const char *const head[], const gnbs_review_row_t *r) {
    gnbs_report_row_begin(out);
    gnbs_str_printf(out,
                    "<th scope=\"row\" role=\"rowheader\" data-label=\"%s\"><a "
                    "href=\"/case/%" PRId64 "\">",
                    head[0], r->id);
    gnbs_review_put(out, r->sample);
    gnbs_str_add(out, "</a></th>");
    gnbs_report_cell_begin(out, head[1]);
    gnbs_review_put_urgency(out, r->urgency);
    gnbs_report_cell_end(out);
    gnbs_report_cell_begin(out, head[2]);
    gnbs_review_put_state(out, r->state);
    gnbs_report_cell_end(out);
    gnbs_report_cell_begin(out, head[3]);
    gnbs_review_put(out, r->result_text);
    if (r->n_finding > 0)
        gnbs_str_printf(out, " (%d finding%s)", r->n_finding, r->n_finding == 1 ? "" : "s");
    gnbs_report_cell_end(out);
    gnbs_report_cell_begin(out, head[4]);
    gnbs_review_put_age(out, r->made_at);
    gnbs_report_cell_end(out);
    gnbs_report_row_end(out);
    gnbs_str_add(out, "\n");
}

static void put_page_link(gnbs_str_t *out, const asked_t *q, int64_t page,
                          const char *words) {
    gnbs_str_printf(out, "<a href=\"/queue?state=%s&amp;sample=", q->state_name);
    for (const char *p = q->sample; *p != '\0'; p++)
        gnbs_str_printf(out, "%%%02X", (unsigned)(unsigned char)*p);
    gnbs_str_printf(out, "&amp;page=%" PRId64 "\">%s</a>\n", page + 1, words);
}

static void put_pages(gnbs_str_t *out, const asked_t *q, const gnbs_review_queue_t *all) {
    int64_t n_page = (all->n + GNBS_REVIEW_PAGE_ROWS - 1) / GNBS_REVIEW_PAGE_ROWS;
    if (n_page <= 1) return;
    gnbs_str_add(out, "<nav class=\"pages\" aria-label=\"Pages\">\n");
    if (q->page > 0) put_page_link(out, q, q->page - 1, "Earlier page");
    gnbs_str_printf(out, "<span>Page %" PRId64 " of %" PRId64 "</span>\n", q->page + 1,
                    n_page);
    if (q->page + 1 < n_page) put_page_link(out, q, q->page + 1, "Next page");
    gnbs_str_add(out, "</nav>\n");
}

static void put_trouble(gnbs_str_t *out, const gnbs_str_t *trouble) {
    if (trouble->n == 0) return;
    gnbs_str_add(out, "<div class=\"alarm\"><p><strong>Results that the desk cannot "
                      "read.</strong> They are not in the queue until they are made "
                      "again.</p><ul>\n");
    for (const char *p = trouble->s; *p != '\0';) {
        size_t n = strcspn(p, "\n");
        gnbs_str_t line;
        gnbs_str_init(&line);
        gnbs_str_add_n(&line, p, n);
        gnbs_str_add(out, "<li>");
        gnbs_review_put(out, gnbs_str_text(&line));
        gnbs_str_add(out, "</li>\n");
        gnbs_str_clear(&line);
        p += n + (p[n] == '\n');
    }
    gnbs_str_add(out, "</ul></div>\n");
}

static void put_queue(gnbs_review_ask_t *ask, const asked_t *q,
                      const gnbs_review_queue_t *all, const gnbs_str_t *trouble) {
    static const char *const HEAD[] = {"Sample", "Urgency", "State", "Result", "Age"};
    gnbs_str_t *out = &ask->answer->body;
    gnbs_review_page_begin(ask, &(gnbs_review_page_t){"Queue", "/queue", false});
    gnbs_str_add(out, "<h1>Queue</h1>\n");
    put_trouble(out, trouble);
    put_filters(out, q, all);
    if (all->n_row == 0) {
        gnbs_str_add(out, "<p class=\"lead\">No case is here.</p>\n");
    } else {
        gnbs_str_add(out, "<div class=\"queue\">\n");
        gnbs_report_table_begin(out, "Most urgent first, then oldest first", 5, HEAD);
        for (int i = 0; i < all->n_row; i++) put_row(out, HEAD, &all->row[i]);
        gnbs_report_table_end(out);
        gnbs_str_add(out, "</div>\n");
        put_pages(out, q, all);
    }
    gnbs_review_page_end(ask);
}

void gnbs_review_page_queue(gnbs_review_ask_t *ask) {
    asked_t q = read_question(ask);
    gnbs_review_queue_t all;
    gnbs_str_t trouble;
    if (!gnbs_review_log_look(ask, NULL, "the queue")) return;
    gnbs_str_init(&trouble);
    gnbs_review_lock(ask->desk);
    gnbs_code_t code = gnbs_review_ask_queue(ask->desk, q.state, q.sample, q.page,
                                             ask->arena, &all, &ask->err);
    if (code == GNBS_OK) code = gnbs_review_trouble(ask->desk, &trouble, &ask->err);
    gnbs_review_unlock(ask->desk);
    if (code == GNBS_OK)
        put_queue(ask, &q, &all, &trouble);
    else
        gnbs_review_fail(ask, code);
    gnbs_str_clear(&trouble);
}
