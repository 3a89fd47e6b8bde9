/* Values of Jira's fields as a row shows them. Each returns a new tree; NULL values become null. */
#ifndef CMD_JIRA_VALUE_H
#define CMD_JIRA_VALUE_H

#include "atlcli/json.h"

/*
 * What names the value: of an object its displayName, name, value, title, key or file name, of a
 * link its phrase and the other issue; of a list those of its items; texts and numbers as they are.
 * Texts stay those of `value`.
 */
cJSON *jira_value_name(const cJSON *value);

/* An object's "key". */
cJSON *jira_value_key(const cJSON *value);

/* A date and time in the one form that all output has: ISO 8601 in UTC. */
cJSON *jira_value_time(const cJSON *value);

/* The same, for people: rich text (ADF) as plain text, objects by name. */
cJSON *jira_value_text(const cJSON *value);

/* Of the field "timetracking", for people: "2d estimated, 3h logged, 1d 5h left". */
cJSON *jira_value_estimates(const cJSON *tracking);

/* The value as it is. */
cJSON *jira_value_copy(const cJSON *value);

#endif
