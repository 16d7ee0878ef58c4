#include "io/path.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool has_scheme(const char *path) {
    size_t n =
        strspn(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
    /* as htslib reads it: a word of two letters or more before a colon */
    return n > 1 && path[n] == ':';
}

gnbs_code_t gnbs_path_check_input(const char *path, gnbs_err_t *err) {
    if (path[0] == '\0')
        return gnbs_err_set(err, GNBS_E_USAGE, "an input file name is empty");
    for (const char *s = path; *s != '\0'; s++)
        if ((unsigned char)*s < 0x20)
            return gnbs_err_set(err, GNBS_E_USAGE,
                                "an input file name holds a control character (byte %d)",
                                *s);
    if (strstr(path, "##idx##") != NULL)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "%s: '##idx##' is refused; put the index beside the file",
                            path);
    if (has_scheme(path))
        return gnbs_err_set(
            err, GNBS_E_USAGE,
            "%s: only local files are read, no URLs; for a file of this name write ./%s",
            path, path);
    struct stat st;
    if (stat(path, &st) != 0)
        return gnbs_err_set(err, GNBS_E_IO, "%s: %s", path, strerror(errno));
    if (S_ISDIR(st.st_mode))
        return gnbs_err_set(err, GNBS_E_IO, "%s: is a folder, expected a file", path);
    if (access(path, R_OK) != 0)
        return gnbs_err_set(err, GNBS_E_IO, "%s: %s", path, strerror(errno));
    return GNBS_OK;
}

bool gnbs_path_is_absent(const char *path) {
    struct stat st;
    return lstat(path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

bool gnbs_path_is_dir(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}
