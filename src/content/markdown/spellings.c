#include "content/markdown/spellings.h"

#include <string.h>
#include <strings.h>

static const struct markdown_spelling spellings[] = {
    {"toc", "toc", MARKDOWN_BODY_NONE, {{0}}},
    {"children", "children", MARKDOWN_BODY_NONE, {{0}}},
    {"attachments", "attachments", MARKDOWN_BODY_NONE, {{0}}},
    {"jira", "jira", MARKDOWN_BODY_NONE, {{"jql", "jqlQuery"}}},
    {"anchor", "anchor", MARKDOWN_BODY_NONE, {{"name", ""}}},
    {"include", "include", MARKDOWN_BODY_NONE, {{"page", ""}}},
    {"excerpt-include", "excerpt-include", MARKDOWN_BODY_NONE, {{"page", ""}}},
    {"excerpt", "excerpt", MARKDOWN_BODY_BLOCKS, {{0}}},
    {"columns", "section", MARKDOWN_BODY_BLOCKS, {{0}}},
    {"column", "column", MARKDOWN_BODY_BLOCKS, {{0}}},
    {"noformat", "noformat", MARKDOWN_BODY_PLAIN, {{0}}},
};

enum {
    SPELLINGS = sizeof spellings / sizeof spellings[0],
};

static bool is_word(const char *text, size_t length, const char *word)
{
    return word != NULL && strlen(word) == length && memcmp(text, word, length) == 0;
}

const struct markdown_spelling *markdown_spelling_of_word(const char *word, size_t length)
{
    for (size_t i = 0; i < SPELLINGS; i++) {
        if (is_word(word, length, spellings[i].word)) {
            return &spellings[i];
        }
    }
    return NULL;
}

const struct markdown_spelling *markdown_spelling_of_macro(const char *name, size_t length)
{
    for (size_t i = 0; i < SPELLINGS; i++) {
        if (is_word(name, length, spellings[i].macro)) {
            return &spellings[i];
        }
    }
    return NULL;
}

/* ---- parameters ---- */

const char *markdown_parameter_of_key(const struct markdown_spelling *spelling, const char *key)
{
    for (size_t i = 0; i < MARKDOWN_RENAMED_KEYS; i++) {
        if (atl_text_equal(spelling->renamed[i].key, key)) {
            return spelling->renamed[i].parameter;
        }
    }
    return key;
}

const char *markdown_key_of_parameter(const struct markdown_spelling *spelling,
                                      const char *parameter)
{
    for (size_t i = 0; i < MARKDOWN_RENAMED_KEYS; i++) {
        const struct markdown_key *renamed = &spelling->renamed[i];
        if (renamed->key != NULL && strcmp(renamed->parameter, parameter) == 0) {
            return renamed->key;
        }
        if (atl_text_equal(renamed->key, parameter)) {
            return NULL; /* the key stands for another parameter */
        }
    }
    return markdown_is_key(parameter) ? parameter : NULL;
}

static bool is_alphanumeric(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9');
}

static bool consists_of(const char *text, const char *others)
{
    while (is_alphanumeric(*text) || (*text != '\0' && strchr(others, *text) != NULL)) {
        text++;
    }
    return *text == '\0';
}

bool markdown_is_key(const char *key)
{
    return is_alphanumeric(*key) && (*key < '0' || *key > '9') && consists_of(key, "_-.");
}

bool markdown_is_bare_value(const char *value)
{
    return *value != '\0' && consists_of(value, "._-%*");
}

/* ---- enums and their words ---- */

static const char *const panel_words[] = {
    [ATL_PANEL_INFO] = "info",       [ATL_PANEL_NOTE] = "note",       [ATL_PANEL_TIP] = "tip",
    [ATL_PANEL_SUCCESS] = "success", [ATL_PANEL_WARNING] = "warning", [ATL_PANEL_ERROR] = "error",
    [ATL_PANEL_CUSTOM] = "panel",
};

static const char *const alert_words[] = {
    [ATL_PANEL_INFO] = "NOTE",       [ATL_PANEL_NOTE] = "IMPORTANT", [ATL_PANEL_SUCCESS] = "TIP",
    [ATL_PANEL_WARNING] = "WARNING", [ATL_PANEL_ERROR] = "CAUTION",  [ATL_PANEL_CUSTOM] = NULL,
};

static const char *const status_words[] = {
    [ATL_STATUS_NEUTRAL] = "neutral", [ATL_STATUS_PURPLE] = "purple", [ATL_STATUS_BLUE] = "blue",
    [ATL_STATUS_RED] = "red",         [ATL_STATUS_YELLOW] = "yellow", [ATL_STATUS_GREEN] = "green",
};

static const char *const raw_words[] = {
    [ATL_CONTENT_STORAGE] = "confluence-storage",
    [ATL_CONTENT_ADF] = "adf",
    [ATL_CONTENT_WIKI] = "jira-wiki",
};

enum {
    PANEL_WORDS = sizeof panel_words / sizeof panel_words[0],
    ALERT_WORDS = sizeof alert_words / sizeof alert_words[0],
    STATUS_WORDS = sizeof status_words / sizeof status_words[0],
    RAW_WORDS = sizeof raw_words / sizeof raw_words[0],
};

const char *markdown_panel_word(enum atl_panel panel)
{
    return panel_words[panel];
}

bool markdown_panel_of_word(const char *word, size_t length, enum atl_panel *panel)
{
    for (size_t i = 0; i < PANEL_WORDS; i++) {
        if (is_word(word, length, panel_words[i])) {
            *panel = (enum atl_panel)i;
            return true;
        }
    }
    return false;
}

const char *markdown_alert_word(enum atl_panel panel)
{
    return alert_words[panel];
}

bool markdown_panel_of_alert(const char *word, size_t length, enum atl_panel *panel)
{
    for (size_t i = 0; i < ALERT_WORDS; i++) {
        const char *alert = alert_words[i];
        if (alert != NULL && strlen(alert) == length && strncasecmp(word, alert, length) == 0) {
            *panel = (enum atl_panel)i;
            return true;
        }
    }
    return false;
}

const char *markdown_status_word(enum atl_status_color color)
{
    return status_words[color];
}

bool markdown_status_of_word(const char *word, size_t length, enum atl_status_color *color)
{
    for (size_t i = 0; i < STATUS_WORDS; i++) {
        if (is_word(word, length, status_words[i])) {
            *color = (enum atl_status_color)i;
            return true;
        }
    }
    return false;
}

const char *markdown_raw_word(enum atl_content_format format)
{
    return (size_t)format < RAW_WORDS ? raw_words[format] : NULL;
}

bool markdown_raw_of_word(const char *word, size_t length, enum atl_content_format *format)
{
    for (size_t i = 0; i < RAW_WORDS; i++) {
        if (is_word(word, length, raw_words[i])) {
            *format = (enum atl_content_format)i;
            return true;
        }
    }
    return false;
}
