/* Who does it, and since when by the server's clock: to recognise later what this job has made. */
#include "bulk/internal.h"

#include "atlcli/clock.h"
#include "atlcli/jira_bulk.h"
#include "atlcli/text.h"

enum {
    CLOCK_GRAIN_MS = 1000, /* of the header Date */
};

enum atl_status bulk_note_myself(struct atl_bulk_job *job, struct atl_http *http,
                                 struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_jira_answer answer;
    if (atl_json_get(job->operation, "author") != NULL) {
        return ATL_OK;
    }
    const struct atl_jira_call call = {.method = ATL_GET, .path = "myself", .wants_answer = true};
    enum atl_status status = atl_jira_call(http, &arena, &call, &answer, error);
    if (status == ATL_OK) {
        const char *name = atl_json_text(answer.json, "name", "");
        int64_t now_ms = answer.server_ms > 0 ? answer.server_ms : atl_clock_wall_ms();
        cJSON_AddStringToObject(job->operation, "author",
                                atl_json_text(answer.json, "accountId", name));
        cJSON_AddNumberToObject(job->operation, "since", (double)(now_ms - CLOCK_GRAIN_MS));
    }
    atl_arena_free(&arena);
    return status;
}

bool bulk_is_mine(const struct atl_bulk_job *job, const cJSON *person, const char *created)
{
    int64_t at_ms;
    const char *author = atl_json_text(job->operation, "author", "");
    return (atl_text_equal(atl_json_text(person, "accountId", NULL), author) ||
            atl_text_equal(atl_json_text(person, "name", NULL), author)) &&
           created != NULL && atl_clock_parse_iso8601(created, &at_ms) &&
           at_ms >= atl_json_integer(job->operation, "since", 0);
}
