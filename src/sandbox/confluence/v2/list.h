/*
 * Lists of REST v2: by cursor and limit, with "_links.next" and the Link header. A cursor names the
 * item that the page before ended with, so that nothing is missed or told twice when items come
 * and go in between.
 *
 *     struct list list;
 *     if (!list_open(request, &kind, &list)) return;
 *     sql_add(&list.sql, "SELECT content.id … FROM content WHERE …");
 *     list_begin(&list);
 *     while (list_next(&list)) { … rows_text(&list.rows, 1) … into list.out }
 *     list_end(&list);
 */
#ifndef SANDBOX_CONFLUENCE_LIST_H
#define SANDBOX_CONFLUENCE_LIST_H

#include "sandbox/confluence/output.h"

/* A value of the parameter "sort", which may have a "-" before it. */
struct list_order {
    const char *name;
    const char *column;
};

enum {
    LIST_MOST_ORDERS = 6,
    LIST_LIMIT = 25,
};

/* What is listed, and how it can be sorted. */
struct list_kind {
    const char *table;
    const char *id;                             /* its column, which has to be the first selected */
    struct list_order orders[LIST_MOST_ORDERS]; /* the first is the usual one */
    bool descending;                            /* the usual one is */
    int64_t limit;                              /* 0: LIST_LIMIT */
};

struct list {
    struct request *request;
    const struct list_kind *kind;
    const struct list_order *order;
    bool descending;
    int64_t limit;
    int64_t after; /* the id that the page before ended with; -1: this is the first one */
    int64_t last;  /* the id that this one ends with */
    int64_t count;
    bool more;
    struct sql sql;
    struct rows rows;
    struct atl_arena arena;       /* lives as long as an item */
    struct confluence_output out; /* into the reply, by that arena */
    struct confluence_known known;
};

/* Reads sort, limit and cursor. False: the reply is a 400, and list_end isn't to be called. */
bool list_open(struct request *request, const struct list_kind *kind, struct list *list);
/* Completes the statement, which must end in a condition, and starts the answer. */
void list_begin(struct list *list);
bool list_next(struct list *list);
void list_end(struct list *list);

/* Ends a list that is refused after it was opened. */
void list_drop(struct list *list);

/* The same answer for items that are written by hand: the end of one that has no more pages. */
void list_end_single(struct request *request);

#endif
