/* Finding people. */
#include "atlassian/jira/internal.h"

#include <string.h>

/* How many matches a person is expected to be among. */
static const char *const most_matches = "50";

/*
 * Account ids are 24 letters and digits ("5b10a2844c20165700ede21g"), or a number, a colon and a
 * UUID ("557058:f58131cb-b67d-43c7-b30d-6b58d40bd077"). No e-mail address looks like that, and no
 * name worth mentioning.
 */
static bool looks_like_account_id(const char *name)
{
    static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t word = strspn(name, letters);
    if (name[word] == '\0') {
        return word == 24 && strpbrk(name, "0123456789") != NULL;
    }
    return name[word] == ':' && word > 0 && strlen(name + word + 1) == 36 &&
           strspn(name + word + 1, "0123456789abcdefABCDEF-") == 36;
}

/* ---- who matches ---- */

struct matches {
    struct atl_list people; /* of struct atl_jira_user */
    struct atl_list exact;
};

/* What Jira itself knows the person by. */
static const char *id_of(const struct atl_jira_user *user)
{
    return user->account_id != NULL ? user->account_id : user->name;
}

static bool is_exactly(const struct atl_jira_user *user, const char *name)
{
    return atl_text_equal_ignoring_case(user->email, name) ||
           atl_text_equal_ignoring_case(user->display_name, name) ||
           atl_text_equal_ignoring_case(user->name, name) || atl_text_equal(user->account_id, name);
}

static void collect(const cJSON *json, const char *name, struct atl_arena *arena,
                    struct matches *matches)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, json)
    {
        struct atl_jira_user *user = atl_arena_alloc(arena, sizeof *user);
        jira_user_read(item, arena, user);
        if (id_of(user) == NULL ||
            atl_text_equal(atl_json_text(item, "accountType", NULL), "app")) {
            continue;
        }
        atl_list_add(&matches->people, user);
        if (is_exactly(user, name)) {
            atl_list_add(&matches->exact, user);
        }
    }
}

/* Who has left gives way to whoever hasn't. */
static void prefer_active(struct atl_list *people)
{
    size_t kept = 0;
    for (size_t i = 0; i < people->count; i++) {
        struct atl_jira_user *user = people->items[i];
        if (user->active) {
            people->items[kept++] = user;
        }
    }
    people->count = kept > 0 ? kept : people->count;
}

static enum atl_status fail_ambiguous(const char *name, const struct atl_list *people,
                                      struct atl_error *error)
{
    atl_fail(error, ATL_USAGE, "%zu people match '%s'", people->count, name);
    for (size_t i = 0; i < people->count && i + 1 < ATL_ERROR_HINTS; i++) {
        const struct atl_jira_user *user = people->items[i];
        atl_hint(error, "%s%s%s%s: %s", user->display_name == NULL ? "" : user->display_name,
                 user->email == NULL ? "" : " <", user->email == NULL ? "" : user->email,
                 user->email == NULL ? "" : ">", id_of(user));
    }
    atl_hint(error, "name one by e-mail or %s",
             ((const struct atl_jira_user *)people->items[0])->account_id != NULL ? "account id"
                                                                                  : "user name");
    return ATL_USAGE;
}

static enum atl_status fail_nobody(const struct atl_http *http, const char *name,
                                   struct atl_error *error)
{
    atl_fail(error, ATL_NOT_FOUND, "nobody matches '%s'", name);
    if (jira_is_cloud(http)) {
        atl_hint(error, "give an e-mail address, a display name or an account id; people may hide "
                        "their e-mail address");
    } else {
        atl_hint(error, "give an e-mail address, a full name or a user name");
    }
    return ATL_NOT_FOUND;
}

static enum atl_status choose(const struct atl_http *http, struct matches *matches,
                              const char *name, struct atl_jira_user *user, struct atl_error *error)
{
    struct atl_list *people = matches->exact.count > 0 ? &matches->exact : &matches->people;
    prefer_active(people);
    if (people->count == 0) {
        return fail_nobody(http, name, error);
    }
    if (people->count > 1) {
        return fail_ambiguous(name, people, error);
    }
    *user = *(const struct atl_jira_user *)people->items[0];
    return ATL_OK;
}

/* By a part of their names: GET user/search. */
static enum atl_status search_person(struct atl_http *http, struct atl_arena *arena,
                                     const char *name, struct atl_jira_user *user,
                                     struct atl_error *error)
{
    struct atl_buffer path = {0};
    struct matches matches = {0};
    const cJSON *json;
    /* Data Center leaves out who has left unless it is asked for them. */
    atl_buffer_printf(&path, "user/search?maxResults=%s&%s=", most_matches,
                      jira_is_cloud(http) ? "query" : "includeInactive=true&username");
    atl_text_append_url_encoded(&path, name);
    struct atl_http_request request = {.method = ATL_GET,
                                       .path = jira_path(http, arena, atl_buffer_text(&path))};
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status == ATL_OK) {
        collect(json, name, arena, &matches);
        status = choose(http, &matches, name, user, error);
    }
    atl_list_free(&matches.people);
    atl_list_free(&matches.exact);
    atl_buffer_free(&path);
    return status;
}

/* ---- one person ---- */

/* Whoever may not look at people may still name one by account id. */
static enum atl_status read_account(struct atl_http *http, struct atl_arena *arena, const char *id,
                                    struct atl_jira_user *user, struct atl_error *error)
{
    struct atl_buffer path = {0};
    const cJSON *json;
    atl_buffer_add(&path, "user?accountId=");
    atl_text_append_url_encoded(&path, id);
    struct atl_http_request request = {.method = ATL_GET,
                                       .path = jira_path(http, arena, atl_buffer_text(&path))};
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status == ATL_OK) {
        jira_user_read(json, arena, user);
    } else if (status == ATL_FORBIDDEN) {
        *user = (struct atl_jira_user){.account_id = atl_arena_strdup(arena, id), .active = true};
        status = ATL_OK;
    } else if (status == ATL_NOT_FOUND) {
        status = fail_nobody(http, id, error);
    }
    atl_buffer_free(&path);
    return status;
}

enum atl_status atl_jira_find_person(struct atl_http *http, struct atl_arena *arena,
                                     const char *name, struct atl_jira_user *user,
                                     struct atl_error *error)
{
    *user = (struct atl_jira_user){0};
    if (atl_text_equal_ignoring_case(name, "me")) {
        return atl_jira_myself(http, arena, user, error);
    }
    return jira_is_cloud(http) && looks_like_account_id(name)
               ? read_account(http, arena, name, user, error)
               : search_person(http, arena, name, user, error);
}

enum atl_status atl_jira_find_user(struct atl_http *http, struct atl_arena *arena, const char *name,
                                   const char **id, struct atl_error *error)
{
    struct atl_jira_user user;
    *id = name;
    if (!jira_is_cloud(http) || looks_like_account_id(name)) {
        return ATL_OK;
    }
    enum atl_status status = search_person(http, arena, name, &user, error);
    if (status == ATL_OK) {
        *id = user.account_id;
    }
    return status;
}

cJSON *atl_jira_person_reference(const struct atl_http *http, const struct atl_jira_user *user)
{
    if (user == NULL) {
        return cJSON_CreateNull();
    }
    cJSON *reference = cJSON_CreateObject();
    bool is_cloud = jira_is_cloud(http);
    cJSON_AddStringToObject(reference, is_cloud ? "accountId" : "name",
                            is_cloud ? user->account_id : user->name);
    return reference;
}
