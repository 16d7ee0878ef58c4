/* review/review_style.c -- how the desk looks: the report's stylesheet, and what a desk has that a report has not.
 *
 * Contrast and reflow are held as in report/report_style.c; forms have labels, errors have words, focus is seen.
 */
#include <string.h>

#include "io/digest.h"
#include "report/report_html.h"
#include "review/review_page.h"

/* clang-format off: a rule of the stylesheet is a line */
static const char *const DESK[] = {
    ".desk{background:#eef2f5}\n",
    ".bar{background:#fff;border-bottom:1px solid var(--line)}\n",
    ".bar>div{max-width:66rem;margin:0 auto;padding:.75rem "
    "3rem;display:flex;flex-wrap:wrap;gap:.5rem 1.75rem;align-items:center}\n",
    ".brand{font-weight:700;color:var(--accent)}\n",
    ".bar ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}\n",
    ".bar a{display:inline-block;padding:.25rem "
    "0;min-height:1.75rem;text-decoration:none}\n",
    ".bar a:hover{text-decoration:underline}\n",
    ".bar a[aria-current]{font-weight:650;color:var(--ink);border-bottom:.1875rem solid "
    "var(--accent)}\n",
    ".out{margin-left:auto;display:flex;gap:.75rem;align-items:center;font-size:.9375rem}"
    "\n",
    ".desk main{max-width:66rem;margin:1.5rem auto 0;padding:2rem 3rem "
    "3rem;border-radius:.5rem}\n",
    ".desk main:focus{outline:none}\n",
    ".desk "
    "h1{font-size:1.875rem;line-height:1.2;font-weight:650;color:var(--ink);letter-spacing:"
    "-.005em}\n",
    ".desk h2{margin-top:2.5rem}\n",
    ".desk .banner h2,.desk section h2,.desk .panel h2{margin-top:0}\n",
    ".desk section{margin-top:2.5rem}\n",
    ".desk section.banner{margin-top:.75rem}\n",
    ".desk .title+.facts,.desk .banner+.facts{margin-top:1.25rem}\n",
    ".lead{font-size:1.125rem;margin-top:.5rem;max-width:46rem}\n",
    ".foot{max-width:66rem;margin:0 auto;padding:1rem 3rem "
    "2rem;color:var(--soft);font-size:.875rem}\n",
    ".trail{font-size:.9375rem;margin-bottom:.75rem}\n",
    ".title{display:flex;flex-wrap:wrap;gap:.5rem 1.25rem;align-items:center}\n",
    ".state,.urgency{display:inline-flex;gap:.5rem;align-items:center;white-space:nowrap}"
    "\n",
    ".state svg,.urgency svg{flex:none}\n",
    ".title .state{padding:.25rem .75rem;border:1px solid "
    "var(--soft);border-radius:1rem;font-weight:600;font-size:.9375rem}\n",
    ".urgency{color:var(--ink)}\n",
    NULL};

static const char *const FORMS[] = {
    "label,legend,.label-like{font-weight:600}\n",
    ".desk input[type=text],.desk input[type=password],.desk "
    "textarea{font:inherit;width:100%;padding:.5rem .625rem;border:1px solid "
    "#5b6c79;border-radius:.25rem;background:#fff;color:var(--ink)}\n",
    "textarea{min-height:5.5rem;resize:vertical}\n",
    ".row{margin-top:1rem;max-width:28rem}\n",
    ".hint{color:var(--soft);font-size:.9375rem;font-weight:400}\n",
    "button{font:inherit}\n",
    ".go{margin-top:1.25rem;padding:.625rem 1.25rem;border:1px solid "
    "var(--accent);border-radius:.375rem;background:var(--accent);color:#fff;font-weight:"
    "650;cursor:pointer;min-height:2.75rem}\n",
    ".go:hover{background:#0a3d54}\n",
    ".quiet-go{background:#fff;color:var(--accent)}\n",
    ".quiet-go:hover{background:var(--cool-wash)}\n",
    ".plain-button{background:#fff;border:1px solid "
    "var(--soft);border-radius:.25rem;padding:.1875rem "
    ".625rem;min-height:1.75rem;cursor:pointer;color:var(--ink)}\n",
    ".desk textarea:focus-visible,.desk input:focus-visible,.desk "
    "button:focus-visible{outline:3px solid #b8500c;outline-offset:2px}\n",
    "fieldset{margin:1.5rem 0 0;padding:1rem 1.5rem 1.5rem;border:2px solid "
    "var(--accent);border-radius:.375rem;background:var(--cool-wash);min-width:0}\n",
    "legend{padding:0 .5rem;background:#fff;border-radius:.25rem;color:var(--accent)}\n",
    ".choices{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;margin:.25rem 0 .75rem}\n",
    ".choices "
    "label{display:inline-flex;gap:.5rem;align-items:center;font-weight:600;min-height:"
    "2rem;cursor:pointer}\n",
    ".choices input{width:1.25rem;height:1.25rem;accent-color:var(--accent);margin:0}\n",
    ".panel{margin-top:2.5rem;padding:1.5rem 2rem 2rem;border:1px solid "
    "var(--line);border-radius:.5rem;background:var(--wash)}\n",
    ".two{display:grid;grid-template-columns:1fr 1fr;gap:1rem 2rem}\n",
    ".said{margin-top:1.25rem;padding:1rem 1.5rem;border:1px solid "
    "var(--line);border-left:.3125rem solid "
    "var(--accent);border-radius:.25rem;background:#fff}\n",
    ".said h3,.said h4{margin:0 0 .25rem;font-size:1.0625rem}\n",
    ".words{margin:.75rem 0 0;padding:.25rem 0 .25rem 1rem;border-left:.1875rem solid "
    "var(--line)}\n",
    ".alarm{padding:.75rem 1rem;border:2px solid "
    "var(--warm);border-radius:.25rem;background:var(--warm-wash);margin-top:1rem}\n",
    ".done{padding:.75rem 1rem;border:2px solid "
    "var(--accent);border-radius:.25rem;background:var(--cool-wash);margin-bottom:1.5rem}"
    "\n",
    ".steps{list-style:none;padding:0;margin:0;display:grid;grid-template-columns:repeat(4,"
    "1fr);gap:1rem}\n",
    ".steps li{border-top:.25rem solid var(--line);padding-top:.5rem;font-size:.9375rem}\n",
    ".steps .is-done{border-color:var(--accent)}\n",
    ".steps "
    ".is-now{border-color:var(--ink);border-top-style:double;border-top-width:.375rem}\n",
    ".steps strong{display:block}\n",
    ".filters{list-style:none;padding:0;margin:1.25rem 0 "
    "0;display:flex;flex-wrap:wrap;gap:.5rem}\n",
    ".filters a{display:inline-flex;gap:.5rem;align-items:center;padding:.3125rem "
    ".75rem;border:1px solid "
    "var(--line);border-radius:1rem;text-decoration:none;color:var(--ink);background:#fff;"
    "font-size:.9375rem;min-height:2rem}\n",
    ".filters a[aria-current]{border-color:var(--accent);box-shadow:inset 0 0 0 1px "
    "var(--accent);font-weight:650}\n",
    ".search{margin-top:1rem;display:flex;flex-wrap:wrap;gap:.5rem;align-items:end}\n",
    ".search>div{flex:0 1 18rem}\n",
    ".search .go{margin-top:0}\n",
    ".pages{display:flex;gap:1.5rem;margin-top:1.25rem}\n",
    ".queue td,.queue th{padding-top:.75rem;padding-bottom:.75rem;vertical-align:middle}\n",
    ".queue tbody th a{font-size:1.0625rem}\n",
    ".history{list-style:none;padding:0}\n",
    ".history li{padding:.75rem 0;border-bottom:1px solid var(--line)}\n",
    "dialog{border:2px solid "
    "var(--accent);border-radius:.5rem;max-width:28rem;padding:1.5rem 2rem}\n",
    ".is-draft main{background-color:#fff;background-image:url(\"data:image/svg+xml,%3Csvg "
    "xmlns='http://www.w3.org/2000/svg' width='420' height='300'%3E%3Ctext x='210' y='165' "
    "text-anchor='middle' transform='rotate(-24 210 150)' font-family='sans-serif' "
    "font-weight='700' font-size='84' letter-spacing='10' "
    "fill='%23f9f3ee'%3EDRAFT%3C/text%3E%3C/svg%3E\")}\n",
    "@media (max-width:42rem){\n",
    ".bar>div,.foot{padding-left:1rem;padding-right:1rem}\n",
    ".out{margin-left:0;width:100%;justify-content:space-between}\n",
    ".desk main{margin-top:0;border-radius:0;padding:1.25rem 1rem 2rem}\n",
    ".desk h1{font-size:1.5rem}\n",
    ".two,.steps{grid-template-columns:1fr}\n",
    ".panel,fieldset{padding:1rem}\n",
    ".state,.urgency{white-space:normal}\n",
    ".queue td,.queue th{padding-top:.125rem;padding-bottom:.125rem}\n",
    "}\n",
    "@media print{.bar,.foot,.skip,.desk form{display:none}.desk "
    "main{margin:0;padding:0;max-width:none}}\n",
    NULL};

/* Says a minute before a session ends, and asks before words that were not sent are left behind. */
static const char SCRIPT[] =
    "(function(){'use strict';\n"
    "var dirty=false,sent=false;\n"
    "document.addEventListener('input',function(e){if(e.target.closest('form[data-keep]')||"
    "e.target.form&&e.target.form.hasAttribute('data-keep'))dirty=true});\n"
    "document.addEventListener('submit',function(){sent=true});\n"
    "window.addEventListener('beforeunload',function(e){if(dirty&&!sent){e.preventDefault()"
    ";e.returnValue=''}});\n"
    "var idle=Number(document.body.dataset.idle);\n"
    "if(idle>1&&typeof HTMLDialogElement==='function'){var d,t;\n"
    "var "
    "ask=function(){d=document.createElement('dialog');d.setAttribute('aria-labelledby','"
    "idle-title');\n"
    "var h=document.createElement('h2');h.id='idle-title';h.textContent='Your session ends "
    "in a minute';d.appendChild(h);\n"
    "var p=document.createElement('p');p.textContent='Nobody has used this page for a "
    "while. What you wrote and did not send would be lost.';d.appendChild(p);\n"
    "var "
    "b=document.createElement('button');b.className='go';b.type='button';b.textContent='"
    "Stay signed in';\n"
    "b.addEventListener('click',function(){fetch('/"
    "help',{credentials:'same-origin'}).then(function(r){d.close();d.remove();if(!r."
    "redirected)start()})});\n"
    "d.appendChild(b);document.body.appendChild(d);d.showModal()};\n"
    "var start=function(){clearTimeout(t);t=setTimeout(ask,(idle-1)*60000)};start()}\n"
    "})();\n";
/* clang-format on */

static gnbs_str_t style;
static char version[GNBS_REVIEW_VERSION_TEXT];

const char *gnbs_review_style_version(void) { return version; }

gnbs_code_t gnbs_review_make_style(gnbs_err_t *err) {
    const char *const *const SHEETS[] = {DESK, FORMS};
    char hex[GNBS_DIGEST_HEX];
    gnbs_str_t all;
    gnbs_str_clear(&style);
    gnbs_report_put_style(&style);
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; SHEETS[i][k] != NULL; k++) gnbs_str_add(&style, SHEETS[i][k]);
    gnbs_str_init(&all);
    gnbs_str_add(&all, gnbs_str_text(&style));
    gnbs_str_add(&all, SCRIPT);
    bool failed = style.failed || all.failed;
    gnbs_digest_bytes(gnbs_str_text(&all), all.n, hex);
    memcpy(version, hex, sizeof version - 1);
    gnbs_str_clear(&all);
    return failed ? gnbs_err_set(err, GNBS_E_NOMEM, "the desk's stylesheet") : GNBS_OK;
}

void gnbs_review_drop_style(void) { gnbs_str_clear(&style); }

static void send(gnbs_review_ask_t *ask, const char *type, const char *text, size_t n) {
    ask->answer->status = 200;
    gnbs_http_header(ask->answer, "Content-Type", "%s", type);
    gnbs_http_header(ask->answer, "Cache-Control", "public, max-age=31536000, immutable");
    gnbs_str_add_n(&ask->answer->body, text, n);
}

void gnbs_review_page_style(gnbs_review_ask_t *ask) {
    send(ask, "text/css; charset=utf-8", gnbs_str_text(&style), style.n);
}

void gnbs_review_page_script(gnbs_review_ask_t *ask) {
    send(ask, "text/javascript; charset=utf-8", SCRIPT, sizeof SCRIPT - 1);
}

void gnbs_review_page_icon(gnbs_review_ask_t *ask) { ask->answer->status = 204; }
