/* Rows of Confluence's content, however they come about. */
#ifndef SANDBOX_FILL_CONTENT_H
#define SANDBOX_FILL_CONTENT_H

#include "sandbox/store/store.h"

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

void fill_add_content(struct store *store, const struct fill_content *content);
void fill_add_version(struct store *store, const struct fill_version *version);

/* The label of this name, made when it isn't there. */
int64_t fill_label_id(struct store *store, const char *name);
void fill_add_label(struct store *store, int64_t content, const char *name);

#endif
