/*
 * The fields that an issue can be given: what they are called, of what type they are, which values
 * they take; and text as people write it turned into the value that a field's schema wants.
 *
 *     struct atl_jira_fields fields;
 *     status = atl_jira_edit_fields(http, arena, "ATL-1", &fields, error);
 *     status = atl_jira_fields_get(&fields, "Story Points", &field, error);
 *     status = atl_jira_field_value(&writing, field, "5", &value, error);
 *
 * To be used inside atl_loop_run. All texts and allowed values live in the arena of the call that
 * filled them in.
 */
#ifndef ATLCLI_JIRA_FIELD_H
#define ATLCLI_JIRA_FIELD_H

#include "atlcli/error.h"
#include "atlcli/http.h"
#include "atlcli/json.h"
#include "atlcli/memory.h"

#include <stdbool.h>
#include <stddef.h>

/* One field as the server describes it. Members it doesn't give are NULL. */
struct atl_jira_field {
    const char *id;     /* "summary", "customfield_10016" */
    const char *name;   /* as people see it: "Story Points" */
    const char *type;   /* schema.type: "string", "number", "array", "option-with-child", … */
    const char *items;  /* schema.items, of arrays: "string", "version", … */
    const char *custom; /* schema.custom, of a site's own fields: "…customfieldtypes:textarea" */
    const char *system; /* schema.system, of the others: "description" */
    const cJSON *allowed; /* allowedValues; of cascades each with its "children" */
    bool required;
    bool has_default; /* may be left out though it is required */
};

struct atl_jira_fields {
    struct atl_jira_field *fields;
    size_t count;
    const char
        *of; /* what they are the fields of, for errors: "ATL, Bug", "ATL-1"; NULL: the site */
    /* What atl_jira_create_fields found; NULL from the other functions. */
    const char *project;   /* key */
    const char *type_id;   /* issue type */
    const char *type_name; /* as the site writes it */
    bool is_subtask;
};

/*
 * The fields that an issue of that project and type can be created with: GET
 * issue/createmeta/{project}/issuetypes and …/{type}. The project by key, id or name, the type by
 * name (in any case) or id. ATL_NOT_FOUND for an unknown project; ATL_USAGE for an unknown type,
 * and for NULL: the hints name the project's types.
 */
enum atl_status atl_jira_create_fields(struct atl_http *http, struct atl_arena *arena,
                                       const char *project, const char *type,
                                       struct atl_jira_fields *fields, struct atl_error *error);

/* The fields that can be changed in an issue: GET issue/{key}/editmeta. */
enum atl_status atl_jira_edit_fields(struct atl_http *http, struct atl_arena *arena,
                                     const char *key, struct atl_jira_fields *fields,
                                     struct atl_error *error);

/* Every field of the site, whether an issue has it or not: GET field. `of` is NULL. */
enum atl_status atl_jira_site_fields(struct atl_http *http, struct atl_arena *arena,
                                     struct atl_jira_fields *fields, struct atl_error *error);

/* One of them by its name, as people see it, or by its id. Errors as of atl_jira_find_field. */
enum atl_status atl_jira_field_named(const struct atl_jira_fields *fields, const char *name,
                                     const struct atl_jira_field **field, struct atl_error *error);

/*
 * Reads the "fields" object of editmeta or of a transition (or the array that createmeta gives).
 * `object` (NULL: no fields) and `of` must outlive the fields.
 */
void atl_jira_fields_read(struct atl_arena *arena, const cJSON *object, const char *of,
                          struct atl_jira_fields *fields);

/*
 * Finds a field by its id ("customfield_10016", "cf[10016]") or its name as people see it, in any
 * case. Where issues have no parent, "parent" is the field for the epic that they belong to (Data
 * Center). ATL_USAGE for an unknown one, with the name that was probably meant, and when several
 * have the name: the hints list them.
 */
enum atl_status atl_jira_fields_get(const struct atl_jira_fields *fields, const char *name,
                                    const struct atl_jira_field **field, struct atl_error *error);

/*
 * Adds what follows from the other values: the short name that Data Center wants epics to have is
 * the summary, unless it is given. `values` is an object by field id.
 */
void atl_jira_fields_complete(const struct atl_jira_fields *fields, cJSON *values);

/* Whether an issue can't be created without a value for it: Jira has none of its own. */
bool atl_jira_field_must_be_given(const struct atl_jira_field *field);

/*
 * ATL_USAGE when a field that must be given gets no value from `values`, an object by
 * field id: the message names them all, the hints what they take.
 */
enum atl_status atl_jira_fields_check_required(const struct atl_jira_fields *fields,
                                               const cJSON *values, struct atl_error *error);

/* Whether its text is rich: ADF on Cloud, wiki markup on Data Center. */
bool atl_jira_field_is_rich_text(const struct atl_jira_field *field);

/*
 * Whether its values are asked of the site one by one (people, sprints): who writes many of them
 * does well to keep each.
 */
bool atl_jira_field_is_looked_up(const struct atl_jira_field *field);

/* What writing values takes. */
struct atl_jira_writing {
    struct atl_http *http; /* to look up people and sprints */
    struct atl_arena *arena;
    const char *project; /* key, to look for sprints on its boards; NULL: on all boards */
    /*
     * Turns Markdown into what the deployment takes. The caller deletes the result; NULL is a
     * failure, said in `error`.
     */
    cJSON *(*rich_text)(void *context, struct atl_arena *arena, const char *markdown,
                        struct atl_error *error);
    void *context;
};

/*
 * Text as people write it as the value that the field wants:
 *
 *   string                          as it is; in rich text fields Markdown
 *   number                          5, -0.5, 1e3
 *   date                            2026-01-31, today, tomorrow, +3d, -2w
 *   datetime                        2026-01-31T08:15Z, "2026-01-31 08:15" (local time), a date
 *   user                            e-mail, display name, me, account id or user name; none
 *   option, priority, version, …    the value's name in any case, or its id; none
 *   option-with-child (cascade)     Parent, or Parent > Child
 *   issuelink (parent), epic link   an issue's key; none
 *   timetracking                    1w 2d; 1w 2d / 3d has the remaining estimate as well
 *   sprint                          its id, its name while it isn't closed, active, next; none
 *   array                           several of these: a,b; one whose name holds a comma by itself
 *
 * An empty text clears the field. JSON is taken as it is where the text starts with { or [ and the
 * field isn't a text (in rich text on Cloud: where it is an ADF document); texts in a JSON array
 * are read as above: ["a, b","c"]. Fields of other types take nothing but JSON, and say so.
 *
 * ATL_USAGE for a value that the field doesn't have: the hints say which are allowed. ATL_NOT_FOUND
 * for people and sprints that aren't there. The caller deletes *value.
 */
enum atl_status atl_jira_field_value(const struct atl_jira_writing *writing,
                                     const struct atl_jira_field *field, const char *text,
                                     cJSON **value, struct atl_error *error);

#endif
