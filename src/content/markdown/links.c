/* Links whose address says that they are something else: a status, a date, a mention, … */
#include "content/markdown/reader.h"
#include "content/markdown/spellings.h"
#include "content/percent.h"

#include "atlcli/text.h"

#include <string.h>

/* "scheme:path?name=value&name=value", without the scheme. */
struct target {
    char *path; /* decoded */
    const char *query;
    const char *end;
};

/* Whether the path, after a scheme, says something of that kind. */
typedef bool means(const char *path);
typedef void finisher(struct markdown_reader *reader, struct atl_node *link,
                      const struct target *target, const char *label);

/* ---- reading the address ---- */

static void read_target(struct atl_arena *arena, const char *text, size_t length,
                        struct target *target)
{
    const char *query = memchr(text, '?', length);
    target->end = text + length;
    target->query = query == NULL ? target->end : query + 1;
    target->path =
        content_percent_decode(arena, text, query == NULL ? length : (size_t)(query - text));
}

/* The next parameter of the query, decoded; false at the end. */
static bool next_parameter(struct atl_arena *arena, struct target *target, char **name,
                           char **value)
{
    if (target->query >= target->end) {
        return false;
    }
    const char *end = memchr(target->query, '&', (size_t)(target->end - target->query));
    end = end == NULL ? target->end : end;
    const char *equals = memchr(target->query, '=', (size_t)(end - target->query));
    const char *name_end = equals == NULL ? end : equals;
    const char *value_start = equals == NULL ? end : equals + 1;
    *name = content_percent_decode(arena, target->query, (size_t)(name_end - target->query));
    *value = content_percent_decode(arena, value_start, (size_t)(end - value_start));
    target->query = end + 1;
    return true;
}

/* Makes the link another kind of node, without attributes and children. */
static void become(struct atl_node *link, enum atl_node_kind kind, const char *text)
{
    link->kind = (uint8_t)kind;
    link->attributes = NULL;
    link->first = NULL;
    link->last = NULL;
    content_set_text(link, text, strlen(text));
}

/* The query's parameters of these names as attributes. */
static void set_parameters(struct markdown_reader *reader, struct atl_node *node,
                           const struct target *target, const char *const *names)
{
    struct atl_arena *arena = reader->builder->arena;
    struct target rest = *target;
    char *name;
    char *value;
    while (next_parameter(arena, &rest, &name, &value)) {
        bool known = false;
        for (size_t i = 0; !known && names[i] != NULL; i++) {
            known = strcmp(names[i], name) == 0;
        }
        if (!known) {
            atl_content_report_add(reader->options->report, ATL_REPORT_LOST, node->line,
                                   "\"%s\" of a %s: not known", name,
                                   atl_node_kind_name(node->kind));
        } else if (atl_node_attribute(node, name) == NULL) {
            content_set_attribute(arena, node, name, value);
        }
    }
}

/* ---- each kind ---- */

static bool is_colour(const char *path)
{
    enum atl_status_color color;
    return markdown_status_of_word(path, strlen(path), &color);
}

static void finish_status(struct markdown_reader *reader, struct atl_node *link,
                          const struct target *target, const char *label)
{
    static const char *const names[] = {"style", NULL};
    enum atl_status_color color = ATL_STATUS_NEUTRAL;
    markdown_status_of_word(target->path, strlen(target->path), &color);
    become(link, ATL_NODE_STATUS, label);
    link->value = (uint8_t)color;
    set_parameters(reader, link, target, names);
}

static bool is_date(const char *path)
{
    const char shape[] = "dddd-dd-dd";
    if (strlen(path) != sizeof shape - 1) {
        return false;
    }
    for (size_t i = 0; shape[i] != '\0'; i++) {
        bool digit = path[i] >= '0' && path[i] <= '9';
        if (shape[i] == 'd' ? !digit : path[i] != '-') {
            return false;
        }
    }
    return true;
}

static void finish_date(struct markdown_reader *reader, struct atl_node *link,
                        const struct target *target, const char *label)
{
    (void)reader;
    (void)label;
    become(link, ATL_NODE_DATE, target->path);
}

static bool is_something(const char *path)
{
    return path[0] != '\0';
}

/* The id without the prefix that Data Center's have. */
static const char *bare_id(const char *id)
{
    if (atl_text_starts_with(id, "key:")) {
        return id + 4;
    }
    return atl_text_starts_with(id, "name:") ? id + 5 : id;
}

static void finish_mention(struct markdown_reader *reader, struct atl_node *link,
                           const struct target *target, const char *label)
{
    static const char *const names[] = {"text", "accessLevel", "userType", NULL};
    become(link, ATL_NODE_MENTION, target->path);
    set_parameters(reader, link, target, names);
    bool only_id = label[0] == '@' && strcmp(label + 1, bare_id(target->path)) == 0;
    if (label[0] != '\0' && !only_id && atl_node_attribute(link, "text") == NULL) {
        content_set_attribute(reader->builder->arena, link, "text", label);
    }
}

static void finish_emoji(struct markdown_reader *reader, struct atl_node *link,
                         const struct target *target, const char *label)
{
    static const char *const names[] = {"text", "id", NULL};
    become(link, ATL_NODE_EMOJI, atl_arena_printf(reader->builder->arena, ":%s:", target->path));
    set_parameters(reader, link, target, names);
    if (label[0] != '\0' && !atl_node_text_is(link, label) &&
        atl_node_attribute(link, "text") == NULL) {
        content_set_attribute(reader->builder->arena, link, "text", label);
    }
}

static void finish_jira(struct markdown_reader *reader, struct atl_node *link,
                        const struct target *target, const char *label)
{
    if (label[0] != '\0' && strcmp(label, target->path) != 0) {
        atl_content_report_add(reader->options->report, ATL_REPORT_LOST, link->line,
                               "text of a Jira issue: the site shows its key and summary");
    }
    become(link, ATL_NODE_MACRO, MARKDOWN_JIRA);
    struct atl_arena *arena = reader->builder->arena;
    struct atl_attribute *last = content_add_attribute(arena, link, NULL, "key", target->path);
    struct target rest = *target;
    char *name;
    char *value;
    while (next_parameter(arena, &rest, &name, &value)) {
        last = content_add_attribute(arena, link, last, name, value);
    }
}

static bool is_anything(const char *path)
{
    (void)path;
    return true;
}

static void finish_placeholder(struct markdown_reader *reader, struct atl_node *link,
                               const struct target *target, const char *label)
{
    static const char *const names[] = {"type", NULL};
    become(link, ATL_NODE_PLACEHOLDER, label);
    if (target->path[0] != '\0') {
        content_set_attribute(reader->builder->arena, link, "type", target->path);
    }
    set_parameters(reader, link, target, names);
}

static const struct scheme {
    const char *name;
    means *means;
    finisher *finish;
} schemes[] = {
    {"status:", is_colour, finish_status},      {"date:", is_date, finish_date},
    {"mention:", is_something, finish_mention}, {"emoji:", is_something, finish_emoji},
    {"jira:", is_something, finish_jira},       {"placeholder:", is_anything, finish_placeholder},
};

/* What the address says, taken apart; NULL: it is an address. */
static const struct scheme *find_scheme(struct atl_arena *arena, const char *text, size_t length,
                                        struct target *target)
{
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t name = strlen(schemes[i].name);
        if (length >= name && memcmp(text, schemes[i].name, name) == 0) {
            read_target(arena, text + name, length - name, target);
            return schemes[i].means(target->path) ? &schemes[i] : NULL;
        }
    }
    return NULL;
}

bool markdown_means_else(const char *address, size_t length)
{
    struct atl_arena arena = {0};
    struct target target;
    bool means_else = length > 0 && find_scheme(&arena, address, length, &target) != NULL;
    atl_arena_free(&arena);
    return means_else;
}

/* ---- */

/* An image alone in its link has the link as an attribute. */
static bool finish_linked_image(struct markdown_reader *reader, struct atl_node *link)
{
    struct atl_node *image = link->first;
    if (image == NULL || image->next != NULL || image->kind != ATL_NODE_IMAGE ||
        link->attributes != NULL || atl_node_attribute(image, "link") != NULL) {
        return false;
    }
    struct atl_arena *arena = reader->builder->arena;
    char *address = atl_arena_strndup(arena, link->text, link->length);
    content_set_attribute(arena, image, "link", address);
    link->kind = ATL_NODE_IMAGE;
    link->attributes = image->attributes;
    content_set_text(link, image->text, image->length);
    link->first = NULL;
    link->last = NULL;
    content_move_children(image, link);
    return true;
}

/* The title "card" says that it is a smart link. */
static void finish_card(struct atl_node *link)
{
    struct atl_attribute *title = link->attributes;
    if (title != NULL && strcmp(title->value, "card") == 0) {
        title->name = "card";
        title->value = "inline";
    }
}

void markdown_report_nested(struct markdown_reader *reader)
{
    atl_content_report_add(reader->options->report, ATL_REPORT_LOST, reader->builder->line,
                           "a link inside a link: only its text is kept");
}

void markdown_finish_tag_link(struct markdown_reader *reader, struct atl_node *link)
{
    if (!finish_linked_image(reader, link)) {
        finish_card(link);
    }
}

void markdown_finish_link(struct markdown_reader *reader, struct atl_node *link)
{
    struct target target;
    const struct scheme *scheme =
        link->length == 0 ? NULL
                          : find_scheme(reader->builder->arena, link->text, link->length, &target);
    if (scheme != NULL) {
        scheme->finish(reader, link, &target, markdown_plain_text(reader, link));
    } else {
        markdown_finish_tag_link(reader, link);
    }
}
