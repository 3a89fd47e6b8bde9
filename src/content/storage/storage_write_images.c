/* Images as storage format. */
#include "content/storage/storage_writer.h"

#include "content/safe_url.h"

/* Where the image stands, also in the words that Data Center knows. */
static const char *align_of(const char *layout)
{
    if (strcmp(layout, "wrap-left") == 0 || strcmp(layout, "align-start") == 0) {
        return "left";
    }
    bool right = strcmp(layout, "wrap-right") == 0 || strcmp(layout, "align-end") == 0;
    return right ? "right" : "center";
}

static void put_attributes(struct storage_writer *writer, const struct atl_node *image)
{
    const char *layout = atl_node_attribute(image, "layout");
    const char *border = atl_node_attribute(image, "border");
    storage_put_attribute(writer, "ac:align",
                          layout == NULL ? atl_node_attribute(image, "align") : align_of(layout));
    storage_put_attribute(writer, "ac:layout", layout);
    storage_put_attribute(writer, "ac:width", atl_node_attribute(image, "width"));
    storage_put_attribute(writer, "ac:height", atl_node_attribute(image, "height"));
    storage_put_attribute(writer, "ac:alt", atl_node_attribute(image, "alt"));
    storage_put_attribute(writer, "ac:title", atl_node_attribute(image, "title"));
    storage_put_attribute(writer, "ac:thumbnail", atl_node_attribute(image, "thumbnail"));
    if (border != NULL && strcmp(border, "true") == 0) {
        storage_put(writer, " ac:border=\"true\"");
    }
}

/* "2 #091e42", as new pages have it. */
static void put_border_mark(struct storage_writer *writer, const struct atl_node *image)
{
    const char *border = atl_node_attribute(image, "border");
    const char *space = border == NULL ? NULL : strchr(border, ' ');
    if (space != NULL) {
        storage_put(writer, "<ac:adf-mark key=\"border\"");
        storage_put_attribute_text(writer, "size", border, (size_t)(space - border));
        storage_put_attribute(writer, "color", space + 1);
        storage_put(writer, " />");
    }
}

static void put_source(struct storage_writer *writer, const struct atl_node *image,
                       const struct atl_reference *reference)
{
    if (reference->kind == ATL_REFERENCE_ATTACHMENT) {
        storage_put_reference(writer, reference);
        return;
    }
    storage_put(writer, "<ri:url");
    storage_put_attribute_text(writer, "ri:value", image->text, image->length);
    storage_put(writer, " />");
}

/* Only the words are left of what can't be shown. */
static void put_words(struct storage_writer *writer, const struct atl_node *image)
{
    const char *alt = atl_node_attribute(image, "alt");
    bool block = image->parent != NULL && !atl_node_holds_inlines(image->parent);
    bool words = alt != NULL || image->first != NULL;
    if (!words) {
        return;
    }
    storage_put(writer, block ? "<p>" : "");
    if (alt != NULL) {
        storage_put_text(writer, image, alt, strlen(alt));
        storage_put(writer, image->first != NULL ? " " : "");
    }
    storage_put_children(writer, image);
    storage_put(writer, block ? "</p>" : "");
}

/* A file that isn't shown as a picture. */
static void put_file(struct storage_writer *writer, const struct atl_reference *reference)
{
    storage_put(writer, "<ac:structured-macro ac:name=\"view-file\" ac:schema-version=\"1\">"
                        "<ac:parameter ac:name=\"name\">");
    storage_put_reference(writer, reference);
    storage_put(writer, "</ac:parameter></ac:structured-macro>");
}

/* The site has no way to show it, but who reads a fragment knows its id again. */
static bool is_known_by_id(const struct storage_writer *writer,
                           const struct atl_reference *reference)
{
    return writer->exact && reference->kind == ATL_REFERENCE_MEDIA;
}

static bool can_be_shown(struct storage_writer *writer, const struct atl_node *image,
                         const struct atl_reference *reference)
{
    if (reference->kind == ATL_REFERENCE_URL && content_url_runs(image->text, image->length)) {
        atl_content_report_add(writer->options->report, ATL_REPORT_NEUTRALISED, image->line,
                               "addresses that run a script: left out");
        return false;
    }
    if (reference->kind == ATL_REFERENCE_URL || reference->kind == ATL_REFERENCE_ATTACHMENT ||
        is_known_by_id(writer, reference)) {
        return true;
    }
    storage_note_lost(writer, image,
                      "images that are neither attached nor on the web: their "
                      "alternative text is left");
    return false;
}

void storage_put_image(struct storage_writer *writer, const struct atl_node *image)
{
    const char *link = atl_node_attribute(image, "link");
    const char *file = atl_node_attribute(image, "file");
    struct atl_reference reference;
    atl_reference_parse(&writer->arena, image->text, image->length, &reference);
    if (!can_be_shown(writer, image, &reference)) {
        put_words(writer, image);
        return;
    }
    if (file != NULL && reference.kind == ATL_REFERENCE_ATTACHMENT) {
        put_file(writer, &reference);
        return;
    }
    /* A link on its own would be taken for the start of a paragraph. */
    bool block = image->parent != NULL && !atl_node_holds_inlines(image->parent);
    storage_put(writer, link != NULL && block ? "<p>" : "");
    bool linked = link != NULL && storage_open_link(writer, image, link, strlen(link));
    storage_put(writer, "<ac:image");
    put_attributes(writer, image);
    storage_put_attribute(writer, "data-file", is_known_by_id(writer, &reference) ? file : NULL);
    storage_put(writer, ">");
    put_source(writer, image, &reference);
    if (image->first != NULL) {
        storage_put(writer, "<ac:caption><p>");
        storage_put_children(writer, image);
        storage_put(writer, "</p></ac:caption>");
    }
    put_border_mark(writer, image);
    storage_put(writer, "</ac:image>");
    if (linked) {
        storage_close_link(writer, link, strlen(link));
    }
    storage_put(writer, link != NULL && block ? "</p>" : "");
}
