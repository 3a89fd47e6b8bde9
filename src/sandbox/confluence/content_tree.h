/* The tree of pages and folders, and the ways out of it: moving, trash, archive, copies. */
#ifndef SANDBOX_CONTENT_TREE_H
#define SANDBOX_CONTENT_TREE_H

#include "sandbox/confluence/content.h"

/* ---- looking around ---- */

/* Pages and folders above, the nearest first. Returns their number; ids in the arena. */
size_t content_ancestors(struct store *store, struct atl_arena *arena,
                         const struct content *content, int64_t **ids);
/* Whether one is the other or above it. */
bool content_is_within(struct store *store, int64_t id, int64_t ancestor);

/* ---- moving ---- */

enum content_place {
    PLACE_APPEND, /* as the last child of the target */
    PLACE_BEFORE, /* the target, as its sibling */
    PLACE_AFTER,
};

/*
 * Moves a page or folder, with all below it, also to another space. False, with the reply, when
 * that would make a circle (400) or when the other space has a page of one of the titles (400).
 */
bool content_move(struct request *request, struct content *content, enum content_place place,
                  const struct content *target);

/* ---- trash ---- */

/* To the trash. What was below a page or folder moves up to what is above. */
void content_trash(struct sandbox *sandbox, struct content *content);
/*
 * Back from the trash, or from the archive, to where it was, or to the top when that is gone. False
 * when another one has its title by now.
 */
bool content_restore(struct request *request, struct content *content);
/* For good, with versions, comments and attachments. */
void content_purge(struct sandbox *sandbox, int64_t id);
/* Into the archive; what is below stays below. */
void content_archive(struct sandbox *sandbox, struct content *content);

/* ---- copying ---- */

struct content_copy {
    int64_t space;
    int64_t parent; /* -1: at the top */
    const char *title;
    const char *body; /* NULL: as the original has it */
    bool attachments;
    bool labels;
    bool properties;
    bool restrictions;
};

/* A copy is new: version 1, by me, now. The title must have been checked. Returns its id. */
int64_t content_copy(struct sandbox *sandbox, const struct content *original,
                     const struct content_copy *copy);

#endif
