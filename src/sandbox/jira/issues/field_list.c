/* GET field: what fields there are. */
#include "sandbox/jira/issues/fields.h"
#include "sandbox/server/route.h"

#include <inttypes.h>

static void emit_clause_names(struct request *request, const char *clause_names)
{
    struct atl_buffer *json = &request->reply.body;
    char **names;
    size_t count =
        atl_text_split(&request->arena, clause_names == NULL ? "" : clause_names, ' ', &names);
    emit_array(json, "clauseNames");
    for (size_t i = 0; i < count; i++) {
        emit_text(json, NULL, names[i]);
    }
    emit_array_end(json);
}

/* Cloud has a key besides the id; they are the same. */
static void emit_id(struct request *request, const char *id)
{
    emit_text(&request->reply.body, "id", id);
    if (sandbox_is_cloud(request->sandbox)) {
        emit_text(&request->reply.body, "key", id);
    }
}

static void emit_system_field(struct request *request, const struct system_field *field)
{
    struct atl_buffer *json = &request->reply.body;
    emit_object(json, NULL);
    emit_id(request, field->id);
    emit_text(json, "name", field->name);
    emit_bool(json, "custom", false);
    emit_bool(json, "orderable", field->orderable);
    emit_bool(json, "navigable", field->navigable);
    emit_bool(json, "searchable", field->clause_names != NULL);
    emit_clause_names(request, field->clause_names);
    if (field->type != NULL) {
        system_field_emit_schema(json, "schema", field);
    }
    emit_object_end(json);
}

static void emit_custom_field(struct request *request, const struct custom_field *field)
{
    struct atl_buffer *json = &request->reply.body;
    emit_object(json, NULL);
    emit_id(request, field->key);
    emit_text(json, "name", field->name);
    emit_bool(json, "custom", true);
    emit_bool(json, "orderable", true);
    emit_bool(json, "navigable", true);
    emit_bool(json, "searchable", true);
    emit_array(json, "clauseNames");
    emit_format(json, NULL, "cf[%" PRId64 "]", field->id);
    emit_text(json, NULL, field->name);
    emit_array_end(json);
    custom_field_emit_schema(json, "schema", field);
    emit_object_end(json);
}

static void list_fields(struct request *request, struct reply *reply)
{
    struct custom_field *customs;
    size_t count = custom_fields_load(request->sandbox, &request->arena, &customs);
    emit_array(&reply->body, NULL);
    for (size_t i = 0; i < system_field_count(); i++) {
        emit_system_field(request, system_field_at(i));
    }
    for (size_t i = 0; i < count; i++) {
        emit_custom_field(request, &customs[i]);
    }
    emit_array_end(&reply->body);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/field", ROUTE_ANY, list_fields},
};

const struct route_table jira_field_routes = ROUTES(routes);
