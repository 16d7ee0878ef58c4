#include <string.h>
#include <sys/stat.h>

#include "batch/batch_plan.h"
#include "core/escape.h"
#include "io/digest.h"
#include "io/path.h"
#include "io/tree_read.h"
#include "run/run_panel.h"

gnbs_code_t gnbs_batch_now(const gnbs_batch_t *b, const char *version, gnbs_arena_t *arena,
                           gnbs_batch_now_t *now, gnbs_err_t *err) {
    gnbs_panel_t panel;
    GNBS_TRY(gnbs_run_load_panel(b->panel, arena, &panel, err));
    *now = (gnbs_batch_now_t){.version = version,
                              .panel_sha256 = gnbs_arena_strdup(arena, panel.sha256)};
    return now->panel_sha256 != NULL ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "panel");
}

static const char *file_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* The same bytes as then? Size and time first; a file that is newer than the result is read. */
static bool is_same_file(const gnbs_tree_t *input, const char *path,
                         const struct stat *result) {
    struct stat st;
    char hex[GNBS_DIGEST_HEX];
    gnbs_err_t err;
    if (stat(path, &st) != 0) return false;
    if ((int64_t)st.st_size != gnbs_tree_int(input, "size_bytes", -1)) return false;
    if (strcmp(gnbs_tree_text(input, "path"), file_name(path)) != 0) return false;
    bool is_older = st.st_mtim.tv_sec < result->st_mtim.tv_sec ||
                    (st.st_mtim.tv_sec == result->st_mtim.tv_sec &&
                     st.st_mtim.tv_nsec < result->st_mtim.tv_nsec);
    if (is_older) return true;
    bool is_sampled = gnbs_tree_has(input, "sha256_of_ends");
    gnbs_code_t code =
        is_sampled ? gnbs_digest_ends(path, hex, &err) : gnbs_digest_file(path, hex, &err);
    return code == GNBS_OK &&
           gnbs_tree_says(input, is_sampled ? "sha256_of_ends" : "sha256", hex);
}

static const gnbs_tree_t *input_of(const gnbs_tree_t *p, const char *role) {
    const gnbs_tree_t *list = gnbs_tree_get(p, "inputs");
    for (size_t i = 0; list != NULL && i < list->n; i++)
        if (gnbs_tree_says(gnbs_tree_at(list, i), "role", role))
            return gnbs_tree_at(list, i);
    return NULL;
}

/* What was typed then and would be typed now, as far as the results depend on it: up to --out. */
static bool is_same_command(const gnbs_tree_t *p, char *const argv[]) {
    gnbs_str_t text;
    gnbs_str_init(&text);
    gnbs_str_add(&text, "gnbs");
    for (size_t i = 1; argv[i] != NULL && strcmp(argv[i], "--out") != 0; i++) {
        gnbs_str_add_char(&text, ' ');
        gnbs_escape_shell(&text, argv[i]);
    }
    gnbs_str_add(&text, " '--out'");
    bool is_same =
        !text.failed && strncmp(gnbs_tree_text(p, "command_line"), text.s, text.n) == 0;
    gnbs_str_clear(&text);
    return is_same;
}

const char *gnbs_batch_why(const gnbs_batch_t *b, const gnbs_batch_row_t *r,
                           const gnbs_batch_now_t *now, gnbs_arena_t *arena) {
    static const char *const ROLE[] = {"reads",   "vcf",    "refdata",
                                       "consent", "mother", "father"};
    const char *path[] = {r->reads, r->vcf, b->refdata, r->consent, r->mother, r->father};
    const gnbs_tree_t *p;
    gnbs_err_t err;
    struct stat st;
    char **argv;
    const char *mark = gnbs_arena_printf(arena, "%s/%s/provenance.json", b->out, r->sample);
    if (mark == NULL || stat(mark, &st) != 0) return "there is no result";
    if (gnbs_tree_read(mark, arena, &p, &err) != GNBS_OK)
        return "its provenance cannot be read";
    if (!gnbs_tree_says(p, "version", now->version))
        return "another version of gnbs made it";
    if (!gnbs_tree_says(p, "panel.sha256", now->panel_sha256)) return "the panel changed";
    if (gnbs_batch_command(b, r, "gnbs", arena, &argv, &err) != GNBS_OK ||
        !is_same_command(p, argv))
        return "the options changed";
    for (int i = 0; i < 6; i++) {
        const gnbs_tree_t *input = input_of(p, ROLE[i]);
        if (path[i][0] == '\0' && input == NULL) continue;
        if (path[i][0] == '\0' || input == NULL || !is_same_file(input, path[i], &st))
            return gnbs_arena_printf(arena, "its input changed (%s)", ROLE[i]);
    }
    return NULL;
}
