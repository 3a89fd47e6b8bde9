/* The parts of the storage reader, from elements to nodes. */
#ifndef CONTENT_STORAGE_READER_H
#define CONTENT_STORAGE_READER_H

#include "content/storage/storage_element.h"

#include "content/builder.h"
#include "content/macro_place.h"

struct storage_reader {
    struct content_builder *builder;
    const struct atl_content_options *options;
    const char *text;
    size_t source_left; /* bytes of macros' sources that may still be copied */
    bool space;         /* white space waits for what it stands before */
    bool after_space;   /* white space here shows nothing */
    bool exact;     /* a fragment: spaces written as references and files that are known by their
                       id alone are kept */
    unsigned code;  /* levels of <code> around the text */
    unsigned links; /* levels of links */
    uint32_t something; /* an offset within elements that aren't empty */
};

/* ---- text (storage_text.c) ---- */

/* Adds text between two offsets; white space collapses as in HTML. */
void storage_read_text(struct storage_reader *reader, size_t from, size_t to);
/* What waits must come out before a node that isn't text. */
void storage_flush_space(struct storage_reader *reader);
/* Nothing but white space and comments. */
bool storage_is_blank(const struct storage_reader *reader, size_t from, size_t to);
/* Appends the text as it is, character references and CDATA decoded. */
void storage_decode(const struct storage_reader *reader, size_t from, size_t to,
                    struct atl_buffer *buffer);
/* The text of an element that holds nothing but text, in the tree's arena; NULL when it has more.
 */
char *storage_element_text(const struct storage_reader *reader,
                           const struct storage_element *element, size_t *length);

/* ---- blocks (storage_blocks.c) ---- */

/*
 * What stands in a container of blocks, or in a paragraph: runs of inlines become paragraphs.
 * `paragraph`: the <p> that gives them their looks, NULL for none.
 */
void storage_read_flow(struct storage_reader *reader, const struct storage_element *element);
/* Whether an element in a flow is a block there. `alone`: nothing else is on its line. */
bool storage_stands_as_block(const struct storage_element *element, bool alone);
/* Whether nothing but other blocks, or nothing, comes after an element. */
bool storage_ends_line(struct storage_reader *reader, const struct storage_element *element);
/* An element that the tree has no words for: its source. */
void storage_read_raw(struct storage_reader *reader, const struct storage_element *element);
/* What stands between elements is white space; children but those in `known` there are none. */
bool storage_only_elements(const struct storage_reader *reader,
                           const struct storage_element *element, const enum storage_word *known);

/* ---- inlines (storage_inlines.c) ---- */

void storage_read_inlines(struct storage_reader *reader, const struct storage_element *element);
void storage_read_inline(struct storage_reader *reader, const struct storage_element *element);
/* An inline without a node of its own: what is in it stands where it stands. */
bool storage_is_transparent(struct storage_reader *reader, const struct storage_element *element);

/* ---- lists, tables (storage_lists.c, storage_tables.c) ---- */

void storage_read_list(struct storage_reader *reader, const struct storage_element *element);
void storage_read_task_list(struct storage_reader *reader, const struct storage_element *element);
void storage_read_table(struct storage_reader *reader, const struct storage_element *element);
void storage_read_layout(struct storage_reader *reader, const struct storage_element *element);

/* ---- macros (storage_macros.c, storage_macro_kinds.c, storage_adf.c) ---- */

/* Where a macro belongs, from its name and what it holds. */
enum content_place storage_macro_place(const struct storage_element *element);
/* `block`: where blocks stand. */
void storage_read_macro(struct storage_reader *reader, const struct storage_element *element,
                        bool block);
void storage_read_adf(struct storage_reader *reader, const struct storage_element *element);

/* A macro taken apart. */
struct storage_macro {
    const struct storage_element *element;
    const char *name;
    size_t name_length;
    struct atl_attribute *parameters; /* in order; values of ri: elements are references */
    const struct storage_element *rich;
    const struct storage_element *plain;
};

/* Adds the macro as a kind of node of its own. False: it has none, or says more than that holds. */
bool storage_read_known_macro(struct storage_reader *reader, const struct storage_macro *macro,
                              bool block);

/* ---- links, images (storage_links.c, storage_images.c) ---- */

/* What an ri: element points to, as the tree writes it, in the tree's arena; NULL: not known. */
const char *storage_read_reference(struct storage_reader *reader,
                                   const struct storage_element *element, const char *anchor);
void storage_read_link(struct storage_reader *reader, const struct storage_element *element);
/* An <a>; false: it can only be kept as it is. */
void storage_read_anchor(struct storage_reader *reader, const struct storage_element *element);
void storage_read_card(struct storage_reader *reader, const struct storage_element *element);
/* An image; `link`: where it leads, NULL: nowhere. False: it says more than the tree can hold. */
bool storage_read_image(struct storage_reader *reader, const struct storage_element *element,
                        const char *link);

/* ---- styles (storage_styles.c) ---- */

/* One "name: value" of a style attribute. */
struct storage_declaration {
    const char *name;
    size_t name_length;
    const char *value;
    size_t value_length;
};

/* The next declaration; *at starts as 0. False at the end. */
bool storage_style_next(const struct storage_attribute *style, size_t *at,
                        struct storage_declaration *declaration);
bool storage_declares(const struct storage_declaration *declaration, const char *name);
bool storage_value_is(const struct storage_declaration *declaration, const char *value);
/* Of text-align: "center", "right", NULL for the left; false: none of these. */
bool storage_read_alignment(const struct storage_declaration *declaration, const char **align);
/* "#rrggbb" for what CSS has for colours, in the tree's arena; NULL: none that is understood. */
const char *storage_read_colour(struct storage_reader *reader, const char *value, size_t length);
/* "120.0px", "33.3%": the number's text without needless zeros, "120", "33.3%". NULL: neither. */
const char *storage_read_length(struct storage_reader *reader, const char *value, size_t length);
/* Alignment and indentation of a paragraph or heading; false: the style says more. */
struct storage_looks {
    const char *align;
    const char *indent;
};
bool storage_read_looks(const struct storage_element *element, struct storage_looks *looks);
void storage_set_looks(struct storage_reader *reader, struct atl_node *node,
                       const struct storage_looks *looks);

/* ---- nodes ---- */

/* Adds an attribute whose name is static; the value is copied. */
void storage_set(struct storage_reader *reader, struct atl_node *node, const char *name,
                 const char *value, size_t length);
void storage_set_from(struct storage_reader *reader, struct atl_node *node, const char *name,
                      const struct storage_element *element, enum storage_word word);

#endif
