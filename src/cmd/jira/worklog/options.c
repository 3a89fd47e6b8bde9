/* Durations, moments, people and estimates from the options of the commands about logged work. */
#include "cmd/jira/worklog/worklog.h"

#include "atlcli/clock.h"
#include "atlcli/deployment.h"
#include "atlcli/when.h"
#include "cmd/jira/key.h"
#include "cmd/jira/notify.h"
#include "cmd/jira/text.h"
#include "cmd/site_hint.h"
#include "cmd/subject.h"

enum atl_status jira_worklog_end(struct atl_http *http, enum atl_status status,
                                 struct atl_error *error)
{
    if (status != ATL_OK) {
        site_hint_add(http, ATL_PRODUCT_JIRA, error);
    }
    atl_http_close(http);
    return status;
}

enum atl_status jira_worklog_named(struct atl_context *context, const char **key, const char **id,
                                   struct atl_error *error)
{
    struct subject subject;
    enum atl_status status =
        subject_read(context, "key", "say which issue: its key is missing", 1, &subject, error);
    if (status != ATL_OK) {
        return status;
    }
    *id = subject.words[0];
    return jira_key_parse(context->arena, subject.text, key, error);
}

/* ---- durations ---- */

enum atl_status jira_worklog_duration(struct atl_context *context, struct atl_http *http,
                                      const char *option, const char *text, int64_t least,
                                      int64_t *seconds, struct atl_error *error)
{
    struct atl_jira_working_time working = atl_jira_usual_working_time();
    /* What is no duration needs no site to say so. */
    enum atl_status status = atl_jira_duration_parse(text, &working, seconds, error);
    if (status == ATL_OK && atl_jira_duration_has_days(text)) {
        status = atl_jira_working_time(http, context->arena, &working, error);
        if (status != ATL_OK) {
            return status;
        }
        status = atl_jira_duration_parse(text, &working, seconds, error);
    }
    if (status == ATL_OK && *seconds < least) {
        status = atl_fail(error, ATL_USAGE, "'%s' is less than a minute", text);
    }
    if (status != ATL_OK) {
        atl_error_prefix(error, "%s", option);
    }
    return status;
}

/* ---- moments ---- */

enum atl_status jira_worklog_moment(struct atl_context *context, const char *option,
                                    int64_t *wall_ms, struct atl_error *error)
{
    const char *text = atl_option_text(context, option);
    int64_t now_ms = atl_clock_wall_ms();
    struct atl_when when;
    *wall_ms = -1;
    if (text == NULL) {
        return ATL_OK;
    }
    enum atl_status status = atl_when_parse(text, ATL_WHEN_PAST, now_ms, &when, error);
    if (status == ATL_OK) {
        *wall_ms = when.has_time ? when.wall_ms : atl_when_at_time_of(when.wall_ms, now_ms);
    } else {
        atl_error_prefix(error, "--%s", option);
    }
    return status;
}

static enum atl_status read_bound(struct atl_context *context, const char *option, int days,
                                  int64_t *wall_ms, struct atl_error *error)
{
    const char *text = atl_option_text(context, option);
    struct atl_when when;
    if (text == NULL) {
        return ATL_OK;
    }
    enum atl_status status = atl_when_parse(text, ATL_WHEN_PAST, atl_clock_wall_ms(), &when, error);
    if (status == ATL_OK) {
        *wall_ms = when.has_time ? when.wall_ms : atl_when_start_of_day(when.wall_ms, days);
    } else {
        atl_error_prefix(error, "--%s", option);
    }
    return status;
}

enum atl_status jira_worklog_period(struct atl_context *context, int64_t usual_from_ms,
                                    struct atl_jira_period *period, struct atl_error *error)
{
    *period = (struct atl_jira_period){.from_ms = usual_from_ms, .until_ms = INT64_MAX};
    enum atl_status status = read_bound(context, "from", 0, &period->from_ms, error);
    if (status == ATL_OK) {
        status = read_bound(context, "to", 1, &period->until_ms, error);
    }
    if (status == ATL_OK && period->from_ms >= period->until_ms) {
        status = atl_fail(error, ATL_USAGE, "the time from --from to --to is empty");
    }
    return status;
}

/* ---- people ---- */

enum atl_status jira_worklog_people(struct atl_context *context, struct atl_http *http,
                                    struct atl_jira_user **people, size_t *count,
                                    struct atl_error *error)
{
    const char *const *names = atl_option_list(context, "user", count);
    enum atl_status status = ATL_OK;
    *people = atl_arena_alloc(context->arena, (*count + 1) * sizeof **people);
    for (size_t i = 0; status == ATL_OK && i < *count; i++) {
        status = atl_jira_find_person(http, context->arena, names[i], &(*people)[i], error);
    }
    if (status == ATL_USAGE || status == ATL_NOT_FOUND) {
        atl_error_prefix(error, "--user");
    }
    return status;
}

bool jira_worklog_is_by(const struct atl_jira_worklog *worklog, const struct atl_jira_user *people,
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (people[i].account_id != NULL
                ? atl_text_equal(people[i].account_id, worklog->author.account_id)
                : atl_text_equal(people[i].name, worklog->author.name)) {
            return true;
        }
    }
    return count == 0;
}

/* ---- estimates ---- */

static enum atl_status read_how(struct atl_context *context, const char *by,
                                struct atl_jira_work *work, struct atl_error *error)
{
    static const char *const words[] = {"auto", "new", "manual", "leave"};
    const char *how = atl_option_text(context, "adjust-estimate");
    bool has_new = atl_option_text(context, "new-estimate") != NULL;
    bool has_by = by != NULL && atl_option_text(context, by) != NULL;
    work->adjust =
        has_new ? ATL_JIRA_ADJUST_NEW : (has_by ? ATL_JIRA_ADJUST_MANUAL : ATL_JIRA_ADJUST_AUTO);
    for (size_t i = 0; how != NULL && i < sizeof words / sizeof *words; i++) {
        if (atl_text_equal(how, words[i])) {
            work->adjust = (enum atl_jira_adjust)i;
        }
    }
    if (has_new && has_by) {
        return atl_fail(error, ATL_USAGE, "--new-estimate and --%s don't go together", by);
    }
    if (has_new != (work->adjust == ATL_JIRA_ADJUST_NEW)) {
        return atl_fail(error, ATL_USAGE,
                        has_new ? "--new-estimate goes with --adjust-estimate new"
                                : "--adjust-estimate new needs --new-estimate");
    }
    if (by != NULL && has_by != (work->adjust == ATL_JIRA_ADJUST_MANUAL)) {
        return atl_fail(error, ATL_USAGE,
                        has_by ? "--%s goes with --adjust-estimate manual"
                               : "--adjust-estimate manual needs --%s",
                        by);
    }
    return ATL_OK;
}

enum atl_status jira_worklog_adjustment(struct atl_context *context, struct atl_http *http,
                                        const char *by, struct atl_jira_work *work,
                                        struct atl_error *error)
{
    enum atl_status status = read_how(context, by, work, error);
    if (status == ATL_OK) {
        status = jira_notify_on_cloud(context, &work->silent, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    if (work->adjust == ATL_JIRA_ADJUST_NEW) {
        status = jira_worklog_duration(context, http, "--new-estimate",
                                       atl_option_text(context, "new-estimate"), 0,
                                       &work->estimate_seconds, error);
    } else if (work->adjust == ATL_JIRA_ADJUST_MANUAL) {
        status =
            jira_worklog_duration(context, http, atl_arena_printf(context->arena, "--%s", by),
                                  atl_option_text(context, by), 0, &work->estimate_seconds, error);
    }
    return status;
}

/* ---- output ---- */

static void add_time(struct atl_arena *arena, cJSON *object, const char *name, int64_t wall_ms)
{
    atl_json_set_text(object, name, wall_ms < 0 ? NULL : atl_clock_format_iso8601(arena, wall_ms));
}

enum atl_status jira_worklog_describe(const struct atl_jira_worklog *worklog, const char *key,
                                      cJSON **object, struct atl_error *error)
{
    struct atl_arena arena = {0};
    const char *comment = "";
    enum atl_status status = jira_text_to_markdown(&arena, worklog->comment, &comment, error);
    *object = NULL;
    if (status == ATL_OK) {
        const struct atl_jira_user *author = &worklog->author;
        *object = cJSON_CreateObject();
        atl_json_set_text(*object, "id", worklog->id);
        atl_json_set_text(*object, "key", key);
        atl_json_set_text(*object, "author",
                          author->display_name == NULL ? author->name : author->display_name);
        atl_json_set_text(*object, "authorId",
                          author->account_id == NULL ? author->name : author->account_id);
        add_time(&arena, *object, "started", worklog->started_ms);
        atl_json_set_text(*object, "timeSpent", worklog->time_spent);
        cJSON_AddNumberToObject(*object, "timeSpentSeconds", (double)worklog->seconds);
        atl_json_set_text(*object, "comment", atl_text_trim(&arena, comment));
        add_time(&arena, *object, "created", worklog->created_ms);
        add_time(&arena, *object, "updated", worklog->updated_ms);
    }
    atl_arena_free(&arena);
    return status;
}
