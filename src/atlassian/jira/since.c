#include "atlassian/jira/since.h"

#include "atlcli/clock.h"

enum {
    /* Dates in HTTP have whole seconds, and a site's servers don't agree to the millisecond. */
    SLACK_MS = 2000,
};

struct jira_moment jira_moment_now(void)
{
    return (struct jira_moment){atl_clock_monotonic_ms(), atl_clock_wall_ms()};
}

enum atl_status jira_get_now(struct atl_http *http, struct atl_arena *arena, const char *path,
                             const cJSON **json, struct jira_moment *now)
{
    struct atl_http_request request = {.method = ATL_GET, .path = path};
    struct atl_http_response response;
    *json = NULL;
    enum atl_status status = atl_http_send(http, &request, arena, &response, NULL);
    if (status == ATL_OK) {
        status = atl_http_check(http, &request, &response, NULL);
    }
    if (status == ATL_OK) {
        status =
            atl_json_read(arena, response.body, response.length, "the server's answer", json, NULL);
    }
    *now = jira_moment_now();
    if (status == ATL_OK) {
        atl_http_date(&response, &now->there_ms);
    }
    return status;
}

static bool made_since(const char *created, const struct jira_moment *sent,
                       const struct jira_moment *now, int64_t slack_ms)
{
    int64_t made_ms;
    return created != NULL && atl_clock_parse_iso8601(created, &made_ms) &&
           now->there_ms - made_ms <= now->here_ms - sent->here_ms + slack_ms;
}

bool jira_made_since(const char *created, const struct jira_moment *sent,
                     const struct jira_moment *now)
{
    return made_since(created, sent, now, SLACK_MS);
}

bool jira_made_surely_since(const char *created, const struct jira_moment *sent,
                            const struct jira_moment *now)
{
    return made_since(created, sent, now, -SLACK_MS);
}

bool jira_is_by(const cJSON *made, const struct atl_jira_user *person)
{
    const char *id = person->account_id != NULL ? person->account_id : person->name;
    const char *author =
        atl_json_text(made, person->account_id != NULL ? "author.accountId" : "author.name", NULL);
    return id != NULL && author != NULL && atl_text_equal(author, id);
}
