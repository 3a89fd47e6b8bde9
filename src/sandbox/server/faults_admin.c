/* GET, PUT and DELETE /__sandbox/faults: the switches while the sandbox runs. */
#include "sandbox/sandbox.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

#include "atlcli/json.h"

#include <string.h>

static const char media_port[] = "media-port"; /* shown with the switches, but fixed */

static void show(struct request *request, struct reply *reply)
{
    const struct sandbox *sandbox = request->sandbox;
    emit_object(&reply->body, NULL);
    fault_switches_emit(&reply->body, &sandbox->faults.switches);
    emit_integer(&reply->body, media_port, sandbox->media.port);
    emit_object_end(&reply->body);
}

static void reset(struct request *request, struct reply *reply)
{
    struct fault_switches none;
    fault_switches_init(&none);
    faults_replace(&request->sandbox->faults, &none);
    reply->status = 204;
}

/* A list of texts as one, with commas between them; false when it is something else. */
static bool join_keys(const cJSON *list, struct atl_buffer *text)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, list)
    {
        if (!cJSON_IsString(item) || strchr(item->valuestring, ',') != NULL) {
            return false;
        }
        atl_buffer_printf(text, "%s%s", text->length == 0 ? "" : ",", item->valuestring);
    }
    return true;
}

/* The value as the command line would give it; false when it is of another kind. */
static bool value_text(const struct fault_switch *entry, const cJSON *value,
                       struct atl_buffer *text)
{
    switch (entry->kind) {
    case FAULT_FLAG:
        atl_buffer_add(text, cJSON_IsTrue(value) ? "true" : "false");
        return cJSON_IsBool(value);
    case FAULT_NUMBER:
        atl_buffer_printf(text, "%.17g", value->valuedouble);
        return cJSON_IsNumber(value);
    case FAULT_KEYS:
        if (cJSON_IsArray(value)) {
            return join_keys(value, text);
        }
        break;
    case FAULT_CHOICE:
    case FAULT_TARGET:
        break;
    }
    atl_buffer_add(text, cJSON_IsString(value) ? value->valuestring : "");
    return cJSON_IsString(value);
}

static enum atl_status set(const struct fault_switch *entry, struct fault_switches *switches,
                           const cJSON *value, struct atl_error *error)
{
    if (cJSON_IsNull(value)) {
        return fault_switch_set(entry, switches, NULL, error);
    }
    struct atl_buffer text = {0};
    enum atl_status status;
    if (value_text(entry, value, &text)) {
        status = fault_switch_set(entry, switches, atl_buffer_text(&text), error);
    } else {
        static const char *const kinds[] = {[FAULT_FLAG] = "wants true or false",
                                            [FAULT_NUMBER] = "wants a number",
                                            [FAULT_CHOICE] = "wants a text",
                                            [FAULT_TARGET] = "wants a text",
                                            [FAULT_KEYS] = "wants a list of keys"};
        status = atl_fail(error, ATL_USAGE, "%s", kinds[entry->kind]);
    }
    atl_buffer_free(&text);
    return status;
}

/* Adds a message for each member that is wrong. */
static void merge(struct sandbox *sandbox, const cJSON *given, struct fault_switches *switches,
                  struct atl_buffer *messages)
{
    const cJSON *member;
    cJSON_ArrayForEach(member, given)
    {
        const char *name = member->string;
        const struct fault_switch *entry = fault_switch_find(name);
        struct atl_error error;
        if (strcmp(name, media_port) == 0) {
            if (!cJSON_IsNumber(member) || member->valuedouble != sandbox->media.port) {
                emit_format(messages, NULL, "%s can't be changed while the sandbox runs", name);
            }
        } else if (entry == NULL) {
            emit_format(messages, NULL, "there is no switch '%s'", name);
        } else if (set(entry, switches, member, &error) != ATL_OK) {
            emit_format(messages, NULL, "%s %s", name, error.message);
        }
    }
}

static void refuse(struct reply *reply, const struct atl_buffer *messages)
{
    reply_restart(reply, 400);
    atl_buffer_printf(&reply->body, "{\"errorMessages\":[%s],\"errors\":{}}", messages->data);
}

static void change(struct request *request, struct reply *reply)
{
    struct sandbox *sandbox = request->sandbox;
    const cJSON *given = request_json(request);
    if (given == NULL) {
        return;
    }
    struct fault_switches switches;
    struct atl_buffer messages = {0};
    fault_switches_copy(&switches, &sandbox->faults.switches);
    merge(sandbox, given, &switches, &messages);
    if (messages.length == 0) {
        faults_replace(&sandbox->faults, &switches);
        show(request, reply);
    } else {
        fault_switches_free(&switches);
        refuse(reply, &messages);
    }
    atl_buffer_free(&messages);
}

static const struct route routes[] = {
    {"GET", ROUTE_ROOT, "/__sandbox/faults", ROUTE_ANY | ROUTE_ANONYMOUS, show},
    {"PUT", ROUTE_ROOT, "/__sandbox/faults", ROUTE_ANY | ROUTE_ANONYMOUS | ROUTE_READS, change},
    {"DELETE", ROUTE_ROOT, "/__sandbox/faults", ROUTE_ANY | ROUTE_ANONYMOUS | ROUTE_READS, reset},
};

const struct route_table fault_routes = ROUTES(routes);
