/*
 * The fields of issues: the system's own, which are a table here, and custom ones, which are rows
 * of the table `field`.
 */
#ifndef SANDBOX_JIRA_FIELDS_H
#define SANDBOX_JIRA_FIELDS_H

#include "sandbox/jira/issues/issue.h"

/* ---- the system's ---- */

struct system_field {
    const char *id; /* and its name in "schema.system" */
    const char *name;
    const char *clause_names; /* for queries, separated by spaces; NULL: not searchable */
    const char *type;         /* NULL: has no schema */
    const char *items;        /* of an array, else NULL */
    bool orderable;           /* may stand on screens */
    bool navigable;           /* among "*navigable" */
    void (*emit)(const struct jira_output *out, const char *key, const struct jira_issue *issue);
};

size_t system_field_count(void);
const struct system_field *system_field_at(size_t index);

/* ---- custom ones ---- */

enum custom_type {
    CUSTOM_NUMBER,
    CUSTOM_TEXT,
    CUSTOM_TEXTAREA,
    CUSTOM_SELECT,
    CUSTOM_MULTISELECT,
    CUSTOM_RADIO,
    CUSTOM_CHECKBOXES,
    CUSTOM_CASCADING,
    CUSTOM_DATE,
    CUSTOM_DATETIME,
    CUSTOM_USER,
    CUSTOM_USERS,
    CUSTOM_LABELS,
    CUSTOM_URL,
    CUSTOM_SPRINT,
    CUSTOM_RANK,
    CUSTOM_EPIC_LINK,
    CUSTOM_EPIC_NAME,
    CUSTOM_TYPE_COUNT,
};

struct custom_kind {
    const char *name; /* in the table `field` */
    const char *schema_type;
    const char *schema_items; /* NULL: no array */
    const char *schema_custom;
    const char *searcher;
    bool multiple;    /* an array of values */
    bool has_options; /* values are ids of options */
};

const struct custom_kind *custom_kind(enum custom_type type);
/* False when there is no such type. */
bool custom_type_find(const char *name, enum custom_type *type);

struct custom_field {
    int64_t id; /* 10016 of customfield_10016 */
    const char *key;
    const char *name;
    enum custom_type type;
};

/* All custom fields by their id; returns their number. In the arena. */
size_t custom_fields_load(struct sandbox *sandbox, struct atl_arena *arena,
                          struct custom_field **fields);

/* The schema of either kind of field, as a member of this name. */
void system_field_emit_schema(struct atl_buffer *json, const char *key,
                              const struct system_field *field);
void custom_field_emit_schema(struct atl_buffer *json, const char *key,
                              const struct custom_field *field);

/* Writes the values of the wanted fields of one issue, each under its key. */
void custom_fields_emit(const struct jira_output *out, const struct jira_issue *issue,
                        const struct custom_field *fields, const bool *wanted, size_t count);

/* ---- whole issues ---- */

enum {
    MOST_SYSTEM_FIELDS = 64,
};

/* Which fields an answer holds. */
struct jira_selection {
    bool system[MOST_SYSTEM_FIELDS];
    struct custom_field *customs; /* all that there are */
    bool *custom;                 /* which of them */
    size_t custom_count;
    bool any_custom;
    bool id_only;   /* nothing but the id */
    bool no_fields; /* id and key, no "fields" */
};

/*
 * From names such as "summary", "*all", "*navigable", "-description", "id", "key". `fallback` is
 * what counts when there are none.
 */
struct jira_selection jira_select(struct request *request, char **names, size_t count,
                                  const char *fallback);

/* The values of a JSON member (an array or a comma-separated text), as an array. */
size_t jira_names_from_json(struct request *request, const cJSON *fields, char ***names);

/*
 * Writes an issue as an element. `more` (may be NULL) adds members after "fields" ("changelog",
 * "transitions" …).
 */
void jira_emit_issue(const struct jira_output *out, const struct jira_issue *issue,
                     const struct jira_selection *selection,
                     void (*more)(const struct jira_output *out, const struct jira_issue *issue,
                                  void *context),
                     void *context);

#endif
