#include "io/claim.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/str.h"
#include "io/out.h"
#include "io/path.h"

struct gnbs_claim {
    int fd;
    char *dir, *sample, *path;
};

static char *claim_path(const char *dir, const char *sample) {
    gnbs_str_t s;
    gnbs_str_init(&s);
    gnbs_str_printf(&s, "%s/.gnbs/claim-%s", dir, sample);
    if (s.failed) gnbs_str_clear(&s);
    return s.s;
}

static gnbs_code_t make_folder(const char *dir, const char *below, gnbs_err_t *err) {
    gnbs_str_t s;
    gnbs_str_init(&s);
    gnbs_str_printf(&s, "%s%s", dir, below);
    gnbs_code_t code = GNBS_OK;
    if (s.failed)
        code = gnbs_err_set(err, GNBS_E_NOMEM, "%s", dir);
    else if (mkdir(s.s, 0700) != 0 && !gnbs_path_is_dir(s.s))
        code = errno == EEXIST
                   ? gnbs_err_set(err, GNBS_E_IO, "%s: cannot be made a folder", s.s)
                   : gnbs_err_set(err, GNBS_E_IO, "%s: cannot be made a folder: %s", s.s,
                                  strerror(errno));
    gnbs_str_clear(&s);
    return code;
}

/* The file may be removed by a withdrawal while we wait for it: then the lock is on nothing, and we begin again. */
static gnbs_code_t lock_it(gnbs_claim_t *c, bool waits, gnbs_err_t *err) {
    for (;;) {
        c->fd = open(c->path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (c->fd < 0)
            return gnbs_err_set(err, GNBS_E_IO, "%s: %s", c->path, strerror(errno));
        int got;
        while ((got = flock(c->fd, waits ? LOCK_EX : LOCK_EX | LOCK_NB)) != 0 &&
               errno == EINTR) {
        }
        if (got != 0 && errno == EWOULDBLOCK)
            return gnbs_err_set(err, GNBS_E_IO,
                                "%s/%s: another run of this newborn is at work; wait for "
                                "its end",
                                c->dir, c->sample);
        if (got != 0)
            return gnbs_err_set(err, GNBS_E_IO, "%s: cannot be locked: %s", c->path,
                                strerror(errno));
        struct stat held, there;
        if (fstat(c->fd, &held) == 0 && stat(c->path, &there) == 0 &&
            held.st_ino == there.st_ino && held.st_dev == there.st_dev)
            return GNBS_OK;
        close(c->fd);
        c->fd = -1;
    }
}

gnbs_code_t gnbs_claim_take(const char *dir, const char *sample, bool waits,
                            gnbs_claim_t **claim, gnbs_err_t *err) {
    *claim = NULL;
    GNBS_TRY(make_folder(dir, "", err));
    GNBS_TRY(make_folder(dir, "/.gnbs", err));
    gnbs_claim_t *c = gnbs_mem_alloc(1, sizeof *c);
    if (c == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", sample);
    c->fd = -1;
    c->dir = gnbs_mem_strdup(dir);
    c->sample = gnbs_mem_strdup(sample);
    c->path = claim_path(dir, sample);
    gnbs_code_t code = c->dir == NULL || c->sample == NULL || c->path == NULL
                           ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", sample)
                           : lock_it(c, waits, err);
    if (code != GNBS_OK) {
        gnbs_claim_end(c);
        return code;
    }
    *claim = c;
    return GNBS_OK;
}

void gnbs_claim_end(gnbs_claim_t *c) {
    if (c == NULL) return;
    if (c->fd >= 0) close(c->fd); /* and with it the lock */
    gnbs_mem_free(c->dir);
    gnbs_mem_free(c->sample);
    gnbs_mem_free(c->path);
    gnbs_mem_free(c);
}

bool gnbs_claim_is_held(const char *dir, const char *sample) {
    char *path = claim_path(dir, sample);
    int fd = path != NULL ? open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC) : -1;
    bool is_held = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (fd >= 0) close(fd);
    gnbs_mem_free(path);
    return is_held;
}

static bool is_left_over(const gnbs_claim_t *c, const char *name, bool *is_old) {
    size_t n = strlen(c->sample), k = strlen(name);
    if (strncmp(name, c->sample, n) != 0 || strncmp(name + n, ".tmp-", 5) != 0)
        return false;
    *is_old = k > 4 && strcmp(name + k - 4, ".old") == 0;
    return true;
}

/* NB1.json.tmp-PID: the state of a newborn, of a batch. */
static bool is_state(const gnbs_claim_t *c, const char *name) {
    size_t n = strlen(c->sample);
    return strncmp(name, c->sample, n) == 0 && strncmp(name + n, ".json.tmp-", 10) == 0;
}

void gnbs_claim_tidy(const gnbs_claim_t *c) {
    DIR *dir = opendir(c->dir);
    gnbs_str_t path, result;
    if (dir == NULL) return;
    gnbs_str_init(&path);
    gnbs_str_init(&result);
    gnbs_str_printf(&result, "%s/%s", c->dir, c->sample);
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        bool is_old, is_result = is_left_over(c, e->d_name, &is_old);
        if (!is_result && !is_state(c, e->d_name)) continue;
        gnbs_str_reset(&path);
        gnbs_str_printf(&path, "%s/%s", c->dir, e->d_name);
        if (path.failed || result.failed) break;
        if (!is_result) {
            unlink(path.s); /* a file; the folder of a newborn who is named so stays */
            continue;
        }
        /* the earlier result stood aside when its replacer died: it is the result */
        if (is_old && gnbs_path_is_absent(result.s) && rename(path.s, result.s) == 0)
            continue;
        gnbs_out_dir_discard(path.s);
    }
    closedir(dir);
    gnbs_str_clear(&path);
    gnbs_str_clear(&result);
}

void gnbs_claim_remove(const gnbs_claim_t *c) { unlink(c->path); }
