/* Confluence's tables: spaces, and everything that is in them. */
#include "sandbox/store/schema.h"

const char schema_confluence[] =
    "CREATE TABLE space ("
    "    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE COLLATE NOCASE, name TEXT NOT NULL,"
    "    description TEXT NOT NULL DEFAULT '', type TEXT NOT NULL DEFAULT 'global',"
    "    status TEXT NOT NULL DEFAULT 'current', creator INTEGER NOT NULL,"
    "    created INTEGER NOT NULL, home INTEGER);" /* its home page */

    /*
     * type: page, blogpost, folder, comment, attachment. status: current, draft, archived, trashed.
     * parent: of pages and folders the page or folder above, of replies the comment above.
     * container: of comments and attachments the page, blog post or (for attachments) comment that
     * they belong to. position: among the children of one parent, smaller first. Bodies are in
     * storage format; body_text is the same as plain text, for searching.
     */
    "CREATE TABLE content ("
    "    id INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, status TEXT NOT NULL,"
    "    space INTEGER NOT NULL, parent INTEGER, container INTEGER, position REAL NOT NULL,"
    "    title TEXT NOT NULL, body TEXT NOT NULL DEFAULT '', body_text TEXT NOT NULL DEFAULT '',"
    "    version INTEGER NOT NULL DEFAULT 1, creator INTEGER NOT NULL, created INTEGER NOT NULL,"
    "    modifier INTEGER NOT NULL, modified INTEGER NOT NULL,"
    "    owner INTEGER, last_owner INTEGER," /* owner NULL: the creator */
    "    message TEXT NOT NULL DEFAULT '', minor INTEGER NOT NULL DEFAULT 0);" /* of the version */
    "CREATE INDEX content_space ON content (space, type, status);"
    "CREATE INDEX content_parent ON content (parent);"
    "CREATE INDEX content_container ON content (container, type);"
    "CREATE INDEX content_title ON content (space, title COLLATE NOCASE);"
    "CREATE INDEX content_modified ON content (modified);"
    /* Earlier versions; the present one is in content. */
    "CREATE TABLE content_version ("
    "    content INTEGER, number INTEGER, title TEXT NOT NULL, body TEXT NOT NULL,"
    "    author INTEGER NOT NULL, created INTEGER NOT NULL, message TEXT NOT NULL DEFAULT '',"
    "    minor INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (content, number)) WITHOUT ROWID;"
    /* What comments have besides. location: footer or inline; resolution: open, resolved. */
    "CREATE TABLE content_comment ("
    "    content INTEGER PRIMARY KEY, location TEXT NOT NULL,"
    "    resolution TEXT NOT NULL DEFAULT 'open', resolver INTEGER, resolved INTEGER,"
    "    marker TEXT, selection TEXT);"
    /* The bytes of each version of an attachment. comment: what its uploader said. */
    "CREATE TABLE content_file ("
    "    content INTEGER, number INTEGER, media_type TEXT NOT NULL, size INTEGER NOT NULL,"
    "    file_id TEXT NOT NULL, comment TEXT NOT NULL DEFAULT '', bytes BLOB NOT NULL,"
    "    PRIMARY KEY (content, number));"
    "CREATE TABLE label ("
    "    id INTEGER PRIMARY KEY, prefix TEXT NOT NULL DEFAULT 'global', name TEXT NOT NULL,"
    "    UNIQUE (prefix, name));"
    "CREATE TABLE content_label (content INTEGER, label INTEGER, PRIMARY KEY (content, label))"
    "    WITHOUT ROWID;"
    "CREATE INDEX content_label_label ON content_label (label);"
    "CREATE TABLE space_label (space INTEGER, label INTEGER, PRIMARY KEY (space, label))"
    "    WITHOUT ROWID;"
    /* operation: read or update; either a person or a team. */
    "CREATE TABLE content_restriction ("
    "    id INTEGER PRIMARY KEY, content INTEGER NOT NULL, operation TEXT NOT NULL,"
    "    person INTEGER, team INTEGER);"
    "CREATE INDEX content_restriction_content ON content_restriction (content);"
    "CREATE TABLE content_property ("
    "    id INTEGER PRIMARY KEY, content INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,"
    "    version INTEGER NOT NULL DEFAULT 1, author INTEGER NOT NULL, created INTEGER NOT NULL,"
    "    UNIQUE (content, key));"
    "CREATE TABLE content_watch (content INTEGER, person INTEGER, PRIMARY KEY (content, person))"
    "    WITHOUT ROWID;";
