#include "support/specimens.h"

#include "content/builder.h"
#include "content/macro_place.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- nodes with what belongs into them ---- */

struct maker {
    struct content_builder builder;
    const struct specimen *specimen;
    size_t attributes; /* of the specimen's, so many */
};

static void add_text(struct maker *maker, const char *text)
{
    content_text(&maker->builder, text, strlen(text));
}

static void add_paragraph(struct maker *maker, const char *text)
{
    content_open(&maker->builder, ATL_NODE_PARAGRAPH);
    add_text(maker, text);
    content_close(&maker->builder);
}

/* Opens the specimen itself. */
static struct atl_node *open_specimen(struct maker *maker)
{
    const struct specimen *specimen = maker->specimen;
    struct atl_node *node = content_open(&maker->builder, specimen->kind);
    if (specimen->text != NULL) {
        content_set_text(node, specimen->text, strlen(specimen->text));
    }
    node->flags = (uint8_t)specimen->flags;
    node->value = (uint8_t)specimen->value;
    node->number = specimen->number;
    for (size_t i = 0; i < maker->attributes; i++) {
        content_set_attribute(maker->builder.arena, node, specimen->attributes[i][0],
                              specimen->attributes[i][1]);
    }
    return node;
}

static void add_list(struct maker *maker)
{
    struct atl_node *list = open_specimen(maker);
    bool decisions = list->kind == ATL_NODE_DECISION_LIST;
    bool tasks = list->kind == ATL_NODE_TASK_LIST;
    list->flags = ATL_NODE_TIGHT;
    for (int i = 0; i < 2; i++) {
        struct atl_node *item = content_open(&maker->builder, decisions ? ATL_NODE_DECISION_ITEM
                                                              : tasks   ? ATL_NODE_TASK_ITEM
                                                                        : ATL_NODE_LIST_ITEM);
        item->flags = (uint8_t)maker->specimen->flags;
        add_paragraph(maker, i == 0 ? "one" : "two");
        content_close(&maker->builder);
    }
    content_close(&maker->builder);
}

/* Two columns and two rows; the first cell may be the specimen. */
static void add_table(struct maker *maker)
{
    struct content_builder *builder = &maker->builder;
    bool cell = maker->specimen->kind == ATL_NODE_TABLE_CELL;
    if (cell) {
        content_open(builder, ATL_NODE_TABLE);
    } else {
        open_specimen(maker);
    }
    bool wide =
        cell &&
        strcmp(maker->specimen->attributes[0][0] == NULL ? "" : maker->specimen->attributes[0][0],
               "colspan") == 0;
    bool high =
        cell &&
        strcmp(maker->specimen->attributes[0][0] == NULL ? "" : maker->specimen->attributes[0][0],
               "rowspan") == 0;
    for (int row = 0; row < 2; row++) {
        content_open(builder, ATL_NODE_TABLE_ROW);
        for (int column = row == 1 && high; column < (row == 0 && wide ? 1 : 2); column++) {
            if (cell && row == 0 && column == 0) {
                open_specimen(maker);
            } else {
                content_open(builder, ATL_NODE_TABLE_CELL)->flags =
                    !cell && row == 0 ? ATL_NODE_HEADER : 0;
            }
            add_paragraph(maker, "cell");
            content_close(builder);
        }
        content_close(builder);
    }
    content_close(builder);
}

static int columns_of(const struct specimen *specimen)
{
    const char *type = specimen->kind == ATL_NODE_LAYOUT_SECTION ? specimen->attributes[0][1] : "";
    return strncmp(type, "four", 4) == 0    ? 4
           : strncmp(type, "three", 5) == 0 ? 3
           : strcmp(type, "single") == 0    ? 1
                                            : 2;
}

static void add_layout(struct maker *maker)
{
    struct content_builder *builder = &maker->builder;
    bool cell = maker->specimen->kind == ATL_NODE_LAYOUT_CELL;
    content_open(builder, ATL_NODE_LAYOUT);
    if (cell) {
        content_set_attribute(builder->arena, content_open(builder, ATL_NODE_LAYOUT_SECTION),
                              "type", "two_equal");
    } else {
        open_specimen(maker);
    }
    for (int i = 0; i < columns_of(maker->specimen); i++) {
        if (cell && i == 0) {
            open_specimen(maker);
        } else {
            struct atl_node *other = content_open(builder, ATL_NODE_LAYOUT_CELL);
            if (cell) {
                content_set_attribute(builder->arena, other, "width", "58");
            }
        }
        add_paragraph(maker, "cell");
        content_close(builder);
    }
    content_close(builder);
    content_close(builder);
}

static void add_group(struct maker *maker)
{
    static const char *const files[] = {"media:ab-12?collection=c", "media:cd-34?collection=c"};
    open_specimen(maker);
    for (size_t i = 0; i < COUNT(files); i++) {
        content_leaf(&maker->builder, ATL_NODE_IMAGE, files[i], strlen(files[i]));
    }
    content_close(&maker->builder);
}

static void add_macro(struct maker *maker)
{
    open_specimen(maker);
    if (maker->specimen->body == SPECIMEN_RICH) {
        add_paragraph(maker, "inside");
    } else if (maker->specimen->body == SPECIMEN_PLAIN) {
        content_leaf(&maker->builder, ATL_NODE_PLAIN_BODY, "x^2", 3);
    }
    content_close(&maker->builder);
}

static void add_specimen(struct maker *maker)
{
    switch (maker->specimen->kind) {
    case ATL_NODE_BULLET_LIST:
    case ATL_NODE_ORDERED_LIST:
    case ATL_NODE_TASK_LIST:
    case ATL_NODE_DECISION_LIST:
        add_list(maker);
        return;
    case ATL_NODE_TABLE:
    case ATL_NODE_TABLE_CELL:
        add_table(maker);
        return;
    case ATL_NODE_LAYOUT_SECTION:
    case ATL_NODE_LAYOUT_CELL:
        add_layout(maker);
        return;
    case ATL_NODE_MEDIA_GROUP:
        add_group(maker);
        return;
    case ATL_NODE_MACRO:
        add_macro(maker);
        return;
    default:
        break;
    }
    const struct atl_node *node = open_specimen(maker);
    if (atl_node_is_mark(node) || node->kind == ATL_NODE_PARAGRAPH ||
        node->kind == ATL_NODE_HEADING) {
        add_text(maker, "text");
    } else if (atl_node_holds_blocks(node)) {
        add_paragraph(maker, "inside");
    }
    content_close(&maker->builder);
}

/* ---- places ---- */

static const char *const place_names[] = {
    [SPECIMEN_AT_TOP] = "at the top",        [SPECIMEN_IN_QUOTE] = "in a quote",
    [SPECIMEN_IN_ITEM] = "in a list item",   [SPECIMEN_IN_TASK] = "in a task",
    [SPECIMEN_IN_CELL] = "in a table cell",  [SPECIMEN_IN_PANEL] = "in a panel",
    [SPECIMEN_IN_EXPAND] = "in an expand",   [SPECIMEN_IN_COLUMN] = "in a layout's column",
    [SPECIMEN_IN_EXCERPT] = "in an excerpt", [SPECIMEN_IN_MACRO] = "in an unknown macro",
    [SPECIMEN_IN_HEADING] = "in a heading",  [SPECIMEN_IN_STRONG] = "in strong text",
    [SPECIMEN_IN_LINK] = "in a link",        [SPECIMEN_IN_CAPTION] = "in a caption",
};

const char *specimen_place_name(enum specimen_place place)
{
    return place_names[place];
}

static struct atl_node *open_named(struct maker *maker, enum atl_node_kind kind, const char *text)
{
    struct atl_node *node = content_open(&maker->builder, kind);
    content_set_text(node, text, strlen(text));
    return node;
}

/* Opens what is around the specimen; returns how many nodes that are. */
static int open_around(struct maker *maker, enum specimen_place place)
{
    struct content_builder *builder = &maker->builder;
    switch (place) {
    case SPECIMEN_IN_QUOTE:
        content_open(builder, ATL_NODE_QUOTE);
        return 1;
    case SPECIMEN_IN_ITEM:
        content_open(builder, ATL_NODE_BULLET_LIST);
        content_open(builder, ATL_NODE_LIST_ITEM);
        return 2;
    case SPECIMEN_IN_TASK:
        content_open(builder, ATL_NODE_TASK_LIST);
        content_open(builder, ATL_NODE_TASK_ITEM);
        return 2;
    case SPECIMEN_IN_CELL:
        content_open(builder, ATL_NODE_TABLE);
        content_open(builder, ATL_NODE_TABLE_ROW);
        content_open(builder, ATL_NODE_TABLE_CELL)->flags = ATL_NODE_HEADER;
        return 3;
    case SPECIMEN_IN_PANEL:
        content_open(builder, ATL_NODE_PANEL);
        return 1;
    case SPECIMEN_IN_EXPAND:
        content_open(builder, ATL_NODE_EXPAND);
        return 1;
    case SPECIMEN_IN_COLUMN:
        content_open(builder, ATL_NODE_LAYOUT);
        content_set_attribute(builder->arena, content_open(builder, ATL_NODE_LAYOUT_SECTION),
                              "type", "single");
        content_open(builder, ATL_NODE_LAYOUT_CELL);
        return 3;
    case SPECIMEN_IN_EXCERPT:
        open_named(maker, ATL_NODE_MACRO, "excerpt");
        return 1;
    case SPECIMEN_IN_MACRO:
        open_named(maker, ATL_NODE_MACRO, "my-macro");
        return 1;
    default:
        return 0;
    }
}

static int open_line(struct maker *maker, enum specimen_place place)
{
    struct content_builder *builder = &maker->builder;
    switch (place) {
    case SPECIMEN_IN_HEADING:
        content_open(builder, ATL_NODE_HEADING)->number = 2;
        return 1;
    case SPECIMEN_IN_STRONG:
        content_open(builder, ATL_NODE_PARAGRAPH);
        content_open(builder, ATL_NODE_STRONG);
        return 2;
    case SPECIMEN_IN_LINK:
        content_open(builder, ATL_NODE_PARAGRAPH);
        open_named(maker, ATL_NODE_LINK, "https://x.example/");
        return 2;
    case SPECIMEN_IN_CAPTION:
        open_named(maker, ATL_NODE_IMAGE, "attachment:p.png");
        return 1;
    default:
        content_open(builder, ATL_NODE_PARAGRAPH);
        return 1;
    }
}

static bool is_among(enum atl_node_kind kind, const enum atl_node_kind *kinds, size_t count)
{
    size_t i = 0;
    while (i < count && kinds[i] != kind) {
        i++;
    }
    return i < count;
}

/* Macros that a reader knows stand where they belong, others where they are found. */
static bool macro_fits(const struct specimen *specimen, bool in_line)
{
    const char *key = specimen->attributes[0][0];
    enum content_place place = content_macro_place(specimen->text, strlen(specimen->text),
                                                   key != NULL && strcmp(key, "key") == 0);
    return in_line ? place != CONTENT_AS_BLOCK && specimen->body == SPECIMEN_EMPTY
                   : place != CONTENT_AS_INLINE;
}

static bool fits_in_line(const struct specimen *specimen, enum specimen_place place)
{
    static const enum atl_node_kind objects[] = {ATL_NODE_IMAGE, ATL_NODE_MACRO, ATL_NODE_RAW};
    bool object = is_among(specimen->kind, objects, COUNT(objects));
    if (!object && (specimen->kind < ATL_NODE_EMPHASIS || specimen->kind > ATL_NODE_FOOTNOTE_REF)) {
        return false;
    }
    switch (place) {
    case SPECIMEN_IN_STRONG: /* an object looks the same in it */
        return !object && specimen->kind != ATL_NODE_STRONG;
    case SPECIMEN_IN_LINK: /* what is a link of its own isn't in another; a linked image says so */
        return !object && specimen->kind != ATL_NODE_LINK && specimen->kind != ATL_NODE_MENTION;
    case SPECIMEN_IN_CAPTION:
        return specimen->kind != ATL_NODE_FOOTNOTE_REF;
    default:
        return true;
    }
}

static bool fits_as_block(const struct specimen *specimen, enum specimen_place place)
{
    static const enum atl_node_kind layouts[] = {ATL_NODE_LAYOUT_SECTION, ATL_NODE_LAYOUT_CELL};
    static const enum atl_node_kind texts[] = {ATL_NODE_PARAGRAPH, ATL_NODE_HEADING};
    const char *attribute = specimen->attributes[0][0];
    if (place >= SPECIMEN_IN_HEADING || place == SPECIMEN_IN_TASK ||
        (specimen->kind >= ATL_NODE_EMPHASIS && specimen->kind <= ATL_NODE_FOOTNOTE_REF)) {
        return false;
    }
    if (is_among(specimen->kind, layouts, COUNT(layouts))) {
        return place == SPECIMEN_AT_TOP;
    }
    if (attribute == NULL) {
        return true;
    }
    /* A cell is aligned itself when all in it is; files that aren't shown are in groups or lines.
     */
    bool aligned = is_among(specimen->kind, texts, COUNT(texts)) && strcmp(attribute, "align") == 0;
    return strcmp(attribute, "file") != 0 && !(aligned && place == SPECIMEN_IN_CELL);
}

static bool fits(const struct specimen *specimen, enum specimen_place place, bool in_line)
{
    if (specimen->kind == ATL_NODE_MACRO && !macro_fits(specimen, in_line)) {
        return false;
    }
    return in_line ? fits_in_line(specimen, place) : fits_as_block(specimen, place);
}

static void add_footnote(struct maker *maker)
{
    open_named(maker, ATL_NODE_FOOTNOTE, "1");
    add_paragraph(maker, "what it says");
    content_close(&maker->builder);
}

static size_t count_attributes(const struct specimen *specimen)
{
    size_t count = 0;
    while (count < COUNT(specimen->attributes) && specimen->attributes[count][0] != NULL) {
        count++;
    }
    return count;
}

const char *specimen_last_attribute(size_t number)
{
    size_t count = count_attributes(&specimens[number]);
    return count == 0 ? NULL : specimens[number].attributes[count - 1][0];
}

struct atl_content_tree *specimen_make(struct atl_arena *arena, size_t number,
                                       enum specimen_place place, bool in_line, size_t without)
{
    const struct specimen *specimen = &specimens[number];
    if (!fits(specimen, place, in_line)) {
        return NULL;
    }
    size_t attributes = count_attributes(specimen);
    if (attributes < without) {
        return NULL;
    }
    struct maker maker = {.specimen = specimen, .attributes = attributes - without};
    content_builder_start(&maker.builder, arena);
    int around = open_around(&maker, place);
    if (in_line) {
        around += open_line(&maker, place);
        bool line_break =
            specimen->kind == ATL_NODE_SOFT_BREAK || specimen->kind == ATL_NODE_HARD_BREAK;
        add_text(&maker, line_break ? "before" : "before ");
        add_specimen(&maker);
        add_text(&maker, line_break ? "after" : " after");
    } else {
        add_specimen(&maker);
    }
    for (; around > 0; around--) {
        content_close(&maker.builder);
    }
    if (specimen->kind == ATL_NODE_FOOTNOTE_REF) {
        add_footnote(&maker);
    }
    struct atl_content_tree *tree;
    struct atl_error error;
    return content_builder_finish(&maker.builder, &tree, &error) == ATL_OK ? tree : NULL;
}

const struct specimen *specimen_at(size_t number)
{
    return number < specimens_count ? &specimens[number] : NULL;
}
