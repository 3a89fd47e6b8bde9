/*
 * Reads a seed file's values, each at its place. The first mistake is kept, with the place and with
 * what is allowed there; reading goes on with fallbacks then, and all that was made is undone at
 * the end. So callers needn't look after each value.
 */
#ifndef SANDBOX_FILE_READER_H
#define SANDBOX_FILE_READER_H

#include "sandbox/seed/document.h"
#include "sandbox/seed/seed_store.h"
#include "sandbox/store/store.h"

#include "atlcli/json.h"

/* Where a value stands in the document: issues[3].status. */
struct place {
    const struct place *above; /* NULL: the whole document */
    const char *name;          /* NULL: an element of the array above */
    size_t index;
    const cJSON *node; /* NULL: it isn't there */
};

struct file {
    struct store *store;
    const struct sandbox_options *options;
    bool is_cloud;
    int64_t now_ms;
    struct seed_added added;
    struct fill_body *body; /* of the last file_body */
    struct atl_arena arena; /* texts that outlive the document's */
    bool failed;
    struct atl_error *error;
};

/* Keeps the first mistake: "issues[3].status: …". */
void file_fail(struct file *file, const struct place *place, const char *format, ...)
    ATL_PRINTF(3, 4);

/* Runs an INSERT, UPDATE or DELETE, unless there was a mistake: its values may be wrong then. */
void file_run(struct file *file, const char *sql, const struct value *values);

/* An object with no other members than these, separated by spaces. */
bool file_check(struct file *file, const struct place *place, const char *members);

/* A member of an object; its node is NULL when it isn't there, or null. */
struct place file_member(const struct place *object, const char *name);
bool file_has(const struct place *object, const char *name);

/* The elements of an array, one after the other; a member that isn't there has none.
 *     struct place list = file_member(issue, "labels");
 *     for (struct place item = file_first(file, &list); item.node != NULL; file_next(&item)) { … }
 */
struct place file_first(struct file *file, const struct place *list);
void file_next(struct place *item);

/* ---- values at a place; the fallback when it isn't there ---- */

const char *file_text_at(struct file *file, const struct place *place);
int64_t file_person_at(struct file *file, const struct place *place);

/* ---- members of an object ---- */

const char *file_text(struct file *file, const struct place *object, const char *name,
                      const char *fallback);
/* One that has to be there and isn't empty; "" when the document is wrong. */
const char *file_needed(struct file *file, const struct place *object, const char *name);
bool file_flag(struct file *file, const struct place *object, const char *name, bool fallback);
int64_t file_integer(struct file *file, const struct place *object, const char *name,
                     int64_t fallback);
/* One of a few words, separated by spaces. */
const char *file_choice(struct file *file, const struct place *object, const char *name,
                        const char *choices, const char *fallback);
/* A person by "me", name, e-mail address, username, account id or key. */
int64_t file_person(struct file *file, const struct place *object, const char *name,
                    int64_t fallback);

/*
 * Milliseconds since 1970 from "2026-01-31", "2026-01-31 08:15", "2026-01-31T08:15:30Z" or a period
 * from now such as "-7d".
 */
int64_t file_time(struct file *file, const struct place *object, const char *name,
                  int64_t fallback);
int64_t file_time_at(struct file *file, const struct place *place);
/* The same as a day: "2026-01-31", NULL when it isn't there. */
const char *file_day(struct file *file, const struct place *object, const char *name);
/* Seconds from a number, or from a period such as "3h 30m". */
int64_t file_seconds(struct file *file, const struct place *object, const char *name,
                     int64_t fallback);

/*
 * A body: text with a little markup (see document_text.h), {"wiki": …} on Data Center or an ADF
 * document on Cloud. False when there is none; file->body has it otherwise.
 */
bool file_body(struct file *file, const struct place *object, const char *name);
bool file_body_at(struct file *file, const struct place *place);

/*
 * The id that the statement finds for the text; -1, and the mistake names what there
 * is, when there is none. The statement's values: first the text, then those given. `list` is a
 * statement that gives the names that are allowed, with the values given.
 */
int64_t file_find(struct file *file, const struct place *place, const char *text, const char *find,
                  const char *list, const struct value *values);

/* True when a member is there and says that there is nothing: null. */
bool file_is_null(const struct place *object, const char *name);

#endif
