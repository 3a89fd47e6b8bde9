/*
 * What is known of a workspace since it was last in step with the server: a SQLite database, in
 * WAL mode. Rows are read as a whole and written one by one, within a transaction; a row says only
 * what is already so on the disk.
 */
#ifndef SYNC_STATE_H
#define SYNC_STATE_H

#include "sync/hash.h"

#include "atlcli/error.h"
#include "atlcli/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum sync_kind {
    SYNC_PAGE,
    SYNC_FOLDER, /* of Confluence Cloud: a directory, without a text */
};

enum sync_flag {
    SYNC_STALE = 1 << 0,    /* its file has to be written anew though its version is the same */
    SYNC_CONFLICT = 1 << 1, /* its file was written with conflict markers */
    SYNC_GONE = 1 << 2,     /* deleted on the server, and edited here */
};

/* A page or folder. */
struct sync_page {
    const char *id;
    enum sync_kind kind;
    const char *parent; /* as the server has it; NULL at the top */
    int64_t position;
    const char *path; /* "A/B.md" from the workspace's root; of a folder, its directory */
    const char *title;
    int64_t version;              /* that the base is of; 0: none yet */
    struct sync_hash remote_hash; /* of the storage format */
    struct sync_hash file_hash;   /* of the file's text as last synced, which is the base */
    unsigned flags;               /* enum sync_flag */
};

struct sync_attachment {
    const char *id;
    const char *page;
    const char *file; /* the name it has on the server */
    const char *path;
    int64_t version;
    int64_t size;
    struct sync_hash hash; /* of the bytes as last synced */
};

/* A page's text points to another: to a page's id, or "title:…" of one that isn't here. */
struct sync_link {
    const char *page;
    const char *target;
};

struct sync_state;

/* Opens it, and makes it where there is none. */
enum atl_status sync_state_open(const char *path, struct sync_state **opened,
                                struct atl_error *error);
/* NULL is fine. What isn't committed never was. */
void sync_state_close(struct sync_state *state);

enum atl_status sync_state_begin(struct sync_state *state, struct atl_error *error);
enum atl_status sync_state_commit(struct sync_state *state, struct atl_error *error);
void sync_state_roll_back(struct sync_state *state);

/* How many pages and folders there are rows of. */
enum atl_status sync_state_count_pages(struct sync_state *state, size_t *count,
                                       struct atl_error *error);

/* All rows of a kind, ordered by id (links: by page; added: by path). In the arena. */
enum atl_status sync_state_pages(struct sync_state *state, struct atl_arena *arena,
                                 struct sync_page **pages, size_t *count, struct atl_error *error);
enum atl_status sync_state_attachments(struct sync_state *state, struct atl_arena *arena,
                                       struct sync_attachment **attachments, size_t *count,
                                       struct atl_error *error);
enum atl_status sync_state_links(struct sync_state *state, struct atl_arena *arena,
                                 struct sync_link **links, size_t *count, struct atl_error *error);
/* Paths of the files that are to become pages. */
enum atl_status sync_state_added(struct sync_state *state, struct atl_arena *arena,
                                 const char ***paths, size_t *count, struct atl_error *error);

/* Each adds a row or replaces the one that is there, or removes it. */
enum atl_status sync_state_put_page(struct sync_state *state, const struct sync_page *page,
                                    struct atl_error *error);
/* With its links and the rows of its attachments. */
enum atl_status sync_state_remove_page(struct sync_state *state, const char *id,
                                       struct atl_error *error);
enum atl_status sync_state_put_attachment(struct sync_state *state,
                                          const struct sync_attachment *attachment,
                                          struct atl_error *error);
enum atl_status sync_state_remove_attachment(struct sync_state *state, const char *id,
                                             struct atl_error *error);
/* Replaces all links of a page. */
enum atl_status sync_state_put_links(struct sync_state *state, const char *page,
                                     const char *const *targets, size_t count,
                                     struct atl_error *error);
enum atl_status sync_state_add_file(struct sync_state *state, const char *path,
                                    struct atl_error *error);
enum atl_status sync_state_forget_file(struct sync_state *state, const char *path,
                                       struct atl_error *error);

#endif
