/* The writer of wiki markup: blocks. */
#include "content/wiki/wiki_writer.h"

#include "content/equal.h"
#include "content/formats.h"
#include "content/html_comment.h"
#include "content/safe_url.h"
#include "content/wiki/wiki_target.h"

#include <string.h>
#include <strings.h>

void wiki_report_lost(struct wiki_writer *writer, const struct atl_node *node, const char *what)
{
    atl_content_report_add(writer->report, ATL_REPORT_LOST, node->line, "%s", what);
}

/* ---- paragraphs and headings ---- */

void wiki_report_layout(struct wiki_writer *writer, const struct atl_node *block)
{
    if (atl_node_attribute(block, "align") != NULL || atl_node_attribute(block, "indent") != NULL) {
        wiki_report_lost(writer, block, "alignment and indentation of text are left out");
    }
}

static enum wiki_inlines_on line_for(const struct wiki_writer *writer)
{
    bool begun = writer->context == WIKI_IN_ITEM && writer->buffer->length > 0 &&
                 writer->buffer->data[writer->buffer->length - 1] == ' ';
    return begun ? WIKI_ON_BEGUN : WIKI_ON_LINE;
}

static void write_paragraph(struct wiki_writer *writer, const struct atl_node *paragraph)
{
    wiki_report_layout(writer, paragraph);
    wiki_write_inlines(writer, paragraph, line_for(writer));
}

static void write_heading(struct wiki_writer *writer, const struct atl_node *heading)
{
    wiki_report_layout(writer, heading);
    if (writer->context == WIKI_IN_ITEM) {
        wiki_report_lost(writer, heading, "headings in lists: they become text");
        wiki_write_inlines(writer, heading, line_for(writer));
        return;
    }
    atl_buffer_printf(writer->buffer, "h%d. ", (int)heading->number);
    wiki_write_inlines(writer, heading, WIKI_ON_SINGLE);
}

/* ---- images and cards ---- */

static void add_option(struct wiki_writer *writer, const struct atl_node *image, const char *name,
                       char *separator)
{
    const char *value = atl_node_attribute(image, name);
    if (value == NULL) {
        return;
    }
    atl_buffer_add_char(writer->buffer, *separator);
    *separator = ',';
    atl_buffer_add(writer->buffer, name);
    if (strcmp(name, "thumbnail") == 0 && strcmp(value, "true") == 0) {
        return;
    }
    bool quoted = strchr(value, ',') != NULL;
    atl_buffer_add(writer->buffer, quoted ? "=\"" : "=");
    wiki_escape_value(writer->buffer, value, strlen(value));
    atl_buffer_add(writer->buffer, quoted ? "\"" : "");
}

static void write_picture(struct wiki_writer *writer, const struct atl_node *image)
{
    static const char *const options[] = {"thumbnail", "width", "height", "alt",
                                          "title",     "align", "layout", "border"};
    bool shown;
    char separator = '|';
    const char *source =
        wiki_write_image_source(&writer->arena, image->text, image->length, &shown);
    atl_buffer_add_char(writer->buffer, '!');
    atl_buffer_add(writer->buffer, source);
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        add_option(writer, image, options[i], &separator);
    }
    atl_buffer_add_char(writer->buffer, '!');
    if (!shown || atl_text_starts_with(source, "media:")) {
        wiki_report_lost(writer, image,
                         "images from elsewhere in Confluence: Jira has no such "
                         "attachments");
    }
    if (image->first != NULL) {
        wiki_report_lost(writer, image, "captions of images: they become text");
    }
}

void wiki_write_image(struct wiki_writer *writer, const struct atl_node *image, const char *link,
                      size_t link_length)
{
    const char *own = atl_node_attribute(image, "link");
    bool shown = true;
    bool linked = own != NULL || link != NULL;
    link_length = own != NULL ? strlen(own) : link_length;
    link = own != NULL ? own : link;
    if (linked && content_url_runs(link, link_length)) {
        atl_content_report_add(writer->report, ATL_REPORT_NEUTRALISED, image->line,
                               "a link that would run a script: only its image is written");
        linked = false;
    }
    if (image->length == 0 || content_url_runs(image->text, image->length)) {
        wiki_report_lost(writer, image, "images without a source are left out");
        return;
    }
    if (atl_node_attribute(image, "file") != NULL) {
        const char *target =
            wiki_write_link_target(&writer->arena, image->text, image->length, &shown);
        atl_buffer_printf(writer->buffer, "[%s]", target);
        if (!shown || atl_text_starts_with(target, "media:")) {
            wiki_report_lost(writer, image,
                             "files from elsewhere in Confluence: Jira has no such "
                             "attachments");
        }
        return;
    }
    atl_buffer_add(writer->buffer, linked ? "[" : "");
    write_picture(writer, image);
    if (linked) {
        atl_buffer_printf(writer->buffer, "|%s]",
                          wiki_write_link_target(&writer->arena, link, link_length, &shown));
    }
    if (!shown) {
        wiki_report_lost(writer, image, "links to places in Confluence: Jira doesn't follow them");
    }
}

static void write_image_block(struct wiki_writer *writer, const struct atl_node *image)
{
    wiki_write_image(writer, image, NULL, 0);
    if (image->first != NULL) {
        atl_buffer_add_char(writer->buffer, '\n');
        wiki_write_inlines(writer, image, WIKI_ON_LINE);
    }
}

static bool is_picture(const char *name)
{
    static const char *const endings[] = {".png", ".jpg",  ".jpeg", ".gif", ".svg",
                                          ".bmp", ".webp", ".ico",  ".tif", ".tiff"};
    const char *ending = name == NULL ? NULL : strrchr(name, '.');
    for (size_t i = 0; ending != NULL && i < sizeof endings / sizeof endings[0]; i++) {
        if (strcasecmp(ending, endings[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Jira shows pictures only as images; to other files it links. */
static void write_file(struct wiki_writer *writer, const struct atl_node *file)
{
    struct atl_reference reference;
    bool shown;
    atl_reference_parse(&writer->arena, file->text, file->length, &reference);
    if (reference.kind != ATL_REFERENCE_ATTACHMENT || is_picture(reference.file)) {
        wiki_write_image(writer, file, NULL, 0);
        return;
    }
    atl_buffer_printf(writer->buffer, "[%s]",
                      wiki_write_link_target(&writer->arena, file->text, file->length, &shown));
    if (!shown) {
        wiki_report_lost(writer, file, "links to places in Confluence: Jira doesn't follow them");
    }
}

static void write_media_group(struct wiki_writer *writer, const struct atl_node *group)
{
    wiki_report_lost(writer, group, "groups of files: they are written one by one");
    for (const struct atl_node *image = group->first; image != NULL; image = image->next) {
        write_file(writer, image);
        atl_buffer_add(writer->buffer, image->next == NULL ? "" : "\n");
    }
}

static void write_card(struct wiki_writer *writer, const struct atl_node *card)
{
    bool shown;
    if (content_url_runs(card->text, card->length) || card->length == 0) {
        wiki_report_lost(writer, card, "cards without an address are left out");
        return;
    }
    const char *target = wiki_write_link_target(&writer->arena, card->text, card->length, &shown);
    if (card->attributes != NULL) {
        wiki_report_lost(writer, card, "smart links: their looks and data are left out");
    }
    atl_buffer_printf(writer->buffer, "[%s|%s|%s]", target, target,
                      card->kind == ATL_NODE_EMBED_CARD ? "smart-embed" : "smart-card");
}

/* ---- what wiki markup has no blocks for ---- */

static void write_raw(struct wiki_writer *writer, const struct atl_node *raw)
{
    if (raw->value == ATL_CONTENT_WIKI) {
        atl_buffer_append(writer->buffer, raw->text, raw->length);
        return;
    }
    struct atl_buffer rest = {0};
    bool commented = content_has_comments(raw, &rest);
    if (commented) {
        wiki_report_lost(writer, raw, CONTENT_COMMENTS_LEFT_OUT);
    }
    if (!commented || rest.length > 0) {
        wiki_report_lost(writer, raw, "what only another format knows: its source is shown");
        wiki_write_noformat(writer, commented ? atl_buffer_text(&rest) : raw->text,
                            commented ? rest.length : raw->length);
    }
    atl_buffer_free(&rest);
}

static void write_rule(struct wiki_writer *writer, const struct atl_node *rule)
{
    if (writer->context == WIKI_IN_ITEM) {
        wiki_report_lost(writer, rule, "rules in lists are left out");
        return;
    }
    atl_buffer_add(writer->buffer, "----");
}

/* ---- all blocks ---- */

/* The blocks within what is left out itself. */
static const char *why_unwrapped(const struct atl_node *block)
{
    switch (block->kind) {
    case ATL_NODE_LAYOUT:
        return "layouts: their columns are written one after the other";
    case ATL_NODE_LAYOUT_SECTION:
    case ATL_NODE_LAYOUT_CELL:
        return "";
    default:
        return NULL;
    }
}

static bool is_list(const struct atl_node *node)
{
    return node->kind == ATL_NODE_BULLET_LIST || node->kind == ATL_NODE_ORDERED_LIST ||
           node->kind == ATL_NODE_TASK_LIST || node->kind == ATL_NODE_DECISION_LIST;
}

static void write_block(struct wiki_writer *writer, const struct atl_node *block)
{
    switch (block->kind) {
    case ATL_NODE_PARAGRAPH:
        write_paragraph(writer, block);
        break;
    case ATL_NODE_HEADING:
        write_heading(writer, block);
        break;
    case ATL_NODE_QUOTE:
        wiki_write_quote(writer, block);
        break;
    case ATL_NODE_BULLET_LIST:
    case ATL_NODE_ORDERED_LIST:
    case ATL_NODE_TASK_LIST:
    case ATL_NODE_DECISION_LIST:
        wiki_write_list(writer, block);
        break;
    case ATL_NODE_TABLE:
        wiki_write_table(writer, block);
        break;
    case ATL_NODE_PANEL:
        wiki_write_panel(writer, writer->jira ? wiki_panel_of_jira(writer, block) : block);
        break;
    case ATL_NODE_EXPAND:
        if (writer->jira) {
            wiki_write_panel(writer, wiki_panel_of_jira(writer, block));
        } else {
            wiki_write_expand(writer, block);
        }
        break;
    case ATL_NODE_CODE_BLOCK:
        wiki_write_code(writer, block);
        break;
    case ATL_NODE_RULE:
        write_rule(writer, block);
        break;
    case ATL_NODE_BLOCK_CARD:
    case ATL_NODE_EMBED_CARD:
        write_card(writer, block);
        break;
    case ATL_NODE_IMAGE:
        write_image_block(writer, block);
        break;
    case ATL_NODE_MEDIA_GROUP:
        write_media_group(writer, block);
        break;
    case ATL_NODE_MACRO:
        wiki_write_macro(writer, block, true);
        break;
    case ATL_NODE_RAW:
        write_raw(writer, block);
        break;
    default:
        wiki_write_blocks(writer, block);
    }
}

/*
 * A block of the document. One that would be read as something else, and of which nothing is said
 * to be lost, is written once more with every sign escaped: that is hard to read, so it is kept
 * only where it helps.
 */
static void write_whole_block(struct wiki_writer *writer, const struct atl_node *block)
{
    struct atl_buffer *buffer = writer->buffer;
    size_t start = buffer->length;
    size_t said = writer->report->total;
    writer->nested = true;
    write_block(writer, block);
    size_t end = buffer->length;
    if (writer->report->total == said && end > start &&
        !wiki_reads_back(block, buffer->data + start, end - start)) {
        struct atl_buffer careful = {0};
        writer->buffer = &careful;
        writer->careful = true;
        write_block(writer, block);
        writer->careful = false;
        writer->buffer = buffer;
        if (wiki_reads_back(block, atl_buffer_text(&careful), careful.length)) {
            atl_buffer_truncate(buffer, start);
            atl_buffer_append(buffer, careful.data, careful.length);
        }
        atl_buffer_free(&careful);
    }
    writer->nested = false;
}

static bool is_left_out(const struct atl_node *block)
{
    return block->kind == ATL_NODE_FOOTNOTE || content_is_empty_paragraph(block);
}

/* Blocks that would become one with text before them. */
static bool is_textual(const struct wiki_writer *writer, const struct atl_node *block)
{
    return block->kind == ATL_NODE_PARAGRAPH || block->kind == ATL_NODE_IMAGE ||
           block->kind == ATL_NODE_BLOCK_CARD || block->kind == ATL_NODE_EMBED_CARD ||
           block->kind == ATL_NODE_MEDIA_GROUP || block->kind == ATL_NODE_TABLE ||
           (block->kind == ATL_NODE_HEADING && writer->context == WIKI_IN_ITEM);
}

static void separate(struct wiki_writer *writer, const struct atl_node *before,
                     const struct atl_node *block)
{
    if (writer->context == WIKI_IN_BODY) {
        atl_buffer_add(writer->buffer, "\n\n");
        return;
    }
    if (is_list(before) && !(is_list(block) && before->kind != block->kind)) {
        wiki_report_lost(writer, block,
                         "what follows a list within a list or a cell: it becomes "
                         "part of the list's last item");
    } else if (is_textual(writer, before) && is_textual(writer, block)) {
        wiki_report_lost(writer, block,
                         "paragraphs in lists and cells: they become lines of one paragraph");
    }
    atl_buffer_add_char(writer->buffer, '\n');
}

void wiki_write_blocks(struct wiki_writer *writer, const struct atl_node *parent)
{
    const struct atl_node *before = NULL;
    for (const struct atl_node *block = parent->first; block != NULL; block = block->next) {
        if (is_left_out(block)) {
            writer->footnotes = writer->footnotes || block->kind == ATL_NODE_FOOTNOTE;
            continue;
        }
        const char *why = why_unwrapped(block);
        if (why != NULL && why[0] != '\0') {
            wiki_report_lost(writer, block, why);
        }
        size_t start = writer->buffer->length;
        if (before != NULL) {
            separate(writer, before, block);
        }
        size_t written = writer->buffer->length;
        if (writer->nested) {
            write_block(writer, block);
        } else {
            write_whole_block(writer, block);
        }
        if (writer->buffer->length == written) {
            atl_buffer_truncate(writer->buffer, start); /* nothing came of it */
        } else {
            before = block;
        }
    }
}

void wiki_write_body(struct wiki_writer *writer, const struct atl_node *parent)
{
    enum wiki_context context = writer->context;
    bool in_table = writer->in_table;
    bool in_line = writer->in_line;
    size_t sign_start = writer->sign_start;
    writer->context = WIKI_IN_BODY;
    writer->in_table = false;
    writer->in_line = false;
    writer->sign_start = writer->sign_count;
    atl_buffer_add_char(writer->buffer, '\n');
    size_t start = writer->buffer->length;
    wiki_write_blocks(writer, parent);
    atl_buffer_add(writer->buffer, writer->buffer->length > start ? "\n" : "");
    writer->context = context;
    writer->in_table = in_table;
    writer->in_line = in_line;
    writer->sign_start = sign_start;
}

/* ---- footnotes ---- */

/* At the end, as a list: each begins with its label, raised as where it is referred to. */
static void write_footnotes(struct wiki_writer *writer, const struct atl_node *document)
{
    const char *separator = writer->buffer->length > 0 ? "\n\n" : "";
    writer->context = WIKI_IN_ITEM;
    writer->nested = true; /* what is in an item can't be read back without it */
    writer->signs[0] = '*';
    writer->sign_count = 1;
    for (const struct atl_node *node = document; node != NULL;
         node = atl_node_following(node, document)) {
        if (node->kind != ATL_NODE_FOOTNOTE) {
            continue;
        }
        struct wiki_surroundings around = {.effects = 1u << 5};
        wiki_report_lost(writer, node, "footnotes: they become a list at the end");
        atl_buffer_printf(writer->buffer, "%s* ^", separator);
        wiki_escape(writer->buffer, node->text, node->length, &around);
        atl_buffer_add(writer->buffer, "^ ");
        wiki_write_blocks(writer, node);
        separator = "\n";
    }
}

static void write_document(const struct atl_content_tree *tree,
                           const struct atl_content_options *options, bool jira,
                           struct atl_buffer *buffer)
{
    struct atl_content_report unread = {0};
    struct atl_buffer apart = {0};
    /* What has been written before isn't part of the document: signs aren't looked for there. */
    struct atl_buffer *text = buffer->length == 0 ? buffer : &apart;
    struct wiki_writer writer = {.jira = jira,
                                 .report = options->report == NULL ? &unread : options->report,
                                 .buffer = text};
    wiki_write_blocks(&writer, tree->document);
    if (writer.footnotes) {
        write_footnotes(&writer, tree->document);
    }
    if (text->length > 0) {
        atl_buffer_add_char(text, '\n');
    }
    atl_buffer_append(buffer, atl_buffer_text(&apart), apart.length);
    atl_buffer_free(&apart);
    atl_arena_free(&writer.arena);
    atl_content_report_free(&unread);
}

enum atl_status wiki_write(const struct atl_content_tree *tree,
                           const struct atl_content_options *options, struct atl_buffer *buffer,
                           struct atl_error *error)
{
    (void)error;
    write_document(tree, options, false, buffer);
    return ATL_OK;
}

enum atl_status jira_wiki_write(const struct atl_content_tree *tree,
                                const struct atl_content_options *options,
                                struct atl_buffer *buffer, struct atl_error *error)
{
    (void)error;
    write_document(tree, options, true, buffer);
    return ATL_OK;
}
