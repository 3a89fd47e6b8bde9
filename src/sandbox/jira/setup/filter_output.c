/* Saved searches as JSON. */
#include "sandbox/jira/setup/filters.h"

#include <inttypes.h>

/* Its own, and those that are shared with everybody or with a team or project of the account's. */
const char filter_visible[] =
    " AND (owner = 1 OR EXISTS (SELECT 1 FROM filter_share WHERE filter_share.filter = filter.id"
    " AND (type IN ('global', 'authenticated', 'project', 'project-role') OR person = 1"
    " OR team IN (SELECT team FROM team_member WHERE team_member.person = 1))))";

_Static_assert(SANDBOX_ME == 1, "the conditions above name the account");

/* ---- permissions ---- */

/* What the table calls a type, and what the API does. */
static const char *api_type(const char *type, bool is_cloud)
{
    if (atl_text_equal(type, "authenticated")) {
        return is_cloud ? "authenticated" : "loggedin";
    }
    return atl_text_equal(type, "project-role") ? "project" : type;
}

/* Cloud tells less of people here than elsewhere. */
static void emit_person(const struct jira_output *out, int64_t id)
{
    if (!sandbox_is_cloud(out->sandbox)) {
        jira_emit(out, "user", JIRA_PERSON, id);
        return;
    }
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT name, account_id, active FROM person WHERE id = ?",
                                    VALUES(sql_integer(id)));
    if (rows_next(&rows)) {
        emit_object(out->json, "user");
        emit_format(out->json, "self", "%s/user?accountId=%s", jira_api_url(out->sandbox),
                    rows_text(&rows, 1));
        emit_text(out->json, "accountId", rows_text(&rows, 1));
        jira_emit_avatars(out, "/secure/useravatar/", id - 1);
        emit_text(out->json, "displayName", rows_text(&rows, 0));
        emit_bool(out->json, "active", rows_integer(&rows, 2) != 0);
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

void filter_emit_share(const struct jira_output *out, int64_t id)
{
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT type, project, role, team, person FROM filter_share"
                                    " WHERE id = ?",
                                    VALUES(sql_integer(id)));
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_integer(out->json, "id", id);
        emit_text(out->json, "type", api_type(rows_text(&rows, 0), sandbox_is_cloud(out->sandbox)));
        if (!rows_is_null(&rows, 1)) {
            jira_emit(out, "project", JIRA_PROJECT, rows_integer(&rows, 1));
        }
        if (!rows_is_null(&rows, 2)) {
            jira_emit(out, "role", JIRA_ROLE, rows_integer(&rows, 2));
        }
        if (!rows_is_null(&rows, 3)) {
            jira_emit(out, "group", JIRA_TEAM, rows_integer(&rows, 3));
        }
        if (!rows_is_null(&rows, 4)) {
            emit_person(out, rows_integer(&rows, 4));
        }
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

static void emit_shares_with(const struct jira_output *out, const char *key, int64_t filter,
                             int64_t rights)
{
    emit_array(out->json, key);
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT id FROM filter_share WHERE filter = ? AND rights >= ?"
                                    " ORDER BY id",
                                    VALUES(sql_integer(filter), sql_integer(rights)));
    while (rows_next(&rows)) {
        filter_emit_share(out, rows_integer(&rows, 0));
    }
    emit_array_end(out->json);
}

void filter_emit_shares(const struct jira_output *out, const char *key, int64_t filter)
{
    emit_shares_with(out, key, filter, 0);
}

/* ---- filters ---- */

static void emit_empty_list(const struct jira_output *out, const char *key)
{
    emit_object(out->json, key);
    emit_integer(out->json, "size", 0);
    emit_array(out->json, "items");
    emit_array_end(out->json);
    emit_integer(out->json, "max-results", 0);
    emit_integer(out->json, "start-index", 0);
    emit_integer(out->json, "end-index", 0);
    emit_object_end(out->json);
}

static void emit_urls(const struct jira_output *out, int64_t id, const char *jql)
{
    struct atl_buffer query = {0};
    bool is_cloud = sandbox_is_cloud(out->sandbox);
    atl_text_append_url_encoded(&query, jql);
    emit_format(out->json, "viewUrl", "%s/issues/?filter=%" PRId64, out->sandbox->site, id);
    emit_format(out->json, "searchUrl", "%s/search%s?jql=%s", jira_api_url(out->sandbox),
                is_cloud ? "/jql" : "", atl_buffer_text(&query));
    atl_buffer_free(&query);
}

static void emit_favourite(const struct jira_output *out, int64_t id)
{
    struct store *store = &out->sandbox->store;
    emit_bool(out->json, "favourite",
              store_exists(store, "SELECT 1 FROM filter_favourite WHERE filter = ? AND person = ?",
                           VALUES(sql_integer(id), sql_integer(SANDBOX_ME))));
    emit_integer(out->json, "favouritedCount",
                 store_integer(store, 0, "SELECT count(*) FROM filter_favourite WHERE filter = ?",
                               VALUES(sql_integer(id))));
}

void filter_emit(const struct jira_output *out, int64_t id)
{
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT name, description, owner, jql FROM filter"
                                    " WHERE id = ?",
                                    VALUES(sql_integer(id)));
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_format(out->json, "self", "%s/filter/%" PRId64, jira_api_url(out->sandbox), id);
        emit_format(out->json, "id", "%" PRId64, id);
        emit_text(out->json, "name", rows_text(&rows, 0));
        emit_text(out->json, "description", rows_text(&rows, 1));
        jira_emit(out, "owner", JIRA_PERSON, rows_integer(&rows, 2));
        emit_text(out->json, "jql", rows_text(&rows, 3));
        emit_urls(out, id, rows_text(&rows, 3));
        emit_favourite(out, id);
        emit_shares_with(out, "sharePermissions", id, 0);
        if (sandbox_is_cloud(out->sandbox)) {
            emit_shares_with(out, "editPermissions", id, 2);
        }
        emit_empty_list(out, "sharedUsers");
        emit_empty_list(out, "subscriptions");
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}
