/* report/report_script.c -- sorts and filters the table of conditions that are not suspected; 1.3 kB, no library.
 *
 * Changing a byte changes its hash: tests/report checks GNBS_REPORT_SCRIPT_HASH against these bytes. Before printing the filter is
 * cleared, so that paper never lacks a row.
 */
#include "report/report_html.h"

const char gnbs_report_script[] =
    "\"use strict\";(function(){var s=document.getElementById(\"not-suspected\")"
    ";if(!s)return;var "
    "t=s.querySelector(\"table\"),b=t.tBodies[0],f=document.getElementById(\"filter\")"
    ",n=document.getElementById(\"shown\");function rows(){return "
    "Array.prototype.slice.call(b.rows)"
    "}f.closest(\"p\").hidden=false;f.addEventListener(\"input\",function(){"
    "var "
    "q=f.value.trim().toLowerCase(),k=0;rows().forEach(function(r){r.hidden=(r.cells[0]."
    "textContent+\" \"+r.cells[1].textContent)"
    ".toLowerCase().indexOf(q)<0;if(!r.hidden)k++});n.textContent=q?k+\" of "
    "\"+b.rows.length+\" shown\":\"\"}"
    ");t.querySelectorAll(\"thead th\").forEach(function(h,i){if(i>4)return;"
    "var "
    "x=document.createElement(\"button\");x.type=\"button\";x.textContent=h.textContent;"
    "h.textContent=\"\";h.appendChild(x);x.addEventListener(\"click\",function()"
    "{var up=h.getAttribute(\"aria-sort\")!==\"ascending\";t.querySelectorAll(\"thead th\")"
    ".forEach(function(y){y.removeAttribute(\"aria-sort\")});h.setAttribute(\"aria-sort\","
    "up?\"ascending\":\"descending\");rows().sort(function(p,q){return "
    "p.cells[i].textContent.localeCompare(q.cells[i].textContent,"
    "\"en\",{numeric:true})*(up?1:-1)}).forEach(function(r){b.appendChild(r)"
    "})})});window.addEventListener(\"beforeprint\",function(){f.value=\"\";"
    "f.dispatchEvent(new Event(\"input\"))})})();";
