/*
 * Creating and changing content. What checks something takes the request and answers it, in the
 * words of the API that the request came to: false means that the reply says why.
 */
#ifndef SANDBOX_CONTENT_EDIT_H
#define SANDBOX_CONTENT_EDIT_H

#include "sandbox/confluence/content.h"

/* ---- checks ---- */

/*
 * Pages, and folders, have different titles within a space, and blog posts within a space and a
 * day; drafts and what is in the trash don't count. `except` is an id that may have the title, or
 * -1. Empty and overlong titles are refused, too.
 */
bool content_check_title(struct request *request, enum content_type type, int64_t space,
                         const char *title, int64_t except);

/* 409 unless the number is the one that follows the present version. */
bool content_check_version(struct request *request, const struct content *content, int64_t number);

/* 403 when a restriction keeps me from changing it. */
bool content_check_may_update(struct request *request, const struct content *content);

/* 400 when it isn't well-formed. */
bool content_check_storage(struct request *request, const char *storage);

/* ---- creating ---- */

/* What is NULL is empty; -1 where nothing is above. */
struct content_new {
    enum content_type type;
    enum content_status status;
    int64_t space;
    int64_t parent;
    int64_t container;
    const char *title;
    const char *body; /* in storage format */
    const char *message;
};

/* By me, now, as the last of its siblings. Returns its id. */
int64_t content_create(struct sandbox *sandbox, const struct content_new *content);

/* ---- changing ---- */

struct content_edit {
    const char *title; /* NULL: as it is */
    const char *body;  /* NULL: as it is */
    const char *message;
    bool minor;
};

/*
 * Makes a new version, by me, now, and keeps the one before; a draft is changed where it is. The
 * content is brought up to date.
 */
void content_update(struct sandbox *sandbox, struct atl_arena *arena, struct content *content,
                    const struct content_edit *edit);

/* A draft becomes current, or the other way round; nothing else changes. */
void content_set_status(struct sandbox *sandbox, struct content *content,
                        enum content_status status);

/* ---- what content has besides ---- */

/* The id of a label, which is made if need be. Names are kept in lower case. */
int64_t content_label_id(struct store *store, const char *prefix, const char *name);
/* False when it is there already. */
bool content_add_label(struct store *store, int64_t content, const char *prefix, const char *name);
/* False when it hasn't got it. */
bool content_remove_label(struct store *store, int64_t content, const char *prefix,
                          const char *name);

/* operation: "read" or "update". Either a person or a team, the other one -1. */
void content_restrict(struct store *store, int64_t content, const char *operation, int64_t person,
                      int64_t team);
/* A private page: only I may see and change it. */
void content_make_private(struct store *store, int64_t content);

/* ---- attachments ---- */

struct content_file {
    const char *name;
    const char *media_type;
    const char *comment;
    const void *bytes;
    size_t size;
    bool minor;
};

/* The attachment of that name that a page, blog post or comment has; -1 when there is none. */
int64_t content_find_file(struct store *store, int64_t container, const char *name);
/* A new attachment of the container. Returns its id. */
int64_t content_attach(struct sandbox *sandbox, const struct content *container,
                       const struct content_file *file);
/* A new version of an attachment. */
void content_attach_version(struct sandbox *sandbox, struct atl_arena *arena,
                            struct content *attachment, const struct content_file *file);

#endif
