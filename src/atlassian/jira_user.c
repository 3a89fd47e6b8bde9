/* Finding people. */
#include "atlassian/jira_internal.h"

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

struct matches {
    struct atl_list people; /* of struct atl_jira_user */
    struct atl_list exact;
};

static void collect(const cJSON *json, const char *name, struct atl_arena *arena,
                    struct matches *matches)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, json)
    {
        struct atl_jira_user *user = atl_arena_alloc(arena, sizeof *user);
        jira_user_read(item, arena, user);
        if (user->account_id == NULL ||
            atl_text_equal(atl_json_text(item, "accountType", NULL), "app")) {
            continue;
        }
        atl_list_add(&matches->people, user);
        if (atl_text_equal_ignoring_case(user->email, name) ||
            atl_text_equal_ignoring_case(user->display_name, name)) {
            atl_list_add(&matches->exact, user);
        }
    }
}

static enum atl_status fail_ambiguous(const char *name, const struct atl_list *people,
                                      struct atl_error *error)
{
    atl_fail(error, ATL_USAGE, "%zu people match '%s'", people->count, name);
    for (size_t i = 0; i < people->count && i + 1 < ATL_ERROR_HINTS; i++) {
        const struct atl_jira_user *user = people->items[i];
        atl_hint(error, "%s%s%s%s: %s", user->display_name == NULL ? "" : user->display_name,
                 user->email == NULL ? "" : " <", user->email == NULL ? "" : user->email,
                 user->email == NULL ? "" : ">", user->account_id);
    }
    atl_hint(error, "name one by e-mail or account id");
    return ATL_USAGE;
}

static enum atl_status choose(const struct matches *matches, const char *name, const char **id,
                              struct atl_error *error)
{
    const struct atl_list *people = matches->exact.count > 0 ? &matches->exact : &matches->people;
    if (people->count == 0) {
        atl_fail(error, ATL_NOT_FOUND, "nobody matches '%s'", name);
        atl_hint(error, "give an e-mail address, a display name or an account id; people may hide "
                        "their e-mail address");
        return ATL_NOT_FOUND;
    }
    if (people->count > 1) {
        return fail_ambiguous(name, people, error);
    }
    *id = ((const struct atl_jira_user *)people->items[0])->account_id;
    return ATL_OK;
}

enum atl_status atl_jira_find_user(struct atl_http *http, struct atl_arena *arena, const char *name,
                                   const char **id, struct atl_error *error)
{
    *id = name;
    if (!jira_is_cloud(http) || looks_like_account_id(name)) {
        return ATL_OK;
    }
    struct atl_buffer path = {0};
    struct matches matches = {0};
    const cJSON *json;
    atl_buffer_printf(&path, "/rest/api/3/user/search?maxResults=%s&query=", most_matches);
    atl_text_append_url_encoded(&path, name);
    struct atl_http_request request = {.method = ATL_GET, .path = atl_buffer_text(&path)};
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status == ATL_OK) {
        collect(json, name, arena, &matches);
        status = choose(&matches, name, id, error);
    }
    atl_list_free(&matches.people);
    atl_list_free(&matches.exact);
    atl_buffer_free(&path);
    return status;
}
