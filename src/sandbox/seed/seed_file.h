/*
 * Fills a store from a document, JSON with these members, all of which may be missing:
 *
 *   people     name, username, email, accountId, active
 *   teams      name, members
 *   fields     custom ones: name, type, description, options
 *   projects   key, name, description, lead, types (["Task"] or {"Task": "Reviewed"}: with one of
 *              the workflows Simple, Reviewed, Bug), components and versions (by name, or with
 *              description and lead; released, archived, startDate, releaseDate), archived,
 *              teamManaged (Cloud: epics by parent alone, a board of type simple),
 *              boards (name, type, sprints: name, state, goal, start, end, completed)
 *   issues     key or project, summary; type, status, resolution, priority, description,
 *              environment, assignee, reporter, creator, created, updated, resolved, due, parent,
 *              epicName, labels, components, fixVersions, affectsVersions, sprint (one or several),
 *              originalEstimate, remainingEstimate, watchers, votes,
 *              fields     custom ones by name: {"Severity": "Major", "Platforms": ["Web", "iOS"]}
 *              comments   author, body, created, updated
 *              worklogs   author, time ("3h 30m" or seconds), started, comment
 *              links      type ("blocks", "is blocked by" …), to (a key, also of an issue below)
 *              history    at, by, field, from, to: in the order of time
 *              attachments  name, text or base64, mediaType, author, created
 *   filters    name, description, jql, owner, favourite, shared
 *   spaces     key, name, description, creator
 *   pages      space, title; type (page or blogpost), parent (a title), body (storage format),
 *              author, modifier, created, modified, labels, watchers,
 *              versions     earlier ones: body, title, author, created, message
 *              comments     author, body, created, location (footer or inline), selection,
 *                           resolved, replies (author, body, created)
 *              attachments  as for issues, with comment
 *              restrictions operation (read or update), person or team
 *
 * People are given by name, e-mail address, username, account id or as "me". Times: see file_time.
 * Texts of issues are plain text with a little markup (see document_text.h), an ADF document on
 * Cloud, {"wiki": "…"} on Data Center. What refers to something needs that in the store or in the
 * document.
 */
#ifndef SANDBOX_SEED_FILE_H
#define SANDBOX_SEED_FILE_H

#include "sandbox/seed/seed_store.h"

#include "atlcli/json.h"

/*
 * Adds what the document says to what is there, all or nothing. ATL_USAGE, naming the place and
 * what is allowed there, when the document is wrong.
 */
enum atl_status seed_file_add(struct store *store, const struct sandbox_options *options,
                              const cJSON *document, struct seed_added *added,
                              struct atl_error *error);

#endif
