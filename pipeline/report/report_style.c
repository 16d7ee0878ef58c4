/* report/report_style.c -- how the page looks, on screen and on paper.
 *
 * Colours  every text on its ground has a contrast of at least 4.5 (WCAG 2.2, 1.4.3), every mark
 *          that carries meaning at least 3 (1.4.11); none carries it alone
 * Reflow   below 42 rem rows of tables become cards: nothing scrolls sideways but the reads
 * Print    A4; the running line repeats on every sheet; folded lists are opened
 */
#include "report/report_html.h"

/* clang-format off: a rule of the stylesheet is a line */
static const char *const BASE[] = {
    ":root{color-scheme:light;--ink:#16242f;--soft:#4c5d6b;--line:#d3dce3;--wash:#f4f7f9;--"
    "accent:#0d4f6b;--warm:#8a2f0a;--warm-wash:#fdf4ee;--cool-wash:#eef6f9;--grey:#4a4560;-"
    "-grey-wash:#f4f3f8;--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans "
    "Mono',monospace}\n",
    "*{box-sizing:border-box}\n",
    "[hidden]{display:none!important}\n",
    "html{font-size:100%;-webkit-text-size-adjust:100%}\n",
    "body{margin:0;background:#e9eef2;color:var(--ink);font:1rem/1.55 'Source Sans "
    "3','Segoe UI',Roboto,'Noto Sans','Helvetica Neue',Arial,'DejaVu "
    "Sans',sans-serif;overflow-wrap:anywhere}\n",
    ".top,main,.end{max-width:62rem;margin:0 auto;padding:0 3rem;background:#fff}\n",
    ".top{display:flex;flex-wrap:wrap;gap:.5rem "
    "1.5rem;align-items:center;justify-content:space-between;padding-top:2rem;padding-"
    "bottom:1.25rem}\n",
    "main{padding-bottom:1rem}\n",
    ".end{display:flex;flex-wrap:wrap;gap:.25rem "
    "1.5rem;justify-content:space-between;padding-top:1rem;padding-bottom:2rem;color:var(--"
    "soft);font-size:.875rem}\n",
    "h1,h2,h3,h4,p,dl,ul,table,figure{margin:0}\n",
    "h1{font-size:1.0625rem;font-weight:600;letter-spacing:.01em;color:var(--soft)}\n",
    "h2{font-size:1.375rem;line-height:1.3;font-weight:650;margin-bottom:.75rem;color:var(-"
    "-accent)}\n",
    "h3{font-size:1.125rem;line-height:1.35;font-weight:650;margin:1.5rem 0 .5rem}\n",
    "h4{font-size:1.0625rem;line-height:1.5;font-weight:600;margin-bottom:.5rem}\n",
    "p+p{margin-top:.5rem}\n",
    "code{font-family:var(--mono);font-size:.92em}\n",
    ".hash{font-size:.75rem;color:var(--soft)}\n",
    ".quiet{color:var(--soft);font-weight:400}\n",
    "main>section{margin-top:2.75rem}\n",
    "main>section:first-child{margin-top:0}\n",
    "a{color:var(--accent);text-underline-offset:.2em}\n",
    "a:focus-visible,summary:focus-visible,.scroll:focus-visible,button:focus-visible,"
    "input:focus-visible{outline:3px solid #b8500c;outline-offset:2px}\n",
    ".banner:focus{outline:none}\n",
    ".skip{position:absolute;left:-999rem;top:0;padding:.75rem "
    "1rem;background:#fff;z-index:1}\n",
    ".skip:focus{left:0}\n",
    ".running{display:none}\n",
    NULL};

static const char *const BANNER[] = {
    ".label{display:inline-block;padding:.1875rem .625rem;border:2px "
    "solid;border-radius:.25rem;font-size:.8125rem;line-height:1.4;font-weight:700;letter-"
    "spacing:.04em;background:#fff}\n",
    ".labels,.running span:nth-child(2){display:flex;flex-wrap:wrap;gap:.5rem}\n",
    ".draft{color:var(--warm)}\n",
    ".synthetic{color:#fff;background:#5a2a78;border-color:#5a2a78}\n",
    ".banner{display:grid;grid-template-columns:auto "
    "1fr;gap:1.5rem;padding:2rem;border-radius:.5rem;border:1px "
    "solid;border-left-width:.625rem}\n",
    ".banner .icon{width:3.25rem;height:3.25rem;margin-top:.125rem}\n",
    ".banner "
    "h2{font-size:2.125rem;line-height:1.15;letter-spacing:-.01em;margin:0;color:inherit}"
    "\n",
    ".banner .label{margin-bottom:.75rem}\n",
    ".counts{font-size:1.1875rem;line-height:1.45;margin-top:.5rem;color:var(--ink)}\n",
    ".meaning{color:var(--ink);max-width:44rem}\n",
    ".condition_suspected{color:var(--warm);background:var(--warm-wash);border-color:var(--"
    "warm)}\n",
    ".condition_suspected .counts+.meaning{font-weight:600}\n",
    ".no_condition_suspected{color:var(--accent);background:var(--cool-wash);border-color:"
    "var(--accent)}\n",
    ".screen_not_completed{color:var(--grey);background:var(--grey-wash);border-color:var(-"
    "-grey);border-style:dashed;border-left-style:solid}\n",
    ".sections{display:flex;flex-wrap:wrap;gap:.25rem "
    "1.5rem;margin-top:1rem;font-size:.9375rem}\n",
    ".sections a{display:inline-block;min-height:1.5rem}\n",
    NULL};

static const char *const FACTS[] = {
    ".facts>div{display:grid;grid-template-columns:13rem 1fr;gap:0 1.5rem;padding:.4375rem "
    "0;border-top:1px solid var(--line)}\n",
    ".facts>div:last-child{border-bottom:1px solid var(--line)}\n",
    "dt{color:var(--soft);font-size:.9375rem}\n",
    "dd{margin:0}\n",
    "dd ul{padding-left:1.125rem}\n",
    "#identity .facts{display:grid;grid-template-columns:1fr 1fr;gap:0 2.5rem}\n",
    "#identity .facts>div{grid-template-columns:8rem 1fr;border-bottom:0}\n",
    "#identity .facts>div:nth-child(n+5){grid-column:1/-1}\n",
    "#identity .facts>div:last-child{border-bottom:1px solid var(--line)}\n",
    ".glossary dt{color:var(--ink);font-weight:600}\n",
    "article{margin-top:1.5rem;border:1px solid var(--line);border-top:.3125rem solid "
    "var(--warm);border-radius:.25rem;padding:1.5rem 2rem 2rem}\n",
    "article+article{margin-top:2rem}\n",
    "article>h3{font-size:1.5rem;line-height:1.2;margin:.25rem 0 .5rem}\n",
    ".card{padding:1.25rem 2rem 1.5rem}\n",
    ".card>p+p,.card>p+ul,.card>ul+p{margin-top:.375rem}\n",
    ".notice{padding:.625rem 1rem;border-left:.3125rem solid "
    "var(--warm);background:var(--warm-wash)}\n",
    ".mark{color:var(--warm);font-size:.875rem;font-weight:700;letter-spacing:.06em;text-"
    "transform:uppercase}\n",
    ".action{background:var(--warm-wash);border-radius:.25rem;padding:.375rem "
    "1.25rem;margin:.875rem 0}\n",
    ".action>div{border-color:#ecd3c4}\n",
    ".action>div:first-child{border-top:0}\n",
    ".action>div:last-child{border-bottom:0}\n",
    ".action dd{font-weight:600}\n",
    ".action dt{color:#5c4a40}\n",
    ".plain{list-style:none;padding:0}\n",
    ".plain li{padding:.1875rem 0}\n",
    ".finding{margin-top:1.75rem}\n",
    ".why{font-size:1.0625rem;margin-bottom:.375rem}\n",
    ".id{display:inline-block;min-width:1.75rem;text-align:center;padding:0 "
    ".375rem;border:1px solid "
    "var(--soft);border-radius:.25rem;font-size:.8125rem;font-weight:600;color:var(--soft);"
    "margin-right:.25rem}\n",
    ".not-looked{margin-top:1.25rem}\n",
    ".variant{margin-top:1.25rem;padding:1.25rem 1.5rem "
    "1.5rem;background:var(--wash);border-radius:.25rem}\n",
    ".variant h4 code{font-size:1.0625rem}\n",
    ".variant h4 .quiet{display:block;font-size:.875rem}\n",
    ".class{margin:1.25rem 0 .25rem}\n",
    ".class span{color:var(--soft)}\n",
    ".stars{color:#8a5a00;letter-spacing:.05em}\n",
    NULL};

static const char *const TABLES[] = {
    "table{width:100%;border-collapse:collapse;font-size:.9375rem;margin-top:.75rem}\n",
    "caption{text-align:left;color:var(--soft);font-size:.875rem;padding-bottom:.375rem}\n",
    "th,td{text-align:left;vertical-align:top;padding:.5625rem .875rem .5625rem "
    "0;border-bottom:1px solid var(--line)}\n",
    "td:last-child{padding-right:0}\n",
    "thead th{color:var(--soft);font-weight:600;font-size:.875rem;border-bottom:2px solid "
    "var(--soft);vertical-align:bottom;overflow-wrap:normal}\n",
    "thead "
    "button{font:inherit;color:inherit;background:none;border:0;padding:0;margin:0;min-"
    "height:1.5rem;text-align:left;cursor:pointer;text-decoration:underline;text-"
    "decoration-color:var(--line);text-underline-offset:.25em}\n",
    "th[aria-sort=ascending] button::after{content:' \\2191'}\n",
    "th[aria-sort=descending] button::after{content:' \\2193'}\n",
    "tbody th{font-weight:600}\n",
    "td{font-variant-numeric:tabular-nums}\n",
    "th,td{min-width:4.75rem}\n",
    "td[data-label=\"Strength\"]{min-width:6.75rem}\n",
    "td ul,details ul{padding-left:1.125rem}\n",
    "td li{margin-top:.125rem}\n",
    ".detail{margin-top:.25rem;color:var(--soft)}\n",
    "summary{cursor:pointer;color:var(--accent);min-height:1.5rem;text-decoration:"
    "underline;text-underline-offset:.2em}\n",
    "details[open] summary{margin-bottom:.375rem}\n",
    "details p{margin-top:.375rem}\n",
    "details table{margin-top:.375rem}\n",
    ".filter{margin-top:1rem}\n",
    ".filter input{font:inherit;padding:.25rem .5rem;border:1px solid "
    "var(--soft);border-radius:.25rem;min-width:14rem}\n",
    ".filter span{color:var(--soft);margin-left:.5rem}\n",
    ".prose{padding-left:1.25rem;max-width:48rem}\n",
    ".prose li{margin-bottom:.5rem}\n",
    "#not-suspected td:last-child{width:34%}\n",
    "#methods td,#methods tbody th{font-size:.875rem}\n",
    "#methods th{min-width:6.5rem}\n",
    "#methods td:first-of-type{min-width:9rem}\n",
    ".sign{display:grid;grid-template-columns:1fr 1fr;gap:0 3rem}\n",
    ".sign h3{margin-bottom:0}\n",
    ".line{margin:0;padding-top:2.5rem;border-bottom:1px solid var(--ink)}\n",
    ".line span{font-size:.8125rem;color:var(--soft);position:relative;top:1.5rem}\n",
    ".line+.line{margin-top:1.25rem}\n",
    NULL};

static const char *const DRAWINGS[] = {
    ".pile,.exons{margin-top:1.25rem}\n",
    ".scroll{overflow-x:auto;background:#fff;border:1px solid "
    "var(--line);border-radius:.25rem;padding:.5rem}\n",
    ".pile svg{display:block;margin:0 auto;font:600 10px var(--mono)}\n",
    ".exons svg{display:block;font:11px var(--mono)}\n",
    ".exons text{text-anchor:middle;fill:#16242f}\n",
    ".exons .miss{fill:#fff;stroke:#8a2f0a;stroke-width:1;stroke-dasharray:3 2}\n",
    ".exons .read{fill:#5b8fa8}\n",
    "figcaption{color:var(--soft);font-size:.875rem;margin-top:.375rem}\n",
    ".pile text{text-anchor:middle}\n",
    ".pile .ref{fill:#16242f}\n",
    ".pile .pos{font-size:11px;fill:#16242f}\n",
    ".pile .pos.begin{text-anchor:start}\n",
    ".pile .pos.end{text-anchor:end}\n",
    ".fw{fill:#d6e0e8}\n",
    ".rv{fill:#e6dfd2}\n",
    ".frame{fill:none;stroke:#16242f;stroke-width:1.5;stroke-dasharray:4 3}\n",
    ".gap{fill:#fff}\n",
    ".del{stroke:#16242f;stroke-width:2}\n",
    ".ins{fill:#5a2a78}\n",
    ".bA rect{fill:#1f6b35;stroke:#1f6b35}\n",
    ".bA text{fill:#fff}\n",
    ".bC rect{fill:#1c4f9c;stroke:#1c4f9c}\n",
    ".bC text{fill:#fff}\n",
    ".bG rect{fill:#7d5200;stroke:#7d5200}\n",
    ".bG text{fill:#fff}\n",
    ".bT rect{fill:#a12327;stroke:#a12327}\n",
    ".bT text{fill:#fff}\n",
    ".bN rect{fill:#4c5d6b;stroke:#4c5d6b}\n",
    ".bN text{fill:#fff}\n",
    ".pile .mid rect,.pile .low rect{fill:#fff}\n",
    ".pile .low rect{stroke-dasharray:2 1.5}\n",
    ".pile .mid text,.pile .low text{fill:#16242f}\n",
    ".balance{display:block;width:12.5rem;max-width:100%;height:.625rem;margin-top:.375rem}"
    "\n",
    ".balance .ref{fill:#c3d0da}\n",
    ".balance .alt{fill:#8a2f0a}\n",
    ".links svg{display:block;font:600 11px var(--mono)}\n",
    ".links .way{stroke:#8795a1;stroke-width:2}\n",
    ".links .with{fill:#8a2f0a;stroke:#8a2f0a;stroke-width:2}\n",
    ".links .without{fill:#fff;stroke:#4c5d6b;stroke-width:2}\n",
    ".links text{fill:#16242f}\n.links .at{text-anchor:middle}\n",
    ".copies svg{display:block;font:600 10px var(--mono)}\n",
    ".copies text{text-anchor:end;fill:#16242f}\n.copies .n{text-anchor:start}\n",
    ".copies .g{fill:#1c4f9c}\n.copies .o{fill:#c3d0da}\n",
    NULL};

static const char *const NARROW[] = {
    "@media (max-width:42rem){\n",
    ".top,main,.end{padding-left:1rem;padding-right:1rem}\n",
    ".top{padding-top:1.25rem}\n",
    ".banner{grid-template-columns:1fr;gap:.75rem;padding:1.25rem}\n",
    ".banner .icon{width:2.5rem;height:2.5rem}\n",
    ".banner h2{font-size:1.625rem}\n",
    ".counts{font-size:1.0625rem}\n",
    "article,.card{padding:1rem}\n",
    ".variant{padding:1rem;margin-left:-1rem;margin-right:-1rem}\n",
    ".action{padding:.25rem 1rem;margin-left:-1rem;margin-right:-1rem;border-radius:0}\n",
    "#identity .facts,.facts>div,#identity .facts>div{grid-template-columns:1fr}\n",
    "dt{font-size:.875rem}\n",
    ".sign{grid-template-columns:1fr}\n",
    "table,tbody,tr,th,td,caption{display:block;width:auto}\n",
    "thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}\n",
    "tbody tr{padding:.75rem 0;border-bottom:1px solid var(--line)}\n",
    "tbody th,tbody td{border:0;padding:.125rem 0;min-width:0}\n",
    "td[data-label=\"Strength\"]{min-width:0}\n",
    "#methods th,#methods td:first-of-type{min-width:0}\n",
    "#not-suspected td:last-child{width:auto}\n",
    "tbody td::before{content:attr(data-label) ': ';color:var(--soft);font-size:.875rem}\n",
    "tbody th{font-size:1.0625rem}\n",
    ".filter input{display:block;width:100%;min-width:0}\n",
    ".filter span{margin-left:0}\n",
    "}\n",
    NULL};

static const char *const PRINT[] = {
    "@page{size:A4;margin:11mm 16mm 17mm;@bottom-right{content:counter(page) ' / ' "
    "counter(pages);font:8.5pt sans-serif;color:#4c5d6b}}\n",
    "@media print{\n",
    "*{-webkit-print-color-adjust:exact;print-color-adjust:exact}\n",
    "html{font-size:9.5pt}\n",
    "body{background:#fff;line-height:1.4;padding-top:13mm;-webkit-box-decoration-break:"
    "clone;box-decoration-break:clone}\n",
    ".skip,.sections,.filter,.top .labels,.end .labels{display:none}\n",
    ".running{display:flex;justify-content:space-between;align-items:center;gap:1rem;"
    "position:fixed;top:0;left:0;right:0;height:9mm;font-size:8.5pt;color:var(--soft);"
    "border-bottom:1px solid var(--line)}\n",
    ".running span{flex:1 1 0;overflow:hidden;max-height:2.8em}\n",
    ".running span:nth-child(2){flex:0 0 auto;text-align:center}\n",
    ".running span:last-child{text-align:right}\n",
    ".running .label{font-size:8pt;padding:0 .4rem;border-width:1.5px}\n",
    ".top,main,.end{max-width:none;padding-left:0;padding-right:0}\n",
    ".top{padding-top:0}\n",
    "main>section{margin-top:6mm}\n",
    ".banner{padding:1.25rem 1.5rem}\n",
    ".facts>div{padding:.25rem 0}\n",
    "#evidence,#not-assessed{break-before:page}\n",
    "h2,h3,h4,caption,.why,.class,.mark{break-after:avoid}\n",
    "thead{display:table-header-group}\n",
    "tr,figure,.facts>div,#signatures,.banner,.action,.card{break-inside:avoid}\n",
    ".line{padding-top:1.75rem}\n",
    ".variant,article{box-decoration-break:clone;-webkit-box-decoration-break:clone}\n",
    ".scroll{overflow:visible}\n",
    ".pile svg,.exons svg{max-width:100%;height:auto}\n",
    "a{color:inherit;text-decoration:none}\n",
    "thead button{text-decoration:none}\n",
    "details::details-content{content-visibility:visible;display:block;block-size:auto}\n",
    "summary{display:none}\n",
    "}\n",
    NULL};

/* clang-format on */

void gnbs_report_put_style(gnbs_str_t *out) {
    const char *const *const SHEETS[] = {BASE,     BANNER, FACTS, TABLES,
                                         DRAWINGS, NARROW, PRINT};
    for (size_t i = 0; i < sizeof SHEETS / sizeof SHEETS[0]; i++)
        for (size_t k = 0; SHEETS[i][k] != NULL; k++) gnbs_str_add(out, SHEETS[i][k]);
}
