/* What the endpoints of Confluence Cloud's REST v2 have in common. */
#ifndef SANDBOX_CONFLUENCE_V2_H
#define SANDBOX_CONFLUENCE_V2_H

#include "sandbox/confluence/output.h"
#include "sandbox/confluence/v2/list.h"

/* ---- reading requests: false means that the reply says what is wrong ---- */

/* The id that the path names at {} number `segment`. 400 when it is no number. */
bool v2_read_id(struct request *request, size_t segment, int64_t *id);

/* What a route is about, by the first word of its path. */
struct v2_subject {
    const char *path; /* "inline-comments" */
    enum content_type type;
    const char *what;     /* in messages: "Inline comment" */
    const char *member;   /* in answers: "comment" */
    const char *location; /* of comments: "inline"; NULL: of any */
};

/* NULL when the route is about something else. */
const struct v2_subject *v2_subject(const struct request *request);
/* Whether the route is about inline comments. */
bool v2_is_inline(const struct request *request);

/*
 * The content that the path names first, current or archived: what the route is about. 404: "Page
 * with id 1 not found".
 */
bool v2_find(struct request *request, struct content *content);
/* The same, of these statuses (bits: 1 << CONTENT_CURRENT …). */
bool v2_find_in(struct request *request, unsigned statuses, struct content *content);
bool v2_find_space(struct request *request, struct confluence_space *space);
bool v2_find_label(struct request *request, int64_t *label);

/* A page or folder of the space, for something to be below it. */
bool v2_find_parent(struct request *request, int64_t id, int64_t space, struct content *parent);

/* A parameter that is true or false. */
bool v2_flag(struct request *request, const char *name, bool fallback, bool *value);

/* The parameter "status": names as bits; `usual` when it isn't there. Unknown names are a 400. */
bool v2_read_statuses(struct request *request, unsigned usual, unsigned *statuses);

/* The parameter's ids as " AND column IN (…)"; at most so many. Nothing when it isn't there. */
bool v2_add_ids(struct list *list, const char *name, size_t most, const char *column);

/* The present version, or the one that the parameter "version" asks for. */
bool v2_find_version(struct request *request, const struct content *content,
                     struct content_version *version);

enum v2_body_format {
    V2_BODY_NONE,
    V2_BODY_STORAGE,
    V2_BODY_ADF,
    V2_BODY_VIEW,
    V2_BODY_EXPORT_VIEW,
    V2_BODY_ANONYMOUS_EXPORT_VIEW,
    V2_BODY_STYLED_VIEW,
    V2_BODY_EDITOR,
};

/* The parameter "body-format". `single`: there are more of them for one content than for many. */
bool v2_read_body_format(struct request *request, bool single, enum v2_body_format *format);

/* The request's JSON; as request_json, and 413 above 5 MB. */
const cJSON *v2_json(struct request *request);

/*
 * "body", as {"representation", "value"} or {"storage": {…}}, as storage format that has been
 * checked. NULL when there is none.
 */
bool v2_read_body(struct request *request, const cJSON *json, const char **storage);

/* "version": {"number", "message"}. 400 without a number. */
bool v2_read_version(struct request *request, const cJSON *json, int64_t *number,
                     const char **message);

/* An id in a body, as text or as a number; -1 when it is neither. */
int64_t v2_member_id(const cJSON *json, const char *name);

void v2_refuse(struct request *request, unsigned status, const char *format, ...) ATL_PRINTF(3, 4);
void v2_answer_nothing(struct request *request); /* 204 */

/* ---- writing answers ---- */

/* " AND content.status IN (…)" */
void v2_add_statuses(struct sql *sql, unsigned statuses);

void v2_emit_time(const struct confluence_output *out, const char *key, int64_t ms);
void v2_emit_id(const struct confluence_output *out, const char *key, int64_t id);
void v2_emit_version(const struct confluence_output *out, const struct content_version *version);
/* The present one. */
void v2_emit_content_version(const struct confluence_output *out, const struct content *content);
/* "body": {}, or the storage format in another one. */
void v2_emit_body(const struct confluence_output *out, enum v2_body_format format,
                  const char *storage);
void v2_emit_label(const struct confluence_output *out, int64_t id, const char *name,
                   const char *prefix);

/* A row of id, key, value, version, author, created. */
void v2_emit_property_row(const struct confluence_output *out, const struct rows *rows);

/* What "include-…" asks for in an answer of one content. */
struct v2_includes {
    bool labels;
    bool properties;
    bool operations;
    bool likes;
    bool versions;
    bool version;
    bool favorited;
};

bool v2_read_includes(struct request *request, struct v2_includes *includes);
/* For what the request's route is about. */
void v2_emit_includes(struct request *request, const struct content *content,
                      const struct v2_includes *includes);

/* Which operations I may do, as {"operation", "targetType"}; as the whole answer, too. */
void v2_emit_operations(const struct confluence_output *out, const struct content *content);
void v2_answer_operations(struct request *request, const struct content *content);

#endif
