/* What the files of Confluence's calls share. */
#ifndef ATLASSIAN_CONFLUENCE_INTERNAL_H
#define ATLASSIAN_CONFLUENCE_INTERNAL_H

#include "atlassian/confluence/answers.h"
#include "atlassian/id_set.h"

#include "atlcli/confluence.h"
#include "atlcli/deployment.h"
#include "atlcli/json.h"
#include "atlcli/text.h"

enum {
    CONFLUENCE_PAGE = 250, /* items asked for at a time: the most that Cloud gives */
    CONFLUENCE_WIDTH = 16, /* answers under way at once */
};

/* Whether the site is Cloud, with REST v2 and v1 below /wiki. */
bool confluence_is_cloud(const struct atl_http *http);

/* ATL_NOT_FOUND, with what a key looks like. */
enum atl_status confluence_fail_unknown_space(bool is_cloud, const char *key,
                                              struct atl_error *error);

struct listing {
    const struct atl_confluence_list *wanted;
    struct atl_confluence_list_result *result;
    struct atl_arena arena; /* of the whole list */
    struct id_set seen;
    struct space *spaces; /* those whose key is known */
};

/* A space that has been asked about. In the listing's arena. */
struct space {
    const char *id;
    const char *key;
    struct space *next;
};

int64_t listing_left(const struct listing *listing);

/*
 * Hands the pages of an answer over, up to the limit. `space_of` finds the key of an item's space.
 */
enum atl_status listing_hand_over(struct listing *listing, const cJSON *answer,
                                  const char *(*space_of)(const struct listing *listing,
                                                          const cJSON *item),
                                  struct atl_error *error);

/* Looks the wanted keys up: their ids, separated by commas. ATL_NOT_FOUND names a missing one. */
enum atl_status listing_find_spaces(struct listing *listing, struct atl_buffer *ids,
                                    struct atl_error *error);

/* Learns the keys of all spaces that the items of an answer belong to. */
enum atl_status listing_learn_spaces(struct listing *listing, const cJSON *items,
                                     struct atl_error *error);

/* The key of a space that has been learnt, or NULL. */
const char *listing_space_key(const struct listing *listing, const cJSON *item);

/* The key as REST v1 and Data Center expand it. */
const char *listing_expanded_key(const struct listing *listing, const cJSON *item);

/* Adds to CQL: " AND field = "value"". */
void confluence_add_condition(struct atl_buffer *cql, const char *field, const char *value);

/* The parts of a path: "?name=value", then "&name=value"; the value is encoded. */
void listing_add_parameter(struct atl_buffer *path, const char *name, const char *value);

/* Adds what an answer is to tell of each page (REST v1). */
void listing_add_expansions(const struct listing *listing, struct atl_buffer *path);

/* The answers at a path, as the listing wants them. */
struct answers listing_answers(struct listing *listing, const char *path,
                               enum atl_status (*take)(void *context, const cJSON *answer,
                                                       struct atl_error *error));

/* Takes an answer in which the spaces are expanded. */
enum atl_status listing_take_expanded(void *context, const cJSON *answer, struct atl_error *error);

/* The ways to list. */
enum atl_status listing_by_cursor(struct listing *listing, struct atl_error *error);
enum atl_status listing_by_cursor_and_query(struct listing *listing, struct atl_error *error);
enum atl_status listing_on_data_center(struct listing *listing, struct atl_error *error);

/* Pages below a path of Data Center, which has a query; `counting` is CQL for the same pages. */
enum atl_status listing_by_offset(struct listing *listing, const char *path, const char *counting,
                                  struct atl_error *error);

#endif
