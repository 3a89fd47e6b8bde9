/* Comments of REST v2: below a page ("footer") or on a part of its text ("inline"). */
#ifndef SANDBOX_CONFLUENCE_COMMENTS_H
#define SANDBOX_CONFLUENCE_COMMENTS_H

#include "sandbox/confluence/v2/v2.h"

struct comment {
    struct content content;
    bool is_inline;
    const char *resolution; /* "open", "resolved", "reopened", "dangling" */
    int64_t resolver;       /* -1: nobody changed it */
    int64_t resolved;
    const char *marker; /* NULL: none */
    const char *selection;
};

/* What comment_from_row reads, from column 0 on: "SELECT " COMMENT_COLUMNS COMMENT_FROM "…". */
#define COMMENT_COLUMNS                                                                            \
    CONTENT_COLUMNS ", said.location, CASE WHEN said.resolution <> 'resolved'"                     \
                    " AND content.parent IS NULL AND said.marker IS NOT NULL AND instr((SELECT "   \
                    "body FROM content AS marked"                                                  \
                    " WHERE marked.id = content.container), said.marker) = 0"                      \
                    " THEN 'dangling' ELSE said.resolution END AS state,"                          \
                    " said.resolver, said.resolved, said.marker, said.selection"
#define COMMENT_FROM " FROM content JOIN content_comment AS said ON said.content = content.id"

void comment_from_row(const struct rows *rows, struct atl_arena *arena, struct comment *comment);
bool comment_load(struct store *store, struct atl_arena *arena, int64_t id,
                  struct comment *comment);

/* The comment that the path names. False: the reply is an error. */
bool comment_find(struct request *request, struct comment *comment);

/* One of a list. */
void comment_emit(const struct confluence_output *out, const struct comment *comment,
                  enum v2_body_format format);
/* The request's answer: one comment, with its body in storage format. */
void comment_answer(struct request *request, const struct comment *comment);

#endif
