/*
 * Writing Markdown: what the writer's files share.
 *
 * Blocks are written line by line, each behind the prefix of what it stands in ("> ", "    ").
 * Inlines are first laid out as a row of pieces (writer_pieces.c): marks opened and closed in an
 * order that Markdown can say, white space outside of emphasis; then written (writer_inlines.c),
 * when it is known what stands on both sides of each sign.
 */
#ifndef CONTENT_MARKDOWN_WRITER_H
#define CONTENT_MARKDOWN_WRITER_H

#include "content/equal.h"
#include "content/formats.h"

enum markdown_piece_kind {
    MARKDOWN_OPEN,  /* a mark begins … */
    MARKDOWN_CLOSE, /* … and ends */
    MARKDOWN_LEAF,  /* an inline that is no mark; of a text, part of it */
    MARKDOWN_SPACE, /* spaces, or a line break of the source */
};

struct markdown_piece {
    const struct atl_node *node;
    uint32_t start;  /* of LEAF and SPACE in a text: where, and … */
    uint32_t length; /* … how many bytes */
    uint32_t other;  /* of OPEN and CLOSE: the index of its counterpart */
    uint8_t kind;    /* enum markdown_piece_kind */
    bool tag;        /* of OPEN and CLOSE: written as an HTML tag */
};

struct markdown_pieces {
    struct markdown_piece *items;
    size_t count;
    size_t capacity;
};

struct markdown_writer {
    struct atl_buffer *out;
    const struct atl_content_options *options;
    struct atl_buffer prefix; /* what each line starts with */
    bool line_open;           /* the prefix of this line is written */
    bool footnotes;           /* the document defines some */

    /* Of the block whose inlines are being written. */
    const struct atl_node *block;
    struct markdown_pieces pieces;
    struct markdown_pieces waits; /* used while those are laid out */
    size_t piece;                 /* the one that is being written */
    size_t block_start;           /* where its text begins in `out` */
    unsigned links;               /* that are open */
    unsigned labels;              /* likewise: texts in brackets or tags of their own */
    bool one_line;                /* a heading or a table cell */
    bool in_table;                /* pipes are escaped */
    bool at_line_start;           /* what comes next could be read as the start of a block */
    bool behind_line;             /* its first line goes on from one that is no text of its own */
    bool signs_known;             /* `repeated` is */
    unsigned repeated;            /* signs that occur at least twice: writer_text.c */
    unsigned open_stars; /* strong and emphasis around this place that are written with signs */
};

/* ---- lines (markdown_writer.c) ---- */

/* Starts a line, unless one is started. */
void markdown_begin_line(struct markdown_writer *writer);
void markdown_end_line(struct markdown_writer *writer);
/* An empty line, which in a quote still has its sign. */
void markdown_empty_line(struct markdown_writer *writer);
/* Adds to the prefix of the lines to come; returns what to take it back to. */
size_t markdown_push_prefix(struct markdown_writer *writer, const char *prefix, size_t length);
void markdown_pop_prefix(struct markdown_writer *writer, size_t length);
/* A line of its own. */
void markdown_line(struct markdown_writer *writer, const char *text);
/* Text of several lines. With `keep_empty` a newline at its end starts a line, too. */
void markdown_lines(struct markdown_writer *writer, const char *text, size_t length);

/* ---- blocks (writer_blocks.c, writer_lists.c, writer_containers.c, writer_table.c) ---- */

/* What a block stands next to. */
struct markdown_place {
    bool tight;        /* without empty lines between blocks */
    char item_marker;  /* the block is first in an item of this marker; '\0': it isn't */
    char list_before;  /* the marker of the list right before; '\0': there is none */
    bool document_top; /* the file's first line, where "---" would begin frontmatter */
};

void markdown_write_blocks(struct markdown_writer *writer, const struct atl_node *parent,
                           struct markdown_place place);
/* Whether anything is written for a block. */
bool markdown_is_written(const struct atl_node *block);
const struct atl_node *markdown_next_written(const struct atl_node *block);
bool markdown_is_list(const struct atl_node *node);
/* Returns the marker it used. */
char markdown_write_list(struct markdown_writer *writer, const struct atl_node *list,
                         struct markdown_place place);
/* Panels, expands, layouts, cards, …: what is neither text nor a list, table, quote or code. */
void markdown_write_container(struct markdown_writer *writer, const struct atl_node *node);
void markdown_write_macro(struct markdown_writer *writer, const struct atl_node *macro);
void markdown_write_code_block(struct markdown_writer *writer, const struct atl_node *code);
/* A fenced block; `info` may be "". */
void markdown_write_fence(struct markdown_writer *writer, const char *info, const char *text,
                          size_t length);
/* The same, for text of another format: a newline at its end is content. */
void markdown_write_exact_fence(struct markdown_writer *writer, const char *info, const char *text,
                                size_t length);
void markdown_write_table(struct markdown_writer *writer, const struct atl_node *table);
/* A node in storage format, in a fence. */
void markdown_write_as_storage(struct markdown_writer *writer, const struct atl_node *node);

/* ---- attributes of containers and tags (writer_attributes.c) ---- */

/* " key=value", quoted if need be; in the info string of a fence with Markdown's escapes. */
void markdown_add_key(struct atl_buffer *out, const char *key, const char *value);
/* ` name="value"` of an HTML tag; without pipes, which would end a table's cell. */
void markdown_add_html_attribute(struct atl_buffer *out, const char *name, const char *value,
                                 size_t length);
void markdown_add_html_text(struct atl_buffer *out, const char *text, size_t length);
/* "what%20ever": what follows a scheme of ours. */
void markdown_add_encoded(struct atl_buffer *out, const char *text, size_t length);
/* Whether a character reference begins here, which would be decoded. */
bool markdown_begins_reference(const char *text, size_t length);
/* "(target)" or "(target "title")" with the escapes that it needs. */
void markdown_add_target(struct atl_buffer *out, const char *target, size_t length,
                         const char *title);

/* ---- inlines ---- */

/* The inlines of a block on the line that is open. */
void markdown_write_inlines(struct markdown_writer *writer, const struct atl_node *block);
/* Lays out the inlines of a block (writer_pieces.c). */
void markdown_make_pieces(struct markdown_pieces *pieces, struct markdown_pieces *waits,
                          const struct atl_node *block);
/* The byte that the piece at `index` will begin with; '\n' at the end of the block. */
char markdown_first_byte(const struct markdown_writer *writer, size_t index);
/* Inlines without children, but text and breaks (writer_leaves.c). */
void markdown_write_leaf(struct markdown_writer *writer, const struct atl_node *leaf, char after);
/* The byte it begins with, or one that says as much. */
char markdown_first_byte_of_leaf(const struct markdown_writer *writer, const struct atl_node *leaf);
/* Links and images (writer_links.c). */
void markdown_write_image(struct markdown_writer *writer, const struct atl_node *image);
/* "[" and "](target "title")", or a tag where the address would say that it is something else. */
void markdown_open_link(struct markdown_writer *writer, const char *target, size_t length,
                        const char *title);
void markdown_close_link(struct markdown_writer *writer, const char *target, size_t length,
                         const char *title);
bool markdown_is_autolink(const struct atl_node *link);
/* Whether `$` signs can hold the formula. */
bool markdown_is_formula(const struct atl_node *node);
/* The body of one that is shown by itself, where it can be "$$…$$" within a line; else NULL. Alone
 * in its paragraph that would be read as a block. */
const struct atl_node *markdown_shown_formula(const struct atl_node *node);
/* Whether lines between "$$" can hold it (writer_formulas.c). */
bool markdown_is_formula_block(const struct atl_node *macro);
/* Whether ":name:" says everything. */
bool markdown_is_plain_emoji(const struct atl_node *node);

/* Text, escaped where it would be read as something else (writer_text.c). */
void markdown_write_text(struct markdown_writer *writer, const char *text, size_t length,
                         char after);
/* Whether a control character is written as a reference. */
bool markdown_is_referred_to(char character);
/* The text at this index of the pieces, with those right behind it; returns the last one's index.
 */
size_t markdown_write_texts(struct markdown_writer *writer, size_t index);
/* A text between "[" and "]" that isn't the block's own: what a mention, an image, … shows. */
void markdown_write_label(struct markdown_writer *writer, const char *text, size_t length);

#endif
