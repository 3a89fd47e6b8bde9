/* Pulling: a page on its way, as the steps of deciding about it share it. */
#ifndef SYNC_PASSAGE_H
#define SYNC_PASSAGE_H

#include "sync/page_file.h"
#include "sync/pull/pull.h"

/* Texts are in the batch's arena, or in buffers freed at the end. */
struct passage {
    struct sync_pull *pull;
    struct sync_node *node;
    struct sync_page *row; /* as it is to be */
    struct sync_item item;
    const char *path;

    struct atl_buffer here; /* the file's text */
    bool is_here;
    struct sync_hash here_hash;
    bool edited; /* since it was last synced */
    struct sync_page_text here_parts;
    bool here_is_text; /* the above could be read */
    struct atl_error here_problem;

    struct atl_buffer base; /* as last synced; only when it's needed */
    bool has_base;
    struct sync_page_text base_parts;

    struct atl_buffer there; /* as the server has it */
    struct sync_hash there_hash;
};

struct atl_arena *passage_arena(struct passage *passage);

/* Takes what is in `here` for the file's text. */
void passage_look(struct passage *passage);

/* Writes a new text for the file, to be put in its place with the batch. */
enum atl_status passage_write(struct passage *passage, const struct atl_buffer *text,
                              struct atl_error *error);

/* ---- merge.c ---- */

/* The same in the place of what is `here`. No comment is lost for good: the server has none. */
enum atl_status passage_replace(struct passage *passage, const struct atl_buffer *text,
                                struct atl_error *error);

/* Both sides have changed the text: the file gets what both have done, or a conflict. */
enum atl_status passage_merge(struct passage *passage, struct atl_error *error);

#endif
