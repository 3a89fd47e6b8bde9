/*
 * Names of files for titles: readable, within their directory whatever the title says, and fit for
 * the file systems of Linux, macOS and Windows.
 */
#ifndef SYNC_NAMES_H
#define SYNC_NAMES_H

#include "atlcli/memory.h"

#include <stdbool.h>

enum {
    SYNC_NAME_BYTES = 150, /* most of a name; file systems take 255, and endings are added */
};

/*
 * The name, without ".md", for a page or folder of this title; in the arena. What can't stand in a
 * file name becomes "-". A name that would be another page's ("X.attachments", "X.md") or that
 * Windows keeps for itself ("CON") is written so that it isn't. Never empty.
 */
char *sync_name_of_title(struct atl_arena *arena, const char *title);

/* The same for an attachment's file name, which keeps its ending. */
char *sync_name_of_attachment(struct atl_arena *arena, const char *file);

/*
 * The same for an id, which is a number, and stays as it is then: who makes ids up may not have
 * files written elsewhere.
 */
const char *sync_name_of_id(struct atl_arena *arena, const char *id);

/*
 * What two names have in common that are one and the same on some file system: Unicode's canonical
 * caseless form. In the arena.
 */
char *sync_name_fold(struct atl_arena *arena, const char *name);

/* Whether two titles differ in nothing but upper and lower case, if at all. */
bool sync_name_is_same(const char *left, const char *right);

#endif
