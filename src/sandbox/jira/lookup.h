/*
 * What requests name: projects, people, teams, and rows by their id. Things of projects that are
 * hidden (see server/faults.h) aren't there.
 */
#ifndef SANDBOX_JIRA_LOOKUP_H
#define SANDBOX_JIRA_LOOKUP_H

#include "sandbox/jira/output.h"

/* ---- projects ---- */

/* By key, in any case, or id; -1 when there is none. */
int64_t lookup_project(struct sandbox *sandbox, const char *key_or_id);
/* The project that a segment of the request's path names. False: the reply is a 404. */
bool lookup_project_of_path(struct request *request, size_t segment, int64_t *project);
void lookup_reply_no_project(struct reply *reply, const char *key_or_id);
bool lookup_shows_project(struct sandbox *sandbox, int64_t project);
/* True for a project where what may be done is less (see server/faults.h). */
bool lookup_guards_project(struct sandbox *sandbox, int64_t project);

/* Appends " AND …" that leaves hidden projects out; `column` holds a project's key. */
void lookup_add_visible(struct request *request, struct sql *sql, const char *column);

/* ---- people and teams ---- */

/* By account id (Cloud), by name or key (Data Center); -1 when there is none. */
int64_t lookup_person(struct sandbox *sandbox, const char *identity);
/* From {"accountId": …} or {"id": …} on Cloud, {"name": …} or {"key": …} on Data Center. */
int64_t lookup_person_in(struct sandbox *sandbox, const cJSON *object);
/* By id (Cloud) or name. */
int64_t lookup_team(struct sandbox *sandbox, const char *name_or_id);

/* ---- rows ---- */

/*
 * `select` gives the row's id for an id ("SELECT id FROM version WHERE id = ?"). False, with a 404
 * that has the message, when the segment of the path is no number, or there is no such row.
 */
bool lookup_row_of_path(struct request *request, size_t segment, const char *select, int64_t *id,
                        const char *format, ...) ATL_PRINTF(5, 6);

/* A whole number, given as such or as text; -1 when it is neither. */
int64_t lookup_id_in_json(const cJSON *value);
/* A parameter with the id of a row: -1 when it isn't given, INT64_MAX when it is no number. */
int64_t lookup_id_parameter(const struct request *request, const char *name);

/* True when the parameter, a list, holds the word: ?expand=lead,description */
bool lookup_asks_for(struct request *request, const char *parameter, const char *word);

/* The column that an orderBy such as "-name" means, with its direction; NULL when not one of them.
 */
struct lookup_order {
    const char *name;
    const char *column;
};
const char *lookup_order(struct request *request, const struct lookup_order *orders, size_t count,
                         const char *usual);

/* "%text%" for LIKE … ESCAPE '\', whatever is in the text. In the arena. */
const char *lookup_like(struct atl_arena *arena, const char *text);

#endif
