/* What the steps of docs check share. */
#ifndef SYNC_CHECK_H
#define SYNC_CHECK_H

#include "sync/map.h"
#include "sync/scan.h"

#include "atlcli/content.h"
#include "atlcli/docs_check.h"

/* Where a link of a page leads. In the arena of the check, as all that follows. */
struct check_link {
    const char *target;
    size_t line;
    bool image;
    struct check_link *next;
};

/* What is kept of a page when its text has been looked at. */
struct check_page {
    const char *path;
    const char *id; /* NULL: none */
    const char *title;
    size_t title_line; /* where the frontmatter says the title; 1 when it doesn't */
    size_t id_line;
    struct check_link *links;
    struct atl_list anchors; /* folded by check_fold_anchor */
    bool anchors_unknown;    /* macros may bring others */
    bool told;               /* its findings are asked for */
};

struct check {
    struct atl_arena *arena;
    const struct atl_sync_workspace *workspace;
    bool in_workspace; /* else a directory of files */
    struct sync_scan scan;
    struct atl_list pages;       /* struct check_page */
    struct atl_list findings;    /* struct atl_check_finding */
    struct sync_map by_path;     /* struct check_page */
    struct sync_map by_fold;     /* the same by folded path */
    struct sync_map by_title;    /* by folded title, the first of each */
    struct sync_map by_id;       /* the first of each */
    struct sync_map attachments; /* struct sync_file by path */
};

/* Adds a finding, unless the page's are not asked for. */
void check_tell(struct check *check, const struct check_page *page, enum atl_check_kind kind,
                size_t line, const char *format, ...) ATL_PRINTF(5, 6);

/* Looks at the text of a page (page.c). */
void check_read_page(struct check *check, struct check_page *page);

/* Looks at where the links of a page lead, when all pages are known (links.c). */
void check_links(struct check *check, const struct check_page *page);

/* ---- anchors.c ---- */

/*
 * What is the same in all that sites and viewers make of a heading: lower case, letters and digits
 * alone. "Release plan" is "#release-plan" on GitHub, "#Release-plan" on Cloud, and
 * "#PageTitle-Releaseplan" on Data Center. In the arena.
 */
const char *check_fold_anchor(struct atl_arena *arena, const char *text, size_t length);

/* Collects the anchors of a page from its tree. */
void check_collect_anchors(struct check *check, struct check_page *page,
                           const struct atl_content_tree *tree);

/* Whether a link to #anchor finds something on the page. */
bool check_has_anchor(const struct check *check, const struct check_page *page, const char *anchor);

#endif
