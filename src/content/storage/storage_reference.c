#include "content/storage/storage_reference.h"

#include <string.h>

const char *storage_reference_text(const struct atl_reference *reference, const char *target)
{
    const char *text = NULL;
    switch (reference->kind) {
    case ATL_REFERENCE_PAGE:
    case ATL_REFERENCE_BLOG:
        text = reference->title == NULL ? reference->anchor : reference->title;
        break;
    case ATL_REFERENCE_ATTACHMENT:
        text = reference->file;
        break;
    case ATL_REFERENCE_SPACE:
        text = reference->space;
        break;
    case ATL_REFERENCE_SHORTCUT:
        text = reference->argument;
        break;
    default:
        break;
    }
    return text == NULL ? target : text;
}

bool storage_is_text(const char *macro, size_t length, const char *parameter)
{
    static const char formula[] = "mathinline";
    return length == sizeof formula - 1 && memcmp(macro, formula, length) == 0 &&
           strcmp(parameter, "body") == 0;
}
