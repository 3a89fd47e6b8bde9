/*
 * Issues say when they were put into sprints: in a change of the field Sprint, "from" and "to" are
 * the ids of all sprints, "7, 12", before and after it. Nothing says which issues have left, so all
 * those of the board are asked that have changed since.
 */
#include "cmd/jira/sprint/changes.h"

#include "atlcli/clock.h"
#include "cli/console.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    DAY_MS = 24 * 60 * 60 * 1000,
    KEYS_SHOWN = 20,
};

struct reading {
    struct jira_sprint_changes *changes;
    struct jira_tally *tally;
    int64_t sprint;
    int64_t start_ms;
    int64_t end_ms; /* what comes later isn't the sprint's any more */
};

/* ---- the changes of an issue ---- */

static bool holds(const char *ids, int64_t sprint)
{
    const char *at = ids == NULL ? "" : ids;
    while (*at != '\0') {
        char *end;
        if (strtoll(at, &end, 10) == sprint && end != at) {
            return true;
        }
        at = end == at ? at + 1 : end;
        at += strspn(at, ", ");
    }
    return false;
}

struct stay {
    int64_t first_ms; /* the times of the first and the last change that is about the sprint */
    int64_t last_ms;
    int64_t last_id; /* changes of the same time are in the order of their ids */
    bool any;
    bool was_in; /* before the first one */
    bool is_in;  /* after the last one */
};

static void note(struct stay *stay, const cJSON *item, int64_t at_ms, int64_t id, int64_t sprint)
{
    bool before = holds(atl_json_text(item, "from", NULL), sprint);
    bool after = holds(atl_json_text(item, "to", NULL), sprint);
    if (before == after) {
        return;
    }
    if (!stay->any || at_ms < stay->first_ms) {
        stay->first_ms = at_ms;
        stay->was_in = before;
    }
    if (!stay->any || at_ms > stay->last_ms || (at_ms == stay->last_ms && id > stay->last_id)) {
        stay->last_ms = at_ms;
        stay->last_id = id;
        stay->is_in = after;
    }
    stay->any = true;
}

/* Texts; in an example of Cloud's bulk answers numbers, of seconds. */
static int64_t read_time(const cJSON *object, const char *member)
{
    int64_t at_ms = 0;
    int64_t number = atl_json_integer(object, member, 0);
    if (number == 0) {
        atl_clock_parse_iso8601(atl_json_text(object, member, ""), &at_ms);
        return at_ms;
    }
    return number < 100000000000 ? number * 1000 : number;
}

/* The changes after one time, until another. */
static struct stay read_stay(const cJSON *history, int64_t sprint, int64_t after_ms,
                             int64_t until_ms)
{
    struct stay stay = {.any = false};
    const cJSON *change;
    cJSON_ArrayForEach(change, history)
    {
        int64_t at_ms = read_time(change, "created");
        const cJSON *item;
        if (at_ms <= after_ms || at_ms > until_ms) {
            continue;
        }
        cJSON_ArrayForEach(item, atl_json_member(change, "items"))
        {
            if (atl_text_equal(atl_json_text(item, "field", NULL), "Sprint")) {
                note(&stay, item, at_ms, atol(atl_json_text(change, "id", "0")), sprint);
            }
        }
    }
    return stay;
}

/* Of the time in which the sprint ran. */
static struct stay find_stay(const struct reading *reading, const struct atl_jira_issue *issue)
{
    struct stay stay =
        read_stay(issue->history, reading->sprint, reading->start_ms, reading->end_ms);
    int64_t created_ms = read_time(issue->fields, "created");
    if (created_ms <= reading->start_ms || created_ms > reading->end_ms) {
        return stay;
    }
    if (!stay.any) {
        struct stay later = read_stay(issue->history, reading->sprint, reading->end_ms, INT64_MAX);
        stay.is_in = later.any ? later.was_in : id_set_has(&reading->changes->members, issue->id);
        stay.any = stay.is_in;
    }
    stay.was_in = false; /* there was no issue yet */
    return stay;
}

static void move(struct jira_sprint_moved *moved, const struct reading *reading,
                 const struct atl_jira_issue *issue)
{
    moved->amount.issues++;
    moved->amount.points += jira_tally_points(reading->tally, issue->fields);
    atl_list_add(&moved->keys, atl_arena_strdup(reading->tally->context->arena,
                                                issue->key == NULL ? issue->id : issue->key));
}

static enum atl_status read_issue(void *context, const struct atl_jira_issue *issue,
                                  struct atl_error *error)
{
    const struct reading *reading = context;
    const struct stay stay = find_stay(reading, issue);
    (void)error;
    if (!stay.any || atl_json_bool(issue->fields, "issuetype.subtask", false)) {
        return ATL_OK;
    }
    if (!stay.was_in) {
        move(&reading->changes->added, reading, issue);
    }
    if (!stay.is_in) {
        move(&reading->changes->removed, reading, issue);
    }
    return ATL_OK;
}

/* Those of the tally, and when an issue was created. */
static const char *const *choose_fields(const struct jira_tally *tally)
{
    size_t count = 0;
    while (tally->fields[count] != NULL) {
        count++;
    }
    const char **fields = atl_arena_alloc(tally->context->arena, (count + 2) * sizeof *fields);
    memcpy(fields, tally->fields, count * sizeof *fields);
    fields[count] = "created";
    return fields;
}

enum atl_status jira_sprint_changes_read(struct jira_sprint_changes *changes,
                                         struct jira_tally *tally, struct atl_http *http,
                                         const struct atl_jira_sprint *sprint, int64_t filter,
                                         struct atl_error *error)
{
    struct atl_arena *arena = tally->context->arena;
    struct reading reading = {
        .changes = changes, .tally = tally, .sprint = sprint->id, .end_ms = INT64_MAX};
    if (filter <= 0 || sprint->start == NULL || atl_text_equal(sprint->state, "future") ||
        !atl_clock_parse_iso8601(sprint->start, &reading.start_ms)) {
        return ATL_OK;
    }
    if (sprint->completed != NULL && !atl_clock_parse_iso8601(sprint->completed, &reading.end_ms)) {
        reading.end_ms = INT64_MAX;
    }
    /* JQL's dates are in the user's time zone: a day more holds them all. */
    const char *since = atl_clock_format_iso8601(arena, reading.start_ms - DAY_MS);
    const struct atl_jira_search search = {
        .http = http,
        .jql = atl_arena_printf(arena, "filter = %" PRId64 " AND updated >= \"%.10s\" ORDER BY key",
                                filter, since),
        .fields = choose_fields(tally),
        .limit = INT64_MAX,
        .on_issue = read_issue,
        .context = &reading,
        .history = true};
    struct atl_jira_search_result result;
    struct atl_error why = {0};
    enum atl_status status = atl_jira_search(&search, &result, &why);
    changes->known = status == ATL_OK;
    if (status == ATL_FAILED || status == ATL_FORBIDDEN || status == ATL_NOT_FOUND) {
        atl_warn(tally->context->console, "what was added and removed isn't known: %s",
                 why.message);
        return ATL_OK; /* the board's filter is somebody else's */
    }
    if (status != ATL_OK) {
        *error = why;
    }
    return status;
}

void jira_sprint_changes_free(struct jira_sprint_changes *changes)
{
    id_set_free(&changes->members);
    atl_list_free(&changes->added.keys);
    atl_list_free(&changes->removed.keys);
}

/* ---- telling ---- */

static void add_line(struct atl_buffer *lines, const struct jira_tally *tally, const char *what,
                     const struct jira_sprint_moved *moved)
{
    if (moved->amount.issues == 0) {
        atl_buffer_printf(lines, "%s since the start: none\n", what);
        return;
    }
    atl_buffer_printf(lines, "%s since the start: %" PRId64 " issue%s", what, moved->amount.issues,
                      moved->amount.issues == 1 ? "" : "s");
    if (tally->has_points) {
        atl_buffer_printf(lines, ", %.10g points", moved->amount.points);
    }
    for (size_t i = 0; i < moved->keys.count && i < KEYS_SHOWN; i++) {
        atl_buffer_printf(lines, "%s%s", i == 0 ? ": " : ", ", (const char *)moved->keys.items[i]);
    }
    atl_buffer_printf(lines, "%s\n", moved->keys.count > KEYS_SHOWN ? ", …" : "");
}

static cJSON *describe(const struct jira_sprint_moved *moved)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddNumberToObject(object, "issues", (double)moved->amount.issues);
    cJSON_AddNumberToObject(object, "points", moved->amount.points);
    cJSON *keys = cJSON_AddArrayToObject(object, "keys");
    for (size_t i = 0; i < moved->keys.count; i++) {
        cJSON_AddItemToArray(keys, cJSON_CreateString(moved->keys.items[i]));
    }
    return object;
}

void jira_sprint_changes_tell(const struct jira_sprint_changes *changes, struct jira_tally *tally)
{
    struct atl_buffer lines = {0};
    if (!changes->known) {
        return;
    }
    add_line(&lines, tally, "Added", &changes->added);
    add_line(&lines, tally, "Removed", &changes->removed);
    tally->remarks = atl_arena_strdup(tally->context->arena, lines.data);
    atl_buffer_free(&lines);
    tally->members = cJSON_CreateObject();
    cJSON_AddItemToObject(tally->members, "added", describe(&changes->added));
    cJSON_AddItemToObject(tally->members, "removed", describe(&changes->removed));
}
