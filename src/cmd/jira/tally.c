#include "cmd/jira/tally.h"

#include "cli/output.h"

#include <inttypes.h>
#include <math.h>

struct status {
    const char *name;
    const char *category; /* "new", "indeterminate", "done" */
    struct jira_amount amount;
};

/* ---- counting ---- */

static enum atl_status choose_points(struct jira_tally *tally, struct atl_http *http,
                                     const char *estimation, struct atl_error *error)
{
    struct atl_arena *arena = tally->context->arena;
    const char *asked = atl_option_text(tally->context, "points");
    if (asked == NULL && estimation == NULL) {
        struct atl_jira_point_fields *found = atl_arena_alloc(arena, sizeof *found);
        tally->points = found->ids;
        return atl_jira_point_fields(http, arena, found, error);
    }
    const char **one = atl_arena_alloc(arena, 2 * sizeof *one);
    one[0] = estimation;
    tally->points = one;
    if (asked == NULL) {
        return ATL_OK;
    }
    enum atl_status status = atl_jira_find_field(http, arena, asked, &one[0], error);
    if (status != ATL_OK) {
        atl_error_prefix(error, "--points");
    }
    return status;
}

enum atl_status jira_tally_begin(struct jira_tally *tally, struct atl_context *context,
                                 struct atl_http *http, const char *estimation,
                                 struct atl_error *error)
{
    size_t count = 0;
    *tally = (struct jira_tally){.context = context};
    enum atl_status status = choose_points(tally, http, estimation, error);
    if (status != ATL_OK) {
        return status;
    }
    tally->fields =
        atl_arena_alloc(context->arena, (ATL_JIRA_MOST_POINT_FIELDS + 3) * sizeof *tally->fields);
    tally->fields[count++] = "status";
    tally->fields[count++] = "issuetype";
    for (size_t i = 0; tally->points[i] != NULL; i++) {
        tally->fields[count++] = tally->points[i];
    }
    return ATL_OK;
}

static struct status *find_status(struct jira_tally *tally, const cJSON *status)
{
    const char *name = atl_json_text(status, "name", "");
    for (size_t i = 0; i < tally->statuses.count; i++) {
        struct status *known = tally->statuses.items[i];
        if (atl_text_equal(known->name, name)) {
            return known;
        }
    }
    struct status *found = atl_arena_alloc(tally->context->arena, sizeof *found);
    found->name = atl_arena_strdup(tally->context->arena, name);
    found->category = atl_arena_strdup(tally->context->arena,
                                       atl_json_text(status, "statusCategory.key", "undefined"));
    atl_list_add(&tally->statuses, found);
    return found;
}

double jira_tally_points(struct jira_tally *tally, const cJSON *fields)
{
    for (size_t i = 0; tally->points[i] != NULL; i++) {
        const cJSON *value = atl_json_member(fields, tally->points[i]);
        if (cJSON_IsNumber(value)) {
            tally->has_points = true;
            return value->valuedouble;
        }
    }
    return 0;
}

static void add_to(struct jira_amount *amount, double points)
{
    amount->issues++;
    amount->points += points;
}

enum atl_status jira_tally_add(void *argument, const struct atl_jira_issue *issue,
                               struct atl_error *error)
{
    struct jira_tally *tally = argument;
    (void)error;
    if (atl_json_bool(issue->fields, "issuetype.subtask", false)) {
        return ATL_OK;
    }
    struct status *status = find_status(tally, atl_json_member(issue->fields, "status"));
    double points = jira_tally_points(tally, issue->fields);
    add_to(&status->amount, points);
    add_to(&tally->all, points);
    if (atl_text_equal(status->category, "done")) {
        add_to(&tally->done, points);
    }
    return ATL_OK;
}

void jira_tally_free(struct jira_tally *tally)
{
    atl_list_free(&tally->statuses);
    cJSON_Delete(tally->members);
    tally->members = NULL;
}

/* ---- printing ---- */

static const struct atl_column columns[] = {
    {.key = "status", .heading = "STATUS"},
    {.key = "category", .heading = "CATEGORY"},
    {.key = "issues", .heading = "ISSUES", .kind = ATL_CELL_INTEGER},
    {.key = "points", .heading = "POINTS"},
    {0},
};

static int64_t percent(int64_t part, int64_t whole)
{
    return whole == 0 ? 0 : llround(100.0 * (double)part / (double)whole);
}

static cJSON *amount_object(int64_t issues, double points)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddNumberToObject(object, "issues", (double)issues);
    cJSON_AddNumberToObject(object, "points", points);
    return object;
}

static enum atl_status print_heading(const struct jira_tally *tally, const char *heading,
                                     struct atl_error *error)
{
    struct atl_output *output = tally->context->output;
    enum atl_status status = atl_output_text(
        output, error, "%s\n%" PRId64 " of %" PRId64 " issues done (%" PRId64 " %%)", heading,
        tally->done.issues, tally->all.issues, percent(tally->done.issues, tally->all.issues));
    if (status == ATL_OK && tally->has_points) {
        status = atl_output_text(output, error, ", %.10g of %.10g points", tally->done.points,
                                 tally->all.points);
    }
    if (status == ATL_OK) {
        status =
            atl_output_text(output, error, "\n%s%s", tally->remarks == NULL ? "" : tally->remarks,
                            tally->all.issues > 0 ? "\n" : "");
    }
    return status;
}

static enum atl_status print_category(const struct jira_tally *tally, const char *category,
                                      const char *shown, struct atl_error *error)
{
    enum atl_status result = ATL_OK;
    for (size_t i = 0; result == ATL_OK && i < tally->statuses.count; i++) {
        const struct status *status = tally->statuses.items[i];
        if (!atl_text_equal(status->category, category)) {
            continue;
        }
        cJSON *row = cJSON_CreateObject();
        atl_json_set_text(row, "status", status->name);
        atl_json_set_text(row, "category", shown);
        cJSON_AddNumberToObject(row, "issues", (double)status->amount.issues);
        cJSON_AddNumberToObject(row, "points", status->amount.points);
        result = atl_output_object(tally->context->output, row, error);
        cJSON_Delete(row);
    }
    return result;
}

enum atl_status jira_tally_print(const struct jira_tally *tally, const char *heading,
                                 const char *all, const char *what, cJSON *about,
                                 struct atl_error *error)
{
    static const struct atl_listing listing = {.name = "statuses", .columns = columns};
    static const char *const categories[][2] = {{"undefined", "Unknown"},
                                                {"new", "To Do"},
                                                {"indeterminate", "In Progress"},
                                                {"done", "Done"}};
    struct atl_output *output = tally->context->output;
    enum atl_status status = atl_output_begin(output, &listing, error);
    atl_output_member(output, what, about);
    atl_output_member(output, all, amount_object(tally->all.issues, tally->all.points));
    atl_output_member(output, "done", amount_object(tally->done.issues, tally->done.points));
    atl_output_member(output, "notDone",
                      amount_object(tally->all.issues - tally->done.issues,
                                    tally->all.points - tally->done.points));
    atl_output_member(output, "percentDone",
                      cJSON_CreateNumber((double)percent(tally->done.issues, tally->all.issues)));
    const cJSON *member;
    cJSON_ArrayForEach(member, tally->members)
    {
        atl_output_member(output, member->string, cJSON_Duplicate(member, true));
    }
    if (status == ATL_OK) {
        status = print_heading(tally, heading, error);
    }
    for (size_t i = 0; status == ATL_OK && i < sizeof categories / sizeof *categories; i++) {
        status = print_category(tally, categories[i][0], categories[i][1], error);
    }
    return status == ATL_OK ? atl_output_end(output, error) : status;
}
