/*
 * What is in Confluence's spaces: pages, blog posts, folders, comments, attachments. Finding them,
 * and who may see them. Changing them is in content_edit.h and content_tree.h.
 */
#ifndef SANDBOX_CONTENT_H
#define SANDBOX_CONTENT_H

#include "sandbox/sandbox.h"
#include "sandbox/server/request.h"

/* Bits, so that several types can be looked for. */
enum content_type {
    CONTENT_PAGE = 1,
    CONTENT_BLOG_POST = 2,
    CONTENT_FOLDER = 4,
    CONTENT_COMMENT = 8,
    CONTENT_ATTACHMENT = 16,

    CONTENT_IN_TREE = CONTENT_PAGE | CONTENT_FOLDER,
    CONTENT_ANY = 31,
};

enum content_status {
    CONTENT_CURRENT,
    CONTENT_DRAFT,
    CONTENT_ARCHIVED,
    CONTENT_TRASHED,
};

/* Ids of what there isn't are -1. The body is read apart: most answers go without. */
struct content {
    int64_t id;
    enum content_type type;
    enum content_status status;
    int64_t space;
    int64_t parent;    /* a page, a folder or, of a reply, the comment above */
    int64_t container; /* of comments and attachments */
    double position;   /* among its siblings */
    const char *title;
    int64_t version;
    int64_t creator;
    int64_t created; /* milliseconds since 1970, as all times */
    int64_t modifier;
    int64_t modified;
    const char *message; /* of the present version */
    bool minor;
    int64_t owner;
    int64_t last_owner;
};

/* "page", "blogpost" …; NULL for what is no single type. */
const char *content_type_name(enum content_type type);
const char *content_status_name(enum content_status status);
/* False when there is no such type or status. */
bool content_type_read(const char *name, enum content_type *type);
bool content_status_read(const char *name, enum content_status *status);

/* What content_from_row reads, from column 0 on: "SELECT " CONTENT_COLUMNS " FROM content …". */
#define CONTENT_COLUMNS                                                                            \
    "content.id, content.type, content.status, content.space, content.parent, content.container,"  \
    " content.position, content.title, content.version, content.creator, content.created,"         \
    " content.modifier, content.modified, content.message, content.minor,"                         \
    " coalesce(content.owner, content.creator), content.last_owner"

/* Texts are copied into the arena. */
void content_from_row(const struct rows *rows, struct atl_arena *arena, struct content *content);

/* Whoever may see it, and of whatever status. False when there is none. */
bool content_load(struct store *store, struct atl_arena *arena, int64_t id,
                  struct content *content);
/* In storage format. */
const char *content_body(struct store *store, struct atl_arena *arena, int64_t id);

/* An id as the APIs write it: "123", of attachments also "att123". -1 when it is none. */
int64_t content_read_id(const char *text);
/* The other way round; in the arena. */
const char *content_write_id(struct atl_arena *arena, const struct content *content);

/*
 * The content of one of these types (bits) that has the id and that I may see, of any status but
 * with its container, if it has one, neither a draft nor trashed. False, without a reply, when
 * there is none.
 */
bool content_find(struct request *request, const char *id, unsigned types, struct content *content);
bool content_find_by_number(struct request *request, int64_t id, unsigned types,
                            struct content *content);

/* ---- who may see and change what ---- */

/* Restrictions hold for everything below: pages, comments, attachments. */
bool content_is_visible(const struct sandbox *sandbox, const struct content *content);
/* Nobody but those named may change what has a restriction on updates, or what is attached. */
bool content_may_update(const struct sandbox *sandbox, const struct content *content);
bool content_space_is_visible(const struct sandbox *sandbox, int64_t space);

/*
 * Adds " AND …" to a statement that selects from the table "content": only what I may see. With
 * `contained`, also that the container is neither a draft nor trashed; wanted where comments or
 * attachments are selected without naming theirs.
 */
void content_add_visible(const struct sandbox *sandbox, struct sql *sql, bool contained);
/* The same for the table "space". */
void content_add_visible_spaces(const struct sandbox *sandbox, struct sql *sql);

/* ---- versions ---- */

/* One state of a content, the present one or an earlier one. */
struct content_version {
    int64_t number;
    const char *title;
    int64_t author;
    int64_t created;
    const char *message;
    bool minor;
};

/* False when there is no such version. */
bool content_version_load(struct store *store, struct atl_arena *arena,
                          const struct content *content, int64_t number,
                          struct content_version *version);
const char *content_version_body(struct store *store, struct atl_arena *arena,
                                 const struct content *content, int64_t number);

#endif
