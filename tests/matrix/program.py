"""The commands of the program, as it lists them itself, and what commands.txt says of each."""

import os
import shlex
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
KINDS = ("read", "change", "batch", "local")
NOTES = ("stdin", "only", "exits", "endless", "own", "optional", "partial", "varies",
         "each", "raw", "bulk")


class Command:
    """A line of commands.txt, with the lines below it."""

    def __init__(self, kind, name, arguments):
        self.kind = kind
        self.name = name
        self.arguments = arguments
        self.notes = {}

    def words(self, facts):
        """What is typed, on one site: {site} and the like are filled in."""
        filled = self.arguments
        for name, value in facts.items():
            filled = filled.replace("{" + name + "}", value)
        return self.name.split() + shlex.split(filled)

    def is_for(self, deployment):
        return self.notes.get("only", deployment) == deployment

    def exit_code(self):
        """Of a run that nothing troubles."""
        return int(self.notes.get("exits", "0"))


def read_commands(path=os.path.join(HERE, "commands.txt")):
    commands = []
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip() or line.startswith("#"):
                continue
            if line.startswith(" "):
                note, _, value = line.strip().partition(" ")
                if note not in NOTES:
                    raise ValueError("commands.txt:%d: no such note: %s" % (number, note))
                commands[-1].notes[note] = value.strip()
                continue
            head, _, arguments = line.partition(":")
            kind, _, name = head.strip().partition(" ")
            if kind not in KINDS:
                raise ValueError("commands.txt:%d: no such kind: %s" % (number, kind))
            commands.append(Command(kind, " ".join(name.split()), arguments.strip()))
    return commands


def _help(atlcli, words):
    ran = subprocess.run([atlcli, *words, "--help"], capture_output=True, text=True, check=True,
                         stdin=subprocess.DEVNULL)
    return ran.stdout.splitlines()


def list_commands(atlcli, words=()):
    """All that can be run, by a walk through --help: a group can be a command as well."""
    below, is_runnable, in_list = [], False, False
    for line in _help(atlcli, words):
        if line.startswith("Usage: "):
            is_runnable = not line.endswith(" COMMAND")
        if line == "Commands:":
            in_list = True
        elif not line.strip():
            in_list = False
        elif in_list and line[:2] == "  " and line[2] != " ":
            below.append(line.split()[0])
    names = [" ".join(words)] if is_runnable else []
    for word in below:
        names += list_commands(atlcli, (*words, word))
    return names


def check_commands(commands, listed):
    """What is wrong with the table: a command it doesn't know, or one that there isn't."""
    known = [command.name for command in commands]
    problems = ["no line in commands.txt for '%s'" % name for name in listed if name not in known]
    problems += ["commands.txt: there is no command '%s'" % name for name in known if name not in listed]
    problems += ["commands.txt: '%s' twice" % name for name in sorted(set(known)) if known.count(name) > 1]
    return problems
