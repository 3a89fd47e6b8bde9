/*
 * Building a tree, for the readers: open a node, add to it, close it.
 *
 * Text may come in pieces; the builder joins them, in linear time, so that no two text nodes stand
 * side by side. Pieces that lie one after the other in memory aren't copied. So it is with the tags
 * of inline HTML: a node for each of them would be twenty times as large as what it is for.
 *
 * The first failure (nesting beyond ATL_CONTENT_DEPTH) is kept: later calls do nothing, and
 * content_builder_finish returns it.
 */
#ifndef CONTENT_BUILDER_H
#define CONTENT_BUILDER_H

#include "atlcli/content.h"

struct content_builder {
    struct atl_content_tree *tree;
    struct atl_arena *arena;
    struct atl_node *open; /* where the next node goes */
    unsigned depth;        /* of `open` */
    uint32_t line;         /* given to new nodes; the reader keeps it up to date */
    const char *text;      /* pending text: contiguous bytes … */
    size_t text_length;
    struct atl_buffer pieces;     /* … or, when used, a copy of several pieces */
    enum atl_node_kind text_kind; /* what it is: text, or HTML within a line */
    enum atl_status status;
    struct atl_error error;
};

/* Starts a tree whose document is open. Memory comes from the arena. */
void content_builder_start(struct content_builder *builder, struct atl_arena *arena);

/* Adds a node and makes it the open one. Never NULL; after a failure a node of no tree. */
struct atl_node *content_open(struct content_builder *builder, enum atl_node_kind kind);
/* Closes the open node. The document stays open. */
void content_close(struct content_builder *builder);

/* Adds a node without children. `text` isn't copied; NULL for none. */
struct atl_node *content_leaf(struct content_builder *builder, enum atl_node_kind kind,
                              const char *text, size_t length);
/* Adds text that stays where it is: it must outlive the tree. */
void content_text(struct content_builder *builder, const char *text, size_t length);
/* Adds text that is copied. */
void content_text_copy(struct content_builder *builder, const char *text, size_t length);
/* Adds HTML within a line, kept as it is (ATL_NODE_RAW): it must outlive the tree. */
void content_inline_html(struct content_builder *builder, const char *text, size_t length);
/* Takes bytes off the end of the text that was added last, at most all since the last node. */
void content_trim_text(struct content_builder *builder, size_t length);

/* Sets the text of a node; `content_set_text_copy` copies it into the arena. */
void content_set_text(struct atl_node *node, const char *text, size_t length);
void content_set_text_copy(struct content_builder *builder, struct atl_node *node, const char *text,
                           size_t length);
/*
 * Adds an attribute at the end of the list (two of one name are possible); copies both. For nodes
 * that a source may give any number of attributes there is content_add_attribute: after `after`, or
 * first for NULL, without a search.
 */
void content_set_attribute(struct atl_arena *arena, struct atl_node *node, const char *name,
                           const char *value);
struct atl_attribute *content_add_attribute(struct atl_arena *arena, struct atl_node *node,
                                            struct atl_attribute *after, const char *name,
                                            const char *value);

/* Remembers a failure unless there is one already. */
void content_builder_fail(struct content_builder *builder, enum atl_status status,
                          const char *format, ...) ATL_PRINTF(3, 4);
bool content_builder_failed(const struct content_builder *builder);

/*
 * Ends the tree: hands it out, or NULL with the first failure. Releases what the builder holds
 * outside the arena; call it exactly once.
 */
enum atl_status content_builder_finish(struct content_builder *builder,
                                       struct atl_content_tree **tree, struct atl_error *error);

/* ---- changing a tree that is built: for passes that come after ---- */

/* Makes a node that is in no tree yet. */
struct atl_node *content_node_new(struct atl_arena *arena, enum atl_node_kind kind);
/* Puts a node of no tree after `after`, a child of `parent`; NULL: as the first child. */
void content_insert(struct atl_node *parent, struct atl_node *after, struct atl_node *node);
void content_append(struct atl_node *parent, struct atl_node *node);
/* Takes `node` out; `before` is the sibling before it, NULL when it is the first. */
void content_remove(struct atl_node *before, struct atl_node *node);
/* Moves all children of `from` to the end of `to`. */
void content_move_children(struct atl_node *from, struct atl_node *to);

#endif
