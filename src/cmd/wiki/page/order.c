#include "cmd/wiki/page/order.h"

#include "atlcli/memory.h"
#include "atlcli/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

size_t wiki_page_order(const size_t *wanted, size_t count, bool *stays)
{
    /* last[n]: where the subsequence of n + 1 items that ends lowest ends; before[i]: its step. */
    size_t *last = atl_realloc(NULL, count + 1, sizeof *last);
    size_t *before = atl_realloc(NULL, count + 1, sizeof *before);
    size_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        size_t low = 0;
        size_t high = longest;
        stays[i] = false;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (wanted[last[middle]] < wanted[i]) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        before[i] = low == 0 ? count : last[low - 1];
        last[low] = i;
        longest = low == longest ? longest + 1 : longest;
    }
    for (size_t i = longest == 0 ? count : last[longest - 1]; i < count; i = before[i]) {
        stays[i] = true;
    }
    free(last);
    free(before);
    return count - longest;
}

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

/* Numbers without leading zeros: the longer is the greater. */
static int compare_numbers(const char **left, const char **right)
{
    while (**left == '0' && is_digit((*left)[1])) {
        ++*left;
    }
    while (**right == '0' && is_digit((*right)[1])) {
        ++*right;
    }
    size_t a = strspn(*left, "0123456789");
    size_t b = strspn(*right, "0123456789");
    int order = a != b ? (a < b ? -1 : 1) : strncmp(*left, *right, a);
    *left += a;
    *right += b;
    return order;
}

int wiki_page_compare_titles(const char *left, const char *right)
{
    const char *a = left;
    const char *b = right;
    while (*a != '\0' && *b != '\0') {
        int order;
        if (is_digit(*a) && is_digit(*b)) {
            order = compare_numbers(&a, &b);
        } else {
            order = tolower((unsigned char)*a) - tolower((unsigned char)*b);
            a++;
            b++;
        }
        if (order != 0) {
            return order;
        }
    }
    return *a != *b ? (unsigned char)*a - (unsigned char)*b : strcmp(left, right);
}
