#include "cmd/jira/worklog/timers.h"

#include "atlcli/clock.h"
#include "atlcli/config.h"
#include "atlcli/json.h"
#include "atlcli/text.h"
#include "cmd/jira/key.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    MOST_BYTES = 1024 * 1024, /* of a file */
};

static const char ending[] = ".json";

/* ---- where they are ---- */

/* Of an account without a profile, "@" and the site with what no file name may hold replaced. */
static const char *account_name(struct atl_context *context)
{
    const struct atl_account *account = context->account;
    if (atl_account_profile(account) != NULL) {
        return account->profile;
    }
    char *name = atl_arena_printf(context->arena, "@%s", account->site);
    for (char *at = name; *at != '\0'; at++) {
        *at = strchr("/:?#\\", *at) == NULL ? *at : '_';
    }
    return name;
}

static enum atl_status find_directory(struct atl_context *context, const char **directory,
                                      struct atl_error *error)
{
    const char *configuration;
    enum atl_status status = atl_require_account(context, error);
    if (status == ATL_OK) {
        status = atl_config_directory(context->arena, &configuration, error);
    }
    if (status == ATL_OK) {
        *directory =
            atl_path_join(context->arena, atl_path_join(context->arena, configuration, "timers"),
                          account_name(context));
    }
    return status;
}

static enum atl_status find_file(struct atl_context *context, const char *key, const char **path,
                                 struct atl_error *error)
{
    const char *directory;
    enum atl_status status = find_directory(context, &directory, error);
    if (status == ATL_OK) {
        *path = atl_path_join(context->arena, directory,
                              atl_arena_printf(context->arena, "%s%s", key, ending));
    }
    return status;
}

enum atl_status jira_timers_lock(struct atl_context *context, struct atl_file_lock *lock,
                                 struct atl_error *error)
{
    const char *directory;
    enum atl_status status = find_directory(context, &directory, error);
    lock->descriptor = -1;
    if (status == ATL_OK) {
        status = atl_directory_ensure(directory, 0700, error);
    }
    return status == ATL_OK
               ? atl_file_lock(lock, atl_path_join(context->arena, directory, "lock"), 0600, error)
               : status;
}

void jira_timers_unlock(struct atl_file_lock *lock)
{
    atl_file_unlock(lock);
}

/* ---- reading ---- */

static int64_t read_time(const cJSON *json, const char *name)
{
    int64_t wall_ms;
    return atl_clock_parse_iso8601(atl_json_text(json, name, NULL), &wall_ms) ? wall_ms : -1;
}

enum atl_status jira_timer_read(struct atl_context *context, const char *path,
                                struct jira_timer *timer, struct atl_error *error)
{
    struct atl_buffer text = {0};
    cJSON *json = NULL;
    const char *key = NULL;
    enum atl_status status = atl_file_read(path, MOST_BYTES, &text, error);
    if (status == ATL_OK) {
        status = atl_json_parse(atl_buffer_text(&text), text.length, path, &json, error);
    }
    atl_buffer_free(&text);
    if (status != ATL_OK) {
        return status;
    }
    atl_json_keep(context->arena, json);
    *timer = (struct jira_timer){
        .summary = atl_json_text(json, "summary", ""),
        .site = atl_json_text(json, "site", ""),
        .comment = atl_json_text(json, "comment", NULL),
        .started_ms = read_time(json, "started"),
        .stopped_ms = read_time(json, "stopped"),
        .sent_ms = read_time(json, "sent"),
        .sent_seconds = atl_json_integer(json, "sentSeconds", -1),
    };
    status = jira_key_parse(context->arena, atl_json_text(json, "key", ""), &key, NULL);
    timer->key = key;
    if (status != ATL_OK || timer->started_ms < 0) {
        atl_fail(error, ATL_FAILED, "%s is no timer", path);
        atl_hint(error, "remove the file if nothing in it is needed any more");
        return ATL_FAILED;
    }
    return ATL_OK;
}

/* The names of the files there are, sorted; none when the directory isn't there. */
static enum atl_status list_files(struct atl_context *context, const char *directory,
                                  struct atl_list *names, struct atl_error *error)
{
    DIR *open = opendir(directory);
    if (open == NULL) {
        return errno == ENOENT
                   ? ATL_OK
                   : atl_fail(error, ATL_FAILED, "cannot read %s: %s", directory, strerror(errno));
    }
    for (const struct dirent *entry = readdir(open); entry != NULL; entry = readdir(open)) {
        if (entry->d_name[0] != '.' && atl_text_ends_with(entry->d_name, ending)) {
            atl_list_add(names, atl_arena_strdup(context->arena, entry->d_name));
        }
    }
    closedir(open);
    if (names->count > 0) {
        qsort(names->items, names->count, sizeof *names->items, atl_text_compare);
    }
    return ATL_OK;
}

enum atl_status jira_timers_read(struct atl_context *context, struct jira_timers *timers,
                                 struct atl_error *error)
{
    const char *directory;
    struct atl_list names = {0};
    *timers = (struct jira_timers){0};
    enum atl_status status = find_directory(context, &directory, error);
    if (status == ATL_OK) {
        status = list_files(context, directory, &names, error);
    }
    timers->timers = atl_arena_alloc(context->arena, (names.count + 1) * sizeof *timers->timers);
    for (size_t i = 0; status == ATL_OK && i < names.count; i++) {
        status = jira_timer_read(context, atl_path_join(context->arena, directory, names.items[i]),
                                 &timers->timers[timers->count++], error);
    }
    atl_list_free(&names);
    return status;
}

/* ---- writing ---- */

static void add_time(struct atl_context *context, cJSON *json, const char *name, int64_t wall_ms)
{
    if (wall_ms >= 0) {
        atl_json_set_text(json, name, atl_clock_format_iso8601(context->arena, wall_ms));
    }
}

enum atl_status jira_timer_write(struct atl_context *context, const struct jira_timer *timer,
                                 struct atl_error *error)
{
    const char *path;
    cJSON *json = cJSON_CreateObject();
    atl_json_set_text(json, "key", timer->key);
    atl_json_set_text(json, "summary", timer->summary);
    atl_json_set_text(json, "site", timer->site);
    add_time(context, json, "started", timer->started_ms);
    add_time(context, json, "stopped", timer->stopped_ms);
    atl_json_set_text(json, "comment", timer->comment);
    if (timer->sent_ms >= 0) {
        add_time(context, json, "sent", timer->sent_ms);
        cJSON_AddNumberToObject(json, "sentSeconds", (double)timer->sent_seconds);
    }
    char *text = atl_json_print(json, true);
    enum atl_status status = find_file(context, timer->key, &path, error);
    if (status == ATL_OK) {
        status = atl_file_write_atomic(path, text, strlen(text), 0600, error);
    }
    free(text);
    cJSON_Delete(json);
    return status;
}

enum atl_status jira_timer_remove(struct atl_context *context, const struct jira_timer *timer,
                                  struct atl_error *error)
{
    const char *path;
    enum atl_status status = find_file(context, timer->key, &path, error);
    if (status == ATL_OK && unlink(path) != 0 && errno != ENOENT) {
        status = atl_fail(error, ATL_FAILED, "cannot remove %s: %s", path, strerror(errno));
    }
    return status;
}
