#define _GNU_SOURCE /* renameat2 */
#include "io/out.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/mem.h"

struct gnbs_out {
    char *path, *temp;
    FILE *file;
};

static char *join(const char *a, const char *sep, const char *b) {
    size_t n = strlen(a) + strlen(sep) + strlen(b) + 1;
    char *s = gnbs_mem_alloc(n, 1);
    if (s != NULL) snprintf(s, n, "%s%s%s", a, sep, b);
    return s;
}

static char *temp_name(const char *path) {
    char suffix[32];
    snprintf(suffix, sizeof suffix, ".tmp-%ld", (long)getpid());
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/') n--;
    char *bare = gnbs_mem_strdup(path);
    if (bare == NULL) return NULL;
    bare[n] = '\0';
    char *s = join(bare, suffix, "");
    gnbs_mem_free(bare);
    return s;
}

static void free_out(gnbs_out_t *out) {
    gnbs_mem_free(out->path);
    gnbs_mem_free(out->temp);
    gnbs_mem_free(out);
}

gnbs_code_t gnbs_out_open(const char *path, gnbs_out_t **out, gnbs_err_t *err) {
    *out = NULL;
    gnbs_out_t *o = gnbs_mem_alloc(1, sizeof *o);
    if (o == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    o->path = gnbs_mem_strdup(path);
    o->temp = strcmp(path, "-") == 0 ? gnbs_mem_strdup("-") : temp_name(path);
    if (o->path == NULL || o->temp == NULL) {
        free_out(o);
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    }
    if (strcmp(path, "-") == 0) {
        o->file = stdout;
    } else { /* a folder that is missing or not writable is found now, not after the work */
        unlink(o->temp); /* of an earlier process with our number */
        int fd = open(o->temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0666);
        o->file = fd < 0 ? NULL : fdopen(fd, "wb");
        if (o->file == NULL) {
            gnbs_err_set(err, GNBS_E_IO, "%s: cannot create: %s", path, strerror(errno));
            free_out(o);
            return GNBS_E_IO;
        }
    }
    *out = o;
    return GNBS_OK;
}

const char *gnbs_out_temp_path(const gnbs_out_t *out) { return out->temp; }
FILE *gnbs_out_file(gnbs_out_t *out) { return out->file; }

static gnbs_code_t sync_path(const char *path, int flags, gnbs_err_t *err) {
    int fd = open(path, flags);
    if (fd < 0) return gnbs_err_set(err, GNBS_E_IO, "%s: %s", path, strerror(errno));
    int failed = fsync(fd) != 0 && errno != EINVAL && errno != EROFS;
    int why = errno;
    close(fd);
    return failed ? gnbs_err_set(err, GNBS_E_IO, "%s: cannot make it durable: %s", path,
                                 strerror(why))
                  : GNBS_OK;
}

/* The name, after the bytes. A folder that may not be opened keeps its own promise. */
static void sync_parent(const char *path) {
    char *dir = gnbs_mem_strdup(path);
    if (dir == NULL) return;
    char *slash = strrchr(dir, '/');
    if (slash != NULL) slash[slash == dir ? 1 : 0] = '\0';
    gnbs_err_t err;
    (void)!sync_path(slash != NULL ? dir : ".", O_RDONLY, &err);
    gnbs_mem_free(dir);
}

gnbs_code_t gnbs_out_commit(gnbs_out_t *out, gnbs_err_t *err) {
    gnbs_code_t code = GNBS_OK;
    if (strcmp(out->path, "-") == 0) {
        if (fflush(stdout) != 0 || ferror(stdout))
            code = gnbs_err_set(err, GNBS_E_IO, "standard output: %s", strerror(errno));
        free_out(out);
        return code;
    }
    bool had_error = ferror(out->file) != 0;
    if (fclose(out->file) != 0 || had_error)
        code = gnbs_err_set(err, GNBS_E_IO, "%s: writing failed: %s", out->path,
                            strerror(errno));
    out->file = NULL;
    if (code == GNBS_OK) code = sync_path(out->temp, O_RDONLY, err);
    if (code == GNBS_OK && rename(out->temp, out->path) != 0)
        code = gnbs_err_set(err, GNBS_E_IO, "%s: cannot rename into place: %s", out->path,
                            strerror(errno));
    if (code == GNBS_OK) sync_parent(out->path);
    if (code != GNBS_OK) unlink(out->temp);
    free_out(out);
    return code;
}

void gnbs_out_discard(gnbs_out_t *out) {
    if (out == NULL) return;
    if (strcmp(out->path, "-") != 0) {
        if (out->file != NULL) fclose(out->file);
        unlink(out->temp);
    }
    free_out(out);
}

gnbs_code_t gnbs_out_write_text(const char *path, const gnbs_str_t *text, gnbs_err_t *err) {
    if (text->failed)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s: out of memory while composing", path);
    gnbs_out_t *out;
    GNBS_TRY(gnbs_out_open(path, &out, err));
    /* a short write is found by commit */
    fwrite(gnbs_str_text(text), 1, text->n, gnbs_out_file(out));
    return gnbs_out_commit(out, err);
}

gnbs_code_t gnbs_out_dir_begin(const char *path, char **temp_path, gnbs_err_t *err) {
    *temp_path = temp_name(path);
    if (*temp_path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    gnbs_out_dir_discard(*temp_path); /* of an earlier process with our number */
    if (mkdir(*temp_path, 0777) == 0) return GNBS_OK;
    gnbs_err_set(err, GNBS_E_IO, "%s: cannot create: %s", path, strerror(errno));
    gnbs_mem_free(*temp_path);
    *temp_path = NULL;
    return GNBS_E_IO;
}

void gnbs_out_dir_discard(const char *temp_path) {
    if (temp_path == NULL) return;
    if (unlink(temp_path) == 0)
        return; /* a link to a folder: what it leads to is not ours */
    DIR *dir = opendir(temp_path);
    if (dir == NULL) return;
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        char *file = join(temp_path, "/", e->d_name);
        if (file == NULL) continue;
        if (unlink(file) != 0) gnbs_out_dir_discard(file);
        gnbs_mem_free(file);
    }
    closedir(dir);
    rmdir(temp_path);
}

bool gnbs_out_dir_is_empty(const char *path) {
    DIR *dir = opendir(path);
    if (dir == NULL) return false;
    bool is_empty = true;
    for (struct dirent *e; is_empty && (e = readdir(dir)) != NULL;)
        is_empty = strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0;
    closedir(dir);
    return is_empty;
}

gnbs_code_t gnbs_out_dir_commit(const char *temp_path, const char *path, gnbs_err_t *err) {
    GNBS_TRY(sync_path(temp_path, O_RDONLY, err));
    struct stat st;
    char *aside = NULL;
#ifdef RENAME_EXCHANGE /* in one step, where the kernel and the file system can */
    if (renameat2(AT_FDCWD, temp_path, AT_FDCWD, path, RENAME_EXCHANGE) == 0) {
        sync_parent(path);
        gnbs_out_dir_discard(temp_path);
        return GNBS_OK;
    }
#endif
    /* POSIX cannot exchange folders: the old one steps aside, and comes back if we fail */
    if (stat(path, &st) == 0) {
        aside = join(temp_path, ".old", "");
        if (aside == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
        gnbs_out_dir_discard(aside);
        if (rename(path, aside) != 0) {
            gnbs_code_t code = gnbs_err_set(err, GNBS_E_IO, "%s: cannot replace: %s", path,
                                            strerror(errno));
            gnbs_mem_free(aside);
            return code;
        }
    }
    gnbs_code_t code = GNBS_OK;
    if (rename(temp_path, path) != 0) {
        code = gnbs_err_set(err, GNBS_E_IO, "%s: cannot rename into place: %s", path,
                            strerror(errno));
        if (aside != NULL && rename(aside, path) != 0)
            gnbs_err_ctx(err, "and the earlier result is at %s", aside);
    } else {
        sync_parent(path);
        if (aside != NULL) gnbs_out_dir_discard(aside);
    }
    gnbs_mem_free(aside);
    return code;
}
