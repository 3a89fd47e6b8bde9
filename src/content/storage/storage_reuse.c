/* Storage format written over what a page has: what holds it together, and sees that it is true. */
#include "content/storage/storage_reuse.h"

#include "content/formats.h"

#include <stdlib.h>
#include <string.h>

static const char bom[] = "\xEF\xBB\xBF";

/* ---- images ---- */

static struct atl_content_tree *plain_round(void *context, struct atl_arena *arena,
                                            const char *storage, size_t length)
{
    (void)context;
    struct atl_buffer text = {0};
    struct atl_content_tree *tree;
    if (atl_content_read(arena, ATL_CONTENT_STORAGE, storage, length, NULL, &tree, NULL) ==
            ATL_OK &&
        atl_content_write(tree, ATL_CONTENT_MARKDOWN, NULL, &text, NULL) == ATL_OK) {
        const char *kept = atl_arena_strndup(arena, atl_buffer_text(&text), text.length);
        atl_content_read(arena, ATL_CONTENT_MARKDOWN, kept, text.length, NULL, &tree, NULL);
    }
    atl_buffer_free(&text);
    return tree;
}

/* Appends what a part of the page would be, written anew. */
static bool write_round(struct storage_reuse *reuse, const char *text, size_t length,
                        struct atl_buffer *buffer)
{
    static const struct atl_content_options plain;
    struct atl_arena arena = {0};
    struct storage_task_places places = {0};
    const struct atl_content_original *given = reuse->given;
    struct atl_content_tree *tree = given->round == NULL
                                        ? plain_round(NULL, &arena, text, length)
                                        : given->round(given->context, &arena, text, length);
    if (tree != NULL) {
        storage_write_without_ids(tree, &plain, buffer, &places);
    }
    storage_task_places_free(&places);
    atl_arena_free(&arena);
    return tree != NULL;
}

bool storage_reuse_image(struct storage_reuse *reuse, struct atl_arena *arena, const char *text,
                         size_t length, struct storage_source *image)
{
    struct atl_buffer buffer = {0};
    bool known = write_round(reuse, text, length, &buffer);
    if (known) {
        const char *kept = atl_arena_strndup(arena, atl_buffer_text(&buffer), buffer.length);
        known = storage_source_read(arena, kept, buffer.length, image);
    }
    atl_buffer_free(&buffer);
    return known;
}

/* What is to be written may itself come back from a file in other words. */
static const char *image_of_written(struct storage_reuse *reuse)
{
    struct atl_buffer image = {0};
    if (reuse->image == NULL) {
        write_round(reuse, reuse->written.text, reuse->written.length, &image);
        reuse->image = atl_arena_strndup(&reuse->arena, atl_buffer_text(&image), image.length);
        atl_buffer_free(&image);
    }
    return reuse->image;
}

/* Whether a text comes from a round through a file as what is to be written does. */
static bool says_what_is_written(struct storage_reuse *reuse, const char *text, size_t length)
{
    struct atl_buffer image = {0};
    bool same = write_round(reuse, text, length, &image) &&
                (strcmp(atl_buffer_text(&image), reuse->written.text) == 0 ||
                 strcmp(atl_buffer_text(&image), image_of_written(reuse)) == 0);
    atl_buffer_free(&image);
    return same;
}

/* ---- all of it ---- */

static bool begins_with_bom(const char *text, size_t length)
{
    return length >= sizeof bom - 1 && memcmp(text, bom, sizeof bom - 1) == 0;
}

static bool can_reuse(struct storage_reuse *reuse, const struct atl_buffer *written)
{
    const struct atl_content_original *given = reuse->given;
    return !begins_with_bom(given->storage, given->length) &&
           !begins_with_bom(atl_buffer_text(written), written->length) &&
           storage_source_read(&reuse->arena, given->storage, given->length, &reuse->original) &&
           storage_source_read(&reuse->arena, atl_buffer_text(written), written->length,
                               &reuse->written);
}

static bool pieces_say_it(struct storage_reuse *reuse)
{
    struct atl_buffer result = {0};
    storage_reuse_put(reuse, &result);
    bool same = says_what_is_written(reuse, atl_buffer_text(&result), result.length);
    atl_buffer_free(&result);
    return same;
}

/* What can't be read can't be kept; but no new task may be taken for one that is there. */
static void put_anew(struct storage_reuse *reuse, const struct atl_buffer *written,
                     struct atl_buffer *buffer)
{
    const struct atl_content_original *given = reuse->given;
    int64_t there = storage_task_number_highest(given->storage, given->length);
    int64_t verbatim = storage_task_number_highest(atl_buffer_text(written), written->length);
    if (begins_with_bom(atl_buffer_text(written), written->length)) {
        atl_buffer_add(buffer, bom); /* this one is for readers to step over */
    }
    storage_task_places_fill(&reuse->places, written, there > verbatim ? there : verbatim, buffer);
}

enum atl_status atl_content_write_over(const struct atl_content_tree *tree,
                                       const struct atl_content_options *options,
                                       const struct atl_content_original *original,
                                       struct atl_buffer *buffer, struct atl_error *error)
{
    static const struct atl_content_options plain;
    if (original->storage == NULL) {
        return atl_content_write(tree, ATL_CONTENT_STORAGE, options, buffer, error);
    }
    struct atl_content_original given = *original;
    struct storage_reuse reuse = {.given = &given};
    struct atl_buffer written = {0};
    bool has_bom = begins_with_bom(given.storage, given.length);
    if (has_bom) {
        given.storage += strlen(bom);
        given.length -= strlen(bom);
    }
    storage_write_without_ids(tree, options == NULL ? &plain : options, &written, &reuse.places);
    if (!can_reuse(&reuse, &written)) {
        put_anew(&reuse, &written, buffer);
    } else {
        atl_buffer_add(buffer, has_bom ? bom : "");
        if (says_what_is_written(&reuse, given.storage, given.length)) {
            atl_buffer_append(buffer, given.storage, given.length);
        } else {
            storage_merge(&reuse);
            storage_settle(&reuse, pieces_say_it);
            storage_reuse_put(&reuse, buffer);
        }
    }
    storage_task_places_free(&reuse.places);
    free(reuse.pieces);
    atl_buffer_free(&written);
    atl_arena_free(&reuse.arena);
    return ATL_OK;
}
