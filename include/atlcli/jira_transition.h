/*
 * Jira: from one status to another. An issue's workflow decides which transitions there are from
 * where it stands; each has a name, leads to a status, and may show a screen with fields. To be
 * used inside atl_loop_run; texts and trees are in the arena of the call.
 */
#ifndef ATLCLI_JIRA_TRANSITION_H
#define ATLCLI_JIRA_TRANSITION_H

#include "atlcli/jira.h"

/* Where an issue stands. */
struct atl_jira_standing {
    const char *key; /* as it is now: a moved issue answers to its former key, too */
    const char *id;
    const char *status;
    const char *status_id;
    const char *project; /* key */
    const char *type;    /* name */
    const char *type_id;
};

/* GET issue/{key} with the few fields needed. */
enum atl_status atl_jira_standing(struct atl_http *http, struct atl_arena *arena, const char *key,
                                  struct atl_jira_standing *standing, struct atl_error *error);

struct atl_jira_transition {
    const char *id;
    const char *name; /* "Start progress" */
    const char *to;   /* the status it leads to: "In Progress" */
    const char *to_id;
    const char *to_category; /* "new", "indeterminate", "done"; NULL when the server doesn't say */
    const cJSON *fields;     /* those of its screen by id, for atl_jira_fields_read; may be empty */
    bool no_screen; /* Jira reads neither fields nor a comment; Data Center doesn't say whether */
};

struct atl_jira_transitions {
    struct atl_jira_transition *items; /* in the workflow's order */
    size_t count;
};

/* Those the account may make now: GET issue/{key}/transitions?expand=transitions.fields. */
enum atl_status atl_jira_transitions(struct atl_http *http, struct atl_arena *arena,
                                     const char *key, struct atl_jira_transitions *transitions,
                                     struct atl_error *error);

/* Both at once. */
enum atl_status atl_jira_transitions_from(struct atl_http *http, struct atl_arena *arena,
                                          const char *key, struct atl_jira_standing *standing,
                                          struct atl_jira_transitions *transitions,
                                          struct atl_error *error);

/*
 * The transition that `to` means: a status, a transition's name (letters in any case) or its id.
 * One that has both names goes before the others, and so does the same spelling. ATL_USAGE when
 * several are left (the hints list them), ATL_FAILED when there is none: the hints say what is
 * possible from here. `standing` may be NULL. Asks no server.
 */
enum atl_status atl_jira_transition_choose(const struct atl_jira_standing *standing,
                                           const struct atl_jira_transitions *transitions,
                                           const char *to,
                                           const struct atl_jira_transition **chosen,
                                           struct atl_error *error);

/*
 * For a choice that found none: adds hints to the error. Says when the type has no such
 * status (GET project/{key}/statuses), or else which status on the way leads there in two steps.
 * That is known from other issues of the same project and type: one search for each status that
 * can be reached now, six at most. What can't be found out is left unsaid.
 */
void atl_jira_transition_explain(struct atl_http *http, const struct atl_jira_standing *standing,
                                 const struct atl_jira_transitions *transitions, const char *to,
                                 struct atl_error *error);

/*
 * The value of the field "resolution" for a resolution by name, as the transition's screen offers
 * it; the caller deletes it. ATL_USAGE when the transition doesn't ask for one, or not for this
 * one.
 */
enum atl_status atl_jira_transition_resolution(const struct atl_jira_transition *transition,
                                               const char *name, cJSON **value,
                                               struct atl_error *error);

/*
 * Adds a hint for each field that the transition requires and `fields` (by id; may be NULL) doesn't
 * have, with the values it allows. Returns how many there are. A field that the issue has a value
 * for already needn't be given, so this alone is no reason not to try.
 */
size_t atl_jira_transition_hint_missing(const struct atl_jira_transition *transition,
                                        const cJSON *fields, struct atl_error *error);

/*
 * Makes a transition: POST issue/{key}/transitions. `fields` (values by id) and `comment` (rich
 * text: ADF on Cloud, wiki markup on Data Center) may be NULL; the caller keeps them. A refusal has
 * the hints of atl_jira_transition_hint_missing. When the outcome isn't known, the status
 * decides; it is repeated only when the server itself failed and the issue hasn't moved. What is
 * then still open is ATL_UNKNOWN_OUTCOME.
 *
 * The comment goes along, as a workflow may demand it, unless there is no screen. As Jira leaves it
 * out without a word where the transition has none, it is looked for afterwards, and added by
 * itself when it isn't there (atl_jira_comment_add). When that fails the issue has moved already,
 * which the error says.
 */
struct atl_jira_transition_order {
    const char *key;
    const struct atl_jira_transition *transition;
    const cJSON *fields;
    const cJSON *comment;
};
enum atl_status atl_jira_transition_make(struct atl_http *http,
                                         const struct atl_jira_transition_order *order,
                                         struct atl_error *error);

#endif
