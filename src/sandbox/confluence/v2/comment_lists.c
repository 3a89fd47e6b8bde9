/* REST v2: lists of comments. */
#include "sandbox/confluence/v2/comments.h"
#include "sandbox/server/route.h"

#include <string.h>

static const struct list_kind comment_kind = {
    .table = "content",
    .id = "content.id",
    .orders = {{"created-date", "content.created"}, {"modified-date", "content.modified"}},
};

/* Which comments: all of a kind, those of something, or the replies to one. */
struct scope {
    bool is_inline;
    int64_t container; /* -1: any */
    int64_t parent;    /* -1: any */
    bool top_only;
};

static bool add_resolutions(struct list *list)
{
    static const char *const known[] = {"resolved", "open", "dangling", "reopened"};
    char **names;
    size_t count = request_parameter_list(list->request, "resolution-status", &names);
    for (size_t i = 0; i < count; i++) {
        bool found = false;
        for (size_t at = 0; at < sizeof known / sizeof *known; at++) {
            found |= strcmp(known[at], names[i]) == 0;
        }
        if (!found) {
            v2_refuse(list->request, 400,
                      "Provided value {%s} for 'resolution-status' is not the correct type",
                      names[i]);
            return false;
        }
        sql_add(&list->sql, i == 0 ? " AND state IN (" : ", ");
        sql_mark(&list->sql, sql_text(names[i]));
    }
    sql_add(&list->sql, count > 0 ? ")" : "");
    return true;
}

static bool add_filters(struct list *list, const struct scope *scope)
{
    unsigned statuses;
    if (!v2_read_statuses(list->request, 1U << CONTENT_CURRENT, &statuses)) {
        return false;
    }
    sql_add(&list->sql, "SELECT " COMMENT_COLUMNS COMMENT_FROM " WHERE content.type = 'comment'"
                        " AND said.location = ");
    sql_mark(&list->sql, sql_text(scope->is_inline ? "inline" : "footer"));
    v2_add_statuses(&list->sql, statuses);
    if (scope->container >= 0) {
        sql_add(&list->sql, " AND content.container = ");
        sql_mark(&list->sql, sql_integer(scope->container));
    }
    if (scope->parent >= 0) {
        sql_add(&list->sql, " AND content.parent = ");
        sql_mark(&list->sql, sql_integer(scope->parent));
    }
    sql_add(&list->sql, scope->top_only ? " AND content.parent IS NULL" : "");
    content_add_visible(list->request->sandbox, &list->sql, scope->container < 0);
    return !scope->is_inline || add_resolutions(list);
}

static void answer(struct request *request, const struct scope *scope)
{
    enum v2_body_format format;
    struct list list;
    if (!v2_read_body_format(request, false, &format) ||
        !list_open(request, &comment_kind, &list)) {
        return;
    }
    if (!add_filters(&list, scope)) {
        list_drop(&list);
        return;
    }
    list_begin(&list);
    while (list_next(&list)) {
        struct comment comment;
        comment_from_row(&list.rows, &list.arena, &comment);
        comment_emit(&list.out, &comment, format);
    }
    list_end(&list);
}

static void get_all(struct request *request, struct reply *reply)
{
    (void)reply;
    answer(request,
           &(struct scope){.is_inline = v2_is_inline(request), .container = -1, .parent = -1});
}

static void answer_of(struct request *request, bool is_inline)
{
    struct content container;
    if (v2_find(request, &container)) {
        answer(request, &(struct scope){.is_inline = is_inline,
                                        .container = container.id,
                                        .parent = -1,
                                        .top_only = true});
    }
}

static void get_footer_comments_of(struct request *request, struct reply *reply)
{
    (void)reply;
    answer_of(request, false);
}

static void get_inline_comments_of(struct request *request, struct reply *reply)
{
    (void)reply;
    answer_of(request, true);
}

static void get_replies(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content comment;
    if (v2_find(request, &comment)) {
        answer(request, &(struct scope){.is_inline = v2_is_inline(request),
                                        .container = comment.container,
                                        .parent = comment.id});
    }
}

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE_V2, "/footer-comments", ROUTE_CLOUD, get_all},
    {"GET", ROUTE_CONFLUENCE_V2, "/inline-comments", ROUTE_CLOUD, get_all},
    {"GET", ROUTE_CONFLUENCE_V2, "/footer-comments/{}/children", ROUTE_CLOUD, get_replies},
    {"GET", ROUTE_CONFLUENCE_V2, "/inline-comments/{}/children", ROUTE_CLOUD, get_replies},
    {"GET", ROUTE_CONFLUENCE_V2, "/pages/{}/footer-comments", ROUTE_CLOUD, get_footer_comments_of},
    {"GET", ROUTE_CONFLUENCE_V2, "/pages/{}/inline-comments", ROUTE_CLOUD, get_inline_comments_of},
    {"GET", ROUTE_CONFLUENCE_V2, "/blogposts/{}/footer-comments", ROUTE_CLOUD,
     get_footer_comments_of},
    {"GET", ROUTE_CONFLUENCE_V2, "/blogposts/{}/inline-comments", ROUTE_CLOUD,
     get_inline_comments_of},
    {"GET", ROUTE_CONFLUENCE_V2, "/attachments/{}/footer-comments", ROUTE_CLOUD,
     get_footer_comments_of},
};

const struct route_table confluence_comment_list_routes = ROUTES(routes);
