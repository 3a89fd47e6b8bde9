#include "sandbox/seed/seed_file.h"

#include "sandbox/seed/file_issues.h"
#include "sandbox/seed/file_pages.h"
#include "sandbox/seed/file_site.h"
#include "sandbox/seed/fill.h"

#include "atlcli/clock.h"

static int64_t now_of(const struct sandbox_options *options)
{
    int64_t now_ms = atl_clock_wall_ms();
    return options->today_ms < 0 ? now_ms : options->today_ms + now_ms % FILL_DAY_MS;
}

static void read_document(struct file *file, const struct place *document)
{
    if (!file_check(file, document, "people teams fields projects issues filters spaces pages")) {
        return;
    }
    file_add_people(file, document);
    file_add_fields(file, document);
    file_add_projects(file, document);
    file_add_issues(file, document);
    file_add_filters(file, document);
    file_add_spaces(file, document);
    file_add_pages(file, document);
}

enum atl_status seed_file_add(struct store *store, const struct sandbox_options *options,
                              const cJSON *document, struct seed_added *added,
                              struct atl_error *error)
{
    struct fill_body body = {0};
    struct file file = {.store = store,
                        .options = options,
                        .is_cloud = options->deployment == SANDBOX_CLOUD,
                        .now_ms = now_of(options),
                        .body = &body,
                        .error = error};
    struct place root = {.node = document};
    store_savepoint(store);
    read_document(&file, &root);
    store_release(store, !file.failed);
    *added = file.added;
    atl_buffer_free(&body.written);
    atl_buffer_free(&body.plain);
    atl_arena_free(&file.arena);
    if (store->failure != NULL) {
        return atl_fail(error, ATL_FAILED, "the database: %s", store->failure);
    }
    return file.failed ? ATL_USAGE : ATL_OK;
}
