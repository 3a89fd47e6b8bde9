/* ADF to the tree: pictures and files, and macros. */
#include "content/adf/adf_reader.h"
#include "content/equal.h"

#include <string.h>

/* ---- media ---- */

static const char *media_reference(struct adf_reader *reader, const cJSON *media)
{
    const char *collection = adf_text(media, "collection");
    struct atl_reference reference = {
        .kind = ATL_REFERENCE_MEDIA,
        .id = adf_text(media, "id"),
        .argument = atl_text_is_empty(collection) ? NULL : collection,
    };
    return atl_reference_format(reader->builder->arena, &reference);
}

static void copy_border(struct adf_reader *reader, struct atl_node *image, const cJSON *media)
{
    const cJSON *mark = adf_mark(media, ADF_MARK_BORDER);
    if (mark == NULL) {
        return;
    }
    double size = adf_number(mark, "size")->valuedouble;
    const char *color = adf_text(mark, "color");
    bool usual = size == ADF_DEFAULT_BORDER_SIZE && strcmp(color, ADF_DEFAULT_BORDER_COLOR) == 0;
    content_set_attribute(
        reader->builder->arena, image, "border",
        usual ? "true" : atl_arena_printf(reader->builder->arena, "%.10g %s", size, color));
}

/* What a media node says apart from its size. */
static void fill_source(struct adf_reader *reader, struct atl_node *image, const cJSON *media)
{
    const char *url = adf_text(media, "url");
    const char *source = url == NULL ? media_reference(reader, media) : url;
    content_set_text(image, source, strlen(source));
    if (!atl_text_is_empty(adf_text(media, "alt"))) {
        adf_copy_text(reader, image, "alt", media, "alt");
    }
    copy_border(reader, image, media);
    adf_copy_text(reader, image, "link", adf_mark(media, ADF_MARK_LINK), "href");
}

void adf_fill_image(struct adf_reader *reader, struct atl_node *image, const cJSON *media)
{
    fill_source(reader, image, media);
    adf_copy_number(reader, image, "width", media, "width");
    adf_copy_number(reader, image, "height", media, "height");
    if (adf_type_of_node(media) == ADF_MEDIA_INLINE &&
        !atl_text_equal(adf_text(media, "type"), "image")) {
        content_set_attribute(reader->builder->arena, image, "file", "true");
    }
}

/* Where it stands. Centred is what everybody shows when nothing is said. */
static void copy_layout(struct adf_reader *reader, struct atl_node *image, const char *layout)
{
    struct atl_arena *arena = reader->builder->arena;
    if (layout == NULL || strcmp(layout, "center") == 0) {
        return;
    }
    if (strcmp(layout, "align-start") == 0) {
        content_set_attribute(arena, image, "align", "left");
    } else if (strcmp(layout, "align-end") == 0) {
        content_set_attribute(arena, image, "align", "right");
    } else {
        content_set_attribute(arena, image, "layout", layout);
    }
}

/*
 * A mediaSingle says how large the picture is shown, the media in it how large the file is. The
 * latter is known to the site; it counts where nothing else is said, or when it is what is shown.
 */
static void copy_size(struct adf_reader *reader, struct atl_node *image, const cJSON *single,
                      const cJSON *media)
{
    const cJSON *shown = adf_number(single, "width");
    const cJSON *own = adf_number(media, "width");
    if (shown == NULL) {
        adf_copy_number(reader, image, "width", media, "width");
        adf_copy_number(reader, image, "height", media, "height");
        return;
    }
    bool pixels = atl_text_equal(adf_text(single, "widthType"), "pixel");
    if (pixels) {
        adf_set_number(reader, image, "width", shown->valuedouble);
    } else {
        content_set_attribute(
            reader->builder->arena, image, "width",
            atl_arena_printf(reader->builder->arena, "%.10g%%", shown->valuedouble + 0.0));
    }
    if (pixels && own != NULL && own->valuedouble == shown->valuedouble) {
        adf_copy_number(reader, image, "height", media, "height");
    }
}

void adf_read_media_single(struct adf_reader *reader, const cJSON *node,
                           const struct adf_place *place)
{
    const cJSON *media = adf_first_child(node);
    struct atl_node *image = content_open(reader->builder, ATL_NODE_IMAGE);
    fill_source(reader, image, media);
    copy_size(reader, image, node, media);
    copy_layout(reader, image, adf_text(node, "layout"));
    if (adf_mark(media, ADF_MARK_LINK) == NULL) {
        adf_copy_text(reader, image, "link", adf_mark(node, ADF_MARK_LINK), "href");
    }
    if (media->next != NULL) {
        struct adf_place inner = {.up = place, .index = 1};
        adf_read_inlines(reader, adf_first_child(media->next), NULL, 0, &inner);
    }
    content_close(reader->builder);
}

void adf_read_media_group(struct adf_reader *reader, const cJSON *node)
{
    content_open(reader->builder, ATL_NODE_MEDIA_GROUP);
    for (const cJSON *media = adf_first_child(node); media != NULL; media = media->next) {
        adf_fill_image(reader, content_leaf(reader->builder, ATL_NODE_IMAGE, NULL, 0), media);
    }
    content_close(reader->builder);
}

/* ---- macros ---- */

/* {"value": "text"}, and nothing more; its name isn't that of a reader's own note. */
static bool is_plain_parameter(const cJSON *parameter)
{
    return parameter->string[0] != CONTENT_PRIVATE_ATTRIBUTE &&
           cJSON_IsString(atl_json_member(parameter, "value")) &&
           cJSON_GetArraySize(parameter) == 1;
}

bool adf_is_macro(const cJSON *node)
{
    const cJSON *parameters = atl_json_member(atl_json_member(node, "attrs"), "parameters");
    const char *layout = adf_text(node, "layout");
    if (!atl_text_equal(adf_text(node, "extensionType"), ADF_MACRO_EXTENSION) ||
        (layout != NULL && strcmp(layout, "default") != 0)) {
        return false;
    }
    if (parameters != NULL && !cJSON_IsObject(parameters) && !cJSON_IsNull(parameters)) {
        return false;
    }
    size_t bodies = adf_type_of_node(node) == ADF_BODIED_EXTENSION ? 1 : 0;
    for (const cJSON *part = parameters == NULL ? NULL : parameters->child; part != NULL;
         part = part->next) {
        /* Its id, the version of its schema, its icon: none of them content. */
        if (strcmp(part->string, "macroMetadata") == 0) {
            continue;
        }
        if (strcmp(part->string, "macroParams") != 0 || !cJSON_IsObject(part)) {
            return false;
        }
        for (const cJSON *parameter = part->child; parameter != NULL; parameter = parameter->next) {
            bodies += strcmp(parameter->string, ADF_PLAIN_BODY_PARAMETER) == 0;
            if (!is_plain_parameter(parameter)) {
                return false;
            }
        }
    }
    return bodies <= 1; /* a macro has one body */
}

void adf_fill_macro(struct adf_reader *reader, struct atl_node *macro, const cJSON *node)
{
    const cJSON *parameters = atl_json_member(atl_json_member(node, "attrs"), "parameters");
    const cJSON *named = atl_json_member(parameters, "macroParams");
    struct atl_arena *arena = reader->builder->arena;
    struct atl_attribute *last = NULL;
    const char *name = adf_text(node, "extensionKey");
    content_set_text(macro, name, strlen(name));
    for (const cJSON *parameter = named == NULL ? NULL : named->child; parameter != NULL;
         parameter = parameter->next) {
        const char *value = atl_json_member(parameter, "value")->valuestring;
        if (strcmp(parameter->string, ADF_PLAIN_BODY_PARAMETER) == 0 && macro->first == NULL) {
            struct atl_node *body = content_node_new(arena, ATL_NODE_PLAIN_BODY);
            content_set_text(body, value, strlen(value));
            content_append(macro, body);
        } else {
            last = content_add_attribute(arena, macro, last, parameter->string, value);
        }
    }
}
