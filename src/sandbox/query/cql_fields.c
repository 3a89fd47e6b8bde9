/* The fields of CQL: the documents' "CQL fields", of Cloud and Data Center. */
#include "sandbox/query/cql_compiler.h"

#include <string.h>
#include <strings.h>

#define PERSON_NAME(column) "(SELECT name FROM person WHERE id = content." column ")"

/* Pages and folders below some. UNION, so that it ends whatever the parents are. */
#define BELOW                                                                                      \
    "content.id IN (WITH RECURSIVE below(id) AS (SELECT child.id FROM content AS child"            \
    " WHERE child.parent# AND child.type IN ('page', 'folder') UNION"                              \
    " SELECT child.id FROM content AS child JOIN below ON child.parent = below.id"                 \
    " WHERE child.type IN ('page', 'folder')) SELECT id FROM below)"

/* Titles, bodies and labels are searched together, as the site's own search does. */
#define ALL_TEXT                                                                                   \
    "(content.title || ' ' || content.body_text || coalesce((SELECT ' ' ||"                        \
    " group_concat(label.name, ' ') FROM content_label JOIN label ON label.id = label"             \
    " WHERE content = content.id), ''))"

static const struct cql_field fields[] = {
    {.names = "type|content.type",
     .kind = CQL_TYPE,
     .condition = "content.type#",
     .sort = "content.type"},
    {.names = "space|space.key|content.space.key",
     .kind = CQL_WORD,
     .condition = "content.space IN (SELECT id FROM space WHERE key#)",
     .sort = "(SELECT key FROM space WHERE id = content.space)"},
    {.names = "space.title",
     .kind = CQL_TITLE,
     .condition = "content.space IN (SELECT id FROM space WHERE name COLLATE NOCASE#)",
     .text = "(SELECT name FROM space WHERE id = content.space)"},
    {.names = "space.type",
     .kind = CQL_WORD,
     .condition = "content.space IN (SELECT id FROM space WHERE type COLLATE NOCASE#)"},
    {.names = "space.category",
     .kind = CQL_LABEL,
     .condition = "content.space IN (SELECT space FROM space_label JOIN label ON label.id = label"
                  " WHERE prefix || ':' || name#)"},
    {.names = "title",
     .kind = CQL_TITLE,
     .condition = "content.title COLLATE NOCASE#",
     .text = "content.title",
     .sort = "content.title"},
    {.names = "text|siteSearch", .kind = CQL_TEXT, .text = ALL_TEXT},
    {.names = "label",
     .kind = CQL_LABEL,
     .condition = "content.id IN (SELECT content FROM content_label JOIN label ON label.id = label"
                  " WHERE prefix || ':' || name#)"},
    {.names = "creator",
     .kind = CQL_PERSON,
     .condition = "content.creator#",
     .sort = PERSON_NAME("creator") " COLLATE NOCASE"},
    {.names = "creator.fullname",
     .kind = CQL_TITLE,
     .condition = PERSON_NAME("creator") " COLLATE NOCASE#",
     .text = PERSON_NAME("creator")},
    {.names = "contributor",
     .kind = CQL_PERSON,
     .condition = "(content.creator# OR content.modifier# OR content.id IN"
                  " (SELECT content FROM content_version WHERE author#))",
     .sort = PERSON_NAME("modifier") " COLLATE NOCASE"},
    {.names = "contributor.fullname",
     .kind = CQL_TITLE,
     .condition = PERSON_NAME("modifier") " COLLATE NOCASE#",
     .text = PERSON_NAME("modifier")},
    {.names = "watcher",
     .kind = CQL_PERSON,
     .condition = "content.id IN (SELECT content FROM content_watch WHERE person#)"},
    {.names = "mention",
     .kind = CQL_MENTION,
     .condition =
         "EXISTS (SELECT 1 FROM (VALUES @) AS name WHERE instr(content.body, name.column1) > 0)"},
    {.names = "macro",
     .kind = CQL_MACRO,
     .condition =
         "EXISTS (SELECT 1 FROM (VALUES @) AS name WHERE instr(content.body, name.column1) > 0)"},
    {.names = "created", .kind = CQL_TIME, .time = "content.created", .sort = "content.created"},
    {.names = "lastmodified",
     .kind = CQL_TIME,
     .time = "content.modified",
     .sort = "content.modified"},
    {.names = "id|content", .kind = CQL_CONTENT, .condition = "content.id#", .sort = "content.id"},
    {.names = "parent",
     .kind = CQL_CONTENT,
     .condition = "(content.type IN ('page', 'folder') AND content.parent#)"},
    {.names = "ancestor", .kind = CQL_CONTENT, .condition = BELOW},
    {.names = "container", .kind = CQL_CONTENT, .condition = "content.container#"},
};

static bool is_named(const char *names, const char *name)
{
    size_t length = strlen(name);
    for (;;) {
        size_t size = strcspn(names, "|");
        if (size == length && strncasecmp(names, name, length) == 0) {
            return true;
        }
        if (names[size] == '\0') {
            return false;
        }
        names += size + 1;
    }
}

const struct cql_field *cql_find_field(const char *name)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (is_named(fields[i].names, name)) {
            return &fields[i];
        }
    }
    return NULL;
}
