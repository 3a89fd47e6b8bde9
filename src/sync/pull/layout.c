#include "sync/pull/layout.h"

#include "sync/names.h"
#include "sync/remote.h"

#include <stdlib.h>
#include <string.h>

/* A file that stays whatever the server says. Its directory may move, and takes it along. */
struct staying {
    const char *below; /* that directory: "c/d" of "a/b/c/d", when "a/b" is a page's */
    struct staying *next;
};

struct laying {
    struct sync_local *local;
    struct sync_map taken;   /* folded places */
    struct sync_map staying; /* struct staying, by the id of the page whose directory it is */
    struct atl_list *ordered;
    struct sync_node *top; /* of those at the root */
    enum sync_favour favour;
};

static char taken_by_others; /* what such a place points to */

/* ---- parents ---- */

/* As the server has it now; NULL: the root, also for what lies below something of another kind. */
static struct sync_node *remote_parent(const struct sync_local *local, const struct sync_node *node)
{
    struct sync_node *parent = sync_map_get(&local->by_id, node->remote->parent);
    return parent == NULL || parent->remote == NULL ? NULL : parent;
}

/* As it was last synced. */
static const struct sync_node *known_parent(const struct sync_local *local,
                                            const struct sync_node *node)
{
    const struct sync_node *parent = sync_map_get(&local->by_id, node->row->parent);
    return parent == NULL || parent->row == NULL ? NULL : parent;
}

/* Where it is now is where it stays. */
static void fix(struct laying *laying, struct sync_node *node)
{
    node->place = node->current;
    node->placed = true;
    sync_map_put(&laying->taken, sync_name_fold(laying->local->arena, node->place), node);
    atl_list_add(laying->ordered, node);
}

static void choose_parent(struct laying *laying, struct sync_node *node, struct atl_list *conflicts)
{
    struct sync_node *parent = remote_parent(laying->local, node);
    bool moved_there = node->row != NULL && parent != known_parent(laying->local, node);
    node->parent = parent;
    if (!node->moved || (!node->under_unknown && node->under == parent) ||
        (moved_there && laying->favour == SYNC_FAVOUR_THEIRS)) {
        return;
    }
    if (moved_there && laying->favour == SYNC_FAVOUR_NONE) {
        node->moved_twice = true;
        atl_list_add(conflicts, node);
    }
    if (node->under_unknown || (node->under != NULL && node->under->remote == NULL)) {
        node->parent = NULL;
        fix(laying, node);
    } else {
        node->parent = node->under;
    }
}

/* ---- circles ---- */

/*
 * Goes from a node to the pages above it. NULL when it hangs on the root, and so do all that were
 * passed; else one of those that are below each other.
 */
static struct sync_node *find_circle(struct sync_node *from)
{
    struct sync_node *slow = from;
    struct sync_node *fast = from;
    while (fast != NULL && !fast->hangs && fast->parent != NULL && !fast->parent->hangs) {
        slow = slow->parent;
        fast = fast->parent->parent;
        if (slow == fast) {
            return slow;
        }
    }
    for (struct sync_node *node = from; node != NULL && !node->hangs; node = node->parent) {
        node->hangs = true;
    }
    return NULL;
}

/*
 * Moves of here and of there can put pages below each other. Those of here give way then: the
 * server's alone make a tree, and if they don't, as pages were moved while they were listed, one of
 * them goes to the top.
 */
static void break_circle(const struct laying *laying, struct sync_node *in)
{
    struct sync_node *node = in;
    bool broken = false;
    do {
        struct sync_node *above = node->parent;
        struct sync_node *parent = remote_parent(laying->local, node);
        broken = broken || parent != above;
        node->parent = parent;
        node = above;
    } while (node != in);
    if (!broken) {
        in->parent = NULL;
    }
}

static void put_below_parent(struct laying *laying, struct sync_node *node)
{
    struct sync_node **first = node->parent == NULL ? &laying->top : &node->parent->first;
    node->next = *first;
    *first = node;
}

static void choose_parents(struct laying *laying, struct atl_list *conflicts)
{
    const struct atl_list *nodes = &laying->local->nodes;
    for (size_t i = 0; i < nodes->count; i++) {
        struct sync_node *node = nodes->items[i];
        if (node->remote != NULL) {
            choose_parent(laying, node, conflicts);
        }
    }
    for (size_t i = 0; i < nodes->count; i++) {
        struct sync_node *node = nodes->items[i];
        struct sync_node *in;
        while (node->remote != NULL && (in = find_circle(node)) != NULL) {
            break_circle(laying, in);
        }
        if (node->remote != NULL && !node->placed) {
            put_below_parent(laying, node);
        }
    }
}

/* ---- names ---- */

/* The name it has, where that may stay; else NULL. */
static const char *kept_name(const struct sync_local *local, const struct sync_node *node)
{
    if (node->current != NULL && !atl_text_starts_with(node->current, SYNC_DIRECTORY "/") &&
        (node->row == NULL || sync_name_is_same(node->row->title, node->remote->title))) {
        return sync_base_name(node->current);
    }
    if (node->row != NULL && sync_name_is_same(node->row->title, node->remote->title)) {
        return sync_base_name(sync_place_of(local->arena, node->row->path));
    }
    return NULL;
}

static const char *join(struct atl_arena *arena, const struct sync_node *parent, const char *name)
{
    return parent == NULL ? name : atl_arena_printf(arena, "%s/%s", parent->place, name);
}

static bool take(struct laying *laying, struct sync_node *node, const char *place)
{
    struct atl_arena *arena = laying->local->arena;
    const char *folded = sync_name_fold(arena, place);
    const void *holder = sync_map_get(&laying->taken, folded);
    /* A file of the user's own isn't in the way of the directory that a folder is. */
    bool free_for_it = holder == NULL || (holder == &taken_by_others && node->kind == SYNC_FOLDER);
    if (free_for_it) {
        sync_map_put(&laying->taken, folded, node);
        node->place = place;
        node->placed = true;
        atl_list_add(laying->ordered, node);
    }
    return free_for_it;
}

static void take_new_name(struct laying *laying, struct sync_node *node)
{
    struct atl_arena *arena = laying->local->arena;
    const char *name = sync_name_of_title(arena, node->remote->title);
    const char *id = sync_name_of_id(arena, node->id);
    const char *tried = name;
    for (unsigned i = 1; !take(laying, node, join(arena, node->parent, tried)); i++) {
        tried = i == 1 ? atl_arena_printf(arena, "%s (%s)", name, id)
                       : atl_arena_printf(arena, "%s (%s-%u)", name, id, i);
    }
}

static void note_taken(struct laying *laying, const char *place)
{
    const char *folded = sync_name_fold(laying->local->arena, place);
    if (sync_map_get(&laying->taken, folded) == NULL) {
        sync_map_put(&laying->taken, folded, &taken_by_others);
    }
}

static void lay_out_children(struct laying *laying, struct sync_node *first)
{
    for (struct sync_node *node = first; node != NULL; node = node->next) {
        const char *name = kept_name(laying->local, node);
        if (name != NULL && !node->placed) {
            take(laying, node, join(laying->local->arena, node->parent, name));
        }
    }
    for (struct sync_node *node = first; node != NULL; node = node->next) {
        if (!node->placed) {
            take_new_name(laying, node);
        }
    }
}

/* ---- all ---- */

/* By id, greatest first: lists are built from behind. */
static int by_id_from_behind(const void *left, const void *right)
{
    const struct sync_node *first = *(struct sync_node *const *)left;
    const struct sync_node *second = *(struct sync_node *const *)right;
    size_t first_length = strlen(first->id);
    size_t second_length = strlen(second->id);
    if (first_length != second_length) {
        return first_length < second_length ? 1 : -1;
    }
    return strcmp(second->id, first->id);
}

/* Nothing is to be put in its place, neither where it is nor where its directory will be. */
static void note_staying(struct laying *laying, const char *place)
{
    struct sync_local *local = laying->local;
    const char *directory = sync_directory_of(local->arena, place);
    note_taken(laying, place);
    while (directory[0] != '\0') {
        const struct sync_node *node = sync_map_get(&local->by_place, directory);
        if (node != NULL && node->remote != NULL) {
            struct staying *staying = atl_arena_alloc(local->arena, sizeof *staying);
            staying->below = place + strlen(directory) + 1;
            staying->next = sync_map_get(&laying->staying, node->id);
            sync_map_put(&laying->staying, node->id, staying);
            return;
        }
        directory = sync_directory_of(local->arena, directory);
    }
}

static void note_others(struct laying *laying)
{
    struct sync_local *local = laying->local;
    const struct atl_list *lists[] = {&local->untracked, &local->copies};
    for (size_t list = 0; list < 2; list++) {
        for (size_t i = 0; i < lists[list]->count; i++) {
            const struct sync_file *file = lists[list]->items[i];
            note_staying(laying, sync_place_of(local->arena, file->path));
        }
    }
    for (size_t i = 0; i < local->nodes.count; i++) {
        const struct sync_node *node = local->nodes.items[i];
        if (node->remote == NULL && node->file != NULL) {
            note_staying(laying, node->current);
        }
    }
}

/* What a page that has a place now takes along. */
static void note_taken_along(struct laying *laying, const struct sync_node *node)
{
    const struct staying *staying = sync_map_get(&laying->staying, node->id);
    for (; staying != NULL; staying = staying->next) {
        note_taken(laying, join(laying->local->arena, node, staying->below));
    }
}

void sync_lay_out(struct sync_local *local, enum sync_favour favour, struct atl_list *ordered,
                  struct atl_list *conflicts)
{
    struct laying laying = {.local = local, .ordered = ordered, .favour = favour};
    qsort(local->nodes.items, local->nodes.count, sizeof *local->nodes.items, by_id_from_behind);
    note_others(&laying);
    choose_parents(&laying, conflicts);
    lay_out_children(&laying, laying.top);
    for (size_t i = 0; i < ordered->count; i++) {
        struct sync_node *node = ordered->items[i];
        note_taken_along(&laying, node);
        lay_out_children(&laying, node->first);
    }
    sync_map_free(&laying.taken);
    sync_map_free(&laying.staying);
}
