/* What the files of `jira export` share: what is exported, how it is written, and where to. */
#ifndef CMD_JIRA_EXPORT_H
#define CMD_JIRA_EXPORT_H

#include "atlcli/jira.h"
#include "atlcli/text.h"
#include "cli/context.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum export_format {
    EXPORT_CSV,
    EXPORT_JSON,
    EXPORT_JSONL,
};

extern const char *const export_formats[]; /* their names, NULL-terminated */

/* What is exported of an issue beside its fields. */
enum export_part {
    EXPORT_COMMENTS = 1 << 0,
    EXPORT_HISTORY = 1 << 1,
    EXPORT_WORKLOGS = 1 << 2,
    EXPORT_ATTACHMENTS = 1 << 3,
};

/* ---- columns.c ---- */

enum export_kind {
    EXPORT_ID, /* these three come with every issue */
    EXPORT_KEY,
    EXPORT_URL,
    EXPORT_VALUE,
    EXPORT_TIME,
    EXPORT_RICH, /* text that becomes Markdown */
};

struct export_column {
    const char *heading;
    const char *field; /* Jira's id for it; NULL for those that come with every issue */
    const char *name;  /* as the site calls it; NULL when it doesn't matter */
    const char *path;  /* below the field: "accountId"; NULL: the field itself */
    enum export_kind kind;
    size_t place; /* of the field among those of the issue before: a hint */
};

struct export_columns {
    struct export_column *columns;
    size_t count;
};

/*
 * The columns that --fields asks for, or all that mean something to people; in the context's arena.
 * Takes a request for the site's fields. Fields that are parts ("comment") go to *parts.
 */
enum atl_status export_columns_choose(struct atl_context *context, struct atl_http *http,
                                      struct export_columns *columns, unsigned *parts,
                                      struct atl_error *error);

/* To the file that lets an export go on, and back. False when it isn't what was written. */
cJSON *export_columns_to_json(const struct export_columns *columns);
bool export_columns_from_json(struct atl_arena *arena, const cJSON *json,
                              struct export_columns *columns);

/* ---- what is exported ---- */

struct export_plan {
    const char *site;
    const char *jql;
    const char *fields; /* what --fields said, joined by commas; NULL when it wasn't given */
    enum export_format format;
    unsigned parts;          /* of enum export_part */
    const char *attachments; /* the directory they go to */
    struct export_columns columns;
};

/* The ids of all fields that are needed, NULL-terminated, in the arena. */
const char *const *export_fields(const struct export_plan *plan, struct atl_arena *arena);

/* ---- cell.c, parts.c, issue.c: one issue as text ---- */

/* Appends what CSV shows of a value. A column's own text, without quotation. */
void export_append_cell(const struct export_column *column, const cJSON *value,
                        struct atl_buffer *cell);

/* Rich text as Markdown; what can't be read as rich text, as plain as it gets. In the arena. */
const char *export_markdown(struct atl_arena *arena, const cJSON *value);

/* The comments, changes, worklogs or attachments of an issue: as text, and as a JSON array. */
void export_append_part_text(const struct export_plan *plan, enum export_part part,
                             const struct atl_jira_issue *issue, struct atl_buffer *cell);
void export_append_part_json(const struct export_plan *plan, enum export_part part,
                             const struct atl_jira_issue *issue, struct atl_buffer *json);

/* The name of a part: "comments". Static text. */
const char *export_part_name(enum export_part part);

/* What comes before all issues, an issue, and what comes after all. `count`: issues before it. */
void export_append_beginning(const struct export_plan *plan, struct atl_buffer *text);
void export_append_issue(const struct export_plan *plan, const struct atl_jira_issue *issue,
                         int64_t count, struct atl_buffer *text);
void export_append_end(const struct export_plan *plan, int64_t count, struct atl_buffer *text);

/* ---- file.c: where it goes ---- */

/*
 * Where an export is written: standard output, a file of a special kind, or a temporary file beside
 * the target (FILE.part), which takes the target's place once all is there. What is in it, and
 * since when, is in FILE.part.state: see state.c.
 */
struct export_file;

/* Whether an export to that path was broken off, and can go on. */
bool export_file_is_broken_off(struct atl_context *context, const char *path);

/* What the export that was broken off is of. ATL_FAILED when its state can't be read. */
enum atl_status export_file_read_plan(struct atl_context *context, const char *path,
                                      struct export_plan *plan, struct atl_error *error);

/*
 * Opens it for writing, and with `resume` behind the last issue that is complete. ATL_CONFLICT when
 * another process is writing there.
 */
enum atl_status export_file_open(struct atl_context *context, const char *path, bool resume,
                                 const struct export_plan *plan, struct export_file **opened,
                                 struct atl_error *error);

/* Issues that were there when it was opened, and whether one of them is this. */
int64_t export_file_count(const struct export_file *file);
bool export_file_has(const struct export_file *file, const char *id);

/* Appends text that belongs to an issue (its id), or to none (NULL). Keeps no text behind. */
enum atl_status export_file_append(struct export_file *file, const char *id,
                                   const struct atl_buffer *text, struct atl_error *error);

/* All is there: puts the file in its place, with this at its end. */
enum atl_status export_file_finish(struct export_file *file, const struct atl_buffer *end,
                                   struct atl_error *error);

/*
 * Closes it and frees it. Without export_file_finish what is there stays, so that the export can go
 * on, if any issue is in it; true then.
 */
bool export_file_close(struct export_file *file);

#endif
