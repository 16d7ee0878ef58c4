/* io/ledger.h -- a file that several processes append to: whole pieces, one after the other, durable or not there.
 *
 *     gnbs_ledger_open(path, true, &l, err)     waits for its turn (flock); nobody else writes until gnbs_ledger_close
 *     gnbs_ledger_append(l, bytes, n, err)      write and fsync; what did not fit (a full disk) is cut off again
 *
 * A process that dies loses its lock and at most leaves a torn piece at the end, which the next one sees by the size.
 * Rights    the file is made for its owner alone (0600)
 * Errors    GNBS_E_IO with the system's reason; GNBS_E_DATA when the name is a link or no plain file
 */
#ifndef GNBS_IO_LEDGER_H
#define GNBS_IO_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"

typedef struct gnbs_ledger gnbs_ledger_t;

/* is_writing: made when it is not there, locked against everybody; else read together with other readers. */
gnbs_code_t gnbs_ledger_open(const char *path, bool is_writing, gnbs_ledger_t **ledger,
                             gnbs_err_t *err);
void gnbs_ledger_close(gnbs_ledger_t *ledger); /* accepts NULL */
int64_t gnbs_ledger_size(const gnbs_ledger_t *ledger);
/* Up to n bytes from offset `at`; *got is less than n at the end only. */
gnbs_code_t gnbs_ledger_read(gnbs_ledger_t *ledger, int64_t at, void *bytes, size_t n,
                             size_t *got, gnbs_err_t *err);
gnbs_code_t gnbs_ledger_append(gnbs_ledger_t *ledger, const void *bytes, size_t n,
                               gnbs_err_t *err);
gnbs_code_t gnbs_ledger_cut(gnbs_ledger_t *ledger, int64_t size, gnbs_err_t *err);

#endif
