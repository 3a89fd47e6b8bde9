/* What Jira says of itself. */
#include "sandbox/jira/output.h"
#include "sandbox/server/route.h"
#include "sandbox/text/time_format.h"

enum {
    BUILT_BEFORE_TODAY_MS = 864000000, /* ten days */
    HOUR_SECONDS = 3600,
};

static void emit_version(const struct jira_output *out)
{
    static const int cloud[] = {1001, 0, 0};
    static const int data_center[] = {9, 12, 0};
    bool is_cloud = sandbox_is_cloud(out->sandbox);
    emit_text(out->json, "version", is_cloud ? "1001.0.0-SNAPSHOT" : "9.12.0");
    emit_array(out->json, "versionNumbers");
    for (size_t i = 0; i < 3; i++) {
        emit_integer(out->json, NULL, is_cloud ? cloud[i] : data_center[i]);
    }
    emit_array_end(out->json);
    /* A self-hosted Jira calls itself "Server", Data Center or not. */
    emit_text(out->json, "deploymentType", is_cloud ? "Cloud" : "Server");
    emit_integer(out->json, "buildNumber", is_cloud ? 100300 : 9120000);
}

static void jira_server_info(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    struct sandbox *sandbox = request->sandbox;
    bool is_cloud = sandbox_is_cloud(sandbox);
    int64_t clock_ms = sandbox_now_ms(sandbox) + sandbox->options.skew_seconds * 1000;
    (void)reply;
    emit_object(out.json, NULL);
    emit_text(out.json, "baseUrl", sandbox->site);
    if (is_cloud) {
        emit_text(out.json, "displayUrl", sandbox->site);
    }
    emit_version(&out);
    jira_emit_time(&out, "buildDate",
                   sandbox_now_ms(sandbox) / 86400000 * 86400000 - BUILT_BEFORE_TODAY_MS);
    jira_emit_time(&out, "serverTime", clock_ms);
    emit_text(out.json, "scmInfo", "1f51473f5c7b75c1a69a0090f4832cdc5053702a");
    emit_text(out.json, "serverTitle", "atlcli sandbox");
    if (is_cloud) {
        emit_text(out.json, "serverTimeZone", "Etc/UTC");
    }
    emit_object_end(out.json);
}

static void emit_time_tracking(struct request *request, const char *key)
{
    struct atl_buffer *json = &request->reply.body;
    const struct working_time *working = &request->sandbox->options.working_time;
    double day = (double)working_day_seconds(working);
    emit_object(json, key);
    emit_real(json, "workingHoursPerDay", day / HOUR_SECONDS);
    emit_real(json, "workingDaysPerWeek", (double)working_week_seconds(working) / day);
    emit_text(json, "timeFormat", "pretty");
    emit_text(json, "defaultUnit", "minute");
    emit_object_end(json);
}

static void jira_configuration(struct request *request, struct reply *reply)
{
    static const char *const enabled[] = {
        "votingEnabled",       "watchingEnabled",     "unassignedIssuesAllowed", "subTasksEnabled",
        "issueLinkingEnabled", "timeTrackingEnabled", "attachmentsEnabled"};
    struct atl_buffer *json = &reply->body;
    emit_object(json, NULL);
    for (size_t i = 0; i < sizeof enabled / sizeof *enabled; i++) {
        emit_bool(json, enabled[i], true);
    }
    emit_time_tracking(request, "timeTrackingConfiguration");
    emit_object_end(json);
}

static void jira_time_tracking(struct request *request, struct reply *reply)
{
    (void)reply;
    emit_time_tracking(request, NULL);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/serverInfo", ROUTE_ANY | ROUTE_ANONYMOUS, jira_server_info},
    {"GET", ROUTE_JIRA_2, "/serverInfo", ROUTE_CLOUD | ROUTE_ANONYMOUS, jira_server_info},
    {"GET", ROUTE_JIRA, "/configuration", ROUTE_ANY, jira_configuration},
    {"GET", ROUTE_JIRA, "/configuration/timetracking/options", ROUTE_CLOUD, jira_time_tracking},
};

const struct route_table jira_server_info_routes = ROUTES(routes);
