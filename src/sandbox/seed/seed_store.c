#include "sandbox/seed/seed_store.h"

#include "sandbox/seed/fill.h"
#include "sandbox/seed/site.h"

#include <stdlib.h>

static void fill(struct filling *filling)
{
    fill_people(filling);
    fill_projects(filling);
    fill_issues(filling);
    fill_spaces(filling);
    fill_pages(filling);
}

static void remember_number(struct store *store, const char *name, int64_t number)
{
    store_run(store, "INSERT OR REPLACE INTO setting VALUES (?, CAST(? AS TEXT))",
              VALUES(sql_text(name), sql_integer(number)));
}

/* What this was made for: whoever opens it later is to find the same. */
static void remember(struct store *store, const struct sandbox_options *options)
{
    bool is_cloud = options->deployment == SANDBOX_CLOUD;
    store_run(store, "INSERT OR REPLACE INTO setting VALUES ('deployment', ?)",
              VALUES(sql_text(is_cloud ? "cloud" : "datacenter")));
    remember_number(store, "seed", options->seed);
    remember_number(store, "issues", options->issues);
    remember_number(store, "pages", options->pages);
}

/* Makes a plan from the numbers in the options and carries it out. */
static void fill_from_plan(struct store *store, const struct sandbox_options *options)
{
    struct data plan;
    data_seed(&plan, options);
    struct filling filling = {.store = store,
                              .plan = &plan,
                              .is_cloud = options->deployment == SANDBOX_CLOUD,
                              .seed = plan.seed};
    fill(&filling);
    atl_buffer_free(&filling.body.written);
    atl_buffer_free(&filling.body.plain);
    atl_arena_free(&filling.scratch);
    atl_arena_free(&filling.arena);
    data_free(&plan);
}

enum atl_status seed_store(struct store *store, const struct sandbox_options *options,
                           struct atl_error *error)
{
    store_begin(store);
    remember(store, options);
    site_set_up(store);
    fill_from_plan(store, options);
    char *failure = store->failure == NULL ? NULL : atl_strdup(store->failure);
    if (!store_commit(store)) {
        atl_fail(error, ATL_FAILED, "can't fill the database: %s",
                 failure == NULL ? "it can't be written" : failure);
        free(failure);
        return ATL_FAILED;
    }
    return ATL_OK;
}
