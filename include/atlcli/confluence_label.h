/* Confluence: labels of pages. To be used inside atl_loop_run; errors are those of atl_http_json.
 */
#ifndef ATLCLI_CONFLUENCE_LABEL_H
#define ATLCLI_CONFLUENCE_LABEL_H

#include "atlcli/error.h"
#include "atlcli/http.h"
#include "atlcli/memory.h"

#include <stddef.h>

struct atl_confluence_label {
    const char *id;
    const char *prefix; /* "global"; "my" for one's own */
    const char *name;
};

struct atl_confluence_labels {
    struct atl_confluence_label *items;
    size_t count;
};

/*
 * A label's name as Confluence keeps it: in small letters; in the arena. ATL_USAGE for characters
 * that it can't have (spaces and most punctuation), for none and for more than 255 bytes.
 */
enum atl_status atl_confluence_label_name(struct atl_arena *arena, const char *text,
                                          const char **name, struct atl_error *error);

/* pages/{id}/labels (Cloud, v2), content/{id}/label (Data Center); in the arena. */
enum atl_status atl_confluence_labels(struct atl_http *http, struct atl_arena *arena,
                                      const char *page, struct atl_confluence_labels *labels,
                                      struct atl_error *error);

/*
 * Adds labels, all in one request: POST content/{id}/label (v1). Those that are there stay, so that
 * it may be repeated.
 */
enum atl_status atl_confluence_label_add(struct atl_http *http, const char *page,
                                         const char *const *names, size_t count,
                                         struct atl_error *error);

/* DELETE content/{id}/label?name=… (v1). One that isn't there is no error. */
enum atl_status atl_confluence_label_remove(struct atl_http *http, const char *page,
                                            const char *name, struct atl_error *error);

#endif
