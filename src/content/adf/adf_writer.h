/* What the parts of the ADF writer share. */
#ifndef ADF_WRITER_H
#define ADF_WRITER_H

#include "content/adf/schema.h"
#include "content/builder.h"
#include "content/footnotes.h"

struct adf_writer {
    struct atl_buffer *buffer;
    struct atl_content_report *report;
    struct atl_arena arena; /* of small things, until the end */
    struct content_footnotes footnotes;
    unsigned ids;              /* localIds given so far */
    const char *prefix;        /* put before the text of the next paragraph */
    struct atl_buffer scratch; /* marks of a text, as JSON */
    struct atl_buffer marks;   /* of the text that is open */
};

/* A node that is being written: its children go into it one by one. */
struct adf_frame {
    enum adf_type type;
    size_t count;      /* of children so far */
    const char *align; /* table cells: of all text in it that has no other */
};

/* ---- JSON ---- */

/* Appends text, escaped, without quotes. */
void adf_put_text(struct atl_buffer *buffer, const char *text, size_t length);
/* `,"name":"text"`, the comma only where one is needed. NULL adds nothing. */
void adf_put_member(struct adf_writer *writer, const char *name, const char *text);
void adf_put_member_text(struct adf_writer *writer, const char *name, const char *text,
                         size_t length);
void adf_put_number(struct adf_writer *writer, const char *name, double number);
/* A localId, the next of the document. */
void adf_put_id(struct adf_writer *writer);
/* Number of an attribute, whatever stands behind it ("300px"). False when there is none. */
bool adf_parse_number(const char *text, double *number);

/* ---- nodes ---- */

/* Begins a child of the frame: `{"type":"…"`. */
void adf_begin(struct adf_writer *writer, struct adf_frame *frame, enum adf_type type);
void adf_begin_attributes(struct adf_writer *writer);
/* Ends them; without any they are taken back. */
void adf_end_attributes(struct adf_writer *writer);
void adf_begin_content(struct adf_writer *writer);
/* Ends content and node. What has to have a child and has none gets an empty paragraph. */
void adf_end_content(struct adf_writer *writer, const struct adf_frame *frame);
void adf_end(struct adf_writer *writer);
/* A node that is its type and nothing more. */
void adf_put_bare(struct adf_writer *writer, struct adf_frame *frame, enum adf_type type);

/* Whether the schema takes such a child next. */
bool adf_may_follow(const struct adf_frame *frame, enum adf_type type);
/* The same, if need be after an empty paragraph, which is written then. */
bool adf_make_room(struct adf_writer *writer, struct adf_frame *frame, enum adf_type type);

void adf_lost(struct adf_writer *writer, const struct atl_node *node, const char *format, ...)
    ATL_PRINTF(3, 4);
/* How much of a node's text is enough to name it, for "%.*s". */
int adf_short_length(const struct atl_node *node);
/* Whether an address anywhere in JSON would run. */
bool adf_json_runs(const cJSON *value);
/* Whether an address may be written; says so when it would run. */
bool adf_is_safe(struct adf_writer *writer, const struct atl_node *node, const char *text,
                 size_t length);
/* Says so when an address only means something elsewhere, such as a page by its title. */
void adf_check_reference(struct adf_writer *writer, const struct atl_node *node, const char *text,
                         size_t length);

/* ---- parts of the tree ---- */

void adf_write_blocks(struct adf_writer *writer, struct adf_frame *frame,
                      const struct atl_node *parent);
void adf_write_block(struct adf_writer *writer, struct adf_frame *frame,
                     const struct atl_node *node);
void adf_write_list(struct adf_writer *writer, struct adf_frame *frame,
                    const struct atl_node *node);
void adf_write_card(struct adf_writer *writer, struct adf_frame *frame,
                    const struct atl_node *node);
void adf_write_table(struct adf_writer *writer, struct adf_frame *frame,
                     const struct atl_node *node);
void adf_write_layout(struct adf_writer *writer, struct adf_frame *frame,
                      const struct atl_node *node);
void adf_write_image(struct adf_writer *writer, struct adf_frame *frame,
                     const struct atl_node *node);
/* A paragraph that is there to align the one picture in it: as a block, that is aligned itself. */
bool adf_is_aligned_image(struct adf_writer *writer, const struct atl_node *paragraph);
void adf_write_media_group(struct adf_writer *writer, struct adf_frame *frame,
                           const struct atl_node *node);
void adf_write_macro(struct adf_writer *writer, struct adf_frame *frame,
                     const struct atl_node *node);
void adf_write_raw(struct adf_writer *writer, struct adf_frame *frame, const struct atl_node *node);
/* Verbatim ADF that may stand here. False: it may not, and nothing is written. */
bool adf_put_raw(struct adf_writer *writer, struct adf_frame *frame, const struct atl_node *node);
/* The macro that a raw node is, without a body of blocks; NULL: it is something else. */
const struct atl_node *adf_macro_of_raw(struct adf_writer *writer, const struct atl_node *node);
/* What an extension's attributes say of a macro. */
void adf_put_extension(struct adf_writer *writer, const struct atl_node *macro);
/* `{"type":"codeBlock"` and what it holds; adf_end ends it. */
void adf_put_code_block(struct adf_writer *writer, struct adf_frame *frame, const char *language,
                        const char *text, size_t length);

/* The mark that makes a block of the document wider than its text. */
void adf_put_breakout(struct adf_writer *writer, const struct adf_frame *frame,
                      const struct atl_node *node, enum adf_type type);
/* A word for where an image or a card stands: "center" for none, and for none of ADF's. */
const char *adf_layout_word(const char *layout);

/* ---- inlines ---- */

struct adf_inlines {
    struct adf_frame *frame;
    const struct atl_node *marks[ATL_CONTENT_DEPTH];
    size_t mark_count;
    bool strong;        /* all of it, because it was a heading */
    bool superscript;   /* for the time being: the label of a footnote */
    bool changed;       /* marks aren't those of writer->marks any more */
    bool open;          /* a text is being written */
    bool code;          /* … as code */
    bool break_pending; /* the next text starts a new line */
};

/* Begins the content of a node; adf_end_inlines ends it (and the node). */
void adf_begin_inlines(struct adf_writer *writer, struct adf_inlines *inlines,
                       struct adf_frame *frame);
void adf_put_inlines(struct adf_writer *writer, struct adf_inlines *inlines,
                     const struct atl_node *parent);
void adf_put_inline(struct adf_writer *writer, struct adf_inlines *inlines,
                    const struct atl_node *node);
void adf_put_inline_text(struct adf_writer *writer, struct adf_inlines *inlines, const char *text,
                         size_t length);
void adf_put_inline_code(struct adf_writer *writer, struct adf_inlines *inlines,
                         const struct atl_node *node, const char *text, size_t length);
void adf_put_break(struct adf_writer *writer, struct adf_inlines *inlines);
/* Ends the text that is open, before something that isn't text. */
void adf_end_text(struct adf_writer *writer, struct adf_inlines *inlines);
/* The marks of a text, as JSON, in writer->scratch. */
void adf_spell_marks(struct adf_writer *writer, const struct adf_inlines *inlines, bool code);
/* The innermost mark of a kind, NULL for none. */
const struct atl_node *adf_innermost(const struct adf_inlines *inlines, enum atl_node_kind kind);
void adf_put_media_inline(struct adf_writer *writer, struct adf_inlines *inlines,
                          const struct atl_node *node);
void adf_put_card(struct adf_writer *writer, struct adf_inlines *inlines,
                  const struct atl_node *node);
/* A paragraph of the inlines from `first` up to `end`, or NULL. */
void adf_write_paragraph(struct adf_writer *writer, struct adf_frame *frame,
                         const struct atl_node *node, const struct atl_node *first,
                         const struct atl_node *end, bool strong);
void adf_end_inlines(struct adf_writer *writer, struct adf_inlines *inlines);
/* Blocks as inlines, with line breaks between them. */
void adf_put_flat(struct adf_writer *writer, struct adf_inlines *inlines,
                  const struct atl_node *node);

/* ---- footnotes ---- */

void adf_put_footnote_ref(struct adf_writer *writer, struct adf_inlines *inlines,
                          const struct atl_node *node);
void adf_write_footnotes(struct adf_writer *writer, struct adf_frame *frame);

#endif
