#include "sandbox/jira/agile/sprint_rules.h"

#include <string.h>

bool sprint_load(struct store *store, struct atl_arena *arena, int64_t sprint,
                 struct sprint_plan *plan)
{
    struct rows rows = store_select(store,
                                    "SELECT name, goal, state, starts, ends, completed"
                                    " FROM sprint WHERE id = ?",
                                    VALUES(sql_integer(sprint)));
    bool found = rows_next(&rows);
    if (found) {
        *plan = (struct sprint_plan){.name = rows_copy(&rows, 0, arena),
                                     .goal = rows_copy(&rows, 1, arena),
                                     .state = rows_copy(&rows, 2, arena),
                                     .starts = rows_optional(&rows, 3),
                                     .ends = rows_optional(&rows, 4),
                                     .completed = rows_optional(&rows, 5)};
    }
    rows_finish(&rows);
    return found;
}

static size_t count_characters(const char *text)
{
    size_t count = 0;
    uint32_t character;
    for (size_t length = strlen(text); length > 0; count++) {
        size_t taken = atl_utf8_decode(text, length, &character);
        text += taken;
        length -= taken;
    }
    return count;
}

void sprint_check_name(const char *name, struct problems *problems)
{
    if (*name == '\0') {
        problems_add(problems, NULL, "You must specify a name for the sprint.");
    } else if (count_characters(name) > SPRINT_LONGEST_NAME) {
        problems_add(problems, NULL, "Sprint name must be shorter than %d characters.",
                     SPRINT_LONGEST_NAME);
    }
}

/* ---- states ---- */

static void check_start(struct store *store, int64_t sprint, const struct sprint_plan *wanted,
                        struct problems *problems)
{
    if (wanted->starts < 0 || wanted->ends < 0) {
        problems_add(problems, NULL,
                     "A sprint must have a start date and an end date before it can be started.");
    }
    if (store_exists(store,
                     "SELECT 1 FROM sprint AS other JOIN sprint ON sprint.board = other.board"
                     " WHERE sprint.id = ? AND other.id <> sprint.id AND other.state = 'active'",
                     VALUES(sql_integer(sprint)))) {
        problems_add(problems, NULL,
                     "This sprint cannot be started because another sprint of its board is "
                     "already active.");
    }
}

static void check_state(struct store *store, int64_t sprint, const char *from,
                        const struct sprint_plan *wanted, struct problems *problems)
{
    const char *to = wanted->state;
    if (strcmp(from, to) == 0) {
        return;
    }
    if (strcmp(to, "future") != 0 && strcmp(to, "active") != 0 && strcmp(to, "closed") != 0) {
        problems_add(problems, "state", "The sprint state '%s' is not valid.", to);
    } else if (strcmp(to, "active") == 0 && strcmp(from, "future") == 0) {
        check_start(store, sprint, wanted, problems);
    } else if (strcmp(to, "closed") != 0 || strcmp(from, "active") != 0) {
        problems_add(problems, NULL, "A sprint in the state '%s' cannot become '%s'.", from, to);
    }
}

static void keep(struct store *store, int64_t sprint, const struct sprint_plan *plan)
{
    store_run(store,
              "UPDATE sprint SET name = ?, goal = ?, state = ?, starts = ?, ends = ?,"
              " completed = ? WHERE id = ?",
              VALUES(sql_text(plan->name), sql_text(plan->goal), sql_text(plan->state),
                     sql_optional(plan->starts), sql_optional(plan->ends),
                     sql_optional(plan->completed), sql_integer(sprint)));
}

bool sprint_change(struct store *store, int64_t sprint, const struct sprint_plan *wanted,
                   int64_t now_ms, struct problems *problems)
{
    struct sprint_plan is;
    struct sprint_plan becomes = *wanted;
    if (!sprint_load(store, problems->arena, sprint, &is)) {
        return false;
    }
    becomes.completed = is.completed;
    sprint_check_name(becomes.name, problems);
    check_state(store, sprint, is.state, &becomes, problems);
    if (strcmp(is.state, "closed") == 0) {
        becomes.starts = is.starts;
        becomes.ends = is.ends;
    }
    if (becomes.starts >= 0 && becomes.ends >= 0 && becomes.ends <= becomes.starts) {
        problems_add(problems, NULL, "The start date of a sprint must be before the end date.");
    }
    if (problems->count > 0) {
        return false;
    }
    if (strcmp(becomes.state, "closed") == 0 && strcmp(is.state, "closed") != 0) {
        becomes.completed = now_ms;
    }
    keep(store, sprint, &becomes);
    return true;
}

/* ---- going away, changing places ---- */

void sprint_delete(struct store *store, int64_t sprint)
{
    store_run(store, "DELETE FROM issue_sprint WHERE sprint = ?", VALUES(sql_integer(sprint)));
    store_run(store, "DELETE FROM sprint WHERE id = ?", VALUES(sql_integer(sprint)));
}

void sprint_swap(struct store *store, int64_t sprint, int64_t other)
{
    /* The order of sprints is that of `position`: they exchange it. */
    int64_t first =
        store_integer(store, sprint, "SELECT coalesce(position, id) FROM sprint WHERE id = ?",
                      VALUES(sql_integer(sprint)));
    int64_t second =
        store_integer(store, other, "SELECT coalesce(position, id) FROM sprint WHERE id = ?",
                      VALUES(sql_integer(other)));
    store_run(store, "UPDATE sprint SET position = ? WHERE id = ?",
              VALUES(sql_integer(second), sql_integer(sprint)));
    store_run(store, "UPDATE sprint SET position = ? WHERE id = ?",
              VALUES(sql_integer(first), sql_integer(other)));
}
