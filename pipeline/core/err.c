#include "core/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

gnbs_code_t gnbs_err_set(gnbs_err_t *err, gnbs_code_t code, const char *fmt, ...) {
    if (err == NULL) return code;
    err->code = code;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(err->msg, sizeof err->msg, fmt, ap);
    va_end(ap);
    return code;
}

/* Appends what still fits, and the end. */
static size_t append(gnbs_err_t *err, size_t at, const char *text) {
    while (*text != '\0' && at + 1 < sizeof err->msg) err->msg[at++] = *text++;
    err->msg[at] = '\0';
    return at;
}

gnbs_code_t gnbs_err_ctx(gnbs_err_t *err, const char *fmt, ...) {
    if (err == NULL) return GNBS_E_INTERNAL;
    char inner[GNBS_ERR_BYTES];
    memcpy(inner, err->msg, sizeof inner);
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(err->msg, sizeof err->msg, fmt, ap);
    va_end(ap);
    append(err, append(err, strlen(err->msg), ": "), inner);
    return err->code;
}

int gnbs_err_exit_status(gnbs_code_t code) {
    switch (code) {
    case GNBS_OK: return 0;
    case GNBS_E_USAGE: return 2;
    case GNBS_E_IO:
    case GNBS_E_FORMAT:
    case GNBS_E_DATA: return 3;
    case GNBS_E_NOMEM:
    case GNBS_E_INTERNAL: return 4;
    case GNBS_E_QC: return 5;
    case GNBS_E_CONSENT: return 6;
    }
    return 4;
}
