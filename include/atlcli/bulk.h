/*
 * Operations on many issues of Jira, or pages of Confluence: plan, journal, run, resume.
 *
 *     job = atl_bulk_job_new(arena, operation, "Transition to Done");
 *     atl_bulk_select(job, http, &selection, error);   which ones (or atl_bulk_add_row)
 *     atl_bulk_plan(job, http, error);                 what will change, how, in how many requests
 *     atl_bulk_begin(job, error);                      the journal; from now on it can be resumed
 *     atl_bulk_run(job, http, &options, error);
 *     atl_bulk_job_close(job);
 *
 * The journal, <configuration directory>/jobs/<id>.jsonl, holds the plan, then a line before and
 * after each send. A job that ended early, however it ended, is opened by atl_bulk_open and given
 * to atl_bulk_run again: what is done is skipped, and what was sent without its outcome being known
 * is looked up first, so that nothing is applied twice and nothing is left out. There are no
 * credentials in it.
 *
 * The operation is JSON, "kind" and what that needs:
 *   transition  to (status or transition), fields, update         both as the REST API has them
 *   edit        fields, update; task: the same in the words of POST bulk/issues/fields (optional)
 *   assign      fields.assignee; task
 *   comment     body (ADF or wiki markup), visibility
 *   link        type (name), issue (key), inward (the selected issues are where the link ends)
 *   move        project (key), type (id), typeName, parent (optional)
 *   delete      (nothing)
 *   create      (nothing): each item has a row {"fields": …}, and "parents": {FIELD: INDEX} where
 *               a field gets the key of what another item becomes
 * and of pages:
 *   page-label-add, page-label-remove   labels (names, in small letters)
 *   page-move     target (id of the page that they go below)
 *   page-archive  (nothing); Cloud
 *   page-delete   purge: for good, not into the trash
 * and "singly", why Cloud's tasks can't do it, for people; "notify", false when nobody is to be
 * told by e-mail.
 */
#ifndef ATLCLI_BULK_H
#define ATLCLI_BULK_H

#include "atlcli/error.h"
#include "atlcli/http.h"
#include "atlcli/json.h"
#include "atlcli/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum atl_bulk_state {
    ATL_BULK_WAITING,
    ATL_BULK_SENT, /* and its outcome isn't known */
    ATL_BULK_DONE,
    ATL_BULK_UNCHANGED, /* was as wanted before */
    ATL_BULK_FAILED,
};

/* "waiting", "unknown", "done", "unchanged", "failed". */
const char *atl_bulk_state_name(enum atl_bulk_state state);

/* Texts live in the job's arena. */
struct atl_bulk_item {
    const char *id;  /* of the issue or page; NULL for a row that isn't created yet */
    const char *key; /* what people call it: "ATL-1", "SPACE:Title"; NULL likewise */
    cJSON *row;      /* create: what is sent */
    size_t number;   /* create: the row's line or place in its file */
    enum atl_bulk_state state;
    const char *reason; /* why it failed, or why what became of it couldn't be found out */
    int http_status;    /* of the failure, 0 for none */

    /* The engine's own. */
    const char *place;      /* project, type and status by id, as far as known */
    const char *transition; /* the one to use */
    const char *target;     /* id of the status that it leads to; NULL: not known */
    const char *obstacle;   /* why none can be used */
    bool no_screen;         /* the transition has none, says the site: no comment goes with it */
    bool moved;             /* the transition is made, and what is left is its comment */
    bool alone;             /* can't be part of a task */
    size_t batch;           /* of the task it was sent with */
    bool unclear;           /* sent, and looking it up failed */
};

struct atl_bulk_journal;

struct atl_bulk_job {
    struct atl_arena *arena;
    const char *id;    /* "20260131-081530-4f1c"; NULL before atl_bulk_begin */
    const char *title; /* "Transition to Done" */
    cJSON *operation;
    const char *profile; /* NULL: none */
    const char *site;
    int64_t created_ms; /* wall clock */
    bool ended;         /* nothing is left to be done */
    /* create: what the rows were read from, kept in the journal; NULL: that isn't needed */
    const char *source;

    struct atl_bulk_item *items;
    size_t count;
    size_t capacity;

    const char *strategy; /* for people: "Cloud tasks of up to 1,000 issues" */
    size_t requests;      /* that running it will take, about */
    size_t told; /* "notify" is false, and yet those who watch so many of the items are told */
    bool planned;
    struct atl_bulk_journal *journal; /* the engine's own */
};

/* Takes the operation. Everything of the job lives in the arena. */
struct atl_bulk_job *atl_bulk_job_new(struct atl_arena *arena, cJSON *operation, const char *title);
/* Gives the lock back, closes the journal. NULL is fine. */
void atl_bulk_job_close(struct atl_bulk_job *job);

/* The item that a journal means by this number; NULL when it is none, or there is no such item. */
struct atl_bulk_item *atl_bulk_item_at(const struct atl_bulk_job *job, const cJSON *index);

struct atl_bulk_counts {
    size_t waiting, unknown, done, unchanged, failed;
};
struct atl_bulk_counts atl_bulk_count(const struct atl_bulk_job *job);

/* How many of those that failed can be tried again: the others weren't found in the first place. */
size_t atl_bulk_count_retryable(const struct atl_bulk_job *job);

/* What the job is about, for people: "issue", "issues", "page", "pages". */
const char *atl_bulk_noun(const struct atl_bulk_job *job, size_t count);

/* ---- which ---- */

/*
 * Whether `text` belongs to shard `index` of `shards`, counted from 1: by the FNV-1a hash of its
 * bytes, so that the answer is the same on every machine.
 */
bool atl_bulk_in_shard(const char *text, int64_t index, int64_t shards);

struct atl_bulk_selection {
    const char *query;        /* JQL or CQL; of what CQL finds, pages alone count. Either this, */
    const char *const *names; /* or keys of issues, in upper case, or ids of pages */
    size_t name_count;
    int64_t shard, shards; /* 0, 0: all of them */
};

/*
 * Fills in the issues or pages, each once, in the query's order or that of the names. What can't be
 * read becomes an item that has failed; what is as wanted, an unchanged one. Shards go by the keys
 * of issues and the ids of pages.
 */
enum atl_status atl_bulk_select(struct atl_bulk_job *job, struct atl_http *http,
                                const struct atl_bulk_selection *selection,
                                struct atl_error *error);

/* One more that can't be done, and why: what a name stands for isn't there, say. */
void atl_bulk_add_failed(struct atl_bulk_job *job, const char *name, int http_status,
                         const char *reason);

/* create: one more row, {"fields": …}; takes it. `number` is its place in the file. */
void atl_bulk_add_row(struct atl_bulk_job *job, cJSON *row, size_t number);

/* ---- the plan ---- */

/*
 * Asks for what the plan needs and doesn't depend on the items: in a fiber of its own, say, while
 * others are looking for those. atl_bulk_plan asks for it where nobody has.
 */
enum atl_status atl_bulk_ask_ahead(struct atl_bulk_job *job, struct atl_http *http,
                                   struct atl_error *error);

/* Finds out how each issue is to be changed, and sets `strategy` and `requests`. Changes nothing.
 */
enum atl_status atl_bulk_plan(struct atl_bulk_job *job, struct atl_http *http,
                              struct atl_error *error);

/* ---- the journal ---- */

/* Gives the job its id and writes its plan. The job is locked until it is closed. */
enum atl_status atl_bulk_begin(struct atl_bulk_job *job, const struct atl_http *http,
                               struct atl_error *error);

/*
 * The id of the one job that is called `wanted`, or whose id begins or ends so. ATL_NOT_FOUND when
 * there is none, ATL_USAGE when several match. Whether its journal can be read is another matter.
 */
enum atl_status atl_bulk_resolve(struct atl_arena *arena, const char *wanted, const char **id,
                                 struct atl_error *error);

/*
 * Opens the job whose id is, or begins or ends with, `id`, to go on with it. ATL_NOT_FOUND when
 * there is none, ATL_USAGE when several match, ATL_CONFLICT when another process works on it.
 */
enum atl_status atl_bulk_open(struct atl_arena *arena, const char *id, struct atl_bulk_job **job,
                              struct atl_error *error);

/* The same to look at it: not locked. *running says whether a process works on it. */
enum atl_status atl_bulk_read(struct atl_arena *arena, const char *id, struct atl_bulk_job **job,
                              bool *running, struct atl_error *error);

/* What a list of jobs says of one. Texts live in the arena of the call. */
struct atl_bulk_summary {
    const char *id;
    const char *title;
    const char *profile; /* NULL: none */
    const char *site;
    int64_t created_ms; /* wall clock */
    size_t total;
    const char *nouns; /* "issues", "pages", also of a single one */
    struct atl_bulk_counts counts;
    bool running; /* a process works on it */
};

/*
 * The same as atl_bulk_read for the whole id of a job, out of the first and the last line of its
 * journal: as fast for a hundred thousand items as for one.
 */
enum atl_status atl_bulk_summarize(struct atl_arena *arena, const char *id,
                                   struct atl_bulk_summary *summary, struct atl_error *error);

enum atl_bulk_which {
    ATL_BULK_ANY,
    ATL_BULK_UNFINISHED, /* has items left, or a process works on it */
};

/*
 * The id of the newest such job that is wanted, by its id, site and operation; *id is NULL when
 * there is none. In the arena. Journals that can't be read are passed over.
 */
enum atl_status atl_bulk_find(struct atl_arena *arena, enum atl_bulk_which which,
                              bool (*is_wanted)(void *context, const char *id, const char *site,
                                                const cJSON *operation),
                              void *context, const char **id, struct atl_error *error);

/* The ids of all jobs, oldest first; in the arena. */
enum atl_status atl_bulk_list(struct atl_arena *arena, const char *const **ids, size_t *count,
                              struct atl_error *error);

/* Removes the journal of a job that no process works on. `id` is the whole one. */
enum atl_status atl_bulk_remove(struct atl_arena *arena, const char *id, struct atl_error *error);

/* ---- running ---- */

struct atl_bulk_options {
    int64_t max_failures; /* stop after so many; 0: go on */
    int64_t rate;         /* most items a second; 0: as fast as the server likes */
    bool retry_failed;    /* take up what failed before, where the job knows what it is about */
    /* Each time an item gets its outcome. May be NULL. */
    void (*on_outcome)(void *context, const struct atl_bulk_job *job, size_t index);
    void *context;
};

/*
 * Does what is left to do. ATL_OK when everything is done; ATL_PARTIAL when items failed, when so
 * many did that it stopped, or when it couldn't be found out what became of some: those are looked
 * up again when the job is resumed, and never sent unseen. Otherwise what ended it (Ctrl-C, no
 * network, a token that is refused): the job can be resumed then, and the error's hints say how.
 */
enum atl_status atl_bulk_run(struct atl_bulk_job *job, struct atl_http *http,
                             const struct atl_bulk_options *options, struct atl_error *error);

#endif
