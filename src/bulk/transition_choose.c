/*
 * Which transition leads to the status. That depends on where an issue stands: its project, type
 * and status, here called its place. So the server is asked once for each place, or, on Cloud, for
 * all issues at once, workflow by workflow.
 */
#include "bulk/transition.h"

#include "atlcli/jira_bulk.h"
#include "atlcli/jira_transition.h"
#include "atlcli/loop.h"
#include "atlcli/text.h"

#include <stdlib.h>
#include <string.h>

enum {
    FEWEST_FOR_A_TASK = 3,
    MOST_ASKED = 3, /* issues of a place, when the first ones can't be read */
};

static const char *const place_fields[] = {"project", "issuetype", "status", NULL};
static const char *const nothing[] = {NULL};

const char *const *bulk_plan_fields(const struct atl_bulk_job *job)
{
    return bulk_kind_of(job) == &bulk_transition ? place_fields : nothing;
}

void bulk_plan_item(struct atl_bulk_job *job, struct atl_bulk_item *item, const cJSON *fields)
{
    const char *status = atl_json_text(fields, "status.id", NULL);
    if (bulk_kind_of(job) != &bulk_transition || status == NULL) {
        return;
    }
    item->place = atl_arena_printf(job->arena, "%s/%s/%s", atl_json_text(fields, "project.id", ""),
                                   atl_json_text(fields, "issuetype.id", ""), status);
    if (atl_text_equal_ignoring_case(atl_json_text(fields, "status.name", NULL),
                                     bulk_wanted_status(job)) &&
        item->state == ATL_BULK_WAITING) {
        item->state = ATL_BULK_UNCHANGED;
    }
}

/* Fields and comments can be part of a single transition only. */
static bool takes_more(const struct atl_bulk_job *job)
{
    return cJSON_GetArraySize(atl_json_get(job->operation, "fields")) > 0 ||
           cJSON_GetArraySize(atl_json_get(job->operation, "update")) > 0;
}

/* Kept of each item: one name, or one id, may lead to different statuses from different places. */
static void use_transition(struct atl_bulk_item *item, const char *transition, const char *target)
{
    item->transition = transition;
    item->target = target;
}

/* ---- all issues at once ---- */

struct by_key {
    const char *key;
    size_t index;
};

static int compare_keys(const void *left, const void *right)
{
    return strcmp(((const struct by_key *)left)->key, ((const struct by_key *)right)->key);
}

static const cJSON *choose_common(const cJSON *workflow, const char *to)
{
    const cJSON *transition;
    const cJSON *by_name = NULL;
    cJSON_ArrayForEach(transition, atl_json_member(workflow, "transitions"))
    {
        if (atl_text_equal_ignoring_case(atl_json_text(transition, "to.statusName", NULL), to)) {
            return transition;
        }
        if (atl_text_equal_ignoring_case(atl_json_text(transition, "transitionName", NULL), to)) {
            by_name = transition;
        }
    }
    return by_name;
}

static void use_common(struct atl_bulk_job *job, const struct by_key *sorted, size_t count,
                       const cJSON *workflow)
{
    const cJSON *name;
    const cJSON *chosen = choose_common(workflow, bulk_wanted_status(job));
    if (chosen == NULL) {
        return;
    }
    const char *id = atl_arena_printf(job->arena, "%lld",
                                      (long long)atl_json_integer(chosen, "transitionId", 0));
    int64_t status = atl_json_integer(chosen, "to.statusId", 0);
    const char *target =
        status == 0 ? NULL : atl_arena_printf(job->arena, "%lld", (long long)status);
    cJSON_ArrayForEach(name, atl_json_member(workflow, "issues"))
    {
        const struct by_key key = {cJSON_IsString(name) ? name->valuestring : "", 0};
        const struct by_key *found = bsearch(&key, sorted, count, sizeof *sorted, compare_keys);
        if (found != NULL) {
            use_transition(&job->items[found->index], id, target);
        }
    }
}

/* For waiting issues of which nothing else is known. */
static enum atl_status ask_for_all(struct atl_bulk_job *job, struct atl_http *http,
                                   struct atl_arena *arena, struct atl_error *error)
{
    struct by_key *sorted = atl_arena_alloc(arena, (job->count + 1) * sizeof *sorted);
    const char **ids = atl_arena_alloc(arena, (job->count + 1) * sizeof *ids);
    size_t count = 0;
    for (size_t i = 0; i < job->count; i++) {
        const struct atl_bulk_item *item = &job->items[i];
        if (item->state == ATL_BULK_WAITING && item->transition == NULL && item->place == NULL &&
            item->id != NULL && item->key != NULL) {
            ids[count] = item->id;
            sorted[count++] = (struct by_key){item->key, i};
        }
    }
    const cJSON *workflows = NULL;
    if (count < FEWEST_FOR_A_TASK) {
        return ATL_OK;
    }
    enum atl_status status = atl_jira_task_transitions(http, arena, ids, count, &workflows, error);
    if (status != ATL_OK) {
        for (size_t i = 0; status == ATL_FORBIDDEN && i < job->count; i++) {
            job->items[i].alone = true;
        }
        return atl_status_ends_everything(status) ? status
                                                  : ATL_OK; /* each place is asked for then */
    }
    qsort(sorted, count, sizeof *sorted, compare_keys);
    const cJSON *workflow;
    cJSON_ArrayForEach(workflow, workflows)
    {
        use_common(job, sorted, count, workflow);
    }
    return ATL_OK;
}

/* ---- place by place ---- */

static enum atl_status learn_places(struct atl_bulk_job *job, struct atl_http *http,
                                    struct atl_arena *arena, struct atl_error *error)
{
    const char **names = atl_arena_alloc(arena, (job->count + 1) * sizeof *names);
    size_t *indices = atl_arena_alloc(arena, (job->count + 1) * sizeof *indices);
    size_t count = 0;
    for (size_t i = 0; i < job->count; i++) {
        const struct atl_bulk_item *item = &job->items[i];
        if (item->state == ATL_BULK_WAITING && item->transition == NULL && item->place == NULL &&
            !item->moved) {
            indices[count] = i;
            names[count++] = item->id != NULL ? item->id : item->key;
        }
    }
    struct atl_jira_fetched *fetched = atl_arena_alloc(arena, (count + 1) * sizeof *fetched);
    enum atl_status status =
        atl_jira_fetch_issues(http, arena, names, count, place_fields, fetched, error);
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        struct atl_bulk_item *item = &job->items[indices[i]];
        if (fetched[i].issue == NULL) {
            bulk_set_outcome(job, indices[i], ATL_BULK_FAILED,
                             fetched[i].status == ATL_NOT_FOUND ? 404 : 0, fetched[i].reason);
            continue;
        }
        bulk_plan_item(job, item, atl_json_get(fetched[i].issue, "fields"));
        if (item->state == ATL_BULK_UNCHANGED) {
            bulk_set_outcome(job, indices[i], ATL_BULK_UNCHANGED, 0, NULL);
        }
    }
    return status;
}

struct place {
    const char *name;
    size_t items[MOST_ASKED]; /* the first ones */
    size_t item_count;
    const char *transition;
    const char *target; /* NULL: the site doesn't say */
    const char *obstacle;
    bool no_screen;
    bool alone;
};

struct places {
    struct atl_bulk_job *job;
    struct atl_http *http;
    struct atl_arena *arena;
    struct place *places;
    size_t count;
};

static struct place *find_place(struct places *places, const char *name)
{
    for (size_t i = 0; i < places->count; i++) {
        if (strcmp(places->places[i].name, name) == 0) {
            return &places->places[i];
        }
    }
    return NULL;
}

static bool needs_choice(const struct atl_bulk_item *item)
{
    return item->state == ATL_BULK_WAITING && item->transition == NULL && item->place != NULL;
}

static void collect_places(struct places *places)
{
    struct atl_bulk_job *job = places->job;
    size_t room = 0;
    for (size_t i = 0; i < job->count; i++) {
        if (!needs_choice(&job->items[i])) {
            continue;
        }
        struct place *place = find_place(places, job->items[i].place);
        if (place == NULL) {
            if (places->count == room) {
                room = room == 0 ? 16 : 2 * room;
                places->places = atl_realloc(places->places, room, sizeof *places->places);
            }
            place = &places->places[places->count++];
            *place = (struct place){.name = job->items[i].place};
        }
        if (place->item_count < MOST_ASKED) {
            place->items[place->item_count++] = i;
        }
    }
}

static const char *obstacle_of(struct places *places, const struct atl_error *why)
{
    struct atl_buffer text = {0};
    atl_buffer_add(&text, why->message);
    for (size_t i = 0; i < why->hint_count; i++) {
        atl_buffer_printf(&text, "; %s", why->hints[i]);
    }
    const char *kept = atl_arena_strdup(places->job->arena, text.data);
    atl_buffer_free(&text);
    return kept;
}

static void choose(struct places *places, struct place *place,
                   const struct atl_jira_transitions *transitions)
{
    struct atl_bulk_job *job = places->job;
    const cJSON *fields = atl_json_get(job->operation, "fields");
    const struct atl_jira_transition *chosen;
    struct atl_error why = {0};
    if (atl_jira_transition_choose(NULL, transitions, bulk_wanted_status(job), &chosen, &why) !=
        ATL_OK) {
        place->obstacle = obstacle_of(places, &why);
        return;
    }
    place->transition = atl_arena_strdup(job->arena, chosen->id);
    place->no_screen = chosen->no_screen;
    place->alone = cJSON_GetArraySize(chosen->fields) > 0 &&
                   atl_jira_transition_hint_missing(chosen, fields, &why) > 0;
    place->target =
        atl_text_is_empty(chosen->to_id) ? NULL : atl_arena_strdup(job->arena, chosen->to_id);
}

static enum atl_status ask_for_place(void *context, size_t index, struct atl_error *error)
{
    struct places *places = context;
    struct place *place = &places->places[index];
    struct atl_jira_transitions transitions;
    struct atl_error why = {0};
    enum atl_status status = ATL_FAILED;
    for (size_t i = 0; i < place->item_count && status != ATL_OK; i++) {
        status = atl_jira_transitions(places->http, places->arena,
                                      places->job->items[place->items[i]].id, &transitions, &why);
        if (atl_status_ends_everything(status)) {
            *error = why;
            return status;
        }
    }
    if (status == ATL_OK) {
        choose(places, place, &transitions);
    } else {
        place->obstacle = obstacle_of(places, &why);
    }
    return ATL_OK;
}

static void use_choices(struct places *places)
{
    struct atl_bulk_job *job = places->job;
    for (size_t i = 0; i < job->count; i++) {
        struct atl_bulk_item *item = &job->items[i];
        if (!needs_choice(item)) {
            continue;
        }
        const struct place *place = find_place(places, item->place);
        use_transition(item, place->transition, place->target);
        item->no_screen = place->no_screen;
        item->alone = item->alone || place->alone;
        if (place->transition == NULL) {
            bulk_set_outcome(job, i, ATL_BULK_FAILED, 0, place->obstacle);
        }
    }
}

static enum atl_status ask_for_places(struct atl_bulk_job *job, struct atl_http *http,
                                      struct atl_arena *arena, struct atl_error *error)
{
    struct places places = {.job = job, .http = http, .arena = arena};
    collect_places(&places);
    enum atl_status status =
        atl_each(places.count, atl_http_width(http), ask_for_place, &places, error);
    if (status == ATL_OK) {
        use_choices(&places);
    }
    free(places.places);
    return status;
}

enum atl_status bulk_choose_transitions(struct atl_bulk_job *job, struct atl_http *http,
                                        struct atl_error *error)
{
    struct atl_arena arena = {0};
    enum atl_status status = ATL_OK;
    bool singly = takes_more(job);
    for (size_t i = 0; i < job->count; i++) {
        job->items[i].alone = job->items[i].alone || singly;
    }
    if (atl_jira_is_cloud(http) && !singly) {
        status = ask_for_all(job, http, &arena, error);
    }
    if (status == ATL_OK) {
        status = learn_places(job, http, &arena, error);
    }
    if (status == ATL_OK) {
        status = ask_for_places(job, http, &arena, error);
    }
    atl_arena_free(&arena);
    return status;
}
