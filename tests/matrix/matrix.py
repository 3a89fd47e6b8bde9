#!/usr/bin/env python3
"""
Every command with everything that can go wrong: what the sandbox's switches make, and what networks do.

  tests/reliability/matrix [BUILD]            all cells, and section `faults` of tests/RELIABILITY.md
  tests/reliability/matrix --part I/N …       only every N-th cell, from the I-th on: evenly, by a hash
  tests/reliability/matrix --quick [BUILD]    a sample, with each command and each trouble in it
  tests/reliability/matrix --thin [BUILD]     a cell or two for each command, on one site: for slow builds
  tests/reliability/matrix --check [BUILD]    only whether each command and each switch has its line
  tests/reliability/matrix --only TEXT …      the cells whose name holds TEXT, and how each went

BUILD is build/release unless given. What must hold is in rules.py, by rule and not by cell; the
commands are in commands.txt, the troubles in troubles.py. Exits with 1 when anything doesn't.
"""

import argparse
import collections
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
RECORD = os.path.join(ROOT, "tests", "reliability", "record")
sys.dont_write_bytecode = True  # before the others are read: nothing is left in the tree

# pylint: disable=wrong-import-position
from cells import DEPLOYMENTS, Worker, cells_of
from program import check_commands, list_commands, read_commands
from rules import Judge
from sandbox import Sandbox
from troubles import check_troubles, list_troubles

SEED = 20250131  # of the sample


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", nargs="?", default=os.path.join(ROOT, "build", "release"))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--thin", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--part", default="1/1")
    parser.add_argument("--only")
    parser.add_argument("--workers", type=int, default=6)  # most of the time they wait
    return parser.parse_args()


def check_tables(programs, commands, troubles, directory):
    site = Sandbox(programs["sandbox"], os.path.join(directory, "switches"), "cloud")
    try:
        switches = site.ask("GET", "faults")
    finally:
        site.stop()
    return check_commands(commands, list_commands(programs["atlcli"])) + check_troubles(troubles, switches)


def sample(cells, command, deployment, troubles):
    """Of one command's cells: one, and those that are its turn to stand for a trouble."""
    chooser = random.Random("%d %s %s" % (SEED, command.name, deployment))
    patient = [cell for cell in cells if "stalled" not in cell.trouble.name] or cells
    chosen = chooser.sample(patient, min(len(patient), 1))
    for number, trouble in enumerate(troubles):
        rare = trouble.when == "progress"  # few commands have it
        if rare or (number + SEED) % 29 == sum(map(ord, command.name + deployment)) % 29:
            mine = [cell for cell in cells if cell.trouble is trouble and cell not in chosen]
            chosen += chooser.sample(mine, min(len(mine), 1))
    return chosen


def run_task(worker, command, troubles, options):
    """All cells of one command on one site: results, as they go into the report."""
    baseline = worker.baseline(command)
    results = []
    for ran in (baseline.plain, baseline.document):
        if ran.code != command.exit_code():
            return [{"name": "%s [%s]" % (command.name, worker.deployment), "trouble": "nothing", "code": ran.code,
                     "retried": 0, "problems": ["exit code %d when nothing is wrong: %s" % (
                         ran.code, ran.err.decode("utf-8", "replace"))], "words": ran.words}]
    cells = list(cells_of(command, worker.deployment, troubles, baseline))
    number, parts = map(int, options.part.split("/"))
    cells = [cell for cell in cells if zlib.crc32(cell.name().encode()) % parts == number - 1]
    if options.only:
        cells = [cell for cell in cells if options.only in cell.name()]
    elif options.quick or options.thin:
        cells = sample(cells, command, worker.deployment, troubles)
    for cell in cells:
        ran = worker.run_cell(cell)
        problems = Judge(cell, ran, baseline).judge()
        asked = collections.Counter((request["method"], request["path"], request["query"]) for request in ran.requests)
        results.append({"name": cell.name(), "trouble": cell.trouble.name, "code": ran.code, "words": ran.words,
                        "retried": int(any("fault" in request for request in ran.requests) and max(asked.values()) > 1),
                        "problems": problems})
        if problems or options.only:
            results[-1]["shown"] = show(ran)
    return results


def show(ran):
    lines = ["exit code %s after %.1f s" % (ran.code, ran.seconds)]
    for name, text in (("out", ran.out), ("err", ran.err)):
        lines += ["%s: %s" % (name, line) for line in text.decode("utf-8", "replace").splitlines()[:8]]
    lines += ["asked: %s %s%s %s %s" % (request["method"], request["path"],
                                       "?" + request["query"] if request["query"] else "", request["status"],
                                       request.get("fault", "")) for request in ran.requests[:16]]
    return "\n".join("      " + line[:200] for line in lines)


def work(number, programs, directory, tasks, results, options):
    workers = {}
    commands, troubles = read_commands(), list_troubles()
    while True:
        task = tasks.get()
        if task is None:
            break
        index, deployment = task
        try:
            if deployment not in workers:
                place = os.path.join(directory, "%d-%s" % (number, deployment))
                workers[deployment] = Worker(programs, place, deployment)
            results.put(run_task(workers[deployment], commands[index], troubles, options))
        except Exception:  # pylint: disable=broad-except
            results.put([{"name": "%s [%s]" % (commands[index].name, deployment), "trouble": "nothing", "code": None,
                          "retried": 0, "problems": ["the matrix itself: " + traceback.format_exc()], "words": []}])
    for worker in workers.values():
        worker.close()


def run_all(programs, commands, directory, options):
    tasks, results = multiprocessing.Queue(), multiprocessing.Queue()
    named = [command for command in commands if options.only and
             (options.only in command.name or options.only.startswith(command.name + " "))]
    wanted = [(index, deployment) for index, command in enumerate(commands) for deployment in DEPLOYMENTS
              if command.is_for(deployment) and (not named or command in named)]
    if options.thin:
        wanted = [task for task in wanted if task[0] % 2 == DEPLOYMENTS.index(task[1]) or "only" in commands[task[0]].notes]
    for task in wanted + [None] * options.workers:
        tasks.put(task)
    processes = [multiprocessing.Process(target=work, args=(n, programs, directory, tasks, results, options))
                 for n in range(options.workers)]
    for process in processes:
        process.start()
    gathered = []
    for count in range(1, len(wanted) + 1):
        for result in results.get():
            gathered.append(result)
            if result["problems"] or options.only:
                print("%s %s" % ("not ok" if result["problems"] else "ok", result["name"]))
                for problem in result["problems"]:
                    print("    %s" % problem)
                print("      atlcli %s\n%s" % (" ".join(result["words"]), result.get("shown", "")), flush=True)
        if sys.stderr.isatty():
            print("\r%d of %d commands " % (count, len(wanted)), end="", file=sys.stderr)
    for process in processes:
        process.join()
    return gathered


def report(results, commands, troubles, seconds, part):
    """The section of tests/RELIABILITY.md."""
    origin = subprocess.run([RECORD, "--origin"], capture_output=True, text=True, check=True)
    failed = sum(bool(result["problems"]) for result in results)
    local = [command.name for command in commands if command.kind == "local"]
    single = {command.name: command.notes["only"] for command in commands if "only" in command.notes}
    how = "" if part == "1/1" else " --part %s" % part
    lines = ["`./dev matrix%s`, %s, %d min." % (how, origin.stdout.strip(), round(seconds / 60)), "",
             "Every command (%d) with everything that can go wrong (%d troubles: to every request, to every second,"
             % (len(commands), len({trouble.name for trouble in troubles})),
             "once to each of its first requests, to each change), on Cloud and on Data Center: %d cells, of which"
             % len(results) if not how else
             "once to each of its first requests, to each change), on Cloud and on Data Center: %d cells, evenly chosen"
             " (every %s), of which" % (len(results), part.split("/")[1] + "th"),
             "**%s** broke a rule. Each is held to these: it ends, with the documented exit code, one error line" % (
                 failed or "none"),
             "with what to do about it, and one JSON document with `--json`; what the table of retries repeats is",
             "repeated, and leaves no trace; nothing is sent again of which nobody knows whether it was done; no",
             "temporary file, no half of a file, no job that never began; the token is nowhere.", "",
             "| trouble | cells | exit codes | repeated a request |", "|---|---:|---|---:|"]
    for name in dict.fromkeys(trouble.name for trouble in troubles):
        mine = [result for result in results if result["trouble"] == name]
        codes = collections.Counter(result["code"] for result in mine)
        lines.append("| %s | %d | %s | %d |" % (name, len(mine), ", ".join(
            "%s: %d" % (code, count) for code, count in sorted(codes.items(), key=str)),
            sum(result["retried"] for result in mine)))
    lines += ["", "Not applicable: %d commands send nothing (%s), so only troubles with every request and with the"
              % (len(local), ", ".join(local)), "network are tried, which mustn't touch them; "
              + "; ".join("`%s` is for %s alone" % item for item in sorted(single.items())) + "."]
    subprocess.run([RECORD, "faults"], input="\n".join(lines) + "\n", text=True, check=True)


def main():
    options = arguments()
    # Who was started in the background is deaf to Ctrl-C, and so would be all that is started here.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    programs = {"atlcli": os.environ.get("ATLCLI") or os.path.join(options.build, "atlcli"),
                "sandbox": os.environ.get("ATLCLI_SANDBOX") or os.path.join(options.build, "atlcli-sandbox")}
    os.environ["ATLCLI_SANDBOX"] = programs["sandbox"]
    commands, troubles = read_commands(), list_troubles()
    directory = tempfile.mkdtemp(prefix="atlcli-matrix.")
    begun = time.monotonic()
    try:
        problems = check_tables(programs, commands, troubles, directory)
        for problem in problems:
            print("not ok %s" % problem)
        if problems or options.check:
            return int(bool(problems))
        results = run_all(programs, commands, directory, options)
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    failed = [result for result in results if result["problems"]]
    untried = {trouble.name for trouble in troubles} - {result["trouble"] for result in results}
    if not options.only and not options.thin and options.part == "1/1":
        for name in sorted(untried):
            print("not ok nothing was tried of: %s" % name)
    print("%d commands, %d cells, %d of them not as they should be, %d s" % (
        len(commands), len(results), len(failed), time.monotonic() - begun))
    if not (options.quick or options.thin or options.only):
        report(results, commands, troubles, time.monotonic() - begun, options.part)
    return int(bool(failed or (untried and not options.only and not options.thin and options.part == "1/1")))


if __name__ == "__main__":
    sys.exit(main())
