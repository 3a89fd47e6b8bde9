/* What the tree can say of an ADF node. The rest is carried along as it is. */
#include "content/adf/adf_reader.h"
#include "content/color.h"

#include <stdlib.h>
#include <string.h>

/* Children that a node may have for the tree to hold it; all of them are looked at. */
static adf_set structure_of(enum adf_type type)
{
    switch (type) {
    case ADF_BULLET_LIST:
    case ADF_ORDERED_LIST:
    case ADF_TASK_LIST:
    case ADF_DECISION_LIST:
    case ADF_TABLE:
    case ADF_TABLE_ROW:
    case ADF_LAYOUT_SECTION:
    case ADF_MEDIA_GROUP:
    case ADF_MEDIA_SINGLE:
    case ADF_CODE_BLOCK:
        return adf_content(type, true) | adf_content(type, false);
    default:
        return 0;
    }
}

/* Members that every node of its kind has, and no others. */
static bool has_known_members(const cJSON *node, enum adf_type type)
{
    for (const cJSON *member = node->child; member != NULL; member = member->next) {
        const char *name = member->string;
        bool known = strcmp(name, "type") == 0 || strcmp(name, "attrs") == 0 ||
                     strcmp(name, "marks") == 0 || strcmp(name, "content") == 0 ||
                     strcmp(name, "localId") == 0 || cJSON_IsNull(member) ||
                     (type == ADF_TEXT && strcmp(name, "text") == 0);
        if (!known) {
            return false;
        }
    }
    const cJSON *content = atl_json_member(node, "content");
    /* What it holds is looked at by whoever reads it, unless it holds nothing. */
    return adf_content(type, true) != 0 || type == ADF_DOC || !cJSON_IsArray(content) ||
           content->child == NULL;
}

/* A colour is worth reading even when it isn't written as the schema has it. */
static bool has_color(const cJSON *mark)
{
    char hex[CONTENT_COLOR_BYTES];
    const char *color = adf_text(mark, "color");
    return color != NULL && content_color_parse(color, strlen(color), hex);
}

/* Sizes, spans and levels: the tree has them from nothing to what writers take. */
static bool can_hold_numbers(const cJSON *attributes)
{
    for (const cJSON *value = attributes == NULL ? NULL : attributes->child; value != NULL;
         value = value->next) {
        const cJSON *first = cJSON_IsArray(value) ? value->child : value;
        for (const cJSON *number = first; number != NULL;
             number = first == value ? NULL : number->next) {
            if (cJSON_IsNumber(number) &&
                !(number->valuedouble >= 0 && number->valuedouble <= ADF_NUMBER_MAXIMUM)) {
                return false;
            }
        }
    }
    return true;
}

static bool can_hold_mark(const struct adf_reader *reader, const cJSON *mark, enum adf_type on)
{
    enum adf_type type = adf_type_of_mark(mark);
    const cJSON *attributes = atl_json_member(mark, "attrs");
    bool valid = type != ADF_UNKNOWN && can_hold_numbers(attributes) &&
                 adf_check_attributes(type, attributes, true) == ADF_VALID;
    bool text = adf_is_inline(on) && on != ADF_MEDIA_INLINE && on != ADF_INLINE_EXTENSION;
    bool media = on == ADF_MEDIA_INLINE || on == ADF_MEDIA;
    switch (type) {
    case ADF_MARK_TEXT_COLOR:
    case ADF_MARK_BACKGROUND_COLOR:
        return text && has_color(mark);
    case ADF_MARK_CODE:
        return valid && on == ADF_TEXT;
    case ADF_MARK_EM:
    case ADF_MARK_STRONG:
    case ADF_MARK_STRIKE:
    case ADF_MARK_UNDERLINE:
    case ADF_MARK_SUBSUP:
        return valid && text;
    case ADF_MARK_LINK:
        return valid && (text || media || on == ADF_MEDIA_SINGLE);
    case ADF_MARK_ANNOTATION:
        return valid && (text || on == ADF_MEDIA_INLINE);
    case ADF_MARK_BORDER:
        return valid && media;
    case ADF_MARK_ALIGNMENT:
    case ADF_MARK_INDENTATION:
        return valid && (on == ADF_PARAGRAPH || on == ADF_HEADING);
    case ADF_MARK_BREAKOUT:
        return valid && (on == ADF_CODE_BLOCK || on == ADF_EXPAND || on == ADF_LAYOUT_SECTION);
    case ADF_MARK_FRAGMENT:
        /* The name that an editor gave, of interest only to who refers to it. */
        return valid && !reader->keep_fragments;
    default:
        return false;
    }
}

static bool same_json(const cJSON *left, const cJSON *right)
{
    char *one = atl_json_print(left, false);
    char *other = atl_json_print(right, false);
    bool same = strcmp(one, other) == 0;
    free(one);
    free(other);
    return same;
}

/*
 * A text has one colour, one link, and none of them twice unless it is the same; any number of
 * comments can be made on it.
 */
static bool can_hold_marks(const struct adf_reader *reader, const cJSON *node, enum adf_type type)
{
    const cJSON *marks = atl_json_member(node, "marks");
    const cJSON *found[ADF_WORDS] = {NULL};
    for (const cJSON *mark = cJSON_IsArray(marks) ? marks->child : NULL; mark != NULL;
         mark = mark->next) {
        if (!can_hold_mark(reader, mark, type)) {
            return false;
        }
        enum adf_type kind = adf_type_of_mark(mark);
        if (kind != ADF_MARK_ANNOTATION && found[kind] != NULL && !same_json(found[kind], mark)) {
            return false;
        }
        found[kind] = mark;
    }
    return marks == NULL || cJSON_IsArray(marks) || cJSON_IsNull(marks);
}

/* An address that would be taken for the id of a file. */
static bool is_media_reference(const char *url)
{
    struct atl_arena arena = {0};
    struct atl_reference reference = {0};
    if (url != NULL) {
        atl_reference_parse(&arena, url, strlen(url), &reference);
    }
    atl_arena_free(&arena);
    return reference.kind == ATL_REFERENCE_MEDIA;
}

/* Attributes that are valid but have no place in the tree. */
static bool can_hold_special(const cJSON *node, enum adf_type type)
{
    const cJSON *attributes = atl_json_member(node, "attrs");
    const char *kind = adf_text(node, "type");
    switch (type) {
    case ADF_BLOCK_CARD:
        return adf_number(node, "width") == NULL && adf_text(node, "layout") == NULL;
    case ADF_INLINE_CARD:
        return !atl_text_is_empty(adf_text(node, "url"));
    case ADF_MEDIA_INLINE:
        return atl_json_member(attributes, "data") == NULL && !atl_text_equal(kind, "link");
    case ADF_MEDIA:
        return !atl_text_equal(kind, "link") && !is_media_reference(adf_text(node, "url"));
    case ADF_DATE: {
        int64_t timestamp;
        /* The years 0 to 9999, in milliseconds since 1970. */
        return atl_text_to_integer(adf_text(node, "timestamp"), INT64_C(-62167219200000),
                                   INT64_C(253402300799999), &timestamp);
    }
    case ADF_EXTENSION:
    case ADF_BODIED_EXTENSION:
    case ADF_INLINE_EXTENSION:
        return adf_is_macro(node);
    default:
        return true;
    }
}

bool adf_can_hold(const struct adf_reader *reader, const cJSON *node, enum adf_type type)
{
    const cJSON *attributes = atl_json_member(node, "attrs");
    if (type == ADF_UNKNOWN || !has_known_members(node, type) || !can_hold_numbers(attributes) ||
        adf_check_attributes(type, attributes, true) != ADF_VALID ||
        !can_hold_marks(reader, node, type) || !can_hold_special(node, type)) {
        return false;
    }
    if (type == ADF_TEXT) {
        return cJSON_IsString(atl_json_member(node, "text"));
    }
    const cJSON *content = atl_json_member(node, "content");
    adf_set allowed = structure_of(type);
    if (allowed == 0) {
        return true;
    }
    if (content != NULL && !cJSON_IsArray(content) && !cJSON_IsNull(content)) {
        return false;
    }
    size_t index = 0;
    for (const cJSON *child = adf_first_child(node); child != NULL; child = child->next) {
        enum adf_type inner = adf_type_of_node(child);
        bool fits = inner != ADF_UNKNOWN && (allowed & ADF_SET(inner)) != 0;
        bool bare = type != ADF_CODE_BLOCK || adf_first_child(child) == NULL;
        if (!fits || !bare || !adf_can_hold(reader, child, inner) ||
            (type == ADF_CODE_BLOCK && cJSON_GetArraySize(atl_json_member(child, "marks")) > 0)) {
            return false;
        }
        index++;
    }
    /* An image and its caption, in this order. */
    return type != ADF_MEDIA_SINGLE ||
           (index >= 1 && index <= 2 && adf_type_of_node(adf_first_child(node)) == ADF_MEDIA &&
            (index == 1 || adf_type_of_node(adf_first_child(node)->next) == ADF_CAPTION));
}
