/* What the parts of the ADF reader share. */
#ifndef ADF_READER_H
#define ADF_READER_H

#include "content/adf/schema.h"
#include "content/marks.h"

/* The extensions that are Confluence's macros. */
#define ADF_MACRO_EXTENSION "com.atlassian.confluence.macro.core"
/* The parameter that holds the body of a macro whose body is plain text. */
#define ADF_PLAIN_BODY_PARAMETER "__bodyContent"
/* What editors draw around an image when nobody chose size and colour. */
#define ADF_DEFAULT_BORDER_SIZE  1
#define ADF_DEFAULT_BORDER_COLOR "#091e4224"

struct adf_reader {
    struct content_builder *builder;
    bool keep_fragments;      /* something in the document refers to them */
    struct content_run *runs; /* of the block that is being read */
    size_t run_count;
    size_t run_capacity;
};

/* Where a node is, for errors: its place among its parent's children, and so on up. */
struct adf_place {
    const struct adf_place *up;
    size_t index;
};

/* Fails with the path to a node before the message: "content.3.content.0: …". */
void adf_fail(struct adf_reader *reader, const struct adf_place *place, const char *message);

/* The type of a node or mark, ADF_UNKNOWN for one of no name. */
enum adf_type adf_type_of_node(const cJSON *node);
enum adf_type adf_type_of_mark(const cJSON *mark);
/* The first child; NULL when there is none. */
const cJSON *adf_first_child(const cJSON *node);
/* Text or number of an attribute; NULL when it is absent or of another type. */
const char *adf_text(const cJSON *node, const char *name);
const cJSON *adf_number(const cJSON *node, const char *name);
/* The node's mark of this type, NULL for none. */
const cJSON *adf_mark(const cJSON *node, enum adf_type type);

/* Sets an attribute of the tree to the text or number of one of ADF, if it is there. */
void adf_copy_text(struct adf_reader *reader, struct atl_node *node, const char *name,
                   const cJSON *from, const char *adf_name);
void adf_set_number(struct adf_reader *reader, struct atl_node *node, const char *name,
                    double number);
void adf_copy_number(struct adf_reader *reader, struct atl_node *node, const char *name,
                     const cJSON *from, const char *adf_name);

/*
 * Whether the tree can say everything that this node says, apart from its children; of nodes such
 * as lists and tables, whose children are of one kind, the children are looked at as well.
 */
bool adf_can_hold(const struct adf_reader *reader, const cJSON *node, enum adf_type type);
/* The node as it is, compact: in the arena. */
char *adf_verbatim(struct adf_reader *reader, const cJSON *node);

/* Adds what a node holds to the open node: blocks, or inlines. */
void adf_read_blocks(struct adf_reader *reader, const cJSON *node, const struct adf_place *place);
void adf_read_inlines(struct adf_reader *reader, const cJSON *first, const cJSON *end, size_t index,
                      const struct adf_place *place);

/* Whether a list, a table or a layout has nothing in it. It says nothing then. */
bool adf_is_hollow(const cJSON *node, enum adf_type type);
void adf_read_list(struct adf_reader *reader, const cJSON *node, enum adf_type type,
                   const struct adf_place *place);
void adf_read_task_list(struct adf_reader *reader, const cJSON *node,
                        const struct adf_place *place);
void adf_read_decision_list(struct adf_reader *reader, const cJSON *node,
                            const struct adf_place *place);
void adf_read_table(struct adf_reader *reader, const cJSON *node, const struct adf_place *place);
void adf_read_layout_section(struct adf_reader *reader, const cJSON *node,
                             const struct adf_place *place);
void adf_read_media_single(struct adf_reader *reader, const cJSON *node,
                           const struct adf_place *place);
void adf_read_media_group(struct adf_reader *reader, const cJSON *node);
/* Fills an image from a media or mediaInline node. */
void adf_fill_image(struct adf_reader *reader, struct atl_node *image, const cJSON *media);
/* Whether an extension is a macro that the tree can hold. */
bool adf_is_macro(const cJSON *node);
/* Fills a macro from an extension: name, parameters, plain body. */
void adf_fill_macro(struct adf_reader *reader, struct atl_node *macro, const cJSON *node);

#endif
