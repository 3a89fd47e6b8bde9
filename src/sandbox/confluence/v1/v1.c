#include "sandbox/confluence/v1/v1.h"

#include "sandbox/confluence/links.h"
#include "sandbox/server/emit.h"
#include "sandbox/text/time_format.h"

#include <inttypes.h>
#include <string.h>

/* ---- requests ---- */

void v1_refuse(struct request *request, unsigned status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *message = atl_arena_vprintf(&request->arena, format, arguments);
    va_end(arguments);
    reply_error(&request->reply, REPLY_CONFLUENCE, status, "%s", message);
}

void v1_refuse_unknown(struct request *request, const char *id)
{
    v1_refuse(request, 404, "No content found with id: ContentId{id=%s}", id);
}

bool v1_find_in(struct request *request, const char *id, unsigned types, unsigned statuses,
                struct content *content)
{
    if (content_find(request, id, types, content) && (1U << content->status & statuses) != 0) {
        return true;
    }
    v1_refuse_unknown(request, id);
    return false;
}

bool v1_find(struct request *request, size_t segment, unsigned types, struct content *content)
{
    return v1_find_in(request, request->segments[segment], types, V1_LIVE, content);
}

bool v1_find_space(struct request *request, struct confluence_space *space)
{
    const char *key = request->segments[0];
    if (confluence_space_find_by_key(request, key, space)) {
        return true;
    }
    v1_refuse(request, 404, "No space with key : %s", key);
    return false;
}

static int64_t person_by(struct sandbox *sandbox, const char *account_id, const char *key,
                         const char *username)
{
    struct store *store = &sandbox->store;
    if (sandbox_is_cloud(sandbox)) {
        return account_id == NULL ? -1 : confluence_person_by_account(store, account_id);
    }
    if (key != NULL) {
        return store_integer(store, -1, "SELECT id FROM person WHERE key = ?",
                             VALUES(sql_text(key)));
    }
    return username == NULL
               ? -1
               : store_integer(store, -1, "SELECT id FROM person WHERE username = ? COLLATE NOCASE",
                               VALUES(sql_text(username)));
}

int64_t v1_person_by_parameters(struct request *request)
{
    const char *username = request_parameter(request, "username");
    return person_by(request->sandbox, request_parameter(request, "accountId"),
                     request_parameter(request, "key"),
                     username != NULL ? username : request_parameter(request, "userName"));
}

int64_t v1_person_of_json(struct sandbox *sandbox, const cJSON *json)
{
    if (cJSON_IsString(json)) {
        const char *name = json->valuestring;
        int64_t by_key = person_by(sandbox, name, name, NULL);
        return by_key >= 0 ? by_key : person_by(sandbox, NULL, NULL, name);
    }
    return person_by(sandbox, atl_json_text(json, "accountId", NULL),
                     atl_json_text(json, "userKey", NULL), atl_json_text(json, "username", NULL));
}

void v1_answer_nothing(struct request *request)
{
    reply_restart(&request->reply, 204);
}

/* ---- expand ---- */

struct v1_expand v1_read_expand(struct request *request)
{
    struct v1_expand expand;
    expand.count = request_parameter_list(request, "expand", &expand.paths);
    return expand;
}

struct v1_expand v1_expand_of(struct atl_arena *arena, const char *paths)
{
    struct v1_expand expand;
    expand.count = atl_text_split(arena, paths, ',', &expand.paths);
    return expand;
}

/* What follows a path, and the dot after it; NULL when this is another one. */
static char *behind(char *path, const char *prefix)
{
    size_t length = strlen(prefix);
    if (strncmp(path, prefix, length) != 0) {
        return NULL;
    }
    return path[length] == '.' ? path + length + 1 : path[length] == '\0' ? path + length : NULL;
}

bool v1_expands(const struct v1_expand *expand, const char *path)
{
    for (size_t i = 0; i < expand->count; i++) {
        if (behind(expand->paths[i], path) != NULL) {
            return true;
        }
    }
    return false;
}

struct v1_expand v1_expand_below(struct atl_arena *arena, const struct v1_expand *expand,
                                 const char *path)
{
    struct v1_expand below = {.paths =
                                  atl_arena_alloc(arena, (expand->count + 1) * sizeof(char *))};
    for (size_t i = 0; i < expand->count; i++) {
        char *rest = behind(expand->paths[i], path);
        if (rest != NULL && *rest != '\0') {
            below.paths[below.count++] = rest;
        }
    }
    return below;
}

/* ---- answers ---- */

const char *v1_base(const struct confluence_output *out)
{
    return confluence_base(out->sandbox, out->arena);
}

void v1_emit_id(const struct confluence_output *out, const char *key, const struct content *content)
{
    /* Attachments are "att123" on both; links to them, too. */
    emit_text(out->json, key, content_write_id(out->arena, content));
}

void v1_emit_time(const struct confluence_output *out, const char *key, int64_t ms)
{
    emit_text(out->json, key, time_format_confluence(out->arena, ms));
}

void v1_emit_label(const struct confluence_output *out, int64_t id, const char *prefix,
                   const char *name)
{
    emit_object(out->json, NULL);
    emit_text(out->json, "prefix", prefix);
    emit_text(out->json, "name", name);
    emit_format(out->json, "id", "%" PRId64, id);
    emit_text(out->json, "label", name);
    emit_object_end(out->json);
}

void v1_emit_part_end(const struct confluence_output *out, int64_t limit, int64_t size,
                      const char *self)
{
    emit_array_end(out->json);
    emit_integer(out->json, "start", 0);
    emit_integer(out->json, "limit", limit);
    emit_integer(out->json, "size", size);
    emit_object(out->json, "_links");
    emit_format(out->json, "self", "%s%s", v1_base(out), self);
    emit_object_end(out->json);
}

void v1_answer_content(struct request *request, int64_t id, const struct v1_expand *expand)
{
    struct confluence_output out = confluence_reply(request);
    struct content content;
    if (content_load(&request->sandbox->store, &request->arena, id, &content)) {
        v1_emit_content(&out, NULL, &content, expand);
    }
}
