/* What the files of the bulk engine share. */
#ifndef BULK_INTERNAL_H
#define BULK_INTERNAL_H

#include "atlcli/bulk.h"
#include "atlcli/confluence_page.h"

/* ---- what operations are about ---- */

struct bulk_run;

/* Some of a job's items, by index. */
struct bulk_items {
    const size_t *indices;
    size_t count;
};

/* How far one of a server's tasks is. Texts live in the arena it was asked with. */
struct bulk_progress {
    bool ended;
    bool succeeded; /* of an ended one */
    int percent;
    const char *reason; /* why it didn't succeed; NULL: it doesn't say */
    bool says_which;    /* the two below tell what became of each item; else it is all or nothing */
    const cJSON *done;  /* ids */
    const cJSON *failed; /* {"10042": ["reason"]} */
};

/* A server's tasks: begun with one request for many items, then asked how far they are. */
struct bulk_tasks_of {
    const char *name;     /* "bulk tasks" */
    size_t most_items;    /* of one */
    size_t fewest_items;  /* for less, one request for each item is no more */
    size_t unsplit_items; /* more than these are two tasks, which take half the time; 0: never */
    size_t at_once;       /* of ours at the same time */
    bool halves;          /* one that is refused, or fails, is asked for again in halves: what may
                             be wrong is one of its items */
    enum atl_status (*submit)(struct bulk_run *run, struct atl_arena *arena,
                              const struct bulk_items *items, const char **id,
                              struct atl_error *error);
    enum atl_status (*look)(struct bulk_run *run, struct atl_arena *arena, const char *id,
                            struct bulk_progress *progress, struct atl_error *error);
    /*
     * The site works on one at a time, whoever began it: waits until none is at work, one whose id
     * isn't known included. `submit` waits for others by itself, and ATL_CONFLICT from either says
     * that it took too long. NULL: they don't get in each other's way.
     */
    enum atl_status (*wait_for_others)(struct bulk_run *run, struct atl_error *error);
};

/* Issues, pages: what is the same for all kinds of operations on them. */
struct bulk_subject {
    const char *noun; /* "issue", and more of them */
    const char *nouns;
    const char *gone; /* "the issue doesn't exist any more, or you may not see it" */
    enum atl_status (*select)(struct atl_bulk_job *job, struct atl_http *http,
                              const struct atl_bulk_selection *selection, struct atl_error *error);
    /*
     * Reads the items: what is as wanted becomes done, what can't be any more fails, what can't be
     * read is left open (bulk_leave_open). The others weren't changed.
     */
    enum atl_status (*look_up)(struct bulk_run *run, const struct bulk_items *items,
                               struct atl_error *error);
    const struct bulk_tasks_of *tasks; /* on Cloud */
};

extern const struct bulk_subject bulk_issues, bulk_pages;

enum {
    BULK_PAGE_PARENT = 1 << 16, /* beside enum atl_confluence_wants: the page above it */
};

/* ---- kinds of operations ---- */

struct bulk_kind {
    const char *name;
    const struct bulk_subject *subject;
    size_t at_once; /* items that one request takes */
    /*
     * Finds out what doesn't depend on the items, while others find those; once for a job, however
     * often it is called. Also when resuming. NULL: there is no such thing.
     */
    enum atl_status (*ask_ahead)(struct atl_bulk_job *job, struct atl_http *http,
                                 struct atl_error *error);
    /*
     * Finds out how to change each waiting item, from what the server says; items that can't be
     * changed fail here. Also when resuming. NULL: nothing to find out.
     */
    enum atl_status (*prepare)(struct atl_bulk_job *job, struct atl_http *http,
                               struct atl_error *error);
    /*
     * Sends it for `at_once` items or fewer. ATL_OK: applied to those whose state it didn't set
     * itself. ATL_UNKNOWN_OUTCOME: looked up later. Other errors are those of the items.
     */
    enum atl_status (*apply)(struct bulk_run *run, const struct bulk_items *items,
                             struct atl_error *error);

    /* Whether a waiting item can be sent by now; one that never can fails here. NULL: all can. */
    bool (*may_send)(struct bulk_run *run, size_t index);
    /* The requests that all waiting ones take; NULL: as many as the next one says of each. */
    size_t (*count_requests)(const struct atl_bulk_job *job, size_t at_once);
    size_t (*requests_each)(const struct atl_bulk_job *job); /* NULL: one for `at_once` of them */

    /* Cloud's task for it: its name, NULL when there is none; and of issues its body. */
    const char *task;
    cJSON *(*task_body)(const struct atl_bulk_job *job, const struct bulk_items *items);
    bool (*has_task)(const struct atl_bulk_job *job); /* NULL: always */
    bool needs_task;                                  /* on Cloud there is no other way */
    bool tells_singly; /* one by one those who watch are told, whatever "notify" says */

    /* Looking an issue up: the fields to read, and whether it is as wanted with these. */
    const char *const *(*state_fields)(struct atl_bulk_job *job);
    bool (*is_applied)(const struct atl_bulk_job *job, const struct atl_bulk_item *item,
                       const cJSON *issue);
    void (*on_applied)(struct bulk_run *run, size_t index); /* NULL: it is done */
    /* A page: what to read of it (enum atl_confluence_wants, BULK_PAGE_PARENT), and whether it is
     * as wanted. */
    unsigned page_wants;
    bool (*is_page_as_wanted)(const struct atl_bulk_job *job,
                              const struct atl_confluence_content *page);
    /* Why a page can't be changed at all; NULL: it can. NULL: all can. */
    const char *(*page_obstacle)(const struct atl_bulk_job *job,
                                 const struct atl_confluence_content *page);
    bool gone_is_done; /* deletions: of what was there when the job was planned */
    /* Instead of the subject's. */
    enum atl_status (*look_up)(struct bulk_run *run, const struct bulk_items *items,
                               struct atl_error *error);
    int64_t settle_ms; /* after a send whose outcome is unknown, before it is looked up */
};

extern const struct bulk_kind bulk_transition, bulk_edit, bulk_assign, bulk_comment, bulk_link,
    bulk_move, bulk_delete, bulk_create, bulk_page_label_add, bulk_page_label_remove,
    bulk_page_move, bulk_page_archive, bulk_page_delete;

/* NULL when the operation is of no known kind. */
const struct bulk_kind *bulk_kind_of(const struct atl_bulk_job *job);
const struct bulk_kind *bulk_kind_of_operation(const cJSON *operation);

/* The fields that planning wants of an issue: for transitions its place; else none. */
const char *const *bulk_plan_fields(const struct atl_bulk_job *job);
/* Keeps of a read issue what planning needs; sets the state when it is as wanted already. */
void bulk_plan_item(struct atl_bulk_job *job, struct atl_bulk_item *item, const cJSON *fields);

struct atl_bulk_item *bulk_add_item(struct atl_bulk_job *job, const char *id, const char *key);

/* The selection's names that are in its shard, each once, in their order; in the arena. */
const char *const *bulk_choose_names(struct atl_arena *arena,
                                     const struct atl_bulk_selection *selection, size_t *count);
/* Asks again when an answer comes broken, a few times; `search` fills an empty job. */
enum atl_status bulk_search(struct atl_bulk_job *job,
                            enum atl_status (*search)(void *context, struct atl_error *error),
                            void *context, struct atl_error *error);

/* What the server calls them, in the arena: each is named (bulk_is_named), and no new row. */
const char **bulk_ids(const struct atl_bulk_job *job, struct atl_arena *arena,
                      const struct bulk_items *items);

/* Whether those who watch are to be told by e-mail. */
bool bulk_notifies(const struct atl_bulk_job *job);
/* "notifyUsers=false" where the operation says so: "" or "?notifyUsers=false". */
const char *bulk_notify_query(const struct atl_bulk_job *job);
/* Nobody is to be told, and only a task can do it so. */
bool bulk_wants_task(const struct atl_bulk_job *job);
/* A body of a task with "sendBulkNotification". */
cJSON *bulk_task_object(const struct atl_bulk_job *job);
cJSON *bulk_task_ids(const struct atl_bulk_job *job, const struct bulk_items *items);

/* What the kind finds out before anything is sent: ahead, and of the items. */
enum atl_status bulk_prepare(struct atl_bulk_job *job, struct atl_http *http,
                             struct atl_error *error);

/* Keeps in the operation who does it, and since when by the server's clock ("author", "since"). */
enum atl_status bulk_note_myself(struct atl_bulk_job *job, struct atl_http *http,
                                 struct atl_error *error);
/* Whether that person has made something that was created then. */
bool bulk_is_mine(const struct atl_bulk_job *job, const cJSON *person, const char *created);

/* Whether `have` (what the server says) is what `want` (what was sent) asked for. */
bool bulk_covers(const cJSON *have, const cJSON *want);

/* ---- running ---- */

struct bulk_run {
    struct atl_bulk_job *job;
    struct atl_http *http;
    const struct bulk_kind *kind;
    const struct atl_bulk_options *options;
    int64_t failures;
    int64_t next_ms; /* --rate: when the next send is due */
    bool tasks_refused;
    struct atl_error task_refusal; /* why the last one was, where any was */
    bool tasks_singly;             /* the server takes tasks of one item alone */
    bool batches_refused;          /* creating fifty at once */
    enum atl_status stop;          /* why nothing more is sent; ATL_OK: go on */
    struct atl_error why;
};

/* Sets an item's outcome, and notes it when there is a journal already. */
void bulk_set_outcome(struct atl_bulk_job *job, size_t index, enum atl_bulk_state state,
                      int http_status, const char *reason);
/* Whether the waiting items that needn't be alone are a task's. */
bool bulk_uses_tasks(const struct atl_bulk_job *job, const struct atl_http *http, size_t *in_tasks);

/* Outcomes: the state, the journal, and whoever watches. */
void bulk_finish(struct bulk_run *run, size_t index, enum atl_bulk_state state);
void bulk_fail(struct bulk_run *run, size_t index, int http_status, const char *reason);
/*
 * What became of it can't be found out now: it stays sent, until it is looked up again. To send it
 * once more could do it twice.
 */
void bulk_leave_open(struct bulk_run *run, size_t index, int http_status, const char *reason);
/*
 * The items are about to be sent, by a task when `batch` isn't 0: that is on disk when it returns.
 * Where it can't be, nothing may be sent.
 */
enum atl_status bulk_begin_send(struct atl_bulk_job *job, const struct bulk_items *items,
                                size_t batch, struct atl_error *error);
/* What the status of a send means for its items. */
void bulk_settle_send(struct bulk_run *run, const struct bulk_items *items, enum atl_status status,
                      const struct atl_error *error);
/* Nothing more is sent. The first reason counts. */
void bulk_stop(struct bulk_run *run, enum atl_status status, const struct atl_error *error);
/* Waits for its turn where --rate says so; false when nothing more is to be sent. */
bool bulk_may_send(struct bulk_run *run, size_t items);

/*
 * Whether an item says what it is about: an id, or the row that is to become an issue. One that
 * doesn't, as it wasn't found or its journal is damaged, has failed and stays so.
 */
bool bulk_is_named(const struct atl_bulk_job *job, const struct atl_bulk_item *item);

/* Makes items wait again: they weren't sent after all, or had no effect. */
void bulk_release(struct atl_bulk_job *job, const struct bulk_items *items);

/* The items in a state, on the heap. */
size_t *bulk_collect(const struct atl_bulk_job *job, enum atl_bulk_state state, size_t *count);

/* The strategies. ATL_CANCELLED alone is an error; others end in run->stop. */
enum atl_status bulk_each(struct bulk_run *run, struct atl_error *error);
enum atl_status bulk_tasks(struct bulk_run *run, struct atl_error *error);
/* Goes on with the tasks of items that are sent, where their ids are known. */
enum atl_status bulk_follow_tasks(struct bulk_run *run, struct atl_error *error);
/* One look at these items, all of which are sent: those that are as wanted are done. */
enum atl_status bulk_look(struct bulk_run *run, const struct bulk_items *items,
                          struct atl_error *error);
/* Finds out about all items that are sent. */
enum atl_status bulk_look_up(struct bulk_run *run, struct atl_error *error);

/* ---- journal ---- */

struct atl_bulk_journal {
    int descriptor;
    char *path;
    struct atl_buffer pending;
    bool broken; /* it can't be written; error says why */
    struct atl_error error;
    int64_t last_sent_ms; /* wall clock */
    size_t last_batch;
    struct atl_list tasks; /* struct bulk_task */

    /* What it says, NULL before the plan is written: by item its state, and how many have it. */
    unsigned char *noted;
    size_t counts[ATL_BULK_FAILED + 1];
};

struct bulk_task {
    size_t batch;
    const char *id; /* NULL: its submission's answer isn't known */
    int64_t sent_ms;
};

enum atl_status bulk_directory(struct atl_arena *arena, const char **directory,
                               struct atl_error *error);
/* Items are about to be sent; on disk when it returns. `batch` 0: not by a task. */
enum atl_status bulk_journal_sent(struct atl_bulk_job *job, const struct bulk_items *items,
                                  size_t batch, struct atl_error *error);
void bulk_journal_task(struct atl_bulk_job *job, size_t batch, const char *id);
void bulk_journal_outcome(struct atl_bulk_job *job, size_t index);
/* Its transition is made, and the comment is left to be added. */
void bulk_journal_moved(struct atl_bulk_job *job, size_t index);
/* They weren't sent after all, or had no effect. */
void bulk_journal_waiting(struct atl_bulk_job *job, const struct bulk_items *items);
void bulk_journal_end(struct atl_bulk_job *job);
/* Hands what the functions above have noted to the system; it is on disk with the next "sent". */
void bulk_journal_write(struct atl_bulk_job *job);
/* Whether a line, parsed (NULL: none), is the first one of a journal that can be read. */
bool bulk_journal_is_head(const cJSON *line);
/* Whether a process works on the job of an open journal. */
bool bulk_journal_is_locked(int descriptor);
struct bulk_task *bulk_journal_find_task(const struct atl_bulk_job *job, size_t batch);

/* Counts at the end of all that is written: from here on, with the states as they are. */
void bulk_summary_begin(struct atl_bulk_job *job);
/* A line that is written sets an item's state. */
void bulk_summary_note(struct atl_bulk_journal *journal, size_t index, enum atl_bulk_state state);
/* Ends what is about to be written. */
void bulk_summary_add(struct atl_bulk_journal *journal);

/* Reading: a job out of the lines of a journal; torn or foreign lines are passed over. */
enum atl_status bulk_journal_parse(struct atl_arena *arena, const char *text, size_t length,
                                   struct atl_bulk_job **job, struct atl_error *error);

/*
 * "20260131-081530-4f1c", a job's id: ids are in the order of their jobs, for the last part begins
 * with the milliseconds (ten bits of sixteen); the rest is chance, so that two processes seldom
 * meet.
 */
const char *bulk_make_id(struct atl_arena *arena, int64_t now_ms);

#endif
