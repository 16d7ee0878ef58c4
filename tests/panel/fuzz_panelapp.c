#include <stdint.h>
#include <stdlib.h>

#include "io/panelapp_read.h"
#include "panel/import_aid.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any bytes: a panel and a list that lose nothing and come back as they were, or an error with words. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    gnbs_arena_t arena;
    gnbs_panel_import_opt_t opt;
    gnbs_panelapp_t from;
    gnbs_panel_import_t im;
    gnbs_err_t err = {0};
    gnbs_arena_init(&arena);
    import_aid_options(&arena, &opt);
    opt.is_renaming = size % 2 == 1;
    if (gnbs_panelapp_parse("f.json", (const char *)data, size, &arena, &from, &err) ==
            GNBS_OK &&
        gnbs_panel_import_panelapp(&from, &opt, &arena, &im, &err) == GNBS_OK)
        import_aid_check(&opt, &arena, &im);
    else if (err.msg[0] == '\0')
        abort();
    gnbs_arena_clear(&arena);
    return 0;
}
