/* How issues became what they are: statuses, people, sprints. */
#include "sandbox/seed/fill.h"
#include "sandbox/seed/site.h"

#include <inttypes.h>
#include <string.h>

enum {
    MOST_CHANGES = FILL_MOST_STEPS * 2 + 4,
};

/* ---- statuses ---- */

struct path {
    int statuses[FILL_MOST_STEPS]; /* 0 ends it */
};

#define PATH(...) ((struct path){{__VA_ARGS__}})

static struct path path_to_done(enum plan_type type, uint32_t random)
{
    enum {
        WORK = SITE_STATUS_IN_PROGRESS,
        REVIEW = SITE_STATUS_IN_REVIEW,
        DONE = SITE_STATUS_DONE,
    };
    if (type == TYPE_STORY) {
        return random % 8 == 0 ? PATH(WORK, REVIEW, WORK, REVIEW, DONE) : PATH(WORK, REVIEW, DONE);
    }
    if (type == TYPE_BUG) {
        return random % 16 == 0
                   ? PATH(SITE_STATUS_WONT_DO, SITE_STATUS_REOPENED, WORK, REVIEW, DONE)
               : random % 16 == 1
                   ? PATH(WORK, REVIEW, DONE, SITE_STATUS_REOPENED, WORK, REVIEW, DONE)
                   : PATH(WORK, REVIEW, DONE);
    }
    return random % 2 == 0 ? PATH(WORK, REVIEW, DONE) : PATH(WORK, DONE);
}

/* Only steps that the type's workflow has. */
static struct path path_to(enum plan_status status, enum plan_type type, uint32_t random)
{
    bool is_story = type == TYPE_STORY;
    bool is_simple = !is_story && type != TYPE_BUG;
    switch (status) {
    case STATUS_IN_PROGRESS:
        return is_story && random % 8 == 0
                   ? PATH(SITE_STATUS_IN_PROGRESS, SITE_STATUS_BLOCKED, SITE_STATUS_IN_PROGRESS)
                   : PATH(SITE_STATUS_IN_PROGRESS);
    case STATUS_IN_REVIEW:
        return PATH(SITE_STATUS_IN_PROGRESS, SITE_STATUS_IN_REVIEW);
    case STATUS_DONE:
        return path_to_done(type, random);
    default:
        return is_simple && random % 16 == 0 ? PATH(SITE_STATUS_IN_PROGRESS, SITE_STATUS_TO_DO)
                                             : PATH(0);
    }
}

void fill_plan_steps(const struct filling *filling, uint32_t index, struct fill_steps *steps)
{
    const struct issue *issue = &filling->plan->issues[index];
    struct path path =
        path_to(issue->status, issue->type, fill_random(filling, index, FOR_STEPS, UINT32_MAX));
    int64_t created = (int64_t)issue->created * 1000;
    int64_t age = (int64_t)issue->updated * 1000 - created;
    if (issue->status != STATUS_DONE) {
        age = (int64_t)((double)age * fill_fraction(filling, index, FOR_STEP_TIME));
    }
    steps->count = 0;
    while (steps->count < FILL_MOST_STEPS && path.statuses[steps->count] != 0) {
        steps->count++;
    }
    for (size_t i = 0; i < steps->count; i++) {
        steps->items[i].status = path.statuses[i];
        steps->items[i].at_ms = created + age * (int64_t)(i + 1) / (int64_t)steps->count;
    }
}

/* ---- changes ---- */

struct change {
    int64_t at_ms;
    int64_t author;
    const char *field;
    const char *field_id;
    const char *from_value;
    const char *from_text;
    const char *to_value;
    const char *to_text;
    bool joins; /* the change before it: made in one go */
};

struct changes {
    struct change items[MOST_CHANGES];
    size_t count;
};

static void add_change(struct changes *changes, struct change change)
{
    if (changes->count < MOST_CHANGES) {
        changes->items[changes->count++] = change;
    }
}

static bool is_done(int64_t status)
{
    return status == SITE_STATUS_DONE || status == SITE_STATUS_WONT_DO;
}

/* The resolution comes and goes with the statuses of the done category. */
static void add_resolution(struct changes *changes, const struct change *step, int64_t from,
                           int64_t to)
{
    if (is_done(from) == is_done(to)) {
        return;
    }
    int64_t closed = is_done(to) ? to : from;
    const char *value = closed == SITE_STATUS_DONE ? "10000" : "10001";
    const char *text = closed == SITE_STATUS_DONE ? "Done" : "Won't Do";
    bool comes = is_done(to);
    add_change(changes, (struct change){.at_ms = step->at_ms,
                                        .author = step->author,
                                        .field = "resolution",
                                        .field_id = "resolution",
                                        .from_value = comes ? NULL : value,
                                        .from_text = comes ? NULL : text,
                                        .to_value = comes ? value : NULL,
                                        .to_text = comes ? text : NULL,
                                        .joins = true});
}

static const char *id_text(struct filling *filling, int64_t id)
{
    return atl_arena_printf(&filling->scratch, "%" PRId64, id);
}

static void add_steps(struct filling *filling, struct changes *changes, uint32_t index,
                      const struct fill_steps *steps)
{
    const struct issue *issue = &filling->plan->issues[index];
    int64_t author =
        filling->people[issue->assignee == PLAN_NOBODY ? issue->reporter : issue->assignee];
    int64_t from = SITE_STATUS_TO_DO;
    for (size_t i = 0; i < steps->count; i++) {
        int64_t to = steps->items[i].status;
        struct change step = {.at_ms = steps->items[i].at_ms,
                              .author = author,
                              .field = "status",
                              .field_id = "status",
                              .from_value = id_text(filling, from),
                              .from_text = site_status_name(from),
                              .to_value = id_text(filling, to),
                              .to_text = site_status_name(to)};
        add_change(changes, step);
        add_resolution(changes, &step, from, to);
        from = to;
    }
}

/* Many are taken on by somebody some time after they were reported. */
static void add_assignee(struct filling *filling, struct changes *changes, uint32_t index,
                         const struct fill_steps *steps)
{
    const struct issue *issue = &filling->plan->issues[index];
    uint32_t random = fill_random(filling, index, FOR_FIRST_ASSIGNEE, 1000);
    if (issue->assignee == PLAN_NOBODY || random < 600) {
        return;
    }
    size_t before = random % filling->plan->person_count;
    bool from_nobody = random < 900 || before == issue->assignee;
    int64_t created = (int64_t)issue->created * 1000;
    int64_t first = steps->count > 0 ? steps->items[0].at_ms : (int64_t)issue->updated * 1000;
    add_change(changes,
               (struct change){.at_ms = created + (first - created) / 2,
                               .author = filling->people[issue->reporter],
                               .field = "assignee",
                               .field_id = "assignee",
                               .from_value =
                                   from_nobody ? NULL : id_text(filling, filling->people[before]),
                               .from_text = from_nobody ? NULL : filling->plan->people[before].name,
                               .to_value = id_text(filling, filling->people[issue->assignee]),
                               .to_text = filling->plan->people[issue->assignee].name});
}

/* Sprints are planned on the day before they start; what is younger was created in one. */
static void add_sprint(struct filling *filling, struct changes *changes, uint32_t index)
{
    const struct issue *issue = &filling->plan->issues[index];
    int64_t sprint = fill_sprint_of(filling, index);
    int64_t old = fill_old_sprint_of(filling, index);
    if (sprint < 0) {
        return;
    }
    const struct sprint *planned = &filling->plan->sprints[issue->sprint];
    int64_t at_ms = planned->start_ms - FILL_DAY_MS;
    if (at_ms <= (int64_t)issue->created * 1000 || at_ms > (int64_t)issue->updated * 1000) {
        return;
    }
    const char *from = old < 0 ? NULL : id_text(filling, old);
    const char *from_text = old < 0 ? NULL : planned[-1].name;
    const char *to = id_text(filling, sprint);
    add_change(
        changes,
        (struct change){
            .at_ms = at_ms,
            .author = filling->people[filling->plan->projects[issue->project].lead],
            .field = "Sprint",
            .field_id = "customfield_10020",
            .from_value = from,
            .from_text = from_text,
            .to_value = from == NULL ? to : atl_arena_printf(&filling->scratch, "%s, %s", from, to),
            .to_text = from == NULL ? planned->name
                                    : atl_arena_printf(&filling->scratch, "%s, %s", from_text,
                                                       planned->name)});
}

/* By time; what happens at the same moment stays in its order. */
static void sort_changes(struct changes *changes)
{
    for (size_t i = 1; i < changes->count; i++) {
        struct change moved = changes->items[i];
        size_t at = i;
        for (; at > 0 && changes->items[at - 1].at_ms > moved.at_ms; at--) {
            changes->items[at] = changes->items[at - 1];
        }
        changes->items[at] = moved;
    }
}

void fill_history(struct filling *filling, uint32_t index, const struct fill_steps *steps)
{
    struct changes changes = {.count = 0};
    add_steps(filling, &changes, index, steps);
    add_assignee(filling, &changes, index, steps);
    add_sprint(filling, &changes, index);
    sort_changes(&changes);
    for (size_t i = 0; i < changes.count; i++) {
        const struct change *change = &changes.items[i];
        filling->change += !change->joins;
        store_run(
            filling->store,
            "INSERT INTO history (change, issue, author, created, field, field_id,"
            " from_value, from_text, to_value, to_text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            VALUES(sql_integer(filling->change), sql_integer(fill_issue_id(filling, index)),
                   sql_integer(change->author), sql_integer(change->at_ms), sql_text(change->field),
                   sql_text(change->field_id), sql_text(change->from_value),
                   sql_text(change->from_text), sql_text(change->to_value),
                   sql_text(change->to_text)));
    }
}
