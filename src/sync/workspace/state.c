#include "sync/workspace/state.h"

#include "atlcli/text.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum {
    SCHEMA_VERSION = 1,
    BUSY_MS = 5000, /* another command may be writing what it has done */
};

enum statement {
    PUT_PAGE,
    REMOVE_PAGE,
    REMOVE_ATTACHMENTS_OF_PAGE,
    PUT_ATTACHMENT,
    REMOVE_ATTACHMENT,
    PUT_LINK,
    REMOVE_LINKS,
    ADD_FILE,
    FORGET_FILE,
    STATEMENTS
};

static const char *const texts[STATEMENTS] = {
    [PUT_PAGE] = "INSERT OR REPLACE INTO page (id, kind, parent, position, path, title, version,"
                 " remote_hash, file_hash, flags) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [REMOVE_PAGE] = "DELETE FROM page WHERE id = ?",
    [REMOVE_ATTACHMENTS_OF_PAGE] = "DELETE FROM attachment WHERE page = ?",
    [PUT_ATTACHMENT] = "INSERT OR REPLACE INTO attachment (id, page, file, path, version, size,"
                       " hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
    [REMOVE_ATTACHMENT] = "DELETE FROM attachment WHERE id = ?",
    [PUT_LINK] = "INSERT OR IGNORE INTO link (page, target) VALUES (?, ?)",
    [REMOVE_LINKS] = "DELETE FROM link WHERE page = ?",
    [ADD_FILE] = "INSERT OR IGNORE INTO added (path) VALUES (?)",
    [FORGET_FILE] = "DELETE FROM added WHERE path = ?",
};

static const char schema[] =
    "BEGIN;"
    "CREATE TABLE page (id TEXT PRIMARY KEY, kind INTEGER NOT NULL, parent TEXT,"
    " position INTEGER NOT NULL, path TEXT NOT NULL, title TEXT NOT NULL,"
    " version INTEGER NOT NULL, remote_hash BLOB, file_hash BLOB, flags INTEGER NOT NULL)"
    " WITHOUT ROWID;"
    "CREATE TABLE attachment (id TEXT PRIMARY KEY, page TEXT NOT NULL, file TEXT NOT NULL,"
    " path TEXT NOT NULL, version INTEGER NOT NULL, size INTEGER NOT NULL, hash BLOB)"
    " WITHOUT ROWID;"
    "CREATE INDEX attachment_page ON attachment (page);"
    "CREATE TABLE link (page TEXT, target TEXT, PRIMARY KEY (page, target)) WITHOUT ROWID;"
    "CREATE TABLE added (path TEXT PRIMARY KEY) WITHOUT ROWID;"
    "PRAGMA user_version = 1;"
    "COMMIT;";

struct sync_state {
    sqlite3 *database;
    char *path;
    sqlite3_stmt *statements[STATEMENTS];
};

static enum atl_status fail(struct sync_state *state, struct atl_error *error)
{
    int code = sqlite3_errcode(state->database);
    enum atl_status status =
        atl_fail(error, ATL_FAILED, "%s: %s", state->path, sqlite3_errmsg(state->database));
    if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT) {
        atl_hint(error, "move it away, then pull again: files that are there are compared with the "
                        "server's, none is overwritten");
    } else if (code == SQLITE_FULL) {
        atl_hint(error, "the disk is full: make room, then run the command again");
    }
    return status;
}

static enum atl_status execute(struct sync_state *state, const char *sql, struct atl_error *error)
{
    return sqlite3_exec(state->database, sql, NULL, NULL, NULL) == SQLITE_OK ? ATL_OK
                                                                             : fail(state, error);
}

/* ---- opening ---- */

static enum atl_status read_version(struct sync_state *state, int *version, struct atl_error *error)
{
    sqlite3_stmt *statement = NULL;
    *version = 0;
    if (sqlite3_prepare_v2(state->database, "PRAGMA user_version", -1, &statement, NULL) !=
        SQLITE_OK) {
        return fail(state, error);
    }
    int code = sqlite3_step(statement);
    *version = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return code == SQLITE_ROW ? ATL_OK : fail(state, error);
}

static enum atl_status prepare_schema(struct sync_state *state, struct atl_error *error)
{
    int version;
    enum atl_status status = read_version(state, &version, error);
    if (status != ATL_OK || version == SCHEMA_VERSION) {
        return status;
    }
    if (version != 0) {
        atl_fail(error, ATL_FAILED, "%s was written by a newer atlcli", state->path);
        atl_hint(error, "use a version of atlcli that is as new");
        return ATL_FAILED;
    }
    return execute(state, schema, error);
}

enum atl_status sync_state_open(const char *path, struct sync_state **opened,
                                struct atl_error *error)
{
    struct sync_state *state = atl_alloc(sizeof *state);
    enum atl_status status = ATL_OK;
    state->path = atl_strdup(path);
    if (sqlite3_open_v2(path, &state->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) !=
        SQLITE_OK) {
        status = fail(state, error);
    }
    if (status == ATL_OK) {
        sqlite3_busy_timeout(state->database, BUSY_MS);
        /* NORMAL: a power cut may undo the last commits, which is safe: files say more then. */
        status = execute(state, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;", error);
    }
    status = status == ATL_OK ? prepare_schema(state, error) : status;
    if (status != ATL_OK) {
        sync_state_close(state);
        state = NULL;
    }
    *opened = state;
    return status;
}

void sync_state_close(struct sync_state *state)
{
    if (state == NULL) {
        return;
    }
    for (size_t i = 0; i < STATEMENTS; i++) {
        sqlite3_finalize(state->statements[i]);
    }
    sqlite3_close(state->database);
    free(state->path);
    free(state);
}

enum atl_status sync_state_begin(struct sync_state *state, struct atl_error *error)
{
    return execute(state, "BEGIN IMMEDIATE", error);
}

enum atl_status sync_state_commit(struct sync_state *state, struct atl_error *error)
{
    return execute(state, "COMMIT", error);
}

void sync_state_roll_back(struct sync_state *state)
{
    if (!sqlite3_get_autocommit(state->database)) {
        sqlite3_exec(state->database, "ROLLBACK", NULL, NULL, NULL);
    }
}

/* ---- values ---- */

static const char *text_of(sqlite3_stmt *row, int column, struct atl_arena *arena)
{
    return atl_arena_strdup(arena, (const char *)sqlite3_column_text(row, column));
}

static struct sync_hash hash_of(sqlite3_stmt *row, int column)
{
    struct sync_hash hash = {0};
    const void *bytes = sqlite3_column_blob(row, column);
    if (bytes != NULL && sqlite3_column_bytes(row, column) == SYNC_HASH_BYTES) {
        hash.known = true;
        memcpy(hash.bytes, bytes, SYNC_HASH_BYTES);
    }
    return hash;
}

static void bind_text(sqlite3_stmt *statement, int at, const char *text)
{
    sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC); /* NULL is NULL */
}

static void bind_hash(sqlite3_stmt *statement, int at, const struct sync_hash *hash)
{
    if (hash->known) {
        sqlite3_bind_blob(statement, at, hash->bytes, SYNC_HASH_BYTES, SQLITE_STATIC);
    } else {
        sqlite3_bind_null(statement, at);
    }
}

/* ---- reading ---- */

enum atl_status sync_state_count_pages(struct sync_state *state, size_t *count,
                                       struct atl_error *error)
{
    sqlite3_stmt *row;
    *count = 0;
    if (sqlite3_prepare_v2(state->database, "SELECT count(*) FROM page", -1, &row, NULL) !=
        SQLITE_OK) {
        return fail(state, error);
    }
    int code = sqlite3_step(row);
    if (code == SQLITE_ROW) {
        *count = (size_t)sqlite3_column_int64(row, 0);
    }
    enum atl_status status = code == SQLITE_ROW ? ATL_OK : fail(state, error);
    sqlite3_finalize(row);
    return status;
}

/* Rows of a table as an array in the arena, `size` bytes each, filled by `read`. */
static enum atl_status
read_rows(struct sync_state *state, const char *sql, size_t size,
          void (*read)(sqlite3_stmt *row, struct atl_arena *arena, void *item),
          struct atl_arena *arena, void **items, size_t *count, struct atl_error *error)
{
    sqlite3_stmt *row;
    struct atl_buffer buffer = {0};
    int code;
    if (sqlite3_prepare_v2(state->database, sql, -1, &row, NULL) != SQLITE_OK) {
        return fail(state, error);
    }
    while ((code = sqlite3_step(row)) == SQLITE_ROW) {
        void *item = atl_arena_alloc(arena, size);
        read(row, arena, item);
        atl_buffer_append(&buffer, item, size);
    }
    enum atl_status status = code == SQLITE_DONE ? ATL_OK : fail(state, error);
    sqlite3_finalize(row);
    *count = buffer.length / size;
    *items = atl_arena_alloc(arena, buffer.length + 1);
    memcpy(*items, atl_buffer_text(&buffer), buffer.length);
    atl_buffer_free(&buffer);
    return status;
}

static void read_page(sqlite3_stmt *row, struct atl_arena *arena, void *item)
{
    *(struct sync_page *)item = (struct sync_page){
        .id = text_of(row, 0, arena),
        .kind = sqlite3_column_int(row, 1) == SYNC_FOLDER ? SYNC_FOLDER : SYNC_PAGE,
        .parent = text_of(row, 2, arena),
        .position = sqlite3_column_int64(row, 3),
        .path = text_of(row, 4, arena),
        .title = text_of(row, 5, arena),
        .version = sqlite3_column_int64(row, 6),
        .remote_hash = hash_of(row, 7),
        .file_hash = hash_of(row, 8),
        .flags = (unsigned)sqlite3_column_int(row, 9),
    };
}

enum atl_status sync_state_pages(struct sync_state *state, struct atl_arena *arena,
                                 struct sync_page **pages, size_t *count, struct atl_error *error)
{
    void *items;
    enum atl_status status =
        read_rows(state,
                  "SELECT id, kind, parent, position, path, title, version, remote_hash,"
                  " file_hash, flags FROM page ORDER BY id",
                  sizeof **pages, read_page, arena, &items, count, error);
    *pages = items;
    return status;
}

static void read_attachment(sqlite3_stmt *row, struct atl_arena *arena, void *item)
{
    *(struct sync_attachment *)item = (struct sync_attachment){
        .id = text_of(row, 0, arena),
        .page = text_of(row, 1, arena),
        .file = text_of(row, 2, arena),
        .path = text_of(row, 3, arena),
        .version = sqlite3_column_int64(row, 4),
        .size = sqlite3_column_int64(row, 5),
        .hash = hash_of(row, 6),
    };
}

enum atl_status sync_state_attachments(struct sync_state *state, struct atl_arena *arena,
                                       struct sync_attachment **attachments, size_t *count,
                                       struct atl_error *error)
{
    void *items;
    enum atl_status status = read_rows(
        state, "SELECT id, page, file, path, version, size, hash FROM attachment ORDER BY id",
        sizeof **attachments, read_attachment, arena, &items, count, error);
    *attachments = items;
    return status;
}

static void read_link(sqlite3_stmt *row, struct atl_arena *arena, void *item)
{
    *(struct sync_link *)item =
        (struct sync_link){.page = text_of(row, 0, arena), .target = text_of(row, 1, arena)};
}

enum atl_status sync_state_links(struct sync_state *state, struct atl_arena *arena,
                                 struct sync_link **links, size_t *count, struct atl_error *error)
{
    void *items;
    enum atl_status status = read_rows(state, "SELECT page, target FROM link ORDER BY page, target",
                                       sizeof **links, read_link, arena, &items, count, error);
    *links = items;
    return status;
}

static void read_path(sqlite3_stmt *row, struct atl_arena *arena, void *item)
{
    *(const char **)item = text_of(row, 0, arena);
}

enum atl_status sync_state_added(struct sync_state *state, struct atl_arena *arena,
                                 const char ***paths, size_t *count, struct atl_error *error)
{
    void *items = NULL;
    enum atl_status status = read_rows(state, "SELECT path FROM added ORDER BY path",
                                       sizeof **paths, read_path, arena, &items, count, error);
    *paths = items;
    return status;
}

/* ---- writing ---- */

static enum atl_status prepare(struct sync_state *state, enum statement which,
                               sqlite3_stmt **statement, struct atl_error *error)
{
    sqlite3_stmt **kept = &state->statements[which];
    if (*kept == NULL && sqlite3_prepare_v3(state->database, texts[which], -1,
                                            SQLITE_PREPARE_PERSISTENT, kept, NULL) != SQLITE_OK) {
        return fail(state, error);
    }
    *statement = *kept;
    return ATL_OK;
}

static enum atl_status finish(struct sync_state *state, sqlite3_stmt *statement,
                              struct atl_error *error)
{
    int code = sqlite3_step(statement);
    enum atl_status status = code == SQLITE_DONE ? ATL_OK : fail(state, error);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return status;
}

/* A statement whose values are texts, the second of them optional. */
static enum atl_status run(struct sync_state *state, enum statement which, const char *first,
                           const char *second, struct atl_error *error)
{
    sqlite3_stmt *statement = NULL;
    enum atl_status status = prepare(state, which, &statement, error);
    if (status != ATL_OK) {
        return status;
    }
    bind_text(statement, 1, first);
    if (second != NULL) {
        bind_text(statement, 2, second);
    }
    return finish(state, statement, error);
}

enum atl_status sync_state_put_page(struct sync_state *state, const struct sync_page *page,
                                    struct atl_error *error)
{
    sqlite3_stmt *statement = NULL;
    enum atl_status status = prepare(state, PUT_PAGE, &statement, error);
    if (status != ATL_OK) {
        return status;
    }
    bind_text(statement, 1, page->id);
    sqlite3_bind_int(statement, 2, (int)page->kind);
    bind_text(statement, 3, page->parent);
    sqlite3_bind_int64(statement, 4, page->position);
    bind_text(statement, 5, page->path);
    bind_text(statement, 6, page->title);
    sqlite3_bind_int64(statement, 7, page->version);
    bind_hash(statement, 8, &page->remote_hash);
    bind_hash(statement, 9, &page->file_hash);
    sqlite3_bind_int(statement, 10, (int)page->flags);
    return finish(state, statement, error);
}

enum atl_status sync_state_remove_page(struct sync_state *state, const char *id,
                                       struct atl_error *error)
{
    static const enum statement steps[] = {REMOVE_LINKS, REMOVE_ATTACHMENTS_OF_PAGE, REMOVE_PAGE};
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && i < sizeof steps / sizeof *steps; i++) {
        status = run(state, steps[i], id, NULL, error);
    }
    return status;
}

enum atl_status sync_state_put_attachment(struct sync_state *state,
                                          const struct sync_attachment *attachment,
                                          struct atl_error *error)
{
    sqlite3_stmt *statement = NULL;
    enum atl_status status = prepare(state, PUT_ATTACHMENT, &statement, error);
    if (status != ATL_OK) {
        return status;
    }
    bind_text(statement, 1, attachment->id);
    bind_text(statement, 2, attachment->page);
    bind_text(statement, 3, attachment->file);
    bind_text(statement, 4, attachment->path);
    sqlite3_bind_int64(statement, 5, attachment->version);
    sqlite3_bind_int64(statement, 6, attachment->size);
    bind_hash(statement, 7, &attachment->hash);
    return finish(state, statement, error);
}

enum atl_status sync_state_remove_attachment(struct sync_state *state, const char *id,
                                             struct atl_error *error)
{
    return run(state, REMOVE_ATTACHMENT, id, NULL, error);
}

enum atl_status sync_state_put_links(struct sync_state *state, const char *page,
                                     const char *const *targets, size_t count,
                                     struct atl_error *error)
{
    enum atl_status status = run(state, REMOVE_LINKS, page, NULL, error);
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        status = run(state, PUT_LINK, page, targets[i], error);
    }
    return status;
}

enum atl_status sync_state_add_file(struct sync_state *state, const char *path,
                                    struct atl_error *error)
{
    return run(state, ADD_FILE, path, NULL, error);
}

enum atl_status sync_state_forget_file(struct sync_state *state, const char *path,
                                       struct atl_error *error)
{
    return run(state, FORGET_FILE, path, NULL, error);
}
