/* Jira's tables: how a site is set up, its issues, its boards. */
#include "sandbox/store/schema.h"

const char schema_jira[] =
    "CREATE TABLE status_category ("
    "    id INTEGER PRIMARY KEY, key TEXT NOT NULL, name TEXT NOT NULL, colour TEXT NOT NULL);"
    "CREATE TABLE status ("
    "    id INTEGER PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL DEFAULT '',"
    "    category INTEGER NOT NULL, position INTEGER NOT NULL);"
    "CREATE TABLE issue_type ("
    "    id INTEGER PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL DEFAULT '',"
    "    subtask INTEGER NOT NULL DEFAULT 0, level INTEGER NOT NULL DEFAULT 0,"
    "    position INTEGER NOT NULL);"
    /* The lower the position, the more urgent. */
    "CREATE TABLE priority ("
    "    id INTEGER PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL DEFAULT '',"
    "    colour TEXT NOT NULL, position INTEGER NOT NULL);"
    "CREATE TABLE resolution ("
    "    id INTEGER PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL DEFAULT '',"
    "    position INTEGER NOT NULL);"
    "CREATE TABLE link_type ("
    "    id INTEGER PRIMARY KEY, name TEXT NOT NULL, inward TEXT NOT NULL, outward TEXT NOT NULL);"

    "CREATE TABLE workflow ("
    "    id INTEGER PRIMARY KEY, name TEXT NOT NULL, initial_status INTEGER NOT NULL);"
    "CREATE TABLE workflow_status ("
    "    workflow INTEGER, status INTEGER, position INTEGER, PRIMARY KEY (workflow, status))"
    "    WITHOUT ROWID;"
    /*
     * id is unique within its workflow, as Jira's are. from_status NULL: from any status.
     * resolution: set by the transition; needs_resolution: asked for on its screen, and required.
     * Any screen takes a comment.
     */
    "CREATE TABLE transition ("
    "    workflow INTEGER, id INTEGER, name TEXT NOT NULL, from_status INTEGER,"
    "    to_status INTEGER NOT NULL, resolution INTEGER, has_screen INTEGER NOT NULL,"
    "    needs_resolution INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (workflow, id)) "
    "WITHOUT ROWID;"

    "CREATE TABLE project ("
    "    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE COLLATE NOCASE, name TEXT NOT NULL,"
    "    description TEXT NOT NULL DEFAULT '', lead INTEGER NOT NULL,"
    "    type_key TEXT NOT NULL DEFAULT 'software', url TEXT, archived INTEGER NOT NULL DEFAULT 0,"
    "    last_number INTEGER NOT NULL DEFAULT 0," /* of its newest issue: KEY-n */
    "    simplified INTEGER NOT NULL DEFAULT 0);" /* team-managed: Cloud alone has them */
    "CREATE TABLE project_type ("
    "    project INTEGER, type INTEGER, workflow INTEGER NOT NULL, PRIMARY KEY (project, type))"
    "    WITHOUT ROWID;"
    "CREATE TABLE role ("
    "    id INTEGER PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL DEFAULT '');"
    "CREATE TABLE project_actor (" /* either a person or a team */
    "    id INTEGER PRIMARY KEY, project INTEGER, role INTEGER, person INTEGER, team INTEGER);"
    "CREATE INDEX project_actor_role ON project_actor (project, role);"
    "CREATE TABLE component ("
    "    id INTEGER PRIMARY KEY, project INTEGER NOT NULL, name TEXT NOT NULL, description TEXT,"
    "    lead INTEGER, assignee_type TEXT NOT NULL DEFAULT 'PROJECT_DEFAULT');"
    "CREATE UNIQUE INDEX component_name ON component (project, name COLLATE NOCASE);"
    "CREATE TABLE version ("
    "    id INTEGER PRIMARY KEY, project INTEGER NOT NULL, name TEXT NOT NULL, description TEXT,"
    "    released INTEGER NOT NULL DEFAULT 0, archived INTEGER NOT NULL DEFAULT 0,"
    "    start_date TEXT, release_date TEXT, position INTEGER NOT NULL);" /* 2026-01-31 */
    "CREATE UNIQUE INDEX version_name ON version (project, name COLLATE NOCASE);"

    /*
     * Custom fields. type is one of: number, text, textarea, select, multiselect, radio,
     * checkboxes, cascading, date, datetime, user, users, labels, url, sprint, rank, epic-link,
     * epic-name. The system's own fields are in jira/issues/system_fields.c.
     */
    "CREATE TABLE field ("
    "    id INTEGER PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL DEFAULT '',"
    "    type TEXT NOT NULL);"
    "CREATE TABLE field_context ("
    "    id INTEGER PRIMARY KEY, field INTEGER NOT NULL, name TEXT NOT NULL,"
    "    description TEXT NOT NULL DEFAULT '');"
    "CREATE TABLE field_option (" /* parent: the first level of a cascade */
    "    id INTEGER PRIMARY KEY, field INTEGER NOT NULL, context INTEGER NOT NULL,"
    "    value TEXT NOT NULL, parent INTEGER, disabled INTEGER NOT NULL DEFAULT 0,"
    "    position INTEGER NOT NULL);"
    "CREATE INDEX field_option_field ON field_option (field);";

const char schema_filters[] =
    "CREATE TABLE filter ("
    "    id INTEGER PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL DEFAULT '',"
    "    owner INTEGER NOT NULL, jql TEXT NOT NULL);"
    "CREATE TABLE filter_favourite (filter INTEGER, person INTEGER, PRIMARY KEY (filter, person))"
    "    WITHOUT ROWID;"
    /* type: global, authenticated, project, project-role, group, user. */
    "CREATE TABLE filter_share ("
    "    id INTEGER PRIMARY KEY, filter INTEGER NOT NULL, type TEXT NOT NULL, project INTEGER,"
    "    role INTEGER, team INTEGER, person INTEGER, rights INTEGER NOT NULL DEFAULT 1);"
    "CREATE INDEX filter_share_filter ON filter_share (filter);"

    "CREATE TABLE webhook (" /* events: JSON, an array of names */
    "    id INTEGER PRIMARY KEY, name TEXT, url TEXT NOT NULL, jql TEXT NOT NULL DEFAULT '',"
    "    events TEXT NOT NULL, fields TEXT, properties TEXT, enabled INTEGER NOT NULL DEFAULT 1,"
    "    created INTEGER NOT NULL, expires INTEGER);";

const char schema_issues[] =
    /*
     * Bodies (description, environment, comments) are kept as the deployment writes them: ADF as
     * JSON on Cloud, wiki markup on Data Center; NULL for none. The columns ..._text hold the same
     * as plain text, for searching. rank: the order on boards, smaller first.
     */
    "CREATE TABLE issue ("
    "    id INTEGER PRIMARY KEY AUTOINCREMENT, project INTEGER NOT NULL, number INTEGER NOT NULL,"
    "    type INTEGER NOT NULL, status INTEGER NOT NULL, priority INTEGER, resolution INTEGER,"
    "    summary TEXT NOT NULL, description TEXT, description_text TEXT, environment TEXT,"
    "    environment_text TEXT, assignee INTEGER, reporter INTEGER, creator INTEGER NOT NULL,"
    "    created INTEGER NOT NULL, updated INTEGER NOT NULL, resolved INTEGER,"
    "    status_changed INTEGER NOT NULL, due INTEGER, parent INTEGER, rank REAL NOT NULL,"
    "    original_estimate INTEGER, remaining_estimate INTEGER, time_spent INTEGER);" /* seconds */
    "CREATE UNIQUE INDEX issue_number ON issue (project, number);"
    "CREATE INDEX issue_parent ON issue (parent);"
    "CREATE INDEX issue_rank ON issue (rank);" /* a new issue is the last */
    /* An issue that moved or changed its project is found by its old key, too. */
    "CREATE TABLE issue_old_key (project INTEGER, number INTEGER, issue INTEGER NOT NULL,"
    "    PRIMARY KEY (project, number)) WITHOUT ROWID;"
    "CREATE TABLE issue_label (issue INTEGER, label TEXT, PRIMARY KEY (issue, label))"
    "    WITHOUT ROWID;"
    "CREATE INDEX issue_label_label ON issue_label (label COLLATE NOCASE);"
    "CREATE TABLE issue_component (issue INTEGER, component INTEGER,"
    "    PRIMARY KEY (issue, component)) WITHOUT ROWID;"
    "CREATE INDEX issue_component_component ON issue_component (component);"
    "CREATE TABLE issue_version (" /* kind: fix or affects */
    "    issue INTEGER, kind TEXT, version INTEGER, PRIMARY KEY (issue, kind, version))"
    "    WITHOUT ROWID;"
    "CREATE INDEX issue_version_version ON issue_version (version);"
    /* All sprints that it ever was in; at most one of them isn't closed. */
    "CREATE TABLE issue_sprint (issue INTEGER, sprint INTEGER, PRIMARY KEY (issue, sprint))"
    "    WITHOUT ROWID;"
    "CREATE INDEX issue_sprint_sprint ON issue_sprint (sprint);"
    /*
     * Values of custom fields (but of sprint, rank, epic link and epic name, which have places of
     * their own), one row per value, in order. value: a number; text; the id of an option or
     * person; milliseconds of a datetime and of a date's midnight. A cascade has its parent option
     * at position 0, its child at 1. text: plain text of a textarea.
     */
    "CREATE TABLE issue_value ("
    "    issue INTEGER, field INTEGER, position INTEGER, value NOT NULL, text TEXT,"
    "    PRIMARY KEY (issue, field, position)) WITHOUT ROWID;"
    "CREATE INDEX issue_value_value ON issue_value (field, value);"
    "CREATE TABLE watcher (issue INTEGER, person INTEGER, PRIMARY KEY (issue, person))"
    "    WITHOUT ROWID;"
    "CREATE TABLE vote (issue INTEGER, person INTEGER, PRIMARY KEY (issue, person)) WITHOUT ROWID;"
    /* visibility: JSON as it was given, NULL for everybody. */
    "CREATE TABLE comment ("
    "    id INTEGER PRIMARY KEY AUTOINCREMENT, issue INTEGER NOT NULL, author INTEGER NOT NULL,"
    "    editor INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL,"
    "    body TEXT NOT NULL, body_text TEXT NOT NULL, visibility TEXT);"
    "CREATE INDEX comment_issue ON comment (issue);"
    "CREATE TABLE worklog ("
    "    id INTEGER PRIMARY KEY AUTOINCREMENT, issue INTEGER NOT NULL, author INTEGER NOT NULL,"
    "    editor INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL,"
    "    started INTEGER NOT NULL, seconds INTEGER NOT NULL, body TEXT, body_text TEXT,"
    "    visibility TEXT);"
    "CREATE INDEX worklog_issue ON worklog (issue);"
    "CREATE INDEX worklog_updated ON worklog (updated);"
    "CREATE TABLE deleted_worklog (id INTEGER PRIMARY KEY, deleted INTEGER NOT NULL);"
    /* "source blocks destination": the type's outward words, read from the source. */
    "CREATE TABLE issue_link ("
    "    id INTEGER PRIMARY KEY AUTOINCREMENT, type INTEGER NOT NULL, source INTEGER NOT NULL,"
    "    destination INTEGER NOT NULL, created INTEGER NOT NULL);"
    "CREATE INDEX issue_link_source ON issue_link (source);"
    "CREATE INDEX issue_link_destination ON issue_link (destination);"
    "CREATE TABLE remote_link (" /* object, application: JSON as it was given */
    "    id INTEGER PRIMARY KEY AUTOINCREMENT, issue INTEGER NOT NULL, global_id TEXT,"
    "    relationship TEXT, object TEXT NOT NULL, application TEXT);"
    "CREATE INDEX remote_link_issue ON remote_link (issue);"
    "CREATE TABLE attachment ("
    "    id INTEGER PRIMARY KEY AUTOINCREMENT, issue INTEGER NOT NULL, author INTEGER NOT NULL,"
    "    name TEXT NOT NULL, created INTEGER NOT NULL, size INTEGER NOT NULL,"
    "    media_type TEXT NOT NULL, content BLOB NOT NULL);"
    "CREATE INDEX attachment_issue ON attachment (issue);"
    /*
     * What was changed, a row per field; rows of one change share its number. field: the name that
     * histories show (status, assignee, Sprint); field_id: status, customfield_10020. from_value
     * and to_value are ids, from_text and to_text what people read.
     */
    "CREATE TABLE history ("
    "    id INTEGER PRIMARY KEY, change INTEGER NOT NULL, issue INTEGER NOT NULL,"
    "    author INTEGER NOT NULL, created INTEGER NOT NULL, field TEXT NOT NULL,"
    "    field_id TEXT NOT NULL, from_value TEXT, from_text TEXT, to_value TEXT, to_text TEXT);"
    "CREATE INDEX history_issue ON history (issue, field_id);"
    "CREATE INDEX history_change ON history (change);"
    "CREATE TABLE issue_property (issue INTEGER, key TEXT, value TEXT NOT NULL,"
    "    PRIMARY KEY (issue, key)) WITHOUT ROWID;";

const char schema_agile[] =
    /* Who has looked at an issue, and last when, as far as clients want it to be remembered. */
    "CREATE TABLE issue_view (issue INTEGER, person INTEGER, viewed INTEGER NOT NULL,"
    "    PRIMARY KEY (issue, person)) WITHOUT ROWID;"
    "CREATE TABLE board (" /* type: scrum or kanban */
    "    id INTEGER PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, project INTEGER NOT NULL,"
    "    filter INTEGER NOT NULL);"
    "CREATE TABLE board_column ("
    "    board INTEGER, position INTEGER, name TEXT NOT NULL, status INTEGER,"
    "    PRIMARY KEY (board, position, status)) WITHOUT ROWID;"
    "CREATE TABLE sprint (" /* state: future, active or closed */
    "    id INTEGER PRIMARY KEY, board INTEGER NOT NULL, name TEXT NOT NULL,"
    "    goal TEXT NOT NULL DEFAULT '', state TEXT NOT NULL, created INTEGER NOT NULL,"
    "    starts INTEGER, ends INTEGER, completed INTEGER, position INTEGER);" /* NULL: by its id */
    "CREATE INDEX sprint_board ON sprint (board);"
    "CREATE TABLE epic (" /* what an issue of the type Epic has besides */
    "    issue INTEGER PRIMARY KEY, name TEXT NOT NULL, colour TEXT NOT NULL DEFAULT 'color_1',"
    "    done INTEGER NOT NULL DEFAULT 0);";
