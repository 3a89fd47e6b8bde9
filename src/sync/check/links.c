/* docs check: where links lead. */
#include "sync/links.h"
#include "sync/check/check.h"
#include "sync/names.h"

#include "atlcli/content.h"

#include <string.h>
#include <sys/stat.h>

static void check_anchor(struct check *check, const struct check_page *page,
                         const struct check_link *link, const struct check_page *other,
                         const char *anchor)
{
    if (anchor == NULL || check_has_anchor(check, other, anchor)) {
        return;
    }
    if (page == other) {
        check_tell(check, page, ATL_CHECK_MISSING_ANCHOR, link->line,
                   "no heading or anchor '#%s' on this page", anchor);
    } else {
        check_tell(check, page, ATL_CHECK_MISSING_ANCHOR, link->line,
                   "no heading or anchor '#%s' in %s", anchor, other->path);
    }
}

/* ---- references: page:Title, attachment:file ---- */

static bool is_own_space(const struct check *check, const char *space)
{
    return space == NULL || (check->in_workspace &&
                             atl_text_equal_ignoring_case(space, check->workspace->config.space));
}

/* Only of a whole space it is known which pages there are. */
static bool knows_all_pages(const struct check *check)
{
    return check->in_workspace && check->workspace->config.scope == ATL_SYNC_SPACE;
}

static const struct check_page *named_page(const struct check *check, const char *title)
{
    return sync_map_get(&check->by_title, sync_name_fold(check->arena, title));
}

static void check_page_reference(struct check *check, const struct check_page *page,
                                 const struct check_link *link,
                                 const struct atl_reference *reference)
{
    const struct check_page *other = page;
    if (!is_own_space(check, reference->space)) {
        return;
    }
    if (reference->title != NULL) {
        other = named_page(check, reference->title);
    }
    if (other != NULL) {
        check_anchor(check, page, link, other, reference->anchor);
    } else if (knows_all_pages(check)) {
        check_tell(check, page, ATL_CHECK_BROKEN_LINK, link->line, "no page '%s' in this workspace",
                   reference->title);
    }
}

static bool keeps_attachments(const struct check *check)
{
    return !check->in_workspace || check->workspace->config.attachments;
}

static void check_attachment_reference(struct check *check, const struct check_page *page,
                                       const struct check_link *link,
                                       const struct atl_reference *reference)
{
    const struct check_page *other = page;
    if (!keeps_attachments(check) || !is_own_space(check, reference->space)) {
        return;
    }
    if (reference->title != NULL) {
        other = named_page(check, reference->title);
    }
    if (other == NULL || reference->file == NULL) {
        return;
    }
    const char *path = sync_attachment_path(check->arena, other->path, reference->file);
    if (sync_map_get(&check->attachments, path) == NULL) {
        check_tell(check, page, ATL_CHECK_MISSING_ATTACHMENT, link->line, "no file %s", path);
    }
}

/* ---- relative paths ---- */

static void check_missing(struct check *check, const struct check_page *page,
                          const struct check_link *link, const char *path)
{
    const struct check_page *near =
        sync_map_get(&check->by_fold, sync_name_fold(check->arena, path));
    bool attachment = link->image || strstr(path, ".attachments/") != NULL;
    if (near != NULL) {
        check_tell(check, page, ATL_CHECK_BROKEN_LINK, link->line, "no file %s: it is called %s",
                   path, near->path);
    } else {
        check_tell(check, page, attachment ? ATL_CHECK_MISSING_ATTACHMENT : ATL_CHECK_BROKEN_LINK,
                   link->line, "no file %s", path);
    }
}

static void check_path(struct check *check, const struct check_page *page,
                       const struct check_link *link)
{
    const char *anchor;
    const char *path = sync_link_path(check->arena, page->path, link->target, &anchor);
    struct stat facts;
    if (path == NULL) {
        check_tell(check, page, ATL_CHECK_BROKEN_LINK, link->line, "%s leads out of %s",
                   link->target, check->workspace->root);
        return;
    }
    const struct check_page *other = sync_map_get(&check->by_path, path);
    if (other != NULL) {
        check_anchor(check, page, link, other, anchor);
    } else if (sync_map_get(&check->attachments, path) != NULL) {
        return;
    } else if (stat(sync_path(check->workspace, check->arena, path), &facts) != 0) {
        check_missing(check, page, link, path);
    } else if (keeps_attachments(check) || strstr(path, ".attachments/") == NULL) {
        check_tell(check, page, ATL_CHECK_UNTRACKED_FILE, link->line,
                   "%s is no page and no page's attachment: Confluence won't have it", path);
    }
}

void check_links(struct check *check, const struct check_page *page)
{
    for (const struct check_link *link = page->links; link != NULL; link = link->next) {
        struct atl_reference reference;
        atl_reference_parse(check->arena, link->target, strlen(link->target), &reference);
        if (reference.kind == ATL_REFERENCE_PAGE) {
            check_page_reference(check, page, link, &reference);
        } else if (reference.kind == ATL_REFERENCE_ATTACHMENT) {
            check_attachment_reference(check, page, link, &reference);
        } else if (reference.kind == ATL_REFERENCE_URL && sync_link_is_path(link->target)) {
            check_path(check, page, link);
        }
    }
}
