/* The tree to ADF: pictures and files. */
#include "content/adf/adf_writer.h"

#include <stdlib.h>
#include <string.h>

static const char *const layouts[] = {"center",    "wide",        "full-width", "wrap-right",
                                      "wrap-left", "align-start", "align-end"};

const char *adf_layout_word(const char *layout)
{
    for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++) {
        if (atl_text_equal(layouts[i], layout)) {
            return layouts[i];
        }
    }
    return layouts[0];
}

static const char *layout_of(const struct atl_node *image)
{
    const char *layout = atl_node_attribute(image, "layout");
    const char *align = atl_node_attribute(image, "align");
    if (layout != NULL) {
        return adf_layout_word(layout);
    }
    if (align == NULL && image->parent->kind == ATL_NODE_PARAGRAPH) {
        align = atl_node_attribute(image->parent, "align");
    }
    return atl_text_equal(align, "left")    ? "align-start"
           : atl_text_equal(align, "right") ? "align-end"
                                            : layouts[0];
}

/* How large it is to be shown. Both in pixels: the media's own size says it. */
struct size {
    double width;
    double height;
    bool has_width;
    bool has_height;
    bool percent;
};

static struct size size_of(const struct atl_node *image)
{
    const char *width = atl_node_attribute(image, "width");
    const char *height = atl_node_attribute(image, "height");
    struct size size = {0};
    size.has_width = adf_parse_number(width, &size.width);
    size.has_height = adf_parse_number(height, &size.height) && strchr(height, '%') == NULL;
    size.percent = size.has_width && strchr(width, '%') != NULL;
    return size;
}

static void put_border(struct adf_writer *writer, const struct atl_node *image, bool *any)
{
    const char *border = atl_node_attribute(image, "border");
    const char *color = "#091e4224";
    double size;
    if (border == NULL || strcmp(border, "false") == 0) {
        return;
    }
    if (!adf_parse_number(border, &size) || size < 1 || size > 3) {
        size = 1;
    } else if (strchr(border, ' ') != NULL) {
        color = strchr(border, ' ') + 1;
    }
    size_t digits = color[0] != '#' ? 0 : strspn(color + 1, "0123456789abcdefABCDEF");
    if ((digits != 6 && digits != 8) || color[1 + digits] != '\0') {
        color = "#091e4224";
    }
    atl_buffer_printf(writer->buffer,
                      "%s{\"type\":\"border\",\"attrs\":{\"size\":%.10g,\"color\":\"%s\"}}",
                      *any ? "," : "", size, color);
    *any = true;
}

/* Link, border and, within text, the comments on it. `inlines` is NULL elsewhere. */
static void put_media_marks(struct adf_writer *writer, const struct atl_node *image,
                            const struct adf_inlines *inlines)
{
    static const char opening[] = ",\"marks\":[";
    const char *link = atl_node_attribute(image, "link");
    size_t length = link == NULL ? 0 : strlen(link);
    bool any = false;
    const struct atl_node *link_mark =
        inlines == NULL ? NULL : adf_innermost(inlines, ATL_NODE_LINK);
    if (link == NULL && link_mark != NULL) {
        link = link_mark->text;
        length = link_mark->length;
    }
    atl_buffer_add(writer->buffer, opening);
    if (link != NULL && adf_is_safe(writer, image, link, length)) {
        adf_check_reference(writer, image, link, length);
        atl_buffer_add(writer->buffer, "{\"type\":\"link\",\"attrs\":{\"href\":\"");
        adf_put_text(writer->buffer, link, length);
        atl_buffer_add(writer->buffer, "\"}}");
        any = true;
    }
    for (size_t i = 0; inlines != NULL && i < inlines->mark_count; i++) {
        const struct atl_node *annotation = inlines->marks[i];
        if (annotation->kind != ATL_NODE_ANNOTATION) {
            continue;
        }
        atl_buffer_add(writer->buffer, any ? "," : "");
        atl_buffer_add(writer->buffer, "{\"type\":\"annotation\",\"attrs\":{\"id\":\"");
        adf_put_text(writer->buffer, annotation->text, annotation->length);
        atl_buffer_add(writer->buffer, "\",\"annotationType\":\"inlineComment\"}}");
        any = true;
    }
    put_border(writer, image, &any);
    if (any) {
        atl_buffer_add_char(writer->buffer, ']');
    } else {
        atl_buffer_truncate(writer->buffer, writer->buffer->length - (sizeof opening - 1));
    }
}

/* False: it has no id, or none that is one. */
static bool parse_media(struct adf_writer *writer, const struct atl_node *image,
                        struct atl_reference *reference)
{
    atl_reference_parse(&writer->arena, image->text, image->length, reference);
    return reference->kind == ATL_REFERENCE_MEDIA && !atl_text_is_empty(reference->id);
}

static void report_image(struct adf_writer *writer, const struct atl_node *image)
{
    if (atl_node_attribute(image, "title") != NULL) {
        adf_lost(writer, image, "title of an image");
    }
    if (atl_node_attribute(image, "thumbnail") != NULL) {
        adf_lost(writer, image, "image as a thumbnail");
    }
}

static void put_media(struct adf_writer *writer, struct adf_frame *frame,
                      const struct atl_node *image, const struct size *size)
{
    struct atl_reference reference;
    adf_begin(writer, frame, ADF_MEDIA);
    adf_begin_attributes(writer);
    if (parse_media(writer, image, &reference)) {
        adf_put_member(writer, "type", "file");
        adf_put_member(writer, "id", reference.id);
        adf_put_member(writer, "collection", reference.argument == NULL ? "" : reference.argument);
    } else {
        adf_check_reference(writer, image, image->text, image->length);
        adf_put_member(writer, "type", "external");
        adf_put_member_text(writer, "url", image->text, image->length);
    }
    adf_put_member(writer, "alt", atl_node_attribute(image, "alt"));
    bool alone = frame->type == ADF_MEDIA_SINGLE; /* which says how wide it is shown */
    if (size->has_width && (size->has_height || !alone) && !size->percent) {
        adf_put_number(writer, "width", size->width);
    }
    if (size->has_height && !size->percent) {
        adf_put_number(writer, "height", size->height);
    }
    adf_end_attributes(writer);
    put_media_marks(writer, image, NULL);
    adf_end(writer);
    report_image(writer, image);
}

/* The picture's text where there can't be a picture. */
static void write_alternative(struct adf_writer *writer, struct adf_frame *frame,
                              const struct atl_node *image)
{
    struct adf_frame inner = {.type = ADF_PARAGRAPH};
    struct adf_inlines inlines;
    adf_begin(writer, frame, ADF_PARAGRAPH);
    adf_begin_inlines(writer, &inlines, &inner);
    adf_put_media_inline(writer, &inlines, image);
    adf_end_inlines(writer, &inlines);
}

static void put_caption(struct adf_writer *writer, struct adf_frame *frame,
                        const struct atl_node *image)
{
    struct adf_frame inner = {.type = ADF_CAPTION};
    struct adf_inlines inlines;
    adf_begin(writer, frame, ADF_CAPTION);
    adf_begin_inlines(writer, &inlines, &inner);
    adf_put_inlines(writer, &inlines, image);
    adf_end_inlines(writer, &inlines);
}

bool adf_is_aligned_image(struct adf_writer *writer, const struct atl_node *paragraph)
{
    struct atl_reference reference;
    const struct atl_node *image = paragraph->first;
    return paragraph->attributes != NULL && image != NULL && image->kind == ATL_NODE_IMAGE &&
           image->next == NULL && !parse_media(writer, image, &reference);
}

void adf_write_image(struct adf_writer *writer, struct adf_frame *frame,
                     const struct atl_node *node)
{
    /* A file that isn't shown as a picture stands within a line. */
    if (atl_node_attribute(node, "file") != NULL ||
        !adf_is_safe(writer, node, node->text, node->length)) {
        write_alternative(writer, frame, node);
        return;
    }
    struct adf_frame single = {.type = ADF_MEDIA_SINGLE};
    struct size size = size_of(node);
    if (atl_node_attribute(node->parent, "indent") != NULL) {
        adf_lost(writer, node, "indentation of an image");
    }
    adf_make_room(writer, frame, ADF_MEDIA_SINGLE);
    adf_begin(writer, frame, ADF_MEDIA_SINGLE);
    adf_begin_attributes(writer);
    adf_put_member(writer, "layout", layout_of(node));
    if (size.percent) {
        adf_put_number(writer, "width", size.width > 100 ? 100 : size.width);
        adf_put_member(writer, "widthType", "percentage");
    } else if (size.has_width && !size.has_height) {
        adf_put_number(writer, "width", size.width);
        adf_put_member(writer, "widthType", "pixel");
    }
    adf_end_attributes(writer);
    adf_begin_content(writer);
    put_media(writer, &single, node, &size);
    if (node->first != NULL) {
        put_caption(writer, &single, node);
    }
    adf_end_content(writer, &single);
}

void adf_write_media_group(struct adf_writer *writer, struct adf_frame *frame,
                           const struct atl_node *node)
{
    bool group = adf_make_room(writer, frame, ADF_MEDIA_GROUP);
    struct adf_frame inner = {.type = ADF_MEDIA_GROUP};
    for (const struct atl_node *child = node->first; child != NULL; child = child->next) {
        bool safe =
            child->kind == ATL_NODE_IMAGE && adf_is_safe(writer, child, child->text, child->length);
        if (!group || !safe) {
            continue;
        }
        if (inner.count == 0) {
            adf_begin(writer, frame, ADF_MEDIA_GROUP);
            adf_begin_content(writer);
        }
        struct size size = size_of(child);
        put_media(writer, &inner, child, &size);
    }
    if (inner.count > 0) {
        adf_end_content(writer, &inner);
    }
    for (const struct atl_node *child = node->first; child != NULL; child = child->next) {
        if (child->kind != ATL_NODE_IMAGE || !group) {
            adf_lost(writer, child, "%s in a %s: it stands alone", atl_node_kind_name(node->kind),
                     adf_name(frame->type));
            adf_write_block(writer, frame, child);
        }
    }
}

/* ---- within text ---- */

/* What can't be shown there: its alternative text, with a link to the picture. */
static void put_picture_link(struct adf_writer *writer, struct adf_inlines *inlines,
                             const struct atl_node *image)
{
    const char *alt = atl_node_attribute(image, "alt");
    struct atl_node link = {
        .kind = ATL_NODE_LINK, .text = image->text, .length = image->length, .line = image->line};
    bool linked = adf_innermost(inlines, ATL_NODE_LINK) == NULL && image->length > 0 &&
                  inlines->mark_count < ATL_CONTENT_DEPTH;
    adf_lost(writer, image, "picture within text: a link to it");
    if (linked) {
        inlines->marks[inlines->mark_count++] = &link;
        inlines->changed = true;
    }
    if (atl_text_is_empty(alt)) {
        adf_put_inline_text(writer, inlines, image->text, image->length);
    } else {
        adf_put_inline_text(writer, inlines, alt, strlen(alt));
    }
    adf_end_text(writer, inlines);
    if (linked) {
        inlines->mark_count--;
        inlines->changed = true;
    }
}

void adf_put_media_inline(struct adf_writer *writer, struct adf_inlines *inlines,
                          const struct atl_node *node)
{
    struct atl_reference reference;
    bool file = atl_node_attribute(node, "file") != NULL;
    if (!parse_media(writer, node, &reference) ||
        !adf_may_follow(inlines->frame, ADF_MEDIA_INLINE)) {
        put_picture_link(writer, inlines, node);
        return;
    }
    struct size size = size_of(node);
    adf_end_text(writer, inlines);
    adf_begin(writer, inlines->frame, ADF_MEDIA_INLINE);
    adf_begin_attributes(writer);
    adf_put_member(writer, "type", file ? "file" : "image");
    adf_put_member(writer, "id", reference.id);
    adf_put_member(writer, "collection", reference.argument == NULL ? "" : reference.argument);
    adf_put_member(writer, "alt", atl_node_attribute(node, "alt"));
    if (size.has_width && !size.percent) {
        adf_put_number(writer, "width", size.width);
    }
    if (size.has_height) {
        adf_put_number(writer, "height", size.height);
    }
    adf_end_attributes(writer);
    put_media_marks(writer, node, inlines);
    adf_end(writer);
    report_image(writer, node);
    if (node->first != NULL) {
        adf_lost(writer, node, "caption of a picture within text");
    }
}
