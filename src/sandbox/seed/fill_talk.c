/* What people said of issues, and the time that they spent on them. */
#include "sandbox/seed/fill.h"
#include "sandbox/seed/names.h"

enum {
    MOST_COMMENTS = 3,
    MOST_WORKLOGS = 3,
    HOUR_SECONDS = 3600,
};

/* Between its creation and its last change: number `at` of `count` moments. */
static int64_t moment(const struct filling *filling, uint32_t index, size_t at, size_t count)
{
    const struct issue *issue = &filling->plan->issues[index];
    int64_t age = ((int64_t)issue->updated - issue->created) * 1000;
    return (int64_t)issue->created * 1000 + age * (int64_t)(at + 1) / (int64_t)(count + 1);
}

/* ---- comments ---- */

void fill_comments(struct filling *filling, uint32_t index)
{
    uint32_t random = fill_random(filling, index, FOR_COMMENTS, 100);
    size_t count = random < 70 ? 0 : random < 88 ? 1 : random < 96 ? 2 : MOST_COMMENTS;
    for (size_t i = 0; i < count; i++) {
        uint64_t item = (uint64_t)index * MOST_COMMENTS + i;
        int64_t author = fill_person(filling, item, FOR_COMMENTS);
        int64_t created = moment(filling, index, i, count);
        fill_make_paragraph(filling,
                            names_at(&names_comments, fill_random(filling, item, FOR_COMMENT_TEXT,
                                                                  (uint32_t)names_comments.count)));
        store_run(filling->store,
                  "INSERT INTO comment (issue, author, editor, created, updated, body, body_text)"
                  " VALUES (?, ?, ?, ?, ?, ?, ?)",
                  VALUES(sql_integer(fill_issue_id(filling, index)), sql_integer(author),
                         sql_integer(author), sql_integer(created), sql_integer(created),
                         sql_text(filling->body.written.data), sql_text(filling->body.plain.data)));
    }
}

/* ---- worklogs ---- */

/* Nobody works on what hasn't begun. */
static size_t count_worklogs(const struct filling *filling, uint32_t index)
{
    if (filling->plan->issues[index].status == STATUS_TO_DO || index % 4 != 0) {
        return 0;
    }
    return fill_random(filling, index, FOR_WORK, MOST_WORKLOGS + 1);
}

static int64_t worklog_seconds(const struct filling *filling, uint32_t index, size_t number)
{
    uint64_t item = (uint64_t)index * MOST_WORKLOGS + number;
    return (int64_t)(1 + fill_random(filling, item, FOR_WORK, 8)) * HOUR_SECONDS / 2;
}

int64_t fill_time_spent(const struct filling *filling, uint32_t index)
{
    int64_t seconds = 0;
    size_t count = count_worklogs(filling, index);
    for (size_t i = 0; i < count; i++) {
        seconds += worklog_seconds(filling, index, i);
    }
    return seconds;
}

void fill_worklogs(struct filling *filling, uint32_t index)
{
    const struct issue *issue = &filling->plan->issues[index];
    size_t count = count_worklogs(filling, index);
    for (size_t i = 0; i < count; i++) {
        uint64_t item = (uint64_t)index * MOST_WORKLOGS + i;
        int64_t author = issue->assignee == PLAN_NOBODY ? fill_person(filling, item, FOR_WORK)
                                                        : filling->people[issue->assignee];
        int64_t started = moment(filling, index, i, count);
        bool has_comment = i == 0;
        if (has_comment) {
            fill_make_paragraph(filling, names_at(&names_work, (size_t)item));
        }
        store_run(
            filling->store,
            "INSERT INTO worklog (issue, author, editor, created, updated, started, seconds, body,"
            " body_text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            VALUES(sql_integer(fill_issue_id(filling, index)), sql_integer(author),
                   sql_integer(author), sql_integer(started), sql_integer(started),
                   sql_integer(started), sql_integer(worklog_seconds(filling, index, i)),
                   sql_text(has_comment ? filling->body.written.data : NULL),
                   sql_text(has_comment ? filling->body.plain.data : NULL)));
    }
}
