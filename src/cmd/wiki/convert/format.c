#include "cmd/wiki/convert/format.h"

#include <string.h>

const char *const convert_readable[] = {"markdown", "storage", "adf", "wiki", "jira-wiki", NULL};
const char *const convert_writable[] = {"markdown", "storage", "adf",      "wiki", "jira-wiki",
                                        "html",     "text",    "terminal", NULL};

struct extension {
    const char *text;
    enum atl_content_format format;
};

/* The first one of a format is given to files that are written. */
static const struct extension extensions[] = {
    {".md", ATL_CONTENT_MARKDOWN},    {".markdown", ATL_CONTENT_MARKDOWN},
    {".xml", ATL_CONTENT_STORAGE},    {".storage", ATL_CONTENT_STORAGE},
    {".xhtml", ATL_CONTENT_STORAGE},  {".json", ATL_CONTENT_ADF},
    {".adf", ATL_CONTENT_ADF},        {".wiki", ATL_CONTENT_WIKI},
    {".jira", ATL_CONTENT_JIRA_WIKI}, {".html", ATL_CONTENT_HTML},
    {".htm", ATL_CONTENT_HTML},       {".txt", ATL_CONTENT_TEXT},
    {".text", ATL_CONTENT_TEXT},      {".ansi", ATL_CONTENT_TERMINAL},
};

enum { EXTENSIONS = sizeof extensions / sizeof *extensions };

enum atl_content_format convert_format_named(const char *name)
{
    int format = 0;
    while (!atl_text_equal(convert_writable[format], name)) {
        format++;
    }
    return (enum atl_content_format)format;
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static const struct extension *extension_of(const char *path)
{
    const char *name = file_name(path);
    const char *dot = strrchr(name, '.');
    /* ".md" alone is a hidden file's name. */
    for (size_t i = 0; dot != NULL && dot != name && i < EXTENSIONS; i++) {
        if (atl_text_equal_ignoring_case(dot, extensions[i].text)) {
            return &extensions[i];
        }
    }
    return NULL;
}

bool convert_format_of_file(const char *path, enum atl_content_format *format)
{
    const struct extension *extension = extension_of(path);
    if (extension == NULL) {
        return false;
    }
    *format = extension->format;
    return true;
}

const char *convert_extension(enum atl_content_format format)
{
    size_t i = 0;
    while (extensions[i].format != format) {
        i++;
    }
    return extensions[i].text;
}

const char *convert_stem(struct atl_arena *arena, const char *path)
{
    const char *name = file_name(path);
    const struct extension *extension = extension_of(path);
    size_t ending = extension == NULL ? 0 : strlen(extension->text);
    return atl_arena_strndup(arena, name, strlen(name) - ending);
}
