/*
 * Versions of projects. To be used inside atl_loop_run; everything lives in the arena. Projects are
 * named as jira_project.h says.
 */
#ifndef ATLCLI_JIRA_VERSION_H
#define ATLCLI_JIRA_VERSION_H

#include "atlcli/http.h"
#include "atlcli/jira_item.h"
#include "atlcli/memory.h"

#include <stdbool.h>
#include <stdint.h>

/* All of a project, in its order. */
enum atl_status atl_jira_versions(struct atl_http *http, struct atl_arena *arena,
                                  const char *project, struct atl_jira_items *versions,
                                  struct atl_error *error);

/* One, by id or name; without a project (NULL) by id. ATL_USAGE for a name without a project. */
enum atl_status atl_jira_version(struct atl_http *http, struct atl_arena *arena,
                                 const char *project, const char *name,
                                 struct atl_jira_item *version, struct atl_error *error);

struct atl_jira_version_counts {
    int64_t fixed;      /* issues that have it as their fix version */
    int64_t unresolved; /* of these */
    int64_t affected;
};

/* Two requests, at the same time. */
enum atl_status atl_jira_version_counts(struct atl_http *http, const char *id,
                                        struct atl_jira_version_counts *counts,
                                        struct atl_error *error);

/* What it is to be. NULL leaves as it is. */
struct atl_jira_version_change {
    const char *name;
    const char *description;
    const char *start_date;   /* "2026-01-31"; "" removes it */
    const char *release_date; /* likewise */
    const bool *released;
    const bool *archived;
    /* With released: the unresolved issues get this version instead. As the server sent it. */
    const struct atl_jira_item *move_unfixed_to;
};

enum atl_status atl_jira_version_create(struct atl_http *http, struct atl_arena *arena,
                                        const char *project,
                                        const struct atl_jira_version_change *change,
                                        struct atl_jira_item *version, struct atl_error *error);
/* *version as it was; then what the server made of it. */
enum atl_status atl_jira_version_update(struct atl_http *http, struct atl_arena *arena,
                                        const char *id,
                                        const struct atl_jira_version_change *change,
                                        struct atl_jira_item *version, struct atl_error *error);

/*
 * POST version/{id}/removeAndSwap. Issues that have it as fix version, or as affected version, get
 * the heir instead, each NULL: they just lose it. Ids.
 */
enum atl_status atl_jira_version_delete(struct atl_http *http, const char *id, const char *fix_heir,
                                        const char *affected_heir, struct atl_error *error);

#endif
