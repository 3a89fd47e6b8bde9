/* Issues: their own rows, labels, components, versions, sprints. */
#include "sandbox/seed/fill.h"
#include "sandbox/seed/names.h"
#include "sandbox/seed/site.h"

enum {
    SCRATCH_ITEMS = 64, /* share one scratch: giving memory back costs time */
};

static const struct issue *issue_at(const struct filling *filling, uint32_t index)
{
    return &filling->plan->issues[index];
}

int64_t fill_issue_id(const struct filling *filling, uint32_t index)
{
    return filling->first_issue + index;
}

/* ---- sprints ---- */

int64_t fill_sprint_of(const struct filling *filling, uint32_t index)
{
    uint16_t sprint = issue_at(filling, index)->sprint;
    return sprint == PLAN_NO_SPRINT ? -1 : filling->sprints[sprint];
}

/* Some of what is being worked on was begun in the sprint before. */
int64_t fill_old_sprint_of(const struct filling *filling, uint32_t index)
{
    const struct issue *issue = issue_at(filling, index);
    if (issue->sprint == PLAN_NO_SPRINT || issue->sprint % PLAN_SPRINTS_PER_PROJECT == 0 ||
        issue->status == STATUS_DONE || issue->status == STATUS_TO_DO || index % 3 != 0) {
        return -1;
    }
    const struct sprint *before = &filling->plan->sprints[issue->sprint - 1];
    return (int64_t)issue->created * 1000 < before->end_ms ? filling->sprints[issue->sprint - 1]
                                                           : -1;
}

static void add_sprints(struct filling *filling, uint32_t index)
{
    const int64_t sprints[] = {fill_old_sprint_of(filling, index), fill_sprint_of(filling, index)};
    for (size_t i = 0; i < 2; i++) {
        if (sprints[i] >= 0) {
            store_run(filling->store, "INSERT INTO issue_sprint VALUES (?, ?)",
                      VALUES(sql_integer(fill_issue_id(filling, index)), sql_integer(sprints[i])));
        }
    }
}

/* ---- labels, components, versions ---- */

static void add_labels(struct filling *filling, uint32_t index)
{
    uint32_t labels = issue_at(filling, index)->labels;
    for (size_t i = 0; labels >> i != 0; i++) {
        if ((labels >> i & 1) != 0) {
            store_run(filling->store, "INSERT INTO issue_label VALUES (?, ?)",
                      VALUES(sql_integer(fill_issue_id(filling, index)),
                             sql_text(names_labels.items[i])));
        }
    }
}

static void add_components(struct filling *filling, uint32_t index)
{
    const int64_t *components =
        &filling->components[issue_at(filling, index)->project * (size_t)FILL_COMPONENTS];
    uint32_t random = fill_random(filling, index, FOR_COMPONENTS, 1000);
    size_t count = random < 550 ? 0 : random < 900 ? 1 : 2;
    for (size_t i = 0; i < count; i++) {
        int64_t component = components[(random + i) % FILL_COMPONENTS];
        if (component >= 0) {
            store_run(filling->store, "INSERT OR IGNORE INTO issue_component VALUES (?, ?)",
                      VALUES(sql_integer(fill_issue_id(filling, index)), sql_integer(component)));
        }
    }
}

static void add_version(struct filling *filling, uint32_t index, const char *kind, size_t number)
{
    int64_t version =
        filling->versions[issue_at(filling, index)->project * (size_t)FILL_VERSIONS + number];
    if (version >= 0) {
        store_run(filling->store, "INSERT INTO issue_version VALUES (?, ?, ?)",
                  VALUES(sql_integer(fill_issue_id(filling, index)), sql_text(kind),
                         sql_integer(version)));
    }
}

/* Old work went into released versions, what is open into the ones to come. */
static void add_versions(struct filling *filling, uint32_t index)
{
    const struct issue *issue = issue_at(filling, index);
    uint32_t random = fill_random(filling, index, FOR_VERSIONS, 100);
    bool is_old = index < filling->plan->issue_count / 2;
    if (random % 10 < 4) {
        size_t released = is_old ? 0 : 1;
        add_version(filling, index, "fix",
                    issue->status == STATUS_DONE ? released : 2 + random % 2);
    }
    if (issue->type == TYPE_BUG && random >= 60) {
        add_version(filling, index, "affects", is_old ? 0 : 1);
    }
}

/* ---- the issue itself ---- */

static void make_description(struct filling *filling, uint32_t index)
{
    struct document document = document_of_issue(filling->plan, &filling->scratch, index);
    fill_make_body(filling, &document);
}

static struct value seconds_of(const struct filling *filling, uint32_t index, bool remaining)
{
    enum {
        HOUR = 3600,
        SECONDS_PER_POINT = 4 * HOUR,
    };
    const struct issue *issue = issue_at(filling, index);
    if (issue->points == 0 || index % 4 != 0) {
        return sql_null();
    }
    int64_t estimate = (int64_t)issue->points * SECONDS_PER_POINT;
    if (!remaining) {
        return sql_integer(estimate);
    }
    int64_t left = estimate - fill_time_spent(filling, index);
    return sql_integer(issue->status == STATUS_DONE || left < 0 ? 0 : left);
}

static void add_issue(struct filling *filling, uint32_t index, const char *summary,
                      const struct fill_steps *steps)
{
    const struct issue *issue = issue_at(filling, index);
    int64_t created = (int64_t)issue->created * 1000;
    bool is_done = issue->status == STATUS_DONE;
    int64_t spent = fill_time_spent(filling, index);
    int64_t reporter = filling->people[issue->reporter];
    store_run(
        filling->store,
        "INSERT INTO issue (id, project, number, type, status, priority, resolution, summary,"
        " description, description_text, assignee, reporter, creator, created, updated, resolved,"
        " status_changed, due, parent, rank, original_estimate, remaining_estimate, time_spent)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        VALUES(sql_integer(fill_issue_id(filling, index)),
               sql_integer(filling->projects[issue->project]),
               sql_integer(filling->numbers[issue->project] + issue->number),
               sql_integer(plan_issue_types[issue->type].id),
               sql_integer(plan_statuses[issue->status].id),
               sql_integer(plan_priorities[issue->priority].id),
               is_done ? sql_integer(SITE_RESOLUTION_DONE) : sql_null(), sql_text(summary),
               sql_text(filling->body.written.data), sql_text(filling->body.plain.data),
               issue->assignee == PLAN_NOBODY ? sql_null()
                                              : sql_integer(filling->people[issue->assignee]),
               sql_integer(reporter), sql_integer(reporter), sql_integer(created),
               sql_integer((int64_t)issue->updated * 1000),
               sql_optional(plan_issue_resolved_ms(issue)),
               sql_integer(steps->count == 0 ? created : steps->items[steps->count - 1].at_ms),
               sql_optional(plan_issue_due_ms(issue)),
               issue->parent == PLAN_NO_PARENT ? sql_null()
                                               : sql_integer(fill_issue_id(filling, issue->parent)),
               sql_real(issue->rank), seconds_of(filling, index, false),
               seconds_of(filling, index, true), spent == 0 ? sql_null() : sql_integer(spent)));
}

static void add_epic(struct filling *filling, uint32_t index, const char *summary)
{
    const struct issue *issue = issue_at(filling, index);
    if (issue->type == TYPE_EPIC) {
        store_run(filling->store,
                  "INSERT INTO epic (issue, name, colour, done) VALUES (?, ?, ?, ?)",
                  VALUES(sql_integer(fill_issue_id(filling, index)), sql_text(summary),
                         sql_text(atl_arena_printf(&filling->scratch, "color_%u",
                                                   (unsigned)(index % 14 + 1))),
                         sql_integer(issue->status == STATUS_DONE)));
    }
}

static void add_one(struct filling *filling, uint32_t index, struct atl_buffer *summary)
{
    struct fill_steps steps;
    fill_plan_steps(filling, index, &steps);
    atl_buffer_truncate(summary, 0);
    plan_append_summary(filling->plan, index, summary);
    make_description(filling, index);
    add_issue(filling, index, summary->data, &steps);
    add_epic(filling, index, summary->data);
    add_labels(filling, index);
    add_components(filling, index);
    add_versions(filling, index);
    add_sprints(filling, index);
    fill_history(filling, index, &steps);
    fill_values(filling, index);
    fill_comments(filling, index);
    fill_worklogs(filling, index);
    fill_links(filling, index);
    if (index % SCRATCH_ITEMS == 0) {
        atl_arena_free(&filling->scratch);
    }
}

static void count_issues(struct filling *filling)
{
    const struct plan *plan = filling->plan;
    for (size_t i = 0; i < plan->project_count; i++) {
        store_run(filling->store, "UPDATE project SET last_number = ? WHERE id = ?",
                  VALUES(sql_integer(filling->numbers[i] + plan->projects[i].issue_count),
                         sql_integer(filling->projects[i])));
    }
}

void fill_issues(struct filling *filling)
{
    struct atl_buffer summary = {0};
    filling->first_issue =
        store_integer(filling->store, PLAN_FIRST_ISSUE_ID - 1,
                      "SELECT max(seq) FROM main.sqlite_sequence WHERE name = 'issue'", NO_VALUES) +
        1;
    filling->change =
        store_integer(filling->store, 0, "SELECT max(change) FROM history", NO_VALUES);
    fill_load_options(filling);
    for (uint32_t i = 0; i < filling->plan->issue_count; i++) {
        add_one(filling, i, &summary);
    }
    count_issues(filling);
    atl_buffer_free(&summary);
}
