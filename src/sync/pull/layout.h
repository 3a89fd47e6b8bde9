/* Where each page and folder belongs on the disk. */
#ifndef SYNC_LAYOUT_H
#define SYNC_LAYOUT_H

#include "sync/local.h"
#include "sync/text_merge.h"

/*
 * Sets `place` of every node that has a remote. What has a place keeps its name until its title
 * changes in more than upper and lower case, and what has been moved here stays, unless the server
 * has moved it elsewhere: the side that is favoured decides then, and with none it stays. Moves of
 * here that put pages below each other, together with those there, give way to these. `ordered`
 * gets the nodes, parents before their children; `conflicts` those that were moved on both sides,
 * if none is favoured.
 */
void sync_lay_out(struct sync_local *local, enum sync_favour favour, struct atl_list *ordered,
                  struct atl_list *conflicts);

#endif
