/*
 * Timers: work that is being measured. Each is a file of its own in the configuration directory,
 * timers/PROFILE/KEY.json, readable by its owner alone, so that it outlasts the process, a crash
 * and a restart. One that was stopped stays until its work is logged for certain.
 */
#ifndef CMD_JIRA_TIMERS_H
#define CMD_JIRA_TIMERS_H

#include "atlcli/file.h"
#include "cli/context.h"

#include <stdint.h>

struct jira_timer {
    const char *key;
    const char *summary;
    const char *site;
    const char *comment; /* Markdown; NULL: none */
    int64_t started_ms;
    int64_t stopped_ms; /* below 0: it runs */
    /*
     * When the request was sent whose outcome isn't known, and for how many seconds; below 0: none
     * was, or the last one was refused.
     */
    int64_t sent_ms;
    int64_t sent_seconds;
};

struct jira_timers {
    struct jira_timer *timers; /* by key */
    size_t count;
};

/*
 * Keeps other processes from changing the profile's timers until jira_timers_unlock: from before
 * one is read until it is written.
 */
enum atl_status jira_timers_lock(struct atl_context *context, struct atl_file_lock *lock,
                                 struct atl_error *error);
void jira_timers_unlock(struct atl_file_lock *lock);

/* The one in a file. ATL_FAILED: what it says makes no sense. */
enum atl_status jira_timer_read(struct atl_context *context, const char *path,
                                struct jira_timer *timer, struct atl_error *error);

/* All timers of the profile. A file that makes no sense is ATL_FAILED and named. */
enum atl_status jira_timers_read(struct atl_context *context, struct jira_timers *timers,
                                 struct atl_error *error);

/* Writes one, and waits until it is on the disk. */
enum atl_status jira_timer_write(struct atl_context *context, const struct jira_timer *timer,
                                 struct atl_error *error);
enum atl_status jira_timer_remove(struct atl_context *context, const struct jira_timer *timer,
                                  struct atl_error *error);

#endif
