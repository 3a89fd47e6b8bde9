/* Lines that start with ":::", and definitions of footnotes, carried out. */
#include "content/markdown/reader.h"
#include "content/markdown/spellings.h"
#include "content/markdown/words.h"

#include <string.h>

/* A line behind its colons: "name word word", and whether ":::" ends it. */
struct line {
    const char *name;
    size_t name_length;
    struct markdown_words words;
    bool single; /* all of the container is on this line */
};

/* A container that is no macro: what it opens and which keys it may have. */
struct structure {
    const char *word;
    enum markdown_container_kind kind;
    enum atl_node_kind node;
    const char *keys[4];
};

static const struct structure structures[] = {
    {"layout", MARKDOWN_LAYOUT, ATL_NODE_LAYOUT, {NULL}},
    {"section", MARKDOWN_LAYOUT, ATL_NODE_LAYOUT_SECTION, {"type", "breakout", "breakoutWidth"}},
    {"cell", MARKDOWN_LAYOUT, ATL_NODE_LAYOUT_CELL, {"width"}},
    {"decisions", MARKDOWN_DECISIONS, ATL_NODE_DECISION_LIST, {NULL}},
    {"media", MARKDOWN_MEDIA, ATL_NODE_MEDIA_GROUP, {NULL}},
};

static const char *const panel_keys[] = {
    "title",       "color",       "icon",        "iconId",       "iconText",
    "borderStyle", "borderColor", "borderWidth", "titleBGColor", "titleColor"};
static const char *const card_keys[] = {"data",  "datasource",    "layout",
                                        "width", "originalWidth", "originalHeight"};

/* ---- reading the line ---- */

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static void read_line(const struct markdown_directive *directive, struct line *line)
{
    const char *at = directive->text;
    const char *end = at + directive->length;
    while (at < end && *at == ':') {
        at++;
    }
    while (at < end && is_blank(*at)) {
        at++;
    }
    line->name = at;
    while (at < end && !is_blank(*at)) {
        at++;
    }
    line->name_length = (size_t)(at - line->name);
    const char *tail = end;
    while (tail > at && tail[-1] == ':') {
        tail--;
    }
    line->single = end - tail >= 3 && tail > at && is_blank(tail[-1]);
    line->words = (struct markdown_words){.at = at, .end = line->single ? tail : end};
}

static bool is_name(const struct line *line, const char *name)
{
    return strlen(name) == line->name_length && memcmp(line->name, name, line->name_length) == 0;
}

static bool is_key(const char *key, const char *const *keys, size_t count)
{
    for (size_t i = 0; i < count && keys[i] != NULL; i++) {
        if (strcmp(key, keys[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Sets the words as attributes; those that the node can't have are reported. */
static void set_attributes(struct markdown_reader *reader, struct atl_node *node,
                           const struct line *line, const char *const *keys, size_t count)
{
    struct markdown_words words = line->words;
    struct markdown_word word;
    bool first = true;
    while (markdown_next_word(reader->builder->arena, &words, &word)) {
        if (first && word.value == NULL && node->kind == ATL_NODE_LAYOUT_SECTION) {
            word.value = word.key;
            word.key = "type";
        }
        if (!is_key(word.key, keys, count)) {
            atl_content_report_add(reader->options->report, ATL_REPORT_LOST, node->line,
                                   "\"%s\" of \"::: %.*s\": not known", word.key,
                                   (int)line->name_length, line->name);
        } else if (atl_node_attribute(node, word.key) == NULL) {
            content_set_attribute(reader->builder->arena, node, word.key,
                                  word.value == NULL ? "true" : word.value);
        }
        first = false;
    }
}

static void set_parameters(struct markdown_reader *reader, struct atl_node *macro,
                           const struct line *line, const struct markdown_spelling *spelling)
{
    struct markdown_words words = line->words;
    struct markdown_word word;
    struct atl_attribute *last = NULL;
    while (markdown_next_word(reader->builder->arena, &words, &word)) {
        if (!markdown_is_key(word.key)) {
            atl_content_report_add(reader->options->report, ATL_REPORT_LOST, macro->line,
                                   "\"%s\" of \"::: %s\": no parameter's name", word.key,
                                   spelling->word);
            continue;
        }
        last = content_add_attribute(reader->builder->arena, macro, last,
                                     markdown_parameter_of_key(spelling, word.key),
                                     word.value == NULL ? "true" : word.value);
    }
}

/* ---- carrying it out ---- */

static struct atl_node *begin(struct markdown_reader *reader, enum markdown_container_kind kind,
                              enum atl_node_kind node, const struct line *line)
{
    char *word = atl_arena_printf(reader->builder->arena, "\"::: %.*s\"", (int)line->name_length,
                                  line->name);
    return markdown_open_container(reader, kind, node, NULL, word);
}

static void add_card(struct markdown_reader *reader, const struct line *line)
{
    struct markdown_words words = line->words;
    struct markdown_word word;
    const char *url = "";
    struct atl_node *card = content_leaf(reader->builder, ATL_NODE_BLOCK_CARD, NULL, 0);
    while (markdown_next_word(reader->builder->arena, &words, &word)) {
        if (strcmp(word.key, "url") == 0 && word.value != NULL) {
            url = word.value;
        } else if (strcmp(word.key, "embed") == 0) {
            card->kind = ATL_NODE_EMBED_CARD;
        } else if (is_key(word.key, card_keys, sizeof card_keys / sizeof *card_keys)) {
            content_set_attribute(reader->builder->arena, card, word.key,
                                  word.value == NULL ? "true" : word.value);
        } else {
            atl_content_report_add(reader->options->report, ATL_REPORT_LOST, card->line,
                                   "\"%s\" of \"::: card\": not known", word.key);
        }
    }
    content_set_text(card, url, strlen(url));
}

static void open_macro(struct markdown_reader *reader, const struct line *line,
                       const struct markdown_spelling *spelling)
{
    enum markdown_container_kind kind = line->single                            ? MARKDOWN_NODE
                                        : spelling->body == MARKDOWN_BODY_PLAIN ? MARKDOWN_PLAIN
                                        : spelling->body == MARKDOWN_BODY_NONE  ? MARKDOWN_BODILESS
                                                                                : MARKDOWN_NODE;
    struct atl_node *macro = begin(reader, kind, ATL_NODE_MACRO, line);
    content_set_text(macro, spelling->macro, strlen(spelling->macro));
    set_parameters(reader, macro, line, spelling);
}

/* False: nothing of this name is known. */
static bool open_named(struct markdown_reader *reader, const struct line *line)
{
    enum atl_panel panel;
    if (markdown_panel_of_word(line->name, line->name_length, &panel)) {
        struct atl_node *node = begin(reader, MARKDOWN_NODE, ATL_NODE_PANEL, line);
        node->value = (uint8_t)panel;
        set_attributes(reader, node, line, panel_keys, sizeof panel_keys / sizeof *panel_keys);
        return true;
    }
    for (size_t i = 0; i < sizeof structures / sizeof *structures; i++) {
        const struct structure *structure = &structures[i];
        if (is_name(line, structure->word)) {
            struct atl_node *node = begin(reader, structure->kind, structure->node, line);
            set_attributes(reader, node, line, structure->keys,
                           sizeof structure->keys / sizeof *structure->keys);
            return true;
        }
    }
    const struct markdown_spelling *spelling =
        markdown_spelling_of_word(line->name, line->name_length);
    if (spelling != NULL) {
        open_macro(reader, line, spelling);
    }
    return spelling != NULL;
}

static void add_text(struct markdown_reader *reader, const struct markdown_directive *directive)
{
    content_open(reader->builder, ATL_NODE_PARAGRAPH);
    content_text(reader->builder, directive->text, directive->length);
    content_close(reader->builder);
}

/* The item that stands in for a footnote's definition becomes the footnote. */
static void begin_footnote(struct markdown_reader *reader,
                           const struct markdown_directive *directive)
{
    struct atl_node *item = reader->builder->open;
    if (item->kind != ATL_NODE_LIST_ITEM || item->first != NULL) {
        add_text(reader, directive);
        return;
    }
    item->kind = ATL_NODE_FOOTNOTE;
    item->line = reader->builder->line;
    content_set_text(item, directive->text + 2, directive->label_length);
}

void markdown_directive(struct markdown_reader *reader, const struct markdown_directive *directive)
{
    struct line line;
    if (directive->label_length > 0) {
        begin_footnote(reader, directive);
        return;
    }
    read_line(directive, &line);
    if (line.name_length == 0) {
        if (!markdown_close_container(reader, NULL)) {
            add_text(reader, directive);
        }
    } else if (is_name(&line, "card") && line.single) {
        add_card(reader, &line);
    } else if (open_named(reader, &line)) {
        if (line.single) {
            markdown_close_container(reader, NULL);
        }
    } else {
        if (!line.single) {
            markdown_open_text(reader, NULL);
        }
        add_text(reader, directive);
    }
}
