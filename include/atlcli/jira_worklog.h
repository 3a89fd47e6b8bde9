/*
 * Jira: work logged on issues, and the site's working time. To be used inside atl_loop_run; errors
 * are those of atl_http_json unless said otherwise. Texts live in the arena of the call.
 */
#ifndef ATLCLI_JIRA_WORKLOG_H
#define ATLCLI_JIRA_WORKLOG_H

#include "atlcli/jira.h"
#include "atlcli/jira_duration.h"

/*
 * How long the site's days and weeks are: GET configuration. Where that may not be asked, or time
 * tracking is off, the usual eight hours and five days.
 */
enum atl_status atl_jira_working_time(struct atl_http *http, struct atl_arena *arena,
                                      struct atl_jira_working_time *working,
                                      struct atl_error *error);

struct atl_jira_worklog {
    const char *id;
    const char *issue_id;
    struct atl_jira_user author;
    int64_t started_ms;
    int64_t created_ms;
    int64_t updated_ms;
    int64_t seconds;
    const char *time_spent; /* in the server's words: "1d 2h" */
    const cJSON *comment;   /* ADF, or wiki markup in a text; NULL: none */
};

/* Reads one as Jira writes it. */
void atl_jira_worklog_read(const cJSON *json, struct atl_arena *arena,
                           struct atl_jira_worklog *worklog);

/* Gets worklogs one after the other. May wait. Another status than ATL_OK ends it all. */
typedef enum atl_status (*atl_jira_worklog_function)(void *context,
                                                     const struct atl_jira_worklog *worklog,
                                                     struct atl_error *error);

/* Work begun from `from_ms` on and before `until_ms`. */
struct atl_jira_period {
    int64_t from_ms;  /* 0: from the beginning */
    int64_t until_ms; /* INT64_MAX: no end */
};

/* All work of an issue in the period, by the time at which it was begun: GET issue/{key}/worklog.
 */
enum atl_status atl_jira_worklogs(struct atl_http *http, const char *key,
                                  struct atl_jira_period period,
                                  atl_jira_worklog_function on_worklog, void *context,
                                  struct atl_error *error);

/* ---- changing ---- */

enum atl_jira_adjust {
    ATL_JIRA_ADJUST_AUTO,   /* the remaining estimate goes by what is logged */
    ATL_JIRA_ADJUST_NEW,    /* it becomes `estimate_seconds` */
    ATL_JIRA_ADJUST_MANUAL, /* it goes down by that much (up, when a worklog is deleted) */
    ATL_JIRA_ADJUST_LEAVE,
};

struct atl_jira_work {
    int64_t seconds;             /* 0: as it is */
    int64_t started_ms;          /* below 0: as it is */
    const cJSON *comment;        /* NULL: as it is */
    enum atl_jira_adjust adjust; /* MANUAL isn't for updates */
    int64_t estimate_seconds;
    bool silent; /* watchers aren't notified: Cloud */
};

/*
 * Logs work: POST issue/{key}/worklog. `seconds` and `started_ms` are needed. When its outcome is
 * unknown the issue's worklogs are looked through, and it is sent once more only where the server
 * has answered and there is none: ATL_UNKNOWN_OUTCOME is left for those cases in which it may still
 * come to be.
 */
enum atl_status atl_jira_worklog_add(struct atl_http *http, struct atl_arena *arena,
                                     const char *key, const struct atl_jira_work *work,
                                     struct atl_jira_worklog *worklog, struct atl_error *error);

/*
 * The worklog that such a request has made: begun at that time, for as long, and created no earlier
 * than `sent_ms` (by this machine's clock; the difference to the server's is made up for).
 * ATL_NOT_FOUND when there is none.
 */
enum atl_status atl_jira_worklog_find(struct atl_http *http, struct atl_arena *arena,
                                      const char *key, const struct atl_jira_work *work,
                                      int64_t sent_ms, struct atl_jira_worklog *worklog,
                                      struct atl_error *error);

/* PUT issue/{key}/worklog/{id}: what isn't given stays. */
enum atl_status atl_jira_worklog_update(struct atl_http *http, struct atl_arena *arena,
                                        const char *key, const char *id,
                                        const struct atl_jira_work *work,
                                        struct atl_jira_worklog *worklog, struct atl_error *error);

/* GET issue/{key}/worklog/{id} */
enum atl_status atl_jira_worklog(struct atl_http *http, struct atl_arena *arena, const char *key,
                                 const char *id, struct atl_jira_worklog *worklog,
                                 struct atl_error *error);

/* DELETE issue/{key}/worklog/{id}; of `work` only what is said about estimates and notification. */
enum atl_status atl_jira_worklog_delete(struct atl_http *http, const char *key, const char *id,
                                        const struct atl_jira_work *work, struct atl_error *error);

/* ---- over many issues ---- */

struct atl_jira_logged {
    const char *key;
    const char *summary;
    const char *project; /* key */
    const struct atl_jira_worklog *worklog;
};

struct atl_jira_logged_search {
    struct atl_http *http;
    const char *jql;
    struct atl_jira_period period;
    /* Called for each worklog of the period. */
    enum atl_status (*on_logged)(void *context, const struct atl_jira_logged *logged,
                                 struct atl_error *error);
    void (*on_issue)(void *context, int64_t total); /* progress, -1: not known; may be NULL */
    void *context;
};

/*
 * The work on all issues that match: a search with the field "worklog", which holds an issue's
 * first 20; those of issues that have more are read by themselves, side by side.
 */
enum atl_status atl_jira_search_worklogs(const struct atl_jira_logged_search *wanted,
                                         struct atl_jira_search_result *result,
                                         struct atl_error *error);

#endif
