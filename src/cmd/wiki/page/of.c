#include "cmd/wiki/page/of.h"

#include "atlcli/confluence_page.h"
#include "atlcli/text.h"
#include "cmd/site_check.h"

#include <inttypes.h>
#include <string.h>

enum {
    MOST_DIGITS = 19,
    TINY_CHARACTERS = 11, /* base64 of eight bytes, without its "=" */
};

static bool is_id(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    return digits > 0 && digits <= MOST_DIGITS && text[digits] == '\0';
}

/* ---- parts of an address ---- */

/* The value of a parameter of the query, decoded; NULL when it isn't there. */
static const char *parameter(struct atl_arena *arena, const char *address, const char *name)
{
    const char *at = strchr(address, '?');
    size_t length = strlen(name);
    while (at != NULL) {
        at++;
        if (strncmp(at, name, length) == 0 && at[length] == '=') {
            const char *value = at + length + 1;
            return atl_text_url_decoded(arena, value, strcspn(value, "&#"), true);
        }
        at = strpbrk(at, "&#");
        at = at != NULL && *at == '#' ? NULL : at;
    }
    return NULL;
}

/* The part of the path that follows `marker`, up to the next slash; NULL when it isn't there. */
static const char *part_after(struct atl_arena *arena, const char *address, const char *marker)
{
    const char *end = address + strcspn(address, "?#");
    const char *at = strstr(address, marker);
    if (at == NULL || at >= end) {
        return NULL;
    }
    at += strlen(marker);
    size_t length = strcspn(at, "/?#");
    return length == 0 ? NULL : atl_text_url_decoded(arena, at, length, true);
}

/* A short link is the id's bytes, the lowest first, in base64 with '-' for '/' and '_' for '+'. */
static const char *tiny_id(struct atl_arena *arena, const char *code)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    unsigned char bytes[9] = {0};
    size_t length = strlen(code);
    uint64_t id = 0;
    if (length > TINY_CHARACTERS) {
        return NULL;
    }
    for (size_t i = 0; i < length; i++) {
        const char *at = strchr(alphabet, code[i]);
        if (at == NULL) {
            return NULL;
        }
        unsigned value = (unsigned)(at - alphabet);
        size_t bit = i * 6;
        unsigned shifted = (value << 10) >> (bit % 8);
        bytes[bit / 8] |= (unsigned char)(shifted >> 8);
        bytes[bit / 8 + 1] |= (unsigned char)shifted;
    }
    for (int i = 7; i >= 0; i--) {
        id = id << 8 | bytes[i];
    }
    return id == 0 ? NULL : atl_arena_printf(arena, "%" PRIu64, id);
}

/* ---- the forms ---- */

static enum atl_status fail_form(const char *text, struct atl_error *error)
{
    atl_fail(error, ATL_USAGE, "'%s' is no page", text);
    atl_hint(error, "give its id, SPACE:Title, or the address of the page in a browser");
    return ATL_USAGE;
}

/* What an address says by itself: an id, or a space and a title, or a space whose home it is. */
struct target {
    const char *id;
    const char *space;
    const char *title;
};

static struct target read_address(struct atl_arena *arena, const char *address)
{
    static const char *const ids[] = {"pageId", "homepageId", "draftId"};
    static const char *const markers[] = {"/pages/edit-v2/", "/pages/edit/", "/pages/",
                                          "/content/"};
    struct target target = {0};
    for (size_t i = 0; target.id == NULL && i < sizeof ids / sizeof *ids; i++) {
        const char *value = parameter(arena, address, ids[i]);
        target.id = value != NULL && is_id(value) ? value : NULL;
    }
    for (size_t i = 0; target.id == NULL && i < sizeof markers / sizeof *markers; i++) {
        const char *value = part_after(arena, address, markers[i]);
        target.id = value != NULL && is_id(value) ? value : NULL;
    }
    const char *tiny = part_after(arena, address, "/x/");
    if (target.id == NULL && tiny != NULL) {
        target.id = tiny_id(arena, tiny);
    }
    target.space = parameter(arena, address, "spaceKey");
    target.title = parameter(arena, address, "title");
    if (target.space == NULL) {
        target.space = part_after(arena, address, "/display/");
        const char *rest = atl_arena_printf(arena, "/display/%s/", target.space);
        target.title = target.space == NULL ? NULL : part_after(arena, address, rest);
    }
    if (target.space == NULL) {
        target.space = part_after(arena, address, "/spaces/");
        target.title = NULL;
    }
    return target;
}

static enum atl_status read_target(const struct atl_account *account, struct atl_arena *arena,
                                   const char *text, struct target *target, struct atl_error *error)
{
    const char *trimmed = atl_text_trim(arena, text);
    if (is_id(trimmed)) {
        *target = (struct target){.id = trimmed};
        return ATL_OK;
    }
    if (atl_text_starts_with(trimmed, "https://") || atl_text_starts_with(trimmed, "http://")) {
        enum atl_status status = site_check(account, trimmed, error);
        if (status != ATL_OK) {
            return status;
        }
        const char *path = strstr(trimmed, "://") + strlen("://");
        *target = read_address(arena, path + strcspn(path, "/"));
        return target->id == NULL && (target->space == NULL || strstr(trimmed, "/folder/") != NULL)
                   ? fail_form(trimmed, error)
                   : ATL_OK;
    }
    size_t key = strcspn(trimmed, ":");
    if (key == 0 || trimmed[key] == '\0' || trimmed[key + 1] == '\0' ||
        memchr(trimmed, ' ', key) != NULL) {
        return fail_form(text, error);
    }
    *target = (struct target){.space = atl_arena_strndup(arena, trimmed, key),
                              .title = atl_text_trim(arena, trimmed + key + 1)};
    return ATL_OK;
}

enum atl_status wiki_page_check(const struct atl_account *account, struct atl_arena *arena,
                                const char *text, struct atl_error *error)
{
    struct target target;
    return read_target(account, arena, text, &target, error);
}

enum atl_status wiki_page_id(struct atl_http *http, struct atl_arena *arena, const char *text,
                             const char **id, struct atl_error *error)
{
    struct target target;
    enum atl_status status = read_target(atl_http_account(http), arena, text, &target, error);
    if (status != ATL_OK) {
        return status;
    }
    if (target.id != NULL) {
        *id = target.id;
        return ATL_OK;
    }
    return target.title != NULL
               ? atl_confluence_find_page(http, arena, target.space, target.title, id, error)
               : atl_confluence_home_page(http, arena, target.space, id, error);
}

enum atl_status wiki_page_of(struct atl_context *context, struct atl_http *http,
                             struct atl_arena *arena, const char **id, struct atl_error *error)
{
    const char *argument = atl_argument(context, "PAGE");
    const char *option = atl_option_text(context, "page");
    if (argument == NULL && option == NULL) {
        atl_fail(error, ATL_USAGE, "say which page: PAGE is missing");
        atl_hint(error, "for example: atlcli %s 'TEAM:Release plan'", context->command->words);
        return ATL_USAGE;
    }
    if (argument != NULL && option != NULL) {
        return atl_fail(error, ATL_USAGE, "the page is given twice: '%s' and --page '%s'", argument,
                        option);
    }
    return wiki_page_id(http, arena, argument != NULL ? argument : option, id, error);
}
