/*
 * Titles of pages and names of attachments, as names of files: what comes out is one name within
 * its directory, and is not too long; a page's stays the same when it is asked about again.
 */
#include "atlcli/file.h"
#include "atlcli/text.h"
#include "sync/names.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void check_name(const char *name)
{
    require(name[0] != '\0' && strcmp(name, ".") != 0 && strcmp(name, "..") != 0);
    require(strlen(name) <= 255 && name[strcspn(name, "/\\:*?\"<>|")] == '\0');
    require(name[strlen(name) - 1] != ' ' && name[strlen(name) - 1] != '.');
    for (const char *at = name; *at != '\0'; at++) {
        require((unsigned char)*at >= ' ' && *at != 0x7F);
    }
}

static void check_safe(const char *name)
{
    require(name[0] != '\0' && name[0] != '.' && name[0] != '-' && strlen(name) <= 200);
    require(name[strcspn(name, "/\\")] == '\0');
    for (const char *at = name; *at != '\0'; at++) {
        require((unsigned char)*at >= ' ' && *at != 0x7F);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct atl_arena arena = {0};
    const char *text = atl_arena_strndup(&arena, (const char *)data, size);
    const char *page = sync_name_of_title(&arena, text);
    const char *attachment = sync_name_of_attachment(&arena, text);
    check_name(page);
    check_name(attachment);
    check_safe(atl_file_name_safe(&arena, text));
    require(strlen(page) <= SYNC_NAME_BYTES);
    require(strcmp(page, sync_name_of_title(&arena, page)) == 0);
    require(sync_name_is_same(text, text));
    const char *folded = sync_name_fold(&arena, page);
    require(strcmp(folded, sync_name_fold(&arena, folded)) == 0);
    atl_arena_free(&arena);
    return 0;
}
