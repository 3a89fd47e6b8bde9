#include "content/wiki/wiki_syntax.h"

#include <string.h>
#include <strings.h>

/* ---- characters ---- */

bool wiki_is_space(char character)
{
    return character == ' ' || character == '\t';
}

bool wiki_is_escapable(char character)
{
    return character != '\0' && strchr("-#*_+?^~|%{}[]()!@", character) != NULL;
}

static bool is_ascii_word(char character)
{
    return (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z') ||
           (character >= 'a' && character <= 'z');
}

static bool is_word(uint32_t code_point)
{
    if (code_point < 0x80) {
        return is_ascii_word((char)code_point);
    }
    if (code_point < 0xC0) {
        return code_point == 0xAA || code_point == 0xB5 || code_point == 0xBA;
    }
    bool times_or_divided = code_point == 0xD7 || code_point == 0xF7;
    bool punctuation_or_symbol = code_point >= 0x2000 && code_point <= 0x2BFF;
    bool cjk_punctuation = code_point >= 0x3000 && code_point <= 0x303F;
    bool full_width = code_point >= 0xFF00 && code_point <= 0xFF0F;
    bool pictograph = code_point >= 0x1F000 && code_point <= 0x1FAFF;
    return !times_or_divided && !punctuation_or_symbol && !cjk_punctuation && !full_width &&
           !pictograph && code_point != 0xFEFF && code_point != 0xFFFD;
}

bool wiki_word_before(const char *text, size_t start, size_t at)
{
    if (at == start) {
        return false;
    }
    size_t from = at - 1;
    while (from > start && at - from < 4 && ((unsigned char)text[from] & 0xC0) == 0x80) {
        from--;
    }
    uint32_t code_point = 0;
    atl_utf8_decode(text + from, at - from, &code_point);
    return is_word(code_point);
}

bool wiki_word_after(const char *text, size_t at, size_t end)
{
    uint32_t code_point = 0;
    return at < end && atl_utf8_decode(text + at, end - at, &code_point) > 0 && is_word(code_point);
}

/* ---- text effects ---- */

const struct wiki_effect wiki_effects[WIKI_EFFECTS] = {
    {ATL_NODE_EMPHASIS, '_', 1},  {ATL_NODE_STRONG, '*', 1},    {ATL_NODE_STRIKE, '-', 1},
    {ATL_NODE_UNDERLINE, '+', 1}, {ATL_NODE_SUBSCRIPT, '~', 1}, {ATL_NODE_SUPERSCRIPT, '^', 1},
    {ATL_NODE_EMPHASIS, '?', 2},
};

int wiki_effect_at(const char *text, size_t at, size_t end)
{
    for (int i = 0; i < WIKI_EFFECTS; i++) {
        if (text[at] == wiki_effects[i].sign) {
            bool whole =
                wiki_effects[i].size == 1 || (at + 1 < end && text[at + 1] == wiki_effects[i].sign);
            return whole ? i : -1;
        }
    }
    return -1;
}

int wiki_braced_effect_at(const char *text, size_t at, size_t end)
{
    if (end - at < 3 || text[at] != '{') {
        return -1;
    }
    int effect = wiki_effect_at(text, at + 1, end);
    size_t close = effect < 0 ? end : at + 1 + wiki_effects[effect].size;
    return close < end && text[close] == '}' ? effect : -1;
}

/* ---- emoticons ---- */

/* Where several signs stand for one emoji, the first is written. */
static const struct wiki_emoticon emoticons[] = {
    {":)", ":slight_smile:"},
    {":(", ":disappointed:"},
    {":P", ":stuck_out_tongue:"},
    {":p", ":stuck_out_tongue:"},
    {":D", ":smiley:"},
    {";)", ":wink:"},
    {"(y)", ":thumbsup:"},
    {"(n)", ":thumbsdown:"},
    {"(i)", ":info:"},
    {"(/)", ":check_mark:"},
    {"(x)", ":cross_mark:"},
    {"(!)", ":warning:"},
    {"(+)", ":plus:"},
    {"(-)", ":minus:"},
    {"(?)", ":question_mark:"},
    {"(on)", ":light_bulb_on:"},
    {"(off)", ":light_bulb_off:"},
    {"(*)", ":yellow_star:"},
    {"(*y)", ":yellow_star:"},
    {"(*r)", ":red_star:"},
    {"(*g)", ":green_star:"},
    {"(*b)", ":blue_star:"},
    {"(flag)", ":flag_on:"},
    {"(flagoff)", ":flag_off:"},
};

/* Names of Confluence's older set for the same. */
static const struct wiki_emoticon older[] = {
    {":(", ":sad:"},          {":P", ":cheeky:"},       {":D", ":laugh:"},
    {"(y)", ":thumbs-up:"},   {"(n)", ":thumbs-down:"}, {"(i)", ":information:"},
    {"(/)", ":tick:"},        {"(x)", ":cross:"},       {"(on)", ":light-on:"},
    {"(off)", ":light-off:"}, {"(*)", ":yellow-star:"}, {"(*r)", ":red-star:"},
    {"(*g)", ":green-star:"}, {"(*b)", ":blue-star:"},
};

const struct wiki_emoticon *wiki_emoticon_at(const char *text, size_t start, size_t at, size_t end)
{
    if (end - at < 2 || wiki_word_before(text, start, at)) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof emoticons / sizeof emoticons[0]; i++) {
        if (emoticons[i].sign[0] != text[at] || emoticons[i].sign[1] != text[at + 1]) {
            continue;
        }
        size_t length = strlen(emoticons[i].sign);
        if (end - at < length || memcmp(text + at, emoticons[i].sign, length) != 0) {
            continue;
        }
        bool in_word =
            is_ascii_word(emoticons[i].sign[length - 1]) && wiki_word_after(text, at + length, end);
        if (!in_word) {
            return &emoticons[i];
        }
    }
    return NULL;
}

static const char *find_sign(const struct wiki_emoticon *list, size_t count,
                             const struct atl_node *emoji)
{
    for (size_t i = 0; i < count; i++) {
        if (atl_node_text_is(emoji, list[i].name)) {
            return list[i].sign;
        }
    }
    return NULL;
}

const char *wiki_emoticon_sign(const struct atl_node *emoji)
{
    const char *sign = find_sign(emoticons, sizeof emoticons / sizeof emoticons[0], emoji);
    return sign != NULL ? sign : find_sign(older, sizeof older / sizeof older[0], emoji);
}

/* ---- macros ---- */

static const struct wiki_macro macros[] = {
    {"anchor", WIKI_BODY_NONE, WIKI_PLACE_INLINE},
    {"attachments", WIKI_BODY_NONE, WIKI_PLACE_BLOCK},
    {"blog-posts", WIKI_BODY_NONE, WIKI_PLACE_BLOCK},
    {"chart", WIKI_BODY_RICH, WIKI_PLACE_BLOCK},
    {"children", WIKI_BODY_NONE, WIKI_PLACE_BLOCK},
    {"code", WIKI_BODY_PLAIN, WIKI_PLACE_BLOCK},
    {"color", WIKI_BODY_RICH, WIKI_PLACE_INLINE},
    {"column", WIKI_BODY_RICH, WIKI_PLACE_BLOCK},
    {"content-by-label", WIKI_BODY_NONE, WIKI_PLACE_BLOCK},
    {"contentbylabel", WIKI_BODY_NONE, WIKI_PLACE_BLOCK},
    {"excerpt", WIKI_BODY_RICH, WIKI_PLACE_EITHER},
    {"excerpt-include", WIKI_BODY_NONE, WIKI_PLACE_EITHER},
    {"expand", WIKI_BODY_RICH, WIKI_PLACE_BLOCK},
    {"gallery", WIKI_BODY_NONE, WIKI_PLACE_BLOCK},
    {"html", WIKI_BODY_PLAIN, WIKI_PLACE_BLOCK},
    {"include", WIKI_BODY_NONE, WIKI_PLACE_BLOCK},
    {"info", WIKI_BODY_RICH, WIKI_PLACE_BLOCK},
    {"jira", WIKI_BODY_NONE, WIKI_PLACE_EITHER},
    {"jiraissues", WIKI_BODY_NONE, WIKI_PLACE_BLOCK},
    {"mathblock", WIKI_BODY_PLAIN, WIKI_PLACE_EITHER},
    {"mathinline", WIKI_BODY_PLAIN, WIKI_PLACE_INLINE},
    {"mermaid", WIKI_BODY_PLAIN, WIKI_PLACE_BLOCK},
    {"noformat", WIKI_BODY_PLAIN, WIKI_PLACE_BLOCK},
    {"note", WIKI_BODY_RICH, WIKI_PLACE_BLOCK},
    {"pagetree", WIKI_BODY_NONE, WIKI_PLACE_BLOCK},
    {"panel", WIKI_BODY_RICH, WIKI_PLACE_BLOCK},
    {"plantuml", WIKI_BODY_PLAIN, WIKI_PLACE_BLOCK},
    {"quote", WIKI_BODY_RICH, WIKI_PLACE_BLOCK},
    {"recently-updated", WIKI_BODY_NONE, WIKI_PLACE_BLOCK},
    {"section", WIKI_BODY_RICH, WIKI_PLACE_BLOCK},
    {"status", WIKI_BODY_NONE, WIKI_PLACE_INLINE},
    {"tip", WIKI_BODY_RICH, WIKI_PLACE_BLOCK},
    {"toc", WIKI_BODY_NONE, WIKI_PLACE_BLOCK},
    {"warning", WIKI_BODY_RICH, WIKI_PLACE_BLOCK},
};

const struct wiki_macro *wiki_macro_find(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof macros / sizeof macros[0]; i++) {
        if (macros[i].name[0] == (name[0] | 0x20) &&
            strncasecmp(macros[i].name, name, length) == 0 && macros[i].name[length] == '\0') {
            return &macros[i];
        }
    }
    return NULL;
}

bool wiki_parameter_is_page(const char *macro, const char *parameter)
{
    static const struct {
        const char *macro;
        const char *parameter;
    } pages[] = {{"include", ""}, {"excerpt-include", ""}, {"children", "page"}};
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        if (strcmp(pages[i].macro, macro) == 0 && strcmp(pages[i].parameter, parameter) == 0) {
            return true;
        }
    }
    return false;
}

/* Named as in storage format; what that has no macro for is a panel of a type. */
static const struct panel {
    const char *macro;
    const char *type;
} panels[] = {
    [ATL_PANEL_INFO] = {"info", NULL},    [ATL_PANEL_NOTE] = {"panel", "note"},
    [ATL_PANEL_TIP] = {"panel", "tip"},   [ATL_PANEL_SUCCESS] = {"tip", NULL},
    [ATL_PANEL_WARNING] = {"note", NULL}, [ATL_PANEL_ERROR] = {"warning", NULL},
    [ATL_PANEL_CUSTOM] = {"panel", NULL},
};

const char *wiki_panel_macro(enum atl_panel panel, const char **type)
{
    *type = panels[panel].type;
    return panels[panel].macro;
}

int wiki_panel_of(const char *macro, const char *type)
{
    int found = -1;
    for (size_t i = 0; i < sizeof panels / sizeof panels[0]; i++) {
        bool typed = panels[i].type != NULL;
        if (strcasecmp(panels[i].macro, macro) != 0) {
            continue;
        }
        if (typed && type != NULL && strcmp(panels[i].type, type) == 0) {
            return (int)i;
        }
        if (!typed) {
            found = (int)i;
        }
    }
    return found;
}
