"""What goes wrong: each switch of the sandbox, and what networks do that no switch can."""

STATUSES = (400, 401, 403, 404, 409, 429, 500, 502, 503, 504)
BODIES = ("truncated", "malformed", "empty", "html", "stalled")


class Trouble:
    """
    One thing that goes wrong. `when`:
      always   to each request
      second   to every second one
      once     to one request, the command's first, second, …: a cell for each
      changes  to each that changes something
      progress to those that ask how far the server's task is
      state    it is how the site is, no failure by itself
      network  there is no site, but `server` of bad_servers.py
    """

    def __init__(self, name, when, switches=None, retried="", options=(), server=None):
        self.name = name
        self.when = when
        self.switches = switches or {}
        # Which requests the table in DESIGN.md repeats: "all", "idempotent", or none.
        self.retried = retried
        self.options = tuple(options)
        self.server = server

    def label(self, position=0):
        return "%s, %s" % (self.name, self.when if not position else "request %d" % position)


def _failures():
    """(name, switches that hit each request, what is retried, options)"""
    for status in STATUSES:
        retried = "all" if status == 429 else "idempotent" if status >= 500 else ""
        yield str(status), {"fail-every": 1, "fail-status": status}, retried, ()
    for status in (429, 503):
        yield ("%d with Retry-After" % status,
               {"fail-every": 1, "fail-status": status, "retry-after": 0}, "all", ())
    for moment in ("before", "after"):
        yield "reset " + moment, {"reset-every": 1, "reset-when": moment}, "idempotent", ()
    for body in BODIES:
        options = ("--timeout", "1") if body == "stalled" else ()
        yield ("body " + body, {"body-every": 1, "body-fault": body},
               "" if body == "html" else "idempotent", options)


def _every(switches, number):
    return {name: number if name.endswith("-every") else value for name, value in switches.items()}


def list_troubles():
    troubles = []
    for name, switches, retried, options in _failures():
        troubles.append(Trouble(name, "always", switches, retried, ("--retries", "1", *options)))
        troubles.append(Trouble(name, "second", _every(switches, 2), retried, options))
        troubles.append(Trouble(name, "once", dict(switches, **{"fault-limit": 1}), retried,
                                ("--retries", "1", *options)))
        troubles.append(Trouble(name, "changes", switches, retried, ("--retries", "1", *options)))
    troubles += [
        Trouble("progress refused", "progress", {"fail-every": 1, "fail-status": 403}, options=("--retries", "1")),
        Trouble("token expires", "once", {"expire-after": 0}),
        Trouble("latency beyond --timeout", "always", {"latency": 600000},
                options=("--timeout", "1", "--retries", "0")),
        Trouble("latency", "state", {"latency": 20, "jitter": 20}),
        Trouble("rate limit", "state", {"rate-limit": 200, "rate-burst": 2}, "all"),
        Trouble("hidden project", "state", {"hidden-project": ["ATL"]}),
        Trouble("hidden space", "state", {"hidden-space": ["TEAM"]}),
        Trouble("guarded project", "state", {"guarded-project": ["ATL"]}),
        Trouble("bulk forbidden", "state", {"bulk-forbidden": True}),
        Trouble("search lag", "state", {"search-lag": 300}),
        Trouble("download redirect", "state", {"download-redirect": True}),
        Trouble("archive singly", "state", {"archive-singly": True}),
        Trouble("long task", "state", {"long-task": 50}),
    ]
    for server in ("nobody", "unresolved", "full", "closing", "garbage", "dripping", "untrusted",
                   "tls-only", "no-tls"):
        troubles.append(Trouble(server, "network", server=server,
                                options=("--timeout", "1", "--retries", "0")))
    return troubles


# Switches that only say more about others, and what is no switch.
PARTS = ("faults-for", "fault-limit", "media-port")


def check_troubles(troubles, switches):
    """Switches of the sandbox that nothing here uses."""
    used = {name for trouble in troubles for name in trouble.switches}
    return ["no trouble in troubles.py for the sandbox's switch '%s'" % name
            for name in switches if name not in used and name not in PARTS]
