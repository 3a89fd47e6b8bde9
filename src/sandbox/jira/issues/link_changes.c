/* Links between issues. */
#include "sandbox/jira/issues/issue_parts.h"

/* The issue at one end; the change's own when it isn't named, -1 with a problem when unknown. */
static int64_t read_end(struct issue_change *change, const cJSON *link, const char *member)
{
    const cJSON *end = atl_json_member(link, member);
    if (end == NULL) {
        return change->issue.id;
    }
    const char *key = atl_json_text(end, "key", atl_json_text(end, "id", ""));
    int64_t id = issue_find(change->sandbox, key);
    if (id < 0) {
        change_problem(change, NULL, "No issue could be found with issue key '%s'.", key);
        change->problems->status = 404;
    }
    return id;
}

/* A line of history: the link came, or went. */
static void record_link(struct issue_change *change, int64_t type, bool outward, int64_t other,
                        bool added)
{
    const char *key = issue_key(change->sandbox, change->arena, other);
    const char *words = store_text(&change->sandbox->store, change->arena,
                                   outward ? "SELECT outward FROM link_type WHERE id = ?"
                                           : "SELECT inward FROM link_type WHERE id = ?",
                                   VALUES(sql_integer(type)));
    const char *text = atl_arena_printf(change->arena, "This work item %s %s", words, key);
    change_record(change, "Link", "issuelinks", added ? NULL : key, added ? NULL : text,
                  added ? key : NULL, added ? text : NULL);
}

/* The lines in both issues' histories. */
static void record_at_both_ends(struct issue_change *change, int64_t type, bool outward,
                                int64_t other, bool added)
{
    record_link(change, type, outward, other, added);
    struct issue_change there;
    if (change_begin(&there, change->sandbox, change->arena, change->problems, other)) {
        there.number = change->number;
        record_link(&there, type, !outward, change->issue.id, added);
        change_end(&there);
    }
}

int64_t link_add(struct issue_change *change, const cJSON *link)
{
    struct store *store = &change->sandbox->store;
    int64_t type = find_named(change->sandbox, "link_type", "", atl_json_member(link, "type"));
    if (type < 0) {
        change_problem(change, NULL, "No issue link type with name '%s' found.",
                       named_text(atl_json_member(link, "type")));
        change->problems->status = 404;
        return -1;
    }
    /* "inwardIssue blocks outwardIssue": the inward one is where the link starts. */
    int64_t source = read_end(change, link, "inwardIssue");
    int64_t destination = read_end(change, link, "outwardIssue");
    if (source < 0 || destination < 0) {
        return -1;
    }
    if (source == destination) {
        change_problem(change, NULL, "You cannot link an issue to itself.");
        return -1;
    }
    int64_t existing = store_integer(
        store, -1, "SELECT id FROM issue_link WHERE type = ? AND source = ? AND destination = ?",
        VALUES(sql_integer(type), sql_integer(source), sql_integer(destination)));
    if (existing >= 0) {
        return existing;
    }
    bool outward = source == change->issue.id;
    record_at_both_ends(change, type, outward, outward ? destination : source, true);
    return store_insert(
        store, "INSERT INTO issue_link (type, source, destination, created) VALUES (?, ?, ?, ?)",
        VALUES(sql_integer(type), sql_integer(source), sql_integer(destination),
               sql_integer(change->now_ms)));
}

void link_remove(struct issue_change *change, int64_t link)
{
    struct store *store = &change->sandbox->store;
    struct value id = sql_integer(link);
    int64_t type = store_integer(store, -1, "SELECT type FROM issue_link WHERE id = ?", VALUES(id));
    int64_t destination =
        store_integer(store, -1, "SELECT destination FROM issue_link WHERE id = ?", VALUES(id));
    record_at_both_ends(change, type, true, destination, false);
    store_run(store, "DELETE FROM issue_link WHERE id = ?", VALUES(id));
}
