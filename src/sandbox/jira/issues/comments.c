/* issue/{}/comment, comment/list. */
#include "sandbox/jira/issues/issue_parts.h"
#include "sandbox/jira/issues/part_list.h"
#include "sandbox/jira/issues/parts.h"
#include "sandbox/jira/lookup.h"
#include "sandbox/server/route.h"

#include <stdlib.h>

enum {
    MOST_COMMENTS = 5000,
    MOST_LISTED = 1000, /* ids in one comment/list */
};

static const char missing[] = "Can not find a comment for the id:";

static const char *order_of(const char *order_by)
{
    return order_by != NULL && order_by[0] == '-' ? "DESC" : "ASC";
}

static void list_comments(struct request *request, struct reply *reply)
{
    (void)reply;
    struct jira_issue issue;
    struct jira_page page;
    struct sql from = {0};
    if (!issue_of_request(request, 0, &issue) ||
        !jira_page_read(request, MOST_COMMENTS, MOST_COMMENTS, &page)) {
        return;
    }
    const char *order = order_of(request_parameter(request, "orderBy"));
    sql_printf(&from, "FROM comment WHERE issue = ? ORDER BY created %s, id %s", order, order);
    sql_value(&from, sql_integer(issue.id));
    part_list_answer(request, &page, "comments", &from, jira_emit_comment);
    sql_free(&from);
}

static void get_comment(struct request *request, struct reply *reply)
{
    (void)reply;
    struct jira_issue issue;
    if (!issue_of_request(request, 0, &issue)) {
        return;
    }
    int64_t id = part_of_request(request, 1, "comment", issue.id, missing);
    if (id >= 0) {
        struct jira_output out = jira_reply(request);
        jira_emit_comment(&out, NULL, id);
    }
}

static void add_comment(struct request *request, struct reply *reply)
{
    struct issue_change change;
    struct problems problems;
    const cJSON *body = request_json(request);
    if (body == NULL || !change_of_request(request, 0, &change, &problems)) {
        return;
    }
    int64_t id = comment_add(&change, body);
    if (id < 0) {
        problems_reply(&problems, reply);
        return;
    }
    issue_touch(&change);
    reply->status = 201;
    struct jira_output out = jira_reply(request);
    jira_emit_comment(&out, NULL, id);
}

static void write_comment(struct issue_change *change, int64_t id, const char *body,
                          const char *text, const cJSON *request_body)
{
    const char *visibility = visibility_read(change, request_body);
    store_run(&change->sandbox->store,
              "UPDATE comment SET body = ?, body_text = ?, editor = ?, updated = ?, visibility = "
              "ifnull(?, visibility) WHERE id = ?",
              VALUES(sql_text(body), sql_text(text), sql_integer(SANDBOX_ME),
                     sql_integer(change->now_ms), sql_text(visibility), sql_integer(id)));
    issue_touch(change);
}

static void edit_comment(struct request *request, struct reply *reply)
{
    struct issue_change change;
    struct problems problems;
    const char *text;
    const char *plain;
    const cJSON *body = request_json(request);
    if (body == NULL || !change_of_request(request, 0, &change, &problems)) {
        return;
    }
    int64_t id = part_of_request(request, 1, "comment", change.issue.id, missing);
    if (id < 0) {
        return;
    }
    if (!body_read(request->sandbox, &request->arena, atl_json_member(body, "body"), &text,
                   &plain) ||
        atl_text_is_empty(plain)) {
        problems_add(&problems, "comment", "Comment body can not be empty!");
        problems_reply(&problems, reply);
        return;
    }
    write_comment(&change, id, text, plain, body);
    struct jira_output out = jira_reply(request);
    jira_emit_comment(&out, NULL, id);
}

static void delete_comment(struct request *request, struct reply *reply)
{
    struct issue_change change;
    struct problems problems;
    if (!change_of_request(request, 0, &change, &problems)) {
        return;
    }
    int64_t id = part_of_request(request, 1, "comment", change.issue.id, missing);
    if (id >= 0) {
        store_run(&request->sandbox->store, "DELETE FROM comment WHERE id = ?",
                  VALUES(sql_integer(id)));
        issue_touch(&change);
        reply->status = 204;
    }
}

/* {"ids": [1, 2]}: those that there are. */
static void list_by_ids(struct request *request, struct reply *reply)
{
    const cJSON *body = request_json(request);
    const cJSON *item;
    if (body == NULL) {
        return;
    }
    size_t count = atl_json_count(body, "ids");
    if (count == 0 || count > MOST_LISTED) {
        reply_error(reply, REPLY_JIRA, 400, "ids: between 1 and %d comments can be asked for.",
                    MOST_LISTED);
        return;
    }
    struct jira_output out = jira_reply(request);
    emit_object(out.json, NULL);
    emit_integer(out.json, "maxResults", MOST_LISTED);
    emit_integer(out.json, "startAt", 0);
    emit_integer(out.json, "total", (int64_t)count);
    emit_bool(out.json, "isLast", true);
    emit_array(out.json, "values");
    cJSON_ArrayForEach(item, atl_json_get(body, "ids"))
    {
        jira_emit_comment(&out, NULL, lookup_id_in_json(item));
    }
    emit_array_end(out.json);
    emit_object_end(out.json);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/issue/{}/comment", ROUTE_ANY, list_comments},
    {"POST", ROUTE_JIRA, "/issue/{}/comment", ROUTE_ANY, add_comment},
    {"GET", ROUTE_JIRA, "/issue/{}/comment/{}", ROUTE_ANY, get_comment},
    {"PUT", ROUTE_JIRA, "/issue/{}/comment/{}", ROUTE_ANY, edit_comment},
    {"DELETE", ROUTE_JIRA, "/issue/{}/comment/{}", ROUTE_ANY, delete_comment},
    {"POST", ROUTE_JIRA, "/comment/list", ROUTE_CLOUD | ROUTE_READS, list_by_ids},
};

const struct route_table jira_comment_routes = ROUTES(routes);
