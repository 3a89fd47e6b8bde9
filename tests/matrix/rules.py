"""What must hold for each cell, by rule. DESIGN.md and include/atlcli/http.h say the same in words."""

import base64
import json
import re

from cells import is_change
from sandbox import TOKEN

# error.code of JSON -> exit code (include/atlcli/error.h)
CODES = {"failed": 1, "usage": 2, "unauthenticated": 3, "forbidden": 3, "not_found": 4, "partial": 5,
         "network": 6, "tls": 6, "unknown_outcome": 6, "conflict": 7}
STATUS_CODES = {401: 3, 403: 3, 404: 4, 409: 7}
SECRETS = [TOKEN.encode(), base64.b64encode(b"you@example.com:" + TOKEN.encode())]
DRAFT = re.compile(r"\.atlcli-......$|\.[A-Za-z0-9]{6}$|^run/tmp/")
TIMES = [re.compile(expression) for expression in (
    rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d{4}|Z)?", rb"\b\d\d:\d\d(:\d\d)?\b",
    rb"\d{8}-\d{6}-\w+", rb'"(milliseconds|seconds|elapsedSeconds)":[\d.]+', rb"\b\d+h( \d+m)?\b|\b\d+m\b", rb'"requests":\d+', rb'"strategy":"[^"]*"', rb"https?://[^/\s\"]+|localhost:\d+|127\.0\.0\.1:\d+", rb"\d+ ms\b", rb"(?i)\bprocess\W+\d+")]
# How a batch lists what it has done.
DONE = re.compile(rb'\b(created|updated|merged|renamed|moved|deleted|removed|added|uploaded|archived)\b(?!":)|'
                  rb'"(deleted|removed|added|moved)":\[[^\]]')
NEW_ID = re.compile(rb"\b(att)?\d{5,}\b")
# POSTs of which doing it twice is doing it once.
IDEMPOTENT_POST = re.compile(r"/watchers$|/votes$|/label$|/issueLink$|/epic/[^/]+/issue$|/sprint/[^/]+/issue$|"
                             r"/backlog/issue$")


DOWNLOAD = re.compile(r"/attachment/\d+|/download(/|$)|^/file/")


def same_text(one, other, in_any_order=False):
    for expression in TIMES + [NEW_ID] * in_any_order:
        one, other = expression.sub(b"*", one), expression.sub(b"*", other)
    if in_any_order:
        return sorted(one.split(b"\n")) == sorted(other.split(b"\n"))
    return one == other


def key_of(request):
    return request["method"], request["path"], request["query"], request.get("body", "")


def is_repeatable(trouble, request):
    """Whether the table lets this request be sent again after this trouble."""
    if DOWNLOAD.search(request["path"]) and trouble.name in ("body malformed", "body empty"):
        return False  # a file that came whole, and isn't as long as it should be
    if trouble.retried == "all":
        return True
    return trouble.retried == "idempotent" and not is_only_once(request)


def is_only_once(request):
    """A change that nobody may repeat without having looked."""
    return request["method"] == "POST" and is_change(request) and not IDEMPOTENT_POST.search(request["path"])


def codes_of(trouble, request):
    """With which exit codes a command may end that could do no more than send this request."""
    name = trouble.name.split()[0]
    if name.isdigit():
        code = STATUS_CODES.get(int(name), 1)
        if code == 1 and int(name) >= 500 and is_only_once(request):
            return {6}
        return {code}
    if trouble.name in ("token expires", "progress refused", "bulk forbidden"):
        return {3}
    if trouble.name in ("body malformed", "body empty"):
        return {6} if is_only_once(request) else {1}
    if trouble.name == "body html" and 300 <= request["status"] < 400:
        return {0}  # where it leads isn't said there
    if trouble.name == "body html":
        return {1, 6} if is_only_once(request) else {1}
    return {6}


class Judge:
    """Judges one cell; `problems` are what is wrong, in words."""

    def __init__(self, cell, ran, baseline):
        self.cell = cell
        self.command = cell.command
        self.trouble = cell.trouble
        self.ran = ran
        self.baseline = baseline
        self.clean = baseline.plain if cell.form == "plain" else baseline.document
        self.faulted = [request for request in ran.requests if "fault" in request]
        self.problems = []

    def judge(self):
        if self.ran.hung:
            return ["hangs"]
        self.judge_streams()
        self.judge_files()
        if self.command.kind == "local":
            self.judge_untouched()
            if self.ran.requests:
                self.say("sends requests")
        else:
            self.judge_requests()
            self.judge_code()
            self.judge_state()
        return self.problems

    def say(self, text, *values):
        self.problems.append(text % values if values else text)

    # ---- standard output and standard error

    def judge_streams(self):
        ran = self.ran
        if ran.code not in range(8):
            self.say("exit code %d", ran.code)
        for secret in SECRETS if "own" not in self.command.notes else ():
            if secret in ran.err or secret in ran.out:
                self.say("the token is shown")
        if re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", ran.err):
            self.say("control characters on standard error")
        errors = [line for line in ran.err.split(b"\n") if line.startswith(b"error: ")]
        if len(errors) != (ran.code != 0) and not ("each" in self.command.notes and len(errors) > 1):
            self.say("%d lines 'error:' with exit code %d", len(errors), ran.code)
        if ran.out and not ran.out.endswith(b"\n") and self.command.name != "api":
            self.say("standard output ends within a line")
        if self.cell.form == "json" and self.command.name not in ("completion", "man", "help"):
            self.judge_document()

    def judge_document(self):
        try:
            document = json.loads(self.ran.out)
        except ValueError:
            self.say("standard output is not one JSON document")
            return
        if not isinstance(document, dict):
            return  # api gives what the server gave
        if self.command.name != "api" and document.get("schemaVersion") != "1":
            self.say("no schemaVersion")
        error = document.get("error")
        if (self.ran.code != 0) != isinstance(error, dict):
            self.say("exit code %d, and error in JSON is %s", self.ran.code, json.dumps(error)[:80])
        elif error and CODES.get(error.get("code")) != self.ran.code:
            self.say("exit code %d, but error.code '%s'", self.ran.code, error.get("code"))
        elif error and b"error: " + error["message"].encode() not in self.ran.err:
            self.say("error.message is not that of standard error")

    # ---- what is left on disk

    def judge_files(self):
        for name in self.ran.new_files():
            if DRAFT.search(name):
                self.say("leaves a temporary file: %s", name)
        if self.ran.code in (0, 5) or self.command.kind == "local":
            return
        changed = [request for request in self.ran.requests if is_change(request)]
        told = b"atlcli jobs resume" in self.ran.err  # items may be read before they are changed
        for name in self.ran.new_files():
            if name.startswith("config/jobs/") and not changed and not told:
                self.say("leaves a job that never began: %s", name)
            elif self.command.kind in ("read", "change") and "partial" not in self.command.notes and not name.startswith("config/"):
                self.say("failed, and leaves %s", name)

    # ---- requests

    def judge_requests(self):
        requests = self.ran.requests
        if self.trouble.when == "network" and requests:
            self.say("reaches the site")
        retries = dict(zip(self.trouble.options[::2], self.trouble.options[1::2])).get("--retries", "4")
        for index, request in enumerate(requests):
            if "fault" not in request:
                continue
            after = requests[index + 1:]
            again = [n for n, other in enumerate(after) if key_of(other) == key_of(request)]
            where = "%s %s" % (request["method"], request["path"])
            if again and not is_repeatable(self.trouble, request) and is_change(request) \
                    and all(is_change(other) for other in after[:again[0]]):
                self.say("sent again, and nothing was looked up: %s", where)
            known = self.count(self.baseline.requests, request)
            # libcurl itself repeats what a used connection has swallowed.
            attempts = int(retries) if "reset" not in self.trouble.name else 2 * int(retries) + 1
            looked = any(not is_change(other) for other in after)
            looks = self.trouble.when == "second" and not is_change(request)  # at what may have been done
            if not (is_change(request) and looked) and not looks and self.command.kind != "batch" and "varies" not in self.command.notes and len(again) > attempts * max(1, known) + known:
                self.say("sent %d times: %s", len(again) + 1, where)
            if self.trouble.when == "once" and is_repeatable(self.trouble, request) and not again \
                    and not self.is_done(request) and not self.is_optional(request) \
                    and not IDEMPOTENT_POST.search(request["path"]) \
                    and not (is_change(request) and looked and self.has_changed_as_much()):
                self.say("not sent again: %s", where)
        for name in self.ran.counters["appliedTwice"]:
            if name.startswith("POST ") and not IDEMPOTENT_POST.search(name):
                self.say("applied twice: %s", name)

    def is_done(self, request):
        """An answer that is no JSON says enough where its status alone is wanted."""
        return self.trouble.name.startswith("body") and request["method"] in ("PUT", "DELETE")

    @staticmethod
    def count(requests, request):
        return sum(key_of(other) == key_of(request) for other in requests)

    # ---- exit code

    def judge_code(self):
        if self.trouble.when == "network":
            self.expect({6}, "the site can't be reached")
        elif not self.faulted:
            if self.trouble.name.startswith("hidden"):
                # A query that names it is wrong, for whom queries are checked.
                wrong = {2} if self.command.name == "jira jql check" else set()
                self.expect({0, 1, 3, 4, 5, 7} | wrong, "what is hidden isn't there")
            elif self.trouble.name.startswith("guarded"):
                self.expect({self.clean.code, 3, 4, 5}, "what is guarded stays as it is")
            elif self.trouble.name == "latency beyond --timeout":
                self.expect({6}, "no answer in time")
            else:
                self.judge_untouched()
        elif self.trouble.when == "once" and is_repeatable(self.trouble, self.faulted[0]):
            if "raw" in self.command.notes and self.trouble.name in ("body malformed", "body empty"):
                self.expect({0}, "the status is all that is judged")
            else:
                self.judge_untouched()
        elif self.trouble.name == "bulk forbidden" and "bulk" in self.command.notes:
            self.judge_failed()
        elif self.trouble.when == "state" and any(map(self.is_optional, self.faulted)):
            self.judge_failed()
        elif self.trouble.when == "state" or (self.trouble.when == "progress" and self.command.kind == "batch"):
            self.judge_untouched()  # what was changed tells as well
        else:
            self.judge_failed()

    def judge_untouched(self):
        """As if nothing had been wrong."""
        if self.ran.code != self.clean.code:
            self.say("exit code %d, not %d", self.ran.code, self.clean.code)
        elif not self.trouble.server and not self.prints_the_same():
            self.say("another standard output than when nothing is wrong")

    def prints_the_same(self):
        return same_text(self.ran.out, self.clean.out, "varies" in self.command.notes)

    def has_changed_as_much(self):
        """What was lost was found done by looking."""
        return self.ran.counters["changesApplied"] == self.clean.counters["changesApplied"]

    def found_another_way(self):
        """What was refused could be had otherwise: nothing is missing, neither here nor on the site."""
        return (self.ran.code == self.clean.code and self.prints_the_same()
                and bool(self.ran.counters["changesApplied"]) == bool(self.clean.counters["changesApplied"])
                and (self.trouble.name.split()[0].isdigit() or self.command.kind == "batch"))

    def judge_failed(self):
        if self.found_another_way():
            return
        allowed = set()
        for request in self.faulted:
            allowed |= codes_of(self.trouble, request)
            if self.is_optional(request):
                allowed |= {0, 1, 2, 4}
            if is_repeatable(self.trouble, request) and self.trouble.when == "second":
                allowed.add(0)
            if is_change(request) and (self.trouble.retried or self.trouble.name == "body html"):
                allowed |= {0, 5}  # it was looked up
        if self.command.kind == "batch" or "partial" in self.command.notes:
            allowed.add(5)
        self.expect(allowed, "after %s" % ", ".join(sorted(
            {"%s %s" % (request["method"], request["path"]) for request in self.faulted})))

    def is_optional(self, request):
        optional = self.command.notes.get("optional")
        return optional and re.search(optional, "%s %s" % (request["method"], request["path"]))

    def expect(self, codes, why):
        if self.ran.code not in codes:
            self.say("exit code %d, not %s, %s", self.ran.code,
                     " or ".join(str(code) for code in sorted(codes)), why)

    # ---- what the site has afterwards

    def judge_state(self):
        applied = self.ran.counters["changesApplied"]
        if self.command.kind not in ("change", "batch") or self.ran.code in (0, 5, 6) or not applied:
            return
        if all(is_repeatable(self.trouble, request) or IDEMPOTENT_POST.search(request["path"])
               for request in self.faulted):
            return  # to do it again does no harm
        if self.command.kind == "batch" and DONE.search(self.ran.out):
            return
        if not re.search(rb"was |were |has been |may have been |is done|created|but |go(es)? on with", self.ran.err):
            self.say("failed, %d changes are done, and it doesn't say so", applied)
