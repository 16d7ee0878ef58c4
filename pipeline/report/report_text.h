/* report/report_text.h -- text from outside, made fit for people before it is escaped.
 *
 * Threads  pure
 */
#ifndef GNBS_REPORT_TEXT_H
#define GNBS_REPORT_TEXT_H

#include <stdint.h>

#include "core/str.h"

/* One line of valid UTF-8: control characters become a space, bytes that are not UTF-8 become
 * U+FFFD, and so do the controls that reverse the direction of text (a sample name must not be able
 * to rearrange the words after it). NULL is "". */
void gnbs_report_clean(gnbs_str_t *out, const char *text);
/* ClinVar's spelling to people's: %2C to a comma, _ to a space, | to "; ". Then as clean. */
void gnbs_report_decode(gnbs_str_t *out, const char *text);
/* The same, and the piece of `text` up to the next |; returns what follows it, or NULL at the end. */
const char *gnbs_report_decode_piece(gnbs_str_t *out, const char *text);
/* Cleaned (decoded), then through the HTML door: for element text and quoted attributes. */
void gnbs_report_put(gnbs_str_t *out, const char *text);
void gnbs_report_put_decoded(gnbs_str_t *out, const char *text);
/* An allele for people: beyond 60 letters its ends and its length; machines find it whole in findings.json. */
void gnbs_report_add_allele(gnbs_str_t *out, const char *allele);
void gnbs_report_put_allele(gnbs_str_t *out,
                            const char *allele);        /* through the HTML door */
void gnbs_report_put_count(gnbs_str_t *out, int64_t n); /* 12,345 */

static inline const char *gnbs_report_or(const char *text, const char *otherwise) {
    return text != NULL && text[0] != '\0' ? text : otherwise;
}

#endif
