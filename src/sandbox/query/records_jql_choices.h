/* The sets that fields choose from: statuses, people, sprints, … */
#ifndef SANDBOX_RECORDS_JQL_CHOICES_H
#define SANDBOX_RECORDS_JQL_CHOICES_H

#include "sandbox/seed/data.h"

struct jql_choices {
    size_t (*count)(const struct data *data);
    /* Marks those that a text stands for, by name, key or id; false when there is none. */
    bool (*resolve)(const struct data *data, const char *text, bool *marked);
    /* Marks those that a function stands for; false when it isn't for these. May be NULL. */
    bool (*call)(const struct data *data, const char *function, bool *marked);
};

extern const struct jql_choices records_jql_projects;
extern const struct jql_choices records_jql_statuses;
extern const struct jql_choices records_jql_categories;
extern const struct jql_choices records_jql_people;
extern const struct jql_choices records_jql_types;
/* Counted from the least urgent up, so that "priority > Low" is what it says. */
extern const struct jql_choices records_jql_priorities;
extern const struct jql_choices records_jql_resolutions;
extern const struct jql_choices records_jql_sprints;

/* The number of a priority among records_jql_priorities. */
int records_jql_priority_choice(uint8_t priority);

#endif
