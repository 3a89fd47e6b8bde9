#include "sandbox/jira/setup/project_output.h"

#include "sandbox/jira/lookup.h"
#include "sandbox/jira/setup/component_output.h"
#include "sandbox/jira/setup/version_output.h"

#include <inttypes.h>

unsigned project_parts_asked(struct request *request)
{
    static const struct {
        const char *word;
        enum project_part part;
    } words[] = {
        {"description", PROJECT_DESCRIPTION}, {"lead", PROJECT_LEAD},
        {"issueTypes", PROJECT_TYPES},        {"url", PROJECT_URL},
        {"projectKeys", PROJECT_KEYS},        {"permissions", PROJECT_PERMISSIONS},
        {"insight", PROJECT_INSIGHT},
    };
    unsigned parts = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (lookup_asks_for(request, "expand", words[i].word)) {
            parts |= words[i].part;
        }
    }
    return parts;
}

static void emit_list(const struct jira_output *out, const char *key, const char *select,
                      int64_t project, void (*emit)(const struct jira_output *out, int64_t id))
{
    emit_array(out->json, key);
    struct rows rows = store_select(&out->sandbox->store, select, VALUES(sql_integer(project)));
    while (rows_next(&rows)) {
        emit(out, rows_integer(&rows, 0));
    }
    emit_array_end(out->json);
}

static void emit_type(const struct jira_output *out, int64_t id)
{
    jira_emit(out, NULL, JIRA_ISSUE_TYPE, id);
}

static void emit_types(const struct jira_output *out, int64_t project)
{
    emit_list(out, "issueTypes",
              "SELECT issue_type.id FROM project_type JOIN issue_type ON issue_type.id = type"
              " WHERE project = ? ORDER BY position",
              project, emit_type);
}

static void emit_insight(const struct jira_output *out, int64_t project)
{
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT count(*), max(updated) FROM issue WHERE project = ?",
                                    VALUES(sql_integer(project)));
    emit_object(out->json, "insight");
    if (rows_next(&rows)) {
        emit_integer(out->json, "totalIssueCount", rows_integer(&rows, 0));
        if (!rows_is_null(&rows, 1)) {
            jira_emit_time(out, "lastIssueUpdateTime", rows_integer(&rows, 1));
        }
    }
    rows_finish(&rows);
    emit_object_end(out->json);
}

void project_emit_roles(const struct jira_output *out, const char *key, int64_t id)
{
    struct rows rows =
        store_select(&out->sandbox->store, "SELECT id, name FROM role ORDER BY name", NO_VALUES);
    emit_object(out->json, key);
    while (rows_next(&rows)) {
        const char *url = atl_arena_printf(out->arena, "%s/project/%" PRId64 "/role/%" PRId64,
                                           jira_api_url(out->sandbox), id, rows_integer(&rows, 0));
        emit_member(out->json, rows_text(&rows, 1), url);
    }
    emit_object_end(out->json);
}

/* What is in columns of its own row. */
static void emit_own_parts(const struct jira_output *out, int64_t id, const char *key,
                           unsigned parts)
{
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT description, lead, url FROM project WHERE id = ?",
                                    VALUES(sql_integer(id)));
    if (rows_next(&rows)) {
        if ((parts & PROJECT_DESCRIPTION) != 0) {
            emit_text(out->json, "description", rows_text(&rows, 0));
        }
        if ((parts & PROJECT_LEAD) != 0) {
            jira_emit(out, "lead", JIRA_PERSON, rows_integer(&rows, 1));
        }
        if ((parts & PROJECT_URL) != 0 && !rows_is_null(&rows, 2)) {
            emit_text(out->json, "url", rows_text(&rows, 2));
        }
    }
    rows_finish(&rows);
    /* Cloud's document says that they can be asked for, but has no place for them. */
    if ((parts & PROJECT_KEYS) != 0 && !sandbox_is_cloud(out->sandbox)) {
        emit_array(out->json, "projectKeys");
        emit_text(out->json, NULL, key);
        emit_array_end(out->json);
    }
}

static void emit_listed_parts(const struct jira_output *out, int64_t id, unsigned parts)
{
    if ((parts & PROJECT_TYPES) != 0) {
        emit_types(out, id);
    }
    if ((parts & PROJECT_COMPONENTS) != 0) {
        emit_list(out, "components",
                  "SELECT id FROM component WHERE project = ? ORDER BY name COLLATE NOCASE", id,
                  component_emit_short);
    }
    if ((parts & PROJECT_VERSIONS) != 0) {
        emit_list(out, "versions", "SELECT id FROM version WHERE project = ? ORDER BY position", id,
                  version_emit);
    }
    if ((parts & PROJECT_ROLES) != 0) {
        project_emit_roles(out, "roles", id);
    }
    if ((parts & PROJECT_INSIGHT) != 0) {
        emit_insight(out, id);
    }
    if ((parts & PROJECT_PERMISSIONS) != 0) {
        emit_object(out->json, "permissions");
        emit_bool(out->json, "canEdit", true);
        emit_object_end(out->json);
    }
}

void project_emit(const struct jira_output *out, int64_t id, unsigned parts)
{
    bool is_cloud = sandbox_is_cloud(out->sandbox);
    const char *key = store_text(&out->sandbox->store, out->arena,
                                 "SELECT key FROM project WHERE id = ?", VALUES(sql_integer(id)));
    if (!jira_emit_open(out, NULL, JIRA_PROJECT, id)) {
        return;
    }
    emit_text(out->json, "expand",
              is_cloud ? "description,lead,issueTypes,url,projectKeys,permissions,insight"
                       : "description,lead,url,projectKeys");
    emit_own_parts(out, id, key, parts);
    emit_listed_parts(out, id, parts);
    if ((parts & PROJECT_ROLES) != 0) {
        emit_text(out->json, "assigneeType", "PROJECT_LEAD");
    }
    if (is_cloud) {
        emit_text(out->json, "style", "classic");
        emit_bool(out->json, "isPrivate", false);
        emit_object(out->json, "properties");
        emit_object_end(out->json);
    } else if ((parts & PROJECT_ROLES) != 0) {
        emit_bool(out->json, "archived", false);
    }
    emit_object_end(out->json);
}
