/* Columns of issues: what can be shown of one, and what it takes from Jira. */
#ifndef CMD_JIRA_COLUMNS_H
#define CMD_JIRA_COLUMNS_H

#include "atlcli/jira.h"
#include "cli/context.h"
#include "cli/output.h"

/* How a value becomes what is shown. */
enum jira_shape {
    JIRA_SHAPE_NAME, /* an object's name: a status, a person, a list of components */
    JIRA_SHAPE_TIME,
    JIRA_SHAPE_KEY,
    JIRA_SHAPE_ID,
    JIRA_SHAPE_URL, /* for a browser */
    JIRA_SHAPE_RAW, /* as Jira gives it, in JSON; in tables and CSV as text */
};

struct jira_column {
    const char *key;   /* as it is called here */
    const char *field; /* Jira's id for it; NULL when every issue comes with it */
    const char *path;  /* below the field: "accountId"; NULL: the field itself */
    enum jira_shape shape;
};

struct jira_columns {
    struct jira_column *columns;
    struct atl_column *shown; /* the same, for the listing; ends with an empty one */
    size_t count;
    const char **fields; /* Jira's ids of all fields that are needed, NULL-terminated */
    const char *site;
    bool by_number; /* rows have numbers for members: the keys may hold dots */
    bool as_text;   /* tables and CSV */
};

/*
 * The columns that --fields asks for, or the usual ones; in the context's arena. Fields that aren't
 * known here are looked up, a site's own also by their ids, since those that hold a time are shown
 * as one: all of them take one request.
 */
enum atl_status jira_columns_choose(struct atl_context *context, struct atl_http *http,
                                    struct jira_columns *columns, struct atl_error *error);

/* An issue as a row of them. The caller deletes it, before the issue goes. */
cJSON *jira_columns_row(const struct jira_columns *columns, const struct atl_jira_issue *issue);

#endif
