/* The custom fields that every sandbox has. */
#ifndef SANDBOX_SITE_FIELDS_H
#define SANDBOX_SITE_FIELDS_H

#include "sandbox/store/store.h"

/* Into an empty store: the fields with their contexts and options. */
void site_add_fields(struct store *store);

/*
 * Adds a field with one context; options: a line per option, those below another one start with
 * ">". NULL: none.
 */
void site_add_field(struct store *store, int64_t id, const char *name, const char *type,
                    const char *description, const char *options);

#endif
