"""Cells of the matrix: one command, one trouble, one deployment; and the workers that run them."""

import os
import re
import shutil

from bad_servers import BadServers
from sandbox import EMAIL, TOKEN, Place, Sandbox

DEPLOYMENTS = ("cloud", "datacenter")
MOST_POSITIONS = 8

# POSTs that only read: they may be sent again.
READING = re.compile(r"/(search|search/jql|search/approximate-count|issue/bulkfetch|changelog/bulkfetch|"
                     r"jql/parse|jql/match|expression/eval|permissions/check|worklog/list|convert/ids-to-types|users-bulk)$")


def is_change(request):
    if request["method"] in ("GET", "HEAD"):
        return False
    return request["method"] != "POST" or not READING.search(request["path"])


PROGRESS = re.compile(r"/(bulk/queue|longtask)/")


class Baseline:
    """What a command does when nothing is wrong."""

    def __init__(self, plain, document):
        self.plain = plain
        self.document = document
        self.requests = plain.requests

    def targets(self):
        """What it changes: "METHOD /path" each."""
        found = []
        for request in self.requests:
            target = "%s %s" % (request["method"], request["path"])
            if is_change(request) and target not in found:
                found.append(target)
        return found[:3]

    def progress(self):
        """Where it asks how far a task is: ["GET /path"], or nothing."""
        paths = [request["path"] for request in self.requests if PROGRESS.search(request["path"])]
        return ["GET " + path.rsplit("/", 1)[0] for path in paths[:1]]


class Cell:
    """`position` is for what happens once: to which request; `target`: what alone it happens to."""

    def __init__(self, command, deployment, trouble, form, position=0, target=None):
        self.command = command
        self.deployment = deployment
        self.trouble = trouble
        self.form = form
        self.position = position
        self.target = target

    def name(self):
        where = self.trouble.label(self.position) + (" (%s)" % self.target if self.target else "")
        return "%s%s [%s] %s" % (self.command.name, " --json" if self.form == "json" else "",
                                 self.deployment, where)

    def switches(self):
        switches = dict(self.trouble.switches)
        if "expire-after" in switches:
            switches["expire-after"] = self.position - 1
        elif self.position:
            for name in switches:
                if name.endswith("-every"):
                    switches[name] = self.position
        if self.target:
            switches["faults-for"] = self.target
        return switches


def cells_of(command, deployment, troubles, baseline):
    """All cells of one command. What happens once happens to each of its first requests."""
    count = min(len(baseline.requests), MOST_POSITIONS)
    for trouble in troubles:
        forms = ("plain", "json") if trouble.when in ("always", "network") else ("plain",)
        if "endless" in command.notes:
            forms = ("plain",)
        if command.kind == "local" and trouble.when not in ("always", "network"):
            continue  # it sends nothing that could fail in turn
        if trouble.when == "once":
            first = 2 if "expire-after" in trouble.switches else 1
            for position in range(first, count + 1):
                yield Cell(command, deployment, trouble, ("plain", "json")[position % 2], position)
        elif trouble.when == "changes":
            for target in baseline.targets():
                yield Cell(command, deployment, trouble, "plain", target=target)
        elif trouble.when == "progress":
            for target in baseline.progress():
                yield Cell(command, deployment, trouble, "plain", target=target)
        elif trouble.when == "network" and command.kind != "local" and not count:
            continue
        else:
            for form in forms:
                yield Cell(command, deployment, trouble, form)


class Worker:
    """A sandbox of one kind and what it takes to run commands against it."""

    def __init__(self, programs, directory, deployment):
        self.directory = directory
        self.deployment = deployment
        os.makedirs(directory)
        self.sandbox = Sandbox(programs["sandbox"], os.path.join(directory, "site"), deployment)
        self.secure = Sandbox(programs["sandbox"], os.path.join(directory, "secure"), deployment, "--tls")
        self.bad = BadServers(self.sandbox.url, self.secure.url)
        self.place = Place(programs["atlcli"], os.path.join(directory, "place"))
        self.facts = {"site": self.sandbox.url}
        if deployment == "cloud":
            self.facts.update(login="--email " + EMAIL, api="/rest/api/3")
        else:
            self.facts.update(login="--bearer", api="/rest/api/2")
        self._prepare()

    def _prepare(self):
        place = self.place
        profile = {"name": "default", "baseUrl": self.sandbox.url}
        if self.deployment == "cloud":
            profile.update(email=EMAIL, apiToken=TOKEN, authType="basic")
        else:
            profile.update(pat=TOKEN, authType="bearer")
        place.write_json("config/credentials.json",
                         {"currentProfile": "default",
                          "profiles": {"default": profile, "spare": dict(profile, name="spare")}})
        for name in ("a.txt", "b.txt"):
            place.write("work/" + name, "what is in " + name + "\n")
        place.write("work/text.md", "# Goals\n\nOf **this** week.\n")
        place.write("work/plan.csv", "Summary,Labels\nFirst,a\nSecond,b\nThird,a\n")
        place.write("work/import.csv", "Summary,Issue Type,Labels\nFirst,Task,a\nSecond,Bug,b\nThird,Task,a\n")
        place.prepare("wiki", "docs", "init", "docs", "--space", "TEAM")
        place.prepare("wiki", "docs", "pull", "docs")
        self._edit_docs()
        place.prepare("jira", "worklog", "timer", "start", "ATL-1", "--started", "-1h")
        self._break_off_a_job()
        self.sandbox.as_at_first()

    def _edit_docs(self):
        place = self.place
        for name in ("Notes", "Plan/Week 1"):
            path = os.path.join(place.prepared, "work/docs/Home", name + ".md")
            with open(path, "a", encoding="utf-8") as file:
                file.write("\nEdited here.\n")
        place.write("work/docs/New.md", "New here.\n")
        os.unlink(os.path.join(place.prepared, "work/docs/Home/Plan/Week 3.md"))

    def _break_off_a_job(self):
        """A token that expires half-way ends a job: something to resume."""
        target = "POST %s/issue" % self.facts["api"]
        self.sandbox.switch({"fail-every": 2, "fail-status": 401, "faults-for": target})
        self.place.prepare("jira", "bulk", "comment", "--body", "Seen.", "--jql", "labels = old", "--yes",
                           "--concurrency", "1")
        self.sandbox.switch({})
        jobs = os.listdir(os.path.join(self.place.prepared, "config", "jobs"))
        self.facts["job"] = sorted(jobs)[0].split(".")[0]

    def run(self, command, form="plain", options=(), switches=None, server=None):
        place, sandbox = self.place, self.sandbox
        place.renew()
        if server:
            place.point_to(sandbox.url, self.bad.url(server))
        words = command.words(dict(self.facts, site=self.bad.url(server)) if server else self.facts)
        words += ["--json"] if form == "json" else []
        words += options
        sandbox.switch(switches)
        sandbox.begin()
        ran = place.run(words, command.notes.get("stdin", "").encode(), "endless" in command.notes)
        sandbox.switch({})
        ran.words = words
        ran.requests = sandbox.requests()
        ran.counters = sandbox.ask("GET", "counters")
        if ran.counters["changesApplied"]:
            sandbox.as_at_first()
        if "own" in command.notes:
            stopped = place.start(["sandbox", "stop", "--all"], place.current)
            stopped.communicate(timeout=60)
        return ran

    def baseline(self, command):
        plain = self.run(command)
        return Baseline(plain, plain if "endless" in command.notes else self.run(command, "json"))

    def run_cell(self, cell):
        return self.run(cell.command, cell.form, cell.trouble.options, cell.switches(), cell.trouble.server)

    def close(self):
        self.sandbox.stop()
        self.secure.stop()
        self.bad.close()
        shutil.rmtree(self.directory, ignore_errors=True)
