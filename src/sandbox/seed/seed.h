/* Fills the data from its seed; see data_seed for the order. */
#ifndef SANDBOX_SEED_H
#define SANDBOX_SEED_H

#include "sandbox/seed/data.h"

/* "Søren Madsen" becomes "soren.madsen". */
char *seed_make_username(struct atl_arena *arena, const char *name);

void seed_people(struct data *data, const char *my_email);
void seed_projects(struct data *data); /* and their sprints */
void seed_issues(struct data *data);
void seed_spaces(struct data *data);
void seed_pages(struct data *data);

#endif
