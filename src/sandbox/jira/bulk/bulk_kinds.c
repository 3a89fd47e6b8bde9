/* What the tasks of the bulk endpoints do with each issue. */
#include "sandbox/jira/bulk/bulk.h"
#include "sandbox/jira/issues/issue_delete.h"
#include "sandbox/jira/issues/issue_move.h"
#include "sandbox/jira/issues/transitions.h"
#include "sandbox/jira/lookup.h"

#include <inttypes.h>
#include <string.h>

bool bulk_item_fail(struct task_step *step, const struct problems *problems)
{
    step->problem = problems->count == 0
                        ? "The issue does not exist or you do not have permission to see it."
                        : problems_text(problems);
    return false;
}

static bool begin(struct task_step *step, struct issue_change *change, struct problems *problems)
{
    *problems = (struct problems){0};
    return change_begin(change, step->sandbox, step->arena, problems, step->item);
}

/* ---- transitions: the request maps issues to transitions ---- */

static bool names_issue(const cJSON *input, const struct jira_issue *issue)
{
    char id[32];
    const cJSON *name;
    snprintf(id, sizeof id, "%" PRId64, issue->id);
    cJSON_ArrayForEach(name, atl_json_member(input, "selectedIssueIdsOrKeys"))
    {
        if (cJSON_IsString(name) && (strcmp(name->valuestring, id) == 0 ||
                                     atl_text_equal_ignoring_case(name->valuestring, issue->key))) {
            return true;
        }
    }
    return false;
}

static int64_t wanted_transition(const cJSON *request, const struct jira_issue *issue)
{
    const cJSON *input;
    int64_t id = -1;
    cJSON_ArrayForEach(input, atl_json_member(request, "bulkTransitionInputs"))
    {
        if (names_issue(input, issue)) {
            atl_text_to_integer(atl_json_text(input, "transitionId", ""), 0, INT64_MAX, &id);
            break;
        }
    }
    return id;
}

static bool run_transition(struct task_step *step)
{
    struct issue_change change;
    struct problems problems;
    if (!begin(step, &change, &problems) ||
        !transition_apply(&change, wanted_transition(step->request, &change.issue), NULL, NULL)) {
        return bulk_item_fail(step, &problems);
    }
    change_end(&change);
    return true;
}

const struct task_kind jira_bulk_transition = {"jira.transition", run_transition};

/* ---- edits ---- */

static bool run_edit(struct task_step *step)
{
    struct issue_change change;
    struct problems problems;
    const cJSON *issue =
        bulk_edit_translate(step->arena, atl_json_member(step->request, "editedFieldsInput"));
    if (!begin(step, &change, &problems) || !change_apply(&change, atl_json_member(issue, "fields"),
                                                          atl_json_member(issue, "update"))) {
        return bulk_item_fail(step, &problems);
    }
    change_end(&change);
    return true;
}

const struct task_kind jira_bulk_edit = {"jira.edit", run_edit};

/* ---- deletions: with the sub-tasks, as the API says ---- */

static bool run_delete(struct task_step *step)
{
    issue_delete(step->sandbox, step->item);
    return true;
}

const struct task_kind jira_bulk_delete = {"jira.delete", run_delete};

/* ---- moves: the request maps targets to issues ---- */

static bool read_target(struct task_step *step, const cJSON *mapping, struct issue_target *target)
{
    char **parts;
    size_t count = atl_text_split(step->arena, mapping->string, ',', &parts);
    *target = (struct issue_target){-1, -1, -1, -1};
    if (count < 2 || !atl_text_to_integer(parts[1], 0, INT64_MAX, &target->type)) {
        return false;
    }
    target->project = lookup_project(step->sandbox, parts[0]);
    target->parent = count > 2 ? issue_find(step->sandbox, parts[2]) : -1;
    return true;
}

/* "targetStatus": [{"statuses": {"10001": ["To Do", …]}}]: the new status by the present one. */
static int64_t target_status(const cJSON *mapping, int64_t present)
{
    char id[32];
    const cJSON *item;
    const cJSON *status;
    const cJSON *from;
    int64_t wanted = -1;
    snprintf(id, sizeof id, "%" PRId64, present);
    cJSON_ArrayForEach(item, atl_json_member(mapping, "targetStatus"))
    {
        cJSON_ArrayForEach(status, atl_json_member(item, "statuses"))
        {
            cJSON_ArrayForEach(from, status)
            {
                if (cJSON_IsString(from) && strcmp(from->valuestring, id) == 0) {
                    atl_text_to_integer(status->string, 0, INT64_MAX, &wanted);
                }
            }
        }
    }
    return wanted;
}

static const cJSON *find_mapping(const cJSON *request, const struct jira_issue *issue)
{
    char id[32];
    const cJSON *mapping;
    const cJSON *name;
    snprintf(id, sizeof id, "%" PRId64, issue->id);
    cJSON_ArrayForEach(mapping, atl_json_member(request, "targetToSourcesMapping"))
    {
        cJSON_ArrayForEach(name, atl_json_member(mapping, "issueIdsOrKeys"))
        {
            if (cJSON_IsString(name) &&
                (strcmp(name->valuestring, id) == 0 ||
                 atl_text_equal_ignoring_case(name->valuestring, issue->key))) {
                return mapping;
            }
        }
    }
    return NULL;
}

static bool run_move(struct task_step *step)
{
    struct issue_change change;
    struct problems problems;
    struct issue_target target;
    if (!begin(step, &change, &problems)) {
        return bulk_item_fail(step, &problems);
    }
    const cJSON *mapping = find_mapping(step->request, &change.issue);
    if (mapping == NULL || !read_target(step, mapping, &target)) {
        step->problem = "The target of the move is invalid.";
        return false;
    }
    target.status = target_status(mapping, change.issue.status);
    if (!issue_move(&change, &target)) {
        return bulk_item_fail(step, &problems);
    }
    change_end(&change);
    return true;
}

const struct task_kind jira_bulk_move = {"jira.move", run_move};

/* ---- watching ---- */

static bool run_watch(struct task_step *step)
{
    store_run(&step->sandbox->store, "INSERT OR IGNORE INTO watcher (issue, person) VALUES (?, ?)",
              VALUES(sql_integer(step->item), sql_integer(SANDBOX_ME)));
    return true;
}

static bool run_unwatch(struct task_step *step)
{
    store_run(&step->sandbox->store, "DELETE FROM watcher WHERE issue = ? AND person = ?",
              VALUES(sql_integer(step->item), sql_integer(SANDBOX_ME)));
    return true;
}

const struct task_kind jira_bulk_watch = {"jira.watch", run_watch};
const struct task_kind jira_bulk_unwatch = {"jira.unwatch", run_unwatch};
