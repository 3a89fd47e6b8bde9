/*
 * A list of Cloud (REST v2), read from several places side by side. An answer says only where the
 * next one is, so that a list would take as many waits as it has answers. But it has two ends, and
 * the places that answers named when it was last read are good for another time: reading goes on
 * from each of them until it comes to what was read from the next one, so that nothing is left out
 * whatever was added or taken away meanwhile. A place that the server knows no more is read up to
 * from the one before.
 */
#include "atlassian/confluence/answers.h"
#include "atlassian/confluence/internal.h"
#include "atlassian/id_set.h"

#include "atlcli/loop.h"

#include <string.h>

enum {
    MOST_PLACES = 10000,
    MOST_PLACE_BYTES = 2048,
};

static const char cursor_parameter[] = "cursor=";

/* One answer after the other, from a place on. */
struct chain {
    struct reading *reading;
    const char *start;   /* a cursor as it stands in URLs; NULL: an end of the list */
    bool backwards;      /* from the last item on */
    struct chain *ahead; /* what it leads to; NULL: the end of the list */
    struct id_set seen;
    struct atl_list places; /* that its answers named, in the arena */
    size_t answers;
    bool ended; /* no more will come */
    bool lost;  /* its place is none any more */
    bool met;   /* it has come to what is ahead */
};

struct reading {
    struct answers *answers;
    struct atl_group *group;
    struct atl_arena arena;
    struct chain *chains; /* the last one is that from the other end */
    size_t count;         /* without that one */
    struct id_set all;
    size_t items;
    struct atl_queue progress;
};

/* ---- places ---- */

static bool is_place(const char *line, size_t length)
{
    static const char fine[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789%-._~+/=";
    return length > 0 && length <= MOST_PLACE_BYTES && strspn(line, fine) >= length;
}

/* One a line; a text that isn't so says nothing. */
static void read_places(struct reading *reading, const char *remembered)
{
    struct atl_list starts = {0};
    atl_list_add(&starts, NULL);
    for (const char *line = remembered; line != NULL && *line != '\0';) {
        size_t length = strcspn(line, "\n");
        if (!is_place(line, length) || starts.count > MOST_PLACES) {
            starts.count = 1;
            break;
        }
        atl_list_add(&starts, atl_arena_strndup(&reading->arena, line, length));
        line += length + (line[length] == '\n');
    }
    reading->count = starts.count;
    reading->chains =
        atl_arena_alloc(&reading->arena, (reading->count + 1) * sizeof *reading->chains);
    for (size_t i = 0; i <= reading->count; i++) {
        struct chain *chain = &reading->chains[i];
        chain->reading = reading;
        chain->backwards = i == reading->count;
        chain->start = chain->backwards ? NULL : starts.items[i];
        chain->ahead = i + 1 < reading->count ? chain + 1 : NULL;
    }
    atl_list_free(&starts);
}

/* Of a path; NULL: it has none. */
static const char *place_in(struct atl_arena *arena, const char *path)
{
    const char *at = strstr(path, cursor_parameter);
    while (at != NULL && at > path && at[-1] != '?' && at[-1] != '&') {
        at = strstr(at + 1, cursor_parameter);
    }
    return at == NULL ? NULL
                      : atl_arena_strndup(arena, at + strlen(cursor_parameter),
                                          strcspn(at + strlen(cursor_parameter), "&"));
}

/*
 * What is worth keeping. Nothing, so that all is learned anew, when a place was lost, or when there
 * are more than the list takes: it has shrunk.
 */
static void learn(const struct reading *reading, struct atl_buffer *learned)
{
    size_t count = 0;
    bool any_lost = false;
    for (size_t i = 0; i < reading->count; i++) {
        const struct chain *chain = &reading->chains[i];
        any_lost = any_lost || chain->lost;
        if (chain->start != NULL && !chain->lost) {
            atl_buffer_printf(learned, "%s\n", chain->start);
            count++;
        }
        for (size_t j = 0; j < chain->places.count; j++) {
            const char *place = chain->places.items[j];
            if (chain->ahead == NULL || !atl_text_equal(chain->ahead->start, place)) {
                atl_buffer_printf(learned, "%s\n", place);
                count++;
            }
        }
    }
    if (any_lost || count > reading->items / CONFLUENCE_PAGE + 2) {
        atl_buffer_truncate(learned, 0);
    }
}

/* ---- meeting ---- */

/*
 * What comes from the other end may be there with its next answer: asking for more before that has
 * come would be one too many.
 */
static bool is_known(const struct chain *chain, const struct chain *ahead)
{
    size_t needed = chain->backwards || ahead->backwards ? chain->answers : 1;
    return ahead->ended || ahead->answers >= needed;
}

/* Waits until enough is known of what is ahead. */
static enum atl_status look_ahead(struct chain *chain, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    while (status == ATL_OK && chain->ahead != NULL && !chain->met) {
        if (chain->ahead->lost) {
            chain->ahead = chain->ahead->ahead;
        } else if (!is_known(chain, chain->ahead)) {
            status = atl_queue_wait(&chain->reading->progress, error);
        } else {
            break;
        }
    }
    return status;
}

static bool overlaps(const struct chain *ahead, const cJSON *answer)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, atl_json_member(answer, "results"))
    {
        if (id_set_has(&ahead->seen, atl_json_text(item, "id", ""))) {
            return true;
        }
    }
    return false;
}

static enum atl_status read_chain(void *argument, struct atl_error *error);

/* What leads to the end of the list meets what comes from there. */
static enum atl_status begin_at_the_other_end(struct reading *reading)
{
    struct chain *last = &reading->chains[reading->count];
    last->ahead = &reading->chains[0];
    last->answers = reading->chains[0].answers; /* so far ahead the first one is */
    reading->chains[0].ahead = last;
    return atl_group_spawn(reading->group, read_chain, last);
}

static enum atl_status meet(struct chain *chain, const cJSON *answer, const char *next,
                            struct atl_error *error)
{
    enum atl_status status = look_ahead(chain, error);
    struct chain *ahead = chain->ahead;
    if (status == ATL_OK && ahead == NULL && chain == chain->reading->chains) {
        return begin_at_the_other_end(chain->reading);
    }
    if (status == ATL_OK && ahead != NULL &&
        ((ahead->start != NULL && atl_text_equal(ahead->start, next)) || overlaps(ahead, answer))) {
        chain->met = true;
        ahead->met = ahead->met || ahead->backwards || chain->backwards;
    }
    return status;
}

/* ---- reading ---- */

static void note_items(struct chain *chain, const cJSON *answer)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, atl_json_member(answer, "results"))
    {
        const char *id = atl_json_text(item, "id", "");
        id_set_add(&chain->seen, id);
        chain->reading->items += id_set_add(&chain->reading->all, id);
    }
}

/* The server has forgotten the place, or never gave such a one. */
static bool is_lost(const struct chain *chain, const struct atl_pages *pages,
                    enum atl_status status, const struct atl_error *error)
{
    return status != ATL_OK && chain->start != NULL && pages->pages == 0 &&
           (error->http_status == 400 || error->http_status == 404 || error->http_status == 410);
}

static enum atl_status take_answer(struct chain *chain, const struct atl_pages *pages,
                                   const cJSON *answer, struct atl_error *error)
{
    struct reading *reading = chain->reading;
    const char *next = pages->done ? NULL : place_in(&reading->arena, pages->next);
    note_items(chain, answer);
    if (next != NULL) {
        atl_list_add(&chain->places, (void *)(uintptr_t)next);
    }
    chain->answers++;
    atl_queue_wake_all(&reading->progress);
    enum atl_status status = reading->answers->take(reading->answers->context, answer, error);
    return status == ATL_OK && !pages->done ? meet(chain, answer, next, error) : status;
}

static enum atl_status read_chain(void *argument, struct atl_error *error)
{
    struct chain *chain = argument;
    struct reading *reading = chain->reading;
    enum atl_status status = ATL_OK;
    const char *path = atl_arena_printf(
        &reading->arena, "%s&sort=%sid%s%s", reading->answers->path, chain->backwards ? "-" : "",
        chain->start == NULL ? "" : "&cursor=", chain->start == NULL ? "" : chain->start);
    struct atl_pages pages = {.http = reading->answers->http,
                              .paging = ATL_PAGING_CURSOR,
                              .path = path,
                              .page_size = CONFLUENCE_PAGE,
                              .items = "results"};
    while (status == ATL_OK && !pages.done && !chain->met && !chain->lost) {
        struct atl_arena arena = {0};
        const cJSON *answer;
        status = atl_pages_next(&pages, &arena, &answer, error);
        chain->lost = is_lost(chain, &pages, status, error);
        if (status == ATL_OK) {
            status = take_answer(chain, &pages, answer, error);
        }
        status = chain->lost ? ATL_OK : status;
        atl_arena_free(&arena);
    }
    chain->ended = true;
    atl_queue_wake_all(&reading->progress);
    return status;
}

enum atl_status answers_from_places(struct answers *answers, const char *remembered,
                                    struct atl_buffer *learned, struct atl_error *error)
{
    struct reading reading = {.answers = answers, .group = atl_group_open(0, false)};
    enum atl_status status = ATL_OK;
    read_places(&reading, remembered);
    for (size_t i = 0; status == ATL_OK && i < reading.count; i++) {
        status = atl_group_spawn(reading.group, read_chain, &reading.chains[i]);
    }
    if (status == ATL_OK && reading.count == 1 && answers->expected > CONFLUENCE_PAGE) {
        status = begin_at_the_other_end(&reading);
    }
    enum atl_status waited = atl_group_wait(reading.group, error);
    status = waited != ATL_OK ? waited : status;
    if (status == ATL_OK && learned != NULL) {
        learn(&reading, learned);
    }
    for (size_t i = 0; i <= reading.count; i++) {
        id_set_free(&reading.chains[i].seen);
        atl_list_free(&reading.chains[i].places);
    }
    id_set_free(&reading.all);
    atl_arena_free(&reading.arena);
    return status;
}
