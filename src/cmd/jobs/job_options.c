/* What the options of jobs say: which items, which part of them, how fast. */
#include "atlcli/text.h"
#include "cmd/input.h"
#include "cmd/jobs/job.h"
#include "cmd/option_check.h"

#include <string.h>

enum {
    MOST_INPUT_BYTES = 64 * 1024 * 1024,
    MOST_SHARDS = 10000,
};

enum atl_status job_read_shard(const struct atl_context *context, int64_t *shard, int64_t *shards,
                               struct atl_error *error)
{
    const char *text = atl_option_text(context, "shard");
    char **parts;
    *shard = 0;
    *shards = 0;
    if (text == NULL) {
        return ATL_OK;
    }
    if (atl_text_split(context->arena, text, '/', &parts) == 2 &&
        atl_text_to_integer(parts[1], 1, MOST_SHARDS, shards) &&
        atl_text_to_integer(parts[0], 1, *shards, shard)) {
        return ATL_OK;
    }
    return atl_fail(error, ATL_USAGE, "--shard wants I/N, such as 1/4 or 4/4, not '%s'", text);
}

enum atl_status job_read_rate(const struct atl_context *context, int64_t *rate,
                              struct atl_error *error)
{
    const char *text = atl_option_text(context, "rate");
    *rate = 0;
    if (text == NULL) {
        return ATL_OK;
    }
    size_t length = strlen(text);
    if (atl_text_ends_with(text, "/s")) {
        length -= 2;
    }
    if (atl_text_to_integer(atl_arena_strndup(context->arena, text, length), 1, 100000, rate)) {
        return ATL_OK;
    }
    return atl_fail(error, ATL_USAGE, "--rate wants a number a second, such as 5/s, not '%s'",
                    text);
}

/* ---- which ---- */

static enum atl_status read_lines(struct atl_context *context, const char *path,
                                  struct job_named *named, struct atl_error *error)
{
    struct atl_buffer text = {0};
    enum atl_status status = input_read(path, MOST_INPUT_BYTES, &text, error);
    if (status == ATL_OK) {
        const char *start = atl_buffer_text(&text);
        start += atl_text_starts_with(start, "\xEF\xBB\xBF") ? 3 : 0;
        named->count = atl_text_split(context->arena, start, '\n', &named->words);
        named->where = strcmp(path, "-") == 0 ? "standard input" : path;
    }
    atl_buffer_free(&text);
    return status;
}

static void copy_words(struct atl_context *context, const char *const *words, size_t count,
                       struct job_named *named)
{
    named->words = atl_arena_alloc(context->arena, (count + 1) * sizeof *named->words);
    named->count = count;
    for (size_t i = 0; i < count; i++) {
        named->words[i] = atl_arena_strdup(context->arena, words[i]);
    }
}

static enum atl_status check_ways(const struct job_naming *naming, int ways,
                                  struct atl_error *error)
{
    if (ways == 1) {
        return ATL_OK;
    }
    atl_fail(error, ATL_USAGE, ways == 0 ? "which %s?" : "%s are named in two ways", naming->nouns);
    atl_hint(error, "pass one of %s", naming->ways);
    return ATL_USAGE;
}

enum atl_status job_read_named(struct atl_context *context, const struct job_naming *naming,
                               struct job_named *named, struct atl_error *error)
{
    const char *const texts[] = {naming->query, "file", NULL};
    const char *const lists[] = {naming->list, NULL};
    size_t count;
    const char *const *words = atl_option_list(context, naming->list, &count);
    const char *path = atl_option_text(context, "file");
    int ways = (atl_option_given(context, naming->query) ? 1 : 0) + (count > 0 ? 1 : 0) +
               (atl_option_flag(context, "stdin") ? 1 : 0) + (path != NULL ? 1 : 0);
    enum atl_status status = option_check_filled(context, texts, lists, error);
    if (status == ATL_OK) {
        status = check_ways(naming, ways, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    *named = (struct job_named){.query = atl_option_text(context, naming->query)};
    if (named->query != NULL) {
        return ATL_OK;
    }
    if (count > 0) {
        named->where = atl_arena_printf(context->arena, "--%s", naming->list);
        copy_words(context, words, count, named);
    } else {
        status = read_lines(context, path == NULL ? "-" : path, named, error);
    }
    return status == ATL_OK && named->count == 0
               ? atl_fail(error, ATL_USAGE, "%s: there are no %s", named->where, naming->names)
               : status;
}
