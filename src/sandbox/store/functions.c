#include "sandbox/store/functions.h"

#include "sandbox/text/text_match.h"

#include <stdlib.h>

/* A pattern with the arena that it lives in. */
struct kept_pattern {
    struct atl_arena arena;
    struct text_pattern pattern;
};

static void free_pattern(void *kept)
{
    struct kept_pattern *pattern = kept;
    atl_arena_free(&pattern->arena);
    free(pattern);
}

static void text_matches(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    (void)count;
    const char *text = (const char *)sqlite3_value_text(arguments[1]);
    if (text == NULL) {
        return; /* NULL, as for any comparison with nothing */
    }
    struct kept_pattern *kept = sqlite3_get_auxdata(context, 0);
    if (kept != NULL) {
        sqlite3_result_int(context, text_pattern_matches(&kept->pattern, text));
        return;
    }
    const char *pattern = (const char *)sqlite3_value_text(arguments[0]);
    kept = atl_alloc(sizeof *kept);
    text_pattern_parse(&kept->arena, pattern == NULL ? "" : pattern, &kept->pattern);
    sqlite3_result_int(context, text_pattern_matches(&kept->pattern, text));
    /* Belongs to SQLite from here on, which may free it at once. */
    sqlite3_set_auxdata(context, 0, kept, free_pattern);
}

void functions_register(sqlite3 *handle)
{
    sqlite3_create_function(handle, "text_matches", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
                            text_matches, NULL, NULL);
}
