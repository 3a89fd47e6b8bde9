"""A sandbox to run commands against, and the place on disk where one command runs."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOKEN = "sandbox-token"
EMAIL = "you@example.com"
# Ends what hangs, nothing else.
DEADLINE = 60


class Sandbox:
    """atlcli-sandbox with what site.json says, and the switches that make it fail."""

    def __init__(self, program, directory, deployment, *options):
        os.makedirs(directory)
        self.deployment = deployment
        self.log = os.path.join(directory, "requests.jsonl")
        self.read_to = 0
        reading, writing = os.pipe()
        self.process = subprocess.Popen(
            [program, "--deployment", deployment, "--seed-file", os.path.join(HERE, "site.json"),
             "--log", self.log, "--state-dir", os.path.join(directory, "state"),
             "--ready-fd", str(writing), "--task-rate", "0", *options],
            stdin=subprocess.DEVNULL, stderr=open(os.path.join(directory, "messages"), "w"),
            pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as ready:
            line = ready.readline()
        if not line:
            raise RuntimeError("atlcli-sandbox: " + open(os.path.join(directory, "messages")).read())
        self.ready = json.loads(line)
        self.url = self.ready["site"]
        self.connection = None

    def ask(self, method, path, body=None):
        """All that is asked here may be asked twice: the server closes what was idle."""
        for is_last in (False, True):
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.url.split("//")[1], timeout=DEADLINE)
            try:
                self.connection.request(method, "/__sandbox/" + path,
                                        None if body is None else json.dumps(body),
                                        {"Content-Type": "application/json"})
                answer = self.connection.getresponse()
                text = answer.read()
                break
            except (OSError, http.client.HTTPException):
                self.connection = None
                if is_last:
                    raise
        if answer.status >= 300:
            raise RuntimeError("%s %s: %d %s" % (method, path, answer.status, text))
        return json.loads(text) if text else None

    def switch(self, switches):
        self.ask("DELETE", "faults")
        if switches:
            self.ask("PUT", "faults", switches)

    def as_at_first(self):
        self.ask("POST", "reset")

    def begin(self):
        """From here on requests are counted."""
        self.ask("POST", "counters/reset")
        self.read_to = os.path.getsize(self.log)

    def requests(self):
        with open(self.log, encoding="utf-8") as log:
            log.seek(self.read_to)
            lines = [json.loads(line) for line in log]
        return [line for line in lines if not line["path"].startswith("/__sandbox/")]

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Ran:
    """What came of one run."""

    def __init__(self):
        self.code = None
        self.hung = False
        self.out = b""
        self.err = b""
        self.seconds = 0.0
        self.before = {}
        self.after = {}
        self.requests = []
        self.counters = {}

    def new_files(self):
        return sorted(set(self.after) - set(self.before))

    def changed_files(self):
        return sorted(name for name in self.before if self.after.get(name) != self.before[name])


def _kill(process, ran):
    ran.hung = True
    os.killpg(process.pid, signal.SIGKILL)


def _files(directory):
    found = {}
    for root, _, names in os.walk(directory):
        for name in names:
            path = os.path.join(root, name)
            try:
                with open(path, "rb") as file:
                    found[os.path.relpath(path, directory)] = hash(file.read())
            except OSError:
                pass  # a socket, or gone meanwhile
    return found


class Place:
    """A home and a working directory, made anew for each run from what was prepared once."""

    def __init__(self, atlcli, directory):
        self.atlcli = atlcli
        self.directory = directory
        self.prepared = os.path.join(directory, "prepared")
        self.current = os.path.join(directory, "run")
        os.makedirs(os.path.join(self.prepared, "config"), mode=0o700)
        os.makedirs(os.path.join(self.prepared, "work"))

    def write(self, name, text):
        path = os.path.join(self.prepared, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, 0o600)

    def write_json(self, name, value):
        self.write(name, json.dumps(value))

    def point_to(self, old, new):
        """The profiles and the workspace of the current run are for another address."""
        for root, _, names in os.walk(self.current):
            for name in names:
                path = os.path.join(root, name)
                if name.endswith((".json", ".jsonl")):
                    with open(path, encoding="utf-8") as file:
                        text = file.read()
                    if old in text:
                        with open(path, "w", encoding="utf-8") as file:
                            file.write(text.replace(old, new))

    def renew(self):
        shutil.rmtree(self.current, ignore_errors=True)
        shutil.copytree(self.prepared, self.current)
        os.chmod(os.path.join(self.current, "config"), 0o700)

    def environment(self, place):
        kept = {name: os.environ[name] for name in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LC_ALL",
                                                    "TMPDIR") if name in os.environ}
        return dict(kept, HOME=place, ATLCLI_CONFIG_DIR=os.path.join(place, "config"), TZ="UTC",
                    TERM="dumb", BROWSER="true", ATLCLI_SANDBOX=os.environ.get("ATLCLI_SANDBOX", ""))

    def start(self, words, place):
        return subprocess.Popen([self.atlcli, *words], cwd=os.path.join(place, "work"),
                                env=self.environment(place), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, start_new_session=True)

    def run(self, words, stdin=b"", endless=False):
        ran = Ran()
        ran.before = _files(self.current)
        begun = time.monotonic()
        process = self.start(words, self.current)
        watch = threading.Timer(DEADLINE, _kill, (process, ran))
        watch.start()
        first = b""
        if endless:
            # It says where it is once it is ready, and then is told to end.
            first = process.stdout.readline()
            process.send_signal(signal.SIGINT)
        out, ran.err = process.communicate(stdin)
        watch.cancel()
        ran.out = first + out
        ran.code = process.returncode
        ran.seconds = time.monotonic() - begun
        ran.after = _files(self.current)
        return ran

    def prepare(self, *words):
        """Runs a command in what will be copied. Its output."""
        process = self.start(words, self.prepared)
        out, _ = process.communicate(timeout=DEADLINE)
        return out.decode()
