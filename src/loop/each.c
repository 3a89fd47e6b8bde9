#include "loop/fiber.h"

/*
 * A fiber takes one index after the other rather than each index getting a fiber: nothing is
 * spawned, woken and waited for per item, and as many fibers as are in flight are all there are.
 */
struct each {
    size_t count;
    size_t next;
    atl_each_function function;
    void *context;
};

static enum atl_status take_indices(void *argument, struct atl_error *error)
{
    struct each *each = argument;
    enum atl_status status = ATL_OK;
    while (status == ATL_OK && each->next < each->count) {
        status = atl_check_cancelled(error);
        if (status == ATL_OK) {
            status = each->function(each->context, each->next++, error);
        }
    }
    return status;
}

enum atl_status atl_each(size_t count, size_t width, atl_each_function function, void *context,
                         struct atl_error *error)
{
    struct each each = {.count = count, .function = function, .context = context};
    size_t fibers = width == 0 || width > count ? count : width;
    if (fibers <= 1) {
        return take_indices(&each, error);
    }
    struct atl_group *group = atl_group_open(0, false);
    for (size_t i = 0; i < fibers; i++) {
        if (atl_group_spawn(group, take_indices, &each) != ATL_OK) {
            break;
        }
    }
    return atl_group_wait(group, error);
}
