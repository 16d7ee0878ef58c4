/* core/escape.h -- text from outside leaves through one of these doors, or not at all.
 *
 * Sample names, VCF fields and panel cells are hostile until escaped. Each door appends to
 * `out` what is safe in its place. Bytes that are not valid UTF-8 leave as U+FFFD in HTML
 * and JSON.
 */
#ifndef GNBS_CORE_ESCAPE_H
#define GNBS_CORE_ESCAPE_H

#include <stdbool.h>

#include "core/str.h"

/* element text and quoted attributes */
void gnbs_escape_html(gnbs_str_t *out, const char *text);
/* with the quotes; `<` as \u003c, so that it may stand in a script element */
void gnbs_escape_json(gnbs_str_t *out, const char *text);
/* quoted when needed; a leading = + - @ gets a ' (no formula) */
void gnbs_escape_csv(gnbs_str_t *out, const char *text, char sep);
/* one single-quoted word of POSIX sh */
void gnbs_escape_shell(gnbs_str_t *out, const char *text);
/* control bytes as \xNN, for stderr and logs */
void gnbs_escape_term(gnbs_str_t *out, const char *text);
/* Is every byte part of a valid UTF-8 character? */
bool gnbs_escape_is_utf8(const char *text);
/* Is this a name that may become a file or folder: [A-Za-z0-9][A-Za-z0-9._-]{0,63}? */
bool gnbs_escape_is_file_name(const char *text);

#endif
