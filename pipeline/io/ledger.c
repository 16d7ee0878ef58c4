#include "io/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/mem.h"

struct gnbs_ledger {
    int fd;
    int64_t size;
    char *path;
};

static gnbs_code_t fail(const gnbs_ledger_t *l, const char *what, gnbs_err_t *err) {
    return gnbs_err_set(err, GNBS_E_IO, "%s: %s: %s", l->path, what, strerror(errno));
}

static gnbs_code_t lock(gnbs_ledger_t *l, bool is_writing, gnbs_err_t *err) {
    while (flock(l->fd, is_writing ? LOCK_EX : LOCK_SH) != 0)
        if (errno != EINTR) return fail(l, "cannot be locked", err);
    struct stat st;
    if (fstat(l->fd, &st) != 0) return fail(l, "cannot be read", err);
    if (!S_ISREG(st.st_mode))
        return gnbs_err_set(err, GNBS_E_DATA, "%s: is no plain file", l->path);
    l->size = (int64_t)st.st_size;
    return GNBS_OK;
}

gnbs_code_t gnbs_ledger_open(const char *path, bool is_writing, gnbs_ledger_t **ledger,
                             gnbs_err_t *err) {
    *ledger = NULL;
    gnbs_ledger_t *l = gnbs_mem_alloc(1, sizeof *l);
    char *name = gnbs_mem_strdup(path);
    if (l == NULL || name == NULL) {
        gnbs_mem_free(l);
        gnbs_mem_free(name);
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    }
    l->path = name;
    l->fd =
        open(path,
             (is_writing ? O_RDWR | O_CREAT | O_APPEND : O_RDONLY) | O_NOFOLLOW | O_CLOEXEC,
             0600);
    gnbs_code_t code =
        l->fd < 0 ? fail(l, is_writing ? "cannot be appended to" : "cannot be opened", err)
                  : lock(l, is_writing, err);
    if (code != GNBS_OK) {
        gnbs_ledger_close(l);
        return code;
    }
    *ledger = l;
    return GNBS_OK;
}

void gnbs_ledger_close(gnbs_ledger_t *l) {
    if (l == NULL) return;
    if (l->fd >= 0) close(l->fd); /* and with it the lock */
    gnbs_mem_free(l->path);
    gnbs_mem_free(l);
}

int64_t gnbs_ledger_size(const gnbs_ledger_t *l) { return l->size; }

gnbs_code_t gnbs_ledger_read(gnbs_ledger_t *l, int64_t at, void *bytes, size_t n,
                             size_t *got, gnbs_err_t *err) {
    *got = 0;
    while (*got < n) {
        ssize_t k = pread(l->fd, (char *)bytes + *got, n - *got, (off_t)at + (off_t)*got);
        if (k < 0 && errno == EINTR) continue;
        if (k < 0) return fail(l, "cannot be read", err);
        if (k == 0) break;
        *got += (size_t)k;
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_ledger_cut(gnbs_ledger_t *l, int64_t size, gnbs_err_t *err) {
    if (ftruncate(l->fd, (off_t)size) != 0 || fsync(l->fd) != 0)
        return fail(l, "cannot be put in order", err);
    l->size = size;
    return GNBS_OK;
}

gnbs_code_t gnbs_ledger_append(gnbs_ledger_t *l, const void *bytes, size_t n,
                               gnbs_err_t *err) {
    int64_t before = l->size;
    size_t done = 0;
    while (done < n) {
        ssize_t k = write(l->fd, (const char *)bytes + done, n - done);
        if (k < 0 && errno == EINTR) continue;
        if (k < 0) break;
        done += (size_t)k;
    }
    if (done == n && fsync(l->fd) == 0) {
        l->size = before + (int64_t)n;
        return GNBS_OK;
    }
    fail(l, "cannot be written", err);
    if (ftruncate(l->fd, (off_t)before) == 0) l->size = before;
    return GNBS_E_IO;
}
