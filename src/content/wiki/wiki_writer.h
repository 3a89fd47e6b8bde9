/* What the parts of the writer of wiki markup share. */
#ifndef CONTENT_WIKI_WRITER_H
#define CONTENT_WIKI_WRITER_H

#include "content/builder.h"
#include "content/wiki/wiki_syntax.h"

/* Said of a panel whose own look is that of a kind. */
#define WIKI_TAKEN_FOR_A_KIND "panels that look as one of a kind does in Jira: read again they are"

/* Where blocks stand decides what may come between them. */
enum wiki_context {
    WIKI_IN_BODY, /* of the document or of a macro: empty lines separate blocks */
    WIKI_IN_ITEM, /* of a list: no empty lines, no headings, no tables */
    WIKI_IN_CELL, /* of a table: no empty lines, no tables */
};

/* Where inlines stand. */
enum wiki_inlines_on {
    WIKI_ON_LINE,   /* a paragraph: what begins a block is escaped, a newline breaks the line */
    WIKI_ON_BEGUN,  /* after a list's sign: the same, but it has begun already */
    WIKI_ON_SINGLE, /* a heading: only forced line breaks */
};

struct wiki_writer {
    struct atl_buffer *buffer;
    struct atl_content_report *report; /* never NULL */
    struct atl_arena arena;            /* of what is needed while writing */
    enum wiki_context context;
    bool jira; /* Jira's renderer reads it, not Confluence's */
    bool in_table;
    bool in_line; /* in a macro within a line: no newlines, and something comes after it */
    char signs[ATL_CONTENT_DEPTH + 1]; /* of the lists that are open */
    size_t sign_count;
    size_t sign_start; /* before it are those of lists around the macro whose body is written */
    const char *macros[ATL_CONTENT_DEPTH + 1]; /* that are open: Jira nests none in itself */
    size_t macro_count;
    bool footnotes; /* there are some */
    bool nested;    /* in a block of the document */
    bool careful;   /* every sign that could mean something takes another form */
};

void wiki_report_lost(struct wiki_writer *writer, const struct atl_node *node, const char *what);
/* Reports the alignment and indentation of a paragraph or heading, if it has any. */
void wiki_report_layout(struct wiki_writer *writer, const struct atl_node *block);

/* ---- blocks: wiki_writer.c, wiki_write_list.c, wiki_write_table.c, wiki_write_macro.c ---- */

void wiki_write_blocks(struct wiki_writer *writer, const struct atl_node *parent);
/* The blocks of a macro, on lines of their own: there all blocks are possible again. */
void wiki_write_body(struct wiki_writer *writer, const struct atl_node *parent);
void wiki_write_list(struct wiki_writer *writer, const struct atl_node *list);
void wiki_write_table(struct wiki_writer *writer, const struct atl_node *table);
/* The text of blocks that can't stand where they would have to: one line, no marks of blocks. */
void wiki_write_flat(struct wiki_writer *writer, const struct atl_node *block);

void wiki_write_code(struct wiki_writer *writer, const struct atl_node *block);
void wiki_write_panel(struct wiki_writer *writer, const struct atl_node *panel);
void wiki_write_expand(struct wiki_writer *writer, const struct atl_node *expand);
void wiki_write_quote(struct wiki_writer *writer, const struct atl_node *quote);
void wiki_write_macro(struct wiki_writer *writer, const struct atl_node *macro, bool block);
void wiki_write_status(struct wiki_writer *writer, const struct atl_node *status);
/* A panel or an expand as a panel that Jira knows and that is read as what it was: to be written in
 * its stead. It shares the children. */
const struct atl_node *wiki_panel_of_jira(struct wiki_writer *writer, const struct atl_node *block);
/* Whether Jira has no such macro; then it is reported, and what it says by a parameter is written.
 */
bool wiki_is_left_out_for_jira(struct wiki_writer *writer, const struct atl_node *macro,
                               const char *name);
/* {noformat} around a text that is in no wiki markup. */
void wiki_write_noformat(struct wiki_writer *writer, const char *text, size_t length);

/* Whether a block of the document is read from `text` as what it is: wiki_read_back.c. */
bool wiki_reads_back(const struct atl_node *block, const char *text, size_t length);

/* ---- inlines: wiki_write_inline.c, wiki_write_leaf.c, wiki_escape.c ---- */

/* Whether anything would be written for a block's inlines. */
bool wiki_has_inlines(const struct atl_node *block);
void wiki_write_inlines(struct wiki_writer *writer, const struct atl_node *block,
                        enum wiki_inlines_on line);
/* "!source|options!", in "[…|link]" if it has a link. */
void wiki_write_image(struct wiki_writer *writer, const struct atl_node *image, const char *link,
                      size_t link_length);

/* What the text around decides. */
struct wiki_surroundings {
    bool line_start;  /* nothing is before it on the line */
    bool ends;        /* nothing comes after it */
    bool code;        /* in "{{…}}" */
    bool cell;        /* in a table */
    bool link;        /* in the text of a link */
    bool careful;     /* all signs are escaped */
    unsigned effects; /* that are open: bits by number */
};

/*
 * Appends text so that it is read as text. What comes before it is at the end of the buffer. Only
 * what would mean something is escaped.
 */
void wiki_escape(struct atl_buffer *buffer, const char *text, size_t length,
                 const struct wiki_surroundings *around);
/* Appends the value of a macro's parameter, of an image's option or of a link's third part. */
void wiki_escape_value(struct atl_buffer *buffer, const char *text, size_t length);
/* Makes sure that neither a word nor half an emoticon ends at the end of the buffer, as signs need
 * it before them. */
void wiki_end_word(struct atl_buffer *buffer);

#endif
