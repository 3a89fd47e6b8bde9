/*
 * What is wrong with a directory of Markdown before it is pushed: found without asking a server, in
 * a workspace (sync.h) or in any directory of its files, such as a checkout on a build server.
 */
#ifndef ATLCLI_DOCS_CHECK_H
#define ATLCLI_DOCS_CHECK_H

#include "atlcli/error.h"
#include "atlcli/memory.h"

#include <stdbool.h>
#include <stddef.h>

enum atl_check_kind {
    ATL_CHECK_UNREADABLE,         /* the file can't be read */
    ATL_CHECK_NOT_UTF8,           /* it isn't UTF-8 */
    ATL_CHECK_FRONTMATTER,        /* its frontmatter isn't YAML */
    ATL_CHECK_MARKUP,             /* a container or tag that isn't closed, nesting too deep, … */
    ATL_CHECK_LOST,               /* what Confluence can't hold (a warning) */
    ATL_CHECK_CONFLICT,           /* lines of a conflict are left */
    ATL_CHECK_DUPLICATE_ID,       /* two files with one atlcli.id */
    ATL_CHECK_DUPLICATE_TITLE,    /* two pages of one title, which a space can't have */
    ATL_CHECK_LONG_TITLE,         /* longer than Confluence's 255 characters */
    ATL_CHECK_TOO_LARGE,          /* as storage format more than Confluence takes */
    ATL_CHECK_BROKEN_LINK,        /* to a file or page that isn't there */
    ATL_CHECK_MISSING_ANCHOR,     /* to a place that the page doesn't have */
    ATL_CHECK_MISSING_ATTACHMENT, /* a file that isn't there */
    ATL_CHECK_UNTRACKED_FILE,     /* a file that is no page's attachment: no push takes it (a
                                     warning) */
};

/* "broken-link", …. Static text. */
const char *atl_check_kind_name(enum atl_check_kind kind);

struct atl_check_finding {
    enum atl_check_kind kind;
    bool warning;        /* else an error */
    const char *path;    /* from the root */
    size_t line;         /* from 1; 0: the file as a whole */
    const char *message; /* one sentence without a full stop */
};

struct atl_check_result {
    const char *root;                   /* of the workspace, else the directory; absolute */
    struct atl_check_finding *findings; /* ordered by path and line */
    size_t count;
    size_t files; /* that were looked at */
    size_t errors;
    size_t warnings;
};

/*
 * Checks the pages in a directory. When it lies in a workspace, links to all of that count, and
 * findings in the directory are told. All in the arena. In a fiber it gives way to others, and can
 * be cancelled. An error only when the directory can't be read; findings are none.
 */
enum atl_status atl_docs_check(struct atl_arena *arena, const char *directory,
                               struct atl_check_result *result, struct atl_error *error);

#endif
