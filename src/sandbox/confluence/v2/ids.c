/* REST v2: many ids at once: who they are, what type they are of. */
#include "sandbox/confluence/v2/v2.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

#include <string.h>

enum {
    MOST_PEOPLE = 250,
    MOST_CONTENT = 100,
};

/* The array of a body. NULL: the reply is a 400. */
static const cJSON *read_array(struct request *request, const char *name, int most)
{
    const cJSON *json = v2_json(request);
    const cJSON *array = json == NULL ? NULL : atl_json_member(json, name);
    if (json == NULL) {
        return NULL;
    }
    if (!cJSON_IsArray(array) || cJSON_GetArraySize(array) > most) {
        v2_refuse(request, 400, "%s must be an array of at most %d values", name, most);
        return NULL;
    }
    return array;
}

/* ---- people ---- */

static void emit_person(const struct confluence_output *out, const struct confluence_person *person)
{
    emit_object(out->json, NULL);
    emit_text(out->json, "displayName", person->name);
    emit_text(out->json, "timeZone", sandbox_zone_name(out->sandbox, out->arena));
    emit_bool(out->json, "isExternalCollaborator", false);
    emit_text(out->json, "accountStatus", person->active ? "active" : "inactive");
    emit_text(out->json, "accountId", person->account_id);
    emit_text(out->json, "email", person->email);
    emit_text(out->json, "accountType", "atlassian");
    emit_text(out->json, "publicName", person->name);
    emit_object(out->json, "profilePicture");
    emit_format(out->json, "path", "/wiki/aa-avatar/%s", person->account_id);
    emit_bool(out->json, "isDefault", true);
    emit_object_end(out->json);
    emit_object_end(out->json);
}

static void get_people(struct request *request, struct reply *reply)
{
    const cJSON *ids = read_array(request, "accountIds", MOST_PEOPLE);
    const cJSON *id;
    struct confluence_output out = confluence_reply(request);
    if (ids == NULL) {
        return;
    }
    emit_object(&reply->body, NULL);
    emit_array(&reply->body, "results");
    cJSON_ArrayForEach(id, ids)
    {
        struct confluence_person person;
        int64_t number = cJSON_IsString(id) ? confluence_person_by_account(&request->sandbox->store,
                                                                           id->valuestring)
                                            : -1;
        if (confluence_person_load(&out, number, &person)) {
            emit_person(&out, &person);
        }
    }
    list_end_single(request);
}

/* ---- types ---- */

static const char *type_of(struct request *request, int64_t id)
{
    struct content content;
    if (!content_find_by_number(request, id, CONTENT_ANY, &content)) {
        return NULL;
    }
    if (content.type != CONTENT_COMMENT) {
        return content_type_name(content.type);
    }
    return store_exists(&request->sandbox->store,
                        "SELECT 1 FROM content_comment WHERE content = ? AND location = 'inline'",
                        VALUES(sql_integer(id)))
               ? "inline-comment"
               : "footer-comment";
}

static void convert_ids(struct request *request, struct reply *reply)
{
    const cJSON *ids = read_array(request, "contentIds", MOST_CONTENT);
    const cJSON *id;
    if (ids == NULL) {
        return;
    }
    emit_object(&reply->body, NULL);
    emit_object(&reply->body, "results");
    cJSON_ArrayForEach(id, ids)
    {
        const char *text = cJSON_IsString(id) ? id->valuestring
                           : cJSON_IsNumber(id)
                               ? atl_arena_printf(&request->arena, "%.0f", id->valuedouble)
                               : NULL;
        if (text != NULL) {
            emit_member(&reply->body, text, type_of(request, content_read_id(text)));
        }
    }
    emit_object_end(&reply->body);
    emit_object_end(&reply->body);
}

static const struct route routes[] = {
    {"POST", ROUTE_CONFLUENCE_V2, "/users-bulk", ROUTE_CLOUD | ROUTE_READS, get_people},
    {"POST", ROUTE_CONFLUENCE_V2, "/content/convert-ids-to-types", ROUTE_CLOUD | ROUTE_READS,
     convert_ids},
};

const struct route_table confluence_id_routes = ROUTES(routes);
