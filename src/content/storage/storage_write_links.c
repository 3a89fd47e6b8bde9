/* Links, cards and images as storage format. */
#include "content/storage/storage_writer.h"

#include "content/safe_url.h"
#include "content/storage/storage_reference.h"

/* ---- references ---- */

static void put_page(struct storage_writer *writer, const struct atl_reference *reference)
{
    bool blog = reference->kind == ATL_REFERENCE_BLOG;
    storage_put(writer, blog ? "<ri:blog-post" : "<ri:page");
    storage_put_attribute(writer, "ri:space-key", reference->space);
    storage_put_attribute(writer, "ri:content-title", reference->title);
    storage_put_attribute(writer, "ri:posting-day", reference->date);
    storage_put(writer, " />");
}

static void put_attachment(struct storage_writer *writer, const struct atl_reference *reference)
{
    storage_put(writer, "<ri:attachment");
    storage_put_attribute(writer, "ri:filename", reference->file);
    if (reference->title == NULL) {
        storage_put(writer, " />");
        return;
    }
    const struct atl_reference page = {
        .kind = ATL_REFERENCE_PAGE, .space = reference->space, .title = reference->title};
    storage_put(writer, ">");
    put_page(writer, &page);
    storage_put(writer, "</ri:attachment>");
}

static void put_user(struct storage_writer *writer, const char *id)
{
    storage_put(writer, "<ri:user");
    if (id != NULL && strncmp(id, "key:", 4) == 0) {
        storage_put_attribute(writer, "ri:userkey", id + 4);
    } else if (id != NULL && strncmp(id, "name:", 5) == 0) {
        storage_put_attribute(writer, "ri:username", id + 5);
    } else {
        storage_put_attribute(writer, "ri:account-id", id);
    }
    storage_put(writer, " />");
}

bool storage_put_reference(struct storage_writer *writer, const struct atl_reference *reference)
{
    switch (reference->kind) {
    case ATL_REFERENCE_PAGE:
        /* Without a title it is this page. */
        if (reference->title == NULL && reference->space == NULL) {
            return true;
        }
        put_page(writer, reference);
        return true;
    case ATL_REFERENCE_BLOG:
        put_page(writer, reference);
        return true;
    case ATL_REFERENCE_ATTACHMENT:
        put_attachment(writer, reference);
        return true;
    case ATL_REFERENCE_USER:
        put_user(writer, reference->id);
        return true;
    case ATL_REFERENCE_SPACE:
        storage_put(writer, "<ri:space");
        storage_put_attribute(writer, "ri:space-key", reference->space);
        storage_put(writer, " />");
        return true;
    case ATL_REFERENCE_CONTENT:
        storage_put(writer, "<ri:content-entity");
        storage_put_attribute(writer, "ri:content-id", reference->id);
        storage_put(writer, " />");
        return true;
    case ATL_REFERENCE_SHORTCUT:
        storage_put(writer, "<ri:shortcut");
        storage_put_attribute(writer, "ri:key", reference->id);
        storage_put_attribute(writer, "ri:parameter", reference->argument);
        storage_put(writer, " />");
        return true;
    default:
        return false;
    }
}

/* ---- links ---- */

static bool is_safe(struct storage_writer *writer, const struct atl_node *node, const char *url,
                    size_t length)
{
    if (!content_url_runs(url, length)) {
        return true;
    }
    atl_content_report_add(writer->options->report, ATL_REPORT_NEUTRALISED, node->line,
                           "addresses that run a script: left out");
    return false;
}

/* An image in a link: it is the link's body. */
bool storage_open_link(struct storage_writer *writer, const struct atl_node *node,
                       const char *target, size_t length)
{
    struct atl_reference reference;
    atl_reference_parse(&writer->arena, target, length, &reference);
    if (reference.kind == ATL_REFERENCE_URL) {
        if (!is_safe(writer, node, target, length)) {
            return false;
        }
        storage_put(writer, "<a");
        storage_put_attribute_text(writer, "href", target, length);
        storage_put(writer, ">");
        return true;
    }
    if (reference.kind == ATL_REFERENCE_MEDIA) {
        storage_note_lost(writer, node, "links to files of the media service: only their text");
        return false;
    }
    storage_put(writer, "<ac:link");
    storage_put_attribute(writer, "ac:anchor", reference.anchor);
    storage_put(writer, ">");
    storage_put_reference(writer, &reference);
    storage_put(writer, "<ac:link-body>");
    return true;
}

void storage_close_link(struct storage_writer *writer, const char *target, size_t length)
{
    struct atl_reference reference;
    atl_reference_parse(&writer->arena, target, length, &reference);
    storage_put(writer, reference.kind == ATL_REFERENCE_URL ? "</a>" : "</ac:link-body></ac:link>");
}

/* The text is what the site shows anyway. */
static bool says_nothing_new(const struct atl_node *link, const struct atl_reference *reference)
{
    const struct atl_node *only = link->first;
    return only != NULL && only->next == NULL && only->kind == ATL_NODE_TEXT &&
           reference->kind != ATL_REFERENCE_USER &&
           atl_node_text_is(only, storage_reference_text(reference, ""));
}

static void put_reference_link(struct storage_writer *writer, const struct atl_node *link,
                               const struct atl_reference *reference)
{
    storage_put(writer, "<ac:link");
    storage_put_attribute(writer, "ac:anchor", reference->anchor);
    storage_put_attribute(writer, "ac:tooltip", atl_node_attribute(link, "title"));
    storage_put_attribute(writer, "ac:card-appearance", atl_node_attribute(link, "card"));
    storage_put(writer, ">");
    storage_put_reference(writer, reference);
    if (!says_nothing_new(link, reference)) {
        storage_put(writer, "<ac:link-body>");
        storage_put_children(writer, link);
        storage_put(writer, "</ac:link-body>");
    }
    storage_put(writer, "</ac:link>");
}

void storage_put_link(struct storage_writer *writer, const struct atl_node *link)
{
    struct atl_reference reference;
    atl_reference_parse(&writer->arena, link->text, link->length, &reference);
    if (reference.kind == ATL_REFERENCE_MEDIA) {
        storage_note_lost(writer, link, "links to files of the media service: only their text");
        storage_put_children(writer, link);
    } else if (reference.kind != ATL_REFERENCE_URL) {
        put_reference_link(writer, link, &reference);
    } else if (!is_safe(writer, link, link->text, link->length)) {
        storage_put_children(writer, link);
    } else {
        storage_put(writer, "<a");
        storage_put_attribute_text(writer, "href", link->text, link->length);
        storage_put_attribute(writer, "title", atl_node_attribute(link, "title"));
        storage_put_attribute(writer, "data-card-appearance", atl_node_attribute(link, "card"));
        storage_put(writer, ">");
        storage_put_children(writer, link);
        storage_put(writer, "</a>");
    }
}

void storage_put_card(struct storage_writer *writer, const struct atl_node *card)
{
    bool block = card->kind == ATL_NODE_BLOCK_CARD;
    bool safe = is_safe(writer, card, card->text, card->length);
    if (atl_node_attribute(card, "data") != NULL) {
        storage_note_lost(writer, card, "data of smart links: their address is left");
    }
    if (atl_node_attribute(card, "originalWidth") != NULL ||
        atl_node_attribute(card, "originalHeight") != NULL) {
        storage_note_lost(writer, card, "original sizes of embedded links: left out");
    }
    storage_put(writer, "<p>");
    if (safe) {
        storage_put(writer, "<a");
        storage_put_attribute_text(writer, "href", card->text, card->length);
        if (!block) {
            storage_put_attribute(writer, "data-layout", atl_node_attribute(card, "layout"));
            storage_put_attribute(writer, "data-width", atl_node_attribute(card, "width"));
        }
        storage_put_attribute(writer, "data-card-appearance", block ? "block" : "embed");
        storage_put_attribute(writer, "data-datasource", atl_node_attribute(card, "datasource"));
        storage_put(writer, ">");
    }
    storage_put_text(writer, card, card->text, card->length);
    storage_put(writer, safe ? "</a></p>" : "</p>");
}
