/* Seed files: what they may say, and what is said of those that are wrong. */
#include "seed_checks.h"

#include "sandbox/seed/document_text.h"
#include "sandbox/seed/seed_file.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const int64_t today_ms = INT64_C(1769817600000); /* 2026-01-31, a Saturday */

/* A store with me and the set-up, and with what every case may refer to. */
static const char base[] =
    "{'people': [{'name': 'Zoë Quinn', 'username': 'zoe'}],"
    " 'projects': [{'key': 'LAB', 'components': ['Core', {'name': 'UI', 'lead': 'zoe'}],"
    "   'versions': ['1.0', {'name': '2.0', 'releaseDate': '2026-03-01'}],"
    "   'boards': [{'name': 'LAB board', 'sprints': [{'name': 'One', 'state': 'closed'},"
    "     {'name': 'Two', 'state': 'active'}, {'name': 'Three'}]}]}],"
    " 'spaces': [{'key': 'KB', 'name': 'Knowledge'}],"
    " 'pages': [{'space': 'KB', 'title': 'Home'}]}";

static void open_store(struct store *store, const struct sandbox_options *options)
{
    struct atl_error error;
    struct sandbox_options copy = *options;
    assert_int_equal(seed_open(store, &copy, &error), ATL_OK);
}

static enum atl_status add(struct store *store, const struct sandbox_options *options,
                           const char *text, struct seed_added *added, struct atl_error *error)
{
    cJSON *document;
    char *json = atl_strdup(text);
    for (char *quote = json; (quote = strchr(quote, '\'')) != NULL;) {
        *quote = '"';
    }
    assert_int_equal(atl_json_parse(json, strlen(json), "the case", &document, error), ATL_OK);
    enum atl_status status = seed_file_add(store, options, document, added, error);
    cJSON_Delete(document);
    free(json);
    return status;
}

static void set_up(struct store *store, struct sandbox_options *options,
                   enum sandbox_deployment deployment)
{
    struct seed_added added;
    struct atl_error error;
    *options = (struct sandbox_options){.deployment = deployment,
                                        .user_email = "you@example.com",
                                        .seed = 1,

                                        .today_ms = today_ms};

    open_store(store, options);
    if (add(store, options, base, &added, &error) != ATL_OK) {
        fail_msg("%s", error.message);
    }
}

/* ---- what is right ---- */

static const char full[] =
    "{'teams': [{'name': 'qa', 'members': ['me', 'zoe']}],"
    " 'fields': [{'name': 'Flavour', 'type': 'select', 'options': ['Sweet', 'Sour']}],"
    " 'issues': ["
    "  {'key': 'LAB-2', 'type': 'Task', 'summary': 'Child', 'parent': 'LAB-7',"
    "   'links': [{'type': 'is blocked by', 'to': 'LAB-8'}]},"
    "  {'key': 'LAB-7', 'type': 'Epic', 'summary': 'Epic', 'epicName': 'E'},"
    "  {'project': 'LAB', 'type': 'Story', 'summary': 'Much', 'status': 'Done',"
    "   'priority': 'High', 'description': '# H\\n\\n- a\\n- b\\n\\ntext', 'assignee': 'zoe',"
    "   'created': '-10d', 'labels': ['x', 'y'], 'components': ['core'], 'fixVersions': ['1.0'],"
    "   'affectsVersions': ['2.0'], 'sprint': ['One', 'Two'], 'due': '2026-02-01',"
    "   'watchers': ['me'], 'votes': ['zoe'], 'originalEstimate': '2h', 'remainingEstimate': 60,"
    "   'fields': {'Severity': 'Major', 'Platforms': ['Web', 'iOS'], 'Flavour': 'sour',"
    "     'Location': ['Japan', 'Osaka'], 'Story point estimate': 5, 'Approvers': ['me', 'zoe'],"
    "     'Launch date': '2026-02-01', 'Deployed at': '2026-01-30T08:00:00Z', 'Keywords': ['k'],"
    "     'Release notes': 'Better', 'Customer': 'Acme', 'Website': 'https://example.com/'},"
    "   'history': ["
    "     {'at': '-9d', 'by': 'zoe', 'field': 'status', 'from': 'To Do', 'to': 'In Progress'},"
    "     {'at': '-8d', 'field': 'status', 'from': 'In Progress', 'to': 'In Review'},"
    "     {'at': '-7d', 'field': 'status', 'from': 'In Review', 'to': 'Done'}],"
    "   'comments': [{'author': 'zoe', 'body': 'hello', 'created': '-6d'}],"
    "   'worklogs': [{'author': 'zoe', 'time': '1h 30m', 'started': '-8d'}],"
    "   'attachments': [{'name': 'a.txt', 'text': 'hi'}, {'name': 'b.png', 'base64': 'aGk='}]}],"
    " 'filters': [{'name': 'F', 'jql': 'project = LAB', 'favourite': true, 'shared': true}],"
    " 'pages': ["
    "  {'space': 'KB', 'title': 'Leaf', 'parent': 'Branch', 'body': '<p>A &amp; b</p>',"
    "   'labels': ['x'], 'created': '-3d', 'modified': '-1d',"
    "   'versions': [{'body': '<p>old</p>', 'message': 'first'}],"
    "   'comments': [{'body': '<p>c</p>', 'location': 'inline', 'selection': 'A',"
    "     'resolved': true, 'replies': [{'author': 'zoe', 'body': '<p>r</p>'}]}],"
    "   'attachments': [{'name': 't.csv', 'text': 'a,b'}],"
    "   'restrictions': [{'operation': 'update', 'person': 'me'},"
    "     {'operation': 'read', 'team': 'qa'}]},"
    "  {'space': 'KB', 'title': 'Branch', 'watchers': ['me']},"
    "  {'space': 'KB', 'type': 'blogpost', 'title': 'News'}]}";

static void all_that_a_file_says_is_there(void **state)
{
    (void)state;
    static const char *const facts[] = {
        "SELECT 1 FROM issue WHERE id = 10001 AND number = 2 AND status = 10000 AND priority = 3",
        "SELECT 1 FROM issue WHERE id = 10001 AND parent = 10002",
        "SELECT 1 FROM issue_link WHERE type = 10000 AND source = 10003 AND destination = 10001",
        "SELECT 1 FROM epic WHERE issue = 10002 AND name = 'E'",
        "SELECT 1 FROM issue WHERE number = 8 AND resolution = 10000 AND assignee = (SELECT id "
        "FROM person WHERE username = 'zoe') AND"
        " created = 1769817600000 / 86400000 * 86400000 - 10 * 86400000 + created % 86400000 AND"
        " resolved = status_changed AND original_estimate = 7200 AND remaining_estimate = 60 AND"
        " time_spent = 5400",
        "SELECT 1 FROM issue WHERE number = 8 AND description_text = 'H\na\nb\ntext'",
        "SELECT 1 FROM project WHERE last_number = 8",
        "SELECT 1 FROM issue_sprint GROUP BY issue HAVING count(*) = 2",
        "SELECT 1 FROM issue_value JOIN field_option ON field_option.id = issue_value.value"
        " WHERE field_option.value = 'Osaka' AND issue_value.position = 1",
        "SELECT 1 FROM issue_value JOIN field_option ON field_option.id = issue_value.value"
        " WHERE field_option.value = 'Sour'",
        "SELECT 1 FROM issue_value WHERE field = 10016 AND value = 5",
        "SELECT 1 FROM issue_value WHERE field = 10039 AND text = 'Better'",
        "SELECT 1 FROM issue_value WHERE field = 10035 AND value = 1769904000000",
        "SELECT 1 FROM history WHERE author = 25 AND to_value = '3' AND to_text = 'In Progress'",
        "SELECT 1 FROM attachment WHERE name = 'b.png' AND content = x'6869'"
        " AND media_type = 'image/png'",
        "SELECT 1 FROM filter_favourite JOIN filter_share USING (filter)",
        "SELECT 1 FROM content WHERE title = 'Leaf' AND version = 2 AND body_text LIKE 'A & b%'",
        "SELECT 1 FROM content JOIN content AS above ON above.id = content.parent"
        " WHERE content.title = 'Leaf' AND above.title = 'Branch'",
        "SELECT 1 FROM content JOIN content AS above ON above.id = content.parent"
        " WHERE content.title = 'Branch' AND above.title = 'Home'",
        "SELECT 1 FROM content_comment WHERE location = 'inline' AND resolution = 'resolved'",
        "SELECT 1 FROM content_restriction WHERE team = 4 AND operation = 'read'",
        "SELECT 1 FROM content WHERE type = 'blogpost' AND parent IS NULL",
    };
    for (int i = 0; i < 2; i++) {
        struct store store;
        struct sandbox_options options;
        struct seed_added added;
        struct atl_error error;
        set_up(&store, &options, i == 0 ? SANDBOX_CLOUD : SANDBOX_DATA_CENTER);
        if (add(&store, &options, full, &added, &error) != ATL_OK) {
            fail_msg("%s", error.message);
        }
        check_store(&store);
        for (size_t fact = 0; fact < COUNT(facts); fact++) {
            if (!store_exists(&store, facts[fact], NO_VALUES)) {
                fail_msg("isn't so: %s %s", facts[fact],
                         store.failure == NULL ? "" : store.failure);
            }
        }
        assert_int_equal(added.issues, 3);
        assert_int_equal(added.pages, 2);
        assert_int_equal(added.attachments, 3);
        store_close(&store);
    }
}

static void native_bodies_are_kept_as_they_are(void **state)
{
    (void)state;
    static const struct {
        enum sandbox_deployment deployment;
        const char *text;
        const char *fact;
    } cases[] = {
        {SANDBOX_CLOUD,
         "{'issues': [{'project': 'LAB', 'summary': 's', 'description': {'type': 'doc', 'version':"
         " 1, 'content': [{'type': 'paragraph', 'content': [{'type': 'text', 'text': 'hey'}]}]}}]}",
         "SELECT 1 FROM issue WHERE json_extract(description, '$.content[0].content[0].text') ="
         " 'hey' AND description_text LIKE 'hey%'"},
        {SANDBOX_DATA_CENTER,
         "{'issues': [{'project': 'LAB', 'summary': 's', 'description': {'wiki': '*hey* you'}}]}",
         "SELECT 1 FROM issue WHERE description = '*hey* you' AND description_text = 'hey you'"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct store store;
        struct sandbox_options options;
        struct seed_added added;
        struct atl_error error;
        set_up(&store, &options, cases[i].deployment);
        assert_int_equal(add(&store, &options, cases[i].text, &added, &error), ATL_OK);
        assert_true(store_exists(&store, cases[i].fact, NO_VALUES));
        store_close(&store);
    }
}

/* ---- what is wrong ---- */

#define ISSUE(more) "{'issues': [{'project': 'LAB', 'summary': 's'" more "}]}"
#define PAGE(more)  "{'pages': [{'space': 'KB', 'title': 't'" more "}]}"

static const struct {
    const char *text;
    const char *message; /* its start */
} mistakes[] = {
    {"[]", "the document: is to be an object with people, teams, fields, projects, issues"},
    {"{'issue': []}", "the document: 'issue' isn't known here; there may be people, teams"},
    {"{'issues': {}}", "issues: is to be a list"},
    {"{'issues': [1]}", "issues[0]: is to be an object with key, project, type"},
    {"{'issues': [{'summary': 's'}]}", "issues[0]: 'project' or 'key' is needed"},
    {"{'issues': [{'key': 'LAB', 'summary': 's'}]}",
     "issues[0].key: is to be a key such as WEB-12, not 'LAB'"},
    {"{'issues': [{'key': 'NO-1', 'summary': 's'}]}",
     "issues[0].key: there is no 'NO' here, only 'WEB', 'LAB'"},
    {"{'issues': [{'key': 'LAB-1', 'summary': 's'}, {'key': 'lab-1', 'summary': 's'}]}",
     "issues[1].key: there is an issue lab-1 already"},
    {"{'issues': [{'project': 'LAB'}]}", "issues[0].summary: is needed"},
    {ISSUE(", 'summary': 'again'"), "issues[0]: 'summary' is given twice"},
    {ISSUE(", 'type': 'Idea'"),
     "issues[0].type: there is no 'Idea' here, only 'Epic', 'Story', 'Task'"},
    {ISSUE(", 'type': 5"), "issues[0].type: is to be a text"},
    {ISSUE(", 'status': 'Blocked'"),
     "issues[0].status: there is no 'Blocked' here, only 'In Progress', 'To Do'"},
    {ISSUE(", 'resolution': 'Done'"),
     "issues[0].resolution: only issues that are done have a resolution"},
    {ISSUE(", 'resolved': '-1d'"), "issues[0].resolved: only issues that are done were resolved"},
    {ISSUE(", 'priority': 'Urgent'"),
     "issues[0].priority: there is no 'Urgent' here, only 'Highest', 'High'"},
    {ISSUE(", 'assignee': 'nobody'"), "issues[0].assignee: there is no 'nobody' here, only 'Robin"},
    {ISSUE(", 'created': 'soon'"),
     "issues[0].created: is to be a time such as 2026-01-31, 2026-01-31T08:15:30Z or -7d, not"},
    {ISSUE(", 'created': '-90y'"), "issues[0].created: is before 1970"},
    {ISSUE(", 'labels': ['two words']"), "issues[0].labels[0]: a label is one word, not 'two"},
    {ISSUE(", 'labels': 'x'"), "issues[0].labels: is to be a list"},
    {ISSUE(", 'components': ['Core', 'Nope']"),
     "issues[0].components[1]: there is no 'Nope' here, only 'Core', 'UI'"},
    {ISSUE(", 'fixVersions': ['9']"), "issues[0].fixVersions[0]: there is no '9' here, only '1.0'"},
    {ISSUE(", 'sprint': 'Nine'"), "issues[0].sprint: there is no 'Nine' here, only 'One', 'Two'"},
    {ISSUE(", 'sprint': ['Two', 'Three']"),
     "issues[0].sprint: at most one of an issue's sprints isn't closed"},
    {ISSUE(", 'epicName': 'E'"), "issues[0].epicName: only issues of the type Epic have one"},
    {ISSUE(", 'type': 'Sub-task'"), "issues[0].parent: a sub-task needs one"},
    {ISSUE(", 'parent': 'LAB-99'"), "issues[0].parent: there is no issue 'LAB-99', neither"},
    {"{'issues': [{'key': 'LAB-1', 'summary': 's', 'parent': 'LAB-1'}]}",
     "issues[0].parent: a sub-task belongs to an issue of another type"},
    {ISSUE(", 'links': [{'type': 'loves', 'to': 'LAB-1'}]"),
     "issues[0].links[0].type: there is no 'loves' here, only 'blocks', 'clones'"},
    {ISSUE(", 'comments': [{'author': 'me'}]"), "issues[0].comments[0].body: is to be a text"},
    {ISSUE(", 'comments': [{'body': 'b', 'created': '-1d'}]"),
     "issues[0].comments[0].created: is before the issue was created"},
    {ISSUE(", 'worklogs': [{'comment': 'c'}]"), "issues[0].worklogs[0]: 'time' is needed"},
    {ISSUE(", 'worklogs': [{'time': 'long'}]"),
     "issues[0].worklogs[0].time: is to be seconds or a period such as '3h 30m', not 'long'"},
    {ISSUE(", 'originalEstimate': -5"), "issues[0].originalEstimate: is to be a whole number"},
    {ISSUE(", 'originalEstimate': 1e300"), "issues[0].originalEstimate: is to be a whole number"},
    {ISSUE(", 'attachments': [{'name': 'a'}]"),
     "issues[0].attachments[0]: either 'text' or 'base64' is needed"},
    {ISSUE(", 'attachments': [{'name': 'a', 'base64': '?'}]"),
     "issues[0].attachments[0].base64: is no base64"},
    {ISSUE(", 'fields': {'Nope': 1}"),
     "issues[0].fields.Nope: there is no 'Nope' here, only 'Epic"},
    {ISSUE(", 'fields': {'Severity': 'Bad'}"),
     "issues[0].fields.Severity: there is no 'Bad' here, only 'Critical', 'Major', 'Minor'"},
    {ISSUE(", 'fields': {'Platforms': ['Web', 'Fax']}"),
     "issues[0].fields.Platforms[1]: there is no 'Fax' here, only 'Web'"},
    {ISSUE(", 'fields': {'Location': ['Japan', 'Berlin']}"),
     "issues[0].fields.Location[1]: there is no 'Berlin' here, only 'Tokyo', 'Osaka'"},
    {ISSUE(", 'fields': {'Budget': 'much'}"), "issues[0].fields.Budget: is to be a number"},
    {ISSUE(", 'fields': {'Budget': 1, 'budget': 2}"), "issues[0].fields.budget: is given twice"},
    {ISSUE(", 'fields': {'Epic Link': 'LAB-1'}"),
     "issues[0].fields.Epic Link: is given as the issue's 'parent'"},
    {ISSUE(", 'fields': {'Sprint': 'One'}"), "issues[0].fields.Sprint: can't be given here"},
    {ISSUE(", 'history': [{'field': 'mood', 'to': 'good'}]"),
     "issues[0].history[0].field: 'mood' has no history; these have one: 'status', 'resolution'"},
    {ISSUE(", 'history': [{'field': 'status', 'to': 'Gone'}]"),
     "issues[0].history[0].to: there is no 'Gone' here, only 'To Do'"},
    {ISSUE(", 'history': [{'field': 'status', 'from': 'To Do', 'to': 'In Review'}]"),
     "issues[0].history: leads to the status 'In Review', but the issue has 'To Do'"},
    {ISSUE(", 'created': '-9d', 'history': [{'at': '-1d', 'field': 'summary', 'to': 'a'},"
           " {'at': '-2d', 'field': 'summary', 'to': 'b'}]"),
     "issues[0].history[1]: happened before the change above it"},
    {ISSUE(", 'description': {'type': 'panel'}"),
     "issues[0].description: is to be a text or an ADF document"},
    {"{'people': [{'name': ''}]}", "people[0].name: is needed"},
    {"{'people': [{'name': 'Z', 'username': 'zoe'}]}",
     "people[0]: there is a person with the username zoe or the account id"},
    {"{'teams': [{'name': 'x', 'members': ['you']}]}", "teams[0].members[0]: there is no 'you'"},
    {"{'fields': [{'name': 'Severity'}]}", "fields[0]: there is a field 'Severity' already"},
    {"{'fields': [{'name': 'x', 'type': 'colour'}]}",
     "fields[0].type: is to be number, text, textarea, select"},
    {"{'projects': [{'key': 'lab'}]}",
     "projects[0].key: is to be two to ten capital letters and digits, not 'lab'"},
    {"{'projects': [{'key': 'LAB'}]}", "projects[0].key: there is a project LAB already"},
    {"{'projects': [{'key': 'NEW', 'types': ['Idea']}]}",
     "projects[0].types[0]: there is no 'Idea' here, only 'Epic'"},
    {"{'projects': [{'key': 'NEW', 'types': {'Bug': 'Odd'}}]}",
     "projects[0].types.Bug: there is no 'Odd' here, only 'Simple', 'Reviewed', 'Bug'"},
    {"{'projects': [{'key': 'NEW', 'components': ['a', 'A']}]}",
     "projects[0].components[1]: the project has a component 'A' already"},
    {"{'projects': [{'key': 'NEW', 'versions': ['a', 'A']}]}",
     "projects[0].versions[1]: the project has a version 'A' already"},
    {"{'projects': [{'key': 'NEW', 'boards': [{'name': 'b', 'type': 'kanban', 'sprints': []}]}]}",
     "projects[0].boards[0].sprints: kanban boards have none"},
    {"{'projects': [{'key': 'NEW', 'boards': [{'name': 'b', 'sprints': [{'name': 's', 'state':"
     " 'over'}]}]}]}",
     "projects[0].boards[0].sprints[0].state: is to be future, active or closed, not 'over'"},
    {"{'projects': [{'key': 'NEW', 'archived': 'yes'}]}",
     "projects[0].archived: is to be true or false"},
    {"{'filters': [{'name': 'f'}]}", "filters[0].jql: is needed"},
    {"{'spaces': [{'key': 'kb'}]}", "spaces[0].key: there is a space kb already"},
    {"{'pages': [{'title': 't'}]}", "pages[0].space: is needed"},
    {"{'pages': [{'space': 'XX', 'title': 't'}]}",
     "pages[0].space: there is no 'XX' here, only 'ENG', 'KB'"},
    {"{'pages': [{'space': 'KB', 'title': 'Home'}]}",
     "pages[0].title: the space has a page 'Home' already"},
    {PAGE(", 'parent': 'Nowhere'"),
     "pages[0].parent: there is no 'Nowhere' here, only 'Home', 't'"},
    {PAGE(", 'parent': 't'"), "pages[0].parent: a page can't be below itself"},
    {PAGE(", 'type': 'blogpost', 'parent': 'Home'"), "pages[0].parent: blog posts have none"},
    {PAGE(", 'type': 'wiki'"), "pages[0].type: is to be page or blogpost, not 'wiki'"},
    {PAGE(", 'created': '-1d', 'modified': '-2d'"), "pages[0]: was modified before it was created"},
    {PAGE(", 'comments': [{'body': 'b', 'location': 'inline'}]"),
     "pages[0].comments[0]: 'selection' goes with the location inline"},
    {PAGE(", 'attachments': [{'name': 'a', 'text': '1'}, {'name': 'a', 'text': '2'}]"),
     "pages[0].attachments[1]: the page has a file 'a' already"},
    {PAGE(", 'restrictions': [{'operation': 'read'}]"),
     "pages[0].restrictions[0]: either 'person' or 'team' is needed"},
    {PAGE(", 'restrictions': [{'operation': 'delete', 'person': 'me'}]"),
     "pages[0].restrictions[0].operation: is to be read or update, not 'delete'"},
};

static void every_mistake_names_its_place_and_nothing_is_kept(void **state)
{
    (void)state;
    static const char rows_sql[] =
        "SELECT (SELECT count(*) FROM issue) + (SELECT count(*) FROM content) +"
        " (SELECT count(*) FROM person) + (SELECT count(*) FROM project) +"
        " (SELECT count(*) FROM field) + (SELECT count(*) FROM issue_value) +"
        " (SELECT sum(last_number) FROM project)";
    struct store store;
    struct sandbox_options options;
    set_up(&store, &options, SANDBOX_CLOUD);
    int64_t rows = store_integer(&store, -1, rows_sql, NO_VALUES);
    for (size_t i = 0; i < COUNT(mistakes); i++) {
        struct seed_added added;
        struct atl_error error;
        enum atl_status status = add(&store, &options, mistakes[i].text, &added, &error);
        if (status != ATL_USAGE || !atl_text_starts_with(error.message, mistakes[i].message)) {
            fail_msg("%s\ngave: %s", mistakes[i].text,
                     status == ATL_OK ? "no error" : error.message);
        }
        if (store.failure != NULL) {
            fail_msg("%s\ngave: %s", mistakes[i].text, store.failure);
        }
        assert_int_equal(store_integer(&store, -1, rows_sql, NO_VALUES), rows);
    }
    store_close(&store);
}

/* ---- text ---- */

static void text_becomes_blocks(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *wiki;
    } cases[] = {
        {"", ""},
        {"one", "one\n"},
        {"one\ntwo\n\nthree", "one two\n\nthree\n"},
        {"# Head\ntext", "h2. Head\n\ntext\n"},
        {"- a\n- b\n\n1. c\n2. d", "* a\n* b\n\n# c\n# d\n"},
        {"```\nx = 1\n\ny\n```\nafter", "{code}\nx = 1\n\ny\n{code}\n\nafter\n"},
        {"```", "{code}\n\n{code}\n"},
        {"```c\n```", "{code}\n\n{code}\n"},
        {"> careful", "{info}careful{info}\n"},
        {"-a\n#b\n1.c", "-a #b 1.c\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct atl_arena arena = {0};
        struct atl_buffer wiki = {0};
        struct document document = document_from_text(&arena, cases[i].text);
        document_append_wiki(&wiki, &document);
        assert_string_equal(atl_buffer_text(&wiki), cases[i].wiki);
        atl_buffer_free(&wiki);
        atl_arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_a_file_says_is_there),
        cmocka_unit_test(native_bodies_are_kept_as_they_are),
        cmocka_unit_test(every_mistake_names_its_place_and_nothing_is_kept),
        cmocka_unit_test(text_becomes_blocks),
    };
    return cmocka_run_group_tests_name("sandbox seed file", tests, NULL, NULL);
}
