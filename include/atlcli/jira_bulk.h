/*
 * Jira, many issues at once: reading issues by id or key, Cloud's bulk tasks ("Issue bulk
 * operations" of the REST API), and single changes whose fate is told exactly. To be used inside
 * atl_loop_run.
 */
#ifndef ATLCLI_JIRA_BULK_H
#define ATLCLI_JIRA_BULK_H

#include "atlcli/error.h"
#include "atlcli/http.h"
#include "atlcli/jira_field.h"
#include "atlcli/json.h"
#include "atlcli/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ATL_JIRA_TASK_ISSUES = 1000, /* of one bulk task, as the API says */
    ATL_JIRA_CREATED_AT_ONCE = 50,
};

/* Whether the account's site is Cloud: there are tasks, account ids and ADF. */
bool atl_jira_is_cloud(const struct atl_http *http);

/* ---- one request ---- */

/* A request below /rest/api/3, or 2 on Data Center. */
struct atl_jira_call {
    enum atl_method method;
    const char *path;  /* encoded, with its query: "issue/10001?notifyUsers=false" */
    const cJSON *body; /* NULL: none */
    bool reads;        /* a POST that changes nothing */
    bool wants_answer; /* a 2xx answer without a JSON body is a broken one */
};

/* What came of it. Lives in the arena. */
struct atl_jira_answer {
    const cJSON *json; /* NULL: none; also that of a refusal (4xx) */
    int attempts;
    int64_t server_ms; /* the server's clock; 0 when it doesn't say */
};

/*
 * Sends it. A read whose answer is broken (cut off, no JSON) is asked for again, three times at
 * most. A POST or PATCH whose answer is broken was applied or wasn't: ATL_UNKNOWN_OUTCOME.
 * Otherwise the errors of atl_http_json. `answer` may be NULL.
 */
enum atl_status atl_jira_call(struct atl_http *http, struct atl_arena *arena,
                              const struct atl_jira_call *call, struct atl_jira_answer *answer,
                              struct atl_error *error);

/* ---- issues by id or key ---- */

/* What is known of one; in the arena. */
struct atl_jira_fetched {
    const cJSON *issue;     /* with id, key and fields; NULL when it couldn't be read, */
    enum atl_status status; /* and why: ATL_NOT_FOUND when it is gone, or out of sight */
    int http_status;
    const char *reason;
};

/*
 * Reads issues, in hundreds and in parallel: by POST issue/bulkfetch on Cloud, by a search on Data
 * Center. Those that don't come that way are asked for one by one, which finds moved ones and tells
 * why others can't be read. `fetched` has a place for each name. Fails only when nothing more can
 * be asked (no network, no credentials).
 */
enum atl_status atl_jira_fetch_issues(struct atl_http *http, struct atl_arena *arena,
                                      const char *const *names, size_t count,
                                      const char *const *fields, struct atl_jira_fetched *fetched,
                                      struct atl_error *error);

/* ---- Cloud's tasks ---- */

/*
 * Which transitions the issues have in common that ask for no fields, workflow by workflow, as GET
 * bulk/issues/transition says: {"issues": [keys], "transitions": […], "isTransitionsFiltered"}.
 * As many requests as the length of an address asks for. `workflows` gets an array, in the arena.
 */
enum atl_status atl_jira_task_transitions(struct atl_http *http, struct atl_arena *arena,
                                          const char *const *names, size_t count,
                                          const cJSON **workflows, struct atl_error *error);

/*
 * Submits a task: POST bulk/issues/OPERATION, "transition", "fields", "delete" or "move". At most
 * ATL_JIRA_TASK_ISSUES issues. ATL_UNKNOWN_OUTCOME when the answer is lost.
 */
enum atl_status atl_jira_task_submit(struct atl_http *http, struct atl_arena *arena,
                                     const char *operation, const cJSON *body, const char **task,
                                     struct atl_error *error);

/*
 * Adds a field's new value to a task's {"selectedActions": …, "editedFieldsInput": …}, which starts
 * as an empty object. `value` is as for a single edit. False, with nothing added, when tasks have
 * no words for it: then the issues are edited one by one.
 */
bool atl_jira_task_set(cJSON *task, const struct atl_jira_field *field, const cJSON *value);
/* The same for some labels: `option` is "ADD" or "REMOVE". */
void atl_jira_task_labels(cJSON *task, const char *option, const char *const *labels, size_t count);

struct atl_jira_task {
    bool ended;
    const char *state; /* "COMPLETE"; anything else of an ended one is a failure of the task */
    int percent;
    const cJSON *processed; /* ids of issues; NULL when the server doesn't say */
    const cJSON *failed;    /* {"10042": ["reason"]} */
};

/* How far a task is: GET bulk/queue/{taskId}. Tasks can be looked at for 14 days. */
enum atl_status atl_jira_task_look(struct atl_http *http, struct atl_arena *arena, const char *task,
                                   struct atl_jira_task *result, struct atl_error *error);

#endif
