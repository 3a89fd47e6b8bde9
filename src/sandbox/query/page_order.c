#include "sandbox/query/page_order.h"

#include <stdlib.h>
#include <string.h>

static int compare_numbers(uint32_t left, uint32_t right)
{
    return (left > right) - (left < right);
}

int page_compare_ids(const struct data *data, uint32_t left, uint32_t right)
{
    (void)data;
    return compare_numbers(left, right);
}

int page_compare_titles(const struct data *data, uint32_t left, uint32_t right)
{
    struct atl_buffer left_title = {0};
    struct atl_buffer right_title = {0};
    data_append_title(data, left, &left_title);
    data_append_title(data, right, &right_title);
    int comparison = strcmp(left_title.data, right_title.data);
    atl_buffer_free(&left_title);
    atl_buffer_free(&right_title);
    return comparison;
}

int page_compare_created(const struct data *data, uint32_t left, uint32_t right)
{
    return compare_numbers(data->pages[left].created, data->pages[right].created);
}

int page_compare_modified(const struct data *data, uint32_t left, uint32_t right)
{
    return compare_numbers(data->pages[left].modified, data->pages[right].modified);
}

int page_compare_spaces(const struct data *data, uint32_t left, uint32_t right)
{
    return strcmp(data->spaces[data->pages[left].space].key,
                  data->spaces[data->pages[right].space].key);
}

struct ordering {
    const struct data *data;
    page_comparison comparison;
    int direction;
};

static void merge_sort(const struct ordering *ordering, uint32_t *pages, uint32_t *scratch,
                       size_t count)
{
    if (count < 2) {
        return;
    }
    size_t middle = count / 2;
    merge_sort(ordering, pages, scratch, middle);
    merge_sort(ordering, pages + middle, scratch, count - middle);
    memcpy(scratch, pages, middle * sizeof *pages);
    size_t left = 0;
    size_t right = middle;
    for (size_t at = 0; left < middle; at++) {
        bool take_right =
            right < count && ordering->comparison(ordering->data, scratch[left], pages[right]) *
                                     ordering->direction >
                                 0;
        pages[at] = take_right ? pages[right++] : scratch[left++];
    }
}

void page_sort(const struct data *data, uint32_t *pages, size_t count, page_comparison comparison,
               bool descending)
{
    struct ordering ordering = {
        .data = data, .comparison = comparison, .direction = descending ? -1 : 1};
    uint32_t *scratch = atl_alloc((count + 1) * sizeof *scratch);
    merge_sort(&ordering, pages, scratch, count);
    free(scratch);
}
