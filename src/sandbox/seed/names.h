/* The words that made-up data is made of. */
#ifndef SANDBOX_NAMES_H
#define SANDBOX_NAMES_H

#include <stddef.h>

struct names {
    const char *const *items;
    size_t count;
};

struct key_name {
    const char *key;
    const char *name;
    const char *description;
};

struct key_names {
    const struct key_name *items;
    size_t count;
};

extern const struct names names_people; /* the first is whose token it is */
extern const struct key_names names_projects;
extern const struct key_names names_spaces;
extern const struct names names_labels;      /* of issues; at most 32 */
extern const struct names names_page_labels; /* at most 32 */

/* Parts of summaries: "Login page" "returns an error" "when the session expires". */
extern const struct names names_components;
extern const struct names names_symptoms;
extern const struct names names_conditions;
extern const struct names names_tasks;
extern const struct names names_features;
extern const struct names names_roles;
extern const struct names names_epics;

/* Parts of page titles: "Release" "checklist". */
extern const struct names names_topics;
extern const struct names names_page_kinds;

/* Sentences for bodies. */
extern const struct names names_sentences;
extern const struct names names_steps;
extern const struct names names_code;
extern const struct names names_headings;

/* What people say of issues and pages, and of their work. */
extern const struct names names_comments;
extern const struct names names_work;
extern const struct names names_customers;
extern const struct names names_posts; /* titles of blog posts */

/* The item with this number, counted around. */
static inline const char *names_at(const struct names *names, size_t index)
{
    return names->items[index % names->count];
}

#endif
