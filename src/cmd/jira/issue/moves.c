#include "cmd/jira/issue/moves.h"

#include "atlcli/text.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/prompt.h"
#include "cmd/input.h"
#include "cmd/jira/key.h"
#include "cmd/jira/missing.h"
#include "cmd/query_error.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_INPUT = 16 * 1024 * 1024,
};

/* ---- which issues ---- */

static enum atl_status add_key(struct atl_context *context, struct atl_list *keys, const char *text,
                               struct atl_error *error)
{
    const char *key;
    enum atl_status status = jira_key_parse(context->arena, text, &key, error);
    if (status == ATL_OK) {
        atl_list_add(keys, (void *)(uintptr_t)key);
    }
    return status;
}

static enum atl_status add_keys(struct atl_context *context, struct atl_list *keys,
                                const char *const *texts, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && texts[i] != NULL; i++) {
        status = add_key(context, keys, texts[i], error);
    }
    return status;
}

static enum atl_status add_lines(struct atl_context *context, struct atl_list *keys,
                                 struct atl_error *error)
{
    struct atl_buffer input = {0};
    char **lines;
    enum atl_status status = input_read("-", MOST_INPUT, &input, error);
    if (status == ATL_OK) {
        for (char *at = input.data; at != NULL && *at != '\0'; at++) {
            *at = *at == '\r' ? '\n' : *at;
        }
        size_t count = atl_text_split(context->arena, atl_buffer_text(&input), '\n', &lines);
        for (size_t i = 0; status == ATL_OK && i < count; i++) {
            status = add_key(context, keys, lines[i], error);
            if (status != ATL_OK) {
                atl_error_prefix(error, "standard input");
            }
        }
    }
    atl_buffer_free(&input);
    return status;
}

struct finding {
    struct atl_context *context;
    struct atl_list *keys;
};

static enum atl_status add_found(void *argument, const struct atl_jira_issue *issue,
                                 struct atl_error *error)
{
    struct finding *finding = argument;
    (void)error;
    if (issue->key != NULL) {
        atl_list_add(finding->keys, atl_arena_strdup(finding->context->arena, issue->key));
    }
    return ATL_OK;
}

static enum atl_status add_query(struct atl_context *context, struct atl_http *http,
                                 struct atl_list *keys, const char *jql, struct atl_error *error)
{
    static const char *const no_fields[] = {"key", NULL};
    struct finding finding = {context, keys};
    struct atl_jira_search_result result;
    const struct atl_jira_search search = {.http = http,
                                           .jql = jql,
                                           .fields = no_fields,
                                           .limit = INT64_MAX,
                                           .on_issue = add_found,
                                           .context = &finding};
    enum atl_status status = atl_jira_search(&search, &result, error);
    if (status != ATL_OK) {
        query_error_explain(ATL_QUERY_JQL, jql, error);
    }
    return status;
}

/* Each once, in the order in which they came. */
static void keep(struct atl_context *context, const struct atl_list *keys,
                 struct jira_issue_moves *moves)
{
    const char **sorted = atl_arena_alloc(context->arena, (keys->count + 1) * sizeof *sorted);
    bool *seen = atl_arena_alloc(context->arena, keys->count + 1);
    for (size_t i = 0; i < keys->count; i++) {
        sorted[i] = keys->items[i];
    }
    qsort(sorted, keys->count, sizeof *sorted, atl_text_compare);
    moves->moves = atl_arena_alloc(context->arena, (keys->count + 1) * sizeof *moves->moves);
    for (size_t i = 0; i < keys->count; i++) {
        const char *key = keys->items[i];
        /* The first of its like: the others find its place taken. */
        const char **place = bsearch(&key, sorted, keys->count, sizeof *sorted, atl_text_compare);
        while (place > sorted && strcmp(place[-1], key) == 0) {
            place--;
        }
        if (!seen[place - sorted]) {
            seen[place - sorted] = true;
            moves->moves[moves->count++].key = key;
        }
    }
}

enum atl_status jira_issue_moves_read(struct atl_context *context, struct atl_http *http,
                                      struct jira_issue_moves *moves, struct atl_error *error)
{
    const char *jql = atl_option_text(context, "jql");
    struct atl_list keys = {0};
    bool from_stdin = atl_option_flag(context, "stdin");
    *moves = (struct jira_issue_moves){.unnamed = jql != NULL || from_stdin};
    enum atl_status status =
        add_keys(context, &keys, atl_argument_list(context, "ISSUE", NULL), error);
    if (status == ATL_OK) {
        status = add_keys(context, &keys, atl_option_list(context, "issues", NULL), error);
    }
    if (status == ATL_OK && from_stdin) {
        status = add_lines(context, &keys, error);
    }
    if (status == ATL_OK && jql != NULL) {
        status = add_query(context, http, &keys, jql, error);
    }
    if (status == ATL_OK && keys.count == 0 && jql == NULL) {
        status = atl_fail(error, ATL_USAGE, "no issues are named");
        atl_hint(error, "name them as arguments, or with --issues, --jql or --stdin");
    }
    if (status == ATL_OK) {
        keep(context, &keys, moves);
    }
    atl_list_free(&keys);
    return status;
}

/* ---- what became of them ---- */

static void add_progress(void *progress, size_t count)
{
    atl_progress_add(progress, (int64_t)count);
}

/* The error of one issue is told as it is; of several, how many and each reason once. */
static enum atl_status fail(const struct jira_issue_moves *moves, size_t failed,
                            struct atl_error *error)
{
    enum atl_status status = moves->count == 1 ? moves->moves[0].status : ATL_PARTIAL;
    if (moves->count == 1) {
        *error = *moves->moves[0].error;
        atl_error_prefix(error, "%s", moves->moves[0].key);
        return status;
    }
    atl_fail(error, status, "%zu of %zu issues couldn't be moved", failed, moves->count);
    for (size_t i = 0; i < moves->count; i++) {
        if (moves->moves[i].error != NULL) {
            atl_hint(error, "%s: %s", moves->moves[i].key, moves->moves[i].error->message);
        }
    }
    return status;
}

static void say_missing(struct atl_jira_move *move)
{
    if (move->error != NULL && jira_is_missing_issue(move->key, move->status, move->error)) {
        move->status = atl_fail(move->error, ATL_NOT_FOUND,
                                "there is no such issue, or it isn't visible to you");
    }
}

enum atl_status jira_issue_moves_do(struct atl_context *context, struct atl_http *http,
                                    struct atl_jira_moving *moving,
                                    const struct jira_issue_moves *moves, size_t *moved,
                                    struct atl_error *error)
{
    struct atl_progress *progress =
        atl_progress_open(context, "Moving issues", (int64_t)moves->count);
    moving->on_moved = add_progress;
    moving->context = progress;
    enum atl_status status =
        atl_jira_move_issues(http, context->arena, moving, moves->moves, moves->count, error);
    atl_progress_close(progress);
    *moved = 0;
    size_t failed = 0;
    for (size_t i = 0; i < moves->count; i++) {
        say_missing(&moves->moves[i]);
        *moved += moves->moves[i].status == ATL_OK ? 1 : 0;
        failed += moves->moves[i].error != NULL ? 1 : 0;
    }
    if (status != ATL_OK && *moved > 0) {
        atl_hint(error, "%zu of %zu issues were moved; run it again for all of them", *moved,
                 moves->count);
    } else if (status == ATL_NETWORK) {
        atl_hint(error, "some may have been moved; run it again for all of them");
    }
    return status == ATL_OK && failed > 0 ? fail(moves, failed, error) : status;
}

static cJSON *describe(const struct jira_issue_moves *moves, const char *target, bool dry_run)
{
    cJSON *object = cJSON_CreateObject();
    cJSON *moved = cJSON_AddArrayToObject(object, "issues");
    cJSON *failed = NULL;
    atl_json_set_text(object, "target", target);
    atl_json_set_bool(object, "dryRun", dry_run);
    for (size_t i = 0; i < moves->count; i++) {
        const struct atl_jira_move *move = &moves->moves[i];
        if (dry_run || move->status == ATL_OK) {
            cJSON_AddItemToArray(moved, cJSON_CreateString(move->key));
        } else if (move->error != NULL) {
            failed = failed == NULL ? cJSON_AddArrayToObject(object, "failed") : failed;
            cJSON *item = cJSON_CreateObject();
            atl_json_set_text(item, "key", move->key);
            atl_json_set_text(item, "error", move->error->message);
            cJSON_AddItemToArray(failed, item);
        }
    }
    return object;
}

enum atl_status jira_issue_moves_run(struct atl_context *context, struct atl_http *http,
                                     struct atl_jira_moving *moving,
                                     const struct jira_issue_moves *moves, const char *done,
                                     const char *target, struct atl_error *error)
{
    bool dry_run = atl_option_flag(context, "dry-run");
    struct atl_error failure;
    enum atl_status status = ATL_OK;
    size_t moved = moves->count;
    if (!dry_run && moves->unnamed && moves->count > 0) {
        status = atl_prompt_confirm(
            context,
            atl_arena_printf(context->arena, "%zu issue%s would be %s %s. Go on?", moves->count,
                             moves->count == 1 ? "" : "s", done, target),
            error);
    }
    if (status != ATL_OK) {
        return status;
    }
    if (!dry_run) {
        status = jira_issue_moves_do(context, http, moving, moves, &moved, &failure);
    }
    if (status != ATL_OK && status != ATL_PARTIAL) {
        *error = failure;
        return status;
    }
    cJSON *object = describe(moves, target, dry_run);
    enum atl_status printed = atl_output_message(
        context->output, object, error, "%zu issue%s %s %s %s", moved, moved == 1 ? "" : "s",
        dry_run      ? "would be"
        : moved == 1 ? "was"
                     : "were",
        done, target);
    cJSON_Delete(object);
    if (printed == ATL_OK && status != ATL_OK) {
        *error = failure;
        return status;
    }
    return printed;
}
