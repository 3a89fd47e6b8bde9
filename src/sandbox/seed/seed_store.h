/*
 * Fills the store: with the fixed set-up of a site, with made-up people, projects, issues, spaces
 * and pages (the same for the same seed, always), or with what a file says (see seed_file.h).
 *
 * Ids: person n is number n of the list, 1 is the account that the tokens belong to; projects from
 * 10000, boards and sprints from 1, issues from 10001, spaces from 65537, pages from 200001.
 */
#ifndef SANDBOX_SEED_STORE_H
#define SANDBOX_SEED_STORE_H

#include "sandbox/options.h"
#include "sandbox/store/store.h"

/*
 * Fills an empty store as the options say, in one transaction. ATL_FAILED or, when it is the seed
 * file's fault, ATL_USAGE; the store is empty then.
 */
enum atl_status seed_store(struct store *store, const struct sandbox_options *options,
                           struct atl_error *error);

#endif
