/* Comments, changes, worklogs and attachments of an issue, as text and as JSON. */
#include "cmd/jira/export/export.h"

#include "atlcli/clock.h"
#include "cmd/jira/export/attachments.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *export_part_name(enum export_part part)
{
    switch (part) {
    case EXPORT_COMMENTS:
        return "comments";
    case EXPORT_HISTORY:
        return "history";
    case EXPORT_WORKLOGS:
        return "worklogs";
    default:
        return "attachments";
    }
}

/* ---- what they have in common ---- */

/* "2026-01-31T08:15:30.000Z" of a text as Jira writes it, or of a number of seconds or ms. */
static const char *time_text(struct atl_arena *arena, const cJSON *time)
{
    int64_t wall_ms;
    if (cJSON_IsNumber(time)) {
        const double least_ms = 1e11; /* as seconds, some time after the year 5000 */
        const double most_ms = 1e17;  /* millions of years on */
        double value = time->valuedouble;
        double ms = fabs(value) < least_ms ? value * 1000.0 : value;
        return fabs(ms) <= most_ms ? atl_clock_format_iso8601(arena, (int64_t)ms) : "";
    }
    if (!cJSON_IsString(time)) {
        return "";
    }
    return atl_clock_parse_iso8601(time->valuestring, &wall_ms)
               ? atl_clock_format_iso8601(arena, wall_ms)
               : time->valuestring;
}

static const char *person(const cJSON *item)
{
    return atl_json_text(item, "author.displayName", atl_json_text(item, "author.name", "?"));
}

/* "[2026-01-31T08:15:30.000Z] Robin Ashdown: " */
static void append_who(struct atl_arena *arena, const cJSON *item, const char *time,
                       struct atl_buffer *text)
{
    atl_buffer_printf(text, "%s[%s] %s:", text->length > 0 ? "\n" : "",
                      time_text(arena, atl_json_member(item, time)), person(item));
}

/* An object's members, but for those that are written in another form. */
struct rewritten {
    const char *name;
    const char *text;
};

static void append_object(const cJSON *object, const struct rewritten *rewritten,
                          struct atl_buffer *json)
{
    const cJSON *member;
    bool any = false;
    atl_buffer_add_char(json, '{');
    cJSON_ArrayForEach(member, atl_json_object(object))
    {
        const struct rewritten *found = rewritten;
        while (found->name != NULL && strcmp(found->name, member->string) != 0) {
            found++;
        }
        atl_buffer_add(json, any ? "," : "");
        any = true;
        atl_json_append_string(json, member->string);
        atl_buffer_add_char(json, ':');
        if (found->name != NULL) {
            atl_json_append_string(json, found->text);
        } else {
            char *text = atl_json_print(member, false);
            atl_buffer_add(json, text);
            free(text);
        }
    }
    atl_buffer_add_char(json, '}');
}

/* ---- changes ---- */

struct change {
    const cJSON *json;
    const char *time;
    int64_t id;
};

static int compare_changes(const void *left, const void *right)
{
    const struct change *first = left;
    const struct change *second = right;
    int order = strcmp(first->time, second->time);
    return order != 0 ? order : (first->id > second->id) - (first->id < second->id);
}

/* Oldest first. */
static size_t sort_changes(struct atl_arena *arena, const cJSON *history, struct change **changes)
{
    size_t count = (size_t)cJSON_GetArraySize(history);
    size_t at = 0;
    const cJSON *item;
    *changes = atl_arena_alloc(arena, (count + 1) * sizeof **changes);
    cJSON_ArrayForEach(item, history)
    {
        struct change *change = &(*changes)[at++];
        const char *id = atl_json_text(item, "id", "");
        change->json = item;
        change->time = time_text(arena, atl_json_member(item, "created"));
        if (!atl_text_to_integer(id, 0, INT64_MAX, &change->id)) {
            change->id = 0;
        }
    }
    qsort(*changes, count, sizeof **changes, compare_changes);
    return count;
}

static void append_history_text(struct atl_arena *arena, const cJSON *history,
                                struct atl_buffer *text)
{
    struct change *changes;
    size_t count = sort_changes(arena, history, &changes);
    for (size_t i = 0; i < count; i++) {
        const cJSON *item;
        const char *separator = " ";
        append_who(arena, changes[i].json, "created", text);
        cJSON_ArrayForEach(item, atl_json_member(changes[i].json, "items"))
        {
            const char *from = atl_json_text(item, "fromString", NULL);
            const char *to = atl_json_text(item, "toString", NULL);
            atl_buffer_printf(text, "%s%s: %s -> %s", separator, atl_json_text(item, "field", "?"),
                              atl_text_is_empty(from) ? "(none)" : from,
                              atl_text_is_empty(to) ? "(none)" : to);
            separator = "; ";
        }
    }
}

static void append_history_json(struct atl_arena *arena, const cJSON *history,
                                struct atl_buffer *json)
{
    struct change *changes;
    size_t count = sort_changes(arena, history, &changes);
    for (size_t i = 0; i < count; i++) {
        const struct rewritten rewritten[] = {{"created", changes[i].time}, {NULL, NULL}};
        atl_buffer_add(json, i > 0 ? "," : "");
        append_object(changes[i].json, rewritten, json);
    }
}

/* ---- comments and worklogs ---- */

static const cJSON *items_of(enum export_part part, const struct atl_jira_issue *issue)
{
    const char *path = part == EXPORT_COMMENTS ? "comment.comments" : "worklog.worklogs";
    return atl_json_get(issue->fields, path);
}

static void append_items_text(struct atl_arena *arena, enum export_part part,
                              const struct atl_jira_issue *issue, struct atl_buffer *text)
{
    const cJSON *item;
    bool is_worklog = part == EXPORT_WORKLOGS;
    cJSON_ArrayForEach(item, items_of(part, issue))
    {
        atl_buffer_add(text, text->length > 0 ? "\n" : "");
        append_who(arena, item, is_worklog ? "started" : "created", text);
        if (is_worklog) {
            atl_buffer_printf(text, " %s", atl_json_text(item, "timeSpent", ""));
        }
        const char *body =
            export_markdown(arena, atl_json_member(item, is_worklog ? "comment" : "body"));
        atl_buffer_printf(text, "%s%s", *body == '\0' ? "" : "\n", body);
        while (text->length > 0 && text->data[text->length - 1] == '\n') {
            atl_buffer_truncate(text, text->length - 1);
        }
    }
}

static void append_items_json(struct atl_arena *arena, enum export_part part,
                              const struct atl_jira_issue *issue, struct atl_buffer *json)
{
    const cJSON *item;
    const char *member = part == EXPORT_WORKLOGS ? "comment" : "body";
    const char *separator = "";
    cJSON_ArrayForEach(item, items_of(part, issue))
    {
        const struct rewritten rewritten[] = {
            {member, export_markdown(arena, atl_json_member(item, member))}, {NULL, NULL}};
        atl_buffer_add(json, separator);
        append_object(item, rewritten, json);
        separator = ",";
    }
}

/* ---- attachments ---- */

static void append_attachments_text(struct atl_arena *arena, const struct export_plan *plan,
                                    const struct atl_jira_issue *issue, struct atl_buffer *text)
{
    struct export_files files;
    export_files_read(arena, plan, issue, &files);
    for (size_t i = 0; i < files.attachments.count; i++) {
        atl_buffer_printf(text, "%s%s", i > 0 ? "\n" : "", files.paths[i]);
    }
}

static void append_attachments_json(struct atl_arena *arena, const struct export_plan *plan,
                                    const struct atl_jira_issue *issue, struct atl_buffer *json)
{
    struct export_files files;
    const struct rewritten nothing[] = {{NULL, NULL}};
    export_files_read(arena, plan, issue, &files);
    for (size_t i = 0; i < files.attachments.count; i++) {
        atl_buffer_add(json, i > 0 ? "," : "");
        append_object(files.attachments.items[i].json, nothing, json);
        atl_buffer_truncate(json, json->length - 1);
        atl_buffer_add(json, ",\"file\":");
        atl_json_append_string(json, files.paths[i]);
        atl_buffer_add_char(json, '}');
    }
}

/* ---- any of them ---- */

void export_append_part_text(const struct export_plan *plan, enum export_part part,
                             const struct atl_jira_issue *issue, struct atl_buffer *cell)
{
    struct atl_arena arena = {0};
    if (part == EXPORT_HISTORY) {
        append_history_text(&arena, issue->history, cell);
    } else if (part == EXPORT_ATTACHMENTS) {
        append_attachments_text(&arena, plan, issue, cell);
    } else {
        append_items_text(&arena, part, issue, cell);
    }
    atl_arena_free(&arena);
}

void export_append_part_json(const struct export_plan *plan, enum export_part part,
                             const struct atl_jira_issue *issue, struct atl_buffer *json)
{
    struct atl_arena arena = {0};
    atl_buffer_add_char(json, '[');
    if (part == EXPORT_HISTORY) {
        append_history_json(&arena, issue->history, json);
    } else if (part == EXPORT_ATTACHMENTS) {
        append_attachments_json(&arena, plan, issue, json);
    } else {
        append_items_json(&arena, part, issue, json);
    }
    atl_buffer_add_char(json, ']');
    atl_arena_free(&arena);
}
