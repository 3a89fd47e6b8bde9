/*
 * Reading Markdown: what the reader's files share. md4c finds the structure and calls back;
 * markdown_reader.c takes the calls and passes each to the file that knows the subject.
 */
#ifndef CONTENT_MARKDOWN_READER_H
#define CONTENT_MARKDOWN_READER_H

#include "content/formats.h"

#include <md4c.h>

/*
 * Text that md4c hands over in pieces: as long as they lie one after the other in the source it is
 * only pointed to, else copied. Start with a zeroed struct; markdown_run_free at the end.
 */
struct markdown_run {
    const char *text;
    size_t length;
    struct atl_buffer copy; /* holds the text when it isn't in one piece */
};

struct markdown_reader {
    struct content_builder *builder;
    const struct atl_content_options *options;
    bool extended; /* all of MARKDOWN.md, not only CommonMark or GitHub's */

    const char *text; /* what md4c reads */
    const char *end;
    const char *at; /* how far lines are counted */
    uint32_t line;  /* there */

    struct markdown_run run; /* of the code, HTML, formula or image text that is open */
    unsigned images;         /* image texts that are open, one in the other */
    struct atl_node *image;  /* the outermost of them */
    const char *code_end;    /* where the last piece of an open code span ends; NULL: not known */
    size_t trailing;         /* white space that the last piece of plain text ends in */
    bool in_cell;
    size_t empty_cells;
};

/* ---- text and places (reader_text.c) ---- */

void markdown_run_add(const struct markdown_reader *reader, struct markdown_run *run,
                      const char *text, size_t length);
/* Empties the run and gives what was in it to a node: pointed to or, if need be, copied. */
void markdown_run_finish(struct markdown_reader *reader, struct markdown_run *run,
                         struct atl_node *node);
void markdown_run_clear(struct markdown_run *run);
void markdown_run_free(struct markdown_run *run);

/* Notes that `text`, when it lies in the source, has been reached: later nodes get its line. */
void markdown_reach(struct markdown_reader *reader, const char *text);
bool markdown_in_source(const struct markdown_reader *reader, const char *text);

/* An attribute with its character references decoded. False when it isn't there. */
bool markdown_attribute(const MD_ATTRIBUTE *attribute, struct atl_buffer *buffer);
/* Makes it the text of a node. */
void markdown_attribute_text(struct markdown_reader *reader, const MD_ATTRIBUTE *attribute,
                             struct atl_node *node);
/* Sets it as an attribute of a node, if it is there. */
void markdown_attribute_set(struct markdown_reader *reader, const MD_ATTRIBUTE *attribute,
                            struct atl_node *node, const char *name);

/* ---- blocks (reader_blocks.c) ---- */

void markdown_enter_block(struct markdown_reader *reader, MD_BLOCKTYPE type, void *detail);
void markdown_leave_block(struct markdown_reader *reader, MD_BLOCKTYPE type, void *detail);
/* Inlines follow: opens a paragraph where md4c leaves it out, in tight lists and table cells. */
void markdown_begin_inlines(struct markdown_reader *reader);
/* Closes a heading or a paragraph, whose last white space doesn't count. */
void markdown_end_inlines(struct markdown_reader *reader);

/* ---- inlines (reader_inlines.c) ---- */

void markdown_enter_span(struct markdown_reader *reader, MD_SPANTYPE type, void *detail);
void markdown_leave_span(struct markdown_reader *reader, MD_SPANTYPE type, void *detail);
void markdown_inline_text(struct markdown_reader *reader, MD_TEXTTYPE type, const char *text,
                          size_t length);

#endif
