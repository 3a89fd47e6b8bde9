/* What a Confluence says about itself, and conversions between forms of bodies. */
#include "sandbox/confluence/content_edit.h"
#include "sandbox/confluence/v1/v1.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

#include <string.h>

static void get_information(struct request *request, struct reply *reply)
{
    emit_object(&reply->body, NULL);
    emit_text(&reply->body, "baseUrl", request->sandbox->site);
    emit_text(&reply->body, "version", "8.5.4");
    emit_text(&reply->body, "buildNumber", "9012");
    emit_object_end(&reply->body);
}

/* XML unless JSON is asked for. */
static void get_manifest(struct request *request, struct reply *reply)
{
    bool is_jira = (request->sandbox->options.products & SANDBOX_JIRA) != 0;
    const char *type = is_jira ? "jira" : "confluence";
    const char *version = is_jira ? "9.12.0" : "8.5.4";
    static const char id[] = "6b0b0b3f-4c1c-3b1e-8f0a-000000000001";
    static const char name[] = "atlcli sandbox";
    if (request->accept != NULL && strstr(request->accept, "application/json") != NULL) {
        emit_object(&reply->body, NULL);
        emit_text(&reply->body, "id", id);
        emit_text(&reply->body, "name", name);
        emit_text(&reply->body, "typeId", type);
        emit_text(&reply->body, "version", version);
        emit_text(&reply->body, "url", request->sandbox->site);
        emit_object_end(&reply->body);
        return;
    }
    reply->content_type = "application/xml;charset=UTF-8";
    atl_buffer_printf(&reply->body,
                      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><manifest>"
                      "<id>%s</id><name>%s</name><typeId>%s</typeId><version>%s</version>"
                      "<url>%s</url></manifest>",
                      id, name, type, version, request->sandbox->site);
}

/* ---- conversions ---- */

static bool is_conversion(const char *from, const char *to)
{
    static const char *const of_storage[] = {"view", "export_view", "styled_view", "editor"};
    if (strcmp(from, "editor") == 0) {
        return strcmp(to, "storage") == 0;
    }
    for (size_t i = 0; strcmp(from, "storage") == 0 && i < 4; i++) {
        if (strcmp(to, of_storage[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Macros are kept as they are: the sandbox renders none. */
static void convert(struct request *request, struct reply *reply)
{
    const cJSON *json = request_json(request);
    const char *to = request->segments[0];
    if (json == NULL) {
        return;
    }
    const char *from = atl_json_text(json, "representation", "");
    const char *value = atl_json_text(json, "value", NULL);
    if (value == NULL) {
        v1_refuse(request, 400, "The body has no value.");
        return;
    }
    if (!is_conversion(from, to)) {
        v1_refuse(request, 400, "Cannot convert from representation '%s' to '%s'", from, to);
        return;
    }
    if (!content_check_storage(request, value)) {
        return;
    }
    emit_object(&reply->body, NULL);
    emit_text(&reply->body, "value", value);
    emit_text(&reply->body, "representation", to);
    emit_object(&reply->body, "_expandable");
    emit_object_end(&reply->body);
    emit_object_end(&reply->body);
}

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE, "/server-information", ROUTE_DATA_CENTER | ROUTE_ANONYMOUS,
     get_information},
    {"GET", ROUTE_ROOT, "/rest/applinks/1.0/manifest", ROUTE_DATA_CENTER | ROUTE_ANONYMOUS,
     get_manifest},
    {"POST", ROUTE_CONFLUENCE, "/contentbody/convert/{}", ROUTE_ANY | ROUTE_READS, convert},
};

const struct route_table confluence_v1_site_routes = ROUTES(routes);
