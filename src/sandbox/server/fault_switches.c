#include "sandbox/server/fault_switches.h"

#include "sandbox/server/emit.h"

#include "atlcli/memory.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    MOST_MILLISECONDS = 10 * 60 * 1000,
    MOST_SECONDS = 24 * 60 * 60,
    MOST_REQUESTS = 1000 * 1000 * 1000,
    MOST_RATE = 1000 * 1000,
};

static const char *const reset_choices[] = {"before", "after", NULL};
static const char *const body_choices[] = {"truncated", "malformed", "empty",
                                           "html",      "stalled",   NULL};

#define AT(member) offsetof(struct fault_switches, member)

static const struct fault_switch switches_table[] = {
    {FAULT_NUMBER, "latency", "MS", "answer each request after MS milliseconds", AT(latency_ms), 0,
     MOST_MILLISECONDS, 0, NULL},
    {FAULT_NUMBER, "jitter", "MS", "and up to MS more", AT(jitter_ms), 0, MOST_MILLISECONDS, 0,
     NULL},
    {FAULT_NUMBER, "rate-limit", "N", "N requests a second; 429 for those above it", AT(rate_limit),
     0, MOST_RATE, 0, NULL},
    {FAULT_NUMBER, "rate-burst", "N", "and up to N at once after a rest; as many unless given",
     AT(rate_burst), 0, MOST_RATE, 0, NULL},
    {FAULT_NUMBER, "fail-every", "N", "every N-th request fails …", AT(fail_every), 0,
     MOST_REQUESTS, 0, NULL},
    {FAULT_NUMBER, "fail-status", "STATUS", "… with this status; 503 unless given", AT(fail_status),
     400, 599, 503, NULL},
    {FAULT_NUMBER, "retry-after", "S", "… and with a Retry-After header of S seconds",
     AT(retry_after), 0, MOST_SECONDS, -1, NULL},
    {FAULT_NUMBER, "reset-every", "N", "every N-th request gets a connection reset …",
     AT(reset_every), 0, MOST_REQUESTS, 0, NULL},
    {FAULT_CHOICE, "reset-when", "WHEN", "… before (the default) or after it was applied",
     AT(reset_when), 0, 0, RESET_BEFORE, reset_choices},
    {FAULT_NUMBER, "body-every", "N", "every N-th answer's body is …", AT(body_every), 0,
     MOST_REQUESTS, 0, NULL},
    {FAULT_CHOICE, "body-fault", "HOW", "… truncated, malformed, empty, html or stalled",
     AT(body_fault), 0, 0, BODY_TRUNCATED, body_choices},
    {FAULT_NUMBER, "fault-limit", "N", "… no more than N of these three in all", AT(fault_limit), 0,
     MOST_REQUESTS, 0, NULL},
    {FAULT_TARGET, "faults-for", "TARGET", "… the above only for \"[METHOD ]/path/prefix\"",
     AT(only_for), 0, 0, 0, NULL},
    {FAULT_NUMBER, "expire-after", "N", "tokens are good for N more requests, then 401",
     AT(expire_after), 0, MOST_REQUESTS, 0, NULL},
    {FAULT_KEYS, "hidden-project", "KEY,...", "no permission to see these projects",
     AT(hidden_projects), 0, 0, 0, NULL},
    {FAULT_KEYS, "hidden-space", "KEY,...", "no permission to see these spaces", AT(hidden_spaces),
     0, 0, 0, NULL},
    {FAULT_KEYS, "guarded-project", "KEY,...",
     "no permission to assign, link or manage watchers in these", AT(guarded_projects), 0, 0, 0,
     NULL},
    {FAULT_FLAG, "bulk-forbidden", NULL, "403 for Jira's bulk operations", AT(bulk_forbidden), 0, 0,
     0, NULL},
    {FAULT_NUMBER, "search-lag", "MS", "searches see changes MS milliseconds late",
     AT(search_lag_ms), 0, MOST_MILLISECONDS, 0, NULL},
    {FAULT_FLAG, "download-redirect", NULL, "downloads come from another port (always on Cloud)",
     AT(download_redirect), 0, 0, 0, NULL},
    {FAULT_FLAG, "archive-singly", NULL, "pages are archived one at a time, as below Premium",
     AT(archive_singly), 0, 0, 0, NULL},
    {FAULT_NUMBER, "long-task", "MS", "Confluence's long tasks take MS milliseconds more",
     AT(long_task_ms), 0, MOST_MILLISECONDS, 0, NULL},
};

#undef AT

size_t fault_switch_count(void)
{
    return sizeof switches_table / sizeof *switches_table;
}

const struct fault_switch *fault_switch_at(size_t index)
{
    return &switches_table[index];
}

const struct fault_switch *fault_switch_find(const char *name)
{
    for (size_t i = 0; i < fault_switch_count(); i++) {
        if (strcmp(switches_table[i].name, name) == 0) {
            return &switches_table[i];
        }
    }
    return NULL;
}

/* ---- where a value is kept ---- */

static bool *flag_of(const struct fault_switch *entry, const struct fault_switches *switches)
{
    return (bool *)((char *)(uintptr_t)switches + entry->offset);
}

static int64_t *number_of(const struct fault_switch *entry, const struct fault_switches *switches)
{
    return (int64_t *)(void *)((char *)(uintptr_t)switches + entry->offset);
}

static char **text_of(const struct fault_switch *entry, const struct fault_switches *switches)
{
    return (char **)(void *)((char *)(uintptr_t)switches + entry->offset);
}

static bool is_text(const struct fault_switch *entry)
{
    return entry->kind == FAULT_TARGET || entry->kind == FAULT_KEYS;
}

void fault_switches_init(struct fault_switches *switches)
{
    *switches = (struct fault_switches){0};
    for (size_t i = 0; i < fault_switch_count(); i++) {
        if (switches_table[i].kind == FAULT_NUMBER) {
            *number_of(&switches_table[i], switches) = switches_table[i].standard;
        }
    }
}

void fault_switches_free(struct fault_switches *switches)
{
    for (size_t i = 0; i < fault_switch_count(); i++) {
        if (is_text(&switches_table[i])) {
            free(*text_of(&switches_table[i], switches));
        }
    }
    fault_switches_init(switches);
}

void fault_switches_copy(struct fault_switches *copy, const struct fault_switches *switches)
{
    *copy = *switches;
    for (size_t i = 0; i < fault_switch_count(); i++) {
        if (is_text(&switches_table[i])) {
            char **text = text_of(&switches_table[i], copy);
            *text = *text == NULL ? NULL : atl_strdup(*text);
        }
    }
}

/* ---- setting one ---- */

static enum atl_status set_number(const struct fault_switch *entry, int64_t *number,
                                  const char *value, struct atl_error *error)
{
    if (atl_text_to_integer(value, entry->minimum, entry->maximum, number)) {
        return ATL_OK;
    }
    return atl_fail(error, ATL_USAGE,
                    "wants a whole number from %" PRId64 " to %" PRId64 ", not '%s'",
                    entry->minimum, entry->maximum, value);
}

static enum atl_status set_choice(const struct fault_switch *entry, int64_t *index,
                                  const char *value, struct atl_error *error)
{
    struct atl_buffer names = {0};
    for (size_t i = 0; entry->choices[i] != NULL; i++) {
        if (strcmp(entry->choices[i], value) == 0) {
            *index = (int64_t)i;
            atl_buffer_free(&names);
            return ATL_OK;
        }
        const char *separator = entry->choices[i + 1] == NULL ? " or " : ", ";
        atl_buffer_printf(&names, "%s%s", i == 0 ? "" : separator, entry->choices[i]);
    }
    enum atl_status status =
        atl_fail(error, ATL_USAGE, "wants %s, not '%s'", atl_buffer_text(&names), value);
    atl_buffer_free(&names);
    return status;
}

static enum atl_status set_flag(bool *flag, const char *value, struct atl_error *error)
{
    *flag = strcmp(value, "true") == 0;
    if (*flag || strcmp(value, "false") == 0) {
        return ATL_OK;
    }
    return atl_fail(error, ATL_USAGE, "wants true or false, not '%s'", value);
}

static bool is_target(const char *text)
{
    size_t method = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return text[0] == '/' || (method > 0 && text[method] == ' ' && text[method + 1] == '/');
}

static bool is_list_of_keys(const char *text)
{
    return text[0] != ',' && strstr(text, ",,") == NULL && !atl_text_ends_with(text, ",") &&
           strpbrk(text, " \t\"'/") == NULL;
}

static enum atl_status set_text(const struct fault_switch *entry, char **text, const char *value,
                                struct atl_error *error)
{
    bool is_empty = value[0] == '\0';
    if (!is_empty && entry->kind == FAULT_TARGET && !is_target(value)) {
        return atl_fail(error, ATL_USAGE,
                        "wants a path such as /rest/api/3/issue, maybe with a method before it, "
                        "not '%s'",
                        value);
    }
    if (!is_empty && entry->kind == FAULT_KEYS && !is_list_of_keys(value)) {
        return atl_fail(error, ATL_USAGE, "wants keys separated by commas, not '%s'", value);
    }
    free(*text);
    *text = is_empty ? NULL : atl_strdup(value);
    return ATL_OK;
}

enum atl_status fault_switch_set(const struct fault_switch *entry, struct fault_switches *switches,
                                 const char *value, struct atl_error *error)
{
    switch (entry->kind) {
    case FAULT_FLAG:
        return set_flag(flag_of(entry, switches), value == NULL ? "false" : value, error);
    case FAULT_NUMBER:
    case FAULT_CHOICE:
        if (value == NULL) {
            *number_of(entry, switches) = entry->standard;
            return ATL_OK;
        }
        return entry->kind == FAULT_NUMBER
                   ? set_number(entry, number_of(entry, switches), value, error)
                   : set_choice(entry, number_of(entry, switches), value, error);
    case FAULT_TARGET:
    case FAULT_KEYS:
        return set_text(entry, text_of(entry, switches), value == NULL ? "" : value, error);
    }
    return ATL_OK;
}

/* ---- showing them ---- */

static void emit_keys(struct atl_buffer *json, const char *name, const char *keys)
{
    struct atl_arena arena = {0};
    char **parts = NULL;
    size_t count = keys == NULL ? 0 : atl_text_split(&arena, keys, ',', &parts);
    emit_array(json, name);
    for (size_t i = 0; i < count; i++) {
        emit_text(json, NULL, parts[i]);
    }
    emit_array_end(json);
    atl_arena_free(&arena);
}

void fault_switches_emit(struct atl_buffer *json, const struct fault_switches *switches)
{
    for (size_t i = 0; i < fault_switch_count(); i++) {
        const struct fault_switch *entry = &switches_table[i];
        switch (entry->kind) {
        case FAULT_FLAG:
            emit_bool(json, entry->name, *flag_of(entry, switches));
            break;
        case FAULT_NUMBER:
            if (*number_of(entry, switches) < entry->minimum) {
                emit_null(json, entry->name);
            } else {
                emit_integer(json, entry->name, *number_of(entry, switches));
            }
            break;
        case FAULT_CHOICE:
            emit_text(json, entry->name, entry->choices[*number_of(entry, switches)]);
            break;
        case FAULT_TARGET:
            emit_text(json, entry->name, *text_of(entry, switches));
            break;
        case FAULT_KEYS:
            emit_keys(json, entry->name, *text_of(entry, switches));
            break;
        }
    }
}

bool fault_switch_has_key(const char *keys, const char *key)
{
    size_t length = strlen(key);
    for (const char *at = keys; at != NULL && *at != '\0';) {
        size_t part = strcspn(at, ",");
        if (part == length && strncasecmp(at, key, length) == 0) {
            return true;
        }
        at += part + (at[part] == ',');
    }
    return false;
}
