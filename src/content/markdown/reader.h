/*
 * Reading Markdown: what the reader's files share. md4c finds the structure and calls back;
 * markdown_reader.c takes the calls and passes each to the file that knows the subject.
 */
#ifndef CONTENT_MARKDOWN_READER_H
#define CONTENT_MARKDOWN_READER_H

#include "content/formats.h"
#include "content/markdown/directives.h"
#include "content/markdown/html_tag.h"

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

/* What an open container will be, and how it ends. */
enum markdown_container_kind {
    MARKDOWN_FRAME, /* a quote or list item: containers in it end with it */
    MARKDOWN_NODE,  /* its node is all there is to it */
    MARKDOWN_DECISIONS,
    MARKDOWN_LAYOUT, /* or a section or cell of one */
    MARKDOWN_MEDIA,
    MARKDOWN_PLAIN,    /* a macro with a plain body: the fenced block in it */
    MARKDOWN_BODILESS, /* a macro without a body */
    MARKDOWN_DIV,      /* alignment or indentation of what is in it */
    MARKDOWN_FIGURE,   /* an image with a caption */
    MARKDOWN_CAPTION,
    MARKDOWN_TEXT, /* of an unknown name: its end is text as its start was */
};

struct markdown_container {
    enum markdown_container_kind kind;
    const char *tag;         /* of HTML; NULL: ends in ":::" */
    const char *word;        /* what it is called, for reports */
    struct atl_node *node;   /* NULL: none was opened */
    struct atl_node *before; /* the sibling before it */
    uint32_t line;
};

/* An inline tag of HTML that is open. */
struct markdown_open_tag {
    const char *name;           /* static text */
    struct atl_node *outermost; /* of the nodes opened for it */
    unsigned spans;             /* md4c's spans that it is in */
    uint8_t nodes;              /* how many were opened for it */
    bool swallows;              /* it was a node of its own: its end means nothing */
};

/* A stack of either. */
struct markdown_stack {
    void *items;
    size_t count;
    size_t capacity;
};

struct markdown_reader {
    struct content_builder *builder;
    const struct atl_content_options *options;
    bool github;   /* GitHub's extensions */
    bool extended; /* all of MARKDOWN.md */
    bool caption;  /* of a figure, inlines alone */

    const char *text; /* what md4c reads */
    const char *end;
    const char *at;         /* how far lines are counted */
    const char *line_start; /* of the line there */
    uint32_t line;
    bool stopped;  /* after a failure, whose place is known */
    bool counting; /* false: all is on one line that is known */

    struct markdown_run run; /* of the code, HTML, formula or image text that is open */
    bool inlines;            /* a paragraph or heading is open */
    bool verbatim;           /* a code or HTML block is … */
    bool code_block;         /* … the former */
    size_t code_indent;      /* columns before the text of a line of code, not yet in the run */
    const char *code_at;     /* how far lines of code are read, in the source; NULL: not known */
    uint32_t block_line;     /* where that starts */
    bool html;               /* inline HTML is in the run */
    unsigned links;          /* links that are open: no others in them */
    bool autolink;           /* that is one between angle brackets: all is text */
    unsigned spans;          /* md4c's spans that are open */
    unsigned images;         /* image texts that are open, one in the other */
    struct atl_node *image;  /* the outermost of them */
    const char *code_end;    /* where the last piece of an open code span ends; NULL: not known */
    size_t trailing;         /* white space that the last piece of plain text ends in */
    bool has_www;            /* somewhere in the text */
    bool has_at_sign;
    bool in_cell;
    bool apart;                   /* texts of the open paragraph may stand side by side, or have
                                     nothing but marks of nothing between them */
    struct atl_node *code_before; /* the sibling before the code block that is open */
    size_t empty_cells;

    struct markdown_directives directives;
    const struct markdown_directive *met;     /* the one that the open HTML block is */
    const struct markdown_directive *skipped; /* what stands in for it isn't over yet */

    struct markdown_stack containers;
    struct markdown_stack tags;
};

/* ---- text and places (reader_text.c) ---- */

void markdown_run_add(const struct markdown_reader *reader, struct markdown_run *run,
                      const char *text, size_t length);
/* The same for text that doesn't stay. */
void markdown_run_copy(struct markdown_run *run, const char *text, size_t length);
/* Takes off a newline at its end. */
void markdown_run_drop_newline(struct markdown_run *run);
/* Empties the run and gives what was in it to a node: pointed to or, if need be, copied. */
void markdown_run_finish(struct markdown_reader *reader, struct markdown_run *run,
                         struct atl_node *node);
/* Empties the run; returns what was in it, where it stays. */
const char *markdown_run_take(struct markdown_reader *reader, struct markdown_run *run,
                              size_t *length);
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
/* The text of a node's inlines without their marks, in the arena. */
char *markdown_plain_text(struct markdown_reader *reader, const struct atl_node *parent);
/* Makes one of texts that have come to stand side by side anywhere below a node, which marks of
 * nothing don't keep apart. */
void markdown_join_texts(struct markdown_reader *reader, struct atl_node *root);

/* A place on a stack, zeroed. */
void *markdown_push(struct markdown_stack *stack, size_t size);

/* Reads text, without frontmatter, as what `reader` says, into the open node. */
void markdown_parse(struct markdown_reader *reader, const char *text, size_t length);

/* ---- blocks (reader_blocks.c) ---- */

void markdown_enter_block(struct markdown_reader *reader, MD_BLOCKTYPE type, void *detail);
void markdown_leave_block(struct markdown_reader *reader, MD_BLOCKTYPE type, void *detail);
/* Inlines follow: opens a paragraph where md4c leaves it out, in tight lists and table cells. */
void markdown_begin_inlines(struct markdown_reader *reader);
/* Closes the heading or paragraph, if one is open; its last white space doesn't count. */
void markdown_end_inlines(struct markdown_reader *reader);

/* A code block's info string (code_info.c): makes it a raw node when it is another format's. */
void markdown_code_info(struct markdown_reader *reader, struct atl_node *code,
                        const MD_BLOCK_CODE_DETAIL *detail);

/* An HTML block that has been read (html_block.c). */
void markdown_html_block(struct markdown_reader *reader, const char *text, size_t length);

/* ---- containers (containers.c) ---- */

void markdown_open_frame(struct markdown_reader *reader);
/* Ends all containers that the quote, list item or document leaves open. */
void markdown_close_frame(struct markdown_reader *reader);
/* Opens a container with a node of this kind; `tag`: of HTML, else NULL. */
struct atl_node *markdown_open_container(struct markdown_reader *reader,
                                         enum markdown_container_kind kind, enum atl_node_kind node,
                                         const char *tag, const char *word);
/* Notes one that stays text, or HTML. */
void markdown_open_text(struct markdown_reader *reader, const char *tag);
/*
 * Closes the innermost container of this tag (NULL: ":::"), and those that are open within it.
 * False when there is none or it is one that stays text.
 */
bool markdown_close_container(struct markdown_reader *reader, const char *tag);
/* What closing means for each kind (container_ends.c). The node is closed. */
void markdown_end_container(struct markdown_reader *reader,
                            const struct markdown_container *container);
/* Carries out a line that starts with ":::" or defines a footnote (directive_lines.c). */
void markdown_directive(struct markdown_reader *reader, const struct markdown_directive *directive);

/* Puts footnotes where they belong when the document is read (reader_footnotes.c). */
void markdown_finish_footnotes(struct markdown_reader *reader);

/* ---- inlines (reader_inlines.c) ---- */

void markdown_enter_span(struct markdown_reader *reader, MD_SPANTYPE type, void *detail);
void markdown_leave_span(struct markdown_reader *reader, MD_SPANTYPE type, void *detail);
void markdown_inline_text(struct markdown_reader *reader, MD_TEXTTYPE type, const char *text,
                          size_t length);
/* Text of a code or HTML block, and the spaces before a line of it that wait for that. */
void markdown_verbatim_text(struct markdown_reader *reader, MD_TEXTTYPE type, const char *text,
                            size_t length);
void markdown_flush_indent(struct markdown_reader *reader);
/* Plain text, in which emoji and footnotes are looked for (plain_text.c). */
void markdown_plain(struct markdown_reader *reader, const char *text, size_t length);

/*
 * Links in plain text (autolinks.c). Each adds the link that starts at `text`, if there is one, and
 * returns its length, else 0. What the sign belongs to may start before it.
 */
size_t markdown_www_at(struct markdown_reader *reader, const char *text, const char *end);
size_t markdown_scheme_before(const struct markdown_reader *reader, const char *text,
                              const char *colon, const char *end);
size_t markdown_url_at(struct markdown_reader *reader, const char *text, const char *colon,
                       const char *end);
size_t markdown_local_before(const char *text, const char *sign);
size_t markdown_email_at(struct markdown_reader *reader, const char *text, const char *sign,
                         const char *end);

/*
 * What is written in another format (raw.c): storage format becomes what it says, if it can be
 * read. The text stays where it is.
 */
/* False: it can't be read, or is empty. */
bool markdown_read_storage(struct markdown_reader *reader, const char *text, size_t length);
void markdown_add_raw(struct markdown_reader *reader, enum atl_content_format format,
                      const char *text, size_t length);

/* Inline HTML (inline_tags.c). */
void markdown_inline_html(struct markdown_reader *reader, const char *text, size_t length);
/* Closes the tags that the span or block with `spans` spans around it leaves open. */
void markdown_close_tags(struct markdown_reader *reader, unsigned spans);
/* Adds the image that an <img> tag shows. */
void markdown_tag_image(struct markdown_reader *reader, const struct markdown_tag *tag);

/* Links don't nest. */
void markdown_report_nested(struct markdown_reader *reader);
/* Makes of a link, which is closed, what its address says it is (links.c); of a tag, whose
 * address says no such thing, a linked image or a smart link. */
void markdown_finish_link(struct markdown_reader *reader, struct atl_node *link);
void markdown_finish_tag_link(struct markdown_reader *reader, struct atl_node *link);

#endif
