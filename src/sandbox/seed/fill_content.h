/* Rows of Confluence's content, however they come about. */
#ifndef SANDBOX_FILL_CONTENT_H
#define SANDBOX_FILL_CONTENT_H

#include "sandbox/store/store.h"

enum {
    FILL_FIRST_PAGE = 200001,
    FILL_FIRST_LABEL = 300001,
    FILL_FIRST_OTHER =
        400001, /* comments, attachments, blog posts: apart from small sites' pages */
};

/* Ids; -1 for no parent and no container. Times in milliseconds. */
struct fill_content {
    int64_t id;
    const char *type;
    int64_t space;
    int64_t parent;
    int64_t container;
    int64_t position;
    const char *title;
    const char *body;
    const char *body_text;
    int64_t version;
    int64_t creator;
    int64_t created;
    int64_t modifier;
    int64_t modified;
};

/* An earlier version of a page. */
struct fill_version {
    int64_t content;
    int64_t number;
    const char *title;
    const char *body;
    int64_t author;
    int64_t created;
    const char *message; /* NULL: none */
};

/* The id that comes after all others, not below `first`. */
int64_t fill_next_content(struct store *store, int64_t first);

void fill_add_content(struct store *store, const struct fill_content *content);
void fill_add_version(struct store *store, const struct fill_version *version);

/* A comment on a page: its container, or a reply to the comment that is its parent. */
struct fill_comment {
    int64_t container;
    int64_t parent; /* -1: none */
    int64_t author;
    int64_t created;
    const char *body;      /* storage format */
    const char *body_text; /* the same as plain text */
    const char *selection; /* what an inline comment is about; NULL: it's a footer comment */
    bool is_resolved;
};

/* Its id. */
int64_t fill_add_comment(struct store *store, const struct fill_comment *comment);

/* A file on a page. */
struct fill_file {
    int64_t container;
    int64_t author;
    int64_t created;
    const char *name;
    const char *media_type;
    const char *comment; /* of who uploaded it */
    const void *bytes;
    size_t size;
};

int64_t fill_add_file(struct store *store, const struct fill_file *file);

/* The label of this name, made when it isn't there. */
int64_t fill_label_id(struct store *store, const char *name);
void fill_add_label(struct store *store, int64_t content, const char *name);

/* operation: read or update. Either of person and team is -1. */
void fill_restrict(struct store *store, int64_t content, const char *operation, int64_t person,
                   int64_t team);

#endif
