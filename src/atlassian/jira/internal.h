/* What the files of Jira's calls share. */
#ifndef ATLASSIAN_JIRA_INTERNAL_H
#define ATLASSIAN_JIRA_INTERNAL_H

#include "atlassian/id_set.h"

#include "atlcli/deployment.h"
#include "atlcli/jira.h"

/* "/rest/api/3/myself", or 2 on Data Center; in the arena. */
const char *jira_path(const struct atl_http *http, struct atl_arena *arena, const char *rest);

/* "/rest/api/3/issue/KEY" and what follows, such as "/transitions"; the key gets encoded. */
const char *jira_issue_path(const struct atl_http *http, struct atl_arena *arena, const char *key,
                            const char *rest);

/* The same for one of its comments, say: "…/issue/KEY/comment/ID". */
const char *jira_part_path(const struct atl_http *http, struct atl_arena *arena, const char *key,
                           const char *part, const char *id);

/* DELETEs. One that isn't there when it is asked for the second time is gone by the first. */
enum atl_status jira_delete(struct atl_http *http, const char *path, struct atl_error *error);

/*
 * Whether an unknown outcome comes from the server itself having failed (500), which ends the
 * request: what isn't there when one looks afterwards won't come. A gateway's answer (502, 503,
 * 504), a reset or a timeout may leave it at work.
 */
bool jira_failed_itself(const struct atl_error *error);

bool jira_is_cloud(const struct atl_http *http);

void jira_user_read(const cJSON *json, struct atl_arena *arena, struct atl_jira_user *user);

/* A request whose answer doesn't depend on how often it is sent; `body` is in the arena. */
struct atl_http_request jira_read_by_post(const char *path, const char *body);

/* Prints a tree into the arena and deletes it. */
const char *jira_body(struct atl_arena *arena, cJSON *tree);

/* ---- search: what its strategies share ---- */

enum {
    JIRA_PAGE = 100,         /* issues with fields that Cloud gives in one answer */
    JIRA_ID_PAGE = 5000,     /* ids, or keys */
    JIRA_LARGE_PAGE = 400,   /* issues that Data Center is asked for at a time: see JIRA_WIDTH */
    JIRA_KEY_PAGE = 1000,    /* the same without their fields */
    JIRA_PART_PAGE = 500,    /* comments, or worklogs, of one issue */
    JIRA_CHANGE_PAGE = 1000, /* changes of a batch of issues */
    /*
     * Answers under way at once where each may be a connection, of 100 KB and more: larger pages
     * take less memory than more of them. Cloud's share one.
     */
    JIRA_WIDTH = 28,
    JIRA_PACKED_BYTES = 150, /* of an answer for one issue with the usual fields, about */
};

struct search {
    const struct atl_jira_search *wanted;
    const char *list; /* path of a list of issues in place of search itself; NULL: search */
    struct atl_jira_search_result *result;
    struct id_set seen;
};

/* True for an id that comes for the first time. */
bool search_is_new(struct search *search, const cJSON *issue);

/* How many more issues are wanted. */
int64_t search_left(const struct search *search);

/* Issues that came together; `issues` has room for all of them. */
struct search_batch {
    struct atl_arena *arena; /* in which their trees lie */
    struct atl_jira_issue *issues;
    size_t count;
};

struct search_batch search_batch_new(struct atl_arena *arena, size_t room);
void search_batch_add(struct search_batch *batch, const cJSON *issue);

/* Completes the issues as far as that is wanted, and hands them over. */
enum atl_status search_hand_over(struct search *search, const struct search_batch *batch,
                                 struct atl_error *error);

/* Fetches the comments and worklogs that the issues' fields leave out, into their trees. */
enum atl_status search_complete(struct search *search, const struct search_batch *batch,
                                struct atl_error *error);

bool search_skips(const struct search *search, const char *id);

/* The changes of a batch of issues, fetched while others are handed over. */
struct history_page {
    const char *text;
    size_t length;
    struct history_page *next;
};

/* POST changelog/bulkfetch, page after page; adds to *bytes what they take in the arena. */
enum atl_status history_fetch(struct search *search, struct atl_arena *arena,
                              const char *const *ids, size_t count, struct history_page **pages,
                              size_t *bytes, struct atl_error *error);

/* Gives the issues their changes. */
enum atl_status history_read(struct atl_arena *arena, const struct history_page *pages,
                             const struct search_batch *batch, struct atl_error *error);

/* Adds "fields": ["summary", "status"] to a request's body; ["key"] when none are wanted. */
void search_add_fields(const struct atl_jira_search *wanted, cJSON *body);

/* JIRA_WIDTH, or less where less is asked for. */
size_t search_width(const struct search *search);

/* An answer that waits for its turn, packed as it came, and what it was asked for by. */
struct search_answer {
    struct atl_http_request request;
    struct atl_http_response response;
};

/* Asks for it; the request's texts are in the arena. */
enum atl_status search_fetch(struct search *search, const struct atl_http_request *request,
                             struct atl_arena *arena, struct search_answer *answer,
                             struct atl_error *error);
/* Reads it, in the arena; one that was damaged on its way is asked for again. */
enum atl_status search_read(struct search *search, struct search_answer *answer,
                            struct atl_arena *arena, const cJSON **json, struct atl_error *error);

/* The strategies. */
enum atl_status search_by_token(struct search *search, size_t page_size, struct atl_error *error);
enum atl_status search_by_id(struct search *search, struct atl_error *error);
enum atl_status search_by_offset(struct search *search, struct atl_error *error);

#endif
