/*
 * What the endpoints of Confluence's REST v1 have in common: Data Center's API, and what Cloud has
 * kept of it.
 */
#ifndef SANDBOX_CONFLUENCE_V1_H
#define SANDBOX_CONFLUENCE_V1_H

#include "sandbox/confluence/output.h"

/* ---- requests: false means that the reply says what is wrong ---- */

void v1_refuse(struct request *request, unsigned status, const char *format, ...) ATL_PRINTF(3, 4);

/*
 * The content that the path names at {} number `segment`; also what is archived, but neither
 * drafts nor what is in the trash. 404 otherwise.
 */
bool v1_find(struct request *request, size_t segment, unsigned types, struct content *content);
/* The same, of these statuses (bits: 1 << CONTENT_CURRENT …). */
bool v1_find_in(struct request *request, const char *id, unsigned types, unsigned statuses,
                struct content *content);
void v1_refuse_unknown(struct request *request, const char *id); /* 404 */

enum {
    V1_LIVE = 1 << CONTENT_CURRENT | 1 << CONTENT_ARCHIVED,
    V1_ANY_STATUS = V1_LIVE | 1 << CONTENT_DRAFT | 1 << CONTENT_TRASHED,
};

/* The space that the path names by its key first. */
bool v1_find_space(struct request *request, struct confluence_space *space);

/* A person by accountId on Cloud, by key or username on Data Center; -1 when there is none. */
int64_t v1_person_by_parameters(struct request *request);
/* The same from a JSON object, or text, that names a person. */
int64_t v1_person_of_json(struct sandbox *sandbox, const cJSON *json);

void v1_answer_nothing(struct request *request); /* 204 */

/* ---- expand ---- */

/* What an answer is to hold in full: "body.storage", "version", "children.page.version". */
struct v1_expand {
    char **paths;
    size_t count;
};

struct v1_expand v1_read_expand(struct request *request);
/* From texts that are constant: v1_expand_of(arena, "history,space,version"). */
struct v1_expand v1_expand_of(struct atl_arena *arena, const char *paths);
/* True for the path itself and for what is below it: "version" for "version.by". */
bool v1_expands(const struct v1_expand *expand, const char *path);
/* What is below a path: "version" of "children.page.version" below "children.page". */
struct v1_expand v1_expand_below(struct atl_arena *arena, const struct v1_expand *expand,
                                 const char *path);

/* ---- lists, by start and limit ---- */

/*
 *     struct v1_list list;
 *     if (!v1_list_open(request, &list, 25, 200)) return;
 *     sql_add(&list.sql, "SELECT … FROM content WHERE … ORDER BY …");
 *     v1_list_begin(&list);
 *     while (v1_list_next(&list)) { … rows_text(&list.rows, 1) … into list.out }
 *     v1_list_end(&list);
 */
struct v1_list {
    struct request *request;
    int64_t start;
    int64_t limit;
    int64_t count;
    bool more;
    bool by_cursor; /* the next page is named by a cursor */
    struct sql sql;
    struct rows rows;
    struct atl_arena arena; /* lives as long as an item */
    struct confluence_output out;
    struct confluence_known known;
};

/*
 * Reads start, limit and, on Cloud, cursor. More than `most` is cut down to it. False: the reply is
 * a 400, and nothing else is to be called.
 */
bool v1_list_open(struct request *request, struct v1_list *list, int64_t usual, int64_t most);

/*
 * How much content one answer holds at most, by what it is to hold in full. Data Center's numbers
 * for searches are those of Atlassian's "Searching for content with the REST API and CQL always
 * limits results to 50".
 */
int64_t v1_most_content(const struct request *request, const struct v1_expand *expand,
                        bool of_search);
void v1_list_begin(struct v1_list *list);
bool v1_list_next(struct v1_list *list);
void v1_list_end(struct v1_list *list);
/* Instead of v1_list_begin, when the items aren't rows. */
void v1_list_begin_empty(struct v1_list *list);
/* Instead of v1_list_end: before more members are added and the object is closed. */
void v1_list_end_results(struct v1_list *list);
void v1_list_end_paging(struct v1_list *list);
/* Ends a list that is refused after it was opened. */
void v1_list_drop(struct v1_list *list);

/* ---- writing answers ---- */

/* "http://localhost:1234/wiki" */
const char *v1_base(const struct confluence_output *out);

void v1_emit_id(const struct confluence_output *out, const char *key,
                const struct content *content);
void v1_emit_time(const struct confluence_output *out, const char *key, int64_t ms);

/* A person; what there is to be known of nobody when there is no such person. */
void v1_emit_person(const struct confluence_output *out, const char *key, int64_t id);
void v1_emit_team(const struct confluence_output *out, const char *key, int64_t team);
void v1_emit_space(const struct confluence_output *out, const char *key,
                   const struct confluence_space *space, const struct v1_expand *expand);
void v1_emit_space_by_id(const struct confluence_output *out, const char *key, int64_t id,
                         const struct v1_expand *expand);

void v1_emit_content(const struct confluence_output *out, const char *key,
                     const struct content *content, const struct v1_expand *expand);
/* An earlier version of it, or the present one. */
void v1_emit_content_at(const struct confluence_output *out, const char *key,
                        const struct content *content, const struct content_version *version,
                        const struct v1_expand *expand);
void v1_emit_version(const struct confluence_output *out, const char *key,
                     const struct content *content, const struct content_version *version,
                     const struct v1_expand *expand);
void v1_emit_label(const struct confluence_output *out, int64_t id, const char *prefix,
                   const char *name);

/* The end of a list in an answer, after its "results": start, limit, size, _links. */
void v1_emit_part_end(const struct confluence_output *out, int64_t limit, int64_t size,
                      const char *self);

/* The whole answer is one content, as it is now. */
void v1_answer_content(struct request *request, int64_t id, const struct v1_expand *expand);

#endif
