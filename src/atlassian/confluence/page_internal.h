/* What the files about single pages share. */
#ifndef ATLASSIAN_CONFLUENCE_PAGE_INTERNAL_H
#define ATLASSIAN_CONFLUENCE_PAGE_INTERNAL_H

#include "atlassian/confluence/internal.h"

#include "atlcli/confluence_page.h"

/* "/wiki/rest/api/content/…" (v1), or "/rest/api/content/…" on Data Center; in the arena. */
const char *confluence_path(const struct atl_http *http, struct atl_arena *arena, const char *rest);

/* The same of a piece of content, with what follows: "/label"; the id gets encoded. */
const char *confluence_content_path(const struct atl_http *http, struct atl_arena *arena,
                                    const char *id, const char *rest);

/* "/wiki/api/v2/pages/{id}" and what follows; in the arena. */
const char *confluence_page_path(struct atl_arena *arena, const char *id, const char *rest);

/* Percent-encoded, in the arena. */
const char *confluence_encode(struct atl_arena *arena, const char *text);

/* A request with a JSON body, which is printed into the arena and deleted. */
struct atl_http_request confluence_request(struct atl_arena *arena, enum atl_method method,
                                           const char *path, cJSON *body);

/* The address of what an answer describes, `json` being it or an item of it; NULL: not said. */
const char *confluence_url(const struct atl_http *http, struct atl_arena *arena,
                           const cJSON *answer, const cJSON *item);

/*
 * Fills `content` from an answer that describes one page; texts are the tree's, or in the arena.
 * On Cloud the space's key is read out of the page's address.
 */
void confluence_page_read(const struct atl_http *http, struct atl_arena *arena, const cJSON *json,
                          struct atl_confluence_content *content);

/* The same of REST v1's answers, which Data Center's are. */
void confluence_page_read_v1(const struct atl_http *http, struct atl_arena *arena,
                             const cJSON *json, struct atl_confluence_content *content);

/* Names of labels, with their prefix unless it is "global", NULL-terminated; NULL of no list. */
const char **confluence_labels_read(struct atl_arena *arena, const cJSON *results);

/* The page of this title, by the database and not the search; *id NULL when there is none. */
enum atl_status confluence_page_look_up(struct atl_http *http, struct atl_arena *arena,
                                        const char *space, const char *space_id, const char *title,
                                        const char **id, struct atl_error *error);

/* Begins a long task; ATL_UNKNOWN_OUTCOME when the answer doesn't name it. Deletes the body. */
enum atl_status confluence_begin_task(struct atl_http *http, struct atl_arena *arena,
                                      const char *path, cJSON *body, const char **task,
                                      struct atl_error *error);

#endif
