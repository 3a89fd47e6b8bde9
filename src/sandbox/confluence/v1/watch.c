/* Who watches content. */
#include "sandbox/confluence/v1/v1.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/multipart.h"
#include "sandbox/server/route.h"

/* The content, and the watcher: me, unless another one is named. */
static bool read_watch(struct request *request, struct content *content, int64_t *person)
{
    bool is_named = request_parameter(request, "accountId") != NULL ||
                    request_parameter(request, "key") != NULL ||
                    request_parameter(request, "username") != NULL;
    *person = is_named ? v1_person_by_parameters(request) : SANDBOX_ME;
    if (*person < 0) {
        v1_refuse(request, 404, "No such user");
        return false;
    }
    return v1_find(request, 0, CONTENT_PAGE | CONTENT_BLOG_POST, content);
}

static void get_watch(struct request *request, struct reply *reply)
{
    struct content content;
    int64_t person;
    if (!read_watch(request, &content, &person)) {
        return;
    }
    emit_object(&reply->body, NULL);
    emit_bool(&reply->body, "watching",
              store_exists(&request->sandbox->store,
                           "SELECT 1 FROM content_watch WHERE content = ? AND person = ?",
                           VALUES(sql_integer(content.id), sql_integer(person))));
    emit_object_end(&reply->body);
}

static void change_watch(struct request *request, const char *sql)
{
    struct content content;
    int64_t person;
    if (multipart_check_token(request) && read_watch(request, &content, &person)) {
        store_run(&request->sandbox->store, sql,
                  VALUES(sql_integer(content.id), sql_integer(person)));
        v1_answer_nothing(request);
    }
}

static void add_watch(struct request *request, struct reply *reply)
{
    (void)reply;
    change_watch(request, "INSERT OR IGNORE INTO content_watch (content, person) VALUES (?, ?)");
}

static void remove_watch(struct request *request, struct reply *reply)
{
    (void)reply;
    change_watch(request, "DELETE FROM content_watch WHERE content = ? AND person = ?");
}

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE, "/user/watch/content/{}", ROUTE_ANY, get_watch},
    {"POST", ROUTE_CONFLUENCE, "/user/watch/content/{}", ROUTE_ANY, add_watch},
    {"DELETE", ROUTE_CONFLUENCE, "/user/watch/content/{}", ROUTE_ANY, remove_watch},
};

const struct route_table confluence_v1_watch_routes = ROUTES(routes);
