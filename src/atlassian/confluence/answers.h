/*
 * Lists of Confluence, answer by answer: who wants them says where they are and takes them, in
 * order; how they are fetched is here.
 */
#ifndef ATLASSIAN_CONFLUENCE_ANSWERS_H
#define ATLASSIAN_CONFLUENCE_ANSWERS_H

#include "atlcli/http.h"

#include <stdbool.h>
#include <stdint.h>

struct answers {
    struct atl_http *http;
    const char *path; /* with what is fixed of its query, without start and limit */
    /*
     * Data Center: CQL for the same items, so that a search tells how many there are. NULL: the
     * answers say it themselves, or it isn't worth knowing.
     */
    const char *counting;
    int64_t expected;  /* how many there are, more or less; 0: that isn't known */
    int64_t at_a_time; /* items asked for at a time; 0: CONFLUENCE_PAGE */
    /*
     * Data Center: how many items the server gives at a time, as far as is known; 0: it isn't. With
     * `expected` no answer need be waited for alone. Set at the end to what it gave.
     */
    int64_t granted;
    bool is_long; /* Data Center: it is worth asking at once how many there are */
    /* How many more items are wanted, at least 1 to begin with. */
    int64_t (*left)(const void *context);
    /* Takes an answer, whose items are in "results". May wait. */
    enum atl_status (*take)(void *context, const cJSON *answer, struct atl_error *error);
    void *context;
    bool more; /* set at the end: no more are wanted, although more follow */
};

/* How many items the next request asks for. */
int64_t answers_at_a_time(const struct answers *answers);

/* Each answer says where the next one is: Cloud, and whatever is short. */
enum atl_status answers_by_link(struct answers *answers, enum atl_paging paging,
                                struct atl_error *error);

/*
 * Cloud's lists by cursor, in which pages are ordered by their ids: side by side, from both ends,
 * or from the places that were learned when the list was last read. An item may come twice. The
 * path has a query. `remembered` and `learned` are a text whose form is known here alone; both may
 * be NULL.
 */
enum atl_status answers_from_places(struct answers *answers, const char *remembered,
                                    struct atl_buffer *learned, struct atl_error *error);

/* Data Center: side by side, by their offsets, as soon as it is known how many there are. */
enum atl_status answers_by_offset(struct answers *answers, struct atl_error *error);

/*
 * Data Center: how many items a query has, as far as the search knows; 0 when it doesn't say. An
 * error of it is none.
 */
enum atl_status answers_number(struct atl_http *http, const char *cql, int64_t *number,
                               struct atl_error *error);

/* Data Center's or Cloud's way to search (REST v1 content/search and search). */
enum atl_status answers_of_search(struct answers *answers, struct atl_error *error);

#endif
