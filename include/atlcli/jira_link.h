/*
 * Jira: links between issues. A type of link has a name and a phrase for each direction: of the
 * type "Blocks", an issue "blocks" the one at its other end, which "is blocked by" it. To be used
 * inside atl_loop_run; texts are in the arena of the call.
 */
#ifndef ATLCLI_JIRA_LINK_H
#define ATLCLI_JIRA_LINK_H

#include "atlcli/jira.h"

/* A type of link, seen from one of the two issues. */
struct atl_jira_link_kind {
    const char *type_id;
    const char *type;   /* "Blocks" */
    const char *phrase; /* "is blocked by" */
    bool inward;        /* the other issue is where the link begins */
    bool symmetric;     /* both directions have the same phrase */
};

/*
 * The kind that is called so: by its phrase in one direction or the other, or by the type's name,
 * which means the outward direction ("Blocks": "blocks"); in any case (GET issueLinkType).
 * ATL_USAGE when there is none (with the one that was probably meant, and all of them), and when
 * several are (they are listed).
 */
enum atl_status atl_jira_link_kind(struct atl_http *http, struct atl_arena *arena, const char *name,
                                   struct atl_jira_link_kind *kind, struct atl_error *error);

/* A link as one of its issues has it. */
struct atl_jira_link {
    const char *id;
    struct atl_jira_link_kind kind;
    const char *key; /* of the other issue */
    const char *summary;
    const char *status;
};

struct atl_jira_links {
    const char *key; /* the issue whose links they are, as it is called now */
    struct atl_jira_link *items;
    size_t count;
};

/* GET issue/{key}?fields=issuelinks. */
enum atl_status atl_jira_links(struct atl_http *http, struct atl_arena *arena, const char *key,
                               struct atl_jira_links *links, struct atl_error *error);

/* Whether a link is of the kind that `name` means: a phrase or a type's name in any case. */
bool atl_jira_link_is_called(const struct atl_jira_link *link, const char *name);

/*
 * POST issueLink: `key` blocks, or is blocked by, `other`. One that is there already isn't doubled
 * by the server, so that it is safe to repeat.
 */
enum atl_status atl_jira_link_add(struct atl_http *http, const char *key,
                                  const struct atl_jira_link_kind *kind, const char *other,
                                  struct atl_error *error);

/* DELETE issueLink/{id}. */
enum atl_status atl_jira_link_delete(struct atl_http *http, const char *id,
                                     struct atl_error *error);

#endif
