/* Three-way merges of a page's file: what its frontmatter says key by key, its text line by line.
 */
#ifndef SYNC_PAGE_MERGE_H
#define SYNC_PAGE_MERGE_H

#include "sync/text_merge.h"

#include "atlcli/memory.h"

/*
 * As sync_merge_text does, with the labels of conflicts (problem.h), for texts that
 * sync_page_text_read takes. Frontmatter is that of `ours`, as the server has nothing of it but the
 * title: a title that the server alone changed is put there, and one that both changed is a
 * conflict of these lines alone, unless a side is favoured. Without a base, a text of ours that
 * names no page becomes that of theirs. So what has no conflict can be read, and names one page.
 */
enum atl_status sync_merge_page(struct atl_arena *arena, const struct sync_text *base,
                                const struct sync_text *ours, const struct sync_text *theirs,
                                enum sync_favour favour, struct atl_buffer *merged, bool *conflicts,
                                struct atl_error *error);

#endif
