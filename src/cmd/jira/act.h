/* What commands about one issue have in common: the issue, its site, their words. */
#ifndef CMD_JIRA_ACT_H
#define CMD_JIRA_ACT_H

#include "atlcli/http.h"
#include "atlcli/json.h"
#include "cli/context.h"
#include "cmd/jira/issue/issue.h"

struct jira_act {
    struct atl_context *context;
    struct atl_http *http;
    const char *key;
    const char *url;          /* of the page */
    const char *const *words; /* the arguments after KEY, NULL-terminated */
    size_t word_count;
};

typedef enum atl_status (*jira_act_function)(struct jira_act *act, struct atl_error *error);

/*
 * Reads the key (the first argument, or --key, which moves the arguments up by one), opens the
 * site, and calls `function`. What the server has against it gets the key before it, and says what
 * is wrong with the site when it has no Jira. The command declares its arguments as optional, or
 * --key couldn't stand for one; `least` of those after KEY must be there, or ATL_USAGE names the
 * first that is missing.
 */
enum atl_status jira_act_run(struct atl_context *context, size_t least, jira_act_function function,
                             struct atl_error *error);

/* The issue as jira_issue_object has it, for what a change says. */
cJSON *jira_act_object(const struct jira_act *act);

#endif
