/* POST /__sandbox/seed and /__sandbox/reset: more to look at, or everything as it was at first. */
#include "sandbox/sandbox.h"
#include "sandbox/seed/seed_file.h"
#include "sandbox/seed/seed_store.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

#include <string.h>

enum {
    MOST_ADDED = 1000 * 1000,
};

static void emit_added(struct reply *reply, const struct seed_added *added)
{
    emit_object(&reply->body, NULL);
    emit_integer(&reply->body, "issues", added->issues);
    emit_integer(&reply->body, "pages", added->pages);
    emit_integer(&reply->body, "attachments", added->attachments);
    emit_object_end(&reply->body);
}

/* One of the numbers in the body; false when it is anything else. */
static bool read_number(const cJSON *member, struct seed_added *amounts, int64_t *seed)
{
    const struct {
        const char *name;
        int64_t *number;
        double most;
    } numbers[] = {{"issues", &amounts->issues, MOST_ADDED},
                   {"pages", &amounts->pages, MOST_ADDED},
                   {"attachments", &amounts->attachments, MOST_ADDED},
                   {"seed", seed, 9007199254740991.0}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (strcmp(numbers[i].name, member->string) == 0) {
            double number = cJSON_IsNumber(member) ? member->valuedouble : -1;
            if (!(number >= 0 && number <= numbers[i].most)) {
                return false;
            }
            *numbers[i].number = (int64_t)number;
            return (double)*numbers[i].number == number;
        }
    }
    return false;
}

/* Without a seed: another one each time, the same one each time that the sandbox is started. */
static int64_t next_seed(struct sandbox *sandbox)
{
    return sandbox->options.seed +
           store_integer(&sandbox->store, 1,
                         "SELECT count(*) + 1 + (SELECT count(*) FROM content) FROM issue",
                         NO_VALUES);
}

static void add_generated(struct request *request, struct reply *reply, const cJSON *body)
{
    struct sandbox *sandbox = request->sandbox;
    struct seed_added amounts = {0};
    struct seed_added added;
    int64_t seed = next_seed(sandbox);
    const cJSON *member;
    cJSON_ArrayForEach(member, body)
    {
        if (!read_number(member, &amounts, &seed)) {
            reply_error(reply, REPLY_JIRA, 400,
                        "'%s' isn't right: there may be seed, issues, pages and attachments, each "
                        "a whole number (up to a million), or site.",
                        member->string);
            return;
        }
    }
    seed_more(&sandbox->store, &sandbox->options, seed, &amounts, &added);
    emit_added(reply, &added);
}

static void add_from_document(struct request *request, struct reply *reply, const cJSON *site)
{
    struct sandbox *sandbox = request->sandbox;
    struct seed_added added;
    struct atl_error error;
    if (seed_file_add(&sandbox->store, &sandbox->options, site, &added, &error) != ATL_OK) {
        reply_error(reply, REPLY_JIRA, 400, "%s", error.message);
        return;
    }
    emit_added(reply, &added);
}

static void add(struct request *request, struct reply *reply)
{
    const cJSON *body = request_json(request);
    if (body == NULL) {
        return;
    }
    const cJSON *site = atl_json_member(body, "site");
    if (site != NULL && body->child->next != NULL) {
        reply_error(reply, REPLY_JIRA, 400, "The body is to have numbers, or site alone.");
    } else if (site != NULL) {
        add_from_document(request, reply, site);
    } else {
        add_generated(request, reply, body);
    }
}

static void reset(struct request *request, struct reply *reply)
{
    struct sandbox *sandbox = request->sandbox;
    struct seed_added added;
    struct atl_error error;
    if (seed_again(&sandbox->store, &sandbox->options, &added, &error) != ATL_OK) {
        reply_error(reply, REPLY_JIRA, 500, "%s", error.message);
        return;
    }
    emit_added(reply, &added);
}

static const struct route routes[] = {
    {"POST", ROUTE_ROOT, "/__sandbox/seed", ROUTE_ANY | ROUTE_ANONYMOUS | ROUTE_UPLOAD, add},
    {"POST", ROUTE_ROOT, "/__sandbox/reset", ROUTE_ANY | ROUTE_ANONYMOUS, reset},
};

const struct route_table seed_routes = ROUTES(routes);
