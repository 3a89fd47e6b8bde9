"""Drives a Jira with Debian's python3-jira, as a script of one of its users would.

Usage: python_jira.py cloud|datacenter SITE, with the e-mail address in SANDBOX_EMAIL, the token in
SANDBOX_TOKEN and the authority's certificate where REQUESTS_CA_BUNDLE says. Prints "ok WHAT" for each step; ends with a traceback where one goes wrong.
"""

import io
import os
import sys

from jira import JIRA, JIRAError
from jira.resources import Issue


class Cloud:
    """REST 3: rich text is ADF, people are account ids, searches go on by token."""

    def __init__(self, site):
        account = (os.environ["SANDBOX_EMAIL"], os.environ["SANDBOX_TOKEN"])
        self.jira = JIRA(site, basic_auth=account, options={"rest_api_version": "3"})

    def text(self, words):
        paragraph = {"type": "paragraph", "content": [{"type": "text", "text": words}]}
        return {"type": "doc", "version": 1, "content": [paragraph]}

    def plain(self, body):
        return body.content[0].content[0].text

    def me(self):
        return {"accountId": self.jira.myself()["accountId"]}

    def search(self, jql, page_size):
        """The client's own search_issues calls what Cloud has removed, so with its session."""
        # pylint: disable=protected-access
        found, parameters = [], {"jql": jql, "maxResults": page_size, "fields": "summary,status"}
        while True:
            answer = self.jira._get_json("search/jql", params=parameters)
            for raw in answer["issues"]:
                found.append(Issue(self.jira._options, self.jira._session, raw=raw))
            if answer["isLast"]:
                return found
            parameters["nextPageToken"] = answer["nextPageToken"]


class DataCenter:
    """REST 2: rich text is wiki markup, people are user names, searches go on by offset."""

    def __init__(self, site):
        self.jira = JIRA(site, token_auth=os.environ["SANDBOX_TOKEN"])

    def text(self, words):
        return words

    def plain(self, body):
        return body

    def me(self):
        return {"name": self.jira.myself()["name"]}

    def search(self, jql, page_size):
        """All pages: the client asks for as many as it takes when given no limit."""
        first = self.jira.search_issues(jql, maxResults=page_size, fields="summary,status")
        every = self.jira.search_issues(jql, maxResults=False, fields="summary,status")
        assert len(first) == page_size and first.total == len(every), (len(first), first.total)
        return every


def done(what):
    print("ok", what, flush=True)


def look_around(site):
    jira = site.jira
    assert jira.myself()["emailAddress"] == os.environ["SANDBOX_EMAIL"]
    assert jira.server_info()["deploymentType"] in ("Cloud", "Server")
    assert "WEB" in [project.key for project in jira.projects()]
    assert "Story point estimate" in [field["name"] for field in jira.fields()]
    done("logs in and looks around")


def search(site):
    found = site.search("project = WEB ORDER BY key", 7)
    keys = [issue.key for issue in found]
    assert len(keys) > 21 and len(set(keys)) == len(keys), keys
    assert keys == sorted(keys, key=lambda key: int(key.split("-")[1])), keys
    assert all(issue.fields.summary for issue in found)
    done("searches with paging")
    try:
        site.search("colour = red", 1)
    except JIRAError as error:
        assert error.status_code == 400 and "colour" in error.text, error
    else:
        raise AssertionError("an unknown field was found")
    done("is told what is wrong with a query")


def create(site):
    issue = site.jira.create_issue(
        project="WEB",
        issuetype={"name": "Bug"},
        summary="Made by a client",
        description=site.text("It does not work."),
        labels=["client"],
        priority={"name": "High"},
    )
    made = site.jira.issue(issue.key)
    assert made.fields.summary == "Made by a client" and made.fields.labels == ["client"]
    assert site.plain(made.fields.description) == "It does not work."
    assert made.fields.status.name == "To Do" and made.fields.priority.name == "High"
    done("creates")
    return made


def edit(site, issue):
    issue.update(summary="Edited by a client", assignee=site.me())
    issue.add_field_value("labels", "edited")
    again = site.jira.issue(issue.key, expand="changelog")
    assert again.fields.summary == "Edited by a client"
    assert sorted(again.fields.labels) == ["client", "edited"], again.fields.labels
    assert again.fields.assignee.emailAddress == os.environ["SANDBOX_EMAIL"]
    changed = [item.field for history in again.changelog.histories for item in history.items]
    assert {"summary", "assignee", "labels"} <= set(changed), changed
    done("edits")


def comment(site, issue):
    made = site.jira.add_comment(issue, site.text("A first word."))
    assert [site.plain(one.body) for one in site.jira.comments(issue)] == ["A first word."]
    site.jira.comment(issue, made.id).delete()
    site.jira.add_comment(issue, site.text("A second word."))
    assert [site.plain(one.body) for one in site.jira.comments(issue)] == ["A second word."]
    done("comments")


def attach(site, issue):
    content = b"line\n" * 5000
    site.jira.add_attachment(issue.key, io.BytesIO(content), filename="notes & lines.txt")
    attachment = site.jira.issue(issue.key).fields.attachment[0]
    assert attachment.filename == "notes & lines.txt" and attachment.size == len(content)
    assert attachment.get() == content
    done("attaches")
    attachment.delete()
    assert not site.jira.issue(issue.key).fields.attachment
    done("removes an attachment")


def work(site, issue):
    site.jira.add_worklog(issue, timeSpent="1h 30m")
    assert [log.timeSpentSeconds for log in site.jira.worklogs(issue)] == [5400]
    other = site.jira.create_issue(project="WEB", issuetype={"name": "Task"}, summary="The other")
    site.jira.create_issue_link("Blocks", issue, other)
    link = site.jira.issue(issue.key).fields.issuelinks[0]
    assert link.type.outward == "blocks" and link.outwardIssue.key == other.key
    assert site.jira.watchers(issue).watchCount >= 1
    done("logs work, links and watches")
    other.delete()


def transition(site, issue):
    names = {one["name"]: one["id"] for one in site.jira.transitions(issue)}
    assert "Start work" in names, names
    site.jira.transition_issue(issue, names["Start work"])
    site.jira.transition_issue(issue, "Ask for review")
    try:
        site.jira.transition_issue(issue, "Fixed")
    except JIRAError as error:
        assert error.status_code == 400 and "Resolution" in error.response.text, error
    else:
        raise AssertionError("a transition went without the resolution that it needs")
    site.jira.transition_issue(issue, "Fixed", fields={"resolution": {"name": "Duplicate"}})
    now = site.jira.issue(issue.key).fields
    assert now.status.name == "Done" and now.resolution.name == "Duplicate"
    done("transitions")


def delete(site, issue):
    issue.delete()
    try:
        site.jira.issue(issue.key)
    except JIRAError as error:
        assert error.status_code == 404, error
    else:
        raise AssertionError("the issue is still there")
    done("deletes")


def main():
    kind, address = sys.argv[1:]
    site = {"cloud": Cloud, "datacenter": DataCenter}[kind](address)
    look_around(site)
    search(site)
    issue = create(site)
    for step in (edit, comment, attach, work, transition, delete):
        step(site, issue)


main()
