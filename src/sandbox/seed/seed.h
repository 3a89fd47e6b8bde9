/* Makes the parts of a plan; see plan.c for the order. */
#ifndef SANDBOX_SEED_H
#define SANDBOX_SEED_H

#include "sandbox/seed/plan.h"

/* "Søren Madsen" becomes "soren.madsen". */
char *seed_make_username(struct atl_arena *arena, const char *name);

void seed_people(struct plan *plan, const char *my_email);
void seed_projects(struct plan *plan); /* and their sprints */
void seed_issues(struct plan *plan);
void seed_spaces(struct plan *plan);
void seed_pages(struct plan *plan);

#endif
