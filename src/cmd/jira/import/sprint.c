/* Sprints of rows, by name: on the boards of the project first, then on all of the site. */
#include "atlcli/suggest.h"
#include "cmd/jira/import/import.h"

#include <inttypes.h>

static enum atl_status load(struct importing *importing, const char *project,
                            struct atl_jira_sprints *sprints, struct atl_error *error)
{
    struct jira_rows *rows = &importing->rows;
    struct atl_jira_boards boards;
    enum atl_status status =
        atl_jira_sprint_boards(rows->http, rows->context->arena, project, &boards, error);
    return status == ATL_OK ? atl_jira_sprints_of(rows->http, rows->context->arena, &boards, NULL,
                                                  sprints, error)
                            : status;
}

struct match {
    const struct atl_jira_sprint *open;
    size_t open_count;
    bool closed;
};

static bool find(const struct atl_jira_sprints *sprints, const char *name, struct match *match)
{
    for (size_t i = 0; i < sprints->count; i++) {
        const struct atl_jira_sprint *sprint = &sprints->sprints[i];
        if (!atl_text_equal_ignoring_case(sprint->name, name)) {
            continue;
        }
        if (atl_text_equal(sprint->state, "closed")) {
            match->closed = true;
        } else {
            match->open = sprint;
            match->open_count++;
        }
    }
    return match->closed || match->open_count > 0;
}

static enum atl_status fail_unknown(const struct importing *importing, const char *name,
                                    struct atl_error *error)
{
    const struct atl_jira_sprints *lists[] = {&importing->sprints.own, &importing->sprints.site};
    struct atl_suggestion suggestion = {.given = name};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        for (size_t j = 0; j < lists[i]->count; j++) {
            const struct atl_jira_sprint *sprint = &lists[i]->sprints[j];
            if (sprint->name != NULL && !atl_text_equal(sprint->state, "closed")) {
                atl_suggestion_offer(&suggestion, sprint->name);
            }
        }
    }
    atl_fail(error, ATL_USAGE, "there is no sprint '%s'", name);
    if (suggestion.best != NULL) {
        atl_hint(error, "did you mean '%s'?", suggestion.best);
    }
    atl_hint(error, "see those there are: atlcli jira sprint list --project %s",
             importing->project);
    return ATL_USAGE;
}

static enum atl_status find_one(struct importing *importing, const char *name, struct match *match,
                                struct atl_error *error)
{
    struct import_sprints *sprints = &importing->sprints;
    enum atl_status status = ATL_OK;
    *match = (struct match){0};
    if (!sprints->loaded) {
        status = load(importing, importing->project, &sprints->own, error);
        sprints->loaded = status == ATL_OK;
    }
    if (status != ATL_OK || find(&sprints->own, name, match)) {
        return status;
    }
    if (!sprints->site_loaded) {
        status = load(importing, NULL, &sprints->site, error);
        sprints->site_loaded = status == ATL_OK;
    }
    if (status == ATL_OK && !find(&sprints->site, name, match)) {
        status = fail_unknown(importing, name, error);
    }
    return status;
}

enum atl_status import_sprint(struct importing *importing, const char *const *names, cJSON **value,
                              struct atl_error *error)
{
    const struct atl_jira_sprint *chosen = NULL;
    bool any = false;
    for (; *names != NULL; names++) {
        struct match match;
        enum atl_status status = find_one(importing, *names, &match, error);
        if (status != ATL_OK) {
            return status;
        }
        if (match.open_count > 1) {
            atl_fail(error, ATL_USAGE, "%zu sprints are called '%s'", match.open_count, *names);
            atl_hint(error, "name the one that is meant by its id, such as %" PRId64,
                     match.open->id);
            return ATL_USAGE;
        }
        chosen = match.open != NULL ? match.open : chosen;
        any = true;
    }
    importing->sprints.closed += any && chosen == NULL;
    *value = chosen == NULL ? NULL : cJSON_CreateNumber((double)chosen->id);
    return ATL_OK;
}
