/* Content: lists, one by one, children and descendants, histories. */
#include "sandbox/confluence/v1/parts.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"
#include "sandbox/text/time_format.h"

#include <string.h>

enum {
    USUAL_LIMIT = 25,
    DAY_MS = 24 * 60 * 60 * 1000,
};

/* The rest of a list of content. */
static void answer_list(struct v1_list *list, const struct v1_expand *expand)
{
    v1_list_begin(list);
    list->known.siblings.expand = expand;
    while (v1_list_next(list)) {
        struct content content;
        content_from_row(&list->rows, &list->arena, &content);
        v1_emit_content(&list->out, NULL, &content, expand);
    }
    v1_list_end(list);
}

/* ---- statuses ---- */

/* "status": names as bits; "any" for all. What is historical is no content of its own. */
static bool read_statuses(struct request *request, unsigned *statuses, bool *historical)
{
    char **names;
    size_t count = request_parameter_list(request, "status", &names);
    *statuses = count == 0 ? V1_LIVE : 0;
    *historical = false;
    for (size_t i = 0; i < count; i++) {
        enum content_status status;
        if (strcmp(names[i], "any") == 0) {
            *statuses |= V1_ANY_STATUS;
            *historical = true;
        } else if (strcmp(names[i], "historical") == 0) {
            *statuses |= V1_LIVE;
            *historical = true;
        } else if (content_status_read(names[i], &status)) {
            *statuses |= 1U << status;
        } else if (strcmp(names[i], "deleted") != 0) {
            v1_refuse(request, 400, "Invalid status: %s", names[i]);
            return false;
        }
    }
    return true;
}

static void add_statuses(struct sql *sql, unsigned statuses)
{
    sql_add(sql, " AND content.status IN (''");
    for (unsigned status = CONTENT_CURRENT; status <= CONTENT_TRASHED; status++) {
        if ((statuses & 1U << status) != 0) {
            sql_printf(sql, ", '%s'", content_status_name((enum content_status)status));
        }
    }
    sql_add(sql, ")");
}

/* ---- all content ---- */

static bool add_posting_day(struct request *request, struct sql *sql)
{
    const char *day = request_parameter(request, "postingDay");
    int64_t ms;
    if (day == NULL) {
        return true;
    }
    if (!time_parse_query(day, 0, &ms)) {
        v1_refuse(request, 400, "Invalid postingDay: %s", day);
        return false;
    }
    sql_add(sql, " AND content.created >= ");
    sql_mark(sql, sql_integer(ms));
    sql_add(sql, " AND content.created < ");
    sql_mark(sql, sql_integer(ms + DAY_MS));
    return true;
}

static bool add_filters(struct request *request, struct sql *sql, unsigned statuses)
{
    struct confluence_space space;
    enum content_type type = CONTENT_PAGE;
    const char *type_name = request_parameter(request, "type");
    const char *key = request_parameter(request, "spaceKey");
    const char *title = request_parameter(request, "title");
    if (type_name != NULL && !content_type_read(type_name, &type)) {
        v1_refuse(request, 400, "Invalid content type: %s", type_name);
        return false;
    }
    if (key != NULL && !confluence_space_find_by_key(request, key, &space)) {
        v1_refuse(request, 404, "No space with key : %s", key);
        return false;
    }
    sql_printf(sql, "SELECT " CONTENT_COLUMNS " FROM content WHERE content.type = '%s'",
               content_type_name(type));
    add_statuses(sql, statuses);
    if (key != NULL) {
        sql_add(sql, " AND content.space = ");
        sql_mark(sql, sql_integer(space.id));
    }
    if (title != NULL) {
        sql_add(sql, " AND content.title = ");
        sql_mark(sql, sql_text(title));
        sql_add(sql, " COLLATE NOCASE");
    }
    content_add_visible(request->sandbox, sql, true);
    return add_posting_day(request, sql);
}

static void list_content(struct request *request, struct reply *reply)
{
    (void)reply;
    struct v1_list list;
    unsigned statuses;
    bool historical;
    struct v1_expand expand = v1_read_expand(request);
    if (!read_statuses(request, &statuses, &historical) ||
        !v1_list_open(request, &list, USUAL_LIMIT, v1_most_content(request, &expand, false))) {
        return;
    }
    if (!add_filters(request, &list.sql, statuses)) {
        v1_list_drop(&list);
        return;
    }
    sql_add(&list.sql, " ORDER BY content.id");
    answer_list(&list, &expand);
}

/* ---- one ---- */

static void get_content(struct request *request, struct reply *reply)
{
    (void)reply;
    struct confluence_output out = confluence_reply(request);
    struct content content;
    struct content_version version;
    struct v1_expand expand = v1_read_expand(request);
    unsigned statuses;
    bool historical;
    int64_t number;
    if (!read_statuses(request, &statuses, &historical) ||
        !v1_find_in(request, request->segments[0], CONTENT_ANY, statuses, &content)) {
        return;
    }
    if (request_parameter(request, "expand") == NULL) {
        expand = v1_expand_of(&request->arena, "history,space,version");
    }
    if (!request_parameter_integer(request, "version", 1, INT32_MAX, content.version, &number) ||
        !content_version_load(&request->sandbox->store, &request->arena, &content, number,
                              &version)) {
        v1_refuse_unknown(request, request->segments[0]);
        return;
    }
    v1_emit_content_at(&out, NULL, &content, &version, &expand);
}

static void get_history(struct request *request, struct reply *reply)
{
    (void)reply;
    struct confluence_output out = confluence_reply(request);
    struct content content;
    struct content_version version;
    struct v1_expand expand = v1_read_expand(request);
    if (request_parameter(request, "expand") == NULL) {
        expand = v1_expand_of(&request->arena, "previousVersion,nextVersion,lastUpdated");
    }
    if (v1_find(request, 0, CONTENT_ANY, &content) &&
        content_version_load(&request->sandbox->store, &request->arena, &content, content.version,
                             &version)) {
        v1_emit_history(&out, NULL, &content, &version, &expand);
    }
}

/* ---- below one ---- */

/* Where comments are: footer, inline, resolved; several may be asked for. */
static void add_locations(struct request *request, struct sql *sql)
{
    char **names;
    size_t count = request_parameter_list(request, "location", &names);
    for (size_t i = 0; i < count; i++) {
        bool is_resolved = strcmp(names[i], "resolved") == 0;
        sql_add(sql, i == 0 ? " AND (" : " OR ");
        sql_printf(sql, "content.id IN (SELECT content FROM content_comment WHERE %s = ",
                   is_resolved ? "resolution" : "resolution <> 'resolved' AND location");
        sql_mark(sql, sql_text(names[i]));
        sql_add(sql, ")");
    }
    sql_add(sql, count == 0 ? "" : ")");
}

static void add_attachment_filters(struct request *request, struct sql *sql)
{
    const char *name = request_parameter(request, "filename");
    const char *media_type = request_parameter(request, "mediaType");
    if (name != NULL) {
        sql_add(sql, " AND content.title = ");
        sql_mark(sql, sql_text(name));
    }
    if (media_type != NULL) {
        sql_add(sql, " AND content.id IN (SELECT content FROM content_file"
                     " WHERE number = content.version AND media_type = ");
        sql_mark(sql, sql_text(media_type));
        sql_add(sql, ")");
    }
}

/* Data Center knows pages by what is right above them: only Cloud tells all that are below one. */
static bool check_depth(struct request *request, enum content_type type, bool all)
{
    if (!all || type != CONTENT_PAGE || sandbox_is_cloud(request->sandbox)) {
        return true;
    }
    v1_refuse(request, 501, "Page children is currently only supported for direct children");
    return false;
}

static void answer_below(struct request *request, const char *type_name, bool all)
{
    struct content content;
    struct v1_list list;
    enum content_type type;
    struct v1_expand expand = v1_read_expand(request);
    struct confluence_output out = confluence_reply(request);
    if (!v1_find(request, 0, CONTENT_ANY, &content)) {
        return;
    }
    if (!content_type_read(type_name, &type) || type == CONTENT_BLOG_POST) {
        v1_refuse(request, 400, "Invalid content type: %s", type_name);
        return;
    }
    all = all || atl_text_equal(request_parameter(request, "depth"), "all");
    if (!check_depth(request, type, all) ||
        !v1_list_open(request, &list, USUAL_LIMIT, v1_most_content(request, &expand, false))) {
        return;
    }
    if (all) {
        v1_add_descendants(&out, &list.sql, &content, type);
    } else {
        v1_add_children(&out, &list.sql, &content, type);
    }
    if (type == CONTENT_COMMENT) {
        add_locations(request, &list.sql);
    } else if (type == CONTENT_ATTACHMENT) {
        add_attachment_filters(request, &list.sql);
    }
    sql_add(&list.sql, v1_child_order);
    answer_list(&list, &expand);
}

static void list_children(struct request *request, struct reply *reply)
{
    (void)reply;
    answer_below(request, request->segments[1], false);
}

static void list_descendants(struct request *request, struct reply *reply)
{
    (void)reply;
    answer_below(request, request->segments[1], true);
}

/* All types, those that are asked for in full. */
static void answer_children(struct request *request, const char *name)
{
    struct confluence_output out = confluence_reply(request);
    struct content content;
    struct v1_expand expand = v1_read_expand(request);
    bool all = strcmp(name, "descendants") == 0 && v1_expands(&expand, "page");
    if (v1_find(request, 0, CONTENT_ANY, &content) && check_depth(request, CONTENT_PAGE, all)) {
        v1_emit_below(&out, NULL, &content, name, &expand);
    }
}

static void get_children(struct request *request, struct reply *reply)
{
    (void)reply;
    answer_children(request, "children");
}

static void get_descendants(struct request *request, struct reply *reply)
{
    (void)reply;
    answer_children(request, "descendants");
}

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE, "/content", ROUTE_DATA_CENTER, list_content},
    {"GET", ROUTE_CONFLUENCE, "/content/{}", ROUTE_DATA_CENTER, get_content},
    {"GET", ROUTE_CONFLUENCE, "/content/{}/history", ROUTE_DATA_CENTER, get_history},
    {"GET", ROUTE_CONFLUENCE, "/content/{}/child", ROUTE_DATA_CENTER, get_children},
    {"GET", ROUTE_CONFLUENCE, "/content/{}/child/{}", ROUTE_DATA_CENTER, list_children},
    {"GET", ROUTE_CONFLUENCE, "/content/{}/descendant", ROUTE_ANY, get_descendants},
    {"GET", ROUTE_CONFLUENCE, "/content/{}/descendant/{}", ROUTE_ANY, list_descendants},
};

const struct route_table confluence_v1_page_routes = ROUTES(routes);
