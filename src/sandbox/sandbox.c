#include "sandbox/sandbox.h"

int64_t sandbox_now_ms(const struct sandbox *sandbox)
{
    return data_now_ms(&sandbox->data);
}
