/*
 * The file of a page: frontmatter and Markdown, made of a title and storage format, and back.
 *
 *     ---
 *     atlcli:
 *       id: "98305"
 *       title: Release plan
 *     ---
 *
 *     # Release plan
 *     …
 */
#ifndef SYNC_PAGE_FILE_H
#define SYNC_PAGE_FILE_H

#include "sync/links.h"

#include "atlcli/error.h"
#include "atlcli/memory.h"
#include "atlcli/text.h"

#include <stdbool.h>
#include <stddef.h>

/* What a file's text says of itself. In the arena, or in the text. */
struct sync_page_text {
    const char *id;    /* atlcli.id; NULL: none */
    const char *title; /* atlcli.title; NULL: none */
    const char *yaml;  /* with "\n" alone; NULL: no frontmatter */
    size_t yaml_length;
    const char *body; /* Markdown, with "\n" alone */
    size_t body_length;
    bool crlf;             /* lines end in "\r\n" */
    bool has_bom;          /* it starts with a byte order mark */
    bool lacks_last_break; /* the last line doesn't end in a line break */
};

/* ATL_FAILED: it isn't UTF-8, or its frontmatter isn't YAML. The error gives the place. */
enum atl_status sync_page_text_read(struct atl_arena *arena, const char *text, size_t length,
                                    struct sync_page_text *page, struct atl_error *error);

/* What goes into a file. */
struct sync_page_source {
    const char *id;
    const char *title;
    const char *storage;
    size_t storage_length;
    /* The text it is to be like: its other keys, comments, line breaks, BOM. NULL: the usual. */
    const struct sync_page_text *like;
};

/*
 * Appends the file's text. Links and images lead where the pages' files are; `found` gets what they
 * lead to (struct sync_link's targets, in the arena). Storage format that can't be read is kept
 * verbatim, in a fenced block.
 */
enum atl_status sync_page_render(struct atl_arena *arena, const struct sync_page_source *source,
                                 const struct sync_links *links, struct atl_list *found,
                                 struct atl_buffer *text, struct atl_error *error);

/*
 * Puts the comments of a file's Markdown into what the server has of its page, which is the text
 * from `start` on: no page has comments. One beside lines that have changed there is left out.
 */
void sync_page_carry_comments(const struct sync_page_text *from, const char *id,
                              const struct sync_links *links, struct atl_buffer *text,
                              size_t start);
/* Whether one text of a file has fewer of them than the one before. */
bool sync_page_loses_comments(const struct atl_buffer *before, const struct atl_buffer *after);

/*
 * Appends the storage format of a file's Markdown. `path` is the file's, which relative links start
 * from, and `former` where it was when its links were written: what leads nowhere from the one may
 * from the other (NULL: the same). `report` may be NULL.
 */
enum atl_status sync_page_storage(struct atl_arena *arena, const struct sync_page_text *page,
                                  const char *path, const char *former,
                                  const struct sync_links *links, struct atl_content_report *report,
                                  struct atl_buffer *storage, struct atl_error *error);

/* What the server has of a page, and where its file is, as above. */
struct sync_page_there {
    const char *id;
    const char *path;
    const char *former;
    const struct sync_links *links;
    const char *storage;
    size_t length;
};

/*
 * Likewise, over what the server has: what says the same there stays as it is, byte for byte, so
 * that a text that says nothing new gives what there is (content_reuse.h).
 */
enum atl_status sync_page_storage_over(struct atl_arena *arena, const struct sync_page_text *page,
                                       const struct sync_page_there *there,
                                       struct atl_buffer *storage, struct atl_error *error);

/*
 * Appends a file's text as a pull would write it: spelled as the server's texts are, with the rest
 * as it is. False, when that can't be done, or would lose something.
 */
bool sync_page_respell(struct atl_arena *arena, const char *bytes, size_t length, const char *id,
                       const char *path, const char *former, const struct sync_links *links,
                       struct atl_buffer *text);

/*
 * The title that the file at `path` gives its page: that of its frontmatter, else its first
 * heading, else its name; in the arena.
 */
const char *sync_page_title(struct atl_arena *arena, const struct sync_page_text *page,
                            const char *path);

/* Appends the text with its frontmatter's atlcli.KEY set; everything else stays as it is. */
enum atl_status sync_page_set(const struct sync_page_text *page, const char *key, const char *value,
                              struct atl_buffer *text, struct atl_error *error);

/* Appends the text of a file that becomes this page: its id, and its title where it says none. */
enum atl_status sync_page_adopt(const struct sync_page_text *page, const char *id,
                                const char *title, struct atl_buffer *text,
                                struct atl_error *error);

#endif
