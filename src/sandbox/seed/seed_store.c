#include "sandbox/seed/seed_store.h"

#include "sandbox/seed/fill.h"
#include "sandbox/seed/fill_indexes.h"
#include "sandbox/seed/seed_file.h"
#include "sandbox/seed/site.h"

#include "atlcli/file.h"

#include <inttypes.h>
#include <string.h>

enum {
    MOST_FILE_BYTES = 256 * 1024 * 1024,
    BULK = 2000, /* so many issues are worth building indexes afterwards */
};

/* ---- what was made ---- */

static void remember(struct store *store, const char *name, const char *text)
{
    store_run(store, "INSERT OR REPLACE INTO setting VALUES (?, ?)",
              VALUES(sql_text(name), sql_text(text)));
}

static void remember_number(struct store *store, const char *name, int64_t number)
{
    char text[32];
    snprintf(text, sizeof text, "%" PRId64, number);
    remember(store, name, text);
}

static const char *deployment_name(const struct sandbox_options *options)
{
    return options->deployment == SANDBOX_CLOUD ? "cloud" : "datacenter";
}

static void remember_options(struct store *store, const struct sandbox_options *options,
                             const char *site)
{
    remember(store, "deployment", deployment_name(options));
    remember_number(store, "seed", options->seed);
    remember_number(store, "issues", options->issues);
    remember_number(store, "pages", options->pages);
    remember_number(store, "attachments", options->attachments);
    if (options->today_ms >= 0) {
        remember_number(store, "today", options->today_ms);
    }
    if (site != NULL) {
        remember(store, "site", site);
    }
}

static int64_t recall(struct store *store, const char *name, int64_t fallback)
{
    return store_integer(store, fallback,
                         "SELECT CAST(value AS INTEGER) FROM setting WHERE name = ?",
                         VALUES(sql_text(name)));
}

/* ---- from numbers ---- */

/*
 * bare: no more than the issues and pages need. A site that starts without any has a project and a
 * space nevertheless, but not when a file says what it has.
 */
static void fill(struct filling *filling, bool bare)
{
    const struct plan *plan = filling->plan;
    fill_people(filling);
    if (!bare || plan->issue_count > 0) {
        fill_projects(filling);
        fill_issues(filling);
    }
    if (!bare || plan->page_count > 0) {
        fill_spaces(filling);
        fill_pages(filling);
    }
}

static void fill_from_plan(struct store *store, const struct sandbox_options *options, bool bare)
{
    struct plan plan;
    plan_make(&plan, options);
    if (bare && plan.issue_count == 0 && plan.page_count == 0) {
        plan.person_count = 1; /* me, who is always there */
    }
    struct filling filling = {.store = store,
                              .plan = &plan,
                              .is_cloud = options->deployment == SANDBOX_CLOUD,
                              .seed = plan.seed};
    fill(&filling, bare);
    atl_buffer_free(&filling.body.written);
    atl_buffer_free(&filling.body.plain);
    atl_arena_free(&filling.scratch);
    atl_arena_free(&filling.arena);
    plan_free(&plan);
}

void seed_more(struct store *store, const struct sandbox_options *options, int64_t seed,
               const struct seed_added *amounts, struct seed_added *added)
{
    struct sandbox_options more = *options;
    more.seed = seed;
    more.issues = amounts->issues;
    more.pages = amounts->pages;
    fill_from_plan(store, &more, true);
    *added = *amounts;
    added->attachments = fill_files(store, (uint64_t)seed, amounts->attachments);
}

/* ---- the whole site ---- */

static enum atl_status add_site(struct store *store, const struct sandbox_options *options,
                                const char *site, struct seed_added *added, struct atl_error *error)
{
    cJSON *document;
    struct seed_added from_file = {0};
    enum atl_status status = atl_json_parse(site, strlen(site), "the seed file", &document, error);
    if (status == ATL_OK) {
        status = seed_file_add(store, options, document, &from_file, error);
        cJSON_Delete(document);
    } else {
        status = ATL_USAGE;
    }
    added->issues += from_file.issues;
    added->pages += from_file.pages;
    added->attachments += from_file.attachments;
    return status;
}

/* Into an empty store; site: the text of the seed file, NULL: there is none. */
static enum atl_status fill_site(struct store *store, const struct sandbox_options *options,
                                 const char *site, struct seed_added *added,
                                 struct atl_error *error)
{
    struct kept_indexes indexes = {0};
    enum atl_status status = ATL_OK;
    remember_options(store, options, site);
    site_set_up(store);
    if (options->issues >= BULK) {
        fill_drop_indexes(store, &indexes);
    }
    fill_from_plan(store, options, site != NULL);
    fill_make_indexes(store, &indexes);
    *added = (struct seed_added){options->issues, options->pages, 0};
    added->attachments = fill_files(store, (uint64_t)options->seed, options->attachments);
    if (site != NULL) {
        status = add_site(store, options, site, added, error);
    }
    return status;
}

static enum atl_status read_site(const struct sandbox_options *options, struct atl_buffer *site,
                                 struct atl_error *error)
{
    if (options->seed_file == NULL) {
        return ATL_OK;
    }
    enum atl_status status = atl_file_read(options->seed_file, MOST_FILE_BYTES, site, error);
    if (status != ATL_OK) {
        atl_error_prefix(error, "--seed-file");
        return ATL_USAGE;
    }
    atl_buffer_add(site, "");
    return ATL_OK;
}

enum atl_status seed_store(struct store *store, const struct sandbox_options *options,
                           struct atl_error *error)
{
    struct atl_buffer site = {0};
    struct seed_added added;
    enum atl_status status = read_site(options, &site, error);
    if (status == ATL_OK) {
        store_begin(store);
        status = fill_site(store, options, site.data, &added, error);
        if (status != ATL_OK) {
            atl_error_prefix(error, "--seed-file: %s", options->seed_file);
        }
        if (store->failure != NULL) {
            status = atl_fail(error, ATL_FAILED, "can't fill the database: %s", store->failure);
        }
        if (status != ATL_OK) {
            store_rollback(store);
        } else if (!store_commit(store)) {
            status =
                atl_fail(error, ATL_FAILED, "can't write the database: %s", store->last_failure);
        }
    }
    atl_buffer_free(&site);
    return status;
}

/* ---- once more ---- */

static void empty(struct store *store)
{
    struct atl_arena arena = {0};
    struct atl_list tables = {0};
    struct rows rows = store_select(store,
                                    "SELECT name FROM sqlite_schema WHERE type = 'table'"
                                    " AND name NOT IN ('setting', 'sqlite_sequence')",
                                    NO_VALUES);
    while (rows_next(&rows)) {
        atl_list_add(&tables, rows_copy(&rows, 0, &arena));
    }
    for (size_t i = 0; i < tables.count; i++) {
        store_run(store, atl_arena_printf(&arena, "DELETE FROM %s", (char *)tables.items[i]),
                  NO_VALUES);
    }
    store_run(store, "DELETE FROM main.sqlite_sequence", NO_VALUES);
    atl_list_free(&tables);
    atl_arena_free(&arena);
}

enum atl_status seed_again(struct store *store, const struct sandbox_options *options,
                           struct seed_added *added, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct sandbox_options at_first = *options;
    const char *site =
        store_text(store, &arena, "SELECT value FROM setting WHERE name = 'site'", NO_VALUES);
    at_first.seed = recall(store, "seed", options->seed);
    at_first.issues = recall(store, "issues", options->issues);
    at_first.pages = recall(store, "pages", options->pages);
    at_first.attachments = recall(store, "attachments", options->attachments);
    empty(store);
    enum atl_status status = fill_site(store, &at_first, site, added, error);
    atl_arena_free(&arena);
    return status;
}

/* ---- opening ---- */

/* Takes over a store that was filled before. */
static enum atl_status take_over(struct store *store, struct sandbox_options *options,
                                 const char *deployment, struct atl_error *error)
{
    if (strcmp(deployment, deployment_name(options)) != 0) {
        return atl_fail(error, ATL_USAGE, "--db: %s was made with --deployment %s, not %s",
                        options->database, deployment, deployment_name(options));
    }
    if (options->today_ms < 0) {
        options->today_ms = recall(store, "today", -1);
    }
    store_begin(store);
    store_run(store, "UPDATE person SET email = ? WHERE id = 1",
              VALUES(sql_text(options->user_email)));
    if (!store_commit(store)) {
        return atl_fail(error, ATL_FAILED, "--db: can't write %s: %s", options->database,
                        store->last_failure);
    }
    return ATL_OK;
}

enum atl_status seed_open(struct store *store, struct sandbox_options *options,
                          struct atl_error *error)
{
    struct atl_arena arena = {0};
    enum atl_status status = store_open(store, options->database, error);
    if (status != ATL_OK) {
        return status;
    }
    const char *deployment =
        store_text(store, &arena, "SELECT value FROM setting WHERE name = 'deployment'", NO_VALUES);
    status = deployment == NULL ? seed_store(store, options, error)
                                : take_over(store, options, deployment, error);
    if (status != ATL_OK) {
        store_close(store);
    }
    atl_arena_free(&arena);
    return status;
}
