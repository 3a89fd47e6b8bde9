/* What commands about the parts of one page have in common: the page, its site, their words. */
#ifndef CMD_WIKI_ACT_H
#define CMD_WIKI_ACT_H

#include "atlcli/http.h"
#include "atlcli/json.h"
#include "cli/context.h"

struct wiki_act {
    struct atl_context *context;
    struct atl_http *http;
    const char *page;         /* its id */
    const char *given;        /* what the user called it */
    const char *const *words; /* the arguments after PAGE, NULL-terminated */
    size_t word_count;
};

typedef enum atl_status (*wiki_act_function)(struct wiki_act *act, struct atl_error *error);

/*
 * Reads PAGE (the first argument, or --page, which moves the arguments up by one), opens the site,
 * finds the page, and calls `function`. What the server has against it gets the page before it, and
 * says what is wrong with the site when it has no Confluence. `least` as for subject_read.
 */
enum atl_status wiki_act_run(struct atl_context *context, size_t least, wiki_act_function function,
                             struct atl_error *error);

/* {"page": id}, for what a change says; the context keeps it. */
cJSON *wiki_act_object(const struct wiki_act *act);

/* Opens the site for a command without a page, calls `function`, closes it; act->page is NULL. */
enum atl_status wiki_act_on_site(struct atl_context *context, wiki_act_function function,
                                 struct atl_error *error);

#endif
