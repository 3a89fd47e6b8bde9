#include "cmd/jira/sprint_text.h"

#include "atlcli/text.h"

#include <stdlib.h>
#include <string.h>

static const char beginning[] = "com.atlassian.greenhopper.service.sprint.Sprint@";

static const char *const keys[] = {
    "activatedDate", "autoStartStop", "completeDate",
    "endDate",       "goal",          "id",
    "name",          "rapidViewId",   "incompleteIssuesDestinationId",
    "sequence",      "startDate",     "state",
    "synced"};

/* Length of "KEY=" at a place where one may begin; 0: there is none. */
static size_t key_length(const char *at)
{
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        size_t length = strlen(keys[i]);
        if (strncmp(at, keys[i], length) == 0 && at[length] == '=') {
            return length + 1;
        }
    }
    return 0;
}

/* Up to the comma before the next key, or the bracket at the end. */
static size_t value_length(const char *value, const char *end)
{
    const char *comma = memchr(value, ',', (size_t)(end - value));
    while (comma != NULL && key_length(comma + 1) == 0) {
        comma = memchr(comma + 1, ',', (size_t)(end - comma) - 1);
    }
    return (size_t)((comma != NULL ? comma : end) - value);
}

static bool is_key(const char *at, const char *key)
{
    size_t length = strlen(key);
    return strncmp(at, key, length) == 0 && at[length] == '=';
}

static void take(const char *at, const char *value, size_t length, struct jira_sprint_text *sprint)
{
    if (is_key(at, "name")) {
        sprint->name = value;
        sprint->name_length = length;
    } else if (is_key(at, "id")) {
        sprint->id = strtoll(value, NULL, 10);
    } else if (is_key(at, "state")) {
        sprint->closed = strncmp(value, "CLOSED", strlen("CLOSED")) == 0;
    }
}

bool jira_sprint_text_read(const char *text, struct jira_sprint_text *sprint)
{
    *sprint = (struct jira_sprint_text){0};
    const char *at = strchr(text, '[');
    const char *end = strrchr(text, ']');
    if (!atl_text_starts_with(text, beginning) || at == NULL || end == NULL || end < at) {
        return false;
    }
    while (at < end) {
        size_t key = key_length(at + 1);
        size_t length = 0;
        if (key != 0) {
            length = value_length(at + 1 + key, end);
            take(at + 1, at + 1 + key, length, sprint);
        }
        at += 1 + key + length;
    }
    return sprint->name != NULL && sprint->id > 0;
}
