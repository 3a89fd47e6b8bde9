/* ADF to the tree: inlines. Marks stand beside each text there, around texts here. */
#include "atlcli/clock.h"
#include "content/adf/adf_reader.h"
#include "content/color.h"
#include "content/emoji.h"

#include <string.h>

enum {
    MARKS = 64, /* around one text */
};

/* ---- marks ---- */

static struct atl_node *mark_node(struct adf_reader *reader, enum atl_node_kind kind,
                                  const char *text)
{
    struct atl_node *mark = content_node_new(reader->builder->arena, kind);
    if (text != NULL) {
        content_set_text(mark, text, strlen(text));
    }
    return mark;
}

static struct atl_node *color_mark(struct adf_reader *reader, enum atl_node_kind kind,
                                   const cJSON *mark)
{
    const char *color = adf_text(mark, "color");
    char hex[CONTENT_COLOR_BYTES] = "";
    content_color_parse(color, strlen(color), hex);
    return mark_node(reader, kind, atl_arena_strdup(reader->builder->arena, hex));
}

static struct atl_node *link_mark(struct adf_reader *reader, const cJSON *mark)
{
    struct atl_node *link = mark_node(reader, ATL_NODE_LINK, adf_text(mark, "href"));
    if (!atl_text_is_empty(adf_text(mark, "title"))) {
        adf_copy_text(reader, link, "title", mark, "title");
    }
    return link;
}

/* NULL: not a mark around inlines. */
static struct atl_node *make_mark(struct adf_reader *reader, const cJSON *mark)
{
    switch (adf_type_of_mark(mark)) {
    case ADF_MARK_EM:
        return mark_node(reader, ATL_NODE_EMPHASIS, NULL);
    case ADF_MARK_STRONG:
        return mark_node(reader, ATL_NODE_STRONG, NULL);
    case ADF_MARK_STRIKE:
        return mark_node(reader, ATL_NODE_STRIKE, NULL);
    case ADF_MARK_UNDERLINE:
        return mark_node(reader, ATL_NODE_UNDERLINE, NULL);
    case ADF_MARK_SUBSUP: {
        bool sub = strcmp(adf_text(mark, "type"), "sub") == 0;
        return mark_node(reader, sub ? ATL_NODE_SUBSCRIPT : ATL_NODE_SUPERSCRIPT, NULL);
    }
    case ADF_MARK_TEXT_COLOR:
        return color_mark(reader, ATL_NODE_COLOR, mark);
    case ADF_MARK_BACKGROUND_COLOR:
        return color_mark(reader, ATL_NODE_BACKGROUND, mark);
    case ADF_MARK_ANNOTATION:
        return mark_node(reader, ATL_NODE_ANNOTATION, adf_text(mark, "id"));
    case ADF_MARK_LINK:
        return link_mark(reader, mark);
    default:
        return NULL;
    }
}

struct marks {
    const struct atl_node **nodes;
    size_t count;
    bool code;
};

/* False: more of them than the tree is deep. */
static bool read_marks(struct adf_reader *reader, const cJSON *node, enum adf_type type,
                       struct marks *marks, const struct adf_place *place)
{
    *marks = (struct marks){0};
    const cJSON *list = atl_json_member(node, "marks");
    const cJSON *first = cJSON_IsArray(list) ? list->child : NULL;
    size_t count = 0;
    for (const cJSON *mark = first; mark != NULL; mark = mark->next) {
        count++;
    }
    if (count == 0) {
        return true;
    }
    if (count > MARKS || reader->builder->depth + count >= ATL_CONTENT_DEPTH) {
        adf_fail(reader, place, "has too many marks");
        return false;
    }
    marks->nodes = atl_arena_alloc(reader->builder->arena, count * sizeof *marks->nodes);
    for (const cJSON *mark = first; mark != NULL; mark = mark->next) {
        enum adf_type kind = adf_type_of_mark(mark);
        /* Those of a picture are its attributes. */
        bool of_image = type == ADF_MEDIA_INLINE && kind != ADF_MARK_ANNOTATION;
        struct atl_node *made = of_image ? NULL : make_mark(reader, mark);
        marks->code = marks->code || kind == ADF_MARK_CODE;
        if (made != NULL) {
            marks->nodes[marks->count++] = made;
        }
    }
    return true;
}

/* ---- leaves ---- */

static struct atl_node *add_run(struct adf_reader *reader, enum atl_node_kind kind,
                                const char *text, size_t length, const struct marks *marks)
{
    if (reader->run_count == reader->run_capacity) {
        reader->run_capacity = reader->run_capacity == 0 ? 64 : reader->run_capacity * 2;
        reader->runs = atl_realloc(reader->runs, reader->run_capacity, sizeof *reader->runs);
    }
    struct atl_node *leaf = content_node_new(reader->builder->arena, kind);
    content_set_text(leaf, text, length);
    reader->runs[reader->run_count++] =
        (struct content_run){.leaf = leaf, .marks = marks->nodes, .count = marks->count};
    return leaf;
}

/* Editors show a newline in a text as a line break. */
static void add_text(struct adf_reader *reader, const cJSON *node, const struct marks *marks)
{
    const char *text = atl_json_member(node, "text")->valuestring;
    enum atl_node_kind kind = marks->code ? ATL_NODE_CODE : ATL_NODE_TEXT;
    for (;;) {
        size_t length = strcspn(text, "\r\n");
        if (length > 0) {
            add_run(reader, kind, text, length, marks);
        }
        text += length;
        if (*text == '\0') {
            return;
        }
        text += text[0] == '\r' && text[1] == '\n' ? 2 : 1;
        add_run(reader, ATL_NODE_HARD_BREAK, NULL, 0, marks);
    }
}

static struct atl_node *add_named(struct adf_reader *reader, enum atl_node_kind kind,
                                  const cJSON *node, const char *name, const struct marks *marks)
{
    const char *text = adf_text(node, name);
    return add_run(reader, kind, text, strlen(text), marks);
}

static void add_mention(struct adf_reader *reader, const cJSON *node, const struct marks *marks)
{
    struct atl_node *made = add_named(reader, ATL_NODE_MENTION, node, "id", marks);
    if (!atl_text_is_empty(adf_text(node, "text"))) {
        adf_copy_text(reader, made, "text", node, "text");
    }
    if (!atl_text_is_empty(adf_text(node, "accessLevel"))) {
        adf_copy_text(reader, made, "accessLevel", node, "accessLevel");
    }
    adf_copy_text(reader, made, "userType", node, "userType");
}

static void add_emoji(struct adf_reader *reader, const cJSON *node, const struct marks *marks)
{
    const char *name = adf_text(node, "shortName");
    const char *whole = content_emoji_short_name(reader->builder->arena, name, strlen(name));
    struct atl_node *made = add_run(reader, ATL_NODE_EMOJI, whole, strlen(whole), marks);
    adf_copy_text(reader, made, "id", node, "id");
    adf_copy_text(reader, made, "text", node, "text");
}

static void add_status(struct adf_reader *reader, const cJSON *node, const struct marks *marks)
{
    static const char *const colors[] = {
        [ATL_STATUS_NEUTRAL] = "neutral", [ATL_STATUS_PURPLE] = "purple",
        [ATL_STATUS_BLUE] = "blue",       [ATL_STATUS_RED] = "red",
        [ATL_STATUS_YELLOW] = "yellow",   [ATL_STATUS_GREEN] = "green",
    };
    struct atl_node *made = add_named(reader, ATL_NODE_STATUS, node, "text", marks);
    while (strcmp(colors[made->value], adf_text(node, "color")) != 0) {
        made->value++;
    }
    if (!atl_text_is_empty(adf_text(node, "style"))) {
        adf_copy_text(reader, made, "style", node, "style");
    }
}

/* Days begin at midnight UTC: the time of day says nothing. */
static void add_date(struct adf_reader *reader, const cJSON *node, const struct marks *marks)
{
    int64_t timestamp = 0;
    atl_text_to_integer(adf_text(node, "timestamp"), INT64_MIN, INT64_MAX, &timestamp);
    const char *text = atl_clock_format_iso8601(reader->builder->arena, timestamp);
    add_run(reader, ATL_NODE_DATE, text, strcspn(text, "T"), marks);
}

/* A smart link is a link around its own address. */
static bool add_card(struct adf_reader *reader, const cJSON *node, struct marks *marks,
                     const struct adf_place *place)
{
    struct content_builder *builder = reader->builder;
    if (builder->depth + marks->count + 1 >= ATL_CONTENT_DEPTH) {
        adf_fail(reader, place, "has too many marks");
        return false;
    }
    const char *url = adf_text(node, "url");
    const struct atl_node **nodes =
        atl_arena_alloc(builder->arena, (marks->count + 1) * sizeof *nodes);
    for (size_t i = 0; i < marks->count; i++) {
        nodes[i] = marks->nodes[i];
    }
    struct atl_node *link = mark_node(reader, ATL_NODE_LINK, url);
    content_set_attribute(builder->arena, link, "card", "inline");
    nodes[marks->count] = link;
    struct marks around = {.nodes = nodes, .count = marks->count + 1};
    if (*url == '\0') {
        return true;
    }
    add_run(reader, ATL_NODE_TEXT, url, strlen(url), &around);
    return true;
}

static void add_raw(struct adf_reader *reader, const cJSON *node)
{
    static const struct marks none = {0};
    char *text = adf_verbatim(reader, node);
    add_run(reader, ATL_NODE_RAW, text, strlen(text), &none)->value = ATL_CONTENT_ADF;
}

static void read_inline(struct adf_reader *reader, const cJSON *node, const struct adf_place *place)
{
    enum adf_type type = adf_type_of_node(node);
    struct marks marks;
    if (!adf_is_inline(type) || !adf_can_hold(reader, node, type)) {
        add_raw(reader, node);
        return;
    }
    if (!read_marks(reader, node, type, &marks, place)) {
        return;
    }
    switch (type) {
    case ADF_TEXT:
        add_text(reader, node, &marks);
        break;
    case ADF_HARD_BREAK:
        add_run(reader, ATL_NODE_HARD_BREAK, NULL, 0, &marks);
        break;
    case ADF_MENTION:
        add_mention(reader, node, &marks);
        break;
    case ADF_EMOJI:
        add_emoji(reader, node, &marks);
        break;
    case ADF_STATUS:
        add_status(reader, node, &marks);
        break;
    case ADF_DATE:
        add_date(reader, node, &marks);
        break;
    case ADF_PLACEHOLDER:
        add_named(reader, ATL_NODE_PLACEHOLDER, node, "text", &marks);
        break;
    case ADF_INLINE_CARD:
        add_card(reader, node, &marks, place);
        break;
    case ADF_MEDIA_INLINE:
        adf_fill_image(reader, add_run(reader, ATL_NODE_IMAGE, NULL, 0, &marks), node);
        break;
    default: /* inlineExtension */
        adf_fill_macro(reader, add_run(reader, ATL_NODE_MACRO, NULL, 0, &marks), node);
        break;
    }
}

void adf_read_inlines(struct adf_reader *reader, const cJSON *first, const cJSON *end, size_t index,
                      const struct adf_place *place)
{
    struct content_builder *builder = reader->builder;
    struct adf_place inner = {.up = place, .index = index};
    reader->run_count = 0;
    for (const cJSON *node = first; node != end; node = node->next) {
        if (content_builder_failed(builder)) {
            return;
        }
        if (!cJSON_IsString(atl_json_member(node, "type"))) {
            adf_fail(reader, &inner, "not a node: it has no type");
            return;
        }
        read_inline(reader, node, &inner);
        inner.index++;
    }
    if (!content_builder_failed(builder)) {
        content_nest_runs(builder->arena, builder->open, reader->runs, reader->run_count);
    }
}
