/*
 * Confluence: comments of pages, those below the text (footer) and those at places in it (inline).
 * Texts are in storage format. To be used inside atl_loop_run; errors are those of atl_http_json.
 */
#ifndef ATLCLI_CONFLUENCE_COMMENT_H
#define ATLCLI_CONFLUENCE_COMMENT_H

#include "atlcli/error.h"
#include "atlcli/http.h"
#include "atlcli/json.h"
#include "atlcli/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Texts are in the tree or the arena; NULL when the server doesn't say. */
struct atl_confluence_comment {
    const char *id;
    const char *page;   /* id of the page, or blog post, that it is on */
    const char *parent; /* id of the comment that it replies to; NULL at the top */
    bool is_inline;
    const char *resolution; /* inline, at the top: "open", "reopened", "resolved", "dangling": its
                               place is gone */
    const char *selection;  /* inline: the text that it is about */
    const char *author;     /* name of who wrote it; not known from atl_confluence_get_comment on
                               Cloud */
    const char *created;    /* ISO 8601 */
    const char *updated;    /* when this version was made */
    const char *url;        /* for a browser */
    int64_t version;
    const char *body; /* storage format */
    const cJSON *json;
};

struct atl_confluence_comments {
    struct atl_confluence_comment *items;
    size_t count;
};

/*
 * All comments of a page with all replies, in the order in which the server has them, in one list:
 * content/{id}/descendant/comment (v1), since v2 has one list of replies per comment, and no names.
 * In the arena.
 */
enum atl_status atl_confluence_comments(struct atl_http *http, struct atl_arena *arena,
                                        const char *page, struct atl_confluence_comments *comments,
                                        struct atl_error *error);

/* One by its id: footer-comments/{id}, or inline-comments/{id} (v2); content/{id} (Data Center). */
enum atl_status atl_confluence_get_comment(struct atl_http *http, struct atl_arena *arena,
                                           const char *id, struct atl_confluence_comment *comment,
                                           struct atl_error *error);

struct atl_confluence_comment_draft {
    const char *page;                            /* its id */
    const struct atl_confluence_comment *parent; /* what it replies to; NULL: nothing */
    const char *storage;
    const char *selection; /* the text of the page that it is about; NULL: a footer comment, or a
                              reply */
    int64_t matches;       /* how often the page has it */
    int64_t match;         /* which of these, from 0 */
};

/*
 * Adds a comment: POST footer-comments, inline-comments (v2), content (Data Center). When the
 * outcome isn't known it is looked for among the page's comments: one with the same text and place,
 * made since the request was sent, by the server's clock. It is sent again only when the server
 * itself failed and no such comment is there; otherwise what isn't found ends in
 * ATL_UNKNOWN_OUTCOME. ATL_FAILED for a selection on Data Center, whose API can't place one.
 */
enum atl_status atl_confluence_comment_add(struct atl_http *http, struct atl_arena *arena,
                                           const struct atl_confluence_comment_draft *draft,
                                           struct atl_confluence_comment *made,
                                           struct atl_error *error);

/*
 * Changes the text of a comment that was read: its version goes up by one. ATL_CONFLICT when
 * somebody has changed it since; an answer that got lost is looked up.
 */
enum atl_status atl_confluence_comment_update(struct atl_http *http, struct atl_arena *arena,
                                              const struct atl_confluence_comment *comment,
                                              const char *storage,
                                              struct atl_confluence_comment *made,
                                              struct atl_error *error);

/*
 * Resolves an inline comment at the top, or reopens it: PUT inline-comments/{id} (v2). Data
 * Center's REST API can't; what its pages use (rest/inlinecomments/1.0) is used for it.
 */
enum atl_status atl_confluence_comment_resolve(struct atl_http *http,
                                               const struct atl_confluence_comment *comment,
                                               bool resolved, struct atl_error *error);

/* Deletes it with its replies, for good. */
enum atl_status atl_confluence_comment_delete(struct atl_http *http,
                                              const struct atl_confluence_comment *comment,
                                              struct atl_error *error);

#endif
