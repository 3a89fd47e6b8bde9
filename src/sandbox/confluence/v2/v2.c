#include "sandbox/confluence/v2/v2.h"

#include "sandbox/confluence/content_edit.h"
#include "sandbox/server/route.h"

#include <inttypes.h>
#include <string.h>

enum {
    MOST_BODY_BYTES = 5 * 1024 * 1024,
};

void v2_refuse(struct request *request, unsigned status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *message = atl_arena_vprintf(&request->arena, format, arguments);
    va_end(arguments);
    reply_error(&request->reply, REPLY_CONFLUENCE_V2, status, "%s", message);
}

void v2_answer_nothing(struct request *request)
{
    reply_restart(&request->reply, 204);
}

static bool refuse_type(struct request *request, const char *name, const char *value,
                        const char *expected)
{
    v2_refuse(request, 400,
              "Provided value {%s} for '%s' is not the correct type. Expected type is %s", value,
              name, expected);
    return false;
}

/* ---- what the path names ---- */

bool v2_read_id(struct request *request, size_t segment, int64_t *id)
{
    *id = content_read_id(request->segments[segment]);
    return *id >= 0 || refuse_type(request, "id", request->segments[segment], "long");
}

const struct v2_subject *v2_subject(const struct request *request)
{
    static const struct v2_subject subjects[] = {
        {"pages", CONTENT_PAGE, "Page", "page", NULL},
        {"blogposts", CONTENT_BLOG_POST, "Blog post", "blogpost", NULL},
        {"folders", CONTENT_FOLDER, "Folder", "folder", NULL},
        {"attachments", CONTENT_ATTACHMENT, "Attachment", "attachment", NULL},
        {"comments", CONTENT_COMMENT, "Comment", "comment", NULL},
        {"footer-comments", CONTENT_COMMENT, "Footer comment", "comment", "footer"},
        {"inline-comments", CONTENT_COMMENT, "Inline comment", "comment", "inline"},
    };
    const char *path = request->route->path + 1;
    size_t length = strcspn(path, "/");
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
        if (strlen(subjects[i].path) == length && strncmp(subjects[i].path, path, length) == 0) {
            return &subjects[i];
        }
    }
    return NULL;
}

bool v2_is_inline(const struct request *request)
{
    const struct v2_subject *subject = v2_subject(request);
    return subject->location != NULL && strcmp(subject->location, "inline") == 0;
}

static bool is_located(struct store *store, const struct content *content, const char *location)
{
    return location == NULL ||
           store_exists(store, "SELECT 1 FROM content_comment WHERE content = ? AND location = ?",
                        VALUES(sql_integer(content->id), sql_text(location)));
}

bool v2_find_in(struct request *request, unsigned statuses, struct content *content)
{
    const struct v2_subject *subject = v2_subject(request);
    int64_t id;
    if (!v2_read_id(request, 0, &id)) {
        return false;
    }
    if (content_find_by_number(request, id, (unsigned)subject->type, content) &&
        (statuses >> content->status & 1) != 0 &&
        is_located(&request->sandbox->store, content, subject->location)) {
        return true;
    }
    v2_refuse(request, 404, "%s with id %s not found", subject->what, request->segments[0]);
    return false;
}

bool v2_find(struct request *request, struct content *content)
{
    return v2_find_in(request, 1U << CONTENT_CURRENT | 1U << CONTENT_ARCHIVED, content);
}

bool v2_find_space(struct request *request, struct confluence_space *space)
{
    int64_t id;
    if (!v2_read_id(request, 0, &id)) {
        return false;
    }
    if (!confluence_space_find(request, id, space)) {
        v2_refuse(request, 404, "Space with id %s not found", request->segments[0]);
        return false;
    }
    return true;
}

bool v2_find_parent(struct request *request, int64_t id, int64_t space, struct content *parent)
{
    if (!content_find_by_number(request, id, CONTENT_IN_TREE, parent) ||
        parent->status == CONTENT_TRASHED) {
        v2_refuse(request, 404, "Parent with id %lld not found", (long long)id);
        return false;
    }
    if (parent->space != space) {
        v2_refuse(request, 400, "The parent with id %lld is in another space", (long long)id);
        return false;
    }
    return true;
}

/* ---- parameters ---- */

bool v2_flag(struct request *request, const char *name, bool fallback, bool *value)
{
    const char *text = request_parameter(request, name);
    *value = text == NULL ? fallback : strcmp(text, "true") == 0;
    return text == NULL || *value || strcmp(text, "false") == 0 ||
           refuse_type(request, name, text, "boolean");
}

bool v2_read_statuses(struct request *request, unsigned usual, unsigned *statuses)
{
    char **names;
    size_t count = request_parameter_list(request, "status", &names);
    *statuses = count == 0 ? usual : 0;
    for (size_t i = 0; i < count; i++) {
        enum content_status status;
        if (content_status_read(names[i], &status)) {
            *statuses |= 1U << status;
        } else if (strcmp(names[i], "deleted") != 0 && strcmp(names[i], "historical") != 0) {
            return refuse_type(request, "status", names[i], "a status");
        }
    }
    return true;
}

void v2_add_statuses(struct sql *sql, unsigned statuses)
{
    sql_add(sql, " AND content.status IN (");
    for (unsigned status = CONTENT_CURRENT, added = 0; status <= CONTENT_TRASHED; status++) {
        if ((statuses >> status & 1) != 0) {
            sql_add(sql, added++ == 0 ? "" : ", ");
            sql_mark(sql, sql_text(content_status_name((enum content_status)status)));
        }
    }
    sql_add(sql, ")");
}

bool v2_add_ids(struct list *list, const char *name, size_t most, const char *column)
{
    char **ids;
    size_t count = request_parameter_list(list->request, name, &ids);
    if (count > most) {
        v2_refuse(list->request, 400, "The maximum number of values for '%s' is %zu", name, most);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        int64_t id;
        if (!atl_text_to_integer(ids[i], 0, INT64_MAX, &id)) {
            return refuse_type(list->request, name, ids[i], "long");
        }
        if (i == 0) {
            sql_printf(&list->sql, " AND %s IN (", column);
        } else {
            sql_add(&list->sql, ", ");
        }
        sql_mark(&list->sql, sql_integer(id));
    }
    sql_add(&list->sql, count > 0 ? ")" : "");
    return true;
}

bool v2_find_version(struct request *request, const struct content *content,
                     struct content_version *version)
{
    int64_t number;
    if (!request_parameter_integer(request, "version", 0, INT32_MAX, content->version, &number)) {
        v2_refuse(request, 400,
                  "Provided value {%s} for 'version' is not the correct type. Expected type is int",
                  request_parameter(request, "version"));
        return false;
    }
    number = number == 0 ? content->version : number;
    if (!content_version_load(&request->sandbox->store, &request->arena, content, number,
                              version)) {
        v2_refuse(request, 404, "Version %lld of the content with id %lld not found",
                  (long long)number, (long long)content->id);
        return false;
    }
    return true;
}

bool v2_read_body_format(struct request *request, bool single, enum v2_body_format *format)
{
    static const char *const names[] = {
        [V2_BODY_STORAGE] = "storage",
        [V2_BODY_ADF] = "atlas_doc_format",
        [V2_BODY_VIEW] = "view",
        [V2_BODY_EXPORT_VIEW] = "export_view",
        [V2_BODY_ANONYMOUS_EXPORT_VIEW] = "anonymous_export_view",
        [V2_BODY_STYLED_VIEW] = "styled_view",
        [V2_BODY_EDITOR] = "editor",
    };
    const char *name = request_parameter(request, "body-format");
    unsigned last = single ? V2_BODY_EDITOR : V2_BODY_ADF;
    *format = V2_BODY_NONE;
    for (unsigned i = V2_BODY_STORAGE; name != NULL && i <= last; i++) {
        if (strcmp(names[i], name) == 0) {
            *format = (enum v2_body_format)i;
        }
    }
    return name == NULL || *format != V2_BODY_NONE ||
           refuse_type(request, "body-format", name, "a body format");
}

/* ---- bodies of requests ---- */

const cJSON *v2_json(struct request *request)
{
    if (request->body.length > MOST_BODY_BYTES) {
        v2_refuse(request, 413, "The request is too large: it may have 5 MB.");
        return NULL;
    }
    return request_json(request);
}

static bool refuse_representation(struct request *request, const char *representation)
{
    v2_refuse(request, 400, "Unsupported representation '%s': a body must be in storage format",
              representation);
    return false;
}

bool v2_read_body(struct request *request, const cJSON *json, const char **storage)
{
    const cJSON *body = atl_json_member(json, "body");
    *storage = NULL;
    if (body == NULL || cJSON_IsNull(body)) {
        return true;
    }
    const cJSON *nested = atl_json_member(body, "storage");
    const char *other = atl_json_member(body, "atlas_doc_format") != NULL ? "atlas_doc_format"
                        : atl_json_member(body, "wiki") != NULL           ? "wiki"
                                                                          : NULL;
    if (nested == NULL && other != NULL) {
        return refuse_representation(request, other);
    }
    body = nested == NULL ? body : nested;
    const char *representation = atl_json_text(body, "representation", "storage");
    if (strcmp(representation, "storage") != 0) {
        return refuse_representation(request, representation);
    }
    *storage = atl_json_text(body, "value", NULL);
    if (*storage == NULL) {
        v2_refuse(request, 400, "body.value is required");
        return false;
    }
    return content_check_storage(request, *storage);
}

bool v2_read_version(struct request *request, const cJSON *json, int64_t *number,
                     const char **message)
{
    const cJSON *given = atl_json_get(json, "version.number");
    *message = atl_json_text(json, "version.message", NULL);
    if (!cJSON_IsNumber(given)) {
        v2_refuse(request, 400, "version.number is required");
        return false;
    }
    *number = atl_json_integer(json, "version.number", -1);
    return true;
}

int64_t v2_member_id(const cJSON *json, const char *name)
{
    const cJSON *member = atl_json_member(json, name);
    int64_t id = -1;
    if (cJSON_IsString(member)) {
        id = content_read_id(member->valuestring);
    } else if (cJSON_IsNumber(member)) {
        id = atl_json_integer(json, name, -1);
    }
    return id < 0 ? -1 : id;
}
