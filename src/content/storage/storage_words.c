#include "content/storage/storage_words.h"

#include <string.h>

struct entry {
    const char *name;
    enum storage_word word;
};

static const struct entry html[] = {
    {"p", STORAGE_P},
    {"td", STORAGE_TD},
    {"tr", STORAGE_TR},
    {"li", STORAGE_LI},
    {"strong", STORAGE_STRONG},
    {"a", STORAGE_A},
    {"th", STORAGE_TH},
    {"ul", STORAGE_UL},
    {"ol", STORAGE_OL},
    {"em", STORAGE_EM},
    {"br", STORAGE_BR},
    {"code", STORAGE_CODE},
    {"span", STORAGE_SPAN},
    {"href", STORAGE_HREF},
    {"style", STORAGE_STYLE},
    {"class", STORAGE_CLASS},
    {"h1", STORAGE_H1},
    {"h2", STORAGE_H2},
    {"h3", STORAGE_H3},
    {"h4", STORAGE_H4},
    {"h5", STORAGE_H5},
    {"h6", STORAGE_H6},
    {"blockquote", STORAGE_BLOCKQUOTE},
    {"pre", STORAGE_PRE},
    {"hr", STORAGE_HR},
    {"div", STORAGE_DIV},
    {"table", STORAGE_TABLE},
    {"colgroup", STORAGE_COLGROUP},
    {"col", STORAGE_COL},
    {"thead", STORAGE_THEAD},
    {"tbody", STORAGE_TBODY},
    {"tfoot", STORAGE_TFOOT},
    {"b", STORAGE_B},
    {"i", STORAGE_I},
    {"u", STORAGE_U},
    {"ins", STORAGE_INS},
    {"del", STORAGE_DEL},
    {"s", STORAGE_S},
    {"strike", STORAGE_STRIKE},
    {"sub", STORAGE_SUB},
    {"sup", STORAGE_SUP},
    {"tt", STORAGE_TT},
    {"kbd", STORAGE_KBD},
    {"img", STORAGE_IMG},
    {"time", STORAGE_TIME},
    {"src", STORAGE_SRC},
    {"alt", STORAGE_ALT},
    {"title", STORAGE_TITLE},
    {"start", STORAGE_START},
    {"width", STORAGE_WIDTH},
    {"height", STORAGE_HEIGHT},
    {"colspan", STORAGE_COLSPAN},
    {"rowspan", STORAGE_ROWSPAN},
    {"datetime", STORAGE_DATETIME},
    {"data-layout", STORAGE_DATA_LAYOUT},
    {"data-width", STORAGE_DATA_WIDTH},
    {"data-table-width", STORAGE_DATA_TABLE_WIDTH},
    {"data-table-display-mode", STORAGE_DATA_TABLE_DISPLAY_MODE},
    {"data-number-column", STORAGE_DATA_NUMBER_COLUMN},
    {"data-highlight-colour", STORAGE_DATA_HIGHLIGHT_COLOUR},
    {"data-card-appearance", STORAGE_DATA_CARD_APPEARANCE},
    {"data-datasource", STORAGE_DATA_DATASOURCE},
    {"data-file", STORAGE_DATA_FILE},
    {"key", STORAGE_KEY},
    {"type", STORAGE_TYPE},
    {"size", STORAGE_SIZE},
    {"color", STORAGE_COLOR},
    /* What says nothing: identifiers, and what a link's class and target repeat. */
    {"local-id", STORAGE_NOISE},
    {"data-local-id", STORAGE_NOISE},
    {"data-task-local-id", STORAGE_NOISE},
    {"rel", STORAGE_NOISE},
    {"data-linked-resource-id", STORAGE_NOISE},
    {"data-linked-resource-version", STORAGE_NOISE},
    {"data-linked-resource-type", STORAGE_NOISE},
    {"data-linked-resource-default-alias", STORAGE_NOISE},
    {"data-linked-resource-container-id", STORAGE_NOISE},
    {"data-linked-resource-container-version", STORAGE_NOISE},
    {"data-linked-resource-content-type", STORAGE_NOISE},
    {"data-base-url", STORAGE_NOISE},
    {"data-nice-type", STORAGE_NOISE},
    {"data-mce-style", STORAGE_NOISE},
    {"data-mce-href", STORAGE_NOISE},
    {"data-mce-bogus", STORAGE_NOISE},
    {"data-uuid", STORAGE_NOISE},
    {"data-colwidth", STORAGE_NOISE},
    {"clear", STORAGE_NOISE},
};

static const struct entry confluence[] = {
    {"structured-macro", STORAGE_AC_STRUCTURED_MACRO},
    {"name", STORAGE_AC_NAME},
    {"parameter", STORAGE_AC_PARAMETER},
    {"rich-text-body", STORAGE_AC_RICH_TEXT_BODY},
    {"plain-text-body", STORAGE_AC_PLAIN_TEXT_BODY},
    {"link", STORAGE_AC_LINK},
    {"link-body", STORAGE_AC_LINK_BODY},
    {"plain-text-link-body", STORAGE_AC_PLAIN_TEXT_LINK_BODY},
    {"image", STORAGE_AC_IMAGE},
    {"caption", STORAGE_AC_CAPTION},
    {"emoticon", STORAGE_AC_EMOTICON},
    {"task-list", STORAGE_AC_TASK_LIST},
    {"task", STORAGE_AC_TASK},
    {"task-id", STORAGE_AC_TASK_ID},
    {"task-uuid", STORAGE_AC_TASK_UUID},
    {"task-status", STORAGE_AC_TASK_STATUS},
    {"task-body", STORAGE_AC_TASK_BODY},
    {"layout", STORAGE_AC_LAYOUT},
    {"layout-section", STORAGE_AC_LAYOUT_SECTION},
    {"layout-cell", STORAGE_AC_LAYOUT_CELL},
    {"placeholder", STORAGE_AC_PLACEHOLDER},
    {"inline-comment-marker", STORAGE_AC_INLINE_COMMENT_MARKER},
    {"macro", STORAGE_AC_MACRO},
    {"default-parameter", STORAGE_AC_DEFAULT_PARAMETER},
    {"adf-extension", STORAGE_AC_ADF_EXTENSION},
    {"adf-node", STORAGE_AC_ADF_NODE},
    {"adf-attribute", STORAGE_AC_ADF_ATTRIBUTE},
    {"adf-content", STORAGE_AC_ADF_CONTENT},
    {"adf-fallback", STORAGE_AC_ADF_FALLBACK},
    {"adf-mark", STORAGE_AC_ADF_MARK},
    {"type", STORAGE_AC_TYPE},
    {"ref", STORAGE_AC_REF},
    {"anchor", STORAGE_AC_ANCHOR},
    {"tooltip", STORAGE_AC_TOOLTIP},
    {"card-appearance", STORAGE_AC_CARD_APPEARANCE},
    {"breakout-mode", STORAGE_AC_BREAKOUT_MODE},
    {"breakout-width", STORAGE_AC_BREAKOUT_WIDTH},
    {"align", STORAGE_AC_ALIGN},
    {"width", STORAGE_AC_WIDTH},
    {"height", STORAGE_AC_HEIGHT},
    {"alt", STORAGE_AC_ALT},
    {"title", STORAGE_AC_TITLE},
    {"border", STORAGE_AC_BORDER},
    {"thumbnail", STORAGE_AC_THUMBNAIL},
    {"emoji-shortname", STORAGE_AC_EMOJI_SHORTNAME},
    {"emoji-id", STORAGE_AC_EMOJI_ID},
    {"emoji-fallback", STORAGE_AC_EMOJI_FALLBACK},
    {"macro-id", STORAGE_NOISE},
    {"schema-version", STORAGE_NOISE},
    {"local-id", STORAGE_NOISE},
    {"task-list-id", STORAGE_NOISE},
    {"original-width", STORAGE_NOISE},
    {"original-height", STORAGE_NOISE},
    {"custom-width", STORAGE_NOISE},
    {"inline", STORAGE_NOISE},
    {"linktype", STORAGE_NOISE},
};

static const struct entry resources[] = {
    {"page", STORAGE_RI_PAGE},
    {"blog-post", STORAGE_RI_BLOG_POST},
    {"attachment", STORAGE_RI_ATTACHMENT},
    {"user", STORAGE_RI_USER},
    {"space", STORAGE_RI_SPACE},
    {"content-entity", STORAGE_RI_CONTENT_ENTITY},
    {"shortcut", STORAGE_RI_SHORTCUT},
    {"url", STORAGE_RI_URL},
    {"content-title", STORAGE_RI_CONTENT_TITLE},
    {"space-key", STORAGE_RI_SPACE_KEY},
    {"posting-day", STORAGE_RI_POSTING_DAY},
    {"filename", STORAGE_RI_FILENAME},
    {"account-id", STORAGE_RI_ACCOUNT_ID},
    {"userkey", STORAGE_RI_USERKEY},
    {"username", STORAGE_RI_USERNAME},
    {"content-id", STORAGE_RI_CONTENT_ID},
    {"key", STORAGE_RI_KEY},
    {"parameter", STORAGE_RI_PARAMETER},
    {"value", STORAGE_RI_VALUE},
    {"version-at-save", STORAGE_NOISE},
    {"local-id", STORAGE_NOISE},
};

static enum storage_word find(const struct entry *entries, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(entries[i].name, name) == 0) {
            return entries[i].word;
        }
    }
    return STORAGE_OTHER;
}

enum storage_word storage_word_find(const char *prefix, const char *name)
{
    if (prefix == NULL) {
        return find(html, sizeof html / sizeof *html, name);
    }
    if (strcmp(prefix, "ac") == 0) {
        return find(confluence, sizeof confluence / sizeof *confluence, name);
    }
    if (strcmp(prefix, "ri") == 0) {
        return find(resources, sizeof resources / sizeof *resources, name);
    }
    return STORAGE_OTHER;
}

bool storage_class_is_noise(const char *name, size_t length)
{
    static const char *const classes[] = {
        "wrapped",
        "confluenceTable",
        "confluenceTh",
        "confluenceTd",
        "confluenceTr",
        "relative-table",
        "fixed-table",
        "auto-cursor-target",
        "external-link",
        "unresolved",
        "media-group",
        "content-wrapper",
        "numberingColumn",
        "placeholder-inline-tasks",
        "emoticon",
        "fixedTableHeaders",
        "confluence-link",
        "inline-task-text",
        "atl-forced-newline",
    };
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (strlen(classes[i]) == length && memcmp(classes[i], name, length) == 0) {
            return true;
        }
    }
    return false;
}
