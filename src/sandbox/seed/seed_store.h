/*
 * Fills the store: with the fixed set-up of a site, with made-up people, projects, issues, spaces
 * and pages (the same for the same seed, always), or with what a file says (see seed_file.h).
 *
 * Ids: person n is number n of the list, 1 is the account that the tokens belong to; projects from
 * 10000, boards and sprints from 1, issues from 10001, spaces from 65537, pages from 200001.
 *
 * What was made is remembered in the table of settings: deployment, seed, issues, pages,
 * attachments, today (milliseconds, when it was given) and site, the text of the seed file.
 */
#ifndef SANDBOX_SEED_STORE_H
#define SANDBOX_SEED_STORE_H

#include "sandbox/options.h"
#include "sandbox/store/store.h"

/* How much was added, or is to be. */
struct seed_added {
    int64_t issues;
    int64_t pages; /* without blog posts */
    int64_t attachments;
};

/*
 * Opens the options' database. A new one, or one in memory, is filled as the options say; one that
 * was filled before stays as it is, and its calendar becomes that of the options, which say none.
 * ATL_USAGE when it was made for another deployment, or when the seed file is wrong; the store is
 * closed then.
 */
enum atl_status seed_open(struct store *store, struct sandbox_options *options,
                          struct atl_error *error);

/*
 * Fills an empty store as the options say, in one transaction. ATL_FAILED or, when it is the seed
 * file's fault, ATL_USAGE; the store is empty then.
 */
enum atl_status seed_store(struct store *store, const struct sandbox_options *options,
                           struct atl_error *error);

/* ---- within the caller's transaction ---- */

/* Adds so much made of this seed to what is there. */
void seed_more(struct store *store, const struct sandbox_options *options, int64_t seed,
               const struct seed_added *amounts, struct seed_added *added);

/* Empties the store and fills it once more as it was filled at first. */
enum atl_status seed_again(struct store *store, const struct sandbox_options *options,
                           struct seed_added *added, struct atl_error *error);

#endif
