/* docs preview: all pages, as they lie in each other. */
#include "sync/local.h"
#include "sync/preview/preview.h"

#include <string.h>

struct listing {
    struct preview_site *site;
    struct atl_buffer *html;
    const char *directory; /* whose pages are being listed; "": the root's */
    const char *last;      /* the place of the page listed before: what lies in it comes next */
    bool is_open;          /* an entry of this list has no end yet */
};

static void begin_entry(struct listing *listing)
{
    atl_buffer_add(listing->html, listing->is_open ? "</li>\n<li>" : "<li>");
    listing->is_open = true;
}

static void begin_list(struct listing *listing, const char *directory)
{
    if (strcmp(directory, listing->last) != 0) {
        begin_entry(listing); /* a directory that is no page's */
        preview_add_escaped(listing->html, sync_base_name(directory));
    }
    atl_buffer_add(listing->html, "\n<ul>\n");
    listing->directory = directory;
    listing->is_open = false;
}

static void end_list(struct listing *listing)
{
    atl_buffer_add(listing->html, listing->is_open ? "</li>\n</ul>\n" : "</ul>\n");
    listing->directory = sync_directory_of(&listing->site->arena, listing->directory);
    listing->is_open = true;
}

static bool lies_in(const char *path, const char *directory)
{
    size_t length = strlen(directory);
    return length == 0 || (strncmp(path, directory, length) == 0 && path[length] == '/');
}

/* Goes to the list that a page belongs to. */
static void go_to(struct listing *listing, const char *path)
{
    const char *slash;
    while (!lies_in(path, listing->directory)) {
        end_list(listing);
    }
    size_t known = strlen(listing->directory);
    while ((slash = strchr(path + known + (known > 0), '/')) != NULL) {
        known = (size_t)(slash - path);
        begin_list(listing, atl_arena_strndup(&listing->site->arena, path, known));
    }
}

void preview_answer_list(struct preview *preview, struct preview_reply *reply)
{
    struct preview_site *site = &preview->site;
    struct listing listing = {.site = site, .html = &reply->body, .directory = "", .last = ""};
    preview_begin_page(preview, &reply->body, "Pages");
    atl_buffer_add(&reply->body, "<h1>Pages</h1>\n<ul>\n");
    for (size_t i = 0; i < site->scan.count; i++) {
        const struct sync_file *file = &site->scan.files[i];
        if (!file->attachment) {
            go_to(&listing, file->path);
            begin_entry(&listing);
            preview_add_link(site, &reply->body, file->path, preview_title_of(site, file));
            listing.last = sync_place_of(&site->arena, file->path);
        }
    }
    while (*listing.directory != '\0') {
        end_list(&listing);
    }
    atl_buffer_add(&reply->body, listing.is_open ? "</li>\n</ul>\n" : "</ul>\n");
    preview_end_page(reply, 200);
}
