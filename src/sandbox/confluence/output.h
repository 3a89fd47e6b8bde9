/* Confluence's objects on their way into an answer: what both of its APIs say in the same way. */
#ifndef SANDBOX_CONFLUENCE_OUTPUT_H
#define SANDBOX_CONFLUENCE_OUTPUT_H

#include "sandbox/confluence/content.h"

struct confluence_person {
    int64_t id;
    const char *name; /* NULL: there is nobody */
    const char *username;
    const char *email;
    const char *account_id;
    const char *key; /* Data Center's */
    bool active;
};

/* Where the ancestors of the content before are in a list: the next one's are mostly the same. */
struct confluence_siblings {
    const void *expand; /* the list's own, which is no other content's; NULL: none is listed */
    int64_t parent;     /* 0: of nobody yet */
    size_t start;
    size_t length;
};

enum {
    CONFLUENCE_KNOWN_PEOPLE = 16, /* by their ids' remainders */
};

/* What was looked up for a list's items: the next ones mostly need the same. */
struct confluence_known {
    struct atl_arena *arena; /* which lives as long as the list */
    struct confluence_person people[CONFLUENCE_KNOWN_PEOPLE];
    int64_t space;
    const char *space_key; /* NULL: no space yet */
    int64_t parent;        /* 0: of nobody yet */
    enum content_type parent_type;
    struct confluence_siblings siblings;
};

/* Where an answer is written to. */
struct confluence_output {
    struct sandbox *sandbox;
    struct atl_arena *arena; /* for texts on the way */
    struct atl_buffer *json;
    struct confluence_known *known; /* NULL: it is no list */
};

/* The request's own reply. */
struct confluence_output confluence_reply(struct request *request);

/* False when there is nobody of that id. */
bool confluence_person_load(const struct confluence_output *out, int64_t id,
                            struct confluence_person *person);
/* "" when there is nobody. */
const char *confluence_account_id(const struct confluence_output *out, int64_t person);
/* By account id, or -1. */
int64_t confluence_person_by_account(struct store *store, const char *account_id);

struct confluence_space {
    int64_t id;
    const char *key;
    const char *name;
    const char *description;
    const char *type;
    const char *status;
    int64_t creator;
    int64_t created;
    int64_t home; /* a page; -1: none */
};

/* What confluence_space_from_row reads, from column 0 on. */
#define CONFLUENCE_SPACE_COLUMNS                                                                   \
    "space.id, space.key, space.name, space.description, space.type, space.status, space.creator," \
    " space.created, space.home"

void confluence_space_from_row(const struct rows *rows, struct atl_arena *arena,
                               struct confluence_space *space);
/* False, without a reply, when there is none that I may see. Keys are found in any case. */
bool confluence_space_find(struct request *request, int64_t id, struct confluence_space *space);
bool confluence_space_find_by_key(struct request *request, const char *key,
                                  struct confluence_space *space);

/* Letters and digits, up to 255. */
bool confluence_space_key_is_valid(const char *key);
/* With a home page of its name. Key and name must have been checked. Returns its id. */
int64_t confluence_space_create(struct sandbox *sandbox, const char *key, const char *name,
                                const char *description);

/* "ENG" */
const char *confluence_space_key(const struct confluence_output *out, int64_t space);

/* Where it is in the browser: "/spaces/ENG/pages/200012/Release+checklist". */
const char *confluence_web_path(const struct confluence_output *out, const struct content *content);
/* "/x/MwEE" */
const char *confluence_tiny_path(const struct confluence_output *out, int64_t id);
/* "/download/attachments/200012/plan.pdf?version=2…", of an attachment's version. */
const char *confluence_download_path(const struct confluence_output *out,
                                     const struct content *attachment, int64_t version);

#endif
