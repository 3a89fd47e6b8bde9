/* Putting things in another order with the fewest moves. */
#ifndef CMD_WIKI_PAGE_ORDER_H
#define CMD_WIKI_PAGE_ORDER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * wanted[i] is the present place of what is to be in place i. Sets stays[i] for those that needn't
 * be moved: a longest increasing subsequence. Returns how many don't stay.
 */
size_t wiki_page_order(const size_t *wanted, size_t count, bool *stays);

/*
 * Compares titles as people sort them: by letters in either case, numbers by their value ("Part 2"
 * before "Part 10"). Below 0, 0, above 0.
 */
int wiki_page_compare_titles(const char *left, const char *right);

#endif
