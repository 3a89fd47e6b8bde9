/* Orders of pages. */
#ifndef SANDBOX_PAGE_ORDER_H
#define SANDBOX_PAGE_ORDER_H

#include "sandbox/seed/data.h"

typedef int (*page_comparison)(const struct data *data, uint32_t left, uint32_t right);

int page_compare_ids(const struct data *data, uint32_t left, uint32_t right);
int page_compare_titles(const struct data *data, uint32_t left, uint32_t right);
int page_compare_created(const struct data *data, uint32_t left, uint32_t right);
int page_compare_modified(const struct data *data, uint32_t left, uint32_t right);
int page_compare_spaces(const struct data *data, uint32_t left, uint32_t right);

/* Sorts stably. */
void page_sort(const struct data *data, uint32_t *pages, size_t count, page_comparison comparison,
               bool descending);

#endif
